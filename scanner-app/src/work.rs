//! The desks of organisations beside the scanner: what lies before them on the ledger, and what they do about it.
//!
//! On desktops only: browsers keep no key. One way through: a desk's screen gets a message, changes its state and answers
//! with an [`Action`]; this module turns the action into work, and what comes of it into a message.

pub mod deed;
pub mod dispatch;
pub mod ledger;
pub mod maker;
pub mod oversight;
mod stock;
mod watch;

use std::sync::Arc;

use iced::{Task, widget::operation};
use ledger_client::time::now;
use office::{Doing, Done, Trouble};
use scan::{Code, Intent};
use scanner_core::wedge;
use verdict::{Report, Role};

use crate::{
    app::{App, Message as AppMessage, focus_code},
    design::scroll,
    page::Page,
    screen::{
        batches::{self, Batches},
        cases, council,
        deliveries::{self, Deliveries},
        dispatch::{self as dispatch_screen, Dispatch},
        duties::{self, Duties},
        models,
        products::{self, Products},
        recalls, register,
        stock::{self as stock_screen, Stock},
        trace,
    },
    view::work::{NOT_SURE, SHOWN},
};

pub use self::deed::{Acting, Deed, Step, Told};
use self::{
    ledger::{Asker, Source},
    oversight::Oversight,
};

/// A desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Shipments on their way to and from here.
    Deliveries,
    /// Packs that are sent, and cases that are packed.
    Dispatch,
    /// A maker's products.
    Products,
    /// A maker's batches.
    Batches,
    /// Who takes part, and their licences.
    Register,
    /// What the regulators decide together.
    Council,
    /// What is called back.
    Recalls,
    /// Who holds the packs of a batch.
    Trace,
    /// What is in doubt, and what is due about it.
    Cases,
    /// Which anomaly models there are.
    Models,
    /// What an organisation has to do by when.
    Duties,
    /// What is held here.
    Stock,
}

impl Tab {
    /// The desks of a role, in the order in which they stand beside the scanner.
    pub fn of(role: Role) -> &'static [Self] {
        match role {
            Role::Pharmacist | Role::Wholesaler => &[Self::Deliveries, Self::Stock, Self::Dispatch, Self::Duties],
            Role::Manufacturer => {
                &[Self::Products, Self::Batches, Self::Stock, Self::Deliveries, Self::Dispatch, Self::Duties]
            }
            Role::Regulator => &[Self::Register, Self::Council, Self::Recalls, Self::Cases, Self::Models, Self::Trace],
            Role::Patient => &[],
        }
    }

    /// Whether codes are scanned and typed there.
    pub fn has_code_field(self) -> bool {
        match self {
            Self::Deliveries | Self::Stock | Self::Dispatch | Self::Trace | Self::Cases => true,
            Self::Products | Self::Batches | Self::Register | Self::Council | Self::Recalls => false,
            Self::Models | Self::Duties => false,
        }
    }

    /// The sentence that names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deliveries => "tab-deliveries",
            Self::Dispatch => "tab-dispatch",
            Self::Products => "tab-products",
            Self::Batches => "tab-batches",
            Self::Register => "tab-register",
            Self::Council => "tab-council",
            Self::Recalls => "tab-recalls",
            Self::Trace => "tab-trace",
            Self::Cases => "tab-cases",
            Self::Models => "tab-models",
            Self::Duties => "tab-duties",
            Self::Stock => "tab-stock",
        }
    }
}

/// What happens at the desks.
#[derive(Clone, Debug)]
pub enum Message {
    /// A desk is to be shown, with what is new there.
    Open(Tab),
    /// At the desk for deliveries.
    Deliveries(deliveries::Message),
    /// At the desk for dispatch.
    Dispatch(dispatch_screen::Message),
    /// At the desk for products.
    Products(products::Message),
    /// At the desk for batches.
    Batches(batches::Message),
    /// At the desks of regulators.
    Oversight(oversight::Message),
    /// At the desk for duties.
    Duties(duties::Message),
    /// At the desk for stock.
    Stock(stock_screen::Message),
}

/// What a desk wants done.
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and nobody keeps it")]
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// What it shows is to be read again.
    Load,
    /// Something is to be done on the ledger.
    Do {
        /// What.
        doing: Doing,
        /// What a person reads about it.
        told: Told,
    },
    /// A pack is to be checked.
    Verify(u64, Arc<Code>),
    /// The cursor is to go where codes are typed.
    Focus,
}

/// Something that is read from the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Loaded<T> {
    /// Not yet.
    #[default]
    Loading,
    /// It is here, read at this time (seconds since 1970-01-01 UTC).
    Here(T, u64),
    /// It could not be read.
    Failed(Trouble),
}

impl<T> Loaded<T> {
    /// Takes in what was read.
    pub fn of(read: Result<T, Trouble>) -> Self {
        match read {
            Ok(read) => Self::Here(read, now()),
            Err(trouble) => Self::Failed(trouble),
        }
    }

    /// It is being read again: what is here stays until then.
    pub fn read_again(&mut self) {
        if matches!(self, Self::Failed(_)) {
            *self = Self::Loading;
        }
    }

    /// What was read.
    pub fn here(&self) -> Option<&T> {
        if let Self::Here(read, _) = self { Some(read) } else { None }
    }
}

/// The state of all desks.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Shipments on their way.
    pub deliveries: Deliveries,
    /// Packs that are sent.
    pub dispatch: Dispatch,
    /// A maker's products.
    pub products: Products,
    /// A maker's batches.
    pub batches: Batches,
    /// The desks of regulators.
    pub oversight: Oversight,
    /// What an organisation has to do by when.
    pub duties: Duties,
    /// What is held here.
    pub stock: Stock,
}

/// What stands at the top of a desk.
#[derive(Clone, Debug, Default, PartialEq)]
struct Top {
    /// Which of its screens is shown, counted: its list, one thing, or a form.
    screen: u8,
    /// What failed beside acts.
    trouble: Option<Trouble>,
    /// What else is said: a sentence by its name, or a file's.
    said: Option<String>,
    /// Whether work is under way that takes a while.
    is_busy: bool,
}

impl Top {
    /// Whether there is something to see that was not there before.
    fn is_new_after(&self, before: &Self) -> bool {
        let is_new = |now: bool, same: bool| now && !same;
        self.screen != before.screen
            || is_new(self.trouble.is_some(), self.trouble == before.trouble)
            || is_new(self.said.is_some(), self.said == before.said)
            || is_new(self.is_busy, before.is_busy)
    }
}

/// What became of saving a file, as something that is said.
fn saved(saved: Option<&Result<String, ()>>) -> Option<String> {
    saved.map(|saved| saved.clone().unwrap_or_default())
}

impl Work {
    /// What stands at the top of a desk, beside acts.
    fn top(&self, tab: Tab) -> Top {
        let Oversight { register, council: _, recalls, trace, cases, models } = &self.oversight;
        let problem = |problem: Option<&'static str>| problem.map(str::to_owned);
        match tab {
            Tab::Deliveries => {
                let screen = u8::from(self.deliveries.counting.is_some());
                Top { screen, said: problem(self.deliveries.problem), ..Top::default() }
            }
            Tab::Dispatch => {
                let Dispatch { said, trouble, printed, .. } = &self.dispatch;
                let said = printed.clone().or_else(|| said.as_ref().map(|told| format!("{told:?}")));
                Top { trouble: trouble.clone(), said, ..Top::default() }
            }
            Tab::Products => {
                let screen = match self.products.shown {
                    products::Shown::List => 0,
                    products::Shown::New(_) => 1,
                    products::Shown::One(..) => 2,
                };
                Top { screen, ..Top::default() }
            }
            Tab::Batches => {
                let Batches { shown, trouble, printed, meter, .. } = &self.batches;
                let screen = match shown {
                    batches::Shown::List => 0,
                    batches::Shown::New(_) => 1,
                    batches::Shown::One(_) => 2,
                };
                let said = printed.as_ref().map(|(labels, pages, file)| format!("{labels} {pages} {file}"));
                Top { screen, trouble: trouble.clone(), said, is_busy: meter.is_some() }
            }
            Tab::Register => {
                let screen = match register.shown {
                    register::Shown::List => 0,
                    register::Shown::New => 1,
                    register::Shown::One(_) => 2,
                };
                Top { screen, said: saved(register.saved.as_ref()), ..Top::default() }
            }
            Tab::Recalls => {
                let screen = match recalls.shown {
                    recalls::Shown::List => 0,
                    recalls::Shown::New(_) => 1,
                    recalls::Shown::One(..) => 2,
                };
                Top { screen, said: saved(recalls.saved.as_ref()), ..Top::default() }
            }
            Tab::Cases => {
                let screen = match cases.shown {
                    cases::Shown::List => 0,
                    cases::Shown::Time(_) => 1,
                    cases::Shown::One(..) => 2,
                    cases::Shown::New(_) => 3,
                    cases::Shown::Ask(_) => 4,
                };
                let said = problem(cases.problem).or_else(|| saved(cases.saved.as_ref()));
                Top { screen, trouble: cases.trouble.clone(), said, ..Top::default() }
            }
            Tab::Models => {
                let screen = match models.shown {
                    models::Shown::List => 0,
                    models::Shown::One(..) => 1,
                    models::Shown::New(_) => 2,
                };
                Top { screen, trouble: models.trouble.clone(), ..Top::default() }
            }
            Tab::Duties => Top { trouble: self.duties.trouble.clone(), ..Top::default() },
            Tab::Stock => {
                let Stock { open, problem: wrong, unread, saved: file, .. } = &self.stock;
                let said = problem(*wrong).or_else(|| saved(file.as_ref()));
                Top { screen: u8::from(open.is_some()), trouble: unread.clone(), said, ..Top::default() }
            }
            Tab::Trace => Top { said: problem(trace.problem), ..Top::default() },
            Tab::Council => Top::default(),
        }
    }

    /// What a desk says and asks about acts at its top.
    fn notice(&self, tab: Tab) -> (Option<&Told>, &Deed) {
        fn said<T>(acting: &Acting<T>) -> (Option<&Told>, &Deed) {
            (acting.asked.as_ref().map(|(_, told)| told), &acting.deed)
        }
        let Oversight { register, council, recalls, trace: _, cases, models } = &self.oversight;
        match tab {
            Tab::Deliveries => said(&self.deliveries.acting),
            Tab::Dispatch => said(&self.dispatch.acting),
            Tab::Products => said(&self.products.acting),
            Tab::Batches => said(&self.batches.acting),
            Tab::Register => said(&register.acting),
            Tab::Council => said(&council.acting),
            Tab::Recalls => said(&recalls.acting),
            Tab::Trace => (None, &Deed::None),
            Tab::Cases => said(&cases.acting),
            Tab::Models => said(&models.acting),
            Tab::Duties => said(&self.duties.acting),
            Tab::Stock => said(&self.stock.acting),
        }
    }
}

impl App {
    /// Takes a message of the desks. What is shown anew is seen from its top, and what is said and asked there is scrolled to:
    /// the button that led there may be far below.
    pub(crate) fn at_desks(&mut self, message: Message) -> Task<AppMessage> {
        let Page::Work(tab) = self.page else { return self.at_work(message) };
        let (asked, deed) = self.work.notice(tab);
        let (before, top) = ((asked.cloned(), deed.clone()), self.work.top(tab));
        let task = self.at_work(message);
        let (asked, deed) = self.work.notice(tab);
        let is_same = (asked, deed) == (before.0.as_ref(), &before.1);
        if is_same && !self.work.top(tab).is_new_after(&top) {
            return task;
        }
        // An Enter too many does nothing.
        let answer = if asked.is_some() && !is_same { operation::focus(NOT_SURE) } else { Task::none() };
        Task::batch([task, scroll::to_top(), answer])
    }

    /// Takes a message of the desks.
    pub(crate) fn at_work(&mut self, message: Message) -> Task<AppMessage> {
        match message {
            Message::Open(tab) => {
                self.page = Page::Work(tab);
                let load = match tab {
                    Tab::Deliveries => self.at_work(Message::Deliveries(deliveries::Message::Load)),
                    Tab::Dispatch => self.at_dispatch(dispatch_screen::Message::Load),
                    Tab::Products => self.at_work(Message::Products(products::Message::Load)),
                    Tab::Batches => self.at_work(Message::Batches(batches::Message::Load)),
                    Tab::Register => self.at_oversight(oversight::Message::Register(register::Message::Load)),
                    Tab::Council => self.at_oversight(oversight::Message::Council(council::Message::Load)),
                    Tab::Recalls => self.at_oversight(oversight::Message::Recalls(recalls::Message::Load)),
                    Tab::Trace => self.at_oversight(oversight::Message::Trace(trace::Message::Load)),
                    Tab::Cases => self.at_oversight(oversight::Message::Cases(cases::Message::Load)),
                    Tab::Models => self.at_oversight(oversight::Message::Models(models::Message::Load)),
                    Tab::Duties => self.at_work(Message::Duties(duties::Message::Load)),
                    Tab::Stock => self.at_work(Message::Stock(stock_screen::Message::Load)),
                };
                // From there, the keyboard comes to the desk's things next.
                let focus = if tab.has_code_field() { focus_code() } else { operation::focus(SHOWN) };
                Task::batch([load, focus])
            }
            Message::Dispatch(message) => self.at_dispatch(message),
            Message::Products(message) => self.at_products(message),
            Message::Batches(message) => self.at_batches(message),
            Message::Oversight(message) => self.at_oversight(message),
            Message::Duties(message) => self.at_duties(message),
            Message::Stock(message) => self.at_stock(message),
            Message::Deliveries(message) => {
                let action = self.work.deliveries.update(message);
                self.carry_out(
                    action,
                    |asker| Box::pin(async move { ledger::deliveries(asker).await }),
                    |read| Message::Deliveries(deliveries::Message::Read(read)),
                    |done| Message::Deliveries(deliveries::Message::Act(Step::Did(done))),
                    |ticket, report| Message::Deliveries(deliveries::Message::Judged(ticket, report)),
                )
            }
        }
    }

    /// Turns what a desk wants done into work, and what comes of it into messages.
    fn carry_out<T: Send + 'static>(
        &mut self,
        action: Action,
        load: impl Fn(Asker) -> ledger::Reading<T> + Send + 'static,
        read: impl Fn(Result<T, Trouble>) -> Message + Send + 'static,
        did: impl Fn(Result<Done, Trouble>) -> Message + Send + 'static,
        judged: impl Fn(u64, Box<Report>) -> Message + Send + 'static,
    ) -> Task<AppMessage> {
        match action {
            Action::None => Task::none(),
            Action::Focus => focus_code(),
            Action::Load => match self.asker() {
                Ok(asker) => Task::perform(load(asker), move |what| AppMessage::Answered(Box::new(read(what)), None)),
                Err(trouble) => Task::done(AppMessage::Answered(Box::new(read(Err(trouble))), None)),
            },
            Action::Do { doing, told } => match self.actor() {
                Some(actor) => {
                    let told = told.to_keep(&self.words);
                    Task::perform(ledger::act(actor, doing, told), move |(ended, seen)| {
                        AppMessage::Answered(Box::new(did(ended)), seen)
                    })
                }
                None => Task::done(AppMessage::Answered(Box::new(did(Err(Trouble::no_key()))), None)),
            },
            Action::Verify(ticket, code) => {
                let scanner = Arc::clone(&self.scanner);
                let receives = matches!(self.page, Page::Work(Tab::Deliveries));
                let intent = if receives { Intent::Receive } else { Intent::Verify };
                let verify = async move { Box::new(scanner.verify_for(&code, intent).await) };
                Task::perform(verify, move |report| AppMessage::Answered(Box::new(judged(ticket, report)), None))
            }
        }
    }

    /// Where the ledger is asked.
    fn ledger_source(&self) -> Source {
        Source { nodes: vec![self.settings.node.clone()], trust: self.scanner.trust().clone() }
    }

    /// Whoever asks the ledger, for the organisation of the settings.
    fn asker(&self) -> Result<Asker, Trouble> {
        let me = self.settings.participant.as_deref().and_then(|gln| gln.parse::<gs1::Gln>().ok());
        let me = me.ok_or_else(Trouble::no_participant)?;
        Ok(Asker { source: self.ledger_source(), me })
    }

    /// Gives a scan to the desk that is shown, if it takes some.
    pub(crate) fn scanned_at_work(&mut self, scan: wedge::Scan) -> Task<AppMessage> {
        match self.page {
            Page::Work(Tab::Deliveries) => self.at_desks(Message::Deliveries(deliveries::Message::Scanned(scan))),
            Page::Work(Tab::Dispatch) => self.at_desks(Message::Dispatch(dispatch_screen::Message::Scanned(scan))),
            Page::Work(Tab::Trace) => {
                self.at_desks(Message::Oversight(oversight::Message::Trace(trace::Message::Scanned(scan))))
            }
            Page::Work(Tab::Cases) => {
                self.at_desks(Message::Oversight(oversight::Message::Cases(cases::Message::Scanned(scan))))
            }
            Page::Work(Tab::Stock) => self.at_desks(Message::Stock(stock_screen::Message::Scanned(scan))),
            _ => Task::none(),
        }
    }

    /// Somebody pressed Enter, and nothing on the screen used it.
    pub(crate) fn entered_at_work(&mut self) -> Task<AppMessage> {
        match self.page {
            Page::Work(Tab::Deliveries) => self.at_work(Message::Deliveries(deliveries::Message::CheckTyped)),
            Page::Work(Tab::Dispatch) => self.at_work(Message::Dispatch(dispatch_screen::Message::CheckTyped)),
            Page::Work(Tab::Trace) => self.at_oversight(oversight::Message::Trace(trace::Message::CheckTyped)),
            Page::Work(Tab::Cases) => self.at_oversight(oversight::Message::Cases(cases::Message::CheckTyped)),
            Page::Work(Tab::Stock) => self.at_work(Message::Stock(stock_screen::Message::CheckTyped)),
            _ => Task::none(),
        }
    }
}
