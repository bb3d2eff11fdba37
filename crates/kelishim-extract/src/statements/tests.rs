//! Whole passages through the search for statements, with the trained model: one line a statement.

use super::{SpeechLexicon, attribute_statements};
use crate::actors::Actors;
use kelishim_infer::Model;
use kelishim_model::{Speaker, Statement, StatementKind};
use kelishim_read::{Reading, Source, analyse, parse_conllu, read_article};
use kelishim_registry::Registry;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

struct Known {
    model: Model,
    registry: Registry,
    speech: SpeechLexicon,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let data =
        Path::new(option_env!("KELISHIM_DATA_OF_TESTS").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data")));
    let mut files = vec![];
    for entry in std::fs::read_dir(data.join("actors")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "toml" || e == "tsv") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).expect("a text")));
        }
    }
    files.sort();
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let lexicon = std::fs::read_to_string(data.join("lang/ru/lexicon/speech.toml")).expect("a lexicon");
    Known {
        model: Model::load(&std::fs::read(data.join("models/kelishim-v1.bin")).expect("a model")).expect("it loads"),
        registry: Registry::load(&files).expect("it loads"),
        speech: SpeechLexicon::parse("speech.toml", &lexicon).expect("it reads"),
    }
});

fn read(text: &str) -> (Reading, Actors, Vec<Statement>) {
    let source = Source { text, language: Some("ru"), source: Some("Дневник"), ..Source::default() };
    let (article, gaps) = read_article(source, &["ru"]);
    let reading = analyse(article, gaps, &KNOWN.model, 1);
    let actors = Actors::find(&reading, &KNOWN.registry);
    let statements = attribute_statements(&reading, &actors, &KNOWN.speech);
    (reading, actors, statements)
}

/// "speaker: content", the mark `"` before direct and `~` before mixed content, ` < via` behind.
fn check(text: &str, expected: &[&str]) {
    let (reading, actors, statements) = read(text);
    let text = &reading.article.text;
    let found: Vec<String> = statements
        .iter()
        .map(|s| {
            let name = |id| actors.row(id).map_or("?", |r| r.name.as_str());
            let who = match &s.speaker {
                Speaker::Actor(id) => name(*id),
                Speaker::Unnamed(Some(span)) => span.of(text),
                Speaker::Unnamed(None) => "-",
            };
            let mark = match s.kind {
                StatementKind::Direct => "\"",
                StatementKind::Mixed => "~",
                StatementKind::Indirect => "",
            };
            let via = s.via.map(|v| format!(" < {}", name(v))).unwrap_or_default();
            format!("{who}: {mark}{}{via}", s.content.of(text))
        })
        .collect();
    assert_eq!(found, expected, "\n{text}");
}

#[test]
fn what_follows_that_is_said() {
    check("Министр Бакыт Асанов заявил, что дорогу откроют в мае.", &["Бакыт Асанов: дорогу откроют в мае"]);
    check("Посол Олег Лесин, выступая в Оше, сообщил журналистам, что груз прибыл.", &["Олег Лесин: груз прибыл"]);
    check("МИД России подтвердил, что переговоры состоятся.", &["МИД России: переговоры состоятся"]);
    check(
        "Президент Казахстана Ерлан Сабитов напомнил, что стороны подписали договор и что он вступил в силу.",
        &["Ерлан Сабитов: стороны подписали договор и что он вступил в силу"],
    );
    check("Олег Лесин не исключил, что поставки начнутся осенью.", &["Олег Лесин: поставки начнутся осенью"]);
    check("Олег Лесин пояснил, почему Россия закрыла границу.", &["Олег Лесин: почему Россия закрыла границу"]);
    check("Отметив, что торговля растёт, посол Олег Лесин уехал в Ош.", &["Олег Лесин: торговля растёт"]);
    check(
        "Посол Олег Лесин заявил, что мост готов, а министр Бакыт Асанов добавил, что дороги ещё нет.",
        &["Олег Лесин: мост готов", "Бакыт Асанов: дороги ещё нет"],
    );
}

#[test]
fn what_stands_before_the_authors_clause_is_said() {
    check("Дорогу откроют в мае, сообщил министр Бакыт Асанов.", &["Бакыт Асанов: Дорогу откроют в мае"]);
    check("Груз прибудет завтра, сообщили в посольстве России.", &["посольство России: Груз прибудет завтра"]);
    check(
        "Россия поможет Кыргызстану, пообещал Олег Лесин на встрече в Бишкеке.",
        &["Олег Лесин: Россия поможет Кыргызстану"],
    );
    check("Санкции вредят обеим странам, считает Олег Лесин.", &["Олег Лесин: Санкции вредят обеим странам"]);
    check(
        "Страны, отметил Олег Лесин, давно торгуют углём и зерном без пошлин.",
        &["Олег Лесин: давно торгуют углём и зерном без пошлин"],
    );
    check("Таким образом, граница остаётся закрытой, заключил Олег Лесин.", &["Олег Лесин: граница остаётся закрытой"]);
}

#[test]
fn as_clauses_and_sources_of_words() {
    check("Как сообщил министр Бакыт Асанов, дорогу откроют в мае.", &["Бакыт Асанов: дорогу откроют в мае"]);
    check("Как отмечают в МИД России, визит прошёл успешно.", &["МИД России: визит прошёл успешно"]);
    check("По словам министра Бакыта Асанова, дорогу откроют в мае.", &["Бакыт Асанов: дорогу откроют в мае"]);
    check("Дорогу, по данным посольства России, откроют в мае.", &["посольство России: откроют в мае"]);
    check("По мнению Олега Лесина, договор выгоден обеим странам.", &["Олег Лесин: договор выгоден обеим странам"]);
    check(
        "Министр Бакыт Асанов прибыл в Москву. По его словам, визит продлится три дня.",
        &["Бакыт Асанов: визит продлится три дня"],
    );
    check("Согласно докладу ООН, беженцев стало меньше.", &["ООН: беженцев стало меньше"]);
    check("Согласно договору между странами, границу откроют.", &[]);
    check("По предварительным данным, погибли трое.", &[]);
    check("По данным на 1 мая, в стране живут семь миллионов человек.", &[]);
}

#[test]
fn quotations_stand_for_themselves() {
    check("«Дорогу откроют в мае», — сказал министр Бакыт Асанов.", &["Бакыт Асанов: \"Дорогу откроют в мае"]);
    check(
        "\"Дорогу откроют в мае. Мост уже готов\", - сказал министр Бакыт Асанов.",
        &["Бакыт Асанов: \"Дорогу откроют в мае. Мост уже готов"],
    );
    check("Министр Бакыт Асанов сказал: «Дорогу откроют в мае».", &["Бакыт Асанов: \"Дорогу откроют в мае"]);
    check(
        "«Дорогу откроют в мае, — сказал министр Бакыт Асанов. — Мост уже готов».",
        &["Бакыт Асанов: \"Дорогу откроют в мае", "Бакыт Асанов: \"Мост уже готов"],
    );
    check(
        "«Дорогу откроют в мае», — сказал министр Бакыт Асанов. «Мост уже готов», — добавил он.",
        &["Бакыт Асанов: \"Дорогу откроют в мае", "Бакыт Асанов: \"Мост уже готов"],
    );
    check("«Граница открыта», — говорится в сообщении МИД России.", &["МИД России: \"Граница открыта"]);
    check("«Когда откроют границу?» — спросил посол Олег Лесин.", &["Олег Лесин: \"Когда откроют границу?"]);
    check("Министр Бакыт Асанов: «Дорогу откроют в мае»", &["Бакыт Асанов: \"Дорогу откроют в мае"]);
    check(
        "— Дорогу откроют в мае, — сказал министр Бакыт Асанов. — Мост уже готов.",
        &["Бакыт Асанов: \"Дорогу откроют в мае", "Бакыт Асанов: \"Мост уже готов"],
    );
    check(
        "Министр Бакыт Асанов заявил:\n\nДорогу мы откроем в мае. Мост уже готов к работе.",
        &["Бакыт Асанов: \"Дорогу мы откроем в мае. Мост уже готов к работе"],
    );
    check(
        "«Дорогу откроют в мае.\n\n«Мост уже готов», — сказал министр Бакыт Асанов.",
        &["Бакыт Асанов: \"Дорогу откроют в мае.\n\n«Мост уже готов"],
    );
    check(
        "«Мы ждём решения соседей», — приводит агентство слова посла Олега Лесина.",
        &["Олег Лесин: \"Мы ждём решения соседей"],
    );
}

#[test]
fn quotations_inside_a_clause() {
    check("Олег Лесин заявил, что договор «давно устарел».", &["Олег Лесин: ~договор «давно устарел»"]);
    check(
        "Решение «не соответствует нашим договорённостям», заявил Олег Лесин.",
        &["Олег Лесин: ~Решение «не соответствует нашим договорённостям»"],
    );
    check(
        "Олег Лесин сказал, что «границу нельзя было закрывать без предупреждения».",
        &["Олег Лесин: \"границу нельзя было закрывать без предупреждения"],
    );
    check("Олег Лесин заявил, что «Газпром» построит трубу.", &["Олег Лесин: «Газпром» построит трубу"]);
    check(
        "Олег Лесин призвал соседей «не закрывать границу без предупреждения».",
        &["Олег Лесин: \"не закрывать границу без предупреждения"],
    );
    check("Россия построила завод «Спутник» и больницу «Дружба».", &[]);
    check("Олег Лесин назвал договор «большой ошибкой».", &["Олег Лесин: ~договор «большой ошибкой»"]);
}

#[test]
fn the_sentence_before() {
    check("Дорогу откроют в мае. Об этом сообщил министр Бакыт Асанов.", &["Бакыт Асанов: Дорогу откроют в мае"]);
    check("Дорогу откроют в мае. Об этом говорится в заявлении МИД России.", &["МИД России: Дорогу откроют в мае"]);
    check(
        "Посол Олег Лесин заявил, что мост готов. Об этом сообщил министр Бакыт Асанов.",
        &["Олег Лесин: мост готов"],
    );
    check("Дорогу откроют в мае, о чём сообщил министр Бакыт Асанов.", &["Бакыт Асанов: Дорогу откроют в мае"]);
}

#[test]
fn who_spoke_before_goes_on() {
    check(
        "Посол Олег Лесин заявил, что мост готов. Он добавил, что дорога строится.",
        &["Олег Лесин: мост готов", "Олег Лесин: дорога строится"],
    );
    check(
        "Посол Олег Лесин заявил, что мост готов. Дорога строится, уточнил дипломат.",
        &["Олег Лесин: мост готов", "Олег Лесин: Дорога строится"],
    );
    check(
        "Мост готов, сообщили в МИД России. Там же отметили, что дорога строится.",
        &["МИД России: Мост готов", "МИД России: дорога строится"],
    );
}

#[test]
fn agencies_pass_words_on() {
    check("Мост готов, сообщает ТАСС со ссылкой на посольство России.", &["посольство России: Мост готов < ТАСС"]);
    check("Мост готов, передаёт ТАСС.", &["ТАСС: Мост готов"]);
    check("Посол Олег Лесин сказал, что мост готов, передаёт ТАСС.", &["Олег Лесин: мост готов < ТАСС"]);
    check("Мост готов, передаёт корреспондент газеты.", &[]);
    check("Мост готов, сообщил «Дневник».", &[]);
}

#[test]
fn texts_of_somebody() {
    check("В заявлении МИД России отмечается, что граница открыта.", &["МИД России: граница открыта"]);
    check("МИД России опубликовал заявление. В нём сказано, что граница открыта.", &["МИД России: граница открыта"]);
    check("Сообщается, что граница открыта.", &[]);
    check("Ожидается, что граница откроется.", &[]);
}

#[test]
fn light_verbs_and_objects() {
    check("Олег Лесин выразил надежду, что границу откроют.", &["Олег Лесин: границу откроют"]);
    check("Олег Лесин выразил уверенность в том, что границу откроют.", &["Олег Лесин: границу откроют"]);
    check("Олег Лесин дал понять, что границу откроют.", &["Олег Лесин: границу откроют"]);
    check(
        "МИД России сообщил о задержании двух граждан Казахстана.",
        &["МИД России: о задержании двух граждан Казахстана"],
    );
    check("МИД России заявил о готовности к переговорам.", &[]);
    check("О закрытии границы объявил посол Олег Лесин.", &["Олег Лесин: О закрытии границы"]);
}

#[test]
fn deeds_and_silence_are_no_statements() {
    check("Министр Бакыт Асанов принял посла и обсудил с ним строительство дороги.", &[]);
    check("Олег Лесин не сообщил, что обсуждали стороны.", &[]);
    check("Стороны договорились, что границу откроют.", &[]);
    check("Это говорит о том, что торговля растёт.", &[]);
    check("Олег Лесин хотел подчеркнуть, что торговля растёт.", &[]);
    check("Напомним, что граница закрыта с марта.", &[]);
}

#[test]
fn unnamed_speakers_keep_their_words() {
    check("Источники в посольстве сообщили, что визит отложен.", &["Источники в посольстве: визит отложен"]);
    check("Эксперты считают, что торговля вырастет.", &["Эксперты: торговля вырастет"]);
}

#[test]
fn trees_without_relations_still_give_marks() {
    let rows = ["«", "Мост", "готов", "»", ",", "—", "сказал", "Асанов", "."];
    let lemma = |f: &str| if f == "сказал" { "сказать".to_owned() } else { f.to_lowercase() };
    let feats = |f: &str| {
        if f == "сказал" {
            "Mood=Ind|Number=Sing|VerbForm=Fin"
        } else if f == "Асанов" {
            "Case=Nom|Number=Sing"
        } else {
            "_"
        }
    };
    let pos = |f: &str| {
        if f == "сказал" {
            "VERB"
        } else if f.chars().all(char::is_alphabetic) {
            "NOUN"
        } else {
            "PUNCT"
        }
    };
    let line = |(i, f): (usize, &&str)| {
        format!("{}\t{f}\t{}\t{}\t_\t{}\t{i}\tdep\t_\tSpaceAfter=No\n", i + 1, lemma(f), pos(f), feats(f))
    };
    let reading = parse_conllu(&rows.iter().enumerate().map(line).collect::<String>());
    let found = attribute_statements(&reading, &Actors::default(), &KNOWN.speech);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].content.of(&reading.article.text), "Мостготов");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Any text gives statements in order whose spans lie in it.
    #[test]
    fn any_text_is_read(words in proptest::collection::vec(prop_oneof![
        Just("«"), Just("»"), Just("\""), Just("—"), Just(","), Just("."), Just(":"), Just("сказал"), Just("что"), Just("об этом"), Just("по словам"),
        Just("министр"), Just("Асанов"), Just("он"), Just("МИД"), Just("\n\n"), Just("сообщается"), Just("в"), Just("как"), Just("назвал"),
    ], 0..40)) {
        let (reading, _, statements) = read(&words.join(" "));
        for s in &statements {
            prop_assert!(!s.content.of(&reading.article.text).trim().is_empty());
        }
        prop_assert!(statements.windows(2).all(|w| w[0].content.start() <= w[1].content.start()));
    }
}
