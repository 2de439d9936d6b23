//! Opens the editor at a place of the site: what may be opened, and what the page is told.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::editor::{Call, Editor};
use crate::input::{InputTree, LineIndex, Position, is_bundled};

/// How long an editor is watched for ending at once with an error.
const WATCHED: Duration = Duration::from_millis(400);

/// What to do where nothing can be opened.
const ADVICE: &str = "name an editor with a window when you start: \
nutgraf serve --editor \"code -g {file}:{line}:{column}\", or set NUTGRAF_EDITOR to it";

/// A place the page asks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    pub file: String,
    #[serde(default)]
    pub line: Option<u32>,
    #[serde(default)]
    pub column: Option<u32>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Opened,
    /// The file is none that may be opened.
    Refused,
    /// No editor is known, it needs a terminal, or it cannot be started.
    NoEditor,
}

/// What the page is told, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opened {
    #[serde(skip)]
    pub outcome: Outcome,
    pub opened: bool,
    pub message: String,
    /// The place as `path:line:column`, to be copied; none for what is not the site's.
    pub place: Option<String>,
}

/// Opens the editor at a place of a file of the site below `root`. Blocks for a moment, to see whether
/// the editor starts.
pub fn open(wanted: &Wanted, root: &Path, files: &InputTree, editor: Option<&Editor>) -> Opened {
    let (line, column) = match place(wanted, root, files) {
        Ok(place) => place,
        Err(message) => {
            return Opened {
                outcome: Outcome::Refused,
                opened: false,
                message,
                place: None,
            };
        }
    };
    let path = root.join(&wanted.file);
    let failed = |why: String| format!("{why}; {ADVICE}");
    let done = match editor {
        None => Err(failed("no editor is named".to_string())),
        Some(editor) => editor
            .call(&path, line, column)
            .and_then(|call| start(&call, root).map(|()| editor))
            .map_err(failed),
    };
    let is_open = done.is_ok();
    Opened {
        outcome: match is_open {
            true => Outcome::Opened,
            false => Outcome::NoEditor,
        },
        opened: is_open,
        message: match done {
            Ok(editor) => format!("opened in {}", editor.in_words()),
            Err(why) => why,
        },
        place: Some(format!("{}:{line}:{column}", path.display())),
    }
}

/// The line and column to open, kept inside the file, which may be shorter by now.
fn place(wanted: &Wanted, root: &Path, files: &InputTree) -> Result<(u32, u32), String> {
    let name = &wanted.file;
    // Only what was read as the site's own is found here: no `..`, no absolute path, no other file.
    let Some(file) = files.get(name) else {
        return Err("only files of the site can be opened".to_string());
    };
    if is_bundled(name, file) && !root.join(name).is_file() {
        return Err(format!(
            "{name} is part of nutgraf and not in the site's folder; a file of your own at that \
             path takes its place"
        ));
    }
    let text = String::from_utf8_lossy(file.bytes());
    let index = LineIndex::new(&text);
    let inside = index.position(index.offset(Position {
        line: wanted.line.unwrap_or(1).max(1) as usize,
        column: wanted.column.unwrap_or(1).max(1) as usize,
    }));
    let number = |number: usize| u32::try_from(number).unwrap_or(1);
    Ok((number(inside.line), number(inside.column)))
}

/// Starts a program apart from this one: it gets none of our files, no signal of our terminal, and
/// is waited for, so that nothing of it stays behind.
fn start(call: &Call, root: &Path) -> Result<(), String> {
    let mut command = Command::new(&call.program);
    command
        .args(&call.arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let program = &call.program;
    let mut child = command
        .spawn()
        .map_err(|error| format!("{program} cannot be started: {error}"))?;
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        // Nobody listens any more when the editor ends later.
        let _ = tell.send(child.wait());
    });
    match told.recv_timeout(WATCHED) {
        Ok(Ok(status)) if !status.success() => Err(format!("{program} failed at once ({status})")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{FilePath, InputFile, with_bundled_theme};

    fn files() -> InputTree {
        let text = "+++\ntitle = \"é\"\n+++\nText\n";
        let files = [("content/index.md", text), ("content/site.toml", "")];
        let files = files.map(|(path, text)| {
            let file = InputFile::new(text.as_bytes());
            (FilePath::new(path), file)
        });
        with_bundled_theme(&files.into_iter().collect())
    }

    fn wanted(file: &str, line: u32, column: u32) -> Wanted {
        Wanted {
            file: file.to_string(),
            line: Some(line),
            column: Some(column),
        }
    }

    #[test]
    fn only_files_of_the_site_are_opened() {
        for file in [
            "",
            ".",
            "/etc/passwd",
            "../content/index.md",
            "content/../content/index.md",
            "./content/index.md",
            "content//index.md",
            "content\\index.md",
            "content/index.md/",
            "content",
            "Cargo.toml",
            "public/index.html",
            "content/index.md\0",
            "CONTENT/index.md",
        ] {
            let opened = open(&wanted(file, 1, 1), Path::new("/site"), &files(), None);
            assert_eq!(opened.outcome, Outcome::Refused, "{file}");
            assert_eq!(opened.message, "only files of the site can be opened");
            assert_eq!(opened.place, None, "{file}");
        }
    }

    #[test]
    fn a_file_of_the_bundled_theme_is_told_to_be_one() {
        let file = wanted("themes/default/theme.toml", 1, 1);
        let opened = open(&file, Path::new("/site"), &files(), None);
        assert_eq!(opened.outcome, Outcome::Refused);
        assert!(
            opened.message.contains("is part of nutgraf"),
            "{}",
            opened.message
        );
    }

    #[test]
    fn lines_and_columns_stay_inside_the_file() {
        for (asked, given) in [
            ((2, 9), (2, 9)),
            ((2, 4000), (2, 12)),
            ((0, 0), (1, 1)),
            ((900, 900), (5, 1)),
            ((u32::MAX, u32::MAX), (5, 1)),
        ] {
            let wanted = wanted("content/index.md", asked.0, asked.1);
            assert_eq!(
                place(&wanted, Path::new("/site"), &files()),
                Ok(given),
                "{asked:?}"
            );
        }
        let whole: Wanted = serde_json::from_str(r#"{"file":"content/site.toml"}"#).expect("JSON");
        assert_eq!(place(&whole, Path::new("/site"), &files()), Ok((1, 1)));
        for bad in [
            r#"{"file":"content/site.toml","line":-1}"#,
            r#"{"file":"content/site.toml","line":"1; rm"}"#,
            r#"{"file":["content/site.toml"]}"#,
            r#"{"line":1}"#,
        ] {
            assert!(serde_json::from_str::<Wanted>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn without_an_editor_the_place_is_told() {
        let place = wanted("content/index.md", 2, 3);
        let opened = open(&place, Path::new("/site"), &files(), None);
        assert_eq!(opened.outcome, Outcome::NoEditor);
        assert!(opened.message.contains("--editor"), "{}", opened.message);
        assert_eq!(opened.place.as_deref(), Some("/site/content/index.md:2:3"));
        for editor in ["nano", "no-such-editor-anywhere"] {
            let editor = Editor::choose(Some(editor), |_| None);
            let opened = open(&place, Path::new("/"), &files(), editor.as_ref());
            assert_eq!(opened.outcome, Outcome::NoEditor, "{editor:?}");
        }
    }
}
