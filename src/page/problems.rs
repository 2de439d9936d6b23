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

pub const CODES: &[Code] = &[FRONT_MATTER_FENCE, BAD_SLUG, DATES_CROSSED];
