//! What each page weighs on its way to a reader, remembered by its bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::arranging::Head;
use super::made::MadePage;
use super::memory::GoOn;
use crate::check::{KB, Load, PageWeight, SiteFile, Weights};

/// What one page weighs and asks for.
pub(super) struct Weighed {
    gzipped: Option<usize>,
    load: Arc<Load>,
}

impl Weighed {
    pub fn weight(&self) -> PageWeight<'_> {
        PageWeight {
            gzipped: self.gzipped,
            load: &self.load,
        }
    }
}

/// Weighs every page, in their order. None if the work was stopped; what was weighed is kept.
pub(super) fn weigh(
    weights: &mut Weights,
    head: &Head,
    made: &[Arc<MadePage>],
    go_on: GoOn<'_>,
) -> Option<Vec<Weighed>> {
    let theme = head.theme();
    let assets = theme.assets.iter().filter_map(|asset| {
        let path = theme.files.get(&format!("assets/{}", asset.name))?;
        let bytes = &asset.bytes;
        Some((asset.address.as_str(), SiteFile { path, bytes }))
    });
    let files = head.editions.iter().flat_map(|edition| &edition.site.files);
    let files = files.filter_map(|(path, address)| {
        let bytes = head.files.get(path.as_str())?.bytes();
        Some((address.as_str(), SiteFile { path, bytes }))
    });
    // Where both have an address, the site's own file is what is published.
    let files: BTreeMap<&str, SiteFile<'_>> = assets.chain(files).collect();
    let pages = head.pages().zip(made);
    let pages = pages.map(|(place, made)| (place.address.as_str(), made.finished.scan()));
    let loads = weights.loads(pages, |address| files.get(address).copied());

    let limit = head.config().budgets.page * KB;
    let weighed = made.par_iter().zip(loads).map(|(made, load)| {
        // Most pages are light enough as they are, and compressing costs more than making them.
        let fits = made.finished.page.html.len() + load.styles_weigh() <= limit;
        if !fits && !go_on() {
            return None;
        }
        let gzipped = (!fits).then(|| made.finished.gzipped());
        Some(Weighed { gzipped, load })
    });
    weighed.collect()
}
