//! The screen on which packs are checked.

use std::{collections::VecDeque, sync::Arc};

use scan::{Code, UnusableCode, read_typed};
use scanner_core::{history::Record, run, wedge};
use verdict::{Report, Role, Verdict};

use super::many::{self, Many, Written};
use crate::{camera, platform::Picture};

/// The reasons of a verdict for which no node answered.
pub const UNANSWERED: [&str; 4] = ["unreachable", "timeout", "wrong-chain", "bad-address"];

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// The text of the code was edited.
    Typed(String),
    /// The text is to be checked.
    CheckTyped,
    /// A handheld scanner typed a code.
    Wedge(wedge::Scan),
    /// A picture is to be chosen.
    ChoosePicture,
    /// A picture was chosen; none if the dialog was closed.
    Chosen(Option<Picture>),
    /// A file is held over the window.
    Hovered,
    /// It no longer is.
    HoverEnded,
    /// A file was dropped.
    Dropped(Picture),
    /// A picture was read.
    Read(Ticket, Result<Vec<Arc<Code>>, UnusableCode>),
    /// A verdict arrived.
    Judged(Ticket, Box<Report>),
    /// The last code is to be checked once more.
    TryAgain,
    /// The node's address is to be changed.
    ChangeNode,
    /// The camera is to be opened, or closed if it is open.
    SwitchCamera,
    /// Another one of several cameras is to be opened.
    #[cfg(not(target_arch = "wasm32"))]
    OtherCamera,
    /// The camera tells something.
    Camera(camera::Event),
    /// In a run.
    Many(many::Message),
    /// Everything is to be cleared for the next pack.
    Clear,
}

impl Message {
    /// Whether somebody sits in front of the screen who did this.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers keep no key to lock"))]
    pub fn is_somebodys(&self) -> bool {
        !matches!(self, Self::Read(..) | Self::Judged(..) | Self::Camera(_) | Self::Many(many::Message::Judged(..)))
    }
}

/// What the app is to do.
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// Nothing, and the cursor stays where it is.
    Stay,
    /// Let the user choose a picture.
    ChoosePicture,
    /// Read a picture.
    Read(Ticket, Picture),
    /// Verify a code.
    Verify(Ticket, Arc<Code>),
    /// Verify packs of a run.
    VerifyMany(Vec<(run::Ticket, Arc<Code>)>),
    /// Open the settings.
    OpenSettings,
    /// Open the camera.
    OpenCamera,
    /// Close it.
    CloseCamera,
}

/// Counts checks, so that the answer to an earlier one is not taken for the answer to a later one.
pub type Ticket = u64;

/// How far the check has come.
#[derive(Clone, Debug, Default)]
pub enum Stage {
    /// Nothing was scanned yet.
    #[default]
    Empty,
    /// A picture is being read.
    Reading,
    /// The ledger is being asked.
    Checking(Arc<Code>),
    /// There is no code to check.
    Unusable(UnusableCode),
    /// There is a verdict.
    Judged(Arc<Code>, Box<Report>),
}

/// What stands in the fields.
#[derive(Clone, Debug)]
struct Fields {
    typed: String,
    why: String,
}

/// What stood in the fields before letters were typed, should they turn out to be a scanner's.
#[derive(Clone, Debug, Default)]
struct Before {
    /// Of each of the last letters, what stood there before, if a field took it.
    letters: VecDeque<Option<Fields>>,
    /// What stood there before an edit whose key is not known yet.
    edited: Option<Fields>,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// The text in the input.
    pub typed: String,
    /// Whether a file is held over the window.
    pub hovered: bool,
    /// How far the check has come.
    pub stage: Stage,
    /// Whether there may be a camera.
    pub has_camera: bool,
    /// Whether the camera is open.
    pub watching: bool,
    /// Which camera is open, counted around, and the names of all if there are several.
    pub camera: (usize, Arc<[String]>),
    /// What it sees, small.
    #[cfg(not(target_arch = "wasm32"))]
    pub sees: Option<iced::widget::image::Handle>,
    /// Why the camera shows nothing, if that was not wanted.
    pub blind: Option<camera::Closed>,
    /// The run, for those who scan pack after pack; patients check one.
    pub many: Option<Many>,
    ticket: Ticket,
    /// What stood in the fields before the last letters were typed.
    before: Before,
    /// The number of the next pack in the history, where there is no run.
    next: u64,
    /// The pack that is checked, in the history.
    record: Option<Record>,
    written: Vec<Written>,
}

impl Scan {
    /// The screen for a role; packs are numbered from here on.
    pub fn new(role: Role, first: u64) -> Self {
        let many = (role != Role::Patient).then(|| Many::new(role, first));
        Self { many, next: first, ..Self::default() }
    }

    /// Takes what is to be written into the history.
    pub fn take_written(&mut self) -> Vec<Written> {
        let mut written = std::mem::take(&mut self.written);
        written.extend(self.many.iter_mut().flat_map(Many::take_written));
        written
    }

    /// The verdict that a message brought.
    pub fn verdict_of<'a>(&'a self, message: &'a Message) -> Option<&'a Report> {
        match message {
            Message::Judged(ticket, report) if *ticket == self.ticket => Some(report),
            Message::Many(many::Message::Judged(_, report)) => Some(report),
            _ => None,
        }
    }

    /// The verdict that is shown.
    pub fn shown(&self) -> Option<&Report> {
        match &self.stage {
            Stage::Judged(_, report) => Some(report),
            _ => self.many.as_ref()?.judged(),
        }
    }

    /// Takes a message and tells what is to be done. `now`: milliseconds since 1970-01-01 UTC.
    pub fn update(&mut self, message: Message, now: u64) -> Action {
        match message {
            Message::Typed(text) => {
                self.before.edited = Some(self.fields());
                self.typed = text;
                // A verdict never stands beside the code of another pack.
                self.forget();
            }
            Message::CheckTyped if self.typed.trim().is_empty() => {}
            Message::CheckTyped => {
                let code = read_typed(&self.typed).map_err(UnusableCode::Code);
                if code.is_ok() {
                    // The next scan begins in an empty field; a code with a mistake stays, to be mended.
                    self.typed.clear();
                }
                return self.check(code.map(|code| vec![Arc::new(code)]), now);
            }
            Message::Wedge(scan) => {
                self.take_away(&scan);
                let code = read_typed(&scan.text).map_err(UnusableCode::Code);
                return self.check(code.map(|code| vec![Arc::new(code)]), now);
            }
            Message::ChoosePicture => return Action::ChoosePicture,
            Message::Chosen(None) => {}
            Message::Chosen(Some(picture)) | Message::Dropped(picture) => return self.read(picture),
            Message::Hovered => self.hovered = true,
            Message::HoverEnded => self.hovered = false,
            Message::Read(ticket, codes) if ticket == self.ticket => return self.check(codes, now),
            Message::Judged(ticket, report) if ticket == self.ticket => {
                if let Stage::Checking(code) = &self.stage {
                    let judged = self.record.take().map(|record| Written::Put(Box::new(record.judged(&report))));
                    self.written.extend(judged);
                    self.stage = Stage::Judged(Arc::clone(code), report);
                }
            }
            Message::Read(..) | Message::Judged(..) => {}
            Message::TryAgain => {
                if let Stage::Judged(code, _) = &self.stage {
                    let code = Arc::clone(code);
                    return self.check(Ok(vec![code]), now);
                }
            }
            Message::ChangeNode => return Action::OpenSettings,
            Message::SwitchCamera if self.watching => return Action::CloseCamera,
            Message::SwitchCamera => {
                self.blind = None;
                self.watching = true;
                return Action::OpenCamera;
            }
            #[cfg(not(target_arch = "wasm32"))]
            Message::OtherCamera => {
                self.camera.0 = self.camera.0.wrapping_add(1);
                self.sees = None;
                return Action::OpenCamera;
            }
            Message::Camera(event) => return self.watch(event, now),
            Message::Many(message) => {
                // What was typed or dropped before is no longer what is on the screen.
                if !matches!(message, many::Message::Judged(..)) {
                    self.stage = Stage::Empty;
                }
                if matches!(message, many::Message::Why(_)) {
                    self.before.edited = Some(self.fields());
                }
                let Some(many) = &mut self.many else { return Action::None };
                let to_verify = many.update(message, now);
                // Whoever writes a reason goes on writing, whatever arrives meanwhile.
                return if to_verify.is_empty() && !many.why.is_empty() { Action::Stay } else { verify(to_verify) };
            }
            Message::Clear => {
                self.typed.clear();
                self.hovered = false;
                self.forget();
            }
        }
        Action::None
    }

    /// A key went down that types so many letters, or none; the fields have taken it already.
    pub fn went_down(&mut self, letters: usize) {
        let edited = self.before.edited.take();
        for edited in std::iter::once(edited).chain(std::iter::repeat(None)).take(letters) {
            self.before.letters.push_back(edited);
        }
        while self.before.letters.len() > wedge::MOST {
            self.before.letters.pop_front();
        }
    }

    /// Nobody types: what was typed before is a person's.
    pub fn calm_down(&mut self) {
        self.before = Before::default();
    }

    /// Takes away what a scanner typed into the fields: they are as they were before.
    pub fn take_away(&mut self, scan: &wedge::Scan) {
        let Before { letters, edited } = std::mem::take(&mut self.before);
        let earlier = letters.len().saturating_sub(scan.typed);
        let Some(fields) = letters.into_iter().skip(earlier).flatten().next().or(edited) else { return };
        self.typed = fields.typed;
        if let Some(many) = &mut self.many {
            many.why = fields.why;
        }
    }

    fn fields(&self) -> Fields {
        let why = self.many.as_ref().map(|many| many.why.clone()).unwrap_or_default();
        Fields { typed: self.typed.clone(), why }
    }

    /// The camera is closed.
    pub fn stop_watching(&mut self) {
        self.watching = false;
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.sees = None;
        }
    }

    /// Whether the verdict is missing because no node answered.
    pub fn is_offline(report: &Report) -> bool {
        report.verdict == Verdict::CouldNotCheck
            && report.reasons.first().is_some_and(|reason| UNANSWERED.contains(&reason.code))
    }

    /// Drops the verdict, and with a later ticket also one that is still under way.
    fn forget(&mut self) {
        self.ticket += 1;
        self.stage = Stage::Empty;
    }

    fn read(&mut self, picture: Picture) -> Action {
        self.ticket += 1;
        self.hovered = false;
        self.typed.clear();
        self.stage = Stage::Reading;
        Action::Read(self.ticket, picture)
    }

    fn watch(&mut self, event: camera::Event, now: u64) -> Action {
        match event {
            camera::Event::Opened => {}
            #[cfg(not(target_arch = "wasm32"))]
            camera::Event::Several(names) => self.camera.1 = names,
            #[cfg(not(target_arch = "wasm32"))]
            camera::Event::Shows(picture) => self.sees = self.watching.then_some(picture),
            camera::Event::Closed(why) => {
                self.stop_watching();
                self.blind = Some(why).filter(|why| why.sentence().is_some());
            }
            camera::Event::Saw(code) if !self.is_known(&code) => {
                return self.check(code.map(|code| vec![code]), now);
            }
            camera::Event::Saw(_) => {}
        }
        Action::None
    }

    /// Whether what the camera sees is what is on the screen already: it sees the same pack many times a second.
    fn is_known(&self, seen: &Result<Arc<Code>, UnusableCode>) -> bool {
        if let Some(many) = &self.many {
            let unread = || many.shown().is_some() || matches!(self.stage, Stage::Unusable(_));
            return seen.as_ref().map_or_else(|_| unread(), |seen| many.ignores(seen));
        }
        match (&self.stage, seen) {
            (Stage::Checking(code) | Stage::Judged(code, _), Ok(seen)) => code.scanned == seen.scanned,
            // A frame in which the code is only half seen takes no verdict away.
            (Stage::Checking(_) | Stage::Judged(..) | Stage::Unusable(_), Err(_)) => true,
            _ => false,
        }
    }

    fn check(&mut self, codes: Result<Vec<Arc<Code>>, UnusableCode>, now: u64) -> Action {
        self.ticket += 1;
        match (codes, &mut self.many) {
            (Ok(codes), Some(many)) => {
                self.stage = Stage::Empty;
                verify(many.take(codes, now))
            }
            (Ok(codes), None) => {
                let Some(code) = codes.into_iter().next() else { return Action::None };
                let record = Record::scanned(self.next, &code, now);
                self.next += 1;
                self.written.push(Written::Put(Box::new(record.clone())));
                self.record = Some(record);
                self.stage = Stage::Checking(Arc::clone(&code));
                Action::Verify(self.ticket, code)
            }
            (Err(unusable), _) => {
                self.stage = Stage::Unusable(unusable);
                Action::None
            }
        }
    }
}

fn verify(checks: many::ToVerify) -> Action {
    if checks.is_empty() { Action::None } else { Action::VerifyMany(checks) }
}
