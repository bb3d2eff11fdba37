//! Nouns of bodies: what kind and sector they tell, which of them take each other up.

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

const BODY_NOUNS: &[(BodyClass, &[&str])] = &[
    (
        state(ActorKind::Government, Sector::Gov, 1),
        &[
            "министерство",
            "мид",
            "минобороны",
            "минздрав",
            "минэнерго",
            "минфин",
            "минтранс",
            "минюст",
            "минтруд",
            "минсельхоз",
            "минобрнауки",
            "минэкономразвития",
            "минпромторг",
            "минпросвещения",
            "минэкономики",
            "минцифры",
            "миннауки",
            "минкультуры",
            "минобразования",
            "минспорта",
            "минприроды",
            "ведомство",
            "департамент",
            "управление",
            "госдепартамент",
            "госдеп",
            "внешнеполитическое",
            "мчс",
            "госкомитет",
            "казначейство",
            "таможня",
            "миграционный",
            "пентагон",
        ],
    ),
    (
        state(ActorKind::Government, Sector::Gov, 2),
        &[
            "правительство",
            "кабмин",
            "кабинет",
            "власть",
            "руководство",
            "администрация",
            "канцелярия",
            "аппарат",
            "совмин",
        ],
    ),
    (
        state(ActorKind::Government, Sector::Gov, 3),
        &[
            "посольство",
            "консульство",
            "генконсульство",
            "дипмиссия",
            "диппредставительство",
            "постпредство",
            "представительство",
            "торгпредство",
        ],
    ),
    (
        state(ActorKind::Government, Sector::Leg, 4),
        &[
            "парламент",
            "госдума",
            "дума",
            "сенат",
            "конгресс",
            "меджлис",
            "мажилис",
            "кенеш",
            "кнессет",
            "рада",
            "бундестаг",
            "сейм",
        ],
    ),
    (state(ActorKind::Government, Sector::Jud, 5), &["суд", "прокуратура", "генпрокуратура", "минюст", "трибунал"]),
    (state(ActorKind::Government, Sector::Cop, 6), &["полиция", "милиция", "мвд", "жандармерия"]),
    (state(ActorKind::Government, Sector::Spy, 7), &["разведка", "фсб", "гкнб", "цру", "моссад", "фбр", "кнб", "сгб"]),
    (
        state(ActorKind::ArmedForce, Sector::Mil, 8),
        &[
            "армия",
            "войско",
            "военные",
            "военный",
            "флот",
            "генштаб",
            "авиация",
            "спецназ",
            "погранвойска",
            "ввс",
            "вмс",
        ],
    ),
    (state(ActorKind::Government, Sector::Gov, 9), &["делегация", "миссия"]),
    (
        state(ActorKind::Government, Sector::Gov, 10),
        &["пресс-служба", "пресс-центр", "служба", "комитет", "агентство", "комиссия", "центр"],
    ),
    (
        free(ActorKind::Company, Sector::Bus, 11),
        &[
            "компания",
            "концерн",
            "корпорация",
            "холдинг",
            "банк",
            "фирма",
            "госкорпорация",
            "госкомпания",
            "предприятие",
            "завод",
            "авиакомпания",
        ],
    ),
    (free(ActorKind::Education, Sector::Edu, 12), &["университет", "институт", "академия", "школа", "вуз"]),
    (
        free(ActorKind::Media, Sector::Med, 13),
        &[
            "газета",
            "телеканал",
            "издание",
            "сми",
            "журнал",
            "радио",
            "радиостанция",
            "информагентство",
            "телерадиокомпания",
            "портал",
        ],
    ),
    (free(ActorKind::CivilSociety, Sector::Pty, 14), &["партия", "оппозиция", "коалиция", "фракция"]),
    (
        free(ActorKind::CivilSociety, Sector::Ngo, 15),
        &["фонд", "ассоциация", "движение", "объединение", "клуб", "общество"],
    ),
    (
        free(ActorKind::Intergovernmental, Sector::Igo, 16),
        &["организация", "союз", "альянс", "содружество", "лига", "блок"],
    ),
    (BodyClass { kind: ActorKind::Other, sector: None, of_state: false, group: 17 }, &["совет", "форум", "ассамблея"]),
];

/// What a body's noun tells, by its folded lemma; compounds of "Мин-" are ministries.
pub(super) fn body_class(lemma: &str) -> Option<BodyClass> {
    let known = BODY_NOUNS.iter().find(|(_, list)| list.contains(&lemma)).map(|(class, _)| *class);
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
        ministry.then(|| BODY_NOUNS[0].0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_of_min_are_ministries() {
        assert_eq!(body_class("минэнерго").map(|c| c.group), Some(1));
        assert_eq!(body_class("минтранс").map(|c| c.group), Some(1));
        assert_eq!(body_class("минерал"), None);
    }
}
