//! Sending packs: to whom, why, which ones, in which case; and packing cases and taking them apart.

mod list;
mod ready;
mod typed;

use std::sync::Arc;

use gs1::{Gln, Gtin, Lot, Sscc};
use labels::LogisticLabel;
use ledger_types::{BatchKey, Kind, ParticipantId, Purpose, Scope, ShipmentId};
use office::{Contents, Doing, Enrolled, Goods, Partners, Trouble, propose_sscc};
use scan::read_typed;
use scanner_core::wedge;
use verdict::Report;

use super::deliveries::sscc;
use crate::work::{Acting, Action, Loaded, Step, Told};

use self::typed::{gln, pack};
pub use self::{
    list::{Is, Item, List, What},
    ready::Lack,
    typed::{Digits, digits},
};

/// Receivers that are offered at once.
const OFFERED: usize = 5;

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// Everything is to be read again.
    Load,
    /// To whom goods can go was read.
    Read(Result<Partners, Trouble>),
    /// The text of a code was edited.
    Typed(String),
    /// It is complete.
    CheckTyped,
    /// A handheld scanner typed something.
    Scanned(wedge::Scan),
    /// The verdict on a pack that was scanned.
    Judged(u64, Box<Report>),
    /// What is in a case was read.
    Opened(u64, Result<Option<Contents>, Trouble>),
    /// What there is of batches was read.
    Known(Vec<BatchKey>, Result<Vec<Goods>, Trouble>),
    /// Something was written.
    Edit(Field, String),
    /// The receiver was chosen.
    To(ParticipantId),
    /// Another one is wanted.
    NotTo,
    /// Why the packs are sent.
    Purpose(Purpose),
    /// The lot that is typed is to be sent, or some of it.
    TakeLot,
    /// All that there is of a lot is to be sent.
    TakeAll(BatchKey),
    /// Something is to be taken out of the list.
    Remove(u64),
    /// All that cannot be sent is to be taken out.
    RemoveLeftOut,
    /// A number for the case is wanted, now (seconds since 1970-01-01 UTC).
    Propose(u64),
    /// Its label is to be printed.
    Print,
    /// It was, into this file; nothing if nobody chose one.
    Printed(Result<Option<String>, Trouble>),
    /// The packs are to be added to this open shipment, or to a new one.
    Into(Option<ShipmentId>),
    /// A document that goes with the goods is to be chosen.
    ChoosePaper(Paper),
    /// It was: its name and digest.
    Paper(Paper, Option<Result<(String, [u8; 32]), Trouble>>),
    /// The packs are to be sent.
    Send,
    /// The packs are to be packed into a case.
    Pack,
    /// A case is to be taken apart.
    Unpack(u64),
    /// What happens to what was asked for.
    Act(Step),
}

/// Something to write into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The receiver's GLN, or a part of its name.
    Find,
    /// The case's SSCC.
    Sscc,
    /// The GTIN of a lot.
    Gtin,
    /// The lot.
    Lot,
    /// Which of its packs.
    Packs,
}

/// A document that American law has go with goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// The transaction information.
    Information,
    /// The transaction statement.
    Statement,
}

/// What is to be done beside the ledger's acts.
#[derive(Debug)]
pub enum Wish {
    /// What any desk wants done.
    Work(Action),
    /// It is to be read to whom goods can go, and the contents of these cases and what there is of these batches.
    All(Vec<u64>, Vec<BatchKey>),
    /// The contents of a case are to be read.
    Case(u64),
    /// It is to be read what there is of batches.
    Batches(Vec<BatchKey>),
    /// A label is to be printed.
    Print(Box<LogisticLabel>),
    /// A document is to be chosen.
    Choose(Paper),
}

/// What is done once an act is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// What was in the list up to this number is sent.
    Sent(u64),
    /// It is in this case now.
    Packed(u64, u64),
    /// This case is no more.
    Unpacked(u64),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Dispatch {
    /// The sender, and to whom it can send.
    pub partners: Loaded<Partners>,
    /// The text in the field for codes.
    pub typed: String,
    /// The GLN or name that is looked for.
    pub find: String,
    /// Who gets the packs.
    pub to: Option<ParticipantId>,
    /// Why.
    pub purpose: Purpose,
    /// What is put together.
    pub list: List,
    /// The case's number as typed.
    pub sscc: String,
    /// The GTIN, the lot and the packs that are typed.
    pub lot: [String; 3],
    /// The open shipment to which the packs are added.
    pub into: Option<ShipmentId>,
    /// Transaction information and statement: name and digest of each.
    pub papers: [Option<(String, [u8; 32])>; 2],
    /// What is to be said of what was scanned or typed.
    pub said: Option<Told>,
    /// What failed on this device.
    pub trouble: Option<Trouble>,
    /// The file into which a label was printed.
    pub printed: Option<String>,
    /// What is done on the ledger.
    pub acting: Acting<(Doing, After)>,
    after: Option<After>,
    proposed: Option<Sscc>,
}

impl Dispatch {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Wish {
        match message {
            Message::Load => return self.load(),
            Message::Read(read) => return self.read(read),
            Message::Typed(text) => self.typed = text,
            Message::CheckTyped if self.typed.trim().is_empty() => return self.choose_found(),
            Message::CheckTyped => {
                let text = std::mem::take(&mut self.typed);
                return self.scan(&text);
            }
            Message::Scanned(scan) => {
                self.typed.clear();
                return self.scan(&scan.text);
            }
            Message::Judged(number, report) => {
                self.list.judged(number, &report);
                return self.assess();
            }
            Message::Opened(sscc, read) => {
                let read = read.map_err(|trouble| self.trouble = Some(trouble));
                self.list.opened(sscc, read.ok());
                return self.assess();
            }
            Message::Known(asked, read) => {
                let read = read.map_err(|trouble| self.trouble = Some(trouble));
                self.list.know(asked, read.ok());
                return self.assess();
            }
            Message::Edit(field, text) => self.edit(field, text),
            Message::To(to) => return self.send_to(Some(to)),
            Message::NotTo => return self.send_to(None),
            Message::Purpose(purpose) => {
                (self.purpose, self.into) = (purpose, None);
                return self.assess();
            }
            Message::TakeLot => {
                if let Some((batch, packs)) = self.typed_lot() {
                    self.lot = Default::default();
                    return self.take_lot(What::Lot(batch, packs));
                }
            }
            Message::TakeAll(batch) => return self.take_lot(What::Lot(batch, None)),
            Message::Remove(number) => {
                self.list.remove(number);
                return self.assess();
            }
            Message::RemoveLeftOut => {
                self.list.remove_left_out();
                return self.assess();
            }
            Message::Propose(now) => self.propose(now),
            Message::Print => {
                (self.printed, self.trouble) = (None, None);
                return self.label().map_or(Wish::Work(Action::None), |label| Wish::Print(Box::new(label)));
            }
            Message::Printed(Ok(file)) => self.printed = file,
            Message::Printed(Err(trouble)) | Message::Paper(_, Some(Err(trouble))) => self.trouble = Some(trouble),
            Message::Into(shipment) => self.into = shipment,
            Message::ChoosePaper(paper) => return Wish::Choose(paper),
            Message::Paper(_, None) => {}
            Message::Paper(paper, Some(Ok(read))) => {
                let [information, statement] = &mut self.papers;
                *if paper == Paper::Information { information } else { statement } = Some(read);
            }
            Message::Send => self.ask_to_send(),
            Message::Pack => self.ask_to_pack(),
            Message::Unpack(sscc) => self.ask_to_unpack(sscc),
            Message::Act(step) => return self.act(step),
        }
        Wish::Work(Action::None)
    }

    /// The receiver that is chosen.
    pub fn receiver(&self) -> Option<&Enrolled> {
        self.partners.here()?.get(self.to?)
    }

    /// Whether all that is in the list was made by whoever sends it.
    pub fn is_own(&self) -> bool {
        let me = self.partners.here().map(|partners| partners.me.id);
        self.list.sent().all(|goods| Some(goods.batch.maker) == me)
    }

    /// Why goods may be sent from here: whoever may not sell only sends them back, or away.
    pub fn purposes(&self) -> &'static [Purpose] {
        let sells = self.partners.here().is_none_or(|partners| {
            let me = &partners.me.record;
            me.kind != Kind::Dispenser || me.may(Scope::DISTRIBUTE, partners.time)
        });
        let all = &[Purpose::Supply, Purpose::SaleableReturn, Purpose::Disposal];
        if sells { all } else { &[Purpose::SaleableReturn, Purpose::Disposal] }
    }

    /// Who is looked for; with nothing typed, to whom such goods usually go.
    pub fn offered(&self) -> Vec<&Enrolled> {
        let Some(partners) = self.partners.here() else { return Vec::new() };
        let sought = self.find.trim();
        if !sought.is_empty() {
            return partners.others.iter().filter(|one| one.matches(sought)).take(OFFERED).collect();
        }
        let known = |id: Option<ParticipantId>| id.and_then(|id| partners.get(id));
        let mut usual: Vec<&Enrolled> = Vec::new();
        for goods in self.list.items().iter().filter_map(|item| self.list.goods(batch_of(item)?)) {
            let suppliers = goods.stock.iter().map(|stock| stock.supplier.as_ref().map(|supplier| supplier.id));
            match self.purpose {
                Purpose::Supply => {}
                Purpose::SaleableReturn => usual.extend(suppliers.filter_map(known)),
                Purpose::Disposal => {
                    usual.extend(known(Some(goods.batch.maker)));
                    usual.extend(suppliers.filter_map(known));
                }
            }
        }
        usual.extend(partners.recent());
        let mut offered: Vec<&Enrolled> = Vec::new();
        for one in usual {
            if offered.len() < OFFERED && offered.iter().all(|known| known.id != one.id) {
                offered.push(one);
            }
        }
        offered
    }

    /// The lot that is typed, and which of its packs, if that is complete.
    pub fn typed_lot(&self) -> Option<(BatchKey, Option<std::ops::Range<u32>>)> {
        let [gtin, lot, packs] = &self.lot;
        let gtin = gtin.trim().parse::<Gtin>().ok()?.number();
        let batch = BatchKey::new(gtin, lot.trim().parse::<Lot>().ok()?.as_bytes())?;
        let all = packs.trim().is_empty();
        let packs = batch_folder::pack_range(packs, u32::MAX)?;
        Some((batch, (!all).then_some(packs)))
    }

    fn load(&mut self) -> Wish {
        self.partners.read_again();
        let cases = self.list.read_again();
        (self.said, self.trouble) = (None, None);
        Wish::All(cases, self.look())
    }

    fn read(&mut self, read: Result<Partners, Trouble>) -> Wish {
        self.partners = Loaded::of(read);
        if !self.purposes().contains(&self.purpose) {
            self.purpose = Purpose::SaleableReturn;
        }
        self.assess()
    }

    fn edit(&mut self, field: Field, text: String) {
        let [gtin, lot, packs] = &mut self.lot;
        let line = match field {
            Field::Find => &mut self.find,
            Field::Sscc => &mut self.sscc,
            Field::Gtin => gtin,
            Field::Lot => lot,
            Field::Packs => packs,
        };
        *line = text;
    }

    fn send_to(&mut self, to: Option<ParticipantId>) -> Wish {
        (self.to, self.into) = (to, None);
        self.find.clear();
        self.assess()
    }

    /// Enter chooses whoever was found, if it is one.
    fn choose_found(&mut self) -> Wish {
        let only = match (self.find.trim().is_empty(), self.offered().as_slice()) {
            (false, [only]) => Some(only.id),
            _ => None,
        };
        match only {
            Some(only) => self.send_to(Some(only)),
            None => Wish::Work(Action::None),
        }
    }

    /// A case's or pallet's code, a receiver's GLN, or the code of a pack.
    fn scan(&mut self, text: &str) -> Wish {
        self.said = None;
        if let Some(sscc) = sscc(text) {
            return match self.take(What::Case(sscc)) {
                Some(_) => Wish::Case(sscc),
                None => Wish::Work(Action::Focus),
            };
        }
        if let Some(to) = gln(text).and_then(|gln| self.partners.here()?.with_gln(gln)).map(|one| one.id) {
            return self.send_to(Some(to));
        }
        let Ok(code) = read_typed(text) else {
            self.said = Some(Told::new("dispatch-no-code"));
            return Wish::Work(Action::Focus);
        };
        match pack(&code).and_then(|what| self.take(what)) {
            Some(number) => Wish::Work(Action::Verify(number, Arc::new(code))),
            None => Wish::Work(Action::Focus),
        }
    }

    /// Takes something into the list, if it is not there.
    fn take(&mut self, what: What) -> Option<u64> {
        if self.list.has(&what) {
            self.said = Some(again(&what));
            return None;
        }
        let number = self.list.add(what);
        if number.is_none() {
            self.said = Some(Told::new("dispatch-full").with("n", list::MAX_ITEMS));
        }
        number
    }

    fn take_lot(&mut self, what: What) -> Wish {
        self.said = None;
        match self.take(what) {
            Some(_) => self.assess(),
            None => Wish::Work(Action::None),
        }
    }

    /// Looks at the list once more, and asks for what is not known of it.
    fn assess(&mut self) -> Wish {
        let batches = self.look();
        if batches.is_empty() { Wish::Work(Action::None) } else { Wish::Batches(batches) }
    }

    /// The same; gives back the batches that are to be read.
    fn look(&mut self) -> Vec<BatchKey> {
        let batches = self.list.ask();
        let to = self.to.and_then(|to| self.partners.here()?.get(to));
        if let Some(what) = self.list.assess(self.purpose, to).last() {
            self.said = Some(again(what));
        }
        batches
    }

    fn propose(&mut self, now: u64) {
        let me = self.partners.here().and_then(|partners| Gln::from_number(partners.me.record.gln).ok());
        if let Some(Ok(proposed)) = me.map(|me| propose_sscc(me, now, self.proposed)) {
            self.proposed = Some(proposed);
            self.sscc = proposed.to_string();
        }
    }

    fn act(&mut self, step: Step) -> Wish {
        match step {
            Step::Sure => match self.acting.asked.take() {
                Some(((doing, after), told)) if !self.acting.is_under_way() => {
                    self.after = Some(after);
                    Wish::Work(self.acting.begin(doing, told))
                }
                _ => Wish::Work(Action::None),
            },
            Step::NotSure => {
                self.acting.asked = None;
                Wish::Work(Action::None)
            }
            Step::Did(ended) => {
                let done = self.acting.ended(ended);
                match self.after.take().filter(|_| done) {
                    Some(after) => self.after(after),
                    // What was refused stays in the list.
                    None => Wish::Work(Action::None),
                }
            }
        }
    }

    fn after(&mut self, done: After) -> Wish {
        match done {
            After::Sent(last) => {
                self.list.done(last);
                self.sscc.clear();
                (self.into, self.papers, self.printed) = (None, Default::default(), None);
                self.load()
            }
            After::Packed(sscc, last) => {
                self.list.done(last);
                self.sscc.clear();
                // Ready to be sent as it is.
                self.list.add(What::Case(sscc));
                self.load()
            }
            After::Unpacked(sscc) => {
                let number = self.list.items().iter().find(|item| item.what == What::Case(sscc));
                if let Some(number) = number.map(|item| item.number) {
                    self.list.remove(number);
                }
                self.assess()
            }
        }
    }
}

/// The batch of something in the list, unless it is a case.
fn batch_of(item: &Item) -> Option<&BatchKey> {
    match &item.what {
        What::Pack(batch, _) | What::Lot(batch, _) => Some(batch),
        What::Case(_) => item.contents().and_then(|contents| contents.lines.first()).map(|line| &line.batch),
    }
}

/// That something is in the list already.
fn again(what: &What) -> Told {
    match what {
        What::Pack(batch, serial) => {
            let lot = String::from_utf8_lossy(&batch.lot).into_owned();
            Told::new("dispatch-pack-again").with("lot", lot).with("serial", serial)
        }
        What::Case(sscc) => Told::new("dispatch-case-again").with("sscc", format!("{sscc:018}")),
        What::Lot(batch, _) => {
            Told::new("dispatch-lot-again").with("lot", String::from_utf8_lossy(&batch.lot).into_owned())
        }
    }
}
