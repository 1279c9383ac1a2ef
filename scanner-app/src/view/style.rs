//! Colours, sizes and the looks of buttons and panels. Text on every colour has a contrast of at least 4.5 : 1.

use iced::{
    Background, Border, Color, Theme,
    theme::Palette,
    widget::{button, container},
};
use verdict::Verdict;

/// Gap between things that belong together, in pixels.
pub const GAP: f32 = 8.0;
/// Gap between groups.
pub const WIDE: f32 = 20.0;
/// Size of text.
pub const TEXT: f32 = 16.0;
/// Size of secondary text.
pub const SMALL: f32 = 14.0;
/// Size of headlines.
pub const HEADLINE: f32 = 30.0;
/// Widest column that is still pleasant to read.
pub const COLUMN: f32 = 680.0;

const INK: Color = Color::from_rgb8(0x1c, 0x22, 0x2b);
const FAINT: Color = Color::from_rgb8(0x55, 0x5f, 0x6d);
const PAPER: Color = Color::from_rgb8(0xf5, 0xf6, 0xf8);
const LINE: Color = Color::from_rgb8(0xc9, 0xcf, 0xd6);
const ACCENT: Color = Color::from_rgb8(0x1b, 0x5e, 0x8c);

/// The app's theme.
pub fn theme() -> Theme {
    let palette = Palette {
        background: PAPER,
        text: INK,
        primary: ACCENT,
        success: color(Verdict::Genuine),
        warning: color(Verdict::Suspicious),
        danger: color(Verdict::DoNotUse),
    };
    Theme::custom("Medtrail", palette)
}

/// A verdict's own colour.
pub fn color(verdict: Verdict) -> Color {
    match verdict {
        Verdict::Genuine => Color::from_rgb8(0x1b, 0x7a, 0x3a),
        Verdict::AlreadyDispensedHere => Color::from_rgb8(0x1f, 0x5f, 0xa8),
        Verdict::AlreadyUsedElsewhere => Color::from_rgb8(0x6b, 0x3f, 0xa0),
        Verdict::DoNotUse => Color::from_rgb8(0xb3, 0x1f, 0x1f),
        Verdict::NotRecognised => Color::from_rgb8(0x8a, 0x12, 0x53),
        Verdict::Suspicious => Color::from_rgb8(0x9a, 0x4f, 0x00),
        Verdict::CouldNotCheck => Color::from_rgb8(0x55, 0x5f, 0x6d),
    }
}

/// Secondary text.
pub fn faint(_: &Theme) -> iced::widget::text::Style {
    iced::widget::text::Style { color: Some(FAINT) }
}

/// A white panel.
pub fn panel(_: &Theme) -> container::Style {
    container::Style {
        background: Some(Background::Color(Color::WHITE)),
        border: Border { color: LINE, width: 1.0, radius: 10.0.into() },
        ..Default::default()
    }
}

/// The place where pictures are dropped; livelier while one is held over it.
pub fn drop_zone(hovered: bool) -> impl Fn(&Theme) -> container::Style {
    move |_| container::Style {
        background: Some(Background::Color(if hovered { Color::from_rgb8(0xdd, 0xec, 0xf6) } else { Color::WHITE })),
        border: Border {
            color: if hovered { ACCENT } else { LINE },
            width: if hovered { 3.0 } else { 2.0 },
            radius: 10.0.into(),
        },
        ..Default::default()
    }
}

/// The coloured head of a verdict.
pub fn verdict_head(verdict: Verdict) -> impl Fn(&Theme) -> container::Style {
    move |_| container::Style {
        background: Some(Background::Color(color(verdict))),
        text_color: Some(Color::WHITE),
        border: Border { radius: iced::border::top(10.0), ..Default::default() },
        ..Default::default()
    }
}

/// The next action, which must not be overlooked.
pub fn action(verdict: Verdict) -> impl Fn(&Theme) -> container::Style {
    move |_| container::Style {
        background: Some(Background::Color(Color { a: 0.09, ..color(verdict) })),
        border: Border { radius: 6.0.into(), ..Default::default() },
        ..Default::default()
    }
}

/// The button that is meant to be pressed next.
pub fn primary(_: &Theme, status: button::Status) -> button::Style {
    let background = match status {
        button::Status::Hovered | button::Status::Pressed => Color::from_rgb8(0x14, 0x49, 0x6e),
        button::Status::Disabled => Color::from_rgb8(0x6d, 0x78, 0x84),
        button::Status::Active => ACCENT,
    };
    button::Style {
        background: Some(Background::Color(background)),
        text_color: Color::WHITE,
        border: Border { radius: 6.0.into(), ..Default::default() },
        ..Default::default()
    }
}

/// Any other button.
pub fn secondary(_: &Theme, status: button::Status) -> button::Style {
    let background = match status {
        button::Status::Hovered | button::Status::Pressed => Color::from_rgb8(0xe4, 0xe9, 0xee),
        button::Status::Active | button::Status::Disabled => Color::WHITE,
    };
    button::Style {
        background: Some(Background::Color(background)),
        text_color: INK,
        border: Border { color: LINE, width: 1.0, radius: 6.0.into() },
        ..Default::default()
    }
}
