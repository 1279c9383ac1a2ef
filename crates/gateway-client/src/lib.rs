//! Asks a Medtrail gateway for what proves a pack: the label material of a code that carries none.
//!
//! A gateway is not believed. What it gives has to prove the pack under the root on chain; what it denies proves nothing.

use std::{net::IpAddr, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use gs1::{Gtin, Lot, Serial};
use pack_commitment::LabelMaterial;
use private_lookup::{LookupError, MAX_BITS, Question, bucket, code};
use reqwest::{Method, Url};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

mod assessment;
mod history;
mod watched;

use assessment::Answer;

pub use assessment::{Assessment, MAX_ARGUMENTS, MAX_REASONS, Seen, Why};
pub use history::{Happened, History, MAX_EVENTS};
pub use watched::Watched;

/// How long a gateway may take to answer.
const TIMEOUT: Duration = Duration::from_secs(4);
/// How long a gateway may take to store a list.
const LOADING: Duration = Duration::from_secs(900);
/// How long a snapshot may take to arrive, and its bytes at most.
const DOWNLOAD: Duration = Duration::from_secs(300);
const MAX_DOWNLOAD: usize = 256 * 1024 * 1024;
/// Most bytes of an answer: a bucket of thousands of proofs.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The address is no http(s) URL.
    #[error("`{0}` is no gateway address")]
    BadAddress(String),
    /// Nobody answers, or the answer broke off.
    #[error("no gateway answers at {address}: {cause}")]
    Unreachable {
        /// Its address.
        address: String,
        /// What the network said.
        cause: String,
    },
    /// The gateway does not answer the question.
    #[error("the gateway at {address} refused: {said}")]
    Refused {
        /// Its address.
        address: String,
        /// What it said.
        said: String,
    },
    /// The answer is not what a gateway sends.
    #[error("the answer of {0} is not a gateway's")]
    BadAnswer(String),
    /// A key would be sent in the open.
    #[error("{0} is not reached over https: a key would be sent in the open")]
    NotPrivate(String),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandomness,
}

/// What a gateway says about a code. None of it is proven yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// This should prove the pack.
    Proof(LabelMaterial),
    /// The maker's list has no such serial.
    NotInList,
    /// The gateway does not know.
    Nothing,
}

/// What names a pack.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// AI (01).
    pub gtin: &'a Gtin,
    /// AI (10).
    pub lot: &'a Lot,
    /// AI (21).
    pub serial: &'a Serial,
}

impl Named<'_> {
    /// The code as a GS1 element string, without expiry and proof.
    pub fn element_string(&self) -> String {
        element_string(&self.gtin.to_string(), self.serial.as_str(), self.lot.as_str())
    }
}

/// The code of a pack as a GS1 element string. Brackets would be ambiguous: serials and lots may have some.
pub fn element_string(gtin: &str, serial: &str, lot: &str) -> String {
    format!("]d201{gtin}21{serial}\u{1d}10{lot}")
}

/// A scan that is reported.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// What its sender calls it: sent again, it is the same one.
    pub id: &'a str,
    /// The code.
    pub code: &'a str,
    /// The verdict.
    pub verdict: &'static str,
    /// Degrees north and east (WGS 84).
    pub position: Option<[f64; 2]>,
    /// What it was for: `verify`, `receive`, `dispense` or `return`.
    pub intent: Option<&'a str>,
    /// What tells this device or install from others: any text of up to 64 characters that names nobody.
    pub device: Option<&'a str>,
    /// The code of the verdict's leading reason, such as `wrong-custodian`.
    pub ruling: Option<&'a str>,
    /// The pack's place in its batch, as it was proven.
    pub pack: Option<u32>,
}

impl Scan<'_> {
    /// The report as it is sent. What is not known is left out: older gateways refuse fields that they do not know.
    fn body(&self) -> Value {
        let mut body = Map::new();
        for (name, text) in [("intent", self.intent), ("device", self.device), ("ruling", self.ruling)] {
            body.extend(text.map(|text| (name.to_owned(), Value::from(text))));
        }
        body.extend(self.pack.map(|pack| ("pack".to_owned(), Value::from(pack))));
        for (name, text) in [("id", self.id), ("code", self.code), ("verdict", self.verdict)] {
            body.insert(name.to_owned(), text.into());
        }
        body.insert("position".to_owned(), json!(self.position));
        Value::Object(body)
    }
}

/// An earlier scan of the same code.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Earlier {
    /// The hour in which it was, in seconds since 1970-01-01 UTC.
    pub time: u64,
    /// Whether it was the same participant's.
    pub own: bool,
    /// Roughly where: degrees north and east.
    pub position: Option<[f64; 2]>,
}

/// A gateway.
#[derive(Clone, Debug)]
pub struct Gateway {
    http: reqwest::Client,
    downloads: reqwest::Client,
    base: Url,
}

#[derive(Deserialize)]
struct ProofOfPack {
    material: String,
}

#[derive(Deserialize)]
struct Problem {
    #[serde(default)]
    code: String,
    #[serde(default)]
    title: String,
}

#[derive(Deserialize)]
struct Terms {
    bits: u32,
}

#[derive(Deserialize)]
struct Answered {
    answer: String,
    entries: Vec<String>,
}

impl Gateway {
    /// The gateway at an address, such as `https://id.example.com`.
    ///
    /// # Errors
    /// [`GatewayError::BadAddress`].
    pub fn new(address: &str) -> Result<Self, GatewayError> {
        let bad = || GatewayError::BadAddress(address.to_owned());
        let with_scheme = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        let base = Url::parse(&format!("{}/", with_scheme.trim_end_matches('/'))).map_err(|_| bad())?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(bad());
        }
        let built = |client: reqwest::ClientBuilder| {
            let failed = |error: reqwest::Error| GatewayError::Unreachable {
                address: address.to_owned(),
                cause: bounded_http::cause(&error),
            };
            client.build().map_err(failed)
        };
        let (http, downloads) = (built(bounded_http::client())?, built(bounded_http::download_client())?);
        Ok(Self { http, downloads, base })
    }

    /// Its address.
    pub fn address(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Asks for the proof of a pack. The gateway learns which pack it is.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn about(&self, named: Named<'_>) -> Result<Said, GatewayError> {
        let code = named.element_string();
        let answer: Result<ProofOfPack, GatewayError> =
            match self.ask(Method::POST, "v1/proofs", Some(&json!({"code": code}))).await? {
                Ok(proof) => Ok(proof),
                Err(problem) if problem.code == "not-in-list" => return Ok(Said::NotInList),
                Err(problem) if problem.code == "no-list" => return Ok(Said::Nothing),
                Err(problem) => Err(self.refused(&problem)),
            };
        self.material(&answer?.material).map(Said::Proof)
    }

    /// Asks for the proof of a pack, without the gateway learning which pack it is.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn about_privately(&self, named: Named<'_>) -> Result<Said, GatewayError> {
        let terms: Terms =
            self.ask(Method::GET, "v1/private", None).await?.map_err(|problem| self.refused(&problem))?;
        // More bits than that would tell too much, whatever the gateway asks for.
        let bits = terms.bits.min(MAX_BITS);
        let code = code(&format!("{}/{}", named.gtin, named.lot), named.serial.as_str());
        let bucket = bucket(&code) >> (MAX_BITS - bits);
        let question = Question::new(code).map_err(|error| self.lookup_error(error))?;
        let body = json!({"bits": bits, "bucket": bucket, "question": URL_SAFE_NO_PAD.encode(question.blinded)});
        let answered: Answered =
            self.ask(Method::POST, "v1/private", Some(&body)).await?.map_err(|problem| self.refused(&problem))?;
        let decode = |text: &String| URL_SAFE_NO_PAD.decode(text).map_err(|_| self.bad_answer());
        let entries = answered.entries.iter().map(decode).collect::<Result<Vec<_>, _>>()?;
        let found = question.open(&decode(&answered.answer)?, entries.iter().map(Vec::as_slice));
        match found.map_err(|error| self.lookup_error(error))? {
            Some(entry) => self.material(&String::from_utf8_lossy(&entry)).map(Said::Proof),
            None => Ok(Said::Nothing),
        }
    }

    /// Reports a scan, with the key that the gateway gave an operator, and hears of earlier scans of the same code and of what the
    /// gateway's model says. None of that is proven.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn report(&self, key: &str, scan: &Scan<'_>) -> Result<Seen, GatewayError> {
        let address = self.base.join("v1/scans").map_err(|_| GatewayError::BadAddress(self.address().to_owned()))?;
        self.ensure_private()?;
        let request = self.http.post(address).timeout(TIMEOUT).bearer_auth(key).json(&scan.body());
        let seen: Result<Answer, Problem> = self.answer(request).await?;
        seen.map(Answer::read).map_err(|problem| self.refused(&problem))
    }

    /// The gateway's last snapshot, as the bytes of a file. Nothing about it is checked.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn snapshot(&self) -> Result<Vec<u8>, GatewayError> {
        self.download("v1/snapshot").await?.map_err(|problem| self.refused(&problem))
    }

    /// What leads from the snapshot of a block to the gateway's last one; `None` if the gateway does not keep that one any more.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn snapshot_since(&self, block: &[u8; 32]) -> Result<Option<Vec<u8>>, GatewayError> {
        let block: String = block.iter().map(|byte| format!("{byte:02x}")).collect();
        match self.download(&format!("v1/snapshot/since/{block}")).await? {
            Ok(bytes) => Ok(Some(bytes)),
            Err(problem) if problem.code == "no-difference" => Ok(None),
            Err(problem) => Err(self.refused(&problem)),
        }
    }

    async fn download(&self, path: &str) -> Result<Result<Vec<u8>, Problem>, GatewayError> {
        let address = self.base.join(path).map_err(|_| GatewayError::BadAddress(self.address().to_owned()))?;
        let (success, bytes) = self.fetch(self.downloads.get(address).timeout(DOWNLOAD), MAX_DOWNLOAD).await?;
        if success {
            return Ok(Ok(bytes));
        }
        serde_json::from_slice(&bytes).map(Err).map_err(|_| self.bad_answer())
    }

    /// Loads a maker's serials, in packing order, with the key that the gateway gave the maker.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn load(
        &self,
        key: &str,
        gtin: &Gtin,
        lot: &Lot,
        secret: &[u8; 32],
        serials: &[String],
    ) -> Result<(), GatewayError> {
        self.ensure_private()?;
        let mut address =
            self.base.join("v1/batches").map_err(|_| GatewayError::BadAddress(self.address().to_owned()))?;
        if let Ok(mut path) = address.path_segments_mut() {
            path.push(&gtin.to_string()).push(lot.as_str()).push("serials");
        }
        // A serial has no control characters, but may have quotes and commas.
        let list: String = serials.iter().map(|serial| format!("\"{}\"\n", serial.replace('"', "\"\""))).collect();
        let request = self
            .http
            .put(address)
            .timeout(LOADING)
            .bearer_auth(key)
            .header("content-type", "text/csv")
            .header("medtrail-batch-secret", secret.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
            .body(format!("serial\n{list}"));
        let loaded: Result<Value, Problem> = self.answer(request).await?;
        loaded.map(|_| ()).map_err(|problem| self.refused(&problem))
    }

    /// Keys and serials go over TLS, or do not leave the machine.
    fn ensure_private(&self) -> Result<(), GatewayError> {
        let host = self.base.host_str().unwrap_or_default();
        let here =
            host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        if here || self.base.scheme() == "https" {
            Ok(())
        } else {
            Err(GatewayError::NotPrivate(self.address().to_owned()))
        }
    }

    fn material(&self, text: &str) -> Result<LabelMaterial, GatewayError> {
        LabelMaterial::from_text(text).map_err(|_| self.bad_answer())
    }

    fn bad_answer(&self) -> GatewayError {
        GatewayError::BadAnswer(self.address().to_owned())
    }

    fn lookup_error(&self, error: LookupError) -> GatewayError {
        match error {
            LookupError::NoRandomness => GatewayError::NoRandomness,
            LookupError::Unreadable => self.bad_answer(),
        }
    }

    fn refused(&self, problem: &Problem) -> GatewayError {
        GatewayError::Refused { address: self.address().to_owned(), said: harmless(&problem.title) }
    }

    /// Sends a request, and reads the answer or the problem.
    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Result<T, Problem>, GatewayError> {
        let address = self.base.join(path).map_err(|_| GatewayError::BadAddress(self.address().to_owned()))?;
        let request = self.http.request(method, address).timeout(TIMEOUT);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        self.answer(request).await
    }

    async fn answer<T: DeserializeOwned>(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<Result<T, Problem>, GatewayError> {
        let (success, bytes) = self.fetch(request, MAX_ANSWER).await?;
        if success {
            serde_json::from_slice(&bytes).map(Ok).map_err(|_| self.bad_answer())
        } else {
            serde_json::from_slice(&bytes).map(Err).map_err(|_| self.bad_answer())
        }
    }

    /// Whether a request succeeded, and the answer's bytes.
    async fn fetch(&self, request: reqwest::RequestBuilder, most: usize) -> Result<(bool, Vec<u8>), GatewayError> {
        let response = request.send().await.map_err(|error| self.unreachable(&error))?;
        let success = response.status().is_success();
        let bytes = bounded_http::body(response, most).await.map_err(|error| self.unreachable(&error))?;
        Ok((success, bytes.ok_or_else(|| self.bad_answer())?))
    }

    fn unreachable(&self, error: &reqwest::Error) -> GatewayError {
        GatewayError::Unreachable { address: self.address().to_owned(), cause: bounded_http::cause(error) }
    }
}

/// What a gateway says, as a screen may show it: short, and with nothing in it that moves a cursor or turns what follows around.
fn harmless(said: &str) -> String {
    let turns =
        |letter: char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    said.chars().filter(|letter| !letter.is_control() && !turns(*letter)).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_gateway_says_only_reads_as_words() {
        assert_eq!(harmless("the list is gone"), "the list is gone");
        assert_eq!(harmless("a\u{1b}[2Jb\nc\u{202e}d\u{2066}e\u{200f}f"), "a[2Jbcdef");
        assert_eq!(harmless(&"ü".repeat(1_000)).chars().count(), 200);
    }

    #[test]
    fn what_is_not_known_of_a_scan_is_not_sent() {
        let scan = Scan {
            id: "1",
            code: "c",
            verdict: "genuine",
            position: None,
            intent: Some("dispense"),
            device: None,
            ruling: None,
            pack: Some(7),
        };
        let body =
            json!({"id": "1", "code": "c", "verdict": "genuine", "position": null, "intent": "dispense", "pack": 7});
        assert_eq!(scan.body(), body);
    }

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for (given, used) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://id.example.com/gateway/", "https://id.example.com/gateway"),
        ] {
            assert_eq!(Gateway::new(given).expect("an address").address(), used);
        }
        for bad in ["", "ftp://x", "file:///etc/passwd"] {
            assert!(Gateway::new(bad).is_err(), "{bad}");
        }
    }
}
