//! What hangs below nouns: attributes, owners, names, postpositions, and what is joined.

use super::endings::Kind;
use super::lexicon::Lexicon;
use super::words::Word;
use kelishim_read::fold;

/// Hangs everything that stands before its noun below it. What is left free stands in a clause ([`super::clause`]).
pub(super) fn attach(words: &mut [Word], lexicon: &Lexicon<'_>) {
    postpositions(words, lexicon);
    names(words, lexicon);
    quoted_names(words);
    attributes(words);
    compounds(words, lexicon);
    joined(words, lexicon);
    owners(words);
    about(words, lexicon);
    attributive_clauses(words);
}

/// The place of the next word behind `i` that is no mark; `None` where a mark other than a quotation mark or the end comes
/// first.
pub(super) fn next(words: &[Word], i: usize) -> Option<usize> {
    let mut at = i + 1;
    while at < words.len() && (is_quote(&words[at]) || words[at].relation == "flat") {
        at += 1;
    }
    (at < words.len() && words[at].kind != Kind::Mark).then_some(at)
}

/// Whether the word is a quotation mark.
pub(super) fn is_quote(word: &Word) -> bool {
    matches!(word.form.as_str(), "\"" | "«" | "»")
}

/// A postposition hangs below what stands before it; what some make of it is a case.
fn postpositions(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in 1..words.len() {
        if words[i].kind != Kind::Postposition {
            continue;
        }
        let Some(noun) = (0..i).rev().find(|b| !is_quote(&words[*b])) else { continue };
        if words[noun].kind == Kind::Mark || words[noun].kind == Kind::Postposition {
            continue;
        }
        let agent = lexicon.has("postposition.agent", &words[i].form);
        words[i].hang(noun, if agent { crate::analytic::CASE_MARK } else { "case" });
        if agent {
            words[noun].case = "Ins";
        }
        if matches!(words[noun].kind, Kind::Participle | Kind::Finite) {
            words[noun].kind = Kind::Converb;
        }
    }
}

/// Whether a postposition stands behind the word.
pub(super) fn postposition(words: &[Word], i: usize) -> Option<usize> {
    let at = (i + 1..words.len()).find(|b| !is_quote(&words[*b]))?;
    (words[at].kind == Kind::Postposition && words[at].head == Some(i)).then_some(at)
}

/// The parts of a person's name hang below its last; the office before it stands in apposition.
fn names(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in (0..words.len()).rev() {
        let Some(name) = words[i].name else { continue };
        let last = (i..words.len()).take_while(|j| words[*j].name == Some(name)).last().unwrap_or(i);
        if last > i {
            words[i].hang(last, "flat");
        }
        let first = i == 0 || words[i - 1].name != Some(name);
        if first && i > 0 {
            let office = &words[i - 1];
            let titled = office.is_noun()
                && office.name.is_none()
                && office.case == "Nom"
                && lexicon.is_somebody(&fold(&office.lemma));
            if titled && office.is_free() {
                words[i - 1].hang(last, "appos");
            }
        }
    }
}

/// "«Спутник V» вакцинасы": a few words in marks without a verb are one name, which belongs to the noun behind it.
fn quoted_names(words: &mut [Word]) {
    let marks: Vec<usize> = (0..words.len()).filter(|i| is_quote(&words[*i])).collect();
    for pair in marks.chunks(2) {
        let [open, close] = pair[..] else { continue };
        let name = close > open + 1 && close - open <= 5 && words[open + 1].capital;
        if !name || (open + 1..close).any(|i| matches!(words[i].kind, Kind::Finite | Kind::Mark)) {
            continue;
        }
        let last = close - 1;
        for word in &mut words[open + 1..last] {
            word.hang(last, "flat");
        }
        if words[last].kind != Kind::Noun {
            (words[last].kind, words[last].pos, words[last].case) = (Kind::Noun, "PROPN", "Nom");
        }
        let behind = words.get(close + 1).is_some_and(|w| w.is_noun() && w.owned);
        if behind && words[last].is_free() {
            words[last].hang(close + 1, "nmod");
        }
    }
}

/// Adjectives and numbers hang below the next noun, numbers also below a number.
fn attributes(words: &mut [Word]) {
    for i in (0..words.len()).rev() {
        let kind = words[i].kind;
        if !matches!(kind, Kind::Adjective | Kind::Number) || !words[i].is_free() {
            continue;
        }
        let mut at = next(words, i);
        while let Some(j) = at {
            let number = kind == Kind::Number && words[j].kind == Kind::Number;
            if words[j].is_noun() || number {
                let noun = if words[j].relation == "flat" { words[j].head.unwrap_or(j) } else { j };
                if kind == Kind::Number && !number && !matches!(words[i].form.as_str(), "бир" | "1") {
                    words[noun].plural = true;
                }
                words[i].hang(
                    noun,
                    if number {
                        "compound"
                    } else if kind == Kind::Number {
                        "nummod"
                    } else {
                        "amod"
                    },
                );
                break;
            }
            let goes_on = matches!(words[j].kind, Kind::Adjective | Kind::Number | Kind::Participle | Kind::Other)
                || words[j].kind == Kind::Doing && words[j].case == "Nom";
            if !goes_on {
                if matches!(words[j].kind, Kind::Doing | Kind::Clause) {
                    words[i].hang(j, "amod");
                }
                break;
            }
            at = next(words, j);
        }
    }
}

/// Whether a bare noun before another is a part of its name: "транспорт министри", "темир жол", "чек ара".
fn is_part(words: &[Word], i: usize, j: usize, lexicon: &Lexicon<'_>) -> bool {
    let (a, b) = (&words[i], &words[j]);
    if is_time(b)
        || a.case != "Nom"
        || a.owned && !a.plural && !b.owned
        || a.name.is_some()
        || a.pos == "PRON"
        || b.name.is_some()
    {
        return false;
    }
    let counted = words.iter().any(|w| w.head == Some(i) && w.relation == "nummod");
    if (a.plural && !counted || lexicon.is_side(&fold(&a.lemma))) && !b.owned {
        // "Тараптар кен байлыктарды", "эки өлкө чек арада".
        return false;
    }
    if a.human && !a.place && !b.owned {
        // "Министр кошуна өлкөгө": somebody does something.
        return false;
    }
    // "Айыл чарба министри" is written with a capital where it is a name.
    let name = a.capital && !lexicon.is_noun(&fold(&a.lemma));
    if name && !a.place && b.owned && !b.capital {
        return true;
    }
    if a.place || name && i > 0 {
        // "Казакстан өкмөтү", but "Казакстан көмүрүн сатат".
        let whose = b.owned && (lexicon.is_somebody(&fold(&b.lemma)) || b.case != "Acc" && !b.plural && !b.capital);
        return whose || b.capital && a.capital && !b.place && b.owned;
    }
    if b.place || b.capital && !b.owned {
        return false;
    }
    b.owned || !(i == 0 && a.capital) || lexicon.has("noun.deverbal", &format!("{} {}", a.lemma, b.lemma))
}

fn compounds(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in (0..words.len()).rev() {
        if !words[i].is_noun() || !words[i].is_free() || postposition(words, i).is_some() {
            continue;
        }
        // "Евразия өнүктүрүү банкы": the doing between belongs to the name.
        let doing = |j: usize| words[j].kind == Kind::Doing && words[j].case == "Nom" && words[i].capital;
        let behind =
            next(words, i).and_then(|j| if doing(j) { next(words, j).filter(|k| words[*k].owned) } else { Some(j) });
        let Some(j) = behind.filter(|j| words[*j].is_noun()) else { continue };
        let j = if words[j].relation == "flat" { words[j].head.unwrap_or(j) } else { j };
        if is_part(words, i, j, lexicon) {
            // The state before an office or body is whose it is, with the ending or without.
            if words[i].place && words[j].owned {
                words[i].case = "Gen";
            }
            words[i].hang(j, "nmod");
        }
    }
}

/// Nouns of one case that "жана" or a comma joins: the first is the head, as in the treebanks. "Менен" joins two that do
/// something together.
fn joined(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in 1..words.len().saturating_sub(1) {
        let comma = words[i].form == ",";
        let and = words[i].kind == Kind::And;
        let with = words[i].kind == Kind::Postposition && lexicon.has("postposition.with", &words[i].form);
        if !comma && !and && !with {
            continue;
        }
        let Some(before) = (0..i).rev().find(|b| !is_quote(&words[*b])) else { continue };
        let alike = |a: &Word, b: &Word| match (a.kind, b.kind) {
            (Kind::Noun, Kind::Noun) => a.pos != "PRON",
            (Kind::Doing, Kind::Doing) => true,
            (Kind::Noun, Kind::Doing) | (Kind::Doing, Kind::Noun) => and && a.case == b.case,
            _ => false,
        };
        // The head of the phrase behind: the first that is free, nothing but attributes and owners before it.
        let behind =
            (i + 1..words.len()).take_while(|j| words[*j].kind != Kind::Mark || is_quote(&words[*j])).find(|j| {
                let w = &words[*j];
                (w.is_noun() || w.kind == Kind::Doing)
                    && w.is_free()
                    && (w.case != "Gen" || words[before].case == "Gen" || with)
            });
        // "Иштетүү жана мигранттарды кабыл алуу": what the second doing is done to stands between.
        let doing = (words[before].kind == Kind::Doing && !with && words[before].is_free()).then(|| {
            let verb = (i + 1..words.len())
                .find(|j| words[*j].is_verb() && !matches!(words[*j].relation, "compound:lvc" | "aux"))?;
            (words[verb].kind == Kind::Doing && words[verb].is_free()).then_some(verb)
        });
        if let Some(doing) = doing.flatten()
            && (words[before].case == words[doing].case || words[before].case == "Nom")
        {
            let case = words[doing].case;
            words[before].case = case;
            words[i].hang(doing, if and { "cc" } else { "punct" });
            words[before].hang(doing, "conj");
            continue;
        }
        let Some(behind) = behind else { continue };
        let gap = (i + 1..behind).all(|j| {
            !words[j].is_free() || words[j].case == "Gen" || is_quote(&words[j]) || words[j].kind == Kind::Participle
        });
        if !gap
            || !alike(&words[before], &words[behind])
            || !words[before].is_free() && words[before].relation != "conj"
        {
            continue;
        }
        let same = words[before].case == words[behind].case;
        if with {
            let between = words
                .get(behind + 1)
                .is_some_and(|w| matches!(w.form.as_str(), "ортосунда" | "арасында" | "ортосундагы"));
            let first = between
                || (0..before).all(|j| {
                    !words[j].is_free()
                        || words[j].kind == Kind::Mark
                        || words[j].kind == Kind::Other
                        || is_time(&words[j])
                });
            let kinds = words[before].capital == words[behind].capital
                && words[before].name.is_some() == words[behind].name.is_some();
            let together = matches!(words[behind].case, "Nom" | "Gen");
            if first && kinds && together && words[before].case == "Nom" {
                let case = words[behind].case;
                words[before].case = case;
                words[i].hang(behind, "cc");
                words[i].pos = "CCONJ";
                words[i].kind = Kind::And;
                words[before].hang(behind, "conj");
            }
            continue;
        }
        // "Кытай, Казакстан жана Орусиянын": the last alone bears the case.
        let bare = words[before].case == "Nom"
            && words[before].kind == words[behind].kind
            && (and || chain_ends(words, behind));
        if same || bare && !words[before].owned {
            let case = words[behind].case;
            words[before].case = case;
            words[i].hang(behind, if and { "cc" } else { "punct" });
            words[before].hang(behind, "conj");
        }
    }
}

/// Whether "жана" goes on behind the noun.
fn chain_ends(words: &[Word], i: usize) -> bool {
    (i + 1..words.len()).take(4).any(|j| words[j].kind == Kind::And)
}

/// Whether the word is a date or a unit of time.
pub(super) fn is_time(word: &Word) -> bool {
    let stem = word.lemma.rsplit('-').next().unwrap_or(&word.lemma);
    let unit = matches!(stem, "жыл" | "ай" | "күн" | "апта" | "жума" | "саат");
    // "Май" is also oil.
    let placed = unit || word.case != "Nom" && word.case != "Acc";
    placed && word.form.starts_with(|c: char| c.is_ascii_digit()) && word.form.contains('-')
        || unit
        || placed
            && matches!(
                stem.trim_end_matches('ь'),
                "январ"
                    | "феврал"
                    | "март"
                    | "апрел"
                    | "май"
                    | "июн"
                    | "июл"
                    | "август"
                    | "сентябр"
                    | "октябр"
                    | "ноябр"
                    | "декабр"
                    | "дүйшөмбү"
                    | "шейшемби"
                    | "шаршемби"
                    | "бейшемби"
                    | "ишемби"
                    | "жекшемби"
            )
}

/// A genitive hangs below the next noun with an owner's ending, the nearer owner first.
fn owners(words: &mut [Word]) {
    let mut open: Vec<usize> = vec![];
    for i in 0..words.len() {
        let takes = words[i].owned && (words[i].is_noun() || matches!(words[i].kind, Kind::Doing | Kind::Clause))
            || words[i].kind == Kind::Clause;
        if takes && let Some(owner) = open.pop() {
            let relation = if words[i].kind == Kind::Clause { "nsubj" } else { "nmod" };
            if relation == "nsubj" {
                words[owner].case = "Nom";
            }
            words[owner].hang(i, relation);
        }
        if words[i].is_noun() && words[i].case == "Gen" && words[i].is_free() && postposition(words, i).is_none() {
            open.push(i);
        }
        if words[i].kind == Kind::Finite {
            open.clear();
        }
    }
    // Without such a noun the next one: "Кыргызстандын 500 студентин".
    for owner in 0..words.len() {
        let bare = postposition(words, owner).is_none();
        if words[owner].case == "Gen" && words[owner].is_noun() && words[owner].is_free() && bare {
            let noun = (owner + 1..words.len())
                .take_while(|j| words[*j].kind != Kind::Finite && words[*j].form != ",")
                .find(|j| words[*j].is_noun());
            if let Some(noun) = noun {
                let noun = if words[noun].relation == "flat" { words[noun].head.unwrap_or(noun) } else { noun };
                words[owner].hang(noun, "nmod");
            }
        }
    }
}

/// "Газ жөнүндө келишимге": what a thing is about hangs below it, when it stands right behind.
fn about(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in 0..words.len() {
        if words[i].kind != Kind::Postposition || !words[i].relation.starts_with("case") {
            continue;
        }
        let Some(noun) = words[i].head.filter(|h| words[*h].is_free()) else { continue };
        let topic = lexicon.has("postposition.about", &words[i].form);
        let with = lexicon.has("postposition.with", &words[i].form);
        if !topic && !with || !(words[noun].is_noun() || words[noun].kind == Kind::Doing) {
            continue;
        }
        // The head of the next phrase: the first free noun, before any verb.
        let thing = (i + 1..words.len())
            .take_while(|j| words[*j].kind != Kind::Mark || is_quote(&words[*j]))
            .take_while(|j| !words[*j].is_verb() || !words[*j].is_free() || words[*j].kind == Kind::Participle)
            .find(|j| words[*j].is_noun() && words[*j].is_free());
        let Some(thing) = thing else { continue };
        let named = lexicon.has("noun.deverbal", &fold(&words[thing].lemma))
            || lexicon.is_agreement(&fold(&words[thing].lemma));
        let near = (i + 1..thing).all(|j| !words[j].is_free());
        if (topic && near && !words[thing].human || named && near) && !is_time(&words[thing]) {
            words[noun].hang(thing, "nmod");
        }
    }
}

/// Participles and bare doings before a noun: "салынган тыюу", "көпүрө куруу маселеси".
fn attributive_clauses(words: &mut [Word]) {
    for i in 0..words.len() {
        let bare = words[i].kind == Kind::Doing
            && words[i].case == "Nom"
            && !words[i].owned
            && postposition(words, i).is_none();
        if !words[i].is_free() || !(bare || words[i].kind == Kind::Participle) {
            continue;
        }
        let mut noun = None;
        let mut at = next(words, i);
        while let Some(j) = at {
            if words[j].is_noun() {
                noun = Some(j);
                break;
            }
            if matches!(words[j].kind, Kind::Adjective | Kind::Number) {
                at = next(words, j);
                continue;
            }
            break;
        }
        let top = noun.map(|mut n| {
            for _ in 0..6 {
                match words[n]
                    .head
                    .filter(|h| *h > n && matches!(words[n].relation, "nmod" | "flat") && words[n].case != "Gen")
                {
                    Some(h) => n = h,
                    None => break,
                }
            }
            n
        });
        match top.filter(|t| words[*t].head != Some(i)) {
            Some(top) if words[i].kind == Kind::Participle || words[top].pos != "PROPN" => words[i].hang(top, "acl"),
            _ if words[i].kind == Kind::Participle => {
                words[i].kind = Kind::Finite;
                words[i].mood = "Ind";
            }
            _ => {}
        }
    }
}
