//! The problems of putting a page together, and their words.

use super::inputs::PageInputs;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::input::InputTree;
use crate::theme::render_problem;

pub const UNKNOWN_TEMPLATE: Code = Code::error(
    "unknown-template",
    "`template` in a page's front matter names a file in the theme's `templates/` folder, and there is none \
of that name. Without `template` a page uses `page.html`, a folder's `index.md` uses `section.html`.",
);
pub const NO_IMAGE_SIZE: Code = Code::warning(
    "no-image-size",
    "The size of this picture cannot be read, so the page jumps while it loads. The file may be damaged, or \
of a kind browsers do not show. JPEG, PNG, GIF, WebP, AVIF and SVG with a width and height work.",
);

pub const CODES: &[Code] = &[UNKNOWN_TEMPLATE, NO_IMAGE_SIZE];

/// What is wrong with a template, and on which page that shows.
pub fn template_problem(
    error: &tera::Error,
    inputs: &PageInputs,
    files: &InputTree,
    template: &str,
) -> Diagnostic {
    let problem = render_problem(error, files, &inputs.theme.files, template);
    match &inputs.page.facts {
        Some(facts) => {
            let place = Place::File(facts.path.clone());
            problem.related(place, "while rendering this page")
        }
        None => problem,
    }
}
