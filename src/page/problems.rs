//! The problems of a page's own text, and their words.

use crate::diagnostics::Code;

pub const FRONT_MATTER_FENCE: Code = Code::error(
    "front-matter",
    "A page begins with its front matter: TOML between two lines of `+++`, the first of them at the very \
top of the file.\n\n    +++\n    title = \"What does Mexico say?\"\n    +++\n\n    The text begins here.",
);
pub const BAD_SLUG: Code = Code::error(
    "bad-slug",
    "`slug` becomes the file name in the page's address. It is written as readers will see it: small \
letters (of any script) and digits, with `-` between words.\n\n    slug = \"what-mexico-says\"",
);
pub const DATES_CROSSED: Code = Code::error(
    "dates-crossed",
    "A page cannot be updated before it was published, nor expire before it appears. Correct one of the \
two dates.",
);

pub const UNKNOWN_BLOCK: Code = Code::error(
    "unknown-block",
    "A block is named behind its colons, and the theme has none of that name. `nutgraf blocks` lists the \
blocks of your theme with their arguments.\n\n    ::: timline      # did you mean `timeline`?\n    :::",
);
pub const BLOCK_SYNTAX: Code = Code::error(
    "block-syntax",
    "A block opens with colons, its name and its arguments on one line, and closes with the same number of \
colons:\n\n    ::: timeline from=1900 tag=\"border\"\n    :::\n\nArguments are written key=value; a value of several \
words stands in quotation marks.",
);
pub const BLOCK_FENCE: Code = Code::error(
    "block-fence",
    "A line of colons closes the innermost open block and has exactly as many colons as the line that \
opened it. A block inside another uses another number:\n\n    :::: question\n    ::: note\n    A remark.\n    :::\n    \
::::\n\nA block left open, a line of colons that closes nothing and a wrong number of colons are errors.",
);
pub const BLOCK_PLACE: Code = Code::error(
    "block-place",
    "Blocks open and close at the margin, outside lists, block quotes and footnotes. Move the line to the \
start of the line. To show a line of colons as text put a backslash before it.",
);
pub const UNKNOWN_ARGUMENT: Code = Code::error(
    "unknown-argument",
    "The block does not take an argument of that name. `nutgraf blocks` lists what each block takes.",
);
pub const MISSING_ARGUMENT: Code = Code::error(
    "missing-argument",
    "The block cannot be shown without this argument. `nutgraf blocks` lists what each block takes.",
);
pub const MISSING_ALT: Code = Code::warning(
    "missing-alt",
    "A picture needs words that stand for it where it cannot be seen:\n\n    ![A map of the border, with the five \
crossings marked](map.png)\n\nSay what the picture tells, not that it is one. A picture that only decorates \
may have an empty `alt` in a template; in a page's text, accept the warning there. The picture of the front matter has its \
words in `image_alt`; `image_alt = \"\"` says that it only decorates.",
);
pub const MISSING_CREDIT: Code = Code::warning(
    "missing-credit",
    "Readers, and those whose work it is, expect to be told who made a picture. Beside a `figure` that is `credit`, or \
`source` with a source of the ledger; for the picture of the front matter it is `image_credit`:\n\n    ::: figure \
src=bridge.jpg alt=\"The bridge in 1931\" credit=\"City archive, public domain\"\n    :::\n\n    image = \
\"bridge.jpg\"\n    image_credit = \"Ana Ruiz, CC BY 4.0\"\n\nA drawing of your own has a credit too: \"Our own \
drawing\". Where nobody has to be named, accept the warning at the figure, with the reason, or write `image_credit = \"\"`.",
);
pub const BAD_ARGUMENT: Code = Code::error(
    "bad-argument",
    "The argument's value cannot be read as what it should be: a number, a date, true or false, an id of \
the ledger.",
);
pub const BLOCK_BODY: Code = Code::error(
    "block-body",
    "Some blocks need text between their fences, and some make everything themselves and take none. \
`nutgraf blocks` says which.\n\n    ::: summary\n    One paragraph that tells a reader why the story matters.\n    :::",
);
pub const DUPLICATE_ID: Code = Code::error(
    "duplicate-id",
    "Two places of a page have the same id, so a link to it could only reach the first. Give one of them \
another `{#id}`. Headings without `{#id}` never collide: the second of the same words gets `-2`. A block \
and its first heading share one place; give the id to one of them.",
);
pub const BAD_REFERENCE: Code = Code::error(
    "bad-reference",
    "A reference in square brackets begins with `@` for a source or `#` for a claim:\n\n    [@s001]                      \
a source\n    [@s001, L21; @s003, p. 4]    two sources, with places\n    [#strikes-weighed]           a claim\n\n\
Ids are small letters, digits and `-`; a comma stands before the place, a semicolon between sources.",
);
pub const BROKEN_REFERENCE: Code = Code::error(
    "broken-reference",
    "Something that looks like a reference was left over as plain text, so readers would see the brackets. \
Most often a bracket or parenthesis is missing, or a space stands where none may:\n\n    [@s001        no `]`\n    \
[\"words\"](@s001, L3)   a place in a link is written @s001#L3\n\nTo show a bracket as text put a backslash before \
it: `\\[@home]`.",
);
pub const STOLEN_LABEL: Code = Code::error(
    "label-is-reference",
    "A link definition such as `[@s001]: https://…` would turn every citation of that source into a plain \
link. Give the definition another label.",
);
pub const REFERENCE_IN_ALT: Code = Code::error(
    "reference-in-alt",
    "The text that stands for a picture is read aloud and cannot hold a reference. Put the citation into \
the caption or the sentence beside the picture.",
);
pub const NEAR_NAME: Code = Code::warning(
    "near-name",
    "A bracket's words are almost a name of the ledger, so the link is probably meant and would be missing. \
Correct the spelling, add the form to `also`, write `[words][name]`, or escape the bracket with `\\[` if it is \
meant as text.",
);
pub const RAW_HTML: Code = Code::error(
    "raw-html",
    "Pages are Markdown; HTML in them is refused, because nothing can be checked inside it. Use a block \
(`nutgraf blocks`), or a theme's template. `allow_html = true` in `site.toml` lets HTML through unchecked. \
Comments `<!-- … -->` are always allowed and never published. For a `<` as text write `\\<` or `&lt;`.",
);
pub const OPEN_COMMENT: Code = Code::error(
    "open-comment",
    "A comment that is never closed hides the rest of the page from readers. Close it with `-->`.",
);
pub const UNKNOWN_FOOTNOTE: Code = Code::error(
    "unknown-footnote",
    "The mark of a footnote has no text to lead to. Write the note anywhere on the page, on a line of its \
own:\n\n    The order is secret.[^1]\n\n    [^1]: So one article says [@s003, L4].",
);
pub const UNUSED_FOOTNOTE: Code = Code::warning(
    "unused-footnote",
    "The text of a footnote is there, but no mark leads to it, so readers never see it. Put its mark \
`[^name]` where it belongs, or remove the note.",
);
pub const TEMPLATE_SYNTAX_IN_TEXT: Code = Code::note(
    "shortcode-in-text",
    "Pages hold no template language: braces are shown to the reader as they stand. What looks like a \
shortcode of another generator is written as a block here: `::: name key=value`.",
);

pub const CODES: &[Code] = &[
    FRONT_MATTER_FENCE,
    BAD_SLUG,
    DATES_CROSSED,
    UNKNOWN_BLOCK,
    BLOCK_SYNTAX,
    BLOCK_FENCE,
    BLOCK_PLACE,
    UNKNOWN_ARGUMENT,
    MISSING_ARGUMENT,
    MISSING_ALT,
    MISSING_CREDIT,
    BAD_ARGUMENT,
    BLOCK_BODY,
    DUPLICATE_ID,
    BAD_REFERENCE,
    BROKEN_REFERENCE,
    STOLEN_LABEL,
    REFERENCE_IN_ALT,
    NEAR_NAME,
    RAW_HTML,
    OPEN_COMMENT,
    UNKNOWN_FOOTNOTE,
    UNUSED_FOOTNOTE,
    TEMPLATE_SYNTAX_IN_TEXT,
];
