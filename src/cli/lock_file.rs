//! `check --update-lock`: the one writer of desk.lock.

use std::path::Path;

use super::Failure;
use super::words::count;
use crate::build::Build;
use crate::check::Standing;
use crate::disk;
use crate::input::{FilePath, InputFile};
use crate::lock;

/// What became of the file.
pub struct Written {
    /// The file, if it is another than before.
    pub file: Option<(FilePath, InputFile)>,
    /// Lines for the person who asked.
    pub said: String,
}

/// Writes what was checked, unless the site has an error that this would hide.
pub fn update(root: &Path, build: &Build) -> Result<Written, Failure> {
    let path = lock::path();
    let mut problems = build.problems.iter();
    if problems.any(|problem| build.lockable.is_hindered_by(problem)) {
        return Ok(Written {
            file: None,
            said: format!("{path} was not written, since the site has errors\n"),
        });
    }
    let update = build.lockable.update();
    let old = build.files.get(path.as_str());
    let old = old.map(|file| String::from_utf8_lossy(file.bytes()).replace("\r\n", "\n"));
    let mut said = match &old {
        Some(old) if *old == update.text => format!("{path} is up to date"),
        Some(_) => format!(
            "wrote {path}: {} new, {} changed, {} gone",
            update.new, update.changed, update.gone
        ),
        None => format!("wrote {path}: {}", count(update.new, "line")),
    };
    let unchecked = build.report.quotations(Standing::Unchecked);
    if unchecked > 0 {
        let quotations = count(unchecked, "quotation");
        let are = if unchecked == 1 { "is" } else { "are" };
        said.push_str(&format!(
            "; {quotations} could not be compared and {are} not in it"
        ));
    }
    said.push('\n');
    if !update.claims.is_empty() {
        said.push_str("These claims say something else than when it was last written:\n");
        for id in &update.claims {
            said.push_str(&format!("  {id}\n"));
        }
    }
    let file =
        (old.as_ref() != Some(&update.text)).then(|| InputFile::new(update.text.into_bytes()));
    if let Some(file) = &file {
        disk::write_file(&root.join(path.as_str()), file.bytes())?;
    }
    Ok(Written {
        file: file.map(|file| (path, file)),
        said,
    })
}
