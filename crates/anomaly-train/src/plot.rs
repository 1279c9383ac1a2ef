//! Plots as SVG, by a few plain functions.

use std::fmt::Write as _;

/// Width and height of a plot, and its margins, in pixels.
const SIZE: (f64, f64) = (760.0, 420.0);
const LEFT: f64 = 70.0;
const RIGHT: f64 = 210.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 50.0;
/// Colours that people who do not see all of them can tell apart; a line's dashes tell the rest.
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#333333"];
const DASHES: [&str; 3] = ["none", "6 3", "2 2"];

/// A line with its name: points from left to right.
pub struct Line {
    /// What it shows.
    pub name: String,
    /// Its points.
    pub points: Vec<(f64, f64)>,
}

/// An axis.
pub struct Axis {
    /// What it measures, with the unit.
    pub name: &'static str,
    /// From where to where.
    pub range: (f64, f64),
    /// Whether each step multiplies.
    pub logarithmic: bool,
    /// Where numbers stand, and how they are written.
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// Where a value lies between 0 and 1.
    fn place(&self, value: f64) -> f64 {
        let (from, to) = self.range;
        let share = if self.logarithmic {
            libm::log(value.max(f64::MIN_POSITIVE) / from) / libm::log(to / from)
        } else {
            (value - from) / (to - from)
        };
        share.clamp(0.0, 1.0)
    }
}

/// A plot of lines.
pub fn lines(title: &str, x: &Axis, y: &Axis, lines: &[Line]) -> String {
    let mut svg = opened(title, SIZE.1);
    let (width, height) = (SIZE.0 - LEFT - RIGHT, SIZE.1 - TOP - BOTTOM);
    let at = |point: (f64, f64)| (LEFT + width * x.place(point.0), TOP + height * (1.0 - y.place(point.1)));
    for (value, text) in &x.ticks {
        let (px, _) = at((*value, y.range.0));
        let (bottom, label) = (TOP + height, TOP + height + 18.0);
        let _ = write!(svg, r##"<path d="M{px:.1} {TOP}V{bottom:.1}" stroke="#ddd"/>"##);
        let _ = write!(svg, r#"<text x="{px:.1}" y="{label:.1}" text-anchor="middle">{}</text>"#, escaped(text));
    }
    for (value, text) in &y.ticks {
        let (_, py) = at((x.range.0, *value));
        let (right, label) = (LEFT + width, LEFT - 8.0);
        let _ = write!(svg, r##"<path d="M{LEFT} {py:.1}H{right:.1}" stroke="#ddd"/>"##);
        let _ = write!(svg, r#"<text x="{label:.1}" y="{:.1}" text-anchor="end">{}</text>"#, py + 4.0, escaped(text));
    }
    let (middle, low) = (LEFT + width / 2.0, SIZE.1 - 10.0);
    let _ = write!(svg, r#"<text x="{middle:.1}" y="{low:.1}" text-anchor="middle">{}</text>"#, escaped(x.name));
    let side = TOP + height / 2.0;
    let turn = format!("rotate(-90 16 {side:.1})");
    let _ =
        write!(svg, r#"<text x="16" y="{side:.1}" transform="{turn}" text-anchor="middle">{}</text>"#, escaped(y.name));
    for (number, line) in lines.iter().enumerate() {
        let colour = COLOURS.get(number % COLOURS.len()).copied().unwrap_or("#000");
        let dash = DASHES.get(number / COLOURS.len() % DASHES.len()).copied().unwrap_or("none");
        let points: Vec<String> =
            (line.points.iter().map(|point| at(*point))).map(|(px, py)| format!("{px:.1},{py:.1}")).collect();
        let style = format!(r#"fill="none" stroke="{colour}" stroke-width="1.8" stroke-dasharray="{dash}""#);
        let _ = write!(svg, r#"<polyline {style} points="{}"/>"#, points.join(" "));
        let (key, row) = (LEFT + width + 14.0, TOP + 8.0 + 18.0 * number as f64);
        let _ = write!(svg, r#"<path {style} d="M{key:.1} {row:.1}h22"/>"#);
        let _ = write!(svg, r#"<text x="{:.1}" y="{:.1}">{}</text>"#, key + 28.0, row + 4.0, escaped(&line.name));
    }
    svg + "</svg>\n"
}

/// A plot of bars, each with its name and value, the longest first if they come so.
pub fn bars(title: &str, bars: &[(String, f64)]) -> String {
    let (step, name_width) = (17.0, 250.0);
    let mut svg = opened(title, TOP + step * bars.len() as f64 + 14.0);
    let most = bars.iter().map(|(_, value)| *value).fold(f64::MIN_POSITIVE, f64::max);
    for (number, (name, value)) in bars.iter().enumerate() {
        let (y, length) = (TOP + step * number as f64, (SIZE.0 - name_width - 80.0) * (value / most).max(0.0));
        let (text, colour) = (y + 11.0, COLOURS.first().copied().unwrap_or("#000"));
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{text:.1}" text-anchor="end">{}</text>"#,
            name_width - 8.0,
            escaped(name)
        );
        let _ = write!(svg, r#"<rect x="{name_width}" y="{y:.1}" width="{length:.1}" height="13" fill="{colour}"/>"#);
        let _ = write!(svg, r#"<text x="{:.1}" y="{text:.1}">{value:.3}</text>"#, name_width + length + 6.0);
    }
    svg + "</svg>\n"
}

fn opened(title: &str, height: f64) -> String {
    let width = SIZE.0;
    let heading = escaped(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height:.0}\" font-family=\"sans-serif\" \
         font-size=\"12\" role=\"img\" aria-label=\"{heading}\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\
         <text x=\"{LEFT}\" y=\"20\" font-size=\"14\" font-weight=\"bold\">{heading}</text>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_out_of_the_picture() {
        let svg = bars("a < b & \"c\"", &[("<script>".into(), 1.0), ("none".into(), 0.0)]);
        assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;"));
    }

    #[test]
    fn points_stay_inside_whatever_their_values() {
        let axis = |logarithmic| Axis { name: "x", range: (1e-5, 1.0), logarithmic, ticks: vec![] };
        let line = Line { name: "line".into(), points: vec![(0.0, -3.0), (9.0, 7.0)] };
        let svg = lines("t", &axis(true), &axis(false), &[line]);
        assert!(svg.contains("70.0,370.0 550.0,34.0"), "{svg}");
    }
}
