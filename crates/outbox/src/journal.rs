//! The queue as lines of text. Each line is a JSON object with a change and a checksum over it and all lines before, so
//! that a line that is damaged, missing or out of place is noticed:
//!
//! ```text
//! {"sum":"<32 hexadecimal digits>","change":<JSON>}
//! ```

use sp_crypto_hashing::blake2_128;

use crate::{Change, Outbox, OutboxError};

/// Most bytes of a line, its end included. The largest act, a list of 1,000 packs, takes a quarter of this.
pub const MAX_LINE: usize = 32 * 1024;

const HEAD: &str = r#"{"sum":""#;
const NECK: &str = r#"","change":"#;
const TAIL: &str = "}\n";
const SUM: usize = 16;

/// A queue as it is read from, or written to, its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    outbox: Outbox,
    sum: [u8; SUM],
    lines: u64,
}

/// A change that fits the queue, ready to be written.
#[derive(Clone, Debug)]
pub struct Line {
    /// The bytes to append.
    pub bytes: Vec<u8>,
    change: Change,
    sum: [u8; SUM],
}

/// A line that is not as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} {why}")]
pub struct Damage {
    /// Which, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: &'static str,
}

impl Journal {
    /// The queue.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// How many lines it took.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Reads whole lines, and tells how many bytes they took. What is left over is the beginning of a line that was
    /// being written when the program or the machine stopped.
    ///
    /// # Errors
    /// [`Damage`]; the lines before it have been read.
    pub fn read(&mut self, bytes: &[u8]) -> Result<usize, Damage> {
        let mut read = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if !line.ends_with(b"\n") {
                break;
            }
            self.read_line(line).map_err(|why| Damage { line: self.lines.saturating_add(1), why })?;
            read += line.len();
        }
        Ok(read)
    }

    /// That what is left over after [`Self::read`] may be the beginning of a line. What does not look like one, before
    /// the first line, is some other file, which must not be written over.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn ensure_torn(&self, rest: &[u8]) -> Result<(), Damage> {
        let begins = HEAD.as_bytes().starts_with(rest) || rest.starts_with(HEAD.as_bytes());
        // A machine that loses its power may leave zeros at the end of a file.
        let torn = self.lines > 0 || begins || rest.iter().all(|byte| *byte == 0);
        if torn && rest.len() <= MAX_LINE {
            Ok(())
        } else {
            Err(Damage { line: self.lines.saturating_add(1), why: "is no line of a queue" })
        }
    }

    fn read_line(&mut self, line: &[u8]) -> Result<(), &'static str> {
        let (change, sum) = self.parse(line)?;
        self.outbox.apply(change).map_err(|_| "does not follow from the lines before")?;
        self.accept_sum(sum);
        Ok(())
    }

    fn parse(&self, line: &[u8]) -> Result<(Change, [u8; SUM]), &'static str> {
        const NOT_WRITTEN: &str = "is no line of a queue";
        if line.len() > MAX_LINE {
            return Err("is too long");
        }
        let line = std::str::from_utf8(line).map_err(|_| NOT_WRITTEN)?;
        let inner = line.strip_prefix(HEAD).and_then(|line| line.strip_suffix(TAIL)).ok_or(NOT_WRITTEN)?;
        let (stated, change) = inner.split_once(NECK).ok_or(NOT_WRITTEN)?;
        let sum = self.sum_with(change);
        if stated != hex::encode(sum) {
            return Err("is damaged, missing or out of place");
        }
        let change = serde_json::from_str(change).map_err(|_| "tells of something that this program does not know")?;
        Ok((change, sum))
    }

    /// Puts a change into a line, if it fits the queue. The queue changes with [`Self::accept`], once the line is safe.
    ///
    /// # Errors
    /// [`OutboxError`].
    pub fn line(&self, change: Change) -> Result<Line, OutboxError> {
        self.outbox.check(&change)?;
        let text = serde_json::to_string(&change).map_err(|_| OutboxError::NotForQueue)?;
        let sum = self.sum_with(&text);
        let bytes = [HEAD, &hex::encode(sum), NECK, &text, TAIL].concat().into_bytes();
        if bytes.len() > MAX_LINE {
            return Err(OutboxError::NotForQueue);
        }
        Ok(Line { bytes, change, sum })
    }

    /// Takes over a change that was written.
    ///
    /// # Errors
    /// [`OutboxError`] if it was made for the queue as it was before another change.
    pub fn accept(&mut self, line: Line) -> Result<(), OutboxError> {
        self.outbox.apply(line.change)?;
        self.accept_sum(line.sum);
        Ok(())
    }

    /// The queue in as few lines as possible, and the bytes of these lines.
    ///
    /// # Errors
    /// [`OutboxError`].
    pub fn compacted(&self) -> Result<(Self, Vec<u8>), OutboxError> {
        let (mut journal, mut bytes) = (Self::default(), Vec::new());
        for change in self.outbox.snapshot() {
            let line = journal.line(change)?;
            bytes.extend_from_slice(&line.bytes);
            journal.accept(line)?;
        }
        Ok((journal, bytes))
    }

    /// Reads what can be read of damaged lines, and tells how many cannot. A line counts if its checksum fits the one
    /// that the line before it has written down.
    ///
    /// Whatever then seems to wait may have been sent, or done, in a line that cannot be read. It becomes a conflict: a
    /// person has to look, for sending it again might do it twice.
    pub fn salvage(bytes: &[u8]) -> (Self, u64) {
        let (mut journal, mut unread) = (Self::default(), 0u64);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let read = journal.parse(line).is_ok_and(|(change, _)| journal.outbox.apply_after_a_gap(change).is_ok());
            if !read {
                unread = unread.saturating_add(1);
            }
            let stated = line.get(HEAD.len()..HEAD.len() + 2 * SUM).and_then(|digits| hex::decode(digits).ok());
            if let Some(sum) = stated.and_then(|sum| sum.try_into().ok()) {
                journal.sum = sum;
            }
        }
        journal.outbox.doubt_what_waits();
        (journal, unread)
    }

    fn accept_sum(&mut self, sum: [u8; SUM]) {
        self.sum = sum;
        self.lines = self.lines.saturating_add(1);
    }

    fn sum_with(&self, change: &str) -> [u8; SUM] {
        blake2_128(&[&self.sum, change.as_bytes()].concat())
    }
}
