//! What people type: dates, packs, pictures or codes.

use std::{ops::Range, path::Path, str::FromStr};

pub use batch_folder::{date_text, expiry};
use gs1::Date;
use ledger_types::{BatchKey, Line, Lines, PackSelection, custody::MAX_LINES, pack::MAX_LIST};
use scan::{Code, UnusableCode};

use crate::failure::Failure;

/// A batch named by its GTIN and lot.
#[derive(Clone, Debug, clap::Args)]
pub struct BatchArgs {
    /// The product's GTIN.
    #[arg(long)]
    pub gtin: gs1::Gtin,
    /// The lot.
    #[arg(long)]
    pub lot: gs1::Lot,
}

impl BatchArgs {
    /// The batch's key on chain.
    pub fn key(&self) -> Result<BatchKey, Failure> {
        batch_key(self.gtin, &self.lot)
    }
}

/// A batch's key on chain.
pub fn batch_key(gtin: gs1::Gtin, lot: &gs1::Lot) -> Result<BatchKey, Failure> {
    let too_long = || Failure::input("bad-lot", "the lot is too long", "A lot has 1 to 20 characters.");
    BatchKey::new(gtin.number(), lot.as_bytes()).ok_or_else(too_long)
}

/// Packs by their index in the batch: `17`, `0-499` (both ends included), or several, separated by commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packs(Vec<Range<u32>>);

impl FromStr for Packs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("`{text}` names no packs: write 17, 0-499 or 3,5,8-9");
        let number = |digits: &str| digits.trim().parse::<u32>().map_err(|_| bad());
        let range = |part: &str| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (number(first)?, number(last)?);
            let end = last.checked_add(1).filter(|end| first < *end).ok_or_else(bad)?;
            Ok(first..end)
        };
        text.split(',').map(range).collect::<Result<_, _>>().map(Self)
    }
}

impl Packs {
    /// All packs of a batch.
    pub fn all(packs: u32) -> Self {
        Self(Vec::from([0..packs]))
    }

    /// The one range that was named.
    pub fn one_range(&self) -> Result<Range<u32>, Failure> {
        match self.0.as_slice() {
            [range] => Ok(range.clone()),
            _ => Err(Failure::input("not-a-range", "one range of packs is needed", "Write 2000-2999.")),
        }
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|range| u64::from(range.end - range.start)).sum()
    }

    /// One by one.
    pub fn indices(&self) -> impl Iterator<Item = u32> {
        self.0.iter().cloned().flatten()
    }

    /// As the lines of a shipment.
    pub fn lines(&self, batch: &BatchKey) -> Result<Lines, Failure> {
        let line = |range: &Range<u32>| Line { batch: batch.clone(), start: range.start, end: range.end };
        let lines: Vec<Line> = self.0.iter().map(line).collect();
        Lines::try_from(lines).map_err(|_| {
            let message = format!("a shipment has at most {MAX_LINES} ranges of packs");
            Failure::input("too-many-lines", message, "Split it into several shipments.")
        })
    }

    /// As the selection of an act on packs.
    pub fn selection(&self) -> Result<PackSelection, Failure> {
        if let [range] = self.0.as_slice() {
            return Ok(if range.end - range.start == 1 {
                PackSelection::One(range.start)
            } else {
                PackSelection::Range { start: range.start, end: range.end }
            });
        }
        let too_many = || {
            let message = format!("at most {MAX_LIST} packs can be named one by one");
            Failure::input("too-many-packs", message, "Give one range, or several commands.")
        };
        if self.count() > u64::from(MAX_LIST) {
            return Err(too_many());
        }
        let list: Vec<u32> = self.indices().collect();
        list.try_into().map(PackSelection::List).map_err(|_| too_many())
    }
}

/// A day, such as `2027-12-31`.
pub fn day(text: &str) -> Result<Date, String> {
    let has_day = |date: &Date| !date.number().is_multiple_of(100);
    expiry(text).ok().filter(has_day).ok_or_else(|| format!("`{text}` is no day: write 2027-12-31"))
}

/// The code of a pack: read from a picture if there is such a file, and taken as text otherwise.
pub fn code(given: &str) -> Result<Code, Failure> {
    let path = Path::new(given);
    // A code may be longer than any path can be; asking for its metadata is an error then, and no file.
    if path.is_file() {
        return Ok(scan::read_path(path)?);
    }
    let looks_like_picture = path
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| ["png", "jpg", "jpeg"].contains(&extension.to_ascii_lowercase().as_str()));
    if looks_like_picture && !given.contains("://") {
        return Err(Failure::input("no-such-file", format!("there is no file {given}"), "Check the path."));
    }
    Ok(scan::read_typed(given).map_err(UnusableCode::Code)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn packs_are_written_as_people_count() {
        let packs = |text: &str| text.parse::<Packs>().map(|packs| packs.indices().collect::<Vec<_>>());
        assert_eq!(packs("17"), Ok(vec![17]));
        assert_eq!(packs("3,5,8-9"), Ok(vec![3, 5, 8, 9]));
        for bad in ["", "a", "9-8", "1-", "-1", "4294967295"] {
            assert!(packs(bad).is_err(), "{bad}");
        }
        assert_eq!("0-499".parse::<Packs>().unwrap().selection().unwrap(), PackSelection::Range { start: 0, end: 500 });
        assert!("0-9999,20000".parse::<Packs>().unwrap().selection().is_err());
    }

    #[test]
    fn days_are_read_in_both_ways() {
        assert_eq!(day("2027-12-31").unwrap().number(), 20_271_231);
        for month in ["271200", "2027-12"] {
            assert_eq!(expiry(month).unwrap().number(), 20_271_200);
            assert!(day(month).is_err(), "a licence begins and ends on days");
        }
        assert_eq!(date_text(expiry("271200").unwrap()), "2027-12");
        assert!(day("2027-02-30").is_err());
        assert!(day("soon").is_err());
    }
}
