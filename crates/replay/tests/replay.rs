//! What rules and repairs make of scans, and that nothing is known before its time.

#![allow(clippy::unwrap_used)]

mod story;

use anomaly::fact::{BatchId, Repair, Ruling};
use replay::{Replay, Seen};
use story::{START, Story, UPLOADED, code, code_of, serial};
use verdict::Verdict;
use world::{EventKind, Role};

fn seen(story: &mut Story) -> Vec<Seen> {
    Replay::open(story.write()).unwrap().collect::<Result<_, _>>().unwrap()
}

/// What becomes of one text that pharmacy P scans, which has the packs of the first lot.
fn at_pharmacy(text: &str) -> Seen {
    let mut story = Story::new();
    story.scanned(10_000, 1, Some("P"), text);
    seen(&mut story).pop().unwrap()
}

fn swap_case(text: &str) -> String {
    let swap = |letter: char| {
        if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
    };
    text.chars().map(swap).collect()
}

fn swap_yz(text: &str) -> String {
    let swap = |letter: char| match letter {
        'y' => 'z',
        'z' => 'y',
        'Y' => 'Z',
        'Z' => 'Y',
        other => other,
    };
    text.chars().map(swap).collect()
}

#[test]
fn a_pack_where_it_should_be_is_genuine_in_every_form_of_its_code() {
    let bracketed = format!("(01)04012345678901(21){}(17)280600(10)LOT-7m", serial(5));
    let link = format!("https://id.example.com/01/04012345678901/10/LOT-7m/21/{}?17=280630", serial(5));
    let found: Vec<Seen> = [&code(5), &bracketed, &link].map(|text| at_pharmacy(text)).into();
    for seen in &found {
        assert_eq!((seen.verdict, seen.ruling, seen.reasons[0]), (Verdict::Genuine, Ruling::Genuine, "proven-active"));
        assert_eq!((seen.code.batch, seen.code.pack, seen.code.repair), (Some(BatchId(0)), Some(5), Repair::None));
        assert_eq!((seen.code.identity, seen.code.expiry_later_days), (found[0].code.identity, None));
    }
}

#[test]
fn every_fault_of_a_scanner_is_named_and_accuses_nobody() {
    let good = code(5);
    let cases = [
        (swap_case(&good), Repair::Case, "caps-lock"),
        (code_of(&serial(5).to_lowercase(), "280600", "LOT-7m"), Repair::Case, "caps-lock"),
        (good.to_uppercase().replace("]D2", "]d2"), Repair::Case, "caps-lock"),
        (swap_yz(&good), Repair::Layout, "keyboard-layout"),
        (swap_yz(&good).replace('-', "ß"), Repair::Layout, "keyboard-layout"),
        (swap_case(&swap_yz(&good)), Repair::Layout, "keyboard-layout"),
        (good.replace('\u{1d}', ""), Repair::Separator, "lost-separator"),
        (good.replace('\u{1d}', " "), Repair::Separator, "lost-separator"),
        (good.replace('\u{1d}', "|"), Repair::Separator, "lost-separator"),
        (good[..good.len() - 3].to_owned(), Repair::Truncated, "truncated"),
        (good[..good.len() - 9].to_owned(), Repair::Truncated, "truncated"),
        (good[..29].to_owned(), Repair::Truncated, "truncated"),
        (format!("{good}4012345678901"), Repair::Surplus, "surplus-characters"),
        (format!("{good}40123456789014012345678901"), Repair::Surplus, "surplus-characters"),
        (format!("xx{}", &good[3..]), Repair::Surplus, "surplus-characters"),
        (code_of(&serial(5).replace("yZ", "yX"), "280600", "LOT-7m"), Repair::Typing, "typing-error"),
        (code_of(&serial(5).replace("aK", "Kab"), "280600", "LOT-7m"), Repair::Typing, "typing-error"),
        (code_of(&serial(5), "280600", "L0T-7m"), Repair::Typing, "typing-error"),
        (good.replace("04012345678901", "04012345687901"), Repair::Typing, "typing-error"),
        (code_of(&serial(5), "289900", "LOT-7m"), Repair::Typing, "typing-error"),
    ];
    for (text, repair, fault) in cases {
        let seen = at_pharmacy(&text);
        assert_eq!((seen.code.repair, seen.code.batch, seen.code.pack), (repair, Some(BatchId(0)), Some(5)), "{text}");
        assert_eq!((seen.verdict, seen.ruling), (Verdict::CouldNotCheck, Ruling::Genuine), "{text}");
        assert!(
            seen.reasons.contains(&fault) && !seen.reasons.contains(&"proven-active"),
            "{text}: {:?}",
            seen.reasons
        );
    }
}

#[test]
fn no_beginning_of_a_code_is_taken_for_another_pack_and_none_is_genuine() {
    let good = code(5);
    for end in 0..good.len() {
        let seen = at_pharmacy(&good[..end]);
        assert_ne!(seen.verdict, Verdict::Genuine, "{end}");
        assert!([None, Some(5)].contains(&seen.code.pack), "{end}: {:?}", seen.code);
    }
}

#[test]
fn what_no_repair_leads_to_is_not_recognised() {
    let invented = at_pharmacy(&code_of("aK555555yZ", "280600", "LOT-7m"));
    assert_eq!((invented.verdict, invented.ruling), (Verdict::NotRecognised, Ruling::UnknownSerial));
    assert_eq!((invented.code.pack, invented.code.odd_serial), (None, false));
    assert!(invented.code.serial_distance >= Some(3), "{:?}", invented.code);
    let odd = at_pharmacy(&code_of("12345678901234", "280600", "LOT-7m"));
    assert_eq!((odd.ruling, odd.code.odd_serial, odd.code.number), (Ruling::UnknownSerial, true, Some(678_901_234)));
    let product = at_pharmacy(&code(5).replace("04012345678901", "09506000134352"));
    assert_eq!((product.verdict, product.ruling), (Verdict::NotRecognised, Ruling::UnknownProduct));
    for text in ["hello", "04012345678901", "", "(01)04012345678901(10)LOT-7m"] {
        let seen = at_pharmacy(text);
        assert_eq!(
            (seen.verdict, seen.ruling, seen.code.pack),
            (Verdict::CouldNotCheck, Ruling::Unreadable, None),
            "{text}"
        );
    }
}

#[test]
fn another_expiry_on_a_real_pack_is_suspicious() {
    let seen = at_pharmacy(&code_of(&serial(5), "290630", "LOT-7m"));
    assert_eq!((seen.verdict, seen.ruling), (Verdict::Suspicious, Ruling::ExpiryMismatch));
    assert_eq!((seen.code.pack, seen.code.expiry_later_days), (Some(5), Some(365)));
}

#[test]
fn a_scan_sees_the_ledger_as_it_was_before_it_and_its_own_act() {
    let mut story = Story::new();
    story.happens(5_000, EventKind::Dispense, 5, "P");
    for at in [4_999, 5_000, 5_001] {
        story.scanned(at, 0, Some("P"), &code(5));
    }
    let verdicts: Vec<Verdict> = seen(&mut story).iter().map(|seen| seen.verdict).collect();
    assert_eq!(verdicts, [Verdict::Genuine, Verdict::Genuine, Verdict::AlreadyDispensedHere]);
}

#[test]
fn scans_come_in_the_order_in_which_the_system_hears_of_them() {
    let mut story = Story::new();
    story.scanned(10, 9_000, Some("W"), &code(1));
    story.scanned(20, 0, Some("W"), &code(2));
    story.scanned(30, 8_980, Some("W"), &code(3));
    story.scanned(40, -40, Some("W"), &code(4));
    let names: Vec<String> = seen(&mut story).into_iter().map(|seen| seen.scan).collect();
    assert_eq!(names, ["s3", "s1", "s0", "s2"]);
}

#[test]
fn who_does_not_have_a_pack_is_the_wrong_custodian_unless_the_scan_came_late() {
    let mut story = Story::new();
    story.scanned(10_000, 0, Some("Q"), &code(1));
    story.scanned(10_001, 0, Some("W"), &code(1));
    story.scanned(1_500, 20_000, Some("W"), &code(2));
    story.scanned(1_600, 20_000, Some("Q"), &code(2));
    story.scanned(2_500, 0, Some("P"), &code(3));
    let found: Vec<(Ruling, Vec<&str>)> =
        seen(&mut story).into_iter().map(|seen| (seen.ruling, seen.reasons)).collect();
    let wrong = (Ruling::WrongCustodian, vec!["wrong-custodian"]);
    assert_eq!(found[0].0, Ruling::Genuine);
    assert!(found[0].1.contains(&"not-yet-received"));
    assert_eq!(found[1..3], [wrong.clone(), wrong.clone()]);
    assert_eq!(found[3], (Ruling::Genuine, vec!["proven-active", "late-report"]));
    assert_eq!(found[4], wrong);
}

#[test]
fn states_and_roles_are_judged_as_the_scanner_judges_them() {
    let mut story = Story::new();
    let states = [
        (EventKind::Recall, "recalled", Ruling::Blocked),
        (EventKind::Withdraw, "withdrawn", Ruling::Blocked),
        (EventKind::Lock, "locked", Ruling::Blocked),
        (EventKind::Quarantine, "quarantined", Ruling::Blocked),
        (EventKind::Destroy, "destroyed", Ruling::Blocked),
        (EventKind::Steal, "stolen", Ruling::Stolen),
        (EventKind::Sample, "already-used", Ruling::UsedElsewhere),
        (EventKind::Export, "already-used", Ruling::UsedElsewhere),
        (EventKind::Dispense, "already-dispensed", Ruling::DispensedHere),
    ];
    for ((event, ..), pack) in states.iter().zip(10..) {
        story.happens(4_000, *event, pack, "P");
        story.scanned(10_000 + i64::from(pack), 0, Some("P"), &code(pack));
    }
    story.scanned(11_000, 0, None, &code(18));
    story.scanned(11_001, 0, Some("Q"), &code(18));
    story.scanned(11_002, 0, None, &code(19));
    story.scanned(11_003, 0, Some("H"), &code(19));
    story.scanned(11_004, 0, None, &code(120)).0.role = Role::Inspector;
    story.scanned(11_005, 0, Some("P"), &swap_case(&code(10)));
    story.scanned(11_006, 0, Some("Q"), &swap_case(&code(19)));
    let found = seen(&mut story);
    for ((_, reason, ruling), seen) in states.iter().zip(&found) {
        assert_eq!((seen.reasons[0], seen.ruling), (*reason, *ruling));
    }
    let rulings: Vec<Ruling> = found[states.len()..].iter().map(|seen| seen.ruling).collect();
    use Ruling::*;
    let wanted =
        [DispensedElsewhere, DispensedElsewhere, Genuine, WrongCustodian, UnknownSerial, Blocked, WrongCustodian];
    assert_eq!(rulings, wanted);
    let misread: Vec<Verdict> = found[found.len() - 2..].iter().map(|seen| seen.verdict).collect();
    assert_eq!(misread, [Verdict::DoNotUse, Verdict::CouldNotCheck], "a recall stands, an accusation does not");
}

#[test]
fn a_suspended_licence_speaks_against_the_holder() {
    let mut story = Story::new();
    story.happens(4_000, EventKind::LicenceSuspend, 0, "P");
    story.events.last_mut().unwrap().batch = None;
    story.happens(6_000, EventKind::LicenceRestore, 0, "P");
    story.events.last_mut().unwrap().batch = None;
    story.scanned(5_000, 0, Some("P"), &code(1));
    story.scanned(7_000, 0, Some("P"), &code(1));
    let rulings: Vec<Ruling> = seen(&mut story).iter().map(|seen| seen.ruling).collect();
    assert_eq!(rulings, [Ruling::HolderNotAuthorised, Ruling::Genuine]);
}

#[test]
fn a_lot_is_unknown_until_it_is_uploaded_and_looks_late_when_many_have_it() {
    let text = |pack| code_of(&serial(pack), "280600", "LOT-8k");
    let mut story = Story::new();
    story.scanned(10_000, 0, Some("P"), &text(100));
    story.scanned(10_100, 0, Some("Q"), &text(101));
    story.scanned(10_200, 0, Some("H"), &text(102));
    story.scanned(10_300, 0, Some("H"), &code_of(&serial(3), "280600", "FAKE-1"));
    story.scanned(UPLOADED - START + 1, 0, Some("P"), &text(100));
    let found = seen(&mut story);
    let verdicts: Vec<(Verdict, &str)> = found.iter().map(|seen| (seen.verdict, seen.reasons[0])).collect();
    assert_eq!(
        verdicts,
        [
            (Verdict::NotRecognised, "unknown-batch"),
            (Verdict::NotRecognised, "unknown-batch"),
            (Verdict::CouldNotCheck, "late-upload"),
            (Verdict::NotRecognised, "unknown-batch"),
            (Verdict::Suspicious, "wrong-custodian"),
        ]
    );
    assert_eq!((found[0].code.batch, found[4].code.batch), (None, Some(BatchId(1))));
    assert_eq!(found[0].code.lot, found[1].code.lot);
}

#[test]
fn labels_are_never_read() {
    let mut story = Story::new();
    story.scanned(10_000, 0, Some("P"), &code(1));
    let folder = story.write();
    std::fs::write(folder.join("labels.csv"), "no labels at all\n").unwrap();
    assert_eq!(Replay::open(folder).unwrap().map(Result::unwrap).count(), 1);
}

#[test]
fn a_fault_in_a_file_ends_the_replay_and_is_told() {
    let mut story = Story::new();
    story.scanned(10_000, 0, Some("P"), &code(1));
    story.scanned(10_001, 0, Some("P"), &code(1));
    let folder = story.write().to_owned();
    let ledger = std::fs::read_to_string(folder.join("ledger.csv")).unwrap();
    std::fs::write(folder.join("ledger.csv"), format!("{ledger}9,dispense,B,0,1,P,,,\n")).unwrap();
    let found: Vec<_> = Replay::open(&folder).unwrap().collect();
    assert!(found.len() == 1 && found[0].as_ref().unwrap_err().to_string().contains("ledger.csv, line 6"), "{found:?}");
    let packs = std::fs::read_to_string(folder.join("packs.csv")).unwrap();
    std::fs::write(folder.join("packs.csv"), format!("{packs}B,199,{}\n", serial(5))).unwrap();
    assert!(Replay::open(&folder).err().unwrap().to_string().contains("stands twice"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]

    #[test]
    fn every_scan_comes_once_in_order_of_received_then_of_the_file(
        scans in proptest::collection::vec((0i64..50, -20i64..60), 0..40),
    ) {
        let mut story = Story::new();
        for (time, delay) in &scans {
            story.scanned(10_000 + time, *delay, Some("P"), &code(1));
        }
        let found: Vec<String> = seen(&mut story).into_iter().map(|seen| seen.scan).collect();
        let mut wanted: Vec<_> = story.scans.iter().map(|(scan, _)| (scan.received, scan.scan.clone())).collect();
        wanted.sort_by_key(|(received, _)| *received);
        proptest::prop_assert_eq!(found, wanted.into_iter().map(|(_, scan)| scan).collect::<Vec<_>>());
    }
}

#[test]
fn of_two_batches_with_one_lot_the_serial_tells_which() {
    let mut story = Story::new();
    for (pack, at) in [(5, 60_000), (150, 60_001)] {
        story.scanned(at, 0, Some("P"), &code(pack));
    }
    let folder = story.write().to_owned();
    let batches = std::fs::read_to_string(folder.join("batches.csv")).unwrap();
    std::fs::write(folder.join("batches.csv"), batches.replace("LOT-8k", "LOT-7m")).unwrap();
    let found: Vec<Seen> = Replay::open(&folder).unwrap().map(Result::unwrap).collect();
    let packs: Vec<_> = found.iter().map(|seen| (seen.code.batch, seen.code.pack)).collect();
    assert_eq!(packs, [(Some(BatchId(0)), Some(5)), (Some(BatchId(1)), Some(50))]);
}
