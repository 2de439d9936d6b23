//! The problems of `site.toml`, and their words.

use crate::diagnostics::Code;

pub const NO_CONFIG: Code = Code::error(
    "no-config",
    "A site is a folder with `content/site.toml` in it. `nutgraf` looks for it in the folder it is run in, \
then upward, or where `--root` says. `nutgraf new DIR` makes a small complete site to start from.",
);
pub const NO_BASE_URL: Code = Code::note(
    "no-base-url",
    "Canonical links, the feed and the sitemap need whole addresses, so they wait until `site.toml` says \
where the site will be: `base_url = \"https://example.org/story/\"`. Everything else works without it, \
since links between pages are relative. `--base-url` gives one for a single build.",
);
pub const BAD_BASE_URL: Code = Code::error(
    "bad-base-url",
    "`base_url` is the whole address at which the site's home page will be found, beginning with \
`https://` or `http://`, without `?` or `#`.\n\n    base_url = \"https://example.org/story/\"",
);
pub const BAD_OFFSET: Code = Code::error(
    "bad-utc-offset",
    "`utc_offset` says by whose clock a day begins, as hours and minutes from Greenwich: `\"-06:00\"`, \
`\"+05:45\"`. It decides what \"today\" is for `publish_at` and `expires` unless `--as-of` is given.",
);
pub const BAD_LANGUAGE: Code = Code::error(
    "bad-language",
    "A language the site is published in beside its own has a table of its code. Its pages are the files whose \
names end with that code, and their addresses lie in a folder of that name:\n\n    [languages.es]\n    title = \
\"¿Podría Estados Unidos atacar a los cárteles?\"\n    tag = \"es-MX\"    # numbers, dates and quotation marks as in \
Mexico",
);
pub const OWN_LANGUAGE: Code = Code::error(
    "own-language",
    "`language` names the language the site is written in; `[languages]` holds the others, into which it is \
translated. Title and description of the first stand at the top of the file:\n\n    title = \"Could it happen?\"\n    \
language = \"en\"\n\n    [languages.es]\n    title = \"¿Podría ocurrir?\"",
);
pub const UNTRANSLATED: Code = Code::note(
    "untranslated",
    "Something that a language of the site does not have yet: a page, a text of the ledger, or the site's title. \
Readers of that language see the original, with a word about it on pages.\n\n    timeline.md       # the original\n    \
timeline.es.md    # the same page in Spanish\n\nTexts of the ledger stand in files such as `claims.es.toml`, under the \
keys of the original; title and description of the site under `[languages.es]` in `site.toml`.",
);
pub const BAD_MENU: Code = Code::error(
    "bad-menu",
    "An entry of a menu names a page of the site by its file, or an address with a label:\n\n    [[menu]]\n    \
page = \"timeline.md\"\n\n    [[menu]]\n    url = \"https://example.org/\"\n    label = \"Our other work\"",
);
pub const BAD_ORIGIN: Code = Code::error(
    "bad-allowed-host",
    "Pages load nothing from other hosts, and say so to browsers. `allow` under `[security]` in `site.toml` names the \
hosts for which that is not so, by their addresses without a path:\n\n    [security]\n    allow = [\"https://stats.example.org\"]",
);
pub const UNKNOWN_CODE: Code = Code::error(
    "unknown-code",
    "`[severity]` in `site.toml` changes how grave a kind of problem is, by its code. The code is what \
stands in square brackets in a message; `nutgraf explain` lists all.",
);
pub const FIXED_SEVERITY: Code = Code::error(
    "fixed-severity",
    "Some problems stay errors: with a broken link, an unknown source or two pages at one address the \
published site would be wrong whatever the settings. Remove the line from `[severity]` and mend the problem.",
);

pub const CODES: &[Code] = &[
    NO_CONFIG,
    NO_BASE_URL,
    BAD_BASE_URL,
    BAD_OFFSET,
    BAD_LANGUAGE,
    BAD_MENU,
    OWN_LANGUAGE,
    UNTRANSLATED,
    BAD_ORIGIN,
    UNKNOWN_CODE,
    FIXED_SEVERITY,
];
