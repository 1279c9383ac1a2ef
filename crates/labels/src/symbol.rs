//! Symbols as grids of modules.

use datamatrix::{DataMatrixBuilder, SymbolList};
use qrcode::{
    Color, EcLevel, QrCode,
    bits::{self, Bits},
    types::QrError,
};

use crate::{LabelError, code128, rules};

/// Which symbology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// QR code.
    Qr,
    /// GS1 DataMatrix, ECC 200.
    DataMatrix,
    /// GS1-128: one row of modules, as high as it is drawn.
    Gs1128,
}

impl Kind {
    /// Modules that stay white: left and right, above and below.
    pub fn quiet(self) -> [u32; 2] {
        match self {
            Self::Qr => [rules::QR_QUIET; 2],
            Self::DataMatrix => [rules::DATAMATRIX_QUIET; 2],
            Self::Gs1128 => [rules::CODE128_QUIET, 0],
        }
    }
}

/// A symbol's modules, without quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    kind: Kind,
    columns: u32,
    /// By rows.
    dark: Vec<bool>,
}

/// Neighbouring dark modules of one row, in modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Column of the first.
    pub column: u32,
    /// Row.
    pub row: u32,
    /// How many.
    pub length: u32,
}

impl Symbol {
    /// A QR code of a link, as small as can be, with as much error correction as that size allows.
    ///
    /// # Errors
    /// [`LabelError::TooLong`] over about 2,900 characters.
    pub fn qr(link: &str) -> Result<Self, LabelError> {
        let encode = || {
            let smallest = bits::encode_auto(link.as_bytes(), EcLevel::L)?;
            let mut bits = Bits::new(smallest.version());
            bits.push_optimal_data(link.as_bytes())?;
            let fits = |level: &EcLevel| bits.max_len(*level).is_ok_and(|most| bits.len() <= most);
            let level = [EcLevel::H, EcLevel::Q, EcLevel::M].into_iter().find(fits).unwrap_or(EcLevel::L);
            bits.push_terminator(level)?;
            QrCode::with_bits(bits, level)
        };
        let code = encode().map_err(|_: QrError| LabelError::TooLong("the link"))?;
        let columns = code.width() as u32;
        let dark = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { kind: Kind::Qr, columns, dark })
    }

    /// A square GS1 DataMatrix of an element string without its leading FNC1.
    ///
    /// # Errors
    /// [`LabelError::TooLong`] over about 2,300 characters.
    pub fn datamatrix(element_string: &str) -> Result<Self, LabelError> {
        let bitmap = DataMatrixBuilder::new()
            .with_symbol_list(SymbolList::default().enforce_square())
            .with_fnc1_start(true)
            .with_macros(false)
            .encode(element_string.as_bytes())
            .map_err(|_| LabelError::TooLong("the element string"))?
            .bitmap();
        let columns = bitmap.width();
        let mut dark = vec![false; columns * bitmap.height()];
        for (x, y) in bitmap.pixels() {
            if let Some(module) = dark.get_mut(y * columns + x) {
                *module = true;
            }
        }
        Ok(Self { kind: Kind::DataMatrix, columns: columns as u32, dark })
    }

    /// A GS1-128 of the SSCC.
    pub fn sscc(sscc: gs1::Sscc) -> Self {
        let dark = code128::sscc(sscc);
        Self { kind: Kind::Gs1128, columns: dark.len() as u32, dark }
    }

    /// Which symbology.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Modules from left to right.
    pub fn columns(&self) -> u32 {
        self.columns
    }

    /// Modules from top to bottom; 1 for a linear symbol.
    pub fn rows(&self) -> u32 {
        self.dark.len() as u32 / self.columns
    }

    /// The dark modules, row by row, neighbours taken together.
    pub fn runs(&self) -> impl Iterator<Item = Run> + '_ {
        (0..).zip(self.dark.chunks(self.columns as usize)).flat_map(|(row, modules)| {
            let mut column = 0;
            modules.chunk_by(|one, next| one == next).filter_map(move |part| {
                let run = Run { column, row, length: part.len() as u32 };
                column += run.length;
                part.first().is_some_and(|dark| *dark).then_some(run)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_all_dark_modules_and_no_others() {
        let symbol = Symbol::datamatrix("010401234567890121S1").expect("a symbol");
        let mut drawn = vec![false; symbol.dark.len()];
        for run in symbol.runs() {
            for column in run.column..run.column + run.length {
                drawn[(run.row * symbol.columns + column) as usize] = true;
            }
        }
        assert_eq!(drawn, symbol.dark);
        assert_eq!(symbol.rows(), symbol.columns());
    }

    #[test]
    fn a_qr_code_is_as_small_as_can_be_and_corrects_what_it_can() {
        for length in (1..150).chain([700, 2_900]) {
            let link = format!("https://a/{}", "x".repeat(length));
            let symbol = Symbol::qr(&link).expect("a symbol");
            let least = QrCode::with_error_correction_level(&link, EcLevel::L).expect("a symbol");
            assert_eq!(symbol.columns() as usize, least.width());
            let levels = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H];
            let best =
                levels.into_iter().rev().find_map(|level| QrCode::with_version(&link, least.version(), level).ok());
            let dark: Vec<bool> =
                best.expect("a symbol").to_colors().into_iter().map(|color| color == Color::Dark).collect();
            assert_eq!(symbol.dark, dark, "{length}");
        }
    }

    #[test]
    fn quiet_zones_are_those_of_the_standards() {
        let quiet = [Kind::Qr, Kind::DataMatrix, Kind::Gs1128].map(Kind::quiet);
        assert_eq!(quiet, [[4, 4], [1, 1], [10, 0]]);
    }

    #[test]
    fn what_no_symbol_holds_is_an_error() {
        let long = "A".repeat(8_000);
        assert_eq!(Symbol::qr(&long).expect_err("too long").code(), "label-too-long");
        assert_eq!(Symbol::datamatrix(&long).expect_err("too long").code(), "label-too-long");
    }
}
