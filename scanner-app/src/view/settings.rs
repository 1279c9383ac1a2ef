//! The screen on which the scanner is set up.

use iced::{
    Element, Length,
    widget::{column, container, scrollable, text_input},
};
use verdict::Role;

use crate::{
    design::{
        COLUMN, Look, TEXT, WIDE,
        part::{self, Tone},
        press::{Weight, press},
    },
    screen::settings::{Form, Message},
    settings::Appearance,
};

/// Draws the screen.
pub fn view(look: Look, form: &Form) -> Element<'_, Message> {
    let roles = Role::ALL.map(|role| {
        let weight = if role == form.role { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, role.code(), Message::Role(role))
    });
    let appearances = [("Light", Appearance::Light), ("Dark", Appearance::Dark)].map(|(word, appearance)| {
        let weight = if appearance == form.appearance { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, word, Message::Appearance(appearance))
    });
    let input = |placeholder: &'static str, value| {
        text_input(placeholder, value)
            .size(TEXT)
            .padding(11.0)
            .align_x(look.start())
            .style(part::input_style(look.colors))
    };
    let node = input("http://127.0.0.1:9944", &form.node).id("node").on_input(Message::Node);
    let gateway = input("https://id.example.com, or nothing", &form.gateway).id("gateway").on_input(Message::Gateway);
    let participant = input("13 digits, or nothing", &form.participant).id("participant");
    let mut fields = column![
        look.title("Settings"),
        part::field(
            look,
            "Node address",
            "Answers are proven against the node's block. Use a node that you or someone you trust runs.",
            node,
            None,
        ),
        part::field(
            look,
            "Gateway address",
            "Finds the proof for codes that carry none. It need not be believed.",
            gateway,
            None,
        ),
        part::field(
            look,
            "Who scans",
            "Decides what is said and what to do next.",
            look.line(roles.into()).wrap(),
            None,
        ),
        part::field(
            look,
            "GLN of your organisation",
            "Tells packs that you dispensed from those used elsewhere.",
            participant.on_input(Message::Participant).on_submit(Message::Save),
            None,
        ),
        part::field(look, "Appearance", "Light by day, dark by night.", look.line(appearances.into()), None),
        part::field(
            look,
            "Size",
            "Ctrl and + or - do the same on every screen.",
            look.line(vec![
                press(look, Weight::Secondary, "Smaller", Message::Zoom { larger: false }),
                look.text(format!("{} %", form.zoom), TEXT).into(),
                press(look, Weight::Secondary, "Larger", Message::Zoom { larger: true }),
            ]),
            None,
        ),
    ]
    .spacing(WIDE)
    .max_width(COLUMN);
    if let Some(problem) = form.problem {
        fields = fields.push(part::banner(look, Tone::Error, problem, Vec::new()));
    }
    let buttons = look.line(vec![
        press(look, Weight::Primary, "Save", Message::Save),
        press(look, Weight::Secondary, "Cancel", Message::Cancel),
    ]);
    let page = container(fields.push(buttons)).padding(if look.narrow { 12.0 } else { WIDE }).center_x(Length::Fill);
    scrollable(page).height(Length::Fill).into()
}
