//! What stands on a pack, and what a reader makes of it.

use crate::{goods::Print, sites::Reader};

/// What a code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// GTIN.
    pub gtin: String,
    /// Lot.
    pub lot: String,
    /// YYMMDD.
    pub expiry: String,
    /// Serial.
    pub serial: String,
}

/// The group separator.
pub const GS: char = '\u{1d}';

/// What a reader delivers of a code.
pub fn text(said: &Said, print: Print, reader: Reader) -> String {
    let Said { gtin, lot, expiry, serial } = said;
    if print.link {
        let start = if reader == Reader::Prefixed { "]Q1" } else { "" };
        return format!("{start}https://id.gs1.org/01/{gtin}/10/{lot}/21/{serial}?17={expiry}");
    }
    let start = match reader {
        Reader::Prefixed => "]d2",
        Reader::Separator => "\u{1d}",
        Reader::Bare => "",
    };
    match print.order {
        0 => format!("{start}01{gtin}17{expiry}10{lot}{GS}21{serial}"),
        1 => format!("{start}01{gtin}21{serial}{GS}17{expiry}10{lot}"),
        2 => format!("{start}01{gtin}21{serial}{GS}10{lot}{GS}17{expiry}"),
        _ => format!("{start}01{gtin}10{lot}{GS}17{expiry}21{serial}"),
    }
}

/// A code as somebody types it from what is printed beside it.
pub fn typed(said: &Said) -> String {
    format!("(01){}(21){}(10){}(17){}", said.gtin, said.serial, said.lot, said.expiry)
}
