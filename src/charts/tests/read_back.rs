//! The values read from a drawing, by its ticks or the lengths of its bars, are those of the table.

use proptest::prelude::*;

use super::super::Width;
use super::super::decimal::Decimal;
use super::super::spec::{Chart, Kind};
use super::{Mark, charts, drawn, locale, marks, read};

/// By how much a coordinate may be wrong, since it is written with two decimals.
const ROUNDED: f64 = 0.011;

/// A number as English writes it in a picture.
fn number(text: &str) -> f64 {
    let plain = text
        .trim_end_matches('%')
        .replace(',', "")
        .replace('−', "-");
    let Some((number, power)) = plain.split_once("×10") else {
        return plain.parse().unwrap_or_else(|_| panic!("{text}"));
    };
    let raised = power.chars().map(|sign| match sign {
        '⁻' => '-',
        sign => {
            let all = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
            let digit = all.iter().position(|one| *one == sign).expect("a digit");
            char::from_digit(digit as u32, 10).expect("a digit")
        }
    });
    format!("{number}e{}", raised.collect::<String>())
        .parse()
        .expect("a number")
}

/// A scale as a reader finds it: the place and the number of two ticks.
struct Found {
    places: (f64, f64),
    numbers: (f64, f64),
}

impl Found {
    /// From lines across the drawing and the words at them: one at each, in the same order, though words at an edge
    /// are moved in.
    fn new(lines: &[f64], words: &[f64]) -> Found {
        assert_eq!(lines.len(), words.len());
        Found {
            places: (lines[0], lines[lines.len() - 1]),
            numbers: (words[0], words[words.len() - 1]),
        }
    }

    /// The part of the way from the first tick to the last.
    fn share(&self, at: f64) -> f64 {
        (at - self.places.0) / (self.places.1 - self.places.0)
    }

    fn assert_is(&self, at: f64, value: f64) -> Result<(), TestCaseError> {
        let whole = self.numbers.1 / 2.0 - self.numbers.0 / 2.0;
        let expected = (value / 2.0 - self.numbers.0 / 2.0) / whole;
        let error = 3.0 * ROUNDED / (self.places.1 - self.places.0).abs();
        prop_assert!(
            (self.share(at) - expected).abs() <= error,
            "{value} at {at}, {:?} are {:?}",
            self.places,
            self.numbers
        );
        Ok(())
    }
}

fn values(chart: &Chart, series: usize) -> Vec<f64> {
    let known = chart.series[series].values.iter().flatten();
    known.map(Decimal::value).collect()
}

fn of_bars(chart: &Chart, marks: &[Mark]) -> Result<(), TestCaseError> {
    let bars: Vec<&Mark> = marks.iter().filter(|mark| mark.is("mark")).collect();
    let zeros: Vec<&Mark> = marks.iter().filter(|mark| mark.is("axis")).collect();
    let lengths = bars.iter().zip(&zeros).map(|(bar, zero)| {
        let (left, right) = (bar.number("x"), bar.number("x") + bar.number("width"));
        let zero = zero.number("x1");
        let is_right = (left - zero).abs() <= ROUNDED;
        assert!(
            is_right || (right - zero).abs() <= 2.0 * ROUNDED,
            "{bar:?} does not begin at zero, {zero}"
        );
        if is_right { right - zero } else { left - zero }
    });
    let lengths: Vec<f64> = lengths.collect();
    let values = values(chart, 0);
    prop_assert_eq!(lengths.len(), values.len());
    let longest = lengths
        .iter()
        .fold(0.0, |most: f64, length| most.max(length.abs()));
    let largest = values
        .iter()
        .fold(0.0, |most: f64, value| most.max(value.abs()));
    for (length, value) in lengths.iter().zip(&values) {
        if largest == 0.0 {
            prop_assert!(length.abs() <= ROUNDED);
            continue;
        }
        prop_assert!(longest > 20.0, "no bar can be seen");
        let error = 3.0 * ROUNDED / longest;
        prop_assert!(
            (length / longest - value / largest).abs() <= error,
            "{value} is {length} of {longest}"
        );
    }
    Ok(())
}

fn of_columns(chart: &Chart, marks: &[Mark]) -> Result<(), TestCaseError> {
    let found = vertical(marks);
    let zero = marks
        .iter()
        .find(|mark| mark.is("axis"))
        .expect("zero")
        .number("y1");
    let columns: Vec<&Mark> = marks.iter().filter(|mark| mark.is("mark")).collect();
    let values = values(chart, 0);
    prop_assert_eq!(columns.len(), values.len());
    for (column, value) in columns.iter().zip(values) {
        let (top, bottom) = (
            column.number("y"),
            column.number("y") + column.number("height"),
        );
        let (from, to) = if value < 0.0 {
            (top, bottom)
        } else {
            (bottom, top)
        };
        prop_assert!(
            (from - zero).abs() <= 2.0 * ROUNDED,
            "{column:?} does not begin at zero, {zero}"
        );
        found.assert_is(to, value)?;
    }
    Ok(())
}

fn vertical(marks: &[Mark]) -> Found {
    let lines = marks
        .iter()
        .filter(|mark| mark.is("grid") || mark.is("axis"));
    let lines: Vec<f64> = lines.map(|line| line.number("y1")).collect();
    let words = marks.iter().filter(|mark| mark.is("tick"));
    let words: Vec<f64> = words.map(|word| number(&word.text)).collect();
    Found::new(&lines, &words)
}

fn of_lines(chart: &Chart, marks: &[Mark]) -> Result<(), TestCaseError> {
    let found = vertical(marks);
    let mut order: Vec<usize> = (0..chart.labels.len()).collect();
    order.sort_by(|a, b| {
        let place = |row: usize| chart.labels[row].place().unwrap_or(row as f64);
        place(*a).total_cmp(&place(*b))
    });
    for (number, series) in chart.series.iter().enumerate() {
        let dots = marks
            .iter()
            .filter(|mark| mark.name == "circle" && mark.is(&format!("s{}", number + 1)));
        let dots: Vec<&Mark> = dots.collect();
        let known: Vec<f64> = order
            .iter()
            .filter_map(|row| Some(series.values[*row].as_ref()?.value()))
            .collect();
        prop_assert_eq!(dots.len(), known.len());
        prop_assert!(
            dots.windows(2)
                .all(|two| two[0].number("cx") <= two[1].number("cx"))
        );
        for (dot, value) in dots.iter().zip(known) {
            found.assert_is(dot.number("cy"), value)?;
        }
        // A line goes through its dots.
        let runs = marks
            .iter()
            .filter(|mark| mark.is("run") && mark.is(&format!("s{}", number + 1)));
        for point in runs.flat_map(Mark::points) {
            let is_dot = |dot: &&&Mark| dot.number("cx") == point.0 && dot.number("cy") == point.1;
            prop_assert!(dots.iter().any(|dot| is_dot(&dot)), "{point:?} is no dot");
        }
    }
    Ok(())
}

fn of_ranges(chart: &Chart, marks: &[Mark]) -> Result<(), TestCaseError> {
    let lines = marks
        .iter()
        .filter(|mark| mark.is("grid"))
        .map(|line| line.number("x1"));
    let lines: Vec<f64> = lines.collect();
    let words = marks.iter().filter(|mark| mark.is("tick"));
    let words: Vec<f64> = words.map(|word| number(&word.text)).collect();
    if words.len() < 2 {
        return Ok(());
    }
    let found = Found::new(&lines, &words);
    for number in 0..chart.series.len() {
        let dots = marks
            .iter()
            .filter(|mark| mark.name == "circle" && mark.is(&format!("s{}", number + 1)));
        let dots: Vec<&Mark> = dots.collect();
        let values = values(chart, number);
        prop_assert_eq!(dots.len(), values.len());
        for (dot, value) in dots.iter().zip(values) {
            found.assert_is(dot.number("cx"), value)?;
        }
    }
    Ok(())
}

fn of_shares(chart: &Chart, marks: &[Mark]) -> Result<(), TestCaseError> {
    let mut parts = marks.iter().filter(|mark| mark.is("part"));
    for row in 0..chart.labels.len() {
        let values: Option<Vec<f64>> = chart
            .series
            .iter()
            .map(|series| series.values[row].as_ref().map(Decimal::value))
            .collect();
        let Some(values) = values else { continue };
        let sum: f64 = values.iter().sum();
        // Hundredths may leave a rest of a hundred.
        let sum = match &*chart.unit {
            "%" if sum < 100.0 - values.len() as f64 / 2.0 => 100.0,
            _ => sum,
        };
        let shown: Vec<(usize, f64)> = values
            .iter()
            .map(|value| value / sum)
            .enumerate()
            .filter(|(_, share)| *share > 0.0)
            .collect();
        let shown: Vec<(usize, f64, &Mark)> = shown
            .into_iter()
            .map(|(series, share)| (series, share, parts.next().expect("a part")))
            .collect();
        let left = shown.first().map_or(0.0, |(_, _, part)| part.number("x"));
        let whole = marks[0].number("width") - left;
        for (series, share, part) in shown {
            prop_assert!(part.is(&format!("s{}", series + 1)), "{part:?}");
            prop_assert!(
                (part.number("width") / whole - share).abs() < 0.001,
                "{share}: {part:?} of {whole}"
            );
        }
    }
    prop_assert!(parts.next().is_none(), "parts of nothing");
    Ok(())
}

fn assert_read_back(chart: &Chart) -> Result<(), TestCaseError> {
    let english = locale("en");
    for width in [Width::Narrow, Width::Wide] {
        let marks = marks(&drawn(chart, &english, width));
        let has_ticks = marks.iter().any(|mark| mark.is("tick"));
        match chart.kind {
            Kind::Bar => of_bars(chart, &marks)?,
            Kind::Column if has_ticks => of_columns(chart, &marks)?,
            Kind::Column => of_bars(chart, &marks)?,
            Kind::Line => of_lines(chart, &marks)?,
            Kind::Range => of_ranges(chart, &marks)?,
            Kind::Stacked => of_shares(chart, &marks)?,
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn from_bars(chart in charts(Kind::Bar)) {
        assert_read_back(&chart)?;
    }

    #[test]
    fn from_columns(chart in charts(Kind::Column)) {
        assert_read_back(&chart)?;
    }

    #[test]
    fn from_lines(chart in charts(Kind::Line)) {
        assert_read_back(&chart)?;
    }

    #[test]
    fn from_ranges(chart in charts(Kind::Range)) {
        assert_read_back(&chart)?;
    }

    #[test]
    fn from_shares(chart in charts(Kind::Stacked)) {
        assert_read_back(&chart)?;
    }
}

#[test]
fn from_a_table_that_a_person_would_write() {
    let lines = [
        "year,left,right",
        "2020,10,-4",
        "2021,12.5,",
        "2024-06,40,7",
    ];
    assert_read_back(&read(Kind::Line, &lines)).expect("lines");
    assert_read_back(&read(Kind::Range, &lines)).expect("ranges");
    for kind in [Kind::Bar, Kind::Column] {
        assert_read_back(&read(
            kind,
            &["year,left", "2020,10", "2021,-12.5", "2022,0"],
        ))
        .expect("bars");
    }
    assert_read_back(&read(
        Kind::Stacked,
        &["x,a,b,c", "one,1,2,3", "two,0,5,5", "three,,1,1"],
    ))
    .expect("shares");
    assert_read_back(&read(Kind::Range, &["x,a,b", "one,3,3", "two,1,4"])).expect("equal ends");
}

#[test]
fn hundredths_are_drawn_of_a_hundred() {
    let lines = [
        "x,a (%),b (%)",
        "most,40,20",
        "rounded,33.3,66",
        "all,50,50",
    ];
    let marks = marks(&drawn(
        &read(Kind::Stacked, &lines),
        &locale("en"),
        Width::Wide,
    ));
    let wide = |class: &str| -> Vec<f64> {
        let those = marks
            .iter()
            .filter(|mark| mark.name == "rect" && mark.is(class));
        those.map(|mark| mark.number("width")).collect()
    };
    let (parts, rests) = (wide("part"), wide("rest"));
    let whole = parts[4] + parts[5];
    assert_eq!((parts.len(), rests.len()), (6, 1));
    assert!((parts[0] / whole - 0.4).abs() < 0.001 && (parts[1] / whole - 0.2).abs() < 0.001);
    assert!((rests[0] / whole - 0.4).abs() < 0.001);
    // What rounding left out is no rest.
    assert!((parts[2] + parts[3] - whole).abs() < 0.1);
}
