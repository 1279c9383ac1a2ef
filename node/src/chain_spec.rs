//! The chain specifications built into the node.

use medtrail_runtime::WASM_BINARY;
use sc_service::ChainType;

/// A Medtrail chain specification, without extensions.
pub type ChainSpec = sc_service::GenericChainSpec;

/// Network protocol identifier shared by every Medtrail chain.
const PROTOCOL_ID: &str = "medtrail";

/// A single-authority chain for development, which alone may be sealed by hand.
pub fn development() -> Result<ChainSpec, String> {
    build("Medtrail Development", "medtrail_dev", ChainType::Development, sp_genesis_builder::DEV_RUNTIME_PRESET)
}

/// A chain of several authorities on one machine.
pub fn local() -> Result<ChainSpec, String> {
    build(
        "Medtrail Local Testnet",
        "medtrail_local",
        ChainType::Local,
        sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET,
    )
}

fn build(name: &str, id: &str, chain_type: ChainType, preset: &str) -> Result<ChainSpec, String> {
    let code = WASM_BINARY
        .ok_or_else(|| "this node was built without the runtime's wasm, so it has no built-in chain".to_string())?;
    Ok(ChainSpec::builder(code, None)
        .with_name(name)
        .with_id(id)
        .with_chain_type(chain_type)
        .with_protocol_id(PROTOCOL_ID)
        .with_genesis_config_preset_name(preset)
        .build())
}
