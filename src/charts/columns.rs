//! Vertical bars on a scale from zero.

use super::decimal::Decimal;
use super::draw::{Width, Words, gaps};
use super::label::Label;
use super::metrics::{LINE, fits, widest, wrap};
use super::rows::GAP;
use super::scale::Scale;
use super::spec::Chart;
use super::svg::{Anchor, Canvas};

/// The height of the scale, and its ticks at most, on a narrow and on a wide screen.
const HEIGHT: [f64; 2] = [190.0, 220.0];
const TICKS: [usize; 2] = [5, 6];
/// A column is no wider than this.
const WIDEST: f64 = 64.0;
/// Of its place it takes so much.
const SHARE: f64 = 0.72;

/// The ground of a chart with a vertical scale: its ticks at the left, and where marks stand.
pub struct Ground {
    pub scale: Scale,
    pub left: f64,
    pub top: f64,
    pub height: f64,
}

impl Ground {
    pub fn new(
        canvas: &Canvas,
        chart: &Chart,
        words: &Words<'_>,
        width: Width,
        with_zero: bool,
    ) -> Ground {
        let which = usize::from(width == Width::Wide);
        let values = chart
            .series
            .iter()
            .flat_map(|series| series.values.iter().flatten());
        let scale = Scale::covering(values.map(Decimal::value), with_zero, TICKS[which]);
        let texts: Vec<String> = scale
            .ticks()
            .map(|tick| words.tick(&tick.number, &chart.unit))
            .collect();
        Ground {
            left: widest(texts.iter().map(String::as_str)) + GAP,
            // Half a line above the highest tick for its text.
            top: canvas.height + LINE / 2.0,
            height: HEIGHT[which],
            scale,
        }
    }

    pub fn y(&self, value: f64) -> f64 {
        self.top + (1.0 - self.scale.place(value)) * self.height
    }

    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Draws the ticks up to `right`.
    pub fn ticks(&self, canvas: &mut Canvas, chart: &Chart, words: &Words<'_>, right: f64) {
        for tick in self.scale.ticks() {
            let y = self.y(tick.value);
            let class = if tick.number.is_zero() {
                "axis"
            } else {
                "grid"
            };
            canvas.line(class, (self.left, y), (right, y));
            let text = words.tick(&tick.number, &chart.unit);
            canvas.text("tick", self.left - GAP, y - LINE / 2.0, Anchor::End, &text);
        }
    }
}

/// Whether what the columns are called has room below them: dates and numbers may be left out between
/// others, texts not.
pub fn fit(chart: &Chart, words: &Words<'_>, width: Width) -> bool {
    let canvas = Canvas::new(width.units());
    let ground = Ground::new(&canvas, chart, words, width, true);
    let slot = (canvas.width - ground.left) / chart.labels.len().max(1) as f64;
    chart.labels.iter().all(|label| match label {
        Label::Text(text) => fits(text, slot - GAP) && wrap(text, slot - GAP).len() <= 4,
        _ => true,
    })
}

pub fn columns(canvas: &mut Canvas, chart: &Chart, words: &Words<'_>, width: Width) {
    let Some(series) = chart.series.first() else {
        return;
    };
    // A value stands above its column.
    canvas.height += LINE / 2.0;
    let ground = Ground::new(canvas, chart, words, width, true);
    ground.ticks(canvas, chart, words, canvas.width);
    let slot = (canvas.width - ground.left) / series.values.len().max(1) as f64;
    let wide = (slot * SHARE).min(WIDEST);
    let middle = |row: usize| ground.left + slot * (row as f64 + 0.5);
    let text = |number: &Decimal| words.value(number, &chart.unit);
    let texts: Vec<String> = series.values.iter().flatten().map(text).collect();
    let has_values = widest(texts.iter().map(String::as_str)) <= slot - 2.0;
    let zero = ground.y(0.0);
    let mut missing = Vec::new();
    let mut lowest = ground.bottom() + LINE / 2.0;
    for (row, value) in series.values.iter().enumerate() {
        let Some(number) = value else {
            missing.push(chart.labels[row].write(words.locale, true));
            continue;
        };
        let end = ground.y(number.value());
        canvas.rect(
            "mark s1",
            middle(row) - wide / 2.0,
            zero.min(end),
            wide,
            (zero - end).abs(),
        );
        if has_values {
            let top = match number.value() < 0.0 {
                true => end,
                false => end - LINE,
            };
            canvas.text("value", middle(row), top, Anchor::Middle, &text(number));
            lowest = lowest.max(top + LINE);
        }
    }
    canvas.height = lowest;
    let is_text = chart
        .labels
        .iter()
        .any(|label| matches!(label, Label::Text(_)));
    match is_text {
        true => {
            let all = chart.labels.iter().map(|label| {
                let label = label.write(words.locale, true);
                wrap(&label, slot - GAP)
            });
            let all: Vec<Vec<String>> = all.collect();
            for (row, lines) in all.iter().enumerate() {
                canvas.lines(
                    "row-name",
                    middle(row),
                    canvas.height,
                    Anchor::Middle,
                    lines,
                );
            }
            let most = all.iter().map(Vec::len).max().unwrap_or(0);
            canvas.height += LINE * most as f64;
        }
        false => {
            let places: Vec<f64> = (0..chart.labels.len()).map(middle).collect();
            let labels: Vec<&Label> = chart.labels.iter().collect();
            below(canvas, &labels, words, &places);
        }
    }
    gaps(canvas, &missing, words);
}

/// So many labels are passed over between two that are shown.
const STEPS: [usize; 13] = [1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200, 500, 1000];

/// Writes what stands at these places below them, in their order: all labels, or each so manieth with the
/// last, so that none meets another.
pub fn below(canvas: &mut Canvas, labels: &[&Label], words: &Words<'_>, places: &[f64]) {
    let (whole, most) = (canvas.width, canvas.width / 3.0);
    let boxes: Vec<(f64, f64, Vec<String>)> = labels
        .iter()
        .zip(places)
        .map(|(label, place)| {
            let lines = wrap(&label.write(words.locale, true), most);
            let half = widest(lines.iter().map(String::as_str)) / 2.0;
            (place.max(half).min(whole - half), half, lines)
        })
        .collect();
    let meet = |one: usize, other: usize| {
        boxes[one].0 + boxes[one].1 + GAP > boxes[other].0 - boxes[other].1
    };
    let each = |step: usize| (0..boxes.len()).step_by(step).collect::<Vec<_>>();
    let is_free = |shown: &[usize]| shown.windows(2).all(|two| !meet(two[0], two[1]));
    let mut tries = STEPS.into_iter().map(each);
    let mut shown = tries.find(|shown| is_free(shown)).unwrap_or_default();
    if shown.len() < 3 {
        // Where they are unevenly apart, all that have room.
        shown.clear();
        for index in 0..boxes.len() {
            if shown.last().is_none_or(|before| !meet(*before, index)) {
                shown.push(index);
            }
        }
    }
    if let Some(last) = boxes.len().checked_sub(1)
        && shown.last() != Some(&last)
    {
        while shown.len() > 1 && shown.last().is_some_and(|before| meet(*before, last)) {
            shown.pop();
        }
        if shown.last().is_none_or(|before| !meet(*before, last)) {
            shown.push(last);
        }
    }
    let mut most = 0;
    for (x, _, lines) in shown.iter().map(|index| &boxes[*index]) {
        canvas.lines("row-name", *x, canvas.height, Anchor::Middle, lines);
        most = most.max(lines.len());
    }
    canvas.height += LINE * most as f64;
}
