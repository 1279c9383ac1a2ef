//! Codes in moving pictures: the camera of a phone or computer.
//!
//! A camera tells [`Event`]s: it opens, sees codes, and closes or fails. Pictures never leave this module.

use std::sync::Arc;

use iced::Task;
use scan::{Code, UnusableCode};

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod film;

/// What a camera tells.
#[derive(Clone, Debug)]
pub enum Event {
    /// It shows pictures.
    Opened,
    /// It sees something: the code of a pack, or one that cannot be checked.
    Saw(Result<Arc<Code>, UnusableCode>),
    /// It shows no pictures any more.
    Closed(Closed),
}

/// Why a camera shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It was closed.
    ByUser,
    /// This program, or the way it is reached, has no camera: browsers give one to pages over https alone.
    Missing,
    /// Its use was refused.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "desktops do not ask"))]
    Refused,
    /// It is there, but gives no pictures; another program may be using it.
    Broken,
}

impl Closed {
    /// The sentence that says what happened and what to do about it; none if it was wanted.
    pub fn sentence(self) -> Option<&'static str> {
        match self {
            Self::ByUser => None,
            Self::Missing => Some("camera-missing"),
            Self::Refused => Some("camera-refused"),
            Self::Broken => Some("camera-broken"),
        }
    }
}

/// Where moving pictures come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// From nowhere.
    #[default]
    None,
    /// From the browser's camera.
    #[cfg(target_arch = "wasm32")]
    Browser,
    /// From a film, or a folder of pictures.
    #[cfg(not(target_arch = "wasm32"))]
    Film(std::path::PathBuf),
}

impl Source {
    /// Whether there may be moving pictures at all.
    pub fn is_there(&self) -> bool {
        *self != Self::None
    }
}

/// Opens the camera. It closes when the task is given up.
pub fn open(source: Source) -> Task<Event> {
    match source {
        Source::None => Task::done(Event::Closed(Closed::Missing)),
        #[cfg(target_arch = "wasm32")]
        Source::Browser => Task::stream(browser::watch()),
        #[cfg(not(target_arch = "wasm32"))]
        Source::Film(film) => Task::stream(film::watch(film)),
    }
}
