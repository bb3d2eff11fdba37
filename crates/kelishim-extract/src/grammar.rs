//! What the rules ask of a language's closed words: `data/lang/<code>/lexicon/grammar.toml`.

use kelishim_read::{Reading, fold};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Short lists of a language by name ("word.not").
#[derive(Debug)]
pub struct Grammar {
    lists: BTreeMap<String, BTreeSet<String>>,
    ordered: BTreeMap<String, Vec<String>>,
    /// Whether word order and prepositions tell what cases tell elsewhere.
    pub analytic: bool,
    /// Whether every head stands last and endings tell what prepositions and auxiliaries tell elsewhere.
    pub agglutinative: bool,
}

impl Grammar {
    /// The grammar of a language by its tag; a language without a file has that of Russian.
    pub fn of(language: &str) -> &'static Grammar {
        static RU: LazyLock<Grammar> =
            LazyLock::new(|| read(include_str!("../../../data/lang/ru/lexicon/grammar.toml")));
        static EN: LazyLock<Grammar> = LazyLock::new(|| Grammar {
            analytic: true,
            ..read(include_str!("../../../data/lang/en/lexicon/grammar.toml"))
        });
        static KY: LazyLock<Grammar> = LazyLock::new(|| Grammar {
            agglutinative: true,
            ..read(include_str!("../../../data/lang/ky/lexicon/grammar.toml"))
        });
        match primary(language) {
            "en" => &EN,
            "ky" => &KY,
            _ => &RU,
        }
    }

    /// The grammar of the article's language.
    pub fn of_reading(reading: &Reading) -> &'static Grammar {
        Grammar::of(&reading.article.language)
    }

    /// Whether words that belong together agree in case, gender and number, as in Russian: what relates names to each other is
    /// then told by endings rather than by order.
    pub fn has_agreement(&self) -> bool {
        !self.analytic && !self.agglutinative
    }

    /// Whether a list has the word, lowercased with ё as е.
    pub fn has(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|l| l.contains(word))
    }

    /// A list in its order.
    pub fn list(&self, list: &str) -> &[String] {
        self.ordered.get(list).map_or(&[], Vec::as_slice)
    }

    /// Whether a word begins like one of the list.
    pub fn begins(&self, list: &str, word: &str) -> bool {
        self.list(list).iter().any(|stem| word.starts_with(stem.as_str()))
    }

    /// The first list of a section that has the word, by its name without the section.
    pub fn list_with(&self, section: &str, word: &str) -> Option<&str> {
        let mut fitting = self.ordered.keys().filter(|name| self.has(name, word));
        fitting.find_map(|name| name.strip_prefix(section)?.strip_prefix('.'))
    }
}

/// The language of a tag without region and script: "en" of "en-GB".
pub fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}

fn read(content: &str) -> Grammar {
    let sections: BTreeMap<String, BTreeMap<String, Vec<String>>> =
        toml::from_str(content).expect("a test reads the file");
    let mut ordered = BTreeMap::new();
    for (section, keys) in sections {
        for (key, words) in keys {
            ordered.insert(format!("{section}.{key}"), words.iter().map(|w| fold(w)).collect::<Vec<_>>());
        }
    }
    let lists = ordered.iter().map(|(k, v)| (k.clone(), v.iter().cloned().collect())).collect();
    Grammar { lists, ordered, analytic: false, agglutinative: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_languages_answer_the_same_questions() {
        let keys = |l: &str| Grammar::of(l).ordered.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys("ru"), keys("en"));
        assert_eq!(keys("ru"), keys("ky"));
        assert!(Grammar::of("en-GB").analytic && !Grammar::of("und").analytic);
        assert!(Grammar::of("ru").has_agreement());
        assert!(!Grammar::of("en").has_agreement() && !Grammar::of("ky").has_agreement());
    }

    #[test]
    fn a_word_is_found_in_its_section() {
        assert_eq!(Grammar::of("en").list_with("office-class", "minister"), Some("minister"));
        assert_eq!(Grammar::of("ru").list_with("office-class", "посол"), Some("envoy"));
    }
}
