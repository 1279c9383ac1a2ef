//! What the index knows, as the anomaly engine is told it: who takes part, what is made, and what the ledger recorded.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use anomaly::fact::{
    Act, BatchFacts, BatchId, Country, Entry, ProductFacts, ProductId, Role, SiteFacts, SiteId, SiteKind, Time,
};
use gs1::Date;
use ledger_types::{ParticipantId, Position, ShipmentId, compliance::CaseId};
use serde_json::{Map, Value};

use crate::index::{
    Kind,
    read::Happened,
    subjects::{Subjects, batch_key, batch_of, named_packs, range},
};

/// One thing that the engine is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A participant: its number among sites follows from the order.
    Site(SiteFacts),
    /// A product, likewise.
    Product(ProductFacts),
    /// A batch, likewise.
    Batch(BatchFacts),
    /// What the ledger recorded.
    Entry(Entry),
}

/// A participant as the engine has it: one site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownSite {
    /// Its number in the engine.
    pub id: SiteId,
    /// In which role its staff scans.
    pub role: Role,
    /// Its country.
    pub country: Country,
}

/// A batch as the engine has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownBatch {
    /// Its number in the engine.
    pub id: BatchId,
    /// Of which product.
    pub product: ProductId,
    /// Who made it.
    pub maker: Option<ParticipantId>,
    /// How many packs.
    pub packs: u32,
    /// The first second after its last day.
    pub expires: Option<Time>,
}

/// A batch that is not told yet: the engine has to know when it was released.
#[derive(Clone, Debug)]
struct Waiting {
    facts: BatchFacts,
    maker: Option<ParticipantId>,
}

#[derive(Debug)]
struct Product {
    id: ProductId,
    batches: Vec<String>,
}

#[derive(Debug)]
struct Shipment {
    from: ParticipantId,
    to: ParticipantId,
    /// Packs that are still on the way.
    packs: u64,
}

/// Puts events into the engine's words. It keeps what events leave unsaid: from whom a shipment is, what a case is about.
#[derive(Debug, Default)]
pub struct Feed {
    sites: HashMap<ParticipantId, KnownSite>,
    participants: Vec<ParticipantId>,
    products: HashMap<u64, Product>,
    batches: HashMap<String, KnownBatch>,
    waiting: HashMap<String, Waiting>,
    shipments: HashMap<ShipmentId, Shipment>,
    cases: HashMap<CaseId, Vec<Line>>,
    licences: HashMap<ParticipantId, BTreeSet<String>>,
    skipped: u64,
}

type Line = (String, Range<u32>);

impl Feed {
    /// The site of a participant.
    pub fn site(&self, participant: ParticipantId) -> Option<KnownSite> {
        self.sites.get(&participant).copied()
    }

    /// The participant that a site stands for.
    pub fn participant(&self, site: SiteId) -> Option<ParticipantId> {
        self.participants.get(site.0 as usize).copied()
    }

    /// A batch that is released, by its name in the index.
    pub fn batch(&self, name: &str) -> Option<KnownBatch> {
        self.batches.get(name).copied()
    }

    /// Whether a batch is registered and not released yet.
    pub fn is_waiting(&self, name: &str) -> bool {
        self.waiting.contains_key(name)
    }

    /// A product.
    pub fn product(&self, gtin: u64) -> Option<ProductId> {
        self.products.get(&gtin).map(|product| product.id)
    }

    /// How many things could not be understood.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The records that have to be learned before an event can be told, in the order in which to learn them.
    pub fn needs(&self, event: &Happened) -> Vec<(Kind, String)> {
        let Some(fields) = event.fields.as_object() else { return Vec::new() };
        let subjects = Subjects::of(fields);
        let (mut people, mut products, mut others) = (Vec::new(), BTreeSet::new(), Vec::new());
        for (kind, id) in subjects.things {
            match kind {
                Kind::Participant if !self.knows(&id) => people.push((kind, id)),
                Kind::Product => products.extend(id.parse::<u64>().ok()),
                Kind::Batch => {
                    products.extend(batch_key(&id).map(|key| key.gtin));
                    if !self.batches.contains_key(&id) && !self.waiting.contains_key(&id) {
                        others.push((kind, id));
                    }
                }
                Kind::Case if event.event == "CaseOpened" && flag(fields, "quarantine") => others.push((kind, id)),
                _ => {}
            }
        }
        products.retain(|gtin| !self.products.contains_key(gtin));
        people.extend(products.into_iter().map(|gtin| (Kind::Product, gtin.to_string())));
        people.extend(others);
        people
    }

    fn knows(&self, participant: &str) -> bool {
        participant.parse::<ParticipantId>().is_ok_and(|id| self.sites.contains_key(&id))
    }

    /// Learns a record. Of participants, `place` is where their first site is.
    pub fn learn(&mut self, kind: Kind, id: &str, record: Option<&Value>, place: Option<Position>) -> Option<Told> {
        let Some(record) = record else {
            self.skipped += 1;
            return None;
        };
        let learned = match kind {
            Kind::Participant => self.learn_participant(id, record, place).map(Some),
            Kind::Product => self.learn_product(id, record).map(Some),
            Kind::Batch => self.learn_batch(id, record).map(|()| None),
            Kind::Case => self.learn_case(id, record).map(|()| None),
            _ => Some(None),
        };
        if learned.is_none() {
            self.skipped += 1;
        }
        learned.flatten()
    }

    fn learn_participant(&mut self, id: &str, record: &Value, place: Option<Position>) -> Option<Told> {
        let id: ParticipantId = id.parse().ok()?;
        let (kind, role) = kind_and_role(record.get("kind")?.as_str()?)?;
        let country = country(record.get("country")?)?;
        if self.sites.contains_key(&id) {
            return None;
        }
        let site = SiteId(u32::try_from(self.participants.len()).ok()?);
        self.participants.push(id);
        self.sites.insert(id, KnownSite { id: site, role, country });
        let licences = record.get("licences").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let numbers = licences.iter().filter_map(|licence| Some(licence.get("number")?.as_str()?.to_owned()));
        self.licences.entry(id).or_default().extend(numbers);
        Some(Told::Site(SiteFacts { kind, country, place }))
    }

    fn learn_product(&mut self, id: &str, record: &Value) -> Option<Told> {
        let gtin: u64 = id.parse().ok()?;
        let data = record.get("data")?;
        let maker = number(record.get("maker")?)?;
        let storage = match data.get("storage").and_then(Value::as_str) {
            Some("Refrigerated") => Some(2_000..8_000),
            Some("ControlledRoom") => Some(20_000..25_000),
            _ => None,
        };
        let markets = data.get("markets").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let facts = ProductFacts {
            maker: self.site(maker).map(|site| site.id),
            markets: markets.iter().filter_map(country).collect(),
            storage,
            price_band: None,
        };
        let id = ProductId(u32::try_from(self.products.len()).ok()?);
        self.products.insert(gtin, Product { id, batches: Vec::new() });
        Some(Told::Product(facts))
    }

    fn learn_batch(&mut self, id: &str, record: &Value) -> Option<()> {
        let product = self.product(batch_key(id)?.gtin)?;
        let facts = BatchFacts {
            product,
            packs: number(record.get("packs")?)?,
            packs_per_case: None,
            expires: Date::from_number(number(record.get("expiry")?)?).map(Date::ends_at),
            registered: None,
            released: None,
        };
        let maker = record.get("maker").and_then(number);
        self.waiting.insert(id.to_owned(), Waiting { facts, maker });
        Some(())
    }

    fn learn_case(&mut self, id: &str, record: &Value) -> Option<()> {
        // A case about a code that the ledger does not know is about no packs.
        let packs = record.get("subject")?.get("Packs");
        let lines = packs.map(|packs| lines(Some(packs))).unwrap_or_default();
        self.cases.insert(id.parse().ok()?, lines);
        Some(())
    }

    /// Puts an event into the engine's words; what it [needs](Self::needs) has been learned.
    pub fn event(&mut self, event: &Happened) -> Vec<Told> {
        let mut told = Vec::new();
        let time = Time::try_from(event.time).unwrap_or(Time::MAX);
        let understood = match &event.fields {
            Value::Object(fields) => match event.pallet.as_str() {
                "Participants" => self.of_participants(&event.event, fields, time, &mut told),
                "DrugBatch" => self.of_batches(&event.event, fields, time, &mut told),
                "CustodyTransfer" => self.of_custody(&event.event, fields, time, &mut told),
                "Compliance" => self.of_cases(&event.event, fields, time, &mut told),
                // They change nothing that the engine knows.
                "ColdChain" | "ModelRegistry" | "Governance" | "Council" | "Grandpa" => Some(()),
                _ => None,
            },
            _ => None,
        };
        if understood.is_none() {
            self.skipped += 1;
        }
        told
    }

    fn of_participants(
        &mut self,
        event: &str,
        fields: &Map<String, Value>,
        time: Time,
        told: &mut Vec<Told>,
    ) -> Option<()> {
        let who = number(fields.get("participant")?)?;
        let licence = fields.get("number").and_then(Value::as_str);
        let licences = self.licences.entry(who).or_default();
        let act = match event {
            "ParticipantSuspended" | "ParticipantRevoked" => Act::LicenceSuspend,
            "ParticipantReinstated" => Act::LicenceRestore,
            "LicenceGranted" => {
                let first = licences.is_empty();
                licences.insert(licence?.to_owned());
                if !first {
                    return Some(());
                }
                Act::LicenceRestore
            }
            // Others may still be valid.
            "LicenceRevoked" => {
                licences.remove(licence?);
                if !licences.is_empty() {
                    return Some(());
                }
                Act::LicenceSuspend
            }
            "ParticipantRegistered"
            | "ParticipantRecovered"
            | "OperatorAdded"
            | "OperatorRemoved"
            | "DelegateSet"
            | "SiteSet"
            | "SiteRemoved" => return Some(()),
            _ => return None,
        };
        let site = self.site(who)?.id;
        told.push(Told::Entry(Entry { time, act, packs: None, site, to: None, shipment: None }));
        Some(())
    }

    fn of_batches(&mut self, event: &str, fields: &Map<String, Value>, time: Time, told: &mut Vec<Told>) -> Option<()> {
        let by = |feed: &Self| feed.site(number(fields.get("by")?)?).map(|site| site.id);
        let batch = fields.get("batch").and_then(batch_of);
        let act = match event {
            "ProductRegistered" | "ProductUpdated" => return Some(()),
            "BatchRegistered" => {
                if let Some(waiting) = self.waiting.get_mut(&batch?) {
                    waiting.facts.registered = Some(time);
                }
                return Some(());
            }
            "BatchReleased" => {
                let batch = batch?;
                if let Some(waiting) = self.waiting.get_mut(&batch) {
                    waiting.facts.released = Some(time);
                }
                return self.told_batch(&batch, told).map(|_| ());
            }
            "ProductRecalled" | "ProductWithdrawn" => {
                let act = if event == "ProductRecalled" { Act::Recall } else { Act::Withdraw };
                let site = by(self)?;
                let product = self.products.get(&fields.get("gtin")?.as_u64()?)?;
                for batch in product.batches.iter().filter_map(|name| self.batches.get(name)) {
                    let packs = Some((batch.id, 0..batch.packs));
                    told.push(Told::Entry(Entry { time, act, packs, site, to: None, shipment: None }));
                }
                return Some(());
            }
            "BatchRecalled" | "PacksRecalled" => Act::Recall,
            "BatchWithdrawn" => Act::Withdraw,
            "PacksDispensed" => Act::Dispense,
            "PacksDecommissioned" => decommissioned(fields.get("state")?.as_str()?)?,
            "ChangeUndone" => match fields.get("from")?.as_str()? {
                "Dispensed" => Act::UndoDispense,
                "Locked" => Act::Unlock,
                // The engine knows no way back from an export or a sample.
                _ => return None,
            },
            _ => return None,
        };
        let (batch, site) = (self.told_batch(&batch?, told)?, by(self)?);
        for packs in named_packs(fields).unwrap_or_else(|| vec![0..batch.packs]) {
            told.push(Told::Entry(Entry { time, act, packs: Some((batch.id, packs)), site, to: None, shipment: None }));
        }
        Some(())
    }

    fn of_custody(&mut self, event: &str, fields: &Map<String, Value>, time: Time, told: &mut Vec<Told>) -> Option<()> {
        // They move nothing.
        if ["Packed", "Unpacked", "ExcessReported", "BreachAccepted"].contains(&event) {
            return Some(());
        }
        let id = fields.get("shipment")?.as_u64()?;
        let lines = lines(fields.get("lines"));
        let packs: u64 = lines.iter().map(|(_, packs)| u64::from(packs.end.saturating_sub(packs.start))).sum();
        if event == "Dispatched" {
            let (from, to) = (number(fields.get("from")?)?, number(fields.get("to")?)?);
            self.shipments.insert(id, Shipment { from, to, packs: 0 });
        }
        let shipment = self.shipments.get_mut(&id)?;
        let (from, to) = (shipment.from, shipment.to);
        let (act, site, receiver) = match event {
            "Dispatched" | "Extended" => {
                shipment.packs = shipment.packs.saturating_add(packs);
                (Act::Dispatch, from, Some(to))
            }
            "Received" => (Act::Receive, to, None),
            // Called back or refused, the goods are the sender's again.
            "Rejected" | "Cancelled" => (Act::Reject, to, Some(from)),
            _ => return None,
        };
        if act != Act::Dispatch {
            shipment.packs = shipment.packs.saturating_sub(packs);
            if shipment.packs == 0 {
                self.shipments.remove(&id);
            }
        }
        let site = self.site(site)?.id;
        let to = receiver.map(|to| self.site(to).map(|site| site.id));
        if to == Some(None) {
            return None;
        }
        for (batch, packs) in lines {
            let Some(batch) = self.told_batch(&batch, told) else {
                self.skipped += 1;
                continue;
            };
            let packs = Some((batch.id, packs));
            told.push(Told::Entry(Entry { time, act, packs, site, to: to.flatten(), shipment: Some(id) }));
        }
        Some(())
    }

    fn of_cases(&mut self, event: &str, fields: &Map<String, Value>, time: Time, told: &mut Vec<Told>) -> Option<()> {
        let case = || number(fields.get("case")?);
        let (act, lines) = match event {
            "CaseOpened" if flag(fields, "quarantine") => (Act::Quarantine, self.cases.get(&case()?)?.clone()),
            // Without a quarantine, nothing was kept of it.
            "CaseClosed" => match self.cases.remove(&case()?) {
                Some(lines) if fields.get("result").and_then(Value::as_str) == Some("Destroyed") => {
                    (Act::Destroy, lines)
                }
                Some(lines) => (Act::Clear, lines),
                None => return Some(()),
            },
            _ => return Some(()),
        };
        let site = self.site(number(fields.get("by")?)?)?.id;
        for (batch, packs) in lines {
            let Some(batch) = self.told_batch(&batch, told) else {
                self.skipped += 1;
                continue;
            };
            let packs = Some((batch.id, packs));
            told.push(Told::Entry(Entry { time, act, packs, site, to: None, shipment: None }));
        }
        Some(())
    }

    /// A batch as the engine has it: told now if it was waiting for its release.
    fn told_batch(&mut self, name: &str, told: &mut Vec<Told>) -> Option<KnownBatch> {
        if let Some(known) = self.batches.get(name) {
            return Some(*known);
        }
        let id = BatchId(u32::try_from(self.batches.len()).ok()?);
        let Waiting { facts, maker } = self.waiting.remove(name)?;
        let known = KnownBatch { id, product: facts.product, maker, packs: facts.packs, expires: facts.expires };
        if let Some(product) = batch_key(name).and_then(|key| self.products.get_mut(&key.gtin)) {
            product.batches.push(name.to_owned());
        }
        self.batches.insert(name.to_owned(), known);
        told.push(Told::Batch(facts));
        Some(known)
    }
}

/// What a participant's kind is to the engine, and in which role its staff scans.
fn kind_and_role(kind: &str) -> Option<(SiteKind, Role)> {
    Some(match kind {
        "Manufacturer" | "Repackager" => (SiteKind::Manufacturer, Role::Manufacturer),
        "Wholesaler" | "Carrier" => (SiteKind::Wholesaler, Role::Wholesaler),
        "ParallelImporter" => (SiteKind::ParallelImporter, Role::Wholesaler),
        // The ledger does not tell pharmacies from hospitals.
        "Dispenser" => (SiteKind::Pharmacy, Role::Pharmacist),
        "Regulator" | "Laboratory" => (SiteKind::Regulator, Role::Inspector),
        _ => return None,
    })
}

fn decommissioned(state: &str) -> Option<Act> {
    Some(match state {
        "Exported" => Act::Export,
        "Destroyed" => Act::Destroy,
        "Sample" | "FreeSample" | "CheckedOut" => Act::Sample,
        "Stolen" => Act::Steal,
        "Locked" => Act::Lock,
        _ => return None,
    })
}

fn lines(value: Option<&Value>) -> Vec<Line> {
    let line = |line: &Value| Some((batch_of(line.get("batch")?)?, range(line.as_object()?)?));
    value.and_then(Value::as_array).into_iter().flatten().filter_map(line).collect()
}

fn country(value: &Value) -> Option<Country> {
    value.as_str()?.as_bytes().try_into().ok()
}

fn number(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

fn flag(fields: &Map<String, Value>, name: &str) -> bool {
    fields.get(name).and_then(Value::as_bool).unwrap_or(false)
}

#[cfg(test)]
#[path = "feed_tests.rs"]
mod tests;
