//! Why something was not done, in the language of whoever reads.

use batch_folder::BatchFolderError;
use iced::Size;
use labels::LabelError;
use ledger_client::LedgerError;
use ledger_types::{CUSTODY_TRANSFER, refusal};
use office::Trouble;
use outbox::{Conflict, OutboxError, QueueError};

use super::{pictures::Scene, *};
use crate::{
    acts,
    page::Page,
    screen::deliveries::Message as Said,
    work::{Step, Tab},
};

/// What the chain says to whoever takes over what is not theirs.
fn not_held() -> Trouble {
    LedgerError::Refused(refusal::in_pallet(CUSTODY_TRANSFER, 0).unwrap()).into()
}

/// A conflict as it stands in the file of a queue.
pub fn dispensed_elsewhere() -> Conflict {
    let written = r#"{
        "code": "NotHeld",
        "text": "Somebody else, Apotheke am Ring, dispensed a pack with this code (pack 5) before this reached the ledger: find out which pack your patient has.",
        "next_step": "One of the two packs is falsified or stolen. Reach your patient, keep the pack, and tell its maker and your regulator.",
        "said": {
            "what": {"sentence": "conflict-dispensed-by-others", "with": {"holder": "Apotheke am Ring", "pack": 5}},
            "next": {"sentence": "conflict-dispensed-by-others-next"}
        }
    }"#;
    serde_json::from_str(written).unwrap()
}

fn settings(language: Language) -> Settings {
    Settings { language: Some(language.tag().into()), ..Settings::default() }
}

/// The desk for deliveries at which one was to be taken over that the chain does not let go.
fn refused(settings: Settings) -> App {
    let mut opened = super::deliveries::open_app();
    let settings = Settings { role: Role::Pharmacist, participant: opened.settings.participant.clone(), ..settings };
    let mut app = App::new(settings, Place::Nowhere, journal::Place::Nowhere, None).0;
    (app.desk.key, app.page) = (opened.desk.key.clone(), Page::Work(Tab::Deliveries));
    app.work = std::mem::take(&mut opened.work);
    app.work.deliveries.update(Said::TakeAll);
    app.work.deliveries.update(Said::Act(Step::Did(Err(not_held()))));
    app
}

/// Its scenes.
pub fn scenes(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let mut conflict = refused(of(Role::Pharmacist));
    conflict.desk.acts.conflicts.push(in_conflict(&dispensed_elsewhere()));
    vec![
        ("delivery-refused", refused(of(Role::Pharmacist)), Size::new(960.0, 1_000.0)),
        ("delivery-conflict", conflict, Size::new(960.0, 1_100.0)),
    ]
}

fn in_conflict(conflict: &Conflict) -> acts::Trouble {
    acts::Trouble { id: 7, told: "Packung 8F3K2 abgeben".into(), why: conflict.message() }
}

#[test]
fn a_refusal_is_told_in_the_language_of_whoever_reads() -> Result<(), Error> {
    let german = "Lieferung 7 annehmen: alle 10 Packungen: Das wurde nicht ausgeführt. Diese Packungen gehören Ihnen laut \
                  Register nicht, oder nicht alle: Ein anderer hat sie, oder sie sind unterwegs. Verfolgen Sie sie zuerst.";
    screen(&refused(settings(Language::German))).find(german)?;
    let arabic = refused(settings(Language::Arabic));
    let words = Words::new(Language::Arabic);
    let told = words.say_with("told-receive-all", &[("shipment", "7"), ("packs", "10")]);
    let why = "بحسب السجل، ليست كل هذه العبوات لديك: هي لدى غيرك أو في الطريق. تتبّعها أولًا.";
    screen(&arabic).find(words.say_with("work-refused", &[("told", &told), ("why", why)]).as_str())?;
    Ok(())
}

#[test]
fn a_conflict_of_the_queue_is_told_in_the_language_of_whoever_reads_with_who_and_which_pack() -> Result<(), Error> {
    let mut app = refused(settings(Language::German));
    app.desk.acts.conflicts.push(in_conflict(&dispensed_elsewhere()));
    let mut ui = screen(&app);
    ui.find(
        "Nummer 7: Packung 8F3K2 abgeben. Jemand anderes, Apotheke am Ring, hat eine Packung mit diesem Code abgegeben (Packung \
         5), bevor dies das Register erreichte: Klären Sie, welche Packung bei Ihnen abgegeben wurde. Eine der beiden Packungen \
         ist gefälscht oder gestohlen. Erreichen Sie Ihre Patientin oder Ihren Patienten, behalten Sie die Packung, und sagen \
         Sie es Hersteller und Behörde.",
    )?;
    Ok(())
}

#[test]
fn a_conflict_that_an_earlier_version_wrote_down_is_told_as_its_code_is() {
    let old = Conflict { said: None, ..dispensed_elsewhere() };
    let german = Words::new(Language::German).message(&old.message());
    assert!(german.starts_with("Diese Packungen gehören Ihnen laut Register nicht"), "{german}");
    let english = Words::new(Language::English).message(&old.message());
    assert_eq!(english, format!("{} {}", old.text, old.next_step));
    assert_eq!(english, Words::new(Language::English).message(&dispensed_elsewhere().message()));
}

#[test]
fn no_trouble_is_told_in_english_to_whoever_reads_another_language() {
    let file = || "packs.csv".into();
    let no_room = || std::io::Error::other("ENOSPC");
    let said = [
        not_held().said,
        Trouble::no_key().said,
        Trouble::no_participant().said,
        Trouble::no_folder().said,
        Trouble::unknown_participant(super::deliveries::PHARMACY.to_string().parse().unwrap()).said,
        Trouble::from(LedgerError::NoHonestNode).said,
        Trouble::from(QueueError::from(OutboxError::Queued(3))).said,
        Trouble::from(QueueError::File { path: file(), cause: no_room() }).said,
        BatchFolderError::File { path: file(), error: no_room() }.message(),
        LabelError::Cancelled { done: 3, total: 9 }.message(),
        dispensed_elsewhere().message(),
    ];
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        let words = Words::new(language);
        for message in &said {
            let told = words.message(message);
            assert_ne!(told, message.english(), "{}", language.tag());
            assert!(!told.contains(" the "), "{}: {told}", language.tag());
        }
    }
}

#[test]
fn how_old_a_delivery_is_stands_there_in_words_of_the_language() -> Result<(), Error> {
    let mut app = refused(settings(Language::German));
    app.work.deliveries.list =
        crate::work::Loaded::Here(super::deliveries::list(ledger_client::time::now()), ledger_client::time::now());
    app.work.deliveries.update(Said::Close);
    let mut ui = screen(&app);
    ui.find("24 Stunden")?;
    ui.find("8 Tage, überfällig")?;
    Ok(())
}
