//! The register: who takes part, and their licences.

use gs1::{Gln, check_digit};
use ledger_client::account_from_text;
use ledger_types::{
    Kind, Licence, ParticipantId, Scope, Text,
    call::{Call, ParticipantsCall},
};
use office::{Doing, Enrolled, Trouble, day};

use crate::work::{Acting, Action, Loaded, Step, Told};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// The register is to be read again.
    Load,
    /// It was.
    Read(Result<Vec<Enrolled>, Trouble>),
    /// What is looked for was edited.
    Sought(String),
    /// A participant is to be shown.
    Open(ParticipantId),
    /// A participant is to be enrolled.
    New,
    /// Back to the list.
    Close,
    /// A field was edited.
    Edit(Field, String),
    /// What the new participant is.
    Kind(Kind),
    /// The new participant is to be enrolled.
    Enrol,
    /// A licence is to be granted or renewed.
    Grant,
    /// A licence is to be taken away.
    TakeLicence(Text<32>),
    /// The participant is to be stopped.
    Suspend,
    /// It is to be let act again.
    Reinstate,
    /// It is to be struck off.
    Strike,
    /// An act goes on.
    Act(Step),
    /// The register is to be saved as a table.
    Save,
    /// It was: under this name, or not at all because nobody chose a place.
    Saved(Result<Option<String>, String>),
}

/// A field of the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The new participant's GLN.
    Gln,
    /// Its country.
    Country,
    /// Its name.
    Name,
    /// The account of its first key.
    Account,
    /// The licence's number.
    Number,
    /// Its first day.
    From,
    /// Its last day.
    Until,
}

/// What is typed into the forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// What the new participant is.
    pub kind: Option<Kind>,
    /// Its GLN.
    pub gln: String,
    /// Its country.
    pub country: String,
    /// Its name.
    pub name: String,
    /// The account of its first key.
    pub account: String,
    /// The licence's number.
    pub number: String,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub until: String,
}

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The list.
    #[default]
    List,
    /// The form for a new participant.
    New,
    /// A participant.
    One(ParticipantId),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// The register.
    pub list: Loaded<Vec<Enrolled>>,
    /// What is looked for.
    pub sought: String,
    /// What is shown.
    pub shown: Shown,
    /// What is typed.
    pub form: Form,
    /// What is done.
    pub acting: Acting,
    /// What came of saving: the file's name, or that it failed.
    pub saved: Option<Result<String, ()>>,
}

impl Form {
    /// What is wrong with a GLN that is typed, as the name of a sentence with the digits that stand in it.
    pub fn gln_problem(&self) -> Option<(&'static str, String)> {
        let typed = self.gln.trim();
        if typed.is_empty() || typed.parse::<Gln>().is_ok() {
            return None;
        }
        let body = typed.get(..12).filter(|body| body.bytes().all(|byte| byte.is_ascii_digit()));
        match body.and_then(|body| check_digit::mod10(body.as_bytes()).map(|digit| (body, digit))) {
            Some((body, digit)) if typed.len() == 12 => {
                Some(("register-gln-add", format!("{body}{}", char::from(digit))))
            }
            Some((body, digit)) if typed.len() == 13 => {
                Some(("register-gln-wrong", format!("{body}{}", char::from(digit))))
            }
            _ => Some(("register-gln-length", typed.chars().count().to_string())),
        }
    }

    /// The enrolment that is typed, if it is complete.
    pub fn enrolment(&self) -> Option<Doing> {
        let kind = self.kind?;
        let country: [u8; 2] = self.country.trim().to_uppercase().as_bytes().try_into().ok()?;
        let name = self.name.trim();
        let call = Call::Participants(ParticipantsCall::Register {
            kind,
            gln: self.gln.trim().parse::<Gln>().ok()?.number(),
            country: country.iter().all(u8::is_ascii_uppercase).then_some(country)?,
            name: Text::try_from(name.as_bytes().to_vec()).ok().filter(|name| !name.is_empty())?,
            operator: account_from_text(self.account.trim()).ok()?,
        });
        // A further regulator shares in the council's power.
        Some(if kind == Kind::Regulator { Doing::ByCouncil(call) } else { Doing::Now(call) })
    }

    /// The licence that is typed, if it is complete.
    pub fn licence(&self, of: &Enrolled) -> Option<Licence> {
        let number = self.number.trim();
        let (from, until) = (day(&self.from)?, day(&self.until)?);
        let valid_from = u64::try_from(from.ends_at()).ok()?.saturating_sub(86_400);
        let valid_until = u64::try_from(until.ends_at()).ok()?;
        let scope = Scope::usual(of.record.kind);
        let number = Text::try_from(number.as_bytes().to_vec()).ok().filter(|number| !number.is_empty())?;
        (valid_from < valid_until && scope.is_valid()).then_some(Licence { number, scope, valid_from, valid_until })
    }
}

impl Register {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Load => {
                self.list = Loaded::Loading;
                return Action::Load;
            }
            Message::Read(read) => self.list = Loaded::of(read),
            Message::Sought(text) => self.sought = text,
            Message::Open(id) => self.show(Shown::One(id)),
            Message::New => self.show(Shown::New),
            Message::Close => self.show(Shown::List),
            // What was asked about is no longer what is typed.
            Message::Edit(field, text) => {
                self.acting.asked = None;
                *self.field(field) = text;
            }
            Message::Kind(kind) => {
                self.acting.asked = None;
                self.form.kind = Some(kind);
            }
            Message::Enrol => {
                if let Some(doing) = self.form.enrolment() {
                    let told =
                        Told::new("told-enrol").with("name", self.form.name.trim()).with("gln", self.form.gln.trim());
                    self.acting.ask(doing, told);
                }
            }
            Message::Grant => {
                let granting = self.open().and_then(|one| {
                    let Licence { number, scope, valid_from, valid_until } = self.form.licence(one)?;
                    let told = Told::new("told-grant").with("number", self.form.number.trim()).with("name", one.name());
                    let participant = one.id;
                    let call = ParticipantsCall::GrantLicence { participant, number, scope, valid_from, valid_until };
                    Some((Doing::ByCouncil(Call::Participants(call)), told))
                });
                if let Some((doing, told)) = granting {
                    self.acting.ask(doing, told);
                }
            }
            Message::TakeLicence(number) => self.ask(true, |one| {
                let told = Told::new("told-take-licence")
                    .with("number", String::from_utf8_lossy(&number))
                    .with("name", one.name());
                (ParticipantsCall::RevokeLicence { participant: one.id, number: number.clone() }, told)
            }),
            Message::Suspend => self.ask(false, |one| {
                (ParticipantsCall::Suspend { participant: one.id }, Told::new("told-suspend").with("name", one.name()))
            }),
            Message::Reinstate => self.ask(true, |one| {
                (
                    ParticipantsCall::Reinstate { participant: one.id },
                    Told::new("told-reinstate").with("name", one.name()),
                )
            }),
            Message::Strike => self.ask(true, |one| {
                (ParticipantsCall::Revoke { participant: one.id }, Told::new("told-strike").with("name", one.name()))
            }),
            Message::Act(step) => {
                let action = self.acting.step(step);
                if matches!(action, Action::Load) {
                    self.form = Form::default();
                }
                return action;
            }
            Message::Save => self.saved = None,
            Message::Saved(saved) => self.saved = saved.map_err(|_| ()).transpose(),
        }
        Action::None
    }

    /// The participant that is shown.
    pub fn open(&self) -> Option<&Enrolled> {
        let Shown::One(id) = self.shown else { return None };
        self.list.here()?.iter().find(|one| one.id == id)
    }

    /// The register as a table.
    pub fn table(&self) -> String {
        self.list.here().map(|list| office::register_table(list)).unwrap_or_default()
    }

    fn show(&mut self, shown: Shown) {
        (self.shown, self.form) = (shown, Form::default());
        self.acting.leave();
    }

    fn field(&mut self, field: Field) -> &mut String {
        let form = &mut self.form;
        match field {
            Field::Gln => &mut form.gln,
            Field::Country => &mut form.country,
            Field::Name => &mut form.name,
            Field::Account => &mut form.account,
            Field::Number => &mut form.number,
            Field::From => &mut form.from,
            Field::Until => &mut form.until,
        }
    }

    /// Does it to the participant that is shown once somebody is sure.
    fn ask(&mut self, by_council: bool, what: impl Fn(&Enrolled) -> (ParticipantsCall, Told)) {
        let Some((call, told)) = self.open().map(what) else { return };
        let call = Call::Participants(call);
        self.acting.ask(if by_council { Doing::ByCouncil(call) } else { Doing::Now(call) }, told);
    }
}
