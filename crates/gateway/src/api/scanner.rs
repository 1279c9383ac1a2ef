//! The scanner app for browsers, out of a folder.

use std::path::Path;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// The page may run its own code and WebAssembly, show its camera, and ask nodes and gateways; nothing may put it into a frame.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; connect-src *; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The app's files under `/app/`. Each may lie beside itself compressed, as `.br` and `.gz`. A browser asks each time whether they
/// are still the same.
pub fn files<S: Clone + Send + Sync + 'static>(folder: &Path) -> Router<S> {
    let set = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    Router::new()
        .nest_service("/app", ServeDir::new(folder).precompressed_br().precompressed_gzip())
        .layer(set(header::CACHE_CONTROL, "no-cache"))
        .layer(set(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(set(HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(self)"))
}
