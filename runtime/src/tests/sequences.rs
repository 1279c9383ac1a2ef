//! All pallets together against a naive model that writes everything down for every single pack: random sequences of acts
//! by honest and hostile participants. The chain takes exactly what the model takes, and afterwards both say the same.

use core::ops::Range;

use frame_support::dispatch::GetDispatchInfo;
use ledger_types::{
    BatchKey, HoldingStatus, Kind, Line, Lines, PackSelection, PackState, Position, Purpose, RecallClass, Site, Terms,
    compliance::{Closing, Question, Subject, Trigger},
    custody::RejectReason,
    model::{ModelRole, ModelStage},
    pack::{UNDO_SECONDS, Undo},
};
use proptest::{collection::vec, prelude::*};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::traits::Dispatchable;

use super::{NOW, check_invariants, council, dev_chain, enrol, model_card, product_data};
use crate::{CustodyTransfer, DrugBatch, Participants, Runtime, RuntimeCall, RuntimeOrigin};

const GTIN: u64 = 4_012_345_678_901;
const LOTS: [&str; 2] = ["A", "B"];
/// Packs of a lot: no more than the pieces that one act may touch.
const SIZE: u32 = 16;
/// Participants by number: regulator, maker, wholesaler, pharmacy, another wholesaler.
const KEYS: [Sr25519Keyring; 5] = [Alice, Bob, Charlie, Dave, Eve];
const KINDS: [Kind; 5] = [Kind::Regulator, Kind::Manufacturer, Kind::Wholesaler, Kind::Dispenser, Kind::Wholesaler];
const MAKER: u32 = 1;

/// Packs of one lot.
type Part = (usize, Range<u32>);

/// One act, with anything that a client may send.
#[derive(Clone, Debug)]
enum Act {
    Dispense { by: u32, lot: usize, packs: Vec<u32> },
    Decommission { by: u32, part: Part, state: PackState },
    Undo { by: u32, part: Part, from: PackState },
    Dispatch { from: u32, to: u32, parts: Vec<Part>, purpose: Purpose },
    Receive { by: u32, shipment: usize },
    Reject { by: u32, shipment: usize },
    Cancel { by: u32, shipment: usize },
    RecallPacks { by: u32, part: Part },
    RecallBatch { by: u32, lot: usize },
    Quarantine { by: u32, part: Part },
    Close { by: u32, case: usize, destroy: bool },
    Suspend { whom: u32 },
    Reinstate { whom: u32 },
    Wait { seconds: u64 },
    Aside { by: u32, what: Aside, device: u8, shipment: u64 },
}

/// Acts of the other pallets. The model does not say whether the chain takes them, but no pack may change by them.
#[derive(Clone, Copy, Debug)]
enum Aside {
    RegisterDevice,
    Attach,
    Detach,
    RetireDevice,
    ProposeModel,
    EndorseModel,
    SetSite,
    RemoveSite,
    Ask,
    Answer,
    EnterSafeMode,
}

const ASIDES: [Aside; 11] = [
    Aside::RegisterDevice,
    Aside::Attach,
    Aside::Detach,
    Aside::RetireDevice,
    Aside::ProposeModel,
    Aside::EndorseModel,
    Aside::SetSite,
    Aside::RemoveSite,
    Aside::Ask,
    Aside::Answer,
    Aside::EnterSafeMode,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pack {
    holder: u32,
    transit: Option<u64>,
    supplier: Option<u32>,
    state: PackState,
    changed: u64,
    case: Option<usize>,
}

struct Case {
    by: u32,
    part: Part,
    open: bool,
}

struct Model {
    now: u64,
    packs: [Vec<Pack>; 2],
    recalled: [bool; 2],
    ranges: [Vec<Range<u32>>; 2],
    shipments: Vec<(u32, u32, Purpose)>,
    cases: Vec<Case>,
    suspended: [bool; 5],
}

/// What the owner of an act must be able to do with packs: none of the rules of the pallets is used here.
impl Model {
    fn new() -> Self {
        let (holder, state) = (MAKER, PackState::Active);
        let pack = Pack { holder, transit: None, supplier: None, state, changed: 0, case: None };
        let all = || vec![pack; SIZE as usize];
        Self {
            now: NOW,
            packs: [all(), all()],
            recalled: [false; 2],
            ranges: [Vec::new(), Vec::new()],
            shipments: Vec::new(),
            cases: Vec::new(),
            suspended: [false; 5],
        }
    }

    fn part(&self, (lot, packs): &Part) -> Option<Vec<Pack>> {
        (packs.start < packs.end && packs.end <= SIZE)
            .then(|| self.packs[*lot][packs.start as usize..packs.end as usize].to_vec())
    }

    fn change(&mut self, (lot, packs): &Part, change: impl Fn(&mut Pack)) {
        self.packs[*lot][packs.start as usize..packs.end as usize].iter_mut().for_each(change);
    }

    /// Whether any of these packs is recalled by range.
    fn touched(&self, (lot, packs): &Part) -> bool {
        self.ranges[*lot].iter().any(|range| range.start < packs.end && packs.start < range.end)
    }

    fn act_on(&mut self, by: u32, part: &Part, state: PackState) -> bool {
        let trade = !matches!(state, PackState::Destroyed | PackState::Stolen | PackState::Locked | PackState::Sample);
        let lost = matches!(state, PackState::Destroyed | PackState::Stolen);
        let Some(packs) = self.part(part) else { return false };
        let held = packs.iter().all(|pack| pack.holder == by && (pack.transit.is_none() || state == PackState::Stolen));
        let from = packs.iter().all(|pack| {
            let held_back = [PackState::Sample, PackState::FreeSample, PackState::Locked, PackState::CheckedOut];
            pack.state == PackState::Active || lost && held_back.contains(&pack.state) && pack.state != state
        });
        let off = self.recalled[part.0] || self.touched(part);
        if !held || !from || trade && off {
            return false;
        }
        let now = self.now;
        self.change(part, |pack| (pack.state, pack.changed) = (state, now));
        true
    }

    /// Applies an act; tells whether the chain should take it.
    fn apply(&mut self, act: &Act) -> bool {
        let stopped = |by: &u32| self.suspended[*by as usize];
        match act {
            Act::Dispense { by, lot, packs } => {
                let twice = (1..packs.len()).any(|at| packs[..at].contains(&packs[at]));
                if stopped(by) || KINDS[*by as usize] != Kind::Dispenser || twice || packs.is_empty() {
                    return false;
                }
                let before = self.packs.clone();
                let done = packs.iter().all(|pack| self.act_on(*by, &(*lot, *pack..*pack + 1), PackState::Dispensed));
                if !done {
                    self.packs = before;
                }
                done
            }
            Act::Decommission { by, part, state } => {
                use PackState::{CheckedOut, Destroyed, Exported, FreeSample, Locked, Sample, Stolen};
                let may = match KINDS[*by as usize] {
                    Kind::Manufacturer | Kind::Wholesaler => {
                        matches!(state, Exported | Destroyed | Sample | FreeSample | Stolen | Locked | CheckedOut)
                    }
                    Kind::Dispenser => matches!(state, Destroyed | Sample),
                    _ => false,
                };
                !stopped(by) && may && self.act_on(*by, part, *state)
            }
            Act::Undo { by, part, from } => {
                let Some(packs) = self.part(part) else { return false };
                let theirs = packs.iter().all(|pack| {
                    let in_time = match from.undo() {
                        Undo::TenDays => self.now <= pack.changed + UNDO_SECONDS,
                        Undo::Always => true,
                        Undo::Never => false,
                    };
                    let held = pack.holder == *by && pack.transit.is_none();
                    pack.state == *from && held && pack.case.is_none() && in_time
                });
                if stopped(by) || !theirs || self.recalled[part.0] || self.touched(part) {
                    return false;
                }
                self.change(part, |pack| pack.state = PackState::Active);
                true
            }
            Act::Dispatch { from, to, parts, purpose } => self.dispatch(*from, *to, parts, *purpose),
            Act::Receive { by, shipment } => {
                let Some(&(from, to, purpose)) = self.shipments.get(*shipment) else { return false };
                let supplier = (purpose == Purpose::Supply).then_some(from);
                !stopped(by)
                    && *by == to
                    && self.settle(*shipment, |pack| (pack.holder, pack.supplier) = (to, supplier))
            }
            Act::Reject { by, shipment } => {
                let Some(&(_, to, _)) = self.shipments.get(*shipment) else { return false };
                !stopped(by) && *by == to && self.settle(*shipment, |_| {})
            }
            Act::Cancel { by, shipment } => {
                let Some(&(from, ..)) = self.shipments.get(*shipment) else { return false };
                !stopped(by) && *by == from && self.settle(*shipment, |_| {})
            }
            Act::RecallPacks { by, part: (lot, packs) } => {
                let covered =
                    self.ranges[*lot].iter().any(|range| range.start <= packs.start && packs.end <= range.end);
                let valid = packs.start < packs.end && packs.end <= SIZE;
                if stopped(by) || *by > MAKER || !valid || covered {
                    return false;
                }
                self.ranges[*lot].retain(|range| range.start < packs.start || packs.end < range.end);
                self.ranges[*lot].push(packs.clone());
                true
            }
            Act::RecallBatch { by, lot } => {
                let taken = !stopped(by) && *by <= MAKER && !self.recalled[*lot];
                self.recalled[*lot] |= taken;
                taken
            }
            Act::Quarantine { by, part } => {
                let Some(packs) = self.part(part) else { return false };
                let theirs = *by == 0 || packs.iter().all(|pack| pack.holder == *by);
                if stopped(by) || !theirs || packs.iter().any(|pack| pack.case.is_some()) {
                    return false;
                }
                let case = self.cases.len();
                self.cases.push(Case { by: *by, part: part.clone(), open: true });
                self.change(part, |pack| {
                    pack.case = Some(case);
                    if pack.state == PackState::Active {
                        pack.state = PackState::Quarantined;
                    }
                });
                true
            }
            Act::Close { by, case, destroy } => {
                let Some(found) = self.cases.get(*case) else { return false };
                let (part, regulator) = (found.part.clone(), *by == 0);
                let conducts = found.by == *by || regulator;
                let all = self.part(&part).unwrap_or_default();
                let in_hand = all.iter().all(|pack| pack.holder == *by && pack.transit.is_none());
                if stopped(by) || !found.open || !conducts || *destroy && !regulator && !in_hand {
                    return false;
                }
                self.cases[*case].open = false;
                let state = if *destroy { PackState::Destroyed } else { PackState::Active };
                self.change(&part, |pack| {
                    pack.case = None;
                    if pack.state == PackState::Quarantined {
                        pack.state = state;
                    }
                });
                true
            }
            Act::Suspend { whom } => {
                let taken = *whom > 0 && !self.suspended[*whom as usize];
                self.suspended[*whom as usize] |= taken;
                taken
            }
            Act::Reinstate { whom } => core::mem::take(&mut self.suspended[*whom as usize]),
            Act::Wait { seconds } => {
                self.now += seconds;
                true
            }
            Act::Aside { .. } => true,
        }
    }

    fn dispatch(&mut self, from: u32, to: u32, parts: &[Part], purpose: Purpose) -> bool {
        let named: Vec<(usize, u32)> =
            parts.iter().flat_map(|(lot, packs)| packs.clone().map(|index| (*lot, index))).collect();
        let twice = (1..named.len()).any(|at| named[..at].contains(&named[at]));
        let may = KINDS[from as usize] != Kind::Dispenser || purpose != Purpose::Supply;
        let parties = from != to && from != 0 && to != 0 && may;
        let stopped = self.suspended[from as usize] || self.suspended[to as usize];
        let each = |part: &Part| {
            let Some(packs) = self.part(part) else { return false };
            let Some(first) = packs.first() else { return false };
            let together = packs.iter().all(|pack| {
                pack.holder == from
                    && pack.transit.is_none()
                    && pack.supplier == first.supplier
                    && pack.state == PackState::Active
            });
            let covered =
                self.ranges[part.0].iter().any(|range| range.start <= part.1.start && part.1.end <= range.end);
            let market = match purpose {
                Purpose::Supply => !self.recalled[part.0] && !self.touched(part),
                Purpose::SaleableReturn => !self.recalled[part.0] && !self.touched(part) && first.supplier == Some(to),
                Purpose::Disposal => self.recalled[part.0] || covered,
            };
            together && market
        };
        if !parties || stopped || twice || parts.is_empty() || !parts.iter().all(each) {
            return false;
        }
        let shipment = self.shipments.len() as u64;
        self.shipments.push((from, to, purpose));
        for part in parts {
            self.change(part, |pack| pack.transit = Some(shipment));
        }
        true
    }

    /// Ends the transit of all packs of a shipment, if there are any.
    fn settle(&mut self, shipment: usize, change: impl Fn(&mut Pack)) -> bool {
        let mut any = false;
        for pack in self.packs.iter_mut().flatten().filter(|pack| pack.transit == Some(shipment as u64)) {
            pack.transit = None;
            change(pack);
            any = true;
        }
        any
    }
}

fn key(lot: usize) -> BatchKey {
    BatchKey::new(GTIN, LOTS[lot].as_bytes()).unwrap()
}

fn line((lot, packs): &Part) -> Line {
    Line { batch: key(*lot), start: packs.start, end: packs.end }
}

fn lines(parts: &[Part]) -> Lines {
    parts.iter().map(line).collect::<Vec<_>>().try_into().unwrap()
}

fn range((_, packs): &Part) -> PackSelection {
    PackSelection::Range { start: packs.start, end: packs.end }
}

/// Has the chain do an act; tells whether it took it.
fn act_on_chain(act: &Act) -> bool {
    let (call, by): (RuntimeCall, u32) = match act.clone() {
        Act::Dispense { by, lot, packs } => {
            let packs = PackSelection::List(packs.try_into().unwrap());
            (pallet_drug_batch::Call::dispense { batch: key(lot), packs }.into(), by)
        }
        Act::Decommission { by, part, state } => {
            (pallet_drug_batch::Call::decommission { batch: key(part.0), packs: range(&part), state }.into(), by)
        }
        Act::Undo { by, part, from } => {
            (pallet_drug_batch::Call::undo { batch: key(part.0), packs: range(&part), from }.into(), by)
        }
        Act::Dispatch { from, to, parts, purpose } => {
            let terms = Terms { purpose, ..Terms::default() };
            (pallet_custody_transfer::Call::dispatch { to, lines: lines(&parts), terms }.into(), from)
        }
        Act::Receive { by, shipment } => {
            (pallet_custody_transfer::Call::receive { shipment: shipment as u64, lines: None }.into(), by)
        }
        Act::Reject { by, shipment } => {
            let (shipment, reason) = (shipment as u64, RejectReason::Damaged);
            (pallet_custody_transfer::Call::reject { shipment, lines: None, reason }.into(), by)
        }
        Act::Cancel { by, shipment } => {
            (pallet_custody_transfer::Call::cancel { shipment: shipment as u64 }.into(), by)
        }
        Act::RecallPacks { by, part: (lot, packs) } => {
            let (start, end, class) = (packs.start, packs.end, RecallClass::I);
            (pallet_drug_batch::Call::recall_packs { batch: key(lot), start, end, class }.into(), by)
        }
        Act::RecallBatch { by, lot } => {
            (pallet_drug_batch::Call::recall_batch { batch: key(lot), class: RecallClass::I }.into(), by)
        }
        Act::Quarantine { by, part } => {
            let (trigger, subject, evidence) = (Trigger::Suspicion, Subject::Packs(lines(&[part])), [1; 32]);
            (pallet_compliance::Call::open_case { trigger, subject, evidence, quarantine: true }.into(), by)
        }
        Act::Close { by, case, destroy } => {
            let result = if destroy { Closing::Destroyed } else { Closing::Cleared };
            (pallet_compliance::Call::close_case { case: case as u32, result, chunks: 9 }.into(), by)
        }
        Act::Aside { by, what, device, shipment } => (aside(by, what, device, shipment), by),
        Act::Suspend { whom } => (pallet_participants::Call::suspend { participant: whom }.into(), 0),
        Act::Reinstate { whom } => return Participants::reinstate(council(1, 1), whom).is_ok(),
        Act::Wait { seconds } => {
            pallet_timestamp::Now::<Runtime>::mutate(|now| *now += seconds * 1_000);
            return true;
        }
    };
    let aside = matches!(act, Act::Aside { .. });
    let declared = call.get_dispatch_info().call_weight;
    match call.dispatch(RuntimeOrigin::signed(KEYS[by as usize].to_account_id())) {
        Ok(post) => {
            assert!(
                post.actual_weight.is_none_or(|actual| actual.all_lte(declared)),
                "{act:?} costs more than declared"
            );
            true
        }
        Err(_) => aside,
    }
}

fn aside(by: u32, what: Aside, device: u8, shipment: u64) -> RuntimeCall {
    use pallet_cold_chain::Call as Cold;
    use pallet_model_registry::Call as Models;
    let (id, model, gln) = ([by as u8; 32], [device; 32], 4_000_002_000_004);
    match what {
        Aside::RegisterDevice => Cold::register_device { device: id, calibrated_until: NOW + 300 * 86_400 }.into(),
        Aside::Attach => Cold::attach { device: id, shipment }.into(),
        Aside::Detach => Cold::detach { device: id }.into(),
        Aside::RetireDevice => Cold::retire_device { device: id }.into(),
        Aside::ProposeModel => Models::propose_model { model, card: model_card() }.into(),
        Aside::EndorseModel => {
            let role = if by.is_multiple_of(2) { ModelRole::Evaluator } else { ModelRole::Developer };
            Models::endorse { model, stage: ModelStage::Evaluated, role }.into()
        }
        Aside::SetSite => {
            let position = Position { latitude: 1, longitude: 2 };
            let site = Site { name: b"Counter".to_vec().try_into().unwrap(), position };
            pallet_participants::Call::set_site { gln, site }.into()
        }
        Aside::RemoveSite => pallet_participants::Call::remove_site { gln }.into(),
        Aside::Ask => {
            let (to, about) = ((by + 1) % 5, [device; 32]);
            pallet_compliance::Call::ask { of: to, question: Question::Tracing, digest: about }.into()
        }
        Aside::Answer => pallet_compliance::Call::answer { duty: device.into(), digest: [4; 32] }.into(),
        Aside::EnterSafeMode => pallet_governance::Call::enter_safe_mode {}.into(),
    }
}

/// Any packs, half of the time a quarter of a lot: acts shall often meet the same packs.
fn some_part() -> impl Strategy<Value = Part> {
    let quarter = (0..2usize, 0..4u32).prop_map(|(lot, at)| (lot, at * SIZE / 4..(at + 1) * SIZE / 4));
    let any = (0..2usize, 0..SIZE + 1, 0..7u32).prop_map(|(lot, start, length)| (lot, start..start + length));
    prop_oneof![quarter, any]
}

fn some_state() -> impl Strategy<Value = PackState> {
    prop::sample::select(vec![
        PackState::Dispensed,
        PackState::Exported,
        PackState::Destroyed,
        PackState::Sample,
        PackState::FreeSample,
        PackState::Stolen,
        PackState::Locked,
        PackState::CheckedOut,
        PackState::Quarantined,
        PackState::Active,
    ])
}

fn some_act() -> impl Strategy<Value = Act> {
    let party = || 0..5u32;
    let purpose = prop::sample::select(vec![
        Purpose::Supply,
        Purpose::Supply,
        Purpose::Supply,
        Purpose::SaleableReturn,
        Purpose::Disposal,
    ]);
    // A recalled batch lets little happen: mostly those try who may not.
    let seldom_heard = prop::sample::select(vec![0u32, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4]);
    let seconds = prop::sample::select(vec![1, 3_600, 86_400, UNDO_SECONDS / 2, UNDO_SECONDS, UNDO_SECONDS + 1]);
    prop_oneof![
        4 => (prop::sample::select(vec![3u32, 3, 3, 2]), 0..2usize, vec(0..SIZE + 1, 0..4))
            .prop_map(|(by, lot, packs)| Act::Dispense { by, lot, packs }),
        3 => (party(), some_part(), some_state()).prop_map(|(by, part, state)| Act::Decommission { by, part, state }),
        2 => some_part().prop_map(|part| Act::Decommission { by: 2, part, state: PackState::Locked }),
        2 => (party(), some_part(), some_state()).prop_map(|(by, part, from)| Act::Undo { by, part, from }),
        3 => some_part().prop_map(|part| Act::Undo { by: 2, part, from: PackState::Locked }),
        3 => (0..2usize, 0..SIZE)
            .prop_map(|(lot, at)| Act::Undo { by: 3, part: (lot, at..at + 1), from: PackState::Dispensed }),
        8 => (party(), party(), vec(some_part(), 0..3), purpose)
            .prop_map(|(from, to, parts, purpose)| Act::Dispatch { from, to, parts, purpose }),
        8 => (party(), 0..8usize).prop_map(|(by, shipment)| Act::Receive { by, shipment }),
        2 => (party(), 0..8usize).prop_map(|(by, shipment)| Act::Reject { by, shipment }),
        2 => (party(), 0..8usize).prop_map(|(by, shipment)| Act::Cancel { by, shipment }),
        1 => (party(), some_part()).prop_map(|(by, part)| Act::RecallPacks { by, part }),
        1 => (seldom_heard, 0..2usize).prop_map(|(by, lot)| Act::RecallBatch { by, lot }),
        3 => (party(), some_part()).prop_map(|(by, part)| Act::Quarantine { by, part }),
        3 => (party(), 0..6usize, any::<bool>()).prop_map(|(by, case, destroy)| Act::Close { by, case, destroy }),
        1 => party().prop_map(|whom| Act::Suspend { whom }),
        2 => party().prop_map(|whom| Act::Reinstate { whom }),
        2 => seconds.prop_map(|seconds| Act::Wait { seconds }),
        6 => (party(), prop::sample::select(ASIDES.to_vec()), 0..3u8, 4..8u64)
            .prop_map(|(by, what, device, shipment)| Act::Aside { by, what, device, shipment }),
    ]
}

/// What every sequence begins with, so that more than the maker has packs: half of a lot with the wholesaler, the other
/// half with the pharmacy, and a device with each that may have one.
fn deliveries() -> Vec<Act> {
    let (half, purpose) = (SIZE / 2, Purpose::Supply);
    let deliver = |lot: usize| {
        let first = 2 * lot;
        [
            Act::Dispatch { from: MAKER, to: 2, parts: vec![(lot, 0..half)], purpose },
            Act::Receive { by: 2, shipment: first },
            Act::Dispatch { from: MAKER, to: 3, parts: vec![(lot, half..SIZE)], purpose },
            Act::Receive { by: 3, shipment: first + 1 },
        ]
    };
    let devices = (0..5).map(|by| Act::Aside { by, what: Aside::RegisterDevice, device: 0, shipment: 0 });
    deliver(0).into_iter().chain(deliver(1)).chain(devices).collect()
}

/// How many sequences: a short run by default, more with `MEDTRAIL_SEQUENCES`.
fn sequences() -> u32 {
    std::env::var("MEDTRAIL_SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(150)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: sequences(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_sequences_of_acts_agree_with_a_model_of_every_pack(acts in vec(some_act(), 50..90)) {
        dev_chain(|| {
            for ((kind, key), gln) in KINDS.into_iter().zip(KEYS).zip([0, 4_012_345_000_009, 4_000_004_000_002, 4_000_002_000_004, 4_000_006_000_000]).skip(1) {
                enrol(kind, gln, key);
            }
            let maker = || RuntimeOrigin::signed(Bob.to_account_id());
            DrugBatch::register_product(maker(), GTIN, product_data()).unwrap();
            for lot in 0..2 {
                DrugBatch::register_batch(maker(), GTIN, key(lot).lot, 20_991_231, SIZE, [1; 32]).unwrap();
                DrugBatch::release_batch(maker(), key(lot), [2; 32]).unwrap();
            }
            let mut model = Model::new();
            for (at, act) in deliveries().iter().chain(&acts).enumerate() {
                let taken = act_on_chain(act);
                assert_eq!(taken, model.apply(act), "act {at}: {act:?}");
                for (lot, packs) in model.packs.iter().enumerate() {
                    for (index, pack) in packs.iter().enumerate() {
                        let state = DrugBatch::pack_state(key(lot), index as u32);
                        let (_, held) = CustodyTransfer::holding_of(&key(lot), index as u32).unwrap();
                        let transit = match held.status {
                            HoldingStatus::Held => None,
                            HoldingStatus::InTransit(shipment) => Some(shipment),
                        };
                        let found = (state, held.holder, transit, held.supplier);
                        assert_eq!(found, (Some(pack.state), pack.holder, pack.transit, pack.supplier), "act {at}: {act:?}");
                    }
                }
                if taken {
                    check_invariants();
                }
            }
        });
    }
}
