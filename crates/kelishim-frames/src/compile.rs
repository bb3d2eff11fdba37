//! From files to an index by trigger lemma.

use crate::frame::{CommitmentFile, FrameFile};
use crate::{CommitmentRule, Frame, FrameError, Slot, Words};
use kelishim_model::{Area, EventType, Modality, Mode, Stage};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use toml::Spanned;

/// The trigger that stands for every finite verb in the future tense that no other frame binds.
pub const FUTURE: &str = "@future";

/// The trigger that stands for words that no list names: what the head of acts finds is bound by such a frame.
pub const LEARNED: &str = "@learned";

/// One file: its name for messages and its content.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// Path as the user would name it.
    pub name: &'a str,
    /// What stands in it.
    pub content: &'a str,
}

/// All frames and word classes of one language.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    frames: Vec<Frame>,
    classes: BTreeMap<String, Words>,
    by_trigger: HashMap<String, Vec<u32>>,
    /// Last words of triggers of several.
    last_words: BTreeSet<String>,
    version: String,
}

impl Frames {
    /// Reads class files (`[name]` tables with `lemma`) and frame files; the order of files does not matter.
    ///
    /// The first bad file is the error. Cost: once at start, linear in the files.
    pub fn compile(classes: &[Source<'_>], frames: &[Source<'_>]) -> Result<Frames, FrameError> {
        let mut out = Frames { classes: read_classes(classes)?, ..Frames::default() };
        let mut hash = Sha256::new();
        for source in classes.iter().chain(frames) {
            hash.update(source.content.as_bytes());
            hash.update([0]);
        }
        out.version = hash.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect();
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for source in frames {
            let file: FrameFile = toml::from_str(source.content).map_err(|e| syntax(source, &e))?;
            let line = line_of(source.content, file.id.span().start);
            let frame = Builder { source, classes: &out.classes, id: file.id.get_ref().clone() }.build(file)?;
            if let Some(other) = files.insert(frame.id.clone(), source.name.to_owned()) {
                return Err(FrameError::Duplicate { file: source.name.to_owned(), line, frame: frame.id, other });
            }
            out.frames.push(frame);
        }
        out.frames.sort_by(|a, b| a.id.cmp(&b.id));
        for (i, frame) in out.frames.iter().enumerate() {
            for lemma in &frame.trigger.0 {
                out.by_trigger.entry(lemma.clone()).or_default().push(i as u32);
                out.last_words.extend(lemma.rsplit_once(' ').map(|(_, last)| last.to_owned()));
            }
        }
        Ok(out)
    }

    /// Frames that a lemma (lowercased, ё as е) may trigger, by id.
    pub fn triggered_by(&self, lemma: &str) -> impl Iterator<Item = &Frame> {
        self.by_trigger.get(lemma).into_iter().flatten().map(|i| &self.frames[*i as usize])
    }

    /// All frames, by id.
    pub fn all(&self) -> &[Frame] {
        &self.frames
    }

    /// Whether a lemma is in a class; an unknown class has no words.
    pub fn in_class(&self, class: &str, lemma: &str) -> bool {
        self.classes.get(class.trim_start_matches('@')).is_some_and(|w| w.has(lemma))
    }

    /// Whether a frame is triggered by the verb, alone or as the last word of several ("кол кой").
    pub fn knows_verb(&self, lemma: &str) -> bool {
        let verb = |f: &&Frame| f.pos.is_empty() || f.pos.iter().any(|p| p == "VERB");
        self.triggered_by(lemma).any(|f| verb(&f)) || self.last_words.contains(lemma)
    }

    /// Whether a class or trigger has the lemma.
    pub fn knows(&self, lemma: &str) -> bool {
        self.by_trigger.contains_key(lemma) || self.classes.values().any(|w| w.has(lemma))
    }

    /// A hash of all files: what rows made by them are marked with.
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn read_classes(sources: &[Source<'_>]) -> Result<BTreeMap<String, Words>, FrameError> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Class {
        #[serde(rename = "says")]
        _says: String,
        lemma: Vec<String>,
    }
    let mut out = BTreeMap::new();
    for source in sources {
        let file: BTreeMap<String, Class> = toml::from_str(source.content).map_err(|e| syntax(source, &e))?;
        for (name, class) in file {
            out.entry(name).or_insert_with(Words::default).0.extend(class.lemma.iter().map(|l| fold(l)));
        }
    }
    Ok(out)
}

fn syntax(source: &Source<'_>, error: &toml::de::Error) -> FrameError {
    let line = error.span().map_or(1, |s| line_of(source.content, s.start));
    FrameError::Syntax { file: source.name.to_owned(), line, problem: error.message().to_owned() }
}

fn line_of(content: &str, at: usize) -> usize {
    1 + content.as_bytes()[..at.min(content.len())].iter().filter(|b| **b == b'\n').count()
}

/// Lemmas are compared lowercased, with ё as е.
fn fold(lemma: &str) -> String {
    lemma.to_lowercase().replace('ё', "е")
}

struct Builder<'a> {
    source: &'a Source<'a>,
    classes: &'a BTreeMap<String, Words>,
    id: String,
}

impl Builder<'_> {
    fn fail<T>(&self, at: usize, problem: impl Into<String>) -> Result<T, FrameError> {
        Err(FrameError::Value {
            file: self.source.name.to_owned(),
            line: line_of(self.source.content, at),
            frame: self.id.clone(),
            problem: problem.into(),
        })
    }

    fn words(&self, list: &Spanned<Vec<String>>) -> Result<Words, FrameError> {
        let mut out = BTreeSet::new();
        for word in list.get_ref() {
            match word.strip_prefix('@').filter(|_| word != FUTURE && word != LEARNED) {
                None => drop(out.insert(fold(word))),
                Some(class) => match self.classes.get(class) {
                    Some(words) => out.extend(words.0.iter().cloned()),
                    None => {
                        let known: Vec<&str> = self.classes.keys().map(String::as_str).collect();
                        return self
                            .fail(list.span().start, format!("no class `@{class}`; there are {}", known.join(", ")));
                    }
                },
            }
        }
        Ok(Words(out))
    }

    fn slots(&self, list: &Spanned<Vec<String>>) -> Result<Vec<Slot>, FrameError> {
        let mut out = vec![];
        for text in list.get_ref() {
            let slot = match Slot::parse(text) {
                Ok(slot) => slot,
                Err(problem) => return self.fail(list.span().start, problem),
            };
            if let Some(class) = slot.only.as_deref().and_then(|o| o.strip_prefix('@'))
                && !self.classes.contains_key(class)
            {
                return self.fail(list.span().start, format!("no class `@{class}`"));
            }
            out.push(slot);
        }
        Ok(out)
    }

    fn code<T>(
        &self,
        value: &Option<Spanned<String>>,
        read: impl Fn(&str) -> Option<T>,
        what: &str,
    ) -> Result<Option<T>, FrameError> {
        match value {
            None => Ok(None),
            Some(v) => match read(v.get_ref()) {
                Some(x) => Ok(Some(x)),
                None => self.fail(v.span().start, format!("`{}` is no {what}", v.get_ref())),
            },
        }
    }

    fn build(&self, file: FrameFile) -> Result<Frame, FrameError> {
        let start = file.id.span().start;
        if file.trigger.get_ref().is_empty() {
            return self.fail(file.trigger.span().start, "a frame needs a trigger");
        }
        if file.yes.is_empty() || file.no.is_empty() {
            return self.fail(start, "a frame needs at least one [[yes]] and one [[no]] example");
        }
        let event = self.code(&file.event, EventType::from_code, "event type of PLOVER")?;
        if event.is_none() && file.commitment.is_none() {
            return self.fail(start, "a frame makes an event, a commitment or both: give `event` or [commitment]");
        }
        let role = |list: &Option<Spanned<Vec<String>>>| list.as_ref().map_or(Ok(vec![]), |l| self.slots(l));
        let (actors, recipients) = (role(&file.roles.actors)?, role(&file.roles.recipients)?);
        if actors.is_empty() {
            return self.fail(start, "a frame needs roles.actors: where the acting party stands");
        }
        if recipients.is_empty() && !file.joint {
            return self.fail(start, "a frame needs roles.recipients, or joint = true when all parties act together");
        }
        let mut areas = vec![];
        for code in file.areas.get_ref() {
            match Area::from_code(code) {
                Some(area) => areas.push(area),
                None => return self.fail(file.areas.span().start, format!("`{code}` is no area")),
            }
        }
        for example in &file.yes {
            if let Some(stage) = &example.stage
                && Stage::from_code(stage).is_none()
            {
                return self.fail(start, format!("`{stage}` in a [[yes]] is no stage"));
            }
        }
        Ok(Frame {
            id: self.id.clone(),
            says: file.says.clone(),
            source: file.source.clone(),
            file: self.source.name.to_owned(),
            trigger: self.words(&file.trigger)?,
            pos: file.pos.clone(),
            object: self.words(&file.object)?,
            subject: self.words(&file.subject)?,
            not_object: self.words(&file.not_object)?,
            head: self.words(&file.head)?,
            event,
            mode: self.code(&file.mode, Mode::from_code, "mode")?,
            cameo: file.cameo.clone(),
            modality: self.code(&file.modality, Modality::from_code, "modality")?,
            negated: self.code(&file.negated, EventType::from_code, "event type of PLOVER")?,
            joint: file.joint,
            swap: file.swap,
            named: file.named,
            alone: file.alone,
            no_clause: file.no_clause,
            actors,
            recipients,
            commitment: file.commitment.as_ref().map(|c| self.commitment(c)).transpose()?,
            areas,
            yes: file.yes,
            no: file.no,
        })
    }

    fn commitment(&self, file: &CommitmentFile) -> Result<CommitmentRule, FrameError> {
        let stage = |v: &Option<Spanned<String>>| self.code(v, Stage::from_code, "stage");
        let Some(main) = Stage::from_code(file.stage.get_ref()) else {
            return self.fail(file.stage.span().start, format!("`{}` is no stage", file.stage.get_ref()));
        };
        Ok(CommitmentRule {
            stage: main,
            future: stage(&file.future)?,
            negated: stage(&file.negated)?,
            action: self.slots(&file.action)?,
            term: file.term,
            joint: file.joint,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    const GOOD: &str = "id = \"consult.meet\"\nsays = \"x\"\nsource = \"y\"\nevent = \"CONSULT\"\ntrigger = [\"встретиться\"]\n\
                        joint = true\nroles.actors = [\"subject\", \"с+ins\"]\n[[yes]]\ntext = \"а\"\n[[no]]\ntext = \"б\"\nwhy = \"в\"\n";

    fn check(change: (&str, &str), expected: Expect) {
        let content = GOOD.replacen(change.0, change.1, 1);
        let out = Frames::compile(&[], &[Source { name: "meet.toml", content: &content }]);
        expected.assert_eq(&out.map_or_else(|e| e.to_string(), |f| format!("{} frame", f.all().len())));
    }

    #[test]
    fn a_whole_frame_is_taken() {
        check(("", ""), expect!["1 frame"]);
    }

    #[test]
    fn an_unknown_key_is_refused_by_line() {
        check(
            ("says", "sais"),
            expect![[
                r#"meet.toml:2: unknown field `sais`, expected one of `id`, `says`, `source`, `trigger`, `pos`, `object`, `subject`, `not_object`, `head`, `event`, `mode`, `cameo`, `modality`, `negated`, `joint`, `swap`, `named`, `alone`, `no_clause`, `roles`, `commitment`, `areas`, `yes`, `no`"#
            ]],
        );
    }

    #[test]
    fn a_missing_role_is_refused() {
        check(
            ("roles.actors = [\"subject\", \"с+ins\"]", ""),
            expect!["meet.toml:1: frame `consult.meet`: a frame needs roles.actors: where the acting party stands"],
        );
    }

    #[test]
    fn a_frame_without_examples_is_refused() {
        check(
            ("[[no]]\ntext = \"б\"\nwhy = \"в\"\n", ""),
            expect!["meet.toml:1: frame `consult.meet`: a frame needs at least one [[yes]] and one [[no]] example"],
        );
    }

    #[test]
    fn an_unknown_class_is_refused_with_the_known_ones() {
        check(
            ("[\"встретиться\"]", "[\"@talks\"]"),
            expect!["meet.toml:5: frame `consult.meet`: no class `@talks`; there are "],
        );
    }

    #[test]
    fn two_frames_of_one_name_are_refused() {
        let sources = [Source { name: "a.toml", content: GOOD }, Source { name: "b.toml", content: GOOD }];
        let error = Frames::compile(&[], &sources).unwrap_err().to_string();
        assert_eq!(error, "b.toml:1: frame `consult.meet` stands in a.toml already; give it another id");
    }

    proptest! {
        /// No content makes the reader panic.
        #[test]
        fn any_text_is_taken_or_refused(text in "\\PC{0,300}") {
            let _ = Frames::compile(&[], &[Source { name: "x.toml", content: &text }]);
        }
    }
}
