//! How grave a site takes each kind of problem: `[severity]` of `site.toml`.

use std::collections::BTreeMap;

use super::LEVELS;
use super::problems::{FIXED_SEVERITY, UNKNOWN_CODE};
use crate::diagnostics::{Code, Severity};
use crate::values::{Table, did_you_mean};

pub fn severity(table: &Table<'_>, codes: &[&'static Code]) -> BTreeMap<String, Option<Severity>> {
    let Some(levels) = table.table("severity") else {
        return BTreeMap::new();
    };
    let mut severity = BTreeMap::new();
    for name in levels.keys() {
        let level = levels.one_of(name, &LEVELS);
        match codes.iter().find(|code| code.name == name) {
            None if !codes.is_empty() => {
                let near = did_you_mean(name, codes.iter().map(|code| code.name));
                levels.report(
                    levels
                        .problem(
                            &UNKNOWN_CODE,
                            name,
                            format!("`{name}` is no diagnostic code"),
                        )
                        .hint(match near {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => "`nutgraf explain` lists them".to_string(),
                        }),
                );
            }
            Some(code) if !code.adjustable && level != Some(Some(Severity::Error)) => {
                levels.report(
                    levels
                        .problem(
                            &FIXED_SEVERITY,
                            name,
                            format!(
                                "`{name}` is always an error: a site with it cannot be published"
                            ),
                        )
                        .hint("remove the line and mend the problem itself"),
                );
            }
            _ => {
                severity.extend(level.map(|level| (name.to_string(), level)));
            }
        }
    }
    severity
}
