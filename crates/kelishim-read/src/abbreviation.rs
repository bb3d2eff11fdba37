//! Full stops that do not end a sentence: abbreviations, initials, numbers of paragraphs and years.
//!
//! The lists are our own, from the usual abbreviations of Russian, Kyrgyz and English reports. They are consulted only
//! where a capital or a digit follows: before a small letter a sentence never ends.

/// Always followed by what they belong to.
const NEVER_LAST: &[&str] = &[
    "ул",
    "просп",
    "пер",
    "пл",
    "бул",
    "мкр",
    "корп",
    "стр",
    "гл",
    "рис",
    "табл",
    "ст",
    "пп",
    "подп",
    "см",
    "ср",
    "св",
    "проф",
    "акад",
    "доц",
    "канд",
    "докт",
    "тел",
    "моб",
    "напр",
    "вып",
    "изд",
    "мл",
    "полк",
    "подполк",
    "лейт",
    "кап",
    "адм",
    "дж",
    "дз",
    "вл",
    "пом",
    "нач",
    "врид",
    "кв",
    "эт",
    "каб",
    "пос",
    "дер",
    "оз",
    "хр",
    "аэр",
    "отд",
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "gen",
    "col",
    "lt",
    "sgt",
    "capt",
    "cpl",
    "maj",
    "adm",
    "amb",
    "sen",
    "rep",
    "gov",
    "pres",
    "rev",
    "hon",
    "messrs",
    "mme",
    "st",
    "mt",
    "ft",
    "vs",
    "nos",
    "vol",
    "pp",
    "figs",
];

/// Followed by a number of their own, else ordinary words.
const BEFORE_NUMBER: &[&str] = &[
    "no", "art", "fig", "sec", "p", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec", "янв", "фев", "апр", "июн", "июл", "авг", "сен", "сент", "окт", "ноя", "нояб", "дек", "тыс", "млн", "млрд",
    "трлн", "руб", "долл", "ок", "разд", "прил", "абз", "макс", "мин",
];

/// Last in a sentence only when a usual first word follows.
const SELDOM_LAST: &[&str] = &[
    "им",
    "гр",
    "тов",
    "зам",
    "ген",
    "гос",
    "обл",
    "респ",
    "род",
    "ред",
    "прим",
    "соч",
    "авт",
    "сост",
    "корр",
    "собкор",
    "англ",
    "рус",
    "кырг",
    "кирг",
    "каз",
    "узб",
    "нем",
    "фр",
    "лат",
    "кит",
    "inc",
    "ltd",
    "co",
    "corp",
    "bros",
    "jr",
    "sr",
    "al",
    "ed",
    "est",
    "ave",
    "blvd",
    "rd",
    "univ",
    "dept",
    "assn",
    "gov",
];

/// Pairs of single letters that may end a sentence.
const PAIRS_LAST: &[&str] = &["тд", "тп", "нэ", "жб", "ус", "сг", "тг", "зд", "am", "pm"];

/// Pairs of single letters that never end one.
const PAIRS_NEVER_LAST: &[&str] = &["ио", "те", "тн", "тк", "ба", "eg", "ie", "мж", "аб"];

/// Words that begin sentences and hardly ever follow an initial or a shortened name.
const USUAL_FIRST: &[&str] = &[
    "в",
    "во",
    "на",
    "по",
    "при",
    "для",
    "с",
    "со",
    "за",
    "из",
    "к",
    "ко",
    "о",
    "об",
    "от",
    "до",
    "после",
    "перед",
    "он",
    "она",
    "оно",
    "они",
    "мы",
    "вы",
    "я",
    "его",
    "ее",
    "её",
    "их",
    "это",
    "эта",
    "этот",
    "эти",
    "этого",
    "тот",
    "такой",
    "такая",
    "такие",
    "там",
    "тогда",
    "так",
    "также",
    "кроме",
    "однако",
    "но",
    "а",
    "и",
    "или",
    "если",
    "когда",
    "как",
    "что",
    "чтобы",
    "кто",
    "где",
    "все",
    "всё",
    "сейчас",
    "сегодня",
    "вчера",
    "ранее",
    "теперь",
    "затем",
    "потом",
    "впрочем",
    "причем",
    "причём",
    "между",
    "напомним",
    "отметим",
    "при",
    "под",
    "через",
    "без",
    "the",
    "a",
    "an",
    "he",
    "she",
    "it",
    "they",
    "we",
    "you",
    "his",
    "her",
    "its",
    "their",
    "this",
    "that",
    "these",
    "those",
    "there",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "as",
    "after",
    "before",
    "but",
    "and",
    "or",
    "if",
    "when",
    "while",
    "what",
    "who",
    "how",
    "however",
    "meanwhile",
    "earlier",
    "last",
    "also",
    "both",
    "then",
    "бул",
    "ал",
    "алар",
    "анын",
    "алардын",
    "биз",
    "силер",
    "мен",
    "сиз",
    "ошол",
    "ушул",
    "мында",
    "анда",
    "ошондой",
    "ошондо",
    "бирок",
    "эгер",
    "жана",
    "азыр",
    "бүгүн",
    "кечээ",
    "мындан",
    "андан",
    "айтымында",
    "буга",
    "ага",
];

/// What stands around a full stop.
pub(crate) struct Stop<'a> {
    /// The word right before it, glued to it.
    pub word: &'a str,
    /// The part before that word, if in the same sentence.
    pub before: Option<&'a str>,
    /// The single letter before `before` when that is a full stop: "т" of "т.д.".
    pub letter: Option<&'a str>,
    /// Parts of the sentence before `word`.
    pub so_far: usize,
    /// The next word; begins with a capital or a digit.
    pub next: &'a str,
    /// Whether the next word follows without a quotation mark, bracket or dash between.
    pub next_is_bare: bool,
    /// Whether a full stop is glued to the next word.
    pub next_is_short: bool,
}

impl Stop<'_> {
    /// Whether the sentence goes on behind the full stop.
    pub(crate) fn goes_on(&self) -> bool {
        let word = self.word.to_lowercase();
        let single = word.chars().nth(1).is_none();
        let capital = self.word.chars().next().is_some_and(char::is_uppercase);
        let number = self.next.chars().next().is_some_and(char::is_numeric);
        let usual = !self.next_is_short && USUAL_FIRST.contains(&self.next.to_lowercase().as_str());
        if let Some(letter) = self.letter.filter(|_| single) {
            let pair = format!("{}{word}", letter.to_lowercase());
            if PAIRS_NEVER_LAST.contains(&pair.as_str()) {
                return true;
            }
            if PAIRS_LAST.contains(&pair.as_str()) {
                return false;
            }
        }
        // "900 млн кВт.ч. Об этом": a unit.
        if single && self.before == Some(".") && self.letter.is_none() && !capital {
            return number;
        }
        if self.so_far == 0 && is_item_number(self.word) {
            return true;
        }
        if single && capital {
            return !number && self.next_is_bare && !usual;
        }
        if matches!(word.as_str(), "г" | "гг" | "в" | "вв" | "ж" | "жж") {
            return self.before_year(usual);
        }
        if word == "пр" {
            return self.before != Some("и");
        }
        if single && word.chars().all(char::is_alphabetic) || NEVER_LAST.contains(&word.as_str()) {
            return true;
        }
        number && BEFORE_NUMBER.contains(&word.as_str()) || !usual && SELDOM_LAST.contains(&word.as_str())
    }

    /// "г. Бишкек" goes on; "в 2021 г. Россия" may go on only at the head of a sentence.
    fn before_year(&self, usual: bool) -> bool {
        let year = self.before.is_some_and(|b| {
            matches!(b, "-" | "х" | "е" | "м") || b.chars().all(|c| c.is_numeric() || "IVXLCDMХ".contains(c))
        });
        !year || !usual && self.so_far <= 5
    }
}

/// "1", "2.1", "IV": what numbers a list.
fn is_item_number(word: &str) -> bool {
    word.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',')) || word.chars().all(|c| "IVXLC".contains(c))
}
