//! A reading of plain words for tests: cut at white space and marks, numbers and nouns told by their looks.

use kelishim_read::{Reading, parse_conllu};

/// A reading of one sentence whose tokens stand apart by spaces; each hangs on the first.
pub fn read(text: &str, published: &str) -> Reading {
    let mut conllu = String::new();
    for (i, word) in text.split(' ').enumerate() {
        let digits = word.starts_with(|c: char| c.is_ascii_digit());
        let pos = if digits {
            "NUM"
        } else if word.chars().any(char::is_alphabetic) {
            "NOUN"
        } else {
            "PUNCT"
        };
        let (head, relation) = if i == 0 { (0, "root") } else { (1, "dep") };
        conllu.push_str(&format!(
            "{}\t{word}\t{}\t{pos}\t_\t_\t{head}\t{relation}\t_\t_\n",
            i + 1,
            word.to_lowercase()
        ));
    }
    let mut reading = parse_conllu(&conllu);
    reading.article.published = published.parse().ok();
    reading
}
