//! The desk for stock: what is held, found, and done with packs.

use ledger_types::{
    Batch, BatchKey, BatchStatus, Kind, PackChunk, PackSelection, PackState, Product, ProductData, ProductStatus,
    RecallClass, Storage,
    call::{Call, DrugBatchCall},
};
use office::{AsOf, Change, Doing, Done, HeldLot, Party, Piece, Stock as Held, Trouble};
use verdict::Reason;

use super::{pictures::told, *};
use crate::{
    screen::stock::{Found, Is, Message as Said, Stock},
    work::{Action as Wanted, Step, Tab},
};

/// The product of most lots of these tests.
pub const GTIN: u64 = 4_012_345_678_901;

/// The lot of these tests that is good.
pub fn key() -> BatchKey {
    BatchKey::new(GTIN, b"LOT-7").unwrap()
}

/// The number of the day that ends so many days from now, as the ledger writes it.
fn expiry(days: u64) -> u32 {
    office::date(ledger_client::time::now() + days * 86_400).replace('-', "").parse().unwrap()
}

/// Packs 0 to 19 of a lot, and 30 to 34 on their way, that lasts for so many days.
fn lot(gtin: u64, name: &str, lot: &str, days: u64, states: &[(u32, PackState)]) -> HeldLot {
    let batch = Batch {
        maker: 1,
        expiry: expiry(days),
        packs: 1_000,
        root: [0; 32],
        status: BatchStatus::Released,
        changed_chunks: 1,
        certificate: None,
        recalls: Vec::new().try_into().unwrap(),
    };
    let data = ProductData {
        name: name.as_bytes().to_vec().try_into().unwrap(),
        markets: vec![*b"DE"].try_into().unwrap(),
        storage: Storage::Ambient,
        authorisation: b"DE 1.00".to_vec().try_into().unwrap(),
    };
    let product = Product { maker: 1, data, status: ProductStatus::Marketed };
    let mut chunk = PackChunk::default();
    states.iter().for_each(|(pack, state)| chunk.set(*pack, *state));
    let pieces = vec![
        Piece { start: 0, end: 20, shipment: None, breached: false },
        Piece { start: 30, end: 35, shipment: Some(12), breached: false },
    ];
    let key = BatchKey::new(gtin, lot.as_bytes()).unwrap();
    HeldLot::new(key, batch, Some(product), pieces, vec![(0, chunk)], as_of())
}

fn as_of() -> AsOf {
    AsOf { block: 1_200, time: ledger_client::time::now() }
}

/// What somebody of this kind holds: a good lot, one near its expiry, one that has expired, one that is called back and one that
/// is used up.
pub fn held(kind: Kind) -> Held {
    use PackState::{Dispensed, Locked};
    let owner = Party { id: 3, gln: super::deliveries::PHARMACY, name: "Apotheke am Markt".into(), kind: Some(kind) };
    let amoxicillin = "Amoxicillin 500 mg, 20 tablets";
    let good = lot(GTIN, amoxicillin, "LOT-7", 800, &[(0, Dispensed), (1, Dispensed), (2, Locked)]);
    let near = lot(GTIN, amoxicillin, "LOT-3", 40, &[]);
    let mut expired = lot(GTIN, amoxicillin, "LOT-1", 10, &[(0, Dispensed)]);
    expired.batch.expiry = expiry(0) - 10_000;
    let mut recalled = lot(4_099_999_000_000, "Ibuprofen 400 mg, 50 tablets", "B-22", 500, &[]);
    recalled.batch.status = BatchStatus::Recalled { class: RecallClass::II, by: 0, at: 1_798_761_600 };
    let used: Vec<_> = (0..35).map(|pack| (pack, Dispensed)).collect();
    let used = lot(GTIN, amoxicillin, "LOT-0", 300, &used);
    Held { owner, lots: vec![expired, near, used, recalled, good], more: false, as_of: as_of() }
}

/// The screen with what is held.
pub fn read(kind: Kind) -> Stock {
    let mut screen = Stock::default();
    assert!(matches!(screen.update(Said::Load), Wanted::Load));
    screen.update(Said::Read(Ok(Found::All(held(kind)))));
    screen
}

/// The screen with the good lot open.
pub fn opened(kind: Kind) -> Stock {
    let mut screen = read(kind);
    screen.update(Said::Open(key()));
    screen
}

/// The code of a pack.
pub fn code_of(lot: &str, serial: &str) -> String {
    format!("(01)04012345678901(21){serial}(10){lot}")
}

/// Scans a pack of the good lot, and says what the ledger said of it.
pub fn scan(screen: &mut Stock, place: u32, verdict: Verdict) -> Wanted {
    screen.update(Said::Typed(code_of("LOT-7", &format!("S{place}"))));
    let Wanted::Verify(ticket, _) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let mut report = told(verdict, Role::Pharmacist);
    report.evidence.as_mut().unwrap().pack_index = Some(place);
    report.evidence.as_mut().unwrap().block = 1_100;
    screen.update(Said::Judged(ticket, Box::new(report)))
}

fn listed(screen: &Stock) -> Vec<u32> {
    screen.open.as_ref().unwrap().listed().map(|(pack, _)| pack).collect()
}

/// An act ended well.
pub fn done() -> Step {
    Step::Did(Ok(Done { block: Some(1_300), ..Done::default() }))
}

/// The screen in a window in which nothing has to be scrolled to.
fn whole(app: &App) -> Simulator<'_, Message> {
    Simulator::with_size(iced::Settings::default(), iced::Size::new(1_024.0, 2_000.0), app.view())
}

fn names(screen: &Stock) -> Vec<String> {
    screen.found(ledger_client::time::now()).into_iter().map(HeldLot::lot).collect()
}

/// The app at the desk for stock, with a key.
pub fn app_with(settings: Settings, screen: Stock) -> App {
    let participant = Some(super::deliveries::PHARMACY.to_string());
    let mut app = app_at(Settings { participant, ..settings }, Tab::Stock, "//Alice");
    app.work.stock = screen;
    app
}

fn pharmacist() -> Settings {
    Settings { role: Role::Pharmacist, ..english() }
}

#[test]
fn lots_are_listed_by_expiry_with_a_word_for_what_wants_attention() -> Result<(), Error> {
    let app = app_with(pharmacist(), read(Kind::Dispenser));
    let mut ui = screen(&app);
    for said in [
        "Lots: 4",
        "Active: 76",
        "On the way: 20",
        "Expired lots: 1",
        "Lots called back or off the market: 1",
        "Lots that expire within 90 days: 1",
        "Expired",
        "Recalled, class II",
        "Shown: 4 of 5",
    ] {
        ui.find(said)?;
    }
    assert!(ui.find("Lot LOT-0").is_err(), "what is used up is not listed at first");
    drop(ui);
    assert_eq!(names(&app.work.stock), ["LOT-1", "LOT-3", "B-22", "LOT-7"]);
    Ok(())
}

#[test]
fn lots_are_found_by_name_by_expiry_and_with_those_that_are_used_up() {
    let mut screen = read(Kind::Dispenser);
    screen.update(Said::Typed("ibu".into()));
    assert_eq!(names(&screen), ["B-22"]);
    assert!(screen.table().contains("Ibuprofen 400 mg, 50 tablets"), "what is listed is what is saved");
    assert!(!screen.table().contains("LOT-7"));
    screen.update(Said::Typed(String::new()));
    screen.update(Said::OnlyNear(true));
    assert_eq!(names(&screen), ["LOT-1", "LOT-3"]);
    screen.update(Said::OnlyNear(false));
    screen.update(Said::UsedUp(true));
    assert_eq!(names(&screen).len(), 5);
    screen.update(Said::Typed("LOT-7".into()));
    screen.update(Said::CheckTyped);
    assert_eq!(screen.shown().unwrap().1.key, key(), "a name that fits one lot opens it");
    screen.update(Said::Close);
    screen.update(Said::Typed("LOT".into()));
    screen.update(Said::CheckTyped);
    assert_eq!((screen.open.is_none(), screen.problem), (true, Some("stock-no-code")));
}

#[test]
fn a_pharmacy_destroys_packs_that_it_scanned_once_somebody_is_sure() {
    let mut screen = opened(Kind::Dispenser);
    for place in [5, 6, 6, 9] {
        scan(&mut screen, place, Verdict::Genuine);
    }
    assert_eq!(listed(&screen), [5, 6, 9]);
    assert!(matches!(screen.update(Said::Change(Change::Into(PackState::Destroyed))), Wanted::None));
    let said = screen.acting.asked.clone().unwrap().1.say(&Words::new(Language::English));
    assert_eq!(said, "Report packs of lot LOT-7 as destroyed: 3. It can never be undone");
    let Wanted::Do { doing: Doing::Now(Call::DrugBatch(call)), .. } = screen.update(Said::Act(Step::Sure)) else {
        panic!("it is not done")
    };
    let packs = PackSelection::List(vec![5, 6, 9].try_into().unwrap());
    assert_eq!(call, DrugBatchCall::Decommission { batch: key(), packs, state: PackState::Destroyed });
    screen.update(Said::Change(Change::Into(PackState::Destroyed)));
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::None), "once is enough while it is under way");
    // What is scanned meanwhile stays in the list.
    scan(&mut screen, 10, Verdict::Genuine);
    assert!(matches!(screen.update(Said::Act(done())), Wanted::Load));
    assert_eq!(listed(&screen), [10]);
}

#[test]
fn the_question_was_about_the_packs_that_were_listed_then() {
    for change in [Said::Remove(1), Said::Clear] {
        let mut screen = opened(Kind::Dispenser);
        scan(&mut screen, 5, Verdict::Genuine);
        screen.update(Said::Change(Change::Into(PackState::Destroyed)));
        assert!(screen.acting.asked.is_some());
        screen.update(change);
        assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::None));
    }
    let mut screen = opened(Kind::Dispenser);
    scan(&mut screen, 5, Verdict::Genuine);
    screen.update(Said::Change(Change::Into(PackState::Destroyed)));
    scan(&mut screen, 6, Verdict::Genuine);
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::None));
}

#[test]
fn what_is_refused_leaves_the_list_as_it_is() {
    let mut screen = opened(Kind::Dispenser);
    scan(&mut screen, 5, Verdict::Genuine);
    screen.update(Said::Change(Change::Into(PackState::Sample)));
    screen.update(Said::Act(Step::Sure));
    let trouble = Trouble::from(ledger_client::LedgerError::NoBlock);
    assert!(matches!(screen.update(Said::Act(Step::Did(Err(trouble)))), Wanted::None));
    assert_eq!(listed(&screen), [5]);
}

#[test]
fn only_a_pack_whose_place_is_proven_and_held_comes_into_the_list() {
    let mut screen = opened(Kind::Wholesaler);
    for verdict in [Verdict::NotRecognised, Verdict::Suspicious, Verdict::CouldNotCheck] {
        scan(&mut screen, 5, verdict);
    }
    scan(&mut screen, 500, Verdict::Genuine);
    screen.update(Said::Typed(code_of("LOT-7", "S4")));
    let Wanted::Verify(ticket, _) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let mut unproven = told(Verdict::Genuine, Role::Wholesaler);
    unproven.evidence.as_mut().unwrap().pack_index = None;
    screen.update(Said::Judged(ticket, Box::new(unproven)));
    screen.update(Said::Typed(code_of("LOT-8", "S4")));
    assert!(matches!(screen.update(Said::CheckTyped), Wanted::Focus), "a pack of another lot need not be checked");
    assert!(listed(&screen).is_empty());
    let is: Vec<Is> = screen.open.as_ref().unwrap().scanned.iter().map(|scanned| scanned.is).collect();
    let bad = [Verdict::NotRecognised, Verdict::Suspicious, Verdict::CouldNotCheck].map(Is::Bad);
    let others = [Is::NotHere, Is::Bad(Verdict::CouldNotCheck), Is::OfAnotherLot];
    assert_eq!(is, [bad.as_slice(), &others].concat());
    assert!(matches!(screen.update(Said::Change(Change::Into(PackState::Locked))), Wanted::None));
    assert!(screen.acting.asked.is_none(), "there is nothing to do it with");
}

#[test]
fn somebody_elses_pack_is_said_to_be_so() {
    let mut screen = opened(Kind::Dispenser);
    screen.update(Said::Typed(code_of("LOT-7", "S700")));
    let Wanted::Verify(ticket, _) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let mut report = told(Verdict::Suspicious, Role::Pharmacist);
    report.reasons = vec![Reason::new("wrong-custodian", None, report.next)];
    report.evidence.as_mut().unwrap().pack_index = Some(700);
    screen.update(Said::Judged(ticket, Box::new(report)));
    assert_eq!(screen.open.as_ref().unwrap().scanned[0].is, Is::NotHere);
}

#[test]
fn each_kind_is_offered_what_it_may_do_and_grey_is_what_does_not_fit() -> Result<(), Error> {
    let mut stock = opened(Kind::Dispenser);
    scan(&mut stock, 5, Verdict::Genuine);
    let app = app_with(pharmacist(), stock);
    let mut ui = whole(&app);
    ui.find("Sample for an authority")?;
    assert!(ui.find("Stolen").is_err() && ui.find("Put on hold").is_err(), "a pharmacy may not");
    ui.click("Destroyed")?;
    assert_eq!(ui.into_messages().count(), 1);

    let mut stock = opened(Kind::Wholesaler);
    scan(&mut stock, 5, Verdict::Genuine);
    scan(&mut stock, 2, Verdict::DoNotUse);
    let app = app_with(Settings { role: Role::Wholesaler, ..english() }, stock);
    let mut ui = whole(&app);
    // One of the two is locked already.
    for grey in ["Put on hold", "Exported", "End the hold"] {
        ui.click(grey)?;
    }
    ui.click("Stolen")?;
    let pressed: Vec<Message> = ui.into_messages().collect();
    let stolen = crate::work::Message::Stock(Said::Change(Change::Into(PackState::Stolen)));
    assert_eq!(format!("{pressed:?}"), format!("{:?}", [Message::Work(stolen)]));
    Ok(())
}

#[test]
fn a_dispensing_is_taken_back_and_a_hold_set_and_ended_at_once() {
    let acts = [
        (Kind::Dispenser, 0, Verdict::AlreadyDispensedHere, Change::Back(PackState::Dispensed)),
        (Kind::Wholesaler, 2, Verdict::DoNotUse, Change::Back(PackState::Locked)),
        (Kind::Wholesaler, 5, Verdict::Genuine, Change::Into(PackState::Locked)),
    ];
    for (kind, place, verdict, change) in acts {
        let mut screen = opened(kind);
        scan(&mut screen, place, verdict);
        let Wanted::Do { doing, .. } = screen.update(Said::Change(change)) else { panic!("{change:?} is not done") };
        assert_eq!(doing, Doing::Now(change.call(key(), PackSelection::One(place))));
        assert!(matches!(screen.update(Said::Change(change)), Wanted::None), "once is enough while it is under way");
    }
}

#[test]
fn an_expired_lot_is_destroyed_as_a_whole_after_a_question() -> Result<(), Error> {
    let mut stock = read(Kind::Dispenser);
    let expired = BatchKey::new(GTIN, b"LOT-1").unwrap();
    stock.update(Said::Open(expired.clone()));
    let mut app = app_with(pharmacist(), stock);
    let mut ui = whole(&app);
    ui.find(
        "This lot has expired. Dispense and sell nothing of it: send it back for disposal, or report it as destroyed.",
    )?;
    ui.click("Report all as destroyed: 19")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    for message in messages {
        let _ = app.update(message);
    }
    let asked = "Report packs of lot LOT-1 as destroyed: 19. It can never be undone: is that meant?";
    whole(&app).find(asked)?;
    let Wanted::Do { doing, .. } = app.work.stock.update(Said::Act(Step::Sure)) else { panic!("it is not done") };
    let packs = PackSelection::Range { start: 1, end: 20 };
    assert_eq!(doing, Doing::Now(Change::Into(PackState::Destroyed).call(expired, packs)));
    Ok(())
}

#[test]
fn a_pack_scanned_in_the_list_opens_its_lot_also_one_that_came_since() {
    let mut screen = read(Kind::Dispenser);
    screen.update(Said::Typed(code_of("LOT-7", "S5")));
    assert!(matches!(screen.update(Said::CheckTyped), Wanted::Verify(..)));
    assert_eq!(screen.shown().unwrap().1.key, key());
    screen.update(Said::Close);

    let new = lot(GTIN, "Amoxicillin", "LOT-9", 500, &[]);
    for (found, is_there) in [(None, false), (Some(Box::new(new.clone())), true)] {
        screen.update(Said::Typed(code_of("LOT-9", "S5")));
        assert!(matches!(screen.update(Said::CheckTyped), Wanted::Load), "the lot is looked for");
        let after = screen.update(Said::Read(Ok(Found::Lot(new.key.clone(), found))));
        assert_eq!((matches!(after, Wanted::Verify(..)), screen.open.is_some()), (is_there, is_there));
        assert_eq!(screen.problem, (!is_there).then_some("stock-not-held"));
        screen.update(Said::Close);
    }
}

#[test]
fn a_lot_that_changed_since_is_read_again_and_the_list_follows() {
    let mut screen = opened(Kind::Dispenser);
    screen.update(Said::Typed(code_of("LOT-7", "S5")));
    let Wanted::Verify(ticket, _) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let mut report = told(Verdict::AlreadyDispensedHere, Role::Pharmacist);
    let evidence = report.evidence.as_mut().unwrap();
    (evidence.pack_index, evidence.block) = (Some(5), 1_201);
    assert!(matches!(screen.update(Said::Judged(ticket, Box::new(report))), Wanted::Load));
    let dispensed = lot(GTIN, "Amoxicillin", "LOT-7", 800, &[(5, PackState::Dispensed)]);
    screen.update(Said::Read(Ok(Found::Lot(key(), Some(Box::new(dispensed))))));
    assert_eq!(screen.open.as_ref().unwrap().scanned[0].is, Is::Listed(5, Some(PackState::Dispensed)));
    assert!(matches!(screen.update(Said::Change(Change::Back(PackState::Dispensed))), Wanted::Do { .. }));
}

#[test]
fn what_could_not_be_read_again_stays_and_is_said_to_be_older() -> Result<(), Error> {
    let mut stock = read(Kind::Dispenser);
    stock.update(Said::Read(Err(Trouble::no_participant())));
    let app = app_with(pharmacist(), stock);
    let mut ui = whole(&app);
    ui.find("Lot LOT-7")?;
    let why = "The settings do not say which organisation you are. Enter its GLN in the settings.";
    ui.find(format!("It could not be read again; what is shown is older. {why}").as_str())?;
    drop(ui);

    let mut more = read(Kind::Dispenser);
    more.update(Said::Read(Ok(Found::All(Held { more: true, ..held(Kind::Dispenser) }))));
    let app = app_with(pharmacist(), more);
    screen(&app).find(Words::new(Language::English).say("stock-more").as_str())?;
    Ok(())
}

#[test]
fn without_a_key_there_is_nothing_to_press() -> Result<(), Error> {
    let mut stock = opened(Kind::Dispenser);
    scan(&mut stock, 5, Verdict::Genuine);
    let mut app = app_with(pharmacist(), stock);
    app.desk.key = crate::key::Key::None;
    let mut ui = whole(&app);
    ui.find("There is no key on this device: you can look, but not act.")?;
    ui.click("Destroyed")?;
    ui.click("Report all as destroyed: 17")?;
    assert_eq!(ui.into_messages().count(), 0);
    Ok(())
}

#[test]
fn a_handheld_scanner_and_enter_reach_the_desk() -> Result<(), Error> {
    let mut app = app_with(pharmacist(), opened(Kind::Dispenser));
    app.work.stock.typed = code_of("LOT-7", "S4");
    enter(&mut app)?;
    assert_eq!(app.work.stock.open.as_ref().unwrap().scanned.len(), 1);
    assert!(Tab::of(Role::Manufacturer).contains(&Tab::Stock) && !Tab::of(Role::Patient).contains(&Tab::Stock));
    Ok(())
}
