//! # Custody transfer
//!
//! Who holds which packs, from the maker to the pharmacy, one hand-off at a time.
//!
//! ## Terminology
//!
//! - **Holding**: packs `start` to `end` (exclusive) of one batch with one holder, stored under (batch, end as four
//!   big-endian bytes). The holdings of a batch tile it exactly, so the first key after `i` is the holding of pack `i`,
//!   in the runtime and in a storage proof alike. Neighbouring packs are one holding if everything about their custody is
//!   the same: holder, status, supplier, breach.
//! - **Dispatch** and **receipt**: the two phases of a hand-off. Between them packs are in transit: the sender still
//!   answers for them, but can neither ship nor dispense them.
//! - **Shipment**: what one dispatch sends to one receiver, in up to 64 lines (ranges of packs). It stays open until
//!   nothing is outstanding.
//! - **Purpose**: supply, saleable return, or disposal ([`ledger_types::Purpose`]).
//! - **Container**: a case or pallet with an SSCC, packed on chain so that it can be shipped by that number.
//! - **Breach**: the temperature of packs was outside the product's limits (pallet cold-chain). They are received and sent
//!   back, but neither sold nor dispensed until the maker has assessed it.
//!
//! ## Scenarios
//!
//! 1. *As it should be.* The maker dispatches packs 0 to 999 to a wholesaler ([`Call::dispatch`]), who receives them all
//!    ([`Call::receive`] without lines).
//! 2. *Short and over.* The wholesaler finds 990: it receives packs 0 to 989 and rejects the others as missing
//!    ([`Call::reject`]); they are the sender's again. In another delivery it finds ten packs too many and says so
//!    ([`Call::report_excess`]); the sender adds them to the shipment ([`Call::extend`]).
//! 3. *Late change.* Between dispatch and receipt a batch is recalled, or the sender's licence ends: the goods are on the
//!    road, so the receiver can still receive or reject them. Somebody has to answer for them. From there they go back for
//!    disposal.
//! 4. *Second thoughts.* The maker calls back what nobody has received yet ([`Call::cancel`]).
//! 5. *Saleable return.* A pharmacy sends unopened packs back: only to the wholesaler that supplied these very packs.
//! 6. *Drop shipment.* A maker ships to a pharmacy what a wholesaler sold: the wholesaler counts as the supplier.
//! 7. *Cases.* A wholesaler packs a case ([`Call::pack`]), ships it by its SSCC, and the pharmacy opens it
//!    ([`Call::unpack`]).
//!
//! ## Invariants (checked by `try_state`)
//!
//! - The holdings of every batch tile 0 to packs exactly, and no two neighbours could be one.
//! - Packs in transit are exactly the outstanding lines of open shipments, each pack in one, held by its sender.
//! - Every open shipment has something outstanding.
//! - Every pack is directly in at most one container, every container's parent contains it, and none is empty.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod weights;

mod measured;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

mod breaches;
mod containers;
mod holdings;
mod shipments;
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

pub use containers::Children;
pub use measured::Measured;
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
        BatchKey, CHUNK_PACKS, Container, Holding, HoldingStatus, Line, Lines, PackIndex, ParticipantId, Permissions,
        Scope, Shipment, ShipmentId, Terms,
        custody::{MAX_LINES, RejectReason},
    };
    use pallet_drug_batch::MAX_PACKS;
    use pallet_participants::Pallet as Participants;

    use crate::{Children, WeightInfo, shipments::Settled};

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

    /// Cases and pallets, by SSCC.
    #[pallet::storage]
    pub type Containers<T: Config> = StorageMap<_, Blake2_128Concat, u64, Container>;

    /// Which packs are directly in which container: by batch and by the big-endian end of the range, the start and the
    /// container's SSCC.
    #[pallet::storage]
    pub type Packed<T: Config> = StorageDoubleMap<_, Blake2_128Concat, BatchKey, Identity, [u8; 4], (PackIndex, u64)>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Packs are on their way.
        Dispatched { shipment: ShipmentId, from: ParticipantId, to: ParticipantId, lines: Lines, terms: Terms },
        /// More packs are on their way in an open shipment.
        Extended { shipment: ShipmentId, by: ParticipantId, lines: Lines },
        /// The receiver took over packs.
        Received { shipment: ShipmentId, by: ParticipantId, lines: Lines },
        /// The receiver refused packs; they are the sender's again.
        Rejected { shipment: ShipmentId, by: ParticipantId, lines: Lines, reason: RejectReason },
        /// The sender called back what was outstanding.
        Cancelled { shipment: ShipmentId, by: ParticipantId, lines: Lines },
        /// The receiver found packs that are not in the shipment.
        ExcessReported { shipment: ShipmentId, by: ParticipantId, lines: Lines },
        /// Packs, or containers, were put into a container.
        Packed { sscc: u64, by: ParticipantId, lines: Lines },
        /// A container was taken apart.
        Unpacked { sscc: u64, by: ParticipantId },
        /// The maker has assessed what happened to packs, and lets them back into trade.
        BreachAccepted { by: ParticipantId, lines: Lines, assessment: [u8; 32] },
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
        /// There would be more lines, or more pieces of one line, than one act can handle.
        TooManyParts,
        /// A line reaches over packs that have another supplier, or another history of temperature.
        LineSpansHoldings,
        /// The temperature of these packs was outside the product's limits.
        Breached,
        /// These packs may be sold: there is nothing to dispose of.
        NotForDisposal,
        /// The receiver did not supply these packs.
        NotSuppliedByReceiver,
        // (15)
        /// A sale from or to the United States needs transaction information and statement.
        DocumentsMissing,
        /// Whoever is said to have sold the goods may not sell, or is a party to the shipment.
        BadSeller,
        /// Whoever is said to carry the goods may not carry.
        BadCarrier,
        /// No such container is packed.
        UnknownContainer,
        /// A container with this SSCC is packed already.
        SsccTaken,
        // (20)
        /// Packs or container are in another container.
        PackedAlready,
        /// The lines are not the contents of the container.
        WrongContents,
        /// These packs are not marked as breached.
        NotBreached,
        /// These packs are part of the shipment, or not the sender's.
        NoExcess,
        // (25)
        /// The sender added packs to this shipment: the receiver names what arrived.
        NameTheLines,
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

    fn weight_of_dispatch<T: Config>(lines: u32, chunks: u32, sscc: Option<u64>) -> Weight {
        let contents = sscc.map_or(Weight::zero(), |_| <T as Config>::WeightInfo::contents());
        <T as Config>::WeightInfo::dispatch(lines, chunks).saturating_add(contents)
    }

    /// What is refused before packs are looked at costs no more than that.
    fn cheap<T: Config>(error: DispatchError) -> DispatchErrorWithPostInfo {
        error.with_weight(<T as Config>::WeightInfo::refused())
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Sends the packs of `lines` to participant `to`, on these `terms`.
        ///
        /// The origin must be an operator who may ship, of the participant that holds all packs at rest. For a supply it
        /// must be licensed to make or distribute, and the packs active, released, neither recalled, withdrawn, expired
        /// nor breached, and authorised in the country of a receiving dispenser; a sale from or to the United States needs
        /// its documents. A saleable return goes to the participant that supplied these very packs. Goods that are off
        /// the market go for disposal. The receiver must be licensed.
        ///
        /// # Errors
        /// [`Error::ToSelf`], [`Error::ReceiverNotAuthorised`], [`Error::WrongReceiver`], [`Error::BadSscc`],
        /// [`Error::BadLines`], [`Error::DocumentsMissing`], [`Error::BadSeller`], [`Error::BadCarrier`],
        /// [`Error::WrongContents`], [`Error::PackedAlready`], [`Error::NotHeld`], [`Error::LineSpansHoldings`],
        /// [`Error::Breached`], [`Error::NotSuppliedByReceiver`], [`Error::NotForDisposal`], `OutsideScope`, and those of
        /// `ensure_tradable_in` and `ensure_active` of drug-batch.
        ///
        /// # Events
        /// [`Event::Dispatched`].
        #[pallet::call_index(0)]
        #[pallet::weight(weight_of_dispatch::<T>(lines.len() as u32, chunks(lines), terms.sscc))]
        pub fn dispatch(
            origin: OriginFor<T>,
            to: ParticipantId,
            lines: Lines,
            terms: Terms,
        ) -> DispatchResultWithPostInfo {
            let sender = Participants::<T>::ensure_operator(origin, Permissions::SHIP).map_err(cheap::<T>)?;
            let receiver = Self::ensure_dispatchable(&sender, to, &lines, &terms).map_err(cheap::<T>)?;
            let (count, sscc) = (lines.len() as u32, terms.sscc);
            let looked_at = Self::do_dispatch(sender.id, to, &receiver, lines, terms)?;
            Ok(Some(weight_of_dispatch::<T>(count, looked_at, sscc)).into())
        }

        /// Takes over packs of a shipment: the `lines` named, or all that is outstanding, unless the sender added to it.
        ///
        /// The origin must be an operator who may receive, of the shipment's receiver.
        ///
        /// # Errors
        /// [`Error::UnknownShipment`], [`Error::NotReceiver`], [`Error::BadLines`], [`Error::NotInShipment`],
        /// [`Error::TooManyParts`], [`Error::LineSpansHoldings`], [`Error::NameTheLines`].
        ///
        /// # Events
        /// [`Event::Received`].
        #[pallet::call_index(1)]
        #[pallet::weight(<T as Config>::WeightInfo::settle(count(lines)))]
        pub fn receive(origin: OriginFor<T>, shipment: ShipmentId, lines: Option<Lines>) -> DispatchResultWithPostInfo {
            let (receiver, open) = Self::ensure_receiver(origin, shipment).map_err(cheap::<T>)?;
            if open.extended && lines.is_none() {
                return Err(cheap::<T>(Error::<T>::NameTheLines.into()));
            }
            let lines = Self::do_settle(shipment, open, lines, Settled::Received)?;
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
            let lines = Self::do_settle(shipment, open, lines, Settled::Returned)?;
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
            let lines = Self::do_settle(shipment, open, None, Settled::Returned)?;
            let weight = <T as Config>::WeightInfo::settle(lines.len() as u32);
            Self::deposit_event(Event::Cancelled { shipment, by: sender.id, lines });
            Ok(Some(weight).into())
        }

        /// Adds packs to an open shipment, on its terms: they left with it by mistake. Not where documents travel with it,
        /// which do not name them.
        ///
        /// The origin must be an operator who may ship, of the shipment's sender.
        ///
        /// # Errors
        /// [`Error::UnknownShipment`], [`Error::NotSender`], [`Error::TooManyParts`], and as [`Call::dispatch`].
        ///
        /// # Events
        /// [`Event::Extended`].
        #[pallet::call_index(4)]
        #[pallet::weight(<T as Config>::WeightInfo::dispatch(lines.len() as u32, chunks(lines)))]
        pub fn extend(origin: OriginFor<T>, shipment: ShipmentId, lines: Lines) -> DispatchResultWithPostInfo {
            let (sender, open) = Self::ensure_sender(origin, shipment).map_err(cheap::<T>)?;
            let count = lines.len() as u32;
            let looked_at = Self::do_extend(shipment, &sender, open, lines)?;
            Ok(Some(<T as Config>::WeightInfo::dispatch(count, looked_at)).into())
        }

        /// Says that a delivery held packs that are not in its shipment. Their sender still answers for them.
        ///
        /// The origin must be an operator who may receive, of the shipment's receiver.
        ///
        /// # Errors
        /// [`Error::UnknownShipment`], [`Error::NotReceiver`], [`Error::BadLines`], [`Error::NoExcess`].
        ///
        /// # Events
        /// [`Event::ExcessReported`].
        #[pallet::call_index(5)]
        #[pallet::weight(<T as Config>::WeightInfo::settle(lines.len() as u32))]
        pub fn report_excess(origin: OriginFor<T>, shipment: ShipmentId, lines: Lines) -> DispatchResult {
            let (receiver, open) = Self::ensure_receiver(origin, shipment)?;
            Self::ensure_disjoint(&lines)?;
            for line in &lines {
                let held = Self::kept_by(&line.batch, &(line.start..line.end), open.from, HoldingStatus::Held);
                ensure!(held.is_ok(), Error::<T>::NoExcess);
            }
            Self::deposit_event(Event::ExcessReported { shipment, by: receiver, lines });
            Ok(())
        }

        /// Packs a case or pallet: packs that the origin's participant holds at rest, or containers of such packs.
        ///
        /// The origin must be an operator who may ship.
        ///
        /// # Errors
        /// [`Error::BadSscc`], [`Error::SsccTaken`], [`Error::BadLines`], [`Error::NotHeld`],
        /// [`Error::PackedAlready`], [`Error::UnknownContainer`], [`Error::TooManyParts`].
        ///
        /// # Events
        /// [`Event::Packed`].
        #[pallet::call_index(6)]
        #[pallet::weight(<T as Config>::WeightInfo::pack(lines.len() as u32, children.len() as u32))]
        pub fn pack(origin: OriginFor<T>, sscc: u64, lines: Lines, children: Children) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::SHIP)?;
            Self::do_pack(actor.id, sscc, lines, children)
        }

        /// Takes a container apart. Containers in it stay packed.
        ///
        /// The origin must be an operator who may receive, of a participant that holds the first pack of a line in it.
        ///
        /// # Errors
        /// [`Error::UnknownContainer`], [`Error::PackedAlready`], [`Error::NotHeld`].
        ///
        /// # Events
        /// [`Event::Unpacked`].
        #[pallet::call_index(7)]
        #[pallet::weight(<T as Config>::WeightInfo::unpack())]
        pub fn unpack(origin: OriginFor<T>, sscc: u64) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::RECEIVE)?;
            Self::do_unpack(actor.id, sscc)
        }

        /// Lets packs back into trade whose temperature was outside the product's limits, on the strength of an assessment
        /// with this BLAKE2b-256 digest.
        ///
        /// The origin must be an operator of the batches' maker who may release (the qualified person).
        ///
        /// # Errors
        /// [`Error::BadLines`], [`Error::NotBreached`], [`Error::LineSpansHoldings`], `UnknownBatch`, `NotMaker`.
        ///
        /// # Events
        /// [`Event::BreachAccepted`].
        #[pallet::call_index(8)]
        #[pallet::weight(<T as Config>::WeightInfo::settle(lines.len() as u32))]
        pub fn accept_breach(origin: OriginFor<T>, lines: Lines, assessment: [u8; 32]) -> DispatchResult {
            let maker = Participants::<T>::ensure_licensed(origin, Permissions::RELEASE, Scope::MAKE)?;
            Self::do_accept_breach(maker.id, lines, assessment)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The holding of a pack, and one past its last pack.
        pub fn holding(batch: BatchKey, pack: PackIndex) -> Option<(PackIndex, Holding)> {
            Self::holding_of(&batch, pack)
        }

        /// All packs in a case or pallet.
        pub fn packed_in(sscc: u64) -> Option<alloc::vec::Vec<Line>> {
            Containers::<T>::get(sscc).map(|container| Self::contents(&container))
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
