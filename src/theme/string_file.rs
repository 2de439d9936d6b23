//! One file of strings: the words of a theme in a language, and how the language writes dates,
//! figures, numbers and quotation marks.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::plural_rules::{CHOSEN, Condition};
use super::problems::BAD_STRING;
use crate::values::{Data, Table, did_you_mean};

/// What a key of a language's forms holds.
#[derive(Clone, Copy)]
enum Form {
    /// A text with these places.
    Pattern(&'static [&'static str]),
    /// Such a text, or one for each ordinal form.
    ByOrdinal(&'static [&'static str]),
    /// Twelve names.
    Months,
    /// What opens and what closes.
    Pair,
    Count,
    /// A plural rule.
    Rule,
}

struct FormKey {
    name: &'static str,
    form: Form,
    is_optional: bool,
}

const fn needed(name: &'static str, form: Form) -> FormKey {
    FormKey {
        name,
        form,
        is_optional: false,
    }
}

const fn optional(name: &'static str, form: Form) -> FormKey {
    FormKey {
        name,
        form,
        is_optional: true,
    }
}

const DAY: Form = Form::Pattern(&["day", "month", "short_month", "month_number", "year"]);
const MONTH: Form = Form::Pattern(&["month", "month_number", "year"]);
const CENTURY: &[&str] = &["n", "roman"];
const DATE: Form = Form::Pattern(&["date"]);
const N: Form = Form::Pattern(&["n"]);
const RULES: &[FormKey] = &[
    optional("zero", Form::Rule),
    optional("one", Form::Rule),
    optional("two", Form::Rule),
    optional("few", Form::Rule),
    optional("many", Form::Rule),
];

/// The tables about a language, and their keys. All other keys of a file are words of the theme.
const FORMS: &[(&str, &[FormKey])] = &[
    (
        "dates",
        &[
            needed("months", Form::Months),
            needed("short_months", Form::Months),
            optional("months_alone", Form::Months),
            needed("day", DAY),
            needed("short_day", DAY),
            needed("month", MONTH),
            needed("year", Form::Pattern(&["year"])),
            optional("day_in_phrase", DAY),
            optional("month_in_phrase", MONTH),
            optional("decade_in_phrase", Form::Pattern(&["year"])),
            optional("century_in_phrase", Form::ByOrdinal(CENTURY)),
            needed("decade", Form::Pattern(&["year"])),
            needed("century", Form::ByOrdinal(CENTURY)),
            needed("range", Form::Pattern(&["from", "to"])),
            needed("before", DATE),
            needed("after", DATE),
            needed("about", DATE),
            needed("undated", Form::Pattern(&[])),
        ],
    ),
    (
        "figures",
        &[
            needed("about", N),
            needed("at_least", N),
            needed("at_most", N),
            needed("range", Form::Pattern(&["from", "to"])),
        ],
    ),
    (
        "numbers",
        &[
            needed("thousands", Form::Pattern(&[])),
            needed("decimal", Form::Pattern(&[])),
            needed("minus", Form::Pattern(&[])),
            needed("grouped_from", Form::Count),
        ],
    ),
    (
        "quotation_marks",
        &[needed("outer", Form::Pair), needed("inner", Form::Pair)],
    ),
    ("plurals", RULES),
    ("ordinals", RULES),
];

/// What is in a file of strings.
#[derive(Clone)]
pub struct StringFile {
    pub words: Data,
    pub forms: Data,
    /// Keys that are not in the tables above, though the file means them: `feed`, `dates.months`. They are
    /// misspelt, or what they hold is reported already.
    pub meant: BTreeSet<String>,
}

/// Whether a key of the file is a table about the language, and not a word.
pub fn is_about_language(key: &str) -> bool {
    FORMS.iter().any(|(table, _)| *table == key)
}

/// The keys a language has to have, with their tables.
pub fn needed_forms() -> impl Iterator<Item = (&'static str, &'static str)> {
    FORMS.iter().flat_map(|(table, keys)| {
        let needed = keys.iter().filter(|key| !key.is_optional);
        needed.map(move |key| (*table, key.name))
    })
}

/// Reads a file. `base`: the words that all files have, with the places they fill; `is_used`:
/// whether a further key is a word that some template says.
pub fn read(table: Table<'_>, base: &Data, is_used: &dyn Fn(&str) -> bool) -> StringFile {
    let mut meant = BTreeSet::new();
    let mut words: Vec<(Arc<str>, Data)> = Vec::new();
    let mut forms: Vec<(Arc<str>, Data)> = Vec::new();
    let base_keys = || keys(base);
    for key in table.keys() {
        let about = FORMS.iter().find(|(name, _)| *name == key);
        if let Some((_, known)) = about {
            if let Some(inner) = table.table(key) {
                forms.push((Arc::from(key), read_forms(inner, key, known, &mut meant)));
            }
        } else if base.get(key).is_some() || is_used(key) {
            let data = word(&table, key, base.get(key));
            words.extend(data.map(|data| (Arc::from(key), data)));
        }
    }
    // To be asked for, so that an unknown key is compared with them.
    for key in base_keys().chain(FORMS.iter().map(|(name, _)| *name)) {
        table.kind_of(key);
    }
    let read = |key: &str| words.iter().any(|(name, _)| &**name == key);
    let lost = base_keys().filter(|key| !read(key) && (table.has(key) || table.is_misspelt(key)));
    meant.extend(lost.map(str::to_string));
    table.finish();
    StringFile {
        words: Data::Map(words.into()),
        forms: Data::Map(forms.into()),
        meant,
    }
}

/// The keys of a table.
pub fn keys(data: &Data) -> impl Iterator<Item = &str> {
    let entries = match data {
        Data::Map(entries) => &**entries,
        _ => &[],
    };
    entries.iter().map(|(key, _)| &**key)
}

/// A text, or a table of plural forms with at least `other`.
fn word(table: &Table<'_>, key: &str, shown: Option<&Data>) -> Option<Data> {
    let mut filled: Vec<&str> = Vec::new();
    match shown {
        Some(Data::Text(text)) => filled = places(text),
        Some(Data::Map(forms)) => {
            for (_, text) in forms.iter() {
                if let Data::Text(text) = text {
                    filled.extend(places(text));
                }
            }
        }
        _ => {}
    }
    let known = |is_plural: bool| {
        let mut known = filled.clone();
        known.extend(is_plural.then_some("n"));
        shown.map(|_| known)
    };
    if table.kind_of(key) != Some("a table") {
        let text = table.text(key)?;
        check_places(table, key, &text, known(false).as_deref());
        return Some(Data::Text(Arc::from(text)));
    }
    let forms = table.table(key)?;
    let mut plural: Vec<(Arc<str>, Data)> = Vec::new();
    for form in CHOSEN.into_iter().chain(["other"]) {
        if let Some(text) = forms.text(form) {
            check_places(&forms, form, &text, known(true).as_deref());
            plural.push((Arc::from(form), Data::Text(Arc::from(text))));
        }
    }
    if !forms.has("other") {
        forms.missing("other");
    }
    forms.finish();
    Some(Data::Map(plural.into()))
}

fn read_forms(
    table: Table<'_>,
    name: &str,
    known: &[FormKey],
    meant: &mut BTreeSet<String>,
) -> Data {
    let mut read: Vec<(Arc<str>, Data)> = Vec::new();
    for key in known {
        // A key that is not there counts as asked for all the same: others are compared with it.
        if let Some(data) = form(&table, key) {
            read.push((Arc::from(key.name), data));
        }
    }
    let found = |key: &str| read.iter().any(|(name, _)| &**name == key);
    let lost = known
        .iter()
        .map(|key| key.name)
        .filter(|key| !found(key) && (table.has(key) || table.is_misspelt(key)));
    meant.extend(lost.map(|key| format!("{name}.{key}")));
    table.finish();
    Data::Map(read.into())
}

fn form(table: &Table<'_>, key: &FormKey) -> Option<Data> {
    let (name, form) = (key.name, key.form);
    match form {
        Form::ByOrdinal(known) if table.kind_of(name) == Some("a table") => {
            let data = word(table, name, None)?;
            if let Data::Map(forms) = &data {
                let forms = forms.iter().filter_map(|(_, text)| match text {
                    Data::Text(text) => Some(text),
                    _ => None,
                });
                for text in forms {
                    check_places(table, name, text, Some(known));
                }
            }
            Some(data)
        }
        Form::Pattern(known) | Form::ByOrdinal(known) => {
            let text = table.text(name)?;
            check_places(table, name, &text, Some(known));
            Some(Data::Text(Arc::from(text)))
        }
        Form::Months => list(table, name, 12, "the names of twelve months"),
        Form::Pair => list(
            table,
            name,
            2,
            "two marks: what opens a quotation and what closes it",
        ),
        Form::Count => Some(Data::Int(i64::try_from(table.count(name)?).ok()?)),
        Form::Rule => {
            let rule = table.text(name)?;
            if let Err(wrong) = Condition::parse(&rule) {
                let message = format!("`{name}` has `{wrong}`, which is no plural rule");
                let problem = table.problem(&BAD_STRING, name, message);
                table.report(problem.hint(
                    "write it as Unicode's CLDR does: \"n % 10 = 2..4 and n % 100 != 12..14\"",
                ));
                return None;
            }
            Some(Data::Text(Arc::from(rule)))
        }
    }
}

fn list(table: &Table<'_>, key: &str, length: usize, expected: &str) -> Option<Data> {
    let items = table.texts(key)?;
    if items.len() != length {
        let found = match items.len() {
            1 => "one text".to_string(),
            count => format!("{count} texts"),
        };
        let message = format!("`{key}` has {found}, expected {expected}");
        table.report(table.problem(&BAD_STRING, key, message));
        return None;
    }
    let items = items.into_iter().map(|item| Data::Text(Arc::from(item)));
    Some(Data::List(items.collect()))
}

/// Reports places nothing is filled into: readers would see the braces.
fn check_places(table: &Table<'_>, key: &str, text: &str, known: Option<&[&str]>) {
    let Some(known) = known else { return };
    for place in places(text) {
        if known.contains(&place) {
            continue;
        }
        let message =
            format!("`{key}` has the place `{{{place}}}`, and nothing is filled in there");
        let listed: BTreeSet<String> = known.iter().map(|name| format!("`{{{name}}}`")).collect();
        let listed: Vec<String> = listed.into_iter().collect();
        let hint = match did_you_mean(place, known.iter().copied()) {
            Some(near) => format!("did you mean `{{{near}}}`?"),
            None if listed.is_empty() => "write the text without places".to_string(),
            None => format!("the places of this text are {}", listed.join(", ")),
        };
        table.report(table.problem(&BAD_STRING, key, message).hint(hint));
    }
}

/// The names in braces in a text.
fn places(text: &str) -> Vec<&str> {
    let behind = text.split('{').skip(1);
    let names = behind.filter_map(|behind| Some(behind.split_once('}')?.0));
    let is_name = |name: &&str| {
        let mut letters = name.chars();
        !name.is_empty() && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    names.filter(is_name).collect()
}
