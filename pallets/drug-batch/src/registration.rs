//! Registering products and batches, and releasing batches for sale.

use frame_support::{ensure, pallet_prelude::*};
use frame_system::pallet_prelude::OriginFor;
use ledger_types::{
    Batch, BatchKey, BatchStatus, Markets, ParticipantId, Permissions, Product, ProductData, ProductStatus, Scope,
};
use pallet_participants::Pallet as Participants;

use crate::{Batches, Config, Custody, Error, Event, MAX_PACKS, Pallet, Products};

impl<T: Config> Pallet<T> {
    /// The maker that an operator registers products and batches for.
    pub(crate) fn ensure_maker(origin: OriginFor<T>) -> Result<ParticipantId, DispatchError> {
        let actor = Participants::<T>::ensure_operator(origin, Permissions::REGISTER)?;
        ensure!(actor.kind().makes_packs(), pallet_participants::Error::<T>::WrongKind);
        let licensed = actor.record.may(Scope::MAKE, Participants::<T>::now());
        ensure!(licensed, pallet_participants::Error::<T>::OutsideScope);
        Ok(actor.id)
    }

    pub(crate) fn do_register_product(maker: ParticipantId, gtin: u64, data: ProductData) -> DispatchResult {
        ensure!(gs1::Gtin::from_number(gtin).is_ok(), Error::<T>::BadGtin);
        Self::ensure_described(&data)?;
        ensure!(!Products::<T>::contains_key(gtin), Error::<T>::ProductExists);
        Products::<T>::insert(gtin, Product { maker, data, status: ProductStatus::Marketed });
        Self::deposit_event(Event::ProductRegistered { gtin, maker });
        Ok(())
    }

    pub(crate) fn do_update_product(maker: ParticipantId, gtin: u64, data: ProductData) -> DispatchResult {
        Self::ensure_described(&data)?;
        Products::<T>::try_mutate(gtin, |stored| {
            let product = stored.as_mut().ok_or(Error::<T>::UnknownProduct)?;
            ensure!(product.maker == maker, Error::<T>::NotMaker);
            product.data = data;
            Ok::<_, DispatchError>(())
        })?;
        Self::deposit_event(Event::ProductUpdated { gtin, maker });
        Ok(())
    }

    fn ensure_described(data: &ProductData) -> DispatchResult {
        ensure!(ledger_types::is_name(&data.name), Error::<T>::BadName);
        ensure!(ledger_types::is_name(&data.authorisation), Error::<T>::BadName);
        ensure!(are_markets(&data.markets), Error::<T>::BadMarkets);
        Ok(())
    }

    pub(crate) fn do_register_batch(
        maker: ParticipantId,
        batch: BatchKey,
        expiry: u32,
        packs: u32,
        root: [u8; 32],
    ) -> DispatchResult {
        let product = Products::<T>::get(batch.gtin).ok_or(Error::<T>::UnknownProduct)?;
        ensure!(product.maker == maker, Error::<T>::NotMaker);
        Self::ensure_marketed(&product)?;
        let printable = core::str::from_utf8(&batch.lot).is_ok_and(|lot| lot.parse::<gs1::Lot>().is_ok());
        ensure!(printable, Error::<T>::BadLot);
        ensure!(!Self::expired(expiry), Error::<T>::BadExpiry);
        ensure!((1..=MAX_PACKS).contains(&packs), Error::<T>::BadPackCount);
        ensure!(!Batches::<T>::contains_key(&batch), Error::<T>::BatchExists);

        let (status, recalls) = (BatchStatus::Registered, Default::default());
        let record = Batch { maker, expiry, packs, root, status, changed_chunks: 0, certificate: None, recalls };
        Batches::<T>::insert(&batch, record);
        T::Custody::open(&batch, maker, packs);
        Self::deposit_event(Event::BatchRegistered { batch, maker, packs, root });
        Ok(())
    }

    pub(crate) fn do_release_batch(by: ParticipantId, batch: BatchKey, certificate: [u8; 32]) -> DispatchResult {
        Batches::<T>::try_mutate(&batch, |stored| {
            let record = stored.as_mut().ok_or(Error::<T>::UnknownBatch)?;
            ensure!(record.maker == by, Error::<T>::NotMaker);
            match record.status {
                BatchStatus::Registered => {}
                BatchStatus::Released => return Err(Error::<T>::AlreadyReleased.into()),
                BatchStatus::Recalled { .. } => return Err(Error::<T>::Recalled.into()),
                BatchStatus::Withdrawn { .. } => return Err(Error::<T>::Withdrawn.into()),
            }
            ensure!(!Self::expired(record.expiry), Error::<T>::Expired);
            record.status = BatchStatus::Released;
            record.certificate = Some(certificate);
            Ok::<_, DispatchError>(())
        })?;
        Self::deposit_event(Event::BatchReleased { batch, certificate, by });
        Ok(())
    }
}

/// Whether these are countries, in ascending order, each once.
fn are_markets(markets: &Markets) -> bool {
    let countries = markets.iter().all(|country| country.iter().all(u8::is_ascii_uppercase));
    let ascending = markets.windows(2).all(|pair| matches!(pair, [left, right] if left < right));
    !markets.is_empty() && countries && ascending
}
