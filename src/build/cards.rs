//! Cards as they are published: drawn when somebody asks, and remembered by what they are drawn from.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::Generation;
use super::made::{FinishedPage, MadePage};
use super::memory::GoOn;
use crate::cards;
use crate::diagnostics::Diagnostic;
use crate::render::{Card, no_drawing};
use crate::theme::Theme;

/// The card of a page, drawn or to be drawn. A page that is rendered anew and draws the same shares it.
#[derive(Default)]
pub(super) struct DrawnCard(OnceLock<Outcome>);

/// The bytes, or why there are none.
type Outcome = Result<Arc<[u8]>, String>;

/// The cards of a site, as they are published.
#[derive(Default)]
pub(super) struct PublishedCards {
    pub files: Vec<(String, Arc<[u8]>)>,
    pub problems: Vec<Diagnostic>,
    /// What each is known by, with its address.
    pub keys: Vec<(blake3::Hash, String)>,
}

impl FinishedPage {
    /// Takes over the card of the page as it was, if it is drawn from the same.
    pub fn keep_card(&mut self, before: &FinishedPage) {
        let key = |page: &FinishedPage| page.page.card.as_ref().map(|card| card.key);
        if key(self) == key(before) {
            self.drawn = before.drawn.clone();
        }
    }
}

impl Generation {
    /// The card at an address.
    pub(super) fn card(&self, address: &str) -> Option<Arc<[u8]>> {
        let page = self.page(self.place(&cards::page_of(address)?)?);
        let card = page.finished.page.card.as_ref()?;
        self.drawn(&page.finished, card).clone().ok()
    }

    /// The addresses of all cards.
    pub(super) fn card_addresses(&self) -> impl Iterator<Item = String> {
        let head = &self.head;
        let pages = head.pages().filter(|page| {
            let image = page.image.as_ref();
            let image = image.and_then(|(path, _)| head.pictures().get(path));
            let has_image = image.is_some_and(|image| image.picture.shared_as().is_some());
            head.edition(page).shared.site.cards && !has_image
        });
        pages.filter_map(|page| cards::address_of(&page.address))
    }

    /// Those at which something else is published: what a writer puts there stays.
    fn replaced(&self) -> BTreeSet<&str> {
        let files = self.head.published().map(|(_, address)| address.as_str());
        let replaced = files.chain(self.widths());
        replaced
            .filter(|address| address.starts_with(cards::FOLDER))
            .collect()
    }

    /// Every card that finished pages name. None if the work was stopped.
    pub(super) fn all_cards(
        &self,
        pages: &[Arc<MadePage>],
        go_on: GoOn<'_>,
    ) -> Option<PublishedCards> {
        let replaced = self.replaced();
        let cards = pages.iter().filter_map(|page| {
            let card = page.finished.page.card.as_ref()?;
            let is_own = !replaced.contains(card.address.as_str());
            is_own.then_some((&*page.finished, card))
        });
        let cards: Vec<(&FinishedPage, &Card)> = cards.collect();
        let outcomes: Option<Vec<&Outcome>> = cards
            .par_iter()
            .map(|(page, card)| go_on().then(|| self.drawn(page, card)))
            .collect();
        let mut published = PublishedCards::default();
        for ((_, card), outcome) in cards.into_iter().zip(outcomes?) {
            match outcome {
                Ok(bytes) => {
                    published.files.push((card.address.clone(), bytes.clone()));
                    published.keys.push((card.key, card.address.clone()));
                }
                Err(reason) => {
                    let problem = no_drawing(self.head.theme(), reason);
                    published.problems.push(problem);
                }
            }
        }
        Some(published)
    }

    fn drawn<'p>(&self, page: &'p FinishedPage, card: &Card) -> &'p Outcome {
        let DrawnCard(drawn) = &*page.drawn;
        drawn.get_or_init(|| {
            let shelf = self.made.pictures.shelf();
            if let Some(bytes) = shelf.and_then(|shelf| shelf.find(&card.key)) {
                return Ok(Arc::from(bytes));
            }
            draw(self.head.theme(), card, &self.cards_drawn)
        })
    }
}

fn draw(theme: &Theme, card: &Card, count: &AtomicUsize) -> Outcome {
    let fonts = theme.fonts.as_ref().ok_or("there are no fonts")?;
    count.fetch_add(1, Ordering::Relaxed);
    fonts.draw(&card.svg).map(Arc::from)
}
