//! Sending many transactions, and watching until they are final.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use codec::{Decode, Encode};
use ledger_client::{Ledger, Signer, Trust, account_to_text};
use ledger_types::call::Call;
use serde_json::{Value, json};

/// Transactions in one request.
const BATCH: usize = 200;
/// Requests under way at once.
pub const AT_ONCE: usize = 4;
/// How often to look for finalised blocks.
const POLL: Duration = Duration::from_millis(100);

/// A node of a development chain.
pub struct Chain {
    /// Reads and signs.
    pub ledger: Ledger,
    http: reqwest::Client,
    address: String,
}

/// What was seen of finalised blocks.
pub struct Seen {
    /// When the block with the last transaction was seen to be final.
    pub last_final: Instant,
    /// How many transactions each block held, from the first that held any.
    pub sizes: Vec<u32>,
    /// The most that one held.
    pub fullest: u32,
}

/// Watches finalised blocks.
pub struct Watch<'a> {
    chain: &'a Chain,
    next: u32,
}

impl Chain {
    pub async fn connect(address: &str) -> Result<Self> {
        let ledger = Ledger::connect(&[address.to_owned()], &Trust::development(None)).await?;
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(120)).build()?;
        Ok(Self { ledger, http, address: address.to_owned() })
    }

    async fn post(&self, question: &Value) -> Result<Value> {
        let response = self.http.post(&self.address).json(question).send().await?;
        let bytes = response.bytes().await?;
        serde_json::from_slice(&bytes).context("the node's answer is not JSON")
    }

    async fn ask(&self, method: &str, params: Value) -> Result<Value> {
        let answer = self.post(&json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})).await?;
        ensure!(answer["error"].is_null(), "{method}: {}", answer["error"]);
        Ok(answer["result"].clone())
    }

    /// Sends transactions in order, many to a request, as fast as the node takes them; how many it accepted.
    pub async fn submit_all(&self, signed: Vec<Vec<u8>>) -> Result<u32> {
        self.submit_at(signed, u32::MAX, AT_ONCE).await
    }

    /// As [`Self::submit_all`], at most so many a second, and so many requests at once: one keeps the order.
    pub async fn submit_at(&self, signed: Vec<Vec<u8>>, rate: u32, at_once: usize) -> Result<u32> {
        let (mut accepted, mut sent, start) = (0, 0.0, Instant::now());
        let requests: Vec<Value> = signed
            .chunks(BATCH)
            .map(|batch| {
                let one = |(id, bytes): (usize, &Vec<u8>)| {
                    let params = [format!("0x{}", hex::encode(bytes))];
                    json!({"jsonrpc": "2.0", "id": id, "method": "author_submitExtrinsic", "params": params})
                };
                Value::Array(batch.iter().enumerate().map(one).collect())
            })
            .collect();
        for group in requests.chunks(at_once) {
            tokio::time::sleep_until((start + Duration::from_secs_f64(sent / f64::from(rate))).into()).await;
            sent += (group.len() * BATCH) as f64;
            let mut tasks = tokio::task::JoinSet::new();
            for request in group {
                let (http, address, request) = (self.http.clone(), self.address.clone(), request.clone());
                tasks.spawn(async move {
                    let bytes = http.post(address).json(&request).send().await?.bytes().await?;
                    Ok::<Vec<Value>, anyhow::Error>(serde_json::from_slice(&bytes)?)
                });
            }
            while let Some(answers) = tasks.join_next().await {
                for answer in answers?? {
                    if answer["error"].is_null() {
                        accepted += 1;
                    } else {
                        eprintln!("refused: {}", answer["error"]);
                    }
                }
            }
        }
        Ok(accepted)
    }

    /// The nonce of an account's next transaction, pending ones included.
    pub async fn nonce(&self, signer: &Signer) -> Result<u32> {
        let answer = self.ask("system_accountNextIndex", json!([account_to_text(&signer.account())])).await?;
        answer.as_u64().map(|nonce| nonce as u32).context("no nonce")
    }

    /// Has one key do several acts in order, and waits until all are final. Fails if one of them was refused.
    pub async fn act_all(&self, acts: Vec<(Signer, Vec<Call>)>) -> Result<()> {
        let birth = self.ledger.finalized().await?.block;
        let mut signed = Vec::new();
        for (signer, calls) in &acts {
            let first = self.nonce(signer).await?;
            for (nonce, call) in (first..).zip(calls) {
                signed.push(self.ledger.sign(call, signer, nonce, birth));
            }
        }
        let sent = signed.len() as u32;
        let watch = self.watch().await?;
        let accepted = self.submit_at(signed, u32::MAX, 1).await?;
        ensure!(accepted == sent, "the node refused {} of {sent} acts", sent - accepted);
        watch.until(sent, Duration::from_secs(300)).await?;
        Ok(())
    }

    /// Watches blocks from the next finalised one on.
    pub async fn watch(&self) -> Result<Watch<'_>> {
        Ok(Watch { chain: self, next: self.ledger.finalized().await?.block.number + 1 })
    }

    /// All keys and values of the present state. For chains of some ten thousand keys.
    pub async fn pairs(&self) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        let answer = self.ask("state_getPairs", json!(["0x"])).await?;
        let bytes = |text: &Value| hex::decode(text.as_str().unwrap_or_default().trim_start_matches("0x"));
        let pairs = answer.as_array().context("no list of pairs")?;
        pairs.iter().map(|pair| Ok((bytes(&pair[0])?, bytes(&pair[1])?))).collect()
    }

    /// The number of the best block.
    pub async fn best(&self) -> Result<u32> {
        let header = self.ask("chain_getHeader", json!([])).await?;
        let number = header["number"].as_str().unwrap_or_default().trim_start_matches("0x");
        Ok(u32::from_str_radix(number, 16)?)
    }

    /// The first block after this one that holds a transaction.
    pub async fn included(&self, signed: &[u8], after: u32) -> Result<u32> {
        let wanted = json!(format!("0x{}", hex::encode(signed)));
        let mut next = after + 1;
        let start = Instant::now();
        loop {
            while next <= self.best().await? {
                let hash = self.block_hash(next).await?;
                let block = self.ask("chain_getBlock", json!([hash])).await?;
                let extrinsics = block["block"]["extrinsics"].as_array().context("a block without transactions")?;
                if extrinsics.contains(&wanted) {
                    return Ok(next);
                }
                next += 1;
            }
            ensure!(start.elapsed() < Duration::from_secs(120), "the act is in no block after two minutes");
            tokio::time::sleep(POLL).await;
        }
    }

    async fn block_hash(&self, number: u32) -> Result<Value> {
        self.ask("chain_getBlockHash", json!([number])).await
    }

    /// How many signed transactions a block holds; fails if one of them was refused.
    async fn signed_in(&self, hash: &Value) -> Result<u32> {
        let block = self.ask("chain_getBlock", json!([hash])).await?;
        let extrinsics = block["block"]["extrinsics"].as_array().context("a block without transactions")?.len() as u32;
        // The first is the clock's.
        for index in [1, extrinsics.saturating_sub(1)].into_iter().filter(|index| (1..extrinsics).contains(index)) {
            let params = json!(["LedgerApi_outcome", format!("0x{}", hex::encode(index.encode())), hash]);
            let answer = self.ask("state_call", params).await?;
            let bytes = hex::decode(answer.as_str().unwrap_or_default().trim_start_matches("0x"))?;
            let outcome = Option::<ledger_types::Outcome>::decode(&mut bytes.as_slice())?;
            ensure!(matches!(outcome, Some(ledger_types::Outcome::Done { .. })), "an act was refused: {outcome:?}");
        }
        Ok(extrinsics.saturating_sub(1))
    }
}

impl Watch<'_> {
    /// Waits until so many transactions are final.
    pub async fn until(mut self, count: u32, patience: Duration) -> Result<Seen> {
        let start = Instant::now();
        let (mut found, mut sizes) = (0, Vec::new());
        loop {
            let head = self.chain.ledger.finalized().await?.block.number;
            let seen_at = Instant::now();
            while self.next <= head {
                let hash = self.chain.block_hash(self.next).await?;
                let held = self.chain.signed_in(&hash).await?;
                if held > 0 || !sizes.is_empty() {
                    sizes.push(held);
                }
                found += held;
                self.next += 1;
            }
            if found >= count {
                let fullest = sizes.iter().copied().max().unwrap_or_default();
                return Ok(Seen { last_final: seen_at, sizes, fullest });
            }
            ensure!(start.elapsed() < patience, "only {found} of {count} acts are final after {patience:?}");
            tokio::time::sleep(POLL).await;
        }
    }
}
