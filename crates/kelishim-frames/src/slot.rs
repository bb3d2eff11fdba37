//! Where in a construction a party or an action stands: the words of the `roles` and `action` keys.

/// A place and what may stand in it: `subject`, `с+ins`, `object:person`, `object:@goods`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Where to look.
    pub place: Place,
    /// What must stand there, after a colon: a kind of actor (`person`, `state`, `body`) or a class (`@goods`).
    pub only: Option<String>,
}

/// Places of a construction. Voice, control, participle turns and light verbs are resolved before: the subject of
/// "протокол, подписанный Россией" is Россия.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Who does what the trigger tells.
    Subject,
    /// Whom or what it is done to.
    Object,
    /// The dative complement.
    Dative,
    /// The genitive (or possessive) of a trigger that is a noun.
    Genitive,
    /// A state adjective at the trigger or its object ("российская помощь").
    Adjective,
    /// A complement with this preposition and case; a bare case where the preposition is empty.
    Preposition(String, Case),
    /// The infinitive phrase that the trigger governs.
    Infinitive,
    /// The clause ("что ...") that the trigger governs.
    Clause,
    /// The trigger with all that depends on it, its subject left out.
    Phrase,
    /// The one other side that this sentence names.
    Near,
    /// The other one of the pair in focus: the one that the sentence names, else the partner of the article's pair.
    Other,
    /// Both states of the pair in focus.
    Pair,
}

/// Cases that a preposition may govern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Nominative.
    Nom,
    /// Genitive.
    Gen,
    /// Dative.
    Dat,
    /// Accusative.
    Acc,
    /// Instrumental.
    Ins,
    /// Prepositional; in Kyrgyz where something is.
    Loc,
    /// Where something comes from.
    Abl,
    /// Whatever stands after a preposition, in languages without cases.
    Obl,
}

impl Case {
    /// The value of the universal feature `Case`.
    pub fn feature(self) -> &'static str {
        match self {
            Case::Nom => "Nom",
            Case::Abl => "Abl",
            Case::Gen => "Gen",
            Case::Dat => "Dat",
            Case::Acc => "Acc",
            Case::Ins => "Ins",
            Case::Loc => "Loc",
            Case::Obl => "Obl",
        }
    }
}

impl Slot {
    /// Reads one slot; the error says what a slot may be.
    pub fn parse(text: &str) -> Result<Slot, String> {
        let (place, only) = match text.split_once(':') {
            Some((p, o)) => (p, Some(o.to_owned())),
            None => (text, None),
        };
        if let Some(o) = &only
            && !o.starts_with('@')
            && !["person", "state", "body"].contains(&o.as_str())
        {
            return Err(format!("`{text}`: after the colon stands person, state, body or a class such as @goods"));
        }
        let place = match place {
            "subject" => Place::Subject,
            "object" => Place::Object,
            "dative" => Place::Dative,
            "genitive" => Place::Genitive,
            "adjective" => Place::Adjective,
            "infinitive" => Place::Infinitive,
            "clause" => Place::Clause,
            "phrase" => Place::Phrase,
            "near" => Place::Near,
            "other" => Place::Other,
            "pair" => Place::Pair,
            _ => {
                let case = |c: &str| match c {
                    "nom" => Some(Case::Nom),
                    "abl" => Some(Case::Abl),
                    "gen" => Some(Case::Gen),
                    "dat" => Some(Case::Dat),
                    "acc" => Some(Case::Acc),
                    "ins" => Some(Case::Ins),
                    "loc" => Some(Case::Loc),
                    "obl" => Some(Case::Obl),
                    _ => None,
                };
                match place.split_once('+').and_then(|(p, c)| Some((p, case(c)?))) {
                    Some((p, c)) => Place::Preposition(p.to_owned(), c),
                    _ => {
                        return Err(format!(
                            "`{text}` is no slot; there are subject, object, dative, genitive, adjective, infinitive, \
                             clause, phrase, near, other, pair, and a preposition with its case (с+ins, в+acc, от+gen, о+loc, with+obl), or a case without one (+abl)"
                        ));
                    }
                }
            }
        };
        Ok(Slot { place, only })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_read_as_written() {
        assert_eq!(Slot::parse("subject").unwrap(), Slot { place: Place::Subject, only: None });
        assert_eq!(Slot::parse("object:@goods").unwrap().only.as_deref(), Some("@goods"));
        assert_eq!(Slot::parse("с+ins").unwrap().place, Place::Preposition("с".into(), Case::Ins));
    }

    #[test]
    fn what_is_no_slot_is_refused_with_the_list() {
        assert_eq!(Slot::parse("+abl").unwrap().place, Place::Preposition(String::new(), Case::Abl));
        for bad in ["subjekt", "с+inst", "object:thing", ""] {
            assert!(Slot::parse(bad).is_err(), "{bad}");
        }
    }
}
