//! That clients look for values where the runtime writes them, and that this never changes.

use ledger_types::{Text, keys};

use super::batch;
use crate::{AccountId, Runtime};

#[test]
fn every_storage_key_that_scanners_prove_is_where_the_runtime_writes() {
    let (batch, account) = (batch(), AccountId::new([5; 32]));
    let usage: Text<32> = b"pack-scan".to_vec().try_into().unwrap();
    let pairs = [
        (keys::now(), pallet_timestamp::Now::<Runtime>::hashed_key().to_vec()),
        (keys::genesis_hash(), frame_system::BlockHash::<Runtime>::hashed_key_for(0)),
        (keys::finaliser_set(), pallet_grandpa::CurrentSetId::<Runtime>::hashed_key().to_vec()),
        (keys::finalisers(), pallet_grandpa::Authorities::<Runtime>::hashed_key().to_vec()),
        (keys::set_end(3), pallet_governance::SetEnds::<Runtime>::hashed_key_for(3)),
        (keys::next_participant(), pallet_participants::NextId::<Runtime>::hashed_key().to_vec()),
        (keys::participant(3), pallet_participants::Participants::<Runtime>::hashed_key_for(3)),
        (keys::participant_by_gln(8), pallet_participants::ByGln::<Runtime>::hashed_key_for(8)),
        (keys::site_count(3), pallet_participants::SiteCounts::<Runtime>::hashed_key_for(3)),
        (keys::operator(&[5; 32]), pallet_participants::Operators::<Runtime>::hashed_key_for(&account)),
        (keys::product(8), pallet_drug_batch::Products::<Runtime>::hashed_key_for(8)),
        (keys::batch(&batch), pallet_drug_batch::Batches::<Runtime>::hashed_key_for(&batch)),
        (keys::pack_chunk(&batch, 300), pallet_drug_batch::PackStates::<Runtime>::hashed_key_for(&batch, 300)),
        (
            keys::holding(&batch, 300),
            pallet_custody_transfer::Holdings::<Runtime>::hashed_key_for(&batch, 300u32.to_be_bytes()),
        ),
        (keys::shipment(6), pallet_custody_transfer::Shipments::<Runtime>::hashed_key_for(6)),
        (keys::container(7), pallet_custody_transfer::Containers::<Runtime>::hashed_key_for(7)),
        (keys::next_case(), pallet_compliance::NextCase::<Runtime>::hashed_key().to_vec()),
        (keys::case(4), pallet_compliance::Cases::<Runtime>::hashed_key_for(4)),
        (keys::device(&[4; 32]), pallet_cold_chain::Devices::<Runtime>::hashed_key_for([4; 32])),
        (keys::log(6, &[4; 32]), pallet_cold_chain::Logs::<Runtime>::hashed_key_for(6, [4; 32])),
        (keys::active_model(&usage), pallet_model_registry::ActiveModel::<Runtime>::hashed_key_for(&usage)),
        (keys::model(&[4; 32]), pallet_model_registry::Models::<Runtime>::hashed_key_for([4; 32])),
        (keys::safe_mode_until(), pallet_governance::SafeModeUntil::<Runtime>::hashed_key().to_vec()),
        (keys::council_members(), pallet_collective::Members::<Runtime>::hashed_key().to_vec()),
        (keys::motions(), pallet_collective::Proposals::<Runtime>::hashed_key().to_vec()),
        (keys::motion(&[7; 32]), pallet_collective::ProposalOf::<Runtime>::hashed_key_for(crate::Hash::from([7; 32]))),
        (
            keys::motion_votes(&[7; 32]),
            pallet_collective::Voting::<Runtime>::hashed_key_for(crate::Hash::from([7; 32])),
        ),
        (keys::account(&[5; 32]), frame_system::Account::<Runtime>::hashed_key_for(&account)),
    ];
    for (at, (client, runtime)) in pairs.into_iter().enumerate() {
        assert_eq!(client, runtime, "key {at}");
    }
    assert!(pallet_participants::Sites::<Runtime>::hashed_key_for(3, 8).starts_with(&keys::sites(3)));
    let duty = pallet_compliance::Duties::<Runtime>::hashed_key_for(3, 4);
    assert!(duty.starts_with(&keys::duties(3)));
    assert_eq!(keys::holding_end(&batch, &keys::holding(&batch, 300)), Some(300));
}

/// Layout is a public contract: programs that do not use these crates compute the same bytes.
#[test]
fn storage_keys_never_move() {
    let golden = [
        (keys::batch(&batch()), include_str!("../../golden/batch.key")),
        (keys::pack_chunk(&batch(), 19), include_str!("../../golden/pack-chunk.key")),
        (keys::holding(&batch(), 10_000), include_str!("../../golden/holding.key")),
        (keys::participant(2), include_str!("../../golden/participant.key")),
    ];
    for (key, golden) in golden {
        assert_eq!(format!("0x{}", hex(&key)), golden.trim());
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
