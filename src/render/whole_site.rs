//! The files about the site as a whole: feed, sitemap, robots, the page for wrong addresses, redirects.

use std::sync::Arc;

use tera::{Context, Value};

use super::context::Table;
use super::feed;
use super::inputs::SiteInfo;
use super::open_data::{OPEN_DATA, OPEN_DATA_SCHEMA};
use super::pages::{canonical, common_context, site_value};
use super::policy::{self, HEADERS, Inline};
use crate::diagnostics::Diagnostic;
use crate::input::InputTree;
use crate::ledger::Ledger;
use crate::site::{Redirect, Resolved, Site};
use crate::theme::{Theme, render_problem};

pub const FEED: &str = "feed.xml";
const SITEMAP: &str = "sitemap.xml";

/// The addresses of all files about the whole site, which no page may take.
pub const WHOLE_SITE_FILES: [&str; 8] = [
    "404.html",
    HEADERS,
    FEED,
    SITEMAP,
    "robots.txt",
    "_redirects",
    OPEN_DATA,
    OPEN_DATA_SCHEMA,
];

/// What the files about the whole site are made from.
pub struct WholeSite<'a> {
    pub info: &'a Arc<SiteInfo>,
    pub site: &'a Site,
    pub ledger: &'a Ledger,
    pub theme: &'a Arc<Theme>,
    pub feed_limit: usize,
    /// Consulted only to show where a template failed.
    pub files: &'a InputTree,
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
    let site = site_value(whole.info, whole.site.pages.first().map(|page| &**page));
    let mut render =
        |template: &str, address: &str, extra: &[(&'static str, Value)], base: &str| {
            // A theme that stands alone may leave any of these out.
            if !whole
                .theme
                .files
                .contains_key(&format!("templates/{template}"))
            {
                return;
            }
            let mut context: Context = common_context(whole.info, whole.theme, base);
            context.insert_value("site", site.clone());
            for (name, value) in extra {
                context.insert_value(*name, value.clone());
            }
            match whole.theme.tera.render(template, &context) {
                Ok(text) => {
                    let (text, inline) = policy::put(text, &whole.info.security);
                    out.inline.extend(&inline);
                    out.files.push((address.to_string(), text.into()));
                }
                Err(error) => out.problems.push(render_problem(
                    &error,
                    whole.files,
                    &whole.theme.files,
                    template,
                )),
            }
        };
    render("404.html", "404.html", &[], "");
    let mut sitemap_address = String::new();
    if let Some(base_url) = &whole.info.base_url {
        if whole.info.feed.is_some() {
            let (entries, updated) = feed::entries(whole, base_url);
            render(
                "feed.xml",
                FEED,
                &[("entries", entries), ("updated", updated)],
                "",
            );
        }
        render(
            "sitemap.xml",
            SITEMAP,
            &[("entries", sitemap_entries(whole.site, base_url))],
            "",
        );
        sitemap_address = format!("{base_url}{SITEMAP}");
    }
    render(
        "robots.txt",
        "robots.txt",
        &[("sitemap", Value::from(sitemap_address))],
        "",
    );
    for redirect in &whole.site.redirects {
        let canonical = match (&redirect.to, &whole.info.base_url) {
            (Resolved::Page { address, .. }, Some(base_url)) => canonical(base_url, address),
            (Resolved::External(url), _) => url.clone(),
            _ => String::new(),
        };
        let Some(target) = redirect.to.href(&redirect.from) else {
            continue;
        };
        let base = "../".repeat(redirect.from.matches('/').count());
        let extra = [
            ("target", Value::from(target)),
            ("title", Value::from(redirect.title.as_str())),
            ("canonical", Value::from(canonical)),
        ];
        render("redirect.html", &redirect.from, &extra, &base);
    }
    if !whole.site.redirects.is_empty() {
        let text = redirects_file(&whole.site.redirects, &whole.info.base_url);
        out.files.push(("_redirects".to_string(), text.into()));
    }
    out
}

fn sitemap_entries(site: &Site, base_url: &str) -> Value {
    let entries = site
        .pages
        .iter()
        .filter(|page| page.in_sitemap)
        .map(|page| {
            let front = page.facts.as_ref().map(|facts| &facts.front);
            let changed = front.and_then(|front| front.updated.max(front.date));
            Table::new()
                .with("canonical", canonical(base_url, &page.address))
                .with(
                    "lastmod",
                    changed.map(|date| date.to_string()).unwrap_or_default(),
                )
                .value()
        });
    Value::from(entries.collect::<Vec<_>>())
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
fn redirects_file(redirects: &[Redirect], base_url: &Option<String>) -> String {
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
