//! An SVG drawing -> the bytes of a PNG, the same everywhere: no font of the system, no file, no network.

use std::collections::BTreeSet;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, ID};
use resvg::usvg::{
    FontResolver, Group, ImageHrefResolver, Node, Options, Tree, roxmltree::Document,
};
use std::sync::Arc;

use super::fonts::Fonts;
use super::packing::pack;
use super::{HEIGHT, WIDTH};

/// Raise it when the same drawing would give other bytes than before, as with another version of a
/// library that draws or packs; a test tells.
pub const MAKER: &[u8] = b"nutgraf cards 1";

impl Fonts {
    /// Draws a card.
    ///
    /// # Errors
    /// It is no drawing; why, as a sentence.
    pub fn draw(&self, svg: &str) -> Result<Vec<u8>, String> {
        let tree = self.tree(svg)?;
        let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or("it has no size")?;
        pixels.fill(Color::WHITE);
        let size = tree.size();
        let across = WIDTH as f32 / size.width();
        let down = HEIGHT as f32 / size.height();
        resvg::render(
            &tree,
            Transform::from_scale(across, down),
            &mut pixels.as_mut(),
        );
        pack(pixels.data())
    }

    /// Letters of a drawing that no font has.
    ///
    /// # Errors
    /// It is no drawing; why, as a sentence.
    pub fn lacking(&self, svg: &str) -> Result<Vec<char>, String> {
        let document = Document::parse(svg).map_err(|error| error.to_string())?;
        if document.root_element().tag_name().name() != "svg" {
            return Err("its first element is not `svg`".to_string());
        }
        let mut texts = document.descendants().filter_map(|node| node.text());
        if texts.all(|text| self.has_all(text)) {
            return Ok(Vec::new());
        }
        // Which font a letter is taken from hangs on those beside it.
        let tree = self.tree(svg)?;
        let mut lacking = BTreeSet::new();
        collect(tree.root(), &mut lacking);
        Ok(lacking.into_iter().collect())
    }

    fn tree(&self, svg: &str) -> Result<Tree, String> {
        let fallback = move |letter: char, tried: &[ID], _: &mut Arc<Database>| {
            self.fallback(letter, *tried.first()?, tried)
        };
        let options = Options {
            font_family: "serif".to_string(),
            fontdb: self.faces.clone(),
            font_resolver: FontResolver {
                select_font: FontResolver::default_font_selector(),
                select_fallback: Box::new(fallback),
            },
            // A drawing reads no file.
            image_href_resolver: ImageHrefResolver {
                resolve_data: ImageHrefResolver::default_data_resolver(),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        };
        Tree::from_str(svg, &options).map_err(|error| error.to_string())
    }
}

/// The letters for which an empty box would be drawn.
fn collect(group: &Group, lacking: &mut BTreeSet<char>) {
    for node in group.children() {
        match node {
            Node::Group(group) => collect(group, lacking),
            Node::Text(text) => {
                let spans = text.layouted().iter();
                let glyphs = spans.flat_map(|span| &span.positioned_glyphs);
                let empty = glyphs.filter(|glyph| glyph.id.0 == 0);
                lacking.extend(empty.flat_map(|glyph| glyph.text.chars()));
            }
            _ => {}
        }
    }
}
