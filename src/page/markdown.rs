//! Runs the CommonMark parser over a page and answers its questions about brackets.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::references::Answers;
use crate::ledger::Id;
use crate::theme::EntryKind;

/// An event of the parser with its range in the text it read.
pub type Spanned<'t> = (Event<'t>, Range<usize>);

/// What a bracket turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bracket {
    /// The label begins with `@` or `#`; it is read later, where problems can be reported.
    Reference {
        label: String,
    },
    Name {
        kind: EntryKind,
        id: Id,
    },
}

/// A page's events with what its brackets are.
pub struct Parsed<'t> {
    pub events: Vec<Spanned<'t>>,
    pub brackets: Vec<Bracket>,
    /// Labels of two edits or fewer from a name, with that name.
    pub near_names: Vec<(Range<usize>, String, String)>,
    /// Link definitions whose label is a reference.
    pub stolen_labels: Vec<(Range<usize>, String)>,
}

/// The parser's extensions for pages. Subscript, mathematics and wiki links are left out: they
/// read meaning into `~`, `$` and `[[` that news prose uses otherwise.
pub fn page_options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Parses a page's Markdown, its fences already replaced.
pub fn parse<'t>(text: &'t str, options: Options, answers: Option<&Answers>) -> Parsed<'t> {
    let Some(answers) = answers else {
        return Parsed {
            events: Parser::new_ext(text, options).into_offset_iter().collect(),
            brackets: Vec::new(),
            near_names: Vec::new(),
            stolen_labels: Vec::new(),
        };
    };
    let quoted = quotations(text, options);
    let mut brackets = Vec::new();
    // The parser may ask for one bracket several times.
    let mut near_names = BTreeMap::new();
    let mut answer = |link: BrokenLink<'t>| -> Option<(CowStr<'t>, CowStr<'t>)> {
        let label = link.reference.as_ref();
        if quoted
            .iter()
            .any(|range| range.start <= link.span.start && link.span.end <= range.end)
        {
            return None;
        }
        let bracket = if label.starts_with(['@', '#']) {
            Bracket::Reference {
                label: label.to_string(),
            }
        } else {
            let answer = answers.get(label)?;
            let is_full = matches!(
                link.link_type,
                LinkType::Reference | LinkType::ReferenceUnknown
            );
            let found = if is_full {
                &answer.full
            } else {
                &answer.shortcut
            };
            match found {
                Some((kind, id)) => Bracket::Name {
                    kind: *kind,
                    id: id.clone(),
                },
                None => {
                    if let Some(near) = &answer.near {
                        near_names.insert(
                            (link.span.start, link.span.end),
                            (label.to_string(), near.clone()),
                        );
                    }
                    return None;
                }
            }
        };
        brackets.push(bracket);
        // A short index and nothing more: the parser stops asking after about 100 kB of answers.
        Some((
            CowStr::from((brackets.len() - 1).to_string()),
            CowStr::Borrowed(""),
        ))
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut answer));
    let stolen_labels = parser
        .reference_definitions()
        .iter()
        .filter(|(label, _)| label.starts_with(['@', '#']))
        .map(|(label, definition)| (definition.span.clone(), label.to_string()))
        .collect();
    let events = parser.into_offset_iter().collect();
    Parsed {
        events,
        brackets,
        near_names: near_names
            .into_iter()
            .map(|((start, end), (label, near))| (start..end, label, near))
            .collect(),
        stolen_labels,
    }
}

/// Where quotations stand whose text must not be read as references: the words of
/// `["…"](@source)`, and block quotes that end in an attribution.
fn quotations(text: &str, options: Options) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("](@") {
        if let Some(start) = opening_bracket(text, at) {
            let inside = &text[start + 1..at];
            if inside.trim_start().starts_with(QUOTATION_MARKS) {
                found.push(start + 1..at);
            }
        }
    }
    // A second look at the whole text is only taken if there may be such a quote.
    if text.contains("> —") || text.contains(">—") || text.contains("> --") {
        found.extend(attributed_quotes(text, options));
    }
    found
}

/// The characters with which quoted words begin.
pub const QUOTATION_MARKS: &[char] = &[
    '"', '“', '”', '„', '‟', '«', '»', '‹', '›', '‘', '’', '‚', '‛', '\'',
];

/// The `[` that belongs to the `]` at `close`.
fn opening_bracket(text: &str, close: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 1;
    let mut at = close;
    while at > 0 {
        at -= 1;
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        match bytes[at] {
            b']' if !escaped => depth += 1,
            b'[' if !escaped => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            // A paragraph ends here, and with it every bracket.
            b'\n'
                if at > 0
                    && text[..at]
                        .trim_end_matches([' ', '\t', '\r'])
                        .ends_with('\n') =>
            {
                return None;
            }
            _ => {}
        }
    }
    None
}

fn attributed_quotes(text: &str, options: Options) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Start of each open quote, and start of the last paragraph in it that began with a dash.
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(None)) => open.push((range.start, None)),
            Event::Start(Tag::Paragraph) => {
                if let Some((_, attribution)) = open.last_mut() {
                    let is_attribution = is_attribution(&text[range.clone()]);
                    *attribution = is_attribution.then_some(range.start);
                }
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                if let Some((start, Some(attribution))) = open.pop() {
                    found.push(start..attribution);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether the last paragraph of a block quote says who speaks and where: `— Name [@s001]`, or
/// `— [Name](@s001 "our translation")`.
pub fn is_attribution(paragraph: &str) -> bool {
    let paragraph = paragraph.trim_start();
    (paragraph.starts_with('—') || paragraph.starts_with("--") || paragraph.starts_with('―'))
        && (paragraph.contains("[@") || paragraph.contains("](@"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_quotation_are_found() {
        let text = "He said [\"we [Mexico] will\"](@s001#L3) and [one analysis](@s004).";
        let found = quotations(text, page_options());
        assert_eq!(found.len(), 1);
        assert_eq!(&text[found[0].clone()], "\"we [Mexico] will\"");
    }

    #[test]
    fn a_quote_with_attribution_is_found_up_to_it() {
        let text = "> We [all] go\n>\n> — Name [@s001]\n\n> not [this]\n";
        let found = quotations(text, page_options());
        assert_eq!(found.len(), 1);
        assert_eq!(text[found[0].clone()].trim_end(), "> We [all] go\n>\n>");
    }
}
