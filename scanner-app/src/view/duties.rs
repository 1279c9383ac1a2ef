//! What an organisation has to do by when, and of which cases it was told.

use iced::{
    Element,
    widget::{Column, column},
};
use ledger_types::compliance::{CaseId, DutyKind, Notice};
use office::{CaseLine, Duties as Known, KnownCase, Owed, moment};

use super::{
    cases::{badges, duty, marked, of_what, subject, when},
    work,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::duties::{Duties, Message},
};

/// Most duties and notices that are drawn.
const SHOWN: usize = 100;
/// Most regulators that are named.
const REGULATORS: usize = 12;

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Duties, signs: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![].spacing(WIDE).extend(work::acting(ui, &screen.acting, Message::Act));
    lines = lines.extend(
        screen.trouble.as_ref().map(|trouble| part::banner(look, Tone::Error, work::said(ui, trouble), Vec::new())),
    );
    let may_act = signs && !screen.acting.is_under_way();
    lines.push(work::loaded(ui, &screen.list, Message::Load, |list| all(ui, list, may_act))).into()
}

fn all<'a>(ui: Ui<'a>, known: &'a Known, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
    if known.owed.is_empty() && known.told.is_empty() {
        return part::empty(look, ui.say("duty-none"), ui.say("duty-none-hint"), Some(again));
    }
    let late = known.owed.iter().filter(|owed| owed.is_late(known.now)).count();
    let said = ui.words.say_with("case-late-count", &[("n", &late.to_string())]);
    let late = (late > 0).then(|| look.flow(vec![marked(ui, said)]));
    let (block, at) = (known.block.to_string(), moment(known.now));
    let as_of = look.wide(look.faint(ui.words.say_with("case-as-of", &[("block", &block), ("at", &at)])));
    let owed = known.owed.iter().take(SHOWN).map(|owed| one_owed(ui, known, owed, may_act));
    let owed = (!known.owed.is_empty()).then(|| rows(ui, ["tab-duties", "duty-hint"], owed));
    let told = known.told.iter().take(SHOWN).map(|told| one_told(ui, known, told, may_act));
    let told = (!known.told.is_empty()).then(|| rows(ui, ["duty-told", "duty-told-hint"], told));
    column![look.flow(vec![again])].extend(late).extend(told).extend(owed).push(as_of).spacing(WIDE).into()
}

/// Things below each other: what they say needs the whole width.
fn rows<'a>(
    ui: Ui<'a>,
    [title, hint]: [&str; 2],
    rows: impl Iterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![look.wide(look.text(ui.say(title), TEXT).font(BOLD)), look.wide(look.faint(ui.say(hint)))];
    for row in rows {
        lines = lines.push(part::rule(look)).push(row);
    }
    part::card(look, lines.spacing(12.0))
}

/// A duty: what it is about, by when it is due, how it is done, and the way there.
fn one_owed<'a>(ui: Ui<'a>, known: &'a Known, owed: &'a Owed, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let (kind, case) = (owed.duty.kind, owed.duty.case);
    let mut lines: Column<'a, Message> = column![look.wide(look.text(ui.say(duty(kind)), TEXT).font(BOLD))]
        .extend(of_what(ui, owed))
        .push(when(ui, owed, known.now));
    lines = lines.extend(case.and_then(|case| about(ui, known, case)));
    if owed.is_running() {
        let how = match kind {
            DutyKind::NotifyRegulator => "duty-do-regulator",
            DutyKind::NotifyPartners => "duty-do-partners",
            DutyKind::AnswerVerification | DutyKind::AnswerTracing => "duty-do-answer",
        };
        lines = lines.push(look.wide(look.text(ui.say(how), TEXT)));
        let named = (kind == DutyKind::NotifyRegulator).then(|| regulators(ui, known)).flatten();
        lines = lines.extend(named.map(|named| look.wide(look.faint(named))));
        let button = match case {
            Some(case) => press(look, Weight::Primary, ui.say("duty-tell"), Message::Open(case)),
            None => {
                press_maybe(look, Weight::Primary, ui.say("duty-answer"), may_act.then_some(Message::Answer(owed.id)))
            }
        };
        lines = lines.push(look.flow(vec![button]));
    }
    lines.spacing(GAP).align_x(look.start()).into()
}

/// The regulators by name and GLN.
fn regulators(ui: Ui<'_>, known: &Known) -> Option<String> {
    let names = known.regulators.iter().take(REGULATORS).map(|party| format!("{} (GLN {:013})", party.name, party.gln));
    let names = names.collect::<Vec<_>>().join(" · ");
    (!names.is_empty()).then(|| ui.words.say_with("duty-regulators", &[("names", &names)]))
}

/// A case that somebody told of, and what is to be searched for.
fn one_told<'a>(
    ui: Ui<'a>,
    known: &'a Known,
    (case, notice): &'a (KnownCase, Notice),
    may_act: bool,
) -> Element<'a, Message> {
    let look = ui.look;
    let number = ui.words.say_with("case-number", &[("number", &case.id.to_string())]);
    let about =
        about(ui, known, case.id).unwrap_or_else(|| look.wide(look.text(subject(ui, &case.case.subject), TEXT)));
    let open = press(look, Weight::Secondary, ui.say("duty-open-case"), Message::Open(case.id));
    let mut badges = badges(ui, case);
    let mut buttons = Vec::new();
    match notice.acknowledged_at {
        Some(_) => badges.push(part::badge(look, ui.say("duty-confirmed"), look.colors.edge)),
        None => {
            let message = may_act.then_some(Message::Acknowledge(case.id));
            buttons.push(press_maybe(look, Weight::Primary, ui.say("case-acknowledge"), message));
        }
    }
    buttons.push(open);
    let lines = column![
        look.wide(look.text(number, TEXT).font(BOLD)),
        look.wide(look.faint(format!("{} · {}", case.by.name, moment(notice.sent_at)))),
        look.flow(badges),
        about,
        look.flow(buttons),
    ];
    lines.spacing(GAP).align_x(look.start()).into()
}

/// Of which products and lots a case is, and at which places of the lot its packs lie.
fn about<'a>(ui: Ui<'a>, known: &'a Known, case: CaseId) -> Option<Element<'a, Message>> {
    let look = ui.look;
    let packs = known.about.get(&case)?;
    if packs.is_empty() {
        return Some(look.wide(look.text(ui.say("case-of-code"), TEXT)));
    }
    let lines = packs.iter().flat_map(|packs| {
        [look.wide(look.text(packs.product.as_str(), TEXT)), look.wide(look.faint(place(ui, packs)))]
    });
    let lines: Column<'a, Message> = column![].extend(lines).push(look.wide(look.faint(ui.say("duty-places-hint"))));
    Some(lines.spacing(2.0).into())
}

/// GTIN, lot and places of packs.
fn place(ui: Ui<'_>, packs: &CaseLine) -> String {
    let line = &packs.line;
    let (first, last) = (line.start.to_string(), line.end.saturating_sub(1).to_string());
    let n = line.end.saturating_sub(line.start).to_string();
    let range = ui.words.say_with("trace-range", &[("first", &first), ("last", &last), ("n", &n)]);
    let lot = ui.words.say_with("batch-title", &[("lot", &String::from_utf8_lossy(&line.batch.lot))]);
    format!("GTIN {:014} · {lot} · {range}", line.batch.gtin)
}
