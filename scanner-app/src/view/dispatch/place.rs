//! The case or pallet in which packs are.

use iced::{Element, widget::column};
use ledger_client::time::now;

use super::heading;
use crate::{
    design::{
        Ui, part,
        press::{Weight, press, press_maybe},
    },
    screen::dispatch::{Digits, Dispatch, Field, Lack, Message, digits},
    view::products::input,
};

/// Digits of an SSCC.
const SSCC: usize = 18;

/// Draws its number, and what can be done with it.
pub(super) fn card<'a>(ui: Ui<'a>, screen: &'a Dispatch, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let said = |id, digits: &str| ui.words.say_with(id, &[("digits", digits)]);
    let (hint, problem) = match (digits(&screen.sscc, SSCC), screen.number()) {
        (Digits::Lack(whole), _) => (said("dispatch-sscc-lack", &whole), None),
        (Digits::Wrong(right), _) => (ui.say("dispatch-case-hint"), Some(said("dispatch-sscc-wrong", &right))),
        (Digits::Count(n), _) => (ui.say("dispatch-case-hint"), Some(said("dispatch-sscc-count", &n.to_string()))),
        (Digits::None, Some(number)) => (said("dispatch-case-is", &format!("{number:018}")), None),
        _ => (ui.say("dispatch-case-hint"), None),
    };
    let line = input(ui, "340123450000000017", &screen.sscc, |text| Message::Edit(Field::Sscc, text));
    let packing = screen.packing();
    let buttons = vec![
        press(look, Weight::Secondary, ui.say("dispatch-propose"), Message::Propose(now())),
        press_maybe(look, Weight::Secondary, ui.say("dispatch-print"), screen.label().map(|_| Message::Print)),
        press_maybe(
            look,
            Weight::Secondary,
            ui.say("dispatch-pack-it"),
            (may_act && packing.is_ok()).then_some(Message::Pack),
        ),
    ];
    let lines = column![
        heading(ui, "dispatch-case"),
        part::field(look, ui.say("dispatch-sscc"), hint, line, problem),
        look.flow(buttons)
    ]
    .spacing(12.0);
    // What is merely not there yet is no news.
    let why = packing.err().filter(|lack| matches!(lack, Lack::Nested | Lack::Ranges(_)));
    let why = why.map(|lack| look.wide(look.faint(lack.told().say(ui.words))));
    part::card(look, lines.extend(why))
}
