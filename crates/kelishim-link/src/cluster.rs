//! Average linkage over a sparse likeness.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Likeness in thousandths, so that sums and comparisons are exact and the same everywhere.
pub type Milli = i64;

/// Groups of `n` rows under average linkage: the two groups of highest mean likeness are joined while that mean is at least
/// `threshold`. `pairs` holds `(i, j, likeness)` with `i < j`, each pair once; a pair that is not there counts as 0.
///
/// Returns a group for each row, numbered in the order of first rows. Ties go to the groups with the earliest rows.
/// O(p log p) for p pairs, times the length of the merged lists.
pub fn average_linkage(n: usize, pairs: &[(usize, usize, Milli)], threshold: Milli) -> Vec<usize> {
    let mut sums: Vec<BTreeMap<usize, Milli>> = vec![BTreeMap::new(); n];
    for &(i, j, likeness) in pairs {
        sums[i].insert(j, likeness);
        sums[j].insert(i, likeness);
    }
    let mut size = vec![1i64; n];
    let mut joined_to: Vec<usize> = (0..n).collect();
    // Means in millionths; an entry is stale when either group has changed since.
    let mut age = vec![0u32; n];
    let mut heap = BinaryHeap::new();
    for &(i, j, likeness) in pairs {
        if likeness >= threshold {
            heap.push((likeness * 1000, Reverse((i, j)), 0, 0));
        }
    }
    while let Some((_, Reverse((i, j)), age_i, age_j)) = heap.pop() {
        if age[i] != age_i || age[j] != age_j || joined_to[i] != i || joined_to[j] != j {
            continue;
        }
        // j goes into i, the group with the earlier first row.
        joined_to[j] = i;
        age[i] += 1;
        size[i] += size[j];
        let of_j = std::mem::take(&mut sums[j]);
        sums[i].remove(&j);
        for (k, sum) in of_j {
            if k == i {
                continue;
            }
            sums[k].remove(&j);
            *sums[i].entry(k).or_default() += sum;
            *sums[k].entry(i).or_default() += sum;
        }
        for (&k, &sum) in &sums[i] {
            let mean = sum * 1000 / (size[i] * size[k]);
            if mean >= threshold * 1000 {
                let (a, b) = (i.min(k), i.max(k));
                heap.push((mean, Reverse((a, b)), age[a], age[b]));
            }
        }
    }
    let root = |mut i: usize| {
        while joined_to[i] != i {
            i = joined_to[i];
        }
        i
    };
    let mut numbers = BTreeMap::new();
    (0..n)
        .map(|i| {
            let next = numbers.len();
            *numbers.entry(root(i)).or_insert(next)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_of_likeness_is_cut_where_the_mean_falls() {
        // 0-1 and 2-3 are close; 1-2 alone does not carry the rest.
        let pairs = [(0, 1, 900), (2, 3, 900), (1, 2, 800)];
        assert_eq!(average_linkage(4, &pairs, 500), [0, 0, 1, 1]);
        let all = [(0, 1, 900), (2, 3, 900), (1, 2, 800), (0, 2, 600), (0, 3, 600), (1, 3, 600)];
        assert_eq!(average_linkage(4, &all, 500), [0, 0, 0, 0]);
    }

    #[test]
    fn rows_without_pairs_stay_alone() {
        assert_eq!(average_linkage(3, &[], 1), [0, 1, 2]);
    }
}
