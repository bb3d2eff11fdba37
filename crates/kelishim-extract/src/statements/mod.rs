//! Who said what: statements with their speakers, from words of speech and quotation marks.
//!
//! A cue ("заявил", "по словам") is found by lemma; what is said stands beside it in one of a few constructions; the
//! speaker is the cue's subject, owner or whoever spoke last. Marks and commas are trusted before trees.

mod behind;
mod clause;
mod cues;
mod direct;
mod draft;
mod lexicon;
mod quotes;
mod reported;
mod scene;
mod source;
mod speaker;
#[cfg(test)]
mod tests;

pub use lexicon::{SpeechError, SpeechLexicon};

use crate::actors::Actors;
use crate::tree::Tree;
use draft::Draft;
use kelishim_model::{Speaker, Statement};
use kelishim_read::Reading;
use scene::Scene;
use speaker::Last;

/// Finds who says what: one [`Statement`] per reported clause or unbroken quotation, in order of what is said.
///
/// `actors` must come from the same reading. `about` and `areas` stay empty. Words whose speaker the article does not
/// name are `Unnamed` with the words that stand for him; without any source ("сообщается, что") they are no statement, nor
/// is what the publishing outlet says itself. What is said inside another's statement is a part of that; what an agency
/// passes on is the statement of whom it cites, `via` the agency. Linear in tokens.
///
/// Source: cue, clause and speaker after Krestel, Bergler and Witte (LREC 2008).
pub fn attribute_statements(reading: &Reading, actors: &Actors, speech: &SpeechLexicon) -> Vec<Statement> {
    let tree = Tree::new(reading);
    let scene = Scene::new(&tree, actors, speech);
    let mut direct = direct::find_direct(&scene);
    let mut drafts = if tree.grammar.agglutinative {
        behind::find_reported(&scene, &direct.taken)
    } else {
        reported::find_reported(&scene, &mut direct.taken)
    };
    drafts.append(&mut direct.drafts);
    drafts.sort_by_key(|d| (d.cue_at, d.content.start, d.content.end));
    // A quotation behind its cue is found from both.
    drafts.dedup_by(|a, b| a.cue_at == b.cue_at && a.content == b.content);
    let drafts = without_repeated(&scene, drafts);
    let found = with_speakers(&scene, drafts);
    let mut statements = unnest(&scene, found);
    statements.sort_by_key(|s| (s.content.start(), s.content.end()));
    statements
}

/// Leaves out "об этом сообщил X" where the sentence before says itself who said it, and lone quotations that another
/// cue takes.
fn without_repeated(scene: &Scene<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let sentence = |t: usize| scene.reading.tokens[t].sentence;
    let own_cue = |d: &Draft| {
        drafts.iter().any(|o| {
            o.pattern != "this" && o.pattern != "alone" && sentence(o.cue_at) == sentence(d.content.start) && !weak(o)
        })
    };
    let taken = |d: &Draft| {
        drafts
            .iter()
            .any(|o| o.pattern != "alone" && o.content.start < d.content.end && d.content.start < o.content.end)
    };
    let keep: Vec<bool> =
        drafts.iter().map(|d| !(d.pattern == "this" && own_cue(d) || d.pattern == "alone" && taken(d))).collect();
    let mut keep = keep.into_iter();
    drafts.into_iter().filter(|_| keep.next().unwrap_or(true)).collect()
}

/// Constructions that do not keep "об этом сообщил X" from taking the whole sentence.
fn weak(draft: &Draft) -> bool {
    draft.pattern == "part"
}

/// A draft whose speaker is known.
struct Found {
    draft: Draft,
    speaker: Speaker,
    via: Option<Speaker>,
    media: bool,
}

/// Speakers in order of the cues, each "он" and omitted subject from the one before.
fn with_speakers(scene: &Scene<'_>, drafts: Vec<Draft>) -> Vec<Found> {
    let mut last: Option<Last> = None;
    let mut out = vec![];
    for draft in drafts {
        let Some(speaker) = scene.resolve(draft.source, last.as_ref(), draft.cue_at) else { continue };
        let media = scene.is_media(draft.source, &speaker);
        let via = draft.via.and_then(|v| scene.resolve(v, None, draft.cue_at));
        if !scene.can_speak(&draft, &speaker) {
            continue;
        }
        if !media || last.is_none() {
            last = Some(Last { speaker: speaker.clone(), sentence: scene.reading.tokens[draft.cue_at].sentence });
        }
        out.push(Found { draft, speaker, via, media });
    }
    out
}

/// Drops what is said inside another's statement; an agency around another's statement becomes its `via`.
fn unnest(scene: &Scene<'_>, mut found: Vec<Found>) -> Vec<Statement> {
    let mut drop = vec![false; found.len()];
    for outer in 0..found.len() {
        for inner in 0..found.len() {
            let (o, i) = (&found[outer].draft, &found[inner].draft);
            let covers = o.content.start <= i.content.start && i.content.end <= o.content.end;
            let same = o.content == i.content;
            if outer == inner || !covers || drop[inner] || drop[outer] || o.cue_at == i.cue_at {
                continue;
            }
            let cue_inside = o.content.contains(&i.cue_at);
            if found[outer].media && !found[inner].media && (cue_inside || same) {
                let via = found[outer].speaker.clone();
                found[inner].via.get_or_insert(via);
                drop[outer] = true;
            } else if cue_inside
                && found[outer].speaker == found[inner].speaker
                && matches!(o.pattern, "as" | "after")
                && i.pattern == "that"
            {
                // "На вопрос, как он считает, ..., он сказал, что C".
                drop[outer] = true;
            } else if cue_inside || same && outer < inner || !cue_inside && i.content.len() < o.content.len() {
                drop[inner] = true;
            }
        }
    }
    let kept = found.into_iter().zip(drop).filter(|(_, d)| !d).map(|(f, _)| f);
    kept.map(|f| {
        let kind = scene.kind(&f.draft);
        Statement {
            speaker: f.speaker,
            cue: f.draft.cue,
            kind,
            content: scene.span(&f.draft.content),
            about: vec![],
            areas: vec![],
            via: match f.via {
                Some(Speaker::Actor(id)) => Some(id),
                _ => None,
            },
            frame: format!("speech.{}.{}", f.draft.class, f.draft.pattern),
            score: f.draft.score,
        }
    })
    .collect()
}
