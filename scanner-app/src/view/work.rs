//! The desks beside the scanner: the way to each, what is known and done there, and troubles.

use iced::{
    Element,
    widget::{column, space, text},
};
use office::{Done, Trouble};
use verdict::Role;

use super::{batches, cases, council, deliveries, dispatch, duties, models, products, recalls, register, stock, trace};
use crate::{
    app::{self, App, Message as AppMessage},
    design::{
        GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe, press_on},
    },
    desk,
    key::Key,
    work::{Acting, Deed, Loaded, Message, Step, Tab, Told, oversight::Message as Oversight},
};

/// Widest desk: tables need more room than verdicts.
const DESK: f32 = 960.0;

/// Draws a desk.
pub fn view(app: &App, tab: Tab) -> Element<'_, AppMessage> {
    let (ui, role) = (app.ui(), app.settings.role);
    let look = ui.look;
    let role_name = look.faint(ui.say(&format!("for-{}", role.code())));
    let name = look.line(vec![look.title(ui.say("app-name")).into(), role_name.into()]).spacing(12.0);
    let mut buttons: Vec<Element<'_, AppMessage>> = super::desk::to_key(ui, &app.desk, role).into_iter().collect();
    buttons.push(press(look, Weight::Secondary, ui.say("settings"), AppMessage::OpenSettings));
    let buttons = look.line(buttons);
    let head: Element<'_, AppMessage> = if look.narrow {
        column![name, buttons].spacing(GAP).align_x(look.start()).into()
    } else {
        look.line(vec![name.into(), space::horizontal().into(), buttons.into()]).into()
    };
    let head = column![head].extend(tabs(ui, role, Some(tab))).extend(super::desk::news(ui, &app.desk)).spacing(GAP);
    let signs = app.desk.key.signer().is_some();
    let me = app.settings.participant.as_deref();
    let desk = match tab {
        Tab::Deliveries => deliveries::view(ui, &app.work.deliveries, me, signs)
            .map(|message| AppMessage::Work(Message::Deliveries(message))),
        Tab::Dispatch => {
            let screen = &app.work.dispatch;
            dispatch::view(ui, screen, signs).map(|message| AppMessage::Work(Message::Dispatch(message)))
        }
        Tab::Products => {
            products::view(ui, &app.work.products, signs).map(|message| AppMessage::Work(Message::Products(message)))
        }
        Tab::Batches => {
            batches::view(ui, &app.work.batches, signs).map(|message| AppMessage::Work(Message::Batches(message)))
        }
        Tab::Register => register::view(ui, &app.work.oversight.register, signs)
            .map(|message| AppMessage::Work(Message::Oversight(Oversight::Register(message)))),
        Tab::Recalls => recalls::view(ui, &app.work.oversight.recalls, signs)
            .map(|message| AppMessage::Work(Message::Oversight(Oversight::Recalls(message)))),
        Tab::Stock => stock::view(ui, &app.work.stock, signs).map(|message| AppMessage::Work(Message::Stock(message))),
        Tab::Trace => trace::view(ui, &app.work.oversight.trace)
            .map(|message| AppMessage::Work(Message::Oversight(Oversight::Trace(message)))),
        Tab::Cases => cases::view(ui, &app.work.oversight.cases, signs)
            .map(|message| AppMessage::Work(Message::Oversight(Oversight::Cases(message)))),
        Tab::Models => models::view(ui, &app.work.oversight.models, signs)
            .map(|message| AppMessage::Work(Message::Oversight(Oversight::Models(message)))),
        Tab::Duties => {
            duties::view(ui, &app.work.duties, signs).map(|message| AppMessage::Work(Message::Duties(message)))
        }
        Tab::Council => {
            let account = app.desk.key.signer().map(|signer| signer.account());
            council::view(ui, &app.work.oversight.council, account)
                .map(|message| AppMessage::Work(Message::Oversight(Oversight::Council(message))))
        }
    };
    let unlock = (!signs).then(|| to_unlock(ui, &app.desk.key));
    part::page(look, column![head].extend(unlock).push(desk).spacing(WIDE).max_width(DESK))
}

/// The way to the desks of a role, and back to the scanner.
pub fn tabs<'a>(ui: Ui<'a>, role: Role, shown: Option<Tab>) -> Option<Element<'a, AppMessage>> {
    let tabs = Tab::of(role);
    if tabs.is_empty() {
        return None;
    }
    let weight = |chosen| if chosen { Weight::Chosen } else { Weight::Secondary };
    let scan = press(ui.look, weight(shown.is_none()), ui.say("tab-scan"), AppMessage::Back);
    let desks = tabs.iter().map(|tab| {
        let (is_shown, open) = (shown == Some(*tab), AppMessage::Work(Message::Open(*tab)));
        let button = press_on(ui.look, weight(is_shown), text(ui.say(tab.name())).size(TEXT), Some(open));
        if is_shown { button.id(SHOWN).into() } else { button.into() }
    });
    Some(ui.look.flow(std::iter::once(scan).chain(desks).collect()))
}

/// Nothing can be done without a key.
fn to_unlock<'a>(ui: Ui<'a>, key: &Key) -> Element<'a, app::Message> {
    let (said, word) =
        if matches!(key, Key::Locked(_)) { ("work-locked", "work-unlock") } else { ("work-no-key", "work-enter-key") };
    let open = press(ui.look, Weight::Secondary, ui.say(word), AppMessage::Desk(desk::Message::OpenKey));
    part::banner(ui.look, Tone::News, ui.say(said), vec![open])
}

/// Where codes are scanned or typed, and the button that takes what was typed. `hint`: the sentence in the empty field.
pub fn code_field<'a, Message: Clone + 'a>(
    ui: Ui<'a>,
    hint: &str,
    typed: &str,
    written: impl Fn(String) -> Message + 'a,
    check: Message,
) -> Element<'a, Message> {
    // Enter is heard by the keyboard's detector: the field's own would take what a scanner typed once more.
    let field = products::first_input(ui, &ui.say(hint), typed, written);
    let check = (!typed.trim().is_empty()).then_some(check);
    ui.look.line(vec![field, press_maybe(ui.look, Weight::Secondary, ui.say("delivery-enter"), check)]).into()
}

/// Draws what was read, or why it was not.
pub fn loaded<'a, T, Message: Clone + 'a>(
    ui: Ui<'a>,
    loaded: &'a Loaded<T>,
    again: Message,
    draw: impl FnOnce(&'a T) -> Element<'a, Message>,
) -> Element<'a, Message> {
    let look = ui.look;
    match loaded {
        Loaded::Loading => part::empty(look, ui.say("work-loading"), ui.say("work-loading-hint"), None),
        Loaded::Here(read, _) => draw(read),
        Loaded::Failed(trouble) => {
            let again = press(look, Weight::Primary, ui.say("work-again"), again);
            part::empty(look, ui.say("work-not-read"), said(ui, trouble), Some(again))
        }
    }
}

/// Draws what became of the last act, and what is asked before the next one.
pub fn acting<'a, T, Message: Clone + 'a>(
    ui: Ui<'a>,
    acting: &Acting<T>,
    act: impl Fn(Step) -> Message,
) -> Vec<Element<'a, Message>> {
    let asked = acting.asked.as_ref().map(|(_, told)| sure(ui, told, act(Step::Sure), act(Step::NotSure)));
    deed(ui, &acting.deed).into_iter().chain(asked).collect()
}

fn deed<'a, Message: 'a>(ui: Ui<'a>, deed: &Deed) -> Option<Element<'a, Message>> {
    let say = |id, told: &Told, name, text: &str| ui.words.say_with(id, &[("told", &told.say(ui.words)), (name, text)]);
    let (tone, said) = match deed {
        Deed::None => return None,
        Deed::Doing(told) => (Tone::News, say("work-doing", told, "", "")),
        Deed::Done(told, Done { block: None, .. }) => (Tone::Warning, say("work-waits", told, "", "")),
        Deed::Done(told, Done { motion: Some(motion), .. }) => {
            (Tone::Warning, say("work-motion", told, "motion", &motion.to_string()))
        }
        Deed::Done(told, Done { block: Some(block), motion: None, shipment }) => {
            let said = say("work-done", told, "block", &block.to_string());
            let also = match shipment {
                Some(shipment) => ui.words.say_with("work-shipment", &[("shipment", &shipment.to_string())]),
                None => String::new(),
            };
            (Tone::News, format!("{said} {also}").trim_end().to_owned())
        }
        Deed::Refused(told, trouble) => (Tone::Error, say("work-refused", told, "why", &self::said(ui, trouble))),
    };
    Some(part::banner(ui.look, tone, said, Vec::new()))
}

/// The button of the desk that is shown.
pub const SHOWN: &str = "shown-desk";

/// The button that leaves something undone.
pub const NOT_SURE: &str = "not-sure";

/// Asks whether something is meant.
fn sure<'a, Message: Clone + 'a>(ui: Ui<'a>, told: &Told, yes: Message, no: Message) -> Element<'a, Message> {
    let look = ui.look;
    let answers = vec![
        press(look, Weight::Danger, ui.say("work-sure-yes"), yes),
        press_on(look, Weight::Secondary, text(ui.say("work-sure-no")).size(TEXT), Some(no)).id(NOT_SURE).into(),
    ];
    part::banner(look, Tone::Warning, ui.words.say_with("work-sure", &[("told", &told.say(ui.words))]), answers)
}

/// What is wrong, and what to do.
pub fn said(ui: Ui, trouble: &Trouble) -> String {
    ui.words.message(&trouble.said)
}
