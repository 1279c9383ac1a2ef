//! One case: all that is known of it, and what can be done.

use iced::{Element, widget::column};
use ledger_types::compliance::{CaseStage, Closing, Subject};
use office::{CaseFile, Hindrance, hex, moment};

use super::{
    case_form::{addressee, file},
    cases::{badges, duty, ended, marked, when, why},
    products::list,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::{case_form::Notice, cases::Message},
};

/// Draws a case. `submit`: tells whoever is typed, if that is complete.
pub fn view<'a>(
    ui: Ui<'a>,
    file: &'a CaseFile,
    notice: &'a Notice,
    may_act: bool,
    submit: Option<Message>,
) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![part::card(look, facts(ui, file)), packs(ui, file)].spacing(WIDE);
    lines = lines.extend(clocks(ui, file)).extend(told(ui, file));
    if may_act && file.is_to_be_acknowledged() {
        let press = press(look, Weight::Primary, ui.say("case-acknowledge"), Message::Acknowledge);
        lines = lines.push(part::banner(look, Tone::Warning, ui.say("case-you-were-told"), vec![press]));
    }
    if file.is_mine_to_conduct() {
        let (conduct, tell) = (conduct(ui, file, may_act), tell(ui, file, notice, submit));
        // What is due is done first.
        let due = file.duties.iter().any(office::Owed::is_running);
        lines = if due { lines.push(tell).push(conduct) } else { lines.push(conduct).push(tell) };
        lines = lines.push(end(ui, file, may_act));
    } else if file.known.is_open() {
        lines = lines.push(part::banner(look, Tone::News, ui.say("case-not-yours"), Vec::new()));
    }
    lines.push(look.wide(look.faint(as_of(ui, file)))).into()
}

fn as_of(ui: Ui<'_>, file: &CaseFile) -> String {
    let (block, at) = (file.block.to_string(), moment(file.now));
    ui.words.say_with("case-as-of", &[("block", &block), ("at", &at)])
}

fn facts<'a>(ui: Ui<'a>, file: &'a CaseFile) -> Element<'a, Message> {
    let (look, case) = (ui.look, &file.known.case);
    let title = ui.words.say_with("case-number", &[("number", &file.known.id.to_string())]);
    let mut pairs = vec![
        (ui.say("case-why"), why(ui, case.trigger)),
        (ui.say("case-by"), format!("{} (GLN {:013})", file.known.by.name, file.known.by.gln)),
        (ui.say("case-since"), moment(case.opened_at)),
    ];
    pairs.extend(case.illegitimate_since.map(|at| (ui.say("case-is-illegitimate"), moment(at))));
    if let (CaseStage::Closed { result, at, .. }, Some(by)) = (case.stage, &file.closed_by) {
        pairs.push((ui.say("case-ended"), format!("{}, {}, {}", ui.say(ended(result)), by.name, moment(at))));
    }
    pairs.push((ui.say("case-evidence"), hex(&case.evidence)));
    let late =
        file.duties.iter().any(|owed| owed.is_late(file.now)).then(|| look.flow(vec![marked(ui, ui.say("case-late"))]));
    let badges = look.flow(badges(ui, &file.known));
    column![look.wide(look.title(title)), badges].extend(late).push(part::pairs(look, pairs)).spacing(GAP).into()
}

fn packs<'a>(ui: Ui<'a>, file: &'a CaseFile) -> Element<'a, Message> {
    let look = ui.look;
    let title = look.wide(look.text(ui.say("case-what"), TEXT).font(BOLD));
    if let Subject::Code(code) = &file.known.case.subject {
        let said = [look.text(ui.say("case-of-code"), TEXT), look.faint(hex(code))];
        return part::card(look, column![title].extend(said.map(|said| look.wide(said))).spacing(GAP));
    }
    let rows = file.lines.iter().map(|known| {
        let line = &known.line;
        let (first, last) = (line.start.to_string(), line.end.saturating_sub(1).to_string());
        let n = line.end.saturating_sub(line.start).to_string();
        let said = ui.words.say_with("trace-range", &[("first", &first), ("last", &last), ("n", &n)]);
        let lot = String::from_utf8_lossy(&line.batch.lot).into_owned();
        let product =
            column![look.text(known.product.as_str(), TEXT), look.faint(format!("GTIN {:014}", line.batch.gtin))];
        let lot = column![look.text(ui.words.say_with("batch-title", &[("lot", &lot)]), TEXT), look.faint(said)];
        let trace = Message::Trace(line.batch.clone());
        vec![
            product.spacing(2.0).align_x(look.start()).into(),
            lot.spacing(2.0).align_x(look.start()).into(),
            press(look, Weight::Secondary, ui.say("recalls-trace"), trace),
        ]
    });
    let heads = [("batch-product", 6), ("batch-packs", 6), ("", 4)];
    let table = list(ui, &heads, rows.collect());
    part::card(look, column![title, table, look.wide(look.faint(ui.say("trace-counted")))].spacing(GAP))
}

fn clocks<'a>(ui: Ui<'a>, file: &'a CaseFile) -> Option<Element<'a, Message>> {
    let look = ui.look;
    let rows = file.duties.iter().map(|owed| {
        let who = look.text(owed.who.name.as_str(), TEXT).into();
        vec![look.text(ui.say(duty(owed.duty.kind)), TEXT).into(), who, when(ui, owed, file.now)]
    });
    let rows: Vec<Vec<Element<'a, Message>>> = rows.collect();
    let title = look.wide(look.text(ui.say("case-due"), TEXT).font(BOLD));
    let heads = [("case-duty", 6), ("case-whose", 5), ("case-when", 6)];
    (!rows.is_empty()).then(|| part::card(look, column![title, list(ui, &heads, rows)].spacing(GAP)))
}

fn told<'a>(ui: Ui<'a>, file: &'a CaseFile) -> Option<Element<'a, Message>> {
    let look = ui.look;
    let rows = file.notices.iter().map(|(to, notice)| {
        let confirmed: Element<'a, Message> = match notice.acknowledged_at {
            Some(at) => look.text(moment(at), TEXT).into(),
            None => part::badge(look, ui.say("case-not-confirmed"), look.colors.warning),
        };
        let who = column![look.text(to.name.as_str(), TEXT), look.faint(format!("GLN {:013}", to.gln))];
        vec![who.spacing(2.0).align_x(look.start()).into(), look.text(moment(notice.sent_at), TEXT).into(), confirmed]
    });
    let rows: Vec<Vec<Element<'a, Message>>> = rows.collect();
    let title = look.wide(look.text(ui.say("case-told"), TEXT).font(BOLD));
    let heads = [("case-who", 5), ("case-sent", 5), ("case-confirmed", 5)];
    (!rows.is_empty()).then(|| part::card(look, column![title, list(ui, &heads, rows)].spacing(GAP)))
}

/// Taking it on, and finding its product illegitimate.
fn conduct<'a>(ui: Ui<'a>, file: &'a CaseFile, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let stages = file.later().map(|stage| {
        let id = match stage {
            CaseStage::Escalated => "case-escalate",
            CaseStage::UnderInvestigation => "case-investigate",
            _ => "case-take-on",
        };
        press_maybe(look, Weight::Secondary, ui.say(id), may_act.then_some(Message::Advance(stage)))
    });
    let stages: Vec<Element<'a, Message>> = stages.collect();
    let illegitimate = (may_act && file.may_be_illegitimate()).then_some(Message::Illegitimate);
    let find = press_maybe(look, Weight::Danger, ui.say("case-find-illegitimate"), illegitimate);
    let title = look.wide(look.text(ui.say("case-conduct"), TEXT).font(BOLD));
    let hint = look.wide(look.faint(ui.say("case-illegitimate-hint")));
    let stages = (!stages.is_empty()).then(|| look.flow(stages));
    let found = (!file.may_be_illegitimate()).then(|| look.wide(look.faint(ui.say("case-illegitimate-already"))));
    part::card(look, column![title].extend(stages).push(hint).push(look.flow(vec![find])).extend(found).spacing(12.0))
}

fn tell<'a>(ui: Ui<'a>, file_of: &CaseFile, notice: &'a Notice, submit: Option<Message>) -> Element<'a, Message> {
    let look = ui.look;
    let told = notice.to.party().filter(|to| !file_of.may_be_told(to)).map(|_| ui.say("case-told-already"));
    let lacks = (notice.to.party().is_none() || notice.file.is_none())
        .then(|| look.wide(look.faint(ui.say("case-tell-lacks"))));
    let fields = column![
        look.wide(look.text(ui.say("case-tell"), TEXT).font(BOLD)),
        look.wide(look.faint(ui.say("case-tell-hint"))),
        addressee(ui, "case-to", &notice.to, told),
        file(ui, "case-notice", "case-digest-hint", notice.file.as_ref(), Message::ChooseFile),
        look.flow(vec![press_maybe(look, Weight::Primary, ui.say("case-tell"), submit)]),
    ];
    part::card(look, fields.extend(lacks).spacing(12.0))
}

fn end<'a>(ui: Ui<'a>, file: &CaseFile, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut why: Vec<Hindrance> = Vec::new();
    let results = file.results().map(|(result, hindrance)| {
        why.extend(hindrance.filter(|of| !why.contains(of)));
        let id = match result {
            Closing::Cleared => "case-end-cleared",
            Closing::FalseAlert => "case-end-false",
            Closing::Destroyed => "case-end-destroyed",
            Closing::Falsified => "case-end-falsified",
        };
        press_maybe(look, Weight::Danger, ui.say(id), (may_act && hindrance.is_none()).then_some(Message::End(result)))
    });
    let hindrances = why.into_iter().map(|hindrance| match hindrance {
        Hindrance::NoticesDue => part::banner(look, Tone::Warning, ui.say("case-notices-due"), Vec::new()),
        Hindrance::NotRegulator => part::banner(look, Tone::Warning, ui.say("case-regulator-only"), Vec::new()),
        // What never fits the kind of case warns of nothing.
        Hindrance::NotInQuarantine => look.wide(look.faint(ui.say("case-not-in-quarantine"))),
        Hindrance::AboutPacks => look.wide(look.faint(ui.say("case-about-known-packs"))),
    });
    let title = look.wide(look.text(ui.say("case-end"), TEXT).font(BOLD));
    let hint = look.wide(look.faint(ui.say("case-end-hint")));
    part::card(look, column![title, hint].extend(hindrances).push(look.flow(results.into())).spacing(12.0))
}
