//! Who finalises blocks, and the votes that show a block to be final.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use codec::{Decode, DecodeAll, Encode};
use ed25519_zebra::{Signature, VerificationKey};
use ledger_types::Block;

use crate::{Hash, Header, ProofError};

/// Most finalisers in a set. The chain allows 64.
pub const MAX_AUTHORITIES: usize = 256;
/// Most bytes in a justification: every finaliser of the largest set votes twice, and for blocks some hundred apart.
pub const MAX_JUSTIFICATION: usize = 256 * 1024;

/// The finalisers of a stretch of the chain, numbered from 0.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct AuthoritySet {
    id: u64,
    authorities: Vec<(Hash, u64)>,
}

impl Decode for AuthoritySet {
    fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
        let (id, authorities) = Decode::decode(input)?;
        Self::new(id, authorities).map_err(|_| "no set of finalisers".into())
    }
}

impl AuthoritySet {
    /// A set of finalisers: ed25519 keys, each with its weight.
    ///
    /// # Errors
    /// [`ProofError::BadSet`] if there are none or too many, one twice or without weight, or more weight than can be counted.
    pub fn new(id: u64, authorities: Vec<(Hash, u64)>) -> Result<Self, ProofError> {
        let keys: BTreeSet<_> = authorities.iter().map(|(key, _)| key).collect();
        let weight = authorities.iter().try_fold(0u64, |sum, (_, weight)| sum.checked_add(*weight));
        let good = !authorities.is_empty()
            && authorities.len() <= MAX_AUTHORITIES
            && keys.len() == authorities.len()
            && authorities.iter().all(|(_, weight)| *weight > 0)
            && weight.is_some();
        if good { Ok(Self { id, authorities }) } else { Err(ProofError::BadSet) }
    }

    /// Its number.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Keys and weights.
    pub fn authorities(&self) -> &[(Hash, u64)] {
        &self.authorities
    }

    /// The least weight that is more than two thirds of all.
    fn threshold(&self) -> u64 {
        let total: u64 = self.authorities.iter().map(|(_, weight)| weight).sum();
        total - total.saturating_sub(1) / 3
    }
}

/// A vote for a block and all blocks before it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Vote {
    /// The block's hash.
    pub hash: Hash,
    /// Its height.
    pub number: u32,
    /// ed25519, over vote, round and set.
    pub signature: [u8; 64],
    /// Whose vote it is.
    pub authority: Hash,
}

/// The votes of a round that finalise a block, as GRANDPA encodes them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Justification {
    /// The round.
    pub round: u64,
    /// Hash of the block that is final.
    pub hash: Hash,
    /// Its height.
    pub number: u32,
    /// The votes: for it, or for blocks after it.
    pub votes: Vec<Vote>,
    /// The headers between it and the blocks voted for.
    pub ancestry: Vec<Header>,
}

impl Justification {
    /// Reads a justification, to its last byte.
    ///
    /// # Errors
    /// [`ProofError::TooLarge`], [`ProofError::BadJustification`].
    pub fn read(bytes: &[u8]) -> Result<Self, ProofError> {
        if bytes.len() > MAX_JUSTIFICATION {
            return Err(ProofError::TooLarge);
        }
        Self::decode_all(&mut &*bytes).map_err(|_| ProofError::BadJustification)
    }

    /// The block that it finalises.
    pub fn block(&self) -> Block {
        Block { number: self.number, hash: self.hash }
    }

    /// Checks that more than two thirds of a set voted for this block or ones after it.
    ///
    /// As in GRANDPA's own nodes, whoever signed two different votes in the round counts as voting for everything, while votes
    /// of strangers, votes for other blocks and headers that nobody needs count for nothing: else one finaliser that breaks
    /// the rules could spoil what the others prove. The members' signatures must be good. The work is linear in the bytes,
    /// but for two signature checks a member at most.
    ///
    /// # Errors
    /// [`ProofError::NotBySet`] if a signature does not stand for this set, round and vote, or the votes are too few.
    pub fn verify(&self, set: &AuthoritySet) -> Result<(), ProofError> {
        let reaching = self.reaching();
        let weights: BTreeMap<_, _> = set.authorities.iter().copied().collect();
        let mut voters: BTreeMap<Hash, (BTreeSet<(Hash, u32)>, bool)> = BTreeMap::new();
        for (vote, reaches) in self.votes.iter().zip(reaching) {
            if !weights.contains_key(&vote.authority) {
                continue;
            }
            let (votes, counts) = voters.entry(vote.authority).or_default();
            // What is said again, or for a third time, adds nothing: it is not even checked.
            if votes.len() < 2 && votes.insert((vote.hash, vote.number)) {
                vote.check_signature(self.round, set.id)?;
                *counts |= reaches || votes.len() > 1;
            }
        }
        let counted = voters.iter().filter(|(_, (_, counts))| *counts).filter_map(|(voter, _)| weights.get(voter));
        if counted.sum::<u64>() >= set.threshold() { Ok(()) } else { Err(ProofError::NotBySet) }
    }

    /// Which votes are for this block or one after it, by way of the headers given.
    fn reaching(&self) -> Vec<bool> {
        let headers = self.ancestry.iter().map(|header| (header.hash(), (header.parent, header.number)));
        let headers: BTreeMap<Hash, (Hash, u32)> = headers.collect();
        // For each block walked over, whether the way leads over this block: no header is walked over twice.
        let mut walked: BTreeMap<(Hash, u32), bool> = BTreeMap::new();
        walked.insert((self.hash, self.number), true);
        let reaches = |vote: &Vote| {
            let (mut at, mut way) = ((vote.hash, vote.number), Vec::new());
            let reaches = loop {
                if let Some(known) = walked.get(&at) {
                    break *known;
                }
                way.push(at);
                match headers.get(&at.0) {
                    Some((parent, number)) if *number == at.1 && *number > self.number => at = (*parent, number - 1),
                    _ => break false,
                }
            };
            walked.extend(way.into_iter().map(|at| (at, reaches)));
            reaches
        };
        self.votes.iter().map(reaches).collect()
    }
}

impl Vote {
    /// What a finaliser signs.
    pub fn message(hash: &Hash, number: u32, round: u64, set: u64) -> Vec<u8> {
        const PRECOMMIT: u8 = 1;
        (PRECOMMIT, hash, number, round, set).encode()
    }

    fn check_signature(&self, round: u64, set: u64) -> Result<(), ProofError> {
        let message = Self::message(&self.hash, self.number, round, set);
        VerificationKey::try_from(self.authority)
            .and_then(|key| key.verify(&Signature::from(self.signature), &message))
            .map_err(|_| ProofError::NotBySet)
    }
}
