//! The picture that stands for a page where its link is shared: that of its front matter, or a card drawn
//! from the theme's `card.svg`.

use std::sync::Arc;

use tera::{Context, Value};

use super::context::Table;
use super::inputs::PageInputs;
use crate::cards::{self, BAD_CARD, CARD_LETTER};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::{FilePath, InputTree};
use crate::site::encode;
use crate::theme::{Theme, render_problem, template_file};

/// The template of cards.
const TEMPLATE: &str = "card.svg";

/// What stands for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareImage {
    pub address: String,
    /// The whole address. That of a card ends with a hash of what it is drawn from: where links are shared,
    /// pictures are kept by their address for long.
    pub url: String,
    pub width: usize,
    pub height: usize,
    /// In words; empty if nobody has said.
    pub alt: String,
    pub media_type: &'static str,
}

/// A card before it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub address: String,
    pub svg: Arc<str>,
    /// What it is known by.
    pub key: blake3::Hash,
}

/// Whether a theme draws cards in this program.
pub fn draws_cards(theme: &Theme) -> bool {
    theme.fonts.is_some() && template_file(&theme.files, TEMPLATE).is_some()
}

/// What stands for a page, with the card if one has to be drawn. `context` is what its template gets.
pub fn share(
    inputs: &PageInputs,
    context: &Context,
    files: &InputTree,
    problems: &mut Vec<Diagnostic>,
) -> (Option<ShareImage>, Option<Card>) {
    let Some(base_url) = &inputs.site.base_url else {
        return (None, None);
    };
    if let Some(image) = own(inputs, base_url) {
        return (Some(image), None);
    }
    match card(inputs, context, files) {
        Ok(None) => (None, None),
        Ok(Some((card, lacking))) => {
            problems.extend(lacking.map(|letters| lacks(inputs, &letters)));
            let (title, site) = (&inputs.page.title, &inputs.site.title);
            let image = ShareImage {
                url: format!(
                    "{base_url}{}?{}",
                    encode(&card.address),
                    &card.key.to_hex()[..8]
                ),
                address: card.address.clone(),
                width: cards::WIDTH as usize,
                height: cards::HEIGHT as usize,
                alt: match title == site {
                    true => title.clone(),
                    false => format!("{title} – {site}"),
                },
                media_type: "image/png",
            };
            (Some(image), Some(card))
        }
        Err(problem) => {
            problems.push(*problem);
            (None, None)
        }
    }
}

/// The picture of the front matter, if it is of a kind that is shown.
fn own(inputs: &PageInputs, base_url: &str) -> Option<ShareImage> {
    let (_, own) = inputs.page.image.as_ref()?;
    let offered = inputs.pictures.get(own)?;
    let media_type = offered.picture.shared_as()?;
    let (address, width, height) = offered.shared(own)?;
    let alt = inputs.page.facts.as_ref()?.front.image_alt.clone();
    Some(ShareImage {
        address: address.to_string(),
        url: format!("{base_url}{}", encode(address)),
        width,
        height,
        alt: alt.unwrap_or_default(),
        media_type,
    })
}

/// A card with the letters that cannot be drawn, if there are any.
type Lettered = (Card, Option<Vec<char>>);

fn card(
    inputs: &PageInputs,
    context: &Context,
    files: &InputTree,
) -> Result<Option<Lettered>, Box<Diagnostic>> {
    let theme = &inputs.theme;
    let address = cards::address_of(&inputs.page.address);
    let (Some(fonts), Some(address), true) = (&theme.fonts, address, inputs.site.cards) else {
        return Ok(None);
    };
    let about = |problem: Diagnostic| match &inputs.page.facts {
        Some(facts) => {
            let place = Place::File(facts.path.clone());
            Box::new(problem.related(place, "while drawing the card of this page"))
        }
        None => Box::new(problem),
    };
    let svg = theme
        .tera
        .render(TEMPLATE, context)
        .map_err(|error| about(render_problem(&error, files, &theme.files, TEMPLATE)))?;
    let lacking = fonts
        .lacking(&svg)
        .map_err(|reason| about(no_drawing(theme, &reason)))?;
    let card = Card {
        key: fonts.key(&svg),
        svg: Arc::from(svg),
        address,
    };
    Ok(Some((card, (!lacking.is_empty()).then_some(lacking))))
}

/// That a card is no drawing.
pub fn no_drawing(theme: &Theme, reason: &str) -> Diagnostic {
    let place = template_file(&theme.files, TEMPLATE)
        .cloned()
        .map_or(Place::Site, Place::File);
    let message = format!(
        "`{TEMPLATE}` gave no drawing: {}",
        reason.trim_end_matches('.')
    );
    Diagnostic::new(&BAD_CARD, place, message)
}

fn lacks(inputs: &PageInputs, letters: &[char]) -> Diagnostic {
    let page = &inputs.page;
    let has = |text: &str| text.contains(letters);
    let item = |path: &FilePath, key: &str| Place::Item(path.clone(), Arc::from(key));
    let description = page.description.as_deref();
    let place = match &page.facts {
        None => Place::Site,
        Some(facts) if has(&page.title) => item(&facts.path, "title"),
        Some(facts) if description.is_some_and(has) => item(&facts.path, "description"),
        Some(facts) => Place::File(facts.path.clone()),
    };
    let shown = letters.iter().take(SHOWN);
    let shown: Vec<String> = shown.map(|letter| format!("`{letter}`")).collect();
    let more = if letters.len() > SHOWN {
        " and more"
    } else {
        ""
    };
    let message = format!(
        "no font of cards has {}{more}, which the card of this page shows",
        shown.join(", ")
    );
    Diagnostic::new(&CARD_LETTER, place, message)
        .hint("put a font that has it into `themes/default/fonts/`")
}

/// So many letters are named.
const SHOWN: usize = 5;

/// `page.share_image` in templates.
pub fn share_value(image: &Option<ShareImage>) -> Value {
    image.as_ref().map_or_else(Value::none, |image| {
        Table::new()
            .with("address", super::context::address(&image.address))
            .with("url", image.url.as_str())
            .with("width", image.width)
            .with("height", image.height)
            .with("alt", image.alt.as_str())
            .with("type", image.media_type)
            .value()
    })
}
