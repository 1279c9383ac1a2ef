//! Loggers that travel with cold goods.

use world::{Reading, Time};

use crate::{
    config,
    dice::{Dice, mix},
    sim::{self, Shipment, Sim},
};

/// How warm goods really were on their way.
#[derive(Clone, Debug)]
pub struct Trip {
    /// Which logger.
    pub logger: String,
    /// When, and how warm.
    pub readings: Vec<(Time, f64)>,
    /// Whether the chain broke.
    pub broken: bool,
}

/// A trip as it was: noise of the logger, the cooling's rhythm, doors at both ends, sometimes a break.
pub fn trip(dice: &mut Dice, from: u32, span: (Time, Time), broken: bool) -> Trip {
    let pool = 40;
    let logger = format!("g{:06x}", mix(u64::from(from) + 77, dice.below(pool)) >> 40);
    let every = *dice.pick(&config::LOGGER_SECONDS);
    let (begin, end) = span;
    let (set, swing, rhythm) = (dice.between(3.6, 5.8), dice.between(0.15, 0.7), dice.between(1_500.0, 5_400.0));
    let [gap, quiet] = config::ODD_LOGS;
    let quiet = dice.chance(quiet);
    let gap = if dice.chance(gap) { dice.whole(begin, end) } else { end };
    let (noise, offset) = (dice.between(0.03, 0.2), dice.between(-0.3, 0.3));
    let warm = dice.between(0.0, 0.8);
    let doors: Vec<(Time, f64)> =
        (0..dice.whole(1, 4)).map(|_| (dice.whole(begin, end), dice.between(0.4, 2.6))).collect();
    let peak = dice.between(11.0, 24.0);
    let length = ((end - begin) as f64 * dice.between(0.2, 0.6)) as i64;
    let at = dice.whole(begin + (end - begin) / 10, (end - length).max(begin + (end - begin) / 9));
    let lost = gap..gap + dice.whole(1_800, 14_400);
    let (swing, noise) = if quiet { (swing * 0.15, 0.02) } else { (swing, noise) };
    let mut readings = Vec::new();
    let mut wander = 0.0;
    let mut time = begin + dice.whole(0, every);
    while time < end {
        wander = wander * 0.93 + dice.normal() * noise;
        let wave = swing * libm::sin(time as f64 * core::f64::consts::TAU / rhythm);
        let noon = warm * libm::sin((time % 86_400) as f64 * core::f64::consts::TAU / 86_400.0 - 1.9);
        let door: f64 = doors
            .iter()
            .filter(|door| time >= door.0)
            .map(|door| door.1 * libm::exp(-((time - door.0) as f64) / 1_300.0))
            .sum();
        let mut celsius = set + offset + wander + wave + noon + door;
        if broken && time >= at {
            let since = (time - at) as f64;
            let rise = (peak - set) * (1.0 - libm::exp(-since / (length as f64 / 3.0)));
            let back = if time > at + length { libm::exp(-((time - at - length) as f64) / 2_400.0) } else { 1.0 };
            celsius += rise * back;
        }
        if !lost.contains(&time) {
            readings.push((time, rounded(celsius)));
        }
        time += every;
    }
    Trip { logger, readings, broken }
}

/// Loggers tell tenths.
pub fn rounded(celsius: f64) -> f64 {
    libm::round(celsius * 10.0) / 10.0
}

/// Reports a trip.
pub fn report(sim: &mut Sim, shipment: u32, logger: &str, readings: &[(Time, f64)]) {
    for (time, celsius) in readings {
        if *time >= sim.start && *time < sim.end {
            sim.out.reading(Reading {
                time: *time,
                shipment: sim::shipment_name(shipment),
                logger: logger.to_owned(),
                celsius: *celsius,
            });
        }
    }
}

/// The log of an honest shipment that arrives now; tells whether its chain broke.
pub fn benign(sim: &mut Sim, dice: &mut Dice, number: u32, shipment: &Shipment) -> bool {
    if shipment.left < sim.start {
        return false;
    }
    let broken = dice.chance(config::COLD_BREACH);
    let trip = trip(dice, shipment.from, (shipment.left.max(sim.now - 6 * config::DAY), sim.now), broken);
    report(sim, number, &trip.logger, &trip.readings);
    trip.broken
}
