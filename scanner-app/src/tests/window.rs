//! The app in a window that is too low for it: what its tasks do to widgets is done, and what takes time is left out.

use futures::{FutureExt, StreamExt};
use iced::{
    Event, Font, Pixels, Rectangle, Renderer, Size, Theme, Vector,
    advanced::{
        clipboard, mouse,
        widget::{
            Id, Operation,
            operation::{
                Focusable, Outcome, Scrollable,
                scrollable::{RelativeOffset, snap_to},
            },
        },
    },
    keyboard::key::Named,
};
use iced_test::{
    runtime::{Action, UserInterface, task::into_stream, user_interface::Cache},
    simulator::tap_key,
};
use tokio::runtime::Runtime;

use super::{
    counter::{code, judge_waiting, keys, pharmacy, verdict_of_waiting},
    *,
};
use crate::{design::part::PAGE, view::scan::OPEN};

/// What is seen of the page, and what has the focus in it.
#[derive(Debug, Default)]
struct Seen {
    /// How far the page is scrolled, and its height.
    page: (f32, f32),
    /// What has the focus: its upper and lower edge on the page.
    focused: Vec<(Option<Id>, f32, f32)>,
}

impl Operation for Seen {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn scrollable(
        &mut self,
        _: Option<&Id>,
        bounds: Rectangle,
        _: Rectangle,
        translation: Vector,
        _: &mut dyn Scrollable,
    ) {
        self.page = (translation.y, bounds.height);
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.focused.push((id.cloned(), bounds.y, bounds.y + bounds.height));
        }
    }
}

/// Does something to widgets, and what follows from it.
pub fn operate<M>(ui: &mut UserInterface<'_, M, Theme, Renderer>, renderer: &Renderer, operation: Box<dyn Operation>) {
    let mut next = Some(operation);
    while let Some(mut operation) = next.take() {
        ui.operate(renderer, operation.as_mut());
        if let Outcome::Chain(chained) = operation.finish() {
            next = Some(chained);
        }
    }
}

/// The app in its window.
struct Window {
    app: App,
    cache: Cache,
    renderer: Renderer,
    runtime: Runtime,
}

impl Window {
    fn new(app: App) -> Self {
        let renderer = Renderer::new(Font::DEFAULT, Pixels(16.0));
        Self { app, cache: Cache::default(), renderer, runtime: Runtime::new().unwrap() }
    }

    fn with<T>(&mut self, act: impl FnOnce(&mut UserInterface<'_, Message, Theme, Renderer>, &mut Renderer) -> T) -> T {
        let cache = std::mem::take(&mut self.cache);
        let size = Size::new(760.0, 420.0);
        let mut ui = UserInterface::build(self.app.view(), size, cache, &mut self.renderer);
        let done = act(&mut ui, &mut self.renderer);
        self.cache = ui.into_cache();
        done
    }

    fn send(&mut self, message: Message) {
        let handle = self.runtime.handle().clone();
        let _inside = handle.enter();
        let Some(mut work) = into_stream(self.app.update(message)) else { return };
        while let Some(Some(action)) = work.next().now_or_never() {
            if let Action::Widget(operation) = action {
                self.with(|ui, renderer| operate(ui, renderer, operation));
            }
        }
    }

    fn scroll_down(&mut self) {
        let down = snap_to::<()>(Id::from(PAGE), RelativeOffset::END.into());
        self.with(|ui, renderer| operate(ui, renderer, Box::new(down)));
        assert!(self.seen().page.0 > 0.0, "the page is higher than the window");
    }

    fn seen(&mut self) -> Seen {
        let mut seen = Seen::default();
        self.with(|ui, renderer| ui.operate(renderer, &mut seen));
        seen
    }

    /// Presses a key; what comes of it.
    fn press(&mut self, key: Named) -> Vec<Message> {
        let events: Vec<Event> = tap_key(key, None).collect();
        let mut messages = Vec::new();
        self.with(|ui, renderer| {
            let _ = ui.update(&events, mouse::Cursor::Unavailable, renderer, &mut clipboard::Null, &mut messages);
        });
        messages
    }
}

/// A pharmacy's window after one pack.
fn window(folder: &std::path::Path) -> Window {
    let mut app = pharmacy(folder);
    keys(&mut app, &code("FIRST"), 5);
    judge_waiting(&mut app, Verdict::Genuine);
    Window::new(app)
}

#[test]
fn a_new_verdict_is_seen_from_the_top_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    keys(&mut window.app, &code("NEXT"), 5);
    window.scroll_down();
    let verdict = verdict_of_waiting(&window.app, Verdict::Genuine);
    window.send(verdict);
    assert_eq!(window.seen().page.0, 0.0);
    window.scroll_down();
    window.send(Message::Played);
    assert!(window.seen().page.0 > 0.0, "what shows nothing else scrolls nothing");
}

#[test]
fn another_page_begins_at_its_top() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    for open in [Message::OpenHistory, Message::OpenSettings] {
        window.scroll_down();
        window.send(open);
        assert_eq!(window.seen().page.0, 0.0);
        window.app.form = None;
        window.send(Message::Back);
        assert_eq!(window.seen().page.0, 0.0, "nor is the way back in the middle");
    }
}

#[test]
fn the_keyboard_never_comes_to_what_is_not_seen() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    for back in [false, true] {
        let mut scrolled = false;
        for _ in 0..40 {
            window.send(Message::Tab { back });
            let Seen { page: (offset, height), focused } = window.seen();
            scrolled |= offset > 0.0;
            for (_, above, below) in focused {
                assert!(above >= offset && below <= offset + height, "{above}..{below} in {offset} + {height}");
            }
        }
        assert!(scrolled);
    }
}

#[test]
fn a_dialog_gives_the_focus_back_to_the_button_that_opened_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    window.send(Message::Scan(ScanMessage::Chosen(None)));
    let focused: Vec<_> = window.seen().focused.into_iter().map(|(id, ..)| id).collect();
    assert_eq!(focused, [Some(Id::from(OPEN))]);
    let messages = window.press(Named::Space);
    assert!(messages.iter().any(|message| matches!(message, Message::Scan(ScanMessage::ChoosePicture))));
    assert!(!messages.iter().any(|message| matches!(message, Message::Desk(_))), "{messages:?}");
}
