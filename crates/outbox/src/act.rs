//! Acts that can be done offline.

use codec::{DecodeLimit, Encode};
use ledger_types::{
    BatchKey, Line, Lines, PackIndex, PackSelection, ShipmentId,
    call::{Call, ComplianceCall, CustodyTransferCall, DrugBatchCall},
    compliance::{Subject, Trigger},
};
use serde::{Deserialize, Serialize};

use crate::{Label, OutboxError, text};

/// How deep a call may be nested: these are not at all, and a hostile file must not exhaust the stack.
const MAX_DEPTH: u32 = 8;

/// An act that is done first and reaches the chain later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Act {
    /// Hand the pack with this label to a patient. The label has to prove its place in the batch before anything is
    /// signed.
    DispensePack(Label),
    /// Hand packs to patients that are named by their place in the batch.
    Dispense {
        /// The batch.
        batch: BatchKey,
        /// Which of its packs.
        packs: PackSelection,
    },
    /// Take over a shipment.
    Receive {
        /// Its number.
        shipment: ShipmentId,
        /// Which part of it; `None` for all that is outstanding.
        lines: Option<Lines>,
    },
    /// Report a pack, or a code that names none: a case is opened, and nothing is held back by it.
    Report {
        /// Why.
        trigger: Trigger,
        /// What it is about.
        subject: Subject,
        /// BLAKE2b-256 of what whoever reports knows.
        evidence: [u8; 32],
    },
}

/// An act as it stands in a file: the call as the chain decodes it, and the label behind it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(with = "text::hex")]
    call: Vec<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<Label>,
}

impl From<Act> for Written {
    fn from(act: Act) -> Self {
        let call = act.call().encode();
        let label = if let Act::DispensePack(label) = act { Some(label) } else { None };
        Self { call, label }
    }
}

impl TryFrom<Written> for Act {
    type Error = OutboxError;

    fn try_from(Written { call, label }: Written) -> Result<Self, OutboxError> {
        let call = Call::decode_all_with_depth_limit(MAX_DEPTH, &mut call.as_slice());
        let act = match (call.map_err(|_| OutboxError::NotForQueue)?, label) {
            (call, Some(label)) => {
                let act = Self::DispensePack(label);
                if act.call() == call { act } else { return Err(OutboxError::NotForQueue) }
            }
            (Call::DrugBatch(DrugBatchCall::Dispense { batch, packs }), None) => Self::Dispense { batch, packs },
            (Call::CustodyTransfer(CustodyTransferCall::Receive { shipment, lines }), None) => {
                Self::Receive { shipment, lines }
            }
            (Call::Compliance(ComplianceCall::OpenCase { trigger, subject, evidence, quarantine: false }), None) => {
                Self::Report { trigger, subject, evidence }
            }
            _ => return Err(OutboxError::NotForQueue),
        };
        act.ensure_sensible()?;
        Ok(act)
    }
}

impl Act {
    /// The call that does it.
    pub fn call(&self) -> Call {
        match self {
            Self::DispensePack(label) => {
                let (batch, packs) = (label.batch().clone(), PackSelection::One(label.index()));
                Call::DrugBatch(DrugBatchCall::Dispense { batch, packs })
            }
            Self::Dispense { batch, packs } => {
                Call::DrugBatch(DrugBatchCall::Dispense { batch: batch.clone(), packs: packs.clone() })
            }
            Self::Receive { shipment, lines } => {
                Call::CustodyTransfer(CustodyTransferCall::Receive { shipment: *shipment, lines: lines.clone() })
            }
            Self::Report { trigger, subject, evidence } => Call::Compliance(ComplianceCall::OpenCase {
                trigger: *trigger,
                subject: subject.clone(),
                evidence: *evidence,
                quarantine: false,
            }),
        }
    }

    /// The packs that it hands to patients, by batch and as sorted ranges; `None` for other acts.
    pub fn dispensed(&self) -> Option<(&BatchKey, Vec<std::ops::Range<PackIndex>>)> {
        match self {
            Self::DispensePack(label) => Some((label.batch(), PackSelection::One(label.index()).ranges()?)),
            Self::Dispense { batch, packs } => Some((batch, packs.ranges()?)),
            Self::Receive { .. } | Self::Report { .. } => None,
        }
    }

    /// Whether a later act is in vain because of this one: it is about the same packs or shipment, and the chain would
    /// refuse it, or it reports what is reported.
    pub fn forestalls(&self, later: &Self) -> bool {
        match (self, later) {
            (Self::Receive { shipment, lines }, Self::Receive { shipment: other, lines: more }) => {
                let overlap = match (lines, more) {
                    (Some(lines), Some(more)) => lines.iter().any(|one| more.iter().any(|other| share(one, other))),
                    // First a part, then the rest: that is how a delivery is counted.
                    (Some(_), None) => false,
                    (None, _) => true,
                };
                shipment == other && overlap
            }
            (Self::Report { subject, .. }, Self::Report { subject: other, .. }) => subject == other,
            // Two labels that claim one place with different serials: what each proves decides.
            (Self::DispensePack(label), Self::DispensePack(other)) if label.serial() != other.serial() => false,
            _ => match (self.dispensed(), later.dispensed()) {
                (Some((batch, packs)), Some((other, more))) => batch == other && meet(&packs, &more),
                _ => false,
            },
        }
    }

    /// That it names packs at all, and none twice.
    pub(crate) fn ensure_sensible(&self) -> Result<(), OutboxError> {
        let sensible = match self {
            Self::Receive { lines, .. } => {
                lines.as_ref().is_none_or(|lines| !lines.is_empty() && lines.iter().all(|line| line.start < line.end))
            }
            Self::Report { subject: Subject::Packs(lines), .. } => {
                !lines.is_empty() && lines.iter().all(|line| line.start < line.end)
            }
            Self::Report { subject: Subject::Code(_), .. } => true,
            Self::DispensePack(_) | Self::Dispense { .. } => self.dispensed().is_some(),
        };
        if sensible { Ok(()) } else { Err(OutboxError::NoPacks) }
    }
}

fn share(one: &Line, other: &Line) -> bool {
    one.batch == other.batch && one.start < other.end && other.start < one.end
}

/// Whether two lists of sorted, disjoint ranges have a pack in common.
fn meet(one: &[std::ops::Range<PackIndex>], other: &[std::ops::Range<PackIndex>]) -> bool {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(left), Some(right)) = (one.peek(), other.peek()) {
        if left.end <= right.start {
            one.next();
        } else if right.end <= left.start {
            other.next();
        } else {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::tests::{batch, dispense, receive};

    fn line(start: u32, end: u32) -> Line {
        Line { batch: batch(), start, end }
    }

    fn part(start: u32, end: u32) -> Act {
        Act::Receive { shipment: 7, lines: Some(vec![line(start, end)].try_into().unwrap()) }
    }

    #[test]
    fn a_report_comes_back_from_its_file_and_is_not_made_twice() {
        let report = |subject| Act::Report { trigger: Trigger::Suspicion, subject, evidence: [7; 32] };
        let packs = report(Subject::Packs(vec![line(5, 6)].try_into().unwrap()));
        let code = report(Subject::Code([1; 32]));
        for act in [&packs, &code] {
            let written = serde_json::to_string(act).unwrap();
            assert_eq!(serde_json::from_str::<Act>(&written).unwrap(), *act);
            assert!(act.forestalls(act) && !act.forestalls(&dispense(5)) && !dispense(5).forestalls(act));
        }
        assert!(!packs.forestalls(&code));
        let nothing = report(Subject::Packs(Lines::default()));
        assert!(serde_json::from_str::<Act>(&serde_json::to_string(&nothing).unwrap()).is_err());
        // What holds packs back is for those who answer for them, and not for a queue.
        let Call::Compliance(ComplianceCall::OpenCase { trigger, subject, evidence, .. }) = packs.call() else {
            panic!("it opens a case")
        };
        let held = Call::Compliance(ComplianceCall::OpenCase { trigger, subject, evidence, quarantine: true });
        let written = format!("{{\"call\":\"0x{}\"}}", hex::encode(held.encode()));
        assert!(serde_json::from_str::<Act>(&written).is_err());
    }

    #[test]
    fn a_later_act_on_the_same_goods_is_noticed() {
        assert!(dispense(5).forestalls(&dispense(5)));
        assert!(!dispense(5).forestalls(&dispense(6)));
        let range = Act::Dispense { batch: batch(), packs: PackSelection::Range { start: 0, end: 10 } };
        assert!(range.forestalls(&dispense(9)) && dispense(9).forestalls(&range));
        assert!(!range.forestalls(&dispense(10)));
        assert!(receive(7).forestalls(&receive(7)) && !receive(7).forestalls(&receive(8)));
        assert!(part(0, 10).forestalls(&part(9, 12)) && !part(0, 10).forestalls(&part(10, 12)));
        assert!(!part(0, 10).forestalls(&receive(7)), "a part, then the rest");
        assert!(receive(7).forestalls(&part(0, 10)), "nothing is left after all of it");
        let labelled = |serial| Act::DispensePack(crate::label::tests::label(serial, "290600", "S42").unwrap());
        assert!(labelled("S42").forestalls(&labelled("S42")) && labelled("S42").forestalls(&dispense(42)));
        assert!(!labelled("FORGED").forestalls(&labelled("S42")), "a forged label does not keep the real pack out");
        assert!(!receive(7).forestalls(&dispense(5)) && !dispense(5).forestalls(&receive(7)));
    }

    #[test]
    fn only_acts_that_may_wait_are_read_from_a_file() {
        let read = |call: Vec<u8>| {
            serde_json::from_value::<Act>(serde_json::json!({"call": format!("0x{}", hex::encode(call))}))
        };
        assert_eq!(read(dispense(5).call().encode()).unwrap(), dispense(5));
        let undo = DrugBatchCall::Undo {
            batch: batch(),
            packs: PackSelection::One(5),
            from: ledger_types::PackState::Dispensed,
        };
        assert!(read(Call::DrugBatch(undo).encode()).is_err());
        let empty = Act::Dispense { batch: batch(), packs: PackSelection::Range { start: 4, end: 4 } };
        assert!(read(empty.call().encode()).is_err());
        assert!(read([dispense(5).call().encode(), vec![0]].concat()).is_err(), "a byte left over");
        // A motion within a motion within a motion…
        assert!(read([20, 2, 4].repeat(4_000)).is_err());
    }

    proptest! {
        #[test]
        fn ranges_meet_if_they_have_a_pack_in_common(
            one in prop::collection::vec(0u32..40, 1..6),
            other in prop::collection::vec(0u32..40, 1..6),
        ) {
            let list = |packs: &[u32]| {
                let mut packs = packs.to_vec();
                packs.sort_unstable();
                packs.dedup();
                PackSelection::List(packs.try_into().unwrap())
            };
            let (left, right) = (list(&one).ranges().unwrap(), list(&other).ranges().unwrap());
            prop_assert_eq!(meet(&left, &right), one.iter().any(|pack| other.contains(pack)));
        }

        #[test]
        fn an_act_is_read_as_it_stands_in_the_file_or_not_at_all(
            act in prop_oneof![
                any::<u32>().prop_map(dispense),
                any::<u64>().prop_map(receive),
                (0u32..9, 10u32..20).prop_map(|(start, end)| part(start, end)),
            ],
            changed in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
            more in prop::collection::vec(any::<u8>(), 0..2),
        ) {
            let mut call = [act.call().encode(), more].concat();
            changed.into_iter().for_each(|(at, byte)| *at.get_mut(&mut call) = byte);
            let written = serde_json::json!({"call": format!("0x{}", hex::encode(&call))});
            if let Ok(read) = serde_json::from_value::<Act>(written) {
                prop_assert!(call != act.call().encode() || read == act);
                prop_assert_eq!(read.call().encode(), call);
            } else {
                prop_assert!(call != act.call().encode() || act == dispense(u32::MAX));
            }
        }
    }
}
