//! Whether what is printed is one of the packs that the maker committed to.

use std::collections::HashMap;

use ledger_types::{Batch, PackIndex};
use pack_commitment::{CommitmentError, Identity as Printed, LabelMaterial, Tree, commit, salt};
use verdict::{Identity, Scanned};

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

    fn covers(&self, scanned: &Scanned) -> bool {
        self.gtin == scanned.gtin.number() && self.lot == scanned.lot.as_str()
    }
}

/// The index to ask the chain about, if anybody claims one.
pub(crate) fn claimed_index(
    scanned: &Scanned,
    material: Option<&LabelMaterial>,
    maker: Option<&MakerFile>,
) -> Option<PackIndex> {
    let listed = maker.filter(|maker| maker.covers(scanned)).and_then(|maker| maker.index(scanned.serial.as_str()));
    listed.or(material.map(|material| material.proof.index))
}

/// Checks the claim against the batch on chain.
pub(crate) fn identify(
    scanned: &Scanned,
    batch: &Batch,
    material: Option<&LabelMaterial>,
    maker: Option<&MakerFile>,
) -> Identity {
    let serial = scanned.serial.as_str();
    // The maker's own list, if it is the one behind the root on chain, knows every pack there is.
    if let Some(maker) = maker.filter(|maker| maker.covers(scanned) && maker.root() == batch.root) {
        return maker.index(serial).map_or(Identity::NotOfBatch, |index| as_printed(scanned, batch, index));
    }
    let Some(material) = material else { return Identity::NoProof };
    let printed = Printed { gtin: scanned.gtin.number(), lot: scanned.lot.as_str(), expiry: batch.expiry };
    let proven =
        printed.leaf(serial, &material.salt).is_ok_and(|leaf| material.proof.proves(&leaf, batch.packs, &batch.root));
    if proven { as_printed(scanned, batch, material.proof.index) } else { Identity::NotOfBatch }
}

/// The pack is one of the batch; its printed expiry must be the batch's.
fn as_printed(scanned: &Scanned, batch: &Batch, index: PackIndex) -> Identity {
    match scanned.expiry {
        Some(expiry) if expiry.number() != batch.expiry => Identity::AlteredExpiry(index),
        _ => Identity::Proven(index),
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
            inactive: 0,
        }
    }

    fn scanned(serial: &str, expiry: u32) -> Scanned {
        Scanned {
            gtin: "04012345678901".parse().unwrap(),
            lot: "LOT-7".parse().unwrap(),
            serial: serial.parse().unwrap(),
            expiry: gs1::Date::from_number(expiry),
        }
    }

    #[test]
    fn a_label_proves_its_own_pack_only() {
        let material = maker(100).material("S42").unwrap();
        let found = |scanned: &Scanned| identify(scanned, &batch(), Some(&material), None);
        assert_eq!(found(&scanned("S42", 20_271_200)), Identity::Proven(42));
        assert_eq!(found(&scanned("S42", 20_291_200)), Identity::AlteredExpiry(42));
        assert_eq!(found(&scanned("S43", 20_271_200)), Identity::NotOfBatch);
        assert_eq!(found(&scanned("X", 20_271_200)), Identity::NotOfBatch);
        let not_printed = Scanned { expiry: None, ..scanned("S42", 20_271_200) };
        assert_eq!(found(&not_printed), Identity::Proven(42));
    }

    #[test]
    fn without_label_proof_the_makers_list_decides_if_it_is_the_one_on_chain() {
        let (list, other) = (maker(100), maker(99));
        let found = |serial, maker| identify(&scanned(serial, 20_271_200), &batch(), None, Some(maker));
        assert_eq!(found("S42", &list), Identity::Proven(42));
        assert_eq!(found("INVENTED", &list), Identity::NotOfBatch);
        assert_eq!(found("S42", &other), Identity::NoProof);
        assert_eq!(identify(&scanned("S42", 20_271_200), &batch(), None, None), Identity::NoProof);
    }

    #[test]
    fn a_list_with_a_serial_twice_is_refused() {
        let printed = Printed { gtin: 4_012_345_678_901, lot: "LOT-7", expiry: 20_271_200 };
        let twice = ["A".to_owned(), "B".to_owned(), "A".to_owned()];
        assert!(MakerFile::new(&printed, SECRET, twice).is_err());
    }
}
