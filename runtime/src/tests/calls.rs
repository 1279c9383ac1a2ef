//! That what clients send is what the runtime reads.

use codec::{Compact, DecodeAll, DecodeLimit, Encode};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use ledger_types::{
    Documents, Kind, PackSelection, PackState, Permissions, Position, Purpose, RecallClass, Scope, Site, Terms, Text,
    ValidatorKeys,
    call::{
        Call, ColdChainCall, ComplianceCall, CouncilCall, CustodyTransferCall, DrugBatchCall, GovernanceCall,
        ModelRegistryCall, ParticipantsCall, SystemCall,
    },
    cold_chain::Segment,
    compliance::{AlertCode, CaseStage, Closing, Question, Subject, Trigger},
    custody::RejectReason,
    model::{ModelCard, ModelRole, ModelStage},
};
use pallet_cold_chain::Call as Cold;
use pallet_collective::Call as Council;
use pallet_compliance::Call as Cases;
use pallet_custody_transfer::Call as Custody;
use pallet_drug_batch::Call as Drug;
use pallet_governance::Call as Gov;
use pallet_model_registry::Call as Models;
use pallet_participants::Call as People;

use proptest::{collection::vec, prelude::*};

use super::{batch, lines, product_data};
use crate::{AccountId, Hash, RuntimeCall, admission::needs};

fn name() -> Text<64> {
    b"Name".to_vec().try_into().unwrap()
}

fn number() -> Text<32> {
    b"L-1".to_vec().try_into().unwrap()
}

fn account() -> AccountId {
    AccountId::new([9; 32])
}

fn site() -> Site {
    Site { name: name(), position: Position { latitude: -1, longitude: 2 } }
}

fn terms() -> Terms {
    Terms {
        purpose: Purpose::Disposal,
        sold_by: Some(3),
        carrier: Some(4),
        sscc: Some(340_123_450_000_000_000),
        documents: Some(Documents { information: [1; 32], statement: [2; 32] }),
    }
}

fn validator() -> ValidatorKeys {
    ValidatorKeys { owner: [1; 32], aura: [2; 32], grandpa: [3; 32], proof: ([4; 64], [5; 64]) }
}

fn card() -> ModelCard {
    ModelCard {
        usage: number(),
        intended_use: b"Scans of packs.".to_vec().try_into().unwrap(),
        feature_spec: [1; 32],
        training_manifest: [2; 32],
        metrics: [3; 32],
        suspicious_from: -5,
        alert_from: 7,
        parent: Some([4; 32]),
    }
}

fn segment() -> Segment {
    let (device, digest) = ([1; 32], [2; 32]);
    let (number, shipment, from, until, readings) = (3, 4, 5, 6, 7);
    let (min, max, mean, deviation, kinetic) = (-8, 9, -10, 11, 12);
    Segment { device, number, shipment, from, until, readings, min, max, mean, deviation, kinetic, digest }
}

/// Every call, as clients write it and as the runtime has it.
fn pairs() -> Vec<(Call, RuntimeCall)> {
    let (gln, kind, country, participant) = (4_000_001_000_005, Kind::Dispenser, *b"DE", 7);
    vec![
        (
            Call::Participants(ParticipantsCall::Register { kind, gln, country, name: name(), operator: [9; 32] }),
            People::register { kind, gln, country, name: name(), operator: account() }.into(),
        ),
        (
            Call::Participants(ParticipantsCall::GrantLicence {
                participant,
                number: number(),
                scope: Scope::TEST,
                valid_from: 1,
                valid_until: 2,
            }),
            People::grant_licence { participant, number: number(), scope: Scope::TEST, valid_from: 1, valid_until: 2 }
                .into(),
        ),
        (Call::Participants(ParticipantsCall::Suspend { participant }), People::suspend { participant }.into()),
        (Call::Participants(ParticipantsCall::Reinstate { participant }), People::reinstate { participant }.into()),
        (
            Call::Participants(ParticipantsCall::AddOperator { account: [9; 32], permissions: Permissions::SHIP }),
            People::add_operator { account: account(), permissions: Permissions::SHIP }.into(),
        ),
        (
            Call::Participants(ParticipantsCall::RemoveOperator { account: [9; 32] }),
            People::remove_operator { account: account() }.into(),
        ),
        (
            Call::Participants(ParticipantsCall::RevokeLicence { participant, number: number() }),
            People::revoke_licence { participant, number: number() }.into(),
        ),
        (Call::Participants(ParticipantsCall::Revoke { participant }), People::revoke { participant }.into()),
        (
            Call::Participants(ParticipantsCall::Recover { participant, operator: [9; 32] }),
            People::recover { participant, operator: account() }.into(),
        ),
        (
            Call::Participants(ParticipantsCall::SetDelegate { account: [9; 32] }),
            People::set_delegate { account: account() }.into(),
        ),
        (
            Call::Participants(ParticipantsCall::SetSite { gln, site: site() }),
            People::set_site { gln, site: site() }.into(),
        ),
        (Call::Participants(ParticipantsCall::RemoveSite { gln }), People::remove_site { gln }.into()),
        (
            Call::DrugBatch(DrugBatchCall::RegisterProduct { gtin: 8, data: product_data() }),
            Drug::register_product { gtin: 8, data: product_data() }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::RegisterBatch {
                gtin: 8,
                lot: batch().lot,
                expiry: 20_271_200,
                packs: 5,
                root: [1; 32],
            }),
            Drug::register_batch { gtin: 8, lot: batch().lot, expiry: 20_271_200, packs: 5, root: [1; 32] }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::ReleaseBatch { batch: batch(), certificate: [3; 32] }),
            Drug::release_batch { batch: batch(), certificate: [3; 32] }.into(),
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
            Call::DrugBatch(DrugBatchCall::RecallPacks { batch: batch(), start: 4, end: 5, class: RecallClass::II }),
            Drug::recall_packs { batch: batch(), start: 4, end: 5, class: RecallClass::II }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::Decommission {
                batch: batch(),
                packs: PackSelection::One(4),
                state: PackState::Exported,
            }),
            Drug::decommission { batch: batch(), packs: PackSelection::One(4), state: PackState::Exported }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::Undo {
                batch: batch(),
                packs: PackSelection::One(4),
                from: PackState::Exported,
            }),
            Drug::undo { batch: batch(), packs: PackSelection::One(4), from: PackState::Exported }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::RecallProduct { gtin: 8, class: RecallClass::II }),
            Drug::recall_product { gtin: 8, class: RecallClass::II }.into(),
        ),
        (
            Call::DrugBatch(DrugBatchCall::WithdrawBatch { batch: batch() }),
            Drug::withdraw_batch { batch: batch() }.into(),
        ),
        (Call::DrugBatch(DrugBatchCall::WithdrawProduct { gtin: 8 }), Drug::withdraw_product { gtin: 8 }.into()),
        (
            Call::DrugBatch(DrugBatchCall::UpdateProduct { gtin: 8, data: product_data() }),
            Drug::update_product { gtin: 8, data: product_data() }.into(),
        ),
        (
            Call::CustodyTransfer(CustodyTransferCall::Dispatch { to: participant, lines: lines(), terms: terms() }),
            Custody::dispatch { to: participant, lines: lines(), terms: terms() }.into(),
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
        (
            Call::CustodyTransfer(CustodyTransferCall::Extend { shipment: 4, lines: lines() }),
            Custody::extend { shipment: 4, lines: lines() }.into(),
        ),
        (
            Call::CustodyTransfer(CustodyTransferCall::ReportExcess { shipment: 4, lines: lines() }),
            Custody::report_excess { shipment: 4, lines: lines() }.into(),
        ),
        (
            Call::CustodyTransfer(CustodyTransferCall::Pack {
                sscc: 4,
                lines: lines(),
                children: vec![5].try_into().unwrap(),
            }),
            Custody::pack { sscc: 4, lines: lines(), children: vec![5].try_into().unwrap() }.into(),
        ),
        (Call::CustodyTransfer(CustodyTransferCall::Unpack { sscc: 4 }), Custody::unpack { sscc: 4 }.into()),
        (
            Call::CustodyTransfer(CustodyTransferCall::AcceptBreach { lines: lines(), assessment: [4; 32] }),
            Custody::accept_breach { lines: lines(), assessment: [4; 32] }.into(),
        ),
        (
            Call::Compliance(ComplianceCall::OpenCase {
                trigger: Trigger::Alert(AlertCode::A24),
                subject: Subject::Packs(lines()),
                evidence: [4; 32],
                quarantine: true,
            }),
            Cases::open_case {
                trigger: Trigger::Alert(AlertCode::A24),
                subject: Subject::Packs(lines()),
                evidence: [4; 32],
                quarantine: true,
            }
            .into(),
        ),
        (
            Call::Compliance(ComplianceCall::AdvanceCase { case: 4, stage: CaseStage::Escalated }),
            Cases::advance_case { case: 4, stage: CaseStage::Escalated }.into(),
        ),
        (Call::Compliance(ComplianceCall::FindIllegitimate { case: 4 }), Cases::find_illegitimate { case: 4 }.into()),
        (
            Call::Compliance(ComplianceCall::Notify { case: 4, to: 5, digest: [4; 32] }),
            Cases::notify { case: 4, to: 5, digest: [4; 32] }.into(),
        ),
        (Call::Compliance(ComplianceCall::Acknowledge { case: 4 }), Cases::acknowledge { case: 4 }.into()),
        (
            Call::Compliance(ComplianceCall::CloseCase { case: 4, result: Closing::Destroyed, chunks: 5 }),
            Cases::close_case { case: 4, result: Closing::Destroyed, chunks: 5 }.into(),
        ),
        (
            Call::Compliance(ComplianceCall::Ask { of: 5, question: Question::Tracing, digest: [4; 32] }),
            Cases::ask { of: 5, question: Question::Tracing, digest: [4; 32] }.into(),
        ),
        (
            Call::Compliance(ComplianceCall::Answer { duty: 5, digest: [4; 32] }),
            Cases::answer { duty: 5, digest: [4; 32] }.into(),
        ),
        (
            Call::ColdChain(ColdChainCall::RegisterDevice { device: [4; 32], calibrated_until: 9 }),
            Cold::register_device { device: [4; 32], calibrated_until: 9 }.into(),
        ),
        (
            Call::ColdChain(ColdChainCall::RetireDevice { device: [4; 32] }),
            Cold::retire_device { device: [4; 32] }.into(),
        ),
        (
            Call::ColdChain(ColdChainCall::Attach { device: [4; 32], shipment: 9 }),
            Cold::attach { device: [4; 32], shipment: 9 }.into(),
        ),
        (Call::ColdChain(ColdChainCall::Detach { device: [4; 32] }), Cold::detach { device: [4; 32] }.into()),
        (
            Call::ColdChain(ColdChainCall::SubmitSegment { segment: segment(), signature: [4; 64] }),
            Cold::submit_segment { segment: segment(), signature: [4; 64] }.into(),
        ),
        (
            Call::ModelRegistry(ModelRegistryCall::ProposeModel { model: [4; 32], card: Box::new(card()) }),
            Models::propose_model { model: [4; 32], card: card() }.into(),
        ),
        (
            Call::ModelRegistry(ModelRegistryCall::Endorse {
                model: [4; 32],
                stage: ModelStage::Shadow,
                role: ModelRole::Approver,
            }),
            Models::endorse { model: [4; 32], stage: ModelStage::Shadow, role: ModelRole::Approver }.into(),
        ),
        (
            Call::ModelRegistry(ModelRegistryCall::WithdrawEndorsement {
                model: [4; 32],
                stage: ModelStage::Retired,
                role: ModelRole::Evaluator,
            }),
            Models::withdraw_endorsement { model: [4; 32], stage: ModelStage::Retired, role: ModelRole::Evaluator }
                .into(),
        ),
        (
            Call::ModelRegistry(ModelRegistryCall::SuspendModel { model: [4; 32] }),
            Models::suspend_model { model: [4; 32] }.into(),
        ),
        (
            Call::Governance(GovernanceCall::AuthorizeUpgrade { code_hash: [4; 32] }),
            Gov::authorize_upgrade { code_hash: [4; 32].into() }.into(),
        ),
        (
            Call::Governance(GovernanceCall::SetValidators { validators: vec![validator()].try_into().unwrap() }),
            Gov::set_validators { validators: vec![validator()].try_into().unwrap() }.into(),
        ),
        (
            Call::System(SystemCall::ApplyAuthorizedUpgrade { code: vec![1, 2, 3] }),
            frame_system::Call::apply_authorized_upgrade { code: vec![1, 2, 3] }.into(),
        ),
        (Call::Governance(GovernanceCall::EnterSafeMode), Gov::enter_safe_mode {}.into()),
        (Call::Governance(GovernanceCall::LeaveSafeMode), Gov::leave_safe_mode {}.into()),
    ]
}

#[test]
fn every_call_of_a_client_is_the_call_that_the_runtime_reads() {
    for (sent, expected) in pairs() {
        assert_eq!(RuntimeCall::decode_all(&mut sent.encode().as_slice()), Ok(expected), "{sent:?}");
    }
}

/// All that the pool does with a call before anybody has paid for it with a signature that counts.
fn look_at(bytes: &[u8]) {
    if let Ok(call) = RuntimeCall::decode_all_with_depth_limit(frame_support::MAX_EXTRINSIC_DEPTH, &mut &bytes[..]) {
        let _ = (call.get_dispatch_info(), needs(&call), format!("{call:?}"));
        assert_eq!(
            RuntimeCall::decode_all(&mut call.encode().as_slice()),
            Ok(call),
            "what is read is written the same"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    /// Every call, with bytes changed, cut off or put in anywhere: nothing panics, and nothing is read in two ways.
    #[test]
    fn no_bytes_make_the_runtime_panic(
        call in any::<prop::sample::Index>(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 0..6),
        tail in vec(any::<u8>(), 0..40),
    ) {
        let pairs = pairs();
        let mut bytes = call.get(&pairs).1.encode();
        for (at, byte, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => bytes[at] ^= 1 << (byte % 8),
                _ => bytes.truncate(at.max(2)),
            }
        }
        look_at(&bytes);
        bytes.extend(tail);
        look_at(&bytes);
        look_at(&bytes[2..]);
    }
}

#[test]
fn motions_of_a_client_are_those_that_the_council_reads() {
    let sent = Call::Participants(ParticipantsCall::Revoke { participant: 7 });
    let read: RuntimeCall = People::revoke { participant: 7 }.into();
    let (threshold, index, length_bound) = (2, 70_000, 99);
    let hash = Hash::from([6; 32]);
    let weight = Weight::from_parts(400_000_000_000, 1 << 20);
    let pairs: Vec<(CouncilCall, RuntimeCall)> = vec![
        (
            CouncilCall::Propose {
                threshold: Compact(threshold),
                proposal: Box::new(sent),
                length_bound: Compact(length_bound),
            },
            Council::propose { threshold, proposal: Box::new(read), length_bound }.into(),
        ),
        (
            CouncilCall::Vote { proposal: [6; 32], index: Compact(index), approve: false },
            Council::vote { proposal: hash, index, approve: false }.into(),
        ),
        (
            CouncilCall::Close {
                proposal: [6; 32],
                index: Compact(index),
                weight_bound: (Compact(weight.ref_time()), Compact(weight.proof_size())),
                length_bound: Compact(length_bound),
            },
            Council::close { proposal_hash: hash, index, proposal_weight_bound: weight, length_bound }.into(),
        ),
    ];
    for (sent, expected) in pairs {
        let sent = Call::Council(sent);
        assert_eq!(RuntimeCall::decode_all(&mut sent.encode().as_slice()), Ok(expected), "{sent:?}");
    }
}
