//! The rows of the files.

use serde::{Deserialize, Serialize};

use crate::Time;

/// An enumeration whose values have names in the files.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name in the files.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The one with a name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

named! {
    /// What a site is.
    SiteKind {
        /// Makes medicines.
        Manufacturer = "manufacturer",
        /// Trades them.
        Wholesaler = "wholesaler",
        /// Brings them from another country, legally.
        ParallelImporter = "parallel-importer",
        /// Dispenses them to the public.
        Pharmacy = "pharmacy",
        /// Dispenses them to its patients.
        Hospital = "hospital",
        /// Supervises the others.
        Regulator = "regulator",
    }
}

named! {
    /// What the ledger recorded of a range of packs, or of a site.
    EventKind {
        /// Sent: `site` to `to_site` by `shipment`.
        Dispatch = "dispatch",
        /// Taken over by `site`, of `shipment`.
        Receive = "receive",
        /// Refused by `site`; `to_site` gets the goods back.
        Reject = "reject",
        /// Given to a patient.
        Dispense = "dispense",
        /// That taken back.
        UndoDispense = "undo-dispense",
        /// Left the country.
        Export = "export",
        /// Destroyed.
        Destroy = "destroy",
        /// Taken as a sample.
        Sample = "sample",
        /// Reported stolen.
        Steal = "steal",
        /// Held back by the maker or a regulator.
        Lock = "lock",
        /// No longer.
        Unlock = "unlock",
        /// Recalled.
        Recall = "recall",
        /// Withdrawn from the market.
        Withdraw = "withdraw",
        /// Set aside.
        Quarantine = "quarantine",
        /// Cleared again.
        Clear = "clear",
        /// The licence of `site` was suspended.
        LicenceSuspend = "licence-suspend",
        /// And restored.
        LicenceRestore = "licence-restore",
    }
}

named! {
    /// Who holds a device.
    Role {
        /// A maker.
        Manufacturer = "manufacturer",
        /// A trader.
        Wholesaler = "wholesaler",
        /// A pharmacist.
        Pharmacist = "pharmacist",
        /// Hospital staff.
        Hospital = "hospital",
        /// A patient, who has no site.
        Patient = "patient",
        /// An inspector.
        Inspector = "inspector",
    }
}

named! {
    /// What a scan was for.
    Intent {
        /// To know.
        Verify = "verify",
        /// To take goods over.
        Receive = "receive",
        /// To give a pack to a patient.
        Dispense = "dispense",
        /// To take goods back.
        Return = "return",
    }
}

named! {
    /// What a scan really was.
    Class {
        /// All in order.
        Benign = "benign",
        /// A scanner's or data's fault on a genuine pack.
        Technical = "technical",
        /// Somebody's mistake with a genuine pack.
        Procedural = "procedural",
        /// A genuine pack that must not be used.
        Blocked = "blocked",
        /// Part of an attack.
        Attack = "attack",
    }
}

/// `world.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`crate::FORMAT`].
    pub format: String,
    /// The world's name.
    pub name: String,
    /// What made it, with its version.
    pub generator: String,
    /// From what it can be made again.
    pub seed: u64,
    /// When it begins.
    pub start: Time,
    /// When it ends.
    pub end: Time,
}

/// A place on the globe, WGS 84, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// A row of `sites.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its name.
    pub site: String,
    /// What it is.
    pub kind: SiteKind,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Where it is.
    pub place: Option<Place>,
    /// When its licence begins.
    pub licence_from: Option<Time>,
    /// When it ends.
    pub licence_until: Option<Time>,
}

/// A row of `products.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// GTIN, 14 digits.
    pub gtin: String,
    /// Its name.
    pub name: String,
    /// Who makes it.
    pub maker_site: String,
    /// The countries for which it is meant.
    pub markets: Vec<String>,
    /// Coldest storage, in °C.
    pub storage_min_c: Option<f64>,
    /// Warmest storage, in °C.
    pub storage_max_c: Option<f64>,
    /// From 1, cheap, to 5.
    pub price_band: Option<u8>,
}

/// A row of `batches.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its name in the files.
    pub batch: String,
    /// Of which product.
    pub gtin: String,
    /// The lot as printed.
    pub lot: String,
    /// YYMMDD as printed; day 00 is the end of the month.
    pub expiry: String,
    /// YYMMDD as printed.
    pub manufactured: Option<String>,
    /// How many packs.
    pub packs: u32,
    /// How many in a case.
    pub packs_per_case: Option<u32>,
    /// When the ledger learned of it.
    pub registered: Option<Time>,
    /// When it learned of its release.
    pub released: Option<Time>,
}

/// A row of `packs.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Of which batch.
    pub batch: String,
    /// Its place in it.
    pub index: u32,
    /// Its serial as printed.
    pub serial: String,
}

/// A row of `ledger.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When the ledger recorded it.
    pub time: Time,
    /// What.
    pub event: EventKind,
    /// Of which batch; none where a site alone is concerned.
    pub batch: Option<String>,
    /// The first pack.
    pub from_index: u32,
    /// The first pack after them.
    pub to_index: u32,
    /// Whose act it is; whose licence, where that is concerned.
    pub site: String,
    /// To whom goods go.
    pub to_site: Option<String>,
    /// By which shipment.
    pub shipment: Option<String>,
    /// Anything else.
    pub reference: Option<String>,
}

/// A row of `scans.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// Its name.
    pub scan: String,
    /// When it was, by the device's clock.
    pub time: Time,
    /// When the system heard of it.
    pub received: Time,
    /// The device or install.
    pub device: String,
    /// Who holds it.
    pub role: Role,
    /// At which site; none for patients.
    pub site: Option<String>,
    /// Where.
    pub place: Option<Place>,
    /// How exactly that is known, in metres.
    pub accuracy_m: Option<u32>,
    /// What for.
    pub intent: Intent,
    /// Exactly what the scanner delivered.
    pub text: String,
}

/// A row of `sensors.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// When, as the logger says.
    pub time: Time,
    /// In which shipment.
    pub shipment: String,
    /// Which logger.
    pub logger: String,
    /// °C.
    pub celsius: f64,
}

/// A row of `labels.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Of which scan.
    pub scan: String,
    /// What it was.
    pub class: Class,
    /// The attack's family.
    pub family: Option<String>,
    /// The act that it is part of.
    pub incident: Option<String>,
}

/// A row of the scores: what the system makes of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreRow {
    /// Of which scan.
    pub scan: String,
    /// The verdict's code.
    pub verdict: String,
    /// Reason codes, the strongest first.
    pub reasons: Vec<String>,
    /// The model's score, higher is worse; none where no model ran.
    pub score: Option<i64>,
    /// Whether the system would accuse.
    pub alarm: bool,
}
