//! `build --single-file`: one page as one file, to mail or to keep.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::arguments::BuildOptions;
use super::desk::{self, Counts, Desk};
use super::place::{self, shown};
use super::screen::Screen;
use super::words::count;
use super::{Ending, Failure};
use crate::build::{Alone, Generation};
use crate::disk::{self, DiskError};
use crate::input::InputTree;
use crate::single::{self, MARK, OneFile};
use crate::values::{did_you_mean, listed};

/// From here on many hosts of mail make trouble.
const LARGE: usize = 1_000_000;
/// How many names of pages are listed.
const LISTED: usize = 20;

/// A page and where it goes.
struct Wanted {
    name: String,
    alone: Alone,
    out: PathBuf,
}

/// Checks the whole site and writes some pages of it, unless the site has errors.
pub fn single(options: &BuildOptions, screen: &Screen) -> Result<Ending, Failure> {
    let root = place::site(options.site.root.as_deref())?;
    let inputs = desk::read(&root, &options.site)?;
    let mut desk = Desk::new(&inputs, &options.site, &desk::usual_out(&root))?;
    let generation = desk.arrange(&inputs);
    let wanted = wanted(options, &root, &generation, &inputs)?;

    let build = desk.check(&inputs);
    let made = desk.show(build, screen)?;
    let counts = Counts::of(&made.build.located());
    if counts.stop(options.site.strict) {
        if !options.site.quiet {
            let counts = counts.in_words(options.site.strict);
            screen.tell(&format!("{counts}: nothing was written\n"));
        }
        return Ok(Ending::SiteHasErrors);
    }
    let mut files = Vec::new();
    for one in &wanted {
        let file = single::one_file(&single::Page {
            address: &one.alone.address,
            html: &one.alone.html,
            base_url: one.alone.base_url.as_deref(),
            security: &one.alone.security,
            published: &|address| generation.get(address).map(|answer| answer.bytes),
        });
        if !file.cannot.is_empty() {
            return Err(broken(&one.name, &file));
        }
        files.push(file);
    }
    for (one, file) in wanted.iter().zip(&files) {
        disk::write_file(&one.out, file.html.as_bytes())?;
    }
    if !options.site.quiet {
        if counts.warnings + counts.notes > 0 {
            screen.tell(&format!("{}\n", counts.in_words(false)));
        }
        for (one, file) in wanted.iter().zip(&files) {
            let (out, size) = (shown(&one.out), size(file.html.len()));
            screen.tell(&format!("wrote {out}: {size}, everything in it\n"));
            screen.tell(&remarks_on(file));
        }
        if wanted.iter().any(|one| one.alone.base_url.is_none()) {
            screen.tell("links to other pages are plain text: the site has no `base_url`\n");
        }
    }
    Ok(Ending::Done)
}

/// Each page that is named, with the place it may go to.
fn wanted(
    options: &BuildOptions,
    root: &Path,
    generation: &Generation,
    inputs: &InputTree,
) -> Result<Vec<Wanted>, Failure> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let out = options.out.as_deref();
    if let Some(file) = out.filter(|out| options.single_file.len() > 1 && !out.is_dir()) {
        return Err(Failure::with_hint(
            format!(
                "there is no folder {} for the files of several pages",
                shown(file)
            ),
            "make it, or name one page at a time",
        ));
    }
    for name in &options.single_file {
        let in_site = place::in_site(root, Path::new(name));
        let address = generation.page_called(name);
        let address = address.or_else(|| generation.page_called(&in_site));
        let alone = address.and_then(|address| generation.alone(&address));
        let alone = alone.ok_or_else(|| unknown(name, &in_site, generation, inputs))?;
        let out = place_of(out, &alone);
        disk::check_file(root, &out)?;
        refuse_what_is_not_ours(&out)?;
        if let Some(other) = wanted.iter().find(|other| other.out == out) {
            return Err(Failure::with_hint(
                format!(
                    "`{}` and `{name}` would both be {}",
                    other.name,
                    shown(&out)
                ),
                "name one at a time, with --out FILE",
            ));
        }
        wanted.push(Wanted {
            name: name.clone(),
            alone,
            out,
        });
    }
    Ok(wanted)
}

/// Where the file goes: into a folder under its own name, without a word to where we are.
fn place_of(given: Option<&Path>, alone: &Alone) -> PathBuf {
    match given {
        Some(folder) if folder.is_dir() => folder.join(&alone.file_name),
        Some(file) => file.to_path_buf(),
        None => PathBuf::from(&alone.file_name),
    }
}

/// A file of the same name that we did not write stays.
fn refuse_what_is_not_ours(out: &Path) -> Result<(), Failure> {
    match fs::read(out) {
        Ok(bytes) if !String::from_utf8_lossy(&bytes).contains(MARK) => Err(Failure::with_hint(
            format!(
                "`nutgraf build --single-file` did not write {}; nothing was written",
                shown(out)
            ),
            "name another file with --out",
        )),
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(DiskError::io("read", out, &error).into())
        }
        _ => Ok(()),
    }
}

fn unknown(page: &str, name: &str, generation: &Generation, inputs: &InputTree) -> Failure {
    let files = [name.to_string(), format!("content/{name}")];
    if let Some(file) = files
        .iter()
        .find(|file| inputs.get(file.as_str()).is_some())
    {
        return match file.ends_with(".md") {
            true => Failure::with_hint(
                format!("{file} is not published, so it cannot be one file"),
                "a draft is with --drafts; a page whose day is to come is with --as-of",
            ),
            false => Failure::with_hint(
                format!("{file} is no page"),
                "name the file of a page, such as content/index.md",
            ),
        };
    }
    let names = generation.page_names();
    let name = name.strip_prefix("content/").unwrap_or(name);
    let known = names.iter().map(String::as_str);
    let near =
        did_you_mean(name, known.clone()).or_else(|| did_you_mean(&format!("{name}.md"), known));
    let near = near.map_or(String::new(), |near| format!("did you mean `{near}`?\n  "));
    Failure::with_hint(
        format!("the site has no page `{page}`"),
        format!("{near}its pages are {}", listed(&names, LISTED)),
    )
}

fn broken(page: &str, file: &OneFile) -> Failure {
    Failure::with_hint(
        format!("`{page}` cannot be one file; nothing was written"),
        file.cannot.join("\n  "),
    )
}

/// `213,987 bytes`
fn size(bytes: usize) -> String {
    let digits = bytes.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} bytes")
}

/// What whoever mails the file should know of it.
fn remarks_on(file: &OneFile) -> String {
    let mut remarks = String::new();
    if !file.left_out.is_empty() {
        remarks.push_str(&format!(
            "  left out, since the file asks nothing of anybody: {}\n",
            listed(&file.left_out, LISTED)
        ));
    }
    if file.html.len() > LARGE {
        let pictures = file.html.matches("data:image/").count();
        remarks.push_str(&format!(
            "  warning: that is much for a mail; it holds {}\n",
            count(pictures, "picture")
        ));
    }
    remarks
}
