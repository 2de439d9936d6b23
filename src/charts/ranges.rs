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
        let is_one = matches!(known[..], [(_, one), (_, other)] if one.value() == other.value());
        for (place, (number, value)) in known.iter().enumerate() {
            let class = format!("dot s{}", number + 1);
            // Where both are the same, the second stands inside the first.
            let radius = match is_one && place == 1 {
                true => RADIUS / 2.0,
                false => RADIUS,
            };
            canvas.circle(&class, (x(value.value()), middle), radius);
        }
        known.sort_by(|a, b| a.1.value().total_cmp(&b.1.value()));
        known.truncate(if is_one { 1 } else { 2 });
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
    let ticks: Vec<(f64, f64, String)> = scale
        .ticks()
        .map(|tick| {
            let text = words.tick(&tick.number, &chart.unit);
            let half = text_width(&text) / 2.0;
            (x(tick.value), half, text)
        })
        .collect();
    let zero = scale.ticks().position(|tick| tick.number.is_zero());
    let mut grid = Canvas::new(canvas.width);
    for (at, half, text) in free(&ticks, zero.unwrap_or(0), canvas.width) {
        grid.line("grid", (*at, begin), (*at, end));
        let middle = at.max(*half).min(canvas.width - half);
        canvas.text("tick", middle, end, Anchor::Middle, text);
    }
    canvas.put_behind(behind, grid);
    canvas.height = end + LINE;
    gaps(canvas, &missing, words);
}

/// Ticks evenly apart, as many as have room beside each other, zero among them.
fn free(ticks: &[(f64, f64, String)], zero: usize, width: f64) -> Vec<&(f64, f64, String)> {
    let edges = |(at, half, _): &(f64, f64, String)| {
        let middle = at.max(*half).min(width - half);
        (middle - half, middle + half)
    };
    let each = |step: usize| {
        let shown = ticks.iter().enumerate();
        let shown = shown.filter(move |(index, _)| index % step == zero % step);
        shown.map(|(_, tick)| tick).collect::<Vec<_>>()
    };
    let have_room = |shown: &Vec<&(f64, f64, String)>| {
        shown
            .windows(2)
            .all(|two| edges(two[0]).1 + GAP <= edges(two[1]).0)
    };
    let mut tries = (1..=ticks.len()).map(each);
    tries.find(have_room).unwrap_or_default()
}

/// The names of the dots of the row that shows them best: the first that has all of them apart.
fn names(chart: &Chart, row: usize, x: &dyn Fn(f64) -> f64) -> Vec<Name> {
    if chart.series.len() < 2 {
        return Vec::new();
    }
    let has = |series: &Series, row: usize| series.values[row].is_some();
    let rows = 0..chart.labels.len();
    let mut wholes = rows
        .clone()
        .filter(|row| chart.series.iter().all(|series| has(series, *row)));
    let first = wholes.clone().next();
    // Names of dots that are one would stand at one line.
    let differ = |row: &usize| {
        let values = |series: &Series| series.values[*row].as_ref().map(Decimal::value);
        values(&chart.series[0]) != values(&chart.series[1])
    };
    let whole = wholes.find(differ).or(first);
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
