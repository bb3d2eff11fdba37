//! An article prepared for the search: which tokens name states, lie in a person's name, head a body or an office.

use super::body_class::BodyClass;
use super::class::OfficeClass;
use super::lookup::Lookup;
use super::states::{How, Mark, mark_states};
use super::words::{capital, feature, fold, head_of, is_noun, lemma};
use kelishim_read::Reading;
use std::collections::BTreeSet;
use std::ops::Range;

/// Facts about tokens that several searches need; made once an article.
pub(super) struct Scene<'a> {
    /// The reading.
    pub reading: &'a Reading,
    /// The registry on the article's date.
    pub lookup: &'a Lookup<'a>,
    /// What tokens say about states.
    pub marks: Vec<Option<Mark>>,
    /// Names of persons, in order.
    pub persons: Vec<Range<usize>>,
    /// Names of towns that the model takes for a person's.
    towns: Vec<usize>,
    /// Organisations by their head token.
    pub bodies: Vec<Option<Range<usize>>>,
    person_at: Vec<bool>,
    in_body: Vec<bool>,
    nations: Vec<bool>,
    professions: Vec<bool>,
}

impl<'a> Scene<'a> {
    /// Looks at every token and entity once.
    pub fn new(reading: &'a Reading, lookup: &'a Lookup<'a>) -> Self {
        let n = reading.tokens.len();
        let marks = mark_states(reading, lookup);
        let mut scene = Scene {
            reading,
            lookup,
            marks,
            persons: vec![],
            towns: vec![],
            bodies: vec![None; n],
            person_at: vec![false; n],
            in_body: vec![false; n],
            nations: vec![false; n],
            professions: vec![false; n],
        };
        let organisations = reading.entities.iter().filter(|e| &*e.kind == "ORGANIZATION");
        let starts: BTreeSet<usize> = organisations.map(|e| e.tokens.start).collect();
        for entity in &reading.entities {
            let mut range = entity.tokens.clone();
            if range.is_empty() || range.end > n {
                continue;
            }
            if matches!(&*entity.kind, "ORGANIZATION" | "PERSON") {
                range = trimmed(reading, &scene.marks, range);
                if &*entity.kind == "PERSON" {
                    let small = |t: usize| {
                        reading.form(t).chars().count() < 3 && reading.form(t).chars().all(char::is_lowercase)
                    };
                    while range.len() > 1 && small(range.end - 1) {
                        range.end -= 1;
                    }
                }
                // "прокуратура и СК": two bodies, when the second is marked on its own.
                let joint = |t: &usize| super::words::is_pos(reading, *t, &["CCONJ"]) && starts.contains(&(*t + 1));
                range.end = range.clone().find(joint).unwrap_or(range.end);
            }
            if reading.article.dateline.as_ref().is_some_and(|d| d.span.overlaps(entity.span)) {
                continue;
            }
            match &*entity.kind {
                // "Перейра": a surname that is a town's name too, unless nobody bears it here.
                "PERSON" if range.len() == 1 && scene.marks[range.start].is_some() => scene.towns.push(range.start),
                "PERSON" if !lookup.grammar().has_agreement() => scene.add_person(range),
                "PERSON" => {
                    let (name, other) = split_names(reading, range);
                    scene.add_person(name);
                    other.into_iter().for_each(|other| scene.add_person(other));
                }
                "ORGANIZATION" => {
                    let head = head_of(reading, &range);
                    range.clone().filter(|t| *t != head).for_each(|t| scene.in_body[t] = true);
                    // Entities come the longer first: a body nested in its own kind with the same head is no other body.
                    if scene.bodies[head].is_none() && !scene.is_state_name(head) {
                        scene.bodies[head] = Some(range);
                    }
                }
                // A state without a code of its own: "СССР".
                "COUNTRY"
                    if capital(reading, range.start)
                        && is_noun(reading, head_of(reading, &range))
                        && (range.clone().all(|t| scene.marks[t].is_none())
                            || matches!(lookup.state(reading, range.clone()), Some((_, How::Place)))) =>
                {
                    let head = head_of(reading, &range);
                    scene.nations[head] = true;
                    scene.bodies[head] = Some(range);
                }
                "PROFESSION" => {
                    let head = head_of(reading, &range);
                    scene.professions[head] |= is_noun(reading, head);
                }
                _ => {}
            }
        }
        if !lookup.grammar().has_agreement() {
            scene.add_long_names();
        }
        if lookup.grammar().analytic {
            scene.add_unmarked();
        }
        if lookup.grammar().has_agreement() {
            scene.lengthen_names();
            scene.add_apposed();
            scene.add_bearers();
        }
        scene.persons.sort_by_key(|r| r.start);
        scene.add_listed();
        scene
    }

    /// Bodies of several words that the registry lists, wherever the tree hangs the words: "State Duma".
    fn add_long_names(&mut self) {
        let reading = self.reading;
        for t in 0..reading.tokens.len() {
            let sentence = reading.sentences[reading.tokens[t].sentence].tokens.clone();
            let free = |r: &Range<usize>| {
                r.clone().all(|i| !self.in_body[i] && self.bodies[i].is_none() && !self.person_at[i])
            };
            let listed = |n: &usize| {
                let range = t..t + n;
                let agglutinative = self.lookup.grammar().agglutinative;
                let ends = range.end <= sentence.end && (capital(reading, range.end - 1) || agglutinative);
                let known = || match agglutinative {
                    true => self.lookup.is_listed(&kelishim_read::nominative_phrase(reading, range.clone())),
                    false => self.lookup.is_listed(super::words::text(reading, &range)),
                };
                ends && free(&range) && known()
            };
            let Some(n) = (2..=5).rev().find(|n| capital(reading, t) && listed(n)) else { continue };
            let head = head_of(reading, &(t..t + n));
            (t..t + n).filter(|i| *i != head).for_each(|i| self.in_body[i] = true);
            self.bodies[head] = Some(t..t + n);
        }
    }

    /// Persons whom the model, taught Russian names, passed over: capitalised names behind an office or of a known bearer.
    fn add_unmarked(&mut self) {
        let reading = self.reading;
        let mut t = 0;
        while t < reading.tokens.len() {
            let name = |i: usize| {
                self.is_unclaimed(i)
                    && self.known_office(i).is_none()
                    && self.lookup.body_noun(&lemma(reading, i)).is_none()
            };
            let sentence = reading.sentences[reading.tokens[t].sentence].tokens.clone();
            let end = (t..sentence.end.min(t + 4)).take_while(|i| name(*i)).last().map_or(t, |i| i + 1);
            let dateline = reading.article.dateline.as_ref().is_some_and(|d| d.span.overlaps(reading.tokens[t].span));
            if end == t || dateline {
                t += 1;
                continue;
            }
            // "Deputy Economy Minister": a word between two of an office is no name.
            let goes_on = end < sentence.end && super::words::is_noun(reading, end);
            let office = t > sentence.start
                && !goes_on
                && self.known_office(t - 1).is_some()
                && capital_or_title(reading, t - 1);
            let known = end - t > 1 && {
                let words = super::words::text(reading, &(t..end));
                let words = words.strip_suffix("'s").or(words.strip_suffix("’s")).unwrap_or(words);
                self.lookup.person(&super::name::PersonName::parse(words), None, None).is_some()
            };
            let flat = end - t == 2 && super::words::relation(reading, t + 1) == "flat";
            if office || known || flat && self.is_spoken_of(t) {
                self.add_person(t..end);
            }
            t = end;
        }
        // Surnames of those found, met again alone.
        let bare = |t: usize| reading.form(t).trim_end_matches("'s").trim_end_matches("’s");
        let surnames: BTreeSet<&str> = self.persons.iter().filter(|p| p.len() > 1).map(|p| bare(p.end - 1)).collect();
        for t in 0..reading.tokens.len() {
            let alone = super::words::is_pos(reading, t, &["PROPN"]) && self.marks[t].is_none() && !self.in_body[t];
            if alone && self.bodies[t].is_none() && !self.person_at[t] && surnames.contains(bare(t)) {
                self.add_person(t..t + 1);
            }
        }
    }

    /// Whether the token is a capitalised name that is no state's, body's or person's so far.
    fn is_unclaimed(&self, t: usize) -> bool {
        super::words::is_pos(self.reading, t, &["PROPN"])
            && capital(self.reading, t)
            && self.marks[t].is_none()
            && self.bodies[t].is_none()
            && !self.in_body[t]
            && !self.person_at[t]
    }

    /// Takes into a name the capitalised words before it that the tree counts to it and nothing else claims: "Чхве Дон Ук", of which the
    /// model marked two words.
    fn lengthen_names(&mut self) {
        let reading = self.reading;
        for i in 0..self.persons.len() {
            let name = self.persons[i].clone();
            let start = reading.sentences[reading.tokens[name.start].sentence].tokens.start;
            let belongs = |t: usize| {
                let head = reading.tokens[t].head;
                let flat = |t: usize| super::words::relation(reading, t).starts_with("flat");
                let linked = head.is_some_and(|h| name.contains(&h)) && flat(t)
                    || name.clone().any(|n| reading.tokens[n].head == Some(t) && flat(n));
                let case = |t| feature(reading, t, "Case");
                let agrees = case(t).is_none() || case(name.start).is_none() || case(t) == case(name.start);
                linked
                    && agrees
                    && self.is_unclaimed(t)
                    && self.known_office(t).is_none()
                    && !is_place_elsewhere(reading, t)
            };
            let from = (start..name.start).rev().take(3).take_while(|t| belongs(*t)).last().unwrap_or(name.start);
            self.person_at[from..name.start].fill(true);
            self.persons[i].start = from;
        }
    }

    /// Persons whom the model passed over: two capitalised names that nothing else claims, in apposition to an office before them.
    fn add_apposed(&mut self) {
        let reading = self.reading;
        for t in 1..reading.tokens.len() {
            let flat =
                |i: usize| super::words::relation(reading, i).starts_with("flat") && reading.tokens[i].head == Some(t);
            let end = reading.sentences[reading.tokens[t].sentence].tokens.end;
            let apposed = super::words::relation(reading, t) == "appos" && self.is_unclaimed(t);
            let office = reading.tokens[t].head.filter(|h| *h < t && self.known_office(*h).is_some());
            let last = (t + 1..end.min(t + 4)).take_while(|i| flat(*i) && self.is_unclaimed(*i)).last();
            if let (true, Some(_), Some(last)) = (apposed, office, last) {
                self.add_person(t..last + 1);
            }
        }
    }

    /// Persons of whom the model marked the whole name or the surname alone: a surname that stands as part of a whole name elsewhere is
    /// that person's though it be a town's name too, and capitalised words that nothing claims before a surname are its given names.
    fn add_bearers(&mut self) {
        let reading = self.reading;
        let name = |t: usize| stem_of(reading, t);
        let whole: BTreeSet<String> = self.persons.iter().filter(|p| p.len() > 1).map(|p| name(p.end - 1)).collect();
        for t in std::mem::take(&mut self.towns).into_iter().filter(|t| whole.contains(&name(*t))) {
            self.add_person(t..t + 1);
        }
        let alone: BTreeSet<String> = self.persons.iter().filter(|p| p.len() == 1).map(|p| name(p.start)).collect();
        for t in 1..reading.tokens.len() {
            if !self.is_unclaimed(t) || !alone.contains(&name(t)) || whole.contains(&name(t)) {
                continue;
            }
            let start = reading.sentences[reading.tokens[t].sentence].tokens.start;
            let given = |i: &usize| self.is_unclaimed(*i) && self.known_office(*i).is_none();
            if let Some(from) = (start..t).rev().take(2).take_while(given).last() {
                self.add_person(from..t + 1);
            }
        }
    }

    /// Whether the name does something that people do: it is a subject or stands in apposition to an office.
    fn is_spoken_of(&self, t: usize) -> bool {
        matches!(super::words::relation(self.reading, t), "nsubj" | "appos")
    }

    /// Bodies that the registry lists and the model passed over: abbreviations and names with a capital inside a sentence.
    fn add_listed(&mut self) {
        let reading = self.reading;
        for t in 0..reading.tokens.len() {
            let taken = self.bodies[t].is_some() || self.in_body[t] || self.person_at[t] || self.marks[t].is_some();
            let form = reading.form(t);
            if taken
                || !capital(reading, t) && !form.starts_with(|c: char| c.is_ascii_digit())
                || form.chars().count() < 2
            {
                continue;
            }
            let dateline = reading.article.dateline.as_ref();
            if dateline.is_some_and(|d| d.span.overlaps(reading.tokens[t].span)) {
                continue;
            }
            let short = form.chars().filter(|c| c.is_uppercase()).count() > 1 || form.contains('.');
            let start = reading.sentences[reading.tokens[t].sentence].tokens.start;
            let inside = t > start && !super::words::is_quote(reading, t - 1);
            if (short || inside) && self.lookup.body(reading, &(t..t + 1), None, t).is_some() {
                self.bodies[t] = Some(t..t + 1);
            }
        }
    }

    fn add_person(&mut self, range: Range<usize>) {
        let named = range.clone().any(|t| capital(self.reading, t));
        if !named || range.clone().any(|t| self.person_at[t]) {
            return;
        }
        // "президента Иванова" marked whole: the name begins at the first capital that is no office.
        let own = |t: &usize| self.known_office(*t).is_none() && !(self.is_state_name(*t) && *t + 1 < range.end);
        let from = range.clone().find(|t| capital(self.reading, *t) && own(t));
        let Some(from) = from else { return };
        // "вместо Нетаньяху Иерусалим ...": a state after the name that hangs elsewhere is not part of it.
        let foreign =
            |t: &usize| self.marks[*t].is_some() && self.reading.tokens[*t].head.is_none_or(|h| !range.contains(&h));
        let range = from..(from + 1..range.end).find(foreign).unwrap_or(range.end);
        for t in from..range.end {
            self.person_at[t] = true;
        }
        self.persons.push(from..range.end);
    }

    /// Whether the token lies in a person's name.
    pub fn in_person(&self, t: usize) -> bool {
        self.person_at.get(t).copied().unwrap_or(false)
    }

    /// Whether the organisation at `name` may be the name of what the noun before it says ("агентство Вести"), rather than
    /// its owner ("пресс-центр Минздрава").
    pub fn may_name(&self, noun: usize, name: usize) -> bool {
        let owner = self.lookup.body_noun(&lemma(self.reading, name)).is_some_and(|c| c.of_state);
        let case = |t| feature(self.reading, t, "Case");
        !owner && (case(name) != Some("Gen") || case(noun) == Some("Gen"))
    }

    /// Whether the token lies in an organisation's name without heading it.
    pub fn in_body(&self, t: usize) -> bool {
        self.in_body[t]
    }

    /// Whether an organisation's name begins at the token.
    pub fn starts_body(&self, t: usize) -> bool {
        self.bodies.get(t).is_some_and(|b| b.as_ref().is_some_and(|r| r.start == t))
    }

    /// The end of the person's name that holds `t`.
    pub fn person_end(&self, t: usize) -> usize {
        let after = self.persons.partition_point(|r| r.end <= t);
        self.persons.get(after).map_or(t + 1, |r| r.end)
    }

    fn is_state_name(&self, t: usize) -> bool {
        matches!(&self.marks[t], Some(m) if m.how == How::Name)
    }

    /// What the token tells about a body, when it heads one: an organisation of the model or a body's noun.
    pub fn body_class(&self, t: usize) -> Option<BodyClass> {
        if self.in_person(t) || self.is_state_name(t) || !(is_noun(self.reading, t) || self.bodies[t].is_some()) {
            return None;
        }
        let class = self.lookup.body_noun(&lemma(self.reading, t));
        if matches!(&self.marks[t], Some(m) if m.how == How::Seat) {
            return Some(BodyClass::SEAT);
        }
        if self.nations[t] {
            return Some(BodyClass::NATION);
        }
        class.or_else(|| self.bodies[t].is_some().then_some(BodyClass::UNKNOWN))
    }

    /// Class of an office that the noun's lemma alone tells.
    fn known_office(&self, t: usize) -> Option<OfficeClass> {
        let word = lemma(self.reading, t);
        let grammar = self.lookup.grammar();
        self.lookup.office_noun(&word).or_else(|| super::class::office_class(grammar, &word, &word, false)).or_else(
            || {
                let animate = feature(self.reading, t, "Animacy") == Some("Anim");
                animate.then(|| super::class::office_of_form(grammar, self.reading.form(t))).flatten()
            },
        )
    }

    /// Whether the token is a noun for an office or occupation of people.
    pub fn is_office(&self, t: usize) -> bool {
        is_noun(self.reading, t) && !self.in_person(t) && (self.known_office(t).is_some() || self.professions[t])
    }

    /// Class of the office headed by `t`, by the words of its phrase.
    pub fn office_class(&self, t: usize, phrase: &Range<usize>, owned: bool) -> OfficeClass {
        let words = super::words::lemmas(self.reading, phrase.clone());
        let grammar = self.lookup.grammar();
        // "Foreign minister", "secretary of state": the longest title that the registry lists.
        let longest = || {
            let ends = (t + 1..phrase.end + 1).rev();
            let titles = ends.flat_map(|e| (phrase.start..t + 1).map(move |s| s..e)).filter(|r| r.len() > 1);
            titles.map(|r| super::words::lemmas(self.reading, r)).find_map(|title| self.lookup.office_title(&title))
        };
        let deputy = words.split(' ').any(|w| grammar.begins("office-of.deputy", w));
        if let Some(class) = (grammar.analytic && !deputy).then(longest).flatten() {
            return class;
        }
        super::class::office_class(grammar, &lemma(self.reading, t), &words, owned)
            .or_else(|| self.known_office(t))
            .unwrap_or(OfficeClass::Other)
    }

    /// Whether the token is a common noun for a human being.
    pub fn is_human(&self, t: usize) -> bool {
        let token = &self.reading.tokens[t];
        &*token.pos == "NOUN"
            && !self.in_person(t)
            && (feature(self.reading, t, "Animacy") == Some("Anim") || self.is_office(t) || self.is_demonym(t))
    }

    /// Whether the token is a word for people of a state.
    pub fn is_demonym(&self, t: usize) -> bool {
        matches!(&self.marks[t], Some(m) if m.how == How::Demonym)
    }

    /// Whether the token stands in the plural.
    pub fn is_plural(&self, t: usize) -> bool {
        // "71 сенатор" is many.
        let counted = t > 0
            && self.reading.tokens[t - 1].sentence == self.reading.tokens[t].sentence
            && super::words::is_pos(self.reading, t - 1, &["NUM"])
            && !matches!(&*lemma(self.reading, t - 1), "один" | "1");
        counted || feature(self.reading, t, "Number") == Some("Plur")
    }
}

/// Whether the noun can be a title before a name rather than the object of a verb: "Minister Sorokin", "spokesman Peskov".
fn capital_or_title(reading: &Reading, t: usize) -> bool {
    capital(reading, t) || feature(reading, t, "Number") != Some("Plur")
}

/// The stem of a name's word.
fn stem_of(reading: &Reading, t: usize) -> String {
    super::name::stem(&fold(reading.form(t)))
}

/// The names in what the model marked as one. A name within it is one of its own, of another or of the same person: "избранного президента
/// [[Жаира Болсонару] Паулу Рамуш]", "[Marmara Otomotiv [Джемаль Арслан]]". A genitive or a place before a nominative, and a place that the
/// article names elsewhere, belong to what goes before: "мэра Фамагусты Хасана Озкана", "в Паксане Сирипонг сказал".
fn split_names(reading: &Reading, range: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let persons = reading.entities.iter().filter(|e| &*e.kind == "PERSON").map(|e| reading.tokens_in(e.span));
    let within = |r: &Range<usize>| r.start >= range.start && r.end <= range.end && r.len() < range.len();
    if let Some(inner) = persons.filter(|r| r.len() >= 2).find(within) {
        // What stands behind it in several words is another's name; what stands before it is of an office or place.
        let rest = inner.end..range.end;
        return (inner, Some(rest).filter(|r| r.len() >= 2));
    }
    let case = |t: usize| feature(reading, t, "Case");
    let loose = case(range.start) == Some("Loc") && case(range.end - 1) == Some("Nom");
    let turn = (range.start + 1..range.end).find(|t| {
        let oblique = (range.start..*t).all(|b| matches!(case(b), Some("Gen" | "Loc")));
        oblique && (*t..range.end).all(|a| case(a) == Some("Nom")) && (range.end - t >= 2 || loose)
    });
    let place = range.len() > 2 && is_place_elsewhere(reading, range.start);
    match turn.or(place.then_some(range.start + 1)) {
        Some(t) if t - range.start >= 2 => (range.start..t, Some(t..range.end)),
        Some(t) => (t..range.end, None),
        None => (range, None),
    }
}

/// Whether the word is part of a place's name elsewhere in the article.
fn is_place_elsewhere(reading: &Reading, t: usize) -> bool {
    let place = |kind: &str| matches!(kind, "CITY" | "STATE_OR_PROVINCE" | "DISTRICT" | "FACILITY" | "LOCATION");
    let mut elsewhere = reading.entities.iter().filter(|e| place(&e.kind)).flat_map(|e| reading.tokens_in(e.span));
    elsewhere.any(|p| p != t && super::name::same_word(reading.form(p), reading.form(t)))
}

/// The stretch without what no name of a body reaches over: a verb, an adverb, a comma, most prepositions; and without
/// marks at its ends but for quotation marks that are closed.
fn trimmed(reading: &Reading, marks: &[Option<Mark>], range: Range<usize>) -> Range<usize> {
    let breaks = |t: &usize| {
        let verb = super::words::is_pos(reading, *t, &["VERB"]) && feature(reading, *t, "VerbForm") != Some("Part");
        let preposition = super::words::is_pos(reading, *t, &["ADP"])
            && !["в", "во", "при", "по", "на", "за", "с", "для", "из", "от"]
                .contains(&&*super::words::fold(reading.form(*t)))
            && !(*t > range.start && lemma(reading, *t - 1) == "договор");
        let quoted =
            range.clone().take_while(|i| i < t).filter(|i| super::words::is_quote(reading, *i)).count() % 2 == 1;
        // "кабинета министров глава правительства": a noun for a person in the nominative begins another phrase.
        let person = *t > range.start
            && &*reading.tokens[*t].pos == "NOUN"
            && !capital(reading, *t)
            && feature(reading, *t, "Case") == Some("Nom")
            && feature(reading, *t, "Animacy") == Some("Anim");
        // After the state that a body belongs to its name goes on only with a preposition.
        let owned = *t > range.start + 1
            && marks[*t - 1].as_ref().is_some_and(|m| m.how == How::Name)
            && is_noun(reading, *t)
            && !capital(reading, *t);
        !quoted
            && (person
                || owned
                || verb
                || preposition
                || super::words::is_pos(reading, *t, &["ADV"])
                || matches!(reading.form(*t), "," | "(" | ")" | ";" | ":" | "№"))
    };
    let mut end = (range.start + 1..range.end).find(breaks).unwrap_or(range.end);
    let quotes = |end: usize| (range.start..end).filter(|t| super::words::is_quote(reading, *t)).count();
    while end > range.start + 1 {
        let last = end - 1;
        let dangling = super::words::is_quote(reading, last) && quotes(end) % 2 == 1;
        let mark = super::words::is_mark(reading, last) && !super::words::is_quote(reading, last);
        if !(dangling || mark || super::words::is_pos(reading, last, &["ADP", "CCONJ"])) {
            break;
        }
        end = last;
    }
    range.start..end
}
