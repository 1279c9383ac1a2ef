//! Pack after pack: the last one large, what is to be chosen, counts, and the list.

use iced::{
    Element, Length,
    widget::{Column, column, text_input},
};
use scanner_core::run::{Action as Done, Became, Choice, Entry, Note, Run, State, choices, time_of_day};
use verdict::{Report, Verdict};

use super::{
    packs,
    scan::{Beside, models_desk},
    verdict_card,
};
use crate::{
    app,
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press},
    },
    screen::{
        many::{Many, Message},
        scan::{self, Scan},
    },
};

/// Most packs in the list; the history has them all.
const LISTED: usize = 40;

/// What can be done with a genuine pack, and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers keep no key"))]
pub enum Dispense<'a> {
    /// Nothing is offered.
    #[default]
    Never,
    /// The key has to be unlocked first.
    Locked,
    /// It can be dispensed.
    Possible,
    /// It is being dispensed.
    Doing,
    /// It was, and that is final in this block; whether it can be taken back.
    Final(u32, bool),
    /// It was, and that waits to be sent.
    Waits,
    /// It was refused.
    Refused(&'a verdict::Message),
    /// It is being taken back.
    TakingBack,
    /// It was taken back, and that is final in this block.
    TakenBack(u32),
    /// It was dispensed, and could not be taken back.
    Kept(&'a verdict::Message),
}

/// What became of the report of a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers keep no key"))]
pub enum Filed<'a> {
    /// It is not to be reported.
    #[default]
    Never,
    /// There is no key to send it with.
    NoKey,
    /// The key has to be unlocked first.
    Locked,
    /// It can be sent.
    Possible,
    /// It is being sent.
    Doing,
    /// A case is open, and that is final in this block.
    Final(u32),
    /// It waits to be sent.
    Waits,
    /// It was refused.
    Refused(&'a verdict::Message),
}

/// Draws a run.
pub fn view<'a>(
    ui: Ui<'a>,
    many: &'a Many,
    dispense: Dispense<'a>,
    filed: Filed<'a>,
    beside: Beside<'a>,
) -> Element<'a, app::Message> {
    let look = ui.look;
    let mut lines = Column::new().spacing(WIDE).width(Length::Fill);
    lines = lines.extend(many.note.map(|note| notice(ui, note)));
    let Some(shown) = many.shown() else {
        let test = press(look, Weight::Secondary, ui.say("doctor"), app::Message::OpenDoctor);
        return lines.push(part::empty(look, ui.say("run-empty"), ui.say("run-empty-hint"), Some(test))).into();
    };
    let acts = match shown.state() {
        State::Judged(report) if many.run().stopped().is_some() => Some(to_choose(ui, many, report)),
        State::Handled(..) => reporting(ui, filed),
        _ => dispensing(ui, dispense),
    };
    lines = lines.push(large(ui, shown, acts));
    if let Some(report) = many.judged() {
        let buttons = beside.buttons(ui, report);
        lines = lines.extend((!buttons.is_empty()).then(|| look.flow(buttons))).extend(beside.told(ui, report));
    }
    let again = message(Message::Undo);
    let over = message(Message::StartOver);
    let buttons = look.flow(vec![
        press(look, Weight::Secondary, ui.say("run-undo"), again),
        press(look, Weight::Secondary, ui.say("run-new"), over),
    ]);
    let rest = many.run().entries().rev().take(LISTED).map(|entry| line(ui, entry));
    lines.push(counts(ui, many.run())).push(packs::list(ui, rest)).push(buttons).into()
}

#[cfg(target_arch = "wasm32")]
fn dispensing<'a>(_: Ui<'a>, _: Dispense<'a>) -> Option<Element<'a, app::Message>> {
    None
}

#[cfg(not(target_arch = "wasm32"))]
fn dispensing<'a>(ui: Ui<'a>, dispense: Dispense<'a>) -> Option<Element<'a, app::Message>> {
    use crate::desk::Message as Desk;
    let look = ui.look;
    let banner = |tone, said: String, actions| Some(part::banner(look, tone, said, actions));
    let block = |id: &str, number: u32| ui.words.say_with(id, &[("block", &number.to_string())]);
    let again = |id: &str, message| press(look, Weight::Secondary, ui.say(id), app::Message::Desk(message));
    match dispense {
        Dispense::Never => None,
        Dispense::Locked => {
            let unlock = press(look, Weight::Primary, ui.say("key-unlock"), app::Message::Desk(Desk::OpenKey));
            banner(Tone::News, ui.say("dispense-locked"), vec![unlock])
        }
        Dispense::Possible => banner(Tone::News, ui.say("dispense-hint"), vec![again("dispense", Desk::Dispense)]),
        Dispense::Doing => banner(Tone::News, ui.say("dispense-doing"), Vec::new()),
        Dispense::Final(number, can_be_undone) => {
            let back = can_be_undone.then(|| again("dispense-take-back", Desk::TakeBack));
            banner(Tone::News, block("dispense-done", number), back.into_iter().collect())
        }
        Dispense::TakingBack => banner(Tone::News, ui.say("dispense-taking-back"), Vec::new()),
        Dispense::TakenBack(number) => {
            banner(Tone::News, block("dispense-taken-back", number), vec![again("dispense", Desk::Dispense)])
        }
        Dispense::Kept(why) => {
            let said = ui.words.say_with("dispense-not-taken-back", &[("why", &ui.words.message(why))]);
            banner(Tone::Error, said, vec![again("dispense-take-back", Desk::TakeBack)])
        }
        Dispense::Waits => banner(Tone::Warning, ui.say("dispense-waits"), Vec::new()),
        Dispense::Refused(why) => {
            let said = ui.words.say_with("dispense-refused", &[("why", &ui.words.message(why))]);
            banner(Tone::Error, said, vec![again("dispense", Desk::Dispense)])
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn reporting<'a>(_: Ui<'a>, _: Filed<'a>) -> Option<Element<'a, app::Message>> {
    None
}

#[cfg(not(target_arch = "wasm32"))]
fn reporting<'a>(ui: Ui<'a>, filed: Filed<'a>) -> Option<Element<'a, app::Message>> {
    use crate::desk::Message as Desk;
    let look = ui.look;
    let button = |id: &str, message| vec![press(look, Weight::Primary, ui.say(id), app::Message::Desk(message))];
    let (tone, said, actions) = match filed {
        Filed::Never => return None,
        Filed::NoKey => (Tone::Warning, ui.say("report-no-key"), button("work-enter-key", Desk::OpenKey)),
        Filed::Locked => (Tone::Warning, ui.say("report-locked"), button("key-unlock", Desk::OpenKey)),
        Filed::Possible => (Tone::Warning, ui.say("report-unsent"), button("report-send", Desk::Report)),
        Filed::Doing => (Tone::News, ui.say("report-doing"), Vec::new()),
        Filed::Final(block) => {
            (Tone::News, ui.words.say_with("report-done", &[("block", &block.to_string())]), Vec::new())
        }
        Filed::Waits => (Tone::Warning, ui.say("report-waits"), Vec::new()),
        Filed::Refused(why) => {
            let said = ui.words.say_with("report-refused", &[("why", &ui.words.message(why))]);
            (Tone::Error, said, button("report-send", Desk::Report))
        }
    };
    Some(part::banner(look, tone, said, actions))
}

fn message(message: Message) -> app::Message {
    app::Message::Scan(scan::Message::Many(message))
}

fn notice<'a>(ui: Ui<'a>, note: Note) -> Element<'a, app::Message> {
    let tone = if matches!(note, Note::Again(_)) { Tone::News } else { Tone::Warning };
    part::banner(ui.look, tone, ui.words.message(&note.message()), Vec::new())
}

fn large<'a>(ui: Ui<'a>, entry: &'a Entry, acts: Option<Element<'a, app::Message>>) -> Element<'a, app::Message> {
    match entry.state() {
        State::Waiting { .. } => {
            let pack = &entry.code().scanned;
            let (gtin, lot, serial) = (pack.gtin.to_string(), pack.lot.as_str(), pack.serial.as_str());
            let read = ui.words.say_with("scan-read", &[("gtin", &gtin), ("lot", lot), ("serial", serial)]);
            part::empty(ui.look, ui.say("run-asking"), read, None)
        }
        State::Judged(report) | State::Handled(report, _) => {
            verdict_card::view(ui, report, since(ui, entry), acts, models_desk(report))
        }
    }
}

/// What is so since a pack was dispensed: nobody is to do that again.
fn since(ui: Ui<'_>, entry: &Entry) -> Option<String> {
    let fate = entry.fate().filter(|fate| fate.became == Became::Dispensed)?;
    Some(ui.words.say_with("dispense-now", &[("time", &at(fate.at))]))
}

fn at(moment: u64) -> String {
    format!("{} UTC", time_of_day(moment))
}

/// What may be done about the pack that stops the run.
fn to_choose<'a>(ui: Ui<'a>, many: &'a Many, report: &'a Report) -> Element<'a, app::Message> {
    let look = ui.look;
    let choices = choices(report.verdict, report.role);
    let weight = |number| if number == 0 { Weight::Primary } else { Weight::Secondary };
    let button = |(number, choice): (usize, &Choice)| {
        press(look, weight(number), ui.words.sentence(choice.label()), message(Message::Act(*choice)))
    };
    let mut buttons: Vec<_> = choices.iter().enumerate().map(button).collect();
    if report.verdict == Verdict::CouldNotCheck {
        buttons.push(press(look, Weight::Secondary, ui.say("scan-again"), message(Message::CheckAgain)));
    }
    if Scan::is_offline(report) {
        buttons.push(press(look, Weight::Secondary, ui.say("scan-change-address"), app::Message::OpenSettings));
    }
    let mut lines = column![look.wide(look.text(ui.say("run-stopped"), TEXT).font(BOLD))].spacing(GAP);
    if choices.contains(&Choice::Override) {
        let why = text_input(&ui.say("run-why"), &many.why)
            .size(TEXT)
            .padding(11.0)
            .align_x(look.start())
            .style(part::input_style(look.colors))
            .on_input(|why| message(Message::Why(why)));
        lines = lines.push(why);
    }
    lines.push(look.flow(buttons)).into()
}

fn counts<'a>(ui: Ui<'a>, run: &Run) -> Element<'a, app::Message> {
    let (look, colors, counts) = (ui.look, ui.look.colors, run.counts());
    let said = |id: &str, n: u64| ui.words.say_with(id, &[("n", &n.to_string())]);
    let genuine = counts.of(Verdict::Genuine);
    let mut badges = vec![
        part::badge(look, said("run-count-packs", counts.packs()), colors.edge),
        part::badge(look, said("run-count-genuine", genuine), colors.verdict(Verdict::Genuine)),
    ];
    for (id, n) in [
        ("run-count-aside", counts.quarantined + counts.reported),
        ("run-count-passed", counts.overridden),
        ("run-count-waiting", counts.waiting),
    ] {
        if n > 0 {
            badges.push(part::badge(look, said(id, n), colors.warning));
        }
    }
    look.flow(badges)
}

fn line(ui: Ui<'_>, entry: &Entry) -> packs::Line {
    let pack = &entry.code().scanned;
    let mut said = format!("{} · {}", pack.lot.as_str(), pack.serial.as_str());
    if let Some(again) = entry.again() {
        let times = ui.words.say_with("run-times", &[("n", &again.times.to_string())]);
        said = format!("{said} · {times}");
    }
    let (verdict, chosen) = match entry.state() {
        State::Waiting { was } => (was, None),
        State::Judged(report) => (Some(report.verdict), None),
        State::Handled(report, action) => {
            let why = if let Done::Override(why) = action { Some(why.as_str()) } else { None };
            (Some(report.verdict), Some((action.choice(), why)))
        }
    };
    let (done, done_at) = (packs::done(ui, chosen, entry.fate()), entry.fate().map(|fate| at(fate.at)));
    let when = format!("{} · {}", at(entry.at()), pack.gtin);
    packs::Line { verdict, pack: said, when, done, done_at: done_at.unwrap_or_default() }
}
