//! Typographic quotation marks, dashes and ellipses for prose, by language.

/// Replaces straight quotation marks, `--`, `---` and `...`. `before` and `after` are the
/// characters around the text in its paragraph, if any.
pub fn smarten(text: &str, before: Option<char>, after: Option<char>, language: &str) -> String {
    let (open, close) = match language.split('-').next().unwrap_or("") {
        "es" | "it" | "pt" | "ca" => ('«', '»'),
        "de" => ('„', '“'),
        _ => ('“', '”'),
    };
    let mut out = String::with_capacity(text.len() + 8);
    let mut previous = before;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length;
        let replaced = if rest.starts_with("---") {
            length = 3;
            '—'
        } else if rest.starts_with("--") {
            length = 2;
            '–'
        } else if rest.starts_with("...") {
            length = 3;
            '…'
        } else {
            length = character.len_utf8();
            let next = rest[length..].chars().next().or(after);
            match character {
                '"' if opens(previous, next) => open,
                '"' => close,
                // '90s, don't, dogs' : all apostrophes.
                '\'' if opens(previous, next)
                    && !next.is_some_and(|next| next.is_ascii_digit()) =>
                {
                    '‘'
                }
                '\'' => '’',
                other => other,
            }
        };
        out.push(replaced);
        previous = Some(replaced);
        rest = &rest[length..];
    }
    out
}

fn opens(before: Option<char>, after: Option<char>) -> bool {
    let free_before = before.is_none_or(|before| {
        before.is_whitespace()
            || matches!(
                before,
                '(' | '[' | '{' | '—' | '–' | '/' | '“' | '‘' | '«' | '„' | '¿' | '¡'
            )
    });
    free_before && after.is_some_and(|after| !after.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_turn_by_what_stands_around_them() {
        let table = [
            ("\"Yes,\" she said", "“Yes,” she said"),
            ("don't say 'no'", "don’t say ‘no’"),
            ("the '90s (\"so\")", "the ’90s (“so”)"),
            ("\"'a' b\"", "“‘a’ b”"),
            ("1990--2000 --- on...", "1990–2000 — on…"),
            ("----", "—-"),
        ];
        for (written, shown) in table {
            assert_eq!(smarten(written, None, None, "en"), shown);
        }
    }

    #[test]
    fn marks_at_the_edge_of_other_markup_look_beyond_it() {
        assert_eq!(smarten("\"", Some(' '), Some('w'), "en"), "“");
        assert_eq!(smarten("\"", Some('w'), Some(' '), "en"), "”");
    }

    #[test]
    fn languages_have_their_own_marks() {
        assert_eq!(smarten("\"sí\"", None, None, "es"), "«sí»");
        assert_eq!(smarten("\"ja\"", None, None, "de-AT"), "„ja“");
    }
}
