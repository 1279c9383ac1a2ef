//! The fonts that come with the app: the same on every device, in every language of the app. Noto Sans, SIL Open Font License 1.1.

use iced::{Font, font};

/// Text.
pub const TEXT: Font = Font::with_name("Noto Sans");
/// Bold text.
pub const BOLD: Font = Font { weight: font::Weight::Bold, ..TEXT };

/// The files of the fonts.
pub const FILES: [&[u8]; 6] = [
    include_bytes!("../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../../fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansDevanagari-Bold.ttf"),
];
