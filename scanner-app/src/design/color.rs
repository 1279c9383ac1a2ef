//! The only colours there are. Text has a contrast of at least 4.5 : 1 on what it stands on, lines and icons 3 : 1; tests measure it.

use iced::Color;
use verdict::Verdict;

/// A set of colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colors {
    /// Whether it is the dark one.
    pub dark: bool,
    /// Text.
    pub ink: Color,
    /// Secondary text.
    pub faint: Color,
    /// What everything lies on.
    pub paper: Color,
    /// What cards are made of.
    pub card: Color,
    /// Thin lines that only separate.
    pub line: Color,
    /// Borders of what can be pressed or filled in.
    pub edge: Color,
    /// What is to be pressed next, links, what is chosen.
    pub accent: Color,
    /// Text on it.
    pub on_accent: Color,
    /// Something wants attention, but no pack does.
    pub warning: Color,
    /// Something failed, but no pack did.
    pub error: Color,
    /// The ring around what has the keyboard's focus.
    pub focus: Color,
}

impl Colors {
    /// By day.
    pub const LIGHT: Self = Self {
        dark: false,
        ink: rgb(0x1c222b),
        faint: rgb(0x525c69),
        paper: rgb(0xf3f5f7),
        card: rgb(0xffffff),
        line: rgb(0xd3d9e0),
        edge: rgb(0x7b8794),
        accent: rgb(0x1b5e8c),
        on_accent: rgb(0xffffff),
        warning: rgb(0x7a5600),
        error: rgb(0xa02a1f),
        focus: rgb(0xb34700),
    };

    /// By night.
    pub const DARK: Self = Self {
        dark: true,
        ink: rgb(0xe9edf2),
        faint: rgb(0xa7b1bd),
        paper: rgb(0x12161b),
        card: rgb(0x1c2229),
        line: rgb(0x343c46),
        edge: rgb(0x7d8996),
        accent: rgb(0x7cc0ee),
        on_accent: rgb(0x0b1d2a),
        warning: rgb(0xe3b653),
        error: rgb(0xff9a8c),
        focus: rgb(0xffb066),
    };

    /// The colour that belongs to a verdict alone; white text is readable on it, by day and by night.
    pub fn verdict(&self, verdict: Verdict) -> Color {
        match verdict {
            Verdict::Genuine => rgb(0x1b7a3a),
            Verdict::AlreadyDispensedHere => rgb(0x1f5fa8),
            Verdict::AlreadyUsedElsewhere => rgb(0x6b3fa0),
            Verdict::DoNotUse => rgb(0xb31f1f),
            Verdict::NotRecognised => rgb(0x8a1253),
            Verdict::Suspicious => rgb(0x9a4f00),
            Verdict::CouldNotCheck => rgb(0x555f6d),
        }
    }

    /// A colour laid thinly over cards.
    pub fn tint(&self, color: Color) -> Color {
        let share = if self.dark { 0.28 } else { 0.10 };
        mix(self.card, color, share)
    }
}

/// Text on a verdict's colour.
pub const ON_VERDICT: Color = Color::WHITE;

const fn rgb(code: u32) -> Color {
    Color::from_rgb8((code >> 16) as u8, (code >> 8) as u8, code as u8)
}

/// `share` of the second colour in the first.
pub fn mix(one: Color, other: Color, share: f32) -> Color {
    let between = |one: f32, other: f32| one + (other - one) * share;
    Color::from_rgb(between(one.r, other.r), between(one.g, other.g), between(one.b, other.b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color) -> f32 {
        let linear = |channel: f32| {
            if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
    }

    /// Contrast as WCAG 2.2 defines it.
    fn contrast(one: Color, other: Color) -> f32 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_is_readable_on_all_that_it_stands_on() {
        for colors in [Colors::LIGHT, Colors::DARK] {
            for ground in [colors.paper, colors.card] {
                for text in [colors.ink, colors.faint, colors.accent, colors.warning, colors.error] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}, dark: {}", colors.dark);
                }
                for edge in [colors.edge, colors.focus] {
                    assert!(contrast(edge, ground) >= 3.0, "{edge:?} on {ground:?}, dark: {}", colors.dark);
                }
            }
            assert!(contrast(colors.on_accent, colors.accent) >= 4.5);
            for verdict in Verdict::ALL {
                let color = colors.verdict(verdict);
                assert!(contrast(ON_VERDICT, color) >= 4.5, "{verdict:?}");
                assert!(contrast(colors.ink, colors.tint(color)) >= 4.5, "{verdict:?}, dark: {}", colors.dark);
            }
            for banner in [colors.warning, colors.error, colors.accent] {
                assert!(contrast(colors.ink, colors.tint(banner)) >= 4.5, "{banner:?}, dark: {}", colors.dark);
            }
        }
    }

    #[test]
    fn no_two_verdicts_share_a_colour() {
        let colors = Verdict::ALL.map(|verdict| Colors::LIGHT.verdict(verdict).into_rgba8());
        for (at, color) in colors.iter().enumerate() {
            assert!(!colors[at + 1..].contains(color));
        }
    }
}
