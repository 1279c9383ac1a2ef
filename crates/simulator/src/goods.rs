//! Products, batches and serials.

use world::{SiteKind, Time};

use crate::{
    config::{self, DAY},
    dice::{Dice, mix},
    habits::Habits,
    sites::Site,
};

/// What a maker's serials look like.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Their characters.
    pub letters: &'static str,
    /// How many. At most 20 [Reg Art. 4].
    pub length: usize,
}

/// How a maker prints its packs.
#[derive(Clone, Copy, Debug)]
pub struct Print {
    /// Whether as a GS1 Digital Link.
    pub link: bool,
    /// The order of GTIN, serial, expiry and lot after the GTIN.
    pub order: u8,
    /// Whether expiries end with day 00.
    pub month_only: bool,
    /// What its serials look like.
    pub shape: Shape,
    /// What its lots look like.
    pub lot: u8,
}

/// One presentation of a medicine.
#[derive(Clone, Debug)]
pub struct Product {
    /// GTIN.
    pub gtin: String,
    /// Which medicine.
    pub medicine: usize,
    /// Its name.
    pub name: String,
    /// Who makes it.
    pub maker: usize,
    /// For which countries.
    pub markets: Vec<usize>,
    /// Whether at 2–8 °C.
    pub cold: bool,
    /// From 1 to 5.
    pub band: u8,
    /// Its part of the demand.
    pub weight: f64,
    /// Packs in a case.
    pub case: u32,
    /// How it is printed.
    pub print: Print,
    /// From which serials are made.
    pub key: u64,
    /// Serials given so far.
    pub serials: u64,
    /// From when on it is sold.
    pub launched: Time,
}

/// A batch.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Of which product.
    pub product: usize,
    /// As printed.
    pub lot: String,
    /// As printed.
    pub expiry: String,
    /// When that is.
    pub expires: Time,
    /// When it was made, as printed.
    pub made: String,
    /// The number of its first pack.
    pub first: u32,
    /// How many.
    pub packs: u32,
    /// Serial number of its first pack within the product.
    pub serials: u64,
    /// When the ledger learns of it.
    pub registered: Time,
    /// And of its release.
    pub released: Time,
    /// When it was recalled or withdrawn.
    pub stopped: Option<Time>,
}

const DIGITS: &str = "0123456789";
const UPPER: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const CLEAR: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const MIXED: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The habits of a maker.
pub fn print(dice: &mut Dice, habits: &Habits) -> Print {
    let letters = *dice.pick(&[DIGITS, UPPER, UPPER, CLEAR, MIXED]);
    let least = if letters == DIGITS { 10 } else { 8 };
    Print {
        link: dice.chance(habits.links),
        order: dice.below(4) as u8,
        month_only: dice.chance(0.4),
        shape: Shape { letters, length: dice.whole(least, 20) as usize },
        lot: dice.below(4) as u8,
    }
}

/// GTIN with its check digit, of 13 digits.
fn gtin(body: u64) -> String {
    let digits = format!("{body:013}");
    let sum: u32 =
        digits.bytes().zip([3, 1].into_iter().cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A GTIN for a number.
pub fn gtin_of(seed: u64, maker: usize, number: usize) -> String {
    gtin(400_000_000_000 + mix(seed, maker as u64) % 90_000 * 1_000_000 + number as u64 * 7 % 1_000_000)
}

const STEMS: [&str; 24] = [
    "Abel", "Bori", "Cali", "Dora", "Elvi", "Fura", "Gati", "Hero", "Ilu", "Jani", "Kato", "Lume", "Miro", "Nova",
    "Olti", "Pera", "Quil", "Rema", "Soli", "Tavi", "Ura", "Veno", "Xali", "Zeno",
];
const ENDS: [&str; 12] =
    ["pril", "sartan", "statin", "mab", "cillin", "zole", "profen", "gliptin", "tide", "dipine", "olol", "oxacin"];

/// The products of a world: each medicine in one presentation for each group of markets.
pub fn products(seed: u64, habits: &Habits, sites: &[Site], countries: usize, medicines: usize) -> Vec<Product> {
    let dice = &mut Dice::new(seed, "products", 0);
    let makers: Vec<usize> = (0..sites.len()).filter(|site| sites[*site].kind == SiteKind::Manufacturer).collect();
    let prints: Vec<Print> = makers.iter().map(|_| print(dice, habits)).collect();
    let mut made = Vec::new();
    // Every country has some cold medicines that sell well.
    let surely = [dice.index(medicines.min(8)), dice.index(medicines.min(16))];
    for medicine in 0..medicines {
        let weight = 1.0 / libm::pow(1.0 + medicine as f64, habits.zipf);
        let (cold, band) = (
            dice.chance(habits.cold) || surely.contains(&medicine),
            1 + dice.weighted(&[0.35, 0.27, 0.18, 0.12, 0.08]) as u8,
        );
        let band = if cold { band.max(3) } else { band };
        let maker = dice.index(makers.len());
        let strength = dice.pick(&[5, 10, 20, 25, 40, 50, 80, 100, 200, 400, 500]);
        let name = format!("{}{} {strength} mg", dice.pick(&STEMS), dice.pick(&ENDS));
        let case = *dice.pick(&[6, 10, 12, 20, 24, 30, 40, 48, 60]);
        let groups = dice.whole(1, (countries as i64).min(3)) as usize;
        let mut markets = vec![Vec::new(); groups];
        for country in 0..countries {
            let group = if country < groups { country } else { dice.index(groups) };
            markets[group].push(country);
        }
        for markets in markets {
            made.push(Product {
                gtin: gtin_of(seed, makers[maker], made.len()),
                medicine,
                name: name.clone(),
                maker: makers[maker],
                markets,
                cold,
                band,
                weight: weight * dice.between(0.7, 1.4),
                case,
                print: prints[maker],
                key: dice.bits(),
                serials: 0,
                launched: 0,
            });
        }
    }
    made
}

/// The `number`th serial of a product: random to look at, and never the same twice.
pub fn serial(product: &Product, number: u64) -> String {
    let shape = product.print.shape;
    let letters = shape.letters.as_bytes();
    let base = letters.len() as u64;
    let (mut space, mut free, mut bits) = (1u64, 0, 2);
    while free < shape.length && space < (1 << 56) / base {
        space *= base;
        free += 1;
    }
    while (1u64 << bits) < space {
        bits += 2;
    }
    // Mixing is one to one within so many bits; what falls outside of the space is mixed again.
    let mut mixed = feistel(product.key, bits, number);
    while mixed >= space {
        mixed = feistel(product.key, bits, mixed);
    }
    let mut serial = Vec::with_capacity(shape.length);
    let rest = &mut mix(product.key, mixed);
    for place in 0..shape.length {
        let from = if place < free { &mut mixed } else { &mut *rest };
        serial.push(letters[(*from % base) as usize]);
        *from /= base;
    }
    serial.into_iter().map(char::from).collect()
}

fn feistel(key: u64, bits: u32, number: u64) -> u64 {
    let half = bits / 2;
    let mask = (1u64 << half) - 1;
    let (mut left, mut right) = ((number >> half) & mask, number & mask);
    for round in 0..4 {
        (left, right) = (right, left ^ (mix(key.wrapping_add(round), right) & mask));
    }
    left << half | right
}

/// A serial of a shape that nobody gave.
pub fn invented(dice: &mut Dice, shape: Shape) -> String {
    (0..shape.length).map(|_| char::from(*dice.pick(shape.letters.as_bytes()))).collect()
}

/// Year, month and day of a time.
pub fn date(time: Time) -> (i64, i64, i64) {
    let days = time.div_euclid(DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let rest = day - (365 * year + year / 4 - year / 100);
    let month = (5 * rest + 2) / 153;
    let (shown, month) = (rest - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (year + era * 400 + i64::from(month <= 2), month, shown)
}

/// YYMMDD.
pub fn printed(time: Time, month_only: bool) -> String {
    let (year, month, day) = date(time);
    format!("{:02}{month:02}{:02}", year.rem_euclid(100), if month_only { 0 } else { day })
}

/// A lot of a maker's shape.
pub fn lot(dice: &mut Dice, shape: u8, made: Time) -> String {
    let (year, month, _) = date(made);
    let letter = |dice: &mut Dice| char::from(b'A' + dice.below(26) as u8);
    match shape {
        0 => format!("{}{}{:04}", letter(dice), year % 10, dice.below(10_000)),
        1 => format!("{:02}{month:02}{:03}", year % 100, dice.below(1_000)),
        2 => format!("{}{}{:05}{}", letter(dice), letter(dice), dice.below(100_000), letter(dice)),
        _ => format!("{:07}", dice.below(10_000_000)),
    }
}

/// A batch of a product, made some time before `when`.
pub fn batch(dice: &mut Dice, product: &mut Product, first: u32, packs: u32, when: Time) -> Batch {
    let made = when - DAY * dice.whole(4, 60);
    let life = DAY * *dice.pick(&[540, 730, 730, 1_095, 1_095]);
    // Some stock is old when the world begins.
    let old = if dice.chance(0.12) { DAY * dice.whole(life / DAY / 3, life / DAY - 150) } else { 0 };
    let old = if dice.chance(0.012) { life - (when - made) - DAY * dice.whole(45, 110) } else { old };
    let expiry = printed(made + life - old, product.print.month_only);
    let expires = if product.print.month_only {
        let (year, month, _) = date(made + life - old);
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        start_of(year, month)
    } else {
        (made + life - old).div_euclid(DAY) * DAY + DAY
    };
    let serials = product.serials;
    product.serials += u64::from(packs);
    let lot = lot(dice, product.print.lot, made - old);
    let released = when + dice.whole(3 * config::HOUR, 3 * DAY);
    let made = printed(made - old, false);
    Batch { product: 0, lot, expiry, expires, made, first, packs, serials, registered: when, released, stopped: None }
}

/// The first second of a month.
fn start_of(year: i64, month: i64) -> Time {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let day = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5;
    (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day - 719_468) * DAY
}
