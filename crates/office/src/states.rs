//! The states of neighbouring packs.

use std::ops::Range;

use ledger_types::{PackChunk, PackIndex, PackState};

/// Neighbouring packs in one state; none for a state that this program does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub packs: Range<PackIndex>,
    pub state: Option<PackState>,
}

/// How many packs are in each state that is not active, in the order of states; none stands for one that this program does
/// not know.
pub(crate) type Tally = Vec<(Option<PackState>, u32)>;

impl Run {
    pub fn len(&self) -> u32 {
        self.packs.end.saturating_sub(self.packs.start)
    }

    pub fn is_active(&self) -> bool {
        self.state == Some(PackState::Active)
    }
}

/// Goes over packs from state to state. `changed`: the chunks that hold one that is not active, in order.
pub(crate) fn each_run(changed: &[(u32, PackChunk)], packs: Range<PackIndex>, mut see: impl FnMut(&Run)) {
    let mut run = Run { packs: packs.start..packs.start, state: Some(PackState::Active) };
    let mut go_on = |to: PackIndex, state| {
        if run.state != state {
            if run.len() > 0 {
                see(&run);
            }
            run = Run { packs: run.packs.end..run.packs.end, state };
        }
        run.packs.end = to;
        if to == packs.end {
            see(&run);
        }
    };
    let mut at = packs.start;
    for (chunk, slots) in PackChunk::split(packs.clone()) {
        match changed.binary_search_by_key(&chunk, |(number, _)| *number).ok().and_then(|found| changed.get(found)) {
            None => {
                at = at.saturating_add(slots.end.saturating_sub(slots.start));
                go_on(at, Some(PackState::Active));
            }
            Some((_, states)) => slots.for_each(|slot| {
                at = at.saturating_add(1);
                go_on(at, states.get(slot));
            }),
        }
    }
}

/// Counts the packs of a run.
pub(crate) fn count(tally: &mut Tally, run: &Run) {
    if run.is_active() {
        return;
    }
    match tally.iter_mut().find(|(state, _)| *state == run.state) {
        Some((_, packs)) => *packs = packs.saturating_add(run.len()),
        None => {
            let after = tally.partition_point(|(state, _)| rank(*state) < rank(run.state));
            tally.insert(after, (run.state, run.len()));
        }
    }
}

fn rank(state: Option<PackState>) -> u8 {
    state.map_or(u8::MAX, |state| state as u8)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::CHUNK_PACKS;
    use proptest::prelude::*;

    use super::*;

    /// Chunks in which these packs are in these states.
    fn changed(packs: &[(PackIndex, PackState)]) -> Vec<(u32, PackChunk)> {
        let mut chunks = std::collections::BTreeMap::<u32, PackChunk>::new();
        for (pack, state) in packs {
            let (chunk, slot) = PackChunk::locate(*pack);
            chunks.entry(chunk).or_default().set(slot, *state);
        }
        chunks.into_iter().collect()
    }

    fn runs(changed: &[(u32, PackChunk)], packs: Range<PackIndex>) -> Vec<Run> {
        let mut runs = Vec::new();
        each_run(changed, packs, |run| runs.push(run.clone()));
        runs
    }

    #[test]
    fn neighbours_in_one_state_are_one_run_across_chunks() {
        let packs: Vec<_> = (510..515).map(|pack| (pack, PackState::Locked)).collect();
        let run = |packs, state| Run { packs, state: Some(state) };
        let expected = [
            run(3..510, PackState::Active),
            run(510..515, PackState::Locked),
            run(515..CHUNK_PACKS * 3, PackState::Active),
        ];
        assert_eq!(runs(&changed(&packs), 3..CHUNK_PACKS * 3), expected);
        assert_eq!(runs(&[], 7..9), [run(7..9, PackState::Active)]);
        assert_eq!(runs(&[], 9..9), []);
    }

    #[test]
    fn packs_are_counted_by_state_and_an_unknown_state_is_never_active() {
        use codec::Decode;
        let unknown = PackChunk::decode(&mut [0xff_u8; 256].as_slice()).unwrap();
        let mut chunks = changed(&[(1, PackState::Stolen), (2, PackState::Dispensed), (4, PackState::Dispensed)]);
        chunks.push((1, unknown));
        let mut tally = Tally::new();
        each_run(&chunks, 0..515, |run| count(&mut tally, run));
        assert_eq!(tally, [(Some(PackState::Dispensed), 2), (Some(PackState::Stolen), 1), (None, 3)]);
    }

    proptest! {
        #[test]
        fn runs_are_the_packs_one_by_one(
            changes in prop::collection::vec((0u32..1_600, 0usize..3), 0..60),
            start in 0u32..1_600,
            len in 1u32..1_600,
        ) {
            let kinds = [PackState::Active, PackState::Dispensed, PackState::Destroyed];
            let changes: Vec<_> = changes.into_iter().map(|(pack, kind)| (pack, kinds[kind])).collect();
            let chunks = changed(&changes);
            let (mut next, mut last) = (start, None);
            for run in runs(&chunks, start..start + len) {
                prop_assert!(run.packs.start == next && run.packs.end > next && last != Some(run.state));
                for pack in run.packs.clone() {
                    let state = changes.iter().rev().find(|(changed, _)| *changed == pack).map(|(_, state)| *state);
                    prop_assert_eq!(run.state, Some(state.unwrap_or(PackState::Active)));
                }
                (next, last) = (run.packs.end, Some(run.state));
            }
            prop_assert_eq!(next, start + len);
        }
    }
}
