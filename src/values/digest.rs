//! A short hash of a text or a value: whether it is what it was, not what it says.

use std::fmt;

use super::Data;

/// 128 bits of a hash, written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    pub fn of_text(text: &str) -> Digest {
        let mut hasher = blake3::Hasher::new();
        hasher.update(text.as_bytes());
        Digest::finish(&hasher)
    }

    /// Two values that readers see alike have one digest: white space in texts, the order of keys,
    /// empty lists and texts that are `"not given"` make no difference.
    pub fn of(data: &Data) -> Digest {
        let mut hasher = blake3::Hasher::new();
        add(data, &mut hasher);
        Digest::finish(&hasher)
    }

    /// Reads what [`Digest`] writes.
    pub fn parse(text: &str) -> Option<Digest> {
        let digits = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 32 || !text.bytes().all(digits) {
            return None;
        }
        let mut bytes = [0; 16];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
        }
        Some(Digest(bytes))
    }

    fn finish(hasher: &blake3::Hasher) -> Digest {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Digest(bytes)
    }
}

/// Each part begins with its kind and its length, so that no two values run into one.
fn add(data: &Data, hasher: &mut blake3::Hasher) {
    let mut part = |kind: u8, bytes: &[u8]| {
        hasher.update(&[kind]);
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    match data {
        Data::Bool(value) => part(b'b', &[u8::from(*value)]),
        Data::Int(value) => part(b'i', &value.to_le_bytes()),
        Data::Float(bits) => part(b'f', &bits.to_le_bytes()),
        Data::Text(text) => part(b't', super::plain_words(text).as_bytes()),
        Data::List(items) => {
            part(b'l', &(items.len() as u64).to_le_bytes());
            items.iter().for_each(|item| add(item, hasher));
        }
        Data::Map(entries) => {
            let mut said: Vec<_> = entries.iter().filter(|(_, value)| says(value)).collect();
            said.sort_by(|one, other| one.0.cmp(&other.0));
            part(b'm', &(said.len() as u64).to_le_bytes());
            for (key, value) in said {
                add(&Data::Text(key.clone()), hasher);
                add(value, hasher);
            }
        }
    }
}

fn says(value: &Data) -> bool {
    match value {
        Data::Text(text) => &**text != "not given",
        Data::List(items) => !items.is_empty(),
        _ => true,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn text(text: &str) -> Data {
        Data::Text(Arc::from(text))
    }

    fn map(entries: &[(&str, Data)]) -> Data {
        let entries = entries.iter();
        Data::Map(
            entries
                .map(|(key, value)| (Arc::from(*key), value.clone()))
                .collect(),
        )
    }

    #[test]
    fn what_readers_see_alike_is_alike() {
        let plain = Digest::of(&map(&[("a", text("one two")), ("b", Data::Int(1))]));
        for same in [
            map(&[("b", Data::Int(1)), ("a", text("one\n  two "))]),
            map(&[
                ("a", text("one two")),
                ("b", Data::Int(1)),
                ("c", text("not given")),
            ]),
            map(&[
                ("a", text("one two")),
                ("b", Data::Int(1)),
                ("c", Data::List(Arc::from([]))),
            ]),
        ] {
            assert_eq!(Digest::of(&same), plain, "{same:?}");
        }
        for other in [
            map(&[("a", text("one three")), ("b", Data::Int(1))]),
            map(&[("a", text("one two")), ("b", Data::Float(1f64.to_bits()))]),
            map(&[("a", text("one two"))]),
            Data::List(Arc::from([text("one two"), Data::Int(1)])),
        ] {
            assert_ne!(Digest::of(&other), plain, "{other:?}");
        }
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        let digest = Digest::of_text("words");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        for wrong in [
            "",
            "12",
            "zz",
            &"0".repeat(31),
            &"A".repeat(32),
            &"é".repeat(16),
        ] {
            assert_eq!(Digest::parse(wrong), None, "{wrong}");
        }
    }
}
