//! Nouns of bodies: what kind and sector they tell, which of them take each other up.

use crate::grammar::Grammar;
use kelishim_model::{ActorKind, Sector};

/// What the noun of a body tells about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BodyClass {
    /// Kind of the actor.
    pub kind: ActorKind,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Whether it is part of a state, so that without a name of the state it is that of the context.
    pub of_state: bool,
    /// Nouns of one group may take each other up: "министерство" and "ведомство".
    pub group: u8,
}

impl BodyClass {
    /// A body of which only the name is known.
    pub const UNKNOWN: BodyClass = BodyClass { kind: ActorKind::Other, sector: None, of_state: false, group: 0 };
    /// A state without a code.
    pub const NATION: BodyClass =
        BodyClass { kind: ActorKind::Country, sector: Some(Sector::Gov), of_state: false, group: 0 };
    /// "Кремль", "Белый дом".
    pub const SEAT: BodyClass =
        BodyClass { kind: ActorKind::Government, sector: Some(Sector::Gov), of_state: true, group: 0 };
}

const fn state(kind: ActorKind, sector: Sector, group: u8) -> BodyClass {
    BodyClass { kind, sector: Some(sector), of_state: true, group }
}

const fn free(kind: ActorKind, sector: Sector, group: u8) -> BodyClass {
    BodyClass { kind, sector: Some(sector), of_state: false, group }
}

/// What the nouns of a group tell; the nouns themselves are the grammar's ("body-group.1").
const GROUPS: &[BodyClass] = &[
    state(ActorKind::Government, Sector::Gov, 1),
    state(ActorKind::Government, Sector::Gov, 2),
    state(ActorKind::Government, Sector::Gov, 3),
    state(ActorKind::Government, Sector::Leg, 4),
    state(ActorKind::Government, Sector::Jud, 5),
    state(ActorKind::Government, Sector::Cop, 6),
    state(ActorKind::Government, Sector::Spy, 7),
    state(ActorKind::ArmedForce, Sector::Mil, 8),
    state(ActorKind::Government, Sector::Gov, 9),
    state(ActorKind::Government, Sector::Gov, 10),
    free(ActorKind::Company, Sector::Bus, 11),
    free(ActorKind::Education, Sector::Edu, 12),
    free(ActorKind::Media, Sector::Med, 13),
    free(ActorKind::CivilSociety, Sector::Pty, 14),
    free(ActorKind::CivilSociety, Sector::Ngo, 15),
    free(ActorKind::Intergovernmental, Sector::Igo, 16),
    BodyClass { kind: ActorKind::Other, sector: None, of_state: false, group: 17 },
];

/// What a body's noun tells, by its folded lemma; compounds of "Мин-" are ministries.
pub(super) fn body_class(grammar: &Grammar, lemma: &str) -> Option<BodyClass> {
    let known = GROUPS.iter().find(|class| grammar.has(&format!("body-group.{}", class.group), lemma)).copied();
    known.or_else(|| {
        let short = lemma.starts_with("мин") && lemma.chars().count() > 5;
        let ministry = short
            && [
                "обр",
                "здрав",
                "энерг",
                "фин",
                "транс",
                "экон",
                "пром",
                "сель",
                "культ",
                "наук",
                "юст",
                "труд",
                "цифр",
                "иност",
                "водх",
            ]
            .iter()
            .any(|part| lemma[6..].starts_with(part));
        ministry.then(|| GROUPS[0])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_of_min_are_ministries() {
        assert_eq!(body_class(Grammar::of("ru"), "минэнерго").map(|c| c.group), Some(1));
        assert_eq!(body_class(Grammar::of("ru"), "минтранс").map(|c| c.group), Some(1));
        assert_eq!(body_class(Grammar::of("ru"), "минерал"), None);
    }
}
