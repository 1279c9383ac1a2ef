//! What is measured of a scan: one table that binds the engine, the trainer, the model file and the words for people.

use alloc::{format, string::String};

/// No value: the feature says nothing of this scan.
pub const MISSING: i32 = i32::MIN;

/// What a feature is about. A person is told at most one reason of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// What the ledger and earlier scans say of the pack.
    State,
    /// Where and when it is.
    SpaceTime,
    /// How it came there.
    Route,
    /// Others of its batch, case and shipment.
    Batch,
    /// What it is.
    Product,
    /// Who scans.
    Actor,
    /// The printed code.
    Code,
    /// The temperature log of its last trip.
    Cold,
}

impl Group {
    /// Its name in the specification.
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::SpaceTime => "space-time",
            Self::Route => "route",
            Self::Batch => "batch",
            Self::Product => "product",
            Self::Actor => "actor",
            Self::Code => "code",
            Self::Cold => "cold",
        }
    }
}

/// In what a feature is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// The number of a case in a list.
    Ordinal,
    /// No 0, yes 1.
    Flag,
    /// Pieces.
    Count,
    /// Hundredths of a piece, of a ratio or of a standard deviation.
    Hundredths,
    /// Thousandths.
    PerMille,
    /// Minutes.
    Minutes,
    /// Days.
    Days,
    /// Kilometres.
    Km,
    /// Kilometres an hour.
    KmPerHour,
    /// Thousandths of a bit of surprise.
    Millibits,
}

impl Unit {
    /// Its name in the specification.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ordinal => "ordinal",
            Self::Flag => "flag",
            Self::Count => "count",
            Self::Hundredths => "hundredths",
            Self::PerMille => "per-mille",
            Self::Minutes => "minutes",
            Self::Days => "days",
            Self::Km => "km",
            Self::KmPerHour => "km-per-hour",
            Self::Millibits => "millibits",
        }
    }
}

/// One feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeatureSpec {
    /// Kebab-case; also the id of the sentence.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// In what it is counted.
    pub unit: Unit,
    /// Smallest value; what is below counts as this.
    pub min: i32,
    /// Largest value.
    pub max: i32,
    /// 1 if more is never less risky, −1 if less is never less risky, 0 if neither.
    pub monotone: i8,
    /// For people, in English: `{}` stands for the value.
    pub sentence: &'static str,
}

impl FeatureSpec {
    /// The sentence with its value in it.
    pub fn say(&self, value: i32) -> String {
        if value == MISSING {
            return format!("{} is not known", self.name.replace('-', " "));
        }
        let number = match self.unit {
            Unit::Hundredths => decimal(value, 100),
            Unit::PerMille => format!("{} %", decimal(value, 10)),
            Unit::Millibits => decimal(value, 1000),
            Unit::Minutes if value.unsigned_abs() >= 2 * 1440 => format!("{} days", value / 1440),
            Unit::Minutes if value.unsigned_abs() >= 120 => format!("{} hours", value / 60),
            Unit::Minutes => format!("{value} minutes"),
            _ => format!("{value}"),
        };
        self.sentence.replace("{}", &number)
    }
}

fn decimal(value: i32, base: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let size = value.unsigned_abs();
    let digits = base.ilog10() as usize;
    format!("{sign}{}.{:0digits$}", size / base, size % base)
}

/// The features of one scan, in the order of [`FEATURES`].
pub type Features = [i32; FEATURE_COUNT];

macro_rules! features {
    ($($id:ident $name:literal $group:ident $unit:ident $min:literal $max:literal $monotone:literal $sentence:literal;)+) => {
        /// A feature's place in [`Features`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Feature {
            $(#[doc = $sentence] $id,)+
        }

        /// How many features there are.
        pub const FEATURE_COUNT: usize = [$(Feature::$id,)+].len();

        /// All of them.
        pub static FEATURES: [FeatureSpec; FEATURE_COUNT] = [
            $(FeatureSpec {
                name: $name,
                group: Group::$group,
                unit: Unit::$unit,
                min: $min,
                max: $max,
                monotone: $monotone,
                sentence: $sentence,
            },)+
        ];
    };
}

features! {
    Ruling "ruling" State Ordinal 0 13 0 "The rules found case {}";
    Role "role" State Ordinal 0 5 0 "Scanned by role {}";
    Intent "intent" State Ordinal 0 3 0 "Scanned with intent {}";
    SinceDispensed "since-dispensed" State Minutes -14400 2000000 0 "Dispensed {} before this scan";
    DispensedHere "dispensed-here" State Flag 0 1 0 "Dispensed by the one who scans (1) or by another (0): {}";
    Undos "undos" State Count 0 20 1 "Its dispensing was taken back {} times";
    PriorScans "prior-scans" State Count 0 10000 0 "Scanned {} times before";
    PriorScansWeek "prior-scans-week" State Hundredths 0 1000000 0 "Scanned about {} times in the last week";
    PriorSites "prior-sites" State Count 0 8 1 "Scanned at {} other sites before";
    PriorDevices "prior-devices" State Count 0 8 1 "Scanned with {} other devices before";
    SinceScan "since-scan" State Minutes 0 2000000 0 "Last scanned {} earlier";
    ForeignScans "foreign-scans" State Count 0 100 1 "Scanned {} times elsewhere since its holder last changed";
    DispenseAgain "dispense-again" State Count 0 100 0 "Brought to be dispensed {} times before at this site";
    DispenseAgainDays "dispense-again-days" State Days 0 1500 1 "First brought to be dispensed at this site {} days ago";
    DispenseSurplus "dispense-surplus" State Count -20 100 1 "Brought to be dispensed {} times more than it was dispensed";
    DispenseElsewhere "dispense-elsewhere" State Count 0 100 1 "Brought to be dispensed {} times at other sites before";

    Speed "speed" SpaceTime KmPerHour 0 20000 1 "Since its last scan it would have travelled at {} km/h";
    ScanKm "scan-km" SpaceTime Km 0 20100 1 "Scanned {} km from its last scan";
    CustodianKm "custodian-km" SpaceTime Km 0 20100 1 "Scanned {} km from where the ledger has it";
    HolderKm "holder-km" SpaceTime Km 0 20100 1 "Scanned {} km from any site that ever had it";
    OutsideMarkets "outside-markets" SpaceTime Flag 0 1 1 "Scanned in a country for which it is not meant ({})";
    OtherCountry "other-country" SpaceTime Flag 0 1 1 "Scanned in another country than its holder's ({})";
    Offline "offline" SpaceTime Minutes 0 200000 0 "The scan was reported {} late";
    ClockAhead "clock-ahead" SpaceTime Minutes 0 200000 1 "The device's clock is {} ahead";
    UsualHour "usual-hour" SpaceTime PerMille 0 1000 -1 "{} of scans here are made at such an hour";
    SiteKm "site-km" SpaceTime Km 0 20100 1 "Scanned {} km from the address of the site that scans";

    Custody "custody" Route Ordinal 0 3 1 "The scanning site has it (0), awaits it (1), had it (2), never had it (3): {}";
    Hops "hops" Route Count 0 50 0 "Changed hands {} times";
    Partner "partner" Route Count 0 10000 -1 "Its holder sent goods to the scanning site {} times before";
    HopBefore "hop-before" Route Count 0 10000 -1 "Its last sender had sent goods to that receiver {} times before";
    HopPairDays "hop-pair-days" Route Days 0 5000 -1 "Its last sender and receiver have traded for {} days";
    HopSurprise "hop-surprise" Route Millibits 0 20000 1 "Its last change of hands is of an unusual kind ({} bits)";
    Dwell "dwell" Route Hundredths -1000 1000 0 "Its last holder kept it unusually long or short ({} deviations)";
    Transit "transit" Route Hundredths 0 10000 0 "Its last trip took {} times the usual";
    Short "short" Route Count 0 100000 1 "{} packs of its last shipment did not arrive";
    Returns "returns" Route Count 0 20 1 "Sent back {} times";
    ForeignHops "foreign-hops" Route Count 0 20 0 "Crossed a border {} times";
    Importer "importer" Route Flag 0 1 0 "Passed a parallel importer ({})";
    Familiar "familiar" Route Count 0 10000 -1 "Its holder had taken over this product {} times before";
    FlowShare "flow-share" Route PerMille 0 1000 -1 "{} of this product in this country comes from the holder's country";
    HolderDays "holder-days" Route Days 0 5000 -1 "Its holder has been in business for {} days";
    SiteDays "site-days" Route Days 0 5000 -1 "The scanning site has been in business for {} days";
    RestDays "rest-days" Route Days 0 5000 0 "Its holder has had it for {} days";
    OnTheWay "on-the-way" Route Minutes 0 2000000 0 "Sent {} ago and not yet taken over";
    SentOn "sent-on" Route Flag 0 1 0 "On its way to another ({})";

    BatchAlerts "batch-alerts" Batch PerMille 0 1000 1 "{} of the scans of its batch raise a doubt";
    BatchForeign "batch-foreign" Batch Hundredths 0 1000000 1 "About {} scans of its batch away from their holders lately";
    BatchSites "batch-sites" Batch Count 0 8 1 "Packs of its batch turned up at {} sites that do not have them";
    BatchCases "batch-cases" Batch Count 0 8 1 "Packs of {} cases of its batch turned up where they should not be";
    ReleaseDays "release-days" Batch Days 0 5000 0 "Its batch was released {} days ago";
    Registered "registered" Batch Minutes 0 7000000 0 "Its batch was registered {} ago";
    ExpiryDays "expiry-days" Batch Days -5000 5000 0 "{} days before it expires";
    DispensedShare "dispensed-share" Batch PerMille 0 1000 0 "{} of its batch is dispensed";
    CaseAlerts "case-alerts" Batch Count 0 8 1 "{} other packs of its case raised a doubt";
    CaseFar "case-far" Batch Count 0 8 1 "{} other packs of its case turned up far away";
    CaseHolder "case-holder" Batch Count 0 8 1 "{} other packs of its case turned up elsewhere, with the same holder on record";
    HolderLost "holder-lost" Batch Hundredths 0 1000000 1 "About {} packs of its holder turned up elsewhere lately";
    ShipmentLost "shipment-lost" Batch Hundredths 0 1000000 1 "About {} packs of its last shipment turned up elsewhere lately";

    PriceBand "price-band" Product Ordinal 1 5 0 "Price band {}";
    ColdProduct "cold-product" Product Flag 0 1 0 "Must be kept cold ({})";

    DeviceHour "device-hour" Actor Hundredths 0 1000000 0 "The device makes about {} scans an hour";
    DeviceBaseline "device-baseline" Actor Hundredths 0 100000 1 "The device scans at {} times its usual rate";
    DeviceRole "device-role" Actor Hundredths 0 100000 1 "The device scans at {} times the rate of its like";
    DeviceUnknown "device-unknown" Actor PerMille 0 1000 1 "{} of the device's scans today are of unknown codes";
    DeviceUnknownCount "device-unknown-count" Actor Hundredths 0 1000000 1 "About {} unknown codes with this device today";
    DeviceRun "device-run" Actor Count 0 10000 1 "{} scans of neighbouring packs or numbers in a row";
    DeviceProducts "device-products" Actor Count 0 128 0 "{} different products with this device today";
    DeviceDays "device-days" Actor Days 0 5000 -1 "The device has been in use for {} days";
    DeviceIdle "device-idle" Actor PerMille 0 1000 0 "{} of the device's scans today were followed by no act";
    DeviceNotHeld "device-not-held" Actor PerMille 0 1000 1 "{} of the device's scans today are of packs that its site does not have";
    DeviceOddHours "device-odd-hours" Actor Hundredths 0 1000000 1 "About {} scans at unusual hours with this device today";
    DeviceSpeed "device-speed" Actor KmPerHour 0 20000 1 "The device would have travelled at {} km/h since its last scan";
    DeviceFaults "device-faults" Actor PerMille 0 1000 -1 "{} of the device's scans are misread";
    SiteRate "site-rate" Actor Hundredths 0 100000 1 "The site scans at {} times its usual rate";
    SiteAlerts "site-alerts" Actor PerMille 0 1000 1 "{} of the site's scans raise a doubt";
    SiteFaults "site-faults" Actor PerMille 0 1000 -1 "{} of the site's scans are misread";
    SiteIdle "site-idle" Actor PerMille 0 1000 0 "{} of the site's scans this week were followed by no act";
    RoleMismatch "role-mismatch" Actor Flag 0 1 1 "The role of the one who scans does not fit the site ({})";

    Repair "repair" Code Ordinal 0 6 0 "The code was misread, kind {}";
    SerialDistance "serial-distance" Code Count 0 4 0 "The serial differs from a real one in {} characters";
    OddSerial "odd-serial" Code Flag 0 1 1 "The serial has another form than those of the batch ({})";
    ExpiryLater "expiry-later" Code Days -5000 5000 0 "The printed expiry is {} days later than the batch's";
    CodeElsewhere "code-elsewhere" Code Count 0 8 1 "This very code was scanned at {} other places";
    LotScans "lot-scans" Code Count 0 10000 0 "This unknown lot was scanned {} times before";
    LotPlaces "lot-places" Code Count 0 8 0 "This unknown lot was seen at {} other places";
    LotSerials "lot-serials" Code Count 0 10000 0 "{} other serials of this lot are unknown";
    LotMinutes "lot-minutes" Code Minutes 0 2000000 0 "This unknown lot or serial was first seen {} ago";
    ProductUnknown "product-unknown" Code Hundredths 0 1000000 0 "About {} unknown codes of this product today";

    ColdOutside "cold-outside" Cold Minutes 0 100000 1 "Outside its limits for {} on its last trip";
    ColdGap "cold-gap" Cold Minutes 0 100000 1 "Nothing was logged for {} on its last trip";
    ColdVariance "cold-variance" Cold Hundredths 0 10000 0 "Its log varies {} times as much as others of this product";
    ColdFlat "cold-flat" Cold PerMille 0 1000 1 "{} of its log is one flat line";
    ColdCopied "cold-copied" Cold PerMille 0 1000 1 "{} of its log is the same as an earlier log";
    ColdCoverage "cold-coverage" Cold PerMille 0 1000 -1 "{} of its last trip is logged";
    ColdEdge "cold-edge" Cold PerMille 0 1000 0 "{} of its log lies within half a degree of a limit";
    ColdStrange "cold-strange" Cold PerMille 0 1000 1 "{} of its log lies before or after its last trip";
    ColdSteps "cold-steps" Cold Hundredths 0 10000 0 "Its log moves {} times as much between readings as others of this product";
    ColdWhite "cold-white" Cold Hundredths 0 400 0 "Its log jumps from reading to reading as made-up numbers do ({}; 2 for mere chance)";
    ColdEcho "cold-echo" Cold Count 0 1000 1 "{} changes in a row repeat an earlier part of its log";
    ColdTail "cold-tail" Cold Minutes 0 100000 0 "Its log ends {} before its last trip did";
}

/// The table as text: what [`spec_hash`] covers.
pub fn spec_text() -> String {
    let mut text = String::from("medtrail-features/1\nname,group,unit,min,max,monotone,sentence\n");
    for spec in &FEATURES {
        text.push_str(&format!(
            "{},{},{},{},{},{},{}\n",
            spec.name,
            spec.group.name(),
            spec.unit.name(),
            spec.min,
            spec.max,
            spec.monotone,
            spec.sentence,
        ));
    }
    text
}

/// BLAKE2b-256 of [`spec_text`]. A model for another table is refused.
pub fn spec_hash() -> [u8; 32] {
    ledger_types::digest(spec_text().as_bytes())
}

/// Sets one feature, clamped to its range.
pub(crate) fn put(features: &mut Features, feature: Feature, value: i64) {
    let place = feature as usize;
    if let (Some(slot), Some(spec)) = (features.get_mut(place), FEATURES.get(place)) {
        *slot = value.clamp(spec.min.into(), spec.max.into()) as i32;
    }
}

/// What a feature is.
pub fn spec(feature: Feature) -> &'static FeatureSpec {
    &FEATURES[feature as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_ranges_hold_something() {
        let names: BTreeSet<&str> = FEATURES.iter().map(|spec| spec.name).collect();
        assert_eq!(names.len(), FEATURE_COUNT);
        const { assert!(FEATURE_COUNT <= 255) };
        for spec in &FEATURES {
            assert!(spec.min < spec.max && spec.min > MISSING, "{}", spec.name);
            assert!(spec.sentence.contains("{}"), "{}", spec.name);
            assert!(spec.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", spec.name);
        }
    }

    #[test]
    fn values_are_clamped_and_said() {
        let mut features = [MISSING; FEATURE_COUNT];
        put(&mut features, Feature::CustodianKm, 1 << 40);
        assert_eq!(features[Feature::CustodianKm as usize], 20_100);
        assert_eq!(spec(Feature::CustodianKm).say(412), "Scanned 412 km from where the ledger has it");
        assert_eq!(
            spec(Feature::Dwell).say(-205),
            "Its last holder kept it unusually long or short (-2.05 deviations)"
        );
        assert_eq!(spec(Feature::SinceScan).say(35), "Last scanned 35 minutes earlier");
        assert_eq!(spec(Feature::BatchAlerts).say(125), "12.5 % of the scans of its batch raise a doubt");
    }
}
