//! A verdict as a card: icon, word and colour, why, what to do next, and on what it rests.

use gs1::Date;
use iced::{
    Background, Border, Element, Length, Theme,
    widget::{Column, column, container},
};
use scanner_core::history::moment;
use verdict::{Assessment, Evidence, Modelled, PackLine, Report, Role};

use crate::design::{
    BOLD, GAP, HEADLINE, TEXT, TITLE, Ui, WIDE,
    color::ON_VERDICT,
    icon, part,
    press::{Weight, press},
};

/// Draws a verdict. `now`: what is so since, in place of what was to be done. `acts`: what can be done at once, below that.
/// `models`: what shows the anomaly models, where there is such a desk.
pub fn view<'a, Message: Clone + 'a>(
    ui: Ui<'_>,
    report: &'a Report,
    now: Option<String>,
    acts: Option<Element<'a, Message>>,
    models: Option<Message>,
) -> Element<'a, Message> {
    let look = ui.look;
    let color = look.colors.verdict(report.verdict);
    let size = if look.narrow { TITLE } else { HEADLINE };
    let word = look.wide(look.text(ui.words.headline(report.verdict), size).font(BOLD).color(ON_VERDICT));
    let head = look.line(vec![icon::large(report.verdict), word]).spacing(WIDE);
    let head_style = move |_: &Theme| container::Style {
        background: Some(Background::Color(color)),
        border: Border { radius: iced::border::top(part::RADIUS), ..Default::default() },
        ..Default::default()
    };
    let head = container(head).padding(WIDE).width(Length::Fill).style(head_style);

    let reason = |reason: &'a verdict::Reason| look.wide(look.text(ui.words.reason(reason), TEXT));
    let reasons = Column::with_children(report.reasons.iter().map(reason)).spacing(6.0);
    let ground = look.colors.tint(color);
    let head_of_action = if now.is_some() { "verdict-now" } else { "verdict-what-to-do" };
    let action = column![
        look.wide(look.faint(ui.say(head_of_action)).color(look.colors.ink)),
        look.wide(look.text(now.unwrap_or_else(|| ui.words.next_action(report)), TEXT).font(BOLD)),
    ];
    let action =
        container(action.spacing(4.0)).padding(14.0).width(Length::Fill).style(part::frame(ground, color, 8.0));

    let mut body =
        column![reasons, action].extend(acts).push(part::pairs(look, fields(ui, &report.pack))).spacing(WIDE);
    if let Some(evidence) = &report.evidence {
        body = body.push(look.wide(look.faint(checked(ui, evidence))));
    }
    // Patients are not told scores.
    body = body.extend(report.model.as_ref().filter(|_| report.role != Role::Patient).map(|model| match model {
        Modelled::Assessed(assessment) => {
            let told = report.reasons.iter().any(|reason| reason.code == "anomaly");
            assessed(ui, assessment, told, models)
        }
        Modelled::RulesAlone(why) => look.wide(look.faint(ui.words.sentence(why.sentence()))),
    }));
    let padding = if look.narrow { 14.0 } else { WIDE };
    let card = column![head, container(body).padding(padding).width(Length::Fill)];
    container(card).style(part::card_style(look.colors)).width(Length::Fill).into()
}

/// What the anomaly model says: the score against its threshold, what weighs most unless that is told above, and which model it is.
fn assessed<'a, Message: Clone + 'a>(
    ui: Ui<'_>,
    assessment: &Assessment,
    told: bool,
    models: Option<Message>,
) -> Element<'a, Message> {
    let look = ui.look;
    let (score, threshold) = (assessment.score.to_string(), assessment.threshold.to_string());
    let said = ui.words.say_with("card-model-score", &[("score", &score), ("threshold", &threshold)]);
    let (color, came_to) = match (assessment.is_alarm(), assessment.score >= assessment.threshold) {
        (false, _) => (look.colors.accent, "card-model-calm"),
        (true, true) => (look.colors.error, "card-model-alarm"),
        (true, false) => (look.colors.error, "card-model-alarm-together"),
    };
    let why = assessment.why().filter(|_| !told).map(|why| look.wide(look.faint(ui.words.message(&why))));
    let mut lines = column![
        part::rule(look),
        look.wide(look.text(ui.say("card-model-title"), TEXT).font(BOLD)),
        look.wide(look.text(ui.say(came_to), TEXT)),
        part::gauge(look, filled(assessment), color),
        look.wide(look.faint(said)),
    ]
    .extend(why)
    .spacing(GAP);
    let model = ends(&assessment.model);
    let which = match assessment.active_since.map(day) {
        Some(day) => ui.words.say_with("card-model-since", &[("model", &model), ("date", &day)]),
        None => ui.words.say_with("card-model-which", &[("model", &model)]),
    };
    lines = lines.push(match models {
        Some(message) => look.flow(vec![press(look, Weight::Plain, which, message)]),
        None => look.wide(look.faint(which)),
    });
    lines.into()
}

/// How far the bar of a score is filled: to its mark at the threshold, ever less beyond it. Scores have no largest one.
fn filled(assessment: &Assessment) -> f32 {
    let (score, threshold) = (assessment.score as f64, assessment.threshold as f64);
    let (above, unit) = (score - threshold, threshold.abs().max(1.0));
    let beyond = above / (above.abs() + unit);
    (2.0 / 3.0 + beyond * if above < 0.0 { 2.0 / 3.0 } else { 1.0 / 3.0 }) as f32
}

/// A hash by its ends, as people compare it.
fn ends(hash: &[u8; 32]) -> String {
    let digits = hex::encode(hash);
    let last = digits.len().saturating_sub(4);
    format!("{}…{}", digits.get(..4).unwrap_or_default(), digits.get(last..).unwrap_or_default())
}

/// The day of a moment in seconds since 1970-01-01 UTC.
fn day(seconds: u64) -> String {
    moment(seconds.saturating_mul(1_000)).chars().take(10).collect()
}

/// The fields of a code: name and value, those that are known.
fn fields(ui: Ui<'_>, pack: &PackLine) -> Vec<(String, String)> {
    let expiry = pack.expiry.as_deref().map(expiry);
    // The printed one first: it is what the pack is compared with.
    let differs = pack.maker_expiry.is_some() && pack.maker_expiry != expiry;
    let known = [
        ("field-product", pack.product.clone()),
        ("field-maker", pack.maker.clone()),
        ("field-holder", pack.holder.clone()),
        ("field-gtin", Some(pack.gtin.clone())),
        ("field-lot", Some(pack.lot.clone())),
        ("field-serial", Some(pack.serial.clone())),
        ("field-expiry", expiry),
        ("field-maker-expiry", pack.maker_expiry.clone().filter(|_| differs)),
    ];
    known.into_iter().filter_map(|(name, value)| Some((ui.say(name), value?))).collect()
}

/// A printed expiry as people read it; day 00 means the end of the month.
fn expiry(printed: &str) -> String {
    match printed.parse::<Date>().map(Date::last_day) {
        Ok((year, month, day)) => format!("{year}-{month:02}-{day:02}"),
        Err(_) => printed.to_owned(),
    }
}

fn checked(ui: Ui<'_>, evidence: &Evidence) -> String {
    let (block, age) = (evidence.block.to_string(), ui.words.duration(evidence.age_seconds));
    ui.words.say_with("verdict-checked", &[("block", &block), ("age", &age)])
}
