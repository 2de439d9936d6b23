//! A drawing in the making: marks and texts as SVG, without a style of their own. Classes say what a
//! thing is, and attributes that any style sheet outweighs make it legible without one.

use std::fmt::Write as _;

use pulldown_cmark_escape::escape_html;

use super::metrics::{LINE, SIZE};

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// What is drawn so far, from the top down.
pub struct Canvas {
    pub width: f64,
    pub height: f64,
    out: String,
}

/// The height of text above its base line.
const ASCENT: f64 = 12.0;

impl Canvas {
    pub fn new(width: f64) -> Canvas {
        Canvas {
            width,
            height: 0.0,
            out: String::new(),
        }
    }

    /// A line of text; `y` is its upper edge.
    pub fn text(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y) = (number(x), number(y + ASCENT));
        // The outline that a style sheet gives it stands behind it.
        let _ = write!(
            self.out,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor} paint-order=\"stroke\">"
        );
        let _ = escape_html(&mut self.out, text);
        self.out.push_str("</text>\n");
    }

    /// Several lines below each other.
    pub fn lines(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, lines: &[String]) {
        for (index, line) in lines.iter().enumerate() {
            self.text(class, x, y + LINE * index as f64, anchor, line);
        }
    }

    pub fn rect(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64) {
        let [x, y, width, height] = [x, y, width, height].map(number);
        let _ = writeln!(
            self.out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        );
    }

    /// The outline of what is not filled.
    pub fn frame(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64) {
        let [x, y, width, height] = [x, y, width, height].map(number);
        let _ = writeln!(
            self.out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.25\"/>"
        );
    }

    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        // Paler where no style sheet says how.
        let opacity = if class == "grid" {
            " stroke-opacity=\"0.25\""
        } else {
            ""
        };
        let _ = writeln!(
            self.out,
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"currentColor\"{opacity}/>"
        );
    }

    pub fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        let _ = write!(
            self.out,
            "<path class=\"{class}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" d=\""
        );
        for (index, (x, y)) in points.iter().enumerate() {
            let letter = if index == 0 { 'M' } else { 'L' };
            let _ = write!(self.out, "{letter}{} {}", number(*x), number(*y));
        }
        self.out.push_str("\"/>\n");
    }

    pub fn circle(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let [x, y, radius] = [at.0, at.1, radius].map(number);
        let _ = writeln!(
            self.out,
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"
        );
    }

    /// What is drawn next stands in front of all up to here.
    pub fn position(&self) -> usize {
        self.out.len()
    }

    /// Puts marks behind all that was drawn since a position.
    pub fn put_behind(&mut self, position: usize, marks: Canvas) {
        self.out.insert_str(position, &marks.out);
    }

    /// The whole drawing. `id` begins the ids of its title and its description.
    pub fn finish(self, class: &str, id: &str, title: &str, description: &str) -> String {
        let escaped = |text: &str| {
            let mut out = String::new();
            let _ = escape_html(&mut out, text);
            out
        };
        let (width, height) = (number(self.width), number(self.height.ceil()));
        let (id, title, description) = (escaped(id), escaped(title), escaped(description));
        format!(
            "<svg class=\"drawing {class}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" fill=\"currentColor\" font-size=\"{SIZE}\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n{}</svg>\n",
            self.out
        )
    }
}

/// With two decimals at most.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" => "0".to_string(),
        text => text.to_string(),
    }
}
