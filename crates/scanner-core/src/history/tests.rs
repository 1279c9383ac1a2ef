//! Histories as they come back after crashes.

use verdict::read_code;

use super::*;
use crate::run::Became;

fn record(number: u64, serial: &str) -> Record {
    let code = read_code(&format!("(01)04012345678901(21){serial}(10)LOT-7")).unwrap();
    Record::scanned(number, &code, 1_764_154_782_000)
}

fn judged(number: u64, serial: &str, verdict: Verdict) -> Record {
    Record { verdict: Some(verdict), block: Some(7), ..record(number, serial) }
}

#[test]
fn the_last_line_of_a_pack_counts() {
    let handled = judged(1, "B", Verdict::DoNotUse).handled(&Action::Override(Why::new("Seen by the maker").unwrap()));
    let lines = [
        record(0, "A").line(),
        record(1, "B").line(),
        judged(0, "A", Verdict::Genuine).line(),
        handled.line(),
        record(2, "C").line(),
        taken_back(2),
    ];
    let history = History::read(lines.concat().as_bytes());
    let records: Vec<&Record> = history.records().collect();
    assert_eq!(records, [&judged(0, "A", Verdict::Genuine), &handled]);
    assert_eq!((history.next_number(), history.damaged()), (3, 0));
    assert_eq!(History::read(history.text().as_bytes()).records().collect::<Vec<_>>(), records);
    let done = handled.done.as_ref().and_then(Done::to_action);
    assert_eq!(done, Some(Action::Override(Why::new("Seen by the maker").unwrap())));
}

#[test]
fn a_line_that_a_crash_cut_off_costs_that_line_alone() {
    let whole = [record(0, "A").line(), record(1, "B").line()].concat();
    for cut in 0..whole.len() {
        let history = History::read(whole.get(..cut).unwrap().as_bytes());
        let lines = whole.get(..cut).unwrap().matches('\n').count();
        assert!(history.records().len() == lines || history.records().len() == lines + 1, "{cut}");
        // What is written next begins on a line of its own.
        let next = format!("{}\n{}", whole.get(..cut).unwrap(), record(9, "Z").line());
        assert_eq!(History::read(next.as_bytes()).records().next_back(), Some(&record(9, "Z")), "{cut}");
    }
}

#[test]
fn rubbish_is_counted_and_left_out() {
    let text = ["{}\n", "null\n", &record(4, "A").line(), "\u{fffd}\n", "[1,2]\n", &"x".repeat(MOST_LINE + 1)].concat();
    let history = History::read(text.as_bytes());
    assert_eq!((history.records().len(), history.damaged(), history.next_number()), (1, 5, 5));
    assert_eq!(History::read(&[0xff, 0xfe, b'\n']).damaged(), 1);
}

#[test]
fn only_the_last_are_remembered_and_no_number_is_given_twice() {
    let mut history = History::default();
    for number in 0..MOST as u64 + 10 {
        history.put(record(number, "A"));
    }
    assert_eq!(history.records().len(), MOST);
    assert_eq!(history.records().next().map(|record| record.number), Some(10));
    history.clear();
    assert_eq!((history.records().len(), history.next_number()), (0, MOST as u64 + 10));
}

#[test]
fn a_table_holds_no_formula_and_no_broken_row() {
    let mut history = History::default();
    let why = Why::new("=SUM(A1), \"said\"\nthe maker").unwrap();
    history.put(judged(0, "A", Verdict::Suspicious).handled(&Action::Override(why)));
    let table = history.to_csv();
    let row = table.split_once("\r\n").unwrap().1;
    assert_eq!(
        row,
        "2025-11-26 10:59:42,suspicious,04012345678901,LOT-7,A,,7,override,\"'=SUM(A1), \"\"said\"\"\nthe maker\",,\r\n"
    );
}

#[test]
fn moments_are_those_of_the_calendar() {
    for (milliseconds, said) in [
        (0, "1970-01-01 00:00:00"),
        (951_782_400_000, "2000-02-29 00:00:00"),
        (1_709_164_799_999, "2024-02-28 23:59:59"),
        (4_107_542_400_000, "2100-03-01 00:00:00"),
    ] {
        assert_eq!(moment(milliseconds), said);
    }
    assert_eq!(moment(u64::MAX), "? 14:25:51");
}

#[test]
fn what_became_of_a_pack_is_kept_with_its_time_and_older_lines_are_read_without() {
    let dispensed = Fate { became: Became::Dispensed, at: 1_764_154_799_000 };
    let fresh = judged(0, "A", Verdict::Genuine).befallen(Some(dispensed));
    let history = History::read(fresh.line().as_bytes());
    assert_eq!(history.get(0).and_then(|record| record.fate), Some(dispensed));
    assert!(history.to_csv().ends_with(",,,dispensed,2025-11-26 10:59:59\r\n"), "{}", history.to_csv());
    let older = record(1, "B").line().replace(",\"fate\":null", "");
    assert!(!older.contains("fate"));
    let history = History::read(older.as_bytes());
    assert_eq!((history.get(1).map(|record| record.fate), history.damaged()), (Some(None), 0));
}

#[test]
fn files_and_programs_name_a_fate_alike() {
    for became in Became::ALL {
        assert_eq!(serde_json::to_string(&became).unwrap(), format!("\"{}\"", became.code()));
    }
}
