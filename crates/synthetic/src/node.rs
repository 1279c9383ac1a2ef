//! A node with a synthetic chain: it answers what scanners and desks ask, and makes a block of every act.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use codec::{Compact, Decode, DecodeAll, Encode};
use ledger_types::{
    Batch, BatchKey, HeldBy, Holding, HoldingStatus, Outcome, PackIndex, Whereabouts, call, call::Call, keys,
};
use serde_json::{Value, json};

use crate::{GENESIS, Sealed, World};

/// Most bytes of a question.
const MAX_QUESTION: usize = 1 << 20;
/// Bytes of a signed transaction before its number: version, who signs, the signature, and until when it is valid.
const BEFORE_NUMBER: usize = 2 + 32 + 1 + 64 + 2;

/// What becomes of an act: what it changes, and what the chain says to it.
pub type Effect = Box<dyn FnMut(&mut World, &Call) -> Outcome + Send>;

/// A node that listens on this machine. It ends with the test's process.
pub struct Node {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    world: World,
    blocks: Vec<Block>,
    effect: Effect,
    acts: Vec<Call>,
    silent: bool,
}

struct Block {
    sealed: Sealed,
    records: BTreeMap<Vec<u8>, Vec<u8>>,
    act: Option<(String, Outcome)>,
}

/// What a node says of a question: a result, or an error's code and words.
type Said = Result<Value, (i64, String)>;

impl Node {
    /// Starts a node with a world as it is now, in which acts become what is told.
    pub fn start(world: World, effect: Effect) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        let mut shared = Shared { world, blocks: Vec::new(), effect, acts: Vec::new(), silent: false };
        shared.seal(None);
        let shared = Arc::new(Mutex::new(shared));
        let node = Self { address, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || answer(&shared, stream));
            }
        });
        node
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Has it hang up on whoever asks, or no more.
    pub fn fall_silent(&self, silent: bool) {
        self.lock().silent = silent;
    }

    /// The acts that were sent, in their order.
    pub fn acts(&self) -> Vec<Call> {
        self.lock().acts.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn answer(shared: &Mutex<Shared>, mut stream: TcpStream) {
    let Some(question) = question(&stream) else { return };
    let said = {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        if shared.silent {
            return;
        }
        shared.say(question["method"].as_str().unwrap_or_default(), &question["params"])
    };
    let id = &question["id"];
    let body = match said {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err((code, message)) => json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}),
    }
    .to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // Whoever asked may have gone.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

fn question(stream: &TcpStream) -> Option<Value> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(bytes) = line.strip_prefix("content-length:") {
            length = bytes.trim().parse().ok().filter(|length| *length <= MAX_QUESTION)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    format!("0x{}", hex::encode(bytes))
}

fn bytes(text: &Value) -> Result<Vec<u8>, (i64, String)> {
    let digits = text.as_str().and_then(|text| text.strip_prefix("0x"));
    digits.and_then(|digits| hex::decode(digits).ok()).ok_or_else(|| wrong("no bytes"))
}

fn wrong(what: &str) -> (i64, String) {
    (-32_602, what.to_owned())
}

impl Shared {
    fn seal(&mut self, act: Option<(String, Outcome)>) {
        let sealed = self.world.chain.seal(now());
        let records = self.world.chain.records().clone();
        self.blocks.push(Block { sealed, records, act });
    }

    fn last(&self) -> Result<&Block, (i64, String)> {
        self.blocks.last().ok_or_else(|| wrong("no block"))
    }

    fn block(&self, hash: &Value) -> Result<&Block, (i64, String)> {
        let is = |block: &&Block| hash.as_str() == Some(&hex(block.sealed.header.hash()));
        if hash.is_null() { self.last() } else { self.blocks.iter().find(is).ok_or_else(|| wrong("no such block")) }
    }

    fn say(&mut self, method: &str, params: &Value) -> Said {
        match method {
            "state_getRuntimeVersion" => {
                Ok(json!({"specName": "medtrail", "specVersion": 4, "transactionVersion": call::TRANSACTION_VERSION}))
            }
            "chain_getFinalizedHead" => Ok(hex(self.last()?.sealed.header.hash()).into()),
            "chain_getBlockHash" if params[0] == 0 => Ok(hex(GENESIS).into()),
            "chain_getBlockHash" => {
                let is = |block: &&Block| params[0] == block.sealed.header.number;
                Ok(self.blocks.iter().find(is).map(|block| hex(block.sealed.header.hash())).into())
            }
            "chain_getHeader" => Ok(header(&self.block(&params[0])?.sealed)),
            "chain_getBlock" => {
                let act = self.block(&params[0])?.act.iter().map(|(act, _)| act.as_str()).collect::<Vec<_>>();
                Ok(json!({"block": {"extrinsics": act}}))
            }
            "grandpa_proveFinality" => {
                let sealed = &self.last()?.sealed;
                let none: Vec<chain_proof::Header> = Vec::new();
                Ok(hex((sealed.header.hash(), &sealed.finality.justification, none).encode()).into())
            }
            "state_getReadProof" => {
                let keys = params[0].as_array().ok_or_else(|| wrong("no keys"))?;
                let keys = keys.iter().map(bytes).collect::<Result<Vec<_>, _>>()?;
                let block = self.block(&params[1])?;
                let nodes: Vec<String> = block.sealed.prove(&keys).trie_nodes().iter().map(hex).collect();
                Ok(json!({"at": params[1], "proof": nodes}))
            }
            "state_getStorage" => {
                let key = bytes(&params[0])?;
                Ok(self.block(&params[1])?.records.get(&key).map(hex).into())
            }
            "state_getKeysPaged" => {
                let (prefix, count) = (bytes(&params[0])?, params[1].as_u64().unwrap_or(0) as usize);
                let after = if params[2].is_null() { None } else { Some(bytes(&params[2])?) };
                let keys = self.block(&params[3])?.records.keys();
                let keys =
                    keys.filter(|key| key.starts_with(&prefix) && after.as_ref().is_none_or(|after| *key > after));
                Ok(keys.take(count).map(hex).collect())
            }
            "state_call" => {
                let arguments = bytes(&params[1])?;
                let answer = match params[0].as_str() {
                    Some("LedgerApi_whereabouts") => self.whereabouts(&arguments)?.encode(),
                    Some("LedgerApi_outcome") => self.block(&params[2])?.act.as_ref().map(|(_, done)| done).encode(),
                    _ => return Err(wrong("no such function")),
                };
                Ok(hex(answer).into())
            }
            "system_accountNextIndex" => Ok(self.acts.len().into()),
            "author_submitExtrinsic" => self.act(&params[0]),
            _ => Err((-32_601, format!("{method} is not known"))),
        }
    }

    /// Puts an act into a block of its own.
    fn act(&mut self, extrinsic: &Value) -> Said {
        let encoded = bytes(extrinsic)?;
        let call = call_of(&encoded).ok_or_else(|| wrong("no act"))?;
        let outcome = (self.effect)(&mut self.world, &call);
        self.acts.push(call);
        self.seal(Some((hex(&encoded), outcome)));
        Ok(hex([1; 32]).into())
    }

    fn whereabouts(&self, mut arguments: &[u8]) -> Result<Option<Whereabouts>, (i64, String)> {
        let (key, pack) =
            <(BatchKey, Option<PackIndex>)>::decode(&mut arguments).map_err(|_| wrong("another question"))?;
        let chain = &self.world.chain;
        let Some(batch) = chain.get::<Batch>(&keys::batch(&key)) else { return Ok(None) };
        let holding = |pack: PackIndex| {
            let ends =
                (pack + 1..=batch.packs).find_map(|end| Some(end).zip(chain.get::<Holding>(&keys::holding(&key, end))));
            ends.map(|(end, Holding { holder, status, .. })| HeldBy {
                end,
                holder,
                shipment: if let HoldingStatus::InTransit(shipment) = status { Some(shipment) } else { None },
            })
        };
        Ok(Some(Whereabouts { maker: batch.maker, held: pack.and_then(holding) }))
    }
}

fn header(sealed: &Sealed) -> Value {
    let header = &sealed.header;
    json!({
        "parentHash": hex(header.parent),
        "number": format!("{:#x}", header.number),
        "stateRoot": hex(header.state_root),
        "extrinsicsRoot": hex(header.extrinsics_root),
        "digest": {"logs": header.digest.iter().map(hex).collect::<Vec<_>>()},
    })
}

/// The call of a signed transaction, whoever signed it.
fn call_of(mut extrinsic: &[u8]) -> Option<Call> {
    Compact::<u32>::decode(&mut extrinsic).ok()?;
    let mut rest = extrinsic.get(BEFORE_NUMBER..)?;
    Compact::<u32>::decode(&mut rest).ok()?;
    Call::decode_all(&mut rest).ok()
}
