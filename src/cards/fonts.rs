//! The fonts of cards: those inside the program, and what a theme brings along.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, OnceLock};

use resvg::usvg::fontdb::{Database, FaceInfo, Family, ID, Query, Source, Stretch, Style, Weight};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::wrapping::{Measured, tidy, wrap};
use super::{Fitted, Space};
use crate::input::{FilePath, InputFile};

const SERIF: &str = "Libertinus Serif";
const SANS: &str = "Noto Sans";

/// Fonts that cards are drawn with. Two are equal if all their files are.
pub struct Fonts {
    pub(super) faces: Arc<Database>,
    /// Of the files that a theme brings along.
    hash: blake3::Hash,
    /// Letters that every face has.
    common: OnceLock<BTreeSet<char>>,
}

static BUNDLED: LazyLock<Database> = LazyLock::new(|| {
    let mut faces = Database::new();
    // Named one by one, so that the program holds no others: its upright faces for text and for titles.
    let regular = typst_assets::fonts().next();
    let semibold = typst_assets::fonts().nth(4);
    let sans = [notosans::REGULAR_TTF, notosans::BOLD_TTF];
    for bytes in regular.into_iter().chain(semibold).chain(sans) {
        faces.load_font_source(Source::Binary(Arc::new(bytes)));
    }
    faces.set_serif_family(SERIF);
    faces.set_sans_serif_family(SANS);
    faces
});

impl Fonts {
    /// Those inside the program with some of a theme, and which of these are none.
    pub fn load<'f>(
        own: impl Iterator<Item = (&'f FilePath, &'f InputFile)>,
    ) -> (Option<Arc<Fonts>>, Vec<FilePath>) {
        let mut faces = BUNDLED.clone();
        let mut hasher = blake3::Hasher::new();
        let mut bad = Vec::new();
        for (path, file) in own {
            let bytes = Arc::new(file.bytes().to_vec());
            if faces.load_font_source(Source::Binary(bytes)).is_empty() {
                bad.push(path.clone());
            }
            hasher.update(file.hash().as_bytes());
        }
        let fonts = Fonts {
            faces: Arc::new(faces),
            hash: hasher.finalize(),
            common: OnceLock::new(),
        };
        (Some(Arc::new(fonts)), bad)
    }

    /// What a drawing made with these fonts is known by.
    pub fn key(&self, svg: &str) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(super::drawing::MAKER);
        hasher.update(self.hash.as_bytes());
        hasher.update(svg.as_bytes());
        hasher.finalize()
    }

    /// A text in lines that fit a box, as large as it lets them be.
    pub fn fit(&self, text: &str, space: &Space) -> Fitted {
        let (measured, capital) = self.measure(text, space);
        let wrapped = wrap(&measured, space);
        let size = f64::from(wrapped.size);
        let whole = |pixels: f64| pixels.round() as u32;
        Fitted {
            size: wrapped.size,
            leading: whole(size * space.leading),
            capital: whole(size * capital),
            width: wrapped.width.ceil() as u32,
            lines: wrapped.lines,
        }
    }

    /// How wide each letter is, and how high a capital.
    fn measure(&self, text: &str, space: &Space) -> (Measured, f64) {
        let letters = tidy(text);
        let face = self.face(&space.font, space.weight);
        let advances = |id: ID| {
            let letters = letters.iter().chain(&['…']).copied();
            self.with_font(id, |font| {
                let (charmap, unit) = (font.charmap(), unit(&font));
                let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
                let letters = letters.map(|letter| {
                    let advance = metrics.advance_width(charmap.map(letter)?)?;
                    Some(f64::from(advance) / unit)
                });
                letters.collect::<Vec<_>>()
            })
        };
        let first = face.and_then(advances).unwrap_or_default();
        let missing = first.iter().zip(&letters);
        let missing = missing.filter(|(advance, _)| advance.is_none());
        let others: BTreeSet<ID> = missing
            .filter_map(|(_, letter)| self.fallback(*letter, face?, &[]))
            .collect();
        // Where one letter is taken from another font, all may be; each is as wide as in the wider.
        let others: Vec<_> = others.into_iter().filter_map(advances).collect();
        let mut widths: Vec<f64> = (0..=letters.len())
            .map(|at| {
                let all = [&first].into_iter().chain(&others);
                let known = all.filter_map(|advances| *advances.get(at)?);
                known.reduce(f64::max).unwrap_or(UNKNOWN) + space.spacing
            })
            .collect();
        let ellipsis = widths.pop().unwrap_or(UNKNOWN);
        let capital = face.and_then(|id| {
            let capital = |font: FontRef<'_>| {
                let metrics = font.metrics(Size::unscaled(), LocationRef::default());
                Some(f64::from(metrics.cap_height?) / unit(&font))
            };
            self.with_font(id, capital).flatten()
        });
        let measured = Measured::new(letters, &widths, ellipsis);
        (measured, capital.unwrap_or(CAPITAL))
    }

    /// The face that a drawing takes for a family in a weight.
    fn face(&self, family: &str, weight: u16) -> Option<ID> {
        let family = match family {
            "serif" => Family::Serif,
            "sans-serif" => Family::SansSerif,
            name => Family::Name(name),
        };
        self.faces.query(&Query {
            families: &[family, Family::Serif],
            weight: Weight(weight),
            stretch: Stretch::Normal,
            style: Style::Normal,
        })
    }

    /// The face a letter is taken from that another lacks: one that looks like it, if there is one.
    pub(super) fn fallback(&self, letter: char, instead_of: ID, tried: &[ID]) -> Option<ID> {
        let like = self.faces.face(instead_of)?;
        let is_new = |face: &&FaceInfo| face.id != instead_of && !tried.contains(&face.id);
        let has = |face: &&FaceInfo| {
            let glyph = self.with_font(face.id, |font| font.charmap().map(letter));
            glyph.flatten().is_some()
        };
        let faces = self.faces.faces().filter(is_new).filter(has);
        let unlike = |face: &&FaceInfo| {
            let weights = face.weight.0.abs_diff(like.weight.0);
            (face.style != like.style, weights)
        };
        faces.min_by_key(unlike).map(|face| face.id)
    }

    fn with_font<T>(&self, id: ID, ask: impl FnOnce(FontRef<'_>) -> T) -> Option<T> {
        let ask = |bytes: &[u8], number| Some(ask(FontRef::from_index(bytes, number).ok()?));
        self.faces.with_face_data(id, ask)?
    }

    /// Whether every face has all letters of a text.
    pub(super) fn has_all(&self, text: &str) -> bool {
        let common = self.common.get_or_init(|| {
            let faces = self.faces.faces().filter_map(|face| {
                let letters = |font: FontRef<'_>| {
                    let mappings = font.charmap().mappings();
                    mappings
                        .filter_map(|(letter, _)| char::from_u32(letter))
                        .collect()
                };
                self.with_font(face.id, letters)
            });
            let both = |all: BTreeSet<char>, next: BTreeSet<char>| &all & &next;
            faces.reduce(both).unwrap_or_default()
        });
        let mut letters = text.chars();
        letters.all(|letter| letter.is_whitespace() || common.contains(&letter))
    }
}

/// How many of its units make the size of a font's letters.
fn unit(font: &FontRef<'_>) -> f64 {
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    f64::from(metrics.units_per_em.max(1))
}

/// As wide as a box for a letter that nobody has, and as high as a capital where a font does not say.
const UNKNOWN: f64 = 1.0;
const CAPITAL: f64 = 0.7;
