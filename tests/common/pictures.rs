//! Small pictures, with the notes that cameras and programs plant in them.

use jpeg_encoder::{ColorType, Encoder};

use super::{Sketch, site};

/// What must never be published.
pub const NOTE: &str = "the garden of the source";

/// The top half is dark and the bottom half light, with grain that `seed` decides.
fn pixels(width: usize, height: usize, seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut data = Vec::with_capacity(width * height * 3);
    for at in 0..width * height {
        let half = if at < width * height / 2 { 20 } else { 200 };
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        data.extend([half + (state >> 28) as u8; 3]);
    }
    data
}

/// A photo as a telephone makes it: to be turned as EXIF's `orientation` says, with its place in EXIF,
/// and further notes in XMP, IPTC and a comment.
pub fn photo(width: usize, height: usize, seed: u32, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    let exif = [b"Exif\0\0", &*exif(orientation)].concat();
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{NOTE}</x:xmpmeta>");
    for (number, body) in [
        (1, exif),
        (1, xmp.into_bytes()),
        (13, NOTE.as_bytes().to_vec()),
    ] {
        encoder.add_app_segment(number, body).expect("it fits");
    }
    let (wide, high) = (width as u16, height as u16);
    let pixels = pixels(width, height, seed);
    let encoded = encoder.encode(&pixels, wide, high, ColorType::Rgb);
    encoded.expect("a JPEG");
    let comment = [&[0xFF, 0xFE, 0, NOTE.len() as u8 + 2], NOTE.as_bytes()].concat();
    bytes.splice(2..2, comment);
    bytes
}

/// A drawing in PNG with a text beside it.
pub fn drawing(width: usize, height: usize, seed: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    let added = encoder.add_text_chunk("Author".to_string(), NOTE.to_string());
    added.expect("a text");
    let mut writer = encoder.write_header().expect("a head");
    let pixels = pixels(width, height, seed);
    writer.write_image_data(&pixels).expect("pixels");
    writer.finish().expect("a PNG");
    bytes
}

/// Orientation, a place on Earth and words about it, as TIFF keeps them.
fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let head = [tag.to_be_bytes(), kind.to_be_bytes()].concat();
        [&head[..], &count.to_be_bytes(), &value].concat()
    };
    let note = NOTE.len() as u32;
    // Behind the head, two entries, and the address of a directory there is not.
    let gps = 8 + 2 + 2 * 12 + 4;
    let behind = gps + 2 + 3 * 12 + 4;
    let latitude = [19_u32, 1, 25, 1, 57, 1].map(u32::to_be_bytes).concat();
    let words = [b"ASCII\0\0\0", NOTE.as_bytes()].concat();
    [
        b"MM\0*\0\0\0\x08\0\x02",
        &entry(0x0112, 3, 1, [0, orientation, 0, 0])[..],
        &entry(0x8825, 4, 1, (gps as u32).to_be_bytes()),
        &[0; 4],
        b"\0\x03",
        &entry(1, 2, 2, *b"N\0\0\0"),
        &entry(2, 5, 3, (behind as u32).to_be_bytes()),
        &entry(28, 7, note + 8, (behind as u32 + 24).to_be_bytes()),
        &[0; 4],
        &latitude,
        &words,
    ]
    .concat()
}

/// What a page with every way to show a picture says, and its front matter.
pub const PAGE: &str = "![The bridge](bridge.jpg)\n\n::: figure src=plan.png alt=\"A plan\" credit=\"A. Drawer\"\nThe plan.\n:::\n";
pub const FRONT: &str =
    "image = \"lead.jpg\"\nimage_alt = \"The river\"\nimage_credit = \"B. Camera\"";

/// A site with them; some pictures are linked, or not used at all.
pub fn gallery() -> Sketch {
    site()
        .page_with("a/p.md", FRONT, PAGE)
        .bytes("content/a/lead.jpg", photo(1000, 40, 1, 1))
        .bytes("content/a/bridge.jpg", photo(40, 900, 2, 6))
        .bytes("content/a/plan.png", drawing(600, 20, 3))
        .bytes("content/a/linked.jpg", photo(700, 20, 4, 1))
        .bytes("content/a/unused.jpg", photo(700, 20, 5, 1))
        .page("b.md", "[A photo](a/linked.jpg)\n")
}
