//! Forms about cases: a new one, and a question.

use iced::{Element, widget::column};
use ledger_types::compliance::{AlertCode, Question, Trigger};
use office::Party;

use super::{
    cases::why,
    products::{gtin_field, input},
    register::kind,
    work,
};
use crate::{
    design::{
        GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::{
        case_form::{About, Addressee, Asking, Chosen, Form},
        cases::Message,
    },
    work::Loaded,
};

const TRIGGERS: [Trigger; 9] = [
    Trigger::Suspicion,
    Trigger::Emergency,
    Trigger::Anomaly,
    Trigger::Alert(AlertCode::A2),
    Trigger::Alert(AlertCode::A3),
    Trigger::Alert(AlertCode::A7),
    Trigger::Alert(AlertCode::A24),
    Trigger::Alert(AlertCode::A52),
    Trigger::Alert(AlertCode::A68),
];

/// One of several, of which some may be chosen.
fn choice<'a>(ui: Ui<'a>, chosen: bool, word: String, message: Message) -> Element<'a, Message> {
    press(ui.look, if chosen { Weight::Chosen } else { Weight::Secondary }, word, message)
}

/// Draws the form for another case.
pub fn new<'a>(ui: Ui<'a>, form: &'a Form, submit: Option<Message>) -> Element<'a, Message> {
    let look = ui.look;
    let triggers = TRIGGERS.map(|of| choice(ui, form.trigger == Some(of), why(ui, of), Message::Trigger(of)));
    let about = [(About::Packs, "case-about-packs"), (About::Lot, "case-about-lot"), (About::Code, "case-about-code")];
    // A code can only be meant if one was scanned.
    let about = about.into_iter().filter(|(about, _)| *about != About::Code || form.code.is_some());
    let about = about.map(|(about, id)| choice(ui, form.about == about, ui.say(id), Message::About(about)));
    let mut fields = column![
        look.wide(look.title(ui.say("case-new"))),
        part::field(look, ui.say("case-why"), "", look.flow(triggers.into()), None),
        part::field(look, ui.say("case-what"), ui.say("case-what-hint"), look.flow(about.collect()), None),
    ]
    .spacing(WIDE);
    fields = match (form.about, &form.code) {
        (About::Code, Some(code)) => {
            let said = column![
                look.wide(look.text(code.text.as_str(), TEXT)),
                look.wide(look.faint(ui.say("case-code-hint")))
            ];
            fields.push(said.spacing(4.0))
        }
        _ => fields.push(lot(ui, form)),
    };
    let held = [(true, "case-quarantine-yes"), (false, "case-quarantine-no")]
        .map(|(held, id)| choice(ui, form.quarantine == held, ui.say(id), Message::Quarantine(held)));
    if form.about != About::Code {
        let hint = ui.say("case-quarantine-hint");
        fields = fields.push(part::field(look, ui.say("case-quarantine"), hint, look.flow(held.into()), None));
    }
    fields = fields.push(file(ui, "case-evidence", "case-digest-hint", form.evidence.as_ref(), Message::ChooseFile));
    fields = fields.extend(form.opening().is_none().then(|| look.wide(look.faint(ui.say("case-open-lacks")))));
    part::card(look, fields.push(look.flow(vec![press_maybe(look, Weight::Primary, ui.say("case-open"), submit)])))
}

/// GTIN, lot and places, with what the ledger knows of the lot.
fn lot<'a>(ui: Ui<'a>, form: &'a Form) -> Element<'a, Message> {
    let look = ui.look;
    let problem = form.has_bad_lot().then(|| ui.say("batch-lot-bad"));
    let line = input(ui, "LOT-7", &form.lot, Message::Lot);
    let find = press_maybe(look, Weight::Secondary, ui.say("case-look-up"), form.key().map(|_| Message::LookUp));
    let mut lines = column![
        gtin_field(ui, &form.gtin, Message::Gtin),
        part::field(look, ui.say("batch-lot"), ui.say("batch-lot-hint"), line, problem),
        look.flow(vec![find]),
    ]
    .spacing(12.0);
    lines = lines.extend(form.batch.as_ref().map(|(_, found)| match found {
        Loaded::Loading => look.wide(look.faint(ui.say("work-loading"))),
        Loaded::Failed(trouble) => part::banner(look, Tone::Error, work::said(ui, trouble), Vec::new()),
        Loaded::Here(None, _) => part::banner(look, Tone::Warning, ui.say("trace-none-hint"), Vec::new()),
        Loaded::Here(Some(known), _) => {
            let packs = known.batch.packs.to_string();
            let said = ui.words.say_with("case-lot-found", &[("product", &known.product), ("packs", &packs)]);
            part::banner(look, Tone::News, said, Vec::new())
        }
    }));
    if form.about == About::Packs {
        let problem = form.has_bad_packs().then(|| ui.say("batch-range-bad"));
        let line = input(ui, "0-499", &form.packs, Message::Packs);
        lines = lines.push(part::field(look, ui.say("case-places"), ui.say("case-places-hint"), line, problem));
    }
    lines.into()
}

/// Draws the form for a question.
pub fn ask<'a>(ui: Ui<'a>, asking: &'a Asking, submit: Option<Message>) -> Element<'a, Message> {
    let look = ui.look;
    let questions = [(Question::Verification, "case-ask-verification"), (Question::Tracing, "case-ask-tracing")]
        .map(|(of, id)| choice(ui, asking.question == Some(of), ui.say(id), Message::Question(of)));
    let regulator = asking.is_of_regulator().then(|| ui.say("case-ask-no-regulator"));
    let fields = column![
        look.wide(look.title(ui.say("case-ask"))),
        addressee(ui, "case-of", &asking.of, regulator),
        part::field(look, ui.say("case-question"), ui.say("case-question-hint"), look.flow(questions.into()), None),
        file(ui, "case-question-file", "case-digest-hint", asking.file.as_ref(), Message::ChooseFile),
        look.flow(vec![press_maybe(look, Weight::Primary, ui.say("case-ask-now"), submit)]),
    ];
    let lacks = asking.asking().is_none().then(|| look.wide(look.faint(ui.say("case-ask-lacks"))));
    part::card(look, fields.extend(lacks).spacing(WIDE))
}

/// A participant by its GLN, with its name as soon as it is known.
pub fn addressee<'a>(ui: Ui<'a>, name: &str, to: &'a Addressee, problem: Option<String>) -> Element<'a, Message> {
    let look = ui.look;
    let found = |party: &Party| {
        let is = party.kind.map(|of| ui.say(kind(of))).unwrap_or_default();
        format!("{} ({is})", party.name)
    };
    let (hint, unknown) = match &to.found {
        None => (ui.say("case-gln-hint"), to.is_bad().then(|| ui.say("case-gln-bad"))),
        Some((_, Loaded::Loading)) => (ui.say("work-loading"), None),
        Some((_, Loaded::Failed(trouble))) => (String::new(), Some(work::said(ui, trouble))),
        Some((_, Loaded::Here(None, _))) => (String::new(), Some(ui.say("case-gln-unknown"))),
        Some((_, Loaded::Here(Some(party), _))) => (found(party), None),
    };
    let line = input(ui, "4012345000009", &to.gln, Message::Gln);
    part::field(look, ui.say(name), hint, line, problem.or(unknown))
}

/// A file of which the digest is sent.
pub fn file<'a, M: Clone + 'a>(
    ui: Ui<'a>,
    name: &str,
    hint: &str,
    chosen: Option<&'a Chosen>,
    choose: M,
) -> Element<'a, M> {
    let look = ui.look;
    let said = chosen.map(|(name, digest)| {
        column![look.wide(look.text(name.as_str(), TEXT)), look.wide(look.faint(office::hex(digest)))]
            .spacing(2.0)
            .into()
    });
    let button = look.flow(vec![press(look, Weight::Secondary, ui.say("case-choose-file"), choose)]);
    let lines = column![].extend(said).push(button).spacing(GAP);
    part::field(look, ui.say(name), ui.say(hint), lines, None)
}
