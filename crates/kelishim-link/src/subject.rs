//! What undertakings are about, in the words of several languages: `data/link/subjects.toml`.

use serde::Deserialize;
use std::collections::BTreeSet;

/// Subjects by the stems of their words.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    ids: Vec<String>,
    // Stem and subject, sorted by stem. A stem that ends in `*` in the file matches every word that begins with it.
    stems: Vec<(String, usize)>,
    words: Vec<(String, usize)>,
    generic: BTreeSet<String>,
    apart: BTreeSet<usize>,
}

/// Why the file of subjects was refused.
#[derive(Debug, thiserror::Error)]
pub enum SubjectError {
    /// Not the TOML that is wanted.
    #[error("{file}: {message}")]
    Syntax {
        /// Name of the file.
        file: String,
        /// What the parser says, with the line.
        message: String,
    },
    /// A subject twice, without words, or with an upper-case word.
    #[error("{file}: subject `{subject}`: {problem}")]
    Subject {
        /// Name of the file.
        file: String,
        /// Its id.
        subject: String,
        /// What is wrong.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    generic: Vec<String>,
    subject: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    words: Vec<String>,
    #[serde(default)]
    apart: bool,
}

impl Subjects {
    /// Reads the file `name` with this content.
    pub fn parse(name: &str, content: &str) -> Result<Subjects, SubjectError> {
        let file: File = toml::from_str(content)
            .map_err(|e| SubjectError::Syntax { file: name.to_owned(), message: e.to_string() })?;
        let mut out = Subjects { generic: file.generic.into_iter().collect(), ..Subjects::default() };
        for row in file.subject {
            let refuse = |problem: &str| {
                Err(SubjectError::Subject {
                    file: name.to_owned(),
                    subject: row.id.clone(),
                    problem: problem.to_owned(),
                })
            };
            if out.ids.contains(&row.id) {
                return refuse("stands twice");
            }
            if row.words.is_empty() {
                return refuse("has no words");
            }
            let id = out.ids.len();
            for word in &row.words {
                if word.to_lowercase() != *word {
                    return refuse(&format!("`{word}` is not in lower case"));
                }
                match word.strip_suffix('*') {
                    Some(stem) => out.stems.push((stem.to_owned(), id)),
                    None => out.words.push((word.clone(), id)),
                }
            }
            if row.apart {
                out.apart.insert(id);
            }
            out.ids.push(row.id);
        }
        out.stems.sort();
        out.words.sort();
        Ok(out)
    }

    /// Subjects that a word in lower case speaks of, ascending.
    pub fn of(&self, word: &str) -> BTreeSet<usize> {
        let from = self.words.partition_point(|(w, _)| w.as_str() < word);
        let mut found: BTreeSet<usize> =
            self.words[from..].iter().take_while(|(w, _)| w == word).map(|(_, id)| *id).collect();
        for (at, _) in word.char_indices().skip(2).chain([(word.len(), ' ')]) {
            let stem = &word[..at];
            let from = self.stems.partition_point(|(s, _)| s.as_str() < stem);
            found.extend(self.stems[from..].iter().take_while(|(s, _)| s == stem).map(|(_, id)| *id));
        }
        found
    }

    /// Name of a subject.
    pub fn id(&self, subject: usize) -> &str {
        &self.ids[subject]
    }

    /// Whether undertakings on it are other ones than those on the same matter without it: to produce a vaccine, and to
    /// deliver it.
    pub fn is_apart(&self, subject: usize) -> bool {
        self.apart.contains(&subject)
    }

    /// Whether a word says nothing about what an undertaking is about ("соглашение", "страна").
    pub fn is_generic(&self, word: &str) -> bool {
        self.generic.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_and_whole_words_are_told_apart() {
        let file = "generic = ['год']\n[[subject]]\nid = 'quota'\nwords = ['квот*', 'quota']\n[[subject]]\nid = 'gas'\nwords = ['газ']";
        let subjects = Subjects::parse("x", file).unwrap();
        let of = |w: &str| subjects.of(w).into_iter().map(|s| subjects.id(s).to_owned()).collect::<Vec<_>>();
        assert_eq!(of("квотаны"), ["quota"]);
        assert_eq!(of("газ"), ["gas"]);
        assert!(of("газета").is_empty());
        assert!(subjects.is_generic("год"));
    }

    #[test]
    fn a_bad_file_names_the_subject() {
        let file = "generic = []\n[[subject]]\nid = 'a'\nwords = ['Квота']";
        assert!(Subjects::parse("s.toml", file).unwrap_err().to_string().contains("`Квота` is not in lower case"));
    }
}
