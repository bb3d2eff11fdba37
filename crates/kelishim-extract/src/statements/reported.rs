//! Speech that is reported: what stands beside a verb of speech or "по словам", construction by construction.

use super::clause::Aside;
use super::cues::Cue;
use super::draft::Draft;
use super::lexicon::{Construction, List};
use super::scene::Scene;
use super::source::Source;
use std::ops::Range;

/// Words with which a clause is told without "что": "пояснил, почему".
const HOW: &[&str] =
    &["почему", "зачем", "где", "сколько", "каким", "какой", "какие", "какая", "как", "кто", "куда", "откуда", "когда"];

/// Drafts of reported speech in sentence order; `taken` tokens are passed over, and what a colon opens is added to them.
pub(super) fn find_reported(scene: &Scene<'_>, taken: &mut [bool]) -> Vec<Draft> {
    let mut out: Vec<Draft> = vec![];
    for (s, sentence) in scene.reading.sentences.iter().enumerate() {
        let before = out.len();
        for t in sentence.tokens.clone() {
            if taken[t] || scene.quote_at(t).is_some() {
                continue;
            }
            if let Some((cue, owner)) = scene.source_cue(t) {
                out.extend(according(scene, &cue, owner));
                continue;
            }
            if let Some(cue) = scene.verb_cue(t) {
                // A quotation behind its cue was taken whole: its first sentence is no statement of its own.
                let draft =
                    reported(scene, &cue, taken).filter(|d| !scene.tree.grammar.analytic || !taken[d.content.start]);
                out.extend(draft.map(|d| citing(scene, d)));
            }
        }
        if let Some(draft) = block(scene, s, out.get(before..).unwrap_or(&[]), taken) {
            taken[draft.content.clone()].fill(true);
            out.push(draft);
        }
        if out.len() == before
            && let Some(draft) = headline(scene, sentence.tokens.clone(), taken)
        {
            out.push(draft);
        }
    }
    out
}

/// "По словам X, C", "C, по данным X".
fn according(scene: &Scene<'_>, cue: &Cue<'_>, owner: usize) -> Option<Draft> {
    let sentence = scene.sentence(cue.token);
    let mention = scene
        .actors
        .mention_at(owner)
        .filter(|m| m.head == owner || m.tokens.contains(&owner))
        .map_or(owner + 1, |m| m.tokens.end);
    let mut end = cue.words.end.max(mention);
    if owner >= cue.words.end {
        end = end.max(scene.noun_phrase(owner).end);
        // "According to a poll published last week,": all that hangs on the source, up to its comma.
        let right = scene.right(owner) + 1;
        if scene.tree.grammar.analytic && right > end && right < sentence.end && scene.lower(right) == "," {
            end = right;
        }
        // "по словам министра, который прибыл в Ош, C" and appositions: as far as the tree goes, if it ends at a comma.
        if scene.lower(end) == "," && end + 1 < sentence.end && !scene.goes_on(end, sentence.end) {
            end = (end + 1..sentence.end)
                .find(|t| scene.lower(*t) == "," && scene.goes_on(*t, sentence.end))
                .unwrap_or(end);
        }
    }
    let start = cue.words.start;
    let aside = if start > sentence.start && matches!(scene.lower(start - 1), "," | "(")
        || start > sentence.start && scene.is_dash(start - 1)
    {
        start - 1..end
    } else {
        start..end
    };
    let source = Source::Noun(owner);
    let content = scene.around(&aside);
    // In the middle of somebody's clause: what follows is said, not the subject that stands before.
    let content = if content.end <= aside.start
        && aside.end < sentence.end
        && scene.lower(aside.end) != ","
        && !scene.is_stop(aside.end)
        && scene.has_predicate(aside.end..sentence.end)
    {
        aside.end..scene.end_of_content(aside.end, None, sentence.end)
    } else {
        content
    };
    let mut content = content;
    // A colon that opens a block belongs to what is said before it.
    if content.end > content.start && scene.lower(content.end - 1) == ":" {
        content.end -= 1;
    }
    scene.draft(cue, source, content, "by", 0.9)
}

impl Scene<'_> {
    /// Whether another clause of the author's begins at the comma or "и": another act, or another subject.
    fn joins(&self, t: usize, end: usize) -> bool {
        let next = t + 1;
        if !matches!(self.lower(t), "," | "и" | "and" | "but") || next >= end || self.quote_at(t).is_some() {
            return false;
        }
        let stop = (next..end).find(|x| self.lower(*x) == ",").unwrap_or(end);
        let has_subject =
            |x: usize| self.tree.is_finite(x) && self.tree.child_in(x, &["nsubj"]).is_some_and(|s| s >= next);
        let joined = matches!(self.lower(t), "и" | "and" | "but")
            || matches!(self.lower(next), "а" | "но" | "и" | "однако")
            || !self.is_relative(t) && (next..stop).any(has_subject);
        joined && self.has_predicate(next..stop)
    }

    /// Whether a relative clause begins at the comma.
    fn is_relative(&self, comma: usize) -> bool {
        self.lower(comma) == ","
            && (comma + 1..comma + 3).any(|t| t < self.reading.tokens.len() && self.tree.is_relative(t))
    }
}

/// What stands beside a verb cue, in the first construction that fits.
fn reported(scene: &Scene<'_>, cue: &Cue<'_>, taken: &[bool]) -> Option<Draft> {
    let source = scene.source_of(cue);
    let sentence = scene.sentence(cue.token);
    if cue.usage.class == "cite" {
        return None;
    }
    if let Some(first) = scene.that(cue) {
        let end = scene.end_of_content(first, Some(cue.token), sentence.end);
        return scene.draft(cue, source, first..end, "that", 0.9);
    }
    if let Some(first) = how(scene, cue) {
        let end = scene.end_of_content(first, Some(cue.token), sentence.end);
        return scene.draft(cue, source, first..end, "how", 0.7);
    }
    if let Some(draft) = this(scene, cue, source) {
        return Some(draft);
    }
    if cue.takes(Construction::After)
        && let Some(Aside { tokens, as_clause }) = scene.aside(cue, source)
    {
        let mut content = scene.around(&tokens);
        // "On Wednesday, as part of his campaign, X pledged" is a circumstance, nothing said.
        let short = scene.words(content.clone()) < 4 || scene.tree.grammar.analytic;
        if short && !scene.has_predicate(content.clone()) {
            return None;
        }
        // A quotation that was taken whole stands for itself.
        while content.start < content.end && taken[content.start] {
            content.start += 1;
        }
        let dash = scene.is_dash(tokens.start) || scene.lower(tokens.start) == "," && scene.is_dash(tokens.start + 1);
        let mut draft = scene.draft(cue, source, content, if as_clause { "as" } else { "after" }, 0.9)?;
        // Direct speech that lost its marks.
        draft.direct = dash
            && !as_clause
            && draft.content.end <= tokens.start
            && !scene.quotes.iter().any(|q| draft.content.contains(&q.open));
        return Some(draft);
    }
    if let Some(draft) = about(scene, cue, source) {
        return Some(draft);
    }
    if let Some(colon) = (cue.words.end..sentence.end).find(|t| scene.lower(*t) == ":" && scene.quote_at(*t).is_none())
        && (cue.takes(Construction::That) || cue.takes(Construction::Quote))
        && !taken[(colon + 1).min(taken.len() - 1)]
        && scene.words(colon + 1..sentence.end) >= 2
        && !scene.has_predicate(cue.words.end..colon)
    {
        return scene.draft(cue, source, colon + 1..sentence.end, "colon", 0.7);
    }
    rest(scene, cue, source).or_else(|| part(scene, cue, source, taken))
}

/// ", почему C": the word belongs to what is said.
fn how(scene: &Scene<'_>, cue: &Cue<'_>) -> Option<usize> {
    if !cue.takes(Construction::How) {
        return None;
    }
    let sentence = scene.sentence(cue.token);
    let comma = (cue.words.end..sentence.end).find(|t| scene.is_mark(*t))?;
    let next = comma + 1;
    let fits = scene.lower(comma) == "," && next + 1 < sentence.end && HOW.contains(&scene.lower(next));
    // "сообщил X, как пишет Y": a clause of another cue.
    let other = (next..sentence.end.min(next + 3)).any(|t| scene.verb_cue(t).is_some());
    (fits && !other && !scene.has_predicate(cue.words.end..comma)).then_some(next)
}

/// "Об этом сообщил X" and "C, о чём сообщил X"; "такое заявление сделал X".
fn this(scene: &Scene<'_>, cue: &Cue<'_>, source: Source) -> Option<Draft> {
    if !cue.takes(Construction::About) && !cue.takes(Construction::After) && !cue.takes(Construction::That) {
        return None;
    }
    let sentence = scene.sentence(cue.token);
    let clause_start = (sentence.start..cue.words.start)
        .rev()
        .find(|t| matches!(scene.lower(*t), "," | ";"))
        .map_or(sentence.start, |t| t + 1);
    let near = clause_start..sentence.end.min(cue.words.end + 5);
    let about = |word: &[&str]| {
        near.clone().find(|t| matches!(scene.lower(*t), "о" | "об" | "обо") && word.contains(&scene.lower(t + 1)))
    };
    if let Some(which) = about(&["чем"]).filter(|w| *w < cue.token && *w > sentence.start) {
        let comma = if scene.lower(which - 1) == "," { which - 1 } else { which };
        return scene.draft(cue, source, sentence.start..comma, "which", 0.8);
    }
    let such = cue.words.len() > 1
        && (sentence.start..cue.words.end).any(|t| {
            matches!(scene.tree.lemma(t), "такой" | "этот" | "соответствующий")
                && scene.tree.relation(t) != "nsubj"
                && t + 3 > cue.words.start
        });
    let this = about(&["этом", "данном", "сем"]);
    let this = this.filter(|t| *t < cue.token || (cue.words.end..*t).all(|x| !scene.is_mark(x)));
    if this.is_none() && !such {
        return None;
    }
    // "Об этом договоре": not a pronoun.
    if let Some(t) = this
        && scene.tree.pos(t + 1) == "DET"
        && t + 2 < sentence.end
        && scene.tree.head(t + 1).is_some_and(|h| h == t + 2 && matches!(scene.tree.pos(h), "NOUN" | "PROPN"))
    {
        return None;
    }
    scene.draft(cue, source, scene.sentence_before(cue.token)?, "this", 0.75)
}

/// "сообщил о C", "о C сообщил X", "о том, что C, сообщил X", "выразил мнение о C".
fn about(scene: &Scene<'_>, cue: &Cue<'_>, source: Source) -> Option<Draft> {
    let opinion = cue.takes(Construction::Opinion);
    if !opinion && !cue.takes(Construction::About) {
        return None;
    }
    let sentence = scene.sentence(cue.token);
    let is_about = |t: usize| matches!(scene.lower(t), "о" | "об" | "обо" | "про");
    // Before the verb: "О запуске проекта объявил X".
    let head = sentence.start + usize::from(matches!(scene.lower(sentence.start), "напомним" | "ранее" | "также"));
    let head = head + usize::from(scene.lower(head) == ",");
    if !opinion && head < cue.token && is_about(head) {
        if scene.lower(head + 1) == "том" && matches!(scene.lower(head + 3), "что" | "как") {
            let comma = (head + 4..cue.token).rev().find(|t| scene.lower(*t) == ",")?;
            return scene.draft(cue, source, head + 4..comma, "that", 0.8);
        }
        let noun = (head + 1..cue.token).find(|n| matches!(scene.tree.pos(*n), "NOUN" | "PROPN"))?;
        let subject = match source {
            Source::Noun(n) if n < cue.token && n > noun => {
                scene.noun_phrase(n).start.min(scene.actors.mention_at(n).map_or(n, |m| m.tokens.start))
            }
            _ => cue.token,
        };
        let end = (scene.right(noun) + 1).clamp(noun + 1, subject);
        return scene.draft(cue, source, head..end, "about", 0.6);
    }
    let from = cue.words.end;
    let preposition = (from..sentence.end.min(from + 14))
        .take_while(|t| !matches!(scene.lower(*t), "," | ":" | ";" | "—") && !scene.tree.is_finite(*t))
        .find(|t| is_about(*t))?;
    let noun =
        (preposition + 1..sentence.end).find(|n| matches!(scene.tree.pos(*n), "NOUN" | "PROPN" | "PRON" | "NUM"))?;
    let lemma = scene.tree.lemma(noun);
    if scene.tree.pos(noun) == "PRON"
        || matches!(lemma, "себя" | "это")
        || !opinion && scene.speech.has(List::NotAbout, lemma)
    {
        return None;
    }
    if !matches!(source, Source::Noun(_) | Source::Text(_)) && !opinion {
        return None;
    }
    let end = scene.end_of_content(noun + 1, Some(cue.token), sentence.end);
    let right = scene.right(noun) + 1;
    let end = if right > noun + 1 && right < end && scene.is_mark(right) { right } else { end };
    let end = (noun + 1..end).find(|t| scene.lower(*t) == "и" && scene.joins(*t, end)).unwrap_or(end);
    scene.draft(cue, source, preposition..end, "about", 0.6)
}

/// "назвал C": what remains of the clause, for a speaker who stands there.
fn rest(scene: &Scene<'_>, cue: &Cue<'_>, source: Source) -> Option<Draft> {
    if !cue.takes(Construction::Rest) || !matches!(source, Source::Noun(_)) {
        return None;
    }
    let sentence = scene.sentence(cue.token);
    let mut from = cue.words.end;
    if let Source::Noun(n) = source
        && n >= from
        && sentence.contains(&n)
    {
        let phrase = scene.noun_phrase(n);
        if phrase.start <= from + 1 {
            from = phrase
                .end
                .max(scene.actors.mention_at(n).map_or(0, |m| if m.tokens.contains(&n) { m.tokens.end } else { 0 }));
        }
    }
    if from >= sentence.end {
        return None;
    }
    let naming = matches!(cue.usage.class.as_str(), "say") && !cue.takes(Construction::That);
    let object = scene.tree.children(cue.token).iter().copied().find(|c| scene.tree.relation(*c) == "obj");
    let head = object.map_or("", |o| scene.tree.lemma(o));
    if scene.tree.grammar.analytic && object.is_none() {
        return None;
    }
    if !naming && (object.is_none_or(|o| o < cue.token) || scene.speech.has(List::NotAbout, head)) {
        return None;
    }
    let mut end = scene.end_of_content(from, Some(cue.token), sentence.end);
    end = (from + 1..end).find(|t| scene.joins(*t, end) || scene.is_relative(*t) && !naming).unwrap_or(end);
    if scene.words(from..end) == 0 || scene.tree.pos(from) == "ADP" && (!naming || scene.tree.grammar.analytic) {
        return None;
    }
    scene.draft(cue, source, from..end, "rest", 0.55)
}

/// "призвал стороны «C»": only what the quotation marks hold.
fn part(scene: &Scene<'_>, cue: &Cue<'_>, source: Source, taken: &[bool]) -> Option<Draft> {
    if !cue.takes(Construction::Part) || !matches!(source, Source::Noun(_) | Source::Text(_)) {
        return None;
    }
    let sentence = scene.sentence(cue.token);
    let quote = scene.quotes.iter().find(|q| {
        q.open > cue.token
            && q.open < sentence.end
            && !taken[q.open]
            && scene.words(q.inside.clone()) >= 4
            && !scene.has_predicate(cue.words.end..q.open)
    })?;
    let first = scene.reading.form(quote.inside.start).chars().next();
    if !first.is_some_and(char::is_lowercase) && !scene.has_predicate(quote.inside.clone()) {
        return None;
    }
    scene.draft(cue, source, quote.inside.clone(), "part", 0.7)
}

/// "сообщает X со ссылкой на Y": Y is the speaker, X passes it on.
fn citing(scene: &Scene<'_>, mut draft: Draft) -> Draft {
    let sentence = scene.sentence(draft.cue_at);
    let on = sentence.clone().find(|t| {
        !draft.content.contains(t)
            && scene.lower(*t) == "на"
            && *t > sentence.start
            && (scene.lower(t - 1) == "ссылаясь"
                || scene.lower(t - 1) == "сославшись"
                || scene.lower(t - 1) == "ссылкой")
            || *t > draft.cue_at && scene.lower(*t) == "citing" && !draft.content.contains(t)
    });
    let Some(on) = on else { return draft };
    let mut nouns = (on + 1..sentence.end.min(on + 8))
        .take_while(|t| !matches!(scene.lower(*t), ","))
        .filter(|t| matches!(scene.tree.pos(*t), "NOUN" | "PROPN"));
    let noun = nouns.find(|t| !matches!(scene.tree.lemma(*t), "данные" | "слово" | "информация" | "сведение"));
    let own = (on + 1..sentence.end.min(on + 4)).any(|t| matches!(scene.tree.lemma(t), "свой" | "собственный"));
    if let Some(noun) = noun.filter(|_| !own) {
        draft.via = Some(draft.source);
        draft.source = if scene.speech.has(List::Document, scene.tree.lemma(noun)) {
            Source::Text(noun)
        } else {
            Source::Noun(noun)
        };
    }
    draft
}

/// A paragraph behind a sentence that ends with a colon: a quotation that lost its marks.
fn block(scene: &Scene<'_>, s: usize, drafts: &[Draft], taken: &[bool]) -> Option<Draft> {
    let sentence = &scene.reading.sentences[s];
    let last = sentence.tokens.clone().next_back()?;
    if scene.lower(last) != ":" || drafts.iter().any(|d| d.pattern == "which") {
        return None;
    }
    let paragraph = scene.reading.sentences.get(s + 1)?.paragraph;
    let first = scene.reading.sentences[s + 1].tokens.start;
    let rest = &scene.reading.sentences[s + 1..];
    let end = rest.iter().take_while(|x| x.paragraph == paragraph).last()?.tokens.end;
    if first >= end
        || scene.quote_at(first).is_some()
        || taken[first]
        || scene.words(first..end) < 4
        || scene.is_dash(first)
    {
        return None;
    }
    let cue = sentence.tokens.clone().rev().find_map(|t| scene.verb_cue(t).filter(|c| c.takes(Construction::That)));
    // The sentence's own statement goes on in the block.
    if let Some(said) = drafts.iter().rev().find(|d| !matches!(d.pattern, "rest" | "part")) {
        let content = scene.trim(first..end)?;
        return Some(Draft { content, pattern: "block", direct: true, score: 0.7, ..said.clone() });
    }
    let (cue, source) = match cue {
        Some(cue) => {
            let source = scene.source_of(&cue);
            (cue, source)
        }
        None => {
            let (cue, owner) = sentence.tokens.clone().find_map(|t| scene.source_cue(t))?;
            (cue, Source::Noun(owner))
        }
    };
    let mut draft = scene.draft(&cue, source, first..end, "block", 0.7)?;
    draft.direct = true;
    Some(draft)
}

/// A headline "X: C": one mention, a colon, a clause.
fn headline(scene: &Scene<'_>, sentence: Range<usize>, taken: &[bool]) -> Option<Draft> {
    let colon = sentence.clone().take(14).find(|t| scene.lower(*t) == ":")?;
    let mention = scene.actors.mentions.iter().find(|m| m.tokens == (sentence.start..colon))?;
    let person = scene.actors.row(mention.actor).is_some_and(|r| r.kind != kelishim_model::ActorKind::Country);
    let ends = sentence.clone().next_back().is_some_and(|t| !scene.is_stop(t));
    if !person || !ends || taken[sentence.start] || scene.words(colon + 1..sentence.end) < 4 {
        return None;
    }
    let content = scene.trim(colon + 1..sentence.end)?;
    Some(Draft {
        content,
        cue_at: colon,
        cue: scene.span(&(colon..colon + 1)),
        source: Source::Noun(mention.head),
        via: None,
        class: "quote".into(),
        pattern: "headline",
        direct: false,
        score: 0.7,
    })
}
