//! Words and trees as treebanks store them: CoNLL-U, ten columns a word, an empty line after each sentence.

/// One word of a sentence with its analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeWord {
    /// As it stands in the text.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Universal features, "Case=Gen|Number=Sing" in any order; "_" for none.
    pub feats: String,
    /// Head, counted from 1 in the sentence; 0 for the root.
    pub head: usize,
    /// Universal relation with its subtype.
    pub relation: String,
}

/// A line that is no word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConlluError {
    /// Fewer or more columns than ten.
    #[error("line {line}: {columns} columns, not 10")]
    Columns {
        /// Counted from 1.
        line: usize,
        /// How many it has.
        columns: usize,
    },
    /// A head that is no number, as in the unannotated parts of some treebanks.
    #[error("line {line}: the head `{head}` is no number")]
    Head {
        /// Counted from 1.
        line: usize,
        /// What stands there.
        head: String,
    },
}

/// The sentences of a CoNLL-U file, in order. Comments, the ranges of words written together ("3-4") and empty nodes
/// ("3.1") are passed over.
pub fn read_conllu(text: &str) -> Result<Vec<Vec<TreeWord>>, ConlluError> {
    let mut sentences = Vec::new();
    let mut words = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            if !words.is_empty() {
                sentences.push(std::mem::take(&mut words));
            }
        } else if !line.starts_with('#') {
            words.extend(word(line, at + 1)?);
        }
    }
    if !words.is_empty() {
        sentences.push(words);
    }
    Ok(sentences)
}

fn word(text: &str, line: usize) -> Result<Option<TreeWord>, ConlluError> {
    let columns: Vec<&str> = text.split('\t').collect();
    let [id, form, lemma, upos, _, feats, head, relation, _, _] = columns[..] else {
        return Err(ConlluError::Columns { line, columns: columns.len() });
    };
    if id.contains(['-', '.']) {
        return Ok(None);
    }
    let head = head.parse().map_err(|_| ConlluError::Head { line, head: head.to_owned() })?;
    let own = str::to_owned;
    Ok(Some(TreeWord {
        form: own(form),
        lemma: own(lemma),
        upos: own(upos),
        feats: own(feats),
        head,
        relation: own(relation),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&[&[&str]], &str>) {
        let found = read_conllu(text);
        let forms = found
            .as_ref()
            .map(|s| s.iter().map(|s| s.iter().map(|w| w.form.as_str()).collect()).collect::<Vec<Vec<_>>>());
        let expected = expected.map(|s| s.iter().map(|s| s.to_vec()).collect());
        assert_eq!(forms.map_err(|e| e.to_string()), expected.map_err(str::to_owned));
    }

    #[test]
    fn sentences_end_at_empty_lines_and_at_the_end() {
        let word = |form: &str| format!("1\t{form}\tшкола\tNOUN\t_\tCase=Nom\t0\troot\t_\t_\n");
        check(&format!("# text = Школа\n{}\n\n{}", word("Школа"), word("Вуз")), Ok(&[&["Школа"], &["Вуз"]]));
    }

    #[test]
    fn ranges_and_empty_nodes_are_no_words() {
        let row = |id: &str, form: &str| format!("{id}\t{form}\t_\tX\t_\t_\t0\troot\t_\t_\n");
        check(&(row("1-2", "ab") + &row("1", "a") + &row("1.1", "e") + &row("2", "b")), Ok(&[&["a", "b"]]));
    }

    #[test]
    fn a_broken_line_is_named() {
        check("1\tа\tа\tX", Err("line 1: 4 columns, not 10"));
        check("\n1\tа\tа\tX\t_\t_\t_\troot\t_\t_", Err("line 2: the head `_` is no number"));
    }
}
