//! How a scanner moves on from what it trusts.

use codec::{Decode, Encode};
use proptest::prelude::*;

use super::*;
use crate::{Checkpoint, Evidence, Finality, Handover, MAX_LINKS, ProofError};

const START: Block = Block { number: 100, hash: [9; 32] };

fn checkpoint() -> Checkpoint {
    Checkpoint { genesis: None, number: START.number, hash: Some(START.hash), set: set(4) }
}

fn finality(headers: &[Header], keys: &[Ed25519Keyring], set: u64) -> Finality {
    let justification = justify(headers.last().unwrap().block(), keys, set).encode();
    Finality { headers: headers.to_vec(), justification }
}

/// A chain on which the last block of set 3 is number 103.
fn chain_with_change(next: &[Ed25519Keyring], delay: u32) -> (Vec<Header>, Handover) {
    let mut chain = headers(&START, 3, 1);
    chain[2].digest.push(change(next, delay));
    chain.extend(headers(&chain[2].block(), 4, 1));
    let justification = justify(chain[2].block(), &KEYS, SET).encode();
    let handover = Handover { header: chain[2].clone(), justification };
    (chain, handover)
}

#[test]
fn a_block_is_final_if_it_is_justified_or_leads_to_one_that_is() {
    let chain = headers(&START, 9, 1);
    let mut trusted = checkpoint();
    assert_eq!(trusted.advance(&finality(&chain[3..4], &KEYS, SET)), Ok(chain[3].clone()));
    assert_eq!((trusted.number, trusted.hash), (104, Some(chain[3].hash())));
    assert_eq!(trusted.advance(&finality(&chain[4..8], &KEYS, SET)), Ok(chain[4].clone()));
    assert_eq!(trusted.number, 108, "belief moves to the block that was voted for");

    let with_gap = [&chain[4..6], &chain[7..8]].concat();
    assert_eq!(checkpoint().advance(&finality(&with_gap, &KEYS, SET)), Err(ProofError::BadJustification));
    let long = headers(&START, MAX_LINKS as u32 + 1, 1);
    assert_eq!(checkpoint().advance(&finality(&long, &KEYS, SET)), Err(ProofError::TooLarge));
    let none = Finality { headers: Vec::new(), justification: Vec::new() };
    assert_eq!(checkpoint().advance(&none), Err(ProofError::BadJustification));
}

#[test]
fn belief_never_goes_back_and_never_to_another_branch() {
    let (chain, other) = (headers(&START, 5, 1), headers(&START, 5, 2));
    let mut trusted = checkpoint();
    trusted.advance(&finality(&chain[2..3], &KEYS, SET)).unwrap();
    let before = trusted.clone();
    assert_eq!(trusted.advance(&finality(&chain[1..2], &KEYS, SET)), Err(ProofError::Older));
    assert_eq!(trusted.advance(&finality(&other[2..3], &KEYS, SET)), Err(ProofError::Fork));
    assert_eq!(trusted.advance(&finality(&chain[3..4], &KEYS[..2], SET)), Err(ProofError::NotBySet));
    assert_eq!(
        trusted.advance(&finality(&other[2..3], &KEYS[..2], SET)),
        Err(ProofError::NotBySet),
        "no proof, no split"
    );
    assert_eq!(trusted.advance(&finality(&other[2..5], &KEYS, SET)), Err(ProofError::Fork), "by way of a later block");
    assert_eq!(trusted, before);
    assert_eq!(trusted.advance(&finality(&chain[2..3], &KEYS, SET)), Ok(chain[2].clone()), "the same again");
}

#[test]
fn finalisers_hand_over_to_the_next_ones() {
    let (chain, handover) = chain_with_change(&[Dave], 0);
    let mut trusted = checkpoint();
    assert_eq!(trusted.clone().advance(&finality(&chain[5..6], &[Dave], SET + 1)), Err(ProofError::NotBySet));
    trusted.follow(&handover).unwrap();
    assert_eq!((trusted.number, trusted.set.id()), (103, SET + 1));
    assert_eq!(trusted.clone().advance(&finality(&chain[5..6], &KEYS, SET)), Err(ProofError::NotBySet), "the old set");
    assert_eq!(trusted.advance(&finality(&chain[5..6], &[Dave], SET + 1)), Ok(chain[5].clone()));
    assert_eq!(trusted.follow(&handover), Err(ProofError::Older));
}

#[test]
fn the_last_block_of_a_set_can_be_read_before_and_after_the_change() {
    let (chain, handover) = chain_with_change(&[Dave], 0);
    let last = finality(&chain[2..3], &KEYS, SET);
    let mut trusted = checkpoint();
    assert_eq!(trusted.advance(&last), Ok(chain[2].clone()));
    assert_eq!(trusted.set.id(), SET + 1, "its header names the next set");
    assert_eq!(trusted.advance(&last), Ok(chain[2].clone()));
    let mut trusted = checkpoint();
    trusted.follow(&handover).unwrap();
    assert_eq!(trusted.advance(&last), Ok(chain[2].clone()));
}

#[test]
fn changes_that_this_chain_never_makes_are_not_followed() {
    let (_, delayed) = chain_with_change(&[Dave], 1);
    assert_eq!(checkpoint().follow(&delayed), Err(ProofError::UnknownChange));
    let (_, nobody) = chain_with_change(&[], 0);
    assert_eq!(checkpoint().follow(&nobody), Err(ProofError::BadSet));
    let with = |item: Vec<u8>| {
        let mut header = headers(&START, 1, 1).remove(0);
        header.digest.push(item);
        let justification = justify(header.block(), &KEYS, SET).encode();
        checkpoint().follow(&Handover { header, justification })
    };
    const FORCED: u8 = 2;
    assert_eq!(with([&[4][..], b"FRNK", &[4, FORCED]].concat()), Err(ProofError::UnknownChange));
    assert_eq!(with([&[4][..], b"FRNK", &[4, 99]].concat()), Err(ProofError::UnknownChange));
    assert_eq!(with([&[4][..], b"FRNK", &[40]].concat()), Err(ProofError::UnknownChange), "cut off");
    assert_eq!(with([&[4][..], b"BABE", &[4, FORCED]].concat()), Err(ProofError::NoChange), "not GRANDPA's");
    assert_eq!(with([&[6][..], b"FRNK", &change(&[Dave], 0)[5..]].concat()), Err(ProofError::NoChange));
    assert_eq!(with(change(&[Dave], 0)), Ok(()));
}

#[test]
fn a_header_survives_being_written() {
    let (chain, _) = chain_with_change(&KEYS, 0);
    for header in chain {
        assert_eq!(Header::decode(&mut header.encode().as_slice()), Ok(header));
    }
    let too_many = Header { digest: vec![vec![8]; 65], ..headers(&START, 1, 1).remove(0) };
    assert!(Header::decode(&mut too_many.encode().as_slice()).is_err());
}

proptest! {
    #[test]
    fn no_evidence_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = Evidence::from_bytes(&bytes);
        let _ = Header::decode(&mut bytes.as_slice());
        let _ = Checkpoint::decode(&mut bytes.as_slice());
    }
}
