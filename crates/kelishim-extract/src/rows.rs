//! From bindings to rows: scope, one event a happening, commitments with stage, parties, quantity and due date.

use crate::action::{Action, find_actions, span_of};
use crate::actors::Actors;
use crate::agreements::{Agreement, Agreements};
use crate::areas::AreaLexicon;
use crate::bind::{Binding, Bound, Scene, is_deed};
use crate::focus::{Side, side_of};
use crate::learned::OF_ONE_SIDE;
use crate::quantities::FoundQuantity;
use crate::times::{TimeExpression, deadline_for, time_for};
use crate::why::{Attempt, Miss};
use kelishim_frames::{Place, Slot};
use kelishim_model::{
    ActorId, ActorKind, Area, Commitment, Event, EventId, EventType, Interval, Modality, Mode, PartialDate, Span,
    Stage, Statement, StatementId,
};
use std::collections::BTreeSet;

/// Events and commitments of an article, each with what its frame bound.
#[derive(Debug, Default)]
pub struct Rows {
    /// Events in order of triggers.
    pub events: Vec<(Event, Vec<Bound>)>,
    /// Commitments in order of actions.
    pub commitments: Vec<(Commitment, Vec<Bound>)>,
    /// Bindings that made no row.
    pub vain: Vec<Attempt>,
}

/// What rows are made from, beside the bindings.
pub struct Material<'a> {
    /// Times of the article.
    pub times: &'a [TimeExpression],
    /// Quantities of the article.
    pub quantities: &'a [FoundQuantity],
    /// Statements, for attribution.
    pub statements: &'a [Statement],
    /// Words of areas.
    pub areas: &'a AreaLexicon,
    /// Day of publication.
    pub published: Option<PartialDate>,
}

/// Makes rows of bindings. Those out of scope, or of a happening told already, fall away.
pub fn make_rows(scene: &Scene<'_>, material: &Material<'_>, actors: &Actors, bindings: &[Binding<'_>]) -> Rows {
    let mut rows = Rows::default();
    let mut agreements = Agreements::default();
    let headline = headline(scene);
    let act = |b: &Binding<'_>| {
        // "Will deliver 20 carriages": what is to be done is told by the verb and all that goes with it.
        let phrase = [Slot { place: Place::Phrase, only: None }];
        let tree = scene.tree;
        let whole = !tree.grammar.has_agreement()
            && tree.is_future(b.trigger)
            && tree.is_verb(b.trigger)
            && matches!(
                b.frame.event,
                Some(EventType::Aid | EventType::Cooperate | EventType::Concede | EventType::Retreat)
            );
        let rule = b.frame.commitment.as_ref();
        rule.map_or(vec![], |rule| find_actions(scene, b, if whole { &phrase } else { &rule.action }))
    };
    let actions: Vec<Vec<Action>> = bindings.iter().map(act).collect();
    let in_scope: Vec<bool> = bindings.iter().map(|b| in_scope(actors, b)).collect();
    let year = report_year(scene, material, bindings);
    for (i, b) in bindings.iter().enumerate() {
        let miss = if let Some(other) = beaten(bindings, &in_scope, i) {
            Some(Miss::Beaten(other.frame.id.clone()))
        } else if !in_scope[i] {
            Some(Miss::OneSide)
        } else if let Some(threat) = promised_threat(scene, bindings, &in_scope, i) {
            Some(Miss::Beaten(threat.frame.id.clone()))
        } else if absorbed(scene, bindings, &in_scope, &actions, i) {
            Some(Miss::Absorbed)
        } else {
            None
        };
        if let Some(miss) = miss {
            let trigger = scene.tree.reading.tokens[b.trigger].span;
            rows.vain.push(Attempt { frame: b.frame.id.clone(), trigger, miss });
            continue;
        }
        let event = make_event(scene, material, actors, year, b);
        let id = event.map(|e| add_event(scene, actors, &mut rows, headline, e, b));
        add_commitments(scene, material, &mut rows, &mut agreements, b, &actions[i], id);
    }
    rows.commitments.sort_by_key(|(c, _)| c.action.start());
    rows
}

/// The year of the report: of its publication, or else the latest in which it tells that something happened or names
/// a day.
fn report_year(scene: &Scene<'_>, material: &Material<'_>, bindings: &[Binding<'_>]) -> Option<i16> {
    let told = |b: &Binding<'_>| {
        let time = happened(scene, material, b).filter(|_| !b.reality.future)?;
        time.from.and(time.to).map(|d| d.year())
    };
    let dated = |t: &TimeExpression| {
        let day = t.interval.as_ref()?;
        let (from, to) = (day.from?, day.to?);
        (from == to && from.first_day() == from.last_day()).then(|| to.year())
    };
    let latest = || bindings.iter().filter_map(told).chain(material.times.iter().filter_map(dated)).max();
    material.published.map(PartialDate::year).or_else(latest)
}

/// Of several frames at one trigger the more specific speaks: one with an object or head condition, then the better bound.
/// A frame that binds one side alone beats none that binds two.
fn beaten<'b, 'f>(bindings: &'b [Binding<'f>], in_scope: &[bool], i: usize) -> Option<&'b Binding<'f>> {
    let b = &bindings[i];
    let weight = |b: &Binding<'_>| {
        let conditions = usize::from(!b.frame.object.is_empty()) + usize::from(!b.frame.head.is_empty());
        (conditions, (b.certainty * 100.0) as i32)
    };
    let better = |(j, other): &(usize, &'b Binding<'f>)| {
        let j = *j;
        j != i
            && other.trigger == b.trigger
            && (in_scope[j] || !in_scope[i])
            && (weight(other) > weight(b) || (weight(other) == weight(b) && j < i))
            // A frame that makes only a commitment stands beside one that makes only an event.
            && !(other.frame.event.is_none() != b.frame.event.is_none() && other.frame.commitment.is_none() != b.frame.commitment.is_none())
    };
    bindings.iter().enumerate().find(better).map(|(_, other)| other)
}

/// "Пообещал ответ", "намерен ответить": the threat that a promise governs tells what it is.
fn promised_threat<'b, 'f>(
    scene: &Scene<'_>,
    bindings: &'b [Binding<'f>],
    in_scope: &[bool],
    i: usize,
) -> Option<&'b Binding<'f>> {
    let b = &bindings[i];
    let governed = |o: &Binding<'_>| scene.tree.reading.ancestors(o.trigger).take(2).any(|a| a == b.trigger);
    let threats = bindings.iter().zip(in_scope).filter(|(o, s)| **s && o.frame.event == Some(EventType::Threaten));
    (b.frame.event == Some(EventType::Agree)).then(|| threats.map(|(o, _)| o).find(|o| governed(o))).flatten()
}

/// What is promised, asked for or refused is not told as done: a trigger that stands in another's action is no event of
/// its own unless it is a finite verb. An infinitive under a verb of wishing is none either.
fn absorbed(scene: &Scene<'_>, bindings: &[Binding<'_>], in_scope: &[bool], actions: &[Vec<Action>], i: usize) -> bool {
    let b = &bindings[i];
    let tree = scene.tree;
    if tree.is_finite(b.trigger) || (b.frame.event == Some(EventType::Threaten) && !b.frame.head.is_empty()) {
        return false;
    }
    if tree.is(b.trigger, "VerbForm", "Inf") && b.reality.hypothetical {
        return true;
    }
    // "Обвинили в поставках оружия", "запретил закупки": what is blamed or forbidden.
    let above: Vec<usize> = tree.reading.ancestors(b.trigger).take(4).collect();
    let blamed = bindings.iter().zip(in_scope).any(|(o, s)| {
        *s && matches!(
            o.frame.event,
            Some(EventType::Accuse | EventType::Threaten | EventType::Request | EventType::Sanction)
        ) && above.contains(&o.trigger)
    });
    if blamed {
        return true;
    }
    let trigger = tree.reading.tokens[b.trigger].span;
    bindings.iter().zip(actions).any(|(other, actions)| {
        let promises = matches!(
            other.frame.event,
            None | Some(EventType::Agree | EventType::Request | EventType::Reject | EventType::Threaten)
        );
        // "Жеткирүүнү баштады": what is begun is told by the verb that governs it.
        let promises = promises || tree.grammar.agglutinative && tree.is(b.trigger, "VerbForm", "Inf");
        other.trigger != b.trigger && promises && actions.iter().any(|a| a.span.contains(trigger))
    })
}

/// Parties of at least two states, or of a state and a body of several states or foreign body; of one side alone where the head is sure.
pub fn in_scope(actors: &Actors, b: &Binding<'_>) -> bool {
    let all = || b.actors.iter().chain(&b.recipients);
    let mut sides: Vec<Side> = all().filter_map(|a| side_of(actors, *a)).collect();
    sides.sort();
    sides.dedup();
    if sides.len() >= 2 {
        return true;
    }
    // A state towards someone of no known state: an armed group, a foreign citizen, a people.
    let stateless = all().any(|a| {
        let row = &actors.rows[a.0 as usize];
        row.country.is_none()
            && matches!(
                row.kind,
                ActorKind::ArmedForce | ActorKind::CivilSociety | ActorKind::Person | ActorKind::Group
            )
    });
    sides.len() == 1 && (stateless && !b.recipients.is_empty() || b.chance.is_some_and(|c| c >= OF_ONE_SIDE))
}

fn make_event(
    scene: &Scene<'_>,
    material: &Material<'_>,
    actors: &Actors,
    year: Option<i16>,
    b: &Binding<'_>,
) -> Option<Event> {
    let frame = b.frame;
    let mut kind = b.kind.or(frame.event)?;
    let time = happened(scene, material, b);
    let mut modality = frame.modality.unwrap_or_else(|| b.reality.modality(time.as_ref(), year));
    match modality {
        Modality::Negated => {
            if let Some(opposite) = frame.negated {
                kind = opposite;
                modality = Modality::Actual;
            }
        }
        Modality::Planned => {
            // A dated act to come is planned; an undated intention is a promise made now.
            let dated = time.as_ref().is_some_and(|t| t.from.is_some());
            let act = matches!(
                kind,
                EventType::Aid | EventType::Cooperate | EventType::Concede | EventType::Retreat | EventType::Sanction
            );
            if act && !dated {
                kind = EventType::Agree;
            }
            if kind == EventType::Agree {
                modality = Modality::Actual;
            }
        }
        _ => {}
    }
    let trigger = trigger_span(scene, b);
    Some(Event {
        kind,
        mode: mode(scene, actors, b, kind),
        areas: areas(scene, material, b, None),
        actors: b.actors.clone(),
        recipients: b.recipients.clone(),
        place: place(scene, b),
        time,
        modality,
        trigger,
        attribution: said_in(material, trigger),
        frame: frame.id.clone(),
        score: b.chance.unwrap_or(b.certainty.clamp(0.05, 1.0) * 0.9),
        proposal: false,
        cameo: frame.cameo.clone().filter(|_| frame.event == Some(kind)).unwrap_or_else(|| kind.cameo().to_owned()),
    })
}

/// Where it happened: the town, region or building that "в" or "на" names at the trigger or its light verb. States are
/// parties rather than places.
fn place(scene: &Scene<'_>, b: &Binding<'_>) -> Option<Span> {
    let tree = scene.tree;
    let bound = |t: usize| b.bound.iter().any(|x| x.token == Some(t));
    let here = |t: &usize| {
        let placed = |p: Option<&str>| match p {
            None => tree.grammar.agglutinative,
            Some(p) => tree.grammar.has("preposition.place", p),
        };
        placed(tree.preposition(*t))
            && (tree.is(*t, "Case", "Loc") || tree.grammar.analytic || tree.preposition(*t) == Some("под"))
            && !bound(*t)
    };
    let entity = |t: usize| {
        let kinds = ["CITY", "DISTRICT", "FACILITY", "STATE_OR_PROVINCE", "LOCATION"];
        let around = tree.reading.entities.iter().filter(|e| kinds.contains(&&*e.kind) && e.tokens.contains(&t));
        around.max_by_key(|e| e.span.len()).map(|e| e.span)
    };
    let at = [
        Some(b.trigger),
        b.light,
        tree.head(b.trigger).filter(|h| tree.relation(b.trigger) == "conj" && tree.is_verb(*h)),
    ];
    at.into_iter().flatten().flat_map(|v| tree.children(v).iter().copied().filter(here)).find_map(entity)
}

/// Whether the trigger's own clause speaks of an agreement ("по протоколу обязался", "соглашение предусматривает"): a
/// promise beside a signing is no term of what was signed.
fn names_agreement(scene: &Scene<'_>, trigger: usize) -> bool {
    let inside = |t: &usize| scene.tree.relation(*t) != "acl" && *t != trigger;
    let own = scene.tree.children(trigger).iter().copied().filter(inside);
    own.flat_map(|t| scene.tree.subtree(t, &[]))
        .any(|t| scene.is_in("agreement", t) || scene.tree.grammar.has("noun.condition", scene.tree.lemma(t)))
        || scene.tree.is_relative(scene.tree.subject(trigger).unwrap_or(trigger))
}

/// The statement that a stretch stands in.
fn said_in(material: &Material<'_>, span: Span) -> Option<StatementId> {
    material.statements.iter().position(|s| s.content.contains(span)).map(|i| StatementId(i as u32))
}

/// The mode that the frame knows, or for talks the one that their circumstances tell.
fn mode(scene: &Scene<'_>, actors: &Actors, b: &Binding<'_>, kind: EventType) -> Option<Mode> {
    if kind != EventType::Consult {
        return None;
    }
    let tree = scene.tree;
    let near = b.light.unwrap_or(b.trigger);
    let words = tree.subtree(near, &[]);
    let has = |stems: &str| words.iter().any(|t| tree.grammar.begins(stems, tree.lemma(*t)));
    if has("stem.phone") {
        return Some(Mode::Phone);
    }
    if has("stem.video") {
        return Some(Mode::Video);
    }
    if b.frame.mode.is_some() {
        return b.frame.mode;
    }
    let sides: BTreeSet<Side> = b.actors.iter().chain(&b.recipients).filter_map(|a| side_of(actors, *a)).collect();
    (sides.len() > 2).then_some(Mode::Multilateral)
}

/// Adds a step. The same words at the same stage are one row, told by the frame that is bound better; the same words at
/// another stage are a step of their own only when the text dates the earlier, else the later stage speaks.
fn add_commitment(rows: &mut Rows, row: Commitment, bound: Vec<Bound>) {
    let dated = |old: &Commitment| if old.stage < row.stage { old.made.is_some() } else { row.made.is_some() };
    let told = rows
        .commitments
        .iter()
        .position(|(old, _)| old.action.overlaps(row.action) && (old.stage == row.stage || !dated(old)));
    let Some(i) = told else { return rows.commitments.push((row, bound)) };
    let old = &mut rows.commitments[i].0;
    if old.action == row.action && old.stage != row.stage {
        let later = old.stage.max(row.stage);
        (old.stage, old.made) = (later, if later == row.stage { row.made.or(old.made) } else { old.made });
    } else if old.score < row.score {
        rows.commitments[i] = (row, bound);
    }
}

/// The trigger with its "не", and the adjective or light verb it cannot be told without: at most six words.
pub fn trigger_span(scene: &Scene<'_>, b: &Binding<'_>) -> Span {
    let tree = scene.tree;
    let mut tokens = vec![b.trigger];
    for c in tree.children(b.trigger) {
        let not = tree.is_word("not", *c) && *c + 1 == b.trigger;
        let near = if tree.grammar.agglutinative { 3 } else { 1 };
        let auxiliary = matches!(tree.relation(*c), "aux" | "cop") && c.abs_diff(b.trigger) <= near
            || &*tree.reading.tokens[*c].relation == "compound:lvc";
        if not || auxiliary {
            tokens.push(*c);
        }
    }
    tokens.sort_unstable();
    span_of(tree.reading, &tokens)
}

/// When the trigger's happening took place, by the words of its own clause.
fn happened(scene: &Scene<'_>, material: &Material<'_>, b: &Binding<'_>) -> Option<Interval> {
    let reading = scene.tree.reading;
    time_for(reading, material.times, b.trigger)
        .or_else(|| b.light.and_then(|v| time_for(reading, material.times, v)))
        .and_then(|t| t.interval)
        // What is told as done was not done tomorrow: a stretch or date ahead is a term, not a time.
        .filter(|t| {
            b.reality.future || material.published.is_none_or(|p| t.to.is_none_or(|to| to.first_day() <= p.last_day()))
        })
}

fn areas(scene: &Scene<'_>, material: &Material<'_>, b: &Binding<'_>, action: Option<&Action>) -> Vec<Area> {
    if !b.frame.areas.is_empty() {
        return b.frame.areas.clone();
    }
    let reading = scene.tree.reading;
    if let Some(action) = action {
        let found = material.areas.of(scene.tree, reading.tokens_in(action.span));
        if !found.is_empty() {
            return found;
        }
    }
    let sentence = &reading.sentences[reading.tokens[b.trigger].sentence];
    let found = material.areas.of(scene.tree, sentence.tokens.clone());
    if !found.is_empty() {
        return found;
    }
    material.areas.of(scene.tree, 0..reading.tokens.len()).into_iter().take(1).collect()
}

/// Adds an event unless the same happening stands there already; gives the row that tells of it.
///
/// A happening is known by its sides: "США" of a headline and "администрация президента" of the report are one.
fn add_event(
    scene: &Scene<'_>,
    actors: &Actors,
    rows: &mut Rows,
    headline: Option<Span>,
    event: Event,
    b: &Binding<'_>,
) -> EventId {
    let tree = scene.tree;
    let announced = |e: &Event| headline.is_some_and(|h| h.contains(e.trigger));
    // "В ходе переговоров" is the frame of what "обсудили" tells.
    let in_passing = |e: &Event| tree.reading.token_at(e.trigger.start()).is_none_or(|t| !tree.is_verb(t));
    let same_act = |a: &Event, b: &Event| {
        if a.kind == EventType::Consult {
            return a.mode == b.mode;
        }
        // "Арестован", later "арест": a noun tells the deed again.
        let retold = announced(a) != announced(b) || (in_passing(a) || in_passing(b)) && is_deed(a.kind);
        a.frame == b.frame && (retold || same_word(scene, a, b))
    };
    let same = rows.events.iter().position(|(old, _)| {
        old.kind == event.kind
            && old.modality == event.modality
            && same_parties(actors, old, &event)
            && (old.time == event.time || old.time.is_none() || event.time.is_none())
            && same_act(old, &event)
    });
    if let Some(i) = same {
        // A headline says it first and shortest; the report itself says it with its date and words.
        let old = &mut rows.events[i].0;
        if announced(old) && !announced(&event) || in_passing(old) && !in_passing(&event) {
            let time = event.time.or(old.time);
            rows.events[i] = (Event { time, ..event }, b.bound.clone());
        } else if old.time.is_none() {
            old.time = event.time;
        }
        return EventId(i as u32);
    }
    rows.events.push((event, b.bound.clone()));
    EventId(rows.events.len() as u32 - 1)
}

/// Whether two events have the same sides in the same roles (of talks: in any), and no two different persons for one side.
fn same_parties(actors: &Actors, a: &Event, b: &Event) -> bool {
    let key = |id: ActorId| side_of(actors, id).ok_or(id);
    let sides = |ids: &[ActorId]| ids.iter().map(|id| key(*id)).collect::<BTreeSet<_>>();
    let all = |e: &'_ Event| e.actors.iter().chain(&e.recipients).copied().collect::<Vec<ActorId>>();
    let (x, y) = (all(a), all(b));
    let agree = if a.kind == EventType::Consult {
        sides(&x) == sides(&y)
    } else {
        sides(&a.actors) == sides(&b.actors) && sides(&a.recipients) == sides(&b.recipients)
    };
    let person = |id: &&ActorId| actors.rows[id.0 as usize].kind == ActorKind::Person;
    let other = |p: &ActorId, q: &ActorId| p != q && key(*p) == key(*q);
    let rivals = |from: &[ActorId], to: &[ActorId]| {
        from.iter().filter(person).any(|p| !to.contains(p) && to.iter().filter(person).any(|q| other(p, q)))
    };
    agree && !rivals(&x, &y)
}

/// A first line that ends without a full stop.
pub fn headline(scene: &Scene<'_>) -> Option<Span> {
    let reading = scene.tree.reading;
    let first = *reading.paragraphs.first()?;
    let open = !first.of(&reading.article.text).ends_with(['.', '!', '?', '…', ':', '»', '"']);
    (open && reading.paragraphs.len() > 1).then_some(first)
}

fn same_word(scene: &Scene<'_>, a: &Event, b: &Event) -> bool {
    let reading = scene.tree.reading;
    let lemma = |e: &Event| reading.token_at(e.trigger.start()).map(|t| scene.tree.lemma(t).to_owned());
    lemma(a) == lemma(b)
}

/// Adds what a binding undertakes, one row an action; `event` is the row of its trigger.
pub fn add_commitments(
    scene: &Scene<'_>,
    material: &Material<'_>,
    rows: &mut Rows,
    agreements: &mut Agreements,
    b: &Binding<'_>,
    actions: &[Action],
    event: Option<EventId>,
) {
    let Some(rule) = &b.frame.commitment else { return };
    let reading = scene.tree.reading;
    let mut stage = rule.stage;
    if b.reality.negated {
        match rule.negated {
            Some(s) => stage = s,
            None => return,
        }
    } else if b.reality.hypothetical && rule.stage != Stage::Proposed {
        return;
    } else if b.reality.future {
        stage = rule.future.unwrap_or(Stage::Agreed);
    }
    // "Will send by the end of the year": that is when it is due, not when it was promised.
    let made = happened(scene, material, b).filter(|_| !b.reality.future);
    let mut parties: Vec<ActorId> = b.actors.iter().chain(&b.recipients).copied().collect();
    parties.dedup();
    let mut actions = actions.to_vec();
    // "Проект соглашения" is not signed yet, whatever is told of it.
    let is_draft = |t: usize| scene.tree.grammar.has("noun.draft", scene.tree.lemma(t));
    let draft = actions.iter().filter_map(|a| a.agreement).any(|t| {
        scene.tree.head(t).is_some_and(is_draft)
            || scene.tree.grammar.analytic && scene.tree.children(t).iter().any(|c| is_draft(*c))
    });
    if draft && stage > Stage::Negotiating && stage < Stage::Started {
        stage = Stage::Negotiating;
    }
    // "Документ", "протокол об этом": what was undertaken stands before.
    let mut known = None;
    if let [only] = &actions[..] {
        if only.is_bare_agreement() {
            known = agreements.about_before(b.trigger).map(|a| a.about.clone());
        } else if scene.tree.is_word("this", only.head) {
            let sentence = reading.tokens[b.trigger].sentence;
            let before = rows.commitments.iter_mut().rev().find(|(c, _)| {
                reading.token_at(c.action.start()).is_some_and(|t| sentence.abs_diff(reading.tokens[t].sentence) <= 1)
            });
            if let Some((row, _)) = before {
                row.stage = stage;
            }
            return;
        }
    }
    // "Документы", "ряд документов" alone say nothing of what is undertaken.
    let blank = |a: &Action| a.is_bare_agreement() && scene.is_in("blank", a.head);
    if known.is_none() && actions.iter().all(blank) {
        // Terms told later are terms of it all the same.
        if scene.tree.grammar.analytic && b.frame.joint && rule.stage >= Stage::Agreed && !actions.is_empty() {
            agreements.add(Agreement { token: b.trigger, stage, parties, made, about: vec![] });
        }
        return;
    }
    actions = known.unwrap_or(actions);
    let mut about = vec![];
    for action in actions {
        let (mut committer, mut beneficiary) = match (b.frame.joint || rule.joint, b.frame.swap) {
            (true, _) => (parties.clone(), vec![]),
            (false, true) => (b.recipients.clone(), b.actors.clone()),
            (false, false) => (b.actors.clone(), b.recipients.clone()),
        };
        let mut row_stage = stage;
        let mut row_made = made;
        if rule.term
            && names_agreement(scene, b.trigger)
            && let Some(agreement) = agreements.last_before(b.trigger)
        {
            row_stage = agreement.stage;
            row_made = made.or(agreement.made);
            if committer.is_empty() {
                committer.clone_from(&agreement.parties);
                beneficiary = vec![];
            }
        }
        if action.agreement.is_some() && !action.is_bare_agreement() {
            about.push(action.clone());
        }
        if committer.is_empty() {
            continue;
        }
        let clause = reading.sentences[reading.tokens[b.trigger].sentence].span;
        let trigger = reading.tokens[b.trigger].span;
        let mut bound = b.bound.clone();
        bound.push(Bound { role: "action", slot: String::new(), token: Some(action.head), reason: None });
        let row = Commitment {
            committer,
            beneficiary,
            action: action.span,
            summary: crate::summary::summary(scene, &action),
            areas: areas(scene, material, b, Some(&action)),
            quantity: material
                .quantities
                .iter()
                .filter(|q| action.span.contains(q.quantity.span))
                .map(|q| q.quantity.clone())
                .collect(),
            due: deadline_for(reading, material.times, action.head)
                .and_then(|t| t.interval)
                .filter(|d| Some(d) != row_made.as_ref()),
            made: row_made,
            stage: row_stage,
            evidence: vec![clause],
            event,
            attribution: said_in(material, trigger),
            frame: b.frame.id.clone(),
            score: b.chance.unwrap_or(b.certainty.clamp(0.05, 1.0) * 0.85),
        };
        add_commitment(rows, row, bound);
    }
    if rule.stage >= Stage::Agreed && (b.frame.joint || !about.is_empty()) {
        agreements.add(Agreement { token: b.trigger, stage, parties, made, about });
    }
}
