//! The words of a sentence as their endings tell them.

use super::endings::{Endings, Form, Kind};
use super::lexicon::Lexicon;
use super::{names, verbs};
use kelishim_read::{Reading, fold};
use std::collections::BTreeSet;
use std::ops::Range;

/// A word with its place in the tree of its sentence.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Folded form.
    pub form: String,
    /// Stem.
    pub lemma: String,
    /// What it does.
    pub kind: Kind,
    /// Universal part of speech.
    pub pos: &'static str,
    /// Case; "" for none.
    pub case: &'static str,
    /// Whether it belongs to somebody or something.
    pub owned: bool,
    /// Several.
    pub plural: bool,
    /// Tense of a verb.
    pub tense: &'static str,
    /// Mood of a finite verb.
    pub mood: &'static str,
    /// Denied.
    pub negated: bool,
    /// Told from the side of what it is done to.
    pub passive: bool,
    /// 1 or 3.
    pub person: u8,
    /// Begins with a capital.
    pub capital: bool,
    /// Somebody: a person, an office, a body.
    pub human: bool,
    /// A person's name, by the number of its entity.
    pub name: Option<usize>,
    /// The name of a state or town.
    pub place: bool,
    /// Head in the sentence.
    pub head: Option<usize>,
    /// Relation to it; "" while it is not known.
    pub relation: &'static str,
}

impl Word {
    /// Whether the word is a form of a verb.
    pub fn is_verb(&self) -> bool {
        matches!(self.kind, Kind::Finite | Kind::Converb | Kind::Participle | Kind::Doing | Kind::Clause)
    }

    /// Whether it is a noun or stands like one.
    pub fn is_noun(&self) -> bool {
        self.kind == Kind::Noun
    }

    /// Whether it has no head yet and may get one.
    pub fn is_free(&self) -> bool {
        self.relation.is_empty() && self.kind != Kind::Mark
    }

    /// Hangs the word below another.
    pub fn hang(&mut self, head: usize, relation: &'static str) {
        (self.head, self.relation) = (Some(head), relation);
    }

    /// The universal feature `Number`: verbs that no ending makes several are of one.
    pub fn number(&self) -> &'static str {
        match (self.plural, self.kind) {
            (true, _) => "Plur",
            (false, Kind::Noun | Kind::Finite | Kind::Participle | Kind::Clause) => "Sing",
            _ => "",
        }
    }

    /// The universal feature `VerbForm`: a clause that stands as a noun has all that a finite verb has.
    pub fn verb_form(&self) -> &'static str {
        match self.kind {
            Kind::Finite | Kind::Clause => "Fin",
            Kind::Converb => "Conv",
            Kind::Participle => "Part",
            Kind::Doing => "Inf",
            _ => "",
        }
    }
}

/// The words of a sentence, without heads.
pub(super) fn words(
    reading: &Reading,
    tokens: Range<usize>,
    surnames: &BTreeSet<String>,
    endings: &Endings,
    lexicon: &Lexicon<'_>,
) -> Vec<Word> {
    let mut out: Vec<Word> = tokens.clone().map(|t| word(reading, t, tokens.start, endings, lexicon)).collect();
    names::mark(reading, &mut out, &tokens, surnames, lexicon);
    verbs::converbs_before_auxiliaries(&mut out, lexicon);
    for word in &mut out {
        // "Айтат", "турат": what is, not what will be.
        if word.kind == Kind::Finite && word.tense == "Fut" && lexicon.has("verb.stative", &word.lemma) {
            word.tense = "Pres";
        }
    }
    pairs(&mut out, lexicon);
    names::complete(&mut out, surnames, reading.entities.len(), lexicon);
    out
}

/// Two words that are one, or of which one says what the other is.
fn pairs(words: &mut [Word], lexicon: &Lexicon<'_>) {
    for i in 1..words.len() {
        // "Түштүк Корея": two words name one state.
        if words[i - 1].capital && words[i].capital && words[i].is_noun() && words[i - 1].relation.is_empty() {
            let name = format!("{} {}", words[i - 1].form, words[i].lemma);
            if lexicon.is_state(&name) {
                (words[i - 1].kind, words[i - 1].pos, words[i - 1].case) = (Kind::Noun, "PROPN", "Nom");
                words[i - 1].hang(i, "flat");
                words[i].place = true;
            }
        }
        // "Өткөн аптада": which one, not what has passed.
        let unit = matches!(&*words[i].lemma, "жыл" | "ай" | "апта" | "жума" | "күн" | "квартал")
            || super::heads::is_time(&words[i]);
        if unit && matches!(&*words[i - 1].form, "өткөн" | "келаткан" | "кийинки" | "келерки" | "акыркы")
        {
            (words[i - 1].kind, words[i - 1].pos, words[i - 1].case) = (Kind::Adjective, "ADJ", "");
            words[i - 1].tense = "";
        }
        // "Эл аралык": one adjective of two words.
        if words[i].form == "аралык" && words[i - 1].form == "эл" {
            (words[i].kind, words[i].pos, words[i].case) = (Kind::Adjective, "ADJ", "");
            (words[i - 1].human, words[i - 1].case) = (false, "");
            words[i - 1].hang(i, "flat");
        }
        // "Ал эми" joins sentences.
        if words[i].form == "эми" && words[i - 1].form == "ал" {
            for word in &mut words[i - 1..=i] {
                (word.kind, word.pos, word.case) = (Kind::Other, "CCONJ", "");
            }
        }
    }
}

fn word(reading: &Reading, t: usize, first: usize, endings: &Endings, lexicon: &Lexicon<'_>) -> Word {
    let token = &reading.tokens[t];
    let raw = reading.form(t);
    let capital = raw.starts_with(char::is_uppercase);
    let form = fold(raw);
    let told = match abbreviation(raw, endings) {
        Some(form) => form,
        None => told(token, &form, capital && t > first, endings, lexicon),
    };
    let pos = match told.kind {
        Kind::Noun if &*token.pos == "PRON" || pronoun(&form).is_some() => "PRON",
        Kind::Noun if capital && (t > first || &*token.pos == "PROPN") => "PROPN",
        Kind::Noun => "NOUN",
        Kind::Adjective => "ADJ",
        Kind::Number => "NUM",
        Kind::Postposition => "ADP",
        Kind::And => "CCONJ",
        Kind::Mark => "PUNCT",
        Kind::Other => "ADV",
        _ => "VERB",
    };
    let lemma = if capital && told.kind == Kind::Noun { spelled_as(raw, &told.lemma) } else { told.lemma };
    let lemma_of_place = lemma.clone();
    Word {
        human: lexicon.is_somebody(&fold(&lemma)) || lexicon.is_person(&fold(&lemma)),
        form,
        lemma,
        pos,
        case: told.case,
        owned: told.owned,
        plural: told.plural,
        tense: told.tense,
        mood: if told.unreal {
            "Cnd"
        } else if matches!(told.kind, Kind::Finite | Kind::Clause) {
            "Ind"
        } else {
            ""
        },
        negated: told.negated,
        passive: told.passive,
        person: told.person,
        kind: told.kind,
        capital,
        name: None,
        place: capital && lexicon.is_state(&lemma_of_place),
        head: None,
        relation: "",
    }
}

/// "АКШга", "БУУнун": an ending behind capitals sounds with how they are read, not written.
fn abbreviation(raw: &str, endings: &Endings) -> Option<Form> {
    let stem = raw.trim_end_matches(char::is_lowercase);
    let capitals = stem.chars().count() > 1 && stem.chars().all(char::is_uppercase);
    let case = endings.case_of(&raw[stem.len()..]).filter(|_| capitals && stem.len() < raw.len())?;
    Some(Form { case, known: true, ..Form::bare(stem, Kind::Noun) })
}

/// The lemma with the capitals of the form it stands in.
fn spelled_as(raw: &str, lemma: &str) -> String {
    let kept: String = raw.chars().take(lemma.chars().count()).collect();
    if fold(&kept) == lemma { kept } else { raw.chars().take(1).chain(lemma.chars().skip(1)).collect() }
}

/// What a token's form tells.
fn told(token: &kelishim_read::Token, form: &str, name: bool, endings: &Endings, lexicon: &Lexicon<'_>) -> Form {
    if !form.chars().any(char::is_alphanumeric) {
        return Form::bare(form, Kind::Mark);
    }
    if lexicon.has("postposition.any", form) || lexicon.has("postposition.noun", form) {
        return Form::bare(form, Kind::Postposition);
    }
    if lexicon.has("word.and", form) {
        return Form::bare(form, Kind::And);
    }
    if lexicon.has("word.predicate", form) || lexicon.has("word.determiner", form) {
        return Form::bare(form, Kind::Adjective);
    }
    if lexicon.has("word.number", form) {
        return Form::bare(form, Kind::Number);
    }
    if lexicon.has("word.adverb", form) || lexicon.has("verb.modal", form) || lexicon.has("verb.denial", form) {
        return Form::bare(form, Kind::Other);
    }
    if form.starts_with(|c: char| c.is_ascii_digit()) {
        return figures(form, endings, lexicon);
    }
    // "Арасындагы", "ортосундагы": a place that is an attribute.
    let at = ["дагы", "деги", "догу", "дөгү", "тагы", "теги", "току", "төгү"];
    if at.iter().any(|e| form.ends_with(e)) && form.chars().count() > 6 && !lexicon.is_noun(form) {
        let stem: String = form.chars().take(form.chars().count() - 2).collect();
        let place = endings.noun(&stem, "", name, lexicon);
        return Form {
            case: "",
            owned: false,
            ..Form { kind: Kind::Adjective, ..Form::bare(&place.lemma, Kind::Adjective) }
        };
    }
    if let Some(pronoun) = pronoun(form) {
        return pronoun;
    }
    let lemma = fold(&token.lemma);
    let noun = endings.noun(form, &lemma, name, lexicon);
    let verb = endings.verb(form, &lemma, lexicon).filter(|_| !name);
    if let Some(doing) = deverbal(form, endings, lexicon) {
        return doing;
    }
    let net_verb = matches!(&*token.pos, "VERB" | "AUX");
    match verb {
        Some(v) if v.known && v.kind == Kind::Doing => v,
        Some(v) if v.kind == Kind::Clause && noun.plural && noun.known && !v.negated => noun,
        Some(v) if v.known && (!noun.known || net_verb && noun.lemma.chars().count() <= v.lemma.chars().count()) => v,
        Some(v) if net_verb && !noun.known && ends_like_verb(&v) => v,
        _ if (&*token.pos == "ADJ" || derived(form)) && !noun.known => Form {
            lemma: if &*token.pos == "ADJ" { lemma } else { form.to_owned() },
            ..Form::bare(form, Kind::Adjective)
        },
        _ if matches!(&*token.pos, "ADV" | "PART" | "SCONJ" | "INTJ") && !noun.known => Form::bare(form, Kind::Other),
        _ if &*token.pos == "NUM" && !noun.known => Form::bare(&lemma, Kind::Number),
        _ if matches!(&*token.pos, "DET") && !noun.known => Form::bare(&lemma, Kind::Adjective),
        _ => noun,
    }
}

/// Whether an unknown stem's ending is one that nouns hardly have.
fn ends_like_verb(verb: &Form) -> bool {
    !matches!(verb.kind, Kind::Clause) || verb.lemma.chars().count() > 2
}

/// "Тиешелүү", "мыйзамсыз", "россиялык", "аскердик": adjectives made of nouns.
fn derived(form: &str) -> bool {
    let of = [
        "луу", "лүү", "дуу", "дүү", "туу", "түү", "сыз", "сиз", "суз", "сүз", "лык", "лик", "лук", "лүк", "дык", "дик",
        "дук", "дүк", "тык", "тик", "тук", "түк",
    ];
    form.chars().count() > 5 && of.iter().any(|e| form.ends_with(e))
}

/// "Сүйлөшүүлөрүн": a noun made of a verb, with a noun's endings.
fn deverbal(form: &str, endings: &Endings, lexicon: &Lexicon<'_>) -> Option<Form> {
    let noun = endings.noun(form, "", false, lexicon);
    lexicon.has("noun.deverbal", &noun.lemma).then_some(noun)
}

/// "29-мартында", "2023-жылдын", "700гө", "150".
fn figures(form: &str, endings: &Endings, lexicon: &Lexicon<'_>) -> Form {
    if let Some((number, word)) = form.rsplit_once('-').filter(|(_, w)| w.chars().any(char::is_alphabetic)) {
        if word.chars().count() <= 3 {
            // "5-чи".
            return Form::bare(form, Kind::Adjective);
        }
        let noun = endings.noun(word, "", false, lexicon);
        return Form { lemma: format!("{number}-{}", noun.lemma), ..noun };
    }
    let digits = form.trim_end_matches(char::is_alphabetic);
    let case = match form.len() - digits.len() {
        0 => "",
        _ => endings.noun(&format!("сан{}", &form[digits.len()..]), "", false, lexicon).case,
    };
    Form { case, ..Form::bare(digits, Kind::Number) }
}

/// Pronouns, whose cases do not follow the rule.
fn pronoun(form: &str) -> Option<Form> {
    let (lemma, case, plural) = match form {
        "ал" => ("ал", "Nom", false),
        "анын" => ("ал", "Gen", false),
        "ага" => ("ал", "Dat", false),
        "аны" => ("ал", "Acc", false),
        "алар" => ("алар", "Nom", true),
        "алардын" => ("алар", "Gen", true),
        "аларга" => ("алар", "Dat", true),
        "аларды" => ("алар", "Acc", true),
        "биз" => ("биз", "Nom", true),
        "биздин" => ("биз", "Gen", true),
        "бизге" => ("биз", "Dat", true),
        "мен" => ("мен", "Nom", false),
        "муну" => ("бул", "Acc", false),
        "буга" => ("бул", "Dat", false),
        "мунун" => ("бул", "Gen", false),
        _ => return None,
    };
    Some(Form { case, plural, known: true, ..Form::bare(lemma, Kind::Noun) })
}
