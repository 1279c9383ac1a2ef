//! Shipments: what was sent and what arrived, and the temperature logs of their trips.

use alloc::collections::VecDeque;
use core::ops::Range;

use crate::{
    decayed::{Decayed, short},
    fact::{Key, ProductId, Reading, SiteId, Time},
    hash::{Bounded, mix},
    spec::{Feature, Features, put},
};

/// Readings in a window that is compared with earlier logs.
const WINDOW: usize = 24;
/// Steps in a window that must not be zero: a flat line is no copy.
const LIVELY: usize = 12;
/// Seconds that one reading speaks for.
const SPEAKS: u32 = 3600;
/// How near a limit is its edge, in thousandths of a degree: what was too warm is made to look just cool enough.
const EDGE: i32 = 500;
/// Readings of a logger that are kept, to hear an echo of them.
const KEPT: usize = 256;
/// Readings in a row that are the same before it may be an echo.
const ECHO: usize = 6;
/// How many of these must be changes: flat lines are like each other.
const ECHO_CHANGES: usize = 3;

/// One shipment.
#[derive(Clone, Debug, Default)]
pub struct Shipment {
    /// Who sent it.
    pub from: Option<SiteId>,
    /// To whom.
    pub to: Option<SiteId>,
    /// Of which product its first packs are.
    pub product: Option<ProductId>,
    /// When it was sent; 0 if that is not known.
    pub sent: u32,
    /// When it was taken over; 0 if it was not.
    pub received: u32,
    /// Packs sent.
    pub packs_sent: u32,
    /// Packs taken over or refused.
    pub packs_got: u32,
    /// Of its packs, how many turned up elsewhere.
    pub lost: Decayed,
    /// Its temperature log.
    pub log: Log,
}

/// The log of a shipment's trip, over all its loggers.
#[derive(Clone, Debug, Default)]
pub struct Log {
    readings: u32,
    loggers: u32,
    first: u32,
    last: u32,
    /// The longest of any logger, in seconds.
    outside: u32,
    gap: u32,
    covered: u32,
    /// Readings in the longest flat run.
    flat: u32,
    edge: u32,
    strange: u32,
    windows: u32,
    copied: u32,
    /// Changes of the longest run that repeats an earlier part of the same logger's readings.
    echo: u32,
    sum: i64,
    squares: i64,
    moves: u64,
    squared_moves: u64,
    folded: bool,
}

impl Log {
    fn variance(&self) -> u64 {
        // In whole numbers the mean must not be rounded before it is squared.
        let (count, sum) = (i128::from(self.readings.max(1)), i128::from(self.sum));
        let spread = count * i128::from(self.squares) - sum * sum;
        u64::try_from(spread / (count * count)).unwrap_or(0)
    }

    fn step(&self) -> u64 {
        self.moves / u64::from(self.readings.saturating_sub(self.loggers).max(1))
    }

    /// Mean square of the steps by the variance (von Neumann's ratio), in hundredths: near 0 for what changes gradually, about
    /// 200 where each reading has nothing to do with the one before it, as in numbers that were made up.
    fn whiteness(&self) -> Option<i64> {
        let steps = u64::from(self.readings.saturating_sub(self.loggers));
        let variance = self.variance();
        if variance == 0 || steps == 0 {
            return None;
        }
        i64::try_from(u128::from(self.squared_moves) * 100 / (u128::from(variance) * u128::from(steps))).ok()
    }

    fn per_mille(&self, part: u32) -> i64 {
        i64::from(part) * 1000 / i64::from(self.readings.max(1))
    }
}

/// One logger in one shipment.
#[derive(Clone, Debug, Default)]
struct Trail {
    readings: u32,
    last: u32,
    value: i32,
    run: u32,
    outside: u32,
    covered: u32,
    /// The last steps, in a ring.
    steps: [i32; WINDOW],
    /// Its last readings.
    past: VecDeque<i32>,
    /// So many readings ago the same was read as now, and how many changes were the same since then.
    lag: usize,
    echoed: u32,
}

impl Trail {
    fn reading(&self, ago: usize) -> Option<i32> {
        self.past.get(self.past.len().checked_sub(ago)?).copied()
    }

    /// Hears whether a reading goes on repeating earlier ones, each as many readings ago. Gives how many changes it repeats.
    fn echo(&mut self, value: i32) -> u32 {
        let before = self.reading(1);
        if self.lag > 0 && self.reading(self.lag) == Some(value) {
            self.echoed += u32::from(before != Some(value));
        } else {
            (self.lag, self.echoed) = self.first_echo(value).unwrap_or_default();
        }
        if self.past.len() >= KEPT {
            self.past.pop_front();
        }
        self.past.push_back(value);
        self.echoed
    }

    /// The least number of readings ago at which the last ones were the same, and the changes among them.
    fn first_echo(&self, value: i32) -> Option<(usize, u32)> {
        let same = |lag: usize| {
            let rest = (1..ECHO).all(|ago| self.reading(ago) == self.reading(ago + lag));
            self.reading(lag) == Some(value) && rest
        };
        let changes = (1..ECHO).filter(|ago| self.reading(*ago) != self.reading(ago + 1)).count();
        // A cooler that goes on and off at two marks is no echo.
        let third = (1..=ECHO).any(|ago| ![self.reading(1), self.reading(2)].contains(&self.reading(ago)));
        let lags = ECHO..=self.past.len().checked_sub(ECHO)?;
        let lively = third && changes >= ECHO_CHANGES;
        let lag = if lively { lags.into_iter().find(|lag| same(*lag)) } else { None };
        Some((lag?, u32::try_from(changes).unwrap_or_default()))
    }
}

/// What the logs of a product are usually like.
#[derive(Clone, Copy, Debug, Default)]
struct Usual {
    trips: u64,
    variances: u64,
    steps: u64,
}

/// All shipments.
#[derive(Clone, Debug)]
pub struct Shipments {
    all: Bounded<Key, Shipment>,
    trails: Bounded<(Key, Key), Trail>,
    windows: Bounded<u64, (Key, Key)>,
    usual: Bounded<ProductId, Usual>,
}

impl Shipments {
    /// None yet; at most so many, and as many windows of readings times sixteen.
    pub fn new(most: usize) -> Self {
        Self {
            all: Bounded::new(most),
            trails: Bounded::new(most),
            windows: Bounded::new(most.saturating_mul(16)),
            usual: Bounded::new(1 << 16),
        }
    }

    /// One of them.
    pub fn get(&self, key: Key) -> Option<&Shipment> {
        self.all.get(&key)
    }

    /// A pack of it turned up elsewhere.
    pub fn lost(&mut self, key: Key, now: Time, half_life: u32) {
        if let Some(shipment) = self.all.get_mut(&key) {
            shipment.lost.count(now, half_life);
        }
    }

    /// Packs were sent.
    pub fn sent(&mut self, key: Key, time: Time, from: SiteId, to: Option<SiteId>, product: ProductId, packs: u32) {
        let shipment = self.all.touch(key);
        if shipment.sent == 0 {
            (shipment.sent, shipment.from, shipment.to) = (short(time), Some(from), to);
        }
        shipment.product = shipment.product.or(Some(product));
        shipment.packs_sent = shipment.packs_sent.saturating_add(packs);
    }

    /// Packs were taken over, or refused.
    pub fn got(&mut self, key: Key, time: Time, product: ProductId, packs: u32) {
        let shipment = self.all.touch(key);
        shipment.received = shipment.received.max(short(time));
        shipment.product = shipment.product.or(Some(product));
        shipment.packs_got = shipment.packs_got.saturating_add(packs);
        let log = &mut shipment.log;
        if log.readings >= 12 && !log.folded {
            log.folded = true;
            let usual = self.usual.touch(product);
            usual.trips += 1;
            usual.variances = usual.variances.saturating_add(log.variance());
            usual.steps = usual.steps.saturating_add(log.step());
        }
    }

    /// A logger reports. `storage` are the limits of the shipment's product.
    pub fn read(&mut self, reading: &Reading, storage: impl Fn(ProductId) -> Option<Range<i32>>) {
        let now = short(reading.time);
        // No thermometer of a medicine shows more.
        let value = reading.millicelsius.clamp(-273_150, 200_000);
        let shipment = self.all.touch(reading.shipment);
        let limits = shipment.product.and_then(storage);
        let trail = self.trails.touch((reading.shipment, reading.logger));
        let log = &mut shipment.log;
        let strange = (shipment.sent > 0 && now.saturating_add(SPEAKS) < shipment.sent)
            || (shipment.received > 0 && now > shipment.received.saturating_add(SPEAKS));
        if log.readings == 0 {
            (log.first, log.last) = (now, now);
        }
        log.loggers += u32::from(trail.readings == 0);
        log.readings = log.readings.saturating_add(1);
        log.first = log.first.min(now);
        log.last = log.last.max(now);
        log.strange += u32::from(strange);
        log.sum += i64::from(value);
        log.squares = log.squares.saturating_add(i64::from(value) * i64::from(value));
        let outside = limits.as_ref().is_some_and(|limits| value < limits.start || value > limits.end);
        let edge =
            limits.as_ref().is_some_and(|limits| !outside && (value - limits.start).min(limits.end - value) <= EDGE);
        log.edge += u32::from(edge);
        if trail.readings > 0 {
            let passed = now.saturating_sub(trail.last);
            log.gap = log.gap.max(passed);
            let step = value - trail.value;
            log.moves = log.moves.saturating_add(step.unsigned_abs().into());
            log.squared_moves = log.squared_moves.saturating_add(u64::from(step.unsigned_abs()).pow(2));
            trail.run = if step == 0 { trail.run + 1 } else { 0 };
            log.flat = log.flat.max(if trail.run > 0 { trail.run + 1 } else { 0 });
            if outside {
                trail.outside = trail.outside.saturating_add(passed.min(SPEAKS));
                log.outside = log.outside.max(trail.outside);
            }
            if !strange {
                trail.covered = trail.covered.saturating_add(passed.min(SPEAKS));
                log.covered = log.covered.max(trail.covered);
            }
            trail.steps.rotate_left(1);
            if let Some(slot) = trail.steps.last_mut() {
                *slot = step;
            }
            if trail.readings as usize >= WINDOW && trail.steps.iter().filter(|step| **step != 0).count() >= LIVELY {
                let hash = trail.steps.iter().fold(0, |hash, step| mix(hash ^ u64::from(step.cast_unsigned())));
                // One window in four is enough to see a copy, wherever it begins.
                if hash.is_multiple_of(4) {
                    log.windows += 1;
                    let this = (reading.shipment, reading.logger);
                    let owner = self.windows.touch(hash);
                    if *owner == (0, 0) {
                        *owner = this;
                    } else if *owner != this {
                        log.copied += 1;
                    }
                }
            }
        }
        log.echo = log.echo.max(trail.echo(value));
        trail.readings = trail.readings.saturating_add(1);
        (trail.last, trail.value) = (now, value);
    }

    /// The features of a log, of goods that came or come by that shipment.
    pub fn measure(&self, key: Key, cold: bool, now: Time, features: &mut Features) {
        let Some(shipment) = self.all.get(&key) else { return };
        let log = &shipment.log;
        let usual = shipment.product.and_then(|product| self.usual.get(&product)).copied().unwrap_or_default();
        let end = if shipment.received > 0 { shipment.received } else { short(now) };
        let trip = if shipment.sent > 0 { end.saturating_sub(shipment.sent) } else { 0 };
        if log.readings == 0 {
            // Only where others of the product are logged is a missing log odd.
            if cold && usual.trips >= 3 && trip >= SPEAKS {
                put(features, Feature::ColdCoverage, 0);
                put(features, Feature::ColdGap, i64::from(trip / 60));
            }
            return;
        }
        put(features, Feature::ColdOutside, i64::from(log.outside / 60));
        let mut gap = log.gap;
        if shipment.sent > 0 {
            gap = gap.max(log.first.saturating_sub(shipment.sent));
        }
        if shipment.received > 0 {
            gap = gap.max(shipment.received.saturating_sub(log.last));
        }
        put(features, Feature::ColdGap, i64::from(gap / 60));
        put(features, Feature::ColdTail, i64::from(end.saturating_sub(log.last) / 60));
        put(features, Feature::ColdEcho, log.echo.into());
        if trip >= SPEAKS {
            put(features, Feature::ColdCoverage, i64::from(log.covered) * 1000 / i64::from(trip));
        }
        put(features, Feature::ColdEdge, log.per_mille(log.edge));
        put(features, Feature::ColdStrange, log.per_mille(log.strange));
        put(features, Feature::ColdFlat, log.per_mille(log.flat.saturating_mul(log.loggers)));
        if log.windows > 0 {
            put(features, Feature::ColdCopied, i64::from(log.copied) * 1000 / i64::from(log.windows));
        }
        if let Some(whiteness) = log.whiteness().filter(|_| log.readings >= 12) {
            put(features, Feature::ColdWhite, whiteness);
        }
        if usual.trips >= 3 && log.readings >= 12 {
            let ratio = |own: u64, all: u64| {
                let mean = (all / usual.trips).max(1);
                i64::try_from(u128::from(own) * 100 / u128::from(mean)).unwrap_or(i64::MAX)
            };
            put(features, Feature::ColdVariance, ratio(log.variance(), usual.variances));
            put(features, Feature::ColdSteps, ratio(log.step(), usual.steps));
        }
    }
}
