//! The desks of makers and regulators on a real ledger, at the keyboard alone.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{fs, thread::sleep, time::Duration};

use medtrail_tests::{Desktop, GTIN, MAKER, Party, REGULATOR, World, medtrail, wait_until};

const PASSWORD: &str = "correct horse";

/// The scanner of somebody with a key, on a ledger.
fn scene(party: Party, role: &str) -> Option<(World, Desktop)> {
    if !Desktop::is_there() {
        eprintln!("left out: there is no Xvfb with xdotool");
        return None;
    }
    let world = World::new();
    let folder = world.folder.path().join("desktop");
    fs::create_dir_all(&folder).unwrap();
    let mut desktop = Desktop::new(&folder);
    desktop.open(&["--node", &world.node.url(), "--role", role, "--participant", party.gln]);
    desktop.enter_key(party.key, PASSWORD);
    Some((world, desktop))
}

fn tab(desktop: &Desktop, times: u32) {
    (0..times).for_each(|_| desktop.press("Tab"));
}

#[test]
fn a_maker_registers_a_batch_at_the_keyboard_alone() {
    let Some((world, desktop)) = scene(MAKER, "manufacturer") else { return };
    desktop.press("ctrl+3");
    sleep(Duration::from_secs(3));
    // From the desk's button over the next desks' to the first thing: a new batch.
    tab(&desktop, 5);
    desktop.press("Return");
    sleep(Duration::from_secs(1));
    desktop.picture("maker-new");
    // The only product is chosen, and the cursor stands in the lot's field; then the expiry, and over a file how many packs.
    desktop.write("KEYS-1");
    desktop.press("Tab");
    desktop.write("2029-06-30");
    tab(&desktop, 2);
    desktop.write("300");
    desktop.picture("maker-filled");
    // Over the folder to the button that registers, and over "No" to "Yes".
    tab(&desktop, 2);
    desktop.press("Return");
    sleep(Duration::from_secs(1));
    desktop.picture("maker-asked");
    desktop.press("shift+Tab");
    desktop.press("Return");
    let trace = ["trace", "--gtin", GTIN, "--lot", "KEYS-1", "--node", &world.node.url()];
    wait_until("the batch is on the ledger", || medtrail(&trace).json["packs"] == 300);
    let folder = desktop.file("batches");
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "its secret folder is where this program keeps them");
}

#[test]
fn a_regulator_enrols_a_participant_at_the_keyboard_alone() {
    let Some((world, desktop)) = scene(REGULATOR, "regulator") else { return };
    desktop.press("ctrl+2");
    sleep(Duration::from_secs(3));
    // Over the other desks' buttons to the first thing on this one: somebody is to be enrolled.
    tab(&desktop, 6);
    desktop.press("Return");
    sleep(Duration::from_secs(1));
    // A pharmacy; over the other kinds to its GLN.
    tab(&desktop, 3);
    desktop.press("Return");
    tab(&desktop, 6);
    let account = medtrail(&["key", "show", "//Second"]).json["account"].as_str().unwrap().to_owned();
    for text in ["4000005000001", "Zweite Apotheke", "DE", &account] {
        desktop.write(text);
        desktop.press("Tab");
    }
    desktop.picture("regulator-filled");
    desktop.press("Return");
    sleep(Duration::from_secs(1));
    desktop.press("shift+Tab");
    desktop.press("Return");
    let show = ["participant", "show", "4000005000001", "--node", &world.node.url()];
    wait_until("it is enrolled", || medtrail(&show).json["name"] == "Zweite Apotheke");
}
