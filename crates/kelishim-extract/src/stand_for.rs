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
        Some((ActorKind::Country, country @ Some(_))) => !named.iter().any(|(_, other)| *other == country),
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

/// The state whose people a row names without a name of their own; rebels and criminals are none.
fn people_of(actors: &Actors, id: ActorId) -> Option<String> {
    let row = actors.row(id)?;
    let people = row.kind == ActorKind::Group
        && row.registry.is_none()
        && !matches!(row.sector, Some(Sector::Reb | Sector::Crm));
    row.country.clone().filter(|_| people)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kelishim_model::Actor;

    fn actor(kind: ActorKind, country: Option<&str>, sector: Sector) -> Actor {
        Actor {
            name: "made up".into(),
            kind,
            country: country.map(str::to_owned),
            sector: Some(sector),
            description: None,
            affiliation: None,
            registry: None,
            mentions: vec![],
        }
    }

    /// The kinds that are left of a role of these actors.
    fn left(rows: Vec<Actor>) -> Vec<ActorKind> {
        let mut role: Vec<ActorId> = (0..rows.len() as u32).map(ActorId).collect();
        let mut actors = Actors::default();
        actors.rows = rows;
        settle_role(&mut actors, &mut role);
        role.iter().map(|id| actors.rows[id.0 as usize].kind).collect()
    }

    #[test]
    fn a_state_adds_nobody_beside_its_own_and_its_people_are_the_state() {
        use ActorKind::{Country, Group, Intergovernmental, Person};
        let state = || actor(Country, Some("TUR"), Sector::Gov);
        assert_eq!(left(vec![state(), actor(Person, Some("TUR"), Sector::Gov)]), [Person]);
        assert_eq!(left(vec![state(), actor(Person, Some("IRN"), Sector::Gov)]), [Country, Person]);
        assert_eq!(left(vec![actor(Group, Some("TUR"), Sector::Cvl)]), [Country]);
        assert_eq!(left(vec![actor(Group, Some("TUR"), Sector::Reb)]), [Group]);
        let nameless = actor(Country, None, Sector::Gov);
        assert_eq!(left(vec![nameless, actor(Intergovernmental, None, Sector::Igo)]), [Country, Intergovernmental]);
    }
}
