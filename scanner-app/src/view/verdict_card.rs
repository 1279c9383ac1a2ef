//! A verdict as a card: icon, word and colour, why, what to do next, and on what it rests.

use gs1::Date;
use iced::{
    Element, Font, Length, font,
    widget::{Column, column, container, row, text},
};
use verdict::{Evidence, PackLine, Report};

use super::{icon::icon, style};

const BOLD: Font = Font { weight: font::Weight::Bold, ..Font::DEFAULT };
/// Width of the names of fields.
const NAMES: f32 = 130.0;

/// Draws a verdict.
pub fn view<'a, Message: 'a>(report: &'a Report) -> Element<'a, Message> {
    let head = row![icon(report.verdict), text(report.headline).size(style::HEADLINE).font(BOLD)]
        .spacing(style::WIDE)
        .align_y(iced::Center);
    let head = container(head).padding(style::WIDE).width(Length::Fill).style(style::verdict_head(report.verdict));

    let reasons =
        Column::with_children(report.reasons.iter().map(|reason| text(&reason.text).size(style::TEXT).into()));
    let action = column![
        text("What to do").size(style::SMALL).style(style::faint),
        text(report.next_action).size(style::TEXT).font(BOLD),
    ]
    .spacing(4.0);
    let action = container(action).padding(14.0).width(Length::Fill).style(style::action(report.verdict));

    let mut body = column![reasons.spacing(4.0), action, fields(&report.pack)].spacing(style::WIDE);
    if let Some(evidence) = &report.evidence {
        body = body.push(text(checked(evidence)).size(style::SMALL).style(style::faint));
    }
    let card = column![head, container(body).padding(style::WIDE).width(Length::Fill)];
    container(card).style(style::panel).width(Length::Fill).into()
}

/// The fields of a code: name and value, those that are known.
pub fn fields<'a, Message: 'a>(pack: &'a PackLine) -> Element<'a, Message> {
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
    let line = |(name, value): (&'static str, Option<String>)| {
        let name = text(name).size(style::TEXT).style(style::faint).width(NAMES);
        value.map(|value| row![name, text(value).size(style::TEXT)].into())
    };
    Column::with_children(known.into_iter().filter_map(line)).spacing(4.0).into()
}

/// A printed expiry as people read it; day 00 means the end of the month.
fn expiry(printed: &str) -> String {
    match printed.parse::<Date>().map(Date::last_day) {
        Ok((year, month, day)) => format!("{year}-{month:02}-{day:02}"),
        Err(_) => printed.to_owned(),
    }
}

fn checked(evidence: &Evidence) -> String {
    let age = match evidence.age_seconds {
        seconds if seconds < 60 => format!("{seconds} s"),
        seconds => format!("{} min", seconds / 60),
    };
    format!("Checked against block {}, {age} old; every value proven.", evidence.block)
}
