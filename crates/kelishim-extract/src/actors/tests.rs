//! Whole passages through the search for actors, analysed by hand.

use super::{Actors, MentionKind};
use expect_test::{Expect, expect};
use kelishim_model::ActorId;
use kelishim_read::{Reading, parse_conllu};
use kelishim_registry::Registry;
use proptest::prelude::*;

const REGISTRY: &str = r#"
source = "made up"
licence = "our own"
[[state]]
code = "KGZ"
ru = ["Кыргызстан", "Киргизия"]
ky = ["Кыргызстан"]
en = ["Kyrgyzstan"]
formal = "Кыргызская Республика"
abbreviations = ["КР"]
adjectives = ["киргизский", "кыргызский"]
compounds = ["киргизско"]
demonyms = ["кыргызстанец"]
capital = { ru = ["Бишкек"] }
[[state]]
code = "RUS"
ru = ["Россия"]
ky = ["Россия"]
en = ["Russia"]
formal = "Российская Федерация"
abbreviations = ["РФ"]
adjectives = ["российский"]
compounds = ["российско"]
demonyms = ["россиянин"]
capital = { ru = ["Москва"] }
metonyms = ["Кремль"]
[[state]]
code = "KAZ"
ru = ["Казахстан"]
ky = ["Казакстан"]
en = ["Kazakhstan"]
formal = "Республика Казахстан"
ambiguous = ["РК"]
adjectives = ["казахстанский"]
demonyms = ["казахстанец"]
capital = { ru = ["Астана"] }
[[state]]
code = "KOR"
ru = ["Корея"]
ky = ["Корея"]
en = ["Korea"]
formal = "Республика Корея"
ambiguous = ["РК"]
adjectives = ["корейский"]
demonyms = ["кореец"]
[[office]]
key = "president"
ru = ["президент", "глава государства"]
sector = "GOV"
rank = "state"
[[office]]
key = "foreign-minister"
ru = ["министр иностранных дел", "глава МИД"]
sector = "GOV"
rank = "foreign"
[[person]]
key = "person.kgz.asanov"
ru = "Бакыт Асанов"
en = "Bakyt Asanov"
country = "KGZ"
[[person.terms]]
office = "president"
from = "2020-01-01"
"#;

/// A reading of lines "form lemma POS features head relation [entity]"; an empty line ends a sentence.
fn read(lines: &str, published: &str) -> Reading {
    let mut document = String::new();
    let mut number = 0;
    for line in lines.trim().lines().map(str::trim) {
        let columns: Vec<&str> = line.split_whitespace().collect();
        if columns.len() < 6 {
            number = 0;
            document.push('\n');
            continue;
        }
        number += 1;
        let [form, lemma, pos, feats, head, relation] = columns[..6] else { continue };
        let misc = columns.get(6).map_or("_".into(), |e| format!("Entity={e}"));
        document.push_str(&format!("{number}\t{form}\t{lemma}\t{pos}\t_\t{feats}\t{head}\t{relation}\t_\t{misc}\n"));
    }
    document.push('\n');
    let mut reading = parse_conllu(&document);
    reading.article.published = published.parse().ok();
    reading
}

fn registry() -> Registry {
    Registry::load(&[("test.toml", REGISTRY)]).expect("the registry above is well formed")
}

/// Each row with its kind, state and mentions.
fn check(lines: &str, expected: Expect) {
    let reading = read(lines, "2021-05-04");
    let actors = Actors::find(&reading, &registry());
    let mut out = String::new();
    for row in &actors.rows {
        let mentions: Vec<&str> = row.mentions.iter().map(|s| s.of(&reading.article.text)).collect();
        let country = row.country.as_deref().unwrap_or("-");
        out.push_str(&format!("{} [{} {country}] {}\n", row.name, row.kind, mentions.join(" | ")));
    }
    expected.assert_eq(&out);
}

/// Names of those whom the first token with this form stands for.
fn check_party(lines: &str, form: &str, names: &[&str]) {
    let reading = read(lines, "2021-05-04");
    let actors = Actors::find(&reading, &registry());
    let token = (0..reading.tokens.len()).find(|t| reading.form(*t) == form).expect("the form is in the text");
    let found: Vec<&str> =
        actors.party_of(&reading, token).iter().map(|id| actors.rows[id.0 as usize].name.as_str()).collect();
    assert_eq!(found, names);
}

const VISIT: &str = "
    Министр министр NOUN Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing 6 nsubj (PROFESSION
    иностранных иностранный ADJ Case=Gen|Number=Plur 3 amod
    дел дело NOUN Case=Gen|Number=Plur 1 nmod
    Казахстана Казахстан PROPN Case=Gen|Number=Sing 1 nmod PROFESSION)
    Ерлан Ерлан PROPN Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing 1 appos (PERSON)
    прибыл прибыть VERB Number=Sing|VerbForm=Fin 0 root
    в в ADP _ 8 case
    Бишкек Бишкек PROPN Case=Acc|Gender=Masc|Number=Sing 6 obl (CITY)
    . . PUNCT _ 6 punct

    Он он PRON Case=Nom|Gender=Masc|Number=Sing 2 nsubj
    встретился встретиться VERB Number=Sing|VerbForm=Fin 0 root
    с с ADP _ 4 case
    президентом президент NOUN Animacy=Anim|Case=Ins|Gender=Masc|Number=Sing 2 obl
    Киргизии Киргизия PROPN Case=Gen|Gender=Fem|Number=Sing 4 nmod (COUNTRY)
    . . PUNCT _ 2 punct
";

#[test]
fn an_office_before_a_name_gives_its_state_and_an_office_alone_its_holder() {
    check(
        VISIT,
        expect![[r#"
            Ерлан [person KAZ] Министр иностранных дел Казахстана Ерлан | Он
            Казахстан [country KAZ] Казахстана
            Бакыт Асанов [person KGZ] президентом Киргизии
            Киргизия [country KGZ] Киргизии
        "#]],
    );
}

#[test]
fn an_abbreviation_of_two_states_means_the_one_that_the_article_names() {
    let office = "
        МИД МИД PROPN Case=Nom|Gender=Masc|Number=Sing 3 nsubj (ORGANIZATION
        РК РК PROPN _ 1 nmod ORGANIZATION)
        молчит молчать VERB Number=Sing|VerbForm=Fin 0 root
    ";
    let named =
        |state: &str| format!("{office}\n{state} {state} PROPN Case=Nom|Gender=Masc|Number=Sing 0 root (COUNTRY)");
    let country = |lines: &str| {
        let reading = read(lines, "2021-05-04");
        Actors::find(&reading, &registry()).rows.first().and_then(|row| row.country.clone())
    };
    assert_eq!(country(&named("Казахстан")).as_deref(), Some("KAZ"));
    assert_eq!(country(&named("Корея")).as_deref(), Some("KOR"));
    assert_eq!(country(office).as_deref(), Some("KAZ"));
    // Letters of "Корея" inside another word name nobody.
    let soon = "\n        Вскоре вскоре ADV _ 2 advmod\n        ответит ответить VERB Number=Sing|VerbForm=Fin 0 root";
    assert_eq!(country(&(office.to_owned() + soon)).as_deref(), Some("KAZ"));
    assert_eq!(country(&(named("Казахстану") + "\n" + soon)).as_deref(), Some("KAZ"));
}

const TALKS: &str = "
    Президенты президент NOUN Animacy=Anim|Case=Nom|Gender=Masc|Number=Plur 5 nsubj
    России Россия PROPN Case=Gen|Gender=Fem|Number=Sing 1 nmod (COUNTRY)
    и и CCONJ _ 4 cc
    Киргизии Киргизия PROPN Case=Gen|Gender=Fem|Number=Sing 2 conj (COUNTRY)
    обсудили обсудить VERB Number=Plur|VerbForm=Fin 0 root
    торговлю торговля NOUN Case=Acc|Gender=Fem|Number=Sing 5 obj
    . . PUNCT _ 5 punct

    Россия Россия PROPN Case=Nom|Gender=Fem|Number=Sing 4 nsubj (COUNTRY)
    и и CCONJ _ 3 cc
    Казахстан Казахстан PROPN Case=Nom|Gender=Masc|Number=Sing 1 conj (COUNTRY)
    согласились согласиться VERB Number=Plur|VerbForm=Fin 0 root
    . . PUNCT _ 4 punct
";

#[test]
fn a_plural_office_of_two_states_stands_for_two_persons() {
    check_party(TALKS, "Президенты", &["президент России", "Бакыт Асанов"]);
}

#[test]
fn what_is_joined_to_a_state_belongs_to_the_party() {
    check_party(TALKS, "Россия", &["Россия", "Казахстан"]);
}

const SIDES: &str = "
    Российская российский ADJ Case=Nom|Gender=Fem|Number=Sing 2 amod
    сторона сторона NOUN Animacy=Inan|Case=Nom|Gender=Fem|Number=Sing 3 nsubj
    заверила заверить VERB Number=Sing|VerbForm=Fin 0 root
    Бишкек Бишкек PROPN Case=Acc|Gender=Masc|Number=Sing 3 obj (CITY)
    в в ADP _ 6 case
    поддержке поддержка NOUN Case=Loc|Gender=Fem|Number=Sing 3 obl
    . . PUNCT _ 3 punct

    Киргизские киргизский ADJ Case=Nom|Number=Plur 2 amod
    врачи врач NOUN Animacy=Anim|Case=Nom|Gender=Masc|Number=Plur 3 nsubj
    приехали приехать VERB Number=Plur|VerbForm=Fin 0 root
    в в ADP _ 5 case
    Москву Москва PROPN Case=Acc|Gender=Fem|Number=Sing 3 obl (CITY)
    . . PUNCT _ 3 punct
";

#[test]
fn a_side_is_its_state_and_a_capital_a_government_only_without_a_preposition_of_place() {
    check(
        SIDES,
        expect![[r#"
            Россия [country RUS] Российская сторона | Российская
            Кыргызстан [country KGZ] Бишкек | Киргизские
            Киргизские врачи [group KGZ] Киргизские врачи
        "#]],
    );
    check_party(SIDES, "сторона", &["Россия"]);
    check_party(SIDES, "врачи", &["Киргизские врачи"]);
}

const BANK: &str = "
    Северный северный ADJ Case=Nom|Gender=Masc|Number=Sing 2 amod (ORGANIZATION
    банк банк NOUN Animacy=Inan|Case=Nom|Gender=Masc|Number=Sing 7 nsubj
    развития развитие NOUN Case=Gen|Gender=Neut|Number=Sing 2 nmod ORGANIZATION)
    ( ( PUNCT _ 5 punct
    СБР СБР PROPN Case=Nom|Gender=Masc|Number=Sing 2 appos (ORGANIZATION)
    ) ) PUNCT _ 5 punct
    выделит выделить VERB Number=Sing|VerbForm=Fin 0 root
    кредит кредит NOUN Case=Acc|Gender=Masc|Number=Sing 7 obj
    . . PUNCT _ 7 punct

    СБР СБР PROPN Case=Nom|Gender=Masc|Number=Sing 2 nsubj (ORGANIZATION)
    проверит проверить VERB Number=Sing|VerbForm=Fin 0 root
    расходы расход NOUN Case=Acc|Number=Plur 2 obj
    . . PUNCT _ 2 punct

    Банк банк NOUN Animacy=Inan|Case=Nom|Gender=Masc|Number=Sing 2 nsubj
    ждёт ждать VERB Number=Sing|VerbForm=Fin 0 root
    . . PUNCT _ 2 punct
";

#[test]
fn a_body_is_met_again_by_its_abbreviation_and_its_noun() {
    check(
        BANK,
        expect![[r#"
            Северный банк развития [company -] Северный банк развития | СБР | СБР | Банк
        "#]],
    );
}

const NAMESAKES: &str = "
    Президент президент NOUN Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing 3 nsubj
    Бакыт Бакыт PROPN Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing 1 appos (PERSON
    Асанов Асанов PROPN Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing 2 flat:name PERSON)
    принял принять VERB Number=Sing|VerbForm=Fin 0 root
    посла посол NOUN Animacy=Anim|Case=Acc|Gender=Masc|Number=Sing 4 obj
    РФ РФ PROPN Case=Gen|Number=Sing 5 nmod (COUNTRY)
    Анну Анна PROPN Animacy=Anim|Case=Acc|Gender=Fem|Number=Sing 5 appos (PERSON
    Асанову Асанова PROPN Animacy=Anim|Case=Acc|Gender=Fem|Number=Sing 7 flat:name PERSON)
    . . PUNCT _ 4 punct

    Асанова Асанова PROPN Animacy=Anim|Case=Nom|Gender=Fem|Number=Sing 2 nsubj (PERSON)
    поблагодарила поблагодарить VERB Number=Sing|VerbForm=Fin 0 root
    главу глава NOUN Animacy=Anim|Case=Acc|Gender=Masc|Number=Sing 2 obj
    государства государство NOUN Case=Gen|Gender=Neut|Number=Sing 3 nmod
    . . PUNCT _ 2 punct
";

#[test]
fn a_woman_and_a_man_of_one_surname_are_two_and_an_office_finds_its_holder() {
    check(
        NAMESAKES,
        expect![[r#"
            Бакыт Асанов [person KGZ] Президент Бакыт Асанов | главу государства
            Анна Асанова [person RUS] посла РФ Анну Асанову | Асанова
            Россия [country RUS] РФ
        "#]],
    );
}

#[test]
fn a_state_that_nobody_named_gets_a_row_when_asked_for() {
    let mut actors = Actors::find(&read(BANK, "2021-05-04"), &registry());
    let id = actors.state_actor("KAZ");
    assert_eq!(actors.state_actor("KAZ"), id);
    assert_eq!((actors.country(id), actors.rows[id.0 as usize].name.as_str()), (Some("KAZ"), "Казахстан"));
    assert_eq!(actors.country(ActorId(99)), None);
}

#[test]
fn a_pronoun_is_a_mention_of_its_kind() {
    let reading = read(VISIT, "2021-05-04");
    let actors = Actors::find(&reading, &registry());
    let token = (0..reading.tokens.len()).find(|t| reading.form(*t) == "Он").expect("the form is in the text");
    assert_eq!(actors.mention_at(token).map(|m| m.kind), Some(MentionKind::Pronoun));
}

proptest! {
    /// Whatever the model says of whatever words, the search ends, every mention is a slice and leads to a row.
    #[test]
    fn odd_analyses_do_no_harm(
        words in prop::collection::vec((0usize..16, 0usize..8, 0usize..14, 0usize..7, any::<bool>()), 0..40)
    ) {
        let forms = ["Президент", "России", "глава", "МИД", "«", "»", "Асанов", "сторона", "и", ",", "Москва", "он", "(", "24.kg", "газета", "-"];
        let tags = ["NOUN", "PROPN", "VERB", "ADJ", "ADP", "CCONJ", "NUM", "PUNCT"];
        let kinds = ["PERSON", "ORGANIZATION", "COUNTRY", "CITY", "PROFESSION", "NATIONALITY", "DATE"];
        let mut lines = String::new();
        for (i, (form, tag, head, kind, open)) in words.iter().enumerate() {
            let entity = if *open { format!("({})", kinds[*kind]) } else { String::new() };
            let head = if i % 10 + 1 == *head { 0 } else { *head };
            lines.push_str(&format!("{0} {0} {1} Case=Gen|Number=Sing {head} nmod {entity}\n", forms[*form], tags[*tag]));
            if i % 10 == 9 {
                lines.push('\n');
            }
        }
        let reading = read(&lines, "2021");
        let actors = Actors::find(&reading, &registry());
        for mention in &actors.mentions {
            prop_assert!(actors.row(mention.actor).is_some());
            prop_assert!(!mention.span.of(&reading.article.text).is_empty());
        }
        for t in 0..reading.tokens.len() {
            actors.party_of(&reading, t);
            actors.owners_of(&reading, t);
        }
    }
}

#[test]
fn a_name_that_the_model_took_too_wide_is_taken_apart() {
    // The name of another in it.
    check(
        "Жаира Жаир PROPN Case=Gen|Gender=Masc 5 nmod (PERSON(PERSON
        Болсонару Болсонару PROPN Case=Gen|Gender=Masc 1 flat:name PERSON)
        Паулу Паулу PROPN Case=Nom|Gender=Masc 5 nsubj _
        Рамуш Рамуш PROPN Case=Nom|Gender=Masc 3 flat:name PERSON)
        заявил заявить VERB _ 0 root",
        expect![[r#"
            Жаир Болсонару [person -] Жаира Болсонару
            Паулу Рамуш [person -] Паулу Рамуш
        "#]],
    );
    // The place of his office.
    check(
        "мэра мэр NOUN Case=Gen|Gender=Masc|Number=Sing|Animacy=Anim 0 root
        Фамагусты Фамагуста PROPN Case=Gen 1 appos (PERSON
        Хасана Хасан PROPN Case=Gen|Gender=Masc 2 flat:name _
        Озкана Озкан PROPN Case=Gen|Gender=Masc 2 flat:name PERSON)

        в в ADP _ 2 case
        Фамагусте Фамагуста PROPN Case=Loc 3 obl (CITY)
        ждут ждать VERB _ 0 root",
        expect![[r#"
            Хасан Озкан [person -] мэра Фамагусты Хасана Озкана
        "#]],
    );
}

#[test]
fn a_foreign_surname_is_in_the_nominative_where_it_is_a_subject() {
    check(
        "слова слово NOUN Case=Nom 0 root
        Роберта Роберт PROPN Case=Gen|Gender=Masc 1 nmod (PERSON
        Мугабе Мугаб PROPN Case=Loc|Gender=Masc 2 flat:name PERSON)

        Мугабе Мугабе PROPN Case=Nom|Gender=Masc 2 nsubj (PERSON)
        заявил заявить VERB Gender=Masc 0 root",
        expect![[r#"
            Роберт Мугабе [person -] Роберта Мугабе | Мугабе
        "#]],
    );
}

#[test]
fn a_body_without_a_state_is_of_the_subject_or_of_whose_it_is_called() {
    check(
        "Корея Корея PROPN Case=Nom|Gender=Fem 2 nsubj (COUNTRY)
        ввела ввести VERB Gender=Fem 0 root
        санкции санкция NOUN Case=Acc 2 obj _
        сообщило сообщить VERB Gender=Neut 2 parataxis _
        министерство министерство NOUN Case=Nom|Gender=Neut|Number=Sing 4 nsubj _
        обороны оборона NOUN Case=Gen 5 nmod _",
        expect![[r#"
            Корея [country KOR] Корея
            министерство обороны [government KOR] министерство обороны
        "#]],
    );
}
