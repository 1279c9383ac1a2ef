//! Keys that sign acts.

use std::str::FromStr;

use ledger_types::AccountBytes;
use sp_core::crypto::{AccountId32, Ss58AddressFormat, Ss58Codec};
use subxt_signer::{SecretUri, bip39, sr25519::Keypair};

/// The prefix of this chain's addresses.
const SS58_PREFIX: u16 = 42;

/// Why a key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignerError {
    /// Neither a phrase nor a path.
    #[error("the key is neither a secret phrase nor a path such as //Alice")]
    BadSecret,
    /// No account.
    #[error("the account is neither an SS58 address nor 32 bytes in hexadecimal")]
    BadAccount,
}

/// An sr25519 key.
#[derive(Clone)]
pub struct Signer(Keypair);

impl std::fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Signer({})", account_to_text(&self.account()))
    }
}

impl FromStr for Signer {
    type Err = SignerError;

    /// From a secret phrase with an optional path, or a path of the development phrase such as `//Alice`.
    fn from_str(secret: &str) -> Result<Self, SignerError> {
        let secret = secret.trim();
        // Nothing at all, and any path that begins with one slash, would stand for the public development phrase: a
        // mistyped file name must not become a key that everybody has.
        let development = secret.starts_with("//");
        if secret.is_empty() || secret.starts_with('/') && !development {
            return Err(SignerError::BadSecret);
        }
        let uri = SecretUri::from_str(secret).map_err(|_| SignerError::BadSecret)?;
        Keypair::from_uri(&uri).map(Self).map_err(|_| SignerError::BadSecret)
    }
}

impl Signer {
    /// The secret phrase (12 words, BIP-39) for 128 random bits.
    ///
    /// # Errors
    /// [`SignerError::BadSecret`].
    pub fn phrase(entropy: [u8; 16]) -> Result<String, SignerError> {
        bip39::Mnemonic::from_entropy(&entropy).map(|phrase| phrase.to_string()).map_err(|_| SignerError::BadSecret)
    }

    /// The account that it signs for.
    pub fn account(&self) -> AccountBytes {
        self.0.public_key().0
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).0
    }
}

/// An account as an SS58 address.
pub fn account_to_text(account: &AccountBytes) -> String {
    AccountId32::new(*account).to_ss58check_with_version(Ss58AddressFormat::custom(SS58_PREFIX))
}

/// An account from an SS58 address, or from `0x` and 64 hexadecimal digits.
///
/// # Errors
/// [`SignerError::BadAccount`].
pub fn account_from_text(text: &str) -> Result<AccountBytes, SignerError> {
    if let Some(digits) = text.strip_prefix("0x") {
        let bytes = hex::decode(digits).map_err(|_| SignerError::BadAccount)?;
        return bytes.try_into().map_err(|_| SignerError::BadAccount);
    }
    AccountId32::from_ss58check(text).map(Into::into).map_err(|_| SignerError::BadAccount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_survive_being_written() {
        let signer: Signer = "//Alice".parse().expect("a path");
        let text = account_to_text(&signer.account());
        assert_eq!(account_from_text(&text), Ok(signer.account()));
        assert_eq!(account_from_text(&crate::rpc::text(signer.account())), Ok(signer.account()));
        assert_eq!(account_from_text("5Grwva"), Err(SignerError::BadAccount));
        for bad in ["", " \n", "not a phrase at all", "/etc/medtrail/missing.key"] {
            assert_eq!(bad.parse::<Signer>().err(), Some(SignerError::BadSecret));
        }
    }

    #[test]
    fn a_signer_shows_its_account_and_not_its_secret() {
        let signer: Signer = "//Alice".parse().expect("a path");
        assert!(!format!("{signer:?}").contains("Alice"));
    }
}
