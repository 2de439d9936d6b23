//! AVIF and HEIC: boxes within boxes. Notes are blanked where they lie, since everything is found by its
//! distance from the beginning.

use std::ops::Range;

use super::{Damage, number};

/// Boxes that hold boxes in which notes may lie.
const HOLDERS: [&[u8]; 2] = [b"moov", b"trak"];
/// Boxes whose content nothing that is shown refers to.
const IDLE: [&[u8]; 4] = [b"uuid", b"udta", b"free", b"skip"];

/// A film has tracks, and a track no films.
const DEPTH: usize = 2;

/// The picture with every note overwritten.
pub fn bare(bytes: &[u8]) -> Result<Vec<u8>, Damage> {
    let mut notes = Vec::new();
    collect(bytes, 0..bytes.len(), DEPTH, &mut notes)?;
    let mut bare = bytes.to_vec();
    for note in notes {
        bare.get_mut(note).ok_or(Damage::CutOff)?.fill(0);
    }
    Ok(bare)
}

struct Part<'b> {
    name: &'b [u8],
    /// Where its content lies.
    content: Range<usize>,
}

/// The boxes one behind the other in a range.
fn parts<'b>(bytes: &'b [u8], range: Range<usize>) -> Result<Vec<Part<'b>>, Damage> {
    let mut parts = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let length = number(bytes, at, 4, true).ok_or(Damage::CutOff)?;
        let name = bytes.get(at + 4..at + 8).ok_or(Damage::CutOff)?;
        let (head, end) = match length {
            // It reaches to the end.
            0 => (8, range.end),
            1 => {
                let length = number(bytes, at + 8, 8, true).ok_or(Damage::CutOff)?;
                (16, at.checked_add(length).ok_or(Damage::CutOff)?)
            }
            length => (8, at + length),
        };
        if end > range.end || end < at + head {
            return Err(Damage::CutOff);
        }
        let content = at + head..end;
        parts.push(Part { name, content });
        at = end;
    }
    Ok(parts)
}

fn collect(
    bytes: &[u8],
    range: Range<usize>,
    depth: usize,
    notes: &mut Vec<Range<usize>>,
) -> Result<(), Damage> {
    for Part { name, content } in parts(bytes, range)? {
        if IDLE.contains(&name) {
            notes.push(content);
        } else if HOLDERS.contains(&name) && depth > 0 {
            collect(bytes, content, depth - 1, notes)?;
        } else if name == b"meta" {
            notes.extend(noted(bytes, content)?);
        }
    }
    Ok(())
}

/// Where the notes lie that a `meta` box lists.
fn noted(bytes: &[u8], meta: Range<usize>) -> Result<Vec<Range<usize>>, Damage> {
    // Behind the version and the flags.
    let inner = parts(bytes, meta.start + 4..meta.end)?;
    let find = |wanted: &[u8]| {
        let mut inner = inner.iter();
        inner
            .find(|part| part.name == wanted)
            .map(|part| part.content.clone())
    };
    let (Some(items), Some(places)) = (find(b"iinf"), find(b"iloc")) else {
        return Ok(Vec::new());
    };
    let notes = items_with_notes(bytes, items)?;
    let data = find(b"idat").map_or(0, |data| data.start);
    let mut found = Vec::new();
    for (item, place) in places_of(bytes, places, data)? {
        if notes.contains(&item) {
            found.push(place);
        }
    }
    Ok(found)
}

/// The numbers of the items that hold EXIF or XMP.
fn items_with_notes(bytes: &[u8], iinf: Range<usize>) -> Result<Vec<usize>, Damage> {
    let version = *bytes.get(iinf.start).ok_or(Damage::CutOff)?;
    let count_length = if version == 0 { 2 } else { 4 };
    let entries = parts(bytes, iinf.start + 4 + count_length..iinf.end)?;
    let mut notes = Vec::new();
    for Part { content, .. } in entries {
        let entry = bytes.get(content).ok_or(Damage::CutOff)?;
        let number_length = match entry.first() {
            Some(2) => 2,
            Some(3) => 4,
            _ => continue,
        };
        let item = number(entry, 4, number_length, true).ok_or(Damage::CutOff)?;
        let kind = 4 + number_length + 2;
        if matches!(entry.get(kind..kind + 4), Some(b"Exif" | b"mime")) {
            notes.push(item);
        }
    }
    Ok(notes)
}

/// Each item's number with a place where its bytes lie.
fn places_of(
    bytes: &[u8],
    iloc: Range<usize>,
    data: usize,
) -> Result<Vec<(usize, Range<usize>)>, Damage> {
    let mut at = iloc.start;
    let mut take = |length: usize| {
        let taken = number(bytes, at, length, true).filter(|_| at + length <= iloc.end);
        at += length;
        taken.ok_or(Damage::CutOff)
    };
    let version = take(1)?;
    take(3)?;
    let (lengths, others) = (take(1)?, take(1)?);
    let (offset_length, length_length) = (lengths >> 4, lengths & 15);
    let (base_length, index_length) = (others >> 4, if version == 0 { 0 } else { others & 15 });
    let id_length = if version < 2 { 2 } else { 4 };
    let count = take(id_length)?;
    let mut places = Vec::new();
    for _ in 0..count {
        let item = take(id_length)?;
        let method = if version == 0 { 0 } else { take(2)? & 15 };
        take(2)?;
        let mut base = take(base_length)?;
        if method == 1 {
            base += data;
        }
        for _ in 0..take(2)? {
            take(index_length)?;
            let start = base
                .checked_add(take(offset_length)?)
                .ok_or(Damage::CutOff)?;
            let end = start
                .checked_add(take(length_length)?)
                .ok_or(Damage::CutOff)?;
            // Method 2 takes its bytes from another item.
            if method < 2 {
                places.push((item, start..end));
            }
        }
    }
    Ok(places)
}
