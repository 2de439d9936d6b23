//! Finds the `:::` fences of blocks and makes them invisible to CommonMark without moving anything
//! else: each fence line becomes a comment, and a map leads every place back to the file.

use crate::diagnostics::Span;

/// A page's Markdown with its fences replaced.
pub struct Fenced {
    /// What the Markdown parser reads.
    pub text: String,
    /// Where each fence's comment begins in `text`, ascending.
    pub markers: Vec<(usize, Fence)>,
    /// (start in `text`, start in the original, moves along) of each stretch, ascending.
    stretches: Vec<(usize, usize, bool)>,
}

/// One fence line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    pub colons: usize,
    /// What stands behind the colons, trimmed; empty for a closing fence.
    pub rest: String,
    /// Where `rest` begins in the original.
    pub rest_start: usize,
    /// The line in the original without its ending.
    pub span: Span,
}

const MARKER: &str = "<!--:-->";

impl Fenced {
    /// The place in the original of a place in `text`.
    pub fn original(&self, offset: usize) -> usize {
        let index = self
            .stretches
            .partition_point(|(start, ..)| *start <= offset);
        match index.checked_sub(1).map(|index| self.stretches[index]) {
            Some((start, original, true)) => original + (offset - start),
            Some((_, original, false)) => original,
            None => offset,
        }
    }

    /// The span in the original of a range in `text`.
    pub fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(self.original(range.start), self.original(range.end))
    }

    /// The fence whose comment begins at a place in `text`.
    pub fn fence_at(&self, offset: usize) -> Option<usize> {
        self.markers
            .binary_search_by_key(&offset, |(start, _)| *start)
            .ok()
    }
}

/// A text in which no line is a fence.
pub fn untouched(original: &str) -> Fenced {
    Fenced {
        text: original.to_string(),
        markers: Vec::new(),
        stretches: vec![(0, 0, true)],
    }
}

/// Replaces the fences at the margin. Lines inside fenced code and comments are left alone.
pub fn find(original: &str) -> Fenced {
    let mut fenced = untouched("");
    let mut hidden = Hidden::No;
    let mut at = 0;
    for line in original.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_end_matches(['\n', '\r']);
        if !hidden.swallows(bare)
            && let Some(fence) = fence(bare, start)
        {
            // The empty line ends a table or a paragraph that would swallow the comment.
            fenced.text.push('\n');
            fenced.stretches.push((fenced.text.len() - 1, start, false));
            fenced.markers.push((fenced.text.len(), fence));
            fenced.text.push_str(MARKER);
            fenced.text.push('\n');
            fenced.stretches.push((fenced.text.len(), at, true));
        } else {
            fenced.text.push_str(line);
        }
    }
    fenced
}

fn fence(line: &str, start: usize) -> Option<Fence> {
    let colons = line.bytes().take_while(|byte| *byte == b':').count();
    if colons < 3 {
        return None;
    }
    let behind = &line[colons..];
    let rest = behind.trim();
    let rest_start = start + colons + (behind.len() - behind.trim_start().len());
    Some(Fence {
        colons,
        rest: rest.to_string(),
        rest_start,
        span: Span::new(start, start + line.trim_end().len()),
    })
}

/// What hides a line of colons from us: fenced code, or a comment over several lines.
enum Hidden {
    No,
    Code {
        mark: char,
        length: usize,
        /// What stands before the code on its first line if it lies in a list or a quote: with the
        /// item or the quote the code ends too.
        container: Container,
    },
    Comment,
}

/// The marks of lists and quotes before a line's own text.
#[derive(Clone, Copy)]
struct Container {
    width: usize,
    is_quote: bool,
}

impl Container {
    fn of(line: &str) -> Container {
        let mut rest = line;
        let mut is_quote = false;
        loop {
            let text = rest.trim_start_matches(' ');
            let behind = if let Some(behind) = text.strip_prefix('>') {
                is_quote = true;
                Some(behind)
            } else {
                let number = text.trim_start_matches(|mark: char| mark.is_ascii_digit());
                let behind = match text.len() - number.len() {
                    0 => text.strip_prefix(['-', '*', '+']),
                    _ => number.strip_prefix(['.', ')']),
                };
                behind.filter(|behind| behind.starts_with(' '))
            };
            match behind {
                Some(behind) => rest = behind.strip_prefix(' ').unwrap_or(behind),
                None => break,
            }
        }
        Container {
            width: line.len() - rest.len(),
            is_quote,
        }
    }

    /// The part of a further line that lies inside; None if the line stands outside.
    fn inside<'l>(&self, line: &'l str) -> Option<&'l str> {
        if self.is_quote {
            let text = line.trim_start_matches(' ');
            return text
                .starts_with('>')
                .then(|| text.trim_start_matches(['>', ' ']));
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        if indent >= self.width {
            Some(&line[self.width..])
        } else {
            line.trim().is_empty().then_some("")
        }
    }
}

impl Hidden {
    /// Whether this line is hidden; takes note of what it opens or closes.
    fn swallows(&mut self, line: &str) -> bool {
        match self {
            Hidden::Code {
                mark,
                length,
                container,
            } => match container.inside(line) {
                Some(content) => {
                    if let Some((run, rest)) = code_fence(content, *mark)
                        && run >= *length
                        && rest.trim().is_empty()
                    {
                        *self = Hidden::No;
                    }
                    true
                }
                None => {
                    *self = Hidden::No;
                    self.opened_by(line)
                }
            },
            Hidden::Comment => {
                if line.contains("-->") {
                    *self = Hidden::No;
                }
                true
            }
            Hidden::No => self.opened_by(line),
        }
    }

    fn opened_by(&mut self, line: &str) -> bool {
        let container = Container::of(line);
        let content = &line[container.width..];
        for mark in ['`', '~'] {
            if let Some((length, info)) = code_fence(content, mark)
                && length >= 3
                && !(mark == '`' && info.contains('`'))
            {
                *self = Hidden::Code {
                    mark,
                    length,
                    container,
                };
                return true;
            }
        }
        let text = line.trim_start_matches(' ');
        if line.len() - text.len() <= 3
            && let Some(comment) = text.strip_prefix("<!--")
        {
            if !comment.contains("-->") {
                *self = Hidden::Comment;
            }
            return true;
        }
        false
    }
}

/// How many marks of a code fence a line begins with, and what follows; None if it is indented too
/// far or begins with something else.
fn code_fence(line: &str, mark: char) -> Option<(usize, &str)> {
    let text = line.trim_start_matches(' ');
    let rest = text.trim_start_matches(mark);
    let length = text.len() - rest.len();
    (line.len() - text.len() <= 3 && length > 0).then_some((length, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_fences_is_left_as_it_is() {
        let text = "a\r\n\n```\n::: x\n```\n<!--\n::: y\n-->\n    ::: z\n";
        let fenced = find(text);
        assert_eq!(fenced.text, text);
        assert!(fenced.markers.is_empty());
        assert_eq!(fenced.original(5), 5);
    }

    #[test]
    fn code_in_a_list_or_quote_ends_with_it() {
        for (text, fences) in [
            ("- ```\n  ::: x\n  ```\n\n::: y\n:::\n", 2),
            ("- ```\n  code\n\n::: y\n:::\n", 2),
            ("1. - ~~~\n     code\n     ~~~\n::: y\n:::\n", 2),
            ("> ```\n> code\n::: y\n:::\n", 2),
            ("> ```\n> code\n> ```\n::: y\n:::\n", 2),
            ("- item\n\n  ```\n  code\n  ```\n::: y\n:::\n", 2),
            ("- item\n\n  ```\n::: y\n  ```\n", 0),
            ("-```\n::: y\n", 1),
        ] {
            assert_eq!(find(text).markers.len(), fences, "{text}");
        }
    }

    #[test]
    fn a_line_may_begin_with_any_letter() {
        for text in ["é\n", "¿Qué?\n::: a", "漢字", "  “x”\n", "ﬁ\u{301}", "́\n"] {
            assert!(
                find(text)
                    .text
                    .starts_with(text.lines().next().unwrap_or(""))
            );
        }
    }

    #[test]
    fn a_line_may_begin_with_any_character() {
        let text = "漢字\n“so”\n::: note\né\n:::\n";
        assert_eq!(find(text).markers.len(), 2);
    }

    #[test]
    fn places_lead_back_across_fences() {
        let text = "aé\n::: note x=1\nbody\n:::\nend";
        let fenced = find(text);
        assert_eq!(fenced.markers.len(), 2);
        assert_eq!(fenced.markers[0].1.rest, "note x=1");
        assert_eq!(&text[fenced.markers[0].1.rest_start..][..4], "note");
        for word in ["aé", "body", "end"] {
            let place = fenced.text.find(word).expect(word);
            assert_eq!(Some(fenced.original(place)), text.find(word), "{word}");
        }
        let marker = fenced.markers[1].0;
        assert_eq!(
            fenced.original(marker),
            text.find(":::\nend").expect("there")
        );
        assert_eq!(fenced.fence_at(marker), Some(1));
    }
}
