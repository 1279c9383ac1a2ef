//! The keyring of a system: of one that has none, and of one with GNOME's.
#![cfg(all(feature = "keyring", target_os = "linux"))]
#![allow(clippy::unwrap_used)]

use std::{
    env,
    path::Path,
    process::{Command, Output, Stdio},
};

use key_store::{Keyring, KeyringError, Secret, seal_for_keyring};

/// Says to the test that is run in a session what is to be expected there.
const EXPECTED: &str = "MEDTRAIL_KEYRING";

/// What happens in a session of its own: whoever runs the tests keeps their own keyring to themselves.
#[test]
#[ignore = "run by the others, in sessions of their own"]
fn in_a_session() {
    let keyring = Keyring::default();
    let words = Secret::new("legal winner thank year wave sausage worth useful legal winner thank yellow".into());
    let (sealed, password) = seal_for_keyring(&words, "5Account").unwrap();
    let entry = sealed.keyring_entry().unwrap();
    if env::var(EXPECTED).as_deref() != Ok("there") {
        assert_eq!(keyring.keep(entry, &password), Err(KeyringError::Missing));
        assert_eq!(keyring.read(entry), Err(KeyringError::Missing));
        return;
    }
    assert_eq!(keyring.read(entry), Err(KeyringError::Lost));
    keyring.keep(entry, &password).unwrap();
    let read = keyring.read(entry).unwrap();
    assert_eq!(sealed.open(&read), Ok(words));
    keyring.forget(entry).unwrap();
    keyring.forget(entry).unwrap();
    assert_eq!(keyring.read(entry), Err(KeyringError::Lost));
}

/// Runs it; `through` is the beginning of the command line.
fn run(through: &[&str], expected: &str, bus: Option<&str>, home: &Path) -> Output {
    let test = env::current_exe().unwrap();
    let mut line = through.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
    line.push(test.to_str().unwrap().to_owned());
    let (program, arguments) = line.split_first().unwrap();
    let mut command = Command::new(program);
    command.args(arguments).args(["--ignored", "--exact", "in_a_session"]).env(EXPECTED, expected);
    command
        .env("HOME", home)
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    for variable in ["XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
        command.env(variable, home);
    }
    command.envs(bus.map(|bus| ("DBUS_SESSION_BUS_ADDRESS", bus))).stdin(Stdio::null()).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_system_without_a_session_has_no_keyring_and_says_so_at_once() {
    let home = tempfile::tempdir().unwrap();
    for bus in [None, Some("unix:path=/nowhere/at/all"), Some("no address")] {
        let output = run(&[], "missing", bus, home.path());
        assert!(output.status.success(), "{bus:?}: {}", told(&output));
    }
}

#[test]
fn gnomes_keyring_keeps_what_opens_a_key() {
    let is_there =
        |program: &str| Command::new("which").arg(program).output().is_ok_and(|found| found.status.success());
    if !["dbus-run-session", "gnome-keyring-daemon"].into_iter().all(is_there) {
        eprintln!("left out: there is no dbus-run-session with gnome-keyring-daemon");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    // Unlocked with a password, as a login does.
    let session = "echo login | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$@\"";
    let output = run(&["dbus-run-session", "--", "sh", "-c", session, "sh"], "there", None, home.path());
    assert!(output.status.success(), "{}", told(&output));
}
