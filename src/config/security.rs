//! What pages may load: `[security]` of `site.toml`.

use super::problems::BAD_ORIGIN;
use crate::values::Table;

/// Whether pages say what may be loaded into them, and what may be beside the site's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    pub policy: bool,
    /// Origins of other hosts, such as `https://stats.example.org`.
    pub allow: Vec<String>,
}

impl Default for Security {
    fn default() -> Security {
        Security {
            policy: true,
            allow: Vec::new(),
        }
    }
}

pub fn security(table: &Table<'_>) -> Security {
    let Some(security) = table.table("security") else {
        return Security::default();
    };
    let policy = security.bool("policy").unwrap_or(true);
    let mut allow = security.texts("allow").unwrap_or_default();
    allow.retain(|origin| {
        let is_fine = is_origin(origin);
        if !is_fine {
            let message = format!("\"{origin}\" in `allow` is not the address of a host");
            let hint = "write it without a path, such as https://stats.example.org";
            let problem = security.problem(&BAD_ORIGIN, "allow", message);
            security.report(problem.hint(hint));
        }
        is_fine
    });
    security.finish();
    Security { policy, allow }
}

/// `https://`, a host that may begin with `*.`, perhaps a port. What else stands in a policy would
/// be read as another directive.
fn is_origin(text: &str) -> bool {
    let Some(host) = text.strip_prefix("https://") else {
        return false;
    };
    let host = host.strip_prefix("*.").unwrap_or(host);
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let is_label = |label: &str| {
        let mut letters = label.chars();
        !label.is_empty() && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    name.split('.').all(is_label) && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_hosts_and_nothing_else() {
        for fine in [
            "https://example.org",
            "https://*.example.org",
            "https://localhost:8080",
            "https://xn--bcher-kva.example",
        ] {
            assert!(is_origin(fine), "{fine}");
        }
        for other in [
            "",
            "https://",
            "http://example.org",
            "example.org",
            "*",
            "https:",
            "https://example.org/",
            "https://example.org/a.js",
            "https://example.org; script-src *",
            "https://a b.example",
            "https://example..org",
            "https://example.org:port",
            "'unsafe-inline'",
        ] {
            assert!(!is_origin(other), "{other}");
        }
    }
}
