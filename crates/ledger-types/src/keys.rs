//! Storage keys that scanners prove: a public contract, see the golden tests.
//!
//! A key is `twox128(pallet) ‖ twox128(item) ‖ hashed arguments`. Maps whose keys outsiders choose use
//! `Blake2_128Concat`; numbers that the chain gives out use `Twox64Concat`; the second key of a double map, below a
//! safely hashed first one, stands as it is: the number of a chunk in little-endian, as SCALE has it, the end of a
//! holding in big-endian, so that trie order is number order there.

use alloc::vec::Vec;

use codec::Encode;
use sp_crypto_hashing::{blake2_128, twox_64, twox_128};

use crate::{AccountBytes, BatchKey, PackIndex, ParticipantId, ShipmentId};

fn item(pallet: &str, name: &str) -> Vec<u8> {
    [twox_128(pallet.as_bytes()), twox_128(name.as_bytes())].concat()
}

fn blake2_concat(mut key: Vec<u8>, argument: impl Encode) -> Vec<u8> {
    let encoded = argument.encode();
    key.extend(blake2_128(&encoded));
    key.extend(encoded);
    key
}

fn twox_concat(mut key: Vec<u8>, argument: impl Encode) -> Vec<u8> {
    let encoded = argument.encode();
    key.extend(twox_64(&encoded));
    key.extend(encoded);
    key
}

/// The chain's clock: milliseconds since 1970-01-01 UTC, `u64`.
pub fn now() -> Vec<u8> {
    item("Timestamp", "Now")
}

/// The events of a block, as the runtime that made it encodes them.
pub fn events() -> Vec<u8> {
    item("System", "Events")
}

/// The hash of the chain's first block: it stands in every state.
pub fn genesis_hash() -> Vec<u8> {
    twox_concat(item("System", "BlockHash"), 0u32)
}

/// Who finalises blocks: GRANDPA keys (32 bytes) and their weights (`u64`).
pub fn finalisers() -> Vec<u8> {
    item("Grandpa", "Authorities")
}

/// The number of the set of those who finalise blocks, `u64`; absent before the first change.
pub fn finaliser_set() -> Vec<u8> {
    item("Grandpa", "CurrentSetId")
}

/// The last block that a set finalised, `u32`; absent while it is the present one.
pub fn set_end(set: u64) -> Vec<u8> {
    twox_concat(item("Governance", "SetEnds"), set)
}

/// What all participants begin with.
pub fn participants() -> Vec<u8> {
    item("Participants", "Participants")
}

/// The number that the next participant gets: [`ParticipantId`]; absent before the first.
pub fn next_participant() -> Vec<u8> {
    item("Participants", "NextId")
}

/// What all GLNs of participants begin with.
pub fn participants_by_gln() -> Vec<u8> {
    item("Participants", "ByGln")
}

/// A participant: [`crate::Participant`].
pub fn participant(id: ParticipantId) -> Vec<u8> {
    twox_concat(participants(), id)
}

/// The participant with a GLN: [`ParticipantId`].
pub fn participant_by_gln(gln: u64) -> Vec<u8> {
    blake2_concat(participants_by_gln(), gln)
}

/// What all sites of a participant begin with; behind it stands a site's GLN: [`crate::Site`].
pub fn sites(of: ParticipantId) -> Vec<u8> {
    twox_concat(item("Participants", "Sites"), of)
}

/// How many sites a participant has, `u32`; absent if it has none.
pub fn site_count(of: ParticipantId) -> Vec<u8> {
    twox_concat(item("Participants", "SiteCounts"), of)
}

/// For whom an account acts: [`crate::Operator`].
pub fn operator(account: &AccountBytes) -> Vec<u8> {
    blake2_concat(item("Participants", "Operators"), account)
}

/// What all products begin with.
pub fn products() -> Vec<u8> {
    item("DrugBatch", "Products")
}

/// What all batches begin with.
pub fn batches() -> Vec<u8> {
    item("DrugBatch", "Batches")
}

/// What the states of all packs begin with.
pub fn pack_states() -> Vec<u8> {
    item("DrugBatch", "PackStates")
}

/// A product: [`crate::Product`].
pub fn product(gtin: u64) -> Vec<u8> {
    blake2_concat(products(), gtin)
}

/// A batch: [`crate::Batch`].
pub fn batch(key: &BatchKey) -> Vec<u8> {
    blake2_concat(batches(), key)
}

/// The states around a pack: [`crate::PackChunk`]; absent if all are active.
pub fn pack_chunk(key: &BatchKey, chunk: u32) -> Vec<u8> {
    let mut stored = blake2_concat(pack_states(), key);
    stored.extend(chunk.to_le_bytes());
    stored
}

/// What the holdings of all batches begin with.
pub fn all_holdings() -> Vec<u8> {
    item("CustodyTransfer", "Holdings")
}

/// What all holdings of a batch begin with.
pub fn holdings(key: &BatchKey) -> Vec<u8> {
    blake2_concat(all_holdings(), key)
}

/// The holding that ends before pack `end`: [`crate::Holding`].
pub fn holding(key: &BatchKey, end: PackIndex) -> Vec<u8> {
    let mut stored = holdings(key);
    stored.extend(end.to_be_bytes());
    stored
}

/// The end that a holding's storage key stands for.
pub fn holding_end(key: &BatchKey, stored: &[u8]) -> Option<PackIndex> {
    let end = stored.strip_prefix(holdings(key).as_slice())?;
    end.try_into().ok().map(PackIndex::from_be_bytes)
}

/// An open shipment: [`crate::Shipment`].
pub fn shipment(id: ShipmentId) -> Vec<u8> {
    twox_concat(shipments(), id)
}

/// What all open shipments begin with.
pub fn shipments() -> Vec<u8> {
    item("CustodyTransfer", "Shipments")
}

/// Who sits in the council: accounts, in ascending order.
pub fn council_members() -> Vec<u8> {
    item("Council", "Members")
}

/// The hashes of the council's open motions.
pub fn motions() -> Vec<u8> {
    item("Council", "Proposals")
}

/// The votes on a motion.
pub fn motion_votes(hash: &[u8; 32]) -> Vec<u8> {
    let mut key = item("Council", "Voting");
    // pallet-collective hashes nothing: the key is a hash already.
    key.extend(hash);
    key
}

/// What a motion is about: a call.
pub fn motion(hash: &[u8; 32]) -> Vec<u8> {
    let mut key = item("Council", "ProposalOf");
    key.extend(hash);
    key
}

/// A case or pallet: [`crate::Container`].
pub fn container(sscc: u64) -> Vec<u8> {
    blake2_concat(item("CustodyTransfer", "Containers"), sscc)
}

/// A case: [`crate::compliance::Case`].
pub fn case(id: crate::compliance::CaseId) -> Vec<u8> {
    twox_concat(item("Compliance", "Cases"), id)
}

/// The number that the next case gets: [`crate::compliance::CaseId`]; absent before the first.
pub fn next_case() -> Vec<u8> {
    item("Compliance", "NextCase")
}

/// What the duties of all participants begin with.
pub fn all_duties() -> Vec<u8> {
    item("Compliance", "Duties")
}

/// What all duties of a participant begin with.
pub fn duties(owner: ParticipantId) -> Vec<u8> {
    twox_concat(all_duties(), owner)
}

/// A sensor device: [`crate::cold_chain::Device`].
pub fn device(id: &crate::cold_chain::DeviceId) -> Vec<u8> {
    blake2_concat(item("ColdChain", "Devices"), id)
}

/// What a device said of a shipment: [`crate::cold_chain::Log`].
pub fn log(shipment: ShipmentId, device: &crate::cold_chain::DeviceId) -> Vec<u8> {
    blake2_concat(twox_concat(item("ColdChain", "Logs"), shipment), device)
}

/// What the active models of all uses begin with.
pub fn active_models() -> Vec<u8> {
    item("ModelRegistry", "ActiveModel")
}

/// The active model of a use: [`crate::model::ModelId`].
pub fn active_model(usage: &crate::model::ModelUse) -> Vec<u8> {
    blake2_concat(active_models(), usage)
}

/// What all models begin with.
pub fn models() -> Vec<u8> {
    item("ModelRegistry", "Models")
}

/// A model: [`crate::model::Model`].
pub fn model(id: &crate::model::ModelId) -> Vec<u8> {
    blake2_concat(models(), id)
}

/// Until when safe mode lasts, in seconds since 1970-01-01 UTC, `u64`; absent if it is not on.
pub fn safe_mode_until() -> Vec<u8> {
    item("Governance", "SafeModeUntil")
}

/// The next nonce and reference counts of an account; the nonce is the first `u32`.
pub fn account(account: &AccountBytes) -> Vec<u8> {
    blake2_concat(item("System", "Account"), account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_maps_begin_with_is_what_their_keys_begin_with() {
        let batch = BatchKey::new(8, b"LOT-7").expect("a short lot");
        let usage = b"pack-scan".to_vec().try_into().expect("a short use");
        for (map, key) in [
            (products(), product(8)),
            (batches(), super::batch(&batch)),
            (pack_states(), pack_chunk(&batch, 3)),
            (all_holdings(), holding(&batch, 7)),
            (shipments(), shipment(6)),
            (participants(), participant(3)),
            (participants_by_gln(), participant_by_gln(8)),
            (active_models(), active_model(&usage)),
            (models(), model(&[4; 32])),
            (all_duties(), duties(3)),
        ] {
            assert!(map.len() == 32 && key.starts_with(&map) && key.len() > 32);
        }
    }
}
