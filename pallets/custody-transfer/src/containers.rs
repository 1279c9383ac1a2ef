//! Cases and pallets: aggregation and disaggregation.

use alloc::vec::Vec;

use frame_support::{BoundedVec, ensure, pallet_prelude::*};
use ledger_types::{
    Container, Line, Lines, ParticipantId,
    custody::{MAX_CHILDREN, MAX_PACKED_LINES},
};
use pallet_drug_batch::{Custody as _, Need};

use crate::{Config, Containers, Error, Event, Packed, Pallet};

/// Containers in one other, by SSCC.
pub type Children = BoundedVec<u64, ConstU32<MAX_CHILDREN>>;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_pack(by: ParticipantId, sscc: u64, lines: Lines, children: Children) -> DispatchResult {
        ensure!(gs1::Sscc::from_number(sscc).is_ok(), Error::<T>::BadSscc);
        ensure!(!Containers::<T>::contains_key(sscc), Error::<T>::SsccTaken);
        ensure!(!lines.is_empty() || !children.is_empty(), Error::<T>::BadLines);
        for line in &lines {
            ensure!(line.start < line.end, Error::<T>::BadLines);
            Self::ensure_held(&line.batch, by, line.start..line.end, Need::AtRest)?;
            // Noted one by one, so that a line that overlaps an earlier one is found.
            ensure!(!Self::is_packed(line), Error::<T>::PackedAlready);
            Packed::<T>::insert(&line.batch, line.end.to_be_bytes(), (line.start, sscc));
        }
        let mut packed = lines.len();
        for child in &children {
            let inner = Containers::<T>::try_mutate(child, |stored| {
                let inner = stored.as_mut().ok_or(Error::<T>::UnknownContainer)?;
                ensure!(inner.parent.is_none() && inner.children.is_empty(), Error::<T>::PackedAlready);
                inner.parent = Some(sscc);
                Ok::<_, DispatchError>(inner.lines.clone())
            })?;
            packed += inner.len();
            ensure!(packed <= MAX_PACKED_LINES, Error::<T>::TooManyParts);
            for line in &inner {
                Self::ensure_held(&line.batch, by, line.start..line.end, Need::AtRest)?;
            }
        }
        Containers::<T>::insert(sscc, Container { packer: by, lines: lines.clone(), children, parent: None });
        Self::deposit_event(Event::Packed { sscc, by, lines });
        Ok(())
    }

    /// Takes a container apart; what is in it stays packed as it was in its own containers.
    pub(crate) fn do_unpack(by: ParticipantId, sscc: u64) -> DispatchResult {
        let container = Containers::<T>::get(sscc).ok_or(Error::<T>::UnknownContainer)?;
        ensure!(container.parent.is_none(), Error::<T>::PackedAlready);
        // Some of the contents may have gone elsewhere already: whoever has a pack of it can end it.
        ensure!(Self::has_any_of(by, &container), Error::<T>::NotHeld);
        for child in &container.children {
            Containers::<T>::mutate(child, |stored| {
                if let Some(inner) = stored {
                    inner.parent = None;
                }
            });
        }
        for line in &container.lines {
            Packed::<T>::remove(&line.batch, line.end.to_be_bytes());
        }
        Containers::<T>::remove(sscc);
        Self::deposit_event(Event::Unpacked { sscc, by });
        Ok(())
    }

    /// Whether any pack of a line is directly in some container.
    fn is_packed(line: &Line) -> bool {
        let from = Packed::<T>::hashed_key_for(&line.batch, line.start.to_be_bytes());
        let next = Packed::<T>::iter_prefix_from(&line.batch, from).next();
        next.is_some_and(|(_, (first, _))| first < line.end)
    }

    /// All packs in a container, in order, neighbours joined.
    pub fn contents(container: &Container) -> Vec<Line> {
        let inner = container.children.iter().filter_map(Containers::<T>::get).flat_map(|inner| inner.lines);
        joined(container.lines.iter().cloned().chain(inner).collect())
    }

    /// Whether a participant has the first pack of any line in a container, at rest.
    fn has_any_of(holder: ParticipantId, container: &Container) -> bool {
        Self::contents(container).into_iter().any(|line| {
            let first = line.start..line.start.saturating_add(1);
            Self::ensure_held(&line.batch, holder, first, Need::AtRest).is_ok()
        })
    }

    /// That a container, if the sender has one with this number, contains exactly these packs. What others packed under
    /// the number is not the sender's business.
    pub(crate) fn ensure_contents(from: ParticipantId, sscc: u64, lines: &Lines) -> DispatchResult {
        let Some(container) = Containers::<T>::get(sscc) else { return Ok(()) };
        if !Self::has_any_of(from, &container) {
            return Ok(());
        }
        ensure!(container.parent.is_none(), Error::<T>::PackedAlready);
        ensure!(joined(lines.to_vec()) == Self::contents(&container), Error::<T>::WrongContents);
        Ok(())
    }
}

/// Lines in order, neighbours joined.
fn joined(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_unstable_by(|left, right| (&left.batch, left.start).cmp(&(&right.batch, right.start)));
    let mut all: Vec<Line> = Vec::new();
    for line in lines {
        match all.last_mut() {
            Some(last) if last.batch == line.batch && last.end == line.start => last.end = line.end,
            _ => all.push(line),
        }
    }
    all
}
