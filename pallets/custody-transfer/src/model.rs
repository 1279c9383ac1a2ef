//! Holdings against a naive model that writes down the keeper of every single pack.

#![allow(clippy::unwrap_used)]

use core::ops::Range;

use ledger_types::{HoldingStatus, Line, Lines};
use proptest::{collection::vec, prelude::*};

use crate::{Shipments, mock::*};

const SIZE: u32 = 24;
const LOTS: [&str; 2] = ["A", "B"];

/// One act, with anything that a client may send.
#[derive(Clone, Debug)]
enum Act {
    Dispatch { from: u32, to: u32, lines: Vec<(usize, Range<u32>)> },
    Receive { by: u32, shipment: u64, lines: Option<Vec<(usize, Range<u32>)>> },
    Reject { by: u32, shipment: u64, lines: Option<Vec<(usize, Range<u32>)>> },
    Cancel { by: u32, shipment: u64 },
}

/// Holder, status and supplier of a pack.
type Kept = (u32, HoldingStatus, Option<u32>);

/// Who has each pack of each lot, and the two ends of each shipment.
struct Model {
    packs: [Vec<Kept>; 2],
    shipments: Vec<(u32, u32)>,
}

impl Model {
    /// Moves lines that a holder has to another keeper, if it has them all, and each line from one supplier; tells
    /// whether it did.
    fn shift(
        &mut self,
        lines: &[(usize, Range<u32>)],
        holder: u32,
        status: HoldingStatus,
        to: impl Fn(Kept) -> Kept,
    ) -> bool {
        let named: Vec<(usize, usize)> =
            lines.iter().flat_map(|(lot, packs)| packs.clone().map(|index| (*lot, index as usize))).collect();
        let twice = (1..named.len()).any(|at| named[..at].contains(&named[at]));
        let empty = lines.is_empty() || lines.iter().any(|(_, packs)| packs.is_empty());
        let held = lines.iter().all(|(lot, packs)| {
            let kept = |index: u32| self.packs[*lot].get(index as usize);
            let first = kept(packs.start);
            first.is_some_and(|kept| (kept.0, kept.1) == (holder, status))
                && packs.clone().all(|index| kept(index) == first)
        });
        if twice || empty || !held {
            return false;
        }
        for (lot, index) in named {
            self.packs[lot][index] = to(self.packs[lot][index]);
        }
        true
    }

    /// Applies an act; tells whether the chain should take it.
    fn apply(&mut self, act: &Act) -> bool {
        match act {
            Act::Dispatch { from, to, lines } => {
                let transit = HoldingStatus::InTransit(self.shipments.len() as u64);
                let sent = |(holder, _, supplier)| (holder, transit, supplier);
                let taken = from != to && self.shift(lines, *from, HoldingStatus::Held, sent);
                if taken {
                    self.shipments.push((*from, *to));
                }
                taken
            }
            Act::Receive { by, shipment, lines } => self.settle(*by, *shipment, lines, true, true),
            Act::Reject { by, shipment, lines } => self.settle(*by, *shipment, lines, true, false),
            Act::Cancel { by, shipment } => self.settle(*by, *shipment, &None, false, false),
        }
    }

    fn settle(
        &mut self,
        by: u32,
        shipment: u64,
        lines: &Option<Vec<(usize, Range<u32>)>>,
        by_receiver: bool,
        received: bool,
    ) -> bool {
        let Some((from, to)) = self.shipments.get(shipment as usize).copied() else { return false };
        let transit = HoldingStatus::InTransit(shipment);
        let all = || {
            let packs = |lot: usize| (0..SIZE).map(move |index| (lot, index..index + 1));
            let outstanding = |(lot, packs): &(usize, Range<u32>)| {
                let (holder, status, _) = self.packs[*lot][packs.start as usize];
                (holder, status) == (from, transit)
            };
            packs(0).chain(packs(1)).filter(outstanding).collect()
        };
        let lines = lines.clone().unwrap_or_else(all);
        let done = |(holder, _, supplier)| {
            if received { (to, HoldingStatus::Held, Some(from)) } else { (holder, HoldingStatus::Held, supplier) }
        };
        by == (if by_receiver { to } else { from }) && self.shift(&lines, from, transit, done)
    }
}

fn chain_lines(lines: &[(usize, Range<u32>)]) -> Lines {
    let line =
        |(lot, packs): &(usize, Range<u32>)| Line { batch: batch(LOTS[*lot]), start: packs.start, end: packs.end };
    lines.iter().map(line).collect::<Vec<_>>().try_into().unwrap()
}

/// Applies an act to the chain; tells whether it was taken.
fn act_on_chain(act: &Act) -> bool {
    let account = |participant: &u32| signed(u64::from(*participant) + 1);
    let some = |lines: &Option<Vec<_>>| lines.as_deref().map(chain_lines);
    frame_support::storage::with_storage_layer(|| {
        match act {
            Act::Dispatch { from, to, lines } => {
                CustodyTransfer::dispatch(account(from), *to, chain_lines(lines), Default::default())
                    .map(|_| ())
                    .map_err(|_| ())
            }
            Act::Receive { by, shipment, lines } => {
                CustodyTransfer::receive(account(by), *shipment, some(lines)).map(|_| ()).map_err(|_| ())
            }
            Act::Reject { by, shipment, lines } => {
                let reason = ledger_types::custody::RejectReason::Damaged;
                CustodyTransfer::reject(account(by), *shipment, some(lines), reason).map(|_| ()).map_err(|_| ())
            }
            Act::Cancel { by, shipment } => CustodyTransfer::cancel(account(by), *shipment).map(|_| ()).map_err(|_| ()),
        }
        .map_err(|()| sp_runtime::DispatchError::Other("refused"))
    })
    .is_ok()
}

fn some_lines() -> impl Strategy<Value = Vec<(usize, Range<u32>)>> {
    vec((0..2usize, 0..SIZE + 2, 0..10u32).prop_map(|(lot, start, length)| (lot, start..start + length)), 0..4)
}

fn some_act() -> impl Strategy<Value = Act> {
    let party = || 1..4u32;
    let shipment = || 0..6u64;
    prop_oneof![
        4 => (party(), party(), some_lines()).prop_map(|(from, to, lines)| Act::Dispatch { from, to, lines }),
        4 => (party(), shipment(), proptest::option::of(some_lines()))
            .prop_map(|(by, shipment, lines)| Act::Receive { by, shipment, lines }),
        2 => (party(), shipment(), proptest::option::of(some_lines()))
            .prop_map(|(by, shipment, lines)| Act::Reject { by, shipment, lines }),
        1 => (party(), shipment()).prop_map(|(by, shipment)| Act::Cancel { by, shipment }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn holdings_agree_with_a_list_of_every_pack(acts in vec(some_act(), 1..40)) {
        build_and_execute(|| {
            for lot in LOTS {
                release(lot, SIZE);
            }
            let all_with_maker = || vec![(1, HoldingStatus::Held, None); SIZE as usize];
            for participant in 1..4 {
                license_for_all(participant);
            }
            let mut model = Model { packs: [all_with_maker(), all_with_maker()], shipments: Vec::new() };
            for act in &acts {
                assert_eq!(act_on_chain(act), model.apply(act), "{act:?}");
                for (lot, packs) in LOTS.iter().zip(&model.packs) {
                    for (index, keeper) in packs.iter().enumerate() {
                        let found = CustodyTransfer::holding_of(&batch(lot), index as u32);
                        let found = found.map(|(_, holding)| (holding.holder, holding.status, holding.supplier));
                        assert_eq!(found, Some(*keeper));
                    }
                }
                check_invariants();
            }
            let open = model.packs.iter().flatten().filter_map(|(_, status, _)| match status {
                HoldingStatus::InTransit(shipment) => Some(*shipment),
                HoldingStatus::Held => None,
            });
            let open: std::collections::BTreeSet<_> = open.collect();
            assert_eq!(Shipments::<Test>::iter_keys().collect::<std::collections::BTreeSet<_>>(), open);
        });
    }
}
