//! The proof of a pack, without the gateway learning which pack it is.

use axum::{Json, extract::State};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use private_lookup::MAX_BITS;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Problem, Shared, body::Body};
use crate::serials::private::Bucket;

/// How to ask.
#[derive(Debug, Serialize, ToSchema)]
pub struct Terms {
    /// How many bits of the code's hash to send: so that at least 32 packs share a bucket. Never send more than 16.
    #[schema(example = 8)]
    pub bits: u32,
}

/// A private question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// How many bits.
    #[schema(example = 8)]
    pub bits: u32,
    /// The bits: the first ones of BLAKE2b-256 of the code, personalised `medtrail/bucket`.
    #[schema(example = 200)]
    pub bucket: u32,
    /// The blinded code (RFC 9497, OPRF with ristretto255-SHA512): base64url without padding.
    pub question: String,
}

/// A private answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answered {
    /// The evaluated element: base64url without padding. Unblinded, it gives the key of the code's entry.
    pub answer: String,
    /// All entries of the bucket: base64url without padding.
    pub entries: Vec<String>,
}

/// Tells how many bits a bucket has at present.
#[utoipa::path(get, path = "/v1/private", tag = "packs", responses((status = 200, body = Terms)))]
pub async fn terms(State(app): State<Shared>) -> Result<Json<Terms>, Problem> {
    Ok(Json(Terms { bits: app.proofs.bucket_bits().await? }))
}

/// Gives the proofs of all packs in a bucket, sealed so that whoever asks can open the one whose code it has.
///
/// The gateway learns the bucket, which many packs share, and nothing else of the code.
#[utoipa::path(post, path = "/v1/private", tag = "packs",
    responses((status = 200, body = Answered), (status = 400, body = Problem)))]
pub async fn look_up(State(app): State<Shared>, Body(asked): Body<Asked>) -> Result<Json<Answered>, Problem> {
    let bad = |code, title: &str| Problem::bad(code, title, "Ask GET /v1/private how many bits a bucket has.");
    if asked.bits > MAX_BITS || u64::from(asked.bucket) >= 1 << asked.bits {
        return Err(bad("bad-bucket", "there is no such bucket"));
    }
    // Larger buckets are work for nothing.
    if asked.bits < app.proofs.bucket_bits().await? {
        return Err(bad("bad-bucket", "the bucket has too few bits"));
    }
    let question = URL_SAFE_NO_PAD.decode(&asked.question).unwrap_or_default();
    let answer = app.keeper.answer(&question).map_err(|error| bad("bad-question", &error.to_string()))?;
    // Others' requests go on meanwhile.
    let _turn = app.sealing.acquire().await.map_err(|_| bad("busy", "the gateway is shutting down"))?;
    match app.proofs.bucket(&app.keeper, asked.bits, asked.bucket).await? {
        Bucket::TooMany => Err(bad("bad-bucket", "the bucket has too few bits")),
        Bucket::Entries(entries) => {
            app.metrics.checked("private");
            let answer = URL_SAFE_NO_PAD.encode(answer);
            Ok(Json(Answered { answer, entries: entries.iter().map(|entry| URL_SAFE_NO_PAD.encode(entry)).collect() }))
        }
    }
}
