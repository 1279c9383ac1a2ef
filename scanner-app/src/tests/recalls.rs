//! A regulator calls back, and sees how far it came and who has what.

use ledger_types::{
    Batch, BatchKey, BatchStatus, Kind, PackState, Product, ProductData, ProductStatus, RecallClass, Storage,
    call::{Call, DrugBatchCall},
};
use office::{Called, Doing, Done, Held, Party, Reach, Recalled, Trace as Traced, Way};

use super::{oversight::regulator, *};
use crate::{
    screen::{
        recalls::{Message as Said, Recalls},
        trace::{Message as TraceSaid, Trace},
    },
    work::{Action as Wanted, Step, Tab},
};

const GTIN: u64 = 4_012_345_678_901;

fn key(lot: &str) -> BatchKey {
    BatchKey::new(GTIN, lot.as_bytes()).unwrap()
}

fn party(id: u32, name: &str, kind: Kind) -> Party {
    Party { id, gln: 4_000_000_000_000 + u64::from(id) * 1_000_001, name: name.into(), kind: Some(kind) }
}

/// Four recalls and withdrawals.
pub fn list() -> Vec<Recalled> {
    let by = |id, name: &str, kind| Some(party(id, name, kind));
    let nordmark = || by(1, "Nordmark Pharma", Kind::Manufacturer);
    let authority = by(0, "Bundesbehörde", Kind::Regulator);
    vec![
        Recalled {
            what: Called::Batch(key("LOT-7")),
            class: Some(RecallClass::I),
            by: authority,
            at: Some(1_798_761_600),
        },
        Recalled { what: Called::Batch(key("LOT-8")), class: None, by: nordmark(), at: Some(1_797_761_600) },
        Recalled {
            what: Called::Product(4_099_999_000_000),
            class: Some(RecallClass::III),
            by: nordmark(),
            at: Some(1_796_761_600),
        },
        Recalled { what: Called::Packs(key("LOT-9"), 2), class: Some(RecallClass::II), by: None, at: None },
    ]
}

/// A recalled batch of 1,000 packs: 850 at the maker, 50 on the way, 100 at a pharmacy, 5 of them dispensed, 2 stolen.
pub fn traced() -> Traced {
    let maker = party(1, "Nordmark Pharma", Kind::Manufacturer);
    let pharmacy = party(3, "Apotheke am Markt", Kind::Dispenser);
    let data = ProductData {
        name: b"Amoxicillin 500 mg".to_vec().try_into().unwrap(),
        markets: vec![*b"DE"].try_into().unwrap(),
        storage: Storage::Ambient,
        authorisation: b"DE 1.00".to_vec().try_into().unwrap(),
    };
    let batch = Batch {
        maker: 1,
        expiry: 20_290_630,
        packs: 1_000,
        root: [0; 32],
        status: BatchStatus::Recalled { class: RecallClass::I, by: 0, at: 1_798_761_600 },
        changed_chunks: 1,
        certificate: None,
        recalls: Vec::new().try_into().unwrap(),
    };
    let held = |start, end, holder: &Party, way, inactive| Held { start, end, holder: holder.clone(), way, inactive };
    let way = Way { shipment: 12, to: Some(party(2, "Rhein Grosshandel", Kind::Wholesaler)) };
    Traced {
        key: key("LOT-7"),
        batch,
        product: Some(Product { maker: 1, data, status: ProductStatus::Marketed }),
        maker: maker.clone(),
        held: vec![
            held(0, 100, &pharmacy, None, 7),
            held(100, 150, &maker, Some(way), 0),
            held(150, 1_000, &maker, None, 0),
        ],
        states: vec![(Some(PackState::Dispensed), 5), (Some(PackState::Stolen), 2)],
        block: 5_000,
    }
}

/// How far that batch came.
pub fn reach() -> Reach {
    let mut reach = Reach::default();
    reach.add(&traced());
    reach
}

/// The regulator's app among recalls or while tracing.
pub fn at(settings: Settings, tab: Tab) -> App {
    let mut app = regulator(settings, tab);
    app.work.oversight.recalls.update(Said::Read(Ok(list())));
    app
}

fn english_at(tab: Tab) -> App {
    at(Settings { role: Role::Regulator, ..english() }, tab)
}

/// A form with a GTIN and a lot.
fn form() -> Recalls {
    let mut screen = Recalls::default();
    screen.update(Said::Read(Ok(list())));
    screen.update(Said::New);
    screen.update(Said::Gtin("04012345678901".into()));
    screen.update(Said::Lot("LOT-9".into()));
    screen
}

/// What is done once somebody is sure.
fn sure(screen: &mut Recalls) -> DrugBatchCall {
    match screen.update(Said::Act(Step::Sure)) {
        Wanted::Do { doing: Doing::Now(Call::DrugBatch(call)), .. } => call,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lot_is_recalled_with_a_class_once_somebody_is_sure() {
    let mut screen = form();
    screen.update(Said::Recall);
    assert_eq!(screen.acting.asked, None, "a recall needs a class");
    screen.update(Said::Class(RecallClass::II));
    screen.update(Said::Gtin("04012345678902".into()));
    screen.update(Said::Recall);
    assert_eq!(screen.acting.asked, None, "the check digit is wrong");
    screen.update(Said::Gtin("04012345678901".into()));
    assert!(matches!(screen.update(Said::Recall), Wanted::None));
    let told = screen.acting.asked.clone().map(|(_, told)| told.say(&words::Words::new(words::Language::English)));
    assert_eq!(told.as_deref(), Some("Recall lot LOT-9 of GTIN 04012345678901, class II. It can never be undone"));
    screen.update(Said::Lot("LOT-8".into()));
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::None), "the question was about another lot");
    screen.update(Said::Recall);
    let DrugBatchCall::RecallBatch { batch, class } = sure(&mut screen) else { panic!("it is another act") };
    assert_eq!((batch, class), (key("LOT-8"), RecallClass::II));
    screen.update(Said::Recall);
    assert!(matches!(screen.update(Said::Act(Step::Sure)), Wanted::None), "once is enough while it is under way");
    assert!(matches!(
        screen.update(Said::Act(Step::Did(Ok(Done { block: Some(9), ..Done::default() })))),
        Wanted::Load
    ));
}

#[test]
fn every_lot_is_only_meant_if_somebody_says_so() {
    let mut screen = form();
    screen.update(Said::Class(RecallClass::I));
    screen.update(Said::Lot(String::new()));
    screen.update(Said::Recall);
    assert_eq!(screen.acting.asked, None, "a lot that is not written is not every lot");
    screen.update(Said::Whole(true));
    screen.update(Said::Recall);
    assert!(matches!(sure(&mut screen), DrugBatchCall::RecallProduct { gtin: GTIN, class: RecallClass::I }));
    let mut screen = form();
    screen.update(Said::Withdraw);
    assert!(matches!(sure(&mut screen), DrugBatchCall::WithdrawBatch { batch } if batch == key("LOT-9")));
    let mut screen = form();
    screen.update(Said::Whole(true));
    screen.update(Said::Withdraw);
    assert!(matches!(sure(&mut screen), DrugBatchCall::WithdrawProduct { gtin: GTIN }));
}

#[test]
fn the_recalls_say_what_how_dangerous_by_whom_and_since_when() -> Result<(), Error> {
    let mut app = english_at(Tab::Recalls);
    let mut ui = screen(&app);
    for word in [
        "Lot LOT-7",
        "Recalled, class I",
        "I: danger to life or serious risk to health",
        "Bundesbehörde",
        "2027-01-01",
        "Withdrawn",
        "Every lot",
        "Packs of lot LOT-9, ranges: 2",
        "Shown: 4 of 4",
    ] {
        ui.find(word)?;
    }
    drop(ui);
    app.work.oversight.recalls.update(Said::Sought("lot-8".into()));
    let mut ui = screen(&app);
    ui.find("Shown: 1 of 4")?;
    assert!(ui.find("Lot LOT-7").is_err());
    drop(ui);
    let table = app.work.oversight.recalls.table();
    assert!(table.contains("04012345678901,LOT-7,batch,I,Bundesbehörde"), "{table}");
    Ok(())
}

#[test]
fn the_reach_of_a_recall_counts_every_pack_once() -> Result<(), Error> {
    let reach = reach();
    assert_eq!((reach.makers, reach.in_transit, reach.dispensers), (850, 50, 93));
    assert_eq!((reach.dispensed, reach.otherwise, reach.packs), (5, 2, 1_000));
    let mut app = english_at(Tab::Recalls);
    let recalls = &mut app.work.oversight.recalls;
    recalls.update(Said::Open(Called::Batch(key("LOT-7"))));
    recalls.update(Said::Reached(Called::Batch(key("LOT-8")), Ok(Reach::default())));
    screen(&app).find("Reading the ledger…")?;
    app.work.oversight.recalls.update(Said::Reached(Called::Batch(key("LOT-7")), Ok(reach)));
    let mut ui = screen(&app);
    for word in ["850", "93", "50", "5", "1000", "Lots counted: 1. As of block 5000."] {
        ui.find(word)?;
    }
    Ok(())
}

#[test]
fn a_recalled_lot_is_traced_from_its_recall() -> Result<(), Error> {
    let mut app = english_at(Tab::Recalls);
    app.work.oversight.recalls.update(Said::Open(Called::Batch(key("LOT-7"))));
    let mut ui = screen(&app);
    ui.click("Who holds it")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    for message in messages {
        let _ = app.update(message);
    }
    assert!(matches!(app.page, crate::page::Page::Work(Tab::Trace)));
    let sought = app.work.oversight.trace.sought.as_ref().map(|(key, _)| key.clone());
    assert_eq!((sought, app.work.oversight.trace.lot.as_str()), (Some(key("LOT-7")), "LOT-7"));
    Ok(())
}

#[test]
fn a_packs_code_traces_its_batch() -> Result<(), Error> {
    let mut app = english_at(Tab::Trace);
    app.work.oversight.trace.typed = "(01)04012345678901(21)S1(17)290600(10)LOT-7".into();
    enter(&mut app)?;
    let trace = &mut app.work.oversight.trace;
    assert_eq!((trace.gtin.as_str(), trace.lot.as_str(), trace.typed.as_str()), ("04012345678901", "LOT-7", ""));
    trace.update(TraceSaid::Read(key("LOT-8"), Box::new(Ok(None))));
    assert!(trace.sought.as_ref().unwrap().1.here().is_none(), "that was the answer about another batch");
    trace.update(TraceSaid::Read(key("LOT-7"), Box::new(Ok(Some(traced())))));
    let mut ui = screen(&app);
    for word in [
        "Amoxicillin 500 mg",
        "Recalled, class I",
        "Apotheke am Markt",
        "0 to 99 (packs: 100)",
        "No longer active: 7",
        "On the way to Rhein Grosshandel, shipment 12",
        "993",
        "Stolen",
    ] {
        ui.find(word)?;
    }
    Ok(())
}

#[test]
fn what_is_no_code_or_no_lot_is_said() -> Result<(), Error> {
    let mut app = english_at(Tab::Trace);
    let trace = &mut app.work.oversight.trace;
    trace.update(TraceSaid::Typed("hello".into()));
    assert!(matches!(trace.update(TraceSaid::CheckTyped), Wanted::Focus));
    screen(&app).find("This is no code of a pack.")?;
    let mut trace = Trace::default();
    trace.update(TraceSaid::Gtin("04012345678901".into()));
    assert!(matches!(trace.update(TraceSaid::Trace), Wanted::None), "a lot is lacking");
    trace.update(TraceSaid::Lot("LOT-7".into()));
    assert!(matches!(trace.update(TraceSaid::CheckTyped), Wanted::Load), "Enter is enough");
    trace.update(TraceSaid::Read(key("LOT-7"), Box::new(Ok(None))));
    app.work.oversight.trace = trace;
    screen(&app).find("No such lot")?;
    Ok(())
}
