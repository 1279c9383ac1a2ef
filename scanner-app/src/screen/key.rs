//! The screen of the key: made or imported, unlocked and locked.

use key_store::Secret;

use crate::key;

/// What happens on the screen.
#[derive(Clone)]
pub enum Message {
    /// A new key is to be made.
    Make,
    /// One that exists is to be entered.
    Import,
    /// Its words were edited.
    Words(String),
    /// The password was edited.
    Password(String),
    /// The repeated password was edited.
    Again(String),
    /// Whether the system's keyring is to open it, and no password, was chosen.
    ByKeyring(bool),
    /// The key is to be kept, or unlocked.
    Done,
    /// Its account is to be copied.
    Copy,
    /// The key is to be locked.
    Lock,
    /// It is to be removed.
    Forget,
    /// Somebody is sure of that.
    ForgetForGood,
    /// Or not.
    Keep,
    /// It could not be kept or unlocked: a sentence.
    Failed(&'static str),
    /// Back to scanning.
    Back,
}

impl std::fmt::Debug for Message {
    /// Says nothing of words and passwords.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("key::Message(…)")
    }
}

/// What the app is to do.
pub enum Action {
    /// Nothing.
    None,
    /// Keep a key, with a password.
    Keep(Secret, Secret),
    /// Keep a key that the system's keyring opens.
    KeepByKeyring(Secret),
    /// Unlock the key with a password.
    Unlock(Secret),
    /// Copy its account, so that it can be pasted elsewhere.
    Copy,
    /// Lock it.
    Lock,
    /// Remove it.
    Forget,
    /// Go back to scanning.
    Close,
}

/// What is entered.
#[derive(Clone, Default)]
pub struct Form {
    /// The words of a fresh key, to be written down.
    pub fresh: Option<Secret>,
    /// Whether the words of an existing key are entered.
    pub imports: bool,
    /// The words that are entered.
    pub words: Secret,
    /// The password.
    pub password: Secret,
    /// The password once more.
    pub again: Secret,
    /// Whether the system's keyring is to open the key.
    pub by_keyring: bool,
    /// The sentence that says what is wrong.
    pub problem: Option<&'static str>,
    /// Whether it is asked if the key is to be removed.
    pub asks: bool,
    /// Whether the key is being unlocked.
    pub works: bool,
    /// Whether its account was copied.
    pub copied: bool,
}

impl std::fmt::Debug for Form {
    /// Says nothing of words and passwords.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("key::Form(…)")
    }
}

impl Form {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Action {
        if !matches!(message, Message::Failed(_)) {
            self.problem = None;
        }
        match message {
            Message::Make => match key::fresh_words() {
                Ok(words) => *self = Self { fresh: Some(words), ..Self::default() },
                Err(error) => self.problem = Some(error.sentence()),
            },
            Message::Import => *self = Self { imports: true, ..Self::default() },
            Message::Words(words) => self.words = words.into(),
            Message::Password(password) => self.password = password.into(),
            Message::Again(again) => self.again = again.into(),
            Message::ByKeyring(by_keyring) => self.by_keyring = by_keyring,
            Message::Done => return self.done(),
            Message::Failed(problem) => {
                self.works = false;
                // What the keyring does not take, a password does.
                self.by_keyring = false;
                self.problem = Some(problem);
            }
            Message::Copy => {
                self.copied = true;
                return Action::Copy;
            }
            Message::Lock => return Action::Lock,
            Message::Forget => self.asks = true,
            Message::Keep => self.asks = false,
            Message::ForgetForGood if self.asks => {
                *self = Self::default();
                return Action::Forget;
            }
            Message::ForgetForGood => {}
            Message::Back => return Action::Close,
        }
        Action::None
    }

    fn done(&mut self) -> Action {
        if self.works {
            return Action::None;
        }
        let words = match (&self.fresh, self.imports) {
            (Some(fresh), _) => fresh.clone(),
            // Words as people type them: with spaces of any kind between them.
            (None, true) => self.words.split_whitespace().collect::<Vec<_>>().join(" ").into(),
            (None, false) => {
                self.works = true;
                return Action::Unlock(std::mem::take(&mut self.password));
            }
        };
        if self.by_keyring {
            self.works = true;
            return Action::KeepByKeyring(words);
        }
        if self.password != self.again {
            self.problem = Some("key-other-password");
            return Action::None;
        }
        self.works = true;
        Action::Keep(words, self.password.clone())
    }
}
