//! What a snapshot of a million packs with 1,000 pharmacies takes: bytes, time to check, bytes of a difference, and the
//! time of a verdict: `offline`. The chain is made up, its trie and votes are those of a real one.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on should stop")]

use std::{
    io::Write,
    sync::Arc,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use chain_proof::{Snapshot, SnapshotState};
use flate2::{Compression, write::ZlibEncoder};
use ledger_client::{DifferenceFile, SnapshotFile, Trust};
use ledger_types::PackState;
use scan::{MakerFile, Scanner, read_code};
use synthetic::{Chain, GTIN, World};
use verdict::{Role, Verdict};

const LOTS: u32 = 10;
const PACKS: u32 = 100_000;

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn lot(number: u32) -> String {
    format!("LOT-{number}")
}

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % u64::from(most)) as u32
    }
}

fn maker() -> MakerFile {
    let printed = pack_commitment::Identity { gtin: GTIN, lot: "LOT-0", expiry: 20_290_600 };
    MakerFile::new(&printed, [5; 32], (0..PACKS).map(|index| format!("S{index}"))).unwrap()
}

fn world(root: [u8; 32]) -> World {
    let mut world = World::new(1_000);
    for number in 0..LOTS {
        let root = if number == 0 { root } else { [number as u8; 32] };
        // A hundred pharmacies each.
        world.deliver_from(&lot(number), &World::batch(PACKS, root), number * 100, 100);
    }
    world
}

/// Dispenses so many packs, here and there.
fn dispense(world: &mut World, dice: &mut Dice, packs: u32) {
    for _ in 0..packs {
        world.set(&lot(dice.below(LOTS)), dice.below(PACKS), PackState::Dispensed);
    }
}

fn deflated(bytes: &[u8]) -> usize {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

/// Bytes of a snapshot: packed and not, compressed and not.
fn sizes(what: &str, world: &mut World) -> SnapshotState {
    let sealed = world.chain.seal(now());
    let state = sealed.snapshot();
    let packed = state.snapshot().unwrap().to_bytes();
    let whole: Vec<u8> = {
        // As a node hands them out: with the hashes of all that lies below.
        let mut nodes = state.proof().trie_nodes();
        nodes.sort();
        nodes.concat()
    };
    let file = SnapshotFile::of(&state).unwrap().to_bytes().unwrap().len();
    println!(
        "{what}: {} not active; {} bytes, {file} compressed (plain trie nodes: {}, {} compressed)",
        state.counts().inactive_packs,
        packed.len(),
        whole.len(),
        deflated(&whole),
    );
    state
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let maker = maker();
    let root = maker.root();
    sizes("all active", &mut world(root));
    let mut dice = Dice(88_172_645_463_325_252);
    let mut few = world(root);
    dispense(&mut few, &mut dice, 10_000);
    let present = sizes("1 % at random", &mut few);
    let mut half = world(root);
    (0..LOTS * PACKS).filter(|_| dice.below(2) == 0).collect::<Vec<_>>().into_iter().for_each(|pack| {
        half.set(&lot(pack / PACKS), pack % PACKS, PackState::Dispensed);
    });
    sizes("50 % at random", &mut half);
    let mut all = world(root);
    (0..LOTS * PACKS).for_each(|pack| all.set(&lot(pack / PACKS), pack % PACKS, PackState::Dispensed));
    sizes("all dispensed", &mut all);

    for packs in [1_000, 20_000] {
        let mut later = few.clone();
        dispense(&mut later, &mut dice, packs);
        let state = later.chain.snapshot(now());
        let file = SnapshotFile::of(&state).unwrap();
        let difference = DifferenceFile::between(&present, &state, &file).unwrap();
        let (bytes, start) = (difference.to_bytes().unwrap().len(), Instant::now());
        difference.apply(&present, &Trust::pinned(Chain::checkpoint())).unwrap();
        let time = start.elapsed().as_millis();
        println!("difference after {packs} single dispenses: {bytes} bytes, applied and checked in {time} ms");
    }

    let file = SnapshotFile::of(&present).unwrap().to_bytes().unwrap();
    let start = Instant::now();
    let read = SnapshotFile::from_bytes(&file).unwrap();
    let unpacked = start.elapsed().as_millis();
    let trust = Trust::pinned(Chain::checkpoint());
    let state = read.accept(&trust).unwrap();
    println!("read in {unpacked} ms, read and checked in {} ms (1 %)", start.elapsed().as_millis());
    drop::<Snapshot>(read.snapshot);

    let scanner = Scanner::new(Vec::new(), trust, Role::Regulator)
        .with_maker_file(Some(maker))
        .with_snapshot(Some(Arc::new(state)));
    let mut times = Vec::new();
    let mut genuine = 0;
    for pack in 0..2_000 {
        let code = read_code(&format!("(01)0{GTIN}(21)S{}(10)LOT-0(17)290600", pack * 37 % PACKS)).unwrap();
        let start = Instant::now();
        let report = scanner.verify(&code).await;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
        assert_ne!(report.verdict, Verdict::CouldNotCheck, "{report:?}");
        genuine += u32::from(report.verdict == Verdict::Genuine);
    }
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    println!(
        "verdict without network, 2000 packs, {genuine} genuine: p50 {:.3} ms, p95 {:.3} ms, longest {:.3} ms",
        at(50),
        at(95),
        at(100)
    );
}
