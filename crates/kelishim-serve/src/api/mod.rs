//! Answers for programs.

use crate::Site;
use axum::Router;
use std::sync::Arc;

/// Routes below `/api/`.
pub fn router() -> Router<Arc<Site>> {
    Router::new()
}
