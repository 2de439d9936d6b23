//! What is shown at each address: the current generation, and of earlier ones only the last sound pages
//! that stand in for what an error broke.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::build::Generation;

/// A generation as it is shown.
pub struct Shown {
    /// Counts upward from 1.
    pub number: u64,
    pub generation: Arc<Generation>,
    past: Mutex<Past>,
    /// What was asked for already.
    looks: Mutex<BTreeMap<String, Look>>,
}

/// Where the last sound page of an address is found.
#[derive(Clone, Default)]
pub struct Past {
    /// The last generation of which every page was made, before the current one.
    whole: Option<Arc<Generation>>,
    /// Pages younger than it, or older where it has none that is sound.
    pages: BTreeMap<String, Arc<[u8]>>,
    /// The current generation was made whole: all that is needed of others is in `pages`.
    is_settled: bool,
}

/// What is shown at an address.
#[derive(Clone)]
pub struct Look {
    /// Without the client.
    pub bytes: Arc<[u8]>,
    /// It is older than the site's files, since an error broke what is there now.
    pub is_stale: bool,
    /// Of the bytes alone.
    pub hash: blake3::Hash,
    /// Tells it from anything else that may be shown there.
    pub version: Arc<str>,
    is_sound: bool,
}

impl Look {
    pub fn new(bytes: Arc<[u8]>, is_stale: bool, is_sound: bool) -> Look {
        let hash = blake3::hash(&bytes);
        let mut hasher = blake3::Hasher::new();
        hasher.update(hash.as_bytes()).update(&[u8::from(is_stale)]);
        let hex = hasher.finalize().to_hex();
        Look {
            bytes,
            is_stale,
            hash,
            version: Arc::from(&hex[..32]),
            is_sound,
        }
    }
}

impl Shown {
    pub fn new(generation: Arc<Generation>) -> Shown {
        Shown {
            number: 1,
            generation,
            past: Mutex::default(),
            looks: Mutex::default(),
        }
    }

    /// The next generation in the place of this one.
    pub fn next(&self, generation: Arc<Generation>) -> Shown {
        let mut past = lock(&self.past).clone();
        if past.is_settled {
            past.whole = Some(self.generation.clone());
            past.is_settled = false;
        } else {
            let looks = lock(&self.looks);
            let sound = looks.iter().filter(|(_, look)| look.is_sound);
            past.pages
                .extend(sound.map(|(address, look)| (address.clone(), look.bytes.clone())));
        }
        if !past.pages.is_empty() {
            let there = generation.addresses_but_of_search();
            past.pages.retain(|address, _| there.contains(address));
        }
        Shown {
            number: self.number + 1,
            generation,
            past: Mutex::new(past),
            looks: Mutex::default(),
        }
    }

    /// What is shown at an address of the finished site; made now if nobody has yet.
    pub fn look(&self, address: &str) -> Option<Look> {
        if let Some(look) = lock(&self.looks).get(address) {
            return Some(look.clone());
        }
        let answer = self.generation.get(address)?;
        let instead = match answer.is_sound {
            true => None,
            false => self.last_sound(address),
        };
        let look = match instead {
            Some(bytes) => Look::new(bytes, true, false),
            None => Look::new(answer.bytes, false, answer.is_sound),
        };
        lock(&self.looks).insert(address.to_string(), look.clone());
        Some(look)
    }

    fn last_sound(&self, address: &str) -> Option<Arc<[u8]>> {
        let past = lock(&self.past).clone();
        past.pages.get(address).cloned().or_else(|| {
            let answer = past.whole?.get(address)?;
            answer.is_sound.then_some(answer.bytes)
        })
    }

    /// Every page was made: what stands in for broken ones is kept, all else of earlier generations
    /// is let go and handed back. Without errors none is broken.
    pub fn settle(&self, has_errors: bool) -> Past {
        let mut pages = BTreeMap::new();
        let addresses = self.generation.addresses().filter(|_| has_errors);
        for address in addresses {
            let answer = self.generation.get(&address);
            if answer.is_some_and(|answer| !answer.is_sound)
                && let Some(bytes) = self.last_sound(&address)
            {
                pages.insert(address, bytes);
            }
        }
        let past = Past {
            whole: None,
            pages,
            is_settled: true,
        };
        std::mem::replace(&mut *lock(&self.past), past)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Weak;

    use super::*;
    use crate::build::{Engine, Options};
    use crate::input::{FilePath, InputFile, InputTree};
    use crate::values::Date;

    /// A site of two pages that is edited and shown.
    struct Site {
        engine: Engine,
        files: InputTree,
        shown: Option<Shown>,
        generations: Vec<Weak<Generation>>,
    }

    impl Site {
        fn new() -> Site {
            let mut site = Site {
                engine: Engine::new(),
                files: InputTree::new(),
                shown: None,
                generations: Vec::new(),
            };
            site.save(
                "site.toml",
                "title = \"T\"\nbase_url = \"https://example.org/\"\n",
            );
            site.page("index.md", "Home.");
            site.page("a.md", "One.");
            site
        }

        fn save(&mut self, name: &str, text: &str) {
            let path = FilePath::new(format!("content/{name}"));
            self.files.insert(path, InputFile::new(text.as_bytes()));
        }

        fn page(&mut self, name: &str, text: &str) {
            self.save(name, &format!("+++\ntitle = \"T\"\n+++\n{text}\n"));
        }

        fn arrange(&mut self) {
            let options = Options {
                as_of: Date::parse("2026-11-21").expect("a day"),
                base_url: None,
                drafts: false,
                check: false,
            };
            let generation = self.engine.arrange(&self.files, &options);
            self.generations.push(Arc::downgrade(&generation));
            self.shown = Some(match &self.shown {
                Some(shown) => shown.next(generation),
                None => Shown::new(generation),
            });
        }

        fn finish(&mut self) {
            let shown = self.shown.as_ref().expect("it is shown");
            let build = self.engine.finish_checks(&shown.generation, &|| true);
            shown.settle(build.expect("nobody says no").has_errors());
        }

        /// What `a.html` says, and whether that is old.
        fn says(&self) -> (String, bool) {
            let look = self.shown.as_ref().and_then(|shown| shown.look("a.html"));
            let look = look.expect("there is such a page");
            let page = String::from_utf8_lossy(&look.bytes).into_owned();
            let words = ["One.", "Two.", "Three.", "Broken"];
            let found = words.into_iter().find(|word| page.contains(word));
            (found.expect("a text").to_string(), look.is_stale)
        }

        fn alive(&self) -> usize {
            let alive = self.generations.iter();
            alive
                .filter(|generation| generation.strong_count() > 0)
                .count()
        }
    }

    fn now(text: &str) -> (String, bool) {
        (text.to_string(), false)
    }

    fn old(text: &str) -> (String, bool) {
        (text.to_string(), true)
    }

    #[test]
    fn the_last_sound_page_stands_in_for_a_broken_one() {
        let mut site = Site::new();
        // A page that never was sound is what it is.
        site.page("a.md", "Broken [@x].");
        site.arrange();
        assert_eq!(site.says(), now("Broken"));
        site.finish();
        // Nobody looks at this one before it is broken again, but all of it was made.
        site.page("a.md", "One.");
        site.arrange();
        site.finish();
        site.page("a.md", "Broken [@x].");
        site.arrange();
        assert_eq!(site.says(), old("One."));
        site.finish();
        assert_eq!(site.says(), old("One."));
        // However many edits of others follow, and whether they are finished or not.
        for round in 0..4 {
            site.page("index.md", &format!("Home {round}."));
            site.arrange();
            if round % 2 == 0 {
                site.finish();
            }
        }
        assert_eq!(site.says(), old("One."));
        // This one is looked at, though there is no time to make the others.
        site.page("a.md", "Two.");
        site.arrange();
        assert_eq!(site.says(), now("Two."));
        site.page("a.md", "Broken [@x].");
        site.arrange();
        assert_eq!(site.says(), old("Two."));
        site.finish();
        // What is deleted is gone, and what comes back broken has nothing to stand in.
        site.files.remove(&FilePath::new("content/a.md"));
        site.arrange();
        site.finish();
        assert!(
            site.shown
                .as_ref()
                .is_some_and(|shown| shown.look("a.html").is_none())
        );
        site.page("a.md", "Broken [@x].");
        site.arrange();
        assert_eq!(site.says(), now("Broken"));
    }

    #[test]
    fn a_broken_frame_leaves_all_pages_as_they_were() {
        let mut site = Site::new();
        site.arrange();
        site.finish();
        site.save(
            "site.toml",
            "title = \"T\"\nbase_url = \"https://example.org/\"\ntitel = 1\n",
        );
        site.page("a.md", "Two.");
        site.arrange();
        assert_eq!(site.says(), old("One."));
        site.save(
            "site.toml",
            "title = \"T\"\nbase_url = \"https://example.org/\"\n",
        );
        site.arrange();
        assert_eq!(site.says(), now("Two."));
    }

    #[test]
    fn no_more_of_earlier_generations_is_kept_than_is_needed() {
        let mut site = Site::new();
        for round in 0..20 {
            site.page(
                "a.md",
                if round % 3 == 1 {
                    "Broken [@x]."
                } else {
                    "One."
                },
            );
            site.page("index.md", &format!("Home {round}."));
            site.arrange();
            site.says();
            site.finish();
            assert_eq!(site.alive(), 1, "round {round}");
        }
        // Where there is no time to make everything, the last that was whole is kept, and no other.
        for round in 0..20 {
            site.page("index.md", &format!("Home again {round}."));
            site.arrange();
            site.says();
            assert!(site.alive() <= 2, "round {round}: {}", site.alive());
        }
        site.finish();
        assert_eq!(site.alive(), 1);
    }
}
