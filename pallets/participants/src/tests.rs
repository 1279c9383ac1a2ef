#![allow(clippy::unwrap_used)]

use frame_support::{assert_noop, assert_ok};
use ledger_types::{Kind, Permissions, Position, Scope, Site, Text};
use sp_runtime::DispatchError;

use crate::{Admission, Delegates, Error, Event, MAX_SITES, Participants as Stored, mock::*};

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
    grant(participant, b"L-1", Scope::DISPENSE, from, until)
}

fn grant(participant: u32, number: &[u8], scope: Scope, from: u64, until: u64) -> sp_runtime::DispatchResult {
    let number = number.to_vec().try_into().unwrap();
    Participants::grant_licence(council(), participant, number, scope, from, until)
}

fn council() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

/// A second regulator, with this account.
fn second_regulator(account: u64) {
    let gln = 4_000_003_000_003;
    assert_ok!(Participants::register(council(), Kind::Regulator, gln, *b"FR", name("Second agency"), account));
}

fn admission(account: u64) -> Admission {
    Participants::admission(&account, Permissions::DISPENSE)
}

/// The pharmacy, participant 1, may act.
const ADMITTED: Admission = Admission::Admitted(1, Kind::Dispenser);

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
        assert_eq!(admission(MANAGER), ADMITTED);
    });
}

#[test]
fn grant_licence_with_bad_period_fails() {
    build_and_execute(|| {
        assert_ok!(register(GLN, MANAGER));
        assert_noop!(license(1, START + 2, START + 2), Error::<Test>::BadLicencePeriod);
        assert_noop!(license(1, START - 2, START), Error::<Test>::BadLicencePeriod);
        assert_noop!(license(7, START, START + 1), Error::<Test>::UnknownParticipant);
        assert_noop!(grant(1, b"", Scope::DISPENSE, START, START + 1), Error::<Test>::BadLicenceNumber);
        for scope in [Scope(0), Scope(1 << 15)] {
            assert_noop!(grant(1, b"L", scope, START, START + 1), Error::<Test>::BadScope);
        }
        assert_noop!(grant(0, b"L", Scope::DISPENSE, START, START + 1), Error::<Test>::WrongKind);
    });
}

#[test]
fn grant_licence_early_prolongs_the_present_one() {
    build_and_execute(|| {
        pharmacy();
        assert_ok!(license(1, START + YEAR, START + 2 * YEAR));
        assert_eq!(admission(MANAGER), ADMITTED, "the present licence is not lost");
        set_time(START + 2 * YEAR - 1);
        assert_eq!(admission(MANAGER), ADMITTED);
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
        assert_noop!(register(Kind::Regulator, GLN), Error::<Test>::WrongKind);
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
        assert_noop!(Participants::reinstate(signed(REGULATOR), 1), DispatchError::BadOrigin);
        assert_ok!(Participants::reinstate(council(), 1));
        assert_noop!(Participants::reinstate(council(), 1), Error::<Test>::NotSuspended);
        assert_eq!(admission(TILL), ADMITTED);
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

#[test]
fn no_single_regulator_gives_or_takes_authority() {
    build_and_execute(|| {
        pharmacy();
        let alone = || signed(REGULATOR);
        let number = || b"L-1".to_vec().try_into().unwrap();
        let results = [
            Participants::grant_licence(alone(), 1, number(), Scope::ALL, START, START + 9),
            Participants::revoke_licence(alone(), 1, number()),
            Participants::revoke(alone(), 1),
            Participants::recover(alone(), 1, STRANGER),
        ];
        assert_eq!(results, [Err(DispatchError::BadOrigin); 4]);
    });
}

#[test]
fn licences_have_scopes_and_numbers_of_their_own() {
    build_and_execute(|| {
        pharmacy();
        let may = |scope| Stored::<Test>::get(1).unwrap().may(scope, START);
        assert!(may(Scope::DISPENSE) && !may(Scope::DISTRIBUTE));
        assert_ok!(grant(1, b"L-2", Scope::DISTRIBUTE, START, START + 10));
        assert!(may(Scope::DISTRIBUTE));
        let both = Scope(Scope::DISPENSE.0 | Scope::DISTRIBUTE.0);
        assert!(!may(both), "one licence must allow all of it");
        assert_ok!(Participants::revoke_licence(council(), 1, b"L-1".to_vec().try_into().unwrap()));
        assert!(!may(Scope::DISPENSE) && may(Scope::DISTRIBUTE));
        let gone = Participants::revoke_licence(council(), 1, b"L-1".to_vec().try_into().unwrap());
        assert_eq!(gone, Err(Error::<Test>::UnknownLicence.into()));
    });
}

#[test]
fn lapsed_licences_make_room_for_new_ones() {
    build_and_execute(|| {
        assert_ok!(register(GLN, MANAGER));
        for number in 0..8 {
            assert_ok!(grant(1, &[b'0' + number], Scope::DISPENSE, START, START + 10));
        }
        assert_noop!(grant(1, b"9", Scope::DISPENSE, START, START + 10), Error::<Test>::TooManyLicences);
        set_time(START + 10);
        assert_ok!(grant(1, b"9", Scope::DISPENSE, START, START + 20));
        assert_eq!(Stored::<Test>::get(1).unwrap().licences.len(), 1);
    });
}

#[test]
fn revoke_ends_all_authority_for_good() {
    build_and_execute(|| {
        pharmacy();
        assert_ok!(Participants::revoke(council(), 1));
        assert_eq!(admission(MANAGER), Admission::Revoked);
        assert_noop!(Participants::revoke(council(), 1), Error::<Test>::Revoked);
        assert_noop!(Participants::reinstate(council(), 1), Error::<Test>::NotSuspended);
        assert_noop!(Participants::suspend(signed(REGULATOR), 1), Error::<Test>::Revoked);
        assert_noop!(license(1, START, START + YEAR), Error::<Test>::Revoked);
        assert_noop!(Participants::recover(council(), 1, STRANGER), Error::<Test>::Revoked);
    });
}

#[test]
fn every_regulator_has_one_seat_in_the_council() {
    build_and_execute(|| {
        assert_eq!(Members::get(), [REGULATOR]);
        let gln = 4_000_003_000_003;
        let alone = Participants::register(signed(REGULATOR), Kind::Regulator, gln, *b"FR", name("X"), 30);
        assert_eq!(alone, Err(Error::<Test>::WrongKind.into()));
        second_regulator(30);
        assert_eq!(Members::get(), [REGULATOR, 30]);
        assert_noop!(Participants::set_delegate(signed(30), REGULATOR), Error::<Test>::UnknownAccount);
        assert_ok!(Participants::add_operator(signed(30), 31, Permissions::RECALL));
        assert_noop!(Participants::set_delegate(signed(30), 31), Error::<Test>::NotPermitted);
        assert_ok!(Participants::add_operator(signed(30), 32, Permissions::ALL));
        assert_ok!(Participants::set_delegate(signed(30), 32));
        assert_eq!(Members::get(), [REGULATOR, 32]);
        assert_noop!(Participants::remove_operator(signed(30), 32), Error::<Test>::IsDelegate);
        assert_ok!(Participants::remove_operator(signed(32), 30));
    });
}

#[test]
fn revoke_of_a_regulator_takes_its_seat_but_not_the_last() {
    build_and_execute(|| {
        assert_noop!(Participants::revoke(council(), 0), Error::<Test>::LastRegulator);
        second_regulator(30);
        assert_ok!(Participants::revoke(council(), 0));
        assert_eq!(Members::get(), [30]);
        assert_eq!(Delegates::<Test>::count(), 1);
        assert_noop!(Participants::suspend(signed(REGULATOR), 1), Error::<Test>::Revoked);
    });
}

#[test]
fn recover_gives_a_new_key_and_moves_a_regulators_seat() {
    build_and_execute(|| {
        pharmacy();
        assert_noop!(Participants::recover(council(), 1, REGULATOR), Error::<Test>::AccountTaken);
        assert_ok!(Participants::recover(council(), 1, 40));
        assert_eq!(admission(MANAGER), Admission::UnknownAccount, "the old key may be a thief's");
        assert_eq!(admission(40), ADMITTED);
        assert_noop!(Participants::remove_operator(signed(MANAGER), 40), Error::<Test>::UnknownAccount);
        assert_noop!(Participants::remove_operator(signed(40), MANAGER), Error::<Test>::UnknownAccount);
        assert_ok!(Participants::add_operator(signed(40), MANAGER, Permissions::DISPENSE));
        assert_ok!(Participants::recover(council(), 0, 41));
        assert_eq!(Members::get(), [41]);
    });
}

#[test]
fn sites_are_kept_by_their_participant() {
    build_and_execute(|| {
        pharmacy();
        let site =
            |latitude| Site { name: name("Filiale Nord"), position: Position { latitude, longitude: 13_404_954 } };
        let set = |gln, site| Participants::set_site(signed(MANAGER), gln, site);
        assert_noop!(set(GLN + 1, site(0)), Error::<Test>::BadGln);
        assert_noop!(set(GLN, site(90_000_001)), Error::<Test>::BadPosition);
        assert_noop!(set(GLN, Site { name: name(""), ..site(0) }), Error::<Test>::BadName);
        assert_noop!(Participants::remove_site(signed(MANAGER), GLN), Error::<Test>::UnknownSite);
        assert_ok!(set(GLN, site(52_520_008)));
        assert_ok!(set(GLN, site(52_520_009)));
        assert_ok!(Participants::remove_site(signed(MANAGER), GLN));

        let with_check_digit = |item: u64| {
            let digits = format!("{item:012}");
            item * 10 + u64::from(gs1::check_digit::mod10(digits.as_bytes()).unwrap() - b'0')
        };
        let glns = (400_000_100_001..).map(with_check_digit);
        for gln in glns.take(MAX_SITES as usize) {
            assert_ok!(set(gln, site(1)));
        }
        assert_noop!(set(GLN, site(0)), Error::<Test>::TooManySites);
    });
}

#[test]
fn a_participant_has_its_share_of_every_block() {
    build_and_execute(|| {
        let cost = |time| frame_support::weights::Weight::from_parts(time, 0);
        assert!(Participants::has_share(1));
        Participants::charge(1, cost(999));
        assert!(Participants::has_share(1), "an act that begins within the share may exceed it");
        Participants::charge(1, cost(5_000));
        assert!(!Participants::has_share(1));
        assert!(Participants::has_share(2));
        for block in 2..6 {
            System::set_block_number(block);
            assert!(!Participants::has_share(1), "5,999 are nearly six shares: block {block}");
        }
        System::set_block_number(6);
        assert!(Participants::has_share(1));
        Participants::charge(1, cost(1));
        assert!(!Participants::has_share(1));
        System::set_block_number(8);
        assert!(Participants::has_share(1), "what was used long ago is forgotten");
    });
}
