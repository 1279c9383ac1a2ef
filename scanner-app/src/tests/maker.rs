//! A maker's products and batches, from the form to the ledger's call.

use batch_folder::Serials;
use ledger_types::{
    Batch, BatchKey, BatchStatus, Product, ProductData, ProductStatus, RecallClass, Storage,
    call::{Call, DrugBatchCall},
};
use office::{Doing, Done, Made, OwnBatch, OwnProduct};

use super::{cases::bounds, oversight::regulator, *};
use crate::{
    screen::{
        batches::{Batches, Field, Message as Said, Shown, Wish},
        products::{Field as Line, GtinHelp, Message as Told, Products, gtin_help},
    },
    work::{
        Action as Wanted, Step, Tab,
        maker::{Meter, prepare, write_labels},
    },
};

const GTIN: u64 = 4_012_345_678_901;

/// A product and three batches of it.
pub fn made() -> Made {
    let data = ProductData {
        name: b"Amoxicillin 500 mg, 20 tablets".to_vec().try_into().unwrap(),
        markets: vec![*b"DE", *b"FR"].try_into().unwrap(),
        storage: Storage::ControlledRoom,
        authorisation: b"123456.00.00".to_vec().try_into().unwrap(),
    };
    let product = Product { maker: 1, data, status: ProductStatus::Marketed };
    let name = "Amoxicillin 500 mg, 20 tablets".to_owned();
    let batch = |lot: &str, status| OwnBatch {
        key: BatchKey::new(GTIN, lot.as_bytes()).unwrap(),
        product: name.clone(),
        batch: Batch {
            maker: 1,
            expiry: 20_271_200,
            packs: 100,
            root: [7; 32],
            status,
            changed_chunks: 0,
            certificate: None,
            recalls: Default::default(),
        },
    };
    let recalled = BatchStatus::Recalled { class: RecallClass::II, by: 1, at: NOW / 1_000 };
    let batches =
        vec![batch("LOT-7", BatchStatus::Registered), batch("LOT-6", BatchStatus::Released), batch("LOT-5", recalled)];
    Made { products: vec![OwnProduct { gtin: GTIN, name, product }], batches }
}

/// The form for a new batch, filled in but for the serials.
pub fn new_batch() -> Batches {
    let mut screen = Batches::default();
    screen.update(Said::Read(Ok(made())));
    screen.update(Said::New);
    screen.update(Said::Product(GTIN));
    screen.update(Said::Edit(Field::Lot, "LOT-8".into()));
    screen.update(Said::Edit(Field::Expiry, "2027-12".into()));
    screen
}

fn asked_call(wish: Wish) -> DrugBatchCall {
    match wish {
        Wish::Work(Wanted::Do { doing: Doing::Now(Call::DrugBatch(call)), .. }) => call,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_list_of_serials_becomes_a_folder_and_one_act_and_labels() {
    let dir = tempfile::tempdir().unwrap();
    let mut screen = new_batch();
    screen.update(Said::Register);
    assert!(screen.acting.asked.is_none(), "without serials there is no batch");
    let serials: Vec<String> = (0..100).map(|number| format!("S{number}")).collect();
    screen.update(Said::Serials(Some(Ok(("line.csv".into(), Arc::new(serials.clone()))))));
    screen.update(Said::Folder(Some(Ok(dir.path().to_owned()))));
    screen.update(Said::Register);
    assert!(screen.acting.asked.is_some());
    let Wish::Prepare(plan, folder, meter) = screen.update(Said::Act(Step::Sure)) else { panic!("it is not prepared") };
    assert_eq!(plan.serials, Serials::Given(serials));
    assert!(screen.is_busy());
    screen.update(Said::Close);
    assert!(matches!(screen.shown, Shown::New(_)), "the form stays while its batch is written");

    let prepared = prepare(*plan, folder, &meter).unwrap();
    let root = prepared.root;
    let call = asked_call(screen.update(Said::Prepared(Ok(prepared))));
    assert_eq!(
        call,
        DrugBatchCall::RegisterBatch {
            gtin: GTIN,
            lot: b"LOT-8".to_vec().try_into().unwrap(),
            expiry: 20_271_200,
            packs: 100,
            root
        }
    );
    assert!(matches!(screen.update(Said::Act(Step::Did(Ok(Done::default())))), Wish::Work(Wanted::Load)));

    let mut now = made();
    now.batches[0].key = BatchKey::new(GTIN, b"LOT-8").unwrap();
    screen.update(Said::Read(Ok(now.clone())));
    screen.update(Said::Open(now.batches[0].key.clone()));
    screen.update(Said::Folder(Some(Ok(dir.path().to_owned()))));
    screen.update(Said::Edit(Field::Printed, "0-100".into()));
    assert!(matches!(screen.update(Said::Print), Wish::Work(Wanted::None)), "there is no pack 100");
    screen.update(Said::Edit(Field::Printed, "0-9".into()));
    let Wish::Print(printing, meter) = screen.update(Said::Print) else { panic!("nothing is printed") };
    let pdf = dir.path().join("labels.pdf");
    assert_eq!(write_labels(&printing, &pdf, &meter).unwrap().0, 10);
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn a_batch_that_was_refused_is_registered_again_from_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    let mut screen = new_batch();
    screen.update(Said::Edit(Field::Packs, "30".into()));
    screen.update(Said::Folder(Some(Ok(dir.path().to_owned()))));
    screen.update(Said::Register);
    let Wish::Prepare(plan, folder, meter) = screen.update(Said::Act(Step::Sure)) else { panic!("it is not prepared") };
    let prepared = prepare((*plan).clone(), folder.clone(), &meter).unwrap();
    let first = asked_call(screen.update(Said::Prepared(Ok(prepared))));
    screen.update(Said::Act(Step::Did(Err(office::Trouble::no_key()))));
    screen.update(Said::Register);
    assert_eq!(asked_call(screen.update(Said::Act(Step::Sure))), first, "the same root, not a new secret");
    let again = prepare(*plan, folder, &meter).unwrap_err();
    assert_eq!(again.code, "file", "a folder is never overwritten");
}

#[test]
fn work_that_is_stopped_registers_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut screen = new_batch();
    screen.update(Said::Edit(Field::Packs, "5000".into()));
    screen.update(Said::Register);
    let Wish::Prepare(plan, _, meter) = screen.update(Said::Act(Step::Sure)) else { panic!("it is not prepared") };
    screen.update(Said::Stop);
    let stopped = prepare(*plan, Some(dir.path().to_owned()), &meter);
    assert!(matches!(screen.update(Said::Prepared(stopped)), Wish::Work(Wanted::None)));
    assert!(!screen.is_busy() && screen.trouble.is_some());
}

#[test]
fn a_recall_needs_a_class_and_somebody_who_is_sure() {
    let mut screen = Batches::default();
    screen.update(Said::Read(Ok(made())));
    let key = BatchKey::new(GTIN, b"LOT-6").unwrap();
    screen.update(Said::Open(key.clone()));
    screen.update(Said::Recall);
    assert!(screen.acting.asked.is_none());
    screen.update(Said::Class(RecallClass::I));
    screen.update(Said::Edit(Field::Recalled, "20-29".into()));
    assert!(matches!(screen.update(Said::Recall), Wish::Work(Wanted::None)));
    let some = DrugBatchCall::RecallPacks { batch: key.clone(), start: 20, end: 30, class: RecallClass::I };
    assert_eq!(asked_call(screen.update(Said::Act(Step::Sure))), some);
    screen.update(Said::Act(Step::Did(Ok(Done::default()))));
    screen.update(Said::Edit(Field::Recalled, String::new()));
    screen.update(Said::Recall);
    assert_eq!(
        asked_call(screen.update(Said::Act(Step::Sure))),
        DrugBatchCall::RecallBatch { batch: key, class: RecallClass::I }
    );
}

#[test]
fn a_release_names_the_digest_of_its_certificate() {
    let mut screen = Batches::default();
    screen.update(Said::Read(Ok(made())));
    let key = BatchKey::new(GTIN, b"LOT-7").unwrap();
    screen.update(Said::Open(key.clone()));
    assert!(matches!(screen.update(Said::ChooseCertificate), Wish::ReadCertificate));
    screen.update(Said::Certificate(Some(Ok(("coa.pdf".into(), [9; 32])))));
    let call = asked_call(screen.update(Said::Act(Step::Sure)));
    assert_eq!(call, DrugBatchCall::ReleaseBatch { batch: key, certificate: [9; 32] });
}

#[test]
fn the_form_of_a_product_helps_with_the_check_digit() {
    let help = gtin_help;
    assert_eq!(help("04012345678901"), GtinHelp::Good);
    assert_eq!(help("04012345678902"), GtinHelp::WrongCheck('1'));
    assert_eq!(help("401234567890"), GtinHelp::Lacks(Some("4012345678901".into())));
    assert_eq!(help("40123x"), GtinHelp::NotDigits);
    let mut screen = Products::default();
    screen.update(Told::New);
    for (line, text) in [
        (Line::Gtin, "04012345678901"),
        (Line::Name, "Amoxicillin"),
        (Line::Authorisation, "12"),
        (Line::Markets, "fr, DE"),
    ] {
        screen.update(Told::Register);
        assert!(screen.acting.asked.is_none(), "it is not complete");
        screen.update(Told::Edit(line, text.into()));
    }
    screen.update(Told::Register);
    let Wanted::Do { doing: Doing::Now(Call::DrugBatch(DrugBatchCall::RegisterProduct { gtin, data })), .. } =
        screen.update(Told::Act(crate::work::Step::Sure))
    else {
        panic!("it is not registered")
    };
    assert_eq!((gtin, data.markets.into_inner()), (GTIN, vec![*b"DE", *b"FR"]));
}

/// Measures; run by name.
#[test]
#[ignore = "takes long"]
fn how_long_batches_take() {
    for packs in [100_000, 1_000_000] {
        let dir = tempfile::tempdir().unwrap();
        let mut screen = new_batch();
        screen.update(Said::Edit(Field::Packs, packs.to_string()));
        screen.update(Said::Register);
        let Wish::Prepare(plan, ..) = screen.update(Said::Act(Step::Sure)) else { panic!("it is not prepared") };
        let start = std::time::Instant::now();
        prepare(*plan, Some(dir.path().to_owned()), &Meter::of(packs)).unwrap();
        println!("{packs} packs: {:?}", start.elapsed());
    }
}

#[test]
fn in_a_window_of_usual_width_no_status_covers_a_button() -> Result<(), Error> {
    for language in Language::ALL {
        let tag = Some(language.tag().into());
        let settings = Settings { role: Role::Manufacturer, language: tag, ..Settings::default() };
        let mut app = regulator(settings, Tab::Batches);
        app.work.batches.update(Said::Read(Ok(made())));
        let words = Words::new(language);
        let (open, registered) = (words.say("maker-open"), words.say("batch-registered"));
        let (usual, wide) = (bounds(&app, 760.0, &open)?, bounds(&app, 1_600.0, &open)?);
        assert!((usual.width - wide.width).abs() < 0.5, "{}: {usual:?}, {wide:?}", language.tag());
        let status = bounds(&app, 760.0, &registered)?;
        let apart = status.x + status.width <= usual.x || usual.x + usual.width <= status.x;
        assert!(apart, "{}: {status:?}, {usual:?}", language.tag());
    }
    Ok(())
}

#[test]
fn that_no_folder_can_be_chosen_is_told() {
    let mut screen = new_batch();
    screen.update(Said::Folder(Some(Err(office::Trouble::no_dialog()))));
    assert_eq!(screen.trouble.as_ref().map(|trouble| trouble.code.as_str()), Some("no-dialog"));
    screen.update(Said::Folder(Some(Ok("batches".into()))));
    assert!(screen.trouble.is_none());
}
