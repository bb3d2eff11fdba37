//! A plain reading for tests: tokens by the project's rules, an analysis of known words alone, no tree.

use kelishim_model::{Article, Span};
use kelishim_read::{Feats, Reading, Sentence, Token, fine_parts, fold, tokens};

/// Words of the tests with what an analysis says of them: form, lemma, part of speech, features.
const KNOWN: &[(&str, &str, &str, &str)] = &[
    ("подписали", "подписать", "VERB", "Aspect=Perf|Mood=Ind|Tense=Past|VerbForm=Fin"),
    ("открыли", "открыть", "VERB", "Aspect=Perf|Mood=Ind|Tense=Past|VerbForm=Fin"),
    ("продлили", "продлить", "VERB", "Aspect=Perf|Mood=Ind|Tense=Past|VerbForm=Fin"),
    ("перенесли", "перенести", "VERB", "Aspect=Perf|Mood=Ind|Tense=Past|VerbForm=Fin"),
    ("действовал", "действовать", "VERB", "Aspect=Imp|Mood=Ind|Tense=Past|VerbForm=Fin"),
    ("вырос", "вырасти", "VERB", "Aspect=Perf|Mood=Ind|Tense=Past|VerbForm=Fin"),
    ("подпишут", "подписать", "VERB", "Aspect=Perf|Mood=Ind|Tense=Fut|VerbForm=Fin"),
    ("откроют", "открыть", "VERB", "Aspect=Perf|Mood=Ind|Tense=Fut|VerbForm=Fin"),
    ("построить", "построить", "VERB", "Aspect=Perf|VerbForm=Inf"),
    ("действует", "действовать", "VERB", "Aspect=Imp|Mood=Ind|Tense=Pres|VerbForm=Fin"),
    ("планируется", "планироваться", "VERB", "Aspect=Imp|Mood=Ind|Tense=Pres|VerbForm=Fin"),
    ("запланирована", "запланировать", "VERB", "Aspect=Perf|Tense=Past|Variant=Short|VerbForm=Part|Voice=Pass"),
    ("ратифицирован", "ратифицировать", "VERB", "Aspect=Perf|Tense=Past|Variant=Short|VerbForm=Part|Voice=Pass"),
    ("вышли", "выйти", "VERB", "Aspect=Perf|Mood=Ind|Tense=Past|VerbForm=Fin"),
    ("саммита", "саммит", "NOUN", "Case=Gen|Number=Sing"),
    ("тысячи", "тысяча", "NOUN", "Case=Gen|Number=Sing"),
    ("миллионы", "миллион", "NOUN", "Case=Acc|Number=Plur"),
    ("мест", "место", "NOUN", "Case=Gen|Number=Plur"),
    ("места", "место", "NOUN", "Case=Gen|Number=Sing"),
    ("месте", "место", "NOUN", "Case=Loc|Number=Sing"),
    ("чтении", "чтение", "NOUN", "Case=Loc|Number=Sing"),
    ("школ", "школа", "NOUN", "Case=Gen|Number=Plur"),
    ("школы", "школа", "NOUN", "Case=Gen|Number=Sing"),
    ("вагонов", "вагон", "NOUN", "Case=Gen|Number=Plur"),
    ("автобусов", "автобус", "NOUN", "Case=Gen|Number=Plur"),
    ("студентов", "студент", "NOUN", "Case=Gen|Number=Plur"),
    ("стран", "страна", "NOUN", "Case=Gen|Number=Plur"),
    ("страны", "страна", "NOUN", "Case=Gen|Number=Sing"),
    ("сторон", "сторона", "NOUN", "Case=Gen|Number=Plur"),
    ("президента", "президент", "NOUN", "Case=Gen|Number=Sing"),
    ("президентов", "президент", "NOUN", "Case=Gen|Number=Plur"),
    ("кыргызстанцев", "кыргызстанец", "NOUN", "Case=Gen|Number=Plur"),
    ("россиян", "россиянин", "NOUN", "Case=Gen|Number=Plur"),
    ("специалистов", "специалист", "NOUN", "Case=Gen|Number=Plur"),
    ("вертолетов", "вертолет", "NOUN", "Case=Gen|Number=Plur"),
    ("бюджетных", "бюджетный", "ADJ", "Case=Gen|Number=Plur"),
    ("целевых", "целевой", "ADJ", "Case=Gen|Number=Plur"),
    ("новых", "новый", "ADJ", "Case=Gen|Number=Plur"),
    ("гражданских", "гражданский", "ADJ", "Case=Gen|Number=Plur"),
    ("военных", "военный", "ADJ", "Case=Gen|Number=Plur"),
    ("американских", "американский", "ADJ", "Case=Gen|Number=Plur"),
    ("канадских", "канадский", "ADJ", "Case=Gen|Number=Plur"),
    ("белорусских", "белорусский", "ADJ", "Case=Gen|Number=Plur"),
    ("турецких", "турецкий", "ADJ", "Case=Gen|Number=Plur"),
    ("закупленных", "закупить", "VERB", "Tense=Past|VerbForm=Part|Voice=Pass"),
    ("и", "и", "CCONJ", "_"),
    ("по", "по", "ADP", "_"),
    ("в", "в", "ADP", "_"),
    ("на", "на", "ADP", "_"),
    ("до", "до", "ADP", "_"),
    ("с", "с", "ADP", "_"),
    ("для", "для", "ADP", "_"),
];

/// A reading without a tree: tokens by the project's rules, a sentence a line, analysis of [`KNOWN`] words alone.
pub(crate) fn read(text: &str, published: Option<&str>) -> Reading {
    let article = Article {
        id: String::new(),
        url: None,
        source: None,
        title: None,
        language: "ru".into(),
        published: published.and_then(|p| p.parse().ok()),
        published_text: None,
        dateline: None,
        text: text.into(),
        extractor: "test/1".into(),
    };
    let mut reading = Reading {
        article,
        paragraphs: vec![],
        sentences: vec![],
        tokens: vec![],
        entities: vec![],
        gaps: vec![],
        states: vec![],
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let whole = Span::new(at, at + line.len());
        at = whole.end();
        let (parts, first, number) = (fine_parts(text, whole), reading.tokens.len(), reading.sentences.len());
        for range in tokens(text, &parts) {
            let span = parts[range.start].cover(parts[range.end - 1]);
            let form = fold(span.of(text));
            let known = KNOWN.iter().find(|k| k.0 == form);
            let plain = match form.chars().next() {
                Some(c) if c.is_numeric() => "NUM",
                Some(c) if c.is_alphabetic() => "NOUN",
                _ => "PUNCT",
            };
            reading.tokens.push(Token {
                span,
                lemma: known.map_or(form.clone(), |k| k.1.into()),
                pos: known.map_or(plain, |k| k.2).into(),
                feats: Feats(known.map_or("_", |k| k.3).into()),
                head: None,
                relation: "root".into(),
                sentence: number,
            });
        }
        if reading.tokens.len() > first {
            reading.sentences.push(Sentence {
                span: whole.trim(text),
                tokens: first..reading.tokens.len(),
                paragraph: number,
            });
            reading.paragraphs.push(whole.trim(text));
        }
    }
    reading
}
