//! What is decided of a scan.

use anomaly::{
    MISSING, Measured, Model, Subjects,
    engine::SubjectKind,
    fact::{Code, Intent, Repair, Role, Ruling, Scan},
    model::{Child, Ensemble, EnsembleKind, Leaf, Monitor, Node, Tree},
    policy::{By, Policy},
    spec::{FEATURE_COUNT, Feature},
};

fn stump(kind: EnsembleKind, feature: Feature, alert_from: i64) -> Ensemble {
    Ensemble {
        kind,
        base: 0,
        suspicious_from: alert_from / 2,
        alert_from,
        calibration: vec![(0, 1), (1000, 500_000)],
        trees: (0..10)
            .map(|step| Tree {
                nodes: vec![Node {
                    feature: feature as u8,
                    missing_right: false,
                    threshold: step * 10 + 10,
                    left: Child::Leaf(0),
                    right: Child::Leaf(1),
                }],
                leaves: vec![Leaf { value: 0, cover: 9 }, Leaf { value: 100, cover: 1 }],
            })
            .collect(),
    }
}

fn model() -> Model {
    Model {
        name: "test".into(),
        version: "1".into(),
        ensembles: vec![
            stump(EnsembleKind::Triage, Feature::Speed, 800),
            stump(EnsembleKind::Risk, Feature::CustodianKm, 800),
            stump(EnsembleKind::Novelty, Feature::Hops, 500),
        ],
        monitors: vec![Monitor {
            kind: SubjectKind::Batch,
            ensemble: None,
            drift: 100,
            cap: 1000,
            floor: 100,
            half_life: 86_400,
            threshold: 700,
        }],
        deciles: Vec::new(),
    }
}

fn scan(ruling: Ruling, repair: Repair) -> Scan {
    Scan {
        time: 1_750_000_000,
        received: 1_750_000_000,
        device: 1,
        role: Role::Pharmacist,
        site: None,
        place: None,
        accuracy_m: None,
        intent: Intent::Verify,
        code: Code { repair, ..Code::default() },
        ruling,
    }
}

fn measured(values: &[(Feature, i32)]) -> Measured {
    let mut features = [MISSING; FEATURE_COUNT];
    for (feature, value) in values {
        features[*feature as usize] = *value;
    }
    let mut subjects = Subjects::default();
    subjects.set(SubjectKind::Batch, Some(7));
    Measured { features, subjects }
}

#[test]
fn without_a_model_the_rules_accuse_and_a_misread_code_does_not() {
    let mut policy = Policy::new(None, 10);
    let mut alarm = |ruling, repair| policy.decide(&scan(ruling, repair), &measured(&[])).by;
    assert_eq!(alarm(Ruling::UnknownSerial, Repair::None), Some(By::Rule));
    assert_eq!(alarm(Ruling::UnknownSerial, Repair::Layout), None);
    assert_eq!(alarm(Ruling::Blocked, Repair::None), None);
    assert_eq!(alarm(Ruling::Genuine, Repair::None), None);
}

#[test]
fn the_ensemble_for_the_scan_decides() {
    let model = model();
    let mut policy = Policy::new(Some(&model), 10);
    let far = measured(&[(Feature::CustodianKm, 200)]);
    let passed = policy.decide(&scan(Ruling::Genuine, Repair::None), &far);
    assert_eq!((passed.ensemble, passed.score, passed.by), (Some(EnsembleKind::Risk), Some(1000), Some(By::Score)));
    assert_eq!((passed.alarm, passed.suspicious, passed.chance_ppm), (true, true, Some(500_000)));
    // A rule's alert alone is no alarm where the model takes it for an everyday fault.
    let fault = policy.decide(&scan(Ruling::WrongCustodian, Repair::None), &far);
    assert_eq!((fault.ensemble, fault.score, fault.alarm), (Some(EnsembleKind::Triage), Some(0), false));
    let misread = policy.decide(&scan(Ruling::Genuine, Repair::Case), &far);
    assert_eq!(misread.ensemble, Some(EnsembleKind::Triage));
    let fast = measured(&[(Feature::Speed, 50)]);
    let mut excused = |ruling, measured| policy.decide(&scan(ruling, Repair::None), measured).excused;
    let late = [Ruling::WrongCustodian, Ruling::UnknownBatch];
    assert_eq!(late.map(|ruling| excused(ruling, &far)), [true, true], "it may not be recorded yet");
    assert_eq!(late.map(|ruling| excused(ruling, &fast)), [false, false], "but not when the score speaks against it");
    // Goods from a usual supplier are received: whatever the score, the sender is late.
    let usual = measured(&[(Feature::Speed, 200), (Feature::Partner, 3), (Feature::OutsideMarkets, 0)]);
    let single = Model { monitors: Vec::new(), ..self::model() };
    let mut policy = Policy::new(Some(&single), 10);
    let mut received = |intent, measured| {
        let received = Scan { intent, ..scan(Ruling::WrongCustodian, Repair::None) };
        let decision = policy.decide(&received, measured);
        (decision.alarm, decision.excused)
    };
    assert_eq!(received(Intent::Receive, &usual), (false, true));
    assert_eq!(received(Intent::Dispense, &usual), (true, false), "not received, but dispensed");
    let abroad = measured(&[(Feature::Speed, 200), (Feature::Partner, 3), (Feature::OutsideMarkets, 1)]);
    let stranger = measured(&[(Feature::Speed, 200), (Feature::Partner, 2)]);
    assert_eq!([&abroad, &stranger].map(|measured| received(Intent::Receive, measured)), [(true, false); 2]);
    let mut excused = |ruling, measured| policy.decide(&scan(ruling, Repair::None), measured).excused;
    let never = [Ruling::Genuine, Ruling::UnknownSerial, Ruling::Stolen, Ruling::DispensedElsewhere];
    assert!(never.iter().all(|ruling| !excused(*ruling, &far)), "nothing else is excused");
    let why = policy.explain(&passed, &far).unwrap();
    assert_eq!(why.reasons(&far.features, 3)[0].sentence, "Scanned 200 km from where the ledger has it");
}

#[test]
fn novelty_and_monitors_raise_what_scores_alone_do_not() {
    let model = model();
    let mut policy = Policy::new(Some(&model), 10);
    let passed = scan(Ruling::Genuine, Repair::None);
    let odd = policy.decide(&passed, &measured(&[(Feature::Hops, 50)]));
    assert_eq!((odd.by, odd.novelty, odd.score), (Some(By::Novelty), Some(500), Some(0)));
    assert_eq!(policy.explain(&odd, &measured(&[(Feature::Hops, 50)])).unwrap().score, 500);
    // 500 is below 800, but three of one batch are 3 * 400 with a threshold of 700.
    let half = measured(&[(Feature::CustodianKm, 55)]);
    let seen: Vec<Option<By>> = (0..3).map(|_| policy.decide(&passed, &half).by).collect();
    assert_eq!(seen, [None, Some(By::Monitor(SubjectKind::Batch)), None]);
}
