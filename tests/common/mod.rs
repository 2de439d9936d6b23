//! Small sites in memory for the tests: say what a page holds, build, look at what came out.

#![allow(
    dead_code,
    clippy::disallowed_methods,
    reason = "each test file uses its own part of these helpers, which look at the disk themselves"
)]

pub mod generated;
pub mod pictures;

use std::collections::BTreeSet;
use std::path::Path;

use nutgraf::build::{Build, Options, build};
use nutgraf::diagnostics::{Located, Severity};
use nutgraf::input::{FilePath, InputFile, InputTree};
use nutgraf::values::Date;

/// A site in the making. It has a `site.toml` with a title and a base URL, and a home page.
#[derive(Clone)]
pub struct Sketch {
    pub files: InputTree,
    pub options: Options,
}

/// A site in the default theme.
pub fn site() -> Sketch {
    Sketch {
        files: InputTree::new(),
        options: Options {
            as_of: Date::parse("2026-03-01").expect("a date"),
            base_url: None,
            drafts: false,
            check: false,
        },
    }
    .config("")
    .file("content/index.md", "+++\ntitle = \"Home\"\n+++\n")
}

/// A site in the tiny theme of `tests/themes/`, whose pages are almost nothing but their text.
pub fn tiny_site() -> Sketch {
    let mut sketch = site().config("theme = \"tiny\"");
    for (path, bytes) in folder("tests/themes/tiny") {
        sketch = sketch.bytes(&format!("themes/tiny/{path}"), bytes);
    }
    sketch
}

impl Sketch {
    pub fn file(self, path: &str, text: &str) -> Sketch {
        self.bytes(path, text.as_bytes())
    }

    pub fn bytes(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Sketch {
        let file = InputFile::new(bytes.as_ref());
        self.files.insert(FilePath::new(path), file);
        self
    }

    /// All files of another site beside this one's.
    pub fn files_of(mut self, other: Sketch) -> Sketch {
        for (path, file) in other.files.iter() {
            self.files.insert(path.clone(), file.clone());
        }
        self
    }

    pub fn without(mut self, path: &str) -> Sketch {
        self.files.remove(&FilePath::new(path));
        self
    }

    /// `site.toml` with these lines behind title and base URL. Without cards, which take long to draw, unless
    /// the lines speak of them.
    pub fn config(self, lines: &str) -> Sketch {
        let cards = match lines.contains("cards") {
            true => "",
            false => "[cards]\nenabled = false\n",
        };
        let text = format!(
            "title = \"The site\"\nbase_url = \"https://example.org/story/\"\n{lines}\n{cards}"
        );
        self.file("content/site.toml", &text)
    }

    /// A page below `content/`: its name without `.md` is its title. The text begins on line 4.
    pub fn page(self, name: &str, text: &str) -> Sketch {
        let title = name.trim_end_matches(".md");
        let text = format!("+++\ntitle = \"{title}\"\n+++\n{text}");
        self.file(&format!("content/{name}"), &text)
    }

    /// A page with further lines of front matter.
    pub fn page_with(self, name: &str, front: &str, text: &str) -> Sketch {
        let title = name.trim_end_matches(".md");
        let text = format!("+++\ntitle = \"{title}\"\n{front}\n+++\n{text}");
        self.file(&format!("content/{name}"), &text)
    }

    pub fn ledger(self, table: &str, text: &str) -> Sketch {
        self.file(&format!("content/ledger/{table}.toml"), text)
    }

    pub fn on_the_day(mut self, day: &str) -> Sketch {
        self.options.as_of = Date::parse(day).expect("a date");
        self
    }

    pub fn drafts(mut self) -> Sketch {
        self.options.drafts = true;
        self
    }

    /// Writes the site to a folder, the texts of its sources into `snapshots` there.
    pub fn write_to(&self, folder: &Path) {
        let files = self.files.iter();
        let files = files.map(|(path, file)| (path.to_string(), file.bytes()));
        let snapshots = self.files.snapshots();
        let snapshots = snapshots.map(|(name, bytes)| (format!("snapshots/{name}"), bytes));
        let files = files.map(|(path, bytes)| (path, &**bytes));
        for (path, bytes) in files.chain(snapshots) {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder made");
            std::fs::write(path, bytes).expect("a file written");
        }
    }

    pub fn build(&self) -> Built {
        Built::new(build(&self.files, &self.options))
    }
}

/// What a build gave.
pub struct Built {
    pub build: Build,
    pub located: Vec<Located>,
}

impl Built {
    pub fn new(build: Build) -> Built {
        let located = build.located();
        Built { build, located }
    }

    /// Every address of the site.
    pub fn addresses(&self) -> Vec<&str> {
        let outputs = self.build.outputs.iter();
        outputs.map(|(address, _)| &**address).collect()
    }

    pub fn has(&self, address: &str) -> bool {
        self.build.outputs.contains(address)
    }

    /// The text at an address.
    #[track_caller]
    pub fn text(&self, address: &str) -> String {
        match self.build.outputs.get(address) {
            Some(bytes) => String::from_utf8(bytes.to_vec()).expect("text"),
            None => panic!(
                "nothing at {address}; there are {:#?}\nproblems: {:#?}",
                self.addresses(),
                self.problems()
            ),
        }
    }

    /// What stands between `<main>` and `</main>` of a page in the tiny theme.
    #[track_caller]
    pub fn main(&self, address: &str) -> String {
        between(&self.text(address), "<main>\n", "</main>").to_string()
    }

    /// Every problem but notes as `code file:line:column`, sorted by place.
    pub fn problems(&self) -> Vec<String> {
        let found = self.located.iter();
        found
            .filter(|problem| problem.severity > Severity::Note)
            .map(shown)
            .collect()
    }

    /// The problem of a code, which there must be once.
    #[track_caller]
    pub fn problem(&self, code: &str) -> &Located {
        let found: Vec<_> = self
            .located
            .iter()
            .filter(|found| found.code == code)
            .collect();
        assert_eq!(found.len(), 1, "{code} among {:#?}", self.problems());
        found[0]
    }

    /// Fails unless the build has no error and no warning.
    #[track_caller]
    pub fn clean(self) -> Built {
        let problems: Vec<_> = self
            .located
            .iter()
            .filter(|problem| problem.severity > Severity::Note)
            .map(|problem| format!("{}: {}", shown(problem), problem.message))
            .collect();
        assert!(problems.is_empty(), "{problems:#?}");
        self
    }
}

fn shown(problem: &Located) -> String {
    let Some(spot) = &problem.spot else {
        return problem.code.to_string();
    };
    let file = spot.file.as_str().trim_start_matches("content/");
    match &spot.range {
        Some(range) => format!(
            "{} {file}:{}:{}",
            problem.code, range.start.line, range.start.column
        ),
        None => format!("{} {file}", problem.code),
    }
}

/// The text between two others; panics if they are not there.
#[track_caller]
pub fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text
        .find(start)
        .unwrap_or_else(|| panic!("no {start} in\n{text}"))
        + start.len();
    let rest = &text[from..];
    &rest[..rest
        .find(end)
        .unwrap_or_else(|| panic!("no {end} in\n{text}"))]
}

/// The files below a folder of the repository, by their paths inside it.
pub fn folder(inside: &str) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(inside);
    let mut files: Vec<(String, Vec<u8>)> = walkdir::WalkDir::new(&root)
        .into_iter()
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).expect("inside");
            let parts: Vec<_> = path.iter().filter_map(|part| part.to_str()).collect();
            let bytes = std::fs::read(entry.path()).expect("the file can be read");
            (parts.join("/"), bytes)
        })
        .collect();
    files.sort();
    files
}

/// This repository's own site, `content/` and `themes/`, on the day its facts were checked.
pub fn own_site() -> Sketch {
    let mut sketch = site().on_the_day("2026-11-21");
    sketch.files = InputTree::new();
    for inside in ["content", "themes"] {
        for (path, bytes) in folder(inside) {
            sketch = sketch.bytes(&format!("{inside}/{path}"), bytes);
        }
    }
    sketch
}

/// The values of an attribute everywhere in a page, as written.
pub fn attributes<'t>(html: &'t str, name: &str) -> Vec<&'t str> {
    let start = format!(" {name}=\"");
    html.match_indices(&start)
        .map(|(at, _)| {
            let rest = &html[at + start.len()..];
            &rest[..rest.find('"').unwrap_or(rest.len())]
        })
        .collect()
}

/// Every `id` of a page.
pub fn ids(html: &str) -> BTreeSet<String> {
    let written = attributes(html, "id").into_iter();
    written.map(|id| id.replace("&amp;", "&")).collect()
}
