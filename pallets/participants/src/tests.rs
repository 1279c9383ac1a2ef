#![allow(clippy::unwrap_used)]

use frame_support::{assert_noop, assert_ok};
use ledger_types::{Kind, Permissions, Text};
use sp_runtime::DispatchError;

use crate::{Admission, Error, Event, mock::*};

fn name(text: &str) -> Text<64> {
    text.as_bytes().to_vec().try_into().unwrap()
}

fn signed(account: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

fn register(gln: u64, operator: u64) -> sp_runtime::DispatchResult {
    Participants::register(signed(REGULATOR), Kind::Dispenser, gln, *b"DE", name("Apotheke am Markt"), operator)
}

fn license(participant: u32, from: u64, until: u64) -> sp_runtime::DispatchResult {
    Participants::grant_licence(signed(REGULATOR), participant, b"L-1".to_vec().try_into().unwrap(), from, until)
}

fn admission(account: u64) -> Admission {
    Participants::admission(&account, Permissions::DISPENSE)
}

fn pharmacy() {
    assert_ok!(register(GLN, MANAGER));
    assert_ok!(license(1, START, START + YEAR));
}

#[test]
fn register_by_regulator_works() {
    build_and_execute(|| {
        assert_ok!(register(GLN, MANAGER));
        System::assert_last_event(
            Event::ParticipantRegistered { participant: 1, kind: Kind::Dispenser, gln: GLN, operator: MANAGER }.into(),
        );
        assert_eq!(System::providers(&MANAGER), 1);
    });
}

#[test]
fn register_by_others_fails() {
    build_and_execute(|| {
        pharmacy();
        let register =
            |origin| Participants::register(origin, Kind::Dispenser, 4_012_345_000_016, *b"DE", name("X"), STRANGER);
        assert_noop!(register(signed(STRANGER)), Error::<Test>::UnknownAccount);
        assert_noop!(register(signed(MANAGER)), Error::<Test>::NotRegulator);
        assert_noop!(register(RuntimeOrigin::none()), DispatchError::BadOrigin);
    });
}

#[test]
fn register_with_bad_data_fails() {
    build_and_execute(|| {
        pharmacy();
        let register = |gln, country: &[u8; 2], text: &str, operator| {
            Participants::register(signed(REGULATOR), Kind::Dispenser, gln, *country, name(text), operator)
        };
        assert_noop!(register(4_012_345_000_017, b"DE", "X", 8), Error::<Test>::BadGln);
        assert_noop!(register(u64::MAX, b"DE", "X", 8), Error::<Test>::BadGln);
        assert_noop!(register(4_012_345_000_016, b"de", "X", 8), Error::<Test>::BadCountry);
        for bad in ["", "  ", "Apotheke\u{1b}[2J", "Apotheke\n", "\u{202e}Apotheke"] {
            assert_noop!(register(4_012_345_000_016, b"DE", bad, 8), Error::<Test>::BadName);
        }
        assert_noop!(register(GLN, b"DE", "X", 8), Error::<Test>::GlnTaken);
        assert_noop!(register(4_012_345_000_016, b"DE", "X", MANAGER), Error::<Test>::AccountTaken);
    });
}

#[test]
fn licence_lapses_by_itself_to_the_second() {
    build_and_execute(|| {
        assert_ok!(register(GLN, MANAGER));
        assert_eq!(admission(MANAGER), Admission::NoValidLicence);
        assert_ok!(license(1, START + 10, START + 20));
        for (second, valid) in [(9, false), (10, true), (19, true), (20, false)] {
            set_time(START + second);
            assert_eq!(Participants::ensure_may_trade(1).is_ok(), valid, "second {second}");
        }
        assert_ok!(license(1, START, START + YEAR));
        assert_eq!(admission(MANAGER), Admission::Admitted);
    });
}

#[test]
fn grant_licence_with_bad_period_fails() {
    build_and_execute(|| {
        assert_ok!(register(GLN, MANAGER));
        assert_noop!(license(1, START + 2, START + 2), Error::<Test>::BadLicencePeriod);
        assert_noop!(license(1, START - 2, START), Error::<Test>::BadLicencePeriod);
        assert_noop!(license(7, START, START + 1), Error::<Test>::UnknownParticipant);
        let unnumbered = Participants::grant_licence(signed(REGULATOR), 1, Default::default(), START, START + 1);
        assert_eq!(unnumbered, Err(Error::<Test>::BadLicenceNumber.into()));
    });
}

#[test]
fn grant_licence_early_prolongs_the_present_one() {
    build_and_execute(|| {
        pharmacy();
        assert_ok!(license(1, START + YEAR, START + 2 * YEAR));
        assert_eq!(admission(MANAGER), Admission::Admitted, "the present licence is not lost");
        set_time(START + 2 * YEAR - 1);
        assert_eq!(admission(MANAGER), Admission::Admitted);
        let with_gap = license(1, START + 2 * YEAR + 1, START + 3 * YEAR);
        assert_eq!(with_gap, Err(Error::<Test>::BadLicencePeriod.into()));
        set_time(START + 2 * YEAR);
        assert_ok!(license(1, START + 2 * YEAR + 1, START + 3 * YEAR));
        assert_eq!(admission(MANAGER), Admission::NoValidLicence);
    });
}

#[test]
fn a_key_that_may_only_license_does_only_that() {
    build_and_execute(|| {
        let clerk = 20;
        assert_ok!(Participants::add_operator(signed(REGULATOR), clerk, Permissions::LICENSE));
        let register = |kind, gln| Participants::register(signed(clerk), kind, gln, *b"DE", name("X"), STRANGER);
        assert_noop!(register(Kind::Regulator, GLN), Error::<Test>::NotPermitted);
        assert_ok!(register(Kind::Dispenser, GLN));
        assert_noop!(Participants::add_operator(signed(clerk), 21, Permissions(0)), Error::<Test>::NotPermitted);
        assert_eq!(admission(clerk), Admission::NotPermitted);
    });
}

#[test]
fn a_removed_and_reappointed_key_keeps_its_nonce() {
    build_and_execute(|| {
        pharmacy();
        assert_ok!(Participants::add_operator(signed(MANAGER), TILL, Permissions::DISPENSE));
        System::inc_account_nonce(TILL);
        assert_ok!(Participants::remove_operator(signed(MANAGER), TILL));
        assert_ok!(Participants::add_operator(signed(MANAGER), TILL, Permissions::DISPENSE));
        assert_eq!((System::account_nonce(TILL), System::providers(&TILL)), (1, 1));
    });
}

#[test]
fn suspend_stops_every_operator_until_reinstated() {
    build_and_execute(|| {
        pharmacy();
        assert_ok!(Participants::add_operator(signed(MANAGER), TILL, Permissions::DISPENSE));
        assert_ok!(Participants::suspend(signed(REGULATOR), 1));
        for account in [MANAGER, TILL] {
            assert_eq!(admission(account), Admission::Suspended);
        }
        let add = Participants::add_operator(signed(MANAGER), STRANGER, Permissions::DISPENSE);
        assert_eq!(add, Err(Error::<Test>::Suspended.into()));
        assert_noop!(Participants::suspend(signed(REGULATOR), 1), Error::<Test>::Suspended);
        assert_ok!(Participants::reinstate(signed(REGULATOR), 1));
        assert_noop!(Participants::reinstate(signed(REGULATOR), 1), Error::<Test>::NotSuspended);
        assert_eq!(admission(TILL), Admission::Admitted);
    });
}

#[test]
fn suspend_of_regulator_fails() {
    build_and_execute(|| {
        assert_noop!(Participants::suspend(signed(REGULATOR), 0), Error::<Test>::WrongKind);
    });
}

#[test]
fn add_operator_cannot_give_more_than_it_has() {
    build_and_execute(|| {
        pharmacy();
        let some = Permissions(Permissions::MANAGE.0 | Permissions::DISPENSE.0);
        assert_ok!(Participants::add_operator(signed(MANAGER), TILL, some));
        assert_noop!(Participants::add_operator(signed(TILL), 8, Permissions::RECEIVE), Error::<Test>::NotPermitted);
        assert_noop!(Participants::add_operator(signed(MANAGER), TILL, some), Error::<Test>::AccountTaken);
        assert_ok!(Participants::add_operator(signed(TILL), 8, Permissions::DISPENSE));
        assert_noop!(Participants::add_operator(signed(8), 10, Permissions::DISPENSE), Error::<Test>::NotPermitted);
    });
}

#[test]
fn remove_operator_keeps_the_last_manager() {
    build_and_execute(|| {
        pharmacy();
        assert_noop!(Participants::remove_operator(signed(MANAGER), MANAGER), Error::<Test>::LastManager);
        assert_noop!(Participants::remove_operator(signed(MANAGER), REGULATOR), Error::<Test>::UnknownAccount);
        assert_ok!(Participants::add_operator(signed(MANAGER), TILL, Permissions::MANAGE));
        assert_noop!(Participants::remove_operator(signed(TILL), MANAGER), Error::<Test>::NotPermitted);
        assert_noop!(Participants::remove_operator(signed(MANAGER), MANAGER), Error::<Test>::LastManager);
        assert_ok!(Participants::remove_operator(signed(MANAGER), TILL));
        assert_ok!(Participants::add_operator(signed(MANAGER), TILL, Permissions::ALL));
        assert_ok!(Participants::remove_operator(signed(TILL), MANAGER));
        assert_eq!(admission(MANAGER), Admission::UnknownAccount);
    });
}
