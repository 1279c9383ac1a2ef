//! On what the last verdicts were based, for whoever wants to keep one.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use evidence_file::Basis;
use verdict::Report;

/// Most verdicts remembered; the oldest go first.
const MOST: usize = 32;

#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<VecDeque<(Report, Basis)>>);

impl Shelf {
    /// Remembers on what a verdict was based.
    pub fn put(&self, report: Report, basis: Basis) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((report, basis));
        if kept.len() > MOST {
            kept.pop_front();
        }
    }

    /// On what this very verdict was based.
    pub fn find(&self, report: &Report) -> Option<Basis> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().rev().find(|(kept, _)| kept == report).map(|(_, basis)| basis.clone())
    }
}
