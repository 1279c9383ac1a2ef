//! Who makes and finalises blocks.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Most validators.
pub const MAX_VALIDATORS: u32 = 64;

/// The keys of one validator, with the proof that its owner has them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ValidatorKeys {
    /// Whose validator it is: what `author_rotateKeysWithOwner` was called with, usually an account.
    pub owner: [u8; 32],
    /// Makes blocks: sr25519.
    pub aura: [u8; 32],
    /// Finalises them: ed25519.
    pub grandpa: [u8; 32],
    /// Proofs of possession of both keys, in this order.
    pub proof: ([u8; 64], [u8; 64]),
}
