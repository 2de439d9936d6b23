//! Writes one file of the writer's own so that nobody ever sees half of it.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::plan::cannot;
use super::trouble::DiskError;
use super::write::temporary_file;

/// Puts a file in its place, with the folders above it. Who reads it meanwhile sees the old bytes or
/// the new ones; a power cut leaves one of the two. A link is followed, permissions stay.
///
/// # Errors
/// The disk does not allow it; then the file is as it was.
pub fn write_file(place: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let real = place.canonicalize();
    let target = real.as_deref().unwrap_or(place);
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(cannot("make", folder))?;
    let (temporary, mut file) = temporary_file(folder).map_err(cannot("write", place))?;
    let filled = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    filled
        .and_then(|()| match fs::metadata(target) {
            Ok(old) => fs::set_permissions(&temporary, old.permissions()),
            Err(_) => Ok(()),
        })
        .and_then(|()| fs::rename(&temporary, target))
        .map_err(|error| {
            // The error worth telling is the first one.
            let _ = fs::remove_file(&temporary);
            DiskError::io("write", place, &error)
        })
}
