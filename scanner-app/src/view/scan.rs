//! The screen on which packs are checked.

use iced::{
    Background, Border, Element, Length, Theme,
    widget::{column, container, space, text, text_input},
};
use scan::{Code, UnusableCode};
use scanner_core::typed::{Standing, recognise};
use verdict::Report;

use super::{
    evidence, journey,
    many::{self, Dispense, Filed},
    verdict_card,
};
use crate::{
    app, camera,
    design::{
        BOLD, COLUMN, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe, press_on},
    },
    screen::{
        evidence::Saving,
        journey::Unfolded,
        scan::{Message, Scan, Stage},
    },
    settings::Settings,
    status::{Node, Status},
};

/// The field that handheld scanners type into.
pub const CODE: &str = "code";

/// The button that opens a picture.
pub const OPEN: &str = "open-picture";

/// Height of what the camera sees.
#[cfg(not(target_arch = "wasm32"))]
const FINDER: f32 = 240.0;

/// What the screen draws beside its own state.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The settings.
    pub settings: &'a Settings,
    /// What the scanner stands on.
    pub status: &'a Status,
    /// Whether what is scanned cannot be written down.
    pub forgets: bool,
    /// What stands beside the verdict.
    pub beside: Beside<'a>,
    /// This device's clock, in seconds since 1970-01-01 UTC.
    pub now: u64,
}

/// What can be kept and told of a verdict beside its card.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// What became of its evidence.
    pub saving: &'a Saving,
    /// The way of its pack.
    pub journey: &'a Unfolded,
}

impl<'a> Beside<'a> {
    /// The buttons.
    pub fn buttons(self, ui: Ui<'_>, report: &Report) -> Vec<Element<'a, app::Message>> {
        let way = journey::button(ui, report, self.journey);
        way.into_iter().chain(evidence::buttons(ui, report, self.saving)).collect()
    }

    /// What they led to.
    pub fn told(self, ui: Ui<'a>, report: &Report) -> Vec<Element<'a, app::Message>> {
        let outcome = evidence::outcome(ui, report, self.saving);
        outcome.into_iter().chain(journey::view(ui, report, self.journey)).collect()
    }
}

/// What is to be known of keys and acts, where there are some.
#[derive(Default)]
pub struct Counter<'a> {
    /// What can be done with the pack that is shown.
    pub dispense: Dispense<'a>,
    /// What became of the report of the pack that is shown.
    pub filed: Filed<'a>,
    /// The way to the key.
    pub to_key: Option<Element<'a, app::Message>>,
    /// The way to the desks beside the scanner.
    pub tabs: Option<Element<'a, app::Message>>,
    /// What waits and what is in conflict.
    pub news: Option<Element<'a, app::Message>>,
}

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, scan: &'a Scan, around: Around<'a>, counter: Counter<'a>) -> Element<'a, app::Message> {
    let look = ui.look;
    let role = look.faint(ui.say(&format!("for-{}", around.settings.role.code())));
    let name = look.line(vec![look.title(ui.say("app-name")).into(), role.into()]).spacing(12.0);
    let mut buttons: Vec<Element<'a, app::Message>> = counter.to_key.into_iter().collect();
    buttons.push(press(look, Weight::Secondary, ui.say("history"), app::Message::OpenHistory));
    buttons.push(press(look, Weight::Secondary, ui.say("settings"), app::Message::OpenSettings));
    let buttons = look.line(buttons);
    let head: Element<'a, app::Message> = if look.narrow {
        column![name, buttons].spacing(GAP).align_x(look.start()).width(Length::Fill).into()
    } else {
        look.line(vec![name.into(), space::horizontal().into(), buttons.into()]).into()
    };
    let mut body = column![head].extend(counter.tabs).push(standing(ui, around)).spacing(GAP).extend(counter.news);
    if around.forgets {
        body = body.push(part::banner(look, Tone::Error, ui.say("history-not-kept"), Vec::new()));
    }
    let mut page = column![body, input(ui, scan)].spacing(WIDE).max_width(COLUMN);
    // Whatever cannot be read never hides a pack that waits for somebody's choice.
    if scan.many.is_none() || !matches!(scan.stage, Stage::Empty) {
        page = page.push(stage(ui, &scan.stage, around));
    }
    page = page
        .extend(scan.many.as_ref().map(|many| many::view(ui, many, counter.dispense, counter.filed, around.beside)));
    part::page(look, page)
}

/// What the scanner stands on, in a line.
fn standing<'a>(ui: Ui<'a>, around: Around<'a>) -> Element<'a, app::Message> {
    let (look, colors) = (ui.look, ui.look.colors);
    let age = |time| ui.words.duration(around.now.saturating_sub(time));
    let node = match around.status.node {
        Node::Asking => part::badge(look, ui.say("status-asking"), colors.edge),
        Node::Silent => part::badge(look, ui.say("status-no-node"), colors.warning),
        Node::Answers(news) => {
            let (block, age) = (news.block.to_string(), age(news.time));
            part::badge(look, ui.words.say_with("status-node", &[("block", &block), ("age", &age)]), colors.accent)
        }
    };
    let old = |time: u64| around.now.saturating_sub(time) > verdict::MAX_OFFLINE_AGE;
    let offline = match around.status.snapshot {
        None => part::badge(look, ui.say("status-no-snapshot"), colors.edge),
        Some(time) => {
            let (said, color) =
                if old(time) { ("status-old-snapshot", colors.warning) } else { ("status-snapshot", colors.accent) };
            part::badge(look, ui.words.say_with(said, &[("age", &age(time))]), color)
        }
    };
    // Browsers keep no data for times without a network.
    let badges = if cfg!(target_arch = "wasm32") { vec![node] } else { vec![node, offline] };
    look.flow(badges)
}

fn input<'a>(ui: Ui<'a>, scan: &'a Scan) -> Element<'a, app::Message> {
    let mut lines = column![picture(ui, scan), typed(ui, scan)].spacing(GAP);
    lines = lines.extend(help(ui, &scan.typed));
    if let Some(said) = scan.blind.and_then(camera::Closed::sentence) {
        lines = lines.push(part::banner(ui.look, Tone::Warning, ui.say(said), Vec::new()));
    }
    Element::from(lines).map(app::Message::Scan)
}

fn picture<'a>(ui: Ui<'a>, scan: &'a Scan) -> Element<'a, Message> {
    let look = ui.look;
    let open = text(ui.say("scan-open-picture")).size(TEXT).wrapping(text::Wrapping::None);
    let open: Element<'a, Message> =
        press_on(look, Weight::Secondary, open, Some(Message::ChoosePicture)).id(OPEN).into();
    // Browsers and phones take no dropped files; they have a camera.
    if scan.has_camera {
        let (said, weight) = if scan.watching {
            ("scan-camera-close", Weight::Secondary)
        } else {
            ("scan-camera-open", Weight::Primary)
        };
        let switch = press(look, weight, ui.say(said), Message::SwitchCamera);
        #[cfg(not(target_arch = "wasm32"))]
        return finder(ui, scan, vec![switch, open]);
        #[cfg(target_arch = "wasm32")]
        return look.flow(vec![switch, open]);
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

/// The buttons of the camera, and what it sees. A browser shows that by itself.
#[cfg(not(target_arch = "wasm32"))]
fn finder<'a>(ui: Ui<'a>, scan: &'a Scan, mut buttons: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let look = ui.look;
    let (number, names) = &scan.camera;
    let name = number.checked_rem(names.len()).and_then(|number| names.get(number));
    if scan.watching && names.len() > 1 {
        buttons.insert(1, press(look, Weight::Secondary, ui.say("camera-other"), Message::OtherCamera));
    }
    let mut lines = column![look.flow(buttons)].spacing(GAP);
    if let Some(sees) = &scan.sees {
        let picture = container(iced::widget::image(sees.clone()).height(FINDER)).center_x(Length::Fill);
        lines = lines.push(picture).extend(name.map(|name| look.wide(look.faint(name.as_str()))));
    }
    lines.into()
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
        // Enter comes by another way: a handheld scanner presses it, too.
        .on_input(Message::Typed);
    // A verdict needs the room more.
    let verdict =
        matches!(scan.stage, Stage::Judged(..)) || scan.many.as_ref().is_some_and(|many| many.shown().is_some());
    let hint = (check.is_none() && !verdict).then(|| look.wide(look.faint(ui.say("scan-check-hint"))));
    let line = look.line(vec![field.into(), press_maybe(look, Weight::Primary, ui.say("scan-check"), check)]);
    column![line].extend(hint).spacing(4.0).into()
}

/// What has been recognised of a code so far, what is missing, and what is wrong.
fn help<'a>(ui: Ui<'a>, typed: &str) -> Vec<Element<'a, Message>> {
    let look = ui.look;
    let recognised = recognise(typed);
    let mut lines: Vec<Element<'a, Message>> = Vec::new();
    if !recognised.seen.is_empty() {
        let seen = recognised.seen.iter().take(8);
        let badges = seen.map(|seen| part::badge(look, format!("({}) {}", seen.ai, seen.value), look.colors.accent));
        lines.push(look.flow(badges.collect()));
    }
    match &recognised.standing {
        Standing::Empty | Standing::Whole => {}
        Standing::Unfinished { more: 1.., .. } if recognised.hint.is_some() => {}
        Standing::Unfinished { more: more @ 1.., .. } => {
            let more = ui.words.say_with("typed-more", &[("n", &more.to_string())]);
            lines.push(look.wide(look.faint(more)));
        }
        Standing::Unfinished { missing, .. } if !recognised.seen.is_empty() && !missing.is_empty() => {
            let parts: Vec<String> = missing.iter().map(|part| ui.words.part_of(part.name())).collect();
            lines.push(look.wide(look.faint(ui.words.say_with("typed-missing", &[("parts", &parts.join(", "))]))));
        }
        Standing::Unfinished { .. } => {}
        Standing::Wrong(problem) => {
            let said = ui.words.message(&problem.what);
            lines.push(look.wide(look.faint(said).color(look.colors.error)));
        }
    }
    lines.extend(recognised.hint.map(|hint| look.wide(look.faint(ui.words.message(&hint)))));
    lines
}

fn stage<'a>(ui: Ui<'a>, stage: &'a Stage, around: Around<'a>) -> Element<'a, app::Message> {
    let look = ui.look;
    let drawn = match stage {
        Stage::Empty => part::empty(look, ui.say("scan-nothing-yet"), ui.say("scan-nothing-yet-hint"), None),
        Stage::Reading => part::empty(look, ui.say("scan-reading"), ui.say("scan-reading-hint"), None),
        Stage::Checking(code) => checking(ui, code),
        Stage::Unusable(unusable) => unusable_code(ui, unusable),
        Stage::Judged(_, report) if Scan::is_offline(report) => offline(ui, report, around.settings),
        Stage::Judged(_, report) => return judged(ui, report, around.beside),
    };
    drawn.map(app::Message::Scan)
}

/// A verdict, with the way to the next pack, and what can be kept and told of this one.
fn judged<'a>(ui: Ui<'a>, report: &'a Report, beside: Beside<'a>) -> Element<'a, app::Message> {
    let mut buttons = vec![next_pack(ui).map(app::Message::Scan)];
    buttons.extend(beside.buttons(ui, report));
    let card = column![verdict_card::view(ui, report, None, None, models_desk(report)), ui.look.flow(buttons)];
    card.extend(beside.told(ui, report)).spacing(WIDE).align_x(ui.look.start()).into()
}

/// What shows the anomaly models to whoever has such a desk.
#[cfg(not(target_arch = "wasm32"))]
pub fn models_desk(report: &Report) -> Option<app::Message> {
    use crate::work;
    let has_desk = work::Tab::of(report.role).contains(&work::Tab::Models);
    has_desk.then_some(app::Message::Work(work::Message::Open(work::Tab::Models)))
}

/// Browsers have no desks.
#[cfg(target_arch = "wasm32")]
pub fn models_desk(_: &Report) -> Option<app::Message> {
    None
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
    column![verdict_card::view(ui, report, None, None, None), asked, help].spacing(GAP).align_x(look.start()).into()
}

fn next_pack<'a>(ui: Ui<'_>) -> Element<'a, Message> {
    press(ui.look, Weight::Secondary, ui.say("scan-next"), Message::Clear)
}
