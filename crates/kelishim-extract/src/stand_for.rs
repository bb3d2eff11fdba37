//! Who is written down as the party of a row, when several words name one side.
//!
//! "Палестинцы", "румынские солдаты" are their state: of a hundred such parties in annotated reports four in five are. A state that stands
//! beside somebody of its own in one role adds nobody: "подписали президенты двух стран, Х и У" are two parties, not four.

use crate::actors::Actors;
use crate::rows::Rows;
use kelishim_model::{ActorId, ActorKind, Sector};
use std::collections::BTreeSet;

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
    let is_state = |id: &ActorId| actors.row(*id).is_some_and(|a| a.kind == ActorKind::Country);
    let named: BTreeSet<&str> = role.iter().filter(|id| !is_state(id)).filter_map(|id| actors.country(*id)).collect();
    let mut seen = BTreeSet::new();
    role.retain(|id| {
        let stands_beside = is_state(id) && actors.country(*id).is_some_and(|code| named.contains(code));
        !stands_beside && seen.insert(*id)
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
    use ActorKind::{Country, Government, Group, Intergovernmental, Person};
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

    fn state() -> Actor {
        actor(Country, Some("TUR"), Sector::Gov)
    }

    #[test]
    fn the_people_of_a_state_are_the_state() {
        assert_eq!(left(vec![actor(Group, Some("TUR"), Sector::Cvl)]), [Country]);
        assert_eq!(left(vec![state(), actor(Group, Some("TUR"), Sector::Mil)]), [Country], "named twice, written once");
        let known = Actor { registry: Some("org.made-up".into()), ..actor(Group, Some("TUR"), Sector::Cvl) };
        assert_eq!(left(vec![known]), [Group], "a group with a name of its own");
        assert_eq!(left(vec![actor(Group, None, Sector::Cvl)]), [Group], "people of no state");
    }

    #[test]
    fn rebels_and_criminals_are_not_their_state() {
        assert_eq!(left(vec![actor(Group, Some("TUR"), Sector::Reb)]), [Group]);
        assert_eq!(left(vec![actor(Group, Some("TUR"), Sector::Crm)]), [Group]);
    }

    #[test]
    fn a_state_adds_nobody_beside_its_own() {
        assert_eq!(left(vec![state(), actor(Person, Some("TUR"), Sector::Gov)]), [Person]);
        assert_eq!(left(vec![actor(Government, Some("TUR"), Sector::Gov), state()]), [Government]);
        assert_eq!(left(vec![state(), actor(Person, Some("IRN"), Sector::Gov)]), [Country, Person]);
    }

    #[test]
    fn nobody_is_of_a_state_without_a_code() {
        let nameless = actor(Country, None, Sector::Gov);
        assert_eq!(left(vec![nameless, actor(Intergovernmental, None, Sector::Igo)]), [Country, Intergovernmental]);
    }
}
