//! A verdict as a card: icon, word and colour, why, what to do next, and on what it rests.

use gs1::Date;
use iced::{
    Background, Border, Element, Length, Theme,
    widget::{Column, column, container},
};
use verdict::{Evidence, PackLine, Report};

use crate::design::{BOLD, HEADLINE, TEXT, TITLE, Ui, WIDE, color::ON_VERDICT, icon, part};

/// Draws a verdict. `now`: what is so since, in place of what was to be done. `acts`: what can be done at once, below that.
pub fn view<'a, Message: 'a>(
    ui: Ui<'_>,
    report: &'a Report,
    now: Option<String>,
    acts: Option<Element<'a, Message>>,
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
    let padding = if look.narrow { 14.0 } else { WIDE };
    let card = column![head, container(body).padding(padding).width(Length::Fill)];
    container(card).style(part::card_style(look.colors)).width(Length::Fill).into()
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
