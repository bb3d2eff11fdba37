//! What words are told by beside their endings: `data/lang/<code>/lexicon/endings.toml`, and the words that frames know.

use crate::grammar::Grammar;
use kelishim_frames::Frames;
use kelishim_read::fold;
use kelishim_registry::Registry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The file of the one language that is read so.
static FILE: LazyLock<Lists> = LazyLock::new(|| {
    Lists::parse(include_str!("../../../../data/lang/ky/lexicon/endings.toml")).expect("a test reads the file")
});

/// Lists by name ("verb.stem").
#[derive(Debug)]
struct Lists(BTreeMap<String, BTreeSet<String>>);

impl Lists {
    fn parse(content: &str) -> Result<Lists, toml::de::Error> {
        let sections: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(content)?;
        let lists = sections.into_iter().flat_map(|(section, keys)| {
            let named = move |(key, words): (String, Vec<String>)| {
                (format!("{section}.{key}"), words.iter().map(|w| fold(w)).collect())
            };
            keys.into_iter().map(named)
        });
        Ok(Lists(lists.collect()))
    }
}

/// The words of the language.
pub(super) struct Lexicon<'a> {
    frames: &'a Frames,
    registry: &'a Registry,
    grammar: &'static Grammar,
}

impl<'a> Lexicon<'a> {
    /// The lists with what the frames know.
    pub fn new(frames: &'a Frames, registry: &'a Registry, grammar: &'static Grammar) -> Self {
        Lexicon { frames, registry, grammar }
    }

    /// Whether the words, the last without its ending, name a state or capital; the soft sign is lost before an ending.
    pub fn is_state(&self, words: &str) -> bool {
        let known = |w: &str| self.registry.state_by_name(w).or_else(|| self.registry.state_by_capital(w)).is_some();
        known(words) || words.ends_with(['л', 'н', 'р', 'т', 'с']) && known(&format!("{words}ь"))
    }

    /// Whether a folded lemma is a word for people, by the list or by its ending: "чек арачы", "журналист".
    pub fn is_person(&self, lemma: &str) -> bool {
        let doing = ["уучу", "үүчү", "оочу", "өөчү"].iter().any(|e| lemma.ends_with(e));
        let ending = ["чы", "чи", "чу", "чү", "ист", "лог"].iter().any(|e| lemma.ends_with(e));
        let long = lemma.chars().count() > 4;
        self.has("noun.person", lemma)
            || self.grammar.list_with("office-class", lemma).is_some()
            || long && ending && !doing
    }

    /// Whether a list has the folded word.
    pub fn has(&self, list: &str, word: &str) -> bool {
        FILE.0.get(list).is_some_and(|l| l.contains(word))
    }

    /// Whether a folded form marks the clause before it as said: "деп".
    pub fn is_that(&self, form: &str) -> bool {
        self.grammar.has("word.that", form)
    }

    /// Whether a folded stem is a verb's.
    pub fn is_verb(&self, stem: &str) -> bool {
        self.has("verb.stem", stem) || self.has("verb.auxiliary", stem) || self.frames.knows_verb(stem)
    }

    /// Whether a folded lemma is a noun.
    pub fn is_noun(&self, lemma: &str) -> bool {
        self.has("noun.stem", lemma)
            || self.has("noun.deverbal", lemma)
            || !self.is_verb(lemma) && self.frames.knows(lemma)
            || self.is_somebody(lemma)
    }

    /// Whether a folded lemma is an office or body.
    pub fn is_somebody(&self, lemma: &str) -> bool {
        self.grammar.list_with("office-class", lemma).is_some() || self.grammar.list_with("body-group", lemma).is_some()
    }

    /// Whether a folded lemma stands for both sides in the plural: "тараптар".
    pub fn is_side(&self, lemma: &str) -> bool {
        self.frames.in_class("pair", lemma)
    }

    /// Whether the words are one verb, as a list or a frame knows them.
    pub fn is_phrase(&self, words: &str) -> bool {
        self.has("phrase.verb", words) || self.frames.triggered_by(words).next().is_some()
    }

    /// Whether a folded lemma is something that sides sign.
    pub fn is_agreement(&self, lemma: &str) -> bool {
        self.frames.in_class("agreement", lemma)
    }

    /// Closed words of the language.
    pub fn grammar(&self) -> &'static Grammar {
        self.grammar
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_its_lists() {
        let (frames, registry) = (Frames::default(), Registry::load(&[]).expect("no files are no fault"));
        let lexicon = Lexicon::new(&frames, &registry, Grammar::of("ky"));
        assert!(lexicon.is_verb("бер") && lexicon.has("phrase.verb", "кол кой") && lexicon.is_noun("келишим"));
    }
}
