//! Fills the holes of a page's text: links, references and blocks become HTML through the theme's
//! components.

use pulldown_cmark_escape::escape_html;
use tera::{Context, Value};

use super::context::{Table, html};
use super::entries::EntryValues;
use super::inputs::PageInputs;
use super::twin;
use crate::diagnostics::Diagnostic;
use crate::input::InputTree;
use crate::ledger::Id;
use crate::page::{Body, Heading, Piece, SourceUse, heading_tag};
use crate::site::Resolved;
use crate::theme::{EntryKind, Theme};
use crate::values::natural_order;

/// A source with where it is cited on the page.
pub struct Cited {
    pub id: Id,
    /// Each once, in natural order.
    pub places: Vec<String>,
    /// Anchors of the references that lead to it.
    pub uses: Vec<String>,
}

/// Renders one page's text.
pub struct BodyRenderer<'r> {
    pub(super) inputs: &'r PageInputs,
    pub(super) entries: EntryValues<'r>,
    /// What components may ask for by `@name`.
    pub(super) implicits: Context,
    pub(super) files: &'r InputTree,
    pub cited: Vec<Cited>,
    /// Whether references are written out in words, for the page as Markdown.
    pub(super) is_twin: bool,
    /// Whether a picture stands on the page already.
    pub(super) has_picture: bool,
    pub problems: Vec<Diagnostic>,
}

impl<'r> BodyRenderer<'r> {
    pub fn new(
        inputs: &'r PageInputs,
        implicits: Context,
        files: &'r InputTree,
    ) -> BodyRenderer<'r> {
        BodyRenderer {
            inputs,
            entries: EntryValues::new(inputs),
            implicits,
            files,
            cited: Vec::new(),
            is_twin: false,
            has_picture: inputs.page.image.is_some(),
            problems: Vec::new(),
        }
    }

    /// The text with its footnotes.
    pub fn body(&mut self, body: &Body) -> String {
        let mut html = self.pieces(&body.pieces);
        if !body.footnotes.is_empty() {
            let notes: Vec<Value> = body
                .footnotes
                .iter()
                .enumerate()
                .map(|(index, footnote)| {
                    let refs = (1..=footnote.mentions)
                        .map(|mention| Value::from(mention_id(index, mention)));
                    let body = self.pieces(&footnote.pieces);
                    if self.is_twin {
                        html.push_str(&twin::footnote(index, &body));
                    }
                    Table::new()
                        .with("number", index + 1)
                        .with("id", note_id(index))
                        .with("body", super::context::html(&body))
                        .with("refs", Value::from(refs.collect::<Vec<_>>()))
                        .value()
                })
                .collect();
            if self.is_twin {
                return html;
            }
            let mut args = Context::new();
            args.insert_value("notes", Value::from(notes));
            let notes = self.component("footnotes", &args, None, None, None);
            html.push_str(&notes);
        }
        html
    }

    pub(super) fn pieces(&mut self, pieces: &[Piece]) -> String {
        let mut out = String::new();
        let mut behind_reference = false;
        for piece in pieces {
            let is_reference = matches!(
                piece,
                Piece::Cite { .. } | Piece::Claim { .. } | Piece::Quotation { .. }
            );
            // `[#claim][@s001]`: two references side by side, which readers see apart.
            if is_reference && behind_reference {
                out.push(' ');
            }
            behind_reference = is_reference;
            if self.is_twin && self.write_out(piece, &mut out) {
                continue;
            }
            match piece {
                Piece::Html(html) => out.push_str(html),
                Piece::Heading {
                    heading,
                    has_id,
                    classes,
                    body,
                } => {
                    let body = self.pieces(body);
                    let tag = heading_tag(heading, *has_id, classes);
                    let whole = format!("{tag}{body}</h{}>", heading.level);
                    out.push_str(&self.heading(heading, *has_id, whole));
                }
                Piece::Link { link, title, body } => self.link(&mut out, *link, title, body),
                Piece::Image { link, alt, title } => self.image(&mut out, *link, alt, title),
                Piece::Cite {
                    n,
                    sources,
                    covered,
                } => {
                    let text = self.pieces(covered);
                    let refs = self.source_refs(sources, *n);
                    let key = sources.first().map(|source| source.key.as_str());
                    let mut args = Context::new();
                    args.insert_value("refs", refs);
                    args.insert_value("text", html(&text));
                    args.insert_value("n", Value::from(*n));
                    out.push_str(&self.component("cite", &args, None, None, key));
                }
                Piece::Claim { n, id, key, body } => self.claim(&mut out, *n, id, key, body),
                Piece::Name {
                    kind,
                    id,
                    key,
                    body,
                } => {
                    let text = self.pieces(body);
                    let entry = self.entries.entry(*kind, id);
                    if entry.is_none() {
                        out.push_str(&text);
                        continue;
                    }
                    let mut args = Context::new();
                    args.insert_value("entry", entry);
                    args.insert_value("kind", Value::from(kind.name()));
                    args.insert_value("text", html(&text));
                    out.push_str(&self.component("name_ref", &args, None, None, Some(key)));
                }
                Piece::Quotation {
                    n,
                    source,
                    body,
                    gloss,
                    ..
                } => {
                    let words = self.pieces(body);
                    let entry = self.entries.entry(EntryKind::Source, &source.id);
                    if entry.is_none() {
                        out.push_str(&words);
                        continue;
                    }
                    self.cite(&source.id, &source.place, *n);
                    let mut args = Context::new();
                    args.insert_value("words", html(&words));
                    args.insert_value("source", entry);
                    args.insert_value("locator", Value::from(source.place.as_str()));
                    args.insert_value("gloss", self.entries.prose(gloss));
                    args.insert_value("n", Value::from(*n));
                    out.push_str(&self.component(
                        "quotation",
                        &args,
                        None,
                        None,
                        Some(&source.key),
                    ));
                }
                Piece::AttributedQuote {
                    n,
                    sources,
                    body,
                    speaker,
                    gloss,
                    ..
                } => {
                    let body = self.pieces(body);
                    let speaker = self.pieces(speaker);
                    let refs = self.source_refs(sources, *n);
                    let key = sources.first().map(|source| source.key.as_str());
                    let mut args = Context::new();
                    args.insert_value("speaker", html(&speaker));
                    args.insert_value("refs", refs);
                    args.insert_value("gloss", self.entries.prose(gloss));
                    args.insert_value("n", Value::from(*n));
                    out.push_str(&self.component(
                        "attributed_quote",
                        &args,
                        Some(&body),
                        None,
                        key,
                    ));
                }
                Piece::Alert { kind, body } => {
                    let body = self.pieces(body);
                    let mut args = Context::new();
                    args.insert_value("kind", Value::from(*kind));
                    out.push_str(&self.component("alert", &args, Some(&body), None, None));
                }
                Piece::FootnoteMark { footnote, mention } => {
                    let mut args = Context::new();
                    args.insert_value("number", Value::from(footnote + 1));
                    args.insert_value("id", Value::from(note_id(*footnote)));
                    args.insert_value("ref_id", Value::from(mention_id(*footnote, *mention)));
                    out.push_str(&self.component("footnote_ref", &args, None, None, None));
                }
                Piece::Block(block) => {
                    let html = self.block(block);
                    out.push_str(&html);
                }
            }
        }
        out
    }

    /// A heading as the theme shows it; a theme that says nothing of headings shows them bare.
    fn heading(&mut self, heading: &Heading, has_id: bool, whole: String) -> String {
        let has_component = |theme: &Theme| theme.files.contains_key(HEADING);
        if !has_id || !has_component(&self.inputs.theme) {
            return whole;
        }
        let mut args = Context::new();
        args.insert_value("level", Value::from(i64::from(heading.level)));
        args.insert_value("id", Value::from(heading.id.as_str()));
        args.insert_value("text", Value::from(heading.text.as_str()));
        self.component("heading", &args, Some(&whole), None, None)
    }

    pub(super) fn link(&mut self, out: &mut String, link: usize, title: &str, body: &[Piece]) {
        let text = self.pieces(body);
        let page = &self.inputs.page;
        let Some(href) = page
            .links
            .get(link)
            .and_then(|link| link.href(&page.address))
        else {
            // Reported already; the words stay.
            out.push_str(&text);
            return;
        };
        out.push_str("<a href=\"");
        let _ = escape_html(&mut *out, &href);
        out.push('"');
        attribute(out, "title", title);
        out.push('>');
        out.push_str(&text);
        out.push_str("</a>");
    }

    pub(super) fn image(&mut self, out: &mut String, link: usize, alt: &str, title: &str) {
        let page = &self.inputs.page;
        let target = page.links.get(link);
        let Some(href) = target.and_then(|link| link.href(&page.address)) else {
            let _ = escape_html(&mut *out, alt);
            return;
        };
        let src = match target {
            Some(Resolved::File { address, .. }) => self.file(address),
            _ => Table::new(),
        };
        let src = src.with("url", href).value();
        let mut args = Context::new();
        args.insert_value("src", src);
        args.insert_value("alt", Value::from(alt));
        args.insert_value("title", Value::from(title));
        let key = format!("link/{link}");
        let picture = self.component("picture", &args, None, None, Some(&key));
        out.push_str(&picture);
    }

    pub(super) fn claim(&mut self, out: &mut String, n: usize, id: &Id, key: &str, body: &[Piece]) {
        let text = self.pieces(body);
        let Some(claim) = self.inputs.ledger.claims.get(id) else {
            out.push_str(&text);
            return;
        };
        // A claim counts as a citation of the sources that carry it.
        for carried in &claim.carried {
            self.cite(&carried.source, &carried.places.join(PLACE_SEPARATOR), n);
        }
        let mut args = Context::new();
        args.insert_value("claim", self.entries.entry(EntryKind::Claim, id));
        args.insert_value("text", html(&text));
        args.insert_value("n", Value::from(n));
        out.push_str(&self.component("claim_ref", &args, None, None, Some(key)));
    }

    pub(super) fn source_refs(&mut self, sources: &[SourceUse], n: usize) -> Value {
        let mut refs = Vec::new();
        for source in sources {
            let entry = self.entries.entry(EntryKind::Source, &source.id);
            if entry.is_none() {
                continue;
            }
            self.cite(&source.id, &source.place, n);
            refs.push(
                Table::new()
                    .with("source", entry)
                    .with("locator", source.place.as_str())
                    .value(),
            );
        }
        Value::from(refs)
    }

    /// Notes that a source is cited, for the list at the page's end.
    pub(super) fn cite(&mut self, id: &Id, place: &str, n: usize) {
        let index = match self.cited.iter().position(|cited| cited.id == *id) {
            Some(index) => index,
            None => {
                self.cited.push(Cited {
                    id: id.clone(),
                    places: Vec::new(),
                    uses: Vec::new(),
                });
                self.cited.len() - 1
            }
        };
        let cited = &mut self.cited[index];
        for place in place
            .split(PLACE_SEPARATOR)
            .filter(|place| !place.is_empty())
        {
            // `L9` comes before `L33`, whichever was cited first.
            let at = cited
                .places
                .binary_search_by_key(&natural_order(place), |known| natural_order(known));
            if let Err(at) = at {
                cited.places.insert(at, place.to_string());
            }
        }
        let anchor = format!("ref-{n}");
        if cited.uses.last() != Some(&anchor) {
            cited.uses.push(anchor);
        }
    }
}

/// The component that may frame headings.
const HEADING: &str = "components/inline/heading.html";

/// Stands between two places of one reference: `[@s001, L2, L5]`.
const PLACE_SEPARATOR: &str = ", ";

pub(super) fn attribute(out: &mut String, name: &str, text: &str) {
    if !text.is_empty() {
        out.push_str(&format!(" {name}=\""));
        let _ = escape_html(&mut *out, text);
        out.push('"');
    }
}

fn note_id(index: usize) -> String {
    format!("note-{}", index + 1)
}

fn mention_id(index: usize, mention: usize) -> String {
    match mention {
        1 => format!("note-ref-{}", index + 1),
        n => format!("note-ref-{}-{n}", index + 1),
    }
}
