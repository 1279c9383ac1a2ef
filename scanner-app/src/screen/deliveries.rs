//! Shipments on their way: what is announced, what arrived, and what is done about the difference.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use gs1::Sscc;
use ledger_types::{
    BatchKey, Line, Purpose,
    call::{Call, CustodyTransferCall},
    custody::RejectReason,
};
use office::{Count, Counted, Delivery, Doing, TooManyRanges, Trouble};
use outbox::Act;
use scan::read_typed;
use scanner_core::wedge;
use verdict::{Report, Verdict};

use crate::work::{Acting, Action, Loaded, Step, Told};

/// The reason of a verdict on a pack that is good, but not known to be on its way to here.
const ELSEWHERE: &str = "wrong-custodian";
/// Packs that are shown one by one, the last ones.
const SHOWN: usize = 50;

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is on its way is to be read again.
    Load,
    /// It was.
    Read(Result<Vec<Delivery>, Trouble>),
    /// A shipment is to be counted.
    Open(u64),
    /// Back to the list.
    Close,
    /// The text of a code was edited.
    Typed(String),
    /// It is complete.
    CheckTyped,
    /// A handheld scanner typed something.
    Scanned(wedge::Scan),
    /// The verdict on a pack that was scanned.
    Judged(u64, Box<Report>),
    /// All that is on its way is to be taken over.
    TakeAll,
    /// What was scanned is to be taken over.
    TakeCounted,
    /// What was not scanned is to be refused.
    Refuse(RejectReason),
    /// What was scanned and not announced is to be told.
    TellExcess,
    /// The count is to begin anew.
    CountAnew,
    /// What is on its way from here is to stay here after all.
    Cancel,
    /// An act goes on.
    Act(Step),
}

/// A pack that was scanned.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// Lot and serial.
    pub pack: String,
    /// What it is; none while it is checked.
    pub is: Option<Is>,
    ticket: u64,
    batch: Option<BatchKey>,
}

/// What a scanned pack is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// Genuine, and where it belongs.
    Good(Counted),
    /// Not good.
    Bad(Verdict),
}

/// A shipment that is counted.
#[derive(Clone, Debug)]
pub struct Counting {
    /// The shipment.
    pub delivery: Delivery,
    /// What arrived.
    pub count: Count,
    /// The packs that were scanned last.
    pub scanned: Vec<Scanned>,
    /// The packs that were not good when they were scanned last.
    pub bad: BTreeSet<(Option<BatchKey>, String)>,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Deliveries {
    /// What is on its way.
    pub list: Loaded<Vec<Delivery>>,
    /// The shipment that is counted.
    pub counting: Option<Counting>,
    /// The text in the field.
    pub typed: String,
    /// What cannot be read, or found.
    pub problem: Option<&'static str>,
    /// What is done.
    pub acting: Acting,
    tickets: u64,
    /// What is being reported as not announced, and in which shipment.
    telling: Option<(u64, Vec<Line>)>,
    /// What was reported of each shipment: whoever leaves one and comes back does not report it twice.
    told: BTreeMap<u64, Vec<Line>>,
}

impl Deliveries {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Load => {
                self.list.read_again();
                return Action::Load;
            }
            Message::Read(read) => {
                self.list = Loaded::of(read);
                self.recount();
            }
            Message::Open(shipment) => return self.open(|delivery| delivery.shipment == shipment),
            Message::Close => {
                (self.counting, self.problem) = (None, None);
                self.typed.clear();
                self.acting.leave();
            }
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
            Message::Judged(ticket, report) => self.judged(ticket, &report),
            Message::TakeAll => {
                let taking = |counting: &Counting| {
                    let (shipment, packs) = (counting.delivery.shipment, counting.delivery.packs());
                    let told = Told::new("told-receive-all").with("shipment", shipment).with("packs", packs);
                    Ok((Doing::OrLater(Act::Receive { shipment, lines: None }), told))
                };
                return self.act(taking);
            }
            Message::TakeCounted => {
                let taking = |counting: &Counting| {
                    let (shipment, packs) = (counting.delivery.shipment, counting.count.arrived());
                    let told = Told::new("told-receive-counted").with("shipment", shipment).with("packs", packs);
                    let lines = Some(counting.count.arrived_lines()?);
                    Ok((Doing::OrLater(Act::Receive { shipment, lines }), told))
                };
                return self.act(taking);
            }
            Message::Refuse(reason) => {
                self.ask(|counting| {
                    let (shipment, packs) = (counting.delivery.shipment, counting.count.missing());
                    let told = Told::new("told-refuse").with("shipment", shipment).with("packs", packs);
                    let told = told.with("reason", said(reason));
                    let lines = Some(counting.count.missing_lines()?);
                    let call = CustodyTransferCall::Reject { shipment, lines, reason };
                    Ok((Doing::Now(Call::CustodyTransfer(call)), told))
                });
            }
            Message::TellExcess => return self.tell_excess(),
            Message::CountAnew => {
                if let Some(counting) = self.counting.as_mut().filter(|_| !self.acting.is_under_way()) {
                    counting.begin_anew(counting.delivery.clone());
                    counting.bad.clear();
                    self.acting.leave();
                }
                return Action::Focus;
            }
            Message::Cancel => {
                self.ask(|counting| {
                    let shipment = counting.delivery.shipment;
                    let call = CustodyTransferCall::Cancel { shipment };
                    Ok((Doing::Now(Call::CustodyTransfer(call)), Told::new("told-cancel").with("shipment", shipment)))
                });
            }
            Message::Act(step) => {
                let telling = if matches!(step, Step::Did(_)) { self.telling.take() } else { None };
                let action = self.acting.step(step);
                if let (Action::Load, Some((shipment, lines))) = (&action, telling) {
                    self.excess_was_told(shipment, lines);
                }
                return action;
            }
        }
        Action::None
    }

    /// Tells what was scanned and not announced, unless that was told.
    fn tell_excess(&mut self) -> Action {
        if self.counting.as_ref().is_none_or(|counting| counting.count.unreported() == 0) {
            return Action::None;
        }
        let action = self.act(|counting| {
            let (shipment, packs) = (counting.delivery.shipment, counting.count.unreported());
            let told = Told::new("told-excess").with("shipment", shipment).with("packs", packs);
            let lines = counting.count.excess_lines()?;
            let call = CustodyTransferCall::ReportExcess { shipment, lines };
            Ok((Doing::Now(Call::CustodyTransfer(call)), told))
        });
        if let (Action::Do { .. }, Some(counting)) = (&action, &self.counting) {
            let lines = counting.count.excess_lines().map(|lines| lines.into_inner());
            self.telling = lines.ok().map(|lines| (counting.delivery.shipment, lines));
        }
        action
    }

    fn excess_was_told(&mut self, shipment: u64, lines: Vec<Line>) {
        if let Some(counting) = self.counting.as_mut().filter(|counting| counting.delivery.shipment == shipment) {
            counting.count.report(&lines);
        }
        self.told.entry(shipment).or_default().extend(lines);
    }

    fn open(&mut self, is: impl Fn(&Delivery) -> bool) -> Action {
        let Some(delivery) = self.list.here().and_then(|list| list.iter().find(|delivery| is(delivery))) else {
            self.problem = Some("delivery-unknown");
            return Action::Focus;
        };
        let mut count = Count::of(delivery.outstanding.clone());
        count.report(self.told.get(&delivery.shipment).map(Vec::as_slice).unwrap_or_default());
        let (scanned, bad) = (Vec::new(), BTreeSet::new());
        self.counting = Some(Counting { delivery: delivery.clone(), count, scanned, bad });
        self.problem = None;
        self.acting.leave();
        Action::Focus
    }

    /// A shipment that was taken over or refused in part is counted on with what is still on its way.
    fn recount(&mut self) {
        let Some(counting) = &mut self.counting else { return };
        let Some(list) = self.list.here() else { return };
        match list.iter().find(|delivery| delivery.shipment == counting.delivery.shipment) {
            Some(delivery) if *delivery != counting.delivery => counting.begin_anew(delivery.clone()),
            Some(_) => {}
            None => {
                // A delivery that is settled takes no reports.
                if counting.count.unreported() > 0 {
                    self.problem = Some("delivery-excess-left");
                }
                self.counting = None;
            }
        }
    }

    /// A case's or pallet's code opens its shipment, a pack's is counted.
    fn scan(&mut self, text: &str) -> Action {
        self.problem = None;
        if let Some(sscc) = sscc(text) {
            return self.open(|delivery| delivery.sscc == Some(sscc));
        }
        let Some(counting) = &mut self.counting else {
            self.problem = Some("delivery-open-first");
            return Action::Focus;
        };
        let Ok(code) = read_typed(text) else {
            self.problem = Some("delivery-no-code");
            return Action::Focus;
        };
        self.tickets += 1;
        let (lot, serial) = (code.scanned.lot.as_str(), code.scanned.serial.as_str());
        counting.scanned.push(Scanned {
            pack: format!("{lot} · {serial}"),
            is: None,
            ticket: self.tickets,
            batch: BatchKey::new(code.scanned.gtin.number(), code.scanned.lot.as_bytes()),
        });
        if counting.scanned.len() > SHOWN {
            counting.scanned.remove(0);
        }
        Action::Verify(self.tickets, Arc::new(code))
    }

    fn judged(&mut self, ticket: u64, report: &Report) {
        let Some(counting) = &mut self.counting else { return };
        let Some(scanned) = counting.scanned.iter_mut().find(|scanned| scanned.ticket == ticket) else { return };
        let place = report.evidence.as_ref().and_then(|evidence| evidence.pack_index);
        let is = match (report.verdict, &scanned.batch, place) {
            // Only a pack whose place in its batch is proven is counted.
            (Verdict::Genuine, Some(batch), Some(pack)) => Is::Good(counting.count.add(batch, pack)),
            (Verdict::Genuine, ..) => Is::Bad(Verdict::CouldNotCheck),
            // A real pack that the sender put into the case without saying so.
            (Verdict::Suspicious, Some(batch), Some(pack))
                if report.reasons.iter().all(|reason| reason.code == ELSEWHERE) =>
            {
                Is::Good(counting.count.add(batch, pack))
            }
            (verdict, ..) => Is::Bad(verdict),
        };
        let pack = (scanned.batch.clone(), scanned.pack.clone());
        match is {
            Is::Bad(_) => counting.bad.insert(pack),
            Is::Good(_) => counting.bad.remove(&pack),
        };
        scanned.is = Some(is);
    }

    /// Does something with the shipment that is counted.
    fn act(&mut self, what: impl Fn(&Counting) -> Result<(Doing, Told), TooManyRanges>) -> Action {
        match self.counting.as_ref().map(what) {
            Some(Ok((doing, told))) => self.acting.begin(doing, told),
            Some(Err(_)) => {
                self.problem = Some("delivery-too-many-gaps");
                Action::None
            }
            None => Action::None,
        }
    }

    /// Does it once somebody is sure.
    fn ask(&mut self, what: impl Fn(&Counting) -> Result<(Doing, Told), TooManyRanges>) {
        match self.counting.as_ref().map(what) {
            Some(Ok((doing, told))) => self.acting.ask(doing, told),
            Some(Err(_)) => self.problem = Some("delivery-too-many-gaps"),
            None => {}
        }
    }
}

impl Counting {
    /// Counts anew what is on its way now. A pack that was not good is still among it.
    fn begin_anew(&mut self, delivery: Delivery) {
        self.count.anew(delivery.outstanding.clone());
        self.delivery = delivery;
        self.scanned.clear();
    }

    /// Whether it is on its way to whoever has this GLN.
    pub fn is_for(&self, gln: Option<&str>) -> bool {
        gln.and_then(|gln| gln.parse::<gs1::Gln>().ok()).is_some_and(|gln| gln.number() == self.delivery.to.gln)
    }

    /// Whether it brings goods that are no longer for sale: they are not expected to be genuine and active.
    pub fn is_disposal(&self) -> bool {
        self.delivery.purpose == Purpose::Disposal
    }
}

/// Why packs are refused, as the sentence about it calls it.
fn said(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::Missing => "missing",
        RejectReason::Damaged => "damaged",
        RejectReason::NotOrdered => "not-ordered",
        RejectReason::Suspect => "suspect",
        RejectReason::ColdChain => "cold-chain",
    }
}

/// The Serial Shipping Container Code in a text, if it is one.
pub fn sscc(text: &str) -> Option<u64> {
    let text = text.trim();
    let bare = text.parse::<Sscc>().ok();
    let read = || gs1::parse(text).ok().and_then(|message| message.sscc());
    bare.or_else(read).map(Sscc::number)
}
