//! `themes/<name>/` -> Theme: templates, block definitions, strings, assets and settings.

mod assets;
mod blocks;
mod component_source;
mod filters;
mod fitting;
mod languages;
mod locale;
mod plural_rules;
mod problems;
mod string_file;
mod templates;
mod tera_words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::cards::{BAD_FONT, Fonts};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::{FilePath, InputTree, is_bundled, with_bundled_theme};
use crate::ledger::TableName;
use crate::values::{Data, Table, TomlFile, suggestion};

pub use assets::Asset;
pub use blocks::{ArgKind, ArgSpec, BlockBody, BlockDef, Drawing, EntryKind};
pub use filters::without_tags;
pub use languages::{Asked, Language};
pub use locale::{DateForms, FigureForms, Locale, NumberForms, QuotationMarks, Where, fill};
pub use plural_rules::PluralRules;
pub use problems::CODES;
use problems::{THEME_VALUE, UNKNOWN_THEME};
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
    /// What it says in each language it has strings for, and in the site's.
    pub languages: BTreeMap<String, Language>,
    /// What cards are drawn with; None in a program that draws none.
    pub fonts: Option<Arc<Fonts>>,
    pub assets: Arc<Vec<Asset>>,
    /// The language it was loaded for, which is among them.
    pub site_language: String,
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

impl Theme {
    /// What it says in a language; for one it has no file of, what it says in the site's.
    pub fn language(&self, tag: &str) -> &Language {
        let known = self.languages.get(tag);
        known.unwrap_or_else(|| &self.languages[&self.site_language])
    }
}

/// Loads a theme: its own files, and under them those of the bundled theme unless `theme.toml`
/// says `standalone = true`. A theme with errors is replaced by the bundled one, so that the rest
/// of the site can still be checked.
///
/// The first of `languages` is the site's own.
pub fn load(files: &InputTree, name: &str, languages: &[Asked]) -> (Theme, Vec<Diagnostic>) {
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
        let (theme, _) = load_files(files, BUNDLED, languages);
        return (theme, problems);
    }
    let (theme, found) = load_files(files, name, languages);
    problems.extend(found);
    (theme, problems)
}

fn themes(files: &InputTree) -> BTreeSet<String> {
    files
        .below("themes")
        .filter_map(|(rest, ..)| Some(rest.split_once('/')?.0.to_string()))
        .collect()
}

fn load_files(inputs: &InputTree, name: &str, asked: &[Asked]) -> (Theme, Vec<Diagnostic>) {
    let language = asked.first().map_or("en", |(tag, _)| tag);
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

    let texts = files
        .iter()
        .filter(|(rest, _)| templates::template_name(rest).is_some())
        .filter_map(|(_, path)| Some(inputs.get(path.as_str())?.text().ok()?.0));
    let texts: Vec<&str> = texts.collect();
    let languages = languages::read(inputs, &own, meta.standalone, asked, &texts);
    problems.extend(languages.problems);
    let by_tag = languages.by_tag;

    let (fonts, found) = fonts(inputs, &files);
    problems.extend(found);
    let writing = filters::Writing::new(&by_tag, language, &fonts);
    let (tera, found) = templates::load(inputs, &files, &writing);
    problems.extend(found);
    let is_broken = tera.is_none();
    // The binary's own files: a site's files for the theme `default` may be what is broken.
    let tera = tera.unwrap_or_else(|| match inputs == &with_bundled_theme(&InputTree::new()) {
        true => tera::Tera::default(),
        false => {
            load_files(&with_bundled_theme(&InputTree::new()), BUNDLED, asked)
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
    let mut hasher = blake3::Hasher::new();
    let under = languages.files.iter().map(|(path, file)| (path, file));
    let all = files
        .values()
        .filter_map(|path| Some((path, inputs.get(path.as_str())?)));
    for (path, file) in all.chain(under) {
        hasher.update(path.as_str().as_bytes());
        hasher.update(&[0]);
        hasher.update(file.hash().as_bytes());
    }
    // Messages name the theme and its files.
    hasher.update(name.as_bytes());
    hasher.update(&[0]);
    for (language, key) in asked {
        hasher.update(language.as_bytes());
        hasher.update(&[0]);
        hasher.update(key.as_bytes());
        hasher.update(&[0]);
    }
    let theme = Theme {
        name: name.to_string(),
        assets: Arc::new(assets::assets(inputs, &files)),
        files,
        tera,
        blocks: Arc::new(blocks),
        languages: by_tag,
        fonts,
        site_language: language.to_string(),
        settings,
        reads: meta.reads,
        is_broken,
        hash: hasher.finalize(),
    };
    (theme, problems)
}

/// The fonts in its `fonts/`, with those inside the program.
fn fonts(
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
) -> (Option<Arc<Fonts>>, Vec<Diagnostic>) {
    let own = files
        .iter()
        .filter(|(rest, _)| rest.starts_with("fonts/"))
        .filter(|(rest, _)| FONT_FILES.iter().any(|ending| rest.ends_with(ending)))
        .filter_map(|(_, path)| Some((path, inputs.get(path.as_str())?)));
    let (fonts, bad) = Fonts::load(own);
    let bad = bad.into_iter().map(|path| {
        let message = format!("`{path}` is no font that can be read");
        let problem = Diagnostic::new(&BAD_FONT, Place::File(path), message);
        problem.hint("save it as TTF or OTF")
    });
    (fonts, bad.collect())
}

/// What else lies there, such as a licence, is none.
const FONT_FILES: [&str; 5] = [".ttf", ".otf", ".ttc", ".woff", ".woff2"];

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
