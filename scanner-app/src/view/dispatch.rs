//! Sending packs.

mod packs;
mod partner;
mod place;

use iced::{Element, widget::column};
use ledger_client::time::now;
use office::Partners;

use super::work;
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::dispatch::{Dispatch, Message, Paper},
};

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Dispatch, signs: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![field(ui, screen)].spacing(WIDE);
    if let Some(said) = &screen.said {
        lines = lines.push(part::banner(look, Tone::Warning, said.say(ui.words), Vec::new()));
    }
    if let Some(trouble) = &screen.trouble {
        lines = lines.push(part::banner(look, Tone::Error, work::said(ui, trouble), Vec::new()));
    }
    if let Some(file) = &screen.printed {
        let said = ui.words.say_with("dispatch-printed", &[("file", file)]);
        lines = lines.push(part::banner(look, Tone::News, said, Vec::new()));
    }
    lines = lines.extend(work::acting(ui, &screen.acting, Message::Act));
    let may_act = signs && !screen.acting.is_under_way();
    lines.push(work::loaded(ui, &screen.partners, Message::Load, |partners| form(ui, screen, partners, may_act))).into()
}

/// Where packs, cases and the receiver's GLN are scanned or typed.
fn field<'a>(ui: Ui<'a>, screen: &'a Dispatch) -> Element<'a, Message> {
    work::code_field(ui, "dispatch-scan", &screen.typed, Message::Typed, Message::CheckTyped)
}

fn form<'a>(ui: Ui<'a>, screen: &'a Dispatch, partners: &'a Partners, may_act: bool) -> Element<'a, Message> {
    column![
        partner::card(ui, screen, partners),
        packs::card(ui, screen, may_act),
        place::card(ui, screen, may_act),
        send(ui, screen, partners, may_act)
    ]
    .spacing(WIDE)
    .into()
}

/// The title of a part of the form.
fn heading<'a>(ui: Ui<'a>, id: &str) -> Element<'a, Message> {
    ui.look.wide(ui.look.text(ui.say(id), TEXT).font(BOLD))
}

/// What is sent to whom, what that lacks, and the button that does it.
fn send<'a>(ui: Ui<'a>, screen: &'a Dispatch, partners: &'a Partners, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let packs = screen.list.packs();
    let to = screen.receiver().map_or_else(|| "–".into(), |to| to.name());
    let (count, lots) = (packs.packs().to_string(), packs.batches().count().to_string());
    let said = [("packs", count.as_str()), ("lots", &lots), ("to", &to)];
    let summary = look.wide(look.text(ui.words.say_with("dispatch-summary", &said), TEXT));
    let lacks = screen.lacks();
    let mut lines = column![heading(ui, "dispatch-send-title"), summary].spacing(GAP);
    lines = lines.extend(papers(ui, screen, partners)).extend(into(ui, screen));
    for lack in &lacks {
        lines = lines.push(look.wide(look.text(lack.told().say(ui.words), TEXT).color(look.colors.warning)));
    }
    if screen.list.left_out() > 0 {
        lines = lines.push(look.wide(look.faint(ui.say("dispatch-left-out-hint"))));
    }
    let send = (may_act && lacks.is_empty()).then_some(Message::Send);
    let buttons = vec![
        press_maybe(look, Weight::Primary, ui.say("dispatch-send"), send),
        press(look, Weight::Secondary, ui.say("work-again"), Message::Load),
    ];
    part::card(look, lines.push(look.flow(buttons)))
}

/// The documents that American law has go with a sale.
fn papers<'a>(ui: Ui<'a>, screen: &'a Dispatch, partners: &'a Partners) -> Option<Element<'a, Message>> {
    let look = ui.look;
    let to = screen.receiver()?;
    if !partners.needs_documents(to, screen.purpose) {
        return None;
    }
    let [information, statement] = &screen.papers;
    let choices = [
        ("dispatch-information", Paper::Information, information),
        ("dispatch-statement", Paper::Statement, statement),
    ];
    let buttons = choices.map(|(id, paper, chosen)| {
        let word = match chosen {
            Some((name, _)) => format!("✓ {name}"),
            None => ui.say(id),
        };
        press(look, Weight::Secondary, word, Message::ChoosePaper(paper))
    });
    let hint = look.wide(look.faint(ui.say("dispatch-papers-hint")));
    Some(column![hint, look.flow(buttons.into())].spacing(GAP).into())
}

/// The choice between a new shipment and those that are open.
fn into<'a>(ui: Ui<'a>, screen: &'a Dispatch) -> Option<Element<'a, Message>> {
    let look = ui.look;
    let open = screen.open();
    if open.is_empty() {
        return None;
    }
    let weight = |chosen| if chosen { Weight::Chosen } else { Weight::Secondary };
    let new = press(look, weight(screen.into.is_none()), ui.say("dispatch-into-new"), Message::Into(None));
    let others = open.into_iter().take(partner::SHOWN).map(|open| {
        let (number, age) = (open.shipment.to_string(), ui.words.duration(now().saturating_sub(open.dispatched_at)));
        let word = ui.words.say_with("dispatch-into-open", &[("number", &number), ("age", &age)]);
        let into = Some(open.shipment);
        press(look, weight(screen.into == into), word, Message::Into(into))
    });
    let buttons = std::iter::once(new).chain(others).collect();
    Some(part::field(look, ui.say("dispatch-into"), ui.say("dispatch-into-hint"), look.flow(buttons), None))
}
