//! Finds and reads QR, DataMatrix and Code 128 symbols in a picture.
//!
//! [`read_file`] takes the bytes of a PNG or JPEG file, [`read_picture`] grey pixels. Both are bounded in memory and
//! time, and panic on nothing: the decoders below are called as if they were hostile.

mod barcode;
mod picture;
mod qr;

#[cfg(test)]
mod tests;

pub use picture::{MAX_FILE, Picture};

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Sender},
    },
    thread,
    time::{Duration, Instant},
};

/// Longest side of the picture that the decoders see.
const MAX_SIDE: u32 = 2_000;
/// What is not found after this long is given up.
const DEADLINE: Duration = Duration::from_millis(900);
/// Most pictures that are worked on at once, given-up ones included.
const MAX_WORKERS: usize = 8;
static WORKERS: AtomicUsize = AtomicUsize::new(0);

/// What kind of symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// QR code.
    Qr,
    /// DataMatrix ECC 200.
    DataMatrix,
    /// Code 128, GS1-128 included.
    Code128,
}

impl Format {
    /// The name that programs rely on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Qr => "qr",
            Self::DataMatrix => "datamatrix",
            Self::Code128 => "code128",
        }
    }
}

/// A symbol that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    /// What kind.
    pub format: Format,
    /// What it says: FNC1 separators as U+001D, and a GS1 symbol begins with its AIM identifier (`]d2`, `]Q3`, `]C1`).
    pub text: String,
    /// Where it is, in pixels of the picture: top left, top right, bottom right, bottom left as seen from the symbol.
    /// A Code 128 has no height here: the left end stands twice and so does the right one. All zero if unknown.
    pub corners: [[f32; 2]; 4],
}

/// Why a file cannot be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// More bytes or pixels than any camera makes.
    #[error("the picture is too large: at most 64 MB and 100 megapixels")]
    TooLarge,
    /// Neither PNG nor JPEG, or damaged.
    #[error("this is no PNG or JPEG picture, or it is damaged")]
    NotAPicture,
}

/// Reads the symbols in a PNG or JPEG file. None found is no error.
///
/// # Errors
/// [`PictureError`].
pub fn read_file(bytes: &[u8]) -> Result<Vec<Symbol>, PictureError> {
    let picture = catch_unwind(AssertUnwindSafe(|| Picture::from_file(bytes)));
    Ok(read_picture(&picture.unwrap_or(Err(PictureError::NotAPicture))?))
}

/// Reads the symbols in a picture: large ones first at a smaller scale, which is both faster and kinder to noise.
///
/// Decoders cannot be told to stop, and some pictures keep them busy for minutes. So they work on a thread of their own,
/// and what they did not find in time is given up.
pub fn read_picture(picture: &Picture) -> Vec<Symbol> {
    let full = picture.at_most(MAX_SIDE).into_owned();
    let scale = picture.longest_side() as f32 / full.longest_side() as f32;
    if !take_place() {
        return Vec::new();
    }
    let start = Instant::now();
    let (sender, found) = mpsc::channel();
    let worker = thread::Builder::new().name("decode".into()).spawn(move || {
        search(&full, &sender);
        WORKERS.fetch_sub(1, Ordering::SeqCst);
    });
    if worker.is_err() {
        WORKERS.fetch_sub(1, Ordering::SeqCst);
        return Vec::new();
    }
    let mut all: Vec<Symbol> = Vec::new();
    while let Ok(symbol) = found.recv_timeout(DEADLINE.saturating_sub(start.elapsed())) {
        let known = all.iter().any(|other| other.format == symbol.format && same_data(&other.text, &symbol.text));
        if !known && !symbol.text.is_empty() {
            all.push(scaled(symbol, scale));
        }
    }
    all
}

/// Waits for a place among the workers, but not for ever.
fn take_place() -> bool {
    let start = Instant::now();
    while WORKERS.fetch_add(1, Ordering::SeqCst) >= MAX_WORKERS {
        WORKERS.fetch_sub(1, Ordering::SeqCst);
        if start.elapsed() > DEADLINE {
            return false;
        }
        thread::sleep(Duration::from_millis(5));
    }
    true
}

/// Looks at a picture at a smaller scale, and at its own if nothing was found. Ends early once nobody waits any more.
fn search(full: &Picture, found: &Sender<Symbol>) {
    for side in [MAX_SIDE / 2, MAX_SIDE] {
        if side != MAX_SIDE && full.longest_side() <= side {
            continue;
        }
        let seen = full.at_most(side);
        let scale = full.longest_side() as f32 / seen.longest_side() as f32;
        match attempt(&seen, scale, found) {
            Some(0) => {}
            Some(_) | None => return,
        }
    }
}

/// One pass of every decoder over one picture; how many symbols they found, `None` if nobody waits for them.
fn attempt(picture: &Picture, scale: f32, found: &Sender<Symbol>) -> Option<usize> {
    let decoders: [fn(&Picture) -> Vec<Symbol>; 4] =
        [qr::read_with_rxing, barcode::read_datamatrix, barcode::read_code128, qr::read_with_rqrr];
    let mut count = 0;
    for decoder in decoders {
        // Third-party decoders may overflow on pictures made to hurt; nothing of theirs outlives the call.
        for symbol in catch_unwind(AssertUnwindSafe(|| decoder(picture))).unwrap_or_default() {
            count += 1;
            found.send(scaled(symbol, scale)).ok()?;
        }
    }
    Some(count)
}

/// Two decoders may disagree about the AIM identifier, not about the data.
fn same_data(one: &str, other: &str) -> bool {
    one.trim_start_matches("]Q3") == other.trim_start_matches("]Q3")
}

fn scaled(mut symbol: Symbol, scale: f32) -> Symbol {
    symbol.corners = symbol.corners.map(|[x, y]| [x * scale, y * scale]);
    symbol
}
