//! The desk for stock, to be drawn.

use ledger_types::{BatchKey, Kind, PackState};
use office::{Change, Stock as Held, Trouble};

use super::{
    pictures::Scene,
    stock::{GTIN, app_with, code_of, done, held, opened, read, scan},
    *,
};
use crate::{
    screen::stock::{Found, Message as Said, Stock},
    work::{Loaded, Step},
};

/// Its scenes.
pub fn scenes(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let (window, tall) = (iced::Size::new(960.0, 1_050.0), iced::Size::new(960.0, 1_500.0));
    let pharmacy = |screen| app_with(of(Role::Pharmacist), screen);
    let wholesaler = |screen| app_with(of(Role::Wholesaler), screen);
    let scanned = |kind| {
        let mut screen = opened(kind);
        scan(&mut screen, 0, Verdict::AlreadyDispensedHere);
        scan(&mut screen, 1, Verdict::AlreadyDispensedHere);
        scan(&mut screen, 1, Verdict::AlreadyDispensedHere);
        scan(&mut screen, 500, Verdict::Genuine);
        scan(&mut screen, 7, Verdict::NotRecognised);
        screen.update(Said::Typed(code_of("LOT-8", "S9")));
        screen.update(Said::CheckTyped);
        screen
    };
    let mut active = opened(Kind::Wholesaler);
    (4..8).for_each(|place| {
        scan(&mut active, place, Verdict::Genuine);
    });
    let mut asked = active.clone();
    asked.update(Said::Change(Change::Into(PackState::Stolen)));
    let mut finished = asked.clone();
    finished.update(Said::Act(Step::Sure));
    finished.update(Said::Act(done()));
    let mut expired = read(Kind::Dispenser);
    expired.update(Said::Open(BatchKey::new(GTIN, b"LOT-1").unwrap()));
    expired.update(Said::ChangeAll(Change::Into(PackState::Destroyed)));
    let mut near = read(Kind::Dispenser);
    near.update(Said::OnlyNear(true));
    let mut failed = read(Kind::Dispenser);
    failed.list = Loaded::Failed(Trouble::no_participant());
    let mut empty = Stock::default();
    empty.update(Said::Read(Ok(Found::All(Held { lots: Vec::new(), ..held(Kind::Dispenser) }))));
    let mut more = read(Kind::Dispenser);
    more.update(Said::Read(Ok(Found::All(Held { more: true, ..held(Kind::Dispenser) }))));
    more.update(Said::Read(Err(Trouble::from(ledger_client::LedgerError::NoBlock))));
    vec![
        ("stock", pharmacy(read(Kind::Dispenser)), window),
        ("stock-phone", pharmacy(read(Kind::Dispenser)), iced::Size::new(400.0, 1_500.0)),
        ("stock-near", pharmacy(near), window),
        ("stock-empty", pharmacy(empty), window),
        ("stock-failed", pharmacy(failed), window),
        ("stock-more", pharmacy(more), tall),
        ("stock-lot", pharmacy(opened(Kind::Dispenser)), tall),
        ("stock-lot-scanned", pharmacy(scanned(Kind::Dispenser)), tall),
        ("stock-lot-phone", pharmacy(scanned(Kind::Dispenser)), iced::Size::new(400.0, 2_000.0)),
        ("stock-lot-expired", pharmacy(expired), tall),
        ("stock-lot-wholesaler", wholesaler(active), tall),
        ("stock-lot-asked", wholesaler(asked), tall),
        ("stock-lot-done", wholesaler(finished), tall),
    ]
}
