//! WebP: the parts that are shown, without EXIF and XMP.

use super::{Damage, exif, number};

const SHOWN: [&[u8; 4]; 7] = [
    b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP",
];
/// Bits of `VP8X` that announce EXIF and XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// The picture without its notes. Of EXIF there stays which way it is turned, which browsers follow.
pub fn bare(bytes: &[u8]) -> Result<Vec<u8>, Damage> {
    let size = number(bytes, 4, 4, false).ok_or(Damage::CutOff)?;
    let all = bytes.get(..8 + size).ok_or(Damage::CutOff)?;
    let mut bare = all.get(..12).ok_or(Damage::CutOff)?.to_vec();
    let mut orientation = 1;
    let mut flags = None;
    let mut at = 12;
    while at < all.len() {
        let name = all.get(at..at + 4).ok_or(Damage::CutOff)?;
        let length = number(all, at + 4, 4, false).ok_or(Damage::CutOff)?;
        let data = all.get(at + 8..at + 8 + length).ok_or(Damage::CutOff)?;
        if name == b"EXIF" {
            // Some programs write the name JPEG has for it once more.
            let data = data.strip_prefix(b"Exif\0\0").unwrap_or(data);
            orientation = exif::orientation(data);
        } else if SHOWN.iter().any(|shown| *shown == name) {
            if name == b"VP8X" && !data.is_empty() {
                flags = Some(bare.len() + 8);
            }
            chunk(&mut bare, name, data);
        }
        at += 8 + length + length % 2;
    }
    if let Some(flags) = flags {
        bare[flags] &= !(HAS_EXIF | HAS_XMP);
        if orientation != 1 {
            bare[flags] |= HAS_EXIF;
            chunk(&mut bare, b"EXIF", &exif::only(orientation));
        }
    }
    let size = u32::try_from(bare.len() - 8).map_err(|_| Damage::CutOff)?;
    bare[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(bare)
}

fn chunk(to: &mut Vec<u8>, name: &[u8], data: &[u8]) {
    to.extend_from_slice(name);
    // It was read from as many bytes.
    to.extend_from_slice(&(data.len() as u32).to_le_bytes());
    to.extend_from_slice(data);
    if data.len() % 2 == 1 {
        to.push(0);
    }
}
