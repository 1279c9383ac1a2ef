//! Codes in moving pictures: the camera of a phone or computer.
//!
//! A camera tells [`Event`]s: it opens, sees codes, and closes or fails. Whole pictures never leave this module, and none is kept.

use std::sync::Arc;

use iced::Task;
#[cfg(not(target_arch = "wasm32"))]
use iced::widget::image::Handle;
use scan::{Code, UnusableCode};

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(all(feature = "camera", not(target_arch = "wasm32")))]
mod desktop;
#[cfg(not(target_arch = "wasm32"))]
mod eye;
#[cfg(not(target_arch = "wasm32"))]
mod film;

/// What a camera tells.
#[derive(Clone, Debug)]
pub enum Event {
    /// It shows pictures.
    Opened,
    /// There are several cameras: their names.
    #[cfg(not(target_arch = "wasm32"))]
    #[cfg_attr(not(feature = "camera"), allow(dead_code, reason = "a film is alone"))]
    Several(Arc<[String]>),
    /// It sees this, small and in grey. Browsers show it by themselves.
    #[cfg(not(target_arch = "wasm32"))]
    Shows(Handle),
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
    /// This device, this program, or the way it is reached, has no camera: browsers give one to pages over https alone.
    Missing,
    /// Its use was refused.
    #[cfg_attr(
        not(any(feature = "camera", target_arch = "wasm32")),
        allow(dead_code, reason = "a film is never refused")
    )]
    Refused,
    /// It is there, but gives no pictures; another program may be using it.
    Broken,
}

impl Closed {
    /// The sentence that says what happened and what to do about it; none if it was wanted.
    pub fn sentence(self) -> Option<&'static str> {
        match self {
            Self::ByUser => None,
            Self::Missing if cfg!(target_arch = "wasm32") => Some("camera-missing"),
            Self::Missing => Some("camera-none"),
            Self::Refused if cfg!(target_arch = "wasm32") => Some("camera-refused"),
            Self::Refused => Some("camera-forbidden"),
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
    /// From a camera of this computer.
    #[cfg(all(feature = "camera", not(target_arch = "wasm32")))]
    Desktop,
    /// From a film, or a folder of pictures.
    #[cfg(not(target_arch = "wasm32"))]
    Film(std::path::PathBuf),
}

impl Source {
    /// What a desktop has if it is told nothing else.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of_this_computer() -> Self {
        #[cfg(feature = "camera")]
        return Self::Desktop;
        #[cfg(not(feature = "camera"))]
        Self::None
    }

    /// Whether there may be moving pictures at all.
    pub fn is_there(&self) -> bool {
        *self != Self::None
    }
}

/// Opens the camera; of several, the one with this number, counted around. It closes when the task is given up.
#[cfg_attr(not(feature = "camera"), allow(unused_variables, reason = "films are alone, and browsers choose"))]
pub fn open(source: Source, number: usize) -> Task<Event> {
    match source {
        Source::None => Task::done(Event::Closed(Closed::Missing)),
        #[cfg(target_arch = "wasm32")]
        Source::Browser => Task::stream(browser::watch()),
        #[cfg(all(feature = "camera", not(target_arch = "wasm32")))]
        Source::Desktop => Task::stream(desktop::watch(number)),
        #[cfg(not(target_arch = "wasm32"))]
        Source::Film(film) => Task::stream(film::watch(film)),
    }
}
