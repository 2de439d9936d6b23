//! `add`: a new entry of the ledger, appended where it belongs.

use std::path::{Path, PathBuf};

use super::arguments::{Addition, EntryOptions};
use super::place::{self, shown};
use super::screen::Screen;
use super::{Ending, Failure, add_source};
use crate::diagnostics::{self, Diagnostic, Spans};
use crate::disk;
use crate::editing::{self, Draft, Given, New, NotAdded};
use crate::input::InputTree;
use crate::ledger::{self, Ledger, TableName, vocabulary};
use crate::values::{EventDate, Precision, did_you_mean, id_from, is_id};

/// Adds an entry and says where it stands, what is missing in it, and how to cite it.
pub fn add(what: &Addition, screen: &Screen) -> Result<Ending, Failure> {
    match what {
        Addition::Source(options) => add_source::add(options, screen),
        Addition::Claim {
            entry,
            source,
            says,
            kind,
        } => {
            let mut new = Simple::new(TableName::Claims, entry, "--says", says.as_deref())?;
            new.text("says", "--says", says.as_deref())?;
            new.word("kind", kind.as_deref(), &vocabulary::CLAIM_KINDS)?;
            let sources = new.sources(source, screen)?;
            if !sources.is_empty() {
                new.draft
                    .values
                    .push(("carried", Given::CarriedBy(sources)));
            }
            new.finish(screen)
        }
        Addition::Person { entry, name, kind } => {
            let mut new = Simple::new(TableName::People, entry, "--name", name.as_deref())?;
            new.text("name", "--name", name.as_deref())?;
            new.word("kind", kind.as_deref(), &vocabulary::PERSON_KINDS)?;
            new.finish(screen)
        }
        Addition::Term {
            entry,
            source,
            term,
            short,
        } => {
            let mut new = Simple::new(TableName::Glossary, entry, "--term", term.as_deref())?;
            new.text("term", "--term", term.as_deref())?;
            new.text("short", "--short", short.as_deref())?;
            new.cited(source, screen)?;
            new.finish(screen)
        }
        Addition::Event {
            entry,
            source,
            title,
            date,
        } => {
            let mut new = Simple::new(TableName::Timeline, entry, "--title", title.as_deref())?;
            new.text("title", "--title", title.as_deref())?;
            new.date(date.as_deref())?;
            new.cited(source, screen)?;
            new.finish(screen)
        }
    }
}

/// An entry that comes from the command line alone.
struct Simple {
    root: PathBuf,
    files: InputTree,
    draft: Draft,
}

impl Simple {
    fn new(
        table: TableName,
        options: &EntryOptions,
        option: &str,
        called: Option<&str>,
    ) -> Result<Simple, Failure> {
        let root = place::site(options.root.as_deref())?;
        let id = checked_id(options.id.as_deref())?;
        if id.is_none() && called.is_none() {
            let noun = table.noun();
            return Err(Failure::with_hint(
                format!("the {noun} has neither an id nor words to make one from"),
                format!("nutgraf add {noun} ID, or nutgraf add {noun} {option} \"…\""),
            ));
        }
        Ok(Simple {
            files: disk::read_site(&root)?,
            root,
            draft: Draft {
                table,
                id,
                called: called.unwrap_or_default().to_string(),
                values: Vec::new(),
            },
        })
    }

    fn text(&mut self, key: &'static str, option: &str, text: Option<&str>) -> Result<(), Failure> {
        if let Some(text) = text {
            let text = says(option, text)?;
            self.draft.values.push((key, Given::Text(text)));
        }
        Ok(())
    }

    fn word(
        &mut self,
        key: &'static str,
        word: Option<&str>,
        words: &[&'static str],
    ) -> Result<(), Failure> {
        let Some(word) = word else {
            return Ok(());
        };
        if !words.contains(&word) {
            let near = did_you_mean(word, words.iter().copied());
            return Err(Failure::with_hint(
                format!(
                    "--{key} is \"{word}\", expected one of: {}",
                    words.join(", ")
                ),
                match near {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("leave --{key} out to choose later"),
                },
            ));
        }
        self.draft.values.push((key, Given::Text(word.to_string())));
        Ok(())
    }

    fn date(&mut self, date: Option<&str>) -> Result<(), Failure> {
        let Some(written) = date else {
            return Ok(());
        };
        let date = EventDate::parse(written).ok_or_else(|| {
            Failure::with_hint(
                format!("--date is \"{written}\", which is no date of an event"),
                "the forms are 2026-02-10, 2026-02, 1931, 195X, 19XX, 1846/1848, ../2024, 1990/.., 1990~ and undated",
            )
        })?;
        let given = match (date.precision, date.about, date.from) {
            (Precision::Day, false, Some(day)) => Given::Day(day),
            _ => Given::Text(written.to_string()),
        };
        self.draft.values.push(("date", given));
        Ok(())
    }

    /// Sources that have to be there and be held.
    fn sources(&self, ids: &[String], screen: &Screen) -> Result<Vec<String>, Failure> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ledger = readable(&self.files, TableName::Sources, screen)?;
        for id in ids {
            match ledger.sources.get(id) {
                Some(source) if source.held => {}
                Some(_) => {
                    return Err(Failure::with_hint(
                        format!(
                            "--source names \"{id}\", which others credit and we have not read"
                        ),
                        "name a source we hold",
                    ));
                }
                None => {
                    let near = did_you_mean(id, ledger.sources.ids());
                    return Err(Failure::with_hint(
                        format!("--source names \"{id}\", which is no source of the ledger"),
                        match near {
                            Some(near) => format!("did you mean {near}?"),
                            None => "add it first with `nutgraf add source`".to_string(),
                        },
                    ));
                }
            }
        }
        let mut once: Vec<String> = Vec::new();
        for id in ids {
            if !once.contains(id) {
                once.push(id.clone());
            }
        }
        Ok(once)
    }

    fn cited(&mut self, ids: &[String], screen: &Screen) -> Result<(), Failure> {
        let sources = self.sources(ids, screen)?;
        if !sources.is_empty() {
            self.draft.values.push(("sources", Given::Ids(sources)));
        }
        Ok(())
    }

    fn finish(self, screen: &Screen) -> Result<Ending, Failure> {
        let new = new_entry(&self.files, &self.draft, screen)?;
        write(&self.root, &new)?;
        let name = match self.draft.values.first() {
            Some(("name" | "term", Given::Text(name))) => name.as_str(),
            _ => "",
        };
        let id = &new.id;
        let cite = match (self.draft.table, name) {
            (TableName::Claims, _) => format!("point at it as [#{id}] or [words][#{id}]"),
            (TableName::Timeline, _) => format!(
                "link to it as [words](timeline.md#event-{id}), with the page that shows the timeline"
            ),
            (_, "") => format!("name it as [words][{id}]"),
            (_, name) => format!("name it as [{name}] or [words][{id}]"),
        };
        tell(&self.root, &new, &[], &cite, screen)
    }
}

/// An id given on the command line, if it is one.
pub fn checked_id(id: Option<&str>) -> Result<Option<String>, Failure> {
    match id {
        Some(id) if !is_id(id) => {
            let better = id_from(id);
            Err(Failure::with_hint(
                format!(
                    "`{id}` is no id, expected lower-case letters a to z, digits and `-` alone"
                ),
                match better.is_empty() {
                    true => "name one that stays: it is part of public links".to_string(),
                    false => format!("write {better}"),
                },
            ))
        }
        id => Ok(id.map(str::to_string)),
    }
}

/// A text given on the command line, which has to say something.
pub fn says(option: &str, text: &str) -> Result<String, Failure> {
    match text.trim() {
        "" => Err(Failure::with_hint(
            format!("{option} is empty, expected a text"),
            format!("leave {option} out to fill it in later"),
        )),
        text => Ok(text.to_string()),
    }
}

/// The ledger, as long as this table can be read.
pub fn readable(files: &InputTree, table: TableName, screen: &Screen) -> Result<Ledger, Failure> {
    let reading = ledger::read(files);
    match reading.ledger.incomplete.contains(&table) {
        false => Ok(reading.ledger),
        true => {
            let path = table.path();
            let problems = reading.problems.into_iter();
            let of_file = problems.filter(|problem| problem.place.file() == Some(&path));
            let of_file: Vec<_> = of_file.collect();
            Err(broken(files, table, &of_file, &reading.spans, screen))
        }
    }
}

/// The entry, not written yet.
pub fn new_entry(files: &InputTree, draft: &Draft, screen: &Screen) -> Result<New, Failure> {
    editing::add(files, draft).map_err(|not_added| match not_added {
        NotAdded::Broken(problems, spans) => broken(files, draft.table, &problems, &spans, screen),
        NotAdded::Taken(id, place, spans) => {
            let noun = draft.table.noun();
            let path = draft.table.path();
            let range = diagnostics::spot(&place, files, &spans).and_then(|spot| spot.range);
            let line = range.map_or(1, |range| range.start.line);
            Failure::with_hint(
                format!("there is a {noun} `{id}` already, at {path}:{line}; nothing was written"),
                "name another id, or edit the entry that is there",
            )
        }
    })
}

fn broken(
    files: &InputTree,
    table: TableName,
    problems: &[Diagnostic],
    spans: &Spans,
    screen: &Screen,
) -> Failure {
    let located = diagnostics::locate(problems, files, spans);
    screen.tell(&(diagnostics::human(&located, true) + "\n"));
    Failure::with_hint(
        format!("{} cannot be read; nothing was written", table.path()),
        "mend it first, so that the new entry does not end up inside a broken one",
    )
}

/// Writes the file with the new entry at its end.
pub fn write(root: &Path, new: &New) -> Result<(), Failure> {
    Ok(disk::write_file(&root.join(new.path.as_str()), &new.bytes)?)
}

/// Says what was done and what remains.
pub fn tell(
    root: &Path,
    new: &New,
    remarks: &[String],
    cite: &str,
    screen: &Screen,
) -> Result<Ending, Failure> {
    let place = shown(&root.join(new.path.as_str()));
    let mut text = format!("added {} at {place}:{}\n", new.id, new.line);
    for remark in remarks {
        text.push_str(&format!("{remark}\n"));
    }
    if !new.to_fill_in.is_empty() {
        let keys = new.to_fill_in.join(", ");
        text.push_str(&format!("still to be filled in: {keys}\n"));
    }
    text.push_str(&format!("{cite}\n"));
    screen.print(&text)?;
    Ok(Ending::Done)
}
