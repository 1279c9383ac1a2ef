//! A regulator enrols, licenses and votes.

use ledger_client::{Motion, Votes, account_to_text};
use ledger_types::{
    AccountBytes, Kind, Licence, Participant, Scope, Status,
    call::{Call, CouncilCall, ParticipantsCall},
};
use office::{Council as Sitting, Doing, Done, Enrolled, Member, OpenMotion, Party, Proposed};

use super::*;
use crate::{
    screen::{
        council::Message as CouncilSaid,
        register::{Field, Message as Said, Register},
    },
    work::{Action as Wanted, Step, Tab},
};

/// A moment, in seconds since 1970-01-01 UTC: the screens ask the clock whether licences are valid.
fn now() -> u64 {
    ledger_client::time::now()
}

fn licence(number: &str, days: u64) -> Licence {
    Licence {
        number: number.as_bytes().to_vec().try_into().unwrap(),
        scope: Scope::DISPENSE,
        valid_from: now() - 300 * 86_400,
        valid_until: now() + days * 86_400,
    }
}

fn enrolled(id: u32, name: &str, kind: Kind, status: Status, licences: Vec<Licence>) -> Enrolled {
    let record = Participant {
        kind,
        status,
        gln: 4_000_000_000_000 + u64::from(id) * 1_000_001,
        country: *b"DE",
        name: name.as_bytes().to_vec().try_into().unwrap(),
        licences: licences.try_into().unwrap(),
        epoch: 0,
    };
    Enrolled { id, record }
}

/// A register of five.
pub fn list() -> Vec<Enrolled> {
    vec![
        enrolled(3, "Apotheke am Markt", Kind::Dispenser, Status::Active, vec![licence("A-17", 40)]),
        enrolled(0, "Bundesbehörde", Kind::Regulator, Status::Active, Vec::new()),
        enrolled(1, "Nordmark Pharma", Kind::Manufacturer, Status::Active, vec![licence("M-1", 900)]),
        enrolled(2, "Rhein Grosshandel", Kind::Wholesaler, Status::Suspended, vec![licence("W-9", 500)]),
        enrolled(4, "Stadtspital", Kind::Dispenser, Status::Active, Vec::new()),
    ]
}

/// A council of three, the first seat with this key, and two motions: one open, one with enough votes.
pub fn sitting(me: AccountBytes) -> Sitting {
    let seat = |account, name: &str| Member {
        account,
        who: Some(Party { id: 0, gln: 4_000_000_000_000, name: name.into(), kind: Some(Kind::Regulator) }),
    };
    let motion = |index, ayes, sentence, texts: &[(&'static str, &str)]| OpenMotion {
        motion: Motion {
            hash: [index as u8; 32],
            votes: Votes { index, threshold: 2, ayes, nays: Vec::new(), end: 90_000 },
            call: vec![1, 2, 3],
        },
        proposed: Proposed { sentence, texts: texts.iter().map(|(name, text)| (*name, (*text).to_owned())).collect() },
    };
    let licence = [
        ("who", "Stadtspital (GLN 4000004000004)"),
        ("number", "S-4"),
        ("from", "2027-01-01"),
        ("until", "2029-12-31"),
    ];
    let strike = [("who", "Rhein Grosshandel (GLN 4000002000002)")];
    Sitting {
        members: vec![seat(me, "Bundesbehörde"), seat([8; 32], "ANSM"), seat([9; 32], "AEMPS")],
        motions: vec![
            motion(6, vec![[8; 32]], "motion-licence", &licence),
            motion(7, vec![me, [8; 32]], "motion-strike", &strike),
        ],
        block: 5_000,
    }
}

/// The regulator's app with a key, at a desk.
pub fn regulator(settings: Settings, tab: Tab) -> App {
    let mut app = app_at(settings, tab, "//Alice");
    app.work.oversight.register.update(Said::Read(Ok(list())));
    let me = app.desk.key.signer().unwrap().account();
    app.work.oversight.council.update(CouncilSaid::Read(Ok(sitting(me))));
    app
}

fn at(tab: Tab) -> App {
    regulator(Settings { role: Role::Regulator, ..english() }, tab)
}

fn type_in(screen: &mut Register, fields: &[(Field, &str)]) {
    for (field, text) in fields {
        screen.update(Said::Edit(*field, (*text).into()));
    }
}

#[test]
fn a_participant_is_enrolled_at_once_and_another_regulator_by_the_council() {
    let mut screen = Register::default();
    screen.update(Said::New);
    screen.update(Said::Kind(Kind::Dispenser));
    let account = account_to_text(&[7; 32]);
    type_in(&mut screen, &[(Field::Country, "de"), (Field::Name, "Stadtspital"), (Field::Account, &account)]);
    type_in(&mut screen, &[(Field::Gln, "401234500000")]);
    assert_eq!(screen.form.gln_problem(), Some(("register-gln-add", "4012345000009".into())));
    assert!(matches!(screen.update(Said::Enrol), Wanted::None), "a GLN without its check digit is none");
    type_in(&mut screen, &[(Field::Gln, "4012345000004")]);
    assert_eq!(screen.form.gln_problem(), Some(("register-gln-wrong", "4012345000009".into())));
    type_in(&mut screen, &[(Field::Gln, "4012345000009")]);
    assert_eq!(screen.form.gln_problem(), None);
    let is = |doing: &Option<Doing>, council: bool| match doing {
        Some(Doing::Now(Call::Participants(ParticipantsCall::Register { country, .. }))) => {
            !council && country == b"DE"
        }
        Some(Doing::ByCouncil(Call::Participants(ParticipantsCall::Register { .. }))) => council,
        _ => false,
    };
    assert!(is(&screen.form.enrolment(), false));
    screen.update(Said::Kind(Kind::Regulator));
    assert!(is(&screen.form.enrolment(), true));
    assert!(matches!(screen.update(Said::Enrol), Wanted::None), "it is asked first");
    type_in(&mut screen, &[(Field::Name, "Stadtspital Nord")]);
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::None), "that was asked of another name");
    screen.update(Said::Enrol);
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::Do { .. }));
    screen.update(Said::Enrol);
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::None), "once is enough while it is under way");
}

#[test]
fn a_licence_is_granted_by_the_council_and_lasts_to_the_end_of_its_last_day() {
    let mut screen = Register::default();
    screen.update(Said::Read(Ok(list())));
    screen.update(Said::Open(4));
    type_in(&mut screen, &[(Field::Number, "S-4"), (Field::From, "2027-01-01"), (Field::Until, "2026-12-31")]);
    assert!(matches!(screen.update(Said::Grant), Wanted::None), "it cannot end before it begins");
    type_in(&mut screen, &[(Field::Until, "2027-01-02")]);
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::None), "and is not asked about");
    assert!(matches!(screen.update(Said::Grant), Wanted::None), "it is asked first");
    let Wanted::Do { doing: Doing::ByCouncil(Call::Participants(call)), .. } = screen.update(Said::Act(Step::Sure))
    else {
        panic!("the council does not decide it")
    };
    let ParticipantsCall::GrantLicence { participant, scope, valid_from, valid_until, .. } = call else {
        panic!("it is another act")
    };
    assert_eq!((participant, scope), (4, Scope::DISPENSE));
    assert_eq!((valid_from, valid_until), (1_798_761_600, 1_798_761_600 + 2 * 86_400));
}

#[test]
fn one_regulator_suspends_once_sure_and_the_council_strikes_off() {
    let mut screen = Register::default();
    screen.update(Said::Read(Ok(list())));
    screen.update(Said::Open(3));
    assert!(matches!(screen.update(Said::Suspend), Wanted::None));
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::Do { doing: Doing::Now(_), .. }));
    assert!(matches!(
        screen.update(Said::Act(Step::Did(Ok(Done { block: Some(9), ..Done::default() })))),
        Wanted::Load
    ));
    screen.update(Said::Read(Ok(list())));
    screen.update(Said::Strike);
    screen.update(Said::Act(Step::NotSure));
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::None));
    screen.update(Said::Strike);
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::Do { doing: Doing::ByCouncil(_), .. }));
}

#[test]
fn what_the_council_has_to_decide_is_not_told_as_done_and_goes_once_something_else_is_asked() -> Result<(), Error> {
    let mut app = at(Tab::Register);
    let register = &mut app.work.oversight.register;
    register.update(Said::Open(4));
    type_in(register, &[(Field::Number, "S-4"), (Field::From, "2027-01-01"), (Field::Until, "2029-12-31")]);
    register.update(Said::Grant);
    screen(&app).find("Grant licence S-4 to Stadtspital: is that meant?")?;
    let register = &mut app.work.oversight.register;
    register.update(Said::Act(Step::Sure));
    register.update(Said::Act(Step::Did(Ok(Done { block: Some(9), motion: Some(6), ..Done::default() }))));
    let news = "Grant licence S-4 to Stadtspital. Not done yet: motion 6 is open. Vote on it under Council; it takes \
                effect once enough members agree.";
    screen(&app).find(news)?;
    app.work.oversight.register.update(Said::Suspend);
    let mut ui = screen(&app);
    ui.find("Suspend Stadtspital at once: is that meant?")?;
    assert!(ui.find(news).is_err(), "it would be taken for what became of the question");
    Ok(())
}

#[test]
fn the_register_says_whose_licence_ends_and_finds_by_name() -> Result<(), Error> {
    let mut app = at(Tab::Register);
    let mut ui = screen(&app);
    for word in ["Licence ends soon", "No valid licence", "Suspended", "Shown: 5 of 5"] {
        ui.find(word)?;
    }
    drop(ui);
    app.work.oversight.register.update(Said::Sought("markt".into()));
    screen(&app).find("Shown: 1 of 5")?;
    screen(&app).find("Licence ends soon")?;
    assert!(app.work.oversight.register.table().contains("Apotheke am Markt,dispenser,DE,active,A-17"));
    Ok(())
}

#[test]
fn a_motion_is_told_in_words_and_voted_on_by_who_has_a_seat() -> Result<(), Error> {
    let app = at(Tab::Council);
    let mut ui = screen(&app);
    ui.find("Grant Stadtspital (GLN 4000004000004) licence S-4, from 2027-01-01 to 2029-12-31")?;
    ui.find("You voted for it.")?;
    ui.click("Approve")?;
    ui.click("Carry out")?;
    assert_eq!(ui.into_messages().count(), 1, "motion 6 can be voted on, and has not enough votes to be carried out");
    let mut council = app.work.oversight.council.clone();
    let Wanted::Do { doing: Doing::Now(Call::Council(CouncilCall::Vote { proposal, index, approve })), .. } =
        council.update(CouncilSaid::Vote(6, true))
    else {
        panic!("it is no vote")
    };
    assert_eq!((proposal, index.0, approve), ([6; 32], 6, true));

    let mut app = at(Tab::Council);
    app.work.oversight.council.update(CouncilSaid::Read(Ok(sitting([1; 32]))));
    let mut ui = screen(&app);
    ui.find("This key has no seat in the council.")?;
    ui.click("Approve")?;
    assert_eq!(ui.into_messages().count(), 0);
    Ok(())
}
