//! PDF files, written page by page: what is kept of a page is where it begins.
//!
//! Nothing but the objects' places is held in memory, so `pdf_writer`'s own file type, which holds all, is not used.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{
    Chunk, Content, Filter, Finish, Name, Rect as PdfRect, Ref, Settings, Str, TextStr,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};

use crate::{Drawing, LabelError, Text, font, page::to_dots, rules::DOT};

const SETTINGS: Settings = Settings { pretty: false };
/// Points, 1/72 inch, of a dot.
const POINTS: f32 = 72.0 / 600.0;
/// The font's name in pages.
const FONT: Name<'static> = Name(b"F");
const SYSTEM: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

const CATALOG: i32 = 1;
const INFO: i32 = 2;
const ROOT: i32 = 3;
const TYPE0: i32 = 4;
const CID_FONT: i32 = 5;
const DESCRIPTOR: i32 = 6;
const FONT_FILE: i32 = 7;
const UNICODE: i32 = 8;
const FIRST_FREE: i32 = 9;

/// Pages of one node of the page tree: some readers take no longer arrays than 8,191.
const NODE: usize = 500;
/// Most objects that old readers take, and pages that follow from it.
const MOST_OBJECTS: usize = 8_000_000;
/// Places in the file have ten digits.
const MOST_BYTES: u64 = 9_999_999_999;

/// A PDF file that is being written.
pub(crate) struct Pdf<W> {
    out: W,
    written: u64,
    /// Where each object begins, by number less one; 0 if it is not written yet.
    places: Vec<u64>,
    nodes: Vec<(Ref, Vec<Ref>)>,
}

impl<W: Write> Pdf<W> {
    pub(crate) fn new(out: W) -> Result<Self, LabelError> {
        let mut pdf = Self { out, written: 0, places: vec![0; FIRST_FREE as usize - 1], nodes: Vec::new() };
        // Four bytes beyond ASCII say that the file is binary.
        pdf.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")?;
        Ok(pdf)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), LabelError> {
        self.out.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    fn new_id(&mut self) -> Result<Ref, LabelError> {
        if self.places.len() >= MOST_OBJECTS || self.written > MOST_BYTES {
            return Err(LabelError::FileTooLarge);
        }
        self.places.push(0);
        Ok(Ref::new(self.places.len() as i32))
    }

    /// Writes a chunk that holds this one object.
    fn object(&mut self, id: Ref, chunk: &Chunk) -> Result<(), LabelError> {
        if let Some(place) = self.places.get_mut(id.get() as usize - 1) {
            *place = self.written;
        }
        self.write(chunk.as_bytes())
    }

    fn stream(&mut self, id: Ref, data: &[u8], unpacked_length: bool) -> Result<(), LabelError> {
        let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len() / 4), Compression::default());
        encoder.write_all(data)?;
        let packed = encoder.finish()?;
        let mut chunk = Chunk::with_settings(SETTINGS);
        let mut stream = chunk.stream(id, &packed);
        stream.filter(Filter::FlateDecode);
        if unpacked_length {
            stream.pair(Name(b"Length1"), data.len() as i32);
        }
        stream.finish();
        self.object(id, &chunk)
    }

    /// Writes a page of this size, in millimetres.
    pub(crate) fn page(&mut self, drawing: &Drawing, size: [f64; 2]) -> Result<(), LabelError> {
        let (page, contents) = (self.new_id()?, self.new_id()?);
        let parent = match self.nodes.last_mut() {
            Some((node, pages)) if pages.len() < NODE => {
                pages.push(page);
                *node
            }
            _ => {
                let node = self.new_id()?;
                self.nodes.push((node, vec![page]));
                node
            }
        };
        // Whole dots, so that modules stay on dots when measured from below.
        let [width, height] = size.map(|side| to_dots(side) as f32 * POINTS);
        let content = content(drawing, height);
        self.stream(contents, &content, false)?;
        let mut chunk = Chunk::with_settings(SETTINGS);
        let mut writer = chunk.page(page);
        writer.parent(parent).media_box(PdfRect::new(0.0, 0.0, width, height)).contents(contents);
        writer.resources().fonts().pair(FONT, Ref::new(TYPE0));
        writer.finish();
        self.object(page, &chunk)
    }

    /// Writes what all pages share, and the table of the objects' places.
    pub(crate) fn finish(mut self) -> Result<u64, LabelError> {
        self.fonts()?;
        let nodes = std::mem::take(&mut self.nodes);
        let pages: usize = nodes.iter().map(|(_, pages)| pages.len()).sum();
        for (node, pages) in &nodes {
            let mut chunk = Chunk::with_settings(SETTINGS);
            chunk.pages(*node).parent(Ref::new(ROOT)).count(pages.len() as i32).kids(pages.iter().copied());
            self.object(*node, &chunk)?;
        }
        let mut chunk = Chunk::with_settings(SETTINGS);
        chunk.pages(Ref::new(ROOT)).count(pages as i32).kids(nodes.iter().map(|(node, _)| *node));
        self.object(Ref::new(ROOT), &chunk)?;

        let mut chunk = Chunk::with_settings(SETTINGS);
        let mut info = chunk.indirect(Ref::new(INFO)).start::<pdf_writer::writers::DocumentInfo<'_>>();
        info.title(TextStr("Labels")).producer(TextStr("Medtrail"));
        info.finish();
        self.object(Ref::new(INFO), &chunk)?;

        let mut chunk = Chunk::with_settings(SETTINGS);
        let mut catalog = chunk.indirect(Ref::new(CATALOG)).start::<pdf_writer::writers::Catalog<'_>>();
        catalog.pages(Ref::new(ROOT));
        // A page that is fitted to the printer's margins has other modules than the rules allow.
        catalog.viewer_preferences().display_doc_title(true).pair(Name(b"PrintScaling"), Name(b"None"));
        catalog.finish();
        self.object(Ref::new(CATALOG), &chunk)?;
        self.end()
    }

    fn end(mut self) -> Result<u64, LabelError> {
        let table = self.written;
        if table > MOST_BYTES {
            return Err(LabelError::FileTooLarge);
        }
        let size = self.places.len() + 1;
        let mut end = format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes();
        for place in &self.places {
            end.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
        }
        let trailer =
            format!("trailer\n<</Size {size}/Root {CATALOG} 0 R/Info {INFO} 0 R>>\nstartxref\n{table}\n%%EOF\n");
        end.extend_from_slice(trailer.as_bytes());
        self.write(&end)?;
        self.out.flush()?;
        Ok(self.written)
    }

    fn fonts(&mut self) -> Result<(), LabelError> {
        let name = Name(font::NAME);
        let thousandths = |part: f64| (part * 1000.0).round() as f32;
        let mut chunk = Chunk::with_settings(SETTINGS);
        let mut type0 = chunk.type0_font(Ref::new(TYPE0));
        type0.base_font(name).encoding_predefined(Name(b"Identity-H"));
        type0.descendant_font(Ref::new(CID_FONT)).to_unicode(Ref::new(UNICODE));
        type0.finish();
        self.object(Ref::new(TYPE0), &chunk)?;

        let mut chunk = Chunk::with_settings(SETTINGS);
        let mut cid = chunk.cid_font(Ref::new(CID_FONT));
        cid.subtype(CidFontType::Type2).base_font(name).system_info(SYSTEM).font_descriptor(Ref::new(DESCRIPTOR));
        cid.default_width(thousandths(font::ADVANCE)).cid_to_gid_map_predefined(Name(b"Identity"));
        cid.finish();
        self.object(Ref::new(CID_FONT), &chunk)?;

        let mut chunk = Chunk::with_settings(SETTINGS);
        let mut descriptor = chunk.font_descriptor(Ref::new(DESCRIPTOR));
        descriptor.name(name).flags(FontFlags::FIXED_PITCH | FontFlags::SYMBOLIC).italic_angle(0.0);
        descriptor.bbox(PdfRect::new(
            0.0,
            thousandths(-font::DESCENT),
            thousandths(font::ADVANCE),
            thousandths(font::ASCENT),
        ));
        descriptor.ascent(thousandths(font::ASCENT)).descent(thousandths(-font::DESCENT));
        descriptor.cap_height(thousandths(font::CAPITALS)).stem_v(80.0).font_file2(Ref::new(FONT_FILE));
        descriptor.finish();
        self.object(Ref::new(DESCRIPTOR), &chunk)?;

        self.stream(Ref::new(FONT_FILE), font::FILE, true)?;
        // What a search or a copied line says.
        let mut map = UnicodeCmap::<u16>::new(Name(b"Adobe-Identity-UCS"), SYSTEM);
        for (glyph, character) in font::glyphs() {
            map.pair(glyph, character);
        }
        self.stream(Ref::new(UNICODE), &map.finish(), false)
    }
}

/// A page's operators, in dots from the top left.
fn content(drawing: &Drawing, height: f32) -> Vec<u8> {
    let mut content = Content::with_settings(SETTINGS);
    content.transform([POINTS, 0.0, 0.0, -POINTS, 0.0, height]);
    for mark in &drawing.marks {
        // In modules: short numbers, and one path, so that no reader shows seams between rows.
        let [module, row, left, top] = [mark.module, mark.row, mark.left, mark.top].map(|dots| dots as f32);
        content.save_state().transform([module, 0.0, 0.0, row, left, top]);
        for run in mark.symbol.runs() {
            content.rect(run.column as f32, run.row as f32, run.length as f32, 1.0);
        }
        content.fill_nonzero().restore_state();
    }
    for line in &drawing.lines {
        let [x, y, width, height] = [line.x, line.y, line.width, line.height].map(|mm| to_dots(mm) as f32);
        content.rect(x, y, width.max(1.0), height.max(1.0));
    }
    if !drawing.lines.is_empty() {
        content.fill_nonzero();
    }
    for text in &drawing.texts {
        show(&mut content, text);
    }
    content.finish().to_vec()
}

fn show(content: &mut Content, text: &Text) {
    // A tenth of a dot is finer than any printer.
    let dots = |mm: f64| ((mm / DOT * 10.0).round() / 10.0) as f32;
    let glyphs: Vec<u8> = text.text.chars().filter_map(font::glyph).flat_map(u16::to_be_bytes).collect();
    content.begin_text().set_font(FONT, dots(text.size));
    content.set_text_matrix([1.0, 0.0, 0.0, -1.0, dots(text.x), dots(text.baseline)]);
    content.show(Str(&glyphs)).end_text();
}
