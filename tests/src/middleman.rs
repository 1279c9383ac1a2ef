//! Someone between scanner and node who answers some questions himself.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use serde_json::Value;

/// An HTTP server that passes questions on to a node and lets a function change the answers.
pub struct Middleman {
    port: u16,
}

impl Middleman {
    /// Starts one. `node` is the port to pass questions on to; without one, the function gets null and answers alone.
    /// The function gets the method's name and the node's answer. The server ends with the test's process.
    pub fn new(node: Option<u16>, change: fn(&str, Value) -> Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
        let port = listener.local_addr().expect("a listener has an address").port();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                thread::spawn(move || serve(client, node, change));
            }
        });
        Self { port }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn serve(client: TcpStream, node: Option<u16>, change: fn(&str, Value) -> Value) -> Option<()> {
    let mut writer = client.try_clone().ok()?;
    let mut reader = BufReader::new(client);
    while let Some(question) = body(&mut reader) {
        let method = serde_json::from_slice::<Value>(&question).ok()?["method"].as_str()?.to_owned();
        let answer = match node {
            Some(port) => serde_json::from_slice(&pass_on(port, &question)?).ok()?,
            None => Value::Null,
        };
        let answer = change(&method, answer).to_string();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length";
        write!(writer, "{head}: {}\r\n\r\n{answer}", answer.len()).ok()?;
    }
    Some(())
}

pub(crate) fn pass_on(port: u16, question: &[u8]) -> Option<Vec<u8>> {
    let mut node = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let head = "content-type: application/json\r\nconnection: close\r\ncontent-length";
    write!(node, "POST / HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{head}: {}\r\n\r\n", question.len()).ok()?;
    node.write_all(question).ok()?;
    body(&mut BufReader::new(node))
}

/// The body of the next HTTP message.
pub(crate) fn body(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            let mut body = vec![0; length];
            reader.read_exact(&mut body).ok()?;
            return Some(body);
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
}
