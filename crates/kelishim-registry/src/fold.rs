//! Names made comparable: case, ё, quotation marks, dashes and white space do not tell two names apart.

/// Lowercase, "е" for "ё", hyphens for dashes, one apostrophe, no quotation marks, single spaces, trimmed.
pub(crate) fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            // Nearly all letters end here; `to_lowercase` is for the others.
            'а'..='я' | 'a'..='z' | '0'..='9' => out.push(c),
            'А'..='Я' => out.push(char::from_u32(c as u32 + 32).unwrap_or(c)),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            'Ё' | 'ё' => out.push('е'),
            '«' | '»' | '"' | '„' | '“' | '”' => {}
            '‘' | '’' | 'ʼ' | '`' => out.push('\''),
            '‐' | '‑' | '–' | '—' => {
                // A dash between words is spaced, a hyphen is not: "Папуа — Новая Гвинея".
                while out.ends_with(' ') {
                    out.pop();
                }
                out.push('-');
            }
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with([' ', '-']) {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Whether the name begins with a capital letter or a digit, quotation marks aside.
pub(crate) fn is_capital(name: &str) -> bool {
    name.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, folded: &str) {
        assert_eq!(fold(name), folded);
    }

    #[test]
    fn case_yo_quotes_and_dashes_do_not_tell_names_apart() {
        check("  «Газпром  Кыргызстан» ", "газпром кыргызстан");
        check("Орёл", "орел");
        check("Папуа — Новая Гвинея", "папуа-новая гвинея");
        check("Кот-д’Ивуар", "кот-д'ивуар");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["Папуа — Новая Гвинея", " ЁЛКА\u{a0}", "—", ""] {
            assert_eq!(fold(&fold(name)), fold(name));
        }
    }
}
