//! The manufacturer's desks, drawn.

use key_store::Secret;
use ledger_types::{BatchKey, RecallClass};

use super::{maker, *};
use crate::{
    key,
    page::Page,
    screen::{
        batches::{Field, Message as Said},
        products::{Field as Line, Message as Told},
    },
    work::{Step, Tab, Work},
};

type Scene = (&'static str, App, iced::Size);

/// The desks for products and batches, in each of their states.
pub fn makers(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let key = key::Place::Nowhere.keep(&Secret::new("//Alice".into()), "correct horse").unwrap();
    let at = |tab, work: Work| {
        let mut app = App::new(of(Role::Manufacturer), Place::Nowhere, journal::Place::Nowhere, None).0;
        (app.desk.key, app.work, app.page) = (key.clone(), work, Page::Work(tab));
        app
    };
    let products = |messages: Vec<Told>| {
        let mut work = Work::default();
        work.products.update(Told::Read(Ok(maker::made().products)));
        for message in messages {
            work.products.update(message);
        }
        at(Tab::Products, work)
    };
    let batches = |messages: Vec<Said>| {
        let mut work = Work { batches: maker::new_batch(), ..Work::default() };
        for message in messages {
            work.batches.update(message);
        }
        at(Tab::Batches, work)
    };
    let gtin = maker::made().products[0].gtin;
    let open = || Said::Open(BatchKey::new(gtin, b"LOT-7").unwrap());
    let tall = iced::Size::new(960.0, 1_150.0);
    let serials = Arc::new(vec!["8F3K2".to_owned(), "9QX71".to_owned()]);
    let file = || Said::Serials(Some(Ok(("line-4.csv".into(), Arc::clone(&serials)))));
    let wrong = Told::Edit(Line::Gtin, "04012345678902".into());
    vec![
        ("products", products(vec![]), tall),
        ("product-new", products(vec![Told::New, wrong]), tall),
        ("product-recall", products(vec![Told::Open(gtin), Told::Class(RecallClass::I), Told::Recall]), tall),
        ("batches", batches(vec![Said::Close]), tall),
        ("batches-phone", batches(vec![Said::Close]), iced::Size::new(400.0, 800.0)),
        ("batch-new", batches(vec![file(), Said::Register]), tall),
        (
            "batch-made",
            batches(vec![Said::Edit(Field::Packs, "1000000".into()), Said::Register, Said::Act(Step::Sure)]),
            tall,
        ),
        ("batch-open", batches(vec![open()]), iced::Size::new(960.0, 1_400.0)),
    ]
}
