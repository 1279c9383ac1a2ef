//! One small story for every feature, with the integers that it must come to.

use std::collections::BTreeSet;

use anomaly::{
    Engine, FEATURES, Limits, MISSING, Measured,
    fact::{
        Act, BatchFacts, BatchId, Code, Entry, Intent, ProductFacts, ProductId, Reading, Repair, Role, Ruling, Scan,
        SiteFacts, SiteId, SiteKind, Time,
    },
    spec::Feature::{self, *},
};
use ledger_types::Position;

const DAY: Time = 86_400;
const HOUR: Time = 3600;
/// Noon UTC.
const T: Time = 1_750_032_000 - 1_750_032_000 % DAY + DAY / 2;
const MAKER: SiteId = SiteId(0);
const TRADER: SiteId = SiteId(1);
const SHOP: SiteId = SiteId(2);
const OTHER: SiteId = SiteId(3);
const IMPORTER: SiteId = SiteId(4);
const ABROAD: SiteId = SiteId(5);
const BATCH: BatchId = BatchId(0);

fn at(latitude: i32, longitude: i32) -> Option<Position> {
    Some(Position { latitude: latitude * 1_000_000, longitude: longitude * 1_000_000 })
}

fn engine() -> Engine {
    let mut engine = Engine::new(Limits::default());
    for (kind, country, place) in [
        (SiteKind::Manufacturer, b"DE", at(50, 0)),
        (SiteKind::Wholesaler, b"DE", at(50, 1)),
        (SiteKind::Pharmacy, b"DE", at(50, 2)),
        (SiteKind::Pharmacy, b"DE", at(50, 9)),
        (SiteKind::ParallelImporter, b"FR", at(45, 2)),
        (SiteKind::Pharmacy, b"FR", at(44, 2)),
    ] {
        engine.add_site(SiteFacts { kind, country: *country, place });
    }
    engine.add_product(ProductFacts {
        maker: Some(MAKER),
        markets: vec![*b"DE"],
        storage: Some(2000..8000),
        price_band: Some(4),
    });
    engine.add_batch(BatchFacts {
        product: ProductId(0),
        packs: 1000,
        packs_per_case: Some(100),
        expires: Some(T + 400 * DAY),
        registered: Some(T - 10 * DAY),
        released: Some(T - 9 * DAY),
    });
    engine
}

fn entry(time: Time, act: Act, packs: std::ops::Range<u32>, site: SiteId, to: Option<SiteId>, shipment: u64) -> Entry {
    let shipment = (shipment > 0).then_some(shipment);
    Entry { time, act, packs: Some((BATCH, packs)), site, to, shipment }
}

/// Maker to trader (five packs get lost), and fifty of these to the shop.
fn stocked() -> Engine {
    let mut engine = engine();
    engine.record(&entry(T, Act::Dispatch, 0..100, MAKER, Some(TRADER), 11));
    engine.record(&entry(T + DAY, Act::Receive, 0..95, TRADER, None, 11));
    engine.record(&entry(T + 2 * DAY, Act::Dispatch, 0..50, TRADER, Some(SHOP), 12));
    engine.record(&entry(T + 2 * DAY + 6 * HOUR, Act::Receive, 0..50, SHOP, None, 12));
    engine
}

fn scan(time: Time, site: SiteId, pack: u32) -> Scan {
    Scan {
        time,
        received: time,
        device: 1000 + u64::from(site.0),
        role: Role::Pharmacist,
        site: Some(site),
        place: None,
        accuracy_m: None,
        intent: Intent::Verify,
        code: Code {
            product: Some(ProductId(0)),
            batch: Some(BATCH),
            pack: Some(pack),
            identity: u64::from(pack),
            lot: Some(77),
            ..Code::default()
        },
        ruling: Ruling::Genuine,
    }
}

fn patient(time: Time, device: u64, place: Option<Position>, pack: u32) -> Scan {
    Scan { site: None, role: Role::Patient, device, place, ..scan(time, SHOP, pack) }
}

type Checks = Vec<(Feature, i32, i32)>;

fn check(measured: &Measured, expected: &[(Feature, i32)]) -> Checks {
    expected.iter().map(|(feature, value)| (*feature, measured.features[*feature as usize], *value)).collect()
}

fn an_ordinary_scan() -> Checks {
    let mut engine = stocked();
    let seen = engine.scan(&scan(T + 3 * DAY, SHOP, 3));
    check(
        &seen,
        &[
            (Ruling, 0),
            (Role, 2),
            (Intent, 0),
            (SinceDispensed, MISSING),
            (DispensedHere, MISSING),
            (Undos, 0),
            (PriorScans, 0),
            (PriorScansWeek, 0),
            (PriorSites, 0),
            (PriorDevices, 0),
            (SinceScan, MISSING),
            (ForeignScans, MISSING),
            (DispenseAgain, MISSING),
            (DispenseSurplus, 0),
            (Speed, MISSING),
            (ScanKm, MISSING),
            (CustodianKm, 0),
            (HolderKm, 0),
            (OutsideMarkets, 0),
            (OtherCountry, 0),
            (Offline, 0),
            (ClockAhead, 0),
            (UsualHour, 125),
            (Custody, 0),
            (Hops, 2),
            (Partner, MISSING),
            (HopBefore, 0),
            (HopPairDays, 1),
            (Dwell, MISSING),
            (Transit, MISSING),
            (Short, 0),
            (Returns, 0),
            (ForeignHops, 0),
            (Importer, 0),
            (Familiar, 0),
            (FlowShare, 1000),
            (HolderDays, 0),
            (RestDays, 0),
            (OnTheWay, MISSING),
            (SentOn, 0),
            (BatchAlerts, 2),
            (BatchForeign, 0),
            (ReleaseDays, 12),
            (Registered, 13 * 1440),
            (ExpiryDays, 397),
            (DispensedShare, 0),
            (CaseAlerts, 0),
            (PriceBand, 4),
            (ColdProduct, 1),
            (DeviceHour, 0),
            (DeviceBaseline, 0),
            (DeviceRole, MISSING),
            (DeviceUnknown, 2),
            (DeviceRun, 0),
            (DeviceProducts, 1),
            (DeviceDays, 0),
            (DeviceIdle, 300),
            (DeviceSpeed, MISSING),
            (RoleMismatch, 0),
            (Repair, 0),
            (SerialDistance, MISSING),
            (ExpiryLater, MISSING),
            (LotScans, MISSING),
            // No trip of this product was ever logged, so that nothing is missing.
            (ColdCoverage, MISSING),
        ],
    )
}

fn a_dispensed_pack_comes_back() -> Checks {
    let mut engine = stocked();
    let dispense = |time, site| Scan { intent: Intent::Dispense, ..scan(time, site, 3) };
    engine.scan(&dispense(T + 3 * DAY, SHOP));
    engine.record(&entry(T + 3 * DAY, Act::Dispense, 3..4, SHOP, None, 0));
    let at_home = engine.scan(&patient(T + 3 * DAY + HOUR, 5, at(50, 2), 3));
    let again = engine.scan(&Scan { ruling: Ruling::DispensedHere, ..dispense(T + 5 * DAY, SHOP) });
    let copy = engine.scan(&Scan { ruling: Ruling::DispensedElsewhere, ..dispense(T + 5 * DAY + HOUR, OTHER) });
    let mut all =
        check(&at_home, &[(SinceDispensed, 60), (DispensedHere, 0), (DispenseSurplus, 0), (Custody, MISSING)]);
    all.extend(check(
        &again,
        &[
            (SinceDispensed, 2 * 1440),
            (DispensedHere, 1),
            (PriorScans, 2),
            (PriorSites, 0),
            (PriorDevices, 1),
            (SinceScan, 47 * 60),
            (DispenseAgain, 1),
            (DispenseAgainDays, 2),
            (DispenseElsewhere, 0),
            (DispenseSurplus, 1),
            (DispensedShare, 1),
        ],
    ));
    all.extend(check(
        &copy,
        &[
            (Ruling, 5),
            (DispensedHere, 0),
            (PriorScans, 3),
            (PriorSites, 1),
            (PriorDevices, 2),
            (DispenseAgain, 0),
            (DispenseElsewhere, 2),
            (DispenseSurplus, 2),
            (Custody, 3),
            // Seven degrees of longitude at 50 degrees north, in one hour and five minutes, less 25 km.
            (ScanKm, 500),
            (Speed, 438),
            (CustodianKm, 500),
            (HolderKm, 500),
            (Partner, 0),
        ],
    ));
    // A weekly count has lost a little in two days.
    all.extend(check(&copy, &[(PriorScansWeek, 249)]));
    all
}

fn taken_back_and_given_out_again() -> Checks {
    let mut engine = stocked();
    let dispense = |time| Scan { intent: Intent::Dispense, ..scan(time, SHOP, 3) };
    engine.scan(&dispense(T + 3 * DAY));
    engine.record(&entry(T + 3 * DAY, Act::Dispense, 3..4, SHOP, None, 0));
    engine.record(&entry(T + 4 * DAY, Act::UndoDispense, 3..4, SHOP, None, 0));
    let seen = engine.scan(&dispense(T + 5 * DAY));
    check(
        &seen,
        &[(Undos, 1), (SinceDispensed, MISSING), (DispenseSurplus, 0), (DispenseAgain, 1), (DispensedShare, 0)],
    )
}

fn a_copy_far_away() -> Checks {
    let mut engine = stocked();
    for pack in [4, 5] {
        engine.scan(&Scan { ruling: Ruling::WrongCustodian, ..scan(T + 3 * DAY, ABROAD, pack) });
    }
    engine.scan(&Scan { ruling: Ruling::WrongCustodian, ..scan(T + 3 * DAY, ABROAD, 6) });
    let seen = engine.scan(&Scan { ruling: Ruling::WrongCustodian, ..scan(T + 3 * DAY + HOUR, ABROAD, 6) });
    check(
        &seen,
        &[
            (OutsideMarkets, 1),
            (OtherCountry, 1),
            (Custody, 3),
            // Six degrees of latitude.
            (CustodianKm, 667),
            (ForeignScans, 1),
            (BatchSites, 1),
            (BatchCases, 1),
            (BatchForeign, 298),
            // Three of three, and twenty at two in a thousand.
            (BatchAlerts, 131),
            (CaseAlerts, 2),
            (CaseFar, 2),
            (CaseHolder, 2),
            (HolderLost, 298),
            (ShipmentLost, 298),
            (DeviceNotHeld, 368),
            (SiteAlerts, 92),
            (SiteDays, MISSING),
            (FlowShare, MISSING),
        ],
    )
}

fn on_the_way() -> Checks {
    let mut engine = stocked();
    engine.record(&entry(T + 3 * DAY, Act::Dispatch, 50..60, TRADER, Some(OTHER), 13));
    let awaited = engine.scan(&scan(T + 3 * DAY + 2 * HOUR, OTHER, 55));
    let sender = engine.scan(&Scan { role: Role::Wholesaler, ..scan(T + 3 * DAY + 3 * HOUR, TRADER, 56) });
    let late_sender = engine.scan(&Scan { role: Role::Wholesaler, ..scan(T + 4 * DAY, TRADER, 57) });
    // Half way between trader and receiver nothing is odd.
    let between = engine.scan(&patient(T + 3 * DAY + HOUR, 6, at(50, 5), 58));
    let lost = engine.scan(&Scan { ruling: Ruling::WrongCustodian, ..scan(T + 3 * DAY, SHOP, 97) });
    let mut all = check(
        &awaited,
        &[
            (Custody, 1),
            (SentOn, 1),
            (OnTheWay, 120),
            (Partner, 1),
            (HopBefore, 0),
            (Hops, 1),
            (RestDays, MISSING),
            (Familiar, 0),
            // Five packs of the shipment by which the trader got it are missing.
            (Short, 5),
        ],
    );
    all.extend(check(&sender, &[(Custody, 0)]));
    all.extend(check(&late_sender, &[(Custody, 2), (HolderDays, 3), (SiteDays, 3)]));
    all.extend(check(&between, &[(CustodianKm, 0)]));
    all.extend(check(&lost, &[(Custody, 3), (OnTheWay, 3 * 1440)]));
    all
}

fn abroad_and_back() -> Checks {
    let mut engine = stocked();
    engine.record(&entry(T + 3 * DAY, Act::Dispatch, 50..60, TRADER, Some(IMPORTER), 14));
    engine.record(&entry(T + 5 * DAY, Act::Receive, 50..60, IMPORTER, None, 14));
    engine.record(&entry(T + 6 * DAY, Act::Dispatch, 50..60, IMPORTER, Some(TRADER), 15));
    engine.record(&entry(T + 8 * DAY, Act::Receive, 50..60, TRADER, None, 15));
    let seen = engine.scan(&Scan { role: Role::Wholesaler, ..scan(T + 10 * DAY, TRADER, 55) });
    let mismatch = engine.scan(&Scan { role: Role::Pharmacist, ..scan(T + 10 * DAY, TRADER, 56) });
    let mut all = check(
        &seen,
        &[
            (Hops, 3),
            (ForeignHops, 2),
            (Importer, 1),
            (Returns, 1),
            (RestDays, 2),
            (Familiar, 1),
            (HopPairDays, 4),
            // Of 145 packs that came within Germany none came from France before.
            (FlowShare, 0),
            (RoleMismatch, 0),
        ],
    );
    all.extend(check(&mismatch, &[(RoleMismatch, 1)]));
    all
}

fn habits_of_trade() -> Checks {
    let mut engine = engine();
    // Twenty days of the same: a day at the maker's, six hours on the way.
    for day in 0..20 {
        let packs = day * 10..day * 10 + 10;
        let time = T + i64::from(day) * DAY;
        engine.record(&entry(time, Act::Dispatch, packs.clone(), MAKER, Some(TRADER), 100 + u64::from(day)));
        engine.record(&entry(time + 6 * HOUR, Act::Receive, packs.clone(), TRADER, None, 0));
        engine.record(&entry(time + 30 * HOUR, Act::Dispatch, packs.clone(), TRADER, Some(SHOP), 200 + u64::from(day)));
        engine.record(&entry(time + 32 * HOUR, Act::Receive, packs, SHOP, None, 0));
    }
    let usual = engine.scan(&scan(T + 22 * DAY, SHOP, 199));
    // Then one that rests for ten days, goes to a place where nobody ever sent anything, and travels twelve hours.
    engine.record(&entry(T + 22 * DAY, Act::Dispatch, 200..210, MAKER, Some(TRADER), 300));
    engine.record(&entry(T + 22 * DAY + 12 * HOUR, Act::Receive, 200..210, TRADER, None, 300));
    let slow = engine.scan(&Scan { role: Role::Wholesaler, ..scan(T + 23 * DAY, TRADER, 205) });
    engine.record(&entry(T + 33 * DAY, Act::Dispatch, 200..210, TRADER, Some(ABROAD), 301));
    let odd = engine.scan(&scan(T + 33 * DAY + HOUR, ABROAD, 205));
    let mut all = check(
        &usual,
        &[(HopBefore, 19), (Dwell, 0), (Transit, 100), (HopSurprise, 24), (Familiar, 19), (HopPairDays, 20)],
    );
    all.extend(check(&slow, &[(Transit, 200), (Partner, MISSING), (HopBefore, 20)]));
    all.extend(check(&odd, &[(HopBefore, 0), (Dwell, 1000), (HopSurprise, 8618), (Partner, 1), (Custody, 1)]));
    all
}

fn offline_and_clocks() -> Checks {
    let mut engine = stocked();
    // The shop sent it back while the scan waited on the device.
    engine.record(&entry(T + 3 * DAY, Act::Dispatch, 3..4, SHOP, Some(TRADER), 16));
    engine.record(&entry(T + 4 * DAY, Act::Receive, 3..4, TRADER, None, 16));
    let offline = engine.scan(&Scan { received: T + 4 * DAY + HOUR, ..scan(T + 3 * DAY - HOUR, SHOP, 3) });
    let online = engine.scan(&scan(T + 6 * DAY, SHOP, 3));
    let ahead = engine.scan(&Scan { received: T + 5 * DAY, ..scan(T + 5 * DAY + 2 * HOUR, SHOP, 4) });
    let mut all = check(&offline, &[(Offline, 26 * 60), (Custody, 0), (CustodianKm, 0), (ClockAhead, 0)]);
    all.extend(check(&online, &[(Custody, 2), (CustodianKm, 71), (Returns, 1)]));
    all.extend(check(&ahead, &[(ClockAhead, 120), (Offline, 0)]));
    all
}

fn a_busy_device() -> Checks {
    let mut engine = stocked();
    // One scan of another device of the role an hour, for a day.
    for hour in 0..24 {
        engine.scan(&scan(T + 3 * DAY + hour * HOUR, OTHER, 900));
    }
    // Sixty neighbours within an hour, at night.
    let night = T + 4 * DAY + 13 * HOUR;
    for pack in 0..60 {
        engine.scan(&scan(night + i64::from(pack) * 60, SHOP, 100 + pack));
    }
    let seen = engine.scan(&scan(night + HOUR, SHOP, 160));
    check(
        &seen,
        &[
            (DeviceRun, 60),
            (DeviceHour, 3752),
            (DeviceBaseline, 15_008),
            (SiteRate, 3752),
            (DeviceRole, 227),
            (DeviceDays, 0),
            (DeviceIdle, 945),
            (DeviceNotHeld, 921),
            (SiteIdle, 899),
            (UsualHour, 879),
            (DeviceProducts, 1),
        ],
    )
}

fn unusual_hours() -> Checks {
    let mut engine = stocked();
    for day in 0..100 {
        engine.scan(&scan(T + (3 + day) * DAY, SHOP, 3));
    }
    engine.scan(&scan(T + 103 * DAY + 13 * HOUR, SHOP, 3));
    let night = engine.scan(&scan(T + 103 * DAY + 14 * HOUR, SHOP, 3));
    let noon = engine.scan(&scan(T + 104 * DAY, SHOP, 3));
    let mut all = check(&night, &[(UsualHour, 16), (DeviceOddHours, 95), (DeviceDays, 100)]);
    all.extend(check(&noon, &[(UsualHour, 934)]));
    all
}

fn a_device_that_flies_and_misreads() -> Checks {
    let mut engine = stocked();
    let misread = |time, place, pack| {
        let mut scan = patient(time, 9, place, pack);
        scan.code.repair = Repair::Layout;
        scan
    };
    engine.scan(&misread(T + 3 * DAY, at(50, 2), 3));
    // Ten degrees of latitude in two hours.
    let flies = engine.scan(&misread(T + 3 * DAY + 2 * HOUR, at(40, 2), 4));
    let mut site = scan(T + 3 * DAY, SHOP, 3);
    (site.code.repair, site.place, site.accuracy_m) = (Repair::Case, at(51, 2), Some(10_000));
    let moved = engine.scan(&site);
    let after = engine.scan(&scan(T + 3 * DAY, SHOP, 3));
    let mut all = check(
        &flies,
        &[(DeviceSpeed, 521), (Repair, 2), (DeviceFaults, 92), (OtherCountry, MISSING), (CustodianKm, 1111)],
    );
    all.extend(check(&moved, &[(SiteKm, 101), (Repair, 1)]));
    all.extend(check(&after, &[(SiteFaults, 34), (DeviceFaults, 92)]));
    all
}

fn unknown_codes() -> Checks {
    let mut engine = stocked();
    let unknown = |time, site, identity: u64, lot| {
        let mut scan = scan(time, site, 0);
        scan.code = Code {
            product: Some(ProductId(0)),
            identity,
            lot: Some(lot),
            number: Some(identity as u32),
            ..Code::default()
        };
        scan.ruling = Ruling::UnknownBatch;
        scan
    };
    engine.scan(&unknown(T + 3 * DAY, SHOP, 500, 8));
    engine.scan(&unknown(T + 3 * DAY + 60, OTHER, 500, 8));
    engine.scan(&unknown(T + 3 * DAY + 120, ABROAD, 501, 8));
    let seen = engine.scan(&unknown(T + 3 * DAY + HOUR, ABROAD, 500, 8));
    let mut serial = scan(T + 3 * DAY + HOUR, SHOP, 0);
    (serial.code.pack, serial.code.serial_distance, serial.code.odd_serial) = (None, Some(2), true);
    (serial.code.expiry_later_days, serial.ruling) = (Some(365), Ruling::UnknownSerial);
    let serial = engine.scan(&serial);
    let mut all = check(
        &seen,
        &[
            (CodeElsewhere, 2),
            (LotScans, 3),
            (LotPlaces, 2),
            (LotSerials, 1),
            (LotMinutes, 60),
            (ProductUnknown, 287),
            (DeviceUnknown, 163),
            (DeviceUnknownCount, 96),
            // 501 and then 500: neighbours.
            (DeviceRun, 1),
            (Custody, MISSING),
        ],
    );
    all.extend(check(
        &serial,
        &[
            (SerialDistance, 2),
            (OddSerial, 1),
            (ExpiryLater, 365),
            (LotScans, 0),
            (LotPlaces, 0),
            (LotMinutes, MISSING),
            (CodeElsewhere, MISSING),
        ],
    ));
    all
}

/// A trip of one day with a reading every ten minutes.
fn trip(
    engine: &mut Engine,
    shipment: u64,
    start: Time,
    packs: std::ops::Range<u32>,
    log: impl Fn(i64) -> Option<i32>,
) {
    engine.record(&entry(start, Act::Dispatch, packs.clone(), MAKER, Some(TRADER), shipment));
    for step in 0..=144 {
        if let Some(millicelsius) = log(step) {
            engine.read(&Reading { time: start + step * 600, shipment, logger: shipment, millicelsius });
        }
    }
    engine.record(&entry(start + DAY, Act::Receive, packs, TRADER, None, shipment));
}

/// Lively, and another for each seed.
fn lively(seed: i64, step: i64) -> Option<i32> {
    let word = anomaly::hash::key(seed as u64, step as u64, 0);
    Some(4000 + (word % 20) as i32 * 100)
}

fn cold_logs() -> Checks {
    let mut engine = engine();
    for seed in 1..=4 {
        let packs = seed as u32 * 10..seed as u32 * 10 + 10;
        trip(&mut engine, seed as u64, T + seed * 2 * DAY, packs, |step| lively(seed, step));
    }
    let start = T + 20 * DAY;
    trip(&mut engine, 21, start, 110..120, |_| Some(5000));
    // The second half is the first half of an earlier log.
    trip(&mut engine, 22, start, 120..130, |step| if step < 72 { lively(22, step) } else { lively(2, step - 72) });
    // Too warm for two hours, and then nothing for three.
    trip(&mut engine, 23, start, 130..140, |step| match step {
        60..72 => Some(9000),
        72..89 => None,
        _ => lively(23, step),
    });
    // At the very limit.
    trip(&mut engine, 24, start, 140..150, |step| lively(24, step).map(|_| 7950 + (step % 2) as i32 * 20));
    trip(&mut engine, 25, start, 150..160, |_| None);
    // A log from before the trip.
    trip(&mut engine, 26, start, 160..170, |_| None);
    for step in 0..10 {
        engine.read(&Reading { time: start - DAY + step * 600, shipment: 26, logger: 26, millicelsius: 5000 });
    }
    // A quiet piece over and over.
    trip(&mut engine, 27, start, 170..180, |step| lively(27, step % 40));
    // Warmer and colder gradually, and nothing for the last six hours.
    trip(&mut engine, 28, start, 180..190, |step| {
        if step < 109 { Some(4000 + (step % 36 - 18).abs() as i32 * 100) } else { None }
    });
    let mut seen = |pack| engine.scan(&Scan { role: Role::Wholesaler, ..scan(start + 2 * DAY, TRADER, pack) });
    let (good, flat, copied, warm, edge, none, strange) =
        (seen(15), seen(115), seen(125), seen(135), seen(145), seen(155), seen(165));
    let (looped, gradual) = (seen(175), seen(185));
    let mut all = check(
        &good,
        &[
            (ColdOutside, 0),
            (ColdGap, 10),
            (ColdFlat, 20),
            (ColdCopied, 0),
            (ColdCoverage, 1000),
            (ColdEdge, 0),
            (ColdStrange, 0),
            (ColdVariance, 97),
            (ColdSteps, 158),
            (ColdWhite, 214),
            (ColdEcho, 0),
            (ColdTail, 0),
        ],
    );
    all.extend(check(&looped, &[(ColdEcho, 96)]));
    all.extend(check(&gradual, &[(ColdWhite, 3), (ColdTail, 360)]));
    let still = [(ColdVariance, 0), (ColdSteps, 0), (ColdCopied, MISSING), (ColdWhite, MISSING), (ColdEcho, 0)];
    all.extend(check(&flat, &[[(ColdFlat, 1000)].as_slice(), &still].concat()));
    all.extend(check(&copied, &[(ColdCopied, 428)]));
    all.extend(check(&warm, &[(ColdOutside, 120), (ColdGap, 180), (ColdCoverage, 916)]));
    all.extend(check(&edge, &[(ColdEdge, 1000), (ColdOutside, 0), (ColdWhite, 400), (ColdEcho, 0)]));
    all.extend(check(&none, &[(ColdCoverage, 0), (ColdGap, 1440), (ColdFlat, MISSING)]));
    all.extend(check(&strange, &[(ColdStrange, 1000), (ColdCoverage, 0)]));
    all
}

/// What came out otherwise, and features of which no story tells.
pub fn faults() -> Vec<String> {
    let stories: [fn() -> Checks; 13] = [
        an_ordinary_scan,
        a_dispensed_pack_comes_back,
        taken_back_and_given_out_again,
        a_copy_far_away,
        on_the_way,
        abroad_and_back,
        habits_of_trade,
        offline_and_clocks,
        a_busy_device,
        unusual_hours,
        a_device_that_flies_and_misreads,
        unknown_codes,
        cold_logs,
    ];
    let mut wrong = Vec::new();
    let mut told = BTreeSet::new();
    for (place, story) in stories.into_iter().enumerate() {
        for (feature, actual, expected) in story() {
            // A value that is there, not only one that is missing.
            if expected != MISSING {
                told.insert(feature);
            }
            if actual != expected {
                wrong.push(format!("story {place}: {feature:?} is {actual}, expected {expected}"));
            }
        }
    }
    let untold =
        FEATURES.iter().enumerate().filter(|(place, _)| !told.iter().any(|feature| *feature as usize == *place));
    wrong.extend(untold.map(|(_, spec)| format!("no story tells of {}", spec.name)));
    wrong
}
