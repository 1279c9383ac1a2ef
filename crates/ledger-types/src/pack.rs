//! States of single packs, four bits each, 512 packs to a chunk.

use alloc::vec::Vec;
use core::ops::Range;

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{Kind, PackIndex};

/// Packs in one stored chunk.
pub const CHUNK_PACKS: u32 = 512;
const CHUNK_BYTES: usize = 256;

/// Most packs named one by one in one call.
pub const MAX_LIST: u32 = 1_000;

/// The state of one pack (EU Delegated Regulation 2016/161 and EMVS names).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[repr(u8)]
pub enum PackState {
    /// May be traded and dispensed.
    Active = 0,
    /// Handed to a patient.
    Dispensed = 1,
    /// Left the system's territory.
    Exported = 2,
    /// Destroyed.
    Destroyed = 3,
    /// Taken by an authority for testing.
    Sample = 4,
    /// Given away as a sample.
    FreeSample = 5,
    /// Reported stolen.
    Stolen = 6,
    /// Held back pending investigation.
    Locked = 7,
    /// Taken out for repackaging.
    CheckedOut = 8,
    /// In quarantine.
    Quarantined = 9,
}

/// Seconds within which a change of state can be undone: ten days (EMVS).
pub const UNDO_SECONDS: u64 = 10 * 86_400;

/// What becomes of an attempt to undo a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// Within ten days of the change.
    TenDays,
    /// At any time.
    Always,
    /// Never.
    Never,
}

impl PackState {
    /// Whether and how long a pack can come back from this state.
    pub fn undo(self) -> Undo {
        match self {
            Self::Dispensed | Self::Exported | Self::Sample | Self::FreeSample | Self::CheckedOut => Undo::TenDays,
            Self::Locked => Undo::Always,
            // A quarantine ends with its case.
            Self::Active | Self::Stolen | Self::Destroyed | Self::Quarantined => Undo::Never,
        }
    }

    /// Whether a pack in this state may still be reported destroyed or stolen: it is not used up, only held back.
    pub fn may_be_lost(self) -> bool {
        matches!(self, Self::Active | Self::Sample | Self::FreeSample | Self::Locked | Self::CheckedOut)
    }

    /// Whether a participant of this kind may put packs that it holds into this state. Dispensing depends on the licence
    /// as well, and a quarantine on a case.
    pub fn may_be_set_by(self, kind: Kind) -> bool {
        match self {
            Self::Active | Self::Quarantined => false,
            Self::Dispensed => matches!(kind, Kind::Dispenser | Kind::Wholesaler),
            Self::Destroyed | Self::Sample => kind.may_hold(),
            Self::Exported | Self::FreeSample | Self::Stolen | Self::Locked | Self::CheckedOut => {
                kind.makes_packs() || kind == Kind::Wholesaler
            }
        }
    }

    const ALL: [Self; 10] = [
        Self::Active,
        Self::Dispensed,
        Self::Exported,
        Self::Destroyed,
        Self::Sample,
        Self::FreeSample,
        Self::Stolen,
        Self::Locked,
        Self::CheckedOut,
        Self::Quarantined,
    ];

    fn from_bits(bits: u8) -> Option<Self> {
        Self::ALL.get(usize::from(bits)).copied()
    }
}

/// The states of 512 neighbouring packs. An absent chunk means that all are active.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct PackChunk([u8; CHUNK_BYTES]);

impl Default for PackChunk {
    fn default() -> Self {
        Self([0; CHUNK_BYTES])
    }
}

impl PackChunk {
    /// The chunk that holds a pack, and the pack's slot in it.
    pub fn locate(index: PackIndex) -> (u32, u32) {
        (index / CHUNK_PACKS, index % CHUNK_PACKS)
    }

    /// The chunks that a range of packs touches, each with its slots in it.
    pub fn split(range: Range<PackIndex>) -> impl Iterator<Item = (u32, Range<u32>)> {
        let first = range.start / CHUNK_PACKS;
        let last = if range.is_empty() { first } else { range.end.div_ceil(CHUNK_PACKS) };
        (first..last).map(move |chunk| {
            let base = chunk * CHUNK_PACKS;
            (chunk, range.start.max(base) - base..range.end.min(base + CHUNK_PACKS) - base)
        })
    }

    /// The state in a slot; `None` if the slot is out of bounds or holds a state that this version does not know.
    pub fn get(&self, slot: u32) -> Option<PackState> {
        let byte = self.0.get(slot as usize / 2)?;
        PackState::from_bits(if slot.is_multiple_of(2) { byte & 0x0f } else { byte >> 4 })
    }

    /// Writes the state of a slot; a slot out of bounds is left alone.
    pub fn set(&mut self, slot: u32, state: PackState) {
        if let Some(byte) = self.0.get_mut(slot as usize / 2) {
            let bits = state as u8;
            *byte = if slot.is_multiple_of(2) { *byte & 0xf0 | bits } else { *byte & 0x0f | bits << 4 };
        }
    }

    /// Writes one state into a range of slots; what is out of bounds is left alone.
    pub fn fill(&mut self, mut slots: Range<u32>, state: PackState) {
        let bits = state as u8;
        if !slots.start.is_multiple_of(2) && !slots.is_empty() {
            self.set(slots.start, state);
            slots.start += 1;
        }
        if !slots.end.is_multiple_of(2) && !slots.is_empty() {
            slots.end -= 1;
            self.set(slots.end, state);
        }
        if let Some(bytes) = self.0.get_mut(slots.start as usize / 2..slots.end as usize / 2) {
            bytes.fill(bits << 4 | bits);
        }
    }

    /// How many slots hold another state than active.
    pub fn inactive(&self) -> u32 {
        self.0.iter().map(|byte| u32::from(byte & 0x0f != 0) + u32::from(byte >> 4 != 0)).sum()
    }
}

/// Packs of one batch, as an act names them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum PackSelection {
    /// One pack.
    #[codec(index = 0)]
    One(PackIndex),
    /// Several, each named once.
    #[codec(index = 1)]
    List(BoundedVec<PackIndex, ConstU32<MAX_LIST>>),
    /// A half-open range.
    #[codec(index = 2)]
    Range {
        /// First pack.
        start: PackIndex,
        /// One past the last pack.
        end: PackIndex,
    },
}

impl PackSelection {
    /// The selection as sorted, disjoint, non-empty ranges; `None` if it is empty or names a pack twice.
    pub fn ranges(&self) -> Option<Vec<Range<PackIndex>>> {
        match self {
            Self::One(index) => Some(Vec::from([*index..index.checked_add(1)?])),
            Self::Range { start, end } => (start < end).then(|| Vec::from([*start..*end])),
            Self::List(list) => {
                let mut sorted = list.to_vec();
                sorted.sort_unstable();
                let mut ranges: Vec<Range<PackIndex>> = Vec::new();
                for index in sorted {
                    match ranges.last_mut() {
                        Some(last) if last.end > index => return None,
                        Some(last) if last.end == index => last.end = index.checked_add(1)?,
                        _ => ranges.push(index..index.checked_add(1)?),
                    }
                }
                (!ranges.is_empty()).then_some(ranges)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_keeps_512_states_apart() {
        let mut chunk = PackChunk::default();
        for slot in 0..CHUNK_PACKS {
            chunk.set(slot, PackState::ALL[slot as usize % 10]);
        }
        for slot in 0..CHUNK_PACKS {
            assert_eq!(chunk.get(slot), Some(PackState::ALL[slot as usize % 10]));
        }
        assert_eq!(chunk.get(CHUNK_PACKS), None);
        assert_eq!(chunk.inactive(), 512 - 52);
    }

    #[test]
    fn filling_a_range_is_setting_each_slot() {
        for (start, end) in [(0, 512), (0, 1), (1, 2), (1, 1), (3, 10), (4, 9), (5, 9), (511, 512), (510, 512)] {
            let (mut filled, mut set) = (PackChunk::default(), PackChunk::default());
            filled.fill(start..end, PackState::Stolen);
            (start..end).for_each(|slot| set.set(slot, PackState::Stolen));
            assert_eq!(filled, set, "{start}..{end}");
        }
    }

    #[test]
    fn an_unknown_state_is_never_read_as_active() {
        let chunk = PackChunk([0xfa; 256]);
        assert_eq!((chunk.get(0), chunk.get(1)), (None, None));
    }

    #[test]
    fn ranges_split_at_chunk_borders() {
        let split: Vec<_> = PackChunk::split(510..1_025).collect();
        assert_eq!(split, [(0, 510..512), (1, 0..512), (2, 0..1)]);
        assert_eq!(PackChunk::split(7..7).count(), 0);
    }

    #[test]
    fn selections_become_disjoint_ranges() {
        let list = |indices: &[u32]| PackSelection::List(indices.to_vec().try_into().expect("short")).ranges();
        assert_eq!(list(&[5, 3, 4, 9]), Some(Vec::from([3..6, 9..10])));
        assert_eq!(list(&[5, 3, 5]), None);
        assert_eq!(list(&[]), None);
        assert_eq!(PackSelection::Range { start: 4, end: 4 }.ranges(), None);
        assert_eq!(PackSelection::One(u32::MAX).ranges(), None);
    }
}
