//! The bytes of a signed transaction.

use codec::{Compact, Encode};
use ledger_types::{Block, call::Call};
use sp_crypto_hashing::blake2_256;

use crate::{Hash, Signer};

/// Blocks for which an act stays valid after the block it was signed at: about eight minutes.
pub(crate) const PERIOD: u32 = 256;

/// Which chain, at which version of its runtime, a transaction is for: all of it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainId {
    /// The hash of the first block.
    pub genesis: Hash,
    /// The runtime's version of behaviour.
    pub spec_version: u32,
    /// The runtime's version of calls and extensions.
    pub transaction_version: u32,
}

impl ChainId {
    /// The bytes of a signed transaction that is valid for some minutes after block `birth`, for programs that send many
    /// at once; others use [`crate::Ledger::submit`].
    pub fn sign(&self, call: &Call, signer: &Signer, nonce: u32, birth: Block) -> Vec<u8> {
        let call = call.encode();
        let mut extra = mortal_era(birth.number).to_vec();
        Compact(nonce).encode_to(&mut extra);
        let implicit = (self.spec_version, self.transaction_version, self.genesis, birth.hash).encode();
        let message = [call.as_slice(), &extra, &implicit].concat();
        // Long messages are signed by their hash, as every Substrate chain does.
        let signature = if message.len() > 256 { signer.sign(&blake2_256(&message)) } else { signer.sign(&message) };

        const SIGNED_V4: u8 = 0x84;
        const ADDRESS_IS_ACCOUNT: u8 = 0;
        const SR25519: u8 = 1;
        let mut body = vec![SIGNED_V4, ADDRESS_IS_ACCOUNT];
        body.extend(signer.account());
        body.push(SR25519);
        body.extend(signature);
        body.extend(extra);
        body.extend(call);
        body.encode()
    }
}

/// The bytes of a transaction that nobody signs.
pub(crate) fn unsigned(call: &Call) -> Vec<u8> {
    const UNSIGNED_V4: u8 = 4;
    (UNSIGNED_V4, call).encode().encode()
}

/// The era of a transaction that is valid for [`PERIOD`] blocks from `birth` on.
fn mortal_era(birth: u32) -> [u8; 2] {
    let phase = birth % PERIOD;
    let encoded = (PERIOD.trailing_zeros() - 1) | phase << 4;
    (encoded as u16).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eras_encode_as_substrate_encodes_them() {
        use sp_runtime::generic::Era;
        for birth in [0, 1, 255, 256, 1_000_003] {
            assert_eq!(mortal_era(birth).to_vec(), Era::mortal(u64::from(PERIOD), u64::from(birth)).encode());
        }
    }
}
