//! How Russian names decline: from a word in some case back to what it may be in the nominative.
//!
//! Endings after Zaliznyak's noun types 1-7 and the mixed declension of surnames in -ов and -ин, as Rosenthal's handbook
//! applies them to names.

use crate::given::is_mans;

/// Cases of Russian in the names of Universal Dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Nom,
    Gen,
    Dat,
    Acc,
    Ins,
    Loc,
}

impl Case {
    pub(crate) const ALL: [Case; 6] = [Case::Nom, Case::Gen, Case::Dat, Case::Acc, Case::Ins, Case::Loc];

    pub(crate) fn from_feature(value: &str) -> Option<Case> {
        Some(match value {
            "Nom" => Case::Nom,
            "Gen" | "Par" => Case::Gen,
            "Dat" => Case::Dat,
            "Acc" => Case::Acc,
            "Ins" => Case::Ins,
            "Loc" => Case::Loc,
            _ => return None,
        })
    }
}

/// One way to read a word of a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Guess {
    pub nominative: String,
    /// How likely it is, about 0; the given names of the list get above 1.
    pub weight: f32,
}

/// A way to decline: nominative ending, then endings of genitive, dative, accusative, instrumental, locative.
struct Paradigm {
    man: bool,
    nominative: &'static str,
    oblique: [&'static [&'static str]; 5],
    /// Which stems go this way.
    stem: fn(&str) -> bool,
    weight: f32,
}

const PARADIGMS: &[Paradigm] = &[
    // Surnames in -ов, -ев, -ин, -ын.
    Paradigm {
        man: true,
        nominative: "",
        oblique: [&["а"], &["у"], &["а"], &["ым"], &["е"]],
        stem: possessive,
        weight: 0.3,
    },
    Paradigm {
        man: false,
        nominative: "а",
        oblique: [&["ой"], &["ой"], &["у"], &["ой", "ою"], &["ой"]],
        stem: possessive,
        weight: 0.3,
    },
    // Surnames in -ский, -цкий.
    Paradigm {
        man: true,
        nominative: "ий",
        oblique: [&["ого"], &["ому"], &["ого"], &["им"], &["ом"]],
        stem: in_sk,
        weight: 0.3,
    },
    Paradigm {
        man: false,
        nominative: "ая",
        oblique: [&["ой"], &["ой"], &["ую"], &["ой", "ою"], &["ой"]],
        stem: in_sk,
        weight: 0.3,
    },
    // Other surnames like adjectives.
    Paradigm {
        man: true,
        nominative: "ый",
        oblique: [&["ого"], &["ому"], &["ого"], &["ым"], &["ом"]],
        stem: hard,
        weight: -0.2,
    },
    Paradigm {
        man: true,
        nominative: "ий",
        oblique: [&["ого"], &["ому"], &["ого"], &["им"], &["ом"]],
        stem: velar,
        weight: -0.2,
    },
    Paradigm {
        man: true,
        nominative: "ой",
        oblique: [&["ого"], &["ому"], &["ого"], &["ым"], &["ом"]],
        stem: in_st,
        weight: 0.0,
    },
    Paradigm {
        man: false,
        nominative: "ая",
        oblique: [&["ой"], &["ой"], &["ую"], &["ой", "ою"], &["ой"]],
        stem: hard,
        weight: -0.6,
    },
    // Men's names in a consonant, in -й, in a soft sign.
    Paradigm {
        man: true,
        nominative: "",
        oblique: [&["а"], &["у"], &["а"], &["ом", "ем"], &["е"]],
        stem: consonant,
        weight: 0.0,
    },
    Paradigm {
        man: true,
        nominative: "й",
        oblique: [&["я"], &["ю"], &["я"], &["ем"], &["е", "и"]],
        stem: vowel,
        weight: 0.0,
    },
    Paradigm {
        man: true,
        nominative: "ь",
        oblique: [&["я"], &["ю"], &["я"], &["ем", "ём"], &["е"]],
        stem: softened,
        weight: 0.0,
    },
    // Names in -а and -я.
    Paradigm {
        man: false,
        nominative: "а",
        oblique: [&["ы"], &["е"], &["у"], &["ой", "ою"], &["е"]],
        stem: before_y,
        weight: 0.0,
    },
    Paradigm {
        man: false,
        nominative: "а",
        oblique: [&["и"], &["е"], &["у"], &["ой", "ей"], &["е"]],
        stem: before_i,
        weight: 0.0,
    },
    Paradigm {
        man: false,
        nominative: "я",
        oblique: [&["и"], &["е", "и"], &["ю"], &["ей", "ёй"], &["е", "и"]],
        stem: soft,
        weight: 0.0,
    },
    Paradigm {
        man: true,
        nominative: "а",
        oblique: [&["ы"], &["е"], &["у"], &["ой", "ою"], &["е"]],
        stem: before_y,
        weight: -0.4,
    },
    Paradigm {
        man: true,
        nominative: "а",
        oblique: [&["и"], &["е"], &["у"], &["ой", "ей"], &["е"]],
        stem: before_i,
        weight: -0.4,
    },
    Paradigm {
        man: true,
        nominative: "я",
        oblique: [&["и"], &["е", "и"], &["ю"], &["ей", "ёй"], &["е", "и"]],
        stem: soft,
        weight: -0.4,
    },
    // Women's names in a soft sign.
    Paradigm {
        man: false,
        nominative: "ь",
        oblique: [&["и"], &["и"], &["ь"], &["ью"], &["и"]],
        stem: softened,
        weight: -0.2,
    },
];

/// Names that lose a vowel: nominative, stem of the other cases with its soft sign.
const FLEETING: &[(&str, &str)] = &[("павел", "павл"), ("лев", "льв"), ("любовь", "любов")];

/// The best reading of a word, in small letters, as a man's or woman's name in a case; `None` when it cannot be.
///
/// `lemma` is what the network takes for the dictionary form.
pub(crate) fn read_word(word: &str, lemma: &str, man: bool, case: Case) -> Option<Guess> {
    let mut best: Option<Guess> = None;
    let mut offer = |nominative: String, weight: f32| {
        let given = match is_mans(&nominative) {
            Some(m) if m == man => 1.3,
            Some(_) => -1.0,
            None => 0.0,
        };
        let lemma = if nominative == lemma && nominative != word { 0.5 } else { 0.0 };
        let patronymic = match (ends_in(&nominative, PATRONYMICS_OF_MEN), ends_in(&nominative, PATRONYMICS_OF_WOMEN)) {
            (true, _) => {
                if man {
                    0.8
                } else {
                    -2.0
                }
            }
            (_, true) => {
                if man {
                    -2.0
                } else {
                    0.8
                }
            }
            _ => 0.0,
        };
        let weight = weight + given + lemma + patronymic;
        if best.as_ref().is_none_or(|b| weight > b.weight) {
            best = Some(Guess { nominative, weight });
        }
    };
    if case == Case::Nom {
        offer(word.to_string(), as_nominative(word, man));
        return best;
    }
    let column = case as usize - 1;
    for p in PARADIGMS.iter().filter(|p| p.man == man) {
        for ending in p.oblique[column] {
            let Some(stem) = word.strip_suffix(ending) else { continue };
            let long = stem.chars().nth(1).is_some();
            if long && (p.stem)(stem) && fits(ending, stem, p.nominative) {
                let nominative = format!("{stem}{}", p.nominative);
                let fleeting = FLEETING.iter().find(|(_, s)| *s == stem).filter(|(n, _)| n.ends_with(p.nominative));
                // "Хиллари", "Платини": a name in -и that no vowel precedes is rather one that does not decline.
                let foreign = *ending == "и" && matches!(p.nominative, "я" | "ь") && !is_vowel(last(stem));
                let weight = if foreign { p.weight - 1.0 } else { p.weight };
                offer(fleeting.map_or(nominative, |(n, _)| n.to_string()), weight);
            }
        }
    }
    // A man's given name that ends in a consonant declines whoever bears it: "Михаил" is a nominative.
    let declines = is_mans(word) == Some(true) && !is_vowel(last(word));
    if let Some(weight) = as_undeclined(word, man).filter(|_| !declines) {
        offer(word.to_string(), weight);
    }
    best
}

/// How well a word serves as a nominative.
fn as_nominative(word: &str, man: bool) -> f32 {
    let last = last(word);
    let a = matches!(last, 'а' | 'я');
    let surname_of_woman = a
        && word.chars().count() > 4
        && ["ова", "ева", "ёва", "ина", "ына", "ская", "цкая"].iter().any(|e| word.ends_with(e));
    let surname_of_man = ["ов", "ев", "ёв", "ин", "ын", "ский", "цкий"].iter().any(|e| word.ends_with(e));
    match (man, last) {
        (true, _) if surname_of_woman => -1.0,
        (false, _) if surname_of_man => -1.0,
        (true, _) if a => -0.3,
        (false, _) if surname_of_woman => 0.3,
        (true, 'у' | 'ю' | 'ы') | (false, 'у' | 'ю' | 'ы') => -0.3,
        (true, _) if surname_of_man => 0.3,
        (false, _) if !a && !is_vowel(last) && last != 'ь' => -0.3,
        _ => 0.0,
    }
}

/// How well a word serves as one that no case changes.
fn as_undeclined(word: &str, man: bool) -> Option<f32> {
    let last = last(word);
    let surname =
        ["ов", "ев", "ёв", "ын", "ова", "ева", "ский", "цкий", "ская", "цкая"].iter().any(|e| word.ends_with(e));
    let vowels = word.chars().filter(|c| is_vowel(*c)).count();
    if surname {
        None
    } else if ["ко", "швили", "дзе", "их", "ых", "аго", "яго"].iter().any(|e| word.ends_with(e)) {
        Some(0.2)
    } else if matches!(last, 'а' | 'я') {
        // Foreign surnames that end in two vowels.
        Some(if word.chars().rev().nth(1).is_some_and(is_vowel) { -0.4 } else { -1.2 })
    } else if ["ии", "ги", "ши", "жи"].iter().any(|e| word.ends_with(e)) || matches!(last, 'у' | 'ю') {
        Some(-0.5)
    } else if matches!(last, 'ы' | 'и' | 'е') {
        Some(-0.3)
    } else if is_vowel(last) {
        Some(0.0)
    } else if man {
        // Korean and Chinese names of short words decline in their last word only.
        Some(if vowels <= 1 { -0.1 } else { -1.0 })
    } else {
        Some(-0.2)
    }
}

const PATRONYMICS_OF_MEN: &[&str] = &["ович", "евич", "ёвич", "ьич"];
const PATRONYMICS_OF_WOMEN: &[&str] = &["овна", "евна", "ёвна", "инична"];

fn ends_in(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|e| word.ends_with(e) && word.len() > e.len() + 2)
}

/// Spelling: "ем" and "ей" after hushing letters, "ом" and "ой" elsewhere; "и" in the dative of names in -ия only.
fn fits(ending: &str, stem: &str, nominative: &str) -> bool {
    let last = last(stem);
    let hushing = matches!(last, 'ж' | 'ч' | 'ш' | 'щ' | 'ц');
    match (nominative, ending) {
        ("", "ем") => hushing,
        // A stressed ending keeps its "о": "Корешом".
        ("", "ом") => true,
        ("а", "ей") => hushing,
        ("а", "ой") => true,
        ("й", "и") => last == 'и',
        ("й", "е") => last != 'и',
        ("я", "е") => last != 'и',
        _ => true,
    }
}

pub(crate) fn is_vowel(c: char) -> bool {
    "аеёиоуыэюяөүі".contains(c)
}

fn last(word: &str) -> char {
    word.chars().next_back().unwrap_or(' ')
}

fn possessive(stem: &str) -> bool {
    ["ов", "ев", "ёв", "ин", "ын"].iter().any(|e| stem.ends_with(e)) && stem.chars().count() > 3
}

fn in_sk(stem: &str) -> bool {
    (stem.ends_with("ск") || stem.ends_with("цк")) && stem.chars().count() > 3
}

fn in_st(stem: &str) -> bool {
    stem.ends_with("ст")
}

fn hard(stem: &str) -> bool {
    stem.ends_with(['н', 'т', 'л', 'д', 'р']) && stem.chars().count() > 2
}

fn consonant(stem: &str) -> bool {
    !is_vowel(last(stem)) && !stem.ends_with(['й', 'ь'])
}

fn vowel(stem: &str) -> bool {
    is_vowel(last(stem))
}

/// Before a soft sign.
fn softened(stem: &str) -> bool {
    consonant(stem) && !before_i(stem)
}

fn before_y(stem: &str) -> bool {
    !stem.ends_with('ь') && !stem.ends_with('й') && !before_i(stem)
}

fn before_i(stem: &str) -> bool {
    stem.ends_with(['г', 'к', 'х', 'ж', 'ч', 'ш', 'щ'])
}

fn velar(stem: &str) -> bool {
    matches!(last(stem), 'к' | 'г' | 'х') && !in_sk(stem)
}

fn soft(stem: &str) -> bool {
    !before_i(stem)
}
