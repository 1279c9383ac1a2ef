//! A node that only ever says what it was told to.

use std::{
    collections::HashMap,
    io::{BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::middleman::{body, pass_on};

/// Answers by question: method and parameters.
pub type Script = HashMap<String, Said>;

/// One answer.
#[derive(Clone, Debug)]
pub enum Said {
    /// A result, wrapped as JSON-RPC wants it.
    Result(Value),
    /// These bytes, as they are.
    Raw(Vec<u8>),
    /// Nothing, for so long.
    Silence(Duration),
}

/// An HTTP server that answers JSON-RPC from a script.
pub struct Replay {
    port: u16,
    script: Arc<Mutex<Arc<Script>>>,
}

/// Passes questions on to a node and writes down the answers.
pub struct Recorder {
    port: u16,
    script: Arc<Mutex<Script>>,
}

impl Replay {
    /// Starts one; it ends with the test's process.
    pub fn new(script: Script) -> Self {
        let script = Arc::new(Mutex::new(Arc::new(script)));
        let known = script.clone();
        let port = serve(move |question| {
            let script = known.lock().unwrap().clone();
            match script.get(&key(question)) {
                Some(Said::Result(result)) => json!({"jsonrpc": "2.0", "id": 1, "result": result}).to_string().into(),
                Some(Said::Raw(bytes)) => bytes.clone(),
                Some(Said::Silence(time)) => {
                    thread::sleep(*time);
                    Vec::new()
                }
                None => {
                    json!({"jsonrpc": "2.0", "id": 1, "error": {"code": 4, "message": "not known"}}).to_string().into()
                }
            }
        });
        Self { port, script }
    }

    /// From now on it says this.
    pub fn say(&self, script: Script) {
        *self.script.lock().unwrap() = Arc::new(script);
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Recorder {
    /// Starts one in front of a node.
    pub fn new(node: u16) -> Self {
        let script = Arc::new(Mutex::new(Script::new()));
        let written = script.clone();
        let port = serve(move |question| {
            let answer = pass_on(node, question.to_string().as_bytes()).unwrap_or_default();
            if let Ok(parsed) = serde_json::from_slice::<Value>(&answer) {
                written.lock().unwrap().insert(key(question), Said::Result(parsed["result"].clone()));
            }
            answer
        });
        Self { port, script }
    }

    /// What was said so far.
    pub fn script(&self) -> Script {
        self.script.lock().unwrap().clone()
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// The question that a script knows an answer by.
pub fn key(question: &Value) -> String {
    format!("{} {}", question["method"].as_str().unwrap_or_default(), question["params"])
}

fn serve(answer: impl Fn(&Value) -> Vec<u8> + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
    let port = listener.local_addr().expect("a listener has an address").port();
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || converse(client, &*answer));
        }
    });
    port
}

fn converse(client: TcpStream, answer: &dyn Fn(&Value) -> Vec<u8>) -> Option<()> {
    client.set_nodelay(true).ok()?;
    let mut writer = client.try_clone().ok()?;
    let mut reader = BufReader::new(client);
    while let Some(question) = body(&mut reader) {
        let answer = answer(&serde_json::from_slice(&question).ok()?);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length";
        let mut message = format!("{head}: {}\r\n\r\n", answer.len()).into_bytes();
        message.extend(answer);
        writer.write_all(&message).ok()?;
    }
    Some(())
}
