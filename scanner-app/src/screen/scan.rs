//! The screen on which packs are checked.

use std::sync::Arc;

use scan::{Code, UnusableCode, read_typed};
use verdict::{Report, Verdict};

use crate::{camera, platform::Picture};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// The text of the code was edited.
    Typed(String),
    /// The text is to be checked.
    CheckTyped,
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
    Read(Ticket, Result<Arc<Code>, UnusableCode>),
    /// A verdict arrived.
    Judged(Ticket, Box<Report>),
    /// The last code is to be checked once more.
    TryAgain,
    /// The node's address is to be changed.
    ChangeNode,
    /// The camera is to be opened, or closed if it is open.
    SwitchCamera,
    /// The camera tells something.
    Camera(camera::Event),
    /// Everything is to be cleared for the next pack.
    Clear,
}

/// What the app is to do.
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// Let the user choose a picture.
    ChoosePicture,
    /// Read a picture.
    Read(Ticket, Picture),
    /// Verify a code.
    Verify(Ticket, Arc<Code>),
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
    /// Why the camera shows nothing, if that was not wanted.
    pub blind: Option<camera::Closed>,
    ticket: Ticket,
}

impl Scan {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Typed(text) => {
                self.typed = text;
                // A verdict never stands beside the code of another pack.
                self.forget();
            }
            Message::CheckTyped if self.typed.trim().is_empty() => {}
            Message::CheckTyped => {
                let code = read_typed(&self.typed).map(Arc::new).map_err(UnusableCode::Code);
                if code.is_ok() {
                    // The next scan begins in an empty field; a code with a mistake stays, to be mended.
                    self.typed.clear();
                }
                return self.check(code);
            }
            Message::ChoosePicture => return Action::ChoosePicture,
            Message::Chosen(None) => {}
            Message::Chosen(Some(picture)) | Message::Dropped(picture) => return self.read(picture),
            Message::Hovered => self.hovered = true,
            Message::HoverEnded => self.hovered = false,
            Message::Read(ticket, code) if ticket == self.ticket => return self.check(code),
            Message::Judged(ticket, report) if ticket == self.ticket => {
                if let Stage::Checking(code) = &self.stage {
                    self.stage = Stage::Judged(Arc::clone(code), report);
                }
            }
            Message::Read(..) | Message::Judged(..) => {}
            Message::TryAgain => {
                if let Stage::Judged(code, _) = &self.stage {
                    let code = Arc::clone(code);
                    return self.check(Ok(code));
                }
            }
            Message::ChangeNode => return Action::OpenSettings,
            Message::SwitchCamera if self.watching => return Action::CloseCamera,
            Message::SwitchCamera => {
                self.blind = None;
                self.watching = true;
                return Action::OpenCamera;
            }
            Message::Camera(event) => return self.watch(event),
            Message::Clear => {
                self.typed.clear();
                self.hovered = false;
                self.forget();
            }
        }
        Action::None
    }

    /// Whether the verdict is missing because no node answered.
    pub fn is_offline(report: &Report) -> bool {
        let unanswered = ["unreachable", "timeout", "wrong-chain", "bad-address"];
        report.verdict == Verdict::CouldNotCheck
            && report.reasons.first().is_some_and(|reason| unanswered.contains(&reason.code))
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

    fn watch(&mut self, event: camera::Event) -> Action {
        match event {
            camera::Event::Opened => {}
            camera::Event::Closed(why) => {
                self.watching = false;
                self.blind = Some(why).filter(|why| why.sentence().is_some());
            }
            camera::Event::Saw(code) if !self.is_known(&code) => return self.check(code),
            camera::Event::Saw(_) => {}
        }
        Action::None
    }

    /// Whether what the camera sees is what is on the screen already: it sees the same pack many times a second.
    fn is_known(&self, seen: &Result<Arc<Code>, UnusableCode>) -> bool {
        match (&self.stage, seen) {
            (Stage::Checking(code) | Stage::Judged(code, _), Ok(seen)) => code.scanned == seen.scanned,
            // A frame in which the code is only half seen takes no verdict away.
            (Stage::Checking(_) | Stage::Judged(..) | Stage::Unusable(_), Err(_)) => true,
            _ => false,
        }
    }

    fn check(&mut self, code: Result<Arc<Code>, UnusableCode>) -> Action {
        self.ticket += 1;
        match code {
            Ok(code) => {
                self.stage = Stage::Checking(Arc::clone(&code));
                Action::Verify(self.ticket, code)
            }
            Err(unusable) => {
                self.stage = Stage::Unusable(unusable);
                Action::None
            }
        }
    }
}
