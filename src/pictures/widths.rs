//! In which widths a picture is offered, and what the files are called.

/// Telephones, columns of text, wide columns, and each of them on screens with small pixels.
const LADDER: [usize; 5] = [480, 800, 1200, 1600, 2400];

/// The widths a picture is made in. Where the widest is not among them, the picture in its own width
/// stands at the ladder's end.
pub fn offered(width: usize) -> Vec<usize> {
    // One that is nearly as wide would save nothing.
    let rungs = LADDER.into_iter().filter(|rung| rung * 10 <= width * 9);
    rungs.collect()
}

/// Whether a picture in its own width is among those a browser chooses from.
pub fn offers_whole(widths: &[usize]) -> bool {
    !widths.contains(&LADDER[LADDER.len() - 1])
}

/// `map.png` in a width: `map-800w.png`.
pub fn sized_name(address: &str, width: usize) -> String {
    let folder = address.rfind('/').map_or(0, |slash| slash + 1);
    let ending = address[folder..].rfind('.').filter(|dot| *dot > 0);
    let (stem, ending) = address.split_at(ending.map_or(address.len(), |dot| folder + dot));
    format!("{stem}-{width}w{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_width_is_near_the_picture_s_own() {
        for (width, widths, whole) in [
            (300, &[][..], true),
            (500, &[], true),
            (534, &[480], true),
            (1600, &[480, 800, 1200], true),
            (1800, &[480, 800, 1200, 1600], true),
            (2500, &[480, 800, 1200, 1600], true),
            (6000, &[480, 800, 1200, 1600, 2400], false),
        ] {
            let made = offered(width);
            assert_eq!((&*made, offers_whole(&made)), (widths, whole), "{width}");
        }
    }

    #[test]
    fn the_width_stands_before_the_ending() {
        assert_eq!(sized_name("a.b/map.v2.png", 480), "a.b/map.v2-480w.png");
        assert_eq!(sized_name("a.b/map", 480), "a.b/map-480w");
    }
}
