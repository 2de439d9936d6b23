//! The problems that show only on finished pages, and their words.

use crate::diagnostics::Code;

pub const BROKEN_ANCHOR: Code = Code::error(
    "broken-anchor",
    "What stands behind `#` in a link is the id of a place on the page it leads to: a heading's, a block's, or \
that of an entry of the ledger the page shows.\n\n    ## What does Mexico say? {#mexico}\n\n    [her \
answer](index.md#mexico)\n    [the landing at Veracruz](timeline.md#event-veracruz)\n\nA heading without \
`{#id}` takes its id from its words. To point at a claim of the ledger write `[#claim]` in square brackets, \
not a link.",
);
pub const BROKEN_LINK_TEMPLATE: Code = Code::error(
    "broken-link-template",
    "A link on a finished page leads nowhere, and it comes out of the theme, not out of a page's text. The \
message names the page, the tag as it stands there and the template.\n\nIn a template an address begins with \
`{{ base }}`, which leads to the site's root from wherever the page lies: `<a href=\"{{ base }}{{ \
page.next.address }}\">`, `<img src=\"{{ base }}{{ assets[\"logo.svg\"] }}\">`.",
);
pub const LINK_NOT_PORTABLE: Code = Code::warning(
    "link-not-portable",
    "A site may lie at a domain's root, in a folder, or be opened from the disk. A link that begins with `/` \
works only at the root, and a link to a folder only where a server looks for the `index.html` in it. In a \
template write `{{ base }}` before the address, and the whole address: `folder/index.html`.",
);
pub const EMPTY_LINK: Code = Code::warning(
    "empty-link",
    "A link without words cannot be heard by a reader who listens to the page, and hardly be seen by others. \
Give it words, or its picture an `alt`, or the tag an `aria-label`.",
);
pub const ID_TWICE: Code = Code::warning(
    "id-twice",
    "Two elements of a finished page have one id, so links to it find only the first. It happens when an entry \
of the ledger is listed by two blocks of a page, or when a heading's id is also used by the theme. Give the \
heading another `{#id}`, or list the entries once.",
);
pub const MISSING_ALT: Code = Code::warning(
    "missing-alt",
    "A picture needs words that stand for it where it cannot be seen:\n\n    ![A map of the border, with the five \
crossings marked](map.png)\n\nSay what the picture tells, not that it is one. A picture that only decorates \
may have an empty `alt` in a template; in a page, accept the warning there.",
);
pub const HEADING_SKIPPED: Code = Code::warning(
    "heading-skipped",
    "Headings are the page's contents: readers who listen jump from one to the next. After a heading of one \
level comes the same level, a higher one, or the next below: `##`, then `###`, not `####`.",
);
pub const MAIN_HEADING: Code = Code::warning(
    "main-heading",
    "Each page has one heading of the first level: its title, which the template shows. In the text begin with \
`##`.",
);

pub const CODES: &[Code] = &[
    BROKEN_ANCHOR,
    BROKEN_LINK_TEMPLATE,
    LINK_NOT_PORTABLE,
    EMPTY_LINK,
    ID_TWICE,
    MISSING_ALT,
    HEADING_SKIPPED,
    MAIN_HEADING,
];
