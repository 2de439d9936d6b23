//! What writing a site would change on the disk, decided before anything is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::ground::{
    Folders, Standing, is_left_alone, is_plain, is_temporary, standing, stands_spelt_so,
};
use super::manifest::Manifest;
use super::trouble::{DiskError, Trouble};
use crate::output::OutputTree;
use crate::values::nfc;

/// Refusals beyond these would only repeat the point.
const REFUSALS_SHOWN: usize = 10;

/// The changes that turn the output folder into the new site.
pub struct Plan<'t> {
    pub files: Vec<Planned<'t>>,
    /// Files of an earlier build that stand where a folder, or a file spelt otherwise, has to go.
    pub in_the_way: BTreeSet<String>,
    /// Folders that hold nothing but such files, if anything, and stand where a file has to go.
    pub folders_in_the_way: Vec<String>,
    /// Files of an earlier build that the site no longer has.
    pub stale: Vec<String>,
    /// What the folder holds afterwards.
    pub manifest: Manifest,
    twins: Twins,
}

/// One file of the site and what its place on the disk asks for.
pub struct Planned<'t> {
    pub path: &'t str,
    pub bytes: &'t [u8],
    pub change: Change,
    hash: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    New,
    Changed,
    Untouched,
}

impl<'t> Plan<'t> {
    /// # Errors
    /// Foreign files stand where the site's have to go.
    pub fn new(
        out: &Path,
        tree: &'t OutputTree,
        earlier: &Manifest,
    ) -> Result<Plan<'t>, DiskError> {
        let mut survey = Survey::new(out, earlier);
        for (path, bytes) in tree.iter() {
            survey
                .look(path, bytes)
                .map_err(|error| DiskError::io("look into", out, &error))?;
        }
        survey.refusals.dedup();
        refuse(survey.refusals)?;

        let entries: Vec<_> = tree.iter().collect();
        let files: Vec<Planned> = entries
            .into_par_iter()
            .map(|(path, bytes)| Planned {
                path,
                bytes,
                change: match survey.respelt.contains(&**path) {
                    true => Change::Changed,
                    false => change(out, path, bytes),
                },
                hash: blake3::hash(bytes).to_hex().to_string(),
            })
            .collect();
        let manifest = Manifest {
            files: files
                .iter()
                // A `CNAME` that was there before us stays its owner's.
                .filter(|file| {
                    let found = file.change != Change::New && !earlier.lists(file.path);
                    !(found && is_left_alone(file.path))
                })
                .map(|file| (file.path.to_string(), file.hash.clone()))
                .collect(),
        };
        let stale = earlier
            .files
            .keys()
            .filter(|path| !tree.contains(path))
            .cloned()
            .collect();
        Ok(Plan {
            files,
            in_the_way: survey.in_the_way,
            folders_in_the_way: survey.folders_in_the_way,
            stale,
            manifest,
            twins: Twins::of(tree.iter().map(|(path, _)| &**path)),
        })
    }

    /// Whether removing a stale file could, on a disk blind to case, remove one of the new site.
    pub fn would_hit_a_new_file(&self, out: &Path, stale: &str) -> bool {
        self.twins.other(stale).is_some() && !stands_spelt_so(out, stale)
    }
}

/// Looks at the place of each file of the site, and notes what has to go first and what must stay.
struct Survey<'a> {
    out: &'a Path,
    earlier: &'a Manifest,
    earlier_twins: Twins,
    folders: Folders<'a>,
    in_the_way: BTreeSet<String>,
    folders_in_the_way: Vec<String>,
    /// Files that stand there under a name that differs in case.
    respelt: BTreeSet<String>,
    refusals: Vec<Trouble>,
}

impl<'a> Survey<'a> {
    fn new(out: &'a Path, earlier: &'a Manifest) -> Survey<'a> {
        Survey {
            out,
            earlier,
            earlier_twins: Twins::of(earlier.files.keys().map(String::as_str)),
            folders: Folders::new(out),
            in_the_way: BTreeSet::new(),
            folders_in_the_way: Vec::new(),
            respelt: BTreeSet::new(),
            refusals: Vec::new(),
        }
    }

    fn look(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if let Some((folder, found)) = self.folders.obstacle(path)? {
            match found {
                Standing::Nothing => {}
                Standing::File if self.earlier.lists(&folder) => {
                    self.in_the_way.insert(folder);
                }
                _ => self.refuse(&folder, "is no folder, and not ours"),
            }
            return Ok(());
        }
        let place = self.out.join(path);
        match standing(&place)? {
            Standing::Nothing => {}
            Standing::Folder => match ours_below(self.out, path, self.earlier) {
                Some(files) => {
                    self.in_the_way.extend(files);
                    self.folders_in_the_way.push(path.to_string());
                }
                None => self.refuse(path, "is a folder that is not ours"),
            },
            _ if self.earlier.lists(path) => {}
            Standing::File => {
                // On a disk blind to case, `About.html` answers when asked for `about.html`.
                let twin = self.earlier_twins.other(path);
                if let Some(twin) = twin.filter(|_| !stands_spelt_so(self.out, path)) {
                    self.in_the_way.insert(twin.to_string());
                    self.respelt.insert(path.to_string());
                } else if !holds(&place, bytes) {
                    self.refuse(path, "is a file that is not ours");
                }
            }
            Standing::Other => self.refuse(path, "is a file that is not ours"),
        }
        Ok(())
    }

    fn refuse(&mut self, path: &str, why: &str) {
        let place = self.out.join(path);
        self.refusals.push(trouble(
            format!(
                "`{}` {why}, and the site has to write there",
                place.display()
            ),
            "move it out of the output folder, or rename the page or file that goes there",
        ));
    }
}

fn change(out: &Path, path: &str, bytes: &[u8]) -> Change {
    let place = out.join(path);
    match standing(&place) {
        Ok(Standing::Nothing) => Change::New,
        Ok(Standing::File) if holds(&place, bytes) => Change::Untouched,
        _ => Change::Changed,
    }
}

fn holds(place: &Path, bytes: &[u8]) -> bool {
    let same_length = fs::metadata(place).is_ok_and(|found| found.len() == bytes.len() as u64);
    same_length && fs::read(place).is_ok_and(|found| found == bytes)
}

/// The earlier files below a folder; None if anything else is there too.
fn ours_below(out: &Path, folder: &str, earlier: &Manifest) -> Option<Vec<String>> {
    let mut ours = Vec::new();
    let mut folders = vec![folder.to_string()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(out.join(&folder)).ok()? {
            let entry = entry.ok()?;
            let path = format!("{folder}/{}", entry.file_name().to_str()?);
            if entry.file_type().ok()?.is_dir() {
                folders.push(path);
            } else if earlier.lists(&path) {
                ours.push(path);
            } else if !is_temporary(&path) {
                return None;
            }
        }
    }
    Some(ours)
}

/// Whether every disk can hold the site.
///
/// # Errors
/// All addresses that some disk could not keep, or not apart.
pub fn check_storable(tree: &OutputTree) -> Result<(), DiskError> {
    let mut troubles = Vec::new();
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for (path, _) in tree.iter() {
        let path: &str = path;
        if !is_plain(path) {
            troubles.push(trouble(
                format!(
                    "a file of the site cannot be stored as `{}`",
                    path.escape_debug()
                ),
                "give it another name",
            ));
        }
        if let Some(other) = folded.insert(fold(path), path) {
            troubles.push(trouble(
                format!("`{other}` and `{path}` differ only in upper and lower case"),
                "many disks and hosts keep only one of them: rename one",
            ));
        }
        for (end, _) in path.match_indices('/') {
            if tree.contains(&path[..end]) {
                troubles.push(trouble(
                    format!(
                        "`{}` is both a file and a folder, for `{path}`",
                        &path[..end]
                    ),
                    "rename one of them",
                ));
            }
        }
    }
    refuse(troubles)
}

fn trouble(message: String, hint: &str) -> Trouble {
    Trouble {
        message,
        hint: Some(hint.to_string()),
    }
}

fn refuse(mut troubles: Vec<Trouble>) -> Result<(), DiskError> {
    if troubles.is_empty() {
        return Ok(());
    }
    let more = troubles.len().saturating_sub(REFUSALS_SHOWN);
    troubles.truncate(REFUSALS_SHOWN);
    if more > 0 {
        troubles.push(Trouble {
            message: format!("and {more} more like these"),
            hint: None,
        });
    }
    Err(DiskError { troubles })
}

/// Paths by what a disk blind to case and composition makes of them.
struct Twins(BTreeMap<String, Vec<String>>);

impl Twins {
    fn of<'p>(paths: impl Iterator<Item = &'p str>) -> Twins {
        let mut twins: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in paths {
            twins.entry(fold(path)).or_default().push(path.to_string());
        }
        Twins(twins)
    }

    /// A path that is equal but for case, and not this one.
    fn other(&self, path: &str) -> Option<&str> {
        let twins = self.0.get(&fold(path))?;
        twins.iter().map(String::as_str).find(|twin| *twin != path)
    }
}

fn fold(path: &str) -> String {
    nfc(path).to_lowercase()
}

/// The folders above the given paths, each once, upper ones first.
pub fn folders_above<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeSet<&'p str> {
    paths
        .flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..end]))
        .collect()
}

/// What the system says when asked to look at a folder, as our error.
pub fn cannot(doing: &str, place: &Path) -> impl Fn(io::Error) -> DiskError {
    move |error| DiskError::io(doing, place, &error)
}
