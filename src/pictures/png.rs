//! PNG: its chunks, of which those that are shown are kept, and its pixels.

use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Limits, Transformations};

use super::pixels::Pixels;
use super::{Damage, Head, MOST_PIXELS, exif, number};

/// The first bytes of every PNG.
pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What says which colours the numbers mean; it holds for each size.
const COLORS: [&[u8]; 7] = [
    b"cHRM", b"cICP", b"cLLI", b"gAMA", b"iCCP", b"mDCV", b"sRGB",
];
/// What else is shown: pixels, palettes, transparency, and the pictures of an animation.
const SHOWN: [&[u8]; 10] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sBIT", b"bKGD", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'b> {
    name: &'b [u8],
    data: &'b [u8],
    /// With its length and its check sum.
    all: &'b [u8],
}

/// Each chunk up to the last one that belongs to the picture.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Result<Chunk<'_>, Damage>> {
    let mut rest = Some(&bytes[SIGNATURE.len()..]);
    std::iter::from_fn(move || {
        let at = rest.take()?;
        let found = chunk(at);
        if let Ok(chunk) = &found
            && chunk.name != b"IEND"
        {
            rest = Some(&at[chunk.all.len()..]);
        }
        Some(found)
    })
}

fn chunk(rest: &[u8]) -> Result<Chunk<'_>, Damage> {
    let length = number(rest, 0, 4, true).ok_or(Damage::CutOff)?;
    let all = rest.get(..length + 12).ok_or(Damage::CutOff)?;
    let (named, sum) = all[4..].split_at(length + 4);
    if crc32fast::hash(named).to_be_bytes() != *sum {
        return Err(Damage::Broken("a check sum in it is wrong"));
    }
    let (name, data) = named.split_at(4);
    Ok(Chunk { name, data, all })
}

/// What stands before the pixels.
pub fn head(bytes: &[u8]) -> Result<Head, Damage> {
    let mut chunks = chunks(bytes);
    let first = chunks.next().ok_or(Damage::CutOff)??;
    let data = first.data;
    let side = |at| number(data, at, 4, true).filter(|side| *side > 0);
    let (true, Some((width, height)), Some([depth, colors])) =
        (first.name == b"IHDR", side(0).zip(side(4)), data.get(8..10))
    else {
        return Err(Damage::Broken("it does not say how large it is"));
    };
    let mut head = Head {
        width,
        height,
        orientation: 1,
        // Few colours take more bytes when they are mixed; an animation has more than one picture.
        is_writable: *depth >= 8 && *colors != 3,
    };
    for chunk in chunks {
        let Ok(Chunk { name, data, .. }) = chunk else {
            break;
        };
        match name {
            b"acTL" => head.is_writable = false,
            b"eXIf" => head.orientation = exif::orientation(data),
            b"IDAT" => break,
            _ => {}
        }
    }
    Ok(head)
}

/// The picture without its notes; which way it is turned stays, if it is not upright.
pub fn bare(bytes: &[u8], orientation: u8) -> Result<Vec<u8>, Damage> {
    let mut bare = SIGNATURE.to_vec();
    for chunk in chunks(bytes) {
        let Chunk { name, all, .. } = chunk?;
        if SHOWN.contains(&name) || COLORS.contains(&name) {
            bare.extend_from_slice(all);
        }
        if name == b"IHDR" && orientation != 1 {
            put(&mut bare, b"eXIf", &exif::only(orientation));
        }
    }
    Ok(bare)
}

pub(super) fn put(to: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    let named = [name, data].concat();
    // The few bytes of our own.
    to.extend_from_slice(&(data.len() as u32).to_be_bytes());
    to.extend_from_slice(&named);
    to.extend_from_slice(&crc32fast::hash(&named).to_be_bytes());
}

/// The picture's pixels as they are stored.
pub fn pixels(bytes: &[u8]) -> Result<Pixels, Damage> {
    let broken = |_| Damage::Broken("its pixels cannot be unpacked");
    // As much as the largest picture with the deepest colours.
    let limits = Limits {
        bytes: MOST_PIXELS * 8,
    };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(broken)?;
    let size = reader.output_buffer_size();
    let mut data = vec![0; size.ok_or(Damage::CutOff)?];
    let frame = reader.next_frame(&mut data).map_err(broken)?;
    data.truncate(frame.buffer_size());
    Ok(Pixels {
        width: frame.width as usize,
        height: frame.height as usize,
        channels: frame.color_type.samples(),
        data,
    })
}

/// Packs pixels, in the colours of the picture they come from.
pub fn write(pixels: &Pixels, of: &[u8]) -> Result<Vec<u8>, Damage> {
    let pixels = pixels.clone().without_idle_alpha();
    let mut packed = Vec::new();
    let too_large = |_| Damage::TooLarge(pixels.width, pixels.height);
    let side = |side: usize| u32::try_from(side).map_err(|_| Damage::CutOff);
    let mut encoder = Encoder::new(&mut packed, side(pixels.width)?, side(pixels.height)?);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    encoder.set_color(match pixels.channels {
        1 => ColorType::Grayscale,
        2 => ColorType::GrayscaleAlpha,
        3 => ColorType::Rgb,
        _ => ColorType::Rgba,
    });
    let mut writer = encoder.write_header().map_err(too_large)?;
    writer.write_image_data(&pixels.data).map_err(too_large)?;
    writer.finish().map_err(too_large)?;
    let (head, rest) = packed.split_at(SIGNATURE.len() + 25);
    let mut colored = head.to_vec();
    for chunk in chunks(of) {
        let Chunk { name, all, .. } = chunk?;
        if COLORS.contains(&name) {
            colored.extend_from_slice(all);
        }
    }
    colored.extend_from_slice(rest);
    Ok(colored)
}
