//! Noun phrases in the nominative: the head and what agrees with it, the rest as it stands.

use crate::adjective::{Agreement, nominative_adjective, nominative_plural};
use crate::analyse::spelled_as;
use crate::kyrgyz::without_case;
use crate::{Reading, nominative_name};
use std::ops::Range;

/// The noun phrase of tokens `tokens` in the nominative, on one line: "министерства иностранных дел России" gives
/// "министерство иностранных дел России".
///
/// The head, nouns coordinated with it and their adjectives change; a person's name that stands beside the head in its case
/// changes as a name. Without a case on the head, or in it the nominative, the words stay. Articles in `ky` lose the case
/// ending of the last word, Latin words the English possessive.
pub fn nominative_phrase(reading: &Reading, tokens: Range<usize>) -> String {
    let tokens = tokens.start.min(reading.tokens.len())..tokens.end.min(reading.tokens.len());
    let mut forms: Vec<String> = tokens.clone().map(|i| reading.form(i).to_string()).collect();
    let kyrgyz = matches!(reading.article.language.as_str(), "ky" | "kk");
    // English nouns have no cases, whatever a reading says of their place in the sentence.
    let english = reading.article.language.split('-').next() == Some("en");
    if let (true, Some(last)) = (kyrgyz, forms.last_mut()) {
        let case = reading.tokens[tokens.end - 1].feats.get("Case");
        *last = without_case(last, case);
    } else if let Some(head) = head_of(reading, &tokens).filter(|_| !english) {
        decline(reading, &tokens, head, &mut forms);
    }
    if let Some(last) = forms.last_mut()
        && let Some(bare) = ["'s", "’s"].iter().find_map(|s| last.strip_suffix(s))
    {
        *last = bare.to_string();
    }
    let mut out = String::new();
    for (form, i) in forms.iter().zip(tokens.clone()) {
        if i > tokens.start && reading.tokens[i - 1].span.end() < reading.tokens[i].span.start() && !form.is_empty() {
            out.push(' ');
        }
        out.push_str(form);
    }
    out
}

/// The first token whose head lies outside.
fn head_of(reading: &Reading, tokens: &Range<usize>) -> Option<usize> {
    let outside = |i: &usize| reading.tokens[*i].head.is_none_or(|h| !tokens.contains(&h));
    let heads = || tokens.clone().filter(outside).filter(|i| &*reading.tokens[*i].pos != "PUNCT");
    heads().find(|i| is_noun(reading, *i)).or_else(|| heads().next())
}

fn is_noun(reading: &Reading, i: usize) -> bool {
    matches!(&*reading.tokens[i].pos, "NOUN" | "PROPN")
}

fn decline(reading: &Reading, tokens: &Range<usize>, head: usize, forms: &mut [String]) {
    let Some(case) = reading.tokens[head].feats.get("Case").filter(|c| *c != "Nom") else { return };
    // "20 тысяч доз" stands in the nominative as it is.
    if tokens.clone().any(|i| reading.tokens[i].head == Some(head) && reading.tokens[i].relation.starts_with("nummod"))
    {
        return;
    }
    let beside = |i: usize, relations: &[&str]| {
        let t = &reading.tokens[i];
        let relation = t.relation.split(':').next().unwrap_or_default();
        relations.contains(&relation) && t.feats.get("Case").is_none_or(|c| c == case)
    };
    let mut heads = vec![head];
    heads.extend(tokens.clone().filter(|i| {
        reading.tokens[*i].head == Some(head) && is_noun(reading, *i) && beside(*i, &["conj"]) && has_case(reading, *i)
    }));
    let people = reading.entities.iter().filter(|e| &*e.kind == "PERSON");
    let names: Vec<Range<usize>> = people
        .map(|e| e.tokens.clone())
        .filter(|n| n.start >= tokens.start && n.end <= tokens.end && n.start < n.end)
        .filter(|n| {
            n.clone().any(|i| heads.contains(&i))
                || n.clone().any(|i| {
                    reading.tokens[i].head.is_some_and(|h| heads.contains(&h))
                        && beside(i, &["appos", "flat"])
                        && has_case(reading, i)
                })
        })
        .collect();
    for name in &names {
        for (at, i) in name.clone().enumerate() {
            // The first token takes the name, the others nothing: their spaces go with them.
            forms[i - tokens.start] = if at == 0 { nominative_name(reading, name.clone()) } else { String::new() };
        }
    }
    let in_name = |i: usize| names.iter().any(|n| n.contains(&i));
    for noun in heads.into_iter().filter(|n| !in_name(*n) && tokens.contains(n)) {
        let agreement = agreement_of(reading, noun);
        forms[noun - tokens.start] = nominative_noun(reading, noun, agreement);
        for i in tokens.clone().filter(|i| !in_name(*i) && modifies(reading, *i, noun)) {
            let token = &reading.tokens[i];
            let low = reading.form(i).to_lowercase();
            if let Some(nominative) = nominative_adjective(&low, &token.lemma, agreement) {
                forms[i - tokens.start] = spelled_as(reading.form(i), &nominative);
            }
        }
    }
}

fn has_case(reading: &Reading, i: usize) -> bool {
    reading.tokens[i].feats.get("Case").is_some()
}

fn agreement_of(reading: &Reading, noun: usize) -> Agreement {
    let token = &reading.tokens[noun];
    match (token.feats.get("Number"), token.feats.get("Gender")) {
        (Some("Plur"), _) => Agreement::Plural,
        (_, Some("Fem")) => Agreement::Feminine,
        (_, Some("Neut")) => Agreement::Neuter,
        (_, Some("Masc")) => Agreement::Masculine,
        _ if token.lemma.ends_with(['а', 'я']) => Agreement::Feminine,
        _ if token.lemma.ends_with(['о', 'е']) => Agreement::Neuter,
        _ => Agreement::Masculine,
    }
}

/// The dictionary form, or the plural made of it; a lemma that shares no beginning with the form is not trusted.
fn nominative_noun(reading: &Reading, noun: usize, agreement: Agreement) -> String {
    let (token, form) = (&reading.tokens[noun], reading.form(noun));
    let lemma = token.lemma.to_lowercase();
    let shared = form.to_lowercase().chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    if lemma.is_empty() || lemma == "_" || shared == 0 && lemma != "человек" {
        return form.to_string();
    }
    if !is_noun(reading, noun) {
        let adjective = nominative_adjective(&form.to_lowercase(), &lemma, agreement);
        return adjective.map_or_else(|| form.to_string(), |a| spelled_as(form, &a));
    }
    if is_ministry(form) {
        return form.to_string();
    }
    // Names that are plural only have a plural lemma.
    let plural = agreement == Agreement::Plural && !lemma.ends_with(['ы', 'и']);
    let nominative = if plural { nominative_plural(&lemma, token.feats.get("Gender")) } else { lemma };
    if &*token.pos == "PROPN" && !plural { token.lemma.clone() } else { spelled_as(form, &nominative) }
}

/// "Минобороны", "Минпросвещения": shortened ministries whose second half is a genitive already.
fn is_ministry(form: &str) -> bool {
    form.starts_with("Мин")
        && form.chars().count() > 7
        && form.ends_with(['ы', 'и', 'я'])
        && !form.starts_with("Министе")
}

/// Whether a token is an adjective, participle or ordinal of `noun`, directly or by coordination, in its case.
fn modifies(reading: &Reading, i: usize, noun: usize) -> bool {
    let token = &reading.tokens[i];
    let kind = matches!(&*token.pos, "ADJ" | "DET") || token.feats.is("VerbForm", "Part");
    let alike = match (token.feats.get("Case"), reading.tokens[noun].feats.get("Case")) {
        (Some(a), Some(b)) => a == b || matches!((a, b), ("Gen", "Acc") | ("Acc", "Gen")),
        _ => false,
    };
    let mut at = i;
    for _ in 0..4 {
        let relation = reading.tokens[at].relation.split(':').next().unwrap_or_default().to_string();
        let Some(head) = reading.tokens[at].head else { return false };
        match relation.as_str() {
            "amod" | "det" | "acl" => return kind && alike && head == noun,
            "conj" => at = head,
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_conllu;

    /// Rows of "form lemma pos feats head relation", divided by bars, features by plus signs; then the brackets of an entity.
    fn check(rows: &str, language: &str, wanted: &str) {
        let row = |(i, r): (usize, &str)| {
            let c: Vec<&str> = r.split_whitespace().collect();
            let misc = match c.get(6) {
                Some(m) => format!("Entity={m}"),
                None => "_".to_string(),
            };
            format!(
                "{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{misc}\n",
                i + 1,
                c[0],
                c[1],
                c[2],
                c[3].replace('+', "|"),
                c[4],
                c[5]
            )
        };
        let mut reading = parse_conllu(&rows.split('|').enumerate().map(row).collect::<String>());
        reading.article.language = language.into();
        assert_eq!(nominative_phrase(&reading, 0..reading.tokens.len()), wanted);
    }

    #[test]
    fn only_the_head_and_what_agrees_with_it_change() {
        check(
            "министерства министерство NOUN Case=Gen+Gender=Neut+Number=Sing 0 root| иностранных иностранный ADJ Case=Gen+Number=Plur 3 amod| дел дело NOUN Case=Gen+Number=Plur 1 nmod| России Россия PROPN Case=Gen 1 nmod",
            "ru",
            "министерство иностранных дел России",
        );
        check(
            "Верховным верховный ADJ Case=Ins 2 amod| судом суд NOUN Case=Ins 0 root| страны страна NOUN Case=Gen 2 nmod",
            "ru",
            "Верховный суд страны",
        );
        check(
            "новой новый ADJ Case=Dat 4 amod| и и CCONJ _ 3 cc| большой большой ADJ Case=Dat 1 conj| школе школа NOUN Case=Dat 0 root",
            "ru",
            "новая и большая школа",
        );
    }

    #[test]
    fn plurals_stay_plural() {
        check(
            "вооруженных вооруженный ADJ Case=Gen+Number=Plur 2 amod| сил сила NOUN Case=Gen+Number=Plur 0 root",
            "ru",
            "вооруженные силы",
        );
    }

    #[test]
    fn coordinated_heads_and_names_beside_them_change() {
        check(
            "президента президент NOUN Case=Gen 0 root| Улана Улан PROPN Case=Gen 1 appos (PERSON| Эсенова Эсенов PROPN Case=Gen 2 flat:name PERSON)",
            "ru",
            "президент Улан Эсенов",
        );
        check(
            "банка банк NOUN Case=Gen 0 root| и и CCONJ _ 3 cc| фонда фонд NOUN Case=Gen 1 conj",
            "ru",
            "банк и фонд",
        );
    }

    #[test]
    fn what_needs_no_change_stays() {
        check("министр министр NOUN Case=Nom 0 root| обороны оборона NOUN Case=Gen 1 nmod", "ru", "министр обороны");
        check(
            "Минобороны Минобороны PROPN Case=Ins+Gender=Fem 0 root| РФ РФ PROPN Case=Gen 1 nmod",
            "ru",
            "Минобороны РФ",
        );
        check("президентских президентский ADJ Case=Gen+Number=Plur 0 root", "ru", "президентские");
        check("МИДом МИД PROPN Case=Ins 0 root| РФ РФ PROPN Case=Gen 1 nmod", "ru", "МИД РФ");
        check(
            "Финансы финансы NOUN _ 2 nmod| министрлигинин министрлик NOUN Case=Gen 0 root",
            "ky",
            "Финансы министрлиги",
        );
        check("the the DET _ 2 det| ministry's ministry NOUN _ 0 root", "en", "the ministry");
        assert_eq!(nominative_phrase(&parse_conllu(""), 0..4), "");
    }
}
