//! What the page asks of the desk: to open the editor, to mark what is wrong, to explain a code.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderName, Method, StatusCode, header};
use axum::response::Response;

use super::answers::{data, sentence};
use super::http::{Server, WHICH_PAGE, only, query};
use super::marks::Marks;
use super::open::{self, Outcome, Wanted};
use super::state::{Found, State};
use crate::build::all_codes;

/// Below it a page for each code.
pub const EXPLAIN: &str = "explain/";

/// The header that only a script of our own page can send along.
const OWN: HeaderName = HeaderName::from_static("x-nutgraf");

/// A place in a file takes no more.
const LONGEST: usize = 10_000;

/// Opens the editor at a place, for a page of this server's life.
pub async fn open(server: &Arc<Server>, request: &Parts, body: Body) -> Response {
    if request.method != Method::POST {
        return only(request.method.as_str(), "POST");
    }
    // A foreign origin was refused already; whoever names none is no page.
    let is_ours = request.headers.contains_key(header::ORIGIN)
        && request
            .headers
            .get(OWN)
            .is_some_and(|name| name.as_bytes() == server.hub.epoch.as_bytes());
    if !is_ours {
        let words = "Only a page of this preview may open the editor.";
        return sentence(StatusCode::FORBIDDEN, words);
    }
    let body = to_bytes(body, LONGEST).await.unwrap_or_default();
    let Ok(wanted) = serde_json::from_slice::<Wanted>(&body) else {
        let words = "Which place? A file, a line and a column are asked for.";
        return sentence(StatusCode::BAD_REQUEST, words);
    };
    let (worker, state) = (server.clone(), server.arranged().await);
    let opened = tokio::task::spawn_blocking(move || {
        let shown = state.as_ref()?.shown.as_ref()?;
        let editor = worker.editor.as_ref();
        let files = shown.generation.files();
        Some(open::open(&wanted, &worker.root, files, editor))
    });
    match opened.await {
        Ok(Some(opened)) => {
            let status = match opened.outcome {
                Outcome::Refused => StatusCode::FORBIDDEN,
                Outcome::Opened | Outcome::NoEditor => StatusCode::OK,
            };
            data(status, &opened)
        }
        _ => sentence(StatusCode::SERVICE_UNAVAILABLE, "There is no site yet."),
    }
}

/// The marks of the page at a path.
pub async fn marks(server: &Arc<Server>, request: &Parts) -> Response {
    let Some(path) = query(request, "page") else {
        return sentence(StatusCode::BAD_REQUEST, WHICH_PAGE);
    };
    let Some(state) = server.arranged().await else {
        return sentence(StatusCode::SERVICE_UNAVAILABLE, "There is no site yet.");
    };
    // The page may have to be made.
    let made = tokio::task::spawn_blocking(move || marks_at(&state, &path)).await;
    made.unwrap_or_else(|_| sentence(StatusCode::INTERNAL_SERVER_ERROR, "There are no marks."))
}

fn marks_at(state: &State, path: &str) -> Response {
    let of_page = || {
        let Found::File { address, look } = state.find(path) else {
            return None;
        };
        let shown = state.shown.as_ref()?;
        let source = shown.generation.source(&address)?;
        let page = shown.generation.reading(source)?.clone();
        let file = shown.generation.files().get(source.as_str())?.clone();
        Some((look.version, page, file))
    };
    match of_page() {
        Some((version, page, file)) => {
            let located = &state.problems.located;
            let marks = Marks::new(state.number(), &version, &page, &file, located);
            data(StatusCode::OK, &marks)
        }
        None => data(StatusCode::OK, &Marks::none(state.number(), "")),
    }
}

/// What `nutgraf explain` prints, for the code at the end of an address.
pub fn explain(what: &str) -> Response {
    let name = what.strip_prefix(EXPLAIN).unwrap_or_default();
    match all_codes().into_iter().find(|code| code.name == name) {
        Some(code) => sentence(StatusCode::OK, code.page(code.explanation).trim_end()),
        None => sentence(StatusCode::NOT_FOUND, "There is no such code."),
    }
}
