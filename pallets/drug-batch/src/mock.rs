#![allow(clippy::unwrap_used, clippy::expect_used)]

use core::ops::Range;

use frame_support::{derive_impl, parameter_types};
use ledger_types::{BatchKey, Kind, PackIndex, ParticipantId};
use pallet_participants::Founder;
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};

use crate as pallet_drug_batch;

pub const REGULATOR: u64 = 1;
pub const MAKER: u64 = 2;
pub const PHARMACY: u64 = 3;
pub const OTHER_MAKER: u64 = 4;
/// 15 January 2027.
pub const START: u64 = 1_800_000_000;
pub const YEAR: u64 = 365 * 86_400;
pub const GTIN: u64 = 4_012_345_678_901;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Timestamp: pallet_timestamp,
        Participants: pallet_participants,
        DrugBatch: pallet_drug_batch,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

parameter_types! {
    pub const MinimumPeriod: u64 = 1;
    /// Who holds every pack, in this mock.
    pub storage Holder: ParticipantId = 2;
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = ();
    type MinimumPeriod = MinimumPeriod;
    type WeightInfo = ();
}

impl pallet_participants::Config for Test {
    type Clock = Timestamp;
    type WeightInfo = ();
}

impl crate::Config for Test {
    type Custody = OneHolder;
    type WeightInfo = ();
}

/// Custody in which one participant, the pharmacy unless a test says otherwise, holds everything.
pub struct OneHolder;

impl crate::Custody for OneHolder {
    fn open(_: &BatchKey, _: ParticipantId, _: u32) {}

    fn ensure_held(_: &BatchKey, holder: ParticipantId, _: Range<PackIndex>) -> DispatchResult {
        if holder == Holder::get() { Ok(()) } else { Err(DispatchError::Other("not held")) }
    }
}

pub fn set_time(seconds: u64) {
    pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Runs a test on a chain with a regulator (0), a maker (1), a pharmacy (2) and another maker (3), all licensed, and
/// checks the invariants afterwards.
pub fn build_and_execute(test: impl FnOnce()) {
    let founder = |kind, gln: &str, operator| Founder {
        kind,
        gln: gln.into(),
        country: "DE".into(),
        name: "Founder".into(),
        operator,
    };
    let founders = vec![
        founder(Kind::Regulator, "4000001000005", REGULATOR),
        founder(Kind::Manufacturer, "4012345000009", MAKER),
        founder(Kind::Dispenser, "4000002000004", PHARMACY),
        founder(Kind::Manufacturer, "4000003000003", OTHER_MAKER),
    ];
    let genesis =
        RuntimeGenesisConfig { participants: pallet_participants::GenesisConfig { founders }, ..Default::default() };
    let mut externalities: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
    externalities.execute_with(|| {
        System::set_block_number(1);
        set_time(START);
        for participant in 1..=3 {
            let number = b"L".to_vec().try_into().unwrap();
            let regulator = RuntimeOrigin::signed(REGULATOR);
            Participants::grant_licence(regulator, participant, number, START, START + 5 * YEAR).unwrap();
        }
        test();
        DrugBatch::do_try_state().expect("the invariants hold");
    });
}
