//! A real gateway, and a database server for it.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{MAKER, Party, World, medtrail, node::free_port, program};

/// How long a gateway or database may take until it answers.
const START: Duration = Duration::from_secs(30);

/// A gateway; killed when dropped.
pub struct Gateway {
    process: Child,
    port: u16,
    database: String,
    node: String,
}

/// What an HTTP server answered.
#[derive(Debug)]
pub struct Http {
    /// The status.
    pub status: u16,
    /// The headers, as they came.
    pub headers: String,
    /// The body.
    pub body: String,
}

impl Http {
    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// The code of a problem, or an empty text.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Gateway {
    /// Starts a gateway on a database (a file, or a URL), for a node.
    pub fn start(database: &str, node: &str, folder: &Path, more: &[&str]) -> Self {
        let gateway = Self::spawn(database, node, folder, more);
        gateway.wait_until("the gateway answers", |gateway| gateway.get("/health").status == 200);
        gateway
    }

    /// The same, without waiting for it.
    pub fn spawn(database: &str, node: &str, folder: &Path, more: &[&str]) -> Self {
        let port = free_port();
        let log = File::options().create(true).append(true).open(folder.join("gateway.log")).expect("a log");
        let process = Command::new(program("medtrail-gateway"))
            .args(["--listen", &format!("127.0.0.1:{port}"), "--database", database, "--node", node])
            .arg("--encryption-key")
            .arg(folder.join("gateway.key"))
            .args(more)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the gateway starts");
        Self { process, port, database: database.into(), node: node.into() }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The process's number.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Kills it at once, as if the power failed.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Waits for something that the gateway brings about.
    pub fn wait_until(&self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < START, "{what}: not within {START:?}");
            sleep(Duration::from_millis(50));
        }
    }

    /// Waits until the index has reached a block.
    pub fn wait_for_block(&self, block: u64) {
        self.wait_until("the index grows", |gateway| {
            gateway.get("/v1/status").json()["block"].as_u64().is_some_and(|height| height >= block)
        });
    }

    /// Makes a key for a party.
    pub fn key(&self, party: Party, scopes: &str) -> String {
        let name = format!("{}-{scopes}", party.gln);
        let made = control(&self.database, &self.node, &["key", "add", &name, "--gln", party.gln, "--scope", scopes]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8_lossy(&made.stdout).trim().to_owned()
    }

    /// Has the maker load the serials of a lot.
    pub fn load(&self, world: &World, lot: &str) {
        let (folder, url, key) = (world.folder.path().join(lot), self.url(), self.key(MAKER, "load"));
        let folder = folder.to_str().expect("a path in words");
        let loaded = medtrail(&["batch", "load", folder, "--gateway", &url, "--gateway-key", &key]);
        assert_eq!(loaded.code, 0, "{}", loaded.text);
    }

    /// Asks for a page.
    pub fn get(&self, path: &str) -> Http {
        self.ask("GET", path, &[], None)
    }

    /// Asks with a key.
    pub fn get_as(&self, key: &str, path: &str) -> Http {
        self.ask("GET", path, &[&format!("Authorization: Bearer {key}")], None)
    }

    /// Sends JSON.
    pub fn post(&self, path: &str, body: &Value) -> Http {
        self.ask("POST", path, &["Content-Type: application/json"], Some(&body.to_string()))
    }

    /// Sends anything.
    pub fn ask(&self, method: &str, path: &str, headers: &[&str], body: Option<&str>) -> Http {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--noproxy", "*", "--include", "--max-time", "60", "--path-as-is", "--request", method]);
        for header in headers {
            curl.args(["--header", header]);
        }
        if body.is_some() {
            curl.args(["--data-binary", "@-"]);
        }
        let mut asking = curl
            .arg(format!("{}{path}", self.url()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("curl is installed");
        {
            use std::io::Write;
            let mut input = asking.stdin.take().expect("piped");
            let _ = input.write_all(body.unwrap_or_default().as_bytes());
        }
        let answer = asking.wait_with_output().expect("curl ends");
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        // Curl shows interim answers, too.
        let mut rest = text.as_str();
        let mut headers = "";
        while rest.starts_with("HTTP/") {
            let Some((head, body)) = rest.split_once("\r\n\r\n") else { break };
            (headers, rest) = (head, body);
        }
        let status = headers.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Http { status, headers: headers.to_owned(), body: rest.to_owned() }
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.end();
    }
}

/// Runs one of the gateway's commands on a database.
pub fn control(database: &str, node: &str, command: &[&str]) -> Output {
    Command::new(program("medtrail-gateway"))
        .args(["--database", database, "--node", node])
        .args(command)
        .output()
        .expect("the gateway's commands run")
}

/// A PostgreSQL server with data of its own, as its own system user where tests run as root; stopped when dropped.
pub struct Postgres {
    process: Child,
    port: u16,
    folder: PathBuf,
    programs: PathBuf,
}

static STARTED: AtomicU32 = AtomicU32::new(0);

impl Postgres {
    /// Starts one.
    pub fn start() -> Self {
        let programs = postgres_programs();
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("medtrail-postgres-{}-{number}", std::process::id()));
        let made = as_postgres(&programs.join("initdb"))
            .args([
                "--auth",
                "trust",
                "--username",
                "medtrail",
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
                "--no-sync",
            ])
            .arg("--pgdata")
            .arg(&folder)
            .current_dir("/")
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = free_port();
        let process = as_postgres(&programs.join("postgres"))
            .arg("-D")
            .arg(&folder)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k"])
            .arg(&folder)
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("postgres starts");
        let server = Self { process, port, folder, programs };
        let start = Instant::now();
        while !server.command("SELECT 1").status.success() {
            assert!(start.elapsed() < START, "PostgreSQL does not answer");
            sleep(Duration::from_millis(100));
        }
        server
    }

    /// Makes an empty database; its URL.
    pub fn database(&self, name: &str) -> String {
        let made = self.command(&format!("CREATE DATABASE {name}"));
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        format!("postgres://medtrail@127.0.0.1:{}/{name}", self.port)
    }

    fn command(&self, sql: &str) -> Output {
        Command::new(self.programs.join("psql"))
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "medtrail", "-d", "postgres", "-c", sql])
            .output()
            .expect("psql runs")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = as_postgres(&self.programs.join("pg_ctl"))
            .args(["stop", "--mode", "immediate", "--pgdata"])
            .arg(&self.folder)
            .current_dir("/")
            .output();
        let _ = self.process.wait();
        let _ = as_postgres(Path::new("/bin/rm")).arg("-rf").arg(&self.folder).current_dir("/").output();
    }
}

fn postgres_programs() -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = installed.map(|version| version.path().join("bin")).collect();
    found.retain(|programs| programs.join("initdb").exists());
    found.sort();
    found.pop().expect("PostgreSQL is missing: run scripts/setup")
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    if is_root {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}
