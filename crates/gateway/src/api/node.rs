//! Passes a scanner's questions on to a node: a phone reaches the gateway, not the nodes. Nobody has to believe what comes back:
//! the scanner checks its proofs.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use ledger_client::http_address;
use reqwest::Client;
use serde::Deserialize;
use serde_json::Value;

use super::{Problem, Shared};

/// What is passed on: reads that a verdict needs, and signed acts. Nothing that keeps a node busy or changes it.
const METHODS: [&str; 10] = [
    "author_submitExtrinsic",
    "chain_getBlock",
    "chain_getBlockHash",
    "chain_getFinalizedHead",
    "chain_getHeader",
    "grandpa_proveFinality",
    "state_getReadProof",
    "state_getRuntimeVersion",
    "state_getStorage",
    "system_accountNextIndex",
];
/// The runtime's functions that may be called.
const CALLS: [&str; 2] = ["LedgerApi_whereabouts", "LedgerApi_outcome"];
/// How long a node may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// Most bytes of an answer: a full block in hexadecimal, and some.
const MAX_ANSWER: usize = 16 * 1024 * 1024;

/// Nodes to which questions are passed on.
#[derive(Clone, Debug)]
pub struct Relay {
    http: Client,
    nodes: Vec<String>,
}

/// What of a question decides whether it is passed on.
#[derive(Deserialize)]
struct Question {
    method: String,
    #[serde(default)]
    params: Value,
}

impl Relay {
    /// Passes questions on to these nodes, in turn until one answers.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(nodes: &[String]) -> reqwest::Result<Self> {
        // Whoever follows the chain says that an address is none.
        let nodes = nodes.iter().filter_map(|node| http_address(node).ok()).collect();
        Ok(Self { http: bounded_http::client().build()?, nodes })
    }

    async fn ask(&self, question: Bytes) -> Option<Vec<u8>> {
        for node in &self.nodes {
            let request = self.http.post(node).timeout(PATIENCE).header(header::CONTENT_TYPE, "application/json");
            let Ok(response) = request.body(question.clone()).send().await else { continue };
            if let (true, Ok(Some(answer))) =
                (response.status().is_success(), bounded_http::body(response, MAX_ANSWER).await)
            {
                return Some(answer);
            }
        }
        None
    }
}

/// Passes one JSON-RPC question on to a node, if it is one that scanners ask. The answer comes as the node gave it.
#[utoipa::path(post, path = "/v1/node", tag = "packs",
    request_body(content = String, content_type = "application/json",
        example = json!({"jsonrpc": "2.0", "id": 1, "method": "chain_getFinalizedHead", "params": []})),
    responses(
        (status = 200, content_type = "application/json", description = "what the node answered"),
        (status = 400, body = Problem), (status = 403, body = Problem), (status = 502, body = Problem)))]
pub async fn relay(State(app): State<Shared>, question: Bytes) -> Result<Response, Problem> {
    let read = serde_json::from_slice::<Question>(&question).map_err(|_| {
        Problem::bad("no-question", "this is no single JSON-RPC question", "Send one question, not a list.")
    })?;
    if !is_passed_on(&read) {
        let next_step = "Run a node of your own for anything but checking packs.";
        let title = format!("`{}` is not passed on", read.method.chars().take(60).collect::<String>());
        return Err(Problem::new(StatusCode::FORBIDDEN, "not-passed-on", title, next_step));
    }
    let answer = app.relay.ask(question).await.ok_or_else(|| {
        Problem::new(StatusCode::BAD_GATEWAY, "no-node", "no node answers the gateway", "Try again in a minute.")
    })?;
    Ok(([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], answer).into_response())
}

fn is_passed_on(question: &Question) -> bool {
    match question.method.as_str() {
        "state_call" => {
            let function = question.params.get(0).and_then(Value::as_str);
            function.is_some_and(|function| CALLS.contains(&function))
        }
        method => METHODS.contains(&method),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    fn passes(question: Value) -> bool {
        is_passed_on(&from_value(question).expect("a question"))
    }

    #[test]
    fn only_what_scanners_ask_reaches_a_node() {
        assert!(passes(json!({"method": "state_getReadProof", "params": [[], null]})));
        assert!(passes(json!({"method": "state_call", "params": ["LedgerApi_whereabouts", "0x"]})));
        for refused in ["author_rotateKeysWithOwner", "state_getPairs", "system_addReservedPeer", "state_call", ""] {
            assert!(!passes(json!({"method": refused, "params": ["Core_execute_block", "0x"]})), "{refused}");
        }
        assert!(!passes(json!({"method": "state_call"})));
        assert!(serde_json::from_slice::<Question>(b"[{\"method\": \"chain_getHeader\"}]").is_err());
    }
}
