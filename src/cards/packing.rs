//! Pixels -> a small PNG. A card has few colours, so they stand in a palette.

use std::collections::HashMap;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

use super::{HEIGHT, WIDTH};

/// As many colours as a palette has places.
const PLACES: usize = 256;
/// With more colours than these it is a picture and no drawing of words: a palette would show.
const MOST_COLORS: usize = 4096;

type Color = [u8; 3];

/// Packs opaque pixels of four bytes.
pub fn pack(pixels: &[u8]) -> Result<Vec<u8>, String> {
    let colors = pixels
        .chunks_exact(4)
        .map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    let counts = count(colors.clone());
    let mut packed = Vec::new();
    let mut encoder = Encoder::new(&mut packed, WIDTH, HEIGHT);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    let data: Vec<u8> = match counts {
        None => {
            encoder.set_color(ColorType::Rgb);
            colors.flatten().collect()
        }
        Some(counts) => {
            let (palette, places) = palette(counts);
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette.concat());
            // Places in a palette that are beside each other say nothing of the colours.
            encoder.set_filter(Filter::NoFilter);
            let mut last = (palette[0], 0);
            let place = |color: Color| {
                if last.0 != color {
                    last = (color, places[&color]);
                }
                last.1
            };
            colors.map(place).collect()
        }
    };
    let write = |encoder: Encoder<'_, &mut Vec<u8>>| {
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&data)?;
        writer.finish()
    };
    write(encoder).map_err(|error| error.to_string())?;
    Ok(packed)
}

/// How often each colour is there; None if there are too many.
fn count(colors: impl Iterator<Item = Color>) -> Option<HashMap<Color, usize>> {
    let mut counts = HashMap::new();
    let mut run: Option<(Color, usize)> = None;
    for color in colors {
        match &mut run {
            Some((of, length)) if *of == color => *length += 1,
            _ => {
                if let Some((of, length)) = run.replace((color, 1)) {
                    *counts.entry(of).or_default() += length;
                }
                if counts.len() > MOST_COLORS {
                    return None;
                }
            }
        }
    }
    if let Some((of, length)) = run {
        *counts.entry(of).or_default() += length;
    }
    Some(counts)
}

/// The colours that are there most, and for each colour the place of the one nearest to it.
fn palette(counts: HashMap<Color, usize>) -> (Vec<Color>, HashMap<Color, u8>) {
    let mut colors: Vec<(Color, usize)> = counts.into_iter().collect();
    colors.sort_unstable_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then(a.cmp(b)));
    let colors: Vec<Color> = colors.into_iter().map(|(color, _)| color).collect();
    let palette = colors[..colors.len().min(PLACES)].to_vec();
    let nearest = |color: &Color| {
        let distance = |other: &Color| {
            let parts = color.iter().zip(other);
            parts
                .map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2))
                .sum::<u32>()
        };
        let places = palette.iter().zip(0_u8..=255);
        let nearest = places.min_by_key(|(other, _)| distance(other));
        nearest.map_or(0, |(_, place)| place)
    };
    let places = colors.iter().map(|color| (*color, nearest(color)));
    let places = places.collect();
    (palette, places)
}
