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

/// The day of a moment in seconds since 1970-01-01 UTC, such as `2027-12-31` (H. Hinnant, "chrono-compatible low-level date
/// algorithms").
pub fn date(at: u64) -> String {
    let z = at / 86_400 + 719_468;
    let (era, doe) = (z / 146_097, z % 146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", doy - (153 * mp + 2) / 5 + 1)
}
