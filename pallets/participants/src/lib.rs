//! # Participants
//!
//! Who takes part in the supply chain, by which authority, and which keys act for them.
//!
//! ## Terminology
//!
//! - **Participant**: an organisation with a GLN: manufacturer, wholesaler, dispenser, regulator… ([`ledger_types::Kind`]).
//! - **Site**: a place where a participant keeps goods, with a GLN of its own.
//! - **Licence**: authority to trade within a scope, for a period. It lapses by itself: no block does anything on that
//!   day, whoever reads it compares the period with the clock.
//! - **Operator**: an account that acts for exactly one participant, with a set of permissions, so that every act names
//!   a person's key.
//! - **Regulator**: a participant of that kind. It needs no licence.
//! - **Delegate**: the one operator of a regulator that sits in the council. One regulator, one vote.
//! - **Council**: all regulators together. What gives or takes authority for good needs its majority; any one regulator
//!   can stop a participant in an emergency.
//!
//! ## Scenarios
//!
//! 1. A regulator enrols *Apotheke am Markt* with its GLN and the key of its manager ([`Call::register`]). The council
//!    grants the licence, valid for five years ([`Call::grant_licence`]).
//! 2. The manager appoints a key for the till that may only dispense ([`Call::add_operator`]). Years later the licence
//!    lapses: every act of the pharmacy is refused from that second on, until it is renewed.
//! 3. A wholesaler is caught with stolen goods. A regulator suspends it at once ([`Call::suspend`]); the council looks
//!    into it and strikes it off ([`Call::revoke`]), or lets it go on ([`Call::reinstate`]).
//! 4. A pharmacy has lost all its keys, or a thief has them. The council appoints a new one, and the old ones stop working
//!    ([`Call::recover`]).
//!
//! ## Invariants (checked by `try_state`)
//!
//! - Every GLN belongs to one participant, and every participant is found by its GLN.
//! - Every operator acts for a known participant, every participant's operator count is right, and at least one of its
//!   operators has all permissions.
//! - Every regulator that is not struck off has one delegate, who is its operator; nobody else has one.
//! - A participant's licences have different numbers, and every site belongs to a known participant.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod weights;

mod measured;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;

mod authority;
mod licences;
mod operators;
mod quota;
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use authority::{Actor, Admission};
pub use measured::Measured;
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet.
#[frame_support::pallet]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "expanded by FRAME's macros")]
pub mod pallet {
    use alloc::{string::String, vec::Vec};

    use frame_support::{
        pallet_prelude::*,
        traits::{ChangeMembers, UnixTime},
    };
    use frame_system::pallet_prelude::*;
    use ledger_types::{Kind, Licence, Operator, Participant, ParticipantId, Permissions, Scope, Site, Status, Text};

    use crate::WeightInfo;

    /// Most operators of one participant.
    pub const MAX_OPERATORS: u32 = 256;
    /// Most sites of one participant.
    pub const MAX_SITES: u32 = 256;
    /// Most regulators in the council.
    pub const MAX_REGULATORS: u32 = 64;

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The chain's clock, against which licences are read.
        type Clock: UnixTime;
        /// The council's majority, which gives and takes authority.
        type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// Where the council learns who sits in it.
        type Council: ChangeMembers<Self::AccountId>;
        /// How much of a block one participant may fill, in picoseconds of computing.
        type Quota: Get<u64>;
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

    /// Which operator of a regulator sits in the council.
    #[pallet::storage]
    pub type Delegates<T: Config> = CountedStorageMap<_, Twox64Concat, ParticipantId, T::AccountId>;

    /// A participant's sites, by their GLN.
    #[pallet::storage]
    pub type Sites<T: Config> = StorageDoubleMap<_, Twox64Concat, ParticipantId, Twox64Concat, u64, Site>;

    /// How many sites a participant has.
    #[pallet::storage]
    pub type SiteCounts<T: Config> = StorageMap<_, Twox64Concat, ParticipantId, u32, ValueQuery>;

    /// In which block a participant last acted, and how much of that block it has used, in picoseconds.
    #[pallet::storage]
    pub type BlockUse<T: Config> = StorageMap<_, Twox64Concat, ParticipantId, (BlockNumberFor<T>, u64), ValueQuery>;

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
        /// The council granted or renewed a licence.
        LicenceGranted { participant: ParticipantId, number: Text<32>, scope: Scope, valid_from: u64, valid_until: u64 },
        /// The council took a licence away.
        LicenceRevoked { participant: ParticipantId, number: Text<32> },
        /// A regulator stopped a participant.
        ParticipantSuspended { participant: ParticipantId, by: ParticipantId },
        /// The council ended a suspension.
        ParticipantReinstated { participant: ParticipantId },
        /// The council struck a participant off.
        ParticipantRevoked { participant: ParticipantId },
        /// The council gave a participant that had lost its keys a new one.
        ParticipantRecovered { participant: ParticipantId, operator: T::AccountId },
        /// An account may act for a participant.
        OperatorAdded { participant: ParticipantId, account: T::AccountId, permissions: Permissions },
        /// An account no longer acts for a participant.
        OperatorRemoved { participant: ParticipantId, account: T::AccountId },
        /// A regulator sends another of its operators to the council.
        DelegateSet { participant: ParticipantId, account: T::AccountId },
        /// A participant has a site, or has changed it.
        SiteSet { participant: ParticipantId, gln: u64 },
        /// A participant has given up a site.
        SiteRemoved { participant: ParticipantId, gln: u64 },
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
        /// The licence allows nothing, or something unknown.
        BadScope,
        /// The participant has as many licences as it may have.
        TooManyLicences,
        /// The participant has no licence with this number.
        UnknownLicence,
        // (20)
        /// No licence that is valid now allows this.
        OutsideScope,
        /// The participant is struck off.
        Revoked,
        /// The council cannot have more members.
        TooManyRegulators,
        /// The last regulator must stay.
        LastRegulator,
        /// The account sits in the council.
        IsDelegate,
        // (25)
        /// There is no such place on Earth.
        BadPosition,
        /// The participant has as many sites as it may have.
        TooManySites,
        /// The participant has no such site.
        UnknownSite,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Enrols a participant, with `operator` as its first key, which may do everything. It can act once it is licensed.
        ///
        /// The origin must be a regulator's operator who may license; a further regulator is enrolled by the council, and
        /// its first key becomes its delegate.
        ///
        /// # Errors
        /// [`Error::WrongKind`], [`Error::BadGln`], [`Error::BadCountry`], [`Error::BadName`], [`Error::GlnTaken`],
        /// [`Error::AccountTaken`], [`Error::TooManyRegulators`].
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
            if T::CouncilOrigin::try_origin(origin.clone()).is_err() {
                Self::ensure_regulator(origin, Permissions::LICENSE)?;
                ensure!(kind != Kind::Regulator, Error::<T>::WrongKind);
            }
            let status = Status::Active;
            let participant = Participant { kind, status, gln, country, name, licences: Default::default(), epoch: 0 };
            Self::do_register(participant, operator)
        }

        /// Grants `participant` a licence, or renews the one with the same number. Times are seconds since 1970-01-01 UTC,
        /// `valid_until` exclusive. A renewal that begins before the present licence ends prolongs it: nobody loses a
        /// licence by renewing it early. A lapsed licence makes room for a new one.
        ///
        /// The origin must be the council.
        ///
        /// # Errors
        /// [`Error::UnknownParticipant`], [`Error::BadLicenceNumber`], [`Error::BadLicencePeriod`], [`Error::BadScope`],
        /// [`Error::TooManyLicences`], [`Error::WrongKind`].
        ///
        /// # Events
        /// [`Event::LicenceGranted`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::grant_licence())]
        pub fn grant_licence(
            origin: OriginFor<T>,
            participant: ParticipantId,
            number: Text<32>,
            scope: Scope,
            valid_from: u64,
            valid_until: u64,
        ) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            Self::do_grant_licence(participant, Licence { number, scope, valid_from, valid_until })
        }

        /// Stops `participant`: from this block on its operators are refused.
        ///
        /// The origin must be a regulator's operator who may license. A regulator cannot be suspended.
        ///
        /// # Errors
        /// [`Error::UnknownParticipant`], [`Error::WrongKind`], [`Error::Suspended`], [`Error::Revoked`].
        ///
        /// # Events
        /// [`Event::ParticipantSuspended`].
        #[pallet::call_index(2)]
        #[pallet::weight((T::WeightInfo::suspend(), DispatchClass::Operational))]
        pub fn suspend(origin: OriginFor<T>, participant: ParticipantId) -> DispatchResult {
            let regulator = Self::ensure_regulator(origin, Permissions::LICENSE)?;
            Self::change(participant, |record| {
                ensure!(record.kind != Kind::Regulator, Error::<T>::WrongKind);
                match record.status {
                    Status::Active => record.status = Status::Suspended,
                    Status::Suspended => return Err(Error::<T>::Suspended.into()),
                    Status::Revoked => return Err(Error::<T>::Revoked.into()),
                }
                Ok(())
            })?;
            Self::deposit_event(Event::ParticipantSuspended { participant, by: regulator.id });
            Ok(())
        }

        /// Ends the suspension of `participant`.
        ///
        /// The origin must be the council.
        ///
        /// # Errors
        /// [`Error::UnknownParticipant`], [`Error::NotSuspended`].
        ///
        /// # Events
        /// [`Event::ParticipantReinstated`].
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::reinstate())]
        pub fn reinstate(origin: OriginFor<T>, participant: ParticipantId) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            Self::change(participant, |record| {
                ensure!(record.status == Status::Suspended, Error::<T>::NotSuspended);
                record.status = Status::Active;
                Ok(())
            })?;
            Self::deposit_event(Event::ParticipantReinstated { participant });
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
        /// itself unless it is the last with all permissions. A regulator sends another delegate first.
        ///
        /// # Errors
        /// [`Error::UnknownAccount`], [`Error::NotPermitted`], [`Error::LastManager`], [`Error::IsDelegate`].
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

        /// Takes a licence away.
        ///
        /// The origin must be the council.
        ///
        /// # Errors
        /// [`Error::UnknownParticipant`], [`Error::UnknownLicence`].
        ///
        /// # Events
        /// [`Event::LicenceRevoked`].
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::revoke_licence())]
        pub fn revoke_licence(origin: OriginFor<T>, participant: ParticipantId, number: Text<32>) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            Self::change(participant, |record| {
                let found = record.licences.iter().position(|licence| licence.number == number);
                record.licences.remove(found.ok_or(Error::<T>::UnknownLicence)?);
                Ok(())
            })?;
            Self::deposit_event(Event::LicenceRevoked { participant, number });
            Ok(())
        }

        /// Strikes `participant` off, for good. A regulator loses its seat in the council.
        ///
        /// The origin must be the council.
        ///
        /// # Errors
        /// [`Error::UnknownParticipant`], [`Error::Revoked`], [`Error::LastRegulator`].
        ///
        /// # Events
        /// [`Event::ParticipantRevoked`].
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::revoke())]
        pub fn revoke(origin: OriginFor<T>, participant: ParticipantId) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            Self::do_revoke(participant)
        }

        /// Gives a participant that has lost its keys, or from which they were stolen, a new one, which may do everything.
        /// All its other keys stop acting for it.
        ///
        /// The origin must be the council.
        ///
        /// # Errors
        /// [`Error::UnknownParticipant`], [`Error::Revoked`], [`Error::AccountTaken`].
        ///
        /// # Events
        /// [`Event::ParticipantRecovered`].
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::recover())]
        pub fn recover(origin: OriginFor<T>, participant: ParticipantId, operator: T::AccountId) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            let elsewhere = Operators::<T>::get(&operator).is_some_and(|known| known.participant != participant);
            ensure!(!elsewhere || !Self::is_operator(&operator), Error::<T>::AccountTaken);
            let mut kind = None;
            Self::change(participant, |record| {
                ensure!(record.status != Status::Revoked, Error::<T>::Revoked);
                record.epoch = record.epoch.saturating_add(1);
                kind = Some(record.kind);
                Ok(())
            })?;
            OperatorCounts::<T>::remove(participant);
            Self::appoint(participant, &operator, Permissions::ALL)?;
            if kind == Some(Kind::Regulator) {
                // The lost key's seat would be lost with it.
                Self::seat(participant, &operator)?;
            }
            Self::deposit_event(Event::ParticipantRecovered { participant, operator });
            Ok(())
        }

        /// Sends `account` to the council, in place of the regulator's present delegate.
        ///
        /// The origin must be a regulator's operator with all permissions, and `account` one of its operators who may
        /// license.
        ///
        /// # Errors
        /// [`Error::NotRegulator`], [`Error::NotPermitted`], [`Error::UnknownAccount`].
        ///
        /// # Events
        /// [`Event::DelegateSet`].
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::set_delegate())]
        pub fn set_delegate(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
            let actor = Self::ensure_regulator(origin, Permissions::ALL)?;
            let operator = Operators::<T>::get(&account)
                .filter(|operator| operator.participant == actor.id && operator.epoch == actor.record.epoch)
                .ok_or(Error::<T>::UnknownAccount)?;
            ensure!(operator.permissions.contains(Permissions::LICENSE), Error::<T>::NotPermitted);
            Self::seat(actor.id, &account)?;
            Self::deposit_event(Event::DelegateSet { participant: actor.id, account });
            Ok(())
        }

        /// Adds or changes a site of the origin's participant.
        ///
        /// The origin must be an operator who may manage.
        ///
        /// # Errors
        /// [`Error::BadGln`], [`Error::BadName`], [`Error::BadPosition`], [`Error::TooManySites`].
        ///
        /// # Events
        /// [`Event::SiteSet`].
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::set_site())]
        pub fn set_site(origin: OriginFor<T>, gln: u64, site: Site) -> DispatchResult {
            let actor = Self::ensure_operator(origin, Permissions::MANAGE)?;
            Self::do_set_site(actor.id, gln, site)
        }

        /// Gives up a site of the origin's participant.
        ///
        /// The origin must be an operator who may manage.
        ///
        /// # Errors
        /// [`Error::UnknownSite`].
        ///
        /// # Events
        /// [`Event::SiteRemoved`].
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::remove_site())]
        pub fn remove_site(origin: OriginFor<T>, gln: u64) -> DispatchResult {
            let actor = Self::ensure_operator(origin, Permissions::MANAGE)?;
            Sites::<T>::take(actor.id, gln).ok_or(Error::<T>::UnknownSite)?;
            SiteCounts::<T>::mutate(actor.id, |count| *count = count.saturating_sub(1));
            Self::deposit_event(Event::SiteRemoved { participant: actor.id, gln });
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The participant with this GLN, by its number.
        pub fn participant_with_gln(gln: u64) -> Option<(ParticipantId, Participant)> {
            let id = ByGln::<T>::get(gln)?;
            Participants::<T>::get(id).map(|participant| (id, participant))
        }

        /// Whether a participant may do now what needs this scope.
        pub fn is_licensed(id: ParticipantId, scope: Scope) -> bool {
            Participants::<T>::get(id).is_some_and(|participant| participant.may(scope, Self::now()))
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
