#![allow(clippy::unwrap_used)]

use core::ops::Range;

use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use ledger_types::{
    BatchKey, Line, Lines, PackSelection, PackState, Permissions, Terms,
    compliance::{AlertCode, CaseStage, Closing, DutyKind, Question, RETENTION_SECONDS, Subject, Trigger},
};
use sp_runtime::DispatchResult;

use crate::{Cases, Duties, Error, Event, Notices, Quarantines, mock::*};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
const DIGEST: [u8; 32] = [4; 32];

fn lines(batch: &BatchKey, ranges: &[Range<u32>]) -> Lines {
    let line = |packs: &Range<u32>| Line { batch: batch.clone(), start: packs.start, end: packs.end };
    ranges.iter().map(line).collect::<Vec<_>>().try_into().unwrap()
}

/// A released batch, of which the wholesaler has packs 0 to 99 and the pharmacy 100 to 149.
fn delivered() -> BatchKey {
    let batch = release("A", PACKS);
    for (to, receiver, range) in [(2, WHOLESALER, 0..100), (3, PHARMACY, 100..150)] {
        assert_ok!(CustodyTransfer::dispatch(signed(MAKER), to, lines(&batch, &[range]), Terms::default()));
        let shipment = pallet_custody_transfer::NextShipment::<Test>::get() - 1;
        assert_ok!(CustodyTransfer::receive(signed(receiver), shipment, None));
    }
    batch
}

fn open(by: u64, trigger: Trigger, batch: &BatchKey, ranges: &[Range<u32>], quarantine: bool) -> DispatchResult {
    let subject = Subject::Packs(lines(batch, ranges));
    frame_support::storage::with_storage_layer(|| {
        Compliance::open_case(signed(by), trigger, subject, DIGEST, quarantine)
    })
}

fn suspect(by: u64, batch: &BatchKey, ranges: &[Range<u32>]) -> DispatchResult {
    open(by, Trigger::Suspicion, batch, ranges, true)
}

fn plain(result: DispatchResultWithPostInfo) -> DispatchResult {
    result.map(|_| ()).map_err(|refused| refused.error)
}

fn close(by: u64, case: u32, result: Closing) -> DispatchResult {
    plain(Compliance::close_case(signed(by), case, result, 100))
}

fn state(batch: &BatchKey, pack: u32) -> Option<PackState> {
    DrugBatch::pack_state(batch.clone(), pack)
}

fn dispense(batch: &BatchKey, pack: u32) -> DispatchResult {
    plain(DrugBatch::dispense(signed(PHARMACY), batch.clone(), PackSelection::One(pack)))
}

#[test]
fn a_false_alert_holds_packs_back_and_lets_them_go() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(dispense(&batch, 105));
        assert_ok!(open(PHARMACY, Trigger::Alert(AlertCode::A3), &batch, &[100..110], true));
        System::assert_last_event(
            Event::CaseOpened { case: 0, trigger: Trigger::Alert(AlertCode::A3), by: 3, quarantine: true }.into(),
        );
        assert_eq!(
            [104, 105, 110].map(|pack| state(&batch, pack).unwrap()),
            [PackState::Quarantined, PackState::Dispensed, PackState::Active]
        );
        assert_noop!(dispense(&batch, 100), pallet_drug_batch::Error::<Test>::PackNotActive);
        check_invariants();
        assert_ok!(close(PHARMACY, 0, Closing::FalseAlert));
        assert_ok!(dispense(&batch, 100));
        assert_eq!(state(&batch, 105), Some(PackState::Dispensed));
        assert_eq!(Quarantines::<Test>::iter().count(), 0);
        assert_noop!(close(PHARMACY, 0, Closing::Cleared), Error::<Test>::Closed);
    });
}

#[test]
fn quarantine_stops_movement_but_not_receipt() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(CustodyTransfer::dispatch(signed(WHOLESALER), 3, lines(&batch, &[0..10]), Terms::default()));
        assert_ok!(suspect(WHOLESALER, &batch, &[5..20]));
        let send = CustodyTransfer::dispatch(signed(WHOLESALER), 3, lines(&batch, &[15..16]), Terms::default());
        assert_eq!(plain(send), Err(pallet_drug_batch::Error::<Test>::PackNotActive.into()));
        assert_ok!(CustodyTransfer::receive(signed(PHARMACY), 2, None));
        assert_ok!(dispense(&batch, 4));
        assert_noop!(dispense(&batch, 5), pallet_drug_batch::Error::<Test>::PackNotActive);
    });
}

#[test]
fn only_the_holder_or_a_regulator_quarantines() {
    build_and_execute(|| {
        let batch = delivered();
        let not_held = Err(pallet_custody_transfer::Error::<Test>::NotHeld.into());
        assert_eq!(suspect(PHARMACY, &batch, &[0..10]), not_held);
        assert_eq!(suspect(PHARMACY, &batch, &[140..151]), not_held);
        assert_eq!(open(MAKER, Trigger::Emergency, &batch, &[150..160], true), Err(Error::<Test>::NotRegulator.into()));
        assert_ok!(open(REGULATOR, Trigger::Emergency, &batch, &[0..PACKS], true));
        assert_noop!(dispense(&batch, 120), pallet_drug_batch::Error::<Test>::PackNotActive);
        // Without a quarantine, anybody can say what it saw.
        assert_ok!(open(PHARMACY, Trigger::Anomaly, &batch, &[0..10], false));
    });
}

#[test]
fn no_pack_is_in_two_quarantines() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(suspect(PHARMACY, &batch, &[100..110, 120..130]));
        for overlapping in [100..101, 109..111, 105..125, 90..140, 110..121] {
            let refused = open(REGULATOR, Trigger::Emergency, &batch, &[overlapping], true);
            assert_eq!(refused, Err(Error::<Test>::InQuarantineAlready.into()));
        }
        assert_eq!(suspect(PHARMACY, &batch, &[140..145, 144..146]), Err(Error::<Test>::InQuarantineAlready.into()));
        assert_ok!(suspect(PHARMACY, &batch, &[110..120]));
        assert_ok!(close(PHARMACY, 0, Closing::Cleared));
        assert_ok!(dispense(&batch, 105));
        assert_noop!(dispense(&batch, 115), pallet_drug_batch::Error::<Test>::PackNotActive);
    });
}

#[test]
fn open_case_with_a_bad_subject_fails() {
    build_and_execute(|| {
        let batch = delivered();
        let unknown = super::mock::batch("B");
        assert_eq!(suspect(PHARMACY, &batch, &[]), Err(Error::<Test>::NoPacks.into()));
        let code =
            Compliance::open_case(signed(PHARMACY), Trigger::Alert(AlertCode::A2), Subject::Code(DIGEST), DIGEST, true);
        assert_eq!(code, Err(Error::<Test>::NoPacks.into()));
        let about = |batch, range: Range<u32>| open(PHARMACY, Trigger::Suspicion, batch, &[range], false);
        assert_eq!(about(&unknown, 0..1), Err(pallet_drug_batch::Error::<Test>::UnknownBatch.into()));
        assert_eq!(about(&batch, 0..PACKS + 1), Err(pallet_drug_batch::Error::<Test>::BadSelection.into()));
        let code = Compliance::open_case(
            signed(PHARMACY),
            Trigger::Alert(AlertCode::A2),
            Subject::Code(DIGEST),
            DIGEST,
            false,
        );
        assert_ok!(code);
    });
}

#[test]
fn a_case_goes_forward_only_and_is_conducted_by_its_opener_or_a_regulator() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(suspect(PHARMACY, &batch, &[100..110]));
        let advance = |by, stage| Compliance::advance_case(signed(by), 0, stage);
        assert_noop!(advance(WHOLESALER, CaseStage::Active), Error::<Test>::NotConductor);
        assert_ok!(advance(PHARMACY, CaseStage::Active));
        assert_ok!(advance(REGULATOR, CaseStage::Escalated));
        for stage in [CaseStage::New, CaseStage::UnderInvestigation, CaseStage::Escalated] {
            assert_noop!(advance(PHARMACY, stage), Error::<Test>::BackwardStage);
        }
        let closed = CaseStage::Closed { result: Closing::Cleared, by: 3, at: START };
        assert_noop!(advance(PHARMACY, closed), Error::<Test>::BackwardStage);
        assert_noop!(advance(PHARMACY, CaseStage::Active), Error::<Test>::BackwardStage);
        assert_noop!(close(WHOLESALER, 0, Closing::Cleared), Error::<Test>::NotConductor);
        assert_noop!(Compliance::advance_case(signed(PHARMACY), 7, CaseStage::Active), Error::<Test>::UnknownCase);
    });
}

#[test]
fn illegitimate_product_starts_the_clocks_and_is_let_go_by_a_regulator_only() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(suspect(PHARMACY, &batch, &[100..110]));
        let find = |by| Compliance::find_illegitimate(signed(by), 0);
        assert_noop!(find(WHOLESALER), Error::<Test>::NotConductor);
        assert_ok!(find(PHARMACY));
        assert_noop!(find(PHARMACY), Error::<Test>::IllegitimateAlready);
        let due = |duty| Duties::<Test>::get(3, duty).unwrap().due;
        assert_eq!((due(0), due(1)), (START + DAY, START + DAY));
        assert_noop!(close(PHARMACY, 0, Closing::Cleared), Error::<Test>::NotRegulator);
        assert_noop!(close(PHARMACY, 0, Closing::Destroyed), Error::<Test>::NoticesDue);

        let notify = |to| Compliance::notify(signed(PHARMACY), 0, to, DIGEST);
        assert_ok!(notify(0));
        assert_noop!(notify(0), Error::<Test>::NotifiedAlready);
        set_time(START + DAY + 1);
        assert_eq!(Compliance::overdue(3).iter().map(|(duty, _)| *duty).collect::<Vec<_>>(), [1]);
        assert_ok!(notify(2));
        assert_ok!(notify(1));
        assert_eq!(Duties::<Test>::get(3, 0).unwrap().done, Some((START, DIGEST)));
        let late = Compliance::overdue(3);
        assert_eq!((late.len(), late[0].1.kind), (1, DutyKind::NotifyPartners), "done late stays late");

        let acknowledge = |by| Compliance::acknowledge(signed(by), 0);
        assert_noop!(acknowledge(CARRIER), Error::<Test>::NotNotified);
        assert_ok!(acknowledge(WHOLESALER));
        assert_noop!(acknowledge(WHOLESALER), Error::<Test>::AcknowledgedAlready);
        assert_eq!(Notices::<Test>::get(0, 2).unwrap().acknowledged_at, Some(START + DAY + 1));
        assert_ok!(close(REGULATOR, 0, Closing::Cleared));
        assert_eq!(state(&batch, 100), Some(PackState::Active));
    });
}

#[test]
fn who_was_told_of_doubts_is_told_again_when_they_prove_right_and_before_the_case_ends() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(suspect(PHARMACY, &batch, &[100..110]));
        let notify = |to| Compliance::notify(signed(PHARMACY), 0, to, DIGEST);
        assert_noop!(notify(3), Error::<Test>::OfOneself);
        assert_ok!(notify(0));
        assert_ok!(notify(2));
        assert_ok!(Compliance::find_illegitimate(signed(PHARMACY), 0));
        assert_noop!(close(PHARMACY, 0, Closing::Destroyed), Error::<Test>::NoticesDue);
        assert_ok!(notify(0));
        assert_noop!(notify(0), Error::<Test>::NotifiedAlready);
        assert_noop!(close(REGULATOR, 0, Closing::Cleared), Error::<Test>::NoticesDue);
        assert_ok!(notify(2));
        assert_ok!(close(PHARMACY, 0, Closing::Destroyed));
        assert_eq!(state(&batch, 100), Some(PackState::Destroyed));
    });
}

#[test]
fn nobody_destroys_what_somebody_else_has_received() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(CustodyTransfer::dispatch(signed(WHOLESALER), 3, lines(&batch, &[0..10]), Terms::default()));
        assert_ok!(suspect(WHOLESALER, &batch, &[0..10]));
        assert_ok!(CustodyTransfer::receive(signed(PHARMACY), 2, None));
        let destroyed = frame_support::storage::with_storage_layer(|| close(WHOLESALER, 0, Closing::Destroyed));
        assert_eq!(destroyed, Err(pallet_custody_transfer::Error::<Test>::NotHeld.into()));
        assert_eq!(state(&batch, 5), Some(PackState::Quarantined));
        assert_ok!(close(REGULATOR, 0, Closing::Destroyed));
    });
}

#[test]
fn only_a_case_about_a_code_ends_as_falsified() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(suspect(PHARMACY, &batch, &[100..110]));
        assert_noop!(close(PHARMACY, 0, Closing::Falsified), Error::<Test>::AboutPacks);
        let (trigger, subject) = (Trigger::Alert(AlertCode::A3), Subject::Code(DIGEST));
        assert_ok!(Compliance::open_case(signed(PHARMACY), trigger, subject, DIGEST, false));
        assert_ok!(close(PHARMACY, 1, Closing::Falsified));
    });
}

#[test]
fn an_emergency_is_ended_by_a_regulator_only() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(open(REGULATOR, Trigger::Emergency, &batch, &[100..110], true));
        assert_noop!(close(PHARMACY, 0, Closing::Cleared), Error::<Test>::NotConductor);
        assert_ok!(close(REGULATOR, 0, Closing::Destroyed));
        assert_eq!(state(&batch, 109), Some(PackState::Destroyed));
        let undone = DrugBatch::undo(signed(PHARMACY), batch, PackSelection::One(109), PackState::Destroyed);
        assert_eq!(plain(undone), Err(pallet_drug_batch::Error::<Test>::NeverUndone.into()));
    });
}

#[test]
fn close_case_states_the_weight_that_it_needs() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(suspect(PHARMACY, &batch, &[100..110]));
        let close = |chunks| plain(Compliance::close_case(signed(PHARMACY), 0, Closing::Cleared, chunks));
        assert_noop!(close(1), Error::<Test>::MoreChunks);
        assert_ok!(close(2));
        assert_ok!(open(PHARMACY, Trigger::Anomaly, &batch, &[100..110], false));
        let destroy = plain(Compliance::close_case(signed(PHARMACY), 1, Closing::Destroyed, 2));
        assert_eq!(destroy, Err(Error::<Test>::NotInQuarantine.into()));
    });
}

#[test]
fn questions_have_clocks_by_kind_of_question_and_of_participant() {
    build_and_execute(|| {
        delivered();
        let ask = |by, of, question| Compliance::ask(signed(by), of, question, DIGEST);
        assert_noop!(ask(PHARMACY, 3, Question::Tracing), Error::<Test>::OfOneself);
        assert_noop!(ask(PHARMACY, 0, Question::Tracing), Error::<Test>::OfRegulator);
        assert_noop!(ask(PHARMACY, 99, Question::Tracing), pallet_participants::Error::<Test>::UnknownParticipant);
        // It is Friday, 8:00.
        for (duty, of, question, due) in [
            (0, 1, Question::Verification, START + DAY),
            (1, 2, Question::Tracing, START + 2 * DAY),
            (2, 3, Question::Tracing, START + 4 * DAY),
        ] {
            assert_ok!(ask(REGULATOR, of, question));
            assert_eq!(Duties::<Test>::get(of, duty).unwrap().due, due);
        }
        let answer = |by, duty| Compliance::answer(signed(by), duty, DIGEST);
        assert_noop!(answer(PHARMACY, 0), Error::<Test>::UnknownDuty);
        set_time(START + DAY);
        assert_ok!(answer(MAKER, 0));
        System::assert_last_event(Event::DutyDone { owner: 1, duty: 0, in_time: true, digest: DIGEST }.into());
        assert_noop!(answer(MAKER, 0), Error::<Test>::DoneAlready);
        set_time(START + 4 * DAY + 1);
        assert_ok!(answer(PHARMACY, 2));
        System::assert_last_event(Event::DutyDone { owner: 3, duty: 2, in_time: false, digest: DIGEST }.into());
        assert_eq!(
            (Compliance::overdue(1).len(), Compliance::overdue(2).len(), Compliance::overdue(3).len()),
            (0, 1, 1)
        );
    });
}

#[test]
fn a_duty_of_a_case_is_met_by_a_notice_not_by_an_answer() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(suspect(PHARMACY, &batch, &[100..110]));
        assert_ok!(Compliance::find_illegitimate(signed(PHARMACY), 0));
        assert_noop!(Compliance::answer(signed(PHARMACY), 0, DIGEST), Error::<Test>::NotAQuestion);
    });
}

#[test]
fn records_are_kept_for_six_years() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(suspect(PHARMACY, &batch, &[100..110]));
        assert_ok!(Compliance::notify(signed(PHARMACY), 0, 2, DIGEST));
        assert_ok!(Compliance::ask(signed(WHOLESALER), 3, Question::Verification, DIGEST));
        assert_ok!(Compliance::answer(signed(PHARMACY), 0, DIGEST));
        let purge = |by| Compliance::purge_case(signed(by), 0);
        assert_noop!(purge(PHARMACY), Error::<Test>::KeepRecords);
        assert_ok!(close(PHARMACY, 0, Closing::Cleared));
        assert_eq!(Compliance::keep_until(0), Some(START + RETENTION_SECONDS));
        // 15 January 2033, six years later to the second.
        assert_eq!(START + RETENTION_SECONDS, 1_989_388_800);
        let number = b"NEXT".to_vec().try_into().unwrap();
        let (scope, until) = (ledger_types::Scope::DISPENSE, START + 9 * YEAR);
        assert_ok!(Participants::grant_licence(RuntimeOrigin::root(), 3, number, scope, START, until));
        set_time(START + RETENTION_SECONDS - 1);
        assert_noop!(purge(PHARMACY), Error::<Test>::KeepRecords);
        assert_noop!(Compliance::purge_duty(signed(PHARMACY), 0), Error::<Test>::KeepRecords);
        set_time(START + RETENTION_SECONDS);
        assert_ok!(purge(PHARMACY));
        assert_ok!(Compliance::purge_duty(signed(PHARMACY), 0));
        assert_eq!((Cases::<Test>::iter().count(), Notices::<Test>::iter().count()), (0, 0));
    });
}

#[test]
fn a_key_without_the_permission_reports_nothing() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(Participants::add_operator(signed(PHARMACY), 30, Permissions::DISPENSE));
        let refused = open(30, Trigger::Suspicion, &batch, &[100..101], false);
        assert_eq!(refused, Err(pallet_participants::Error::<Test>::NotPermitted.into()));
    });
}

#[test]
fn what_is_undone_does_not_come_back_to_life_in_a_quarantine() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(dispense(&batch, 105));
        assert_ok!(open(REGULATOR, Trigger::Emergency, &batch, &[0..PACKS], true));
        let undo = || {
            let packs = PackSelection::One(105);
            plain(DrugBatch::undo(signed(PHARMACY), batch.clone(), packs, PackState::Dispensed))
        };
        assert_noop!(undo(), pallet_drug_batch::Error::<Test>::InQuarantine);
        assert_ok!(close(REGULATOR, 0, Closing::Cleared));
        assert_ok!(undo());
        assert_ok!(dispense(&batch, 105));
    });
}

#[test]
fn nobody_accuses_others_of_packs_that_are_none_of_its_business() {
    build_and_execute(|| {
        let batch = delivered();
        assert_ok!(open(PHARMACY, Trigger::Suspicion, &batch, &[0..10], false));
        assert_noop!(Compliance::find_illegitimate(signed(PHARMACY), 0), Error::<Test>::NotConcerned);
        assert_ok!(open(MAKER, Trigger::Suspicion, &batch, &[0..10], false));
        assert_ok!(Compliance::find_illegitimate(signed(MAKER), 1));
        assert_ok!(Compliance::find_illegitimate(signed(REGULATOR), 0));
    });
}

#[test]
fn nobody_is_buried_in_questions() {
    build_and_execute(|| {
        let ask = |by, of| Compliance::ask(signed(by), of, Question::Verification, DIGEST);
        for _ in 0..crate::MAX_QUESTIONS {
            assert_ok!(ask(PHARMACY, 1));
        }
        assert_noop!(ask(PHARMACY, 1), Error::<Test>::TooManyQuestions);
        assert_ok!(ask(WHOLESALER, 1));
        assert_ok!(Compliance::answer(signed(MAKER), 3, DIGEST));
        assert_ok!(ask(PHARMACY, 1));
    });
}

#[test]
fn what_could_not_be_closed_is_not_opened() {
    build_and_execute(|| {
        let batch = release("BIG", pallet_drug_batch::MAX_PACKS);
        let whole = 0..pallet_drug_batch::MAX_PACKS;
        assert_ok!(open(REGULATOR, Trigger::Emergency, &batch, &[whole], true));
        let chunks = pallet_drug_batch::MAX_PACKS / ledger_types::CHUNK_PACKS + 2;
        assert_ok!(plain(Compliance::close_case(signed(REGULATOR), 0, Closing::Cleared, chunks)));
        let second = release("SECOND", pallet_drug_batch::MAX_PACKS);
        let both = vec![
            Line { batch: batch.clone(), start: 0, end: pallet_drug_batch::MAX_PACKS },
            Line { batch: second, start: 0, end: pallet_drug_batch::MAX_PACKS },
        ];
        let subject = Subject::Packs(both.try_into().unwrap());
        let opened = Compliance::open_case(signed(REGULATOR), Trigger::Emergency, subject, DIGEST, true);
        assert_eq!(opened, Err(Error::<Test>::MoreChunks.into()));
    });
}
