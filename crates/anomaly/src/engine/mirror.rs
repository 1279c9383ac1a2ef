//! The mirror of the ledger: who has which packs, who had them, and what became of them.

use core::ops::Range;

use super::ranges::Ranges;
use crate::{
    decayed::short,
    fact::{Act, BatchFacts, BatchId, Entry, Key, SiteId, Time},
};

/// Earlier holders that a range remembers.
const PASTS: usize = 5;

/// Somebody had it, or was to get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// Who.
    pub site: SiteId,
    /// From when.
    pub from: u32,
    /// Until when.
    pub until: u32,
}

/// What is remembered of the last change of hands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hop {
    /// Whose goods they were.
    pub from: Option<SiteId>,
    /// Dispatches of the pair before this one.
    pub before: u16,
    /// When the pair's first was.
    pub first: u32,
    /// Surprise at the kinds and countries, in millibits.
    pub surprise: u16,
    /// How unusually long the sender had kept it, in hundredths of deviations.
    pub dwell: Option<i16>,
    /// How long it travelled, in hundredths of the usual.
    pub transit: Option<u16>,
    /// How often the receiver had taken over this product before.
    pub familiar: Option<u16>,
    /// Per mille of the product that the receiver's country had from the sender's, when a border was crossed.
    pub flow: Option<u16>,
}

/// Where packs are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// Who has them; none if the ledger never said.
    pub holder: Option<SiteId>,
    /// To whom they are on the way.
    pub to: Option<SiteId>,
    /// By which shipment.
    pub outgoing: Option<Key>,
    /// When they were sent.
    pub sent: u32,
    /// By which shipment the holder got them.
    pub shipment: Option<Key>,
    /// When it got them.
    pub since: u32,
    /// From when it was to get them.
    pub awaited: u32,
    /// How often they changed hands.
    pub hops: u8,
    /// How often across a border.
    pub foreign: u8,
    /// How often they were sent back.
    pub returns: u8,
    /// Whether a parallel importer had them.
    pub importer: bool,
    /// The last change of hands, or the one under way.
    pub hop: Hop,
    /// Earlier holders, the latest first.
    pub past: [Option<Past>; PASTS],
}

impl Holding {
    fn remember(&mut self, past: Past) {
        self.past.rotate_right(1);
        if let Some(slot) = self.past.first_mut() {
            *slot = Some(past);
        }
    }

    fn leave(&mut self, until: u32) {
        if let Some(site) = self.holder {
            self.remember(Past { site, from: self.awaited.min(self.since), until });
        }
    }

    /// Whether that site ever had it before.
    pub fn had(&self, site: SiteId) -> bool {
        self.past.iter().flatten().any(|past| past.site == site)
    }

    /// All who have, await or had it.
    pub fn everyone(&self) -> impl Iterator<Item = SiteId> {
        self.holder.into_iter().chain(self.to).chain(self.past.iter().flatten().map(|past| past.site))
    }

    /// Whether that site had or awaited it at some time in the window.
    pub fn held(&self, site: SiteId, from: u32, until: u32) -> bool {
        (self.holder == Some(site) && self.awaited.min(self.since) <= until)
            || (self.to == Some(site) && self.sent <= until)
            || self.past.iter().flatten().any(|past| past.site == site && past.from <= until && past.until >= from)
    }
}

/// What became of a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackState {
    /// To be sold.
    #[default]
    Active,
    /// Given to a patient.
    Dispensed,
    /// Left the country.
    Exported,
    /// Destroyed.
    Destroyed,
    /// Taken as a sample.
    Sample,
    /// Reported stolen.
    Stolen,
    /// Held back.
    Locked,
    /// Set aside.
    Quarantined,
}

/// The state of packs as it is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// Active, or how it ended.
    pub end: PackState,
    /// By whom.
    pub by: Option<SiteId>,
    /// When.
    pub at: u32,
    /// How often dispensed.
    pub dispenses: u8,
    /// How often that was taken back.
    pub undos: u8,
    /// Reported stolen.
    pub stolen: bool,
    /// Held back.
    pub locked: bool,
    /// Set aside.
    pub quarantined: bool,
    /// Recalled.
    pub recalled: bool,
    /// Withdrawn.
    pub withdrawn: bool,
}

impl Fate {
    /// In one word; what is graver for a buyer comes first.
    pub fn state(&self) -> PackState {
        match self.end {
            PackState::Active if self.stolen => PackState::Stolen,
            PackState::Active if self.locked => PackState::Locked,
            PackState::Active if self.quarantined => PackState::Quarantined,
            end => end,
        }
    }
}

/// What the ledger says of one pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackView {
    /// Who has it: at rest, or who sent it while it is on the way. None if the ledger never said.
    pub holder: Option<SiteId>,
    /// To whom it is on the way; none at rest.
    pub to: Option<SiteId>,
    /// By which shipment it is on the way; by which the holder got it, at rest.
    pub shipment: Option<Key>,
    /// When the holder got it, or sent it.
    pub since: Time,
    /// What became of it.
    pub state: PackState,
    /// Who dispensed it last and when, if it is dispensed.
    pub dispensed: Option<(SiteId, Time)>,
    /// How often dispensing was taken back.
    pub undos: u8,
    /// Reported stolen, whatever became of it since.
    pub stolen: bool,
    /// Held back by maker or regulator.
    pub locked: bool,
    /// Set aside.
    pub quarantined: bool,
    /// Recalled.
    pub recalled: bool,
    /// Withdrawn from the market.
    pub withdrawn: bool,
}

/// One batch.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What was told of it.
    pub facts: BatchFacts,
    /// Where its packs are.
    pub holdings: Ranges<Holding>,
    /// What became of them.
    pub fates: Ranges<Fate>,
    /// How many are dispensed.
    pub dispensed: u32,
}

impl Batch {
    /// All packs active, with the maker.
    pub fn new(facts: BatchFacts, maker: Option<SiteId>) -> Self {
        let since = short(facts.registered.or(facts.released).unwrap_or(0));
        let holding = Holding { holder: maker, since, awaited: since, ..Holding::default() };
        let packs = facts.packs;
        Self { facts, holdings: Ranges::new(packs, holding), fates: Ranges::new(packs, Fate::default()), dispensed: 0 }
    }

    /// The number of a pack's case.
    pub fn case(&self, index: u32) -> u32 {
        index / self.facts.packs_per_case.filter(|packs| *packs > 0).unwrap_or(50)
    }

    /// One pack.
    pub fn view(&self, index: u32) -> Option<PackView> {
        let (holding, fate) = (self.holdings.get(index)?, self.fates.get(index)?);
        let on_the_way = holding.to.is_some();
        Some(PackView {
            holder: holding.holder,
            to: holding.to,
            shipment: if on_the_way { holding.outgoing } else { holding.shipment },
            since: if on_the_way { holding.sent } else { holding.since }.into(),
            state: fate.state(),
            dispensed: fate.by.filter(|_| fate.end == PackState::Dispensed).map(|by| (by, fate.at.into())),
            undos: fate.undos,
            stolen: fate.stolen,
            locked: fate.locked,
            quarantined: fate.quarantined,
            recalled: fate.recalled,
            withdrawn: fate.withdrawn,
        })
    }

    /// What changes where packs are. `hop` tells of the change of hands; `foreign` and `importer` of the receiver.
    pub fn moved(&mut self, entry: &Entry, packs: Range<u32>, most: usize, hop: Hop, foreign: bool, importer: bool) {
        let now = short(entry.time);
        self.holdings.update(packs, most, |_, old| {
            let mut new = old.clone();
            match entry.act {
                Act::Dispatch => {
                    if new.holder != Some(entry.site) {
                        new.leave(now);
                        new.holder = Some(entry.site);
                        (new.since, new.awaited) = (now, now);
                    }
                    new.to = entry.to;
                    new.outgoing = entry.shipment;
                    new.sent = now;
                    new.hop = hop;
                }
                Act::Receive => {
                    if new.holder == Some(entry.site) && new.to.is_none() {
                        return new;
                    }
                    let back = new.had(entry.site);
                    if new.holder != Some(entry.site) {
                        new.leave(now);
                    }
                    if let Some(to) = new.to.filter(|to| *to != entry.site) {
                        new.remember(Past { site: to, from: new.sent, until: now });
                    }
                    new.awaited = if new.to == Some(entry.site) { new.sent } else { now };
                    new.holder = Some(entry.site);
                    new.shipment = entry.shipment.or(new.outgoing);
                    (new.to, new.outgoing, new.since) = (None, None, now);
                    new.hops = new.hops.saturating_add(1);
                    new.foreign = new.foreign.saturating_add(foreign.into());
                    new.returns = new.returns.saturating_add(back.into());
                    new.importer |= importer;
                    new.hop = hop;
                }
                Act::Reject => {
                    if let Some(to) = new.to {
                        new.remember(Past { site: to, from: new.sent, until: now });
                    }
                    if let Some(back) = entry.to.filter(|back| new.holder != Some(*back)) {
                        new.leave(now);
                        new.holder = Some(back);
                        (new.since, new.awaited) = (now, now);
                        new.shipment = entry.shipment;
                    }
                    (new.to, new.outgoing) = (None, None);
                    new.returns = new.returns.saturating_add(1);
                }
                _ => {}
            }
            new
        });
    }

    /// What changes what becomes of packs.
    pub fn fated(&mut self, entry: &Entry, packs: Range<u32>, most: usize) {
        let now = short(entry.time);
        let mut dispensed = i64::from(self.dispensed);
        self.fates.update(packs, most, |packs, old| {
            let mut new = *old;
            let mut end = |end: PackState| (new.end, new.by, new.at) = (end, Some(entry.site), now);
            match entry.act {
                Act::Dispense => {
                    end(PackState::Dispensed);
                    new.dispenses = new.dispenses.saturating_add(1);
                }
                Act::UndoDispense => {
                    if old.end == PackState::Dispensed {
                        end(PackState::Active);
                        new.undos = new.undos.saturating_add(1);
                    }
                }
                Act::Export => end(PackState::Exported),
                Act::Destroy => end(PackState::Destroyed),
                Act::Sample => end(PackState::Sample),
                Act::Steal => new.stolen = true,
                Act::Lock => new.locked = true,
                Act::Unlock => new.locked = false,
                Act::Recall => new.recalled = true,
                Act::Withdraw => new.withdrawn = true,
                Act::Quarantine => new.quarantined = true,
                Act::Clear => new.quarantined = false,
                Act::Dispatch | Act::Receive | Act::Reject | Act::LicenceSuspend | Act::LicenceRestore => {}
            }
            let one = |fate: &Fate| i64::from(fate.end == PackState::Dispensed);
            dispensed += (one(&new) - one(old)) * i64::from(packs);
            new
        });
        self.dispensed = u32::try_from(dispensed).unwrap_or(0);
    }
}

/// All batches, by the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Mirror {
    batches: alloc::vec::Vec<Batch>,
}

impl Mirror {
    /// One more.
    pub fn add(&mut self, batch: Batch) {
        self.batches.push(batch);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.batches.len()
    }

    /// One of them.
    pub fn get(&self, id: BatchId) -> Option<&Batch> {
        self.batches.get(id.0 as usize)
    }

    /// One of them, to change it.
    pub fn get_mut(&mut self, id: BatchId) -> Option<&mut Batch> {
        self.batches.get_mut(id.0 as usize)
    }
}
