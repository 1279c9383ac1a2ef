//! From pages to the bytes of a PDF file.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{
    Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{AssociationKind, CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use ttf_parser::{Face, GlyphId};

use crate::typeset::{Font, PAGE, Page};

const SYSTEM: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
/// How dark secondary text is: 0 is black. It can still be read in a copy.
const FAINT: f32 = 0.35;

/// A file inside the document.
pub(crate) struct Attachment<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is.
    pub about: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What a document says of itself.
pub(crate) struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// The tag of its language.
    pub language: &'a str,
}

/// Gives out the numbers of objects.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// Writes a document.
pub(crate) fn write(about: &About<'_>, pages: &[Page], fonts: &[Font], attachment: &Attachment<'_>) -> Vec<u8> {
    let (mut pdf, mut numbers) = (Pdf::new(), Numbers(0));
    let (catalog, info, tree) = (numbers.next(), numbers.next(), numbers.next());
    let (spec, file) = (numbers.next(), numbers.next());
    let font_ids: Vec<Ref> = fonts.iter().map(|font| write_font(&mut pdf, &mut numbers, font)).collect();
    let mut kids = Vec::new();
    for page in pages {
        let (id, contents) = (numbers.next(), numbers.next());
        kids.push(id);
        pdf.stream(contents, &packed(&content(page))).filter(Filter::FlateDecode);
        let mut writer = pdf.page(id);
        writer.parent(tree).media_box(Rect::new(0.0, 0.0, PAGE[0], PAGE[1])).contents(contents);
        let mut resources = writer.resources();
        let mut named = resources.fonts();
        for (number, font) in font_ids.iter().enumerate() {
            named.pair(Name(name(number).as_bytes()), *font);
        }
    }
    pdf.pages(tree).count(kids.len() as i32).kids(kids);

    let bytes = packed(attachment.bytes);
    let mut embedded = pdf.embedded_file(file, &bytes);
    embedded.filter(Filter::FlateDecode);
    embedded.subtype(Name(b"application/json"));
    embedded.params().size(i32::try_from(attachment.bytes.len()).unwrap_or(i32::MAX));
    embedded.finish();
    let mut described = pdf.file_spec(spec);
    described.path(Str(attachment.name.as_bytes())).unic_file(TextStr(attachment.name));
    described.description(TextStr(attachment.about)).association_kind(AssociationKind::Source);
    described.embedded_file_with_unicode(file);
    described.finish();

    pdf.document_info(info).title(TextStr(about.title)).producer(TextStr("Medtrail"));
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr(about.language));
    root.names().embedded_files().names().insert(Str(attachment.name.as_bytes()), spec);
    root.insert(Name(b"AF")).array().item(spec);
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.finish()
}

fn name(font: usize) -> String {
    format!("F{font}")
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Memory takes everything.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

fn content(page: &Page) -> Vec<u8> {
    let mut content = Content::new();
    content.set_line_width(1.5);
    for [left, bottom, width, height] in page.frames.iter().copied() {
        content.rect(left, bottom, width, height).stroke();
    }
    for piece in &page.pieces {
        let glyphs: Vec<u8> = piece.glyphs.iter().flat_map(|glyph| glyph.to_be_bytes()).collect();
        content.set_fill_gray(if piece.faint { FAINT } else { 0.0 });
        content.begin_text().set_font(Name(name(piece.font).as_bytes()), piece.size);
        content.set_text_matrix([1.0, 0.0, 0.0, 1.0, piece.at[0], piece.at[1]]);
        content.show(Str(&glyphs)).end_text();
    }
    content.finish().to_vec()
}

/// Embeds a font as a whole: a paper that is kept for years must look the same then.
fn write_font(pdf: &mut Pdf, numbers: &mut Numbers, font: &Font) -> Ref {
    let (id, cid, descriptor, file, unicode) =
        (numbers.next(), numbers.next(), numbers.next(), numbers.next(), numbers.next());
    let face = Face::parse(&font.file, 0).ok();
    let named = face.as_ref().and_then(|face| {
        let mut names = face.names().into_iter();
        names.find(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME && name.is_unicode())?.to_string()
    });
    let named = named.unwrap_or_else(|| "Font".into());
    let base = Name(named.as_bytes());
    let thousandths = |units: i16| {
        let em = face.as_ref().map_or(1_000, Face::units_per_em).max(1);
        f32::from(units) * 1_000.0 / f32::from(em)
    };
    let mut type0 = pdf.type0_font(id);
    type0.base_font(base).encoding_predefined(Name(b"Identity-H")).descendant_font(cid).to_unicode(unicode);
    type0.finish();

    let mut writer = pdf.cid_font(cid);
    writer.subtype(CidFontType::Type2).base_font(base).system_info(SYSTEM).font_descriptor(descriptor);
    writer.default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = writer.widths();
    for glyph in font.glyphs.keys() {
        let advance = face.as_ref().and_then(|face| face.glyph_hor_advance(GlyphId(*glyph))).unwrap_or_default();
        widths.consecutive(*glyph, [thousandths(i16::try_from(advance).unwrap_or(i16::MAX))]);
    }
    widths.finish();
    writer.finish();

    let mut writer = pdf.font_descriptor(descriptor);
    writer.name(base).flags(FontFlags::SYMBOLIC).italic_angle(0.0).stem_v(80.0).font_file2(file);
    if let Some(face) = &face {
        let bounds = face.global_bounding_box();
        let [left, bottom, right, top] = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(thousandths);
        writer.bbox(Rect::new(left, bottom, right, top));
        writer.ascent(thousandths(face.ascender())).descent(thousandths(face.descender()));
        writer.cap_height(thousandths(face.capital_height().unwrap_or(face.ascender())));
    }
    writer.finish();

    let bytes = packed(&font.file);
    let mut stream = pdf.stream(file, &bytes);
    stream.filter(Filter::FlateDecode).pair(Name(b"Length1"), font.file.len() as i32);
    stream.finish();
    // What a search or a copied line says.
    let mut map = UnicodeCmap::<u16>::new(Name(b"Adobe-Identity-UCS"), SYSTEM);
    for (glyph, letters) in &font.glyphs {
        map.pair_with_multiple(*glyph, letters.chars());
    }
    let bytes = packed(&map.finish());
    pdf.stream(unicode, &bytes).filter(Filter::FlateDecode);
    id
}
