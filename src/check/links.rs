//! Every link of a finished page leads somewhere, and has words.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::corrections::is_corrected;
use super::found::{PageScan, ScannedLink};
use super::problems::{BROKEN_ANCHOR, BROKEN_LINK_TEMPLATE, EMPTY_LINK, LINK_NOT_PORTABLE};
use super::report::{Report, TagProblem};
use super::targets::{Target, Targets, Trouble, written_target};
use super::{FinishedPage, Surroundings};
use crate::diagnostics::Span;
use crate::site::{BROKEN_LINK, Resolved, folder};

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
                if writers.is_empty() && is_corrected(&target, around) {
                    // Reported where the correction names it.
                } else if writers.is_empty() {
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
    for link in &scan.empty_links {
        empty_link(page, link, targets, report);
    }
}

/// A link without words: `[](a.md)` in the text, or a tag of the theme.
fn empty_link(
    page: &FinishedPage<'_>,
    link: &ScannedLink,
    targets: &Targets<'_>,
    report: &mut Report<'_, '_>,
) {
    let says = "is a link without words".to_string();
    let target = targets.target(page.address, &link.value).ok();
    let is_it = |resolved: &Resolved| match resolved {
        Resolved::External(url) => **url == *link.value,
        other => target.is_some() && written_target(page.address, other) == target,
    };
    let uses = page.facts.map_or(&[][..], |facts| &facts.links);
    let mut written = uses.iter().zip(page.links).filter_map(|(link, resolved)| {
        let written = format!("[]({})", link.target);
        is_it(resolved).then_some(written)
    });
    let in_text = report
        .text(page)
        .and_then(|text| written.find_map(|written| Some((text.find(&written)?, written.len()))));
    match in_text {
        Some((at, length)) => {
            let hint = "write words between the brackets".to_string();
            let span = Span::new(at, at + length);
            report.at_text(page, span, &EMPTY_LINK, format!("this {says}"), hint);
        }
        None => report.tag(
            page,
            TagProblem {
                code: &EMPTY_LINK,
                tag: link.tag,
                about: None,
                subject: String::new(),
                says,
                hint: Some("give it words, or an `aria-label`".to_string()),
            },
        ),
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
    let is_read = targets.scans.contains_key(target.address.as_str());
    let Some(anchor) = target.anchor.as_ref().filter(|_| is_read) else {
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
    let hint = match targets.near(target) {
        Some(id) => format!("did you mean `{path}#{id}`?"),
        None => format!("put `{{#{anchor}}}` behind the heading it should lead to"),
    };
    let hint = match around.ledger.claims.get(anchor).is_some() {
        true => format!("to point at the claim write `[#{anchor}]` or `[words][#{anchor}]`"),
        false => hint,
    };
    report.at_item(page, &key, &BROKEN_ANCHOR, message, Some(hint));
}

fn leads_nowhere<'l>(
    page: &FinishedPage<'_>,
    link: &'l ScannedLink,
    target: &Target,
    targets: &Targets<'_>,
) -> TagProblem<'l> {
    let address = &target.address;
    let exists = targets.addresses.contains(address.as_str());
    let is_here = address == page.address;
    let says = match (&target.anchor, exists) {
        (Some(anchor), true) => {
            let place = match is_here {
                true => "this page".to_string(),
                false => format!("`{address}`"),
            };
            format!("leads to `#{anchor}`, which is no id of {place}")
        }
        _ => format!("leads to `{address}`, which does not exist"),
    };
    let near = targets.near(target).map(|near| match exists {
        true => format!("did you mean `#{near}`?"),
        false => format!("did you mean `{near}`?"),
    });
    let anchor = target.anchor.as_deref().unwrap_or_default();
    TagProblem {
        // What is wrong on every page is one problem of the theme.
        subject: match is_here {
            true => format!("#{anchor}"),
            false => format!("{address}#{anchor}"),
        },
        hint: near,
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
