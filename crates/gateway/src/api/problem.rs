//! Errors as callers see them: problem details (RFC 9457), each with a code for programs and a next step for people.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use ledger_client::LedgerError;
use serde::Serialize;
use tracing::error;
use utoipa::ToSchema;

use crate::{
    database::DatabaseError,
    serials::{KeyError, LoadError},
};

/// What went wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// HTTP status.
    #[schema(example = 404)]
    pub status: u16,
    /// The name that programs rely on.
    #[schema(example = "not-in-list")]
    pub code: &'static str,
    /// What went wrong.
    pub title: String,
    /// What to do next.
    pub next_step: &'static str,
}

impl Problem {
    /// A problem.
    pub fn new(status: StatusCode, code: &'static str, title: impl Into<String>, next_step: &'static str) -> Self {
        Self { status: status.as_u16(), code, title: title.into(), next_step }
    }

    /// The caller's request cannot be understood.
    pub fn bad(code: &'static str, title: impl Into<String>, next_step: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, title, next_step)
    }

    /// There is no such thing.
    pub fn missing(code: &'static str, title: impl Into<String>, next_step: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, title, next_step)
    }

    /// The gateway itself failed. The cause goes to its log, not to the caller.
    fn internal(cause: &dyn std::error::Error) -> Self {
        error!(cause = %cause, "a request failed");
        let title = "the gateway failed to answer";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", title, "Try again later, or tell its operator.")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, Json(self)).into_response()
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Self {
        Self::internal(&error)
    }
}

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        Self::internal(&error)
    }
}

impl From<LoadError> for Problem {
    fn from(error: LoadError) -> Self {
        match &error {
            LoadError::Database(_) | LoadError::Key(_) => Self::internal(&error),
            LoadError::OtherRoot { .. } => {
                Self::new(StatusCode::CONFLICT, error.code(), error.to_string(), error.next_step())
            }
            _ => Self::bad(error.code(), error.to_string(), error.next_step()),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        error!(cause = %error, "the chain could not be read");
        let title = "the gateway cannot read the chain at present";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "chain-unreachable", title, "Try again later.")
    }
}
