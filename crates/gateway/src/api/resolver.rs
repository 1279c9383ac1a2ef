//! A GS1-conformant resolver (GS1 Digital Link: Resolution, 1.2): what stands on a pack as an address leads to what there is to
//! know about it.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use ledger_client::Ledger;
use ledger_types::{Product, keys};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    Problem, Shared,
    access::{Operator, Scope},
    body::Body,
};
use crate::{
    index::Kind,
    links::{Link, MAX_LINKS},
};

/// The link type that stands for the check of a pack.
const VERIFICATION: &str = "gs1:verificationService";
/// The link type of the description of a product.
const PRODUCT: &str = "gs1:pip";
/// Where the terms of link types are explained.
const VOCABULARY: &str = "https://ref.gs1.org/voc/";
/// The context of link sets.
const CONTEXT: &str = "https://ref.gs1.org/standards/resolver/linkset-context";

/// What a caller may wish for.
#[derive(Debug, Default, Deserialize)]
pub struct Wish {
    #[serde(rename = "linkType")]
    link_type: Option<String>,
}

/// Leads from the GS1 Digital Link of a product, lot or pack to what there is to know: to the default link, to the one of `linkType` in the language of
/// `Accept-Language`, or with `linkType=all`, `linkType=linkset` or `Accept: application/linkset+json` to the list of all.
#[utoipa::path(get, path = "/01/{gtin}", tag = "resolver",
    params(("gtin" = String, Path), ("linkType" = Option<String>, Query)),
    responses((status = 307, description = "the link"), (status = 200, description = "the link set"), (status = 404, body = Problem)))]
pub async fn product(
    State(app): State<Shared>,
    uri: Uri,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    resolve(&app, &uri, &wish, &headers).await
}

async fn resolve(app: &Shared, uri: &Uri, wish: &Wish, headers: &HeaderMap) -> Result<Response, Problem> {
    let anchor = format!("{}{}", app.base, uri.path_and_query().map_or(uri.path(), |path| path.as_str()));
    let message = gs1::parse(&anchor).map_err(|error| {
        Problem::bad("no-digital-link", error.to_string(), "Compare the address with the one on the pack.")
    })?;
    let (links, named) = links(app, &message, uri).await?;
    let wished = wish.link_type.as_deref().unwrap_or_default();
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if matches!(wished, "all" | "linkset") || accepted.contains("application/linkset+json") {
        return Ok(link_set(&anchor, &links));
    }
    let languages = languages(headers);
    // A pack is best checked; otherwise whatever the maker prefers.
    let default = if named { VERIFICATION } else { PRODUCT };
    let relation = if wished.is_empty() || wished == "gs1:defaultLink" { None } else { Some(wished) };
    let missing =
        || Problem::missing("no-link", "nothing of this kind is linked here", "Ask with linkType=all for what is.");
    let link = choose(&links, relation, default, &languages).ok_or_else(missing)?;
    let related = format!("<{}>; rel=\"linkset\"; type=\"application/linkset+json\"", encoded(&set_address(&anchor)));
    let headers = [(header::LOCATION, link.href.clone()), (header::LINK, related), (header::VARY, VARY.to_owned())];
    Ok((StatusCode::TEMPORARY_REDIRECT, headers).into_response())
}

const VARY: &str = "Accept, Accept-Language";

/// The links for a code, those of the pack first, then those of its lot and its product; and whether it names a single pack.
async fn links(app: &Shared, message: &gs1::Message, uri: &Uri) -> Result<(Vec<Link>, bool), Problem> {
    let gtin =
        message.gtin().ok_or_else(|| Problem::bad("no-gtin", "the address names no product", "Check the code."))?;
    let product = format!("/01/{gtin}");
    let lot = message.lot().map(|lot| format!("{product}/10/{lot}"));
    let mut links: Vec<Link> = Vec::new();
    for path in lot.into_iter().chain([product]) {
        for link in app.database.links(&path).await? {
            let same = |known: &Link| {
                (&known.relation, &known.language, &known.media) == (&link.relation, &link.language, &link.media)
            };
            if !links.iter().any(same) {
                links.push(link);
            }
        }
    }
    let named = message.serial().is_some();
    let known = app.database.record(Kind::Product, &gtin.number().to_string()).await?.is_some();
    if links.is_empty() && !known {
        return Err(Problem::missing("unknown", "this resolver knows nothing of this code", "Check the code."));
    }
    // The gateway's own service comes last: a maker may name another one.
    if known {
        links.push(Link {
            relation: VERIFICATION.into(),
            language: String::new(),
            media: "text/html".into(),
            href: format!("{}/check{}", app.base, uri.path_and_query().map_or("", |path| path.as_str())),
            title: "Check this pack".into(),
            preferred: false,
        });
    }
    Ok((links, named))
}

/// The link to follow: of the type that is wished for, in the first language that there is one in.
fn choose<'a>(links: &'a [Link], relation: Option<&str>, default: &str, languages: &[String]) -> Option<&'a Link> {
    let fitting: Vec<&Link> = match relation {
        Some(relation) => links.iter().filter(|link| link.relation == relation).collect(),
        None => {
            let preferred: Vec<&Link> = links.iter().filter(|link| link.preferred).collect();
            let of_default = || links.iter().filter(|link| link.relation == default).collect::<Vec<_>>();
            [preferred, of_default(), links.iter().collect()].into_iter().find(|links| !links.is_empty())?
        }
    };
    let in_language = |language: &String| {
        let matches = |link: &&&Link| {
            let (own, asked) = (link.language.to_ascii_lowercase(), language.as_str());
            own == asked || own.split('-').next() == asked.split('-').next() && !own.is_empty()
        };
        fitting.iter().find(matches).copied()
    };
    let neutral = || fitting.iter().find(|link| link.language.is_empty()).copied();
    languages.iter().find_map(in_language).or_else(neutral).or_else(|| fitting.first().copied())
}

/// The languages that a caller accepts, best first.
fn languages(headers: &HeaderMap) -> Vec<String> {
    let text = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut all: Vec<(u32, String)> = text
        .split(',')
        .take(16)
        .filter_map(|part| {
            let mut parts = part.split(';').map(str::trim);
            let language = parts.next().filter(|language| !language.is_empty() && *language != "*")?;
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f64>().ok()).unwrap_or(1.0);
            Some(((quality.clamp(0.0, 1.0) * 1_000.0) as u32, language.to_ascii_lowercase()))
        })
        .collect();
    all.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
    all.into_iter().filter(|(quality, _)| *quality > 0).map(|(_, language)| language).collect()
}

/// All links as a link set (RFC 9264).
fn link_set(anchor: &str, links: &[Link]) -> Response {
    let mut relations: Map<String, Value> = Map::new();
    for link in links {
        let mut target =
            Map::from_iter([("href".to_owned(), json!(link.href)), ("title".to_owned(), json!(link.title))]);
        if !link.media.is_empty() {
            target.insert("type".into(), json!(link.media));
        }
        if !link.language.is_empty() {
            target.insert("hreflang".into(), json!([link.language]));
        }
        let relation = link.relation.replacen("gs1:", VOCABULARY, 1);
        if let Some(Value::Array(all)) = Some(relations.entry(relation).or_insert_with(|| json!([]))) {
            all.push(Value::Object(target));
        }
    }
    relations.insert("anchor".into(), json!(anchor));
    let context = format!("<{CONTEXT}>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"");
    let headers = [
        (header::CONTENT_TYPE, "application/linkset+json".to_owned()),
        (header::LINK, context),
        (header::VARY, VARY.to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    (headers, Json(json!({"linkset": [relations]}))).into_response()
}

fn set_address(anchor: &str) -> String {
    let joint = if anchor.contains('?') { '&' } else { '?' };
    format!("{anchor}{joint}linkType=linkset")
}

/// Nothing that would end the address in a header early.
fn encoded(address: &str) -> String {
    address.replace('>', "%3E").replace('<', "%3C").replace('"', "%22")
}

/// Describes this resolver.
#[utoipa::path(get, path = "/.well-known/gs1resolver", tag = "resolver", responses((status = 200, description = "the description")))]
pub async fn description(State(app): State<Shared>) -> Json<Value> {
    Json(json!({
        "name": "Medtrail gateway",
        "resolverRoot": app.base,
        "supportedPrimaryKeys": ["01"],
        "supportedContextValuesEnumerated": [],
        "supportedLinkTypes": [{"namespace": VOCABULARY, "prefix": "gs1:"}],
    }))
}

/// Sets the links of a product, and replaces those that there were.
#[utoipa::path(put, path = "/v1/links/01/{gtin}", tag = "resolver", params(("gtin" = String, Path)), request_body = Vec<Link>,
    responses((status = 204, description = "set"), (status = 400, body = Problem), (status = 403, body = Problem)),
    security(("key" = [])))]
pub async fn set_product(
    operator: Operator,
    State(app): State<Shared>,
    Path(gtin): Path<String>,
    Body(links): Body<Vec<Link>>,
) -> Result<StatusCode, Problem> {
    set(&app, &operator, &gtin, None, &links).await
}

/// Sets the links of a lot, and replaces those that there were.
#[utoipa::path(put, path = "/v1/links/01/{gtin}/10/{lot}", tag = "resolver",
    params(("gtin" = String, Path), ("lot" = String, Path)), request_body = Vec<Link>,
    responses((status = 204, description = "set"), (status = 400, body = Problem), (status = 403, body = Problem)),
    security(("key" = [])))]
pub async fn set_lot(
    operator: Operator,
    State(app): State<Shared>,
    Path((gtin, lot)): Path<(String, String)>,
    Body(links): Body<Vec<Link>>,
) -> Result<StatusCode, Problem> {
    set(&app, &operator, &gtin, Some(&lot), &links).await
}

async fn set(
    app: &Shared,
    operator: &Operator,
    gtin: &str,
    lot: Option<&str>,
    links: &[Link],
) -> Result<StatusCode, Problem> {
    operator.ensure(Scope::Load)?;
    let bad = |code, title: &str| Problem::bad(code, title, "See /docs for what a link holds.");
    let gtin: gs1::Gtin = gtin.parse().map_err(|_| bad("bad-gtin", "this is no GTIN"))?;
    let lot = lot.map(str::parse::<gs1::Lot>).transpose().map_err(|_| bad("bad-lot", "this is no lot"))?;
    if links.len() > MAX_LINKS || !links.iter().all(Link::is_valid) {
        return Err(bad("bad-link", "there are too many links, or one is no link that a resolver may hand out"));
    }
    let missing = || Problem::missing("unknown-product", "the ledger has no such product", "Register it first.");
    // The index is in a node's words; who may lead patients on has to be proven.
    let ledger = Ledger::connect(&app.nodes, &app.trust).await?;
    let product: Option<Product> = ledger.finalized().await?.read(keys::product(gtin.number())).await?;
    if product.ok_or_else(missing)?.maker != operator.participant {
        let title = "this product is another maker's";
        return Err(Problem::new(StatusCode::FORBIDDEN, "not-yours", title, "Use the key of the product's maker."));
    }
    let path = match lot {
        Some(lot) => format!("/01/{gtin}/10/{lot}"),
        None => format!("/01/{gtin}"),
    };
    app.database.set_links(operator.participant, &path, links).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(relation: &str, language: &str, preferred: bool) -> Link {
        Link {
            relation: relation.into(),
            language: language.into(),
            media: String::new(),
            href: format!("https://example.com/{relation}/{language}"),
            title: "x".into(),
            preferred,
        }
    }

    #[test]
    fn the_link_that_is_wished_for_is_chosen_in_the_best_language() {
        let links = [link("gs1:epil", "de", false), link("gs1:epil", "en", false), link(PRODUCT, "", false)];
        let chosen = |relation, languages: &str| {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, languages.parse().expect("a header"))]);
            choose(&links, relation, PRODUCT, &super::languages(&headers)).map(|link| link.href.clone())
        };
        let address = |end: &str| Some(format!("https://example.com/{end}"));
        assert_eq!(chosen(Some("gs1:epil"), "fr;q=0.9, en-GB;q=0.5"), address("gs1:epil/en"));
        assert_eq!(chosen(Some("gs1:epil"), "fr"), address("gs1:epil/de"));
        assert_eq!(chosen(Some("gs1:epil"), "de;q=0, en;q=0.1"), address("gs1:epil/en"));
        assert_eq!(chosen(None, "de"), address("gs1:pip/"), "the default");
        assert_eq!(chosen(Some("gs1:recallStatus"), "de"), None);
    }

    #[test]
    fn what_a_resolver_must_not_hand_out_is_no_link() {
        assert!(link("gs1:epil", "de-AT", true).is_valid());
        for href in ["javascript:alert(1)", "https://x/\r\nSet-Cookie: y", "https://x/\">", "ftp://x", "/relative"] {
            assert!(!Link { href: href.into(), ..link("gs1:epil", "", false) }.is_valid(), "{href}");
        }
        assert!(!link("self", "", false).is_valid());
    }
}
