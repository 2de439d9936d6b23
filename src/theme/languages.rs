//! `strings/` of a theme -> its languages: the words it says and how a language writes dates, numbers and
//! quotation marks. A theme's files lie word by word over those of the theme below it, and `es-MX.toml`
//! over `es.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::BUNDLED;
use super::locale::Locale;
use super::problems::{MISSING_STRING, NO_STRINGS};
use super::string_file::{self, StringFile, is_about_language, keys, needed_forms};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::{FilePath, InputFile, InputTree, is_bundled, with_bundled_theme};
use crate::values::{Data, NOT_UTF8, TOML_SYNTAX, TomlFile, did_you_mean, listed};

/// The language whose file shows which words there are.
const SHOWN_IN: &str = "en";
/// Words that the program itself looks for.
const PROGRAM: [&str; 4] = ["language_name", "list_separator", "list_end", "tags_title"];

/// So many missing words are named.
const NAMED: usize = 8;

/// A theme in one language.
#[derive(Clone)]
pub struct Language {
    /// The words of the theme.
    pub strings: Data,
    pub locale: Arc<Locale>,
}

/// A file of strings where it lies: files further on in a list lie over earlier ones.
struct Layer {
    /// `es`, `es-MX`
    tag: String,
    path: FilePath,
    /// Whether it is the theme's own words, or only lends how a language writes.
    has_words: bool,
    file: InputFile,
    content: StringFile,
    /// What it lacks cannot be known.
    is_broken: bool,
}

pub struct Languages {
    /// By the name of the file; the site's language is always there.
    pub by_tag: BTreeMap<String, Language>,
    /// The files read, for whoever compares themes.
    pub files: Vec<(FilePath, InputFile)>,
    pub problems: Vec<Diagnostic>,
}

/// A language of a site: its tag, and where `site.toml` names it.
pub type Asked = (String, Arc<str>);

/// The languages of a theme in the folder `own`, for a site in these languages. `templates` are the
/// texts of its templates.
pub fn read(
    inputs: &InputTree,
    own: &str,
    standalone: bool,
    asked: &[Asked],
    templates: &[&str],
) -> Languages {
    // The program's own theme stands on itself.
    let standalone = standalone && own != format!("themes/{BUNDLED}");
    let mut layers = layers(inputs, own, standalone);
    // A first look for the words there are, a second one with them at hand.
    for layer in &mut layers {
        let (data, ..) = TomlFile::read(&layer.path, &layer.file, |table| table.contents());
        layer.content = split(&data);
    }
    let is_used = |key: &str| is_said(key, templates);
    let (base, shown_in) = base(&layers, standalone, &is_used);
    let mut problems = Vec::new();
    for layer in &mut layers {
        if is_bundled(layer.path.as_str(), &layer.file) {
            continue;
        }
        let (content, found, _) = TomlFile::read(&layer.path, &layer.file, |table| {
            string_file::read(table, &base, &is_used)
        });
        layer.content = content;
        let unread = [NOT_UTF8.name, TOML_SYNTAX.name];
        layer.is_broken = found.iter().any(|problem| unread.contains(&problem.code));
        problems.extend(found);
    }

    let tags: BTreeSet<&str> = worded(&layers).map(|layer| layer.tag.as_str()).collect();
    for (language, key) in asked {
        if !worded(&layers).any(|layer| speaks(&layer.tag, language)) {
            problems.push(no_strings(language, key, &tags, own));
        } else {
            problems.extend(missing(&layers, &base, language, own, &shown_in));
        }
    }
    let mut by_tag = BTreeMap::new();
    let asked = asked.iter().map(|(language, _)| language.as_str());
    for tag in tags.into_iter().chain(asked) {
        by_tag.insert(tag.to_string(), made(&layers, &base, tag));
    }
    Languages {
        by_tag,
        files: layers
            .into_iter()
            .map(|layer| (layer.path, layer.file))
            .collect(),
        problems,
    }
}

/// Whether the words of a tag are also for a language: those of `es` are for `es-MX`.
fn speaks(tag: &str, language: &str) -> bool {
    let is_start = language
        .get(..tag.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(tag));
    is_start && matches!(language.as_bytes().get(tag.len()), None | Some(b'-'))
}

/// All files of strings: those inside the program, those of a site's own `default`, the theme's; of each
/// the general before the regional.
fn layers(inputs: &InputTree, own: &str, standalone: bool) -> Vec<Layer> {
    let mut layers = Vec::new();
    let mut add = |tree: &InputTree, theme: &str, has_words: bool| {
        let is_first = layers.is_empty();
        for (rest, path, file) in tree.below(&format!("{theme}/strings")) {
            let Some(tag) = rest.strip_suffix(".toml") else {
                continue;
            };
            if !is_first && is_bundled(path.as_str(), file) {
                continue;
            }
            layers.push(Layer {
                tag: tag.to_string(),
                path: path.clone(),
                has_words,
                file: file.clone(),
                content: split(&Data::empty_map()),
                is_broken: false,
            });
        }
    };
    let bundled = format!("themes/{BUNDLED}");
    add(
        &with_bundled_theme(&InputTree::new()),
        &bundled,
        !standalone,
    );
    if !standalone && own != bundled {
        add(inputs, &bundled, true);
    }
    add(inputs, own, true);
    layers.sort_by_key(|layer| layer.tag.matches('-').count());
    layers
}

fn worded(layers: &[Layer]) -> impl Iterator<Item = &Layer> {
    layers.iter().filter(|layer| layer.has_words)
}

/// A file's content before anything is checked.
fn split(data: &Data) -> StringFile {
    let entries = match data {
        Data::Map(entries) => entries.to_vec(),
        _ => Vec::new(),
    };
    let (forms, words): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .partition(|(key, _)| is_about_language(key));
    StringFile {
        words: Data::Map(words.into()),
        forms: Data::Map(forms.into()),
        meant: BTreeSet::new(),
    }
}

/// Whether a template says a word: `strings.key`, `"key"`, or `"ke_" ~ …`.
fn is_said(key: &str, templates: &[&str]) -> bool {
    let starts = ["status_", "search_"];
    if starts.iter().any(|start| key.starts_with(start)) || PROGRAM.contains(&key) {
        return true;
    }
    let quoted = |name: &str| [format!("\"{name}\""), format!("'{name}'")];
    let starts = key.match_indices('_').map(|(at, _)| &key[..=at]);
    let quoted: Vec<String> = starts.chain([key]).flat_map(quoted).collect();
    let field = format!("strings.{key}");
    templates.iter().any(|text| {
        let mut behind = text.split(&field).skip(1);
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        behind.any(ends) || quoted.iter().any(|quoted| text.contains(quoted))
    })
}

/// The words every language has to have, and the language that shows them: English, or else the first.
/// A word more than the program's own counts if a template says it.
fn base(layers: &[Layer], standalone: bool, is_used: &dyn Fn(&str) -> bool) -> (Data, String) {
    let first = worded(layers).map(|layer| layer.tag.as_str()).min();
    let shown_in = match worded(layers).any(|layer| layer.tag == SHOWN_IN) {
        true => SHOWN_IN,
        false => first.unwrap_or(SHOWN_IN),
    };
    let mut base = Data::empty_map();
    for layer in worded(layers).filter(|layer| layer.tag == shown_in) {
        let words = &layer.content.words;
        let counts = |key: &str| standalone || base.get(key).is_some() || is_used(key);
        let words = match is_bundled(layer.path.as_str(), &layer.file) {
            true => words.clone(),
            false => only(words, &counts),
        };
        base = over(&base, &words);
    }
    (base, shown_in.to_string())
}

fn only(words: &Data, counts: &dyn Fn(&str) -> bool) -> Data {
    match words {
        Data::Map(entries) => {
            let kept = entries.iter().filter(|(key, _)| counts(key));
            Data::Map(kept.cloned().collect())
        }
        _ => Data::empty_map(),
    }
}

/// A table with another's entries in place of its own: plural forms are not mixed.
fn over(below: &Data, above: &Data) -> Data {
    let mut entries = match below {
        Data::Map(entries) => entries.to_vec(),
        _ => Vec::new(),
    };
    if let Data::Map(above) = above {
        for (key, value) in above.iter() {
            match entries.iter_mut().find(|(name, _)| name == key) {
                Some((_, old)) => *old = value.clone(),
                None => entries.push((key.clone(), value.clone())),
            }
        }
    }
    Data::Map(entries.into())
}

/// The same, one level further in.
fn forms_over(below: &Data, above: &Data) -> Data {
    let mut all = below.clone();
    for table in keys(above) {
        let under = all.get(table).cloned().unwrap_or_else(Data::empty_map);
        if let Some(data) = above.get(table) {
            let laid = Data::Map(Arc::from([(Arc::from(table), over(&under, data))]));
            all = over(&all, &laid);
        }
    }
    all
}

/// The words and forms that the files of a language give, the theme's words under them if asked.
fn merged(layers: &[Layer], language: &str) -> (Data, Data) {
    let mut words = Data::empty_map();
    let mut forms = Data::empty_map();
    for layer in layers.iter().filter(|layer| speaks(&layer.tag, language)) {
        if layer.has_words {
            words = over(&words, &layer.content.words);
        }
        forms = forms_over(&forms, &layer.content.forms);
    }
    (words, forms)
}

/// A language for templates. Where something is missing, other words are better than templates that
/// fail for want of them; the rules of plurals alone are never those of another language.
fn made(layers: &[Layer], base: &Data, language: &str) -> Language {
    let (words, forms) = merged(layers, language);
    let (_, other) = merged(layers, SHOWN_IN);
    let other = only(&other, &|table| !matches!(table, "plurals" | "ordinals"));
    let tag = (Arc::from("lang"), Data::Text(Arc::from(language)));
    let strings = over(base, &words);
    let strings = keys(&strings).filter_map(|key| {
        let word = strings.get(key)?;
        // The filter that chooses among plural forms asks them for their language.
        let with_tag = |forms: &[_]| forms.iter().cloned().chain([tag.clone()]).collect();
        let word = match word {
            Data::Map(forms) => Data::Map(with_tag(forms)),
            other => other.clone(),
        };
        Some((Arc::from(key), word))
    });
    Language {
        strings: Data::Map(strings.collect()),
        locale: Arc::new(Locale::new(&forms_over(&other, &forms))),
    }
}

fn no_strings(language: &str, key: &Arc<str>, tags: &BTreeSet<&str>, own: &str) -> Diagnostic {
    let place = Place::Item(FilePath::new(crate::config::CONFIG_FILE), key.clone());
    let listed: Vec<String> = tags.iter().map(|tag| format!("`{tag}`")).collect();
    let has = match listed.is_empty() {
        true => "it has none at all".to_string(),
        false => format!("it has {}", listed.join(", ")),
    };
    let message = format!("the theme has no strings for the language `{language}`: {has}");
    let near = did_you_mean(language, tags.iter().copied());
    Diagnostic::new(&NO_STRINGS, place, message).hint(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("add {own}/strings/{language}.toml; strings/{SHOWN_IN}.toml shows the keys")
        }
    })
}

/// What the files of a language lack.
fn missing(
    layers: &[Layer],
    base: &Data,
    language: &str,
    own: &str,
    shown_in: &str,
) -> Option<Diagnostic> {
    let (words, forms) = merged(layers, language);
    let of_language = || layers.iter().filter(|layer| speaks(&layer.tag, language));
    if of_language().any(|layer| layer.is_broken) {
        return None;
    }
    let is_meant = |key: &str| of_language().any(|layer| layer.content.meant.contains(key));
    let mut lacking: Vec<String> = keys(base)
        .filter(|key| words.get(key).is_none())
        .map(str::to_string)
        .collect();
    for (table, key) in needed_forms() {
        if forms.get(table).and_then(|table| table.get(key)).is_none() {
            lacking.push(format!("{table}.{key}"));
        }
    }
    lacking.retain(|key| !is_meant(key));
    let first = lacking.first()?;
    // The file of the language as a whole, and of these the one that lies on top.
    let worded = || of_language().filter(|layer| layer.has_words);
    let general = worded().next()?;
    let layer = worded().rfind(|layer| layer.tag == general.tag)?;
    let named: Vec<String> = lacking.iter().map(|key| format!("`{key}`")).collect();
    let named = listed(&named, NAMED);
    let message = match lacking.len() {
        1 => format!("the string {named} is missing"),
        count => format!("{count} strings are missing: {named}"),
    };
    let file = format!("{own}/strings/{}.toml", layer.tag);
    let hint = match (lacking.len(), base.get(first)) {
        (1, Some(Data::Text(text))) => {
            format!("add `{first} = …` to {file}; in `{shown_in}` it is \"{text}\"")
        }
        _ => format!("add them to {file}; strings/{shown_in}.toml of the theme shows each"),
    };
    let place = Place::File(layer.path.clone());
    Some(Diagnostic::new(&MISSING_STRING, place, message).hint(hint))
}
