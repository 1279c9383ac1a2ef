//! JSON-RPC over HTTP, bounded in time and size.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::LedgerError;

/// How long a node may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Most bytes of an answer: the largest proof in hexadecimal, and some.
const MAX_ANSWER: usize = 2 * 1024 * 1024;
/// Most bytes of a block: a full one in hexadecimal, and some.
pub(crate) const MAX_BLOCK: usize = 16 * 1024 * 1024;

/// One node.
#[derive(Clone, Debug)]
pub(crate) struct Rpc {
    http: reqwest::Client,
    address: String,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    result: Value,
    error: Option<NodeError>,
}

#[derive(Deserialize)]
struct NodeError {
    code: i64,
    #[serde(default)]
    message: String,
    #[serde(default)]
    data: Value,
}

impl Rpc {
    pub fn new(address: &str) -> Result<Self, LedgerError> {
        let http_address = http_address(address)?;
        let http = bounded_http::client()
            .build()
            .map_err(|error| LedgerError::Unreachable { address: address.to_owned(), cause: error.to_string() })?;
        Ok(Self { http, address: http_address })
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Asks for one thing.
    pub async fn ask<T: for<'a> Deserialize<'a>>(&self, method: &str, params: Value) -> Result<T, LedgerError> {
        self.ask_for(MAX_ANSWER, method, params).await
    }

    /// Asks for one thing, of so many bytes at most.
    pub async fn ask_for<T: for<'a> Deserialize<'a>>(
        &self,
        most: usize,
        method: &str,
        params: Value,
    ) -> Result<T, LedgerError> {
        let question = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let bytes = self.post(&question, most).await?;
        let answer: Answer = serde_json::from_slice(&bytes).map_err(|_| self.not_a_node())?;
        if let Some(error) = answer.error {
            let detail = error.data.as_str().unwrap_or_default();
            let message = if detail.is_empty() { error.message } else { format!("{}: {detail}", error.message) };
            return Err(LedgerError::Rpc { code: error.code, message: printable(&message) });
        }
        serde_json::from_value(answer.result).map_err(|_| LedgerError::BadAnswer("it has another shape"))
    }

    async fn post(&self, question: &Value, most: usize) -> Result<Vec<u8>, LedgerError> {
        let request = self.http.post(&self.address).timeout(TIMEOUT).json(question);
        let response = request.send().await.map_err(|error| self.unreachable(&error))?;
        if !response.status().is_success() {
            return Err(self.not_a_node());
        }
        let bytes = bounded_http::body(response, most).await.map_err(|error| self.unreachable(&error))?;
        bytes.ok_or(LedgerError::BadAnswer("it is too large"))
    }

    fn not_a_node(&self) -> LedgerError {
        LedgerError::WrongChain { address: self.address.clone(), chain: "something else than JSON-RPC".into() }
    }

    fn unreachable(&self, error: &reqwest::Error) -> LedgerError {
        LedgerError::Unreachable { address: self.address.clone(), cause: bounded_http::cause(error) }
    }
}

/// Where a node answers over HTTP, from its address as people write it: Substrate serves HTTP and WebSocket on one port.
///
/// # Errors
/// [`LedgerError::BadAddress`].
pub fn http_address(address: &str) -> Result<String, LedgerError> {
    let bad = || LedgerError::BadAddress(address.to_owned());
    let with_scheme = match address.split_once("://") {
        Some(("ws", rest)) => format!("http://{rest}"),
        Some(("wss", rest)) => format!("https://{rest}"),
        Some(("http" | "https", _)) => address.to_owned(),
        Some(_) => return Err(bad()),
        None => format!("http://{address}"),
    };
    let url = reqwest::Url::parse(&with_scheme).map_err(|_| bad())?;
    if url.host_str().is_none() {
        return Err(bad());
    }
    Ok(url.into())
}

/// What a stranger says, fit to be shown: short, and without characters that control a terminal.
pub(crate) fn printable(said: &str) -> String {
    const LONGEST: usize = 200;
    said.chars().take(LONGEST).map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

/// Bytes from `0x…`.
pub(crate) fn bytes(text: &str) -> Result<Vec<u8>, LedgerError> {
    let digits = text.strip_prefix("0x").ok_or(LedgerError::BadAnswer("bytes do not begin with 0x"))?;
    hex::decode(digits).map_err(|_| LedgerError::BadAnswer("bytes are not hexadecimal"))
}

/// A hash from `0x…`.
pub(crate) fn hash(text: &str) -> Result<crate::Hash, LedgerError> {
    bytes(text)?.try_into().map_err(|_| LedgerError::BadAnswer("a hash does not have 32 bytes"))
}

/// A block number from `0x…`.
pub(crate) fn number(text: &str) -> Result<u32, LedgerError> {
    let number = text.strip_prefix("0x").and_then(|digits| u32::from_str_radix(digits, 16).ok());
    number.ok_or(LedgerError::BadAnswer("a block number is not hexadecimal"))
}

/// `0x…` from bytes.
pub(crate) fn text(bytes: impl AsRef<[u8]>) -> String {
    format!("0x{}", hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_cannot_write_on_the_terminal() {
        let said = printable("\u{1b}[2J\u{1b}[HGENUINE\n");
        assert!(!said.chars().any(char::is_control));
        assert_eq!(printable(&"x".repeat(10_000)).len(), 200);
    }

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for (given, used) in [
            ("http://127.0.0.1:9944", "http://127.0.0.1:9944/"),
            ("ws://127.0.0.1:9944", "http://127.0.0.1:9944/"),
            ("wss://node.example/rpc", "https://node.example/rpc"),
            ("127.0.0.1:9944", "http://127.0.0.1:9944/"),
        ] {
            assert_eq!(Rpc::new(given).expect("an address").address(), used);
        }
        for bad in ["", "ftp://x", "http://", "no address"] {
            assert!(matches!(Rpc::new(bad), Err(LedgerError::BadAddress(_))), "{bad}");
        }
    }
}
