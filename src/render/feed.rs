//! The entries of the feed: the newest pages and corrections.

use std::cmp::Reverse;

use tera::Value;

use super::context::Table;
use super::corrections::title_of;
use super::entries::anchor;
use super::pages::canonical;
use super::whole_site::InLanguage;
use crate::ledger::{Correction, TableName};
use crate::site::{PageKind, SitePage};
use crate::values::Date;

/// The newest entries, so many as the site wants, and the moment of the newest of all.
pub fn entries(whole: &InLanguage, limit: usize, base_url: &str) -> (Value, Value) {
    let mut entries: Vec<(Date, Table)> = corrections(whole, base_url);
    entries.extend(
        whole
            .site
            .pages
            .iter()
            .filter_map(|page| entry_of_page(page, base_url)),
    );
    // A stable sort: of one day corrections come first, then pages in the order of the outline.
    entries.sort_by_key(|(updated, _)| Reverse(*updated));
    entries.truncate(limit);
    let newest = entries.first().map(|(updated, _)| moment(*updated));
    let entries: Vec<Value> = entries
        .into_iter()
        .map(|(updated, entry)| entry.with("updated", moment(updated)).value())
        .collect();
    (
        Value::from(entries),
        Value::from(newest.unwrap_or_default()),
    )
}

/// A day as feeds write a moment: its first second.
fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

/// A page with a date. A correction has an entry of its own, so it does not count as a change of
/// the page: a reader of the feed would see the same news twice.
fn entry_of_page(page: &SitePage, base_url: &str) -> Option<(Date, Table)> {
    let is_text = matches!(
        page.kind,
        PageKind::Home | PageKind::Section | PageKind::Page
    );
    if page.key.number > 1 || !page.in_sitemap || !is_text {
        return None;
    }
    let facts = page.facts.as_ref()?;
    let updated = facts.front.updated.max(facts.front.date)?;
    let published = facts.front.date.map(moment).unwrap_or_default();
    let summary = page.description.as_deref().unwrap_or(&facts.excerpt);
    let address = canonical(base_url, &page.address);
    Some((
        updated,
        entry(&page.title, address, &published, summary, ""),
    ))
}

/// One entry for each correction, at its anchor on the page that lists them.
fn corrections(whole: &InLanguage, base_url: &str) -> Vec<(Date, Table)> {
    let Some(home) = whole.site.homes.get(&TableName::Corrections) else {
        return Vec::new();
    };
    let info = &whole.info;
    let made = |correction: &Correction| {
        let anchor = anchor(TableName::Corrections, &correction.id);
        let address = format!("{}#{anchor}", canonical(base_url, home));
        let mut titles = correction
            .of
            .iter()
            .filter_map(|target| title_of(target, &whole.ledger, &whole.site.corrected));
        let title = info.prose(titles.next().unwrap_or(&correction.now));
        let (was, now) = (info.prose(&correction.was), info.prose(&correction.now));
        let published = moment(correction.date);
        let summary = format!("{was} {now}");
        let entry = entry(&title, address, &published, &summary, &correction.kind);
        (correction.date, entry)
    };
    let corrections = whole.ledger.corrections.iter();
    corrections.map(|correction| made(correction)).collect()
}

/// An entry; `correction` is the kind of one, empty for a page.
fn entry(title: &str, address: String, published: &str, summary: &str, correction: &str) -> Table {
    Table::new()
        .with("title", title)
        .with("canonical", address.as_str())
        .with("id", address)
        .with("published", published)
        .with("summary", summary)
        .with("correction", correction)
}
