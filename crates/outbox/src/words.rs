//! What happened, in plain words, when the chain refused an act.

use ledger_types::{
    BatchStatus, HeldPack, HoldingStatus, PackRecord, PackState, ParticipantId, ProductStatus, RecallClass,
};
use verdict::{Message, Sentence, Value};

use crate::sentences as say;

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

/// What happened, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) what: Message,
    pub(crate) next: Message,
}

impl Words {
    pub(crate) fn new(what: impl Into<Message>, next: impl Into<Message>) -> Self {
        Self { what: what.into(), next: next.into() }
    }
}

/// What happened, and what to do next; `None` if the refusal's own words say it.
pub(crate) fn of_dispense(code: &str, facts: &Facts<'_>) -> Option<Words> {
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

fn of_state(facts: &Facts<'_>, pack: &HeldPack) -> Option<Words> {
    let ours = facts.us == Some(pack.holding.holder);
    // Only a holder changes the state of its packs, and packs that are not active do not change hands.
    let holder = name(&pack.holder.name);
    let by = if ours { Message::from(say::BY_US) } else { say::BY_OTHERS.with("holder", holder.as_str()) };
    let of_pack = |sentence: Sentence| sentence.with("pack", u64::from(pack.index));
    Some(match pack.state? {
        PackState::Dispensed if ours => Words::new(of_pack(say::DISPENSED_BY_US), say::NEXT_DISPENSED_BY_US),
        PackState::Dispensed => Words::new(of_pack(say::DISPENSED).with("holder", holder), say::NEXT_DISPENSED),
        PackState::Stolen => Words::new(of_pack(say::STOLEN).with("by", by), say::NEXT_STOLEN),
        PackState::Quarantined | PackState::Locked => {
            Words::new(of_pack(say::HELD_BACK).with("by", by), say::NEXT_HELD_BACK)
        }
        PackState::Active => return None,
        used => Words::new(of_pack(say::USED).with("by", by).with("used", used_as(used)), say::NEXT_USED),
    })
}

fn used_as(state: PackState) -> Sentence {
    match state {
        PackState::Exported => say::USED_EXPORTED,
        PackState::Destroyed => say::USED_DESTROYED,
        PackState::Sample => say::USED_SAMPLE,
        PackState::FreeSample => say::USED_FREE_SAMPLE,
        PackState::CheckedOut => say::USED_CHECKED_OUT,
        _ => say::USED_OTHERWISE,
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

fn of_recall(facts: &Facts<'_>) -> Option<Words> {
    let PackRecord { batch, product, pack, .. } = facts.record;
    let batch = batch.as_ref()?;
    let packs = pack.as_ref().map(|pack| pack.index..pack.index.saturating_add(1));
    let (what, class) = match (batch.status, product.as_ref().map(|product| product.status)) {
        (BatchStatus::Recalled { class, .. }, _) => (say::BATCH_RECALLED, Some(class)),
        (BatchStatus::Withdrawn { .. }, _) => (say::BATCH_WITHDRAWN, None),
        (_, Some(ProductStatus::Recalled { class, .. })) => (say::PRODUCT_RECALLED, Some(class)),
        (_, Some(ProductStatus::Withdrawn { .. })) => (say::PRODUCT_WITHDRAWN, None),
        _ => (say::PACK_RECALLED, Some(batch.range_recall(&packs?)?)),
    };
    let class = class.map(|class| match class {
        RecallClass::I => say::CLASS_I,
        RecallClass::II => say::CLASS_II,
        RecallClass::III => say::CLASS_III,
    });
    let by = facts.called_back_by.map(|name| say::CALLED_BACK_BY.with("name", name));
    let when = called_back(facts.record).map(|(_, at)| if at > facts.made_at { say::AFTERWARDS } else { say::BEFORE });
    let what = say::CALLED_BACK
        .with("what", what)
        .with("class", or_nothing(class))
        .with("by", or_nothing(by))
        .with("when", or_nothing(when));
    Some(Words::new(what, say::NEXT_CALLED_BACK))
}

/// A part of a sentence, which is left out where there is none.
fn or_nothing(part: Option<impl Into<Value>>) -> Value {
    part.map_or_else(|| "".into(), Into::into)
}

fn of_custody(facts: &Facts<'_>, pack: &HeldPack) -> Option<Words> {
    let of_pack = |sentence: Sentence| sentence.with("pack", u64::from(pack.index));
    match pack.holding.status {
        HoldingStatus::InTransit(shipment) if facts.us.is_some() && pack.destination == facts.us => {
            Some(Words::new(of_pack(say::ON_ITS_WAY).with("shipment", shipment), say::NEXT_ON_ITS_WAY))
        }
        _ if facts.us != Some(pack.holding.holder) => {
            let holder = name(&pack.holder.name);
            Some(Words::new(of_pack(say::WITH_ANOTHER).with("holder", holder), say::NEXT_WITH_ANOTHER))
        }
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
        of_dispense(code, &facts).map(|Words { what, next }| format!("{} {}", what.words(), next.words()))
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
