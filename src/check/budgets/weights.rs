//! What pages ask for and what that weighs, remembered by the bytes of each file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::str::from_utf8;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::sheets;
use crate::check::asking::{Asked, AskedKind};
use crate::check::found::PageScan;
use crate::check::naming::is_elsewhere;
use crate::input::FilePath;
use crate::site::{decode, folder, join};

/// How many bytes are sent of a file: compressed by gzip at its usual level, or as they are where
/// that is less.
pub fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_or(bytes.len(), |sent| sent.len().min(bytes.len()))
}

/// A file of the finished site and where it comes from.
#[derive(Clone, Copy)]
pub struct SiteFile<'a> {
    pub path: &'a FilePath,
    pub bytes: &'a Arc<[u8]>,
}

/// The style sheets and scripts of a site, weighed.
#[derive(Default)]
pub struct Weights {
    files: BTreeMap<String, Weighed>,
}

struct Weighed {
    path: FilePath,
    bytes: Arc<[u8]>,
    gzipped: usize,
    /// What it asks for itself, if it is a style sheet.
    asks: Vec<Asked>,
}

/// What pages ask for beside their own HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    pub styles: Vec<Part>,
    pub scripts: Vec<Part>,
    /// How many requests of each kind.
    pub requests: BTreeMap<AskedKind, usize>,
    /// Addresses of other hosts that style sheets ask for, each with the sheet.
    pub elsewhere: Vec<(FilePath, String)>,
}

/// A style sheet or script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub address: String,
    /// None for files of other hosts.
    pub path: Option<FilePath>,
    pub gzipped: usize,
}

impl Load {
    pub fn styles_weigh(&self) -> usize {
        self.styles.iter().map(|part| part.gzipped).sum()
    }
}

impl Weights {
    /// What each page asks for, given with its address. `file` gives the files of the site.
    pub fn loads<'p>(
        &mut self,
        pages: impl Iterator<Item = (&'p str, &'p PageScan)>,
        file: impl Fn(&str) -> Option<SiteFile<'p>>,
    ) -> Vec<Arc<Load>> {
        let mut old = std::mem::take(&mut self.files);
        // Most pages of a folder ask for the same.
        let mut known: BTreeMap<(&str, &[Asked]), Arc<Load>> = BTreeMap::new();
        let loads = pages.map(|(address, scan)| {
            let load = known.entry((folder(address), &scan.asks));
            let load = load.or_insert_with(|| {
                let mut gathered = Gathered::default();
                for asked in &scan.asks {
                    self.gather(folder(address), asked, &mut gathered, &mut old, &file);
                }
                Arc::new(gathered.load)
            });
            load.clone()
        });
        loads.collect()
    }

    fn gather<'p>(
        &mut self,
        from: &str,
        asked: &Asked,
        gathered: &mut Gathered,
        old: &mut BTreeMap<String, Weighed>,
        file: &impl Fn(&str) -> Option<SiteFile<'p>>,
    ) {
        let kind = asked.kind;
        let is_other_host = is_elsewhere(&asked.address);
        let address = match is_other_host {
            true => Some(asked.address.to_string()),
            false => {
                let path = asked.address.split(['#', '?']).next().unwrap_or_default();
                join(from, &decode(path))
            }
        };
        // A link that leads out of the site is told elsewhere.
        let Some(address) = address else {
            return;
        };
        if !gathered.seen.insert(address.clone()) {
            return;
        }
        let requests = gathered.load.requests.entry(kind).or_default();
        *requests = match kind {
            AskedKind::Icon => 1,
            _ => *requests + 1,
        };
        let parts = match kind {
            AskedKind::Style => &mut gathered.load.styles,
            AskedKind::Script => &mut gathered.load.scripts,
            _ => return,
        };
        let weighed = match is_other_host {
            true => None,
            false => self.weighed(&address, kind, old, file),
        };
        parts.push(Part {
            address: address.clone(),
            path: weighed.map(|weighed| weighed.path.clone()),
            gzipped: weighed.map_or(0, |weighed| weighed.gzipped),
        });
        let Some(weighed) = weighed else {
            return;
        };
        let (path, asks) = (weighed.path.clone(), weighed.asks.clone());
        for asked in &asks {
            if is_elsewhere(&asked.address) {
                let elsewhere = (path.clone(), asked.address.to_string());
                gathered.load.elsewhere.push(elsewhere);
            }
            self.gather(folder(&address), asked, gathered, old, file);
        }
    }

    fn weighed<'p>(
        &mut self,
        address: &str,
        kind: AskedKind,
        old: &mut BTreeMap<String, Weighed>,
        file: &impl Fn(&str) -> Option<SiteFile<'p>>,
    ) -> Option<&Weighed> {
        if !self.files.contains_key(address) {
            let SiteFile { path, bytes } = file(address)?;
            let known = old.remove(address).filter(|old| old.bytes == *bytes);
            let weighed = known.unwrap_or_else(|| Weighed {
                path: path.clone(),
                bytes: bytes.clone(),
                gzipped: gzipped(bytes),
                asks: match (kind, from_utf8(bytes)) {
                    (AskedKind::Style, Ok(css)) => sheets::asks(css),
                    _ => Vec::new(),
                },
            });
            self.files.insert(address.to_string(), weighed);
        }
        self.files.get(address)
    }
}

/// What was found for one page so far.
#[derive(Default)]
struct Gathered {
    seen: BTreeSet<String>,
    load: Load,
}
