//! The real command line.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program;

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    /// Exit code.
    pub code: i32,
    /// The JSON object on standard output; null if there is none.
    pub json: Value,
    /// Everything that was printed.
    pub text: String,
}

impl Answer {
    /// The name of the error, or an empty text.
    pub fn error(&self) -> &str {
        self.json["error"]["code"].as_str().unwrap_or_default()
    }

    /// The verdict, or an empty text.
    pub fn verdict(&self) -> &str {
        self.json["verdict"].as_str().unwrap_or_default()
    }

    /// The code of the deciding reason, or an empty text.
    pub fn reason(&self) -> &str {
        self.json["reasons"][0]["code"].as_str().unwrap_or_default()
    }
}

/// Runs `medtrail … --json`.
pub fn medtrail(args: &[&str]) -> Answer {
    let output = Command::new(program("medtrail"))
        .args(args)
        .arg("--json")
        .env_remove("MEDTRAIL_NODE")
        .env_remove("MEDTRAIL_KEY")
        .stdin(Stdio::null())
        .output()
        .expect("the command line runs");
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let json = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    Answer { code: output.status.code().unwrap_or(-1), json, text }
}
