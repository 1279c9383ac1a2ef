//! # Participants
//!
//! Who takes part in the supply chain, by which authority, and which keys act for them.
//!
//! ## Terminology
//!
//! - **Participant**: an organisation with a GLN: manufacturer, wholesaler, dispenser or regulator.
//! - **Licence**: a regulator's authority to trade, for a period. It lapses by itself: no block does anything on that
//!   day, whoever reads it compares the period with the clock.
//! - **Operator**: an account that acts for exactly one participant, with a set of permissions.
//! - **Regulator**: a participant of that kind. It needs no licence, and grants and stops those of others.
//!
//! ## Scenario
//!
//! 1. A regulator registers *Apotheke am Markt* with its GLN and the key of its manager: [`Call::register`].
//! 2. It grants the licence, valid for five years: [`Call::grant_licence`].
//! 3. The manager appoints a key for the till that may only dispense: [`Call::add_operator`].
//! 4. Years later the licence lapses. Every act of the pharmacy is refused from that second on, until renewed.
//!
//! ## Invariants (checked by `try_state`)
//!
//! - Every GLN belongs to one participant, and every participant is found by its GLN.
//! - Every operator acts for a known participant, every participant's operator count is right, and at least one of its
//!   operators may manage.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod weights;

mod authority;
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use authority::{Actor, Admission};
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet.
#[frame_support::pallet]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "expanded by FRAME's macros")]
pub mod pallet {
    use alloc::{string::String, vec::Vec};

    use frame_support::{pallet_prelude::*, traits::UnixTime};
    use frame_system::pallet_prelude::*;
    use ledger_types::{Kind, Licence, Operator, Participant, ParticipantId, Permissions, Status, Text};

    use crate::WeightInfo;

    /// Most operators of one participant.
    pub const MAX_OPERATORS: u32 = 256;

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The chain's clock, against which licences are read.
        type Clock: UnixTime;
        /// Weights of the calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// The number that the next participant gets.
    #[pallet::storage]
    pub type NextId<T: Config> = StorageValue<_, ParticipantId, ValueQuery>;

    /// Every participant, with its licence. Part of the public proof contract.
    #[pallet::storage]
    pub type Participants<T: Config> = StorageMap<_, Twox64Concat, ParticipantId, Participant>;

    /// Participants by GLN.
    #[pallet::storage]
    pub type ByGln<T: Config> = StorageMap<_, Blake2_128Concat, u64, ParticipantId>;

    /// For whom an account acts, and what it may do. Part of the public proof contract.
    #[pallet::storage]
    pub type Operators<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Operator>;

    /// How many operators a participant has, and how many of them have all permissions.
    #[pallet::storage]
    pub type OperatorCounts<T: Config> = StorageMap<_, Twox64Concat, ParticipantId, (u32, u32), ValueQuery>;

    /// A participant of the first block.
    #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "camelCase", bound = "AccountId: serde::Serialize + serde::de::DeserializeOwned")]
    pub struct Founder<AccountId> {
        /// What it is.
        pub kind: Kind,
        /// Global Location Number, 13 digits.
        pub gln: String,
        /// ISO 3166-1 alpha-2.
        pub country: String,
        /// Trading name.
        pub name: String,
        /// Its first operator, with all permissions.
        pub operator: AccountId,
    }

    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// Participants of the first block: the regulators who enrol everyone else.
        pub founders: Vec<Founder<T::AccountId>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            let regulated =
                self.founders.is_empty() || self.founders.iter().any(|founder| founder.kind == Kind::Regulator);
            assert!(regulated, "genesis: without a regulator nobody could ever be licensed");
            for founder in &self.founders {
                let enrolled = Pallet::<T>::found(founder);
                assert!(enrolled.is_ok(), "genesis: cannot enrol {founder:?}: {enrolled:?}");
            }
        }
    }

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A participant was enrolled with its first operator.
        ParticipantRegistered { participant: ParticipantId, kind: Kind, gln: u64, operator: T::AccountId },
        /// A licence was granted or renewed.
        LicenceGranted { participant: ParticipantId, valid_from: u64, valid_until: u64, by: ParticipantId },
        /// A participant was stopped.
        ParticipantSuspended { participant: ParticipantId, by: ParticipantId },
        /// A suspension ended.
        ParticipantReinstated { participant: ParticipantId, by: ParticipantId },
        /// An account may act for a participant.
        OperatorAdded { participant: ParticipantId, account: T::AccountId, permissions: Permissions },
        /// An account no longer acts for a participant.
        OperatorRemoved { participant: ParticipantId, account: T::AccountId },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// The account acts for no participant.
        UnknownAccount,
        /// The account may not do this for its participant.
        NotPermitted,
        /// Only a regulator may do this.
        NotRegulator,
        /// The participant is suspended.
        Suspended,
        /// The participant has no licence that is valid now.
        NoValidLicence,
        // (5)
        /// No participant has this number.
        UnknownParticipant,
        /// The GLN's length or check digit is wrong.
        BadGln,
        /// A participant with this GLN exists.
        GlnTaken,
        /// The account acts for a participant already.
        AccountTaken,
        /// The name is empty, not UTF-8, or holds control characters.
        BadName,
        // (10)
        /// The country is not two capital letters.
        BadCountry,
        /// The licence ends before it begins, has ended, or leaves a gap after the present one.
        BadLicencePeriod,
        /// The last operator with all permissions must stay.
        LastManager,
        /// The participant has as many operators as it may have.
        TooManyOperators,
        /// This kind of participant may not do this.
        WrongKind,
        // (15)
        /// The participant is not suspended.
        NotSuspended,
        /// The licence's number is empty, not UTF-8, or holds control characters.
        BadLicenceNumber,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Enrols a participant, with `operator` as its first key, which may do everything.
        ///
        /// The origin must be a regulator's operator who may license; who enrols a further regulator needs all
        /// permissions, because that one's first key gets them.
        ///
        /// # Errors
        /// [`Error::NotPermitted`], [`Error::BadGln`], [`Error::BadCountry`], [`Error::BadName`], [`Error::GlnTaken`], [`Error::AccountTaken`].
        ///
        /// # Events
        /// [`Event::ParticipantRegistered`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register())]
        pub fn register(
            origin: OriginFor<T>,
            kind: Kind,
            gln: u64,
            country: [u8; 2],
            name: Text<64>,
            operator: T::AccountId,
        ) -> DispatchResult {
            let regulator = Self::ensure_regulator(origin, Permissions::LICENSE)?;
            let entitled = kind != Kind::Regulator || regulator.permissions.contains(Permissions::ALL);
            ensure!(entitled, Error::<T>::NotPermitted);
            let participant = Participant { kind, status: Status::Active, gln, country, name, licence: None };
            Self::do_register(participant, operator)
        }

        /// Grants or renews the licence of `participant`, replacing an earlier one. Times are seconds since
        /// 1970-01-01 UTC, `valid_until` exclusive. A renewal that begins before the present licence ends prolongs it:
        /// nobody loses a licence by renewing it early.
        ///
        /// The origin must be a regulator's operator who may license.
        ///
        /// # Errors
        /// [`Error::UnknownParticipant`], [`Error::BadLicenceNumber`], [`Error::BadLicencePeriod`].
        ///
        /// # Events
        /// [`Event::LicenceGranted`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::grant_licence())]
        pub fn grant_licence(
            origin: OriginFor<T>,
            participant: ParticipantId,
            number: Text<32>,
            valid_from: u64,
            valid_until: u64,
        ) -> DispatchResult {
            let regulator = Self::ensure_regulator(origin, Permissions::LICENSE)?;
            ensure!(ledger_types::is_name(&number), Error::<T>::BadLicenceNumber);
            ensure!(valid_from < valid_until && Self::now() < valid_until, Error::<T>::BadLicencePeriod);
            Self::change(participant, |record| {
                let present = record.licence.as_ref().filter(|licence| licence.covers(Self::now()));
                let valid_from = match present {
                    Some(present) => {
                        ensure!(valid_from <= present.valid_until, Error::<T>::BadLicencePeriod);
                        present.valid_from.min(valid_from)
                    }
                    None => valid_from,
                };
                record.licence = Some(Licence { number, valid_from, valid_until });
                Self::deposit_event(Event::LicenceGranted { participant, valid_from, valid_until, by: regulator.id });
                Ok(())
            })
        }

        /// Stops `participant`: from this block on its operators are refused.
        ///
        /// The origin must be a regulator's operator who may license. A regulator cannot be suspended this way.
        ///
        /// # Errors
        /// [`Error::UnknownParticipant`], [`Error::WrongKind`], [`Error::Suspended`].
        ///
        /// # Events
        /// [`Event::ParticipantSuspended`].
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::suspend())]
        pub fn suspend(origin: OriginFor<T>, participant: ParticipantId) -> DispatchResult {
            let regulator = Self::ensure_regulator(origin, Permissions::LICENSE)?;
            Self::change(participant, |record| {
                ensure!(record.kind != Kind::Regulator, Error::<T>::WrongKind);
                ensure!(record.status == Status::Active, Error::<T>::Suspended);
                record.status = Status::Suspended;
                Ok(())
            })?;
            Self::deposit_event(Event::ParticipantSuspended { participant, by: regulator.id });
            Ok(())
        }

        /// Ends the suspension of `participant`.
        ///
        /// The origin must be a regulator's operator who may license.
        ///
        /// # Errors
        /// [`Error::UnknownParticipant`], [`Error::NotSuspended`].
        ///
        /// # Events
        /// [`Event::ParticipantReinstated`].
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::reinstate())]
        pub fn reinstate(origin: OriginFor<T>, participant: ParticipantId) -> DispatchResult {
            let regulator = Self::ensure_regulator(origin, Permissions::LICENSE)?;
            Self::change(participant, |record| {
                ensure!(record.status == Status::Suspended, Error::<T>::NotSuspended);
                record.status = Status::Active;
                Ok(())
            })?;
            Self::deposit_event(Event::ParticipantReinstated { participant, by: regulator.id });
            Ok(())
        }

        /// Appoints `account` to act for the origin's participant with exactly `permissions`.
        ///
        /// The origin must be an operator who may manage, and can give only what it has itself.
        ///
        /// # Errors
        /// [`Error::AccountTaken`], [`Error::NotPermitted`], [`Error::TooManyOperators`].
        ///
        /// # Events
        /// [`Event::OperatorAdded`].
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::add_operator())]
        pub fn add_operator(origin: OriginFor<T>, account: T::AccountId, permissions: Permissions) -> DispatchResult {
            let actor = Self::ensure_operator(origin, Permissions::MANAGE)?;
            ensure!(actor.permissions.contains(permissions), Error::<T>::NotPermitted);
            Self::appoint(actor.id, &account, permissions)?;
            Self::deposit_event(Event::OperatorAdded { participant: actor.id, account, permissions });
            Ok(())
        }

        /// Removes `account` from the operators of the origin's participant.
        ///
        /// The origin must be an operator who may manage and has all permissions that `account` has; it may remove
        /// itself unless it is the last with all permissions.
        ///
        /// # Errors
        /// [`Error::UnknownAccount`], [`Error::NotPermitted`], [`Error::LastManager`].
        ///
        /// # Events
        /// [`Event::OperatorRemoved`].
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::remove_operator())]
        pub fn remove_operator(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
            let actor = Self::ensure_operator(origin, Permissions::MANAGE)?;
            Self::dismiss(&actor, &account)?;
            Self::deposit_event(Event::OperatorRemoved { participant: actor.id, account });
            Ok(())
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
