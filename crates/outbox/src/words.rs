//! What happened, in plain words, when the chain refused an act.

use ledger_types::{
    BatchStatus, HeldPack, HoldingStatus, PackRecord, PackState, ParticipantId, ProductStatus, RecallClass,
};

/// What is known about the pack because of which the chain refused an act.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    /// What the chain's proven state says of it.
    pub record: &'a PackRecord,
    /// For whom the account acts that did it.
    pub us: Option<ParticipantId>,
    /// The name of whoever recalled or withdrew the pack.
    pub called_back_by: Option<&'a str>,
    /// When the act was done, by the device's clock.
    pub made_at: u64,
}

/// What happened, and what to do next; `None` if the refusal's own words say it.
pub(crate) fn of_dispense(code: &str, facts: &Facts<'_>) -> Option<(String, String)> {
    match code {
        "AlreadyInState" | "PackNotActive" => of_state(facts, facts.record.pack.as_ref()?),
        "Recalled" | "Withdrawn" => of_recall(facts),
        // Whoever dispensed a pack still holds it: that is what the refusal is about then.
        "NotHeld" => {
            let pack = facts.record.pack.as_ref()?;
            of_state(facts, pack).or_else(|| of_custody(facts, pack))
        }
        _ => None,
    }
}

fn of_state(facts: &Facts<'_>, pack: &HeldPack) -> Option<(String, String)> {
    let ours = facts.us == Some(pack.holding.holder);
    // Only a holder changes the state of its packs, and packs that are not active do not change hands.
    let holder = name(&pack.holder.name);
    let by = if ours { "Your own organisation".to_owned() } else { format!("{holder}, not your organisation,") };
    let index = pack.index;
    let words = |what: &str, next_step: &str| Some((what.to_owned(), next_step.to_owned()));
    match pack.state? {
        PackState::Dispensed if ours => words(
            &format!(
                "Your own organisation has dispensed a pack with this code already (pack {index}): this came second."
            ),
            "If the same pack was entered twice, give this act up. Otherwise two packs carry this code: find out which pack each patient has.",
        ),
        PackState::Dispensed => words(
            &format!(
                "Somebody else, {holder}, dispensed a pack with this code (pack {index}) before this reached the ledger: find out which pack your patient has."
            ),
            "One of the two packs is falsified or stolen. Reach your patient, keep the pack, and tell its maker and your regulator.",
        ),
        PackState::Stolen => words(
            &format!("{by} has reported this pack (pack {index}) as stolen."),
            "Reach your patient, keep the pack, and tell your regulator.",
        ),
        PackState::Quarantined | PackState::Locked => words(
            &format!("This pack (pack {index}) is held back while somebody looks into it; {by} answers for it."),
            "Reach your patient: the medicine must not be taken until the case is closed.",
        ),
        PackState::Active => None,
        used => words(
            &format!("{by} has taken this pack (pack {index}) out of trade: {}.", used_as(used)),
            "Find out which pack your patient has: this one should not have been in your hands.",
        ),
    }
}

fn used_as(state: PackState) -> &'static str {
    match state {
        PackState::Exported => "exported",
        PackState::Destroyed => "destroyed",
        PackState::Sample => "taken by an authority as a sample",
        PackState::FreeSample => "given away as a sample",
        PackState::CheckedOut => "taken out for repackaging",
        _ => "in another state",
    }
}

/// Who called a pack back and when, if it is known. Recalls of single packs do not name anybody.
pub(crate) fn called_back(record: &PackRecord) -> Option<(ParticipantId, u64)> {
    match (record.batch.as_ref().map(|batch| batch.status), record.product.as_ref().map(|product| product.status)) {
        (Some(BatchStatus::Recalled { by, at, .. } | BatchStatus::Withdrawn { by, at }), _) => Some((by, at)),
        (_, Some(ProductStatus::Recalled { by, at, .. } | ProductStatus::Withdrawn { by, at })) => Some((by, at)),
        _ => None,
    }
}

fn of_recall(facts: &Facts<'_>) -> Option<(String, String)> {
    let PackRecord { batch, product, pack, .. } = facts.record;
    let batch = batch.as_ref()?;
    let packs = pack.as_ref().map(|pack| pack.index..pack.index.saturating_add(1));
    let (what, class) = match (batch.status, product.as_ref().map(|product| product.status)) {
        (BatchStatus::Recalled { class, .. }, _) => ("The batch was recalled", Some(class)),
        (BatchStatus::Withdrawn { .. }, _) => ("The batch was taken off the market", None),
        (_, Some(ProductStatus::Recalled { class, .. })) => ("The product was recalled", Some(class)),
        (_, Some(ProductStatus::Withdrawn { .. })) => ("The product was taken off the market", None),
        _ => ("This pack was recalled", Some(batch.range_recall(&packs?)?)),
    };
    let class = class.map_or("", |class| match class {
        RecallClass::I => " (class I, danger to life or health)",
        RecallClass::II => " (class II)",
        RecallClass::III => " (class III)",
    });
    let by = facts.called_back_by.map_or_else(String::new, |name| format!(" by {name}"));
    let when = match called_back(facts.record) {
        Some((_, at)) if at > facts.made_at => ", after you dispensed it offline",
        Some(_) => ", before you dispensed it",
        None => "",
    };
    let next_step = "Reach the patient who has the pack, and follow the notice.";
    Some((format!("{what}{class}{by}{when}."), next_step.to_owned()))
}

fn of_custody(facts: &Facts<'_>, pack: &HeldPack) -> Option<(String, String)> {
    let (holder, index) = (name(&pack.holder.name), pack.index);
    match pack.holding.status {
        HoldingStatus::InTransit(shipment) if facts.us.is_some() && pack.destination == facts.us => Some((
            format!("This pack (pack {index}) is on the way to you as shipment {shipment}, which was never received."),
            "Receive the shipment, then dispense the pack again.".to_owned(),
        )),
        _ if facts.us != Some(pack.holding.holder) => Some((
            format!("On the ledger, {holder} has this pack (pack {index}), not your organisation."),
            "Find out which pack your patient has and where it came from; tell your supplier.".to_owned(),
        )),
        _ => None,
    }
}

pub(crate) fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
