//! What differs from one seed to the next, so that nobody learns one country's habits by heart. All ranges are [assumed]
//! around the figures in `config.rs`.

use crate::dice::Dice;

/// One world's habits.
#[derive(Clone, Debug)]
pub struct Habits {
    /// How many countries.
    pub countries: usize,
    /// Factor on the number of retail sites.
    pub density: f64,
    /// Share of wholesalers that buy from a bigger one instead of the maker.
    pub second_tier: f64,
    /// Share of retail sites that scan every pack on receipt; others scan one of a line.
    pub receive_all: f64,
    /// Share of wholesalers that scan every pack on receipt; others one of a case.
    pub wholesale_all: f64,
    /// Shelf checks for one retail site and day.
    pub shelf_checks: f64,
    /// Share of dispensed packs that a patient scans.
    pub patients: f64,
    /// Share of these scanned again and again.
    pub patients_again: f64,
    /// Share of site devices that tell an exact place, a rounded one; the others tell none.
    pub site_gps: [f64; 2],
    /// The same of patients.
    pub patient_gps: [f64; 2],
    /// Share of site devices that are offline for hours.
    pub offline: f64,
    /// Share of patients' scans that arrive late.
    pub patient_offline: f64,
    /// Exponent of products' demand by rank.
    pub zipf: f64,
    /// Weights of the weekdays, Monday first.
    pub weekdays: [f64; 7],
    /// Change of demand from the first day to the last.
    pub season: f64,
    /// Shares of readers that send `]d2`, a leading separator, or neither.
    pub readers: [f64; 3],
    /// Share of makers that print GS1 Digital Links.
    pub links: f64,
    /// Share of codes that are typed.
    pub typed: f64,
    /// Share of a market that comes through parallel importers.
    pub parallel: f64,
    /// Share of parallel importers that repackage into batches of their own.
    pub repackage: f64,
    /// Share of medicines that need 2–8 °C.
    pub cold: f64,
    /// Share of cold deliveries to pharmacies that carry a logger.
    pub loggers: f64,
    /// Share of pharmacies in chains.
    pub chains: f64,
    /// Share of pharmacies open on Sundays.
    pub sundays: f64,
    /// Factor on all procedural and technical slips.
    pub slips: f64,
    /// Whether clocks change for summer in the middle.
    pub summer_time: bool,
}

impl Habits {
    /// Those of a seed; `few` for the smallest worlds.
    pub fn draw(seed: u64, few: bool) -> Self {
        let dice = &mut Dice::new(seed, "habits", 0);
        let sunday = dice.between(0.15, 0.55);
        let saturday = dice.between(0.5, 1.0);
        let prefixed = dice.between(0.25, 0.75);
        let exact = dice.between(0.15, 0.6);
        let patient_exact = dice.between(0.25, 0.6);
        Self {
            countries: if few { 3 } else { dice.whole(3, 7) as usize },
            density: dice.between(0.8, 1.25),
            second_tier: dice.between(0.15, 0.5),
            receive_all: dice.between(0.2, 0.6),
            wholesale_all: dice.between(0.0, 0.12),
            shelf_checks: dice.between(0.05, 0.35),
            patients: dice.between(0.03, 0.11),
            patients_again: dice.between(0.04, 0.15),
            site_gps: [exact, dice.between(0.1, 0.9 - exact)],
            patient_gps: [patient_exact, dice.between(0.1, 0.85 - patient_exact)],
            offline: dice.between(0.02, 0.12),
            patient_offline: dice.between(0.02, 0.10),
            zipf: dice.between(0.65, 1.0),
            weekdays: [
                dice.between(1.1, 1.4),
                1.05,
                dice.between(0.85, 1.05),
                1.0,
                dice.between(1.0, 1.2),
                saturday,
                sunday,
            ],
            season: dice.between(-0.25, 0.25),
            readers: [prefixed, (1.0 - prefixed) * dice.between(0.0, 0.4), (1.0 - prefixed) * 0.6],
            links: dice.between(0.02, 0.25),
            typed: dice.between(0.001, 0.006),
            parallel: dice.between(0.05, 0.16),
            repackage: dice.between(0.3, 0.8),
            cold: dice.between(0.10, 0.20),
            loggers: dice.between(0.3, 0.8),
            chains: dice.between(0.2, 0.6),
            sundays: dice.between(0.1, 0.5),
            slips: dice.between(0.75, 1.3),
            summer_time: dice.chance(0.5),
        }
    }
}
