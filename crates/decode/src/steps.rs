//! The rungs of the ladder, and their order.

use crate::{
    Rung,
    binary::Binarizer,
    prepare::{self, View},
};

/// Size at which a step looks at the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scale {
    Full,
    Base,
    Half,
    Quarter,
}

/// What is done to it first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Prepare {
    Nothing,
    Smooth,
    Sharpen,
    Level,
}

/// One thing to try.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// Black and white, then rxing for QR codes and our own locator for so many likely DataMatrix.
    Look {
        scale: Scale,
        prepare: Prepare,
        binarizer: Binarizer,
        corners: usize,
    },
    /// The same with light and dark swapped.
    Inverted {
        scale: Scale,
        binarizer: Binarizer,
        corners: usize,
    },
    /// rxing's DataMatrix detectors.
    DataMatrix {
        scale: Scale,
        binarizer: Binarizer,
        harder: bool,
    },
    Code128 {
        scale: Scale,
    },
    Rqrr {
        scale: Scale,
        prepare: Prepare,
    },
    /// Our own search for the grid of this many QR codes whose finders were seen but not read.
    Refit {
        triples: usize,
    },
    /// The same for QR codes of which only two finders were seen.
    Pairs,
    /// Finders that were not read once more, enlarged.
    Enlarge {
        triples: usize,
    },
}

use Binarizer::{Hybrid, Mean, Otsu};
use Prepare::{Level, Nothing, Sharpen, Smooth};
use Scale::{Base, Full, Half, Quarter};

const fn look(scale: Scale, prepare: Prepare, binarizer: Binarizer, corners: usize) -> Step {
    Step::Look { scale, prepare, binarizer, corners }
}

/// What is tried on one frame of many, the likeliest first.
pub(crate) const VIDEO: [Step; 4] = [
    look(Half, Nothing, Hybrid, 1),
    look(Base, Nothing, Hybrid, 1),
    Step::DataMatrix { scale: Base, binarizer: Hybrid, harder: false },
    Step::Code128 { scale: Half },
];

/// What is tried on the only picture there is, the likeliest for its time first.
pub(crate) const STILL: [Step; 26] = [
    look(Base, Nothing, Hybrid, 3),
    Step::DataMatrix { scale: Base, binarizer: Hybrid, harder: false },
    Step::Code128 { scale: Base },
    look(Half, Nothing, Mean(16), 3),
    Step::Refit { triples: 2 },
    Step::Inverted { scale: Base, binarizer: Hybrid, corners: 2 },
    look(Base, Nothing, Mean(24), 3),
    Step::Rqrr { scale: Base, prepare: Nothing },
    look(Quarter, Nothing, Hybrid, 3),
    look(Base, Smooth, Hybrid, 4),
    Step::Refit { triples: 3 },
    look(Full, Nothing, Hybrid, 3),
    Step::Enlarge { triples: 2 },
    look(Half, Nothing, Hybrid, 3),
    look(Base, Level, Otsu, 3),
    Step::Rqrr { scale: Half, prepare: Nothing },
    look(Base, Sharpen, Hybrid, 3),
    look(Quarter, Nothing, Mean(9), 3),
    Step::Inverted { scale: Half, binarizer: Mean(16), corners: 3 },
    Step::DataMatrix { scale: Base, binarizer: Mean(24), harder: true },
    look(Base, Nothing, Otsu, 3),
    Step::Refit { triples: 6 },
    Step::Pairs,
    Step::Enlarge { triples: 4 },
    Step::Rqrr { scale: Base, prepare: Smooth },
    Step::Code128 { scale: Full },
];

/// The view after what a step does to it first.
pub(crate) fn prepared(view: &View, prepare: Prepare) -> View {
    match prepare {
        Nothing => view.clone(),
        Smooth => view.with(|picture| prepare::smoothed(&prepare::smoothed(picture))),
        Sharpen => view.with(|picture| prepare::sharpened(picture, 2, 1.5)),
        Level => view.with(|picture| prepare::levelled(picture, 24)),
    }
}

/// What a step is called.
pub(crate) fn rung(scale: Scale, prepare: Prepare, binarizer: Binarizer) -> Rung {
    match (prepare, scale, binarizer) {
        (Smooth, _, _) => Rung::Smoothed,
        (Sharpen, _, _) => Rung::Sharpened,
        (Level, _, _) => Rung::Levelled,
        (Nothing, Full, _) => Rung::Full,
        (Nothing, Half, _) => Rung::Half,
        (Nothing, Quarter, _) => Rung::Quarter,
        (Nothing, Base, Hybrid) => Rung::Plain,
        (Nothing, Base, Mean(_) | Otsu) => Rung::Binarized,
    }
}
