//! What a decoder found, before the ladder says who it was.

use crate::{Format, prepare::View};

/// A symbol in the pixels of the view that a decoder saw.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Find {
    pub(crate) format: Format,
    pub(crate) text: String,
    pub(crate) corners: [[f32; 2]; 4],
}

impl Find {
    /// The same in the pixels that the view was made from.
    pub(crate) fn out_of(mut self, view: &View) -> Self {
        self.corners = self.corners.map(|corner| view.out(corner));
        self
    }
}
