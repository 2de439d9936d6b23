//! A program that was built without cards: there are no fonts, so nothing is measured and nothing drawn.

use std::sync::Arc;

use super::{Fitted, Space};
use crate::input::{FilePath, InputFile};

/// The fonts of cards, of which there are none.
pub enum Fonts {}

impl Fonts {
    /// None, whatever a theme brings along.
    pub fn load<'f>(
        _: impl Iterator<Item = (&'f FilePath, &'f InputFile)>,
    ) -> (Option<Arc<Fonts>>, Vec<FilePath>) {
        (None, Vec::new())
    }

    pub fn fit(&self, _: &str, _: &Space) -> Fitted {
        match *self {}
    }

    pub fn lacking(&self, _: &str) -> Result<Vec<char>, String> {
        match *self {}
    }

    pub fn key(&self, _: &str) -> blake3::Hash {
        match *self {}
    }

    pub fn draw(&self, _: &str) -> Result<Vec<u8>, String> {
        match *self {}
    }
}
