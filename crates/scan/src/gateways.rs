//! Gateways that are asked for the proof of a code that carries none.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures::stream::{FuturesUnordered, StreamExt};
use gateway_client::{Earlier, Gateway, GatewayError, Named, Said, Scan, Watched, Why, element_string};
use ledger_client::time::{Instant, SystemTime, UNIX_EPOCH, timeout};
use ledger_types::Position;
use verdict::{Assessment, Code, MAX_REASONS, Message, Reason, Report, Role, Sighting, weighed};

use crate::{active::Claim, sentences as say};

/// How long all of them are left alone once none answered, so that a scan without a network takes no time.
const REST: Duration = Duration::from_secs(10);
/// How long the others may take once one has answered.
const GRACE: Duration = Duration::from_millis(1_000);

/// Gateways, and which of them gave proofs that prove nothing.
#[derive(Debug, Default)]
pub(crate) struct Gateways {
    all: Vec<Gateway>,
    liars: Mutex<Vec<String>>,
    resting_until: Mutex<Option<Instant>>,
}

/// Makes sure that an address may be a gateway's.
///
/// # Errors
/// [`GatewayError::BadAddress`].
pub fn gateway_address(address: &str) -> Result<(), GatewayError> {
    Gateway::new(address).map(|_| ())
}

/// Asks a gateway which anomaly model it uses, and how that fares, with a key that it gave.
///
/// # Errors
/// [`GatewayError`].
pub async fn watched(address: &str, key: &str) -> Result<Watched, GatewayError> {
    Gateway::new(address)?.watched(key).await
}

impl Gateways {
    pub fn new(addresses: &[String]) -> Result<Self, GatewayError> {
        let all = addresses.iter().map(|address| Gateway::new(address)).collect::<Result<_, _>>()?;
        Ok(Self { all, ..Self::default() })
    }

    pub fn are_there(&self) -> bool {
        !self.all.is_empty()
    }

    /// Asks all gateways that have not lied; their answers come as they arrive. A patient's pack is none of their business: they do
    /// not learn which it is.
    pub fn ask<'a>(&'a self, code: &'a Code, role: Role) -> Asking<impl Future<Output = (&'a str, Heard)> + 'a> {
        let resting = self.resting_until().is_some_and(|until| until > Instant::now());
        let named = Named { gtin: &code.scanned.gtin, lot: &code.scanned.lot, serial: &code.scanned.serial };
        let liars = self.liars();
        let willing = self.all.iter().filter(|gateway| !resting && !liars.iter().any(|it| it == gateway.address()));
        let ask = |gateway: &'a Gateway| async move {
            let said = match role {
                Role::Patient => gateway.about_privately(named).await,
                _ => gateway.about(named).await,
            };
            (gateway.address(), said)
        };
        Asking { waiting: willing.map(ask).collect(), answered: false }
    }

    /// Leaves all of them alone for a while if none answered.
    pub fn rest_unless(&self, answered: bool) {
        *self.resting_until() = (!answered).then(|| Instant::now() + REST);
    }

    fn resting_until(&self) -> MutexGuard<'_, Option<Instant>> {
        self.resting_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reports a scan of a pack that is known to the one gateway that gave the key, and hears of earlier ones of its code, and of its
    /// model. If it does not answer, nothing is known. What a patient scans is not reported.
    pub async fn report(&self, report: &Report, reporting: &Reporting, intent: Intent) -> Told {
        let gateway = &reporting.gateway;
        if report.role == Role::Patient || self.liars().iter().any(|liar| liar == gateway.address()) {
            return Told::default();
        }
        let Some(place) = report.evidence.as_ref().and_then(|evidence| evidence.pack_index) else {
            return Told::default();
        };
        let pack = &report.pack;
        let code = element_string(&pack.gtin, &pack.serial, &pack.lot);
        let id = format!("{:x}", reporting.next_id());
        let scan = Scan {
            id: &id,
            code: &code,
            verdict: report.verdict.code(),
            position: reporting.degrees(),
            intent: Some(intent.code()),
            device: reporting.device.as_deref(),
            ruling: report.reasons.first().map(|reason| reason.code),
            pack: Some(place),
        };
        let seen = gateway.report(&reporting.key, &scan).await.unwrap_or_default();
        let sighting = |earlier: &Earlier| Sighting {
            time: earlier.time,
            place: earlier.position.and_then(position),
            own: earlier.own,
        };
        let claim = match (seen.assessment, seen.no_model) {
            (Some(assessment), _) => Some(Claim::Assessed(assessed(assessment))),
            (None, Some(why)) => Some(Claim::without(&why)),
            (None, None) => None,
        };
        Told { earlier: seen.earlier.iter().map(sighting).collect(), claim }
    }

    /// Remembers that a gateway gave a proof that proves nothing.
    pub fn drop_liar(&self, address: &str) {
        let mut liars = self.liars.lock().unwrap_or_else(PoisonError::into_inner);
        if !liars.iter().any(|liar| liar == address) {
            liars.push(address.to_owned());
        }
    }

    /// The gateways that lied.
    pub fn liars(&self) -> Vec<String> {
        self.liars.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What to say of those that lied, with every verdict.
    pub fn warnings(&self) -> Vec<Reason> {
        let warning =
            |address: &String| note("gateway-dropped", say::GATEWAY_DROPPED.with("address", address.as_str()));
        self.liars().iter().map(warning).collect()
    }
}

/// What a gateway said of a scan that was reported. None of it is proven.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Earlier scans of the same code.
    pub earlier: Vec<Sighting>,
    /// What it says of its model; nothing if it knows of none.
    pub claim: Option<Claim>,
}

/// What a gateway's model says, in sentences of this program.
fn assessed(assessment: gateway_client::Assessment) -> Assessment {
    let reason = |why: &Why| weighed(&why.code, why.arguments.first().copied());
    Assessment {
        model: assessment.model,
        active_since: None,
        score: assessment.score,
        threshold: assessment.threshold,
        alarm: assessment.alarm,
        excused: assessment.excused,
        reasons: assessment.reasons.iter().take(MAX_REASONS).map(reason).collect(),
    }
}

/// What one gateway said about a code.
pub(crate) type Heard = Result<Said, GatewayError>;

/// Gateways that have been asked.
pub(crate) struct Asking<Answer: Future> {
    waiting: FuturesUnordered<Answer>,
    /// Whether any has answered. A proof counts once it is known to be no lie: whoever lies fast must not cost others their time.
    pub answered: bool,
}

impl<'a, Answer: Future<Output = (&'a str, Heard)>> Asking<Answer> {
    /// The next answer. Once one has answered, the others have a moment left.
    pub async fn next(&mut self) -> Option<(&'a str, Heard)> {
        let next = if self.answered {
            timeout(GRACE, self.waiting.next()).await.ok().flatten()
        } else {
            self.waiting.next().await
        };
        self.answered |= matches!(next, Some((_, Ok(Said::NotInList | Said::Nothing))));
        next
    }

    /// Whether anybody was asked.
    pub fn is_nobody(&self) -> bool {
        self.waiting.is_empty()
    }
}

/// What is to be said of an answer that proves nothing.
pub(crate) fn note_of(address: &str, heard: &Heard) -> Option<Reason> {
    match heard {
        Ok(Said::Proof(_)) => None,
        Ok(Said::NotInList) => Some(note("gateway-denies", say::GATEWAY_DENIES.with("address", address))),
        Ok(Said::Nothing) => Some(note("gateway-knows-nothing", say::GATEWAY_KNOWS_NOTHING.with("address", address))),
        Err(error) => Some(note("gateway-failed", say::gateway_message(error))),
    }
}

/// What a pack is scanned for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Intent {
    /// To know about it.
    #[default]
    Verify,
    /// To take it over.
    Receive,
    /// To hand it to a patient.
    Dispense,
    /// To take it back.
    Return,
}

impl Intent {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Verify, Self::Receive, Self::Dispense, Self::Return];

    /// The name that programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Receive => "receive",
            Self::Dispense => "dispense",
            Self::Return => "return",
        }
    }
}

impl std::str::FromStr for Intent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || Self::ALL.map(Self::code).join(", ");
        Self::ALL.into_iter().find(|intent| intent.code() == text).ok_or_else(|| format!("one of: {}", known()))
    }
}

/// Most bytes of what tells devices apart.
const MAX_DEVICE: usize = 64;

/// To which gateway scans are reported, as whom, and from where.
pub struct Reporting {
    gateway: Gateway,
    key: String,
    place: Option<Position>,
    device: Option<String>,
    next: AtomicU64,
}

/// The key is shown nowhere.
impl std::fmt::Debug for Reporting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reporting").field("gateway", &self.gateway).field("place", &self.place).finish_non_exhaustive()
    }
}

impl Reporting {
    /// To the gateway at an address, with the key that it gave, from a place if that may be told.
    ///
    /// # Errors
    /// [`GatewayError::BadAddress`].
    pub fn new(address: &str, key: String, place: Option<Position>) -> Result<Self, GatewayError> {
        // No two runs of a program begin in the same nanosecond.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64);
        Ok(Self { gateway: Gateway::new(address)?, key, place, device: None, next: AtomicU64::new(since) })
    }

    /// Tells this device or install from others: a text of up to 64 characters that names nobody. Without one, or with another, it
    /// is not told.
    #[must_use]
    pub fn on_device(self, device: Option<String>) -> Self {
        let fits = |device: &String| {
            (1..=MAX_DEVICE).contains(&device.len()) && device.bytes().all(|byte| byte.is_ascii_graphic())
        };
        Self { device: device.filter(fits), ..self }
    }

    /// The place.
    pub(crate) fn place(&self) -> Option<Position> {
        self.place
    }

    fn next_id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn degrees(&self) -> Option<[f64; 2]> {
        self.place.map(|place| [place.latitude, place.longitude].map(|millionths| f64::from(millionths) / 1e6))
    }
}

/// A place from degrees, as a gateway tells them; `None` if there is no such place.
fn position([latitude, longitude]: [f64; 2]) -> Option<Position> {
    let millionths = |degrees: f64| (degrees.abs() <= 180.0).then_some((degrees * 1e6) as i32);
    let place = Position { latitude: millionths(latitude)?, longitude: millionths(longitude)? };
    place.is_valid().then_some(place)
}

fn note(code: &'static str, said: impl Into<Message>) -> Reason {
    Reason::new(code, None, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_by_a_short_text_or_not_at_all() {
        let named = |device: &str| {
            let reporting = Reporting::new("http://127.0.0.1:1", "key".into(), None).ok();
            reporting.and_then(|reporting| reporting.on_device(Some(device.into())).device)
        };
        assert_eq!(named("0a1b2c").as_deref(), Some("0a1b2c"));
        assert_eq!([named(""), named("a b"), named(&"x".repeat(65))], [None, None, None]);
    }

    #[test]
    fn what_a_gateways_model_says_is_told_in_few_sentences_of_this_program() {
        let why = |code: &str| Why { code: code.into(), arguments: vec![412] };
        let said = assessed(gateway_client::Assessment {
            model: [1; 32],
            score: 1,
            threshold: 2,
            alarm: false,
            excused: false,
            reasons: ["custodian-km", "evil", "speed", "hops"].map(why).into(),
            alert: None,
        });
        let told: Vec<String> = said.reasons.iter().map(Message::english).collect();
        assert_eq!(told.len(), MAX_REASONS);
        assert_eq!(told[0], "Scanned 412 km from where the ledger has it");
        assert_eq!(told[1], "Something about this scan is unusual");
    }
}
