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
        BOLD, COLUMN, GAP, Look, TEXT, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::scan::{Message, Scan, Stage},
    settings::Settings,
};

/// The field that handheld scanners type into.
pub const CODE: &str = "code";

/// Draws the screen.
pub fn view<'a>(look: Look, scan: &'a Scan, settings: &'a Settings) -> Element<'a, app::Message> {
    let role = look.faint(format!("for {}s", settings.role.code()));
    let head = look.line(vec![
        look.title("Medtrail Scanner").into(),
        space::horizontal().into(),
        role.into(),
        press(look, Weight::Secondary, "Settings", app::Message::OpenSettings),
    ]);
    let body = column![input(look, scan), stage(look, &scan.stage, settings)].spacing(WIDE);
    let page = column![head, body.width(Length::Fill)].spacing(WIDE).max_width(COLUMN);
    let page = container(page).padding(if look.narrow { 12.0 } else { WIDE }).center_x(Length::Fill);
    scrollable(page).height(Length::Fill).into()
}

fn input(look: Look, scan: &Scan) -> Element<'_, app::Message> {
    let mut lines = column![picture(look, scan), typed(look, scan)].spacing(GAP);
    if let Some(said) = scan.blind.and_then(camera::Closed::sentence) {
        lines = lines.push(part::banner(look, Tone::Warning, said, Vec::new()));
    }
    Element::from(lines).map(app::Message::Scan)
}

fn picture(look: Look, scan: &Scan) -> Element<'_, Message> {
    let open = press(look, Weight::Secondary, "Open picture…", Message::ChoosePicture);
    // Browsers and phones take no dropped files; they have a camera.
    if scan.has_camera {
        let (said, weight) =
            if scan.watching { ("Close camera", Weight::Secondary) } else { ("Use camera", Weight::Primary) };
        return look.line(vec![press(look, weight, said, Message::SwitchCamera), open]).wrap().into();
    }
    let invitation = if scan.hovered { "Let go to read the picture" } else { "Drop a picture of the pack's code here" };
    let things = look.line(vec![look.text(invitation, TEXT).width(Length::Fill).into(), open]);
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

fn typed(look: Look, scan: &Scan) -> Element<'_, Message> {
    let check = (!scan.typed.trim().is_empty()).then_some(Message::CheckTyped);
    let field = text_input("Or scan the code here, or type it", &scan.typed)
        .id(CODE)
        .size(TEXT)
        .padding(11.0)
        .align_x(look.start())
        .style(part::input_style(look.colors))
        .on_input(Message::Typed)
        .on_submit(Message::CheckTyped);
    look.line(vec![field.into(), press_maybe(look, Weight::Primary, "Check", check)]).into()
}

fn stage<'a>(look: Look, stage: &'a Stage, settings: &'a Settings) -> Element<'a, app::Message> {
    let drawn = match stage {
        Stage::Empty => part::empty(
            look,
            "Nothing scanned yet",
            "Best is the large square code: it carries the pack's proof. A photograph should be sharp, without glare, and \
             close.",
            None,
        ),
        Stage::Reading => part::empty(look, "Reading the picture…", "This takes less than a second.", None),
        Stage::Checking(code) => checking(look, code),
        Stage::Unusable(unusable) => unusable_code(look, unusable),
        Stage::Judged(_, report) if Scan::is_offline(report) => offline(look, report, settings),
        Stage::Judged(_, report) => {
            column![verdict_card::view(look, report), next_pack(look)].spacing(WIDE).align_x(look.start()).into()
        }
    };
    drawn.map(app::Message::Scan)
}

fn checking(look: Look, code: &Code) -> Element<'_, Message> {
    let scanned = &code.scanned;
    let read = format!("GTIN {} · lot {} · serial {}", scanned.gtin, scanned.lot, scanned.serial);
    part::empty(look, "Asking the ledger…", read, None)
}

fn unusable_code(look: Look, unusable: &UnusableCode) -> Element<'_, Message> {
    let mut said = unusable.to_string();
    if let Some(first) = said.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let lines = column![
        look.text(format!("{said}."), TEXT).font(BOLD).width(Length::Fill),
        look.text(unusable.next_step(), TEXT).width(Length::Fill),
        look.faint("This says nothing about the pack.").width(Length::Fill),
    ];
    column![part::card(look, lines.spacing(GAP)), next_pack(look)].spacing(WIDE).align_x(look.start()).into()
}

/// No node answered: said plainly, with the two things that help.
fn offline<'a>(look: Look, report: &'a Report, settings: &'a Settings) -> Element<'a, Message> {
    let help = look.line(vec![
        press(look, Weight::Primary, "Try again", Message::TryAgain),
        press(look, Weight::Secondary, "Change address", Message::ChangeNode),
    ]);
    let asked = look.faint(format!("Asked: {}", settings.node));
    column![verdict_card::view(look, report), asked, help].spacing(GAP).align_x(look.start()).into()
}

fn next_pack<'a>(look: Look) -> Element<'a, Message> {
    press(look, Weight::Secondary, "Next pack", Message::Clear)
}
