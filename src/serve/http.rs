//! From a request to its answer.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use percent_encoding::percent_decode_str;
use serde_json::json;
use tokio::sync::watch;

use super::address::{self, Asked};
use super::answers::{Bytes, events, sent_to, sentence};
use super::client;
use super::desk;
use super::editor::Editor;
use super::guard::{Names, is_from_elsewhere};
use super::hub::Hub;
use super::shown::Look;
use super::state::{self, Found, State};
use crate::output::{content_type, is_page};
use crate::search::is_of_search;

/// What every request sees.
pub struct Server {
    pub hub: Arc<Hub>,
    pub names: Names,
    /// The folder of the site.
    pub root: PathBuf,
    pub editor: Option<Editor>,
    /// None until the first generation is arranged.
    pub state: watch::Receiver<Option<Arc<State>>>,
    /// Files other than pages, with the hash of what was last sent: tabs may show them.
    pub sent: Mutex<BTreeMap<String, blake3::Hash>>,
}

/// Answers a request.
pub async fn answer(server: Arc<Server>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let is_head = parts.method == Method::HEAD;
    let response = respond(&server, parts, body).await;
    match is_head {
        // The length stays that of the answer to a GET.
        true => response.map(|_| Body::empty()),
        false => response,
    }
}

async fn respond(server: &Arc<Server>, request: Parts, body: Body) -> Response {
    if let Some(why) = server.names.refusal(&request.uri, &request.headers) {
        return sentence(StatusCode::FORBIDDEN, &why);
    }
    // The base path plays no part in what is ours.
    if let Ok(Asked::Ours(what)) = address::read(request.uri.path(), "/") {
        return ours(server, &what, &request, body).await;
    }
    if !is_reading(&request.method) {
        return only(request.method.as_str(), "GET, HEAD");
    }
    let state = server.arranged().await;
    let Some(state) = state else {
        return sentence(StatusCode::SERVICE_UNAVAILABLE, "The preview is ending.");
    };
    let (worker, before) = (server.clone(), state.clone());
    let (path, headers) = (request.uri.clone(), request.headers.clone());
    // A page may have to be made first, and no other request waits for that.
    let answer = tokio::task::spawn_blocking(move || page(&worker, state, &request)).await;
    answer.unwrap_or_else(|_| {
        let failed = Found::Nothing(state::unmade());
        as_response(server, &before, failed, &path, &headers)
    })
}

/// What is at a path of the site.
fn page(server: &Server, mut state: Arc<State>, request: &Parts) -> Response {
    loop {
        let found = state.find(request.uri.path());
        if let Found::File { address, look } = &found
            && !is_page(address)
            && !is_of_search(address)
        {
            let mut sent = server.sent.lock().unwrap_or_else(PoisonError::into_inner);
            sent.insert(address.clone(), look.hash);
        }
        // What was swapped in meanwhile is the answer, and whoever told the tabs of it may not have
        // known yet that this file is looked at.
        match &*server.state.borrow() {
            Some(now) if now.number() != state.number() => state = now.clone(),
            _ => return as_response(server, &state, found, &request.uri, &request.headers),
        }
    }
}

fn as_response(
    server: &Server,
    state: &State,
    found: Found,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response {
    let html = |status, look: Look| {
        let tag = client::tag(&server.hub.epoch, state.number(), &look.version);
        let answer = Bytes {
            status,
            content_type: "text/html; charset=utf-8".to_string(),
            body: client::with_tag(&look.bytes, &tag).into(),
        };
        answer.answer(headers)
    };
    match found {
        Found::File { address, look } if is_page(&address) => html(StatusCode::OK, look),
        Found::File { address, look } => {
            let answer = Bytes {
                status: StatusCode::OK,
                content_type: content_type(&address, &look.bytes),
                body: axum::body::Bytes::from_owner(look.bytes),
            };
            answer.answer(headers)
        }
        Found::Missing(look) => html(StatusCode::NOT_FOUND, look),
        Found::Nothing(look) => html(StatusCode::INTERNAL_SERVER_ERROR, look),
        Found::Sent(place) => match uri.query() {
            Some(query) => sent_to(&format!("{place}?{query}")),
            None => sent_to(&place),
        },
        Found::Refused => sentence(StatusCode::BAD_REQUEST, "No site has such an address."),
    }
}

/// What is at an address of our own.
async fn ours(server: &Arc<Server>, what: &str, request: &Parts, body: Body) -> Response {
    if is_from_elsewhere(&request.headers) {
        return sentence(
            StatusCode::FORBIDDEN,
            "Only pages of this preview may use this.",
        );
    }
    if what == "open" {
        return desk::open(server, request, body).await;
    }
    if !is_reading(&request.method) {
        return only(request.method.as_str(), "GET, HEAD");
    }
    let file = |content_type: &str, body: String| {
        let answer = Bytes {
            status: StatusCode::OK,
            content_type: content_type.to_string(),
            body: body.into(),
        };
        answer.answer(&request.headers)
    };
    match what {
        "" => {
            let said = json!({"program": "nutgraf", "site": server.root.display().to_string()});
            file("application/json; charset=utf-8", said.to_string())
        }
        "client.js" => file("text/javascript; charset=utf-8", client::script()),
        "events" => listen(server, request),
        "marks" => desk::marks(server, request).await,
        _ if what.starts_with(desk::EXPLAIN) => desk::explain(what),
        _ => sentence(
            StatusCode::NOT_FOUND,
            "The preview has nothing at this address.",
        ),
    }
}

/// Opens a tab's stream of events and tells it at once how things stand.
fn listen(server: &Arc<Server>, request: &Parts) -> Response {
    let Some(path) = query(request, "page") else {
        return sentence(StatusCode::BAD_REQUEST, WHICH_PAGE);
    };
    if request.method == Method::HEAD {
        return events(Body::empty());
    }
    let listening = server.hub.open(&path);
    let (id, worker) = (listening.id, server.clone());
    tokio::task::spawn_blocking(move || {
        // Whatever is swapped in from here on is told to this tab too.
        let state = worker.state.borrow().clone();
        if let Some(state) = state {
            worker.hub.tell_tab(id, &state);
        }
    });
    events(Body::from_stream(listening))
}

pub const WHICH_PAGE: &str = "Which page? The address ends with ?page= and the path of one.";

/// A parameter of the address, decoded.
pub fn query(request: &Parts, name: &str) -> Option<String> {
    let pairs = request.uri.query()?.split('&');
    let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    let value = percent_decode_str(value).decode_utf8().ok()?;
    Some(value.into_owned())
}

fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

pub fn only(method: &str, allowed: &'static str) -> Response {
    let words = format!("{method} is not possible here, only {allowed}.");
    let mut response = sentence(StatusCode::METHOD_NOT_ALLOWED, &words);
    let allowed = HeaderValue::from_static(allowed);
    response.headers_mut().insert(header::ALLOW, allowed);
    response
}

impl Server {
    /// The state, once there is one; None when the preview ends before.
    pub async fn arranged(&self) -> Option<Arc<State>> {
        let mut state = self.state.clone();
        let there = state.wait_for(Option::is_some).await.ok()?;
        there.clone()
    }
}
