//! Who may act, and the writes behind the calls.

use frame_support::{ensure, pallet_prelude::*, traits::UnixTime};
use frame_system::pallet_prelude::OriginFor;
use ledger_types::{Kind, Operator, Participant, ParticipantId, Permissions, Status, Text};

use crate::{
    ByGln, Config, Error, Event, Founder, MAX_OPERATORS, NextId, OperatorCounts, Operators, Pallet, Participants,
};

/// A participant that acts, through one of its operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Which participant.
    pub id: ParticipantId,
    /// What it is.
    pub kind: Kind,
    /// What this operator may do.
    pub permissions: Permissions,
}

/// Whether the pool admits an account, see [`Pallet::admission`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It acts for a participant that may trade, and may do this for it.
    Admitted,
    /// It acts for nobody.
    UnknownAccount,
    /// Its participant is suspended.
    Suspended,
    /// Its participant has no valid licence.
    NoValidLicence,
    /// It may not do this for its participant.
    NotPermitted,
}

impl<T: Config> Pallet<T> {
    /// Seconds since 1970-01-01 UTC, as the chain knows them.
    pub fn now() -> u64 {
        T::Clock::now().as_secs()
    }

    /// The participant that a signed origin acts for: active, licensed unless a regulator, and permitting this.
    ///
    /// # Errors
    /// `BadOrigin`, [`Error::UnknownAccount`], [`Error::Suspended`], [`Error::NoValidLicence`],
    /// [`Error::NotPermitted`].
    pub fn ensure_operator(origin: OriginFor<T>, permission: Permissions) -> Result<Actor, DispatchError> {
        let account = frame_system::ensure_signed(origin)?;
        let operator = Operators::<T>::get(&account).ok_or(Error::<T>::UnknownAccount)?;
        let participant = Self::ensure_may_trade(operator.participant)?;
        ensure!(operator.permissions.contains(permission), Error::<T>::NotPermitted);
        Ok(Actor { id: operator.participant, kind: participant.kind, permissions: operator.permissions })
    }

    /// As [`Self::ensure_operator`], of a regulator.
    ///
    /// # Errors
    /// As there, and [`Error::NotRegulator`].
    pub fn ensure_regulator(origin: OriginFor<T>, permission: Permissions) -> Result<Actor, DispatchError> {
        let actor = Self::ensure_operator(origin, permission)?;
        ensure!(actor.kind == Kind::Regulator, Error::<T>::NotRegulator);
        Ok(actor)
    }

    /// A participant that is active and, unless a regulator, licensed now.
    ///
    /// # Errors
    /// [`Error::UnknownParticipant`], [`Error::Suspended`], [`Error::NoValidLicence`].
    pub fn ensure_may_trade(id: ParticipantId) -> Result<Participant, DispatchError> {
        let participant = Participants::<T>::get(id).ok_or(Error::<T>::UnknownParticipant)?;
        ensure!(participant.status == Status::Active, Error::<T>::Suspended);
        ensure!(participant.may_trade(Self::now()), Error::<T>::NoValidLicence);
        Ok(participant)
    }

    /// Whether a transaction of an account that needs this permission belongs in the pool at all.
    pub fn admission(account: &T::AccountId, permission: Permissions) -> Admission {
        let Some(operator) = Operators::<T>::get(account) else { return Admission::UnknownAccount };
        match Participants::<T>::get(operator.participant) {
            None => Admission::UnknownAccount,
            Some(participant) if participant.status != Status::Active => Admission::Suspended,
            Some(participant) if !participant.may_trade(Self::now()) => Admission::NoValidLicence,
            Some(_) if !operator.permissions.contains(permission) => Admission::NotPermitted,
            Some(_) => Admission::Admitted,
        }
    }

    pub(crate) fn do_register(participant: Participant, operator: T::AccountId) -> DispatchResult {
        ensure!(gs1::Gln::from_number(participant.gln).is_ok(), Error::<T>::BadGln);
        ensure!(participant.country.iter().all(u8::is_ascii_uppercase), Error::<T>::BadCountry);
        ensure!(ledger_types::is_name(&participant.name), Error::<T>::BadName);
        ensure!(!ByGln::<T>::contains_key(participant.gln), Error::<T>::GlnTaken);
        ensure!(!Operators::<T>::contains_key(&operator), Error::<T>::AccountTaken);

        let id = NextId::<T>::get();
        let (kind, gln) = (participant.kind, participant.gln);
        Self::appoint(id, &operator, Permissions::ALL)?;
        NextId::<T>::put(id.saturating_add(1));
        ByGln::<T>::insert(gln, id);
        Participants::<T>::insert(id, participant);
        Self::deposit_event(Event::ParticipantRegistered { participant: id, kind, gln, operator });
        Ok(())
    }

    pub(crate) fn found(founder: &Founder<T::AccountId>) -> DispatchResult {
        let gln = founder.gln.parse::<gs1::Gln>().map_err(|_| Error::<T>::BadGln)?;
        let country = founder.country.as_bytes().try_into().map_err(|_| Error::<T>::BadCountry)?;
        let name = Text::try_from(founder.name.as_bytes().to_vec()).map_err(|_| Error::<T>::BadName)?;
        let (kind, status) = (founder.kind, Status::Active);
        let participant = Participant { kind, status, gln: gln.number(), country, name, licence: None };
        Self::do_register(participant, founder.operator.clone())
    }

    /// Changes a participant's record in place.
    pub(crate) fn change(id: ParticipantId, change: impl FnOnce(&mut Participant) -> DispatchResult) -> DispatchResult {
        Participants::<T>::try_mutate(id, |record| change(record.as_mut().ok_or(Error::<T>::UnknownParticipant)?))
    }

    /// Lets an account act for a participant. The account gets a provider reference: without a token it would
    /// otherwise not exist for the nonce check.
    pub(crate) fn appoint(id: ParticipantId, account: &T::AccountId, permissions: Permissions) -> DispatchResult {
        ensure!(!Operators::<T>::contains_key(account), Error::<T>::AccountTaken);
        OperatorCounts::<T>::try_mutate(id, |(all, entitled)| {
            ensure!(*all < MAX_OPERATORS, Error::<T>::TooManyOperators);
            *all += 1;
            *entitled += u32::from(permissions.contains(Permissions::ALL));
            Ok::<_, DispatchError>(())
        })?;
        if frame_system::Pallet::<T>::providers(account) == 0 {
            frame_system::Pallet::<T>::inc_providers(account);
        }
        Operators::<T>::insert(account, Operator { participant: id, permissions });
        Ok(())
    }

    /// Ends an account's appointment. What nobody has any more nobody could give again, so one operator with all
    /// permissions always stays.
    pub(crate) fn dismiss(actor: &Actor, account: &T::AccountId) -> DispatchResult {
        let operator = Operators::<T>::get(account)
            .filter(|operator| operator.participant == actor.id)
            .ok_or(Error::<T>::UnknownAccount)?;
        ensure!(actor.permissions.contains(operator.permissions), Error::<T>::NotPermitted);
        OperatorCounts::<T>::try_mutate(actor.id, |(all, entitled)| {
            if operator.permissions.contains(Permissions::ALL) {
                ensure!(*entitled > 1, Error::<T>::LastManager);
                *entitled -= 1;
            }
            *all = all.saturating_sub(1);
            Ok::<_, DispatchError>(())
        })?;
        // The account record, and with it the nonce, stays: a removed and re-appointed key must not replay.
        Operators::<T>::remove(account);
        Ok(())
    }
}
