//! Who may act.

use frame_support::{ensure, pallet_prelude::*, traits::UnixTime};
use frame_system::pallet_prelude::OriginFor;
use ledger_types::{Kind, Participant, ParticipantId, Permissions, Scope, Status};

use crate::{Config, Error, Operators, Pallet, Participants};

/// A participant that acts, through one of its operators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Which participant.
    pub id: ParticipantId,
    /// What this operator may do.
    pub permissions: Permissions,
    /// The participant's record.
    pub record: Participant,
}

impl Actor {
    /// What the participant is.
    pub fn kind(&self) -> Kind {
        self.record.kind
    }
}

/// Whether the pool admits an account, see [`Pallet::admission`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It acts for this participant, which is what is told, may trade, and may do this for it.
    Admitted(ParticipantId, Kind),
    /// It acts for nobody.
    UnknownAccount,
    /// Its participant is suspended.
    Suspended,
    /// Its participant is struck off.
    Revoked,
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
    /// `BadOrigin`, [`Error::UnknownAccount`], [`Error::Suspended`], [`Error::Revoked`], [`Error::NoValidLicence`],
    /// [`Error::NotPermitted`].
    pub fn ensure_operator(origin: OriginFor<T>, permission: Permissions) -> Result<Actor, DispatchError> {
        let account = frame_system::ensure_signed(origin)?;
        let operator = Operators::<T>::get(&account).ok_or(Error::<T>::UnknownAccount)?;
        let record = Self::ensure_may_trade(operator.participant)?;
        ensure!(operator.epoch == record.epoch, Error::<T>::UnknownAccount);
        ensure!(operator.permissions.contains(permission), Error::<T>::NotPermitted);
        Ok(Actor { id: operator.participant, permissions: operator.permissions, record })
    }

    /// As [`Self::ensure_operator`], of a regulator.
    ///
    /// # Errors
    /// As there, and [`Error::NotRegulator`].
    pub fn ensure_regulator(origin: OriginFor<T>, permission: Permissions) -> Result<Actor, DispatchError> {
        let actor = Self::ensure_operator(origin, permission)?;
        ensure!(actor.kind() == Kind::Regulator, Error::<T>::NotRegulator);
        Ok(actor)
    }

    /// As [`Self::ensure_operator`], of a participant with a licence of this scope.
    ///
    /// # Errors
    /// As there, and [`Error::OutsideScope`].
    pub fn ensure_licensed(
        origin: OriginFor<T>,
        permission: Permissions,
        scope: Scope,
    ) -> Result<Actor, DispatchError> {
        let actor = Self::ensure_operator(origin, permission)?;
        ensure!(actor.record.may(scope, Self::now()), Error::<T>::OutsideScope);
        Ok(actor)
    }

    /// A participant that is active and, unless a regulator, licensed now.
    ///
    /// # Errors
    /// [`Error::UnknownParticipant`], [`Error::Suspended`], [`Error::Revoked`], [`Error::NoValidLicence`].
    pub fn ensure_may_trade(id: ParticipantId) -> Result<Participant, DispatchError> {
        let participant = Participants::<T>::get(id).ok_or(Error::<T>::UnknownParticipant)?;
        match participant.status {
            Status::Active => {}
            Status::Suspended => return Err(Error::<T>::Suspended.into()),
            Status::Revoked => return Err(Error::<T>::Revoked.into()),
        }
        ensure!(participant.may_trade(Self::now()), Error::<T>::NoValidLicence);
        Ok(participant)
    }

    /// Whether a transaction of an account that needs this permission belongs in the pool at all.
    pub fn admission(account: &T::AccountId, permission: Permissions) -> Admission {
        let Some(operator) = Operators::<T>::get(account) else { return Admission::UnknownAccount };
        let Some(participant) = Participants::<T>::get(operator.participant) else { return Admission::UnknownAccount };
        match participant.status {
            _ if operator.epoch != participant.epoch => Admission::UnknownAccount,
            Status::Suspended => Admission::Suspended,
            Status::Revoked => Admission::Revoked,
            Status::Active if !participant.may_trade(Self::now()) => Admission::NoValidLicence,
            Status::Active if !operator.permissions.contains(permission) => Admission::NotPermitted,
            Status::Active => Admission::Admitted(operator.participant, participant.kind),
        }
    }
}
