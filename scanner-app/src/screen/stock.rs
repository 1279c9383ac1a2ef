//! What the organisation holds: lots by expiry, and what is done with the packs of one.

use std::sync::Arc;

use ledger_client::time::now;
use ledger_types::{BatchKey, PackIndex, PackSelection, PackState, pack::MAX_LIST};
use office::{Change, Doing, HeldLot, Part, ShelfLife, Stock as Held, Trouble, stock_table};
use scan::{Code, read_typed};
use scanner_core::wedge;
use verdict::{Report, Verdict};

use crate::work::{Acting, Action, Loaded, Step, Told};

/// The reason of a verdict on a pack that is good, but somebody else's.
const ELSEWHERE: &str = "wrong-custodian";
/// Scanned packs that are kept though nothing can be done with them.
const KEPT: usize = 50;

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is shown is to be read again.
    Load,
    /// It was.
    Read(Result<Found, Trouble>),
    /// What is looked for, or the text of a code, was edited.
    Typed(String),
    /// It is complete.
    CheckTyped,
    /// A handheld scanner typed something.
    Scanned(wedge::Scan),
    /// Only lots that expire soon are to be listed, or all.
    OnlyNear(bool),
    /// Lots that are used up are to be listed too, or not.
    UsedUp(bool),
    /// A lot is to be shown.
    Open(BatchKey),
    /// Back to the list.
    Close,
    /// The verdict on a pack that was scanned.
    Judged(u64, Box<Report>),
    /// A scanned pack is to leave the list, by its ticket.
    Remove(u64),
    /// All scanned packs are.
    Clear,
    /// The packs that were scanned are to change their state.
    Change(Change),
    /// All packs of the lot are that can.
    ChangeAll(Change),
    /// An act goes on.
    Act(Step),
    /// The lots that are listed are to be saved as a table.
    Save,
    /// They were: under this name, or not at all because nobody chose a place.
    Saved(Result<Option<String>, String>),
}

/// What was read.
#[derive(Clone, Debug)]
pub enum Found {
    /// All that is held.
    All(Held),
    /// What is held of one lot; none if that is nothing.
    Lot(BatchKey, Option<Box<HeldLot>>),
}

/// A lot that is shown.
#[derive(Clone, Debug)]
pub struct Open {
    /// GTIN and lot.
    pub key: BatchKey,
    /// The packs that were scanned.
    pub scanned: Vec<Scanned>,
    /// Of which packs the last act that was asked for is, by their tickets.
    sent: Vec<u64>,
    /// A pack that is checked once the lot is read.
    awaited: Option<Arc<Code>>,
}

/// A pack that was scanned.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// Its serial.
    pub serial: String,
    /// What it is.
    pub is: Is,
    /// By what it is told from others.
    pub ticket: u64,
}

/// What a scanned pack is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// It is being checked.
    Checking,
    /// Held here: its place in the batch, and its state; none for one that this program does not know.
    Listed(PackIndex, Option<PackState>),
    /// It was scanned before.
    Again,
    /// Of another lot.
    OfAnotherLot,
    /// Somebody else's, as the ledger has it.
    NotHere,
    /// Not shown to be what it says, or not good.
    Bad(Verdict),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    /// What is held.
    pub list: Loaded<Held>,
    /// Why it could not be read again.
    pub unread: Option<Trouble>,
    /// The text in the field.
    pub typed: String,
    /// Whether only lots are listed that expire soon.
    pub only_near: bool,
    /// Whether lots are listed that are used up.
    pub used_up: bool,
    /// The lot that is shown.
    pub open: Option<Open>,
    /// What cannot be read, found, or done.
    pub problem: Option<&'static str>,
    /// What is done.
    pub acting: Acting,
    /// How many packs the act that is asked for leaves to further acts.
    pub left: u32,
    /// What came of saving: the file's name, or that it failed.
    pub saved: Option<Result<String, ()>>,
    tickets: u64,
}

impl Open {
    fn of(key: BatchKey, awaited: Option<Arc<Code>>) -> Self {
        Self { key, scanned: Vec::new(), sent: Vec::new(), awaited }
    }

    /// The packs with which something can be done: their places and states.
    pub fn listed(&self) -> impl Iterator<Item = (PackIndex, Option<PackState>)> {
        self.scanned.iter().filter_map(|scanned| match scanned.is {
            Is::Listed(pack, state) => Some((pack, state)),
            _ => None,
        })
    }

    /// Whether a change can be made of every listed pack, and there are some.
    pub fn allows(&self, lot: &HeldLot, change: Change, now: u64) -> bool {
        let mut listed = self.listed().map(|(pack, _)| pack).peekable();
        listed.peek().is_some() && lot.allows(change, listed, now)
    }

    fn forget_old(&mut self) {
        let of_no_use = |scanned: &Scanned| !matches!(scanned.is, Is::Checking | Is::Listed(..));
        if self.scanned.iter().filter(|scanned| of_no_use(scanned)).count() > KEPT
            && let Some(oldest) = self.scanned.iter().position(of_no_use)
        {
            self.scanned.remove(oldest);
        }
    }
}

impl Stock {
    /// Takes a message and tells what is to be done. What is read is the lot that is shown, or everything. Saving is up to the
    /// caller.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Load => {
                self.list.read_again();
                return Action::Load;
            }
            Message::Read(read) => return self.read(read),
            Message::Typed(text) => (self.typed, self.problem) = (text, None),
            Message::CheckTyped if self.typed.trim().is_empty() => {}
            Message::CheckTyped => return self.check_typed(),
            Message::Scanned(scan) => {
                self.typed.clear();
                return self.scan(&scan.text);
            }
            Message::OnlyNear(only) => self.only_near = only,
            Message::UsedUp(also) => self.used_up = also,
            Message::Open(key) => return self.show(Some(Open::of(key, None))),
            Message::Close => return self.show(None),
            Message::Judged(ticket, report) => return self.judged(ticket, &report),
            Message::Remove(ticket) => self.edit(|open| open.scanned.retain(|scanned| scanned.ticket != ticket)),
            Message::Clear => self.edit(|open| open.scanned.clear()),
            Message::Change(change) => return self.change(change),
            Message::ChangeAll(change) => self.ask_all(change),
            Message::Act(step) => {
                let action = self.acting.step(step);
                if let (Action::Load, Some(open)) = (&action, &mut self.open) {
                    let sent = std::mem::take(&mut open.sent);
                    open.scanned.retain(|scanned| !sent.contains(&scanned.ticket));
                }
                return action;
            }
            Message::Save => self.saved = None,
            Message::Saved(saved) => self.saved = saved.map_err(|_| ()).transpose(),
        }
        Action::None
    }

    /// The lots that are listed (`now`: seconds since 1970-01-01 UTC).
    pub fn found(&self, now: u64) -> Vec<&HeldLot> {
        let Some(held) = self.list.here() else { return Vec::new() };
        let today = held.today(now);
        let is = |lot: &&HeldLot| {
            let near = !self.only_near || lot.shelf_life(today) != ShelfLife::Long;
            near && (self.used_up || !lot.packs.are_used_up()) && (self.open.is_some() || lot.matches(&self.typed))
        };
        held.lots.iter().filter(is).collect()
    }

    /// The lots that are listed, as a table.
    pub fn table(&self) -> String {
        let today = self.list.here().map_or_else(now, |held| held.today(now()));
        stock_table(self.found(now()), today)
    }

    /// The lot that is shown, with what is known of it.
    pub fn shown(&self) -> Option<(&Open, &HeldLot)> {
        let open = self.open.as_ref()?;
        Some((open, self.list.here()?.lot(&open.key)?))
    }

    fn read(&mut self, read: Result<Found, Trouble>) -> Action {
        match read {
            Ok(Found::All(held)) => self.list = Loaded::of(Ok(held)),
            Ok(Found::Lot(key, lot)) => {
                if let Loaded::Here(held, at) = &mut self.list {
                    held.put(&key, lot.map(|lot| *lot));
                    *at = now();
                }
            }
            Err(trouble) if self.list.here().is_some() => {
                self.unread = Some(trouble);
                return Action::None;
            }
            Err(trouble) => self.list = Loaded::Failed(trouble),
        }
        self.unread = None;
        self.compare()
    }

    /// The lot that is shown may have changed, or be gone.
    fn compare(&mut self) -> Action {
        let (Some(held), Some(open)) = (self.list.here(), &mut self.open) else { return Action::None };
        let Some(lot) = held.lot(&open.key) else {
            let problem = open.awaited.is_some().then_some("stock-not-held");
            self.show(None);
            self.problem = problem;
            return Action::Focus;
        };
        for scanned in &mut open.scanned {
            if let Is::Listed(pack, state) = &mut scanned.is {
                match lot.piece_of(*pack) {
                    Some(_) => *state = lot.state_of(*pack),
                    None => scanned.is = Is::NotHere,
                }
            }
        }
        match open.awaited.take() {
            Some(code) => self.check(code),
            None => Action::None,
        }
    }

    fn show(&mut self, open: Option<Open>) -> Action {
        (self.open, self.problem, self.saved, self.left) = (open, None, None, 0);
        self.typed.clear();
        self.acting.leave();
        Action::Focus
    }

    /// In the list, a name that fits one lot opens it.
    fn check_typed(&mut self) -> Action {
        if self.open.is_none()
            && read_typed(&self.typed).is_err()
            && let [lot] = self.found(now()).as_slice()
        {
            let key = lot.key.clone();
            return self.show(Some(Open::of(key, None)));
        }
        let text = std::mem::take(&mut self.typed);
        self.scan(&text)
    }

    /// A pack's code opens its lot.
    fn scan(&mut self, text: &str) -> Action {
        self.problem = None;
        let code = read_typed(text).ok().map(Arc::new);
        let key = code.as_ref().and_then(|code| key_of(code));
        let (Some(code), Some(key)) = (code, key) else {
            self.problem = Some("stock-no-code");
            return Action::Focus;
        };
        match (&self.open, self.list.here()) {
            (_, None) => {
                self.problem = Some("stock-not-read");
                Action::Focus
            }
            (Some(_), _) => self.check(code),
            (None, Some(held)) if held.lot(&key).is_some() => {
                self.show(Some(Open::of(key, None)));
                self.check(code)
            }
            // It may have come since, or be one of those that were not looked through.
            (None, Some(_)) => {
                self.show(Some(Open::of(key, Some(code))));
                Action::Load
            }
        }
    }

    fn check(&mut self, code: Arc<Code>) -> Action {
        let Some(open) = &mut self.open else { return Action::None };
        if open.listed().count() >= MAX_LIST as usize {
            self.problem = Some("stock-list-full");
            return Action::Focus;
        }
        self.tickets += 1;
        let of_lot = key_of(&code).is_some_and(|key| key == open.key);
        let is = if of_lot { Is::Checking } else { Is::OfAnotherLot };
        open.scanned.push(Scanned { serial: code.scanned.serial.as_str().to_owned(), is, ticket: self.tickets });
        open.forget_old();
        if of_lot { Action::Verify(self.tickets, code) } else { Action::Focus }
    }

    fn judged(&mut self, ticket: u64, report: &Report) -> Action {
        let (Some(held), Some(open)) = (self.list.here(), &mut self.open) else { return Action::None };
        let Some(lot) = held.lot(&open.key) else { return Action::None };
        let evidence = report.evidence.as_ref();
        let elsewhere = report.reasons.iter().all(|reason| reason.code == ELSEWHERE);
        let is = match (report.verdict, evidence.and_then(|evidence| evidence.pack_index)) {
            // Something is done to a pack only if its place is proven and nothing is wrong with what is printed on it.
            (verdict @ (Verdict::NotRecognised | Verdict::CouldNotCheck), _) => Is::Bad(verdict),
            (Verdict::Suspicious, None) => Is::Bad(Verdict::Suspicious),
            (Verdict::Suspicious, Some(_)) if !elsewhere => Is::Bad(Verdict::Suspicious),
            (_, None) => Is::Bad(Verdict::CouldNotCheck),
            (_, Some(pack)) if lot.piece_of(pack).is_none() => Is::NotHere,
            (_, Some(pack)) if open.listed().any(|(listed, _)| listed == pack) => Is::Again,
            (_, Some(pack)) => Is::Listed(pack, lot.state_of(pack)),
        };
        let fits = match is {
            Is::Listed(_, Some(PackState::Active)) => report.verdict == Verdict::Genuine,
            Is::Listed(_, Some(PackState::Dispensed)) => report.verdict == Verdict::AlreadyDispensedHere,
            _ => true,
        };
        // The lot may have changed since it was read.
        let is_later = evidence.is_some_and(|evidence| evidence.block > lot.as_of.block);
        if let Some(scanned) = open.scanned.iter_mut().find(|scanned| scanned.ticket == ticket) {
            scanned.is = is;
            // What was asked for was asked of the packs before.
            self.acting.asked = None;
        }
        open.forget_old();
        if is_later && !fits { Action::Load } else { Action::None }
    }

    /// What was asked for was asked of the packs that were there before.
    fn edit(&mut self, edit: impl FnOnce(&mut Open)) {
        if let Some(open) = &mut self.open {
            edit(open);
            self.acting.asked = None;
        }
    }

    /// What can be taken back at any time is done at once; anything else is asked for.
    fn change(&mut self, change: Change) -> Action {
        let Some((open, lot)) = self.shown().filter(|(open, lot)| open.allows(lot, change, self.today())) else {
            return Action::None;
        };
        let packs: Vec<PackIndex> = open.listed().map(|(pack, _)| pack).collect();
        let is_listed = |scanned: &&Scanned| matches!(scanned.is, Is::Listed(..));
        let sent = open.scanned.iter().filter(is_listed).map(|scanned| scanned.ticket).collect();
        let told = told(change, lot, packs.len());
        let key = lot.key.clone();
        let selection = match packs.as_slice() {
            [one] => PackSelection::One(*one),
            _ => match packs.try_into() {
                Ok(list) => PackSelection::List(list),
                Err(_) => return Action::None,
            },
        };
        if self.acting.is_under_way() {
            return Action::None;
        }
        let doing = Doing::Now(change.call(key, selection));
        self.left = 0;
        if let Some(open) = &mut self.open {
            open.sent = sent;
        }
        match change {
            Change::Back(_) | Change::Into(PackState::Locked) => self.acting.begin(doing, told),
            Change::Into(_) => {
                self.acting.ask(doing, told);
                Action::None
            }
        }
    }

    fn ask_all(&mut self, change: Change) {
        let today = self.today();
        let Some((_, lot)) = self.shown() else { return };
        let Some(Part { selection, packs, of }) = lot.part(change, today) else { return };
        let told = told(change, lot, packs as usize);
        let doing = Doing::Now(change.call(lot.key.clone(), selection));
        if self.acting.is_under_way() {
            return;
        }
        self.left = of.saturating_sub(packs);
        if let Some(open) = &mut self.open {
            open.sent.clear();
        }
        self.acting.ask(doing, told);
    }

    fn today(&self) -> u64 {
        self.list.here().map_or_else(now, |held| held.today(now()))
    }
}

fn key_of(code: &Code) -> Option<BatchKey> {
    BatchKey::new(code.scanned.gtin.number(), code.scanned.lot.as_bytes())
}

/// What a person reads about a change of so many packs.
fn told(change: Change, lot: &HeldLot, packs: usize) -> Told {
    let id = match change {
        Change::Into(PackState::Locked) => "told-stock-hold",
        Change::Into(PackState::Destroyed) => "told-stock-destroyed",
        Change::Into(PackState::Sample) => "told-stock-sample",
        Change::Into(PackState::FreeSample) => "told-stock-free-sample",
        Change::Into(PackState::Exported) => "told-stock-exported",
        Change::Into(PackState::CheckedOut) => "told-stock-checked-out",
        Change::Into(PackState::Stolen) => "told-stock-stolen",
        Change::Back(PackState::Locked) => "told-stock-hold-back",
        Change::Back(PackState::Dispensed) => "told-stock-dispensing-back",
        // Whoever holds packs makes no other change.
        Change::Back(_) | Change::Into(PackState::Active | PackState::Dispensed | PackState::Quarantined) => {
            "told-stock-back"
        }
    };
    Told::new(id).with("lot", lot.lot()).with("packs", packs)
}
