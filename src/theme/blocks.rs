//! What a block takes, read from the metadata of its Tera component.

use std::collections::{BTreeMap, BTreeSet};

use tera::{ComponentInfo, Value};

use super::component_source::{MetaSource, component_name};
use super::problems::BAD_BLOCK;
use crate::diagnostics::{Diagnostic, Place, Span};
use crate::input::{FilePath, InputTree};
use crate::ledger::TableName;

/// A block a writer may use: `::: name key=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockDef {
    pub name: String,
    pub doc: String,
    pub body: BlockBody,
    /// Ledger tables the block is given.
    pub reads: BTreeSet<TableName>,
    /// Ledger tables whose entries get their public anchor from the block.
    pub lists: BTreeSet<TableName>,
    /// What is drawn for it from its arguments.
    pub draws: Option<Drawing>,
    /// In the order of the component's signature.
    pub args: Vec<ArgSpec>,
    /// The file is there but defines no such block, so that nothing is known of it.
    pub is_broken: bool,
}

impl BlockDef {
    /// A block whose own file is what has to be mended.
    pub fn broken(name: &str) -> BlockDef {
        BlockDef {
            name: name.to_string(),
            doc: String::new(),
            body: BlockBody::Optional,
            reads: BTreeSet::new(),
            lists: BTreeSet::new(),
            draws: None,
            args: Vec::new(),
            is_broken: true,
        }
    }
}

/// Whether a block has text between its fences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockBody {
    None,
    Optional,
    Required,
}

/// What may be drawn for a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// From its arguments `kind`, `data`, `labels`, `values` and `title`.
    Chart,
}

/// One argument of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgSpec {
    pub name: String,
    pub kind: ArgKind,
    pub required: bool,
    /// The texts it may be, if not any.
    pub one_of: Vec<String>,
    /// The default as the component writes it, for `nutgraf blocks`.
    pub default: Option<String>,
    pub doc: String,
}

/// How an argument's text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgKind {
    Text,
    Int,
    Number,
    Bool,
    List,
    Date,
    Page,
    File,
    /// A table of `content/data/`.
    Data,
    Entry(EntryKind),
    /// A list of ids.
    Entries(EntryKind),
}

/// What kind of ledger entry an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    Source,
    Claim,
    Person,
    Term,
    Event,
    Question,
    Disagreement,
    Quote,
    Correction,
}

impl EntryKind {
    const ALL: [(EntryKind, &'static str, &'static str); 9] = [
        (EntryKind::Source, "source", "sources"),
        (EntryKind::Claim, "claim", "claims"),
        (EntryKind::Person, "person", "people"),
        (EntryKind::Term, "term", "terms"),
        (EntryKind::Event, "event", "events"),
        (EntryKind::Question, "question", "questions"),
        (EntryKind::Disagreement, "disagreement", "disagreements"),
        (EntryKind::Quote, "quote", "quotes"),
        (EntryKind::Correction, "correction", "corrections"),
    ];

    pub fn name(self) -> &'static str {
        EntryKind::ALL
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or("entry", |(_, name, _)| name)
    }
}

impl EntryKind {
    fn plural(self) -> &'static str {
        let mut all = EntryKind::ALL.iter();
        all.find(|(kind, ..)| *kind == self)
            .map_or("entries", |(_, _, many)| many)
    }
}

impl ArgKind {
    pub fn parse(name: &str) -> Option<ArgKind> {
        Some(match name {
            "text" => ArgKind::Text,
            "int" => ArgKind::Int,
            "number" => ArgKind::Number,
            "bool" => ArgKind::Bool,
            "list" => ArgKind::List,
            "date" => ArgKind::Date,
            "page" => ArgKind::Page,
            "file" => ArgKind::File,
            "data" => ArgKind::Data,
            other => EntryKind::ALL.iter().find_map(|(kind, one, many)| {
                if *one == other {
                    Some(ArgKind::Entry(*kind))
                } else {
                    (*many == other).then_some(ArgKind::Entries(*kind))
                }
            })?,
        })
    }

    /// What a writer puts there, in words.
    pub fn describe(self) -> String {
        match self {
            ArgKind::Text => "a text".into(),
            ArgKind::Int => "a whole number".into(),
            ArgKind::Number => "a number".into(),
            ArgKind::Bool => "true or false".into(),
            ArgKind::List => "a list, separated by commas".into(),
            ArgKind::Date => "a date such as 2026-03-01".into(),
            ArgKind::Page => "a page, by its file".into(),
            ArgKind::File => "a file beside the page".into(),
            ArgKind::Data => "a table, CSV or TOML in content/data/".into(),
            ArgKind::Entry(EntryKind::Event) => "the id of an event".into(),
            ArgKind::Entry(kind) => format!("the id of a {}", kind.name()),
            ArgKind::Entries(kind) => format!("ids of {}, separated by commas", kind.plural()),
        }
    }
}

/// Where the components that are blocks lie.
const FOLDER: &str = "components/blocks/";

/// The block a file of the theme defines.
pub fn block_name(rest: &str) -> Option<&str> {
    rest.strip_prefix(FOLDER)?.strip_suffix(".html")
}

/// The definitions of all blocks of a theme.
pub fn definitions(
    tera: &tera::Tera,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
) -> (BTreeMap<String, BlockDef>, Vec<Diagnostic>) {
    let mut blocks = BTreeMap::new();
    let mut problems = Vec::new();
    for (rest, path) in files {
        let Some(name) = block_name(rest) else {
            continue;
        };
        // A theme that did not load has no components; its own errors are reported already.
        if !tera.contains_template(rest) {
            continue;
        }
        let text = inputs.get(path.as_str()).map(|file| file.text());
        let Some(Ok((text, mark))) = text else {
            continue;
        };
        let mut report = |span: Option<Span>, message: String| {
            let place = match span {
                Some(span) => Place::Span(path.clone(), span.shifted(mark)),
                None => Place::File(path.clone()),
            };
            problems.push(
                Diagnostic::new(&BAD_BLOCK, place, message)
                    .hint("`nutgraf explain bad-block` shows how a block is written"),
            );
        };
        match tera.get_component_definition(name) {
            Some(info) => {
                let source = MetaSource::new(text);
                let definition = definition(name, &info, &source, &mut report);
                blocks.insert(name.to_string(), definition);
            }
            None => {
                let found = component_name(text);
                let message = match found {
                    Some(span) => {
                        let found = &text[span.start..span.end];
                        format!("the component is called `{found}`, expected `{name}` as the file")
                    }
                    None => format!("the file defines no component, expected `{name}`"),
                };
                report(found, message);
                blocks.insert(name.to_string(), BlockDef::broken(name));
            }
        }
    }
    (blocks, problems)
}

fn definition(
    name: &str,
    info: &ComponentInfo,
    source: &MetaSource<'_>,
    report: &mut dyn FnMut(Option<Span>, String),
) -> BlockDef {
    const KEYS: [&str; 6] = ["doc", "body", "reads", "lists", "draws", "args"];
    let meta = info.metadata();
    for key in meta.keys() {
        if !KEYS.contains(&key.as_str()) {
            let known = KEYS.join(", ");
            let message = format!(
                "the metadata of the block `{name}` has \"{key}\", expected one of: {known}"
            );
            report(source.key(&[&key.to_string()]), message);
        }
    }
    let text = |key: &str| {
        meta.get(key)
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_string()
    };
    let body = match text("body").as_str() {
        "none" => BlockBody::None,
        "required" => BlockBody::Required,
        "optional" | "" => BlockBody::Optional,
        other => {
            let message = format!(
                "\"body\" of the block `{name}` is \"{other}\", expected none, optional or required"
            );
            report(source.key(&["body"]), message);
            BlockBody::Optional
        }
    };
    let draws = match text("draws").as_str() {
        "" => None,
        "chart" => Some(Drawing::Chart),
        other => {
            let message = format!("\"draws\" of the block `{name}` is \"{other}\", expected chart");
            report(source.key(&["draws"]), message);
            None
        }
    };
    let mut tables = |key: &str| {
        let mut tables = BTreeSet::new();
        for item in meta.get(key).and_then(Value::as_array).unwrap_or_default() {
            match item.as_str().and_then(TableName::parse) {
                Some(table) => {
                    tables.insert(table);
                }
                None => {
                    let known = TableName::ALL.map(TableName::name).join(", ");
                    let message = format!(
                        "\"{key}\" of the block `{name}` names \"{item}\", expected one of: {known}"
                    );
                    report(source.key(&[key]), message);
                }
            }
        }
        tables
    };
    let (reads, lists) = (tables("reads"), tables("lists"));
    let described = meta.get("args").and_then(Value::as_map);
    let mut args = Vec::new();
    for arg in info.args() {
        if arg.is_implicit() || arg.name() == "id" || arg.name() == "body" {
            continue;
        }
        let about =
            described.and_then(|map| map.get(&tera::value::Key::from(arg.name().to_string())));
        let field = |key: &'static str| {
            about
                .and_then(Value::as_map)
                .and_then(|map| map.get(&tera::value::Key::from(key)))
                .and_then(Value::as_str)
                .unwrap_or("")
        };
        let kind = match field("kind") {
            "" => {
                let message = format!(
                    "the argument `{}` of the block `{name}` has no \"kind\" in \"args\"",
                    arg.name()
                );
                let place = source.key(&["args", arg.name()]);
                report(place.or_else(|| source.signature(arg.name())), message);
                ArgKind::Text
            }
            kind => ArgKind::parse(kind).unwrap_or_else(|| {
                let message = format!(
                    "\"kind\" of the argument `{}` of the block `{name}` is \"{kind}\", which is none",
                    arg.name()
                );
                report(source.key(&["args", arg.name(), "kind"]), message);
                ArgKind::Text
            }),
        };
        let one_of = about
            .and_then(Value::as_map)
            .and_then(|map| map.get(&tera::value::Key::from("one_of")))
            .and_then(Value::as_array)
            .unwrap_or_default();
        args.push(ArgSpec {
            one_of: one_of
                .iter()
                .filter_map(|text| text.as_str().map(str::to_string))
                .collect(),
            name: arg.name().to_string(),
            kind,
            required: arg.is_required(),
            default: arg.default().map(ToString::to_string),
            doc: field("doc").to_string(),
        });
    }
    BlockDef {
        name: name.to_string(),
        doc: text("doc"),
        body,
        reads,
        lists,
        draws,
        args,
        is_broken: false,
    }
}
