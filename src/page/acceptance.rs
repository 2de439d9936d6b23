//! `<!-- desk: accept CODE because "…" -->`: a writer's word that one place is as it should be.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::writer::Writer;
use crate::diagnostics::Span;
use crate::values::did_you_mean;

/// A comment that accepts a problem of a kind in the block behind it, or in the paragraph, item or table around it.
/// It holds positions, so it stands beside the values that are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Where the comment stands in the file.
    pub comment: Span,
    /// What it says, or what is wrong with it and what to do.
    pub terms: Result<Terms, (String, String)>,
    /// The bytes of the file it holds for; empty if nothing follows it.
    pub covers: Span,
}

/// What an acceptance says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub code: String,
    pub reason: String,
}

/// Reads the text between `<!--` and `-->`; None for an ordinary comment.
fn terms(comment: &str) -> Option<Result<Terms, (String, String)>> {
    let said = comment.trim().strip_prefix("desk:")?.trim_start();
    let verb = said.split_whitespace().next().unwrap_or("");
    if verb != "accept" {
        did_you_mean(verb, ["accept"])?;
        let found = format!("`desk: {verb}` is nothing the desk knows");
        return Some(Err((found, "write `desk: accept`".to_string())));
    }
    let example = "write <!-- desk: accept figure-uncited because \"our own count\" -->";
    let mut words = said["accept".len()..]
        .trim_start()
        .splitn(2, char::is_whitespace);
    let code = words.next().unwrap_or("");
    let rest = words.next().unwrap_or("").trim();
    if code.is_empty() || code == "because" {
        let found = "this comment does not say which problem is accepted".to_string();
        return Some(Err((found, example.to_string())));
    }
    let reason = rest
        .strip_prefix("because")
        .map(|reason| {
            reason
                .trim()
                .trim_matches(['"', '“', '”', '«', '»', '\''])
                .trim()
        })
        .unwrap_or("");
    if !reason.contains(char::is_alphanumeric) {
        let found = format!("`{code}` is accepted without a reason");
        let hint =
            format!("say why, for whoever reads it later: accept {code} because \"our own count\"");
        return Some(Err((found, hint)));
    }
    Some(Ok(Terms {
        code: code.to_string(),
        reason: crate::values::plain_words(reason),
    }))
}

/// Acceptances of a page while it is written.
#[derive(Default)]
pub struct Acceptances {
    pub all: Vec<Acceptance>,
    /// Those that wait for the block they hold for.
    waiting: Vec<usize>,
}

impl Acceptances {
    /// Hands those that wait to what begins now; gives their numbers.
    pub fn hand_over(&mut self, covers: Span) -> Vec<usize> {
        let waiting = std::mem::take(&mut self.waiting);
        for index in &waiting {
            self.all[*index].covers = covers;
        }
        waiting
    }

    /// The block that some were handed to ends.
    pub fn end(&mut self, accepted: &[usize], end: usize) {
        for index in accepted {
            self.all[*index].covers.end = end;
        }
    }
}

impl Writer<'_> {
    /// Notes the acceptances among the comments of a range. `around` is what they hold for if they
    /// stand within a paragraph; else they wait for the next block.
    pub(super) fn note_acceptances(&mut self, range: &Range<usize>, around: Option<Range<usize>>) {
        let text = &self.fenced.text[range.clone()];
        let mut at = 0;
        while let Some(start) = text[at..].find("<!--").map(|start| at + start) {
            let inner = start + "<!--".len();
            // `<!-->` and `<!--->` are whole comments.
            if let Some(empty) = ["->", ">"]
                .iter()
                .find(|end| text[inner..].starts_with(**end))
            {
                at = inner + empty.len();
                continue;
            }
            let Some(length) = text[inner..].find("-->") else {
                return;
            };
            let end = inner + length + "-->".len();
            at = end;
            let Some(terms) = terms(&text[inner..inner + length]) else {
                continue;
            };
            let comment = range.start + start..range.start + end;
            let place = |range: &Range<usize>| self.fenced.span(range).shifted(self.shift);
            let comment = place(&comment);
            let covers = around.as_ref().map(place);
            if covers.is_none() {
                self.acceptances.waiting.push(self.acceptances.all.len());
            }
            self.acceptances.all.push(Acceptance {
                comment,
                terms,
                covers: covers.unwrap_or(Span::new(comment.end, comment.end)),
            });
        }
    }

    /// What begins at an event is what an acceptance before it holds for; for a table its caption
    /// too.
    pub(super) fn hand_over_acceptances(&mut self, at: usize, range: &Range<usize>) {
        if !self.acceptances.waiting.is_empty() {
            let mut last = self.matching_end(at);
            if let (Event::Start(Tag::Table(_)), _) = &self.parsed.events[at] {
                last = self.caption_end(last + 1).unwrap_or(last);
            }
            // By what it holds: the parser lets a definition list reach too far.
            let inside = self.parsed.events.get(at + 1..last).unwrap_or_default();
            let leaves = inside
                .iter()
                .filter(|(event, _)| !matches!(event, Event::Start(_) | Event::End(_)));
            let end = leaves
                .map(|(_, range)| range.end)
                .max()
                .unwrap_or(range.end);
            let covers = self.fenced.span(&(range.start..end)).shifted(self.shift);
            self.acceptances.hand_over(covers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_says_what_is_accepted_and_why() {
        let said = terms(" desk: accept figure-uncited because \"our own\n count\" ");
        let Some(Ok(said)) = said else {
            panic!("{said:?}")
        };
        assert_eq!(
            (&*said.code, &*said.reason),
            ("figure-uncited", "our own count")
        );
    }

    #[test]
    fn ordinary_comments_stay_free_and_slips_are_found() {
        for free in ["a note", "desk: ask Ada", "accept this", "desk:"] {
            assert!(terms(free).is_none(), "{free}");
        }
        for slip in [
            "desk: acept x because \"y\"",
            "desk: accept",
            "desk: accept because \"y\"",
            "desk: accept x",
            "desk: accept x because",
            "desk: accept x because \"\"",
        ] {
            assert!(matches!(terms(slip), Some(Err(_))), "{slip}");
        }
    }
}
