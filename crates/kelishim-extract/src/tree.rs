//! Who does what to whom in a sentence, whatever its construction: voice, control, participle turns, relative clauses,
//! coordination and light verbs are undone here, once, so that frames need not be written in every turn.

use crate::grammar::Grammar;
use kelishim_read::{Reading, fold};

/// A reading with children lists and folded lemmas. Built once an article, linear.
pub struct Tree<'a> {
    /// The reading.
    pub reading: &'a Reading,
    /// Closed words of its language.
    pub grammar: &'static Grammar,
    lemmas: Vec<String>,
    children: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    /// The tree of a reading.
    pub fn new(reading: &'a Reading) -> Self {
        let mut children = vec![vec![]; reading.tokens.len()];
        for (i, token) in reading.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[head].push(i);
            }
        }
        let lemmas = reading.tokens.iter().map(|t| fold(&t.lemma)).collect();
        Tree { reading, grammar: Grammar::of_reading(reading), lemmas, children }
    }

    /// Lemma, lowercased, ё as е.
    pub fn lemma(&self, t: usize) -> &str {
        &self.lemmas[t]
    }

    /// Dependents in order.
    pub fn children(&self, t: usize) -> &[usize] {
        &self.children[t]
    }

    /// The head.
    pub fn head(&self, t: usize) -> Option<usize> {
        self.reading.tokens[t].head
    }

    /// Relation without its subtype.
    pub fn relation(&self, t: usize) -> &str {
        let full: &str = &self.reading.tokens[t].relation;
        full.split(':').next().unwrap_or(full)
    }

    /// Universal part of speech.
    pub fn pos(&self, t: usize) -> &str {
        &self.reading.tokens[t].pos
    }

    /// Whether a feature has a value.
    pub fn is(&self, t: usize, feature: &str, value: &str) -> bool {
        self.reading.tokens[t].feats.is(feature, value)
    }

    /// First dependent in one of the relations (without subtype).
    pub fn child_in(&self, t: usize, relations: &[&str]) -> Option<usize> {
        self.children[t].iter().copied().find(|c| relations.contains(&self.relation(*c)))
    }

    /// The preposition of a noun, folded; `None` for a bare case, and for what is a case elsewhere ("of").
    pub fn preposition(&self, t: usize) -> Option<&str> {
        let here = |c: &&usize| self.relation(**c) == "case" && !is_case_mark(&self.reading.tokens[**c].relation);
        self.children[t].iter().find(here).map(|c| self.lemma(*c))
    }

    /// Whether "не" or "ни" stands at the token, or in its auxiliary ("hasn't").
    pub fn has_not(&self, t: usize) -> bool {
        let not = |c: usize| self.is_word("not", c) || self.relation(c) == "aux" && self.is(c, "Polarity", "Neg");
        // "Берген жок", "бербейт": denial is an ending.
        if self.grammar.agglutinative && self.is(t, "Polarity", "Neg") {
            return true;
        }
        self.children[t].iter().any(|c| *c < t && not(*c))
    }

    /// Whether the token is one of the grammar's closed words of this sort.
    pub fn is_word(&self, sort: &str, t: usize) -> bool {
        self.grammar.has(&format!("word.{sort}"), self.lemma(t))
    }

    /// Whether the token is a relative pronoun.
    pub fn is_relative(&self, t: usize) -> bool {
        self.is_word("relative", t) && self.pos(t) != "SCONJ"
    }

    /// Whether the token is a verb form (finite, infinitive, participle, converb).
    pub fn is_verb(&self, t: usize) -> bool {
        matches!(self.pos(t), "VERB" | "AUX") || self.reading.tokens[t].feats.get("VerbForm").is_some()
    }

    /// Whether the token heads a finite clause: a finite verb or a short participle or adjective with its own subject.
    pub fn is_finite(&self, t: usize) -> bool {
        self.is(t, "VerbForm", "Fin")
            || self.is(t, "Variant", "Short")
            || (self.is_verb(t) && self.reading.tokens[t].feats.get("Mood").is_some())
    }

    /// Whether a verb stands in the future tense: "передаст", "будет передавать".
    pub fn is_future(&self, t: usize) -> bool {
        let perfective = self.is(t, "Aspect", "Perf") && self.is(t, "Tense", "Pres") && !self.is(t, "VerbForm", "Part");
        let will = |c: &usize| self.grammar.has("form.will", &self.reading.form(*c).to_lowercase());
        self.is(t, "Tense", "Fut") || perfective || self.children[t].iter().any(will)
    }

    /// Whether what the trigger tells is done to its grammatical subject.
    pub fn is_passive(&self, t: usize) -> bool {
        let token = &self.reading.tokens[t];
        token.feats.is("Voice", "Pass")
            || self.children[t].iter().any(|c| &*self.reading.tokens[*c].relation == "nsubj:pass")
    }

    /// Whether the token is a full participle that modifies a noun.
    pub fn is_attribute(&self, t: usize) -> bool {
        self.is(t, "VerbForm", "Part") && !self.is(t, "Variant", "Short") && matches!(self.relation(t), "acl" | "amod")
    }

    /// The noun that a relative pronoun stands for, or the token itself.
    pub fn antecedent(&self, t: usize) -> usize {
        if !self.is_relative(t) {
            return t;
        }
        self.reading.ancestors(t).find(|a| self.relation(*a) == "acl").and_then(|verb| self.head(verb)).unwrap_or(t)
    }

    /// Grammatical subject of a verb or predicate: its own, else that of what it is coordinated with.
    fn own_subject(&self, t: usize) -> Option<usize> {
        let subject = |c: &usize| self.relation(*c) == "nsubj" && !self.is_object_by_form(t, *c);
        self.children[t].iter().copied().find(subject).map(|c| self.antecedent(c))
    }

    /// Who does what the token tells; `None` when the sentence leaves it out.
    pub fn subject(&self, t: usize) -> Option<usize> {
        self.subject_within(t, 8)
    }

    fn subject_within(&self, t: usize, steps: u8) -> Option<usize> {
        let steps = steps.checked_sub(1)?;
        if !self.is_verb(t) {
            return self.subject_of_noun(t, steps);
        }
        if self.is_passive(t) {
            return self.agent(t);
        }
        if let Some(s) = self.own_subject(t) {
            return Some(s);
        }
        if let Some(s) = self.subject_taken_for_genitive(t) {
            return Some(s);
        }
        let head = self.head(t)?;
        if self.is_attribute(t) {
            return Some(head);
        }
        match self.relation(t) {
            // "Сеул заявил, что потребует": the dropped pronoun is the speaker, where number allows it.
            "ccomp" if self.is_finite(t) && self.is_verb(head) && self.agree_in_number(t, head) => {
                self.subject_within(head, steps)
            }
            "conj" | "parataxis" | "advcl" if self.relation(t) == "conj" || self.is(t, "VerbForm", "Conv") => {
                self.subject_within(head, steps)
            }
            "xcomp" | "ccomp" | "csubj" | "acl" | "advcl" | "obj" | "nmod" | "obl" if self.is(t, "VerbForm", "Inf") => {
                if self.grammar.has("verb.object-control", self.lemma(head)) {
                    return self.object(head).or_else(|| self.dative(head));
                }
                self.subject_within(head, steps).or_else(|| self.dative(head))
            }
            // "Россия может передать": the modal is the head or the other way round.
            "aux" | "cop" => self.subject_within(head, steps),
            _ => None,
        }
    }

    /// "Осенью стороны рассчитывают": a noun whose nominative plural is its genitive singular, hung on the noun before it,
    /// straight before a plural verb that has no other subject.
    fn subject_taken_for_genitive(&self, t: usize) -> Option<usize> {
        if !self.is_finite(t) || !self.is(t, "Number", "Plur") {
            return None;
        }
        let noun = (0..t).rev().find(|i| !matches!(self.pos(*i), "ADV" | "PART" | "AUX"))?;
        let alike = self.pos(noun) == "NOUN"
            && self.is(noun, "Case", "Gen")
            && self.is(noun, "Number", "Sing")
            && self.reading.form(noun).ends_with(['ы', 'и', 'а', 'я'])
            && matches!(self.relation(noun), "nmod" | "obl" | "obj");
        let same = self.reading.tokens[noun].sentence == self.reading.tokens[t].sentence;
        (alike && same && self.preposition(noun).is_none()).then_some(noun)
    }

    /// Whether two verbs may share a subject: both singular or both plural, and no neuter, which is impersonal.
    fn agree_in_number(&self, a: usize, b: usize) -> bool {
        let number = |t: usize| self.reading.tokens[t].feats.get("Number");
        if self.grammar.agglutinative {
            return true;
        }
        number(a).is_some() && number(a) == number(b) && !self.is(a, "Gender", "Neut")
    }

    /// Where an unnamed "they" act: "В Лиме заверяют" is the government there. `None` unless the verb is plural, finite and
    /// without a subject.
    pub fn place_of_unnamed(&self, t: usize) -> Option<usize> {
        if !self.is_verb(t) || !self.is_finite(t) || !self.is(t, "Number", "Plur") || self.is_passive(t) {
            return None;
        }
        let here = |v: usize| self.complement(v, "в", "Loc");
        if self.subject(t).is_some() {
            return None;
        }
        here(t).or_else(|| self.head(t).filter(|_| self.relation(t) == "conj").and_then(here))
    }

    /// Subject of what a noun tells: the subject of its light verb, when the noun is that verb's object or complement.
    fn subject_of_noun(&self, t: usize, steps: u8) -> Option<usize> {
        if let Some(s) = self.own_subject(t) {
            return Some(s);
        }
        let head = self.head(t)?;
        match self.relation(t) {
            "conj" => self.subject_within(head, steps),
            "obj" | "obl" | "xcomp" | "iobj" | "nmod" | "advcl" if self.is_verb(head) => {
                self.subject_within(head, steps).filter(|s| *s != t)
            }
            "nmod" | "acl" => self.subject_of_noun(head, steps).filter(|s| *s != t),
            _ => None,
        }
    }

    /// The instrumental that acts in a passive: "подписан президентом".
    pub fn agent(&self, t: usize) -> Option<usize> {
        self.children[t]
            .iter()
            .copied()
            .find(|c| {
                matches!(self.relation(*c), "obl" | "iobj" | "nmod")
                    && self.is(*c, "Case", "Ins")
                    && self.preposition(*c).is_none()
            })
            .map(|c| self.antecedent(c))
    }

    /// Whom or what it is done to: object, subject of a passive or intransitive, noun of a passive participle, genitive of a noun.
    pub fn object(&self, t: usize) -> Option<usize> {
        if !self.is_verb(t) {
            return self.genitive(t);
        }
        if self.is_passive(t) {
            return match self.own_subject(t) {
                Some(s) => Some(s),
                None if self.is_attribute(t) => self.head(t),
                None => self.child_in(t, &["obj"]).or_else(|| self.subject_of_conjunct(t)),
            };
        }
        let object = |c: &usize| self.relation(*c) == "obj" && !self.is_dative_taken_for_object(t, *c);
        if let Some(o) = self.children[t].iter().copied().find(object) {
            return Some(self.antecedent(o));
        }
        // The genitive of negation and of quantity: "не подписали соглашения", "ждут поставок".
        let bare = |c: &usize| matches!(self.relation(*c), "obl" | "iobj" | "nmod") && self.preposition(*c).is_none();
        let free = |c: &usize| bare(c) && (self.is(*c, "Case", "Gen") || self.is(*c, "Case", "Acc"));
        self.children[t]
            .iter()
            .copied()
            .find(free)
            .or_else(|| self.object_taken_for_subject(t))
            .or_else(|| self.object_below_complement(t))
    }

    /// "Хакера обвиняют": an accusative before a plural verb, with nobody else to act.
    fn object_taken_for_subject(&self, t: usize) -> Option<usize> {
        self.children[t].iter().copied().find(|c| self.relation(*c) == "nsubj" && self.is_object_by_form(t, *c))
    }

    fn is_object_by_form(&self, verb: usize, t: usize) -> bool {
        self.is(verb, "Number", "Plur")
            && self.is(t, "Number", "Sing")
            && (self.is(t, "Case", "Acc") || self.is(t, "Case", "Gen") && self.is(t, "Animacy", "Anim"))
            && self.child_in(t, &["conj"]).is_none()
    }

    /// "Достроит к переправе шоссе": a bare accusative hangs on no noun, so it is the verb's object.
    fn object_below_complement(&self, t: usize) -> Option<usize> {
        let below = self.children[t].iter().filter(|c| self.relation(**c) == "obl" && self.preposition(**c).is_some());
        below
            .flat_map(|c| &self.children[*c])
            .copied()
            .find(|c| self.relation(*c) == "nmod" && self.is(*c, "Case", "Acc") && self.preposition(*c).is_none())
    }

    fn subject_of_conjunct(&self, t: usize) -> Option<usize> {
        (self.relation(t) == "conj").then(|| self.head(t)).flatten().and_then(|h| self.own_subject(h))
    }

    /// What a reflexive or intransitive verb happens to: its grammatical subject, across coordination.
    pub fn undergoer(&self, t: usize) -> Option<usize> {
        self.own_subject(t)
            .or_else(|| self.subject_of_conjunct(t))
            .or_else(|| self.is_attribute(t).then(|| self.head(t)).flatten())
    }

    /// The bare dative complement.
    pub fn dative(&self, t: usize) -> Option<usize> {
        self.children[t]
            .iter()
            .copied()
            .find(|c| {
                matches!(self.relation(*c), "iobj" | "obl" | "nmod" | "obj")
                    && (self.is(*c, "Case", "Dat") || self.is_dative_taken_for_object(t, *c))
                    && self.preposition(*c).is_none()
            })
            .map(|c| self.antecedent(c))
    }

    /// "Перечислила Индонезии доллары": of two objects of a verb the name is whom the other is given to, where its form can
    /// be a dative.
    fn is_dative_taken_for_object(&self, verb: usize, t: usize) -> bool {
        let form = self.reading.form(t);
        self.is_verb(verb)
            && self.relation(t) == "obj"
            && self.pos(t) == "PROPN"
            && (form.ends_with(['и', 'е']) || form.ends_with(['у', 'ю']) && !self.lemma(t).ends_with(['а', 'я']))
            && self.children[verb].iter().any(|c| *c != t && self.relation(*c) == "obj" && self.pos(*c) != "PROPN")
    }

    /// The bare genitive of a noun.
    pub fn genitive(&self, t: usize) -> Option<usize> {
        self.children[t]
            .iter()
            .copied()
            .find(|c| self.relation(*c) == "nmod" && self.is(*c, "Case", "Gen") && self.preposition(*c).is_none())
    }

    /// The complement with a preposition and a case. A case that the tagger missed does not hide it when the
    /// preposition allows only one.
    pub fn complement(&self, t: usize, preposition: &str, case: &str) -> Option<usize> {
        self.complements(t, preposition, case).next()
    }

    /// All complements with a preposition and a case: "в начале декабря в Великобритании".
    pub fn complements<'t>(
        &'t self,
        t: usize,
        preposition: &'t str,
        case: &'t str,
    ) -> impl Iterator<Item = usize> + use<'a, 't> {
        let fits = move |c: &usize| {
            if preposition.is_empty() {
                // A case that stands by itself: "Россиядан".
                return self.is(*c, "Case", case) && self.preposition(*c).is_none();
            }
            matches!(self.relation(*c), "obl" | "nmod" | "iobj" | "obj" | "advmod" | "xcomp" | "conj" | "parataxis")
                && self.preposition(*c).is_some_and(|p| p == preposition || same_preposition(p, preposition))
                && (self.is(*c, "Case", case)
                    || self.reading.tokens[*c].feats.get("Case").is_none()
                    || governs_one_case(preposition))
        };
        self.children[t].iter().copied().filter(fits)
    }

    /// The infinitive that the token governs, directly or through "о том, чтобы".
    pub fn infinitive(&self, t: usize) -> Option<usize> {
        self.children[t].iter().copied().find(|c| {
            matches!(self.relation(*c), "xcomp" | "ccomp" | "csubj" | "acl" | "nmod" | "obj" | "advcl" | "nsubj")
                && self.is(*c, "VerbForm", "Inf")
        })
    }

    /// The finite clause that the token governs ("что ...").
    pub fn clause(&self, t: usize) -> Option<usize> {
        self.children[t]
            .iter()
            .copied()
            .find(|c| {
                matches!(self.relation(*c), "ccomp" | "acl" | "xcomp")
                    && (self.is_finite(*c) || self.is_stated(*c))
                    && &*self.reading.tokens[*c].relation != "acl:relcl"
                    && !self.is_relative(*c)
            })
            .filter(|c| !self.children[*c].iter().any(|x| self.is_relative(*x)))
    }

    /// Whether a clause opens with "что", whatever its predicate: "признал, что письмо настоящее".
    pub fn is_stated(&self, clause: usize) -> bool {
        self.children[clause].iter().any(|c| self.relation(*c) == "mark" && self.is_word("that", *c))
    }

    /// The verb whose noun part the token is: "провести" for "переговоры" in "провели переговоры".
    pub fn light_verb(&self, t: usize) -> Option<usize> {
        let mut at = t;
        for _ in 0..3 {
            let head = self.head(at)?;
            if self.is_verb(head) {
                return matches!(
                    self.relation(at),
                    "obj" | "obl" | "nsubj" | "iobj" | "xcomp" | "nmod" | "conj" | "advmod"
                )
                .then_some(head);
            }
            if !matches!(self.relation(at), "conj" | "nmod") {
                return None;
            }
            at = head;
        }
        None
    }

    /// Relations from a word up to where it meets another and down to that.
    pub fn path(&self, from: usize, to: usize) -> String {
        let up: Vec<usize> = std::iter::once(from).chain(self.reading.ancestors(from).take(4)).collect();
        let down: Vec<usize> = std::iter::once(to).chain(self.reading.ancestors(to).take(4)).collect();
        let Some((i, j)) = up.iter().enumerate().find_map(|(i, a)| Some((i, down.iter().position(|b| a == b)?))) else {
            return "far".to_owned();
        };
        let mut out = String::new();
        for t in &up[..i] {
            out.push('^');
            out.push_str(self.relation(*t));
        }
        for t in down[..j].iter().rev() {
            out.push('_');
            out.push_str(self.relation(*t));
        }
        out
    }

    /// All tokens below and including `t`, in order, without those below `leave_out`.
    pub fn subtree(&self, t: usize, leave_out: &[usize]) -> Vec<usize> {
        let mut out = vec![];
        let mut todo = vec![t];
        // A tree visits each token once; the bound guards against a cycle.
        let bound = self.reading.sentences[self.reading.tokens[t].sentence].tokens.len();
        while let Some(x) = todo.pop() {
            if out.len() > bound {
                break;
            }
            out.push(x);
            todo.extend(self.children[x].iter().filter(|c| !leave_out.contains(c)));
        }
        out.sort_unstable();
        out
    }
}

/// The subtype of `case` under which a preposition stands that is a case in other languages ([`crate::analytic`]).
fn is_case_mark(relation: &str) -> bool {
    relation == crate::analytic::CASE_MARK
}

/// Prepositions after which the case says nothing: a wrong one is the tagger's slip (undeclined names, abbreviations).
fn governs_one_case(preposition: &str) -> bool {
    matches!(preposition, "к" | "от" | "из" | "у" | "для" | "против" | "между" | "над" | "при" | "перед")
}

/// The same preposition in another shape: со, во, ко, об.
fn same_preposition(a: &str, b: &str) -> bool {
    let base = |p: &str| {
        match p {
            "со" => "с",
            "во" => "в",
            "ко" => "к",
            "об" | "обо" => "о",
            "ото" => "от",
            "изо" => "из",
            _ => "",
        }
        .to_owned()
    };
    base(a) == b || base(b) == a
}
