//! The buffers pieces are written into, HTML next to HTML joined.

use super::body::Piece;
use super::writer::Writer;

impl Writer<'_> {
    pub(super) fn buffer(&mut self) -> &mut Vec<Piece> {
        if self.out.is_empty() {
            self.out.push(Vec::new());
        }
        let last = self.out.len() - 1;
        &mut self.out[last]
    }

    pub(super) fn piece(&mut self, piece: Piece) {
        self.buffer().push(piece);
    }

    pub(super) fn pieces(&mut self, pieces: Vec<Piece>) {
        for piece in pieces {
            match piece {
                Piece::Html(html) => self.html(&html),
                other => self.piece(other),
            }
        }
    }

    pub(super) fn html(&mut self, html: &str) {
        if html.is_empty() {
            return;
        }
        match self.buffer().last_mut() {
            Some(Piece::Html(last)) => last.push_str(html),
            _ => self.piece(Piece::Html(html.to_string())),
        }
    }

    /// HTML at the start of a line.
    pub(super) fn line(&mut self, html: &str) {
        let fresh = match self.buffer().last() {
            None => true,
            Some(Piece::Html(last)) => last.ends_with('\n'),
            Some(_) => false,
        };
        if !fresh {
            self.html("\n");
        }
        self.html(html);
    }
}
