//! Who publishes the site, and what of it is published for programs: `[publisher]`, `licence`, `[feed]`,
//! `[sitemap]` and `[twins]` of `site.toml`.

use crate::values::{BAD_VALUE, Table, is_web_address};

/// The most addresses that one file of a sitemap may hold, by the protocol.
pub const SITEMAP_LIMIT: usize = 50_000;

/// Who publishes the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    pub name: String,
    pub url: Option<String>,
    /// Whether it is a news organisation.
    pub news: bool,
    /// Where it says how it works: each a content file or a whole address.
    pub policies: Vec<(Policy, String)>,
}

/// What a publisher says of its own work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// How it works and by which rules.
    Principles,
    /// What it does about mistakes.
    Corrections,
    Ethics,
}

impl Policy {
    pub const ALL: [Policy; 3] = [Policy::Principles, Policy::Corrections, Policy::Ethics];

    /// Its key in `[publisher]`.
    pub fn key(self) -> &'static str {
        match self {
            Policy::Principles => "principles",
            Policy::Corrections => "corrections",
            Policy::Ethics => "ethics",
        }
    }
}

pub fn publisher(table: &Table<'_>) -> Option<Publisher> {
    let publisher = table.table("publisher")?;
    publisher.remember();
    let read = Publisher {
        name: publisher.required_text("name"),
        url: web_address(&publisher, "url"),
        news: publisher.bool("news").unwrap_or(false),
        policies: Policy::ALL
            .into_iter()
            .filter_map(|policy| Some((policy, publisher.text(policy.key())?)))
            .collect(),
    };
    publisher.finish();
    // Without a name, which is reported, there is nobody to speak of.
    Some(read).filter(|read| !read.name.is_empty())
}

/// The address of something on the web.
pub fn web_address(table: &Table<'_>, key: &str) -> Option<String> {
    let url = table.text(key)?;
    if !is_web_address(&url) {
        let message = format!("`{key}` is \"{url}\", expected an address of the web");
        let hint = "write the whole address, beginning with https:// or http://";
        table.report(table.problem(&BAD_VALUE, key, message).hint(hint));
        return None;
    }
    Some(url)
}

pub fn feed(table: &Table<'_>) -> Option<usize> {
    let feed = table.table("feed")?;
    let limit = feed.count("limit");
    feed.finish();
    limit
}

pub fn sitemap(table: &Table<'_>) -> Option<usize> {
    let sitemap = table.table("sitemap")?;
    let limit = sitemap.count("limit").filter(|limit| {
        let fits = (1..=SITEMAP_LIMIT).contains(limit);
        if !fits {
            let message = format!("`limit` is {limit}, expected 1 to {SITEMAP_LIMIT}");
            let hint = "search engines read no file of a sitemap that holds more";
            let problem = sitemap.problem(&BAD_VALUE, "limit", message);
            sitemap.report(problem.hint(hint));
        }
        fits
    });
    sitemap.finish();
    limit
}

pub fn twins(table: &Table<'_>) -> Option<bool> {
    let twins = table.table("twins")?;
    let enabled = twins.bool("enabled");
    twins.finish();
    enabled
}

#[cfg(test)]
mod tests {
    use super::super::tests::reading;
    use super::*;

    #[test]
    fn a_publisher_has_a_name_and_perhaps_more() {
        let publisher = |text: &str| {
            let reading = reading(&format!(
                "title = 'T'\nbase_url = 'https://a.example'\n[publisher]\n{text}"
            ));
            let codes = reading.problems.iter().map(|problem| problem.code);
            (reading.config.publisher, codes.collect::<Vec<_>>())
        };
        let whole = "name = 'P'\nurl = 'https://p.example'\nnews = true\ncorrections = 'c.md'";
        let (read, problems) = publisher(whole);
        let expected = Publisher {
            name: "P".into(),
            url: Some("https://p.example".into()),
            news: true,
            policies: vec![(Policy::Corrections, "c.md".into())],
        };
        assert_eq!((read, problems), (Some(expected), vec![]));
        assert_eq!(publisher("news = true"), (None, vec!["missing-key"]));
        assert_eq!(publisher("name = 'P'\nurl = 'p.example'").1, ["bad-value"]);
        assert_eq!(publisher("name = 'P'\nlogo = 'x'").1, ["unknown-key"]);
    }

    #[test]
    fn a_part_of_a_sitemap_is_not_larger_than_allowed() {
        let limit = |limit: &str| {
            let text = format!("title = 'T'\n[sitemap]\nlimit = {limit}");
            reading(&text).config.sitemap_limit
        };
        assert_eq!(["7", "0", "50001"].map(limit), [7, 50_000, 50_000]);
    }
}
