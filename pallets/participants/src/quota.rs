//! Each participant's share of a block.

use frame_support::pallet_prelude::*;
use ledger_types::ParticipantId;
use sp_runtime::{SaturatedConversion, Saturating};

use crate::{BlockUse, Config, Pallet};

impl<T: Config> Pallet<T> {
    /// Whether a participant has some of its share of this block left. An act that begins within the share may exceed
    /// it: otherwise what is larger than a share could never be done. What it used too much, it has less of in the blocks
    /// that follow.
    pub fn has_share(id: ParticipantId) -> bool {
        Self::debt(id) < T::Quota::get()
    }

    /// What a participant has used, less its shares of the blocks since.
    fn debt(id: ParticipantId) -> u64 {
        let (block, used) = BlockUse::<T>::get(id);
        let passed = frame_system::Pallet::<T>::block_number().saturating_sub(block);
        used.saturating_sub(T::Quota::get().saturating_mul(passed.saturated_into()))
    }

    /// Counts an act towards its participant's share of this block.
    pub fn charge(id: ParticipantId, cost: Weight) {
        let used = Self::debt(id).saturating_add(cost.ref_time());
        BlockUse::<T>::insert(id, (frame_system::Pallet::<T>::block_number(), used));
    }
}
