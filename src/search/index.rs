//! The index of one language: numbered documents, the parts with their terms and those with their texts.
//! It is brought from one state of the site to the next, and what comes out hangs on the documents alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::documents::Document;
use super::postings::{Change, LARGEST, Terms};
use super::stemmers::Stemmer;
use crate::render::SEARCH_INDEX;
use crate::values::Data;

/// Documents that have numbers in a row and their texts in one part, at most.
const BLOCK: usize = 256;
/// Bytes of such texts, on average, at most.
const USUAL: usize = 32_000;
/// Where the parts are published.
pub const PARTS: &str = "assets/search/";
/// Characters of a document's text that are there to be shown.
const SHOWN: usize = 500;

/// Whether an address can be that of a part of an index.
pub fn is_of_search(address: &str) -> bool {
    address.starts_with(PARTS) || address.rsplit('/').next() == Some(SEARCH_INDEX)
}

/// Documents by their blocks, and in each by their address.
type Blocks = Vec<Vec<Arc<Document>>>;

/// The index of a language as it was last.
#[derive(Default)]
pub struct Index {
    /// The key and the tag of its language: all is named and cut by them.
    language: [String; 2],
    blocks: Blocks,
    /// By the letter they begin with.
    terms: BTreeMap<char, Terms>,
    /// For each block; None where it has no document.
    texts: Vec<Option<File>>,
    /// By the part they are of.
    files: BTreeMap<String, (Arc<str>, File)>,
    /// What names them.
    directory: Option<Arc<[u8]>>,
}

/// What all parts of an index have in common.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// Of the language: `es`.
    pub key: &'a str,
    /// The tag its pages carry: `es-MX`.
    pub language: &'a str,
    /// The words of the theme.
    pub strings: &'a Data,
}

/// A published file.
#[derive(Clone)]
pub struct File {
    pub address: Arc<str>,
    pub bytes: Arc<[u8]>,
}

/// The small file that names the parts, as the script reads it.
#[derive(Serialize)]
struct Directory<'a> {
    /// What the names of all parts begin with, from the site's root.
    parts: String,
    language: &'a str,
    documents: usize,
    block: usize,
    /// The hash of each part with terms, by their letters.
    terms: BTreeMap<&'a str, &'a str>,
    /// The hashes of those with texts in a row, eight letters each.
    texts: String,
    stems: &'a Stemmer,
    words: BTreeMap<&'a str, serde_json::Value>,
}

impl Index {
    /// Makes of it the index of these documents, and gives its files, the one that names the others
    /// first.
    pub fn update(
        &mut self,
        documents: Vec<Arc<Document>>,
        about: About<'_>,
        at: &str,
    ) -> Vec<File> {
        let stemmer = Stemmer::of(about.language);
        let count = documents.len();
        let blocks = blocks(documents);
        let language = [about.key, about.language].map(str::to_string);
        if blocks.len() != self.blocks.len() || language != self.language {
            // All have other numbers, or are cut otherwise.
            *self = Index::default();
            self.language = language;
            self.blocks.resize_with(blocks.len(), Vec::new);
            self.texts.resize(blocks.len(), None);
        }
        let changed: Vec<usize> = (0..blocks.len())
            .filter(|at| {
                let (old, new) = (&self.blocks[*at], &blocks[*at]);
                old.len() != new.len()
                    || old.iter().zip(new).any(|(old, new)| !Arc::ptr_eq(old, new))
            })
            .collect();
        let changes = changed
            .par_iter()
            .map(|at| changes(*at, &self.blocks[*at], &blocks[*at], stemmer));
        let changes: Vec<Vec<Change>> = changes.collect();
        let mut by_letter: BTreeMap<char, Vec<Change>> = BTreeMap::new();
        for change in changes.into_iter().flatten() {
            if let Some(letter) = change.0.chars().next() {
                by_letter.entry(letter).or_default().push(change);
            }
        }
        let noted = by_letter.into_iter().map(|(letter, changes)| {
            (
                letter,
                self.terms.remove(&letter).unwrap_or_default(),
                changes,
            )
        });
        let noted: Vec<(char, Terms, Vec<Change>)> = noted.collect();
        let noted = noted.into_par_iter().map(|(letter, mut terms, changes)| {
            terms.note(changes);
            (letter, terms)
        });
        let noted: Vec<(char, Terms)> = noted.collect();
        self.terms
            .extend(noted.into_iter().filter(|(_, terms)| !terms.is_empty()));

        let made = changed.par_iter().map(|at| {
            let block = &blocks[*at];
            (!block.is_empty()).then(|| file(about.key, &format!("d{at}"), &texts(block)))
        });
        for (at, made) in changed.iter().zip(made.collect::<Vec<_>>()) {
            self.texts[*at] = made;
        }
        self.blocks = blocks;
        self.files = self.term_files(about.key);
        let now = self.directory(count, about, stemmer);
        let directory = self.directory.take().filter(|old| *old == now);
        let directory = self.directory.insert(directory.unwrap_or(now)).clone();
        let directory = File {
            address: Arc::from(at),
            bytes: directory,
        };
        let terms = self.files.values().map(|(_, file)| file.clone());
        let texts = self.texts.iter().flatten().cloned();
        [directory].into_iter().chain(terms).chain(texts).collect()
    }

    /// The files of the terms; the old one for each part that is the same.
    fn term_files(&self, key: &str) -> BTreeMap<String, (Arc<str>, File)> {
        let parts = self.terms.values().flat_map(|terms| &terms.parts);
        let mut parts: Vec<(&String, &Arc<str>)> = parts.collect();
        // What a small site has goes into one.
        let size: usize = parts.iter().map(|(_, part)| part.len()).sum();
        let all: Arc<str>;
        if parts.len() > 1 && size <= LARGEST {
            let joined: String = parts.iter().map(|(_, part)| &***part).collect();
            all = joined.into();
            parts = vec![(const { &String::new() }, &all)];
        }
        let made = parts.into_par_iter().map(|(letters, part)| {
            let old = self
                .files
                .get(letters)
                .filter(|(old, _)| Arc::ptr_eq(old, part));
            let file = match old {
                Some((_, file)) => file.clone(),
                None => file(key, &format!("t{}", plain(letters)), &json(&**part)),
            };
            (letters.clone(), (part.clone(), file))
        });
        made.collect()
    }

    fn directory(&self, documents: usize, about: About<'_>, stemmer: &Stemmer) -> Arc<[u8]> {
        let terms = self.files.iter();
        let terms = terms.map(|(letters, (_, file))| (letters.as_str(), hash_of(file)));
        let texts = self.texts.iter();
        let directory = Directory {
            parts: format!("{PARTS}{}-", about.key),
            language: about.language,
            documents,
            block: BLOCK,
            terms: terms.collect(),
            texts: texts
                .map(|file| file.as_ref().map_or("--------", hash_of))
                .collect(),
            stems: stemmer,
            words: said(about.strings),
        };
        script(&json(&directory))
    }
}

/// Each document has its block by the hash of its address and a place in it by the address itself, so that
/// a new one moves few others.
fn blocks(documents: Vec<Arc<Document>>) -> Blocks {
    let mut keyed: Vec<(u32, Arc<Document>)> = documents
        .into_iter()
        .map(|document| {
            let hash = blake3::hash(document.address.as_bytes());
            let [a, b, c, d, ..] = *hash.as_bytes();
            (u32::from_be_bytes([a, b, c, d]), document)
        })
        .collect();
    keyed.sort_by(|(a, one), (b, other)| (a, &one.address).cmp(&(b, &other.address)));
    let sizes = keyed.iter().map(|(_, document)| {
        let shown = shortened(&document.text).len();
        shown + document.title.len() + document.address.len() + document.within.len()
    });
    let size: usize = sizes.sum();
    let mut bits = 0;
    while size >> bits > USUAL {
        bits += 1;
    }
    let block = |hash: u32, bits: u32| (u64::from(hash) >> (32 - bits)) as usize;
    let is_full = |bits: u32| {
        let mut blocks = keyed.chunk_by(|(a, _), (b, _)| block(*a, bits) == block(*b, bits));
        blocks.any(|one| one.len() > BLOCK)
    };
    // Two of one address are not told apart however finely they are divided.
    while bits < 20 && is_full(bits) {
        bits += 1;
    }
    let mut blocks: Blocks = vec![Vec::new(); 1 << bits];
    for (hash, document) in keyed {
        let block = &mut blocks[block(hash, bits)];
        if block.len() < BLOCK {
            block.push(document);
        }
    }
    for block in &mut blocks {
        block.sort_by(|one, other| one.address.cmp(&other.address));
    }
    blocks
}

/// What changes where a block has other documents.
fn changes(
    block: usize,
    old: &[Arc<Document>],
    new: &[Arc<Document>],
    stemmer: &Stemmer,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for at in 0..old.len().max(new.len()) {
        let (old, new) = (old.get(at), new.get(at));
        if let (Some(old), Some(new)) = (old, new)
            && Arc::ptr_eq(old, new)
        {
            continue;
        }
        let terms = |document: Option<&Arc<Document>>| {
            document
                .map(|document| document.terms(stemmer))
                .unwrap_or_default()
        };
        let (before, now) = (terms(old), terms(new));
        let number = (block * BLOCK + at) as u32;
        let gone = before.keys().filter(|term| !now.contains_key(*term));
        changes.extend(gone.map(|term| (term.clone(), number, None)));
        let others = now
            .into_iter()
            .filter(|(term, level)| before.get(term) != Some(level));
        changes.extend(others.map(|(term, level)| (term, number, Some(level))));
    }
    changes
}

/// The texts of a block, in the order of their numbers.
fn texts(block: &[Arc<Document>]) -> String {
    let texts = block.iter().map(|document| {
        let shown = shortened(&document.text);
        (
            document.kind,
            &document.address,
            &document.title,
            &document.within,
            shown,
        )
    });
    json(&texts.collect::<Vec<_>>())
}

/// A text as far as it is there to be shown.
fn shortened(text: &str) -> &str {
    match text.char_indices().nth(SHOWN) {
        None => text,
        Some((end, _)) => {
            let cut = &text[..end];
            cut.rfind(' ').map_or(cut, |space| &cut[..space])
        }
    }
}

/// A part under a name that changes with what it holds.
fn file(key: &str, part: &str, content: &str) -> File {
    let bytes = script(content);
    let hash = blake3::hash(&bytes).to_hex();
    File {
        address: format!("{PARTS}{key}-{part}.{}.js", &hash[..8]).into(),
        bytes,
    }
}

/// The hash in the name of a part.
fn hash_of(file: &File) -> &str {
    let name = file.address.trim_end_matches(".js");
    name.rsplit('.').next().unwrap_or_default()
}

/// What the search script finds once it is loaded.
fn script(content: &str) -> Arc<[u8]> {
    Arc::from(format!("nutgrafPart={content};\n").into_bytes())
}

/// Letters as they can stand in the name of any file: `c`, `-f1`.
fn plain(letters: &str) -> String {
    let plain = letters.chars().map(|letter| match letter {
        'a'..='z' | '0'..='9' => letter.to_string(),
        _ => format!("-{:x}", u32::from(letter)),
    });
    plain.collect()
}

/// The words of the theme about searching.
fn said(strings: &Data) -> BTreeMap<&str, serde_json::Value> {
    let entries = match strings {
        Data::Map(entries) => &entries[..],
        _ => &[],
    };
    let said = entries
        .iter()
        .filter_map(|(key, value)| Some((key.strip_prefix("search_")?, as_json(value))));
    said.collect()
}

fn as_json(data: &Data) -> serde_json::Value {
    match data {
        Data::Text(text) => serde_json::Value::from(&**text),
        Data::Map(entries) => {
            let entries = entries.iter();
            entries
                .map(|(key, value)| (key.to_string(), as_json(value)))
                .collect()
        }
        _ => serde_json::Value::Null,
    }
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    // There is nothing in these types that JSON could not hold.
    serde_json::to_string(value).unwrap_or_default()
}
