//! What a pharmacist does with packs: the key that signs, dispensing, and what waits to be sent.
//!
//! On desktops only: a browser keeps neither a key nor a queue that survives everything a browser may do.

use std::io;

use iced::Task;
use key_store::Keyring;
use ledger_client::time::now_millis;
use outbox::{Act, EntryId};
use scanner_core::run::{Action as Done, Became, Entry, Fate, Note, State};
use verdict::{Role, Verdict};

use crate::{
    acts::{self, Actor, Acts, Dispensed, Seen},
    app::{App, Message as AppMessage, focus_code},
    key::{self, Key},
    page::Page,
    reporting::Reported,
    screen::{
        key::{self as key_screen, Form},
        many::Written,
    },
    view::{
        self,
        many::{Dispense, Filed},
        scan::Counter,
    },
    work::Told,
};

/// Milliseconds without use after which the key is locked.
const LOCKED_AFTER: u64 = 600_000;

/// What happens.
#[derive(Clone, Debug)]
pub enum Message {
    /// The screen of the key is to be shown.
    OpenKey,
    /// On the screen of the key.
    Key(key_screen::Message),
    /// The key was kept or unlocked, or a sentence says why not.
    Opened(Result<Key, &'static str>),
    /// The pack that is shown is to be dispensed.
    Dispense,
    /// That is to be taken back.
    TakeBack,
    /// It was, or not.
    TakenBack(u64, Dispensed),
    /// It was, or not.
    Dispensed(u64, Dispensed, Result<Seen, verdict::Message>),
    /// The pack that is shown is to be reported on the ledger.
    Report,
    /// It was, or not; and the queue was looked into, if it came to that.
    Reported(u64, Reported, Option<Result<Seen, verdict::Message>>),
    /// What waits is to be sent, if there is anything.
    Settle,
    /// It was, as far as could be.
    Settled(Result<Seen, verdict::Message>),
    /// Somebody has seen a conflict.
    PutAside(EntryId),
}

impl Message {
    /// Whether somebody sits in front of the screen who did this.
    pub fn is_somebodys(&self) -> bool {
        matches!(
            self,
            Self::OpenKey | Self::Key(_) | Self::Dispense | Self::TakeBack | Self::Report | Self::PutAside(_)
        )
    }
}

/// The key, and what is done with it.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// The key.
    pub key: Key,
    /// Where it is kept.
    pub place: key::Place,
    /// The system's keyring, which may open it.
    pub keyring: Keyring,
    /// What is entered on its screen.
    pub form: Form,
    /// What was done.
    pub acts: Acts,
    /// When somebody was here last, in milliseconds since 1970-01-01 UTC.
    used: u64,
}

impl Desk {
    /// A desk with the key and the queue that are kept here.
    pub fn new(place: key::Place, queue: Option<std::path::PathBuf>) -> Self {
        Self { key: place.load(), place, acts: Acts::new(queue), used: now_millis(), ..Self::default() }
    }

    /// Somebody is here.
    pub fn touch(&mut self) {
        self.used = now_millis();
    }

    /// Locks the key if nobody has been here for long.
    pub fn lock_if_left(&mut self, now: u64) {
        if now.saturating_sub(self.used) > LOCKED_AFTER {
            self.key = std::mem::take(&mut self.key).locked();
        }
    }

    /// What became of the report of a pack that somebody chose to report.
    pub fn filed<'a>(&'a self, entry: &Entry) -> Filed<'a> {
        if !matches!(entry.state(), State::Handled(_, Done::Report)) {
            return Filed::Never;
        }
        match (self.acts.reported.get(&entry.number()), &self.key) {
            (Some(Reported::Doing), _) => Filed::Doing,
            (Some(Reported::Final(block)), _) => Filed::Final(*block),
            (Some(Reported::Waits), _) => Filed::Waits,
            (Some(Reported::Refused(why)), _) => Filed::Refused(why),
            (None, Key::Open(..)) => Filed::Possible,
            (None, Key::Locked(_)) => Filed::Locked,
            (None, Key::None | Key::Damaged) => Filed::NoKey,
        }
    }

    /// What can be done with a pack, and what became of it.
    pub fn dispense<'a>(&'a self, entry: &Entry, role: Role) -> Dispense<'a> {
        let State::Judged(report) = entry.state() else { return Dispense::Never };
        if role != Role::Pharmacist || report.verdict != Verdict::Genuine {
            return Dispense::Never;
        }
        match (self.acts.dispensed.get(&entry.number()), &self.key) {
            (Some(Dispensed::Doing), _) => Dispense::Doing,
            (Some(Dispensed::Final(block)), key) => Dispense::Final(*block, key.signer().is_some()),
            (Some(Dispensed::TakingBack), _) => Dispense::TakingBack,
            (Some(Dispensed::TakenBack(block)), _) => Dispense::TakenBack(*block),
            (Some(Dispensed::Kept(_, why)), _) => Dispense::Kept(why),
            (Some(Dispensed::Waits), _) => Dispense::Waits,
            (Some(Dispensed::Refused(why)), _) => Dispense::Refused(why),
            (None, Key::Open(..)) if acts::dispensing(entry, report).is_some() => Dispense::Possible,
            (None, Key::Locked(_)) => Dispense::Locked,
            (None, _) => Dispense::Never,
        }
    }
}

impl App {
    /// What is to be known of keys and acts.
    pub(crate) fn counter(&self) -> Counter<'_> {
        let shown = self.scan.many.as_ref().and_then(|many| many.shown());
        let role = self.settings.role;
        Counter {
            dispense: shown.map_or(Dispense::Never, |entry| self.desk.dispense(entry, role)),
            filed: shown.map_or(Filed::Never, |entry| self.desk.filed(entry)),
            to_key: view::desk::to_key(self.ui(), &self.desk, role),
            tabs: view::work::tabs(self.ui(), role, None),
            news: view::desk::news(self.ui(), &self.desk),
        }
    }

    /// Takes a message of the desk.
    pub(crate) fn at_desk(&mut self, message: Message) -> Task<AppMessage> {
        match message {
            Message::OpenKey => {
                self.desk.form = Form::default();
                self.page = Page::Key;
                return iced::widget::operation::focus("password");
            }
            Message::Key(message) => return self.key_screen(message),
            Message::Opened(opened) => match opened {
                Ok(key) => {
                    self.desk.key = key;
                    self.desk.form = Form::default();
                    return Task::done(AppMessage::Desk(Message::Settle));
                }
                Err(problem) => {
                    let _ = self.desk.form.update(key_screen::Message::Failed(problem));
                }
            },
            // The cursor goes back to where the next pack is scanned.
            Message::Dispense => return Task::batch([self.dispense_shown(), focus_code()]),
            Message::TakeBack => return Task::batch([self.take_back_shown(), focus_code()]),
            Message::TakenBack(number, became) => self.became(number, became),
            Message::Dispensed(number, became, seen) => {
                self.became(number, became);
                self.saw(seen);
            }
            Message::Report => return Task::batch([self.report_shown(), focus_code()]),
            Message::Reported(number, became, seen) => {
                if matches!(became, Reported::Final(_) | Reported::Waits) {
                    self.befall(number, Became::Reported);
                }
                self.desk.acts.reported.insert(number, became);
                if let Some(seen) = seen {
                    self.saw(seen);
                }
            }
            Message::Settle => {
                self.desk.lock_if_left(now_millis());
                if self.desk.acts.waiting > 0
                    && let Some(actor) = self.actor()
                {
                    return Task::perform(acts::settle(actor), |seen| AppMessage::Desk(Message::Settled(seen)));
                }
            }
            Message::Settled(seen) => self.saw(seen),
            Message::PutAside(id) => {
                let seen = self.desk.acts.queue.as_ref().map(|queue| acts::put_aside(queue, id));
                if let Some(seen) = seen {
                    self.saw(seen);
                }
            }
        }
        Task::none()
    }

    fn became(&mut self, number: u64, became: Dispensed) {
        if let Some(many) = &mut self.scan.many {
            many.use_up(number, became.holds());
        }
        match became {
            Dispensed::Final(_) | Dispensed::Waits => self.befall(number, Became::Dispensed),
            Dispensed::TakenBack(_) => self.befall(number, Became::TakenBack),
            Dispensed::Doing | Dispensed::Refused(_) | Dispensed::TakingBack | Dispensed::Kept(..) => {}
        }
        self.desk.acts.dispensed.insert(number, became);
    }

    /// Writes down what became of a pack, be it still in the list or not.
    fn befall(&mut self, number: u64, became: Became) {
        let fate = Fate { became, at: now_millis() };
        if let Some(many) = &mut self.scan.many {
            many.befall(number, fate);
        }
        let record = self.journal.history.get(number).cloned().map(|record| record.befallen(Some(fate)));
        self.journal.keep(record.into_iter().map(|record| Written::Put(Box::new(record))).collect());
    }

    /// Why the pack that was scanned last does not leave the list: it was dispensed or reported on the ledger.
    pub(crate) fn last_stays(&self) -> Option<Note> {
        let last = self.scan.many.as_ref()?.run().entries().next_back()?.number();
        let (dispensed, reported) = (self.desk.acts.dispensed.get(&last), self.desk.acts.reported.get(&last));
        let dispensed = dispensed.filter(|dispensed| dispensed.holds()).map(|_| Note::Dispensed);
        dispensed.or_else(|| reported.filter(|reported| reported.holds()).map(|_| Note::Reported))
    }

    /// What waits here is no longer active, whatever the chain says.
    pub(crate) fn look_into_queue(&mut self) {
        let pending = self.desk.acts.look();
        self.scanner.wait_for(pending);
    }

    pub(crate) fn saw(&mut self, seen: Result<Seen, verdict::Message>) {
        let pending = self.desk.acts.saw(seen);
        if self.desk.acts.failed.is_none() {
            self.scanner.wait_for(pending);
        }
    }

    pub(crate) fn actor(&self) -> Option<Actor> {
        let signer = self.desk.key.signer()?.clone();
        self.desk.acts.actor(vec![self.settings.node.clone()], self.scanner.trust().clone(), signer)
    }

    /// The pack that is shown, by its number, with what dispenses it, and whoever does.
    fn shown_act(&self) -> Option<(u64, Act, Told, Actor)> {
        let entry = self.scan.many.as_ref()?.shown()?;
        let State::Judged(report) = entry.state() else { return None };
        let (act, told) = acts::dispensing(entry, report)?;
        Some((entry.number(), act, told, self.actor()?))
    }

    fn take_back_shown(&mut self) -> Task<AppMessage> {
        let Some((number, act, _, actor)) = self.shown_act() else { return Task::none() };
        let Some(Dispensed::Final(block) | Dispensed::Kept(block, _)) = self.desk.acts.dispensed.get(&number) else {
            return Task::none();
        };
        let taking = acts::take_back(actor, act, *block);
        self.desk.acts.dispensed.insert(number, Dispensed::TakingBack);
        Task::perform(taking, move |became| AppMessage::Desk(Message::TakenBack(number, became)))
    }

    fn dispense_shown(&mut self) -> Task<AppMessage> {
        let Some((number, act, told, actor)) = self.shown_act() else { return Task::none() };
        // Twice would be refused by the ledger, and frighten whoever pressed twice.
        if self.desk.acts.dispensed.get(&number).is_some_and(Dispensed::holds) {
            return Task::none();
        }
        self.desk.acts.dispensed.insert(number, Dispensed::Doing);
        Task::perform(acts::act(actor, act, told.to_keep(&self.words)), move |(became, seen)| {
            AppMessage::Desk(Message::Dispensed(number, became, seen))
        })
    }

    fn key_screen(&mut self, message: key_screen::Message) -> Task<AppMessage> {
        let opened = |opened: Result<Key, key::KeyError>| {
            AppMessage::Desk(Message::Opened(opened.map_err(|error| error.sentence())))
        };
        // Stretching a password takes a while, and the window must not stand still.
        let elsewhere = move |work: Box<dyn FnOnce() -> Result<Key, key::KeyError> + Send>| {
            let failed = || Err(io::Error::other("the work was given up").into());
            Task::future(async move { opened(tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| failed())) })
        };
        let first = match message {
            key_screen::Message::Make => Some("password"),
            key_screen::Message::Import => Some("words"),
            _ => None,
        };
        match self.desk.form.update(message) {
            key_screen::Action::None => first.map_or_else(Task::none, iced::widget::operation::focus),
            key_screen::Action::Close => self.update(AppMessage::Back),
            key_screen::Action::Copy => self.desk.key.account().map_or_else(Task::none, iced::clipboard::write),
            key_screen::Action::Lock => {
                self.desk.key = std::mem::take(&mut self.desk.key).locked();
                Task::none()
            }
            key_screen::Action::Forget => {
                if self.desk.place.forget().is_err() {
                    self.desk.form.problem = Some("key-not-kept");
                    return Task::none();
                }
                let forgotten = std::mem::take(&mut self.desk.key);
                let Some(entry) = forgotten.keyring_entry().map(str::to_owned) else { return Task::none() };
                let keyring = self.desk.keyring.clone();
                // Should it stay there: without the file it opens nothing.
                Task::future(tokio::task::spawn_blocking(move || keyring.forget(&entry))).discard()
            }
            key_screen::Action::Keep(words, password) => {
                let place = self.desk.place.clone();
                elsewhere(Box::new(move || place.keep(&words, &password)))
            }
            key_screen::Action::KeepByKeyring(words) => {
                let (place, keyring) = (self.desk.place.clone(), self.desk.keyring.clone());
                elsewhere(Box::new(move || place.keep_by_keyring(&words, &keyring)))
            }
            key_screen::Action::Unlock(password) => match &self.desk.key {
                Key::Locked(sealed) => {
                    let (sealed, keyring) = (sealed.clone(), self.desk.keyring.clone());
                    elsewhere(Box::new(move || key::open(sealed, &password, &keyring)))
                }
                _ => Task::none(),
            },
        }
    }
}
