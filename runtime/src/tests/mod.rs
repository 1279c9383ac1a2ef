//! That clients and runtime agree: calls, storage keys, refusals, admission; and what all pallets do together.

#![allow(clippy::unwrap_used)]

mod admission;
mod calls;
mod council;
mod interface;
mod keys;
mod refusals;
mod sequences;

use ledger_types::{BatchKey, Kind, Line, Lines, ParticipantId, Permissions, ProductData, Scope, model::ModelCard};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring;

use crate::{
    ColdChain, Compliance, CustodyTransfer, DrugBatch, Governance, ModelRegistry, Participants, Runtime, RuntimeOrigin,
    System, presets,
};

const NOW: u64 = 1_800_000_000;

fn batch() -> BatchKey {
    BatchKey::new(4_012_345_678_901, b"LOT-7").unwrap()
}

fn lines() -> Lines {
    vec![Line { batch: batch(), start: 3, end: 900 }].try_into().unwrap()
}

fn product_data() -> ProductData {
    ProductData {
        name: b"Amoxicillin 500 mg".to_vec().try_into().unwrap(),
        markets: vec![*b"DE"].try_into().unwrap(),
        storage: Default::default(),
        authorisation: b"DE/H/1234/001".to_vec().try_into().unwrap(),
    }
}

fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
    RuntimeOrigin::signed(who.to_account_id())
}

/// A council of one, or of as many as voted for something.
fn council(ayes: u32, seats: u32) -> RuntimeOrigin {
    pallet_collective::RawOrigin::Members(ayes, seats).into()
}

/// A chain of the dev preset, whose invariants are checked afterwards.
fn dev_chain(test: impl FnOnce()) {
    sp_io::TestExternalities::default().execute_with(|| {
        let patch = presets::preset(&DEV_RUNTIME_PRESET.into()).unwrap();
        let mut full = serde_json::to_value(crate::RuntimeGenesisConfig::default()).unwrap();
        let patch: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&patch).unwrap();
        for (pallet, config) in patch {
            full.as_object_mut().unwrap().insert(pallet, config);
        }
        let built = frame_support::genesis_builder_helper::build_state::<crate::RuntimeGenesisConfig>(
            serde_json::to_vec(&full).unwrap(),
        );
        assert_eq!(built, Ok(()));
        System::set_block_number(1);
        pallet_timestamp::Now::<Runtime>::put(NOW * 1_000);
        test();
        check_invariants();
    });
}

/// That every invariant of every pallet holds.
fn check_invariants() {
    let states = [
        Participants::do_try_state(),
        DrugBatch::do_try_state(),
        CustodyTransfer::do_try_state(),
        Compliance::do_try_state(),
        ColdChain::do_try_state(),
        ModelRegistry::do_try_state(),
        Governance::do_try_state(),
    ];
    assert_eq!(states, [Ok(()); 7]);
}

/// Enrols a participant, licensed for a year as is usual for its kind, or a regulator.
fn enrol(kind: Kind, gln: u64, who: Sr25519Keyring) -> ParticipantId {
    let id = pallet_participants::NextId::<Runtime>::get();
    let name = b"Name".to_vec().try_into().unwrap();
    Participants::register(council(1, 1), kind, gln, *b"DE", name, who.to_account_id()).unwrap();
    if kind != Kind::Regulator {
        let number = b"L".to_vec().try_into().unwrap();
        Participants::grant_licence(council(1, 1), id, number, Scope::usual(kind), NOW, NOW + 365 * 86_400).unwrap();
    }
    id
}

fn model_card() -> ModelCard {
    ModelCard {
        usage: b"X".to_vec().try_into().unwrap(),
        intended_use: b"X".to_vec().try_into().unwrap(),
        feature_spec: [0; 32],
        training_manifest: [0; 32],
        metrics: [0; 32],
        suspicious_from: 1,
        alert_from: 2,
        parent: None,
    }
}

/// Gives one key of a participant exactly these permissions.
fn permit(who: Sr25519Keyring, participant: ParticipantId, permissions: Permissions) {
    let operator = ledger_types::Operator { participant, permissions, epoch: 0 };
    pallet_participants::Operators::<Runtime>::insert(who.to_account_id(), operator);
}
