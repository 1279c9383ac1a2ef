//! Block headers.

use alloc::vec::Vec;

use codec::{Compact, Decode, Encode, Error, Input, Output};
use ledger_types::Block;
use sp_crypto_hashing::blake2_256;

use crate::{AuthoritySet, ProofError};

/// Most digest items in a header. Honest ones have three.
const MAX_ITEMS: u32 = 64;
/// Who a digest item is from: GRANDPA.
const GRANDPA: [u8; 4] = *b"FRNK";

/// A block's header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Hash of the block before.
    pub parent: crate::Hash,
    /// Height.
    pub number: u32,
    /// Root of the state after the block.
    pub state_root: crate::Hash,
    /// Root of the block's transactions.
    pub extrinsics_root: crate::Hash,
    /// Digest items, each in SCALE.
    pub digest: Vec<Vec<u8>>,
}

impl Encode for Header {
    fn encode_to<T: Output + ?Sized>(&self, output: &mut T) {
        self.parent.encode_to(output);
        Compact(self.number).encode_to(output);
        self.state_root.encode_to(output);
        self.extrinsics_root.encode_to(output);
        Compact(self.digest.len() as u32).encode_to(output);
        for item in &self.digest {
            output.write(item);
        }
    }
}

impl Decode for Header {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let parent = Decode::decode(input)?;
        let Compact(number) = Compact::<u32>::decode(input)?;
        let state_root = Decode::decode(input)?;
        let extrinsics_root = Decode::decode(input)?;
        let Compact(items) = Compact::<u32>::decode(input)?;
        if items > MAX_ITEMS {
            return Err("a header has too many digest items".into());
        }
        let digest = (0..items).map(|_| digest_item(input)).collect::<Result<_, _>>()?;
        Ok(Self { parent, number, state_root, extrinsics_root, digest })
    }
}

/// One digest item: a tag, for most tags an engine's name, and bytes.
fn digest_item<I: Input>(input: &mut I) -> Result<Vec<u8>, Error> {
    const OTHER: u8 = 0;
    const CONSENSUS: u8 = 4;
    const SEAL: u8 = 5;
    const PRE_RUNTIME: u8 = 6;
    const RUNTIME_UPDATED: u8 = 8;
    let tag = input.read_byte()?;
    let mut item = alloc::vec![tag];
    match tag {
        CONSENSUS | SEAL | PRE_RUNTIME => {
            <[u8; 4]>::decode(input)?.encode_to(&mut item);
            Vec::<u8>::decode(input)?.encode_to(&mut item);
        }
        OTHER => Vec::<u8>::decode(input)?.encode_to(&mut item),
        RUNTIME_UPDATED => {}
        _ => return Err("a header has a digest item of unknown kind".into()),
    }
    Ok(item)
}

/// What GRANDPA says in a header.
#[derive(Decode)]
enum GrandpaLog {
    #[codec(index = 1)]
    ScheduledChange { authorities: Vec<(crate::Hash, u64)>, delay: u32 },
    #[codec(index = 2)]
    ForcedChange,
    // What else there is (a finaliser disabled, a pause) changes no set.
    #[codec(index = 3)]
    Disabled,
    #[codec(index = 4)]
    Pause,
    #[codec(index = 5)]
    Resume,
}

impl Header {
    /// The block's hash: BLAKE2b-256 of the header in SCALE.
    pub fn hash(&self) -> crate::Hash {
        blake2_256(&self.encode())
    }

    /// Height and hash.
    pub fn block(&self) -> Block {
        Block { number: self.number, hash: self.hash() }
    }

    /// The finalisers of the blocks after this one, if they are others than those of the set with number `set`.
    ///
    /// # Errors
    /// [`ProofError::UnknownChange`] for changes that this chain never makes: forced ones and delayed ones.
    pub(crate) fn next_set(&self, set: u64) -> Result<Option<AuthoritySet>, ProofError> {
        let mut next = None;
        for item in &self.digest {
            let Some(log) = item.strip_prefix(&[4]).and_then(|rest| rest.strip_prefix(&GRANDPA)) else { continue };
            let bytes = Vec::<u8>::decode(&mut &*log).map_err(|_| ProofError::UnknownChange)?;
            match GrandpaLog::decode(&mut bytes.as_slice()) {
                Ok(GrandpaLog::ScheduledChange { authorities, delay: 0 }) if next.is_none() => {
                    let id = set.checked_add(1).ok_or(ProofError::UnknownChange)?;
                    next = Some(AuthoritySet::new(id, authorities)?);
                }
                Ok(GrandpaLog::Disabled | GrandpaLog::Pause | GrandpaLog::Resume) => {}
                Ok(GrandpaLog::ScheduledChange { .. } | GrandpaLog::ForcedChange) | Err(_) => {
                    return Err(ProofError::UnknownChange);
                }
            }
        }
        Ok(next)
    }
}
