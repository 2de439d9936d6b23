//! How much a page may cost its readers: `[budgets]` of `site.toml`.

use crate::values::Table;

/// What a page may weigh and ask for. A KB is 1,000 bytes, compressed as hosts send them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// KB of a page and its style sheets together.
    pub page: usize,
    /// KB of all scripts of a page together.
    pub script: usize,
    /// Files that a browser asks for until the page is whole, the page among them.
    pub requests: usize,
}

impl Default for Budgets {
    fn default() -> Budgets {
        Budgets {
            page: 50,
            script: 5,
            requests: 10,
        }
    }
}

pub fn budgets(table: &Table<'_>) -> Budgets {
    let default = Budgets::default();
    let Some(budgets) = table.table("budgets") else {
        return default;
    };
    let read = Budgets {
        page: budgets.count("page").unwrap_or(default.page),
        script: budgets.count("script").unwrap_or(default.script),
        requests: budgets.count("requests").unwrap_or(default.requests),
    };
    budgets.finish();
    read
}
