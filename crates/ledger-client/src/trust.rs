//! Where belief begins, and how far it has come.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use chain_proof::{AuthoritySet, Checkpoint, ProofError};

use crate::{CheckpointError, Hash, LedgerError};

/// The GRANDPA keys of the development chains' first finalisers: ed25519 of `//Alice`, `//Bob`, `//Charlie`, `//Dave`.
const DEVELOPMENT: [&str; 4] = [
    "88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee",
    "d17c2d7823ebf260fd138f2d7e27d114c0145d968b5ff5006125f2414fadae69",
    "439660b36c6c03afafca027b910b4fecf99801834c62a5e6006f27d978de234f",
    "5e639b43e0052c47447dac87d6fd2b6ec50bdd4d0f614e4299c665249bbd09d9",
];

/// What a program believes without proof: a checkpoint. It moves on as blocks are proven, and is shared by all of the
/// program's connections, so that no node can show it an older chain than another one has proven.
#[derive(Clone, Debug)]
pub struct Trust {
    development: bool,
    /// Several only for development chains, until the first block tells which it is.
    candidates: Arc<Mutex<Vec<Checkpoint>>>,
    /// Where it began.
    beginnings: Arc<Mutex<Vec<Checkpoint>>>,
    split: Arc<AtomicBool>,
    /// Why nothing is believed.
    refused: Option<CheckpointError>,
}

impl Trust {
    /// Believes one chain: that of a checkpoint. With keys that everybody knows it is a development chain all the same.
    pub fn pinned(checkpoint: Checkpoint) -> Self {
        let development = is_development_set(&checkpoint.set);
        Self { development, ..Self::of(vec![checkpoint]) }
    }

    /// Marks it as a development chain, such as one that changed its finalisers since.
    #[must_use]
    pub fn in_development(self, development: bool) -> Self {
        Self { development: self.development || development, ..self }
    }

    /// Believes nothing, since the checkpoint that was given cannot be relied on.
    pub fn refused(cause: CheckpointError) -> Self {
        Self { refused: Some(cause), ..Self::of(Vec::new()) }
    }

    fn of(candidates: Vec<Checkpoint>) -> Self {
        Self {
            development: false,
            beginnings: Arc::new(Mutex::new(candidates.clone())),
            candidates: Arc::new(Mutex::new(candidates)),
            split: Arc::default(),
            refused: None,
        }
    }

    /// Believes the development chains `dev` and `local`, whose keys everybody knows; with a hash, only the one with this
    /// first block. Of no other use than to try things out.
    pub fn development(genesis: Option<Hash>) -> Self {
        let key = |digits: &&str| {
            let mut key = Hash::default();
            hex::decode_to_slice(digits, &mut key).is_ok().then_some((key, 1))
        };
        let set = |count: usize| AuthoritySet::new(0, DEVELOPMENT.iter().take(count).filter_map(key).collect());
        let checkpoint =
            |set: Result<_, ProofError>| set.ok().map(|set| Checkpoint { genesis, number: 0, hash: None, set });
        // The larger set first: votes that it does not accept may still be one's, but its votes may hold that one's, too.
        let candidates = [set(DEVELOPMENT.len()), set(1)].into_iter().filter_map(checkpoint).collect();
        Self { development: true, ..Self::of(candidates) }
    }

    /// Whether it is the chains of [`Self::development`] that are believed.
    pub fn is_development(&self) -> bool {
        self.development
    }

    /// The first block of the chain that is believed, if that is known.
    pub fn genesis(&self) -> Option<Hash> {
        self.candidates().first().and_then(|checkpoint| checkpoint.genesis)
    }

    /// From where to follow the chain: one checkpoint, or several of which the first that the votes are good for is right.
    pub fn candidates(&self) -> Vec<Checkpoint> {
        self.candidates.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where belief began: what leads from there to a block is what others need who begin there, too. Several only as
    /// long as it is not known which development chain it is.
    pub fn beginnings(&self) -> Vec<Checkpoint> {
        self.beginnings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Remembers that finalisers signed two chains: from then on, nothing of this chain is believed.
    pub fn split(&self) {
        self.split.store(true, Ordering::Relaxed);
    }

    /// Whether anything can be believed.
    ///
    /// # Errors
    /// [`ProofError::Fork`] once two proven blocks contradicted each other; [`LedgerError::BadCheckpoint`].
    pub fn ensure_usable(&self) -> Result<(), LedgerError> {
        match self.refused {
            Some(cause) => Err(cause.into()),
            None if self.split.load(Ordering::Relaxed) => Err(ProofError::Fork.into()),
            None => Ok(()),
        }
    }

    /// Moves on to a proven block, unless a later one was proven meanwhile.
    ///
    /// # Errors
    /// [`ProofError::Fork`] if another block of this height was proven.
    pub fn move_on(&self, to: &Checkpoint) -> Result<(), ProofError> {
        let mut candidates = self.candidates.lock().unwrap_or_else(PoisonError::into_inner);
        if let [known] = candidates.as_slice() {
            let same_height = known.number == to.number && known.hash.is_some() && known.hash != to.hash;
            // A set finalises no block after its last one, nor the next set one before it.
            let (higher, later) = (to.number > known.number, to.set.id() > known.set.id());
            let (lower, earlier) = (to.number < known.number, to.set.id() < known.set.id());
            if same_height || higher && earlier || lower && later {
                self.split();
                return Err(ProofError::Fork);
            }
            if lower || earlier {
                return Ok(());
            }
        }
        let mut beginnings = self.beginnings.lock().unwrap_or_else(PoisonError::into_inner);
        if candidates.len() > 1 && beginnings.iter().any(|beginning| beginning.set == to.set) {
            // The first block tells which chain it is.
            beginnings.retain(|beginning| beginning.set == to.set);
        }
        *candidates = vec![to.clone()];
        Ok(())
    }
}

/// Whether finalisers are among those whose keys everybody knows.
pub(crate) fn is_development_set(set: &AuthoritySet) -> bool {
    set.authorities().iter().any(|(key, _)| DEVELOPMENT.contains(&hex::encode(key).as_str()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use chain_proof::{Finality, Header, Justification, Vote};
    use codec::Encode;
    use sp_keyring::Ed25519Keyring;

    use super::*;

    #[test]
    fn the_development_chains_are_those_of_the_runtime() {
        let candidates = Trust::development(None).candidates();
        let keys = [Ed25519Keyring::Alice, Ed25519Keyring::Bob, Ed25519Keyring::Charlie, Ed25519Keyring::Dave];
        let keys = keys.map(|key| (key.to_raw_public(), 1));
        assert_eq!(candidates[0].set.authorities(), &keys[..]);
        assert_eq!(candidates[1].set.authorities(), &keys[..1]);
    }

    /// The first candidate that a block is final by, as [`crate::Ledger`] looks for it: how many finalisers it has.
    fn believed(voters: &[Ed25519Keyring]) -> usize {
        let header =
            Header { parent: [0; 32], number: 1, state_root: [0; 32], extrinsics_root: [0; 32], digest: Vec::new() };
        let (hash, number) = (header.hash(), header.number);
        let vote = |voter: &Ed25519Keyring| Vote {
            hash,
            number,
            signature: voter.sign(&Vote::message(&hash, number, 1, 0)).0,
            authority: voter.to_raw_public(),
        };
        let votes = voters.iter().map(vote).collect();
        let justification = Justification { round: 1, hash, number, votes, ancestry: Vec::new() }.encode();
        let finality = Finality { headers: vec![header], justification };
        let mut candidates = Trust::development(None).candidates();
        let believed = candidates.iter_mut().find_map(|candidate| candidate.advance(&finality).ok().map(|_| candidate));
        believed.unwrap().set.authorities().len()
    }

    #[test]
    fn the_votes_of_four_are_not_taken_for_those_of_the_one_among_them() {
        let all = [Ed25519Keyring::Alice, Ed25519Keyring::Bob, Ed25519Keyring::Charlie, Ed25519Keyring::Dave];
        assert_eq!(believed(&all[..1]), 1);
        assert_eq!(believed(&all[..3]), 4, "else nothing is believed once Alice's vote comes late");
    }

    #[test]
    fn finalisers_that_were_replaced_cannot_go_on() {
        let set = |id| AuthoritySet::new(id, vec![([id as u8; 32], 1)]).unwrap();
        let at = |number, id| Checkpoint { genesis: None, number, hash: Some([number as u8; 32]), set: set(id) };
        let trust = || Trust::pinned(at(10, 3));
        assert_eq!(trust().move_on(&at(20, 4)), Ok(()));
        assert_eq!(trust().move_on(&at(20, 2)), Err(ProofError::Fork), "an earlier set, later");
        assert_eq!(trust().move_on(&at(5, 4)), Err(ProofError::Fork), "a later set, earlier");
    }

    #[test]
    fn a_checkpoint_of_keys_that_everybody_knows_is_marked() {
        let known = Trust::development(None).candidates()[0].clone();
        assert!(Trust::pinned(known.clone()).is_development());
        let set = AuthoritySet::new(1, vec![([7; 32], 1)]).unwrap();
        let own = Checkpoint { set, ..known };
        assert!(!Trust::pinned(own.clone()).is_development());
        assert!(Trust::pinned(own).in_development(true).is_development());
    }

    #[test]
    fn trust_never_moves_back_and_notices_a_split() {
        let trust = Trust::development(None);
        let at = |number, hash| Checkpoint { number, hash: Some([hash; 32]), ..trust.candidates()[0].clone() };
        trust.move_on(&at(4, 3)).unwrap();
        trust.move_on(&at(7, 1)).unwrap();
        trust.move_on(&at(5, 2)).unwrap();
        assert_eq!(trust.candidates(), [at(7, 1)]);
        assert_eq!(trust.move_on(&at(7, 2)), Err(ProofError::Fork));
        assert_eq!(trust.ensure_usable().unwrap_err().code(), "fork", "for good");
    }
}
