//! Links that fail: scans and custody that arrive late, in one lump.

use crate::{
    config::{self, DAY, HOUR},
    dice::Dice,
    sim::Sim,
    sites::Outage,
};

/// Plans all failures; `stale` sites post custody late all the time.
pub fn plan(sim: &mut Sim, stale: bool) {
    let dice = &mut Dice::new(sim.seed, "links", 0);
    let days = (sim.end - sim.start) / DAY;
    let mean = config::LINK_FAILURES * sim.habits.slips * days as f64 / 30.0;
    for site in 0..sim.sites.len() {
        // Traders have spare links; a failure of theirs misleads all whom they supply.
        let often = if sim.sites[site].retail() { mean } else { mean * 0.2 };
        for _ in 0..dice.times(often) {
            let from = sim.start + dice.whole(0, days * DAY);
            let until = from + dice.whole(2 * HOUR, 2 * DAY);
            let scans = !dice.chance(config::CUSTODY_ONLY);
            sim.sites[site].outages.push(Outage { from, until, scans });
        }
    }
    let dice = &mut Dice::new(sim.seed, "stale", 0);
    for site in &mut sim.sites {
        if dice.chance(config::STALE_SITES) && stale {
            site.stale = dice.whole(DAY, 4 * DAY);
        }
    }
}
