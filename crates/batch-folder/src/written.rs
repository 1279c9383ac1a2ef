//! What people write on forms.

use std::ops::Range;

use gs1::Date;

/// An expiry: `2027-12-31`, `2027-12` for the end of the month, or as printed on packs, `271231` or `271200`.
///
/// # Errors
/// A sentence that says what to write.
pub fn expiry(text: &str) -> Result<Date, String> {
    let bad = || format!("`{text}` is no date: write 2027-12-31, 2027-12, or 271231 as on packs");
    match text.split('-').collect::<Vec<_>>().as_slice() {
        [printed] => printed.parse().map_err(|_| bad()),
        [year, month] => {
            Date::new(year.parse().map_err(|_| bad())?, month.parse().map_err(|_| bad())?, 0).ok_or_else(bad)
        }
        [year, month, day] => {
            let date = Date::new(
                year.parse().map_err(|_| bad())?,
                month.parse().map_err(|_| bad())?,
                day.parse().map_err(|_| bad())?,
            );
            date.ok_or_else(bad)
        }
        _ => Err(bad()),
    }
}

/// A GS1 date in words, day 00 left out.
pub fn date_text(date: Date) -> String {
    let number = date.number();
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    if day == 0 { format!("{year}-{month:02}") } else { format!("{year}-{month:02}-{day:02}") }
}

/// Packs by their place in a batch of so many: `17`, or `0-499` with both ends; all of them if nothing is written.
pub fn pack_range(text: &str, packs: u32) -> Option<Range<u32>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(0..packs);
    }
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |digits: &str| digits.trim().parse::<u32>().ok();
    let (first, end) = (number(first)?, number(last)?.checked_add(1)?);
    (first < end && end <= packs).then_some(first..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_are_a_range_within_the_batch() {
        assert_eq!(pack_range("", 10), Some(0..10));
        assert_eq!(pack_range(" 3 ", 10), Some(3..4));
        assert_eq!(pack_range("0 - 9", 10), Some(0..10));
        for bad in ["10", "0-10", "5-4", "a", "-1", "1-", "4294967295"] {
            assert_eq!(pack_range(bad, 10), None, "{bad}");
        }
    }
}
