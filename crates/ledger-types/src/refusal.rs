//! Every way the chain refuses an act, by name, with what to do next.

/// A named refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The error's name in the pallet.
    pub name: &'static str,
    /// What happened and what to do next.
    pub next_step: &'static str,
}

const fn refusal(name: &'static str, next_step: &'static str) -> Refusal {
    Refusal { name, next_step }
}

/// Codes of `InvalidTransaction::Custom` with which the pool refuses an account.
pub mod admission {
    /// The account acts for nobody.
    pub const UNKNOWN_ACCOUNT: u8 = 1;
    /// Its participant is suspended.
    pub const SUSPENDED: u8 = 2;
    /// Its participant has no licence that is valid now.
    pub const NO_VALID_LICENCE: u8 = 3;
    /// The account lacks the permission that the call needs.
    pub const NOT_PERMITTED: u8 = 4;
    /// The call is none of Medtrail's.
    pub const NOT_OFFERED: u8 = 5;
}

/// The refusal behind an `InvalidTransaction::Custom` code.
pub fn at_admission(code: u8) -> Option<Refusal> {
    Some(match code {
        admission::UNKNOWN_ACCOUNT => refusal(
            "UnknownAccount",
            "This key acts for no participant. Ask a manager of your organisation to appoint it.",
        ),
        admission::SUSPENDED => {
            refusal("Suspended", "Your organisation is suspended. Ask the regulator that suspended it.")
        }
        admission::NO_VALID_LICENCE => refusal(
            "NoValidLicence",
            "Your organisation has no licence that is valid today. Ask your regulator to grant or renew it.",
        ),
        admission::NOT_PERMITTED => refusal(
            "NotPermitted",
            "This key may not do this. Ask a manager of your organisation to extend its permissions.",
        ),
        admission::NOT_OFFERED => {
            refusal("NotOffered", "This chain takes no such transactions. Use the calls of Medtrail's pallets.")
        }
        _ => return None,
    })
}

/// The refusal behind an error of one of Medtrail's pallets.
pub fn in_pallet(pallet: u8, error: u8) -> Option<Refusal> {
    let table = match pallet {
        crate::PARTICIPANTS => PARTICIPANTS,
        crate::DRUG_BATCH => DRUG_BATCH,
        crate::CUSTODY_TRANSFER => CUSTODY_TRANSFER,
        _ => return None,
    };
    table.get(usize::from(error)).copied()
}

/// Errors of pallet `Participants`, by index.
pub const PARTICIPANTS: &[Refusal] = &[
    refusal("UnknownAccount", "This key acts for no participant. Ask a manager of your organisation to appoint it."),
    refusal("NotPermitted", "This key may not do this. Ask a manager of your organisation to extend its permissions."),
    refusal("NotRegulator", "Only a regulator may do this."),
    refusal("Suspended", "The organisation is suspended. Ask the regulator that suspended it."),
    refusal(
        "NoValidLicence",
        "The organisation has no licence that is valid now. Ask the regulator to grant or renew it.",
    ),
    refusal("UnknownParticipant", "No participant has this number. Check it, or enrol the participant first."),
    refusal("BadGln", "The GLN's check digit or length is wrong. Compare it with the document."),
    refusal("GlnTaken", "A participant with this GLN is enrolled already. Use that one."),
    refusal("AccountTaken", "This key acts for a participant already. Use another key."),
    refusal("BadName", "The name is empty or holds characters that cannot be shown. Give the trading name."),
    refusal("BadCountry", "The country is not two capital letters. Give its ISO 3166 code."),
    refusal(
        "BadLicencePeriod",
        "The licence ends before it begins, has ended, or leaves a gap after the present one. Check both dates.",
    ),
    refusal("LastManager", "An organisation keeps at least one key that may do everything. Appoint another first."),
    refusal("TooManyOperators", "The organisation has as many keys as it may have. Remove one first."),
    refusal("WrongKind", "This kind of participant may not do this."),
    refusal("NotSuspended", "The organisation is not suspended: nothing to do."),
    refusal("BadLicenceNumber", "The licence's number is empty or unreadable. Give the number on the document."),
];

/// Errors of pallet `DrugBatch`, by index.
pub const DRUG_BATCH: &[Refusal] = &[
    refusal("BadGtin", "The GTIN's check digit or length is wrong. Compare it with the product's master data."),
    refusal("BadName", "The product name is empty or not UTF-8. Give name, strength and form."),
    refusal("ProductExists", "This GTIN is registered already. Use the existing product."),
    refusal("UnknownProduct", "No product has this GTIN. Register the product first."),
    refusal("NotMaker", "Only the product's maker may do this."),
    refusal("BadLot", "A lot has 1 to 20 characters of GS1 set 82. Check the lot."),
    refusal("BadExpiry", "The expiry is not a date, or has passed. Check the expiry."),
    refusal("BadPackCount", "A batch has 1 to 4,194,304 packs. Split larger ones into lots."),
    refusal("BatchExists", "This lot of the product is registered already. Use another lot number."),
    refusal("UnknownBatch", "No such batch is registered. Check GTIN and lot."),
    refusal("AlreadyReleased", "The batch is released already: nothing to do."),
    refusal("NotReleased", "The batch is not released for sale. Wait for the maker's qualified person."),
    refusal(
        "Recalled",
        "The batch is recalled (and a recall is only ever raised to a graver class). Put the packs aside and follow the notice.",
    ),
    refusal("Expired", "The batch has expired. Put the packs aside for destruction."),
    refusal("BadSelection", "The selection is empty, names a pack twice, or reaches past the end of the batch."),
    refusal(
        "PackNotActive",
        "A pack is no longer active, for example dispensed already. Verify each pack to see which.",
    ),
];

/// Errors of pallet `CustodyTransfer`, by index.
pub const CUSTODY_TRANSFER: &[Refusal] = &[
    refusal(
        "NotHeld",
        "You do not hold all of these packs: another holds them, or they are on the way. Trace them first.",
    ),
    refusal("ToSelf", "Sender and receiver are the same. Check the receiver."),
    refusal("ReceiverNotAuthorised", "The receiver is suspended or has no valid licence. Do not ship to it."),
    refusal("WrongReceiver", "This kind of participant cannot receive medicines. Check the receiver."),
    refusal("BadSscc", "The SSCC's check digit or length is wrong. Compare it with the label."),
    refusal("BadLines", "A shipment has 1 to 64 lines, none empty, none overlapping. Check the lines."),
    refusal("UnknownShipment", "No such shipment is open. It may be received, rejected or cancelled already."),
    refusal("NotReceiver", "The shipment is for someone else. Ask its sender."),
    refusal("NotSender", "Only the sender may cancel a shipment."),
    refusal("NotInShipment", "These packs are not outstanding in this shipment. Compare with its lines."),
    refusal("TooManyParts", "The shipment would break into too many parts. Receive or reject larger ranges."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_codes_have_no_refusal() {
        assert_eq!(in_pallet(0, 0), None);
        assert_eq!(in_pallet(crate::DRUG_BATCH, 200), None);
        assert_eq!(at_admission(0), None);
        assert_eq!(in_pallet(crate::PARTICIPANTS, 0).map(|refusal| refusal.name), Some("UnknownAccount"));
    }
}
