//! What a scanner trusts to begin with, and how it moves on.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use ledger_types::Block;

use crate::{AuthoritySet, Hash, Header, Justification, ProofError};

/// Most changes of finalisers in one step.
pub const MAX_HANDOVERS: usize = 1_024;
/// Most headers between the block that is read and the one that is justified.
pub const MAX_LINKS: usize = 1_024;

/// A block that is known to be final, and who finalises the blocks after it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Checkpoint {
    /// The hash of the chain's first block; `None` stands for any chain of these finalisers, as in development.
    pub genesis: Option<Hash>,
    /// Height of the block.
    pub number: u32,
    /// Its hash; `None` if only the set is known.
    pub hash: Option<Hash>,
    /// Who finalises the blocks after it.
    pub set: AuthoritySet,
}

/// The last block of a set, with the set's votes: its header names the next set.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Handover {
    /// The header.
    pub header: Header,
    /// The votes, as GRANDPA encodes them.
    pub justification: Vec<u8>,
}

/// That a block is final.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Finality {
    /// The block's header, then those after it up to the one that the votes are for.
    pub headers: Vec<Header>,
    /// The votes, as GRANDPA encodes them.
    pub justification: Vec<u8>,
}

impl Checkpoint {
    /// Follows one change of finalisers.
    ///
    /// # Errors
    /// [`ProofError`]; the checkpoint stays as it was.
    pub fn follow(&mut self, handover: &Handover) -> Result<(), ProofError> {
        let block = self.justified(&handover.header, &handover.justification)?;
        let set = handover.header.next_set(self.set.id())?.ok_or(ProofError::NoChange)?;
        (self.number, self.hash, self.set) = (block.number, Some(block.hash), set);
        Ok(())
    }

    /// Moves on to a final block, whose header is returned.
    ///
    /// # Errors
    /// [`ProofError`]; the checkpoint stays as it was.
    pub fn advance(&mut self, finality: &Finality) -> Result<Header, ProofError> {
        let (Some(first), Some(last)) = (finality.headers.first(), finality.headers.last()) else {
            return Err(ProofError::BadJustification);
        };
        if finality.headers.len() > MAX_LINKS {
            return Err(ProofError::TooLarge);
        }
        let linked = finality.headers.windows(2).all(|pair| match pair {
            [one, next] => next.parent == one.hash() && one.number.checked_add(1) == Some(next.number),
            _ => false,
        });
        if !linked {
            return Err(ProofError::BadJustification);
        }
        if first.number < self.number {
            return Err(ProofError::Older);
        }
        // The votes for the last block of a set are those of the set before.
        if self.hash == Some(last.hash()) {
            return Ok(first.clone());
        }
        let block = self.justified(last, &finality.justification)?;
        self.ensure_same_branch(&first.block())?;
        let set = last.next_set(self.set.id())?;
        (self.number, self.hash) = (block.number, Some(block.hash));
        if let Some(set) = set {
            self.set = set;
        }
        Ok(first.clone())
    }

    /// The block of a header that the present set has justified.
    fn justified(&self, header: &Header, justification: &[u8]) -> Result<Block, ProofError> {
        let block = header.block();
        if block.number < self.number {
            return Err(ProofError::Older);
        }
        let justification = Justification::read(justification)?;
        if justification.block() != block {
            return Err(ProofError::BadJustification);
        }
        justification.verify(&self.set)?;
        self.ensure_same_branch(&block)?;
        Ok(block)
    }

    /// That a block which is shown to be final does not contradict the one that is known to be. Only proven blocks can: else
    /// anybody could make a scanner believe that its chain is split.
    fn ensure_same_branch(&self, proven: &Block) -> Result<(), ProofError> {
        match self.hash {
            Some(known) if proven.number == self.number && known != proven.hash => Err(ProofError::Fork),
            _ => Ok(()),
        }
    }
}
