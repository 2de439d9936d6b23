//! JPEG: its segments, of which those that are shown are kept, and its pixels.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::pixels::Pixels;
use super::{Damage, Head, exif, number};

/// The first bytes of every JPEG.
pub const START: &[u8] = b"\xFF\xD8\xFF";

const EXIF: &[u8] = b"Exif\0\0";
const ICC: &[u8] = b"ICC_PROFILE\0";

/// One segment, with the packed pixels behind it if it announces any.
struct Segment<'b> {
    marker: u8,
    /// Behind marker and length.
    body: &'b [u8],
    /// The segment from its marker on, and the packed pixels behind it.
    all: &'b [u8],
}

struct Segments<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Segments<'b> {
    fn new(bytes: &'b [u8]) -> Segments<'b> {
        Segments { bytes, at: 2 }
    }

    /// The next segment; None at the end of the picture. What programs put behind it, such as a
    /// preview or a film, is no part of it.
    fn next(&mut self) -> Result<Option<Segment<'b>>, Damage> {
        let bytes = self.bytes;
        // Filling bytes, and now and then some that should not be there.
        let (start, marker) = loop {
            let at = self.at;
            match bytes.get(at..at + 2).ok_or(Damage::CutOff)? {
                [0xFF, 0xD9] => return Ok(None),
                [0xFF, 0x00 | 0x01 | 0xFF | 0xD0..=0xD8] => self.at += 1,
                [0xFF, marker] => break (at, *marker),
                _ => self.at += 1,
            }
        };
        let length = number(bytes, start + 2, 2, true).ok_or(Damage::CutOff)?;
        let mut end = start + 2 + length.max(2);
        let body = bytes.get(start + 4..end).ok_or(Damage::CutOff)?;
        if marker == 0xDA {
            // Packed pixels reach to the next marker that is none of theirs.
            let is_theirs = |next: u8| matches!(next, 0x00 | 0xD0..=0xD7);
            loop {
                match bytes.get(end..end + 2).ok_or(Damage::CutOff)? {
                    [0xFF, next] if !is_theirs(*next) => break,
                    [0xFF, _] => end += 2,
                    _ => end += 1,
                }
            }
        }
        self.at = end;
        let all = &bytes[start..end];
        Ok(Some(Segment { marker, body, all }))
    }
}

/// What stands before the pixels.
pub fn head(bytes: &[u8]) -> Result<Head, Damage> {
    let mut orientation = 1;
    let mut segments = Segments::new(bytes);
    while let Some(Segment { marker, body, .. }) = segments.next()? {
        match marker {
            0xE1 => {
                if let Some(notes) = body.strip_prefix(EXIF) {
                    orientation = exif::orientation(notes);
                }
            }
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let side = |at| number(body, at, 2, true).filter(|side| *side > 0);
                let (height, width) = side(1).zip(side(3)).ok_or(BROKEN_FRAME)?;
                // Of grey or of three colours, not of the four inks of a press.
                let is_common = matches!((body[0], body.get(5)), (8, Some(1 | 3)));
                return Ok(Head {
                    width,
                    height,
                    orientation,
                    is_writable: is_common && marker <= 0xC2,
                });
            }
            _ => {}
        }
    }
    Err(BROKEN_FRAME)
}

const BROKEN_FRAME: Damage = Damage::Broken("it does not say how large it is");

/// The picture without its notes; which way it is turned stays, if it is not upright.
pub fn bare(bytes: &[u8], orientation: u8) -> Result<Vec<u8>, Damage> {
    let mut bare = bytes[..2].to_vec();
    let mut segments = Segments::new(bytes);
    if orientation != 1 {
        let notes = exif::only(orientation);
        bare.extend_from_slice(&[0xFF, 0xE1, 0, 34]);
        bare.extend_from_slice(EXIF);
        bare.extend_from_slice(&notes);
    }
    while let Some(Segment { marker, body, all }) = segments.next()? {
        match marker {
            // How large a pixel is; a small picture may stand behind it.
            0xE0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => {
                bare.extend_from_slice(&[0xFF, 0xE0, 0, 16]);
                bare.extend_from_slice(&body[..12]);
                bare.extend_from_slice(&[0, 0]);
            }
            // The profile of its colours, and which colours there are.
            0xE2 if body.starts_with(ICC) => bare.extend_from_slice(all),
            0xEE if body.starts_with(b"Adobe") => bare.extend_from_slice(all),
            // Tables, sizes and pixels.
            0xC0..=0xCF | 0xDA..=0xDF => bare.extend_from_slice(all),
            _ => {}
        }
    }
    bare.extend_from_slice(&[0xFF, 0xD9]);
    Ok(bare)
}

/// The picture's pixels as they are stored.
pub fn pixels(bytes: &[u8]) -> Result<Pixels, Damage> {
    // The same on every machine: nothing that a processor may do in a way of its own.
    let options = DecoderOptions::default()
        .set_use_unsafe(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let broken = |_| Damage::Broken("its pixels cannot be unpacked");
    decoder.decode_headers().map_err(broken)?;
    let (space, channels) = match decoder.input_colorspace() {
        Some(ColorSpace::Luma) => (ColorSpace::Luma, 1),
        _ => (ColorSpace::RGB, 3),
    };
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    let data = decoder.decode().map_err(broken)?;
    let (width, height) = decoder.dimensions().ok_or(BROKEN_FRAME)?;
    if data.len() != width * height * channels {
        return Err(BROKEN_FRAME);
    }
    Ok(Pixels {
        width,
        height,
        channels,
        data,
    })
}

/// Packs pixels, with the profile of the colours of the picture they come from.
pub fn write(pixels: &Pixels, of: &[u8], quality: u8) -> Result<Vec<u8>, Damage> {
    let mut packed = Vec::new();
    let mut encoder = Encoder::new(&mut packed, quality);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    let mut segments = Segments::new(of);
    while let Some(Segment { marker, body, .. }) = segments.next()? {
        if marker == 0xE2 && body.starts_with(ICC) {
            let added = encoder.add_app_segment(2, body.to_vec());
            added.map_err(|_| Damage::Broken("the profile of its colours is too long"))?;
        }
    }
    let colors = match pixels.channels {
        1 => ColorType::Luma,
        _ => ColorType::Rgb,
    };
    let side = |side| u16::try_from(side).map_err(|_| BROKEN_FRAME);
    let (width, height) = (side(pixels.width)?, side(pixels.height)?);
    let encoded = encoder.encode(&pixels.data, width, height, colors);
    encoded.map_err(|_| BROKEN_FRAME)?;
    Ok(packed)
}
