//! The screen on which packs are checked.

use iced::{
    Element, Font, Length, font,
    widget::{button, column, container, row, scrollable, space, text, text_input},
};
use scan::{Code, UnusableCode};
use verdict::Report;

use super::{style, verdict_card};
use crate::{
    app, camera,
    screen::scan::{Message, Scan, Stage},
    settings::Settings,
};

const BOLD: Font = Font { weight: font::Weight::Bold, ..Font::DEFAULT };

/// The field that handheld scanners type into.
pub const CODE: &str = "code";

/// Draws the screen.
pub fn view<'a>(scan: &'a Scan, settings: &'a Settings) -> Element<'a, app::Message> {
    let head = row![
        text("Medtrail Scanner").size(22).font(BOLD),
        space::horizontal(),
        text(format!("for {}s", settings.role.code()))
            .size(style::SMALL)
            .style(style::faint)
            .wrapping(text::Wrapping::None),
        button(text("Settings").size(style::SMALL)).style(style::secondary).on_press(app::Message::OpenSettings),
    ]
    .spacing(style::GAP)
    .align_y(iced::Center);
    let body = column![input(scan), stage(&scan.stage, settings)].spacing(style::WIDE);
    let page = column![head, body.width(Length::Fill)].spacing(style::WIDE).max_width(style::COLUMN);
    let page = container(page).padding(style::WIDE).center_x(Length::Fill);
    scrollable(page).height(Length::Fill).into()
}

fn input(scan: &Scan) -> Element<'_, app::Message> {
    let invitation = if scan.hovered { "Let go to read the picture" } else { "Drop a picture of the pack's code here" };
    let picture = row![
        text(invitation).size(style::TEXT).width(Length::Fill),
        camera_button(scan),
        button(text("Open picture…").size(style::TEXT).wrapping(text::Wrapping::None))
            .style(style::secondary)
            .on_press(Message::ChoosePicture),
    ]
    .spacing(style::GAP)
    .align_y(iced::Center);
    let picture = container(picture).padding(style::WIDE).style(style::drop_zone(scan.hovered));

    let check = (!scan.typed.trim().is_empty()).then_some(Message::CheckTyped);
    let typed = row![
        text_input("Or scan the code here, or type it", &scan.typed)
            .id(CODE)
            .size(style::TEXT)
            .padding(10.0)
            .on_input(Message::Typed)
            .on_submit(Message::CheckTyped),
        button(text("Check").size(style::TEXT)).padding([10.0, 22.0]).style(style::primary).on_press_maybe(check),
    ]
    .spacing(style::GAP);
    let mut column = column![picture, typed].spacing(style::GAP);
    if let Some(said) = scan.blind.and_then(camera::Closed::sentence) {
        column = column.push(text(said).size(style::TEXT).style(text::danger));
    }
    Element::from(column).map(app::Message::Scan)
}

/// Opens and closes the camera, where there may be one.
fn camera_button(scan: &Scan) -> Element<'_, Message> {
    if !camera::is_possible() {
        return space::horizontal().width(0).into();
    }
    let said = if scan.watching { "Close camera" } else { "Use camera" };
    let button = button(text(said).size(style::TEXT).wrapping(text::Wrapping::None));
    button.style(style::primary).on_press(Message::SwitchCamera).into()
}

fn stage<'a>(stage: &'a Stage, settings: &'a Settings) -> Element<'a, app::Message> {
    let drawn = match stage {
        Stage::Empty => notice(
            "Nothing scanned yet",
            "Best is the large square code: it carries the pack's proof. A photograph should be sharp, without glare, and \
             close.",
        ),
        Stage::Reading => notice("Reading the picture…", "This takes less than a second."),
        Stage::Checking(code) => checking(code),
        Stage::Unusable(unusable) => unusable_code(unusable),
        Stage::Judged(_, report) if Scan::is_offline(report) => offline(report, settings),
        Stage::Judged(_, report) => column![verdict_card::view(report), next_pack()].spacing(style::WIDE).into(),
    };
    drawn.map(app::Message::Scan)
}

fn checking(code: &Code) -> Element<'_, Message> {
    let scanned = &code.scanned;
    let read = format!("GTIN {} · lot {} · serial {}", scanned.gtin, scanned.lot, scanned.serial);
    let lines = column![
        text("Asking the ledger…").size(style::TEXT).font(BOLD),
        text(read).size(style::SMALL).style(style::faint),
    ];
    container(lines.spacing(4.0)).padding(style::WIDE).width(Length::Fill).style(style::panel).into()
}

fn unusable_code(unusable: &UnusableCode) -> Element<'_, Message> {
    let mut said = unusable.to_string();
    if let Some(first) = said.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let lines = column![
        text(format!("{said}.")).size(style::TEXT).font(BOLD),
        text(unusable.next_step()).size(style::TEXT),
        text("This says nothing about the pack.").size(style::SMALL).style(style::faint),
    ];
    let panel = container(lines.spacing(style::GAP)).padding(style::WIDE).width(Length::Fill).style(style::panel);
    column![panel, next_pack()].spacing(style::WIDE).into()
}

/// No node answered: said plainly, with the two things that help.
fn offline<'a>(report: &'a Report, settings: &'a Settings) -> Element<'a, Message> {
    let help = row![
        button(text("Try again").size(style::TEXT)).style(style::primary).on_press(Message::TryAgain),
        button(text("Change address").size(style::TEXT)).style(style::secondary).on_press(Message::ChangeNode),
    ]
    .spacing(style::GAP);
    let asked = text(format!("Asked: {}", settings.node)).size(style::SMALL).style(style::faint);
    let panel = container(column![asked, help].spacing(style::GAP));
    column![verdict_card::view(report), panel].spacing(style::WIDE).into()
}

fn notice<'a>(headline: &'a str, said: &'a str) -> Element<'a, Message> {
    let lines = column![text(headline).size(style::TEXT).font(BOLD), text(said).size(style::TEXT).style(style::faint)];
    container(lines.spacing(style::GAP)).padding(style::WIDE).width(Length::Fill).style(style::panel).into()
}

fn next_pack<'a>() -> Element<'a, Message> {
    button(text("Next pack").size(style::TEXT)).style(style::secondary).on_press(Message::Clear).into()
}
