//! The ids, pictures and headings of a finished page.

use std::collections::BTreeSet;

use super::found::{PageScan, RepeatedId, ScannedHeading};
use super::loading::is_allowed;
use super::naming::is_elsewhere;
use super::problems::{HEADING_SKIPPED, ID_TWICE, MAIN_HEADING, SIZE_MISSING};
use super::report::{Report, TagProblem, shown};
use super::{FinishedPage, Surroundings};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::page::MISSING_ALT;
use crate::site::{Resolved, decode, folder, join};

/// No id stands twice.
pub fn ids(page: &FinishedPage<'_>, scan: &PageScan, report: &mut Report<'_, '_>) {
    // Ids neither the text nor the theme has in so many words are made from the ledger.
    let mut of_entries: Vec<&RepeatedId> = Vec::new();
    for repeated in &scan.repeated_ids {
        let id = &*repeated.id;
        let times = repeated.count;
        if page.facts.is_some_and(|facts| facts.anchors.contains(id)) {
            // Given twice in the text, it is reported with the text.
            if report
                .text(page)
                .is_none_or(|text| times_given(text, id) < 2)
            {
                let message = format!("the id `{id}` stands {times} times on `{}`", page.address);
                let hint = "give this place another id: `{#…}` behind a heading, `id=…` on a block";
                let key = format!("anchor/{id}");
                report.at_item(page, &key, &ID_TWICE, message, Some(hint.to_string()));
            }
        } else if let Some(place) = report.id_in_theme(id) {
            let tag = shown(repeated.tag.of(page.html));
            let message = format!("`{tag}` is one of {times} with the id `{id}`");
            report.theme(
                page,
                id.to_string(),
                Diagnostic::new(&ID_TWICE, place, message),
            );
        } else {
            of_entries.push(repeated);
        }
    }
    let Some(first) = of_entries.first() else {
        return;
    };
    let message = match of_entries.len() {
        1 => format!("the id `{}` stands {} times", first.id, first.count),
        more => format!(
            "{more} ids stand more than once, `{}` is one of them",
            first.id
        ),
    };
    let place = Place::File(
        page.facts
            .map_or(page.template, |facts| &facts.path)
            .clone(),
    );
    let problem = Diagnostic::new(&ID_TWICE, place, message)
        .hint("show each entry of the ledger once on a page");
    report.theme(page, page.address.to_string(), problem);
}

/// How often a page's text gives an id in so many words.
fn times_given(text: &str, id: &str) -> usize {
    let ends =
        |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
    let count = |before: &str| {
        let written = format!("{before}{id}");
        let places = text.match_indices(&written);
        places
            .filter(|(at, _)| ends(&text[at + written.len()..]))
            .count()
    };
    count("{#") + count("id=") + count("id=\"")
}

/// Every picture has words that stand for it.
pub fn images(page: &FinishedPage<'_>, scan: &PageScan, report: &mut Report<'_, '_>) {
    let mut told = BTreeSet::new();
    // Whether the picture of the front matter needs words is asked where that is read.
    let said = page
        .facts
        .and_then(|facts| facts.front.image_alt.as_deref());
    let is_said = said.is_some_and(|alt| !alt.trim().is_empty());
    let mut of_front = page.image.filter(|_| !is_said);
    for image in &scan.images {
        let empty = image.alt.as_ref().is_none_or(|alt| alt.trim().is_empty());
        if !empty {
            continue;
        }
        if of_front.is_some() && of_front == shown_at(page, &image.src).as_deref() {
            of_front = None;
            continue;
        }
        let embeds = embeds(page, &image.src);
        if !embeds.is_empty() {
            for index in embeds {
                if told.insert(index) {
                    let message = "the picture has no words that stand for it".to_string();
                    let hint = "write what it tells: `![A map of the five crossings](map.png)`";
                    let hint = Some(hint.to_string());
                    let key = format!("link/{index}");
                    report.at_item(page, &key, &MISSING_ALT, message, hint);
                }
            }
        } else if image.alt.is_none() {
            let found = TagProblem {
                code: &MISSING_ALT,
                tag: image.tag,
                about: None,
                subject: String::new(),
                says: "has no `alt`".to_string(),
                hint: Some("say what the picture tells, or write `alt=\"\"`".to_string()),
            };
            report.tag(page, found);
        }
    }
}

/// The address of what a page shows.
fn shown_at(page: &FinishedPage<'_>, src: &str) -> Option<String> {
    join(folder(page.address), &decode(src))
}

/// Whatever takes room has it before it arrives.
pub fn sizes(
    page: &FinishedPage<'_>,
    scan: &PageScan,
    around: &Surroundings<'_>,
    report: &mut Report<'_, '_>,
) {
    for (address, tag) in &scan.unsized_media {
        // What does not come at all is told as that.
        if is_elsewhere(address) && !is_allowed(around, address) {
            continue;
        }
        let pictures = embeds(page, address);
        let of_elsewhere = |index: &&usize| matches!(page.links[**index], Resolved::External(_));
        // A file of the site that has no size is told as damaged.
        for index in pictures.iter().filter(of_elsewhere) {
            let message = format!(
                "nobody knows the size of {address} before it comes, so what is below it jumps"
            );
            let hint = "keep a copy in the site; its size is then part of the page".to_string();
            report.at_item(
                page,
                &format!("link/{index}"),
                &SIZE_MISSING,
                message,
                Some(hint),
            );
        }
        if !pictures.is_empty() {
            continue;
        }
        let found = TagProblem {
            code: &SIZE_MISSING,
            tag: *tag,
            about: None,
            subject: String::new(),
            says: "has no width and height, so what is below it jumps when it comes".to_string(),
            hint: Some("give it both in pixels: `width=\"640\" height=\"360\"`".to_string()),
        };
        report.tag(page, found);
    }
}

/// The writer's pictures with an address.
pub fn embeds(page: &FinishedPage<'_>, src: &str) -> Vec<usize> {
    let shown = shown_at(page, src);
    let links = page.facts.map_or(&[][..], |facts| &facts.links);
    let links = links.iter().zip(page.links).enumerate();
    links
        .filter(|(_, (link, resolved))| match resolved {
            Resolved::File { address, .. } => link.embeds && Some(address) == shown.as_ref(),
            Resolved::External(url) => link.embeds && url == src,
            _ => false,
        })
        .map(|(index, _)| index)
        .collect()
}

/// One heading of the first level, and no level left out on the way down.
pub fn headings(page: &FinishedPage<'_>, scan: &PageScan, report: &mut Report<'_, '_>) {
    if scan.sends_on {
        return;
    }
    let mut above: Option<&ScannedHeading> = None;
    for heading in &scan.headings {
        if let Some(above) = above
            && heading.level > above.level + 1
        {
            let (from, to) = (above.level, heading.level);
            let message = format!("a heading of level {to} follows one of level {from}");
            let hashes = "#".repeat(usize::from(from) + 1);
            let hint = format!("make it a heading of level {}: `{hashes}`", from + 1);
            heading_problem(page, heading, &HEADING_SKIPPED, message, hint, report);
        }
        above = Some(heading);
    }
    let mut first_level = scan.headings.iter().filter(|heading| heading.level == 1);
    match first_level.next() {
        None => {
            let problem = Diagnostic::new(
                &MAIN_HEADING,
                Place::File(page.template.clone()),
                format!(
                    "there is no heading `<h1>`; the page comes from `{}`",
                    page.template
                ),
            )
            .hint("show the page's title as `<h1>{{ page.title }}</h1>`");
            report.theme(page, String::new(), problem);
        }
        Some(_) => {
            for heading in first_level {
                let message = "a page has one heading of the first level, its title".to_string();
                let hint = "in the text begin with `##`".to_string();
                heading_problem(page, heading, &MAIN_HEADING, message, hint, report);
            }
        }
    }
}

fn heading_problem(
    page: &FinishedPage<'_>,
    heading: &ScannedHeading,
    code: &'static Code,
    message: String,
    hint: String,
    report: &mut Report<'_, '_>,
) {
    let written = heading
        .id
        .as_deref()
        .filter(|id| page.facts.is_some_and(|facts| facts.anchors.contains(*id)));
    match written {
        Some(id) => report.at_item(page, &format!("anchor/{id}"), code, message, Some(hint)),
        None => {
            let found = TagProblem {
                code,
                tag: heading.tag,
                about: None,
                subject: message.clone(),
                says: format!("is misplaced: {message}"),
                hint: Some(hint),
            };
            report.tag(page, found);
        }
    }
}
