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
    settings::Appearance,
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
    let appearances =
        [("settings-light", Appearance::Light), ("settings-dark", Appearance::Dark)].map(|(word, appearance)| {
            let weight = if appearance == form.appearance { Weight::Chosen } else { Weight::Secondary };
            press(look, weight, ui.say(word), Message::Appearance(appearance))
        });
    let either = |[on, off]: [&str; 2], is: bool, message: fn(bool) -> Message| {
        let choices = [(on, true), (off, false)].map(|(word, choice)| {
            let weight = if choice == is { Weight::Chosen } else { Weight::Secondary };
            press(look, weight, ui.say(word), message(choice))
        });
        look.line(choices.into())
    };
    let histories = either(["settings-history-on", "settings-history-off"], form.history, Message::History);
    let sounds = either(["settings-sound-on", "settings-sound-off"], form.sound, Message::Sound);
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
    let mut fields = column![
        look.title(ui.say("settings")),
        part::field(look, ui.say("settings-node"), ui.say("settings-node-hint"), node, None,),
        part::field(look, ui.say("settings-gateway"), ui.say("settings-gateway-hint"), gateway, None,),
        part::field(look, ui.say("settings-who"), ui.say("settings-who-hint"), look.flow(roles.into()), None,),
        part::field(
            look,
            ui.say("settings-gln"),
            ui.say("settings-gln-hint"),
            participant.on_input(Message::Participant).on_submit(Message::Save),
            None,
        ),
        part::field(
            look,
            ui.say("settings-language"),
            ui.say("settings-language-hint"),
            look.flow(languages.into()),
            None,
        ),
        part::field(
            look,
            ui.say("settings-appearance"),
            ui.say("settings-appearance-hint"),
            look.line(appearances.into()),
            None
        ),
        part::field(
            look,
            ui.say("settings-size"),
            ui.say("settings-size-hint"),
            look.line(vec![
                press(look, Weight::Secondary, ui.say("settings-smaller"), Message::Zoom { larger: false }),
                look.text(format!("{} %", form.zoom), TEXT).into(),
                press(look, Weight::Secondary, ui.say("settings-larger"), Message::Zoom { larger: true }),
            ]),
            None,
        ),
        part::field(look, ui.say("settings-history"), ui.say("settings-history-hint"), histories, None),
        part::field(look, ui.say("settings-sound"), ui.say("settings-sound-hint"), sounds, None),
    ]
    .spacing(WIDE)
    .max_width(COLUMN);
    if let Some(problem) = form.problem {
        fields = fields.push(part::banner(look, Tone::Error, ui.say(problem), Vec::new()));
    }
    let buttons = look.flow(vec![
        press(look, Weight::Primary, ui.say("settings-save"), Message::Save),
        press(look, Weight::Secondary, ui.say("settings-cancel"), Message::Cancel),
    ]);
    part::page(look, fields.push(buttons))
}
