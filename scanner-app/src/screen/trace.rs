//! Tracing: who holds the packs of a batch, and in which state they are.

use gs1::{Gtin, Lot};
use ledger_types::BatchKey;
use office::{Trace as Traced, Trouble};
use scan::read_typed;
use scanner_core::wedge;

use crate::work::{Action, Loaded};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is shown is to be read again.
    Load,
    /// The text of a code was edited.
    Typed(String),
    /// What is typed is complete.
    CheckTyped,
    /// A handheld scanner typed something.
    Scanned(wedge::Scan),
    /// The GTIN was edited.
    Gtin(String),
    /// The lot was edited.
    Lot(String),
    /// The batch that is typed is to be traced.
    Trace,
    /// This batch is to be traced.
    Seek(BatchKey),
    /// It was; nothing if there is no such batch.
    Read(BatchKey, Box<Result<Option<Traced>, Trouble>>),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The text in the field for codes.
    pub typed: String,
    /// The GTIN that is typed.
    pub gtin: String,
    /// The lot that is typed.
    pub lot: String,
    /// What cannot be read.
    pub problem: Option<&'static str>,
    /// The batch that is traced, and what is known of it.
    pub sought: Option<(BatchKey, Loaded<Option<Traced>>)>,
}

impl Trace {
    /// Takes a message and tells what is to be done: whatever is sought is to be loaded.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Load => {
                if let Some((_, found)) = &mut self.sought {
                    found.read_again();
                    return Action::Load;
                }
            }
            Message::Typed(text) => self.typed = text,
            Message::CheckTyped if self.typed.trim().is_empty() => return self.trace(),
            Message::CheckTyped => {
                let text = std::mem::take(&mut self.typed);
                return self.read(&text);
            }
            Message::Scanned(scan) => {
                self.typed.clear();
                return self.read(&scan.text);
            }
            Message::Gtin(text) => self.gtin = text,
            Message::Lot(text) => self.lot = text,
            Message::Trace => return self.trace(),
            Message::Seek(key) => {
                self.gtin = format!("{:014}", key.gtin);
                self.lot = String::from_utf8_lossy(&key.lot).into_owned();
                self.typed.clear();
                return self.trace();
            }
            Message::Read(key, read) => {
                if let Some((sought, found)) = &mut self.sought
                    && *sought == key
                {
                    *found = Loaded::of(*read);
                }
            }
        }
        Action::None
    }

    /// The batch that is typed, if it is complete.
    pub fn key(&self) -> Option<BatchKey> {
        let gtin = self.gtin.trim().parse::<Gtin>().ok()?.number();
        let lot = self.lot.trim().parse::<Lot>().ok()?;
        BatchKey::new(gtin, lot.as_bytes())
    }

    /// Whether something is typed that is no lot.
    pub fn has_bad_lot(&self) -> bool {
        let lot = self.lot.trim();
        !lot.is_empty() && lot.parse::<Lot>().is_err()
    }

    /// A pack's code names its batch.
    fn read(&mut self, text: &str) -> Action {
        let Ok(code) = read_typed(text) else {
            self.problem = Some("trace-no-code");
            return Action::Focus;
        };
        self.gtin = format!("{:014}", code.scanned.gtin.number());
        self.lot = code.scanned.lot.as_str().to_owned();
        self.trace()
    }

    fn trace(&mut self) -> Action {
        let Some(key) = self.key() else { return Action::None };
        self.problem = None;
        self.sought = Some((key, Loaded::Loading));
        Action::Load
    }
}
