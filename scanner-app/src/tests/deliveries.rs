//! A delivery that is counted and taken over.

use ledger_types::{
    BatchKey, Kind, Line, Purpose,
    call::{Call, CustodyTransferCall},
    custody::RejectReason,
};
use office::{Delivery, Doing, Done, Party, Trouble};
use outbox::Act;
use verdict::Reason;

use super::{counter::code, pictures::told, *};
use crate::{
    screen::deliveries::{Deliveries, Is, Message as Said},
    work::{Action as Wanted, Deed, Step, Tab},
};

/// The GLN of the pharmacy in these tests.
pub const PHARMACY: u64 = 4_000_003_000_003;

fn party(id: u32, gln: u64, name: &str, kind: Kind) -> Party {
    Party { id, gln, name: name.into(), kind: Some(kind) }
}

fn batch() -> BatchKey {
    BatchKey::new(4_012_345_678_901, b"LOT-7").unwrap()
}

/// A delivery of packs 0 to 9 of lot LOT-7, and one that left the pharmacy eight days ago.
pub fn list(now: u64) -> Vec<Delivery> {
    let pharmacy = party(3, PHARMACY, "Apotheke am Markt", Kind::Dispenser);
    let wholesaler = party(2, 4_000_002_000_004, "Rhein Grosshandel", Kind::Wholesaler);
    let announced = Delivery {
        shipment: 7,
        from: wholesaler.clone(),
        to: pharmacy.clone(),
        dispatched_at: now - 86_400,
        purpose: Purpose::Supply,
        sscc: Some(340_123_450_000_000_017),
        outstanding: vec![Line { batch: batch(), start: 0, end: 10 }],
    };
    let returned = Delivery {
        shipment: 5,
        from: pharmacy,
        to: wholesaler,
        dispatched_at: now - 8 * 86_400,
        purpose: Purpose::SaleableReturn,
        sscc: None,
        outstanding: vec![Line { batch: batch(), start: 20, end: 22 }],
    };
    vec![returned, announced]
}

/// The screen with a delivery open.
fn opened() -> Deliveries {
    let mut screen = Deliveries::default();
    assert!(matches!(screen.update(Said::Load), Wanted::Load));
    screen.update(Said::Read(Ok(list(NOW / 1_000))));
    screen.update(Said::Open(7));
    screen
}

/// Scans a pack with this place in its batch, and says what the ledger said of it.
pub fn scan(screen: &mut Deliveries, place: u32, verdict: Verdict) {
    screen.update(Said::Typed(code(&format!("S{place}"))));
    let Wanted::Verify(ticket, _) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let mut report = told(verdict, Role::Pharmacist);
    report.evidence.as_mut().unwrap().pack_index = Some(place);
    screen.update(Said::Judged(ticket, Box::new(report)));
}

#[test]
fn what_was_counted_is_taken_over_and_the_rest_refused_as_missing() {
    let mut screen = opened();
    for place in [3, 4, 4, 9] {
        scan(&mut screen, place, Verdict::Genuine);
    }
    let line = |start, end| Line { batch: batch(), start, end };
    let Wanted::Do { doing: Doing::OrLater(Act::Receive { shipment, lines }), .. } = screen.update(Said::TakeCounted)
    else {
        panic!("it is not taken over")
    };
    assert_eq!((shipment, lines.unwrap().into_inner()), (7, vec![line(3, 5), line(9, 10)]));
    assert!(matches!(screen.update(Said::TakeCounted), Wanted::None), "once is enough while it is under way");
    assert!(matches!(
        screen.update(Said::Act(Step::Did(Ok(Done { block: Some(8), ..Done::default() })))),
        Wanted::Load
    ));

    // What is still on its way is read again, and refused once somebody is sure.
    let mut left = list(NOW / 1_000);
    left[1].outstanding = vec![line(0, 3), line(5, 9)];
    screen.update(Said::Read(Ok(left)));
    assert_eq!(screen.counting.as_ref().unwrap().count.missing(), 7);
    assert!(matches!(screen.update(Said::Refuse(RejectReason::Missing)), Wanted::None));
    let Wanted::Do { doing: Doing::Now(Call::CustodyTransfer(CustodyTransferCall::Reject { lines, .. })), .. } =
        screen.update(Said::Act(Step::Sure))
    else {
        panic!("it is not refused")
    };
    assert_eq!(lines.unwrap().into_inner(), [line(0, 3), line(5, 9)]);
}

#[test]
fn a_bad_pack_is_not_counted_and_nobody_takes_over_everything_by_the_way() -> Result<(), Error> {
    let mut app = open_app();
    scan(&mut app.work.deliveries, 3, Verdict::Genuine);
    for (place, verdict) in [(4, Verdict::DoNotUse), (5, Verdict::Suspicious), (6, Verdict::CouldNotCheck)] {
        scan(&mut app.work.deliveries, place, verdict);
    }
    let counting = app.work.deliveries.counting.as_ref().unwrap();
    assert_eq!((counting.count.arrived(), counting.count.excess(), counting.bad.len()), (1, 0, 3));
    let mut ui = screen(&app);
    ui.find("Counted: 1")?;
    ui.find("Not counted: 9")?;
    ui.find("Not good: 3")?;
    ui.find(Verdict::DoNotUse.headline())?;
    ui.find(not_clean(3).as_str())?;
    ui.click("Take over everything")?;
    assert_eq!(ui.into_messages().count(), 0, "that button does nothing now");

    // What could not be checked is good once it was: the last scan counts.
    scan(&mut app.work.deliveries, 6, Verdict::Genuine);
    screen(&app).find(not_clean(2).as_str())?;
    app.work.deliveries.update(Said::CountAnew);
    let counting = app.work.deliveries.counting.as_ref().unwrap();
    assert_eq!((counting.count.arrived(), counting.scanned.len(), counting.bad.len()), (0, 0, 0));
    let mut ui = screen(&app);
    assert!(ui.find(not_clean(2).as_str()).is_err());
    ui.click("Take over everything")?;
    assert_eq!(ui.into_messages().count(), 1);
    Ok(())
}

fn not_clean(n: usize) -> String {
    Words::new(Language::English).say_with("delivery-not-clean", &[("n", &n.to_string())])
}

#[test]
fn a_count_of_everything_says_why_the_whole_is_not_taken_over() -> Result<(), Error> {
    let mut app = open_app();
    for place in 0..10 {
        scan(&mut app.work.deliveries, place, Verdict::Genuine);
    }
    let mut ui = screen(&app);
    ui.find("Everything is counted: take over what was counted.")?;
    ui.click("Take over everything")?;
    assert_eq!(ui.into_messages().count(), 0);
    Ok(())
}

#[test]
fn the_question_says_why_packs_are_refused() -> Result<(), Error> {
    for (reason, said) in [
        (RejectReason::Missing, "Refuse 10 packs of shipment 7 as missing: is that meant?"),
        (RejectReason::Damaged, "Refuse 10 packs of shipment 7 as damaged: is that meant?"),
        (RejectReason::Suspect, "Refuse 10 packs of shipment 7 as suspect: is that meant?"),
    ] {
        let mut app = open_app();
        app.work.deliveries.update(Said::Refuse(reason));
        screen(&app).find(said)?;
    }
    Ok(())
}

#[test]
fn what_was_not_announced_stays_after_a_part_is_taken_over_and_is_reported_once() -> Result<(), Error> {
    let mut app = open_app();
    let desk = &mut app.work.deliveries;
    let done = || Said::Act(Step::Did(Ok(Done { block: Some(8), ..Done::default() })));
    for place in [3, 4, 30] {
        scan(desk, place, Verdict::Genuine);
    }
    desk.update(Said::TakeCounted);
    desk.update(done());
    let mut left = list(NOW / 1_000);
    left[1].outstanding = vec![Line { batch: batch(), start: 0, end: 3 }, Line { batch: batch(), start: 5, end: 10 }];
    desk.update(Said::Read(Ok(left.clone())));
    assert_eq!(desk.counting.as_ref().unwrap().count.excess(), 1);
    screen(&app).find("Not announced: 1")?;
    screen(&app).find("Report what was not announced first: a delivery that is settled takes no reports.")?;

    let desk = &mut app.work.deliveries;
    assert!(matches!(desk.update(Said::TellExcess), Wanted::Do { .. }));
    desk.update(Said::Act(Step::Did(Err(Trouble::no_key()))));
    assert!(matches!(desk.update(Said::TellExcess), Wanted::Do { .. }), "what failed can be tried again");
    desk.update(done());
    let mut ui = Simulator::with_size(iced::Settings::default(), iced::Size::new(1_024.0, 2_000.0), app.view());
    ui.find("Reported as not announced: 1. There is nothing more to report.")?;
    ui.click("Report what was not announced")?;
    assert_eq!(ui.into_messages().count(), 0);
    let desk = &mut app.work.deliveries;
    assert!(matches!(desk.update(Said::TellExcess), Wanted::None));

    // Whoever comes back and scans the same pack does not report it twice; another one is reported alone.
    desk.update(Said::Close);
    desk.update(Said::Open(7));
    for place in [30, 31] {
        scan(desk, place, Verdict::Genuine);
    }
    let Wanted::Do {
        doing: Doing::Now(Call::CustodyTransfer(CustodyTransferCall::ReportExcess { lines, .. })), ..
    } = desk.update(Said::TellExcess)
    else {
        panic!("it is not reported")
    };
    assert_eq!(lines.into_inner(), [Line { batch: batch(), start: 31, end: 32 }]);
    desk.update(Said::Act(Step::Did(Err(Trouble::no_key()))));

    // All of it is settled, and one pack was never reported.
    left.pop();
    desk.update(Said::Read(Ok(left)));
    assert_eq!((desk.counting.is_none(), desk.problem), (true, Some("delivery-excess-left")));
    Ok(())
}

#[test]
fn a_real_pack_that_nobody_announced_is_told_and_never_counted_in() {
    let mut screen = opened();
    screen.update(Said::Typed(code("S30")));
    let Wanted::Verify(ticket, _) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let mut report = told(Verdict::Suspicious, Role::Pharmacist);
    report.reasons = vec![Reason::new("wrong-custodian", None, report.next)];
    report.evidence.as_mut().unwrap().pack_index = Some(30);
    screen.update(Said::Judged(ticket, Box::new(report)));
    let counting = screen.counting.as_ref().unwrap();
    assert_eq!((counting.count.arrived(), counting.count.excess(), counting.bad.len()), (0, 1, 0));
    let telling = screen.update(Said::TellExcess);
    assert!(matches!(
        telling,
        Wanted::Do { doing: Doing::Now(Call::CustodyTransfer(CustodyTransferCall::ReportExcess { .. })), .. }
    ));
}

#[test]
fn a_pack_whose_place_is_not_proven_is_not_counted() {
    let mut screen = opened();
    screen.update(Said::Typed(code("S1")));
    let Wanted::Verify(ticket, _) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let mut report = told(Verdict::Genuine, Role::Pharmacist);
    report.evidence.as_mut().unwrap().pack_index = None;
    screen.update(Said::Judged(ticket, Box::new(report)));
    let counting = screen.counting.as_ref().unwrap();
    assert_eq!(counting.count.arrived(), 0);
    assert_eq!(counting.scanned[0].is, Some(Is::Bad(Verdict::CouldNotCheck)));
}

#[test]
fn the_code_of_a_case_opens_its_shipment() {
    let mut screen = Deliveries::default();
    screen.update(Said::Read(Ok(list(NOW / 1_000))));
    screen.update(Said::Typed("(00)340123450000000017".into()));
    screen.update(Said::CheckTyped);
    assert_eq!(screen.counting.as_ref().map(|counting| counting.delivery.shipment), Some(7));
    let mut screen = Deliveries::default();
    screen.update(Said::Read(Ok(list(NOW / 1_000))));
    screen.update(Said::Typed("(00)340123450000000024".into()));
    screen.update(Said::CheckTyped);
    assert_eq!((screen.counting.is_none(), screen.problem), (true, Some("delivery-unknown")));
}

#[test]
fn what_fails_says_why_and_changes_nothing() -> Result<(), Error> {
    let mut app = open_app();
    app.work.deliveries.update(Said::TakeAll);
    let trouble = Trouble::new("shipment-unknown", "There is no such shipment. Read again.");
    let wanted = app.work.deliveries.update(Said::Act(Step::Did(Err(trouble))));
    assert!(matches!(wanted, Wanted::None));
    assert!(matches!(app.work.deliveries.acting.deed, Deed::Refused(..)));
    let why = "There is no such shipment. Read again.";
    screen(&app).find(format!("Receive shipment 7: all 10 packs was not done. {why}").as_str())?;
    Ok(())
}

#[test]
fn without_an_organisation_or_a_key_the_desk_says_what_is_lacking() -> Result<(), Error> {
    let settings = Settings { role: Role::Pharmacist, ..english() };
    let mut app = App::new(settings, Place::Nowhere, journal::Place::Nowhere, None).0;
    screen(&app).find("Deliveries")?;
    let _ = app.update(Message::Work(crate::work::Message::Open(Tab::Deliveries)));
    let _ = app.at_work(crate::work::Message::Deliveries(Said::Read(Err(office::Trouble::no_participant()))));
    let mut ui = screen(&app);
    ui.find("There is no key on this device: you can look, but not act.")?;
    ui.find("The settings do not say which organisation you are. Enter its GLN in the settings.")?;
    Ok(())
}

/// The app with a key, at the desk for deliveries, one of them open.
pub fn open_app() -> App {
    let settings = Settings { role: Role::Pharmacist, participant: Some(PHARMACY.to_string()), ..english() };
    let mut app = app_at(settings, Tab::Deliveries, "//Alice");
    app.work.deliveries = opened();
    app
}

#[test]
fn enter_in_the_field_counts_a_pack_once() -> Result<(), Error> {
    let mut app = open_app();
    app.work.deliveries.typed = code("S4");
    enter(&mut app)?;
    assert_eq!(app.work.deliveries.counting.as_ref().unwrap().scanned.len(), 1);
    Ok(())
}
