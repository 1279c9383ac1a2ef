//! # Compliance
//!
//! What happens when there is doubt about packs: cases, quarantine, notices, questions, and the law's clocks.
//!
//! ## Terminology
//!
//! - **Case**: doubts about some packs, or about a code that the ledger does not know. It goes from new over active and
//!   under investigation to escalated, never back, and is closed with a result. Its opener and any regulator conduct it.
//! - **Quarantine**: every active pack of a case's lines is held back: it can be traced and received, but neither shipped
//!   nor dispensed. It ends when the case is closed: the packs are let go, or destroyed. No pack is in two quarantines.
//! - **Suspect** and **illegitimate** product: a case is about suspect product until somebody finds it illegitimate. From
//!   then on only a regulator lets the packs go.
//! - **Duty**: something that a participant has to do by a certain time: tell regulator and partners of illegitimate
//!   product, answer a question. Done or not, it stays to be seen until its records may be destroyed.
//! - **Question**: verification (is this identifier yours?) or tracing (from whom, to whom?). Question, answer and notice
//!   travel between the participants; the chain has their digests and times.
//!
//! ## Scenarios
//!
//! 1. A pharmacy's scan fails with A3. It opens a case about ten packs of the box, in quarantine ([`Call::open_case`]), and
//!    asks the maker for verification ([`Call::ask`]); the maker has 24 hours ([`Call::answer`]). It was a scanner fault:
//!    the case is closed as a false alert, and the packs are active again ([`Call::close_case`]).
//! 2. Or the maker says the serials are not its own. The pharmacy finds the product illegitimate
//!    ([`Call::find_illegitimate`]): within 24 hours it has to tell a regulator and its wholesaler ([`Call::notify`]), who
//!    confirm that they searched their stock ([`Call::acknowledge`]). The packs are destroyed.
//! 3. A regulator hears of poisoned syrup: it quarantines a range of packs at once, wherever they are.
//!
//! ## Invariants (checked by `try_state`)
//!
//! - Every quarantined pack lies in the lines of exactly one open case in quarantine, and nothing else is noted as
//!   quarantined.
//! - A closed case has no quarantine. Every notice and every clock of a case belongs to a case that exists.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod deadlines;
pub mod weights;

mod measured;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

mod cases;
mod duties;
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use measured::Measured;
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet.
#[frame_support::pallet]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "expanded by FRAME's macros")]
pub mod pallet {
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;
    use ledger_types::{
        BatchKey, CHUNK_PACKS, Line, PackIndex, ParticipantId, Permissions,
        compliance::{
            Case, CaseId, CaseStage, Closing, Duty, DutyId, DutyKind, Notice, Question, RETENTION_SECONDS, Subject,
            Trigger,
        },
        custody::MAX_LINES,
    };
    use pallet_drug_batch::MAX_PACKS;
    use pallet_participants::Pallet as Participants;

    use crate::WeightInfo;

    /// Most chunks of pack states in one quarantine: a full batch, and some.
    pub const MAX_CHUNKS: u32 = MAX_PACKS / CHUNK_PACKS + 64;
    /// Most questions of one participant that another one has not answered yet.
    pub const MAX_QUESTIONS: u32 = 16;
    /// Most notices of one case.
    pub const MAX_NOTICES: u32 = 256;

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_custody_transfer::Config {
        /// Weights of the calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// The number that the next case gets.
    #[pallet::storage]
    pub type NextCase<T: Config> = StorageValue<_, CaseId, ValueQuery>;

    /// Cases, open and closed.
    #[pallet::storage]
    pub type Cases<T: Config> = StorageMap<_, Twox64Concat, CaseId, Case>;

    /// Which packs are in the quarantine of which case: by batch and by the big-endian end of the range, the start and the
    /// case.
    #[pallet::storage]
    pub type Quarantines<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, BatchKey, Identity, [u8; 4], (PackIndex, CaseId)>;

    /// Who was told of a case.
    #[pallet::storage]
    pub type Notices<T: Config> = StorageDoubleMap<_, Twox64Concat, CaseId, Twox64Concat, ParticipantId, Notice>;

    /// How many were told of a case.
    #[pallet::storage]
    pub type NoticeCounts<T: Config> = StorageMap<_, Twox64Concat, CaseId, u32, ValueQuery>;

    /// The number that the next duty gets.
    #[pallet::storage]
    pub type NextDuty<T: Config> = StorageValue<_, DutyId, ValueQuery>;

    /// What each participant has, or had, to do.
    #[pallet::storage]
    pub type Duties<T: Config> = StorageDoubleMap<_, Twox64Concat, ParticipantId, Twox64Concat, DutyId, Duty>;

    /// How many questions of one participant another one has not answered yet.
    #[pallet::storage]
    pub type OpenQuestions<T: Config> =
        StorageDoubleMap<_, Twox64Concat, ParticipantId, Twox64Concat, ParticipantId, u32, ValueQuery>;

    /// The clocks of a case that still run.
    #[pallet::storage]
    pub type CaseDuties<T: Config> =
        StorageDoubleMap<_, Twox64Concat, CaseId, Twox64Concat, DutyKind, (ParticipantId, DutyId)>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A case was opened.
        CaseOpened { case: CaseId, trigger: Trigger, by: ParticipantId, quarantine: bool },
        /// A case entered a later stage.
        CaseAdvanced { case: CaseId, stage: CaseStage, by: ParticipantId },
        /// The product of a case is held to be illegitimate.
        FoundIllegitimate { case: CaseId, by: ParticipantId },
        /// Somebody was told of a case.
        Notified { case: CaseId, by: ParticipantId, to: ParticipantId, digest: [u8; 32] },
        /// Somebody who was told of a case has searched its stock.
        Acknowledged { case: CaseId, by: ParticipantId },
        /// A case was closed.
        CaseClosed { case: CaseId, result: Closing, by: ParticipantId },
        /// A clock runs.
        DutyStarted { owner: ParticipantId, duty: DutyId, kind: DutyKind, due: u64 },
        /// A clock was stopped.
        DutyDone { owner: ParticipantId, duty: DutyId, in_time: bool, digest: [u8; 32] },
        /// A participant asked another one.
        Asked { duty: DutyId, by: ParticipantId, of: ParticipantId, question: Question, digest: [u8; 32] },
        /// The records of a case were removed after their time.
        CasePurged { case: CaseId },
        /// The record of a duty was removed after its time.
        DutyPurged { owner: ParticipantId, duty: DutyId },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// No such case.
        UnknownCase,
        /// Only the opener and regulators conduct a case.
        NotConductor,
        /// The case is closed.
        Closed,
        /// A case does not go back, and is closed otherwise.
        BackwardStage,
        /// Only a regulator may do this.
        NotRegulator,
        // (5)
        /// There are no packs to put into quarantine.
        NoPacks,
        /// Some of the packs are in the quarantine of another case.
        InQuarantineAlready,
        /// The packs of the case are not in quarantine.
        NotInQuarantine,
        /// The product is found illegitimate already.
        IllegitimateAlready,
        /// This participant was told already.
        NotifiedAlready,
        // (10)
        /// More participants cannot be told of one case.
        TooManyNotices,
        /// The participant was not told of this case.
        NotNotified,
        /// The participant has confirmed that already.
        AcknowledgedAlready,
        /// The participant has no such duty.
        UnknownDuty,
        /// The duty is done already.
        DoneAlready,
        // (15)
        /// The duty is no question that could be answered.
        NotAQuestion,
        /// Nobody asks itself.
        OfOneself,
        /// Regulators are not asked this way.
        OfRegulator,
        /// The records have to be kept for six years.
        KeepRecords,
        /// The case touches more chunks of pack states than the act allows for.
        MoreChunks,
        // (20)
        /// Those who have to be told of illegitimate product were not told yet.
        NoticesDue,
        /// Only whoever has or made packs, or a regulator, finds them illegitimate.
        NotConcerned,
        /// The participant still owes too many answers.
        TooManyQuestions,
        /// The case is about packs, not about a code.
        AboutPacks,
    }

    fn lines(subject: &Subject) -> &[Line] {
        match subject {
            Subject::Packs(lines) => lines,
            Subject::Code(_) => &[],
        }
    }

    /// How many chunks of pack states an act on these lines touches at most.
    pub(crate) fn chunks(lines: &[Line]) -> u32 {
        let packs = |line: &Line| line.end.saturating_sub(line.start).min(MAX_PACKS);
        lines.iter().fold(0, |sum: u32, line| sum.saturating_add(packs(line) / CHUNK_PACKS + 2))
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Opens a case about some packs or a code, `evidence` being the BLAKE2b-256 digest of what the opener knows. With
        /// `quarantine`, every active pack of the lines is held back.
        ///
        /// The origin must be an operator who may report. A quarantine needs all packs to be the participant's, at rest or
        /// on the way, or a regulator, who alone can open an emergency.
        ///
        /// # Errors
        /// [`Error::NotRegulator`], [`Error::NoPacks`], [`Error::InQuarantineAlready`], `NotHeld`, `TooManyParts`,
        /// `UnknownBatch`, `BadSelection`.
        ///
        /// # Events
        /// [`Event::CaseOpened`].
        #[pallet::call_index(0)]
        #[pallet::weight((
            <T as Config>::WeightInfo::open_case(
                lines(subject).len() as u32,
                if *quarantine { chunks(lines(subject)) } else { 0 },
            ),
            DispatchClass::Operational,
        ))]
        pub fn open_case(
            origin: OriginFor<T>,
            trigger: Trigger,
            subject: Subject,
            evidence: [u8; 32],
            quarantine: bool,
        ) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::REPORT)?;
            Self::do_open_case(&actor, trigger, subject, evidence, quarantine)
        }

        /// Takes a case to a later stage.
        ///
        /// The origin must be an operator who may report, of the case's opener or of a regulator.
        ///
        /// # Errors
        /// [`Error::UnknownCase`], [`Error::NotConductor`], [`Error::Closed`], [`Error::BackwardStage`].
        ///
        /// # Events
        /// [`Event::CaseAdvanced`].
        #[pallet::call_index(1)]
        #[pallet::weight(<T as Config>::WeightInfo::advance_case())]
        pub fn advance_case(origin: OriginFor<T>, case: CaseId, stage: CaseStage) -> DispatchResult {
            let (actor, open) = Self::ensure_conductor(origin, case)?;
            Self::do_advance_case(case, &actor, open, stage)
        }

        /// Finds the product of a case illegitimate: the clocks for telling a regulator and the partners run.
        ///
        /// The origin must be an operator who may report, of the case's opener, if that has the packs in quarantine or made
        /// them, or of a regulator.
        ///
        /// # Errors
        /// [`Error::UnknownCase`], [`Error::NotConductor`], [`Error::Closed`], [`Error::IllegitimateAlready`],
        /// [`Error::NotConcerned`].
        ///
        /// # Events
        /// [`Event::FoundIllegitimate`], [`Event::DutyStarted`] twice.
        #[pallet::call_index(2)]
        #[pallet::weight(<T as Config>::WeightInfo::find_illegitimate())]
        pub fn find_illegitimate(origin: OriginFor<T>, case: CaseId) -> DispatchResult {
            let (actor, open) = Self::ensure_conductor(origin, case)?;
            Self::do_find_illegitimate(case, &actor, open)
        }

        /// Tells a participant of a case, by a notice with this BLAKE2b-256 digest.
        ///
        /// The origin must be an operator who may report, of the case's opener or of a regulator.
        ///
        /// # Errors
        /// [`Error::UnknownCase`], [`Error::NotConductor`], [`Error::Closed`], [`Error::OfOneself`],
        /// [`Error::NotifiedAlready`], [`Error::TooManyNotices`], `UnknownParticipant`.
        ///
        /// # Events
        /// [`Event::Notified`]; [`Event::DutyDone`] if that was due.
        #[pallet::call_index(3)]
        #[pallet::weight(<T as Config>::WeightInfo::notify())]
        pub fn notify(origin: OriginFor<T>, case: CaseId, to: ParticipantId, digest: [u8; 32]) -> DispatchResult {
            let (actor, open) = Self::ensure_conductor(origin, case)?;
            Self::do_notify(case, &actor, &open, to, digest)
        }

        /// Confirms a notice: the participant has searched its stock.
        ///
        /// The origin must be an operator who may report, of a participant that was told.
        ///
        /// # Errors
        /// [`Error::NotNotified`], [`Error::AcknowledgedAlready`].
        ///
        /// # Events
        /// [`Event::Acknowledged`].
        #[pallet::call_index(4)]
        #[pallet::weight(<T as Config>::WeightInfo::acknowledge())]
        pub fn acknowledge(origin: OriginFor<T>, case: CaseId) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::REPORT)?;
            Self::do_acknowledge(case, actor.id)
        }

        /// Closes a case. Its quarantine ends: cleared packs and those of a false alert are active again, others destroyed.
        ///
        /// The origin must be an operator who may report, of the case's opener or of a regulator; only of a regulator, if
        /// that lets illegitimate product go or ends an emergency. Packs are destroyed by whoever has them, or a regulator.
        /// `chunks` says how many chunks of 512 pack states the
        /// quarantine touches, at least: packs / 512 + 2 for every line; it bounds the act's weight.
        ///
        /// # Errors
        /// [`Error::UnknownCase`], [`Error::NotConductor`], [`Error::Closed`], [`Error::NotRegulator`],
        /// [`Error::NotInQuarantine`], [`Error::MoreChunks`], [`Error::NoticesDue`], [`Error::AboutPacks`], `NotHeld`.
        ///
        /// # Events
        /// [`Event::CaseClosed`].
        #[pallet::call_index(5)]
        #[pallet::weight((<T as Config>::WeightInfo::close_case(MAX_LINES, *chunks), DispatchClass::Operational))]
        pub fn close_case(
            origin: OriginFor<T>,
            case: CaseId,
            result: Closing,
            chunks: u32,
        ) -> DispatchResultWithPostInfo {
            let (actor, open) = Self::ensure_conductor(origin, case)?;
            let (count, touched) = match &open.subject {
                Subject::Packs(all) if open.quarantined => (all.len() as u32, crate::pallet::chunks(all)),
                _ => (0, 0),
            };
            ensure!(touched <= chunks, Error::<T>::MoreChunks);
            Self::do_close_case(case, &actor, open, result)?;
            Ok(Some(<T as Config>::WeightInfo::close_case(count, touched)).into())
        }

        /// Asks a participant something, by a question with this BLAKE2b-256 digest: its clock runs.
        ///
        /// The origin must be an operator who may report, of any licensed participant or regulator.
        ///
        /// # Errors
        /// [`Error::OfOneself`], [`Error::OfRegulator`], [`Error::TooManyQuestions`], `UnknownParticipant`.
        ///
        /// # Events
        /// [`Event::Asked`], [`Event::DutyStarted`].
        #[pallet::call_index(6)]
        #[pallet::weight(<T as Config>::WeightInfo::ask())]
        pub fn ask(origin: OriginFor<T>, of: ParticipantId, question: Question, digest: [u8; 32]) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::REPORT)?;
            Self::do_ask(&actor, of, question, digest)
        }

        /// Answers a question, by an answer with this BLAKE2b-256 digest.
        ///
        /// The origin must be an operator who may report, of the participant that was asked.
        ///
        /// # Errors
        /// [`Error::UnknownDuty`], [`Error::NotAQuestion`], [`Error::DoneAlready`].
        ///
        /// # Events
        /// [`Event::DutyDone`].
        #[pallet::call_index(7)]
        #[pallet::weight(<T as Config>::WeightInfo::answer())]
        pub fn answer(origin: OriginFor<T>, duty: DutyId, digest: [u8; 32]) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::REPORT)?;
            Self::do_answer(actor.id, duty, digest)
        }

        /// Removes the records of a case that has been closed for six years.
        ///
        /// The origin must be any operator who may report.
        ///
        /// # Errors
        /// [`Error::UnknownCase`], [`Error::KeepRecords`].
        ///
        /// # Events
        /// [`Event::CasePurged`].
        #[pallet::call_index(8)]
        #[pallet::weight(<T as Config>::WeightInfo::purge_case(MAX_NOTICES))]
        pub fn purge_case(origin: OriginFor<T>, case: CaseId) -> DispatchResult {
            Participants::<T>::ensure_operator(origin, Permissions::REPORT)?;
            let record = Cases::<T>::get(case).ok_or(Error::<T>::UnknownCase)?;
            let CaseStage::Closed { at, .. } = record.stage else { return Err(Error::<T>::KeepRecords.into()) };
            let kept = at.saturating_add(RETENTION_SECONDS) <= Participants::<T>::now();
            ensure!(kept, Error::<T>::KeepRecords);
            Self::do_purge_case(case);
            Ok(())
        }

        /// Removes the record of a duty of the origin's participant that was done, or due, six years ago.
        ///
        /// The origin must be an operator who may report.
        ///
        /// # Errors
        /// [`Error::UnknownDuty`], [`Error::KeepRecords`].
        ///
        /// # Events
        /// [`Event::DutyPurged`].
        #[pallet::call_index(9)]
        #[pallet::weight(<T as Config>::WeightInfo::purge_duty())]
        pub fn purge_duty(origin: OriginFor<T>, duty: DutyId) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::REPORT)?;
            let record = Duties::<T>::get(actor.id, duty).ok_or(Error::<T>::UnknownDuty)?;
            let end = record.done.map_or(record.due, |(at, _)| at);
            ensure!(end.saturating_add(RETENTION_SECONDS) <= Participants::<T>::now(), Error::<T>::KeepRecords);
            Duties::<T>::remove(actor.id, duty);
            Self::deposit_event(Event::DutyPurged { owner: actor.id, duty });
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The duties of a participant that are late now, or were done late; a thousand at most.
        pub fn overdue(owner: ParticipantId) -> alloc::vec::Vec<(DutyId, Duty)> {
            Self::late(owner)
        }

        /// Until when the records of a case have to be kept; `None` if it is open or unknown.
        pub fn keep_until(case: CaseId) -> Option<u64> {
            match Cases::<T>::get(case)?.stage {
                CaseStage::Closed { at, .. } => Some(at.saturating_add(RETENTION_SECONDS)),
                _ => None,
            }
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
