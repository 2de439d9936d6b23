//! References, quotations and footnotes in words: "(the filing, p. 2)" where the page has a link.

use pulldown_cmark_escape::escape_html;

use super::super::body::{BodyRenderer, attribute};
use super::super::structured::speaker;
use crate::ledger::{Id, TableName};
use crate::page::{Piece, SourceUse};
use crate::site::{Resolved, encode};
use crate::values::Data;

/// The element that becomes the mark of a footnote, and the one with its text.
pub const FOOTNOTE_MARK: &str = "footnote-mark";
pub const FOOTNOTE_TEXT: &str = "footnote-text";
/// Says of a link that it leads to a file as it is, not to a page.
pub const TO_FILE: &str = "data-file";

/// The text of a footnote, by its index.
pub fn footnote(index: usize, body: &str) -> String {
    let number = index + 1;
    format!("<{FOOTNOTE_TEXT} n=\"{number}\">{body}</{FOOTNOTE_TEXT}>\n")
}

impl BodyRenderer<'_> {
    /// Writes a piece in words; false for what stands in a twin as it stands on the page.
    pub fn write_out(&mut self, piece: &Piece, out: &mut String) -> bool {
        match piece {
            Piece::Heading { heading, body, .. } => {
                let words = self.pieces(body);
                let level = heading.level;
                out.push_str(&format!("<h{level}>{words}</h{level}>"));
            }
            Piece::Link { link, title, body } => {
                let page = &self.inputs.page;
                let to_file = matches!(page.links.get(*link), Some(Resolved::File { .. }));
                let start = out.len();
                self.link(out, *link, title, body);
                if to_file && out[start..].starts_with("<a ") {
                    out.insert_str(start + 3, &format!("{TO_FILE} "));
                }
            }
            Piece::Image { link, alt, title } => {
                let page = &self.inputs.page;
                let target = page.links.get(*link);
                match target.and_then(|target| target.href(&page.address)) {
                    Some(href) => {
                        out.push_str("<img");
                        attribute(out, "src", &href);
                        attribute(out, "alt", alt);
                        attribute(out, "title", title);
                        out.push('>');
                    }
                    None => text(out, alt),
                }
            }
            Piece::Cite {
                n,
                sources,
                covered,
            } => {
                let words = self.pieces(covered);
                let named = self.named(sources, *n);
                in_brackets(out, &words, &named);
            }
            Piece::Claim { n, id, body, .. } => {
                let words = self.pieces(body);
                let named = self.named_claim(id, *n);
                in_brackets(out, &words, &named);
            }
            Piece::Name { kind, id, body, .. } => {
                let words = self.pieces(body);
                let address = self.entries.entry(*kind, id);
                let address = address.get_from_path("address");
                let address = address.and_then(|address| address.as_str().map(str::to_string));
                self.linked(out, address.as_deref().unwrap_or_default(), &words);
            }
            Piece::Quotation {
                n,
                source,
                words,
                body,
                gloss,
            } => {
                let sources = std::slice::from_ref(source);
                let quoted = self.pieces(body);
                let mut named = String::new();
                if let Some(person) = speaker(self.inputs, sources, words, &[]) {
                    let name = self.inputs.site.prose(&person.name);
                    text(&mut named, &name);
                    named.push_str(", ");
                }
                named.push_str(&self.named(sources, *n));
                in_brackets(out, &quoted, &named);
                if !gloss.is_empty() {
                    out.push_str(&format!(" ({})", self.gloss(gloss)));
                }
            }
            Piece::AttributedQuote {
                n,
                sources,
                body,
                speaker,
                gloss,
                ..
            } => {
                let (quoted, speaker) = (self.pieces(body), self.pieces(speaker));
                let named = self.named(sources, *n);
                out.push_str(&format!("<blockquote>{quoted}<p>— "));
                in_brackets(out, &speaker, &named);
                out.push_str("</p></blockquote>\n");
                if !gloss.is_empty() {
                    out.push_str(&format!("<p>{}</p>\n", self.gloss(gloss)));
                }
            }
            Piece::Alert { kind, body } => {
                let body = self.pieces(body);
                let mut word = String::new();
                text(&mut word, &self.word(&format!("alert_{kind}")));
                let word =
                    format!("<blockquote><p><strong>{word}</strong></p>{body}</blockquote>\n");
                out.push_str(&word);
            }
            Piece::FootnoteMark { footnote, .. } => {
                let number = footnote + 1;
                out.push_str(&format!(
                    "<{FOOTNOTE_MARK} n=\"{number}\"></{FOOTNOTE_MARK}>"
                ));
            }
            Piece::Html(_) | Piece::Block(_) => return false,
        }
        true
    }

    /// Sources by their short names, each with the place in it.
    fn named(&mut self, sources: &[SourceUse], n: usize) -> String {
        let mut named = Vec::new();
        for source in sources {
            if let Some(name) = self.source_name(&source.id, &source.place) {
                named.push(name);
                self.cite(&source.id, &source.place, n);
            }
        }
        named.join("; ")
    }

    /// Who carries a claim, linked to the claim.
    fn named_claim(&mut self, id: &Id, n: usize) -> String {
        let Some(claim) = self.inputs.ledger.claims.get(id).cloned() else {
            return String::new();
        };
        let mut named = Vec::new();
        for carried in &claim.carried {
            let place = carried.places.join(", ");
            named.extend(self.source_name(&carried.source, &place));
            self.cite(&carried.source, &place, n);
        }
        let mut words = named.join("; ");
        if words.is_empty() {
            text(&mut words, &self.word("no_source"));
        }
        let table = TableName::Claims;
        let home = self.inputs.homes.get(&table).map(|home| encode(home));
        let address = home.map(|home| format!("{home}#{}-{id}", table.anchor_prefix()));
        let mut out = String::new();
        self.linked(&mut out, address.as_deref().unwrap_or_default(), &words);
        out
    }

    fn source_name(&self, id: &Id, place: &str) -> Option<String> {
        let source = self.inputs.ledger.sources.get(id)?;
        let mut name = String::new();
        text(&mut name, &self.inputs.site.prose(&source.short));
        if !place.is_empty() {
            name.push_str(", ");
            text(&mut name, place);
        }
        Some(name)
    }

    /// Words that lead to an address of the site, if there is one.
    fn linked(&self, out: &mut String, address: &str, words: &str) {
        if address.is_empty() {
            out.push_str(words);
            return;
        }
        out.push_str("<a");
        attribute(out, "href", &format!("{}{address}", self.inputs.page.base));
        out.push_str(&format!(">{words}</a>"));
    }

    fn gloss(&self, gloss: &str) -> String {
        let mut words = String::new();
        let gloss = self.inputs.site.prose(gloss);
        text(
            &mut words,
            &format!("{}: {gloss}", self.word("our_translation")),
        );
        words
    }

    /// A word of the theme.
    fn word(&self, key: &str) -> String {
        let inputs = self.inputs;
        match inputs
            .theme
            .language(&inputs.site.language)
            .strings
            .get(key)
        {
            Some(Data::Text(word)) => word.to_string(),
            _ => key.to_string(),
        }
    }
}

fn text(out: &mut String, words: &str) {
    let _ = escape_html(&mut *out, words);
}

/// `words (named)`; the words may be none.
fn in_brackets(out: &mut String, words: &str, named: &str) {
    out.push_str(words);
    if !named.is_empty() {
        let space = if words.is_empty() { "" } else { " " };
        out.push_str(&format!("{space}({named})"));
    }
}
