//! Who deals with whom, laid out on a plane.

use crate::chart::round;
use kelishim_store::ask::PairLine;
use std::collections::BTreeMap;

/// A side on the plane.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub name: String,
    pub rows: i64,
    pub x: f64,
    pub y: f64,
    pub radius: f64,
    /// Where its label stands; `None` where it would lie over another.
    pub label: Option<(f64, f64, &'static str)>,
}

/// A pair on the plane.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    pub a: usize,
    pub b: usize,
    pub rows: i64,
    /// 1 to 5.
    pub weight: usize,
}

/// Sides and pairs, placed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Network {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// Sides drawn at most.
pub const MOST: usize = 200;
/// The plane.
pub const WIDTH: f64 = 1200.0;
pub const HEIGHT: f64 = 900.0;
const ROUNDS: usize = 220;
const LETTER: f64 = 7.4;
const LINE: f64 = 15.0;

/// Places the sides of `pairs`, the busiest pairs first; `label` gives the name that is drawn.
///
/// Forces after Fruchterman and Reingold (1991), from fixed places: the same pairs give the same picture. Quadratic in sides.
pub fn lay_out(pairs: &[PairLine], label: impl Fn(&str) -> String) -> Network {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names: Vec<&str> = vec![];
    let mut edges = vec![];
    for pair in pairs {
        let new = [&pair.a, &pair.b].iter().filter(|s| !places.contains_key(s.as_str())).count();
        if names.len() + new > MOST {
            continue;
        }
        let mut at = |name| {
            *places.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            })
        };
        let (a, b) = (at(pair.a.as_str()), at(pair.b.as_str()));
        edges.push(Edge { a, b, rows: pair.commitments + pair.happenings + pair.statements, weight: 1 });
    }
    let most = edges.iter().map(|e| e.rows).max().unwrap_or(1).max(1) as f64;
    for edge in &mut edges {
        edge.weight = 1 + (4.0 * ((edge.rows as f64).ln_1p() / most.ln_1p())).round() as usize;
    }
    let points = forces(names.len(), &edges);
    let mut rows = vec![0; names.len()];
    for edge in &edges {
        rows[edge.a] += edge.rows;
        rows[edge.b] += edge.rows;
    }
    let busiest = rows.iter().max().copied().unwrap_or(1).max(1) as f64;
    let mut nodes: Vec<Node> = names
        .iter()
        .zip(&points)
        .zip(&rows)
        .map(|((name, (x, y)), rows)| Node {
            name: (*name).to_owned(),
            rows: *rows,
            x: round(*x),
            y: round(*y),
            radius: round(4.0 + 14.0 * (*rows as f64 / busiest).sqrt()),
            label: None,
        })
        .collect();
    place_labels(&mut nodes, label);
    Network { nodes, edges }
}

fn forces(count: usize, edges: &[Edge]) -> Vec<(f64, f64)> {
    let n = count.max(1) as f64;
    // Sunflower: spread evenly, and no two at one place.
    let mut points: Vec<(f64, f64)> = (0..count)
        .map(|i| {
            let (r, a) = ((i as f64 + 0.5).sqrt() / n.sqrt(), i as f64 * 2.399_963);
            (0.5 + 0.45 * r * a.cos(), 0.5 + 0.45 * r * a.sin())
        })
        .collect();
    let ideal = 0.9 / n.sqrt();
    for round in 0..ROUNDS {
        let heat = 0.08 * (1.0 - round as f64 / ROUNDS as f64);
        let mut moves: Vec<(f64, f64)> = points.iter().map(|p| ((0.5 - p.0) * 1.1, (0.5 - p.1) * 1.1)).collect();
        for i in 0..count {
            for j in i + 1..count {
                let (dx, dy) = (points[i].0 - points[j].0, points[i].1 - points[j].1);
                let square = (dx * dx + dy * dy).max(1e-6);
                let force = ideal * ideal / square;
                moves[i].0 += dx * force;
                moves[i].1 += dy * force;
                moves[j].0 -= dx * force;
                moves[j].1 -= dy * force;
            }
        }
        for edge in edges {
            let (dx, dy) = (points[edge.a].0 - points[edge.b].0, points[edge.a].1 - points[edge.b].1);
            let force = (dx * dx + dy * dy).sqrt() / ideal * 0.12 * edge.weight as f64;
            moves[edge.a].0 -= dx * force;
            moves[edge.a].1 -= dy * force;
            moves[edge.b].0 += dx * force;
            moves[edge.b].1 += dy * force;
        }
        for (point, (dx, dy)) in points.iter_mut().zip(moves) {
            let length = (dx * dx + dy * dy).sqrt().max(1e-9);
            let step = length.min(heat);
            point.0 += dx / length * step;
            point.1 += dy / length * step;
        }
    }
    let bounds = |values: Vec<f64>| {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (low, (high - low).max(1e-6))
    };
    let (left, width) = bounds(points.iter().map(|p| p.0).collect());
    let (top, height) = bounds(points.iter().map(|p| p.1).collect());
    let margin = (90.0, 40.0);
    let scaled = |p: &(f64, f64)| {
        (
            margin.0 + (p.0 - left) / width * (WIDTH - 2.0 * margin.0),
            margin.1 + (p.1 - top) / height * (HEIGHT - 2.0 * margin.1),
        )
    };
    points.iter().map(scaled).collect()
}

/// Labels of the busiest first, each right, left, above or below its side, wherever it lies over nothing.
fn place_labels(nodes: &mut [Node], label: impl Fn(&str) -> String) {
    let mut taken: Vec<(f64, f64, f64, f64)> =
        nodes.iter().map(|n| (n.x - n.radius, n.y - n.radius, n.x + n.radius, n.y + n.radius)).collect();
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|i| (-nodes[*i].rows, *i));
    for i in order {
        let node = &mut nodes[i];
        let width = label(&node.name).chars().count() as f64 * LETTER;
        let r = node.radius + 4.0;
        let choices = [
            (node.x + r, node.y + 5.0, "start"),
            (node.x - r, node.y + 5.0, "end"),
            (node.x, node.y - r - 1.0, "middle"),
            (node.x, node.y + r + 11.0, "middle"),
        ];
        for (x, y, side) in choices {
            let left = match side {
                "start" => x,
                "end" => x - width,
                _ => x - width / 2.0,
            };
            let area = (left, y - LINE + 3.0, left + width, y + 3.0);
            let inside = area.0 > 0.0 && area.2 < WIDTH && area.1 > 0.0 && area.3 < HEIGHT;
            let free = taken
                .iter()
                .enumerate()
                .all(|(j, t)| j == i || area.2 < t.0 || t.2 < area.0 || area.3 < t.1 || t.3 < area.1);
            if inside && free {
                taken.push(area);
                node.label = Some((round(x), round(y), side));
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: usize, b: usize, rows: i64) -> PairLine {
        PairLine {
            a: format!("n{a}"),
            b: format!("n{b}"),
            commitments: rows,
            happenings: 0,
            statements: 0,
            last: String::new(),
        }
    }

    #[test]
    fn two_hundred_sides_can_be_read() {
        let pairs: Vec<_> = (1..260).map(|i| pair(i / 3, i, 400 / i as i64 + 1)).collect();
        let network = lay_out(&pairs, |n| format!("{n} по-русски"));
        assert_eq!(network.nodes.len(), MOST);
        assert!(
            network
                .nodes
                .iter()
                .all(|n| n.x.is_finite() && (0.0..=WIDTH).contains(&n.x) && (0.0..=HEIGHT).contains(&n.y))
        );
        let labelled = network.nodes.iter().filter(|n| n.label.is_some()).count();
        assert!(labelled > 150, "{labelled} of 200 sides have their name beside them");
        assert_eq!(network, lay_out(&pairs, |n| format!("{n} по-русски")));
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(lay_out(&[], str::to_owned), Network::default());
    }
}
