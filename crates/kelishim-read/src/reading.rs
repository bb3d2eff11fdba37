//! An article with its analysis: paragraphs, sentences, tokens with morphology and trees, nested entities.

use kelishim_model::{Article, Gap, Span};
use std::ops::Range;
use std::sync::Arc;

/// What stage `read` hands to `extract`. Tokens, sentences and entities stand in order of the text.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The article; every span below points into its text.
    pub article: Article,
    /// Paragraphs, without the white space around them.
    pub paragraphs: Vec<Span>,
    /// Sentences; they cover all tokens, each token in exactly one.
    pub sentences: Vec<Sentence>,
    /// Words, numbers and marks of the whole text.
    pub tokens: Vec<Token>,
    /// Nested entities, by start, the longer first.
    pub entities: Vec<Entity>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// What the model keeps of each token's state ([`kelishim_infer::Keep`]), all of one width, one after the other; empty
    /// when it keeps nothing.
    pub states: Vec<f32>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Its stretch of the text, trimmed.
    pub span: Span,
    /// Its tokens, indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// Its paragraph, an index into [`Reading::paragraphs`].
    pub paragraph: usize,
}

/// One word, number or mark, hyphenated words whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Dictionary form, lowercased but for the capitals of names ("Бишкек", "подписать").
    pub lemma: String,
    /// Universal part of speech: "NOUN", "VERB", "PROPN" ...
    pub pos: Arc<str>,
    /// Universal features.
    pub feats: Feats,
    /// Head, an index into [`Reading::tokens`] of the same sentence; `None` for the root.
    pub head: Option<usize>,
    /// Universal relation to the head, subtype included ("nsubj:pass"); "root" for the root.
    pub relation: Arc<str>,
    /// Its sentence, an index into [`Reading::sentences`].
    pub sentence: usize,
}

/// One named entity of NEREL's 29 types.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Where it stands; may be a part of a hyphenated token.
    pub span: Span,
    /// NEREL's name of the type: "PERSON", "STATE_OR_PROVINCE" ...
    pub kind: Arc<str>,
    /// The tokens it touches, indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// The model's score; above 0.
    pub score: f32,
}

/// Universal features of a token as CoNLL-U writes them: "Case=Gen|Number=Sing", or "_" for none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feats(pub Arc<str>);

impl Feats {
    /// Value of a feature: `get("Case")` is `Some("Gen")`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.split('|').find_map(|f| f.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether a feature has this value.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }
}

impl Reading {
    /// The token's words in the text.
    pub fn form(&self, token: usize) -> &str {
        self.tokens[token].span.of(&self.article.text)
    }

    /// Tokens whose head is `token`, in order. Linear in the sentence.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let sentence = &self.sentences[self.tokens[token].sentence];
        sentence.tokens.clone().filter(move |t| self.tokens[*t].head == Some(token))
    }

    /// The token's head, its head's head and so on up to the root. Ends even if the tree has a cycle.
    pub fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let limit = self.sentences[self.tokens[token].sentence].tokens.len();
        std::iter::successors(self.tokens[token].head, |t| self.tokens[*t].head).take(limit)
    }

    /// Tokens that lie wholly in a stretch. Logarithmic.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let from = self.tokens.partition_point(|t| t.span.start() < span.start());
        let to = self.tokens.partition_point(|t| t.span.end() <= span.end());
        from..to.max(from)
    }

    /// The token that stands at byte `at`, if any. Logarithmic.
    pub fn token_at(&self, at: usize) -> Option<usize> {
        let i = self.tokens.partition_point(|t| t.span.end() <= at);
        (i < self.tokens.len() && self.tokens[i].span.start() <= at).then_some(i)
    }
}
