//! The TOML between the `+++` lines of a page.

use super::facts::{FrontMatter, SortBy};
use super::problems::{BAD_SLUG, DATES_CROSSED, FRONT_MATTER_FENCE, MISSING_ALT, MISSING_CREDIT};
use crate::diagnostics::{Diagnostic, FileSpans, Place, Span};
use crate::input::FilePath;
use crate::values::{Table, TomlFile, nfc, slug};

/// What the pages of a section may be sorted by.
pub const SORTS: [(&str, SortBy); 3] = [
    ("order", SortBy::Order),
    ("date", SortBy::Date),
    ("title", SortBy::Title),
];

/// What stands before a page's Markdown.
pub struct FrontMatterReading {
    pub front: FrontMatter,
    /// Where the Markdown begins, counted in the text handed in.
    pub body_start: usize,
    pub problems: Vec<Diagnostic>,
    pub spans: FileSpans,
}

/// Reads the front matter of a page. `shift` is where `text` begins in its file.
pub fn read(path: &FilePath, text: &str, shift: usize) -> FrontMatterReading {
    let (toml, toml_start, body_start, missing) = match split(text) {
        Split::Fenced {
            toml_start,
            toml_end,
            body_start,
        } => {
            let empty = text.len() - text.trim_start().len();
            let problem = (empty > 0).then(|| {
                let place = Place::Span(path.clone(), Span::new(empty, empty + 3).shifted(shift));
                let message = "the front matter does not begin on the first line of the file";
                Diagnostic::new(&FRONT_MATTER_FENCE, place, message)
                    .hint("remove what stands before it, even empty lines")
            });
            (&text[toml_start..toml_end], toml_start, body_start, problem)
        }
        Split::Unclosed => {
            let start = text.len() - text.trim_start().len();
            let place = Place::Span(path.clone(), Span::new(start, start + 3).shifted(shift));
            let problem = Diagnostic::new(
                &FRONT_MATTER_FENCE,
                place,
                "the front matter opened here is never closed",
            )
            .hint("put a line `+++` behind the last key");
            ("", 0, text.len(), Some(problem))
        }
        Split::None => {
            let place = Place::Span(path.clone(), Span::new(0, 0).shifted(shift));
            let (message, hint) = if text.starts_with("---") {
                (
                    "front matter is TOML between `+++` lines, this page begins with `---`",
                    "write +++ instead of ---, and `key = \"value\"` instead of `key: value`",
                )
            } else {
                (
                    "the page has no front matter, so it has no title",
                    "begin the file with:\n+++\ntitle = \"…\"\n+++",
                )
            };
            let problem = Diagnostic::new(&FRONT_MATTER_FENCE, place, message).hint(hint);
            ("", 0, 0, Some(problem))
        }
    };
    let is_missing = missing.is_some() && toml.is_empty();
    let file = TomlFile::new(path.clone(), shift + toml_start);
    let (front, mut problems, spans) = file.read_str(toml, |table| front_matter(table, is_missing));
    problems.extend(missing);
    FrontMatterReading {
        front,
        body_start,
        problems,
        spans,
    }
}

enum Split {
    Fenced {
        toml_start: usize,
        toml_end: usize,
        body_start: usize,
    },
    Unclosed,
    None,
}

fn split(text: &str) -> Split {
    let mut at = 0;
    let mut toml_start = None;
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_end() == "+++";
        match toml_start {
            None if is_fence => toml_start = Some(at + line.len()),
            // Empty lines are passed over here, so that the rest of the page can be read.
            None if line.trim().is_empty() => {}
            None => return Split::None,
            Some(toml_start) if is_fence => {
                return Split::Fenced {
                    toml_start,
                    toml_end: at,
                    body_start: at + line.len(),
                };
            }
            Some(_) => {}
        }
        at += line.len();
    }
    match toml_start {
        Some(_) => Split::Unclosed,
        None => Split::None,
    }
}

fn front_matter(table: Table<'_>, already_reported: bool) -> FrontMatter {
    table.remember();
    let title = if already_reported {
        String::new()
    } else {
        table.required_text("title")
    };
    let front = FrontMatter {
        title,
        description: table.text("description"),
        date: table.date("date"),
        updated: table.date("updated"),
        as_of: table.date("as_of"),
        review_by: table.date("review_by"),
        draft: table.bool("draft").unwrap_or(false),
        publish_at: table.date("publish_at"),
        expires: table.date("expires"),
        slug: slug_key(&table),
        aliases: table.texts("aliases").unwrap_or_default(),
        template: table.text("template"),
        order: table.int("order"),
        tags: table.texts("tags").unwrap_or_default(),
        image: table.text("image"),
        image_alt: table.text("image_alt"),
        image_credit: table.text("image_credit"),
        authors: table.texts("authors").unwrap_or_default(),
        sort_by: table.one_of("sort_by", &SORTS).unwrap_or_default(),
        paginate_by: table.count("paginate_by"),
        listed: table.bool("listed").unwrap_or(true),
        extra: table.table("extra").and_then(|_| table.data("extra")),
        given: table.keys().into_iter().map(str::to_string).collect(),
    };
    for (earlier, later, from, to) in [
        ("date", "updated", front.date, front.updated),
        ("publish_at", "expires", front.publish_at, front.expires),
    ] {
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let message = format!("`{later}` ({to}) lies before `{earlier}` ({from})");
            let problem = table.problem(&DATES_CROSSED, later, message);
            table.report(problem.hint("correct one of the two dates"));
        }
    }
    if front.image.is_some() {
        picture(&table, &front);
    }
    table.finish();
    front
}

/// Who cannot see the picture is told of it, and all who made it; an empty text says that there is nothing
/// to tell.
fn picture(table: &Table<'_>, front: &FrontMatter) {
    let missing = |code, message: &str, hint: &str| {
        let problem = table.problem(code, "image", message.to_string());
        table.report(problem.hint(hint));
    };
    if front.image_alt.is_none() {
        let hint =
            "add image_alt = \"…\" with what it tells, or image_alt = \"\" if it only decorates";
        let message = "the picture has no words that stand for it";
        missing(&MISSING_ALT, message, hint);
    }
    if front.image_credit.is_none() {
        let hint = "add image_credit = \"…\", or image_credit = \"\" where nobody has to be named";
        missing(
            &MISSING_CREDIT,
            "nobody is named who made the picture",
            hint,
        );
    }
}

/// A slug is a file name: what a reader sees in the address, so it must survive as written.
fn slug_key(table: &Table<'_>) -> Option<String> {
    let written = nfc(&table.text("slug")?);
    let good = slug(&written);
    if good.is_empty() || good != written {
        let message = format!(
            "`slug` is \"{written}\", expected small letters and digits with `-` between words"
        );
        let problem = table.problem(&BAD_SLUG, "slug", message);
        table.report(if good.is_empty() {
            problem.hint("remove `slug` to use the file's name")
        } else {
            problem.hint(format!("write slug = \"{good}\""))
        });
        return (!good.is_empty()).then_some(good);
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> FrontMatterReading {
        read(&FilePath::new("content/a.md"), text, 0)
    }

    #[test]
    fn the_body_begins_behind_the_second_fence() {
        let text = "+++\r\ntitle = \"T\"\r\n+++\r\nBody";
        let reading = reading(text);
        assert_eq!(reading.front.title, "T");
        assert_eq!(&text[reading.body_start..], "Body");
        assert!(reading.problems.is_empty());
    }

    #[test]
    fn the_ways_to_forget_a_fence_are_told_apart() {
        for (text, words) in [
            ("# Title", "no front matter"),
            ("---\ntitle: x\n---\n", "begins with `---`"),
            ("+++\ntitle = \"x\"\n", "never closed"),
        ] {
            let problems = reading(text).problems;
            assert_eq!(problems.len(), 1, "{text}");
            assert!(
                problems[0].message.contains(words),
                "{}",
                problems[0].message
            );
        }
    }

    #[test]
    fn dates_that_cross_and_slugs_that_are_none_are_reported() {
        let problems = reading(
            "+++\ntitle = \"T\"\ndate = 2026-02-01\nupdated = 2026-01-01\nslug = \"Old Name\"\n+++\n",
        )
        .problems;
        let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["bad-slug", "dates-crossed"]);
    }
}
