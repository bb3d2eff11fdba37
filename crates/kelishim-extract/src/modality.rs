//! How real a trigger is: done, planned, only possible, denied, or past history.

use crate::tree::Tree;
use kelishim_frames::Frames;
use kelishim_model::{Interval, Modality};

/// What the words around a trigger say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reality {
    /// Denied: "не", "нет", "без".
    pub negated: bool,
    /// Still to come: future tense, plans, duties.
    pub future: bool,
    /// Depends on something or is only wished for.
    pub hypothetical: bool,
    /// Told as background: "ранее", "напомним".
    pub background: bool,
}

impl Reality {
    /// Reads the clause around `t`; `through` is the light verb when the trigger is a noun.
    ///
    /// Classes `planning` and `wishing` hold the words above it that make it a plan or a mere wish.
    pub fn of(tree: &Tree<'_>, frames: &Frames, t: usize, through: Option<usize>) -> Reality {
        let verb = through.unwrap_or(t);
        let mut out = Reality { negated: false, future: false, hypothetical: false, background: false };
        out.negated = tree.has_not(t)
            || (verb != t && tree.has_not(verb))
            || tree.preposition(t).is_some_and(|p| tree.grammar.has("word.without", p));
        out.negated |= tree.children(verb).iter().any(|c| tree.is_word("none", *c));
        out.future = tree.is_future(verb);
        // "In May" is no "may".
        let unreal = |c: usize| tree.is_word("unreal", c) && !matches!(tree.pos(c), "NOUN" | "PROPN");
        out.hypothetical = tree.children(verb).iter().any(|c| unreal(*c));
        // "Чечилбесе", "башталышы мүмкүн": the ending or the modal word that it took in says so.
        out.hypothetical |= tree.is(verb, "Mood", "Cnd") || tree.is(verb, "Mood", "Pot");
        if verb != t {
            // "Запланирована встреча": the verb that carries a noun may itself be one of planning.
            out.future |= frames.in_class("planning", tree.lemma(verb));
            out.hypothetical |= frames.in_class("wishing", tree.lemma(verb));
        }
        // "Намеченный на март визит", "the scheduled talks": a plan that stands at the noun itself.
        let attribute = |c: usize| matches!(tree.relation(c), "amod" | "acl") && !tree.is_finite(c) && !tree.has_not(c);
        let planned = |c: &usize| attribute(*c) && frames.in_class("planning", tree.lemma(*c));
        out.future |= !tree.is_verb(t) && tree.children(t).iter().any(planned);
        let infinitive = tree.is(verb, "VerbForm", "Inf");
        // "Will travel to Beijing to discuss": what somebody goes for has not happened.
        out.hypothetical |= tree.grammar.analytic && infinitive && tree.relation(verb) == "advcl";
        // "Имаратты куруу үчүн акча бөлдү": what something is for has not happened.
        let last = tree.head(verb).filter(|_| tree.relation(verb) == "conj").unwrap_or(verb);
        out.hypothetical |= tree.grammar.agglutinative && infinitive && tree.preposition(last).is_some();
        let mut at = verb;
        for _ in 0..4 {
            let Some(head) = tree.head(at) else { break };
            let relation = tree.relation(at);
            let carries =
                infinitive || matches!(relation, "xcomp" | "conj" | "csubj") || (through.is_none() && !tree.is_verb(t));
            if carries && !(relation == "conj" && tree.is_finite(at)) {
                if frames.in_class("planning", tree.lemma(head)) {
                    out.future = true;
                    out.negated |= tree.has_not(head);
                }
                out.hypothetical |= frames.in_class("wishing", tree.lemma(head));
            }
            // "Denied that it had sold": what is denied did not happen.
            out.negated |= matches!(relation, "ccomp" | "xcomp") && tree.is_word("denial", head) && !tree.has_not(head);
            // "Dismissed reports that it had sold".
            let report = matches!(relation, "ccomp" | "acl") && !tree.is_verb(head);
            out.negated |= report && tree.head(head).is_some_and(|v| tree.is_word("denial", v) && !tree.has_not(v));
            if matches!(relation, "advcl" | "parataxis" | "ccomp" | "acl") && tree.is_finite(at) {
                out.hypothetical |= tree.children(at).iter().any(|c| tree.is_word("unreal-clause", *c));
                break;
            }
            at = head;
        }
        let sentence = &tree.reading.sentences[tree.reading.tokens[t].sentence];
        out.background = sentence.tokens.clone().next().is_some_and(|i| tree.is_word("background-opening", i))
            || tree.children(verb).iter().any(|c| tree.is_word("background", *c));
        out
    }

    /// The modality of the record, given when it happened and the year of the report.
    pub fn modality(&self, time: Option<&Interval>, report_year: Option<i16>) -> Modality {
        if self.negated {
            return Modality::Negated;
        }
        if self.hypothetical {
            return Modality::Hypothetical;
        }
        if self.future {
            return Modality::Planned;
        }
        let past_year = match (time.and_then(|t| t.to), report_year) {
            (Some(to), Some(year)) => to.year() < year,
            _ => false,
        };
        let undated = time.is_none_or(|t| t.from.is_none());
        if past_year || (self.background && undated) { Modality::Historical } else { Modality::Actual }
    }
}
