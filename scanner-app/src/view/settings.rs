//! The screen on which the scanner is set up.

use iced::{
    Element, Font, Length, font,
    widget::{Row, button, column, container, row, text, text_input},
};
use verdict::Role;

use super::style;
use crate::screen::settings::{Form, Message};

const BOLD: Font = Font { weight: font::Weight::Bold, ..Font::DEFAULT };

/// Draws the screen.
pub fn view(form: &Form) -> Element<'_, Message> {
    let roles = Role::ALL.map(|role| {
        let chosen = role == form.role;
        let look = if chosen { style::primary } else { style::secondary };
        button(text(role.code()).size(style::SMALL)).style(look).on_press(Message::Role(role)).into()
    });
    let node = text_input("http://127.0.0.1:9944", &form.node).id("node").on_input(Message::Node);
    let participant = text_input("13 digits, or nothing", &form.participant).id("participant");
    let mut fields = column![
        text("Settings").size(22).font(BOLD),
        field(
            "Node address",
            "Answers are proven against the node's block. Use a node that you or someone you trust runs.",
            node.padding(10.0)
        ),
        field(
            "Who scans",
            "Decides what is said and what to do next.",
            Row::with_children(roles).spacing(style::GAP).wrap()
        ),
        field(
            "GLN of your organisation",
            "Tells packs that you dispensed from those used elsewhere.",
            participant.padding(10.0).on_input(Message::Participant).on_submit(Message::Save),
        ),
    ]
    .spacing(style::WIDE)
    .max_width(style::COLUMN);
    if let Some(problem) = form.problem {
        fields = fields.push(text(problem).size(style::TEXT).style(text::danger));
    }
    let buttons = row![
        button(text("Save").size(style::TEXT)).style(style::primary).on_press(Message::Save),
        button(text("Cancel").size(style::TEXT)).style(style::secondary).on_press(Message::Cancel),
    ]
    .spacing(style::GAP);
    container(fields.push(buttons)).padding(style::WIDE).center_x(Length::Fill).into()
}

fn field<'a>(name: &'a str, hint: &'a str, input: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let name = text(name).size(style::TEXT).font(BOLD);
    column![name, text(hint).size(style::SMALL).style(style::faint), input.into()].spacing(4.0).into()
}
