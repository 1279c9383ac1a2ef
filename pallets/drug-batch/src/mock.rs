#![allow(clippy::unwrap_used, clippy::expect_used)]

use core::ops::Range;

use frame_support::{derive_impl, parameter_types};
use frame_system::EnsureRoot;
use ledger_types::{BatchKey, Kind, PackIndex, ParticipantId, ProductData, Scope};
use pallet_participants::Founder;
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};

use crate as pallet_drug_batch;
use crate::Need;

pub const REGULATOR: u64 = 1;
pub const MAKER: u64 = 2;
pub const PHARMACY: u64 = 3;
pub const OTHER_MAKER: u64 = 4;
pub const WHOLESALER: u64 = 5;
pub const LABORATORY: u64 = 6;
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
    pub const Quota: u64 = u64::MAX;
    /// Who holds every pack, in this mock.
    pub storage Holder: ParticipantId = 2;
    /// Whether every pack is on the way.
    pub storage OnTheWay: bool = false;
    /// Whether every pack was too warm.
    pub storage Breached: bool = false;
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

impl crate::Config for Test {
    type Custody = OneHolder;
    type Quarantine = ();
    type WeightInfo = crate::Measured<Test>;
}

/// Custody in which one participant, the pharmacy unless a test says otherwise, holds everything.
pub struct OneHolder;

impl crate::Custody for OneHolder {
    fn open(_: &BatchKey, _: ParticipantId, _: u32) {}

    fn ensure_held(_: &BatchKey, holder: ParticipantId, _: Range<PackIndex>, need: Need) -> DispatchResult {
        let held = holder == Holder::get() && (!OnTheWay::get() || need == Need::Answering);
        let sound = !Breached::get() || need != Need::Sound;
        match (held, sound) {
            (false, _) => Err(DispatchError::Other("not held")),
            (true, false) => Err(DispatchError::Other("breached")),
            (true, true) => Ok(()),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn open_in_pieces(_: &BatchKey, _: ParticipantId, _: u32, _: u32) {}
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

/// What a maker says of a product.
pub fn product_data() -> ProductData {
    ProductData {
        name: b"Amoxicillin 500 mg".to_vec().try_into().unwrap(),
        markets: vec![*b"AT", *b"DE"].try_into().unwrap(),
        storage: Default::default(),
        authorisation: b"DE/H/1234/001".to_vec().try_into().unwrap(),
    }
}

/// Runs a test on a chain with a regulator (0), a maker (1), a pharmacy (2), another maker (3), a
/// wholesaler (4) and a laboratory (5), all licensed as is usual for them, and checks the invariants afterwards.
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
        founder(Kind::Wholesaler, "4000004000002", WHOLESALER),
        founder(Kind::Laboratory, "4000005000001", LABORATORY),
    ];
    let genesis =
        RuntimeGenesisConfig { participants: pallet_participants::GenesisConfig { founders }, ..Default::default() };
    let mut externalities: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
    externalities.execute_with(|| {
        System::set_block_number(1);
        set_time(START);
        for participant in 1..=5 {
            license(participant);
        }
        test();
        DrugBatch::do_try_state().expect("the invariants hold");
    });
}
