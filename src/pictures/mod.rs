//! Pictures: their size, the widths they are offered in, and the bytes that are published, without
//! what cameras and programs note in them.

mod exif;
mod gif;
mod heif;
mod jpeg;
mod offer;
mod pixels;
mod png;
mod problems;
mod scale;
mod shelf;
mod svg;
mod webp;

use std::sync::Arc;

use crate::input::FilePath;

pub use offer::{Looked, Offered, Pictures};
pub use problems::{BAD_PICTURE, CODES, Damage, PICTURE_METADATA};
pub use shelf::{Shelf, Version};

use pixels::Pixels;

/// What can be told of a picture without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    kind: Kind,
    /// Width and height in pixels as it is shown; None where it does not say.
    pub size: Option<(usize, usize)>,
    /// How it has to be turned to stand upright, as EXIF counts: 1 to 8.
    orientation: u8,
    /// Whether its pixels can be written anew.
    is_writable: bool,
    /// What is wrong with it, if that shows at first sight.
    damage: Option<Damage>,
}

/// How a picture is stored, by its bytes and not by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
    Gif,
    Webp,
    /// AVIF and HEIC.
    Heif,
    Svg,
    /// Kinds that hold nothing but pixels.
    Plain,
    /// Kinds whose notes we cannot remove, by the name they go by.
    Other(&'static str),
}

/// More pixels than these are refused: unpacked they would take more memory than a machine has.
const MOST_PIXELS: usize = 100_000_000;

/// Looks at the first bytes of a file; None if it is no picture.
pub fn look(path: &FilePath, bytes: &[u8]) -> Option<Picture> {
    let of = |kind, size| Picture {
        kind,
        size,
        orientation: 1,
        is_writable: false,
        damage: None,
    };
    let ending = path.extension().unwrap_or_default();
    if ending.eq_ignore_ascii_case("svg") {
        let text = std::str::from_utf8(bytes).ok();
        return Some(of(Kind::Svg, text.and_then(svg::size)));
    }
    let kind = kind(bytes)?;
    let head = match kind {
        Kind::Jpeg => jpeg::head(bytes),
        Kind::Png => png::head(bytes),
        _ => {
            let size = imagesize::blob_size(bytes).ok();
            return Some(of(kind, size.map(|size| (size.width, size.height))));
        }
    };
    let mut picture = of(kind, None);
    match head {
        Ok(head) if head.width.saturating_mul(head.height) > MOST_PIXELS => {
            picture.damage = Some(Damage::TooLarge(head.width, head.height));
        }
        Ok(head) => {
            picture.size = Some(match head.orientation {
                5.. => (head.height, head.width),
                _ => (head.width, head.height),
            });
            picture.orientation = head.orientation;
            picture.is_writable = head.is_writable;
        }
        Err(damage) => picture.damage = Some(damage),
    }
    Some(picture)
}

/// What the beginning of a JPEG or PNG says.
struct Head {
    width: usize,
    height: usize,
    orientation: u8,
    is_writable: bool,
}

fn kind(bytes: &[u8]) -> Option<Kind> {
    use imagesize::ImageType;
    if bytes.starts_with(jpeg::START) {
        return Some(Kind::Jpeg);
    }
    if bytes.starts_with(png::SIGNATURE) {
        return Some(Kind::Png);
    }
    match imagesize::image_type(bytes).ok()? {
        ImageType::Gif => Some(Kind::Gif),
        ImageType::Webp => Some(Kind::Webp),
        ImageType::Heif(_) => Some(Kind::Heif),
        ImageType::Bmp | ImageType::Ico => Some(Kind::Plain),
        ImageType::Tiff => Some(Kind::Other("TIFF")),
        ImageType::Jxl => Some(Kind::Other("JPEG XL")),
        ImageType::Psd => Some(Kind::Other("Photoshop")),
        _ => None,
    }
}

impl Picture {
    /// The widths it can be had in beside its own; none for kinds we cannot write anew.
    pub fn widths(&self) -> Vec<usize> {
        match self.size {
            Some((width, _)) if self.is_writable => offer::widths(width),
            _ => Vec::new(),
        }
    }

    /// What is wrong with it, if that shows at first sight.
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.as_ref()
    }

    /// Whether the whole is made by writing all its pixels anew.
    pub fn is_turned(&self) -> bool {
        self.orientation != 1 && self.is_writable
    }

    /// What the picture is called whose notes we cannot remove.
    pub fn keeps_metadata(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Other(name) => Some(name),
            _ => None,
        }
    }

    /// The picture in its own size as it is published: upright, and without any notes.
    ///
    /// # Errors
    /// It is damaged, so that nobody can tell what is in it.
    pub fn whole(&self, bytes: &Arc<[u8]>) -> Result<Arc<[u8]>, Damage> {
        match self.is_turned() {
            true => self.turned(bytes, &self.pixels(bytes)?),
            false => self.bare(bytes),
        }
    }

    /// The picture in some of its [`Picture::widths`].
    ///
    /// # Errors
    /// It cannot be unpacked.
    pub fn scaled(&self, bytes: &Arc<[u8]>, widths: &[usize]) -> Result<Vec<Arc<[u8]>>, Damage> {
        let pixels = self.pixels(bytes)?;
        let whole = match self.is_turned() {
            true => self.turned(bytes, &pixels)?,
            false => self.bare(bytes)?,
        };
        let scaled = widths.iter().map(|width| {
            let made = self.write(&scale::to_width(&pixels, *width), bytes, SCALED)?;
            // Fewer pixels may need more bytes. No reader is served by that.
            Ok(match made.len() < whole.len() {
                true => Arc::from(made),
                false => whole.clone(),
            })
        });
        scaled.collect()
    }

    fn turned(&self, bytes: &[u8], pixels: &Pixels) -> Result<Arc<[u8]>, Damage> {
        Ok(Arc::from(self.write(pixels, bytes, WHOLE)?))
    }

    /// The same pixels as they are stored, without notes.
    fn bare(&self, bytes: &Arc<[u8]>) -> Result<Arc<[u8]>, Damage> {
        if let Some(damage) = &self.damage {
            return Err(damage.clone());
        }
        let bare = match self.kind {
            Kind::Jpeg => jpeg::bare(bytes, self.orientation)?,
            Kind::Png => png::bare(bytes, self.orientation)?,
            Kind::Gif => gif::bare(bytes)?,
            Kind::Webp => webp::bare(bytes)?,
            Kind::Heif => heif::bare(bytes)?,
            Kind::Svg | Kind::Plain | Kind::Other(_) => return Ok(bytes.clone()),
        };
        Ok(match bare[..] == bytes[..] {
            true => bytes.clone(),
            false => Arc::from(bare),
        })
    }

    /// Its pixels, upright.
    fn pixels(&self, bytes: &[u8]) -> Result<Pixels, Damage> {
        if let Some(damage) = &self.damage {
            return Err(damage.clone());
        }
        let pixels = match self.kind {
            Kind::Png => png::pixels(bytes)?,
            _ => jpeg::pixels(bytes)?,
        };
        Ok(pixels.upright(self.orientation))
    }

    /// Pixels in the kind and the colours of the picture they come from.
    fn write(&self, pixels: &Pixels, of: &[u8], quality: u8) -> Result<Vec<u8>, Damage> {
        match self.kind {
            Kind::Png => png::write(pixels, of),
            _ => jpeg::write(pixels, of, quality),
        }
    }
}

/// How exact a JPEG is: in its own size it must not lose what can be seen; in a smaller one an eye
/// sees less.
const WHOLE: u8 = 90;
const SCALED: u8 = 80;

/// A number of two or four bytes, if they are there.
fn number(bytes: &[u8], at: usize, length: usize, big_end_first: bool) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?.iter();
    let add = |sum: usize, byte: &u8| (sum << 8) | usize::from(*byte);
    Some(match big_end_first {
        true => bytes.fold(0, add),
        false => bytes.rev().fold(0, add),
    })
}

#[cfg(test)]
mod container_tests;
#[cfg(test)]
mod tests;
