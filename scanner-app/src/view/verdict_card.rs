//! A verdict as a card: icon, word and colour, why, what to do next, and on what it rests.

use gs1::Date;
use iced::{
    Background, Border, Element, Length, Theme,
    widget::{Column, column, container},
};
use verdict::{Evidence, PackLine, Report};

use crate::design::{BOLD, HEADLINE, Look, TEXT, TITLE, WIDE, color::ON_VERDICT, icon, part};

/// Draws a verdict.
pub fn view<'a, Message: 'a>(look: Look, report: &'a Report) -> Element<'a, Message> {
    let color = look.colors.verdict(report.verdict);
    let size = if look.narrow { TITLE } else { HEADLINE };
    let word = look.text(report.headline, size).font(BOLD).color(ON_VERDICT).width(Length::Fill);
    let head = look.line(vec![icon::large(report.verdict), word.into()]).spacing(WIDE);
    let head_style = move |_: &Theme| container::Style {
        background: Some(Background::Color(color)),
        border: Border { radius: iced::border::top(part::RADIUS), ..Default::default() },
        ..Default::default()
    };
    let head = container(head).padding(WIDE).width(Length::Fill).style(head_style);

    let reason = |reason: &'a verdict::Reason| look.text(&reason.text, TEXT).width(Length::Fill).into();
    let reasons = Column::with_children(report.reasons.iter().map(reason)).spacing(6.0);
    let ground = look.colors.tint(color);
    let action_style = move |_: &Theme| container::Style {
        background: Some(Background::Color(ground)),
        border: Border { color, width: 1.0, radius: 8.0.into() },
        ..Default::default()
    };
    let action = column![
        look.faint("What to do").color(look.colors.ink).width(Length::Fill),
        look.text(report.next_action, TEXT).font(BOLD).width(Length::Fill),
    ];
    let action = container(action.spacing(4.0)).padding(14.0).width(Length::Fill).style(action_style);

    let mut body = column![reasons, action, part::pairs(look, fields(&report.pack))].spacing(WIDE);
    if let Some(evidence) = &report.evidence {
        body = body.push(look.faint(checked(evidence)).width(Length::Fill));
    }
    let padding = if look.narrow { 14.0 } else { WIDE };
    let card = column![head, container(body).padding(padding).width(Length::Fill)];
    container(card).style(part::card_style(look.colors)).width(Length::Fill).into()
}

/// The fields of a code: name and value, those that are known.
fn fields(pack: &PackLine) -> Vec<(String, String)> {
    let expiry = pack.expiry.as_deref().map(expiry);
    // The printed one first: it is what the pack is compared with.
    let differs = pack.maker_expiry.is_some() && pack.maker_expiry != expiry;
    let known = [
        ("Product", pack.product.clone()),
        ("Maker", pack.maker.clone()),
        ("Now with", pack.holder.clone()),
        ("GTIN", Some(pack.gtin.clone())),
        ("Lot", Some(pack.lot.clone())),
        ("Serial", Some(pack.serial.clone())),
        ("Expiry", expiry),
        ("Maker's expiry", pack.maker_expiry.clone().filter(|_| differs)),
    ];
    known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// A printed expiry as people read it; day 00 means the end of the month.
fn expiry(printed: &str) -> String {
    match printed.parse::<Date>().map(Date::last_day) {
        Ok((year, month, day)) => format!("{year}-{month:02}-{day:02}"),
        Err(_) => printed.to_owned(),
    }
}

fn checked(evidence: &Evidence) -> String {
    format!(
        "Checked against block {}, {} old; every value proven.",
        evidence.block,
        verdict::duration(evidence.age_seconds)
    )
}
