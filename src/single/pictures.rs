//! Of the sizes of a picture the one that the file holds.

use crate::check::candidates;

/// Sharp in the column of a page on most screens, and no heavier than that.
const WIDTH: f64 = 1200.0;
/// For pictures whose sizes are told as densities.
const DENSITY: f64 = 2.0;

/// One address of a `srcset`: the smallest that is large enough, else the largest.
pub fn chosen(srcset: &str) -> Option<&str> {
    let sizes = candidates(srcset).map(|(address, size)| {
        let number = size
            .trim_end_matches(['w', 'x', 'h'])
            .parse()
            .unwrap_or(1.0);
        let enough = if size.ends_with('w') { WIDTH } else { DENSITY };
        (address, number, number >= enough)
    });
    let better = |a: &(&str, f64, bool), b: &(&str, f64, bool)| match (a.2, b.2) {
        (true, true) => a.1 < b.1,
        (false, false) => a.1 > b.1,
        (a, _) => a,
    };
    let best = sizes.reduce(|best, other| if better(&other, &best) { other } else { best });
    best.map(|(address, ..)| address)
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn the_smallest_that_is_large_enough() {
        for (srcset, expected) in [
            ("a 480w, b 800w, c 1200w, d 2400w", Some("c")),
            ("d 2400w, c 1200w", Some("c")),
            ("a 480w, b 800w", Some("b")),
            ("a, b 2x, c 3x", Some("b")),
            ("a", Some("a")),
            ("", None),
        ] {
            assert_eq!(chosen(srcset), expected, "{srcset}");
        }
    }
}
