//! Dots on a scale, one or two in each row, joined by a line.

use super::decimal::Decimal;
use super::draw::{Width, Words, gaps};
use super::metrics::{LINE, widest, width as text_width};
use super::names::Name;
use super::rows::{GAP, Rows};
use super::scale::Scale;
use super::spec::{Chart, Series};
use super::svg::{Anchor, Canvas};

const RADIUS: f64 = 5.0;

/// Ticks at most, on a narrow and on a wide screen.
const TICKS: [usize; 2] = [5, 7];

pub fn ranges(canvas: &mut Canvas, chart: &Chart, words: &Words<'_>, width: Width) {
    let all = || {
        chart
            .series
            .iter()
            .flat_map(|series| series.values.iter().flatten())
    };
    let texts: Vec<String> = all()
        .map(|number| words.value(number, &chart.unit))
        .collect();
    let room = widest(texts.iter().map(String::as_str)) + GAP + RADIUS;
    let room_left = if chart.series.len() == 1 {
        RADIUS
    } else {
        room
    };
    let rows = Rows::new(canvas, chart, words, width, room_left + room);
    let left = rows.left() + room_left;
    let right = canvas.width - room;
    let most = TICKS[usize::from(width == Width::Wide)];
    let scale = Scale::covering(all().map(Decimal::value), false, most);
    let x = |value: f64| left + scale.place(value) * (right - left);

    let behind = canvas.position();
    let begin = canvas.height;
    let mut missing = Vec::new();
    for (row, label) in chart.labels.iter().enumerate() {
        let names = names(chart, row, &x);
        let top = rows.row(canvas, row, LINE, names);
        let middle = top + LINE / 2.0;
        let mut known: Vec<(usize, &Decimal)> = Vec::new();
        let mut unknown = Vec::new();
        for (number, series) in chart.series.iter().enumerate() {
            match &series.values[row] {
                Some(value) => known.push((number, value)),
                None => unknown.push(series.column.name.as_str()),
            }
        }
        if known.is_empty() {
            canvas.text("missing", rows.left(), top, Anchor::Start, words.missing);
        } else if !unknown.is_empty() {
            let label = label.write(words.locale, true);
            missing.push(format!("{label} ({})", unknown.join(words.separator)));
        }
        if let [(_, one), (_, other)] = known[..] {
            canvas.line("span", (x(one.value()), middle), (x(other.value()), middle));
        }
        for (number, value) in &known {
            let class = format!("dot s{}", number + 1);
            canvas.circle(&class, (x(value.value()), middle), RADIUS);
        }
        known.sort_by(|a, b| a.1.value().total_cmp(&b.1.value()));
        for (place, (_, value)) in known.iter().enumerate() {
            let text = words.value(value, &chart.unit);
            let dot = x(value.value());
            match place == 0 && known.len() > 1 {
                true => canvas.text("value", dot - RADIUS - GAP, top, Anchor::End, &text),
                false => canvas.text("value", dot + RADIUS + GAP, top, Anchor::Start, &text),
            }
        }
    }
    let end = canvas.height;
    let mut grid = Canvas::new(canvas.width);
    for tick in scale.ticks() {
        let at = x(tick.value);
        grid.line("grid", (at, begin), (at, end));
    }
    canvas.put_behind(behind, grid);
    let mut free = f64::NEG_INFINITY;
    for tick in scale.ticks() {
        let text = words.tick(&tick.number, &chart.unit);
        let half = text_width(&text) / 2.0;
        let at = x(tick.value).max(half).min(canvas.width - half);
        if at - half > free {
            canvas.text("tick", at, end, Anchor::Middle, &text);
            free = at + half + GAP;
        }
    }
    canvas.height = end + LINE;
    gaps(canvas, &missing, words);
}

/// The names of the dots of the row that shows them best: the first that has all of them.
fn names(chart: &Chart, row: usize, x: &dyn Fn(f64) -> f64) -> Vec<Name> {
    if chart.series.len() < 2 {
        return Vec::new();
    }
    let has = |series: &Series, row: usize| series.values[row].is_some();
    let rows = 0..chart.labels.len();
    let whole = rows
        .clone()
        .find(|row| chart.series.iter().all(|series| has(series, *row)));
    let named = chart
        .series
        .iter()
        .enumerate()
        .filter_map(|(number, series)| {
            let first = || rows.clone().find(|row| has(series, *row));
            let value = series.values[row].as_ref()?;
            let class = format!("s{}", number + 1);
            (whole.or_else(first) == Some(row)).then(|| Name {
                x: x(value.value()),
                text: series.column.name.clone(),
                class,
            })
        });
    named.collect()
}
