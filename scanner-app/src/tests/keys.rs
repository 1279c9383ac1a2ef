//! Keys: each is heard, whatever is on the screen, and a handheld scanner's Enter presses no button.

use std::{thread::sleep, time::Duration};

use iced::{
    Element, Event, Font, Pixels, Renderer, Size,
    advanced::{
        clipboard, mouse,
        widget::operation::focusable::{focus, focus_previous},
    },
    keyboard::key::Named,
    widget::{column, text},
};
use iced_test::{
    runtime::{UserInterface, user_interface::Cache},
    simulator::{tap_key, typewrite},
};

use super::*;
use crate::{
    design::{
        Look,
        press::{Weight, press_on},
    },
    page::Page,
    work::Tab,
};

#[test]
fn every_key_is_heard_however_many_come_at_once_and_whatever_is_on_the_page() {
    let mut app = app();
    let code = CODE.repeat(8);
    let heard = |app: &App| {
        let mut ui = screen(app);
        ui.typewrite(&code);
        let texts = ui.into_messages().filter_map(|message| match message {
            Message::Key(stroke) => stroke.text,
            _ => None,
        });
        texts.collect::<String>()
    };
    assert_eq!(heard(&app), code);
    for page in [Message::OpenHistory, Message::OpenDoctor, Message::OpenHistory] {
        let _ = app.update(page);
        assert_eq!(heard(&app), code);
    }
}

/// How often a button that has the focus is pressed by these events.
fn presses(events: &[Event], pause: Duration) -> usize {
    let look = Look::default();
    let button = press_on(look, Weight::Primary, iced::widget::text("Dispense"), Some(())).id("dispense");
    let mut renderer = Renderer::new(Font::DEFAULT, Pixels(16.0));
    let mut ui = UserInterface::build(button, Size::new(200.0, 100.0), Cache::default(), &mut renderer);
    ui.operate(&renderer, &mut focus::<()>("dispense".into()));
    let mut pressed = Vec::new();
    for event in events {
        let _ = ui.update(
            std::slice::from_ref(event),
            mouse::Cursor::Unavailable,
            &mut renderer,
            &mut clipboard::Null,
            &mut pressed,
        );
        sleep(pause);
    }
    pressed.len()
}

#[test]
fn the_enter_of_a_handheld_scanner_presses_no_button_and_a_persons_does() {
    let enter = || tap_key(Named::Enter, None);
    let scan: Vec<Event> = typewrite("(01)0401").chain(enter()).collect();
    assert_eq!(presses(&scan, Duration::ZERO), 0, "a scanner's");
    assert_eq!(presses(&enter().collect::<Vec<_>>(), Duration::ZERO), 1, "a person's");
    let typed: Vec<Event> = typewrite("y").chain(enter()).collect();
    assert_eq!(presses(&typed, Duration::from_millis(80)), 1, "a person's, after a letter");
}

#[test]
fn whoever_types_fast_into_a_form_is_not_taken_away_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = counter::pharmacy(folder.path());
    for tab in [Tab::Batches, Tab::Register] {
        app.page = Page::Work(tab);
        counter::keys(&mut app, "4000005000001", 5);
        assert!(matches!(app.page, Page::Work(shown) if shown == tab));
    }
    app.page = Page::Work(Tab::Deliveries);
    counter::keys(&mut app, CODE, 5);
    assert_eq!(app.work.deliveries.problem, Some("delivery-open-first"), "that desk takes scans");
}

#[test]
fn a_button_that_can_no_longer_be_pressed_keeps_its_place_and_shares_the_focus_with_no_other() {
    let page = |can_save: bool| -> Element<'static, u8> {
        let button = |word, message| press_on(Look::default(), Weight::Secondary, text(word), message);
        column![button("Key", Some(1)).id("key"), button("Save", can_save.then_some(2)).id("save")].into()
    };
    let mut renderer = Renderer::new(Font::DEFAULT, Pixels(16.0));
    let size = Size::new(200.0, 100.0);
    let mut pressed = Vec::new();
    let mut ui = UserInterface::build(page(true), size, Cache::default(), &mut renderer);
    ui.operate(&renderer, &mut focus::<()>("save".into()));
    let space: Vec<Event> = tap_key(Named::Space, None).collect();
    // A dialog is open, and the button can be pressed no more.
    let mut ui = UserInterface::build(page(false), size, ui.into_cache(), &mut renderer);
    let _ = ui.update(&space, mouse::Cursor::Unavailable, &mut renderer, &mut clipboard::Null, &mut pressed);
    assert!(pressed.is_empty(), "neither that one nor another");
    super::window::operate(&mut ui, &renderer, Box::new(focus_previous::<()>()));
    let mut ui = UserInterface::build(page(true), size, ui.into_cache(), &mut renderer);
    let _ = ui.update(&space, mouse::Cursor::Unavailable, &mut renderer, &mut clipboard::Null, &mut pressed);
    assert_eq!(pressed, [1], "the one before it, alone");
}

#[test]
fn a_scanner_that_pauses_before_its_enter_presses_no_button() {
    let letters: Vec<Event> = typewrite("(01)04012345678901").collect();
    let look = Look::default();
    let button: Element<'_, ()> = press_on(look, Weight::Primary, text("Dispense"), Some(())).id("dispense").into();
    let mut renderer = Renderer::new(Font::DEFAULT, Pixels(16.0));
    let mut ui = UserInterface::build(button, Size::new(200.0, 100.0), Cache::default(), &mut renderer);
    ui.operate(&renderer, &mut focus::<()>("dispense".into()));
    let mut pressed = Vec::new();
    let enter: Vec<Event> = tap_key(Named::Enter, None).collect();
    for events in [&letters, &enter] {
        let _ = ui.update(events, mouse::Cursor::Unavailable, &mut renderer, &mut clipboard::Null, &mut pressed);
        sleep(Duration::from_millis(150));
    }
    assert_eq!(pressed.len(), 0);
}

#[test]
fn escape_leaves_at_once_though_the_code_field_has_the_focus() -> Result<(), Error> {
    let app = app();
    let mut ui = screen(&app);
    ui.click("Or scan the code here, or type it")?;
    let _ = ui.tap_key(Named::Escape);
    assert!(ui.into_messages().any(|message| matches!(message, Message::Escape)));
    Ok(())
}
