//! A chart as two drawings: one for narrow screens, one for wide ones, so that no text has to shrink.

use super::columns;
use super::decimal::Decimal;
use super::lines;
use super::metrics::{LINE, wrap};
use super::ranges;
use super::rows;
use super::spec::{Chart, Kind};
use super::stacked;
use super::svg::{Anchor, Canvas};
use crate::theme::{Locale, fill};

/// For which screens a drawing is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    Narrow,
    Wide,
}

impl Width {
    /// In the units of the drawing, which are pixels on the narrowest screen it is for.
    pub fn units(self) -> f64 {
        match self {
            Width::Narrow => 284.0,
            Width::Wide => 520.0,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Width::Narrow => "narrow",
            Width::Wide => "wide",
        }
    }
}

/// How numbers and dates are written, and the words of a drawing.
pub struct Words<'w> {
    pub locale: &'w Locale,
    /// `{n}%`
    pub percent: &'w str,
    /// What stands for a value that is not known.
    pub missing: &'w str,
    /// Begins the list of those that are not known: `No value: {list}`
    pub missing_list: &'w str,
    pub separator: &'w str,
    pub title: &'w str,
    /// What kind of chart it is and where its values are to be read.
    pub description: &'w str,
    /// Unlike that of any other chart of the page.
    pub id: &'w str,
}

impl Words<'_> {
    /// A value, with its unit if that is a sign.
    pub fn value(&self, number: &Decimal, unit: &str) -> String {
        self.with_sign(number.write_short(&self.locale.numbers), unit)
    }

    /// The same for a tick, of which no two may read alike.
    pub fn tick(&self, number: &Decimal, unit: &str) -> String {
        self.with_sign(number.write_tick(&self.locale.numbers), unit)
    }

    fn with_sign(&self, number: String, unit: &str) -> String {
        match unit {
            "%" => fill(self.percent, &[("n", &*number)]),
            _ => number,
        }
    }
}

/// A drawing of a chart, as SVG.
pub fn draw(chart: &Chart, words: &Words<'_>, width: Width) -> String {
    let mut canvas = Canvas::new(width.units());
    scale_name(&mut canvas, chart);
    match chart.kind {
        Kind::Bar => rows::bars(&mut canvas, chart, words, width),
        Kind::Range => ranges::ranges(&mut canvas, chart, words, width),
        Kind::Stacked => stacked::stacked(&mut canvas, chart, words, width),
        Kind::Line => lines::lines(&mut canvas, chart, words, width),
        Kind::Column if columns::fit(chart, words, width) => {
            columns::columns(&mut canvas, chart, words, width);
        }
        // What the columns are called has no room below them.
        Kind::Column => rows::bars(&mut canvas, chart, words, width),
    }
    let id = format!("{}-{}", words.id, width.name());
    canvas.finish(width.name(), &id, words.title, words.description)
}

/// What the values are, above them: a single column's name with its unit. Several are named beside their
/// marks and have their unit above. A sign that stands at each value is not said once more.
fn scale_name(canvas: &mut Canvas, chart: &Chart) {
    let name = match (&chart.series[..], &*chart.unit) {
        ([one], "%") => one.column.name.clone(),
        ([one], _) => one.column.written(),
        (_, "%") => String::new(),
        // Of parts their shares are told.
        _ if chart.kind == Kind::Stacked => String::new(),
        (_, unit) => unit.to_string(),
    };
    if !name.is_empty() {
        let lines = wrap(&name, canvas.width);
        canvas.lines("scale-name", 0.0, 0.0, Anchor::Start, &lines);
        canvas.height = LINE * lines.len() as f64 + 4.0;
    }
}

/// So many values that are not known are named; the table has all.
const NAMED: usize = 8;

/// What is not known, in words under the marks.
pub fn gaps(canvas: &mut Canvas, missing: &[String], words: &Words<'_>) {
    if missing.is_empty() {
        return;
    }
    let mut list = missing[..missing.len().min(NAMED)].join(words.separator);
    if missing.len() > NAMED {
        list.push_str(words.separator);
        list.push('…');
    }
    let text = fill(words.missing_list, &[("list", &*list)]);
    let lines = wrap(&text, canvas.width);
    let top = canvas.height + 6.0;
    canvas.lines("missing", 0.0, top, Anchor::Start, &lines);
    canvas.height = top + LINE * lines.len() as f64;
}
