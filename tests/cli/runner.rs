//! Runs the program in temporary folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What a run of the program gave.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The program, in a folder, without what the tester's own environment says.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
    command.current_dir(folder).args(arguments);
    for name in ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

pub fn finish(mut command: Command) -> Run {
    let output = command.output().expect("the program runs");
    Run {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        err: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    finish(program(folder, arguments))
}

/// The starter in a folder of its own.
pub struct Site(TempDir);

impl Site {
    pub fn new() -> Site {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(run(folder.path(), &["new", "."]).code, 0);
        Site(folder)
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        run(self.root(), arguments)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("the file can be read")
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(path, text).expect("the file can be written");
    }

    /// Replaces the first `old` of a file and gives its line.
    pub fn edit(&self, path: &str, old: &str, new: &str) -> usize {
        let text = self.read(path);
        let at = text.find(old).unwrap_or_else(|| panic!("{old} in {path}"));
        self.write(path, &text.replacen(old, new, 1));
        text[..at].matches('\n').count() + 1
    }

    /// A source without `url` is a warning.
    pub fn with_warning() -> Site {
        let site = Site::new();
        site.edit("content/ledger/sources.toml", "url = \"not given\"\n", "");
        site
    }

    /// A source nobody has is an error.
    pub fn with_error() -> Site {
        let site = Site::new();
        site.edit(
            "content/index.md",
            "[@user-survey, p. 1]",
            "[@survey, p. 1]",
        );
        site
    }
}

/// Every file below a folder with its bytes; empty if there is no folder.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let bytes = fs::read(entry.path()).expect("the file can be read");
            (entry.into_path(), bytes)
        })
        .collect()
}
