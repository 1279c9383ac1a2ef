//! What is shown.

use std::mem::{Discriminant, discriminant};

use scanner_core::{
    run::{Entry, Note, State},
    wedge,
};
use verdict::Verdict;

#[cfg(not(target_arch = "wasm32"))]
use crate::work;
use crate::{
    app::App,
    screen::{history::Past, scan::Stage},
};

/// What is shown.
#[derive(Clone, Debug, Default)]
pub enum Page {
    /// The screen on which packs are checked.
    #[default]
    Scan,
    /// What was scanned.
    History(Past),
    /// The self-test of handheld scanners, with what arrived last.
    Doctor(Option<wedge::Scan>),
    /// The key.
    #[cfg(not(target_arch = "wasm32"))]
    Key,
    /// A desk beside the scanner.
    #[cfg(not(target_arch = "wasm32"))]
    Work(work::Tab),
}

impl Page {
    /// Whether handheld scanners are listened to there.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn takes_scans(&self) -> bool {
        match self {
            Self::Scan | Self::History(_) | Self::Doctor(_) => true,
            Self::Key => false,
            Self::Work(tab) => tab.has_code_field(),
        }
    }

    /// A number of its own.
    pub fn number(&self) -> u8 {
        match self {
            Self::Scan => 0,
            Self::History(_) => 1,
            Self::Doctor(_) => 2,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Key => 3,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Work(tab) => 4 + *tab as u8,
        }
    }

    /// Whether codes can be typed there.
    pub fn has_code_field(&self) -> bool {
        #[cfg(not(target_arch = "wasm32"))]
        if let Self::Work(tab) = self {
            return tab.has_code_field();
        }
        matches!(self, Self::Scan)
    }
}

/// What stands before somebody's eyes, as far as it decides where the page begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    page: u8,
    settings: bool,
    gallery: bool,
    stage: Option<Discriminant<Stage>>,
    /// The pack that is shown large, and its verdict once there is one.
    pack: Option<(u64, Option<Verdict>)>,
    /// What is said above it.
    note: Option<Note>,
}

impl Shown {
    /// Whether it is something else than before. That something is no longer said is nothing new.
    pub fn is_new_after(&self, before: &Self) -> bool {
        let is_said = self.note.is_some() && self.note != before.note;
        is_said || Self { note: before.note, ..*self } != *before
    }
}

impl App {
    /// What is shown now.
    pub(crate) fn shown(&self) -> Shown {
        let (page, settings, gallery) = (self.page.number(), self.form.is_some(), self.gallery);
        // Verdicts arrive on other pages, too.
        if !matches!(self.page, Page::Scan) {
            return Shown { page, settings, gallery, stage: None, pack: None, note: None };
        }
        let many = self.scan.many.as_ref();
        let pack = many.and_then(|many| many.shown()).map(|entry| (entry.number(), judged(entry)));
        let note = many.and_then(|many| many.note);
        Shown { page, settings, gallery, stage: Some(discriminant(&self.scan.stage)), pack, note }
    }
}

fn judged(entry: &Entry) -> Option<Verdict> {
    match entry.state() {
        State::Waiting { .. } => None,
        State::Judged(report) | State::Handled(report, _) => Some(report.verdict),
    }
}
