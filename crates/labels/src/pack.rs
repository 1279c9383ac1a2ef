//! What stands on one pack's label.

use gs1::{Date, GS, Gtin, Lot, Serial};
use pack_commitment::{LabelMaterial, PARAMETER};

use crate::{LabelError, Symbol};

/// A pack as its label names it.
#[derive(Clone, Copy, Debug)]
pub struct Pack<'a> {
    /// The product.
    pub gtin: Gtin,
    /// The lot.
    pub lot: &'a Lot,
    /// The expiry as printed.
    pub expiry: Date,
    /// The serial number.
    pub serial: &'a Serial,
}

/// What stands on one pack's label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackLabel {
    link: String,
    element_string: String,
    interpretation: Vec<String>,
}

impl PackLabel {
    /// The label of a pack. `resolver` is the address with which the link begins, such as `https://id.example.com`. With
    /// `proof`, the link carries the pack's proof; without, scanners need a gateway to prove the pack.
    ///
    /// # Errors
    /// [`LabelError::BadResolver`] and [`LabelError::BadExpiry`] if the link would not be read back as this pack.
    pub fn new(pack: &Pack<'_>, resolver: &str, proof: Option<&LabelMaterial>) -> Result<Self, LabelError> {
        let Pack { gtin, lot, expiry, serial } = *pack;
        let (gtin, printed) = (gtin.to_string(), String::from_utf8_lossy(&expiry.yymmdd()).into_owned());
        if printed.parse() != Ok(expiry) {
            return Err(LabelError::BadExpiry);
        }
        let elements = [("01", gtin.as_str()), ("10", lot.as_str()), ("21", serial.as_str()), ("17", printed.as_str())];
        let mut link = gs1::to_digital_link(resolver, &elements);
        if let Some(material) = proof {
            link.push_str(&format!("&{PARAMETER}={}", material.to_text()));
        }
        let label = Self {
            link,
            element_string: format!("01{gtin}21{serial}{GS}17{printed}10{lot}"),
            interpretation: vec![
                format!("(01) {gtin}"),
                format!("(10) {lot}"),
                format!("(17) {printed}"),
                format!("(21) {serial}"),
            ],
        };
        if label.is_read_back(pack, proof) { Ok(label) } else { Err(LabelError::BadResolver) }
    }

    /// Whether a scanner would read the link as this pack.
    fn is_read_back(&self, pack: &Pack<'_>, proof: Option<&LabelMaterial>) -> bool {
        let Ok(read) = gs1::parse(&self.link) else { return false };
        let material = read.extension(PARAMETER).and_then(|text| LabelMaterial::from_text(text).ok());
        read.gtin() == Some(pack.gtin)
            && read.lot().as_ref() == Some(pack.lot)
            && read.serial().as_ref() == Some(pack.serial)
            && read.expiry() == Some(pack.expiry)
            && material.as_ref() == proof
    }

    /// The QR code: a GS1 Digital Link.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The GS1 DataMatrix: AIs (01), (21), (17), (10), without the leading FNC1.
    pub fn element_string(&self) -> &str {
        &self.element_string
    }

    /// The human-readable interpretation of the DataMatrix, line by line: AIs (01), (10), (17), (21), in brackets that are
    /// not encoded, and the values to the last character as encoded (General Specifications, section 4.15).
    pub fn interpretation(&self) -> &[String] {
        &self.interpretation
    }

    /// Both symbols: QR code, then DataMatrix.
    pub(crate) fn symbols(&self) -> Result<[Symbol; 2], LabelError> {
        Ok([Symbol::qr(&self.link)?, Symbol::datamatrix(&self.element_string)?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{label, material, pack_of};

    #[test]
    fn the_interpretation_says_what_the_datamatrix_holds() {
        for (lot, serial) in [("LOT-7", "S1"), ("7<&\">", "a\"&<b>%"), ("ABCDEFGHIJKLMNOPQRST", "01234567890123456789")]
        {
            let label = label(lot, serial, 10_000);
            let encoded = gs1::parse(label.element_string()).expect("an element string");
            let lines: Vec<(&str, &str)> =
                label.interpretation().iter().map(|line| (&line[1..3], line.get(5..).expect("a value"))).collect();
            assert_eq!(lines.iter().map(|(ai, _)| *ai).collect::<Vec<_>>(), ["01", "10", "17", "21"]);
            for (ai, value) in &lines {
                assert_eq!(encoded.value(ai), Some(*value), "{lot}");
            }
            assert_eq!(encoded.elements().len(), lines.len());
        }
    }

    #[test]
    fn what_no_scanner_could_read_is_refused() {
        let (lot, serial) = ("LOT-7".parse().expect("a lot"), "S1".parse().expect("a serial"));
        let pack = pack_of(&lot, &serial);
        let proof = material(3, 10_000);
        let code = |resolver: &str| PackLabel::new(&pack, resolver, Some(&proof)).expect_err(resolver).code();
        for resolver in ["", "ftp://a", "https://id.example.com?x=1", "https://id.example.com/#", "https://a b"] {
            assert_eq!(code(resolver), "bad-resolver");
        }
        let far = Pack { expiry: Date::from_number(20_991_231).expect("a date"), ..pack };
        let error = PackLabel::new(&far, "https://id.example.com", None).expect_err("another century");
        assert_eq!(error.code(), "bad-expiry");
    }
}
