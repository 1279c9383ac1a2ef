//! HTTP requests whose answers are bounded in size, on threads and in browsers alike.

use std::error::Error;

/// What a client is built from: TLS by rustls, no proxy, and nobody is led elsewhere by a redirection, for requests may carry keys
/// and codes. The time-out of a request is set on the request: browsers know no other.
#[cfg(not(target_arch = "wasm32"))]
pub fn client() -> reqwest::ClientBuilder {
    /// How long connecting may take.
    const CONNECT_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(3);
    // An error means that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().connect_timeout(CONNECT_TIMEOUT).redirect(reqwest::redirect::Policy::none()).no_proxy()
}

/// What a client is built from: the browser connects as it sees fit.
#[cfg(target_arch = "wasm32")]
pub fn client() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
}

/// What a client for long downloads is built from: as long as something comes they may go on, but nobody waits for one that has
/// stopped.
#[cfg(not(target_arch = "wasm32"))]
pub fn download_client() -> reqwest::ClientBuilder {
    /// How long nothing may come.
    const STALL: std::time::Duration = std::time::Duration::from_secs(10);
    client().read_timeout(STALL)
}

/// What a client for long downloads is built from. Browsers know no such time-out.
#[cfg(target_arch = "wasm32")]
pub fn download_client() -> reqwest::ClientBuilder {
    client()
}

/// Reads the body of an answer; `None` if it has more than so many bytes. No more than that is kept.
///
/// # Errors
/// The connection breaks off.
#[cfg(not(target_arch = "wasm32"))]
pub async fn body(mut response: reqwest::Response, most: usize) -> reqwest::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    while let Some(part) = response.chunk().await? {
        if bytes.len() + part.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(Some(bytes))
}

/// Reads the body of an answer; `None` if it has more than so many bytes. No more than that is kept.
///
/// # Errors
/// The connection breaks off.
#[cfg(target_arch = "wasm32")]
pub async fn body(response: reqwest::Response, most: usize) -> reqwest::Result<Option<Vec<u8>>> {
    use futures::StreamExt;

    let (mut bytes, mut parts) = (Vec::new(), response.bytes_stream());
    while let Some(part) = parts.next().await {
        let part = part?;
        if bytes.len() + part.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(Some(bytes))
}

/// Why a request failed. The innermost cause is the one that says something, such as "connection refused".
pub fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
