//! Verbs of several words made one: "кол койду", "даярдап берет", "ачкан болчу".

use super::endings::Kind;
use super::lexicon::Lexicon;
use super::words::Word;
use kelishim_read::fold;

/// Makes verbs of several words one: the last bears the stem of the whole ("кол кой", "сатып ал"), or that of the converb
/// that it only serves ("даярдап берет"); copulas, denials and modals are read into the verb before them.
pub(super) fn join(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in 1..words.len() {
        if words[i - 1].kind == Kind::Mark {
            continue;
        }
        // What closes a verb already is passed over: "даяр эмес экенин".
        let verb = if words[i - 1].relation == "aux" { words[i - 1].head.unwrap_or(i - 1) } else { i - 1 };
        let form = words[i].form.clone();
        let (kind, predicate) = (words[verb].kind, lexicon.has("word.predicate", &words[verb].form));
        let closes = words[verb].is_verb() || predicate;
        if words[i].is_verb() && phrase(words, i, lexicon) {
            continue;
        }
        if lexicon.has("verb.denial", &form) && (closes || kind == Kind::Adjective) {
            words[verb].negated = true;
            settle(words, verb, i);
        } else if lexicon.has("verb.copula", &form) && closes {
            copula(words, verb, i);
        } else if lexicon.has("verb.modal", &form) && kind == Kind::Doing {
            words[verb].mood = "Pot";
            words[verb].tense = "Fut";
            settle(words, verb, i);
        } else if words[i].is_verb() {
            serve(words, i, lexicon);
        }
    }
}

/// The last of several finite words gives the verb before it its finite form.
fn settle(words: &mut [Word], verb: usize, closing: usize) {
    words[verb].kind = Kind::Finite;
    words[verb].case = "";
    if words[verb].mood.is_empty() {
        words[verb].mood = "Ind";
    }
    words[closing].hang(verb, "aux");
    (words[closing].kind, words[closing].pos) = (Kind::Other, "AUX");
}

/// "Даяр экенин", "ачкан болчу": the copula's ending is the clause's.
fn copula(words: &mut [Word], verb: usize, i: usize) {
    let clause = words[i].form.starts_with("экени") || words[i].form.starts_with("экенд");
    let case = if words[i].form.ends_with('н') { "Acc" } else { "Nom" };
    let before = &mut words[verb];
    before.kind = if clause { Kind::Clause } else { Kind::Finite };
    before.mood = "Ind";
    before.case = if clause { case } else { "" };
    if before.tense.is_empty() {
        before.tense = "Pres";
    }
    words[i].hang(verb, "aux");
    (words[i].kind, words[i].pos) = (Kind::Other, "AUX");
}

/// Makes one verb of two words that are listed as one: "кол койду", "сатып алган".
fn phrase(words: &mut [Word], i: usize, lexicon: &Lexicon<'_>) -> bool {
    let before = &words[i - 1];
    let converb = if before.kind == Kind::Converb { converb_of(&before.lemma) } else { String::new() };
    let names = [before.form.clone(), fold(&before.lemma), converb];
    let stem = &words[i].lemma;
    let Some(name) = names.iter().map(|n| format!("{n} {stem}")).find(|n| lexicon.is_phrase(n)) else { return false };
    words[i].passive |= words[i - 1].passive && words[i - 1].is_verb();
    words[i].lemma = name;
    words[i - 1].hang(i, "compound:lvc");
    if words[i - 1].is_verb() {
        (words[i - 1].kind, words[i - 1].pos) = (Kind::Other, "ADV");
    }
    true
}

/// "Даярдап берет": the last verb serves the converb before it, and takes its stem.
fn serve(words: &mut [Word], i: usize, lexicon: &Lexicon<'_>) {
    let first = i - 1;
    let stem = words[i].lemma.clone();
    if words[first].kind != Kind::Converb || !words[first].mood.is_empty() || !lexicon.has("verb.auxiliary", &stem) {
        return;
    }
    let (lemma, passive, negated) = (words[first].lemma.clone(), words[first].passive, words[first].negated);
    let going_on = matches!(stem.as_str(), "жат" | "тур" | "отур" | "жүр") && words[i].tense == "Fut";
    words[i].lemma = lemma;
    words[i].passive |= passive;
    words[i].negated |= negated;
    if going_on {
        words[i].tense = "Pres";
    }
    words[first].hang(i, "aux");
    (words[first].kind, words[first].pos) = (Kind::Other, "ADV");
    for word in &mut words[..first] {
        if word.head == Some(first) && matches!(word.relation, "aux" | "compound:lvc") {
            word.head = Some(i);
        }
    }
}

/// The converb in "-ып" of a stem: "сат" gives "сатып", "башта" "баштап".
fn converb_of(stem: &str) -> String {
    let last = stem.chars().rev().find(|c| "аоуыэеиөүяю".contains(*c));
    let open = stem.chars().next_back().is_some_and(|c| "аоуыэеиөү".contains(c));
    let vowel = match last {
        Some('а' | 'ы' | 'я') => "ы",
        Some('о' | 'у' | 'ю') => "у",
        Some('е' | 'и' | 'э') => "и",
        _ => "ү",
    };
    if open { format!("{stem}п") } else { format!("{stem}{vowel}п") }
}

/// "Курчуп жатат": a stem that nothing knows is a converb before an auxiliary.
pub(super) fn converbs_before_auxiliaries(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in 1..words.len() {
        let auxiliary = words[i].is_verb() && lexicon.has("verb.auxiliary", &words[i].lemma);
        let before = &mut words[i - 1];
        let ends = ["ып", "ип", "уп", "үп", "ап", "еп", "оп", "өп"].iter().any(|e| before.form.ends_with(e));
        if !auxiliary || before.is_verb() || before.capital || !ends || before.form.chars().count() < 4 {
            continue;
        }
        // Behind a stem that ends in a vowel only -п is the ending.
        let cut = if ["ап", "еп", "оп", "өп"].iter().any(|e| before.form.ends_with(e)) { 1 } else { 2 };
        let length = before.form.chars().count() - cut;
        before.lemma = before.form.chars().take(length).collect();
        (before.kind, before.pos, before.case, before.tense) = (Kind::Converb, "VERB", "", "Pres");
        (before.owned, before.plural) = (false, false);
    }
}
