//! What an organisation holds, on a real ledger: told by the command line, and acted on at the keyboard alone.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{fs, thread::sleep, time::Duration};

use ledger_client::{Ledger, LedgerError, Trust};
use medtrail_tests::{
    Desktop, GTIN, MAKER, PHARMACY, Party, Recorder, Replay, Said, UNLICENSED, WHOLESALER, World, alterations,
    medtrail, wait_until,
};
use office::Stock;
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse";

/// What a participant holds of a lot: active, on the way, on hold, out of trade.
fn held(world: &World, party: Party, lot: &str) -> Option<[u64; 4]> {
    let stock = world.done(party, &["stock", "--used-up"]).json;
    let lot = stock["lots"].as_array().unwrap().iter().find(|held| held["lot"] == lot)?;
    Some(["active", "on_the_way", "on_hold", "out_of_trade"].map(|packs| lot[packs].as_u64().unwrap()))
}

#[test]
fn stock_is_what_came_less_what_went() {
    let world = World::new();
    world.release("A", 1_000);
    world.release("B", 10);
    world.deliver(MAKER, WHOLESALER, "A", "0-99");
    world.deliver(WHOLESALER, PHARMACY, "A", "10-19");
    assert_eq!(held(&world, MAKER, "A"), Some([900, 0, 0, 0]));
    assert_eq!(held(&world, MAKER, "B"), Some([10, 0, 0, 0]));
    assert_eq!(held(&world, WHOLESALER, "A"), Some([90, 0, 0, 0]));
    assert_eq!((held(&world, PHARMACY, "A"), held(&world, PHARMACY, "B")), (Some([10, 0, 0, 0]), None));

    let of = |packs, state| ["--gtin", GTIN, "--lot", "A", "--packs", packs, "--state", state];
    world.done(WHOLESALER, &[&["decommission"][..], &of("0-4", "locked")].concat());
    world.ship(WHOLESALER, PHARMACY, "A", "50-59");
    world.done(PHARMACY, &["dispense", "--gtin", GTIN, "--lot", "A", "--packs", "11,13"]);
    world.done(PHARMACY, &[&["decommission"][..], &of("12", "destroyed")].concat());
    assert_eq!(held(&world, WHOLESALER, "A"), Some([75, 10, 5, 0]));
    assert_eq!(held(&world, PHARMACY, "A"), Some([7, 0, 0, 3]));
    world.done(WHOLESALER, &[&["undo"][..], &of("0-4", "locked")].concat());
    world.done(PHARMACY, &[&["undo"][..], &of("13", "dispensed")].concat());
    assert_eq!(held(&world, WHOLESALER, "A"), Some([80, 10, 0, 0]));
    assert_eq!(held(&world, PHARMACY, "A"), Some([8, 0, 0, 2]));

    let node = world.node.url();
    let pharmacy = medtrail(&["stock", "--gln", PHARMACY.gln, "--node", &node]).json;
    assert_eq!((&pharmacy["more"], &pharmacy["owner"]["name"]), (&json!(false), &json!("Apotheke am Markt")));
    let lot = &pharmacy["lots"][0];
    assert_eq!(
        (&lot["last_day"], &lot["shelf_life"], &lot["standing"]),
        (&json!("2029-06-30"), &json!("long"), &json!("released"))
    );
    assert_eq!(lot["states"], json!({"dispensed": 1, "destroyed": 1}));
    assert_eq!(lot["ranges"], json!([{"first": 10, "last": 19, "shipment": null, "breached": false}]));
    world.done(MAKER, &["batch", "recall", "--gtin", GTIN, "--lot", "A", "--class", "2"]);
    assert_eq!(world.done(PHARMACY, &["stock"]).json["lots"][0]["standing"], "recalled");
    assert_eq!(world.done(PHARMACY, &["stock", "--near-expiry"]).json["lots"], json!([]));
    assert_eq!(world.done(UNLICENSED, &["stock"]).json["lots"], json!([]));
    assert_eq!(medtrail(&["stock", "--node", &node]).error(), "nobody-named");
    assert_eq!(medtrail(&["stock", "--node", &node, "--key", "//Nobody"]).error(), "no-operator");
}

/// What a node says that the pharmacy holds.
fn told_by(url: String) -> Result<Stock, LedgerError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let ledger = Ledger::connect(&[url], &Trust::development(None)).await?;
        let view = ledger.finalized().await?;
        let of = view.participant_by_gln(PHARMACY.gln.parse().unwrap()).await?;
        office::stock(&view, of.ok_or(LedgerError::NoBlock)?).await
    })
}

#[test]
fn a_lying_node_makes_no_stock_of_what_is_not_held() {
    let world = World::new();
    world.release("A", 600);
    world.release("B", 20);
    world.deliver(MAKER, PHARMACY, "A", "500-549");
    world.deliver(MAKER, PHARMACY, "B", "0-4");
    world.done(PHARMACY, &["dispense", "--gtin", GTIN, "--lot", "A", "--packs", "510-513"]);
    let recorder = Recorder::new(world.node.port());
    let honest = told_by(recorder.url()).unwrap();
    assert_eq!(honest.lots.iter().map(|lot| lot.packs.active).collect::<Vec<_>>(), [46, 5]);
    let mut script = recorder.script();
    if let Some(Said::Result(version)) = script.get_mut("state_getRuntimeVersion []") {
        version["apis"] = json!([]);
    }
    let liar = Replay::new(script.clone());
    assert_eq!(told_by(liar.url()).unwrap(), honest, "the script is complete");
    let (mut refused, mut left_out, mut unchanged) = (0, 0, 0);
    for (question, said) in &script {
        let Said::Result(result) = said else { continue };
        // Every part of what is listed, and of the proofs every tenth.
        let step = if question.starts_with("state_getKeysPaged") { 1 } else { 10 };
        for altered in alterations(result).into_iter().step_by(step) {
            let mut lies = script.clone();
            lies.insert(question.clone(), altered.clone());
            liar.say(lies);
            let Ok(stock) = told_by(liar.url()) else {
                refused += 1;
                continue;
            };
            // It can leave out, and nothing else.
            for lot in &stock.lots {
                let known = honest.lot(&lot.key).unwrap();
                let is_known = |piece| known.pieces.contains(piece);
                assert!(lot.pieces.iter().all(is_known), "{question} altered to {:.300}", format!("{altered:?}"));
                let packs = lot.pieces.iter().flat_map(|piece| piece.start..piece.end);
                assert!(packs.into_iter().all(|pack| lot.state_of(pack) == known.state_of(pack)));
                assert_eq!((&lot.batch, &lot.product), (&known.batch, &known.product));
            }
            assert_eq!(stock.owner, honest.owner);
            *(if stock == honest { &mut unchanged } else { &mut left_out }) += 1;
        }
    }
    println!("{refused} lies refused, {left_out} lists shorter, {unchanged} unchanged");
    assert!(refused > 300 && left_out > 0, "{refused} {left_out} {unchanged}");
}

#[test]
fn a_pharmacist_destroys_a_pack_at_the_keyboard_alone() {
    if !Desktop::is_there() {
        eprintln!("left out: there is no Xvfb with xdotool");
        return;
    }
    let world = World::new();
    world.release("A", 100);
    let shipment = world.ship(MAKER, PHARMACY, "A", "0-9");
    let broken = world.link("A", 4);
    let folder = world.folder.path().join("desktop");
    fs::create_dir_all(&folder).unwrap();
    let mut desktop = Desktop::new(&folder);
    desktop.open(&["--node", &world.node.url(), "--role", "pharmacist", "--participant", PHARMACY.gln]);
    desktop.enter_key(PHARMACY.key, PASSWORD);

    desktop.press("ctrl+3");
    sleep(Duration::from_secs(2));
    desktop.picture("stock-empty");
    world.done(PHARMACY, &["receive", &shipment]);

    // A pack opens its lot and comes into the list, although the lot came after the list was read.
    desktop.scan(&broken);
    sleep(Duration::from_secs(3));
    desktop.picture("stock-scanned");
    // From the field over the way back and reading again to what is done with the list's packs; it is asked for.
    (0..3).for_each(|_| desktop.press("Tab"));
    desktop.press("Return");
    sleep(Duration::from_secs(1));
    desktop.picture("stock-asked");
    assert_eq!(held(&world, PHARMACY, "A"), Some([10, 0, 0, 0]), "nothing is done before somebody is sure");
    desktop.press("shift+Tab");
    desktop.press("Return");
    wait_until("the pack is destroyed", || held(&world, PHARMACY, "A") == Some([9, 0, 0, 1]));
    sleep(Duration::from_secs(2));
    desktop.picture("stock-done");
    let trace = ["trace", "--gtin", GTIN, "--lot", "A", "--index", "4", "--node", &world.node.url()];
    assert_eq!(medtrail(&trace).json["state"], Value::from("destroyed"));
}
