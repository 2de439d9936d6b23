//! Small makers of template values: tables, texts, dates, data.

use tera::value::{Key, Map};
use tera::{Context, Value};

use super::inputs::SiteInfo;
use super::{policy, wording};
use crate::site::LinkTo;
use crate::theme::{Locale, Theme};
use crate::values::{Data, Date};

/// A table built key by key; what themes see of a thing.
#[derive(Clone, Default)]
pub struct Table(Map);

impl Table {
    pub fn new() -> Table {
        Table::default()
    }

    /// The entries of a value that is a table.
    pub fn of(value: &Value) -> Table {
        Table(value.as_map().cloned().unwrap_or_default())
    }

    pub fn set(&mut self, key: &'static str, value: impl Into<Value>) {
        self.0.insert(Key::from(key), value.into());
    }

    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Table {
        self.set(key, value);
        self
    }

    pub fn set_named(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(Key::from(key.to_string()), value.into());
    }

    pub fn value(self) -> Value {
        Value::from(self.0)
    }
}

impl From<Table> for Value {
    fn from(table: Table) -> Value {
        table.value()
    }
}

/// A text, or an empty one if it is not known.
pub fn text(text: &Option<String>) -> Value {
    Value::from(text.as_deref().unwrap_or(""))
}

pub fn texts<'t>(texts: impl IntoIterator<Item = &'t String>) -> Value {
    Value::from(
        texts
            .into_iter()
            .map(|text| Value::from(text.as_str()))
            .collect::<Vec<_>>(),
    )
}

/// HTML that is not escaped again.
pub fn html(html: &str) -> Value {
    Value::safe_string(html)
}

/// A day in the words of a language, or nothing.
pub fn date(date: Option<Date>, locale: &Locale) -> Value {
    let Some(date) = date else {
        return Value::none();
    };
    Table::new()
        .with("iso", date.to_string())
        .with("text", wording::date(date, &locale.dates))
        .with("short", wording::short_date(date, &locale.dates))
        .with("year", i64::from(date.year()))
        .with("month", i64::from(date.month()))
        .with("day", i64::from(date.day()))
        .value()
}

pub fn link(link: &LinkTo) -> Value {
    Table::new()
        .with("title", link.title.as_str())
        .with("address", address(&link.address))
        .value()
}

pub fn links(links: &[LinkTo]) -> Value {
    Value::from(links.iter().map(link).collect::<Vec<_>>())
}

/// An address as it stands in a link.
pub fn address(address: &str) -> Value {
    Value::from(crate::site::encode(address))
}

/// Free-form data of a writer.
pub fn data(value: &Data) -> Value {
    match value {
        Data::Bool(value) => Value::from(*value),
        Data::Int(value) => Value::from(*value),
        Data::Float(bits) => Value::from(f64::from_bits(*bits)),
        Data::Text(text) => Value::from(&**text),
        Data::List(items) => Value::from(items.iter().map(data).collect::<Vec<_>>()),
        Data::Map(entries) => {
            let mut table = Table::new();
            for (key, value) in entries.iter() {
                table.set_named(key, data(value));
            }
            table.value()
        }
    }
}

/// What every template and component gets.
pub fn common_context(site: &SiteInfo, theme: &Theme, base: &str) -> Context {
    let mut context = Context::new();
    context.insert_value("base", Value::from(base));
    context.insert_value("lang", Value::from(site.language.as_str()));
    context.insert_value(
        "generator",
        Value::from(concat!("nutgraf ", env!("CARGO_PKG_VERSION"))),
    );
    let policy = site.security.policy.then_some(policy::PLACE);
    context.insert_value(
        "security_policy",
        policy.map_or_else(Value::none, Value::from),
    );
    let strings = &theme.language(&site.language).strings;
    context.insert_value("strings", data(strings));
    let mut assets = Table::new();
    for asset in theme.assets.iter() {
        assets.set_named(&asset.name, address(&asset.address));
    }
    context.insert_value("assets", assets.value());
    context
}
