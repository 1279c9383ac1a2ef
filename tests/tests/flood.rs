//! That a participant who floods the node does not hold up the others.

use std::process::Command;

use medtrail_tests::{Node, program};

#[test]
fn a_flood_delays_another_participants_dispense_by_two_blocks_at_most() {
    let folder = tempfile::tempdir().expect("a folder");
    let node = Node::with_consensus(folder.path());
    let output = Command::new(program("medtrail-load"))
        .args(["--node", &node.url(), "flood", "--count", "6400", "--acts", "4", "--most", "2"])
        .output()
        .expect("the loader runs");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert_eq!(said.matches("submitted after block").count(), 4, "{said}");
}
