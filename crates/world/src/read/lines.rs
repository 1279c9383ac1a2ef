//! Rows of a comma-separated file (RFC 4180), one at a time, in bounded memory. Unlike with the `csv` crate, the line of every
//! fault is exact and a row has a longest length.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    ops::Range,
    path::{Path, PathBuf},
};

use crate::Error;

/// Longest row, in bytes.
pub(super) const LONGEST: usize = 64 * 1024;

/// Where in a field the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// After a quote within quotes: it ends the field, or another one follows.
    Quote,
}

/// A file, row by row.
pub(super) struct Lines {
    pub(super) file: PathBuf,
    from: BufReader<File>,
    /// Lines read so far.
    read: u64,
    /// The row's first line, from 1.
    pub(super) line: u64,
    raw: Vec<u8>,
    /// The row's fields one after another, without quotes and commas.
    text: String,
    fields: Vec<Range<usize>>,
}

impl Lines {
    /// Opens a file; none if there is none.
    pub(super) fn open(file: &Path) -> Result<Option<Self>, Error> {
        match File::open(file) {
            Ok(opened) => Ok(Some(Self {
                file: file.to_owned(),
                from: BufReader::with_capacity(1 << 17, opened),
                read: 0,
                line: 0,
                raw: Vec::new(),
                text: String::new(),
                fields: Vec::new(),
            })),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Error::File { file: file.to_owned(), cause }),
        }
    }

    /// Reads the next row; false at the end. Lines with nothing on them are no rows.
    pub(super) fn advance(&mut self) -> Result<bool, Error> {
        self.fields.clear();
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.clear();
        let (mut at, mut begin, mut length) = (At::Start, 0, 0);
        loop {
            self.next_line(LONGEST - length)?;
            if length == 0 {
                self.line = self.read;
            }
            let ended = self.raw.is_empty();
            if ended && length == 0 {
                return Ok(false);
            }
            if ended {
                return Err(self.wrong("a quote opens a field and none closes it: close it, double quotes inside it"));
            }
            length += self.raw.len();
            if length > LONGEST {
                return Err(self.wrong("the row is longer than 64 KiB: is a quote left open?"));
            }
            if at == At::Start && matches!(self.raw.as_slice(), b"\n" | b"\r\n") {
                length = 0;
                continue;
            }
            let whole = line_end(&self.raw);
            let fault = split(&self.raw, whole, &mut at, &mut begin, &mut bytes, &mut self.fields);
            if let Some(fault) = fault {
                return Err(self.wrong(fault));
            }
            if at != At::Quoted {
                break;
            }
        }
        self.text = String::from_utf8(bytes).map_err(|fault| {
            let upto = fault.utf8_error().valid_up_to();
            let field = self.fields.iter().filter(|field| field.end <= upto).count() + 1;
            self.wrong(&format!("field {field} is not UTF-8: save the file as UTF-8"))
        })?;
        Ok(true)
    }

    /// Reads a line of at most `room` bytes and one more, its end included.
    fn next_line(&mut self, room: usize) -> Result<(), Error> {
        self.raw.clear();
        let most = u64::try_from(room).unwrap_or(u64::MAX).saturating_add(1);
        let read = self.from.by_ref().take(most).read_until(b'\n', &mut self.raw);
        read.map_err(|cause| Error::File { file: self.file.clone(), cause })?;
        if self.read == 0 && self.raw.starts_with(b"\xef\xbb\xbf") {
            self.raw.drain(..3);
            if self.raw.is_empty() {
                return Ok(());
            }
        }
        self.read += u64::from(!self.raw.is_empty());
        Ok(())
    }

    /// How many fields the row has.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// A field of the row; empty if there is no such field.
    pub(super) fn field(&self, at: usize) -> &str {
        self.fields.get(at).and_then(|field| self.text.get(field.clone())).unwrap_or_default()
    }

    /// A fault of the row.
    pub(super) fn wrong(&self, what: &str) -> Error {
        Error::Row { file: self.file.clone(), line: self.line.max(1), what: what.to_owned() }
    }
}

/// The length of a line without its end.
fn line_end(line: &[u8]) -> usize {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line).len()
}

/// Splits a line into fields, of which the first may have begun in an earlier line. Says what is wrong.
fn split(
    line: &[u8],
    whole: usize,
    at: &mut At,
    begin: &mut usize,
    bytes: &mut Vec<u8>,
    fields: &mut Vec<Range<usize>>,
) -> Option<&'static str> {
    for (place, &byte) in line.iter().enumerate() {
        let ends = place >= whole && *at != At::Quoted;
        match (*at, byte) {
            _ if ends => break,
            (At::Start, b'"') => *at = At::Quoted,
            (At::Start | At::Plain | At::Quote, b',') => {
                fields.push(*begin..bytes.len());
                *begin = bytes.len();
                *at = At::Start;
            }
            (At::Plain, b'"') => return Some("a quote stands within a field: quote the field and double the quote"),
            (At::Start | At::Plain, byte) => {
                bytes.push(byte);
                *at = At::Plain;
            }
            (At::Quoted, b'"') => *at = At::Quote,
            (At::Quoted, byte) => bytes.push(byte),
            (At::Quote, b'"') => {
                bytes.push(b'"');
                *at = At::Quoted;
            }
            (At::Quote, _) => return Some("something follows a closing quote: a comma must, or double the quote"),
        }
    }
    if *at != At::Quoted {
        fields.push(*begin..bytes.len());
        *begin = bytes.len();
    }
    None
}
