//! Each participant's share of a block.

use frame_support::pallet_prelude::*;
use ledger_types::ParticipantId;

use crate::{BlockUse, Config, Pallet};

impl<T: Config> Pallet<T> {
    /// Whether a participant has some of its share of this block left. An act that begins within the share may exceed
    /// it: otherwise what is larger than a share could never be done.
    pub fn has_share(id: ParticipantId) -> bool {
        let (block, used) = BlockUse::<T>::get(id);
        block != frame_system::Pallet::<T>::block_number() || used < T::Quota::get()
    }

    /// Counts an act towards its participant's share of this block.
    pub fn charge(id: ParticipantId, cost: Weight) {
        let now = frame_system::Pallet::<T>::block_number();
        BlockUse::<T>::mutate(id, |(block, used)| {
            let before = if *block == now { *used } else { 0 };
            (*block, *used) = (now, before.saturating_add(cost.ref_time()));
        });
    }
}
