//! All that one block says about a pack, as a client reads it with proofs and a verdict rests on it.

use alloc::{format, string::String};

use codec::{Decode, Encode};
use scale_info::TypeInfo;

use crate::{Batch, Holding, PackIndex, PackState, Participant, ParticipantId, Product, ShipmentId};

/// Which block an answer is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Height.
    pub number: u32,
    /// Hash.
    pub hash: [u8; 32],
}

impl Block {
    /// The hash as `0x` and 64 hexadecimal digits.
    pub fn hash_text(&self) -> String {
        let digits = self.hash.iter().map(|byte| format!("{byte:02x}"));
        ["0x".into()].into_iter().chain(digits).collect()
    }
}

/// What a block says about a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackRecord {
    /// Which block.
    pub block: Block,
    /// The chain's clock in that block, in seconds since 1970-01-01 UTC.
    pub time: u64,
    /// The product; `None` if no such GTIN is registered.
    pub product: Option<Product>,
    /// The batch; `None` if no such lot of the product is registered.
    pub batch: Option<Batch>,
    /// The maker, if there is a batch.
    pub maker: Option<Participant>,
    /// Pack, holding and holder, if an index within the batch was asked for.
    pub pack: Option<HeldPack>,
}

/// One pack of a known batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPack {
    /// Its index.
    pub index: PackIndex,
    /// Its state; `None` if this program does not know the state that is stored.
    pub state: Option<PackState>,
    /// Who answers for it, and whether it is on the way.
    pub holding: Holding,
    /// The holder's record.
    pub holder: Participant,
    /// To whom it is on the way, if it is.
    pub destination: Option<ParticipantId>,
}

/// Where the records about a pack stand: the parts of storage keys that a client cannot compute by itself. It proves
/// nothing; a client that looks in the wrong place finds no proof there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Whereabouts {
    /// The batch's maker.
    pub maker: ParticipantId,
    /// Who has the pack, if an index within the batch was asked for.
    pub held: Option<HeldBy>,
}

/// Where the holding that contains a pack stands, and what it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct HeldBy {
    /// One past the last pack of the holding: its key.
    pub end: PackIndex,
    /// The holder.
    pub holder: ParticipantId,
    /// The shipment that the pack is in, if it is on the way.
    pub shipment: Option<ShipmentId>,
}
