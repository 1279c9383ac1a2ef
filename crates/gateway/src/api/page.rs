//! The few pages for people.

use axum::response::Html;

/// What is here.
pub async fn home() -> Html<&'static str> {
    Html(HOME)
}

/// Where a pack's code leads people: how to check the pack. The page itself checks nothing, and says nothing about the pack.
pub async fn check() -> Html<&'static str> {
    Html(CHECK)
}

const HOME: &str = concat!(
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>",
    "<title>Medtrail gateway</title>",
    include_str!("style.html"),
    "<main><h1>Medtrail gateway</h1>",
    "<p>Answers about medicine packs. No answer has to be believed: scanners check its proofs against the chain.</p>",
    "<ul><li><a href=/docs>What can be asked, and trying it out</a>",
    "<li><a href=/openapi.json>The same for programs (OpenAPI)</a>",
    "<li><a href=/v1/status>How far the index is</a>",
    "<li><a href=/metrics>Figures</a></ul></main></html>"
);

const CHECK: &str = concat!(
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>",
    "<title>Check this pack</title>",
    include_str!("style.html"),
    "<main><h1>Check this pack</h1>",
    "<p><strong>This page has not checked the pack.</strong> A web page cannot show that a medicine is genuine: anybody can copy ",
    "one.</p><p>Scan the code with the Medtrail scanner, which checks the ledger&rsquo;s proofs itself. Until then, this says ",
    "nothing for or against the pack. If you have doubts, keep the pack, do not take the medicine, and ask your pharmacist.</p>",
    "</main></html>"
);
