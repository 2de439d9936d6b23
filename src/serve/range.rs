//! The part of a file that a request asks for, as players of sound and film do.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    Bytes(Range<usize>),
    /// There is no such part.
    None,
}

/// What a `Range` header asks for of a file. What is not understood, and more than one part, is
/// answered with the whole.
pub fn part(header: &str, length: usize) -> Part {
    let wanted = || {
        let (unit, range) = header.split_once('=')?;
        let is_bytes = unit.trim().eq_ignore_ascii_case("bytes");
        is_bytes.then(|| range.trim().split_once('-')).flatten()
    };
    let Some((first, last)) = wanted() else {
        return Part::Whole;
    };
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // More than a machine can count is more than any file has.
        is_number.then(|| text.parse::<usize>().unwrap_or(usize::MAX))
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => Part::Whole,
        (Some(first), Some(last)) if first < length => Part::Bytes(first..last.min(length - 1) + 1),
        (Some(first), None) if last.is_empty() && first < length => Part::Bytes(first..length),
        (None, Some(count)) if first.is_empty() && count > 0 && length > 0 => {
            Part::Bytes(length.saturating_sub(count)..length)
        }
        (Some(_), Some(_)) => Part::None,
        (Some(_), None) if last.is_empty() => Part::None,
        (None, Some(_)) if first.is_empty() => Part::None,
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_part_is_found_and_anything_else_is_the_whole() {
        for (header, expected) in [
            ("bytes=0-3", Part::Bytes(0..4)),
            ("Bytes = 2-2", Part::Bytes(2..3)),
            ("bytes=4-", Part::Bytes(4..10)),
            ("bytes=8-99", Part::Bytes(8..10)),
            ("bytes=9-99999999999999999999999", Part::Bytes(9..10)),
            ("bytes=-3", Part::Bytes(7..10)),
            ("bytes=-30", Part::Bytes(0..10)),
            ("bytes=10-", Part::None),
            ("bytes=10-12", Part::None),
            ("bytes=-0", Part::None),
            ("bytes=3-2", Part::Whole),
            ("bytes=0-1,4-5", Part::Whole),
            ("bytes=", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=0-3", Part::Whole),
        ] {
            assert_eq!(part(header, 10), expected, "{header}");
        }
        assert_eq!(part("bytes=0-", 0), Part::None);
        assert_eq!(part("bytes=-5", 0), Part::None);
    }
}
