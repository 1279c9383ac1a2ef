//! Histories, from gateways that are honest, broken and hostile.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use gateway_client::{Gateway, GatewayError, History, MAX_EVENTS};
use serde_json::{Value, json};

const KEY: &str = "mtk_secret";

/// A gateway that answers one question like this, and the question that it was asked.
fn answering(status: &str, body: String) -> (Gateway, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let gateway = Gateway::new(&listener.local_addr().unwrap().to_string()).unwrap();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let asked = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = vec![0; 4_096];
        let length = stream.read(&mut asked).unwrap();
        // Whoever has heard enough hangs up.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
        String::from_utf8_lossy(&asked[..length]).into_owned()
    });
    (gateway, asked)
}

async fn history(gateway: &Gateway) -> Result<History, GatewayError> {
    let (gtin, lot) = ("04012345678901".parse().unwrap(), "LOT/7".parse().unwrap());
    gateway.pack_history(KEY, &gtin, &lot, 7).await
}

fn told(events: usize) -> Value {
    let event = json!({"block": 3, "place": 1, "time": 5, "pallet": "DrugBatch", "event": "BatchReleased", "fields": {"by": 1}});
    json!({"block": 9, "events": vec![event; events]})
}

#[tokio::test]
async fn a_history_is_asked_for_with_the_key_and_read() {
    let (gateway, asked) = answering("200 OK", told(2).to_string());
    let history = history(&gateway).await.unwrap();
    assert_eq!((history.block, history.events.len()), (9, 2));
    assert_eq!(history.events[0].fields["by"], 1);
    let asked = asked.join().unwrap();
    let line = format!("GET /v1/batches/04012345678901/LOT%2F7/packs/7/history?limit={MAX_EVENTS} HTTP/1.1");
    assert_eq!(asked.lines().next(), Some(line.as_str()));
    assert!(asked.contains(&format!("authorization: Bearer {KEY}")));
}

#[tokio::test]
async fn what_is_no_history_is_refused() {
    let huge = format!("{{\"block\": 9, \"events\": [], \"more\": \"{}\"}}", "x".repeat(4 * 1024 * 1024));
    let deep = format!("{{\"block\": 9, \"events\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies =
        [told(MAX_EVENTS + 1).to_string(), huge, deep, "<html>".into(), String::new(), "{\"block\": -1}".into()];
    for body in bodies {
        let begins: String = body.chars().take(40).collect();
        let (gateway, _) = answering("200 OK", body);
        let refused = history(&gateway).await;
        assert!(matches!(refused, Err(GatewayError::BadAnswer(_))), "{begins}: {refused:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_told_without_the_key() {
    let body = json!({"code": "not-allowed", "title": "this key does not allow `history`\u{202e}"});
    let (gateway, _) = answering("403 Forbidden", body.to_string());
    let refused = history(&gateway).await.unwrap_err();
    let GatewayError::Refused { said, .. } = &refused else { panic!("{refused}") };
    assert_eq!(said, "this key does not allow `history`");
    assert!(!refused.to_string().contains(KEY));
}

#[tokio::test]
async fn a_key_never_travels_in_the_open() {
    let gateway = Gateway::new("http://gateway.example.com").unwrap();
    assert!(matches!(history(&gateway).await, Err(GatewayError::NotPrivate(_))));
}
