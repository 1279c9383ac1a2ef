//! Labels as pictures: PNG for printers and tests, SVG with the text below the symbols.

use std::{collections::HashSet, io::Cursor};

use datamatrix::{DataMatrixBuilder, SymbolList};
use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

use crate::{failure::Failure, label::Label};

/// Modules around a QR code that stay white (ISO/IEC 18004), and around the whole label.
const QUIET: u32 = 4;
/// Pixels of a QR module.
const QR_SCALE: u32 = 4;
/// Pixels of a DataMatrix module: a coarser symbol, for scanners far away.
const MATRIX_SCALE: u32 = 8;
const BLACK: Luma<u8> = Luma([0]);
const WHITE: Luma<u8> = Luma([255]);
/// Height of a line of text in the SVG, in pixels.
const LINE: u32 = 26;

/// Dark modules of a square symbol.
struct Symbol {
    side: u32,
    dark: HashSet<(u32, u32)>,
}

/// The two symbols of a label and the text between them.
pub struct Drawn {
    qr: Symbol,
    matrix: Symbol,
    lines: Vec<String>,
}

fn too_long(what: &str) -> Failure {
    Failure::input("label-too-long", format!("{what} does not fit its symbol"), "Use a shorter resolver address.")
}

impl Drawn {
    /// Encodes a label's codes.
    pub fn new(label: &Label) -> Result<Self, Failure> {
        let code = QrCode::with_error_correction_level(&label.link, EcLevel::L).map_err(|_| too_long("the link"))?;
        let width = code.width();
        let colors = code.to_colors();
        let dark = colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark);
        let qr = Symbol {
            side: width as u32,
            dark: dark.map(|(at, _)| ((at % width) as u32, (at / width) as u32)).collect(),
        };
        let matrix = DataMatrixBuilder::new()
            .with_symbol_list(SymbolList::default().enforce_square())
            .with_fnc1_start(true)
            .with_macros(false)
            .encode(label.element_string.as_bytes())
            .map_err(|_| too_long("the element string"))?
            .bitmap();
        let matrix =
            Symbol { side: matrix.width() as u32, dark: matrix.pixels().map(|(x, y)| (x as u32, y as u32)).collect() };
        Ok(Self { qr, matrix, lines: label.lines.clone() })
    }

    /// Width and height of the symbols with their quiet zones, and where each begins.
    fn layout(&self) -> Layout {
        let quiet = QUIET * QR_SCALE;
        let (qr, matrix) = (self.qr.side * QR_SCALE, self.matrix.side * MATRIX_SCALE);
        let height = qr.max(matrix);
        Layout {
            width: quiet + qr + 2 * quiet + matrix + 2 * quiet,
            height: height + 2 * quiet,
            qr: (quiet, quiet + (height - qr) / 2),
            matrix: (quiet + qr + 3 * quiet, quiet + (height - matrix) / 2),
        }
    }

    fn squares(&self, layout: &Layout) -> impl Iterator<Item = (u32, u32, u32)> {
        let placed = |symbol: &'_ Symbol, (left, top): (u32, u32), scale: u32| {
            let mut modules: Vec<_> = symbol.dark.iter().copied().collect();
            modules.sort_unstable();
            modules.into_iter().map(move |(x, y)| (left + x * scale, top + y * scale, scale))
        };
        placed(&self.qr, layout.qr, QR_SCALE).chain(placed(&self.matrix, layout.matrix, MATRIX_SCALE))
    }

    /// The label as a grey PNG: both symbols, no text.
    pub fn png(&self) -> Result<Vec<u8>, Failure> {
        let layout = self.layout();
        let mut image = GrayImage::from_pixel(layout.width, layout.height, WHITE);
        for (left, top, side) in self.squares(&layout) {
            for y in top..top + side {
                for x in left..left + side {
                    image.put_pixel(x, y, BLACK);
                }
            }
        }
        let mut bytes = Cursor::new(Vec::new());
        image
            .write_to(&mut bytes, ImageFormat::Png)
            .map_err(|error| Failure::input("png", error, "Report this: a label should always be drawable."))?;
        Ok(bytes.into_inner())
    }

    /// The label as an SVG: both symbols and the human-readable interpretation.
    pub fn svg(&self) -> String {
        let layout = self.layout();
        let height = layout.height + LINE * self.lines.len() as u32 + LINE / 2;
        let width = layout.width;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n<path shape-rendering=\"crispEdges\" d=\""
        );
        for (left, top, side) in self.squares(&layout) {
            svg.push_str(&format!("M{left} {top}h{side}v{side}h-{side}z"));
        }
        svg.push_str("\"/>\n");
        for (line, y) in self.lines.iter().zip((1..).map(|line| layout.height + line * LINE)) {
            let text = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let x = QUIET * QR_SCALE;
            svg.push_str(&format!(
                "<text x=\"{x}\" y=\"{y}\" font-family=\"monospace\" font-size=\"22\">{text}</text>\n"
            ));
        }
        svg.push_str("</svg>\n");
        svg
    }
}

struct Layout {
    width: u32,
    height: u32,
    qr: (u32, u32),
    matrix: (u32, u32),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn both_symbols_of_a_label_are_read_back() {
        let proof = "A".repeat(1_000);
        let label = Label {
            link: format!("https://id.medtrail.example/01/04012345678901/10/A%2F7/21/S1?17=271200&mt={proof}"),
            element_string: "010401234567890121S1\u{1d}17271200107<&".into(),
            lines: vec!["(10) 7<&".into()],
        };
        let drawn = Drawn::new(&label).unwrap();
        let symbols = decode::read_file(&drawn.png().unwrap()).unwrap();
        let texts: Vec<&str> = symbols.iter().map(|symbol| symbol.text.as_str()).collect();
        assert_eq!(texts, [label.link.as_str(), &format!("]d2{}", label.element_string)]);
        assert!(drawn.svg().contains("(10) 7&lt;&amp;"));
    }
}
