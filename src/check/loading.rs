//! What the content security policy of a page does not let in is not asked for, and nothing of other
//! hosts.

use super::found::PageScan;
use super::problems::{BLOCKED_BY_POLICY, REQUEST_ELSEWHERE};
use super::report::{Report, TagProblem};
use super::structure::embeds;
use super::{FinishedPage, Surroundings};
use crate::diagnostics::{Diagnostic, Place};

/// Nothing on a page is fetched from a host that the site does not name, or is style or script that
/// its policy does not let in.
pub fn loading(
    page: &FinishedPage<'_>,
    scan: &PageScan,
    around: &Surroundings<'_>,
    report: &mut Report<'_, '_>,
) {
    let (code, says) = match around.security.policy {
        true => (
            &BLOCKED_BY_POLICY,
            "is of another host, which the page's policy does not let in",
        ),
        false => (
            &REQUEST_ELSEWHERE,
            "is of another host, which then learns who reads the page",
        ),
    };
    for (sheet, address) in &page.weight.load.elsewhere {
        if !is_allowed(around, address) {
            let place = Place::File(sheet.clone());
            let message = format!("the style sheet asks for `{address}`, which {says}");
            let problem = Diagnostic::new(code, place, message).hint(hint(address));
            report.theme(page, address.clone(), problem);
        }
    }
    for load in &scan.loads {
        if is_allowed(around, &load.value) {
            continue;
        }
        let hint = hint(&load.value);
        let pictures = embeds(page, &load.value);
        for index in &pictures {
            let message = format!("{} {says}", load.value);
            let key = format!("link/{index}");
            report.at_item(page, &key, code, message, Some(hint.clone()));
        }
        if pictures.is_empty() {
            let found = TagProblem {
                code,
                tag: load.tag,
                about: Some((load.attribute, &load.value)),
                subject: load.value.to_string(),
                says: says.to_string(),
                hint: Some(hint),
            };
            report.tag(page, found);
        }
    }
    let inline = scan.inline.iter().filter(|_| around.security.policy);
    for (attribute, tag) in inline {
        let (what, hint) = match &**attribute {
            "style" => (
                "style",
                "give it a class and write the style into a style sheet",
            ),
            _ => ("script", "add the listener in a script file of the theme"),
        };
        let found = TagProblem {
            code: &BLOCKED_BY_POLICY,
            tag: *tag,
            about: None,
            subject: attribute.to_string(),
            says: format!("has {what} in `{attribute}`, which the page's policy does not let in"),
            hint: Some(hint.to_string()),
        };
        report.tag(page, found);
    }
}

/// Whether the site lets in the host of an address.
pub fn is_allowed(around: &Surroundings<'_>, address: &str) -> bool {
    let mut origins = around.security.allow.iter();
    origins.any(|origin| lets_in(origin, address))
}

/// What to do about a file of another host.
fn hint(address: &str) -> String {
    match address.strip_prefix("https://") {
        Some(rest) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            format!(
                "keep a copy in the site, or name the host in site.toml: [security] allow = [\"https://{host}\"]"
            )
        }
        None => "keep a copy in the site; other hosts are let in by https:// alone".to_string(),
    }
}

/// Whether an origin, perhaps of many hosts, is that of an address.
fn lets_in(origin: &str, address: &str) -> bool {
    let host = |address: &str| -> Option<String> {
        let rest = address
            .get(8..)
            .filter(|_| address.to_ascii_lowercase().starts_with("https://"))?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        Some(host.to_ascii_lowercase())
    };
    let (Some(allowed), Some(asked)) = (host(origin), host(address)) else {
        return false;
    };
    match allowed.strip_prefix('*') {
        Some(end) => asked.ends_with(end),
        None => asked == allowed,
    }
}

#[cfg(test)]
mod tests {
    use super::lets_in;

    #[test]
    fn hosts_are_let_in_by_name() {
        for (origin, address, expected) in [
            ("https://a.example", "https://a.example/x.js", true),
            ("https://a.example", "https://A.example?x", true),
            ("https://a.example", "https://b.a.example/", false),
            ("https://a.example", "https://a.example.evil/", false),
            ("https://a.example", "http://a.example/", false),
            ("https://a.example", "//a.example/", false),
            ("https://a.example:8443", "https://a.example:8443/", true),
            ("https://a.example:8443", "https://a.example/", false),
            ("https://*.a.example", "https://b.a.example/", true),
            ("https://*.a.example", "https://a.example/", false),
            ("https://*.a.example", "https://ba.example/", false),
        ] {
            assert_eq!(lets_in(origin, address), expected, "{origin} {address}");
        }
    }
}
