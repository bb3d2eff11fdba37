//! From an article to its reading: what the network says of windows, put back on the text.

use crate::closed::closed_lemma;
use crate::given::with_sound_case;
use crate::sentence::has_inner_break;
use crate::short::spelled_out;
use crate::tense::with_sound_tense;
use crate::token::{fine_parts, tokens};
use crate::{Entity, Feats, Reading, Sentence, Token, segment};
use kelishim_infer::{Labels, LemmaScript, Model, Window};
use kelishim_model::{Article, Gap, Span};
use std::ops::Range;
use std::sync::Arc;

/// Fine parts of a window; `train/prepare.py` cuts as many.
const MOST_PARTS: usize = 96;

/// The reading of an article. The same article and model give the same reading, whatever the number of `threads`.
///
/// The dateline belongs to no sentence. A sentence longer than a window is analysed in pieces, and the roots of the later
/// pieces hang on the first root by "parataxis", so that each sentence has one root. An article with the gap `too_long`
/// is not analysed. Time goes to the network: about a millisecond a window.
pub fn analyse(article: Article, gaps: Vec<Gap>, model: &Model, threads: usize) -> Reading {
    let mut layout = Layout::default();
    let mut paragraphs = Vec::new();
    if !gaps.iter().any(|g| g.reason == crate::article::TOO_LONG) {
        let text = &article.text;
        let dateline = article.dateline.as_ref().map_or(Span::new(0, 0), |d| d.span);
        // A headline may stand above the dateline.
        for within in [Span::new(0, dateline.start()), Span::new(dateline.end(), text.len())] {
            let segments = segment(text, within);
            for (span, paragraph) in segments.sentences {
                let parts = fine_parts(text, span);
                let groups = tokens(text, &parts);
                layout.add_sentence(span, paragraphs.len() + paragraph, parts, groups);
            }
            paragraphs.extend(segments.paragraphs);
        }
    }
    read_layout(article, gaps, paragraphs, layout, model, threads)
}

/// A reading made anew with its tokens and sentences kept: what the network says of a treebank's own words.
pub fn reanalyse(reading: Reading, model: &Model, threads: usize) -> Reading {
    let mut layout = Layout::default();
    for sentence in &reading.sentences {
        let (mut parts, mut groups) = (vec![], vec![]);
        for token in &reading.tokens[sentence.tokens.clone()] {
            let start = parts.len();
            parts.extend(fine_parts(&reading.article.text, token.span));
            if parts.len() == start {
                parts.push(token.span);
            }
            groups.push(start..parts.len());
        }
        layout.add_sentence(sentence.span, sentence.paragraph, parts, groups);
    }
    read_layout(reading.article, reading.gaps, reading.paragraphs, layout, model, threads)
}

fn read_layout(
    article: Article,
    gaps: Vec<Gap>,
    paragraphs: Vec<Span>,
    layout: Layout,
    model: &Model,
    threads: usize,
) -> Reading {
    let windows: Vec<Window<'_>> = layout.windows.iter().map(|w| layout.window(&article.text, w)).collect();
    let found = model.analyse(&windows, threads);
    let labels = model.labels();
    let mut tokens = Vec::with_capacity(layout.tokens.len());
    let (mut entities, mut states) = (Vec::new(), Vec::new());
    for (place, analysis) in layout.windows.iter().zip(found) {
        let base = tokens.len();
        for word in analysis.words {
            states.extend_from_slice(&word.state);
            let i = tokens.len();
            let span = layout.span_of_token(i);
            let pos = label(&labels.upos, word.upos);
            let head = word.head.map(|h| base + h as usize);
            tokens.push(Token {
                span,
                lemma: match spelled_out(span.of(&article.text)) {
                    Some((_, lemma)) => lemma.to_owned(),
                    None => {
                        best_lemma(span.of(&article.text), layout.is_shouted(&article.text, i), &word, labels, &pos)
                    }
                },
                feats: Feats(with_sound_case(
                    span.of(&article.text),
                    &pos,
                    with_sound_tense(span.of(&article.text), word.feats),
                )),
                relation: if head.is_none() { Arc::from("root") } else { label(&labels.relations, word.relation) },
                pos,
                head,
                sentence: layout.sentence_of_token[i],
            });
        }
        for span in analysis.spans {
            let (first, last) = (place.parts.start + span.first as usize, place.parts.start + span.last as usize);
            let (kind, stretch) = (label(&labels.types, span.kind), layout.parts[first].cover(layout.parts[last]));
            if !is_plausible(&article.text, stretch, &kind) {
                continue;
            }
            entities.push(Entity {
                span: stretch,
                kind,
                tokens: layout.token_of_part[first]..layout.token_of_part[last] + 1,
                score: span.score,
            });
        }
    }
    entities.sort_by(|a, b| {
        let key = |e: &Entity| (e.span.start(), std::cmp::Reverse(e.span.end()));
        key(a).cmp(&key(b)).then_with(|| a.kind.cmp(&b.kind))
    });
    if article.language.split('-').next() == Some("en") {
        crate::english::mend(&article.text, &mut tokens);
    }
    for sentence in &layout.sentences {
        join_roots(&mut tokens[sentence.tokens.clone()], sentence.tokens.start);
    }
    Reading { article, paragraphs, sentences: layout.sentences, tokens, entities, gaps, states }
}

/// Where parts, tokens, sentences and windows stand to each other. Windows hold all parts and all tokens in order.
#[derive(Default)]
struct Layout {
    parts: Vec<Span>,
    token_of_part: Vec<usize>,
    /// Parts of each token.
    tokens: Vec<Range<usize>>,
    sentence_of_token: Vec<usize>,
    sentences: Vec<Sentence>,
    windows: Vec<Place>,
}

/// A window's stretch, and its pieces of sentences.
struct Place {
    parts: Range<usize>,
    tokens: Range<usize>,
    pieces: Vec<Range<usize>>,
}

impl Layout {
    /// Adds a sentence cut into `parts`, and these grouped into tokens.
    fn add_sentence(&mut self, span: Span, paragraph: usize, parts: Vec<Span>, groups: Vec<Range<usize>>) {
        let (first, first_token) = (self.parts.len(), self.tokens.len());
        for t in groups {
            self.token_of_part.resize(first + t.end, self.tokens.len());
            self.tokens.push(first + t.start..first + t.end);
            self.sentence_of_token.push(self.sentences.len());
        }
        self.parts.extend(parts);
        let mut next = first_token;
        for start in (first..self.parts.len()).step_by(MOST_PARTS) {
            let piece = start..self.parts.len().min(start + MOST_PARTS);
            let begun = self.tokens[next..].iter().take_while(|t| t.start < piece.end).count();
            match self.windows.last_mut() {
                Some(w) if w.parts.len() + piece.len() <= MOST_PARTS => {
                    w.parts.end = piece.end;
                    w.tokens.end = next + begun;
                    w.pieces.push(piece);
                }
                _ => self.windows.push(Place { parts: piece.clone(), tokens: next..next + begun, pieces: vec![piece] }),
            }
            next += begun;
        }
        let sentence = Sentence { span, tokens: first_token..self.tokens.len(), paragraph };
        self.sentences.push(sentence);
    }

    /// What the network is to see. White space always counts as standing before a sentence, as in training.
    fn window<'a>(&self, text: &'a str, place: &Place) -> Window<'a> {
        let begins = |i: usize| {
            let token = self.token_of_part[i];
            let sentence = &self.sentences[self.sentence_of_token[token]];
            sentence.tokens.start == token && self.tokens[token].start == i
        };
        let spaced = |i: usize| begins(i) || i > 0 && self.parts[i - 1].end() < self.parts[i].start();
        let numbers = place.pieces.iter().enumerate();
        Window {
            forms: place
                .parts
                .clone()
                .map(|i| self.parts[i].of(text))
                .map(|form| spelled_out(form).map_or(form, |(full, _)| full))
                .collect(),
            spaced: place.parts.clone().map(spaced).collect(),
            sentences: numbers.flat_map(|(n, p)| p.clone().map(move |_| n as u32)).collect(),
            words: self.tokens[place.tokens.clone()].iter().map(|t| (t.start - place.parts.start) as u32).collect(),
        }
    }

    /// Whether a word stands beside one that is all in capitals too: a headline rather than an abbreviation.
    fn is_shouted(&self, text: &str, token: usize) -> bool {
        let sentence = &self.sentences[self.sentence_of_token[token]].tokens;
        let capitals = |i: usize| {
            let form = self.span_of_token(i).of(text);
            form.chars().filter(|c| c.is_alphabetic()).count() > 3 && !form.chars().any(char::is_lowercase)
        };
        let beside = [token.checked_sub(1), token.checked_add(1)];
        capitals(token) && beside.into_iter().flatten().any(|i| sentence.contains(&i) && capitals(i))
    }

    fn span_of_token(&self, token: usize) -> Span {
        let parts = &self.tokens[token];
        self.parts[parts.start].cover(self.parts[parts.end - 1])
    }
}

/// Whether a name may look so. Quotations are whole sentences here and were several in training, so that the network
/// sometimes takes what lies between two names of different sentences for one.
fn is_plausible(text: &str, span: Span, kind: &str) -> bool {
    match kind {
        "PERSON" => !span.of(text).contains([',', ';', ':']) && !has_inner_break(text, span),
        "WORK_OF_ART" => true,
        _ => !has_inner_break(text, span),
    }
}

fn label<T: Copy + Into<usize>>(labels: &[Arc<str>], number: T) -> Arc<str> {
    labels.get(number.into()).cloned().unwrap_or_else(|| Arc::from("_"))
}

/// The lemma of an irregular form; else by the likeliest script that makes a known word ("провели", "посла"); by the likeliest
/// of all when none does. Names are not looked up.
fn best_lemma(form: &str, shouted: bool, word: &kelishim_infer::WordOut, labels: &Labels, pos: &str) -> String {
    let (scripts, feats) = (&word.lemmas, &word.feats);
    let made = |i: &u16| lemma(form, shouted, labels.lemma_scripts.get(usize::from(*i)), pos);
    let known = |l: &String| labels.knows(pos, l) || l.contains('ё') && labels.knows(pos, &l.replace('ё', "е"));
    let looked_up = !matches!(pos, "PROPN" | "PUNCT" | "NUM" | "SYM" | "X");
    let low = form.to_lowercase().replace('ё', "е");
    if form.starts_with(|c: char| c.is_ascii_digit()) && form.chars().all(|c| !c.is_alphabetic()) {
        return form.to_owned();
    }
    if let Some(lemma) = closed_lemma(&low, pos, feats) {
        return lemma.to_owned();
    }
    let irregular = || labels.irregular(pos, &low).map(str::to_owned);
    let best = if looked_up { irregular().or_else(|| scripts.iter().map(made).find(known)) } else { None };
    best.unwrap_or_else(|| scripts.first().map_or_else(|| form.to_lowercase(), made))
}

/// The dictionary form that a script makes of a form. Names keep their capitals, unless the whole text around is `shouted`.
fn lemma(form: &str, shouted: bool, script: Option<&LemmaScript>, pos: &str) -> String {
    let low = form.to_lowercase();
    let lemma = match script {
        Some(s) if s.cut > 0 || !s.add.is_empty() => match low.char_indices().rev().nth(s.cut.wrapping_sub(1)) {
            Some((at, _)) => low[..at].to_string() + &s.add,
            None if s.cut == 0 => low.clone() + &s.add,
            None => low.clone(),
        },
        _ => low.clone(),
    };
    if pos != "PROPN" {
        return lemma;
    }
    // Abbreviations keep their capitals, declined ones as far as the small letters: "МАГАТЭ", "МИДом".
    let capitals = !form.chars().any(char::is_lowercase);
    if capitals && (lemma != low || shouted) { with_capitals_of(form, &lemma) } else { spelled_as(form, &lemma) }
}

/// The lemma with the letters of the form as far as they agree: "МИДа" gives "МИД".
pub(crate) fn spelled_as(form: &str, lemma: &str) -> String {
    let mut out = String::new();
    let mut letters = form.chars();
    let mut agrees = true;
    for l in lemma.chars() {
        let f = letters.next();
        agrees &= f.is_some_and(|f| f == l || f.to_lowercase().eq([l]) || matches!((f, l), ('ё', 'е')));
        out.push(f.filter(|_| agrees).unwrap_or(l));
    }
    out
}

/// Capitals at the beginning of the words of a hyphenated name: those that the form has.
fn with_capitals_of(form: &str, lemma: &str) -> String {
    let mut forms = form.split('-');
    let words = lemma.split('-').map(|word| {
        let capital = forms.next().is_some_and(|f| f.starts_with(char::is_uppercase));
        if capital { capitalised(word) } else { word.to_string() }
    });
    words.collect::<Vec<_>>().join("-")
}

pub(crate) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// One root a sentence: the later ones hang on the first.
fn join_roots(tokens: &mut [Token], base: usize) {
    let Some(first) = tokens.iter().position(|t| t.head.is_none()) else { return };
    for t in tokens[first + 1..].iter_mut().filter(|t| t.head.is_none()) {
        t.head = Some(base + first);
        t.relation = Arc::from("parataxis");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, read_article};
    use std::sync::LazyLock;

    static MODEL: LazyLock<Model> = LazyLock::new(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/models/kelishim-v2.bin");
        Model::load(&std::fs::read(path).expect("the model stands in data/models")).expect("the model is sound")
    });

    fn read(text: &str) -> Reading {
        let (article, gaps) =
            read_article(Source { text, published: Some("2024-03-05"), ..Source::default() }, &["ru"]);
        analyse(article, gaps, &MODEL, 2)
    }

    /// What every reading promises.
    fn check(reading: &Reading) {
        let text = &reading.article.text;
        let mut at = 0;
        for (n, s) in reading.sentences.iter().enumerate() {
            assert_eq!(s.tokens.start, at);
            at = s.tokens.end;
            let roots = s.tokens.clone().filter(|t| reading.tokens[*t].head.is_none()).count();
            assert_eq!(roots, 1, "{}", s.span.of(text));
            for t in s.tokens.clone() {
                assert_eq!(reading.tokens[t].sentence, n);
                assert!(reading.tokens[t].head.is_none_or(|h| s.tokens.contains(&h) && h != t));
                assert!(s.span.contains(reading.tokens[t].span));
            }
            assert!(reading.paragraphs[s.paragraph].contains(s.span));
        }
        assert_eq!(at, reading.tokens.len());
        assert!(reading.entities.is_sorted_by_key(|e| (e.span.start(), std::cmp::Reverse(e.span.end()))));
        for e in &reading.entities {
            assert!(reading.tokens[e.tokens.start].span.start() <= e.span.start());
            assert!(e.span.end() <= reading.tokens[e.tokens.end - 1].span.end());
        }
    }

    #[test]
    fn words_trees_and_names_stand_on_the_text() {
        let reading =
            read("БИШКЕК, 5 мар — Sputnik. Министр Улан Эсенов посетил Нью-Йорк.\n\nТам он подписал соглашение.");
        check(&reading);
        assert_eq!(reading.sentences.len(), 2);
        let lemmas: Vec<&str> = reading.tokens.iter().map(|t| t.lemma.as_str()).collect();
        assert_eq!(lemmas[..5], ["министр", "Улан", "Эсенов", "посетить", "Нью-Йорк"]);
        let person = reading.entities.iter().find(|e| &*e.kind == "PERSON").expect("a person");
        assert_eq!(person.span.of(&reading.article.text), "Улан Эсенов");
        assert_eq!(reading.children(3).next(), Some(0));
    }

    #[test]
    fn the_headline_above_the_dateline_is_read() {
        let reading = read("Мост открыт\nБИШКЕК, 5 мар — Sputnik. Министр доволен.");
        check(&reading);
        let sentences: Vec<&str> = reading.sentences.iter().map(|s| s.span.of(&reading.article.text)).collect();
        assert_eq!(sentences, ["Мост открыт", "Министр доволен."]);
        assert_eq!(reading.sentences[1].paragraph, 1);
    }

    #[test]
    fn a_sentence_longer_than_a_window_has_one_root() {
        let long = "Страна построит дорогу, завод и школу, ".repeat(40) + "а также мост.";
        let reading = read(&format!("Начало. {long} Конец."));
        check(&reading);
        assert_eq!(reading.sentences.len(), 3);
        check(&read(&("а-".repeat(300) + " Да. " + &"слово ".repeat(2100))));
    }

    #[test]
    fn threads_change_nothing() {
        let text = "Дорогу построят в мае, сообщил министр. ".repeat(30);
        let (one, two) = (read(&text), analyse(read(&text).article, vec![], &MODEL, 1));
        assert_eq!((one.tokens, one.entities), (two.tokens, two.entities));
    }

    #[test]
    fn scripts_make_lemmas() {
        let script = |cut, add: &str| LemmaScript { cut, add: add.into() };
        assert_eq!(lemma("Договоры", false, Some(&script(1, "")), "NOUN"), "договор");
        assert_eq!(lemma("Нью-Йорка", false, Some(&script(1, "")), "PROPN"), "Нью-Йорк");
        assert_eq!(lemma("ОДКБ", false, Some(&script(0, "")), "PROPN"), "ОДКБ");
        assert_eq!(lemma("МАГАТЭ", false, Some(&script(0, "")), "PROPN"), "МАГАТЭ");
        assert_eq!(lemma("КЫРГЫЗСТАН", true, Some(&script(0, "")), "PROPN"), "Кыргызстан");
        assert_eq!(lemma("МИДа", false, Some(&script(1, "")), "PROPN"), "МИД");
        assert_eq!(lemma("ОШЕ", false, Some(&script(1, "")), "PROPN"), "Ош");
        assert_eq!(lemma("а", false, Some(&script(3, "б")), "NOUN"), "а");
        assert_eq!(lemma("Ош", false, Some(&script(0, "а")), "NOUN"), "оша");
        assert_eq!(lemma("", false, None, "PROPN"), "");
    }
}
