//! That one pack is in a batch.

use alloc::vec::Vec;

use crate::{Hash, leaf::node};

/// The way from a leaf to the root: the pack's index, and the neighbours met on the way up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The pack's index in its batch.
    pub index: u32,
    /// Neighbours from the leaf's to the one below the root; levels at which the node has none are left out.
    pub path: Vec<Hash>,
}

impl Proof {
    /// Whether `leaf` is pack [`Self::index`] of the batch of `packs` packs with this root.
    pub fn proves(&self, leaf: &Hash, packs: u32, root: &Hash) -> bool {
        self.root(leaf, packs).is_some_and(|found| &found == root)
    }

    /// Whether index and length fit a batch of so many packs at all. A proof that does not fit is one of something else.
    pub fn fits(&self, packs: u32) -> bool {
        self.root(&Hash::default(), packs).is_some()
    }

    /// The root to which the way leads; `None` if index and length do not fit a batch of `packs` packs.
    fn root(&self, leaf: &Hash, packs: u32) -> Option<Hash> {
        let mut last = packs.checked_sub(1)?;
        let mut at = self.index;
        if at > last {
            return None;
        }
        let mut path = self.path.iter();
        let mut hash = *leaf;
        while last > 0 {
            let promoted = at == last && at.is_multiple_of(2);
            if !promoted {
                let neighbour = path.next()?;
                hash = if at.is_multiple_of(2) { node(&hash, neighbour) } else { node(neighbour, &hash) };
            }
            at /= 2;
            last /= 2;
        }
        path.next().is_none().then_some(hash)
    }
}
