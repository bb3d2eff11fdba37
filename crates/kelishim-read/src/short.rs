//! Short words of counting ("тыс.", "млн") that the network knows only when they are spelled out.
//!
//! Treebanks hold a handful of them, so that trees break at "20 тыс. доз"; spelled out they are among the commonest words.

/// Short form without its full stop, the genitive plural that stands for it before the network, and the lemma.
const SHORT: [(&str, &str, &str); 8] = [
    ("тыс", "тысяч", "тысяча"),
    ("млн", "миллионов", "миллион"),
    ("млрд", "миллиардов", "миллиард"),
    ("трлн", "триллионов", "триллион"),
    ("руб", "рублей", "рубль"),
    ("долл", "долларов", "доллар"),
    ("чел", "человек", "человек"),
    ("экз", "экземпляров", "экземпляр"),
];

/// Spelled-out form and lemma of a short word of Russian, with or without its full stop.
pub(crate) fn spelled_out(form: &str) -> Option<(&'static str, &'static str)> {
    let bare = form.strip_suffix('.').unwrap_or(form);
    let low = bare.to_lowercase();
    SHORT.iter().find(|(short, ..)| *short == low).map(|(_, full, lemma)| (*full, *lemma))
}

#[cfg(test)]
mod tests {
    use super::spelled_out;

    #[test]
    fn the_stop_is_no_part_of_the_word() {
        assert_eq!(spelled_out("тыс."), Some(("тысяч", "тысяча")));
        assert_eq!(spelled_out("Млрд"), Some(("миллиардов", "миллиард")));
        assert_eq!(spelled_out("тысяч"), None);
    }
}
