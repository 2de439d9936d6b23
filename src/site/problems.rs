//! The problems that show only when all pages are seen together, and their words.

use crate::diagnostics::Code;

pub const NO_HOME: Code = Code::error(
    "no-home",
    "Every site begins at `content/index.md`, which becomes `index.html`. Without it a reader who opens the \
site's address finds nothing. It must not be a draft, nor wait for its `publish_at`, nor have expired.\n\n    \
+++\n    title = \"Could it happen?\"\n    +++",
);
pub const BROKEN_LINK: Code = Code::error(
    "broken-link",
    "A link inside the site names a file of `content/`, relative to the page it stands on; a leading `/` \
counts from `content/` itself. Capitals count, since most web servers tell them apart.\n\n    [the \
timeline](timeline.md)\n    [what happened in 1914](../timeline.md#event-veracruz)\n    ![a map](map.png)\n    [the \
section](cases/index.md)\n\nName the Markdown file, not the page made from it: `timeline.md`, not \
`timeline.html`.",
);
pub const LINK_TO_UNPUBLISHED: Code = Code::error(
    "link-to-unpublished",
    "The link names a page that is not published in this build: it is a draft, its `publish_at` lies in the \
future, or its `expires` has passed. Readers would find nothing. Publish the page, remove the link, or \
build with `--drafts` to see drafts.",
);
pub const LINK_TO_PRIVATE: Code = Code::error(
    "link-to-private",
    "`site.toml`, the folder `ledger/` and names that begin with `.`, `_` or `~` never leave, so no page can \
link to them. To publish a file of that name rename it, or put a copy into `content/files/`.",
);
pub const ADDRESS_TAKEN: Code = Code::error(
    "address-taken",
    "Each published file has one address, and no two may share it. A page's address comes from its file's \
name (`a/b.md` gives `a/b.html`) or from its `slug`; aliases and redirects take an address too, and so do \
the pages of tags (`tags/law.html`), the further pages of long lists (`page-2.html`) and the files every \
site has, such as `404.html` and `sitemap.xml`.\n\nRename one of the two files, or give one page another \
`slug`.",
);
pub const ADDRESS_CASE: Code = Code::error(
    "address-case",
    "Two addresses differ only in capitals. Windows and macOS take them for one file, so one would overwrite \
the other. Rename one of the two files or folders.",
);
pub const UNKNOWN_PAGE: Code = Code::error(
    "unknown-page",
    "Menus, redirects and the publisher's policies in `site.toml` name content files, counted from `content/`:\n\n    [[menu]]\n    page \
= \"timeline.md\"\n\n    [redirects]\n    \"old/when.html\" = \"timeline.md#event-veracruz\"\n\nA redirect or a \
policy may also name a whole address that begins with `https://`.",
);
pub const BAD_ALIAS: Code = Code::error(
    "bad-alias",
    "An alias or a redirect is an old path of this site, counted from its root. It ends in `.html`, or in `/` \
for a folder:\n\n    aliases = [\"old/page.html\", \"older/\"]\n\nA small page is put there that sends the \
reader on, so nothing else can stand at that path.",
);
pub const TAG_SPELLING: Code = Code::warning(
    "tag-spelling",
    "Two spellings of a tag share one page, such as `Public Law` and `public law`: capitals, spaces and \
punctuation do not count in its address. The first spelling, in the order of the site, is shown. Use one \
spelling everywhere.",
);
pub const BAD_TAG: Code = Code::error(
    "bad-tag",
    "A tag becomes part of an address (`tags/law.html`), so it needs a letter or a digit.",
);
pub const NO_CORRECTIONS_PAGE: Code = Code::warning(
    "no-corrections-page",
    "`content/ledger/corrections.toml` has entries, and no page lists them. A reader who wants to know what a site \
got wrong looks for one list; the links from the pages concerned and the feed lead there too. Make a page, or \
add to one:\n\n    ::: corrections\n    :::",
);
pub const USELESS_SLUG: Code = Code::warning(
    "useless-slug",
    "`slug` changes the last part of a page's address. The home page has none: it is always `index.html`. \
Remove the `slug`.",
);
pub const LONE_TRANSLATION: Code = Code::note(
    "lone-translation",
    "A page whose name ends with the code of a language translates the page of the same name without it, and takes from \
it everything it does not say itself. This one has no such page beside it, so it stands in its language alone.\n\n    \
timeline.md\n    timelin.es.md     # wrong: timeline.es.md",
);
pub const UNDECLARED_LANGUAGE: Code = Code::warning(
    "undeclared-language",
    "A page has the name of another one and the code of a language behind it, and the site does not know that language. \
So it is published as a page of its own, among those of the site's language.\n\n    [languages.es]      # in site.toml\n    \
title = \"¿Podría ocurrir?\"\n\nAdd the language to `site.toml`, or give the page another name.",
);
pub const LANGUAGE_FOLDER: Code = Code::error(
    "language-folder",
    "The pages of a further language are published in a folder of its code, so no other page can be published there. \
Translations lie beside their originals.\n\n    content/es/timeline.md     # wrong, where [languages.es] is in site.toml\n    \
content/timeline.es.md     # published as es/timeline.html",
);

pub const CODES: &[Code] = &[
    NO_HOME,
    BROKEN_LINK,
    LINK_TO_UNPUBLISHED,
    LINK_TO_PRIVATE,
    ADDRESS_TAKEN,
    ADDRESS_CASE,
    UNKNOWN_PAGE,
    BAD_ALIAS,
    TAG_SPELLING,
    BAD_TAG,
    NO_CORRECTIONS_PAGE,
    USELESS_SLUG,
    LONE_TRANSLATION,
    UNDECLARED_LANGUAGE,
    LANGUAGE_FOLDER,
];
