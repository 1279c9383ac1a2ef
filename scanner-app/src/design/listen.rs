//! Hears what happens in the window, whatever is on the page.
//!
//! iced's subscriptions hear it as well, but drop what comes faster than 100 events at once: a handheld scanner that types a long
//! code into a busy program would lose letters.

use iced::{
    Element, Event, Length, Rectangle, Renderer, Size, Theme,
    advanced::{
        Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer,
        widget::{Operation, Tree},
    },
};

/// A page, with what is to be heard on it: of each event, and whether something on the page has used it, a message or none.
pub fn listen<'a, Message: 'a>(
    page: impl Into<Element<'a, Message>>,
    hear: impl Fn(&Event, bool) -> Option<Message> + 'a,
) -> Element<'a, Message> {
    Element::new(Listen { page: page.into(), hear })
}

struct Listen<'a, Message, Hear> {
    page: Element<'a, Message>,
    hear: Hear,
}

impl<Message, Hear: Fn(&Event, bool) -> Option<Message>> Widget<Message, Theme, Renderer>
    for Listen<'_, Message, Hear>
{
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.page)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.page));
    }

    fn size(&self) -> Size<Length> {
        self.page.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let [child] = tree.children.as_mut_slice() else { return layout::Node::default() };
        let node = self.page.as_widget_mut().layout(child, renderer, limits);
        layout::Node::with_children(node.size(), vec![node])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) else { return };
        self.page.as_widget_mut().operate(child, inner, renderer, operation);
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
        let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) else { return };
        self.page.as_widget_mut().update(child, event, inner, cursor, renderer, clipboard, shell, viewport);
        if let Some(message) = (self.hear)(event, shell.is_event_captured()) {
            shell.publish(message);
        }
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
        self.page.as_widget().draw(child, renderer, theme, style, inner, cursor, viewport);
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
        self.page.as_widget().mouse_interaction(child, inner, cursor, viewport, renderer)
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
        self.page.as_widget_mut().overlay(child, inner, renderer, viewport, translation)
    }
}
