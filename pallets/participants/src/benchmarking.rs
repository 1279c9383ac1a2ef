//! Benchmarks of the calls, each at its most expensive, and participants for the benchmarks of other pallets.

use alloc::{vec, vec::Vec};

use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use frame_system::RawOrigin;
use ledger_types::{
    Kind, Licence, Participant, ParticipantId, Permissions, Position, Scope, Site, Status, Text,
    participant::MAX_LICENCES,
};

use crate::{Call, Config, MAX_REGULATORS, NextId, OperatorCounts, Operators, Pallet, Participants};

/// Text as long as it may be.
pub fn long_text<const N: u32>() -> Text<N> {
    Text::truncate_from(vec![b'x'; N as usize])
}

/// The GLN of participant `id`, with its check digit.
fn gln(id: ParticipantId) -> u64 {
    let base = 400_000_000_000 + u64::from(id);
    (0..10).map(|digit| base * 10 + digit).find(|number| gs1::Gln::from_number(*number).is_ok()).unwrap_or_default()
}

fn licence(number: u32) -> Licence {
    let mut text: Text<32> = long_text();
    text.iter_mut().zip(number.to_be_bytes()).for_each(|(letter, byte)| *letter = b'a' + byte % 26);
    Licence { number: text, scope: Scope::ALL, valid_from: 0, valid_until: u64::MAX }
}

/// Enrols a participant with as large a record as there may be, licensed for everything; its number and the account of its
/// one operator, with all permissions.
pub fn enrol<T: Config>(kind: Kind) -> (ParticipantId, T::AccountId) {
    let id = NextId::<T>::get();
    let operator: T::AccountId = account("operator", id, 0);
    let licences: Vec<Licence> = (0..MAX_LICENCES).map(licence).collect();
    let licences = if kind == Kind::Regulator { Vec::new() } else { licences };
    let participant = Participant {
        kind,
        status: Status::Active,
        gln: gln(id),
        country: *b"DE",
        name: long_text(),
        licences: licences.try_into().unwrap_or_default(),
        epoch: 0,
    };
    let enrolled = Pallet::<T>::do_register(participant, operator.clone());
    assert!(enrolled.is_ok(), "a participant can be enrolled");
    (id, operator)
}

/// The council's majority.
pub fn council<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
    T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// A council with one free seat.
fn full_council<T: Config>() -> (ParticipantId, T::AccountId) {
    (1..MAX_REGULATORS - 1).for_each(|_| {
        enrol::<T>(Kind::Regulator);
    });
    enrol::<T>(Kind::Regulator)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register() -> Result<(), BenchmarkError> {
        full_council::<T>();
        let id = NextId::<T>::get();
        let operator: T::AccountId = account("new", 0, 0);
        let origin = council::<T>()?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, Kind::Regulator, gln(id), *b"DE", long_text(), operator);
        assert!(Participants::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark]
    fn grant_licence() -> Result<(), BenchmarkError> {
        let (id, _) = enrol::<T>(Kind::Dispenser);
        let Licence { number, scope, .. } = licence(MAX_LICENCES - 1);
        let origin = council::<T>()?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id, number, scope, 0, u64::MAX);
        Ok(())
    }

    #[benchmark]
    fn suspend() {
        let (_, regulator) = enrol::<T>(Kind::Regulator);
        let (id, _) = enrol::<T>(Kind::Dispenser);
        #[extrinsic_call]
        _(RawOrigin::Signed(regulator), id);
        assert_eq!(Participants::<T>::get(id).map(|found| found.status), Some(Status::Suspended));
    }

    #[benchmark]
    fn reinstate() -> Result<(), BenchmarkError> {
        let (_, regulator) = enrol::<T>(Kind::Regulator);
        let (id, _) = enrol::<T>(Kind::Dispenser);
        Pallet::<T>::suspend(RawOrigin::Signed(regulator).into(), id)?;
        let origin = council::<T>()?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);
        assert_eq!(Participants::<T>::get(id).map(|found| found.status), Some(Status::Active));
        Ok(())
    }

    #[benchmark]
    fn add_operator() {
        let (_, manager) = enrol::<T>(Kind::Dispenser);
        let added: T::AccountId = account("added", 0, 0);
        #[extrinsic_call]
        _(RawOrigin::Signed(manager), added.clone(), Permissions::ALL);
        assert!(Operators::<T>::contains_key(added));
    }

    #[benchmark]
    fn remove_operator() -> Result<(), BenchmarkError> {
        let (id, manager) = enrol::<T>(Kind::Regulator);
        let added: T::AccountId = account("added", 0, 0);
        Pallet::<T>::add_operator(RawOrigin::Signed(manager.clone()).into(), added.clone(), Permissions::ALL)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(manager), added);
        assert_eq!(OperatorCounts::<T>::get(id), (1, 1));
        Ok(())
    }

    #[benchmark]
    fn revoke_licence() -> Result<(), BenchmarkError> {
        let (id, _) = enrol::<T>(Kind::Dispenser);
        let origin = council::<T>()?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id, licence(MAX_LICENCES - 1).number);
        assert_eq!(Participants::<T>::get(id).map(|found| found.licences.len() as u32), Some(MAX_LICENCES - 1));
        Ok(())
    }

    #[benchmark]
    fn revoke() -> Result<(), BenchmarkError> {
        let (id, _) = full_council::<T>();
        let origin = council::<T>()?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);
        Ok(())
    }

    #[benchmark]
    fn recover() -> Result<(), BenchmarkError> {
        let (id, _) = full_council::<T>();
        let operator: T::AccountId = account("recovered", 0, 0);
        let origin = council::<T>()?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id, operator);
        Ok(())
    }

    #[benchmark]
    fn set_delegate() -> Result<(), BenchmarkError> {
        let (_, manager) = full_council::<T>();
        let added: T::AccountId = account("added", 0, 0);
        Pallet::<T>::add_operator(RawOrigin::Signed(manager.clone()).into(), added.clone(), Permissions::ALL)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(manager), added);
        Ok(())
    }

    #[benchmark]
    fn set_site() {
        let (id, manager) = enrol::<T>(Kind::Dispenser);
        let site = Site { name: long_text(), position: Position { latitude: 1, longitude: 2 } };
        #[extrinsic_call]
        _(RawOrigin::Signed(manager), gln(id), site);
    }

    #[benchmark]
    fn remove_site() -> Result<(), BenchmarkError> {
        let (id, manager) = enrol::<T>(Kind::Dispenser);
        let site = Site { name: long_text(), position: Position { latitude: 1, longitude: 2 } };
        Pallet::<T>::set_site(RawOrigin::Signed(manager.clone()).into(), gln(id), site)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(manager), gln(id));
        Ok(())
    }
}
