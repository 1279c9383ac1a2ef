//! The integers of every feature.

#[path = "story/golden.rs"]
mod golden;

#[test]
fn every_story_comes_to_its_integers_and_every_feature_has_one() {
    let faults = golden::faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
