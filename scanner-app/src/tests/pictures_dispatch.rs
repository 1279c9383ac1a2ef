//! The desk for dispatch, to be drawn.

use iced::Size;
use ledger_types::Purpose;

use super::{dispatch, pictures::Scene, *};
use crate::{
    page::Page,
    screen::dispatch::{Dispatch, Field, Message as Said},
    work::{Step, Tab},
};

/// Its scenes.
pub fn dispatchers(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let at = |screen: Dispatch| {
        let mut app = App::new(of(Role::Wholesaler), Place::Nowhere, journal::Place::Nowhere, None).0;
        (app.desk.key, app.page) = (dispatch::open_app().desk.key, Page::Work(Tab::Dispatch));
        app.work.dispatch = screen;
        app
    };
    let listed = || {
        let mut screen = dispatch::ready();
        dispatch::scan_case(&mut screen);
        for place in [3, 4] {
            dispatch::scan(&mut screen, place, Verdict::Genuine, None);
        }
        dispatch::scan(&mut screen, 5, Verdict::Suspicious, Some("wrong-custodian"));
        dispatch::scan(&mut screen, 8, Verdict::Genuine, None);
        dispatch::scan(&mut screen, 9, Verdict::AlreadyUsedElsewhere, None);
        screen.update(Said::To(3));
        screen
    };
    let after = |messages: Vec<Said>| {
        let mut screen = listed();
        for message in messages {
            screen.update(message);
        }
        at(screen)
    };
    let mut found = dispatch::ready();
    found.update(Said::Edit(Field::Find, "a".into()));
    let mut failed = dispatch::ready();
    failed.update(Said::Read(Err(office::Trouble::no_participant())));
    let (tall, phone) = (Size::new(960.0, 2_050.0), Size::new(400.0, 2_500.0));
    let done = office::Done { block: Some(1_234), shipment: Some(13), ..office::Done::default() };
    let wrong = Said::Edit(Field::Sscc, "340123450000000018".into());
    vec![
        ("dispatch-empty", at(dispatch::ready()), tall),
        ("dispatch-found", at(found), tall),
        ("dispatch-list", after(vec![]), tall),
        ("dispatch-phone", after(vec![]), phone),
        ("dispatch-asked", after(vec![Said::Send]), tall),
        ("dispatch-wrong", after(vec![wrong, Said::Purpose(Purpose::Disposal)]), tall),
        ("dispatch-done", after(vec![Said::Send, Said::Act(Step::Sure), Said::Act(Step::Did(Ok(done)))]), tall),
        ("dispatch-failed", at(failed), Size::new(960.0, 860.0)),
    ]
}
