//! What labels of all kinds have in common, drawn on every sheet and read back from pixels.

use std::{
    io::{self, Write},
    ops::ControlFlow,
};

use decode::Format;
use gs1::{Date, Lot, Serial};
use pack_commitment::{LabelMaterial, Proof};

use crate::*;

/// A proof as long as one of that many packs. Its hashes are noise, as real ones are.
pub(crate) fn material(index: u32, packs: u32) -> LabelMaterial {
    let mut state = u64::from(index).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    let salt = std::array::from_fn(|_| noise());
    let path = (0..packs.next_power_of_two().ilog2()).map(|_| std::array::from_fn(|_| noise())).collect();
    LabelMaterial { salt, proof: Proof { index, path } }
}

pub(crate) fn pack_of<'a>(lot: &'a Lot, serial: &'a Serial) -> Pack<'a> {
    let expiry = Date::from_number(20_291_231).expect("a date");
    Pack { gtin: "04012345678901".parse().expect("a GTIN"), lot, expiry, serial }
}

/// A label; with a proof if the batch has packs.
pub(crate) fn label(lot: &str, serial: &str, packs: u32) -> PackLabel {
    let (lot, serial) = (lot.parse().expect("a lot"), serial.parse().expect("a serial"));
    let proof = (packs > 0).then(|| material(packs / 2, packs));
    PackLabel::new(&pack_of(&lot, &serial), "https://id.medtrail.example", proof.as_ref()).expect("a label")
}

pub(crate) fn case(sscc: &str) -> LogisticLabel {
    LogisticLabel {
        sscc: sscc.parse().expect("an SSCC"),
        from: "Medtrail Pharma GmbH\nWerkstraße 1\n12345 Łódź".into(),
        to: "Großhandel <Süd> & Söhne\n80331 München".into(),
        product: "Amoxicillin 500 mg, 20 tablets".into(),
        lot: Some("LOT-7".parse().expect("a lot")),
        count: Some(480),
        expiry: Date::from_number(20_291_231),
    }
}

/// Sheets for pack labels, with the number of packs in the largest batch whose proofs they hold.
fn pack_sheets() -> impl Iterator<Item = (&'static str, Sheet, u32)> {
    PRESETS.into_iter().map(|Preset { name, about, sheet }| {
        let packs = if about.contains("without proofs") { 0 } else { 1 << 20 };
        (name, sheet, packs)
    })
}

/// Lots and serials from the shortest to the longest and oddest.
const PACKS: [(&str, &str); 4] = [
    ("7", "1"),
    ("LOT-7", "K7NDQ4XW8PLM2R"),
    ("%&'()*+,-./:;<=>?!\"_", "&<\">%&'()*+,-./:;<=>"),
    ("wwwwwwwwwwwwwwwwwwww", "WWWWWWWWWWWWWWWWWWWW"),
];

/// That everything stays inside the label, apart from everything else, and within the rules.
fn check(drawing: &Drawing, room: [f64; 2], what: &str) {
    let label = Rect { x: 0.0, y: 0.0, width: room[0], height: room[1] };
    let marks = drawing.marks.iter().map(|mark| (format!("{:?}", mark.symbol.kind()), mark.area_with_quiet_zone()));
    let texts = drawing.texts.iter().map(|text| (text.text.clone(), text.area()));
    let lines = drawing.lines.iter().map(|line| ("line".to_owned(), *line));
    let areas: Vec<_> = marks.chain(texts).chain(lines).collect();
    for (number, (name, area)) in areas.iter().enumerate() {
        assert!(label.holds(area), "{what}: {name} leaves the label: {area:?} in {room:?}");
        for (other_name, other) in areas.iter().skip(number + 1) {
            assert!(!area.overlaps(other), "{what}: {name} {area:?} touches {other_name} {other:?}");
        }
    }
    for mark in &drawing.marks {
        let rule = match mark.symbol.kind() {
            Kind::Qr => rules::QR,
            Kind::DataMatrix => rules::DATAMATRIX,
            Kind::Gs1128 => rules::GS1_128,
        };
        assert!((rule.min..=rule.max).contains(&mark.x_dimension()), "{what}: {}", mark.x_dimension());
        if mark.symbol.kind() == Kind::Gs1128 {
            assert!(mark.area().height >= rules::GS1_128_HEIGHT);
        }
    }
}

/// What `decode` reads in a part of a page.
pub(crate) fn read(page: &Drawing, part: &Rect, dots_per_inch: u32) -> Vec<(Format, String)> {
    let Pixels { width, height, luma } = page.picture(part, dots_per_inch);
    let picture = decode::Picture::new(width, height, luma).expect("pixels");
    decode::read_picture(&picture).into_iter().map(|symbol| (symbol.format, symbol.text)).collect()
}

/// What a label of a pack should be read as.
pub(crate) fn expected(label: &PackLabel) -> [(Format, String); 2] {
    [(Format::Qr, label.link().to_owned()), (Format::DataMatrix, format!("]d2{}", label.element_string()))]
}

#[test]
fn labels_of_packs_fit_every_sheet_and_are_read_back() {
    for (name, sheet, packs) in pack_sheets() {
        let mut labels: Vec<PackLabel> = PACKS.iter().map(|(lot, serial)| label(lot, serial, packs)).collect();
        if name == "letter-3x10" {
            // An inch is too little for the longest lots and serials.
            for long in labels.split_off(2) {
                assert_eq!(long.draw(sheet.label).expect_err(name).code(), "label-too-small");
            }
        }
        for label in &labels {
            check(&label.draw(sheet.label).expect(name), sheet.label, name);
        }
        let printed: Vec<Drawing> =
            pages(sheet, labels.iter().cloned().map(Ok)).collect::<Result<_, _>>().expect("pages");
        for page in &printed {
            check(page, sheet.paper.size(), name);
            let inside = |text: &Text| {
                (0..sheet.labels()).filter_map(|number| sheet.place(number)).any(|place| place.holds(&text.area()))
            };
            assert!(page.texts.iter().all(inside), "{name}");
        }
        for (number, label) in labels.iter().enumerate() {
            let page = number as u64 / sheet.labels();
            let place = sheet.place(number as u64 % sheet.labels()).expect("a place");
            // A pixel for a dot: what a printer is told.
            let found = read(&printed[page as usize], &place, 600);
            for symbol in expected(label) {
                assert!(found.contains(&symbol), "{name}: {symbol:?} not in {found:?}");
            }
        }
    }
}

#[test]
fn labels_of_cases_fit_and_are_read_back() {
    for name in ["a6", "a4-2x2", "a4-2x4", "letter-2x3"] {
        let sheet = Sheet::named(name).expect("a sheet");
        let full = case("340123450000000000");
        let bare =
            LogisticLabel { from: String::new(), product: String::new(), lot: None, count: None, ..full.clone() };
        let mut long =
            LogisticLabel { lot: "%&'()*+,-./:;<=>?!\"_".parse().ok(), count: Some(u32::MAX), ..full.clone() };
        if sheet.label[1] < 70.0 {
            long.from = "Medtrail".into();
            long.to = "Süd & Söhne".into();
        }
        for label in [&full, &bare, &long] {
            let drawing = label.draw(sheet.label).unwrap_or_else(|error| panic!("{name}: {error}"));
            check(&drawing, sheet.label, name);
        }
        let page = pages(sheet, [Ok(full.clone())]).next().expect("a page").expect("a page");
        let expected = [(Format::Code128, format!("]C100{}", full.sscc))];
        for dots_per_inch in [200, 300, 600] {
            let found = read(&page, &sheet.place(0).expect("a place"), dots_per_inch);
            assert_eq!(found, expected, "{name} {dots_per_inch}");
        }
        let texts = page.texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>();
        assert!(texts.contains(&"(00) 340123450000000000") && texts.contains(&"LOT-7"), "{texts:?}");
    }
}

#[test]
fn what_does_not_fit_is_refused_with_the_room_it_needs() {
    let [low, small] = ["a4-2x7", "a4-3x8"].map(|name| Sheet::named(name).expect("a sheet"));
    for sheet in [low, small] {
        let error = label("LOT-7", "K7NDQ4XW8PLM2R", 10_000).draw(sheet.label).expect_err("too much");
        let LabelError::NoRoom { needed, room } = &error else { panic!("{error}") };
        assert!(*room == sheet.label && needed[1] > room[1], "{error}");
        label("LOT-7", "K7NDQ4XW8PLM2R", 10_000).draw(*needed).expect("room enough");
        let error = case("340123450000000000").draw(sheet.label).expect_err("too much");
        assert_eq!(error.code(), "label-too-small");
    }
    let code = |label: LogisticLabel| label.draw([105.0, 148.0]).expect_err("too much").code();
    let good = case("340123450000000000");
    assert_eq!(code(LogisticLabel { to: "日本".into(), ..good.clone() }), "unprintable-text");
    assert_eq!(code(LogisticLabel { to: "a\u{1b}[2J".into(), ..good.clone() }), "unprintable-text");
    assert_eq!(code(LogisticLabel { product: "word ".repeat(2_000), ..good.clone() }), "text-too-long");
    assert_eq!(code(LogisticLabel { from: "x".repeat(100_000), ..good.clone() }), "text-too-long");
    assert_eq!(
        code(LogisticLabel { from: "\n".repeat(100_000) + "x\n\n" + &"y\n".repeat(200), ..good }),
        "text-too-long"
    );
}

#[test]
fn printing_can_be_stopped_and_says_how_far_it_came() {
    let sheet = Sheet::named("a4-3x8").expect("a sheet");
    let labels = || (0..100).map(|number| Ok(label("LOT-7", &number.to_string(), 0)));
    let mut heard = Vec::new();
    let stopped = write_pdf(io::sink(), &sheet, labels(), 100, |done, total| {
        heard.push((done, total));
        if done == 30 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(LabelError::Cancelled { done: 30, total: 100 })), "{stopped:?}");
    assert_eq!(heard, (1..=30).map(|done| (done, 100)).collect::<Vec<_>>());
    let printed = write_pdf(io::sink(), &sheet, labels(), 100, |_, _| ControlFlow::Continue(())).expect("a file");
    assert_eq!((printed.labels, printed.pages), (100, 5));
}

/// Takes so many bytes and no more, as a full disk does.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn errors_of_disk_labels_and_sheets_come_through() {
    let sheet = Sheet::named("a4-3x8").expect("a sheet");
    let go_on = |_, _| ControlFlow::Continue(());
    let labels = || (0..30).map(|number| Ok(label("LOT-7", &number.to_string(), 0)));
    let error = write_pdf(Full(10_000), &sheet, labels(), 30, go_on).expect_err("a full disk");
    assert!(matches!(error, LabelError::Write(_)), "{error}");
    let broken = labels().chain([Err(LabelError::BadExpiry)]);
    let error = write_pdf(io::sink(), &sheet, broken, 31, go_on).expect_err("a bad label");
    assert_eq!(error.code(), "bad-expiry");
    let error = write_pdf(io::sink(), &sheet, labels().take(0), 0, go_on).expect_err("nothing");
    assert_eq!(error.code(), "no-labels");
    let error = write_pdf(io::sink(), &Sheet { rows: 9, ..sheet }, labels(), 30, go_on).expect_err("no sheet");
    assert_eq!(error.code(), "bad-sheet");
}

#[test]
fn the_files_table_says_where_every_object_begins() {
    let sheet = Sheet::named("a6").expect("a sheet");
    let mut file = Vec::new();
    // More pages than one node of the tree holds.
    let labels = (0..1_001).map(|_| Ok(case("340123450000000000")));
    let printed = write_pdf(&mut file, &sheet, labels, 1_001, |_, _| ControlFlow::Continue(())).expect("a file");
    assert_eq!((printed.pages, printed.bytes), (1_001, file.len() as u64));
    let end = String::from_utf8_lossy(&file[file.len() - 40..]).into_owned();
    let table: usize = end.lines().rev().nth(1).expect("a number").parse().expect("a number");
    let table = String::from_utf8_lossy(&file[table..]).into_owned();
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("xref"));
    let objects: usize = lines.next().expect("a size")[2..].parse().expect("a size");
    assert_eq!(lines.next(), Some("0000000000 65535 f "));
    for (number, line) in (1..objects).zip(lines) {
        let place: usize = line[..10].parse().expect("a place");
        let head = format!("{number} 0 obj");
        assert_eq!(&file[place..place + head.len()], head.as_bytes());
    }
}
