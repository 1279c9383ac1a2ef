//! How each pallet is set up.

use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstBool, ConstU32, ConstU64},
    weights::Weight,
};
use frame_system::limits::BlockLength;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::Perbill;
use sp_version::RuntimeVersion;

use crate::{
    AccountId, Aura, Block, Hash, Nonce, PalletInfo, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, RuntimeTask,
    SLOT_DURATION, Timestamp, VERSION, weights,
};

parameter_types! {
    /// Block hashes kept: a transaction may name any of them as its birth.
    pub const BlockHashCount: u32 = 2_400;
    /// This runtime.
    pub const Version: RuntimeVersion = VERSION;
    /// Five MiB of transactions.
    pub Length: BlockLength = BlockLength::builder().max_length(5 * 1024 * 1024).build();
    /// The usual prefix of addresses of chains without one of their own.
    pub const Ss58Prefix: u8 = 42;
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    type AccountId = AccountId;
    type Block = Block;
    type BlockHashCount = BlockHashCount;
    type BlockLength = Length;
    type BlockWeights = weights::Limits;
    type DbWeight = weights::Storage;
    type ExtensionsWeightInfo = weights::Extensions;
    type Hash = Hash;
    type Lookup = sp_runtime::traits::AccountIdLookup<AccountId, ()>;
    type MaxConsumers = ConstU32<16>;
    type Nonce = Nonce;
    type SS58Prefix = Ss58Prefix;
    type SingleBlockMigrations = crate::Migrations;
    type Version = Version;
}

impl pallet_timestamp::Config for Runtime {
    type MinimumPeriod = ConstU64<{ SLOT_DURATION / 2 }>;
    type Moment = u64;
    type OnTimestampSet = Aura;
    type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_aura::Config for Runtime {
    type AllowMultipleBlocksPerSlot = ConstBool<false>;
    type AuthorityId = AuraId;
    type DisabledValidators = ();
    type MaxAuthorities = ConstU32<64>;
    type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_grandpa::Config for Runtime {
    type EquivocationReportSystem = ();
    type KeyOwnerProof = sp_core::Void;
    type MaxAuthorities = ConstU32<64>;
    type MaxNominators = ConstU32<0>;
    type MaxSetIdSessionEntries = ConstU64<0>;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
}

/// Two thirds of the regulators.
pub type CouncilMajority = pallet_collective::EnsureProportionAtLeast<AccountId, (), 2, 3>;

parameter_types! {
    /// The share of a block that one participant may fill: a quarter of what ordinary transactions may.
    pub Quota: u64 = (weights::NORMAL_SHARE * weights::Limits::get().max_block).ref_time() / 4;
    /// The largest act that the council may decide on.
    pub MaxProposalWeight: Weight = Perbill::from_percent(50) * weights::Limits::get().max_block;
}

/// How long a motion stays open: seven days.
const MOTION_BLOCKS: u32 = (7 * 86_400_000 / SLOT_DURATION) as u32;

impl pallet_collective::Config for Runtime {
    type Consideration = ();
    // There is no prime member: who does not vote is against.
    type DefaultVote = pallet_collective::PrimeDefaultVote;
    type DisapproveOrigin = CouncilMajority;
    type KillOrigin = CouncilMajority;
    type MaxMembers = ConstU32<{ pallet_participants::MAX_REGULATORS }>;
    type MaxProposalWeight = MaxProposalWeight;
    type MaxProposals = ConstU32<256>;
    type MotionDuration = ConstU32<MOTION_BLOCKS>;
    type Proposal = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type RuntimeOrigin = RuntimeOrigin;
    // Pallet participants tells the council who sits in it: nobody sets members otherwise.
    type SetMembersOrigin = frame_system::EnsureNever<()>;
    type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
}

impl pallet_participants::Config for Runtime {
    type Clock = Timestamp;
    type Council = crate::Council;
    type CouncilOrigin = CouncilMajority;
    type Quota = Quota;
    type WeightInfo = pallet_participants::Measured<Runtime>;
}

impl pallet_governance::Config for Runtime {
    type WeightInfo = pallet_governance::Measured<Runtime>;
}

impl pallet_compliance::Config for Runtime {
    type WeightInfo = pallet_compliance::Measured<Runtime>;
}

impl pallet_cold_chain::Config for Runtime {
    type WeightInfo = pallet_cold_chain::Measured<Runtime>;
}

impl pallet_model_registry::Config for Runtime {
    type WeightInfo = pallet_model_registry::Measured<Runtime>;
}

impl pallet_drug_batch::Config for Runtime {
    type Custody = crate::CustodyTransfer;
    type Quarantine = crate::Compliance;
    type WeightInfo = pallet_drug_batch::Measured<Runtime>;
}

impl pallet_custody_transfer::Config for Runtime {
    type WeightInfo = pallet_custody_transfer::Measured<Runtime>;
}
