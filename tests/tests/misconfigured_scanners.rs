//! Codes of good packs as misconfigured handheld scanners type them: never an accusation, and a verdict where there is proof.

use medtrail_tests::{Answer, GTIN, MAKER, PHARMACY, World, medtrail};

const LOT: &str = "Lot-zY7";

fn verify(world: &World, typed: &str, with_list: bool) -> Answer {
    let (url, list) = (world.node.url(), world.folder.path().join(LOT));
    let mut args = vec!["verify", typed, "--node", &url, "--role", "pharmacist", "--participant", PHARMACY.gln];
    if with_list {
        args.extend(["--packs", list.to_str().unwrap_or_default()]);
    }
    medtrail(&args)
}

fn is_told(answer: &Answer) -> bool {
    answer.json["reasons"].as_array().is_some_and(|all| all.iter().any(|one| one["code"] == "scanner-misconfigured"))
}

fn swap_case(text: &str) -> String {
    let swap = |letter: char| {
        if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
    };
    text.chars().map(swap).collect()
}

#[test]
fn a_misconfigured_scanner_is_named_and_never_the_pack() {
    let world = World::new();
    world.release(LOT, 100);
    world.deliver(MAKER, PHARMACY, LOT, "0-99");
    let link = world.link(LOT, 5);
    let serial = link.split("/21/").nth(1).and_then(|rest| rest.split('?').next()).unwrap_or_default().to_owned();
    let code = format!("]d201{GTIN}21{serial}\u{1d}1729060010{LOT}");
    let good = verify(&world, &code, true);
    assert_eq!((good.verdict(), is_told(&good)), ("genuine", false), "{}", good.text);

    let german: String = code
        .chars()
        .map(|key| match key {
            'y' => 'z',
            'z' => 'y',
            'Y' => 'Z',
            'Z' => 'Y',
            '-' => 'ß',
            ']' => '+',
            other => other,
        })
        .collect();
    let typed = [
        ("Caps Lock", swap_case(&code)),
        ("a German keyboard", german.clone()),
        ("both", swap_case(&german)),
        ("a bar for the separator", code.replace('\u{1d}', "|")),
        ("no separator", code.replace('\u{1d}', "")),
        ("no separator and Caps Lock", swap_case(&code.replace('\u{1d}', ""))),
        ("half a prefix", code.replacen(']', "", 1)),
        ("something behind the code", format!("{code};")),
    ];
    for (what, typed) in typed {
        let answer = verify(&world, &typed, true);
        assert_eq!((answer.verdict(), is_told(&answer)), ("genuine", true), "{what}: {}", answer.text);
        let answer = verify(&world, &typed, false);
        let unproven = ["scanner-misconfigured", "no-proof"].contains(&answer.reason());
        assert!(answer.verdict() == "could-not-check" && unproven, "{what}, without proof: {}", answer.text);
    }
    // With Caps Lock the link from the QR code changes as a whole, its proof with it.
    let answer = verify(&world, &swap_case(&link), false);
    assert_eq!((answer.verdict(), is_told(&answer)), ("genuine", true), "{}", answer.text);

    // What is invented stays invented, however it is typed.
    let invented = code.replace(&serial, "ABCDEFGHJKLMNP");
    for typed in [invented.clone(), swap_case(&invented)] {
        assert_ne!(verify(&world, &typed, true).verdict(), "genuine", "{typed}");
    }
    assert_eq!(verify(&world, &invented, true).verdict(), "not-recognised");
}
