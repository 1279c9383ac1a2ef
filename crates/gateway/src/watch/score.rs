//! A reported scan as the engine is told it, and what is answered.

use anomaly::{
    Measured,
    engine::{PackState, PackView, SubjectKind},
    fact::{Code, Intent, Repair, Role, Ruling, Scan, Time},
    policy::Decision,
};
use gs1::Date;
use ledger_types::{ParticipantId, Position};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    alerts::{About, Raised, Reason, Record, reasons},
    feed::Feed,
    judge::{Judged, Loaded},
    log::{Detail, Logged},
};
use crate::{index::subjects::batch_key, scans::Area, serials::MasterKey};

/// How exactly a place is known that was rounded to tenths of a degree, in metres.
const ROUNDED: u32 = 8_000;
/// Packs that count as one case for incidents.
const CASE: u32 = 50;
/// Seconds within which a report says how things are now.
const AT_ONCE: Time = 120;
/// Digits at a serial's end that are read as its number.
const DIGITS: usize = 9;

/// A scan that was just reported.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// What the log calls it.
    pub id: String,
    /// The keyed hash of the code.
    pub code: [u8; 16],
    /// When it was, in seconds since 1970-01-01 UTC.
    pub time: Time,
    /// When it was reported.
    pub received: Time,
    /// The participant that scanned.
    pub scanner: ParticipantId,
    /// Where, roughly.
    pub area: Option<Area>,
    /// The rest.
    pub detail: Detail,
    /// BLAKE2b-256 of the code as it was scanned.
    pub text: [u8; 32],
}

/// What the model says of a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Assessment {
    /// The model: BLAKE2b-256 of its file, the name under which it is active on chain.
    pub model: String,
    /// The score.
    pub score: i64,
    /// From which score on it is an alarm.
    pub threshold: i64,
    /// Whether an alarm was raised: by the score, or by what scans of the same device, site or batch add up to.
    pub alarm: bool,
    /// Whether what the rules object to, a pack that is elsewhere or a lot that is unknown, is taken for something that was not
    /// recorded yet.
    #[serde(default)]
    pub excused: bool,
    /// What weighs most.
    pub reasons: Vec<Reason>,
    /// The alert's name: see `/v1/alerts/{id}`.
    pub alert: Option<String>,
}

/// What came of a scan, as it is kept: sent again, it gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The model's state at that time.
    pub state: String,
    /// What the model said, whether or not anybody may see it.
    pub assessment: Option<Assessment>,
    /// Why there is no assessment to see.
    pub why_not: Option<String>,
}

impl Outcome {
    /// No assessment, and why.
    pub fn none(state: &str, why_not: &str) -> Self {
        Self { state: state.to_owned(), assessment: None, why_not: Some(why_not.to_owned()) }
    }

    /// What may be told: the assessment, or why there is none. What a model on trial said is told to nobody.
    pub fn told(self) -> (Option<Assessment>, Option<String>) {
        match self.why_not {
            Some(why_not) => (None, Some(why_not)),
            None => (self.assessment, None),
        }
    }
}

/// A number for the engine out of a keyed hash.
pub fn short(hash: &[u8; 16]) -> u64 {
    hash.first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The hash of a device. One that is not told is the participant's only one.
pub fn device(key: &MasterKey, scanner: ParticipantId, told: Option<&str>) -> u64 {
    short(&key.watched("device", &format!("{scanner}/{}", told.unwrap_or_default())))
}

/// The last digits of a serial as a number.
pub fn last_digits(serial: &str) -> Option<u32> {
    let digits: Vec<u8> = serial.bytes().rev().take_while(u8::is_ascii_digit).take(DIGITS).collect();
    if digits.is_empty() {
        return None;
    }
    Some(digits.iter().rev().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// What the rules found, by the verdict and the code of its leading reason.
pub fn ruling(verdict: &str, reason: Option<&str>) -> Ruling {
    let here = verdict == "already-dispensed-here";
    match (reason.unwrap_or_default(), verdict) {
        ("unknown-product", _) => Ruling::UnknownProduct,
        ("unknown-batch", _) => Ruling::UnknownBatch,
        ("unknown-serial", _) => Ruling::UnknownSerial,
        ("expiry-mismatch", _) => Ruling::ExpiryMismatch,
        ("wrong-custodian", _) => Ruling::WrongCustodian,
        ("not-with-pharmacy", _) => Ruling::NotWithPharmacy,
        ("holder-not-authorised", _) => Ruling::HolderNotAuthorised,
        ("stolen", _) => Ruling::Stolen,
        ("already-used", _) => Ruling::UsedElsewhere,
        ("already-dispensed", _) if here => Ruling::DispensedHere,
        ("already-dispensed", _) => Ruling::DispensedElsewhere,
        (_, "already-dispensed-here") => Ruling::DispensedHere,
        (_, "already-used-elsewhere") => Ruling::UsedElsewhere,
        (_, "do-not-use") => Ruling::Blocked,
        (_, "not-recognised") => Ruling::UnknownSerial,
        (_, "could-not-check") => Ruling::Unreadable,
        // Without a reason, the commonest one; with one that is no rule's, the rules found nothing.
        ("", "suspicious") => Ruling::WrongCustodian,
        _ => Ruling::Genuine,
    }
}

/// What a scan was for.
pub fn intent(text: &str) -> Option<Intent> {
    Some(match text {
        "verify" => Intent::Verify,
        "receive" => Intent::Receive,
        "dispense" => Intent::Dispense,
        "return" => Intent::Return,
        _ => return None,
    })
}

fn place(area: Area) -> Option<Position> {
    let degrees = |tenths: i64| i32::try_from(tenths.checked_mul(100_000)?).ok();
    let position = Position { latitude: degrees(area.latitude)?, longitude: degrees(area.longitude)? };
    position.is_valid().then_some(position)
}

/// A scan in the engine's words; otherwise why the model has nothing to say of it.
pub fn scan(feed: &Feed, key: &MasterKey, incoming: &Incoming) -> Result<Scan, &'static str> {
    let Incoming { code, time, received, scanner, area, detail, .. } = incoming;
    let site = feed.site(*scanner).ok_or("none: the index does not know who scans")?;
    if feed.is_waiting(&detail.batch) {
        return Err("none: the batch is not released");
    }
    let ruling = ruling(&detail.verdict, detail.ruling.as_deref());
    let batch = feed.batch(&detail.batch);
    let pack = detail.pack.filter(|pack| batch.is_some_and(|batch| *pack < batch.packs));
    if pack.is_none() && ruling < Ruling::ExpiryMismatch && ruling != Ruling::Unreadable {
        return Err("none: the report does not say which pack of its batch it is");
    }
    let printed = detail.expiry.and_then(Date::from_number).map(Date::ends_at);
    let later =
        printed.zip(batch.and_then(|batch| batch.expires)).map(|(printed, expires)| (printed - expires) / 86_400);
    let product = batch_key(&detail.batch).and_then(|batch| feed.product(batch.gtin));
    Ok(Scan {
        time: *time,
        received: *received,
        device: detail.device,
        role: site.role,
        site: Some(site.id),
        place: area.and_then(place),
        accuracy_m: area.map(|_| ROUNDED),
        intent: intent(&detail.intent).unwrap_or(Intent::Verify),
        code: Code {
            product: batch.map(|batch| batch.product).or(product),
            batch: batch.map(|batch| batch.id),
            pack,
            repair: Repair::None,
            serial_distance: None,
            odd_serial: false,
            expiry_later_days: later.filter(|days| *days != 0).and_then(|days| i32::try_from(days).ok()),
            identity: short(code),
            lot: Some(short(&key.watched("lot", &detail.batch))),
            number: detail.number,
        },
        ruling,
    })
}

/// Rules in hindsight: a scanner that was not told whose it is cannot check custody, but whoever reports is known. What was
/// scanned offline is heard of when the pack may have gone on.
pub fn check_custody(scan: &mut Scan, pack: Option<&PackView>) {
    let trades = matches!(scan.role, Role::Pharmacist | Role::Hospital | Role::Wholesaler);
    let at_once = scan.received.saturating_sub(scan.time) <= AT_ONCE;
    let elsewhere = pack.is_some_and(|pack| {
        pack.state == PackState::Active && pack.holder.is_some() && pack.holder != scan.site && pack.to != scan.site
    });
    if scan.ruling == Ruling::Genuine && trades && at_once && elsewhere {
        scan.ruling = Ruling::WrongCustodian;
    }
}

impl From<Logged> for Incoming {
    /// A scan of the log: the hour is all that is known of its time.
    fn from(logged: Logged) -> Self {
        let Logged { id, code, hour, scanner, area, detail } = logged;
        let time = hour.saturating_mul(3_600);
        Self { id, code, time, received: time, scanner, area, detail, text: [0; 32] }
    }
}

/// A measured scan, and who is concerned.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// What was measured.
    pub measured: Measured,
    /// What was decided.
    pub decision: Decision,
    /// Who made the pack.
    pub maker: Option<ParticipantId>,
    /// Who has it, as the ledger says.
    pub holder: Option<ParticipantId>,
    /// The country of whoever scans.
    pub country: [u8; 2],
}

impl Weighed {
    /// The alert of an alarm.
    pub fn raised(&self, key: &MasterKey, loaded: &Loaded, judged: &Judged, incoming: &Incoming) -> Raised {
        let Incoming { id, code, time, scanner, detail, text, .. } = incoming;
        let model = hex::encode(loaded.id);
        let hash = |kind: &str, name: &str| hex::encode(key.watched(kind, name));
        let kind = |kind: SubjectKind, name: String| hash(kind.name(), &name);
        let batch = &detail.batch;
        let case = detail.pack.map(|pack| kind(SubjectKind::Case, format!("{batch}/{}", pack / CASE)));
        let subjects = [
            Some(kind(SubjectKind::Code, hex::encode(code))),
            case,
            Some(kind(SubjectKind::Lane, format!("{batch}/{}", hex::encode(self.country)))),
            Some(kind(SubjectKind::Device, detail.device.to_string())),
            Some(kind(SubjectKind::Site, scanner.to_string())),
        ];
        Raised {
            record: Record {
                id: hash("alert", &format!("{model}/{id}")),
                hour: time.div_euclid(3_600),
                model,
                ensemble: judged.ensemble.name().to_owned(),
                score: judged.score,
                threshold: judged.threshold,
                by: judged.by.clone().unwrap_or_default(),
                features: self.measured.features.to_vec(),
                reasons: reasons(&judged.reasons),
            },
            subjects: subjects.into_iter().flatten().collect(),
            scanner: *scanner,
            maker: self.maker,
            holder: self.holder,
            about: About { batch: batch.clone(), pack: detail.pack, code: *text },
        }
    }
}

/// What the model says, as it is told.
pub fn assessment(loaded: &Loaded, judged: &Judged, alert: Option<String>) -> Assessment {
    Assessment {
        model: hex::encode(loaded.id),
        score: judged.score,
        threshold: judged.threshold,
        alarm: judged.alarm,
        excused: judged.excused,
        reasons: reasons(&judged.reasons),
        alert,
    }
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
