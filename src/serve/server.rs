//! The server: listens from the first moment, in a thread of its own.

use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::serve::ListenerExt;
use tokio::sync::{oneshot, watch};

use super::editor::Editor;
use super::guard::{Names, in_url};
use super::http;
use super::hub::Hub;
use super::port::{self, Taken};
use super::state::State;
use crate::disk::{DiskError, News, reason};

/// How long answers under way may take when the server ends.
const FAREWELL: Duration = Duration::from_millis(500);

/// A server that listens. Requests wait until there is something to answer with.
pub struct Server {
    pub(super) shared: Arc<http::Server>,
    pub(super) state: watch::Sender<Option<Arc<State>>>,
    thread: JoinHandle<io::Result<()>>,
    end: oneshot::Sender<()>,
    pub(super) stop: Stop,
    /// Where the site is seen.
    pub url: String,
    /// Ports that could not be had.
    pub taken: Vec<Taken>,
}

/// Ends a preview, from any thread.
#[derive(Clone)]
pub struct Stop(Arc<Stopping>);

struct Stopping {
    hub: Arc<Hub>,
    is_asked: AtomicBool,
    /// What the preview waits for.
    news: Mutex<Option<News>>,
}

impl Stop {
    /// Says goodbye to all tabs and ends the preview.
    pub fn stop(&self) {
        self.0.is_asked.store(true, Ordering::SeqCst);
        self.0.hub.say_goodbye();
        if let Some(news) = &*self.news() {
            news.stop();
        }
    }

    /// What has to be told when the preview is asked to end.
    pub(super) fn is_waiting_at(&self, news: News) {
        *self.news() = Some(news);
    }

    fn news(&self) -> MutexGuard<'_, Option<News>> {
        self.0.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Listens at a host and port for requests for the site in a folder, which the editor opens.
    ///
    /// # Errors
    /// There is no such host, or no port is free.
    pub fn open(
        root: &Path,
        host: &str,
        port: u16,
        editor: Option<Editor>,
    ) -> Result<Server, DiskError> {
        let (listener, taken) = port::listen(host, port)?;
        let failed = |error: io::Error| {
            DiskError::new(format!("the server cannot start: {}", reason(&error)))
        };
        let address = listener.local_addr().map_err(failed)?;
        let named = match address.ip() {
            any if any.is_unspecified() => "localhost".to_string(),
            _ => in_url(host),
        };
        let folder = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        let (state, seen) = watch::channel(None);
        let shared = Arc::new(http::Server {
            hub: Hub::new(),
            names: Names::new(host, address.ip(), address.port()),
            root: folder,
            editor,
            state: seen,
            sent: Mutex::default(),
        });
        let stop = Stop(Arc::new(Stopping {
            hub: shared.hub.clone(),
            is_asked: AtomicBool::new(false),
            news: Mutex::default(),
        }));
        let (end, ended) = oneshot::channel();
        let served = shared.clone();
        let thread = thread::Builder::new()
            .name("server".to_string())
            .spawn(move || serve(listener, served, ended))
            .map_err(failed)?;
        Ok(Server {
            shared,
            state,
            thread,
            end,
            stop,
            url: format!("http://{named}:{}/", address.port()),
            taken,
        })
    }

    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Whether it was asked to end, or did by itself.
    pub(super) fn has_to_end(&self) -> bool {
        self.stop.0.is_asked.load(Ordering::SeqCst) || self.thread.is_finished()
    }

    /// Says goodbye, lets answers under way finish, and ends.
    pub(super) fn close(self) -> Result<(), DiskError> {
        self.shared.hub.say_goodbye();
        let _ = self.end.send(());
        // Requests that wait for a first generation wait no longer.
        drop(self.state);
        match self.thread.join() {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(DiskError::new(format!(
                "the server ended: {}",
                reason(&error)
            ))),
            Err(_) => Err(DiskError::new("the server ended by a mistake in nutgraf")),
        }
    }
}

fn serve(
    listener: TcpListener,
    shared: Arc<http::Server>,
    ended: oneshot::Receiver<()>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()?;
    let outcome = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        // An event is sent as it is written, not when more has gathered.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let router = Router::new().fallback(move |request: Request| {
            let shared = shared.clone();
            http::answer(shared, request)
        });
        let (told, is_told) = oneshot::channel();
        let signal = async {
            // A preview that is gone asks for the end too.
            let _ = ended.await;
            let _ = told.send(());
        };
        let serving = axum::serve(listener, router).with_graceful_shutdown(signal);
        let patience = async {
            let _ = is_told.await;
            tokio::time::sleep(FAREWELL).await;
        };
        tokio::select! {
            outcome = serving.into_future() => outcome,
            () = patience => Ok(()),
        }
    });
    runtime.shutdown_background();
    outcome
}
