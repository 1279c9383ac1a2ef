//! Finds a pack's proof in a gateway that does not learn which pack it was.
//!
//! 1. The asker sends a [`bucket`]: the first bits of a hash of the code, shared by many packs; and a [`Question`]: the code,
//!    blinded, so that it tells nothing.
//! 2. The gateway sends all entries of the bucket, each sealed under a key that only its own code gives ([`Keeper::seal`]); and
//!    its [`Keeper::answer`], which lets the asker compute the key of the one code that it asked about.
//! 3. [`Question::open`] finds the entry that this key opens.
//!
//! So the gateway learns a bucket, and the asker the entry of the code it has: whoever wants to try other codes has to ask for each
//! of them, and is limited in how often. The key is an oblivious pseudorandom function of the code (RFC 9497, OPRF mode,
//! ristretto255-SHA512).

use blake2b_simd::Params;
use chacha20poly1305::{
    ChaCha20Poly1305, Key, Nonce,
    aead::{Aead, KeyInit},
};
use voprf::{BlindedElement, EvaluationElement, OprfClient, OprfServer, Ristretto255};

/// Bits of the longest bucket.
pub const MAX_BITS: u32 = 16;
/// Packs that should share a bucket, on average and at least.
pub const SHARED: u64 = 32;
/// Most entries in an answer.
pub const MAX_ENTRIES: usize = 100_000;
/// Bytes of a question, and of an answer without its entries.
pub const ELEMENT: usize = 32;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandomness,
    /// A question or answer is none.
    #[error("this is no question or answer of a private lookup")]
    Unreadable,
}

/// What a code is hashed as: batch (GTIN with 14 digits, slash, lot), a group separator, serial.
pub fn code(batch: &str, serial: &str) -> Vec<u8> {
    [batch.as_bytes(), b"\x1d", serial.as_bytes()].concat()
}

/// The first [`MAX_BITS`] bits of a code's hash. A bucket of fewer bits is the first of them.
pub fn bucket(code: &[u8]) -> u32 {
    let hash = Params::new().hash_length(32).personal(b"medtrail/bucket").hash(code);
    let first = hash.as_bytes().first_chunk().map_or(0, |first| u32::from_be_bytes(*first));
    first >> (u32::BITS - MAX_BITS)
}

/// How many bits a bucket may have so that enough of so many packs share it.
pub fn bits(packs: u64) -> u32 {
    (packs / SHARED).checked_ilog2().unwrap_or(0).min(MAX_BITS)
}

/// One who keeps entries.
pub struct Keeper(OprfServer<Ristretto255>);

impl std::fmt::Debug for Keeper {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Keeper(…)")
    }
}

impl Keeper {
    /// A keeper with the key that follows from 32 secret bytes.
    ///
    /// # Errors
    /// [`LookupError::Unreadable`], with a probability that nobody lives to see.
    pub fn new(secret: &[u8; 32]) -> Result<Self, LookupError> {
        OprfServer::new_from_seed(secret, b"medtrail/private-lookup/1").map(Self).map_err(|_| LookupError::Unreadable)
    }

    /// Seals an entry for whoever has its code.
    ///
    /// # Errors
    /// [`LookupError::Unreadable`] if the code is empty or too long.
    pub fn seal(&self, code: &[u8], entry: &[u8]) -> Result<Vec<u8>, LookupError> {
        let key = self.0.evaluate(code).map_err(|_| LookupError::Unreadable)?;
        // Each key seals entries of one code only, and the entry of a code never changes.
        cipher(&key).encrypt(&Nonce::default(), entry).map_err(|_| LookupError::Unreadable)
    }

    /// Answers a question without learning what it is.
    ///
    /// # Errors
    /// [`LookupError::Unreadable`].
    pub fn answer(&self, question: &[u8]) -> Result<[u8; ELEMENT], LookupError> {
        let blinded = BlindedElement::deserialize(question).map_err(|_| LookupError::Unreadable)?;
        Ok(self.0.blind_evaluate(&blinded).serialize().into())
    }
}

/// A question about one code.
pub struct Question {
    code: Vec<u8>,
    client: OprfClient<Ristretto255>,
    /// What to send.
    pub blinded: [u8; ELEMENT],
}

impl Question {
    /// A question about a code, blinded anew each time.
    ///
    /// # Errors
    /// [`LookupError`].
    pub fn new(code: Vec<u8>) -> Result<Self, LookupError> {
        let mut seed = [0; 64];
        getrandom::fill(&mut seed).map_err(|_| LookupError::NoRandomness)?;
        let blinded =
            OprfClient::blind(&code, &mut Randomness { seed, drawn: 0 }).map_err(|_| LookupError::Unreadable)?;
        Ok(Self { code, client: blinded.state, blinded: blinded.message.serialize().into() })
    }

    /// The entry for the code, if it is among those of the bucket.
    ///
    /// # Errors
    /// [`LookupError::Unreadable`].
    pub fn open<'a>(
        &self,
        answer: &[u8],
        entries: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Option<Vec<u8>>, LookupError> {
        let answer: &[u8; ELEMENT] = answer.try_into().map_err(|_| LookupError::Unreadable)?;
        let answer = EvaluationElement::deserialize(answer).map_err(|_| LookupError::Unreadable)?;
        let key = self.client.finalize(&self.code, &answer).map_err(|_| LookupError::Unreadable)?;
        let cipher = cipher(&key);
        let mut entries = entries.into_iter().take(MAX_ENTRIES);
        Ok(entries.find_map(|entry| cipher.decrypt(&Nonce::default(), entry).ok()))
    }
}

fn cipher(key: &[u8]) -> ChaCha20Poly1305 {
    let hash = Params::new().hash_length(32).personal(b"medtrail/entry").hash(key);
    ChaCha20Poly1305::new(Key::from_slice(hash.as_bytes()))
}

/// Random bytes from a seed that the system gave: the libraries below take none that could fail.
struct Randomness {
    seed: [u8; 64],
    drawn: u64,
}

impl voprf_rand::RngCore for Randomness {
    fn next_u32(&mut self) -> u32 {
        self.next_u64() as u32
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(64) {
            let hash = Params::new().key(&self.seed).hash(&self.drawn.to_le_bytes());
            self.drawn += 1;
            part.iter_mut().zip(hash.as_bytes()).for_each(|(byte, random)| *byte = *random);
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), voprf_rand::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl voprf_rand::CryptoRng for Randomness {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn sealed(keeper: &Keeper, packs: u32) -> Vec<Vec<u8>> {
        (0..packs)
            .map(|at| keeper.seal(&code("04012345678901/A", &format!("S{at}")), &at.to_be_bytes()).unwrap())
            .collect()
    }

    fn open(keeper: &Keeper, entries: &[Vec<u8>], serial: &str) -> Option<Vec<u8>> {
        let question = Question::new(code("04012345678901/A", serial)).unwrap();
        let answer = keeper.answer(&question.blinded).unwrap();
        question.open(&answer, entries.iter().map(Vec::as_slice)).unwrap()
    }

    #[test]
    fn whoever_has_a_code_opens_its_entry_and_no_other() {
        let keeper = Keeper::new(&[1; 32]).unwrap();
        let entries = sealed(&keeper, 40);
        assert_eq!(open(&keeper, &entries, "S7"), Some(7u32.to_be_bytes().to_vec()));
        assert_eq!(open(&keeper, &entries, "S40"), None);
        assert_eq!(open(&Keeper::new(&[2; 32]).unwrap(), &entries, "S7"), None, "another keeper's key");
    }

    #[test]
    fn two_questions_about_one_code_look_different() {
        let blinded = || Question::new(code("04012345678901/A", "S7")).unwrap().blinded;
        assert_ne!(blinded(), blinded());
    }

    #[test]
    fn garbage_is_refused() {
        let keeper = Keeper::new(&[1; 32]).unwrap();
        for garbage in [&[][..], &[0; 32], &[0xff; 32], &[7; 31], &[7; 33]] {
            assert!(keeper.answer(garbage).is_err(), "{garbage:?}");
            let question = Question::new(code("b", "s")).unwrap();
            assert!(question.open(garbage, []).is_err());
        }
    }

    #[test]
    fn buckets_are_shared_by_enough_packs() {
        assert_eq!([0, 31, 63, 64, 10_000, 1 << 40].map(bits), [0, 0, 0, 1, 8, MAX_BITS]);
        assert_ne!(bucket(b"a"), bucket(b"b"));
        assert!(bucket(b"a") < 1 << MAX_BITS);
    }
}
