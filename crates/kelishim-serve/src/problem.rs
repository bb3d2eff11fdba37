//! What a visitor could not be given.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kelishim_store::StoreError;

/// Why there is no answer. The visitor reads a fixed sentence; causes that are ours go to standard error.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// No such page or row.
    #[error("not found")]
    NotFound,
    /// A filter that nothing can answer, with the value that is wrong.
    #[error("`{0}` cannot be asked for")]
    Wrong(String),
    /// The method is not one of this page.
    #[error("not a method of this page")]
    Method,
    /// The server is being stopped.
    #[error("the server is stopping")]
    Stopped,
    /// It took too long.
    #[error("it took too long")]
    Slow,
    /// The register could not answer.
    #[error("the register could not answer: {0}")]
    Register(String),
}

impl Problem {
    /// Its status.
    pub fn status(&self) -> StatusCode {
        match self {
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::Wrong(_) => StatusCode::BAD_REQUEST,
            Problem::Method => StatusCode::METHOD_NOT_ALLOWED,
            Problem::Stopped | Problem::Slow => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Register(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Key of its sentence in `locales/`.
    pub fn sentence(&self) -> &'static str {
        match self {
            Problem::NotFound => "problem-not-found",
            Problem::Wrong(_) => "problem-wrong",
            Problem::Method => "problem-method",
            Problem::Stopped => "problem-stopped",
            Problem::Slow => "problem-slow",
            Problem::Register(_) => "problem-register",
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unknown(_) => Problem::NotFound,
            StoreError::TooLong => Problem::Slow,
            error => Problem::Register(error.to_string()),
        }
    }
}

/// A bare answer with the problem beside it, which [`crate::router`] turns into a page in the visitor's language.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if let Problem::Register(cause) = &self {
            crate::limits::fault(cause);
        }
        let mut response = (self.status(), format!("{self}\n")).into_response();
        response.extensions_mut().insert(self);
        response
    }
}
