//! Whether what is printed is one of the packs that the maker committed to.

use std::collections::HashMap;

use ledger_types::{Batch, PackIndex};
use pack_commitment::{CommitmentError, Identity as Printed, LabelMaterial, Tree, commit, salt};

use crate::{Code, Identity, Scanned, is_expiry_of};

/// A batch as its maker keeps it: with it, labels of others can be checked too.
#[derive(Debug)]
pub struct MakerFile {
    gtin: u64,
    lot: String,
    tree: Tree,
    secret: [u8; 32],
    indices: HashMap<String, PackIndex>,
}

impl MakerFile {
    /// Rebuilds the commitment from the batch's secret and its serials in packing order.
    ///
    /// # Errors
    /// [`CommitmentError`].
    pub fn new(
        printed: &Printed<'_>,
        secret: [u8; 32],
        serials: impl IntoIterator<Item = String>,
    ) -> Result<Self, CommitmentError> {
        let serials: Vec<String> = serials.into_iter().collect();
        let tree = commit(printed, &secret, serials.iter().map(String::as_str))?;
        let indices: HashMap<_, _> = serials.into_iter().zip(0..).collect();
        if indices.len() != tree.packs() as usize {
            return Err(CommitmentError::BadText);
        }
        Ok(Self { gtin: printed.gtin, lot: printed.lot.to_owned(), tree, secret, indices })
    }

    /// The root that goes on chain.
    pub fn root(&self) -> [u8; 32] {
        self.tree.root()
    }

    /// The index of the pack with a serial.
    pub fn index(&self, serial: &str) -> Option<PackIndex> {
        self.indices.get(serial).copied()
    }

    /// What to print on the label of the pack with this serial.
    pub fn material(&self, serial: &str) -> Option<LabelMaterial> {
        let proof = self.tree.proof(self.index(serial)?)?;
        Some(LabelMaterial { salt: salt(&self.secret, serial).ok()?, proof })
    }

    /// Whether it is the list that the batch on chain commits to: root and number, since a root alone binds neither.
    fn is_behind(&self, batch: &Batch) -> bool {
        self.root() == batch.root && self.tree.packs() == batch.packs
    }

    fn covers(&self, scanned: &Scanned) -> bool {
        self.gtin == scanned.gtin.number() && self.lot == scanned.lot.as_str()
    }
}

/// The index to ask the chain about, if anybody claims one.
pub(crate) fn claimed_index(code: &Code, maker: Option<&MakerFile>) -> Option<PackIndex> {
    let scanned = &code.scanned;
    let listed = maker.filter(|maker| maker.covers(scanned)).and_then(|maker| maker.index(scanned.serial.as_str()));
    listed.or(code.material.as_ref().map(|material| material.proof.index))
}

/// The index that the proof on a label proves for its pack, if it proves one.
pub fn proven_index(code: &Code, batch: &Batch) -> Option<PackIndex> {
    match identify(code, batch, None) {
        Identity::Proven(index) | Identity::AlteredExpiry(index) => Some(index),
        Identity::NotOfBatch | Identity::NoProof => None,
    }
}

/// Checks the claim against the batch on chain.
pub(crate) fn identify(code: &Code, batch: &Batch, maker: Option<&MakerFile>) -> Identity {
    let (scanned, material) = (&code.scanned, code.material.as_ref());
    let serial = scanned.serial.as_str();
    // The maker's own list, if it is the one behind the root on chain, knows every pack there is.
    if let Some(maker) = maker.filter(|maker| maker.covers(scanned) && maker.is_behind(batch)) {
        return maker.index(serial).map_or(Identity::NotOfBatch, |index| as_printed(code, batch, index));
    }
    // What does not even fit the batch's size is no proof of it, whether damaged or of something else.
    let Some(material) = material.filter(|material| material.proof.fits(batch.packs)) else { return Identity::NoProof };
    let printed = Printed { gtin: scanned.gtin.number(), lot: scanned.lot.as_str(), expiry: batch.expiry };
    let proven =
        printed.leaf(serial, &material.salt).is_ok_and(|leaf| material.proof.proves(&leaf, batch.packs, &batch.root));
    if proven { as_printed(code, batch, material.proof.index) } else { Identity::NotOfBatch }
}

/// The pack is one of the batch; whatever expiry is printed on it must be the batch's.
fn as_printed(code: &Code, batch: &Batch, index: PackIndex) -> Identity {
    let mut printed = code.scanned.expiry.iter().chain(&code.other_expiry);
    if printed.all(|expiry| is_expiry_of(*expiry, batch)) {
        Identity::Proven(index)
    } else {
        Identity::AlteredExpiry(index)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::BatchStatus;

    use super::*;

    const SECRET: [u8; 32] = [5; 32];

    fn maker(packs: u32) -> MakerFile {
        let printed = Printed { gtin: 4_012_345_678_901, lot: "LOT-7", expiry: 20_271_200 };
        MakerFile::new(&printed, SECRET, (0..packs).map(|index| format!("S{index}"))).unwrap()
    }

    fn batch() -> Batch {
        Batch {
            maker: 1,
            expiry: 20_271_200,
            packs: 100,
            root: maker(100).root(),
            status: BatchStatus::Released,
            changed_chunks: 0,
            certificate: None,
            recalls: Default::default(),
        }
    }

    fn code(serial: &str, expiry: u32) -> Code {
        let code = crate::read_code(&format!("(01)04012345678901(21){serial}(10)LOT-7")).unwrap();
        let scanned = Scanned { expiry: gs1::Date::from_number(expiry), ..code.scanned };
        Code { scanned, ..code }
    }

    #[test]
    fn a_label_proves_its_own_pack_only() {
        let material = maker(100).material("S42").unwrap();
        let with = |code: Code| Code { material: Some(material.clone()), ..code };
        let found = |code: Code| identify(&with(code), &batch(), None);
        assert_eq!(found(code("S42", 20_271_200)), Identity::Proven(42));
        assert_eq!(found(code("S42", 20_271_231)), Identity::Proven(42), "the same day, written otherwise");
        assert_eq!(found(code("S42", 20_291_200)), Identity::AlteredExpiry(42));
        assert_eq!(found(code("S43", 20_271_200)), Identity::NotOfBatch);
        assert_eq!(found(code("X", 20_271_200)), Identity::NotOfBatch);
        assert_eq!(found(code("S42", 0)), Identity::Proven(42), "no expiry in the code");
        let other_expiry = gs1::Date::from_number(20_310_630);
        assert_eq!(found(Code { other_expiry, ..code("S42", 20_271_200) }), Identity::AlteredExpiry(42));

        let of_another_batch = Code { material: maker(9).material("S3"), ..code("S3", 20_271_200) };
        assert_eq!(identify(&of_another_batch, &batch(), None), Identity::NoProof, "its length does not fit");
    }

    #[test]
    fn without_label_proof_the_makers_list_decides_if_it_is_the_one_on_chain() {
        let (list, other) = (maker(100), maker(99));
        let found = |serial, maker| identify(&code(serial, 20_271_200), &batch(), Some(maker));
        assert_eq!(found("S42", &list), Identity::Proven(42));
        assert_eq!(found("INVENTED", &list), Identity::NotOfBatch);
        assert_eq!(found("S42", &other), Identity::NoProof);
        assert_eq!(identify(&code("S42", 20_271_200), &batch(), None), Identity::NoProof);
    }

    #[test]
    fn a_list_with_a_serial_twice_is_refused() {
        let printed = Printed { gtin: 4_012_345_678_901, lot: "LOT-7", expiry: 20_271_200 };
        let twice = ["A".to_owned(), "B".to_owned(), "A".to_owned()];
        assert!(MakerFile::new(&printed, SECRET, twice).is_err());
    }
}
