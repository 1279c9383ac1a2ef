#![allow(clippy::unwrap_used)]

mod offline;

use ledger_types::{
    Batch, BatchStatus, Block, HeldPack, Holding, HoldingStatus, Kind, Licence, PackRecord, PackState, Participant,
    Product, ProductData, ProductStatus, RangeRecall, RecallClass, Scope, Status, Storage, Text,
};
use proptest::prelude::*;

use crate::*;

/// 15 January 2027.
const NOW: u64 = 1_800_000_000;
const MAKER: u32 = 1;
const WHOLESALER: u32 = 2;
const PHARMACY: u32 = 3;

fn text<const N: u32>(text: &str) -> Text<N> {
    text.as_bytes().to_vec().try_into().unwrap()
}

fn participant(kind: Kind) -> Participant {
    let scope = Scope::usual(kind);
    let licence = Licence { number: text("L"), scope, valid_from: NOW - 9, valid_until: NOW + 9 };
    Participant {
        kind,
        status: Status::Active,
        gln: 4_000_002_000_004,
        country: *b"DE",
        name: text("Apotheke am Markt"),
        licences: vec![licence].try_into().unwrap(),
        epoch: 0,
    }
}

fn scanned() -> Scanned {
    Scanned {
        gtin: "04012345678901".parse().unwrap(),
        lot: "LOT-7".parse().unwrap(),
        serial: "S1".parse().unwrap(),
        expiry: gs1::Date::from_number(20_280_600),
    }
}

fn product_data() -> ProductData {
    ProductData {
        name: text("Amoxicillin 500 mg"),
        markets: vec![*b"DE"].try_into().unwrap(),
        storage: Storage::Ambient,
        authorisation: text("DE/1"),
    }
}

/// A pack that is as it should be: active, in date, at rest with a licensed pharmacy.
fn record() -> PackRecord {
    PackRecord {
        block: Block { number: 9, hash: [1; 32] },
        time: NOW,
        product: Some(Product { maker: MAKER, data: product_data(), status: ProductStatus::Marketed }),
        batch: Some(Batch {
            maker: MAKER,
            expiry: 20_280_600,
            packs: 100,
            root: [0; 32],
            status: BatchStatus::Released,
            changed_chunks: 0,
            certificate: Some([8; 32]),
            recalls: Default::default(),
        }),
        maker: Some(participant(Kind::Manufacturer)),
        pack: Some(HeldPack {
            index: 5,
            state: Some(PackState::Active),
            holding: Holding {
                start: 0,
                holder: PHARMACY,
                status: HoldingStatus::Held,
                supplier: Some(WHOLESALER),
                breached: None,
            },
            holder: participant(Kind::Dispenser),
            destination: None,
        }),
    }
}

fn report(record: &PackRecord, identity: Identity, role: Role, participant: Option<u32>) -> Report {
    let viewer = Viewer { role, participant };
    judge(&Case {
        scanned: &scanned(),
        record: Ok((record, identity)),
        viewer,
        source: Source::default(),
        signals: Signals::default(),
        now: NOW + 3,
    })
}

/// Verdict and deciding reason for the pharmacy that should have the pack.
fn at_pharmacy(record: &PackRecord, identity: Identity) -> (Verdict, &'static str) {
    let report = report(record, identity, Role::Pharmacist, Some(PHARMACY));
    (report.verdict, report.reasons.first().unwrap().code)
}

fn changed(change: impl FnOnce(&mut PackRecord)) -> PackRecord {
    let mut record = record();
    change(&mut record);
    record
}

fn with_batch(change: impl FnOnce(&mut Batch)) -> PackRecord {
    changed(|record| change(record.batch.as_mut().unwrap()))
}

fn with_pack(change: impl FnOnce(&mut HeldPack)) -> PackRecord {
    changed(|record| change(record.pack.as_mut().unwrap()))
}

fn recalled() -> PackRecord {
    with_batch(|batch| batch.status = BatchStatus::Recalled { class: RecallClass::I, by: 0, at: NOW })
}

#[test]
fn a_proven_active_pack_at_its_pharmacy_is_genuine() {
    assert_eq!(at_pharmacy(&record(), Identity::Proven(5)), (Verdict::Genuine, "proven-active"));
    for role in Role::ALL {
        assert_eq!(report(&record(), Identity::Proven(5), role, None).verdict, Verdict::Genuine, "{role:?}");
    }
    let evidence = report(&record(), Identity::Proven(5), Role::Patient, None).evidence.unwrap();
    assert_eq!((evidence.block, evidence.age_seconds, evidence.pack_index), (9, 3, Some(5)));
}

#[test]
fn what_nobody_made_is_not_recognised() {
    use Verdict::NotRecognised;
    let no_product = changed(|record| record.product = None);
    assert_eq!(at_pharmacy(&no_product, Identity::NoProof), (NotRecognised, "unknown-product"));
    let no_batch = changed(|record| record.batch = None);
    assert_eq!(at_pharmacy(&no_batch, Identity::NoProof), (NotRecognised, "unknown-batch"));
    assert_eq!(at_pharmacy(&record(), Identity::NotOfBatch), (NotRecognised, "unknown-serial"));
}

#[test]
fn an_altered_expiry_is_suspicious_with_or_without_proof() {
    let expected = (Verdict::Suspicious, "expiry-mismatch");
    assert_eq!(at_pharmacy(&record(), Identity::AlteredExpiry(5)), expected);
    let other = with_batch(|batch| batch.expiry = 20_270_600);
    assert_eq!(at_pharmacy(&other, Identity::NoProof), expected);
}

#[test]
fn the_end_of_a_month_may_be_printed_either_way() {
    let found = |expiry| {
        let scanned = Scanned { expiry: gs1::Date::from_number(expiry), ..scanned() };
        let viewer = Viewer { role: Role::Pharmacist, participant: Some(PHARMACY) };
        judge(&Case {
            scanned: &scanned,
            record: Ok((&record(), Identity::NoProof)),
            viewer,
            source: Source::default(),
            signals: Signals::default(),
            now: NOW,
        })
        .reasons[0]
            .code
    };
    assert_eq!([found(20_280_600), found(20_280_630), found(20_280_629)], ["no-proof", "no-proof", "expiry-mismatch"]);
}

#[test]
fn a_code_without_expiry_is_genuine_only_with_the_makers_expiry_beside_it() {
    let scanned = Scanned { expiry: None, ..scanned() };
    let viewer = Viewer { role: Role::Pharmacist, participant: Some(PHARMACY) };
    let record = record();
    let found = judge(&Case {
        scanned: &scanned,
        record: Ok((&record, Identity::Proven(5))),
        viewer,
        source: Source::default(),
        signals: Signals::default(),
        now: NOW,
    });
    assert_eq!((found.verdict, found.reasons[1].code), (Verdict::Genuine, "compare-expiry"));
    assert!(found.reasons[1].text.contains("2028-06-30"));
    assert_eq!(found.pack.maker_expiry.as_deref(), Some("2028-06-30"));
}

#[test]
fn old_data_still_tell_what_is_never_undone() {
    let old = |mut record: PackRecord, identity| {
        record.time = NOW - 2 * MAX_AGE;
        at_pharmacy(&record, identity)
    };
    assert_eq!(old(recalled(), Identity::Proven(5)), (Verdict::DoNotUse, "recalled"));
    assert_eq!(old(record(), Identity::AlteredExpiry(5)), (Verdict::Suspicious, "expiry-mismatch"));
    // The pharmacy may have undone it since.
    let dispensed = with_pack(|pack| pack.state = Some(PackState::Dispensed));
    assert_eq!(old(dispensed, Identity::Proven(5)), (Verdict::CouldNotCheck, "stale"));
    let stolen = with_pack(|pack| pack.state = Some(PackState::Stolen));
    assert_eq!(old(stolen, Identity::Proven(5)), (Verdict::DoNotUse, "stolen"));
    let quarantined = with_pack(|pack| pack.state = Some(PackState::Quarantined));
    assert_eq!(old(quarantined, Identity::Proven(5)), (Verdict::CouldNotCheck, "stale"));
    let no_batch = changed(|record| record.batch = None);
    assert_eq!(old(no_batch, Identity::NoProof), (Verdict::CouldNotCheck, "stale"), "it may be registered by now");
}

#[test]
fn recalled_expired_and_unreleased_lots_must_not_be_used() {
    use Verdict::DoNotUse;
    for identity in [Identity::Proven(5), Identity::NoProof] {
        assert_eq!(at_pharmacy(&recalled(), identity), (DoNotUse, "recalled"));
        let unreleased = with_batch(|batch| batch.status = BatchStatus::Registered);
        assert_eq!(at_pharmacy(&unreleased, identity), (DoNotUse, "not-released"));
    }
    let expired = with_batch(|batch| batch.expiry = 20_261_231);
    assert_eq!(at_pharmacy(&expired, Identity::Proven(5)), (DoNotUse, "expired"));
    let to_the_end_of_the_month = with_batch(|batch| batch.expiry = 20_270_100);
    assert_eq!(at_pharmacy(&to_the_end_of_the_month, Identity::Proven(5)).0, Verdict::Genuine);
    let no_date = with_batch(|batch| batch.expiry = 7);
    assert_eq!(at_pharmacy(&no_date, Identity::Proven(5)), (DoNotUse, "expired"));
}

#[test]
fn a_dispensed_pack_reads_differently_here_and_elsewhere() {
    let dispensed = with_pack(|pack| pack.state = Some(PackState::Dispensed));
    let verdict = |role, participant| report(&dispensed, Identity::Proven(5), role, participant).verdict;
    assert_eq!(verdict(Role::Pharmacist, Some(PHARMACY)), Verdict::AlreadyDispensedHere);
    assert_eq!(verdict(Role::Pharmacist, Some(8)), Verdict::AlreadyUsedElsewhere);
    assert_eq!(verdict(Role::Patient, None), Verdict::AlreadyUsedElsewhere);
    let recalled = changed(|record| {
        *record = recalled();
        record.pack.as_mut().unwrap().state = Some(PackState::Dispensed);
    });
    assert_eq!(
        at_pharmacy(&recalled, Identity::Proven(5)),
        (Verdict::DoNotUse, "recalled"),
        "patients must hear of it"
    );
}

#[test]
fn every_other_state_has_its_verdict_and_none_is_genuine() {
    use PackState::*;
    use Verdict::{AlreadyUsedElsewhere, DoNotUse};
    for (state, verdict) in [
        (Exported, AlreadyUsedElsewhere),
        (Sample, AlreadyUsedElsewhere),
        (FreeSample, AlreadyUsedElsewhere),
        (CheckedOut, AlreadyUsedElsewhere),
        (Destroyed, DoNotUse),
        (Stolen, DoNotUse),
        (Locked, DoNotUse),
        (Quarantined, DoNotUse),
    ] {
        let record = with_pack(|pack| pack.state = Some(state));
        assert_eq!(at_pharmacy(&record, Identity::Proven(5)).0, verdict, "{state:?}");
    }
    let unknown = with_pack(|pack| pack.state = None);
    assert_eq!(at_pharmacy(&unknown, Identity::Proven(5)), (Verdict::CouldNotCheck, "unknown-state"));
}

#[test]
fn a_pack_in_the_wrong_place_is_suspicious() {
    let at_wholesaler = with_pack(|pack| {
        pack.holding.holder = WHOLESALER;
        pack.holder = participant(Kind::Wholesaler);
    });
    let on_its_way = with_pack(|pack| {
        pack.holding.holder = WHOLESALER;
        pack.holding.status = HoldingStatus::InTransit(4);
        pack.holder = participant(Kind::Wholesaler);
        pack.destination = Some(PHARMACY);
    });
    assert_eq!(at_pharmacy(&at_wholesaler, Identity::Proven(5)), (Verdict::Suspicious, "wrong-custodian"));
    let code = |record, role, participant| report(record, Identity::Proven(5), role, participant).reasons[0].code;
    assert_eq!(code(&at_wholesaler, Role::Wholesaler, Some(WHOLESALER)), "proven-active");
    assert_eq!(code(&at_wholesaler, Role::Patient, None), "not-with-pharmacy");
    assert_eq!(code(&on_its_way, Role::Patient, None), "not-with-pharmacy");
    assert_eq!(code(&on_its_way, Role::Pharmacist, Some(8)), "wrong-custodian");
    assert_eq!(code(&on_its_way, Role::Pharmacist, None), "not-with-pharmacy");
    assert_eq!(code(&at_wholesaler, Role::Pharmacist, None), "not-with-pharmacy");
    let arriving = report(&on_its_way, Identity::Proven(5), Role::Pharmacist, Some(PHARMACY));
    assert_eq!((arriving.verdict, arriving.reasons[1].code), (Verdict::Genuine, "not-yet-received"));
    assert!(arriving.next_action.starts_with("Receive"));
    let lapsed = with_pack(|pack| pack.holder.licences.clear());
    assert_eq!(at_pharmacy(&lapsed, Identity::Proven(5)), (Verdict::Suspicious, "holder-not-authorised"));
}

#[test]
fn what_cannot_be_proven_could_not_be_checked() {
    use Verdict::CouldNotCheck;
    assert_eq!(at_pharmacy(&record(), Identity::NoProof), (CouldNotCheck, "no-proof"));
    let no_pack = changed(|record| record.pack = None);
    assert_eq!(at_pharmacy(&no_pack, Identity::Proven(5)), (CouldNotCheck, "no-pack-record"));
    assert_eq!(at_pharmacy(&record(), Identity::Proven(6)), (CouldNotCheck, "no-pack-record"), "another pack's record");
    let stale = changed(|record| record.time = NOW - MAX_AGE);
    assert_eq!(at_pharmacy(&stale, Identity::Proven(5)), (CouldNotCheck, "stale"));
    let ahead = changed(|record| record.time = NOW + MAX_AGE + 9);
    assert_eq!(at_pharmacy(&ahead, Identity::Proven(5)), (CouldNotCheck, "wrong-clock"));
    let gap = Gap { code: "unreachable", text: "no node answers".into() };
    let case = Case {
        scanned: &scanned(),
        record: Err(gap),
        viewer: Viewer::default(),
        source: Source::default(),
        signals: Signals::default(),
        now: NOW,
    };
    let report = judge(&case);
    assert_eq!((report.verdict, report.reasons[0].code, report.evidence), (CouldNotCheck, "unreachable", None));
}

#[test]
fn patients_learn_no_names_of_holders_and_hear_no_accusation() {
    assert_eq!(report(&record(), Identity::Proven(5), Role::Patient, None).pack.holder, None);
    assert!(report(&record(), Identity::Proven(5), Role::Regulator, None).pack.holder.is_some());
    for verdict in Verdict::ALL {
        let said = crate::action::next_action(verdict, Role::Patient, None).english.to_lowercase();
        assert!(!said.contains("counterfeit") && !said.contains("fake"), "{said}");
    }
}

fn some_state() -> impl Strategy<Value = Option<PackState>> {
    use PackState::*;
    let known = [Active, Dispensed, Exported, Destroyed, Sample, FreeSample, Stolen, Locked, CheckedOut, Quarantined];
    prop_oneof![3 => Just(Some(Active)), 1 => proptest::sample::select(known.to_vec()).prop_map(Some), 1 => Just(None)]
}

fn some_identity() -> impl Strategy<Value = Identity> {
    prop_oneof![
        3 => (4..7u32).prop_map(Identity::Proven),
        1 => Just(Identity::AlteredExpiry(5)),
        1 => Just(Identity::NotOfBatch),
        1 => Just(Identity::NoProof),
    ]
}

fn some_status() -> impl Strategy<Value = BatchStatus> {
    prop_oneof![
        2 => Just(BatchStatus::Released),
        1 => Just(BatchStatus::Registered),
        1 => Just(BatchStatus::Recalled { class: RecallClass::III, by: 0, at: 0 }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// The promise that matters most, over every combination of facts.
    #[test]
    fn genuine_needs_every_proof(
        identity in some_identity(),
        state in some_state(),
        status in some_status(),
        expiry in proptest::sample::select(vec![20_280_600u32, 20_260_100, 0]),
        age in 0..2 * MAX_AGE,
        product: bool,
        role in proptest::sample::select(Role::ALL.to_vec()),
        viewer in proptest::option::of(2..5u32),
    ) {
        let mut record = record();
        record.time = NOW - age;
        let batch = record.batch.as_mut().unwrap();
        batch.status = status;
        batch.expiry = expiry;
        record.pack.as_mut().unwrap().state = state;
        if !product {
            record.product = None;
        }
        let found = report(&record, identity, role, viewer);
        prop_assert!(!found.reasons.is_empty());
        if found.verdict == Verdict::Genuine {
            prop_assert_eq!(identity, Identity::Proven(5));
            prop_assert_eq!(state, Some(PackState::Active));
            prop_assert_eq!(status, BatchStatus::Released);
            prop_assert_eq!(expiry, 20_280_600);
            prop_assert!(product && age + 3 <= MAX_AGE);
        }
    }
}

#[test]
fn what_was_called_back_in_any_way_must_not_be_used() {
    let (by, at, class) = (MAKER, NOW - 1, RecallClass::II);
    let range = |start, end| {
        changed(|record| {
            record.batch.as_mut().unwrap().recalls.try_push(RangeRecall { start, end, class }).unwrap();
        })
    };
    let product = |status| changed(|record| record.product.as_mut().unwrap().status = status);
    let cases = [
        (range(0, 6), "recalled"),
        (product(ProductStatus::Recalled { class, by, at }), "recalled"),
        (product(ProductStatus::Withdrawn { by, at }), "withdrawn"),
        (changed(|record| record.batch.as_mut().unwrap().status = BatchStatus::Withdrawn { by, at }), "withdrawn"),
        (with_pack(|pack| pack.holding.breached = Some(3)), "cold-chain"),
    ];
    for (record, code) in cases {
        assert_eq!(at_pharmacy(&record, Identity::Proven(5)), (Verdict::DoNotUse, code));
    }
    assert_eq!(at_pharmacy(&range(6, 9), Identity::Proven(5)).0, Verdict::Genuine, "only its neighbours are recalled");
}

#[test]
fn a_model_speaks_only_where_the_ledger_has_nothing_to_say_and_hearsay_changes_no_verdict() {
    use Verdict::{DoNotUse, Genuine, Suspicious};
    let record = record();
    let viewer = Viewer { role: Role::Pharmacist, participant: Some(PHARMACY) };
    let judged = |record: &PackRecord, signals: Signals<'_>| {
        let record = Ok((record, Identity::Proven(5)));
        judge(&Case { scanned: &scanned(), record, viewer, source: Source::default(), signals, now: NOW })
    };
    let alarm = Assessment {
        model: [1; 32],
        active_since: None,
        score: 9,
        threshold: 9,
        alarm: true,
        excused: false,
        reasons: vec!["it left its route".into()],
    };
    fn with_model(assessment: &Assessment) -> Signals<'_> {
        Signals { model: Some(assessment), ..Signals::default() }
    }
    let calm = Assessment { score: 8, alarm: false, ..alarm.clone() };
    assert_eq!(judged(&record, with_model(&calm)).verdict, Genuine);
    let suspicious = judged(&record, with_model(&alarm));
    assert_eq!((suspicious.verdict, suspicious.reasons[0].code), (Suspicious, "anomaly"));
    let mut recalled = record.clone();
    if let Some(batch) = &mut recalled.batch {
        batch.status = BatchStatus::Recalled { class: RecallClass::I, by: 1, at: 0 };
    }
    assert_eq!(judged(&recalled, with_model(&alarm)).verdict, DoNotUse, "an alarm hides no recall");
    let told = judged(&recalled, with_model(&alarm));
    assert_eq!((told.reasons[0].code, told.reasons.last().map(|reason| reason.code)), ("recalled", Some("anomaly")));
    assert_eq!(told.next_action, judged(&recalled, Signals::default()).next_action);
    // A gateway's model is heard of after the verdict.
    for record in [&record, &recalled] {
        let later = with_model(&alarm).heard(judged(record, Signals::default()), NOW);
        assert_eq!(later, judged(record, with_model(&alarm)));
        assert_eq!(with_model(&alarm).heard(later.clone(), NOW), later, "an alarm is told once");
    }

    // What may only be missing from the ledger was not checked, if the model says so: never more, and for nothing else.
    let elsewhere = with_pack(|pack| {
        pack.holding.holder = WHOLESALER;
        pack.holder = participant(Kind::Wholesaler);
    });
    let excusing = Assessment { excused: true, ..calm.clone() };
    let excused = judged(&elsewhere, with_model(&excusing));
    assert_eq!((excused.verdict, excused.reasons[0].code), (Verdict::CouldNotCheck, "late-record"));
    assert_eq!(excused.reasons[1].code, "wrong-custodian", "what the ledger says is told all the same");
    assert_eq!(with_model(&excusing).heard(excused.clone(), NOW), excused);
    assert_eq!(judged(&elsewhere, with_model(&Assessment { alarm: true, ..excusing.clone() })).verdict, Suspicious);
    assert_eq!(judged(&elsewhere, with_model(&calm)).verdict, Suspicious);
    assert_eq!(judged(&recalled, with_model(&excusing)).verdict, DoNotUse);
    assert_eq!(judged(&record, with_model(&excusing)).verdict, Genuine);

    let place = |latitude, longitude| Some(ledger_types::Position { latitude, longitude });
    let far = [Sighting { time: NOW - 7_200, place: place(-33_900_000, 151_200_000), own: false }];
    let signals = Signals { earlier: &far, here: place(52_500_000, 13_400_000), model: None };
    let heard = judged(&record, signals);
    assert_eq!((heard.verdict, heard.reasons.last().map(|reason| reason.code)), (Genuine, Some("seen-far-away")));
    assert_ne!(heard.next_action, judged(&record, Signals::default()).next_action);
    assert!(judged(&recalled, signals).reasons.iter().all(|reason| reason.code != "seen-far-away"));
}
