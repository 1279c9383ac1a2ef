//! Dates as printed on packs: YYMMDD, day 00 meaning the end of the month.

use core::{fmt, str::FromStr};

use crate::error::ErrorKind;

/// A GS1 date. Ordered as on the calendar; day 0 stands for the whole month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A date in the Gregorian calendar, years 1951 to 2149; `day` 0 means the end of the month.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let valid = (1951..=2149).contains(&year) && (1..=12).contains(&month) && day <= days_in_month(year, month);
        valid.then_some(Self { year, month, day })
    }

    /// From the ledger's number, such as 20271200 for the end of December 2027.
    pub fn from_number(number: u32) -> Option<Self> {
        let year = u16::try_from(number / 10_000).ok()?;
        Self::new(year, (number / 100 % 100) as u8, (number % 100) as u8)
    }

    /// The ledger's number: year, month, day in decimal, such as 20271231.
    pub fn number(self) -> u32 {
        u32::from(self.year) * 10_000 + u32::from(self.month) * 100 + u32::from(self.day)
    }

    /// The day of a moment in seconds since 1970-01-01 UTC; none after 2149.
    pub fn on(moment: u64) -> Option<Self> {
        let (year, month, day) = civil_from_days(moment / 86_400);
        Self::new(u16::try_from(year).ok()?, month, day)
    }

    /// The six printed digits.
    pub fn yymmdd(self) -> [u8; 6] {
        let pair = |value: u16| [b'0' + (value / 10 % 10) as u8, b'0' + (value % 10) as u8];
        let ([a, b], [c, d], [e, f]) = (pair(self.year % 100), pair(u16::from(self.month)), pair(u16::from(self.day)));
        [a, b, c, d, e, f]
    }

    /// The last day on which the pack may be used, as (year, month, day).
    pub fn last_day(self) -> (u16, u8, u8) {
        let day = if self.day == 0 { days_in_month(self.year, self.month) } else { self.day };
        (self.year, self.month, day)
    }

    /// Seconds since 1970-01-01 UTC at which the date has fully passed everywhere in UTC: midnight after the last day.
    pub fn ends_at(self) -> i64 {
        let (year, month, day) = self.last_day();
        (days_from_civil(year, month, day) + 1) * 86_400
    }
}

/// Days since 1970-01-01.
fn days_from_civil(year: u16, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_index = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_index + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date of a day since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms").
fn civil_from_days(day: u64) -> (u64, u8, u8) {
    let day = day + 719_468;
    let (era, day_of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    (year_of_era + era * 400 + u64::from(month <= 2), month as u8, day as u8)
}

pub(crate) fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl FromStr for Date {
    type Err = ErrorKind;

    /// Reads six digits. The century is the one that GS1 gives in 2026: a year 51 or more ahead lies in the past
    /// (General Specifications 7.12, determination of century); packs live far inside that window.
    fn from_str(text: &str) -> Result<Self, ErrorKind> {
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ErrorKind::BadDate);
        }
        let field = |range| text.get(range).and_then(|part: &str| part.parse::<u8>().ok()).ok_or(ErrorKind::BadDate);
        let (year, month, day) = (u16::from(field(0..2)?), field(2..4)?, field(4..6)?);
        let century = if year > 76 { 1900 } else { 2000 };
        Self::new(century + year, month, day).ok_or(ErrorKind::BadDate)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            0 => write!(f, "{:04}-{:02}", self.year, self.month),
            day => write!(f, "{:04}-{:02}-{:02}", self.year, self.month, day),
        }
    }
}
