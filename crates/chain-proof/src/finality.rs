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

    /// Checks that more than two thirds of a set voted for this block or ones after it, and that nothing in it is superfluous.
    ///
    /// The votes may all be for later blocks: what comes before a final block is final. For the rest it is stricter than
    /// GRANDPA's own nodes: a vote of a stranger, a vote for anything but a descendant, a wrong signature
    /// or an unused header spoils the whole. The work is linear in the bytes, but for one signature check a vote.
    ///
    /// # Errors
    /// [`ProofError::NotBySet`] if a signature does not stand for this set, round and vote, or the votes are too few;
    /// [`ProofError::BadJustification`] if it contradicts itself.
    pub fn verify(&self, set: &AuthoritySet) -> Result<(), ProofError> {
        // Whoever votes for two blocks in one round breaks the rules, but does not stop the others.
        if self.votes.len() > 2 * set.authorities.len() {
            return Err(ProofError::NotBySet);
        }
        self.check_ancestry()?;
        let weights: BTreeMap<_, _> = set.authorities.iter().copied().collect();
        let mut voters = BTreeSet::new();
        let mut weight = 0u64;
        for vote in &self.votes {
            let voice = weights.get(&vote.authority).ok_or(ProofError::NotBySet)?;
            vote.check_signature(self.round, set.id)?;
            if voters.insert(vote.authority) {
                weight = weight.saturating_add(*voice);
            }
        }
        if weight >= set.threshold() { Ok(()) } else { Err(ProofError::NotBySet) }
    }

    /// Each vote is for a descendant, by way of the headers given, and each header is on such a way.
    fn check_ancestry(&self) -> Result<(), ProofError> {
        let mut headers: BTreeMap<Hash, (Hash, u32)> = BTreeMap::new();
        for header in &self.ancestry {
            if headers.insert(header.hash(), (header.parent, header.number)).is_some() {
                return Err(ProofError::BadJustification);
            }
        }
        // A header is walked over once: what is left of the map was not needed by anybody.
        let mut walked: BTreeMap<Hash, u32> = BTreeMap::new();
        walked.insert(self.hash, self.number);
        for vote in &self.votes {
            let (mut at, mut number) = (vote.hash, vote.number);
            loop {
                if let Some(known) = walked.get(&at) {
                    if *known == number {
                        break;
                    }
                    return Err(ProofError::BadJustification);
                }
                let (parent, height) = headers.remove(&at).ok_or(ProofError::BadJustification)?;
                if height != number || number <= self.number {
                    return Err(ProofError::BadJustification);
                }
                walked.insert(at, number);
                (at, number) = (parent, number - 1);
            }
        }
        if headers.is_empty() { Ok(()) } else { Err(ProofError::BadJustification) }
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
