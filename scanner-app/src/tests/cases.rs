//! A regulator watches over cases, and an organisation sees what is due from it.

use ledger_types::{
    Batch, BatchKey, BatchStatus, Kind, Line, Permissions,
    call::{Call, ComplianceCall},
    compliance::{AlertCode, Case, CaseStage, Closing, Duty, DutyKind, Notice, Question, Subject, Trigger},
    digest,
};
use office::{Appointed, CaseDesk, CaseFile, CaseLine, Doing, Done, Duties, KnownBatch, KnownCase, Owed, Party};

use super::{oversight::regulator, *};
use crate::{
    screen::{
        case_form::About,
        cases::{Cases, Message as Said, Shown, Wish},
        duties::{Message as DutySaid, Wish as DutyWish},
    },
    work::{Action as Wanted, Step, Tab, Told},
};

/// A moment, in seconds since 1970-01-01 UTC: Friday, 15 January 2027, 8:00.
pub const AT: u64 = 1_800_000_000;
const HOUR: u64 = 3_600;
const GTIN: u64 = 4_012_345_678_901;

fn key() -> BatchKey {
    BatchKey::new(GTIN, b"LOT-7").unwrap()
}

pub fn party(id: u32, name: &str, kind: Kind) -> Party {
    Party { id, gln: 4_000_000_000_000 + u64::from(id) * 1_000_001, name: name.into(), kind: Some(kind) }
}

fn pharmacy() -> Party {
    party(3, "Apotheke am Markt", Kind::Dispenser)
}

/// The regulator's key, which may do everything.
pub fn me() -> Option<Appointed> {
    Some(Appointed { party: party(0, "Bundesbehörde", Kind::Regulator), permissions: Permissions::ALL })
}

fn known(id: u32, trigger: Trigger, stage: CaseStage, days: u64) -> KnownCase {
    let line = Line { batch: key(), start: 10, end: 20 };
    let case = Case {
        trigger,
        subject: Subject::Packs(vec![line].try_into().unwrap()),
        evidence: [0xab; 32],
        opened_by: 3,
        opened_at: AT - days * 24 * HOUR,
        stage,
        quarantined: !matches!(stage, CaseStage::Closed { .. }),
        illegitimate_since: None,
    };
    KnownCase { id, case, by: pharmacy() }
}

fn duty(id: u32, kind: DutyKind, case: Option<u32>, due: u64, done: Option<u64>) -> Owed {
    let asked_by = case.is_none().then(|| party(0, "Bundesbehörde", Kind::Regulator));
    let question = asked_by.is_some().then_some([4; 32]);
    let duty = Duty {
        kind,
        case,
        asked_by: asked_by.as_ref().map(|by| by.id),
        question,
        since: due - 24 * HOUR,
        due,
        done: done.map(|at| (at, [5; 32])),
    };
    Owed { id, who: pharmacy(), duty, asked_by }
}

/// Some cases of three months, four of them open, one with a duty that is three hours overdue.
pub fn desk() -> CaseDesk {
    let mut illegitimate = known(11, Trigger::Alert(AlertCode::A3), CaseStage::UnderInvestigation, 2);
    illegitimate.case.illegitimate_since = Some(AT - 27 * HOUR);
    let mut code = known(12, Trigger::Suspicion, CaseStage::New, 0);
    (code.case.subject, code.case.quarantined) = (Subject::Code([7; 32]), false);
    let ended = |result, days: u64| CaseStage::Closed { result, by: 0, at: AT - days * 24 * HOUR };
    let mut cases = vec![
        known(13, Trigger::Emergency, CaseStage::Escalated, 0),
        code,
        illegitimate,
        known(10, Trigger::Anomaly, CaseStage::Active, 6),
    ];
    cases.extend([(9, 8), (8, 9), (7, 15), (6, 16), (5, 33), (4, 36), (3, 50), (2, 51), (1, 64)].map(|(id, days)| {
        let trigger = match id % 4 {
            0 => Trigger::Suspicion,
            1 => Trigger::Alert(AlertCode::A7),
            2 => Trigger::Anomaly,
            _ => Trigger::Alert(AlertCode::A68),
        };
        known(id, trigger, ended(if id % 2 == 0 { Closing::FalseAlert } else { Closing::Cleared }, days - 3), days)
    }));
    CaseDesk {
        cases,
        earlier: 0,
        duties: vec![
            duty(2, DutyKind::NotifyPartners, Some(8), AT - 8 * 24 * HOUR, Some(AT - 6 * 24 * HOUR)),
            duty(7, DutyKind::NotifyRegulator, Some(11), AT - 3 * HOUR, None),
            duty(8, DutyKind::NotifyPartners, Some(11), AT - 3 * HOUR, Some(AT - 5 * HOUR)),
            duty(9, DutyKind::AnswerTracing, None, AT + 20 * HOUR, None),
        ],
        me: me(),
        now: AT,
        block: 5_000,
    }
}

fn lines(known: &KnownCase) -> Vec<CaseLine> {
    let named = |line: &Line| CaseLine { line: line.clone(), product: "Amoxicillin 500 mg".into() };
    known.lines().iter().map(named).collect()
}

/// The case with the duty that is overdue.
pub fn file() -> CaseFile {
    let desk = desk();
    let known = desk.cases[2].clone();
    let notice = Notice { digest: [6; 32], sent_at: AT - 5 * HOUR, acknowledged_at: None };
    CaseFile {
        closed_by: None,
        lines: lines(&known),
        notices: vec![(party(2, "Rhein Grosshandel", Kind::Wholesaler), notice)],
        duties: desk.duties.into_iter().filter(|owed| owed.duty.case == Some(11)).collect(),
        known,
        me: me(),
        now: AT,
        block: 5_000,
    }
}

/// A lot of a thousand packs, as the ledger knows it.
pub fn lot() -> KnownBatch {
    let batch = Batch {
        maker: 1,
        expiry: 20_290_630,
        packs: 1_000,
        root: [0; 32],
        status: BatchStatus::Released,
        changed_chunks: 0,
        certificate: None,
        recalls: Vec::new().try_into().unwrap(),
    };
    KnownBatch { batch, product: "Amoxicillin 500 mg".into() }
}

/// What lies before the pharmacy.
pub fn duties() -> Duties {
    let notice = Notice { digest: [6; 32], sent_at: AT - 5 * HOUR, acknowledged_at: None };
    let confirmed = Notice { acknowledged_at: Some(AT - 24 * HOUR), ..notice };
    let by = |id, name: &str, kind, mut known: KnownCase| {
        known.by = party(id, name, kind);
        known
    };
    Duties {
        owed: vec![
            duty(6, DutyKind::AnswerVerification, None, AT - 2 * HOUR, None),
            duty(7, DutyKind::NotifyRegulator, Some(11), AT + 3 * HOUR, None),
            duty(3, DutyKind::AnswerTracing, None, AT - 90 * HOUR, Some(AT - 100 * HOUR)),
        ],
        told: vec![
            (by(2, "Rhein Grosshandel", Kind::Wholesaler, known(10, Trigger::Suspicion, CaseStage::Active, 1)), notice),
            (by(1, "Nordmark Pharma", Kind::Manufacturer, known(8, Trigger::Anomaly, CaseStage::New, 5)), confirmed),
        ],
        about: [10, 11].map(|id| (id, lines(&known(id, Trigger::Suspicion, CaseStage::Active, 1)))).into(),
        regulators: vec![party(4, "ANSM", Kind::Regulator)],
        now: AT,
        block: 5_000,
    }
}

/// The regulator's app among cases.
pub fn at(settings: Settings) -> App {
    let mut app = regulator(settings, Tab::Cases);
    app.work.oversight.cases.update(Said::Read(Box::new(Ok(desk()))));
    app
}

/// The same, with the case that is overdue open.
pub fn opened(settings: Settings) -> App {
    let mut app = at(settings);
    let cases = &mut app.work.oversight.cases;
    assert!(matches!(cases.update(Said::Open(11)), Wish::Read(11)));
    cases.update(Said::Opened(11, Box::new(Ok(Some(file())))));
    app
}

/// The screen in a window in which all of it can be pressed.
pub fn tall(app: &App) -> Simulator<'_, Message> {
    Simulator::with_size(iced::Settings::default(), iced::Size::new(1_024.0, 3_000.0), app.view())
}

fn english_at() -> App {
    at(Settings { role: Role::Regulator, ..english() })
}

/// What is asked about is meant: the call that follows.
fn sure(cases: &mut Cases) -> Call {
    match cases.update(Said::Act(Step::Sure)) {
        Wish::Work(Wanted::Do { doing: Doing::Now(call), .. }) => call,
        other => panic!("nothing is done: {other:?}"),
    }
}

fn compliance(cases: &mut Cases, message: Said) -> ComplianceCall {
    assert!(matches!(cases.update(message), Wish::Work(Wanted::None)), "it is asked for first");
    let call = sure(cases);
    cases.update(Said::Act(Step::Did(Err(office::Trouble::no_key()))));
    match call {
        Call::Compliance(call) => call,
        other => panic!("another pallet's call: {other:?}"),
    }
}

#[test]
fn what_is_overdue_stands_first_with_a_word_and_what_is_closed_is_out_of_the_way() -> Result<(), Error> {
    let mut app = english_at();
    let mut ui = screen(&app);
    for text in ["Overdue: 1", "Overdue by 3 hours", "Due in 20 hours", "Asked by Bundesbehörde", "Shown: 4 of 13"] {
        ui.find(text)?;
    }
    ui.find("As of block 5000, 2027-01-15 08:00 UTC.")?;
    assert!(ui.find("False alert").is_err());
    let (overdue, other) = (ui.find("Lot LOT-7, packs: 10")?, ui.find("A code that the ledger does not know")?);
    let y = |found: &_| iced_test::selector::Bounded::bounds(found).y;
    assert!(y(&overdue) < y(&other), "the case with an overdue duty is the first");
    drop(ui);
    let cases = &mut app.work.oversight.cases;
    cases.update(Said::Ended(true));
    screen(&app).find("False alert")?;
    screen(&app).find("Shown: 9 of 13")?;
    app.work.oversight.cases.update(Said::Sought("LOT-9".into()));
    screen(&app).find("No such case.")?;
    Ok(())
}

#[test]
fn a_case_says_all_of_it_and_its_acts_are_asked_for_first() -> Result<(), Error> {
    let mut app = opened(Settings { role: Role::Regulator, ..english() });
    let mut ui = tall(&app);
    for text in [
        "Case 11",
        "Alert A3: serial unknown",
        "Apotheke am Markt (GLN 4000003000003)",
        "10 to 19 (packs: 10)",
        "Overdue by 3 hours",
        "Done in time",
        "Not confirmed yet",
        "It can be closed only once a regulator and the partners were told.",
    ] {
        ui.find(text)?;
    }
    ui.click("False alert")?;
    ui.click("Find illegitimate")?;
    assert_eq!(ui.into_messages().count(), 0, "neither is possible now");
    let cases = &mut app.work.oversight.cases;
    let escalated = ComplianceCall::AdvanceCase { case: 11, stage: CaseStage::Escalated };
    assert_eq!(compliance(cases, Said::Advance(CaseStage::Escalated)), escalated);
    Ok(())
}

#[test]
fn whoever_is_told_is_found_by_gln_and_seen_by_name_before_anything_is_sent() -> Result<(), Error> {
    let mut app = opened(Settings { role: Role::Regulator, ..english() });
    let cases = &mut app.work.oversight.cases;
    cases.update(Said::Chosen(Some(Ok(("notice.pdf".into(), [9; 32])))));
    assert!(matches!(cases.update(Said::Gln("400000400000".into())), Wish::Work(Wanted::None)));
    assert!(matches!(cases.update(Said::Gln("4000004000002".into())), Wish::Who(4_000_004_000_002)));
    assert!(cases.typed_act().is_none(), "nobody knows yet who that is");
    cases.update(Said::Who(4_000_002_000_002, Ok(Some(party(2, "Rhein Grosshandel", Kind::Wholesaler)))));
    assert!(cases.typed_act().is_none(), "a late answer about another GLN changes nothing");
    cases.update(Said::Who(4_000_004_000_002, Ok(Some(party(4, "ANSM", Kind::Regulator)))));
    screen(&app).find("ANSM (Regulator)")?;
    let cases = &mut app.work.oversight.cases;
    assert_eq!(compliance(cases, Said::Submit), ComplianceCall::Notify { case: 11, to: 4, digest: [9; 32] });
    cases.update(Said::Gln("4000003000003".into()));
    cases.update(Said::Who(4_000_003_000_003, Ok(Some(pharmacy()))));
    assert!(cases.typed_act().is_none(), "nobody tells the opener");
    screen(&app).find("This participant was told already, opened the case, or is your own.")?;
    Ok(())
}

#[test]
fn a_case_is_closed_with_a_result_once_nothing_is_due() {
    let mut app = opened(Settings { role: Role::Regulator, ..english() });
    let cases = &mut app.work.oversight.cases;
    let mut told = file();
    told.duties.iter_mut().for_each(|owed| owed.duty.done = Some((AT, [1; 32])));
    cases.update(Said::Opened(11, Box::new(Ok(Some(told)))));
    // Ten packs lie in two chunks of states at most.
    let closed = ComplianceCall::CloseCase { case: 11, result: Closing::Destroyed, chunks: 2 };
    assert_eq!(compliance(cases, Said::End(Closing::Destroyed)), closed);
    cases.update(Said::End(Closing::Cleared));
    cases.update(Said::Act(Step::NotSure));
    assert!(matches!(cases.update(Said::Act(Step::Sure)), Wish::Work(Wanted::None)));
    cases.update(Said::End(Closing::Cleared));
    let _ = sure(cases);
    cases.update(Said::End(Closing::Cleared));
    assert!(matches!(cases.update(Said::Act(Step::Sure)), Wish::Work(Wanted::None)), "once is enough");
    let done = Done { block: Some(9), ..Done::default() };
    assert!(matches!(cases.update(Said::Act(Step::Did(Ok(done)))), Wish::Work(Wanted::Load)));
}

#[test]
fn a_scanned_pack_begins_a_case_that_is_complete_only_with_its_place_and_evidence() -> Result<(), Error> {
    let mut app = english_at();
    let cases = &mut app.work.oversight.cases;
    cases.update(Said::Typed(CODE.into()));
    assert!(matches!(cases.update(Said::CheckTyped), Wish::LookUp(batch) if batch == key()));
    cases.update(Said::Trigger(Trigger::Emergency));
    cases.update(Said::Chosen(Some(Ok(("photo.jpg".into(), [8; 32])))));
    cases.update(Said::Found(key(), Box::new(Ok(Some(lot())))));
    assert!(cases.typed_act().is_none(), "the label proves no place, and nobody means the whole lot by the way");
    cases.update(Said::Packs("990-1000".into()));
    assert!(cases.typed_act().is_none(), "there are only a thousand packs");
    screen(&app).find("Amoxicillin 500 mg, packs in this lot: 1000")?;
    let cases = &mut app.work.oversight.cases;
    cases.update(Said::Packs("0-99".into()));
    cases.update(Said::Quarantine(true));
    let call = compliance(cases, Said::Submit);
    let ComplianceCall::OpenCase { trigger, subject: Subject::Packs(lines), evidence, quarantine } = call else {
        panic!("it opens no case about packs")
    };
    assert_eq!((trigger, evidence, quarantine), (Trigger::Emergency, [8; 32], true));
    assert_eq!(lines.to_vec(), [Line { batch: key(), start: 0, end: 100 }]);
    cases.update(Said::About(About::Code));
    let call = compliance(cases, Said::Submit);
    let ComplianceCall::OpenCase { subject, quarantine, .. } = call else { panic!("it opens no case") };
    assert_eq!((subject, quarantine), (Subject::Code(digest(CODE.as_bytes())), false), "no code is held back");
    cases.update(Said::About(About::Lot));
    cases.update(Said::Lot("LOT-8".into()));
    assert!(cases.typed_act().is_none(), "nothing is known of another lot before it is looked up");
    Ok(())
}

#[test]
fn what_is_asked_is_not_done_any_more_once_the_form_says_something_else() {
    let mut app = english_at();
    let cases = &mut app.work.oversight.cases;
    cases.update(Said::Ask);
    cases.update(Said::Question(Question::Tracing));
    cases.update(Said::Chosen(Some(Ok(("question.txt".into(), [8; 32])))));
    cases.update(Said::Gln("4000003000003".into()));
    cases.update(Said::Who(4_000_003_000_003, Ok(Some(pharmacy()))));
    cases.update(Said::Submit);
    assert_eq!(
        cases.acting.asked.as_ref().map(|(_, told)| told.clone()),
        Some(Told::new("told-ask-tracing").with("who", "Apotheke am Markt"))
    );
    cases.update(Said::Question(Question::Verification));
    assert!(matches!(cases.update(Said::Act(Step::Sure)), Wish::Work(Wanted::None)));
    let asked = ComplianceCall::Ask { of: 3, question: Question::Verification, digest: [8; 32] };
    assert_eq!(compliance(cases, Said::Submit), asked);
    cases.update(Said::Gln("4000000000000".into()));
    let gln = cases.update(Said::Gln("4000000000006".into()));
    assert!(matches!(gln, Wish::Who(_)));
    cases.update(Said::Who(4_000_000_000_006, Ok(Some(party(0, "Bundesbehörde", Kind::Regulator)))));
    assert!(cases.typed_act().is_none(), "regulators are not asked this way");
}

#[test]
fn cases_over_time_are_told_in_a_sentence_and_in_numbers_beside_the_bars() -> Result<(), Error> {
    let mut app = english_at();
    app.work.oversight.cases.update(Said::Time(office::Unit::Week));
    let mut ui = screen(&app);
    ui.find("In numbers")?;
    ui.find(
        "Since 2026-10-26: cases opened 13, closed 9. Open now: 4. Overdue duties now: 1. Most were opened in the week from 2027-01-11: 3.",
    )?;
    ui.find("2026-10-26")?;
    ui.click("By month")?;
    let message = ui.into_messages().next();
    assert!(message.is_some());
    assert!(matches!(app.work.oversight.cases.shown, Shown::Time(_)));
    Ok(())
}

#[test]
fn a_pharmacy_answers_and_confirms_and_is_asked_before() -> Result<(), Error> {
    let settings = Settings { role: Role::Pharmacist, ..english() };
    let mut app = regulator(settings, Tab::Duties);
    app.work.duties.update(DutySaid::Read(Ok(duties())));
    let mut ui = tall(&app);
    ui.find("Overdue by 2 hours")?;
    ui.find("Case 10")?;
    ui.click("Choose the answer")?;
    ui.click("Confirm: stock searched")?;
    assert_eq!(ui.into_messages().count(), 2);
    let screen = &mut app.work.duties;
    assert!(matches!(screen.update(DutySaid::Answer(6)), DutyWish::Choose(6)));
    screen.update(DutySaid::Chosen(6, Some(Ok(("answer.pdf".into(), [3; 32])))));
    let wish = screen.update(DutySaid::Act(Step::Sure));
    let DutyWish::Work(Wanted::Do { doing: Doing::Now(call), .. }) = wish else { panic!("nothing is done: {wish:?}") };
    assert_eq!(call, Call::Compliance(ComplianceCall::Answer { duty: 6, digest: [3; 32] }));
    screen.update(DutySaid::Act(Step::Did(Ok(Done { block: Some(9), ..Done::default() }))));
    screen.update(DutySaid::Acknowledge(10));
    let wish = screen.update(DutySaid::Act(Step::Sure));
    let DutyWish::Work(Wanted::Do { doing: Doing::Now(call), .. }) = wish else { panic!("nothing is done: {wish:?}") };
    assert_eq!(call, Call::Compliance(ComplianceCall::Acknowledge { case: 10 }));
    Ok(())
}

#[test]
fn a_duty_to_tell_says_of_which_packs_and_whom_and_leads_to_where_it_is_done() -> Result<(), Error> {
    let mut app = regulator(Settings { role: Role::Pharmacist, ..english() }, Tab::Duties);
    app.work.duties.update(DutySaid::Read(Ok(duties())));
    let mut ui = tall(&app);
    ui.find("Tell a regulator")?;
    ui.find("Amoxicillin 500 mg")?;
    ui.find("GTIN 04012345678901 · Lot LOT-7 · 10 to 19 (packs: 10)")?;
    ui.find("Regulators: ANSM (GLN 4000004000004)")?;
    ui.click("Open the case and tell")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    assert_eq!(messages.len(), 1);
    for message in messages {
        let _ = app.update(message);
    }
    assert!(matches!(app.page, crate::page::Page::Work(Tab::Cases)));
    let cases = &mut app.work.oversight.cases;
    assert!(matches!(cases.shown, Shown::One(11, ..)));
    let mut file = file();
    let pharmacy = pharmacy();
    file.me = Some(Appointed { party: pharmacy, permissions: Permissions::REPORT });
    cases.update(Said::Opened(11, Box::new(Ok(Some(file)))));
    let mut ui = tall(&app);
    let y = |found: &_| iced_test::selector::Bounded::bounds(found).y;
    let (tell, conduct) = (ui.find("Tell a participant")?, ui.find("Conduct the case")?);
    assert!(y(&tell) < y(&conduct), "what is due comes first");
    ui.find("Give the GLN of a participant and choose the file of the notice first.")?;
    Ok(())
}

/// Where a text stands in a window of this width.
pub fn bounds(app: &App, width: f32, text: &str) -> Result<iced::Rectangle, Error> {
    let mut ui = Simulator::with_size(iced::Settings::default(), iced::Size::new(width, 3_000.0), app.view());
    Ok(iced_test::selector::Bounded::bounds(&ui.find(text)?))
}

#[test]
fn what_confirms_a_search_keeps_its_size_in_a_window_of_usual_width() -> Result<(), Error> {
    for language in Language::ALL {
        let tag = Some(language.tag().into());
        let settings = Settings { role: Role::Pharmacist, language: tag, ..Settings::default() };
        let mut app = regulator(settings, Tab::Duties);
        app.work.duties.update(DutySaid::Read(Ok(duties())));
        let word = Words::new(language).say("case-acknowledge");
        let (usual, wide) = (bounds(&app, 760.0, &word)?, bounds(&app, 1_600.0, &word)?);
        assert!((usual.width - wide.width).abs() < 0.5, "{}: {usual:?}, {wide:?}", language.tag());
        assert!(usual.x >= 0.0 && usual.x + usual.width <= 760.0, "{}: {usual:?}", language.tag());
    }
    Ok(())
}

#[test]
fn in_arabic_the_first_button_stands_on_the_right_of_the_first_line() -> Result<(), Error> {
    let mut app = at(Settings { role: Role::Regulator, language: Some("ar".into()), ..Settings::default() });
    let _ = app.update(Message::Resized(400.0));
    let words = Words::new(Language::Arabic);
    let mut ui = Simulator::with_size(iced::Settings::default(), iced::Size::new(400.0, 2_000.0), app.view());
    let mut place = |id: &str| -> Result<iced::Rectangle, Error> {
        Ok(iced_test::selector::Bounded::bounds(&ui.find(words.say(id).as_str())?))
    };
    let (scan, register, last) = (place("tab-scan")?, place("tab-register")?, place("tab-trace")?);
    assert!(scan.x > register.x && (scan.y - register.y).abs() < 1.0, "{scan:?}, {register:?}");
    assert!(last.y > scan.y, "{last:?}");
    assert!(scan.x + scan.width <= 400.0 && last.x >= 0.0);
    ui.click(words.say("tab-models").as_str())?;
    assert_eq!(ui.into_messages().count(), 1, "what is pressed is where it is drawn");
    Ok(())
}
