//! `/c12`, `/st4`, `/ac3`: permanent ids are addresses.

use super::{Answer, actor, article, commitment, event, lead_to, row};
use crate::visitor::Visitor;
use crate::{Problem, Site};
use axum::extract::{Path, State};
use kelishim_store::{Id, Kind};
use std::sync::Arc;

pub async fn permanent(State(site): State<Arc<Site>>, Path(id): Path<String>, visitor: Visitor) -> Answer {
    let id: Id = id.parse().map_err(|_| Problem::NotFound)?;
    match id.kind {
        Kind::Commitment => commitment::commitment(site, visitor, id).await,
        Kind::Happening => event::event(site, visitor, id).await,
        Kind::Article => article::article(site, visitor, id).await,
        Kind::Actor => actor::actor(site, visitor, id).await,
        Kind::Statement => row::row(site, visitor, id).await,
        Kind::Step | Kind::Event => {
            // A row is shown where it belongs; one that belongs nowhere (rejected, withdrawn), or whose own data are asked for, by itself.
            let alone = visitor.value("view") == Some("row");
            let group = site.ask(move |register| Ok(register.group_of(id)?)).await?;
            match group.filter(|_| !alone) {
                Some(group) => lead_to(&format!("/{group}#{id}")),
                None => row::row(site, visitor, id).await,
            }
        }
    }
}
