//! Shares of a whole: one bar in each row, parted.

use super::decimal::Decimal;
use super::draw::{Width, Words};
use super::metrics::{LINE, width as text_width, wrap};
use super::names::Name;
use super::rows::Rows;
use super::spec::Chart;
use super::svg::{Anchor, Canvas};
use crate::theme::fill;

const BAR: f64 = 24.0;

pub fn stacked(canvas: &mut Canvas, chart: &Chart, words: &Words<'_>, width: Width) {
    let rows = Rows::new(canvas, chart, words, width, 0.0);
    let left = rows.left();
    let whole = canvas.width - left;
    let shares: Vec<Option<Vec<f64>>> = (0..chart.labels.len())
        .map(|row| shares(chart, row))
        .collect();
    for (row, parts) in shares.iter().enumerate() {
        let Some(parts) = parts else {
            nothing(canvas, chart, words, &rows, row);
            continue;
        };
        let names = names(chart, &shares, row, left, whole);
        let top = rows.row(canvas, row, BAR, names);
        let mut at = left;
        for (number, (part, series)) in parts.iter().zip(&chart.series).enumerate() {
            let wide = part * whole;
            if wide > 0.0 {
                canvas.rect(&format!("part s{}", number + 1), at, top, wide, BAR);
            }
            // What is counted in hundredths says so itself; of all else the share is told.
            let text = match (&*chart.unit, &series.values[row]) {
                ("%", Some(value)) => words.value(value, "%"),
                _ => {
                    let hundredths = format!("{:.0}", part * 100.0);
                    fill(words.percent, &[("n", &*hundredths)])
                }
            };
            if text_width(&text) + 6.0 <= wide {
                let middle = top + (BAR - LINE) / 2.0;
                let class = format!("inside s{}", number + 1);
                canvas.text(&class, at + wide / 2.0, middle, Anchor::Middle, &text);
            }
            at += wide;
        }
        if at < canvas.width - 0.01 {
            canvas.frame("rest", at, top, canvas.width - at, BAR);
        }
    }
}

/// What shares of so many parts may be off by, each of them rounded.
pub fn rounding(parts: usize) -> f64 {
    parts as f64 / 2.0
}

/// The parts of a row's whole, which hundredths may leave a rest of; none where one is not known, or where all are
/// zero.
fn shares(chart: &Chart, row: usize) -> Option<Vec<f64>> {
    let values = chart
        .series
        .iter()
        .map(|series| series.values[row].as_ref());
    let values: Option<Vec<f64>> = values.map(|value| value.map(Decimal::value)).collect();
    let values = values?;
    let most = values.iter().copied().fold(0.0, f64::max);
    // Each by the largest first, since the sum of all may be too large for a number.
    let parts: Vec<f64> = values.iter().map(|value| value / most).collect();
    let sum: f64 = parts.iter().sum();
    let whole = match &*chart.unit {
        "%" if sum * most < 100.0 - rounding(parts.len()) => 100.0 / most,
        _ => sum,
    };
    (most > 0.0).then(|| parts.iter().map(|part| part / whole).collect())
}

/// Says in a row's place that there is nothing to part.
fn nothing(canvas: &mut Canvas, chart: &Chart, words: &Words<'_>, rows: &Rows, row: usize) {
    let missing = chart
        .series
        .iter()
        .filter(|series| series.values[row].is_none());
    let missing: Vec<&str> = missing.map(|series| series.column.name.as_str()).collect();
    let text = match missing.len() {
        0 => "0".to_string(),
        number if number == chart.series.len() => words.missing.to_string(),
        _ => fill(
            words.missing_list,
            &[("list", &*missing.join(words.separator))],
        ),
    };
    let lines = wrap(&text, canvas.width - rows.left());
    let high = BAR.max(LINE * lines.len() as f64);
    let top = rows.row(canvas, row, high, Vec::new());
    let top = top + (high - LINE * lines.len() as f64) / 2.0;
    canvas.lines("missing", rows.left(), top, Anchor::Start, &lines);
}

/// The names of the parts that are shown at this row: all at the first row that has most of them, and
/// what it has not at the first that does.
fn names(
    chart: &Chart,
    shares: &[Option<Vec<f64>>],
    row: usize,
    left: f64,
    whole: f64,
) -> Vec<Name> {
    let has = |row: &Option<Vec<f64>>, number: usize| {
        row.as_ref().is_some_and(|parts| parts[number] > 0.0)
    };
    let count = |row: &Option<Vec<f64>>| {
        (0..chart.series.len())
            .filter(|number| has(row, *number))
            .count()
    };
    let most = shares.iter().map(count).max();
    let best = shares.iter().position(|row| Some(count(row)) == most);
    let mut names = Vec::new();
    let mut at = left;
    for (number, series) in chart.series.iter().enumerate() {
        let shown = match best.filter(|best| has(&shares[*best], number)) {
            Some(best) => Some(best),
            None => shares.iter().position(|row| has(row, number)),
        };
        let wide = shares[row]
            .as_ref()
            .map_or(0.0, |parts| parts[number] * whole);
        if shown == Some(row) {
            names.push(Name {
                x: at + (wide / 2.0).min(8.0),
                text: series.column.name.clone(),
                class: format!("s{}", number + 1),
            });
        }
        at += wide;
    }
    names
}
