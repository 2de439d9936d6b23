//! Names of marks that stand side by side: above them, or at the ends of lines, and never over each
//! other.

use super::metrics::{LINE, widest, wrap};
use super::svg::{Anchor, Canvas};

/// A name and the place on the x axis that it belongs to.
pub struct Name {
    pub x: f64,
    pub text: String,
    /// The class of its mark.
    pub class: String,
}

/// Draws names above marks, each with a line down to its own; the canvas grows by what they need. Names that would
/// meet stand above each other, so that no line runs through another name if that can be.
pub fn above(canvas: &mut Canvas, mut names: Vec<Name>) {
    names.sort_by(|a, b| a.x.total_cmp(&b.x));
    let sizes: Vec<Size> = names
        .iter()
        .map(|name| {
            let lines = wrap(&name.text, canvas.width);
            let wide = widest(lines.iter().map(String::as_str));
            Size {
                x: name.x,
                wide,
                lines,
            }
        })
        .collect();
    // The first few begin at their lines, the others end there; the first or the others are lowest.
    let ways = (0..=names.len()).rev();
    let ways = ways.flat_map(|begin| [(begin, false), (begin, true)]);
    let all = ways.map(|(begin, is_low)| place(&sizes, begin, is_low, canvas.width));
    let Some(spots) = all.min_by_key(|spots| (crossings(&sizes, spots), height(spots) as i64))
    else {
        return;
    };
    let foot = canvas.height + height(&spots) + LEADER;
    for (name, spot) in names.iter().zip(&spots) {
        let from = (name.x, foot - LEADER - spot.base);
        canvas.line("leader", from, (name.x, foot));
    }
    for ((name, size), spot) in names.iter().zip(&sizes).zip(&spots) {
        let class = format!("mark-name {}", name.class);
        let top = foot - LEADER - spot.top;
        canvas.lines(&class, spot.left, top, Anchor::Start, &size.lines);
    }
    canvas.height = foot;
}

struct Size {
    x: f64,
    wide: f64,
    lines: Vec<String>,
}

/// Where a name stands; heights are counted from the marks up.
#[derive(Clone, Default)]
struct Spot {
    left: f64,
    right: f64,
    base: f64,
    top: f64,
}

fn height(spots: &[Spot]) -> f64 {
    spots.iter().map(|spot| spot.top).fold(0.0, f64::max)
}

/// Each as low as those before it let it: of names that begin at their lines the last is the lowest, of those that end
/// there the first.
fn place(sizes: &[Size], begin: usize, is_low: bool, width: f64) -> Vec<Spot> {
    let (first, others) = ((0..begin).rev(), begin..sizes.len());
    let order: Vec<usize> = match is_low {
        true => first.chain(others).collect(),
        false => others.chain(first).collect(),
    };
    let mut spots = vec![Spot::default(); sizes.len()];
    for (count, index) in order.iter().enumerate() {
        let size = &sizes[*index];
        let left = match *index < begin {
            true => size.x,
            false => size.x + INSET - size.wide,
        };
        let left = left.min(width - size.wide).max(0.0);
        let right = left + size.wide;
        let placed = order[..count].iter().map(|other| &spots[*other]);
        let under = placed.filter(|other| left < other.right + GAP && other.left < right + GAP);
        let base = under.map(|other| other.top).fold(0.0, f64::max);
        spots[*index] = Spot {
            left,
            right,
            base,
            top: base + LINE * size.lines.len() as f64,
        };
    }
    spots
}

/// How often the line of a name runs through one that is lower.
fn crossings(sizes: &[Size], spots: &[Spot]) -> usize {
    let runs = |size: &Size, spot: &Spot| {
        let lower = spots.iter().filter(|other| other.base < spot.base);
        lower
            .filter(|other| other.left - 1.0 < size.x && size.x < other.right + 1.0)
            .count()
    };
    sizes
        .iter()
        .zip(spots)
        .map(|(size, spot)| runs(size, spot))
        .sum()
}

const GAP: f64 = 8.0;
/// By how much a name that ends at its line goes on behind it.
const INSET: f64 = 3.0;
/// Between the lowest name and the marks.
const LEADER: f64 = 6.0;

/// Moves things of these heights apart, each as near as can be to where its middle is wanted, between
/// `top` and `bottom`, which have room for all. Gives their upper edges.
pub fn apart(wanted: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].0.total_cmp(&wanted[*b].0));
    let mut edges = vec![top; wanted.len()];
    let mut free = top;
    for index in &order {
        let (middle, height) = wanted[*index];
        edges[*index] = (middle - height / 2.0).max(free);
        free = edges[*index] + height;
    }
    let mut limit = bottom;
    for index in order.iter().rev() {
        let (_, height) = wanted[*index];
        edges[*index] = edges[*index].min(limit - height).max(top);
        limit = edges[*index];
    }
    edges
}
