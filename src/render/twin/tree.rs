//! HTML as a tree, as far as writing it down again takes: what readers do not see is left out.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// Something that stands in an element.
#[derive(Debug)]
pub enum Node {
    Text(String),
    Element(Element),
}

#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What stands deeper is taken up into the last element before: writers nest without end in tests alone.
const DEPTH: usize = 64;

/// Without content.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// What is no text of the page, or only of use on the page itself.
const LEFT_OUT: [&str; 14] = [
    "button", "datalist", "form", "head", "nav", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title",
];
/// Says that an element is only of use on the page itself.
const PAGE_ONLY: &str = "data-page-only";

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| known == name)?;
        Some(value)
    }

    fn is_left_out(&self) -> bool {
        LEFT_OUT.contains(&self.name.as_str())
            || self.attribute("hidden").is_some()
            || self.attribute(PAGE_ONLY).is_some()
            || self.attribute("aria-hidden") == Some("true")
    }
}

/// Reads HTML; what is around all of it has no name.
pub fn tree(html: &str) -> Element {
    let mut builder = Builder {
        open: vec![Element::default()],
        ..Builder::default()
    };
    let callback = |event: CallbackEvent<'_>, _: Span<usize>| -> Option<Infallible> {
        builder.event(event);
        None
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    while builder.open.len() > 1 {
        builder.close();
    }
    builder.open.pop().unwrap_or_default()
}

#[derive(Default)]
struct Builder {
    /// The elements that are open, outermost first.
    open: Vec<Element>,
    /// Names of elements that are open and too deep to be kept.
    deep: Vec<String>,
    next: Element,
}

impl Builder {
    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.next = Element {
                    name: String::from_utf8_lossy(name).into_owned(),
                    ..Element::default()
                };
            }
            CallbackEvent::AttributeName { name } => {
                let name = String::from_utf8_lossy(name).into_owned();
                self.next.attributes.push((name, String::new()));
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, text)) = self.next.attributes.last_mut() {
                    text.push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                let element = std::mem::take(&mut self.next);
                self.start(element, self_closing);
            }
            CallbackEvent::EndTag { name } => self.end(&String::from_utf8_lossy(name)),
            CallbackEvent::String { value } => {
                let text = String::from_utf8_lossy(value);
                self.push(Node::Text(text.into_owned()));
            }
            _ => {}
        }
    }

    fn start(&mut self, element: Element, self_closing: bool) {
        while self.open.len() > 1 && self.is_ended_by(&element.name) {
            self.close();
        }
        if VOID.contains(&element.name.as_str()) {
            self.push(Node::Element(element));
        } else if self.open.len() >= DEPTH {
            self.deep.push(element.name);
        } else {
            self.open.push(element);
            if self_closing {
                // Only foreign elements, such as those of a drawing, end so.
                let is_foreign = self.open.iter().any(|element| element.name == "svg");
                if is_foreign {
                    self.close();
                }
            }
        }
    }

    /// Whether the innermost element ends where another begins, for want of an end tag.
    fn is_ended_by(&self, next: &str) -> bool {
        let inner = self.open.last().map_or("", |element| &element.name);
        match inner {
            "p" => is_block(next),
            "li" => next == "li",
            "dt" | "dd" => matches!(next, "dt" | "dd"),
            "td" | "th" => matches!(next, "td" | "th" | "tr" | "tbody" | "tfoot"),
            "tr" => matches!(next, "tr" | "tbody" | "tfoot"),
            "thead" | "tbody" => matches!(next, "tbody" | "tfoot"),
            _ => false,
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.deep.iter().rposition(|open| open == name) {
            self.deep.truncate(at);
            return;
        }
        let open = self.open.iter().rposition(|open| open.name == name);
        if let Some(at) = open.filter(|at| *at > 0) {
            self.deep.clear();
            while self.open.len() > at {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.push(Node::Element(element));
        }
    }

    fn push(&mut self, node: Node) {
        if matches!(&node, Node::Element(element) if element.is_left_out()) {
            return;
        }
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        match (node, parent.children.last_mut()) {
            (Node::Text(more), Some(Node::Text(text))) => text.push_str(&more),
            (node, _) => parent.children.push(node),
        }
    }
}

/// Whether an element stands by itself, not among words.
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "footnote-text"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}
