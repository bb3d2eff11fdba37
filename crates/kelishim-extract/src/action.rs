//! The words of an undertaking: from the token that a frame bound to the span of the action, and to its summary.

use crate::bind::{Binding, Scene};
use kelishim_frames::{Place, Slot};
use kelishim_model::Span;
use kelishim_read::Reading;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Head token.
    pub head: usize,
    /// Its words, without a preposition or "что" before them.
    pub span: Span,
    /// The agreement that it is a term of, when the frame bound an agreement and the action stands in it.
    pub agreement: Option<usize>,
}

/// The actions that a frame's slots give: the first filled slot; coordinated infinitives and clauses are one action each.
pub fn find_actions(scene: &Scene<'_>, b: &Binding<'_>, slots: &[Slot]) -> Vec<Action> {
    for slot in slots {
        let Some(token) = scene.action(slot, b) else { continue };
        let out = match slot.place {
            // What stands before a noun is part of it: "4500 тонн муки", "новых вагонов".
            Place::Phrase if matches!(scene.tree.pos(token), "NOUN" | "PROPN") => {
                vec![Action { head: token, span: noun_phrase(scene, token), agreement: None }]
            }
            Place::Phrase => vec![Action { head: token, span: phrase(scene, token), agreement: None }],
            Place::Infinitive | Place::Clause => coordinated(scene, token)
                .into_iter()
                .map(|head| Action { head, span: clause(scene, head), agreement: None })
                .collect(),
            _ => things(scene, token, b),
        };
        if !out.is_empty() {
            return out;
        }
    }
    vec![]
}

impl Action {
    /// Whether nothing more is named than an agreement itself ("документ", "этот протокол").
    pub fn is_bare_agreement(&self) -> bool {
        self.agreement == Some(self.head)
    }
}

/// A noun phrase; an agreement gives what it is about, when it says so.
fn things(scene: &Scene<'_>, token: usize, b: &Binding<'_>) -> Vec<Action> {
    let tree = scene.tree;
    if scene.is_in("agreement", token) {
        for (p, case) in tree.grammar.list("preposition.agreement-about").iter().filter_map(|s| s.split_once('+')) {
            let case = case.get(..1).unwrap_or_default().to_uppercase() + case.get(1..).unwrap_or_default();
            if let Some(about) = tree.complement(token, p, &case) {
                // "Макулдашууну ратификациялоо тууралуу мыйзам": the agreement that the law is about.
                let inner = tree.object(about).filter(|o| tree.grammar.agglutinative && scene.is_in("agreement", *o));
                if let Some(inner) = inner.filter(|_| tree.is_verb(about)) {
                    return things(scene, inner, b);
                }
                return coordinated_nouns(scene, about)
                    .into_iter()
                    .map(|head| Action { head, span: noun_phrase(scene, head), agreement: Some(token) })
                    .collect();
            }
        }
        if let Some(inner) = agreement_below(scene, token) {
            return things(scene, inner, b);
        }
        return vec![Action { head: token, span: noun_phrase(scene, token), agreement: Some(token) }];
    }
    // "Планы открыть базу", "решение вывести войска": what is planned or decided.
    if let Some(act) = tree.infinitive(token) {
        return coordinated(scene, act)
            .into_iter()
            .map(|head| Action { head, span: clause(scene, head), agreement: None })
            .collect();
    }
    vec![Action { head: token, span: given(scene, token, b), agreement: None }]
}

/// "The law ratifying the agreement on defence": the agreement inside the words of another that says no more.
fn agreement_below(scene: &Scene<'_>, token: usize) -> Option<usize> {
    let tree = scene.tree;
    let below = |t: &usize| *t > token && scene.is_in("agreement", *t) && !scene.is_in("blank", *t);
    let blank = tree.grammar.analytic && scene.is_in("blank", token);
    blank.then(|| tree.subtree(token, &[]).into_iter().find(|t| below(t) || *t > token && about(scene, *t))).flatten()
}

/// Whether a noun is an agreement that says what it is about.
fn about(scene: &Scene<'_>, t: usize) -> bool {
    let slots = scene.tree.grammar.list("preposition.agreement-about").iter().filter_map(|s| s.split_once('+'));
    scene.is_in("agreement", t) && slots.into_iter().any(|(p, case)| scene.tree.complement(t, p, case).is_some())
}

/// A thing given, without whom it is given to where the tree hangs him on it: "gas to Uzbekistan".
fn given(scene: &Scene<'_>, token: usize, b: &Binding<'_>) -> Span {
    let tree = scene.tree;
    let recipient = |c: &usize| {
        tree.grammar.analytic
            && *c > token
            && tree.preposition(*c).is_some()
            && b.bound.iter().any(|x| x.token == Some(*c) && x.role != "action")
    };
    match tree.children(token).iter().copied().find(recipient) {
        None => noun_phrase(scene, token),
        Some(to) => {
            let whole = noun_phrase(scene, token);
            let first = tree.subtree(to, &[]).first().map_or(to, |t| *t);
            let end = tree.reading.tokens[first.saturating_sub(1)].span.end();
            if end > whole.start() { Span::new(whole.start(), end.min(whole.end())) } else { whole }
        }
    }
}

/// The token and the infinitives or finite verbs coordinated with it.
fn coordinated(scene: &Scene<'_>, token: usize) -> Vec<usize> {
    let tree = scene.tree;
    // "Build, equip and hand over schools": verbs that share the object of the last are one action.
    let shared = shares_object(scene, token);
    let same = |c: &&usize| {
        !shared && tree.relation(**c) == "conj" && tree.is(**c, "VerbForm", "Inf") && tree.is(token, "VerbForm", "Inf")
    };
    let mut out = vec![token];
    out.extend(tree.children(token).iter().filter(same));
    out
}

/// Whether the verb has no object of its own and one joined to it has.
fn shares_object(scene: &Scene<'_>, verb: usize) -> bool {
    let tree = scene.tree;
    let own = |t: usize| tree.child_in(t, &["obj", "obl", "xcomp", "ccomp", "iobj"]).is_some();
    let joined = |c: &usize| tree.relation(*c) == "conj" && tree.is(*c, "VerbForm", "Inf") && own(*c);
    tree.grammar.analytic && !own(verb) && tree.children(verb).iter().any(joined)
}

/// The noun and its conjuncts, when they stand in the same case: "о поставках газа и строительстве школ".
fn coordinated_nouns(scene: &Scene<'_>, token: usize) -> Vec<usize> {
    let tree = scene.tree;
    let case = tree.reading.tokens[token].feats.get("Case");
    let deverbal = |t: usize| {
        tree.child_in(t, &["nmod"]).is_some() || tree.grammar.agglutinative && tree.child_in(t, &["obj"]).is_some()
    };
    let mut out = vec![token];
    for c in tree.children(token) {
        if tree.relation(*c) == "conj"
            && tree.reading.tokens[*c].feats.get("Case") == case
            && deverbal(*c)
            && deverbal(token)
        {
            out.push(*c);
        }
    }
    out
}

/// A noun with its dependents, relative clauses and its preposition left out.
fn noun_phrase(scene: &Scene<'_>, head: usize) -> Span {
    let tree = scene.tree;
    if tree.grammar.agglutinative {
        return before(scene, head);
    }
    let complex = |t: usize| tree.child_in(t, &["nmod"]).is_some();
    let drop = dropped(scene, head, |c| match tree.relation(c) {
        "case" | "cc" | "mark" | "parataxis" | "punct" | "cop" | "discourse" | "nsubj" => true,
        "acl" => tree.is_finite(c),
        "conj" => tree.is_verb(c) || complex(c) && complex(head),
        "advmod" => c < head && !matches!(tree.lemma(c), "не" | "менее" | "более"),
        // A recipient before the thing is given to, not part of it: "передал Таджикистану автобусы".
        relation => {
            let dative = c < head && tree.is(c, "Case", "Dat") && tree.preposition(c).is_none();
            dative && (relation != "amod" || tree.pos(c) == "PROPN")
        }
    });
    run(scene, head, &drop)
}

/// A clause or infinitive phrase with its dependents, without "что" and the speaker's words.
fn clause(scene: &Scene<'_>, head: usize) -> Span {
    let tree = scene.tree;
    if tree.grammar.agglutinative {
        return before(scene, head);
    }
    let shared = shares_object(scene, head);
    let drop = dropped(scene, head, |c| match tree.relation(c) {
        "cc" | "conj" if shared => false,
        "mark" | "cc" | "parataxis" | "discourse" => true,
        "conj" => tree.is_finite(c) || tree.is(c, "VerbForm", "Inf"),
        // "Asked Berlin to give": whoever is to do it stands before the infinitive.
        "nsubj" => tree.grammar.analytic && tree.is(head, "VerbForm", "Inf"),
        _ => false,
    });
    run(scene, head, &drop)
}

/// A finite verb with what follows it and depends on it, its subject left out.
fn phrase(scene: &Scene<'_>, head: usize) -> Span {
    let tree = scene.tree;
    if tree.grammar.agglutinative {
        return before(scene, head);
    }
    let drop = dropped(scene, head, |c| match tree.relation(c) {
        "nsubj" | "mark" | "cc" | "parataxis" | "discourse" | "advcl" => true,
        "conj" => tree.is_verb(c),
        _ => false,
    });
    let after: Vec<usize> = tree.subtree(head, &drop).into_iter().filter(|t| *t >= head).collect();
    if after.len() > 1 { span_of(tree.reading, &contiguous(&after, head)) } else { run(scene, head, &drop) }
}

/// Where heads stand last: the head with all that depends on it and stands before it, without who does it and without
/// other clauses.
fn before(scene: &Scene<'_>, head: usize) -> Span {
    let tree = scene.tree;
    let own = |t: usize| tree.child_in(t, &["obj", "nmod"]).is_some();
    let complex = tree.children(head).iter().any(|c| tree.relation(*c) == "conj" && own(*c) && own(head));
    let drop = dropped(scene, head, |c| match tree.relation(c) {
        "nsubj" | "mark" | "parataxis" | "discourse" | "advcl" | "ccomp" | "case" => true,
        // "Ал эми" joins the sentence to the one before.
        "advmod" if tree.pos(c) == "CCONJ" => true,
        // Two doings, each with what it is done to, are two actions.
        "conj" | "cc" => complex || tree.is_finite(c) && tree.is_verb(c) || c > head,
        _ => c > head,
    });
    let tokens = tree.subtree(head, &drop);
    let mut words = &contiguous(&tokens, head)[..];
    // "Жана туризм жаатында": what joins it to something before is no part of it.
    while words.len() > 1 && tree.pos(words[0]) == "CCONJ" {
        words = &words[1..];
    }
    span_of(tree.reading, words)
}

/// Dependents of the head that do not belong to the action.
fn dropped(scene: &Scene<'_>, head: usize, outside: impl Fn(usize) -> bool) -> Vec<usize> {
    scene.tree.children(head).iter().copied().filter(|c| outside(*c)).collect()
}

/// The contiguous run of the head's subtree around the head.
fn run(scene: &Scene<'_>, head: usize, drop: &[usize]) -> Span {
    let tokens = scene.tree.subtree(head, drop);
    span_of(scene.tree.reading, &contiguous(&tokens, head))
}

/// The part of `tokens` around `head` without holes; a hole of one punctuation mark is none.
fn contiguous(tokens: &[usize], head: usize) -> Vec<usize> {
    let at = tokens.iter().position(|t| *t == head).unwrap_or(0);
    let (mut from, mut to) = (at, at);
    while from > 0 && tokens[from] - tokens[from - 1] <= 2 {
        from -= 1;
    }
    while to + 1 < tokens.len() && tokens[to + 1] - tokens[to] <= 2 {
        to += 1;
    }
    tokens[from..=to].to_vec()
}

/// From the first to the last of the tokens, marks at the ends left out.
pub fn span_of(reading: &Reading, tokens: &[usize]) -> Span {
    let punct = |t: &usize| &*reading.tokens[*t].pos == "PUNCT";
    let open = |t: &usize| matches!(reading.form(*t), "«" | "\"" | "“" | "(" | "»" | "”" | ")");
    let mut part = tokens;
    while part.len() > 1 && punct(&part[0]) && !open(&part[0]) {
        part = &part[1..];
    }
    while part.len() > 1 && punct(&part[part.len() - 1]) && !open(&part[part.len() - 1]) {
        part = &part[..part.len() - 1];
    }
    let (first, last) = (part[0], part[part.len() - 1]);
    let span = Span::new(reading.tokens[first].span.start(), reading.tokens[last].span.end());
    balance(&reading.article.text, span)
}

/// Drops a quotation mark at one end whose partner lies outside.
fn balance(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let unopened = words.matches('»').count() > words.matches('«').count();
    let unclosed = words.matches('«').count() > words.matches('»').count();
    let odd = words.matches('"').count() % 2 == 1;
    let cut_end = words.strip_suffix('»').filter(|_| unopened).or_else(|| words.strip_suffix('"').filter(|_| odd));
    if let Some(rest) = cut_end {
        return Span::new(span.start(), span.start() + rest.len()).trim(text);
    }
    let cut_start = words.strip_prefix('«').filter(|_| unclosed).or_else(|| words.strip_prefix('"').filter(|_| odd));
    match cut_start {
        Some(rest) => Span::new(span.end() - rest.len(), span.end()).trim(text),
        None => span,
    }
}
