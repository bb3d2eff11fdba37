//! Lemmas of Russian words whose forms share no stem: personal pronouns, "есть", "г.".

/// The lemma of a form in small letters with "е" for "ё"; `None` for other words. `feats` are those of CoNLL-U.
///
/// "Его", "ее", "их" are left to the network, which tells the pronoun from the possessive.
pub(crate) fn closed_lemma(form: &str, pos: &str, feats: &str) -> Option<&'static str> {
    Some(match (pos, form) {
        ("PRON", "ему" | "нему" | "него" | "нем") => "он",
        ("PRON", "им" | "ним") if feats.contains("Number=Sing") => "он",
        ("PRON", "ей" | "ней" | "нее" | "нею" | "ею") => "она",
        ("PRON", "им" | "ним" | "ими" | "ними" | "них") => "они",
        ("PRON", "меня" | "мне" | "мной" | "мною") => "я",
        ("PRON", "тебя" | "тебе" | "тобой" | "тобою") => "ты",
        ("PRON", "нас" | "нам" | "нами") => "мы",
        ("PRON", "вас" | "вам" | "вами") => "вы",
        ("PRON", "себе" | "собой" | "собою") => "себя",
        ("PRON", "кого" | "кому" | "кем" | "ком") => "кто",
        ("PRON", "чего" | "чему" | "чем") => "что",
        ("VERB" | "AUX", "есть") if !feats.contains("VerbForm=Inf") => "быть",
        ("NOUN", "г." | "гг" | "гг.") => "год",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::closed_lemma;

    #[test]
    fn number_tells_him_from_them() {
        assert_eq!(closed_lemma("ним", "PRON", "Case=Ins|Number=Sing"), Some("он"));
        assert_eq!(closed_lemma("ним", "PRON", "Case=Dat|Number=Plur"), Some("они"));
        assert_eq!(closed_lemma("есть", "VERB", "VerbForm=Inf"), None);
    }
}
