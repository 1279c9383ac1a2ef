//! GS1-128 of an SSCC: Code 128 (ISO/IEC 15417) in set C after FNC1.
//!
//! No encoder of the crates that were looked at fits: rxing's belongs to a feature that would add all its writers to the
//! scanner, and `barcoders` wants its own letters for FNC1 and sets. An SSCC needs set C only.

use gs1::Sscc;

const START_C: u8 = 105;
const FNC1: u8 = 102;

/// Widths of bars and spaces in turn, bar first, of the values 0 to 105: eleven modules each.
const WIDTHS: [&[u8; 6]; 106] = [
    b"212222", b"222122", b"222221", b"121223", b"121322", b"131222", b"122213", b"122312", b"132212", b"221213",
    b"221312", b"231212", b"112232", b"122132", b"122231", b"113222", b"123122", b"123221", b"223211", b"221132",
    b"221231", b"213212", b"223112", b"312131", b"311222", b"321122", b"321221", b"312212", b"322112", b"322211",
    b"212123", b"212321", b"232121", b"111323", b"131123", b"131321", b"112313", b"132113", b"132311", b"211313",
    b"231113", b"231311", b"112133", b"112331", b"132131", b"113123", b"113321", b"133121", b"313121", b"211331",
    b"231131", b"213113", b"213311", b"213131", b"311123", b"311321", b"331121", b"312113", b"312311", b"332111",
    b"314111", b"221411", b"431111", b"111224", b"111422", b"121124", b"121421", b"141122", b"141221", b"112214",
    b"112412", b"122114", b"122411", b"142112", b"142211", b"241211", b"221114", b"413111", b"241112", b"134111",
    b"111242", b"121142", b"121241", b"114212", b"124112", b"124211", b"411212", b"421112", b"421211", b"212141",
    b"214121", b"412121", b"111143", b"111341", b"131141", b"114113", b"114311", b"411113", b"411311", b"113141",
    b"114131", b"311141", b"411131", b"211412", b"211214", b"211232",
];
/// Thirteen modules, the last bar included.
const STOP: &[u8; 7] = b"2331112";

/// Modules of an SSCC's symbol: start, FNC1, AI 00, nine pairs of digits, check character, stop.
pub(crate) const SSCC_MODULES: u32 = 13 * 11 + 13;

/// The symbol of `(00)` and the SSCC, module by module from the left, true for bars.
pub(crate) fn sscc(sscc: Sscc) -> Vec<bool> {
    let mut values = vec![START_C, FNC1, 0];
    let digits = sscc.to_string();
    values.extend(
        digits.as_bytes().chunks(2).map(|pair| pair.iter().fold(0, |value, digit| value * 10 + (digit - b'0'))),
    );
    values.push(check_character(&values));
    let patterns = values.iter().filter_map(|value| WIDTHS.get(usize::from(*value)));
    let mut modules = Vec::with_capacity(SSCC_MODULES as usize);
    for widths in patterns.map(|widths| widths.as_slice()).chain([STOP.as_slice()]) {
        for (width, bar) in widths.iter().zip([true, false].into_iter().cycle()) {
            modules.extend((b'0'..*width).map(|_| bar));
        }
    }
    modules
}

/// The sum of start character and each further one times its place, modulo 103.
fn check_character(values: &[u8]) -> u8 {
    let weighted = (1..).zip(values.iter().skip(1)).map(|(place, value): (u32, _)| place * u32::from(*value));
    let first = values.first().map_or(0, |value| u32::from(*value));
    ((first + weighted.sum::<u32>()) % 103) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_eleven_modules_and_an_even_number_of_dark_ones() {
        let mut seen = std::collections::HashSet::new();
        for widths in WIDTHS {
            let width =
                |from: usize| widths.iter().skip(from).step_by(2).map(|digit| u32::from(digit - b'0')).sum::<u32>();
            assert_eq!((width(0) + width(1), width(0) % 2), (11, 0));
            assert!(seen.insert(widths));
        }
    }

    #[test]
    fn an_sscc_has_the_length_and_check_character_of_the_standard() {
        let sscc: Sscc = "340123450000000000".parse().expect("an SSCC");
        assert_eq!(super::sscc(sscc).len() as u32, SSCC_MODULES);
        // 105 + 102·1 + 42·2 + 18·3 + 40·4 + 20·5 + 50·6 = 905, and 905 mod 103 = 81.
        assert_eq!(check_character(&[START_C, FNC1, 42, 18, 40, 20, 50]), 81);
    }
}
