//! The one note of a camera that changes how a picture looks: which way it has to be turned.

use super::number;

/// Which way an EXIF block turns its picture: 1 to 8, 1 where it does not say.
pub fn orientation(exif: &[u8]) -> u8 {
    read(exif).unwrap_or(1)
}

fn read(exif: &[u8]) -> Option<u8> {
    let big = match exif.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let directory = number(exif, 4, 4, big)?;
    let count = number(exif, directory, 2, big)?;
    for entry in 0..count {
        let at = directory.checked_add(2 + entry * 12)?;
        if number(exif, at, 2, big)? == TAG {
            let value = number(exif, at + 8, 2, big)?;
            return u8::try_from(value).ok().filter(|way| (1..=8).contains(way));
        }
    }
    None
}

const TAG: usize = 0x0112;

/// An EXIF block that says nothing else.
pub fn only(orientation: u8) -> [u8; 26] {
    let mut exif = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    exif[19] = orientation;
    exif
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for way in 1..=8 {
            assert_eq!(orientation(&only(way)), way);
        }
    }

    #[test]
    fn both_orders_of_bytes_are_read_and_nonsense_is_upright() {
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(orientation(little), 6);
        for end in 0..little.len() {
            orientation(&little[..end]);
        }
        let mut wrong = *little;
        wrong[18] = 9;
        assert_eq!(orientation(&wrong), 1);
        wrong[4..8].copy_from_slice(&[255; 4]);
        assert_eq!(orientation(&wrong), 1);
    }
}
