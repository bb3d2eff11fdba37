//! What hangs below verbs, and how verbs hang together: everything stands before its verb but a speaker behind "деди".

use super::endings::Kind;
use super::heads::{is_quote, is_time, postposition};
use super::lexicon::Lexicon;
use super::words::Word;
use kelishim_read::fold;

/// Hangs all that is still free. At the end one word of the sentence has no head.
pub(super) fn attach(words: &mut [Word], lexicon: &Lexicon<'_>) {
    predicates(words, lexicon);
    quotations(words, lexicon);
    verbs(words, lexicon);
    speakers_behind(words);
    oblique(words, lexicon);
    subjects(words, lexicon);
    raise(words);
    rest(words);
}

/// "Бишкекке болгон сапарында": what "болгон" only ties to its noun is the noun's.
fn raise(words: &mut [Word]) {
    for i in 0..words.len() {
        let Some(noun) = words[i].head.filter(|_| words[i].lemma == "бол" && words[i].relation == "acl") else {
            continue;
        };
        for word in &mut words[..i] {
            if word.head == Some(i) && matches!(word.relation, "iobj" | "obl") {
                word.head = Some(noun);
            }
        }
    }
}

/// Adjectives that are said of somebody ("даяр", "каршы") and close a clause are its verb.
fn predicates(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in 0..words.len() {
        let ends = words.get(i + 1).is_none_or(|w| w.kind == Kind::Mark || lexicon.is_that(&w.form));
        if words[i].kind == Kind::Adjective
            && words[i].is_free()
            && ends
            && lexicon.has("word.predicate", &words[i].form)
        {
            (words[i].kind, words[i].mood, words[i].tense) = (Kind::Finite, "Ind", "Pres");
            words[i].pos = "ADJ";
        }
    }
    // A participle or doing before "деп" or at the end closes a clause.
    let last = (0..words.len()).rev().find(|i| words[*i].kind != Kind::Mark);
    for i in 0..words.len() {
        let closes = Some(i) == last || words.get(i + 1).is_some_and(|w| lexicon.is_that(&w.form));
        if closes
            && words[i].is_free()
            && (words[i].kind == Kind::Participle || words[i].kind == Kind::Doing && words[i].case == "Loc")
        {
            words[i].kind = Kind::Finite;
            words[i].mood = "Ind";
            if words[i].case == "Loc" {
                // "Күтүлүүдө": it is going on.
                (words[i].case, words[i].tense) = ("", "Pres");
            }
        }
    }
}

/// "Деп" marks the clause before it as said; it hangs below that clause's verb.
fn quotations(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in 1..words.len() {
        if !lexicon.is_that(&words[i].form) || !words[i].is_free() {
            continue;
        }
        let inner = (0..i).rev().find(|j| words[*j].kind == Kind::Finite && words[*j].is_free());
        let outer = (i + 1..words.len()).find(|j| words[*j].is_verb() && words[*j].is_free());
        if let (Some(inner), Some(outer)) = (inner, outer) {
            words[i].hang(inner, "mark");
            (words[i].kind, words[i].pos) = (Kind::Other, "SCONJ");
            words[inner].hang(outer, "ccomp");
        }
    }
}

/// Converbs hang below the next verb, clauses as nouns and doings with a case below the verb that they stand before; of
/// finite verbs side by side the first is the head.
fn verbs(words: &mut [Word], lexicon: &Lexicon<'_>) {
    let count = words.len();
    for i in 0..count {
        if !words[i].is_free() || !words[i].is_verb() || words[i].kind == Kind::Finite {
            continue;
        }
        let above = (i + 1..count).find(|j| {
            words[*j].is_verb()
                && !matches!(words[*j].relation, "aux" | "compound:lvc" | "compound")
                && !below(words, *j, i)
                && (words[*j].kind != Kind::Participle || words[*j].relation != "acl" || words[i].kind == Kind::Converb)
        });
        let above = above.or_else(|| {
            // "Каршы чыгууга даяр": an adjective that closes the clause.
            (0..i).rev().find(|j| words[*j].kind == Kind::Finite && words[*j].is_free())
        });
        let Some(above) = above else { continue };
        let behind = postposition(words, i).is_some();
        let relation = match words[i].kind {
            Kind::Clause => "ccomp",
            Kind::Doing if behind => "obl",
            Kind::Doing if matches!(words[i].case, "Acc" | "Dat") => "xcomp",
            Kind::Doing if words[i].case == "Nom" => {
                // Right before its verb it is done, else it does or happens.
                let thing =
                    above == i + 1 && !words[above].passive && !lexicon.has("verb.intransitive", &words[above].lemma);
                if thing { "xcomp" } else { "nsubj" }
            }
            Kind::Doing => "obl",
            _ => "advcl",
        };
        words[i].hang(above, relation);
        if words[i].kind == Kind::Converb && words[i].tense == "Pres" && words[i].mood.is_empty() {
            words[i].tense = words[above].tense;
        }
    }
    let finite: Vec<usize> = (0..count).filter(|i| words[*i].kind == Kind::Finite && words[*i].is_free()).collect();
    let Some((first, others)) = finite.split_first() else { return };
    for other in others {
        words[*other].hang(*first, "conj");
    }
}

/// Whether `i` hangs below `top`.
fn below(words: &[Word], i: usize, top: usize) -> bool {
    let mut at = i;
    for _ in 0..words.len() {
        if at == top {
            return true;
        }
        match words[at].head {
            Some(h) => at = h,
            None => return false,
        }
    }
    false
}

/// "— деди элчи", "деп билдирди Шольц": a nominative behind the last verb is its subject.
fn speakers_behind(words: &mut [Word]) {
    let verb = (0..words.len()).rev().find(|i| words[*i].kind == Kind::Finite && words[*i].relation != "aux");
    let Some(verb) = verb else { return };
    let speaker = (verb + 1..words.len())
        .take_while(|j| words[*j].kind != Kind::Mark || is_quote(&words[*j]))
        .filter(|j| {
            words[*j].is_noun() && words[*j].is_free() && words[*j].case == "Nom" && postposition(words, *j).is_none()
        })
        .last();
    if let Some(speaker) = speaker {
        words[speaker].hang(verb, "nsubj");
    }
}

/// The verb that a noun at `i` stands before: the next one; a state or person in the dative looks past doings and
/// participles that have something of their own between.
fn governor(words: &[Word], i: usize) -> Option<usize> {
    let verbs = || {
        (i + 1..words.len()).filter(|j| words[*j].is_verb() && !matches!(words[*j].relation, "aux" | "compound:lvc"))
    };
    let first = verbs().next()?;
    let between =
        (i + 1..first).any(|j| words[j].is_noun() && !matches!(words[j].relation, "nmod" | "flat" | "compound:lvc"));
    let somebody = words[i].capital && words[i].pos == "PROPN" || words[i].name.is_some() || words[i].human;
    let inner = |j: usize| matches!(words[j].kind, Kind::Doing | Kind::Participle);
    // "Сүйлөшүүлөрдөн кийин тараптар ... иштетүү жөнүндө": when and where it happens is the main verb's.
    let frame = postposition(words, i).is_some_and(|p| {
        ["кийин", "соң", "учурунда", "алкагында", "жыйынтыгында", "тышкары"].contains(&words[p].form.as_str())
    });
    if inner(first) && between && frame {
        return verbs().find(|j| !inner(*j)).or(Some(first));
    }
    if inner(first) && between && somebody && !matches!(words[i].case, "Loc" | "Acc") {
        return verbs().find(|j| !inner(*j)).or(Some(first));
    }
    // "Муну Бишкекке болгон сапарында билдирди".
    if words[i].pos == "PRON" && inner(first) && first > i + 1 {
        return verbs().find(|j| !inner(*j)).or(Some(first));
    }
    Some(first)
}

/// Nouns with a case or a postposition hang below their verb.
fn oblique(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in 0..words.len() {
        if !words[i].is_free() || !(words[i].is_noun() || words[i].kind == Kind::Number) {
            continue;
        }
        let behind = postposition(words, i).is_some();
        let bare = words[i].case == "Nom" && !behind;
        if bare && !(is_time(&words[i]) && !lexicon.is_somebody(&words[i].lemma)) {
            continue;
        }
        let Some(verb) =
            governor(words, i).or_else(|| (0..i).rev().find(|j| words[*j].is_verb() && words[*j].relation != "aux"))
        else {
            continue;
        };
        // "Тараптарды кайтууга чакырды": who is called is the caller's, not the doing's.
        let control = words[verb].head.filter(|h| {
            let doing = words[verb].kind == Kind::Doing && words[verb].relation == "xcomp" && words[verb].case == "Dat";
            doing && lexicon.grammar().has("verb.object-control", &words[*h].lemma)
        });
        let somebody = words[i].human || words[i].capital || lexicon.is_side(&fold(&words[i].lemma));
        let verb = control.filter(|_| somebody && words[i].case == "Acc").unwrap_or(verb);
        let relation = match words[i].case {
            "Acc" if !behind => "obj",
            "Dat"
                if !behind
                    && lexicon.has("verb.dative-object", &words[verb].lemma)
                    && !words[i].capital
                    && !words[i].human =>
            {
                "obj"
            }
            "Dat" if !behind => "iobj",
            _ => "obl",
        };
        words[i].hang(verb, relation);
    }
}

/// Bare nominatives: the one right before a verb that takes an object is that; the first other is the subject of the main
/// verb, the next of the clause inside.
fn subjects(words: &mut [Word], lexicon: &Lexicon<'_>) {
    // "X билдиргендей, C": the nominative before it is who said it.
    for i in 0..words.len() {
        let as_said =
            ["гандай", "гендей", "гондой", "гөндөй", "кандай", "кендей"].iter().any(|e| words[i].form.ends_with(e));
        if words[i].kind != Kind::Converb || !as_said {
            continue;
        }
        let who = (0..i).rev().find(|j| words[*j].is_noun() && words[*j].is_free() && words[*j].case == "Nom");
        if let Some(who) = who {
            words[who].hang(i, "nsubj");
        }
    }
    let mut from = 0;
    for i in 0..words.len() {
        // The stretch of one main verb: those that it governs as "ccomp" stand inside.
        let main = words[i].kind == Kind::Finite && !matches!(words[i].relation, "ccomp" | "aux");
        if !main {
            continue;
        }
        stretch(words, from, i, lexicon);
        from = i + 1;
    }
}

fn stretch(words: &mut [Word], from: usize, main: usize, lexicon: &Lexicon<'_>) {
    let inner = (from..main).find(|j| words[*j].relation == "ccomp" && words[*j].head == Some(main));
    let takes = |w: &Word| !w.passive && !lexicon.has("verb.intransitive", &w.lemma) && w.pos != "ADJ";
    for i in from..main {
        if !(words[i].is_noun() && words[i].is_free()) {
            continue;
        }
        // What stands right before a verb: its parts are passed over.
        let at = (i + 1..=main)
            .find(|j| !matches!(words[*j].relation, "compound:lvc" | "aux" | "case") && !is_quote(&words[*j]));
        let Some(at) = at.filter(|j| words[*j].is_verb()) else { continue };
        let others = (from..i).any(|j| words[j].is_noun() && words[j].is_free()) || words[main].relation == "conj";
        // Who does things does them; a body before a verb is done something to where another stands before it.
        let person = lexicon.is_person(&words[i].lemma);
        let thing = !words[i].capital && !person && words[i].pos != "PRON" && (!words[i].human || others);
        let has_object = words.iter().any(|w| w.head == Some(at) && w.relation == "obj");
        let inside = matches!(words[at].kind, Kind::Doing | Kind::Participle | Kind::Converb);
        if takes(&words[at]) && (thing && !has_object || inside && others && !words[i].human) {
            words[i].case = "Acc";
            words[i].hang(at, "obj");
        } else if inside && words[at].kind != Kind::Converb && !words[i].human && !words[i].place && thing {
            words[i].hang(at, "nsubj");
        }
    }
    let free: Vec<usize> =
        (from..main).filter(|i| words[*i].is_noun() && words[*i].is_free() && words[*i].case == "Nom").collect();
    let behind = (main + 1..words.len()).any(|j| words[j].head == Some(main) && words[j].relation == "nsubj");
    let somebody =
        |w: &Word| w.human || w.name.is_some() || w.place || w.pos == "PRON" || w.capital && w.pos == "PROPN";
    match (inner, &free[..]) {
        (_, []) => {}
        (None, all @ [first, ..]) => {
            // Of a passive the nearest is what it is done to.
            let nearest = words[main].passive || lexicon.has("verb.intransitive", &words[main].lemma);
            let thing = all.iter().rev().find(|i| nearest && !somebody(&words[**i]));
            let subject = *thing.unwrap_or(first);
            for i in all {
                words[*i].hang(main, if *i == subject { "nsubj" } else { "nsubj:outer" });
            }
        }
        (Some(inner), [only]) => {
            // One nominative: who says it, if it is somebody, else what it is about.
            let outer = !behind && *only < inner && somebody(&words[*only]) || *only > inner;
            words[*only].hang(if outer { main } else { inner }, "nsubj");
        }
        (Some(inner), [first, rest @ ..]) => {
            let outer = if behind {
                None
            } else {
                [*first].into_iter().chain(rest.iter().copied()).find(|i| *i > inner).or(Some(*first))
            };
            for i in [*first].into_iter().chain(rest.iter().copied()) {
                let head = if Some(i) == outer { main } else { inner };
                let had = words.iter().any(|w| w.head == Some(head) && w.relation == "nsubj");
                words[i].hang(head, if had { "nsubj:outer" } else { "nsubj" });
            }
        }
    }
}

/// Everything else hangs below the next verb, or the root.
fn rest(words: &mut [Word]) {
    let root = (0..words.len())
        .find(|i| words[*i].kind == Kind::Finite && words[*i].is_free())
        .or_else(|| (0..words.len()).rev().find(|i| words[*i].is_verb() && words[*i].is_free()))
        .or_else(|| (0..words.len()).rev().find(|i| words[*i].is_free()))
        .or_else(|| (0..words.len()).rev().find(|i| words[*i].head.is_none()));
    let Some(root) = root else { return };
    (words[root].head, words[root].relation) = (None, "root");
    for i in 0..words.len() {
        if i == root || words[i].head.is_some() {
            continue;
        }
        let verb = (i + 1..words.len()).find(|j| words[*j].is_verb() && words[*j].relation != "aux" && *j != i);
        // "Жана" joins the next main verb.
        let joined = (i + 1..words.len()).find(|j| words[*j].kind == Kind::Finite && words[*j].relation == "conj");
        let verb = if words[i].kind == Kind::And { joined.or(verb) } else { verb };
        let relation = match words[i].kind {
            Kind::Mark => "punct",
            Kind::And => "cc",
            Kind::Other => "advmod",
            Kind::Noun => "dep",
            Kind::Converb | Kind::Participle => "advcl",
            _ => "dep",
        };
        let head = verb.filter(|v| !below(words, *v, i)).unwrap_or(root);
        let head = if below(words, head, i) { root } else { head };
        words[i].hang(head, relation);
    }
    // No word may hang below itself: what does is hung below the root.
    for i in 0..words.len() {
        if i != root && !below(words, i, root) {
            words[i].hang(root, "dep");
        }
    }
}
