//! The best tree of a sentence: Chu-Liu/Edmonds with exactly one root.

/// Scores `[n, n + 1]`: row d, column 0 the root, column h + 1 head h. Returns the head column of each word.
///
/// Quadratic when the best heads are a tree already, cubic at worst.
pub fn spanning_tree(scores: &[f32], n: usize) -> Vec<usize> {
    let size = n + 1;
    let mut full = vec![f64::NEG_INFINITY; size * size];
    for d in 0..n {
        for h in 0..size {
            if h != d + 1 {
                full[(d + 1) * size + h] = f64::from(scores[d * size + h]);
            }
        }
    }
    let mut heads = arborescence(&full, size);
    if heads[1..].iter().filter(|h| **h == 0).count() > 1 {
        // Every arc from the root made dearer than all others can outweigh: the best tree then has one of them.
        let (low, high) =
            full.iter().filter(|s| s.is_finite()).fold((0.0f64, 0.0f64), |(l, h), s| (l.min(*s), h.max(*s)));
        let dear = (high - low + 1.0) * size as f64;
        for i in 1..size {
            full[i * size] -= dear;
        }
        heads = arborescence(&full, size);
    }
    heads.split_off(1)
}

/// Best heads of all nodes but 0; `m[d * size + h]`.
fn arborescence(m: &[f64], size: usize) -> Vec<usize> {
    let at = |d: usize, h: usize| m[d * size + h];
    let mut heads = vec![0; size];
    for (d, head) in heads.iter_mut().enumerate().skip(1) {
        for h in 1..size {
            if at(d, h) > at(d, *head) {
                *head = h;
            }
        }
    }
    let Some(cycle) = find_cycle(&heads) else { return heads };
    let rest: Vec<usize> = (0..size).filter(|i| !cycle.contains(i)).collect();
    let k = rest.len();
    let mut small = vec![f64::NEG_INFINITY; (k + 1) * (k + 1)];
    let (mut leaves, mut enters) = (vec![cycle[0]; k], vec![cycle[0]; k]);
    for (a, i) in rest.iter().enumerate() {
        for (b, j) in rest.iter().enumerate() {
            small[a * (k + 1) + b] = at(*i, *j);
        }
        if *i != 0 {
            leaves[a] = best(&cycle, |c| at(*i, c));
            small[a * (k + 1) + k] = at(*i, leaves[a]);
        }
        enters[a] = best(&cycle, |c| at(c, *i) - at(c, heads[c]));
        small[k * (k + 1) + a] = at(enters[a], *i) - at(enters[a], heads[enters[a]]);
    }
    let got = arborescence(&small, k + 1);
    for (a, i) in rest.iter().enumerate() {
        if *i != 0 {
            heads[*i] = if got[a] == k { leaves[a] } else { rest[got[a]] };
        }
    }
    let entry = got[k];
    heads[enters[entry]] = rest[entry];
    heads
}

fn best(of: &[usize], score: impl Fn(usize) -> f64) -> usize {
    of.iter().copied().fold(of[0], |a, b| if score(b) > score(a) { b } else { a })
}

fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let (mut path, mut x) = (vec![], start);
        while x != 0 && seen[x] == 0 {
            seen[x] = start;
            path.push(x);
            x = heads[x];
        }
        if x != 0
            && seen[x] == start
            && let Some(from) = path.iter().position(|p| *p == x)
        {
            return Some(path.split_off(from));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best tree by trying all.
    fn brute(scores: &[f32], n: usize) -> f32 {
        let mut top = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|d| code / (n + 1).pow(d as u32) % (n + 1)).collect();
            let one_root = heads.iter().filter(|h| **h == 0).count() == 1;
            let reaches = |mut d: usize| {
                for _ in 0..=n {
                    match heads[d] {
                        0 => return true,
                        h => d = h - 1,
                    }
                }
                false
            };
            if one_root && (0..n).all(reaches) {
                top = top.max(heads.iter().enumerate().map(|(d, h)| scores[d * (n + 1) + h]).sum());
            }
        }
        top
    }

    #[test]
    fn no_tree_scores_better() {
        for seed in 1..200u32 {
            let n = 2 + (seed % 4) as usize;
            let scores: Vec<f32> =
                (0..n * (n + 1)).map(|i| ((i as u32 * 7919 + seed * 104_729) % 1009) as f32).collect();
            let heads = spanning_tree(&scores, n);
            let total: f32 = heads.iter().enumerate().map(|(d, h)| scores[d * (n + 1) + h]).sum();
            assert_eq!(heads.iter().filter(|h| **h == 0).count(), 1);
            assert_eq!(total, brute(&scores, n), "seed {seed}");
        }
    }
}
