//! What is in a case or pallet.

use std::collections::BTreeSet;

use ledger_client::{LedgerError, View};
use ledger_types::{Container, Line, keys};

use crate::{Parties, Party};

/// A case or pallet that somebody packed on the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Its Serial Shipping Container Code.
    pub sscc: u64,
    /// Who packed it.
    pub packer: Party,
    /// All packs in it, neighbours joined.
    pub lines: Vec<Line>,
    /// The cases in it.
    pub children: Vec<u64>,
    /// What it is in itself.
    pub parent: Option<u64>,
}

impl Contents {
    /// Its batches, each once.
    pub fn batches(&self) -> BTreeSet<&ledger_types::BatchKey> {
        self.lines.iter().map(|line| &line.batch).collect()
    }
}

/// What is in a case or pallet; none if nobody packed it on the ledger.
///
/// # Errors
/// As [`View::prove`].
pub async fn container(view: &View<'_>, sscc: u64) -> Result<Option<Contents>, LedgerError> {
    let Some(found) = view.read::<Container>(keys::container(sscc)).await? else { return Ok(None) };
    let inner: Vec<Vec<u8>> = found.children.iter().map(|child| keys::container(*child)).collect();
    let mut lines = found.lines.into_inner();
    if !inner.is_empty() {
        let proof = view.prove(&inner).await?;
        for key in &inner {
            // A child that was taken apart since holds nothing.
            lines.extend(proof.read::<Container>(key)?.into_iter().flat_map(|child| child.lines.into_inner()));
        }
    }
    let packer = Parties::of(view).get(found.packer).await?;
    let (children, parent) = (found.children.into_inner(), found.parent);
    Ok(Some(Contents { sscc, packer, lines: joined(lines), children, parent }))
}

/// Lines in order, neighbours joined.
fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut all = crate::Consignment::default();
    lines.iter().for_each(|line| {
        all.add(line);
    });
    all.lines()
}
