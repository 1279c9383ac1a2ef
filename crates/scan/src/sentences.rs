//! What this crate has to say of nodes, gateways and pictures, in sentences for any language.

use gateway_client::GatewayError;
use verdict::{Message, Sentence};

verdict::sentences! {
    // Nodes.
    TIMEOUT = "node-timeout", "No node answered in time.";
    CLOCK_SET_BACK = "clock-set-back", "This device's clock was set back. Set it right and scan again.";

    // Gateways.
    GATEWAY_DENIES = "gateway-denies",
        "The gateway {address} says that the maker's list has no such serial. That is not proven: it may be wrong, or the \
         code misread. Do not rely on this pack until the maker was asked.";
    GATEWAY_KNOWS_NOTHING = "gateway-knows-nothing", "The gateway {address} does not know the code.";
    GATEWAY_DROPPED = "gateway-dropped",
        "The gateway {address} gave a wrong proof and is not asked any more. Tell its operator.";
    GATEWAY_UNREACHABLE = "gateway-unreachable", "No gateway answers at {address}: {cause}.";
    GATEWAY_REFUSED = "gateway-refused", "The gateway at {address} refused: {said}.";
    GATEWAY_BAD_ANSWER = "gateway-bad-answer", "The answer of {address} is not a gateway's.";
    GATEWAY_NO_RANDOMNESS = "gateway-no-randomness", "The system gives no random numbers.";

    // Pictures.
    FILE = "picture-file", "{path} cannot be read: {cause}.";
    NOT_A_PICTURE = "picture-not-one", "This is no PNG or JPEG picture, or it is damaged.";
    TOO_LARGE = "picture-too-large", "The picture is too large: at most 64 MB and 100 megapixels.";
    NO_SYMBOL = "picture-no-code", "No code was found in the picture.";
    SEVERAL_PACKS = "picture-several-packs", "The picture shows the codes of several packs.";
    NEXT_FILE = "next-picture-file", "Check the path and its permissions.";
    NEXT_NOT_A_PICTURE = "next-picture-not-one", "Choose a PNG or JPEG photograph of the pack's code.";
    NEXT_TOO_LARGE = "next-picture-too-large", "Take the picture again with fewer pixels, or crop it.";
    NEXT_NO_SYMBOL = "next-picture-no-code",
        "Take the picture again: the whole code, sharp, without glare, filling a third of the picture or more.";
    NEXT_SEVERAL_PACKS = "next-picture-several-packs", "Take a picture of one pack at a time.";
}

/// Every sentence of this crate; those of verdicts themselves are in [`verdict::every_sentence`], those of the ledger's client in
/// [`ledger_client::every_sentence`].
pub fn every_sentence() -> impl Iterator<Item = Sentence> {
    ALL.iter().copied()
}

/// What a gateway's client said when it was asked about a pack.
pub fn gateway_message(error: &GatewayError) -> Message {
    match error {
        GatewayError::Unreachable { address, cause } => {
            GATEWAY_UNREACHABLE.with("address", address.as_str()).with("cause", cause.as_str())
        }
        GatewayError::Refused { address, said } => {
            GATEWAY_REFUSED.with("address", address.as_str()).with("said", said.as_str())
        }
        GatewayError::BadAnswer(address) => GATEWAY_BAD_ANSWER.with("address", address.as_str()),
        GatewayError::NoRandomness => GATEWAY_NO_RANDOMNESS.into(),
        // Never the answer to a question about a pack.
        other => format!("{other}.").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_gateways_it_says_what_their_errors_say() {
        let address = || "http://127.0.0.1:8080".to_owned();
        for error in [
            GatewayError::BadAddress("gateway".into()),
            GatewayError::Unreachable { address: address(), cause: "connection refused".into() },
            GatewayError::Refused { address: address(), said: "too many questions".into() },
            GatewayError::BadAnswer(address()),
            GatewayError::NotPrivate(address()),
            GatewayError::NoRandomness,
        ] {
            let expected = format!("{}.", verdict::capitalised(&error.to_string()));
            assert_eq!(gateway_message(&error).english(), expected);
        }
    }
}
