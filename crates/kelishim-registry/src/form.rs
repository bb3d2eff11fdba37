//! Russian inflection backwards: which dictionary forms a form may come from. What exists decides the caller's list.

/// Case endings of the singular, and what the nominative has in their place.
///
/// Every pair is tried whose ending fits; a candidate counts only when a list knows it, so that a pair too many costs a
/// look-up and finds nothing.
const SINGULAR: &[(&str, &[&str])] = &[
    ("иею", &["ия"]),
    ("ией", &["ия"]),
    ("ию", &["ия", "ий"]),
    ("ии", &["ия", "ий"]),
    ("ия", &["ий"]),
    ("йцем", &["ец"]),
    ("йца", &["ец"]),
    ("йцу", &["ец"]),
    ("йце", &["ец"]),
    ("цем", &["ец"]),
    ("цом", &["ец"]),
    ("ца", &["ец"]),
    ("цу", &["ец"]),
    ("це", &["ец"]),
    ("ом", &[""]),
    ("ем", &["", "й", "ь", "е"]),
    ("ью", &["ь"]),
    ("ой", &["а"]),
    ("ою", &["а"]),
    ("ей", &["я", "а"]),
    ("ею", &["я", "а"]),
    ("а", &[""]),
    ("я", &["й", "ь", "е"]),
    ("у", &["", "а"]),
    ("ю", &["й", "ь", "я", "е"]),
    ("е", &["", "а", "я", "й", "ь"]),
    ("ы", &["а"]),
    ("и", &["а", "я", "ь"]),
];

/// Case endings of names that have only a plural: "Нидерланды", "Филиппины".
const PLURAL_NAME: &[(&str, &[&str])] =
    &[("ами", &["ы"]), ("ах", &["ы"]), ("ам", &["ы"]), ("ов", &["ы"]), ("", &["ы"])];

/// Case endings of the plural, and the nominative singular.
const PLURAL: &[(&str, &[&str])] = &[
    ("йцами", &["ец"]),
    ("йцам", &["ец"]),
    ("йцах", &["ец"]),
    ("йцев", &["ец"]),
    ("йцы", &["ец"]),
    ("цами", &["ец"]),
    ("цам", &["ец"]),
    ("цах", &["ец"]),
    ("цев", &["ец"]),
    ("цы", &["ец"]),
    ("анами", &["анин"]),
    ("анам", &["анин"]),
    ("анах", &["анин"]),
    ("янами", &["янин"]),
    ("янам", &["янин"]),
    ("янах", &["янин"]),
    ("ане", &["анин"]),
    ("яне", &["янин"]),
    ("ан", &["анин"]),
    ("ян", &["янин"]),
    ("ок", &["ка"]),
    ("ек", &["ка"]),
    ("ами", &["", "а"]),
    ("ями", &["ь", "й"]),
    ("ах", &["", "а"]),
    ("ях", &["ь", "й"]),
    ("ам", &["", "а"]),
    ("ям", &["ь", "й"]),
    ("ов", &[""]),
    ("ев", &["й", ""]),
    ("ей", &["ь", ""]),
    ("ы", &[""]),
    ("и", &["", "ь", "й"]),
];

/// Case endings of nouns in -о.
const NEUTER: &[(&str, &[&str])] = &[("ом", &["о"]), ("а", &["о"]), ("у", &["о"]), ("е", &["о"])];

/// Stems that no ending of the tables shows: a vowel flees, or a name in -о is inflected.
///
/// Other places in -о are left alone: "Иванова" is a person far more often than a form of "Иваново".
const FLEETING: &[(&str, &str)] = &[("египт", "египет"), ("турк", "турок"), ("посл", "посол"), ("косов", "косово")];

const ADJECTIVE: &[&str] = &[
    "ого", "ому", "ыми", "ими", "его", "ему", "ая", "яя", "ое", "ее", "ые", "ие", "ой", "ей", "ую", "юю", "ою", "ых",
    "их", "ым", "им", "ом", "ем", "ый", "ий",
];

/// Nominatives that the folded word may be a form of as a proper name, itself first. At least two letters of a stem stay.
pub(crate) fn names(word: &str) -> Vec<String> {
    candidates(word, &[SINGULAR, PLURAL_NAME])
}

/// Like [`names`], for bodies, whose names may also be nouns in -о: "Россотрудничества".
pub(crate) fn bodies(word: &str) -> Vec<String> {
    candidates(word, &[SINGULAR, PLURAL_NAME, NEUTER])
}

/// Nominatives singular that the folded word may be a form of as a common noun, itself first.
pub(crate) fn nouns(word: &str) -> Vec<String> {
    candidates(word, &[SINGULAR, PLURAL, NEUTER])
}

fn candidates(word: &str, tables: &[&[(&str, &[&str])]]) -> Vec<String> {
    let mut found = vec![word.to_owned()];
    let mut push = |candidate: String| {
        if !found.contains(&candidate) {
            found.push(candidate);
        }
    };
    for (stem, lemma) in FLEETING {
        if let Some(ending) = word.strip_prefix(stem)
            && ["а", "у", "ом", "е", "и", "ы", "ов", "ам", "ами", "ах"].contains(&ending)
        {
            push((*lemma).to_owned());
        }
    }
    for (ending, nominatives) in tables.iter().flat_map(|t| t.iter()) {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().nth(1).is_some()
        {
            for nominative in *nominatives {
                // "Самоа", "Никарагуа" are not inflected.
                if *nominative != "а" || !stem.ends_with(['о', 'у', 'а', 'е', 'и']) {
                    push(format!("{stem}{nominative}"));
                }
            }
        }
    }
    found
}

/// Dictionary forms (masculine nominative) of adjectives that the folded word may be a form of.
pub(crate) fn adjectives(word: &str) -> Vec<String> {
    let mut found = vec![];
    for ending in ADJECTIVE {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 2
        {
            for nominative in ["ий", "ый", "ой"] {
                let candidate = format!("{stem}{nominative}");
                if !found.contains(&candidate) {
                    found.push(candidate);
                }
            }
        }
    }
    found
}

/// Endings of nouns and adjectives by their length in letters, the longest first.
const ENDINGS: [(usize, &[&str]); 4] = [
    (4, &["иями"]),
    (3, &["ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ией", "иям", "иях"]),
    (
        2,
        &[
            "ых", "их", "ым", "им", "ом", "ем", "ой", "ей", "ую", "юю", "ая", "яя", "ое", "ее", "ые", "ие", "ый", "ий",
            "ою", "ею", "ию", "ии", "ия", "ью", "ов", "ев", "ам", "ям", "ах", "ях",
        ],
    ),
    (1, &["а", "я", "у", "ю", "е", "и", "ы", "о", "ь", "й"]),
];

/// The folded word without its case ending, the longest that fits, and without vowels before it, which some endings take
/// along ("Гвинея", "Гвинее"); at least three letters stay.
///
/// Two words of one stem are taken for forms of one word only inside a longer name, where the other words vouch for it.
pub(crate) fn stem(word: &str) -> &str {
    let mut stem = word;
    for (length, endings) in ENDINGS {
        // Three letters of stem and the ending, or the word is too short for it.
        let Some((at, _)) = word.char_indices().rev().nth(length - 1) else { continue };
        if word[..at].chars().nth(2).is_some() && endings.contains(&&word[at..]) {
            stem = &word[..at];
            break;
        }
    }
    while let Some(rest) = stem.strip_suffix(['а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я'])
        && rest.chars().nth(2).is_some()
    {
        stem = rest;
    }
    stem
}

/// The stems of a folded name's words, the same for "киргизской республики" and for "киргизский республика".
/// `None` for a single word.
pub(crate) fn phrase_key(name: &str) -> Option<String> {
    name.contains(' ').then(|| name.split(' ').map(stem).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Vec<String>, lemma: &str) {
        assert!(found.iter().any(|n| n == lemma), "{lemma}: {found:?}");
    }

    #[test]
    fn names_lead_to_their_nominative() {
        check(names("кыргызстаном"), "кыргызстан");
        check(names("киргизии"), "киргизия");
        check(names("беларусью"), "беларусь");
        check(names("египта"), "египет");
        check(names("филиппин"), "филиппины");
        check(names("москве"), "москва");
    }

    #[test]
    fn a_name_of_one_has_no_plural() {
        assert!(!names("катаров").contains(&"катар".to_owned()));
    }

    #[test]
    fn peoples_lead_to_their_singular() {
        check(nouns("россиян"), "россиянин");
        check(nouns("китайцев"), "китаец");
        check(nouns("туркам"), "турок");
        check(nouns("узбеки"), "узбек");
    }

    #[test]
    fn adjectives_lead_to_the_masculine() {
        assert!(adjectives("киргизскую").contains(&"киргизский".to_owned()));
        assert!(adjectives("киргизских").contains(&"киргизский".to_owned()));
    }

    #[test]
    fn the_words_of_a_name_share_stems_in_every_case() {
        for form in
            ["киргизская республика", "киргизской республикой", "киргизский республика", "киргизскую республику"]
        {
            assert_eq!(phrase_key(form).as_deref(), Some("киргизск республик"));
        }
        assert_eq!(phrase_key("киргизия"), None);
    }
}
