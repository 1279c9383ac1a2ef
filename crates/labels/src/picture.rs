//! One pack's label as a picture: PNG for printers and tests, SVG with the text below the symbols.

use std::{fmt::Write as _, io::Cursor};

use image::{GrayImage, ImageFormat, Luma};

use crate::{LabelError, PackLabel, Symbol, rules::QR_QUIET};

/// Pixels of a QR module.
const QR_SCALE: u32 = 4;
/// Pixels of a DataMatrix module: a coarser symbol, for scanners far away.
const MATRIX_SCALE: u32 = 8;
const BLACK: Luma<u8> = Luma([0]);
const WHITE: Luma<u8> = Luma([255]);
/// Height of a line of text in the SVG, in pixels.
const LINE: u32 = 26;

/// Both symbols side by side, in pixels.
struct Layout {
    symbols: [Symbol; 2],
    width: u32,
    height: u32,
    /// Left, top and module of each symbol.
    places: [(u32, u32, u32); 2],
}

impl Layout {
    fn new(symbols: [Symbol; 2]) -> Self {
        let quiet = QR_QUIET * QR_SCALE;
        let [qr, matrix] = [symbols[0].columns() * QR_SCALE, symbols[1].columns() * MATRIX_SCALE];
        let height = qr.max(matrix);
        Self {
            symbols,
            width: quiet + qr + 2 * quiet + matrix + 2 * quiet,
            height: height + 2 * quiet,
            places: [
                (quiet, quiet + (height - qr) / 2, QR_SCALE),
                (quiet + qr + 3 * quiet, quiet + (height - matrix) / 2, MATRIX_SCALE),
            ],
        }
    }

    /// Left, top, width and height of what is dark.
    fn bars(&self) -> impl Iterator<Item = (u32, u32, u32, u32)> + '_ {
        self.symbols.iter().zip(self.places).flat_map(|(symbol, (left, top, scale))| {
            symbol.runs().map(move |run| (left + run.column * scale, top + run.row * scale, run.length * scale, scale))
        })
    }
}

impl PackLabel {
    /// The label as a grey PNG: both symbols, no text.
    ///
    /// # Errors
    /// [`LabelError::TooLong`] for a link or element string that no symbol holds.
    pub fn png(&self) -> Result<Vec<u8>, LabelError> {
        let layout = Layout::new(self.symbols()?);
        let mut image = GrayImage::from_pixel(layout.width, layout.height, WHITE);
        for (left, top, width, height) in layout.bars() {
            for y in top..top + height {
                for x in left..left + width {
                    image.put_pixel(x, y, BLACK);
                }
            }
        }
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png)?;
        Ok(bytes.into_inner())
    }

    /// The label as an SVG: both symbols and the human-readable interpretation.
    ///
    /// # Errors
    /// As [`Self::png`].
    pub fn svg(&self) -> Result<String, LabelError> {
        let layout = Layout::new(self.symbols()?);
        let height = layout.height + LINE * self.interpretation().len() as u32 + LINE / 2;
        let width = layout.width;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n<path shape-rendering=\"crispEdges\" d=\""
        );
        for (left, top, width, height) in layout.bars() {
            // Writing to a string does not fail.
            let _ = write!(svg, "M{left} {top}h{width}v{height}h-{width}z");
        }
        svg.push_str("\"/>\n");
        let x = QR_QUIET * QR_SCALE;
        for (line, y) in self.interpretation().iter().zip((1..).map(|line| layout.height + line * LINE)) {
            let text = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" font-family=\"monospace\" font-size=\"22\">{text}</text>");
        }
        svg.push_str("</svg>\n");
        Ok(svg)
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::label;

    #[test]
    fn both_symbols_of_a_label_are_read_back() {
        let label = label("7<&", "S1", 1 << 20);
        let symbols = decode::read_file(&label.png().expect("a picture")).expect("a readable picture");
        let texts: Vec<&str> = symbols.iter().map(|symbol| symbol.text.as_str()).collect();
        assert_eq!(texts, [label.link(), &format!("]d2{}", label.element_string())]);
        assert!(label.svg().expect("a picture").contains("(10) 7&lt;&amp;</text>"));
    }
}
