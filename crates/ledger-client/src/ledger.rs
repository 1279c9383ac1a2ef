//! The connection to a node.

use std::sync::{Arc, Mutex};

use chain_proof::Header;
use codec::{DecodeAll, Encode};
use ledger_types::{AccountBytes, ValidatorKeys, call};
use serde::Deserialize;
use serde_json::json;

use crate::{
    ChainId, Hash, LedgerError, Trust,
    finality::Head,
    rpc::{self, Rpc},
};

/// The name by which the runtime calls itself.
const CHAIN: &str = "medtrail";

/// A Medtrail node.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub(crate) rpc: Rpc,
    pub(crate) chain: ChainId,
    pub(crate) trust: Trust,
    /// The last block proven through this connection.
    pub(crate) head: Arc<Mutex<Option<Arc<Head>>>>,
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
struct RpcHeader {
    parent_hash: String,
    number: String,
    state_root: String,
    extrinsics_root: String,
    digest: RpcDigest,
}

#[derive(Deserialize)]
struct RpcDigest {
    logs: Vec<String>,
}

impl Ledger {
    /// Reaches the first of these nodes that answers.
    ///
    /// # Errors
    /// [`LedgerError::BadAddress`], [`LedgerError::Unreachable`], [`LedgerError::WrongChain`].
    pub async fn connect<A: AsRef<str>>(addresses: &[A], trust: &Trust) -> Result<Self, LedgerError> {
        let mut last = LedgerError::BadAddress(String::new());
        for address in addresses {
            match Self::connect_to(address.as_ref(), trust).await {
                Ok(ledger) => return Ok(ledger),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    pub(crate) async fn connect_to(address: &str, trust: &Trust) -> Result<Self, LedgerError> {
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
        if trust.genesis().is_some_and(|expected| expected != genesis) {
            return Err(wrong_chain(format!("another Medtrail chain, which begins with {}", rpc::text(genesis))));
        }
        let RuntimeVersion { spec_version, transaction_version, .. } = version;
        let chain = ChainId { genesis, spec_version, transaction_version };
        Ok(Self { rpc, chain, trust: trust.clone(), head: Arc::default() })
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

    /// The header of the block with a hash.
    pub(crate) async fn header(&self, hash: &Hash) -> Result<Header, LedgerError> {
        let header: Option<RpcHeader> = self.rpc.ask("chain_getHeader", json!([rpc::text(hash)])).await?;
        let header = header.ok_or(LedgerError::NoBlock)?;
        let header = Header {
            parent: rpc::hash(&header.parent_hash)?,
            number: rpc::number(&header.number)?,
            state_root: rpc::hash(&header.state_root)?,
            extrinsics_root: rpc::hash(&header.extrinsics_root)?,
            digest: header.digest.logs.iter().map(|item| rpc::bytes(item)).collect::<Result<_, _>>()?,
        };
        // Where one digest item ends and the next begins is not in the hash: it must be as the chain encodes it.
        let whole = Header::decode_all(&mut header.encode().as_slice()).is_ok_and(|read| read == header);
        if header.hash() == *hash && whole {
            Ok(header)
        } else {
            Err(LedgerError::BadAnswer("a header does not have the hash it was asked for by"))
        }
    }
}
