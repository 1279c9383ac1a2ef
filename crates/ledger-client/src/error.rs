//! What can go wrong between a client and the chain, and what to do about it.

use chain_proof::ProofError;
use ledger_types::refusal::Refusal;

use crate::CheckpointError;

/// Why the ledger gave no answer, or refused an act.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The address is no http(s) or ws(s) URL.
    #[error("`{0}` is no node address")]
    BadAddress(String),
    /// Nobody answers at any of the addresses, or the answer broke off.
    #[error("no node answers at {address}: {cause}")]
    Unreachable {
        /// The last address tried.
        address: String,
        /// What the network said.
        cause: String,
    },
    /// Something answers that is not a Medtrail node.
    #[error("{address} is no Medtrail node: it serves `{chain}`")]
    WrongChain {
        /// The address.
        address: String,
        /// What it says it is.
        chain: String,
    },
    /// The chain speaks a later version of the transaction format.
    #[error("the chain's transactions have version {found}, this program writes version {known}")]
    WrongVersion {
        /// The chain's.
        found: u32,
        /// This program's.
        known: u32,
    },
    /// The node answered with an error of its own.
    #[error("the node refused the request: {message} ({code})")]
    Rpc {
        /// JSON-RPC error code.
        code: i64,
        /// What the node said.
        message: String,
    },
    /// The answer is not what the question asks for.
    #[error("the node's answer makes no sense: {0}")]
    BadAnswer(&'static str),
    /// The answer is not proven by the block it claims to be from.
    #[error("the node's answer is not proven: {0}")]
    Unproven(#[from] ProofError),
    /// There is nothing to begin with.
    #[error(transparent)]
    BadCheckpoint(#[from] CheckpointError),
    /// The node took too long for all of its answers.
    #[error("{address} takes too long to answer")]
    TooSlow {
        /// Its address.
        address: String,
    },
    /// The node does not have a block that it, or the node it stands for, named.
    #[error("the node does not have the block")]
    NoBlock,
    /// Every node that was named gave wrong answers.
    #[error("every node that was named gave wrong answers")]
    NoHonestNode,
    /// The node does not prove that its last block is final.
    #[error("the node does not prove that its last block is final")]
    NoJustification,
    /// The chain refused the act; nothing changed.
    #[error("refused: {}", .0.name)]
    Refused(Refusal),
    /// The chain refused the act for a reason that this program does not know; nothing changed.
    #[error("refused: {0}")]
    RefusedOtherwise(String),
    /// Another act of the same key took this one's number; this one has not happened.
    #[error("another act of the same key came first: {0}")]
    NumberTaken(String),
    /// The act was sent, but whether it took effect is not known.
    #[error("the act was sent, but could not be seen to take effect: {0}")]
    Unconfirmed(String),
}

impl LedgerError {
    /// A short name that programs can rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadAddress(_) => "bad-address",
            Self::Unreachable { .. } => "unreachable",
            Self::TooSlow { .. } => "timeout",
            Self::NoBlock => "no-block",
            Self::NoHonestNode => "no-honest-node",
            Self::BadCheckpoint(cause) => cause.code(),
            Self::WrongChain { .. } => "wrong-chain",
            Self::WrongVersion { .. } => "wrong-version",
            Self::Rpc { .. } => "node-error",
            Self::BadAnswer(_) => "bad-answer",
            Self::Unproven(ProofError::Older) => "behind",
            Self::Unproven(ProofError::Fork) => "fork",
            Self::Unproven(_) | Self::NoJustification => "unproven",
            Self::Refused(refusal) => refusal.name,
            Self::RefusedOtherwise(_) => "refused",
            Self::NumberTaken(_) => "number-taken",
            Self::Unconfirmed(_) => "unconfirmed",
        }
    }

    /// Whether the answer shows that the node lies, or is broken beyond use: other nodes and later tries aside, nothing it
    /// says counts.
    pub fn is_lie(&self) -> bool {
        match self {
            Self::BadAnswer(_) => true,
            // A node may lag behind, the chain may be split, or newer than this program.
            Self::Unproven(cause) => !matches!(
                cause,
                ProofError::Older
                    | ProofError::Fork
                    | ProofError::UnknownChange
                    | ProofError::BadSet
                    | ProofError::Undecodable
            ),
            _ => false,
        }
    }

    /// Whether it may be gone in a moment.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::NoBlock | Self::Unproven(ProofError::Older))
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::BadAddress(_) => "Give an address such as http://127.0.0.1:9944.",
            Self::Unreachable { .. } | Self::TooSlow { .. } => {
                "Check that the node runs and that the address and network are right, then try again."
            }
            Self::WrongChain { .. } => "Give the address of a node of the Medtrail chain.",
            Self::WrongVersion { .. } => "Update this program.",
            Self::Rpc { .. } | Self::BadAnswer(_) => "Try another node; if it lasts, tell the node's operator.",
            Self::Unproven(ProofError::Older) => "Wait until the node has caught up, or ask another one.",
            Self::Unproven(ProofError::Fork) => "Rely on no node of this chain until its regulators say what happened.",
            Self::Unproven(ProofError::NotBySet) => {
                "Make sure that the checkpoint is of this chain. If it is, do not rely on this node and tell its operator."
            }
            Self::Unproven(ProofError::UnknownChange) => "Update this program.",
            Self::Unproven(_) => "Do not rely on this node. Try another one and tell its operator.",
            Self::NoBlock => "Try again in a moment, or another node.",
            Self::NoHonestNode => "Give another node's address, and tell the operators of these.",
            Self::BadCheckpoint(cause) => cause.next_step(),
            Self::NoJustification => "Ask a node that takes part in finality.",
            Self::Refused(refusal) => refusal.next_step,
            Self::RefusedOtherwise(_) => "Nothing changed. Check the act and try again.",
            Self::NumberTaken(_) => "Nothing changed. Try again when other programs do not use the same key.",
            Self::Unconfirmed(_) => "Look up the packs with `medtrail trace` before you try again.",
        }
    }
}
