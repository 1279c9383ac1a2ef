//! What the end-to-end tests share: a real node on a free port with a temporary folder, the real command line, and a
//! small world of participants and packs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod browser;
mod cli;
mod desktop;
mod false_gateway;
mod gateway;
mod lies;
mod middleman;
mod node;
mod replay;
mod world;

pub use browser::{Browser, film, square_code};
pub use cli::{Answer, medtrail};
pub use desktop::Desktop;
pub use false_gateway::{FalseGateway, http};
pub use gateway::{Gateway, Http, Postgres, control};
pub use lies::alterations;
pub use middleman::Middleman;
pub use node::{Node, wait_for, wait_until};
pub use replay::{Recorder, Replay, Said, Script, key};
pub use world::{GTIN, MAKER, PHARMACY, Party, REGULATOR, UNLICENSED, WHOLESALER, World};

use std::path::PathBuf;

/// A program that the workspace builds.
pub fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let folder = test.parent().and_then(|deps| deps.parent()).expect("tests are built in a folder of the target's");
    let path = folder.join(name);
    assert!(path.exists(), "{} is missing: run `cargo build --workspace` first", path.display());
    path
}

/// The wasm of the runtime that comes after this one.
pub fn next_runtime() -> PathBuf {
    let target = program("medtrail-node").ancestors().nth(2).expect("the target folder").to_owned();
    let path = target.join("next/wasm32v1-none/release/medtrail_runtime.wasm");
    assert!(path.exists(), "{} is missing: run `scripts/next-runtime` first", path.display());
    path
}
