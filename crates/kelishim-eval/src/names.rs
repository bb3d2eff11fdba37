//! Whether two names mean the same person or body, by rules plain enough to be argued with.
//!
//! Gold writes a name once, an output may write it longer, shorter or with the state in another form. Names are
//! therefore compared by the beginnings of their words and by the states they speak of.

use std::collections::BTreeSet;

/// Ways of naming a state inside the name of a body: beginnings of words, and whole words. First match wins.
/// They count as the state's code, not as words.
const STATES: &[(&str, &[&str], &[&str])] = &[
    ("RUS", &["росси", "russia", "орус"], &["рф"]),
    ("KGZ", &["кыргыз", "киргиз", "kyrgyz"], &["кр"]),
    ("TJK", &["таджик", "тажик", "tajik"], &[]),
    ("UZB", &["узбек", "өзбек", "uzbek"], &[]),
    ("KAZ", &["казах", "казак", "kazakh"], &["рк"]),
    ("TKM", &["туркмен", "turkmen"], &[]),
    ("CHN", &["китай", "кытай", "chin"], &["кнр"]),
    ("USA", &["америк", "american"], &["сша", "ашш", "usa"]),
    ("TUR", &["турци", "турец", "түрк", "turk"], &[]),
    ("AZE", &["азербайджан", "azerbaij"], &[]),
    ("ARM", &["армен", "armen"], &[]),
    ("BLR", &["белорус", "беларус", "belarus"], &[]),
    ("IRN", &["иран", "iran"], &[]),
    ("MNG", &["монгол", "mongol"], &[]),
    ("JPN", &["япон", "japan"], &[]),
    ("DEU", &["герман", "germany"], &[]),
    ("GEO", &["груз", "georgia"], &[]),
    ("POL", &["польш", "польск", "poland", "polish"], &[]),
    ("AFG", &["афган", "afghan"], &[]),
    ("UKR", &["украин", "ukrain"], &[]),
];

/// A city whose name begins like a state.
const NO_STATE: &str = "туркменбаши";

/// Words that tell no body from another.
const EMPTY: &[&str] = &[
    "и",
    "в",
    "на",
    "по",
    "с",
    "при",
    "of",
    "the",
    "and",
    "in",
    "to",
    "for",
    "республики",
    "республика",
    "federation",
    "федерации",
];

/// Abbreviations and short names, with what they stand for.
const SHORT: &[(&str, &str)] = &[
    ("мид", "министерство иностранных дел"),
    ("минобороны", "министерство обороны"),
    ("минобрнауки", "министерство науки высшего образования"),
    ("минздрав", "министерство здравоохранения"),
    ("минэнерго", "министерство энергетики"),
    ("минтранс", "министерство транспорта"),
    ("минфин", "министерство финансов"),
    ("минэкономики", "министерство экономики"),
    ("минпромторг", "министерство промышленности торговли"),
    ("мвд", "министерство внутренних дел"),
    ("мчс", "министерство чрезвычайных ситуаций"),
    ("минсельхоз", "министерство сельского хозяйства"),
    ("кабмин", "кабинет министров"),
    ("еаэс", "евразийский экономический союз"),
    ("одкб", "организация договора коллективной безопасности"),
    ("снг", "содружество независимых государств"),
    ("шос", "шанхайская организация сотрудничества"),
    ("оон", "организация объединенных наций"),
    ("ес", "европейский союз"),
    ("евросоюз", "европейский союз"),
    ("еабр", "евразийский банк развития"),
    ("еэк", "евразийская экономическая комиссия"),
    ("ркфр", "российско кыргызский фонд развития"),
];

/// What a name is made of: the first five letters of its telling words, and the states it names.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct NameParts {
    pub stems: BTreeSet<String>,
    pub states: BTreeSet<&'static str>,
}

pub(crate) fn name_parts(name: &str) -> NameParts {
    let mut parts = NameParts::default();
    let lower = name.to_lowercase().replace('ё', "е");
    for word in words(&lower).iter().flat_map(|w| spelled_out(w).split_whitespace()) {
        match state_of(word) {
            Some(code) if word != NO_STATE => {
                parts.states.insert(code);
            }
            _ if EMPTY.contains(&word) => {}
            _ => {
                parts.stems.insert(word.chars().take(5).collect());
            }
        }
    }
    parts
}

/// The same person (given name and surname agree) or the same body (half of the words agree, and the state if both
/// name one). `gold` decides which of the two is asked.
pub(crate) fn same_name(gold: &str, found: &str) -> bool {
    if found.is_empty() {
        return false;
    }
    if is_person(gold) {
        return same_person(gold, found);
    }
    let (g, f) = (name_parts(gold), name_parts(found));
    if !g.states.is_empty() && !f.states.is_empty() && g.states != f.states {
        return false;
    }
    if g.stems.is_empty() || f.stems.is_empty() {
        return g.stems == f.stems && !g.states.is_disjoint(&f.states);
    }
    2 * g.stems.intersection(&f.stems).count() >= g.stems.union(&f.stems).count()
}

fn same_person(gold: &str, found: &str) -> bool {
    let (gold, found) = (gold.replace('ё', "е"), found.replace('ё', "е"));
    let (g, f): (Vec<&str>, Vec<&str>) = (gold.split_whitespace().collect(), found.split_whitespace().collect());
    let start = |word: &str, n: usize| word.to_lowercase().chars().take(n).collect::<String>();
    match (&g[..], &f[..]) {
        ([given_g, .., surname_g], [given_f, .., surname_f]) => {
            start(surname_g, 6) == start(surname_f, 6) && start(given_g, 3) == start(given_f, 3)
        }
        _ => false,
    }
}

/// Two or three capitalised words, none of them an abbreviation or a state.
fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let of_a_body = |w: &&str| {
        let lower = w.to_lowercase();
        SHORT.iter().any(|(short, _)| *short == lower) || state_of(&lower).is_some()
    };
    let capitals =
        |w: &&str| w.chars().count() > 1 && w.chars().any(char::is_uppercase) && !w.chars().any(char::is_lowercase);
    matches!(words.len(), 2 | 3)
        && !words.iter().any(of_a_body)
        && words.iter().all(|w| w.starts_with(char::is_uppercase))
        && !words.iter().any(capitals)
}

fn state_of(word: &str) -> Option<&'static str> {
    let names = |s: &&(&str, &[&str], &[&str])| s.1.iter().any(|start| word.starts_with(start)) || s.2.contains(&word);
    STATES.iter().find(names).map(|s| s.0)
}

fn spelled_out(word: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long)
}

/// Runs of letters and digits, joined over single hyphens.
pub(crate) fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = c == '-' && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        match start {
            None if c.is_alphanumeric() => start = Some(at),
            Some(from) if !c.is_alphanumeric() && !joins => {
                out.push(&text[from..at]);
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|from| &text[from..]));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(gold: &str, found: &str, same: bool) {
        assert_eq!(same_name(gold, found), same, "{gold} / {found}");
    }

    #[test]
    fn a_person_is_given_name_and_surname() {
        check("Алексей Петров", "Алексей Иванович Петров", true);
        check("Артём Орлов", "Артем Орлов", true);
        check("Садыр Асанов", "Акыл Асанов", false);
        check("Алексей Петров", "Петров", false);
    }

    #[test]
    fn a_body_is_half_of_its_words_and_its_state() {
        check("МИД КР", "Министерство иностранных дел Кыргызстана", true);
        check("МИД КР", "МИД РФ", false);
        check("министерство обороны", "Минобороны РФ", true);
        check("министерство обороны России", "министерство транспорта и дорог России", false);
        check("ЕАЭС", "Евразийский экономический союз", true);
    }

    #[test]
    fn a_state_alone_agrees_with_itself_only() {
        check("Россия", "Российская Федерация", false);
        check("Россия", "РФ", true);
        check("Россия", "Казахстан", false);
        check("Россия", "", false);
    }

    #[test]
    fn abbreviations_and_states_make_no_person() {
        assert!(is_person("Эркин Уулу Асан"));
        for body in ["МИД Кыргызстана", "Банк Развития Казахстана", "министр обороны", "ООН Женщины", "Росатом"]
        {
            assert!(!is_person(body), "{body}");
        }
    }

    #[test]
    fn words_keep_inner_hyphens() {
        assert_eq!(
            words("Кыргызско-Российский «фонд» - 2_0, a--b"),
            ["Кыргызско-Российский", "фонд", "2", "0", "a", "b"]
        );
    }

    #[test]
    fn a_city_named_like_a_state_is_a_word() {
        let parts = name_parts("порт Туркменбаши");
        assert!(parts.states.is_empty() && parts.stems.contains("туркм"));
    }
}
