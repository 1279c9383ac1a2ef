//! The gateway: what it tells, to whom, and what comes of a gateway that lies.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{fs, path::Path};

use medtrail_tests::{GTIN, Gateway, MAKER, PHARMACY, REGULATOR, WHOLESALER, World, medtrail};
use serde_json::{Value, json};

/// A world with a released batch of which a pharmacy has the first hundred packs, and a gateway.
fn world_with_gateway() -> (World, Gateway) {
    let world = World::archived();
    world.release("A", 1_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let gateway = gateway(&world, &["--rate", "0"]);
    (world, gateway)
}

fn gateway(world: &World, more: &[&str]) -> Gateway {
    let database = world.folder.path().join("gateway.db");
    Gateway::start(database.to_str().unwrap(), &world.node.url(), world.folder.path(), more)
}

/// The code of a pack as its DataMatrix has it: without any proof.
fn bare_code(folder: &Path, lot: &str, index: usize) -> String {
    let rows = fs::read_to_string(folder.join("packs.csv")).unwrap();
    let serial = rows.lines().nth(index + 1).unwrap().split_once(',').unwrap().1.to_owned();
    format!("(01){GTIN}(21){serial}(17)290600(10){lot}")
}

fn load(world: &World, gateway: &Gateway, key: &str, lot: &str) -> medtrail_tests::Answer {
    let folder = world.folder.path().join(lot);
    medtrail(&["batch", "load", folder.to_str().unwrap(), "--gateway", &gateway.url(), "--gateway-key", key])
}

#[test]
fn a_bare_code_is_genuine_with_the_makers_gateway_and_private_for_patients() {
    let (world, gateway) = world_with_gateway();
    let (code, url) = (bare_code(&world.folder.path().join("A"), "A", 42), gateway.url());
    let as_patient = |code: &str| medtrail(&["verify", code, "--node", &world.node.url(), "--gateway", &url]);
    let as_pharmacist = |code: &str| {
        let who = ["--role", "pharmacist", "--participant", PHARMACY.gln];
        medtrail(&[&["verify", code, "--node", &world.node.url(), "--gateway", &url], &who[..]].concat())
    };
    let before = as_pharmacist(&code);
    assert_eq!((before.verdict(), before.reason()), ("could-not-check", "no-proof"), "{}", before.text);
    assert_eq!(before.json["reasons"][1]["code"], "gateway-knows-nothing");

    let loaded = load(&world, &gateway, &gateway.key(MAKER, "load"), "A");
    assert_eq!((loaded.code, loaded.json["packs"].as_u64()), (0, Some(1_000)), "{}", loaded.text);
    let found = as_pharmacist(&code);
    assert_eq!((found.verdict(), found.code), ("genuine", 0), "{}", found.text);
    assert_eq!(found.json["evidence"]["pack_index"], 42);
    assert_eq!(as_patient(&code).verdict(), "genuine");

    let invented = code.replace("(17)", "X(17)");
    let denied = as_pharmacist(&invented);
    assert_eq!(
        (denied.verdict(), denied.json["reasons"][1]["code"].as_str()),
        ("could-not-check", Some("gateway-denies"))
    );
    assert_eq!(as_patient(&invented).verdict(), "could-not-check");
    // Of patients' packs the gateway's figures know that there were some, and its log knows nothing.
    assert!(gateway.get("/metrics").body.contains("medtrail_pack_checks_total{outcome=\"private\"} 2"));
    let log = fs::read_to_string(world.folder.path().join("gateway.log")).unwrap();
    let serial = code.split("(21)").nth(1).unwrap().split('(').next().unwrap();
    assert!(!log.contains(serial));
    let stored = fs::read(world.folder.path().join("gateway.db")).unwrap();
    assert!(!stored.windows(serial.len()).any(|bytes| bytes == serial.as_bytes()), "serials are encrypted at rest");
}

#[test]
fn only_the_batchs_maker_loads_its_list_and_only_the_true_one() {
    let (world, gateway) = world_with_gateway();
    world.register("B", 10);
    let (maker, other) = (gateway.key(MAKER, "load"), gateway.key(WHOLESALER, "load,history"));
    let folder = world.folder.path().join("A");
    let list = fs::read_to_string(folder.join("packs.csv")).unwrap();
    let record: Value = serde_json::from_str(&fs::read_to_string(folder.join("batch.json")).unwrap()).unwrap();
    let secret = record["secret"].as_str().unwrap().to_owned();
    let put = |key: &str, lot: &str, secret: &str, body: &str, kind: &str| {
        let key = format!("Authorization: Bearer {key}");
        let (secret, kind) = (format!("Medtrail-Batch-Secret: {secret}"), format!("Content-Type: {kind}"));
        let path = format!("/v1/batches/{GTIN}/{lot}/serials");
        let answer = gateway.ask("PUT", &path, &[&key, &secret, &kind], Some(body));
        (answer.status, answer.code())
    };
    let refused = |status, code: &str| (status, code.to_owned());
    assert_eq!(put("mtk_wrong", "A", &secret, &list, "text/csv"), refused(401, "no-key"));
    assert_eq!(put(&other, "A", &secret, &list, "text/csv"), refused(403, "not-yours"));
    let history = gateway.key(MAKER, "history");
    assert_eq!(put(&history, "A", &secret, &list, "text/csv"), refused(403, "not-allowed"));
    assert_eq!(put(&maker, "NONE", &secret, &list, "text/csv"), refused(404, "unknown-batch"));
    assert_eq!(put(&maker, "A", "00", &list, "text/csv"), refused(400, "bad-secret"));
    assert_eq!(put(&maker, "A", &"00".repeat(32), &list, "text/csv"), refused(409, "other-root"));
    assert_eq!(put(&maker, "B", &secret, &list, "text/csv"), refused(409, "other-root"));
    assert_eq!(put(&maker, "A", &secret, "serial\nS1\nS1\n", "text/csv"), refused(400, "bad-serial"));
    assert_eq!(put(&maker, "A", &secret, "no list", "text/csv"), refused(400, "bad-list"));
    assert_eq!(put(&maker, "A", &secret, "{}", "application/ld+json"), refused(400, "bad-epcis"));
    let serials: Vec<&str> = list.lines().skip(1).map(|row| row.split_once(',').unwrap().1).collect();
    let epcs: Vec<String> =
        serials.iter().map(|serial| format!("https://id.example.com/01/{GTIN}/21/{serial}")).collect();
    let event = json!({"type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning", "epcList": epcs,
        "ilmd": {"cbvmda:lotNumber": "A"}});
    let document = json!({"type": "EPCISDocument", "epcisBody": {"eventList": [event]}}).to_string();
    assert_eq!(put(&maker, "A", &secret, &document, "application/ld+json").0, 200);
    assert_eq!(put(&maker, "A", &secret, &list, "text/csv").0, 200, "again changes nothing");

    let path = format!("/v1/batches/{GTIN}/A/serials?from=998");
    let own = gateway.get_as(&maker, &path).json();
    assert_eq!(own["packs"], json!([[998, serials[998]], [999, serials[999]]]));
    assert_eq!(
        (gateway.get_as(&gateway.key(WHOLESALER, "load"), &path).code(), gateway.get(&path).status),
        ("not-yours".into(), 401)
    );
}

#[test]
fn the_index_tells_what_happened_to_a_pack_its_batch_and_its_holders() {
    let (world, gateway) = world_with_gateway();
    let link = world.link("A", 7);
    world.done(PHARMACY, &["dispense", &link, "--participant", PHARMACY.gln]);
    world.done(REGULATOR, &["batch", "recall", "--gtin", GTIN, "--lot", "A", "--class", "2", "--packs", "500-599"]);
    gateway.wait_for_block(world.node.finalised());
    let key = gateway.key(REGULATOR, "history");
    let events = |path: &str| {
        let history = gateway.get_as(&key, path);
        assert_eq!(history.status, 200, "{}", history.body);
        let events = history.json()["events"].as_array().unwrap().clone();
        events.iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let pack = |index: u32| events(&format!("/v1/batches/{GTIN}/A/packs/{index}/history"));
    assert_eq!(pack(7), ["BatchRegistered", "BatchReleased", "Dispatched", "Received", "PacksDispensed"]);
    assert_eq!(pack(8), ["BatchRegistered", "BatchReleased", "Dispatched", "Received"]);
    assert_eq!(pack(550), ["BatchRegistered", "BatchReleased", "PacksRecalled"]);
    assert_eq!(pack(100), ["BatchRegistered", "BatchReleased"]);
    let batch = gateway.get_as(&key, &format!("/v1/batches/{GTIN}/A")).json();
    assert_eq!((batch["value"]["packs"].as_u64(), batch["value"]["expiry"].as_u64()), (Some(1_000), Some(20_290_600)));
    assert_eq!(batch["value"]["recalls"][0]["class"], "II");
    let participants = gateway.get_as(&key, "/v1/ledger/participant?limit=2").json();
    assert_eq!(participants["things"].as_array().unwrap().len(), 2);
    assert_eq!(participants["things"][1]["value"]["name"], "Nordmark Pharma");
    let next = participants["next"].as_str().unwrap();
    let more = gateway.get_as(&key, &format!("/v1/ledger/participant?after={next}")).json();
    assert_eq!(more["things"][1]["value"]["name"], "Apotheke am Markt", "{more}");
    let shipment = gateway.get_as(&key, "/v1/ledger/shipment/0").json();
    assert!(shipment["gone"].as_u64().is_some(), "it has arrived: {shipment}");
    assert_eq!(events("/v1/ledger/shipment/0/history"), ["Dispatched", "Received"]);
    assert_eq!(events(&format!("/v1/ledger/product/{GTIN}/history")), ["ProductRegistered"]);

    // Whoever knows a part of the history asks for the rest.
    let path = format!("/v1/batches/{GTIN}/A/packs/7/history");
    let first = gateway.get_as(&key, &format!("{path}?limit=2")).json()["events"][1].clone();
    let rest = format!("{path}?after_block={}&after_place={}", first["block"], first["place"]);
    assert_eq!(events(&rest), ["Dispatched", "Received", "PacksDispensed"]);
    assert_eq!(gateway.get(&path).code(), "no-key");
    assert_eq!(gateway.get_as(&key, "/v1/ledger/participant/999").code(), "unknown");
}

#[test]
fn a_digital_link_leads_where_its_maker_says_and_to_all_there_is() {
    let (world, gateway) = world_with_gateway();
    gateway.wait_for_block(world.node.finalised());
    let key = format!("Authorization: Bearer {}", gateway.key(MAKER, "load"));
    let links = json!([
        {"relation": "gs1:pip", "href": "https://nordmark.example/amoxicillin", "title": "Product", "preferred": true},
        {"relation": "gs1:epil", "language": "de", "href": "https://nordmark.example/leaflet-de", "title": "Packungsbeilage"},
        {"relation": "gs1:epil", "language": "en", "href": "https://nordmark.example/leaflet-en", "title": "Leaflet"},
    ]);
    let json = "Content-Type: application/json";
    let set = |key: &str, links: &Value| {
        let answer = gateway.ask("PUT", &format!("/v1/links/01/{GTIN}"), &[key, json], Some(&links.to_string()));
        (answer.status, answer.code())
    };
    assert_eq!(set(&key, &links).0, 204);
    let other = format!("Authorization: Bearer {}", gateway.key(WHOLESALER, "load"));
    assert_eq!(set(&other, &links), (403, "not-yours".into()));
    let bad = json!([{"relation": "gs1:pip", "href": "javascript:alert(1)", "title": "x"}]);
    assert_eq!(set(&key, &bad), (400, "bad-link".into()));

    let pack = format!("/01/{GTIN}/10/A/21/S1?17=290600");
    let location = |path: &str, language: &str| {
        let answer = gateway.ask("GET", path, &[&format!("Accept-Language: {language}")], None);
        assert_eq!(answer.status, 307, "{}", answer.body);
        let headers = answer.headers.to_lowercase();
        headers.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned()
    };
    assert_eq!(location(&pack, "en"), "https://nordmark.example/amoxicillin");
    let leaflet = format!("{pack}&linkType=gs1:epil");
    assert_eq!(location(&leaflet, "fr, de;q=0.5"), "https://nordmark.example/leaflet-de");
    assert_eq!(location(&leaflet, "en-GB"), "https://nordmark.example/leaflet-en");
    assert!(location(&format!("{pack}&linkType=gs1:verificationService"), "en").contains("/check/01/"));
    let set = gateway.ask("GET", &pack, &["Accept: application/linkset+json"], None);
    assert!(set.headers.to_lowercase().contains("content-type: application/linkset+json"), "{}", set.headers);
    let context = &set.json()["linkset"][0];
    assert_eq!(context["https://ref.gs1.org/voc/epil"].as_array().unwrap().len(), 2);
    assert_eq!(gateway.get(&format!("{pack}&linkType=gs1:recallStatus")).code(), "no-link");
    assert_eq!(gateway.get("/01/04012345678918").status, 404);
    assert_eq!(gateway.get("/01/04012345678902").code(), "no-digital-link");
    assert_eq!(gateway.get("/.well-known/gs1resolver").json()["supportedPrimaryKeys"], json!(["01"]));
}

#[test]
fn scans_are_told_to_operators_and_patients_leave_nothing_but_a_count() {
    let (world, gateway) = world_with_gateway();
    let (pharmacy, wholesaler) = (gateway.key(PHARMACY, "scan"), gateway.key(WHOLESALER, "scan"));
    let code = bare_code(&world.folder.path().join("A"), "A", 1);
    let report = |key: &str, id: &str, position: [f64; 2]| {
        let body = json!({"id": id, "code": code, "verdict": "genuine", "position": position}).to_string();
        let key = format!("Authorization: Bearer {key}");
        gateway.ask("POST", "/v1/scans", &[&key, "Content-Type: application/json"], Some(&body)).json()["earlier"]
            .clone()
    };
    assert_eq!(report(&pharmacy, "1", [52.516_3, 13.377_7]), json!([]));
    assert_eq!(report(&pharmacy, "1", [52.516_3, 13.377_7]), json!([]), "sent again");
    let seen = report(&wholesaler, "1", [48.1, 11.6]);
    assert_eq!(seen[0]["position"], json!([52.5, 13.4]));
    assert_eq!((seen[0]["own"].as_bool(), seen.as_array().unwrap().len()), (Some(false), 1));

    // The command line reports a scan and tells of one that cannot have been of the same pack; the verdict stays.
    let (link, url) = (world.link("A", 1), gateway.url());
    let who = ["--role", "pharmacist", "--participant", PHARMACY.gln, "--node", &world.node.url(), "--gateway", &url];
    let there = ["--report-to", &url, "--gateway-key", &pharmacy, "--position", "-33.9,151.2"];
    let verify = |more: &[&str]| medtrail(&[&["verify", &link], &who[..], more].concat());
    let told = verify(&there);
    let codes: Vec<&str> =
        told.json["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap()).collect();
    assert!(told.verdict() == "genuine" && codes.contains(&"seen-far-away"), "{}", told.text);
    assert!(!verify(&[]).text.contains("seen-far-away"));

    let anonymous = gateway.post("/v1/scans", &json!({"bucket": 77, "verdict": "genuine"}));
    assert_eq!((anonymous.status, anonymous.json()), (200, json!({"earlier": []})));
    let too_much = gateway.post("/v1/scans", &json!({"code": code, "verdict": "genuine"}));
    assert_eq!(too_much.code(), "too-much");
    assert_eq!(gateway.post("/v1/scans", &json!({"bucket": 4_096, "verdict": "genuine"})).code(), "bad-bucket");
    assert_eq!(gateway.post("/v1/scans", &json!({"bucket": 1, "verdict": "fine"})).code(), "bad-verdict");
    assert_eq!(gateway.post("/v1/scans", &json!({"bucket": 1, "verdict": "genuine", "time": 0})).code(), "bad-time");
}

#[test]
fn whoever_asks_too_often_or_too_much_is_turned_away() {
    let world = World::archived();
    let gateway = gateway(&world, &["--rate", "2"]);
    let answers: Vec<u16> = (0..40).map(|_| gateway.get("/v1/status").status).collect();
    assert!(answers.contains(&200) && answers.contains(&429), "{answers:?}");
    assert_eq!(gateway.get("/health").status, 200, "whoever watches over it is not turned away");
    std::thread::sleep(std::time::Duration::from_secs(2));
    let large = format!("{{\"code\": \"{}\"}}", "x".repeat(100_000));
    let answer = gateway.ask("POST", "/v1/proofs", &["Content-Type: application/json"], Some(&large));
    assert_eq!((answer.status, answer.code()), (413, "too-large".into()));
}

#[test]
fn the_gateway_describes_itself() {
    let (world, gateway) = world_with_gateway();
    gateway.wait_until("it is ready", |gateway| gateway.get("/ready").status == 200);
    assert_eq!(gateway.get("/v1/status").json()["following"], true);
    let description = gateway.get("/openapi.json").json();
    let paths = description["paths"].as_object().unwrap();
    for path in ["/v1/proofs", "/v1/batches/{gtin}/{lot}/serials", "/v1/scans", "/01/{gtin}", "/metrics"] {
        assert!(paths.contains_key(path), "{path}");
    }
    assert!(gateway.get("/docs/").body.contains("swagger"));
    assert!(gateway.get("/check/01/04012345678901").body.contains("has not checked the pack"));
    assert_eq!(gateway.get("/nowhere").code(), "no-route");
    assert_eq!(gateway.ask("DELETE", "/v1/status", &[], None).code(), "wrong-method");
    for garbage in
        ["", "{", "[1]", "{\"code\": 7}", "{\"code\": \"\"}", "{\"code\": \"(01)\"}", "{\"code\":\"x\",\"more\":1}"]
    {
        let answer = gateway.ask("POST", "/v1/proofs", &["Content-Type: application/json"], Some(garbage));
        assert_eq!((answer.status, answer.code().is_empty()), (400, false), "{garbage}: {}", answer.body);
    }
    drop(world);
}

#[test]
fn a_scanner_without_a_network_lives_on_the_gateways_snapshots() {
    let world = World::archived();
    world.release("A", 1_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let gateway = gateway(&world, &["--snapshot-seconds", "1"]);
    let file = world.folder.path().join("snapshot");
    let (file, url, link) = (file.to_str().unwrap(), gateway.url(), world.link("A", 3));
    gateway.wait_until("there is a snapshot", |gateway| gateway.get("/v1/snapshot").status == 200);
    let fetch = || {
        let fetched = medtrail(&["snapshot", "fetch", file, "--gateway", &url]);
        assert_eq!(fetched.code, 0, "{}", fetched.text);
        fetched.json["block"].as_u64().unwrap()
    };
    let offline = || {
        let who = ["--role", "pharmacist", "--participant", PHARMACY.gln];
        medtrail(&[&["verify", &link, "--offline", file], &who[..]].concat())
    };
    let first = fetch();
    let found = offline();
    assert_eq!(
        (found.verdict(), found.json["evidence"]["offline"].as_bool()),
        ("genuine", Some(true)),
        "{}",
        found.text
    );

    world.done(PHARMACY, &["dispense", &link, "--participant", PHARMACY.gln]);
    let block = world.node.finalised();
    let hash = medtrail(&["snapshot", "show", file]).json["block_hash"].as_str().unwrap().to_owned();
    gateway.wait_until("there is a later snapshot", |_| fetch() >= block);
    assert_eq!(offline().verdict(), "already-dispensed-here");
    // What is new is far less than the whole, and an unknown beginning is no beginning.
    let whole = gateway.get("/v1/snapshot").body.len();
    let difference = gateway.get(&format!("/v1/snapshot/since/{hash}"));
    assert!(difference.status == 200 && difference.body.len() < whole, "{} {whole}", difference.body.len());
    assert_eq!(gateway.get("/v1/snapshot/since/0x00").code(), "no-difference");
    assert!(first < block);
}

#[test]
fn a_phone_reaches_nodes_through_the_gateway_and_nothing_more_than_it_needs() {
    let (world, gateway) = world_with_gateway();
    let relay = format!("{}/v1/node", gateway.url());
    let link = world.link("A", 3);
    let verified = medtrail(&["verify", &link, "--node", &relay]);
    assert_eq!((verified.verdict(), verified.code), ("genuine", 0), "{}", verified.text);
    let ask = |body: Value| gateway.post("/v1/node", &body);
    let question = |method: &str, params: Value| json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    assert_eq!(
        ask(question("chain_getBlockHash", json!([0]))).json()["result"],
        world.node.ask("chain_getBlockHash", "[0]")
    );
    for refused in ["author_rotateKeysWithOwner", "state_getKeysPaged", "state_getMetadata", "system_addReservedPeer"] {
        let answer = ask(question(refused, json!([])));
        assert_eq!((answer.status, answer.code().as_str()), (403, "not-passed-on"), "{refused}");
    }
    assert_eq!(ask(question("state_call", json!(["Core_version", "0x"]))).status, 403);
    assert_eq!(ask(json!([question("chain_getHeader", json!([]))])).status, 400, "one question at a time");
    assert_eq!(ask(question("chain_getHeader", json!(["0".repeat(100_000)]))).status, 413);
    world.node.stop();
    let silent = ask(question("chain_getFinalizedHead", json!([])));
    assert_eq!((silent.status, silent.code().as_str()), (502, "no-node"));
}

#[test]
fn whoever_sends_a_byte_now_and_then_holds_nothing_up() {
    use std::{
        io::{Read, Write},
        net::TcpStream,
        time::{Duration, Instant},
    };
    let (_world, gateway) = world_with_gateway();
    let address = gateway.url().trim_start_matches("http://").to_owned();
    let start = Instant::now();
    let mut slow: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(&address).unwrap()).collect();
    let mut cut_off = 0;
    while cut_off < slow.len() && start.elapsed() < Duration::from_secs(25) {
        cut_off = 0;
        for client in &mut slow {
            client.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
            let gone = client.write_all(b"G").is_err() || matches!(client.read(&mut [0; 64]), Ok(0));
            cut_off += usize::from(gone);
        }
        assert_eq!(gateway.get("/health").status, 200);
        std::thread::sleep(Duration::from_millis(700));
    }
    assert_eq!(cut_off, slow.len(), "after {:?}", start.elapsed());
}
