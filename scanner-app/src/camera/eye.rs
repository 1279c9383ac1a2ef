//! What becomes of a frame on a desktop: it is shown, small, and a code is looked for in it.

use std::sync::Arc;

use decode::{Mode, Picture};
use futures::{SinkExt, channel::mpsc::Sender, executor::block_on};
use iced::widget::image::Handle;
use scan::{UnusableCode, choose};

use super::Event;

/// Every so many frames the decoder may take its time.
const THOROUGH: u32 = 8;
/// Longest side of what is shown, in pixels.
const SHOWN: u32 = 400;

/// Looks at frames, on a thread that may wait.
pub(super) struct Eye {
    out: Sender<Event>,
    frames: u32,
}

impl Eye {
    pub(super) fn new(out: Sender<Event>) -> Self {
        Self { out, frames: 0 }
    }

    /// Looks at a frame; whether anybody wants another one.
    pub(super) fn look(&mut self, picture: &Picture) -> bool {
        if self.frames == 0 && !self.tell(Event::Opened) {
            return false;
        }
        // A window that has no time misses a picture, never a code.
        let _ = self.out.try_send(Event::Shows(small(picture)));
        let mode = if self.frames % THOROUGH == THOROUGH - 1 { Mode::Still } else { Mode::Video };
        self.frames = self.frames.wrapping_add(1);
        match choose(&decode::read(picture, mode).symbols) {
            Err(UnusableCode::NoSymbol) => !self.out.is_closed(),
            seen => self.tell(Event::Saw(seen.map(Arc::new))),
        }
    }

    /// Tells something for certain; whether anybody still listens.
    pub(super) fn tell(&mut self, event: Event) -> bool {
        block_on(self.out.send(event)).is_ok()
    }
}

/// A frame as it is shown.
fn small(picture: &Picture) -> Handle {
    let step = picture.longest_side().div_ceil(SHOWN).max(1);
    let rows = picture.luma().chunks_exact(picture.width().max(1) as usize).step_by(step as usize);
    let greys = rows.flat_map(|row| row.iter().step_by(step as usize));
    let pixels: Vec<u8> = greys.flat_map(|grey| [*grey, *grey, *grey, u8::MAX]).collect();
    Handle::from_rgba(picture.width().div_ceil(step), picture.height().div_ceil(step), pixels)
}

#[cfg(test)]
mod tests {
    use futures::{StreamExt, channel::mpsc::channel};

    use super::*;

    #[test]
    fn what_is_shown_is_small_and_whole() {
        for (width, height) in [(1, 1), (3, 2), (401, 7), (1_280, 720), (9, 4_000)] {
            let picture = Picture::new(width, height, vec![7; (width * height) as usize]).unwrap();
            let Handle::Rgba { width, height, pixels, .. } = small(&picture) else { panic!("another kind") };
            assert!(width.max(height) <= SHOWN && width > 0 && height > 0, "{width} x {height}");
            assert_eq!(pixels.len(), (width * height * 4) as usize);
        }
    }

    #[test]
    fn a_busy_window_misses_pictures_and_holds_nothing_up() {
        let (out, mut heard) = channel(4);
        let mut eye = Eye::new(out);
        let picture = Picture::new(64, 64, vec![255; 64 * 64]).unwrap();
        for _ in 0..100 {
            assert!(eye.look(&picture));
        }
        heard.close();
        assert!(!eye.look(&picture), "nobody looks any more");
        let events: Vec<Event> = block_on(heard.collect());
        assert!(matches!(events.first(), Some(Event::Opened)) && events.len() <= 6, "{} events", events.len());
    }
}
