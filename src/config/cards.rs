//! Pictures for sharing: `[cards]` of `site.toml`.

use crate::cards::{CAN_DRAW, CARDS_NOT_BUILT};
use crate::values::Table;

/// Whether there are to be any, if the site says so.
pub fn cards(table: &Table<'_>) -> Option<bool> {
    let cards = table.table("cards")?;
    let enabled = cards.bool("enabled");
    if enabled == Some(true) && !CAN_DRAW {
        let message = "this nutgraf was built without what draws cards, so there are none";
        let problem = cards.problem(&CARDS_NOT_BUILT, "enabled", message.to_string());
        cards.report(problem.hint("build it with `--features cards`, or take a released one"));
    }
    cards.finish();
    enabled
}
