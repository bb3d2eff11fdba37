//! Fields of relations, by the words of a row and of its sentence.

use crate::tree::Tree;
use kelishim_model::Area;
use std::collections::BTreeMap;

/// Word beginnings by area: `data/lang/<code>/lexicon/areas.toml`.
#[derive(Debug, Default)]
pub struct AreaLexicon {
    stems: Vec<(String, Area)>,
}

impl AreaLexicon {
    /// Reads tables `[area] stem = [...]`. The error names the line's problem.
    pub fn parse(content: &str) -> Result<AreaLexicon, String> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Entry {
            stem: Vec<String>,
        }
        let file: BTreeMap<String, Entry> = toml::from_str(content).map_err(|e| e.to_string())?;
        let mut stems = vec![];
        for (code, entry) in file {
            let area = Area::from_code(&code).ok_or_else(|| format!("`{code}` is no area"))?;
            stems.extend(entry.stem.into_iter().map(|s| (kelishim_read::fold(&s), area)));
        }
        stems.sort();
        Ok(AreaLexicon { stems })
    }

    /// Areas that the tokens speak of, most words first, at most three. Linear in tokens, logarithmic in stems.
    pub fn of(&self, tree: &Tree<'_>, tokens: impl Iterator<Item = usize>) -> Vec<Area> {
        let mut counts: BTreeMap<Area, usize> = BTreeMap::new();
        for t in tokens {
            if let Some(area) = self.area_of(tree.lemma(t)) {
                *counts.entry(area).or_default() += 1;
            }
        }
        let mut ranked: Vec<(usize, Area)> = counts.into_iter().map(|(a, n)| (n, a)).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().take(3).map(|(_, a)| a).collect()
    }

    /// The area of the longest stem that the lemma begins with.
    fn area_of(&self, lemma: &str) -> Option<Area> {
        let mut end = lemma.len();
        while end > 0 {
            if lemma.is_char_boundary(end)
                && let Ok(i) = self.stems.binary_search_by(|(s, _)| s.as_str().cmp(&lemma[..end]))
            {
                return Some(self.stems[i].1);
            }
            end -= 1;
        }
        None
    }
}
