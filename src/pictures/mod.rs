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
    let is_svg = |ending: &str| ending.eq_ignore_ascii_case("svg");
    // What it is called counts only where the bytes say nothing.
    let kind = kind(bytes).or_else(|| path.extension().is_some_and(is_svg).then_some(Kind::Svg))?;
    let head = match kind {
        Kind::Jpeg => jpeg::head(bytes).map(Some),
        Kind::Png => png::head(bytes).map(Some),
        Kind::Svg => Ok(Head::of_size(
            std::str::from_utf8(bytes).ok().and_then(svg::size),
        )),
        _ => {
            let size = imagesize::blob_size(bytes).ok();
            Ok(Head::of_size(size.map(|size| (size.width, size.height))))
        }
    };
    let head = head.and_then(|head| match head {
        Some(head) if head.width.saturating_mul(head.height) > MOST_PIXELS && kind != Kind::Svg => {
            Err(Damage::TooLarge(head.width, head.height))
        }
        head => Ok(head),
    });
    let (head, damage) = match head {
        Ok(head) => (head, None),
        Err(damage) => (None, Some(damage)),
    };
    let size = head.as_ref().map(|head| match head.orientation {
        5.. => (head.height, head.width),
        _ => (head.width, head.height),
    });
    Some(Picture {
        kind,
        size,
        orientation: head.as_ref().map_or(1, |head| head.orientation),
        is_writable: head.is_some_and(|head| head.is_writable),
        damage,
    })
}

/// What the beginning of a picture says.
struct Head {
    width: usize,
    height: usize,
    orientation: u8,
    is_writable: bool,
}

impl Head {
    /// Of a picture that is shown as it is stored.
    fn of_size(size: Option<(usize, usize)>) -> Option<Head> {
        size.map(|(width, height)| Head {
            width,
            height,
            orientation: 1,
            is_writable: false,
        })
    }
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

    /// Its media type, if it is a picture that is shown where a link is shared.
    pub fn shared_as(&self) -> Option<&'static str> {
        match self.kind {
            _ if self.size.is_none() => None,
            Kind::Jpeg => Some("image/jpeg"),
            Kind::Png => Some("image/png"),
            Kind::Gif => Some("image/gif"),
            Kind::Webp => Some("image/webp"),
            Kind::Heif | Kind::Svg | Kind::Plain | Kind::Other(_) => None,
        }
    }

    /// What the picture is called whose notes we cannot remove.
    pub fn keeps_metadata(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Other(name) => Some(name),
            _ => None,
        }
    }

    /// Some versions of the picture as they are published, upright and without any notes.
    ///
    /// # Errors
    /// It is damaged, so that nobody can tell what is in it, or cannot be unpacked.
    pub fn make(&self, bytes: &Arc<[u8]>, versions: &[Version]) -> Result<Vec<Arc<[u8]>>, Damage> {
        let is_scaled = versions.iter().any(|version| *version != Version::Whole);
        let pixels = match is_scaled || self.is_turned() {
            true => Some(self.pixels(bytes)?),
            false => None,
        };
        let bare = match self.is_turned() {
            true => None,
            false => Some(self.bare(bytes)?),
        };
        let make = |version: &Version| match (version, &pixels, &bare) {
            (Version::Whole, _, Some(bare)) => Ok(bare.clone()),
            (Version::Whole, Some(pixels), None) => {
                Ok(Arc::from(self.write(pixels, bytes, WHOLE)?))
            }
            (Version::Width(width), Some(pixels), _) => {
                let made = self.write(&scale::to_width(pixels, *width), bytes, SCALED)?;
                // Fewer pixels may need more bytes. No reader is served by that.
                Ok(match &bare {
                    Some(bare) if bare.len() <= made.len() => bare.clone(),
                    _ => Arc::from(made),
                })
            }
            (_, None, _) => Err(Damage::CutOff),
        };
        versions.iter().map(make).collect()
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
