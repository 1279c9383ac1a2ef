//! Attacks: stories over time, with physical goods. What is wrong comes from the story; devices, hours, texts and serials
//! are everybody's.

mod clones;
mod codes;
pub mod cold;
mod diverted;
mod sealed;
mod snoops;
pub mod stage;
mod theft;

use std::ops::Range;

use world::Time;

use crate::{
    config::DAY,
    dice::{Dice, mix},
    sim::{Act, Sim},
};

/// A kind of attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// A copy of a code is seen where the pack is not.
    CloneElsewhere,
    /// One code on many packs.
    MultiPackSerial,
    /// A copy in the stock of who holds the original.
    CloneInStock,
    /// The code of a dispensed pack on another one.
    ReplayAfterDispense,
    /// Goods meant for one market sold in another.
    DivertedLot,
    /// Serials that nobody gave.
    InventedSerial,
    /// Expired packs with a later date.
    ExpiredRelabel,
    /// Stolen goods, before the theft is reported.
    TheftBeforeReport,
    /// A cold chain that broke, with a log that says otherwise.
    TamperedTemperatureLog,
    /// Goods from another market without an importer.
    GreyImport,
    /// Staff who collect codes.
    InsiderBulkScanning,
    /// Installs that collect or try codes.
    HarvestingCrawler,
    /// Sealed: false goods come back as returns.
    ReturnsLaundering,
    /// Sealed: packs are dispensed to nobody.
    GhostDispensing,
    /// Sealed: two traders hand over packs that are not there.
    ColludingHandover,
    /// Sealed: clocks are set so that times fit.
    ClockSpoofing,
    /// Sealed: a few packs at a time leave the chain.
    SalamiDiversion,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::CloneElsewhere,
        Self::MultiPackSerial,
        Self::CloneInStock,
        Self::ReplayAfterDispense,
        Self::DivertedLot,
        Self::InventedSerial,
        Self::ExpiredRelabel,
        Self::TheftBeforeReport,
        Self::TamperedTemperatureLog,
        Self::GreyImport,
        Self::InsiderBulkScanning,
        Self::HarvestingCrawler,
        Self::ReturnsLaundering,
        Self::GhostDispensing,
        Self::ColludingHandover,
        Self::ClockSpoofing,
        Self::SalamiDiversion,
    ];
    /// How many of them are open; the others are sealed.
    pub const OPEN: usize = 12;

    /// Its name in the files.
    pub fn name(self) -> &'static str {
        match self {
            Self::CloneElsewhere => "clone-elsewhere",
            Self::MultiPackSerial => "multi-pack-serial",
            Self::CloneInStock => "clone-in-stock",
            Self::ReplayAfterDispense => "replay-after-dispense",
            Self::DivertedLot => "diverted-lot",
            Self::InventedSerial => "invented-serial",
            Self::ExpiredRelabel => "expired-relabel",
            Self::TheftBeforeReport => "theft-before-report",
            Self::TamperedTemperatureLog => "tampered-temperature-log",
            Self::GreyImport => "grey-import",
            Self::InsiderBulkScanning => "insider-bulk-scanning",
            Self::HarvestingCrawler => "harvesting-crawler",
            Self::ReturnsLaundering => "returns-laundering",
            Self::GhostDispensing => "ghost-dispensing",
            Self::ColludingHandover => "colluding-handover",
            Self::ClockSpoofing => "clock-spoofing",
            Self::SalamiDiversion => "salami-diversion",
        }
    }

    /// How many styles it has, and how many of these, the last ones, are held back from training.
    pub fn styles(self) -> (u32, u32) {
        match self {
            Self::TamperedTemperatureLog => (5, 2),
            Self::CloneElsewhere
            | Self::DivertedLot
            | Self::InventedSerial
            | Self::HarvestingCrawler
            | Self::TheftBeforeReport
            | Self::InsiderBulkScanning => (4, 1),
            Self::MultiPackSerial
            | Self::CloneInStock
            | Self::ReplayAfterDispense
            | Self::ExpiredRelabel
            | Self::GreyImport => (4, 1),
            _ => (1, 0),
        }
    }
}

/// The families that an option names; an unknown name is given back.
///
/// # Errors
/// The unknown name.
pub fn families(text: &str) -> Result<Vec<Family>, String> {
    match text {
        "all" => return Ok(Family::ALL[..Family::OPEN].to_vec()),
        "sealed" => return Ok(Family::ALL[Family::OPEN..].to_vec()),
        "none" => return Ok(Vec::new()),
        _ => {}
    }
    let find = |name: &str| {
        let found = Family::ALL.iter().find(|family| family.name() == name);
        found.copied().ok_or_else(|| name.to_owned())
    };
    text.split(',').map(|name| find(name.trim())).collect()
}

/// All names that [`families`] takes.
pub fn names() -> String {
    let names: Vec<&str> = Family::ALL[..Family::OPEN].iter().map(|family| family.name()).collect();
    format!("all, none, sealed, {}", names.join(", "))
}

/// Which styles of a family are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Style {
    /// Those that may be trained on.
    Trained,
    /// The others.
    HeldBack,
    /// All.
    All,
}

/// One act.
#[derive(Clone, Debug)]
pub struct Incident {
    /// Of which kind.
    pub family: Family,
    /// Its number within the family, from 1.
    pub number: u32,
    /// In which style.
    pub style: u32,
    /// How boldly, from 0 to 1.
    pub strength: f64,
    /// How often it could not begin, for want of what it needs.
    pub waited: u32,
    /// The device or site that carries it, once chosen.
    pub actor: u64,
}

/// The numbers of a family's styles that are used. A family without held-back styles uses all.
pub fn styles(family: Family, style: Style) -> Range<u32> {
    let (all, held) = family.styles();
    match style {
        Style::Trained => 0..all - held,
        Style::HeldBack if held > 0 => all - held..all,
        _ => 0..all,
    }
}

/// Plans all incidents.
pub fn schedule(sim: &mut Sim, families: &[Family], style: Style, each: u32) {
    for family in families {
        let Range { start: first, end: last } = styles(*family, style);
        for number in 1..=each {
            let dice = &mut Dice::new(sim.seed, family.name(), u64::from(number));
            let style = first + (number - 1) % (last - first);
            let incident = sim.incidents.len() as u32;
            // Some attacks strike hard, more of them carefully.
            let strength = dice.unit() * dice.unit().max(dice.unit());
            sim.incidents.push(Incident { family: *family, number, style, strength, waited: 0, actor: dice.bits() });
            let days = (sim.end - sim.start) / DAY;
            let begin = sim.start + dice.whole(4 * DAY, (days - 14) * DAY);
            sim.plan(begin, Act::Attack(incident, 0));
        }
    }
}

/// The stream of an incident's step.
fn dice(sim: &Sim, incident: u32, step: u32) -> Dice {
    let Incident { family, number, waited, .. } = &sim.incidents[incident as usize];
    Dice::new(sim.seed, family.name(), mix(u64::from(*number) << 8 | u64::from(*waited), u64::from(step) + 1))
}

/// An incident begins, or goes on. What it needs may not be there yet: then it waits.
pub fn step(sim: &mut Sim, incident: u32, step: u32) {
    let dice = &mut dice(sim, incident, step);
    let story = sim.incidents[incident as usize].clone();
    let begun = match story.family {
        Family::CloneElsewhere => clones::elsewhere(sim, dice, incident, &story),
        Family::MultiPackSerial => clones::multi(sim, dice, incident, &story),
        Family::CloneInStock => clones::in_stock(sim, dice, incident, &story),
        Family::ReplayAfterDispense => clones::replay(sim, dice, incident, &story),
        Family::InventedSerial => codes::invented(sim, dice, incident, &story),
        Family::ExpiredRelabel => codes::expired(sim, dice, incident, &story),
        Family::DivertedLot => diverted::lot(sim, dice, incident, &story),
        Family::GreyImport => diverted::grey(sim, dice, incident, &story),
        Family::TheftBeforeReport => theft::theft(sim, dice, incident, &story),
        Family::TamperedTemperatureLog => cold::tampered(sim, dice, incident, &story, step),
        Family::InsiderBulkScanning => snoops::insider(sim, dice, incident, &story),
        Family::HarvestingCrawler => snoops::crawler(sim, dice, incident, &story),
        Family::ReturnsLaundering => sealed::returns(sim, dice, incident, &story),
        Family::GhostDispensing => sealed::ghost(sim, dice, incident, &story),
        Family::ColludingHandover => sealed::handover(sim, dice, incident, &story),
        Family::ClockSpoofing => sealed::clock(sim, dice, incident, &story),
        Family::SalamiDiversion => sealed::salami(sim, dice, incident, &story),
    };
    if !begun && story.waited < 40 {
        sim.incidents[incident as usize].waited += 1;
        let wait: Time = dice.whole(7_200, 40_000);
        sim.plan(sim.now + wait, Act::Attack(incident, step));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_back_is_never_trained_on() {
        for family in &Family::ALL[..Family::OPEN] {
            let (trained, held) = (styles(*family, Style::Trained), styles(*family, Style::HeldBack));
            assert!(trained.len() >= 3 && !held.is_empty(), "{}", family.name());
            assert!(trained.end <= held.start, "{}", family.name());
        }
    }

    #[test]
    fn families_are_named_as_in_the_files() {
        assert_eq!(families("clone-elsewhere, grey-import"), Ok(vec![Family::CloneElsewhere, Family::GreyImport]));
        assert_eq!(families("clone"), Err("clone".to_owned()));
        let all = families("all").unwrap();
        assert!(families("sealed").unwrap().iter().all(|sealed| !all.contains(sealed)));
    }
}
