//! How much state packs take.

use anyhow::{Context, Result};
use ledger_types::{
    PackSelection,
    call::{Call, DrugBatchCall},
};
use sp_core::Blake2Hasher;
use sp_trie::{LayoutV1, PrefixedMemoryDB, TrieDBMutBuilder, TrieMut};

use crate::{chain::Chain, world::World};

const PACKS: u32 = 1_000_000;
const PHARMACIES: u32 = 1_000;
/// Packs in a case.
const CASE: u32 = 100;

/// Prints the size of what the pallets that know packs have stored: their keys and values, and the nodes of a trie of them.
async fn tell(chain: &Chain, what: &str) -> Result<()> {
    let ours = ["DrugBatch", "CustodyTransfer"].map(|pallet| sp_crypto_hashing::twox_128(pallet.as_bytes()));
    let mut pairs = chain.pairs().await?;
    pairs.retain(|(key, _)| ours.iter().any(|prefix| key.starts_with(prefix)));
    let mut database = PrefixedMemoryDB::<Blake2Hasher>::default();
    let mut root = Default::default();
    let mut trie = TrieDBMutBuilder::<LayoutV1<Blake2Hasher>>::new(&mut database, &mut root).build();
    for (key, value) in &pairs {
        trie.insert(key, value).map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    drop(trie);
    let plain: usize = pairs.iter().map(|(key, value)| key.len() + value.len()).sum();
    let nodes: usize = database.drain().into_values().filter(|(_, uses)| *uses > 0).map(|(node, _)| node.len()).sum();
    let (plain, nodes) = (plain as f64 / 1e6, nodes as f64 / 1e6);
    println!("{what}: {} keys, {plain:.3} MB of keys and values, {nodes:.3} MB as a trie", pairs.len());
    Ok(())
}

/// Registers a million packs, delivers them in cases, and dispenses them; tells what each adds to the state.
pub async fn state(chain: &Chain) -> Result<()> {
    let world = World::enrol(chain, PHARMACIES, 1, PACKS / PHARMACIES, 1).await?;
    world.register(chain).await?;
    tell(chain, "a million packs registered").await?;
    world.deliver(chain, CASE).await?;
    tell(chain, "delivered to 1,000 pharmacies in cases of 100, neighbouring cases to different ones").await?;
    let mut acts = Vec::new();
    for (number, shop) in world.pharmacies.iter().enumerate() {
        let dispense = |packs: std::ops::Range<u32>| {
            let packs = PackSelection::Range { start: packs.start, end: packs.end };
            Call::DrugBatch(DrugBatchCall::Dispense { batch: world.batch(0), packs })
        };
        let key = shop.keys.first().context("a pharmacy has a key")?;
        acts.push((key.clone(), world.cases(number as u32, CASE).map(dispense).collect()));
    }
    chain.act_all(acts).await.context("dispensing")?;
    tell(chain, "all dispensed, case by case, and undone within ten days if need be").await
}
