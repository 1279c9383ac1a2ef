//! What a scanner's or a typist's fault made of the code of a real pack. Every repair must lead to a pack that the ledger knows.

use anomaly::fact::{BatchId, ProductId, Repair, Time};
use gs1::Date;
use verdict::repair::{Fault, readings};

use crate::{
    catalogue::{Batch, Catalogue},
    distance::within,
    parts::{Last, Parts},
    serials::Nearest,
};

/// Fewest characters of a serial that are taken for the beginning of one.
const BEGINNING: usize = 6;
/// Most characters that a typist gets wrong.
const TYPED_WRONG: usize = 2;
/// Fewest characters of a lot that are looked for in a longer one.
const SHORTEST_LOT: usize = 3;

/// A pack, and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repaired {
    pub(crate) batch: BatchId,
    pub(crate) pack: u32,
    pub(crate) repair: Repair,
    /// By how many characters the serial was off.
    pub(crate) distance: Option<u8>,
    /// As printed, if that could be read.
    pub(crate) expiry: Option<Date>,
}

/// Repairs a code that is no pack's, the likeliest fault first.
pub(crate) fn repair(catalogue: &Catalogue, text: &str, parts: &Parts, by: Time) -> Option<Repaired> {
    let search = Search { catalogue, parts, by, expiry: parts.expiry.as_deref().and_then(|text| text.parse().ok()) };
    let product = parts.gtin.as_deref().and_then(|gtin| catalogue.product(gtin));
    let of_product = |product| {
        let first = || search.surrounded(product).or_else(|| search.letters(product));
        first().or_else(|| search.separators(product))
    };
    let after = |product| {
        let surplus = || search.surplus(product).or_else(|| search.truncated(product));
        surplus().or_else(|| search.typing(product))
    };
    let found = product.and_then(of_product).or_else(|| search.readings(text));
    found.or_else(|| product.and_then(after)).or_else(|| if product.is_none() { search.gtin() } else { None })
}

/// A text as a keyboard types it that has Y and Z the other way round.
fn swap_yz(text: &str) -> String {
    let swap = |letter: char| match letter {
        'y' => 'z',
        'z' => 'y',
        'Y' => 'Z',
        'Z' => 'Y',
        other => other,
    };
    text.chars().map(swap).collect()
}

/// Letters as they may have been meant.
fn letters(text: &str) -> [(Repair, String); 7] {
    let swap_case = |letter: char| {
        if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
    };
    let swapped = swap_yz(text);
    [
        (Repair::Case, text.chars().map(swap_case).collect()),
        (Repair::Case, text.to_ascii_uppercase()),
        (Repair::Case, text.to_ascii_lowercase()),
        (Repair::Layout, swapped.chars().map(swap_case).collect()),
        (Repair::Layout, swapped.to_ascii_uppercase()),
        (Repair::Layout, swapped.to_ascii_lowercase()),
        (Repair::Layout, swapped),
    ]
}

struct Search<'a> {
    catalogue: &'a Catalogue,
    parts: &'a Parts,
    by: Time,
    expiry: Option<Date>,
}

impl Search<'_> {
    fn found(&self, batch: BatchId, pack: u32, repair: Repair) -> Repaired {
        Repaired { batch, pack, repair, distance: None, expiry: self.expiry }
    }

    fn lot(&self) -> &str {
        self.parts.lot.as_deref().unwrap_or_default()
    }

    fn serial(&self) -> &str {
        self.parts.serial.as_deref().unwrap_or_default()
    }

    /// Lot and serial are those of a pack, but something else is wrong.
    fn surrounded(&self, product: ProductId) -> Option<Repaired> {
        let (id, batch) = self.catalogue.lot(product, self.lot(), self.serial(), self.by)?;
        let pack = batch.serials.get(self.serial())?;
        let around = self.parts.preceded || matches!(self.parts.last, Last::Surplus | Last::Piece);
        Some(self.found(id, pack, if around { Repair::Surplus } else { Repair::Typing }))
    }

    /// Capitals for small letters, or a German keyboard's Y and Z.
    fn letters(&self, product: ProductId) -> Option<Repaired> {
        let (lot, serial) = (self.lot(), self.serial());
        let (swapped_lot, swapped_serial) = (swap_yz(lot), swap_yz(serial));
        for (id, batch) in self.catalogue.batches_of(product, self.by) {
            let lot_how = match &batch.lot {
                real if real == lot => Repair::None,
                real if real.eq_ignore_ascii_case(lot) => Repair::Case,
                real if real.eq_ignore_ascii_case(&swapped_lot) => Repair::Layout,
                _ => continue,
            };
            let exact = letters(serial).into_iter().chain([(Repair::None, serial.to_owned())]);
            let any_case = |serial: &str, how| Some((how, batch.serials.in_other_case(serial)?));
            let found = exact
                .filter_map(|(how, serial)| Some((how, batch.serials.get(&serial)?)))
                .next()
                .or_else(|| any_case(serial, Repair::Case))
                .or_else(|| any_case(&swapped_serial, Repair::Layout));
            if let Some((how, pack)) = found {
                return Some(self.found(id, pack, how.max(lot_how)));
            }
        }
        None
    }

    /// The separators are lost: a lot and a serial of one batch stand in what is left.
    fn separators(&self, product: ProductId) -> Option<Repaired> {
        let merged = self.parts.merged.as_str();
        for (id, batch) in self.catalogue.batches_of(product, self.by) {
            let needle = format!("10{}", batch.lot);
            for (at, _) in merged.match_indices(&needle) {
                let (Some(before), Some(after)) = (merged.get(..at), merged.get(at + needle.len()..)) else { continue };
                let (one, other) = (piece(before, batch), piece(after, batch));
                let Some((one, other)) = one.zip(other) else { continue };
                let Some(pack) = one.pack.or(other.pack) else { continue };
                let expiry = one.expiry.or(other.expiry).and_then(|text| text.parse().ok());
                return Some(Repaired { expiry, ..self.found(id, pack, Repair::Separator) });
            }
        }
        None
    }

    /// What the product itself makes of a misconfigured scanner's text.
    fn readings(&self, text: &str) -> Option<Repaired> {
        readings(text).into_iter().find_map(|reading| {
            let scanned = &reading.code.scanned;
            let product = self.catalogue.product(&scanned.gtin.to_string())?;
            let (id, batch) = self.catalogue.lot(product, scanned.lot.as_str(), scanned.serial.as_str(), self.by)?;
            let pack = batch.serials.get(scanned.serial.as_str())?;
            let repair = gravest(&reading.faults);
            Some(Repaired { batch: id, pack, repair, distance: None, expiry: scanned.expiry })
        })
    }

    /// Lot or serial with something before or after it.
    fn surplus(&self, product: ProductId) -> Option<Repaired> {
        let (lot, serial) = (self.lot(), self.serial());
        let mut glued: Vec<(BatchId, &Batch)> = self
            .catalogue
            .batches_of(product, self.by)
            .filter(|(_, batch)| batch.lot.len() >= SHORTEST_LOT && lot.contains(&batch.lot))
            .collect();
        glued.sort_by_key(|(id, batch)| (std::cmp::Reverse(batch.lot.len()), *id));
        for (id, batch) in glued {
            let lengths = (BEGINNING..serial.len()).rev();
            let begun = || lengths.clone().find_map(|end| batch.serials.get(serial.get(..end)?));
            let ended = || lengths.clone().find_map(|length| batch.serials.get(serial.get(serial.len() - length..)?));
            if let Some(pack) = batch.serials.get(serial).or_else(begun).or_else(ended) {
                return Some(self.found(id, pack, Repair::Surplus));
            }
        }
        None
    }

    /// The end is missing: what is there begins the code of exactly one pack.
    fn truncated(&self, product: ProductId) -> Option<Repaired> {
        let (lot, serial, last) = (self.lot(), self.serial(), self.parts.last);
        let cut = |found: Option<(BatchId, u32)>| found.map(|(id, pack)| self.found(id, pack, Repair::Truncated));
        if let Some((id, batch)) = self.catalogue.lot(product, lot, serial, self.by) {
            let long = last == Last::Serial && serial.len() >= BEGINNING;
            return if long { cut(batch.serials.completed(serial).1.map(|pack| (id, pack))) } else { None };
        }
        if !self.lot().is_empty() && last != Last::Lot {
            return None;
        }
        // Without the whole lot, the serial must be that of one pack among all lots that may have been meant.
        let mut only = None;
        for (id, batch) in self.catalogue.batches_of(product, self.by).filter(|(_, batch)| batch.lot.starts_with(lot)) {
            let exact = batch.serials.get(serial).map(|pack| (1, Some(pack)));
            let begun = || {
                let may = last == Last::Serial && self.parts.lot.is_none() && serial.len() >= BEGINNING;
                if may { batch.serials.completed(serial) } else { (0, None) }
            };
            let (count, pack) = exact.unwrap_or_else(begun);
            if count > 1 || (count == 1 && only.is_some()) {
                return None;
            }
            only = only.or(pack.map(|pack| (id, pack)));
        }
        cut(only)
    }

    /// One or two characters of lot and serial are wrong.
    fn typing(&self, product: ProductId) -> Option<Repaired> {
        let (lot, serial) = (self.lot(), self.serial());
        if serial.len() < BEGINNING || lot.is_empty() {
            return None;
        }
        let mut best: Option<Typed> = None;
        for (id, batch) in self.catalogue.batches_of(product, self.by) {
            let Some(off) = within(lot, &batch.lot, TYPED_WRONG) else { continue };
            let most = TYPED_WRONG - off;
            let exact = batch.serials.get(serial).map(|pack| Nearest { distance: 0, pack: Some(pack) });
            let near = exact.or_else(|| if most > 0 { batch.serials.nearest(serial, most) } else { None });
            let Some(near) = near else { continue };
            let changes = off + near.distance;
            let pack = near.pack.map(|pack| (id, pack));
            match &mut best {
                Some(best) if best.changes < changes => {}
                Some(best) if best.changes == changes => best.pack = None,
                _ => best = Some(Typed { changes, in_serial: near.distance, pack }),
            }
        }
        let typed = best?;
        let (id, pack) = typed.pack?;
        let distance = u8::try_from(typed.in_serial).ok().filter(|distance| *distance > 0);
        Some(Repaired { distance, ..self.found(id, pack, Repair::Typing) })
    }

    /// The GTIN is wrong: lot and serial are those of one pack of a product whose GTIN is like it.
    fn gtin(&self) -> Option<Repaired> {
        let gtin = self.parts.gtin.as_deref()?;
        let mut found = self.catalogue.batches_with(self.lot(), self.by).filter_map(|(id, batch)| {
            let real = self.catalogue.gtin(batch.product)?.to_string();
            within(gtin, &real, TYPED_WRONG)?;
            Some((id, batch.serials.get(self.serial())?))
        });
        let (id, pack) = found.next()?;
        if found.next().is_some() { None } else { Some(self.found(id, pack, Repair::Typing)) }
    }
}

/// The pack that a typist most likely meant.
struct Typed {
    /// Characters that are wrong in lot and serial.
    changes: usize,
    /// In the serial alone.
    in_serial: usize,
    /// None if several are as likely.
    pack: Option<(BatchId, u32)>,
}

/// What stands on one side of the lot, where separators are lost.
#[derive(Default)]
struct Piece<'a> {
    pack: Option<u32>,
    expiry: Option<&'a str>,
}

/// Reads dates and at most one serial of the batch; none if anything else is there.
fn piece<'a>(text: &'a str, batch: &Batch) -> Option<Piece<'a>> {
    let mut piece = Piece::default();
    let mut rest = text;
    while let Some((ai, date)) = date(rest.get(..8).unwrap_or_default()) {
        piece.expiry = piece.expiry.or(if ai == "17" { Some(date) } else { None });
        rest = rest.get(8..)?;
    }
    if rest.is_empty() {
        return Some(piece);
    }
    let mut serial = rest.strip_prefix("21")?;
    loop {
        if let Some(pack) = batch.serials.get(serial) {
            piece.pack = Some(pack);
            return Some(piece);
        }
        let start = serial.len().checked_sub(8)?;
        let (ai, date) = date(serial.get(start..)?)?;
        piece.expiry = piece.expiry.or(if ai == "17" { Some(date) } else { None });
        serial = serial.get(..start)?;
    }
}

/// An element string's date: its identifier and its digits.
fn date(text: &str) -> Option<(&str, &str)> {
    let (ai, date) = text.split_at_checked(2)?;
    let digits = date.len() == 6 && date.bytes().all(|digit| digit.is_ascii_digit());
    (digits && ["11", "13", "15", "17"].contains(&ai)).then_some((ai, date))
}

/// The fault that tells most.
fn gravest(faults: &[Fault]) -> Repair {
    let repair = |fault: &Fault| match fault {
        Fault::GermanLayout | Fault::FrenchLayout => (0, Repair::Layout),
        Fault::CapsLock | Fault::UpperCase | Fault::LowerCase => (1, Repair::Case),
        Fault::OtherSeparator | Fault::LostSeparator | Fault::BrokenPrefix => (2, Repair::Separator),
        Fault::TrailingCharacters => (3, Repair::Surplus),
    };
    faults.iter().map(repair).min().map_or(Repair::Surplus, |(_, repair)| repair)
}
