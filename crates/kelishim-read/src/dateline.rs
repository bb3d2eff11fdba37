//! The dateline: place, day and agency at the head of a wire report.
//!
//! Agencies write the same three things in any order and with any marks between: "БИШКЕК, 1 июн — Sputnik.",
//! "Бишкек. 30 января. ИНТЕРФАКС -", "BISHKEK, June 1 (Reuters) -". So what is looked for is the things, not the styles.

use crate::analyse::capitalised;
use crate::wire_day::{Day, day_first, month_first, with_year};
use kelishim_model::{Dateline, PartialDate, Span};

/// Lines in which a dateline is looked for: a headline and a day may stand above it.
const LINES: usize = 3;

/// Agencies and sites whose name alone marks a dateline, folded, divided by bars.
const AGENCIES: &str = "\
sputnik|спутник|риа новости|ria novosti|интерфакс|interfax|interfax.ru|акиpress|акипресс|akipress|aki press|\
24.kg|тасс|tass|итар-тасс|itar-tass|кабар|kabar|казинформ|kazinform|қазақпарат|монцамэ|montsame|азертадж|\
азертак|azertac|белта|belta|trend|тренд|ховар|khovar|reuters|рейтер|ap|afp|афп|xinhua|синьхуа|dpa|regnum|\
регнум|росбалт|anadolu|анадолу|казтаг|kaztag|bloomberg|блумберг|efe|ansa|kyodo|yonhap|irna|ирна|upi|униан|\
unian|укринформ|ukrinform|арменпресс|armenpress|moldpres|молдпрес|uza|уза|дунё|dunyo|apa|апа|tdh|тдх|knews|\
kaktus.media|vesti.kg|vb.kg|рбк|прайм|tanjug|танюг|gazeta.uz|kun.uz|podrobno.uz|asia-plus|азия-плюс|азия-плус|\
report|репорт|рапси";

/// What may stand before an agency's name.
const PREFIXES: &[&str] = &["иа ", "ниат ", "ниа ", "агентство ", "корр. ", "корр.", "маалымат агенттиги "];

/// The dateline of a text, if it has one. Its country stays `None`.
///
/// The year is that of the `published` day, or its neighbour where that lies closer and at most a week ahead; without a
/// publication a day without a year is `None`.
pub fn find_dateline(text: &str, published: Option<PartialDate>) -> Option<Dateline> {
    let mut at = 0;
    let filled = text.split_inclusive(['\n', '\r']).filter_map(|line| {
        let start = at;
        at += line.len();
        (!line.trim().is_empty()).then(|| Span::new(start, at).trim(text))
    });
    filled.take(LINES).find_map(|line| {
        let mut scan = Scan { line: line.of(text), at: 0, found: Found::default() };
        let length = scan.read()?;
        let Found { place, date, agency, .. } = scan.found;
        Some(Dateline {
            span: Span::new(line.start(), line.start() + length),
            place: place.map(|p| lowered(&p)),
            country: None,
            date: date.and_then(|d| with_year(d, published)),
            agency,
        })
    })
}

#[derive(Default)]
struct Found {
    place: Option<String>,
    date: Option<Day>,
    agency: Option<String>,
    /// Whether the agency is on the list.
    known: bool,
}

struct Scan<'a> {
    line: &'a str,
    at: usize,
    found: Found,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    /// Length of the dateline.
    fn read(&mut self) -> Option<usize> {
        let mut after_place = false;
        loop {
            let gap = self.separator();
            if self.found.agency.is_some() {
                // "ТАСС, 5 мая." — but a day behind a full stop or a dash begins the report.
                if self.found.date.is_some() || gap.contains('.') || gap.contains(is_dash) || !self.date(gap.len()) {
                    break;
                }
            } else if self.found.date.is_none() && self.date(gap.len())
                || self.bracket(gap.len())
                || self.agency(gap.len())
            {
                after_place = false;
            } else if self.found.place.is_none() && !gap.contains(is_dash) && self.place(gap.len()) {
                after_place = true;
            } else if after_place && gap.starts_with(',') && self.country(gap.len()) {
                after_place = false;
            } else if !self.unlisted_agency(gap) {
                break;
            }
        }
        self.author();
        self.end()
    }

    /// Spaces, commas, stops and dashes that come next; not yet passed.
    fn separator(&self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_whitespace() || matches!(c, ',' | '.') || is_dash(c)));
        &rest[..end.unwrap_or(rest.len())]
    }

    fn date(&mut self, gap: usize) -> bool {
        let s = &self.rest()[gap..];
        let Some((day, length)) = day_first(s).or_else(|| month_first(s)) else { return false };
        self.found.date = Some(day);
        self.at += gap + length;
        true
    }

    /// "/ТАСС/", "(Reuters)": any name between strokes, a listed one between brackets.
    fn bracket(&mut self, gap: usize) -> bool {
        let s = &self.rest()[gap..];
        let close = match s.chars().next() {
            Some('/') => '/',
            Some('(') => ')',
            _ => return false,
        };
        let Some(end) = s[1..].find(close).filter(|n| (1..=80).contains(n)) else { return false };
        let inner = s[1..1 + end].trim();
        let mut words = inner;
        while let Some(n) = PREFIXES.iter().find_map(|p| starts_folded(words, p)) {
            words = words[n..].trim_start();
        }
        let known = listed(words).is_some();
        if !known
            && (close == ')' && self.found.date.is_none() || self.found.place.is_none() && self.found.date.is_none())
        {
            return false;
        }
        // "НЬЮ-ЙОРК /ООН/, 5 мая": a remark on the place.
        let remark =
            !known && self.found.date.is_none() && day_first(s[end + 2..].trim_start_matches([',', ' '])).is_some();
        if !remark {
            self.found.agency = Some(words.trim_matches(['«', '»', '"']).to_string());
            self.found.known = known;
        }
        self.at += gap + end + 2;
        true
    }

    fn agency(&mut self, gap: usize) -> bool {
        let start = self.at + gap;
        let mut at = start;
        while let Some(n) = PREFIXES.iter().find_map(|p| starts_folded(&self.line[at..], p)) {
            at += n;
        }
        let quoted = self.line[at..].starts_with(['«', '"', '“']);
        let name = if quoted { at + self.line[at..].chars().next().map_or(0, char::len_utf8) } else { at };
        let Some(mut length) = listed(&self.line[name..]) else { return false };
        let tail = &self.line[name + length..];
        // "Интерфакс-Казахстан", "Sputnik Кыргызстан."
        if tail.starts_with('-') && tail[1..].starts_with(char::is_alphabetic) {
            length += 1 + word(&tail[1..]);
        } else if let Some(next) = tail.strip_prefix(' ').filter(|t| t.starts_with(char::is_uppercase)) {
            let n = word(next);
            if next[n..].starts_with(". ") || next[n..].trim_start().starts_with(is_dash) {
                length += 1 + n;
            }
        }
        self.found.agency = Some(self.line[name..name + length].to_string());
        self.found.known = true;
        self.at = name + length;
        if quoted && let Some(c) = self.rest().chars().next().filter(|c| matches!(c, '»' | '"' | '”')) {
            self.at += c.len_utf8();
        }
        true
    }

    /// A name of one to four words with capitals, that a mark ends.
    fn place(&mut self, gap: usize) -> bool {
        let s = &self.rest()[gap..];
        let length = name(s, 4);
        let tail = s[length..].trim_start();
        if length == 0 || !tail.starts_with(|c: char| matches!(c, ',' | '.' | '/' | '(') || is_dash(c)) {
            return false;
        }
        self.found.place = Some(s[..length].to_string());
        self.at += gap + length;
        true
    }

    /// "BISHKEK, Kyrgyzstan, July 23": the state behind the place.
    fn country(&mut self, gap: usize) -> bool {
        let s = &self.rest()[gap..];
        let length = name(s, 3);
        let tail = s[length..].trim_start();
        if length == 0 || !tail.starts_with(|c: char| matches!(c, ',' | '/' | '(') || is_dash(c)) {
            return false;
        }
        self.at += gap + length;
        true
    }

    /// A name that is not on the list: behind place, day and dash, or in capitals before a dash.
    fn unlisted_agency(&mut self, gap: &str) -> bool {
        if self.found.agency.is_some() || self.found.place.is_none() {
            return false;
        }
        let s = &self.rest()[gap.len()..];
        let length = name(s, 3);
        let tail = &s[length..];
        let behind_dash = self.found.date.is_some() && gap.contains(is_dash) && tail.starts_with(['.', ',']);
        let before_dash = gap.contains('.') && shouted(&s[..length]) && tail.trim_start().starts_with(is_dash);
        if length == 0 || !(behind_dash || before_dash) {
            return false;
        }
        self.found.agency = Some(s[..length].to_string());
        self.at += gap.len() + length;
        true
    }

    /// ", Имя Фамилия." behind the agency.
    fn author(&mut self) {
        if let Some(s) = self.rest().strip_prefix(", ").filter(|_| self.found.agency.is_some()) {
            let length = name(s, 4);
            if length > 0 && s[length..].starts_with(". ") {
                self.at += 2 + length;
            }
        }
    }

    /// Passes the mark that ends the dateline, and says how long it is if it is one.
    fn end(&mut self) -> Option<usize> {
        let rest = self.rest();
        let marks = self.separator();
        let mark = marks.trim();
        let dash = mark.contains(is_dash);
        let bare = mark.is_empty() && (marks.len() == rest.len() || self.line[..self.at].ends_with(['/', ')']));
        let behind = rest[marks.len()..].chars().next();
        let spaced = marks.ends_with(char::is_whitespace) || behind.is_none();
        if mark.contains(',')
            || !(dash || mark.starts_with('.') || bare)
            || !spaced
            || behind.is_some_and(char::is_lowercase)
        {
            return None;
        }
        let Found { place, date, agency, known } = &self.found;
        let place_shouted = place.as_deref().is_some_and(shouted);
        let enough = match agency {
            Some(_) if *known => place.is_some() || date.is_some() || dash,
            Some(_) => place.is_some() || date.is_some(),
            // "WASHINGTON — Officials said ...", but not "COVID - 19".
            None => {
                place_shouted && (date.is_some() || place.as_deref().is_some_and(|p| before_report(p, mark, behind)))
            }
        };
        enough.then(|| self.at + marks.trim_end().len())
    }
}

/// A Latin place in capitals, a long dash, a letter.
fn before_report(place: &str, mark: &str, behind: Option<char>) -> bool {
    place.len() > 4 && place.is_ascii() && matches!(mark, "–" | "—") && behind.is_some_and(char::is_alphabetic)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '−')
}

/// Letters, all of them capitals.
fn shouted(s: &str) -> bool {
    s.chars().filter(|c| c.is_alphabetic()).count() > 1 && !s.chars().any(char::is_lowercase)
}

/// Length of the word at the start, hyphens and apostrophes inside.
fn word(s: &str) -> usize {
    let end = s.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))).unwrap_or(s.len());
    s[..end].trim_end_matches('-').len()
}

/// Length of up to `most` words with capitals at the start of `s`; 0 when the first has none.
fn name(s: &str, most: usize) -> usize {
    let mut length = 0;
    for n in 0..most {
        let from = if n == 0 { 0 } else { length + 1 };
        if n > 0 && !s[length..].starts_with([' ', '/']) {
            break;
        }
        let end = s.get(from..).map_or(0, word);
        if end == 0 || !s[from..].starts_with(char::is_uppercase) {
            break;
        }
        length = from + end;
    }
    length
}

/// Length of `wanted` (folded) at the start of `s`, compared in small letters.
fn starts_folded(s: &str, wanted: &str) -> Option<usize> {
    let mut chars = s.char_indices();
    for w in wanted.chars() {
        let (_, c) = chars.next()?;
        if c != w && c.to_lowercase().next() != Some(w) {
            return None;
        }
    }
    Some(chars.next().map_or(s.len(), |(i, _)| i))
}

/// Length of the longest listed agency at the start of `s`.
fn listed(s: &str) -> Option<usize> {
    let whole = |n: &usize| !s[*n..].starts_with(char::is_alphanumeric);
    AGENCIES.split('|').filter_map(|a| starts_folded(s, a)).filter(whole).max()
}

/// "ДЖАЛАЛ-АБАД" as "Джалал-Абад"; a name in small letters stays as it is.
fn lowered(place: &str) -> String {
    if !shouted(place) {
        return place.to_string();
    }
    let low = place.to_lowercase();
    let part = |w: &str| {
        if matches!(w, "на" | "де" | "ла" | "дю" | "эль" | "of" | "de" | "la" | "le" | "el") {
            w.to_string()
        } else {
            capitalised(w)
        }
    };
    let mut first = true;
    low.split_inclusive(['-', ' ', '/'])
        .map(|w| {
            if std::mem::take(&mut first) {
                capitalised(w)
            } else {
                part(w.trim_end_matches(['-', ' ', '/'])) + &w[w.trim_end_matches(['-', ' ', '/']).len()..]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text with a bar behind its dateline; then place, day and agency.
    fn check(marked: &str, place: &str, date: &str, agency: &str) {
        let text = marked.replace('|', "");
        let published = PartialDate::ymd(2021, 1, 3);
        let found = find_dateline(&text, published).unwrap_or_else(|| panic!("no dateline in {text}"));
        assert_eq!(
            found.span.of(&text),
            marked[..marked.find('|').unwrap()].trim_start_matches("Заголовок\n"),
            "{text}"
        );
        let show = |s: Option<String>| s.unwrap_or_default();
        assert_eq!(
            (show(found.place).as_str(), show(found.date.map(|d| d.to_string())).as_str(), show(found.agency).as_str()),
            (place, date, agency),
            "{text}"
        );
    }

    fn none(text: &str) {
        assert_eq!(find_dateline(text, None), None, "{text}");
    }

    #[test]
    fn styles_of_russian_agencies() {
        check("БИШКЕК, 1 янв — Sputnik.| Завод открыт.", "Бишкек", "2021-01-01", "Sputnik");
        check("МОСКВА, 2 янв - РИА Новости.| Завод открыт.", "Москва", "2021-01-02", "РИА Новости");
        check("МОСКВА, 2 янв — РИА Новости, Иван Сидоров.| Завод открыт.", "Москва", "2021-01-02", "РИА Новости");
        check("МОСКВА, 3 июня. /ТАСС/.| Завод открыт.", "Москва", "2020-06-03", "ТАСС");
        check("МОСКВА, 3 июня. /Корр. ТАСС Иван Сидоров/.| Завод.", "Москва", "2020-06-03", "ТАСС Иван Сидоров");
        check("НЬЮ-ЙОРК /ООН/, 30 декабря. /ТАСС/.| Завод.", "Нью-Йорк", "2020-12-30", "ТАСС");
        check("ТАСС, 30 декабря.| Завод открыт.", "", "2020-12-30", "ТАСС");
        check("Бишкек. 30 января. ИНТЕРФАКС -| Завод.", "Бишкек", "2020-01-30", "ИНТЕРФАКС");
        check("Астана. 30 января. Интерфакс-Казахстан –| \"Завод\".", "Астана", "2020-01-30", "Интерфакс-Казахстан");
        check("Ереван. 31 июля. INTERFAX.RU -| Завод.", "Ереван", "2020-07-31", "INTERFAX.RU");
        check("18 июля, Минск /Корр. БЕЛТА/.| Завод.", "Минск", "2020-07-18", "БЕЛТА");
        check("Ашхабад, 15 марта, АЗЕРТАДЖ.| Завод.", "Ашхабад", "2020-03-15", "АЗЕРТАДЖ");
    }

    #[test]
    fn styles_of_kyrgyz_and_neighbouring_agencies() {
        check("Бишкек (АКИpress) -| Завод открыт.", "Бишкек", "", "АКИpress");
        check("АКИpress -| Завод открыт.", "", "", "АКИpress");
        check("Бишкек. 3 июня. АКИpress -| Завод.", "Бишкек", "2020-06-03", "АКИpress");
        check("Бишкек, 5 апр. /Кабар/.| Завод.", "Бишкек", "2020-04-05", "Кабар");
        check("Бишкек - 24.kg.| Завод.", "Бишкек", "", "24.kg");
        check("Бишкек — ИА «24.kg».| Завод.", "Бишкек", "", "24.kg");
        check("Бишкек, 27-ноябрь /24.kg/.| Завод.", "Бишкек", "2020-11-27", "24.kg");
        check("БИШКЕК, 1-июн. — Sputnik.| Завод ачылды.", "Бишкек", "2020-06-01", "Sputnik");
        check(
            "ДЖАЛАЛ-АБАД, 5 мая 2019 года — Sputnik Кыргызстан.| Завод.",
            "Джалал-Абад",
            "2019-05-05",
            "Sputnik Кыргызстан",
        );
        check("АНКАРА. КАЗИНФОРМ –| Завод.", "Анкара", "", "КАЗИНФОРМ");
        check("РОСТОВ-НА-ДОНУ, 5 мая — Новости-Юг.| Завод.", "Ростов-на-Дону", "2020-05-05", "Новости-Юг");
        check("Душанбе, 5 марта. (НИАТ «Ховар»).| Завод.", "Душанбе", "2020-03-05", "Ховар");
    }

    #[test]
    fn styles_of_english_agencies() {
        check("BISHKEK, June 1 (Reuters) -| The plant is open.", "Bishkek", "2020-06-01", "Reuters");
        check("BISHKEK, October 12. /AKIpress/.| The plant.", "Bishkek", "2020-10-12", "AKIpress");
        check("BISHKEK, Kyrgyzstan, July 23. /Trend/.| The plant.", "Bishkek", "2020-07-23", "Trend");
        check("NEW YORK, Jan. 30, 2019 (AP) —| The plant.", "New York", "2019-01-30", "AP");
        check("BISHKEK, Kyrgyzstan (AP) —| The plant.", "Bishkek", "", "AP");
        check("MOSCOW. Jan 2 (Interfax) -| The plant.", "Moscow", "2021-01-02", "Interfax");
        check("WASHINGTON —| Officials met.", "Washington", "", "");
    }

    #[test]
    fn a_headline_may_stand_above() {
        check("Заголовок\nБИШКЕК, 31 дек — Sputnik.|\nЗавод открыт.", "Бишкек", "2020-12-31", "Sputnik");
        check("БИШКЕК, 31 декабря.| Завод открыт.", "Бишкек", "2020-12-31", "");
    }

    #[test]
    fn the_turn_of_the_year_goes_both_ways() {
        check("БИШКЕК, 5 янв — Sputnik.| Завод.", "Бишкек", "2021-01-05", "Sputnik");
        check("БИШКЕК, 29 дек — Sputnik.| Завод.", "Бишкек", "2020-12-29", "Sputnik");
        let date = |text, published| find_dateline(text, published).and_then(|d| d.date).map(|d| d.to_string());
        assert_eq!(date("БИШКЕК, 1 янв — Sputnik. Да.", PartialDate::ymd(2020, 12, 31)).as_deref(), Some("2021-01-01"));
        assert_eq!(date("БИШКЕК, 1 янв — Sputnik. Да.", None), None);
        assert_eq!(date("БИШКЕК, 31 фев — Sputnik. Да.", PartialDate::ymd(2020, 12, 31)), None);
    }

    #[test]
    fn ordinary_beginnings_are_none() {
        none("Бишкек. 5 мая здесь откроют завод.");
        none("Москва — столица России.");
        none("Россия (РФ) — самая большая страна.");
        none("Министр Эсенов, 5 мая вернувшийся домой, молчит.");
        none("Интерфакс - агентство новостей.");
        none("Улан Эсенов, министр. Работает давно.");
        none("COVID - 19 илдети азайды.");
        none("США, Китай и Индия. Три страны.");
        none("");
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,60}|[БИШКЕКабв/()«».,— 15мая\n-]{0,60}") {
            if let Some(d) = find_dateline(&text, None) {
                prop_assert!(!d.span.of(&text).is_empty());
            }
        }
    }
}
