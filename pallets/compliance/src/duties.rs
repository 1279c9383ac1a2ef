//! What has to be done by when, and questions between participants.

use alloc::vec::Vec;

use frame_support::{ensure, pallet_prelude::*};
use ledger_types::{
    Kind, ParticipantId,
    compliance::{CaseId, Duty, DutyId, DutyKind, Question},
};
use pallet_participants::{Actor, Pallet as Participants};

use crate::{CaseDuties, Config, Duties, Error, Event, MAX_QUESTIONS, NextDuty, OpenQuestions, Pallet, deadlines};

impl<T: Config> Pallet<T> {
    /// Starts a clock.
    pub(crate) fn add_duty(
        owner: ParticipantId,
        kind: DutyKind,
        case: Option<CaseId>,
        question: Option<(ParticipantId, [u8; 32])>,
    ) -> Result<DutyId, DispatchError> {
        let record = pallet_participants::Participants::<T>::get(owner)
            .ok_or(pallet_participants::Error::<T>::UnknownParticipant)?;
        let id = NextDuty::<T>::get();
        NextDuty::<T>::put(id.saturating_add(1));
        let since = Participants::<T>::now();
        let due = deadlines::due(kind, record.kind, since);
        let (asked_by, question) = question.unzip();
        Duties::<T>::insert(owner, id, Duty { kind, case, asked_by, question, since, due, done: None });
        if let Some(case) = case {
            CaseDuties::<T>::insert(case, kind, (owner, id));
        }
        Self::deposit_event(Event::DutyStarted { owner, duty: id, kind, due });
        Ok(id)
    }

    /// Stops a case's clock of this kind, if it runs.
    pub(crate) fn fulfil_for_case(case: CaseId, kind: DutyKind, digest: [u8; 32]) {
        if let Some((owner, id)) = CaseDuties::<T>::take(case, kind) {
            let _ = Self::fulfil(owner, id, digest);
        }
    }

    fn fulfil(owner: ParticipantId, id: DutyId, digest: [u8; 32]) -> DispatchResult {
        let now = Participants::<T>::now();
        let in_time = Duties::<T>::try_mutate(owner, id, |stored| {
            let duty = stored.as_mut().ok_or(Error::<T>::UnknownDuty)?;
            ensure!(duty.done.is_none(), Error::<T>::DoneAlready);
            duty.done = Some((now, digest));
            Ok::<_, DispatchError>(!duty.overdue(now))
        })?;
        Self::deposit_event(Event::DutyDone { owner, duty: id, in_time, digest });
        Ok(())
    }

    pub(crate) fn do_ask(by: &Actor, of: ParticipantId, question: Question, digest: [u8; 32]) -> DispatchResult {
        ensure!(by.id != of, Error::<T>::OfOneself);
        let asked = pallet_participants::Participants::<T>::get(of)
            .ok_or(pallet_participants::Error::<T>::UnknownParticipant)?;
        ensure!(asked.kind != Kind::Regulator, Error::<T>::OfRegulator);
        let kind = match question {
            Question::Verification => DutyKind::AnswerVerification,
            Question::Tracing => DutyKind::AnswerTracing,
        };
        OpenQuestions::<T>::try_mutate(by.id, of, |open| {
            ensure!(*open < MAX_QUESTIONS, Error::<T>::TooManyQuestions);
            *open += 1;
            Ok::<_, DispatchError>(())
        })?;
        let duty = Self::add_duty(of, kind, None, Some((by.id, digest)))?;
        Self::deposit_event(Event::Asked { duty, by: by.id, of, question, digest });
        Ok(())
    }

    pub(crate) fn do_answer(by: ParticipantId, id: DutyId, digest: [u8; 32]) -> DispatchResult {
        let duty = Duties::<T>::get(by, id).ok_or(Error::<T>::UnknownDuty)?;
        let asked_by = duty.asked_by.ok_or(Error::<T>::NotAQuestion)?;
        Self::fulfil(by, id, digest)?;
        OpenQuestions::<T>::mutate_exists(asked_by, by, |open| {
            *open = open.map(|count| count.saturating_sub(1)).filter(|count| *count > 0);
        });
        Ok(())
    }

    /// The duties of a participant that are late now, or were done late, the first thousand.
    pub(crate) fn late(owner: ParticipantId) -> Vec<(DutyId, Duty)> {
        let now = Participants::<T>::now();
        Duties::<T>::iter_prefix(owner).filter(|(_, duty)| duty.overdue(now)).take(1_000).collect()
    }
}
