//! Cold chains that broke, with logs that say otherwise.

use world::{SiteKind, Time};

use super::{Incident, stage};
use crate::{
    config::DAY,
    dice::Dice,
    flow, sensors,
    sim::{Shipment, Sim},
};

/// A cold shipment is sent; what its log says is made up when it arrives.
pub fn tampered(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident, _step: u32) -> bool {
    for _ in 0..12 {
        let Some((site, product, range)) = stage::depot(sim, dice, SiteKind::Wholesaler, 6) else { continue };
        if !sim.products[product as usize].cold {
            continue;
        }
        let home = sim.sites[site as usize].country;
        let shops: Vec<u32> = stage::sites_of(sim, SiteKind::Pharmacy, home)
            .into_iter()
            .filter(|shop| sim.sites[*shop as usize].suppliers.contains(&(site as usize)))
            .collect();
        if shops.is_empty() {
            continue;
        }
        let to = *dice.pick(&shops);
        let count = 3 + (story.strength * 14.0) as u32;
        let Some(range) = stage::remove(sim, site, product, range, count) else { continue };
        let number = flow::send(sim, dice, (site, to), vec![(product, range)], false, incident);
        if let Some(shipment) = sim.shipments.get_mut(&number) {
            shipment.logger = true;
        }
        return true;
    }
    false
}

/// What the log of a tampered shipment says.
pub fn log(sim: &mut Sim, dice: &mut Dice, number: u32, shipment: &Shipment, style: u32) {
    let span = (shipment.left.max(sim.now - 6 * DAY), sim.now);
    let truth = sensors::trip(dice, shipment.from, span, true);
    let warm = |celsius: f64| celsius > 8.0;
    let readings: Vec<(Time, f64)> = match style {
        // Clipped at the limit.
        0 => truth
            .readings
            .iter()
            .map(|(time, celsius)| (*time, if warm(*celsius) { dice.between(7.6, 8.0) } else { *celsius }))
            .collect(),
        // What was too warm is cut out, and later times are moved to close the gap.
        1 => {
            let mut gone = 0;
            let mut kept = Vec::new();
            let mut last = span.0;
            for (time, celsius) in &truth.readings {
                if warm(*celsius) {
                    gone += time - last;
                } else {
                    kept.push((time - gone, *celsius));
                }
                last = *time;
            }
            kept
        }
        // Numbers that somebody thought looked right.
        2 => {
            let level = dice.between(4.2, 5.4);
            truth.readings.iter().map(|(time, _)| (*time, level + dice.between(-0.15, 0.15))).collect()
        }
        // A quiet piece of the same trip over and over.
        3 => {
            let good: Vec<f64> =
                truth.readings.iter().map(|reading| reading.1).take_while(|celsius| !warm(*celsius)).collect();
            let good = if good.len() < 4 { vec![4.8, 4.9, 5.1, 5.0, 4.9, 4.7] } else { good };
            truth.readings.iter().enumerate().map(|(step, (time, _))| (*time, good[step % good.len()])).collect()
        }
        // Another shipment's log: as if nothing had happened, at another logger's rhythm.
        _ => {
            let other = sensors::trip(dice, shipment.to, span, false);
            let values = other.readings;
            truth
                .readings
                .iter()
                .enumerate()
                .map(|(step, (time, _))| (*time, values[step % values.len().max(1)].1))
                .collect()
        }
    };
    let readings: Vec<(Time, f64)> =
        readings.into_iter().map(|(time, celsius)| (time, sensors::rounded(celsius))).collect();
    sensors::report(sim, number, &truth.logger, &readings);
}
