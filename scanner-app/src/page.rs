//! What is shown.

use scanner_core::wedge;

use crate::screen::history::Past;
#[cfg(not(target_arch = "wasm32"))]
use crate::work;

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
