//! A case from its opening to its end on a real chain, as the desks for cases and duties show it, and a model on its way.

#![allow(clippy::unwrap_used, clippy::panic)]

use ledger_client::{Ledger, Signer, Trust};
use ledger_types::{
    BatchKey, Line, PackState,
    call::{Call, ComplianceCall, ModelRegistryCall},
    compliance::{CaseStage, Closing, DutyKind, Question, Subject, Trigger},
    model::{ModelCard, ModelRole, ModelStage},
};
use medtrail_tests::{GTIN, MAKER, PHARMACY, Party, REGULATOR, WHOLESALER, World};
use office::{CaseFile, Cause, Doing, Hindrance, Unit, carry_out};

struct Scene {
    world: World,
    ledger: Ledger,
}

impl Scene {
    async fn new() -> Self {
        let world = World::new();
        world.release("LOT-7", 1_000);
        world.deliver(MAKER, PHARMACY, "LOT-7", "0-99");
        let ledger = Ledger::connect(&[world.node.url()], &Trust::development(None)).await.unwrap();
        Self { world, ledger }
    }

    async fn does(&self, who: Party, call: Call) {
        let signer: Signer = who.key.parse().unwrap();
        carry_out(&self.ledger, &signer, Doing::Now(call)).await.unwrap();
    }

    async fn is_refused(&self, who: Party, call: Call) -> String {
        let signer: Signer = who.key.parse().unwrap();
        carry_out(&self.ledger, &signer, Doing::Now(call)).await.unwrap_err().to_string()
    }

    async fn id(&self, who: Party) -> u32 {
        let view = self.ledger.finalized().await.unwrap();
        view.participant_by_gln(who.gln.parse().unwrap()).await.unwrap().unwrap()
    }

    /// The case as somebody sees it whose key is open.
    async fn file(&self, who: Party) -> CaseFile {
        let account = who.key.parse::<Signer>().unwrap().account();
        let view = self.ledger.finalized().await.unwrap();
        office::case_file(&view, 0, Some(&account)).await.unwrap().unwrap()
    }
}

fn compliance(call: ComplianceCall) -> Call {
    Call::Compliance(call)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_opened_conducted_and_closed_as_the_desks_say_it_can() {
    let scene = Scene::new().await;
    let batch = BatchKey::new(GTIN.parse().unwrap(), b"LOT-7").unwrap();
    let lines = vec![Line { batch: batch.clone(), start: 10, end: 20 }].try_into().unwrap();
    let (subject, evidence) = (Subject::Packs(lines), [1; 32]);
    let trigger = Trigger::Suspicion;
    scene.does(PHARMACY, compliance(ComplianceCall::OpenCase { trigger, subject, evidence, quarantine: true })).await;
    let (regulator, wholesaler) = (scene.id(REGULATOR).await, scene.id(WHOLESALER).await);

    let file = scene.file(REGULATOR).await;
    assert!(file.is_mine_to_conduct() && file.known.case.quarantined && file.duties.is_empty());
    assert_eq!((file.known.by.name.as_str(), file.known.packs()), ("Apotheke am Markt", Some(10)));
    assert!(!scene.file(WHOLESALER).await.is_mine_to_conduct());
    let stage = file.later().next().unwrap();
    scene.does(REGULATOR, compliance(ComplianceCall::AdvanceCase { case: 0, stage })).await;
    scene.does(REGULATOR, compliance(ComplianceCall::FindIllegitimate { case: 0 })).await;

    // Both clocks run, and what is said to be in the way is.
    let file = scene.file(PHARMACY).await;
    assert_eq!(file.known.case.stage, CaseStage::Active);
    assert_eq!(file.duties.iter().filter(|owed| owed.is_running()).count(), 2);
    assert_eq!(file.hindrance(Closing::Destroyed), Some(Hindrance::NoticesDue));
    assert!(scene.is_refused(PHARMACY, file.close(Closing::Destroyed)).await.contains("NoticesDue"));
    for to in [regulator, wholesaler] {
        scene.does(PHARMACY, compliance(ComplianceCall::Notify { case: 0, to, digest: [2; 32] })).await;
    }
    let file = scene.file(PHARMACY).await;
    assert!(file.duties.iter().all(|owed| !owed.is_running() && !owed.is_late(file.now)));
    assert_eq!(file.hindrance(Closing::Cleared), Some(Hindrance::NotRegulator));
    assert_eq!(file.hindrance(Closing::Destroyed), None);

    // The wholesaler sees that it was told, and that it is asked something.
    let question = Question::Tracing;
    scene.does(REGULATOR, compliance(ComplianceCall::Ask { of: wholesaler, question, digest: [3; 32] })).await;
    let view = scene.ledger.finalized().await.unwrap();
    let duties = office::duties(&view, wholesaler).await.unwrap();
    let [owed] = duties.owed.as_slice() else { panic!("{duties:?}") };
    assert_eq!((owed.duty.kind, owed.asked_by.as_ref().unwrap().id), (DutyKind::AnswerTracing, regulator));
    let [(known, notice)] = duties.told.as_slice() else { panic!("{duties:?}") };
    assert_eq!((known.id, notice.digest, notice.acknowledged_at), (0, [2; 32], None));
    scene.does(WHOLESALER, compliance(ComplianceCall::Answer { duty: owed.id, digest: [4; 32] })).await;
    assert!(scene.file(WHOLESALER).await.is_to_be_acknowledged());
    scene.does(WHOLESALER, compliance(ComplianceCall::Acknowledge { case: 0 })).await;
    assert!(!scene.file(WHOLESALER).await.is_to_be_acknowledged());

    scene.does(REGULATOR, scene.file(REGULATOR).await.close(Closing::Destroyed)).await;
    let file = scene.file(REGULATOR).await;
    assert_eq!(file.closed_by.as_ref().map(|by| by.id), Some(regulator));
    let view = scene.ledger.finalized().await.unwrap();
    let traced = office::trace(&view, &batch).await.unwrap().unwrap();
    assert_eq!(traced.in_state(PackState::Destroyed), 10);
    let desk = office::cases(&view, None).await.unwrap();
    assert_eq!((desk.cases.len(), desk.open().len(), desk.running().count(), desk.late()), (1, 0, 0, 0));
    let this = office::trend(&desk, Unit::Week, 1)[0];
    assert_eq!((this.opened[Cause::Suspicion as usize], this.closed, this.open), (1, 1, 0));
    assert!(office::cases_table(&desk).contains(",suspicion,closed,destroyed,"));
    drop(scene.world);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_comes_into_use_only_with_a_regulator_and_is_stopped_at_once() {
    let scene = Scene::new().await;
    let (developer, id) = (MAKER, [9; 32]);
    let card = ModelCard {
        usage: b"pack-scan".to_vec().try_into().unwrap(),
        intended_use: b"Scans of packs".to_vec().try_into().unwrap(),
        feature_spec: [1; 32],
        training_manifest: [2; 32],
        metrics: [3; 32],
        suspicious_from: 5,
        alert_from: 7,
        parent: None,
    };
    let card = Box::new(card);
    scene.does(developer, Call::ModelRegistry(ModelRegistryCall::ProposeModel { model: id, card })).await;
    let account = REGULATOR.key.parse::<Signer>().unwrap().account();
    for stage in [ModelStage::Evaluated, ModelStage::Shadow, ModelStage::Active] {
        let view = scene.ledger.finalized().await.unwrap();
        let file = office::model_file(&view, &id, Some(&account)).await.unwrap().unwrap();
        assert!(file.next().any(|next| next == stage));
        assert_eq!(file.roles(stage), [ModelRole::Evaluator, ModelRole::Approver]);
        scene.does(developer, file.endorse(stage, ModelRole::Developer)).await;
        let view = scene.ledger.finalized().await.unwrap();
        let file = office::model_file(&view, &id, Some(&account)).await.unwrap().unwrap();
        assert_eq!(file.wanted(stage).map(|(role, _)| role).collect::<Vec<_>>(), [ModelRole::Developer]);
        assert!(file.enters_with(stage, ModelRole::Approver));
        scene.does(REGULATOR, file.endorse(stage, ModelRole::Approver)).await;
    }
    let view = scene.ledger.finalized().await.unwrap();
    let file = office::model_file(&view, &id, Some(&account)).await.unwrap().unwrap();
    assert_eq!(
        file.changes.iter().map(|(change, _)| change.stage).collect::<Vec<_>>(),
        [ModelStage::Draft, ModelStage::Evaluated, ModelStage::Shadow, ModelStage::Active]
    );
    assert!(file.may_be_stopped() && file.endorsements.is_empty());
    scene.does(REGULATOR, file.suspend()).await;
    let view = scene.ledger.finalized().await.unwrap();
    let models = office::models(&view, Some(&account)).await.unwrap();
    assert_eq!(models.list.iter().map(|known| known.model.stage).collect::<Vec<_>>(), [ModelStage::Suspended]);
    assert_eq!(models.find(&[3; 32]).map(|(document, _)| document), Some(office::Document::Metrics));
}
