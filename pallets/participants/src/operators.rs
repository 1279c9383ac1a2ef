//! Appointing and dismissing operators, and sending delegates to the council.

use alloc::vec::Vec;

use frame_support::{ensure, pallet_prelude::*, traits::ChangeMembers};
use ledger_types::{Operator, ParticipantId, Permissions};

use crate::{
    Actor, Config, Delegates, Error, MAX_OPERATORS, MAX_REGULATORS, OperatorCounts, Operators, Pallet, Participants,
};

impl<T: Config> Pallet<T> {
    /// Lets an account act for a participant. The account gets a provider reference: without a token it would
    /// otherwise not exist for the nonce check.
    pub(crate) fn appoint(id: ParticipantId, account: &T::AccountId, permissions: Permissions) -> DispatchResult {
        ensure!(!Self::is_operator(account), Error::<T>::AccountTaken);
        OperatorCounts::<T>::try_mutate(id, |(all, entitled)| {
            ensure!(*all < MAX_OPERATORS, Error::<T>::TooManyOperators);
            *all += 1;
            *entitled += u32::from(permissions.contains(Permissions::ALL));
            Ok::<_, DispatchError>(())
        })?;
        if frame_system::Pallet::<T>::providers(account) == 0 {
            frame_system::Pallet::<T>::inc_providers(account);
        }
        let epoch = Participants::<T>::get(id).map_or(0, |participant| participant.epoch);
        Operators::<T>::insert(account, Operator { participant: id, permissions, epoch });
        Ok(())
    }

    /// Whether an account acts for a participant: it was appointed, and the council has given no new keys since.
    pub(crate) fn is_operator(account: &T::AccountId) -> bool {
        Operators::<T>::get(account).is_some_and(|operator| {
            // A participant that is only being enrolled has no record yet, and is in its first epoch.
            let epoch = Participants::<T>::get(operator.participant).map_or(0, |participant| participant.epoch);
            operator.epoch == epoch
        })
    }

    /// Ends an account's appointment. What nobody has any more nobody could give again, so one operator with all
    /// permissions always stays.
    pub(crate) fn dismiss(actor: &Actor, account: &T::AccountId) -> DispatchResult {
        let operator = Operators::<T>::get(account)
            .filter(|operator| operator.participant == actor.id && operator.epoch == actor.record.epoch)
            .ok_or(Error::<T>::UnknownAccount)?;
        ensure!(actor.permissions.contains(operator.permissions), Error::<T>::NotPermitted);
        ensure!(Delegates::<T>::get(actor.id).as_ref() != Some(account), Error::<T>::IsDelegate);
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

    /// Gives a regulator's seat in the council to one of its operators.
    pub(crate) fn seat(id: ParticipantId, account: &T::AccountId) -> DispatchResult {
        let previous = Delegates::<T>::get(id);
        ensure!(previous.is_some() || Delegates::<T>::count() < MAX_REGULATORS, Error::<T>::TooManyRegulators);
        Delegates::<T>::insert(id, account);
        Self::tell_council(core::slice::from_ref(account), previous.as_slice());
        Ok(())
    }

    /// Takes a regulator's seat away.
    pub(crate) fn unseat(id: ParticipantId) {
        if let Some(previous) = Delegates::<T>::take(id) {
            Self::tell_council(&[], &[previous]);
        }
    }

    fn tell_council(incoming: &[T::AccountId], outgoing: &[T::AccountId]) {
        let mut members: Vec<T::AccountId> = Delegates::<T>::iter_values().collect();
        members.sort();
        T::Council::change_members_sorted(incoming, outgoing, &members);
    }
}
