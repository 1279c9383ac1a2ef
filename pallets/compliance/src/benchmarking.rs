//! Benchmarks of the calls, each at its most expensive.

use alloc::vec::Vec;

use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use ledger_types::{
    CHUNK_PACKS, Kind, Line, Lines, ParticipantId,
    compliance::{CaseStage, Closing, Duty, DutyKind, Question, Subject, Trigger},
    custody::MAX_LINES,
};
use pallet_drug_batch::{MAX_PACKS, benchmarking::batch};
use pallet_participants::benchmarking::enrol;

use crate::{Call, Cases, Config, Duties, MAX_NOTICES, Pallet};

const DIGEST: [u8; 32] = [4; 32];

/// Lines of one pack each in as many batches, the first over `chunks` chunks.
fn lines<T: Config>(count: u32, chunks: u32, holder: ParticipantId) -> Lines {
    let line = |number: u32| {
        let key = batch::<T>(number, holder, holder, MAX_PACKS, 1);
        Line { batch: key, start: 0, end: if number == 0 { chunks.max(1) * CHUNK_PACKS } else { 1 } }
    };
    (0..count).map(line).collect::<Vec<_>>().try_into().unwrap_or_default()
}

/// A quarantine of so many lines and chunks, and the key that opened it.
fn opened<T: Config>(count: u32, chunks: u32) -> Result<T::AccountId, BenchmarkError> {
    let (holder, operator) = enrol::<T>(Kind::Manufacturer);
    let subject = Subject::Packs(lines::<T>(count, chunks, holder));
    Pallet::<T>::open_case(RawOrigin::Signed(operator.clone()).into(), Trigger::Suspicion, subject, DIGEST, true)?;
    Ok(operator)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn open_case(l: Linear<1, { MAX_LINES }>, c: Linear<1, 2_048>) {
        let (holder, operator) = enrol::<T>(Kind::Manufacturer);
        let subject = Subject::Packs(lines::<T>(l, c, holder));
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), Trigger::Suspicion, subject, DIGEST, true);
        assert!(Cases::<T>::contains_key(0));
    }

    #[benchmark]
    fn advance_case() -> Result<(), BenchmarkError> {
        let operator = opened::<T>(MAX_LINES, 1)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), 0, CaseStage::Escalated);
        Ok(())
    }

    #[benchmark]
    fn find_illegitimate() -> Result<(), BenchmarkError> {
        let operator = opened::<T>(MAX_LINES, 1)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), 0);
        Ok(())
    }

    #[benchmark]
    fn notify() -> Result<(), BenchmarkError> {
        let operator = opened::<T>(MAX_LINES, 1)?;
        Pallet::<T>::find_illegitimate(RawOrigin::Signed(operator.clone()).into(), 0)?;
        let (to, _) = enrol::<T>(Kind::Wholesaler);
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), 0, to, DIGEST);
        Ok(())
    }

    #[benchmark]
    fn acknowledge() -> Result<(), BenchmarkError> {
        let operator = opened::<T>(1, 1)?;
        let (to, receiver) = enrol::<T>(Kind::Wholesaler);
        Pallet::<T>::notify(RawOrigin::Signed(operator).into(), 0, to, DIGEST)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(receiver), 0);
        Ok(())
    }

    #[benchmark]
    fn close_case(l: Linear<1, { MAX_LINES }>, c: Linear<1, 2_048>) -> Result<(), BenchmarkError> {
        let operator = opened::<T>(l, c)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), 0, Closing::Cleared, u32::MAX);
        Ok(())
    }

    #[benchmark]
    fn ask() {
        let (_, operator) = enrol::<T>(Kind::Dispenser);
        let (of, _) = enrol::<T>(Kind::Manufacturer);
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), of, Question::Tracing, DIGEST);
    }

    #[benchmark]
    fn answer() -> Result<(), BenchmarkError> {
        let (_, operator) = enrol::<T>(Kind::Dispenser);
        let (of, asked) = enrol::<T>(Kind::Manufacturer);
        Pallet::<T>::ask(RawOrigin::Signed(operator).into(), of, Question::Tracing, DIGEST)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(asked), 0, DIGEST);
        Ok(())
    }

    #[benchmark]
    fn purge_case(n: Linear<0, { MAX_NOTICES }>) -> Result<(), BenchmarkError> {
        let operator = opened::<T>(MAX_LINES, 1)?;
        for _ in 0..n {
            let (to, _) = enrol::<T>(Kind::Wholesaler);
            Pallet::<T>::notify(RawOrigin::Signed(operator.clone()).into(), 0, to, DIGEST)?;
        }
        let at = 0;
        Cases::<T>::mutate(0, |case| {
            if let Some(case) = case {
                case.stage = CaseStage::Closed { result: Closing::Cleared, by: 0, at };
            }
        });
        #[block]
        {
            Pallet::<T>::do_purge_case(0);
        }
        Ok(())
    }

    #[benchmark]
    fn purge_duty() {
        let (owner, operator) = enrol::<T>(Kind::Dispenser);
        let kind = DutyKind::AnswerTracing;
        let duty = Duty { kind, case: None, asked_by: None, question: None, since: 0, due: 0, done: Some((0, DIGEST)) };
        Duties::<T>::insert(owner, 0, duty);
        #[block]
        {
            // Six years have not passed on a chain without a clock: all but the removal is done.
            let kept = Pallet::<T>::purge_duty(RawOrigin::Signed(operator).into(), 0);
            assert!(kept.is_err());
            Duties::<T>::remove(owner, 0);
        }
    }
}
