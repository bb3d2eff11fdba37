//! Names of persons: their parts, whether two of them can be one person, and stems that survive declension.

/// A person's name taken apart, in the nominative.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PersonName {
    /// Given name or initial; empty when only the surname stands.
    pub given: String,
    /// Surname.
    pub surname: String,
    /// The name as it is shown.
    pub shown: String,
}

const PATRONYMIC: &[&str] = &["ович", "евич", "ьич", "овна", "евна", "ична", "инична"];

impl PersonName {
    /// Takes a nominative name apart: "Анна Петровна Иванова", "Иванова А. П.", "А. Иванова", "Иванова".
    ///
    /// What is shown keeps the words as they stand, without a patronymic when given name and surname are there too.
    pub fn parse(name: &str) -> PersonName {
        let words: Vec<&str> = name.split_whitespace().flat_map(initials_apart).collect();
        let words: Vec<&str> = words.into_iter().filter(|w| w.chars().any(char::is_alphabetic)).collect();
        match words[..] {
            [] => PersonName::default(),
            [one] => PersonName { given: String::new(), surname: one.into(), shown: one.into() },
            [first, .., last] => {
                let middle: Vec<&str> = words[1..words.len() - 1].to_vec();
                if is_initial(last) && !is_initial(first) {
                    return PersonName { given: last.into(), surname: first.into(), shown: words.join(" ") };
                }
                if is_patronymic(last) && words.len() == 3 {
                    // "Иванов Пётр Сергеевич", as officials write.
                    let shown = format!("{} {first}", words[1]);
                    return PersonName { given: words[1].into(), surname: first.into(), shown };
                }
                let kept: Vec<&str> = middle.into_iter().filter(|w| !is_patronymic(w)).collect();
                let shown = std::iter::once(first).chain(kept).chain([last]).collect::<Vec<_>>().join(" ");
                PersonName { given: first.into(), surname: last.into(), shown }
            }
        }
    }

    /// The name with another form of its surname; itself when that is no form of it.
    pub fn with_surname(mut self, surname: &str) -> PersonName {
        if same_word(&self.surname, surname)
            && let Some(given) = self.shown.strip_suffix(&self.surname)
        {
            self.shown = format!("{given}{surname}");
            self.surname = surname.to_owned();
        }
        self
    }

    /// Whether a given name stands with the surname.
    pub fn is_full(&self) -> bool {
        !self.given.is_empty() && !self.surname.is_empty()
    }

    /// Whether the two can be one person: surnames agree but for endings, given names do not contradict.
    pub fn may_be(&self, other: &PersonName) -> bool {
        // "Пак Мин Су": a name of several words is also met by its first or any of its words.
        let names = |a: &PersonName, b: &PersonName| {
            b.given.is_empty() && a.shown.split(' ').any(|word| same_word(word, &b.surname))
        };
        if self.surname.is_empty() || other.surname.is_empty() {
            return self.surname == other.surname && !self.given.is_empty() && same_word(&self.given, &other.given);
        }
        if !same_word(&self.surname, &other.surname) {
            return names(self, other) || names(other, self);
        }
        given_agree(&self.given, &other.given)
            || ends_with(&self.shown, &other.shown)
            || ends_with(&other.shown, &self.shown)
    }
}

/// Whether a name of three words or more ends in all words of another: "Хассан Абдель Рауф" is met again as "Абдель Рауф".
fn ends_with(long: &str, short: &str) -> bool {
    let (long, short): (Vec<&str>, Vec<&str>) = (long.split(' ').collect(), short.split(' ').collect());
    let fits = long.len() >= 3 && (2..long.len()).contains(&short.len());
    fits && long[long.len() - short.len()..].iter().zip(&short).all(|(a, b)| same_word(a, b))
}

fn given_agree(a: &str, b: &str) -> bool {
    let (a, b) = (super::words::fold(a), super::words::fold(b));
    if a.is_empty() || b.is_empty() {
        return true;
    }
    let initial = |x: &str, y: &str| x.ends_with('.') && y.chars().next() == x.chars().next();
    initial(&a, &b) || initial(&b, &a) || a.chars().take(3).eq(b.chars().take(3))
}

/// "С." or "С.В."
fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.chars().filter(|c| c.is_alphabetic()).count() <= 2
}

/// Initials written to a surname without a space, and the surname: "Э.Уитакер".
fn initials_apart(word: &str) -> Vec<&str> {
    match word.rfind('.').map(|dot| word.split_at(dot + 1)) {
        Some((initials, surname)) if is_initial(initials) && surname.chars().count() > 1 => vec![initials, surname],
        _ => vec![word],
    }
}

fn is_patronymic(word: &str) -> bool {
    let word = super::words::fold(word);
    word.chars().count() > 5 && PATRONYMIC.iter().any(|p| word.ends_with(p))
}

const ENDINGS: &[&str] = &[
    "иями", "ией", "иям", "иях", "ием", "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ых", "их", "ым", "им",
    "ом", "ем", "ой", "ей", "ую", "юю", "ая", "яя", "ый", "ий", "ою", "ею", "ию", "ии", "ия", "ью", "а", "я", "у", "ю",
    "е", "и", "ы", "о", "ь", "й",
];

/// A Latin letter without its mark: "Erdoğan" and "Erdogan" are one name.
fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' => 'e',
        'ğ' => 'g',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ş' | 'ś' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ű' | 'ů' => 'u',
        'ý' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}

/// A word without its case ending, folded: enough to see that two forms are of one name. At least three letters stay.
pub(super) fn stem(word: &str) -> String {
    let word: String = super::words::fold(word).chars().map(plain).collect();
    let length = word.chars().count();
    for ending in ENDINGS {
        if let Some(rest) = word.strip_suffix(ending)
            && length - ending.chars().count() >= 3
        {
            return rest.to_owned();
        }
    }
    word
}

/// Whether two words may be forms of one: their stems agree, or one stem has what looks like an ending more ("Хаким",
/// "Хакима").
pub(super) fn same_word(a: &str, b: &str) -> bool {
    let (a, b) = (stem(a), stem(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    !short.is_empty()
        && long.strip_prefix(short.as_str()).is_some_and(|rest| rest.is_empty() || ENDINGS.contains(&rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, same: bool) {
        let (x, y) = (PersonName::parse(a), PersonName::parse(b));
        assert_eq!(x.may_be(&y), same, "{x:?} {y:?}");
        assert_eq!(y.may_be(&x), same, "{y:?} {x:?}");
    }

    #[test]
    fn a_surname_is_met_again_in_other_cases() {
        check("Асан Токтогулов", "Токтогулов", true);
        check("Асан Токтогулов", "Токтогулова", true);
        check("Пётр Вершинский", "Вершинского", true);
        check("Пётр Хаким", "Хакимом", true);
    }

    #[test]
    fn a_long_name_is_met_again_by_its_end() {
        check("Хассан Абдель Рауф", "Абдель Рауф", true);
        check("Хассан Абдель Рауф", "Абделя Рауфа", true);
        check("Хассан Абдель Рауф", "Осман Рауф", false);
    }

    #[test]
    fn initials_and_patronymics_do_not_part_a_person() {
        check("Асан Токтогулов", "А. Токтогулов", true);
        check("Асан Болотович Токтогулов", "Асан Токтогулов", true);
        check("Токтогулов Асан Болотович", "Асан Токтогулов", true);
        check("Асан Болотович", "Болотовича", true);
    }

    #[test]
    fn other_given_names_are_other_persons() {
        check("Асан Токтогулов", "Бакыт Токтогулов", false);
        check("Асан Токтогулов", "Асан Вершинин", false);
    }

    #[test]
    fn names_that_stand_surname_first_are_met_by_their_first_word() {
        check("Пак Мин Су", "Пак", true);
    }

    #[test]
    fn patronymics_are_not_shown_beside_a_full_name() {
        assert_eq!(PersonName::parse("Токтогулов Асан Болотович").shown, "Асан Токтогулов");
    }
}
