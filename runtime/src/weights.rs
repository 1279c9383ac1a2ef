//! What every block and transaction costs. The figures, in `weights/measured.rs`, are made by `scripts/weigh`; those of the
//! calls lie with the pallets.

mod measured;

use frame_support::{
    dispatch::DispatchClass,
    parameter_types,
    weights::{RuntimeDbWeight, Weight, constants::WEIGHT_REF_TIME_PER_SECOND},
};
use frame_system::limits::BlockWeights;
use sp_runtime::Perbill;

/// Share of a block that ordinary transactions may fill; the rest is for what must always fit.
pub const NORMAL_SHARE: Perbill = Perbill::from_percent(90);

/// Two thirds of a slot of two seconds. Weights count every key as if no cache had it and no other transaction of the block
/// had touched it: a block full of dispenses took two thirds of what it was charged.
const MAX_BLOCK: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND / 3 * 4, u64::MAX);

parameter_types! {
    /// Reading and writing a key.
    pub const Storage: RuntimeDbWeight = RuntimeDbWeight { read: measured::READ, write: measured::WRITE };
    /// What blocks may cost.
    pub Limits: BlockWeights = BlockWeights::builder()
        .base_block(Weight::from_parts(measured::BLOCK, 0))
        .for_class(DispatchClass::all(), |class| {
            class.base_extrinsic = Weight::from_parts(measured::TRANSACTION, 0);
        })
        .for_class(DispatchClass::Normal, |class| class.max_total = Some(NORMAL_SHARE * MAX_BLOCK))
        .for_class(DispatchClass::Operational, |class| {
            class.max_total = Some(MAX_BLOCK);
            class.reserved = Some(MAX_BLOCK - NORMAL_SHARE * MAX_BLOCK);
        })
        .avg_block_initialization(Perbill::from_percent(5))
        .build_or_panic();
}

/// The weights of the extensions: their time is in what every transaction costs, here is their storage.
#[derive(Debug)]
pub struct Extensions;

/// Of [`crate::admission::AdmitOperators`]: what the participant used of the block. Its record, the operator's and the
/// nonce are counted with the call and `CheckNonce`, safe mode and the clock are one key for all transactions.
pub fn admission() -> Weight {
    Storage::get().reads_writes(1, 1)
}

impl frame_system::ExtensionsWeightInfo for Extensions {
    fn check_genesis() -> Weight {
        // One key for all transactions.
        Weight::zero()
    }
    fn check_mortality_mortal_transaction() -> Weight {
        Storage::get().reads(1)
    }
    fn check_mortality_immortal_transaction() -> Weight {
        Storage::get().reads(1)
    }
    fn check_non_zero_sender() -> Weight {
        Weight::zero()
    }
    fn check_nonce() -> Weight {
        Storage::get().reads_writes(1, 1)
    }
    fn check_spec_version() -> Weight {
        Weight::zero()
    }
    fn check_tx_version() -> Weight {
        Weight::zero()
    }
    fn check_weight() -> Weight {
        Weight::zero()
    }
    fn weight_reclaim() -> Weight {
        // What it reads and writes is one key for the whole block.
        Weight::zero()
    }
}
