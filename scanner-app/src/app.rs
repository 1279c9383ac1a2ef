//! The app: hands messages to screens, and turns their actions into work.

use std::{path::PathBuf, sync::Arc, time::Duration};

use chain_proof::SnapshotState;
use iced::{Event, Subscription, Task, task, widget::operation, window};
use ledger_client::time::{now_millis, sleep};
use scan::{Intent, News, Scanner};
use scanner_core::wedge::Detector;
use verdict::{Gap, Role};
use words::{Language, Words};

#[cfg(not(target_arch = "wasm32"))]
use crate::desk::{self, Desk};
#[cfg(not(target_arch = "wasm32"))]
use crate::{
    acts::Seen,
    work::{self, Work},
};
use crate::{
    camera,
    design::scroll,
    journal::{self, Journal},
    keyboard::Stroke,
    page::Page,
    platform::{self, Picture},
    screen::{
        evidence::{self, Saving},
        history::{self as history_screen, Past},
        journey::{self as journey_screen, Unfolded},
        many,
        scan::{self as scan_screen, Scan},
        settings::{self as settings_screen, Form, next_zoom},
    },
    settings::{Place, Settings},
    status::Status,
    view,
};

/// How often nodes are asked where the chain stands.
const NEWS: Duration = Duration::from_secs(20);

/// The app's state.
#[derive(Debug)]
pub struct App {
    pub(crate) settings: Settings,
    pub(crate) words: Words,
    /// Where the settings are kept.
    place: Place,
    /// Where the history is kept, if it is.
    history_place: journal::Place,
    pub(crate) scanner: Arc<Scanner>,
    /// Whether the gallery of all parts is shown.
    pub(crate) gallery: bool,
    /// Width of the window.
    pub(crate) width: f32,
    /// Where the camera's pictures come from.
    source: camera::Source,
    /// The open camera; it closes when this is dropped.
    camera: Option<task::Handle>,
    /// Tells handheld scanners from people at the keyboard.
    pub(crate) detector: Detector,
    /// Whether the end of a burst of keys is waited for.
    pub(crate) listening: bool,
    /// Counts the settings that were in use: what was asked for earlier ones is not heard.
    generation: u64,
    /// What the scanner stands on.
    pub(crate) status: Status,
    /// What was scanned.
    pub journal: Journal,
    /// The key, and what is done with it.
    #[cfg(not(target_arch = "wasm32"))]
    pub desk: Desk,
    /// The desks beside the scanner.
    #[cfg(not(target_arch = "wasm32"))]
    pub work: Work,
    /// The screen on which packs are checked.
    pub scan: Scan,
    /// What became of the evidence of its verdict.
    pub saving: Saving,
    /// The way of its pack.
    pub journey: Unfolded,
    /// What is shown in its place.
    pub page: Page,
    /// The settings, while they are open.
    pub form: Option<Form>,
}

/// Everything that happens.
#[derive(Clone, Debug)]
pub enum Message {
    /// On the screen on which packs are checked.
    Scan(scan_screen::Message),
    /// About the evidence of the verdict that is shown there.
    Evidence(evidence::Message),
    /// About the way of its pack.
    Journey(journey_screen::Message),
    /// In the settings.
    Settings(settings_screen::Message),
    /// On the screen that tells what was scanned.
    History(history_screen::Message),
    /// What was scanned is to be shown.
    OpenHistory,
    /// The self-test of handheld scanners is to be shown.
    OpenDoctor,
    /// At the desk, where packs are dispensed.
    #[cfg(not(target_arch = "wasm32"))]
    Desk(desk::Message),
    /// The scanner, 1, or a desk beside it is to be shown, counted as they stand there.
    #[cfg(not(target_arch = "wasm32"))]
    OpenTab(usize),
    /// At the desks beside the scanner.
    #[cfg(not(target_arch = "wasm32"))]
    Work(work::Message),
    /// Something was read, checked or done for one of them, and the queue was looked into if it went there.
    #[cfg(not(target_arch = "wasm32"))]
    Answered(Box<work::Message>, Option<Result<Seen, verdict::Message>>),
    /// Back to the screen on which packs are checked.
    Back,
    /// What is in the way is to go.
    Escape,
    /// The settings are to be opened.
    OpenSettings,
    /// A key went down.
    Key(Stroke),
    /// A burst of keys may be over.
    Listened,
    /// Nodes said where the chain stands, or nothing.
    News(u64, Result<News, Gap>),
    /// Nodes are to be asked where it stands.
    AskNews(u64),
    /// There is a snapshot for times without a network, or no later one.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers keep none"))]
    Snapshot(u64, Option<Arc<SnapshotState>>),
    /// A later one is to be fetched.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers keep none"))]
    RenewSnapshot(u64),
    /// The window is there, with this width.
    Opened(f32),
    /// The window has another width.
    Resized(f32),
    /// Everything is to be drawn larger or smaller.
    Zoom { larger: bool },
    /// The gallery of all parts is to be shown, or no more.
    Gallery,
    /// Somebody plays with the gallery.
    Played,
    /// The keyboard's focus is to go to the next thing, or back to the one before.
    Tab { back: bool },
}

impl App {
    /// The app at its start, with a picture or code to check at once if one is given.
    pub fn new(
        settings: Settings,
        place: Place,
        history: journal::Place,
        code: Option<String>,
    ) -> (Self, Task<Message>) {
        let scanner = Arc::new(settings.scanner(place.device(&settings)));
        let words = speak(settings.language());
        let journal = Journal::open(if settings.history { history.clone() } else { journal::Place::Nowhere });
        let mut scan = Scan::new(settings.role, journal.history.next_number());
        let unfinished = scan.many.as_mut().map(|many| many.restore(journal.history.records())).unwrap_or_default();
        let mut app = Self {
            settings,
            words,
            place,
            history_place: history,
            scanner,
            gallery: false,
            width: 760.0,
            source: camera::Source::None,
            camera: None,
            detector: Detector::default(),
            listening: false,
            generation: 0,
            status: Status::default(),
            journal,
            #[cfg(not(target_arch = "wasm32"))]
            desk: Desk::default(),
            #[cfg(not(target_arch = "wasm32"))]
            work: Work::default(),
            scan,
            saving: Saving::default(),
            journey: Unfolded::default(),
            page: Page::Scan,
            form: None,
        };
        let start = app.start(unfinished);
        let code = match code {
            None => focus_code(),
            Some(code) if PathBuf::from(&code).is_file() => {
                app.update(Message::Scan(scan_screen::Message::Dropped(code.as_str().into())))
            }
            Some(code) => {
                app.scan.typed = code;
                app.update(Message::Scan(scan_screen::Message::CheckTyped))
            }
        };
        (app, Task::batch([start, code]))
    }

    /// What goes on in the background, and the packs that were not finished before a restart.
    fn start(&mut self, unfinished: many::ToVerify) -> Task<Message> {
        let generation = self.generation;
        Task::batch([
            self.perform(scan_screen::Action::VerifyMany(unfinished)),
            Task::done(Message::AskNews(generation)),
            self.load_snapshot(generation),
        ])
    }

    /// The same for somebody who opens the scanner for the first time.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn welcoming(mut self) -> Self {
        self.form = Some(Form::welcome(&self.settings));
        self
    }

    /// The same with a camera.
    #[must_use]
    pub fn with_camera(mut self, source: camera::Source) -> Self {
        self.scan.has_camera = source.is_there();
        Self { source, ..self }
    }

    /// The same with a desk.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn with_desk(mut self, desk: Desk) -> Self {
        self.desk = desk;
        self.look_into_queue();
        self
    }

    /// Takes a message. Where it brings up something else, that is seen from its top.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        let before = self.shown();
        let task = self.take(message);
        if self.shown().is_new_after(&before) { Task::batch([task, scroll::to_top()]) } else { task }
    }

    fn take(&mut self, message: Message) -> Task<Message> {
        match message {
            // The keyboard goes on from where the dialog was opened.
            Message::Scan(scan_screen::Message::Chosen(None)) => operation::focus(view::scan::OPEN),
            #[cfg(not(target_arch = "wasm32"))]
            Message::Scan(scan_screen::Message::Many(many::Message::Undo)) if self.last_stays().is_some() => {
                let note = self.last_stays();
                self.scan.many.iter_mut().for_each(|many| many.note = note);
                Task::none()
            }
            Message::Scan(message) => {
                #[cfg(not(target_arch = "wasm32"))]
                if message.is_somebodys() {
                    self.desk.touch();
                }
                if let Some(report) = self.scan.verdict_of(&message) {
                    platform::announce(&self.words, report, self.settings.sound);
                    self.status.judged(report);
                }
                #[cfg(not(target_arch = "wasm32"))]
                let reports = matches!(
                    message,
                    scan_screen::Message::Many(many::Message::Act(scanner_core::run::Choice::Report))
                );
                let action = self.scan.update(message, now_millis());
                // Written down before anybody waits for anything.
                self.journal.keep(self.scan.take_written());
                let task = self.perform(action);
                #[cfg(not(target_arch = "wasm32"))]
                let task = if reports { Task::batch([task, self.report_shown()]) } else { task };
                task
            }
            Message::Evidence(message) => self.at_evidence(message),
            Message::Journey(message) => self.at_journey(message),
            Message::Key(stroke) => self.key(&stroke),
            Message::Listened => {
                self.listening = false;
                match self.detector.tick(now_millis()) {
                    Some(scan) => self.scanned(scan),
                    None => self.listen(),
                }
            }
            Message::OpenHistory => {
                self.page = Page::History(Past::default());
                Task::none()
            }
            Message::OpenDoctor => {
                self.page = Page::Doctor(None);
                Task::none()
            }
            Message::Escape if matches!(self.page, Page::Scan) => {
                self.update(Message::Scan(scan_screen::Message::Clear))
            }
            Message::Back | Message::Escape => {
                self.page = Page::Scan;
                focus_code()
            }
            Message::History(message) => self.past(message),
            #[cfg(not(target_arch = "wasm32"))]
            Message::Desk(message) => {
                if message.is_somebodys() {
                    self.desk.touch();
                }
                self.at_desk(message)
            }
            #[cfg(not(target_arch = "wasm32"))]
            Message::OpenTab(number) => match number.checked_sub(2) {
                Some(desk) => {
                    let tab = work::Tab::of(self.settings.role).get(desk).copied();
                    tab.map_or_else(Task::none, |tab| self.at_work(work::Message::Open(tab)))
                }
                None => self.update(Message::Back),
            },
            #[cfg(not(target_arch = "wasm32"))]
            Message::Work(message) => {
                self.desk.touch();
                self.at_desks(message)
            }
            #[cfg(not(target_arch = "wasm32"))]
            Message::Answered(message, seen) => {
                if let Some(seen) = seen {
                    self.saw(seen);
                }
                self.at_desks(*message)
            }
            Message::AskNews(generation) if generation == self.generation => {
                let scanner = Arc::clone(&self.scanner);
                Task::perform(async move { scanner.news().await }, move |news| Message::News(generation, news))
            }
            Message::News(generation, news) if generation == self.generation => {
                self.status.heard(news);
                #[cfg(not(target_arch = "wasm32"))]
                let settling = self.at_desk(desk::Message::Settle);
                #[cfg(target_arch = "wasm32")]
                let settling = Task::none();
                Task::batch([settling, later(NEWS, Message::AskNews(generation))])
            }
            Message::Snapshot(generation, snapshot) if generation == self.generation => {
                if let Some(snapshot) = snapshot {
                    self.status.renewed(&self.scanner, snapshot);
                }
                Task::none()
            }
            Message::RenewSnapshot(generation) if generation == self.generation => self.renew_snapshot(generation),
            Message::AskNews(_) | Message::News(..) | Message::Snapshot(..) | Message::RenewSnapshot(_) => Task::none(),
            Message::Opened(width) => {
                platform::opened();
                self.update(Message::Resized(width))
            }
            Message::Resized(width) => {
                self.width = width;
                Task::none()
            }
            Message::Zoom { larger } => {
                match &mut self.form {
                    Some(form) => form.zoom = next_zoom(form.zoom, larger),
                    // Kept with the settings, not by the way: settings that could not be read would become sound ones.
                    None => self.settings.zoom = next_zoom(self.settings.zoom, larger),
                }
                Task::none()
            }
            Message::Gallery => {
                self.gallery = !self.gallery;
                Task::none()
            }
            Message::Played => Task::none(),
            Message::Tab { back: false } => operation::focus_next().chain(scroll::to_focus()),
            Message::Tab { back: true } => operation::focus_previous().chain(scroll::to_focus()),
            Message::OpenSettings => self.perform(scan_screen::Action::OpenSettings),
            Message::Settings(message) => {
                match self.form.as_mut().map(|form| form.update(message)) {
                    Some(settings_screen::Action::Save(settings)) => return self.apply(settings),
                    Some(settings_screen::Action::Close) => self.form = None,
                    Some(settings_screen::Action::None) | None => {}
                }
                self.speak_as_chosen();
                Task::none()
            }
        }
    }

    fn perform(&mut self, action: scan_screen::Action) -> Task<Message> {
        let message = |message| Message::Scan(message);
        match action {
            // Ready for the next scan, also beside a verdict.
            scan_screen::Action::None
                if matches!(self.scan.stage, scan_screen::Stage::Empty | scan_screen::Stage::Judged(..)) =>
            {
                focus_code()
            }
            scan_screen::Action::None | scan_screen::Action::Stay => Task::none(),
            scan_screen::Action::OpenSettings => {
                self.form = Some(Form::new(&self.settings));
                Task::none()
            }
            scan_screen::Action::OpenCamera => {
                let watching = camera::open(self.source.clone(), self.scan.camera.0);
                let (watching, handle) =
                    watching.map(move |event| message(scan_screen::Message::Camera(event))).abortable();
                self.camera = Some(handle.abort_on_drop());
                watching
            }
            scan_screen::Action::CloseCamera => {
                self.camera = None;
                self.scan.stop_watching();
                Task::none()
            }
            scan_screen::Action::ChoosePicture => {
                Task::perform(platform::choose_picture(self.words.say("scan-open-picture")), move |picture| {
                    message(scan_screen::Message::Chosen(picture))
                })
            }
            scan_screen::Action::Read(ticket, picture) => {
                let reading = platform::read(picture, self.scan.many.is_some());
                Task::perform(reading, move |codes| message(scan_screen::Message::Read(ticket, codes)))
            }
            scan_screen::Action::VerifyMany(packs) => Task::batch(packs.into_iter().map(|(ticket, code)| {
                let (scanner, intent) = (Arc::clone(&self.scanner), counter_intent(self.settings.role));
                Task::perform(async move { Box::new(scanner.verify_for(&code, intent).await) }, move |report| {
                    message(scan_screen::Message::Many(many::Message::Judged(ticket, report)))
                })
            })),
            scan_screen::Action::Verify(ticket, code) => {
                let scanner = Arc::clone(&self.scanner);
                Task::perform(async move { Box::new(scanner.verify(&code).await) }, move |report| {
                    message(scan_screen::Message::Judged(ticket, report))
                })
            }
        }
    }

    /// Speaks the language that is chosen in the settings while they are open; otherwise the one that was kept.
    fn speak_as_chosen(&mut self) {
        let language = self.form.as_ref().map_or_else(|| self.settings.language(), |form| form.language);
        if self.words.language() != language {
            self.words = speak(language);
        }
    }

    fn apply(&mut self, settings: Settings) -> Task<Message> {
        if let Some(form) = &mut self.form
            && self.place.save(&settings).is_err()
        {
            form.problem = Some("settings-not-kept");
            return Task::none();
        }
        self.scanner = Arc::new(settings.scanner(self.place.device(&settings)));
        self.words = speak(settings.language());
        if settings.history != self.settings.history {
            let place = if settings.history { self.history_place.clone() } else { journal::Place::Nowhere };
            self.journal = Journal::open(place);
        }
        self.settings = settings;
        #[cfg(not(target_arch = "wasm32"))]
        if self.form.as_ref().is_some_and(|form| form.welcome) && self.settings.role != Role::Patient {
            self.page = Page::Key;
        }
        // What was judged for another role, organisation or node holds no longer.
        let (has_camera, history) = (self.scan.has_camera, &self.journal.history);
        self.camera = None;
        self.scan = Scan::new(self.settings.role, history.next_number());
        self.scan.has_camera = has_camera;
        let unfinished = self.scan.many.as_mut().map(|many| many.restore(history.records())).unwrap_or_default();
        self.form = None;
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.work = Work::default();
            if matches!(self.page, Page::Work(_)) {
                self.page = Page::Scan;
            }
            self.look_into_queue();
        }
        self.generation += 1;
        self.status = Status::default();
        self.start(unfinished)
    }

    fn past(&mut self, message: history_screen::Message) -> Task<Message> {
        let Page::History(past) = &mut self.page else { return Task::none() };
        match past.update(message) {
            history_screen::Action::None => {}
            history_screen::Action::Close => return self.update(Message::Back),
            history_screen::Action::Delete => self.journal.clear(),
            history_screen::Action::Save => {
                let table = self.journal.history.to_csv().into_bytes();
                return Task::perform(platform::save_file("medtrail-history.csv".into(), table), |saved| {
                    let saved = saved.map_err(|error| error.to_string());
                    Message::History(history_screen::Message::Saved(saved))
                });
            }
        }
        Task::none()
    }

    /// A browser keeps no snapshot: it would cost a phone's owner megabytes.
    #[cfg(target_arch = "wasm32")]
    fn load_snapshot(&self, _: u64) -> Task<Message> {
        Task::none()
    }

    #[cfg(target_arch = "wasm32")]
    fn renew_snapshot(&self, _: u64) -> Task<Message> {
        Task::none()
    }

    /// The window's size, and files held over it and dropped on it.
    pub fn subscription(&self) -> Subscription<Message> {
        let drops = self.form.is_none();
        iced::event::listen_with(|event, _, _| match event {
            Event::Window(event) => Some(event),
            _ => None,
        })
        .with(drops)
        .filter_map(|(drops, event)| {
            let message = match event {
                window::Event::Opened { size, .. } => return Some(Message::Opened(size.width)),
                window::Event::Resized(size) => return Some(Message::Resized(size.width)),
                window::Event::FileHovered(_) if drops => scan_screen::Message::Hovered,
                window::Event::FilesHoveredLeft if drops => scan_screen::Message::HoverEnded,
                window::Event::FileDropped(path) if drops => scan_screen::Message::Dropped(Picture::File(path)),
                _ => return None,
            };
            Some(Message::Scan(message))
        })
    }
}

/// What packs are scanned for one after the other: at a pharmacy's counter, to be handed out.
fn counter_intent(role: Role) -> Intent {
    if role == Role::Pharmacist { Intent::Dispense } else { Intent::Verify }
}

/// The words of a language, in which the page around the app speaks, too.
fn speak(language: Language) -> Words {
    platform::speak(language);
    Words::new(language)
}

/// A message after a while.
pub(crate) fn later(pause: Duration, message: Message) -> Task<Message> {
    Task::future(async move {
        sleep(pause).await;
        message
    })
}

/// Puts the cursor into the code field: handheld scanners type.
pub(crate) fn focus_code() -> Task<Message> {
    operation::focus(view::scan::CODE)
}
