//! What a leaf binds.

use alloc::vec::Vec;

use blake2b_simd::Params;

use crate::{CommitmentError, Hash, Salt};

const MAX_TEXT: usize = 20;

/// What all packs of a batch have in common, as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity<'a> {
    /// GTIN-14 as a number.
    pub gtin: u64,
    /// Lot.
    pub lot: &'a str,
    /// Expiry as year, month, day in decimal, day 00 as printed.
    pub expiry: u32,
}

impl Identity<'_> {
    /// The leaf of the pack with this serial.
    ///
    /// # Errors
    /// [`CommitmentError::BadText`].
    pub fn leaf(&self, serial: &str, salt: &Salt) -> Result<Hash, CommitmentError> {
        let mut message = Vec::with_capacity(8 + 1 + MAX_TEXT + 4 + 1 + MAX_TEXT + salt.len());
        self.write(&mut message, serial, salt)?;
        Ok(digest(&leaf_params(), &message))
    }

    /// Appends what a leaf hashes: lengths stand before texts, so that no two packs have one message.
    pub(crate) fn write(&self, message: &mut Vec<u8>, serial: &str, salt: &Salt) -> Result<(), CommitmentError> {
        message.extend(self.gtin.to_be_bytes());
        write_text(message, self.lot)?;
        message.extend(self.expiry.to_be_bytes());
        write_text(message, serial)?;
        message.extend(salt);
        Ok(())
    }
}

fn write_text(message: &mut Vec<u8>, text: &str) -> Result<(), CommitmentError> {
    if text.is_empty() || text.len() > MAX_TEXT {
        return Err(CommitmentError::BadText);
    }
    message.push(text.len() as u8);
    message.extend(text.as_bytes());
    Ok(())
}

/// A pack's salt: the keyed hash of its serial under the batch's secret, so that the maker stores no salts.
///
/// # Errors
/// [`CommitmentError::BadText`].
pub fn salt(secret: &[u8; 32], serial: &str) -> Result<Salt, CommitmentError> {
    if serial.is_empty() || serial.len() > MAX_TEXT {
        return Err(CommitmentError::BadText);
    }
    let hash = salt_params(secret).hash(serial.as_bytes());
    let mut salt = Salt::default();
    salt.copy_from_slice(hash.as_bytes());
    Ok(salt)
}

pub(crate) fn salt_params(secret: &[u8; 32]) -> Params {
    let mut params = Params::new();
    params.hash_length(size_of::<Salt>()).key(secret).personal(b"medtrail/salt/1");
    params
}

pub(crate) fn leaf_params() -> Params {
    let mut params = Params::new();
    params.hash_length(size_of::<Hash>()).personal(b"medtrail/pack/1");
    params
}

pub(crate) fn node_params() -> Params {
    let mut params = Params::new();
    params.hash_length(size_of::<Hash>()).personal(b"medtrail/node/1");
    params
}

/// The node above two others.
pub(crate) fn node(left: &Hash, right: &Hash) -> Hash {
    let mut children = [0; 64];
    children[..32].copy_from_slice(left);
    children[32..].copy_from_slice(right);
    digest(&node_params(), &children)
}

fn digest(params: &Params, message: &[u8]) -> Hash {
    let mut hash = Hash::default();
    hash.copy_from_slice(params.hash(message).as_bytes());
    hash
}
