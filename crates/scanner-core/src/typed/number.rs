//! Numbers of products: GTINs, and German PZNs as an example of national ones.

use gs1::{Gtin, check_digit::mod10_holds};
use verdict::Message;

use super::{Form, Found, Seen, Stand, bad_check_digit};
use crate::sentences as say;

/// Application identifiers with which the codes of packs begin. A long number that begins so may become one.
const BEGINNINGS: [&str; 8] = ["01", "10", "11", "13", "15", "17", "21", "24"];

/// Looks at a text that may become a product's number, spaces and hyphens left aside; `None` if it cannot.
pub(super) fn look(text: &str) -> Option<Found> {
    let upper = text.get(..3).map(str::to_ascii_uppercase);
    let named = upper.as_deref() == Some("PZN");
    if !named && "PZN".starts_with(&text.to_ascii_uppercase()) {
        return Some(found(None, None));
    }
    let rest = if named { text.get(3..)? } else { text };
    // As printed: `PZN - 01234562`, `-01234562`.
    let rest = rest.trim_start_matches([' ', ':', '-', '.']);
    let hyphen = rest.len() < text.len();
    if rest.contains(|letter: char| !letter.is_ascii_digit() && !" -\u{a0}".contains(letter)) {
        return None;
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    if digits.len() > 14 || digits.is_empty() && !hyphen {
        return None;
    }
    let pzn = pzn(&digits);
    if hyphen {
        return Some(match pzn {
            Some(gtin) => found(Some(gtin), Some(say::TYPED_PZN.with("gtin", gtin.to_string()))),
            None => found(None, None),
        });
    }
    let whole = matches!(digits.len(), 8 | 12 | 13 | 14);
    if !whole {
        return Some(found(None, None));
    }
    if mod10_holds(digits.as_bytes()) {
        return Some(found(digits.parse().ok(), Some(say::TYPED_PRODUCT_ONLY.into())));
    }
    if let Some(gtin) = pzn {
        return Some(found(Some(gtin), Some(say::TYPED_PZN.with("gtin", gtin.to_string()))));
    }
    let may_go_on = digits.len() < 14 || BEGINNINGS.iter().any(|ai| digits.starts_with(ai));
    let wrong = bad_check_digit(&digits)?;
    Some(if may_go_on {
        found(None, if_whole(wrong, &digits))
    } else {
        let at = text.rfind(|letter: char| letter.is_ascii_digit()).unwrap_or(0);
        Found { form: Form::Number, seen: Vec::new(), standing: Stand::Wrong { at, what: wrong }, hint: None }
    })
}

fn found(gtin: Option<Gtin>, hint: Option<Message>) -> Found {
    let seen = gtin.map(|gtin| Seen { ai: "01".into(), value: gtin.to_string() });
    Found { form: Form::Number, seen: seen.into_iter().collect(), standing: Stand::Unfinished { more: 0 }, hint }
}

/// A hint for a number that may be whole. One that begins as codes of packs do most likely goes on.
fn if_whole(wrong: Message, digits: &str) -> Option<Message> {
    let goes_on = digits.starts_with("01") && digits.len() > 8;
    (!goes_on).then(|| say::TYPED_IF_WHOLE.with("wrong", wrong))
}

/// The GTIN of a German PZN: seven digits and one that checks them, older ones six and one.
fn pzn(digits: &str) -> Option<Gtin> {
    if !matches!(digits.len(), 7 | 8) {
        return None;
    }
    let padded = format!("{digits:0>8}");
    let (last, body) = padded.as_bytes().split_last()?;
    let sum: u32 = body.iter().zip(1..).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    if sum % 11 != u32::from(last - b'0') || body.iter().all(|digit| *digit == b'0') {
        return None;
    }
    let article = format!("4150{padded}");
    let check = gs1::check_digit::mod10(article.as_bytes())?;
    format!("{article}{}", char::from(check)).parse().ok()
}
