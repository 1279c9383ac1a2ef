//! Days, as people write them.

use gs1::Date;

/// A day such as `2027-12-31`; none if there is no such day.
pub fn day(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let day: u8 = day.parse().ok().filter(|day| *day > 0)?;
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day)?;
    parts.next().is_none().then_some(date)
}

/// The day of a moment in seconds since 1970-01-01 UTC, such as `2027-12-31`; a question mark after 2149.
pub fn date(at: u64) -> String {
    Date::on(at).map_or_else(|| "?".to_owned(), |day| day.to_string())
}
