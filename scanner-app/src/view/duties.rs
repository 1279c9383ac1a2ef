//! What an organisation has to do by when, and of which cases it was told.

use iced::{Element, widget::column};
use office::{Duties as Known, KnownCase, Owed, moment};

use super::{
    cases::{badges, duty, marked, of_what, subject, when},
    products::list,
    work,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::duties::{Duties, Message},
};

/// Most duties and notices that are drawn.
const SHOWN: usize = 100;

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Duties, signs: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![].spacing(WIDE).extend(work::acting(ui, &screen.acting, Message::Act));
    lines = lines.extend(
        screen.trouble.as_ref().map(|trouble| part::banner(look, Tone::Error, work::said(ui, trouble), Vec::new())),
    );
    let may_act = signs && !screen.acting.is_under_way();
    lines.push(work::loaded(ui, &screen.list, Message::Load, |list| all(ui, list, may_act))).into()
}

fn all<'a>(ui: Ui<'a>, known: &'a Known, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
    if known.owed.is_empty() && known.told.is_empty() {
        return part::empty(look, ui.say("duty-none"), ui.say("duty-none-hint"), Some(again));
    }
    let late = known.owed.iter().filter(|owed| owed.is_late(known.now)).count();
    let said = ui.words.say_with("case-late-count", &[("n", &late.to_string())]);
    let late = (late > 0).then(|| look.flow(vec![marked(ui, said)]));
    let (block, at) = (known.block.to_string(), moment(known.now));
    let as_of = look.wide(look.faint(ui.words.say_with("case-as-of", &[("block", &block), ("at", &at)])));
    let owed = (!known.owed.is_empty()).then(|| owed(ui, known, may_act));
    let told = (!known.told.is_empty()).then(|| told(ui, known, may_act));
    column![look.flow(vec![again])].extend(late).extend(told).extend(owed).push(as_of).spacing(WIDE).into()
}

fn owed<'a>(ui: Ui<'a>, known: &'a Known, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let row = |owed: &'a Owed| {
        let what = column![look.text(ui.say(duty(owed.duty.kind)), TEXT)].extend(of_what(ui, owed));
        // What is due because of a case is done by telling somebody, not by an answer.
        let question = owed.is_running() && owed.duty.asked_by.is_some();
        let answer = press_maybe(
            look,
            Weight::Primary,
            ui.say("duty-answer"),
            (may_act && question).then_some(Message::Answer(owed.id)),
        );
        let answer = if question { answer } else { iced::widget::space().into() };
        vec![what.spacing(2.0).align_x(look.start()).into(), when(ui, owed, known.now), answer]
    };
    let title = look.wide(look.text(ui.say("tab-duties"), TEXT).font(BOLD));
    let hint = look.wide(look.faint(ui.say("duty-hint")));
    let heads = [("case-duty", 6), ("case-when", 5), ("", 5)];
    let table = list(ui, &heads, known.owed.iter().take(SHOWN).map(row).collect());
    part::card(look, column![title, hint, table].spacing(GAP))
}

fn told<'a>(ui: Ui<'a>, known: &'a Known, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let row = |(case, notice): &'a (KnownCase, ledger_types::compliance::Notice)| {
        let number = ui.words.say_with("case-number", &[("number", &case.id.to_string())]);
        let what = column![look.text(number, TEXT).font(BOLD), look.text(subject(ui, &case.case.subject), TEXT)]
            .push(look.faint(format!("{} · {}", case.by.name, moment(notice.sent_at))));
        let confirm = match notice.acknowledged_at {
            Some(_) => part::badge(look, ui.say("duty-confirmed"), look.colors.edge),
            None => {
                let message = may_act.then_some(Message::Acknowledge(case.id));
                press_maybe(look, Weight::Primary, ui.say("case-acknowledge"), message)
            }
        };
        vec![what.spacing(2.0).align_x(look.start()).into(), look.flow(badges(ui, case)), confirm]
    };
    let title = look.wide(look.text(ui.say("duty-told"), TEXT).font(BOLD));
    let hint = look.wide(look.faint(ui.say("duty-told-hint")));
    let heads = [("case-what", 6), ("case-stage", 5), ("", 4)];
    let table = list(ui, &heads, known.told.iter().take(SHOWN).map(row).collect());
    part::card(look, column![title, hint, table].spacing(GAP))
}
