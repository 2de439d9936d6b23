//! `check --report`: what the fact desk knows, as tables for a person or as JSON for a program.

use serde_json::{Map, Value, json};
use unicode_width::UnicodeWidthStr;

use super::words::{count, cut, wrap};
use crate::build::{Build, DeskReport, QuotationUse};
use crate::check::{Coverage, Standing};
use crate::diagnostics::Severity;
use crate::values::{Date, plain_words};

/// The version of the JSON; it grows when a name goes or means something else.
const VERSION: u32 = 1;

/// Columns of the tables. It does not depend on the terminal, so that two reports can be compared.
const WIDTH: usize = 100;

pub fn report(build: &Build, as_of: Date, as_json: bool) -> String {
    let report = build.desk_report();
    match as_json {
        true => format!("{}\n", as_value(build, &report, as_of)),
        false => as_text(build, &report),
    }
}

fn as_text(build: &Build, report: &DeskReport) -> String {
    let sections = [
        claims(report),
        sources(report),
        quotations(report),
        sentences(build),
        accepted(build),
        stay_home(&build.report.stay_home),
    ];
    let sections = sections.into_iter().filter(|section| !section.is_empty());
    match sections.collect::<Vec<_>>().join("\n") {
        nothing if nothing.is_empty() => {
            "There is nothing to report: the site has no ledger.\n".to_string()
        }
        text => text,
    }
}

fn claims(report: &DeskReport) -> String {
    let all: usize = report.claims.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return String::new();
    }
    let mut rows = vec![[String::from("Claims by status"), all.to_string()]];
    for (status, count) in &report.claims {
        rows.push([format!("  {}", status.key()), shown(*count)]);
    }
    let mut text = table(&rows);
    if report.others_disagree > 0 {
        let opinions = report.others_disagree;
        text.push_str(&format!(
            "  Opinions and predictions with which others disagree: {opinions}\n"
        ));
    }
    text
}

fn sources(report: &DeskReport) -> String {
    if report.sources.is_empty() {
        return String::new();
    }
    let head = ["Sources by use", "", "cited", "claims", "quoted"];
    let mut rows = vec![head.map(str::to_string)];
    for source in &report.sources {
        rows.push([
            format!("  {}", source.id),
            cut(&source.short, 40),
            shown(source.cited),
            shown(source.carries),
            shown(source.quotations),
        ]);
    }
    table(&rows)
}

fn quotations(report: &DeskReport) -> String {
    if report.quotations.is_empty() {
        return String::new();
    }
    let counts = Standing::ALL.map(|standing| {
        let stand_so = report.quotations.iter();
        let number = stand_so
            .filter(|quotation| quotation.standing == standing)
            .count();
        format!("{number} {}", standing.name())
    });
    let mut text = format!("Quotations: {}\n", counts.join(", "));
    let rows: Vec<[String; 3]> = report
        .quotations
        .iter()
        .map(|quotation| {
            [
                format!("  {}", place(quotation)),
                quotation.standing.name().to_string(),
                source(quotation),
            ]
        })
        .collect();
    let set = table(&rows);
    let used = set.lines().map(str::width).max().unwrap_or(0) + 2;
    for (line, quotation) in set.lines().zip(&report.quotations) {
        let words = cut(
            &plain_words(&quotation.words),
            WIDTH.saturating_sub(used + 2).max(20),
        );
        let gap = used.saturating_sub(line.width());
        text.push_str(&format!("{line}{:gap$}“{words}”\n", ""));
    }
    text
}

/// `content/index.md:12`.
fn place(quotation: &QuotationUse) -> String {
    match &quotation.spot {
        Some(spot) => match &spot.range {
            Some(range) => format!("{}:{}", spot.file, range.start.line),
            None => spot.file.to_string(),
        },
        None => String::new(),
    }
}

/// `s001 L12` or `s001 L12-13`.
fn source(quotation: &QuotationUse) -> String {
    let id = quotation.source.as_deref().unwrap_or_default();
    match quotation.lines {
        Some((first, last)) if first == last => format!("{id} L{first}"),
        Some((first, last)) => format!("{id} L{first}-{last}"),
        None => id.to_string(),
    }
}

/// Pages with sentences that ask for a source, those with uncited ones first.
fn sentences(build: &Build) -> String {
    let pages = build.report.sentences.iter();
    let mut pages: Vec<_> = pages
        .filter(|(_, coverage)| coverage.cited + coverage.uncited > 0)
        .collect();
    if pages.is_empty() {
        return String::new();
    }
    pages.sort_by_key(|(_, coverage)| std::cmp::Reverse(coverage.uncited));
    let row = |name: String, cited: usize, uncited: usize| [name, shown(cited), shown(uncited)];
    let of = |number: fn(&Coverage) -> usize| pages.iter().map(|(_, page)| number(page)).sum();
    let name = "Sentences with a figure, a date or quoted words";
    let mut rows = vec![
        [name, "cited", "not cited"].map(str::to_string),
        row(
            format!("  all of {}", count(pages.len(), "page")),
            of(|page| page.cited),
            of(|page| page.uncited),
        ),
    ];
    rows.extend(
        pages
            .iter()
            .map(|(path, page)| row(format!("  {path}"), page.cited, page.uncited)),
    );
    table(&rows)
}

/// What a writer has accepted, and why.
fn accepted(build: &Build) -> String {
    let accepted = &build.report.accepted;
    if accepted.is_empty() {
        return String::new();
    }
    let mut text = format!("Accepted: {}\n", accepted.len());
    for one in accepted {
        text.push_str(&format!("  {}:{}  {}\n", one.file, one.line, one.code));
        text.push_str(&wrap(&one.reason, WIDTH, "    "));
    }
    text
}

fn stay_home(files: &[String]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let lines = files.iter().map(|file| format!("  {file}\n"));
    format!(
        "Files that nothing refers to: {}\n{}",
        files.len(),
        lines.collect::<String>()
    )
}

/// A number, with a mark that is easy to overlook for none.
fn shown(number: usize) -> String {
    match number {
        0 => "·".to_string(),
        number => number.to_string(),
    }
}

/// Rows in columns, two apart; what is a number stands at the right of its column.
fn table<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> String {
    let is_number = |text: &str| text == "·" || text.bytes().all(|byte| byte.is_ascii_digit());
    let mut widths = [0; COLUMNS];
    let mut numbers = [true; COLUMNS];
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            widths[column] = widths[column].max(cell.width());
            numbers[column] &= is_number(cell) || row == 0 && rows.len() > 1;
        }
    }
    let mut text = String::new();
    for cells in rows {
        let mut line = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let gap = widths[column] - cell.width();
            let cell = match numbers[column] {
                true => format!("{:gap$}{cell}", ""),
                false => format!("{cell}{:gap$}", ""),
            };
            line.push_str(if column > 0 { "  " } else { "" });
            line.push_str(&cell);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn as_value(build: &Build, report: &DeskReport, as_of: Date) -> Value {
    let located = build.located();
    let problems = |severity| {
        located
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    };
    let by_status = report.claims.iter();
    let by_status: Map<String, Value> = by_status
        .map(|(status, count)| (status.key().to_string(), json!(count)))
        .collect();
    let sources = report.sources.iter().map(|source| {
        json!({
            "id": &*source.id,
            "short": source.short,
            "cited": source.cited,
            "claims": source.carries,
            "quotations": source.quotations,
        })
    });
    let sentences = build.report.sentences.iter().map(|(path, page)| {
        json!({ "file": path.as_str(), "cited": page.cited, "uncited": page.uncited })
    });
    let accepted = build.report.accepted.iter().map(|one| {
        json!({
            "file": one.file.as_str(),
            "line": one.line,
            "code": one.code,
            "because": one.reason,
            "messages": one.messages,
        })
    });
    let outcomes: Map<String, Value> = Standing::ALL
        .into_iter()
        .map(|standing| {
            let stand_so = report.quotations.iter();
            let number = stand_so
                .filter(|quotation| quotation.standing == standing)
                .count();
            (standing.name().replace(' ', "_"), json!(number))
        })
        .collect();
    json!({
        "report": VERSION,
        "as_of": as_of.to_string(),
        "problems": {
            "errors": problems(Severity::Error),
            "warnings": problems(Severity::Warning),
            "notes": problems(Severity::Note),
        },
        "claims": {
            "by_status": by_status,
            "others_disagree": report.others_disagree,
        },
        "sources": sources.collect::<Vec<_>>(),
        "quotations": {
            "by_outcome": outcomes,
            "list": report.quotations.iter().map(quotation_value).collect::<Vec<_>>(),
        },
        "sentences": sentences.collect::<Vec<_>>(),
        "accepted": accepted.collect::<Vec<_>>(),
        "stay_home": build.report.stay_home,
    })
}

fn quotation_value(quotation: &QuotationUse) -> Value {
    let spot = quotation.spot.as_ref();
    let start = spot
        .and_then(|spot| spot.range.as_ref())
        .map(|range| range.start);
    json!({
        "file": spot.map(|spot| spot.file.to_string()),
        "line": start.map(|start| start.line),
        "column": start.map(|start| start.column),
        "words": quotation.words,
        "outcome": quotation.standing.name().replace(' ', "_"),
        "source": quotation.source.as_deref(),
        "source_lines": quotation.lines.map(|(first, last)| [first, last]),
        "checked": quotation.checked.map(|day| day.to_string()),
    })
}
