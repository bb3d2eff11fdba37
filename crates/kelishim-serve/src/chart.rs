//! Figures of charts: where bars stand. The drawing is in the templates, so that it is styled like the rest.

use kelishim_store::ask::MonthLine;

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// What it stands for.
    pub month: MonthLine,
    pub negative: bool,
}

/// The cooperation index by month above, the reports it rests on below.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndexChart {
    pub index: Vec<Bar>,
    pub reports: Vec<Bar>,
    /// Years with the place of their January.
    pub years: Vec<(f64, String)>,
    /// Most reports of a month.
    pub most: i64,
}

/// Width of the plot, and heights of its two parts.
pub const WIDTH: f64 = 680.0;
const INDEX: f64 = 110.0;
const REPORTS: f64 = 44.0;
/// Where the zero line of the index lies; PLOVER's scale is -10 to 10.
const ZERO: f64 = 66.0;
const SCALE: f64 = 6.2;
/// Months shown at most, the last ones.
const MONTHS: i64 = 180;

/// Places the months; `months` are in order of time.
pub fn index_chart(months: &[MonthLine]) -> IndexChart {
    let number =
        |m: &MonthLine| Some(m.month.get(..4)?.parse::<i64>().ok()? * 12 + m.month.get(5..7)?.parse::<i64>().ok()? - 1);
    let placed: Vec<(i64, &MonthLine)> = months.iter().filter_map(|m| Some((number(m)?, m))).collect();
    let Some((last, _)) = placed.last() else { return IndexChart::default() };
    let first = placed.first().map_or(*last, |p| p.0).max(last - MONTHS + 1);
    // A chart of two months is not a wall.
    let count = (last - first + 1).max(24);
    let step = WIDTH / count as f64;
    let shown: Vec<_> = placed.into_iter().filter(|p| p.0 >= first).collect();
    let most = shown.iter().map(|p| p.1.reports).max().unwrap_or(1).max(1);
    let mut chart = IndexChart { most, ..IndexChart::default() };
    for (at, month) in shown {
        let x = round((at - first) as f64 * step);
        let width = round((step * 0.8).max(1.0));
        let height = round((month.index.abs() * SCALE).max(1.0));
        let negative = month.index < 0.0;
        let y = if negative { ZERO } else { ZERO - height };
        chart.index.push(Bar { x, y: round(y), width, height, month: month.clone(), negative });
        let height = round((month.reports as f64 / most as f64 * REPORTS).max(1.0));
        let y = round(INDEX + 20.0 + REPORTS - height);
        chart.reports.push(Bar { x, y, width, height, month: month.clone(), negative: false });
    }
    let every = if count > 150 { 2 } else { 1 };
    let years = (first.div_euclid(12)..=(first + count - 1).div_euclid(12)).map(|year| (year * 12, year));
    chart.years = years
        .filter(|(at, year)| *at >= first && year % every == 0)
        .map(|(at, year)| (round((at - first) as f64 * step), year.to_string()))
        .collect();
    chart
}

/// How dark a cell of a table is, 0 to 5, for `n` where the most is `most`.
pub fn shade(n: i64, most: i64) -> usize {
    if n <= 0 { 0 } else { (1 + (4.0 * (n as f64).ln_1p() / (most as f64).ln_1p()) as usize).min(5) }
}

/// To a tenth: places on a drawing need no more.
pub fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_darkest_and_nothing_is_blank() {
        assert_eq!([shade(0, 9), shade(1, 9), shade(9, 9), shade(1, 1), shade(0, 0)], [0, 2, 5, 5, 0]);
    }

    #[test]
    fn bars_stand_at_their_month() {
        let month = |month: &str, index| MonthLine { month: month.to_owned(), index, happenings: 1, reports: 2 };
        let chart = index_chart(&[month("2020-01", 5.0), month("2021-12", -2.0)]);
        assert_eq!(chart.index[0].x, 0.0);
        assert!(chart.index[1].x > WIDTH * 0.9 && chart.index[1].negative && chart.index[1].y == ZERO);
        assert_eq!(chart.years.iter().map(|y| y.1.as_str()).collect::<Vec<_>>(), ["2020", "2021"]);
        assert_eq!(index_chart(&[]), IndexChart::default());
        assert_eq!(index_chart(&[month("", 1.0)]), IndexChart::default());
    }
}
