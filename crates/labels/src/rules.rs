//! Sizes that GS1 asks for, in millimetres.
//!
//! Sources: GS1 General Specifications, section 5.12.3 (symbol specification tables), 4.15 (human-readable
//! interpretation), 6.6 (logistic labels); ISO/IEC 18004, 16022 and 15417 for quiet zones.

/// Printed dots lie this far apart, in millimetres: 600 to the inch. Modules are whole dots wide and begin on one, so that
/// office printers of 600 dots an inch, and thermal printers of 300 if the number is even, round nothing.
pub const DOT: f64 = 25.4 / 600.0;

/// Which module sizes (X-dimensions) a symbol may have, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct XDimension {
    /// Smallest.
    pub min: f64,
    /// Used where there is room.
    pub target: f64,
    /// Largest.
    pub max: f64,
}

impl XDimension {
    /// In whole dots: the least that is not too small.
    pub fn min_dots(self) -> u32 {
        (self.min / DOT).ceil() as u32
    }

    /// In whole dots: the nearest to the target that is allowed.
    pub fn target_dots(self) -> u32 {
        ((self.target / DOT).round() as u32).clamp(self.min_dots(), self.max_dots())
    }

    /// In whole dots: the most that is not too large.
    pub fn max_dots(self) -> u32 {
        (self.max / DOT).floor() as u32
    }
}

/// GS1 DataMatrix on medicines that retail pharmacies scan: 0.396 to 0.990 with 0.495 as target, one and a half times what
/// linear symbols have there. European pack coding rules (securPharm) stop at 0.615, so what is printed here is right in both.
pub const DATAMATRIX: XDimension = XDimension { min: 0.396, target: 0.495, max: 0.615 };
/// QR code with a GS1 Digital Link: General Specifications, table 1 in section 5.12.3.
pub const QR: XDimension = XDimension { min: 0.396, target: 0.495, max: 0.990 };
/// GS1-128 on logistic units, scanned in general distribution: table 5.
pub const GS1_128: XDimension = XDimension { min: 0.495, target: 0.495, max: 0.940 };

/// Modules that stay white around a DataMatrix (ISO/IEC 16022).
pub const DATAMATRIX_QUIET: u32 = 1;
/// Modules that stay white around a QR code (ISO/IEC 18004).
pub const QR_QUIET: u32 = 4;
/// Modules that stay white left and right of a Code 128 (ISO/IEC 15417).
pub const CODE128_QUIET: u32 = 10;

/// Least height of a GS1-128's bars on logistic units: table 5.
pub const GS1_128_HEIGHT: f64 = 31.75;
/// Least height of capitals below the bars of a logistic label: what large receivers ask for.
pub const LOGISTIC_HRI_CAPITALS: f64 = 3.0;
/// Least type size of the text on a pack's label: 6 points. GS1 asks for legible text and names no size.
pub const SMALLEST_TYPE: f64 = 2.1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_dots_stay_within_the_rules() {
        for rule in [DATAMATRIX, QR, GS1_128] {
            let in_rule = |dots: u32| (rule.min..=rule.max).contains(&(f64::from(dots) * DOT));
            assert!([rule.min_dots(), rule.target_dots(), rule.max_dots()].into_iter().all(in_rule), "{rule:?}");
            assert!(!in_rule(rule.min_dots() - 1) && !in_rule(rule.max_dots() + 1), "{rule:?}");
        }
    }
}
