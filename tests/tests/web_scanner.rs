//! The scanner in a browser: served by a gateway, with a camera that sees moving codes, against a real node.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;

use medtrail_tests::{Browser, Gateway, MAKER, PHARMACY, World, film, program, square_code, wait_until};

/// WebDriver's names of keys.
const SHIFT: &str = "\u{e008}";
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

/// The scanner for browsers, as `scripts/web` builds it.
fn app() -> Option<PathBuf> {
    let folder = program("medtrail-gateway").ancestors().nth(2).unwrap().join("web");
    let there = folder.join("index.html").exists() && Browser::is_there();
    if !there {
        eprintln!("left out: there is no Chromium with its driver, or `scripts/web` has not built the scanner");
    }
    there.then_some(folder)
}

struct Scene {
    world: World,
    gateway: Gateway,
}

/// A pharmacy with a hundred packs of a lot, whose maker has loaded its serials into the gateway that serves the scanner.
fn scene(app: &str) -> Scene {
    let world = World::archived();
    world.release("A", 1_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let database = world.folder.path().join("gateway.db");
    let gateway = Gateway::start(database.to_str().unwrap(), &world.node.url(), world.folder.path(), &["--app", app]);
    gateway.load(&world, "A");
    Scene { world, gateway }
}

impl Scene {
    /// Holds a picture before a phone's camera; what the scanner says to screen readers.
    fn scan(&self, picture: &std::path::Path, name: &str) -> String {
        let folder = self.world.folder.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let seen = film(picture, 520, &folder.join("film.y4m"));
        let browser = Browser::open(430, 900, &seen, &folder);
        browser.go(&format!("{}/app/", self.gateway.url()));
        wait_until("the scanner has started", || browser.run("return document.activeElement.tagName") == "CANVAS");
        // With the keyboard alone: from the code's field back to the button that opens the camera.
        browser.press(&[SHIFT, TAB]);
        browser.press(&[SHIFT, TAB]);
        browser.press(&[ENTER]);
        let said = || browser.run("return document.getElementById('announcement').textContent");
        wait_until("the scanner says something", || {
            let failed = browser.run("return document.getElementById('failure').textContent");
            assert_eq!(failed, "", "{}", browser.console());
            said() != ""
        });
        browser.picture(&folder.join("picture.png"));
        said().as_str().unwrap().to_owned()
    }
}

#[test]
fn a_phone_reads_a_moving_code_and_says_the_right_word() {
    let Some(app) = app() else { return };
    let scene = scene(app.to_str().unwrap());
    let genuine = scene.world.label("A", 7);
    assert!(scene.scan(&genuine, "genuine").starts_with("Genuine. "));
    // The square code alone, without its proof: the gateway has that.
    let alone = square_code(&genuine, &scene.world.folder.path().join("matrix.png"));
    assert!(scene.scan(&alone, "matrix").starts_with("Genuine. "));
    scene.world.done(PHARMACY, &["dispense", "--gtin", medtrail_tests::GTIN, "--lot", "A", "--packs", "7"]);
    assert!(scene.scan(&genuine, "dispensed").starts_with("Already used elsewhere. "));
}
