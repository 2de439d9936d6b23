//! Sentences with a figure, a date or quoted words, and whether a citation covers them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::problems::{DATE_UNCITED, FIGURE_UNCITED, QUOTE_UNCITED};
use super::reader::{Finding, Kind, Reader};
use super::titles::{is_italic_title, is_quoted_title, word_count};
use super::tokens::tokens;
use super::vocabulary::{Vocabulary, vocabulary};

use crate::diagnostics::Diagnostic;
use crate::input::FilePath;
use crate::page::{Mark, MarkKind, Passage, PassageKind, Passages, Quoted};
use crate::values::{plain_words, quoted, sentences};

/// So many words between quotation marks are a quotation.
const QUOTATION: usize = 4;

/// How many sentences and rows of a page hold a figure, a date or quoted words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub cited: usize,
    pub uncited: usize,
}

/// A sentence of a passage.
pub struct Sentence {
    pub range: Range<usize>,
    /// What the check found in it, in its order.
    pub findings: Vec<Finding>,
}

/// The sentences of a passage with what they hold that has to come from somewhere.
pub fn read(passage: &Passage, language: &str) -> Vec<Sentence> {
    let words = vocabulary(language);
    let text = &passage.text;
    let quotes = quoted(text);
    let covered = passage.marks.iter().map(|mark| mark.range.clone());
    let mut whole: Vec<Range<usize>> = covered.filter(|range| !range.is_empty()).collect();
    whole.extend(quotes.iter().cloned());
    let mut dead = not_prose(passage, words);
    let (titles, quotes): (Vec<_>, Vec<_>) = quotes
        .into_iter()
        .partition(|range| is_quoted_title(text, range, words));
    dead.extend(titles);
    let is_long = |range: &Range<usize>| word_count(&text[range.clone()]) >= QUOTATION;
    let quotes: Vec<Range<usize>> = quotes.into_iter().filter(is_long).collect();
    dead.extend(quotes.iter().cloned());
    sentences(text, &whole)
        .into_iter()
        .map(|range| {
            let tokens = tokens(text, &range, &dead);
            let mut findings = Reader::new(text, &range, tokens, words).findings();
            let inside = quotes.iter().filter(|quote| range.contains(&quote.start));
            findings.extend(inside.map(|quote| Finding {
                kind: Kind::Quotation,
                range: quote.clone(),
            }));
            findings.sort_by_key(|finding| finding.range.start);
            Sentence { range, findings }
        })
        .collect()
}

/// What is neither prose nor the page's own statement: code, addresses, names, titles in italics.
fn not_prose(passage: &Passage, words: &Vocabulary) -> Vec<Range<usize>> {
    let marks = passage.marks.iter();
    marks
        .filter(|mark| match mark.kind {
            MarkKind::Code | MarkKind::Address | MarkKind::Name { .. } => true,
            MarkKind::Emphasis => is_italic_title(&passage.text, &mark.range, words),
            _ => false,
        })
        .map(|mark| mark.range.clone())
        .collect()
}

/// Reports what no citation covers, one problem for each sentence and kind, and for each table.
pub fn uncited(path: &FilePath, passages: &Passages) -> (Vec<Diagnostic>, Coverage) {
    let cover = Cover::new(passages);
    let mut problems = Vec::new();
    let mut coverage = Coverage::default();
    let mut tables: BTreeMap<usize, Rows> = BTreeMap::new();
    for (index, passage) in passages.list.iter().enumerate() {
        if is_exempt(passage) {
            continue;
        }
        let sentences = read(passage, &passages.language);
        let cell = match passage.kind {
            PassageKind::Cell { table, row, .. } => Some((table, row)),
            _ => None,
        };
        for (number, sentence) in sentences.iter().enumerate() {
            if sentence.findings.is_empty() {
                continue;
            }
            let is_cited = cover.covers(index, &sentences, number);
            if let Some((table, row)) = cell {
                let rows = tables.entry(table).or_default();
                rows.add(row, is_cited, index, &sentence.findings);
                continue;
            }
            if is_cited {
                coverage.cited += 1;
                continue;
            }
            coverage.uncited += 1;
            for finding in first_of_each(&sentence.findings) {
                problems.push(problem(path, index, passage, finding, 0));
            }
        }
    }
    for rows in tables.values() {
        coverage.cited += rows.cited.len();
        coverage.uncited += rows.uncited.len();
        for (finding, passage, lines) in rows.kinds.values() {
            let further = lines.len() - 1;
            problems.push(problem(
                path,
                *passage,
                &passages.list[*passage],
                finding,
                further,
            ));
        }
    }
    (problems, coverage)
}

/// Rows of a table that hold something to cite.
#[derive(Default)]
struct Rows {
    cited: BTreeSet<usize>,
    uncited: BTreeSet<usize>,
    /// For each kind the first finding, the passage it stands in, and the rows with such findings.
    kinds: BTreeMap<Kind, (Finding, usize, BTreeSet<usize>)>,
}

impl Rows {
    fn add(&mut self, row: usize, is_cited: bool, passage: usize, findings: &[Finding]) {
        if is_cited {
            self.cited.insert(row);
            return;
        }
        self.uncited.insert(row);
        for finding in findings {
            let first = || (finding.clone(), passage, BTreeSet::new());
            let (_, _, rows) = self.kinds.entry(finding.kind).or_insert_with(first);
            rows.insert(row);
        }
    }
}

fn first_of_each(findings: &[Finding]) -> Vec<&Finding> {
    let mut seen = BTreeSet::new();
    let all = findings.iter();
    all.filter(|finding| seen.insert(finding.kind)).collect()
}

/// Titles of all kinds, and words for a picture.
pub fn is_title(passage: &Passage) -> bool {
    matches!(
        passage.kind,
        PassageKind::Heading(_) | PassageKind::Argument(_) | PassageKind::Alt | PassageKind::Term
    )
}

/// What neither can nor need cite: titles, summaries, and quotes that say where they are from.
fn is_exempt(passage: &Passage) -> bool {
    is_title(passage)
        || matches!(
            passage.quote,
            Quoted::Attributed(_) | Quoted::Attribution(_)
        )
        || passage.is_in_block("summary")
}

/// Which citations cover what.
struct Cover<'p> {
    passages: &'p Passages,
    items: BTreeSet<usize>,
    rows: BTreeSet<(usize, usize)>,
    tables: BTreeSet<usize>,
}

impl<'p> Cover<'p> {
    fn new(passages: &'p Passages) -> Cover<'p> {
        let mut cover = Cover {
            passages,
            items: BTreeSet::new(),
            rows: BTreeSet::new(),
            tables: BTreeSet::new(),
        };
        for passage in &passages.list {
            if !passage.marks.iter().any(|mark| cover.cites(mark)) {
                continue;
            }
            match passage.kind {
                PassageKind::Item { item, .. } => {
                    cover.items.insert(item);
                }
                PassageKind::Caption { table } | PassageKind::Cell { table, row: 0, .. } => {
                    cover.tables.insert(table);
                }
                PassageKind::Cell { table, row, .. } => {
                    cover.rows.insert((table, row));
                }
                _ => {}
            }
        }
        cover
    }

    /// A citation, or the mark of a footnote that cites.
    fn cites(&self, mark: &Mark) -> bool {
        match mark.kind {
            MarkKind::Footnote(footnote) => self.passages.note_cites(footnote),
            _ => mark.is_citation(),
        }
    }

    fn covers(&self, index: usize, sentences: &[Sentence], number: usize) -> bool {
        let marks = &self.passages.list[index].marks;
        let inside = marks.iter().any(|mark| {
            self.cites(mark)
                && sentence_of(mark, sentences.iter().map(|one| &one.range)) == Some(number)
        });
        inside || self.covers_whole(index)
    }

    /// Whether all of a passage is covered: by a citation at its end, by what introduces it, or by
    /// the table or item it belongs to.
    fn covers_whole(&self, index: usize) -> bool {
        let passage = &self.passages.list[index];
        let at_end = |mark: &Mark| {
            let behind = &passage.text[mark.range.end..];
            self.cites(mark) && !behind.contains(char::is_alphanumeric)
        };
        let belongs = match passage.kind {
            PassageKind::Item { item, .. } => self.items.contains(&item),
            PassageKind::Cell { table, row, .. } => {
                self.tables.contains(&table) || self.rows.contains(&(table, row))
            }
            PassageKind::Caption { table } => self.tables.contains(&table),
            _ => false,
        };
        belongs
            || passage.marks.iter().any(at_end)
            || passage.lead.is_some_and(|lead| self.leads(lead))
    }

    /// Whether the last sentence of what introduces a list is covered, and with it the list.
    fn leads(&self, lead: usize) -> bool {
        let passage = &self.passages.list[lead];
        let quotes = quoted(&passage.text);
        let ranges = sentences(&passage.text, &quotes);
        let last = ranges.len().checked_sub(1);
        let cited = passage
            .marks
            .iter()
            .any(|mark| self.cites(mark) && sentence_of(mark, ranges.iter()) == last);
        cited || self.covers_whole(lead)
    }
}

/// The sentence a mark belongs to. One without words stands at the end of what it cites.
pub fn sentence_of<'r>(
    mark: &Mark,
    mut sentences: impl Iterator<Item = &'r Range<usize>>,
) -> Option<usize> {
    let at = mark.range.start;
    match mark.range.is_empty() {
        true => sentences.position(|range| at <= range.end),
        false => sentences.position(|range| at < range.end),
    }
}

fn problem(
    path: &FilePath,
    index: usize,
    passage: &Passage,
    finding: &Finding,
    further: usize,
) -> Diagnostic {
    let words = plain_words(&passage.text[finding.range.clone()]);
    let words = words.trim_matches(['“', '”', '"', '«', '»', '‘', '’', '\'']);
    let shown: String = match words.chars().count() > 60 {
        true => words.chars().take(57).chain(['…']).collect(),
        false => words.to_string(),
    };
    let (code, what) = match finding.kind {
        Kind::Figure => (&FIGURE_UNCITED, "the figure"),
        Kind::Date => (&DATE_UNCITED, "the date"),
        Kind::Quotation => (&QUOTE_UNCITED, "the quotation"),
    };
    let rows = match further {
        0 => String::new(),
        1 => ", nor has another row of the table".to_string(),
        more => format!(", nor have {more} further rows of the table"),
    };
    let message = format!("{what} \u{201c}{shown}\u{201d} has no source near it{rows}");
    let cite = match (finding.kind, &passage.kind) {
        (_, PassageKind::Cell { .. }) => {
            "cite a source in the caption, `Table: … [@id]`, or in each row"
        }
        (Kind::Quotation, _) => {
            "name its source, [\"words\"](@id), or cite one in the sentence or at the end of the paragraph: [@id]"
        }
        _ => {
            "cite a source in the sentence or at the end of the paragraph, [@id], or point at a claim, [#id]"
        }
    };
    let hint = format!(
        "{cite}; if it needs none, put <!-- desk: accept {} because \"…\" --> before it",
        code.name
    );
    Diagnostic::new(code, Passages::place(path, index, &finding.range), message).hint(hint)
}
