//! content/site.toml -> Config: what the writer says about the site as a whole.

mod budgets;
mod cards;
mod languages;
mod menus;
mod problems;
mod publishing;
mod security;
mod severity;

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, FileSpans, Place, Severity};
use crate::input::{FilePath, InputTree};
use crate::values::{Data, Table, TomlFile};

pub use budgets::Budgets;
pub use languages::Translation;
use problems::{BAD_BASE_URL, NO_CONFIG};
pub use problems::{CODES, NO_BASE_URL, UNTRANSLATED};
pub use publishing::{Policy, Publisher, SITEMAP_LIMIT};
pub use security::Security;

/// Where the site's configuration lies.
pub const CONFIG_FILE: &str = "content/site.toml";

/// How grave a site may say that a kind of problem is.
pub const LEVELS: [(&str, Option<Severity>); 4] = [
    ("off", None),
    ("note", Some(Severity::Note)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];

/// The site as a whole. Holds no positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub title: String,
    pub description: String,
    /// Ends with `/`. None: canonical links, feed and sitemap are left out.
    pub base_url: Option<String>,
    /// The tag its pages carry: `en`, `es-MX`.
    pub language: String,
    /// Other languages the site is published in.
    pub languages: Vec<Translation>,
    /// Which of `languages` this is, by its key; None for the site's own.
    pub edition: Option<String>,
    pub theme: String,
    pub authors: Vec<String>,
    pub allow_html: bool,
    pub smart_punctuation: bool,
    /// Items on one page of a long list; 0 for no limit.
    pub paginate_by: usize,
    /// Characters of an excerpt, about.
    pub excerpt_length: usize,
    /// Minutes east of Greenwich, by which "today" is reckoned.
    pub utc_offset: i32,
    /// Who publishes it, if that is said.
    pub publisher: Option<Publisher>,
    /// The address of the licence under which its texts and data may be used.
    pub licence: Option<String>,
    /// Entries of each feed; 0 for no feeds.
    pub feed_limit: usize,
    /// Addresses in one file of the sitemap.
    pub sitemap_limit: usize,
    /// Whether every page is published as Markdown too.
    pub twins: bool,
    /// Whether readers can search it.
    pub search: bool,
    /// Menus by name; the header's is `main`.
    pub menus: BTreeMap<String, Vec<MenuItem>>,
    /// From an old path of the site to an address or a content file.
    pub redirects: Vec<(String, String)>,
    /// The folder with the archived texts of sources, from the site's root.
    pub snapshots: Option<String>,
    pub severity: BTreeMap<String, Option<Severity>>,
    pub security: Security,
    pub budgets: Budgets,
    /// Whether each page gets a picture that stands for it where its link is shared.
    pub cards: bool,
    /// What topics of claims and tags of events are called, in the order written.
    pub topics: Vec<(String, String)>,
    pub theme_settings: Data,
    pub extra: Data,
}

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    pub target: MenuTarget,
    /// None: the page's title.
    pub label: Option<String>,
    /// What it is called in other languages, by their keys.
    pub labels: BTreeMap<String, String>,
    /// Where the entry stands, for messages.
    pub key: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuTarget {
    /// A content file, perhaps with `#anchor`.
    Page(String),
    Url(String),
}

/// What reading `site.toml` gave.
pub struct ConfigReading {
    pub config: Config,
    pub problems: Vec<Diagnostic>,
    pub spans: FileSpans,
}

/// Reads `content/site.toml`. `codes` are the diagnostic codes `[severity]` may name.
pub fn read(files: &InputTree, codes: &[&'static Code]) -> ConfigReading {
    let path = FilePath::new(CONFIG_FILE);
    let Some(file) = files.get(CONFIG_FILE) else {
        let problem = Diagnostic::new(
            &NO_CONFIG,
            Place::File(path),
            format!("there is no {CONFIG_FILE}"),
        )
        .hint("a site has one; `nutgraf new DIR` makes a site to start from");
        return ConfigReading {
            config: Config::default(),
            problems: vec![problem],
            spans: FileSpans::default(),
        };
    };
    let (config, problems, spans) = TomlFile::read(&path, file, |table| site(table, codes));
    ConfigReading {
        config,
        problems,
        spans,
    }
}

/// Minutes east of Greenwich by which the site reckons "today"; 0 if `site.toml` does not say.
pub fn utc_offset(files: &InputTree) -> i32 {
    read(files, &[]).config.utc_offset
}

/// The address of the published site, if `site.toml` names one.
pub fn site_address(files: &InputTree) -> Option<String> {
    read(files, &[]).config.base_url
}

/// The folder with the archived texts of sources that `site.toml` names, from the site's root.
pub fn snapshots_folder(files: &InputTree) -> Option<String> {
    read(files, &[]).config.snapshots
}

impl Default for Config {
    fn default() -> Config {
        Config {
            title: String::new(),
            description: String::new(),
            base_url: None,
            language: "en".to_string(),
            languages: Vec::new(),
            edition: None,
            theme: "default".to_string(),
            authors: Vec::new(),
            allow_html: false,
            smart_punctuation: true,
            paginate_by: 50,
            excerpt_length: 240,
            utc_offset: 0,
            publisher: None,
            licence: None,
            feed_limit: 20,
            sitemap_limit: SITEMAP_LIMIT,
            twins: true,
            search: true,
            menus: BTreeMap::new(),
            redirects: Vec::new(),
            snapshots: None,
            severity: BTreeMap::new(),
            security: Security::default(),
            budgets: Budgets::default(),
            cards: true,
            topics: Vec::new(),
            theme_settings: Data::empty_map(),
            extra: Data::empty_map(),
        }
    }
}

fn site(table: Table<'_>, codes: &[&'static Code]) -> Config {
    table.remember();
    let default = Config::default();
    let language = table.text("language").unwrap_or(default.language);
    let topics = named_texts(&table, "topics");
    let config = Config {
        title: table.required_text("title"),
        description: table.text("description").unwrap_or_default(),
        base_url: base_url(&table),
        languages: languages::languages(&table, &language, &topics),
        edition: None,
        language,
        theme: table.text("theme").unwrap_or(default.theme),
        authors: table.texts("authors").unwrap_or_default(),
        allow_html: table.bool("allow_html").unwrap_or(default.allow_html),
        smart_punctuation: table
            .bool("smart_punctuation")
            .unwrap_or(default.smart_punctuation),
        paginate_by: table.count("paginate_by").unwrap_or(default.paginate_by),
        excerpt_length: table
            .count("excerpt_length")
            .unwrap_or(default.excerpt_length),
        utc_offset: offset(&table).unwrap_or(default.utc_offset),
        publisher: publishing::publisher(&table),
        licence: publishing::web_address(&table, "licence"),
        feed_limit: publishing::feed(&table).unwrap_or(default.feed_limit),
        sitemap_limit: publishing::sitemap(&table).unwrap_or(default.sitemap_limit),
        twins: publishing::twins(&table).unwrap_or(default.twins),
        search: search(&table).unwrap_or(default.search),
        menus: menus::menus(&table),
        redirects: named_texts(&table, "redirects"),
        snapshots: table.text("snapshots"),
        severity: severity::severity(&table, codes),
        security: security::security(&table),
        budgets: budgets::budgets(&table),
        cards: cards::cards(&table).unwrap_or(default.cards),
        topics,
        theme_settings: settings(&table, "theme_settings"),
        extra: settings(&table, "extra"),
    };
    table.finish();
    config
}

fn settings(table: &Table<'_>, key: &str) -> Data {
    // Asked for as a table first, so that a text in its place is reported.
    match table.table(key) {
        Some(_) => table.data(key).unwrap_or_else(Data::empty_map),
        None => Data::empty_map(),
    }
}

fn base_url(table: &Table<'_>) -> Option<String> {
    let Some(url) = table.text("base_url") else {
        if !table.has("base_url") {
            table.report(
                Diagnostic::new(
                    &NO_BASE_URL,
                    table.place(),
                    "no `base_url`: canonical links, the feed and the sitemap are left out",
                )
                .hint("once you know the site's address add base_url = \"https://…/\""),
            );
        }
        return None;
    };
    match check_base_url(&url) {
        Ok(url) => Some(url),
        Err(problem) => {
            table.report(table.problem(&BAD_BASE_URL, "base_url", problem).hint(
                "write the whole address of the published site, such as https://example.org/story/",
            ));
            None
        }
    }
}

/// The base URL with a slash at its end.
///
/// # Errors
/// A sentence that says why this is no base URL.
pub fn check_base_url(url: &str) -> Result<String, String> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .ok_or_else(|| {
            format!("`base_url` is \"{url}\", expected an address that begins with https://")
        })?;
    if rest.is_empty() || rest.starts_with('/') || url.contains(['?', '#', ' ', '"', '<', '>']) {
        return Err(format!(
            "`base_url` is \"{url}\", which is no address of a site"
        ));
    }
    Ok(format!("{}/", url.trim_end_matches('/')))
}

fn offset(table: &Table<'_>) -> Option<i32> {
    let text = table.text("utc_offset")?;
    let read = || {
        let sign = match text.as_bytes().first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let (hours, minutes) = text[1..].split_once(':')?;
        if hours.len() != 2 || minutes.len() != 2 {
            return None;
        }
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    };
    let offset = read();
    if offset.is_none() {
        let message =
            format!("`utc_offset` is \"{text}\", expected hours and minutes such as \"-06:00\"");
        table.report(table.problem(&problems::BAD_OFFSET, "utc_offset", message));
    }
    offset
}

fn search(table: &Table<'_>) -> Option<bool> {
    let search = table.table("search")?;
    let enabled = search.bool("enabled");
    search.finish();
    enabled
}

fn named_texts(table: &Table<'_>, key: &str) -> Vec<(String, String)> {
    let Some(texts) = table.table(key) else {
        return Vec::new();
    };
    texts.remember();
    let keys = texts.keys().into_iter();
    keys.filter_map(|key| Some((key.to_string(), texts.text(key)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::InputFile;

    pub(super) fn reading(text: &str) -> ConfigReading {
        let mut files = InputTree::new();
        files.insert(FilePath::new(CONFIG_FILE), InputFile::new(text.as_bytes()));
        read(&files, &[&NO_BASE_URL, &NO_CONFIG])
    }

    #[test]
    fn the_smallest_site_has_a_title() {
        let reading = reading("title = \"T\"");
        assert_eq!(reading.config.title, "T");
        let codes: Vec<_> = reading
            .problems
            .iter()
            .map(|problem| problem.code)
            .collect();
        assert_eq!(codes, ["no-base-url"]);
    }

    #[test]
    fn base_urls_end_with_one_slash() {
        assert_eq!(
            check_base_url("https://a.example/x"),
            Ok("https://a.example/x/".into())
        );
        assert_eq!(
            check_base_url("https://a.example//"),
            Ok("https://a.example/".into())
        );
        for wrong in [
            "a.example",
            "https://",
            "https:///x",
            "https://a.example/?q",
            "ftp://a.example",
        ] {
            assert!(check_base_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn offsets_are_minutes() {
        let offset = |text: &str| {
            reading(&format!("title = \"T\"\nutc_offset = \"{text}\""))
                .config
                .utc_offset
        };
        assert_eq!(offset("-06:30"), -390);
        assert_eq!(offset("+05:45"), 345);
        assert_eq!(offset("6"), 0);
    }

    #[test]
    fn structure_stays_an_error() {
        let reading = reading(
            "title = \"T\"\n[severity]\nno-base-url = \"off\"\nno-config = \"off\"\nno-basee = \"off\"",
        );
        assert_eq!(reading.config.severity.len(), 1);
        let codes: Vec<_> = reading
            .problems
            .iter()
            .map(|problem| problem.code)
            .collect();
        assert_eq!(codes, ["no-base-url", "fixed-severity", "unknown-code"]);
    }
}
