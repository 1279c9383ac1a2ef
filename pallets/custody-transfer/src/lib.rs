//! # Custody transfer
//!
//! Who holds which packs, from the maker to the pharmacy, one hand-off at a time.
//!
//! ## Terminology
//!
//! - **Holding**: packs `start` to `end` (exclusive) of one batch with one holder, stored under (batch, end as four
//!   big-endian bytes). The holdings of a batch tile it exactly, so the first key after `i` is the holding of pack `i`,
//!   in the runtime and in a storage proof alike.
//! - **Dispatch** and **receipt**: the two phases of a hand-off. Between them packs are in transit: the sender still
//!   answers for them, but can neither ship nor dispense them.
//! - **Shipment**: what one dispatch sends to one receiver, in up to 64 lines (ranges of packs). It stays open until
//!   nothing is outstanding.
//!
//! ## Scenarios
//!
//! 1. *As it should be.* The maker dispatches packs 0 to 999 to a wholesaler ([`Call::dispatch`]), who receives them all
//!    ([`Call::receive`] without lines).
//! 2. *Short delivery.* The wholesaler finds 990: it receives packs 0 to 989 and rejects the others as missing
//!    ([`Call::reject`]); they are the sender's again.
//! 3. *Late change.* Between dispatch and receipt a batch is recalled, or the sender's licence ends: the goods are on the
//!    road, so the receiver can still receive or reject them. Somebody has to answer for them.
//! 4. *Second thoughts.* The maker calls back what nobody has received yet ([`Call::cancel`]).
//!
//! ## Invariants (checked by `try_state`)
//!
//! - The holdings of every batch tile 0 to packs exactly, and no two neighbours could be one.
//! - Packs in transit are exactly the outstanding lines of open shipments, each pack in one, held by its sender.
//! - Every open shipment has something outstanding.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod weights;

mod holdings;
mod shipments;
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet.
#[frame_support::pallet]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "expanded by FRAME's macros")]
pub mod pallet {
    use frame_support::{
        dispatch::{DispatchErrorWithPostInfo, WithPostDispatchInfo},
        pallet_prelude::*,
    };
    use frame_system::pallet_prelude::*;
    use ledger_types::{
        BatchKey, CHUNK_PACKS, Holding, Line, Lines, ParticipantId, Permissions, Shipment, ShipmentId,
        custody::{MAX_LINES, RejectReason},
    };
    use pallet_drug_batch::MAX_PACKS;
    use pallet_participants::Pallet as Participants;

    use crate::WeightInfo;

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_drug_batch::Config {
        /// Weights of the calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Who holds what: by batch and by the big-endian end of the range. Part of the public proof contract.
    #[pallet::storage]
    pub type Holdings<T: Config> = StorageDoubleMap<_, Blake2_128Concat, BatchKey, Identity, [u8; 4], Holding>;

    /// The number that the next shipment gets.
    #[pallet::storage]
    pub type NextShipment<T: Config> = StorageValue<_, ShipmentId, ValueQuery>;

    /// Open shipments.
    #[pallet::storage]
    pub type Shipments<T: Config> = StorageMap<_, Twox64Concat, ShipmentId, Shipment>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Packs are on their way.
        Dispatched { shipment: ShipmentId, from: ParticipantId, to: ParticipantId, lines: Lines, sscc: Option<u64> },
        /// The receiver took over packs.
        Received { shipment: ShipmentId, by: ParticipantId, lines: Lines },
        /// The receiver refused packs; they are the sender's again.
        Rejected { shipment: ShipmentId, by: ParticipantId, lines: Lines, reason: RejectReason },
        /// The sender called back what was outstanding.
        Cancelled { shipment: ShipmentId, by: ParticipantId, lines: Lines },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// The participant does not hold all of these packs at rest.
        NotHeld,
        /// Sender and receiver are the same.
        ToSelf,
        /// The receiver is suspended or has no licence that is valid now.
        ReceiverNotAuthorised,
        /// This kind of participant cannot receive medicines.
        WrongReceiver,
        /// The SSCC's length or check digit is wrong.
        BadSscc,
        // (5)
        /// No lines, an empty line, or lines that overlap.
        BadLines,
        /// No such shipment is open.
        UnknownShipment,
        /// The shipment is for another participant.
        NotReceiver,
        /// The shipment is from another participant.
        NotSender,
        /// A line is not outstanding in this shipment.
        NotInShipment,
        // (10)
        /// What stays outstanding would need more than 64 lines.
        TooManyParts,
    }

    /// How many lines an act settles at most: those named, or all that a shipment can have.
    fn count(lines: &Option<Lines>) -> u32 {
        lines.as_ref().map_or(MAX_LINES, |lines| lines.len() as u32)
    }

    /// How many chunks of pack states a dispatch looks at, at most. Only packs that exist are looked at.
    fn chunks(lines: &Lines) -> u32 {
        let packs = |line: &Line| line.end.saturating_sub(line.start).min(MAX_PACKS);
        lines.iter().map(|line| packs(line) / CHUNK_PACKS + 2).sum()
    }

    /// What is refused before packs are looked at costs no more than that.
    fn cheap<T: Config>(error: DispatchError) -> DispatchErrorWithPostInfo {
        error.with_weight(<T as Config>::WeightInfo::refused())
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Sends the packs of `lines` to participant `to`, optionally under the SSCC of the case or pallet.
        ///
        /// The origin must be an operator who may ship, of the participant that holds all packs at rest. Every pack
        /// must be active and its batch released, neither recalled nor expired; both sides must be licensed.
        ///
        /// # Errors
        /// [`Error::ToSelf`], [`Error::ReceiverNotAuthorised`], [`Error::WrongReceiver`], [`Error::BadSscc`],
        /// [`Error::BadLines`], [`Error::NotHeld`], and those of `ensure_tradable` and `ensure_active` of drug-batch.
        ///
        /// # Events
        /// [`Event::Dispatched`].
        #[pallet::call_index(0)]
        #[pallet::weight(<T as Config>::WeightInfo::dispatch(lines.len() as u32, chunks(lines)))]
        pub fn dispatch(
            origin: OriginFor<T>,
            to: ParticipantId,
            lines: Lines,
            sscc: Option<u64>,
        ) -> DispatchResultWithPostInfo {
            let sender = Participants::<T>::ensure_operator(origin, Permissions::SHIP).map_err(cheap::<T>)?;
            Self::ensure_dispatchable(sender.id, to, &lines, sscc).map_err(cheap::<T>)?;
            let count = lines.len() as u32;
            let looked_at = Self::do_dispatch(sender.id, to, lines, sscc)?;
            Ok(Some(<T as Config>::WeightInfo::dispatch(count, looked_at)).into())
        }

        /// Takes over packs of a shipment: the `lines` named, or all that is outstanding.
        ///
        /// The origin must be an operator who may receive, of the shipment's receiver.
        ///
        /// # Errors
        /// [`Error::UnknownShipment`], [`Error::NotReceiver`], [`Error::BadLines`], [`Error::NotInShipment`],
        /// [`Error::TooManyParts`].
        ///
        /// # Events
        /// [`Event::Received`].
        #[pallet::call_index(1)]
        #[pallet::weight(<T as Config>::WeightInfo::settle(count(lines)))]
        pub fn receive(origin: OriginFor<T>, shipment: ShipmentId, lines: Option<Lines>) -> DispatchResultWithPostInfo {
            let (receiver, open) = Self::ensure_receiver(origin, shipment).map_err(cheap::<T>)?;
            let lines = Self::do_settle(shipment, open, lines, receiver)?;
            let weight = <T as Config>::WeightInfo::settle(lines.len() as u32);
            Self::deposit_event(Event::Received { shipment, by: receiver, lines });
            Ok(Some(weight).into())
        }

        /// Refuses packs of a shipment, the `lines` named or all that is outstanding: the sender holds them again.
        ///
        /// The origin must be an operator who may receive, of the shipment's receiver.
        ///
        /// # Errors
        /// As [`Call::receive`].
        ///
        /// # Events
        /// [`Event::Rejected`].
        #[pallet::call_index(2)]
        #[pallet::weight(<T as Config>::WeightInfo::settle(count(lines)))]
        pub fn reject(
            origin: OriginFor<T>,
            shipment: ShipmentId,
            lines: Option<Lines>,
            reason: RejectReason,
        ) -> DispatchResultWithPostInfo {
            let (receiver, open) = Self::ensure_receiver(origin, shipment).map_err(cheap::<T>)?;
            let sender = open.from;
            let lines = Self::do_settle(shipment, open, lines, sender)?;
            let weight = <T as Config>::WeightInfo::settle(lines.len() as u32);
            Self::deposit_event(Event::Rejected { shipment, by: receiver, lines, reason });
            Ok(Some(weight).into())
        }

        /// Calls back all that is outstanding in a shipment.
        ///
        /// The origin must be an operator who may ship, of the shipment's sender.
        ///
        /// # Errors
        /// [`Error::UnknownShipment`], [`Error::NotSender`].
        ///
        /// # Events
        /// [`Event::Cancelled`].
        #[pallet::call_index(3)]
        #[pallet::weight(<T as Config>::WeightInfo::settle(MAX_LINES))]
        pub fn cancel(origin: OriginFor<T>, shipment: ShipmentId) -> DispatchResultWithPostInfo {
            let (sender, open) = Self::ensure_sender(origin, shipment).map_err(cheap::<T>)?;
            let lines = Self::do_settle(shipment, open, None, sender)?;
            let weight = <T as Config>::WeightInfo::settle(lines.len() as u32);
            Self::deposit_event(Event::Cancelled { shipment, by: sender, lines });
            Ok(Some(weight).into())
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
