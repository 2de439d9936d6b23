//! The twin of a page: the same in Markdown, with its citations written out, for programs that read texts.
//!
//! The theme's `twin.html` makes it from the values of the page, blocks and all; what comes out is then
//! written as Markdown. So a block that a theme adds has its place in the twin too.

mod inline;
mod markdown;
mod signs;
mod tables;
mod tree;

use std::sync::Arc;

use super::inputs::PageInputs;
use super::pages::prepare;
use super::problems::template_problem;
use crate::diagnostics::Diagnostic;
use crate::input::InputTree;
pub use inline::footnote;
use markdown::markdown;

const TEMPLATE: &str = "twin.html";
/// A theme without it makes no twins.
pub const TEMPLATE_FILE: &str = "templates/twin.html";

/// A page in Markdown.
pub struct Twin {
    pub text: Arc<[u8]>,
    pub problems: Vec<Diagnostic>,
}

/// Where the twin of the page at an address is published.
pub fn twin_address(address: &str) -> String {
    format!("{}.md", super::feed::stem(address))
}

/// Writes a page as Markdown. `files` are consulted only to show where a template failed.
pub fn twin(inputs: &PageInputs, files: &InputTree) -> Twin {
    let mut prepared = prepare(inputs, files, true);
    prepared
        .context
        .insert_value("page", prepared.about.value());
    let text = match inputs.theme.tera.render(TEMPLATE, &prepared.context) {
        Ok(html) => markdown(&html),
        Err(error) => {
            let problem = template_problem(&error, inputs, files, TEMPLATE);
            prepared.problems.push(problem);
            String::new()
        }
    };
    Twin {
        text: Arc::from(text.into_bytes()),
        problems: prepared.problems,
    }
}
