//! Words and their trees against a treebank, on the treebank's own words.
//!
//! Measures, each over all words of gold: `tree.upos`, `tree.feats` (all features of the word), `tree.lemma` (case
//! apart), `tree.uas` (the head) and `tree.las` (head and relation with its subtype).

use crate::conllu::TreeWord;
use crate::figures::Figures;
use std::collections::BTreeMap;

/// What [`score_trees`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TreeScores {
    /// Counts by measure. Gold and found are equal unless sentences failed, so that precision is accuracy.
    pub figures: Figures,
    /// Sentences whose words are not those of gold; all words of such a sentence count as wrong.
    pub failed: Vec<String>,
    /// How often what stands in gold was taken for something else: "upos NOUN taken for PROPN", "lemma ...", "feats
    /// Case=Acc taken for Case=Nom", "relation ..." where the head is right; the most frequent first.
    pub confusions: Vec<(String, usize)>,
}

/// Counts how far the analysis of sentences agrees with gold, word by word. `found` holds the same sentences in the same
/// order, cut into the same words.
pub fn score_trees(gold: &[Vec<TreeWord>], found: &[Vec<TreeWord>]) -> TreeScores {
    let mut scores = TreeScores::default();
    let mut confused = BTreeMap::new();
    for (at, gold) in gold.iter().enumerate() {
        let found = found.get(at).map_or(&[][..], Vec::as_slice);
        let same_words = gold.len() == found.len() && gold.iter().zip(found).all(|(g, f)| g.form == f.form);
        if !same_words {
            let shown = gold.iter().take(4).map(|w| w.form.as_str()).collect::<Vec<_>>().join(" ");
            scores.failed.push(format!(
                "sentence {} «{shown}»: {} words of gold, {} found, not the same",
                at + 1,
                gold.len(),
                found.len()
            ));
        }
        for (g, f) in gold.iter().zip(found).filter(|_| same_words) {
            for confusion in confusions(g, f) {
                *confused.entry(confusion).or_insert(0) += 1;
            }
        }
        let mut add = |measure, right: &dyn Fn(&TreeWord, &TreeWord) -> bool| {
            let hits = gold.iter().zip(found).filter(|(g, f)| same_words && right(g, f)).count();
            scores.figures.add(measure, hits, gold.len(), found.len());
        };
        add("tree.upos", &|g, f| g.upos == f.upos);
        add("tree.feats", &|g, f| features(&g.feats) == features(&f.feats));
        add("tree.lemma", &|g, f| g.lemma.to_lowercase() == f.lemma.to_lowercase());
        add("tree.uas", &|g, f| g.head == f.head);
        add("tree.las", &|g, f| g.head == f.head && g.relation == f.relation);
    }
    scores.confusions = confused.into_iter().collect();
    scores.confusions.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    scores
}

/// What of a word of gold was taken for something else.
fn confusions(gold: &TreeWord, found: &TreeWord) -> Vec<String> {
    let taken = |what: &str, g: &str, f: &str| (g != f).then(|| format!("{what} {g} taken for {f}"));
    let lemmas = [&gold.lemma, &found.lemma].map(|l| l.to_lowercase());
    let lemma =
        (lemmas[0] != lemmas[1]).then(|| format!("lemma of {}: {} taken for {}", gold.form, lemmas[0], lemmas[1]));
    let mut out: Vec<String> = taken("upos", &gold.upos, &found.upos).into_iter().chain(lemma).collect();
    if gold.head == found.head {
        out.extend(taken("relation", &gold.relation, &found.relation));
    }
    let (g, f) = (features(&gold.feats), features(&found.feats));
    let name = |x: &str| x.split('=').next().unwrap_or_default().to_owned();
    for x in g.iter().filter(|x| !f.contains(x)) {
        let other = f.iter().find(|y| name(y) == name(x)).copied().unwrap_or("nothing");
        out.push(format!("feats {x} taken for {other}"));
    }
    out.extend(
        f.iter().filter(|x| !g.iter().any(|y| name(y) == name(x))).map(|x| format!("feats nothing taken for {x}")),
    );
    out
}

fn features(all: &str) -> Vec<&str> {
    let mut out: Vec<&str> = all.split('|').filter(|f| !f.is_empty() && *f != "_").collect();
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(form: &str, upos: &str, feats: &str, lemma: &str, head: usize, relation: &str) -> TreeWord {
        let own = str::to_owned;
        TreeWord {
            form: own(form),
            lemma: own(lemma),
            upos: own(upos),
            feats: own(feats),
            head,
            relation: own(relation),
        }
    }

    fn gold() -> Vec<TreeWord> {
        vec![
            word("Школы", "NOUN", "Case=Nom|Number=Plur", "школа", 2, "nsubj:pass"),
            word("построены", "VERB", "Voice=Pass", "построить", 0, "root"),
        ]
    }

    fn check(found: &[Vec<TreeWord>], expected: [usize; 5], failed: usize) {
        let scores = score_trees(&[gold()], found);
        let right = ["upos", "feats", "lemma", "uas", "las"]
            .map(|m| scores.figures.get(&format!("tree.{m}")).unwrap_or_default().right);
        assert_eq!((right, scores.failed.len()), (expected, failed));
    }

    #[test]
    fn each_measure_is_counted_by_word() {
        check(&[gold()], [2, 2, 2, 2, 2], 0);
        let noun = word("Школы", "PROPN", "Number=Plur|Case=Nom", "Школа", 2, "nsubj");
        check(&[vec![noun, gold().remove(1)]], [1, 2, 2, 2, 1], 0);
        let astray = word("Школы", "NOUN", "_", "школы", 1, "nsubj:pass");
        check(&[vec![astray, gold().remove(1)]], [2, 1, 1, 1, 1], 0);
    }

    #[test]
    fn a_sentence_cut_otherwise_fails_as_a_whole() {
        check(&[gold()[..1].to_vec()], [0; 5], 1);
        check(&[], [0; 5], 1);
        let other = word("Вузы", "NOUN", "Case=Nom|Number=Plur", "школа", 2, "nsubj:pass");
        check(&[vec![other, gold().remove(1)]], [0; 5], 1);
    }
}
