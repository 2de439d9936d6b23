//! Photos and drawings with notes planted in them, whole and damaged.

use super::container_tests::{boxed, riff};
use super::*;

pub(super) const NOTE: &[u8] = b"GPS of the source";

pub(super) fn look_at(bytes: &[u8]) -> Picture {
    look(&FilePath::new("content/a.bin"), bytes).expect("it is a picture")
}

pub(super) fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn whole(bytes: &[u8]) -> Result<Arc<[u8]>, Damage> {
    let made = look_at(bytes).make(&Arc::from(bytes), &[Version::Whole])?;
    Ok(made[0].clone())
}

fn scaled(bytes: &[u8], widths: &[usize]) -> Result<Vec<Arc<[u8]>>, Damage> {
    let versions: Vec<Version> = widths.iter().map(|width| Version::Width(*width)).collect();
    look_at(bytes).make(&Arc::from(bytes), &versions)
}

/// What is published of a picture; nothing is planted in it any more.
pub(super) fn published(bytes: &[u8]) -> Vec<u8> {
    assert!(holds(bytes, NOTE), "a note was planted");
    let bare = whole(bytes).expect("sound");
    assert!(!holds(&bare, NOTE), "a note is published");
    let again = look_at(&bare).make(&bare, &[Version::Whole]);
    let again = again.expect("sound");
    assert!(Arc::ptr_eq(&again[0], &bare), "nothing is left to remove");
    bare.to_vec()
}

/// EXIF that turns the picture, with a note behind it.
pub(super) fn notes(orientation: u8) -> Vec<u8> {
    [&exif::only(orientation), NOTE].concat()
}

/// A picture with a dark left and a light right half, a slope from top to bottom, and grain.
fn pixels(width: usize, height: usize, channels: usize) -> Pixels {
    let value = |x: usize, y: usize| {
        let half = if x < width / 2 { 0 } else { 120 };
        let mixed = (x as u32 * 7919) ^ (y as u32 * 104_729);
        let grain = mixed.wrapping_mul(2_654_435_761) >> 28;
        (half + y * 100 / height) as u8 + grain as u8
    };
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Pixels {
        width,
        height,
        channels,
        data: places
            .flat_map(|(x, y)| vec![value(x, y); channels])
            .collect(),
    }
}

/// A JPEG with everything that is found in them.
fn photo(width: usize, height: usize, channels: usize, orientation: u8) -> Vec<u8> {
    let plain = jpeg::write(&pixels(width, height, channels), START_AND_END, 90).expect("a JPEG");
    let segment = |marker: u8, body: &[u8]| {
        let length = (body.len() + 2) as u16;
        [&[0xFF, marker], &length.to_be_bytes()[..], body].concat()
    };
    let exif = [b"Exif\0\0", &*notes(orientation)].concat();
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0", NOTE].concat();
    let icc = [b"ICC_PROFILE\0\x01\x01", &b"a profile"[..]].concat();
    [
        &plain[..2],
        &segment(0xE1, &exif),
        &segment(0xE1, &xmp),
        &segment(0xE2, &icc),
        &segment(0xED, NOTE),
        &segment(0xFE, NOTE),
        &plain[2..],
        b"a film behind it: ",
        NOTE,
    ]
    .concat()
}

const START_AND_END: &[u8] = b"\xFF\xD8\xFF\xD9";

fn drawing(pixels: &Pixels, chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let empty = [png::SIGNATURE, b"\0\0\0\0IEND\xAE\x42\x60\x82"].concat();
    let plain = png::write(pixels, &empty).expect("a PNG");
    let mut bytes = plain[..33].to_vec();
    for (name, data) in chunks {
        png::put(&mut bytes, name, data);
    }
    bytes.extend_from_slice(&plain[33..]);
    bytes
}

fn mean(pixels: &Pixels, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> usize {
    let (mut sum, mut count) = (0, 0);
    for y in rows {
        for x in columns.clone() {
            sum += usize::from(pixels.data[(y * pixels.width + x) * pixels.channels]);
            count += 1;
        }
    }
    sum / count
}

#[test]
fn a_photo_keeps_its_colours_and_loses_its_notes() {
    let bytes = photo(60, 40, 3, 1);
    let picture = look_at(&bytes);
    assert_eq!(picture.size, Some((60, 40)));
    assert!(picture.is_writable && !picture.is_turned());
    let bare = published(&bytes);
    assert!(holds(&bare, b"a profile"));
    assert!(!holds(&bare, b"Exif") && !holds(&bare, b"ns.adobe"));
    assert!(bare.ends_with(&[0xFF, 0xD9]));
    // The very same pixels.
    assert_eq!(jpeg::pixels(&bare), jpeg::pixels(&bytes));
    assert_eq!(picture.key(blake3::hash(b""), Version::Whole), None);
}

#[test]
fn a_photo_that_lies_on_its_side_is_set_upright() {
    for orientation in 2..=8 {
        let bytes = photo(60, 40, 3, orientation);
        let picture = look_at(&bytes);
        let upright = if orientation < 5 { (60, 40) } else { (40, 60) };
        assert_eq!(picture.size, Some(upright), "{orientation}");
        assert!(picture.is_turned());
        let bare = published(&bytes);
        assert!(holds(&bare, b"a profile"));
        let turned = look_at(&bare);
        assert_eq!((turned.size, turned.orientation), (Some(upright), 1));
        let expected = pixels(60, 40, 3).upright(orientation);
        let found = jpeg::pixels(&bare).expect("a JPEG");
        for (x, y) in [(5, 5), (33, 5), (5, 33), (33, 33)] {
            let mean = |of| mean(of, x..x + 3, y..y + 3);
            assert!(mean(&expected).abs_diff(mean(&found)) < 8, "{orientation}");
        }
    }
}

#[test]
fn a_photo_is_made_smaller_upright_and_in_its_colours() {
    let bytes = Arc::from(photo(700, 1000, 3, 6));
    let picture = look_at(&bytes);
    assert_eq!(picture.widths(), [480, 800]);
    let made = scaled(&bytes, &[480, 800]).expect("made");
    for (small, size) in made.iter().zip([(480, 336), (800, 560)]) {
        let found = look_at(small);
        assert_eq!((found.size, found.orientation), (Some(size), 1));
        assert!(holds(small, b"a profile") && !holds(small, NOTE));
        // What was on the left is at the top.
        let found = jpeg::pixels(small).expect("a JPEG");
        let (right, bottom) = (size.0, size.1);
        assert!(mean(&found, 0..right, bottom - 10..bottom) > mean(&found, 0..right, 0..10) + 90);
    }
    let grey = Arc::from(photo(700, 100, 1, 1));
    let small = scaled(&grey, &[480]).expect("made");
    assert_eq!(jpeg::pixels(&small[0]).expect("a JPEG").channels, 1);
}

#[test]
fn a_drawing_keeps_its_colours_and_loses_its_notes() {
    let gamma = 45455_u32.to_be_bytes();
    let planted: [(&[u8; 4], &[u8]); 6] = [
        (b"gAMA", &gamma),
        (b"tEXt", NOTE),
        (b"iTXt", NOTE),
        (b"eXIf", &notes(1)),
        (b"tIME", NOTE),
        (b"prVt", NOTE),
    ];
    let bytes = drawing(&pixels(1200, 40, 4), &planted);
    let bytes = [&bytes[..], NOTE].concat();
    let bare = published(&bytes);
    assert!(holds(&bare, b"gAMA"));
    assert!(!holds(&bare, b"tEXt") && !holds(&bare, b"eXIf") && !holds(&bare, b"tIME"));
    assert_eq!(png::pixels(&bare), png::pixels(&bytes));
    let bytes = Arc::from(bytes);
    let picture = look_at(&bytes);
    assert_eq!(picture.widths(), [480, 800]);
    let small = &scaled(&bytes, &[480]).expect("made")[0];
    assert!(holds(small, b"gAMA") && !holds(small, NOTE));
    let small = png::pixels(small).expect("a PNG");
    assert_eq!((small.width, small.height, small.channels), (480, 16, 4));
    let turned = drawing(&pixels(30, 20, 1), &[(b"eXIf", &notes(8))]);
    assert_eq!(look_at(&turned).size, Some((20, 30)));
    let upright = png::pixels(&published(&turned)).expect("a PNG");
    assert_eq!(upright, pixels(30, 20, 1).upright(8));
}

#[test]
fn what_cannot_be_written_anew_is_left_in_its_size_and_its_position() {
    // Of four inks.
    let mut inks = photo(600, 40, 3, 6);
    let frame = inks.windows(2).position(|at| at == [0xFF, 0xC2]);
    inks[frame.expect("a frame") + 9] = 4;
    // An animation, of which one picture is all there is to see without it.
    let moving: [(&[u8; 4], &[u8]); 2] = [(b"acTL", &[0; 8]), (b"eXIf", &notes(6))];
    let moving = drawing(&pixels(600, 40, 3), &moving);
    for bytes in [inks, moving] {
        let picture = look_at(&bytes);
        assert!(picture.widths().is_empty() && !picture.is_turned());
        assert_eq!(picture.size, Some((40, 600)));
        let bare = published(&bytes);
        assert_eq!(look_at(&bare).orientation, 6);
    }
}

#[test]
fn fewer_pixels_never_take_more_bytes() {
    // Two colours pack well; the many between them, along every edge, do not.
    let mut chess = pixels(1200, 900, 3);
    for (at, pixel) in chess.data.chunks_mut(3).enumerate() {
        let (x, y) = (at % 1200 / 5, at / 1200 / 5);
        pixel.fill(if (x + y) % 2 == 0 { 255 } else { 0 });
    }
    let bytes: Arc<[u8]> = Arc::from(drawing(&chess, &[(b"tEXt", NOTE)]));
    let picture = look_at(&bytes);
    let whole = whole(&bytes).expect("sound");
    for small in scaled(&bytes, &picture.widths()).expect("made") {
        assert!(small.len() <= whole.len());
    }
}

#[test]
fn what_we_cannot_clean_is_said() {
    let tiff = look_at(b"II*\0\x08\0\0\0\0\0\0\0\0\0");
    assert_eq!(tiff.keeps_metadata(), Some("TIFF"));
    let plain = look_at(b"BM____________________________");
    assert_eq!(plain.keeps_metadata(), None);
    assert_eq!(look(&FilePath::new("content/a.csv"), b"a,b\n1,2\n"), None);
    // What it is called does not matter.
    let photo = photo(60, 40, 3, 1);
    let misnamed = look(&FilePath::new("content/a.svg"), &photo);
    assert_eq!(misnamed, Some(look_at(&photo)));
    let drawing = look(
        &FilePath::new("content/a.SVG"),
        b"<svg width=\"9\" height=\"9\"/>",
    );
    assert_eq!(drawing.and_then(|drawing| drawing.size), Some((9, 9)));
}

#[test]
fn no_bytes_make_it_panic() {
    let photo = photo(40, 30, 3, 6);
    let drawing = drawing(&pixels(40, 30, 2), &[(b"eXIf", &notes(6))]);
    let webp = riff(&[(b"VP8X", &[0x0C; 10]), (b"EXIF", &notes(6))]);
    let gif =
        b"GIF89a\x01\0\x01\0\0\0\0\x21\xFE\x01a\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x01\x44\0\x3B";
    let avif = [boxed(b"ftyp", b"avif\0\0\0\0"), boxed(b"meta", &[0; 4])].concat();
    for sound in [&photo[..], &drawing, &webp, gif, &avif] {
        let mut state = 1_u32;
        let mut random = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % below
        };
        for round in 0..120 {
            let mut bytes = sound.to_vec();
            match round % 2 {
                0 => bytes.truncate(random(sound.len())),
                _ => (0..3).for_each(|_| bytes[random(sound.len())] = random(256) as u8),
            }
            let bytes: Arc<[u8]> = Arc::from(bytes);
            if let Some(picture) = look(&FilePath::new("content/a"), &bytes) {
                let _ = picture.make(&bytes, &[Version::Whole]);
                if picture.is_writable {
                    let _ = scaled(&bytes, &[20]);
                }
            }
        }
    }
}

#[test]
fn a_damaged_picture_says_what_is_wrong() {
    let photo: Arc<[u8]> = Arc::from(photo(60, 40, 3, 1));
    let cut: Arc<[u8]> = Arc::from(&photo[..photo.len() / 2]);
    assert_eq!(whole(&cut), Err(Damage::CutOff));
    let mut drawing = drawing(&pixels(60, 40, 3), &[]);
    let middle = drawing.len() / 2;
    drawing[middle] ^= 1;
    let drawing: Arc<[u8]> = Arc::from(drawing);
    assert!(matches!(whole(&drawing), Err(Damage::Broken(_))));
    // A few bytes that claim to be a billion pixels.
    let mut bomb = png::SIGNATURE.to_vec();
    let side = 40_000_u32.to_be_bytes();
    png::put(
        &mut bomb,
        b"IHDR",
        &[&side, &side, &[8, 2, 0, 0, 0][..]].concat(),
    );
    let bomb: Arc<[u8]> = Arc::from(bomb);
    let picture = look_at(&bomb);
    let damage = Damage::TooLarge(40_000, 40_000);
    assert_eq!(picture.damage(), Some(&damage));
    assert_eq!(scaled(&bomb, &[480]), Err(damage.clone()));
    assert_eq!(whole(&bomb), Err(damage));
}

#[test]
fn the_same_picture_gives_the_same_bytes_everywhere() {
    // Other bytes than these call for another `MAKER` in shelf.rs.
    let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex()[..16].to_string();
    let photo: Arc<[u8]> = Arc::from(photo(700, 600, 3, 6));
    let drawing: Arc<[u8]> = Arc::from(drawing(&pixels(600, 400, 4), &[]));
    let made = [
        hash(&whole(&photo).expect("made")),
        hash(&scaled(&photo, &[480]).expect("made")[0]),
        hash(&scaled(&drawing, &[480]).expect("made")[0]),
    ];
    assert_eq!(
        made,
        ["8fbd89711d12b00d", "b8565c1bda377cd9", "21b6c4f693bc200d"]
    );
}
