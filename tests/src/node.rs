//! A real node.

use std::{
    fs::File,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{medtrail, program, world::REGULATOR};

/// How long a node may take until it answers.
const START: Duration = Duration::from_secs(60);

/// A node of the dev chain; stopped when dropped.
pub struct Node {
    process: Child,
    port: u16,
    peer_port: u16,
    folder: PathBuf,
}

impl Node {
    /// Starts a node that seals a block for each transaction at once.
    pub fn instant(folder: &Path) -> Self {
        Self::start(folder, &["--sealing", "instant"])
    }

    /// The same, which keeps the state of all blocks, as an index needs it.
    pub fn archive(folder: &Path) -> Self {
        Self::start(folder, &["--sealing", "instant", "--state-pruning", "archive"])
    }

    /// Starts a node with real consensus that keeps the state of all blocks.
    pub fn archive_with_consensus(folder: &Path) -> Self {
        Self::start(folder, &["--state-pruning", "archive"])
    }

    /// Starts a node with real consensus: Aura and GRANDPA, one authority.
    pub fn with_consensus(folder: &Path) -> Self {
        Self::start(folder, &[])
    }

    /// Starts a node with keys of its own that follows another node's chain, and makes and finalises blocks once the chain
    /// says so.
    pub fn following(other: &Self, folder: &Path) -> Self {
        let address = other.peer_address();
        Self::start_as(
            folder,
            "second-chain",
            &["--chain", "dev", "--validator", "--unsafe-force-node-key-generation", "--bootnodes", &address],
        )
    }

    /// Starts the four validators of the local chain, each with its own data in the folder.
    pub fn four_validators(folder: &Path) -> Vec<Self> {
        let mut nodes: Vec<Self> = Vec::new();
        for name in ["alice", "bob", "charlie", "dave"] {
            let key = format!("--{name}");
            let mut options =
                vec!["--chain".into(), "local".into(), key, "--unsafe-force-node-key-generation".to_owned()];
            options
                .extend(nodes.first().map(|first| ["--bootnodes".into(), first.peer_address()]).into_iter().flatten());
            nodes.push(Self::spawn(folder, name, &options.iter().map(String::as_str).collect::<Vec<_>>()));
            nodes
                .last()
                .expect("one was started")
                .wait_until(|node| node.try_ask("system_localPeerId", "[]").is_some());
        }
        nodes.iter().for_each(Self::wait_until_it_answers);
        nodes
    }

    fn peer_address(&self) -> String {
        let peer = self.ask("system_localPeerId", "[]").as_str().expect("a peer has a name").to_owned();
        format!("/ip4/127.0.0.1/tcp/{}/p2p/{peer}", self.peer_port)
    }

    /// Starts a node whose blocks never come within a test's time.
    pub fn asleep(folder: &Path) -> Self {
        Self::start(folder, &["--sealing", "interval=3600000"])
    }

    fn start(folder: &Path, more: &[&str]) -> Self {
        Self::start_as(folder, "chain", &[&["--dev"], more].concat())
    }

    fn start_as(folder: &Path, base: &str, more: &[&str]) -> Self {
        let node = Self::spawn(folder, base, more);
        node.wait_until_it_answers();
        node
    }

    fn spawn(folder: &Path, base: &str, more: &[&str]) -> Self {
        let (port, peer_port) = (free_port(), free_port());
        let log = File::create(folder.join(format!("node-{port}.log"))).expect("the folder is writable");
        let process = Command::new(program("medtrail-node"))
            .args(["--no-prometheus", "--no-telemetry", "--no-mdns", "--base-path"])
            .arg(folder.join(base))
            .args(["--rpc-port", &port.to_string(), "--port", &peer_port.to_string()])
            .args(more)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the node starts");
        Self { process, port, peer_port, folder: folder.to_owned() }
    }

    fn wait_until_it_answers(&self) {
        let url = self.url();
        self.wait_until(|node| {
            TcpStream::connect(("127.0.0.1", node.port)).is_ok()
                && medtrail(&["participant", "show", REGULATOR.gln, "--node", &url]).code == 0
        });
    }

    fn wait_until(&self, holds: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < START, "the node does not answer, see its log in {}", self.folder.display());
            sleep(Duration::from_millis(100));
        }
    }

    /// What the node answers to a JSON-RPC question.
    pub fn ask(&self, method: &str, params: &str) -> serde_json::Value {
        self.try_ask(method, params).expect("the node answers in JSON")
    }

    fn try_ask(&self, method: &str, params: &str) -> Option<serde_json::Value> {
        let question = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
        let answer = Command::new("curl")
            .args(["--silent", "--noproxy", "*", "--header", "Content-Type: application/json", "--data", &question])
            .arg(self.url())
            .output()
            .expect("curl is installed");
        let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).ok()?;
        Some(answer["result"].clone())
    }

    /// The number of the last finalised block.
    pub fn finalised(&self) -> u64 {
        let status = medtrail(&["status", "--node", &self.url()]);
        status.json["block"].as_u64().unwrap_or_else(|| panic!("{}", status.text))
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Stops it at once, as if the power failed.
    pub fn stop(mut self) {
        self.kill();
    }

    fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
    listener.local_addr().expect("a listener has an address").port()
}

/// Waits for something that the chain brings about within a few blocks.
pub fn wait_until(what: &str, holds: impl FnMut() -> bool) {
    wait_for(what, Duration::from_secs(60), holds);
}

/// Waits for something that needs more than blocks, at most so long.
pub fn wait_for(what: &str, most: Duration, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < most, "{what}: not within {} seconds", most.as_secs());
        sleep(Duration::from_millis(300));
    }
}
