//! Which row of the output answers which row of gold: one to one, the best matches first.

/// Pairs (gold, found) with the greatest weights first; ties go to the earlier rows. A weight of 0 is no match.
pub(crate) fn pair_up(gold: usize, found: usize, weight: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let all = (0..gold).flat_map(|i| (0..found).map(move |j| (i, j)));
    let mut candidates: Vec<(f64, usize, usize)> =
        all.map(|(i, j)| (weight(i, j), i, j)).filter(|c| c.0 > 0.0).collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut gold_used, mut found_used) = (vec![false; gold], vec![false; found]);
    let mut pairs = Vec::new();
    for (_, i, j) in candidates {
        if !gold_used[i] && !found_used[j] {
            (gold_used[i], found_used[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

/// Rows that no pair names: those of gold (missed), then those of the output (invented).
pub(crate) fn unpaired(gold: usize, found: usize, pairs: &[(usize, usize)]) -> (Vec<usize>, Vec<usize>) {
    let missed = (0..gold).filter(|i| pairs.iter().all(|p| p.0 != *i)).collect();
    (missed, (0..found).filter(|j| pairs.iter().all(|p| p.1 != *j)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_pair_wins_and_each_row_answers_once() {
        let weights = [[0.6, 0.9, 0.0], [0.0, 0.8, 0.0]];
        let pairs = pair_up(2, 3, |i, j| weights[i][j]);
        assert_eq!(pairs, [(0, 1)]);
        assert_eq!(unpaired(2, 3, &pairs), (vec![1], vec![0, 2]));
    }

    #[test]
    fn ties_go_to_the_earlier_rows() {
        assert_eq!(pair_up(2, 2, |_, _| 1.0), [(0, 0), (1, 1)]);
    }
}
