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
            "If the same pack was entered twice, give this act up. \
             Otherwise two packs carry this code: find out which pack each patient has.",
        ),
        PackState::Dispensed => words(
            &format!(
                "Somebody else, {holder}, dispensed a pack with this code (pack {index}) \
                 before this reached the ledger: find out which pack your patient has."
            ),
            "One of the two packs is falsified or stolen. \
             Reach your patient, keep the pack, and tell its maker and your regulator.",
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::{Block, Holding, Kind, Participant, RangeRecall, Status};

    use super::*;

    const US: ParticipantId = 3;

    fn record(holder: ParticipantId, state: PackState) -> PackRecord {
        let holder_record = Participant {
            kind: Kind::Dispenser,
            status: Status::Active,
            gln: 4_000_002_000_004,
            country: *b"DE",
            name: b"Apotheke am Ring".to_vec().try_into().unwrap(),
            licences: Default::default(),
            epoch: 0,
        };
        let holding = Holding { start: 0, holder, status: HoldingStatus::Held, supplier: None, breached: None };
        let pack = HeldPack { index: 5, state: Some(state), holding, holder: holder_record, destination: None };
        let batch = Some(crate::label::tests::on_chain());
        PackRecord {
            block: Block { number: 9, hash: [1; 32] },
            time: 0,
            product: None,
            batch,
            maker: None,
            pack: Some(pack),
        }
    }

    fn told(code: &str, record: &PackRecord) -> Option<String> {
        let facts = Facts { record, us: Some(US), called_back_by: Some("Nordmark Pharma"), made_at: 1_000 };
        of_dispense(code, &facts).map(|(words, next_step)| format!("{words} {next_step}"))
    }

    #[test]
    fn who_dispensed_a_pack_is_told() {
        let ours = told("AlreadyInState", &record(US, PackState::Dispensed)).unwrap();
        assert!(ours.contains("Your own organisation has dispensed") && ours.contains("entered twice"), "{ours}");
        let theirs = told("NotHeld", &record(4, PackState::Dispensed)).unwrap();
        assert!(theirs.contains("Somebody else, Apotheke am Ring, dispensed a pack with this code"), "{theirs}");
        assert!(theirs.contains("find out which pack your patient has"), "{theirs}");
    }

    #[test]
    fn every_state_but_active_has_words_for_either_holder() {
        for state in [
            PackState::Dispensed,
            PackState::Exported,
            PackState::Destroyed,
            PackState::Sample,
            PackState::FreeSample,
            PackState::Stolen,
            PackState::Locked,
            PackState::CheckedOut,
            PackState::Quarantined,
        ] {
            let (ours, theirs) = (record(US, state), record(4, state));
            let (ours, theirs) = (told("PackNotActive", &ours).unwrap(), told("PackNotActive", &theirs).unwrap());
            assert!(ours != theirs && theirs.contains("Apotheke am Ring"), "{ours} {theirs}");
        }
        // Changed again since, or unknown to this program: the refusal's own words are all there is to say.
        assert_eq!(told("PackNotActive", &record(US, PackState::Active)), None);
        let mut unknown = record(US, PackState::Active);
        unknown.pack.as_mut().unwrap().state = None;
        assert_eq!(told("PackNotActive", &unknown), None);
    }

    #[test]
    fn a_recall_is_told_with_who_when_and_how_grave() {
        let recalled = |at| {
            let mut record = record(US, PackState::Active);
            record.batch.as_mut().unwrap().status = BatchStatus::Recalled { class: RecallClass::I, by: 1, at };
            told("Recalled", &record).unwrap()
        };
        let later = recalled(2_000);
        assert!(
            later.contains("The batch was recalled (class I, danger to life or health) by Nordmark Pharma"),
            "{later}"
        );
        assert!(later.contains("after you dispensed it offline"), "{later}");
        assert!(recalled(500).contains("before you dispensed it"));
        let mut single = record(US, PackState::Active);
        let recall = RangeRecall { start: 5, end: 6, class: RecallClass::II };
        single.batch.as_mut().unwrap().recalls = vec![recall].try_into().unwrap();
        assert!(told("Recalled", &single).unwrap().contains("This pack was recalled (class II)"));
    }

    #[test]
    fn who_has_a_pack_is_told() {
        assert!(
            told("NotHeld", &record(4, PackState::Active))
                .unwrap()
                .contains("On the ledger, Apotheke am Ring has this pack")
        );
        let mut on_its_way = record(1, PackState::Active);
        let pack = on_its_way.pack.as_mut().unwrap();
        (pack.holding.status, pack.destination) = (HoldingStatus::InTransit(12), Some(US));
        assert!(told("NotHeld", &on_its_way).unwrap().contains("on the way to you as shipment 12"));
    }
}
