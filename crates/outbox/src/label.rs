//! The label behind an act: which pack it claims to be on, and how that is proven later.

use gs1::Date;
use ledger_types::{Batch, BatchKey, PackIndex};
use pack_commitment::{Identity, LabelMaterial};
use serde::{Deserialize, Serialize};
use verdict::Code;

use crate::OutboxError;

/// What a label says of its pack. Its place in the batch is a claim until [`Self::proves_itself`] has seen the batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Label {
    batch: BatchKey,
    serial: String,
    expiries: Vec<Date>,
    material: LabelMaterial,
}

/// Whether a label is that of a pack in its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is the pack that it claims to be.
    Proven,
    /// It is, but another expiry is printed than its maker registered.
    AlteredExpiry,
    /// It is no pack of the batch.
    NotOfBatch,
}

/// A label as it stands in a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    gtin: u64,
    lot: String,
    serial: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    expiries: Vec<u32>,
    material: String,
}

impl From<Label> for Written {
    fn from(label: Label) -> Self {
        Self {
            gtin: label.batch.gtin,
            lot: String::from_utf8_lossy(&label.batch.lot).into_owned(),
            serial: label.serial,
            expiries: label.expiries.into_iter().map(Date::number).collect(),
            material: label.material.to_text(),
        }
    }
}

impl TryFrom<Written> for Label {
    type Error = OutboxError;

    fn try_from(written: Written) -> Result<Self, OutboxError> {
        let batch = BatchKey::new(written.gtin, written.lot.as_bytes()).ok_or(OutboxError::NotForQueue)?;
        let expiries: Option<Vec<Date>> = written.expiries.into_iter().map(Date::from_number).collect();
        let material = LabelMaterial::from_text(&written.material).map_err(|_| OutboxError::NoProof)?;
        Ok(Self { batch, serial: written.serial, expiries: expiries.ok_or(OutboxError::NotForQueue)?, material })
    }
}

impl Label {
    /// The label with this code and the proof that it carries, or that its maker's list has for it.
    ///
    /// # Errors
    /// [`OutboxError::NoProof`] if there is neither.
    pub fn new(code: &Code, listed: Option<LabelMaterial>) -> Result<Self, OutboxError> {
        let scanned = &code.scanned;
        let material = listed.or_else(|| code.material.clone()).ok_or(OutboxError::NoProof)?;
        let batch = BatchKey::new(scanned.gtin.number(), scanned.lot.as_bytes()).ok_or(OutboxError::NotForQueue)?;
        let expiries = scanned.expiry.into_iter().chain(code.other_expiry).collect();
        Ok(Self { batch, serial: scanned.serial.to_string(), expiries, material })
    }

    /// The batch that it names.
    pub fn batch(&self) -> &BatchKey {
        &self.batch
    }

    /// The serial that it names.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// The place in the batch that it claims.
    pub fn index(&self) -> PackIndex {
        self.material.proof.index
    }

    /// Checks the claim against the batch on chain.
    pub fn proves_itself(&self, batch: &Batch) -> Claim {
        let Ok(lot) = std::str::from_utf8(&self.batch.lot) else { return Claim::NotOfBatch };
        let printed = Identity { gtin: self.batch.gtin, lot, expiry: batch.expiry };
        let LabelMaterial { salt, proof } = &self.material;
        let proven = printed.leaf(&self.serial, salt).is_ok_and(|leaf| proof.proves(&leaf, batch.packs, &batch.root));
        if !proven {
            Claim::NotOfBatch
        } else if self.expiries.iter().all(|expiry| verdict::is_expiry_of(*expiry, batch)) {
            Claim::Proven
        } else {
            Claim::AlteredExpiry
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::BatchStatus;
    use verdict::{MakerFile, read_code};

    use super::*;

    pub(crate) fn maker() -> MakerFile {
        let printed = Identity { gtin: 4_012_345_678_901, lot: "A", expiry: 20_290_600 };
        MakerFile::new(&printed, [5; 32], (0..100).map(|index| format!("S{index}"))).unwrap()
    }

    pub(crate) fn on_chain() -> Batch {
        Batch {
            maker: 1,
            expiry: 20_290_600,
            packs: 100,
            root: maker().root(),
            status: BatchStatus::Released,
            changed_chunks: 0,
            certificate: None,
            recalls: Default::default(),
        }
    }

    pub(crate) fn label(serial: &str, expiry: &str, proof_of: &str) -> Result<Label, OutboxError> {
        let code = read_code(&format!("(01)04012345678901(21){serial}(17){expiry}(10)A")).unwrap();
        Label::new(&code, maker().material(proof_of))
    }

    #[test]
    fn a_label_proves_its_own_pack_and_no_other() {
        let claim = |serial, expiry, proof_of| label(serial, expiry, proof_of).unwrap().proves_itself(&on_chain());
        assert_eq!(claim("S42", "290600", "S42"), Claim::Proven);
        assert_eq!(claim("S42", "290630", "S42"), Claim::Proven, "the same day, written otherwise");
        assert_eq!(claim("S42", "310600", "S42"), Claim::AlteredExpiry);
        assert_eq!(claim("S42", "290600", "S43"), Claim::NotOfBatch);
        assert_eq!(claim("X", "290600", "S43"), Claim::NotOfBatch);
        assert_eq!(label("S42", "290600", "no such pack"), Err(OutboxError::NoProof));
    }

    #[test]
    fn a_label_survives_the_file() {
        let written = label("S42", "290600", "S42").unwrap();
        let text = serde_json::to_string(&written).unwrap();
        assert_eq!(serde_json::from_str::<Label>(&text).unwrap(), written);
        assert!(serde_json::from_str::<Label>(&text.replace("20290600", "20299999")).is_err());
    }
}
