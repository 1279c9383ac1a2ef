//! The app: hands messages to screens, and turns their actions into work.

use std::{path::PathBuf, sync::Arc};

use iced::{Element, Event, Subscription, Task, Theme, keyboard, task, window};
use scan::Scanner;
use words::Words;

use crate::{
    camera,
    design::{self, Colors, Look, Ui},
    platform::{self, Picture},
    screen::{
        scan::{self as scan_screen, Scan},
        settings::{self as settings_screen, Form, next_zoom},
    },
    settings::{Appearance, Place, Settings},
    view,
};

/// The app's state.
#[derive(Debug)]
pub struct App {
    settings: Settings,
    words: Words,
    /// Where the settings are kept.
    place: Place,
    scanner: Arc<Scanner>,
    /// Whether the gallery of all parts is shown.
    gallery: bool,
    /// Width of the window.
    width: f32,
    /// Where the camera's pictures come from.
    source: camera::Source,
    /// The open camera; it closes when this is dropped.
    camera: Option<task::Handle>,
    /// The screen on which packs are checked.
    pub scan: Scan,
    /// The settings, while they are open.
    pub form: Option<Form>,
}

/// Everything that happens.
#[derive(Clone, Debug)]
pub enum Message {
    /// On the screen on which packs are checked.
    Scan(scan_screen::Message),
    /// In the settings.
    Settings(settings_screen::Message),
    /// The settings are to be opened.
    OpenSettings,
    /// The window is there, with this width.
    Opened(f32),
    /// The window has another width.
    Resized(f32),
    /// Everything is to be drawn larger or smaller.
    Zoom { larger: bool },
    /// The gallery of all parts is to be shown, or no more.
    Gallery,
    /// Somebody plays with the gallery.
    Played,
    /// The keyboard's focus is to go to the next thing, or back to the one before.
    Tab { back: bool },
}

impl App {
    /// The app at its start, with a picture or code to check at once if one is given.
    pub fn new(settings: Settings, place: Place, code: Option<String>) -> (Self, Task<Message>) {
        let scanner = Arc::new(settings.scanner());
        let words = speak(&settings);
        let mut app = Self {
            settings,
            words,
            place,
            scanner,
            gallery: false,
            width: 760.0,
            source: camera::Source::None,
            camera: None,
            scan: Scan::default(),
            form: None,
        };
        let start = match code {
            None => focus_code(),
            Some(code) if PathBuf::from(&code).is_file() => {
                app.update(Message::Scan(scan_screen::Message::Dropped(code.as_str().into())))
            }
            Some(code) => {
                app.scan.typed = code;
                app.update(Message::Scan(scan_screen::Message::CheckTyped))
            }
        };
        (app, start)
    }

    /// The same with a camera.
    #[must_use]
    pub fn with_camera(mut self, source: camera::Source) -> Self {
        self.scan.has_camera = source.is_there();
        Self { source, ..self }
    }

    /// Takes a message.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Scan(message) => {
                let judged = matches!(message, scan_screen::Message::Judged(..));
                let action = self.scan.update(message);
                if let (true, scan_screen::Stage::Judged(_, report)) = (judged, &self.scan.stage) {
                    platform::announce(&self.words, report);
                }
                self.perform(action)
            }
            Message::Opened(width) => {
                platform::opened();
                self.update(Message::Resized(width))
            }
            Message::Resized(width) => {
                self.width = width;
                Task::none()
            }
            Message::Zoom { larger } => {
                match &mut self.form {
                    Some(form) => form.zoom = next_zoom(form.zoom, larger),
                    // Kept with the settings, not by the way: settings that could not be read would become sound ones.
                    None => self.settings.zoom = next_zoom(self.settings.zoom, larger),
                }
                Task::none()
            }
            Message::Gallery => {
                self.gallery = !self.gallery;
                Task::none()
            }
            Message::Played => Task::none(),
            Message::Tab { back: false } => iced::widget::operation::focus_next(),
            Message::Tab { back: true } => iced::widget::operation::focus_previous(),
            Message::OpenSettings => self.perform(scan_screen::Action::OpenSettings),
            Message::Settings(message) => {
                match self.form.as_mut().map(|form| form.update(message)) {
                    Some(settings_screen::Action::Save(settings)) => self.apply(settings),
                    Some(settings_screen::Action::Close) => self.form = None,
                    Some(settings_screen::Action::None) | None => {}
                }
                Task::none()
            }
        }
    }

    fn perform(&mut self, action: scan_screen::Action) -> Task<Message> {
        let message = |message| Message::Scan(message);
        match action {
            // Ready for the next scan, also beside a verdict.
            scan_screen::Action::None
                if matches!(self.scan.stage, scan_screen::Stage::Empty | scan_screen::Stage::Judged(..)) =>
            {
                focus_code()
            }
            scan_screen::Action::None => Task::none(),
            scan_screen::Action::OpenSettings => {
                self.form = Some(Form::new(&self.settings));
                Task::none()
            }
            scan_screen::Action::OpenCamera => {
                let watching = camera::open(self.source.clone());
                let (watching, handle) =
                    watching.map(move |event| message(scan_screen::Message::Camera(event))).abortable();
                self.camera = Some(handle.abort_on_drop());
                watching
            }
            scan_screen::Action::CloseCamera => {
                self.camera = None;
                self.scan.watching = false;
                Task::none()
            }
            scan_screen::Action::ChoosePicture => {
                Task::perform(platform::choose_picture(), move |picture| message(scan_screen::Message::Chosen(picture)))
            }
            scan_screen::Action::Read(ticket, picture) => {
                Task::perform(platform::read(picture), move |code| message(scan_screen::Message::Read(ticket, code)))
            }
            scan_screen::Action::Verify(ticket, code) => {
                let scanner = Arc::clone(&self.scanner);
                Task::perform(async move { Box::new(scanner.verify(&code).await) }, move |report| {
                    message(scan_screen::Message::Judged(ticket, report))
                })
            }
        }
    }

    fn apply(&mut self, settings: Settings) {
        if let Some(form) = &mut self.form
            && self.place.save(&settings).is_err()
        {
            form.problem = Some("settings-not-kept");
            return;
        }
        self.scanner = Arc::new(settings.scanner());
        self.words = speak(&settings);
        self.settings = settings;
        // What was judged for another role, organisation or node holds no longer.
        self.scan.update(scan_screen::Message::Clear);
        self.form = None;
    }

    /// Draws the app.
    pub fn view(&self) -> Element<'_, Message> {
        if self.gallery {
            return view::gallery::view(self.ui().look).map(|()| Message::Played);
        }
        match &self.form {
            Some(form) => view::settings::view(self.ui(), form).map(Message::Settings),
            None => view::scan::view(self.ui(), &self.scan, &self.settings),
        }
    }

    /// Files held over and dropped on the window, and the keys that stand for buttons.
    pub fn subscription(&self) -> Subscription<Message> {
        if self.form.is_some() {
            return iced::event::listen_with(|event, _, _| everywhere(&event));
        }
        iced::event::listen_with(|event, status, _| {
            if let Some(message) = everywhere(&event) {
                return Some(message);
            }
            let message = match event {
                Event::Window(window::Event::FileHovered(_)) => scan_screen::Message::Hovered,
                Event::Window(window::Event::FilesHoveredLeft) => scan_screen::Message::HoverEnded,
                Event::Window(window::Event::FileDropped(path)) => scan_screen::Message::Dropped(Picture::File(path)),
                Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) => match key.as_ref() {
                    keyboard::Key::Character("o") if modifiers.command() => scan_screen::Message::ChoosePicture,
                    keyboard::Key::Named(keyboard::key::Named::Escape) if status == iced::event::Status::Ignored => {
                        scan_screen::Message::Clear
                    }
                    _ => return None,
                },
                _ => return None,
            };
            Some(Message::Scan(message))
        })
    }

    /// How large everything is drawn; 1 is as the system wants it.
    pub fn scale(&self) -> f32 {
        let zoom = self.form.as_ref().map_or(self.settings.zoom, |form| form.zoom);
        f32::from(zoom.clamp(80, 200)) / 100.0
    }

    /// The colours of everything that has none of its own.
    pub fn theme(&self) -> Theme {
        design::theme(self.ui().look.colors)
    }

    fn ui(&self) -> Ui<'_> {
        let (appearance, zoom) = match &self.form {
            // Shown before it is kept.
            Some(form) => (form.appearance, form.zoom),
            None => (self.settings.appearance, self.settings.zoom),
        };
        let colors = match appearance {
            Appearance::Light => &Colors::LIGHT,
            Appearance::Dark => &Colors::DARK,
        };
        let look = Look {
            colors,
            right_to_left: self.words.language().is_right_to_left(),
            narrow: self.width < design::NARROW * f32::from(zoom) / 100.0,
        };
        Ui { look, words: &self.words }
    }
}

/// The words of the settings' language, in which the page around the app speaks, too.
fn speak(settings: &Settings) -> Words {
    let language = settings.language();
    platform::speak(language);
    Words::new(language)
}

/// What every screen listens for.
fn everywhere(event: &Event) -> Option<Message> {
    match event {
        Event::Window(window::Event::Opened { size, .. }) => Some(Message::Opened(size.width)),
        Event::Window(window::Event::Resized(size)) => Some(Message::Resized(size.width)),
        Event::Keyboard(keyboard::Event::KeyPressed {
            key: keyboard::Key::Named(keyboard::key::Named::Tab),
            modifiers,
            ..
        }) => Some(Message::Tab { back: modifiers.shift() }),
        Event::Keyboard(keyboard::Event::KeyPressed { key: keyboard::Key::Character(key), modifiers, .. })
            if modifiers.command() =>
        {
            match key.as_str() {
                "+" | "=" => Some(Message::Zoom { larger: true }),
                "-" => Some(Message::Zoom { larger: false }),
                "g" | "G" if modifiers.shift() => Some(Message::Gallery),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Puts the cursor into the code field: handheld scanners type.
fn focus_code() -> Task<Message> {
    iced::widget::operation::focus(view::scan::CODE)
}
