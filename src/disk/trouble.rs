//! What the disk refused, in words for the person who has to mend it.

use std::fmt;
use std::io;
use std::path::Path;

/// Something a file or folder did not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub message: String,
    pub hint: Option<String>,
}

/// Everything that stood in the way, never only the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskError {
    pub troubles: Vec<Trouble>,
}

impl DiskError {
    pub fn new(message: impl Into<String>) -> DiskError {
        DiskError {
            troubles: vec![Trouble {
                message: message.into(),
                hint: None,
            }],
        }
    }

    /// Adds what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> DiskError {
        if let Some(trouble) = self.troubles.last_mut() {
            trouble.hint = Some(hint.into());
        }
        self
    }

    /// Says that nothing has been changed yet.
    pub fn before_writing(mut self) -> DiskError {
        if let Some(trouble) = self.troubles.last_mut() {
            trouble.message.push_str("; nothing was written");
        }
        self
    }

    /// `doing` is a verb: "read", "write".
    pub fn io(doing: &str, path: &Path, error: &io::Error) -> DiskError {
        DiskError::new(format!(
            "cannot {doing} `{}`: {}",
            path.display(),
            reason(error)
        ))
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, trouble) in self.troubles.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            f.write_str(&trouble.message)?;
            if let Some(hint) = &trouble.hint {
                write!(f, "\n  {hint}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for DiskError {}

/// Why the system refused, without its error number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_string(),
        io::ErrorKind::PermissionDenied => "you are not allowed to".to_string(),
        io::ErrorKind::StorageFull => "the disk is full".to_string(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk cannot be written to".to_string(),
        _ => {
            let text = error.to_string();
            match text.split_once(" (os error") {
                Some((text, _)) => text.to_lowercase(),
                None => text,
            }
        }
    }
}
