//! On what a file rests, seen by whoever checks it.

use chain_proof::{Answer, Checkpoint, Evidence, Hash, ProofError, Question};

/// What whoever checks a file believes.
#[derive(Clone, Debug, Default)]
pub struct Believed {
    /// Checkpoints: of one chain, or of the development chains.
    pub checkpoints: Vec<Checkpoint>,
    /// The key of whoever publishes checkpoints.
    pub publisher: Option<Hash>,
    /// Whether the checkpoints are of a development chain.
    pub development: bool,
}

/// On what the evidence in a file rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// On a checkpoint that is believed.
    Checkpoint,
    /// On the file's own checkpoint, signed by the publisher that is believed.
    Publisher,
    /// On the file's own checkpoint alone: whoever made the file may have made that up as well.
    OwnCheckpoint,
}

impl Anchor {
    /// The name that programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Checkpoint => "believed-checkpoint",
            Self::Publisher => "believed-publisher",
            Self::OwnCheckpoint => "own-checkpoint",
        }
    }

    /// Whether somebody vouches for it beside the file.
    pub fn holds(self) -> bool {
        self != Self::OwnCheckpoint
    }
}

/// Whether evidence that begins at `own` is proven from a checkpoint that is believed, whether that is earlier or later: votes
/// of finalisers whom it names are good for blocks before it, too.
pub(crate) fn leads_from(believed: &Checkpoint, own: &Checkpoint, evidence: &Evidence, question: &Question) -> bool {
    let mut moved = believed.clone();
    let whole = evidence.check(&mut moved, question);
    whole.is_ok() || backwards(believed, own, evidence, question).is_some()
}

fn backwards(believed: &Checkpoint, own: &Checkpoint, evidence: &Evidence, question: &Question) -> Option<Answer> {
    // Of the changes, those that lead to the believed finalisers are not needed.
    let known = usize::try_from(believed.set.id().checked_sub(own.set.id())?).ok()?;
    let handovers = evidence.handovers.get(known..)?.to_vec();
    let of_other_branch = |header: &chain_proof::Header| {
        header.number == believed.number && believed.hash.is_some_and(|hash| hash != header.hash())
    };
    if evidence.finality.headers.iter().chain(handovers.iter().map(|it| &it.header)).any(of_other_branch) {
        return None;
    }
    let mut from_the_start = Checkpoint { number: 0, hash: None, ..believed.clone() };
    Evidence { handovers, ..evidence.clone() }.check(&mut from_the_start, question).ok()
}

/// Checks evidence from the first of these checkpoints that it begins at.
pub(crate) fn beginning(
    candidates: &[Checkpoint],
    evidence: &Evidence,
    question: &Question,
) -> Result<Checkpoint, ProofError> {
    let mut last = ProofError::NotBySet;
    for candidate in candidates {
        match evidence.check(&mut candidate.clone(), question) {
            Ok(_) => return Ok(candidate.clone()),
            Err(error) => last = error,
        }
    }
    Err(last)
}
