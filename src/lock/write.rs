//! Writes desk.lock anew from what the site holds today, and says what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Checked, Lock, Translation, VERSION};
use crate::ledger::{Id, TableName};
use crate::values::Digest;

const HEAD: &str = "# What was checked in this site. `nutgraf check --update-lock` writes it; commit it, never edit it.\n";

/// The file's new text and what is different in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    pub text: String,
    pub new: usize,
    pub changed: usize,
    pub gone: usize,
    /// Claims that say something else than before.
    pub claims: Vec<String>,
}

/// What is to be written after `old`, where the site holds `now`. A quotation that is what it was
/// keeps its date.
pub fn update(old: &Lock, mut now: Lock) -> Update {
    for (owner, text) in &mut now.texts {
        let before = old
            .texts
            .get(owner)
            .map_or(&[][..], |old| &old.quotations[..]);
        let text = Arc::make_mut(text);
        for checked in &mut text.quotations {
            if let Some(same) = before.iter().find(|old| old.is_like(checked)) {
                checked.date = same.date;
            }
        }
        text.quotations.sort();
    }
    let mut update = Update {
        text: text(&now),
        new: 0,
        changed: 0,
        gone: 0,
        claims: Vec::new(),
    };
    update.count(&old.entries, &now.entries);
    update.count(&old.translations, &now.translations);
    for ((table, id), digest) in &now.entries {
        let before = old.entries.get(&(*table, id.clone()));
        if before.is_some_and(|before| before.said != digest.said) {
            update.claims.push(id.clone());
        }
    }
    let owners: BTreeSet<&String> = old.texts.keys().chain(now.texts.keys()).collect();
    let none = Arc::default();
    for owner in owners {
        let before = old.texts.get(owner).unwrap_or(&none);
        let after = now.texts.get(owner).unwrap_or(&none);
        update.count(&before.references, &after.references);
        update.count(&numbered(&before.quotations), &numbered(&after.quotations));
    }
    update
}

/// Quotations by what tells them apart; the same words again are one more.
fn numbered(quotations: &[Checked]) -> BTreeMap<(&Id, Digest, usize), &Checked> {
    let mut numbered = BTreeMap::new();
    for checked in quotations {
        let mut number = 0;
        while numbered.contains_key(&(&checked.source, checked.words, number)) {
            number += 1;
        }
        numbered.insert((&checked.source, checked.words, number), checked);
    }
    numbered
}

impl Update {
    fn count<K: Ord, V: PartialEq>(&mut self, before: &BTreeMap<K, V>, after: &BTreeMap<K, V>) {
        self.gone += before.keys().filter(|key| !after.contains_key(key)).count();
        for (key, value) in after {
            match before.get(key) {
                None => self.new += 1,
                Some(old) if old != value => self.changed += 1,
                Some(_) => {}
            }
        }
    }
}

/// The file where nothing but this changed.
pub fn with_translations(old: &Lock, translations: BTreeMap<Translation, Digest>) -> String {
    text(&Lock {
        translations,
        ..old.clone()
    })
}

/// The whole file. Its lines are sorted by their bytes, so that a merge finds them where they were.
fn text(lock: &Lock) -> String {
    let mut lines = Vec::new();
    for ((table, id), digest) in &lock.entries {
        let whole = digest.whole;
        lines.push(match (table, digest.said) {
            (TableName::Claims, Some(said)) => format!("claim {id} {said} {whole}\n"),
            _ => format!("entry {}/{id} {whole}\n", table.name()),
        });
    }
    for (owner, text) in &lock.texts {
        let owner = encoded(owner);
        for checked in &text.quotations {
            let Checked {
                source,
                words,
                snapshot,
                offset,
                lines: (first, last),
                date,
            } = checked;
            let place = match first == last {
                true => format!("L{first}"),
                false => format!("L{first}-L{last}"),
            };
            lines.push(format!(
                "quotation {owner} {source} {words} {snapshot} {offset} {place} {date}\n"
            ));
        }
        for (target, count) in &text.references {
            lines.push(format!("reference {owner} {target} {count}\n"));
        }
    }
    for ((language, original), digest) in &lock.translations {
        let original = encoded(original);
        lines.push(format!("translation {language} {original} {digest}\n"));
    }
    lines.sort();
    format!("{HEAD}version {VERSION}\n{}", lines.concat())
}

/// A path as one word: white space and `%` as in the address of a page.
fn encoded(path: &str) -> String {
    let mut encoded = String::new();
    for character in path.chars() {
        match character.is_whitespace() || character.is_control() || character == '%' {
            true => {
                let mut bytes = [0; 4];
                let bytes = character.encode_utf8(&mut bytes).bytes();
                bytes.for_each(|byte| encoded += &format!("%{byte:02X}"));
            }
            false => encoded.push(character),
        }
    }
    encoded
}

/// What [`encoded`] made one word of.
pub fn decoded(word: &str) -> String {
    let bytes = percent_encoding::percent_decode_str(word);
    bytes.decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::InputFile;
    use crate::ledger::EntryDigest;
    use crate::lock::{State, TextLock, read};
    use crate::values::Date;

    fn checked(words: &str, date: &str) -> Checked {
        Checked {
            source: "s001".into(),
            words: Digest::of_text(words),
            snapshot: "a".repeat(64),
            offset: 7,
            lines: (2, 2),
            date: Date::parse(date).expect("a day"),
        }
    }

    fn lock(claim: &str, quotations: Vec<Checked>) -> Lock {
        let digest = EntryDigest {
            whole: Digest::of_text("whole"),
            said: Some(Digest::of_text(claim)),
        };
        let references = BTreeMap::from([("source:s001".to_string(), quotations.len())]);
        let text = TextLock {
            quotations,
            references,
        };
        Lock {
            entries: BTreeMap::from([((TableName::Claims, "c".to_string()), digest)]),
            texts: BTreeMap::from([("a page, 5% más.md".to_string(), Arc::new(text))]),
            translations: BTreeMap::new(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_stays_the_same() {
        let old = lock(
            "S",
            vec![checked("a", "2026-01-01"), checked("a", "2026-01-01")],
        );
        let first = update(&Lock::default(), old.clone());
        assert_eq!((first.new, first.changed, first.gone), (4, 0, 0));
        let reading = read(&InputFile::new(first.text.as_bytes()));
        assert_eq!((reading.state, &*reading.lock), (State::Whole, &old));
        let later = lock(
            "S",
            vec![checked("a", "2026-02-02"), checked("a", "2026-02-02")],
        );
        let second = update(&reading.lock, later);
        assert_eq!((second.new, second.changed, second.gone), (0, 0, 0));
        assert_eq!(second.text, first.text);
    }

    #[test]
    fn a_date_changes_with_its_entry_alone() {
        let old = lock(
            "S",
            vec![checked("a", "2026-01-01"), checked("b", "2026-01-01")],
        );
        let now = lock(
            "T",
            vec![checked("b", "2026-02-02"), checked("c", "2026-02-02")],
        );
        let made = update(&old, now);
        assert_eq!((made.new, made.changed, made.gone), (1, 1, 1));
        assert_eq!(made.claims, ["c"]);
        let dates: Vec<_> = made
            .text
            .lines()
            .filter(|line| line.starts_with("quotation"))
            .collect();
        let b = Digest::of_text("b").to_string();
        for line in dates {
            let date = if line.contains(&b) {
                "2026-01-01"
            } else {
                "2026-02-02"
            };
            assert!(line.ends_with(date), "{line}");
        }
        let mut moved = lock(
            "S",
            vec![checked("a", "2026-02-02"), checked("b", "2026-02-02")],
        );
        for text in moved.texts.values_mut() {
            Arc::make_mut(text).quotations[0].offset += 1;
        }
        let made = update(&old, moved);
        assert_eq!((made.new, made.changed, made.gone), (0, 1, 0));
        assert!(made.claims.is_empty());
    }
}
