//! From labels to sheets in a PDF file.

use std::{io::Write, ops::ControlFlow};

use crate::{Drawing, LabelError, LogisticLabel, PackLabel, Sheet, logistic, pack_layout, pdf::Pdf};

/// What can be drawn on a sheet.
pub trait Label {
    /// Draws it into room of this width and height, in millimetres.
    ///
    /// # Errors
    /// [`LabelError`], mostly [`LabelError::NoRoom`].
    fn draw(&self, room: [f64; 2]) -> Result<Drawing, LabelError>;
}

impl Label for PackLabel {
    fn draw(&self, room: [f64; 2]) -> Result<Drawing, LabelError> {
        pack_layout::draw(self, room)
    }
}

impl Label for LogisticLabel {
    fn draw(&self, room: [f64; 2]) -> Result<Drawing, LabelError> {
        logistic::draw(self, room)
    }
}

/// What was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Labels.
    pub labels: u64,
    /// Sheets.
    pub pages: u64,
    /// The file's length.
    pub bytes: u64,
}

/// The pages of these labels, one after the other: what [`write_pdf`] writes.
pub fn pages<L: Label>(
    sheet: Sheet,
    labels: impl IntoIterator<Item = Result<L, LabelError>>,
) -> impl Iterator<Item = Result<Drawing, LabelError>> {
    let mut labels = labels.into_iter().peekable();
    std::iter::from_fn(move || {
        labels.peek()?;
        Some(page(&sheet, &mut labels, |_| ControlFlow::Continue(())))
    })
}

/// One page, full or with the last labels; `drawn` hears of every label.
fn page<L: Label>(
    sheet: &Sheet,
    labels: &mut impl Iterator<Item = Result<L, LabelError>>,
    mut drawn: impl FnMut(u64) -> ControlFlow<LabelError>,
) -> Result<Drawing, LabelError> {
    let mut page = Drawing::default();
    for (number, label) in (0..sheet.labels()).zip(labels) {
        let Some(place) = sheet.place(number) else { break };
        page.put(label?.draw(sheet.label)?, place.x, place.y);
        if let ControlFlow::Break(error) = drawn(number + 1) {
            return Err(error);
        }
    }
    Ok(page)
}

/// Writes labels as a PDF file, sheet by sheet; memory holds one sheet and twenty bytes for each that is written.
///
/// `progress` is told after each label how many of `total` are drawn, and may stop it. What is written then is no PDF file.
///
/// # Errors
/// [`LabelError`] of a sheet or label, [`LabelError::Cancelled`], [`LabelError::Write`], [`LabelError::Nothing`].
pub fn write_pdf<L: Label>(
    out: impl Write,
    sheet: &Sheet,
    labels: impl IntoIterator<Item = Result<L, LabelError>>,
    total: u64,
    mut progress: impl FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Printed, LabelError> {
    sheet.check()?;
    let mut labels = labels.into_iter().peekable();
    let mut pdf = Pdf::new(out)?;
    let mut printed = Printed { labels: 0, pages: 0, bytes: 0 };
    while labels.peek().is_some() {
        let before = printed.labels;
        let page = page(sheet, &mut labels, |on_page| {
            printed.labels = before + on_page;
            match progress(printed.labels, total) {
                ControlFlow::Continue(()) => ControlFlow::Continue(()),
                ControlFlow::Break(()) => ControlFlow::Break(LabelError::Cancelled { done: printed.labels, total }),
            }
        })?;
        pdf.page(&page, sheet.paper.size())?;
        printed.pages += 1;
    }
    if printed.labels == 0 {
        return Err(LabelError::Nothing);
    }
    printed.bytes = pdf.finish()?;
    Ok(printed)
}
