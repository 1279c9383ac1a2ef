//! Runs the ladder where it cannot hold anybody up.

use crate::{Mode, Picture, Reading, Symbol, budget::Budget, ladder, prepare, prepare::View};

/// Longest side of the picture that the decoders see.
const MAX_SIDE: u32 = 2_400;

/// What the ladder reads in time.
pub(crate) fn read(picture: &Picture, mode: Mode) -> Reading {
    let budget = Budget::new(mode.deadline());
    let view = prepare::smaller(picture, MAX_SIDE);
    let symbols = symbols(view, mode, budget);
    Reading { symbols, time: budget.elapsed() }
}

fn out_of(view: &View, mut symbol: Symbol) -> Symbol {
    symbol.corners = symbol.corners.map(|corner| view.out(corner));
    symbol
}

/// A browser has no threads: the ladder looks at the clock itself.
#[cfg(target_arch = "wasm32")]
fn symbols(view: View, mode: Mode, budget: Budget) -> Vec<Symbol> {
    let mut symbols = Vec::new();
    ladder::climb(&view.picture, mode, &budget, &mut |symbol| {
        symbols.push(out_of(&view, symbol));
        true
    });
    symbols
}

/// Third-party decoders cannot be told to stop, and some pictures keep them busy for minutes. So they work on a thread
/// of their own, and what they did not find in time is given up.
#[cfg(not(target_arch = "wasm32"))]
fn symbols(view: View, mode: Mode, budget: Budget) -> Vec<Symbol> {
    use std::{sync::mpsc, thread};

    let Some(place) = places::Place::take(&budget) else { return Vec::new() };
    let (sender, found) = mpsc::channel();
    let worker = thread::Builder::new().name("decode".into()).spawn(move || {
        ladder::climb(&view.picture, mode, &budget, &mut |symbol| sender.send(out_of(&view, symbol)).is_ok());
        drop(place);
    });
    let mut symbols = Vec::new();
    while worker.is_ok()
        && let Ok(symbol) = found.recv_timeout(budget.left() + mode.grace())
    {
        symbols.push(symbol);
    }
    symbols
}

#[cfg(not(target_arch = "wasm32"))]
mod places {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        thread,
        time::Duration,
    };

    use crate::budget::Budget;

    /// Most pictures that are worked on at once, given-up ones included.
    const MAX_WORKERS: usize = 8;
    static WORKERS: AtomicUsize = AtomicUsize::new(0);

    /// A place among the workers, given back when dropped.
    pub(super) struct Place(());

    impl Place {
        /// Waits for a place, but not for ever.
        pub(super) fn take(budget: &Budget) -> Option<Self> {
            while WORKERS.fetch_add(1, Ordering::SeqCst) >= MAX_WORKERS {
                WORKERS.fetch_sub(1, Ordering::SeqCst);
                if budget.spent() {
                    return None;
                }
                thread::sleep(Duration::from_millis(2));
            }
            Some(Self(()))
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            WORKERS.fetch_sub(1, Ordering::SeqCst);
        }
    }
}
