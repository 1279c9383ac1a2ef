//! Who holds the packs of a batch.

use batch_folder::date_text;
use gs1::Date;
use iced::{Element, widget::column};
use ledger_types::{BatchStatus, PackState, ProductStatus};
use office::{Held, Trace as Traced};

use super::{
    products::{gtin_field, input, list, recalled},
    work,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press_maybe},
    },
    screen::trace::{Message, Trace},
};

/// Most neighbouring packs that are drawn.
const SHOWN: usize = 200;

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Trace) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![part::card(look, form(ui, screen))].spacing(WIDE);
    if let Some(problem) = screen.problem {
        lines = lines.push(part::banner(look, Tone::Warning, ui.say(problem), Vec::new()));
    }
    let found = screen.sought.as_ref().map(|(_, found)| {
        work::loaded(ui, found, Message::Load, |found| match found {
            Some(traced) => shown(ui, traced),
            None => part::empty(look, ui.say("trace-none"), ui.say("trace-none-hint"), None),
        })
    });
    lines.extend(found).into()
}

fn form<'a>(ui: Ui<'a>, screen: &'a Trace) -> Element<'a, Message> {
    let look = ui.look;
    let problem = screen.has_bad_lot().then(|| ui.say("batch-lot-bad"));
    let lot = input(ui, "LOT-7", &screen.lot, Message::Lot);
    let trace = screen.key().map(|_| Message::Trace);
    let again = screen.sought.as_ref().map(|_| Message::Load);
    column![
        work::code_field(ui, "trace-scan", &screen.typed, Message::Typed, Message::CheckTyped),
        look.wide(look.faint(ui.say("trace-or"))),
        gtin_field(ui, &screen.gtin, Message::Gtin),
        part::field(look, ui.say("batch-lot"), ui.say("batch-lot-hint"), lot, problem),
        look.flow(vec![
            press_maybe(look, Weight::Primary, ui.say("trace-find"), trace),
            press_maybe(look, Weight::Secondary, ui.say("work-again"), again),
        ]),
    ]
    .spacing(12.0)
    .into()
}

fn shown<'a>(ui: Ui<'a>, traced: &'a Traced) -> Element<'a, Message> {
    column![batch(ui, traced), states(ui, traced), held(ui, traced)].spacing(WIDE).into()
}

fn batch<'a>(ui: Ui<'a>, traced: &'a Traced) -> Element<'a, Message> {
    let look = ui.look;
    let (batch, colors) = (&traced.batch, look.colors);
    let lot = String::from_utf8_lossy(&traced.key.lot).into_owned();
    let (said, color) = match batch.status {
        BatchStatus::Registered => (ui.say("batch-registered"), colors.edge),
        BatchStatus::Released if !batch.recalls.is_empty() => (ui.say("batch-part-recalled"), colors.warning),
        BatchStatus::Released => (ui.say("batch-released"), colors.accent),
        BatchStatus::Recalled { class, .. } => (recalled(ui, class), colors.error),
        BatchStatus::Withdrawn { .. } => (ui.say("maker-withdrawn"), colors.warning),
    };
    let every = match traced.product.as_ref().map(|product| product.status) {
        None | Some(ProductStatus::Marketed) => None,
        Some(ProductStatus::Withdrawn { .. }) => Some((ui.say("maker-withdrawn"), colors.warning)),
        Some(ProductStatus::Recalled { class, .. }) => Some((recalled(ui, class), colors.error)),
    };
    let every = every.map(|(said, color)| part::badge(look, format!("{}: {said}", ui.say("recalls-every-lot")), color));
    let title = traced.product.as_ref().map(|product| String::from_utf8_lossy(&product.data.name).into_owned());
    let expiry = Date::from_number(batch.expiry).map_or_else(|| batch.expiry.to_string(), date_text);
    let pairs = vec![
        (ui.say("batch-lot"), lot),
        (ui.say("maker-gtin"), format!("{:014}", traced.key.gtin)),
        (ui.say("trace-maker"), traced.maker.name.clone()),
        (ui.say("batch-expiry"), expiry),
        (ui.say("batch-packs"), batch.packs.to_string()),
        (ui.say("trace-block"), traced.block.to_string()),
    ];
    let ranges = batch.recalls.iter().map(|recall| {
        let (first, last) = (recall.start.to_string(), recall.end.saturating_sub(1).to_string());
        let class = format!("{:?}", recall.class);
        let said = [("first", first.as_str()), ("last", &last), ("class", &class)];
        look.wide(look.text(ui.words.say_with("batch-range-recalled", &said), TEXT))
    });
    let badges = std::iter::once(part::badge(look, said, color)).chain(every).collect();
    let lines = column![].extend(title.map(|title| look.wide(look.title(title)))).push(look.flow(badges));
    part::card(look, lines.push(part::pairs(look, pairs)).extend(ranges).spacing(GAP))
}

fn states<'a>(ui: Ui<'a>, traced: &'a Traced) -> Element<'a, Message> {
    let look = ui.look;
    let row = |id, n: u32| vec![look.text(ui.say(id), TEXT).into(), look.text(n.to_string(), TEXT).into()];
    let active = traced.batch.packs.saturating_sub(traced.inactive());
    let rows = std::iter::once(row("trace-active", active));
    let rows = rows.chain(traced.states.iter().map(|(found, packs)| row(state(*found), *packs))).collect();
    let title = look.wide(look.text(ui.say("trace-states"), TEXT).font(BOLD));
    let table = part::table(look, vec![(ui.say("trace-state"), 7), (ui.say("batch-packs"), 3)], rows);
    part::card(look, column![title, table].spacing(GAP))
}

/// The sentence for a state of packs.
pub fn state(state: Option<PackState>) -> &'static str {
    match state {
        Some(PackState::Active) => "trace-active",
        Some(PackState::Dispensed) => "trace-dispensed",
        Some(PackState::Exported) => "trace-exported",
        Some(PackState::Destroyed) => "trace-destroyed",
        Some(PackState::Sample) => "trace-sample",
        Some(PackState::FreeSample) => "trace-free-sample",
        Some(PackState::Stolen) => "trace-stolen",
        Some(PackState::Locked) => "trace-locked",
        Some(PackState::CheckedOut) => "trace-checked-out",
        Some(PackState::Quarantined) => "trace-quarantined",
        None => "trace-unknown",
    }
}

fn held<'a>(ui: Ui<'a>, traced: &'a Traced) -> Element<'a, Message> {
    let look = ui.look;
    let row = |held: &'a Held| -> Vec<Element<'a, Message>> {
        let (first, last) = (held.start.to_string(), held.end.saturating_sub(1).to_string());
        let packs = held.packs().to_string();
        let said = [("first", first.as_str()), ("last", &last), ("n", &packs)];
        let gone = (held.inactive > 0)
            .then(|| look.faint(ui.words.say_with("trace-out", &[("n", &held.inactive.to_string())])).into());
        let range = column![look.text(ui.words.say_with("trace-range", &said), TEXT)].extend(gone);
        let holder =
            column![look.text(held.holder.name.as_str(), TEXT), look.faint(format!("GLN {:013}", held.holder.gln)),];
        let way: Element<'a, Message> = match &held.way {
            None => look.text(ui.say("trace-there"), TEXT).into(),
            Some(way) => {
                let unknown = || ui.say("trace-unknown");
                let to = way.to.as_ref().map_or_else(unknown, |to| to.name.clone());
                let shipment = way.shipment.to_string();
                let said = ui.words.say_with("trace-on-way", &[("who", &to), ("number", &shipment)]);
                look.text(said, TEXT).into()
            }
        };
        let neat = |cells: iced::widget::Column<'a, Message>| cells.spacing(2.0).align_x(look.start()).into();
        vec![neat(range), neat(holder), way]
    };
    let heads = [("batch-packs", 5), ("trace-holder", 5), ("trace-place", 5)];
    let table = list(ui, &heads, traced.held.iter().take(SHOWN).map(row).collect());
    let title = look.wide(look.text(ui.say("trace-held"), TEXT).font(BOLD));
    let mut lines = column![title, look.wide(look.faint(ui.say("trace-counted"))), table].spacing(GAP);
    if traced.held.len() > SHOWN {
        let (shown, n) = (SHOWN.to_string(), traced.held.len().to_string());
        lines = lines.push(look.wide(look.faint(ui.words.say_with("register-count", &[("shown", &shown), ("n", &n)]))));
    }
    part::card(look, lines)
}
