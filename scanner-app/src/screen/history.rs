//! What was scanned on this device.

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// It is to be saved as a table.
    Save,
    /// It was: under this name, or not at all because nobody chose a place.
    Saved(Result<Option<String>, String>),
    /// It is to be deleted.
    Delete,
    /// Somebody is sure of it.
    DeleteForGood,
    /// Or not.
    Keep,
    /// Back to scanning.
    Back,
}

/// What the app is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// Let the user choose a place for the table.
    Save,
    /// Forget everything.
    Delete,
    /// Go back to scanning.
    Close,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// Whether it is asked if everything is to be deleted.
    pub asks: bool,
    /// What came of saving: the file's name, or that it failed.
    pub saved: Option<Result<String, ()>>,
}

impl Past {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Save => {
                self.saved = None;
                return Action::Save;
            }
            Message::Saved(saved) => self.saved = saved.map_err(|_| ()).transpose(),
            Message::Delete => self.asks = true,
            Message::Keep => self.asks = false,
            Message::DeleteForGood if self.asks => {
                *self = Self::default();
                return Action::Delete;
            }
            Message::DeleteForGood => {}
            Message::Back => return Action::Close,
        }
        Action::None
    }
}
