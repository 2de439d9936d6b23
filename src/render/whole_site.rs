//! The files about the site as a whole: feeds, sitemap, robots, the page for wrong addresses, redirects.

use std::sync::Arc;

use pulldown_cmark_escape::escape_html;
use tera::{Context, Value};

use super::context::{Table, common_context};
use super::feed;
use super::inputs::SiteInfo;
use super::languages::{LanguageInfo, alternates};
use super::llms;
use super::open_data::{OPEN_DATA, OPEN_DATA_SCHEMA};
use super::pages::{canonical, site_value};
use super::policy::{self, HEADERS, Inline};
use crate::diagnostics::Diagnostic;
use crate::input::InputTree;
use crate::ledger::Ledger;
use crate::site::{Beside, Redirect, Resolved, Site, made_beside};
use crate::theme::{Theme, render_problem};

const SITEMAP: &str = "sitemap.xml";
/// Names the parts of the search index.
pub const SEARCH_INDEX: &str = "search-index.js";
/// What there is to read as Markdown, for programs that read texts.
pub const LLMS: &str = "llms.txt";
/// The most bytes that one file of a sitemap may have, by the protocol.
const SITEMAP_BYTES: usize = 50 * 1024 * 1024;

/// The addresses of all files about the whole site, which no page may take.
pub const WHOLE_SITE_FILES: [&str; 13] = [
    "404.html",
    HEADERS,
    "feed.xml",
    "feed.json",
    "corrections.xml",
    "corrections.json",
    SITEMAP,
    LLMS,
    "robots.txt",
    "_redirects",
    OPEN_DATA,
    OPEN_DATA_SCHEMA,
    SEARCH_INDEX,
];

/// What the files about the whole site are made from.
pub struct WholeSite<'a> {
    /// The site in each of its languages, its own first.
    pub languages: &'a [InLanguage],
    pub theme: &'a Arc<Theme>,
    pub feed_limit: usize,
    pub sitemap_limit: usize,
    /// Consulted only to show where a template failed.
    pub files: &'a InputTree,
}

/// What the files about the whole site in one language are made from.
#[derive(Clone, PartialEq, Eq)]
pub struct InLanguage {
    pub info: Arc<SiteInfo>,
    pub site: Arc<Site>,
    pub ledger: Ledger,
}

/// The files about the whole site.
#[derive(Default)]
pub struct WholeSiteFiles {
    /// Address and text of each.
    pub files: Vec<(String, Arc<str>)>,
    /// The scripts and styles that stand in the pages among them.
    pub inline: Inline,
    pub problems: Vec<Diagnostic>,
}

/// Makes the files about the whole site.
pub fn whole_site(whole: &WholeSite<'_>) -> WholeSiteFiles {
    let mut out = WholeSiteFiles::default();
    for language in whole.languages {
        let mut maker = Maker::new(whole, language, &mut out);
        maker.in_language();
        maker.redirects();
    }
    if let Some(own) = whole.languages.first() {
        Maker::new(whole, own, &mut out).once();
    }
    out
}

/// Makes files from the templates of the theme, in one language.
struct Maker<'a> {
    whole: &'a WholeSite<'a>,
    language: &'a InLanguage,
    site: Value,
    out: &'a mut WholeSiteFiles,
}

impl<'a> Maker<'a> {
    fn new(
        whole: &'a WholeSite<'a>,
        language: &'a InLanguage,
        out: &'a mut WholeSiteFiles,
    ) -> Maker<'a> {
        let page = language.site.pages.first();
        Maker {
            whole,
            language,
            site: site_value(&language.info, page.map(|page| &**page)),
            out,
        }
    }

    fn render(&mut self, template: &str, address: &str, extra: &[(&'static str, Value)]) {
        if let Some(text) = self.text(template, address, extra) {
            self.out.files.push((address.to_string(), text.into()));
        }
    }

    /// What a template makes for an address.
    fn text(
        &mut self,
        template: &str,
        address: &str,
        extra: &[(&'static str, Value)],
    ) -> Option<String> {
        let theme = self.whole.theme;
        // A theme that stands alone may leave any of these out.
        if !theme.files.contains_key(&format!("templates/{template}")) {
            return None;
        }
        let info = &self.language.info;
        let base = "../".repeat(address.matches('/').count());
        let mut context: Context = common_context(info, theme, &base);
        context.insert_value("site", self.site.clone());
        for (name, value) in extra {
            context.insert_value(*name, value.clone());
        }
        match theme.tera.render(template, &context) {
            Ok(text) => {
                let (text, inline) = policy::put(text, &info.security);
                self.out.inline.extend(&inline);
                Some(text)
            }
            Err(error) => {
                let problem = render_problem(&error, self.whole.files, &theme.files, template);
                self.out.problems.push(problem);
                None
            }
        }
    }

    /// Every language has its own.
    fn in_language(&mut self) {
        let InLanguage { info, .. } = self.language;
        self.render("404.html", &format!("{}404.html", info.folder), &[]);
        if info.twins {
            let sections = [("sections", llms::sections(self.language))];
            self.render("llms.txt", &format!("{}{LLMS}", info.folder), &sections);
        }
        let Some(base_url) = info.base_url.as_deref().filter(|_| info.feed.is_some()) else {
            return;
        };
        let limit = self.whole.feed_limit;
        for feed in feed::feeds(self.language, self.whole.theme, limit, base_url) {
            let values = feed.values(info, base_url);
            self.render("feed.xml", &format!("{}.xml", feed.stem), &values);
            let json = feed.json(info, base_url).into();
            self.out.files.push((format!("{}.json", feed.stem), json));
        }
    }

    /// The site has one, whatever its languages.
    fn once(&mut self) {
        let mut sitemap_address = String::new();
        if let Some(base_url) = &self.language.info.base_url {
            let entries = sitemap_entries(self.whole.languages, base_url);
            self.sitemap(entries, base_url);
            sitemap_address = format!("{base_url}{SITEMAP}");
        }
        let extra = [("sitemap", Value::from(sitemap_address))];
        self.render("robots.txt", "robots.txt", &extra);
        let sites = self.whole.languages.iter();
        let redirects: Vec<&Redirect> = sites.flat_map(|one| &one.site.redirects).collect();
        if !redirects.is_empty() {
            let text = redirects_file(&redirects, &self.language.info.base_url);
            let file = ("_redirects".to_string(), text.into());
            self.out.files.push(file);
        }
    }

    /// One file, or where that would be too large several and a list of them.
    fn sitemap(&mut self, entries: Vec<Value>, base_url: &str) {
        let mut left: Vec<&[Value]> = match entries.is_empty() {
            true => vec![&[]],
            false => entries.chunks(self.whole.sitemap_limit).rev().collect(),
        };
        let mut parts = Vec::new();
        while let Some(part) = left.pop() {
            let extra = [("entries", Value::from(part.to_vec()))];
            match self.text("sitemap.xml", SITEMAP, &extra) {
                Some(text) if text.len() > SITEMAP_BYTES && part.len() > 1 => {
                    let (first, rest) = part.split_at(part.len() / 2);
                    left.extend([rest, first]);
                }
                Some(text) => parts.push(text),
                None => return,
            }
        }
        if let [_] = &parts[..] {
            let text = parts.remove(0).into();
            self.out.files.push((SITEMAP.to_string(), text));
            return;
        }
        let mut index = String::from(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for (number, text) in (1..).zip(parts) {
            let address = format!("sitemap-{number}.xml");
            index.push_str("<sitemap><loc>");
            let _ = escape_html(&mut index, &format!("{base_url}{address}"));
            index.push_str("</loc></sitemap>\n");
            self.out.files.push((address, text.into()));
        }
        index.push_str("</sitemapindex>\n");
        self.out.files.push((SITEMAP.to_string(), index.into()));
    }

    fn redirects(&mut self) {
        let InLanguage { info, site, .. } = self.language;
        for redirect in &site.redirects {
            let canonical = match (&redirect.to, &info.base_url) {
                (Resolved::Page { address, .. }, Some(base_url)) => canonical(base_url, address),
                (Resolved::External(url), _) => url.clone(),
                _ => String::new(),
            };
            let Some(target) = redirect.to.href(&redirect.from) else {
                continue;
            };
            let extra = [
                ("target", Value::from(target)),
                ("title", Value::from(redirect.title.as_str())),
                ("canonical", Value::from(canonical)),
            ];
            self.render("redirect.html", &redirect.from, &extra);
        }
    }
}

/// Whether a file about the whole site may stand at an address, in the folder of a language or not.
pub fn is_of_language(address: &str, languages: &[LanguageInfo]) -> bool {
    let mut folders = languages.iter().skip(1);
    let may_be = |address: &str| {
        WHOLE_SITE_FILES.contains(&address) || made_beside(address) == Some(Beside::TagFeed)
    };
    may_be(address)
        || made_beside(address) == Some(Beside::SitemapPart)
        || folders.any(|language| {
            let rest = address.strip_prefix(&language.key);
            let rest = rest.and_then(|rest| rest.strip_prefix('/'));
            rest.is_some_and(may_be)
        })
}

fn sitemap_entries(languages: &[InLanguage], base_url: &str) -> Vec<Value> {
    let pages = languages
        .iter()
        .flat_map(|one| one.site.pages.iter().map(|page| (page, &one.info)));
    let entries = pages
        .filter(|(page, _)| page.in_sitemap)
        .map(|(page, info)| {
            let front = page.facts.as_ref().map(|facts| &facts.front);
            let changed = front.and_then(|front| front.updated.max(front.date));
            Table::new()
                .with("canonical", canonical(base_url, &page.address))
                .with("alternates", alternates(page, info))
                .with(
                    "lastmod",
                    changed.map(|date| date.to_string()).unwrap_or_default(),
                )
                .value()
        });
    entries.collect()
}

/// The path at which the site stands on its host, with a slash at its end.
pub fn root_path(base_url: &Option<String>) -> &str {
    base_url
        .as_deref()
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]))
        .unwrap_or("/")
}

/// The file that some hosts read instead of redirect pages: `/old.html /new.html 301`.
fn redirects_file(redirects: &[&Redirect], base_url: &Option<String>) -> String {
    let root = root_path(base_url);
    let mut text = String::new();
    for redirect in redirects {
        let target = match &redirect.to {
            Resolved::External(url) => url.clone(),
            // From the root itself the relative link is the whole path.
            to => match to.href("") {
                Some(path) => format!("{root}{path}"),
                None => continue,
            },
        };
        let from = crate::site::encode(&redirect.from);
        text.push_str(&format!("{root}{from} {target} 301\n"));
        if let Some(folder) = from.strip_suffix("index.html") {
            text.push_str(&format!("{root}{folder} {target} 301\n"));
        }
    }
    text
}
