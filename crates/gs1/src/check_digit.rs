//! GS1 check digits and check character pairs (General Specifications, section 7.9).

/// The mod-10 check digit of `digits`, which hold everything but the check digit itself, as ASCII.
///
/// `None` if a byte is not a digit.
pub fn mod10(digits: &[u8]) -> Option<u8> {
    let mut sum = 0u32;
    for (position, byte) in digits.iter().rev().enumerate() {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        sum += digit * if position % 2 == 0 { 3 } else { 1 };
    }
    Some(b'0' + ((10 - sum % 10) % 10) as u8)
}

/// Whether the last digit is the check digit of those before it.
pub fn mod10_holds(digits: &[u8]) -> bool {
    match digits.split_last() {
        Some((last, rest)) => mod10(rest) == Some(*last),
        None => false,
    }
}

/// CSET 82, in the order that gives each character its value.
pub(crate) const SET_82: &[u8; 82] =
    b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
/// CSET 32, the alphabet of check character pairs.
const SET_32: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Weights of the check pair, right to left: the first 83 primes less the largest needed.
const PRIMES: [u32; 83] = [
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
    113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223, 227, 229, 233, 239,
    241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307, 311, 313, 317, 331, 337, 347, 349, 353, 359, 367, 373, 379,
    383, 389, 397, 401, 409, 419, 421, 431,
];

/// The two check characters of a GMN or MUDI, from the characters before them (mod 1021, base 32).
pub fn pair(text: &[u8]) -> Option<[u8; 2]> {
    if text.len() > PRIMES.len() {
        return None;
    }
    let mut sum = 0u32;
    for (byte, weight) in text.iter().rev().zip(PRIMES) {
        let value = SET_82.iter().position(|candidate| candidate == byte)?;
        sum += value as u32 * weight;
    }
    let check = (sum % 1021) as usize;
    Some([SET_32[check >> 5], SET_32[check & 31]])
}

/// Whether the last two characters are the check pair of those before them.
pub fn pair_holds(text: &[u8]) -> bool {
    match text.len().checked_sub(2) {
        Some(split) if split > 0 => pair(&text[..split]).is_some_and(|check| check == text[split..]),
        _ => false,
    }
}
