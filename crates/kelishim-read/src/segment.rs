//! Paragraphs and sentences of a text.

use crate::paragraph::paragraphs;
use crate::sentence::sentences;
use kelishim_model::Span;

/// A text cut up, everything in order and trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    /// Paragraphs.
    pub paragraphs: Vec<Span>,
    /// Sentences, each with the index of its paragraph.
    pub sentences: Vec<(Span, usize)>,
}

/// Cuts a stretch of `text` into paragraphs and sentences. Linear.
///
/// Sentences hold all words and marks of the stretch, each in exactly one; only white space lies between them. Pass the
/// text behind the dateline: a dateline is no sentence.
pub fn segment(text: &str, within: Span) -> Segments {
    let paragraphs = paragraphs(text, within);
    let sentences =
        paragraphs.iter().enumerate().flat_map(|(i, p)| sentences(text, *p).into_iter().map(move |s| (s, i))).collect();
    Segments { paragraphs, sentences }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::is_space;
    use proptest::prelude::*;

    /// Sentences divided by bars.
    fn check(expected: &str) {
        let text = expected.replace("| ", " ").replace('|', "");
        let found = segment(&text, Span::new(0, text.len()));
        let shown: Vec<&str> = found.sentences.iter().map(|(s, _)| s.of(&text)).collect();
        let wanted: Vec<&str> = expected.split('|').map(str::trim).collect();
        assert_eq!(shown, wanted);
    }

    #[test]
    fn full_stops_before_capitals_and_digits_end_sentences() {
        check("Школу откроют.| Работы начались.| 15 рабочих уже в городе!| Ура?!| Да...");
        check("The bridge will reopen.| Work has begun.| 40 people were hired.");
        check("Көпүрө ачылды.| Иш башталды.| Бул тууралуу министр билдирди.");
    }

    #[test]
    fn initials_and_shortened_names_do_not() {
        check("Стихи А. С. Пушкина и роман Ч. Айтматова читал С.В. Иванов.| Он доволен.");
        check("Об этом сказал С. Петров.| В Оше ждут Дж. Смита.");
        check("J. R. Smith met Dr. Brown and Gen. Lee in the U.S. Senate.| He was late.");
        check("It left the U.S.| The ship is old.");
        check("Они пошли по плану Б.| Это заняло год.");
    }

    #[test]
    fn shortened_words_do_not() {
        check("Жители г. Бишкек и с. Лебединовка на ул. Советской ждут.| Газа нет.");
        check("Университет им. Токтогула и др. вузы.| Школа им. Айтматова.");
        check("Дали 20 тыс. доз, 5 млн. сомов, 10 руб. 50 коп. и т.д.| Больше не дадут.");
        check("Продадут 900 млн кВт.ч.| Об этом сообщил министр.");
        check("И.о. министра и т.н. Комитет, т.е. Совет, см. Приложение и п. 5 ст. 7.| Всё.");
        check("Приехали Китай, Индия и др.| Россия не приехала.");
        check("Mr. Brown of Smith Inc. Holdings came at 5 p.m.| Then he left, e.g. No. 5 and etc.");
        check("Ал 2021-ж. Бишкекте төрөлгөн ж.б. адамдар келди.| Бүттү.");
    }

    #[test]
    fn a_space_lost_behind_a_full_stop_does_not_join_sentences() {
        check("Закон приняли в Чехии.|В пятницу он вступил в силу.|Посол доволен.");
        check("Удар нанёс Иран.|\"Это опасно\", - сказал посол.|Глава МИД молчит.");
        check("Так пишет \"Вечерка\".|Премьер уехал в США.|Там его ждут.");
        check("Она написала об этом в Telegram.|Посол ответил.");
        check("Водители Яндекс.Такси ждут, пишет Sputnik.Кыргызстан.");
        check("Это сообщили Газета.Ру и ВЭБ.РФ, а не К.А.Иванов с ул.Советской из г.Бишкек, им.Айтматова.");
    }

    #[test]
    fn years_end_sentences_by_what_follows() {
        check("В 2021 г. Монголия начала стройку.| Дорогу сдали в июне того же 2024 г.| Монголия довольна.");
        check("Это было в 90-х гг.| В стране строили мало.");
    }

    #[test]
    fn numbers_addresses_and_names_of_sites_are_left_whole() {
        check(
            "Рост на 5.2%, до 1.200 тонн, сообщает 24.kg.| Подробности на www.example.kg/a.b?C=1. Да"
                .trim_end_matches(" Да"),
        );
        check("1. Стороны строят дорогу.| 2. Стороны платят.");
        check("Сайт Газета.Ру открыт.| Пробел потерян.|Но это видно.");
    }

    #[test]
    fn quotations_stay_with_the_authors_words() {
        check("«Мы поможем. Дорога будет!», — сказал министр.| Он уехал.");
        check("\"Мы поможем. Дорога будет\", - сказал министр.| Он уехал.");
        check("«Когда? Где?» — Эрматов не ответил.| «Завтра!»| Так решили.");
        check("“We will help. The road will be built,” he said.| He left.");
        check("Он сказал: «Мы поможем.| Дорога будет».| Потом уехал.");
        check("Газета «Утро. Вечер» и передача «Что? Где?».| Вот и всё.");
        check("— Вы поможете? — спросил он.| — Да.| — Спасибо.");
    }

    #[test]
    fn brackets_in_mid_sentence_hold() {
        check("Банк (создан в 1990 г. Парижем. Есть филиалы.) Россией не признан.| Вот.");
        check("(Он родился в Оше.| Там и живёт.)| Дом стоит.");
        check("Мы <...> Россию ждём.| Он (…) Америку знает.");
    }

    #[test]
    fn a_small_letter_never_begins_a_sentence() {
        check("Ну... может быть.| Да! сказал он. и ушёл");
    }

    #[test]
    fn text_without_marks_is_cut_for_length() {
        let text = "слово ".repeat(2500);
        assert_eq!(segment(&text, Span::new(0, text.len())).sentences.len(), 3);
        let marks = ".".repeat(5000) + &"а-".repeat(5000);
        assert!(!segment(&marks, Span::new(0, marks.len())).sentences.is_empty());
    }

    proptest! {
        /// Only white space lies outside sentences, every cut is on a character boundary, none overlaps another.
        #[test]
        fn segments_tile_the_text(text in "\\PC{0,80}|[абАБв1 .,!?…«»\"()—\n\r-]{0,80}") {
            let found = segment(&text, Span::new(0, text.len()));
            let mut at = 0;
            for (s, p) in &found.sentences {
                prop_assert!(text[at..s.start()].chars().all(is_space));
                prop_assert!(found.paragraphs[*p].contains(*s) && !s.is_empty());
                at = s.end();
            }
            prop_assert!(text[at..].chars().all(is_space));
        }

        /// Unless cut for length, a sentence begins with a small letter only at the head of its paragraph.
        #[test]
        fn small_letters_continue(text in "[абАБв1 .,!?…«»\"()—-]{0,80}") {
            let found = segment(&text, Span::new(0, text.len()));
            for (s, _) in found.sentences.iter().skip(1) {
                prop_assert!(!s.of(&text).starts_with(char::is_lowercase), "{:?}", s.of(&text));
            }
        }
    }
}
