//! The words that count, in English and Spanish, in small letters.

/// What a word does to the number being read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// 1 to 29: it fills an empty place.
    Unit(f64),
    /// 20 to 90.
    Ten(f64),
    /// `doscientos`: it stands by itself.
    Hundreds(f64),
    /// `hundred` multiplies what stands before it.
    Hundred,
    Scale(f64),
}

const UNITS: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("uno", 1.0),
    ("dos", 2.0),
    ("tres", 3.0),
    ("cuatro", 4.0),
    ("cinco", 5.0),
    ("seis", 6.0),
    ("siete", 7.0),
    ("ocho", 8.0),
    ("nueve", 9.0),
    ("diez", 10.0),
    ("doce", 12.0),
    ("trece", 13.0),
    ("catorce", 14.0),
    ("quince", 15.0),
    ("dieciséis", 16.0),
    ("diecisiete", 17.0),
    ("dieciocho", 18.0),
    ("diecinueve", 19.0),
    ("veintiuno", 21.0),
    ("veintiún", 21.0),
    ("veintiuna", 21.0),
    ("veintidós", 22.0),
    ("veintitrés", 23.0),
    ("veinticuatro", 24.0),
    ("veinticinco", 25.0),
    ("veintiséis", 26.0),
    ("veintisiete", 27.0),
    ("veintiocho", 28.0),
    ("veintinueve", 29.0),
];
const TENS: &[(&str, f64)] = &[
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("veinte", 20.0),
    ("treinta", 30.0),
    ("cuarenta", 40.0),
    ("cincuenta", 50.0),
    ("sesenta", 60.0),
    ("setenta", 70.0),
    ("ochenta", 80.0),
    ("noventa", 90.0),
];
const HUNDREDS: &[(&str, f64)] = &[
    ("cien", 100.0),
    ("ciento", 100.0),
    ("doscient", 200.0),
    ("trescient", 300.0),
    ("cuatrocient", 400.0),
    ("quinient", 500.0),
    ("seiscient", 600.0),
    ("setecient", 700.0),
    ("novecient", 900.0),
    ("ochocient", 800.0),
];
const SCALES: &[(&str, f64)] = &[
    ("dozen", 12.0),
    ("docena", 12.0),
    ("thousand", 1e3),
    ("mil", 1e3),
    ("million", 1e6),
    ("millón", 1e6),
    ("millones", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("billón", 1e12),
    ("billones", 1e12),
];
/// Written right behind the digits: `$1.4bn`, `40k`.
const SUFFIXES: &[(&str, f64)] = &[
    ("k", 1e3),
    ("m", 1e6),
    ("mn", 1e6),
    ("bn", 1e9),
    ("b", 1e9),
    ("tn", 1e12),
];
/// What makes a share of the number before it.
const SHARES: &[&str] = &[
    "half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths",
    "tercio", "tercios", "cuarto", "cuartos", "quinto", "quintos", "décimo", "décimos",
];

pub fn part(word: &str) -> Option<Part> {
    let find = |list: &[(&str, f64)]| {
        let found = list.iter().find(|(known, _)| *known == word);
        found.map(|(_, value)| *value)
    };
    if word == "hundred" {
        return Some(Part::Hundred);
    }
    find(UNITS)
        .map(Part::Unit)
        .or_else(|| find(TENS).map(Part::Ten))
        .or_else(|| {
            let stem = word.strip_suffix("os").or(word.strip_suffix("as"));
            let stem = stem.filter(|stem| stem.ends_with("ient")).unwrap_or(word);
            let found = HUNDREDS.iter().find(|(known, _)| *known == stem);
            found.map(|(_, value)| Part::Hundreds(*value))
        })
        .or_else(|| find(SCALES).map(Part::Scale))
}

/// What multiplies the digits it stands behind; `m` does so with money alone.
pub fn suffix(letters: &str, is_money: bool) -> Option<f64> {
    let mut known = SUFFIXES.iter();
    let (known, value) = known.find(|(known, _)| *known == letters)?;
    (is_money || !matches!(*known, "m" | "b")).then_some(*value)
}

pub fn is_share(word: &str) -> bool {
    SHARES.contains(&word)
}
