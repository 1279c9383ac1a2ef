//! The law's clocks.

use ledger_types::{Kind, compliance::DutyKind};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// By when a duty that begins at `since` has to be done by a participant of this kind. Times are seconds since 1970-01-01
/// UTC.
pub fn due(duty: DutyKind, owner: Kind, since: u64) -> u64 {
    match duty {
        DutyKind::NotifyRegulator | DutyKind::NotifyPartners | DutyKind::AnswerVerification => {
            since.saturating_add(DAY)
        }
        DutyKind::AnswerTracing if owner == Kind::Dispenser => business_days(since, 2),
        // "Not later than 1 business day, and not to exceed 48 hours."
        DutyKind::AnswerTracing => business_days(since, 1).min(since.saturating_add(2 * DAY)),
    }
}

/// The same time of day so many business days later. Business days are Monday to Friday in UTC: public holidays differ
/// from place to place, and are not on the chain.
pub fn business_days(since: u64, days: u32) -> u64 {
    let mut at = since;
    for _ in 0..days {
        at = at.saturating_add(DAY);
        while is_weekend(at) {
            at = at.saturating_add(DAY);
        }
    }
    at
}

/// 1970-01-01 was a Thursday.
fn is_weekend(at: u64) -> bool {
    matches!((at / DAY + 4) % 7, 0 | 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday, 15 January 2027, 8:00 UTC.
    const FRIDAY: u64 = 1_800_000_000;

    #[test]
    fn business_days_leave_out_weekends() {
        let monday = FRIDAY + 3 * DAY;
        assert_eq!(business_days(FRIDAY, 1), monday);
        assert_eq!(business_days(FRIDAY, 2), monday + DAY);
        assert_eq!(business_days(FRIDAY + DAY, 1), monday, "from Saturday on");
        assert_eq!(business_days(FRIDAY - DAY, 1), FRIDAY);
        assert_eq!(business_days(u64::MAX - 5, 1), u64::MAX);
    }

    #[test]
    fn clocks_are_kept_apart() {
        let due = |duty, kind| due(duty, kind, FRIDAY) - FRIDAY;
        for duty in [DutyKind::NotifyRegulator, DutyKind::NotifyPartners, DutyKind::AnswerVerification] {
            assert_eq!(due(duty, Kind::Dispenser), 24 * HOUR);
        }
        assert_eq!(due(DutyKind::AnswerTracing, Kind::Wholesaler), 48 * HOUR, "48 hours come before Monday");
        assert_eq!(due(DutyKind::AnswerTracing, Kind::Dispenser), 4 * DAY, "Tuesday");
    }
}
