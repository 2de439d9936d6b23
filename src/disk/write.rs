//! Writes a finished site so that it can be stopped at any instant and mended by the next build.
//!
//! The order of changes is the whole point: a manifest that lists old and new files, the new files
//! (what pages refer to, then pages, then what refers to pages), the removals, the final manifest.
//! Whatever stands in the folder at any moment is therefore either listed or somebody else's.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::ground::{
    Folders, Standing, TEMPORARY, check_place, earlier_manifest, is_temporary, standing,
};
use super::manifest::{self, Manifest};
use super::plan::{Change, Plan, Planned, cannot, check_storable, folders_above};
use super::trouble::DiskError;
use crate::output::OutputTree;

/// How many files a build made, replaced, left as they were and took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub new: usize,
    pub changed: usize,
    pub untouched: usize,
    pub removed: usize,
}

/// Is asked before each single change of the disk; an error stops the writing there and then.
pub type BeforeStep<'a> = &'a (dyn Fn(&str) -> io::Result<()> + Sync);

/// Makes `out` hold exactly the files of `tree`, beside what others may keep there.
///
/// # Errors
/// The folder is not ours to write to, a foreign file stands in the way, or the disk fails. In the
/// first two cases nothing has been changed.
pub fn write_site(root: &Path, out: &Path, tree: &OutputTree) -> Result<Written, DiskError> {
    write_site_by_steps(root, out, tree, &|_| Ok(()))
}

/// [`write_site`], stoppable between any two changes of the disk, as a crash would.
///
/// # Errors
/// Those of [`write_site`], and whatever `before` answers.
#[doc(hidden)]
pub fn write_site_by_steps(
    root: &Path,
    out: &Path,
    tree: &OutputTree,
    before: BeforeStep<'_>,
) -> Result<Written, DiskError> {
    // Asked before the folder is made, so that a refusal changes nothing.
    check_place(root, out)
        .and_then(|()| check_storable(tree))
        .and_then(|()| earlier_manifest(out))
        .map_err(DiskError::before_writing)?;
    let site = Writing { out, before };
    site.step("make the output folder")?;
    fs::create_dir_all(out).map_err(cannot("make", out))?;
    let _lock = lock(out).map_err(DiskError::before_writing)?;

    // Asked again behind the lock: another build may have finished in between.
    let earlier = earlier_manifest(out).map_err(DiskError::before_writing)?;
    let plan = Plan::new(out, tree, &earlier).map_err(DiskError::before_writing)?;
    let union = earlier.union(&plan.manifest);
    site.remove_temporaries(&union)?;
    if union.files.len() > earlier.files.len() {
        site.write_manifest(&union)?;
    }
    let mut written = Written::default();
    for path in &plan.in_the_way {
        written.removed += usize::from(site.remove(path)?);
    }
    site.remove_emptied_folders(plan.in_the_way.iter().map(String::as_str), tree)?;
    for folder in &plan.folders_in_the_way {
        site.remove_empty_folder(folder)?;
    }
    site.write_files(&plan.files)?;
    for path in &plan.stale {
        if !plan.in_the_way.contains(path) && !plan.would_hit_a_new_file(out, path) {
            written.removed += usize::from(site.remove(path)?);
        }
    }
    site.remove_emptied_folders(plan.stale.iter().map(String::as_str), tree)?;
    site.write_manifest(&plan.manifest)?;

    for file in &plan.files {
        match file.change {
            Change::New => written.new += 1,
            Change::Changed => written.changed += 1,
            Change::Untouched => written.untouched += 1,
        }
    }
    Ok(written)
}

/// Two builds that write to one folder would take away each other's files. Where the system cannot
/// lock a folder, we do without.
fn lock(out: &Path) -> Result<Option<File>, DiskError> {
    let Ok(folder) = File::open(out) else {
        return Ok(None);
    };
    match folder.try_lock() {
        Err(TryLockError::WouldBlock) => Err(DiskError::new(format!(
            "another build is writing to `{}` right now",
            out.display()
        ))
        .hint("build again when it has finished")),
        Err(TryLockError::Error(_)) | Ok(()) => Ok(Some(folder)),
    }
}

struct Writing<'a> {
    out: &'a Path,
    before: BeforeStep<'a>,
}

impl Writing<'_> {
    fn step(&self, what: &str) -> Result<(), DiskError> {
        (self.before)(what).map_err(|error| DiskError::new(format!("{what}: {error}")))
    }

    fn write_files(&self, files: &[Planned<'_>]) -> Result<(), DiskError> {
        let due = |file: &&Planned| file.change != Change::Untouched;
        for folder in folders_above(files.iter().filter(due).map(|file| file.path)) {
            let folder = self.out.join(folder);
            if standing(&folder).map_err(cannot("look at", &folder))? == Standing::Nothing {
                self.step("make a folder")?;
                fs::create_dir_all(&folder).map_err(cannot("make", &folder))?;
            }
        }
        for turn in [Turn::ReferredTo, Turn::Page, Turn::RefersToPages] {
            files
                .par_iter()
                .filter(due)
                .filter(|file| Turn::of(file.path) == turn)
                .try_for_each(|file| self.write(&self.out.join(file.path), file.bytes, false))?;
        }
        Ok(())
    }

    /// Leaves the manifest alone if it says so already.
    fn write_manifest(&self, manifest: &Manifest) -> Result<(), DiskError> {
        let place = self.out.join(manifest::PLACE);
        let text = manifest.to_text();
        if fs::read(&place).is_ok_and(|found| found == text.as_bytes()) {
            return Ok(());
        }
        let folder = self.out.join(manifest::FOLDER);
        self.step("make the manifest's folder")?;
        fs::create_dir_all(&folder).map_err(cannot("make", &folder))?;
        self.write(&place, text.as_bytes(), true)
    }

    fn write(&self, place: &Path, bytes: &[u8], lasting: bool) -> Result<(), DiskError> {
        replace(place, bytes, lasting, &|what| self.step(what))
    }

    /// False if there was nothing of ours to remove.
    fn remove(&self, path: &str) -> Result<bool, DiskError> {
        let place = self.out.join(path);
        let look = cannot("look at", &place);
        // Not through a link: what lies behind it is not in our folder.
        if Folders::new(self.out)
            .obstacle(path)
            .map_err(&look)?
            .is_some()
        {
            return Ok(false);
        }
        if matches!(
            standing(&place).map_err(&look)?,
            Standing::Nothing | Standing::Folder
        ) {
            return Ok(false);
        }
        self.step("remove a file")?;
        match fs::remove_file(&place) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            removed => removed.map(|()| true).map_err(cannot("remove", &place)),
        }
    }

    fn remove_emptied_folders<'p>(
        &self,
        removed: impl Iterator<Item = &'p str>,
        tree: &OutputTree,
    ) -> Result<(), DiskError> {
        let needed = folders_above(tree.iter().map(|(path, _)| &**path));
        // Lower folders come after upper ones, so backwards is from the bottom up.
        for folder in folders_above(removed).into_iter().rev() {
            if !needed.contains(folder) {
                self.step("remove a folder")?;
                // A folder that holds something else is not empty and stays.
                let _ = fs::remove_dir(self.out.join(folder));
            }
        }
        Ok(())
    }

    /// Removes a folder in which there is nothing but further folders.
    fn remove_empty_folder(&self, folder: &str) -> Result<(), DiskError> {
        let top = self.out.join(folder);
        for entry in WalkDir::new(&top)
            .contents_first(true)
            .into_iter()
            .flatten()
        {
            if entry.file_type().is_dir() {
                self.step("remove a folder")?;
                fs::remove_dir(entry.path()).map_err(cannot("remove", entry.path()))?;
            }
        }
        Ok(())
    }

    /// What a build that was stopped could not rename any more.
    fn remove_temporaries(&self, listed: &Manifest) -> Result<(), DiskError> {
        let folders = folders_above(listed.files.keys().map(String::as_str));
        for folder in ["", manifest::FOLDER].into_iter().chain(folders) {
            let folder = self.out.join(folder);
            if standing(&folder).ok() != Some(Standing::Folder) && folder != self.out {
                continue;
            }
            let Ok(entries) = fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries.flatten() {
                if is_temporary(&entry.file_name().to_string_lossy()) {
                    self.step("remove a temporary file")?;
                    let place = entry.path();
                    fs::remove_file(&place).map_err(cannot("remove", &place))?;
                }
            }
        }
        Ok(())
    }
}

/// Writes one file of a site's own, such as desk.lock, so that nobody ever sees it half written. A
/// link is followed, so that it stays one.
///
/// # Errors
/// The disk fails; the file is then as it was.
pub fn write_file(place: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let place = place.canonicalize().unwrap_or_else(|_| place.to_path_buf());
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(cannot("make", folder))?;
    }
    replace(&place, bytes, true, &|_| Ok(()))
}

/// A reader of the file sees the old bytes or the new ones. `lasting`: even a power cut after
/// this does not undo it, and who may read the file may still.
pub(super) fn replace(
    place: &Path,
    bytes: &[u8],
    lasting: bool,
    step: &dyn Fn(&str) -> Result<(), DiskError>,
) -> Result<(), DiskError> {
    let folder = place.parent().unwrap_or(Path::new("."));
    step("make a temporary file")?;
    let (temporary, mut file) = temporary_file(folder).map_err(cannot("write", place))?;
    step("fill it")?;
    let filled = file.write_all(bytes).and_then(|()| match lasting {
        true => {
            if let Ok(old) = fs::metadata(place) {
                file.set_permissions(old.permissions())?;
            }
            file.sync_all()
        }
        false => Ok(()),
    });
    drop(file);
    step("rename it")?;
    filled
        .and_then(|()| fs::rename(&temporary, place))
        .map_err(|error| {
            // The error worth telling is the first one.
            let _ = fs::remove_file(&temporary);
            DiskError::io("write", place, &error)
        })
}

/// When a file is written: nothing is published before what it refers to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    ReferredTo,
    Page,
    RefersToPages,
}

impl Turn {
    fn of(path: &str) -> Turn {
        let name = path.rsplit('/').next().unwrap_or(path);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending {
            "html" => Turn::Page,
            "xml" | "txt" | "json" => Turn::RefersToPages,
            _ if name.starts_with('_') => Turn::RefersToPages,
            _ => Turn::ReferredTo,
        }
    }
}

fn temporary_file(folder: &Path) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{TEMPORARY}{}-{count}", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            file => return Ok((path, file?)),
        }
    }
}
