//! GIF: its pictures, how long each is shown and how often; no comments, no notes of programs.

use super::Damage;

const CUT_OFF: Damage = Damage::CutOff;

/// The picture without what is not shown.
pub fn bare(bytes: &[u8]) -> Result<Vec<u8>, Damage> {
    let flags = *bytes.get(10).ok_or(CUT_OFF)?;
    let mut at = 13 + palette(flags);
    let mut bare = bytes.get(..at).ok_or(CUT_OFF)?.to_vec();
    loop {
        let (end, is_kept) = match bytes.get(at).ok_or(CUT_OFF)? {
            0x21 => {
                let label = *bytes.get(at + 1).ok_or(CUT_OFF)?;
                let end = blocks(bytes, at + 2)?;
                (end, is_shown(label, &bytes[at + 2..end]))
            }
            0x2C => {
                let flags = *bytes.get(at + 9).ok_or(CUT_OFF)?;
                (blocks(bytes, at + 11 + palette(flags))?, true)
            }
            0x3B => {
                bare.push(0x3B);
                return Ok(bare);
            }
            _ => return Err(Damage::Broken("what follows one of its pictures is none")),
        };
        if is_kept {
            bare.extend_from_slice(&bytes[at..end]);
        }
        at = end;
    }
}

/// Whether an extension changes what is seen: how a picture is shown, how often all of them are, and
/// their colours.
fn is_shown(label: u8, blocks: &[u8]) -> bool {
    let programs: [&[u8]; 3] = [b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0", b"\x0bICCRGBG1012"];
    label == 0xF9 || label == 0xFF && programs.iter().any(|name| blocks.starts_with(name))
}

/// How many bytes the palette behind these flags has.
fn palette(flags: u8) -> usize {
    match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    }
}

/// Where the run of blocks that begins at a place ends.
fn blocks(bytes: &[u8], mut at: usize) -> Result<usize, Damage> {
    loop {
        let length = usize::from(*bytes.get(at).ok_or(CUT_OFF)?);
        at += 1 + length;
        if length == 0 {
            return Ok(at);
        }
    }
}
