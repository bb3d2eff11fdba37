//! Who of a side is meant: its state itself, or somebody of it whom the words around name.

use super::{Named, Parties, Party, Standpoint};
use crate::learned::evidence::{Sums, capped, step};
use kelishim_model::{ActorId, ActorKind};
use std::collections::BTreeSet;

/// Somebody of a side, or the side's state itself, with the evidence that it is who is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whom {
    /// The actor; `None` is the state itself.
    pub actor: Option<ActorId>,
    /// The mention that stands nearest, in the sentence or before it.
    pub mention: Option<usize>,
    /// Checksums; the first is of what sort it is.
    pub features: Vec<u32>,
}

/// At most this many of a side are weighed beside their state, and so many sentences back they may be named.
const MOST_OF_A_SIDE: usize = 7;
const BACK: usize = 2;

impl Parties<'_> {
    /// Who of a state may be meant at a word: the state first, then everybody of it whom the frames bound, who stands at the word, or
    /// whom the sentence or those before it name. Nobody where the side is one actor.
    pub fn whom(&self, at: &Standpoint, side: &Party) -> Vec<Whom> {
        if matches!(side, Party::Actor(_)) {
            return vec![];
        }
        let list = self.named.get(side).map_or(&[][..], Vec::as_slice);
        let told = self.events_at(at.t).iter().chain(self.undertakings.iter().filter(|u| u.token == at.t));
        let of_side = |id: &ActorId| Party::of(self.actors, *id) == *side;
        let bound: BTreeSet<Option<ActorId>> =
            told.flat_map(|told| &told.who).filter(|a| of_side(a)).map(|a| self.member(*a)).collect();
        let near = |n: &&Named| n.sentence == at.sentence || n.token < at.t && n.sentence + BACK >= at.sentence;
        let mut named: Vec<&Named> = list.iter().filter(near).collect();
        named.sort_by_key(|n| (n.sentence != at.sentence, n.token.abs_diff(at.t)));
        let placed = at.places.iter().filter(|(_, s, _)| s == side).filter_map(|(.., a)| *a);
        let mut members: Vec<Option<ActorId>> = vec![None];
        for who in bound.iter().copied().chain(placed.chain(named.iter().map(|n| n.actor)).map(|a| self.member(a))) {
            if !members.contains(&who) && members.len() <= MOST_OF_A_SIDE {
                members.push(who);
            }
        }
        let inside = |who: &&Option<ActorId>| {
            who.is_some() && named.iter().any(|n| n.sentence == at.sentence && n.actor == who.unwrap_or(n.actor))
        };
        let inside = capped(members.iter().filter(inside).count(), 3);
        let whom = |who: &Option<ActorId>| {
            let mention = named.iter().copied().find(|n| self.member(n.actor) == *who);
            let mut out = Sums::default();
            self.sort(at, *who, &inside, bound.contains(who), &mut out);
            self.stands(at, side, list, *who, mention, &mut out);
            Whom { actor: *who, mention: mention.map(|n| n.token), features: out.0 }
        };
        members.iter().map(whom).collect()
    }

    /// Somebody of a state as a member of its side: the state itself, and a place or building that stands for it, are `None`.
    fn member(&self, id: ActorId) -> Option<ActorId> {
        let kind = self.actors.rows.get(id.0 as usize).map(|r| r.kind);
        (!matches!(kind, None | Some(ActorKind::Country | ActorKind::Other))).then_some(id)
    }

    /// Name of what sort a member of a side is.
    fn sort_of(&self, who: Option<ActorId>) -> String {
        who.map_or("state".into(), |id| format!("{:?}", self.actors.rows[id.0 as usize].kind))
    }

    /// Of what sort a member of a side is, beside how many others in the sentence, and whether the frames bound it.
    fn sort(&self, at: &Standpoint, who: Option<ActorId>, inside: &str, bound: bool, out: &mut Sums) {
        let sort = self.sort_of(who);
        out.add(&["is ", &sort]);
        out.add(&["is ", &sort, " ", &at.voice]);
        out.add(&["is ", &sort, " beside ", inside]);
        if let Some(row) = who.map(|id| &self.actors.rows[id.0 as usize]) {
            out.add(&["sector ", &format!("{:?}", row.sector)]);
            if row.description.as_deref() == Some(&row.name) {
                out.add(&["office alone"]);
            }
        }
        if bound {
            out.add(&["bound"]);
            out.add(&["bound ", &sort]);
        }
        if at.speaker_is.is_some() && at.speaker_is == who {
            out.add(&["speaker"]);
            out.add(&["speaker ", &at.voice]);
        }
    }

    /// Where a member of a side stands as seen from the word, and how often it is named.
    fn stands(
        &self,
        at: &Standpoint,
        side: &Party,
        list: &[Named],
        who: Option<ActorId>,
        mention: Option<&Named>,
        out: &mut Sums,
    ) {
        let tree = self.scene.tree;
        let sort = self.sort_of(who);
        let here = at.places.iter().filter(|(_, s, a)| s == side && a.and_then(|a| self.member(a)) == who);
        for (name, ..) in here {
            out.add(&["at ", name]);
            out.add(&["at ", name, " ", &sort]);
            out.add(&["at ", name, " ", &at.voice]);
        }
        let mine = || list.iter().filter(|n| self.member(n.actor) == who);
        out.add(&["named ", &capped(mine().count(), 4), " ", &sort]);
        if mine().any(|n| n.sentence == 0) {
            out.add(&["lead ", &sort]);
        }
        let Some(n) = mention else {
            out.add(&["nowhere ", &sort]);
            return;
        };
        let back = capped(at.sentence - n.sentence, 3);
        out.add(&["back ", &back, " ", &sort]);
        out.add(&["back ", &back, " ", &format!("{:?}", n.kind)]);
        if n.sentence == at.sentence {
            let way = if n.token < at.t { "before" } else { "after" };
            let (path, preposition) = (tree.path(at.t, n.token), tree.preposition(n.token).unwrap_or("-"));
            let case = tree.reading.tokens[n.token].feats.get("Case").unwrap_or("-");
            out.add(&["path ", &path]);
            out.add(&["path ", &path, " ", &sort]);
            out.add(&["near ", way, &step(n.token.abs_diff(at.t)), " ", &sort]);
            out.add(&["stands ", tree.relation(n.token), " ", preposition, case, " ", &sort]);
        } else if tree.relation(n.token) == "nsubj" {
            out.add(&["subject back ", &back, " ", &sort]);
        }
    }
}
