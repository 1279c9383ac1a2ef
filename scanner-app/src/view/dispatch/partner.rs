//! To whom packs go, and why.

use iced::{Element, widget::column};
use ledger_types::Purpose;
use office::{Enrolled, Partners, Unfit};

use super::heading;
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, part,
        press::{Weight, press, press_on},
    },
    screen::dispatch::{Digits, Dispatch, Field, Message, digits},
    view::products::input,
};

/// Most choices of one kind that are drawn.
pub(super) const SHOWN: usize = 5;
/// Digits of a GLN.
const GLN: usize = 13;

/// Draws both.
pub(super) fn card<'a>(ui: Ui<'a>, screen: &'a Dispatch, partners: &'a Partners) -> Element<'a, Message> {
    let look = ui.look;
    let who = match screen.receiver() {
        Some(to) => chosen(ui, screen, partners, to),
        None => find(ui, screen, partners),
    };
    let choices = screen.purposes().iter().map(|purpose| {
        let weight = if *purpose == screen.purpose { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, ui.say(name(*purpose)), Message::Purpose(*purpose))
    });
    let why = look.flow(choices.collect());
    let why = part::field(look, ui.say("dispatch-why"), ui.say(hint(screen.purpose)), why, None);
    part::card(look, column![heading(ui, "dispatch-who"), who, why].spacing(12.0))
}

fn name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Supply => "dispatch-supply",
        Purpose::SaleableReturn => "dispatch-return",
        Purpose::Disposal => "dispatch-disposal",
    }
}

fn hint(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Supply => "dispatch-supply-hint",
        Purpose::SaleableReturn => "dispatch-return-hint",
        Purpose::Disposal => "dispatch-disposal-hint",
    }
}

fn chosen<'a>(ui: Ui<'a>, screen: &'a Dispatch, partners: &'a Partners, to: &'a Enrolled) -> Element<'a, Message> {
    let look = ui.look;
    let name = look.wide(look.text(to.name(), TEXT).font(BOLD));
    let facts = look.wide(look.faint(facts(to)));
    let another = press(look, Weight::Secondary, ui.say("dispatch-another"), Message::NotTo);
    column![name, facts, look.flow(vec![licence(ui, screen, partners, to), another])].spacing(GAP).into()
}

fn facts(one: &Enrolled) -> String {
    format!("GLN {} · {}", one.gln(), one.country())
}

/// Whether somebody may get goods, in a word.
fn licence<'a>(ui: Ui<'a>, screen: &Dispatch, partners: &Partners, to: &Enrolled) -> Element<'a, Message> {
    let colors = ui.look.colors;
    let (id, color) = match partners.unfit(to, screen.purpose, screen.is_own()) {
        Some(Unfit::Stopped) => ("dispatch-stopped", colors.error),
        Some(Unfit::Unlicensed) => ("dispatch-unlicensed", colors.warning),
        // What the sender lacks says nothing about the receiver.
        Some(Unfit::Sender) | None => ("dispatch-licensed", colors.accent),
    };
    part::badge(ui.look, ui.say(id), color)
}

fn find<'a>(ui: Ui<'a>, screen: &'a Dispatch, partners: &'a Partners) -> Element<'a, Message> {
    let look = ui.look;
    let typed = screen.find.trim();
    let offered = screen.offered();
    let problem = match digits(typed, GLN) {
        Digits::Wrong(digits) => Some(ui.words.say_with("register-gln-wrong", &[("digits", &digits)])),
        _ if !typed.is_empty() && offered.is_empty() => Some(ui.say("dispatch-found-none")),
        _ => None,
    };
    let hint = match digits(typed, GLN) {
        Digits::Lack(digits) => ui.words.say_with("register-gln-add", &[("digits", &digits)]),
        _ => ui.say("dispatch-find-hint"),
    };
    let line = input(ui, "4012345000009", &screen.find, |text| Message::Edit(Field::Find, text));
    let field = part::field(look, ui.say("dispatch-find"), hint, line, problem);
    let choices = offered.into_iter().map(|one| {
        let who = column![look.text(one.name(), TEXT), look.faint(facts(one))].align_x(look.start());
        let choose = press_on(look, Weight::Secondary, who, Some(Message::To(one.id)));
        look.line(vec![choose.into(), licence(ui, screen, partners, one)]).into()
    });
    column![field]
        .push(column(choices).spacing(GAP).align_x(look.start()).width(iced::Length::Fill))
        .spacing(GAP)
        .into()
}
