//! `explain`: the page behind each code that stands in the brackets of a message.

use super::screen::Screen;
use super::words::{cut, wrap};
use super::{Ending, Failure};
use crate::build::all_codes;
use crate::diagnostics::Code;
use crate::values::did_you_mean;

/// Explains one code, or lists all of them.
pub fn explain(code: Option<&str>, screen: &Screen) -> Result<Ending, Failure> {
    let codes = all_codes();
    let width = Screen::width();
    let text = match code {
        None => table(&codes, width),
        Some(name) => match codes.iter().find(|code| code.name == name) {
            Some(code) => code.page(&wrap(code.explanation, width, "")),
            None => return Err(unknown(name, &codes)),
        },
    };
    screen.print(&text)?;
    Ok(Ending::Done)
}

fn unknown(name: &str, codes: &[&'static Code]) -> Failure {
    let hint = match did_you_mean(name, codes.iter().map(|code| code.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`nutgraf explain` lists all codes".to_string(),
    };
    Failure::with_hint(format!("there is no code `{name}`"), hint)
}

fn table(codes: &[&'static Code], width: usize) -> String {
    let longest = codes.iter().map(|code| code.name.len()).max().unwrap_or(0);
    let rows = |adjustable: bool| -> String {
        codes
            .iter()
            .filter(|code| code.adjustable == adjustable)
            .map(|code| {
                let start = format!("  {:longest$}  {:7}  ", code.name, code.severity.name());
                let room = width.saturating_sub(start.len()).max(20);
                format!("{start}{}\n", cut(&first_words(code.explanation), room))
            })
            .collect()
    };
    format!(
        "Always errors:\n\n{}\nMay be changed under [severity] in content/site.toml:\n\n{}\n\
         `nutgraf explain CODE` tells more about one.\n",
        rows(false),
        rows(true)
    )
}

/// The first paragraph on one line.
fn first_words(explanation: &str) -> String {
    explanation
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .flat_map(str::split_whitespace)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_table_and_fits_its_page() {
        let codes = all_codes();
        let table = table(&codes, 80);
        for code in &codes {
            assert!(
                table.contains(&format!("  {} ", code.name)),
                "{}",
                code.name
            );
            let page = code.page(&wrap(code.explanation, 80, ""));
            assert!(page.starts_with(code.name));
            for line in page.lines().filter(|line| !line.starts_with("    ")) {
                assert!(line.chars().count() <= 100, "{}: {line}", code.name);
            }
        }
    }
}
