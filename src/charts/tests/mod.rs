//! What holds of every scale and every drawing, whatever a table has.

mod cells;
mod drawings;
mod read_back;
mod scales;

use std::sync::Arc;

use html5gum::{Token, Tokenizer};
use proptest::prelude::*;

use super::spec::{Chart, Kind, Spec, chart};
use super::table::{Column, DataTable};
use super::{Width, Words, draw};
use crate::input::{InputTree, with_bundled_theme};
use crate::theme::{self, Locale};

/// As the program's own theme writes a language.
pub fn locale(language: &str) -> Arc<Locale> {
    let files = with_bundled_theme(&InputTree::new());
    let asked = [(language.to_string(), "language".into())];
    let (theme, problems) = theme::load(&files, theme::BUNDLED, &asked);
    assert_eq!(problems, []);
    theme.language(language).locale.clone()
}

/// A table from lines of CSV, without a comma inside a cell.
fn table(lines: &[&str]) -> DataTable {
    let mut rows = lines
        .iter()
        .map(|line| line.split(',').map(|cell| cell.trim().to_string()));
    let header = rows.next().expect("a header");
    DataTable {
        columns: header.map(|name| Column::parse(&name)).collect(),
        rows: rows.map(Iterator::collect).collect(),
        is_broken: false,
    }
}

fn read(kind: Kind, lines: &[&str]) -> Chart {
    let spec = Spec {
        kind,
        labels: None,
        values: &[],
    };
    chart(&table(lines), &spec).expect("a chart")
}

fn drawn(chart: &Chart, locale: &Locale, width: Width) -> String {
    let words = Words {
        locale,
        percent: "{n}%",
        missing: "no value",
        missing_list: "No value: {list}",
        separator: ", ",
        title: "More <of> it",
        description: "Bars & \"more\"",
        id: "block-1",
    };
    draw(chart, &words, width)
}

/// An element of a drawing.
#[derive(Debug)]
struct Mark {
    name: String,
    class: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Mark {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str) -> f64 {
        let text = self
            .get(name)
            .unwrap_or_else(|| panic!("{self:?} has no {name}"));
        text.parse().unwrap_or_else(|_| panic!("{self:?}: {name}"))
    }

    fn is(&self, class: &str) -> bool {
        self.class.split(' ').any(|one| one == class)
    }

    /// The points of a path.
    fn points(&self) -> Vec<(f64, f64)> {
        let path = self.get("d").expect("a path");
        let points = path.split(['M', 'L']).skip(1);
        let number = |text: &str| text.parse().expect("a number");
        let point = |point: &str| point.split_once(' ').map(|(x, y)| (number(x), number(y)));
        points.map(|text| point(text).expect("a point")).collect()
    }
}

/// The elements of a drawing in their order, the drawing itself first.
fn marks(svg: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    for token in Tokenizer::new(svg) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter();
                let attributes: Vec<(String, String)> = attributes
                    .map(|(name, value)| (text(name), text(value)))
                    .collect();
                let class = attributes.iter().find(|(name, _)| name == "class");
                marks.push(Mark {
                    name: text(&tag.name),
                    class: class.map_or_else(String::new, |(_, class)| class.clone()),
                    attributes,
                    text: String::new(),
                });
            }
            Token::String(found) => {
                let last = marks.last_mut().expect("an element");
                last.text.push_str(text(&found).trim());
            }
            _ => {}
        }
    }
    marks
}

/// A number as a table may have it: common, huge, tiny, negative, zero.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "-?[0-9]{1,5}(\\.[0-9]{1,3})?",
        2 => "-?[0-9]{1,2}",
        1 => "-?[1-9]{1,9}e-?[0-9]{1,2}",
        1 => "-?[1-9]\\.[0-9]e(2[0-8][0-9]|-2[0-8][0-9])",
        1 => "-?[1-9][0-9]{9,17}(\\.[0-9]{1,9})?",
        1 => Just("0".to_string()),
    ]
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "[A-Za-zñé]{1,12}( [a-z]{1,9}){0,6}",
        1 => "[A-Z]{20,60}",
        1 => "[日本語]{1,20}",
    ]
}

fn dates() -> impl Strategy<Value = String> {
    prop_oneof![
        "(19|20)[0-9]{2}",
        "20[0-2][0-9]-(0[1-9]|1[0-2])",
        "20[0-2][0-9]-(0[1-9]|1[0-2])-[012][1-8]",
    ]
}

/// A chart of some kind of some odd table.
fn charts(kind: Kind) -> impl Strategy<Value = Chart> {
    let series = match kind {
        Kind::Bar | Kind::Column => 1..=1usize,
        Kind::Range => 1..=2,
        Kind::Line => 1..=8,
        Kind::Stacked => 2..=6,
    };
    let value = prop_oneof![5 => number().prop_map(Some), 1 => Just(None)];
    let some = prop::collection::vec(value.clone(), 6 * 8);
    // All equal, or each as it comes.
    let values = prop_oneof![4 => some, 1 => value.prop_map(|value| vec![value; 6 * 8])];
    let labels = prop_oneof![
        prop::collection::vec(label(), 8),
        prop::collection::vec(dates(), 8),
        prop::collection::vec("-?[0-9]{1,4}", 8),
    ];
    let unit = prop_oneof![
        Just(""),
        Just("%"),
        Just("people per hundred thousand of all who live there")
    ];
    let names = prop::collection::vec(label(), 8);
    (series, 1..=8usize, values, labels, unit, names).prop_filter_map(
        "a chart of this kind",
        move |(series, rows, values, labels, unit, names)| {
            let mut columns = vec![Column::parse("rows")];
            columns.extend(
                names
                    .into_iter()
                    .take(series)
                    .enumerate()
                    .map(|(index, name)| Column {
                        name: format!("{index}{name}"),
                        unit: unit.to_string(),
                    }),
            );
            let rows = (0..rows).map(|row| {
                let cells = (0..series).map(|column| {
                    let cell = values[(column * rows + row) % values.len()]
                        .clone()
                        .unwrap_or_default();
                    match kind {
                        Kind::Stacked => cell.replace("-", "").replace("e2", "e-2"),
                        _ => cell,
                    }
                });
                [labels[row].clone()].into_iter().chain(cells).collect()
            });
            let table = DataTable {
                columns,
                rows: rows.collect(),
                is_broken: false,
            };
            let spec = Spec {
                kind,
                labels: None,
                values: &[],
            };
            chart(&table, &spec).ok()
        },
    )
}
