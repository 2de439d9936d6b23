//! The open tabs: each listens to a stream of events and is told of what changes for it.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::body::Bytes;
use futures_core::Stream;
use serde_json::{Value, json};
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::problems::Problems;
use super::state::{Found, State};

/// A line now and then keeps the stream alive, and shows when nobody reads it any more.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

pub struct Hub {
    /// A random name of this server's life.
    pub epoch: String,
    tabs: Mutex<Tabs>,
}

#[derive(Default)]
struct Tabs {
    next: u64,
    open: BTreeMap<u64, Tab>,
    said_goodbye: bool,
}

/// A tab with what it was told last and what it has still to hear. Of each kind of event only the
/// newest is kept, so that a tab that sleeps holds no more than one that listens.
struct Tab {
    path: String,
    /// The state it was told of last.
    serial: u64,
    page: Option<Page>,
    problems: Option<(Arc<Problems>, bool)>,
    /// In the order of what they tell of, one of each name.
    unheard: Vec<Event>,
    /// Those of the unheard event, if there is one.
    files: BTreeSet<String>,
    waker: Option<Waker>,
}

#[derive(Clone, PartialEq, Eq)]
struct Page {
    version: Arc<str>,
    status: u16,
    is_stale: bool,
}

impl Hub {
    pub fn new() -> Arc<Hub> {
        Arc::new(Hub {
            epoch: super::chance(),
            tabs: Mutex::default(),
        })
    }

    /// A new tab that looks at a path, and what it hears. It is to be told of the current state next.
    pub fn open(self: &Arc<Hub>, path: &str) -> Listening {
        let mut tabs = self.lock();
        tabs.next += 1;
        let id = tabs.next;
        let tab = Tab {
            path: path.to_string(),
            serial: 0,
            page: None,
            problems: None,
            unheard: Vec::new(),
            files: BTreeSet::new(),
            waker: None,
        };
        tabs.open.insert(id, tab);
        let mut signs = interval(SIGN_OF_LIFE);
        signs.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Listening {
            hub: self.clone(),
            id,
            signs,
        }
    }

    pub fn has_tabs(&self) -> bool {
        !self.lock().open.is_empty()
    }

    /// Makes the pages that tabs look at, the tab opened last first, and tells each whose page is
    /// another one; then what is wrong.
    pub fn tell(&self, state: &State) {
        let tabs: Vec<(u64, String)> = {
            let tabs = self.lock();
            let open = tabs.open.iter().rev();
            open.map(|(id, tab)| (*id, tab.path.clone())).collect()
        };
        let mut pages: BTreeMap<&str, Option<Page>> = BTreeMap::new();
        for (id, path) in &tabs {
            let page = pages.entry(path).or_insert_with(|| page(state, path));
            self.tell_page(*id, state, page.as_ref());
        }
        for (id, _) in &tabs {
            self.tell_problems(*id, state);
        }
    }

    /// Tells one tab, as when it has just been opened.
    pub fn tell_tab(&self, id: u64, state: &State) {
        let path = self.lock().open.get(&id).map(|tab| tab.path.clone());
        if let Some(path) = path {
            self.tell_page(id, state, page(state, &path).as_ref());
            self.tell_problems(id, state);
        }
    }

    fn tell_page(&self, id: u64, state: &State, page: Option<&Page>) {
        self.with(id, state, |tab| {
            if tab.page.as_ref() == page {
                return;
            }
            tab.page = page.cloned();
            if let Some(page) = page {
                let data = json!({
                    "epoch": self.epoch,
                    "generation": state.number(),
                    "version": &*page.version,
                    "status": page.status,
                });
                tab.say("page", &data);
            }
        });
    }

    fn tell_problems(&self, id: u64, state: &State) {
        self.with(id, state, |tab| {
            let is_stale = tab.page.as_ref().is_some_and(|page| page.is_stale);
            let is_news = tab.problems.as_ref().is_none_or(|(told, was_stale)| {
                *was_stale != is_stale
                    || !Arc::ptr_eq(told, &state.problems) && !told.look_like(&state.problems)
            });
            if is_news {
                tab.problems = Some((state.problems.clone(), is_stale));
                let data = state.problems.event(&self.epoch, state.number(), is_stale);
                tab.say("problems", &data);
            }
        });
    }

    /// Tells all tabs of files other than pages that have other bytes now.
    pub fn tell_files(&self, state: &State, changed: &[String]) {
        let ids: Vec<u64> = self.lock().open.keys().copied().collect();
        for id in ids {
            self.with(id, state, |tab| {
                tab.files.extend(changed.iter().cloned());
                let data = json!({
                    "epoch": self.epoch,
                    "generation": state.number(),
                    "changed": tab.files,
                });
                tab.say("files", &data);
            });
        }
    }

    /// Changes what a tab has to hear, unless it has heard of something younger.
    fn with(&self, id: u64, state: &State, change: impl FnOnce(&mut Tab)) {
        let mut tabs = self.lock();
        let Some(tab) = tabs.open.get_mut(&id) else {
            return;
        };
        if state.serial < tab.serial {
            return;
        }
        tab.serial = state.serial;
        change(tab);
        if let Some(waker) = tab.waker.take() {
            waker.wake();
        }
    }

    /// Tells all tabs that the server ends, and ends their streams.
    pub fn say_goodbye(&self) {
        let mut tabs = self.lock();
        tabs.said_goodbye = true;
        for tab in tabs.open.values_mut() {
            if let Some(waker) = tab.waker.take() {
                waker.wake();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Tabs> {
        self.tabs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is shown at a path; None where no page can stand.
fn page(state: &State, path: &str) -> Option<Page> {
    let (look, status) = match state.find(path) {
        Found::File { look, .. } => (look, 200),
        Found::Missing(look) => (look, 404),
        Found::Nothing(look) => (look, 500),
        Found::Sent(_) | Found::Refused => return None,
    };
    Some(Page {
        version: look.version,
        status,
        is_stale: look.is_stale,
    })
}

impl Tab {
    /// Has it hear of something; what it has not heard of the kind is told with it.
    fn say(&mut self, name: &'static str, data: &Value) {
        self.unheard.retain(|event| event.name != name);
        self.unheard.push(Event::new(name, data));
    }

    /// The next event, if there is one.
    fn event(&mut self) -> Option<Bytes> {
        let is_there = !self.unheard.is_empty();
        let event = is_there.then(|| self.unheard.remove(0))?;
        if event.name == "files" {
            self.files.clear();
        }
        Some(event.bytes)
    }
}

struct Event {
    name: &'static str,
    bytes: Bytes,
}

impl Event {
    fn new(name: &'static str, data: &Value) -> Event {
        // JSON holds no line breaks.
        let bytes = Bytes::from(format!("event: {name}\ndata: {data}\n\n"));
        Event { name, bytes }
    }
}

/// The stream of a tab's events. The tab is closed when it is dropped.
pub struct Listening {
    hub: Arc<Hub>,
    pub id: u64,
    signs: Interval,
}

impl Stream for Listening {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        {
            let this = &*self;
            let mut tabs = this.hub.lock();
            let said_goodbye = tabs.said_goodbye;
            let Some(tab) = tabs.open.get_mut(&this.id) else {
                return Poll::Ready(None);
            };
            if said_goodbye {
                tabs.open.remove(&this.id);
                let bye = Event::new("bye", &json!({"epoch": this.hub.epoch}));
                return Poll::Ready(Some(Ok(bye.bytes)));
            }
            if let Some(event) = tab.event() {
                return Poll::Ready(Some(Ok(event)));
            }
            tab.waker = Some(context.waker().clone());
        }
        // The first comes at once, so that the browser knows that it is heard.
        let sign = self.signs.poll_tick(context);
        sign.map(|_| Some(Ok(Bytes::from_static(b":\n\n"))))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.hub.lock().open.remove(&self.id);
    }
}
