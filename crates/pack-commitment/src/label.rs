//! What a label carries so that a scanner can prove the pack without asking its maker.

use alloc::{string::String, vec::Vec};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{CommitmentError, Hash, Proof, Salt};

/// The query parameter of the label's GS1 Digital Link that carries it. Not numeric, so no GS1 key.
pub const PARAMETER: &str = "mt";

/// Levels of the tree over [`crate::MAX_PACKS`] packs.
const MAX_PATH: usize = 22;
const HEAD: usize = size_of::<u32>() + size_of::<Salt>();

/// A pack's salt and proof. As text: base64url, without padding, of the index (four big-endian bytes), the salt and
/// the hashes of the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelMaterial {
    /// What blinds the leaf.
    pub salt: Salt,
    /// The way to the root.
    pub proof: Proof,
}

impl LabelMaterial {
    /// As printed.
    pub fn to_text(&self) -> String {
        let mut bytes = Vec::with_capacity(HEAD + self.proof.path.len() * size_of::<Hash>());
        bytes.extend(self.proof.index.to_be_bytes());
        bytes.extend(self.salt);
        bytes.extend(self.proof.path.as_flattened());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads what is printed.
    ///
    /// # Errors
    /// [`CommitmentError::BadLabel`].
    pub fn from_text(text: &str) -> Result<Self, CommitmentError> {
        if text.len() > (HEAD + MAX_PATH * size_of::<Hash>()).div_ceil(3) * 4 {
            return Err(CommitmentError::BadLabel);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CommitmentError::BadLabel)?;
        let (index, rest) = bytes.split_first_chunk().ok_or(CommitmentError::BadLabel)?;
        let (salt, rest) = rest.split_first_chunk().ok_or(CommitmentError::BadLabel)?;
        let (path, []) = rest.as_chunks() else { return Err(CommitmentError::BadLabel) };
        if path.len() > MAX_PATH {
            return Err(CommitmentError::BadLabel);
        }
        let proof = Proof { index: u32::from_be_bytes(*index), path: path.to_vec() };
        Ok(Self { salt: *salt, proof })
    }
}
