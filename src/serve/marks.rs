//! A page's problems with the words they are about, so that the browser can mark them in the page.

use std::ops::Range;

use serde::Serialize;

use crate::diagnostics::{JsonLine, Located, Span, SpotRange};
use crate::input::{InputFile, LineIndex};
use crate::page::{Page, Passage, PassageKind};

/// So many problems of a page are marked; the list of problems has the rest.
const MARKED: usize = 300;

/// The answer to `marks`: a side table of a page, of which nothing stands in its bytes.
#[derive(Debug, Serialize)]
pub struct Marks<'a> {
    generation: u64,
    /// The page these are for, by the hash of its bytes.
    version: &'a str,
    /// The content file it is made from.
    file: Option<&'a str>,
    /// The text of the page as typed, passage by passage; empty where there is nothing to mark.
    passages: Vec<Typed<'a>>,
    marks: Vec<Mark<'a>>,
}

/// A passage as typed. Offsets count as JavaScript does, in units of UTF-16.
#[derive(Debug, Serialize)]
struct Typed<'a> {
    text: &'a str,
    kind: &'static str,
    /// Where the page may show words that were not typed: a citation, the status of a claim.
    holes: Vec<usize>,
}

/// A problem with its place in the text.
#[derive(Debug, Serialize)]
struct Mark<'a> {
    #[serde(flatten)]
    facts: JsonLine<'a>,
    #[serde(flatten)]
    words: Option<Words<'a>>,
}

/// The words a problem is about; there are none if it is about what is no text of the page.
#[derive(Debug, Serialize)]
struct Words<'a> {
    words: &'a str,
    passage: usize,
    /// Where they stand in the passage.
    start: usize,
    end: usize,
}

impl<'a> Marks<'a> {
    /// No marks: for what is not made from a content file.
    pub fn none(generation: u64, version: &'a str) -> Marks<'a> {
        Marks {
            generation,
            version,
            file: None,
            passages: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// What to mark on a page that is made from a content file, and what is wrong with the site.
    pub fn new(
        generation: u64,
        version: &'a str,
        page: &'a Page,
        file: &InputFile,
        located: &'a [Located],
    ) -> Marks<'a> {
        let mut marks = Marks::none(generation, version);
        marks.file = Some(page.facts.path.as_str());
        let text = std::str::from_utf8(file.bytes()).unwrap_or("");
        let index = LineIndex::new(text);
        let of_page = located.iter().filter_map(|problem| {
            let spot = problem.spot.as_ref()?;
            (spot.file == page.facts.path).then_some((problem, spot.range.as_ref()))
        });
        for (problem, range) in of_page.take(MARKED) {
            marks.marks.push(Mark {
                facts: JsonLine::new(problem),
                words: range.and_then(|range| Words::new(range, &index, text, page)),
            });
        }
        if marks.marks.iter().any(|mark| mark.words.is_some()) {
            marks.passages = page.passages.list.iter().map(Typed::new).collect();
        }
        marks
    }
}

impl<'a> Words<'a> {
    fn new(
        range: &SpotRange,
        index: &LineIndex<'_>,
        text: &str,
        page: &'a Page,
    ) -> Option<Words<'a>> {
        let span = Span::new(index.offset(range.start), index.offset(range.end));
        let (number, found) = page.spans.passage_at(span, text)?;
        let passage = page.passages.list.get(number)?;
        let marked = with_a_word(&passage.text, found)?;
        Some(Words {
            words: &passage.text[marked.clone()],
            passage: number,
            start: utf16(&passage.text, marked.start),
            end: utf16(&passage.text, marked.end),
        })
    }
}

impl<'a> Typed<'a> {
    fn new(passage: &'a Passage) -> Typed<'a> {
        let text = &passage.text;
        let ends = passage.marks.iter();
        let mut holes: Vec<usize> = ends
            .flat_map(|mark| [mark.range.start, mark.range.end])
            .map(|at| utf16(text, at))
            .collect();
        holes.sort_unstable();
        holes.dedup();
        Typed {
            text,
            kind: match passage.kind {
                PassageKind::Heading(_) => "heading",
                PassageKind::Item { .. } => "item",
                PassageKind::Term => "term",
                PassageKind::Definition => "definition",
                PassageKind::Caption { .. } => "caption",
                PassageKind::Cell { .. } => "cell",
                PassageKind::Paragraph => "paragraph",
                // Not shown, or shown somewhere else.
                PassageKind::Argument(_) | PassageKind::Alt => "aside",
            },
            holes,
        }
    }
}

/// The range, or where no word is in it the word before it, else the one behind: a reference leaves
/// no text of its own.
fn with_a_word(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let end = floor(text, range.end);
    let start = floor(text, range.start.min(end));
    if text[start..end].contains(char::is_alphanumeric) {
        return Some(start..end);
    }
    let is_letter = |c: char| c.is_alphanumeric();
    let behind = |byte: usize| byte + text[byte..].chars().next().map_or(0, char::len_utf8);
    if let Some(last) = text[..start].rfind(is_letter) {
        let word = &text[..behind(last)];
        let begin = word.rfind(|c| !is_letter(c)).map_or(0, behind);
        return Some(begin..word.len());
    }
    let first = end + text[end..].find(is_letter)?;
    let length = text[first..].find(|c| !is_letter(c));
    Some(first..length.map_or(text.len(), |length| first + length))
}

/// The nearest place before a byte at which a character begins.
fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn utf16(text: &str, byte: usize) -> usize {
    text[..floor(text, byte)].encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::build::{Options, build, pages};
    use crate::input::{FilePath, InputTree};
    use crate::values::Date;

    const PAGE: &str = "content/index.md";

    /// The marks of a page whose site has a source.
    fn marks(text: &str) -> Value {
        let source = "[hearing]\nshort = \"Hearing\"\ntitle = \"A hearing\"\nlanguage = \"en\"\n";
        let page = format!("+++\ntitle = \"The bridge\"\n+++\n{text}");
        let files: InputTree = [
            (PAGE, page.as_str()),
            ("content/site.toml", "title = \"Site\"\n"),
            ("content/ledger/sources.toml", source),
        ]
        .map(|(path, text)| (FilePath::new(path), InputFile::new(text.as_bytes())))
        .into_iter()
        .collect();
        let as_of = Date::parse("2026-03-01").expect("a day");
        let options = Options {
            as_of,
            base_url: None,
            drafts: false,
            check: false,
        };
        let located = build(&files, &options).located();
        let pages = pages(&files);
        let file = files.get(PAGE).expect("the page's file");
        let marks = Marks::new(3, "abc", &pages[0], file, &located);
        serde_json::to_value(&marks).expect("JSON")
    }

    /// The words of the first mark with a code, and those its offsets lead to.
    fn words_of(text: &str, code: &str) -> (Value, String) {
        let marks = marks(text);
        let all = marks["marks"].as_array().expect("a list");
        let mark = all.iter().find(|mark| mark["code"] == code);
        let mark = mark.unwrap_or_else(|| panic!("no mark {code} in {marks:#}"));
        let Some(passage) = mark["passage"].as_u64() else {
            return (mark["words"].clone(), String::new());
        };
        let typed = &marks["passages"][passage as usize]["text"];
        let units: Vec<u16> = typed.as_str().expect("a text").encode_utf16().collect();
        let at = |key: &str| mark[key].as_u64().expect("an offset") as usize;
        let found = String::from_utf16_lossy(&units[at("start")..at("end")]);
        (mark["words"].clone(), found)
    }

    #[test]
    fn a_figure_is_marked_where_it_was_typed() {
        let text = "Some [words][@hearing].\n\n𝒜 *long* \"bridge\" of 412 metres &amp; more.\n";
        let (words, found) = words_of(text, "figure-uncited");
        assert_eq!((words, found.as_str()), ("412 metres".into(), "412 metres"));
    }

    #[test]
    fn a_reference_is_marked_at_the_word_before_it() {
        for text in [
            "The bridge is long [@heering].\n",
            "The bridge is long. It is long\n[@heering]\n",
            "[@heering] long\n",
        ] {
            let (words, found) = words_of(text, "unknown-source");
            assert_eq!((words, found.as_str()), ("long".into(), "long"), "{text}");
        }
    }

    #[test]
    fn what_is_no_text_has_no_words() {
        let marks = marks("Text.\n\n::: nonsense\n:::\n");
        let all = marks["marks"].as_array().expect("a list");
        let codes: Vec<&Value> = all.iter().map(|mark| &mark["code"]).collect();
        assert!(codes.contains(&&"unknown-block".into()), "{codes:?}");
        assert!(all.iter().all(|mark| mark["words"].is_null()), "{marks:#}");
        assert_eq!(marks["passages"], Value::Array(Vec::new()));
        let alone = serde_json::to_value(Marks::none(3, "abc")).expect("JSON");
        assert_eq!(alone["generation"], 3);
        assert_eq!(alone["marks"], marks["passages"]);
    }

    #[test]
    fn holes_are_where_citations_stand() {
        let marks = marks("In [2020][@hearing] it had 41 piers.\n\nNow it has 39.\n");
        let typed = &marks["passages"][0];
        assert_eq!(typed["text"], "In 2020 it had 41 piers.");
        assert_eq!(typed["kind"], "paragraph");
        assert_eq!(marks["file"], PAGE);
        assert_eq!(typed["holes"], serde_json::json!([3, 7]));
    }

    #[test]
    fn a_range_without_a_word_takes_the_one_beside_it() {
        let of = |text: &'static str, range| with_a_word(text, range).map(|range| &text[range]);
        assert_eq!(of("one two", 4..7), Some("two"));
        assert_eq!(of("one é", 6..6), Some("é"));
        assert_eq!(of("one, two", 3..5), Some("one"));
        assert_eq!(of(" … two three", 0..3), Some("two"));
        assert_eq!(of("one", 1..400), Some("ne"));
        assert_eq!(of(" …", 0..1), None);
        assert_eq!(of("", 0..0), None);
    }
}
