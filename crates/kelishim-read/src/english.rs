//! Dictionary forms of English words, where the network's answer is none that the form can come from: "met" is no form of
//! "me", "ratified" none of "ratifi".

use crate::{Feats, Token};

/// Forms that no rule leads back.
const IRREGULAR: &[(&str, &str)] = &[
    ("began", "begin"),
    ("begun", "begin"),
    ("became", "become"),
    ("beaten", "beat"),
    ("bore", "bear"),
    ("borne", "bear"),
    ("bought", "buy"),
    ("brought", "bring"),
    ("broke", "break"),
    ("broken", "break"),
    ("built", "build"),
    ("burnt", "burn"),
    ("came", "come"),
    ("caught", "catch"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("dealt", "deal"),
    ("did", "do"),
    ("done", "do"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("fed", "feed"),
    ("fell", "fall"),
    ("fallen", "fall"),
    ("felt", "feel"),
    ("fled", "flee"),
    ("flew", "fly"),
    ("flown", "fly"),
    ("forgave", "forgive"),
    ("forgiven", "forgive"),
    ("fought", "fight"),
    ("found", "find"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("got", "get"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hit", "hit"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("laid", "lay"),
    ("led", "lead"),
    ("left", "leave"),
    ("lent", "lend"),
    ("lost", "lose"),
    ("made", "make"),
    ("meant", "mean"),
    ("met", "meet"),
    ("overthrew", "overthrow"),
    ("overthrown", "overthrow"),
    ("paid", "pay"),
    ("ran", "run"),
    ("risen", "rise"),
    ("rose", "rise"),
    ("said", "say"),
    ("sank", "sink"),
    ("sunk", "sink"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("shaken", "shake"),
    ("shook", "shake"),
    ("shot", "shoot"),
    ("shown", "show"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stood", "stand"),
    ("stolen", "steal"),
    ("struck", "strike"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("taken", "take"),
    ("taught", "teach"),
    ("thought", "think"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("told", "tell"),
    ("took", "take"),
    ("undertaken", "undertake"),
    ("undertook", "undertake"),
    ("understood", "understand"),
    ("went", "go"),
    ("withdrawn", "withdraw"),
    ("withdrew", "withdraw"),
    ("withheld", "withhold"),
    ("won", "win"),
    ("written", "write"),
    ("wrote", "write"),
    ("upheld", "uphold"),
];

/// Auxiliaries, those that carry their "not" included.
const AUXILIARIES: &[(&str, &str)] = &[
    ("am", "be"),
    ("are", "be"),
    ("be", "be"),
    ("been", "be"),
    ("being", "be"),
    ("is", "be"),
    ("was", "be"),
    ("were", "be"),
    ("'s", "be"),
    ("did", "do"),
    ("do", "do"),
    ("does", "do"),
    ("done", "do"),
    ("had", "have"),
    ("has", "have"),
    ("have", "have"),
    ("having", "have"),
    ("'ve", "have"),
    ("'ll", "will"),
    ("wo", "will"),
    ("will", "will"),
    ("ca", "can"),
];

/// Plurals that no rule leads back.
const PLURALS: &[(&str, &str)] = &[
    ("children", "child"),
    ("fishermen", "fisherman"),
    ("lawmen", "lawman"),
    ("lives", "life"),
    ("men", "man"),
    ("servicemen", "serviceman"),
    ("businessmen", "businessman"),
    ("spokesmen", "spokesman"),
    ("wives", "wife"),
    ("women", "woman"),
];

/// Nouns that end in "s" in the singular, or are plural only.
const NO_PLURAL: &[&str] =
    &["news", "series", "headquarters", "means", "crisis", "basis", "species", "press", "mass", "customs"];

/// Puts right the lemmas of an article's words, and marks auxiliaries that carry their "not" with `Polarity=Neg`.
pub(crate) fn mend(text: &str, tokens: &mut [Token]) {
    for token in tokens {
        let form = token.span.of(text).replace('’', "'");
        let low = form.to_lowercase();
        let bare = low.strip_suffix("'s").unwrap_or(&low);
        match &*token.pos {
            "AUX" | "VERB" | "PART" if low.ends_with("n't") && low.len() > 3 => {
                let verb = &low[..low.len() - 3];
                token.lemma = of_list(AUXILIARIES, verb).unwrap_or(verb).to_owned();
                let feats = if &*token.feats.0 == "_" { String::new() } else { format!("{}|", token.feats.0) };
                token.feats = Feats(format!("{feats}Polarity=Neg").into());
            }
            "AUX" | "VERB" if of_list(AUXILIARIES, &low).is_some() => {
                token.lemma = of_list(AUXILIARIES, &low).unwrap_or_default().to_owned();
            }
            "VERB" => token.lemma = verb(&low, &token.lemma, token.feats.is("VerbForm", "Inf")),
            "NOUN" => token.lemma = noun(bare, &token.lemma, token.feats.is("Number", "Plur")),
            "PROPN" => token.lemma = form.strip_suffix("'s").or(form.strip_suffix('\'')).unwrap_or(&form).to_owned(),
            "ADJ" if !matches!(token.feats.get("Degree"), Some("Cmp" | "Sup")) => token.lemma = bare.to_owned(),
            _ => {}
        }
    }
}

fn of_list<'a>(list: &[(&str, &'a str)], form: &str) -> Option<&'a str> {
    list.iter().find(|(f, _)| *f == form).map(|(_, l)| *l)
}

/// The infinitive of a form by its ending; of forms without one what the network says.
fn verb(form: &str, said: &str, infinitive: bool) -> String {
    // "Found" and the like are infinitives too.
    let itself = infinitive && matches!(form, "found" | "fell" | "felt" | "bore" | "saw" | "hit" | "left");
    if let Some(lemma) = of_list(IRREGULAR, form).filter(|_| !itself) {
        return lemma.to_owned();
    }
    let candidates = infinitives(form);
    if infinitive || candidates.is_empty() {
        // Forms like "cut", "put" and infinitives are their own lemmas; irregular ones nobody listed are the network's.
        return if infinitive || said.is_empty() { form.to_owned() } else { said.to_owned() };
    }
    candidates.into_iter().next().unwrap_or_else(|| form.to_owned())
}

/// What a regular form can come from, the likeliest first; empty when it bears no ending.
fn infinitives(form: &str) -> Vec<String> {
    let stem = if let Some(stem) = form.strip_suffix("ied").or_else(|| form.strip_suffix("ies")) {
        let (y, ie) = (format!("{stem}y"), format!("{stem}ie"));
        return if stem.len() == 1 { vec![ie, y] } else { vec![y, ie] };
    } else if let Some(stem) = form.strip_suffix("ed").or_else(|| form.strip_suffix("ing")) {
        stem
    } else if let Some(stem) = form.strip_suffix("es") {
        return if sibilant(stem) {
            vec![stem.to_owned(), format!("{stem}e")]
        } else {
            vec![format!("{stem}e"), stem.to_owned()]
        };
    } else if let Some(stem) = form.strip_suffix('s').filter(|s| !s.ends_with('s')) {
        return vec![stem.to_owned()];
    } else {
        return vec![];
    };
    if !stem.contains(['a', 'e', 'i', 'o', 'u', 'y']) || stem.len() < 2 {
        return vec![];
    }
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    let (plain, with_e) = (stem.to_owned(), format!("{stem}e"));
    let own = ["boycott", "add", "err", "egg", "putt"].contains(&stem);
    if last == before && !matches!(last, 's' | 'l' | 'f' | 'z' | 'e' | 'o') && !own {
        return vec![stem[..stem.len() - last.len_utf8()].to_owned(), plain];
    }
    if last == before && last == 'l' {
        let short = stem[..stem.len() - 1].to_owned();
        let doubled = [
            "annull", "cancell", "travell", "controll", "compell", "expell", "propell", "repell", "patroll", "quell",
            "fuell", "labell", "modell", "signall", "shovell",
        ];
        return if doubled.contains(&stem) { vec![short, plain] } else { vec![plain, short] };
    }
    if takes_e(stem, last, before) { vec![with_e, plain] } else { vec![plain, with_e] }
}

fn sibilant(stem: &str) -> bool {
    ["ss", "sh", "ch", "x", "zz", "o"].iter().any(|e| stem.ends_with(e)) && !stem.ends_with("ache")
}

/// Whether an "e" fell away before the ending.
fn takes_e(stem: &str, last: char, before: char) -> bool {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let ends = |list: &[&str]| list.iter().any(|e| stem.ends_with(e));
    match last {
        'c' | 'v' | 'u' => true,
        'e' => before != 'e',
        'z' => before != 'z',
        's' => before != 's' && !ends(&["focus", "bias", "canvas"]),
        'g' => {
            !ends(&["ing", "ong", "ang", "ag", "og"])
                || ends(&[
                    "chang", "rang", "engag", "manag", "damag", "stag", "encourag", "salvag", "sabotag", "pledg",
                    "ming", "ring",
                ]) && !ends(&["bring"])
        }
        'l' => {
            !vowel(before) && before != 'r' && before != 'w'
                || ends(&["whil", "ral", "cal", "exil", "fil", "rul", "schedul", "recil"]) && !ends(&["real"])
        }
        'r' => {
            ends(&["ar", "ir", "or", "ur"])
                && ends(&[
                    "declar",
                    "prepar",
                    "shar",
                    "compar",
                    "fir",
                    "hir",
                    "requir",
                    "inquir",
                    "acquir",
                    "retir",
                    "desir",
                    "restor",
                    "explor",
                    "ignor",
                    "ensur",
                    "secur",
                    "captur",
                    "procur",
                    "figur",
                    "injur",
                    "assur",
                    "pressur",
                    "measur",
                    "tortur",
                    "manufactur",
                    "structur",
                    "endur",
                    "spar",
                    "implor",
                    "deplor",
                    "admir",
                    "inspir",
                    "expir",
                    "car",
                    "scar",
                ])
        }
        't' => {
            ends(&["at", "ut", "it", "ot", "et"])
                && !ends(&[
                    "eat",
                    "oat",
                    "visit",
                    "limit",
                    "edit",
                    "credit",
                    "profit",
                    "await",
                    "wait",
                    "submit",
                    "inherit",
                    "benefit",
                    "exhibit",
                    "prohibit",
                    "deposit",
                    "transit",
                    "recruit",
                    "solicit",
                    "halt",
                    "meet",
                    "greet",
                    "target",
                    "market",
                    "budget",
                    "pilot",
                    "shoot",
                    "root",
                    "combat",
                    "but",
                    "shout",
                    "scout",
                    "tout",
                    "rout",
                    "exploit",
                    "audit",
                    "orbit",
                    "forfeit",
                    "interpret",
                    "rocket",
                    "riot",
                    "format",
                    "boycott",
                    "treat",
                    "out",
                    "assist",
                    "elicit",
                    "merit",
                ])
        }
        'd' => ends(&["id", "ud", "ad", "od", "ed"]) && !ends(&["aid", "oid", "oud", "ead", "oad", "eed", "ood"]),
        'n' => {
            ends(&["in", "on", "an", "un"])
                && ends(&[
                    "combin",
                    "determin",
                    "examin",
                    "undermin",
                    "imagin",
                    "declin",
                    "defin",
                    "refin",
                    "min",
                    "outlin",
                    "postpon",
                    "phon",
                    "telephon",
                    "fin",
                    "convin",
                    "conven",
                    "interven",
                    "quarantin",
                    "shin",
                    "magazin",
                ])
                && !ends(&["admin"])
                || ends(&["conven", "interven"])
        }
        'm' => ends(&[
            "welcom", "becom", "com", "nam", "blam", "tim", "assum", "resum", "consum", "presum", "volum", "fram",
        ]),
        'k' => {
            ends(&["mak", "tak", "invok", "provok", "revok", "strik", "smok", "wak", "shak", "evok"])
                && !ends(&["eak", "oak"])
        }
        'p' => ends(&["hop", "shap", "escap", "typ", "rap", "tap"]) && !ends(&["develop", "shop"]),
        'b' => ends(&["describ", "prob", "brib", "prescrib"]),
        'h' => ends(&["breath", "cloth", "bath"]),
        _ => false,
    }
}

fn noun(form: &str, said: &str, plural: bool) -> String {
    if let Some(lemma) = of_list(PLURALS, form) {
        return lemma.to_owned();
    }
    if !plural || !form.ends_with('s') || form.ends_with("ss") || NO_PLURAL.contains(&form) {
        let known = plural && !form.ends_with('s') && form.starts_with(said.get(..2).unwrap_or(" "));
        return if known { said.to_owned() } else { form.trim_end_matches('\'').to_owned() };
    }
    let form = form.trim_end_matches('\'');
    if let Some(stem) = form.strip_suffix("ies").filter(|s| s.len() > 2) {
        return format!("{stem}y");
    }
    let short = form.strip_suffix("es").filter(|s| sibilant(s) || s.ends_with("us"));
    short.or_else(|| form.strip_suffix('s')).unwrap_or(form).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_lead_back_whatever_the_network_says() {
        let cases = [
            ("ratified", "ratifi", "ratify"),
            ("met", "me", "meet"),
            ("provided", "provid", "provide"),
            ("expelled", "expell", "expel"),
            ("killed", "kill", "kill"),
            ("handed", "hand", "hand"),
            ("accused", "accus", "accuse"),
            ("visited", "visi", "visit"),
            ("agreed", "agre", "agree"),
            ("urged", "urg", "urge"),
            ("withdrawing", "withdraw", "withdraw"),
            ("banned", "bann", "ban"),
            ("condemns", "condemn", "condemn"),
            ("imposes", "impos", "impose"),
            ("launches", "launche", "launch"),
        ];
        for (form, said, lemma) in cases {
            assert_eq!(verb(form, said, false), lemma, "{form}");
        }
    }

    #[test]
    fn nouns_lose_their_plural_and_nothing_else() {
        assert_eq!(noun("secretary", "secret", false), "secretary");
        assert_eq!(noun("ministries", "ministrie", true), "ministry");
        assert_eq!(noun("buses", "buse", true), "bus");
        assert_eq!(noun("doses", "dos", true), "dose");
        assert_eq!(noun("troops", "troop", true), "troop");
        assert_eq!(noun("fishermen", "fishermen", true), "fisherman");
    }
}
