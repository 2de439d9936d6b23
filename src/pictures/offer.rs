//! In which widths the pictures of a site are offered, and at which addresses.

use std::collections::{BTreeMap, BTreeSet};

use super::Picture;
use crate::input::FilePath;
use crate::values::nfc;

/// Telephones, columns of text, wide columns, and each of them on screens with small pixels.
const LADDER: [usize; 5] = [480, 800, 1200, 1600, 2400];

/// The pictures of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    files: BTreeMap<FilePath, Offered>,
    sized: BTreeMap<String, (FilePath, usize)>,
}

/// A picture with the addresses of its other widths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub picture: Picture,
    /// Narrowest first. None where there is no choice.
    pub widths: Vec<(usize, String)>,
}

/// A picture that was looked at.
pub struct Looked {
    pub path: FilePath,
    /// Where it is published, if it is.
    pub address: String,
    pub content: blake3::Hash,
    pub picture: Picture,
}

impl Pictures {
    /// Gives each width of each picture an address that no file of the site has.
    pub fn new(looked: Vec<Looked>, files: impl Iterator<Item = String>) -> Pictures {
        let mut taken: BTreeSet<String> = files.map(|address| fold(&address)).collect();
        let mut pictures = Pictures::default();
        for one in looked {
            let mut widths = Vec::new();
            for width in one.picture.widths() {
                let sized = sized_name(&one.address, &format!("{width}w"));
                let content = &one.content.to_hex()[..8];
                let unlike = sized_name(&one.address, &format!("{width}w-{content}"));
                let mut names = [sized, unlike].into_iter();
                if let Some(address) = names.find(|name| taken.insert(fold(name))) {
                    let sized = (one.path.clone(), width);
                    pictures.sized.insert(address.clone(), sized);
                    widths.push((width, address));
                }
            }
            let picture = one.picture;
            let offered = Offered { picture, widths };
            pictures.files.insert(one.path, offered);
        }
        pictures
    }

    pub fn get(&self, path: &FilePath) -> Option<&Offered> {
        self.files.get(path)
    }

    /// The picture, and the width, that an address is of.
    pub fn sized(&self, address: &str) -> Option<(&FilePath, usize)> {
        let (path, width) = self.sized.get(address)?;
        Some((path, *width))
    }

    /// The address itself, if it is that of a picture in another width.
    pub fn sized_address(&self, address: &str) -> Option<&str> {
        let (address, _) = self.sized.get_key_value(address)?;
        Some(address)
    }

    /// Whether all pictures come in one size.
    pub fn is_plain(&self) -> bool {
        self.sized.is_empty()
    }
}

impl Offered {
    /// What a browser chooses from, each width with its address, narrowest first; nothing where there is
    /// no choice. `own` is where the picture stands in its own width.
    pub fn choice<'o>(&'o self, own: &'o str) -> Vec<(usize, &'o str)> {
        let widths = self.widths.iter();
        let mut choice: Vec<_> = widths.map(|(width, to)| (*width, to.as_str())).collect();
        // A very large one is nothing for a page, only for who asks for it.
        let widest = choice.last().map(|(width, _)| *width);
        if let Some((own_width, _)) = self.picture.size
            && widest.is_some_and(|widest| widest < LADDER[LADDER.len() - 1])
        {
            choice.push((own_width, own));
        }
        choice
    }

    /// The address to share it by, with its size there; `own` is where it stands in its own width. What
    /// is much larger than a card takes long to fetch, and some do not show it.
    pub fn shared<'o>(&'o self, own: &'o str) -> Option<(&'o str, usize, usize)> {
        let (width, height) = self.picture.size?;
        let mut widths = self.widths.iter();
        let narrower = widths.find(|(narrower, _)| *narrower >= ENOUGH);
        Some(match narrower.filter(|_| width > 2 * ENOUGH) {
            Some((narrower, address)) => {
                (address, *narrower, (height * narrower + width / 2) / width)
            }
            None => (own, width, height),
        })
    }
}

/// As wide as places where links are shared show them.
const ENOUGH: usize = 1200;

/// The widths a picture is made in beside its own.
pub fn widths(own: usize) -> Vec<usize> {
    // One that is nearly as wide would save nothing.
    let rungs = LADDER.into_iter().filter(|rung| rung * 10 <= own * 9);
    rungs.collect()
}

/// `map.png` with its size: `map-800w.png`.
fn sized_name(address: &str, size: &str) -> String {
    let folder = address.rfind('/').map_or(0, |slash| slash + 1);
    let ending = address[folder..].rfind('.').filter(|dot| *dot > 0);
    let (stem, ending) = address.split_at(ending.map_or(address.len(), |dot| folder + dot));
    format!("{stem}-{size}{ending}")
}

/// Many disks and hosts do not tell `Map.png` from `map.png`.
fn fold(address: &str) -> String {
    nfc(address).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::Kind;

    fn looked(name: &str, width: usize) -> Looked {
        let picture = Picture {
            kind: Kind::Png,
            size: Some((width, 10)),
            orientation: 1,
            is_writable: true,
            damage: None,
        };
        Looked {
            path: FilePath::new(format!("content/{name}")),
            address: name.to_string(),
            content: blake3::hash(name.as_bytes()),
            picture,
        }
    }

    #[test]
    fn no_width_is_near_the_picture_s_own() {
        for (own, expected) in [
            (500, &[][..]),
            (534, &[480, 534]),
            (1600, &[480, 800, 1200, 1600]),
            (1800, &[480, 800, 1200, 1600, 1800]),
            (2500, &[480, 800, 1200, 1600, 2500]),
            (6000, &[480, 800, 1200, 1600, 2400]),
        ] {
            let one = looked("a.png", own);
            let path = one.path.clone();
            let pictures = Pictures::new(vec![one], std::iter::empty());
            let offered = pictures.get(&path).expect("a picture");
            let choice = offered.choice("a.png");
            let widths: Vec<usize> = choice.iter().map(|(width, _)| *width).collect();
            assert_eq!(widths, expected, "{own}");
        }
    }

    #[test]
    fn the_width_stands_before_the_ending() {
        assert_eq!(sized_name("a.b/map.v2.png", "480w"), "a.b/map.v2-480w.png");
        assert_eq!(sized_name("a.b/map", "480w"), "a.b/map-480w");
    }

    #[test]
    fn no_two_files_get_the_same_address() {
        let files = ["a.png", "A-480W.png", "b.png", "b-480w.png"];
        let all = vec![looked("a.png", 600), looked("b.png", 900)];
        let pictures = Pictures::new(all, files.map(str::to_string).into_iter());
        let a = pictures.get(&FilePath::new("content/a.png")).expect("a");
        let hash = &blake3::hash(b"a.png").to_hex()[..8];
        assert_eq!(a.widths, [(480, format!("a-480w-{hash}.png"))]);
        let (path, width) = pictures.sized("b-800w.png").expect("a width");
        assert_eq!((path.as_str(), width), ("content/b.png", 800));
        assert_eq!(pictures.sized("b-480w.png"), None);
        assert!(!pictures.is_plain());
    }
}
