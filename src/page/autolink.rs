//! Finds bare web addresses in prose.

use std::ops::Range;

/// The ranges of `http://` and `https://` addresses. Punctuation that ends a sentence and a bracket
/// that was opened before the address do not belong to it.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("http").map(|at| at + from) {
        let rest = &text[at..];
        let scheme = ["https://", "http://"]
            .into_iter()
            .find(|scheme| rest.starts_with(scheme));
        let word_before = text[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        let Some(scheme) = scheme.filter(|_| !word_before) else {
            from = at + "http".len();
            continue;
        };
        let length = rest
            .find(|character: char| {
                character.is_whitespace() || matches!(character, '<' | '>' | '"' | '“' | '”' | '|')
            })
            .unwrap_or(rest.len());
        let end = trimmed(&rest[..length]);
        if end > scheme.len() && rest[scheme.len()..end].starts_with(char::is_alphanumeric) {
            found.push(at..at + end);
        }
        from = at + end.max(scheme.len());
    }
    found
}

fn trimmed(address: &str) -> usize {
    let mut address = address;
    while let Some(last) = address.chars().next_back() {
        let unmatched = |open: char, close: char| {
            last == close && address.matches(close).count() > address.matches(open).count()
        };
        if matches!(
            last,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '_' | '~'
        ) || unmatched('(', ')')
            || unmatched('[', ']')
        {
            address = &address[..address.len() - last.len_utf8()];
        } else {
            break;
        }
    }
    address.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_a_reader_would_end_them() {
        let table = [
            ("see https://a.example/x.", "https://a.example/x"),
            ("(https://a.example/x_(y))", "https://a.example/x_(y)"),
            ("http://a.example?q=1&b=2, and", "http://a.example?q=1&b=2"),
            ("“https://a.example”", "https://a.example"),
        ];
        for (text, expected) in table {
            let found: Vec<_> = addresses(text)
                .into_iter()
                .map(|range| &text[range])
                .collect();
            assert_eq!(found, [expected], "{text}");
        }
        for none in ["https://", "http", "xhttp://a.example", "https://."] {
            assert_eq!(addresses(none), [], "{none}");
        }
    }
}
