//! CoNLL-U both ways: the format of the Universal Dependencies treebanks.
//!
//! <https://universaldependencies.org/format.html>. Entities stand in MISC in the bracket notation of the coreference
//! treebanks: `Entity=(PERSON` opens, `Entity=PERSON)` closes, `Entity=(CITY)` does both.

use crate::{Entity, Feats, Reading, Sentence, Token};
use kelishim_model::{Article, Span};
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// The reading as a CoNLL-U document: `sent_id`, `text`, `newpar`, `SpaceAfter=No`; entities widened to whole tokens.
///
/// The language-specific tag and the enhanced graph stay empty ("_"). Without tokens it is the empty text.
pub fn write_conllu(reading: &Reading) -> String {
    let text = &reading.article.text;
    let marks = entity_marks(reading);
    let mut out = String::new();
    let mut paragraph = None;
    for (number, sentence) in reading.sentences.iter().enumerate() {
        if number == 0 && !reading.article.id.is_empty() {
            let _ = writeln!(out, "# newdoc id = {}", reading.article.id);
        }
        if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) {
            out.push_str("# newpar\n");
        }
        let words = one_line(sentence.span.of(text));
        let _ = writeln!(out, "# sent_id = {}\n# text = {words}", number + 1);
        let first = sentence.tokens.start;
        for i in sentence.tokens.clone() {
            let token = &reading.tokens[i];
            let head = token.head.map_or(0, |h| h - first + 1);
            let glued = i + 1 < sentence.tokens.end && reading.tokens[i + 1].span.start() == token.span.end();
            let misc = match (marks[i].as_str(), glued) {
                ("", false) => "_".to_string(),
                ("", true) => "SpaceAfter=No".to_string(),
                (m, false) => format!("Entity={m}"),
                (m, true) => format!("Entity={m}|SpaceAfter=No"),
            };
            let form = match one_line(token.span.of(text)) {
                empty if empty.is_empty() => "_".to_string(),
                form => form,
            };
            let lemma = if token.lemma.is_empty() { "_" } else { &token.lemma };
            let (id, pos, feats, relation) = (i - first + 1, &token.pos, &token.feats.0, &token.relation);
            let _ = writeln!(out, "{id}\t{form}\t{lemma}\t{pos}\t_\t{feats}\t{head}\t{relation}\t_\t{misc}");
        }
        out.push('\n');
    }
    out
}

/// The reading that a CoNLL-U document describes: its text put together from forms and `SpaceAfter`, paragraphs divided by
/// blank lines, its own tokens rather than ours.
///
/// A multiword token's first word has the whole stretch where the words do not spell it, and the others an empty one at its
/// end. Lines that are no rows of ten columns and empty nodes are passed over; a head that is not in the sentence makes a
/// root. Fields of the article that the format lacks are empty, its language `und`.
pub fn parse_conllu(document: &str) -> Reading {
    let mut reading = Reading {
        article: Article {
            id: String::new(),
            url: None,
            source: None,
            title: None,
            language: "und".into(),
            published: None,
            published_text: None,
            dateline: None,
            text: String::new(),
            extractor: "conllu/1".into(),
        },
        paragraphs: Vec::new(),
        sentences: Vec::new(),
        tokens: Vec::new(),
        entities: Vec::new(),
        gaps: Vec::new(),
        states: Vec::new(),
    };
    let mut rows: Vec<[&str; 10]> = Vec::new();
    let mut new_paragraph = true;
    for line in document.lines().map(|l| l.trim_end_matches('\r')).chain([""]) {
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            new_paragraph |= comment.starts_with("newpar") || comment.starts_with("newdoc");
            if let Some(id) = comment.strip_prefix("newdoc id =").filter(|_| reading.article.id.is_empty()) {
                reading.article.id = id.trim().into();
            }
        } else if let Ok(row) = line.split('\t').collect::<Vec<_>>().try_into() {
            rows.push(row);
        } else if line.is_empty() && !rows.is_empty() {
            add_sentence(&mut reading, &rows, new_paragraph);
            (rows, new_paragraph) = (Vec::new(), false);
        }
    }
    reading.article.text.truncate(reading.article.text.trim_end().len());
    reading.entities.sort_by_key(|e| (e.span.start(), std::cmp::Reverse(e.span.end())));
    reading
}

fn add_sentence(reading: &mut Reading, rows: &[[&str; 10]], new_paragraph: bool) {
    let text = &mut reading.article.text;
    if new_paragraph && !text.is_empty() {
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    let (first, number, start) = (reading.tokens.len(), reading.sentences.len(), text.len());
    let mut end = start;
    let mut open: Vec<(&str, usize)> = Vec::new();
    // Ids of words that a multiword token has already put into the text, and where each stands.
    let mut placed: Vec<Span> = Vec::new();
    let mut last_of_group = 0;
    for (i, row) in rows.iter().enumerate() {
        let space = if row[9].split('|').any(|m| m == "SpaceAfter=No") { "" } else { " " };
        if let Some((a, b)) = row[0].split_once('-') {
            let (Ok(a), Ok(b)) = (a.parse::<usize>(), b.parse::<usize>()) else { continue };
            let forms: Vec<&str> = rows[i + 1..].iter().map(|r| r[1]).take((b + 1).saturating_sub(a)).collect();
            placed = spans_of_group(text.len(), row[1], &forms);
            placed.reverse();
            text.push_str(row[1]);
            (end, last_of_group) = (text.len(), b);
            text.push_str(space);
            continue;
        }
        let Ok(id) = row[0].parse::<usize>() else { continue };
        let span = match placed.pop().filter(|_| id <= last_of_group) {
            Some(span) => span,
            None => {
                let at = text.len();
                text.push_str(row[1]);
                end = text.len();
                text.push_str(space);
                Span::new(at, end)
            }
        };
        let token = reading.tokens.len();
        reading.tokens.push(Token {
            span,
            lemma: row[2].into(),
            pos: row[3].into(),
            feats: Feats(row[5].into()),
            head: row[6].parse::<usize>().ok().filter(|h| *h > 0).map(|h| first + h - 1),
            relation: row[7].into(),
            sentence: number,
        });
        if let Some(marks) = row[9].split('|').find_map(|m| m.strip_prefix("Entity=")) {
            for (kind, opens, closes) in marks_of(marks) {
                if opens {
                    open.push((kind, token));
                }
                if let Some(at) = open.iter().rposition(|(k, _)| closes && *k == kind) {
                    let from = open.remove(at).1;
                    let span = reading.tokens[from].span.cover(span);
                    reading.entities.push(Entity { span, kind: Arc::from(kind), tokens: from..token + 1, score: 1.0 });
                }
            }
        }
    }
    let tokens = first..reading.tokens.len();
    for t in &mut reading.tokens[tokens.clone()] {
        t.head = t.head.filter(|h| tokens.contains(h));
    }
    if tokens.is_empty() {
        text.truncate(start);
        return;
    }
    let span = Span::new(start, end);
    match reading.paragraphs.last_mut() {
        Some(p) if !new_paragraph => *p = p.cover(span),
        _ => reading.paragraphs.push(span),
    }
    reading.sentences.push(Sentence { span, tokens, paragraph: reading.paragraphs.len() - 1 });
}

/// Where the words of a multiword token stand when its form begins at `at`.
fn spans_of_group(at: usize, form: &str, words: &[&str]) -> Vec<Span> {
    let mut start = at;
    let spelled = words.concat() == form;
    let end = at + form.len();
    words
        .iter()
        .map(|w| {
            let span = Span::new(start, if spelled { start + w.len() } else { end });
            start = span.end();
            span
        })
        .collect()
}

/// For each token, the brackets of the entities that begin or end with it: the longer open first and close last.
fn entity_marks(reading: &Reading) -> Vec<String> {
    let mut marks = vec![String::new(); reading.tokens.len()];
    let fits = |r: &Range<usize>| r.start < r.end && r.end <= reading.tokens.len();
    let mut all: Vec<&Entity> = reading.entities.iter().filter(|e| fits(&e.tokens)).collect();
    all.sort_by_key(|e| std::cmp::Reverse(e.tokens.len()));
    for e in all.iter().filter(|e| e.tokens.len() > 1) {
        let _ = write!(marks[e.tokens.start], "({}", e.kind);
    }
    for e in all.iter().filter(|e| e.tokens.len() == 1) {
        let _ = write!(marks[e.tokens.start], "({})", e.kind);
    }
    for e in all.iter().rev().filter(|e| e.tokens.len() > 1) {
        let _ = write!(marks[e.tokens.end - 1], "{})", e.kind);
    }
    marks
}

/// The brackets of one token: kind, whether it opens, whether it closes.
fn marks_of(marks: &str) -> Vec<(&str, bool, bool)> {
    let mut out = Vec::new();
    let mut rest = marks;
    while !rest.is_empty() {
        let opens = rest.starts_with('(');
        let body = &rest[usize::from(opens)..];
        let end = body.find(['(', ')']).unwrap_or(body.len());
        let closes = body[end..].starts_with(')');
        if end > 0 {
            out.push((&body[..end], opens, closes));
        }
        rest = &body[end + usize::from(closes)..];
    }
    out
}

/// Line breaks and tabs would end a row of the format.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "\
# newdoc id = a
# newpar
# sent_id = 1
# text = Ош ждёт.
1\tОш\tОш\tPROPN\t_\tCase=Nom|Number=Sing\t2\tnsubj\t_\tEntity=(CITY)
2\tждёт\tждать\tVERB\t_\tMood=Ind\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

# newpar
# sent_id = 2
# text = Министр Китая
1\tМинистр\tминистр\tNOUN\t_\tCase=Nom\t0\troot\t_\tEntity=(PROFESSION
2\tКитая\tКитай\tPROPN\t_\tCase=Gen\t1\tnmod\t_\tEntity=(COUNTRY)PROFESSION)

";

    #[test]
    fn what_was_written_reads_back() {
        let reading = parse_conllu(TWO);
        assert_eq!(reading.article.text, "Ош ждёт.\n\nМинистр Китая");
        assert_eq!(reading.paragraphs.len(), 2);
        assert_eq!(reading.form(4), "Китая");
        assert_eq!(reading.tokens[4].head, Some(3));
        let kinds: Vec<_> = reading.entities.iter().map(|e| (&*e.kind, e.span.of(&reading.article.text))).collect();
        assert_eq!(kinds, [("CITY", "Ош"), ("PROFESSION", "Министр Китая"), ("COUNTRY", "Китая")]);
        assert_eq!(write_conllu(&reading), TWO);
    }

    #[test]
    fn words_of_a_multiword_token_share_its_stretch() {
        let row = |id: &str, form: &str, misc: &str| format!("{id}\t{form}\t_\tX\t_\t_\t0\troot\t_\t{misc}\n");
        let doc = [row("1-2", "don't", "SpaceAfter=No"), row("1", "do", "_"), row("2", "n't", "_"), row("3", ",", "_")]
            .concat()
            + &[
                row("4-5", "du", "_"),
                row("4", "de", "_"),
                row("5", "le", "_"),
                row("5.1", "x", "_"),
                row("6", "a", "_"),
            ]
            .concat();
        let reading = parse_conllu(&doc);
        assert_eq!(reading.article.text, "don't, du a");
        let forms: Vec<&str> = (0..6).map(|i| reading.form(i)).collect();
        assert_eq!(forms, ["do", "n't", ",", "du", "", "a"]);
    }

    #[test]
    fn a_broken_document_gives_what_can_be_read() {
        let reading =
            parse_conllu("# text\n1\tА\n2\tБ\t_\tX\t_\t_\t9\tdep\t_\t_\nxx\n\n7-z\ta\t_\t_\t_\t_\t_\t_\t_\t_\n");
        assert_eq!(reading.article.text, "Б");
        assert_eq!(reading.tokens[0].head, None);
        assert!(parse_conllu("").tokens.is_empty());
    }
}
