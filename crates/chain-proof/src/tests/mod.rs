#![allow(clippy::unwrap_used)]

mod checkpoint;
mod finality;
mod state;

use codec::Encode;
use ledger_types::Block;
use sp_keyring::Ed25519Keyring::{self, Alice, Bob, Charlie, Dave};

use crate::{AuthoritySet, Hash, Header, Justification, Vote};

const KEYS: [Ed25519Keyring; 4] = [Alice, Bob, Charlie, Dave];
/// The set's number and the round of most tests.
const SET: u64 = 3;
const ROUND: u64 = 17;

/// The first `count` of the keys, with one voice each.
fn set(count: usize) -> AuthoritySet {
    AuthoritySet::new(SET, KEYS[..count].iter().map(|key| (key.to_raw_public(), 1)).collect()).unwrap()
}

/// A chain of headers after `parent`; `mark` tells branches apart.
fn headers(parent: &Block, count: u32, mark: u8) -> Vec<Header> {
    let mut parent = *parent;
    let next = |_| {
        let header = Header {
            parent: parent.hash,
            number: parent.number + 1,
            state_root: [mark; 32],
            extrinsics_root: [2; 32],
            digest: vec![[&[6][..], b"aura", &[8], &[mark; 2]].concat()],
        };
        parent = header.block();
        header
    };
    (0..count).map(next).collect()
}

fn vote(key: Ed25519Keyring, block: Block, round: u64, set: u64) -> Vote {
    let message = Vote::message(&block.hash, block.number, round, set);
    Vote { hash: block.hash, number: block.number, signature: key.sign(&message).0, authority: key.to_raw_public() }
}

/// The votes of some keys for one block.
fn justify(block: Block, keys: &[Ed25519Keyring], set: u64) -> Justification {
    let votes = keys.iter().map(|key| vote(*key, block, ROUND, set)).collect();
    Justification { round: ROUND, hash: block.hash, number: block.number, votes, ancestry: Vec::new() }
}

/// A digest item in which GRANDPA names new finalisers.
fn change(keys: &[Ed25519Keyring], delay: u32) -> Vec<u8> {
    const SCHEDULED: u8 = 1;
    let authorities: Vec<(Hash, u64)> = keys.iter().map(|key| (key.to_raw_public(), 1)).collect();
    let log = (SCHEDULED, authorities, delay).encode();
    [&[4][..], b"FRNK", &log.encode()].concat()
}
