//! The checks of one finished page.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::problems::{
    BROKEN_ANCHOR, BROKEN_LINK_TEMPLATE, EMPTY_LINK, HEADING_SKIPPED, ID_TWICE, LINK_NOT_PORTABLE,
    MAIN_HEADING, MISSING_ALT,
};
use super::report::{Report, TagProblem, shown};
use super::scan::{PageScan, ScannedHeading, ScannedLink};
use super::targets::{Target, Targets, Trouble, written_target};
use super::{FinishedPage, Surroundings};
use crate::diagnostics::{Diagnostic, Place};
use crate::ledger::TableName;
use crate::site::{BROKEN_LINK, Resolved, decode, folder, join};
use crate::values::did_you_mean;

/// Links already found to be good, by the folder of their page: most stand on every page.
#[derive(Default)]
pub struct FineLinks<'p>(HashMap<&'p str, HashSet<&'p str>>);

/// Every link leads somewhere, and has words.
pub fn links<'p>(
    page: &FinishedPage<'p>,
    scan: &'p PageScan,
    targets: &Targets<'_>,
    around: &Surroundings<'_>,
    fine: &mut FineLinks<'p>,
    report: &mut Report<'_, '_>,
) {
    let fine = fine.0.entry(folder(page.address)).or_default();
    let mut troubles: Vec<(&ScannedLink, Trouble)> = Vec::new();
    for link in &scan.links {
        if fine.contains(&*link.value) {
            continue;
        }
        match targets.trouble(page.address, &link.value) {
            Some(trouble) => troubles.push((link, trouble)),
            // What begins with `#` or `?` is about this page alone.
            None if link.value.starts_with(['#', '?']) => {}
            None => {
                fine.insert(&link.value);
            }
        }
    }
    let mut told: BTreeSet<Target> = BTreeSet::new();
    for (link, trouble) in troubles {
        match trouble {
            Trouble::Missing(target) | Trouble::NoAnchor(target) => {
                let writers = writers_links(page, &target);
                if writers.is_empty() {
                    report.tag(page, leads_nowhere(page, link, &target, targets));
                } else if told.insert(target.clone()) {
                    for index in writers {
                        written_link(page, index, &target, targets, around, report);
                    }
                }
            }
            Trouble::Empty => report.tag(page, broken(link, "names nothing".to_string())),
            Trouble::LeavesSite => {
                report.tag(page, broken(link, "leads out of the site".to_string()));
            }
            Trouble::FromRoot(target) => {
                report.tag(page, not_portable(link, &target, "begins with `/`"));
            }
            Trouble::Folder(target) => {
                report.tag(page, not_portable(link, &target, "names a folder"));
            }
        }
    }
    for tag in &scan.empty_links {
        let found = TagProblem {
            code: &EMPTY_LINK,
            tag: *tag,
            about: None,
            subject: String::new(),
            says: "is a link without words".to_string(),
            hint: Some("give it words, or an `aria-label`".to_string()),
        };
        report.tag(page, found);
    }
}

/// The writer's links that lead to a target.
fn writers_links(page: &FinishedPage<'_>, target: &Target) -> Vec<usize> {
    let links = page.links.iter().enumerate();
    let same =
        links.filter(|(_, link)| written_target(page.address, link).as_ref() == Some(target));
    same.map(|(index, _)| index).collect()
}

fn written_link(
    page: &FinishedPage<'_>,
    index: usize,
    target: &Target,
    targets: &Targets<'_>,
    around: &Surroundings<'_>,
    report: &mut Report<'_, '_>,
) {
    let written = page.facts.and_then(|facts| facts.links.get(index));
    let written = written.map_or_else(String::new, |link| link.target.clone());
    let key = format!("link/{index}");
    let scan = targets.scans.get(target.address.as_str());
    let (Some(anchor), Some(scan)) = (&target.anchor, scan) else {
        let message = format!("`{written}` is not among the files of the finished site");
        report.at_item(page, &key, &BROKEN_LINK, message, None);
        return;
    };
    let path = written.split('#').next().unwrap_or_default();
    let place = match path.is_empty() {
        true => "this page".to_string(),
        false => format!("`{path}`"),
    };
    let message = format!("there is no `{anchor}` on {place}");
    let hint = match near_id(anchor, scan) {
        Some(id) => format!("did you mean `{path}#{id}`?"),
        None => format!("put `{{#{anchor}}}` behind the heading it should lead to"),
    };
    let hint = match (around.is_claim)(anchor) {
        true => format!("to point at the claim write `[#{anchor}]` or `[words][#{anchor}]`"),
        false => hint,
    };
    report.at_item(page, &key, &BROKEN_ANCHOR, message, Some(hint));
}

/// The id most likely meant: that of an entry of the ledger by this name, or one spelled alike.
fn near_id(anchor: &str, scan: &PageScan) -> Option<String> {
    let of_entry = TableName::ALL.iter().find_map(|table| {
        let id = format!("{}-{anchor}", table.anchor_prefix());
        scan.has_id(&id).then_some(id)
    });
    let alike = || did_you_mean(anchor, scan.ids.iter().map(|id| &**id)).map(str::to_string);
    of_entry.or_else(alike)
}

fn leads_nowhere<'l>(
    page: &FinishedPage<'_>,
    link: &'l ScannedLink,
    target: &Target,
    targets: &Targets<'_>,
) -> TagProblem<'l> {
    let address = &target.address;
    let scan = targets.scans.get(address.as_str());
    let exists = targets.addresses.contains(address.as_str());
    let (says, hint) = match (&target.anchor, exists) {
        (Some(anchor), true) => {
            let place = match address == page.address {
                true => "this page".to_string(),
                false => format!("`{address}`"),
            };
            let near = scan.and_then(|scan| near_id(anchor, scan));
            (
                format!("leads to `#{anchor}`, which is no id of {place}"),
                near.map(|id| format!("did you mean `#{id}`?")),
            )
        }
        _ => {
            let beside = targets.addresses.iter().copied();
            let near = did_you_mean(address, beside);
            (
                format!("leads to `{address}`, which does not exist"),
                near.map(|near| format!("did you mean `{near}`?")),
            )
        }
    };
    TagProblem {
        subject: format!("{address}#{}", target.anchor.as_deref().unwrap_or_default()),
        hint,
        ..broken(link, says)
    }
}

fn broken(link: &ScannedLink, says: String) -> TagProblem<'_> {
    TagProblem {
        code: &BROKEN_LINK_TEMPLATE,
        tag: link.tag,
        about: Some((link.attribute, &link.value)),
        subject: link.value.to_string(),
        says,
        hint: None,
    }
}

fn not_portable<'l>(link: &'l ScannedLink, target: &Target, why: &str) -> TagProblem<'l> {
    let address = &target.address;
    let fails = match link.value.starts_with('/') {
        true => "finds nothing where the site lies in a folder",
        false => "finds nothing when the site is opened from the disk",
    };
    TagProblem {
        code: &LINK_NOT_PORTABLE,
        subject: address.clone(),
        hint: Some(format!("write `{{{{ base }}}}{address}` in a template")),
        ..broken(link, format!("{why}, which {fails}"))
    }
}

/// No id stands twice.
pub fn ids(page: &FinishedPage<'_>, scan: &PageScan, report: &mut Report<'_, '_>) {
    for repeated in &scan.repeated_ids {
        let id = &*repeated.id;
        let message = format!(
            "the id `{id}` stands {} times on `{}`",
            repeated.count, page.address
        );
        if page.facts.is_some_and(|facts| facts.anchors.contains(id)) {
            // Given twice in the text, it is reported with the text.
            if report
                .text(page)
                .is_none_or(|text| times_given(text, id) < 2)
            {
                let hint = "give this place another id: `{#…}` behind a heading, `id=…` on a block";
                let key = format!("anchor/{id}");
                report.at_item(page, &key, &ID_TWICE, message, Some(hint.to_string()));
            }
            continue;
        }
        let tag = shown(repeated.tag.of(page.html));
        let message = format!("`{tag}` is one of {} with the id `{id}`", repeated.count);
        // An id that is not in the theme as it stands is made from an entry of the ledger.
        let (place, hint) = match report.located_in_theme(page, repeated.tag, "id") {
            Some(place) => (place, "an id stands once on a page"),
            None => (
                Place::File(
                    page.facts
                        .map_or(page.template, |facts| &facts.path)
                        .clone(),
                ),
                "show each entry of the ledger once on a page",
            ),
        };
        let problem = Diagnostic::new(&ID_TWICE, place, message).hint(hint);
        report.theme(page, id.to_string(), problem);
    }
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
    for image in &scan.images {
        let empty = image.alt.as_ref().is_none_or(|alt| alt.trim().is_empty());
        if !empty {
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

/// The writer's pictures with an address.
fn embeds(page: &FinishedPage<'_>, src: &str) -> Vec<usize> {
    let shown = join(folder(page.address), &decode(src));
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
            let hint = format!("make it a heading of level {}", from + 1);
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
    code: &'static crate::diagnostics::Code,
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
