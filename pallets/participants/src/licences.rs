//! Enrolling participants, licensing them and striking them off; their sites.

use frame_support::{ensure, pallet_prelude::*};
use ledger_types::{Kind, Licence, Participant, ParticipantId, Permissions, Site, Status, Text};

use crate::{
    ByGln, Config, Delegates, Error, Event, Founder, MAX_SITES, NextId, Pallet, Participants, SiteCounts, Sites,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_register(participant: Participant, operator: T::AccountId) -> DispatchResult {
        ensure!(gs1::Gln::from_number(participant.gln).is_ok(), Error::<T>::BadGln);
        ensure!(participant.country.iter().all(u8::is_ascii_uppercase), Error::<T>::BadCountry);
        ensure!(ledger_types::is_name(&participant.name), Error::<T>::BadName);
        ensure!(!ByGln::<T>::contains_key(participant.gln), Error::<T>::GlnTaken);
        ensure!(!Self::is_operator(&operator), Error::<T>::AccountTaken);

        let id = NextId::<T>::get();
        let (kind, gln) = (participant.kind, participant.gln);
        Self::appoint(id, &operator, Permissions::ALL)?;
        if kind == Kind::Regulator {
            Self::seat(id, &operator)?;
        }
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
        let (kind, status, gln) = (founder.kind, Status::Active, gln.number());
        let participant = Participant { kind, status, gln, country, name, licences: Default::default(), epoch: 0 };
        Self::do_register(participant, founder.operator.clone())
    }

    pub(crate) fn do_grant_licence(participant: ParticipantId, mut licence: Licence) -> DispatchResult {
        let now = Self::now();
        ensure!(ledger_types::is_name(&licence.number), Error::<T>::BadLicenceNumber);
        ensure!(licence.scope.is_valid(), Error::<T>::BadScope);
        ensure!(licence.valid_from < licence.valid_until && now < licence.valid_until, Error::<T>::BadLicencePeriod);
        Self::change(participant, |record| {
            ensure!(record.kind != Kind::Regulator, Error::<T>::WrongKind);
            ensure!(record.status != Status::Revoked, Error::<T>::Revoked);
            if let Some(present) = record.licences.iter_mut().find(|present| present.number == licence.number) {
                if present.covers(now) {
                    ensure!(licence.valid_from <= present.valid_until, Error::<T>::BadLicencePeriod);
                    licence.valid_from = present.valid_from.min(licence.valid_from);
                }
                *present = licence.clone();
            } else {
                record.licences.retain(|present| now < present.valid_until);
                record.licences.try_push(licence.clone()).map_err(|_| Error::<T>::TooManyLicences)?;
            }
            Ok(())
        })?;
        let Licence { number, scope, valid_from, valid_until } = licence;
        Self::deposit_event(Event::LicenceGranted { participant, number, scope, valid_from, valid_until });
        Ok(())
    }

    pub(crate) fn do_revoke(participant: ParticipantId) -> DispatchResult {
        Self::change(participant, |record| {
            ensure!(record.status != Status::Revoked, Error::<T>::Revoked);
            record.status = Status::Revoked;
            if record.kind == Kind::Regulator {
                ensure!(Delegates::<T>::count() > 1, Error::<T>::LastRegulator);
                Self::unseat(participant);
            }
            Ok(())
        })?;
        Self::deposit_event(Event::ParticipantRevoked { participant });
        Ok(())
    }

    pub(crate) fn do_set_site(participant: ParticipantId, gln: u64, site: Site) -> DispatchResult {
        ensure!(gs1::Gln::from_number(gln).is_ok(), Error::<T>::BadGln);
        ensure!(ledger_types::is_name(&site.name), Error::<T>::BadName);
        ensure!(site.position.is_valid(), Error::<T>::BadPosition);
        if !Sites::<T>::contains_key(participant, gln) {
            SiteCounts::<T>::try_mutate(participant, |count| {
                ensure!(*count < MAX_SITES, Error::<T>::TooManySites);
                *count += 1;
                Ok::<_, DispatchError>(())
            })?;
        }
        Sites::<T>::insert(participant, gln, site);
        Self::deposit_event(Event::SiteSet { participant, gln });
        Ok(())
    }

    /// Changes a participant's record in place.
    pub(crate) fn change(id: ParticipantId, change: impl FnOnce(&mut Participant) -> DispatchResult) -> DispatchResult {
        Participants::<T>::try_mutate(id, |record| change(record.as_mut().ok_or(Error::<T>::UnknownParticipant)?))
    }
}
