//! Cases: opening, conducting, closing.

use core::ops::Range;

use frame_support::{ensure, pallet_prelude::*};
use frame_system::pallet_prelude::OriginFor;
use ledger_types::{
    BatchKey, Kind, Line, Lines, PackIndex, ParticipantId, Permissions,
    compliance::{Case, CaseId, CaseStage, Closing, DutyKind, Notice, Subject, Trigger},
};
use pallet_custody_transfer::Pallet as Custody;
use pallet_drug_batch::{Custody as _, Need, Pallet as DrugBatch};
use pallet_participants::{Actor, Pallet as Participants};

use crate::{
    CaseDuties, Cases, Config, Error, Event, MAX_CHUNKS, MAX_NOTICES, NextCase, NoticeCounts, Notices, Pallet,
    Quarantines,
};

fn is_closed(case: &Case) -> bool {
    matches!(case.stage, CaseStage::Closed { .. })
}

/// The order of the stages of an open case.
fn rank(stage: CaseStage) -> u8 {
    match stage {
        CaseStage::New => 0,
        CaseStage::Active => 1,
        CaseStage::UnderInvestigation => 2,
        CaseStage::Escalated => 3,
        CaseStage::Closed { .. } => 4,
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_open_case(
        actor: &Actor,
        trigger: Trigger,
        subject: Subject,
        evidence: [u8; 32],
        quarantine: bool,
    ) -> DispatchResult {
        let regulator = actor.kind() == Kind::Regulator;
        ensure!(trigger != Trigger::Emergency || regulator, Error::<T>::NotRegulator);
        let id = NextCase::<T>::get();
        let none = Lines::default();
        let lines = match &subject {
            Subject::Packs(lines) => {
                ensure!(!lines.is_empty(), Error::<T>::NoPacks);
                lines
            }
            Subject::Code(_) => {
                ensure!(!quarantine, Error::<T>::NoPacks);
                &none
            }
        };
        if quarantine {
            ensure!(crate::pallet::chunks(lines) <= MAX_CHUNKS, Error::<T>::MoreChunks);
            for line in lines {
                if !regulator {
                    let packs = line.start..line.end;
                    Custody::<T>::ensure_held(&line.batch, actor.id, packs, Need::Answering)?;
                }
                ensure!(!Self::in_quarantine(line), Error::<T>::InQuarantineAlready);
                Quarantines::<T>::insert(&line.batch, line.end.to_be_bytes(), (line.start, id));
                DrugBatch::<T>::do_quarantine(&line.batch, line.start..line.end)?;
            }
        } else {
            for line in lines {
                DrugBatch::<T>::ensure_exist(&line.batch, &(line.start..line.end))?;
            }
        }
        NextCase::<T>::put(id.saturating_add(1));
        let case = Case {
            trigger,
            subject,
            evidence,
            opened_by: actor.id,
            opened_at: Participants::<T>::now(),
            stage: CaseStage::New,
            quarantined: quarantine,
            illegitimate_since: None,
        };
        Cases::<T>::insert(id, case);
        Self::deposit_event(Event::CaseOpened { case: id, trigger, by: actor.id, quarantine });
        Ok(())
    }

    /// An open case, and who conducts it: the opener or a regulator.
    pub(crate) fn ensure_conductor(origin: OriginFor<T>, id: CaseId) -> Result<(Actor, Case), DispatchError> {
        let actor = Participants::<T>::ensure_operator(origin, Permissions::REPORT)?;
        let case = Cases::<T>::get(id).ok_or(Error::<T>::UnknownCase)?;
        let conducts = case.opened_by == actor.id || actor.kind() == Kind::Regulator;
        ensure!(conducts, Error::<T>::NotConductor);
        ensure!(!is_closed(&case), Error::<T>::Closed);
        Ok((actor, case))
    }

    pub(crate) fn do_advance_case(id: CaseId, by: &Actor, mut case: Case, stage: CaseStage) -> DispatchResult {
        let forward = rank(stage) > rank(case.stage) && !matches!(stage, CaseStage::Closed { .. });
        ensure!(forward, Error::<T>::BackwardStage);
        case.stage = stage;
        Cases::<T>::insert(id, case);
        Self::deposit_event(Event::CaseAdvanced { case: id, stage, by: by.id });
        Ok(())
    }

    /// Notes that product is illegitimate: from now on the clocks for notices run, for whoever opened the case.
    pub(crate) fn do_find_illegitimate(id: CaseId, by: &Actor, mut case: Case) -> DispatchResult {
        ensure!(case.illegitimate_since.is_none(), Error::<T>::IllegitimateAlready);
        // Nobody accuses others of packs that it never had and did not make.
        let concerned = case.quarantined
            || by.kind() == Kind::Regulator
            || match &case.subject {
                Subject::Packs(lines) => lines.iter().all(|line| {
                    pallet_drug_batch::Batches::<T>::get(&line.batch).is_some_and(|batch| batch.maker == by.id)
                }),
                Subject::Code(_) => true,
            };
        ensure!(concerned, Error::<T>::NotConcerned);
        case.illegitimate_since = Some(Participants::<T>::now());
        let owner = case.opened_by;
        Cases::<T>::insert(id, case);
        for kind in [DutyKind::NotifyRegulator, DutyKind::NotifyPartners] {
            Self::add_duty(owner, kind, Some(id), None)?;
        }
        Self::deposit_event(Event::FoundIllegitimate { case: id, by: by.id });
        Ok(())
    }

    pub(crate) fn do_notify(
        id: CaseId,
        by: &Actor,
        case: &Case,
        to: ParticipantId,
        digest: [u8; 32],
    ) -> DispatchResult {
        let record = pallet_participants::Participants::<T>::get(to)
            .ok_or(pallet_participants::Error::<T>::UnknownParticipant)?;
        ensure!(to != by.id && to != case.opened_by, Error::<T>::OfOneself);
        let kind = if record.kind == Kind::Regulator { DutyKind::NotifyRegulator } else { DutyKind::NotifyPartners };
        if Notices::<T>::contains_key(id, to) {
            // Who was told of doubts is told again once the product is found illegitimate.
            ensure!(CaseDuties::<T>::contains_key(id, kind), Error::<T>::NotifiedAlready);
        } else {
            NoticeCounts::<T>::try_mutate(id, |count| {
                ensure!(*count < MAX_NOTICES, Error::<T>::TooManyNotices);
                *count += 1;
                Ok::<_, DispatchError>(())
            })?;
        }
        let now = Participants::<T>::now();
        Notices::<T>::insert(id, to, Notice { digest, sent_at: now, acknowledged_at: None });
        Self::fulfil_for_case(id, kind, digest);
        Self::deposit_event(Event::Notified { case: id, by: by.id, to, digest });
        Ok(())
    }

    pub(crate) fn do_acknowledge(id: CaseId, by: ParticipantId) -> DispatchResult {
        Notices::<T>::try_mutate(id, by, |stored| {
            let notice = stored.as_mut().ok_or(Error::<T>::NotNotified)?;
            ensure!(notice.acknowledged_at.is_none(), Error::<T>::AcknowledgedAlready);
            notice.acknowledged_at = Some(Participants::<T>::now());
            Ok::<_, DispatchError>(())
        })?;
        Self::deposit_event(Event::Acknowledged { case: id, by });
        Ok(())
    }

    pub(crate) fn do_close_case(id: CaseId, by: &Actor, mut case: Case, result: Closing) -> DispatchResult {
        let regulator = by.kind() == Kind::Regulator;
        let opened_by_regulator = case.trigger == Trigger::Emergency;
        // Illegitimate product is let go only in consultation with the authority, and so is what it quarantined itself.
        let releases = result != Closing::Destroyed;
        let needs_authority = releases && (case.illegitimate_since.is_some() || opened_by_regulator);
        ensure!(regulator || !needs_authority, Error::<T>::NotRegulator);
        ensure!(releases || case.quarantined, Error::<T>::NotInQuarantine);
        let about_a_code = matches!(case.subject, Subject::Code(_));
        ensure!(about_a_code || result != Closing::Falsified, Error::<T>::AboutPacks);
        // A case does not end before those were told who have to be.
        let told = CaseDuties::<T>::iter_key_prefix(id).next().is_none();
        ensure!(told, Error::<T>::NoticesDue);
        if case.quarantined
            && let Subject::Packs(lines) = &case.subject
        {
            for line in lines {
                if !releases && !regulator {
                    // Meanwhile somebody else may have received the packs: nobody destroys what is not in its hands.
                    let packs = line.start..line.end;
                    Custody::<T>::ensure_held(&line.batch, by.id, packs, Need::AtRest)?;
                }
                Quarantines::<T>::remove(&line.batch, line.end.to_be_bytes());
                DrugBatch::<T>::do_end_quarantine(&line.batch, line.start..line.end, !releases)?;
            }
        }
        case.quarantined = false;
        case.stage = CaseStage::Closed { result, by: by.id, at: Participants::<T>::now() };
        Cases::<T>::insert(id, case);
        Self::deposit_event(Event::CaseClosed { case: id, result, by: by.id });
        Ok(())
    }

    /// Removes a case with all that belongs to it, which is bounded.
    pub(crate) fn do_purge_case(id: CaseId) {
        Cases::<T>::remove(id);
        NoticeCounts::<T>::remove(id);
        let _ = Notices::<T>::clear_prefix(id, MAX_NOTICES, None);
        let _ = CaseDuties::<T>::clear_prefix(id, 4, None);
        Self::deposit_event(Event::CasePurged { case: id });
    }

    /// Whether a pack of a line is in the quarantine of some case.
    fn in_quarantine(line: &Line) -> bool {
        <Self as pallet_drug_batch::Quarantine>::covers(&line.batch, &(line.start..line.end))
    }
}

impl<T: Config> pallet_drug_batch::Quarantine for Pallet<T> {
    fn covers(batch: &BatchKey, packs: &Range<PackIndex>) -> bool {
        let from = Quarantines::<T>::hashed_key_for(batch, packs.start.to_be_bytes());
        // Keys are ends, exclusive: the first one above the first pack ends the first quarantine that could contain it.
        let next = Quarantines::<T>::iter_prefix_from(batch, from).next();
        next.is_some_and(|(_, (start, _))| start < packs.end)
    }
}
