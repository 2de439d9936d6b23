//! Counting in words, and running text set to a width.

use unicode_width::UnicodeWidthStr;

/// `1 page`, `2 pages`; `one` takes an `s`.
pub fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

/// Like [`count`], with a word for none: `no errors`.
pub fn count_or_no(number: usize, one: &str) -> String {
    match number {
        0 => format!("no {one}s"),
        _ => count(number, one),
    }
}

/// Text set to a width, each line indented. Paragraphs stay apart; lines that are indented already
/// are examples and keep their form.
pub fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut set = String::new();
    let mut column = 0;
    for line in text.lines() {
        let is_example = line.starts_with("  ");
        if (is_example || line.trim().is_empty()) && column > 0 {
            set.push('\n');
            column = 0;
        }
        if is_example {
            set.push_str(indent);
            set.push_str(line.trim_end());
            set.push('\n');
        } else if line.trim().is_empty() {
            set.push('\n');
        } else {
            for word in line.split_whitespace() {
                if column > 0 && column + 1 + word.width() > width {
                    set.push('\n');
                    column = 0;
                }
                let gap = if column == 0 { indent } else { " " };
                set.push_str(gap);
                set.push_str(word);
                column += gap.width() + word.width();
            }
        }
    }
    if column > 0 {
        set.push('\n');
    }
    set
}

/// The text cut to a width, with an ellipsis if anything is left out.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    let mut shown = String::new();
    for word in text.split_whitespace() {
        if shown.width() + 1 + word.width() + 1 > width {
            break;
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown.push('…');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_words() {
        assert_eq!(count(1, "page"), "1 page");
        assert_eq!(count(0, "page"), "0 pages");
        assert_eq!(count_or_no(0, "error"), "no errors");
    }

    #[test]
    fn text_is_set_and_examples_keep_their_form() {
        let text =
            "One two three four five.\n\n    [[menu]]\n    page = \"a-long-name.md\"\n\nSix.";
        assert_eq!(
            wrap(text, 15, ""),
            "One two three\nfour five.\n\n    [[menu]]\n    page = \"a-long-name.md\"\n\nSix.\n"
        );
        assert_eq!(wrap("one two", 7, "  "), "  one\n  two\n");
        assert_eq!(wrap("", 20, ""), "");
    }

    #[test]
    fn long_text_is_cut_between_words() {
        assert_eq!(cut("one two three", 13), "one two three");
        assert_eq!(cut("one two three", 10), "one two…");
    }
}
