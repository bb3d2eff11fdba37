//! What every scorer gives: for each measure, how many rows gold has, how many were found and how many of those are right.

/// Counts of one measure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that gold and output share (true positives).
    pub right: usize,
    /// Rows in gold.
    pub gold: usize,
    /// Rows in the output.
    pub found: usize,
}

impl Tally {
    /// Share of the output that is right, 0 to 1; 0 when nothing was found.
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.found)
    }

    /// Share of gold that was found, 0 to 1; 0 when gold is empty.
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// Harmonic mean of [`Tally::precision`] and [`Tally::recall`]; 0 when both are.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Measures with their counts, in the order in which they were first counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures(Vec<(String, Tally)>);

impl Figures {
    /// Adds to a measure, which is made if it is new.
    pub fn add(&mut self, measure: &str, right: usize, gold: usize, found: usize) {
        let at = self.0.iter().position(|(name, _)| name == measure).unwrap_or_else(|| {
            self.0.push((measure.to_owned(), Tally::default()));
            self.0.len() - 1
        });
        let tally = &mut self.0[at].1;
        *tally = Tally { right: tally.right + right, gold: tally.gold + gold, found: tally.found + found };
    }

    /// Counts of a measure, `None` if it was never counted.
    pub fn get(&self, measure: &str) -> Option<Tally> {
        self.0.iter().find(|(name, _)| name == measure).map(|(_, tally)| *tally)
    }

    /// All measures in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Tally)> {
        self.0.iter().map(|(name, tally)| (name.as_str(), *tally))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_ratios_of_what_was_added_up() {
        let mut figures = Figures::default();
        figures.add("b", 1, 2, 4);
        figures.add("a", 0, 0, 1);
        figures.add("b", 2, 2, 0);
        let b = figures.get("b").expect("b was added");
        assert_eq!(b, Tally { right: 3, gold: 4, found: 4 });
        assert_eq!((b.precision(), b.recall(), b.f1()), (0.75, 0.75, 0.75));
        assert_eq!(figures.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["b", "a"]);
    }

    #[test]
    fn nothing_found_and_nothing_to_find_count_as_zero() {
        let none = Tally::default();
        assert_eq!((none.precision(), none.recall(), none.f1()), (0.0, 0.0, 0.0));
    }
}
