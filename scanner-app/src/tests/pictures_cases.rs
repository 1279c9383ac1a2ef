//! The desks for cases, duties and models, to be drawn.

use iced::Size;
use ledger_types::{
    Kind,
    compliance::{Closing, Question, Trigger},
    model::{ModelRole, ModelStage},
};
use office::Unit;

use super::{cases, models, oversight::regulator, pictures::Scene, *};
use crate::{
    screen::{
        cases::Message as Said,
        duties::Message as DutySaid,
        models::{Field, Message as ModelSaid, Slot},
    },
    work::{Step, Tab},
};

/// Its scenes.
pub fn watchers(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let settings = || of(Role::Regulator);
    let (window, tall, phone) = (Size::new(960.0, 1_150.0), Size::new(960.0, 1_900.0), Size::new(400.0, 1_900.0));
    let listed = |messages: Vec<Said>| {
        let mut app = cases::at(settings());
        for message in messages {
            app.work.oversight.cases.update(message);
        }
        app
    };
    let opened = |messages: Vec<Said>| {
        let mut app = cases::opened(settings());
        for message in messages {
            app.work.oversight.cases.update(message);
        }
        app
    };
    let evidence = || Said::Chosen(Some(Ok(("photo-of-the-pack.jpg".into(), [0x3c; 32]))));
    let form = || {
        let typed = vec![Said::Typed(CODE.into()), Said::CheckTyped, Said::Trigger(Trigger::Suspicion)];
        let batch = ledger_types::BatchKey::new(4_012_345_678_901, b"LOT-7").unwrap();
        let found = Said::Found(batch, Box::new(Ok(Some(cases::lot()))));
        typed.into_iter().chain([found, Said::Packs("0-99".into()), Said::Quarantine(true), evidence()])
    };
    let mut empty = regulator(settings(), Tab::Cases);
    empty.work.oversight.cases.update(Said::Read(Box::new(Ok(office::CaseDesk::default()))));
    let mut failed = regulator(settings(), Tab::Cases);
    failed.work.oversight.cases.update(Said::Read(Box::new(Err(office::Trouble::no_participant()))));
    let told = || {
        let party = cases::party(4, "ANSM", Kind::Regulator);
        let gln = Said::Gln("4000004000002".into());
        vec![gln, Said::Who(4_000_004_000_002, Ok(Some(party))), evidence(), Said::Submit]
    };
    let asking = vec![
        Said::Ask,
        Said::Gln("4000003000003".into()),
        Said::Who(4_000_003_000_003, Ok(Some(cases::party(3, "Apotheke am Markt", Kind::Dispenser)))),
        Said::Question(Question::Tracing),
        evidence(),
    ];
    let mut done = cases::opened(settings());
    let mut settled = cases::file();
    settled.duties.iter_mut().for_each(|owed| owed.duty.done = Some((owed.duty.due, [1; 32])));
    for message in [
        Said::Opened(11, Box::new(Ok(Some(settled)))),
        Said::End(Closing::Destroyed),
        Said::Act(Step::Sure),
        Said::Act(Step::Did(Ok(office::Done { block: Some(5_001), ..office::Done::default() }))),
    ] {
        done.work.oversight.cases.update(message);
    }
    let mut duties = regulator(of(Role::Pharmacist), Tab::Duties);
    duties.work.duties.update(DutySaid::Read(Ok(cases::duties())));
    let mut duties_phone = regulator(of(Role::Pharmacist), Tab::Duties);
    duties_phone.work.duties.update(DutySaid::Read(Ok(cases::duties())));
    let mut no_duties = regulator(of(Role::Wholesaler), Tab::Duties);
    no_duties.work.duties.update(DutySaid::Read(Ok(office::Duties::default())));
    vec![
        ("cases", listed(Vec::new()), window),
        ("cases-phone", listed(Vec::new()), phone),
        ("cases-empty", empty, window),
        ("cases-failed", failed, window),
        ("cases-closed", listed(vec![Said::Ended(true)]), window),
        ("cases-weeks", listed(vec![Said::Time(Unit::Week)]), tall),
        ("cases-months", listed(vec![Said::Time(Unit::Month)]), tall),
        ("cases-weeks-phone", listed(vec![Said::Time(Unit::Week)]), Size::new(400.0, 3_000.0)),
        ("case", opened(Vec::new()), tall),
        ("case-phone", opened(Vec::new()), Size::new(400.0, 2_600.0)),
        ("case-tell", opened(told()), tall),
        ("case-done", done, tall),
        ("case-new", listed(form().collect()), tall),
        ("case-new-asked", listed(form().chain([Said::Submit]).collect()), tall),
        ("case-ask", listed(asking), window),
        ("duties", duties, window),
        ("duties-phone", duties_phone, phone),
        ("duties-empty", no_duties, window),
    ]
    .into_iter()
    .chain(of_models(settings))
    .collect()
}

fn of_models(settings: impl Fn() -> Settings) -> Vec<Scene> {
    let (window, tall) = (Size::new(960.0, 860.0), Size::new(960.0, 1_600.0));
    let mut compared = models::at(settings());
    let chosen = Some(Ok(("metrics.json".to_owned(), [0xb2; 32])));
    compared.work.oversight.models.update(ModelSaid::Chosen(Slot::Compare, chosen));
    let mut asked = models::opened(settings(), models::file());
    asked.work.oversight.models.update(ModelSaid::Endorse(ModelStage::Active, ModelRole::Approver));
    let mut active = models::file();
    active.registered.model.stage = ModelStage::Active;
    active.endorsements.clear();
    let mut empty = regulator(settings(), Tab::Models);
    empty
        .work
        .oversight
        .models
        .update(ModelSaid::Read(Box::new(Ok(office::Models { me: cases::me(), ..Default::default() }))));
    let mut new = models::at(settings());
    for message in [
        ModelSaid::New,
        ModelSaid::Edit(Field::Suspicious, "2400".into()),
        ModelSaid::Edit(Field::Alert, "1200".into()),
        ModelSaid::Chosen(Slot::Model, Some(Ok(("pack-scan.model".into(), [0x3c; 32])))),
    ] {
        new.work.oversight.models.update(message);
    }
    vec![
        ("models", compared, window),
        ("models-empty", empty, window),
        ("model", models::opened(settings(), active), tall),
        ("model-asked", asked, tall),
        ("model-phone", models::opened(settings(), models::file()), Size::new(400.0, 2_200.0)),
        ("model-new", new, Size::new(960.0, 1_700.0)),
    ]
}
