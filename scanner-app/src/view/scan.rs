//! The screen on which packs are checked.

use iced::{
    Background, Border, Element, Length, Theme,
    widget::{column, container, scrollable, space, text_input},
};
use scan::{Code, UnusableCode};
use verdict::Report;

use super::verdict_card;
use crate::{
    app, camera,
    design::{
        BOLD, COLUMN, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::scan::{Message, Scan, Stage},
    settings::Settings,
};

/// The field that handheld scanners type into.
pub const CODE: &str = "code";

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, scan: &'a Scan, settings: &'a Settings) -> Element<'a, app::Message> {
    let look = ui.look;
    let role = look.faint(ui.say(&format!("for-{}", settings.role.code())));
    let head = look.line(vec![
        look.title(ui.say("app-name")).into(),
        space::horizontal().into(),
        role.into(),
        press(look, Weight::Secondary, ui.say("settings"), app::Message::OpenSettings),
    ]);
    let body = column![input(ui, scan), stage(ui, &scan.stage, settings)].spacing(WIDE);
    let page = column![head, body.width(Length::Fill)].spacing(WIDE).max_width(COLUMN);
    let page = container(page).padding(if look.narrow { 12.0 } else { WIDE }).center_x(Length::Fill);
    scrollable(page).height(Length::Fill).into()
}

fn input<'a>(ui: Ui<'a>, scan: &'a Scan) -> Element<'a, app::Message> {
    let mut lines = column![picture(ui, scan), typed(ui, scan)].spacing(GAP);
    if let Some(said) = scan.blind.and_then(camera::Closed::sentence) {
        lines = lines.push(part::banner(ui.look, Tone::Warning, ui.say(said), Vec::new()));
    }
    Element::from(lines).map(app::Message::Scan)
}

fn picture<'a>(ui: Ui<'a>, scan: &'a Scan) -> Element<'a, Message> {
    let look = ui.look;
    let open = press(look, Weight::Secondary, ui.say("scan-open-picture"), Message::ChoosePicture);
    // Browsers and phones take no dropped files; they have a camera.
    if scan.has_camera {
        let (said, weight) = if scan.watching {
            ("scan-camera-close", Weight::Secondary)
        } else {
            ("scan-camera-open", Weight::Primary)
        };
        return look.line(vec![press(look, weight, ui.say(said), Message::SwitchCamera), open]).wrap().into();
    }
    let invitation = ui.say(if scan.hovered { "scan-let-go" } else { "scan-drop" });
    let things = look.line(vec![look.wide(look.text(invitation, TEXT)), open]);
    let (colors, hovered) = (look.colors, scan.hovered);
    let style = move |_: &Theme| container::Style {
        background: Some(Background::Color(if hovered { colors.tint(colors.accent) } else { colors.card })),
        border: Border {
            color: if hovered { colors.accent } else { colors.edge },
            width: if hovered { 3.0 } else { 1.0 },
            radius: part::RADIUS.into(),
        },
        ..Default::default()
    };
    container(things).padding(WIDE).style(style).into()
}

fn typed<'a>(ui: Ui<'a>, scan: &'a Scan) -> Element<'a, Message> {
    let look = ui.look;
    let check = (!scan.typed.trim().is_empty()).then_some(Message::CheckTyped);
    let field = text_input(&ui.say("scan-type"), &scan.typed)
        .id(CODE)
        .size(TEXT)
        .padding(11.0)
        .align_x(look.start())
        .style(part::input_style(look.colors))
        .on_input(Message::Typed)
        .on_submit(Message::CheckTyped);
    look.line(vec![field.into(), press_maybe(look, Weight::Primary, ui.say("scan-check"), check)]).into()
}

fn stage<'a>(ui: Ui<'a>, stage: &'a Stage, settings: &'a Settings) -> Element<'a, app::Message> {
    let look = ui.look;
    let drawn = match stage {
        Stage::Empty => part::empty(look, ui.say("scan-nothing-yet"), ui.say("scan-nothing-yet-hint"), None),
        Stage::Reading => part::empty(look, ui.say("scan-reading"), ui.say("scan-reading-hint"), None),
        Stage::Checking(code) => checking(ui, code),
        Stage::Unusable(unusable) => unusable_code(ui, unusable),
        Stage::Judged(_, report) if Scan::is_offline(report) => offline(ui, report, settings),
        Stage::Judged(_, report) => {
            column![verdict_card::view(ui, report), next_pack(ui)].spacing(WIDE).align_x(look.start()).into()
        }
    };
    drawn.map(app::Message::Scan)
}

fn checking<'a>(ui: Ui<'a>, code: &'a Code) -> Element<'a, Message> {
    let (gtin, lot, serial) = (code.scanned.gtin.to_string(), code.scanned.lot.as_str(), code.scanned.serial.as_str());
    let read = ui.words.say_with("scan-read", &[("gtin", &gtin), ("lot", lot), ("serial", serial)]);
    part::empty(ui.look, ui.say("scan-asking"), read, None)
}

fn unusable_code<'a>(ui: Ui<'a>, unusable: &'a UnusableCode) -> Element<'a, Message> {
    let look = ui.look;
    let lines = column![
        look.wide(look.text(ui.words.message(&unusable.message()), TEXT).font(BOLD)),
        look.wide(look.text(ui.words.sentence(unusable.next()), TEXT)),
        look.wide(look.faint(ui.say("scan-says-nothing"))),
    ];
    column![part::card(look, lines.spacing(GAP)), next_pack(ui)].spacing(WIDE).align_x(look.start()).into()
}

/// No node answered: said plainly, with the two things that help.
fn offline<'a>(ui: Ui<'a>, report: &'a Report, settings: &'a Settings) -> Element<'a, Message> {
    let look = ui.look;
    let help = look.line(vec![
        press(look, Weight::Primary, ui.say("scan-again"), Message::TryAgain),
        press(look, Weight::Secondary, ui.say("scan-change-address"), Message::ChangeNode),
    ]);
    let asked = look.faint(ui.words.say_with("scan-asked", &[("address", &settings.node)]));
    column![verdict_card::view(ui, report), asked, help].spacing(GAP).align_x(look.start()).into()
}

fn next_pack<'a>(ui: Ui<'_>) -> Element<'a, Message> {
    press(ui.look, Weight::Secondary, ui.say("scan-next"), Message::Clear)
}
