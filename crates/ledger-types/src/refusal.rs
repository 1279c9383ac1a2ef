//! Every way the chain refuses an act, by name, with what to do next.

use crate::emvs::{self, Emvs};

/// A named refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The error's name in the pallet.
    pub name: &'static str,
    /// What happened and what to do next.
    pub next_step: &'static str,
    /// The published reason for it in Europe, if there is one.
    pub emvs: Option<Emvs>,
}

const fn refusal(name: &'static str, next_step: &'static str) -> Refusal {
    Refusal { name, next_step, emvs: None }
}

impl Refusal {
    const fn as_in_emvs(self, emvs: Emvs) -> Self {
        Self { emvs: Some(emvs), ..self }
    }
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
    /// Its participant is struck off.
    pub const REVOKED: u8 = 6;
    /// The chain is in safe mode, in which this call is refused.
    pub const SAFE_MODE: u8 = 7;
    /// The call is for regulators.
    pub const NOT_REGULATOR: u8 = 8;
    /// A motion must need two thirds of the council.
    pub const WRONG_THRESHOLD: u8 = 9;
    /// No such sensor device is registered.
    pub const UNKNOWN_DEVICE: u8 = 20;
    /// The segment of a sensor's log cannot be added to it.
    pub const SEGMENT_REFUSED: u8 = 21;
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
            refusal("NotOffered", "Nobody sends this on its own: use the calls of Medtrail's pallets, or a motion.")
        }
        admission::REVOKED => {
            refusal("Revoked", "Your organisation was struck off by the council. Ask your regulator.")
        }
        admission::SAFE_MODE => refusal(
            "SafeMode",
            "The chain is in safe mode: goods are received and recalled, but not traded. Wait for the council.",
        ),
        admission::NOT_REGULATOR => refusal("NotRegulator", "Only a regulator may do this."),
        admission::WRONG_THRESHOLD => {
            refusal("WrongThreshold", "A motion needs two thirds of the council, no fewer and no more votes.")
        }
        admission::UNKNOWN_DEVICE => {
            refusal("UnknownDevice", "No participant answers for this sensor. Register the device first.")
        }
        admission::SEGMENT_REFUSED => refusal(
            "SegmentRefused",
            "The segment does not fit its shipment: check attachment, calibration, times and figures.",
        ),
        _ => return None,
    })
}

/// The refusal behind an error of one of Medtrail's pallets.
pub fn in_pallet(pallet: u8, error: u8) -> Option<Refusal> {
    let table = match pallet {
        crate::PARTICIPANTS => PARTICIPANTS,
        crate::DRUG_BATCH => DRUG_BATCH,
        crate::CUSTODY_TRANSFER => CUSTODY_TRANSFER,
        crate::COMPLIANCE => COMPLIANCE,
        crate::COLD_CHAIN => COLD_CHAIN,
        crate::MODEL_REGISTRY => MODEL_REGISTRY,
        crate::GOVERNANCE => GOVERNANCE,
        crate::COUNCIL => COUNCIL,
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
    refusal("BadScope", "A licence must allow something known. Choose its scope."),
    refusal("TooManyLicences", "The participant has eight licences that are valid. Revoke one first."),
    refusal("UnknownLicence", "The participant has no licence with this number. Look the participant up."),
    refusal("OutsideScope", "No licence that is valid now allows this. Ask the regulator for one with this scope."),
    refusal("Revoked", "The participant was struck off by the council, for good."),
    refusal("TooManyRegulators", "The council has 64 members and takes no more."),
    refusal("LastRegulator", "The last regulator stays. Enrol another one first."),
    refusal("IsDelegate", "This key sits in the council. Send another delegate first."),
    refusal("BadPosition", "There is no such place: latitude is -90 to 90, longitude -180 to 180 degrees."),
    refusal("TooManySites", "A participant has 256 sites at most. Remove one first."),
    refusal("UnknownSite", "The participant has no site with this GLN."),
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
    refusal("UnknownBatch", "No such batch is registered. Check GTIN and lot.").as_in_emvs(emvs::UNKNOWN_BATCH),
    refusal("AlreadyReleased", "The batch is released already: nothing to do."),
    refusal("NotReleased", "The batch is not released for sale. Wait for the maker's qualified person."),
    refusal(
        "Recalled",
        "These packs, their batch or the product are recalled; a recall is only ever raised to a graver class. Put the packs aside and follow the notice.",
    ),
    refusal("Expired", "The batch has expired. Put the packs aside for destruction."),
    refusal("BadSelection", "The selection is empty, names a pack twice, or reaches past the end of the batch."),
    refusal("PackNotActive", "A pack is in a state from which this cannot be done. Verify each pack to see which.")
        .as_in_emvs(emvs::NOT_ACTIVE),
    refusal("AlreadyInState", "A pack is in that state already, for example dispensed. Verify each pack to see which.")
        .as_in_emvs(emvs::ALREADY_IN_STATE),
    refusal("StateNotAllowed", "This kind of participant may not put packs into this state."),
    refusal("UndoMismatch", "A pack is not in the state that is to be undone. Verify each pack to see which.")
        .as_in_emvs(emvs::UNDO_MISMATCH),
    refusal("UndoTooLate", "More than ten days have passed: this is not undone any more.")
        .as_in_emvs(emvs::UNDO_TOO_LATE),
    refusal("UndoByAnother", "Another participant did this, and only it can undo it.")
        .as_in_emvs(emvs::UNDO_BY_ANOTHER),
    refusal("NeverUndone", "Stolen and destroyed packs stay that way, and a quarantine ends with its case.")
        .as_in_emvs(emvs::NOT_ACTIVE),
    refusal("Withdrawn", "The batch or its product was taken off the market. Put the packs aside."),
    refusal("NotAuthorisedHere", "The product is not authorised in this country. Do not supply or dispense it here."),
    refusal("BadMarkets", "Markets are countries of two capital letters, each once, in alphabetical order."),
    refusal("TooManyRecalls", "More ranges are recalled than can be told apart. Recall the whole batch."),
    refusal("InQuarantine", "A pack lies in a quarantine. Wait until its case is closed."),
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
    refusal("TooManyParts", "There would be too many parts. Take larger ranges, or fewer at once."),
    refusal(
        "LineSpansHoldings",
        "Packs of one line came from different suppliers or journeys. Trace the batch and split the line there.",
    ),
    refusal("Breached", "These packs were too warm or too cold. Put them aside until the maker has assessed it."),
    refusal("NotForDisposal", "These packs may be sold: there is nothing to dispose of. Ship them as a supply."),
    refusal("NotSuppliedByReceiver", "A saleable return goes to whoever supplied these very packs. Trace them first."),
    refusal(
        "DocumentsMissing",
        "A sale from or to the United States needs transaction information and statement. Add both documents.",
    ),
    refusal("BadSeller", "The seller of a drop shipment must be licensed to distribute, and not be a party to it."),
    refusal("BadCarrier", "The carrier has no valid licence to carry goods. Choose another one."),
    refusal("UnknownContainer", "No case or pallet with this SSCC is packed on the ledger. Check the label."),
    refusal("SsccTaken", "A case or pallet with this SSCC is packed already. Unpack it first, or use another number."),
    refusal("PackedAlready", "Some of this is in another case or pallet. Unpack that one first."),
    refusal("WrongContents", "The lines are not what is in the container. Look up what was packed."),
    refusal("NotBreached", "The temperature of these packs was as it should be: nothing to accept."),
    refusal("NoExcess", "These packs are in the shipment, or not the sender's. Compare with its lines."),
    refusal("NameTheLines", "The sender added packs to this shipment. Name the packs that arrived."),
];

/// Errors of pallet `Compliance`, by index.
pub const COMPLIANCE: &[Refusal] = &[
    refusal("UnknownCase", "No case has this number. It may have been removed after its time."),
    refusal("NotConductor", "Only whoever opened a case, and regulators, conduct it."),
    refusal("Closed", "The case is closed. Open another one."),
    refusal("BackwardStage", "A case only goes forward. Close it with its own act."),
    refusal("NotRegulator", "Only a regulator may do this."),
    refusal("NoPacks", "The case names no packs. A quarantine needs packs that the ledger knows."),
    refusal("InQuarantineAlready", "Some of the packs are in the quarantine of another case. Join that one."),
    refusal("NotInQuarantine", "The packs of this case are not in quarantine."),
    refusal("IllegitimateAlready", "The product was found illegitimate already: nothing to do."),
    refusal("NotifiedAlready", "This participant was told of the case already."),
    refusal("TooManyNotices", "256 participants were told of this case. Open a second one for more."),
    refusal("NotNotified", "Your organisation was not told of this case: nothing to confirm."),
    refusal("AcknowledgedAlready", "Your organisation has confirmed the notice already."),
    refusal("UnknownDuty", "Your organisation has no duty with this number."),
    refusal("DoneAlready", "This was done already."),
    refusal("NotAQuestion", "This duty is met by a notice, not by an answer."),
    refusal("OfOneself", "Nobody asks itself. Check whom you ask."),
    refusal("OfRegulator", "Regulators are not asked this way."),
    refusal("KeepRecords", "These records have to be kept for six years after the end."),
    refusal("MoreChunks", "The quarantine touches more than the act allows for. Allow packs / 512 + 2 a line."),
    refusal("NoticesDue", "Tell a regulator and the partners of the illegitimate product first."),
    refusal("NotConcerned", "Whoever has or made the packs, or a regulator, finds them illegitimate."),
    refusal("TooManyQuestions", "This participant still owes you 16 answers. Wait for them."),
    refusal("AboutPacks", "The case is about packs that the ledger knows. Close it as cleared, false or destroyed."),
];

/// Errors of pallet `ColdChain`, by index.
pub const COLD_CHAIN: &[Refusal] = &[
    refusal("UnknownDevice", "No such sensor is registered. Register it first."),
    refusal("DeviceTaken", "Another participant answers for this sensor."),
    refusal("NotOwner", "Another participant answers for this sensor."),
    refusal("Attached", "The sensor travels with a shipment. Detach it first."),
    refusal("NotAttached", "The sensor does not travel with this shipment. Attach it first."),
    refusal("NotCalibrated", "The sensor's calibration has ended. Calibrate it and register that."),
    refusal("UnknownShipment", "No such shipment is open. Read the sensor out before the goods are received."),
    refusal("NotParty", "Only sender, carrier and receiver attach sensors to a shipment."),
    refusal("SegmentOutOfOrder", "The segment is not the sensor's next one. Send them in order."),
    refusal("InTheFuture", "The segment ends in the future. Set the sensor's clock."),
    refusal("SegmentTooLong", "A segment lasts a day at most. Send shorter ones."),
    refusal("BeforeDispatch", "The segment began before the shipment left."),
    refusal("Implausible", "The figures contradict each other. Read the sensor out again."),
];

/// Errors of pallet `ModelRegistry`, by index.
pub const MODEL_REGISTRY: &[Refusal] = &[
    refusal("UnknownModel", "No such model is registered. Check the hash of its file."),
    refusal("ModelExists", "This model is registered already."),
    refusal("BadCard", "Use or intended use is empty or unreadable, or the thresholds are the wrong way round."),
    refusal("BadParent", "The model that it was made from is not registered, or is for another use."),
    refusal("BadStage", "The model cannot enter this stage from the one that it is in."),
    refusal("WrongRole", "Your organisation does not have this role for this model."),
    refusal("EndorsedAlready", "This role is taken for this step, or your organisation has endorsed it in another."),
    refusal("NotEndorsed", "Your organisation has not endorsed this step."),
    refusal("NotActive", "The model is not active: nothing to stop."),
];

/// Errors of pallet `Governance`, by index.
pub const GOVERNANCE: &[Refusal] = &[
    refusal("BadCount", "There are 1 to 64 validators."),
    refusal("KeyTwice", "A key is in the list twice."),
    refusal("BadProof", "A validator's keys are not proven to be its owner's. Make keys and proof once more."),
    refusal("ChangePending", "Another change of validators is under way. Try again in the next block."),
    refusal("InSafeMode", "Safe mode is on already. Only the council prolongs it."),
    refusal("NotInSafeMode", "Safe mode is not on: nothing to leave."),
    refusal("TooSoon", "Safe mode was on within the last week. Only the council enters it again."),
];

/// Errors of the council, by index.
pub const COUNCIL: &[Refusal] = &[
    refusal("NotMember", "This key does not sit in the council. Use the delegate's key."),
    refusal("DuplicateProposal", "The same motion is open already. Vote on that one."),
    refusal("ProposalMissing", "There is no such motion. It may have been closed."),
    refusal("WrongIndex", "The motion has another number. Look the motions up."),
    refusal("DuplicateVote", "This key has voted that way already."),
    refusal("AlreadyInitialized", "The council has members already."),
    refusal("TooEarly", "The motion has neither enough votes nor run out of time."),
    refusal("TooManyProposals", "Too many motions are open. Close some first."),
    refusal("WrongProposalWeight", "The weight given for the motion is too low."),
    refusal("WrongProposalLength", "The length given for the motion is too low."),
    refusal("PrimeAccountNotMember", "The prime member does not sit in the council."),
    refusal("ProposalActive", "The motion is still open."),
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
