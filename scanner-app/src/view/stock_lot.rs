//! A lot of which packs are held: where they lie, and what can be done with them.

use iced::{Element, Length, widget::column};
use ledger_types::{Kind, PackState};
use office::{Change, HeldLot, Piece, ShelfLife, Standing};

use super::{
    products::list,
    stock::{as_of, shelf_life, standing},
    trace::state,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::stock::{Is, Message, Open, Scanned},
};

/// Most ranges of packs, and scanned packs, that are drawn.
const SHOWN: usize = 100;

/// Draws a lot. `kind`: what its holder is.
pub fn view<'a>(
    ui: Ui<'a>,
    open: &'a Open,
    lot: &'a HeldLot,
    kind: Option<Kind>,
    today: u64,
    may_act: bool,
) -> Element<'a, Message> {
    let look = ui.look;
    let close = press(look, Weight::Secondary, ui.say("stock-all-lots"), Message::Close);
    let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
    let mut lines = column![look.flow(vec![close, again]), part::card(look, facts(ui, lot, today))].spacing(WIDE);
    lines = lines.extend(advice(lot, today).map(|id| part::banner(look, Tone::Error, ui.say(id), Vec::new())));
    if let Some(kind) = kind {
        lines = lines.push(part::card(look, packs(ui, open, lot, kind, today, may_act)));
        lines = lines.extend(whole(ui, lot, kind, today, may_act).map(|whole| part::card(look, whole)));
    }
    lines.push(part::card(look, ranges(ui, lot))).into()
}

fn facts<'a>(ui: Ui<'a>, lot: &'a HeldLot, today: u64) -> Element<'a, Message> {
    let look = ui.look;
    let badges = std::iter::once(standing(ui, lot)).chain(shelf_life(ui, lot, today)).collect();
    let active = [("trace-active", lot.packs.active), ("stock-state-on-way", lot.packs.on_way)];
    let active = active.into_iter().filter(|(id, n)| *n > 0 || *id == "trace-active");
    let active = active.map(|(id, n)| (ui.say(id), n.to_string()));
    let others = lot.states.iter().map(|(found, n)| (ui.say(state(*found)), n.to_string()));
    let named = vec![
        (ui.say("batch-lot"), lot.lot()),
        (ui.say("maker-gtin"), lot.gtin()),
        (ui.say("stock-last-day"), lot.last_day()),
    ];
    let counted = look.wide(look.text(ui.say("stock-states"), TEXT).font(BOLD));
    column![
        look.wide(look.title(lot.name())),
        look.flow(badges),
        part::pairs(look, named),
        counted,
        part::pairs(look, active.chain(others).collect()),
        as_of(ui, lot.as_of),
    ]
    .spacing(GAP)
    .into()
}

/// What is to be done with a lot that may not be sold.
fn advice(lot: &HeldLot, today: u64) -> Option<&'static str> {
    match (lot.standing(), lot.shelf_life(today)) {
        _ if lot.packs.are_used_up() => None,
        (Standing::Recalled(_), _) => Some("stock-advice-recalled"),
        (Standing::Withdrawn, _) => Some("stock-advice-withdrawn"),
        (_, ShelfLife::Expired) => Some("stock-advice-expired"),
        (Standing::PartRecalled(_), _) => Some("stock-advice-part"),
        (Standing::Released | Standing::NotReleased, _) => None,
    }
}

/// The packs that were scanned, and what can be done with them.
fn packs<'a>(
    ui: Ui<'a>,
    open: &'a Open,
    lot: &'a HeldLot,
    kind: Kind,
    today: u64,
    may_act: bool,
) -> Element<'a, Message> {
    let look = ui.look;
    let title = look.wide(look.text(ui.say("stock-packs"), TEXT).font(BOLD));
    let mut lines = column![title].spacing(12.0).width(Length::Fill);
    let n = open.listed().count();
    if n == 0 {
        lines = lines.push(look.wide(look.faint(ui.say("stock-packs-hint"))));
    } else {
        let count = ui.words.say_with("stock-listed", &[("n", &n.to_string())]);
        lines = lines.push(look.flow(vec![part::badge(look, count, look.colors.accent)]));
        lines = lines.push(look.flow(acts(ui, open, lot, kind, today, may_act)));
        lines = lines.push(look.wide(look.faint(ui.say("stock-grey"))));
    }
    if !open.scanned.is_empty() {
        let heads = [("delivery-pack", 5), ("delivery-pack-is", 6), ("", 4)];
        let rows = open.scanned.iter().rev().take(SHOWN).map(|scanned| row(ui, scanned)).collect();
        let clear = press(look, Weight::Secondary, ui.say("stock-clear"), Message::Clear);
        lines = lines.push(list(ui, &heads, rows)).push(look.flow(vec![clear]));
    }
    lines.into()
}

fn acts<'a>(
    ui: Ui<'a>,
    open: &Open,
    lot: &HeldLot,
    kind: Kind,
    today: u64,
    may_act: bool,
) -> Vec<Element<'a, Message>> {
    let mut states: Vec<PackState> = open.listed().filter_map(|(_, state)| state).collect();
    states.sort_by_key(|state| *state as u8);
    states.dedup();
    let back = states.into_iter().map(Change::Back).filter(|change| word(*change).is_some());
    let changes = back.chain(Change::open_to(kind));
    let button = |change| {
        let weight = match change {
            Change::Back(_) => Weight::Primary,
            Change::Into(PackState::Locked) => Weight::Secondary,
            Change::Into(_) => Weight::Danger,
        };
        let message = (may_act && open.allows(lot, change, today)).then_some(Message::Change(change));
        word(change).map(|id| press_maybe(ui.look, weight, ui.say(id), message))
    };
    changes.filter_map(button).collect()
}

/// The sentence on the button that makes a change.
fn word(change: Change) -> Option<&'static str> {
    Some(match change {
        Change::Into(PackState::Locked) => "stock-hold",
        Change::Into(PackState::Destroyed) => "stock-destroyed",
        Change::Into(PackState::Sample) => "stock-sample",
        Change::Into(PackState::FreeSample) => "stock-free-sample",
        Change::Into(PackState::Exported) => "stock-exported",
        Change::Into(PackState::CheckedOut) => "stock-checked-out",
        Change::Into(PackState::Stolen) => "stock-stolen",
        Change::Back(PackState::Dispensed) => "stock-back-dispensed",
        Change::Back(PackState::Locked) => "stock-back-hold",
        Change::Back(PackState::Exported | PackState::Sample | PackState::FreeSample | PackState::CheckedOut) => {
            "stock-back"
        }
        Change::Back(_) | Change::Into(PackState::Active | PackState::Dispensed | PackState::Quarantined) => {
            return None;
        }
    })
}

fn row<'a>(ui: Ui<'a>, scanned: &'a Scanned) -> Vec<Element<'a, Message>> {
    let (look, colors) = (ui.look, ui.look.colors);
    let is = match scanned.is {
        Is::Checking => part::badge(look, ui.say("delivery-pack-checking"), colors.edge),
        Is::Listed(_, Some(PackState::Active)) => part::badge(look, ui.say("trace-active"), colors.accent),
        Is::Listed(_, found) => part::badge(look, ui.say(state(found)), colors.edge),
        Is::Again => part::badge(look, ui.say("stock-again"), colors.edge),
        Is::OfAnotherLot => part::badge(look, ui.say("stock-other-lot"), colors.warning),
        Is::NotHere => part::badge(look, ui.say("stock-not-here"), colors.warning),
        Is::Bad(verdict) => part::badge(look, ui.words.headline(verdict), colors.verdict(verdict)),
    };
    let remove = press(look, Weight::Plain, ui.say("stock-remove"), Message::Remove(scanned.ticket));
    vec![look.text(scanned.serial.as_str(), TEXT).into(), is, remove]
}

/// What can be done with all packs of the lot at once.
fn whole<'a>(ui: Ui<'a>, lot: &HeldLot, kind: Kind, today: u64, may_act: bool) -> Option<Element<'a, Message>> {
    let look = ui.look;
    let (active, locked) = (lot.packs.active, u64::from(lot.in_state(PackState::Locked)));
    let all = [
        (Change::Back(PackState::Locked), locked, Weight::Secondary, "stock-all-back"),
        (Change::Into(PackState::Locked), active, Weight::Secondary, "stock-all-hold"),
        (Change::Into(PackState::Destroyed), active, Weight::Danger, "stock-all-destroyed"),
    ];
    let may_be_set = |change| match change {
        Change::Into(state) | Change::Back(state) => state.may_be_set_by(kind),
    };
    let all = all.into_iter().filter(|(change, n, ..)| *n > 0 && may_be_set(*change));
    let buttons: Vec<_> = all
        .map(|(change, n, weight, id)| {
            let said = ui.words.say_with(id, &[("n", &n.to_string())]);
            let can = may_act && lot.is_open_to(change, today);
            press_maybe(look, weight, said, can.then_some(Message::ChangeAll(change)))
        })
        .collect();
    let title = look.wide(look.text(ui.say("stock-whole"), TEXT).font(BOLD));
    let hint = look.wide(look.faint(ui.say("stock-whole-hint")));
    (!buttons.is_empty()).then(|| column![title, hint, look.flow(buttons)].spacing(12.0).into())
}

/// Where the packs lie in their batch.
fn ranges<'a>(ui: Ui<'a>, lot: &'a HeldLot) -> Element<'a, Message> {
    let look = ui.look;
    let row = |piece: &Piece| -> Vec<Element<'a, Message>> {
        let (first, last, n) =
            (piece.start.to_string(), piece.end.saturating_sub(1).to_string(), piece.len().to_string());
        let said = [("first", first.as_str()), ("last", &last), ("n", &n)];
        let place = match piece.shipment {
            None => ui.say("stock-here"),
            Some(shipment) => ui.words.say_with("stock-shipment", &[("number", &shipment.to_string())]),
        };
        let warm = piece.breached.then(|| part::badge(look, ui.say("stock-breached"), look.colors.error));
        let place = column![look.text(place, TEXT)].extend(warm).spacing(2.0).align_x(look.start());
        vec![look.text(ui.words.say_with("trace-range", &said), TEXT).into(), place.into()]
    };
    let heads = [("batch-packs", 6), ("trace-place", 7)];
    let table = list(ui, &heads, lot.pieces.iter().take(SHOWN).map(row).collect());
    let title = look.wide(look.text(ui.say("stock-ranges"), TEXT).font(BOLD));
    let mut lines = column![title, look.wide(look.faint(ui.say("trace-counted"))), table].spacing(GAP);
    if lot.pieces.len() > SHOWN {
        let (shown, n) = (SHOWN.to_string(), lot.pieces.len().to_string());
        lines = lines.push(look.wide(look.faint(ui.words.say_with("register-count", &[("shown", &shown), ("n", &n)]))));
    }
    lines.into()
}
