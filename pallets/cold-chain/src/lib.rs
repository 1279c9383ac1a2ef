//! # Cold chain
//!
//! What sensors say of the temperature of shipments, and what follows from it.
//!
//! ## Terminology
//!
//! - **Device**: a temperature logger with an ed25519 key, which one participant answers for. It travels attached to one
//!   shipment.
//! - **Segment**: a stretch of a device's log: lowest and highest reading, mean, standard deviation, mean kinetic
//!   temperature (crate `mean-kinetic`), and a digest of the readings, signed by the device. The readings themselves stay
//!   off chain, with the device's owner.
//! - **Rule**: what goods tolerate, by the way they have to be kept ([`rules`]): no reading below the floor or above the
//!   ceiling, and no moving mean kinetic temperature above the limit.
//! - **Breach**: a segment breaks the rule of some goods in the shipment. Their custody is marked: they are received, sent
//!   back or disposed of, but neither sold nor dispensed until their maker has assessed it (pallet custody-transfer).
//!
//! ## Scenario
//!
//! 1. A carrier registers a logger with its calibration ([`Call::register_device`]) and attaches it to a wholesaler's
//!    shipment of insulin ([`Call::attach`]).
//! 2. On the way the logger sends a segment every hour through a gateway, signed, without an account of its own
//!    ([`Call::submit_segment`]). A segment that is sent twice is taken once.
//! 3. The van breaks down: five hours at 15 °C. The mean kinetic temperature over a day reaches 8.26 °C, above 8 °C: the
//!    packs are marked, and every scanner shows it.
//! 4. The maker's qualified person looks at stability data and accepts it, or the packs are destroyed.
//!
//! A log that is read out only after receipt comes too late to be taken: the receiver reads it before it receives, as good
//! distribution practice asks.
//!
//! ## Invariants (checked by `try_state`)
//!
//! - Every device belongs to a known participant.
//! - The spans of a log are in order and do not overlap, and its lowest reading is not above its highest.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod rules;
pub mod weights;

mod measured;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

mod segments;
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
        ParticipantId, Permissions, ShipmentId,
        cold_chain::{Breach, Device, DeviceId, Log, Segment},
        custody::MAX_LINES,
    };
    use pallet_custody_transfer::Pallet as Custody;
    use pallet_participants::{Actor, Pallet as Participants};

    use crate::WeightInfo;

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_custody_transfer::Config {
        /// Weights of the calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Devices, by their key.
    #[pallet::storage]
    pub type Devices<T: Config> = StorageMap<_, Blake2_128Concat, DeviceId, Device>;

    /// What each device said of each shipment.
    #[pallet::storage]
    pub type Logs<T: Config> = StorageDoubleMap<_, Twox64Concat, ShipmentId, Blake2_128Concat, DeviceId, Log>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A participant answers for a device.
        DeviceRegistered { device: DeviceId, owner: ParticipantId, calibrated_until: u64 },
        /// A device is no longer used.
        DeviceRetired { device: DeviceId, owner: ParticipantId },
        /// A device travels with a shipment.
        Attached { device: DeviceId, shipment: ShipmentId },
        /// A device no longer travels with its shipment.
        Detached { device: DeviceId, shipment: ShipmentId },
        /// A segment was added to its log.
        SegmentTaken { segment: Segment },
        /// A log shows for the first time that goods were too warm or too cold.
        Breached { shipment: ShipmentId, device: DeviceId, breach: Breach },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// No such device is registered.
        UnknownDevice,
        /// This device is registered already.
        DeviceTaken,
        /// Another participant answers for the device.
        NotOwner,
        /// The device travels with a shipment already, or still.
        Attached,
        /// The device does not travel with this shipment.
        NotAttached,
        // (5)
        /// The device's calibration ends before that, or has ended.
        NotCalibrated,
        /// No such shipment is open.
        UnknownShipment,
        /// The owner of the device is neither sender nor carrier nor receiver of the shipment.
        NotParty,
        /// The segment is not the device's next one, or begins before the last one ended.
        SegmentOutOfOrder,
        /// The segment ends in the future.
        InTheFuture,
        // (10)
        /// A segment lasts a day at most.
        SegmentTooLong,
        /// The segment began before the shipment left.
        BeforeDispatch,
        /// The figures cannot be true of any readings.
        Implausible,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Registers a device, or renews its calibration. Times are seconds since 1970-01-01 UTC.
        ///
        /// The origin must be an operator who may sense.
        ///
        /// # Errors
        /// [`Error::DeviceTaken`], [`Error::NotCalibrated`].
        ///
        /// # Events
        /// [`Event::DeviceRegistered`].
        #[pallet::call_index(0)]
        #[pallet::weight(<T as Config>::WeightInfo::register_device())]
        pub fn register_device(origin: OriginFor<T>, device: DeviceId, calibrated_until: u64) -> DispatchResult {
            let Actor { id: owner, .. } = Participants::<T>::ensure_operator(origin, Permissions::SENSE)?;
            ensure!(Participants::<T>::now() < calibrated_until, Error::<T>::NotCalibrated);
            Devices::<T>::try_mutate(device, |stored| {
                match stored {
                    Some(known) if known.owner != owner => return Err(Error::<T>::DeviceTaken),
                    Some(known) => known.calibrated_until = calibrated_until,
                    None => *stored = Some(Device { owner, calibrated_until, attached: None, next: 0 }),
                }
                Ok(())
            })?;
            Self::deposit_event(Event::DeviceRegistered { device, owner, calibrated_until });
            Ok(())
        }

        /// Retires a device: its calibration ends now. What it said stays, and nobody else can register its key.
        ///
        /// The origin must be an operator who may sense, of the device's owner.
        ///
        /// # Errors
        /// [`Error::UnknownDevice`], [`Error::NotOwner`], [`Error::Attached`].
        ///
        /// # Events
        /// [`Event::DeviceRetired`].
        #[pallet::call_index(1)]
        #[pallet::weight(<T as Config>::WeightInfo::retire_device())]
        pub fn retire_device(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
            let (owner, record) = Self::ensure_owner(origin, device)?;
            ensure!(record.attached.is_none(), Error::<T>::Attached);
            // The record stays: with it goes the number of the next segment, which keeps old segments from coming back.
            Devices::<T>::insert(device, Device { calibrated_until: Participants::<T>::now(), ..record });
            Self::deposit_event(Event::DeviceRetired { device, owner });
            Ok(())
        }

        /// Attaches a device to an open shipment.
        ///
        /// The origin must be an operator who may sense, of the device's owner, who is the shipment's sender, carrier or
        /// receiver.
        ///
        /// # Errors
        /// [`Error::UnknownDevice`], [`Error::NotOwner`], [`Error::Attached`], [`Error::NotCalibrated`],
        /// [`Error::UnknownShipment`], [`Error::NotParty`].
        ///
        /// # Events
        /// [`Event::Attached`].
        #[pallet::call_index(2)]
        #[pallet::weight(<T as Config>::WeightInfo::attach())]
        pub fn attach(origin: OriginFor<T>, device: DeviceId, shipment: ShipmentId) -> DispatchResult {
            let (owner, record) = Self::ensure_owner(origin, device)?;
            ensure!(record.attached.is_none(), Error::<T>::Attached);
            ensure!(Participants::<T>::now() < record.calibrated_until, Error::<T>::NotCalibrated);
            let open = Custody::<T>::shipment(shipment).ok_or(Error::<T>::UnknownShipment)?;
            let party = [Some(open.from), Some(open.to), open.carrier].contains(&Some(owner));
            ensure!(party, Error::<T>::NotParty);
            Devices::<T>::insert(device, Device { attached: Some(shipment), ..record });
            Self::deposit_event(Event::Attached { device, shipment });
            Ok(())
        }

        /// Detaches a device from its shipment. Once that is settled, its log keeps the extremes and the breach, and no more.
        ///
        /// The origin must be an operator who may sense, of the device's owner.
        ///
        /// # Errors
        /// [`Error::UnknownDevice`], [`Error::NotOwner`], [`Error::NotAttached`].
        ///
        /// # Events
        /// [`Event::Detached`].
        #[pallet::call_index(3)]
        #[pallet::weight(<T as Config>::WeightInfo::detach())]
        pub fn detach(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
            let (_, record) = Self::ensure_owner(origin, device)?;
            let shipment = record.attached.ok_or(Error::<T>::NotAttached)?;
            // While the shipment is open the device may come back, and its mean must go on.
            if Custody::<T>::shipment(shipment).is_none() {
                Logs::<T>::mutate(shipment, device, |log| {
                    if let Some(log) = log {
                        log.spans = Default::default();
                    }
                });
            }
            Devices::<T>::insert(device, Device { attached: None, ..record });
            Self::deposit_event(Event::Detached { device, shipment });
            Ok(())
        }

        /// Adds a segment to the log of the shipment that its device travels with. If it shows goods to have been too warm
        /// or too cold, they are marked.
        ///
        /// There is no account: the transaction bears the device's signature over [`Segment::message`] with the hash of
        /// this chain's first block, and the segment's number, which is taken once.
        ///
        /// # Errors
        /// None: what could fail is refused before it reaches a block, with the codes of
        /// [`ledger_types::refusal::admission`].
        ///
        /// # Events
        /// [`Event::SegmentTaken`], [`Event::Breached`].
        #[pallet::call_index(4)]
        #[pallet::weight(<T as Config>::WeightInfo::submit_segment(MAX_LINES))]
        #[pallet::weight_of_authorize(<T as Config>::WeightInfo::authorize_submit_segment())]
        #[pallet::authorize(|source, segment, signature| Pallet::<T>::authorize_segment(source, segment, signature))]
        pub fn submit_segment(
            origin: OriginFor<T>,
            segment: Segment,
            _signature: [u8; 64],
        ) -> DispatchResultWithPostInfo {
            ensure_authorized(origin)?;
            let lines = Self::do_submit_segment(segment)?;
            Ok(Some(<T as Config>::WeightInfo::submit_segment(lines)).into())
        }
    }

    impl<T: Config> Pallet<T> {
        fn ensure_owner(origin: OriginFor<T>, device: DeviceId) -> Result<(ParticipantId, Device), DispatchError> {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::SENSE)?;
            let record = Devices::<T>::get(device).ok_or(Error::<T>::UnknownDevice)?;
            ensure!(record.owner == actor.id, Error::<T>::NotOwner);
            Ok((actor.id, record))
        }

        /// Who answers for a device.
        pub fn owner_of(device: &DeviceId) -> Option<ParticipantId> {
            Devices::<T>::get(device).map(|device| device.owner)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// What the sensors said of a shipment.
        pub fn logs_of(shipment: ShipmentId) -> alloc::vec::Vec<(DeviceId, Log)> {
            Logs::<T>::iter_prefix(shipment).take(64).collect()
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
