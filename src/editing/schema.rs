//! JSON Schemas of a site's files, from the descriptions of their keys.
//!
//! They use what all drafts of JSON Schema share and refer to nothing, since editors differ in what
//! they can follow. A date of TOML reaches a schema as a text, so a day in quotation marks passes.

use serde_json::{Map, Value, json};

use super::keys::{Key, Takes};
use super::ledger_keys::table_keys;
use super::site_keys::{PAGE, SITE};
use crate::config::{CONFIG_FILE, LEVELS};
use crate::diagnostics::Code;
use crate::ledger::{NOT_GIVEN, TableName};
use crate::values::words_of;

/// Stands in every schema we wrote, and so tells it from a file of somebody else.
pub const SCHEMA_MARK: &str = "Written by `nutgraf schema`";

/// The schema of one kind of file.
pub struct Schema {
    /// `site`, `page` or a table of the ledger.
    pub name: &'static str,
    /// The files it is for, from the site's root.
    pub of: String,
    pub json: Value,
}

impl Schema {
    /// The name of its own file.
    pub fn file_name(&self) -> String {
        format!("{}.schema.json", self.name)
    }

    pub fn text(&self) -> String {
        format!("{:#}\n", self.json)
    }
}

const ID: &str = "^[a-z0-9-]+$";

/// Every schema: of `site.toml`, the front matter of pages and each table of the ledger. `codes`
/// are those `[severity]` may name.
pub fn schemas(codes: &[&'static Code]) -> Vec<Schema> {
    let whole = |name, of: String, takes| {
        let mut schema = Map::new();
        let draft = "https://json-schema.org/draft/2020-12/schema";
        schema.insert("$schema".into(), draft.into());
        let version = env!("CARGO_PKG_VERSION");
        schema.insert(
            "$comment".into(),
            format!("{SCHEMA_MARK} of nutgraf {version}.").into(),
        );
        schema.insert("title".into(), of.as_str().into());
        schema.extend(of_value(takes, false, codes));
        let json = Value::Object(schema);
        Schema { name, of, json }
    };
    let mut all = vec![
        whole("site", CONFIG_FILE.to_string(), Takes::Table(SITE)),
        whole(
            "page",
            "front matter of content/**/*.md".to_string(),
            Takes::Table(PAGE),
        ),
    ];
    all.extend(
        TableName::ALL
            .map(|table| whole(table.name(), table.path().to_string(), table_keys(table))),
    );
    all
}

fn of_key(key: &Key, codes: &[&'static Code]) -> Value {
    let mut schema = Map::new();
    schema.insert("description".into(), key.means.into());
    schema.extend(of_value(key.takes, key.required, codes));
    Value::Object(schema)
}

fn of_table(keys: &[Key], codes: &[&'static Code]) -> Map<String, Value> {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| (key.name.to_string(), of_key(key, codes)))
        .collect();
    let required: Vec<&str> = keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let mut schema = object(json!({
        "type": "object", "properties": properties, "additionalProperties": false,
    }));
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema
}

/// `required`: whether the key has to be there; an empty list is then as good as none.
fn of_value(takes: Takes, required: bool, codes: &[&'static Code]) -> Map<String, Value> {
    let by_id = |schema: Map<String, Value>| {
        object(json!({
            "type": "object", "patternProperties": { ID: schema }, "additionalProperties": false,
        }))
    };
    let list = |items: Value| object(json!({ "type": "array", "items": items }));
    let not_empty = |mut schema: Map<String, Value>| {
        if required {
            schema.insert("minItems".into(), 1.into());
        }
        schema
    };
    match takes {
        Takes::Text => object(json!({ "type": "string" })),
        Takes::Says { not_given: true } => pattern("\\S"),
        Takes::Says { not_given: false } => {
            let mut schema = pattern("\\S");
            schema.insert("not".into(), json!({ "enum": [NOT_GIVEN] }));
            schema
        }
        Takes::Texts => list(json!({ "type": "string" })),
        Takes::ManySay => list(Value::Object(pattern("\\S"))),
        Takes::Word { words, not_given } => {
            let unknown = not_given.then_some(&NOT_GIVEN);
            let words: Vec<&&str> = words.iter().chain(unknown).collect();
            object(json!({ "type": "string", "enum": words }))
        }
        Takes::Bool => object(json!({ "type": "boolean" })),
        Takes::Int => object(json!({ "type": "integer" })),
        Takes::Count => object(json!({ "type": "integer", "minimum": 0 })),
        Takes::UpTo(most) => object(json!({ "type": "integer", "minimum": 1, "maximum": most })),
        Takes::Number => object(json!({ "type": "number" })),
        Takes::Day { not_given } => {
            let day = json!({ "type": "string", "format": "date", "pattern": format!("^{DAY}$") });
            or_not_given(object(day), not_given)
        }
        Takes::EventDate { not_given } => {
            let one = format!("({DAY}|[0-9]{{4}}-{MONTH}|[0-9]{{4}}|[0-9]{{3}}X|[0-9]{{2}}XX)");
            let forms = format!("^(undated|({one}(/{one})?|\\.\\./{one}|{one}/\\.\\.)~?)$");
            or_not_given(pattern(&forms), not_given)
        }
        Takes::Language { not_given } => or_not_given(pattern(LANGUAGE), not_given),
        Takes::WebAddress => or_not_given(pattern("^https?://\\S+$"), true),
        Takes::SiteAddress => pattern("^https?://\\S+$"),
        Takes::BaseUrl => pattern("^https?://[^/?# \"<>][^?# \"<>]*$"),
        Takes::Hosts => list(Value::Object(pattern(
            r"^https://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?$",
        ))),
        Takes::Offset => pattern("^[+-](0[0-9]|1[0-4]):[0-5][0-9]$"),
        Takes::Slug => pattern(&format!("^{LOWER}+(-{LOWER}+)*$")),
        Takes::Snapshot => pattern(&format!("^{PART}(/{PART})*$")),
        Takes::Hash => or_not_given(pattern("^[0-9A-Fa-f]{64}$"), true),
        Takes::Id(_) => pattern(&format!("{ID}|^{NOT_GIVEN}$")),
        Takes::Ids(_) | Takes::EarlierIds => list(Value::Object(pattern(ID))),
        Takes::Targets(kinds) => {
            let target = pattern(&format!("^({}):.+$", kinds.join("|")));
            not_empty(list(Value::Object(target)))
        }
        Takes::Origin => object(json!({ "anyOf": [
            { "type": "string", "enum": ["own", "unknown", NOT_GIVEN] },
            { "type": "array", "items": pattern(ID), "minItems": 1 },
        ]})),
        Takes::Table(keys) => of_table(keys, codes),
        Takes::Tables(keys) => list(Value::Object(of_table(keys, codes))),
        Takes::Named(keys) => named(of_table(keys, codes)),
        Takes::ByLanguage(keys) => object(json!({
            "type": "object",
            "patternProperties": { LANGUAGE: of_table(keys, codes) },
            "additionalProperties": false,
        })),
        Takes::ById(keys) => by_id(of_table(keys, codes)),
        Takes::ByTwoIds(keys) => by_id(by_id(of_table(keys, codes))),
        Takes::NamedTables(keys) => named(list(Value::Object(of_table(keys, codes)))),
        Takes::NamedTexts => named(object(json!({ "type": "string" }))),
        Takes::Severities => severities(codes),
        Takes::Anything => object(json!({ "type": "object" })),
    }
}

/// The code of a language.
const LANGUAGE: &str = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";
/// What a slug may hold between its hyphens, as far as ASCII goes.
const LOWER: &str = "[^\\x00-,./:-`{-\\x7f-]";
/// A part of a path that leads neither up nor outside.
const PART: &str = r"([^/\\:.\s][^/\\:]*|\.[^/\\:.][^/\\:]*|\.\.[^/\\:]+)";
const MONTH: &str = "(0[1-9]|1[0-2])";
const DAY: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

fn severities(codes: &[&'static Code]) -> Map<String, Value> {
    let levels = words_of(&LEVELS);
    let properties: Map<String, Value> = codes
        .iter()
        .map(|code| {
            let words = match code.adjustable {
                true => &levels[..],
                false => &["error"],
            };
            (
                code.name.to_string(),
                json!({ "type": "string", "enum": words }),
            )
        })
        .collect();
    object(json!({
        "type": "object", "properties": properties, "additionalProperties": false,
    }))
}

fn named(schema: Map<String, Value>) -> Map<String, Value> {
    object(json!({ "type": "object", "additionalProperties": schema }))
}

fn pattern(pattern: &str) -> Map<String, Value> {
    object(json!({ "type": "string", "pattern": pattern }))
}

fn or_not_given(schema: Map<String, Value>, not_given: bool) -> Map<String, Value> {
    match not_given {
        true => object(json!({ "anyOf": [schema, { "type": "string", "enum": [NOT_GIVEN] }] })),
        false => schema,
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
