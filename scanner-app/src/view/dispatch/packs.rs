//! What is put together: the lots in it, and everything that was scanned, the last first.

use batch_folder::date_text;
use gs1::Date;
use iced::{Element, widget::column};
use ledger_types::BatchKey;
use office::{Obstacle, Ranges};

use super::heading;
use crate::{
    design::{
        GAP, TEXT, Ui, WIDE, part,
        press::{Weight, press, press_maybe},
    },
    screen::dispatch::{Dispatch, Field, Is, Item, Message, What},
    view::products::{gtin_field, input, list},
};

/// Things that are drawn, the last ones.
const SHOWN: usize = 25;

/// Draws the list.
pub(super) fn card<'a>(ui: Ui<'a>, screen: &'a Dispatch, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let all = screen.list.items();
    let mut lines = column![heading(ui, "delivery-packs"), counts(ui, screen)].spacing(12.0);
    if all.is_empty() {
        lines = lines.push(look.wide(look.faint(ui.say("dispatch-none-hint"))));
    } else {
        let packs = screen.list.packs();
        if !packs.is_empty() {
            lines = lines.push(lots(ui, screen, packs.batches()));
        }
        lines = lines.push(things(ui, all, may_act));
    }
    part::card(look, lines.push(lot(ui, screen)).spacing(WIDE))
}

fn counts<'a>(ui: Ui<'a>, screen: &Dispatch) -> Element<'a, Message> {
    let (look, colors, list) = (ui.look, ui.look.colors, &screen.list);
    let badge = |id, n: u64, color| part::badge(look, ui.words.say_with(id, &[("n", &n.to_string())]), color);
    let mut badges = vec![badge("dispatch-in", list.packs().packs(), colors.accent)];
    if list.checking() > 0 {
        badges.push(badge("dispatch-checking", list.checking() as u64, colors.edge));
    }
    if list.left_out() > 0 {
        badges.push(badge("dispatch-out", list.left_out() as u64, colors.warning));
        let out = ui.say("dispatch-remove-left-out");
        badges.push(press(look, Weight::Secondary, out, Message::RemoveLeftOut));
    }
    look.flow(badges)
}

/// The lots in the list.
fn lots<'a>(
    ui: Ui<'a>,
    screen: &'a Dispatch,
    batches: impl Iterator<Item = (&'a BatchKey, &'a Ranges)>,
) -> Element<'a, Message> {
    let look = ui.look;
    let row = |(batch, packs): (&'a BatchKey, &'a Ranges)| -> Vec<Element<'a, Message>> {
        let goods = screen.list.goods(batch);
        let name = goods.map_or_else(|| format!("{:014}", batch.gtin), |goods| goods.name());
        let name = column![look.text(name, TEXT), look.faint(format!("GTIN {:014}", batch.gtin))];
        let expiry = goods.and_then(|goods| Date::from_number(goods.batch.expiry)).map(date_text).unwrap_or_default();
        let lot = String::from_utf8_lossy(&batch.lot).into_owned();
        let lot = column![look.text(lot, TEXT), look.faint(expiry)];
        let taken = screen.list.has(&What::Lot(batch.clone(), None));
        let all = (!taken).then(|| Message::TakeAll(batch.clone()));
        vec![
            name.spacing(2.0).align_x(look.start()).into(),
            lot.spacing(2.0).align_x(look.start()).into(),
            look.text(packs.count().to_string(), TEXT).into(),
            press_maybe(look, Weight::Secondary, ui.say("dispatch-all-of"), all),
        ]
    };
    list(ui, &[("product-name", 6), ("batch-lot", 4), ("batch-packs", 2), ("", 4)], batches.map(row).collect())
}

/// Everything that was scanned or named, the last first.
fn things<'a>(ui: Ui<'a>, all: &'a [Item], may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let row = |item: &'a Item| -> Vec<Element<'a, Message>> {
        let mut acts = Vec::new();
        if let (What::Case(sscc), true) = (&item.what, item.is_in()) {
            let apart = may_act.then_some(Message::Unpack(*sscc));
            acts.push(press_maybe(look, Weight::Secondary, ui.say("dispatch-unpack"), apart));
        }
        acts.push(press(look, Weight::Secondary, ui.say("dispatch-remove"), Message::Remove(item.number)));
        vec![look.text(said(ui, &item.what), TEXT).into(), is(ui, item), look.flow(acts)]
    };
    let rows: Vec<_> = all.iter().rev().take(SHOWN).map(row).collect();
    let (shown, n) = (rows.len().to_string(), all.len().to_string());
    let table = list(ui, &[("dispatch-thing", 6), ("delivery-pack-is", 5), ("", 5)], rows);
    let mut lines = column![table].spacing(GAP);
    if all.len() > SHOWN {
        lines = lines.push(look.wide(look.faint(ui.words.say_with("register-count", &[("shown", &shown), ("n", &n)]))));
    }
    lines.into()
}

fn said(ui: Ui<'_>, what: &What) -> String {
    let lot = |batch: &BatchKey| String::from_utf8_lossy(&batch.lot).into_owned();
    match what {
        What::Pack(batch, serial) => format!("{} · {serial}", lot(batch)),
        What::Case(sscc) => format!("SSCC {sscc:018}"),
        What::Lot(batch, None) => ui.words.say_with("dispatch-lot-all", &[("lot", &lot(batch))]),
        What::Lot(batch, Some(packs)) => {
            let (first, last) = (packs.start.to_string(), packs.end.saturating_sub(1).to_string());
            ui.words.say_with("dispatch-lot-part", &[("lot", &lot(batch)), ("first", &first), ("last", &last)])
        }
    }
}

fn is<'a>(ui: Ui<'a>, item: &Item) -> Element<'a, Message> {
    let (look, colors) = (ui.look, ui.look.colors);
    let badge = match item.is {
        Is::Checking => part::badge(look, ui.say("delivery-pack-checking"), colors.edge),
        Is::In(packs) => {
            part::badge(look, ui.words.say_with("dispatch-added", &[("n", &packs.to_string())]), colors.accent)
        }
        Is::Bad(verdict) => part::badge(look, ui.words.headline(verdict), colors.verdict(verdict)),
        Is::Stopped(obstacle) => part::badge(look, ui.say(self::obstacle(obstacle)), colors.warning),
        Is::Unknown => part::badge(look, ui.say("dispatch-unknown"), colors.warning),
        Is::Unread => part::badge(look, ui.say("dispatch-unread"), colors.warning),
    };
    let why = item.why.iter().filter(|_| !item.is_in()).map(|why| look.faint(ui.words.message(why)).into());
    column![badge].extend(why).spacing(4.0).align_x(look.start()).into()
}

fn obstacle(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::NotHeld => "dispatch-not-held",
        Obstacle::NotActive => "dispatch-not-active",
        Obstacle::NotReleased => "dispatch-not-released",
        Obstacle::Recalled => "dispatch-recalled",
        Obstacle::Withdrawn => "dispatch-withdrawn",
        Obstacle::Expired => "dispatch-expired",
        Obstacle::NotAuthorised => "dispatch-not-authorised",
        Obstacle::Breached => "dispatch-breached",
        Obstacle::NotFromThere => "dispatch-not-from-there",
        Obstacle::StillGood => "dispatch-still-good",
    }
}

/// A lot, or some of its packs, without scanning them.
fn lot<'a>(ui: Ui<'a>, screen: &'a Dispatch) -> Element<'a, Message> {
    let look = ui.look;
    let [gtin, lot, packs] = &screen.lot;
    let take = screen.typed_lot().map(|_| Message::TakeLot);
    let line = |field, example: &str, value: &str| input(ui, example, value, move |text| Message::Edit(field, text));
    column![
        part::rule(look),
        heading(ui, "dispatch-lot-title"),
        gtin_field(ui, gtin, |text| Message::Edit(Field::Gtin, text)),
        part::field(look, ui.say("batch-lot"), "", line(Field::Lot, "LOT-7", lot), None),
        part::field(look, ui.say("batch-packs"), ui.say("dispatch-lot-hint"), line(Field::Packs, "0-499", packs), None),
        look.flow(vec![press_maybe(look, Weight::Secondary, ui.say("dispatch-lot-take"), take)])
    ]
    .spacing(12.0)
    .into()
}
