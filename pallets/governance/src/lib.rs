//! # Governance
//!
//! What the council alone changes: who makes and finalises blocks, which code runs; and the brake that any one regulator
//! can pull.
//!
//! ## Terminology
//!
//! - **Validator**: a node with an Aura key, which makes blocks, and a GRANDPA key, which finalises them. Its keys come
//!   with a proof that its owner has them, as `author_rotateKeysWithOwner` gives it: a mistyped key would stop finality.
//! - **Upgrade**: the council approves the hash of a runtime; whoever has the runtime may then hand it in
//!   (`System.apply_authorized_upgrade`).
//! - **Safe mode**: trade stands still, while goods on the road can still be received and refused, and packs recalled and
//!   put into quarantine. Any one regulator enters it, for a day and not again within a week; the council ends or renews
//!   it.
//!
//! pallet-session and pallet-safe-mode would do the same and more, but both need a currency for deposits, and this chain
//! has none.
//!
//! ## Scenarios
//!
//! 1. A wholesalers' association runs a further validator: the council sets the new list ([`Call::set_validators`]). The
//!    change takes effect with the block; scanners follow it by the GRANDPA set's number.
//! 2. A key of a large wholesaler is stolen, and trade records cannot be trusted. A regulator enters safe mode
//!    ([`Call::enter_safe_mode`]), the council recovers the keys and leaves it ([`Call::leave_safe_mode`]).
//! 3. A new runtime is reviewed. The council approves its hash ([`Call::authorize_upgrade`]), and a regulator uploads it.
//!
//! ## Invariants (checked by `try_state`)
//!
//! - There are as many block makers as finalisers, and at least one.
//! - Only sets before the present one have an end.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod weights;

mod measured;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

mod try_state;
mod validators;

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
    use ledger_types::{ParticipantId, Permissions, ValidatorKeys, validator::MAX_VALIDATORS};
    use pallet_participants::Pallet as Participants;
    use sp_consensus_aura::sr25519::AuthorityId as AuraId;

    use crate::WeightInfo;

    /// How long safe mode lasts when one regulator enters it, in seconds.
    pub const SAFE_MODE_SECONDS: u64 = 86_400;
    /// How long no single regulator enters safe mode again after it ended, in seconds.
    pub const COOL_DOWN_SECONDS: u64 = 7 * 86_400;

    #[pallet::config]
    pub trait Config:
        frame_system::Config<RuntimeEvent: From<Event<Self>>>
        + pallet_participants::Config
        + pallet_aura::Config<AuthorityId = AuraId>
        + pallet_grandpa::Config
    {
        /// Weights of the calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Until when safe mode lasts, or lasted, in seconds since 1970-01-01 UTC. It ends by itself. Part of the public proof
    /// contract.
    #[pallet::storage]
    pub type SafeModeUntil<T: Config> = StorageValue<_, u64>;

    /// The last block that each former set of finalisers finalised: a scanner that was away finds the changes with it. Part
    /// of the public proof contract.
    #[pallet::storage]
    pub type SetEnds<T: Config> = StorageMap<_, Twox64Concat, u64, BlockNumberFor<T>>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The council changed who makes and finalises blocks.
        ValidatorsSet { validators: u32, set_id: u64 },
        /// A regulator, or the council, entered or prolonged safe mode.
        SafeModeEntered { until: u64, by: Option<ParticipantId> },
        /// The council ended safe mode.
        SafeModeLeft,
    }

    #[pallet::error]
    pub enum Error<T> {
        /// There must be 1 to 64 validators.
        BadCount,
        /// A key is in the list twice.
        KeyTwice,
        /// A proof of possession is wrong.
        BadProof,
        /// A change of validators is under way already. Try again in the next block.
        ChangePending,
        /// Safe mode is on already: only the council prolongs it.
        InSafeMode,
        // (5)
        /// Safe mode is not on.
        NotInSafeMode,
        /// Safe mode was on within the last week: only the council enters it again.
        TooSoon,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Replaces the validators. The new ones make blocks from the next block on; the old ones finalise this block, the
        /// new ones those after it.
        ///
        /// The origin must be the council.
        ///
        /// # Errors
        /// [`Error::BadCount`], [`Error::KeyTwice`], [`Error::BadProof`], [`Error::ChangePending`].
        ///
        /// # Events
        /// [`Event::ValidatorsSet`].
        #[pallet::call_index(0)]
        #[pallet::weight((
            <T as Config>::WeightInfo::set_validators(validators.len() as u32),
            DispatchClass::Operational,
        ))]
        pub fn set_validators(
            origin: OriginFor<T>,
            validators: BoundedVec<ValidatorKeys, ConstU32<MAX_VALIDATORS>>,
        ) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            Self::do_set_validators(&validators)
        }

        /// Approves the runtime with this BLAKE2b-256 hash. It has to be a later version of this chain's runtime.
        ///
        /// The origin must be the council.
        ///
        /// # Errors
        /// None.
        ///
        /// # Events
        /// `UpgradeAuthorized` of System.
        #[pallet::call_index(1)]
        #[pallet::weight((<T as Config>::WeightInfo::authorize_upgrade(), DispatchClass::Operational))]
        pub fn authorize_upgrade(origin: OriginFor<T>, code_hash: T::Hash) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            frame_system::Pallet::<T>::do_authorize_upgrade(code_hash, true);
            Ok(())
        }

        /// Enters safe mode for a day.
        ///
        /// The origin must be a regulator's operator who may license, or the council, which can prolong it.
        ///
        /// # Errors
        /// [`Error::InSafeMode`], [`Error::TooSoon`].
        ///
        /// # Events
        /// [`Event::SafeModeEntered`].
        #[pallet::call_index(2)]
        #[pallet::weight((<T as Config>::WeightInfo::enter_safe_mode(), DispatchClass::Operational))]
        pub fn enter_safe_mode(origin: OriginFor<T>) -> DispatchResult {
            let by = if T::CouncilOrigin::try_origin(origin.clone()).is_ok() {
                None
            } else {
                let regulator = Participants::<T>::ensure_regulator(origin, Permissions::LICENSE)?;
                ensure!(!Self::in_safe_mode(), Error::<T>::InSafeMode);
                let again = SafeModeUntil::<T>::get().map_or(0, |until| until.saturating_add(COOL_DOWN_SECONDS));
                ensure!(again <= Participants::<T>::now(), Error::<T>::TooSoon);
                Some(regulator.id)
            };
            let until = Participants::<T>::now().saturating_add(SAFE_MODE_SECONDS);
            SafeModeUntil::<T>::put(until);
            Self::deposit_event(Event::SafeModeEntered { until, by });
            Ok(())
        }

        /// Ends safe mode.
        ///
        /// The origin must be the council.
        ///
        /// # Errors
        /// [`Error::NotInSafeMode`].
        ///
        /// # Events
        /// [`Event::SafeModeLeft`].
        #[pallet::call_index(3)]
        #[pallet::weight((<T as Config>::WeightInfo::leave_safe_mode(), DispatchClass::Operational))]
        pub fn leave_safe_mode(origin: OriginFor<T>) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            ensure!(Self::in_safe_mode(), Error::<T>::NotInSafeMode);
            SafeModeUntil::<T>::put(Participants::<T>::now());
            Self::deposit_event(Event::SafeModeLeft);
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// Until when safe mode lasts, in seconds since 1970-01-01 UTC; `None` if it is not on.
        pub fn safe_mode_until() -> Option<u64> {
            SafeModeUntil::<T>::get().filter(|until| Participants::<T>::now() < *until)
        }
    }

    impl<T: Config> Pallet<T> {
        /// Whether safe mode is on.
        pub fn in_safe_mode() -> bool {
            SafeModeUntil::<T>::get().is_some_and(|until| Participants::<T>::now() < until)
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
