//! Numbers for cases and pallets.

use gs1::{Gln, KeyError, Sscc, check_digit};

/// Seconds for which a proposed number stands: no two of one GLN are alike within a year, which GS1 asks for.
const SLOT: u64 = 900;
/// How many numbers begin with the digits of one GLN: one digit before them and four behind.
const NUMBERS: u64 = 100_000;

/// A number for a case, made of the digits of its sender's GLN and the clock (seconds since 1970-01-01 UTC): another one
/// than the last. Whoever numbers cases of the same GLN in another way has to look after that none is used twice.
///
/// # Errors
/// [`KeyError`], which cannot happen with a sound GLN.
pub fn propose_sscc(gln: Gln, now: u64, last: Option<Sscc>) -> Result<Sscc, KeyError> {
    // Without its check digit, a GLN begins with its owner's GS1 company prefix, as an SSCC has to behind its first digit.
    let owner = gln.number() / 10;
    let of_last = last.map(Sscc::number).filter(|last| last / 100_000 % 1_000_000_000_000 == owner);
    let number = |sscc: u64| sscc / 100_000_000_000_000_000 * 10_000 + sscc / 10 % 10_000;
    let slot = now / SLOT % NUMBERS;
    let number = match of_last.map(number) {
        Some(last) if last >= slot => (last + 1) % NUMBERS,
        _ => slot,
    };
    let digits = format!("{}{owner:012}{:04}", number / 10_000, number % 10_000);
    let check = check_digit::mod10(digits.as_bytes()).ok_or(KeyError::Character)?;
    format!("{digits}{}", char::from(check)).parse()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn proposed_numbers_are_of_the_gln_and_none_comes_twice(gln in 0u64..1_000_000_000_000, now in 0u64..4_000_000_000) {
            let digits = format!("{gln:012}");
            let check = char::from(check_digit::mod10(digits.as_bytes()).unwrap());
            let gln: Gln = format!("{digits}{check}").parse().unwrap();
            let mut all = BTreeSet::new();
            let mut last = None;
            for passed in [0, 0, 0, 899, 900, 86_400, 200 * 86_400] {
                let next = propose_sscc(gln, now + passed, last).unwrap();
                prop_assert_eq!(&next.to_string()[1..13], digits.as_str());
                prop_assert!(all.insert(next), "{} came twice", next);
                last = Some(next);
            }
        }
    }
}
