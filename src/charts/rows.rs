//! Rows below each other, each with its label, and horizontal bars in them.

use super::draw::{Width, Words};
use super::metrics::{LINE, fits, widest, wrap};
use super::names::{Name, above};
use super::scale::place;
use super::spec::Chart;
use super::svg::{Anchor, Canvas};

/// Between a mark and its value.
pub const GAP: f64 = 6.0;
/// How thick a bar is.
const BAR: f64 = 16.0;
/// Marks have this much of the width at least.
const FOR_MARKS: f64 = 120.0;
/// By how much the line at zero is longer than a bar.
const AXIS: f64 = 2.0;
/// So much of the width labels at the side may take.
const SIDE: [(Width, f64); 2] = [(Width::Narrow, 0.26), (Width::Wide, 0.36)];

/// Where the labels of rows stand: in a column at the left if they are short, else above their marks.
pub struct Rows {
    labels: Vec<String>,
    /// The width of the column; none if they stand above.
    side: Option<f64>,
}

impl Rows {
    /// `taken` is what the values beside the marks take of the width.
    pub fn new(
        canvas: &Canvas,
        chart: &Chart,
        words: &Words<'_>,
        width: Width,
        taken: f64,
    ) -> Rows {
        let is_short = width == Width::Narrow;
        let labels = chart.labels.iter();
        let labels: Vec<String> = labels
            .map(|label| label.write(words.locale, is_short))
            .collect();
        let share = SIDE.iter().find(|(of, _)| *of == width);
        let most = share.map_or(0.0, |(_, share)| canvas.width * share);
        let wide = widest(labels.iter().map(String::as_str));
        // On a narrow screen a label in several lines would leave its mark no room.
        let has_room = match width {
            Width::Narrow => wide <= most,
            Width::Wide => labels.iter().all(|label| fits(label, most)),
        };
        let has_room = has_room && canvas.width - wide.min(most) - taken >= FOR_MARKS;
        Rows {
            labels,
            side: has_room.then(|| wide.min(most)),
        }
    }

    /// Where marks may begin.
    pub fn left(&self) -> f64 {
        self.side.map_or(0.0, |side| side + 10.0)
    }

    /// Draws the label of a row whose marks are so high, with the names of its marks. The canvas ends
    /// behind the row; gives the upper edge of the marks.
    pub fn row(&self, canvas: &mut Canvas, row: usize, high: f64, names: Vec<Name>) -> f64 {
        let label = &self.labels[row];
        let named = |canvas: &mut Canvas| {
            if !names.is_empty() {
                above(canvas, names);
            }
        };
        let Some(side) = self.side else {
            let lines = wrap(label, canvas.width);
            canvas.lines("row-name", 0.0, canvas.height, Anchor::Start, &lines);
            canvas.height += LINE * lines.len() as f64 + 2.0;
            named(canvas);
            let top = canvas.height;
            canvas.height += high + 10.0;
            return top;
        };
        named(canvas);
        let lines = wrap(label, side);
        let label_height = LINE * lines.len() as f64;
        let whole = label_height.max(high);
        let top = canvas.height;
        let label_top = top + (whole - label_height) / 2.0;
        canvas.lines("row-name", 0.0, label_top, Anchor::Start, &lines);
        canvas.height += whole + 8.0;
        top + (whole - high) / 2.0
    }
}

/// Horizontal bars from zero, each with its value at its end.
pub fn bars(canvas: &mut Canvas, chart: &Chart, words: &Words<'_>, width: Width) {
    let Some(series) = chart.series.first() else {
        return;
    };
    let known = || series.values.iter().flatten();
    let room = |is_negative: bool| {
        let those = known().filter(|number| (number.value() < 0.0) == is_negative);
        let texts: Vec<String> = those
            .map(|number| words.value(number, &chart.unit))
            .collect();
        match texts.is_empty() {
            true => 0.0,
            false => widest(texts.iter().map(String::as_str)) + GAP,
        }
    };
    let (room_left, room_right) = (room(true), room(false));
    let rows = Rows::new(canvas, chart, words, width, room_left + room_right);
    let (left, right) = (rows.left() + room_left, canvas.width - room_right);
    let low = known().map(|number| number.value()).fold(0.0, f64::min);
    let high = known().map(|number| number.value()).fold(0.0, f64::max);
    let high = if low == high { 1.0 } else { high };
    let x = |value: f64| left + place(value, low, high) * (right - left);
    // The line at zero begins above its bar.
    canvas.height = canvas.height.max(AXIS);
    for (row, value) in series.values.iter().enumerate() {
        let top = rows.row(canvas, row, BAR, Vec::new());
        let middle = top + (BAR - LINE) / 2.0;
        let Some(number) = value else {
            canvas.text("missing", rows.left(), middle, Anchor::Start, words.missing);
            continue;
        };
        let (zero, end) = (x(0.0), x(number.value()));
        canvas.rect("mark s1", zero.min(end), top, (end - zero).abs(), BAR);
        canvas.line("axis", (zero, top - AXIS), (zero, top + BAR + AXIS));
        let text = words.value(number, &chart.unit);
        match number.value() < 0.0 {
            true => canvas.text("value", end - GAP, middle, Anchor::End, &text),
            false => canvas.text("value", end + GAP, middle, Anchor::Start, &text),
        }
    }
}
