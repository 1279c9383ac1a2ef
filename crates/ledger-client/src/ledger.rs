//! The connection to a node.

use codec::DecodeAll;
use ledger_types::{AccountBytes, Block, ValidatorKeys, call};
use serde::Deserialize;
use serde_json::json;

use crate::{
    ChainId, Hash, LedgerError, View,
    rpc::{self, Rpc},
};

/// The name by which the runtime calls itself.
const CHAIN: &str = "medtrail";

/// A Medtrail node.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub(crate) rpc: Rpc,
    pub(crate) chain: ChainId,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RuntimeVersion {
    spec_name: String,
    spec_version: u32,
    transaction_version: u32,
}

#[derive(Deserialize)]
struct SessionKeys {
    keys: String,
    proof: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RpcHeader {
    pub parent_hash: String,
    pub number: String,
    pub state_root: String,
    pub extrinsics_root: String,
    pub digest: RpcDigest,
}

#[derive(Deserialize)]
pub(crate) struct RpcDigest {
    pub logs: Vec<String>,
}

impl Ledger {
    /// Reaches the first of these nodes that answers. With the hash of a first block, only that chain will do: anybody
    /// can start a chain of their own.
    ///
    /// # Errors
    /// [`LedgerError::BadAddress`], [`LedgerError::Unreachable`], [`LedgerError::WrongChain`].
    pub async fn connect<A: AsRef<str>>(addresses: &[A], genesis: Option<Hash>) -> Result<Self, LedgerError> {
        let mut last = LedgerError::BadAddress(String::new());
        for address in addresses {
            match Self::connect_to(address.as_ref(), genesis).await {
                Ok(ledger) => return Ok(ledger),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    async fn connect_to(address: &str, expected: Option<Hash>) -> Result<Self, LedgerError> {
        let rpc = Rpc::new(address)?;
        let wrong_chain = |chain: String| LedgerError::WrongChain { address: rpc.address().to_owned(), chain };
        let version: RuntimeVersion =
            rpc.ask("state_getRuntimeVersion", json!([])).await.map_err(|error| match error {
                LedgerError::Rpc { message, .. } => wrong_chain(message),
                LedgerError::BadAnswer(_) => wrong_chain("another kind of JSON-RPC".into()),
                other => other,
            })?;
        if version.spec_name != CHAIN {
            return Err(wrong_chain(rpc::printable(&version.spec_name)));
        }
        let genesis: String = rpc.ask("chain_getBlockHash", json!([0])).await?;
        let genesis = rpc::hash(&genesis)?;
        if expected.is_some_and(|expected| expected != genesis) {
            return Err(wrong_chain(format!("another Medtrail chain, which begins with {}", rpc::text(genesis))));
        }
        let RuntimeVersion { spec_version, transaction_version, .. } = version;
        Ok(Self { rpc, chain: ChainId { genesis, spec_version, transaction_version } })
    }

    /// Has the node make new keys for a validator, with the proof that its owner has them. The node must allow unsafe
    /// questions; the keys stay in it.
    ///
    /// # Errors
    /// [`LedgerError::Rpc`], [`LedgerError::BadAnswer`], [`LedgerError::Unreachable`].
    pub async fn rotate_keys(&self, owner: &AccountBytes) -> Result<ValidatorKeys, LedgerError> {
        let made: SessionKeys = self.rpc.ask("author_rotateKeysWithOwner", json!([rpc::text(owner)])).await?;
        let proof = made.proof.ok_or(LedgerError::BadAnswer("the node does not prove its keys"))?;
        let wrong = |_| LedgerError::BadAnswer("the node's keys have another shape");
        let (aura, grandpa) = DecodeAll::decode_all(&mut rpc::bytes(&made.keys)?.as_slice()).map_err(wrong)?;
        let proof = DecodeAll::decode_all(&mut rpc::bytes(&proof)?.as_slice()).map_err(wrong)?;
        Ok(ValidatorKeys { owner: *owner, aura, grandpa, proof })
    }

    /// The runtime's version of behaviour when this connection was made.
    pub fn spec_version(&self) -> u32 {
        self.chain.spec_version
    }

    /// The address that answered.
    pub fn address(&self) -> &str {
        self.rpc.address()
    }

    /// The hash of the chain's first block: what tells one Medtrail chain from another.
    pub fn genesis(&self) -> Hash {
        self.chain.genesis
    }

    pub(crate) fn ensure_known_version(&self) -> Result<(), LedgerError> {
        let (found, known) = (self.chain.transaction_version, call::TRANSACTION_VERSION);
        if found == known { Ok(()) } else { Err(LedgerError::WrongVersion { found, known }) }
    }

    /// The state at the last finalised block.
    ///
    /// # Errors
    /// [`LedgerError::Unreachable`], [`LedgerError::BadAnswer`].
    pub async fn finalized(&self) -> Result<View<'_>, LedgerError> {
        let hash: String = self.rpc.ask("chain_getFinalizedHead", json!([])).await?;
        let header: RpcHeader = self.rpc.ask("chain_getHeader", json!([hash])).await?;
        let number = header.number.strip_prefix("0x").and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let header = chain_proof::Header {
            parent: rpc::hash(&header.parent_hash)?,
            number: number.ok_or(LedgerError::BadAnswer("a block number is not hexadecimal"))?,
            state_root: rpc::hash(&header.state_root)?,
            extrinsics_root: rpc::hash(&header.extrinsics_root)?,
            digest: header.digest.logs.iter().map(|item| rpc::bytes(item)).collect::<Result<_, _>>()?,
        };
        let hash = rpc::hash(&hash)?;
        if header.hash() != hash {
            return Err(LedgerError::BadAnswer("a header does not have the hash it was asked for by"));
        }
        Ok(View { ledger: self, block: Block { number: header.number, hash }, state_root: header.state_root })
    }
}
