//! Pictures for sharing: letters measured, text fitted into a box, and a drawing turned into a PNG.
//!
//! What draws them is large, so it is a part of the program that a first build leaves out: the Cargo
//! feature `cards`. Without it there are no [`Fonts`], and so nobody who could ask for a card.

#[cfg(not(feature = "cards"))]
mod absent;
#[cfg(feature = "cards")]
mod drawing;
#[cfg(feature = "cards")]
mod fonts;
#[cfg(feature = "cards")]
mod packing;
mod problems;
#[cfg(feature = "cards")]
mod wrapping;

#[cfg(not(feature = "cards"))]
pub use absent::Fonts;
#[cfg(feature = "cards")]
pub use fonts::Fonts;
pub use problems::{BAD_CARD, BAD_FONT, CARD_LETTER, CARDS_NOT_BUILT, CODES};

/// Whether this program can draw cards.
pub const CAN_DRAW: bool = cfg!(feature = "cards");

/// How large a card is, in pixels: what the places where links are shared ask for.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// The folder of the published site that holds them.
pub const FOLDER: &str = "cards/";

/// Where the card of the page at an address is published.
pub fn address_of(page: &str) -> Option<String> {
    let name = page.strip_suffix(".html")?;
    Some(format!("{FOLDER}{name}.png"))
}

/// The page whose card would be at an address.
pub fn page_of(address: &str) -> Option<String> {
    let name = address.strip_prefix(FOLDER)?.strip_suffix(".png")?;
    Some(format!("{name}.html"))
}

/// A box for a text, and how the text may look in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// In pixels, as everything here that does not say otherwise.
    pub width: f64,
    pub height: f64,
    /// Sizes of letters to choose from.
    pub largest: u32,
    pub smallest: u32,
    /// From one line to the next, in sizes of letters.
    pub leading: f64,
    /// Between two letters, in sizes of letters.
    pub spacing: f64,
    /// As many lines and no more.
    pub lines: usize,
    /// A family, or `serif` or `sans-serif`.
    pub font: String,
    pub weight: u16,
}

/// A text in lines that fit its box.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    pub size: u32,
    /// From one line to the next.
    pub leading: u32,
    /// How high a capital letter is.
    pub capital: u32,
    /// Of the widest line.
    pub width: u32,
    pub lines: Vec<String>,
}

#[cfg(all(test, feature = "cards"))]
mod tests;
