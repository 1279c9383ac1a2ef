//! The way of a pack, from the button to a node and a gateway and back on the screen.

use std::{
    io::{Read, Write},
    net::TcpListener,
};

use ledger_types::{Position, Site, keys};
use serde_json::{Value, json};
use synthetic::{MAKER, Node, PHARMACY, World};

use super::{
    flows::{at_work, check, effect, link, packs, world},
    sandbox::Sandbox,
    *,
};
use crate::{screen::journey::Message::Unfold, settings::GatewayKey};

/// A gateway that says this to whoever asks for a history with the key; its address.
fn gateway(said: Value) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut asked = vec![0; 4_096];
            let length = stream.read(&mut asked).unwrap_or_default();
            let asked = String::from_utf8_lossy(&asked[..length]).into_owned();
            let knows = asked.contains("/history?") && asked.contains("authorization: Bearer mtk_secret");
            let (status, body) = if knows {
                ("200 OK", said.to_string())
            } else {
                ("404 Not Found", json!({"code": "no-list", "title": "there is no list"}).to_string())
            };
            let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        }
    });
    address
}

/// That the maker sent the pack to somebody else than who has it.
fn history(to: u32) -> Value {
    let batch = json!({"gtin": synthetic::GTIN, "lot": "LOT-7"});
    let lines = json!([{"batch": batch, "start": 0, "end": 50}]);
    let happened = |place: u32, pallet: &str, event: &str, fields: Value| json!({"block": 1, "place": place, "time": 1_764_000_000, "pallet": pallet, "event": event, "fields": fields});
    let sent = json!({"shipment": 4, "from": MAKER, "to": to, "lines": lines});
    let events = [
        happened(0, "DrugBatch", "BatchRegistered", json!({"batch": batch, "maker": MAKER, "packs": 100})),
        happened(1, "DrugBatch", "BatchReleased", json!({"batch": batch, "by": MAKER})),
        happened(2, "CustodyTransfer", "Dispatched", sent),
        happened(3, "CustodyTransfer", "Received", json!({"shipment": 4, "by": to, "lines": lines})),
    ];
    json!({"block": 1_000_000, "events": events})
}

/// Presses the button, which is further down than the window reaches.
fn unfold(sandbox: &mut Sandbox) {
    assert!(sandbox.shows("Journey"));
    sandbox.send(Message::Journey(Unfold));
}

#[test]
fn what_a_node_proves_and_what_a_gateway_tells_come_to_the_screen() {
    let (folder, root) = packs();
    let mut world = world(root);
    let site = Site {
        name: b"Werk Nord".to_vec().try_into().unwrap(),
        position: Position { latitude: 59_200_000, longitude: 17_600_000 },
    };
    world.chain.put(keys::site_count(MAKER), 1u32);
    world.chain.put([keys::sites(MAKER), vec![7; 16]].concat(), site);
    let (node, dir) = (Node::start(world, Box::new(effect)), tempfile::tempdir().unwrap());
    for (to, fits) in [(PHARMACY, true), (PHARMACY + 50, false)] {
        let mut sandbox = at_work(Role::Pharmacist, PHARMACY, &node, dir.path());
        sandbox.send(Message::OpenSettings);
        sandbox.send(Message::Settings(SettingsMessage::Gateway(gateway(history(to)))));
        sandbox.send(Message::Settings(SettingsMessage::GatewayKey(GatewayKey::new("mtk_secret".into()))));
        sandbox.send(Message::Settings(SettingsMessage::Save));
        check(&mut sandbox, &link(&folder, 4));
        sandbox.until_shown(Verdict::Genuine.headline());
        unfold(&mut sandbox);
        sandbox.until_shown("Journey of this pack");
        assert!(sandbox.shows("Participant 1 (Werk Nord, DE)"));
        assert!(sandbox.shows(&format!("GLN {:013}", World::gln(MAKER))));
        assert!(sandbox.shows("Dispatched in shipment 4") && sandbox.shows("Now here"));
        let contradicted = "After what the gateway tells, the pack would be elsewhere than is proven. What it tells is wrong or not all.";
        assert_eq!(sandbox.shows(contradicted), !fits);
        assert_eq!(
            sandbox.shows(&format!("participant number {}", PHARMACY + 50)),
            !fits,
            "the ledger knows nobody of this number"
        );
        assert!(sandbox.shows(Verdict::Genuine.headline()));
    }
}

#[test]
fn without_a_key_and_for_patients_a_node_alone_tells_it() {
    let (folder, root) = packs();
    let (node, dir) = (Node::start(world(root), Box::new(effect)), tempfile::tempdir().unwrap());
    let mut sandbox = at_work(Role::Pharmacist, PHARMACY, &node, dir.path());
    check(&mut sandbox, &link(&folder, 4));
    sandbox.until_shown(Verdict::Genuine.headline());
    unfold(&mut sandbox);
    sandbox.until_shown("Now here");
    assert!(sandbox.shows("Made and registered") && !sandbox.shows("told, not proven"));

    let settings = Settings { node: node.url(), ..english() };
    let mut sandbox = Sandbox::new(App::new(settings, Place::Nowhere, journal::Place::Nowhere, None));
    check(&mut sandbox, &link(&folder, 4));
    sandbox.until_shown(Verdict::Genuine.headline());
    unfold(&mut sandbox);
    sandbox.until_shown("Now with a pharmacy or hospital");
    assert!(!sandbox.shows("Participant 3") && !sandbox.shows(&format!("{:013}", World::gln(PHARMACY))));
}
