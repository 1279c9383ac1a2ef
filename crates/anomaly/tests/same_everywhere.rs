//! The features of a long story, as one hash: the same on every machine, or the model means something else there.

#[allow(dead_code, reason = "the speed example uses the rest")]
mod story;

#[test]
fn a_long_story_has_the_same_features_everywhere() {
    assert_eq!(story::features_hash(story::SCANS), story::EXPECTED);
}
