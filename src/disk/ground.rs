//! Whose folder it is: where a site may be written, and what already stands there.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::manifest::{self, Manifest, Unreadable};
use super::trouble::DiskError;

/// Begins the name of every file we have not finished writing.
pub const TEMPORARY: &str = ".nutgraf-tmp-";

/// Whether a site at `root` may be written to `out`, judged by the two places alone.
///
/// # Errors
/// The output folder is the site's own, contains it, or touches its content or themes.
pub fn check_place(root: &Path, out: &Path) -> Result<(), DiskError> {
    let real_root = resolved(root).map_err(|error| DiskError::io("find", root, &error))?;
    let real_out = resolved(out).map_err(|error| DiskError::io("find", out, &error))?;
    let refuse = |why: &str| {
        Err(DiskError::new(format!(
            "cannot write the site into `{}`: {why}",
            out.display()
        ))
        .hint("name a folder of its own with `--out`, such as `--out public`"))
    };
    if real_out == real_root {
        return refuse("it is the folder of the site itself");
    }
    if real_root.starts_with(&real_out) {
        return refuse("it contains the site");
    }
    for name in ["content", "themes"] {
        let input = real_root.join(name);
        let input = input.canonicalize().unwrap_or(input);
        if real_out == input {
            return refuse(&format!("the site is made from `{name}/`"));
        }
        if real_out.starts_with(&input) {
            return refuse(&format!(
                "it is inside `{name}/`, from which the site is made"
            ));
        }
        if input.starts_with(&real_out) {
            return refuse(&format!("it contains the files of `{name}/`"));
        }
    }
    Ok(())
}

/// Whether a page that is one file may be written there: neither among what the site is made from nor
/// into a folder that a build keeps.
///
/// # Errors
/// It is one of these.
pub fn check_file(root: &Path, file: &Path) -> Result<(), DiskError> {
    let real = resolved(file).map_err(|error| DiskError::io("find", file, &error))?;
    let refuse = |why: &str| {
        Err(
            DiskError::new(format!("cannot write `{}`: {why}", file.display()))
                .hint("name another file with `--out`"),
        )
    };
    for name in ["content", "themes"] {
        let input = root.join(name);
        let input = resolved(&input).map_err(|error| DiskError::io("find", &input, &error))?;
        if real.starts_with(&input) {
            return refuse(&format!(
                "it is inside `{name}/`, from which the site is made"
            ));
        }
    }
    let mut folders = real.ancestors().skip(1);
    match folders.any(|folder| folder.join(manifest::PLACE).is_file()) {
        true => refuse("its folder holds a published site"),
        false => Ok(()),
    }
}

/// Whether the archived texts of sources may be kept in `folder`: nothing of a site's own folders
/// is safe from being published one day.
///
/// # Errors
/// The folder lies where the site is made from.
pub fn check_archive(root: &Path, folder: &Path) -> Result<(), DiskError> {
    let real = resolved(folder).map_err(|error| DiskError::io("find", folder, &error))?;
    for name in ["content", "themes"] {
        let input = root.join(name);
        let input = resolved(&input).map_err(|error| DiskError::io("find", &input, &error))?;
        if real.starts_with(&input) {
            return Err(DiskError::new(format!(
                "cannot archive into `{}`: it is inside `{name}/`, from which the site is made",
                folder.display()
            ))
            .hint(
                "the texts of others are not ours to publish: name a folder outside with \
                 `snapshots` in content/site.toml or `--snapshots`",
            ));
        }
    }
    Ok(())
}

/// The path with links followed and `..` undone, as far as it exists.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => {
                real.push(part);
                if let Ok(known) = real.canonicalize() {
                    real = known;
                }
            }
        }
    }
    Ok(real)
}

/// What an earlier build left in `out`: its manifest, or an empty one if the folder is ours to take.
///
/// # Errors
/// The folder is somebody else's, or its manifest cannot be trusted.
pub fn earlier_manifest(out: &Path) -> Result<Manifest, DiskError> {
    let place = out.join(manifest::PLACE);
    let text = match fs::read(&place) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return match first_foreign(out)? {
                None => Ok(Manifest::default()),
                Some(name) => Err(foreign_folder(out, &name)),
            };
        }
        Err(error) => return Err(DiskError::io("read", &place, &error)),
    };
    let text = String::from_utf8_lossy(&text);
    Manifest::parse(&text).map_err(|unreadable| match unreadable {
        Unreadable::Newer => DiskError::new(format!(
            "`{}` was written by a newer nutgraf than this one",
            out.display()
        ))
        .hint("update nutgraf, or name another folder with `--out`"),
        Unreadable::Damaged => DiskError::new(format!(
            "`{}` is damaged, so there is no telling which files of `{}` are the site's",
            place.display(),
            out.display()
        ))
        .hint(format!("delete `{}` and build again", out.display())),
    })
}

fn foreign_folder(out: &Path, name: &str) -> DiskError {
    DiskError::new(format!(
        "`{}` holds files that nutgraf did not write, such as `{name}`",
        out.display()
    ))
    .hint("empty the folder, or name another one with `--out`")
}

/// The first file in `out` that makes it somebody else's folder.
fn first_foreign(out: &Path) -> Result<Option<String>, DiskError> {
    let not_readable = |error: io::Error| match error.kind() {
        ErrorKind::NotADirectory => {
            DiskError::new(format!("`{}` is a file, not a folder", out.display()))
                .hint("name a folder with `--out`")
        }
        _ => DiskError::io("read", out, &error),
    };
    let entries = match fs::read_dir(out) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(not_readable)?,
    };
    let mut foreign = Vec::new();
    for entry in entries {
        let name = entry.map_err(not_readable)?.file_name();
        let name = name.to_string_lossy().into_owned();
        let ours = is_temporary(&name)
            || (name == manifest::FOLDER && holds_only_temporaries(&out.join(&name)));
        if !ours && !is_left_alone(&name) {
            foreign.push(name);
        }
    }
    Ok(foreign.into_iter().min())
}

/// A build that was stopped before its first manifest leaves no more than this.
fn holds_only_temporaries(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.all(|entry| {
            entry.is_ok_and(|entry| is_temporary(&entry.file_name().to_string_lossy()))
        })
    })
}

/// Whether a path names a file we have not finished writing.
pub fn is_temporary(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with(TEMPORARY)
}

/// Files at the top of an output folder that belong to the host or to git, whoever made them.
pub fn is_left_alone(path: &str) -> bool {
    path.starts_with(".git") || path == "CNAME" || path == ".nojekyll"
}

/// Whether a path leads to a file inside the folder it is joined to, and not to our own notes.
pub fn is_plain(path: &str) -> bool {
    let parts_are_names = path
        .split('/')
        .all(|part| !matches!(part, "" | "." | "..") && !is_temporary(part));
    let names_only = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let ours = path == manifest::FOLDER || path.starts_with(".nutgraf/");
    parts_are_names && names_only && !ours && !path.chars().any(char::is_control)
}

/// What stands at a place in the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Nothing,
    File,
    Folder,
    /// A symbolic link, a pipe or whatever else we never write.
    Other,
}

/// What stands at `path`, itself and not what it may point to.
pub fn standing(path: &Path) -> io::Result<Standing> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(Standing::File),
        Ok(metadata) if metadata.is_dir() => Ok(Standing::Folder),
        Ok(_) => Ok(Standing::Other),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Standing::Nothing)
        }
        Err(error) => Err(error),
    }
}

/// What stands at the folders above the files of a site; each is asked for once.
pub struct Folders<'a> {
    out: &'a Path,
    known: BTreeMap<String, Standing>,
}

impl<'a> Folders<'a> {
    pub fn new(out: &'a Path) -> Folders<'a> {
        Folders {
            out,
            known: BTreeMap::new(),
        }
    }

    /// The nearest to the top among the folders above `path` that is no folder of the disk.
    pub fn obstacle(&mut self, path: &str) -> io::Result<Option<(String, Standing)>> {
        for (end, _) in path.match_indices('/') {
            let folder = &path[..end];
            let standing = match self.known.get(folder) {
                Some(standing) => *standing,
                None => {
                    let standing = standing(&self.out.join(folder))?;
                    self.known.insert(folder.to_string(), standing);
                    standing
                }
            };
            if standing != Standing::Folder {
                return Ok(Some((folder.to_string(), standing)));
            }
        }
        Ok(None)
    }
}

/// Whether each part of `path` is spelt on the disk exactly so, upper and lower case too.
pub fn stands_spelt_so(out: &Path, path: &str) -> bool {
    let mut folder = out.to_path_buf();
    path.split('/').all(|part| {
        let found = fs::read_dir(&folder)
            .is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name() == part));
        folder.push(part);
        found
    })
}
