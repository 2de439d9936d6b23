//! Free-form values from `[extra]` and data files, with equality that tells `1` from `1.0`.

use std::sync::Arc;

/// A value a writer gave in TOML. Two values are equal only if they render alike, so a float is
/// compared by its bits and never equals a whole number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    Bool(bool),
    Int(i64),
    /// The bits of an `f64`.
    Float(u64),
    Text(Arc<str>),
    List(Arc<[Data]>),
    /// In the order it was written.
    Map(Arc<[(Arc<str>, Data)]>),
}

impl Data {
    /// An empty table.
    pub fn empty_map() -> Data {
        Data::Map(Arc::from([]))
    }

    /// The value at a key of a table.
    pub fn get(&self, key: &str) -> Option<&Data> {
        match self {
            Data::Map(entries) => entries
                .iter()
                .find(|(name, _)| &**name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// This table with another's entries laid over it, key by key, tables within tables too.
    pub fn overlaid(&self, over: &Data) -> Data {
        let (Data::Map(below), Data::Map(above)) = (self, over) else {
            return over.clone();
        };
        let mut entries: Vec<(Arc<str>, Data)> = below.to_vec();
        for (key, value) in above.iter() {
            match entries.iter_mut().find(|(name, _)| name == key) {
                Some((_, old)) => *old = old.overlaid(value),
                None => entries.push((key.clone(), value.clone())),
            }
        }
        Data::Map(entries.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_not_a_float() {
        assert_ne!(Data::Int(1), Data::Float(1f64.to_bits()));
    }

    #[test]
    fn overlay_reaches_into_tables() {
        let table = |entries: &[(&str, Data)]| {
            Data::Map(
                entries
                    .iter()
                    .map(|(key, value)| (Arc::from(*key), value.clone()))
                    .collect(),
            )
        };
        let below = table(&[("a", table(&[("x", Data::Int(1)), ("y", Data::Int(2))]))]);
        let above = table(&[("a", table(&[("y", Data::Int(3))]))]);
        let expected = table(&[("a", table(&[("x", Data::Int(1)), ("y", Data::Int(3))]))]);
        assert_eq!(below.overlaid(&above), expected);
    }
}
