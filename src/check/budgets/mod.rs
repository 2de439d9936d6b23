//! No page weighs more, or asks for more, than the site allows itself.

mod sheets;
mod weights;

use super::asking::AskedKind;
use super::found::PageScan;
use super::problems::{PAGE_TOO_HEAVY, SCRIPT_TOO_HEAVY, TOO_MANY_REQUESTS};
use super::report::Report;
use super::{FinishedPage, Surroundings};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::input::FilePath;

pub use sheets::{SheetAddress, addresses_of_sheet};
pub use weights::{Load, Part, SiteFile, Weights, gzipped};

/// Bytes of a KB, as hosts and browsers count them.
pub const KB: usize = 1000;

/// What a page weighs on its way to a reader.
#[derive(Clone, Copy)]
pub struct PageWeight<'a> {
    /// Compressed; None where page and style sheets fit without that.
    pub gzipped: Option<usize>,
    pub load: &'a Load,
}

/// Compares one page with the budgets. What the theme alone exceeds is told once.
pub fn budgets(
    page: &FinishedPage<'_>,
    scan: &PageScan,
    around: &Surroundings<'_>,
    report: &mut Report<'_, '_>,
) {
    if scan.sends_on {
        return;
    }
    let (budgets, load) = (around.budgets, page.weight.load);
    let styles = load.styles_weigh();
    if let Some(own) = page.weight.gzipped {
        let limit = budgets.page * KB;
        if styles > limit {
            let over = over(styles, limit, "`page` in `[budgets]`");
            let message = format!(
                "the style sheets alone weigh {over}, and the page comes on top: {}",
                list(&load.styles)
            );
            let hint = "take out of the style sheets what no page needs";
            let place = heaviest(&load.styles).unwrap_or(page.template);
            of_theme(
                page,
                &PAGE_TOO_HEAVY,
                place,
                &load.styles,
                message,
                hint,
                report,
            );
        } else if own + styles > limit {
            let over = over(own + styles, limit, "`page` in `[budgets]`");
            let rest = match load.styles.is_empty() {
                true => String::new(),
                false => format!(", {}", list(&load.styles)),
            };
            let message = format!(
                "page and style sheets weigh {over}: the page itself {}{rest}",
                kb(own)
            );
            let hint = match page.facts {
                Some(_) => "divide the page, or show less of the ledger on it",
                None => "with a smaller `paginate_by` its list goes on several pages",
            };
            of_page(page, &PAGE_TOO_HEAVY, message, hint, report);
        }
    }
    scripts(page, scan, around, report);
    requests(page, around, report);
}

fn scripts(
    page: &FinishedPage<'_>,
    scan: &PageScan,
    around: &Surroundings<'_>,
    report: &mut Report<'_, '_>,
) {
    let limit = around.budgets.script * KB;
    let mut parts = page.weight.load.scripts.clone();
    let inline = scan.scripts.iter().map(|script| script.of(page.html));
    let inline: usize = inline.map(|script| gzipped(script.as_bytes())).sum();
    if inline > 0 {
        parts.push(Part {
            address: String::new(),
            path: page.facts.map(|facts| facts.path.clone()),
            gzipped: inline,
        });
    }
    let all = parts.iter().map(|part| part.gzipped).sum();
    if all > limit {
        let over = over(all, limit, "`script` in `[budgets]`");
        let message = format!("the scripts weigh {over}: {}", list(&parts));
        let hint =
            "take out what readers can do without, or load it on the pages that need it alone";
        let place = heaviest(&parts).unwrap_or(page.template);
        of_theme(
            page,
            &SCRIPT_TOO_HEAVY,
            place,
            &parts,
            message,
            hint,
            report,
        );
    }
}

fn requests(page: &FinishedPage<'_>, around: &Surroundings<'_>, report: &mut Report<'_, '_>) {
    let (limit, requests) = (around.budgets.requests, &page.weight.load.requests);
    let all = 1 + requests.values().sum::<usize>();
    if all <= limit {
        return;
    }
    let pictures = requests.get(&AskedKind::Picture).copied().unwrap_or(0);
    let mut kinds: Vec<(AskedKind, usize)> = requests.iter().map(|(kind, n)| (*kind, *n)).collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let kinds: Vec<String> = kinds
        .into_iter()
        .map(|(kind, count)| count_of(kind, count))
        .collect();
    let message = format!(
        "a browser asks for {all} files, {} more than the {limit} of `requests` in `[budgets]`: the page itself, {}",
        all - limit,
        kinds.join(", ")
    );
    if all - pictures > limit {
        let hint = "join style sheets, or scripts, into one file, and leave out fonts";
        let place = page.template;
        of_theme(page, &TOO_MANY_REQUESTS, place, &[], message, hint, report);
    } else {
        let hint = "let pictures further down wait until a reader comes near them, as those of `![…](…)` do: `loading=\"lazy\"`";
        of_page(page, &TOO_MANY_REQUESTS, message, hint, report);
    }
}

/// A problem of this page alone.
fn of_page(
    page: &FinishedPage<'_>,
    code: &'static Code,
    message: String,
    hint: &str,
    report: &mut Report<'_, '_>,
) {
    match page.facts {
        Some(facts) => {
            let place = Place::File(facts.path.clone());
            let message = format!("on `{}`, {message}", page.address);
            report.add(Diagnostic::new(code, place, message).hint(hint));
        }
        None => of_theme(page, code, page.template, &[], message, hint, report),
    }
}

/// A problem of all pages that ask for the same.
fn of_theme(
    page: &FinishedPage<'_>,
    code: &'static Code,
    place: &FilePath,
    parts: &[Part],
    message: String,
    hint: &str,
    report: &mut Report<'_, '_>,
) {
    let subject: Vec<&str> = parts.iter().map(|part| part.address.as_str()).collect();
    let problem = Diagnostic::new(code, Place::File(place.clone()), message).hint(hint);
    report.theme(page, subject.join(" "), problem);
}

fn heaviest(parts: &[Part]) -> Option<&FilePath> {
    let parts = parts.iter().filter(|part| part.path.is_some());
    parts.max_by_key(|part| part.gzipped)?.path.as_ref()
}

/// "61.3 KB compressed, 11.3 KB more than the 50 KB of …".
fn over(bytes: usize, limit: usize, of: &str) -> String {
    let (all, more) = (kb(bytes), kb(bytes - limit));
    format!(
        "{all} compressed, {more} more than the {} of {of}",
        kb(limit)
    )
}

/// Each part with its weight, the heaviest first.
fn list(parts: &[Part]) -> String {
    let mut parts: Vec<&Part> = parts.iter().collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.gzipped));
    let parts = parts
        .into_iter()
        .map(|part| match (&*part.address, &part.path) {
            ("", _) => format!("those in the page itself {}", kb(part.gzipped)),
            (address, None) => format!("`{address}` of unknown weight"),
            (address, Some(_)) => format!("`{address}` {}", kb(part.gzipped)),
        });
    parts.collect::<Vec<_>>().join(", ")
}

/// Bytes in KB, up to the next tenth, so that nothing over a limit reads like the limit.
fn kb(bytes: usize) -> String {
    let tenths = bytes.div_ceil(KB / 10);
    match tenths % 10 {
        0 => format!("{} KB", tenths / 10),
        rest => format!("{}.{rest} KB", tenths / 10),
    }
}

fn count_of(kind: AskedKind, count: usize) -> String {
    let (one, many) = match kind {
        AskedKind::Style => ("style sheet", "style sheets"),
        AskedKind::Script => ("script", "scripts"),
        AskedKind::Font => ("font", "fonts"),
        AskedKind::Picture => ("picture", "pictures"),
        AskedKind::Icon => ("icon", "icons"),
        AskedKind::Other => ("other file", "other files"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}
