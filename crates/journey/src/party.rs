//! Who takes part in a pack's way, and where they are. All of it is proven.

use ledger_types::{Kind, Participant, ParticipantId, Position, Site};

use crate::world;

/// Who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The participant's number.
    pub id: ParticipantId,
    /// What it is.
    pub kind: Kind,
    /// Its GLN.
    pub gln: u64,
    /// Its name.
    pub name: String,
    /// Where it is, if that is known.
    pub place: Option<Whereabouts>,
    /// Its country, ISO 3166-1 alpha-2.
    pub country: String,
}

/// Where a participant is, as far as the ledger knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The place on Earth.
    pub position: Position,
    /// The name of the site, if it has exactly one; otherwise the place is somewhere in its country.
    pub site: Option<String>,
}

impl Party {
    /// A participant. `site`: its only one.
    pub fn new(id: ParticipantId, found: &Participant, site: Option<&Site>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let place = match site {
            Some(site) => Some(Whereabouts { position: site.position, site: Some(text(&site.name)) }),
            None => world::country(found.country).map(|position| Whereabouts { position, site: None }),
        };
        Self { id, kind: found.kind, gln: found.gln, name: text(&found.name), place, country: text(&found.country) }
    }
}
