//! Things on several lines, seen in a mirror: where one reads from the right, the first one stands on the right of the first line.
//!
//! iced's own wrapping row fills its lines from the left; turning the list around puts the first thing on the last line.

use iced::{
    Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector,
    advanced::{
        Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer,
        widget::{Operation, Tree},
    },
};

/// Whatever it shows has left and right exchanged; each thing in it stays as it is.
pub struct Mirror<'a, Message>(Element<'a, Message>);

impl<'a, Message> Mirror<'a, Message> {
    /// Holds up a mirror.
    pub fn new(content: impl Into<Element<'a, Message>>) -> Self {
        Self(content.into())
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Mirror<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.0)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.0));
    }

    fn size(&self) -> Size<Length> {
        self.0.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let [child] = tree.children.as_mut_slice() else { return layout::Node::default() };
        let node = self.0.as_widget_mut().layout(child, renderer, limits);
        let size = node.size();
        let mirrored = node.children().iter().map(|thing| {
            let place = thing.bounds();
            thing.clone().move_to(Point::new(size.width - place.x - place.width, place.y))
        });
        layout::Node::with_children(size, vec![layout::Node::with_children(size, mirrored.collect())])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) else { return };
        self.0.as_widget_mut().operate(child, inner, renderer, operation);
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
        self.0.as_widget_mut().update(child, event, inner, cursor, renderer, clipboard, shell, viewport);
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
        self.0.as_widget().draw(child, renderer, theme, style, inner, cursor, viewport);
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
        self.0.as_widget().mouse_interaction(child, inner, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let (child, inner) = (tree.children.first_mut()?, layout.children().next()?);
        self.0.as_widget_mut().overlay(child, inner, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a> From<Mirror<'a, Message>> for Element<'a, Message> {
    fn from(mirror: Mirror<'a, Message>) -> Self {
        Self::new(mirror)
    }
}
