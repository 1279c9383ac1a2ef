//! `medtrail gs1 parse`.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    process::ExitCode,
};

use serde_json::{Value, json};

use crate::failure::{Failure, UNUSABLE};

/// Longest line read; longer ones are refused as a whole.
const MAX_LINE: u64 = 64 * 1024;

/// Reading GS1 codes.
#[derive(Debug, clap::Subcommand)]
pub enum Gs1Command {
    /// Read a code and print its elements as a JSON object.
    Parse {
        /// Read one code a line from standard input and answer each with one line.
        #[arg(long)]
        lines: bool,
        /// The code; standard input if absent.
        #[arg(conflicts_with = "lines", allow_hyphen_values = true)]
        text: Option<String>,
    },
}

/// Runs the command. Exit code 2 if a single code is bad.
pub fn run(command: &Gs1Command) -> Result<ExitCode, Failure> {
    let Gs1Command::Parse { lines, text } = command;
    let broken = |error: io::Error| Failure::input("input", error, "Check what is piped in.");
    if *lines {
        parse_lines(io::stdin(), io::stdout().lock()).map_err(broken)?;
        return Ok(ExitCode::SUCCESS);
    }
    let text = match text {
        Some(text) => text.clone(),
        None => {
            let mut bytes = Vec::new();
            io::stdin().lock().take(MAX_LINE).read_to_end(&mut bytes).map_err(broken)?;
            String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned()
        }
    };
    let answer = answer(&text);
    say!("{answer}");
    Ok(if answer["ok"] == true { ExitCode::SUCCESS } else { ExitCode::from(UNUSABLE) })
}

fn parse_lines(input: impl Read, output: impl Write) -> io::Result<()> {
    let mut input = BufReader::with_capacity(MAX_LINE as usize, input);
    let mut output = io::BufWriter::new(output);
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut input).take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            return output.flush();
        }
        if line.last() != Some(&b'\n') && line.len() as u64 == MAX_LINE {
            // The rest of an endless line is dropped without being kept.
            input.skip_until(b'\n')?;
        }
        let text = String::from_utf8_lossy(&line);
        writeln!(output, "{}", answer(text.trim_end_matches(['\r', '\n'])))?;
        if input.buffer().is_empty() {
            // Whoever asked may be waiting for the answer.
            output.flush()?;
        }
    }
}

fn answer(text: &str) -> Value {
    match gs1::parse(text) {
        Ok(message) => {
            let elements: Vec<Value> =
                message.elements().iter().map(|element| json!({"ai": element.ai, "value": element.value})).collect();
            let mut answer = json!({"ok": true, "form": message.form().name(), "elements": elements});
            for (name, ai) in [("gtin", "01"), ("serial", "21"), ("lot", "10"), ("expiry", "17"), ("sscc", "00")] {
                if let Some(value) = message.value(ai) {
                    answer[name] = value.into();
                }
            }
            answer
        }
        Err(error) => json!({
            "ok": false,
            "error": {"code": error.code(), "at": error.at, "message": error.to_string()},
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn lines(input: &[u8]) -> Vec<Value> {
        let mut output = Vec::new();
        parse_lines(input, &mut output).unwrap();
        String::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn each_line_is_answered_by_one_line() {
        let answers = lines(b"(01)04012345678901(17)271200(10)A\r\nrubbish\n\n(01)04012345678902\n");
        assert_eq!(answers.len(), 4);
        assert_eq!(answers[0]["form"], "bracketed");
        assert_eq!((&answers[0]["gtin"], &answers[0]["expiry"]), (&json!("04012345678901"), &json!("271200")));
        for refused in &answers[1..] {
            assert_eq!(refused["ok"], false);
        }
        assert_eq!(answers[3]["error"]["code"], "bad-check-digit");
    }

    #[test]
    fn an_endless_line_is_one_refusal() {
        let mut input = vec![b'1'; 300_000];
        input.extend(b"\n(01)04012345678901\n");
        let answers = lines(&input);
        assert_eq!((answers.len(), &answers[1]["ok"]), (2, &json!(true)));
    }
}
