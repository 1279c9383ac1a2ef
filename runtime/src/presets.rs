//! The first block of the `dev` and `local` chains.
//!
//! Both use well-known keys and are for trying out only. Each begins with one regulator, whose operator is Alice; she
//! enrols everyone else.

use alloc::{vec, vec::Vec};

use frame_support::build_struct_json_patch;
use ledger_types::Kind;
use pallet_participants::Founder;
use serde_json::Value;
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET, PresetId};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

use crate::{AccountId, RuntimeGenesisConfig};

fn genesis(validators: &[(Sr25519Keyring, Ed25519Keyring)], founders: Vec<Founder<AccountId>>) -> Value {
    build_struct_json_patch!(RuntimeGenesisConfig {
        aura: pallet_aura::GenesisConfig {
            authorities: validators.iter().map(|(aura, _)| aura.public().into()).collect(),
        },
        grandpa: pallet_grandpa::GenesisConfig {
            authorities: validators.iter().map(|(_, grandpa)| (grandpa.public().into(), 1)).collect(),
        },
        participants: pallet_participants::GenesisConfig { founders },
    })
}

fn regulator() -> Founder<AccountId> {
    Founder {
        kind: Kind::Regulator,
        gln: "4000001000005".into(),
        country: "DE".into(),
        name: "Federal Medicines Agency".into(),
        operator: Sr25519Keyring::Alice.to_account_id(),
    }
}

/// The genesis patch of a preset, as JSON.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
    use Ed25519Keyring as Grandpa;
    use Sr25519Keyring as Aura;
    let validators = [
        (Aura::Alice, Grandpa::Alice),
        (Aura::Bob, Grandpa::Bob),
        (Aura::Charlie, Grandpa::Charlie),
        (Aura::Dave, Grandpa::Dave),
    ];
    let patch = match id.as_ref() {
        DEV_RUNTIME_PRESET => genesis(&validators[..1], vec![regulator()]),
        LOCAL_TESTNET_RUNTIME_PRESET => genesis(&validators, vec![regulator()]),
        _ => return None,
    };
    serde_json::to_vec(&patch).ok()
}

/// The names of all presets.
pub fn names() -> Vec<PresetId> {
    vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
