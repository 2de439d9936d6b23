//! Renders blocks and the theme's other components, with the values they may ask for.

use tera::{Context, Value};

use super::body::{BodyRenderer, attribute};
use super::context::Table;
use super::pictures::file_value;
use crate::diagnostics::Place;
use crate::page::{ArgValue, BlockUse};
use crate::site::Resolved;
use crate::theme::{Drawing, render_problem};

impl<'r> BodyRenderer<'r> {
    pub(super) fn block(&mut self, block: &BlockUse) -> String {
        let body = self.pieces(&block.body);
        if block.is_incomplete {
            return text_alone(block, body);
        }
        let definition = self.inputs.theme.blocks.get(&block.name);
        let mut args = Context::new();
        for (name, value) in &block.args {
            let value = self.argument(value);
            if !value.is_none() {
                args.insert_value(name.clone(), value);
                continue;
            }
            // It names nothing, which is reported: the default has to do, or the text alone.
            let mut specs = definition.iter().flat_map(|definition| &definition.args);
            if specs.any(|spec| spec.name == *name && spec.required) {
                return text_alone(block, body);
            }
        }
        if !block.id.is_empty() {
            args.insert_value("id", Value::from(block.id.as_str()));
        }
        let heading = block.heading.as_ref().map_or_else(Value::none, |heading| {
            let html = self.pieces(&heading.html);
            Table::new()
                .with("level", i64::from(heading.heading.level))
                .with("id", heading.heading.id.as_str())
                .with("text", heading.heading.text.as_str())
                .with("html", super::context::html(&html))
                .value()
        });
        let mut implicits = self.implicits.clone();
        implicits.insert_value("heading", heading);
        implicits.insert_value("level", Value::from(i64::from(block.level)));
        for table in definition.iter().flat_map(|definition| &definition.reads) {
            let table = *table;
            implicits.insert_value(table.name(), self.entries.table(table));
        }
        if definition.is_some_and(|definition| definition.draws == Some(Drawing::Chart)) {
            match self.chart(block) {
                Some(chart) => implicits.insert_value("chart", chart),
                None => return text_alone(block, body),
            }
        }
        self.component(
            &block.name,
            &args,
            Some(&body),
            Some(&implicits),
            Some(&block.key),
        )
    }

    pub(super) fn argument(&mut self, value: &ArgValue) -> Value {
        let page = &self.inputs.page;
        match value {
            ArgValue::Text(text) => Value::from(text.as_str()),
            ArgValue::Int(number) => Value::from(*number),
            ArgValue::Number(bits) => Value::from(f64::from_bits(*bits)),
            ArgValue::Bool(value) => Value::from(*value),
            ArgValue::List(items) => super::context::texts(items),
            ArgValue::Date(date) => super::context::date(Some(*date), &self.inputs.site.locale),
            ArgValue::Page(link) | ArgValue::File(link) => self.target(page.links.get(*link)),
            ArgValue::Data(link) => self.data(*link),
            ArgValue::Entry(kind, id) => self.entries.entry(*kind, id),
            ArgValue::Entries(kind, ids) => {
                let entries = ids.iter().map(|id| self.entries.entry(*kind, id));
                Value::from(entries.filter(|entry| !entry.is_none()).collect::<Vec<_>>())
            }
        }
    }

    /// A file, and whether it is the first picture of the page.
    pub(super) fn file(&mut self, address: &str) -> Table {
        let is_picture = self.inputs.pictures.contains_key(address);
        let is_first = is_picture && !self.has_picture;
        self.has_picture |= is_picture;
        file_value(self.inputs, address, is_first)
    }

    pub(super) fn target(&mut self, link: Option<&Resolved>) -> Value {
        match link {
            Some(Resolved::Page {
                address,
                anchor,
                title,
                description,
            }) => {
                let mut to = crate::site::encode(address);
                if let Some(anchor) = anchor {
                    to.push('#');
                    to.push_str(&crate::site::encode(anchor));
                }
                Table::new()
                    .with("title", title.as_str())
                    .with("address", to)
                    .with("description", super::context::text(description))
                    .value()
            }
            Some(Resolved::File { address, .. }) => self.file(address).value(),
            _ => Value::none(),
        }
    }

    /// Renders a component; a failure is reported once and leaves a gap. A block has implicits of
    /// its own; `key` is where the page asks for the component.
    pub(super) fn component(
        &mut self,
        name: &str,
        args: &Context,
        body: Option<&str>,
        block: Option<&Context>,
        key: Option<&str>,
    ) -> String {
        let theme = &self.inputs.theme;
        let implicits = block.unwrap_or(&self.implicits);
        let wants_body = body.map(|body| body.trim_end_matches('\n'));
        match theme.tera.render_component_with_implicits(
            name,
            args,
            implicits,
            wants_body.or(Some("")),
            true,
        ) {
            Ok(html) => html,
            Err(error) => {
                let folder = if block.is_some() { "blocks" } else { "inline" };
                let template = format!("components/{folder}/{name}.html");
                let mut problem = render_problem(&error, self.files, &theme.files, &template);
                if let Some(facts) = &self.inputs.page.facts {
                    let (place, what) = match (key, block) {
                        (Some(key), Some(_)) => (
                            Place::Item(facts.path.clone(), key.into()),
                            format!("while rendering the block `{name}`"),
                        ),
                        (Some(key), None) => (
                            Place::Item(facts.path.clone(), key.into()),
                            "while rendering this".to_string(),
                        ),
                        (None, _) => (
                            Place::File(facts.path.clone()),
                            "while rendering this page".to_string(),
                        ),
                    };
                    problem = problem.related(place, what);
                }
                self.problems.push(problem);
                String::new()
            }
        }
    }
}

/// What is left of a block that cannot be shown: its text, and the place its id names.
fn text_alone(block: &BlockUse, body: String) -> String {
    if block.id.is_empty() {
        return body;
    }
    let mut html = String::from("<div");
    attribute(&mut html, "id", &block.id);
    html.push_str(">\n");
    html.push_str(&body);
    html.push_str("</div>\n");
    html
}
