//! A maker's products: what stands on the ledger, new ones, and taking one off the market.

use gs1::{Gtin, check_digit};
use ledger_types::{
    ProductData, RecallClass, Storage,
    call::{Call, DrugBatchCall},
};
use office::{Doing, OwnProduct, Trouble};

use crate::work::{Acting, Action, Loaded, Step, Told};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// The products are to be read again.
    Load,
    /// They were.
    Read(Result<Vec<OwnProduct>, Trouble>),
    /// A product is to be registered.
    New,
    /// A product is to be shown, by its GTIN.
    Open(u64),
    /// Back to the list.
    Close,
    /// Something was written on the form.
    Edit(Field, String),
    /// How the product has to be kept.
    Storage(Storage),
    /// The form is complete.
    Register,
    /// How dangerous the product is.
    Class(RecallClass),
    /// It is to be called back.
    Recall,
    /// It is to be taken off the market.
    Withdraw,
    /// An act goes on.
    Act(Step),
}

/// A line of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The GTIN.
    Gtin,
    /// Name, strength and form.
    Name,
    /// Number of the marketing authorisation.
    Authorisation,
    /// Countries.
    Markets,
}

/// A product that is not registered yet.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Its GTIN.
    pub gtin: String,
    /// Its name.
    pub name: String,
    /// Number of its authorisation.
    pub authorisation: String,
    /// Countries, parted by commas.
    pub markets: String,
    /// How it has to be kept.
    pub storage: Storage,
}

/// What is to be said of a GTIN while it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GtinHelp {
    /// Nothing yet.
    Empty,
    /// It is one.
    Good,
    /// Something in it is no digit.
    NotDigits,
    /// It has another length than GTINs have; with a check digit at the end it would be this one.
    Lacks(Option<String>),
    /// The last digit does not fit those before it: this one would.
    WrongCheck(char),
}

/// What is shown.
#[derive(Clone, Debug, Default)]
pub enum Shown {
    /// All products.
    #[default]
    List,
    /// The form for a new one.
    New(Form),
    /// One of them, and how dangerous it is found.
    One(Box<OwnProduct>, Option<RecallClass>),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Products {
    /// The products.
    pub list: Loaded<Vec<OwnProduct>>,
    /// What is shown.
    pub shown: Shown,
    /// What is done.
    pub acting: Acting,
}

impl Products {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Load => {
                self.list.read_again();
                return Action::Load;
            }
            Message::Read(read) => {
                self.list = Loaded::of(read);
                self.show_again();
            }
            Message::New => self.show(Shown::New(Form::default())),
            Message::Open(gtin) => {
                let found = self.list.here().and_then(|list| list.iter().find(|product| product.gtin == gtin));
                if let Some(product) = found.cloned() {
                    self.show(Shown::One(Box::new(product), None));
                }
            }
            Message::Close => self.show(Shown::List),
            Message::Edit(field, text) => {
                if let Shown::New(form) = &mut self.shown {
                    form.edit(field, text);
                }
            }
            Message::Storage(storage) => {
                if let Shown::New(form) = &mut self.shown {
                    form.storage = storage;
                }
            }
            Message::Register => {
                if let Shown::New(form) = &self.shown
                    && let Some((gtin, data)) = form.product()
                {
                    let told = Told::new("told-register-product").with("gtin", gtin);
                    let call = DrugBatchCall::RegisterProduct { gtin: gtin.number(), data };
                    self.acting.ask(Doing::Now(Call::DrugBatch(call)), told);
                }
            }
            Message::Class(class) => {
                if let Shown::One(_, chosen) = &mut self.shown {
                    *chosen = Some(class);
                }
            }
            Message::Recall => {
                if let Shown::One(product, Some(class)) = &self.shown {
                    let told = Told::new("told-recall-product")
                        .with("name", &product.name)
                        .with("class", format!("{class:?}"));
                    let call = DrugBatchCall::RecallProduct { gtin: product.gtin, class: *class };
                    self.acting.ask(Doing::Now(Call::DrugBatch(call)), told);
                }
            }
            Message::Withdraw => {
                if let Shown::One(product, _) = &self.shown {
                    let told = Told::new("told-withdraw-product").with("name", &product.name);
                    let call = DrugBatchCall::WithdrawProduct { gtin: product.gtin };
                    self.acting.ask(Doing::Now(Call::DrugBatch(call)), told);
                }
            }
            Message::Act(step) => {
                let action = self.acting.step(step);
                if matches!(action, Action::Load) && matches!(self.shown, Shown::New(_)) {
                    self.shown = Shown::List;
                }
                return action;
            }
        }
        Action::None
    }

    fn show(&mut self, shown: Shown) {
        self.shown = shown;
        self.acting.leave();
    }

    /// The product that is shown, as it is now.
    fn show_again(&mut self) {
        let Some(list) = self.list.here() else { return };
        if let Shown::One(shown, _) = &mut self.shown
            && let Some(now) = list.iter().find(|product| product.gtin == shown.gtin)
        {
            **shown = now.clone();
        }
    }
}

impl Form {
    fn edit(&mut self, field: Field, text: String) {
        let line = match field {
            Field::Gtin => &mut self.gtin,
            Field::Name => &mut self.name,
            Field::Authorisation => &mut self.authorisation,
            Field::Markets => &mut self.markets,
        };
        *line = text;
    }

    /// The countries; none if something else is written.
    pub fn countries(&self) -> Option<Vec<[u8; 2]>> {
        let codes = self.markets.split([',', ' ', ';']).filter(|code| !code.is_empty());
        let country = |code: &str| {
            let code: [u8; 2] = code.to_ascii_uppercase().as_bytes().try_into().ok()?;
            code.iter().all(u8::is_ascii_uppercase).then_some(code)
        };
        let mut countries: Vec<_> = codes.map(country).collect::<Option<_>>()?;
        countries.sort_unstable();
        countries.dedup();
        (!countries.is_empty()).then_some(countries)
    }

    /// What is to be registered, once the form is complete.
    pub fn product(&self) -> Option<(Gtin, ProductData)> {
        let text =
            |text: &str| Some(text.trim()).filter(|text| ledger_types::is_name(text.as_bytes())).map(str::to_owned);
        let data = ProductData {
            name: text(&self.name)?.into_bytes().try_into().ok()?,
            markets: self.countries()?.try_into().ok()?,
            storage: self.storage,
            authorisation: text(&self.authorisation)?.into_bytes().try_into().ok()?,
        };
        Some((self.gtin.trim().parse().ok()?, data))
    }
}

/// What is to be said of a GTIN that is typed.
pub fn gtin_help(text: &str) -> GtinHelp {
    let text = text.trim();
    if text.is_empty() {
        return GtinHelp::Empty;
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return GtinHelp::NotDigits;
    }
    if text.parse::<Gtin>().is_ok() {
        return GtinHelp::Good;
    }
    let check = |digits: &str| check_digit::mod10(digits.as_bytes()).map(char::from);
    match (text.len(), text.get(..text.len().saturating_sub(1))) {
        (8 | 13 | 14, Some(rest)) => check(rest).map_or(GtinHelp::NotDigits, GtinHelp::WrongCheck),
        (7 | 12, _) => GtinHelp::Lacks(check(text).map(|digit| format!("{text}{digit}"))),
        _ => GtinHelp::Lacks(None),
    }
}
