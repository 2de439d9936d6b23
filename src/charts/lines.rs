//! Lines on a scale, each with its name at its end.

use super::columns::{Ground, below};
use super::decimal::Decimal;
use super::draw::{Width, Words, gaps};
use super::label::Label;
use super::metrics::{LINE, widest, wrap};
use super::names::apart;
use super::rows::GAP;
use super::scale::place;
use super::spec::{Chart, Series};
use super::svg::{Anchor, Canvas};

/// The names of lines take so much of the width at most.
const NAMES: f64 = 0.34;
/// With so many rows or fewer each value has a dot.
const DOTTED: usize = 12;
const DOT: f64 = 3.0;
/// A line that is shorter by this ends early.
const SHORT: f64 = 24.0;

pub fn lines(canvas: &mut Canvas, chart: &Chart, words: &Words<'_>, width: Width) {
    let texts: Vec<String> = chart
        .series
        .iter()
        .map(|series| end(chart, series, words))
        .collect();
    let texts: Vec<Vec<String>> = texts
        .iter()
        .map(|text| wrap(text, canvas.width * NAMES))
        .collect();
    let mut ground = Ground::new(canvas, chart, words, width, false);
    let needed: usize = texts.iter().map(Vec::len).sum();
    ground.height = ground.height.max(LINE * needed as f64);
    let names = widest(texts.iter().flatten().map(String::as_str)) + GAP + 8.0;
    let (left, right) = (ground.left + DOT, canvas.width - names);
    ground.ticks(canvas, chart, words, right + DOT);

    let order = order(chart);
    let places: Vec<f64> = order
        .iter()
        .map(|(_, share)| left + share * (right - left))
        .collect();
    let mut ends = Vec::new();
    for (number, series) in chart.series.iter().enumerate() {
        let point = |(at, (row, _)): (usize, &(usize, f64))| {
            let value = series.values[*row].as_ref()?.value();
            Some((places[at], ground.y(value)))
        };
        let points: Vec<Option<(f64, f64)>> = order.iter().enumerate().map(point).collect();
        for run in points.split(Option::is_none) {
            let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
            if run.len() > 1 {
                canvas.path(&format!("run s{}", number + 1), &run);
            }
            if run.len() == 1 || points.len() <= DOTTED {
                for point in run {
                    canvas.circle(&format!("dot s{}", number + 1), point, DOT);
                }
            }
        }
        ends.push(points.iter().rev().flatten().next().copied());
    }
    let wanted: Vec<(f64, f64)> = ends
        .iter()
        .zip(&texts)
        .map(|(end, lines)| {
            (
                end.map_or(ground.top, |(_, y)| y),
                LINE * lines.len() as f64,
            )
        })
        .collect();
    let edges = apart(
        &wanted,
        ground.top - LINE / 2.0,
        ground.bottom() + LINE / 2.0,
    );
    // What early names take: left, right, upper and lower edge.
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for (number, ((lines, end), edge)) in texts.iter().zip(&ends).zip(&edges).enumerate() {
        let Some((x, y)) = end else { continue };
        let class = format!("mark-name s{}", number + 1);
        let text_x = right + GAP + 8.0;
        // A line that ends early has its name there, if there is room: a leader could look as if it went on.
        let high = LINE * lines.len() as f64;
        let top = (y - high / 2.0).min(ground.bottom() - high).max(ground.top);
        let left = x + DOT + GAP;
        let early = [
            left,
            left + widest(lines.iter().map(String::as_str)) + GAP,
            top,
            top + high,
        ];
        let meets = |other: &[f64; 4]| {
            early[0] < other[1] && other[0] < early[1] && early[2] < other[3] && other[2] < early[3]
        };
        if x + GAP + SHORT < right && early[1] <= text_x && !taken.iter().any(meets) {
            canvas.lines(&class, left, top, Anchor::Start, lines);
            taken.push(early);
            continue;
        }
        let beside = edge + LINE / 2.0;
        if (y - beside).abs() > LINE / 2.0 || x + SHORT < right {
            canvas.line("leader", (x + DOT + 1.0, *y), (text_x - 2.0, beside));
        }
        canvas.lines(&class, text_x, *edge, Anchor::Start, lines);
    }
    canvas.height = ground.bottom() + LINE / 2.0 + 2.0;
    let labels: Vec<&Label> = order.iter().map(|(row, _)| &chart.labels[*row]).collect();
    below(canvas, &labels, words, &places);
    gaps(canvas, &missing(chart, words), words);
}

/// What stands at the end of a line: its name, or its last value if it is the only one.
fn end(chart: &Chart, series: &Series, words: &Words<'_>) -> String {
    match chart.series.len() {
        1 => {
            let order = order(chart).into_iter().rev();
            let mut known = order.filter_map(|(row, _)| series.values[row].as_ref());
            known
                .next()
                .map_or_else(String::new, |last: &Decimal| words.value(last, &chart.unit))
        }
        _ => series.column.name.clone(),
    }
}

/// The rows by their places, each with the share of the way it stands at.
fn order(chart: &Chart) -> Vec<(usize, f64)> {
    let places = chart.labels.iter().enumerate();
    let mut places: Vec<(usize, f64)> = places
        .map(|(row, label)| (row, label.place().unwrap_or(row as f64)))
        .collect();
    places.sort_by(|a, b| a.1.total_cmp(&b.1));
    let ends = places.first().zip(places.last());
    let (low, high) = ends.map_or((0.0, 0.0), |(first, last)| (first.1, last.1));
    let share = |(row, at): (usize, f64)| (row, place(at, low, high));
    places.into_iter().map(share).collect()
}

/// What is not known: the label of a row, with the names of the lines if others go on there.
fn missing(chart: &Chart, words: &Words<'_>) -> Vec<String> {
    let rows = chart.labels.iter().enumerate();
    let missing = rows.filter_map(|(row, label)| {
        let those = chart
            .series
            .iter()
            .filter(|series| series.values[row].is_none());
        let those: Vec<&str> = those.map(|series| series.column.name.as_str()).collect();
        let label = label.write(words.locale, true);
        match those.len() {
            0 => None,
            number if number == chart.series.len() => Some(label),
            _ => Some(format!("{label} ({})", those.join(words.separator))),
        }
    });
    missing.collect()
}
