//! Languages that tell by word order, prepositions and auxiliaries what others tell by endings: their readings are given the
//! cases, voices and tenses that the rules ask for, so that the rules need not know how a language tells them.
//!
//! A subject is nominative, an object accusative; "of", the possessive and a noun before a noun make a genitive, "by" at a
//! passive an instrumental. "Will sign", "has signed", "was signed" are finite forms of one verb; a gerund that a verb
//! governs is an infinitive, one beside it a converb. Spans and trees stay as they are.

use crate::grammar::Grammar;
use kelishim_read::{Feats, Reading, fold};
use std::borrow::Cow;
use std::sync::Arc;

/// Relation of a preposition that only makes a case.
pub const CASE_MARK: &str = "case:mark";

/// The reading with cases and verb forms told; the reading itself where its language has endings. Linear in tokens.
pub fn with_cases(reading: &Reading) -> Cow<'_, Reading> {
    let grammar = Grammar::of_reading(reading);
    if !grammar.analytic {
        return Cow::Borrowed(reading);
    }
    let mut out = reading.clone();
    for t in 0..reading.tokens.len() {
        take_for_verb(&mut out, t);
        raise_object(&mut out, t);
        part_particle(&mut out, t);
        join_infinitives(&mut out, t);
    }
    for t in 0..reading.tokens.len() {
        place_by_order(&mut out, t);
    }
    let reading = &out.clone();
    let pass = Pass::new(reading, grammar);
    for t in 0..reading.tokens.len() {
        pass.particle(&mut out, t);
    }
    for t in 0..reading.tokens.len() {
        pass.verb(&mut out, t);
        pass.noun(&mut out, t);
    }
    for t in 0..reading.tokens.len() {
        pass.conjunct(&mut out, t);
    }
    Cow::Owned(out)
}

/// "Canada suspended talks": a participle with a subject of its own is no attribute of the noun behind it but its verb.
fn take_for_verb(out: &mut Reading, t: usize) {
    let token = &out.tokens[t];
    let past = token.feats.is("Tense", "Past") || out.form(t).ends_with("ed");
    let attribute = &*token.pos == "VERB" && past && matches!(&*token.relation, "amod" | "acl");
    let Some(noun) = token.head.filter(|h| attribute && *h > t) else { return };
    if !out.children(t).any(|c| &*out.tokens[c].relation == "nsubj") {
        return;
    }
    let (head, relation) = (out.tokens[noun].head, out.tokens[noun].relation.clone());
    (out.tokens[t].head, out.tokens[t].relation) = (head, relation);
    (out.tokens[noun].head, out.tokens[noun].relation) = (Some(t), Arc::from("obj"));
}

/// "Urged Berlin to give": who stands before "to" is the object of the verb above, whatever the infinitive takes him for.
fn raise_object(out: &mut Reading, t: usize) {
    if !matches!(&*out.tokens[t].relation, "obj" | "nsubj" | "obl" | "iobj") {
        return;
    }
    let Some(infinitive) = out.tokens[t].head.filter(|h| *h > t + 1 && out.tokens[*h].feats.is("VerbForm", "Inf"))
    else {
        return;
    };
    let to = out.children(infinitive).find(|c| &*out.tokens[*c].relation == "mark" && *c > t);
    let bare = !out.children(t).any(|c| &*out.tokens[c].relation == "case");
    let governed = matches!(&*out.tokens[infinitive].relation, "xcomp" | "ccomp" | "advcl");
    let governor = out.tokens[infinitive].head.filter(|g| *g < t && governed && bare && to.is_some());
    if let Some(governor) = governor {
        out.tokens[t].head = Some(governor);
        out.tokens[t].relation = Arc::from("obj");
    }
}

/// "Hand over nine schools": the particle of a verb is no preposition of what is handed over.
fn part_particle(out: &mut Reading, t: usize) {
    let Some(verb) = t.checked_sub(1).filter(|v| &*out.tokens[*v].pos == "VERB") else { return };
    let pairs: &[(&str, &[&str])] = &[
        ("over", &["hand", "take", "turn", "sign"]),
        ("out", &["carry", "pull", "rule", "set"]),
        ("up", &["set", "take", "draw", "give"]),
        ("off", &["call", "put", "write", "pay"]),
        ("back", &["pull", "give", "send", "take"]),
    ];
    let lemma = fold(&out.tokens[verb].lemma);
    let form = fold(out.form(t));
    let particle = pairs.iter().any(|(p, verbs)| *p == form && verbs.contains(&&*lemma));
    let Some(noun) = out.tokens[t].head.filter(|h| particle && *h > t && &*out.tokens[t].relation == "case") else {
        return;
    };
    if out.tokens[noun].head == Some(verb) {
        out.tokens[noun].relation = Arc::from("obj");
        out.tokens[t].head = Some(verb);
        out.tokens[t].relation = Arc::from("compound:prt");
    }
}

/// "Undertakes to build, equip and hand over": the second infinitive is joined to the first, not to what governs both.
fn join_infinitives(out: &mut Reading, t: usize) {
    // "Urged Berlin to give its consent and said": what "and" joins is joined, whatever the tree calls it.
    let joined = matches!(&*out.tokens[t].relation, "advcl" | "parataxis") && &*out.tokens[t].pos == "VERB";
    let with_and = joined && out.children(t).any(|c| &*out.tokens[c].relation == "cc" && c < t);
    let marked = out.children(t).any(|c| matches!(&*out.tokens[c].relation, "mark" | "nsubj"));
    if with_and && !marked && out.tokens[t].head.is_some_and(|h| h < t) {
        out.tokens[t].relation = Arc::from("conj");
    }
    let infinitive = |t: usize| out.tokens[t].feats.is("VerbForm", "Inf") && &*out.tokens[t].pos == "VERB";
    if &*out.tokens[t].relation != "conj" || !infinitive(t) {
        return;
    }
    let Some(governor) = out.tokens[t].head else { return };
    let first = out.children(governor).find(|c| *c < t && &*out.tokens[*c].relation == "xcomp" && infinitive(*c));
    if let Some(first) = first.filter(|_| !infinitive(governor)) {
        out.tokens[t].head = Some(first);
    }
}

/// Word order against a relation that the tree has wrong: the bare noun before a finite verb without a subject is its
/// subject; a second one, right behind a verb that has its subject before it, is its object.
fn place_by_order(out: &mut Reading, t: usize) {
    let token = &out.tokens[t];
    let told = token.feats.is("VerbForm", "Fin") || token.feats.is("Tense", "Past");
    let attribute = matches!(&*token.relation, "amod" | "acl" | "aux" | "cop" | "aux:pass");
    if &*token.pos != "VERB" || !told || attribute {
        return;
    }
    let children: Vec<usize> = out.children(t).collect();
    if children.iter().any(|c| matches!(&*out.tokens[*c].relation, "nsubj:pass" | "aux:pass" | "csubj" | "expl")) {
        return;
    }
    let bare = |c: &usize| {
        matches!(&*out.tokens[*c].pos, "NOUN" | "PROPN" | "PRON")
            && !out.children(*c).any(|x| &*out.tokens[x].relation == "case")
            && !out.entities.iter().any(|e| matches!(&*e.kind, "DATE" | "TIME") && e.tokens.contains(c))
    };
    let subjects: Vec<usize> = children.iter().copied().filter(|c| &*out.tokens[*c].relation == "nsubj").collect();
    let shared = matches!(&*token.relation, "conj" | "advcl" | "xcomp" | "acl:relcl");
    if subjects.is_empty() {
        let odd = |c: &usize| {
            matches!(
                &*out.tokens[*c].relation,
                "appos" | "obl" | "nmod" | "nmod:poss" | "dep" | "obj" | "dislocated" | "vocative" | "obl:agent"
            )
        };
        let before = children.iter().copied().rfind(|c| *c < t && bare(c) && odd(c)).filter(|_| !shared);
        if let Some(subject) = before {
            out.tokens[subject].relation = Arc::from("nsubj");
        }
        return;
    }
    let object = children.iter().any(|c| &*out.tokens[*c].relation == "obj");
    let behind = subjects.iter().copied().find(|s| *s > t && *s <= t + 3 && bare(s));
    if let Some(second) = behind.filter(|_| subjects[0] < t && !object) {
        out.tokens[second].relation = Arc::from("obj");
    }
}

struct Pass<'a> {
    reading: &'a Reading,
    grammar: &'a Grammar,
    children: Vec<Vec<usize>>,
    person: Vec<Option<usize>>,
    human: Vec<bool>,
}

impl<'a> Pass<'a> {
    fn new(reading: &'a Reading, grammar: &'a Grammar) -> Self {
        let n = reading.tokens.len();
        let (mut children, mut person, mut human) = (vec![vec![]; n], vec![None; n], vec![false; n]);
        for (t, token) in reading.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[head].push(t);
            }
        }
        for (i, e) in reading.entities.iter().enumerate() {
            for t in e.tokens.clone().filter(|t| *t < n) {
                match &*e.kind {
                    "PERSON" => person[t] = Some(i),
                    "PROFESSION" => human[t] = true,
                    _ => {}
                }
            }
        }
        Pass { reading, grammar, children, person, human }
    }

    fn relation(&self, t: usize) -> &str {
        let full: &str = &self.reading.tokens[t].relation;
        full.split(':').next().unwrap_or(full)
    }

    fn full(&self, t: usize) -> &str {
        &self.reading.tokens[t].relation
    }

    fn is(&self, t: usize, feature: &str, value: &str) -> bool {
        self.reading.tokens[t].feats.is(feature, value)
    }

    fn pos(&self, t: usize) -> &str {
        &self.reading.tokens[t].pos
    }

    fn child(&self, t: usize, relation: &str) -> Option<usize> {
        self.children[t].iter().copied().find(|c| self.relation(*c) == relation)
    }

    fn lemma(&self, t: usize) -> String {
        fold(&self.reading.tokens[t].lemma)
    }

    /// Whether the verb is told from the side of what it is done to.
    fn passive(&self, t: usize) -> bool {
        let past = self.is(t, "VerbForm", "Part") && self.is(t, "Tense", "Past");
        let attribute = past && matches!(self.full(t), "acl" | "amod");
        attribute && self.child(t, "obj").is_none()
            || self.children[t].iter().any(|c| matches!(self.full(*c), "aux:pass" | "nsubj:pass"))
    }

    /// "Handed over", "pulled out": the particle that the tree hung on the object belongs to the verb before it.
    fn particle(&self, out: &mut Reading, t: usize) {
        let before = t.checked_sub(1).filter(|b| self.reading.tokens[*b].sentence == self.reading.tokens[t].sentence);
        let particle = matches!(&*fold(self.reading.form(t)), "over" | "out" | "up" | "off" | "down" | "back");
        if let Some(verb) = before.filter(|b| self.pos(*b) == "VERB" && particle)
            && matches!(self.relation(t), "advmod" | "compound")
        {
            out.tokens[t].head = Some(verb);
            out.tokens[t].relation = Arc::from("compound:prt");
        }
    }

    fn verb(&self, out: &mut Reading, t: usize) {
        let verb = matches!(self.pos(t), "VERB" | "AUX") || self.reading.tokens[t].feats.get("VerbForm").is_some();
        let auxiliaries: Vec<usize> =
            self.children[t].iter().copied().filter(|c| matches!(self.relation(*c), "aux" | "cop")).collect();
        let finite = auxiliaries.iter().copied().find(|c| self.is(*c, "VerbForm", "Fin"));
        if let Some(auxiliary) = finite.filter(|_| !matches!(self.relation(t), "aux" | "cop")) {
            let tense = match &*self.lemma(auxiliary) {
                "will" | "shall" | "would" => "Fut",
                "may" | "might" | "can" | "could" | "must" | "should" => "Pres",
                "have" => "Past",
                _ if self.is(auxiliary, "Tense", "Past") => "Past",
                _ => "Pres",
            };
            let passive = self.passive(t).then_some(("Voice", "Pass"));
            set(out, t, [("VerbForm", "Fin"), ("Mood", "Ind"), ("Tense", tense)].into_iter().chain(passive));
            return;
        }
        if !verb {
            return;
        }
        let acts = self.children[t].iter().any(|c| self.full(*c) == "nsubj");
        if self.passive(t) {
            set(out, t, [("Voice", "Pass")]);
        } else if acts && self.is(t, "Tense", "Past") {
            // "Switzerland imposed sanctions": with a subject of its own and no auxiliary the form is the past.
            set(out, t, [("VerbForm", "Fin"), ("Mood", "Ind"), ("Tense", "Past"), ("Voice", "Act")]);
        } else if self.is(t, "Voice", "Pass") {
            set(out, t, [("Voice", "Act")]);
        }
        let ing = self.is(t, "VerbForm", "Ger")
            || self.is(t, "VerbForm", "Part") && (self.is(t, "Tense", "Pres") || self.reading.form(t).ends_with("ing"));
        if ing {
            let mark =
                self.children[t].iter().copied().find(|c| matches!(self.relation(*c), "mark" | "case") && *c < t);
            let governed = mark.is_some_and(|m| self.grammar.has("preposition.complement", &self.lemma(m)));
            match self.relation(t) {
                "xcomp" | "ccomp" | "csubj" | "obj" => set(out, t, [("VerbForm", "Inf")]),
                "advcl" | "acl" | "obl" | "nmod" if governed => set(out, t, [("VerbForm", "Inf")]),
                "advcl" => set(out, t, [("VerbForm", "Conv")]),
                // Before its noun and far from it: the clause of the author's, not the noun's.
                "acl" if self.reading.tokens[t].head.is_some_and(|h| h > t) => set(out, t, [("VerbForm", "Conv")]),
                "acl" | "amod" => set(out, t, [("VerbForm", "Part"), ("Tense", "Pres")]),
                _ => {}
            }
        }
    }

    fn noun(&self, out: &mut Reading, t: usize) {
        if self.human[t] {
            set(out, t, [("Animacy", "Anim")]);
        }
        if !matches!(self.pos(t), "NOUN" | "PROPN" | "PRON" | "NUM" | "SYM" | "X" | "DET" | "ADJ") {
            return;
        }
        let head = self.reading.tokens[t].head;
        let mark = |list: &str| {
            self.children[t]
                .iter()
                .copied()
                .find(|c| self.relation(*c) == "case" && self.grammar.has(list, &self.lemma(*c)))
        };
        match self.full(t) {
            "nsubj" | "nsubj:pass" | "csubj" => set(out, t, [("Case", "Nom")]),
            // Of two objects the first is whom the other is given to: "provide Ukraine a grant".
            "obj" if head.is_some_and(|h| self.children[h].iter().any(|c| *c > t && self.full(*c) == "obj")) => {
                set(out, t, [("Case", "Dat")]);
                out.tokens[t].relation = Arc::from("iobj");
            }
            "obj" => set(out, t, [("Case", "Acc")]),
            "iobj" => set(out, t, [("Case", "Dat")]),
            "compound" | "nmod:poss" => {
                let one_name = head.is_some_and(|h| self.person[h].is_some() && self.person[h] == self.person[t]);
                // The title before a name is no owner of the man.
                let title = self.full(t) == "compound" && head.is_some_and(|h| self.person[h].is_some());
                if !one_name && !title && self.pos(t) != "DET" {
                    set(out, t, [("Case", "Gen")]);
                    out.tokens[t].relation = Arc::from(format!("nmod:{}", self.full(t).replace(':', "-")));
                }
            }
            _ => match self.relation(t) {
                "nmod" => {
                    if let Some(of) = mark("preposition.genitive") {
                        set(out, t, [("Case", "Gen")]);
                        out.tokens[of].relation = Arc::from(CASE_MARK);
                    }
                }
                "obl" if head.is_some_and(|h| self.passive(h)) => {
                    if let Some(by) = mark("preposition.agent") {
                        set(out, t, [("Case", "Ins")]);
                        out.tokens[by].relation = Arc::from(CASE_MARK);
                    }
                }
                _ => {}
            },
        }
    }

    /// What is joined to a noun stands in its case.
    fn conjunct(&self, out: &mut Reading, t: usize) {
        let Some(head) = self.reading.tokens[t].head.filter(|_| self.relation(t) == "conj") else { return };
        let noun = |t: usize| matches!(self.pos(t), "NOUN" | "PROPN" | "PRON");
        if noun(t)
            && noun(head)
            && let Some(case) = out.tokens[head].feats.get("Case").map(str::to_owned)
        {
            set(out, t, [("Case", &*case)]);
        }
    }
}

/// Sets features of a token; what it had under their names goes.
fn set<'s>(out: &mut Reading, t: usize, features: impl IntoIterator<Item = (&'s str, &'s str)>) {
    let old = out.tokens[t].feats.0.clone();
    let mut list: Vec<String> = old.split('|').filter(|f| *f != "_").map(str::to_owned).collect();
    for (name, value) in features {
        list.retain(|f| f.split('=').next() != Some(name));
        list.push(format!("{name}={value}"));
    }
    list.sort();
    out.tokens[t].feats = Feats(list.join("|").into());
}

#[cfg(test)]
mod tests {
    use super::*;
    use kelishim_read::parse_conllu;

    /// Rows of "form lemma pos feats head relation", divided by bars; then for some words what stands in their features.
    fn check(rows: &str, wanted: &[(usize, &str, &str)]) {
        let line = |(i, row): (usize, &str)| {
            let c: Vec<&str> = row.split_whitespace().collect();
            let feats = c[3].replace('+', "|");
            format!("{}\t{}\t{}\t{}\t_\t{feats}\t{}\t{}\t_\t_\n", i + 1, c[0], c[1], c[2], c[4], c[5])
        };
        let mut reading = parse_conllu(&rows.split('|').enumerate().map(line).collect::<String>());
        reading.article.language = "en".into();
        let told = with_cases(&reading);
        for (word, feature, value) in wanted {
            assert_eq!(told.tokens[*word].feats.get(feature), Some(*value), "{rows}: {word}");
        }
    }

    #[test]
    fn relations_and_prepositions_make_cases() {
        check(
            "Peru Peru PROPN _ 2 nsubj| sent send VERB Tense=Past+VerbForm=Fin 0 root| a a DET _ 4 det| batch batch NOUN _ 2 obj| of of ADP _ 6 case| tanks tank NOUN _ 4 nmod",
            &[(0, "Case", "Nom"), (3, "Case", "Acc"), (5, "Case", "Gen")],
        );
        check(
            "Deal deal NOUN _ 3 nsubj:pass| was be AUX Tense=Past+VerbForm=Fin 3 aux:pass| signed sign VERB Tense=Past+VerbForm=Part 0 root| by by ADP _ 5 case| Peru Peru PROPN _ 3 obl",
            &[(2, "Voice", "Pass"), (2, "Tense", "Past"), (4, "Case", "Ins")],
        );
    }

    #[test]
    fn auxiliaries_make_tenses() {
        check(
            "Peru Peru PROPN _ 3 nsubj| will will AUX VerbForm=Fin 3 aux| sign sign VERB VerbForm=Inf 0 root",
            &[(2, "Tense", "Fut"), (2, "VerbForm", "Fin")],
        );
        check(
            "Peru Peru PROPN _ 2 nsubj| proposed propose VERB Tense=Past+VerbForm=Fin 0 root| building build VERB VerbForm=Ger 2 xcomp",
            &[(2, "VerbForm", "Inf")],
        );
    }

    #[test]
    fn a_participle_with_a_subject_is_the_verb_of_the_noun_behind_it() {
        check(
            "Peru Peru PROPN _ 2 nsubj| suspended suspend VERB Tense=Past+VerbForm=Part+Voice=Pass 3 amod| talks talk NOUN _ 0 root",
            &[(1, "VerbForm", "Fin"), (2, "Case", "Acc")],
        );
    }
}
