//! Scrolls the page: to its top, and to what the keyboard has come to.

use iced::{
    Rectangle, Task, Vector,
    advanced::widget::{
        Id, Operation, operate,
        operation::{
            Focusable, Outcome, Scrollable,
            scrollable::{AbsoluteOffset, RelativeOffset, scroll_to},
        },
    },
};

use super::part::PAGE;

/// Room between what has the focus and the edge of what is seen, in pixels.
const ROOM: f32 = 24.0;

/// Scrolls the page to its top.
pub fn to_top<Message>() -> Task<Message> {
    iced::widget::operation::snap_to(PAGE, RelativeOffset::START)
}

/// Scrolls the page so far that what has the focus is seen.
pub fn to_focus<Message: Send + 'static>() -> Task<Message> {
    operate(Reveal::default()).discard()
}

/// A page in its window.
#[derive(Clone, Copy, Debug)]
struct Page {
    /// Where its content begins.
    begins: f32,
    /// How far it is scrolled.
    offset: f32,
    /// Height of what is seen of it.
    height: f32,
}

/// Looks for what has the focus, and for the part of the page that is seen.
#[derive(Debug, Default)]
struct Reveal {
    /// The page, and how far it is scrolled.
    page: Option<Page>,
    focused: Option<Rectangle>,
}

impl Reveal {
    /// How far the page has to be scrolled, if not as far as it is.
    fn offset(&self) -> Option<f32> {
        let (page, focused) = (self.page?, self.focused?);
        let top = focused.y - page.begins;
        let (above, below) = (top - ROOM, top + focused.height + ROOM);
        if above < page.offset {
            return Some(above);
        }
        // What is higher than the window is seen from its beginning.
        (below > page.offset + page.height).then(|| (below - page.height).min(above))
    }
}

impl Operation for Reveal {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        translation: Vector,
        _: &mut dyn Scrollable,
    ) {
        if id == Some(&Id::from(PAGE)) {
            self.page = Some(Page { begins: content.y, offset: translation.y, height: bounds.height });
        }
    }

    fn focusable(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.focused = Some(bounds);
        }
    }

    fn finish(&self) -> Outcome<()> {
        let Some(y) = self.offset() else { return Outcome::None };
        Outcome::Chain(Box::new(scroll_to::<()>(Id::from(PAGE), AbsoluteOffset { x: None, y: Some(y) })))
    }
}
