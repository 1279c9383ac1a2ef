//! The self-test of handheld scanners: a code of known content, and what arrived of it.

use iced::{
    Color, Element, Length, Point, Rectangle, Renderer, Size, Theme, mouse,
    widget::{Column, canvas, column, container},
};
use labels::Symbol;
use scanner_core::{
    doctor::{self, Finding, Weight as Gravity},
    wedge,
};

use crate::{
    app::Message,
    design::{
        BOLD, COLUMN, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press},
    },
};

/// Width of the code, in pixels: large enough for any scanner from any screen.
const SIZE: f32 = 220.0;
/// Most characters that are shown of what arrived.
const SHOWN: usize = 120;

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, arrived: Option<&wedge::Scan>) -> Element<'a, Message> {
    let look = ui.look;
    let code = canvas(TestCode { symbol: Symbol::datamatrix(&doctor::test_code()).ok() }).width(SIZE).height(SIZE);
    let how = column![
        look.wide(look.text(ui.say("doctor-how"), TEXT).font(BOLD)),
        look.wide(look.text(ui.say("doctor-how-hint"), TEXT)),
        container(code).center_x(Length::Fill).padding(GAP),
    ];
    let mut lines = column![look.wide(look.title(ui.say("doctor"))), part::card(look, how.spacing(GAP))];
    if let Some(scan) = arrived {
        lines = lines.push(findings(ui, scan));
    }
    let back = press(look, Weight::Primary, ui.say("history-back"), Message::Back);
    let lines = lines.push(back).spacing(WIDE).max_width(COLUMN).align_x(look.start());
    part::page(look, lines)
}

fn findings<'a>(ui: Ui<'a>, scan: &wedge::Scan) -> Element<'a, Message> {
    let look = ui.look;
    let found = doctor::diagnose(scan);
    let shown: String = scan.text.chars().take(SHOWN).map(visible).collect();
    let arrived = look.wide(look.faint(ui.words.say_with("doctor-arrived", &[("text", &shown)])));
    if found.is_empty() {
        let well = part::banner(look, Tone::News, ui.words.sentence(doctor::well()), Vec::new());
        return column![well, arrived].spacing(GAP).into();
    }
    let finding = |finding: &Finding| {
        let tone = if finding.weight == Gravity::Fails { Tone::Error } else { Tone::Warning };
        let said = format!("{} {}", ui.words.message(&finding.what), ui.words.sentence(finding.remedy));
        part::banner(look, tone, said, Vec::new())
    };
    Column::with_children(found.iter().map(finding)).push(arrived).spacing(GAP).into()
}

/// A letter as it is seen: separators have no shape of their own.
fn visible(letter: char) -> char {
    match letter {
        gs1::GS => '\u{b7}',
        letter if letter.is_control() => ' ',
        letter => letter,
    }
}

/// The code, black on white by day and by night: scanners need it so.
struct TestCode {
    symbol: Option<Symbol>,
}

impl canvas::Program<Message> for TestCode {
    type State = ();

    fn draw(
        &self,
        (): &(),
        renderer: &Renderer,
        _: &Theme,
        bounds: Rectangle,
        _: mouse::Cursor,
    ) -> Vec<canvas::Geometry> {
        let mut frame = canvas::Frame::new(renderer, bounds.size());
        frame.fill_rectangle(Point::ORIGIN, bounds.size(), Color::WHITE);
        if let Some(symbol) = &self.symbol {
            // Two modules of quiet zone, one more than the standard asks for.
            let module = (bounds.width / (symbol.columns() as f32 + 4.0)).floor();
            let edge = (bounds.width - module * symbol.columns() as f32) / 2.0;
            for run in symbol.runs() {
                let at = Point::new(edge + run.column as f32 * module, edge + run.row as f32 * module);
                frame.fill_rectangle(at, Size::new(run.length as f32 * module, module), Color::BLACK);
            }
        }
        vec![frame.into_geometry()]
    }
}
