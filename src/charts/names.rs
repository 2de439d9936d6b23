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

/// Draws names above marks at `bottom_gap` below the canvas's height, each with a line down to its own; the canvas
/// grows by what they need. Names that would meet stand above each other, the left one higher.
pub fn above(canvas: &mut Canvas, mut names: Vec<Name>) {
    names.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut placed: Vec<(f64, f64, f64, Vec<String>)> = Vec::new();
    // From the right, with heights counted from the marks up.
    for name in names.iter().rev() {
        let lines = wrap(&name.text, canvas.width);
        let wide = widest(lines.iter().map(String::as_str));
        let left = name.x.min(canvas.width - wide).max(0.0);
        let over = placed
            .iter()
            .filter(|(other, ..)| left + wide + GAP > *other);
        let base = over.map(|(_, _, top, _)| *top).fold(0.0, f64::max);
        let top = base + LINE * lines.len() as f64;
        placed.push((left, base, top, lines));
    }
    let height = placed.iter().map(|(_, _, top, _)| *top).fold(0.0, f64::max);
    let foot = canvas.height + height + LEADER;
    for (name, (_, base, ..)) in names.iter().rev().zip(&placed) {
        canvas.line("leader", (name.x, foot - LEADER - base), (name.x, foot));
    }
    for (name, (left, _, top, lines)) in names.iter().rev().zip(&placed) {
        let class = format!("mark-name {}", name.class);
        canvas.lines(&class, *left, foot - LEADER - top, Anchor::Start, lines);
    }
    canvas.height = foot;
}

const GAP: f64 = 8.0;
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
