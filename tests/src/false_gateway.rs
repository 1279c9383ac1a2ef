//! An HTTP server that says what a test wants a gateway to say, byte for byte.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

/// Gives the whole answer, head and body, to a request: its first line and its body.
type Answer = dyn Fn(&str, &[u8]) -> Vec<u8> + Send + Sync;

/// The server; it ends with the test's process.
pub struct FalseGateway {
    port: u16,
    answer: Arc<Mutex<Arc<Answer>>>,
    asked: Arc<AtomicU32>,
}

impl FalseGateway {
    /// Starts one.
    pub fn new(answer: impl Fn(&str, &[u8]) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
        let port = listener.local_addr().expect("a listener has an address").port();
        let answer: Arc<Mutex<Arc<Answer>>> = Arc::new(Mutex::new(Arc::new(answer)));
        let asked = Arc::new(AtomicU32::new(0));
        let (known, counted) = (answer.clone(), asked.clone());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (known, counted) = (known.clone(), counted.clone());
                thread::spawn(move || converse(client, &known, &counted));
            }
        });
        Self { port, answer, asked }
    }

    /// From now on it says this.
    pub fn say(&self, answer: impl Fn(&str, &[u8]) -> Vec<u8> + Send + Sync + 'static) {
        *self.answer.lock().unwrap() = Arc::new(answer);
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How often it was asked anything.
    pub fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }
}

/// An answer with a status, some more headers (each ending in a line break), and a body.
pub fn http(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn converse(client: TcpStream, answer: &Mutex<Arc<Answer>>, asked: &AtomicU32) -> Option<()> {
    client.set_nodelay(true).ok()?;
    let mut writer = client.try_clone().ok()?;
    let mut reader = BufReader::new(client);
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first).ok()? == 0 {
            return Some(());
        }
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        asked.fetch_add(1, Ordering::SeqCst);
        let say = answer.lock().unwrap().clone();
        let message = say(first.trim(), &body);
        let whole = String::from_utf8_lossy(&message[..message.len().min(2_000)]).contains("content-length");
        writer.write_all(&message).ok()?;
        // Without a length, the end of the connection is the end of the answer.
        if !whole {
            return Some(());
        }
    }
}
