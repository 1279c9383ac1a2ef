//! Names as numbers: the same everywhere and always.

use anomaly::fact::Key;

/// FNV-1a over the names, each with its end, and a last mixing round.
pub(crate) fn key(names: &[&str]) -> Key {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    for name in names {
        name.bytes().for_each(&mut add);
        // No UTF-8 text holds this byte.
        add(0xff);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_run_together() {
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_eq!(key(&["LOT-7"]), key(&["LOT-7"]));
    }
}
