//! Verdicts on the records of a snapshot: what they may say at which age.

use super::*;

const HOUR: u64 = 3_600;

/// What a scanner without a network says to a record that is so many seconds old.
fn offline(record: &PackRecord, identity: Identity, age: u64, role: Role, participant: Option<u32>) -> Report {
    let source = Source { offline: Some(MAX_OFFLINE_AGE), ..Source::default() };
    let viewer = Viewer { role, participant };
    judge(&Case {
        scanned: &scanned(),
        record: Ok((record, identity)),
        viewer,
        source,
        signals: Signals::default(),
        now: record.time + age,
    })
}

fn found(record: &PackRecord, identity: Identity, age: u64) -> (Verdict, &'static str) {
    let report = offline(record, identity, age, Role::Pharmacist, Some(PHARMACY));
    (report.verdict, report.reasons.first().unwrap().code)
}

/// Licences that outlast all ages tried.
fn licensed(mut record: PackRecord) -> PackRecord {
    let lasting = |participant: &mut Participant| {
        participant.licences.iter_mut().for_each(|licence| licence.valid_until = u64::MAX);
    };
    record.pack.iter_mut().for_each(|pack| lasting(&mut pack.holder));
    record
}

#[test]
fn a_good_pack_is_genuine_for_a_day_and_the_age_is_told_in_words() {
    let record = licensed(record());
    for (age, words) in [
        (0, "0 seconds old"),
        (1, "1 second old"),
        (61, "1 minute old"),
        (16 * 60, "16 minutes old"),
        (3 * HOUR + 59, "3 hours old"),
        (24 * HOUR, "24 hours old"),
    ] {
        let report = offline(&record, Identity::Proven(5), age, Role::Pharmacist, Some(PHARMACY));
        assert_eq!((report.verdict, report.reasons[0].code), (Verdict::Genuine, "proven-active"), "{age}");
        let note = report.reasons.iter().find(|reason| reason.code == "offline").unwrap();
        assert_eq!(
            note.text,
            format!("Checked without network against records that are {words}; what happened since then is not known.")
        );
        let evidence = report.evidence.unwrap();
        assert_eq!((evidence.offline, evidence.age_seconds), (true, age));
    }
    let late = offline(&record, Identity::Proven(5), 50 * HOUR, Role::Pharmacist, Some(PHARMACY));
    assert_eq!((late.verdict, late.reasons[0].code), (Verdict::CouldNotCheck, "stale"));
    assert!(late.reasons[0].text.contains("2 days old, and may be 24 hours old at most"), "{}", late.reasons[0].text);
    assert_eq!(found(&record, Identity::Proven(5), 24 * HOUR + 1), (Verdict::CouldNotCheck, "stale"));
}

#[test]
fn the_policy_may_be_stricter_or_laxer_and_never_touches_what_nodes_answer() {
    let record = licensed(record());
    let with = |offline, age| {
        let source = Source { offline, ..Source::default() };
        let viewer = Viewer { role: Role::Pharmacist, participant: Some(PHARMACY) };
        let record = Ok((&record, Identity::Proven(5)));
        judge(&Case { scanned: &scanned(), record, viewer, source, signals: Signals::default(), now: NOW + age })
            .verdict
    };
    use Verdict::{CouldNotCheck, Genuine};
    assert_eq!([with(Some(60), 60), with(Some(60), 61)], [Genuine, CouldNotCheck]);
    assert_eq!([with(Some(0), 0), with(Some(0), 1)], [Genuine, CouldNotCheck]);
    assert_eq!([with(Some(72 * HOUR), 72 * HOUR), with(Some(72 * HOUR), 73 * HOUR)], [Genuine, CouldNotCheck]);
    assert_eq!([with(None, MAX_AGE), with(None, MAX_AGE + 1)], [Genuine, CouldNotCheck]);
}

#[test]
fn what_went_wrong_before_is_said_of_a_snapshot_as_of_a_node() {
    let state = |state| with_pack(|pack| pack.state = Some(state));
    let (by, at) = (MAKER, NOW);
    let withdrawn = with_batch(|batch| batch.status = BatchStatus::Withdrawn { by, at });
    for (record, expected) in [
        (recalled(), (Verdict::DoNotUse, "recalled")),
        (withdrawn, (Verdict::DoNotUse, "withdrawn")),
        (state(PackState::Dispensed), (Verdict::AlreadyDispensedHere, "already-dispensed")),
        (state(PackState::Exported), (Verdict::AlreadyUsedElsewhere, "already-used")),
        (state(PackState::Stolen), (Verdict::DoNotUse, "stolen")),
        (state(PackState::Destroyed), (Verdict::DoNotUse, "destroyed")),
        (state(PackState::Locked), (Verdict::DoNotUse, "locked")),
        (state(PackState::Quarantined), (Verdict::DoNotUse, "quarantined")),
        (with_pack(|pack| pack.holding.breached = Some(3)), (Verdict::DoNotUse, "cold-chain")),
        (with_pack(|pack| pack.state = None), (Verdict::CouldNotCheck, "unknown-state")),
    ] {
        let record = licensed(record);
        for age in [0, HOUR, 24 * HOUR] {
            assert_eq!(found(&record, Identity::Proven(5), age), expected, "{age} seconds");
        }
    }
    assert_eq!(found(&record(), Identity::NotOfBatch, HOUR), (Verdict::NotRecognised, "unknown-serial"), "final");
    assert_eq!(found(&record(), Identity::AlteredExpiry(5), HOUR), (Verdict::Suspicious, "expiry-mismatch"), "final");
    assert_eq!(found(&record(), Identity::NoProof, HOUR), (Verdict::CouldNotCheck, "no-proof"));
}

#[test]
fn what_is_never_undone_is_said_at_any_age_and_nothing_else() {
    let old = 30 * 24 * HOUR;
    assert_eq!(found(&recalled(), Identity::Proven(5), old), (Verdict::DoNotUse, "recalled"));
    assert_eq!(found(&record(), Identity::NotOfBatch, old), (Verdict::NotRecognised, "unknown-serial"));
    for state in [PackState::Dispensed, PackState::Quarantined, PackState::Locked, PackState::Exported] {
        let record = with_pack(|pack| pack.state = Some(state));
        assert_eq!(found(&record, Identity::Proven(5), old), (Verdict::CouldNotCheck, "stale"), "{state:?}");
    }
}

/// Lots are registered and released, packs delivered and licences renewed every day: a snapshot from before accuses
/// nobody.
#[test]
fn ordinary_business_since_the_snapshot_is_no_accusation_and_no_clearance() {
    let at_wholesaler = with_pack(|pack| {
        pack.holding.holder = WHOLESALER;
        pack.holder = participant(Kind::Wholesaler);
    });
    let cases = [
        (changed(|record| record.product = None), "unknown-product", Verdict::NotRecognised),
        (changed(|record| record.batch = None), "unknown-batch", Verdict::NotRecognised),
        (with_batch(|batch| batch.status = BatchStatus::Registered), "not-released", Verdict::DoNotUse),
        (at_wholesaler, "wrong-custodian", Verdict::Suspicious),
        (with_pack(|pack| pack.holder.licences.clear()), "holder-not-authorised", Verdict::Suspicious),
    ];
    for (record, code, fresh) in cases {
        let record = if code == "holder-not-authorised" { record } else { licensed(record) };
        assert_eq!(found(&record, Identity::Proven(5), MAX_AGE), (fresh, code), "as good as a node's answer");
        for age in [MAX_AGE + 1, HOUR, 24 * HOUR] {
            let report = offline(&record, Identity::Proven(5), age, Role::Pharmacist, Some(PHARMACY));
            assert_eq!((report.verdict, report.reasons[0].code), (Verdict::CouldNotCheck, code), "{age} seconds");
            assert!(report.reasons[0].text.contains("it may have changed since"), "{}", report.reasons[0].text);
        }
    }
    let patient = with_pack(|pack| pack.holder = participant(Kind::Wholesaler));
    let report = offline(&licensed(patient), Identity::Proven(5), HOUR, Role::Patient, None);
    assert_eq!((report.verdict, report.reasons[0].code), (Verdict::CouldNotCheck, "not-with-pharmacy"));
    // A sign of a falsified pack that no delivery explains still decides.
    let both = with_pack(|pack| pack.holding.holder = WHOLESALER);
    assert_eq!(found(&licensed(both), Identity::AlteredExpiry(5), HOUR), (Verdict::Suspicious, "expiry-mismatch"));
}

#[test]
fn what_has_expired_since_the_snapshot_is_not_genuine() {
    // The lot's last second is the end of 30 June 2028.
    let end = gs1::Date::from_number(20_280_600).unwrap().ends_at() as u64;
    let mut record = licensed(record());
    record.time = end - 2 * HOUR;
    assert_eq!(found(&record, Identity::Proven(5), HOUR), (Verdict::Genuine, "proven-active"));
    assert_eq!(found(&record, Identity::Proven(5), 2 * HOUR), (Verdict::DoNotUse, "expired"));
    // With a clock that is a year ahead, nobody is told that a good pack has expired.
    assert_eq!(found(&record, Identity::Proven(5), 365 * 24 * HOUR), (Verdict::CouldNotCheck, "stale"));

    let lapsing = |until| {
        licensed_until(until, |pack| {
            pack.state = Some(PackState::Active);
        })
    };
    let record = lapsing(NOW + HOUR);
    assert_eq!(found(&record, Identity::Proven(5), HOUR - 1), (Verdict::Genuine, "proven-active"));
    assert_eq!(found(&record, Identity::Proven(5), HOUR), (Verdict::CouldNotCheck, "holder-not-authorised"));
}

fn licensed_until(until: u64, change: impl FnOnce(&mut HeldPack)) -> PackRecord {
    let mut record = with_pack(change);
    let pack = record.pack.as_mut().unwrap();
    pack.holder.licences.iter_mut().for_each(|licence| licence.valid_until = until);
    record
}

#[test]
fn a_clock_behind_the_records_is_wrong_whatever_the_policy() {
    let record = licensed(record());
    let source = Source { offline: Some(u64::MAX), ..Source::default() };
    let at = |now| {
        let viewer = Viewer { role: Role::Pharmacist, participant: Some(PHARMACY) };
        let record = Ok((&record, Identity::Proven(5)));
        let report = judge(&Case {
            scanned: &scanned(),
            record,
            viewer,
            source: source.clone(),
            signals: Signals::default(),
            now,
        });
        (report.verdict, report.reasons[0].code)
    };
    assert_eq!(at(NOW - MAX_AGE), (Verdict::Genuine, "proven-active"));
    assert_eq!(at(NOW - MAX_AGE - 1), (Verdict::CouldNotCheck, "wrong-clock"));
    assert_eq!(at(0), (Verdict::CouldNotCheck, "wrong-clock"));
}

#[test]
fn a_typed_code_of_an_unknown_lot_is_tried_in_its_other_readings_offline_too() {
    let unknown = changed(|record| record.batch = None);
    for age in [0, HOUR] {
        let report = offline(&unknown, Identity::NoProof, age, Role::Pharmacist, Some(PHARMACY));
        assert!(may_be_misread(&report) && !knows_lot(&report), "{age}");
    }
    let old = offline(&unknown, Identity::NoProof, 48 * HOUR, Role::Pharmacist, Some(PHARMACY));
    assert!(!may_be_misread(&old), "nothing is said about the lot");
}

#[test]
fn only_snapshots_are_marked_in_json() {
    let online = serde_json::to_value(report(&record(), Identity::Proven(5), Role::Patient, None)).unwrap();
    assert_eq!(online["evidence"].get("offline"), None);
    let offline = serde_json::to_value(offline(&record(), Identity::Proven(5), 3, Role::Patient, None)).unwrap();
    assert_eq!(offline["evidence"]["offline"], true);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// The same promise as with nodes, over every combination of facts, ages and policies.
    #[test]
    fn genuine_needs_every_proof_and_records_within_the_policy(
        identity in some_identity(),
        state in some_state(),
        status in some_status(),
        expiry in proptest::sample::select(vec![20_280_600u32, 20_270_115, 20_260_100, 0]),
        until in 0..4 * MAX_OFFLINE_AGE,
        age in prop_oneof![0..120u64, 0..2 * MAX_AGE, 0..3 * MAX_OFFLINE_AGE],
        policy in proptest::sample::select(vec![0, 60, MAX_AGE, MAX_OFFLINE_AGE, 2 * MAX_OFFLINE_AGE]),
        product: bool,
        role in proptest::sample::select(Role::ALL.to_vec()),
        viewer in proptest::option::of(2..5u32),
    ) {
        let mut record = licensed_until(NOW + until, |pack| pack.state = state);
        let batch = record.batch.as_mut().unwrap();
        (batch.status, batch.expiry) = (status, expiry);
        if !product {
            record.product = None;
        }
        let source = Source { offline: Some(policy), ..Source::default() };
        let (viewer, now) = (Viewer { role, participant: viewer }, NOW + age);
        let online_source = Source::default();
        let case = Case { scanned: &scanned(), record: Ok((&record, identity)), viewer, source, signals: Signals::default(), now };
        let found = judge(&case);
        let reason = found.reasons.first().unwrap().code;
        if found.verdict == Verdict::Genuine {
            prop_assert_eq!(reason, "proven-active");
            prop_assert_eq!(identity, Identity::Proven(5));
            prop_assert_eq!(state, Some(PackState::Active));
            prop_assert_eq!(status, BatchStatus::Released);
            prop_assert!(product && age <= policy && now < NOW + until);
            let expiry = gs1::Date::from_number(expiry).unwrap().ends_at();
            prop_assert!(now < expiry as u64);
            prop_assert!(found.reasons.iter().any(|reason| reason.code == "offline"));
        }
        // Nothing is said that a node would not say in the block itself, but what time alone has brought about.
        let there = judge(&Case { source: online_source, now: NOW, ..case });
        let by_time = ["offline", "stale", "expired", "holder-not-authorised"];
        for Reason { code, .. } in &found.reasons {
            prop_assert!(by_time.contains(code) || there.reasons.iter().any(|said| said.code == *code), "{}", code);
        }
    }
}
