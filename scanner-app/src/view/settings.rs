//! The screen on which the scanner is set up.

use iced::{
    Element,
    widget::{column, text_input},
};
use verdict::Role;
use words::Language;

use crate::{
    design::{
        COLUMN, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press},
    },
    screen::settings::{Form, Message},
    settings::{Appearance, GatewayKey},
};

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, form: &'a Form) -> Element<'a, Message> {
    let look = ui.look;
    let roles = Role::ALL.map(|role| {
        let weight = if role == form.role { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, ui.say(&format!("role-{}", role.code())), Message::Role(role))
    });
    let languages = Language::ALL.map(|language| {
        let weight = if language == form.language { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, language.name(), Message::Language(language))
    });
    let input = |placeholder: &str, value| {
        text_input(placeholder, value)
            .size(TEXT)
            .padding(11.0)
            .align_x(look.start())
            .style(part::input_style(look.colors))
    };
    let node = input("http://127.0.0.1:9944", &form.node).id("node").on_input(Message::Node);
    let gateway = input("https://id.example.com", &form.gateway).id("gateway").on_input(Message::Gateway);
    let participant = input(&ui.say("settings-gln-empty"), &form.participant).id("participant");
    let node = part::field(look, ui.say("settings-node"), ui.say("settings-node-hint"), node, None);
    let gateway = part::field(look, ui.say("settings-gateway"), ui.say("settings-gateway-hint"), gateway, None);
    let who = part::field(look, ui.say("settings-who"), ui.say("settings-who-hint"), look.flow(roles.into()), None);
    let participant = participant.on_input(Message::Participant).on_submit(Message::Save);
    let participant = part::field(look, ui.say("settings-gln"), ui.say("settings-gln-hint"), participant, None);
    let language = look.flow(languages.into());
    let language = part::field(look, ui.say("settings-language"), ui.say("settings-language-hint"), language, None);
    let key = gateway_key(ui, form);
    let title = look.wide(look.title(ui.say(if form.welcome { "welcome" } else { "settings" })));
    let mut fields = column![title].spacing(WIDE).max_width(COLUMN);
    if form.welcome {
        fields = fields.push(look.wide(look.text(ui.say("welcome-hint"), TEXT))).push(language).push(who);
        // Patients belong to no organisation.
        if form.role != Role::Patient {
            fields = fields.push(participant);
        }
        fields = fields.push(node).push(gateway);
    } else {
        let fine = [appearance(ui, form), size(ui, form), history(ui, form), sound(ui, form)];
        fields = fields.push(who).push(participant).push(language).push(node).push(gateway).extend(key).extend(fine);
    }
    if let Some(problem) = form.problem {
        fields = fields.push(part::banner(look, Tone::Error, ui.say(problem), Vec::new()));
    }
    let save = if form.welcome { "welcome-start" } else { "settings-save" };
    let mut buttons = vec![press(look, Weight::Primary, ui.say(save), Message::Save)];
    if !form.welcome {
        buttons.push(press(look, Weight::Secondary, ui.say("settings-cancel"), Message::Cancel));
    }
    part::page(look, fields.push(look.flow(buttons)))
}

/// The key for histories: for those who see them, where it can be kept.
fn gateway_key<'a>(ui: Ui<'a>, form: &'a Form) -> Option<Element<'a, Message>> {
    if form.role == Role::Patient || form.gateway.trim().is_empty() || cfg!(target_arch = "wasm32") {
        return None;
    }
    let look = ui.look;
    let field = text_input(&ui.say("settings-gateway-key-empty"), form.gateway_key.expose())
        .id("gateway-key")
        .secure(true)
        .size(TEXT)
        .padding(11.0)
        .align_x(look.start())
        .style(part::input_style(look.colors))
        .on_input(|text| Message::GatewayKey(GatewayKey::new(text)));
    Some(part::field(look, ui.say("settings-gateway-key"), ui.say("settings-gateway-key-hint"), field, None))
}

fn appearance<'a>(ui: Ui<'a>, form: &Form) -> Element<'a, Message> {
    let look = ui.look;
    let choices =
        [("settings-light", Appearance::Light), ("settings-dark", Appearance::Dark)].map(|(word, appearance)| {
            let weight = if appearance == form.appearance { Weight::Chosen } else { Weight::Secondary };
            press(look, weight, ui.say(word), Message::Appearance(appearance))
        });
    let choices = look.line(choices.into());
    part::field(look, ui.say("settings-appearance"), ui.say("settings-appearance-hint"), choices, None)
}

fn size<'a>(ui: Ui<'a>, form: &Form) -> Element<'a, Message> {
    let look = ui.look;
    let choices = look.line(vec![
        press(look, Weight::Secondary, ui.say("settings-smaller"), Message::Zoom { larger: false }),
        look.text(format!("{} %", form.zoom), TEXT).into(),
        press(look, Weight::Secondary, ui.say("settings-larger"), Message::Zoom { larger: true }),
    ]);
    part::field(look, ui.say("settings-size"), ui.say("settings-size-hint"), choices, None)
}

fn history<'a>(ui: Ui<'a>, form: &Form) -> Element<'a, Message> {
    let choices = either(ui, ["settings-history-on", "settings-history-off"], form.history, Message::History);
    part::field(ui.look, ui.say("settings-history"), ui.say("settings-history-hint"), choices, None)
}

fn sound<'a>(ui: Ui<'a>, form: &Form) -> Element<'a, Message> {
    let choices = either(ui, ["settings-sound-on", "settings-sound-off"], form.sound, Message::Sound);
    part::field(ui.look, ui.say("settings-sound"), ui.say("settings-sound-hint"), choices, None)
}

/// One of two.
fn either<'a>(ui: Ui<'a>, [on, off]: [&str; 2], is: bool, message: fn(bool) -> Message) -> Element<'a, Message> {
    let choices = [(on, true), (off, false)].map(|(word, choice)| {
        let weight = if choice == is { Weight::Chosen } else { Weight::Secondary };
        press(ui.look, weight, ui.say(word), message(choice))
    });
    ui.look.line(choices.into()).into()
}
