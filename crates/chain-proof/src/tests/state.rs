use proptest::{collection::vec, prelude::*};
use sp_core::{Blake2Hasher, storage::StateVersion};
use sp_state_machine::{TrieBackend, prove_read};
use sp_trie::PrefixedMemoryDB;

use crate::{Hash, Header, MAX_BYTES, ProofError, StateProof};

type State = TrieBackend<PrefixedMemoryDB<Blake2Hasher>, Blake2Hasher>;

fn state() -> State {
    let pairs = (0..200u32).map(|index| {
        let value = vec![index as u8; if index % 2 == 0 { 4 } else { 100 }];
        (format!("key {index}").into_bytes(), Some(value))
    });
    let genesis: (Option<sp_core::storage::ChildInfo>, Vec<_>) = (None, pairs.collect());
    let backend: State = sp_state_machine::new_in_mem::<Blake2Hasher>();
    backend.update(vec![genesis], StateVersion::V1)
}

fn prove(keys: &[&str]) -> (Hash, Vec<Vec<u8>>) {
    let state = state();
    let root: Hash = (*state.root()).into();
    (root, prove_read(state, keys).unwrap().into_iter_nodes().collect())
}

#[test]
fn values_are_proven_present_and_absent() {
    let (root, nodes) = prove(&["key 7", "key 8", "key 999"]);
    let proof = StateProof::new(root, nodes).unwrap();
    assert_eq!(proof.value(b"key 7"), Ok(Some(vec![7; 100])));
    assert_eq!(proof.read::<[u8; 4]>(b"key 8"), Ok(Some([8; 4])));
    assert_eq!(proof.value(b"key 999"), Ok(None));
    assert_eq!(proof.read::<u64>(b"key 8"), Err(ProofError::Undecodable), "too short");
    assert_eq!(proof.read::<u16>(b"key 8"), Err(ProofError::Undecodable), "bytes left over");
}

#[test]
fn what_is_not_proven_is_an_error_and_never_absent() {
    let (root, nodes) = prove(&["key 7"]);
    assert_eq!(StateProof::new(root, nodes.clone()).unwrap().value(b"key 123"), Err(ProofError::Incomplete));
    assert_eq!(StateProof::new(root, Vec::new()).unwrap().value(b"key 7"), Err(ProofError::Incomplete));
    assert_eq!(StateProof::new([1; 32], nodes.clone()).unwrap().value(b"key 7"), Err(ProofError::Incomplete));
    for dropped in 0..nodes.len() {
        let mut fewer = nodes.clone();
        fewer.remove(dropped);
        assert_eq!(StateProof::new(root, fewer).unwrap().value(b"key 7"), Err(ProofError::Incomplete));
    }
}

#[test]
fn oversized_proofs_are_refused() {
    assert_eq!(StateProof::new([0; 32], vec![vec![0; MAX_BYTES + 1]]).err(), Some(ProofError::TooLarge));
    assert_eq!(StateProof::new([0; 32], vec![Vec::new(); 2_000]).err(), Some(ProofError::TooLarge));
}

#[test]
fn a_header_hashes_as_substrate_hashes_it() {
    use sp_runtime::{Digest, DigestItem, generic, traits::BlakeTwo256};
    let items = vec![DigestItem::PreRuntime(*b"aura", vec![1, 2, 3]), DigestItem::Seal(*b"aura", vec![4; 64])];
    for number in [0, 63, 64, 16_384, u32::MAX] {
        let theirs = generic::Header::<u32, BlakeTwo256> {
            parent_hash: [1; 32].into(),
            number,
            state_root: [2; 32].into(),
            extrinsics_root: [3; 32].into(),
            digest: Digest { logs: items.clone() },
        };
        let ours = Header {
            parent: [1; 32],
            number,
            state_root: [2; 32],
            extrinsics_root: [3; 32],
            digest: items.iter().map(codec::Encode::encode).collect(),
        };
        assert_eq!(ours.hash(), Hash::from(theirs.hash()));
    }
}

proptest! {
    /// Whoever changes any byte of an answer gets an error, or the truth.
    #[test]
    fn no_changed_proof_proves_anything_else(node in 0..6usize, byte in 0..400usize, flip in 1..=255u8) {
        let (root, mut nodes) = prove(&["key 7", "key 8"]);
        let node = node % nodes.len();
        let byte = byte % nodes[node].len();
        nodes[node][byte] ^= flip;
        let proof = StateProof::new(root, nodes).unwrap();
        for (key, value) in [("key 7", vec![7; 100]), ("key 8", vec![8; 4])] {
            if let Ok(found) = proof.value(key.as_bytes()) {
                prop_assert_eq!(found, Some(value));
            }
        }
    }

    #[test]
    fn random_nodes_never_panic(root: [u8; 32], nodes in vec(vec(any::<u8>(), 0..80), 0..10)) {
        let first = nodes.first().map(|node| sp_crypto_hashing::blake2_256(node));
        for root in [Some(root), first].into_iter().flatten() {
            let _ = StateProof::new(root, nodes.clone()).unwrap().value(b"key 7");
        }
    }
}
