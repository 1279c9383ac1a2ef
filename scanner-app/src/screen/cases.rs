//! Cases: what is in doubt, what is due by when, and what is done about it.

use ledger_types::{
    BatchKey,
    call::{Call, ComplianceCall},
    compliance::{CaseId, CaseStage, Closing, Question, Trigger},
};
use office::{CaseDesk, CaseFile, Doing, KnownBatch, KnownCase, Party, Trouble, Unit, cases_table};
use scan::read_typed;
use scanner_core::wedge;

use super::case_form::{About, Addressee, Asking, Chosen, Form, Notice};
use crate::work::{Acting, Action, Loaded, Step, Told};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is shown is to be read again.
    Load,
    /// The cases were.
    Read(Box<Result<CaseDesk, Trouble>>),
    /// What is looked for was edited.
    Sought(String),
    /// Closed cases are to be listed, or open ones.
    Ended(bool),
    /// The text of a code was edited.
    Typed(String),
    /// What is typed is complete.
    CheckTyped,
    /// A handheld scanner typed something.
    Scanned(wedge::Scan),
    /// A case is to be shown.
    Open(CaseId),
    /// It was read; nothing if there is none with this number.
    Opened(CaseId, Box<Result<Option<CaseFile>, Trouble>>),
    /// Who holds the packs of a batch is to be shown, at the desk for that.
    Trace(BatchKey),
    /// Cases over time are to be shown.
    Time(Unit),
    /// A case is to be opened.
    New,
    /// A participant is to be asked.
    Ask,
    /// Back to the list.
    Close,
    /// Why the new case is opened.
    Trigger(Trigger),
    /// What it is about.
    About(About),
    /// The GTIN was edited.
    Gtin(String),
    /// The lot was edited.
    Lot(String),
    /// The places of the packs were edited.
    Packs(String),
    /// The lot that is typed is to be looked up.
    LookUp,
    /// It was; nothing if there is no such lot.
    Found(BatchKey, Box<Result<Option<KnownBatch>, Trouble>>),
    /// Whether the packs are to be held back.
    Quarantine(bool),
    /// The GLN of who is told or asked was edited.
    Gln(String),
    /// Who that is; nobody if the ledger does not know it.
    Who(u64, Result<Option<Party>, Trouble>),
    /// A file is to be chosen: evidence, a notice or a question.
    ChooseFile,
    /// It was, or not.
    Chosen(Option<Result<Chosen, Trouble>>),
    /// What is asked.
    Question(Question),
    /// What is typed is to be done.
    Submit,
    /// The case enters a later stage.
    Advance(CaseStage),
    /// Its product is found illegitimate.
    Illegitimate,
    /// A notice of it is confirmed.
    Acknowledge,
    /// It is to be closed with this result.
    End(Closing),
    /// An act goes on.
    Act(Step),
    /// The cases are to be saved as a table.
    Save,
    /// They were: under this name, or not at all because nobody chose a place.
    Saved(Result<Option<String>, String>),
}

/// What the screen wants.
#[derive(Debug)]
pub enum Wish {
    /// What every desk wants.
    Work(Action),
    /// A case is to be read.
    Read(CaseId),
    /// Who has a GLN.
    Who(u64),
    /// What is known of a lot.
    LookUp(BatchKey),
    /// A file is to be chosen.
    ChooseFile,
    /// The table is to be saved.
    Save,
}

/// What is shown.
#[derive(Clone, Debug, Default)]
pub enum Shown {
    /// The list.
    #[default]
    List,
    /// Cases over time.
    Time(Unit),
    /// A case, and the notice that is written.
    One(CaseId, Box<Loaded<Option<CaseFile>>>, Notice),
    /// The form for another case.
    New(Box<Form>),
    /// The form for a question.
    Ask(Asking),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// All cases, and what is due.
    pub desk: Loaded<CaseDesk>,
    /// What is looked for.
    pub sought: String,
    /// Whether closed cases are listed, not open ones.
    pub ended: bool,
    /// The text in the field for codes.
    pub typed: String,
    /// What cannot be read.
    pub problem: Option<&'static str>,
    /// What is shown.
    pub shown: Shown,
    /// What is done.
    pub acting: Acting,
    /// What failed on this device.
    pub trouble: Option<Trouble>,
    /// What came of saving: the file's name, or that it failed.
    pub saved: Option<Result<String, ()>>,
}

impl Cases {
    /// Takes a message and tells what is to be done. Tracing is up to the caller.
    pub fn update(&mut self, message: Message) -> Wish {
        match message {
            Message::Load => {
                self.desk.read_again();
                if let Shown::One(_, file, _) = &mut self.shown {
                    file.read_again();
                }
                return Wish::Work(Action::Load);
            }
            Message::Read(read) => self.desk = Loaded::of(*read),
            Message::Sought(text) => self.sought = text,
            Message::Ended(ended) => self.ended = ended,
            Message::Typed(text) => self.typed = text,
            Message::CheckTyped if self.typed.trim().is_empty() => {}
            Message::CheckTyped => {
                let text = std::mem::take(&mut self.typed);
                return self.scan(&text);
            }
            Message::Scanned(scan) => {
                self.typed.clear();
                return self.scan(&scan.text);
            }
            Message::Open(id) => {
                self.show(Shown::One(id, Box::default(), Notice::default()));
                return Wish::Read(id);
            }
            Message::Opened(id, read) => {
                if let Shown::One(shown, file, _) = &mut self.shown
                    && *shown == id
                {
                    **file = Loaded::of(*read);
                }
            }
            Message::Trace(_) => {}
            Message::Time(unit) => self.show(Shown::Time(unit)),
            Message::New => self.show(Shown::New(Box::default())),
            Message::Ask => self.show(Shown::Ask(Asking::default())),
            Message::Close => self.show(Shown::List),
            Message::Trigger(trigger) => self.edit(|form| form.trigger = Some(trigger)),
            Message::About(about) => self.edit(|form| form.about = about),
            Message::Gtin(text) => self.edit(|form| (form.gtin, form.batch) = (text, None)),
            Message::Lot(text) => self.edit(|form| (form.lot, form.batch) = (text, None)),
            Message::Packs(text) => self.edit(|form| form.packs = text),
            Message::Quarantine(quarantine) => self.edit(|form| form.quarantine = quarantine),
            Message::LookUp => {
                if let Shown::New(form) = &mut self.shown
                    && let Some(key) = form.look_up()
                {
                    return Wish::LookUp(key);
                }
            }
            Message::Found(key, read) => self.edit(|form| form.found(&key, *read)),
            Message::Gln(text) => {
                self.acting.asked = None;
                if let Some(gln) = self.addressee().and_then(|to| to.edit(text)) {
                    return Wish::Who(gln);
                }
            }
            Message::Who(gln, read) => {
                if let Some(to) = self.addressee() {
                    to.found(gln, read);
                }
            }
            Message::ChooseFile => return Wish::ChooseFile,
            Message::Chosen(None) => {}
            Message::Chosen(Some(Err(trouble))) => self.trouble = Some(trouble),
            Message::Chosen(Some(Ok(chosen))) => {
                (self.trouble, self.acting.asked) = (None, None);
                match &mut self.shown {
                    Shown::New(form) => form.evidence = Some(chosen),
                    Shown::One(_, _, notice) => notice.file = Some(chosen),
                    Shown::Ask(asking) => asking.file = Some(chosen),
                    Shown::List | Shown::Time(_) => {}
                }
            }
            Message::Question(question) => {
                if let Shown::Ask(asking) = &mut self.shown {
                    asking.question = Some(question);
                    self.acting.asked = None;
                }
            }
            Message::Submit => {
                if let Some((doing, told)) = self.typed_act() {
                    self.acting.ask(doing, told);
                }
            }
            Message::Advance(stage) => {
                let id = match stage {
                    CaseStage::Active => "told-case-active",
                    CaseStage::UnderInvestigation => "told-case-investigate",
                    CaseStage::Escalated => "told-case-escalate",
                    CaseStage::New | CaseStage::Closed { .. } => return Wish::Work(Action::None),
                };
                self.ask(id, |file| on(ComplianceCall::AdvanceCase { case: file.known.id, stage }));
            }
            Message::Illegitimate => {
                self.ask("told-case-illegitimate", |file| on(ComplianceCall::FindIllegitimate { case: file.known.id }))
            }
            Message::Acknowledge => {
                self.ask("told-case-acknowledge", |file| on(ComplianceCall::Acknowledge { case: file.known.id }));
            }
            Message::End(result) => {
                let id = match result {
                    Closing::Cleared => "told-case-clear",
                    Closing::FalseAlert => "told-case-false",
                    Closing::Destroyed => "told-case-destroy",
                    Closing::Falsified => "told-case-falsified",
                };
                self.ask(id, |file| file.close(result));
            }
            Message::Act(step) => return Wish::Work(self.step(step)),
            Message::Save => {
                self.saved = None;
                return Wish::Save;
            }
            Message::Saved(saved) => self.saved = saved.map_err(|_| ()).transpose(),
        }
        Wish::Work(Action::None)
    }

    /// The cases that are looked for, open or closed.
    pub fn found<'a>(&self, desk: &'a CaseDesk) -> Vec<&'a KnownCase> {
        let all: Vec<&KnownCase> =
            if self.ended { desk.cases.iter().filter(|known| !known.is_open()).collect() } else { desk.open() };
        all.into_iter().filter(|known| known.matches(&self.sought)).collect()
    }

    /// The cases as a table.
    pub fn table(&self) -> String {
        self.desk.here().map(cases_table).unwrap_or_default()
    }

    /// The case that is shown.
    pub fn file(&self) -> Option<&CaseFile> {
        let Shown::One(_, file, _) = &self.shown else { return None };
        file.here()?.as_ref()
    }

    fn show(&mut self, shown: Shown) {
        (self.shown, self.problem, self.trouble, self.saved) = (shown, None, None, None);
        self.acting.leave();
    }

    /// A pack's code begins a case about it.
    fn scan(&mut self, text: &str) -> Wish {
        let Ok(code) = read_typed(text) else {
            self.problem = Some("trace-no-code");
            return Wish::Work(Action::Focus);
        };
        let mut form = Form::of(code);
        // What was typed before of the same case stays.
        if let Shown::New(known) = &mut self.shown {
            let known = std::mem::take(known);
            form = Form { trigger: known.trigger, evidence: known.evidence, quarantine: known.quarantine, ..form };
        }
        let key = form.look_up();
        self.show(Shown::New(Box::new(form)));
        key.map_or(Wish::Work(Action::None), Wish::LookUp)
    }

    /// What was asked for was asked of what was typed before.
    fn edit(&mut self, edit: impl FnOnce(&mut Form)) {
        if let Shown::New(form) = &mut self.shown {
            edit(form);
            self.acting.asked = None;
        }
    }

    fn addressee(&mut self) -> Option<&mut Addressee> {
        match &mut self.shown {
            Shown::One(_, _, notice) => Some(&mut notice.to),
            Shown::Ask(asking) => Some(&mut asking.of),
            Shown::List | Shown::Time(_) | Shown::New(_) => None,
        }
    }

    /// What is typed, if it is complete.
    pub fn typed_act(&self) -> Option<(Doing, Told)> {
        match &self.shown {
            Shown::New(form) => form.opening(),
            Shown::One(_, _, notice) => notice.telling(self.file()?),
            Shown::Ask(asking) => asking.asking(),
            Shown::List | Shown::Time(_) => None,
        }
    }

    /// Does something to the case that is shown, once somebody is sure.
    fn ask(&mut self, id: &'static str, what: impl Fn(&CaseFile) -> Call) {
        if let Some((number, call)) = self.file().map(|file| (file.known.id, what(file))) {
            self.acting.ask(Doing::Now(call), Told::new(id).with("number", number));
        }
    }

    fn step(&mut self, step: Step) -> Action {
        let action = self.acting.step(step);
        if matches!(action, Action::Load) {
            match &mut self.shown {
                Shown::New(_) | Shown::Ask(_) => self.shown = Shown::List,
                Shown::One(_, _, notice) => *notice = Notice::default(),
                Shown::List | Shown::Time(_) => {}
            }
        }
        action
    }
}

fn on(call: ComplianceCall) -> Call {
    Call::Compliance(call)
}
