//! A batch's tree in parts: a page for each 64 packs, and what is above the pages.
//!
//! A proof needs one page (4 kB) and the upper part (64 bytes for each 64 packs), not the whole tree.

use pack_commitment::{Hash, Proof, Tree};

/// Levels in a page.
const HEIGHT: usize = 6;
/// Packs on a page.
pub const PAGE_PACKS: u32 = 1 << HEIGHT;

/// The pages of a tree, in order.
pub fn pages(tree: &Tree) -> impl Iterator<Item = Vec<u8>> + '_ {
    let pages = tree.packs().div_ceil(PAGE_PACKS) as usize;
    (0..pages).map(|page| {
        let levels = (0..HEIGHT).filter_map(|height| {
            let level = tree.level(height)?;
            let width = PAGE_PACKS as usize >> height;
            level.get(page * width..level.len().min((page + 1) * width))
        });
        levels.flat_map(<[Hash]>::as_flattened).copied().collect()
    })
}

/// What is above the pages.
pub fn upper(tree: &Tree) -> Vec<u8> {
    let levels = (HEIGHT..).map_while(|height| tree.level(height));
    levels.flat_map(<[Hash]>::as_flattened).copied().collect()
}

/// The proof of a pack, from its page and the upper part; `None` if they are not those of a batch of `packs` packs.
pub fn proof(index: u32, packs: u32, page: &[u8], upper: &[u8]) -> Option<Proof> {
    if index >= packs {
        return None;
    }
    let (page, upper) = (page.as_chunks::<32>().0, upper.as_chunks::<32>().0);
    let first_pack = index / PAGE_PACKS * PAGE_PACKS;
    let mut path = Vec::new();
    let (mut length, mut height, mut offset) = (packs as usize, 0, 0);
    while length > 1 {
        let (at, first) = (index as usize >> height, if height < HEIGHT { first_pack as usize >> height } else { 0 });
        if height == HEIGHT {
            offset = 0;
        }
        let part = if height < HEIGHT { page } else { upper };
        let neighbour = at ^ 1;
        if neighbour < length {
            path.push(*part.get(offset + (neighbour - first))?);
        }
        offset += if height < HEIGHT { (length - first).min(PAGE_PACKS as usize >> height) } else { length };
        length = length.div_ceil(2);
        height += 1;
    }
    Some(Proof { index, path })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn proofs_from_pages_are_those_of_the_whole_tree() {
        for packs in [1u32, 2, 3, 63, 64, 65, 66, 127, 128, 129, 1_000, 4_097] {
            let leaves: Vec<Hash> = (0..packs).map(blake2b).collect();
            let tree = Tree::over(leaves).unwrap();
            let (pages, upper): (Vec<_>, _) = (pages(&tree).collect(), upper(&tree));
            for index in (0..packs).step_by(7).chain([packs - 1, packs / 2]) {
                let page = &pages[(index / PAGE_PACKS) as usize];
                assert_eq!(proof(index, packs, page, &upper), tree.proof(index), "{index} of {packs}");
            }
            assert_eq!(proof(packs, packs, &pages[0], &upper), None);
        }
    }

    #[test]
    fn damaged_pages_give_no_proof_and_no_panic() {
        assert_eq!(proof(70, 1_000, &[0; 64], &[]), None);
        assert_eq!(proof(0, 1_000, &[], &[]), None);
    }

    fn blake2b(at: u32) -> Hash {
        let mut hash = Hash::default();
        hash.copy_from_slice(blake2b_simd::Params::new().hash_length(32).hash(&at.to_le_bytes()).as_bytes());
        hash
    }
}
