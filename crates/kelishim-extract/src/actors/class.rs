//! Classes of offices: which names of an office may be of one holder.

use kelishim_model::Sector;

/// What an office is, as far as it decides who may be meant when only the office is named again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OfficeClass {
    /// President, king, "глава государства".
    HeadOfState,
    /// Prime minister, chancellor, "глава правительства".
    HeadOfGovernment,
    /// Minister of foreign affairs, "глава МИД", secretary of state.
    ForeignMinister,
    /// Any other minister or head of a ministry.
    Minister,
    /// Deputy of a minister or prime minister.
    Deputy,
    /// Ambassador, permanent representative, consul.
    Envoy,
    /// Other staff of embassies and foreign ministries.
    Diplomat,
    /// Spokesperson.
    Spokesperson,
    /// Member or speaker of parliament.
    Legislator,
    /// Head of a body that is no ministry.
    Head,
    /// Officer or soldier.
    Military,
    /// "политик", "чиновник", "лидер": a word for several offices.
    Loose,
    /// Any other occupation.
    Other,
}

use OfficeClass::*;

const BY_LEMMA: &[(&str, OfficeClass)] = &[
    ("президент", HeadOfState),
    ("экс-президент", HeadOfState),
    ("король", HeadOfState),
    ("королева", HeadOfState),
    ("император", HeadOfState),
    ("эмир", HeadOfState),
    ("султан", HeadOfState),
    ("шах", HeadOfState),
    ("монарх", HeadOfState),
    ("премьер", HeadOfGovernment),
    ("премьер-министр", HeadOfGovernment),
    ("экс-премьер", HeadOfGovernment),
    ("экс-премьер-министр", HeadOfGovernment),
    ("канцлер", HeadOfGovernment),
    ("госсекретарь", ForeignMinister),
    ("мининдел", ForeignMinister),
    ("министр", Minister),
    ("экс-министр", Minister),
    ("заместитель", Deputy),
    ("замминистра", Deputy),
    ("замглавы", Deputy),
    ("вице-премьер", Deputy),
    ("вице-премьер-министр", Deputy),
    ("вице-президент", Deputy),
    ("зампред", Deputy),
    ("зампредседателя", Deputy),
    ("посол", Envoy),
    ("посл", Envoy),
    ("экс-посол", Envoy),
    ("постпред", Envoy),
    ("полпред", Envoy),
    ("торгпред", Envoy),
    ("консул", Envoy),
    ("генконсул", Envoy),
    ("посланник", Envoy),
    ("спецпредставитель", Envoy),
    ("спецпосланник", Envoy),
    ("советник", Diplomat),
    ("атташе", Diplomat),
    ("пресс-атташе", Diplomat),
    ("поверенный", Diplomat),
    ("пресс-секретарь", Spokesperson),
    ("представитель", Spokesperson),
    ("представительница", Spokesperson),
    ("спикер", Legislator),
    ("вице-спикер", Legislator),
    ("депутат", Legislator),
    ("сенатор", Legislator),
    ("конгрессмен", Legislator),
    ("парламентарий", Legislator),
    ("глава", Head),
    ("руководитель", Head),
    ("председатель", Head),
    ("директор", Head),
    ("гендиректор", Head),
    ("начальник", Head),
    ("секретарь", Head),
    ("генсек", Head),
    ("ректор", Head),
    ("губернатор", Head),
    ("мэр", Head),
    ("аким", Head),
    ("хоким", Head),
    ("главнокомандующий", Military),
    ("командующий", Military),
    ("командир", Military),
    ("генерал", Military),
    ("адмирал", Military),
    ("полковник", Military),
    ("политик", Loose),
    ("чиновник", Loose),
    ("чиновница", Loose),
    ("лидер", Loose),
    ("дипломат", Loose),
    ("собеседник", Loose),
    ("помощник", Other),
    ("депутатка", Legislator),
];

/// Class of an office by the folded lemma of its noun and the folded lemmas of its phrase; `state_owner` says whether a
/// state stands with it directly ("глава России"). `None` for words that this module does not know as offices.
pub(super) fn office_class(lemma: &str, phrase: &str, state_owner: bool) -> Option<OfficeClass> {
    // Beginnings of words, because not every lemma of a phrase is right.
    let has = |starts: &[&str]| {
        phrase.split(' ').any(|w| !w.starts_with("государственн") && starts.iter().any(|s| w.starts_with(s)))
    };
    let foreign =
        has(&["иностранн", "внешнеполитическ", "дипломатии", "дипломатия", "дипведомств", "дипломатическ", "госдеп"])
            || phrase.split(' ').any(|w| w == "мид" || w == "мида");
    let mut class = BY_LEMMA.iter().find(|(l, _)| *l == lemma).map(|(_, c)| *c)?;
    if class == Head {
        class = if has(&["государств", "стран", "республик"]) && !foreign {
            HeadOfState
        } else if foreign {
            ForeignMinister
        } else if has(&["правительств", "кабмин", "кабинет"]) {
            HeadOfGovernment
        } else if has(&[
            "министерств",
            "минобр",
            "минздрав",
            "минфин",
            "минэн",
            "минэк",
            "минтр",
            "минюст",
            "минсель",
            "минпр",
            "ведомств",
        ]) {
            Minister
        } else if has(&["парламент", "дум", "госдум", "сенат", "кенеш", "палат", "меджлис", "мажилис"])
        {
            Legislator
        } else if lemma == "глава" && state_owner && phrase.split(' ').count() <= 2 {
            HeadOfState
        } else {
            Head
        };
        // "секретарь", "директор" and the like are heads of state of nothing.
        if !matches!(lemma, "глава" | "руководитель" | "председатель")
            && matches!(class, HeadOfState | HeadOfGovernment)
        {
            class = Head;
        }
    }
    match class {
        Minister if foreign => Some(ForeignMinister),
        Diplomat
            if lemma == "советник"
                && !foreign
                && !has(&["посольств", "консульств", "представительств", "дипмисси"]) =>
        {
            Some(Other)
        }
        Spokesperson if has(&["постоянн", "специальн", "торгов", "полномочн", "оон", "объединенн"]) => {
            Some(Envoy)
        }
        Head if has(&["чрезвычайн"]) => Some(Envoy),
        HeadOfGovernment if has(&["казначейств"]) => Some(Minister),
        HeadOfState if has(&["компани", "корпораци", "банк", "ассоциаци", "академи", "клуб"]) => {
            Some(Head)
        }
        c => Some(c),
    }
}

/// Class of an office by a form of its noun, for words whose lemma was mistaken.
pub(super) fn office_of_form(form: &str) -> Option<OfficeClass> {
    let stem = super::name::stem(form);
    BY_LEMMA.iter().find(|(l, _)| super::name::stem(l) == stem && stem.chars().count() >= 4).map(|(_, c)| *c)
}

/// Whether a person who holds an office of class `held`, `foreign` when it is one in foreign affairs, may be meant by an
/// office of class `named` with this noun.
///
/// "министр" names a foreign minister again, "дипломат" an ambassador; "президент" never a minister.
pub(super) fn may_hold(held: OfficeClass, foreign: bool, named: OfficeClass, noun: &str) -> bool {
    if noun == "дипломат" {
        return matches!(held, ForeignMinister | Envoy | Diplomat)
            || (foreign && matches!(held, Deputy | Spokesperson | Head));
    }
    if held == named {
        return true;
    }
    match (noun, named) {
        ("лидер", _) => matches!(held, HeadOfState | HeadOfGovernment | Loose),
        ("политик", _) => !matches!(held, Other | Military),
        ("чиновник" | "чиновница", _) => matches!(held, Minister | Deputy | Head | Spokesperson),
        ("министр", _) => matches!(held, ForeignMinister | Minister),
        (_, Minister) => held == ForeignMinister && matches!(noun, "глава" | "руководитель"),
        _ => false,
    }
}

/// Sector of an office.
pub(super) fn office_sector(class: OfficeClass) -> Option<Sector> {
    match class {
        HeadOfState | HeadOfGovernment | ForeignMinister | Minister | Deputy | Envoy | Diplomat | Spokesperson => {
            Some(Sector::Gov)
        }
        Legislator => Some(Sector::Leg),
        Military => Some(Sector::Mil),
        Head | Loose | Other => None,
    }
}

/// Animate nouns that name no people.
pub(super) const NO_PEOPLE: &[&str] =
    &["сторона", "лицо", "персона", "член", "партнер", "сосед", "участник", "друг", "коллега", "союзник"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lemma: &str, phrase: &str, owned: bool, class: OfficeClass) {
        assert_eq!(office_class(lemma, phrase, owned), Some(class), "{phrase}");
    }

    #[test]
    fn a_head_is_what_it_heads() {
        check("глава", "глава россия", true, HeadOfState);
        check("глава", "глава государство", false, HeadOfState);
        check("глава", "глава правительство казахстан", true, HeadOfGovernment);
        check("глава", "глава российский мид", true, ForeignMinister);
        check("глава", "глава министерство энергетика", false, Minister);
        check("глава", "глава концерн", false, Head);
        check("председатель", "председатель кабинет министр", false, HeadOfGovernment);
    }

    #[test]
    fn a_minister_may_be_called_diplomat_and_a_president_may_not() {
        assert!(may_hold(ForeignMinister, true, Loose, "дипломат"));
        assert!(!may_hold(HeadOfState, false, Loose, "дипломат"));
        assert!(may_hold(ForeignMinister, true, Minister, "министр"));
        assert!(!may_hold(HeadOfState, false, Minister, "министр"));
        assert!(!may_hold(Spokesperson, false, Loose, "дипломат"));
    }
}
