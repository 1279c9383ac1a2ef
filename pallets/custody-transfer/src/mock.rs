#![allow(clippy::unwrap_used, clippy::expect_used)]

use frame_support::{derive_impl, parameter_types};
use frame_system::EnsureRoot;
use ledger_types::{BatchKey, Kind, ParticipantId, ProductData, Scope};
use pallet_participants::Founder;
use sp_runtime::BuildStorage;

use crate as pallet_custody_transfer;

/// Accounts; participant `n` is account `n` + 1.
pub const REGULATOR: u64 = 1;
pub const MAKER: u64 = 2;
pub const WHOLESALER: u64 = 3;
pub const PHARMACY: u64 = 4;
pub const UNLICENSED: u64 = 5;
pub const CARRIER: u64 = 6;
pub const SECOND_WHOLESALER: u64 = 7;
/// 15 January 2027.
pub const START: u64 = 1_800_000_000;
pub const YEAR: u64 = 365 * 86_400;
pub const GTIN: u64 = 4_012_345_678_901;
pub const PACKS: u32 = 1_000;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Timestamp: pallet_timestamp,
        Participants: pallet_participants,
        DrugBatch: pallet_drug_batch,
        CustodyTransfer: pallet_custody_transfer,
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

impl pallet_drug_batch::Config for Test {
    type Custody = CustodyTransfer;
    type Quarantine = ();
    type WeightInfo = pallet_drug_batch::Measured<Test>;
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

pub fn batch(lot: &str) -> BatchKey {
    BatchKey::new(GTIN, lot.as_bytes()).unwrap()
}

/// Registers and releases a batch of [`PACKS`] packs.
pub fn release(lot: &str, packs: u32) -> BatchKey {
    let key = batch(lot);
    DrugBatch::register_batch(signed(MAKER), GTIN, key.lot.clone(), 20_280_600, packs, [7; 32]).unwrap();
    DrugBatch::release_batch(signed(MAKER), key.clone(), [8; 32]).unwrap();
    key
}

/// Grants a participant what is usual for its kind.
pub fn license(participant: ParticipantId) {
    let kind = pallet_participants::Participants::<Test>::get(participant).unwrap().kind;
    let number = b"L".to_vec().try_into().unwrap();
    let (scope, council) = (Scope::usual(kind), RuntimeOrigin::root());
    Participants::grant_licence(council, participant, number, scope, START, START + 5 * YEAR).unwrap();
}

/// Grants a participant a second licence, which allows everything.
pub fn license_for_all(participant: ParticipantId) {
    let number = b"ALL".to_vec().try_into().unwrap();
    let council = RuntimeOrigin::root();
    Participants::grant_licence(council, participant, number, Scope::ALL, START, START + 5 * YEAR).unwrap();
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

/// That every invariant of every pallet holds.
pub fn check_invariants() {
    Participants::do_try_state().expect("the invariants of participants hold");
    DrugBatch::do_try_state().expect("the invariants of drug-batch hold");
    CustodyTransfer::do_try_state().expect("the invariants of custody-transfer hold");
}

/// Runs a test on a chain with a regulator (0), a maker (1), a wholesaler (2), a pharmacy (3), all licensed, an
/// unlicensed wholesaler (4), a carrier (5), a second wholesaler (6) and one product, and checks the invariants
/// afterwards.
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
        founder(Kind::Wholesaler, "4000004000002", WHOLESALER),
        founder(Kind::Dispenser, "4000002000004", PHARMACY),
        founder(Kind::Wholesaler, "4000003000003", UNLICENSED),
        founder(Kind::Carrier, "4000005000001", CARRIER),
        founder(Kind::Wholesaler, "4000006000000", SECOND_WHOLESALER),
    ];
    let genesis =
        RuntimeGenesisConfig { participants: pallet_participants::GenesisConfig { founders }, ..Default::default() };
    let mut externalities: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
    externalities.execute_with(|| {
        System::set_block_number(1);
        set_time(START);
        for participant in [1, 2, 3, 5, 6] {
            license(participant);
        }
        DrugBatch::register_product(signed(MAKER), GTIN, product_data()).unwrap();
        test();
        check_invariants();
    });
}
