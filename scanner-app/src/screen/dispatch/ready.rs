//! Whether everything is there that an act needs, and the act.

use gs1::{Date, Lot, Sscc};
use labels::LogisticLabel;
use ledger_types::{
    Documents, Line, Lines, Purpose, ShipmentId, Terms,
    call::{Call, CustodyTransferCall},
    custody::{MAX_CHILDREN, MAX_LINES, MAX_PACKED_LINES},
};
use office::{Contents, Delivery, Doing, Unfit};

use super::{After, Dispatch, sscc};
use crate::work::Told;

/// Products that are named on a case's label.
const NAMED: usize = 3;

/// What an act lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Packs.
    Packs,
    /// Something is still being looked at.
    Answer,
    /// A receiver.
    Receiver,
    /// A licence of the sender or the receiver.
    Licence(Unfit),
    /// The transaction information and statement.
    Documents,
    /// The packs are in so many ranges, more than one act takes.
    Ranges(usize),
    /// The number of a case.
    Number,
    /// The digits of the case's number are wrong.
    BadNumber,
    /// The case has other contents than the list.
    Contents,
    /// There are cases in a case that is to be packed, or it is in another one.
    Nested,
}

impl Lack {
    /// What is lacking, in words.
    pub fn told(self) -> Told {
        Told::new(match self {
            Self::Packs => "dispatch-lack-packs",
            Self::Answer => "dispatch-lack-answer",
            Self::Receiver => "dispatch-lack-receiver",
            Self::Licence(Unfit::Sender) => "dispatch-lack-sender",
            Self::Licence(Unfit::Stopped) => "dispatch-lack-stopped",
            Self::Licence(Unfit::Unlicensed) => "dispatch-lack-unlicensed",
            Self::Documents => "dispatch-lack-documents",
            Self::Ranges(ranges) => {
                return Told::new("dispatch-lack-ranges").with("n", ranges).with("most", MAX_LINES);
            }
            Self::Number => "dispatch-lack-number",
            Self::BadNumber => "dispatch-lack-bad-number",
            Self::Contents => "dispatch-lack-contents",
            Self::Nested => "dispatch-lack-nested",
        })
    }
}

impl Dispatch {
    /// The number of the case: as typed, or that of the only case that is sent.
    pub fn number(&self) -> Option<u64> {
        if !self.sscc.trim().is_empty() {
            return sscc(&self.sscc);
        }
        self.only_case().map(|case| case.sscc)
    }

    /// The case that is all that is in the list, if it is one.
    fn only_case(&self) -> Option<&Contents> {
        let mut all = self.list.items().iter().filter(|item| item.is_in());
        let only = all.next().and_then(|item| item.contents()).filter(|case| case.parent.is_none())?;
        all.next().is_none().then_some(only)
    }

    /// The open shipments to which the packs can be added.
    pub fn open(&self) -> Vec<&Delivery> {
        let (Some(partners), Some(to)) = (self.partners.here(), self.receiver()) else { return Vec::new() };
        // Documents that travel with a shipment do not name what is added.
        let can = !partners.needs_documents(to, self.purpose);
        let to_there = |open: &&Delivery| can && open.to.id == to.id && open.purpose == self.purpose;
        partners.open.iter().filter(to_there).collect()
    }

    /// What sending lacks.
    pub fn lacks(&self) -> Vec<Lack> {
        let mut lacks = self.lacks_of_list();
        let (partners, to) = (self.partners.here(), self.receiver());
        match (partners, to) {
            (Some(partners), Some(to)) => {
                lacks.extend(partners.unfit(to, self.purpose, self.is_own()).map(Lack::Licence));
                let complete = self.papers.iter().all(Option::is_some);
                lacks.extend((partners.needs_documents(to, self.purpose) && !complete).then_some(Lack::Documents));
            }
            _ => lacks.push(Lack::Receiver),
        }
        let lines = self.list.cut();
        let more = self.extended().map_or(0, |open| open.outstanding.len());
        let ranges = lines.len() + more;
        if ranges > MAX_LINES as usize {
            lacks.push(Lack::Ranges(ranges));
        }
        match self.number() {
            // An open shipment keeps its number.
            _ if self.into.is_some() => {}
            None if !self.sscc.trim().is_empty() => lacks.push(Lack::BadNumber),
            Some(number) => {
                let packed = self.list.cases().find(|case| case.sscc == number);
                let other = packed.is_some_and(|case| case.lines != self.list.packs().lines());
                lacks.extend(other.then_some(Lack::Contents));
            }
            None => {}
        }
        lacks
    }

    fn lacks_of_list(&self) -> Vec<Lack> {
        let mut lacks = Vec::new();
        lacks.extend((self.list.checking() > 0).then_some(Lack::Answer));
        lacks.extend((self.list.packs().is_empty() && lacks.is_empty()).then_some(Lack::Packs));
        lacks
    }

    /// What packing a case lacks, or what it takes: its number, the packs that are loose, and the cases.
    ///
    /// # Errors
    /// The first [`Lack`].
    pub fn packing(&self) -> Result<(u64, Lines, Vec<u64>), Lack> {
        if let Some(lack) = self.lacks_of_list().first() {
            return Err(*lack);
        }
        let typed = self.sscc.trim();
        let number = sscc(typed).ok_or(if typed.is_empty() { Lack::Number } else { Lack::BadNumber })?;
        let cases: Vec<&Contents> = self.list.cases().collect();
        let nested = |case: &&Contents| case.parent.is_some() || !case.children.is_empty() || case.sscc == number;
        if cases.iter().any(nested) {
            return Err(Lack::Nested);
        }
        let loose: Vec<Line> = self.list.loose().lines();
        let all = loose.len() + cases.iter().map(|case| case.lines.len()).sum::<usize>();
        if cases.len() > MAX_CHILDREN as usize || all > MAX_PACKED_LINES {
            return Err(Lack::Ranges(all));
        }
        let lines = office::lines(loose).map_err(|office::TooManyRanges(ranges)| Lack::Ranges(ranges))?;
        Ok((number, lines, cases.into_iter().map(|case| case.sscc).collect()))
    }

    /// The shipment to which the packs are added, while it is open.
    fn extended(&self) -> Option<&Delivery> {
        let into: ShipmentId = self.into?;
        self.open().into_iter().find(|open| open.shipment == into)
    }

    pub(super) fn ask_to_send(&mut self) {
        // Who presses a key instead of the button sees no more than that nothing happens.
        self.said = self.lacks().first().map(|lack| lack.told());
        if self.said.is_some() {
            return;
        }
        let (Some(to), Ok(lines)) = (self.receiver(), self.list.lines()) else { return };
        let packs = self.list.packs().packs();
        let (call, told) = match self.extended() {
            Some(open) => {
                let shipment = open.shipment;
                let told = Told::new("told-dispatch-extend").with("number", shipment);
                (CustodyTransferCall::Extend { shipment, lines }, told)
            }
            None => {
                let [information, statement] = &self.papers;
                let documents = information.as_ref().zip(statement.as_ref());
                let documents = documents.map(|((_, information), (_, statement))| Documents {
                    information: *information,
                    statement: *statement,
                });
                let purpose = self.purpose;
                let documents = documents.filter(|_| purpose == Purpose::Supply);
                let terms = Terms { purpose, sscc: self.number(), documents, ..Terms::default() };
                let told = match purpose {
                    Purpose::Supply => Told::new("told-dispatch-supply"),
                    Purpose::SaleableReturn => Told::new("told-dispatch-return"),
                    Purpose::Disposal => Told::new("told-dispatch-disposal"),
                };
                (CustodyTransferCall::Dispatch { to: to.id, lines, terms }, told)
            }
        };
        let told = told.with("packs", packs).with("to", to.name());
        let after = After::Sent(self.list.last());
        self.acting.ask((Doing::Now(Call::CustodyTransfer(call)), after), told);
    }

    pub(super) fn ask_to_pack(&mut self) {
        let Ok((sscc, lines, children)) = self.packing() else { return };
        let Ok(children) = children.try_into() else { return };
        let told = Told::new("told-dispatch-pack").with("packs", self.list.packs().packs());
        let told = told.with("sscc", format!("{sscc:018}"));
        let call = CustodyTransferCall::Pack { sscc, lines, children };
        let after = After::Packed(sscc, self.list.last());
        self.acting.ask((Doing::Now(Call::CustodyTransfer(call)), after), told);
    }

    pub(super) fn ask_to_unpack(&mut self, sscc: u64) {
        let told = Told::new("told-dispatch-unpack").with("sscc", format!("{sscc:018}"));
        let call = CustodyTransferCall::Unpack { sscc };
        self.acting.ask((Doing::Now(Call::CustodyTransfer(call)), After::Unpacked(sscc)), told);
    }

    /// The label of the case, once it has a number.
    pub fn label(&self) -> Option<LogisticLabel> {
        let sscc = Sscc::from_number(self.number()?).ok()?;
        let party = |one: &office::Enrolled| format!("{}\nGLN {}", one.name(), one.gln());
        let mut names: Vec<String> = self.list.sent().map(office::Goods::name).collect();
        names.dedup();
        if names.len() > NAMED {
            names.truncate(NAMED);
            names.push("…".into());
        }
        let mut lots = self.list.sent();
        // Of several lots, none can stand for all.
        let only = lots.next().filter(|_| lots.next().is_none());
        Some(LogisticLabel {
            sscc,
            from: self.partners.here().map(|partners| party(&partners.me)).unwrap_or_default(),
            to: self.receiver().map(party).unwrap_or_default(),
            product: names.join("\n"),
            lot: only.and_then(|goods| goods.lot().parse::<Lot>().ok()),
            count: u32::try_from(self.list.packs().packs()).ok().filter(|packs| *packs > 0),
            expiry: only.and_then(|goods| Date::from_number(goods.batch.expiry)),
        })
    }
}
