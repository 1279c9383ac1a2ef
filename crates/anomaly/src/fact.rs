//! What the engine is told: who exists, what the ledger recorded, what loggers report, and what is scanned. All integers.

use alloc::vec::Vec;
use core::ops::Range;

use ledger_types::Position;

/// Seconds since 1970-01-01 UTC.
pub type Time = i64;

/// A site, by the order in which the engine learned of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteId(pub u32);

/// A product, likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(pub u32);

/// A batch, likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub u32);

/// A name hashed by the caller: of a device, a shipment, a logger, or a code that is no pack's.
pub type Key = u64;

/// ISO 3166-1 alpha-2.
pub type Country = [u8; 2];

/// What a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SiteKind {
    /// Makes medicines.
    Manufacturer,
    /// Trades them.
    Wholesaler,
    /// Brings them from another country, legally.
    ParallelImporter,
    /// Dispenses them to the public.
    Pharmacy,
    /// Dispenses them to its patients.
    Hospital,
    /// Supervises the others.
    Regulator,
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFacts {
    /// What it is.
    pub kind: SiteKind,
    /// Where.
    pub country: Country,
    /// Where exactly.
    pub place: Option<Position>,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductFacts {
    /// Who makes it.
    pub maker: Option<SiteId>,
    /// For which countries it is meant; empty if that is not known.
    pub markets: Vec<Country>,
    /// Coldest and warmest storage, in thousandths of a degree Celsius.
    pub storage: Option<Range<i32>>,
    /// From 1, cheap, to 5.
    pub price_band: Option<u8>,
}

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchFacts {
    /// Of which product.
    pub product: ProductId,
    /// How many packs.
    pub packs: u32,
    /// How many in a case.
    pub packs_per_case: Option<u32>,
    /// The first second after its last day.
    pub expires: Option<Time>,
    /// When the ledger learned of it.
    pub registered: Option<Time>,
    /// When it learned of its release.
    pub released: Option<Time>,
}

/// What the ledger recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Sent: from `site` to `to` by `shipment`.
    Dispatch,
    /// Taken over by `site`.
    Receive,
    /// Refused by `site`: `to` gets the goods back.
    Reject,
    /// Given to a patient.
    Dispense,
    /// That taken back.
    UndoDispense,
    /// Left the country.
    Export,
    /// Destroyed.
    Destroy,
    /// Taken as a sample.
    Sample,
    /// Reported stolen.
    Steal,
    /// Held back by maker or regulator.
    Lock,
    /// No longer.
    Unlock,
    /// Recalled.
    Recall,
    /// Withdrawn from the market.
    Withdraw,
    /// Set aside.
    Quarantine,
    /// Cleared again.
    Clear,
    /// The licence of `site` was suspended.
    LicenceSuspend,
    /// And restored.
    LicenceRestore,
}

/// One entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it was recorded.
    pub time: Time,
    /// What.
    pub act: Act,
    /// Which packs; none where a site alone is concerned.
    pub packs: Option<(BatchId, Range<u32>)>,
    /// Whose act.
    pub site: SiteId,
    /// To whom goods go.
    pub to: Option<SiteId>,
    /// By which shipment.
    pub shipment: Option<Key>,
}

/// What a logger reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// When, as the logger says.
    pub time: Time,
    /// In which shipment.
    pub shipment: Key,
    /// Which logger.
    pub logger: Key,
    /// Thousandths of a degree Celsius.
    pub millicelsius: i32,
}

/// Who scans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A maker.
    Manufacturer,
    /// A trader.
    Wholesaler,
    /// A pharmacist.
    Pharmacist,
    /// Hospital staff.
    Hospital,
    /// A patient, who has no site.
    Patient,
    /// An inspector.
    Inspector,
}

/// What a scan is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Intent {
    /// To know.
    Verify,
    /// To take goods over.
    Receive,
    /// To give a pack to a patient.
    Dispense,
    /// To take goods back.
    Return,
}

/// What the rules find, from the mildest to the gravest. The names are those of the verdict's reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ruling {
    /// Nothing.
    #[default]
    Genuine,
    /// It could not be checked: the code is none, or incomplete.
    Unreadable,
    /// Dispensed by the one who scans.
    DispensedHere,
    /// It must not be used: recalled, withdrawn, expired, locked, set aside, not released, destroyed.
    Blocked,
    /// Reported stolen.
    Stolen,
    /// Dispensed elsewhere.
    DispensedElsewhere,
    /// Exported, a sample, or otherwise taken out.
    UsedElsewhere,
    /// Its holder may not trade.
    HolderNotAuthorised,
    /// A patient has it, and no pharmacy had.
    NotWithPharmacy,
    /// Somebody else has it, as far as the ledger knows.
    WrongCustodian,
    /// The printed expiry is not the batch's.
    ExpiryMismatch,
    /// No such serial in the batch.
    UnknownSerial,
    /// No such lot of the product.
    UnknownBatch,
    /// No such product.
    UnknownProduct,
}

/// What a scanner's fault made of a code, if another reading of it is a real pack's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// The code is as it should be, or no reading helps.
    #[default]
    None,
    /// Capitals and small letters were swapped, or all made one.
    Case,
    /// Another keyboard's layout.
    Layout,
    /// A separator lost, or come as another character.
    Separator,
    /// The end is missing; what is there begins exactly one real code.
    Truncated,
    /// Characters before or after the code.
    Surplus,
    /// One or two characters typed wrongly.
    Typing,
}

/// What the text of a scan comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The product, if it is a known one.
    pub product: Option<ProductId>,
    /// The batch, if the ledger knows it by now.
    pub batch: Option<BatchId>,
    /// The pack, if it is one: also when only a repaired reading is.
    pub pack: Option<u32>,
    /// Which repair made it a pack.
    pub repair: Repair,
    /// How many characters its serial differs from the nearest real one, at most 4; only of unknown serials.
    pub serial_distance: Option<u8>,
    /// Whether its serial has another length or other kinds of characters than those of the batch.
    pub odd_serial: bool,
    /// Days by which the printed expiry is later than the batch's, negative if earlier; none if they agree or none is printed.
    pub expiry_later_days: Option<i32>,
    /// Hash of GTIN, lot and serial as they were read: the same for two scans of one code, whether it is a pack or not.
    pub identity: Key,
    /// Hash of GTIN and lot as they were read; none if no lot was read. It tells unknown lots apart.
    pub lot: Option<Key>,
    /// The serial as a number, if it ends in digits, for runs of neighbours: its last nine digits.
    pub number: Option<u32>,
}

/// One scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// When it was, by the device's clock.
    pub time: Time,
    /// When the system heard of it: scans are told in this order.
    pub received: Time,
    /// With which device or install.
    pub device: Key,
    /// By whom.
    pub role: Role,
    /// At which site; none for patients.
    pub site: Option<SiteId>,
    /// Where.
    pub place: Option<Position>,
    /// How exactly that is known, in metres.
    pub accuracy_m: Option<u32>,
    /// What for.
    pub intent: Intent,
    /// What was scanned.
    pub code: Code,
    /// What the rules say.
    pub ruling: Ruling,
}
