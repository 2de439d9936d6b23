//! The problems of pictures, and their words.

use std::fmt;

use crate::diagnostics::Code;

pub const BAD_PICTURE: Code = Code::error(
    "bad-picture",
    "Pictures are published without what cameras and programs note in them, such as the place where a photo was \
taken, and in sizes that suit the reader's screen. This one is damaged or too large to be unpacked, so neither can be \
done, and it is not published.\n\nExport it again from the program it comes from. More than 100 million pixels \
are refused: make it smaller.",
);
pub const PICTURE_METADATA: Code = Code::warning(
    "picture-metadata",
    "Cameras and programs note in a picture where, when and by whom it was made. From JPEG, PNG, GIF, WebP and AVIF \
these notes are removed before they are published. From a picture of this kind they cannot be, and browsers hardly \
show it.\n\nSave it as JPEG or PNG. If readers are meant to have it as it is, with all that stands in it, put it into \
an archive such as a ZIP file.",
);

pub const CODES: &[Code] = &[BAD_PICTURE, PICTURE_METADATA];

/// What is wrong with a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It ends before it is whole.
    CutOff,
    /// What in it is not as it should be, as a sentence.
    Broken(&'static str),
    /// It has too many pixels: width and height.
    TooLarge(usize, usize),
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Damage::CutOff => f.write_str("it breaks off before its end"),
            Damage::Broken(part) => f.write_str(part),
            Damage::TooLarge(width, height) => write!(
                f,
                "it is {width} × {height} pixels large, expected at most 100 million of them"
            ),
        }
    }
}
