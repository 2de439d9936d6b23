//! The feeds, as Atom and as JSON Feed: the newest pages and corrections of the site, the pages of each
//! tag, and the corrections alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::Value;

use super::context::Table;
use super::corrections::title_of;
use super::entries::anchor;
use super::inputs::{PageInputs, SiteInfo};
use super::pages::canonical;
use super::whole_site::InLanguage;
use crate::ledger::{Correction, TableName};
use crate::site::{Card, PageKind, SitePage};
use crate::theme::Theme;
use crate::values::{Data, Date};

/// A feed, with its newest entries first.
pub struct Feed {
    pub title: String,
    /// The address it is published at, without its ending.
    pub stem: String,
    /// The address of the page that shows readers the same.
    pub home: String,
    entries: Vec<Entry>,
}

/// A page with a date, or a correction.
#[derive(Clone)]
struct Entry {
    updated: Date,
    published: Option<Date>,
    title: String,
    /// Its whole address, by which it is known too.
    url: String,
    summary: String,
    /// What kind of correction it is; empty for a page.
    correction: String,
    /// Names and addresses of its tags.
    tags: Vec<(String, String)>,
}

/// Every feed of a language that has something to tell, that of the site first.
pub fn feeds(whole: &InLanguage, theme: &Theme, limit: usize, base_url: &str) -> Vec<Feed> {
    let (info, site) = (&whole.info, &whole.site);
    let corrections = corrections(whole, theme, base_url);
    let pages = site.pages.iter();
    let pages = pages.filter_map(|page| entry_of_page(page, base_url));
    let mut all: Vec<Entry> = corrections.iter().cloned().chain(pages).collect();
    // A stable sort: of one day corrections come first, then pages in the order of the outline.
    all.sort_by_key(|entry| Reverse(entry.updated));

    let mut of_tags: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for entry in &all {
        for (_, address) in &entry.tags {
            let of_tag = of_tags.entry(address).or_default();
            if of_tag.len() < limit {
                of_tag.push(entry.clone());
            }
        }
    }
    let feed = |title: String, stem: &str, home: &str, mut entries: Vec<Entry>| {
        entries.truncate(limit);
        (!entries.is_empty()).then(|| Feed {
            title,
            stem: stem.to_string(),
            home: home.to_string(),
            entries,
        })
    };
    let within = |what: &str| format!("{what} · {}", info.title);
    let tags = site.tags.iter().filter_map(|tag| {
        let entries = of_tags.get(&*tag.address)?.clone();
        feed(within(&tag.name), stem(&tag.address), &tag.address, entries)
    });
    let tags: Vec<Feed> = tags.collect();
    let of_corrections = site.homes.get(&TableName::Corrections).and_then(|home| {
        let page = site.pages.iter().find(|page| page.address == *home)?;
        let mut entries = corrections.clone();
        entries.sort_by_key(|entry| Reverse(entry.updated));
        let stem = format!("{}{CORRECTIONS}", info.folder);
        feed(within(&page.title), &stem, home, entries)
    });
    let of_site = format!("{}{FEED}", info.folder);
    let of_site = feed(info.title.clone(), &of_site, &info.home.address, all);
    let mut feeds: Vec<Feed> = of_site.into_iter().collect();
    feeds.extend(of_corrections);
    feeds.extend(tags);
    feeds
}

/// The address of the site's feed in a language, without its ending.
pub const FEED: &str = "feed";
/// That of the corrections alone.
pub const CORRECTIONS: &str = "corrections";

/// The address of a page's own feed, without its ending.
pub fn stem(address: &str) -> &str {
    address.strip_suffix(".html").unwrap_or(address)
}

/// The address of the feed of what a page lists: a tag, or the corrections.
pub fn of_page(inputs: &PageInputs) -> Option<String> {
    let (page, site) = (&inputs.page, &inputs.site);
    site.feed.as_ref()?;
    let is_dated = |card: &Arc<Card>| card.date.or(card.updated).is_some() && !card.is_original;
    let is_first = page.key.number == 1;
    match page.kind {
        // The newest stand on its first page, and those without a date last of all.
        PageKind::Tag if is_first && page.children.iter().any(is_dated) => {
            Some(encoded(&format!("{}.xml", stem(&page.address))))
        }
        _ if page.lists.contains(&TableName::Corrections) => {
            let is_listed = !inputs.ledger.corrections.is_empty();
            is_listed.then(|| format!("{}{CORRECTIONS}.xml", site.folder))
        }
        _ => None,
    }
}

impl Feed {
    /// What the template of the Atom feed gets: the feed itself and its entries.
    pub fn values(&self, site: &SiteInfo, base_url: &str) -> [(&'static str, Value); 3] {
        let updated = self.entries.first().map(|entry| moment(entry.updated));
        let own = canonical(base_url, &self.home);
        let about = Table::new()
            .with("title", self.title.as_str())
            .with("description", self.description(site))
            .with("id", own.as_str())
            .with(
                "canonical",
                format!("{base_url}{}.xml", encoded(&self.stem)),
            )
            .with("json", format!("{base_url}{}.json", encoded(&self.stem)))
            .with("home", own.as_str());
        let entries = self.entries.iter().map(|entry| {
            let tags = entry
                .tags
                .iter()
                .map(|(name, _)| Value::from(name.as_str()));
            Table::new()
                .with("title", entry.title.as_str())
                .with("canonical", entry.url.as_str())
                .with("id", entry.url.as_str())
                .with("published", entry.published.map(moment).unwrap_or_default())
                .with("updated", moment(entry.updated))
                .with("summary", entry.summary.as_str())
                .with("correction", entry.correction.as_str())
                .with("tags", Value::from(tags.collect::<Vec<_>>()))
                .value()
        });
        [
            ("feed", about.value()),
            ("entries", Value::from(entries.collect::<Vec<_>>())),
            ("updated", Value::from(updated.unwrap_or_default())),
        ]
    }

    /// That of the site is about the whole; the others are parts of it.
    fn description<'s>(&self, site: &'s SiteInfo) -> &'s str {
        match self.title == site.title {
            true => &site.description,
            false => "",
        }
    }

    /// The feed as JSON Feed 1.1.
    pub fn json(&self, site: &SiteInfo, base_url: &str) -> String {
        let authors = match site.authors.is_empty() {
            true => std::slice::from_ref(&site.title),
            false => &site.authors[..],
        };
        let feed = JsonFeed {
            version: "https://jsonfeed.org/version/1.1",
            title: &self.title,
            home_page_url: canonical(base_url, &self.home),
            feed_url: format!("{base_url}{}.json", encoded(&self.stem)),
            description: Some(self.description(site)).filter(|text| !text.is_empty()),
            language: &site.language,
            authors: authors.iter().map(|name| JsonAuthor { name }).collect(),
            items: self.entries.iter().map(JsonItem::of).collect(),
        };
        let text = serde_json::to_string_pretty(&feed);
        // There is nothing in these types that JSON could not hold.
        text.map(|text| text + "\n").unwrap_or_default()
    }
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    language: &'a str,
    authors: Vec<JsonAuthor<'a>>,
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
}

impl<'a> JsonItem<'a> {
    fn of(entry: &'a Entry) -> JsonItem<'a> {
        JsonItem {
            id: &entry.url,
            url: &entry.url,
            title: &entry.title,
            // An item has to say something.
            content_text: match entry.summary.trim().is_empty() {
                true => &entry.title,
                false => &entry.summary,
            },
            date_published: entry.published.map(moment),
            date_modified: moment(entry.updated),
            tags: entry.tags.iter().map(|(name, _)| name.as_str()).collect(),
        }
    }
}

fn encoded(address: &str) -> String {
    crate::site::encode(address)
}

/// A day as feeds write a moment: its first second.
fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

/// The day by which a page stands in feeds, if it does. A correction has an entry of its own, so it does
/// not count as a change of the page: a reader of the feed would see the same news twice.
pub fn day_of(page: &SitePage) -> Option<Date> {
    let is_text = matches!(
        page.kind,
        PageKind::Home | PageKind::Section | PageKind::Page
    );
    if page.key.number > 1 || !page.in_sitemap || !is_text {
        return None;
    }
    let front = &page.facts.as_ref()?.front;
    front.updated.max(front.date)
}

fn entry_of_page(page: &SitePage, base_url: &str) -> Option<Entry> {
    let updated = day_of(page)?;
    let facts = page.facts.as_ref()?;
    let summary = page.description.as_deref().unwrap_or(&facts.excerpt);
    let tags = page.tags.iter();
    Some(Entry {
        updated,
        published: facts.front.date,
        title: page.title.clone(),
        url: canonical(base_url, &page.address),
        summary: summary.to_string(),
        correction: String::new(),
        tags: tags
            .map(|tag| (tag.title.clone(), tag.address.clone()))
            .collect(),
    })
}

/// One entry for each correction, at its anchor on the page that lists them.
fn corrections(whole: &InLanguage, theme: &Theme, base_url: &str) -> Vec<Entry> {
    let Some(home) = whole.site.homes.get(&TableName::Corrections) else {
        return Vec::new();
    };
    let info = &whole.info;
    let strings = &theme.language(&info.language).strings;
    let made = |correction: &Correction| {
        let anchor = anchor(TableName::Corrections, &correction.id);
        let mut titles = correction
            .of
            .iter()
            .filter_map(|target| title_of(target, &whole.ledger, &whole.site.corrected));
        let title = info.prose(titles.next().unwrap_or(&correction.now));
        let kind = &correction.kind;
        let word = match strings.get(&format!("correction_{kind}")) {
            Some(Data::Text(word)) => word,
            _ => &**kind,
        };
        let (was, now) = (info.prose(&correction.was), info.prose(&correction.now));
        Entry {
            updated: correction.date,
            published: Some(correction.date),
            title: format!("{word}: {title}"),
            url: format!("{}#{anchor}", canonical(base_url, home)),
            summary: format!("{was} {now}"),
            correction: kind.clone(),
            tags: Vec::new(),
        }
    };
    let corrections = whole.ledger.corrections.iter();
    corrections.map(|correction| made(correction)).collect()
}
