//! Reads the line that opens a block: its name and arguments, by the block's own definition.

use std::collections::BTreeMap;

use super::body::ArgValue;
use super::fences::Fence;
use super::problems::{
    BAD_ARGUMENT, BLOCK_SYNTAX, MISSING_ARGUMENT, MISSING_CREDIT, UNKNOWN_ARGUMENT, UNKNOWN_BLOCK,
};
use crate::diagnostics::{Code, Diagnostic, Place, Span};
use crate::input::FilePath;
use crate::theme::{ArgKind, ArgSpec, BlockDef, EntryKind};
use crate::values::{Date, did_you_mean, is_id, suggestion};

/// An opening line as read.
pub struct Opening<'d> {
    pub name: String,
    pub definition: Option<&'d BlockDef>,
    pub id: String,
    pub args: Vec<(String, ArgValue)>,
    /// Places by argument name, counted from the start of the Markdown.
    pub spans: Vec<(String, Span)>,
    /// An argument the block cannot do without is missing or wrong, which is reported.
    pub is_incomplete: bool,
}

/// What an argument that names a page or a file is turned into: the index in the page's links.
pub type AddLink<'a> = dyn FnMut(&str, bool, Span) -> usize + 'a;

/// Reads an opening fence. Problems are placed in the file at `shift` + their place.
pub fn read<'d>(
    fence: &Fence,
    blocks: &'d BTreeMap<String, BlockDef>,
    file: &FilePath,
    shift: usize,
    add_link: &mut AddLink<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Opening<'d> {
    let mut reader = Reader {
        fence,
        file,
        shift,
        problems,
    };
    let name_length = fence
        .rest
        .find(|character: char| character.is_whitespace())
        .unwrap_or(fence.rest.len());
    let name = &fence.rest[..name_length];
    let name_span = reader.span(0, name_length);
    let definition = blocks.get(name);
    let mut opening = Opening {
        name: name.to_string(),
        definition,
        id: String::new(),
        args: Vec::new(),
        spans: vec![(String::new(), fence.span)],
        is_incomplete: false,
    };
    if !name.starts_with(|character: char| character.is_ascii_lowercase())
        || !name.replace('_', "-").split('-').all(is_id)
    {
        let plain = name.to_lowercase();
        let plain = plain.trim_end_matches(|character: char| !character.is_alphanumeric());
        let example = if blocks.contains_key(plain) {
            plain
        } else {
            "note"
        };
        reader.report(
            &BLOCK_SYNTAX,
            name_span,
            format!("`{name}` is no name of a block"),
            Some(format!(
                "a name has small letters alone and a space behind it: `::: {example}`"
            )),
        );
        return opening;
    }
    let Some(definition) = definition else {
        let hint = suggestion(name, blocks.keys().map(String::as_str));
        let hint = hint.or_else(|| Some("`nutgraf blocks` lists the blocks there are".to_string()));
        reader.report(
            &UNKNOWN_BLOCK,
            name_span,
            format!("there is no block `{name}`"),
            hint,
        );
        return opening;
    };
    if definition.is_broken {
        opening.definition = None;
        return opening;
    }
    let mut seen: Vec<String> = Vec::new();
    for argument in reader.arguments(name_length) {
        if seen.contains(&argument.key) {
            let message = format!("the argument `{}` is given twice", argument.key);
            reader.report(
                &BLOCK_SYNTAX,
                argument.key_span,
                message,
                Some("keep one of the two".into()),
            );
            continue;
        }
        seen.push(argument.key.clone());
        if argument.key == "id" {
            if crate::values::slug(&argument.value) == argument.value && !argument.value.is_empty()
            {
                opening.id = argument.value;
            } else {
                let message = format!(
                    "the id \"{}\" has characters an anchor cannot keep",
                    argument.value
                );
                let good = crate::values::slug(&argument.value);
                let hint = (!good.is_empty()).then(|| format!("write id={good}"));
                reader.report(&BAD_ARGUMENT, argument.value_span, message, hint);
            }
            opening.spans.push(("id".into(), argument.value_span));
            continue;
        }
        let Some(spec) = definition
            .args
            .iter()
            .find(|spec| spec.name == argument.key)
        else {
            let message = format!("the block `{name}` has no argument `{}`", argument.key);
            let known = definition.args.iter().map(|spec| spec.name.as_str());
            let hint = suggestion(&argument.key, known.chain(["id"]));
            reader.report(&UNKNOWN_ARGUMENT, argument.key_span, message, hint);
            continue;
        };
        opening
            .spans
            .push((argument.key.clone(), argument.value_span));
        if !spec.one_of.is_empty() && !spec.one_of.contains(&argument.value) {
            let message = format!(
                "`{}` is \"{}\", expected one of: {}",
                argument.key,
                argument.value,
                spec.one_of.join(", ")
            );
            let near = did_you_mean(&argument.value, spec.one_of.iter().map(String::as_str));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            reader.report(&BAD_ARGUMENT, argument.value_span, message, hint);
            opening.is_incomplete |= spec.required;
            continue;
        }
        match value(spec, &argument.value, argument.value_span, add_link) {
            Ok(value) => opening.args.push((argument.key, value)),
            Err(expected) => {
                let message = format!(
                    "`{}` is \"{}\", expected {expected}",
                    argument.key, argument.value
                );
                let hint =
                    matches!(spec.kind, ArgKind::Entry(_) | ArgKind::Entries(_)).then(|| {
                        "ids are small letters, digits and `-`, as in the ledger's square brackets"
                            .to_string()
                    });
                reader.report(&BAD_ARGUMENT, argument.value_span, message, hint);
                opening.is_incomplete |= spec.required;
            }
        }
    }
    for spec in &definition.args {
        if spec.required && !seen.contains(&spec.name) {
            opening.is_incomplete = true;
            let message = format!("the block `{name}` needs the argument `{}`", spec.name);
            let near = seen
                .iter()
                .filter(|key| !definition.args.iter().any(|spec| spec.name == **key))
                .find(|key| did_you_mean(key, [spec.name.as_str()]).is_some());
            if near.is_none() {
                let hint = format!("add {}=…: {}", spec.name, spec.kind.describe());
                let span = reader.span(0, reader.fence.rest.len());
                reader.report(&MISSING_ARGUMENT, span, message, Some(hint));
            }
        }
    }
    if opening.lacks_credit(definition) {
        let span = reader.span(0, reader.fence.rest.len());
        let message = "nobody is named who made this".to_string();
        let hint = "add credit=\"…\", or source=… with the id of the source it is from";
        reader.report(&MISSING_CREDIT, span, message, Some(hint.to_string()));
    }
    opening
}

impl Opening<'_> {
    /// Whether a file is shown, the block could say whose it is, and it does not.
    fn lacks_credit(&self, definition: &BlockDef) -> bool {
        let mut specs = definition.args.iter();
        let mut args = self.args.iter();
        let is_credit = |(name, value): &(String, ArgValue)| match value {
            ArgValue::Text(text) => name == "credit" && !text.trim().is_empty(),
            ArgValue::Entry(EntryKind::Source, _) => true,
            _ => false,
        };
        specs.any(|spec| spec.name == "credit" && spec.kind == ArgKind::Text)
            && args.any(|(_, value)| matches!(value, ArgValue::File(_)))
            && !self.args.iter().any(is_credit)
    }
}

struct Argument {
    key: String,
    key_span: Span,
    value: String,
    value_span: Span,
}

struct Reader<'a> {
    fence: &'a Fence,
    file: &'a FilePath,
    shift: usize,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// A span in the Markdown of bytes of the fence's text.
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(start, end).shifted(self.fence.rest_start)
    }

    fn report(&mut self, code: &Code, span: Span, message: String, hint: Option<String>) {
        let place = Place::Span(self.file.clone(), span.shifted(self.shift));
        self.problems
            .push(Diagnostic::new(code, place, message).maybe_hint(hint));
    }

    /// `key=value` and `key="two words"`, in which `\"` is a quotation mark.
    fn arguments(&mut self, from: usize) -> Vec<Argument> {
        let fence = self.fence;
        let text = &fence.rest;
        let mut arguments = Vec::new();
        let mut at = from;
        loop {
            at += text[at..].len() - text[at..].trim_start().len();
            if at >= text.len() {
                return arguments;
            }
            let rest = &text[at..];
            let key_length = rest
                .find(|character: char| {
                    !(character.is_alphanumeric() || matches!(character, '_' | '-'))
                })
                .unwrap_or(rest.len());
            if key_length == 0 || !rest[key_length..].starts_with('=') {
                let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let hint = match rest.as_bytes()[0] {
                    b':' => "remove the colons behind the name",
                    b'{' => "write arguments without braces: key=value",
                    _ => "arguments are written key=value, or key=\"two words\"",
                };
                let message = format!("`{}` is no argument", &rest[..word]);
                self.report(
                    &BLOCK_SYNTAX,
                    self.span(at, at + word),
                    message,
                    Some(hint.into()),
                );
                at += word;
                continue;
            }
            let value_start = at + key_length + 1;
            let (value, value_end) = match self.value(value_start) {
                Some(found) => found,
                None => {
                    let span = self.span(value_start, text.len());
                    self.report(
                        &BLOCK_SYNTAX,
                        span,
                        "the quotation mark opened here is never closed".into(),
                        Some("close it with \" on the same line".into()),
                    );
                    return arguments;
                }
            };
            arguments.push(Argument {
                key: rest[..key_length].to_string(),
                key_span: self.span(at, at + key_length),
                value,
                value_span: self.span(value_start, value_end),
            });
            at = value_end;
        }
    }

    fn value(&self, start: usize) -> Option<(String, usize)> {
        let rest = &self.fence.rest[start..];
        if !rest.starts_with('"') {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            return Some((rest[..length].to_string(), start + length));
        }
        let mut value = String::new();
        let mut characters = rest.char_indices().skip(1);
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => return Some((value, start + at + 1)),
                '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                other => value.push(other),
            }
        }
        None
    }
}

fn value(
    spec: &ArgSpec,
    text: &str,
    span: Span,
    add_link: &mut AddLink<'_>,
) -> Result<ArgValue, String> {
    let list = || -> Vec<String> {
        let items = text.split(',').map(str::trim);
        items
            .filter(|item| !item.is_empty())
            .map(str::to_string)
            .collect()
    };
    let value = match spec.kind {
        ArgKind::Text => Some(ArgValue::Text(text.to_string())),
        ArgKind::Int => text.parse().ok().map(ArgValue::Int),
        ArgKind::Number => text
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(|number| ArgValue::Number(number.to_bits())),
        ArgKind::Bool => match text {
            "true" => Some(ArgValue::Bool(true)),
            "false" => Some(ArgValue::Bool(false)),
            _ => None,
        },
        ArgKind::List => Some(ArgValue::List(list())),
        ArgKind::Date => Date::parse(text).map(ArgValue::Date),
        ArgKind::Page => Some(ArgValue::Page(add_link(text, false, span))),
        ArgKind::File => Some(ArgValue::File(add_link(text, true, span))),
        ArgKind::Data => Some(ArgValue::Data(add_link(text, false, span))),
        ArgKind::Entry(kind) => is_id(text).then(|| ArgValue::Entry(kind, text.into())),
        ArgKind::Entries(kind) => {
            let ids = list();
            ids.iter()
                .all(|id| is_id(id))
                .then(|| ArgValue::Entries(kind, ids.into_iter().map(Into::into).collect()))
        }
    };
    value.ok_or_else(|| spec.kind.describe())
}
