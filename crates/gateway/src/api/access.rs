//! Who may ask what, and how often.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    str::FromStr,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ledger_types::{ParticipantId, digest};
use sqlx::{Row, query};

use super::{Problem, Shared};
use crate::{
    database::{Database, DatabaseError},
    serials::{KeyError, seal::random},
};

/// What an operator's key begins with, so that a key found somewhere is recognised as one.
const PREFIX: &str = "mtk_";
/// Callers remembered at most before those that asked little are forgotten.
const MAX_CALLERS: usize = 100_000;

/// What a key allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Load and read one's own serials and links.
    Load,
    /// Read the index.
    History,
    /// Report scans of packs, and hear of earlier ones.
    Scan,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Load, Self::History, Self::Scan];

    /// The name that programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::History => "history",
            Self::Scan => "scan",
        }
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || Self::ALL.map(Self::code).join(", ");
        Self::ALL
            .into_iter()
            .find(|scope| scope.code() == text)
            .ok_or_else(|| format!("a scope is one of: {}", known()))
    }
}

/// An operator that showed its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// The participant it acts for.
    pub participant: ParticipantId,
    scopes: Vec<Scope>,
}

impl Operator {
    /// Refuses whoever may not do this.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn ensure(&self, scope: Scope) -> Result<(), Problem> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        let title = format!("this key does not allow `{}`", scope.code());
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "not-allowed",
            title,
            "Ask the gateway's operator for a key that does.",
        ))
    }
}

impl Database {
    /// Makes a key for an operator, and tells it this once: only its digest is kept.
    ///
    /// # Errors
    /// [`DatabaseError`]; [`KeyError::NoRandomness`] by way of [`NewKeyError`].
    pub async fn new_operator(
        &self,
        name: &str,
        participant: ParticipantId,
        scopes: &[Scope],
    ) -> Result<String, NewKeyError> {
        let key = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random::<32>()?));
        let scopes: Vec<&str> = scopes.iter().map(|scope| scope.code()).collect();
        let added = query(
            "INSERT INTO operators (name, digest, participant, scopes, revoked) VALUES ($1, $2, $3, $4, 0)
             ON CONFLICT (name) DO NOTHING",
        )
        .bind(name)
        .bind(digest(key.as_bytes()).to_vec())
        .bind(i64::from(participant))
        .bind(scopes.join(" "))
        .execute(self.pool())
        .await
        .map_err(DatabaseError::from)?;
        if added.rows_affected() == 1 { Ok(key) } else { Err(NewKeyError::NameTaken) }
    }

    /// Ends a key; whether there was one.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn revoke_operator(&self, name: &str) -> Result<bool, DatabaseError> {
        let ended = query("UPDATE operators SET revoked = 1 WHERE name = $1 AND revoked = 0")
            .bind(name)
            .execute(self.pool())
            .await?;
        Ok(ended.rows_affected() > 0)
    }

    async fn operator(&self, key: &str) -> Result<Option<Operator>, DatabaseError> {
        let row = query("SELECT participant, scopes FROM operators WHERE digest = $1 AND revoked = 0")
            .bind(digest(key.as_bytes()).to_vec())
            .fetch_optional(self.pool())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let participant =
            u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| DatabaseError::Damaged("an operator"))?;
        let scopes: String = row.try_get(1)?;
        Ok(Some(Operator { participant, scopes: scopes.split(' ').filter_map(|scope| scope.parse().ok()).collect() }))
    }
}

/// Why no key was made.
#[derive(Debug, thiserror::Error)]
pub enum NewKeyError {
    /// There is an operator of that name.
    #[error("there is a key of that name already")]
    NameTaken,
    /// The system gives no random numbers.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl FromRequestParts<Shared> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let refused = |title: &str| {
            let next_step = "Send the header `Authorization: Bearer` with a key from the gateway's operator.";
            Problem::new(StatusCode::UNAUTHORIZED, "no-key", title, next_step)
        };
        let key = bearer(&parts.headers).ok_or_else(|| refused("this needs a key"))?;
        app.database.operator(key).await?.ok_or_else(|| refused("this key is not known"))
    }
}

/// An operator if a key is sent, nobody in particular otherwise. A wrong key is refused all the same.
#[derive(Clone, Debug)]
pub struct Perhaps(pub Option<Operator>);

impl FromRequestParts<Shared> for Perhaps {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        match parts.headers.contains_key(header::AUTHORIZATION) {
            true => Operator::from_request_parts(parts, app).await.map(|operator| Self(Some(operator))),
            false => Ok(Self(None)),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// How often a caller may ask: each has so many requests a second, and can save up ten seconds' worth.
#[derive(Debug)]
pub struct Limits {
    callers: Option<DefaultKeyedRateLimiter<IpAddr>>,
    behind_proxy: bool,
}

impl Limits {
    /// So many requests a second for each address; zero stands for no limit. Behind a proxy, callers are told apart by the last
    /// entry of `X-Forwarded-For`, which the proxy wrote.
    pub fn new(per_second: u32, behind_proxy: bool) -> Self {
        let quota = |rate: NonZeroU32| Quota::per_second(rate).allow_burst(rate.saturating_mul(TEN_SECONDS));
        let callers = NonZeroU32::new(per_second).map(|rate| RateLimiter::keyed(quota(rate)));
        Self { callers, behind_proxy }
    }

    fn allows(&self, caller: IpAddr) -> bool {
        let Some(callers) = &self.callers else { return true };
        if callers.len() > MAX_CALLERS {
            callers.retain_recent();
        }
        callers.check_key(&of_one_network(caller)).is_ok()
    }

    fn caller(&self, connected: IpAddr, headers: &HeaderMap) -> IpAddr {
        // The proxy's own entry is the last one of the last line.
        let forwarded = headers.get_all("x-forwarded-for").iter().next_back().filter(|_| self.behind_proxy);
        let last = forwarded.and_then(|list| list.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        last.unwrap_or(connected)
    }
}

const TEN_SECONDS: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// Whoever has one IPv6 address has a whole network of them.
fn of_one_network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address => address,
    }
}

/// Turns away whoever asks too often.
pub async fn limit(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let connected = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let caller = app.limits.caller(connected.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)), request.headers());
    if app.limits.allows(caller) {
        return next.run(request).await;
    }
    let title = "too many requests from this address";
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", title, "Wait a second, then go on.");
    ([(header::RETRY_AFTER, "1")], problem).into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_caller_is_limited_and_others_are_not() {
        let limits = Limits::new(1, false);
        let (one, other) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        let taken = (0..50).filter(|_| limits.allows(one)).count();
        assert_eq!(taken, 10);
        assert!(limits.allows(other));
        assert!((0..50).all(|_| Limits::new(0, false).allows(one)));
    }

    #[test]
    fn one_network_cannot_pretend_to_be_many_callers() {
        let network = |text: &str| of_one_network(text.parse().unwrap());
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:1"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:10.0.0.1"), network("10.0.0.1"));
    }

    #[test]
    fn who_calls_is_told_by_the_proxy_only_if_there_is_one() {
        let headers =
            HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), "6.6.6.6, 10.0.0.9".parse().unwrap())]);
        let connected = "127.0.0.1".parse().unwrap();
        assert_eq!(Limits::new(1, false).caller(connected, &headers), connected);
        assert_eq!(
            Limits::new(1, true).caller(connected, &headers).to_string(),
            "10.0.0.9",
            "the caller wrote the first"
        );
    }
}
