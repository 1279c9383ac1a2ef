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
//! - **Pack state**: four bits, 512 packs to a stored chunk of 256 bytes; an absent chunk means all active.
//! - **Release**: the qualified person certifies the batch for sale. Before that, no pack moves.
//! - **Recall**: maker or regulator call the batch back. Never undone.
//!
//! ## Scenario
//!
//! 1. A manufacturer registers *Amoxicillin 500 mg* ([`Call::register_product`]) and a batch of 10,000 packs
//!    ([`Call::register_batch`]): it now holds packs 0 to 9,999.
//! 2. Its qualified person releases the batch ([`Call::release_batch`]); packs may be shipped (pallet custody-transfer).
//! 3. A pharmacy that holds pack 17 dispenses it ([`Call::dispense`]). A second attempt is refused.
//! 4. The maker recalls the batch ([`Call::recall_batch`]). No pack of it is shipped or dispensed any more.
//!
//! ## Invariants (checked by `try_state`)
//!
//! - Every batch's product exists and names the same maker; its packs are between 1 and [`MAX_PACKS`].
//! - A batch's count of inactive packs equals what its chunks say; no chunk holds a state for a pack past the end, an
//!   unknown state, or only active packs.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod weights;

mod packs;
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use ledger_types::batch::MAX_PACKS;
pub use packs::Custody;
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet.
#[frame_support::pallet]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "expanded by FRAME's macros")]
pub mod pallet {
    use frame_support::{dispatch::WithPostDispatchInfo, pallet_prelude::*};
    use frame_system::pallet_prelude::*;
    use ledger_types::{
        Batch, BatchKey, BatchStatus, Kind, LotNumber, PackChunk, PackSelection, ParticipantId, Permissions, Product,
        RecallClass, Text,
    };
    use pallet_participants::Pallet as Participants;

    use crate::{Custody, MAX_PACKS, WeightInfo};

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_participants::Config {
        /// Who holds which packs.
        type Custody: Custody;
        /// Weights of the calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
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

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A product was registered.
        ProductRegistered { gtin: u64, maker: ParticipantId },
        /// A batch was registered; its maker holds all packs.
        BatchRegistered { batch: BatchKey, maker: ParticipantId, packs: u32, root: [u8; 32] },
        /// A batch was certified for sale.
        BatchReleased { batch: BatchKey, by: ParticipantId },
        /// A batch was called back.
        BatchRecalled { batch: BatchKey, class: RecallClass, by: ParticipantId },
        /// Packs were handed to patients.
        PacksDispensed { batch: BatchKey, packs: PackSelection, by: ParticipantId },
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
        /// A pack of the selection is not active.
        PackNotActive,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Registers a product under its GTIN; the origin's participant becomes its maker.
        ///
        /// The origin must be a manufacturer's operator who may register.
        ///
        /// # Errors
        /// [`Error::BadGtin`], [`Error::BadName`], [`Error::ProductExists`], `WrongKind`.
        ///
        /// # Events
        /// [`Event::ProductRegistered`].
        #[pallet::call_index(0)]
        #[pallet::weight(<T as Config>::WeightInfo::register_product())]
        pub fn register_product(origin: OriginFor<T>, gtin: u64, name: Text<64>) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::REGISTER)?;
            ensure!(actor.kind == Kind::Manufacturer, pallet_participants::Error::<T>::WrongKind);
            ensure!(gs1::Gtin::from_number(gtin).is_ok(), Error::<T>::BadGtin);
            ensure!(ledger_types::is_name(&name), Error::<T>::BadName);
            ensure!(!Products::<T>::contains_key(gtin), Error::<T>::ProductExists);
            Products::<T>::insert(gtin, Product { maker: actor.id, name });
            Self::deposit_event(Event::ProductRegistered { gtin, maker: actor.id });
            Ok(())
        }

        /// Registers a batch of `packs` packs under the `root` of their commitment; the maker holds them all.
        /// `expiry` is year, month, day in decimal, such as 20271231, with day 00 for the end of the month.
        ///
        /// The origin must be an operator of the product's maker who may register.
        ///
        /// # Errors
        /// [`Error::UnknownProduct`], [`Error::NotMaker`], [`Error::BadLot`], [`Error::BadExpiry`],
        /// [`Error::BadPackCount`], [`Error::BatchExists`].
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
            let actor = Participants::<T>::ensure_operator(origin, Permissions::REGISTER)?;
            let product = Products::<T>::get(gtin).ok_or(Error::<T>::UnknownProduct)?;
            ensure!(product.maker == actor.id, Error::<T>::NotMaker);
            let printable = core::str::from_utf8(&lot).is_ok_and(|lot| lot.parse::<gs1::Lot>().is_ok());
            ensure!(printable, Error::<T>::BadLot);
            ensure!(!Self::expired(expiry), Error::<T>::BadExpiry);
            ensure!((1..=MAX_PACKS).contains(&packs), Error::<T>::BadPackCount);
            let batch = BatchKey { gtin, lot };
            ensure!(!Batches::<T>::contains_key(&batch), Error::<T>::BatchExists);

            let status = BatchStatus::Registered;
            Batches::<T>::insert(&batch, Batch { maker: actor.id, expiry, packs, root, status, inactive: 0 });
            T::Custody::open(&batch, actor.id, packs);
            Self::deposit_event(Event::BatchRegistered { batch, maker: actor.id, packs, root });
            Ok(())
        }

        /// Certifies a batch for sale.
        ///
        /// The origin must be an operator of the batch's maker who may release (the qualified person).
        ///
        /// # Errors
        /// [`Error::UnknownBatch`], [`Error::NotMaker`], [`Error::AlreadyReleased`], [`Error::Recalled`],
        /// [`Error::Expired`].
        ///
        /// # Events
        /// [`Event::BatchReleased`].
        #[pallet::call_index(2)]
        #[pallet::weight(<T as Config>::WeightInfo::release_batch())]
        pub fn release_batch(origin: OriginFor<T>, batch: BatchKey) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::RELEASE)?;
            Batches::<T>::try_mutate(&batch, |stored| {
                let record = stored.as_mut().ok_or(Error::<T>::UnknownBatch)?;
                ensure!(record.maker == actor.id, Error::<T>::NotMaker);
                match record.status {
                    BatchStatus::Registered => {}
                    BatchStatus::Released => return Err(Error::<T>::AlreadyReleased.into()),
                    BatchStatus::Recalled { .. } => return Err(Error::<T>::Recalled.into()),
                }
                ensure!(!Self::expired(record.expiry), Error::<T>::Expired);
                record.status = BatchStatus::Released;
                Ok::<_, DispatchError>(())
            })?;
            Self::deposit_event(Event::BatchReleased { batch, by: actor.id });
            Ok(())
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
        #[pallet::weight(<T as Config>::WeightInfo::recall_batch())]
        pub fn recall_batch(origin: OriginFor<T>, batch: BatchKey, class: RecallClass) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::RECALL)?;
            Batches::<T>::try_mutate(&batch, |stored| {
                let record = stored.as_mut().ok_or(Error::<T>::UnknownBatch)?;
                ensure!(record.maker == actor.id || actor.kind == Kind::Regulator, Error::<T>::NotMaker);
                if let BatchStatus::Recalled { class: present, .. } = record.status {
                    // Class I is the gravest and comes first.
                    ensure!((class as u8) < present as u8, Error::<T>::Recalled);
                }
                let at = Participants::<T>::now();
                record.status = BatchStatus::Recalled { class, by: actor.id, at };
                Ok::<_, DispatchError>(())
            })?;
            Self::deposit_event(Event::BatchRecalled { batch, class, by: actor.id });
            Ok(())
        }

        /// Hands packs to patients: all of the selection, or none.
        ///
        /// The origin must be an operator who may dispense, of a dispenser that holds the packs.
        ///
        /// # Errors
        /// [`Error::UnknownBatch`], [`Error::NotReleased`], [`Error::Recalled`], [`Error::Expired`],
        /// [`Error::BadSelection`], [`Error::PackNotActive`], `WrongKind`, `NotHeld`.
        ///
        /// # Events
        /// [`Event::PacksDispensed`].
        #[pallet::call_index(4)]
        #[pallet::weight(<T as Config>::WeightInfo::dispense(packs))]
        pub fn dispense(origin: OriginFor<T>, batch: BatchKey, packs: PackSelection) -> DispatchResultWithPostInfo {
            // What is refused before packs are looked at costs no more than that.
            let cheap = |error: DispatchError| error.with_weight(<T as Config>::WeightInfo::refused());
            let actor = Participants::<T>::ensure_operator(origin, Permissions::DISPENSE).map_err(cheap)?;
            if actor.kind != Kind::Dispenser {
                return Err(cheap(pallet_participants::Error::<T>::WrongKind.into()));
            }
            let record = Self::ensure_tradable(&batch).map_err(cheap)?;
            let ranges = packs.ranges().filter(|ranges| ranges.iter().all(|range| range.end <= record.packs));
            let ranges = ranges.ok_or_else(|| cheap(Error::<T>::BadSelection.into()))?;
            Self::do_dispense(&batch, record, ranges, actor.id)?;
            Self::deposit_event(Event::PacksDispensed { batch, packs, by: actor.id });
            Ok(().into())
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
