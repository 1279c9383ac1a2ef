//! Votes, checked here and by GRANDPA's own code.

use std::collections::BTreeMap;

use codec::{DecodeAll, Encode};
use finality_grandpa::{Chain, Error, voter_set::VoterSet};
use proptest::prelude::*;
use sp_consensus_grandpa::{AuthorityId, GrandpaJustification, SignatureResult, check_message_signature};
use sp_core::H256;
use sp_runtime::{generic, traits::BlakeTwo256};

use super::*;
use crate::{MAX_JUSTIFICATION, ProofError};

type TheirHeader = generic::Header<u32, BlakeTwo256>;

const START: Block = Block { number: 100, hash: [9; 32] };

/// Whether GRANDPA's own code takes a justification, knowing these headers besides those that come with it. Its rule against
/// unused headers is left out.
fn theirs_takes(justification: &Justification, set: &AuthoritySet, known: &[Header]) -> bool {
    struct Ancestry(BTreeMap<H256, H256>);
    impl Chain<H256, u32> for Ancestry {
        fn ancestry(&self, base: H256, block: H256) -> Result<Vec<H256>, Error> {
            let mut route = Vec::new();
            let mut at = block;
            while at != base {
                at = *self.0.get(&at).ok_or(Error::NotDescendent)?;
                route.push(at);
            }
            route.pop();
            Ok(route)
        }
    }
    let theirs = GrandpaJustification::<TheirHeader>::decode_all(&mut justification.encode().as_slice()).unwrap();
    let key = |key: &Hash| AuthorityId::from(sp_core::ed25519::Public::from_raw(*key));
    let voters = VoterSet::new(set.authorities().iter().map(|(id, weight)| (key(id), *weight))).unwrap();
    let known = known.iter().map(|header| (header.hash().into(), header.parent.into()));
    let given = theirs.votes_ancestries.iter().map(|header| (header.hash(), header.parent_hash));
    let valid = finality_grandpa::validate_commit(&theirs.commit, &voters, &Ancestry(known.chain(given).collect()));
    valid.is_ok_and(|result| result.is_valid())
        && theirs.commit.precommits.iter().filter(|signed| voters.contains(&signed.id)).all(|signed| {
            let message = finality_grandpa::Message::Precommit(signed.precommit.clone());
            let checked = check_message_signature(&message, &signed.id, &signed.signature, theirs.round, set.id());
            matches!(checked, SignatureResult::Valid)
        })
}

fn ours(justification: &Justification, set: &AuthoritySet) -> Result<(), ProofError> {
    let bytes = justification.encode();
    assert_eq!(Justification::read(&bytes).as_ref(), Ok(justification));
    let found = justification.verify(set);
    assert!(found.is_ok() || !theirs_takes(justification, set, &[]), "GRANDPA would accept this");
    found
}

#[test]
fn more_than_two_thirds_are_needed() {
    let block = headers(&START, 1, 1)[0].block();
    for (members, needed) in [(1, 1), (2, 2), (3, 3), (4, 3)] {
        for voters in 0..=members {
            let found = ours(&justify(block, &KEYS[..voters], SET), &set(members));
            assert_eq!(found.is_ok(), voters >= needed, "{voters} of {members}");
        }
    }
}

#[test]
fn voices_have_weight() {
    let block = headers(&START, 1, 1)[0].block();
    let weighted = |weights: [u64; 3]| {
        let keys = KEYS.iter().zip(weights).map(|(key, weight)| (key.to_raw_public(), weight));
        AuthoritySet::new(SET, keys.collect()).unwrap()
    };
    assert_eq!(ours(&justify(block, &[Alice], SET), &weighted([7, 2, 1])), Ok(()));
    assert_eq!(ours(&justify(block, &[Alice], SET), &weighted([6, 2, 1])), Err(ProofError::NotBySet));
    assert_eq!(ours(&justify(block, &[Bob, Charlie], SET), &weighted([7, 2, 1])), Err(ProofError::NotBySet));
}

#[test]
fn votes_for_later_blocks_count_by_way_of_their_headers() {
    let chain = headers(&START, 5, 1);
    let (target, side) = (chain[1].block(), headers(&chain[2].block(), 2, 7));
    let votes = [(Alice, chain[1].block()), (Bob, chain[4].block()), (Charlie, side[1].block())];
    let votes = votes.map(|(key, block)| vote(key, block, ROUND, SET)).to_vec();
    let ancestry = [&chain[2..], &side].concat();
    let good = Justification { round: ROUND, hash: target.hash, number: target.number, votes, ancestry };
    assert_eq!(ours(&good, &set(4)), Ok(()));
    for at in 0..good.ancestry.len() {
        let mut gap = good.clone();
        gap.ancestry.remove(at);
        assert!(ours(&gap, &set(4)).is_err(), "without header {at}");
    }
    let mut more = good.clone();
    more.ancestry.push(chain[0].clone());
    assert_eq!(ours(&more, &set(4)), Ok(()), "an unused header");
}

#[test]
fn votes_for_anything_else_count_for_nothing() {
    let (chain, other) = (headers(&START, 3, 1), headers(&START, 3, 2));
    let good = justify(chain[1].block(), &KEYS[..3], SET);
    let with = |block: Block, ancestry: &[Header]| {
        let mut bad = good.clone();
        bad.votes[2] = vote(Charlie, block, ROUND, SET);
        bad.ancestry = ancestry.to_vec();
        bad.verify(&set(4))
    };
    assert_eq!(with(chain[2].block(), &chain[2..]), Ok(()));
    assert_eq!(with(chain[0].block(), &[]), Err(ProofError::NotBySet), "an earlier block");
    assert_eq!(with(other[2].block(), &other), Err(ProofError::NotBySet), "another branch");
    let wrong_height = Block { number: 104, ..chain[2].block() };
    assert_eq!(with(wrong_height, &chain[2..]), Err(ProofError::NotBySet), "a wrong height");
    let wrong_height = Block { number: 104, ..chain[1].block() };
    assert_eq!(with(wrong_height, &[]), Err(ProofError::NotBySet), "two heights for one block");
}

/// One finaliser that breaks the rules, by mistake or not, must not make honest nodes' proofs worthless.
#[test]
fn whoever_votes_twice_does_not_stop_the_others() {
    let chain = headers(&START, 3, 1);
    let mut earlier = justify(chain[1].block(), &KEYS[..3], SET);
    earlier.votes.push(vote(Charlie, chain[0].block(), ROUND, SET));
    earlier.ancestry = vec![chain[1].clone()];
    assert_eq!(ours(&earlier, &set(4)), Ok(()), "an earlier block, too");
    let mut neither = justify(chain[1].block(), &KEYS[..2], SET);
    assert_eq!(ours(&neither, &set(4)), Err(ProofError::NotBySet));
    let branch = headers(&START, 2, 7);
    neither.votes.push(vote(Charlie, branch[0].block(), ROUND, SET));
    assert_eq!(neither.verify(&set(4)), Err(ProofError::NotBySet), "one vote for another branch");
    neither.votes.push(vote(Charlie, branch[1].block(), ROUND, SET));
    neither.ancestry = vec![branch[1].clone()];
    assert_eq!(neither.verify(&set(4)), Ok(()), "two votes stand for everything");
    // A stranger's vote that gives a wrong height to the block that the others vote for.
    let mut stranger = justify(chain[1].block(), &[], SET);
    let later = chain[2].block();
    stranger.votes = vec![vote(Dave, Block { number: later.number + 1, ..later }, ROUND, SET)];
    stranger.votes.extend(KEYS[..2].iter().map(|key| vote(*key, later, ROUND, SET)));
    stranger.ancestry = vec![chain[2].clone()];
    assert_eq!(ours(&stranger, &set(2)), Ok(()));
}

#[test]
fn nobody_counts_twice() {
    let chain = headers(&START, 3, 1);
    let mut twice = justify(chain[0].block(), &[Alice, Bob], SET);
    twice.votes.push(twice.votes[0].clone());
    assert_eq!(ours(&twice, &set(4)), Err(ProofError::NotBySet), "the same vote again");
    twice.votes[2] = vote(Alice, chain[1].block(), ROUND, SET);
    twice.ancestry = vec![chain[1].clone()];
    assert_eq!(ours(&twice, &set(4)), Err(ProofError::NotBySet), "another vote of the same finaliser");
    let strangers = justify(chain[0].block(), &[Charlie, Dave], SET);
    assert_eq!(ours(&strangers, &set(2)), Err(ProofError::NotBySet));
    let crowd = justify(chain[0].block(), &[Alice; 9], SET);
    assert_eq!(ours(&crowd, &set(4)), Err(ProofError::NotBySet), "more votes than voices");
}

#[test]
fn votes_count_for_one_round_and_one_set() {
    let block = headers(&START, 1, 1)[0].block();
    let good = justify(block, &KEYS, SET);
    assert_eq!(ours(&good, &set(4)), Ok(()));
    assert_eq!(ours(&Justification { round: ROUND + 1, ..good.clone() }, &set(4)), Err(ProofError::NotBySet));
    let later = AuthoritySet::new(SET + 1, set(4).authorities().to_vec()).unwrap();
    assert_eq!(ours(&good, &later), Err(ProofError::NotBySet));
}

#[test]
fn a_set_is_one_of_different_keys_with_weight() {
    let key = |seed| ([seed; 32], 1);
    let many = (0..=crate::MAX_AUTHORITIES as u32).map(|at| (sp_crypto_hashing::blake2_256(&at.to_le_bytes()), 1));
    let bad = [vec![], vec![key(1), key(1)], vec![([1; 32], 0)], vec![([1; 32], u64::MAX), key(2)], many.collect()];
    for authorities in bad {
        assert_eq!(AuthoritySet::new(0, authorities), Err(ProofError::BadSet));
    }
}

#[test]
fn every_flipped_bit_of_a_justification_is_noticed() {
    let chain = headers(&START, 3, 1);
    let mut good = justify(chain[1].block(), &[Alice, Bob], SET);
    good.votes.push(vote(Charlie, chain[2].block(), ROUND, SET));
    good.ancestry = vec![chain[2].clone()];
    let bytes = good.encode();
    assert_eq!(ours(&good, &set(3)), Ok(()));
    for at in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        let accepted = Justification::read(&flipped)
            .is_ok_and(|read| read.block() == good.block() && read.verify(&set(3)).is_ok());
        assert!(!accepted, "bit {at}");
    }
    for length in 0..bytes.len() {
        assert!(Justification::read(&bytes[..length]).is_err());
    }
    assert_eq!(Justification::read(&vec![0; MAX_JUSTIFICATION + 1]), Err(ProofError::TooLarge));
}

/// The headers between the lowest vote and the others, as an honest node adds them.
fn fitting(all: &[Header], votes: &[Vote]) -> Vec<Header> {
    let numbers = || votes.iter().map(|vote| vote.number);
    let (lowest, highest) = (numbers().min().unwrap_or_default(), numbers().max().unwrap_or_default());
    all.iter().filter(|header| header.number > lowest && header.number <= highest).cloned().collect()
}

/// What a liar makes of honest votes.
fn altered() -> impl Strategy<Value = Justification> {
    let votes = prop::collection::vec((0..4usize, 0..8usize, 0..40u8), 0..6);
    let ancestry = prop::option::weighted(0.3, prop::collection::vec(0..8usize, 0..8));
    (votes, 0..8usize, ancestry).prop_map(|(votes, target, ancestry)| {
        // One branch only: GRANDPA's own code takes no votes that part above the block they finalise.
        let all = headers(&START, 8, 1);
        let one = |(key, block, fault): (usize, usize, u8)| {
            let block = all[block].block();
            match fault {
                0 => vote(KEYS[key], block, ROUND + 1, SET),
                1 => vote(KEYS[key], block, ROUND, SET + 1),
                2 => Vote { number: block.number + 1, ..vote(KEYS[key], block, ROUND, SET) },
                _ => vote(KEYS[key], block, ROUND, SET),
            }
        };
        let target = all[target / 4].block();
        let mut cast = std::collections::BTreeMap::<usize, Vec<usize>>::new();
        let votes = votes.into_iter().filter(|(key, block, _)| {
            let before = cast.entry(*key).or_default();
            let fresh = before.len() < 2 && !before.contains(block);
            before.push(*block);
            fresh
        });
        let votes: Vec<_> = votes.map(one).collect();
        let ancestry = match ancestry {
            Some(chosen) => chosen.into_iter().map(|at| all[at].clone()).collect(),
            None => fitting(&all, &votes),
        };
        Justification { round: ROUND, hash: target.hash, number: target.number, votes, ancestry }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What GRANDPA's own code accepts is accepted (see [`ours`]), and what is accepted, it accepts too: for this block, or a
    /// later one, since it takes only justifications that aim at the highest block with enough votes.
    #[test]
    fn ours_and_grandpas_own_code_agree(justification in altered(), members in 1..=4usize) {
        let set = set(members);
        let votes = |key: &Hash| justification.votes.iter().filter(|vote| vote.authority == *key).count();
        let twice = set.authorities().iter().filter(|(key, _)| votes(key) > 1).count();
        // With a third of them or more against the rules, nothing is final.
        if ours(&justification, &set).is_ok() && twice <= (members - 1) / 3 {
            let chain = headers(&START, 8, 1);
            let aims = chain.iter().map(Header::block).filter(|aim| aim.number >= justification.number);
            let accepted = aims.into_iter().any(|Block { hash, number }| {
                theirs_takes(&Justification { hash, number, ..justification.clone() }, &set, &chain)
            });
            prop_assert!(accepted, "GRANDPA would refuse this");
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(read) = Justification::read(&bytes) {
            prop_assert!(read.verify(&set(4)).is_err());
        }
    }
}
