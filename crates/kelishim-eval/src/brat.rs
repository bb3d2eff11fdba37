//! Entities as the annotation tool brat writes them beside a text: `T1<tab>PERSON 6 11<tab>words`.

use crate::entities::Named;

/// A line of a brat file that is no entity although it begins like one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: an entity is written `T1<tab>TYPE START END<tab>words`")]
pub struct BratError {
    /// Counted from 1.
    pub line: usize,
}

/// The entities of an `.ann` file, in its order; other lines (relations, notes) are passed over.
///
/// Offsets are code points of the text as stored, line ends included. An entity in pieces is taken from the first to the
/// last.
pub fn read_brat(ann: &str) -> Result<Vec<Named>, BratError> {
    let lines = ann.lines().enumerate().filter(|(_, line)| line.starts_with('T'));
    lines.map(|(at, line)| entity(line).ok_or(BratError { line: at + 1 })).collect()
}

fn entity(line: &str) -> Option<Named> {
    let (kind, place) = line.split('\t').nth(1)?.split_once(' ')?;
    let mut bounds = place.split([' ', ';']).map(|n| n.parse::<usize>().ok());
    let start = bounds.next()??;
    let end = bounds.next_back()??;
    Some(Named { start, end, kind: kind.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ann: &str, expected: Result<Vec<(usize, usize, &str)>, usize>) {
        let found = read_brat(ann);
        let expected = expected
            .map(|rows| rows.into_iter().map(|(start, end, kind)| Named { start, end, kind: kind.into() }).collect())
            .map_err(|line| BratError { line });
        assert_eq!(found, expected);
    }

    #[test]
    fn entities_are_read_and_relations_passed_over() {
        check(
            "T1\tPERSON 0 5\tАсан\nR1\tWORKS Arg1:T1 Arg2:T2\nT2\tCITY 7 10\tОш",
            Ok(vec![(0, 5, "PERSON"), (7, 10, "CITY")]),
        );
    }

    #[test]
    fn an_entity_in_pieces_is_taken_whole() {
        check("T1\tLAW 3 5;9 12\tзакон о", Ok(vec![(3, 12, "LAW")]));
    }

    #[test]
    fn a_broken_line_is_named() {
        check("T1\tPERSON 0 5\tАсан\nT2\tCITY", Err(2));
        check("T1\tCITY 4", Err(1));
        check("T1\tCITY x 4", Err(1));
    }
}
