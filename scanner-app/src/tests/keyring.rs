//! A key that the system's keyring opens.

use std::{collections::HashMap, io, path::Path, thread::sleep, time::Duration};

use key_store::{Keyring, Secret};
use keyring_core::{
    CredentialStore, Entry,
    api::{CredentialPersistence, CredentialStoreApi},
    mock,
};

use super::*;
use crate::{
    desk,
    key::{self, Key, KeyError},
    page::Page,
    screen::key::{Action, Form, Message as KeyMessage},
};

const PATIENCE: Duration = Duration::from_secs(5);

fn words() -> Secret {
    Secret::new("legal winner thank year wave sausage worth useful legal winner thank yellow".into())
}

fn place(folder: &Path) -> key::Place {
    key::Place::File(folder.join("key.json"))
}

fn pharmacy() -> App {
    let settings = Settings { role: Role::Pharmacist, ..english() };
    App::new(settings, Place::Nowhere, journal::Place::Nowhere, None).0
}

/// A keyring in memory.
fn keyring() -> Keyring {
    Keyring::of(mock::Store::new().unwrap(), PATIENCE)
}

/// A keyring that is asked for too much, or that nobody started.
#[derive(Debug)]
struct Trouble {
    takes: Duration,
}

impl CredentialStoreApi for Trouble {
    fn vendor(&self) -> String {
        "trouble".into()
    }

    fn id(&self) -> String {
        "trouble".into()
    }

    fn build(&self, _: &str, _: &str, _: Option<&HashMap<&str, &str>>) -> keyring_core::Result<Entry> {
        sleep(self.takes);
        Err(keyring_core::Error::NoStorageAccess(Box::new(io::Error::other("there is no bus"))))
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn persistence(&self) -> CredentialPersistence {
        CredentialPersistence::ProcessOnly
    }
}

fn trouble(takes: Duration, patience: Duration) -> Keyring {
    let store: Arc<CredentialStore> = Arc::new(Trouble { takes });
    Keyring::of(store, patience)
}

fn sentence(kept: Result<Key, KeyError>) -> &'static str {
    kept.err().map_or("it was kept", |error| error.sentence())
}

#[test]
fn a_key_is_opened_by_the_keyring_without_a_password_until_it_is_removed() {
    let (folder, keyring) = (tempfile::tempdir().unwrap(), keyring());
    let place = place(folder.path());
    let kept = place.keep_by_keyring(&words(), &keyring).unwrap();
    let account = kept.account().unwrap();
    let file = std::fs::read_to_string(folder.path().join("key.json")).unwrap();
    assert!(!file.contains("legal") && file.contains(&account), "{file}");

    // After a restart.
    let Key::Locked(sealed) = place.load() else { panic!("it is not locked") };
    let opened = key::open(sealed.clone(), "", &keyring).unwrap();
    assert_eq!(opened.account(), Some(account));
    assert!(opened.signer().is_some());
    let Key::Locked(locked) = opened.locked() else { panic!("it is not locked") };
    assert_eq!(locked, sealed);

    // Another user's keyring, and this one after the key was removed.
    assert_eq!(sentence(key::open(sealed.clone(), "correct horse", &self::keyring())), "keyring-lost");
    keyring.forget(sealed.keyring_entry().unwrap()).unwrap();
    assert_eq!(sentence(key::open(sealed, "", &keyring)), "keyring-lost");
}

#[test]
fn without_a_keyring_that_answers_nothing_is_kept_and_nobody_waits_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let missing = trouble(Duration::ZERO, PATIENCE);
    assert_eq!(sentence(place.keep_by_keyring(&words(), &missing)), "keyring-missing");
    let silent = trouble(Duration::from_secs(60), Duration::from_millis(20));
    let started = std::time::Instant::now();
    assert_eq!(sentence(place.keep_by_keyring(&words(), &silent)), "keyring-silent");
    assert!(started.elapsed() < Duration::from_secs(30));
    assert!(matches!(place.load(), Key::None), "nothing is kept");

    // A key with a password needs no keyring.
    place.keep(&words(), "correct horse").unwrap();
    let Key::Locked(sealed) = place.load() else { panic!("it is not locked") };
    assert!(key::open(sealed, "correct horse", &missing).is_ok());
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let (folder, keyring) = (tempfile::tempdir().unwrap(), keyring());
    // A folder stands where the file is to be.
    std::fs::create_dir_all(folder.path().join("key.json/in-the-way")).unwrap();
    assert_eq!(sentence(place(folder.path()).keep_by_keyring(&words(), &keyring)), "key-not-kept");
}

#[test]
fn what_opens_a_key_is_chosen_and_a_keyring_that_fails_leaves_the_password() -> Result<(), Error> {
    let mut app = pharmacy();
    app.desk.keyring = keyring();
    app.page = Page::Key;
    app.desk.form = Form { fresh: Some(words()), ..Form::default() };
    let mut ui = screen(&app);
    ui.find("Password once more")?;
    ui.click("This system's keyring")?;
    for message in ui.into_messages().collect::<Vec<_>>() {
        let _ = app.update(message);
    }
    let mut ui = screen(&app);
    assert!(ui.find("Password once more").is_err(), "no password is asked for");
    ui.find("legal winner thank year wave sausage worth useful legal winner thank yellow")?;
    drop(ui);
    assert!(matches!(app.desk.form.update(KeyMessage::Done), Action::KeepByKeyring(kept) if kept == words()));

    let _ = app.update(Message::Desk(desk::Message::Opened(Err("keyring-missing"))));
    let mut ui = screen(&app);
    ui.find("Password once more")?;
    ui.find("legal winner thank year wave sausage worth useful legal winner thank yellow")?;
    ui.find("This system has no keyring, or it does not run. Choose a password instead; or log in to the desktop, then try again.")?;
    Ok(())
}

#[test]
fn a_key_that_the_keyring_opens_asks_for_no_password() -> Result<(), Error> {
    let mut app = pharmacy();
    app.page = Page::Key;
    app.desk.key = key::Place::Nowhere.keep_by_keyring(&words(), &keyring()).unwrap().locked();
    let mut ui = screen(&app);
    assert!(ui.find("Password").is_err());
    ui.click("Unlock")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    assert!(matches!(messages.last(), Some(Message::Desk(desk::Message::Key(KeyMessage::Done)))), "{messages:?}");
    Ok(())
}

#[test]
fn an_account_is_copied_and_that_is_said() -> Result<(), Error> {
    let mut app = pharmacy();
    app.page = Page::Key;
    app.desk.key = key::Place::Nowhere.keep_by_keyring(&words(), &keyring()).unwrap();
    let mut ui = screen(&app);
    assert!(ui.find("Copied: it can be pasted elsewhere.").is_err());
    ui.click("Copy")?;
    for message in ui.into_messages().collect::<Vec<_>>() {
        let _ = app.update(message);
    }
    screen(&app).find("Copied: it can be pasted elsewhere.")?;
    Ok(())
}
