//! Content rules of single components, named as in the GS1 Syntax Dictionary's linters.

use crate::{
    Date,
    check_digit::{mod10_holds, pair_holds},
    error::ErrorKind,
};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Lint {
    CheckDigit,
    CheckPair,
    CompanyPrefix,
    CompanyPrefixAfterFirst,
    Coupon,
    CouponOffer,
    CountryLetters,
    CountryNumber,
    CountryNumberOr999,
    Currency,
    Date,
    DateOrMonth,
    HasNonDigit,
    Hour,
    HourMinute,
    Hyphen,
    Iban,
    ImporterIndex,
    Latitude,
    LongDate,
    Longitude,
    MediaType,
    Minute,
    NoZeroPrefix,
    NonZero,
    PackageType,
    PercentEncoded,
    PieceOfTotal,
    PositionInSequence,
    Second,
    Sex,
    Winding,
    YesNo,
    Zero,
}

impl Lint {
    /// Checks one component; `text` is ASCII of the component's character set.
    pub fn check(self, text: &[u8]) -> Result<(), ErrorKind> {
        use ErrorKind::*;
        let demand = |holds: bool, kind| if holds { Ok(()) } else { Err(kind) };
        match self {
            Self::CheckDigit => demand(mod10_holds(text), BadCheckDigit),
            Self::CheckPair => demand(pair_holds(text), BadCheckDigit),
            Self::CompanyPrefix => demand(leading_digits(text) >= 4, BadCompanyPrefix),
            Self::CompanyPrefixAfterFirst => demand(leading_digits(text) >= 5, BadCompanyPrefix),
            Self::Coupon => demand(text.len() >= 6 && leading_digits(text) >= 6, BadContent),
            Self::CouponOffer => demand(matches!(text.first(), Some(b'0' | b'1')), BadContent),
            Self::CountryLetters => demand(in_list(COUNTRY_LETTERS, 2, text), NotInList),
            Self::CountryNumber => demand(in_list(COUNTRY_NUMBERS, 3, text), NotInList),
            Self::CountryNumberOr999 => demand(text == b"999" || in_list(COUNTRY_NUMBERS, 3, text), NotInList),
            Self::Currency => demand(in_list(CURRENCY_NUMBERS, 3, text), NotInList),
            Self::Date => demand(!text.ends_with(b"00") && short_date(text), BadDate),
            Self::DateOrMonth => demand(short_date(text), BadDate),
            Self::HasNonDigit => demand(leading_digits(text) < text.len(), BadContent),
            Self::Hour => demand(number(text) < 24, BadTime),
            Self::HourMinute => demand(text.len() == 4 && number(&text[..2]) < 24 && number(&text[2..]) < 60, BadTime),
            Self::Hyphen => demand(text.iter().all(|byte| *byte == b'-'), BadContent),
            Self::Iban => demand(iban(text), BadContent),
            Self::ImporterIndex => {
                demand(text.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')), BadContent)
            }
            Self::Latitude => demand(number(text) <= 1_800_000_000, BadContent),
            Self::LongDate => demand(long_date(text), BadDate),
            Self::Longitude => demand(number(text) <= 3_600_000_000, BadContent),
            Self::MediaType => demand((1..=10).contains(&number(text)) || number(text) >= 80, NotInList),
            Self::Minute | Self::Second => demand(number(text) < 60, BadTime),
            Self::NoZeroPrefix => demand(text == b"0" || text.first() != Some(&b'0'), BadContent),
            Self::NonZero => demand(number(text) != 0, BadContent),
            Self::PackageType => {
                demand(text.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()), NotInList)
            }
            Self::PercentEncoded => demand(percent_encoded(text), BadEscape),
            Self::PieceOfTotal => demand(text.len() == 4 && piece_of_total(text), BadContent),
            Self::PositionInSequence => demand(position_in_sequence(text), BadContent),
            Self::Sex => demand(matches!(text, b"0" | b"1" | b"2" | b"9"), NotInList),
            Self::Winding => demand(matches!(text, b"0" | b"1" | b"9"), BadContent),
            Self::YesNo => demand(matches!(text, b"0" | b"1"), BadContent),
            Self::Zero => demand(text == b"0", BadContent),
        }
    }
}

fn leading_digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The value of a short run of digits; `u64::MAX` if it is none.
fn number(text: &[u8]) -> u64 {
    core::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(u64::MAX)
}

fn short_date(text: &[u8]) -> bool {
    core::str::from_utf8(text).is_ok_and(|text| text.parse::<Date>().is_ok())
}

fn long_date(text: &[u8]) -> bool {
    if text.len() != 8 {
        return false;
    }
    let (year, month, day) = (number(&text[..4]), number(&text[4..6]), number(&text[6..]));
    // Dates of birth reach further back than `Date`: the same day in a year of the same length decides.
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    day != 0 && Date::new(if leap { 2000 } else { 2001 }, month as u8, day as u8).is_some()
}

fn percent_encoded(text: &[u8]) -> bool {
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        let whole = |next: Option<&u8>| next.is_some_and(u8::is_ascii_hexdigit);
        if *byte == b'%' && !(whole(rest.next()) && whole(rest.next())) {
            return false;
        }
    }
    true
}

fn piece_of_total(text: &[u8]) -> bool {
    let (piece, total) = (number(&text[..2]), number(&text[2..]));
    piece != 0 && piece <= total
}

fn position_in_sequence(text: &[u8]) -> bool {
    matches!(text, [piece @ b'1'..=b'9', b'/', total @ b'1'..=b'9'] if piece <= total)
}

/// ISO 13616: two letters, two check digits, remainder 1 modulo 97.
fn iban(text: &[u8]) -> bool {
    let [a, b, c, d, account @ ..] = text else { return false };
    let head = a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit();
    if !head || account.len() < 6 {
        return false;
    }
    let mut remainder = 0u32;
    for byte in account.iter().chain([a, b, c, d]) {
        remainder = match byte {
            b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
            b'A'..=b'Z' => (remainder * 100 + u32::from(byte - b'A') + 10) % 97,
            _ => return false,
        };
    }
    remainder == 1
}

/// Whether `text` is one of the `width`-character entries of `list`.
fn in_list(list: &str, width: usize, text: &[u8]) -> bool {
    text.len() == width && list.as_bytes().split(|byte| *byte == b' ').any(|entry| entry == text)
}

/// ISO 3166-1 numeric.
const COUNTRY_NUMBERS: &str = "004 008 010 012 016 020 024 028 031 032 036 040 044 048 050 051 052 056 060 064 068 070 072 074 076 084 086 090 092 096 100 104 108 112 116 120 124 132 136 140 144 148 152 156 158 162 166 170 174 175 178 180 184 188 191 192 196 203 204 208 212 214 218 222 226 231 232 233 234 238 239 242 246 248 250 254 258 260 262 266 268 270 275 276 288 292 296 300 304 308 312 316 320 324 328 332 334 336 340 344 348 352 356 360 364 368 372 376 380 384 388 392 398 400 404 408 410 414 417 418 422 426 428 430 434 438 440 442 446 450 454 458 462 466 470 474 478 480 484 492 496 498 499 500 504 508 512 516 520 524 528 531 533 534 535 540 548 554 558 562 566 570 574 578 580 581 583 584 585 586 591 598 600 604 608 612 616 620 624 626 630 634 638 642 643 646 652 654 659 660 662 663 666 670 674 678 682 686 688 690 694 702 703 704 705 706 710 716 724 728 729 732 740 744 748 752 756 760 762 764 768 772 776 780 784 788 792 795 796 798 800 804 807 818 826 831 832 833 834 840 850 854 858 860 862 876 882 887 894";

/// ISO 3166-1 alpha-2.
const COUNTRY_LETTERS: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// ISO 4217 numeric.
const CURRENCY_NUMBERS: &str = "008 012 032 036 044 048 050 051 052 060 064 068 072 084 090 096 104 108 116 124 132 136 144 152 156 170 174 188 191 192 203 208 214 222 230 232 238 242 262 270 292 320 324 328 332 340 344 348 352 356 360 364 368 376 388 392 396 398 400 404 408 410 414 417 418 422 426 430 434 446 454 458 462 480 484 496 498 504 512 516 524 532 533 548 554 558 566 578 586 590 598 600 604 608 634 643 646 654 682 690 694 702 704 706 710 728 748 752 756 760 764 776 780 784 788 800 807 818 826 834 840 858 860 882 886 901 924 925 926 927 928 929 930 931 932 933 934 936 938 940 941 943 944 946 947 948 949 950 951 952 953 955 956 957 958 959 960 961 962 963 964 965 967 968 969 970 971 972 973 975 976 977 978 979 980 981 984 985 986 990 994 997 999";
