//! What endings tell of a word: its stem, its case and owner, its tense, voice and denial.
//!
//! Endings follow each other in a fixed order and sound with the stem, so that a form is taken apart from its end. Where two
//! ways are open, the one that leads to a stem that the lexicons know is right, then the one the network found.

use super::lexicon::Lexicon;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a word does in its sentence, as far as its form says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A noun, name or pronoun.
    Noun,
    /// An adjective or what is used like one.
    Adjective,
    /// A number.
    Number,
    /// A finite verb.
    Finite,
    /// A converb: it leans on the next verb.
    Converb,
    /// "-ган": finite at the end of a clause, else it stands before its noun.
    Participle,
    /// "-уу": the doing itself.
    Doing,
    /// "-ганын", "-арын": a clause as a noun.
    Clause,
    /// Stands behind what it governs.
    Postposition,
    /// Joins.
    And,
    /// Anything else that is a word.
    Other,
    /// A mark.
    Mark,
}

/// A form taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// What remains without endings.
    pub lemma: String,
    /// What the word does.
    pub kind: Kind,
    /// Case of a noun or of what is used like one; "" for none.
    pub case: &'static str,
    /// Whether it belongs to somebody or something: "-ы", "-сы".
    pub owned: bool,
    /// Several things, or several who do.
    pub plural: bool,
    /// Past, Pres or Fut of a verb; "" for none.
    pub tense: &'static str,
    /// Denied.
    pub negated: bool,
    /// Told from the side of what it is done to.
    pub passive: bool,
    /// Only under a condition.
    pub unreal: bool,
    /// 1 for what the speaker says of himself, else 3.
    pub person: u8,
    /// Whether the lexicons know the stem.
    pub known: bool,
}

impl Form {
    /// A word that has no endings.
    pub fn bare(lemma: &str, kind: Kind) -> Form {
        Form {
            lemma: lemma.to_owned(),
            kind,
            case: "",
            owned: false,
            plural: false,
            tense: "",
            negated: false,
            passive: false,
            unreal: false,
            person: 3,
            known: false,
        }
    }
}

const LOW: [char; 4] = ['а', 'е', 'о', 'ө'];
const HIGH: [char; 4] = ['ы', 'и', 'у', 'ү'];

/// Endings of a verb behind its stem; А, Ы, Г, Д, У stand for the sounds that change with the stem. What "-уу", "-ган" and
/// "-ар" take as nouns is added by [`nominal`].
const VERBAL: &[(&str, Kind, &str, u8)] = &[
    ("ДЫ", Kind::Finite, "Past", 3),
    ("ДЫк", Kind::Finite, "Past", 1),
    ("ДЫм", Kind::Finite, "Past", 1),
    ("ДЫлАр", Kind::Finite, "Past", 3),
    ("ГАн", Kind::Participle, "Past", 3),
    ("ГАнбЫз", Kind::Finite, "Past", 1),
    ("ГАнмЫн", Kind::Finite, "Past", 1),
    ("ГАндАй", Kind::Converb, "Past", 3),
    ("ГАндА", Kind::Converb, "Past", 3),
    ("ГАндАн", Kind::Converb, "Past", 3),
    ("ГАндЫктАн", Kind::Converb, "Past", 3),
    ("ГАндЫгЫн", Kind::Clause, "Past", 3),
    ("ГАндЫгЫ", Kind::Clause, "Past", 3),
    ("ГАнЫн", Kind::Clause, "Past", 3),
    ("ГАнЫ", Kind::Clause, "Past", 3),
    ("ГАнЫнА", Kind::Clause, "Past", 3),
    ("ГАндЫгЫнА", Kind::Clause, "Past", 3),
    ("Ат", Kind::Finite, "Fut", 3),
    ("йт", Kind::Finite, "Fut", 3),
    ("АбЫз", Kind::Finite, "Fut", 1),
    ("йбЫз", Kind::Finite, "Fut", 1),
    ("АмЫн", Kind::Finite, "Fut", 1),
    ("ймЫн", Kind::Finite, "Fut", 1),
    ("Ам", Kind::Finite, "Fut", 1),
    ("йм", Kind::Finite, "Fut", 1),
    ("ЫптЫр", Kind::Finite, "Past", 3),
    ("птЫр", Kind::Finite, "Past", 3),
    ("АрЫн", Kind::Clause, "Fut", 3),
    ("рЫн", Kind::Clause, "Fut", 3),
    ("сЫн", Kind::Clause, "Fut", 3),
    ("АрлАрЫн", Kind::Clause, "Fut", 3),
    ("рлАрЫн", Kind::Clause, "Fut", 3),
    ("ААрЫн", Kind::Clause, "Fut", 3),
    ("мАк", Kind::Finite, "Fut", 3),
    ("мАкчЫ", Kind::Finite, "Fut", 3),
    ("мАйЫнчА", Kind::Converb, "Pres", 3),
    ("сА", Kind::Converb, "Cnd", 3),
    ("сАк", Kind::Converb, "Cnd", 1),
    ("сАм", Kind::Converb, "Cnd", 1),
    ("Ып", Kind::Converb, "Pres", 3),
    ("п", Kind::Converb, "Pres", 3),
    ("А", Kind::Converb, "Pres", 3),
    ("й", Kind::Converb, "Pres", 3),
    ("УУчУ", Kind::Participle, "Fut", 3),
];

/// Case endings behind a vowel or consonant; the owner's, behind which the accusative is "-н".
const CASES: &[(&str, &str)] =
    &[("нЫн", "Gen"), ("ДЫн", "Gen"), ("нЫ", "Acc"), ("ДЫ", "Acc"), ("ГА", "Dat"), ("ДА", "Loc"), ("ДАн", "Abl")];
const OWNED_CASES: &[(&str, &str)] =
    &[("", "Nom"), ("нЫн", "Gen"), ("н", "Acc"), ("нА", "Dat"), ("ндА", "Loc"), ("нАн", "Abl")];

/// The spellings of a template, one for each sound that its letters stand for.
fn spelled(template: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for c in template.chars() {
        let sounds: &[char] = match c {
            'А' => &LOW,
            'Ы' => &HIGH,
            'Г' => &['г', 'к'],
            'Д' => &['д', 'т'],
            'У' => &['у', 'ү'],
            _ => &[],
        };
        if sounds.is_empty() {
            out.iter_mut().for_each(|s| s.push(c));
        } else {
            out = out.iter().flat_map(|s| sounds.iter().map(move |x| format!("{s}{x}"))).collect();
        }
    }
    out
}

/// All endings, spelled out; built once.
#[derive(Debug)]
pub(super) struct Endings {
    verbal: BTreeMap<String, Vec<(Kind, &'static str, u8)>>,
    cases: Vec<(String, &'static str)>,
    owned: Vec<(String, &'static str)>,
}

impl Endings {
    /// The endings of the language.
    pub fn get() -> &'static Endings {
        static ALL: LazyLock<Endings> = LazyLock::new(Endings::spell);
        &ALL
    }

    fn spell() -> Endings {
        let mut verbal: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for (template, kind, tense, person) in VERBAL {
            for ending in spelled(template) {
                verbal.entry(ending).or_default().push((*kind, *tense, *person));
            }
        }
        let table = |list: &'static [(&str, &'static str)]| {
            list.iter().flat_map(|(t, case)| spelled(t).into_iter().map(|e| (e, *case))).collect::<Vec<_>>()
        };
        Endings { verbal, cases: table(CASES), owned: table(OWNED_CASES) }
    }

    /// The best way to take `word`, folded, apart as a verb; `lemma` is what the network takes for its stem.
    pub fn verb(&self, word: &str, lemma: &str, lexicon: &Lexicon<'_>) -> Option<Form> {
        let sounded = sounded(word);
        let mut found: Vec<(i32, Form)> = vec![];
        for (at, _) in sounded.char_indices().skip(1) {
            let (rest, ending) = sounded.split_at(at);
            if !joins(rest, ending) {
                continue;
            }
            for (kind, tense, person) in self.verbal.get(ending).into_iter().flatten() {
                let (mut form, score) = self.stem(rest, lemma, lexicon);
                // "Бербесин": the -с- of what will not be.
                if *kind == Kind::Clause && ending.starts_with('с') && !form.negated {
                    continue;
                }
                (form.kind, form.tense, form.person) = (*kind, tense, *person);
                form.unreal = *tense == "Cnd";
                if *kind == Kind::Clause {
                    form.case = if ending.ends_with('н') { "Acc" } else { "Nom" };
                }
                if form.unreal {
                    form.tense = "Pres";
                }
                found.push((score + ending.chars().count() as i32, form));
            }
        }
        for (rest, case, owned, plural) in self.nominal(&sounded) {
            for (stem, cost) in doing(&rest) {
                // "Башталышы" belongs to something; "коюшту" is what several did.
                if cost > 5 && !owned {
                    continue;
                }
                let (mut form, score) = self.stem(&stem, lemma, lexicon);
                (form.kind, form.case, form.owned) = (Kind::Doing, case, owned);
                form.plural = plural;
                found.push((score + 4 - cost, form));
            }
        }
        found.into_iter().rev().max_by_key(|(score, _)| *score).map(|(_, f)| f)
    }

    /// A stem without denial, joint action and passive, and how sure it is.
    fn stem(&self, rest: &str, lemma: &str, lexicon: &Lexicon<'_>) -> (Form, i32) {
        let mut best: Option<(Form, i32)> = None;
        let mut offer = |stem: &str, negated: bool, plural: bool, passive: bool| {
            let plain = unsounded(stem);
            let known = lexicon.is_verb(&plain);
            let length = plain.chars().count();
            if length < 2 {
                return;
            }
            let steps = i32::from(negated) + i32::from(plural) + i32::from(passive);
            let agrees = match (plain == lemma, known) {
                (true, true) => 2,
                (true, false) => 15,
                (false, _) => 0,
            };
            let score = if known { 40 } else { 0 } + agrees - 3 * steps - i32::from(length < 3) * 2;
            let form = Form { negated, plural, passive, known, ..Form::bare(&plain, Kind::Finite) };
            if best.as_ref().is_none_or(|(_, s)| score > *s) {
                best = Some((form, score));
            }
        };
        let deny = ["ба", "бе", "бо", "бө", "па", "пе", "по", "пө"].iter().find_map(|n| rest.strip_suffix(n));
        for (base, negated) in [(Some(rest), false), (deny, true)] {
            let Some(base) = base else { continue };
            offer(base, negated, false, false);
            let joint = without(base, "ш");
            for (b, plural) in std::iter::once((base.to_owned(), false)).chain(joint.into_iter().map(|j| (j, true))) {
                offer(&b, negated, plural, false);
                for passive in without(&b, "л").into_iter().chain(without(&b, "н")) {
                    offer(&passive, negated, plural, true);
                }
            }
        }
        best.unwrap_or_else(|| (Form::bare(&unsounded(rest), Kind::Finite), -20))
    }

    /// The case of a bare ending.
    pub fn case_of(&self, ending: &str) -> Option<&'static str> {
        self.cases.iter().find(|(e, _)| e == ending).map(|(_, case)| *case)
    }

    /// The best way to take `word` apart as a noun; `name` says that only a case may come off.
    pub fn noun(&self, word: &str, lemma: &str, name: bool, lexicon: &Lexicon<'_>) -> Form {
        let mut found: Vec<(i32, Form)> = vec![];
        for (rest, case, owned, plural) in self.nominal(word) {
            if name && (owned || plural) && !lexicon.is_noun(&rest) {
                continue;
            }
            // A final к or п sounds before the owner's vowel.
            let voiced = match rest.chars().last().filter(|_| owned) {
                Some('г') => Some(format!("{}к", &rest[..rest.len() - 'г'.len_utf8()])),
                Some('б') => Some(format!("{}п", &rest[..rest.len() - 'б'.len_utf8()])),
                _ => None,
            };
            for stem in std::iter::once(rest.clone()).chain(voiced) {
                let known = lexicon.is_noun(&stem);
                let length = stem.chars().count();
                if length < 2 || (name || !known) && length < 3 && stem != word {
                    continue;
                }
                let cut = word.chars().count() as i32 - length as i32;
                let agrees = if stem == lemma { 12 } else { 0 };
                // An owner's single vowel is a guess where nothing knows the stem.
                let guess = match (owned && !known && stem != lemma, case) {
                    (true, "Nom") => 4,
                    (true, _) => 1,
                    (false, _) => 0,
                };
                let score = if known { 30 } else { 0 } + agrees + cut.min(6) - guess;
                let form = Form { case, owned, plural, known, ..Form::bare(&stem, Kind::Noun) };
                found.push((score, form));
            }
        }
        found.into_iter().rev().max_by_key(|(score, _)| *score).map_or_else(|| Form::bare(word, Kind::Noun), |(_, f)| f)
    }

    /// All ways to take case, owner and number off: what remains, the case, whether owned, whether several.
    fn nominal(&self, word: &str) -> Vec<(String, &'static str, bool, bool)> {
        let mut out = vec![(word.to_owned(), "Nom", false, false)];
        let plain = |rest: &str, ending: &str| sounds_with(rest, ending) && joins_noun(rest, ending);
        out.extend(
            self.cases
                .iter()
                .filter_map(|(e, c)| Some((word.strip_suffix(e.as_str())?, e, *c)))
                .filter(|(r, e, _)| plain(r, e))
                .map(|(r, _, c)| (r.to_owned(), c, false, false)),
        );
        for (e, case) in &self.owned {
            let Some(rest) = word.strip_suffix(e.as_str()) else { continue };
            for vowel in HIGH {
                let Some(stem) = rest.strip_suffix(vowel) else { continue };
                if let Some(open) = stem.strip_suffix('с').filter(|s| ends_in_vowel(s)) {
                    out.push((open.to_owned(), case, true, false));
                }
                if !ends_in_vowel(stem) {
                    out.push((stem.to_owned(), case, true, false));
                }
            }
        }
        let several: Vec<_> = out
            .iter()
            .filter_map(|(rest, case, owned, _)| {
                let stem = PLURALS.iter().find_map(|p| rest.strip_suffix(p))?;
                (stem.chars().count() > 1).then(|| (stem.to_owned(), *case, *owned, true))
            })
            .collect();
        out.extend(several);
        out
    }
}

const PLURALS: [&str; 12] = ["лар", "лер", "лор", "лөр", "дар", "дер", "дор", "дөр", "тар", "тер", "тор", "төр"];

/// Stems whose doing "-уу" the word may name, with what speaks against each.
fn doing(word: &str) -> Vec<(String, i32)> {
    let mut out = vec![];
    for (ending, vowels) in [("оо", ["а", "о"]), ("өө", ["е", "ө"]), ("уу", ["у", "ы"]), ("үү", ["ү", "и"])]
    {
        let Some(rest) = word.strip_suffix(ending) else { continue };
        if !ending.starts_with(['о', 'ө']) {
            out.push((rest.to_owned(), 0));
        }
        out.extend(vowels.iter().map(|v| (format!("{rest}{v}"), 1)));
    }
    // "башталышы", "көбөйүшү".
    for vowel in HIGH {
        if let Some(rest) = word.strip_suffix(format!("{vowel}ш").as_str()) {
            out.push((rest.to_owned(), 6));
        }
    }
    out
}

/// Stems that an ending with or without a vowel before it leaves: "жеткирил" gives "жеткир", "баштал" "башта".
fn without(stem: &str, ending: &str) -> Vec<String> {
    let Some(rest) = stem.strip_suffix(ending) else { return vec![] };
    if !ends_in_vowel(rest) {
        return vec![];
    }
    let mut out = vec![rest.to_owned()];
    if let Some(shorter) = rest.strip_suffix(HIGH) {
        out.insert(0, shorter.to_owned());
    }
    out
}

/// "Коюлду", "коёт" as they sound: "койулду", "койот".
fn sounded(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        let after_vowel = out.chars().next_back().is_some_and(is_vowel);
        match c {
            'ю' if after_vowel => out.push_str("йу"),
            'я' if after_vowel => out.push_str("йа"),
            // ё is folded to е before; no stem but in -й has one behind о.
            'е' if out.ends_with('о') => out.push_str("йо"),
            c => out.push(c),
        }
    }
    out
}

/// A stem as the dictionary writes it.
fn unsounded(stem: &str) -> String {
    stem.replace("йу", "ю").replace("йа", "я").replace("йо", "е")
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'о' | 'у' | 'ы' | 'э' | 'е' | 'и' | 'ө' | 'ү' | 'я' | 'ю')
}

fn ends_in_vowel(word: &str) -> bool {
    word.chars().next_back().is_some_and(is_vowel)
}

/// Whether a verb's ending can stand behind the stem: a vowel behind a consonant, and the other way round for what is one
/// consonant; the first sound after that of the stem.
fn joins(stem: &str, ending: &str) -> bool {
    let Some(first) = ending.chars().next() else { return false };
    if stem.is_empty() {
        return false;
    }
    let open = ends_in_vowel(stem);
    if is_vowel(first) {
        return !open;
    }
    let bare = ["йт", "йбыз", "п", "й"].contains(&ending)
        || ending.starts_with('й')
        || ending.starts_with("пт")
        || ending.starts_with('р');
    if bare && !open {
        return false;
    }
    let hard = stem.ends_with(['п', 'т', 'к', 'с', 'ш', 'ч', 'ф', 'х', 'ц', 'щ']);
    match first {
        'д' | 'г' => !hard,
        'т' | 'к' => hard || stem.ends_with(['б', 'г', 'в']),
        _ => true,
    }
}

/// Whether a noun's case ending can stand behind the stem.
fn joins_noun(stem: &str, ending: &str) -> bool {
    let open = ends_in_vowel(stem) || stem.ends_with('ь');
    let hard = stem.ends_with(['п', 'т', 'к', 'с', 'ш', 'ч', 'ф', 'х', 'ц', 'щ', 'б', 'г', 'в']);
    match ending.chars().next() {
        Some('н') => open,
        Some('д') if ending.contains(HIGH) => !open && (!hard || stem.ends_with(['б', 'г', 'в'])),
        Some('д' | 'г') => !hard || stem.ends_with(['б', 'г', 'в']),
        Some('т' | 'к') => hard,
        _ => true,
    }
}

/// Whether the vowel of an ending sounds with the last one of the stem.
fn sounds_with(stem: &str, ending: &str) -> bool {
    let Some(last) = stem.chars().rev().find(|c| is_vowel(*c)) else { return stem.chars().any(|c| c.is_ascii_digit()) };
    let Some(vowel) = ending.chars().find(|c| is_vowel(*c)) else { return true };
    match vowel {
        'а' => matches!(last, 'а' | 'ы' | 'у' | 'я' | 'ю'),
        'о' => matches!(last, 'о'),
        'е' => matches!(last, 'е' | 'и' | 'э'),
        'ө' => matches!(last, 'ө' | 'ү'),
        'ы' => matches!(last, 'а' | 'ы' | 'я'),
        'у' => matches!(last, 'о' | 'у' | 'ю'),
        'и' => matches!(last, 'е' | 'и' | 'э'),
        'ү' => matches!(last, 'ө' | 'ү'),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammar;
    use kelishim_frames::Frames;
    use kelishim_registry::Registry;

    fn with_lexicon(check: impl Fn(&Endings, &Lexicon<'_>)) {
        let (frames, registry) = (Frames::default(), Registry::load(&[]).expect("no files are no fault"));
        check(Endings::get(), &Lexicon::new(&frames, &registry, Grammar::of("ky")));
    }

    #[test]
    fn nouns_lose_case_owner_and_number() {
        with_lexicon(|endings, lexicon| {
            for (word, lemma, case, owned, plural) in [
                ("келишимге", "келишим", "Dat", false, false),
                ("министрлигинин", "министрлик", "Gen", true, false),
                ("аскерлерин", "аскер", "Acc", true, true),
                ("өлкөдөн", "өлкө", "Abl", false, false),
                ("шаарында", "шаар", "Loc", true, false),
                ("министр", "министр", "Nom", false, false),
            ] {
                let form = endings.noun(word, "", false, lexicon);
                let told = (form.lemma.as_str(), form.case, form.owned, form.plural);
                assert_eq!(told, (lemma, case, owned, plural), "{word}");
            }
            let name = endings.noun("жапаровду", "", true, lexicon);
            assert_eq!((name.lemma.as_str(), name.case), ("жапаров", "Acc"));
        });
    }

    #[test]
    fn verbs_lose_tense_voice_and_denial() {
        with_lexicon(|endings, lexicon| {
            let told = |word: &str| endings.verb(word, "", lexicon).unwrap_or_else(|| panic!("{word} is a verb"));
            for (word, lemma, kind, tense) in [
                ("билдирди", "билдир", Kind::Finite, "Past"),
                ("коюлду", "кой", Kind::Finite, "Past"),
                ("берет", "бер", Kind::Finite, "Fut"),
                ("жеткирилерин", "жеткир", Kind::Clause, "Fut"),
                ("киргизилген", "киргиз", Kind::Participle, "Past"),
                ("көбөйтмөкчү", "көбөйт", Kind::Finite, "Fut"),
                ("тездетүүгө", "тездет", Kind::Doing, ""),
                ("даярдап", "даярда", Kind::Converb, "Pres"),
            ] {
                let form = told(word);
                assert_eq!((form.lemma.as_str(), form.kind, form.tense), (lemma, kind, tense), "{word}");
            }
            assert!(told("коюлду").passive && told("талкуулашты").plural && told("бербейт").negated);
            let unless = told("чечилбесе");
            assert!(unless.unreal && unless.negated && unless.passive && unless.lemma == "чеч");
            assert_eq!(told("сунуштайбыз").person, 1);
        });
    }
}
