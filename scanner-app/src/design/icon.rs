//! Icons, drawn rather than typed: no font has to have them.

use iced::{
    Color, Element, Point, Radians, Vector,
    widget::canvas::{LineCap, LineJoin, Path, Stroke, path::Arc},
};
use verdict::Verdict;

use super::{color::ON_VERDICT, drawing::drawing, part::Tone};

/// Side of an icon in pixels.
const SIDE: f32 = 56.0;

/// Side of an icon within a line of text.
const SMALL_SIDE: f32 = 22.0;

/// A verdict's icon, large, for its own colour.
pub fn large<'a, Message: 'a>(verdict: Verdict) -> Element<'a, Message> {
    drawn(verdict_shapes(verdict), ON_VERDICT, SIDE)
}

/// A verdict's icon within a line.
pub fn small<'a, Message: 'a>(verdict: Verdict, color: Color) -> Element<'a, Message> {
    drawn(verdict_shapes(verdict), color, SMALL_SIDE)
}

/// The icon of a banner.
pub fn tone<'a, Message: 'a>(tone: Tone, color: Color) -> Element<'a, Message> {
    let shapes = match tone {
        Tone::News => vec![circle(), line(&[(0.0, -0.06), (0.0, 0.42)]), line(&[(0.0, -0.4), (0.0, -0.39)])],
        Tone::Warning => warning(),
        Tone::Error => vec![circle(), line(&[(-0.3, -0.3), (0.3, 0.3)]), line(&[(0.3, -0.3), (-0.3, 0.3)])],
    };
    drawn(shapes, color, SMALL_SIDE)
}

/// Where something comes from: a tick for what is proven, a speech bubble for what is told.
pub fn source<'a, Message: 'a>(proven: bool, color: Color) -> Element<'a, Message> {
    let bubble =
        [(-0.8, -0.6), (0.8, -0.6), (0.8, 0.3), (-0.1, 0.3), (-0.5, 0.75), (-0.5, 0.3), (-0.8, 0.3), (-0.8, -0.6)];
    let shape = if proven { line(&[(-0.6, 0.1), (-0.15, 0.55), (0.65, -0.5)]) } else { line(&bubble) };
    drawn(vec![shape], color, SMALL_SIDE * 0.75)
}

fn drawn<'a, Message: 'a>(shapes: Vec<Path>, color: Color, side: f32) -> Element<'a, Message> {
    drawing(side, side, move |frame| {
        // Shapes are drawn on a field from -1 to 1.
        let size = frame.size();
        frame.translate(Vector::new(size.width / 2.0, size.height / 2.0));
        frame.scale(size.width / 2.0);
        let pen = Stroke::default()
            .with_color(color)
            .with_width(size.width * 0.09)
            .with_line_cap(LineCap::Round)
            .with_line_join(LineJoin::Round);
        for shape in &shapes {
            frame.stroke(shape, pen);
        }
    })
}

fn verdict_shapes(verdict: Verdict) -> Vec<Path> {
    match verdict {
        Verdict::Genuine => vec![circle(), line(&[(-0.4, 0.05), (-0.1, 0.35), (0.42, -0.3)])],
        // An arrow that comes back to where it began.
        Verdict::AlreadyDispensedHere => {
            vec![arc(0.7, 0.9, 6.0), line(&[(0.36, -0.42), (0.68, -0.2), (0.84, -0.58)])]
        }
        // Two arrows that go different ways.
        Verdict::AlreadyUsedElsewhere => vec![
            line(&[(-0.8, -0.3), (0.75, -0.3)]),
            line(&[(0.42, -0.62), (0.78, -0.3), (0.42, 0.02)]),
            line(&[(0.8, 0.42), (-0.75, 0.42)]),
            line(&[(-0.42, 0.1), (-0.78, 0.42), (-0.42, 0.74)]),
        ],
        // A barred circle.
        Verdict::DoNotUse => vec![circle(), line(&[(-0.6, -0.6), (0.6, 0.6)])],
        Verdict::NotRecognised => vec![line(&[(-0.62, -0.62), (0.62, 0.62)]), line(&[(0.62, -0.62), (-0.62, 0.62)])],
        Verdict::Suspicious => warning(),
        // A question mark.
        Verdict::CouldNotCheck => vec![
            Path::new(|path| {
                path.move_to(Point::new(-0.42, -0.34));
                path.bezier_curve_to(Point::new(-0.42, -1.0), Point::new(0.5, -1.0), Point::new(0.46, -0.34));
                path.bezier_curve_to(Point::new(0.44, -0.02), Point::new(0.0, 0.0), Point::new(0.0, 0.32));
            }),
            line(&[(0.0, 0.74), (0.0, 0.75)]),
        ],
    }
}

fn circle() -> Path {
    Path::circle(Point::ORIGIN, 0.86)
}

/// A warning triangle.
fn warning() -> Vec<Path> {
    let triangle = Path::new(|path| {
        path.move_to(Point::new(0.0, -0.8));
        path.line_to(Point::new(0.88, 0.72));
        path.line_to(Point::new(-0.88, 0.72));
        path.close();
    });
    vec![triangle, line(&[(0.0, -0.24), (0.0, 0.2)]), line(&[(0.0, 0.46), (0.0, 0.47)])]
}

fn line(points: &[(f32, f32)]) -> Path {
    Path::new(|path| {
        for (at, (x, y)) in points.iter().enumerate() {
            let point = Point::new(*x, *y);
            if at == 0 { path.move_to(point) } else { path.line_to(point) }
        }
    })
}

fn arc(radius: f32, from: f32, to: f32) -> Path {
    Path::new(|path| {
        path.arc(Arc { center: Point::ORIGIN, radius, start_angle: Radians(from), end_angle: Radians(to) });
    })
}
