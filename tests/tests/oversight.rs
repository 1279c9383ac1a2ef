//! What regulators read from a real chain: how far a recalled batch came, and who has it.

#![allow(clippy::unwrap_used)]

use ledger_client::{Ledger, Trust};
use ledger_types::{BatchKey, PackState, RecallClass};
use medtrail_tests::{GTIN, MAKER, PHARMACY, REGULATOR, WHOLESALER, World};
use office::Called;

#[tokio::test(flavor = "multi_thread")]
async fn a_recall_says_how_far_the_batch_came() {
    let world = World::new();
    world.release("LOT-7", 1_000);
    world.release("LOT-8", 50);
    world.deliver(MAKER, PHARMACY, "LOT-7", "0-99");
    for pack in 0..5 {
        let link = world.link("LOT-7", pack);
        world.done(PHARMACY, &["dispense", &link, "--participant", PHARMACY.gln]);
    }
    let ledger = Ledger::connect(&[world.node.url()], &Trust::development(None)).await.unwrap();
    let lot = |lot: &str| BatchKey::new(GTIN.parse().unwrap(), lot.as_bytes()).unwrap();
    let before = ledger.finalized().await.unwrap();
    assert_eq!(office::recalls(&before).await.unwrap(), Vec::new());

    world.done(REGULATOR, &["batch", "recall", "--gtin", GTIN, "--lot", "LOT-7", "--class", "1"]);
    let view = ledger.finalized().await.unwrap();
    let recalls = office::recalls(&view).await.unwrap();
    let [recall] = recalls.as_slice() else { panic!("{recalls:?}") };
    assert_eq!((&recall.what, recall.class), (&Called::Batch(lot("LOT-7")), Some(RecallClass::I)));
    assert_eq!(recall.by.as_ref().map(|by| format!("{:013}", by.gln)).as_deref(), Some(REGULATOR.gln));
    let reach = office::reach(&view, &recall.what).await.unwrap();
    assert_eq!((reach.makers, reach.dispensers, reach.dispensed), (900, 95, 5));
    assert_eq!((reach.wholesalers, reach.others, reach.in_transit, reach.otherwise), (0, 0, 0, 0));
    assert_eq!((reach.packs, reach.batches, reach.more, reach.block), (1_000, 1, false, view.block.number));

    let traced = office::trace(&view, &lot("LOT-7")).await.unwrap().unwrap();
    assert_eq!((traced.in_state(PackState::Dispensed), traced.inactive()), (5, 5));
    let held: Vec<_> = traced.held.iter().map(|held| (held.start, held.end, held.holder.name.as_str())).collect();
    assert_eq!(held, [(0, 100, "Apotheke am Markt"), (100, 1_000, "Nordmark Pharma")]);
    assert_eq!(office::trace(&view, &lot("LOT-9")).await.unwrap(), None);

    // Every lot of the product: the other lot counts too, with what is on its way.
    let shipment = world.ship(MAKER, WHOLESALER, "LOT-8", "0-9");
    let view = ledger.finalized().await.unwrap();
    let reach = office::reach(&view, &Called::Product(GTIN.parse().unwrap())).await.unwrap();
    assert_eq!((reach.makers, reach.in_transit, reach.packs, reach.batches), (940, 10, 1_050, 2));
    let traced = office::trace(&view, &lot("LOT-8")).await.unwrap().unwrap();
    let way = traced.held.iter().find_map(|held| held.way.as_ref()).unwrap();
    assert_eq!(way.shipment.to_string(), shipment);
    assert_eq!(way.to.as_ref().map(|to| to.name.as_str()), Some("Rhein Grosshandel"));
}
