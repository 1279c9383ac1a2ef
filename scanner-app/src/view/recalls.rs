//! Recalls and withdrawals.

use iced::{Element, widget::column};
use ledger_types::RecallClass;
use office::{Called, Reach, Recalled, date};

use super::{
    products::{classes, gtin_field, input, list, recalled as class_badge},
    work,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::recalls::{Form, Message, Recalls, Shown},
};

/// Most recalls that are drawn; who looks for others types a part of the lot or GTIN.
const SHOWN: usize = 100;

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Recalls, signs: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![].spacing(WIDE).extend(work::acting(ui, &screen.acting, Message::Act));
    lines = lines.extend(screen.saved.as_ref().map(|saved| match saved {
        Ok(file) => part::banner(look, Tone::News, ui.words.say_with("register-saved", &[("file", file)]), Vec::new()),
        Err(()) => part::banner(look, Tone::Error, ui.say("recalls-not-saved"), Vec::new()),
    }));
    let may_act = signs && !screen.acting.is_under_way();
    lines
        .push(match &screen.shown {
            Shown::List => work::loaded(ui, &screen.list, Message::Load, |list| all(ui, screen, list)),
            Shown::New(form) => new(ui, form, may_act),
            Shown::One(what, reach) => {
                let close = press(look, Weight::Secondary, ui.say("recalls-all"), Message::Close);
                let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Open(what.clone()));
                let reach = work::loaded(ui, reach, Message::Open(what.clone()), |reach| reached(ui, what, reach));
                let facts = part::card(look, one(ui, screen, what));
                let trace = what.batch().map(Message::Trace);
                let many = trace.is_none().then(|| look.wide(look.faint(ui.say("recalls-trace-lot"))));
                let trace = press_maybe(look, Weight::Primary, ui.say("recalls-trace"), trace);
                let lines = column![look.flow(vec![close, trace, again])].extend(many);
                lines.push(facts).push(reach).spacing(WIDE).into()
            }
        })
        .into()
}

fn all<'a>(ui: Ui<'a>, screen: &'a Recalls, all: &'a [Recalled]) -> Element<'a, Message> {
    let look = ui.look;
    let new = press(look, Weight::Primary, ui.say("recalls-new"), Message::New);
    let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
    if all.is_empty() {
        let empty = part::empty(look, ui.say("recalls-none"), ui.say("recalls-none-hint"), None);
        return column![look.flow(vec![new, again]), empty].spacing(WIDE).into();
    }
    let save = press(look, Weight::Secondary, ui.say("register-save"), Message::Save);
    let found = screen.found(all);
    let (shown, n) = (found.len().min(SHOWN).to_string(), all.len().to_string());
    let count = look.wide(look.faint(ui.words.say_with("register-count", &[("shown", &shown), ("n", &n)])));
    let rows = found.into_iter().take(SHOWN).map(|recalled| row(ui, recalled)).collect();
    let heads = [("recalls-what", 6), ("recalls-danger", 5), ("recalls-by", 4), ("recalls-since", 4), ("", 3)];
    column![
        look.flow(vec![new, save, again]),
        input(ui, &ui.say("recalls-find"), &screen.sought, Message::Sought),
        part::card(look, column![count, list(ui, &heads, rows)].spacing(GAP))
    ]
    .spacing(WIDE)
    .into()
}

fn row<'a>(ui: Ui<'a>, recalled: &'a Recalled) -> Vec<Element<'a, Message>> {
    let look = ui.look;
    let what =
        column![look.text(named(ui, &recalled.what), TEXT), look.faint(format!("GTIN {}", recalled.what.gtin()))];
    let danger =
        column![badge(ui, recalled.class)].extend(recalled.class.map(|of| look.faint(ui.say(class(of))).into()));
    let open = press(look, Weight::Secondary, ui.say("maker-open"), Message::Open(recalled.what.clone()));
    vec![
        what.spacing(2.0).align_x(look.start()).into(),
        danger.spacing(2.0).align_x(look.start()).into(),
        look.text(by(ui, recalled), TEXT).into(),
        look.text(since(ui, recalled), TEXT).into(),
        open,
    ]
}

fn named(ui: Ui<'_>, what: &Called) -> String {
    let lot = what.lot().unwrap_or_default();
    match what {
        Called::Product(_) => ui.say("recalls-every-lot"),
        Called::Batch(_) => ui.words.say_with("batch-title", &[("lot", &lot)]),
        Called::Packs(_, ranges) => ui.words.say_with("recalls-packs-of", &[("lot", &lot), ("n", &ranges.to_string())]),
    }
}

fn badge<'a>(ui: Ui<'a>, class: Option<RecallClass>) -> Element<'a, Message> {
    let colors = ui.look.colors;
    match class {
        Some(class) => part::badge(ui.look, class_badge(ui, class), colors.error),
        None => part::badge(ui.look, ui.say("maker-withdrawn"), colors.warning),
    }
}

fn class(class: RecallClass) -> &'static str {
    match class {
        RecallClass::I => "class-1",
        RecallClass::II => "class-2",
        RecallClass::III => "class-3",
    }
}

fn by(ui: Ui<'_>, recalled: &Recalled) -> String {
    recalled.by.as_ref().map_or_else(|| ui.say("recalls-not-said"), |by| by.name.clone())
}

fn since(ui: Ui<'_>, recalled: &Recalled) -> String {
    recalled.at.map_or_else(|| ui.say("recalls-not-said"), date)
}

/// What is known of a recall.
fn one<'a>(ui: Ui<'a>, screen: &'a Recalls, what: &'a Called) -> Element<'a, Message> {
    let look = ui.look;
    let title = look.wide(look.title(named(ui, what)));
    let mut pairs = vec![(ui.say("maker-gtin"), what.gtin())];
    let found = screen.list.here().and_then(|list| list.iter().find(|recalled| recalled.what == *what));
    let Some(recalled) = found else {
        return column![title, part::pairs(look, pairs)].spacing(GAP).into();
    };
    pairs.extend(recalled.class.map(|of| (ui.say("recalls-class"), ui.say(class(of)))));
    pairs.push((ui.say("recalls-by"), by(ui, recalled)));
    pairs.push((ui.say("recalls-since"), since(ui, recalled)));
    column![title, look.flow(vec![badge(ui, recalled.class)]), part::pairs(look, pairs)].spacing(GAP).into()
}

/// How far it had come.
fn reached<'a>(ui: Ui<'a>, what: &Called, reach: &Reach) -> Element<'a, Message> {
    let look = ui.look;
    let rows = [
        ("recalls-makers", reach.makers),
        ("recalls-wholesalers", reach.wholesalers),
        ("recalls-dispensers", reach.dispensers),
        ("recalls-others", reach.others),
        ("recalls-in-transit", reach.in_transit),
        ("recalls-dispensed", reach.dispensed),
        ("recalls-otherwise", reach.otherwise),
    ];
    let cells = |id, n: u64| vec![look.text(ui.say(id), TEXT).into(), look.text(n.to_string(), TEXT).into()];
    let mut rows: Vec<Vec<Element<'a, Message>>> = rows.into_iter().map(|(id, n)| cells(id, n)).collect();
    rows.push(vec![
        look.text(ui.say("recalls-sum"), TEXT).font(BOLD).into(),
        look.text(reach.packs.to_string(), TEXT).font(BOLD).into(),
    ]);
    let (left, batches, block) =
        (reach.left_the_maker().to_string(), reach.batches.to_string(), reach.block.to_string());
    let mut lines = column![
        look.wide(look.text(ui.say("recalls-reach"), TEXT).font(BOLD)),
        look.wide(look.text(ui.words.say_with("recalls-left", &[("n", &left)]), TEXT)),
        part::table(look, vec![(ui.say("recalls-place"), 7), (ui.say("batch-packs"), 3)], rows),
        look.wide(look.faint(ui.words.say_with("recalls-block", &[("n", &batches), ("block", &block)]))),
    ];
    if matches!(what, Called::Packs(..)) {
        lines = lines.push(part::banner(look, Tone::News, ui.say("recalls-whole-lot"), Vec::new()));
    }
    if reach.more {
        lines = lines.push(part::banner(look, Tone::Warning, ui.say("recalls-more"), Vec::new()));
    }
    part::card(look, lines.spacing(GAP))
}

fn new<'a>(ui: Ui<'a>, form: &'a Form, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let scope = [(false, "recalls-one-lot"), (true, "recalls-every-lot")].map(|(whole, id)| {
        let weight = if form.whole == whole { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, ui.say(id), Message::Whole(whole))
    });
    let lot = (!form.whole).then(|| {
        let problem = form.has_bad_lot().then(|| ui.say("batch-lot-bad"));
        let line = input(ui, "LOT-7", &form.lot, Message::Lot);
        part::field(look, ui.say("batch-lot"), ui.say("batch-lot-hint"), line, problem)
    });
    let recall = (may_act && form.recall().is_some()).then_some(Message::Recall);
    let withdraw = (may_act && form.withdrawal().is_some()).then_some(Message::Withdraw);
    let acts = vec![
        press_maybe(look, Weight::Danger, ui.say("batch-recall"), recall),
        press_maybe(look, Weight::Danger, ui.say("recalls-withdraw"), withdraw),
    ];
    let lacks = (form.recall().is_none() || form.withdrawal().is_none())
        .then(|| look.wide(look.faint(ui.say("recalls-lacks"))));
    let classes = classes(ui, form.class, Message::Class);
    let fields = column![
        look.wide(look.title(ui.say("recalls-new"))),
        part::field(look, ui.say("recalls-scope"), "", look.flow(scope.into()), None),
        gtin_field(ui, &form.gtin, Message::Gtin),
    ];
    let fields = fields
        .extend(lot)
        .push(part::field(look, ui.say("recalls-class"), ui.say("recalls-hint"), classes, None))
        .extend(lacks)
        .push(look.flow(acts));
    let close = press(look, Weight::Secondary, ui.say("recalls-all"), Message::Close);
    column![look.flow(vec![close]), part::card(look, fields.spacing(WIDE))].spacing(WIDE).into()
}
