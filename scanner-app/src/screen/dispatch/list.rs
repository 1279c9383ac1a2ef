//! What somebody puts together: packs, cases and lots that were scanned or named, and what can be sent of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use ledger_types::{BatchKey, Line, PackIndex, Purpose};
use office::{Consignment, Contents, Enrolled, Goods, Obstacle, TooManyRanges};
use verdict::{Message, Reason, Report, Verdict};

/// Reasons of verdicts that keep a pack from being sold, but not from being sent for disposal. Whether it may go is
/// decided on what the ledger says of its batch.
const FOR_DISPOSAL: [&str; 4] = ["recalled", "withdrawn", "expired", "cold-chain"];
/// Reasons that keep a pack from being used, whoever has it.
const DO_NOT_USE: [&str; 5] = ["recalled", "withdrawn", "expired", "cold-chain", "not-released"];
/// What is said beside reasons, and is none.
const NOTES: [&str; 2] = ["offline", "node-dropped"];
/// The reason of a verdict on a pack that is good, but with somebody else.
const ELSEWHERE: &str = "wrong-custodian";
/// Most things in a list: more are more than a person scans, and each is looked at again whenever something changes.
pub const MAX_ITEMS: usize = 2_000;

/// Something that was scanned or named.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its number, by which it is taken out.
    pub number: u64,
    /// What it is.
    pub what: What,
    /// What was found of it.
    pub found: Found,
    /// What follows from that.
    pub is: Is,
    /// What speaks against it, the gravest first.
    pub why: Vec<Message>,
}

/// What was scanned or named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A pack, of a batch and with a serial.
    Pack(BatchKey, String),
    /// A case or pallet, by its SSCC.
    Case(u64),
    /// All that there is of a lot, or of these of its packs.
    Lot(BatchKey, Option<Range<PackIndex>>),
}

/// What was found of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing yet.
    Asked,
    /// A pack that is not good.
    Bad(Verdict),
    /// A real pack of somebody else's.
    Elsewhere,
    /// A pack whose place is proven.
    Place(PackIndex),
    /// A case with its contents.
    Case(Contents),
    /// A case that nobody packed on the ledger.
    NoCase,
    /// A lot: what there is of it stands in its batch.
    Lot,
    /// It could not be read.
    Unread,
}

/// What that comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// Not known yet.
    Checking,
    /// In the list, with so many packs that were not in before.
    In(u64),
    /// A pack that is not good.
    Bad(Verdict),
    /// It cannot be sent.
    Stopped(Obstacle),
    /// There is no such case or lot on the ledger.
    Unknown,
    /// It could not be read.
    Unread,
}

/// What was read of batches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing yet.
    Asked,
    /// What there is; none if there is no such batch.
    Read(Option<Box<Goods>>),
    /// It could not be read.
    Unread,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct List {
    items: Vec<Item>,
    goods: BTreeMap<BatchKey, Known>,
    packs: Consignment,
    numbers: u64,
}

impl Item {
    /// Its batch, unless it is a case.
    fn batch(&self) -> Option<&BatchKey> {
        match &self.what {
            What::Pack(batch, _) | What::Lot(batch, _) => Some(batch),
            What::Case(_) => None,
        }
    }

    /// Whether it is in the list.
    pub fn is_in(&self) -> bool {
        matches!(self.is, Is::In(_))
    }

    /// The case's contents, if it is one that is known.
    pub fn contents(&self) -> Option<&Contents> {
        if let Found::Case(contents) = &self.found { Some(contents) } else { None }
    }
}

impl List {
    /// Everything that was scanned or named, the first one first.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What can be sent.
    pub fn packs(&self) -> &Consignment {
        &self.packs
    }

    /// What is known of a batch.
    pub fn goods(&self, batch: &BatchKey) -> Option<&Goods> {
        match self.goods.get(batch) {
            Some(Known::Read(Some(goods))) => Some(goods),
            _ => None,
        }
    }

    /// The batches of what can be sent.
    pub fn sent(&self) -> impl Iterator<Item = &Goods> {
        self.packs.batches().filter_map(|(batch, _)| self.goods(batch))
    }

    /// How many things are still being looked at.
    pub fn checking(&self) -> usize {
        self.items.iter().filter(|item| item.is == Is::Checking).count()
    }

    /// How many things are not in the list: bad, elsewhere, or not to be sent like this.
    pub fn left_out(&self) -> usize {
        self.items.iter().filter(|item| !item.is_in() && item.is != Is::Checking).count()
    }

    /// Whether something is there already: the same pack, case or lot.
    pub fn has(&self, what: &What) -> bool {
        self.items.iter().any(|item| item.what == *what)
    }

    /// Takes something in that is looked at; its number. Nothing if the list is full.
    pub fn add(&mut self, what: What) -> Option<u64> {
        if self.items.len() >= MAX_ITEMS {
            return None;
        }
        self.numbers += 1;
        let found = if matches!(what, What::Lot(..)) { Found::Lot } else { Found::Asked };
        self.items.push(Item { number: self.numbers, what, found, is: Is::Checking, why: Vec::new() });
        Some(self.numbers)
    }

    /// Takes something out.
    pub fn remove(&mut self, number: u64) {
        self.items.retain(|item| item.number != number);
    }

    /// Takes out all that is not in the list.
    pub fn remove_left_out(&mut self) {
        self.items.retain(|item| item.is_in() || item.is == Is::Checking);
    }

    /// The number of what was taken in last.
    pub fn last(&self) -> u64 {
        self.numbers
    }

    /// What was taken in up to a number is done with; what came after it stays. What was read of batches is forgotten: it
    /// has changed.
    pub fn done(&mut self, last: u64) {
        self.items.retain(|item| item.number > last);
        self.goods.clear();
    }

    /// Takes in the verdict on a pack; not one on another pack, which may come late after the settings were changed.
    pub fn judged(&mut self, number: u64, report: &Report) {
        let is = |item: &&Item| matches!(&item.what, What::Pack(_, serial) if *serial == report.pack.serial);
        let known = self.items.iter().find(|item| item.number == number).filter(is);
        if known.and_then(Item::batch).is_none_or(|batch| batch.lot.as_slice() != report.pack.lot.as_bytes()) {
            return;
        }
        let place = report.evidence.as_ref().and_then(|evidence| evidence.pack_index);
        let only = |codes: &[&str]| report.reasons.iter().all(|reason| codes.contains(&reason.code));
        let found = match (report.verdict, place) {
            // Only a pack whose place in its batch is proven can be named to the chain.
            (Verdict::Genuine, Some(place)) => Found::Place(place),
            (Verdict::Genuine, None) => Found::Bad(Verdict::CouldNotCheck),
            (Verdict::DoNotUse, Some(place)) if only(&FOR_DISPOSAL) => Found::Place(place),
            (Verdict::Suspicious, Some(_)) if only(&[ELSEWHERE]) => Found::Elsewhere,
            // That nobody may use it is graver than that somebody else has it.
            (Verdict::Suspicious, Some(_)) if is_off(report) => Found::Bad(Verdict::DoNotUse),
            (verdict, _) => Found::Bad(verdict),
        };
        self.find(number, found, against(report));
    }

    /// Takes in what is in a case: nothing if nobody packed it, or it could not be read.
    pub fn opened(&mut self, sscc: u64, read: Option<Option<Contents>>) {
        let found = match read {
            Some(Some(contents)) => Found::Case(contents),
            Some(None) => Found::NoCase,
            None => Found::Unread,
        };
        let case = self.items.iter().find(|item| item.what == What::Case(sscc)).map(|item| item.number);
        if let Some(number) = case {
            self.find(number, found, Vec::new());
        }
    }

    fn find(&mut self, number: u64, found: Found, why: Vec<Message>) {
        if let Some(item) = self.items.iter_mut().find(|item| item.number == number) {
            (item.found, item.why) = (found, why);
        }
    }

    /// The batches of which nothing was read yet: they are to be read now.
    pub fn ask(&mut self) -> Vec<BatchKey> {
        let mut wanted: BTreeSet<&BatchKey> = BTreeSet::new();
        for item in &self.items {
            match &item.found {
                Found::Place(_) | Found::Lot => wanted.extend(item.batch()),
                Found::Case(contents) => wanted.extend(contents.batches()),
                _ => {}
            }
        }
        let wanted = wanted.into_iter().filter(|batch| !self.goods.contains_key(batch)).cloned().collect::<Vec<_>>();
        self.goods.extend(wanted.iter().map(|batch| (batch.clone(), Known::Asked)));
        wanted
    }

    /// Takes in what was read of batches; nothing of them if they could not be read.
    pub fn know(&mut self, asked: Vec<BatchKey>, read: Option<Vec<Goods>>) {
        let known = if read.is_some() { Known::Read(None) } else { Known::Unread };
        self.goods.extend(asked.into_iter().map(|batch| (batch, known.clone())));
        let read = read.into_iter().flatten();
        self.goods.extend(read.map(|goods| (goods.key.clone(), Known::Read(Some(Box::new(goods))))));
    }

    /// Everything is to be read again; the cases whose contents are wanted.
    pub fn read_again(&mut self) -> Vec<u64> {
        self.goods.clear();
        let case = |item: &Item| if let What::Case(sscc) = item.what { Some(sscc) } else { None };
        self.items.iter().filter_map(case).collect()
    }

    /// Looks at everything once more, for a purpose and a receiver. Gives back what turned out to be in the list already:
    /// that is no longer there twice.
    pub fn assess(&mut self, purpose: Purpose, to: Option<&Enrolled>) -> Vec<What> {
        let mut packs = Consignment::default();
        let mut again = Vec::new();
        let goods = &self.goods;
        self.items.retain_mut(|item| {
            let was_in = item.is_in();
            item.is = match fitting(item, goods, purpose, to) {
                Ok(lines) => Is::In(lines.iter().map(|line| packs.add(line)).sum()),
                Err(is) => is,
            };
            // What brought packs in before stays, also if others brought the same.
            let twice = item.is == Is::In(0) && !was_in;
            if twice {
                again.push(item.what.clone());
            }
            !twice
        });
        self.packs = packs;
        again
    }

    /// What can be sent, as an act names it.
    ///
    /// # Errors
    /// [`TooManyRanges`].
    pub fn lines(&self) -> Result<ledger_types::Lines, TooManyRanges> {
        office::lines(self.cut())
    }

    /// The same, line by line, however many there are.
    pub fn cut(&self) -> Vec<Line> {
        let of = |line: Line| match self.goods(&line.batch) {
            Some(goods) => goods.lines(&(line.start..line.end)),
            None => vec![line],
        };
        self.packs.lines().into_iter().flat_map(of).collect()
    }

    /// The cases in the list.
    pub fn cases(&self) -> impl Iterator<Item = &Contents> {
        self.items.iter().filter(|item| item.is_in()).filter_map(Item::contents)
    }

    /// What is in the list beside the cases in it.
    pub fn loose(&self) -> Consignment {
        let mut loose = Consignment::default();
        for line in self.packs.lines() {
            let mut in_cases = office::Ranges::default();
            let lines = self.cases().flat_map(|case| &case.lines).filter(|packed| packed.batch == line.batch);
            lines.for_each(|packed| in_cases.add(packed.start..packed.end));
            for gap in in_cases.gaps(&(line.start..line.end)) {
                loose.add(&Line { batch: line.batch.clone(), start: gap.start, end: gap.end });
            }
        }
        loose
    }
}

/// Whether all that speaks against a pack is that somebody else has it, and that nobody may use it.
fn is_off(report: &Report) -> bool {
    let of = |reason: &Reason, codes: &[&str]| codes.contains(&reason.code);
    let known = |reason: &Reason| of(reason, &DO_NOT_USE) || of(reason, &NOTES) || of(reason, &[ELSEWHERE]);
    report.reasons.iter().all(known) && report.reasons.iter().any(|reason| of(reason, &DO_NOT_USE))
}

/// What speaks against a pack: first what keeps anybody from using it.
fn against(report: &Report) -> Vec<Message> {
    if report.verdict == Verdict::Genuine {
        return Vec::new();
    }
    let (off, others): (Vec<&Reason>, Vec<&Reason>) =
        report.reasons.iter().partition(|reason| DO_NOT_USE.contains(&reason.code));
    off.into_iter().chain(others).map(|reason| reason.message.clone()).collect()
}

/// The packs of something, if they can be sent.
fn fitting(
    item: &Item,
    goods: &BTreeMap<BatchKey, Known>,
    purpose: Purpose,
    to: Option<&Enrolled>,
) -> Result<Vec<Line>, Is> {
    let known = |batch: &BatchKey| match goods.get(batch) {
        None | Some(Known::Asked) => Err(Is::Checking),
        Some(Known::Unread) => Err(Is::Unread),
        Some(Known::Read(None)) => Err(Is::Unknown),
        Some(Known::Read(Some(goods))) => Ok(goods),
    };
    let whole = |line: &Line| match known(&line.batch)?.obstacle(&(line.start..line.end), purpose, to) {
        None => Ok(line.clone()),
        Some(obstacle) => Err(Is::Stopped(obstacle)),
    };
    match (&item.found, &item.what) {
        (Found::Bad(verdict), _) => Err(Is::Bad(*verdict)),
        (Found::Elsewhere, _) => Err(Is::Stopped(Obstacle::NotHeld)),
        (Found::NoCase, _) => Err(Is::Unknown),
        (Found::Unread, _) => Err(Is::Unread),
        (Found::Place(place), What::Pack(batch, _)) => {
            Ok(vec![whole(&Line { batch: batch.clone(), start: *place, end: place.saturating_add(1) })?])
        }
        // All that was in it was taken apart since.
        (Found::Case(contents), _) if contents.lines.is_empty() => Err(Is::Unknown),
        (Found::Case(contents), _) => contents.lines.iter().map(whole).collect(),
        (Found::Lot, What::Lot(batch, packs)) => {
            let packs = packs.clone().unwrap_or(0..PackIndex::MAX);
            let fit = known(batch)?.fit(&packs, purpose, to).map_err(Is::Stopped)?;
            let line = |packs: Range<PackIndex>| Line { batch: batch.clone(), start: packs.start, end: packs.end };
            Ok(fit.into_iter().map(line).collect())
        }
        _ => Err(Is::Checking),
    }
}
