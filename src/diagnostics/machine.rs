//! Problems for programs: one line each, as text, JSON or GitHub notes.

use super::Located;

/// `file:line:col: severity[code]: message`
pub fn short(problems: &[Located]) -> String {
    let _ = problems;
    String::new()
}

/// One JSON object a line.
pub fn json(problems: &[Located]) -> String {
    let _ = problems;
    String::new()
}

/// GitHub workflow commands, which show a problem at its line of a pull request.
pub fn github(problems: &[Located]) -> String {
    let _ = problems;
    String::new()
}
