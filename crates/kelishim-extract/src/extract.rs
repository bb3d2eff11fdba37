//! The whole stage: a reading in, a record out, with what each row's frame bound.

use crate::actors::{Actors, Mention, MentionKind};
use crate::agglutinative::read_endings;
use crate::analytic::with_cases;
use crate::areas::AreaLexicon;
use crate::bind::{Bound, Scene};
use crate::focus::Focus;
use crate::grammar::{Grammar, primary};
use crate::learned::{
    Candidate, Evidence, Learned, ON_RELATIONS, Parties, SaidEvidence, Voices, Whom, choose_speakers,
    concerns_relations, gather, gather_said,
};
use crate::quantities::find_quantities;
use crate::retold::{leave_out_headline, said_again};
use crate::rows::{Material, make_rows};
use crate::stand_for::settle;
use crate::statements::{SpeechLexicon, attribute_statements};
use crate::times::find_times;
use crate::tree::Tree;
use crate::why::Attempt;
use kelishim_frames::Frames;
use kelishim_model::{ActorId, ActorKind, Record, Statement, StatementId, Versions};
use kelishim_read::Reading;
use kelishim_registry::Registry;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What a text or a file of frames is taken for that tells no language.
pub const UNTOLD: &str = "ru";

/// The language of a tag.
fn code(tag: &str) -> &str {
    if tag == "und" { UNTOLD } else { primary(tag) }
}

/// What extraction knows of a language.
#[derive(Debug, Default)]
pub struct Language {
    /// Frames and word classes.
    pub frames: Frames,
    /// Words of speech.
    pub speech: SpeechLexicon,
    /// Words of areas.
    pub areas: AreaLexicon,
}

/// What extraction knows of languages and of the world.
pub struct Knowledge {
    /// By code; the frames of a language bind in its articles alone.
    pub languages: BTreeMap<&'static str, Language>,
    /// Known actors.
    pub registry: Registry,
    /// The head of acts; without it the frames speak alone.
    pub learned: Option<Learned>,
    /// Version of the model that made the reading, and of the head.
    pub model: String,
}

impl Knowledge {
    /// What is known of the language of a tag. A text without a language is taken for Russian; of a language without files
    /// nothing is known.
    pub fn language(&self, tag: &str) -> &Language {
        static NOTHING: LazyLock<Language> = LazyLock::new(Language::default);
        self.languages.get(code(tag)).unwrap_or(&NOTHING)
    }

    /// Versions of everything that a record of a text cut by `extractor` depends on.
    pub fn versions(&self, extractor: &str) -> Versions {
        Versions {
            model: self.model.clone(),
            frames: self.languages.values().map(|l| l.frames.version()).collect::<Vec<_>>().join("+"),
            registry: self.registry.version().to_owned(),
            extractor: extractor.to_owned(),
        }
    }
}

/// A record and, for each event and commitment in order, what its frame bound.
pub struct Explained {
    /// The record.
    pub record: Record,
    /// Bindings of `record.events`.
    pub events: Vec<Vec<Bound>>,
    /// Bindings of `record.commitments`.
    pub commitments: Vec<Vec<Bound>>,
    /// Frames whose triggers stand in the text and that made no row, in order of the text.
    pub vain: Vec<Attempt>,
}

/// What the head of acts learns from.
pub struct Lesson {
    /// What the frames alone make of the article.
    pub told: Explained,
    /// What the head is told of each word.
    pub evidence: Vec<Evidence>,
    /// The sides that may be parties at each of those words, each with who of it may be meant.
    pub candidates: Vec<Vec<(Candidate, Vec<Whom>)>>,
    /// What the head is told of each statement, those on no relations too.
    pub said: Vec<SaidEvidence>,
    /// Who may be the speaker of each of them; nobody where its cue has no word.
    pub voices: Vec<Option<Voices>>,
    /// Whether each is a headline's that the text says again, and so no row whatever it is on.
    pub again: Vec<bool>,
}

/// What a lesson collects on the way.
#[derive(Default)]
struct Taught {
    evidence: Vec<Evidence>,
    candidates: Vec<Vec<(Candidate, Vec<Whom>)>>,
    said: Vec<SaidEvidence>,
    voices: Vec<Option<Voices>>,
    again: Vec<bool>,
}

/// The record of an article. Linear in its text, up to the bindings of one sentence.
pub fn extract(reading: &Reading, knowledge: &Knowledge) -> Explained {
    run(reading, knowledge, None)
}

/// What the head of acts learns from an article, or is told of it. Several times slower than [`extract`].
pub fn lesson(reading: &Reading, knowledge: &Knowledge) -> Lesson {
    let mut taught = Taught::default();
    let told = run(reading, knowledge, Some(&mut taught));
    let Taught { evidence, candidates, said, voices, again } = taught;
    Lesson { told, evidence, candidates, said, voices, again }
}

/// The reading with what the rules ask for told as they ask for it, whatever its language tells it by; the reading itself
/// where that is how it stands.
pub fn prepared<'r>(reading: &'r Reading, knowledge: &Knowledge) -> Cow<'r, Reading> {
    if Grammar::of_reading(reading).agglutinative {
        return Cow::Owned(read_endings(
            reading,
            &knowledge.language(&reading.article.language).frames,
            &knowledge.registry,
        ));
    }
    with_cases(reading)
}

/// Extracts; for a lesson the frames alone speak.
fn run(reading: &Reading, knowledge: &Knowledge, mut lesson: Option<&mut Taught>) -> Explained {
    let reading = &*prepared(reading, knowledge);
    let language = knowledge.language(&reading.article.language);
    let tree = Tree::new(reading);
    let mut actors = Actors::find(reading, &knowledge.registry);
    let times = find_times(reading);
    let quantities = find_quantities(reading);
    let mut statements = attribute_statements(reading, &actors, &language.speech);
    let head = knowledge.learned.as_ref().filter(|l| l.knows(code(&reading.article.language)));
    let head = head.filter(|_| !reading.states.is_empty() && lesson.is_none());
    if let Some(taught) = &mut lesson {
        taught.voices = vec![None; statements.len()];
        choose_speakers(&tree, &actors, &mut statements, |i, voices| {
            taught.voices[i] = Some(voices.clone());
            0
        });
    } else if let Some(learned) = head {
        choose_speakers(&tree, &actors, &mut statements, |_, voices| learned.speaker(&tree, voices));
    }
    let mut article = reading.article.clone();
    if let Some(dateline) = &mut article.dateline {
        dateline.country = dateline.place.as_deref().and_then(|place| state_of(&knowledge.registry, place));
    }
    let home = article.dateline.as_ref().and_then(|d| d.country.as_deref());
    let focus = Focus::find(reading, &actors, home);
    for s in &mut statements {
        s.areas = language.areas.of(&tree, reading.tokens_in(s.content));
        let about: BTreeSet<ActorId> =
            actors.mentions.iter().filter(|m| s.content.contains(m.span)).map(|m| m.actor).collect();
        s.about = about.into_iter().collect();
    }
    let person_or_state = |m: &&Mention| {
        let kind = actors.rows[m.actor.0 as usize].kind;
        matches!(kind, ActorKind::Person | ActorKind::Country | ActorKind::Government)
            && matches!(m.kind, MentionKind::Name | MentionKind::State)
    };
    let somebody = actors.mentions.iter().filter(person_or_state).map(|m| m.head).collect();
    let scene = Scene {
        tree: &tree,
        frames: &language.frames,
        registry: &knowledge.registry,
        focus: &focus,
        somebody: &somebody,
        statements: &statements,
    };
    let (bindings, mut vain) = scene.bind_all(&mut actors);
    let material = Material {
        times: &times,
        quantities: &quantities,
        statements: &statements,
        areas: &language.areas,
        published: reading.article.published,
    };
    let mut rows = make_rows(&scene, &material, &actors, &bindings);
    let said = gather_said(&scene, &actors, &rows);
    // The chance of each statement that it is on relations.
    let mut chances = None;
    if let Some(taught) = &mut lesson {
        taught.evidence = gather(&scene, &actors, &rows, &vain);
        let parties = Parties::new(&scene, &actors, &rows);
        let weighed = |e: &Evidence| {
            let at = parties.standpoint(e.token);
            let with_whom = |c: Candidate| {
                let whom = parties.whom(&at, &c.side);
                (c, whom)
            };
            parties.of(&at).into_iter().map(with_whom).collect()
        };
        taught.candidates = taught.evidence.iter().map(weighed).collect();
        taught.said = said;
    } else if let Some(learned) = head {
        let evidence = gather(&scene, &actors, &rows, &vain);
        chances = Some(learned.on_relations(&scene, &said));
        rows = learned.rows(&scene, &material, &mut actors, bindings, &rows, &evidence);
    }
    settle(&mut actors, &mut rows);
    leave_out_headline(&scene, &actors, &mut rows.commitments);
    let again = said_again(&scene, &statements);
    if let Some(taught) = lesson {
        taught.again = again.iter().map(Option::is_some).collect();
    }
    let concerns = |i: usize, s: &Statement| match &chances {
        Some(chances) => chances[i] >= ON_RELATIONS,
        None => concerns_relations(&scene, &actors, &rows, s),
    };
    let kept = statements.iter().enumerate().map(|(i, s)| again[i].is_none() && concerns(i, s));
    let kept: Vec<bool> = kept.collect();
    if let Some(chances) = chances {
        statements.iter_mut().zip(chances).for_each(|(s, chance)| s.score = chance);
    }
    renumber(&mut rows.events, &mut rows.commitments, &kept, &again);
    let mut keep = kept.iter();
    statements.retain(|_| *keep.next().unwrap_or(&true));
    vain.append(&mut rows.vain);
    vain.sort_by_key(|a| a.trigger.start());
    let (events, event_bound) = rows.events.into_iter().unzip();
    let (commitments, commitment_bound) = rows.commitments.into_iter().unzip();
    let versions = knowledge.versions(&reading.article.extractor);
    let record =
        Record { versions, article, actors: actors.rows, statements, events, commitments, gaps: reading.gaps.clone() };
    Explained { record, events: event_bound, commitments: commitment_bound, vain }
}

/// The state of a place by its name in the nominative.
fn state_of(registry: &Registry, place: &str) -> Option<String> {
    let found = registry.state_by_capital(place).or_else(|| registry.state_of_place(place));
    found.or_else(|| registry.state_by_name(place)).map(|s| s.code.clone())
}

/// Rows point at statements by number: after some have fallen away the numbers move. Of one that is said `again` the other is meant.
fn renumber(
    events: &mut [(kelishim_model::Event, Vec<Bound>)],
    commitments: &mut [(kelishim_model::Commitment, Vec<Bound>)],
    kept: &[bool],
    again: &[Option<usize>],
) {
    let place = |id: StatementId| {
        let i = again[id.0 as usize].unwrap_or(id.0 as usize);
        kept[i].then(|| StatementId(kept[..i].iter().filter(|k| **k).count() as u32))
    };
    for (e, _) in events {
        e.attribution = e.attribution.and_then(place);
    }
    for (c, _) in commitments {
        c.attribution = c.attribution.and_then(place);
    }
}
