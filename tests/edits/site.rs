//! A site under random edits: its files, and the edits that can be made and told of.

use std::collections::BTreeMap;
use std::fmt;

use nutgraf::build::Options;
use nutgraf::input::{FilePath, InputFile, InputTree};
use nutgraf::values::Date;

use crate::common::pictures::drawing;
use crate::common::{Sketch, site, tiny_site};
use crate::words::{
    ARCHIVED, BODY, CONFIG, FOLDERS, FRONT, LEDGER, LINES, PAGES, PLACES, SHOWS, SWAPS,
};

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }

    pub fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// The theme a site begins with.
#[derive(Clone, Copy, Debug)]
pub enum Look {
    Default,
    Tiny,
    /// The tiny theme, with everything shown that templates are given.
    Telling,
}

/// One edit, complete in itself: it can be made again on any site, whatever came before.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    Write(String, Vec<u8>),
    Remove(String),
    Move(String, String),
    /// A folder, with all that is in it.
    MoveAll(String, String),
    Swap(String, String),
    /// An archived text, or none.
    Archive(String, Option<Vec<u8>>),
    Day(&'static str),
    Drafts(bool),
    Check(bool),
    BaseUrl(Option<&'static str>),
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |bytes: &[u8]| format!("{:?}", String::from_utf8_lossy(bytes));
        match self {
            Edit::Write(path, bytes) => write!(f, "write {path}: {}", shown(bytes)),
            Edit::Remove(path) => write!(f, "remove {path}"),
            Edit::Move(from, to) => write!(f, "move {from} to {to}"),
            Edit::MoveAll(from, to) => write!(f, "move all of {from}/ to {to}/"),
            Edit::Swap(one, other) => write!(f, "swap {one} and {other}"),
            Edit::Archive(name, Some(bytes)) => write!(f, "archive {name}: {}", shown(bytes)),
            Edit::Archive(name, None) => write!(f, "no archived text {name}"),
            Edit::Day(day) => write!(f, "the day is {day}"),
            Edit::Drafts(on) => write!(f, "drafts: {on}"),
            Edit::Check(on) => write!(f, "check: {on}"),
            Edit::BaseUrl(url) => write!(f, "base URL: {url:?}"),
        }
    }
}

/// The files and options of a site.
#[derive(Clone)]
pub struct Site {
    pub files: BTreeMap<String, Vec<u8>>,
    pub archive: BTreeMap<String, Vec<u8>>,
    pub options: Options,
}

impl Site {
    /// A small whole site, with the tiny theme at hand.
    pub fn begun(look: Look) -> Site {
        let mut sketch: Sketch = tiny_site();
        if let Look::Default = look {
            sketch = sketch.files_of(site());
        }
        for (table, entries) in LEDGER {
            sketch = sketch.ledger(table, &entries.concat());
            let is_translation = table.contains('.');
            if let (Look::Telling, false) = (look, is_translation) {
                sketch = sketch.file(
                    &format!("themes/tiny/components/blocks/{table}.html"),
                    &block(table),
                );
            }
        }
        for (name, mark, variables) in SHOWS {
            let path = format!("themes/tiny/{name}");
            let file = sketch.files.get(&path).expect("a file of the tiny theme");
            let (text, _) = file.text().expect("text");
            assert!(text.contains(mark), "{path}");
            let text = text.replace(mark, &format!("{variables}{mark}"));
            if let Look::Telling = look {
                sketch = sketch.file(&path, &text);
            }
        }
        sketch = sketch
            .page("a.md", &[BODY[2], BODY[3], BODY[5], BODY[7]].join("\n\n"))
            .page("b.md", &[BODY[10], BODY[11], BODY[12]].join("\n\n"))
            .page("s/index.md", BODY[6])
            .page_with("s/c.md", FRONT[17], &[BODY[1], BODY[3]].join("\n\n"))
            .page(
                "timeline.md",
                &[25, 26, 28, 29].map(|n| BODY[n]).join("\n\n"),
            )
            .page("a.es.md", &[BODY[2], BODY[7], BODY[10]].join("\n\n"))
            .file("content/s/dot.svg", &dot(2))
            .bytes("content/s/strip.png", drawing(540, 2, 1));
        // Two of three sites begin in two languages.
        let theme = match look {
            Look::Default => None,
            Look::Tiny => Some("theme = \"tiny\"\nlanguages.es = { title = \"El sitio\" }"),
            Look::Telling => Some("theme = \"tiny\"\nlanguages.es = { tag = \"es-MX\" }"),
        };
        if let Some(theme) = theme {
            sketch = sketch.config(theme);
        }
        let files = sketch.files.iter();
        let files = files.map(|(path, file)| (path.as_str().to_string(), file.bytes().to_vec()));
        let archive = [("one.txt", ARCHIVED[0]), ("two.txt", ARCHIVED[1])];
        let archive = archive.map(|(name, text)| (name.to_string(), text.as_bytes().to_vec()));
        Site {
            files: files.collect(),
            archive: BTreeMap::from(archive),
            options: sketch.options,
        }
    }

    pub fn tree(&self) -> InputTree {
        let mut tree = InputTree::new();
        for (path, bytes) in &self.files {
            tree.insert(FilePath::new(path), InputFile::new(&bytes[..]));
        }
        if !self.archive.is_empty() {
            let texts = self.archive.iter();
            let texts = texts.map(|(name, bytes)| (name.clone(), InputFile::new(&bytes[..])));
            tree.set_snapshots(texts.collect());
        }
        tree
    }

    pub fn make(&mut self, edit: &Edit) {
        match edit.clone() {
            Edit::Write(path, bytes) => {
                self.files.insert(path, bytes);
            }
            Edit::Remove(path) => {
                self.files.remove(&path);
            }
            Edit::Move(from, to) => {
                if let Some(bytes) = self.files.remove(&from) {
                    self.files.insert(to, bytes);
                }
            }
            Edit::MoveAll(from, to) => {
                let all = self.files.clone().into_iter();
                let moved = all.map(
                    |(path, bytes)| match path.strip_prefix(&format!("{from}/")) {
                        Some(rest) => (format!("{to}/{rest}"), bytes),
                        None => (path, bytes),
                    },
                );
                self.files = moved.collect();
            }
            Edit::Swap(one, other) => {
                let (first, second) = (self.files.remove(&one), self.files.remove(&other));
                self.files.extend(first.map(|bytes| (other, bytes)));
                self.files.extend(second.map(|bytes| (one, bytes)));
            }
            Edit::Archive(name, Some(bytes)) => {
                self.archive.insert(name, bytes);
            }
            Edit::Archive(name, None) => {
                self.archive.remove(&name);
            }
            Edit::Day(day) => self.options.as_of = Date::parse(day).expect("a date"),
            Edit::Drafts(on) => self.options.drafts = on,
            Edit::Check(on) => self.options.check = on,
            Edit::BaseUrl(url) => self.options.base_url = url.map(str::to_string),
        }
    }

    fn path(&self, dice: &mut Dice) -> String {
        // Pages and the ledger more often than the many files of a theme.
        let themes = dice.one_in(4);
        let paths: Vec<&String> = self
            .files
            .keys()
            .filter(|path| path.starts_with("themes/") == themes)
            .collect();
        match paths.is_empty() {
            true => "content/index.md".to_string(),
            false => dice.pick(&paths).clone(),
        }
    }

    /// What somebody may do to this site next, who remembers what it once was and what desk.lock
    /// would say of it now.
    pub fn next(&self, dice: &mut Dice, past: &[Site], lock: &str) -> Vec<Edit> {
        let path = self.path(dice);
        let one = match dice.below(34) {
            0..=4 => Edit::Write(dice.pick(&PAGES).to_string(), page(dice)),
            5..=6 => table(dice),
            7 => Edit::Write("content/site.toml".to_string(), config(dice)),
            8..=16 => match self.files.get(&path) {
                Some(bytes) => Edit::Write(path, changed(dice, bytes)),
                None => Edit::Write(path, page(dice)),
            },
            17 => Edit::Remove(path),
            18 => Edit::Move(path, dice.pick(&PAGES).to_string()),
            19 => Edit::Move(path, dice.pick(&PLACES).to_string()),
            20 => Edit::Swap(path, self.path(dice)),
            21 => Edit::Write(
                "content/ledger/desk.lock".to_string(),
                lock.as_bytes().to_vec(),
            ),
            22 => archived(dice),
            23 => match dice.below(4) {
                0 => {
                    Edit::Day(dice.pick(&["2026-03-01", "2026-04-02", "2026-06-02", "2030-01-01"]))
                }
                1 => Edit::Drafts(!self.options.drafts),
                2 => Edit::Check(!self.options.check),
                _ => Edit::BaseUrl(dice.pick(&[None, Some("https://example.net/")])),
            },
            24..=27 => return back(self, &past[dice.below(past.len())], Some(&path)),
            28 => return back(self, &past[dice.below(past.len())], None),
            29 => Edit::MoveAll(
                dice.pick(&FOLDERS).to_string(),
                dice.pick(&FOLDERS).to_string(),
            ),
            // A new name beside the old one, or a copy there.
            30 => Edit::Move(path.clone(), format!("{path}~")),
            31 => match (self.files.get(&path), path.rsplit_once('.')) {
                (Some(bytes), Some((stem, ending))) => {
                    Edit::Write(format!("{stem}-2.{ending}"), bytes.clone())
                }
                _ => Edit::Remove(path),
            },
            32 => match dice.below(3) {
                0 => Edit::Write(
                    "content/s/dot.svg".to_string(),
                    dot(1 + dice.below(3)).into_bytes(),
                ),
                1 => Edit::Write(
                    "content/s/strip.png".to_string(),
                    drawing(400 + 140 * dice.below(2), 2, dice.below(2) as u32),
                ),
                _ => Edit::Write(
                    "content/s/strip.png".to_string(),
                    drawing(540, 2, 1)[..40 + dice.below(40)].to_vec(),
                ),
            },
            // A save of what is there already.
            _ => match self.files.get(&path) {
                Some(bytes) => Edit::Write(path, bytes.clone()),
                None => Edit::Remove(path),
            },
        };
        vec![one]
    }
}

/// What makes a site what it was: all of it, or one file.
fn back(now: &Site, past: &Site, only: Option<&str>) -> Vec<Edit> {
    let paths = now.files.keys().chain(past.files.keys());
    let mut paths: Vec<&String> = paths
        .filter(|path| only.is_none_or(|only| only == *path))
        .collect();
    paths.sort();
    paths.dedup();
    let differ = paths
        .into_iter()
        .filter(|path| now.files.get(*path) != past.files.get(*path));
    let edits = differ.map(|path| match past.files.get(path) {
        Some(bytes) => Edit::Write(path.clone(), bytes.clone()),
        None => Edit::Remove(path.clone()),
    });
    edits.collect()
}

/// A picture of some height.
fn dot(height: usize) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"{height}\"/>\n")
}

/// A block that lists a table and shows all of it.
fn block(table: &str) -> String {
    format!(
        "{{% component {table}(@{table}) {{ \"doc\": \"All.\", \"body\": \"none\", \"reads\": [\"{table}\"], \
         \"lists\": [\"{table}\"] }} -%}}\n{{% for entry in {table} %}}<p id=\"{{{{ entry.anchor }}}}\">{{{{ entry }}}}</p>\
         {{% endfor %}}\n{{%- endcomponent {table} %}}\n"
    )
}

fn page(dice: &mut Dice) -> Vec<u8> {
    let mut text = format!(
        "+++\ntitle = \"{}\"\n",
        dice.pick(&["One", "Two", "A \"third\""]).replace('"', "'")
    );
    for _ in 0..dice.below(4) {
        text = text + dice.pick(&FRONT) + "\n";
    }
    text += "+++\n";
    for _ in 0..dice.below(7) {
        text = text + dice.pick(&BODY) + "\n\n";
    }
    text.into_bytes()
}

fn table(dice: &mut Dice) -> Edit {
    let (name, entries) = dice.pick(&LEDGER);
    let mut text = String::new();
    for entry in entries {
        if !dice.one_in(3) {
            text += entry;
        }
    }
    let bytes = match dice.one_in(2) {
        true => changed(dice, text.as_bytes()),
        false => text.into_bytes(),
    };
    Edit::Write(format!("content/ledger/{name}.toml"), bytes)
}

fn config(dice: &mut Dice) -> Vec<u8> {
    let mut lines = vec!["title = \"The site\""];
    if !dice.one_in(5) {
        lines.push("base_url = \"https://example.org/story/\"");
    }
    // Drawing them takes long.
    if !dice.one_in(8) {
        lines.push("cards.enabled = false");
    }
    // The tiny theme more often than any other line, as its templates are what is edited.
    if !dice.one_in(4) {
        lines.push("theme = \"tiny\"");
    }
    for _ in 0..dice.below(5) {
        let line = dice.pick(&CONFIG);
        let key = line.split(' ').next().unwrap_or(line);
        if dice.one_in(20) || !lines.iter().any(|line| line.starts_with(key)) {
            lines.push(line);
        }
    }
    (lines.join("\n") + "\n").into_bytes()
}

fn archived(dice: &mut Dice) -> Edit {
    let name = dice.pick(&["one.txt", "two.txt"]).to_string();
    let text = match dice.one_in(3) {
        true => None,
        false => Some(dice.pick(&ARCHIVED).as_bytes().to_vec()),
    };
    Edit::Archive(name, text)
}

/// A file after one small edit: a word, a line or an accident.
fn changed(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return page(dice);
    };
    let mut lines: Vec<&str> = text.lines().collect();
    let at = dice.below(lines.len());
    match dice.below(12) {
        0..=4 => {
            let fitting: Vec<_> = SWAPS.iter().filter(|(old, _)| text.contains(old)).collect();
            if fitting.is_empty() {
                return bytes.to_vec();
            }
            let (old, new) = dice.pick(&fitting);
            return text.replacen(old, new, 1 + dice.below(2)).into_bytes();
        }
        5 if !lines.is_empty() => {
            lines.remove(at);
        }
        6 if !lines.is_empty() => lines.insert(at, lines[at]),
        7 if !lines.is_empty() => {
            let other = dice.below(lines.len());
            lines.swap(at, other);
        }
        8 => lines.insert(at, dice.pick(&LINES)),
        9 => lines.truncate(at),
        10 => {
            let mut broken = bytes.to_vec();
            broken.insert(dice.below(bytes.len()), 0xff);
            return broken;
        }
        _ => lines.push(dice.pick(&BODY)),
    }
    (lines.join("\n") + "\n").into_bytes()
}
