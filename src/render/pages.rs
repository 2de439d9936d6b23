//! One page: its text, then its template around it.

use std::sync::Arc;

use tera::{Context, Value};

use super::body::BodyRenderer;
use super::choice::template_name;
use super::context::{Table, address, common_context, data, date, html, link, links, text, texts};
use super::entries::EntryValues;
use super::feed;
use super::inputs::{PageInputs, SiteInfo};
use super::languages;
use super::pictures::{file_value, unmeasured};
use super::policy::{self, Inline};
use super::problems::template_problem;
use super::sharing::{Card, ShareImage, share, share_value};
use super::structured::structured;
use super::twin::twin_address;
use crate::diagnostics::{Diagnostic, Severity};
use crate::input::{FilePath, InputTree};
use crate::ledger::Id;
use crate::page::Heading;
use crate::site::{self, MenuLink, PageKind, SitePage, TagInfo, encode};
use crate::theme::{EntryKind, Locale, template_file};

/// A finished page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedPage {
    pub html: Arc<str>,
    pub inline: Inline,
    /// The file of the template that made it.
    pub template: FilePath,
    /// What stands for it where its link is shared, and the card if it is one.
    pub share_image: Option<ShareImage>,
    pub card: Option<Card>,
    pub problems: Vec<Diagnostic>,
}

impl RenderedPage {
    /// Whether no error left out a part of it.
    pub fn is_whole(&self) -> bool {
        let mut problems = self.problems.iter();
        problems.all(|problem| problem.severity != Severity::Error)
    }
}

/// A page with its text, as its template gets it.
pub(super) struct Prepared {
    pub context: Context,
    /// `page`, which is still to be put into the context.
    pub about: Table,
    pub body: String,
    cited: Vec<Id>,
    pub problems: Vec<Diagnostic>,
}

/// Renders the text of a page; for its twin with all references written out.
pub(super) fn prepare(inputs: &PageInputs, files: &InputTree, is_twin: bool) -> Prepared {
    let page = &inputs.page;
    let around = |inputs: &PageInputs| {
        let mut context = common_context(&inputs.site, &inputs.theme, &page.base);
        context.insert_value("site", site_value(&inputs.site, Some(page)));
        context
    };
    let mut context = around(inputs);
    let entries = EntryValues::new(inputs);
    let mut about = page_value(inputs)
        .with("corrections", entries.corrections(&inputs.corrections))
        .with("banners", entries.corrections(&inputs.banners));
    context.insert_value("page", about.clone().value());

    // What is not translated stands in the words and with the signs of its own language.
    let written = inputs.original.as_deref().unwrap_or(inputs);
    let mut implicits = match inputs.original {
        None => context.clone(),
        Some(_) => around(written),
    };
    implicits.insert_value("page", about.clone().value());
    let mut renderer = BodyRenderer::new(written, implicits, files);
    renderer.is_twin = is_twin;
    let body = match &inputs.body {
        Some(body) => renderer.body(body),
        None => String::new(),
    };
    let cited = renderer.cited.iter().map(|cited| {
        let mut source = Table::of(&entries.entry(EntryKind::Source, &cited.id));
        source.set("places", texts(&cited.places));
        source.set("uses", texts(&cited.uses));
        source.value()
    });
    about.set("cited", Value::from(cited.collect::<Vec<_>>()));
    about.set("body", html(&body));
    if let site::PageOf::Tag(slug) = &page.key.of {
        let tag = inputs.site.tags.iter().find(|tag| tag.slug == *slug);
        context.insert_value("tag", tag.map_or_else(Value::none, tag_value));
    }
    for table in &inputs.tables {
        context.insert_value(table.name(), entries.table(*table));
    }
    Prepared {
        context,
        about,
        body,
        cited: renderer.cited.into_iter().map(|cited| cited.id).collect(),
        problems: renderer.problems,
    }
}

/// Renders a page. `files` are consulted only to show where a template failed.
pub fn page(inputs: &PageInputs, files: &InputTree) -> RenderedPage {
    let mut problems = unmeasured(inputs);
    let template = template_name(inputs, &mut problems);
    let mut prepared = prepare(inputs, files, false);
    problems.append(&mut prepared.problems);
    let (body, mut about) = (&prepared.body, prepared.about);
    let context = &mut prepared.context;
    context.insert_value("page", about.clone().value());
    let (share_image, card) = share(inputs, context, files, &mut problems);
    about.set("share_image", share_value(&share_image));
    let written = inputs.original.as_deref().unwrap_or(inputs);
    let ids: Vec<&Id> = prepared.cited.iter().collect();
    let json_ld = structured(written, &ids, body, share_image.as_ref());
    about.set("json_ld", html(&json_ld));
    about.set("named", EntryValues::new(inputs).named_in(body));
    context.insert_value("page", about.value());
    let html = match inputs.theme.tera.render(&template, context) {
        Ok(html) => html,
        Err(error) => {
            problems.push(template_problem(&error, inputs, files, &template));
            String::new()
        }
    };
    let (html, inline) = policy::put(html, &inputs.site.security);
    let template = template_file(&inputs.theme.files, &template);
    RenderedPage {
        html: Arc::from(html),
        inline,
        share_image,
        card,
        template: template.cloned().unwrap_or_else(|| FilePath::new("themes")),
        problems,
    }
}

/// `site` in templates; menus are marked for the page shown.
pub fn site_value(site: &SiteInfo, page: Option<&SitePage>) -> Value {
    let mut menus = Table::new().with("main", Value::from(Vec::<Value>::new()));
    menus.set("footer", Value::from(Vec::<Value>::new()));
    for (name, items) in page.iter().flat_map(|page| page.menus.iter()) {
        menus.set_named(
            name,
            Value::from(items.iter().map(menu_value).collect::<Vec<_>>()),
        );
    }
    let topics = site.topics.iter().map(|(id, name)| {
        let topic = Table::new().with("id", id.as_str());
        topic.with("name", site.prose(name)).value()
    });
    Table::new()
        .with("title", site.title.as_str())
        .with("description", site.description.as_str())
        .with("language", site.language.as_str())
        .with("languages", languages::all(site))
        .with("base_url", text(&site.base_url))
        .with("authors", texts(&site.authors))
        .with("topics", Value::from(topics.collect::<Vec<_>>()))
        .with("extra", data(&site.extra))
        .with("theme", data(&site.theme))
        .with("menus", menus)
        .with("feed", text(&site.feed))
        .with("open_data", text(&site.open_data))
        .with("search", text(&site.search))
        .with("home", link(&site.home))
        .with(
            "tags",
            Value::from(site.tags.iter().map(tag_value).collect::<Vec<_>>()),
        )
        .with("updated", date(site.updated, &site.locale))
        .value()
}

fn menu_value(item: &MenuLink) -> Value {
    let (address, url) = match item.external {
        true => ("", item.href.as_str()),
        false => (item.href.as_str(), ""),
    };
    Table::new()
        .with("label", item.label.as_str())
        .with("address", address)
        .with("url", url)
        .with("current", item.current)
        .with("inside", item.inside)
        .value()
}

fn tag_value(tag: &TagInfo) -> Value {
    Table::new()
        .with("name", tag.name.as_str())
        .with("slug", tag.slug.as_str())
        .with("address", address(&tag.address))
        .with("count", tag.count)
        .value()
}

/// `page` in templates, without its body and what is only known once that is rendered.
fn page_value(inputs: &PageInputs) -> Table {
    let page = &inputs.page;
    let locale = &inputs.site.locale;
    let facts = page.facts.as_ref();
    // A long list goes on without the page's own text, and so without its headings.
    let shown = facts.filter(|_| inputs.body.is_some());
    let front = facts.map(|facts| facts.front.clone()).unwrap_or_default();
    let canonical = match &inputs.site.base_url {
        Some(base_url) => canonical(base_url, languages::known_by(page)),
        None => String::new(),
    };
    // Nobody signs a list that makes itself.
    let authors = match front.authors.is_empty() && facts.is_some() {
        true => &inputs.site.authors,
        false => &front.authors,
    };
    let image = page.image.as_ref().map_or_else(Value::none, |(_, image)| {
        file_value(inputs, image, true)
            .with("alt", text(&front.image_alt))
            .with("credit", text(&front.image_credit))
            .value()
    });
    let pagination = page
        .pagination
        .as_ref()
        .map_or_else(Value::none, |pagination| {
            let other =
                |to: &Option<String>| to.as_deref().map_or_else(|| Value::from(""), address);
            Table::new()
                .with("page", pagination.number)
                .with("pages", pagination.pages)
                .with("prev", other(&pagination.prev))
                .with("next", other(&pagination.next))
                .with(
                    "addresses",
                    Value::from(
                        pagination
                            .addresses
                            .iter()
                            .map(|to| address(to))
                            .collect::<Vec<_>>(),
                    ),
                )
                .value()
        });
    let twin = match inputs.site.twins {
        true => encode(&twin_address(&page.address)),
        false => String::new(),
    };
    let mut blocks = Table::new();
    for name in facts.iter().flat_map(|facts| &facts.blocks) {
        blocks.set_named(name, true);
    }
    let lists = page.lists.iter().map(|table| Value::from(table.name()));
    let other = |to: &Option<crate::site::LinkTo>| to.as_ref().map_or_else(Value::none, link);
    Table::new()
        .with("title", page.title.as_str())
        .with("description", text(&page.description))
        .with("excerpt", facts.map_or("", |facts| facts.excerpt.as_str()))
        .with("address", address(&page.address))
        .with("canonical", canonical)
        .with("translations", languages::translations(page, &inputs.site))
        .with("alternates", languages::alternates(page, &inputs.site))
        .with("original", languages::original(page, &inputs.site))
        .with("source", facts.map_or("", |facts| facts.path.as_str()))
        .with("date", date(front.date, locale))
        .with("updated", date(front.updated, locale))
        .with("as_of", date(front.as_of, locale))
        .with("review_by", date(front.review_by, locale))
        .with("authors", texts(authors))
        .with("tags", links_with_names(&page.tags))
        .with("image", image)
        .with(
            "extra",
            front
                .extra
                .as_ref()
                .map_or_else(|| Table::new().value(), data),
        )
        .with("draft", front.draft)
        .with("is_home", page.kind == PageKind::Home)
        .with(
            "is_section",
            matches!(page.kind, PageKind::Home | PageKind::Section),
        )
        .with("toc", contents(shown.map_or(&[], |facts| &facts.headings)))
        .with("breadcrumbs", links(&page.breadcrumbs))
        .with("feed", text(&feed::of_page(inputs)))
        .with("prev", other(&page.prev))
        .with("next", other(&page.next))
        .with(
            "children",
            Value::from(
                page.children
                    .iter()
                    .map(|card| card_value(card, locale))
                    .collect::<Vec<_>>(),
            ),
        )
        .with("backlinks", links(&page.backlinks))
        .with("pagination", pagination)
        .with("lists", Value::from(lists.collect::<Vec<_>>()))
        .with("has", blocks)
        .with("cited", Value::from(Vec::<Value>::new()))
        .with("named", Table::new())
        .with("share_image", Value::none())
        .with("json_ld", "")
        .with("twin", twin)
        .with("body", "")
}

/// The whole address of a page; a folder's `index.html` is left out, as hosts answer the folder.
pub fn canonical(base_url: &str, address: &str) -> String {
    let address = match address.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => address,
    };
    format!("{base_url}{}", encode(address))
}

fn links_with_names(tags: &[crate::site::LinkTo]) -> Value {
    let tags = tags.iter().map(|tag| {
        Table::new()
            .with("name", tag.title.as_str())
            .with("address", address(&tag.address))
            .value()
    });
    Value::from(tags.collect::<Vec<_>>())
}

fn card_value(card: &site::Card, locale: &Locale) -> Value {
    Table::new()
        .with("title", card.title.as_str())
        .with("description", text(&card.description))
        .with("excerpt", card.excerpt.as_str())
        .with("address", address(&card.address))
        .with("date", date(card.date, locale))
        .with("updated", date(card.updated, locale))
        .with("tags", links_with_names(&card.tags))
        .with("is_section", card.is_section)
        .value()
}

/// Headings as a tree: each has those of a deeper level below it.
fn contents(headings: &[Heading]) -> Value {
    let mut list = Vec::new();
    let mut at = 0;
    while at < headings.len() {
        let heading = &headings[at];
        let below = headings[at + 1..]
            .iter()
            .take_while(|inner| inner.level > heading.level)
            .count();
        list.push(
            Table::new()
                .with("level", i64::from(heading.level))
                .with("id", heading.id.as_str())
                .with("text", heading.text.as_str())
                .with("children", contents(&headings[at + 1..at + 1 + below]))
                .value(),
        );
        at += 1 + below;
    }
    Value::from(list)
}
