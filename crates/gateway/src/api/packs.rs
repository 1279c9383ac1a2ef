//! The proof of a pack, for whoever presents its code.

use axum::{Json, extract::State};
use pack_commitment::{LabelMaterial, PARAMETER};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Problem, Shared, body::Body};
use crate::{index::subjects::batch_id, serials::answer::Known};

/// A code as it was scanned or typed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Presented {
    /// An element string, with or without brackets, or a GS1 Digital Link. It names a single pack: GTIN, lot and serial.
    #[schema(example = "(01)04012345678901(21)S1(17)271200(10)LOT-7")]
    pub code: String,
}

/// What proves that a pack is one of its batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofOfPack {
    /// Index, salt and Merkle path, as a label carries them: base64url without padding. Check it against the batch's root on
    /// chain; a gateway need not be believed.
    #[schema(example = "AAAAEQcHBwcHBwcHBwcHBwcHBwc")]
    pub material: String,
}

/// A pack, as its code names it.
pub struct Named {
    /// The batch, as the index names it.
    pub batch: String,
    /// The serial.
    pub serial: String,
    /// The expiry that is printed.
    pub expiry: Option<gs1::Date>,
    /// The pack's place in its batch, as its label says.
    pub pack: Option<u32>,
}

/// Reads a code that names a single pack.
pub fn read_code(code: &str) -> Result<Named, Problem> {
    let message = gs1::parse(code.trim()).map_err(|error| {
        Problem::bad("no-code", error.to_string(), "Send the code as a scanner gives it, separators included.")
    })?;
    let incomplete = |what| {
        Problem::bad("incomplete-code", format!("the code has no {what}"), "Scan the two-dimensional code of the pack.")
    };
    let gtin = message.gtin().ok_or_else(|| incomplete("GTIN"))?;
    let lot = message.lot().ok_or_else(|| incomplete("lot"))?;
    let serial = message.serial().ok_or_else(|| incomplete("serial"))?;
    let material = message.extension(PARAMETER).and_then(|text| LabelMaterial::from_text(text).ok());
    Ok(Named {
        batch: batch_id(gtin.number(), lot.as_str()),
        serial: serial.as_str().to_owned(),
        expiry: message.expiry(),
        pack: material.map(|material| material.proof.index),
    })
}

/// Gives the proof of the pack with this code.
///
/// Needs no key: whoever has the code has the pack, or saw it. Serials are neither logged nor kept.
#[utoipa::path(
    post, path = "/v1/proofs", tag = "packs",
    responses(
        (status = 200, body = ProofOfPack),
        (status = 400, description = "no code of a single pack", body = Problem),
        (status = 404, description = "`not-in-list`: the maker's list is here, and this serial is not in it; `no-list`: the \
            list is not here", body = Problem),
    )
)]
pub async fn prove(State(app): State<Shared>, Body(presented): Body<Presented>) -> Result<Json<ProofOfPack>, Problem> {
    let named = read_code(&presented.code)?;
    let (outcome, answer) = match app.proofs.about(&named.batch, &named.serial).await? {
        Known::Proof(material) => ("proof", Ok(Json(ProofOfPack { material: material.to_text() }))),
        Known::NotInList => {
            let title = "the maker's list of this batch has no such serial";
            ("not-in-list", Err(Problem::missing("not-in-list", title, "Compare the code with the pack.")))
        }
        Known::NoList => {
            let title = "this gateway does not keep the list of this batch";
            ("no-list", Err(Problem::missing("no-list", title, "Ask the gateway of the batch's maker.")))
        }
    };
    app.metrics.checked(outcome);
    answer
}
