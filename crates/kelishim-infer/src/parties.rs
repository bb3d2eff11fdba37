//! Who acts and who receives: one choice over all assignments of roles to the sides that an article names.
//!
//! Each side is scored in each role, and the numbers of acting and receiving sides together; a softmax over all assignments
//! gives each its chance, also that nobody is a party: what a word tells is no act between sides. `train/acts.py` trains and writes it beside the head of acts.

use crate::layers::{Cursor, Layer, Table, add, beside, residual};
use crate::math::exp_row;

/// What a side does in an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is no party.
    Out,
    /// It acts, or joins in a joint act; of an undertaking it is the committer.
    Acts,
    /// It receives; of an undertaking it is the beneficiary.
    Receives,
}

const ROLES: [Role; 3] = [Role::Out, Role::Acts, Role::Receives];
/// Layouts told apart: up to three acting sides, up to two receiving ones.
const LAYOUTS: usize = 12;

/// Sizes of the network, from the file's header.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Kinds of acts: types, then stages.
    pub kinds: usize,
    /// Width of a projected state.
    pub input: usize,
    /// Width of the network.
    pub width: usize,
    /// Rows of a table of features.
    pub features: usize,
}

/// The network.
pub(crate) struct PartyHead {
    sizes: Sizes,
    kind: Vec<f32>,
    word: Layer,
    mention: Layer,
    context: Table,
    side: Table,
    direct: Table,
    mix: Layer,
    out: Layer,
    layout: Layer,
}

/// What speaks for a side.
#[derive(Debug, Clone, Copy)]
pub struct SideEvidence<'a> {
    /// Projected state of the mention that stands nearest.
    pub mention: &'a [f32],
    /// Features, by number.
    pub features: &'a [u32],
}

/// Chances of all assignments of roles to some sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignments {
    sides: usize,
    chances: Vec<f32>,
}

impl Assignments {
    /// The likeliest assignment in which somebody is a party, a role for each side, with its chance.
    pub fn best(&self) -> (Vec<Role>, f32) {
        let somebody = 1..self.chances.len();
        let best = somebody.max_by(|a, b| self.chances[*a].total_cmp(&self.chances[*b]).then(b.cmp(a)));
        best.map_or((vec![], 0.0), |best| (self.roles(best).collect(), self.chances[best]))
    }

    /// The chance of one assignment; 0 where it has another number of sides.
    pub fn chance(&self, roles: &[Role]) -> f32 {
        let at = roles.iter().fold(0, |at, role| at * 3 + *role as usize);
        if roles.len() == self.sides { self.chances[at] } else { 0.0 }
    }

    /// Leaves `share` of the chance of every assignment in which a side that is `doubted` has a role; the rest is that nobody is a
    /// party.
    pub fn doubt(&mut self, doubted: &[bool], share: f32) {
        for number in 1..self.chances.len() {
            if self.roles(number).zip(doubted).any(|(role, doubted)| *doubted && role != Role::Out) {
                let less = self.chances[number] * (1.0 - share);
                self.chances[number] -= less;
                self.chances[0] += less;
            }
        }
    }

    /// Roles of the sides in the assignment of a number: its digits to the base 3, the first side's first.
    fn roles(&self, number: usize) -> impl Iterator<Item = Role> {
        let sides = self.sides as u32;
        (0..sides).map(move |i| ROLES[number / 3usize.pow(sides - 1 - i) % 3])
    }
}

impl PartyHead {
    pub(crate) fn read(cursor: &mut Cursor<'_>, sizes: Sizes) -> Option<PartyHead> {
        let Sizes { kinds, input, width, features } = sizes;
        Some(PartyHead {
            sizes,
            kind: cursor.floats(kinds.checked_mul(width)?)?,
            word: cursor.layer(width, input)?,
            mention: cursor.layer(width, input)?,
            context: cursor.table(features, width)?,
            side: cursor.table(features, width)?,
            direct: cursor.table(features.checked_mul(2)?, 3)?,
            mix: cursor.layer(width, width)?,
            out: cursor.layer(3, width)?,
            layout: cursor.layer(LAYOUTS, width)?,
        })
    }

    /// Chances of all assignments to `sides` in an act of a kind at a word. Time and space grow with 3 to the number of sides.
    pub(crate) fn assign(&self, kind: usize, word: &[f32], context: &[u32], sides: &[SideEvidence<'_>]) -> Assignments {
        let width = self.sizes.width;
        let mut act = self.word.apply(word);
        for (x, k) in act.iter_mut().zip(&self.kind[kind * width..][..width]) {
            *x += k;
        }
        for f in context {
            self.context.add(*f, &mut act);
        }
        let scores: Vec<[f32; 3]> = sides.iter().map(|side| self.score(kind, &act, side)).collect();
        act.iter_mut().for_each(|v| *v = v.max(0.0));
        let layout = self.layout.apply(&act);
        let mut sums = vec![0.0; 3usize.pow(sides.len() as u32)];
        let mut all = Assignments { sides: sides.len(), chances: vec![] };
        for (number, sum) in sums.iter_mut().enumerate() {
            let (mut acting, mut receiving) = (0usize, 0usize);
            for (role, score) in all.roles(number).zip(&scores) {
                *sum += score[role as usize];
                acting += usize::from(role == Role::Acts);
                receiving += usize::from(role == Role::Receives);
            }
            *sum += layout[acting.min(3) * 3 + receiving.min(2)];
        }
        let total = exp_row(&mut sums, 1.0);
        sums.iter_mut().for_each(|v| *v = if total > 0.0 { *v / total } else { 0.0 });
        all.chances = sums;
        all
    }

    /// Scores of the three roles for a side.
    fn score(&self, kind: usize, act: &[f32], side: &SideEvidence<'_>) -> [f32; 3] {
        let mut h = self.mention.apply(side.mention);
        add(&mut h, act);
        let mut scores = [0.0; 3];
        let rows = self.sizes.features as u64;
        for f in side.features {
            self.side.add(*f, &mut h);
            self.direct.add((u64::from(*f) % rows) as u32, &mut scores);
            let with_kind = beside(*f, kind as u64) % rows;
            self.direct.add((rows + with_kind) as u32, &mut scores);
        }
        residual(&mut h, &self.mix);
        add(&mut scores, &self.out.apply(&h));
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_is_found_by_its_roles() {
        let mut all = Assignments { sides: 2, chances: vec![0.0; 9] };
        // Acts, Receives is 1 * 3 + 2.
        all.chances[5] = 0.75;
        assert_eq!(all.best(), (vec![Role::Acts, Role::Receives], 0.75));
        assert_eq!(all.chance(&[Role::Acts, Role::Receives]), 0.75);
        assert_eq!(all.chance(&[Role::Receives, Role::Acts]), 0.0);
        assert_eq!(all.chance(&[Role::Acts]), 0.0);
    }

    #[test]
    fn doubt_of_a_side_falls_on_all_that_give_it_a_role() {
        let mut all = Assignments { sides: 2, chances: vec![0.0; 9] };
        (all.chances[5], all.chances[3]) = (0.5, 0.25);
        all.doubt(&[false, true], 0.25);
        assert_eq!(all.best(), (vec![Role::Acts, Role::Out], 0.25));
        assert_eq!((all.chance(&[Role::Acts, Role::Receives]), all.chances[0]), (0.125, 0.375));
    }
}
