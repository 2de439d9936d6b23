//! Many random edits on a site of 1,000 pages: each has to be seen, those that take longer than a second
//! are told, and the server may not grow.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::tab::{Server, Tab};
use super::{looked_at, save, site};

const PAGES: usize = 1000;
const SECOND: Duration = Duration::from_secs(1);

/// The site on the disk, and what must be seen of it.
struct Desk {
    root: PathBuf,
    server: Server,
    /// Pages of the writers' own, with the word each has to show.
    pages: BTreeMap<String, String>,
    chance: u64,
    round: usize,
    missed: Vec<String>,
    /// Seen, but not within a second: so it is where other work has the machine.
    late: usize,
    slowest: Duration,
}

pub fn soak(minutes: usize, edits: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    site(PAGES).write_to(folder.path());
    let mut desk = Desk {
        root: folder.path().to_path_buf(),
        server: Server::start(folder.path()),
        pages: BTreeMap::new(),
        chance: 1,
        round: 0,
        missed: Vec::new(),
        late: 0,
        slowest: Duration::ZERO,
    };
    assert_eq!(desk.server.get("index.html").0, 200);
    let begun = Instant::now();
    let whole = Duration::from_secs(60 * minutes as u64);
    let mut after_a_minute = None;
    while desk.round < edits {
        desk.edit();
        let minute = begun.elapsed().as_secs() / 60;
        if minute >= 1 && after_a_minute.is_none() {
            after_a_minute = Some(desk.server.resident());
        }
        if desk
            .round
            .is_multiple_of((edits / (minutes * 2).max(1)).max(1))
        {
            let (kb, round) = (desk.server.resident(), desk.round);
            println!(
                "{:>5.1} min: {round} edits, {kb} kB",
                begun.elapsed().as_secs_f64() / 60.0
            );
        }
        let next = whole.mul_f64(desk.round as f64 / edits as f64);
        std::thread::sleep(next.saturating_sub(begun.elapsed()));
    }
    let (first, last) = (
        after_a_minute.expect("more than a minute"),
        desk.server.resident(),
    );
    let growth = (last as f64 / first as f64 - 1.0) * 100.0;
    println!(
        "{edits} edits in {:.1} min; slowest seen after {:.3} s; {} missed; {} late; \
         {first} kB after a minute, {last} kB at the end: {growth:+.1} %",
        begun.elapsed().as_secs_f64() / 60.0,
        desk.slowest.as_secs_f64(),
        desk.missed.len(),
        desk.late,
    );
    assert!(desk.missed.is_empty(), "missed: {:#?}", desk.missed);
    assert!(growth.abs() <= 20.0, "the memory is not what it was");
}

impl Desk {
    fn below(&mut self, limit: usize) -> usize {
        // Numbers that look random and are the same in every run (SplitMix64).
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.chance;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    /// One random edit, and a look whether it is seen.
    fn edit(&mut self) {
        self.round += 1;
        let round = self.round;
        let word = format!("word-{round}-");
        let known: Vec<String> = self.pages.keys().cloned().collect();
        let section = format!("s{}", self.below(5));
        let own = known.get(self.below(known.len().max(1))).cloned();
        let kind = self.below(12);
        match (kind, own) {
            (0..=1, _) if known.len() < 40 => {
                let name = format!("{section}/new-{round}");
                self.write(&name, &word);
                self.look(&format!("{name}.html"), &word, "a new page");
            }
            (2, Some(name)) => {
                std::fs::remove_file(self.path(&name)).expect("a page removed");
                self.pages.remove(&name);
                self.look_for_none(&format!("{name}.html"), "a page removed");
            }
            (3, Some(name)) => {
                let new = format!("{section}/moved-{round}");
                std::fs::rename(self.path(&name), self.path(&new)).expect("a page renamed");
                let word = self.pages.remove(&name).expect("a page");
                self.look(&format!("{new}.html"), &word, "a page renamed");
                self.look_for_none(&format!("{name}.html"), "a page renamed");
                self.pages.insert(new, word);
            }
            (4, _) => self.change("content/ledger/sources.toml", "short = \"source 14", &word),
            (5, _) => self.change(
                "themes/default/strings/en.toml",
                "skip_to_content = \"",
                &word,
            ),
            (6, _) => self.change("themes/default/templates/base.html", "</main>", &word),
            (7, _) => self.change("content/site.toml", "title = \"", &word),
            (_, Some(name)) => {
                self.write(&name, &word);
                self.look(&format!("{name}.html"), &word, "a page changed");
            }
            _ => self.change(
                &format!("content/{}.md", looked_at(PAGES)),
                "and *much* of it",
                &word,
            ),
        }
        if kind == 8 {
            // A tab that comes and goes.
            let tab = Tab::open(&self.server, &format!("{}.html", looked_at(PAGES)));
            if !tab.until_idle(10 * SECOND) {
                self.missed
                    .push(format!("{round}: a tab that heard nothing"));
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(format!("content/{name}.md"))
    }

    fn write(&mut self, name: &str, word: &str) {
        let text = format!(
            "+++\ntitle = \"{name}\"\ntags = [\"law\"]\n+++\nIt is {word} [@s3, L{}].\n",
            self.round
        );
        save(&self.path(name), &text, self.round.is_multiple_of(2));
        self.pages.insert(name.to_string(), word.to_string());
    }

    /// Puts a word into a file of the whole site, in the place of the one before.
    fn change(&mut self, file: &str, after: &str, word: &str) {
        let path: &Path = &self.root.join(file);
        let text = std::fs::read_to_string(path).expect("the file");
        let (head, tail) = text.split_once(after).expect("the words");
        let tail = match tail.strip_prefix("word-") {
            Some(old) => old.split_once('-').expect("a word").1,
            None => tail,
        };
        save(
            path,
            &format!("{head}{after}{word}{tail}"),
            self.round.is_multiple_of(2),
        );
        self.look(&format!("{}.html", looked_at(PAGES)), word, file);
    }

    fn look(&mut self, address: &str, word: &str, what: &str) {
        self.wait(address, what, |(status, text)| {
            status == 200 && text.contains(word)
        });
    }

    fn look_for_none(&mut self, address: &str, what: &str) {
        self.wait(address, what, |(status, _)| status == 404);
    }

    fn wait(&mut self, address: &str, what: &str, is_seen: impl Fn((u16, String)) -> bool) {
        let begun = Instant::now();
        while !is_seen(self.server.get(address)) {
            if begun.elapsed() > super::PATIENCE {
                let missed = format!("{}: {what}: {address}", self.round);
                println!("missed {missed}");
                return self.missed.push(missed);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let took = begun.elapsed();
        if took > SECOND {
            self.late += 1;
            let (round, seconds) = (self.round, took.as_secs_f64());
            println!("late by the clock, {seconds:.1} s: {round}: {what}");
        }
        self.slowest = self.slowest.max(took);
    }
}
