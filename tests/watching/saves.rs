//! The ways in which editors and other programs save files, the nasty ones above all.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// How many files a checkout touches.
const CHECKED_OUT: usize = 1000;
/// How many of them are pages, which take much longer where the program is not optimized.
const PAGES: usize = match cfg!(debug_assertions) {
    true => 20,
    false => CHECKED_OUT,
};

/// One way of saving. It stands in a folder with the site in `site/` and what its links lead to in
/// `site/elsewhere/`; done again in another round, it saves something else.
pub struct Save {
    pub name: &'static str,
    pub act: fn(&Place),
    /// Whether the site is another one after it.
    pub changes: bool,
}

/// Where a save is done, and for which time.
pub struct Place {
    pub folder: PathBuf,
    pub round: usize,
}

impl Place {
    fn content(&self, path: &str) -> PathBuf {
        self.folder.join("site/content").join(path)
    }

    fn elsewhere(&self, path: &str) -> PathBuf {
        self.folder.join("site/elsewhere").join(path)
    }

    fn page(&self, title: &str) -> String {
        let round = ["none", "alpha", "beta", "gamma"][self.round];
        format!("+++\ntitle = \"{title}\"\n+++\n\nWords of {title} in round {round}.\n")
    }

    fn site_toml(&self, change: impl Fn(&str) -> String) {
        let path = self.content("site.toml");
        let text = fs::read_to_string(&path).expect("read");
        let new = self.content(".site.toml.new");
        save(&new, &change(&text));
        fs::rename(new, path).expect("renamed");
    }
}

pub fn save(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("written");
}

fn remove(path: &Path) {
    fs::remove_file(path).expect("removed");
}

/// What stands there before the first save.
pub fn prepare(folder: &Path) {
    let place = Place {
        folder: folder.to_path_buf(),
        round: 0,
    };
    for name in [
        "a.md",
        "folder/deep/page.md",
        "gone/index.md",
        "aside/index.md",
    ] {
        save(&place.content(name), &place.page(name));
    }
    for name in ["one", "two", "three", "part/shared.md"] {
        save(&place.elsewhere(name), &place.page(name));
    }
    symlink(place.elsewhere("one"), place.content("linked.md")).expect("linked");
    symlink(place.elsewhere("part"), place.content("part")).expect("linked");
    for name in ["index", "1", "2", "3"] {
        let path = format!("many/{name}.md");
        save(&place.content(&path), &place.page("Listed"));
    }
    save(&folder.join("site/themes/own/assets/own.txt"), "own\n");
}

/// The twelve that ten years of other programs have stumbled over.
pub const NASTY: &[Save] = &[
    Save {
        name: "vim: the old file aside, a new one in its place",
        changes: true,
        act: |place| {
            save(&place.content("4913"), "");
            remove(&place.content("4913"));
            fs::rename(place.content("a.md"), place.content("a.md~")).expect("renamed");
            save(&place.content("a.md"), &place.page("Vim"));
            remove(&place.content("a.md~"));
        },
    },
    Save {
        name: "sed -i: a new file beside it, renamed over it",
        changes: true,
        act: |place| {
            save(&place.content("sedXy12Zw"), &place.page("Sed"));
            fs::rename(place.content("sedXy12Zw"), place.content("a.md")).expect("renamed");
        },
    },
    Save {
        name: "a file from elsewhere renamed over it",
        changes: true,
        act: |place| {
            let new = place.elsewhere("new");
            save(&new, &place.page("Over"));
            fs::rename(new, place.content("a.md")).expect("renamed");
        },
    },
    Save {
        name: "truncated, then written in two halves",
        changes: true,
        act: |place| {
            let text = place.page("Halves");
            let (one, two) = text.split_at(text.len() / 2);
            let mut file = OpenOptions::new()
                .write(true)
                .truncate(true)
                .open(place.content("a.md"))
                .expect("opened");
            for half in [one, two] {
                sleep(Duration::from_millis(60));
                file.write_all(half.as_bytes()).expect("written");
            }
        },
    },
    Save {
        name: "deleted and made again",
        changes: true,
        act: |place| {
            remove(&place.content("a.md"));
            sleep(Duration::from_millis(30));
            save(&place.content("a.md"), &place.page("Again"));
        },
    },
    Save {
        name: "a folder and a file in it in the same instant",
        changes: true,
        act: |place| {
            let path = format!("new-{}/deep/late.md", place.round);
            save(&place.content(&path), &place.page("Late"));
        },
    },
    Save {
        name: "a folder renamed",
        changes: true,
        act: |place| {
            let [from, to] = match place.round % 2 {
                0 => ["renamed", "folder"],
                _ => ["folder", "renamed"],
            };
            fs::rename(place.content(from), place.content(to)).expect("renamed");
        },
    },
    Save {
        name: "a link led elsewhere",
        changes: true,
        act: |place| {
            let target = ["one", "two", "three"][place.round % 3];
            let new = place.content("linked.new");
            symlink(place.elsewhere(target), &new).expect("linked");
            fs::rename(new, place.content("linked.md")).expect("renamed");
        },
    },
    Save {
        name: "a checkout of a thousand files",
        changes: true,
        act: |place| {
            for number in 0..CHECKED_OUT {
                // Version control removes a file and makes it anew.
                let path = match number < PAGES {
                    true => format!("many/{number}.md"),
                    false => format!("files/{number}.txt"),
                };
                let path = place.content(&path);
                let _ = fs::remove_file(&path);
                save(&path, &place.page(&format!("No {number}")));
            }
        },
    },
    Save {
        name: "touched without a change",
        changes: false,
        act: |place| {
            let path = place.content("a.md");
            let file = OpenOptions::new().write(true).open(&path).expect("opened");
            file.set_modified(std::time::SystemTime::now())
                .expect("touched");
            let text = fs::read_to_string(&path).expect("read");
            save(&path, &text);
        },
    },
    Save {
        name: "another site.toml",
        changes: true,
        act: |place| {
            let title = format!("title = \"Round {}\"", place.round);
            place.site_toml(|text| {
                let others = text.lines().filter(|line| !line.starts_with("title"));
                [&*title]
                    .into_iter()
                    .chain(others)
                    .collect::<Vec<_>>()
                    .join("\n")
                    + "\n"
            });
        },
    },
    Save {
        name: "another theme",
        changes: true,
        act: |place| {
            let own = place.folder.join("site/themes/own");
            let css = format!("body {{ --round: {} }}\n", place.round);
            save(&own.join("assets/style.css"), &css);
            let theme = "theme = \"own\"\n";
            place.site_toml(|text| match text.contains(theme) {
                true => text.replace(theme, ""),
                false => format!("{theme}{text}"),
            });
        },
    },
];

/// Other things that happen to files.
pub const FURTHER: &[Save] = &[
    Save {
        name: "a plain save",
        changes: true,
        act: |place| save(&place.content("a.md"), &place.page("Plain")),
    },
    Save {
        name: "two of one length, at once",
        changes: true,
        act: |place| {
            save(&place.content("a.md"), &place.page("Twice 1"));
            save(&place.content("a.md"), &place.page("Twice 2"));
        },
    },
    Save {
        name: "a folder gone and back",
        changes: true,
        act: |place| {
            fs::remove_dir_all(place.content("gone")).expect("removed");
            save(&place.content("gone/index.md"), &place.page("Back"));
        },
    },
    Save {
        name: "a file that a link leads to",
        changes: true,
        act: |place| {
            for name in ["one", "two", "three"] {
                save(&place.elsewhere(name), &place.page("Behind"));
            }
        },
    },
    Save {
        name: "a file in a folder that a link leads to",
        changes: true,
        act: |place| save(&place.elsewhere("part/shared.md"), &place.page("Shared")),
    },
    Save {
        name: "a folder linked that was not there",
        changes: true,
        act: |place| {
            let target = place.elsewhere(&format!("part-{}", place.round));
            save(&target.join("first.md"), &place.page("First"));
            symlink(target, place.content(&format!("part-{}", place.round))).expect("linked");
        },
    },
    Save {
        name: "a file in that folder",
        changes: true,
        act: |place| {
            let path = format!("part-{}/first.md", place.round);
            save(&place.elsewhere(&path), &place.page("Second"));
        },
    },
    Save {
        name: "all of content/ moved away and back, with another page",
        changes: true,
        act: |place| {
            let [content, aside] =
                ["site/content", "site/aside"].map(|path| place.folder.join(path));
            fs::rename(&content, &aside).expect("renamed");
            save(&aside.join("a.md"), &place.page("Moved"));
            fs::rename(aside, content).expect("renamed");
        },
    },
    Save {
        name: "a plain save after that",
        changes: true,
        act: |place| save(&place.content("a.md"), &place.page("After")),
    },
    Save {
        name: "an entry of the ledger",
        changes: true,
        act: |place| {
            let path = place.content("ledger/sources.toml");
            let text = fs::read_to_string(&path).expect("read");
            save(&path, &text.replacen("title = \"", "title = \"Newly ", 1));
        },
    },
    Save {
        name: "a page of a folder deleted",
        changes: true,
        act: |place| remove(&place.content(&format!("many/{}.md", place.round))),
    },
];
