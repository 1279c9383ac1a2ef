//! The retry ladder: what is tried on a picture, in which order, and when that is enough.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use rxing::common::BitMatrix;

use crate::{
    Engine, Mode, Picture, Reader, Rung, Symbol, barcode,
    binary::{
        self,
        Binarizer::{self, Hybrid, Mean},
    },
    budget::Budget,
    datamatrix::{self, Corner},
    find::Find,
    prepare::{self, View},
    qr::{self, Finder, Triple},
    shape::{Point, length, sub},
    steps::{
        self,
        Prepare::{self, Nothing, Sharpen, Smooth},
        Scale::{self, Base, Full, Half, Quarter},
        Step, prepared, rung,
    },
};

/// Longest side of the picture that most rungs see: larger is slower and noisier, not clearer.
const BASE_SIDE: u32 = 1_280;
/// Still mode ends here if a symbol was read, whatever else may be in the picture.
const ENOUGH: Duration = Duration::from_millis(260);
/// Still mode ends here if nothing looks like a symbol.
const HOPELESS: Duration = Duration::from_millis(370);
/// Finders in a picture that rqrr can still cope with.
const RQRR_FINDERS: usize = 40;

/// Finders of which two are taken for part of a symbol: more are a pattern.
const MOST_PAIRED: usize = 6;
/// Finders further than this from the corners of a square belong to no symbol.
const MOST_ODD: f32 = 1.2;

/// Climbs until a symbol is read or time is up. `give` gets every new symbol and says whether to go on.
pub(crate) fn climb(whole: &Picture, mode: Mode, budget: &Budget, give: &mut dyn FnMut(Symbol) -> bool) {
    let mut ladder = Ladder {
        whole,
        budget: *budget,
        views: HashMap::new(),
        bits: HashMap::new(),
        mode,
        give,
        found: Vec::new(),
        unread: Vec::new(),
        corners: Vec::new(),
        finders: Vec::new(),
        most_finders: 0,
        stopped: false,
    };
    // The plain steps are taken whatever was found: together they look for all kinds of symbols.
    let (steps, plain): (&[Step], usize) = match mode {
        Mode::Video => (&steps::VIDEO, 1),
        Mode::Still => (&steps::STILL, 3),
    };
    for (at, step) in steps.iter().enumerate() {
        if ladder.is_done(at < plain) {
            return;
        }
        ladder.take(*step);
    }
}

/// Finders that were seen and not read.
#[derive(Clone, Copy)]
struct Unread {
    /// In pixels of the whole picture.
    triple: Triple,
    /// Whether they were seen with light and dark swapped.
    inverted: bool,
    refitted: bool,
    enlarged: bool,
}

struct Ladder<'a> {
    whole: &'a Picture,
    budget: Budget,
    views: HashMap<Scale, View>,
    /// Dark pixels of the views as they are.
    bits: HashMap<(Scale, Binarizer), BitMatrix>,
    mode: Mode,
    give: &'a mut dyn FnMut(Symbol) -> bool,
    found: Vec<Symbol>,
    unread: Vec<Unread>,
    /// Likely DataMatrix that were looked at.
    corners: Vec<Corner>,
    /// Finders, in pixels of the whole picture, and whether light and dark were swapped.
    finders: Vec<(Finder, bool)>,
    most_finders: usize,
    stopped: bool,
}

impl Ladder<'_> {
    fn is_done(&self, plain: bool) -> bool {
        if self.stopped || self.budget.spent() {
            return true;
        }
        let elapsed = self.budget.elapsed();
        let is_enough = !self.found.is_empty() && (self.unread.is_empty() || elapsed > ENOUGH)
            || self.unread.is_empty() && elapsed > HOPELESS;
        !plain && is_enough
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Look { scale, prepare, binarizer, corners } => {
                let Some((view, bits)) = self.dark(scale, prepare, binarizer) else { return };
                self.look(&view, &bits, corners, rung(scale, prepare, binarizer), false);
            }
            Step::Inverted { scale, binarizer, corners } => {
                let Some((view, mut bits)) = self.dark(scale, Nothing, binarizer) else { return };
                bits.flip_self();
                self.look(&view, &bits, corners, Rung::Inverted, true);
            }
            Step::DataMatrix { scale, binarizer, harder } => {
                let Some((view, bits)) = self.dark(scale, Nothing, binarizer) else { return };
                let finds = guarded(|| barcode::read_datamatrix(&bits, harder));
                self.keep(finds, Some(&view), Reader::Rxing, rung(scale, Nothing, binarizer));
            }
            Step::Code128 { scale } => {
                let Some(view) = self.view(scale) else { return };
                let finds = guarded(|| barcode::read_code128(&view.picture));
                self.keep(finds, Some(&view), Reader::Rxing, rung(scale, Nothing, Hybrid));
            }
            Step::Rqrr { scale, prepare } => {
                if self.most_finders > RQRR_FINDERS {
                    return;
                }
                let Some(view) = self.view(scale) else { return };
                let view = prepared(&view, prepare);
                let finds = guarded(|| qr::read_with_rqrr(&view.picture));
                self.keep(finds, Some(&view), Reader::Rqrr, rung(scale, prepare, Hybrid));
            }
            Step::Refit { triples } => self.refit(triples),
            Step::Pairs => self.pair(),
            Step::Enlarge { triples } => self.enlarge(triples),
        }
    }

    /// The picture at a scale, unless that is the same as a larger one or too small to hold anything.
    fn view(&mut self, scale: Scale) -> Option<View> {
        let longest = self.whole.longest_side();
        let base = longest.div_ceil(longest.div_ceil(BASE_SIDE));
        let side = match scale {
            Full if longest <= BASE_SIDE => return None,
            Full => longest,
            Base => base,
            Half => base.div_ceil(2),
            Quarter => base.div_ceil(4),
        };
        if scale != Base && side < 100 {
            return None;
        }
        Some(self.views.entry(scale).or_insert_with(|| prepare::smaller(self.whole, side)).clone())
    }

    /// The picture at a scale, prepared, and its dark pixels.
    fn dark(&mut self, scale: Scale, prepare: Prepare, binarizer: Binarizer) -> Option<(View, BitMatrix)> {
        let view = prepared(&self.view(scale)?, prepare);
        let make = || guarded(|| binary::dark(&view.picture, binarizer));
        if prepare != Nothing {
            return make().map(|bits| (view.clone(), bits));
        }
        let bits = match self.bits.get(&(scale, binarizer)) {
            Some(bits) => bits.clone(),
            None => {
                let bits = make()?;
                self.bits.insert((scale, binarizer), bits.clone());
                bits
            }
        };
        Some((view, bits))
    }

    fn look(&mut self, view: &View, bits: &BitMatrix, corners: usize, rung: Rung, inverted: bool) {
        let budget = self.budget;
        let seen = guarded(|| qr::read_bits(bits, 60, &budget));
        self.most_finders = self.most_finders.max(seen.finders.len());
        for finder in seen.finders.into_iter().take(MOST_PAIRED) {
            self.remember_finder(out_of(finder, view), inverted);
        }
        for triple in seen.unread.into_iter().take(12) {
            let [top_left, top_right, bottom_left] = triple.finders().map(|finder| out_of(finder, view));
            self.remember(Triple { top_left, top_right, bottom_left }, inverted);
        }
        self.keep(seen.finds, Some(view), Reader::Rxing, rung);
        let candidates = if corners == 0 { Vec::new() } else { guarded(|| datamatrix::corners(bits)) };
        let mut left = corners;
        for corner in candidates {
            if left == 0 || self.budget.spent() {
                break;
            }
            let corner = Corner {
                top: view.out(corner.top),
                corner: view.out(corner.corner),
                right: view.out(corner.right),
                far: corner.far.map(|far| view.out(far)),
                ..corner
            };
            if self.corners.iter().any(|known| is_same(known, &corner)) || self.is_read(&[corner.corner]) {
                continue;
            }
            left -= 1;
            self.corners.push(corner);
            let (whole, mode) = (self.whole, self.mode);
            let find = guarded(|| datamatrix::read_corner(whole, &corner, inverted, mode, &budget));
            self.keep(find.into_iter().collect(), None, Reader::Grid, rung);
        }
    }

    fn remember(&mut self, triple: Triple, inverted: bool) {
        let is_near = |one: Point, other: Point, size: f32| length(sub(one, other)) < 0.25 * size;
        let is_known = self.unread.iter().any(|known| {
            known
                .triple
                .finders()
                .iter()
                .zip(triple.finders())
                .all(|(one, other)| is_near(one.at, other.at, other.size))
        });
        let is_likely = triple.oddness() < MOST_ODD;
        if is_likely && !is_known && !self.is_read(&triple.finders().map(|finder| finder.at)) {
            self.unread.push(Unread { triple, inverted, refitted: false, enlarged: false });
            self.unread.sort_by(|one, other| one.triple.oddness().total_cmp(&other.triple.oddness()));
        }
    }

    fn remember_finder(&mut self, finder: Finder, inverted: bool) {
        let is_same = |known: &Finder| length(sub(known.at, finder.at)) < 0.5 * finder.size;
        if self.finders.len() < MOST_PAIRED && !self.finders.iter().any(|(known, _)| is_same(known)) {
            self.finders.push((finder, inverted));
        }
    }

    /// Refits what two finders may be part of if the third is hidden.
    fn pair(&mut self) {
        let (whole, budget) = (self.whole, self.budget);
        let finders = self.finders.clone();
        let pairs =
            finders.iter().enumerate().flat_map(|(at, one)| finders.iter().skip(at + 1).map(move |other| (one, other)));
        for ((one, inverted), (other, _)) in pairs.filter(|(one, other)| one.1 == other.1) {
            for triple in qr::completed(*one, *other) {
                if budget.spent() || self.is_read(&[one.at, other.at]) {
                    break;
                }
                let find = guarded(|| qr::refit(whole, &triple, *inverted, &budget));
                self.keep(find.into_iter().collect(), None, Reader::Grid, Rung::Plain);
            }
        }
    }

    /// Whether one of these points lies in a symbol that was read.
    fn is_read(&self, points: &[Point]) -> bool {
        self.found.iter().any(|symbol| points.iter().any(|point| is_inside(&symbol.corners, *point)))
    }

    fn refit(&mut self, most: usize) {
        let (whole, budget) = (self.whole, self.budget);
        for _ in 0..most {
            let Some(unread) = self.unread.iter_mut().find(|unread| !unread.refitted) else { return };
            unread.refitted = true;
            let Unread { triple, inverted, .. } = *unread;
            if budget.spent() {
                return;
            }
            let find = guarded(|| qr::refit(whole, &triple, inverted, &budget));
            self.keep(find.into_iter().collect(), None, Reader::Grid, Rung::Plain);
        }
    }

    fn enlarge(&mut self, most: usize) {
        let budget = self.budget;
        for _ in 0..most {
            let Some(unread) = self.unread.iter_mut().find(|unread| !unread.enlarged) else { return };
            unread.enlarged = true;
            let Unread { triple, inverted, .. } = *unread;
            if budget.spent() {
                return;
            }
            let Some(view) = around(self.whole, &triple) else { continue };
            let view = if inverted { view.with(prepare::inverted) } else { view };
            for (prepare, binarizer) in [(Nothing, Hybrid), (Smooth, Mean(20)), (Sharpen, Mean(20))] {
                let view = prepared(&view, prepare);
                let seen = guarded(|| {
                    let bits = binary::dark(&view.picture, binarizer);
                    bits.map(|bits| qr::read_bits(&bits, 20, &budget)).unwrap_or_default()
                });
                let found = !seen.finds.is_empty();
                self.keep(seen.finds, Some(&view), Reader::Rxing, Rung::Enlarged);
                if found {
                    break;
                }
            }
        }
    }

    fn keep(&mut self, finds: Vec<Find>, view: Option<&View>, reader: Reader, rung: Rung) {
        for find in finds {
            let find = match view {
                Some(view) => find.out_of(view),
                None => find,
            };
            let Find { format, text, corners } = find;
            let symbol = Symbol { format, text, corners, engine: Engine { reader, rung } };
            let is_known = |other: &Symbol| other.format == symbol.format && same_data(&other.text, &symbol.text);
            if symbol.text.is_empty() || self.found.iter().any(is_known) {
                continue;
            }
            self.stopped |= !(self.give)(symbol.clone());
            self.found.push(symbol);
        }
        let found = &self.found;
        let is_inside_one = |point: Point| found.iter().any(|symbol| is_inside(&symbol.corners, point));
        self.unread.retain(|unread| !unread.triple.finders().iter().any(|finder| is_inside_one(finder.at)));
    }
}

/// Third-party decoders may overflow on pictures made to hurt; nothing of theirs outlives the call.
fn guarded<T: Default>(work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_default()
}

fn out_of(finder: Finder, view: &View) -> Finder {
    Finder { at: view.out(finder.at), size: finder.size * view.scale[0] }
}

/// The surroundings of three finders, enlarged until their modules are some pixels wide.
fn around(whole: &Picture, triple: &Triple) -> Option<View> {
    let [top_left, top_right, bottom_left] = triple.finders().map(|finder| finder.at);
    let middle = [(top_right[0] + bottom_left[0]) / 2.0, (top_right[1] + bottom_left[1]) / 2.0];
    let module = triple.top_left.size / 7.0;
    let reach = 0.75 * length(sub(top_right, bottom_left)) + 7.0 * module;
    let times = (6.0 / module).clamp(1.5, 3.0).min(450.0 / reach);
    (length(sub(top_left, middle)) < 2.0 * reach && times > 0.2)
        .then(|| prepare::enlarged(whole, middle, reach, times))
        .flatten()
}

fn is_same(one: &Corner, other: &Corner) -> bool {
    let near = 0.04 * length(sub(one.right, one.corner)).max(length(sub(one.top, one.corner))) + 1.0;
    [(one.top, other.top), (one.corner, other.corner), (one.right, other.right)]
        .iter()
        .all(|(one, other)| length(sub(*one, *other)) < near)
}

/// Whether a point lies within four corners.
fn is_inside(corners: &[Point; 4], point: Point) -> bool {
    let [a, b, c, d] = *corners;
    let sides = [(a, b), (b, c), (c, d), (d, a)].map(|(from, to)| crate::shape::cross(sub(to, from), sub(point, from)));
    sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0)
}

/// Two decoders may disagree about the AIM identifier, not about the data.
fn same_data(one: &str, other: &str) -> bool {
    one.trim_start_matches("]Q3") == other.trim_start_matches("]Q3")
}
