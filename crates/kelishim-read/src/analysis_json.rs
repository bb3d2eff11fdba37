//! The analysis as JSON, for those who want tokens rather than the record.

use crate::Reading;
use kelishim_model::{CodePoints, Span};
use serde_json::{Value, json};

/// `{sentences: [{start, end, paragraph, tokens: [...]}], entities: [...], gaps: [...]}`, offsets in code points.
///
/// A token's `head` is the index of a token of its sentence, `null` for the root.
pub fn analysis_json(reading: &Reading) -> Value {
    let text = &reading.article.text;
    let points = CodePoints::new(text);
    let ends = |s: Span| (points.at(s.start()), points.at(s.end()));
    let token = |i: usize, first: usize| {
        let t = &reading.tokens[i];
        let (start, end) = ends(t.span);
        json!({
            "start": start, "end": end, "form": t.span.of(text), "lemma": t.lemma, "pos": &*t.pos, "feats": &*t.feats.0,
            "head": t.head.map(|h| h - first), "relation": &*t.relation,
        })
    };
    let sentences = reading.sentences.iter().map(|s| {
        let (start, end) = ends(s.span);
        let tokens: Vec<Value> = s.tokens.clone().map(|i| token(i, s.tokens.start)).collect();
        json!({"start": start, "end": end, "paragraph": s.paragraph, "tokens": tokens})
    });
    let entities = reading.entities.iter().map(|e| {
        let (start, end) = ends(e.span);
        let score = (f64::from(e.score) * 1000.0).round() / 1000.0;
        json!({"start": start, "end": end, "type": &*e.kind, "text": e.span.of(text), "score": score})
    });
    let gaps = reading.gaps.iter().map(|g| {
        let span = g.span.map(|s| json!({"start": ends(s).0, "end": ends(s).1}));
        json!({"span": span, "reason": g.reason})
    });
    json!({
        "sentences": sentences.collect::<Vec<_>>(),
        "entities": entities.collect::<Vec<_>>(),
        "gaps": gaps.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_conllu;

    #[test]
    fn heads_count_within_the_sentence() {
        let row = "1\tОш\tОш\tPROPN\t_\t_\t2\tnsubj\t_\tEntity=(CITY)\n2\tждёт\tждать\tVERB\t_\t_\t0\troot\t_\t_\n\n";
        let value = analysis_json(&parse_conllu(&format!("{row}{row}")));
        let token = &value["sentences"][1]["tokens"][0];
        assert_eq!((&token["start"], &token["head"]), (&json!(8), &json!(1)));
        assert_eq!(value["entities"][1]["type"], "CITY");
    }
}
