//! The way of a pack, from above to below, and on a map.

use ::journey::{Doubt, Journey, Moment, Party, Step, Telling, What};
use iced::{
    Element, Length, Point, Vector,
    alignment::Vertical,
    widget::{
        Column,
        canvas::{Frame, LineDash, Path, Stroke, Text},
        column, space, text,
    },
};
use scan::GatewayError;
use scanner_core::history::moment;
use verdict::Report;

use super::map;
use crate::{
    app,
    design::{
        BOLD, Colors, GAP, SMALL, TEXT, Ui, WIDE,
        drawing::drawing,
        font, icon,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::journey::{Message, Standing, Unfolded, can_be_told},
};

/// Width of the line on which the steps stand, in pixels.
const RAIL: f32 = 36.0;
/// Radius of the mark of a step.
const MARK: f32 = 12.0;

/// The button that unfolds or folds it; none where nothing can be told.
pub fn button<'a>(ui: Ui<'_>, report: &Report, unfolded: &Unfolded) -> Option<Element<'a, app::Message>> {
    let (word, message) = match unfolded.of(report) {
        None | Some(Standing::Gone) => ("journey", Some(Message::Unfold)),
        Some(Standing::Asking) => ("journey", None),
        Some(Standing::Here(_)) => ("journey-fold", Some(Message::Fold)),
    };
    let message = message.map(app::Message::Journey);
    can_be_told(report).then(|| press_maybe(ui.look, Weight::Secondary, ui.say(word), message))
}

/// The way itself, once it was asked for.
pub fn view<'a>(ui: Ui<'a>, report: &Report, unfolded: &'a Unfolded) -> Option<Element<'a, app::Message>> {
    let look = ui.look;
    Some(match unfolded.of(report)? {
        Standing::Asking => part::empty(look, ui.say("journey-asking"), ui.say("journey-asking-hint"), None),
        Standing::Gone => part::banner(look, Tone::Error, ui.say("journey-gone"), Vec::new()),
        Standing::Here(journey) => card(ui, journey),
    })
}

fn card<'a>(ui: Ui<'a>, journey: &'a Journey) -> Element<'a, app::Message> {
    let look = ui.look;
    let (block, time) = (journey.block.to_string(), at(journey.time));
    let proven = ui.words.say_with("journey-proven-by", &[("block", &block), ("time", &time)]);
    let mut lines =
        column![look.wide(look.title(ui.say("journey-title"))), look.wide(look.faint(proven)),].spacing(GAP);
    // What does not fit comes before what it is about.
    for doubt in &journey.doubts {
        let tone = if doubt.is_contradiction() { Tone::Warning } else { Tone::News };
        lines = lines.push(part::banner(look, tone, doubted(ui, *doubt), Vec::new()));
    }
    lines = lines.extend(telling(ui, &journey.telling));
    let last = journey.steps.len();
    let steps = journey.steps.iter().enumerate().map(|(number, step)| line(ui, journey, number + 1, step, last));
    lines = lines.push(Column::with_children(steps).width(Length::Fill));
    part::card(look, lines.extend(map::view(ui, journey)).spacing(WIDE))
}

/// What was heard from the gateway, as a whole.
fn telling<'a>(ui: Ui<'a>, telling: &Telling) -> Option<Element<'a, app::Message>> {
    let look = ui.look;
    let banner = |tone, said| Some(part::banner(look, tone, said, Vec::new()));
    match telling {
        Telling::NotAsked => None,
        Telling::Told { .. } => banner(Tone::News, ui.say("journey-told-hint")),
        Telling::Failed(error) => {
            let why = match error {
                GatewayError::NotPrivate(_) => ui.say("journey-not-private"),
                other => ui.words.message(&scan::gateway_message(other)),
            };
            let settings = press(look, Weight::Secondary, ui.say("settings"), app::Message::OpenSettings);
            let said = ui.words.say_with("journey-not-told", &[("why", &why)]);
            Some(part::banner(look, Tone::Warning, said, vec![settings]))
        }
    }
}

fn doubted(ui: Ui<'_>, doubt: Doubt) -> String {
    let n = match doubt {
        Doubt::Foreign(n) => n.to_string(),
        Doubt::Behind(block) => block.to_string(),
        _ => String::new(),
    };
    ui.words.say_with(doubt.sentence(), &[("n", &n)])
}

/// One step: its mark on the line, what happened, to whom, where and when.
fn line<'a>(ui: Ui<'a>, journey: &'a Journey, number: usize, step: &'a Step, last: usize) -> Element<'a, app::Message> {
    let look = ui.look;
    let rail = Rail { colors: look.colors, number, proven: step.proven, first: number == 1, last: number == last };
    let rail = drawing(RAIL, Length::Fill, move |frame| rail.draw(frame));
    let (word, color) =
        if step.proven { ("journey-proven", look.colors.accent) } else { ("journey-told", look.colors.edge) };
    let source = look.line(vec![icon::source(step.proven, color), look.text(ui.say(word), SMALL).into()]).spacing(4.0);
    let what = look.text(happened(ui, step), TEXT).font(BOLD);
    let mut texts = column![look.flow(vec![what.into(), source.into()])].spacing(2.0);
    let name = |id| journey.parties.get(&id).map_or_else(|| unknown(ui, id), |party| named(ui, party));
    let to = step.to.map(|id| (id, ui.words.say_with("journey-to", &[("who", &name(id))])));
    for (id, name) in step.who.map(|id| (id, name(id))).into_iter().chain(to) {
        let gln = journey.parties.get(&id).map(|party| format!("{:013}", party.gln));
        let gln = gln.map(|gln| look.wide(look.faint(ui.words.say_with("journey-gln", &[("gln", &gln)]))));
        texts = texts.push(look.wide(look.text(name, TEXT))).extend(gln);
    }
    texts = texts.extend(step.when.map(|when| look.wide(look.faint(moment_of(ui, step, when)))));
    let texts = column![texts.width(Length::Fill), space::vertical().height(WIDE)].width(Length::Fill);
    look.line(vec![rail, texts.into()]).align_y(iced::Top).height(Length::Shrink).into()
}

fn happened(ui: Ui<'_>, step: &Step) -> String {
    let text = match step.what {
        What::Sent(number) | What::Received(number) | What::Refused(number) | What::CalledBack(number) => {
            number.to_string()
        }
        What::Recalled(class) => format!("{class:?}"),
        _ => String::new(),
    };
    ui.words.say_with(step.what.sentence(), &[("n", &text)])
}

/// A participant, with the place that is on the map.
fn named(ui: Ui<'_>, party: &Party) -> String {
    let site = party.place.as_ref().and_then(|place| place.site.as_deref());
    let place = site.map_or_else(|| party.country.clone(), |site| format!("{site}, {}", party.country));
    ui.words.say_with("journey-party", &[("name", &party.name), ("place", &place)])
}

fn unknown(ui: Ui<'_>, id: u32) -> String {
    ui.words.say_with("journey-participant", &[("n", &id.to_string())])
}

/// A time that is told beside what is proven says so.
fn moment_of(ui: Ui<'_>, step: &Step, when: Moment) -> String {
    let time = at(when.seconds);
    let id = if step.proven && !when.proven { "journey-time-told" } else { "journey-time" };
    ui.words.say_with(id, &[("time", &time)])
}

fn at(seconds: u64) -> String {
    moment(seconds.saturating_mul(1_000))
}

/// A piece of the line from above to below: whole where it is proven, in dashes where it is told.
#[derive(Debug)]
struct Rail {
    colors: &'static Colors,
    number: usize,
    proven: bool,
    first: bool,
    last: bool,
}

impl Rail {
    fn draw(&self, frame: &mut Frame) {
        let size = frame.size();
        let colors = self.colors;
        let mark = Point::new(size.width / 2.0, MARK + 1.0);
        let dashes: &[f32] = if self.proven { &[] } else { &[3.0, 4.0] };
        let pen = |color, width| Stroke::default().with_color(color).with_width(width);
        let pen_of_line = Stroke { line_dash: LineDash { segments: dashes, offset: 0 }, ..pen(colors.edge, 2.0) };
        if !self.first {
            frame.stroke(&Path::line(Point::new(mark.x, 0.0), mark), pen_of_line);
        }
        if !self.last {
            frame.stroke(&Path::line(mark, mark + Vector::new(0.0, size.height)), pen_of_line);
        }
        let circle = Path::circle(mark, MARK);
        let (ground, ink) = if self.proven { (colors.accent, colors.on_accent) } else { (colors.card, colors.ink) };
        frame.fill(&circle, ground);
        let edge = if self.proven { colors.accent } else { colors.edge };
        frame.stroke(&circle, Stroke { line_dash: LineDash { segments: dashes, offset: 0 }, ..pen(edge, 2.0) });
        frame.fill_text(number(self.number, mark, ink));
    }
}

/// The number of a step in the middle of a point, as it stands on the line and on the map.
pub(super) fn number(number: impl ToString, middle: Point, color: iced::Color) -> Text {
    Text {
        content: number.to_string(),
        position: middle,
        color,
        size: 13.0.into(),
        font: font::BOLD,
        align_x: text::Alignment::Center,
        align_y: Vertical::Center,
        ..Text::default()
    }
}
