//! A maker's batches: new ones from a list of serials, release, labels, recall.

use std::{path::PathBuf, sync::Arc};

use batch_folder::{BatchFolder, RESOLVER, Serials, expiry, pack_range};
use gs1::{Date, Gtin, Lot};
use ledger_types::{
    BatchKey, BatchStatus, LotNumber, RecallClass,
    call::{Call, DrugBatchCall},
};
use office::{Doing, Made, OwnBatch, Trouble};

use crate::work::{Acting, Action, Loaded, Step, Told, maker::Meter};

/// The sheet of labels that is proposed.
const SHEET: &str = "a4-2x4";

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// The batches are to be read again.
    Load,
    /// They were.
    Read(Result<Made, Trouble>),
    /// The text that lots or products are looked for with was edited.
    Find(String),
    /// A batch is to be registered.
    New,
    /// A batch is to be shown.
    Open(BatchKey),
    /// Back to the list.
    Close,
    /// The product of the new batch, by its GTIN.
    Product(u64),
    /// Something was written.
    Edit(Field, String),
    /// A file of serials is to be chosen.
    ChooseSerials,
    /// It was read.
    Serials(Option<Result<Listed, Trouble>>),
    /// Random serials are to be made.
    NoFile,
    /// A folder is to be chosen, for what is secret.
    ChooseFolder,
    /// It was, or not.
    Folder(Option<Result<PathBuf, Trouble>>),
    /// The form is complete.
    Register,
    /// The packs are hashed and written, or not.
    Prepared(Result<Prepared, Trouble>),
    /// It is to be shown how far work is.
    Tick,
    /// Work is to be stopped.
    Stop,
    /// A certificate is to be chosen, for the release.
    ChooseCertificate,
    /// It was: its name and digest.
    Certificate(Option<Result<(String, [u8; 32]), Trouble>>),
    /// How large labels are.
    Sheet(&'static str),
    /// Labels are to be printed.
    Print,
    /// They were: labels, pages and the file; nothing if nobody chose a file.
    Printed(Result<Option<(u64, u64, String)>, Trouble>),
    /// How dangerous the batch is.
    Class(RecallClass),
    /// It is to be called back.
    Recall,
    /// It is to be taken off the market.
    Withdraw,
    /// An act goes on.
    Act(Step),
}

/// Serials from a file, with its name.
pub type Listed = (String, Arc<Vec<String>>);

/// Something to write into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The lot.
    Lot,
    /// The expiry.
    Expiry,
    /// How many packs.
    Packs,
    /// Packs to be recalled.
    Recalled,
    /// Packs to be printed.
    Printed,
    /// The address in labels.
    Resolver,
}

/// What is to be done beside the ledger.
#[derive(Debug)]
pub enum Wish {
    /// What any desk wants done.
    Work(Action),
    /// A file of serials is to be chosen and read.
    ReadSerials,
    /// A folder is to be chosen.
    ChooseFolder,
    /// A batch is to be hashed and written, below this folder or the one of the program.
    Prepare(Box<Plan>, Option<PathBuf>, Arc<Meter>),
    /// A file is to be chosen whose digest is wanted.
    ReadCertificate,
    /// Labels are to be printed.
    Print(Box<Printing>, Arc<Meter>),
    /// A while is to be waited.
    Wait,
}

/// A batch that is to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The product.
    pub gtin: Gtin,
    /// The lot.
    pub lot: Lot,
    /// The expiry.
    pub expiry: Date,
    /// Where its serials come from.
    pub serials: Serials,
}

/// A batch that is written into its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// What names it.
    pub key: BatchKey,
    /// Its expiry, as a number.
    pub expiry: u32,
    /// Its packs.
    pub packs: u32,
    /// The root of the commitment.
    pub root: [u8; 32],
    /// Where it is.
    pub folder: PathBuf,
}

/// Labels that are to be printed.
#[derive(Clone, Debug)]
pub struct Printing {
    /// The batch.
    pub key: BatchKey,
    /// Where it is; otherwise below the program's folder.
    pub folder: Option<PathBuf>,
    /// Which packs.
    pub packs: std::ops::Range<u32>,
    /// The sheet, by its name.
    pub sheet: &'static str,
    /// The address with which links begin.
    pub resolver: String,
}

/// A new batch.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The product's GTIN.
    pub product: Option<u64>,
    /// The lot.
    pub lot: String,
    /// The expiry.
    pub expiry: String,
    /// Serials from a file, with its name.
    pub file: Option<Listed>,
    /// How many random ones otherwise.
    pub packs: String,
    /// Where the folder with what is secret is to be.
    pub folder: Option<PathBuf>,
    /// The batch, once it is written.
    pub prepared: Option<Prepared>,
}

/// A batch that is shown.
#[derive(Clone, Debug)]
pub struct Open {
    /// The batch.
    pub batch: OwnBatch,
    /// How dangerous it is found.
    pub class: Option<RecallClass>,
    /// The packs to be called back; all, if nothing is written.
    pub recalled: String,
    /// The packs to be printed; all, if nothing is written.
    pub printed: String,
    /// The sheet's name.
    pub sheet: &'static str,
    /// The address with which links begin.
    pub resolver: String,
    /// Where the secret folder is, if it is not where this program keeps them.
    pub folder: Option<PathBuf>,
}

/// What is shown.
#[derive(Clone, Debug, Default)]
pub enum Shown {
    /// All batches.
    #[default]
    List,
    /// The form for a new one.
    New(Box<Form>),
    /// One of them.
    One(Box<Open>),
}

/// What is only done once somebody is sure.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Something on the ledger.
    Do(Doing),
    /// A batch is made and registered.
    Make(Box<Plan>),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Batches {
    /// The batches, with the products that there are.
    pub list: Loaded<Made>,
    /// What is looked for in the list.
    pub find: String,
    /// What is shown.
    pub shown: Shown,
    /// What is done.
    pub acting: Acting<Asked>,
    /// Work on this device that takes a while.
    pub meter: Option<Arc<Meter>>,
    /// What failed on this device.
    pub trouble: Option<Trouble>,
    /// Labels that were printed: how many, on how many pages, into which file.
    pub printed: Option<(u64, u64, String)>,
}

impl Batches {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Wish {
        match message {
            Message::Load => {
                self.list.read_again();
                return Wish::Work(Action::Load);
            }
            Message::Read(read) => {
                self.list = Loaded::of(read);
                self.show_again();
            }
            Message::Find(text) => self.find = text,
            Message::New => {
                let made = self.list.here().map(|made| made.products.as_slice());
                // Who makes one medicine need not choose it.
                let product = if let Some([only]) = made { Some(only.gtin) } else { None };
                self.show(Shown::New(Box::new(Form { product, ..Form::default() })));
                return Wish::Work(Action::Focus);
            }
            Message::Open(key) => self.open(&key),
            Message::Close => self.show(Shown::List),
            Message::Product(gtin) => self.edit(|form| form.product = Some(gtin)),
            Message::Edit(field, text) => self.write(field, text),
            Message::ChooseSerials => return Wish::ReadSerials,
            Message::Serials(None) | Message::Certificate(None) | Message::Folder(None) => {}
            Message::Serials(Some(Ok(file))) => self.edit(|form| form.file = Some(file)),
            Message::Serials(Some(Err(trouble)))
            | Message::Certificate(Some(Err(trouble)))
            | Message::Folder(Some(Err(trouble))) => self.trouble = Some(trouble),
            Message::NoFile => self.edit(|form| form.file = None),
            Message::ChooseFolder => return Wish::ChooseFolder,
            Message::Folder(Some(Ok(folder))) => {
                self.trouble = None;
                match &mut self.shown {
                    Shown::New(form) => form.folder = Some(folder),
                    Shown::One(open) => open.folder = Some(folder),
                    Shown::List => {}
                }
            }
            Message::Register => self.ask_for_registration(),
            Message::Prepared(prepared) => return self.prepared(prepared),
            Message::Tick if self.meter.is_some() => return Wish::Wait,
            Message::Tick => {}
            Message::Stop => self.meter.iter().for_each(|meter| meter.stop()),
            Message::ChooseCertificate => return Wish::ReadCertificate,
            Message::Certificate(Some(Ok((name, certificate)))) => {
                if let Shown::One(open) = &self.shown {
                    let told = Told::new("told-release").with("lot", open.batch.lot()).with("name", name);
                    let batch = open.batch.key.clone();
                    self.ask(DrugBatchCall::ReleaseBatch { batch, certificate }, told);
                }
            }
            Message::Sheet(sheet) => {
                if let Shown::One(open) = &mut self.shown {
                    open.sheet = sheet;
                }
            }
            Message::Print => return self.print(),
            Message::Printed(printed) => {
                self.meter = None;
                match printed {
                    Ok(printed) => self.printed = printed,
                    Err(trouble) => self.trouble = Some(trouble),
                }
            }
            Message::Class(class) => {
                if let Shown::One(open) = &mut self.shown {
                    open.class = Some(class);
                }
            }
            Message::Recall => self.ask_for_recall(),
            Message::Withdraw => {
                if let Shown::One(open) = &self.shown {
                    let told = Told::new("told-withdraw-batch").with("lot", open.batch.lot());
                    self.ask(DrugBatchCall::WithdrawBatch { batch: open.batch.key.clone() }, told);
                }
            }
            Message::Act(Step::Sure) if self.is_busy() => {}
            Message::Act(Step::Sure) => return self.sure(),
            Message::Act(Step::NotSure) => self.acting.asked = None,
            Message::Act(Step::Did(ended)) => {
                if self.acting.ended(ended) {
                    if matches!(self.shown, Shown::New(_)) {
                        self.shown = Shown::List;
                    }
                    return Wish::Work(Action::Load);
                }
            }
        }
        Wish::Work(Action::None)
    }

    /// Whether something is under way that has to end first.
    pub fn is_busy(&self) -> bool {
        self.acting.is_under_way() || self.meter.is_some()
    }

    fn show(&mut self, shown: Shown) {
        // What is being written belongs to the form that asked for it.
        if self.meter.is_some() {
            return;
        }
        (self.shown, self.trouble, self.printed) = (shown, None, None);
        self.acting.leave();
    }

    fn open(&mut self, key: &BatchKey) {
        let found = self.list.here().and_then(|made| made.batches.iter().find(|batch| batch.key == *key));
        let Some(batch) = found.cloned() else { return };
        self.show(Shown::One(Box::new(Open {
            batch,
            class: None,
            recalled: String::new(),
            printed: String::new(),
            sheet: SHEET,
            resolver: RESOLVER.into(),
            folder: None,
        })));
    }

    /// The batch that is shown, as it is now.
    fn show_again(&mut self) {
        let Some(made) = self.list.here() else { return };
        if let Shown::One(open) = &mut self.shown
            && let Some(now) = made.batches.iter().find(|batch| batch.key == open.batch.key)
        {
            open.batch = now.clone();
        }
    }

    /// Changes the form; a batch that was written from another one is no longer meant.
    fn edit(&mut self, change: impl FnOnce(&mut Form)) {
        if self.meter.is_some() {
            return;
        }
        self.trouble = None;
        self.acting.asked = None;
        if let Shown::New(form) = &mut self.shown {
            form.prepared = None;
            change(form);
        }
    }

    fn write(&mut self, field: Field, text: String) {
        match (field, &mut self.shown) {
            (Field::Lot, _) => self.edit(|form| form.lot = text),
            (Field::Expiry, _) => self.edit(|form| form.expiry = text),
            (Field::Packs, _) => self.edit(|form| form.packs = text),
            (Field::Recalled, Shown::One(open)) => open.recalled = text,
            (Field::Printed, Shown::One(open)) => open.printed = text,
            (Field::Resolver, Shown::One(open)) => open.resolver = text,
            _ => {}
        }
    }

    fn ask(&mut self, call: DrugBatchCall, told: Told) {
        self.acting.ask(Asked::Do(Doing::Now(Call::DrugBatch(call))), told);
    }

    fn ask_for_registration(&mut self) {
        let Shown::New(form) = &self.shown else { return };
        let told = |packs: u32, lot: &str| Told::new("told-register-batch").with("lot", lot).with("packs", packs);
        if let Some(prepared) = &form.prepared {
            let told = told(prepared.packs, &String::from_utf8_lossy(&prepared.key.lot));
            self.ask(prepared.call(), told);
        } else if let Some(plan) = form.plan() {
            let told = told(plan.packs(), plan.lot.as_str());
            self.acting.ask(Asked::Make(Box::new(plan)), told);
        }
    }

    fn ask_for_recall(&mut self) {
        let Shown::One(open) = &self.shown else { return };
        let (Some(class), Some(packs)) = (open.class, open.recalled_packs()) else { return };
        let (batch, lot) = (open.batch.key.clone(), open.batch.lot());
        if packs == (0..open.batch.batch.packs) {
            let told = Told::new("told-recall-batch").with("lot", lot).with("class", format!("{class:?}"));
            self.ask(DrugBatchCall::RecallBatch { batch, class }, told);
        } else {
            let (start, end) = (packs.start, packs.end);
            let told = Told::new("told-recall-packs")
                .with("start", start)
                .with("end", end.saturating_sub(1))
                .with("lot", lot)
                .with("class", format!("{class:?}"));
            self.ask(DrugBatchCall::RecallPacks { batch, start, end, class }, told);
        }
    }

    fn sure(&mut self) -> Wish {
        match self.acting.asked.take() {
            Some((Asked::Do(doing), told)) => Wish::Work(self.acting.begin(doing, told)),
            Some((Asked::Make(plan), _)) => {
                let Shown::New(form) = &self.shown else { return Wish::Work(Action::None) };
                let meter = Arc::new(Meter::of(plan.packs()));
                (self.meter, self.trouble) = (Some(Arc::clone(&meter)), None);
                self.acting.leave();
                Wish::Prepare(plan, form.folder.clone(), meter)
            }
            None => Wish::Work(Action::None),
        }
    }

    /// What is written into its folder is registered at once.
    fn prepared(&mut self, prepared: Result<Prepared, Trouble>) -> Wish {
        self.meter = None;
        match (prepared, &mut self.shown) {
            (Ok(prepared), Shown::New(form)) => {
                let lot = String::from_utf8_lossy(&prepared.key.lot).into_owned();
                let told = Told::new("told-register-batch").with("lot", lot).with("packs", prepared.packs);
                let doing = Doing::Now(Call::DrugBatch(prepared.call()));
                form.prepared = Some(prepared);
                Wish::Work(self.acting.begin(doing, told))
            }
            (Err(trouble), _) => {
                self.trouble = Some(trouble);
                Wish::Work(Action::None)
            }
            _ => Wish::Work(Action::None),
        }
    }

    fn print(&mut self) -> Wish {
        let Shown::One(open) = &self.shown else { return Wish::Work(Action::None) };
        let Some(packs) = open.printed_packs().filter(|_| !self.is_busy()) else { return Wish::Work(Action::None) };
        let meter = Arc::new(Meter::of(packs.end.saturating_sub(packs.start)));
        let printing = Printing {
            key: open.batch.key.clone(),
            folder: open.folder.clone(),
            packs,
            sheet: open.sheet,
            resolver: open.resolver.trim().to_owned(),
        };
        (self.meter, self.trouble, self.printed) = (Some(Arc::clone(&meter)), None, None);
        Wish::Print(Box::new(printing), meter)
    }
}

impl Form {
    /// The batch, once the form is complete.
    pub fn plan(&self) -> Option<Plan> {
        let serials = match &self.file {
            Some((_, serials)) => Serials::Given(serials.to_vec()),
            None => Serials::Random(self.packs.trim().parse().ok().filter(|packs| *packs > 0)?),
        };
        Some(Plan {
            gtin: Gtin::from_number(self.product?).ok()?,
            lot: self.lot.trim().parse().ok()?,
            expiry: expiry(self.expiry.trim()).ok()?,
            serials,
        })
    }

    /// Whether the batch can be made and registered.
    pub fn is_complete(&self) -> bool {
        let has_serials = self.file.is_some() || self.packs.trim().parse::<u32>().is_ok_and(|packs| packs > 0);
        let has_names = self.lot.trim().parse::<Lot>().is_ok() && expiry(self.expiry.trim()).is_ok();
        self.product.is_some() && has_names && has_serials
    }
}

impl Plan {
    /// How many packs.
    pub fn packs(&self) -> u32 {
        match &self.serials {
            Serials::Given(serials) => serials.len() as u32,
            Serials::Random(packs) => *packs,
        }
    }
}

impl Prepared {
    /// What a folder holds.
    pub fn of(batch: &BatchFolder, root: [u8; 32], folder: PathBuf) -> Option<Self> {
        let key = BatchKey::new(batch.gtin.number(), batch.lot.as_bytes())?;
        Some(Self { key, expiry: batch.expiry.number(), packs: batch.serials.len() as u32, root, folder })
    }

    fn call(&self) -> DrugBatchCall {
        let lot: LotNumber = self.key.lot.clone();
        let Self { key, expiry, packs, root, .. } = self;
        DrugBatchCall::RegisterBatch { gtin: key.gtin, lot, expiry: *expiry, packs: *packs, root: *root }
    }
}

impl Open {
    /// The packs that are to be called back, if they are written so that they can be read.
    pub fn recalled_packs(&self) -> Option<std::ops::Range<u32>> {
        pack_range(&self.recalled, self.batch.batch.packs)
    }

    /// The packs that are to be printed.
    pub fn printed_packs(&self) -> Option<std::ops::Range<u32>> {
        pack_range(&self.printed, self.batch.batch.packs)
    }

    /// Whether it can be released.
    pub fn may_be_released(&self) -> bool {
        self.batch.batch.status == BatchStatus::Registered
    }
}
