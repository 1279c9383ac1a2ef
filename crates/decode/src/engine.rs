//! Who read a symbol.

use std::fmt;

/// Which code found a symbol's modules. All of them leave the error correction to rxing or rqrr.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// rxing's detectors.
    Rxing,
    /// rqrr.
    Rqrr,
    /// Our own search for the grid.
    Grid,
}

/// What had been done to the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rung {
    /// Nothing, or it was made smaller as a large one always is.
    Plain,
    /// Seen in all its pixels.
    Full,
    /// Half the size.
    Half,
    /// A quarter of the size.
    Quarter,
    /// Dark told from light by wider surroundings, or by one level for all.
    Binarized,
    /// Noise smoothed away.
    Smoothed,
    /// Blur undone in part.
    Sharpened,
    /// Light and contrast made even.
    Levelled,
    /// Light and dark swapped.
    Inverted,
    /// A part of it enlarged.
    Enlarged,
}

/// Who read a symbol, and on which rung of the ladder. Shown as `rxing/plain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Engine {
    /// Who.
    pub reader: Reader,
    /// On what.
    pub rung: Rung,
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reader = match self.reader {
            Reader::Rxing => "rxing",
            Reader::Rqrr => "rqrr",
            Reader::Grid => "grid",
        };
        let rung = match self.rung {
            Rung::Plain => "plain",
            Rung::Full => "full",
            Rung::Half => "half",
            Rung::Quarter => "quarter",
            Rung::Binarized => "binarized",
            Rung::Smoothed => "smoothed",
            Rung::Sharpened => "sharpened",
            Rung::Levelled => "levelled",
            Rung::Inverted => "inverted",
            Rung::Enlarged => "enlarged",
        };
        write!(out, "{reader}/{rung}")
    }
}
