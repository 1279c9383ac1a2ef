//! Days, as people write them.

use gs1::Date;

/// Seconds in a day.
const DAY: u64 = 86_400;

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

/// The day and the minute of a moment in seconds since 1970-01-01 UTC, such as `2027-12-31 08:05 UTC`.
pub fn moment(at: u64) -> String {
    format!("{} {:02}:{:02} UTC", date(at), at / 3_600 % 24, at / 60 % 60)
}

/// When the month of a moment began, in seconds since 1970-01-01 UTC as the moment is.
pub(crate) fn month_of(at: u64) -> u64 {
    let day = Date::on(at).map_or(1, |date| u64::from(date.number() % 100));
    (at / DAY + 1).saturating_sub(day) * DAY
}

/// When the week of a moment began, on a Monday, in seconds since 1970-01-01 UTC as the moment is.
pub(crate) fn week_of(at: u64) -> u64 {
    // 1970-01-01 was a Thursday.
    let days = at / DAY;
    days.saturating_sub((days + 3) % 7) * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_and_weeks_and_months_begin() {
        // Friday, 15 January 2027, 8:00 UTC.
        let friday = 1_800_000_000;
        assert_eq!(moment(friday), "2027-01-15 08:00 UTC");
        assert_eq!(moment(week_of(friday)), "2027-01-11 00:00 UTC");
        assert_eq!(moment(month_of(friday)), "2027-01-01 00:00 UTC");
        for at in [0, DAY - 1, 951_827_696, 1_709_210_096, friday, 4_102_444_799] {
            assert!(week_of(at) <= at && at - week_of(at) < 7 * DAY, "{at}");
            assert!(month_of(at) <= at && at - month_of(at) < 31 * DAY && date(month_of(at)).ends_with("-01"), "{at}");
        }
        assert_eq!(date(1_709_210_096), "2024-02-29");
    }
}
