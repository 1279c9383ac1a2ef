//! Anomaly models.

use iced::{Element, widget::column};
use ledger_types::model::{ModelId, ModelRole, ModelStage};
use office::{Document, ModelFile, Models as Known, Registered, hex, moment, role_name, stage_name};
use scan::Watched;

use super::{
    case_form::file,
    products::{input, list},
    work,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::models::{Field, Form, Message, Models, Shown, Slot, short},
};

/// Most models that are drawn.
const SHOWN: usize = 100;

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Models, signs: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![].spacing(WIDE).extend(work::acting(ui, &screen.acting, Message::Act));
    lines = lines.extend(
        screen.trouble.as_ref().map(|trouble| part::banner(look, Tone::Error, work::said(ui, trouble), Vec::new())),
    );
    let may_act = signs && !screen.acting.is_under_way();
    let back = || press(look, Weight::Secondary, ui.say("model-all"), Message::Close);
    let shown = match &screen.shown {
        Shown::List => work::loaded(ui, &screen.list, Message::Load, |known| all(ui, screen, known, may_act)),
        Shown::New(form) => {
            let form = new(ui, form, screen.list.here(), may_act);
            column![look.flow(vec![back()]), form].spacing(WIDE).into()
        }
        Shown::One(id, file) => {
            let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
            let known = screen.list.here();
            let watched = screen.watched.as_ref();
            let file = work::loaded(ui, file, Message::Open(*id), |file| match file {
                Some(file) => one(ui, file, known, watched, may_act),
                None => part::empty(look, ui.say("model-none-such"), ui.say("case-none-such-hint"), None),
            });
            column![look.flow(vec![back(), again]), file].spacing(WIDE).into()
        }
    };
    lines.push(shown).into()
}

fn all<'a>(ui: Ui<'a>, screen: &'a Models, known: &'a Known, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let propose = (may_act && known.may_propose()).then_some(Message::New);
    let buttons = vec![
        press_maybe(look, Weight::Primary, ui.say("model-new"), propose),
        press(look, Weight::Secondary, ui.say("model-compare"), Message::Choose(Slot::Compare)),
        press(look, Weight::Secondary, ui.say("work-again"), Message::Load),
    ];
    let mut lines = column![look.flow(buttons)].spacing(WIDE);
    if let Some((name, digest)) = &screen.compared {
        lines = lines.push(compared(ui, known, name, digest));
    }
    if known.list.is_empty() {
        return lines.push(part::empty(look, ui.say("model-none"), ui.say("model-none-hint"), None)).into();
    }
    let in_use = known.list.iter().any(|registered| registered.model.stage == ModelStage::Active);
    if !in_use {
        lines = lines.push(part::banner(look, Tone::Warning, ui.say("model-none-active"), Vec::new()));
    }
    let row = |registered: &'a Registered| {
        let card = &registered.model.card;
        let what = column![
            look.text(String::from_utf8_lossy(&card.usage), TEXT).font(BOLD),
            look.faint(short(&registered.id)),
        ];
        vec![
            what.spacing(2.0).align_x(look.start()).into(),
            stage(ui, registered.model.stage),
            look.text(registered.developer.name.as_str(), TEXT).into(),
            press(look, Weight::Secondary, ui.say("maker-open"), Message::Open(registered.id)),
        ]
    };
    let heads = [("model-model", 6), ("model-stage", 5), ("model-developer", 5), ("", 3)];
    let table = list(ui, &heads, known.list.iter().take(SHOWN).map(row).collect());
    if let Some(watched) = &screen.watched {
        lines = lines.push(gateway(ui, watched, None));
    }
    let (shown, n) = (known.list.len().min(SHOWN).to_string(), known.list.len().to_string());
    let count = look.wide(look.faint(ui.words.say_with("register-count", &[("shown", &shown), ("n", &n)])));
    lines.push(part::card(look, column![count, table].spacing(GAP))).into()
}

/// Which of the registered files a file is.
fn compared<'a>(ui: Ui<'a>, known: &Known, name: &str, digest: &[u8; 32]) -> Element<'a, Message> {
    let hash = hex(digest);
    let (tone, said) = match known.find(digest) {
        None => (Tone::Warning, ui.words.say_with("model-file-unknown", &[("file", name), ("hash", &hash)])),
        Some((document, registered)) => {
            let id = match document {
                Document::Model => "model-file-model",
                Document::Features => "model-file-features",
                Document::Training => "model-file-training",
                Document::Metrics => "model-file-metrics",
            };
            let model = short(&registered.id);
            (Tone::News, ui.words.say_with(id, &[("file", name), ("model", &model)]))
        }
    };
    part::banner(ui.look, tone, said, Vec::new())
}

fn stage<'a>(ui: Ui<'a>, stage: ModelStage) -> Element<'a, Message> {
    let colors = ui.look.colors;
    let color = match stage {
        ModelStage::Active => colors.accent,
        ModelStage::Suspended => colors.warning,
        ModelStage::Draft | ModelStage::Evaluated | ModelStage::Shadow | ModelStage::Retired => colors.edge,
    };
    part::badge(ui.look, ui.say(&format!("model-is-{}", stage_name(stage))), color)
}

fn role(ui: Ui<'_>, role: ModelRole) -> String {
    ui.say(&format!("model-role-{}", role_name(role)))
}

/// What the gateway says of its model: that which is shown, if one is.
fn gateway<'a>(
    ui: Ui<'a>,
    watched: &Result<Watched, verdict::Message>,
    shown: Option<&ModelId>,
) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![look.wide(look.text(ui.say("model-watch"), TEXT).font(BOLD))].spacing(GAP);
    let watched = match watched {
        Ok(watched) => watched,
        Err(why) => {
            let said = ui.words.say_with("model-watch-failed", &[("why", &ui.words.message(why))]);
            return part::card(look, lines.push(look.wide(look.text(said, TEXT))));
        }
    };
    if shown.is_some() && watched.model.as_ref() != shown {
        let said = look.wide(look.text(ui.say("model-watch-none-here"), TEXT));
        return part::card(look, lines.push(said));
    }
    if let Some(model) = watched.model.as_ref().filter(|_| shown.is_none()) {
        lines = lines.push(look.wide(look.faint(short(model))));
    }
    lines = lines.push(look.wide(look.text(ui.say(watch_state(&watched.state)), TEXT)));
    if let Some(since) = watched.since {
        let said = ui.words.say_with("model-watch-since", &[("date", &moment(since))]);
        lines = lines.push(look.wide(look.faint(said)));
    }
    let (scans, alarms) = (watched.scans.to_string(), watched.alarms.to_string());
    let counts = ui.words.say_with("model-watch-counts", &[("scans", &scans), ("alarms", &alarms)]);
    lines = lines.push(look.wide(look.text(counts, TEXT)));
    if watched.drift.is_empty() {
        return part::card(look, lines.push(look.wide(look.faint(ui.say("model-watch-drift-none")))));
    }
    let feature = |(feature, index): &(String, u64)| format!("{feature} {}.{:03}", index / 1_000, index % 1_000);
    let features = watched.drift.iter().map(feature).collect::<Vec<_>>().join(", ");
    let drift = ui.words.say_with("model-watch-drift", &[("features", &features)]);
    lines = lines.push(look.wide(look.text(drift, TEXT)));
    part::card(look, lines.push(look.wide(look.faint(ui.say("model-watch-drift-hint")))))
}

/// The sentence for a state of the gateway's model.
fn watch_state(state: &str) -> &'static str {
    match state {
        "active" => "model-watch-active",
        "shadow" => "model-watch-shadow",
        "suspended" => "model-watch-suspended",
        "drifted" => "model-watch-drifted",
        "foreign" => "model-watch-foreign",
        "not-registered" => "model-watch-not-registered",
        "not-active" => "model-watch-not-active",
        "no-model" => "model-watch-no-model",
        "unchecked" => "model-watch-unchecked",
        _ => "model-watch-other",
    }
}

fn one<'a>(
    ui: Ui<'a>,
    file: &'a ModelFile,
    known: Option<&Known>,
    watched: Option<&Result<Watched, verdict::Message>>,
    may_act: bool,
) -> Element<'a, Message> {
    let look = ui.look;
    let (registered, card) = (&file.registered, &file.registered.model.card);
    let mut pairs = vec![
        (ui.say("model-hash"), hex(&registered.id)),
        (ui.say("model-developer"), format!("{} (GLN {:013})", registered.developer.name, registered.developer.gln)),
        (ui.say("model-intended"), String::from_utf8_lossy(&card.intended_use).into_owned()),
        (ui.say("model-thresholds"), {
            let (suspicious, alert) = (card.suspicious_from.to_string(), card.alert_from.to_string());
            ui.words.say_with("model-thresholds-are", &[("suspicious", &suspicious), ("alert", &alert)])
        }),
        (ui.say("model-metrics"), hex(&card.metrics)),
        (ui.say("model-features"), hex(&card.feature_spec)),
        (ui.say("model-training"), hex(&card.training_manifest)),
    ];
    pairs.extend(card.parent.map(|parent| (ui.say("model-parent"), hex(&parent))));
    let usage = look.wide(look.title(String::from_utf8_lossy(&card.usage)));
    let head = column![usage, look.flow(vec![stage(ui, registered.model.stage)]), part::pairs(look, pairs)];
    let mut lines = column![part::card(look, head.spacing(GAP))].spacing(WIDE);
    lines = lines.extend(watched.map(|watched| gateway(ui, watched, Some(&registered.id))));
    if file.may_be_stopped() {
        let stop = press_maybe(look, Weight::Danger, ui.say("model-suspend"), may_act.then_some(Message::Suspend));
        lines = lines.push(part::banner(look, Tone::Warning, ui.say("model-suspend-hint"), vec![stop]));
    }
    let replaced = known.and_then(|known| known.in_use_instead(registered)).map(|other| short(&other.id));
    let hint = look.wide(look.faint(ui.say("model-steps-hint")));
    let title = look.wide(look.text(ui.say("model-steps"), TEXT).font(BOLD));
    let mut next = column![title, hint].spacing(12.0);
    let mut any = false;
    for to in file.next() {
        any = true;
        next = next.push(part::rule(look)).push(step(ui, file, to, replaced.as_deref(), may_act));
    }
    if any {
        lines = lines.push(part::card(look, next));
    }
    lines.push(history(ui, file)).into()
}

/// A stage that the model may enter: who wants it, and in which role the open key may.
fn step<'a>(
    ui: Ui<'a>,
    file: &'a ModelFile,
    to: ModelStage,
    replaced: Option<&str>,
    may_act: bool,
) -> Element<'a, Message> {
    let look = ui.look;
    let title = look.wide(look.text(ui.say(&format!("model-to-{}", stage_name(to))), TEXT).font(BOLD));
    let mut lines = column![title].spacing(GAP);
    for (as_role, by) in file.wanted(to) {
        let said = ui.words.say_with("model-endorsed", &[("who", &by.name), ("role", &role(ui, as_role))]);
        lines = lines.push(look.wide(look.text(said, TEXT)));
    }
    if file.wanted(to).next().is_none() {
        lines = lines.push(look.wide(look.faint(ui.say("model-endorsed-none"))));
    }
    if let (ModelStage::Active, Some(other)) = (to, replaced) {
        lines = lines.push(look.wide(look.text(ui.words.say_with("model-replaces", &[("model", other)]), TEXT)));
    }
    let mut acts: Vec<Element<'a, Message>> = Vec::new();
    for as_role in file.roles(to) {
        let word = ui.words.say_with("model-endorse", &[("role", &role(ui, as_role))]);
        let weight = if to == ModelStage::Retired { Weight::Danger } else { Weight::Primary };
        acts.push(press_maybe(look, weight, word, may_act.then_some(Message::Endorse(to, as_role))));
    }
    if let Some(as_role) = file.mine(to) {
        let message = may_act.then_some(Message::Withdraw(to, as_role));
        acts.push(press_maybe(look, Weight::Secondary, ui.say("model-withdraw"), message));
    }
    if acts.is_empty() {
        lines = lines.push(look.wide(look.faint(ui.say("model-no-role"))));
    } else {
        lines = lines.push(look.flow(acts));
    }
    lines.into()
}

fn history<'a>(ui: Ui<'a>, file: &'a ModelFile) -> Element<'a, Message> {
    let look = ui.look;
    let rows = file.changes.iter().rev().map(|(change, by)| {
        vec![
            stage(ui, change.stage),
            look.text(by.name.as_str(), TEXT).into(),
            look.text(moment(change.at), TEXT).into(),
        ]
    });
    let heads = [("model-stage", 5), ("case-by", 5), ("case-since", 5)];
    let title = look.wide(look.text(ui.say("model-history"), TEXT).font(BOLD));
    let block = look.wide(look.faint(format!("{} {}", ui.say("trace-block"), file.block)));
    part::card(look, column![title, list(ui, &heads, rows.collect()), block].spacing(GAP))
}

fn new<'a>(ui: Ui<'a>, form: &'a Form, known: Option<&'a Known>, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let line = |field, example: &str, value: &str| input(ui, example, value, move |text| Message::Edit(field, text));
    let numbers = |text: &str| text.trim().is_empty() || text.trim().parse::<i64>().is_ok();
    let typed = !form.suspicious.trim().is_empty() && !form.alert.trim().is_empty();
    let bad = (typed && form.thresholds().is_none() || !numbers(&form.suspicious) || !numbers(&form.alert))
        .then(|| ui.say("model-thresholds-bad"));
    let chosen = |name, slot, of| file(ui, name, "model-file-hint", of, Message::Choose(slot));
    let parents = known.into_iter().flat_map(|known| &known.list).take(SHOWN).map(|registered| {
        let weight = if form.parent == Some(registered.id) { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, short(&registered.id), Message::Parent(Some(registered.id)))
    });
    let weight = if form.parent.is_none() { Weight::Chosen } else { Weight::Secondary };
    let none = press(look, weight, ui.say("model-parent-none"), Message::Parent(None));
    let parents = look.flow(std::iter::once(none).chain(parents).collect());
    let propose = (may_act && form.proposal().is_some()).then_some(Message::Propose);
    let field = |name: &str, hint: &str, line, problem| part::field(look, ui.say(name), ui.say(hint), line, problem);
    let fields = column![
        look.wide(look.title(ui.say("model-new"))),
        field("model-usage", "model-usage-hint", line(Field::Usage, "pack-scan", &form.usage), None),
        field("model-intended", "model-intended-hint", line(Field::Intended, "", &form.intended), None),
        field("model-suspicious", "model-suspicious-hint", line(Field::Suspicious, "0", &form.suspicious), None),
        field("model-alert", "model-alert-hint", line(Field::Alert, "0", &form.alert), bad),
        chosen("model-model", Slot::Model, form.model.as_ref()),
        chosen("model-features", Slot::Features, form.features.as_ref()),
        chosen("model-training", Slot::Training, form.training.as_ref()),
        chosen("model-metrics", Slot::Metrics, form.metrics.as_ref()),
        field("model-parent", "model-parent-hint", parents, None),
        look.flow(vec![press_maybe(look, Weight::Primary, ui.say("model-propose"), propose)]),
    ];
    part::card(look, fields.spacing(WIDE))
}
