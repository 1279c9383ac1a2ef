//! The way of the pack whose verdict is shown: asked for only once somebody wants to see it.

use journey::Journey;
use verdict::{Report, knows_pack};

use super::evidence;

/// What happens.
#[derive(Clone, Debug)]
pub enum Message {
    /// The way of the pack that is shown is to be told.
    Unfold,
    /// Or no more.
    Fold,
    /// That of the pack of this verdict was found; none if what proved the verdict is no longer kept.
    Read(Box<Report>, Option<Box<Journey>>),
}

/// How far telling it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is being asked for.
    Asking,
    /// It is here.
    Here(Box<Journey>),
    /// What proved the verdict is no longer kept.
    Gone,
}

/// The way that was last asked for.
#[derive(Clone, Debug, Default)]
pub struct Unfolded(Option<(Box<Report>, Standing)>);

impl Unfolded {
    /// That of this verdict's pack: no way of another pack stands beside it.
    pub fn of(&self, report: &Report) -> Option<&Standing> {
        self.0.as_ref().filter(|(of, _)| **of == *report).map(|(_, standing)| standing)
    }

    /// Begins, unless that of this verdict is here or asked for already; whether it did.
    pub fn begin(&mut self, report: &Report) -> bool {
        let begins = can_be_told(report) && matches!(self.of(report), None | Some(Standing::Gone));
        if begins {
            self.0 = Some((Box::new(report.clone()), Standing::Asking));
        }
        begins
    }

    /// Hears what was found; nothing if somebody has gone on to another pack meanwhile.
    pub fn heard(&mut self, report: Box<Report>, found: Option<Box<Journey>>) {
        if self.of(&report) == Some(&Standing::Asking) {
            self.0 = Some((report, found.map_or(Standing::Gone, Standing::Here)));
        }
    }

    /// Shows it no more.
    pub fn fold(&mut self) {
        self.0 = None;
    }
}

/// Whether a node proved the verdict, and that there is such a pack.
pub fn can_be_told(report: &Report) -> bool {
    evidence::can_be_saved(report) && knows_pack(report)
}
