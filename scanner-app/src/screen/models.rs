//! Anomaly models: what is registered of them, and who lets them be used.

use ledger_types::{
    Text,
    call::{Call, ModelRegistryCall},
    model::{ModelCard, ModelId, ModelRole, ModelStage},
};
use office::{Doing, ModelFile, Models as Known, Trouble, hex, role_name, stage_name};
use scan::Watched;

use super::case_form::Chosen;
use crate::work::{Acting, Action, Loaded, Step, Told};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is shown is to be read again.
    Load,
    /// The models were.
    Read(Box<Result<Known, Trouble>>),
    /// What the gateway says of its model was.
    Watched(Box<Result<Watched, verdict::Message>>),
    /// A model is to be shown.
    Open(ModelId),
    /// It was read; nothing if none has this hash.
    Opened(ModelId, Box<Result<Option<ModelFile>, Trouble>>),
    /// A model is to be proposed.
    New,
    /// Back to the list.
    Close,
    /// A field was edited.
    Edit(Field, String),
    /// The model that the new one was made from.
    Parent(Option<ModelId>),
    /// A file is to be chosen.
    Choose(Slot),
    /// It was, or not.
    Chosen(Slot, Option<Result<Chosen, Trouble>>),
    /// What is typed is to be proposed.
    Propose,
    /// A stage is to be endorsed, in a role.
    Endorse(ModelStage, ModelRole),
    /// Such an endorsement is to be taken back.
    Withdraw(ModelStage, ModelRole),
    /// The model is to be stopped at once.
    Suspend,
    /// An act goes on.
    Act(Step),
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What the model is used for.
    Usage,
    /// For whom and for what it is.
    Intended,
    /// The score from which a scan is suspicious.
    Suspicious,
    /// The score from which a case is proposed.
    Alert,
}

/// What a file is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// To be compared with what is registered.
    Compare,
    /// The model.
    Model,
    /// Its feature specification.
    Features,
    /// Its training manifest.
    Training,
    /// Its metrics.
    Metrics,
}

/// What the screen wants.
#[derive(Debug)]
pub enum Wish {
    /// What every desk wants.
    Work(Action),
    /// A model is to be read.
    Read(ModelId),
    /// A file is to be chosen.
    Choose(Slot),
}

/// A new model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// What it is used for.
    pub usage: String,
    /// For whom and for what it is.
    pub intended: String,
    /// The score from which a scan is suspicious.
    pub suspicious: String,
    /// The score from which a case is proposed.
    pub alert: String,
    /// The model that it was made from.
    pub parent: Option<ModelId>,
    /// Its file.
    pub model: Option<Chosen>,
    /// Its feature specification.
    pub features: Option<Chosen>,
    /// Its training manifest.
    pub training: Option<Chosen>,
    /// Its metrics.
    pub metrics: Option<Chosen>,
}

/// What is shown.
#[derive(Clone, Debug, Default)]
pub enum Shown {
    /// The list.
    #[default]
    List,
    /// A model.
    One(ModelId, Box<Loaded<Option<ModelFile>>>),
    /// The form for a new one.
    New(Box<Form>),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// The models.
    pub list: Loaded<Known>,
    /// What the gateway says of its model, where one is asked.
    pub watched: Option<Result<Watched, verdict::Message>>,
    /// What is shown.
    pub shown: Shown,
    /// What is done.
    pub acting: Acting,
    /// The file that was compared.
    pub compared: Option<Chosen>,
    /// What failed on this device.
    pub trouble: Option<Trouble>,
}

impl Form {
    /// Whether the thresholds are numbers, and the right way round.
    pub fn thresholds(&self) -> Option<(i64, i64)> {
        let (suspicious, alert) = (self.suspicious.trim().parse().ok()?, self.alert.trim().parse().ok()?);
        (suspicious <= alert).then_some((suspicious, alert))
    }

    /// The proposal that is typed, if it is complete, and what a person reads about it.
    pub fn proposal(&self) -> Option<(Doing, Told)> {
        let file = |chosen: &Option<Chosen>| chosen.as_ref().map(|(_, digest)| *digest);
        let model = file(&self.model)?;
        let (suspicious_from, alert_from) = self.thresholds()?;
        let card = ModelCard {
            usage: text(&self.usage)?,
            intended_use: text(&self.intended)?,
            feature_spec: file(&self.features)?,
            training_manifest: file(&self.training)?,
            metrics: file(&self.metrics)?,
            suspicious_from,
            alert_from,
            parent: self.parent,
        };
        let told = Told::new("told-model-propose").with("model", short(&model)).with("usage", self.usage.trim());
        let card = Box::new(card);
        Some((Doing::Now(Call::ModelRegistry(ModelRegistryCall::ProposeModel { model, card })), told))
    }

    fn slot(&mut self, slot: Slot) -> Option<&mut Option<Chosen>> {
        match slot {
            Slot::Compare => None,
            Slot::Model => Some(&mut self.model),
            Slot::Features => Some(&mut self.features),
            Slot::Training => Some(&mut self.training),
            Slot::Metrics => Some(&mut self.metrics),
        }
    }
}

fn text<const N: u32>(typed: &str) -> Option<Text<N>> {
    let typed = typed.trim().as_bytes();
    Text::try_from(typed.to_vec()).ok().filter(|_| ledger_types::is_name(typed))
}

/// A hash, as far as people compare it.
pub fn short(hash: &[u8; 32]) -> String {
    let whole = hex(hash);
    format!("{}…", whole.get(..14).unwrap_or(&whole))
}

impl Models {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Wish {
        match message {
            Message::Load => {
                self.list.read_again();
                if let Shown::One(_, file) = &mut self.shown {
                    file.read_again();
                }
                return Wish::Work(Action::Load);
            }
            Message::Read(read) => self.list = Loaded::of(*read),
            Message::Watched(watched) => self.watched = Some(*watched),
            Message::Open(id) => {
                self.show(Shown::One(id, Box::default()));
                return Wish::Read(id);
            }
            Message::Opened(id, read) => {
                if let Shown::One(shown, file) = &mut self.shown
                    && *shown == id
                {
                    **file = Loaded::of(*read);
                }
            }
            Message::New => self.show(Shown::New(Box::new(Form { usage: "pack-scan".into(), ..Form::default() }))),
            Message::Close => self.show(Shown::List),
            Message::Edit(field, text) => self.edit(|form| match field {
                Field::Usage => form.usage = text,
                Field::Intended => form.intended = text,
                Field::Suspicious => form.suspicious = text,
                Field::Alert => form.alert = text,
            }),
            Message::Parent(parent) => self.edit(|form| form.parent = parent),
            Message::Choose(slot) => return Wish::Choose(slot),
            Message::Chosen(_, None) => {}
            Message::Chosen(_, Some(Err(trouble))) => self.trouble = Some(trouble),
            Message::Chosen(Slot::Compare, Some(Ok(chosen))) => (self.compared, self.trouble) = (Some(chosen), None),
            Message::Chosen(slot, Some(Ok(chosen))) => {
                self.trouble = None;
                self.edit(|form| {
                    if let Some(place) = form.slot(slot) {
                        *place = Some(chosen);
                    }
                });
            }
            Message::Propose => {
                if let Shown::New(form) = &self.shown
                    && let Some((doing, told)) = form.proposal()
                {
                    self.acting.ask(doing, told);
                }
            }
            Message::Endorse(stage, role) => self.ask(|file| {
                let at_once = if file.enters_with(stage, role) { "yes" } else { "no" };
                let told = Told::new("told-model-endorse").with("stage", stage_name(stage)).with("now", at_once);
                (file.endorse(stage, role), told.with("role", role_name(role)))
            }),
            Message::Withdraw(stage, role) => self.ask(|file| {
                let told = Told::new("told-model-withdraw").with("stage", stage_name(stage));
                (file.withdraw(stage, role), told)
            }),
            Message::Suspend => self.ask(|file| (file.suspend(), Told::new("told-model-suspend"))),
            Message::Act(step) => {
                let action = self.acting.step(step);
                if matches!(action, Action::Load) && matches!(self.shown, Shown::New(_)) {
                    self.shown = Shown::List;
                }
                return Wish::Work(action);
            }
        }
        Wish::Work(Action::None)
    }

    /// The model that is shown.
    pub fn file(&self) -> Option<&ModelFile> {
        let Shown::One(_, file) = &self.shown else { return None };
        file.here()?.as_ref()
    }

    fn show(&mut self, shown: Shown) {
        (self.shown, self.compared, self.trouble) = (shown, None, None);
        self.acting.leave();
    }

    /// What was asked for was asked of what was typed before.
    fn edit(&mut self, edit: impl FnOnce(&mut Form)) {
        if let Shown::New(form) = &mut self.shown {
            edit(form);
            self.acting.asked = None;
        }
    }

    /// Does something to the model that is shown, once somebody is sure.
    fn ask(&mut self, what: impl Fn(&ModelFile) -> (Call, Told)) {
        if let Some(file) = self.file() {
            let (call, told) = what(file);
            let told = told.with("model", short(&file.registered.id));
            self.acting.ask(Doing::Now(call), told);
        }
    }
}
