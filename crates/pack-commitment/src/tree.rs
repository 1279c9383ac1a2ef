//! The whole tree, on the maker's side.

use alloc::{vec, vec::Vec};

use blake2b_simd::{
    Params,
    many::{HashManyJob, hash_many},
};

use crate::{
    CommitmentError, Hash, Identity, MAX_PACKS, Proof, Salt,
    leaf::{leaf_params, node_params, salt_params},
};

/// Messages hashed side by side: enough to fill every vector unit.
const GROUP: usize = 64;

/// All levels of the tree: about 64 bytes a pack.
#[derive(Clone, Debug)]
pub struct Tree {
    /// From the leaves (never empty) to the level below the root.
    levels: Vec<Vec<Hash>>,
    root: Hash,
}

/// Commits to the packs with these serials, in packing order.
///
/// # Errors
/// [`CommitmentError::BadText`], [`CommitmentError::BadCount`].
pub fn commit<'a>(
    identity: &Identity<'_>,
    secret: &[u8; 32],
    serials: impl IntoIterator<Item = &'a str>,
) -> Result<Tree, CommitmentError> {
    let (salts, leaves) = (salt_params(secret), leaf_params());
    let mut hashes = Vec::new();
    let mut serials = serials.into_iter().peekable();
    let mut group = Vec::with_capacity(GROUP);
    while serials.peek().is_some() {
        group.clear();
        group.extend(serials.by_ref().take(GROUP));
        if hashes.len() + group.len() > MAX_PACKS as usize {
            return Err(CommitmentError::BadCount);
        }
        let salted: Vec<Salt> = hash_group(&salts, group.iter().map(|serial| serial.as_bytes()));
        let mut messages = Vec::new();
        let mut ends = Vec::with_capacity(GROUP);
        for (serial, salt) in group.iter().zip(&salted) {
            identity.write(&mut messages, serial, salt)?;
            ends.push(messages.len());
        }
        let starts = [0].into_iter().chain(ends.iter().copied());
        let slices = starts.zip(&ends).filter_map(|(start, end)| messages.get(start..*end));
        hashes.extend(hash_group::<32>(&leaves, slices));
    }
    Tree::over(hashes)
}

impl Tree {
    /// The tree over leaves that are hashed already.
    ///
    /// # Errors
    /// [`CommitmentError::BadCount`].
    pub fn over(leaves: Vec<Hash>) -> Result<Self, CommitmentError> {
        if leaves.is_empty() || leaves.len() > MAX_PACKS as usize {
            return Err(CommitmentError::BadCount);
        }
        let params = node_params();
        let mut levels = vec![leaves];
        loop {
            let Some(below) = levels.last() else { return Err(CommitmentError::BadCount) };
            if let [root] = below.as_slice() {
                return Ok(Self { root: *root, levels });
            }
            let mut above = Vec::with_capacity(below.len().div_ceil(2));
            let (pairs, odd) = below.as_chunks::<2>();
            for group in pairs.chunks(GROUP) {
                above.extend(hash_group::<32>(&params, group.iter().map(|pair| pair.as_flattened())));
            }
            above.extend(odd);
            levels.push(above);
        }
    }

    /// The root, which goes on chain.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// How many packs.
    pub fn packs(&self) -> u32 {
        self.levels.first().map_or(0, Vec::len) as u32
    }

    /// The hashes of one level, from the leaves (0) to the one below the root; `None` above that. For keepers of many batches,
    /// who store a tree in parts.
    pub fn level(&self, height: usize) -> Option<&[Hash]> {
        self.levels.get(height).map(Vec::as_slice).filter(|level| level.len() > 1)
    }

    /// The proof for a pack, read off the stored levels; `None` if there is no such pack.
    pub fn proof(&self, index: u32) -> Option<Proof> {
        if index >= self.packs() {
            return None;
        }
        let neighbours = self.levels.iter().enumerate().map(|(height, level)| {
            let neighbour = (index as usize >> height) ^ 1;
            level.get(neighbour).copied()
        });
        Some(Proof { index, path: neighbours.flatten().collect() })
    }
}

/// Hashes up to [`GROUP`] messages side by side.
fn hash_group<'a, const N: usize>(params: &Params, messages: impl Iterator<Item = &'a [u8]>) -> Vec<[u8; N]> {
    let mut jobs: Vec<HashManyJob<'a>> = messages.map(|message| HashManyJob::new(params, message)).collect();
    hash_many(jobs.iter_mut());
    let hash = |job: &HashManyJob<'_>| {
        let mut hash = [0; N];
        hash.copy_from_slice(job.to_hash().as_bytes());
        hash
    };
    jobs.iter().map(hash).collect()
}
