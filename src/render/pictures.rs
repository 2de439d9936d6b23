//! What templates get of a picture.

use super::context::{self, Table};
use super::inputs::PageInputs;
use super::problems::NO_IMAGE_SIZE;
use crate::diagnostics::{Diagnostic, Place};
use crate::page::PageFacts;
use crate::site::{Resolved, encode};

/// A file as templates see it, with its size and the widths to choose from if it is a picture.
pub fn file_value(inputs: &PageInputs, address: &str, is_first: bool) -> Table {
    let offered = inputs.pictures.get(address);
    let size = offered.and_then(|offered| offered.picture.size);
    let side = |side: Option<usize>| side.map_or_else(tera::Value::none, tera::Value::from);
    let base = &inputs.page.base;
    let choice = offered.map_or_else(Vec::new, |offered| offered.choice(address));
    let choice = choice.into_iter().map(|(width, address)| {
        // A comma would end the address.
        let address = encode(address).replace(',', "%2C");
        format!("{base}{address} {width}w")
    });
    Table::new()
        .with("address", context::address(address))
        .with("width", side(size.map(|size| size.0)))
        .with("height", side(size.map(|size| size.1)))
        .with("srcset", choice.collect::<Vec<_>>().join(", "))
        .with("is_first", is_first)
}

/// The pictures of a page's text whose size nobody can tell.
pub fn unmeasured(inputs: &PageInputs) -> Vec<Diagnostic> {
    let page = &inputs.page;
    let Some(facts) = &page.facts else {
        return Vec::new();
    };
    let links = page.links.iter().enumerate();
    let problems = links.filter_map(|(index, link)| match link {
        Resolved::File { path, address, .. }
            if embeds(facts, index) && !is_measured(inputs, address) =>
        {
            let place = Place::Item(facts.path.clone(), format!("link/{index}").into());
            let message = format!("the size of the picture {path} cannot be read");
            let problem = Diagnostic::new(&NO_IMAGE_SIZE, place, message);
            Some(problem.hint("is it a picture, and undamaged?"))
        }
        _ => None,
    });
    problems.collect()
}

fn embeds(facts: &PageFacts, link: usize) -> bool {
    facts.links.get(link).is_some_and(|link| link.embeds)
}

/// What is wrong with a damaged one is told of its file.
fn is_measured(inputs: &PageInputs, address: &str) -> bool {
    inputs
        .pictures
        .get(address)
        .is_some_and(|offered| offered.picture.size.is_some() || offered.picture.damage().is_some())
}
