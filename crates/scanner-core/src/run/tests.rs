//! Runs as they go on at a counter.

use proptest::prelude::*;
use verdict::{Case, Gap, Source, Viewer, judge, read_code};

use super::*;

const WINDOW: u64 = 600_000;

fn code(serial: &str) -> Arc<Code> {
    Arc::new(read_code(&format!("(01)04012345678901(21){serial}(10)LOT-7")).unwrap())
}

fn report(code: &Code, verdict: Verdict, role: Role) -> Box<Report> {
    let report = judge(&Case {
        scanned: &code.scanned,
        record: Err(Gap { code: "unreachable", text: "No node answers.".into() }),
        source: Source::default(),
        viewer: Viewer { role, participant: None },
        signals: Default::default(),
        now: 0,
    });
    Box::new(Report { verdict, headline: verdict.headline(), ..report })
}

/// A run at a pharmacy, and its clock.
struct Counter {
    run: Run,
    now: u64,
}

impl Counter {
    fn new(role: Role) -> Self {
        Self { run: Run::new(role, WINDOW), now: 1_764_154_782_000 }
    }

    fn scan(&mut self, serial: &str) -> Taken {
        self.now += 3_000;
        self.run.scan(code(serial), self.now)
    }

    fn check(&mut self, serial: &str) -> Ticket {
        match self.scan(serial) {
            Taken::Check(ticket, _) => ticket,
            other => panic!("{serial}: {other:?}"),
        }
    }

    fn judge(&mut self, ticket: Ticket, verdict: Verdict) -> Arrived {
        let role = self.run.role();
        self.run.judged(ticket, report(&code("S"), verdict, role))
    }

    fn pack(&mut self, serial: &str, verdict: Verdict) -> Ticket {
        let ticket = self.check(serial);
        self.judge(ticket, verdict);
        ticket
    }
}

#[test]
fn fifty_good_packs_pass_without_a_stop() {
    let mut counter = Counter::new(Role::Pharmacist);
    for pack in 0..50 {
        let ticket = counter.check(&format!("S{pack}"));
        assert_eq!(counter.judge(ticket, Verdict::Genuine), Arrived::Passes);
    }
    let counts = counter.run.counts();
    assert_eq!((counts.packs(), counts.of(Verdict::Genuine), counts.waiting), (50, 50, 0));
    assert!(counter.run.stopped().is_none());
}

#[test]
fn a_bad_pack_stops_the_run_until_somebody_chooses_what_to_do() {
    for verdict in Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Genuine) {
        let mut counter = Counter::new(Role::Pharmacist);
        let ticket = counter.check("BAD");
        assert_eq!(counter.judge(ticket, verdict), Arrived::Stops);
        assert!(matches!(counter.scan("NEXT"), Taken::Stopped(by) if by == ticket), "{verdict:?}");
        assert!(matches!(&counter.run.scan_picture(vec![code("NEXT")], counter.now)[..], [Taken::Stopped(_)]));
        assert_eq!(counter.run.act(ticket, Action::KeepAndAsk), Err(Refused::NotAllowed));
        assert_eq!(counter.run.act(ticket, Action::Quarantine), Ok(()));
        assert_eq!(counter.run.act(ticket, Action::Quarantine), Err(Refused::NotStopped), "once");
        assert!(matches!(counter.scan("NEXT"), Taken::Check(..)));
        assert_eq!(counter.run.counts().quarantined, 1);
    }
}

#[test]
fn a_reason_says_something() {
    for nothing in ["", "  ", "\n\t", "...", "--", "\u{200b}"] {
        assert_eq!(Why::new(nothing), None, "{nothing:?}");
    }
    assert_eq!(Why::new("  Box compared with the list ").unwrap().as_str(), "Box compared with the list");
    assert_eq!(Why::new(&"x".repeat(10_000)).unwrap().as_str().len(), Why::MOST);
}

#[test]
fn what_may_be_chosen_depends_on_verdict_and_role() {
    for verdict in Verdict::ALL {
        for role in Role::ALL {
            let choices = choices(verdict, role);
            assert_eq!(choices.is_empty(), verdict == Verdict::Genuine);
            let patient = role == Role::Patient && verdict != Verdict::Genuine;
            assert_eq!(choices == [Choice::KeepAndAsk], patient, "a patient keeps the pack and asks, nothing else");
            assert!(verdict != Verdict::DoNotUse || !choices.contains(&Choice::Override), "never passed");
        }
    }
    let mut counter = Counter::new(Role::Pharmacist);
    let ticket = counter.pack("RECALLED", Verdict::DoNotUse);
    let why = Why::new("The patient insists").unwrap();
    assert_eq!(counter.run.act(ticket, Action::Override(why)), Err(Refused::NotAllowed));
    assert!(counter.run.stopped().is_some());
    let mut patient = Counter::new(Role::Patient);
    let ticket = patient.pack("ODD", Verdict::Suspicious);
    assert_eq!(patient.run.act(ticket, Action::Report), Err(Refused::NotAllowed));
    assert_eq!(patient.run.act(ticket, Action::KeepAndAsk), Ok(()));
}

#[test]
fn a_pack_that_is_scanned_twice_is_no_alert() {
    let mut counter = Counter::new(Role::Pharmacist);
    let ticket = counter.pack("S1", Verdict::Genuine);
    let first = counter.now;
    counter.pack("S2", Verdict::Genuine);
    for times in 1..=3 {
        let taken = counter.scan("S1");
        assert!(
            matches!(taken, Taken::Again { ticket: it, first: at, times: n } if it == ticket && at == first && n == times),
            "{taken:?}"
        );
    }
    assert_eq!((counter.run.counts().packs(), counter.run.counts().again), (2, 3));
    // Long afterwards it is checked anew: much may have happened to it.
    counter.now += WINDOW;
    counter.check("S1");
}

#[test]
fn a_pack_that_stays_before_the_camera_is_scanned_once() {
    let mut counter = Counter::new(Role::Pharmacist);
    let ticket = counter.check("S1");
    for _ in 0..1_000 {
        counter.now += 66;
        assert!(matches!(counter.run.scan(code("S1"), counter.now), Taken::InView(it) if it == ticket));
    }
    assert_eq!(counter.run.counts().again, 0);
    assert!(matches!(counter.scan("S1"), Taken::Again { times: 1, .. }));
}

#[test]
fn a_label_with_the_same_serial_that_says_something_else_is_checked() {
    let mut counter = Counter::new(Role::Pharmacist);
    counter.pack("S1", Verdict::Genuine);
    let relabelled = read_code("(01)04012345678901(21)S1(10)LOT-7(17)291231").unwrap();
    assert!(matches!(counter.run.scan(Arc::new(relabelled), counter.now), Taken::Check(..)));
}

#[test]
fn verdicts_may_arrive_in_any_order_and_stay_with_their_packs() {
    let mut counter = Counter::new(Role::Pharmacist);
    let [one, two, three] = ["S1", "S2", "S3"].map(|serial| counter.check(serial));
    assert_eq!(counter.judge(three, Verdict::Suspicious), Arrived::Stops);
    assert_eq!(counter.judge(one, Verdict::DoNotUse), Arrived::Stops);
    assert_eq!(counter.judge(two, Verdict::Genuine), Arrived::Passes, "also while the run stands still");
    assert_eq!(counter.run.stopped().map(Entry::ticket), Some(one), "the earliest first");
    assert_eq!(counter.run.act(one, Action::Quarantine), Ok(()));
    assert_eq!(counter.run.stopped().map(Entry::ticket), Some(three), "and then the other one");
    let shown: Vec<_> =
        counter.run.entries().map(|entry| (entry.code().scanned.serial.to_string(), entry.state())).collect();
    assert!(
        matches!(&shown[0], (serial, State::Handled(report, _)) if serial == "S1" && report.verdict == Verdict::DoNotUse)
    );
    assert!(
        matches!(&shown[1], (serial, State::Judged(report)) if serial == "S2" && report.verdict == Verdict::Genuine)
    );
    assert!(
        matches!(&shown[2], (serial, State::Judged(report)) if serial == "S3" && report.verdict == Verdict::Suspicious)
    );
}

#[test]
fn an_answer_to_an_earlier_check_never_lands_on_a_later_one() {
    let mut counter = Counter::new(Role::Pharmacist);
    let first = counter.pack("S1", Verdict::CouldNotCheck);
    let (second, code) = counter.run.check_again(first).unwrap();
    assert_eq!(code.scanned.serial.as_str(), "S1");
    assert_eq!(counter.judge(first, Verdict::Genuine), Arrived::Late);
    assert!(matches!(
        counter.run.entries().next().unwrap().state(),
        State::Waiting { was: Some(Verdict::CouldNotCheck) }
    ));
    assert_eq!(counter.judge(second, Verdict::Genuine), Arrived::Passes);
    assert_eq!(counter.judge(second, Verdict::Suspicious), Arrived::Late, "a verdict is given once");

    let under_way = counter.check("S2");
    counter.run.start_over(Role::Pharmacist, WINDOW);
    let fresh = counter.check("S3");
    assert_ne!(under_way, fresh);
    assert_eq!(counter.judge(under_way, Verdict::Genuine), Arrived::Late);
    assert!(matches!(counter.run.entries().next().unwrap().state(), State::Waiting { was: None }));
}

#[test]
fn the_last_entry_can_be_undone_but_no_bad_pack_vanishes() {
    let mut counter = Counter::new(Role::Pharmacist);
    assert!(matches!(counter.run.undo(), Undone::Nothing));
    counter.pack("S1", Verdict::Genuine);
    let waiting = counter.check("S2");
    assert!(matches!(counter.run.undo(), Undone::Removed(entry) if entry.ticket() == waiting));
    assert_eq!(counter.judge(waiting, Verdict::Genuine), Arrived::Late);
    let bad = counter.pack("S3", Verdict::Suspicious);
    assert!(matches!(counter.run.undo(), Undone::Stopped(by) if by == bad));
    assert_eq!(counter.run.act(bad, Action::Report), Ok(()));
    assert!(matches!(counter.run.undo(), Undone::Reopened(by, Action::Report) if by == bad));
    assert!(matches!(counter.scan("S4"), Taken::Stopped(_)), "the choice is to be made anew");
    let (again, _) = counter.run.check_again(bad).unwrap();
    assert!(matches!(counter.run.undo(), Undone::Stopped(by) if by == again), "nor while it is checked again");
    counter.judge(again, Verdict::Genuine);
    assert!(matches!(counter.run.undo(), Undone::Removed(_)));
    assert_eq!(counter.run.counts().packs(), 1);
}

#[test]
fn many_packs_in_one_picture_are_taken_at_once_each_once() {
    let mut counter = Counter::new(Role::Wholesaler);
    let link = "https://id.example.com/01/04012345678901/10/LOT-7/21/S1?mt=AAAAEQcHBwcHBwcHBwcHBwcHBwc";
    let with_proof = Arc::new(read_code(link).unwrap());
    let taken = counter.run.scan_picture(vec![code("S1"), with_proof, code("S2"), code("S2"), code("S3")], counter.now);
    assert_eq!(taken.len(), 3);
    assert!(matches!(&taken[0], Taken::Check(_, code) if code.material.is_some()), "the symbol with the proof");
    let again = counter.run.scan_picture(vec![code("S2"), code("S4")], counter.now + 100);
    assert!(matches!(&again[..], [Taken::InView(_), Taken::Check(..)]));
}

#[test]
fn a_day_of_scans_takes_little_memory_and_loses_no_count() {
    let mut counter = Counter::new(Role::Pharmacist);
    let waiting = counter.check("SLOW");
    let bad = counter.pack("BAD", Verdict::Suspicious);
    counter.run.act(bad, Action::Override(Why::new("compared").unwrap())).unwrap();
    for pack in 0..MOST + 500 {
        counter.pack(&format!("S{pack}"), Verdict::Genuine);
    }
    assert_eq!(counter.run.entries().len(), MOST);
    let counts = counter.run.counts();
    assert_eq!((counts.packs(), counts.waiting, counts.overridden), (MOST as u64 + 502, 1, 1));
    assert_eq!(counts.of(Verdict::Suspicious), 1);
    assert_eq!(counter.judge(waiting, Verdict::Genuine), Arrived::Passes, "what waits is never folded");
}

#[test]
fn when_nothing_can_be_forgotten_no_more_is_taken() {
    let mut counter = Counter::new(Role::Pharmacist);
    for pack in 0..MOST {
        counter.check(&format!("S{pack}"));
    }
    assert!(matches!(counter.scan("MORE"), Taken::Full));
    assert_eq!(counter.run.counts().waiting, MOST as u64);
}

#[derive(Clone, Debug)]
enum Step {
    Scan(u8),
    Judge(usize, usize),
    Act(usize, u8),
    Again(usize),
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any::<u8>().prop_map(|serial| Step::Scan(serial % 20)),
        4 => (0usize..40, 0usize..7).prop_map(|(ticket, verdict)| Step::Judge(ticket, verdict)),
        2 => (0usize..40, 0u8..4).prop_map(|(ticket, action)| Step::Act(ticket, action)),
        1 => (0usize..40).prop_map(Step::Again),
        1 => Just(Step::Undo),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_no_bad_pack_passes_and_nothing_is_lost(steps in proptest::collection::vec(step(), 0..120)) {
        let mut counter = Counter::new(Role::Pharmacist);
        let mut tickets: Vec<Ticket> = Vec::new();
        let (mut taken, mut removed) = (0u64, 0u64);
        for step in steps {
            let stopped = counter.run.stopped().map(Entry::ticket);
            match step {
                Step::Scan(serial) => match counter.scan(&format!("S{serial}")) {
                    Taken::Check(ticket, _) => {
                        prop_assert!(stopped.is_none());
                        prop_assert!(!tickets.contains(&ticket));
                        tickets.push(ticket);
                        taken += 1;
                    }
                    Taken::Stopped(by) => prop_assert_eq!(Some(by), stopped),
                    _ => prop_assert!(stopped.is_none()),
                },
                Step::Judge(ticket, verdict) => {
                    if let Some(ticket) = tickets.get(ticket).copied() {
                        counter.judge(ticket, Verdict::ALL[verdict]);
                    }
                }
                Step::Act(ticket, action) => {
                    if let Some(ticket) = tickets.get(ticket).copied() {
                        let why = Why::new("compared").unwrap();
                        let all = [Action::Quarantine, Action::Report, Action::Override(why), Action::KeepAndAsk];
                        let _ = counter.run.act(ticket, all[usize::from(action)].clone());
                    }
                }
                Step::Again(ticket) => {
                    if let Some(ticket) = tickets.get(ticket).copied()
                        && let Ok((fresh, _)) = counter.run.check_again(ticket)
                    {
                        prop_assert!(!tickets.contains(&fresh));
                        tickets.push(fresh);
                    }
                }
                Step::Undo => {
                    if let Undone::Removed(entry) = counter.run.undo() {
                        prop_assert!(!matches!(entry.state(), State::Judged(report) if report.verdict != Verdict::Genuine));
                        removed += 1;
                    }
                }
            }
            prop_assert_eq!(counter.run.counts().packs(), taken - removed);
            let unhandled = |entry: &Entry| matches!(entry.state(), State::Judged(report) if report.verdict != Verdict::Genuine);
            prop_assert_eq!(counter.run.entries().any(unhandled), counter.run.stopped().is_some());
        }
    }
}

#[test]
fn a_code_that_is_shown_again_after_its_pack_was_used_up_is_checked_anew() {
    let mut counter = Counter::new(Role::Pharmacist);
    let Taken::Check(ticket, first) = counter.scan("A") else { panic!("it is checked") };
    counter.run.judged(ticket, report(&first, Verdict::Genuine, Role::Pharmacist));
    let number = counter.run.entry(ticket).unwrap().number();
    counter.run.use_up(number, true);
    assert!(matches!(counter.run.scan(code("A"), counter.now), Taken::InView(_)), "the pack is still held there");
    assert!(matches!(counter.scan("A"), Taken::Check(other, _) if other != ticket));
    let mut counter = Counter::new(Role::Pharmacist);
    let Taken::Check(ticket, first) = counter.scan("A") else { panic!("it is checked") };
    counter.run.judged(ticket, report(&first, Verdict::Genuine, Role::Pharmacist));
    let number = counter.run.entry(ticket).unwrap().number();
    counter.run.use_up(number, true);
    counter.run.use_up(number, false);
    assert!(matches!(counter.scan("A"), Taken::Again { .. }), "it was taken back");
}
