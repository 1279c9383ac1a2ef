//! Asking for the way of a pack: what proved the verdict, a gateway, and the records of who takes part.

use std::time::Duration;

use evidence_file::Basis;
use gateway_client::{Gateway, GatewayError};
use ledger_client::{Ledger, LedgerError, Trust, time::timeout};
use ledger_types::{BatchKey, ParticipantId};
use verdict::Role;

use crate::{Journey, Party};

/// How long the records of who takes part may take: without them, a number stands for whoever is not known.
const PATIENCE: Duration = Duration::from_secs(6);

/// A gateway, and the key with which it tells histories.
#[derive(Clone)]
pub struct Door {
    gateway: Gateway,
    key: String,
}

impl Door {
    /// The gateway at an address, with the key that it gave.
    ///
    /// # Errors
    /// [`GatewayError::BadAddress`].
    pub fn new(address: &str, key: String) -> Result<Self, GatewayError> {
        Ok(Self { gateway: Gateway::new(address)?, key })
    }
}

impl std::fmt::Debug for Door {
    /// Says nothing of the key.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Door({})", self.gateway.address())
    }
}

/// Whom to ask about what.
#[derive(Clone, Debug)]
pub struct Asking {
    /// On what the verdict was based.
    pub basis: Basis,
    /// The nodes that know who takes part.
    pub nodes: Vec<String>,
    /// What is believed of them.
    pub trust: Trust,
    /// The gateway that tells the history, if there is one and a key for it.
    pub door: Option<Door>,
}

/// What became of asking a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// There is none to ask, no key for it, or it is none of the gateway's business.
    NotAsked,
    /// It did not tell.
    Failed(GatewayError),
    /// It did, as the ledger was in this block.
    Told {
        /// The height.
        block: u32,
    },
}

/// The way of the pack that a verdict is about; none if what proved the verdict proves no pack.
pub async fn read(asking: Asking) -> Option<Journey> {
    let Asking { basis, nodes, trust, door } = asking;
    let scanned = &basis.code.scanned;
    let batch = BatchKey::new(scanned.gtin.number(), scanned.lot.as_bytes())?;
    let answer = basis.answer().ok()?;
    let pack = answer.record.pack.as_ref()?.index;
    // What a patient has is no gateway's business.
    let telling = match door.filter(|_| basis.role != Role::Patient) {
        None => Err(Telling::NotAsked),
        Some(Door { gateway, key }) => {
            gateway.pack_history(&key, &scanned.gtin, &scanned.lot, pack).await.map_err(Telling::Failed)
        }
    };
    let mut journey = Journey::compose(basis.role, &batch, &answer.record, telling)?;
    let known = timeout(PATIENCE, parties(&nodes, &trust, &journey.named())).await;
    journey.parties.extend(known.into_iter().flatten().flatten().map(|party| (party.id, party)));
    Some(journey)
}

/// The proven records of participants.
async fn parties(nodes: &[String], trust: &Trust, ids: &[ParticipantId]) -> Result<Vec<Party>, LedgerError> {
    let ledger = Ledger::connect(nodes, trust).await?;
    let view = ledger.finalized().await?;
    let mut parties = Vec::new();
    for (id, found) in view.participants_of(ids).await? {
        // Nodes behind a gateway list nothing: the country has to do, then.
        let site = view.only_site(id).await.ok().flatten();
        parties.push(Party::new(id, &found, site.as_ref()));
    }
    Ok(parties)
}
