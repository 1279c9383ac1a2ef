//! Cases: what is in doubt, what is due by when, and how much of it there is over time.

use iced::{
    Element,
    widget::{Column, column},
};
use ledger_types::compliance::{AlertCode, CaseStage, Closing, DutyKind, Subject, Trigger};
use office::{CaseDesk, Cause, KnownCase, Owed, Period, Unit, date, moment, trend};

use super::{
    case_form, case_one,
    products::{input, list},
    work,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        chart::{Bar, bars},
        icon,
        part::{self, Tone},
        press::{Weight, press},
    },
    screen::cases::{Cases, Message, Shown},
};

/// Most cases and duties that are drawn; who looks for others types a part of the lot or GTIN.
const SHOWN: usize = 100;
/// How many weeks or months are drawn.
const PERIODS: usize = 12;

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Cases, signs: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![].spacing(WIDE);
    if matches!(screen.shown, Shown::List | Shown::New(_)) {
        lines = lines.push(code(ui, screen));
    }
    if let Some(problem) = screen.problem {
        lines = lines.push(part::banner(look, Tone::Warning, ui.say(problem), Vec::new()));
    }
    lines = lines.extend(work::acting(ui, &screen.acting, Message::Act));
    lines = lines.extend(
        screen.trouble.as_ref().map(|trouble| part::banner(look, Tone::Error, work::said(ui, trouble), Vec::new())),
    );
    lines = lines.extend(screen.saved.as_ref().map(|saved| match saved {
        Ok(file) => part::banner(look, Tone::News, ui.words.say_with("register-saved", &[("file", file)]), Vec::new()),
        Err(()) => part::banner(look, Tone::Error, ui.say("recalls-not-saved"), Vec::new()),
    }));
    let may_act = signs && !screen.acting.is_under_way();
    let submit = (may_act && screen.typed_act().is_some()).then_some(Message::Submit);
    let shown = match &screen.shown {
        Shown::List => work::loaded(ui, &screen.desk, Message::Load, |desk| all(ui, screen, desk)),
        Shown::Time(unit) => {
            let over_time = work::loaded(ui, &screen.desk, Message::Load, |desk| over_time(ui, desk, *unit));
            column![look.flow(vec![back(ui)]), over_time].spacing(WIDE).into()
        }
        Shown::One(id, file, notice) => {
            let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
            let file = work::loaded(ui, file, Message::Open(*id), |file| match file {
                Some(file) => case_one::view(ui, file, notice, may_act, submit),
                None => part::empty(look, ui.say("case-none-such"), ui.say("case-none-such-hint"), None),
            });
            column![look.flow(vec![back(ui), again]), file].spacing(WIDE).into()
        }
        Shown::New(form) => column![look.flow(vec![back(ui)]), case_form::new(ui, form, submit)].spacing(WIDE).into(),
        Shown::Ask(asking) => {
            column![look.flow(vec![back(ui)]), case_form::ask(ui, asking, submit)].spacing(WIDE).into()
        }
    };
    lines.push(shown).into()
}

fn back<'a>(ui: Ui<'a>) -> Element<'a, Message> {
    press(ui.look, Weight::Secondary, ui.say("case-all"), Message::Close)
}

/// Where the code of a pack begins a case about it.
fn code<'a>(ui: Ui<'a>, screen: &'a Cases) -> Element<'a, Message> {
    work::code_field(ui, "case-scan", &screen.typed, Message::Typed, Message::CheckTyped)
}

fn all<'a>(ui: Ui<'a>, screen: &'a Cases, desk: &'a CaseDesk) -> Element<'a, Message> {
    let look = ui.look;
    let buttons = look.flow(vec![
        press(look, Weight::Primary, ui.say("case-new"), Message::New),
        press(look, Weight::Secondary, ui.say("case-ask"), Message::Ask),
        press(look, Weight::Secondary, ui.say("case-over-time"), Message::Time(Unit::Week)),
        press(look, Weight::Secondary, ui.say("register-save"), Message::Save),
        press(look, Weight::Secondary, ui.say("work-again"), Message::Load),
    ]);
    let which = [(false, "case-open-ones"), (true, "case-closed-ones")].map(|(ended, id)| {
        let weight = if screen.ended == ended { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, ui.say(id), Message::Ended(ended))
    });
    let found = screen.found(desk);
    let (shown, n) = (found.len().min(SHOWN).to_string(), desk.cases.len().to_string());
    let count = look.wide(look.faint(ui.words.say_with("register-count", &[("shown", &shown), ("n", &n)])));
    let nothing = found.is_empty().then(|| look.wide(look.text(ui.say("case-nothing"), TEXT)));
    let rows: Vec<_> = found.into_iter().take(SHOWN).map(|known| row(ui, desk, known)).collect();
    let heads = [("case-what", 6), ("case-why", 5), ("case-stage", 5), ("case-by", 5), ("", 3)];
    let table = (!rows.is_empty()).then(|| list(ui, &heads, rows));
    let cases = column![look.flow(which.into()), count].extend(nothing).extend(table).spacing(12.0);
    let mut lines = column![buttons, due(ui, desk)].spacing(WIDE);
    lines = lines.push(input(ui, &ui.say("case-find"), &screen.sought, Message::Sought));
    lines.push(part::card(look, cases)).push(as_of(ui, desk)).into()
}

/// On what all of it rests.
fn as_of<'a>(ui: Ui<'a>, desk: &CaseDesk) -> Element<'a, Message> {
    let look = ui.look;
    let (block, at) = (desk.block.to_string(), moment(desk.now));
    let said = ui.words.say_with("case-as-of", &[("block", &block), ("at", &at)]);
    let earlier = (desk.earlier > 0).then(|| {
        let said = ui.words.say_with("case-earlier", &[("n", &desk.earlier.to_string())]);
        part::banner(look, Tone::Warning, said, Vec::new())
    });
    column![look.wide(look.faint(said))].extend(earlier).spacing(GAP).into()
}

/// What is still to be done by somebody, what is overdue first.
fn due<'a>(ui: Ui<'a>, desk: &'a CaseDesk) -> Element<'a, Message> {
    let look = ui.look;
    let title = look.wide(look.text(ui.say("case-due"), TEXT).font(BOLD));
    let running: Vec<&Owed> = desk.running().collect();
    if running.is_empty() {
        return part::card(look, column![title, look.wide(look.text(ui.say("case-due-none"), TEXT))].spacing(GAP));
    }
    let late = desk.late();
    let is_late = late > 0;
    let late = ui.words.say_with("case-late-count", &[("n", &late.to_string())]);
    let mark = is_late.then(|| look.flow(vec![marked(ui, late)]));
    let row = |owed: &'a Owed| {
        let what = column![look.text(ui.say(duty(owed.duty.kind)), TEXT)].extend(of_what(ui, owed));
        let who = column![look.text(owed.who.name.as_str(), TEXT), look.faint(format!("GLN {:013}", owed.who.gln))];
        let open = owed.duty.case.map(Message::Open);
        vec![
            what.spacing(2.0).align_x(look.start()).into(),
            who.spacing(2.0).align_x(look.start()).into(),
            when(ui, owed, desk.now),
            open.map_or_else(
                || iced::widget::space().into(),
                |open| press(look, Weight::Secondary, ui.say("maker-open"), open),
            ),
        ]
    };
    let n = running.len();
    let heads = [("case-duty", 6), ("case-whose", 5), ("case-when", 5), ("", 3)];
    let table = list(ui, &heads, running.into_iter().take(SHOWN).map(row).collect());
    let more = (n > SHOWN).then(|| {
        let said = [("shown", SHOWN.to_string()), ("n", n.to_string())];
        let said = said.each_ref().map(|(name, text)| (*name, text.as_str()));
        look.wide(look.faint(ui.words.say_with("register-count", &said)))
    });
    part::card(look, column![title].extend(mark).push(table).extend(more).spacing(GAP))
}

/// Why there is a duty: a case, or somebody's question.
pub fn of_what<'a, M: 'a>(ui: Ui<'a>, owed: &Owed) -> Option<Element<'a, M>> {
    let said = match (owed.duty.case, &owed.asked_by) {
        (Some(case), _) => ui.words.say_with("case-number", &[("number", &case.to_string())]),
        (None, Some(by)) => ui.words.say_with("case-asked-by", &[("who", &by.name)]),
        (None, None) => return None,
    };
    Some(ui.look.faint(said).into())
}

/// A word with a warning's icon.
pub fn marked<'a, M: 'a>(ui: Ui<'a>, said: String) -> Element<'a, M> {
    let look = ui.look;
    let color = look.colors.error;
    look.line(vec![icon::tone(Tone::Warning, color), look.text(said, TEXT).color(color).font(BOLD).into()]).into()
}

/// When something is due, or whether it was done in time.
pub fn when<'a, M: 'a>(ui: Ui<'a>, owed: &Owed, now: u64) -> Element<'a, M> {
    let (look, due) = (ui.look, owed.duty.due);
    let lasting = |id, seconds| ui.words.say_with(id, &[("time", &ui.words.duration(seconds))]);
    let at = look.faint(moment(due));
    let said: Element<'a, M> = match owed.duty.done {
        None if owed.is_late(now) => marked(ui, lasting("case-overdue", now.saturating_sub(due))),
        None => look.text(lasting("case-due-in", due.saturating_sub(now)), TEXT).into(),
        Some((at, _)) if at > due => look.text(lasting("case-done-late", at - due), TEXT).into(),
        Some(_) => look.text(ui.say("case-done"), TEXT).into(),
    };
    column![said, at].spacing(2.0).align_x(look.start()).into()
}

/// The name of a duty.
pub fn duty(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::NotifyRegulator => "duty-tell-regulator",
        DutyKind::NotifyPartners => "duty-tell-partners",
        DutyKind::AnswerVerification => "duty-verification",
        DutyKind::AnswerTracing => "duty-tracing",
    }
}

fn row<'a>(ui: Ui<'a>, desk: &CaseDesk, known: &'a KnownCase) -> Vec<Element<'a, Message>> {
    let look = ui.look;
    let number = known.id.to_string();
    let what = column![look.text(ui.words.say_with("case-number", &[("number", &number)]), TEXT).font(BOLD)];
    let what = what.push(look.faint(subject(ui, &known.case.subject)));
    let late = (desk.late_of(known.id) > 0).then(|| marked(ui, ui.say("case-late")));
    let by = column![look.text(known.by.name.as_str(), TEXT), look.faint(moment(known.case.opened_at))];
    vec![
        what.spacing(2.0).align_x(look.start()).into(),
        look.text(why(ui, known.case.trigger), TEXT).into(),
        column![].extend(late).push(look.flow(badges(ui, known))).spacing(4.0).align_x(look.start()).into(),
        by.spacing(2.0).align_x(look.start()).into(),
        press(look, Weight::Secondary, ui.say("maker-open"), Message::Open(known.id)),
    ]
}

/// What a case is about, in a line.
pub fn subject(ui: Ui<'_>, subject: &Subject) -> String {
    match subject {
        Subject::Code(_) => ui.say("case-of-code"),
        Subject::Packs(lines) => {
            let packs: u64 = lines.iter().map(|line| u64::from(line.end.saturating_sub(line.start))).sum();
            let lots: Vec<_> = lines.iter().map(|line| String::from_utf8_lossy(&line.batch.lot)).collect();
            let first = lots.first().map_or_else(String::new, |lot| lot.to_string());
            let others = lots.iter().any(|lot| *lot != first);
            let id = if others { "case-of-lots" } else { "case-of-packs" };
            ui.words.say_with(id, &[("lot", &first), ("packs", &packs.to_string())])
        }
    }
}

/// Why a case was opened.
pub fn why(ui: Ui<'_>, trigger: Trigger) -> String {
    ui.say(match trigger {
        Trigger::Alert(AlertCode::A2) => "case-why-a2",
        Trigger::Alert(AlertCode::A3) => "case-why-a3",
        Trigger::Alert(AlertCode::A7) => "case-why-a7",
        Trigger::Alert(AlertCode::A24) => "case-why-a24",
        Trigger::Alert(AlertCode::A52) => "case-why-a52",
        Trigger::Alert(AlertCode::A68) => "case-why-a68",
        Trigger::Anomaly => "case-why-anomaly",
        Trigger::Suspicion => "case-why-suspicion",
        Trigger::Emergency => "case-why-emergency",
    })
}

/// How far a case is, in words.
pub fn badges<'a, M: 'a>(ui: Ui<'a>, known: &KnownCase) -> Vec<Element<'a, M>> {
    let (look, colors, case) = (ui.look, ui.look.colors, &known.case);
    let (id, color) = match case.stage {
        CaseStage::New => ("case-is-new", colors.warning),
        CaseStage::Active => ("case-is-active", colors.accent),
        CaseStage::UnderInvestigation => ("case-is-investigated", colors.accent),
        CaseStage::Escalated => ("case-is-escalated", colors.warning),
        CaseStage::Closed { result, .. } => (ended(result), colors.edge),
    };
    let mut badges = vec![part::badge(look, ui.say(id), color)];
    if case.quarantined {
        badges.push(part::badge(look, ui.say("case-is-quarantined"), colors.warning));
    }
    if case.illegitimate_since.is_some() {
        badges.push(part::badge(look, ui.say("case-is-illegitimate"), colors.error));
    }
    badges
}

/// The result of a closed case.
pub fn ended(result: Closing) -> &'static str {
    match result {
        Closing::Cleared => "case-cleared",
        Closing::FalseAlert => "case-false-alert",
        Closing::Destroyed => "case-destroyed",
        Closing::Falsified => "case-falsified",
    }
}

fn over_time<'a>(ui: Ui<'a>, desk: &'a CaseDesk, unit: Unit) -> Element<'a, Message> {
    let look = ui.look;
    let units = [(Unit::Week, "case-by-week"), (Unit::Month, "case-by-month")].map(|(of, id)| {
        let weight = if of == unit { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, ui.say(id), Message::Time(of))
    });
    let periods = trend(desk, unit, PERIODS);
    let name = |period: &Period| {
        let day = date(period.from);
        let part = if unit == Unit::Week { day.get(5..) } else { day.get(..7) };
        part.unwrap_or(&day).to_owned()
    };
    let chart = |title: &str, legend: Vec<String>, counts: &dyn Fn(&Period) -> Vec<u32>| {
        let of = periods.iter().map(|period| Bar { name: name(period), counts: counts(period) }).collect();
        let title = look.wide(look.text(ui.say(title), TEXT).font(BOLD));
        part::card(look, column![title, bars(look, legend, of)].spacing(12.0))
    };
    let causes = Cause::ALL.map(|cause| ui.say(of_cause(cause))).into();
    let said = look.wide(look.text(summary(ui, desk, &periods, unit), TEXT));
    let covers = look.wide(look.faint(ui.say("case-covers")));
    column![
        look.flow(units.into()),
        part::card(look, column![said, covers].spacing(GAP)),
        chart("case-opened", causes, &|period| period.opened.to_vec()),
        chart("case-open-then", Vec::new(), &|period| vec![period.open]),
        chart("case-late-then", Vec::new(), &|period| vec![period.late]),
        numbers(ui, &periods),
        as_of(ui, desk),
    ]
    .spacing(WIDE)
    .into()
}

fn of_cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Alert => "case-cause-alert",
        Cause::Anomaly => "case-why-anomaly",
        Cause::Suspicion => "case-why-suspicion",
        Cause::Emergency => "case-why-emergency",
    }
}

/// What the bars say, in a sentence.
fn summary(ui: Ui<'_>, desk: &CaseDesk, periods: &[Period], unit: Unit) -> String {
    let since = periods.first().map(|first| date(first.from)).unwrap_or_default();
    let opened: u32 = periods.iter().map(Period::all_opened).sum();
    let closed: u32 = periods.iter().map(|period| period.closed).sum();
    let (open, late) = (desk.open().len().to_string(), desk.late().to_string());
    let (opened, closed) = (opened.to_string(), closed.to_string());
    let said = [("since", since.as_str()), ("opened", &opened), ("closed", &closed), ("open", &open), ("late", &late)];
    let said = ui.words.say_with("case-summary", &said);
    let most = periods.iter().max_by_key(|period| period.all_opened()).filter(|most| most.all_opened() > 0);
    let Some(most) = most else { return said };
    let id = if unit == Unit::Week { "case-most-week" } else { "case-most-month" };
    let (n, from) = (most.all_opened().to_string(), date(most.from));
    format!("{said} {}", ui.words.say_with(id, &[("n", &n), ("from", &from)]))
}

/// The numbers of all bars.
fn numbers<'a>(ui: Ui<'a>, periods: &[Period]) -> Element<'a, Message> {
    let look = ui.look;
    let title = look.wide(look.text(ui.say("case-numbers"), TEXT).font(BOLD));
    let mut lines: Column<'a, Message> = column![title].spacing(GAP);
    if look.narrow {
        for period in periods.iter().rev() {
            let [alerts, anomalies, suspicions, emergencies] = period.opened.map(|n| n.to_string());
            let (closed, open, late) = (period.closed.to_string(), period.open.to_string(), period.late.to_string());
            let said = [
                ("alerts", alerts.as_str()),
                ("anomalies", &anomalies),
                ("suspicions", &suspicions),
                ("emergencies", &emergencies),
                ("closed", &closed),
                ("open", &open),
                ("late", &late),
            ];
            let from = look.text(date(period.from), TEXT).font(BOLD);
            let said = look.wide(look.text(ui.words.say_with("case-period", &said), TEXT));
            lines = lines.push(part::rule(look)).push(look.wide(from)).push(said);
        }
        return part::card(look, lines);
    }
    let head = |id: &str, share| (ui.say(id), share);
    let heads = vec![
        head("case-from", 4),
        head("case-cause-alert", 3),
        head("case-why-anomaly", 4),
        head("case-why-suspicion", 4),
        head("case-why-emergency", 4),
        head("case-closed-ones", 4),
        head("case-open-ones", 3),
        head("case-late", 4),
    ];
    let row = |period: &Period| {
        let [alerts, anomalies, suspicions, emergencies] = period.opened;
        let numbers = [alerts, anomalies, suspicions, emergencies, period.closed, period.open, period.late];
        let from: Element<'a, Message> = look.text(date(period.from), TEXT).into();
        std::iter::once(from).chain(numbers.map(|n| look.text(n.to_string(), TEXT).into())).collect()
    };
    part::card(look, lines.push(part::table(look, heads, periods.iter().rev().map(row).collect())))
}
