//! The problems of reading any TOML, and their words.

use crate::diagnostics::Code;

pub const TOML_SYNTAX: Code = Code::error(
    "toml-syntax",
    "The file, or the front matter between the `+++` lines, is not valid TOML, so nothing after the \
marked place can be trusted.\n\nFrequent causes: a text without quotation marks, a missing `]` or `}`, the \
same key twice, a line break inside `\"…\"` (use `\"\"\"…\"\"\"`).\n\n    title = Who said it     # wrong\n    \
title = \"Who said it\"   # right",
);
pub const UNKNOWN_KEY: Code = Code::error(
    "unknown-key",
    "A key that means nothing here is nearly always a misspelt one, and the value it should have set is \
silently missing. Correct the spelling, or put keys of your own in `[extra]`.\n\n    discription = \"…\"   # \
did you mean `description`?",
);
pub const WRONG_TYPE: Code = Code::error(
    "wrong-type",
    "The value has another type than the key takes: a number where a text is expected, a text where a list \
is expected.\n\n    tags = \"law\"      # wrong: expected a list of texts\n    tags = [\"law\"]    # right",
);
pub const MISSING_KEY: Code = Code::error(
    "missing-key",
    "A key that has to be there is not. Where the value is unknown write `\"not given\"` if the key allows \
it; never invent one.",
);
pub const BAD_DATE: Code = Code::error(
    "bad-date",
    "Dates are days that exist, written year-month-day without quotation marks: `2026-03-01`. Dates of \
events may be imprecise and stand in quotation marks: `\"1914\"`, `\"19XX\"`, `\"../2024\"`, `\"1990~\"`, \
`\"undated\"`.",
);
pub const BAD_VALUE: Code = Code::error(
    "bad-value",
    "The value has the right type, but is not one of those that mean something here. The message lists \
them.",
);
pub const NOT_UTF8: Code = Code::error(
    "not-utf8",
    "Text files are UTF-8. This one holds bytes that are not, often because an older program saved it in \
another encoding. Open it in your editor and save it as UTF-8.",
);

pub const CODES: &[Code] = &[
    TOML_SYNTAX,
    UNKNOWN_KEY,
    WRONG_TYPE,
    MISSING_KEY,
    BAD_DATE,
    BAD_VALUE,
    NOT_UTF8,
];
