//! Everyday mess: what goes wrong, or merely looks wrong, without any attack.

pub mod authority;
pub mod faults;
pub mod links;
pub mod people;
pub mod returns;

use crate::{
    config::{self, DAY, HOUR},
    dice::Dice,
    sim::{Act, Sim},
};

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Shelf check at a site.
    ShelfCheck,
    /// Stocktake at a site.
    Stocktake,
    /// A retail site returns packs.
    Return,
    /// Pharmacies of one owner balance their stock.
    Balance,
    /// A wholesaler verifies its own stock.
    Audit,
    /// An inspector visits a site.
    Inspection,
    /// A technician scans one code again and again.
    Trial,
    /// A pharmacist checks a pack of another pharmacy.
    Neighbour,
    /// Somebody has just installed the app.
    Install,
    /// A picture of a code goes round.
    Picture,
    /// A batch is recalled.
    Recall,
    /// A batch is withdrawn.
    Withdrawal,
    /// Some packs are locked.
    Lock,
    /// A pharmacist sorts out what is expired or recalled.
    SortOut,
    /// A sample is taken, or packs are broken and destroyed.
    Loss,
    /// Packs are stolen and never seen again.
    Burglary,
    /// A hospital gets packs from abroad for one patient.
    NamedPatient,
    /// A licence is suspended for some days.
    Suspension,
}

/// Plans a day's mess.
pub fn plan(sim: &mut Sim, day: i64) {
    let dice = &mut Dice::new(sim.seed, "mess", day as u64);
    let (mut retail, mut traders, mut regulators) = (Vec::new(), Vec::new(), Vec::new());
    for site in 0..sim.sites.len() as u32 {
        let about = &sim.sites[site as usize];
        if about.retail() && about.from <= day {
            retail.push(site);
        }
        if about.kind == world::SiteKind::Wholesaler {
            traders.push(site);
        }
        if about.kind == world::SiteKind::Regulator {
            regulators.push(site);
        }
    }
    if retail.is_empty() || traders.is_empty() || regulators.is_empty() {
        return;
    }
    let (shops, houses) = (retail.len() as f64, traders.len() as f64);
    let thousands = sim.batches.len() as f64 / 1_000.0;
    let rates = [
        (Kind::ShelfCheck, shops * sim.habits.shelf_checks),
        (Kind::Stocktake, shops * 0.0012),
        (Kind::Return, shops * config::RETURNS),
        (Kind::Balance, shops * config::BALANCING),
        (Kind::Audit, houses * 0.03),
        (Kind::Inspection, shops * 0.0012),
        (Kind::Trial, shops * 0.0009),
        (Kind::Neighbour, shops * 0.0012),
        (Kind::Install, shops * 0.012),
        (Kind::Picture, shops * 0.0006),
        (Kind::Recall, thousands * config::RECALLS / 30.0),
        (Kind::Withdrawal, thousands * config::RECALLS / 90.0),
        (Kind::Lock, shops * 0.0003),
        (Kind::SortOut, shops * 0.002),
        (Kind::Loss, shops * 0.006),
        (Kind::Burglary, shops * config::BURGLARIES),
        (Kind::NamedPatient, houses * 0.02),
        (Kind::Suspension, shops * 0.000_08),
    ];
    for (kind, rate) in rates {
        for _ in 0..dice.times(rate) {
            let site = match kind {
                Kind::Audit | Kind::NamedPatient => *dice.pick(&traders),
                Kind::Recall | Kind::Withdrawal => *dice.pick(&regulators),
                _ => *dice.pick(&retail),
            };
            let time = sim.moment(dice, site, day);
            let time = if kind == Kind::Trial && dice.chance(0.3) { time + 6 * HOUR } else { time };
            sim.plan(time.clamp(day - 12 * HOUR, day + 2 * DAY), Act::Mess(kind, site));
        }
    }
}

/// Lets something happen.
pub fn happen(sim: &mut Sim, kind: Kind, site: u32) {
    let dice =
        &mut Dice::new(sim.seed, "happens", crate::dice::mix(u64::from(site) * 32 + kind as u64, sim.now as u64));
    match kind {
        Kind::ShelfCheck => crate::counter::check_shelf(sim, dice, site, 6),
        Kind::Stocktake => people::stocktake(sim, dice, site),
        Kind::Return => returns::send_back(sim, dice, site),
        Kind::Balance => returns::balance(sim, dice, site),
        Kind::Loss => returns::loss(sim, dice, site),
        Kind::Audit => people::audit(sim, dice, site),
        Kind::Inspection => people::inspection(sim, dice, site),
        Kind::Trial => people::trial(sim, dice, site),
        Kind::Neighbour => people::neighbour(sim, dice, site),
        Kind::Install => people::installed(sim, dice, site),
        Kind::Picture => people::picture(sim, dice, site),
        Kind::Recall => authority::stop(sim, dice, site, world::EventKind::Recall),
        Kind::Withdrawal => authority::stop(sim, dice, site, world::EventKind::Withdraw),
        Kind::Lock => authority::lock(sim, dice, site),
        Kind::SortOut => authority::sort_out(sim, dice, site),
        Kind::Burglary => returns::burglary(sim, dice, site),
        Kind::NamedPatient => returns::named_patient(sim, dice, site),
        Kind::Suspension => authority::suspend(sim, dice, site),
    }
}
