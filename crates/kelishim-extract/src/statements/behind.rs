//! Speech where the verb stands last: "C деп билдирди X", "X C-ганын айтты", "X белгилегендей, C", "X-тин айтымында, C".

use super::cues::Cue;
use super::draft::Draft;
use super::lexicon::{Construction, List};
use super::scene::Scene;
use super::source::Source;
use std::ops::Range;

/// Drafts of reported speech in sentence order; `taken` tokens stand in quotations of their own.
pub(super) fn find_reported(scene: &Scene<'_>, taken: &[bool]) -> Vec<Draft> {
    let mut out = vec![];
    for sentence in &scene.reading.sentences {
        for t in sentence.tokens.clone().filter(|t| !taken[*t] && scene.quote_at(*t).is_none()) {
            out.extend(according(scene, t));
            if let Some(cue) = scene.verb_cue(t) {
                out.extend(reported(scene, &cue));
            }
        }
    }
    out
}

impl Scene<'_> {
    /// The cue whose verb is `t`: a finite verb of speech, or "билдиргендей".
    pub fn cue_behind(&self, t: usize) -> Option<Cue<'_>> {
        let feats = &self.reading.tokens[t].feats;
        let other = feats.is("VerbForm", "Conv") && !self.is_as_said(t) || feats.is("VerbForm", "Part");
        if other || feats.is("Mood", "Cnd") || feats.is("Case", "Acc") {
            return None;
        }
        let usage = self.speech.verb(self.tree.lemma(t)).filter(|u| self.tree.has_not(t) == u.negated)?;
        let noun = |c: &usize| *c < t && &*self.reading.tokens[*c].relation == "compound:lvc";
        let first = self.tree.children(t).iter().copied().find(noun).unwrap_or(t);
        Some(Cue { token: t, words: first..t + 1, usage, text: feats.is("Voice", "Pass") })
    }

    /// "Билдиргендей", "белгилегендей".
    fn is_as_said(&self, t: usize) -> bool {
        ["гандай", "гендей", "гондой", "гөндөй", "кандай", "кендей"].iter().any(|e| self.lower(t).ends_with(e))
    }

    /// Who says it: the subject by the tree, else whoever spoke last.
    fn speaker_of(&self, cue: &Cue<'_>) -> Source {
        if cue.text {
            return self.document(cue.token).map_or(Source::Nobody, Source::Text);
        }
        if let Some(subject) = self.tree.subject(cue.token) {
            return Source::Noun(subject);
        }
        // "Министрликтен билдиришти": those who are there.
        let from = self.tree.complement(cue.token, "", "Abl").filter(|n| self.is_speaker_noun(*n));
        from.map_or(Source::Before, Source::Noun)
    }

    /// The text in which something stands said, before the verb: "билдирүүсүндө".
    fn document(&self, verb: usize) -> Option<usize> {
        let sentence = self.sentence(verb);
        let text = |t: &usize| self.tree.is(*t, "Case", "Loc") && self.speech.has(List::Document, self.tree.lemma(*t));
        (sentence.start..verb).find(text)
    }

    /// One past the words that name who speaks, where they open the sentence; else its start.
    fn past_speaker(&self, source: Source, cue: usize, before: usize) -> usize {
        let start = self.sentence(cue).start;
        let noun = match source {
            Source::Noun(n) | Source::Text(n) if n >= start && n < before => n,
            _ => return start,
        };
        let mention = self.actors.mention_at(noun).filter(|m| m.head == noun).map_or(noun + 1, |m| m.tokens.end);
        mention.max(noun + 1)
    }
}

/// What stands before a verb of speech, in the first construction that fits.
fn reported(scene: &Scene<'_>, cue: &Cue<'_>) -> Option<Draft> {
    let t = cue.token;
    let sentence = scene.sentence(t);
    let source = scene.speaker_of(cue);
    if source == Source::Nobody {
        return None;
    }
    if scene.is_as_said(t) {
        let comma = (t + 1..sentence.end.min(t + 3)).find(|c| scene.lower(*c) == ",")?;
        return scene.draft(cue, source, comma + 1..sentence.end, "as", 0.9);
    }
    let first = cue.words.start;
    let that = (sentence.start.max(first.saturating_sub(6))..first)
        .rev()
        .take_while(|w| !scene.tree.is_finite(*w))
        .find(|w| scene.tree.grammar.has("word.that", scene.lower(*w)));
    if let Some(that) = that.filter(|_| cue.takes(Construction::That)) {
        let start = scene.past_speaker(source, t, that);
        let content = content(scene, start, that);
        if scene.words(content.clone()) >= 2 {
            return scene.draft(cue, source, content, "that", 0.9);
        }
    }
    let clause = scene.tree.children(t).iter().copied().rfind(|c| {
        *c < t && scene.tree.relation(*c) == "ccomp" && scene.tree.is_finite(*c) && scene.tree.is(*c, "Case", "Acc")
    });
    if let Some(clause) = clause.filter(|_| cue.takes(Construction::That)) {
        let start = scene.past_speaker(source, t, clause);
        let end = (clause + 1..t).take_while(|w| scene.tree.relation(*w) == "aux").last().map_or(clause + 1, |w| w + 1);
        return scene.draft(cue, source, content(scene, start, end), "that", 0.85);
    }
    this(scene, cue, source).or_else(|| about(scene, cue, source))
}

/// What is said, without marks before it that open no quotation.
fn content(scene: &Scene<'_>, start: usize, end: usize) -> Range<usize> {
    let mut start = start.min(end);
    while start < end && scene.is_mark(start) && !scene.is_quote_mark(start) {
        start += 1;
    }
    start..end
}

/// "Бул тууралуу X билдирди", "муну X айтты": the sentence before.
fn this(scene: &Scene<'_>, cue: &Cue<'_>, source: Source) -> Option<Draft> {
    let sentence = scene.sentence(cue.token);
    let about = ["тууралуу", "жөнүндө", "боюнча", "тууралу"];
    let taken_up =
        |t: usize| scene.lower(t) == "муну" || scene.lower(t) == "бул" && about.contains(&scene.lower(t + 1));
    sentence.clone().filter(|t| !scene.is_mark(*t)).take(8).find(|t| *t < cue.token && taken_up(*t))?;
    scene.draft(cue, source, scene.sentence_before(cue.token)?, "this", 0.75)
}

/// "C тууралуу айтты": what it is about, the postposition kept.
fn about(scene: &Scene<'_>, cue: &Cue<'_>, source: Source) -> Option<Draft> {
    if !cue.takes(Construction::About) || !matches!(source, Source::Noun(_)) {
        return None;
    }
    let topic = scene.tree.children(cue.token).iter().copied().find(|c| {
        *c < cue.token && scene.tree.preposition(*c).is_some_and(|p| matches!(p, "тууралуу" | "жөнүндө" | "тууралу"))
    })?;
    if scene.tree.pos(topic) == "PRON" || scene.speech.has(List::NotAbout, scene.tree.lemma(topic)) {
        return None;
    }
    let start = scene.past_speaker(source, cue.token, topic).max(scene.left(topic));
    let end = scene.right(topic) + 1;
    (start < end).then(|| scene.draft(cue, source, start..end, "about", 0.6)).flatten()
}

/// "X-тин айтымында, C", "X-тин маалыматына караганда, C".
fn according(scene: &Scene<'_>, t: usize) -> Option<Draft> {
    let usage = scene.speech.source("", scene.tree.lemma(t))?;
    let sentence = scene.sentence(t);
    let behind = ["караганда", "ылайык", "таянсак", "таянып"];
    let placed = scene.tree.is(t, "Case", "Loc");
    let led = scene.tree.is(t, "Case", "Dat") && behind.contains(&scene.lower(t + 1));
    if !placed && !led {
        return None;
    }
    let owner = scene.tree.genitive(t)?;
    let end = t + 1 + usize::from(led);
    // Whose words they are stands first in its clause.
    let start = scene.left(owner);
    let edge = (sentence.start..start).all(|w| !scene.tree.is_verb(w));
    let document = scene.speech.has(List::Document, scene.tree.lemma(t)) && !led && scene.lower(end) != ",";
    if !edge || document {
        return None;
    }
    let cue = Cue { token: t, words: t..end, usage, text: false };
    let from = end + usize::from(scene.lower(end) == ",");
    scene.draft(&cue, Source::Noun(owner), from..sentence.end, "by", 0.9)
}

#[cfg(test)]
mod tests {
    use super::super::SpeechLexicon;
    use super::super::attribute_statements;
    use crate::actors::Actors;
    use crate::agglutinative::read_endings;
    use crate::times::plain::read;
    use kelishim_frames::Frames;
    use kelishim_registry::Registry;

    /// Cue and content of the first statement of a text.
    fn check(text: &str, cue: &str, content: &str) {
        let mut reading = read(text, None);
        reading.article.language = "ky".into();
        let registry = Registry::load(&[]).expect("no files are no fault");
        let reading = read_endings(&reading, &Frames::default(), &registry);
        let speech = include_str!("../../../../data/lang/ky/lexicon/speech.toml");
        let speech = SpeechLexicon::parse("speech.toml", speech).expect("the file is sound");
        let actors = Actors::find(&reading, &registry);
        let found = attribute_statements(&reading, &actors, &speech);
        let told = found.first().map(|s| (s.cue.of(text), s.content.of(text)));
        assert_eq!(told, Some((cue, content)), "{text}");
    }

    #[test]
    fn what_is_said_stands_before_its_verb() {
        check("өкмөт жеткирүү уланат деп белгиледи", "белгиледи", "жеткирүү уланат");
        check("жаңы мектеп курулду, деп билдирди министр", "билдирди", "жаңы мектеп курулду");
        check("министр жеткирүү июлда башталарын айтты", "айтты", "жеткирүү июлда башталарын");
    }

    #[test]
    fn whose_words_they_are_stands_before_them() {
        check("министрдин айтымында, жол июлда ачылат", "айтымында", "жол июлда ачылат");
        check("министр белгилегендей, жол июлда ачылат", "белгилегендей", "жол июлда ачылат");
    }
}
