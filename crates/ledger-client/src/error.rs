//! What can go wrong between a client and the chain, and what to do about it.

use chain_proof::ProofError;
use ledger_types::refusal::Refusal;

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
    /// The chain refused the act; nothing changed.
    #[error("refused: {}", .0.name)]
    Refused(Refusal),
    /// The chain refused the act for a reason that this program does not know; nothing changed.
    #[error("refused: {0}")]
    RefusedOtherwise(String),
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
            Self::WrongChain { .. } => "wrong-chain",
            Self::WrongVersion { .. } => "wrong-version",
            Self::Rpc { .. } => "node-error",
            Self::BadAnswer(_) => "bad-answer",
            Self::Unproven(_) => "unproven",
            Self::Refused(refusal) => refusal.name,
            Self::RefusedOtherwise(_) => "refused",
            Self::Unconfirmed(_) => "unconfirmed",
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::BadAddress(_) => "Give an address such as http://127.0.0.1:9944.",
            Self::Unreachable { .. } => {
                "Check that the node runs and that the address and network are right, then try again."
            }
            Self::WrongChain { .. } => "Give the address of a node of the Medtrail chain.",
            Self::WrongVersion { .. } => "Update this program.",
            Self::Rpc { .. } | Self::BadAnswer(_) => "Try another node; if it lasts, tell the node's operator.",
            Self::Unproven(_) => "Do not rely on this node. Try another one and tell its operator.",
            Self::Refused(refusal) => refusal.next_step,
            Self::RefusedOtherwise(_) => "Nothing changed. Check the act and try again.",
            Self::Unconfirmed(_) => "Look up the packs with `medtrail trace` before you try again.",
        }
    }
}
