//! Drawings, without what iced wants around each.

use iced::{
    Element, Length, Rectangle, Renderer, Theme, mouse,
    widget::canvas::{self, Canvas, Frame, Geometry},
};

/// Something that is drawn anew whenever it is shown, on a frame of this size.
pub fn drawing<'a, Message: 'a>(
    width: impl Into<Length>,
    height: impl Into<Length>,
    draw: impl Fn(&mut Frame) + 'a,
) -> Element<'a, Message> {
    Canvas::new(Drawing(draw)).width(width).height(height).into()
}

struct Drawing<Draw>(Draw);

impl<Message, Draw: Fn(&mut Frame)> canvas::Program<Message> for Drawing<Draw> {
    type State = ();

    fn draw(
        &self,
        (): &Self::State,
        renderer: &Renderer,
        _: &Theme,
        bounds: Rectangle,
        _: mouse::Cursor,
    ) -> Vec<Geometry> {
        let mut frame = Frame::new(renderer, bounds.size());
        (self.0)(&mut frame);
        vec![frame.into_geometry()]
    }
}
