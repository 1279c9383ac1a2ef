//! Packs that are put together and sent.

use ledger_types::{
    Batch, BatchKey, BatchStatus, Kind, Licence, Line, Participant, Product, ProductData, ProductStatus, Purpose,
    Scope, Status, Storage,
    call::{Call, CustodyTransferCall},
};
use office::{Contents, Delivery, Doing, Done, Enrolled, Goods, Obstacle, Partners, Party, Ranges, Supplied, Trouble};
use verdict::Reason;

use super::{counter::code, deliveries::PHARMACY, pictures::told, *};
use crate::{
    screen::dispatch::{Digits, Dispatch, Field, Is, Lack, Message as Said, Paper, What, Wish, digits},
    work::{Action as Wanted, Deed, Step, Tab, dispatch::write_label},
};

/// The case in these tests.
pub const SSCC: u64 = 340_123_450_000_000_017;

fn now() -> u64 {
    NOW / 1_000
}

fn enrolled(id: u32, gln: u64, name: &str, kind: Kind, scope: Scope) -> Enrolled {
    let licence = Licence {
        number: b"L-1".to_vec().try_into().unwrap(),
        scope,
        valid_from: now() - 86_400,
        valid_until: now() + 86_400,
    };
    let record = Participant {
        kind,
        status: Status::Active,
        gln,
        country: *b"DE",
        name: name.as_bytes().to_vec().try_into().unwrap(),
        licences: vec![licence].try_into().unwrap(),
        epoch: 0,
    };
    Enrolled { id, record }
}

/// A wholesaler, a pharmacy, a maker, and a hospital that is suspended.
pub fn partners() -> Partners {
    let mut hospital = enrolled(4, 4_000_004_000_002, "Stadtspital", Kind::Dispenser, Scope::DISPENSE);
    hospital.record.status = Status::Suspended;
    let me = enrolled(2, 4_000_002_000_004, "Rhein Grosshandel", Kind::Wholesaler, Scope::DISTRIBUTE);
    let party =
        |one: &Enrolled| Party { id: one.id, gln: one.record.gln, name: one.name(), kind: Some(one.record.kind) };
    let pharmacy = enrolled(3, PHARMACY, "Apotheke am Markt", Kind::Dispenser, Scope::DISPENSE);
    let open = Delivery {
        shipment: 12,
        from: party(&me),
        to: party(&pharmacy),
        // The screen asks the clock how long ago that was.
        dispatched_at: ledger_client::time::now() - 3_600,
        purpose: Purpose::Supply,
        sscc: None,
        outstanding: vec![line(400, 401)],
    };
    let maker = enrolled(1, 4_000_001_000_005, "Nordmark Pharma", Kind::Manufacturer, Scope::MAKE);
    Partners { me, others: vec![pharmacy, maker, hospital], open: vec![open], time: now() }
}

fn batch() -> BatchKey {
    BatchKey::new(4_012_345_678_901, b"LOT-7").unwrap()
}

fn line(start: u32, end: u32) -> Line {
    Line { batch: batch(), start, end }
}

/// What the wholesaler has of lot LOT-7: packs 0 to 299, from the maker. Pack 8 is locked.
pub fn goods() -> Goods {
    let maker = Party { id: 1, gln: 4_000_001_000_005, name: "Nordmark Pharma".into(), kind: Some(Kind::Manufacturer) };
    let data = ProductData {
        name: b"Amoxicillin 500 mg, 20 tablets".to_vec().try_into().unwrap(),
        markets: vec![*b"DE"].try_into().unwrap(),
        storage: Storage::Ambient,
        authorisation: b"EU/1".to_vec().try_into().unwrap(),
    };
    let batch = Batch {
        maker: 1,
        expiry: 20_271_200,
        packs: 500,
        root: [0; 32],
        status: BatchStatus::Released,
        changed_chunks: 1,
        certificate: None,
        recalls: Default::default(),
    };
    let mut inactive = Ranges::default();
    inactive.add(8..9);
    Goods {
        key: self::batch(),
        batch,
        product: Some(Product { maker: 1, data, status: ProductStatus::Marketed }),
        maker: maker.clone(),
        stock: vec![Supplied { packs: 0..300, supplier: Some(maker), breached: false }],
        inactive,
        time: now(),
    }
}

/// A case with packs 20 to 29.
pub fn case() -> Contents {
    let packer = Party { id: 2, gln: 0, name: "Rhein Grosshandel".into(), kind: Some(Kind::Wholesaler) };
    Contents { sscc: SSCC, packer, lines: vec![line(20, 30)], children: Vec::new(), parent: None }
}

/// The screen with all that it reads.
pub fn ready() -> Dispatch {
    let mut screen = Dispatch::default();
    assert!(matches!(screen.update(Said::Load), Wish::All(..)));
    screen.update(Said::Read(Ok(partners())));
    screen
}

/// Scans a pack with this place in its batch, and says what the ledger said of it.
pub fn scan(screen: &mut Dispatch, place: u32, verdict: Verdict, reason: Option<&'static str>) {
    screen.update(Said::Typed(code(&format!("S{place}"))));
    let Wish::Work(Wanted::Verify(ticket, _)) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let mut report = told(verdict, Role::Wholesaler);
    report.reasons.extend(reason.map(|reason| Reason::new(reason, None, report.next)));
    report.reasons.retain(|found| reason.is_none_or(|reason| found.code == reason));
    report.evidence.as_mut().unwrap().pack_index = Some(place);
    report.pack.serial = format!("S{place}");
    let wish = screen.update(Said::Judged(ticket, Box::new(report)));
    know(screen, wish);
}

/// Answers what is asked about batches.
fn know(screen: &mut Dispatch, wish: Wish) {
    if let Wish::Batches(asked) | Wish::All(_, asked) = wish
        && !asked.is_empty()
    {
        assert_eq!(asked, [batch()]);
        screen.update(Said::Known(asked, Ok(vec![goods()])));
    }
}

/// Scans the case.
pub fn scan_case(screen: &mut Dispatch) {
    screen.update(Said::Typed(format!("(00){SSCC}")));
    assert!(matches!(screen.update(Said::CheckTyped), Wish::Case(SSCC)));
    let wish = screen.update(Said::Opened(SSCC, Ok(Some(case()))));
    know(screen, wish);
}

fn is(screen: &Dispatch) -> Vec<Is> {
    screen.list.items().iter().map(|item| item.is).collect()
}

/// What is sent once somebody is sure.
fn sent(screen: &mut Dispatch) -> CustodyTransferCall {
    match screen.update(Said::Act(Step::Sure)) {
        Wish::Work(Wanted::Do { doing: Doing::Now(Call::CustodyTransfer(call)), .. }) => call,
        other => panic!("it is not sent: {other:?}"),
    }
}

fn refused() -> Trouble {
    Trouble::new("not-held", "They are elsewhere. Read again.")
}

#[test]
fn only_what_is_good_here_and_new_is_added_and_the_rest_is_told() {
    let mut screen = ready();
    scan(&mut screen, 3, Verdict::Genuine, None);
    scan(&mut screen, 4, Verdict::DoNotUse, None);
    scan(&mut screen, 5, Verdict::Suspicious, Some("wrong-custodian"));
    scan(&mut screen, 6, Verdict::Suspicious, None);
    scan(&mut screen, 8, Verdict::Genuine, None);
    scan(&mut screen, 300, Verdict::Genuine, None);
    let expected = [
        Is::In(1),
        Is::Bad(Verdict::DoNotUse),
        Is::Stopped(Obstacle::NotHeld),
        Is::Bad(Verdict::Suspicious),
        Is::Stopped(Obstacle::NotActive),
        Is::Stopped(Obstacle::NotHeld),
    ];
    assert_eq!(is(&screen), expected);
    assert_eq!((screen.list.packs().lines(), screen.list.left_out()), (vec![line(3, 4)], 5));
    // The same pack once more is told, not asked about and not added.
    screen.update(Said::Typed(code("S3")));
    assert!(matches!(screen.update(Said::CheckTyped), Wish::Work(Wanted::Focus)));
    let words = Words::new(Language::English);
    let said = screen.said.as_ref().unwrap().say(&words);
    assert_eq!((said.as_str(), is(&screen).len()), ("Pack S3 of lot LOT-7 is in the list already.", 6));
    screen.update(Said::RemoveLeftOut);
    assert_eq!(is(&screen), [Is::In(1)]);
}

#[test]
fn a_recalled_pack_of_somebody_else_is_told_as_recalled_and_not_as_suspicious() -> Result<(), Error> {
    let sentence = |id: &str| verdict::every_sentence().find(|sentence| sentence.id == id).unwrap();
    let elsewhere = || Reason::new("wrong-custodian", None, sentence("wrong-custodian"));
    let recall = sentence("recalled-lot").with("danger", sentence("recall-class-1"));
    let recalled = || Reason::new("recalled", None, recall.clone());
    let falsified = || Reason::new("expiry-mismatch", None, sentence("wrong-custodian"));
    let mut app = open_app();
    for (place, reasons) in [(5, vec![elsewhere(), recalled()]), (6, vec![falsified(), elsewhere(), recalled()])] {
        let desk = &mut app.work.dispatch;
        desk.update(Said::Typed(code(&format!("S{place}"))));
        let Wish::Work(Wanted::Verify(ticket, _)) = desk.update(Said::CheckTyped) else { panic!("it is not checked") };
        let mut report = told(Verdict::Suspicious, Role::Wholesaler);
        report.reasons = reasons;
        report.evidence.as_mut().unwrap().pack_index = Some(place);
        report.pack.serial = format!("S{place}");
        desk.update(Said::Judged(ticket, Box::new(report)));
    }
    let desk = &app.work.dispatch;
    assert_eq!(is(desk), [Is::Bad(Verdict::DoNotUse), Is::Bad(Verdict::Suspicious)], "what is falsified stays that");
    assert_eq!(desk.list.items()[0].why[0].id, "recalled-lot", "the gravest comes first");
    let mut ui = screen(&app);
    ui.find(Verdict::DoNotUse.headline())?;
    ui.find("This lot is recalled (class I: danger to life or a serious risk to health).")?;
    ui.find("According to the records, this pack is with someone else, and not on its way to you.")?;
    Ok(())
}

#[test]
fn a_pack_whose_place_is_not_proven_is_not_added() {
    let mut screen = ready();
    screen.update(Said::Typed(code("S1")));
    let Wish::Work(Wanted::Verify(ticket, _)) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    assert_eq!(screen.lacks(), [Lack::Answer, Lack::Receiver]);
    let mut report = told(Verdict::Genuine, Role::Wholesaler);
    report.evidence.as_mut().unwrap().pack_index = None;
    screen.update(Said::Judged(ticket, Box::new(report)));
    assert_eq!(is(&screen), [Is::Bad(Verdict::CouldNotCheck)]);
    assert!(screen.list.packs().is_empty());
}

#[test]
fn a_late_verdict_on_another_pack_is_not_taken_for_this_one() {
    let mut screen = ready();
    screen.update(Said::Typed(code("S2")));
    let Wish::Work(Wanted::Verify(ticket, _)) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let wish = screen.update(Said::Judged(ticket, Box::new(told(Verdict::Genuine, Role::Wholesaler))));
    know(&mut screen, wish);
    assert_eq!(is(&screen), [Is::Checking]);
}

#[test]
fn packs_are_sent_once_after_a_question_and_stay_in_the_list_when_refused() -> Result<(), Error> {
    let mut app = open_app();
    let screen = &mut app.work.dispatch;
    for place in [3, 4, 11] {
        scan(screen, place, Verdict::Genuine, None);
    }
    screen.update(Said::Send);
    assert!(screen.acting.asked.is_none(), "to whom?");
    screen.update(Said::To(3));
    screen.update(Said::Send);
    super::screen(&app).find("Supply to Apotheke am Markt, packs: 3: is that meant?")?;
    let screen = &mut app.work.dispatch;
    let CustodyTransferCall::Dispatch { to, lines, terms } = sent(screen) else { panic!("it is not sent") };
    assert_eq!((to, lines.into_inner()), (3, vec![line(3, 5), line(11, 12)]));
    assert_eq!((terms.purpose, terms.sscc, terms.documents), (Purpose::Supply, None, None));
    screen.update(Said::Send);
    assert!(!matches!(screen.update(Said::Act(Step::Sure)), Wish::Work(Wanted::Do { .. })), "once is enough");
    screen.update(Said::Act(Step::Did(Err(refused()))));
    assert!(matches!(screen.acting.deed, Deed::Refused(..)));
    assert_eq!(screen.list.packs().packs(), 3, "what was refused stays");

    screen.update(Said::Send);
    sent(screen);
    // Somebody goes on scanning while it is on its way to the ledger.
    scan(screen, 50, Verdict::Genuine, None);
    let done = Done { block: Some(8), shipment: Some(13), ..Done::default() };
    let wish = screen.update(Said::Act(Step::Did(Ok(done))));
    know(screen, wish);
    assert_eq!(screen.list.packs().lines(), [line(50, 51)], "what came later is not lost");
    super::screen(&app).find("✓ Supply to Apotheke am Markt, packs: 3 (final in block 8). It is shipment 13.")?;
    Ok(())
}

#[test]
fn packs_in_too_many_places_are_told_and_not_sent() -> Result<(), Error> {
    let mut app = open_app();
    let screen = &mut app.work.dispatch;
    screen.update(Said::To(3));
    for place in (100..230).step_by(2) {
        scan(screen, place, Verdict::Genuine, None);
    }
    assert_eq!(screen.lacks(), [Lack::Ranges(65)]);
    screen.update(Said::Send);
    assert!(screen.acting.asked.is_none());
    let words = Words::new(Language::English);
    let said = words.say_with("dispatch-lack-ranges", &[("n", "65"), ("most", "64")]);
    super::screen(&app).find(said.as_str())?;
    let screen = &mut app.work.dispatch;
    scan(screen, 101, Verdict::Genuine, None);
    assert_eq!(screen.lacks(), [], "a pack between two others makes one place of both");
    Ok(())
}

#[test]
fn what_is_recalled_is_not_supplied_but_goes_for_disposal() {
    let mut screen = ready();
    let mut off = goods();
    off.batch.status = BatchStatus::Withdrawn { by: 1, at: 0 };
    screen.update(Said::Typed(code("S3")));
    let Wish::Work(Wanted::Verify(ticket, _)) = screen.update(Said::CheckTyped) else { panic!("it is not checked") };
    let mut report = told(Verdict::DoNotUse, Role::Wholesaler);
    report.reasons = vec![Reason::new("withdrawn", None, report.next)];
    report.evidence.as_mut().unwrap().pack_index = Some(3);
    report.pack.serial = "S3".into();
    screen.update(Said::Judged(ticket, Box::new(report)));
    screen.update(Said::Known(vec![batch()], Ok(vec![off])));
    assert_eq!(is(&screen), [Is::Stopped(Obstacle::Withdrawn)]);
    screen.update(Said::Purpose(Purpose::Disposal));
    assert_eq!(is(&screen), [Is::In(1)]);
    let offered: Vec<u32> = screen.offered().iter().map(|one| one.id).collect();
    assert_eq!(offered, [1, 3], "its maker first, then who gets something anyway");
    screen.update(Said::To(1));
    screen.update(Said::Send);
    let CustodyTransferCall::Dispatch { to, terms, .. } = sent(&mut screen) else { panic!("it is not sent") };
    assert_eq!((to, terms.purpose), (1, Purpose::Disposal));
}

#[test]
fn nobody_without_a_licence_gets_anything_and_it_is_said_before() -> Result<(), Error> {
    let mut app = open_app();
    let screen = &mut app.work.dispatch;
    scan(screen, 3, Verdict::Genuine, None);
    screen.update(Said::Edit(Field::Find, "spital".into()));
    screen.update(Said::CheckTyped);
    assert_eq!(screen.to, Some(4), "Enter takes the only one that was found");
    screen.update(Said::Send);
    assert!(screen.acting.asked.is_none());
    let mut ui = super::screen(&app);
    ui.find("Stadtspital")?;
    ui.find("Suspended or struck off")?;
    ui.find("The receiver is suspended or struck off.")?;
    Ok(())
}

#[test]
fn the_gln_of_the_receiver_can_be_scanned_and_a_stranger_s_is_told() {
    let mut screen = ready();
    screen.update(Said::Typed(format!("(414){PHARMACY}")));
    screen.update(Said::CheckTyped);
    assert_eq!((screen.to, screen.said.is_none()), (Some(3), true));
    screen.update(Said::NotTo);
    screen.update(Said::Typed("4012345000009".into()));
    screen.update(Said::CheckTyped);
    assert!(screen.to.is_none() && screen.said.is_some() && screen.list.items().is_empty());
    assert_eq!(digits("400000300000", 13), Digits::Lack(PHARMACY.to_string()));
    assert_eq!(digits("4000003000004", 13), Digits::Wrong(PHARMACY.to_string()));
    assert_eq!(digits(&PHARMACY.to_string(), 13), Digits::Good);
    assert_eq!((digits("40000", 13), digits("Apo", 13)), (Digits::Count(5), Digits::None));
}

#[test]
fn a_case_is_sent_as_a_whole_under_its_number_or_not_under_it() {
    let mut screen = ready();
    screen.update(Said::To(3));
    scan(&mut screen, 21, Verdict::Genuine, None);
    scan_case(&mut screen);
    assert_eq!(is(&screen), [Is::In(1), Is::In(9)]);
    screen.update(Said::Edit(Field::Sscc, SSCC.to_string()));
    assert_eq!(screen.lacks(), [], "the pack is one of the case's");
    scan(&mut screen, 60, Verdict::Genuine, None);
    assert_eq!(screen.lacks(), [Lack::Contents], "the chain would refuse it");
    let number = screen.list.items().last().unwrap().number;
    screen.update(Said::Remove(number));
    let first = screen.list.items()[0].number;
    screen.update(Said::Remove(first));
    screen.update(Said::Edit(Field::Sscc, String::new()));
    screen.update(Said::Send);
    let CustodyTransferCall::Dispatch { lines, terms, .. } = sent(&mut screen) else { panic!("it is not sent") };
    assert_eq!((lines.into_inner(), terms.sscc), (vec![line(20, 30)], Some(SSCC)));
}

#[test]
fn what_is_in_the_list_by_its_case_is_not_added_once_more() {
    let mut screen = ready();
    scan_case(&mut screen);
    scan(&mut screen, 25, Verdict::Genuine, None);
    assert_eq!(is(&screen), [Is::In(10)]);
    assert!(screen.said.is_some(), "it is told");
    screen.update(Said::Typed("(00)340123450000000024".into()));
    screen.update(Said::CheckTyped);
    screen.update(Said::Opened(340_123_450_000_000_024, Ok(None)));
    assert_eq!(is(&screen), [Is::In(10), Is::Unknown]);
}

#[test]
fn a_lot_is_sent_without_scanning_as_far_as_it_is_here_and_active() {
    let mut screen = ready();
    for (field, text) in [(Field::Gtin, "04012345678901"), (Field::Lot, "LOT-7"), (Field::Packs, "5-350")] {
        screen.update(Said::Edit(field, text.into()));
    }
    let wish = screen.update(Said::TakeLot);
    know(&mut screen, wish);
    assert_eq!(screen.list.packs().lines(), [line(5, 8), line(9, 300)]);
    screen.update(Said::TakeAll(batch()));
    assert_eq!(screen.list.packs().packs(), 299);
    assert_eq!(is(&screen), [Is::In(294), Is::In(5)]);
}

#[test]
fn packs_are_packed_into_a_case_that_then_stands_in_the_list() {
    let mut screen = ready();
    scan_case(&mut screen);
    for place in [3, 4] {
        scan(&mut screen, place, Verdict::Genuine, None);
    }
    assert_eq!(screen.packing(), Err(Lack::Number));
    screen.update(Said::Propose(now()));
    let number = screen.number().unwrap();
    assert!(screen.sscc[1..].starts_with("400000200000"), "it begins like the sender's GLN: {}", screen.sscc);
    screen.update(Said::Pack);
    let CustodyTransferCall::Pack { sscc, lines, children } = sent(&mut screen) else { panic!("it is not packed") };
    assert_eq!((sscc, lines.into_inner(), children.into_inner()), (number, vec![line(3, 5)], vec![SSCC]));
    let done = Done { block: Some(8), ..Done::default() };
    let Wish::All(cases, _) = screen.update(Said::Act(Step::Did(Ok(done)))) else { panic!("it is not read again") };
    assert_eq!(cases, [number]);
    assert_eq!(screen.list.items().iter().map(|item| &item.what).collect::<Vec<_>>(), [&What::Case(number)]);
    screen.update(Said::Propose(now()));
    assert_ne!(screen.number(), Some(number), "no number comes twice");
}

#[test]
fn a_case_is_taken_apart_after_a_question() {
    let mut screen = ready();
    scan_case(&mut screen);
    screen.update(Said::Unpack(SSCC));
    assert_eq!(sent(&mut screen), CustodyTransferCall::Unpack { sscc: SSCC });
    screen.update(Said::Act(Step::Did(Ok(Done { block: Some(8), ..Done::default() }))));
    assert!(screen.list.items().is_empty());
}

#[test]
fn packs_are_added_to_a_shipment_that_is_open() {
    let mut screen = ready();
    screen.update(Said::To(3));
    scan(&mut screen, 3, Verdict::Genuine, None);
    assert_eq!(screen.open().iter().map(|open| open.shipment).collect::<Vec<_>>(), [12]);
    screen.update(Said::Into(Some(12)));
    screen.update(Said::Send);
    let CustodyTransferCall::Extend { shipment, lines } = sent(&mut screen) else { panic!("it is not added") };
    assert_eq!((shipment, lines.into_inner()), (12, vec![line(3, 4)]));
    screen.update(Said::Purpose(Purpose::Disposal));
    assert!(screen.into.is_none() && screen.open().is_empty(), "that shipment is a supply");
}

#[test]
fn a_sale_to_the_united_states_waits_for_its_documents() {
    let mut screen = Dispatch::default();
    let mut partners = partners();
    partners.others[0].record.country = *b"US";
    let mut goods = goods();
    goods.product.as_mut().unwrap().data.markets = vec![*b"DE", *b"US"].try_into().unwrap();
    screen.update(Said::Read(Ok(partners)));
    screen.update(Said::To(3));
    screen.update(Said::TakeAll(batch()));
    screen.update(Said::Known(vec![batch()], Ok(vec![goods])));
    assert_eq!(screen.lacks(), [Lack::Documents]);
    for (paper, digest) in [(Paper::Statement, 2), (Paper::Information, 1)] {
        screen.update(Said::Paper(paper, Some(Ok(("paper.pdf".into(), [digest; 32])))));
    }
    screen.update(Said::Send);
    let CustodyTransferCall::Dispatch { terms, .. } = sent(&mut screen) else { panic!("it is not sent") };
    let documents = terms.documents.unwrap();
    assert_eq!((documents.information, documents.statement), ([1; 32], [2; 32]));
}

#[test]
fn what_could_not_be_read_is_neither_added_nor_accused_and_is_read_again() {
    let mut screen = ready();
    screen.update(Said::TakeAll(batch()));
    screen.update(Said::Known(vec![batch()], Err(refused())));
    assert_eq!((is(&screen), screen.trouble.is_some()), (vec![Is::Unread], true));
    let wish = screen.update(Said::Load);
    know(&mut screen, wish);
    assert_eq!(is(&screen), [Is::In(299)]);
}

#[test]
fn whoever_may_not_sell_only_sends_back_or_away() {
    let mut screen = Dispatch::default();
    let mut partners = partners();
    std::mem::swap(&mut partners.me, &mut partners.others[0]);
    screen.update(Said::Read(Ok(partners)));
    assert_eq!(screen.purposes(), [Purpose::SaleableReturn, Purpose::Disposal]);
    assert_eq!(screen.purpose, Purpose::SaleableReturn);
}

#[test]
fn the_label_of_a_case_is_a_pdf_with_what_is_in_it() {
    let mut screen = ready();
    assert!(screen.label().is_none(), "it has no number");
    scan_case(&mut screen);
    screen.update(Said::To(3));
    let Wish::Print(label) = screen.update(Said::Print) else { panic!("it is not printed") };
    assert_eq!((label.sscc.number(), label.count), (SSCC, Some(10)));
    assert_eq!(label.lot.as_ref().map(|lot| lot.as_str()), Some("LOT-7"));
    assert!(write_label(*label).unwrap().starts_with(b"%PDF"));
}

/// The app with a key, at the desk for dispatch.
pub fn open_app() -> App {
    let settings = Settings { role: Role::Wholesaler, participant: Some("4000002000004".into()), ..english() };
    let mut app = app_at(settings, Tab::Dispatch, "//Bob");
    app.work.dispatch = ready();
    app
}

#[test]
fn enter_in_the_field_adds_a_pack_once() -> Result<(), Error> {
    let mut app = open_app();
    app.work.dispatch.typed = code("S4");
    enter(&mut app)?;
    assert_eq!(app.work.dispatch.list.items().len(), 1);
    Ok(())
}
