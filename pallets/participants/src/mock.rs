#![allow(clippy::unwrap_used, clippy::expect_used)]

use frame_support::{derive_impl, parameter_types, traits::ChangeMembers};
use frame_system::EnsureRoot;
use ledger_types::Kind;
use sp_runtime::BuildStorage;

use crate as pallet_participants;
use crate::{Founder, GenesisConfig};

pub const REGULATOR: u64 = 1;
pub const MANAGER: u64 = 2;
pub const TILL: u64 = 3;
pub const STRANGER: u64 = 9;
pub const START: u64 = 1_800_000_000;
pub const YEAR: u64 = 365 * 86_400;
pub const GLN: u64 = 4_012_345_000_009;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Timestamp: pallet_timestamp,
        Participants: pallet_participants,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

parameter_types! {
    pub const MinimumPeriod: u64 = 1;
    pub const Quota: u64 = 1_000;
    /// Who sits in the council, as this pallet last told it.
    pub storage Members: Vec<u64> = Vec::new();
}

/// A council that only remembers its members.
pub struct Council;

impl ChangeMembers<u64> for Council {
    fn change_members_sorted(_: &[u64], _: &[u64], members: &[u64]) {
        Members::set(&members.to_vec());
    }
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = ();
    type MinimumPeriod = MinimumPeriod;
    type WeightInfo = ();
}

impl crate::Config for Test {
    type Clock = Timestamp;
    type Council = Council;
    type CouncilOrigin = EnsureRoot<u64>;
    type Quota = Quota;
    type WeightInfo = crate::Measured<Test>;
}

pub fn set_time(seconds: u64) {
    pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Runs a test on a chain with one regulator, and checks the invariants afterwards.
pub fn build_and_execute(test: impl FnOnce()) {
    let founder = Founder {
        kind: Kind::Regulator,
        gln: "4000001000005".into(),
        country: "DE".into(),
        name: "Regulator".into(),
        operator: REGULATOR,
    };
    let genesis =
        RuntimeGenesisConfig { participants: GenesisConfig { founders: vec![founder] }, ..Default::default() };
    let mut externalities: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
    externalities.execute_with(|| {
        System::set_block_number(1);
        set_time(START);
        test();
        Participants::do_try_state().expect("the invariants hold");
    });
}
