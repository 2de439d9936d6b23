//! The problems of a theme, and their words.

use crate::diagnostics::Code;

pub const UNKNOWN_THEME: Code = Code::error(
    "unknown-theme",
    "`theme` in `site.toml` names a folder in `themes/`. The theme `default` is always there, inside the \
program; files in `themes/default/` replace its files one by one.",
);
pub const NO_STRINGS: Code = Code::error(
    "no-strings",
    "The words a theme itself says (\"Sources\", \"Published\") are in `strings/<language>.toml`, one file \
for each language, with how the language writes dates, figures, numbers and quotation marks. Copy `strings/en.toml`, \
translate the texts and keep the keys. A language of a country, `es-MX`, takes what it has no own text for from `es`.",
);
pub const MISSING_STRING: Code = Code::error(
    "missing-string",
    "A file of strings lacks a text that the theme says, or a form of the language: readers would get it in another \
language. Add the key and translate what the theme's `strings/en.toml` has there; a key in a table is named with it.\n\n    \
feed = \"Novedades\"\n\n    [dates]                                   # dates.undated\n    undated = \"sin fecha\"",
);
pub const BAD_STRING: Code = Code::error(
    "bad-string",
    "A text in a file of strings cannot be used as it stands: it has a place in braces that nothing is filled into, a list \
has too many or too few texts, or a plural rule is none.\n\n    page_of = \"Página {n} de {total}\"\n\n    \
[quotation_marks]\n    outer = [\"«\", \"»\"]\n\n    [plurals]\n    few = \"n % 10 = 2..4 and n % 100 != 12..14\"",
);
pub const THEME_VALUE: Code = Code::error(
    "theme-value",
    "A value in `theme.toml` names something that does not exist.\n\n    reads = [\"sources\"]   # tables \
of the ledger that every page's template gets",
);
pub const TEMPLATE_BROKEN: Code = Code::error(
    "template-broken",
    "A template of the theme cannot be loaded: it breaks Tera's rules at the marked place, or names a \
filter, function, component or template that does not exist. The message is Tera's own.\n\n    {{ page.title \
| uper }}      unknown filter `uper`\n    {% include \"hed.html\" %}   no such template",
);
pub const TEMPLATE_FAILED: Code = Code::error(
    "template-failed",
    "A template was loaded, but failed while a page was rendered with it, most often because it asks for \
a variable that is not there. The message is Tera's own and names the fields that are. For a value that may \
be missing write `{{ page.extra?.kicker | default(value=\"\") }}`.",
);
pub const BAD_BLOCK: Code = Code::error(
    "bad-block",
    "A file in `components/blocks/` defines one Tera component with the file's name; its metadata says \
what the block takes:\n\n    {% component aside(tone: String = \"plain\", id: String = \"\") {\n      \"doc\": \
\"A remark at the side.\", \"body\": \"required\",\n      \"args\": {\"tone\": {\"kind\": \"text\", \"doc\": \
\"plain or loud\"}}\n    } %}\n    <aside class=\"{{ tone }}\">{{ body }}</aside>\n    {% endcomponent aside %}\
\n\nKinds: text, int, number, bool, list, date, page, file, data, source, claim, person, term, event, question, \
disagreement, quote, correction, and their plurals for lists of entries.",
);

pub const CODES: &[Code] = &[
    UNKNOWN_THEME,
    NO_STRINGS,
    MISSING_STRING,
    BAD_STRING,
    THEME_VALUE,
    TEMPLATE_BROKEN,
    TEMPLATE_FAILED,
    BAD_BLOCK,
];
