//! The Medtrail runtime: a ledger of medicines without token or fees.
//!
//! - [`configs`]: how each pallet is set up;
//! - [`admission`]: the transaction extension that keeps out whoever no licensed participant appointed;
//! - [`apis`]: what the node and clients may ask;
//! - [`weights`]: what every block and transaction costs;
//! - [`presets`]: the first block of the `dev` and `local` chains.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]
#![allow(missing_docs, reason = "most public items of a runtime are expanded by FRAME's macros")]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub mod admission;
pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod presets;
pub mod weights;

#[cfg(test)]
mod tests;

use alloc::{borrow::Cow, vec::Vec};

use sp_runtime::{
    MultiAddress, MultiSignature, generic,
    traits::{BlakeTwo256, IdentifyAccount, Verify},
};
use sp_version::RuntimeVersion;

pub use apis::RuntimeApi;

/// A transaction's signature.
pub type Signature = MultiSignature;
/// An account: the public key behind a signature.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// A transaction's counter in its account.
pub type Nonce = u32;
/// A block's number.
pub type BlockNumber = u32;
/// A block's hash.
pub type Hash = sp_core::H256;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What every transaction passes before its call: the order is part of the transaction format.
pub type TransactionExtensions = (
    frame_system::AuthorizeCall<Runtime>,
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckEra<Runtime>,
    admission::AdmitOperators,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    frame_system::WeightReclaim<Runtime>,
);

/// A transaction.
pub type UncheckedExtrinsic =
    generic::UncheckedExtrinsic<MultiAddress<AccountId, ()>, RuntimeCall, Signature, TransactionExtensions>;

/// What the first block of this runtime does to the storage that older ones left.
pub type Migrations = (pallet_drug_batch::migrations::v1::Migrate<Runtime>,);

/// Runs blocks.
pub type Executive =
    frame_executive::Executive<Runtime, Block, frame_system::ChainContext<Runtime>, Runtime, AllPalletsWithSystem>;

/// Types of the chain as the node sees it: it does not look into transactions.
pub mod opaque {
    use alloc::vec::Vec;

    pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;
    use sp_runtime::{generic, impl_opaque_keys};

    /// A block whose transactions are bytes.
    pub type Block = generic::Block<super::Header, UncheckedExtrinsic>;

    impl_opaque_keys! {
        /// The keys with which a validator makes and finalises blocks.
        pub struct SessionKeys {
            /// Makes blocks.
            pub aura: crate::Aura,
            /// Finalises them.
            pub grandpa: crate::Grandpa,
        }
    }
}

/// Which runtime this is. `spec_version` grows with every change of behaviour, `transaction_version` with every change
/// of calls or extensions.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("medtrail"),
    impl_name: Cow::Borrowed("medtrail"),
    authoring_version: 1,
    spec_version: 4,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 2,
    system_version: 1,
};

// The macro above wants a literal; clients write what the runtime reads.
const _: () = assert!(VERSION.transaction_version == ledger_types::call::TRANSACTION_VERSION);

/// A slot, in milliseconds: one validator's turn to make a block.
pub const SLOT_DURATION: u64 = 2_000;

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Runtime;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;

    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;

    #[runtime::pallet_index(2)]
    pub type Aura = pallet_aura;

    #[runtime::pallet_index(3)]
    pub type Grandpa = pallet_grandpa;

    #[runtime::pallet_index(10)]
    pub type Participants = pallet_participants;

    #[runtime::pallet_index(11)]
    pub type DrugBatch = pallet_drug_batch;

    #[runtime::pallet_index(12)]
    pub type CustodyTransfer = pallet_custody_transfer;

    #[runtime::pallet_index(13)]
    pub type Compliance = pallet_compliance;

    #[runtime::pallet_index(14)]
    pub type ColdChain = pallet_cold_chain;

    #[runtime::pallet_index(15)]
    pub type ModelRegistry = pallet_model_registry;

    #[runtime::pallet_index(16)]
    pub type Governance = pallet_governance;

    #[runtime::pallet_index(20)]
    pub type Council = pallet_collective;
}
