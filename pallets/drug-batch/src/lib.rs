//! # Drug batches
//!
//! Products, the batches made of them, and the state of every single pack.
//!
//! ## Terminology
//!
//! - **Batch**: all packs of one product (GTIN) with one lot. A million packs are one transaction: the chain stores how
//!   many there are and the root of a Merkle commitment over their serial numbers (crate `pack-commitment`). Serial
//!   numbers themselves never reach the chain.
//! - **Index**: a pack's place in its batch, 0 to packs − 1 in packing order, so that a case is a range of indices.
//! - **Pack state**: four bits, 512 packs to a stored chunk of 256 bytes; an absent chunk means all active. The states and
//!   who may set them are those of the European repositories ([`ledger_types::PackState`]).
//! - **Undo**: whoever put a pack into a state can take that back within ten days, a lock at any time; never for stolen or
//!   destroyed packs. Who that was need not be stored: only the holder changes the state of its packs, and packs that are
//!   not active do not change hands.
//! - **Release**: the qualified person certifies the batch for sale, on the strength of a quality-test certificate. Before
//!   that, no pack moves.
//! - **Recall** and **withdrawal**: maker or regulator call packs, a batch or a product back, or take it off the market.
//!   Never undone; a recall is only ever raised to a graver class.
//!
//! ## Scenarios
//!
//! 1. A manufacturer registers *Amoxicillin 500 mg* ([`Call::register_product`]) and a batch of 10,000 packs
//!    ([`Call::register_batch`]): it now holds packs 0 to 9,999. Its qualified person releases the batch
//!    ([`Call::release_batch`]); packs may be shipped (pallet custody-transfer).
//! 2. A pharmacy that holds pack 17 dispenses it ([`Call::dispense`]). A second attempt is refused. The patient never
//!    came: within ten days the pharmacy undoes it ([`Call::undo`]).
//! 3. A wholesaler exports packs 500 to 599, and reports 600 to 650 stolen ([`Call::decommission`]).
//! 4. One filling line was faulty: the maker recalls packs 2,000 to 2,999 ([`Call::recall_packs`]); a regulator recalls
//!    the whole batch ([`Call::recall_batch`]), and later the product ([`Call::recall_product`]).
//!
//! ## Invariants (checked by `try_state`)
//!
//! - Every batch's product exists and names the same maker; its packs are between 1 and [`MAX_PACKS`].
//! - A batch's count of changed chunks is the number of those stored; no chunk holds a state for a pack past the end, an
//!   unknown state, or only active packs.
//! - What is remembered for undoing lies within its chunk, and no pack is remembered twice.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod migrations;
pub mod weights;

mod measured;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;

mod packs;
mod recalls;
mod recent;
mod registration;
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use ledger_types::batch::MAX_PACKS;
pub use measured::Measured;
pub use packs::{Custody, MAX_PIECES, Need, Quarantine};
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet.
#[frame_support::pallet]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "expanded by FRAME's macros")]
pub mod pallet {
    use frame_support::{
        dispatch::{DispatchErrorWithPostInfo, WithPostDispatchInfo},
        pallet_prelude::*,
        weights::WeightMeter,
    };
    use frame_system::pallet_prelude::*;
    use ledger_types::{
        Batch, BatchKey, LotNumber, PackChunk, PackIndex, PackSelection, PackState, ParticipantId, Permissions,
        Product, ProductData, RecallClass,
    };
    use pallet_participants::Pallet as Participants;

    use crate::{
        Custody, Quarantine, WeightInfo,
        recent::{Changes, Cursor},
        weights::{for_change, for_undo, of_change},
    };

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_participants::Config {
        /// Who holds which packs.
        type Custody: Custody;
        /// Which packs are held back.
        type Quarantine: Quarantine;
        /// Weights of the calls.
        type WeightInfo: WeightInfo;
    }

    /// Which shape the storage has, see [`crate::migrations`].
    pub(crate) const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// Products by GTIN.
    #[pallet::storage]
    pub type Products<T: Config> = StorageMap<_, Blake2_128Concat, u64, Product>;

    /// Batches by GTIN and lot. Part of the public proof contract.
    #[pallet::storage]
    pub type Batches<T: Config> = StorageMap<_, Blake2_128Concat, BatchKey, Batch>;

    /// Pack states: chunk `n` of a batch holds packs 512 n to 512 n + 511. Part of the public proof contract.
    #[pallet::storage]
    pub type PackStates<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, BatchKey, Identity, u32, PackChunk, ValueQuery>;

    /// When packs of a chunk changed, for as long as that can be undone.
    #[pallet::storage]
    pub type RecentChanges<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, BatchKey, Identity, u32, Changes, ValueQuery>;

    /// How far the forgetting of old changes has come: the storage key of the chunk last looked at.
    #[pallet::storage]
    pub type ForgottenUpTo<T: Config> = StorageValue<_, Cursor, ValueQuery>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A product was registered.
        ProductRegistered { gtin: u64, maker: ParticipantId },
        /// A batch was registered; its maker holds all packs.
        BatchRegistered { batch: BatchKey, maker: ParticipantId, packs: u32, root: [u8; 32] },
        /// A batch was certified for sale.
        BatchReleased { batch: BatchKey, certificate: [u8; 32], by: ParticipantId },
        /// A maker changed what it says of a product.
        ProductUpdated { gtin: u64, maker: ParticipantId },
        /// A batch was called back.
        BatchRecalled { batch: BatchKey, class: RecallClass, by: ParticipantId },
        /// Packs of a batch were called back, from `start` to `end` (exclusive).
        PacksRecalled { batch: BatchKey, start: PackIndex, end: PackIndex, class: RecallClass, by: ParticipantId },
        /// Every batch of a product was called back.
        ProductRecalled { gtin: u64, class: RecallClass, by: ParticipantId },
        /// A batch was taken off the market.
        BatchWithdrawn { batch: BatchKey, by: ParticipantId },
        /// A product was taken off the market.
        ProductWithdrawn { gtin: u64, by: ParticipantId },
        /// Packs were handed to patients.
        PacksDispensed { batch: BatchKey, packs: PackSelection, by: ParticipantId },
        /// Packs were taken out of trade.
        PacksDecommissioned { batch: BatchKey, packs: PackSelection, state: PackState, by: ParticipantId },
        /// Packs that were in this state are active again.
        ChangeUndone { batch: BatchKey, packs: PackSelection, from: PackState, by: ParticipantId },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// The GTIN's length or check digit is wrong.
        BadGtin,
        /// The name is empty, not UTF-8, or holds control characters.
        BadName,
        /// The GTIN is registered already.
        ProductExists,
        /// No product has this GTIN.
        UnknownProduct,
        /// Only the product's maker may do this.
        NotMaker,
        // (5)
        /// The lot is empty or holds characters outside GS1 set 82.
        BadLot,
        /// The expiry is no date or has passed.
        BadExpiry,
        /// A batch has 1 to [`MAX_PACKS`] packs.
        BadPackCount,
        /// This lot of the product is registered already.
        BatchExists,
        /// No such batch.
        UnknownBatch,
        // (10)
        /// The batch is released already.
        AlreadyReleased,
        /// The batch is not released for sale.
        NotReleased,
        /// The batch is recalled.
        Recalled,
        /// The batch has expired.
        Expired,
        /// The selection is empty, names a pack twice, or reaches past the end of the batch.
        BadSelection,
        // (15)
        /// A pack of the selection is in a state from which this cannot be done.
        PackNotActive,
        /// A pack of the selection is in that state already.
        AlreadyInState,
        /// This kind of participant may not put packs into this state.
        StateNotAllowed,
        /// A pack of the selection is not in the state that is to be undone.
        UndoMismatch,
        /// A change of state can be undone for ten days only.
        UndoTooLate,
        // (20)
        /// Only whoever changed the state can undo that.
        UndoByAnother,
        /// This state is never undone.
        NeverUndone,
        /// The batch or its product is withdrawn from the market.
        Withdrawn,
        /// The product is not authorised in this country.
        NotAuthorisedHere,
        /// No country, one twice or out of order, or no two capital letters.
        BadMarkets,
        // (25)
        /// More ranges of one batch are recalled than can be told apart: recall the batch.
        TooManyRecalls,
        /// A pack of the selection lies in a quarantine.
        InQuarantine,
    }

    /// What is refused before packs are looked at costs no more than that.
    fn cheap<T: Config>(error: DispatchError) -> DispatchErrorWithPostInfo {
        error.with_weight(<T as Config>::WeightInfo::refused())
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Registers a product under its GTIN; the origin's participant becomes its maker.
        ///
        /// The origin must be an operator who may register, of a participant with a licence to make packs.
        ///
        /// # Errors
        /// [`Error::BadGtin`], [`Error::BadName`], [`Error::BadMarkets`], [`Error::ProductExists`], `WrongKind`.
        ///
        /// # Events
        /// [`Event::ProductRegistered`].
        #[pallet::call_index(0)]
        #[pallet::weight(<T as Config>::WeightInfo::register_product())]
        pub fn register_product(origin: OriginFor<T>, gtin: u64, data: ProductData) -> DispatchResult {
            let maker = Self::ensure_maker(origin)?;
            Self::do_register_product(maker, gtin, data)
        }

        /// Registers a batch of `packs` packs under the `root` of their commitment; the maker holds them all.
        /// `expiry` is year, month, day in decimal, such as 20271231, with day 00 for the end of the month.
        ///
        /// The origin must be an operator of the product's maker who may register.
        ///
        /// # Errors
        /// [`Error::UnknownProduct`], [`Error::NotMaker`], [`Error::BadLot`], [`Error::BadExpiry`],
        /// [`Error::BadPackCount`], [`Error::BatchExists`], [`Error::Recalled`], [`Error::Withdrawn`].
        ///
        /// # Events
        /// [`Event::BatchRegistered`].
        #[pallet::call_index(1)]
        #[pallet::weight(<T as Config>::WeightInfo::register_batch())]
        pub fn register_batch(
            origin: OriginFor<T>,
            gtin: u64,
            lot: LotNumber,
            expiry: u32,
            packs: u32,
            root: [u8; 32],
        ) -> DispatchResult {
            let maker = Self::ensure_maker(origin)?;
            Self::do_register_batch(maker, BatchKey { gtin, lot }, expiry, packs, root)
        }

        /// Certifies a batch for sale, on the strength of the quality-test certificate with this BLAKE2b-256 digest.
        ///
        /// The origin must be an operator of the batch's maker who may release (the qualified person).
        ///
        /// # Errors
        /// [`Error::UnknownBatch`], [`Error::NotMaker`], [`Error::AlreadyReleased`], [`Error::Recalled`],
        /// [`Error::Withdrawn`], [`Error::Expired`].
        ///
        /// # Events
        /// [`Event::BatchReleased`].
        #[pallet::call_index(2)]
        #[pallet::weight(<T as Config>::WeightInfo::release_batch())]
        pub fn release_batch(origin: OriginFor<T>, batch: BatchKey, certificate: [u8; 32]) -> DispatchResult {
            let actor = Participants::<T>::ensure_licensed(origin, Permissions::RELEASE, ledger_types::Scope::MAKE)?;
            Self::do_release_batch(actor.id, batch, certificate)
        }

        /// Calls a batch back, wherever its packs are, or raises its recall to a graver class. Never undone.
        ///
        /// The origin must be an operator who may recall, of the batch's maker or of a regulator.
        ///
        /// # Errors
        /// [`Error::UnknownBatch`], [`Error::NotMaker`], [`Error::Recalled`].
        ///
        /// # Events
        /// [`Event::BatchRecalled`].
        #[pallet::call_index(3)]
        #[pallet::weight((<T as Config>::WeightInfo::recall_batch(), DispatchClass::Operational))]
        pub fn recall_batch(origin: OriginFor<T>, batch: BatchKey, class: RecallClass) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::RECALL)?;
            Self::do_recall_batch(&actor, batch, class)
        }

        /// Hands packs to patients: all of the selection, or none.
        ///
        /// The origin must be an operator who may dispense, of a dispenser or wholesaler that is licensed to dispense and
        /// holds the packs. The product must be authorised in its country.
        ///
        /// # Errors
        /// [`Error::UnknownBatch`], [`Error::NotReleased`], [`Error::Recalled`], [`Error::Withdrawn`],
        /// [`Error::Expired`], [`Error::NotAuthorisedHere`], [`Error::BadSelection`], [`Error::AlreadyInState`],
        /// [`Error::PackNotActive`], `WrongKind`, `OutsideScope`, `NotHeld`, `Breached`.
        ///
        /// # Events
        /// [`Event::PacksDispensed`].
        #[pallet::call_index(4)]
        #[pallet::weight(for_change::<<T as Config>::WeightInfo>(packs))]
        pub fn dispense(origin: OriginFor<T>, batch: BatchKey, packs: PackSelection) -> DispatchResultWithPostInfo {
            let (actor, record) = Self::ensure_dispenser(origin, &batch).map_err(cheap::<T>)?;
            let ranges = Self::select(&record, &packs).map_err(cheap::<T>)?;
            let first = Self::do_change(&batch, record, ranges, actor, PackState::Dispensed)?;
            let weight = of_change::<<T as Config>::WeightInfo>(&packs, first);
            Self::deposit_event(Event::PacksDispensed { batch, packs, by: actor });
            Ok(weight.into())
        }

        /// Calls back packs `start` to `end` (exclusive) of a batch, or raises their recall to a graver class. Never
        /// undone.
        ///
        /// The origin must be an operator who may recall, of the batch's maker or of a regulator.
        ///
        /// # Errors
        /// [`Error::UnknownBatch`], [`Error::NotMaker`], [`Error::BadSelection`], [`Error::Recalled`],
        /// [`Error::TooManyRecalls`].
        ///
        /// # Events
        /// [`Event::PacksRecalled`].
        #[pallet::call_index(5)]
        #[pallet::weight((<T as Config>::WeightInfo::recall_packs(), DispatchClass::Operational))]
        pub fn recall_packs(
            origin: OriginFor<T>,
            batch: BatchKey,
            start: PackIndex,
            end: PackIndex,
            class: RecallClass,
        ) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::RECALL)?;
            Self::do_recall_packs(&actor, batch, start..end, class)
        }

        /// Takes packs out of trade: exported, destroyed, sample, free sample, stolen, locked or checked out.
        ///
        /// The origin must be an operator who may decommission, of the participant that holds the packs; which states it
        /// may set depends on what it is. What is stolen on the road, its sender reports. Packs of recalled or expired
        /// batches can still be destroyed, sampled, locked or reported stolen; packs that are held back can still be
        /// destroyed or reported stolen.
        ///
        /// # Errors
        /// [`Error::UnknownBatch`], [`Error::StateNotAllowed`], [`Error::NotReleased`], [`Error::Recalled`],
        /// [`Error::Withdrawn`], [`Error::Expired`], [`Error::BadSelection`], [`Error::AlreadyInState`],
        /// [`Error::PackNotActive`], `NotHeld`, `Breached`.
        ///
        /// # Events
        /// [`Event::PacksDecommissioned`].
        #[pallet::call_index(6)]
        #[pallet::weight(for_change::<<T as Config>::WeightInfo>(packs))]
        pub fn decommission(
            origin: OriginFor<T>,
            batch: BatchKey,
            packs: PackSelection,
            state: PackState,
        ) -> DispatchResultWithPostInfo {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::DECOMMISSION).map_err(cheap::<T>)?;
            let record = Self::ensure_may_set(&actor, &batch, state).map_err(cheap::<T>)?;
            let ranges = Self::select(&record, &packs).map_err(cheap::<T>)?;
            let first = Self::do_change(&batch, record, ranges, actor.id, state)?;
            let weight = of_change::<<T as Config>::WeightInfo>(&packs, first);
            Self::deposit_event(Event::PacksDecommissioned { batch, packs, state, by: actor.id });
            Ok(weight.into())
        }

        /// Takes a change of state back: packs that are in state `from` become active again.
        ///
        /// The origin must be an operator who may dispense (or decommission, for other states than dispensed), of the
        /// participant that changed the state, not more than ten days ago; a lock ends at any time. Neither the batch nor
        /// its product may be recalled, withdrawn or expired.
        ///
        /// # Errors
        /// [`Error::NeverUndone`], [`Error::UnknownBatch`], [`Error::Recalled`], [`Error::Withdrawn`],
        /// [`Error::Expired`], [`Error::BadSelection`], [`Error::UndoMismatch`], [`Error::UndoByAnother`],
        /// [`Error::UndoTooLate`], [`Error::InQuarantine`].
        ///
        /// # Events
        /// [`Event::ChangeUndone`].
        #[pallet::call_index(7)]
        #[pallet::weight(for_undo::<<T as Config>::WeightInfo>(packs))]
        pub fn undo(
            origin: OriginFor<T>,
            batch: BatchKey,
            packs: PackSelection,
            from: PackState,
        ) -> DispatchResultWithPostInfo {
            let permission =
                if from == PackState::Dispensed { Permissions::DISPENSE } else { Permissions::DECOMMISSION };
            let actor = Participants::<T>::ensure_operator(origin, permission).map_err(cheap::<T>)?;
            let record = Self::ensure_tradable(&batch).map_err(cheap::<T>)?;
            let ranges = Self::select(&record, &packs).map_err(cheap::<T>)?;
            Self::do_undo(&batch, record, ranges, actor.id, from)?;
            Self::deposit_event(Event::ChangeUndone { batch, packs, from, by: actor.id });
            Ok(().into())
        }

        /// Calls back every batch of a product, or raises its recall to a graver class. Never undone.
        ///
        /// The origin must be an operator who may recall, of the product's maker or of a regulator.
        ///
        /// # Errors
        /// [`Error::UnknownProduct`], [`Error::NotMaker`], [`Error::Recalled`].
        ///
        /// # Events
        /// [`Event::ProductRecalled`].
        #[pallet::call_index(8)]
        #[pallet::weight((<T as Config>::WeightInfo::recall_product(), DispatchClass::Operational))]
        pub fn recall_product(origin: OriginFor<T>, gtin: u64, class: RecallClass) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::RECALL)?;
            Self::do_recall_product(&actor, gtin, class)
        }

        /// Takes a batch off the market. Never undone; it can still be recalled.
        ///
        /// The origin must be an operator who may recall, of the batch's maker or of a regulator.
        ///
        /// # Errors
        /// [`Error::UnknownBatch`], [`Error::NotMaker`], [`Error::Recalled`], [`Error::Withdrawn`].
        ///
        /// # Events
        /// [`Event::BatchWithdrawn`].
        #[pallet::call_index(9)]
        #[pallet::weight(<T as Config>::WeightInfo::recall_batch())]
        pub fn withdraw_batch(origin: OriginFor<T>, batch: BatchKey) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::RECALL)?;
            Self::do_withdraw_batch(&actor, batch)
        }

        /// Takes a product off the market. Never undone; it can still be recalled.
        ///
        /// The origin must be an operator who may recall, of the product's maker or of a regulator.
        ///
        /// # Errors
        /// [`Error::UnknownProduct`], [`Error::NotMaker`], [`Error::Recalled`], [`Error::Withdrawn`].
        ///
        /// # Events
        /// [`Event::ProductWithdrawn`].
        #[pallet::call_index(10)]
        #[pallet::weight(<T as Config>::WeightInfo::recall_product())]
        pub fn withdraw_product(origin: OriginFor<T>, gtin: u64) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::RECALL)?;
            Self::do_withdraw_product(&actor, gtin)
        }

        /// Changes what the maker says of a product: its name, markets, storage conditions or authorisation.
        ///
        /// The origin must be an operator of the product's maker who may register.
        ///
        /// # Errors
        /// [`Error::UnknownProduct`], [`Error::NotMaker`], [`Error::BadName`], [`Error::BadMarkets`].
        ///
        /// # Events
        /// [`Event::ProductUpdated`].
        #[pallet::call_index(11)]
        #[pallet::weight(<T as Config>::WeightInfo::register_product())]
        pub fn update_product(origin: OriginFor<T>, gtin: u64, data: ProductData) -> DispatchResult {
            let maker = Self::ensure_maker(origin)?;
            Self::do_update_product(maker, gtin, data)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The state of a pack; `None` if there is no such pack.
        pub fn pack_state(batch: BatchKey, pack: PackIndex) -> Option<PackState> {
            Batches::<T>::get(&batch).filter(|record| pack < record.packs)?;
            let (chunk, slot) = PackChunk::locate(pack);
            PackStates::<T>::get(batch, chunk).get(slot)
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_idle(_: BlockNumberFor<T>, left: Weight) -> Weight {
            let mut meter = WeightMeter::with_limit(left);
            Self::forget_old_changes(&mut meter);
            meter.consumed()
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
