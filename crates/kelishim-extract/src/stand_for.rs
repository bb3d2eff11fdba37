//! Who is written down as the party of a row, when several words name one side.
//!
//! "Палестинцы", "румынские солдаты" are their state: of a hundred such parties in annotated reports four in five are. A state that stands
//! beside somebody of its own in one role adds nobody: "подписали президенты двух стран, Х и У" are two parties, not four.

use crate::actors::Actors;
use crate::rows::Rows;
use kelishim_model::{ActorId, ActorKind, Sector};

/// Settles the parties of all events and commitments.
pub fn settle(actors: &mut Actors, rows: &mut Rows) {
    for (e, _) in &mut rows.events {
        settle_role(actors, &mut e.actors);
        settle_role(actors, &mut e.recipients);
    }
    for (c, _) in &mut rows.commitments {
        settle_role(actors, &mut c.committer);
        settle_role(actors, &mut c.beneficiary);
    }
}

fn settle_role(actors: &mut Actors, role: &mut Vec<ActorId>) {
    for id in role.iter_mut() {
        if let Some(code) = people_of(actors, *id) {
            *id = actors.state_actor(&code);
        }
    }
    let of = |id: &ActorId| actors.row(*id).map(|a| (a.kind, a.country.clone()));
    let named: Vec<_> = role.iter().filter_map(of).filter(|(kind, _)| *kind != ActorKind::Country).collect();
    role.retain(|id| match of(id) {
        Some((ActorKind::Country, country)) => !named.iter().any(|(_, other)| *other == country),
        _ => true,
    });
    let mut seen = vec![];
    role.retain(|id| {
        !seen.contains(id) && {
            seen.push(*id);
            true
        }
    });
}

/// The state whose people a row names without a name of their own; rebels are none.
fn people_of(actors: &Actors, id: ActorId) -> Option<String> {
    let row = actors.row(id)?;
    let people = row.kind == ActorKind::Group && row.registry.is_none() && row.sector != Some(Sector::Reb);
    row.country.clone().filter(|_| people)
}
