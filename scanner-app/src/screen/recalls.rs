//! Recalls and withdrawals: what is called back, how far it had come, and calling more back.

use gs1::{Gtin, Lot};
use ledger_types::{
    BatchKey, RecallClass,
    call::{Call, DrugBatchCall},
};
use office::{Called, Doing, Reach, Recalled, Trouble, recalls_table};

use crate::work::{Acting, Action, Loaded, Step, Told};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// The recalls are to be read again.
    Load,
    /// They were.
    Read(Result<Vec<Recalled>, Trouble>),
    /// What is looked for was edited.
    Sought(String),
    /// How far something had come is to be shown.
    Open(Called),
    /// It was read.
    Reached(Called, Result<Reach, Trouble>),
    /// Who holds the packs of a batch is to be shown, at the desk for that.
    Trace(BatchKey),
    /// Something is to be called back.
    New,
    /// Back to the list.
    Close,
    /// The GTIN was edited.
    Gtin(String),
    /// The lot was edited.
    Lot(String),
    /// Every lot is meant, or one.
    Whole(bool),
    /// How dangerous it is.
    Class(RecallClass),
    /// What is typed is to be recalled.
    Recall,
    /// What is typed is to be taken off the market.
    Withdraw,
    /// An act goes on.
    Act(Step),
    /// The recalls are to be saved as a table.
    Save,
    /// They were: under this name, or not at all because nobody chose a place.
    Saved(Result<Option<String>, String>),
}

/// What is typed into the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The product's GTIN.
    pub gtin: String,
    /// The lot.
    pub lot: String,
    /// Whether every lot is meant.
    pub whole: bool,
    /// How dangerous it is.
    pub class: Option<RecallClass>,
}

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The list.
    #[default]
    List,
    /// The form for another recall.
    New(Form),
    /// How far something had come.
    One(Called, Loaded<Reach>),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Recalls {
    /// All recalls and withdrawals.
    pub list: Loaded<Vec<Recalled>>,
    /// What is looked for.
    pub sought: String,
    /// What is shown.
    pub shown: Shown,
    /// What is done.
    pub acting: Acting,
    /// What came of saving: the file's name, or that it failed.
    pub saved: Option<Result<String, ()>>,
}

impl Form {
    /// What is meant, if it is complete.
    pub fn what(&self) -> Option<Called> {
        let gtin = self.gtin.trim().parse::<Gtin>().ok()?.number();
        if self.whole {
            return Some(Called::Product(gtin));
        }
        let lot = self.lot.trim().parse::<Lot>().ok()?;
        BatchKey::new(gtin, lot.as_bytes()).map(Called::Batch)
    }

    /// Whether something is typed that is no lot.
    pub fn has_bad_lot(&self) -> bool {
        let lot = self.lot.trim();
        !lot.is_empty() && lot.parse::<Lot>().is_err()
    }

    /// The recall that is typed, if it is complete, and what a person reads about it.
    pub fn recall(&self) -> Option<(Doing, Told)> {
        let class = self.class?;
        Some(match self.what()? {
            Called::Product(gtin) => {
                let told = Told::new("told-recall-gtin")
                    .with("gtin", format!("{gtin:014}"))
                    .with("class", format!("{class:?}"));
                (now(DrugBatchCall::RecallProduct { gtin, class }), told)
            }
            what @ (Called::Batch(_) | Called::Packs(..)) => {
                let (batch, gtin, lot) = (what.batch()?, what.gtin(), what.lot()?);
                let told = Told::new("told-recall-lot")
                    .with("lot", lot)
                    .with("gtin", gtin)
                    .with("class", format!("{class:?}"));
                (now(DrugBatchCall::RecallBatch { batch, class }), told)
            }
        })
    }

    /// The withdrawal that is typed, if it is complete, and what a person reads about it.
    pub fn withdrawal(&self) -> Option<(Doing, Told)> {
        Some(match self.what()? {
            Called::Product(gtin) => {
                let told = Told::new("told-withdraw-gtin").with("gtin", format!("{gtin:014}"));
                (now(DrugBatchCall::WithdrawProduct { gtin }), told)
            }
            what @ (Called::Batch(_) | Called::Packs(..)) => {
                let (batch, gtin, lot) = (what.batch()?, what.gtin(), what.lot()?);
                let told = Told::new("told-withdraw-lot").with("lot", lot).with("gtin", gtin);
                (now(DrugBatchCall::WithdrawBatch { batch }), told)
            }
        })
    }
}

fn now(call: DrugBatchCall) -> Doing {
    Doing::Now(Call::DrugBatch(call))
}

impl Recalls {
    /// Takes a message and tells what is to be done. Reading how far something had come, saving and tracing are up to
    /// the caller.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Load => {
                self.list.read_again();
                return Action::Load;
            }
            Message::Read(read) => self.list = Loaded::of(read),
            Message::Sought(text) => self.sought = text,
            Message::Open(what) => self.show(Shown::One(what, Loaded::Loading)),
            Message::Reached(what, read) => {
                if let Shown::One(shown, reach) = &mut self.shown
                    && *shown == what
                {
                    *reach = Loaded::of(read);
                }
            }
            Message::Trace(_) => {}
            Message::New => self.show(Shown::New(Form::default())),
            Message::Close => self.show(Shown::List),
            Message::Gtin(text) => self.edit(|form| form.gtin = text),
            Message::Lot(text) => self.edit(|form| form.lot = text),
            Message::Whole(whole) => self.edit(|form| form.whole = whole),
            Message::Class(class) => self.edit(|form| form.class = Some(class)),
            Message::Recall => self.ask(Form::recall),
            Message::Withdraw => self.ask(Form::withdrawal),
            Message::Act(step) => {
                let action = self.acting.step(step);
                if matches!(action, Action::Load) && matches!(self.shown, Shown::New(_)) {
                    self.shown = Shown::List;
                }
                return action;
            }
            Message::Save => self.saved = None,
            Message::Saved(saved) => self.saved = saved.map_err(|_| ()).transpose(),
        }
        Action::None
    }

    /// The recalls that are looked for.
    pub fn found<'a>(&self, list: &'a [Recalled]) -> Vec<&'a Recalled> {
        let sought = self.sought.trim().to_lowercase();
        let is = |recalled: &&Recalled| {
            let lot = recalled.what.lot().unwrap_or_default().to_lowercase();
            lot.contains(&sought) || recalled.what.gtin().contains(&sought)
        };
        list.iter().filter(is).collect()
    }

    /// The recalls as a table.
    pub fn table(&self) -> String {
        recalls_table(self.list.here().map(Vec::as_slice).unwrap_or_default())
    }

    fn show(&mut self, shown: Shown) {
        (self.shown, self.saved) = (shown, None);
        self.acting.leave();
    }

    /// What was asked for was asked of what was typed before.
    fn edit(&mut self, edit: impl FnOnce(&mut Form)) {
        if let Shown::New(form) = &mut self.shown {
            edit(form);
            self.acting.asked = None;
        }
    }

    fn ask(&mut self, what: impl Fn(&Form) -> Option<(Doing, Told)>) {
        if let Shown::New(form) = &self.shown
            && let Some((doing, told)) = what(form)
        {
            self.acting.ask(doing, told);
        }
    }
}
