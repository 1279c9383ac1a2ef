//! Why a file is not good.

use chain_proof::ProofError;

/// Why a file is not good, or none can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More bytes than any honest file has.
    #[error("the file is larger than a file of evidence can be")]
    TooLarge,
    /// It is no file of evidence, or was damaged.
    #[error("this is no file of evidence, or it was damaged")]
    Unreadable,
    /// A later version of the format.
    #[error("the file is of a later version than this program knows")]
    OtherFormat,
    /// The code in it is none of a pack.
    #[error("the code in the file is not that of a pack")]
    BadCode,
    /// The checkpoint in it cannot be read, or its signature is wrong, or is of another one.
    #[error("the checkpoint in the file cannot be read, or its signature is wrong")]
    BadCheckpoint,
    /// The bytes prove nothing.
    #[error("the evidence proves nothing: {0}")]
    Unproven(ProofError),
    /// It is proven, but of another chain than the one that is believed.
    #[error("the evidence is of another chain than the checkpoint that is believed")]
    OtherChain,
    /// The evidence leads to another verdict.
    #[error("the file claims `{claimed}`, but the evidence leads to `{found}`")]
    OtherVerdict {
        /// What the file says.
        claimed: String,
        /// What the evidence leads to.
        found: &'static str,
    },
    /// The evidence leads to other reasons, or says them in other words.
    #[error("the reasons in the file are not those that the evidence leads to")]
    OtherReasons,
    /// The block, its time or its age are others.
    #[error("the block, or the time of the scan, is not the one of the evidence")]
    OtherBlock,
    /// The verdict rests on more than what a chain proves here.
    #[error("this verdict rests on more than the evidence of one block")]
    NotDerivable,
}

impl Fault {
    /// The name that programs rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "evidence-too-large",
            Self::Unreadable => "evidence-unreadable",
            Self::OtherFormat => "evidence-other-format",
            Self::BadCode => "evidence-bad-code",
            Self::BadCheckpoint => "evidence-bad-checkpoint",
            Self::Unproven(_) => "evidence-unproven",
            Self::OtherChain => "evidence-other-chain",
            Self::OtherVerdict { .. } => "evidence-other-verdict",
            Self::OtherReasons => "evidence-other-reasons",
            Self::OtherBlock => "evidence-other-block",
            Self::NotDerivable => "evidence-not-derivable",
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::Unreadable => {
                "Give the file as `medtrail verify --save-evidence` or the app saved it."
            }
            Self::OtherFormat => "Use a newer version of this program.",
            Self::OtherChain => "Give the checkpoint of the chain that the file is of.",
            Self::BadCode | Self::BadCheckpoint | Self::Unproven(_) => {
                "Do not rely on the file. Get it again from whoever saved it."
            }
            Self::OtherVerdict { .. } | Self::OtherReasons | Self::OtherBlock => {
                "Do not rely on the file: it was changed, or another version of the program wrote it."
            }
            Self::NotDerivable => {
                "Check the pack again with a node, and without acts that wait to be sent; a snapshot makes no file of evidence."
            }
        }
    }
}
