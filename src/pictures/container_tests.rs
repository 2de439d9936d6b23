//! GIF, WebP and AVIF with notes planted in them.

use super::exif;
use super::tests::{NOTE, holds, look_at, notes, published};

#[test]
fn what_moves_goes_on_moving() {
    let bytes = [
        b"GIF89a\x01\0\x01\0\x80\0\0",
        &[0, 0, 0, 255, 255, 255][..],
        b"\x21\xFF\x0bNETSCAPE2.0\x03\x01\0\0\0",
        b"\x21\xFE\x11GPS of the source\0",
        b"\x21\xFF\x0bXMP DataXMP\x11GPS of the source\0",
        b"\x21\xF9\x04\0\x05\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B",
        NOTE,
    ]
    .concat();
    let bare = published(&bytes);
    assert!(holds(&bare, b"NETSCAPE") && !holds(&bare, b"XMP"));
    assert!(bare.ends_with(b"\x02\x02\x44\x01\0\x3B"));
    assert_eq!(look_at(&bare).size, Some((1, 1)));
}

pub(super) fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
    for (name, data) in chunks {
        bytes.extend_from_slice(*name);
        bytes.extend_from_slice(&(data.len() as u32).to_le_bytes());
        bytes.extend_from_slice(data);
        bytes.resize(bytes.len().next_multiple_of(2), 0);
    }
    let size = (bytes.len() - 8) as u32;
    bytes[4..8].copy_from_slice(&size.to_le_bytes());
    bytes
}

#[test]
fn of_a_webp_the_shown_parts_stay() {
    let head = [0b0010_1100, 0, 0, 0, 9, 0, 0, 4, 0, 0];
    let planted = |orientation| {
        riff(&[
            (b"VP8X", &head),
            (b"ICCP", b"odd"),
            (b"VP8L", b"pixels"),
            (b"EXIF", &notes(orientation)),
            (b"XMP ", NOTE),
            (b"note", NOTE),
        ])
    };
    let bare = published(&planted(1));
    let kept = riff(&[
        (b"VP8X", &[0b0010_0000, 0, 0, 0, 9, 0, 0, 4, 0, 0]),
        (b"ICCP", b"odd"),
        (b"VP8L", b"pixels"),
    ]);
    assert_eq!(bare, kept);
    assert_eq!(look_at(&bare).size, Some((10, 5)));
    let turned = published(&planted(6));
    assert!(holds(&turned, &exif::only(6)));
    assert_eq!(turned[20] & 0b1100, HAS_EXIF);
}

const HAS_EXIF: u8 = 0b1000;

pub(super) fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = (content.len() + 8) as u32;
    [&length.to_be_bytes(), &name[..], content].concat()
}

#[test]
fn notes_in_an_avif_are_blanked_where_they_lie() {
    let entry = |item: u8, kind: &[u8; 4]| {
        let content = [&[2, 0, 0, 0, 0, item, 0, 0], &kind[..], b"\0"].concat();
        boxed(b"infe", &content)
    };
    let items = [
        &[0, 0, 0, 0, 0, 3][..],
        &entry(1, b"av01"),
        &entry(2, b"Exif"),
        &entry(3, b"mime"),
    ];
    let ftyp = boxed(b"ftyp", b"avif\0\0\0\0mif1avif");
    let build = |start: u32| {
        let place = |item: u8, offset: u32, length: u32| {
            let numbers = [offset.to_be_bytes(), length.to_be_bytes()].concat();
            [&[0, item, 0, 0, 0, 1][..], &numbers].concat()
        };
        let note = NOTE.len() as u32;
        let places = [
            &[0, 0, 0, 0, 0x44, 0, 0, 3][..],
            &place(1, start, 6),
            &place(2, start + 6, note),
            &place(3, start + 6 + note, note),
        ];
        let size = boxed(b"ispe", &[0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0, 20]);
        let properties = boxed(b"iprp", &boxed(b"ipco", &size));
        let meta = [
            &[0; 4][..],
            &boxed(b"iinf", &items.concat()),
            &boxed(b"iloc", &places.concat()),
            &properties,
        ];
        let before = [ftyp.clone(), boxed(b"meta", &meta.concat())].concat();
        let data = boxed(b"mdat", &[b"pixels", NOTE, NOTE].concat());
        let idle = boxed(b"uuid", NOTE);
        (before.len() as u32 + 8, [before, data, idle].concat())
    };
    let (start, _) = build(0);
    let (_, bytes) = build(start);
    let bare = published(&bytes);
    assert_eq!(bare.len(), bytes.len());
    assert!(holds(&bare, b"pixels\0\0\0"));
    assert_eq!(look_at(&bare).size, Some((30, 20)));
}
