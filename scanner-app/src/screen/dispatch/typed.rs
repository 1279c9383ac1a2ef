//! What digits and codes stand for while they are typed, or once they are scanned.

use gs1::{Gln, check_digit};
use ledger_types::BatchKey;
use scan::Code;

use super::What;

/// What is to be said of digits while they are typed, the last of which checks the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Digits {
    /// Nothing yet, or something else than digits.
    None,
    /// They are right.
    Good,
    /// They lack the last one: with it they would be these.
    Lack(String),
    /// The last one is wrong: these would be right.
    Wrong(String),
    /// There are so many of them, and it takes others.
    Count(usize),
}

/// What is to be said of digits that are typed, of which there are to be so many.
pub fn digits(text: &str, many: usize) -> Digits {
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Digits::None;
    }
    let whole = |body: &str| check_digit::mod10(body.as_bytes()).map(|digit| format!("{body}{}", char::from(digit)));
    match (text.len(), text.get(..many.saturating_sub(1)).and_then(whole)) {
        (typed, Some(whole)) if typed + 1 == many => Digits::Lack(whole),
        (typed, Some(whole)) if typed == many && whole == text => Digits::Good,
        (typed, Some(whole)) if typed == many => Digits::Wrong(whole),
        (typed, _) => Digits::Count(typed),
    }
}

/// The pack that a code names.
pub(super) fn pack(code: &Code) -> Option<What> {
    let batch = BatchKey::new(code.scanned.gtin.number(), code.scanned.lot.as_bytes())?;
    Some(What::Pack(batch, code.scanned.serial.as_str().to_owned()))
}

/// The Global Location Number in a text, if it is one.
pub(super) fn gln(text: &str) -> Option<u64> {
    let text = text.trim();
    let bare = text.parse::<Gln>().ok();
    let read = || {
        let message = gs1::parse(text).ok()?;
        ["414", "410", "413", "417"].into_iter().find_map(|ai| message.value(ai)?.parse::<Gln>().ok())
    };
    bare.or_else(read).map(Gln::number)
}
