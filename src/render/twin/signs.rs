//! The signs of Markdown: where text must not be taken for one, and how a link stands.

use crate::site::is_external;

/// White space that HTML runs together; one that keeps words together stays.
pub fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\n' | '\t' | '\r' | '\u{c}')
}

/// The address of the twin where a link leads to a page of the site.
pub fn to_twin(href: &str) -> String {
    if is_external(href) {
        return href.to_string();
    }
    let (path, fragment) = match href.find(['#', '?']) {
        Some(at) => href.split_at(at),
        None => (href, ""),
    };
    match path.strip_suffix(".html") {
        Some(stem) => format!("{stem}.md{fragment}"),
        None => href.to_string(),
    }
}

/// Where a link leads, as it stands in its brackets.
pub fn target(href: &str) -> String {
    let is_plain = |letter: char| !matches!(letter, '(' | ')' | '<' | '>' | ' ' | '\\' | '\n');
    match href.chars().all(is_plain) {
        true => href.to_string(),
        false => {
            let escaped = href
                .replace('\\', "\\\\")
                .replace('<', "\\<")
                .replace('>', "\\>");
            format!("<{}>", escaped.replace('\n', " "))
        }
    }
}

/// Text in which nothing is markup.
pub fn escape(word: &str, out: &mut String) {
    let bytes = word.as_bytes();
    for (at, letter) in word.char_indices() {
        let is_name = |at: Option<usize>| {
            let byte = at.and_then(|at| bytes.get(at));
            byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 128)
        };
        let needs = match letter {
            '\\' | '`' | '*' | '[' | ']' | '~' => true,
            // Within a word it means nothing.
            '_' => !(is_name(at.checked_sub(1)) && is_name(Some(at + 1))),
            '<' => bytes.get(at + 1).is_some_and(|next| !next.is_ascii_digit()),
            '&' => word[at..].contains(';'),
            _ => false,
        };
        if needs {
            out.push('\\');
        }
        out.push(letter);
    }
}

/// What would begin a heading, a quote or a list at the start of a line begins none.
pub fn at_line_starts(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let number = line
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(0);
        let behind = &line[number..];
        let is_marker = |rest: &str| rest.is_empty() || rest.starts_with(' ');
        let at = match line.chars().next() {
            Some('#') if is_marker(line.trim_start_matches('#')) => Some(0),
            Some('>' | '=') => Some(0),
            Some('+' | '-') if is_marker(&line[1..]) || line.starts_with("--") => Some(0),
            Some('0'..='9') if behind.starts_with(['.', ')']) && is_marker(&behind[1..]) => {
                Some(number)
            }
            _ => None,
        };
        match at {
            Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
            None => line.to_string(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
