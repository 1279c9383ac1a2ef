//! Calling packs, batches and products back, and taking them off the market.

use core::ops::Range;

use frame_support::{ensure, pallet_prelude::*};
use ledger_types::{
    Batch, BatchKey, BatchStatus, Kind, PackIndex, ParticipantId, Product, ProductStatus, RangeRecall, RecallClass,
};
use pallet_participants::{Actor, Pallet as Participants};

use crate::{Batches, Config, Error, Event, Pallet, Products};

/// Whether one class is graver than another. Class I is the gravest and comes first.
fn is_graver(class: RecallClass, than: RecallClass) -> bool {
    (class as u8) < than as u8
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_recall_batch(actor: &Actor, batch: BatchKey, class: RecallClass) -> DispatchResult {
        Self::change_batch(actor, &batch, |record| {
            if let BatchStatus::Recalled { class: present, .. } = record.status {
                ensure!(is_graver(class, present), Error::<T>::Recalled);
            }
            record.status = BatchStatus::Recalled { class, by: actor.id, at: Participants::<T>::now() };
            Ok(())
        })?;
        Self::deposit_event(Event::BatchRecalled { batch, class, by: actor.id });
        Ok(())
    }

    pub(crate) fn do_recall_packs(
        actor: &Actor,
        batch: BatchKey,
        packs: Range<PackIndex>,
        class: RecallClass,
    ) -> DispatchResult {
        let (start, end) = (packs.start, packs.end);
        Self::change_batch(actor, &batch, |record| {
            ensure!(start < end && end <= record.packs, Error::<T>::BadSelection);
            // Within a range that is recalled at least as gravely, there is nothing to do.
            let covered = record
                .recalls
                .iter()
                .any(|recall| recall.start <= start && end <= recall.end && !is_graver(class, recall.class));
            ensure!(!covered, Error::<T>::Recalled);
            record.recalls.retain(|recall| recall.start < start || end < recall.end || is_graver(recall.class, class));
            let recall = RangeRecall { start, end, class };
            record.recalls.try_push(recall).map_err(|_| Error::<T>::TooManyRecalls)?;
            Ok(())
        })?;
        Self::deposit_event(Event::PacksRecalled { batch, start, end, class, by: actor.id });
        Ok(())
    }

    pub(crate) fn do_recall_product(actor: &Actor, gtin: u64, class: RecallClass) -> DispatchResult {
        Self::change_product(actor, gtin, |product| {
            if let ProductStatus::Recalled { class: present, .. } = product.status {
                ensure!(is_graver(class, present), Error::<T>::Recalled);
            }
            product.status = ProductStatus::Recalled { class, by: actor.id, at: Participants::<T>::now() };
            Ok(())
        })?;
        Self::deposit_event(Event::ProductRecalled { gtin, class, by: actor.id });
        Ok(())
    }

    pub(crate) fn do_withdraw_batch(actor: &Actor, batch: BatchKey) -> DispatchResult {
        Self::change_batch(actor, &batch, |record| {
            match record.status {
                BatchStatus::Recalled { .. } => return Err(Error::<T>::Recalled.into()),
                BatchStatus::Withdrawn { .. } => return Err(Error::<T>::Withdrawn.into()),
                BatchStatus::Registered | BatchStatus::Released => {}
            }
            record.status = BatchStatus::Withdrawn { by: actor.id, at: Participants::<T>::now() };
            Ok(())
        })?;
        Self::deposit_event(Event::BatchWithdrawn { batch, by: actor.id });
        Ok(())
    }

    pub(crate) fn do_withdraw_product(actor: &Actor, gtin: u64) -> DispatchResult {
        Self::change_product(actor, gtin, |product| {
            Self::ensure_marketed(product)?;
            product.status = ProductStatus::Withdrawn { by: actor.id, at: Participants::<T>::now() };
            Ok(())
        })?;
        Self::deposit_event(Event::ProductWithdrawn { gtin, by: actor.id });
        Ok(())
    }

    /// That a product is on the market.
    ///
    /// # Errors
    /// [`Error::Recalled`], [`Error::Withdrawn`].
    pub(crate) fn ensure_marketed(product: &Product) -> DispatchResult {
        match product.status {
            ProductStatus::Marketed => Ok(()),
            ProductStatus::Recalled { .. } => Err(Error::<T>::Recalled.into()),
            ProductStatus::Withdrawn { .. } => Err(Error::<T>::Withdrawn.into()),
        }
    }

    fn change_batch(
        actor: &Actor,
        batch: &BatchKey,
        change: impl FnOnce(&mut Batch) -> DispatchResult,
    ) -> DispatchResult {
        Batches::<T>::try_mutate(batch, |stored| {
            let record = stored.as_mut().ok_or(Error::<T>::UnknownBatch)?;
            Self::ensure_may_recall(actor, record.maker)?;
            change(record)
        })
    }

    fn change_product(actor: &Actor, gtin: u64, change: impl FnOnce(&mut Product) -> DispatchResult) -> DispatchResult {
        Products::<T>::try_mutate(gtin, |stored| {
            let product = stored.as_mut().ok_or(Error::<T>::UnknownProduct)?;
            Self::ensure_may_recall(actor, product.maker)?;
            change(product)
        })
    }

    fn ensure_may_recall(actor: &Actor, maker: ParticipantId) -> DispatchResult {
        ensure!(actor.id == maker || actor.kind() == Kind::Regulator, Error::<T>::NotMaker);
        Ok(())
    }
}
