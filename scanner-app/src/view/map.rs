//! Where the steps of a pack's way were, on a map: as coarse as what the ledger knows of places.

use ::journey::{Journey, What, world};
use iced::{
    Color, Element, Length, Point, Rectangle, Size, Vector,
    widget::{
        canvas::{Frame, LineDash, LineJoin, Path, Stroke},
        column,
    },
};
use ledger_types::ParticipantId;

use super::journey::number;
use crate::design::{Colors, GAP, SMALL, Ui, color::mix, drawing::drawing};

/// Radius of a place, in pixels.
const PLACE: f32 = 11.0;
/// The least that is shown, in degrees of latitude: places are not known better.
const LEAST: f32 = 12.0;

/// Draws the map, and says how exact its places are; nothing if the way has fewer than two of them.
pub fn view<'a, Message: 'a>(ui: Ui<'a>, journey: &Journey) -> Option<Element<'a, Message>> {
    let look = ui.look;
    let route = Route::of(journey);
    if route.places.len() < 2 {
        return None;
    }
    let hint = match (route.places.iter().any(|place| place.exact), route.places.iter().all(|place| place.exact)) {
        (_, true) => "journey-map-sites",
        (true, false) => "journey-map-both",
        (false, false) => "journey-map-countries",
    };
    let map = Map { colors: look.colors, route };
    let height = if look.narrow { 220.0 } else { 320.0 };
    let map = drawing(Length::Fill, height, move |frame| map.draw(frame));
    let hint = look.wide(look.text(ui.say(hint), SMALL).color(look.colors.faint));
    Some(column![map, hint].spacing(GAP).into())
}

/// A place, with the numbers of the steps that were there.
#[derive(Clone, Debug, PartialEq)]
struct Stop {
    at: world::Point,
    steps: Vec<usize>,
    /// Whether it is a registered site, and not somewhere in a country.
    exact: bool,
}

/// The places of a way, and how it goes between them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Route {
    places: Vec<Stop>,
    /// From which place to which, and whether somebody only told it.
    legs: Vec<(usize, usize, bool)>,
}

impl Route {
    fn of(journey: &Journey) -> Self {
        let mut route = Self::default();
        let mut last = None;
        for (step, number) in journey.steps.iter().zip(1..) {
            let mut stop = |id: Option<ParticipantId>| {
                let place = journey.parties.get(&id?)?.place.as_ref()?;
                Some(route.stop(world::point(place.position), place.site.is_some(), number))
            };
            let (who, to) = (stop(step.who), stop(step.to));
            match (step.what, who, to) {
                (_, Some(from), Some(to)) => route.go(from, to, !step.proven),
                // More was added to a shipment, which does not say to whom.
                (What::Received(_), Some(here), None) if !route.legs.iter().any(|(_, to, _)| *to == here) => {
                    if let Some(from) = last {
                        route.go(from, here, !step.proven);
                    }
                }
                _ => {}
            }
            last = to.or(who).or(last);
        }
        route
    }

    /// Goes from one place to another; what is proven and told is proven.
    fn go(&mut self, from: usize, to: usize, told: bool) {
        match self.legs.iter_mut().find(|leg| (leg.0, leg.1) == (from, to)) {
            Some(known) => known.2 &= told,
            None if from != to => self.legs.push((from, to, told)),
            None => {}
        }
    }

    fn stop(&mut self, at: world::Point, exact: bool, step: usize) -> usize {
        let known = self.places.iter().position(|place| place.at == at);
        let number = known.unwrap_or_else(|| {
            self.places.push(Stop { at, steps: Vec::new(), exact });
            self.places.len() - 1
        });
        if let Some(place) = self.places.get_mut(number)
            && place.steps.last() != Some(&step)
        {
            place.steps.push(step);
        }
        number
    }
}

/// The numbers of steps, neighbours together: `1–3, 6`.
fn numbers(steps: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for step in steps {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *step => *last = *step,
            _ => runs.push((*step, *step)),
        }
    }
    let run = |(first, last): &(usize, usize)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

/// Which part of the world is shown, and how large.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    middle: world::Point,
    /// Pixels of a degree, to the east and to the north.
    scale: [f32; 2],
    size: Size,
}

impl Window {
    /// All of these places, with room around them.
    fn around(places: &[Stop], size: Size) -> Self {
        let range = |axis: usize| {
            let all = places.iter().filter_map(|place| place.at.get(axis).copied());
            all.fold((f32::MAX, f32::MIN), |(least, most), at| (least.min(at), most.max(at)))
        };
        let ((west, east), (south, north)) = (range(0), range(1));
        let middle = [(west + east) / 2.0, (south + north) / 2.0];
        // Degrees of longitude are as wide as they are at the middle.
        let narrowed = middle[1].to_radians().cos().max(0.3);
        let high = ((north - south) * 1.5).max(LEAST);
        let wide = ((east - west) * narrowed * 1.4).max(LEAST);
        let degree = (size.height / high).min(size.width / wide).max(size.width / 360.0 / narrowed);
        Self { middle, scale: [degree * narrowed, degree], size }
    }

    fn point(&self, [east, north]: world::Point) -> Point {
        let x = self.size.width / 2.0 + (east - self.middle[0]) * self.scale[0];
        Point::new(x, self.size.height / 2.0 - (north - self.middle[1]) * self.scale[1])
    }

    /// Degrees between the lines of the grid: not more of them than help.
    fn grid(&self) -> f32 {
        let wished = 60.0 / self.scale[1];
        [1.0, 2.0, 5.0, 10.0, 15.0, 30.0].into_iter().find(|step| *step >= wished).unwrap_or(30.0)
    }
}

/// The map.
#[derive(Debug)]
struct Map {
    colors: &'static Colors,
    route: Route,
}

impl Map {
    fn ground(&self, frame: &mut Frame, window: &Window) {
        let colors = self.colors;
        let sea = mix(colors.card, colors.accent, 0.10);
        frame.fill_rectangle(Point::ORIGIN, frame.size(), sea);
        let land = Path::new(|path| {
            for outline in world::lands() {
                for (at, point) in outline.iter().enumerate() {
                    let point = window.point(*point);
                    if at == 0 { path.move_to(point) } else { path.line_to(point) }
                }
                path.close();
            }
        });
        frame.fill(&land, mix(colors.card, colors.faint, 0.28));
        frame.stroke(&land, pen(colors.edge, 1.0));
        let step = window.grid();
        let grid = pen(mix(sea, colors.edge, 0.55), 0.5);
        let count = (360.0 / step) as i32;
        for line in -count..=count {
            let degrees = line as f32 * step;
            if degrees.abs() <= 90.0 {
                let y = window.point([0.0, degrees]).y;
                frame.stroke(&Path::line(Point::new(0.0, y), Point::new(window.size.width, y)), grid);
            }
            let x = window.point([degrees, 0.0]).x;
            frame.stroke(&Path::line(Point::new(x, 0.0), Point::new(x, window.size.height)), grid);
        }
    }

    fn way(&self, frame: &mut Frame, window: &Window) {
        let colors = self.colors;
        for (from, to, told) in &self.route.legs {
            let (Some(from), Some(to)) = (self.route.places.get(*from), self.route.places.get(*to)) else { continue };
            let (from, to) = (window.point(from.at), window.point(to.at));
            let dashes: &[f32] = if *told { &[6.0, 5.0] } else { &[] };
            let line = Stroke { line_dash: LineDash { segments: dashes, offset: 0 }, ..pen(colors.accent, 3.0) };
            frame.stroke(&Path::line(from, to), line);
            frame.fill(&arrow(from, to), colors.accent);
        }
        let mut taken: Vec<Rectangle> = Vec::new();
        for place in &self.route.places {
            let at = window.point(place.at);
            let label = numbers(&place.steps);
            let width = (label.chars().count() as f32 * 8.0 + 12.0).max(2.0 * PLACE);
            // Below a place whose number would lie on another one.
            let mut plate = Rectangle::new(at - Vector::new(width / 2.0, PLACE), Size::new(width, 2.0 * PLACE));
            for _ in 0..8 {
                if !taken.iter().any(|other| other.intersects(&plate)) {
                    break;
                }
                plate.y += 2.0 * PLACE + 2.0;
            }
            plate.x = plate.x.clamp(2.0, (window.size.width - width - 2.0).max(2.0));
            plate.y = plate.y.clamp(2.0, (window.size.height - plate.height - 2.0).max(2.0));
            taken.push(plate);
            let shape = Path::rounded_rectangle(plate.position(), plate.size(), PLACE.into());
            let (ground, ink) = if place.exact { (colors.accent, colors.on_accent) } else { (colors.card, colors.ink) };
            frame.fill(&shape, ground);
            frame.stroke(&shape, pen(colors.accent, 2.0));
            frame.fill_text(number(label, plate.center(), ink));
        }
    }

    fn draw(&self, frame: &mut Frame) {
        let size = frame.size();
        let window = Window::around(&self.route.places, size);
        frame.with_clip(Rectangle::with_size(size), |frame| {
            self.ground(frame, &window);
            self.way(frame, &window);
        });
        let edge = Path::rectangle(Point::ORIGIN, size);
        frame.stroke(&edge, pen(self.colors.edge, 1.0));
    }
}

fn pen<'a>(color: Color, width: f32) -> Stroke<'a> {
    Stroke::default().with_color(color).with_width(width).with_line_join(LineJoin::Round)
}

/// The head of an arrow in the middle of a line.
fn arrow(from: Point, to: Point) -> Path {
    let (along, middle) = (to - from, Point::new((from.x + to.x) / 2.0, (from.y + to.y) / 2.0));
    let length = along.x.hypot(along.y).max(1.0);
    let (x, y) = (along.x / length, along.y / length);
    Path::new(|path| {
        path.move_to(Point::new(middle.x + x * 9.0, middle.y + y * 9.0));
        path.line_to(Point::new(middle.x - x * 5.0 - y * 7.0, middle.y - y * 5.0 + x * 7.0));
        path.line_to(Point::new(middle.x - x * 5.0 + y * 7.0, middle.y - y * 5.0 - x * 7.0));
        path.close();
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(at: world::Point) -> Stop {
        Stop { at, steps: vec![1], exact: false }
    }

    #[test]
    fn every_place_is_in_the_window() {
        let size = Size::new(680.0, 320.0);
        for places in [
            vec![[10.0, 51.0], [10.5, 51.5]],
            vec![[-99.0, 40.0], [134.0, -26.0], [10.0, 51.0]],
            vec![[-168.0, 70.0], [188.0, -50.0]],
            vec![[0.0, 89.0], [0.0, -89.0]],
        ] {
            let places: Vec<Stop> = places.into_iter().map(stop).collect();
            let window = Window::around(&places, size);
            for place in &places {
                let at = window.point(place.at);
                let inside = (0.0..=size.width).contains(&at.x) && (0.0..=size.height).contains(&at.y);
                // The poles lie beyond any window as high as the world: nobody ships there.
                assert!(inside || place.at[1].abs() > 80.0, "{:?} at {at:?}", place.at);
            }
        }
    }

    #[test]
    fn the_way_goes_where_it_is_known_to_go_and_nowhere_else() {
        let route = Route::of(&crate::tests::journey::way());
        assert_eq!(route.places.len(), 3);
        assert_eq!(route.places[0].steps, [1, 3, 4]);
        assert_eq!(route.legs, [(0, 1, true), (1, 2, false)], "the last one is proven, too");
        let mut alone = crate::tests::journey::way();
        alone.steps.retain(|step| step.proven);
        assert_eq!(Route::of(&alone).legs, [(1, 2, false)], "how it came from the maker, nobody told");
    }

    #[test]
    fn numbers_of_neighbouring_steps_stand_together() {
        assert_eq!(numbers(&[1, 2, 3, 6, 8, 9]), "1–3, 6, 8, 9");
        assert_eq!(numbers(&[4]), "4");
    }
}
