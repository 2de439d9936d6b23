//! Makes pictures smaller, in whole numbers, so that every machine reckons the same.

use super::pixels::Pixels;

/// Weights are counted in parts of this.
const ONE: i32 = 1 << 14;

/// A picture in another width, never a larger one.
pub fn to_width(pixels: &Pixels, width: usize) -> Pixels {
    let height = (pixels.height * width + pixels.width / 2) / pixels.width;
    let height = height.max(1);
    // What is made much smaller is first made somewhat smaller, by plain means.
    let factor = (pixels.width / (2 * width)).min(pixels.height / (2 * height));
    let premultiplied;
    let halved;
    let mut from = pixels;
    if pixels.has_alpha() {
        premultiplied = premultiply(pixels);
        from = &premultiplied;
    }
    if factor > 1 {
        halved = averaged(from, factor);
        from = &halved;
    }
    let narrow = across(from, &weights(from.width, width));
    let mut scaled = down(&narrow, &weights(from.height, height));
    if pixels.has_alpha() {
        unmultiply(&mut scaled);
    }
    scaled
}

/// Each square of so many pixels a side as one; the last ones may be narrower.
fn averaged(pixels: &Pixels, factor: usize) -> Pixels {
    let channels = pixels.channels;
    let (width, height) = (
        pixels.width.div_ceil(factor),
        pixels.height.div_ceil(factor),
    );
    let row_length = pixels.width * channels;
    let mut data = Vec::with_capacity(width * height * channels);
    let mut sums = vec![0_u32; width * channels];
    for rows in pixels.data.chunks(row_length * factor) {
        sums.fill(0);
        let high = rows.len() / row_length;
        for row in rows.chunks(row_length) {
            let squares = row.chunks(factor * channels);
            for (sums, square) in sums.chunks_exact_mut(channels).zip(squares) {
                for pixel in square.chunks_exact(channels) {
                    for (sum, value) in sums.iter_mut().zip(pixel) {
                        *sum += u32::from(*value);
                    }
                }
            }
        }
        for (square, sums) in sums.chunks_exact(channels).enumerate() {
            let wide = factor.min(pixels.width - square * factor);
            let count = (wide * high) as u32;
            data.extend(sums.iter().map(|sum| ((sum + count / 2) / count) as u8));
        }
    }
    Pixels {
        width,
        height,
        channels,
        data,
    }
}

/// Which pixels one of the result is made from, and how much each counts.
struct Weights {
    start: usize,
    parts: Vec<i32>,
}

fn weights(from: usize, to: usize) -> Vec<Weights> {
    let ratio = from as f64 / to as f64;
    let stretch = ratio.max(1.0);
    let reach = 2.0 * stretch;
    let of = |index: usize| {
        let center = (index as f64 + 0.5) * ratio;
        let start = (center - reach).floor().max(0.0) as usize;
        let end = ((center + reach).ceil() as usize).min(from);
        let part = |at: usize| catmull_rom((at as f64 + 0.5 - center) / stretch);
        let parts: Vec<f64> = (start..end).map(part).collect();
        let sum: f64 = parts.iter().sum();
        let whole = |part: &f64| (part / sum * f64::from(ONE)).round() as i32;
        let mut parts: Vec<i32> = parts.iter().map(whole).collect();
        // What rounding lost goes to the nearest pixel, so that an even colour stays as it is.
        let lost = ONE - parts.iter().sum::<i32>();
        if let Some(largest) = parts.iter_mut().max() {
            *largest += lost;
        }
        Weights { start, parts }
    };
    (0..to).map(of).collect()
}

/// How much a pixel at a distance counts. Only sums and products, which are the same everywhere.
fn catmull_rom(distance: f64) -> f64 {
    let x = distance.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

fn rounded(sum: i32) -> u8 {
    ((sum + ONE / 2) / ONE).clamp(0, 255) as u8
}

fn across(pixels: &Pixels, weights: &[Weights]) -> Pixels {
    let mut data = Vec::with_capacity(weights.len() * pixels.height * pixels.channels);
    for row in pixels.data.chunks_exact(pixels.width * pixels.channels) {
        match pixels.channels {
            1 => row_across::<1>(row, weights, &mut data),
            2 => row_across::<2>(row, weights, &mut data),
            3 => row_across::<3>(row, weights, &mut data),
            _ => row_across::<4>(row, weights, &mut data),
        }
    }
    Pixels {
        width: weights.len(),
        height: pixels.height,
        channels: pixels.channels,
        data,
    }
}

fn row_across<const CHANNELS: usize>(row: &[u8], weights: &[Weights], data: &mut Vec<u8>) {
    for weights in weights {
        let mut sums = [0_i32; CHANNELS];
        let pixels = row[weights.start * CHANNELS..].chunks_exact(CHANNELS);
        for (part, pixel) in weights.parts.iter().zip(pixels) {
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum += part * i32::from(*value);
            }
        }
        data.extend(sums.map(rounded));
    }
}

fn down(pixels: &Pixels, weights: &[Weights]) -> Pixels {
    let length = pixels.width * pixels.channels;
    let mut data = Vec::with_capacity(length * weights.len());
    let mut sums = vec![0_i32; length];
    for weights in weights {
        sums.fill(0);
        let rows = pixels.data[weights.start * length..].chunks_exact(length);
        for (part, row) in weights.parts.iter().zip(rows) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += part * i32::from(*value);
            }
        }
        data.extend(sums.iter().map(|sum| rounded(*sum)));
    }
    Pixels {
        width: pixels.width,
        height: weights.len(),
        channels: pixels.channels,
        data,
    }
}

/// Colours that nobody sees do not bleed into those beside them.
fn premultiply(pixels: &Pixels) -> Pixels {
    let mut pixels = pixels.clone();
    for pixel in pixels.data.chunks_exact_mut(pixels.channels) {
        if let [colors @ .., alpha] = pixel {
            for color in colors {
                *color = ((u32::from(*color) * u32::from(*alpha) + 127) / 255) as u8;
            }
        }
    }
    pixels
}

fn unmultiply(pixels: &mut Pixels) {
    for pixel in pixels.data.chunks_exact_mut(pixels.channels) {
        if let [colors @ .., alpha] = pixel {
            let alpha = u32::from(*alpha).max(1);
            for color in colors {
                *color = ((u32::from(*color) * 255 + alpha / 2) / alpha).min(255) as u8;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(width: usize, height: usize, at: impl Fn(usize, usize) -> Vec<u8>) -> Pixels {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let data: Vec<u8> = places.flat_map(|(x, y)| at(x, y)).collect();
        Pixels {
            width,
            height,
            channels: data.len() / width / height,
            data,
        }
    }

    #[test]
    fn an_even_colour_stays_as_it_is() {
        for color in [&[255_u8][..], &[7, 99], &[1, 2, 3], &[200, 100, 0, 255]] {
            let even = pixels(401, 133, |_, _| color.to_vec());
            for width in [400, 180, 37, 1] {
                let scaled = to_width(&even, width);
                let height = (133 * width + 200) / 401;
                assert_eq!((scaled.width, scaled.height), (width, height.max(1)));
                let kept = match color {
                    // Rounded twice, to the nearest of seven and back.
                    [_, 99] => vec![8, 99],
                    color => color.to_vec(),
                };
                let all = scaled.data.chunks_exact(color.len());
                assert!(all.into_iter().all(|pixel| pixel == kept), "{color:?}");
            }
        }
    }

    #[test]
    fn a_slope_stays_a_slope() {
        let slope = pixels(1020, 40, |x, _| vec![(x / 4) as u8]);
        let scaled = to_width(&slope, 255);
        for (x, value) in scaled.data[..255].iter().enumerate() {
            assert!((x as i32 - i32::from(*value)).abs() <= 1, "{x}: {value}");
        }
        // Rows are treated as columns are.
        let fall = pixels(40, 1020, |_, y| vec![(y / 4) as u8]);
        let scaled = to_width(&fall, 10);
        for (y, value) in scaled.data.chunks(10).map(|row| row[5]).enumerate() {
            assert!((y as i32 - i32::from(value)).abs() <= 1, "{y}: {value}");
        }
    }

    #[test]
    fn fine_lines_become_grey_and_unseen_colours_stay_unseen() {
        let lines = pixels(960, 10, |x, _| vec![if x % 2 == 0 { 255 } else { 0 }]);
        let scaled = to_width(&lines, 240);
        let inner = scaled.data.chunks(240).flat_map(|row| &row[2..238]);
        assert!(inner.into_iter().all(|grey| (126..=129).contains(grey)));
        // Red beside a green that is wholly transparent.
        let color = |x: usize| match x % 16 < 8 {
            true => vec![255, 0, 0, 255],
            false => vec![0, 255, 0, 0],
        };
        let scaled = to_width(&pixels(960, 10, |x, _| color(x)), 480);
        for pixel in scaled.data.chunks(4) {
            assert!(
                pixel[1] == 0 && (pixel[3] == 0 || pixel[0] > 250),
                "{pixel:?}"
            );
        }
    }
}
