//! The languages of a site as its pages show them: the way to the others, and what search engines are told.

use tera::Value;

use super::context::{Table, address};
use super::inputs::SiteInfo;
use super::pages::canonical;
use crate::config::Config;
use crate::site::{Site, SitePage};
use crate::theme::Theme;
use crate::values::Data;

/// One of the languages of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageInfo {
    /// What stands in the names of its files, and for search engines: `es`.
    pub key: String,
    /// What its pages carry: `es-MX`.
    pub tag: String,
    /// What it calls itself: `español`.
    pub name: String,
    /// What it is called where links are shared: `es_MX`.
    pub locale: String,
    /// The address of its home page.
    pub home: String,
}

impl LanguageInfo {
    pub fn new(config: &Config, site: &Site, theme: &Theme) -> LanguageInfo {
        let key = config.edition.as_ref().unwrap_or(&config.language);
        let strings = &theme.language(&config.language).strings;
        let string = |name: &str| match strings.get(name) {
            Some(Data::Text(text)) => Some(text.to_string()),
            _ => None,
        };
        let tag = &config.language;
        // A tag with a country says it itself.
        let own = tag.contains('-').then(|| tag.replace('-', "_"));
        let locale = own.or_else(|| string("locale"));
        LanguageInfo {
            key: key.clone(),
            tag: tag.clone(),
            name: string("language_name").unwrap_or_else(|| key.clone()),
            locale: locale.unwrap_or_else(|| tag.clone()),
            home: site.home.address.clone(),
        }
    }
}

/// The folder of a language's pages: empty for the site's own, else `es/`.
pub fn folder_of(config: &Config) -> String {
    let key = config.edition.as_ref();
    key.map_or_else(String::new, |key| format!("{key}/"))
}

/// `site.languages`: every language the site is published in, its own first.
pub fn all(site: &SiteInfo) -> Value {
    let languages = site.languages.iter().map(|language| {
        let mut home = String::new();
        if let Some(base_url) = &site.base_url {
            home = canonical(base_url, &language.home);
        }
        Table::new()
            .with("language", language.tag.as_str())
            .with("name", language.name.as_str())
            .with("locale", language.locale.as_str())
            .with("address", address(&language.home))
            .with("canonical", home)
            .value()
    });
    Value::from(languages.collect::<Vec<_>>())
}

/// `page.translations`: where each other language has the page.
pub fn translations(page: &SitePage, site: &SiteInfo) -> Value {
    let others = page.alternates.iter().map(|other| {
        let language = &site.languages[other.language];
        Table::new()
            .with("language", language.tag.as_str())
            .with("name", language.name.as_str())
            .with("locale", language.locale.as_str())
            .with("address", address(&other.address))
            .with("same", other.is_same)
            .with("translated", other.is_translated)
            .value()
    });
    Value::from(others.collect::<Vec<_>>())
}

/// `page.original`: the language the text stands in, where it is not translated.
pub fn original(page: &SitePage, site: &SiteInfo) -> Value {
    match site.languages.first().filter(|_| page.is_original) {
        None => Value::none(),
        Some(own) => Table::new()
            .with("language", own.tag.as_str())
            .with("name", own.name.as_str())
            .value(),
    }
}

/// The address a page is known by: that of its original where it stands in those words.
pub fn known_by(page: &SitePage) -> &str {
    let own = page.alternates.iter().find(|other| other.language == 0);
    own.filter(|_| page.is_original)
        .map_or(&page.address, |own| &own.address)
}

/// The same page in each language it is written in, with whole addresses, as search engines ask for them;
/// empty where there is but one.
pub fn alternates(page: &SitePage, site: &SiteInfo) -> Value {
    let Some(base_url) = &site.base_url else {
        return Value::from(Vec::<Value>::new());
    };
    let own = (!page.is_original).then_some((page.key.language, &page.address));
    let others = page.alternates.iter().filter(|other| other.is_translated);
    let others = others.map(|other| (other.language, &other.address));
    let mut all: Vec<(usize, &String)> = own.into_iter().chain(others).collect();
    all.sort_unstable();
    if all.len() < 2 {
        return Value::from(Vec::<Value>::new());
    }
    let one = |language: &str, address: &str| {
        Table::new()
            .with("language", language)
            .with("canonical", canonical(base_url, address))
            .value()
    };
    let named = all
        .iter()
        .map(|(language, address)| one(&site.languages[*language].key, address));
    // Who speaks none of them gets the site's own.
    let other = all.iter().find(|(language, _)| *language == 0);
    let other = other.map(|(_, address)| one("x-default", address));
    Value::from(named.chain(other).collect::<Vec<_>>())
}
