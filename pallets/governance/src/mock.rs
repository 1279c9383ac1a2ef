#![allow(clippy::unwrap_used, clippy::expect_used)]

use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstBool, ConstU32, ConstU64},
};
use frame_system::EnsureRoot;
use ledger_types::{Kind, ParticipantId, Scope};
use pallet_participants::Founder;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::BuildStorage;

use crate as pallet_governance;

/// Accounts; participant `n` is account `n` + 1.
pub const REGULATOR: u64 = 1;
pub const WHOLESALER: u64 = 2;
/// 15 January 2027.
pub const START: u64 = 1_800_000_000;
pub const YEAR: u64 = 365 * 86_400;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Timestamp: pallet_timestamp,
        Participants: pallet_participants,
        Aura: pallet_aura,
        Grandpa: pallet_grandpa,
        Governance: pallet_governance,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

parameter_types! {
    pub const MinimumPeriod: u64 = 1;
    pub const Quota: u64 = u64::MAX;
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = ();
    type MinimumPeriod = MinimumPeriod;
    type WeightInfo = ();
}

impl pallet_participants::Config for Test {
    type Clock = Timestamp;
    type Council = ();
    type CouncilOrigin = EnsureRoot<u64>;
    type Quota = Quota;
    type WeightInfo = pallet_participants::Measured<Test>;
}

impl pallet_aura::Config for Test {
    type AllowMultipleBlocksPerSlot = ConstBool<false>;
    type AuthorityId = AuraId;
    type DisabledValidators = ();
    type MaxAuthorities = ConstU32<64>;
    type SlotDuration = ConstU64<2>;
}

impl pallet_grandpa::Config for Test {
    type EquivocationReportSystem = ();
    type KeyOwnerProof = sp_core::Void;
    type MaxAuthorities = ConstU32<64>;
    type MaxNominators = ConstU32<0>;
    type MaxSetIdSessionEntries = ConstU64<0>;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
}

impl crate::Config for Test {
    type WeightInfo = crate::Measured<Test>;
}

pub fn signed(account: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

pub fn set_time(seconds: u64) {
    pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Grants a participant what is usual for its kind.
pub fn license(participant: ParticipantId) {
    let kind = pallet_participants::Participants::<Test>::get(participant).unwrap().kind;
    let number = b"L".to_vec().try_into().unwrap();
    let (scope, council) = (Scope::usual(kind), RuntimeOrigin::root());
    Participants::grant_licence(council, participant, number, scope, START, START + 5 * YEAR).unwrap();
}

/// That every invariant of every pallet holds.
pub fn check_invariants() {
    Participants::do_try_state().expect("the invariants of participants hold");
    Governance::do_try_state().expect("the invariants of governance hold");
}

/// Runs a test on a chain with a regulator (0) and a wholesaler (1), and checks the invariants afterwards.
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
        founder(Kind::Wholesaler, "4000004000002", WHOLESALER),
    ];
    let genesis =
        RuntimeGenesisConfig { participants: pallet_participants::GenesisConfig { founders }, ..Default::default() };
    let mut externalities: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
    externalities.execute_with(|| {
        System::set_block_number(1);
        set_time(START);
        license(1);
        test();
        check_invariants();
    });
}
