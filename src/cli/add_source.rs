//! `add source`: archives a text and records what is known of it.

use std::fs;
use std::io::{self, IsTerminal, Read as _};
use std::path::{Path, PathBuf};

use super::add::{checked_id, new_entry, readable, says, tell, write};
use super::arguments::SourceOptions;
use super::place::{self, shown};
use super::screen::Screen;
use super::{Ending, Failure, day};
use crate::config;
use crate::disk::{self, DiskError};
use crate::editing::{self, Archive, Draft, Given, NoSource};
use crate::input::InputTree;
use crate::ledger::{Ledger, NOT_GIVEN, TableName};
use crate::values::{fold_name, is_web_address};

/// What was handed in to be archived.
struct Text {
    bytes: Vec<u8>,
    archive: Archive,
}

/// Where the text goes.
struct Kept {
    /// As the ledger calls it.
    name: Option<String>,
    /// The file to be written, if it is not there already.
    copy_to: Option<PathBuf>,
    remarks: Vec<String>,
}

/// Hashes the text, copies it into the snapshots folder and appends the entry.
pub fn add(options: &SourceOptions, screen: &Screen) -> Result<Ending, Failure> {
    let root = place::site(options.root.as_deref())?;
    let mut files = disk::read_site(&root)?;
    let folder = disk::find_snapshots(&root, options.snapshots.as_deref(), &files)?;
    if let Some(folder) = &folder {
        disk::check_archive(&root, folder)?;
        if let Some(snapshots) = disk::read_snapshots(folder)? {
            files.set_snapshots(snapshots);
        }
    }
    let config = config::read(&files, &[]).config;
    let ledger = readable(&files, TableName::Sources, screen)?;
    let retrieved = day::as_of(options.as_of, config.utc_offset)?;
    let text = text(options)?;
    if let Some(text) = &text {
        refuse_known(text, &ledger, &files)?;
    }

    let mut draft = Draft {
        table: TableName::Sources,
        id: checked_id(options.id.as_deref())?,
        called: called(options)?,
        values: known(options, &ledger)?,
    };
    let values = &mut draft.values;
    if text.is_some() || options.url.is_some() {
        values.push(("retrieved", Given::Day(retrieved)));
    }
    values.push(("language", Given::Text(config.language)));
    let mut kept = Kept {
        name: None,
        copy_to: None,
        remarks: Vec::new(),
    };
    if let Some(text) = &text {
        if let Some(locator) = text.archive.locator {
            values.push(("locator", Given::Text(locator.to_string())));
        }
        // The file's name is made from the id, which has to be known first.
        draft.id = Some(new_entry(&files, &draft, screen)?.id);
        let id = draft.id.as_deref().unwrap_or_default();
        kept = keep(text, id, folder.as_deref(), &files);
        let name = kept.name.clone().unwrap_or_else(|| NOT_GIVEN.to_string());
        draft.values.push(("snapshot", Given::Text(name)));
        draft
            .values
            .push(("sha256", Given::Text(text.archive.sha256.clone())));
    }
    let new = new_entry(&files, &draft, screen)?;
    if let (Some(text), Some(copy_to)) = (&text, &kept.copy_to) {
        disk::write_file(copy_to, &text.bytes)?;
    }
    if let Err(failure) = write(&root, &new) {
        // A text that no entry names would lie there for ever.
        if let Some(copy) = &kept.copy_to {
            let _ = fs::remove_file(copy);
        }
        return Err(failure);
    }
    let place = match text.as_ref().and_then(|text| text.archive.locator) {
        Some("line") => format!(", with a place as [@{}, L5]", new.id),
        Some("page") => format!(", with a place as [@{}, p. 5]", new.id),
        _ => String::new(),
    };
    let cite = format!("cite it as [@{}]{place}", new.id);
    tell(&root, &new, &kept.remarks, &cite, screen)
}

/// The text of the source; None where there is only an address or a title to record.
fn text(options: &SourceOptions) -> Result<Option<Text>, Failure> {
    let from = options.file.as_deref();
    let is_piped = !io::stdin().is_terminal();
    let (name, bytes) = match from {
        Some(file) if file != Path::new("-") => {
            if file.is_dir() {
                return Err(Failure::with_hint(
                    format!("{} is a folder", shown(file)),
                    "name one file; each source has an entry of its own",
                ));
            }
            let bytes = fs::read(file).map_err(|error| DiskError::io("read", file, &error))?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            (Some(name.into_owned()), bytes)
        }
        None if !is_piped => (None, Vec::new()),
        _ => {
            let mut bytes = Vec::new();
            let read = io::stdin().read_to_end(&mut bytes);
            read.map_err(|error| Failure::new(format!("could not read standard input: {error}")))?;
            (None, bytes)
        }
    };
    if from.is_none() && bytes.is_empty() {
        if options.url.is_some() || options.title.is_some() {
            return Ok(None);
        }
        return Err(Failure::with_hint(
            "there is no source to add",
            "name the file with its text, pipe the text in, or record what is known with --title or --url",
        ));
    }
    let of = name.as_deref().unwrap_or("standard input");
    match editing::read_source(name.as_deref(), &bytes) {
        Ok(archive) => Ok(Some(Text { bytes, archive })),
        Err(NoSource::Empty) => Err(Failure::with_hint(
            format!("{of} is empty"),
            "name the file that holds the text",
        )),
        Err(NoSource::NotUtf8(offset)) => Err(Failure::with_hint(
            format!("{of} is neither UTF-8 text nor a picture or document: byte {offset} is wrong"),
            "save it as UTF-8, so that quotations can be compared with it",
        )),
    }
}

fn refuse_known(text: &Text, ledger: &Ledger, files: &InputTree) -> Result<(), Failure> {
    let Some(id) = text.archive.known_as(ledger, files) else {
        return Ok(());
    };
    let archived = ledger
        .sources
        .get(&id)
        .and_then(|source| source.snapshot.as_ref());
    Err(Failure::with_hint(
        format!("the same text is the source `{id}` already; nothing was written"),
        match archived {
            Some(_) => format!("cite that one as [@{id}]"),
            None => format!(
                "cite that one as [@{id}]; to archive its text, put the file into the snapshots folder \
                 and its name into `snapshot` of the entry"
            ),
        },
    ))
}

/// Words from which an id can be made: the title's, else the file's name.
fn called(options: &SourceOptions) -> Result<String, Failure> {
    let file = options
        .file
        .as_deref()
        .filter(|file| *file != Path::new("-"));
    let stem = file
        .and_then(Path::file_stem)
        .map(|stem| stem.to_string_lossy().into_owned());
    match options.title.clone().or(stem).or(options.short.clone()) {
        Some(called) => Ok(called),
        None if options.id.is_some() => Ok(String::new()),
        None => Err(Failure::with_hint(
            "the source has neither an id nor a title to make one from",
            "name it with --id or --title",
        )),
    }
}

/// What the command line says of the source.
fn known(options: &SourceOptions, ledger: &Ledger) -> Result<Vec<(&'static str, Given)>, Failure> {
    let mut values = Vec::new();
    for (key, option, text) in [
        ("short", "--short", &options.short),
        ("title", "--title", &options.title),
        ("publisher", "--publisher", &options.publisher),
        ("author", "--author", &options.author),
        ("url", "--url", &options.url),
    ] {
        if let Some(text) = text {
            values.push((key, Given::Text(says(option, text)?)));
        }
    }
    if let Some(day) = options.published {
        values.push(("published", Given::Day(day)));
    }
    if let Some(url) = options.url.as_deref().filter(|url| !is_web_address(url)) {
        return Err(Failure::with_hint(
            format!("--url is \"{url}\", expected an address of the web"),
            "write the whole address, beginning with https:// or http://",
        ));
    }
    if let Some(short) = &options.short {
        let mut sources = ledger.sources.iter();
        let same = sources.find(|source| fold_name(&source.short) == fold_name(short));
        if let Some(source) = same {
            return Err(Failure::with_hint(
                format!("--short is \"{short}\", as it is in `{}`", source.id),
                "a citation shows it alone: write two that a reader can tell apart",
            ));
        }
    }
    Ok(values)
}

/// Decides where the text is kept.
fn keep(text: &Text, id: &str, folder: Option<&Path>, files: &InputTree) -> Kept {
    let Some(folder) = folder else {
        let remark = "no snapshots folder is known, so the text itself was not archived, only its hash\n  \
            write snapshots = \"../archive\" into content/site.toml, or name a folder with --snapshots";
        return Kept {
            name: None,
            copy_to: None,
            remarks: vec![remark.to_string()],
        };
    };
    let there = || files.snapshots();
    if let Some(name) = text.archive.lies_in(&text.bytes, there()) {
        let place = shown(&folder.join(name));
        return Kept {
            name: Some(name.to_string()),
            copy_to: None,
            remarks: vec![format!("its text is archived as {place} already")],
        };
    }
    let name = text.archive.name_in(id, there().map(|(name, _)| name));
    let copy_to = folder.join(&name);
    Kept {
        name: Some(name),
        remarks: vec![format!("archived its text as {}", shown(&copy_to))],
        copy_to: Some(copy_to),
    }
}
