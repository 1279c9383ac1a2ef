//! The features of a scan, from what is known before it.

use ledger_types::Position;

use super::{
    Engine, Measured, SubjectKind, Subjects,
    mirror::{Batch, Fate, Holding, PackState},
    tally::{CodeTally, DeviceTally},
};
use crate::{
    decayed::{DAY, FORTNIGHT, HOUR, MONTH, ONE, WEEK, share, short},
    fact::{BatchId, Country, Intent, Key, Repair, Role, Ruling, Scan, SiteFacts, SiteId, SiteKind, Time},
    geo::{distance_km, distance_m, solar_hour},
    hash::key,
    spec::{FEATURE_COUNT, Feature as F, Features, MISSING, put},
};

/// Below this distance places are not told apart: towns, rounding and poor fixes.
const NEAR_M: i64 = 50_000;
/// Seconds by which clocks may disagree.
const CLOCK: i64 = 300;
/// Hours below this share of a habit are unusual, per mille. An even habit has 125 in three hours.
const UNUSUAL: i64 = 30;
/// A scan heard of so many seconds later was made offline.
const OFFLINE: i64 = 120;
/// So much earlier than an offline scan its site may have had the pack.
const OFFLINE_GRACE: i64 = 86_400;

/// Codes are known by their pack, or by what was read.
const KIND_PACK: u64 = 1;
const KIND_CODE: u64 = 2;
const KIND_CASE: u64 = 3;
const KIND_LANE: u64 = 4;
const KIND_BATCH: u64 = 5;
const KIND_SITE: u64 = 6;
const KIND_DEVICE: u64 = 7;
const KIND_SHIPMENT: u64 = 8;
const KIND_LOT: u64 = 9;
const KIND_HOLDER: u64 = 10;

/// What measuring found out and counting needs.
pub(super) struct Context {
    /// When it was, no later than it was heard of.
    pub at: Time,
    /// How much later it was heard of.
    pub late: i64,
    pub code: Key,
    pub pack: Option<(BatchId, u32)>,
    pub case: Option<(BatchId, u32)>,
    pub lot: Option<Key>,
    pub place: Option<Position>,
    pub holder: Option<SiteId>,
    pub shipment: Option<Key>,
    /// When the holder last changed.
    pub custody_since: u32,
    pub hour: usize,
    pub odd_hour: bool,
    pub alert: bool,
    pub unknown: bool,
    pub fault: bool,
    /// Its site neither has nor awaits it.
    pub not_held: bool,
    /// Nor did it ever, as far as is known.
    pub never_held: bool,
    /// It is where it should not be, as far as can be told.
    pub astray: bool,
    pub far: bool,
}

/// Whether the rules doubt that the pack is what it says, or where it should be.
fn is_alert(scan: &Scan) -> bool {
    scan.ruling >= Ruling::Stolen && scan.code.repair == Repair::None
}

fn days(from: u32, until: Time) -> i64 {
    (until - i64::from(from)).max(0) / 86_400
}

/// Kilometres an hour over a distance beyond what is near, allowing for clocks.
fn speed(metres: i64, seconds: i64) -> i64 {
    if metres <= NEAR_M { 0 } else { (metres - NEAR_M / 2) * 36 / (10 * (seconds.abs() + CLOCK)) }
}

impl Engine {
    pub(super) fn measure(&self, scan: &Scan) -> (Measured, Context) {
        let mut features = [MISSING; FEATURE_COUNT];
        let f = &mut features;
        let at = scan.time.min(scan.received).clamp(0, u32::MAX.into());
        let site = scan.site.and_then(|id| self.site(id).map(|facts| (id, facts)));
        let place = scan.place.filter(|place| place.is_valid()).or_else(|| site.and_then(|(_, facts)| facts.place));
        let country = match site {
            Some((_, facts)) => Some(facts.country),
            None => place.and_then(|place| self.places.country(place)),
        };
        let batch = scan.code.batch.and_then(|id| self.mirror.get(id).map(|batch| (id, batch)));
        let pack = batch.and_then(|(id, batch)| {
            let index = scan.code.pack?;
            Some((id, index, batch, batch.holdings.get(index)?, batch.fates.get(index)?))
        });
        let code = match pack {
            Some((id, index, ..)) => key(KIND_PACK, id.0.into(), index.into()),
            None => key(KIND_CODE, scan.code.identity, 0),
        };
        let mut context = Context {
            at,
            late: scan.received.saturating_sub(at).max(0),
            code,
            pack: pack.map(|(id, index, ..)| (id, index)),
            case: pack.map(|(id, index, batch, ..)| (id, batch.case(index))),
            lot: None,
            place,
            holder: pack.and_then(|(.., holding, _)| holding.holder),
            shipment: pack.and_then(|(.., holding, _)| holding.outgoing.or(holding.shipment)),
            custody_since: pack.map_or(0, |(.., holding, _)| holding.since.max(holding.sent)),
            hour: solar_hour(at, place),
            odd_hour: false,
            alert: is_alert(scan),
            unknown: scan.ruling >= Ruling::UnknownSerial && scan.code.repair == Repair::None,
            fault: scan.code.repair != Repair::None,
            not_held: false,
            never_held: false,
            astray: false,
            far: false,
        };

        put(f, F::Ruling, scan.ruling as i64);
        put(f, F::Role, scan.role as i64);
        put(f, F::Intent, scan.intent as i64);
        put(f, F::Offline, context.late / 60);
        put(f, F::ClockAhead, (scan.time.saturating_sub(scan.received)).max(0) / 60);

        self.actor(f, scan, site, &mut context);
        self.history(f, scan, site, &context);
        if let Some((_, _, batch, holding, fate)) = pack {
            self.state(f, scan, site, fate, &context);
            self.space(f, scan, site, country, (batch, holding, fate), &mut context);
            self.route(f, scan, site, country, (batch, holding), &mut context);
            context.astray = scan.ruling == Ruling::WrongCustodian
                || (context.never_held && scan.role != Role::Inspector)
                || (site.is_none() && context.alert && fate.end == PackState::Active);
        }
        if let Some((id, batch)) = batch {
            self.batch_features(f, id, batch, &context);
        }
        self.code_features(f, scan, site, &mut context);

        let mut subjects = Subjects::default();
        let batch = batch.map(|(id, _)| id);
        let of = |kind: u64, id: Option<u32>| id.map(|id| key(kind, id.into(), 0));
        subjects.set(SubjectKind::Code, Some(code));
        subjects.set(SubjectKind::Device, Some(key(KIND_DEVICE, scan.device, 0)));
        subjects.set(SubjectKind::Site, of(KIND_SITE, site.map(|(id, _)| id.0)));
        subjects.set(SubjectKind::Batch, of(KIND_BATCH, batch.map(|id| id.0)).or(context.lot));
        subjects.set(SubjectKind::Case, context.case.map(|(id, case)| key(KIND_CASE, id.0.into(), case.into())));
        subjects.set(SubjectKind::Shipment, context.shipment.map(|shipment| key(KIND_SHIPMENT, shipment, 0)));
        subjects.set(SubjectKind::Holder, of(KIND_HOLDER, context.holder.map(|id| id.0)));
        subjects.set(
            SubjectKind::Lane,
            batch.zip(country).map(|(id, [a, b])| key(KIND_LANE, id.0.into(), u64::from(a) << 8 | u64::from(b))),
        );
        (Measured { features, subjects }, context)
    }

    /// What the ledger says became of it.
    fn state(&self, f: &mut Features, scan: &Scan, site: Option<(SiteId, &SiteFacts)>, fate: &Fate, context: &Context) {
        put(f, F::Undos, fate.undos.into());
        if fate.end == PackState::Dispensed {
            put(f, F::SinceDispensed, (context.at - i64::from(fate.at)) / 60);
            put(f, F::DispensedHere, (fate.by.is_some() && fate.by == site.map(|(id, _)| id)).into());
        }
        let brought = self.codes.get(&context.code).map_or(0, |tally| i64::from(tally.dispenses));
        let now = i64::from(scan.intent == Intent::Dispense);
        let allowed = if fate.end == PackState::Active { now } else { 0 };
        put(f, F::DispenseSurplus, brought + now - i64::from(fate.dispenses) - allowed);
    }

    /// Earlier scans of the code.
    fn history(&self, f: &mut Features, scan: &Scan, site: Option<(SiteId, &SiteFacts)>, context: &Context) {
        let empty = CodeTally::default();
        let tally = self.codes.get(&context.code).unwrap_or(&empty);
        let at = context.at;
        put(f, F::PriorScans, tally.total.into());
        put(f, F::PriorScansWeek, tally.week.hundredths(at, WEEK));
        put(f, F::PriorSites, site.map_or(tally.sites.len(), |(id, _)| tally.sites.others(id.0.into())));
        put(f, F::PriorDevices, tally.devices.others(scan.device));
        if tally.total == 0 {
            return;
        }
        let passed = at - i64::from(tally.last);
        put(f, F::SinceScan, passed.abs() / 60);
        put(f, F::ForeignScans, if tally.custody == context.custody_since { tally.foreign.into() } else { 0 });
        if let Some((id, _)) = site {
            let here = tally.counter(id);
            put(f, F::DispenseAgain, here.map_or(0, |here| here.count.into()));
            if let Some(here) = here {
                put(f, F::DispenseAgainDays, days(here.first, at));
            }
            let elsewhere = i64::from(tally.dispenses) - here.map_or(0, |here| i64::from(here.count));
            put(f, F::DispenseElsewhere, elsewhere.max(0));
        }
        if let (Some(here), Some(there)) = (context.place, tally.place) {
            let unsure = i64::from(scan.accuracy_m.unwrap_or(0)) + i64::from(tally.accuracy_m);
            let metres = (i64::from(distance_m(here, there)) - unsure).max(0);
            put(f, F::ScanKm, metres / 1000);
            put(f, F::Speed, speed(metres, at - i64::from(tally.placed)));
        }
        if context.pack.is_none() {
            let others = if site.is_some() { tally.sites.others(site.map_or(0, |(id, _)| id.0.into())) } else { 0 };
            put(f, F::CodeElsewhere, others.max(if site.is_none() { tally.devices.others(scan.device) } else { 0 }));
        }
    }

    /// Where it is, and where it should be.
    fn space(
        &self,
        f: &mut Features,
        scan: &Scan,
        site: Option<(SiteId, &SiteFacts)>,
        country: Option<Country>,
        (batch, holding, fate): (&Batch, &Holding, &Fate),
        context: &mut Context,
    ) {
        let placed = |id: SiteId| self.site(id).and_then(|facts| facts.place);
        if let Some(here) = context.place {
            let unsure = i64::from(scan.accuracy_m.unwrap_or(0)).min(500_000);
            let away = |there: Position| (i64::from(distance_m(here, there)) - unsure).max(0);
            let dispenser = fate.by.filter(|_| fate.end == PackState::Dispensed);
            let custodian = dispenser.or(holding.holder).and_then(placed).map(away);
            let next = holding.to.and_then(placed).map(away);
            let mut nearest = custodian.into_iter().chain(next).min();
            if let (Some(a), Some(b), Some(from), Some(to)) =
                (custodian, next, holding.holder.and_then(placed), holding.to.and_then(placed))
            {
                // On the way it may be anywhere between: what counts is half the detour.
                let detour = (a + b - i64::from(distance_m(from, to))).max(0) / 2;
                nearest = nearest.map(|nearest| nearest.min(detour));
            }
            if context.late > OFFLINE
                && let Some((id, _)) = site
                && holding.held(id, short(context.at - OFFLINE_GRACE), short(scan.received))
            {
                nearest = nearest.map(|_| 0);
            }
            if let Some(metres) = nearest {
                put(f, F::CustodianKm, metres / 1000);
                context.far = metres > NEAR_M;
            }
            if let Some(metres) = holding.everyone().chain(dispenser).filter_map(placed).map(away).min() {
                put(f, F::HolderKm, metres / 1000);
            }
        }
        let Some(country) = country else { return };
        if let Some(product) = self.product(batch.facts.product)
            && !product.markets.is_empty()
        {
            put(f, F::OutsideMarkets, (!product.markets.contains(&country)).into());
        }
        let mut homes = holding.holder.into_iter().chain(holding.to).filter_map(|id| self.site(id)).peekable();
        if homes.peek().is_some() {
            put(f, F::OtherCountry, (!homes.any(|home| home.country == country)).into());
        }
    }

    /// How it came there.
    fn route(
        &self,
        f: &mut Features,
        scan: &Scan,
        site: Option<(SiteId, &SiteFacts)>,
        country: Option<Country>,
        (batch, holding): (&Batch, &Holding),
        context: &mut Context,
    ) {
        let at = context.at;
        let product = batch.facts.product;
        if let Some((id, _)) = site {
            let offline = context.late > OFFLINE;
            let at_rest = holding.holder == Some(id) && holding.to.is_none();
            let had_then = offline && holding.held(id, short(at - OFFLINE_GRACE), short(scan.received));
            // Sent off a moment ago, and still in the yard.
            let leaving = holding.holder == Some(id) && i64::from(holding.sent) + OFFLINE_GRACE / 2 > at;
            let custody = if at_rest || had_then {
                0
            } else if holding.to == Some(id) {
                1
            } else if leaving {
                0
            } else if holding.holder == Some(id) || holding.had(id) {
                2
            } else {
                3
            };
            put(f, F::Custody, custody);
            context.not_held = custody >= 2;
            context.never_held = custody == 3;
            if let Some(holder) = holding.holder.filter(|holder| *holder != id) {
                put(f, F::Partner, self.routes.dispatches(holder, id).into());
            }
            if let Some(tally) = self.site_tallies.get(id.0 as usize).filter(|tally| tally.first_business > 0) {
                put(f, F::SiteDays, days(tally.first_business, at));
            }
        }
        put(f, F::Hops, holding.hops.into());
        put(f, F::Returns, holding.returns.into());
        put(f, F::ForeignHops, holding.foreign.into());
        put(f, F::Importer, holding.importer.into());
        put(f, F::SentOn, holding.to.is_some().into());
        let hop = &holding.hop;
        if hop.from.is_some() {
            put(f, F::HopBefore, hop.before.into());
            put(f, F::HopPairDays, days(hop.first, at));
            put(f, F::HopSurprise, hop.surprise.into());
            if let Some(dwell) = hop.dwell {
                put(f, F::Dwell, dwell.into());
            }
        }
        let sender = holding.holder.and_then(|id| self.site(id));
        let transit = match (holding.to.and_then(|id| self.site(id)), sender) {
            (Some(to), Some(from)) => self.routes.trip(from, to, short(at).saturating_sub(holding.sent)),
            _ => hop.transit,
        };
        if let Some(transit) = transit {
            put(f, F::Transit, transit.into());
        }
        if holding.to.is_some() {
            put(f, F::OnTheWay, (at - i64::from(holding.sent)).max(0) / 60);
        } else if holding.hops > 0 {
            put(f, F::RestDays, days(holding.since, at));
        }
        if let Some(shipment) = holding.shipment.and_then(|key| self.shipments.get(key))
            && shipment.received > 0
            && shipment.packs_sent > 0
        {
            put(f, F::Short, i64::from(shipment.packs_sent) - i64::from(shipment.packs_got));
        }
        if let Some(familiar) = hop.familiar.filter(|_| holding.to.is_none()) {
            put(f, F::Familiar, familiar.into());
        } else if let Some(to) = holding.to {
            put(f, F::Familiar, self.routes.familiar(to, product).into());
        }
        if let Some(holder) = holding.holder {
            if let Some(tally) = self.site_tallies.get(holder.0 as usize) {
                if tally.first_business > 0 {
                    put(f, F::HolderDays, days(tally.first_business, at));
                }
                put(f, F::HolderLost, tally.lost.hundredths(at, WEEK));
            }
            let home = sender.map(|facts| facts.country);
            let flow = match (home, country) {
                (Some(home), Some(country)) if home != country => self.routes.flow(product, home, country),
                _ if holding.foreign > 0 => hop.flow,
                (Some(home), Some(_)) => self.routes.flow(product, home, home),
                _ => None,
            };
            if let Some(flow) = flow {
                put(f, F::FlowShare, flow.into());
            }
        }
        let cold = self.product(product).and_then(|product| product.storage.as_ref()).is_some_and(is_cold);
        if let Some(key) = context.shipment {
            if let Some(shipment) = self.shipments.get(key) {
                put(f, F::ShipmentLost, shipment.lost.hundredths(at, WEEK));
            }
            if self.product(product).is_some_and(|product| product.storage.is_some()) {
                self.shipments.measure(key, cold, at, f);
            }
        }
    }

    /// Others of its batch and case.
    fn batch_features(&self, f: &mut Features, id: BatchId, batch: &Batch, context: &Context) {
        let at = context.at;
        if let Some(tally) = self.batch_tallies.get(id.0 as usize) {
            put(f, F::BatchAlerts, share(tally.alerts.at(at, WEEK), tally.scans.at(at, WEEK), 2, 20));
            put(f, F::BatchForeign, tally.foreign.hundredths(at, WEEK));
            put(f, F::BatchSites, tally.sites.len());
            put(f, F::BatchCases, tally.cases.len());
        }
        if let Some(released) = batch.facts.released {
            put(f, F::ReleaseDays, days(short(released), at));
        }
        if let Some(registered) = batch.facts.registered {
            put(f, F::Registered, (at - i64::from(short(registered))).max(0) / 60);
        }
        if let Some(expires) = batch.facts.expires {
            put(f, F::ExpiryDays, (i64::from(short(expires)) - at).div_euclid(86_400));
        }
        put(f, F::DispensedShare, i64::from(batch.dispensed) * 1000 / i64::from(batch.facts.packs.max(1)));
        if let (Some(case), Some((_, index))) = (context.case, context.pack) {
            let tally = self.cases.get(&case);
            put(f, F::CaseAlerts, tally.map_or(0, |tally| tally.alerts.others(index.into())));
            put(f, F::CaseFar, tally.map_or(0, |tally| tally.far.others(index.into())));
            let holder = tally.zip(context.holder).map_or(0, |(tally, holder)| tally.astray_of(index, holder));
            put(f, F::CaseHolder, holder);
        }
        if let Some(product) = self.product(batch.facts.product) {
            if let Some(band) = product.price_band {
                put(f, F::PriceBand, band.into());
            }
            if let Some(storage) = &product.storage {
                put(f, F::ColdProduct, is_cold(storage).into());
            }
        }
    }

    /// Who scans, and how.
    fn actor(&self, f: &mut Features, scan: &Scan, site: Option<(SiteId, &SiteFacts)>, context: &mut Context) {
        let at = context.at;
        let empty = DeviceTally::default();
        let device = self.devices.get(&scan.device).unwrap_or(&empty);
        let hour = device.hour.hundredths(at, HOUR);
        put(f, F::DeviceHour, hour);
        // Two weeks have 336 hours; nobody's own rate counts as less than one in four hours.
        let own = (device.base.hundredths(at, FORTNIGHT) / 336).max(25);
        put(f, F::DeviceBaseline, hour * 100 / own);
        if let Some((mean, _)) = self.role_rates.get(scan.role as usize).filter(|(_, count)| *count >= 20) {
            put(f, F::DeviceRole, hour * 100 / ((*mean >> 10) as i64 * 100 / i64::from(ONE)).max(25));
        }
        let day = device.day.at(at, DAY);
        put(f, F::DeviceUnknown, share(device.unknown.at(at, DAY), day, 2, 5));
        put(f, F::DeviceUnknownCount, device.unknown.hundredths(at, DAY));
        put(f, F::DeviceIdle, share(device.verify.at(at, DAY), day, 300, 5));
        if site.is_some() {
            put(f, F::DeviceNotHeld, share(device.not_held.at(at, DAY), day, 5, 5));
        }
        put(f, F::DeviceOddHours, device.odd_hours.hundredths(at, DAY));
        put(f, F::DeviceFaults, share(device.faults.at(at, MONTH), device.month.at(at, MONTH), 2, 10));
        let number = scan.code.number.map(|number| (scan.code.product, number));
        put(f, F::DeviceRun, device.run_with(context.code, context.pack, number).into());
        let mut products = device.products;
        if let Some(product) = scan.code.product {
            products.insert(product.0.into());
        }
        put(f, F::DeviceProducts, products.both(device.products_before));
        put(f, F::DeviceDays, if device.first == 0 { 0 } else { days(device.first, at) });
        if let (Some(here), Some(there)) = (context.place, device.place) {
            let unsure = i64::from(scan.accuracy_m.unwrap_or(0)).min(500_000);
            let metres = (i64::from(distance_m(here, there)) - unsure).max(0);
            put(f, F::DeviceSpeed, speed(metres, at - i64::from(device.placed)));
        }

        // The usual hour: this site's or device's, drawn towards that of its role.
        let (all, near) = self.habits.get(scan.role as usize).map_or((0, 0), |habit| habit.around(context.hour));
        let usual = share(near.saturating_mul(ONE), all.saturating_mul(ONE), 125, 50) as u32;
        let tally = site.and_then(|(id, _)| self.site_tallies.get(id.0 as usize));
        let (all, near) = tally.map_or(device.habit, |tally| tally.habit).around(context.hour);
        let hours = share(near.saturating_mul(ONE), all.saturating_mul(ONE), usual, 20);
        put(f, F::UsualHour, hours);
        context.odd_hour = hours < UNUSUAL;

        let Some(((_, facts), tally)) = site.zip(tally) else { return };
        let own = (tally.base.hundredths(at, FORTNIGHT) / 336).max(100);
        put(f, F::SiteRate, tally.hour.hundredths(at, HOUR) * 100 / own);
        let month = tally.month.at(at, MONTH);
        put(f, F::SiteAlerts, share(tally.alerts.at(at, MONTH), month, 2, 30));
        put(f, F::SiteFaults, share(tally.faults.at(at, MONTH), month, 2, 30));
        put(f, F::SiteIdle, share(tally.verify.at(at, WEEK), tally.week.at(at, WEEK), 300, 10));
        let fits = match scan.role {
            Role::Manufacturer => facts.kind == SiteKind::Manufacturer,
            Role::Wholesaler => matches!(facts.kind, SiteKind::Wholesaler | SiteKind::ParallelImporter),
            Role::Pharmacist => matches!(facts.kind, SiteKind::Pharmacy | SiteKind::Hospital),
            Role::Hospital => facts.kind == SiteKind::Hospital,
            Role::Patient => false,
            Role::Inspector => true,
        };
        put(f, F::RoleMismatch, (!fits).into());
        if let (Some(here), Some(there)) = (scan.place.filter(|place| place.is_valid()), facts.place) {
            let unsure = i64::from(scan.accuracy_m.unwrap_or(0)) / 1000;
            put(f, F::SiteKm, (distance_km(here, there) - unsure).max(0));
        }
    }

    /// The printed code itself, and others that are unknown like it.
    fn code_features(&self, f: &mut Features, scan: &Scan, site: Option<(SiteId, &SiteFacts)>, context: &mut Context) {
        let at = context.at;
        put(f, F::Repair, scan.code.repair as i64);
        if let Some(distance) = scan.code.serial_distance {
            put(f, F::SerialDistance, distance.into());
        }
        put(f, F::OddSerial, scan.code.odd_serial.into());
        if let Some(days) = scan.code.expiry_later_days {
            put(f, F::ExpiryLater, days.into());
        }
        if let Some(product) = scan.code.product {
            put(f, F::ProductUnknown, self.unknown.get(&product).map_or(0, |count| count.hundredths(at, DAY)));
        }
        if scan.code.pack.is_some() {
            return;
        }
        context.lot = match (scan.code.batch, scan.code.lot) {
            (Some(batch), _) => Some(key(KIND_LOT, 1, batch.0.into())),
            (None, Some(lot)) => Some(key(KIND_LOT, 2, lot)),
            (None, None) => None,
        };
        let Some(lot) = context.lot else { return };
        let tally = self.lots.get(&lot).cloned().unwrap_or_default();
        put(f, F::LotScans, tally.scans.into());
        put(f, F::LotPlaces, tally.places.others(whereabouts(scan, site.map(|(id, _)| id))));
        put(f, F::LotSerials, tally.codes.others(context.code));
        if tally.first > 0 {
            put(f, F::LotMinutes, (at - i64::from(tally.first)).max(0) / 60);
        }
    }
}

/// The site, or a patient's device.
pub(super) fn whereabouts(scan: &Scan, site: Option<SiteId>) -> u64 {
    site.map_or(key(KIND_DEVICE, scan.device, 1), |id| key(KIND_SITE, id.0.into(), 1))
}

fn is_cold(storage: &core::ops::Range<i32>) -> bool {
    storage.end <= 15_000
}
