//! Russian adjectives, participles and ordinals: from any case to the nominative.

/// What an adjective agrees with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Agreement {
    Masculine,
    Feminine,
    Neuter,
    Plural,
}

/// Oblique endings, the longer first. The first letter tells hard from soft.
const ENDINGS: &[&str] = &[
    "ыми", "ими", "ого", "его", "ому", "ему", "ых", "их", "ым", "им", "ом", "ем", "ой", "ей", "ою", "ею", "ую", "юю",
    "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие",
];

/// The nominative of an adjective in small letters; `None` when it is none (short, undeclined, a pronoun).
///
/// `lemma` tells stressed endings ("второй") where the stem does not.
pub(crate) fn nominative_adjective(form: &str, lemma: &str, agreement: Agreement) -> Option<String> {
    if let Some((number, _)) = form.rsplit_once('-').filter(|(n, _)| n.bytes().all(|b| b.is_ascii_digit())) {
        let ending = match agreement {
            Agreement::Masculine => "й",
            Agreement::Feminine => "я",
            Agreement::Neuter | Agreement::Plural => "е",
        };
        return Some(format!("{number}-{ending}"));
    }
    let (bare, reflexive) = form.strip_suffix("ся").map_or((form, ""), |b| (b, "ся"));
    let ending = ENDINGS.iter().find(|e| bare.ends_with(**e))?;
    let stem = bare.strip_suffix(ending)?;
    let last = stem.chars().next_back()?;
    let velar = matches!(last, 'г' | 'к' | 'х');
    let hushing = matches!(last, 'ж' | 'ч' | 'ш' | 'щ');
    let stressed = lemma.ends_with("ой");
    let soft = !velar && !hushing && ending.starts_with(['и', 'е', 'ю', 'я']);
    let ending = match agreement {
        Agreement::Masculine if stressed => "ой",
        Agreement::Masculine if velar || hushing || soft => "ий",
        Agreement::Masculine => "ый",
        Agreement::Feminine if soft => "яя",
        Agreement::Feminine => "ая",
        Agreement::Neuter if soft || hushing && !stressed => "ее",
        Agreement::Neuter => "ое",
        Agreement::Plural if velar || hushing || soft => "ие",
        Agreement::Plural => "ые",
    };
    (stem.chars().count() >= 2).then(|| format!("{stem}{ending}{reflexive}"))
}

/// The nominative plural of a noun from its dictionary form, in small letters.
pub(crate) fn nominative_plural(lemma: &str, gender: Option<&str>) -> String {
    let known = IRREGULAR.iter().find(|(l, _)| *l == lemma);
    if let Some((_, plural)) = known {
        return (*plural).to_string();
    }
    let swap = |cut: &str, add: &str| lemma.strip_suffix(cut).map(|s| format!("{s}{add}"));
    let i = lemma.chars().rev().nth(1).is_some_and(|c| "гкхжчшщ".contains(c));
    let made = swap("анин", "ане")
        .or_else(|| swap("янин", "яне"))
        .or_else(|| swap("ец", "цы").filter(|_| lemma.chars().count() > 4))
        .or_else(|| swap("ие", "ия"))
        .or_else(|| swap("мя", "мена"))
        .or_else(|| swap("а", if i { "и" } else { "ы" }))
        .or_else(|| swap("я", "и"))
        .or_else(|| swap("й", "и"))
        .or_else(|| swap("ь", "и"))
        .or_else(|| swap("о", "а"))
        .or_else(|| swap("е", if lemma.ends_with("це") || lemma.ends_with("ще") { "а" } else { "я" }));
    match made {
        Some(plural) => plural,
        None if lemma.ends_with(['и', 'ы', 'у', 'ю', 'э']) || gender == Some("Neut") => lemma.to_string(),
        None if lemma.ends_with(['г', 'к', 'х', 'ж', 'ч', 'ш', 'щ']) => format!("{lemma}и"),
        None => format!("{lemma}ы"),
    }
}

/// Frequent nouns whose plural no rule gives.
const IRREGULAR: &[(&str, &str)] = &[
    ("человек", "люди"),
    ("ребенок", "дети"),
    ("ребёнок", "дети"),
    ("город", "города"),
    ("поезд", "поезда"),
    ("паспорт", "паспорта"),
    ("доктор", "доктора"),
    ("директор", "директора"),
    ("профессор", "профессора"),
    ("орган", "органы"),
    ("друг", "друзья"),
    ("брат", "братья"),
    ("сосед", "соседи"),
    ("гражданин", "граждане"),
    ("господин", "господа"),
    ("посол", "послы"),
    ("отец", "отцы"),
    ("рынок", "рынки"),
    ("день", "дни"),
    ("участок", "участки"),
    ("поставка", "поставки"),
    ("список", "списки"),
    ("край", "края"),
    ("остров", "острова"),
    ("дом", "дома"),
    ("лес", "леса"),
    ("глаз", "глаза"),
    ("цвет", "цвета"),
    ("том", "тома"),
    ("мастер", "мастера"),
    ("учитель", "учителя"),
    ("адрес", "адреса"),
    ("боец", "бойцы"),
];

#[cfg(test)]
mod tests {
    use super::Agreement::*;
    use super::*;

    #[test]
    fn adjectives_agree() {
        for (form, lemma, agreement, wanted) in [
            ("иностранных", "иностранный", Plural, "иностранные"),
            ("киргизского", "киргизский", Masculine, "киргизский"),
            ("киргизской", "киргизский", Feminine, "киргизская"),
            ("внешнего", "внешний", Neuter, "внешнее"),
            ("внешней", "внешний", Feminine, "внешняя"),
            ("второго", "второй", Masculine, "второй"),
            ("общего", "общий", Neuter, "общее"),
            ("большого", "большой", Neuter, "большое"),
            ("строящегося", "строиться", Masculine, "строящийся"),
            ("верховного", "верховный", Masculine, "верховный"),
        ] {
            assert_eq!(nominative_adjective(form, lemma, agreement).as_deref(), Some(wanted));
        }
        assert_eq!(nominative_adjective("хаки", "хаки", Masculine), None);
    }

    #[test]
    fn plurals_follow_the_ending() {
        for (lemma, wanted) in [
            ("министр", "министры"),
            ("сила", "силы"),
            ("поставка", "поставки"),
            ("компания", "компании"),
            ("министерство", "министерства"),
            ("соглашение", "соглашения"),
            ("банк", "банки"),
            ("россиянин", "россияне"),
            ("украинец", "украинцы"),
            ("область", "области"),
            ("человек", "люди"),
        ] {
            assert_eq!(nominative_plural(lemma, None), wanted);
        }
    }
}
