//! Every rate and figure of the simulator, with its source beside it. Sources: [EMVS] the European verification system's
//! published alert figures (Latvia Q2–Q3 2023, Germany 2020–2021); [Reg] Delegated Regulation (EU) 2016/161; [ERG] FDA's
//! report on channel shares; [DK] Danish parallel-import turnover 2021; [WHO] requirements of temperature loggers;
//! [assumed] our own guess, which every seed varies (see `habits.rs`).

/// A day in seconds.
pub const DAY: i64 = 86_400;
/// An hour in seconds.
pub const HOUR: i64 = 3_600;

/// Days with scans. [assumed]
pub const DAYS: i64 = 60;
/// Days of ledger before the first scan, in which stock is built up. [assumed]
pub const WARM_UP: i64 = 34;

/// Non-attack scans for one retail site over the whole time; makes thousands of sites at a million scans. [assumed]
pub const SCANS_PER_SITE: f64 = 370.0;
/// Retail sites for one hospital. [assumed]
pub const RETAIL_PER_HOSPITAL: f64 = 130.0;
/// Packs that a hospital dispenses for one of an average pharmacy. [assumed]
pub const HOSPITAL_RATE: f64 = 17.0;
/// What importers buy, as a multiple of their part of a market: only some medicines pay, and not all are to be had. [DK:
/// 16 % of turnover; a world has 5–16 % of packs]
pub const IMPORT_EAGERNESS: f64 = 14.0;
/// Retail sites for one wholesaler: few wholesalers carry most of the trade [ERG: five carry 90 %].
pub const RETAIL_PER_WHOLESALER: f64 = 65.0;
/// Exponent of wholesalers' sizes by rank. [ERG]
pub const WHOLESALER_ZIPF: f64 = 0.9;
/// Packs for one dispensed pack: stock in all tiers for some months. [assumed]
pub const PACKS_PER_DISPENSE: f64 = 4.2;
/// Packs beyond which no new batch is made (rows of packs.csv).
pub const MOST_PACKS: usize = 2_900_000;
/// Packs in a batch.
pub const BATCH_PACKS: (i64, i64) = (80, 6_000);
/// Days for which a pharmacy keeps stock. [assumed]
pub const SHELF_DAYS: f64 = 16.0;
/// Days for which a wholesaler keeps stock. [assumed]
pub const WHOLESALER_DAYS: f64 = 21.0;

/// Bounds within which a world's share of technical scans stays, without `--shift stale`: EMVS alerts are 0.14–0.42 % of
/// scans, 68 % of them scanner or software, late uploads and postings among them. [EMVS]
pub const TECHNICAL_BOUNDS: (f64, f64) = (0.0010, 0.0045);
/// The kinds of scanner faults and their weights: case swap, Y/Z swap, lost separator, other separator, truncation, lot with
/// the linear code glued on, typing errors. Kinds as EMVO lists them, weights [assumed].
pub const FAULT_WEIGHTS: [f64; 7] = [0.27, 0.14, 0.20, 0.11, 0.09, 0.08, 0.11];
/// Share of site devices that have a fault; faults are concentrated on few. With the next figure 0.15 % of scans. [EMVS]
pub const FAULTY_DEVICES: f64 = 0.010;
/// Share of a faulty device's scans that come out wrong: settings hold for some hours only. [assumed]
pub const FAULTY_DEVICE_RATE: (f64, f64) = (0.02, 0.22);

/// Procedural slips for one dispense, together about 29 % of alerts [EMVS]: the same pack dispensed twice at a till,
pub const DOUBLE_DISPENSE: f64 = 0.0015;
/// verified at the till after it was dispensed,
pub const VERIFY_AFTER: f64 = 0.0008;
/// and taken back more than ten days later.
pub const LATE_UNDO: f64 = 0.0005;
/// Undo within ten days, which is allowed. [assumed; limit by Reg Art. 13]
pub const UNDO: f64 = 0.004;
/// Days within which a dispense can be undone. [Reg Art. 13]
pub const UNDO_DAYS: i64 = 10;

/// Lots recalled a month among a thousand batches. [assumed]
pub const RECALLS: f64 = 1.0;
/// Real breaches of the cold chain, of cold shipments with a logger. [assumed]
pub const COLD_BREACH: f64 = 0.006;
/// Batches whose upload comes late, of all. [assumed; EMVO names late uploads as a main cause of unknown serials]
pub const LATE_UPLOAD: f64 = 0.010;
/// Link failures a month for one site. [assumed]
pub const LINK_FAILURES: f64 = 0.05;
/// Share of these after which scans still arrive and custody is posted late. [assumed]
pub const CUSTODY_ONLY: f64 = 0.08;
/// Share of sites that post late in a world with `--shift stale`.
pub const STALE_SITES: f64 = 0.05;

/// Returns to the wholesaler, of pharmacy deliveries. [assumed]
pub const RETURNS: f64 = 0.006;
/// Deliveries that are refused in part, of all. [assumed]
pub const REJECTS: f64 = 0.003;
/// Deliveries with a wrong pack among them or too few. [assumed]
pub const AGGREGATION: f64 = 0.002;
/// Shipments that arrive days late. [assumed]
pub const DELAYED: f64 = 0.004;
/// Orders of wholesalers that go to one in another country, for goods meant for both. [assumed]
pub const ACROSS: f64 = 0.03;
/// Burglaries of which nothing is ever seen again, for one retail site and day. [assumed]
pub const BURGLARIES: f64 = 0.0002;
/// Cold logs with a gap, and with hardly any noise. [assumed]
pub const ODD_LOGS: [f64; 2] = [0.06, 0.05];
/// Stock balancing between pharmacies of one owner, for one retail site and day. [assumed]
pub const BALANCING: f64 = 0.004;
/// Clock faults of site devices: minutes, hours, days. [assumed]
pub const CLOCK_FAULTS: [f64; 3] = [0.10, 0.006, 0.002];
/// Loggers measure every so many seconds [WHO: at most ten minutes].
pub const LOGGER_SECONDS: [i64; 3] = [300, 600, 900];

/// What a preset makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Non-attack scans, about.
    pub scans: u64,
    /// Incidents of each attack family.
    pub incidents: u32,
    /// Medicines; each has one GTIN for each group of markets.
    pub medicines: usize,
}

/// About a million scans.
pub const NATIONAL: Size = Size { scans: 1_050_000, incidents: 104, medicines: 150 };
/// For development.
pub const SMALL: Size = Size { scans: 120_000, incidents: 25, medicines: 70 };
/// For tests.
pub const TINY: Size = Size { scans: 8_000, incidents: 2, medicines: 24 };
