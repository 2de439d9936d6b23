//! Typographic quotation marks, dashes and ellipses for prose, by language.

use crate::theme::QuotationMarks;

/// Replaces straight quotation marks, `--`, `---` and `...` in a text that stands alone.
pub fn smarten(text: &str, marks: &QuotationMarks) -> String {
    smarten_part(text, &mut Beside::default(), None, marks)
}

/// What stands before a text in its paragraph.
#[derive(Debug, Default)]
pub struct Beside {
    /// The character before it; None where the paragraph begins.
    pub before: Option<char>,
    /// Whether an inner quotation has been opened and not closed.
    inside: bool,
}

/// The same for a part of a paragraph. `after` is the character that follows it, if any.
pub fn smarten_part(
    text: &str,
    beside: &mut Beside,
    after: Option<char>,
    marks: &QuotationMarks,
) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut previous = beside.before;
    if previous.is_none() {
        beside.inside = false;
    }
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let mut written = [0; 4];
        let length;
        let replaced: &str = if rest.starts_with("---") {
            length = 3;
            "—"
        } else if rest.starts_with("--") {
            length = 2;
            "–"
        } else if rest.starts_with("...") {
            length = 3;
            "…"
        } else {
            length = character.len_utf8();
            let next = rest[length..].chars().next().or(after);
            let is_open = opens(previous, next, marks);
            match character {
                '"' => &marks.outer[usize::from(!is_open)],
                // '90s is an apostrophe.
                '\'' if is_open && !next.is_some_and(|next| next.is_ascii_digit()) => {
                    beside.inside = true;
                    &marks.inner[0]
                }
                // So is that of don't; that of dogs' is one where no quotation has been opened.
                '\'' if beside.inside && !next.is_some_and(char::is_alphanumeric) => {
                    beside.inside = false;
                    &marks.inner[1]
                }
                '\'' => "’",
                other => other.encode_utf8(&mut written),
            }
        };
        out.push_str(replaced);
        previous = replaced.chars().next_back().or(previous);
        rest = &rest[length..];
    }
    out
}

fn opens(before: Option<char>, after: Option<char>, marks: &QuotationMarks) -> bool {
    let openers = [&marks.outer[0], &marks.inner[0]];
    let free_before = before.is_none_or(|before| {
        before.is_whitespace()
            || openers.iter().any(|mark| mark.ends_with(before))
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

    fn marks(outer: [&str; 2], inner: [&str; 2]) -> QuotationMarks {
        QuotationMarks {
            outer: outer.map(str::to_string),
            inner: inner.map(str::to_string),
        }
    }

    fn curly() -> QuotationMarks {
        marks(["“", "”"], ["‘", "’"])
    }

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
            assert_eq!(smarten(written, &curly()), shown);
        }
    }

    #[test]
    fn marks_at_the_edge_of_other_markup_look_beyond_it() {
        let edge = |before, after| {
            let mut beside = Beside {
                before,
                inside: false,
            };
            smarten_part("\"", &mut beside, after, &curly())
        };
        assert_eq!(edge(Some(' '), Some('w')), "“");
        assert_eq!(edge(Some('w'), Some(' ')), "”");
    }

    #[test]
    fn languages_have_their_own_marks() {
        let german = marks(["„", "“"], ["‚", "‘"]);
        assert_eq!(smarten("\"ja 'so' ja\"", &german), "„ja ‚so‘ ja“");
        // An apostrophe never closes what was not opened.
        assert_eq!(
            smarten("Hans' Haus, 'geht's'", &german),
            "Hans’ Haus, ‚geht’s‘"
        );
        let french = marks(["«\u{a0}", "\u{a0}»"], ["“", "”"]);
        assert_eq!(smarten("(\"'oui'\")", &french), "(«\u{a0}“oui”\u{a0}»)");
    }

    #[test]
    fn an_inner_quotation_may_reach_over_other_markup() {
        let german = marks(["„", "“"], ["‚", "‘"]);
        let mut beside = Beside::default();
        let mut shown = smarten_part("'ein ", &mut beside, Some('W'), &german);
        beside.before = Some('t');
        shown += &smarten_part(" mehr'", &mut beside, None, &german);
        assert_eq!(shown, "‚ein  mehr‘");
        beside.before = None;
        assert_eq!(smarten_part("'", &mut beside, None, &german), "’");
    }
}
