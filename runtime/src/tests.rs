//! That clients and runtime agree: calls, storage keys, refusals, admission.

#![allow(clippy::unwrap_used)]

use codec::{DecodeAll, Encode};
use frame_support::dispatch::GetDispatchInfo;
use ledger_types::{
    BatchKey, Kind, Line, Lines, PackSelection, Permissions, RecallClass,
    call::{Call, CustodyTransferCall, DrugBatchCall, ParticipantsCall},
    custody::RejectReason,
    keys, refusal,
};
use scale_info::{TypeDef, TypeInfo};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
    traits::DispatchTransaction,
    transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
};

use crate::{
    AccountId, CustodyTransfer, DrugBatch, Participants, Runtime, RuntimeCall, RuntimeOrigin, System, Timestamp,
    admission::AdmitOperators, presets,
};

const NOW: u64 = 1_800_000_000;

fn batch() -> BatchKey {
    BatchKey::new(4_012_345_678_901, b"LOT-7").unwrap()
}

fn lines() -> Lines {
    vec![Line { batch: batch(), start: 3, end: 900 }].try_into().unwrap()
}

/// A chain of the dev preset.
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
    });
}

#[test]
fn every_call_of_a_client_is_the_call_that_the_runtime_reads() {
    let name = || b"Name".to_vec().try_into().unwrap();
    let number = || b"L-1".to_vec().try_into().unwrap();
    let account = AccountId::new([9; 32]);
    let (gln, sscc, lot) = (4_000_001_000_005, Some(340_123_450_000_000_000), batch().lot);
    use pallet_custody_transfer::Call as Custody;
    use pallet_drug_batch::Call as Drug;
    use pallet_participants::Call as People;
    let (kind, country, participant) = (Kind::Dispenser, *b"DE", 7);
    let pairs: Vec<(Call, RuntimeCall)> = vec![
        (
            Call::Participants(ParticipantsCall::Register { kind, gln, country, name: name(), operator: [9; 32] }),
            People::register { kind, gln, country, name: name(), operator: account.clone() }.into(),
        ),
        (
            Call::Participants(ParticipantsCall::GrantLicence {
                participant,
                number: number(),
                valid_from: 1,
                valid_until: 2,
            }),
            People::grant_licence { participant, number: number(), valid_from: 1, valid_until: 2 }.into(),
        ),
        (Call::Participants(ParticipantsCall::Suspend { participant }), People::suspend { participant }.into()),
        (Call::Participants(ParticipantsCall::Reinstate { participant }), People::reinstate { participant }.into()),
        (
            Call::Participants(ParticipantsCall::AddOperator { account: [9; 32], permissions: Permissions::SHIP }),
            People::add_operator { account: account.clone(), permissions: Permissions::SHIP }.into(),
        ),
        (
            Call::Participants(ParticipantsCall::RemoveOperator { account: [9; 32] }),
            People::remove_operator { account }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::RegisterProduct { gtin: 8, name: name() }),
            Drug::register_product { gtin: 8, name: name() }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::RegisterBatch {
                gtin: 8,
                lot: lot.clone(),
                expiry: 20_271_200,
                packs: 5,
                root: [1; 32],
            }),
            Drug::register_batch { gtin: 8, lot, expiry: 20_271_200, packs: 5, root: [1; 32] }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::ReleaseBatch { batch: batch() }),
            Drug::release_batch { batch: batch() }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::RecallBatch { batch: batch(), class: RecallClass::II }),
            Drug::recall_batch { batch: batch(), class: RecallClass::II }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::Dispense { batch: batch(), packs: PackSelection::One(4) }),
            Drug::dispense { batch: batch(), packs: PackSelection::One(4) }.into(),
        ),
        (
            Call::CustodyTransfer(CustodyTransferCall::Dispatch { to: participant, lines: lines(), sscc }),
            Custody::dispatch { to: participant, lines: lines(), sscc }.into(),
        ),
        (
            Call::CustodyTransfer(CustodyTransferCall::Receive { shipment: 4, lines: Some(lines()) }),
            Custody::receive { shipment: 4, lines: Some(lines()) }.into(),
        ),
        (
            Call::CustodyTransfer(CustodyTransferCall::Reject {
                shipment: 4,
                lines: None,
                reason: RejectReason::Suspect,
            }),
            Custody::reject { shipment: 4, lines: None, reason: RejectReason::Suspect }.into(),
        ),
        (Call::CustodyTransfer(CustodyTransferCall::Cancel { shipment: 4 }), Custody::cancel { shipment: 4 }.into()),
    ];
    for (sent, expected) in pairs {
        assert_eq!(RuntimeCall::decode_all(&mut sent.encode().as_slice()), Ok(expected), "{sent:?}");
    }
}

#[test]
fn every_storage_key_that_scanners_prove_is_where_the_runtime_writes() {
    let (batch, account) = (batch(), AccountId::new([5; 32]));
    let pairs = [
        (keys::now(), pallet_timestamp::Now::<Runtime>::hashed_key().to_vec()),
        (keys::participant(3), pallet_participants::Participants::<Runtime>::hashed_key_for(3)),
        (keys::participant_by_gln(8), pallet_participants::ByGln::<Runtime>::hashed_key_for(8)),
        (keys::operator(&[5; 32]), pallet_participants::Operators::<Runtime>::hashed_key_for(&account)),
        (keys::product(8), pallet_drug_batch::Products::<Runtime>::hashed_key_for(8)),
        (keys::batch(&batch), pallet_drug_batch::Batches::<Runtime>::hashed_key_for(&batch)),
        (keys::pack_chunk(&batch, 300), pallet_drug_batch::PackStates::<Runtime>::hashed_key_for(&batch, 300)),
        (
            keys::holding(&batch, 300),
            pallet_custody_transfer::Holdings::<Runtime>::hashed_key_for(&batch, 300u32.to_be_bytes()),
        ),
        (keys::shipment(6), pallet_custody_transfer::Shipments::<Runtime>::hashed_key_for(6)),
        (keys::account(&[5; 32]), frame_system::Account::<Runtime>::hashed_key_for(&account)),
    ];
    for (at, (client, runtime)) in pairs.into_iter().enumerate() {
        assert_eq!(client, runtime, "key {at}");
    }
    assert_eq!(keys::holding_end(&batch, &keys::holding(&batch, 300)), Some(300));
}

/// Layout is a public contract: programs that do not use these crates compute the same bytes.
#[test]
fn storage_keys_never_move() {
    let golden = [
        (keys::batch(&batch()), include_str!("../golden/batch.key")),
        (keys::pack_chunk(&batch(), 19), include_str!("../golden/pack-chunk.key")),
        (keys::holding(&batch(), 10_000), include_str!("../golden/holding.key")),
        (keys::participant(2), include_str!("../golden/participant.key")),
    ];
    for (key, golden) in golden {
        assert_eq!(format!("0x{}", hex(&key)), golden.trim());
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn assert_named<Error: TypeInfo + 'static>(pallet: u8) {
    let TypeDef::Variant(errors) = Error::type_info().type_def else { panic!("a pallet's errors are an enum") };
    for error in &errors.variants {
        assert_eq!(refusal::in_pallet(pallet, error.index).map(|refusal| refusal.name), Some(error.name));
    }
    assert_eq!(refusal::in_pallet(pallet, errors.variants.len() as u8), None);
}

#[test]
fn every_error_of_every_pallet_has_a_next_step() {
    assert_named::<pallet_participants::Error<Runtime>>(ledger_types::PARTICIPANTS);
    assert_named::<pallet_drug_batch::Error<Runtime>>(ledger_types::DRUG_BATCH);
    assert_named::<pallet_custody_transfer::Error<Runtime>>(ledger_types::CUSTODY_TRANSFER);
}

fn admitted(origin: RuntimeOrigin) -> Result<(), TransactionValidityError> {
    admitted_with(origin, pallet_custody_transfer::Call::<Runtime>::cancel { shipment: 1 }.into())
}

fn admitted_with(origin: RuntimeOrigin, call: RuntimeCall) -> Result<(), TransactionValidityError> {
    let info = call.get_dispatch_info();
    AdmitOperators.validate_only(origin, &call, &info, 0, TransactionSource::External, 0).map(|_| ())
}

fn custom(code: u8) -> Result<(), TransactionValidityError> {
    Err(InvalidTransaction::Custom(code).into())
}

#[test]
fn only_operators_of_participants_that_may_trade_are_admitted() {
    dev_chain(|| {
        let signed = |who: Sr25519Keyring| RuntimeOrigin::signed(who.to_account_id());
        let regulator = signed(Sr25519Keyring::Alice);
        assert_eq!(admitted(regulator.clone()), Ok(()));
        assert_eq!(admitted(signed(Sr25519Keyring::Bob)), custom(refusal::admission::UNKNOWN_ACCOUNT));
        assert!(admitted(RuntimeOrigin::none()).is_err());
        assert!(admitted(RuntimeOrigin::root()).is_err());

        let (name, operator) = (b"Maker".to_vec().try_into().unwrap(), Sr25519Keyring::Bob.to_account_id());
        Participants::register(regulator.clone(), Kind::Manufacturer, 4_012_345_000_009, *b"DE", name, operator)
            .unwrap();
        assert_eq!(admitted(signed(Sr25519Keyring::Bob)), custom(refusal::admission::NO_VALID_LICENCE));
        let number = b"L".to_vec().try_into().unwrap();
        Participants::grant_licence(regulator.clone(), 1, number, NOW, NOW + 10).unwrap();
        assert_eq!(admitted(signed(Sr25519Keyring::Bob)), Ok(()));
        let till = Sr25519Keyring::Charlie.to_account_id();
        Participants::add_operator(signed(Sr25519Keyring::Bob), till, Permissions::DISPENSE).unwrap();
        let dispense = pallet_drug_batch::Call::dispense { batch: batch(), packs: PackSelection::One(0) };
        assert_eq!(admitted_with(signed(Sr25519Keyring::Charlie), dispense.into()), Ok(()));
        assert_eq!(admitted(signed(Sr25519Keyring::Charlie)), custom(refusal::admission::NOT_PERMITTED));
        for call in [
            RuntimeCall::from(frame_system::Call::remark { remark: vec![0; 9] }),
            pallet_timestamp::Call::set { now: 1 }.into(),
        ] {
            assert_eq!(admitted_with(regulator.clone(), call), custom(refusal::admission::NOT_OFFERED));
        }
        Participants::suspend(regulator, 1).unwrap();
        assert_eq!(admitted(signed(Sr25519Keyring::Bob)), custom(refusal::admission::SUSPENDED));
        assert_eq!(Timestamp::get(), NOW * 1_000);
        for state in [Participants::do_try_state(), DrugBatch::do_try_state(), CustodyTransfer::do_try_state()] {
            assert_eq!(state, Ok(()));
        }
    });
}

#[test]
fn every_call_needs_its_permission_and_no_other() {
    use pallet_custody_transfer::Call as Custody;
    use pallet_drug_batch::Call as Drug;
    use pallet_participants::Call as People;
    dev_chain(|| {
        let key = Sr25519Keyring::Charlie.to_account_id();
        let text = || b"X".to_vec().try_into().unwrap();
        let number = || b"X".to_vec().try_into().unwrap();
        let reason = RejectReason::Missing;
        let (gtin, gln, lot, packs) = (8, 9, batch().lot, PackSelection::One(0));
        let kind = Kind::Dispenser;
        let register = People::register { kind, gln, country: *b"DE", name: text(), operator: key.clone() };
        let grant = People::grant_licence { participant: 1, number: number(), valid_from: 0, valid_until: 1 };
        let cases: Vec<(RuntimeCall, Permissions)> = vec![
            (register.into(), Permissions::LICENSE),
            (grant.into(), Permissions::LICENSE),
            (People::suspend { participant: 1 }.into(), Permissions::LICENSE),
            (People::reinstate { participant: 1 }.into(), Permissions::LICENSE),
            (People::add_operator { account: key.clone(), permissions: Permissions::ALL }.into(), Permissions::MANAGE),
            (People::remove_operator { account: key.clone() }.into(), Permissions::MANAGE),
            (Drug::register_product { gtin, name: text() }.into(), Permissions::REGISTER),
            (
                Drug::register_batch { gtin, lot, expiry: 20_271_200, packs: 1, root: [0; 32] }.into(),
                Permissions::REGISTER,
            ),
            (Drug::release_batch { batch: batch() }.into(), Permissions::RELEASE),
            (Drug::recall_batch { batch: batch(), class: RecallClass::I }.into(), Permissions::RECALL),
            (Drug::dispense { batch: batch(), packs }.into(), Permissions::DISPENSE),
            (Custody::dispatch { to: 1, lines: lines(), sscc: None }.into(), Permissions::SHIP),
            (Custody::cancel { shipment: 1 }.into(), Permissions::SHIP),
            (Custody::receive { shipment: 1, lines: None }.into(), Permissions::RECEIVE),
            (Custody::reject { shipment: 1, lines: None, reason }.into(), Permissions::RECEIVE),
        ];
        for (call, needed) in cases {
            for (permissions, expected) in [
                (needed, Ok(())),
                (Permissions(Permissions::ALL.0 & !needed.0), custom(refusal::admission::NOT_PERMITTED)),
            ] {
                // Participant 0 is the regulator, which may always trade.
                let operator = ledger_types::Operator { participant: 0, permissions };
                pallet_participants::Operators::<Runtime>::insert(&key, operator);
                assert_eq!(admitted_with(RuntimeOrigin::signed(key.clone()), call.clone()), expected, "{call:?}");
            }
        }
    });
}
