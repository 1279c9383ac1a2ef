//! Buttons that the keyboard reaches: Tab goes from one to the next, a ring shows which, Enter and the space bar press it.
//!
//! iced's own buttons take no focus; this one wraps them and adds that.

use iced::{
    Background, Border, Color, Element, Event, Length, Rectangle, Renderer, Size, Theme,
    advanced::{
        Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer,
        renderer::Quad,
        widget::{Operation, Tree, operation::Focusable, tree},
    },
    keyboard::{self, key::Named},
    touch,
    widget::{Id, button},
};

use std::time::Duration;

use ledger_client::time::Instant;

use super::{Colors, Look, TEXT, color::mix};

/// How much a button wants to be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one that is meant to be pressed next.
    Primary,
    /// Any other.
    Secondary,
    /// One that should not be pressed by the way.
    Danger,
    /// One of several, of which this is the chosen one.
    Chosen,
    /// Looks like text: in lists and bars.
    Plain,
}

/// Width of the ring around what has the focus, and its distance, in pixels.
const RING: f32 = 3.0;

/// A button with a word on it.
pub fn press<'a, Message: Clone + 'a>(
    look: Look,
    weight: Weight,
    word: impl iced::widget::text::IntoFragment<'a>,
    message: Message,
) -> Element<'a, Message> {
    press_maybe(look, weight, word, Some(message))
}

/// A button with a word on it, which cannot be pressed without a message.
pub fn press_maybe<'a, Message: Clone + 'a>(
    look: Look,
    weight: Weight,
    word: impl iced::widget::text::IntoFragment<'a>,
    message: Option<Message>,
) -> Element<'a, Message> {
    let word = iced::widget::text(word).size(TEXT).wrapping(iced::widget::text::Wrapping::None);
    press_on(look, weight, word, message).into()
}

/// A button with anything on it.
pub fn press_on<'a, Message: Clone + 'a>(
    look: Look,
    weight: Weight,
    content: impl Into<Element<'a, Message>>,
    message: Option<Message>,
) -> Press<'a, Message> {
    let colors = look.colors;
    let button = button(content).padding([9.0, 16.0]).on_press_maybe(message.clone());
    Press { button: button.style(move |_, status| style(colors, weight, status)).into(), message, id: None, colors }
}

fn style(colors: &Colors, weight: Weight, status: button::Status) -> button::Style {
    let (ground, ink, edge) = match weight {
        Weight::Primary | Weight::Chosen => (colors.accent, colors.on_accent, colors.accent),
        Weight::Secondary => (colors.card, colors.ink, colors.edge),
        Weight::Danger => (colors.card, colors.error, colors.error),
        Weight::Plain => (Color::TRANSPARENT, colors.ink, Color::TRANSPARENT),
    };
    let (ground, ink) = match status {
        button::Status::Active => (ground, ink),
        button::Status::Hovered | button::Status::Pressed if weight == Weight::Plain => (colors.line, ink),
        button::Status::Hovered => (mix(ground, colors.ink, 0.10), ink),
        button::Status::Pressed => (mix(ground, colors.ink, 0.20), ink),
        button::Status::Disabled => (colors.line, colors.faint),
    };
    let edge = if status == button::Status::Disabled { colors.line } else { edge };
    button::Style {
        background: Some(Background::Color(ground)),
        text_color: ink,
        border: Border { color: edge, width: 1.0, radius: 8.0.into() },
        ..Default::default()
    }
}

/// A button that takes the keyboard's focus.
pub struct Press<'a, Message> {
    button: Element<'a, Message>,
    message: Option<Message>,
    id: Option<Id>,
    colors: &'static Colors,
}

impl<Message> Press<'_, Message> {
    /// Gives it a name, so that it can be given the focus.
    #[must_use]
    pub fn id(self, id: impl Into<Id>) -> Self {
        Self { id: Some(id.into()), ..self }
    }
}

/// A handheld scanner that types ends with Enter, which must not press what happens to have the focus: no person presses
/// Enter so soon after a letter.
const SCANNERS_PACE: Duration = Duration::from_millis(60);
/// So many letters at that pace are a scanner's.
const SCANNED: u32 = 8;
/// A scanner may pause so long once it types, as when the radio is busy.
const STALL: Duration = Duration::from_millis(500);

#[derive(Debug, Default)]
struct Focus {
    has: bool,
    /// When a letter was typed last.
    letter: Option<Instant>,
    /// How many letters came one soon after the other.
    run: u32,
}

impl Focus {
    /// Whether a letter came just before.
    fn is_scanned(&self) -> bool {
        let pace = if self.run >= SCANNED { STALL } else { SCANNERS_PACE };
        self.letter.is_some_and(|letter| letter.elapsed() < pace)
    }

    /// A letter was typed.
    fn type_letter(&mut self) {
        self.run = if self.is_scanned() { self.run.saturating_add(1) } else { 1 };
        self.letter = Some(Instant::now());
    }
}

impl Focusable for Focus {
    fn is_focused(&self) -> bool {
        self.has
    }

    fn focus(&mut self) {
        self.has = true;
    }

    fn unfocus(&mut self) {
        self.has = false;
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Press<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Focus>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Focus::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.button)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.button));
    }

    fn size(&self) -> Size<Length> {
        self.button.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let [child] = tree.children.as_mut_slice() else { return layout::Node::default() };
        let node = self.button.as_widget_mut().layout(child, renderer, limits);
        layout::Node::with_children(node.size(), vec![node])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let focus = tree.state.downcast_mut::<Focus>();
        // What had the focus when it could no longer be pressed keeps its place: Tab goes on from there, and nothing else
        // has the focus beside it.
        if self.message.is_some() || focus.has {
            operation.focusable(self.id.as_ref(), layout.bounds(), focus);
        }
        let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) else { return };
        operation.traverse(&mut |operation| {
            self.button.as_widget_mut().operate(child, inner, renderer, operation);
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let focus = tree.state.downcast_mut::<Focus>();
        match event {
            // A mouse needs no ring.
            Event::Mouse(mouse::Event::ButtonPressed(_)) | Event::Touch(touch::Event::FingerPressed { .. }) => {
                focus.has = false;
            }
            Event::Keyboard(keyboard::Event::KeyPressed {
                key: keyboard::Key::Named(Named::Enter | Named::Space),
                repeat: false,
                ..
            }) if focus.has && !shell.is_event_captured() && !focus.is_scanned() => {
                if let Some(message) = &self.message {
                    shell.publish(message.clone());
                    shell.capture_event();
                    return;
                }
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key: keyboard::Key::Character(_), .. }) => {
                focus.type_letter();
            }
            // Whoever goes on to the next thing is no scanner, however late a busy computer hears of the letters.
            Event::Keyboard(keyboard::Event::KeyPressed { key: keyboard::Key::Named(Named::Tab), .. }) => focus.run = 0,
            _ => {}
        }
        let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) else { return };
        self.button.as_widget_mut().update(child, event, inner, cursor, renderer, clipboard, shell, viewport);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let (Some(child), Some(inner)) = (tree.children.first(), layout.children().next()) else { return };
        self.button.as_widget().draw(child, renderer, theme, style, inner, cursor, viewport);
        if tree.state.downcast_ref::<Focus>().has {
            let ring = Quad {
                bounds: layout.bounds().expand(RING),
                border: Border { color: self.colors.focus, width: RING, radius: (8.0 + RING).into() },
                ..Quad::default()
            };
            renderer::Renderer::fill_quad(renderer, ring, Color::TRANSPARENT);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let (Some(child), Some(inner)) = (tree.children.first(), layout.children().next()) else {
            return mouse::Interaction::default();
        };
        self.button.as_widget().mouse_interaction(child, inner, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: iced::Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let (child, inner) = (tree.children.first_mut()?, layout.children().next()?);
        self.button.as_widget_mut().overlay(child, inner, renderer, viewport, translation)
    }
}

impl<'a, Message: Clone + 'a> From<Press<'a, Message>> for Element<'a, Message> {
    fn from(press: Press<'a, Message>) -> Self {
        Self::new(press)
    }
}
