//! Words of speech: which verbs, phrases and prepositions report, and in which constructions.

use kelishim_read::fold;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Why a lexicon of speech was refused. Names the file and the line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SpeechError {
    /// No TOML of the expected shape; unknown keys are refused.
    #[error("{file}: {source}")]
    Shape {
        /// The file.
        file: String,
        /// What is wrong and where.
        source: Box<toml::de::Error>,
    },
    /// A construction that does not exist.
    #[error("{file}:{line}: `{word}` is no construction; there are {known}", known = KNOWN.map(|k| k.0).join(", "))]
    UnknownConstruction {
        /// The file.
        file: String,
        /// Where, from 1.
        line: usize,
        /// The word found.
        word: String,
    },
    /// An entry that could never apply.
    #[error("{file}:{line}: `{class}` has no words")]
    Empty {
        /// The file.
        file: String,
        /// Where, from 1.
        line: usize,
        /// The entry's class.
        class: String,
    },
}

/// A way in which the words said may stand beside their cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Construction {
    /// ", что C".
    That,
    /// ", почему C".
    How,
    /// "«C», — сказал X".
    Quote,
    /// "C, сообщил X", "как сообщил X, C", "об этом сообщил X".
    After,
    /// "сообщил о C".
    About,
    /// "назвал C": what remains of the clause.
    Rest,
    /// A quotation inside the verb's own clause.
    Part,
    /// "выразил мнение о C".
    Opinion,
}

const KNOWN: [(&str, Construction); 8] = [
    ("that", Construction::That),
    ("how", Construction::How),
    ("quote", Construction::Quote),
    ("after", Construction::After),
    ("about", Construction::About),
    ("rest", Construction::Rest),
    ("part", Construction::Part),
    ("opinion", Construction::Opinion),
];

/// What an entry says of its words.
#[derive(Debug, Clone)]
pub(super) struct Usage {
    /// Name of the rule's class in the record.
    pub class: String,
    takes: BTreeSet<Construction>,
    /// Counts with "не" alone.
    pub negated: bool,
    /// Needs a speaker who is an actor or a person.
    pub person: bool,
}

impl Usage {
    /// The usage of a word that is no word of speech by itself.
    pub fn of_class(class: &str) -> Self {
        Usage { class: class.to_owned(), takes: BTreeSet::new(), negated: false, person: false }
    }

    /// Whether the words said may stand so.
    pub fn takes(&self, construction: Construction) -> bool {
        self.takes.contains(&construction)
    }
}

/// The words of speech of one language: `data/lang/<code>/lexicon/speech.toml`.
#[derive(Debug, Default)]
pub struct SpeechLexicon {
    usages: Vec<Usage>,
    verbs: BTreeMap<String, usize>,
    phrases: BTreeMap<String, Vec<(BTreeSet<String>, usize)>>,
    sources: BTreeMap<String, Vec<(BTreeSet<String>, usize)>>,
    lists: [BTreeSet<String>; 8],
    openings: Vec<Vec<String>>,
}

/// Lists of nouns that the search asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Texts in which something stands said.
    Document,
    /// Who passes on what others said.
    Media,
    /// The outlet itself.
    Reporter,
    /// Nouns that take up the last speaker.
    Again,
    /// People who speak for a body.
    StandsFor,
    /// Subjects that say nothing.
    Mute,
    /// What is an act rather than something said.
    NotAbout,
    /// Bodies in which "they" say something.
    Body,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    verb: Vec<toml::Spanned<VerbEntry>>,
    #[serde(default)]
    phrase: Vec<toml::Spanned<PhraseEntry>>,
    #[serde(default)]
    source: Vec<toml::Spanned<SourceEntry>>,
    words: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbEntry {
    class: String,
    lemma: Vec<String>,
    takes: Vec<toml::Spanned<String>>,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    person: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseEntry {
    class: String,
    verb: Vec<String>,
    noun: Vec<String>,
    takes: Vec<toml::Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    class: String,
    preposition: String,
    #[serde(default)]
    noun: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    document: Vec<String>,
    media: Vec<String>,
    reporter: Vec<String>,
    again: Vec<String>,
    stands_for: Vec<String>,
    mute: Vec<String>,
    not_about: Vec<String>,
    body: Vec<String>,
    opening: Vec<String>,
}

impl SpeechLexicon {
    /// Reads a lexicon; `file` names it in errors. A verb in two entries belongs to the first.
    pub fn parse(file: &str, content: &str) -> Result<SpeechLexicon, SpeechError> {
        let parsed: File = toml::from_str(content)
            .map_err(|source| SpeechError::Shape { file: file.to_owned(), source: Box::new(source) })?;
        let reader = Reader { file, content };
        let mut lexicon = SpeechLexicon::default();
        for entry in parsed.verb {
            let at = entry.span().start;
            let entry = entry.into_inner();
            reader.need_words(at, &entry.class, &entry.lemma)?;
            let takes = reader.constructions(&entry.takes)?;
            let usage = lexicon.add(Usage { class: entry.class, takes, negated: entry.negated, person: entry.person });
            for lemma in entry.lemma {
                lexicon.verbs.entry(fold(&lemma)).or_insert(usage);
            }
        }
        for entry in parsed.phrase {
            let at = entry.span().start;
            let entry = entry.into_inner();
            reader.need_words(at, &entry.class, &entry.verb)?;
            reader.need_words(at, &entry.class, &entry.noun)?;
            let takes = reader.constructions(&entry.takes)?;
            let usage = lexicon.add(Usage { class: entry.class, takes, negated: false, person: false });
            let nouns: BTreeSet<String> = entry.noun.iter().map(|n| fold(n)).collect();
            for verb in entry.verb {
                lexicon.phrases.entry(fold(&verb)).or_default().push((nouns.clone(), usage));
            }
        }
        for entry in parsed.source {
            let at = entry.span().start;
            let entry = entry.into_inner();
            // Only a phrase of several words may stand without its noun: "according to".
            if !(entry.noun.is_empty() && entry.preposition.contains(' ')) {
                reader.need_words(at, &entry.class, &entry.noun)?;
            }
            let usage = lexicon.add(Usage::of_class(&entry.class));
            let nouns = entry.noun.iter().map(|n| fold(n)).collect();
            lexicon.sources.entry(fold(&entry.preposition)).or_default().push((nouns, usage));
        }
        let w = parsed.words;
        lexicon.lists = [w.document, w.media, w.reporter, w.again, w.stands_for, w.mute, w.not_about, w.body]
            .map(|list| list.iter().map(|word| fold(word)).collect());
        lexicon.openings = w.opening.iter().map(|o| fold(o).split(' ').map(str::to_owned).collect()).collect();
        Ok(lexicon)
    }

    fn add(&mut self, usage: Usage) -> usize {
        self.usages.push(usage);
        self.usages.len() - 1
    }

    /// The usage of a verb by its folded lemma; the reflexive of a listed verb is not listed by that.
    pub(super) fn verb(&self, lemma: &str) -> Option<&Usage> {
        self.verbs.get(lemma).map(|u| &self.usages[*u])
    }

    /// The usage of a verb with one of its nouns.
    pub(super) fn phrase(&self, verb: &str, noun: &str) -> Option<&Usage> {
        let list = self.phrases.get(verb)?;
        list.iter().find(|(nouns, _)| nouns.contains(noun)).map(|(_, u)| &self.usages[*u])
    }

    /// Whether the verb begins phrases.
    pub(super) fn is_light(&self, verb: &str) -> bool {
        self.phrases.contains_key(verb)
    }

    /// The usage of a preposition with a noun: "по словам".
    pub(super) fn source(&self, preposition: &str, noun: &str) -> Option<&Usage> {
        let list = self.sources.get(preposition)?;
        list.iter().find(|(nouns, _)| nouns.contains(noun)).map(|(_, u)| &self.usages[*u])
    }

    /// The usage of a phrase that needs no noun: "according to".
    pub(super) fn bare_source(&self, phrase: &str) -> Option<&Usage> {
        let list = self.sources.get(phrase)?;
        list.iter().find(|(nouns, _)| nouns.is_empty()).map(|(_, u)| &self.usages[*u])
    }

    /// Whether a list has the lemma.
    pub(super) fn has(&self, list: List, lemma: &str) -> bool {
        self.lists[list as usize].contains(lemma)
    }

    /// Openings of sentences, as folded words.
    pub(super) fn openings(&self) -> &[Vec<String>] {
        &self.openings
    }
}

/// Names places of a file in errors.
struct Reader<'a> {
    file: &'a str,
    content: &'a str,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        self.content.bytes().take(at).filter(|b| *b == b'\n').count() + 1
    }

    fn need_words(&self, at: usize, class: &str, words: &[String]) -> Result<(), SpeechError> {
        if words.iter().any(|w| !w.trim().is_empty()) {
            return Ok(());
        }
        Err(SpeechError::Empty { file: self.file.to_owned(), line: self.line(at), class: class.to_owned() })
    }

    fn constructions(&self, words: &[toml::Spanned<String>]) -> Result<BTreeSet<Construction>, SpeechError> {
        let one = |word: &toml::Spanned<String>| {
            let known = KNOWN.iter().find(|(name, _)| *name == word.get_ref());
            known.map(|k| k.1).ok_or_else(|| SpeechError::UnknownConstruction {
                file: self.file.to_owned(),
                line: self.line(word.span().start),
                word: word.get_ref().clone(),
            })
        };
        words.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "[words]\ndocument=[]\nmedia=[]\nreporter=[]\nagain=[]\nstands_for=[]\nmute=[]\nnot_about=[]\nbody=[]\nopening=[]\n";

    fn refused(entry: &str) -> String {
        SpeechLexicon::parse("a.toml", &format!("{entry}\n{WORDS}")).expect_err("refused").to_string()
    }

    #[test]
    fn a_bad_lexicon_is_refused_by_file_and_line() {
        let unknown = refused("[[verb]]\nclass = \"say\"\nlemma = [\"сказать\"]\ntakes = [\"that\", \"song\"]");
        assert!(unknown.starts_with("a.toml:4: `song` is no construction; there are that, how"), "{unknown}");
        assert!(
            refused("[[verb]]\nclass = \"say\"\nlemma = []\ntakes = []").starts_with("a.toml:1: `say` has no words")
        );
        let key = refused("[[verb]]\nclass = \"say\"\nlemma = [\"сказать\"]\ntakes = []\nloud = true");
        assert!(key.starts_with("a.toml: ") && key.contains("line 5"), "{key}");
    }

    #[test]
    fn words_are_found_by_folded_lemma() {
        let text = format!("[[verb]]\nclass = \"say\"\nlemma = [\"Счёсть\"]\ntakes = [\"that\"]\n{WORDS}");
        let lexicon = SpeechLexicon::parse("a.toml", &text).expect("reads");
        assert!(lexicon.verb("счесть").is_some_and(|u| u.takes(Construction::That) && !u.takes(Construction::Quote)));
        assert!(lexicon.verb("молчать").is_none());
    }
}
