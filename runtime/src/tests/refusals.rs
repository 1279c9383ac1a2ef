//! That every refusal has a name and a next step.

use ledger_types::refusal;
use scale_info::{TypeDef, TypeInfo};

use crate::Runtime;

fn assert_named<Error: TypeInfo + 'static>(pallet: u8) {
    let TypeDef::Variant(errors) = Error::type_info().type_def else { panic!("a pallet's errors are an enum") };
    for error in &errors.variants {
        assert_eq!(refusal::in_pallet(pallet, error.index).map(|refusal| refusal.name), Some(error.name));
    }
    assert_eq!(refusal::in_pallet(pallet, errors.variants.len() as u8), None);
}

#[test]
fn every_error_of_every_pallet_has_a_next_step() {
    assert_named::<pallet_participants::Error<Runtime>>(ledger_types::PARTICIPANTS);
    assert_named::<pallet_drug_batch::Error<Runtime>>(ledger_types::DRUG_BATCH);
    assert_named::<pallet_custody_transfer::Error<Runtime>>(ledger_types::CUSTODY_TRANSFER);
    assert_named::<pallet_compliance::Error<Runtime>>(ledger_types::COMPLIANCE);
    assert_named::<pallet_cold_chain::Error<Runtime>>(ledger_types::COLD_CHAIN);
    assert_named::<pallet_model_registry::Error<Runtime>>(ledger_types::MODEL_REGISTRY);
    assert_named::<pallet_governance::Error<Runtime>>(ledger_types::GOVERNANCE);
    assert_named::<pallet_collective::Error<Runtime>>(ledger_types::COUNCIL);
}
