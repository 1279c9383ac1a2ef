#![allow(clippy::unwrap_used)]

use alloc::{format, string::String, vec::Vec};

use proptest::prelude::*;

use crate::*;

const SECRET: [u8; 32] = [3; 32];
const IDENTITY: Identity<'static> = Identity { gtin: 4_012_345_678_901, lot: "LOT-7", expiry: 20_271_200 };

fn serials(packs: u32) -> Vec<String> {
    (0..packs).map(|index| format!("SN{index:08}")).collect()
}

fn tree(packs: u32) -> Tree {
    commit(&IDENTITY, &SECRET, serials(packs).iter().map(String::as_str)).unwrap()
}

fn leaf(identity: &Identity<'_>, serial: &str) -> Hash {
    identity.leaf(serial, &salt(&SECRET, serial).unwrap()).unwrap()
}

/// RFC 9162, section 2.1.1, word for word: split at the largest power of two below the number of leaves.
fn root_by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            crate::leaf::node(&root_by_definition(left), &root_by_definition(right))
        }
    }
}

#[test]
fn the_root_is_the_one_that_the_rfc_defines() {
    for packs in [1, 2, 3, 5, 63, 64, 65, 129, 1_000] {
        let leaves: Vec<Hash> = serials(packs).iter().map(|serial| leaf(&IDENTITY, serial)).collect();
        assert_eq!(tree(packs).root(), root_by_definition(&leaves), "{packs} packs");
    }
}

#[test]
fn every_pack_of_every_small_batch_is_proven_at_its_own_place_only() {
    for packs in 1..=33 {
        let tree = tree(packs);
        for (index, serial) in serials(packs).iter().enumerate() {
            let proof = tree.proof(index as u32).unwrap();
            let leaf = leaf(&IDENTITY, serial);
            assert!(proof.proves(&leaf, packs, &tree.root()));
            for other in (0..packs + 2).filter(|other| *other != proof.index) {
                let moved = Proof { index: other, ..proof.clone() };
                assert!(!moved.proves(&leaf, packs, &tree.root()), "pack {index} of {packs} at {other}");
            }
        }
        assert_eq!(tree.proof(packs), None);
    }
}

#[test]
fn whatever_is_printed_otherwise_is_not_proven() {
    let tree = tree(1_000);
    let proof = tree.proof(17).unwrap();
    let serial = "SN00000017";
    assert!(proof.proves(&leaf(&IDENTITY, serial), 1_000, &tree.root()));
    for other in [
        Identity { expiry: 20_291_200, ..IDENTITY },
        Identity { lot: "LOT-8", ..IDENTITY },
        Identity { gtin: IDENTITY.gtin + 1, ..IDENTITY },
    ] {
        assert!(!proof.proves(&leaf(&other, serial), 1_000, &tree.root()), "{other:?}");
    }
    assert!(!proof.proves(&leaf(&IDENTITY, "SN00000018"), 1_000, &tree.root()));
    let other_salt = IDENTITY.leaf(serial, &[0; 16]).unwrap();
    assert!(!proof.proves(&other_salt, 1_000, &tree.root()));
}

#[test]
fn a_proof_fits_its_batch_by_length_and_index() {
    let proof = tree(1_000).proof(999).unwrap();
    assert!(proof.fits(1_000));
    assert!(!proof.fits(999) && !proof.fits(100_000) && !proof.fits(0));
    let longer = Proof { path: [proof.path.as_slice(), &[[0; 32]]].concat(), ..proof };
    assert!(!longer.fits(1_000), "what stands behind the root");
}

#[test]
fn an_inner_node_is_no_leaf() {
    let tree = tree(4);
    let leaves: Vec<Hash> = serials(4).iter().map(|serial| leaf(&IDENTITY, serial)).collect();
    let inner = root_by_definition(&leaves[..2]);
    let shorter = Proof { index: 0, path: tree.proof(0).unwrap().path[1..].to_vec() };
    assert!(!shorter.proves(&inner, 4, &tree.root()));
    assert!(shorter.proves(&inner, 2, &tree.root()), "which is why N stands on chain");
}

#[test]
fn lot_and_serial_cannot_trade_characters() {
    let one = Identity { lot: "AB", ..IDENTITY }.leaf("C", &[0; 16]);
    let other = Identity { lot: "A", ..IDENTITY }.leaf("BC", &[0; 16]);
    assert_ne!(one, other);
}

#[test]
fn bad_batches_are_refused() {
    assert_eq!(commit(&IDENTITY, &SECRET, []).unwrap_err(), CommitmentError::BadCount);
    assert_eq!(commit(&IDENTITY, &SECRET, [""]).unwrap_err(), CommitmentError::BadText);
    assert_eq!(commit(&IDENTITY, &SECRET, ["123456789012345678901"]).unwrap_err(), CommitmentError::BadText);
}

#[test]
fn label_material_survives_printing() {
    let tree = tree(10_000);
    let material = LabelMaterial { salt: salt(&SECRET, "SN00009999").unwrap(), proof: tree.proof(9_999).unwrap() };
    assert_eq!(LabelMaterial::from_text(&material.to_text()), Ok(material));
}

proptest! {
    #[test]
    fn no_label_text_is_read_wrongly(text in "[A-Za-z0-9_-]{0,1100}") {
        if let Ok(material) = LabelMaterial::from_text(&text) {
            prop_assert_eq!(material.to_text(), text);
        }
    }

    #[test]
    fn any_label_text_is_read_without_panic(text in ".{0,200}") {
        let _ = LabelMaterial::from_text(&text);
    }
}
