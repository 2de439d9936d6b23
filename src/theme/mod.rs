//! `themes/<name>/` -> Theme: templates, block definitions, strings, assets and settings.

mod assets;
mod blocks;
mod component_source;
mod filters;
mod problems;
mod templates;
mod tera_words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place};
use crate::input::{FilePath, InputTree, is_bundled, with_bundled_theme};
use crate::ledger::TableName;
use crate::values::{Data, Table, TomlFile, did_you_mean, suggestion};

pub use assets::Asset;
pub use blocks::{ArgKind, ArgSpec, BlockBody, BlockDef, EntryKind};
pub use filters::{format_number, plural_form};
pub use problems::CODES;
use problems::{NO_STRINGS, THEME_VALUE, UNKNOWN_THEME};
pub use templates::template_file;
pub use tera_words::{is_render_problem, render_problem};

/// The theme whose files are inside the binary.
pub const BUNDLED: &str = "default";

/// Everything a theme gives. Two themes are equal if all their files are.
pub struct Theme {
    pub name: String,
    /// From a path inside the theme (`templates/page.html`) to the file that gives it.
    pub files: BTreeMap<String, FilePath>,
    pub tera: tera::Tera,
    pub blocks: Arc<BTreeMap<String, BlockDef>>,
    /// The strings of each language, as tables.
    pub strings: BTreeMap<String, Data>,
    pub assets: Arc<Vec<Asset>>,
    /// The defaults for `[theme_settings]`.
    pub settings: Data,
    /// Tables every page's template reads.
    pub reads: BTreeSet<TableName>,
    /// Whether the theme's templates could not be loaded, so that the bundled ones stand in.
    pub is_broken: bool,
    hash: blake3::Hash,
}

impl PartialEq for Theme {
    fn eq(&self, other: &Theme) -> bool {
        self.hash == other.hash
    }
}

impl Eq for Theme {}

/// Loads a theme: its own files, and under them those of the bundled theme unless `theme.toml`
/// says `standalone = true`. A theme with errors is replaced by the bundled one, so that the rest
/// of the site can still be checked.
pub fn load(files: &InputTree, name: &str, language: &str) -> (Theme, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let known = themes(files);
    if !known.contains(name) {
        let place = Place::Item(
            FilePath::new(crate::config::CONFIG_FILE),
            Arc::from("theme"),
        );
        let message = format!("there is no theme `{name}`: themes/{name}/ has no file");
        problems.push(
            Diagnostic::new(&UNKNOWN_THEME, place, message)
                .maybe_hint(suggestion(name, known.iter().map(String::as_str))),
        );
        let (theme, _) = load_files(files, BUNDLED, language);
        return (theme, problems);
    }
    let (theme, found) = load_files(files, name, language);
    problems.extend(found);
    (theme, problems)
}

fn themes(files: &InputTree) -> BTreeSet<String> {
    files
        .below("themes")
        .filter_map(|(rest, ..)| Some(rest.split_once('/')?.0.to_string()))
        .collect()
}

fn load_files(inputs: &InputTree, name: &str, language: &str) -> (Theme, Vec<Diagnostic>) {
    let own = format!("themes/{name}");
    let mut problems = Vec::new();
    let meta_path = FilePath::new(format!("{own}/theme.toml"));
    let meta = match inputs.get(meta_path.as_str()) {
        Some(file) => {
            let (meta, found, _) = TomlFile::read(&meta_path, file, theme_toml);
            problems.extend(found);
            meta
        }
        None => Meta::default(),
    };

    let mut files = BTreeMap::new();
    if !meta.standalone {
        let below = format!("themes/{BUNDLED}");
        files.extend(
            inputs
                .below(&below)
                .map(|(rest, path, _)| (rest.to_string(), path.clone())),
        );
    }
    files.extend(
        inputs
            .below(&own)
            .map(|(rest, path, _)| (rest.to_string(), path.clone())),
    );

    let mut settings = meta.settings;
    if !meta.standalone {
        // Those of the binary, then those of a site's own `default`, then the theme's.
        let below = FilePath::new(format!("themes/{BUNDLED}/theme.toml"));
        for tree in [inputs, &with_bundled_theme(&InputTree::new())] {
            if let Some(file) = tree.get(below.as_str()) {
                let (under, ..) = TomlFile::read(&below, file, theme_toml);
                settings = under.settings.overlaid(&settings);
            }
        }
    }

    let (tera, found) = templates::load(inputs, &files);
    problems.extend(found);
    let is_broken = tera.is_none();
    // The binary's own files: a site's files for the theme `default` may be what is broken.
    let tera = tera.unwrap_or_else(|| match inputs == &with_bundled_theme(&InputTree::new()) {
        true => tera::Tera::default(),
        false => {
            load_files(&with_bundled_theme(&InputTree::new()), BUNDLED, language)
                .0
                .tera
        }
    });
    let (mut blocks, found) = blocks::definitions(&tera, inputs, &files);
    problems.extend(found);
    if is_broken {
        // What they take cannot be known.
        for (rest, path) in &files {
            let own = inputs.get(path.as_str());
            if let Some(name) = blocks::block_name(rest)
                && own.is_some_and(|file| !is_bundled(path.as_str(), file))
            {
                blocks.insert(name.to_string(), BlockDef::broken(name));
            }
        }
    }
    let (strings, found) = strings(inputs, &files, &own, language);
    problems.extend(found);

    let mut hasher = blake3::Hasher::new();
    for path in files.values() {
        if let Some(file) = inputs.get(path.as_str()) {
            hasher.update(path.as_str().as_bytes());
            hasher.update(&[0]);
            hasher.update(file.hash().as_bytes());
        }
    }
    // Messages name the theme and its files.
    hasher.update(name.as_bytes());
    hasher.update(&[0]);
    hasher.update(language.as_bytes());
    let theme = Theme {
        name: name.to_string(),
        assets: Arc::new(assets::assets(inputs, &files)),
        files,
        tera,
        blocks: Arc::new(blocks),
        strings,
        settings,
        reads: meta.reads,
        is_broken,
        hash: hasher.finalize(),
    };
    (theme, problems)
}

struct Meta {
    standalone: bool,
    reads: BTreeSet<TableName>,
    settings: Data,
}

impl Default for Meta {
    fn default() -> Meta {
        Meta {
            standalone: false,
            reads: BTreeSet::new(),
            settings: Data::empty_map(),
        }
    }
}

fn theme_toml(table: Table<'_>) -> Meta {
    table.text("name");
    table.text("version");
    table.text("nutgraf");
    table.text("description");
    let mut reads = BTreeSet::new();
    for (name, place) in table.spanned_texts("reads").unwrap_or_default() {
        match TableName::parse(&name) {
            Some(read) => {
                reads.insert(read);
            }
            None => table.report(
                Diagnostic::new(
                    &THEME_VALUE,
                    place,
                    format!("`reads` names `{name}`, which is no table of the ledger"),
                )
                .maybe_hint(suggestion(&name, TableName::ALL.map(TableName::name))),
            ),
        }
    }
    let settings = match table.table("settings") {
        Some(_) => table.data("settings").unwrap_or_else(Data::empty_map),
        None => Data::empty_map(),
    };
    let meta = Meta {
        standalone: table.bool("standalone").unwrap_or(false),
        reads,
        settings,
    };
    table.finish();
    meta
}

fn strings(
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
    own: &str,
    language: &str,
) -> (BTreeMap<String, Data>, Vec<Diagnostic>) {
    let mut strings = BTreeMap::new();
    let mut problems = Vec::new();
    for (rest, path) in files {
        let Some(language) = rest
            .strip_prefix("strings/")
            .and_then(|name| name.strip_suffix(".toml"))
        else {
            continue;
        };
        let Some(file) = inputs.get(path.as_str()) else {
            continue;
        };
        let (table, found, _) = TomlFile::read(path, file, strings_toml);
        problems.extend(found);
        strings.insert(language.to_string(), table);
    }
    // `es-MX` speaks with the words of `es` unless it has its own.
    let general = language.split('-').next().unwrap_or(language);
    if let (false, Some(table)) = (
        strings.contains_key(language),
        strings.get(general).cloned(),
    ) {
        strings.insert(language.to_string(), table);
    }
    if !strings.contains_key(language) {
        let place = Place::Item(
            FilePath::new(crate::config::CONFIG_FILE),
            Arc::from("language"),
        );
        let message = format!("the theme has no strings for the language `{language}`");
        let near = did_you_mean(language, strings.keys().map(String::as_str));
        problems.push(
            Diagnostic::new(&NO_STRINGS, place, message).hint(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    format!("add {own}/strings/{language}.toml; strings/en.toml shows the keys")
                }
            }),
        );
        // Other words are better than templates that fail for want of them.
        if let Some(other) = strings
            .get("en")
            .or_else(|| strings.values().next())
            .cloned()
        {
            strings.insert(language.to_string(), other);
        }
    }
    (strings, problems)
}

/// Each string is a text, or a table of plural forms with at least `other`.
fn strings_toml(table: Table<'_>) -> Data {
    let mut entries: Vec<(Arc<str>, Data)> = Vec::new();
    for key in table.keys() {
        if table.kind_of(key) == Some("a table") {
            let Some(forms) = table.table(key) else {
                continue;
            };
            let mut plural: Vec<(Arc<str>, Data)> = Vec::new();
            for form in ["zero", "one", "two", "few", "many", "other"] {
                if let Some(text) = forms.text(form) {
                    plural.push((Arc::from(form), Data::Text(Arc::from(text))));
                }
            }
            if !forms.has("other") {
                forms.missing("other");
            }
            forms.finish();
            entries.push((Arc::from(key), Data::Map(plural.into())));
        } else if let Some(text) = table.text(key) {
            entries.push((Arc::from(key), Data::Text(Arc::from(text))));
        }
    }
    Data::Map(entries.into())
}
