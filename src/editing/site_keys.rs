//! The keys of site.toml and of a page's front matter.

use super::keys::{Key, Takes, must_be};
use crate::config::SITEMAP_LIMIT;
use crate::page::SORTS;
use crate::values::words_of;

const SORT_WORDS: [&str; 3] = words_of(&SORTS);
const DAY: Takes = Takes::Day { not_given: false };

/// The keys of `content/site.toml`.
pub const SITE: &[Key] = &[
    Key::new(
        "title",
        Takes::Says { not_given: true },
        "the name of the site",
    )
    .required(),
    Key::new(
        "description",
        Takes::Text,
        "one or two sentences, shown in the footer and the feed",
    ),
    Key::new(
        "base_url",
        Takes::BaseUrl,
        "where the site will be, beginning with https:// or http://",
    ),
    Key::new(
        "language",
        Takes::Text,
        "the code of the site's language; the theme needs strings for it",
    ),
    Key::new(
        "languages",
        Takes::ByLanguage(LANGUAGE),
        "the languages the site is translated into, by their codes",
    ),
    Key::new("theme", Takes::Text, "a folder in themes/"),
    Key::new(
        "authors",
        Takes::Texts,
        "shown on pages that name no authors of their own",
    ),
    Key::new(
        "allow_html",
        Takes::Bool,
        "lets raw HTML in pages through, unchecked",
    ),
    Key::new(
        "smart_punctuation",
        Takes::Bool,
        "typographic quotation marks, dashes and ellipses, by language",
    ),
    Key::new(
        "paginate_by",
        Takes::Count,
        "items on one page of a long list; 0 for no limit",
    ),
    Key::new(
        "excerpt_length",
        Takes::Count,
        "characters of a page's first words in lists, about",
    ),
    Key::new(
        "utc_offset",
        Takes::Offset,
        "by whose clock a day begins, such as -06:00",
    ),
    Key::new(
        "snapshots",
        Takes::Text,
        "the folder with the archived texts of the sources, from the site's folder",
    ),
    Key::new(
        "publisher",
        Takes::Table(PUBLISHER),
        "who publishes the site, for search engines and other programs",
    ),
    Key::new(
        "licence",
        Takes::SiteAddress,
        "the address of the licence of the site's texts and data",
    ),
    Key::new("feed", Takes::Table(FEED), "the feeds"),
    Key::new("sitemap", Takes::Table(SITEMAP), "the sitemap"),
    Key::new("twins", Takes::Table(TWINS), "the pages as Markdown"),
    Key::new(
        "search",
        Takes::Table(SEARCH),
        "whether readers can search the site",
    ),
    Key::new(
        "menu",
        Takes::Tables(MENU),
        "the header's menu, in order; short for [[menus.main]]",
    ),
    Key::new(
        "menus",
        Takes::NamedTables(MENU),
        "further menus by name; the default theme shows main and footer",
    ),
    Key::new(
        "redirects",
        Takes::NamedTexts,
        "old paths of the site, each with a content file or an address",
    ),
    Key::new(
        "severity",
        Takes::Severities,
        "how grave a kind of problem is, by its code",
    ),
    Key::new(
        "security",
        Takes::Table(SECURITY),
        "what pages may load from elsewhere",
    ),
    Key::new(
        "budgets",
        Takes::Table(BUDGETS),
        "how much a page may weigh and ask for",
    ),
    Key::new(
        "cards",
        Takes::Table(CARDS),
        "pictures that stand for pages where their links are shared",
    ),
    Key::new(
        "topics",
        Takes::NamedTexts,
        "what topics of claims and tags of events are called where readers choose among them",
    ),
    Key::new(
        "theme_settings",
        Takes::Anything,
        "settings of the theme, laid over its defaults",
    ),
    Key::new(
        "extra",
        Takes::Anything,
        "anything else a theme reads, as site.extra",
    ),
];

const LANGUAGE: &[Key] = &[
    Key::new(
        "title",
        Takes::Text,
        "the name of the site in this language",
    ),
    Key::new(
        "description",
        Takes::Text,
        "the site's description in this language",
    ),
    Key::new(
        "authors",
        Takes::Texts,
        "who signs, if they are called otherwise in this language",
    ),
    Key::new(
        "tag",
        Takes::Text,
        "the code its pages carry and whose numbers and dates they show, such as es-MX",
    ),
    Key::new(
        "topics",
        Takes::NamedTexts,
        "what topics and tags are called in this language",
    ),
    Key::new(
        "theme_settings",
        Takes::Anything,
        "settings of the theme for this language alone",
    ),
    Key::new("extra", Takes::Anything, "laid over the site's extra"),
];

const SEARCH: &[Key] = &[Key::new(
    "enabled",
    Takes::Bool,
    "true unless it says otherwise",
)];

const FEED: &[Key] = &[Key::new(
    "limit",
    Takes::Count,
    "entries of each feed; 0 for no feeds",
)];

const SITEMAP: &[Key] = &[Key::new(
    "limit",
    Takes::UpTo(SITEMAP_LIMIT),
    "addresses in one file of the sitemap",
)];

const TWINS: &[Key] = &[Key::new(
    "enabled",
    Takes::Bool,
    "whether every page is published as Markdown too",
)];

const PUBLISHER: &[Key] = &[
    Key::new("name", Takes::Says { not_given: true }, "what it is called").required(),
    Key::new("url", Takes::SiteAddress, "its own site"),
    Key::new("news", Takes::Bool, "whether it is a news organisation"),
    Key::new(
        "principles",
        Takes::Text,
        "where it says how it works: a content file or a whole address",
    ),
    Key::new(
        "corrections",
        Takes::Text,
        "where it says what it does about mistakes: a content file or a whole address",
    ),
    Key::new(
        "ethics",
        Takes::Text,
        "where it says what it owes to whom: a content file or a whole address",
    ),
];

const SECURITY: &[Key] = &[
    Key::new(
        "policy",
        Takes::Bool,
        "whether pages carry a content security policy; they do",
    ),
    Key::new(
        "allow",
        Takes::Hosts,
        "hosts that pages may load from, such as https://stats.example.org",
    ),
];

const BUDGETS: &[Key] = &[
    Key::new(
        "page",
        Takes::Count,
        "KB of a page and its style sheets, compressed; 50",
    ),
    Key::new(
        "script",
        Takes::Count,
        "KB of all scripts of a page, compressed; 5",
    ),
    Key::new(
        "requests",
        Takes::Count,
        "files a browser asks for to show a page, the page among them; 10",
    ),
];

const CARDS: &[Key] = &[Key::new(
    "enabled",
    Takes::Bool,
    "whether they are drawn; with a base_url they are",
)];

const MENU: &[Key] = &[
    Key::new(
        "page",
        Takes::Text,
        "a content file, perhaps with #anchor; this or url",
    ),
    Key::new("url", Takes::Text, "an address; it needs a label"),
    Key::new(
        "label",
        Takes::Text,
        "what the menu shows; with page its title, if left out",
    ),
    Key::new(
        "labels",
        Takes::NamedTexts,
        "what the menu shows in other languages, by their codes",
    ),
];

/// The keys of a page, between its `+++` lines.
pub const PAGE: &[Key] = &[
    Key::new(
        "title",
        Takes::Says { not_given: true },
        "the heading of the page",
    )
    .required(),
    Key::new(
        "description",
        Takes::Text,
        "the standfirst, and the text in lists and for search engines",
    ),
    Key::new("date", DAY, "the day the page was published"),
    Key::new("updated", DAY, "the day it last changed in substance"),
    Key::new("as_of", DAY, "the day its facts were checked"),
    Key::new(
        "review_by",
        DAY,
        "the day by which somebody must read it again",
    ),
    Key::new("draft", Takes::Bool, "not published, except with --drafts"),
    Key::new("publish_at", DAY, "not published before this day"),
    Key::new("expires", DAY, "not published from this day on"),
    Key::new(
        "slug",
        Takes::Slug,
        "the last part of the address: small letters and digits with - between words",
    ),
    Key::new(
        "aliases",
        Takes::Texts,
        "old paths that send the reader here",
    ),
    Key::new("template", Takes::Text, "a file in the theme's templates/"),
    Key::new(
        "order",
        Takes::Int,
        "the place among the pages of its section",
    ),
    Key::new(
        "tags",
        Takes::Texts,
        "each tag has a page that lists its pages",
    ),
    Key::new(
        "image",
        Takes::Text,
        "a picture of this site, relative to the page",
    ),
    Key::new(
        "image_alt",
        Takes::Text,
        "what the picture shows, for those who do not see it; empty if it only decorates",
    ),
    Key::new(
        "image_credit",
        Takes::Text,
        "who made the picture; empty if nobody has to be named",
    ),
    Key::new("authors", Takes::Texts, "who wrote it"),
    Key::new(
        "sort_by",
        must_be(&SORT_WORDS),
        "for a section: how its pages are sorted",
    ),
    Key::new(
        "paginate_by",
        Takes::Count,
        "for a section: how many pages one page of its list holds; 0 for all",
    ),
    Key::new(
        "listed",
        Takes::Bool,
        "in lists, neighbours, tags, feed and sitemap",
    ),
    Key::new(
        "extra",
        Takes::Anything,
        "anything else a theme reads, as page.extra",
    ),
];
