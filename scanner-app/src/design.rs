//! The look of the app: every screen is made of these parts, and of nothing else.
//!
//! - [`color`]: the only colours there are, light and dark; a verdict's colour means that verdict and nothing else.
//! - [`Look`]: what parts need to know to be drawn: light or dark, reading direction, width, language.
//! - [`press`]: buttons that the keyboard reaches, with a visible focus.
//! - [`part`]: cards, banners, fields, tables, empty and error states, badges.
//! - [`listen`]: hears every key, whatever is on the page.
//! - [`scroll`]: scrolls the page to its top, and to what the keyboard has come to.
//! - [`icon`]: drawn, not typed: no font has to have them; [`drawing`] draws anything else.
//! - `chart`: bars with numbers, told apart without colours.
//!
//! Screens name no colour and no size of their own.

#[cfg(not(target_arch = "wasm32"))]
pub mod chart;
pub mod color;
pub mod drawing;
pub mod font;
pub mod icon;
pub mod listen;
mod mirror;
pub mod part;
pub mod press;
pub mod scroll;

use iced::{
    Alignment, Color, Element, Theme,
    theme::Palette,
    widget::{Row, container, text},
};

use words::Words;

pub use color::Colors;
pub use font::BOLD;

/// Gap between things that belong together, in pixels.
pub const GAP: f32 = 8.0;
/// Gap between groups.
pub const WIDE: f32 = 20.0;
/// Size of text.
pub const TEXT: f32 = 16.0;
/// Size of secondary text.
pub const SMALL: f32 = 14.0;
/// Size of titles.
pub const TITLE: f32 = 22.0;
/// Size of a verdict's word.
pub const HEADLINE: f32 = 30.0;
/// Widest column that is still pleasant to read.
pub const COLUMN: f32 = 720.0;
/// Windows narrower than this are laid out as on a phone.
pub const NARROW: f32 = 640.0;

/// What parts need to know to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Light or dark.
    pub colors: &'static Colors,
    /// Whether lines begin on the right.
    pub right_to_left: bool,
    /// Whether the window is as narrow as a phone.
    pub narrow: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { colors: &Colors::LIGHT, right_to_left: false, narrow: false }
    }
}

impl Look {
    /// Things in reading order, on one line.
    pub fn line<'a, Message: 'a>(self, mut things: Vec<Element<'a, Message>>) -> Row<'a, Message> {
        if self.right_to_left {
            things.reverse();
        }
        Row::with_children(things).spacing(GAP).align_y(iced::Center)
    }

    /// Things in reading order, on as many lines as they need.
    pub fn flow<'a, Message: 'a>(self, things: Vec<Element<'a, Message>>) -> Element<'a, Message> {
        let lines = Row::with_children(things).spacing(GAP).align_y(iced::Center).wrap();
        let lines: Element<'a, Message> =
            if self.right_to_left { mirror::Mirror::new(lines).into() } else { lines.into() };
        container(lines).width(iced::Length::Fill).align_x(self.start()).into()
    }

    /// Where lines begin.
    pub fn start(self) -> Alignment {
        if self.right_to_left { Alignment::End } else { Alignment::Start }
    }

    /// Text of a size, beginning where lines begin.
    pub fn text<'a>(self, said: impl text::IntoFragment<'a>, size: f32) -> iced::widget::Text<'a> {
        let said = said.into_fragment();
        // Lines in Arabic letters find their side themselves, and leave the window if they are pushed there as well.
        let arabic = said.chars().any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter));
        let side = if self.right_to_left && !arabic { text::Alignment::Right } else { text::Alignment::Default };
        // Codes and digests are long words: what does not fit beside something breaks, and is not cut.
        text(said).size(size).align_x(side).wrapping(text::Wrapping::WordOrGlyph)
    }

    /// A line of its own, as wide as there is room, beginning where lines begin.
    pub fn wide<'a, Message: 'a>(self, text: iced::widget::Text<'a>) -> Element<'a, Message> {
        container(text).width(iced::Length::Fill).align_x(self.start()).into()
    }

    /// Secondary text.
    pub fn faint<'a>(self, said: impl text::IntoFragment<'a>) -> iced::widget::Text<'a> {
        self.text(said, SMALL).color(self.colors.faint)
    }

    /// A title.
    pub fn title<'a>(self, said: impl text::IntoFragment<'a>) -> iced::widget::Text<'a> {
        self.text(said, TITLE).font(BOLD)
    }
}

/// What screens need to be drawn: how parts look, and in which language they speak.
#[derive(Clone, Copy, Debug)]
pub struct Ui<'a> {
    /// How parts look.
    pub look: Look,
    /// What they say.
    pub words: &'a Words,
}

impl Ui<'_> {
    /// A sentence by its name.
    pub fn say(self, id: &str) -> String {
        self.words.say(id)
    }
}

/// The theme of widgets that are iced's own.
///
/// Each page has a paper of its own, too little different to be seen: where the ground is the same, iced's software renderer (0.14)
/// paints only what it finds changed, and between two pages it misses the ends of some texts.
pub fn theme(colors: &Colors, page: u8) -> Theme {
    let palette = Palette {
        background: Color { b: colors.paper.b - f32::from(page) * 1e-5, ..colors.paper },
        text: colors.ink,
        primary: colors.accent,
        success: colors.accent,
        warning: colors.warning,
        danger: colors.error,
    };
    Theme::custom(if colors.dark { "Medtrail dark" } else { "Medtrail light" }, palette)
}
