//! Cards, banners, fields, tables, badges, and what is shown where there is nothing to show.

use iced::{
    Background, Border, Color, Element, Length, Theme,
    widget::{Column, Row, column, container, scrollable, space, text, text_input},
};

use super::{BOLD, Colors, GAP, Look, SMALL, TEXT, WIDE, icon};

/// Radius of cards, in pixels.
pub const RADIUS: f32 = 12.0;

/// The name of what scrolls on a screen.
pub const PAGE: &str = "page";

/// A whole screen: a column that can be scrolled, with room beside it for the scroll bar.
pub fn page<'a, Message: 'a>(look: Look, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let margin = if look.narrow { 16.0 } else { WIDE };
    let content = container(content).padding(margin).center_x(Length::Fill);
    scrollable(content).id(PAGE).height(Length::Fill).into()
}

/// What belongs together, on a card.
pub fn card<'a, Message: 'a>(look: Look, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let padding = if look.narrow { 14.0 } else { WIDE };
    container(content).padding(padding).width(Length::Fill).style(card_style(look.colors)).into()
}

/// The look of a card.
pub fn card_style(colors: &'static Colors) -> impl Fn(&Theme) -> container::Style {
    frame(colors.card, colors.line, RADIUS)
}

/// A ground with a thin edge around it.
pub fn frame(ground: Color, edge: Color, radius: f32) -> impl Fn(&Theme) -> container::Style {
    move |_| container::Style {
        background: Some(Background::Color(ground)),
        border: Border { color: edge, width: 1.0, radius: radius.into() },
        ..Default::default()
    }
}

/// What a banner tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    News,
    /// Something to look after.
    Warning,
    /// Something that failed.
    Error,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::News, Self::Warning, Self::Error];

    fn color(self, colors: &Colors) -> Color {
        match self {
            Self::News => colors.accent,
            Self::Warning => colors.warning,
            Self::Error => colors.error,
        }
    }
}

/// Says something across the whole width, with what can be done about it. It never speaks of a pack.
pub fn banner<'a, Message: 'a>(
    look: Look,
    tone: Tone,
    said: impl text::IntoFragment<'a>,
    actions: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    let color = tone.color(look.colors);
    let ground = look.colors.tint(color);
    let words = look.wide(look.text(said, TEXT));
    let mut things = vec![icon::tone(tone, color), words];
    let content: Element<'a, Message> = if look.narrow && !actions.is_empty() {
        column![look.line(things), look.flow(actions)].spacing(GAP).into()
    } else {
        things.extend(actions);
        look.line(things).spacing(12.0).into()
    };
    container(content).padding([10.0, 14.0]).width(Length::Fill).style(frame(ground, color, 8.0)).into()
}

/// A word in a frame: a state, a count. Where there is too little room it breaks, and covers nothing beside it.
pub fn badge<'a, Message: 'a>(look: Look, word: impl text::IntoFragment<'a>, color: Color) -> Element<'a, Message> {
    let ground = look.colors.tint(color);
    let word = text(word).size(SMALL).color(look.colors.ink).wrapping(text::Wrapping::WordOrGlyph);
    container(word).padding([3.0, 10.0]).style(frame(ground, color, 20.0)).into()
}

/// Something to fill in: its name, what it is for, and what is wrong with it.
pub fn field<'a, Message: 'a>(
    look: Look,
    name: impl text::IntoFragment<'a>,
    hint: impl text::IntoFragment<'a>,
    input: impl Into<Element<'a, Message>>,
    problem: Option<String>,
) -> Element<'a, Message> {
    let hint = hint.into_fragment();
    let hint = (!hint.is_empty()).then(|| look.faint(hint).into());
    let mut lines = column![look.text(name, TEXT).font(BOLD)].extend(hint).push(input.into()).spacing(4.0);
    if let Some(problem) = problem {
        lines = lines.push(look.wide(look.text(problem, SMALL).color(look.colors.error)));
    }
    lines.align_x(look.start()).width(Length::Fill).into()
}

/// The look of a line to type into.
pub fn input_style(colors: &'static Colors) -> impl Fn(&Theme, text_input::Status) -> text_input::Style {
    move |_, status| {
        let (color, width) = match status {
            text_input::Status::Focused { .. } => (colors.focus, 3.0),
            text_input::Status::Hovered => (colors.ink, 1.0),
            text_input::Status::Active | text_input::Status::Disabled => (colors.edge, 1.0),
        };
        text_input::Style {
            background: Background::Color(colors.card),
            border: Border { color, width, radius: 8.0.into() },
            icon: colors.faint,
            placeholder: colors.faint,
            value: colors.ink,
            selection: super::color::mix(colors.card, colors.accent, 0.35),
        }
    }
}

/// Where there is nothing to show: what will be here, and how to get it.
pub fn empty<'a, Message: 'a>(
    look: Look,
    headline: impl text::IntoFragment<'a>,
    said: impl text::IntoFragment<'a>,
    action: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let mut lines = column![look.text(headline, TEXT).font(BOLD), look.text(said, TEXT).color(look.colors.faint)]
        .spacing(GAP)
        .align_x(look.start())
        .width(Length::Fill);
    if let Some(action) = action {
        lines = lines.push(action);
    }
    card(look, lines)
}

/// Names and values, one pair a line; in a narrow window the value stands below the name.
pub fn pairs<'a, Message: 'a>(look: Look, pairs: Vec<(String, String)>) -> Element<'a, Message> {
    /// Width of the names.
    const NAMES: f32 = 150.0;
    let line = |(name, value): (String, String)| -> Element<'a, Message> {
        let value = look.text(value, TEXT);
        if look.narrow {
            return column![look.faint(name), value].align_x(look.start()).width(Length::Fill).into();
        }
        let name = look.text(name, TEXT).color(look.colors.faint);
        let name = container(name).width(NAMES).align_x(look.start());
        look.line(vec![name.into(), look.wide(value)]).align_y(iced::Top).into()
    };
    Column::with_children(pairs.into_iter().map(line)).spacing(6.0).into()
}

/// Width of a share of a column that has no head, in pixels: buttons stand there, and keep their size in any window.
const BUTTONS: f32 = 36.0;

/// A table: heads, and rows of cells. Columns share the width as told; those without a head have one of their own.
pub fn table<'a, Message: 'a>(
    look: Look,
    heads: Vec<(String, u16)>,
    rows: Vec<Vec<Element<'a, Message>>>,
) -> Element<'a, Message> {
    let width = |(head, share): &(String, u16)| {
        if head.is_empty() { Length::Fixed(BUTTONS * f32::from(*share)) } else { Length::FillPortion(*share) }
    };
    let widths: Vec<Length> = heads.iter().map(width).collect();
    let row = |cells: Vec<Element<'a, Message>>| -> Row<'a, Message> {
        let cell =
            |(cell, width): (Element<'a, Message>, &Length)| container(cell).width(*width).align_x(look.start()).into();
        look.line(cells.into_iter().zip(&widths).map(cell).collect())
    };
    let head = heads.into_iter().map(|(head, _)| look.faint(head).into()).collect();
    let mut lines = column![row(head)].spacing(GAP);
    for cells in rows {
        lines = lines.push(rule(look)).push(row(cells));
    }
    lines.into()
}

/// How far up a gauge its mark is, of [`WHOLE`].
const MARK: u16 = 667;
/// The length of a gauge, in parts.
const WHOLE: u16 = 1_000;

/// A bar that is filled so far, from 0 to 1, with a mark at two thirds of it. What it shows has to be said in words beside it.
pub fn gauge<'a, Message: 'a>(look: Look, filled: f32, color: Color) -> Element<'a, Message> {
    let block = |width: Length, height: f32, color: Color| -> Element<'a, Message> {
        let ground = Some(Background::Color(color));
        let style = move |_: &Theme| container::Style { background: ground, ..Default::default() };
        container(space::horizontal()).width(width).height(height).style(style).into()
    };
    let blank = |parts: u16| -> Element<'a, Message> {
        container(space::horizontal()).width(Length::FillPortion(parts)).height(6.0).into()
    };
    let full = ((filled.clamp(0.0, 1.0) * f32::from(WHOLE)) as u16).clamp(1, WHOLE - 1);
    let parts = Length::FillPortion;
    let mark = vec![blank(MARK), block(Length::Fixed(3.0), 6.0, look.colors.ink), blank(WHOLE - MARK)];
    let bar = vec![block(parts(full), 12.0, color), block(parts(WHOLE - full), 12.0, look.colors.line)];
    column![look.line(mark).spacing(0.0), look.line(bar).spacing(0.0)].spacing(2.0).into()
}

/// A thin line across.
pub fn rule<'a, Message: 'a>(look: Look) -> Element<'a, Message> {
    let line = look.colors.line;
    let style = move |_: &Theme| container::Style { background: Some(Background::Color(line)), ..Default::default() };
    container(space::horizontal()).width(Length::Fill).height(1.0).style(style).into()
}
