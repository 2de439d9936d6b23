//! What templates get of a table, and the drawings of a chart.

use tera::Value;

use super::body::BodyRenderer;
use super::context::{Table, address, html};
use crate::charts::{
    self, At, BAD_CHART, Chart, Column, DataTable, Kind, Spec, Width, Words, cell_key, column_key,
};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::page::{ArgValue, BlockUse};
use crate::site::Resolved;
use crate::theme::fill;
use crate::values::Data;

impl BodyRenderer<'_> {
    /// A table with its cells as they were written, and where its CSV is.
    pub(super) fn data(&self, link: usize) -> Value {
        let Some((path, table)) = self.table(link) else {
            return Value::none();
        };
        let columns = table.columns.iter().map(column);
        let rows = table.rows.iter().map(super::context::texts);
        let csv = match self.inputs.page.links.get(link) {
            Some(Resolved::File { address, .. }) => address.as_str(),
            _ => path.as_str(),
        };
        Table::new()
            .with("address", address(csv))
            .with("columns", Value::from(columns.collect::<Vec<_>>()))
            .with("rows", Value::from(rows.collect::<Vec<_>>()))
            .value()
    }

    fn table(&self, link: usize) -> Option<(&FilePath, &DataTable)> {
        let Resolved::File { path, .. } = self.inputs.page.links.get(link)? else {
            return None;
        };
        let (path, table) = self.inputs.data.get_key_value(path)?;
        (!table.is_broken).then_some((path, &**table))
    }

    /// What is drawn for a block; nothing where that cannot be, which is reported.
    pub(super) fn chart(&mut self, block: &BlockUse) -> Option<Value> {
        let text = |wanted: &str| {
            block.args.iter().find_map(|(name, value)| match value {
                ArgValue::Text(text) if name == wanted => Some(text.as_str()),
                _ => None,
            })
        };
        let list = |wanted: &str| {
            block.args.iter().find_map(|(name, value)| match value {
                ArgValue::List(items) if name == wanted => Some(&items[..]),
                _ => None,
            })
        };
        let link = block.args.iter().find_map(|(_, value)| match value {
            ArgValue::Data(link) => Some(*link),
            _ => None,
        });
        let spec = Spec {
            kind: Kind::parse(text("kind")?)?,
            labels: text("labels").filter(|name| !name.is_empty()),
            values: list("values").unwrap_or_default(),
        };
        let title = text("title").unwrap_or_default();
        let (path, table) = self.table(link?)?;
        let path = path.clone();
        let chart = charts::chart(table, &spec);
        if title.trim().is_empty() {
            let message = "the title of the chart is empty".to_string();
            let problem = Diagnostic::new(&BAD_CHART, self.argument_place(block, "title"), message);
            self.problems
                .push(problem.hint("say in a sentence what is to be seen"));
            return None;
        }
        match chart {
            Ok(chart) => Some(self.drawn(&chart, title, block)),
            Err(problems) => {
                for problem in problems {
                    let place = match problem.at {
                        At::Cell { row, column } => {
                            Place::Item(path.clone(), cell_key(row, column).into())
                        }
                        At::Column(column) => Place::Item(path.clone(), column_key(column).into()),
                        At::Argument(name) => self.argument_place(block, name),
                    };
                    let found = Diagnostic::new(problem.code, place, problem.message);
                    self.problems.push(found.maybe_hint(problem.hint));
                }
                None
            }
        }
    }

    fn argument_place(&self, block: &BlockUse, name: &str) -> Place {
        match &self.inputs.page.facts {
            Some(facts) => Place::Item(facts.path.clone(), format!("{}/{name}", block.key).into()),
            None => Place::Site,
        }
    }

    fn drawn(&self, chart: &Chart, title: &str, block: &BlockUse) -> Value {
        let site = &self.inputs.site;
        let language = self.inputs.theme.language(&site.language);
        let string = |key: &str| match language.strings.get(key) {
            Some(Data::Text(text)) => &**text,
            _ => "",
        };
        let id = match block.id.as_str() {
            "" => block.key.replace('/', "-"),
            id => id.to_string(),
        };
        let names: Vec<&str> = chart
            .series
            .iter()
            .map(|series| &*series.column.name)
            .collect();
        let description = fill(
            string(&format!("chart_{}", chart.kind.name())),
            &[
                ("values", &*names.join(string("list_separator"))),
                ("labels", &*chart.rows.name),
            ],
        );
        let words = Words {
            locale: &site.locale,
            percent: string("percent"),
            missing: string("chart_missing"),
            missing_list: string("chart_missing_list"),
            separator: string("list_separator"),
            title,
            description: &description,
            id: &id,
        };
        let numbers = &site.locale.numbers;
        let rows = chart.labels.iter().enumerate().map(|(row, label)| {
            let cells = chart.series.iter().map(|series| {
                let value = series.values[row].as_ref();
                let text = value.map_or_else(String::new, |value| value.write(numbers));
                Value::from(text)
            });
            Table::new()
                .with("label", label.write(&site.locale, false))
                .with("cells", Value::from(cells.collect::<Vec<_>>()))
                .value()
        });
        let columns = chart.series.iter().map(|series| column(&series.column));
        Table::new()
            .with("narrow", html(&charts::draw(chart, &words, Width::Narrow)))
            .with("wide", html(&charts::draw(chart, &words, Width::Wide)))
            .with("labels", column(&chart.rows))
            .with("columns", Value::from(columns.collect::<Vec<_>>()))
            .with("rows", Value::from(rows.collect::<Vec<_>>()))
            .value()
    }
}

fn column(column: &Column) -> Value {
    Table::new()
        .with("name", column.name.as_str())
        .with("unit", column.unit.as_str())
        .with("text", column.written())
        .value()
}
