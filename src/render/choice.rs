//! Which template makes a page.

use super::inputs::PageInputs;
use super::problems::UNKNOWN_TEMPLATE;
use crate::diagnostics::{Diagnostic, Place};
use crate::site::PageKind;
use crate::values::suggestion;

/// The template a page asks for, or that of its kind.
pub fn template_name(inputs: &PageInputs, problems: &mut Vec<Diagnostic>) -> String {
    let page = &inputs.page;
    let usual = match page.kind {
        PageKind::Home | PageKind::Section => "section.html",
        PageKind::Page => "page.html",
        PageKind::Tags => "tags.html",
        PageKind::Tag => "tag.html",
    };
    let Some(facts) = &page.facts else {
        return usual.to_string();
    };
    let Some(wanted) = &facts.front.template else {
        return usual.to_string();
    };
    if inputs
        .theme
        .files
        .contains_key(&format!("templates/{wanted}"))
    {
        return wanted.clone();
    }
    let known: Vec<&str> = inputs
        .theme
        .files
        .keys()
        .filter_map(|path| path.strip_prefix("templates/"))
        .filter(|name| name.ends_with(".html") && !name.contains('/'))
        .collect();
    let place = Place::Item(facts.path.clone(), "template".into());
    let message = format!(
        "the theme `{}` has no template `{wanted}`",
        inputs.theme.name
    );
    problems.push(
        Diagnostic::new(&UNKNOWN_TEMPLATE, place, message)
            .maybe_hint(suggestion(wanted.trim_start_matches("templates/"), known)),
    );
    usual.to_string()
}
