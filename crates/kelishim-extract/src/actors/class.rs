//! Classes of offices: which names of an office may be of one holder.

use crate::grammar::Grammar;
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

impl OfficeClass {
    /// The class of a list of the grammar: "office-class.head-of-state".
    fn from_name(name: &str) -> Option<OfficeClass> {
        Some(match name {
            "head-of-state" => HeadOfState,
            "head-of-government" => HeadOfGovernment,
            "foreign-minister" => ForeignMinister,
            "minister" => Minister,
            "deputy" => Deputy,
            "envoy" => Envoy,
            "diplomat" => Diplomat,
            "spokesperson" => Spokesperson,
            "legislator" => Legislator,
            "head" => Head,
            "military" => Military,
            "loose" => Loose,
            "other" => Other,
            _ => return None,
        })
    }
}

/// Class of an office by the folded lemma of its noun and the folded lemmas of its phrase; `state_owner` says whether a
/// state stands with it directly ("глава России"). `None` for words that this module does not know as offices.
pub(super) fn office_class(grammar: &Grammar, lemma: &str, phrase: &str, state_owner: bool) -> Option<OfficeClass> {
    // Beginnings of words, because not every lemma of a phrase is right.
    let has = |starts: &[&str]| {
        phrase.split(' ').any(|w| !w.starts_with("государственн") && starts.iter().any(|s| w.starts_with(s)))
    };
    let of = |list: &str| {
        let starts = |w: &str| !w.starts_with("государственн") && grammar.begins(list, w);
        phrase.split(' ').any(starts)
    };
    let foreign = of("office-of.foreign") || phrase.split(' ').any(|w| w == "мид" || w == "мида");
    let mut class = grammar.list_with("office-class", lemma).and_then(OfficeClass::from_name)?;
    if of("office-of.deputy") && matches!(class, HeadOfState | HeadOfGovernment | Minister | Head) {
        // "Deputy foreign minister", "vice president": the noun is his chief's.
        return Some(Deputy);
    }
    if class == Minister && grammar.analytic && phrase.split(' ').any(|w| w == "prime") {
        return Some(HeadOfGovernment);
    }
    if class == Head {
        class = if of("office-of.state") && !foreign {
            HeadOfState
        } else if foreign {
            ForeignMinister
        } else if of("office-of.government") {
            HeadOfGovernment
        } else if of("office-of.ministry") {
            Minister
        } else if of("office-of.parliament") {
            Legislator
        } else if matches!(lemma, "глава" | "төрага" | "башчы") && state_owner && phrase.split(' ').count() <= 2
        {
            HeadOfState
        } else {
            Head
        };
        // "секретарь", "директор" and the like are heads of state of nothing.
        if !matches!(
            lemma,
            "глава"
                | "руководитель"
                | "председатель"
                | "head"
                | "chairman"
                | "төрага"
                | "башчы"
                | "жетекчи"
        ) && matches!(class, HeadOfState | HeadOfGovernment)
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
pub(super) fn office_of_form(grammar: &Grammar, form: &str) -> Option<OfficeClass> {
    use super::name::stem;
    let known = stem(form);
    let same = |lemma: &&String| stem(lemma) == known && known.chars().count() >= 4;
    let classes = [
        "head-of-state",
        "head-of-government",
        "foreign-minister",
        "minister",
        "deputy",
        "envoy",
        "diplomat",
        "spokesperson",
        "legislator",
        "head",
        "military",
        "loose",
        "other",
    ];
    let class = classes.iter().find(|c| grammar.list(&format!("office-class.{c}")).iter().any(|l| same(&l)))?;
    OfficeClass::from_name(class)
}

/// Whether a person who holds an office of class `held`, `foreign` when it is one in foreign affairs, may be meant by an
/// office of class `named` with this noun.
///
/// "министр" names a foreign minister again, "дипломат" an ambassador; "президент" never a minister.
pub(super) fn may_hold(held: OfficeClass, foreign: bool, named: OfficeClass, noun: &str) -> bool {
    if matches!(noun, "дипломат" | "diplomat") {
        return matches!(held, ForeignMinister | Envoy | Diplomat)
            || (foreign && matches!(held, Deputy | Spokesperson | Head));
    }
    if held == named {
        return true;
    }
    match (noun, named) {
        ("лидер" | "leader", _) => matches!(held, HeadOfState | HeadOfGovernment | Loose),
        ("политик" | "politician", _) => !matches!(held, Other | Military),
        ("чиновник" | "чиновница" | "official", _) => {
            matches!(held, Minister | Deputy | Head | Spokesperson)
        }
        ("министр" | "minister", _) => matches!(held, ForeignMinister | Minister),
        (_, Minister) => held == ForeignMinister && matches!(noun, "глава" | "руководитель" | "head" | "chief"),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lemma: &str, phrase: &str, owned: bool, class: OfficeClass) {
        assert_eq!(office_class(Grammar::of("ru"), lemma, phrase, owned), Some(class), "{phrase}");
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
