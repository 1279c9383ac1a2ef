//! The register: who takes part, and what they are licensed to do.

use ledger_client::{LedgerError, View};
use ledger_types::{Kind, Licence, Participant, ParticipantId, Status};

use crate::{csv, date};

/// A licence that ends within so many seconds wants attention: 90 days.
pub const ENDS_SOON: u64 = 90 * 86_400;

/// A participant in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// Its number.
    pub id: ParticipantId,
    /// What the chain says of it.
    pub record: Participant,
}

/// Whether a licence is valid at a time. Licences that the council took away are no longer on the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LicenceState {
    /// From a later day on.
    NotYet,
    /// Valid.
    Valid,
    /// Valid, and it ends within [`ENDS_SOON`].
    EndsSoon,
    /// It has ended.
    Ended,
}

/// Whether a licence is valid (`now`: seconds since 1970-01-01 UTC).
pub fn licence_state(licence: &Licence, now: u64) -> LicenceState {
    if now < licence.valid_from {
        LicenceState::NotYet
    } else if now >= licence.valid_until {
        LicenceState::Ended
    } else if licence.valid_until - now <= ENDS_SOON {
        LicenceState::EndsSoon
    } else {
        LicenceState::Valid
    }
}

impl Enrolled {
    /// Its name.
    pub fn name(&self) -> String {
        String::from_utf8_lossy(&self.record.name).into_owned()
    }

    /// Its GLN, with all 13 digits.
    pub fn gln(&self) -> String {
        format!("{:013}", self.record.gln)
    }

    /// Its country, of two letters.
    pub fn country(&self) -> String {
        String::from_utf8_lossy(&self.record.country).into_owned()
    }

    /// Whether one of its licences ends soon and none goes on after it.
    pub fn ends_soon(&self, now: u64) -> bool {
        let licences = &self.record.licences;
        let lasts = licences.iter().any(|licence| licence_state(licence, now) == LicenceState::Valid);
        !lasts && licences.iter().any(|licence| licence_state(licence, now) == LicenceState::EndsSoon)
    }

    /// Whether it needs a licence to trade, and has none that is valid.
    pub fn lacks_licence(&self, now: u64) -> bool {
        self.record.kind != Kind::Regulator && !self.record.licences.iter().any(|licence| licence.covers(now))
    }

    /// Whether it is what somebody looks for: a part of its name, GLN or country.
    pub fn matches(&self, sought: &str) -> bool {
        let sought = sought.trim().to_lowercase();
        [self.name(), self.gln(), self.country()].iter().any(|text| text.to_lowercase().contains(&sought))
    }
}

/// The whole register, in order of names.
///
/// # Errors
/// As [`View::participants`].
pub async fn register(view: &View<'_>) -> Result<Vec<Enrolled>, LedgerError> {
    let all = view.participants().await?.into_iter();
    let mut all: Vec<_> = all.map(|(id, record)| Enrolled { id, record }).collect();
    all.sort_by_cached_key(|enrolled| (enrolled.name().to_lowercase(), enrolled.id));
    Ok(all)
}

/// The register as a table: one line a licence, and one for whoever has none.
pub fn register_table(all: &[Enrolled]) -> String {
    let heads = ["participant", "GLN", "name", "kind", "country", "status", "licence", "valid from", "valid until"];
    let mut lines = vec![heads.map(str::to_owned)];
    for enrolled in all {
        let record = &enrolled.record;
        let line = |licence: Option<&Licence>| {
            let (number, from, until) = match licence {
                Some(licence) => (
                    String::from_utf8_lossy(&licence.number).into_owned(),
                    date(licence.valid_from),
                    date(licence.valid_until.saturating_sub(1)),
                ),
                None => Default::default(),
            };
            let (kind, status) = (kind_code(record.kind), status_code(record.status));
            let (id, gln, name) = (enrolled.id.to_string(), enrolled.gln(), enrolled.name());
            [id, gln, name, kind.into(), enrolled.country(), status.into(), number, from, until]
        };
        lines.extend(record.licences.iter().map(|licence| line(Some(licence))));
        if record.licences.is_empty() {
            lines.push(line(None));
        }
    }
    csv::table(lines)
}

fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Manufacturer => "manufacturer",
        Kind::Wholesaler => "wholesaler",
        Kind::Dispenser => "dispenser",
        Kind::Regulator => "regulator",
        Kind::Repackager => "repackager",
        Kind::ParallelImporter => "parallel-importer",
        Kind::Carrier => "carrier",
        Kind::Laboratory => "laboratory",
    }
}

fn status_code(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Suspended => "suspended",
        Status::Revoked => "struck-off",
    }
}
