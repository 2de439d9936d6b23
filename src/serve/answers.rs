//! What is answered: the bytes of a file with what HTTP says about them.

use axum::body::Body;
use axum::http::response::Builder;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use super::range::{Part, part};

/// Nothing is kept: what was right a moment ago may be another page now.
const NO_STORE: &str = "no-store";

/// Bytes that can be asked for again, in parts, or only if they are others than before.
pub struct Bytes {
    pub status: StatusCode,
    pub content_type: String,
    pub body: axum::body::Bytes,
}

impl Bytes {
    pub fn answer(self, request: &HeaderMap) -> Response {
        let hash = blake3::hash(&self.body).to_hex();
        let tag = format!("\"{}\"", &hash[..32]);
        let start = base()
            .header(header::ETAG, &tag)
            .header(header::ACCEPT_RANGES, "bytes");
        if self.status != StatusCode::OK {
            return whole(start.status(self.status), self.content_type, self.body);
        }
        if text(request, header::IF_NONE_MATCH).is_some_and(|known| is_among(&tag, known)) {
            return finish(start.status(StatusCode::NOT_MODIFIED), Body::empty());
        }
        let is_same = text(request, header::IF_RANGE).is_none_or(|known| known == tag);
        let wanted = text(request, header::RANGE).filter(|_| is_same);
        let length = self.body.len();
        match wanted.map_or(Part::Whole, |range| part(range, length)) {
            Part::Whole => whole(start, self.content_type, self.body),
            Part::Bytes(range) => {
                let told = format!("bytes {}-{}/{length}", range.start, range.end - 1);
                let start = start
                    .status(StatusCode::PARTIAL_CONTENT)
                    .header(header::CONTENT_RANGE, told);
                whole(start, self.content_type, self.body.slice(range))
            }
            Part::None => finish(
                start
                    .status(StatusCode::RANGE_NOT_SATISFIABLE)
                    .header(header::CONTENT_RANGE, format!("bytes */{length}")),
                Body::empty(),
            ),
        }
    }
}

/// A sentence for whoever asks without a page.
pub fn sentence(status: StatusCode, words: &str) -> Response {
    let start = base()
        .status(status)
        .header(header::CONTENT_TYPE, "text/plain; charset=utf-8");
    finish(start, Body::from(format!("{words}\n")))
}

/// Facts for our own script.
pub fn data(status: StatusCode, facts: &impl Serialize) -> Response {
    let start = base()
        .status(status)
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8");
    // Texts and numbers always have a JSON form.
    finish(
        start,
        Body::from(serde_json::to_vec(facts).unwrap_or_default()),
    )
}

/// Elsewhere for now; a browser that remembered it for good would be wrong after the next edit.
pub fn sent_to(place: &str) -> Response {
    let start = base()
        .status(StatusCode::TEMPORARY_REDIRECT)
        .header(header::LOCATION, place);
    finish(start, Body::empty())
}

/// A stream of events.
pub fn events(body: Body) -> Response {
    finish(
        base().header(header::CONTENT_TYPE, "text/event-stream"),
        body,
    )
}

fn base() -> Builder {
    Response::builder()
        .header(header::CACHE_CONTROL, NO_STORE)
        // Pages of other sites may not take in what is not published yet.
        .header("cross-origin-resource-policy", "same-origin")
}

fn whole(start: Builder, content_type: String, body: axum::body::Bytes) -> Response {
    let start = start
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CONTENT_LENGTH, body.len());
    finish(start, Body::from(body))
}

fn finish(start: Builder, body: Body) -> Response {
    start.body(body).unwrap_or_else(|_| {
        // A header held what no header may, such as a line break.
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Whether a tag is among those of an `If-None-Match`.
fn is_among(tag: &str, known: &str) -> bool {
    let mut known = known.split(',').map(str::trim);
    known.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}
