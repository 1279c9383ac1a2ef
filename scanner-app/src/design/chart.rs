//! Bars, with their numbers and names: what they say can be read without seeing colours, or the bars at all.

use iced::{
    Color, Element, Length, Point, Rectangle, Size,
    widget::{
        canvas::{Frame, Path, Stroke},
        column, container, text,
    },
};

use super::{GAP, Look, SMALL, drawing::drawing};

/// Height of upright bars, in pixels.
const HEIGHT: f32 = 120.0;
/// Thickness of lying bars, and side of the samples in a legend.
const THICK: f32 = 18.0;
/// Widest upright bar.
const WIDEST: f32 = 44.0;
/// Distance between the lines and dots of patterns.
const STEP: f32 = 5.0;

/// A bar: what it is about, and how much it counts of each kind.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is about, in few letters.
    pub name: String,
    /// How much it counts of each kind, in the order of the legend.
    pub counts: Vec<u32>,
}

impl Bar {
    fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// How a kind is filled, so that kinds differ without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    Full,
    Lines,
    Hollow,
    Dots,
}

const PATTERNS: [Pattern; 4] = [Pattern::Full, Pattern::Lines, Pattern::Hollow, Pattern::Dots];

/// Bars beside each other, on a phone below each other. With more kinds than one, `legend` names them; there are four at most.
pub fn bars<'a, Message: 'a>(look: Look, legend: Vec<String>, bars: Vec<Bar>) -> Element<'a, Message> {
    let most = bars.iter().map(Bar::total).max().unwrap_or_default().max(1);
    let drawn: Element<'a, Message> = if look.narrow {
        column(bars.into_iter().map(|bar| lying(look, bar, most))).spacing(6.0).into()
    } else {
        look.line(bars.into_iter().map(|bar| upright(look, bar, most)).collect()).spacing(2.0).into()
    };
    let samples =
        legend.into_iter().zip(PATTERNS).map(|(name, pattern)| sample(look, name, pattern)).collect::<Vec<_>>();
    let legend = (samples.len() > 1).then(|| look.flow(samples));
    column![drawn].extend(legend).spacing(12.0).into()
}

fn upright<'a, Message: 'a>(look: Look, bar: Bar, most: u32) -> Element<'a, Message> {
    let said = |said: String| container(text(said).size(SMALL)).center_x(Length::Fill);
    let (total, name) = (said(bar.total().to_string()), said(bar.name.clone()));
    let stack = Stack::of(look, &bar, most, false);
    let drawn = drawing(Length::Fill, HEIGHT, move |frame| stack.draw(frame));
    column![total, drawn, name].spacing(2.0).width(Length::FillPortion(1)).into()
}

fn lying<'a, Message: 'a>(look: Look, bar: Bar, most: u32) -> Element<'a, Message> {
    /// Widths of names and numbers.
    const NAME: f32 = 64.0;
    const NUMBER: f32 = 36.0;
    let said = |said: String, width: f32| container(text(said).size(SMALL)).width(width).align_x(look.start());
    let (total, name) = (said(bar.total().to_string(), NUMBER), said(bar.name.clone(), NAME));
    let stack = Stack::of(look, &bar, most, true);
    let drawn = drawing(Length::Fill, THICK, move |frame| stack.draw(frame));
    look.line(vec![name.into(), drawn, total.into()]).into()
}

fn sample<'a, Message: 'a>(look: Look, name: String, pattern: Pattern) -> Element<'a, Message> {
    let parts = vec![(1.0, pattern)];
    let stack = Stack { parts, lying: true, mirrored: false, color: look.colors.accent, edge: None };
    let drawn = drawing(THICK, THICK, move |frame| stack.draw(frame));
    look.line(vec![drawn, text(name).size(SMALL).into()]).spacing(GAP).into()
}

/// The parts of one bar, each with its share of the whole length.
struct Stack {
    parts: Vec<(f32, Pattern)>,
    lying: bool,
    mirrored: bool,
    color: Color,
    /// The line that the bar stands on.
    edge: Option<Color>,
}

impl Stack {
    fn of(look: Look, bar: &Bar, most: u32, lying: bool) -> Self {
        let share = |(count, pattern): (&u32, Pattern)| (f64::from(*count) / f64::from(most), pattern);
        let parts =
            bar.counts.iter().zip(PATTERNS).map(share).map(|(share, pattern)| (share as f32, pattern)).collect();
        let (color, edge) = (look.colors.accent, Some(look.colors.edge));
        Self { parts, lying, mirrored: look.right_to_left, color, edge }
    }

    /// Where a part lies that begins and ends so far along the bar.
    fn place(&self, from: f32, to: f32, size: Size) -> Rectangle {
        if self.lying {
            let (from, to) = (from * size.width, to * size.width);
            let x = if self.mirrored { size.width - to } else { from };
            return Rectangle { x, y: 0.0, width: to - from, height: size.height };
        }
        let width = (size.width * 0.7).min(WIDEST);
        let (x, height) = ((size.width - width) / 2.0, (to - from) * size.height);
        Rectangle { x, y: size.height - to * size.height, width, height }
    }

    fn fill(&self, frame: &mut Frame, place: Rectangle, pattern: Pattern) {
        let pen = Stroke::default().with_color(self.color).with_width(1.5);
        if pattern == Pattern::Full {
            frame.fill_rectangle(place.position(), place.size(), self.color);
            return;
        }
        let inner = place.shrink(1.0);
        if inner.width <= 0.0 || inner.height <= 0.0 {
            frame.fill_rectangle(place.position(), place.size(), self.color);
            return;
        }
        frame.stroke(&Path::rectangle(inner.position(), inner.size()), pen);
        let steps =
            |length: f32| (1..=(length / STEP) as u32).map(|step| step as f32 * STEP).filter(move |at| *at < length);
        match pattern {
            Pattern::Full | Pattern::Hollow => {}
            Pattern::Lines => {
                for y in steps(inner.height) {
                    let (from, y) = (inner.x, inner.y + y);
                    frame.stroke(&Path::line(Point::new(from, y), Point::new(from + inner.width, y)), pen);
                }
            }
            Pattern::Dots => {
                for (x, y) in steps(inner.width).flat_map(|x| steps(inner.height).map(move |y| (x, y))) {
                    let corner = Point::new(inner.x + x - 1.0, inner.y + y - 1.0);
                    frame.fill_rectangle(corner, Size::new(2.0, 2.0), self.color);
                }
            }
        }
    }

    fn draw(&self, frame: &mut Frame) {
        let size = frame.size();
        let mut from = 0.0;
        for (share, pattern) in &self.parts {
            if *share > 0.0 {
                self.fill(frame, self.place(from, from + share, size), *pattern);
                from += share;
            }
        }
        if let Some(edge) = self.edge {
            let ends = if self.lying {
                let x = if self.mirrored { size.width - 0.5 } else { 0.5 };
                (Point::new(x, 0.0), Point::new(x, size.height))
            } else {
                (Point::new(0.0, size.height - 0.5), Point::new(size.width, size.height - 0.5))
            };
            frame.stroke(&Path::line(ends.0, ends.1), Stroke::default().with_color(edge).with_width(1.0));
        }
    }
}
