//! Door: shows the site in a browser while it is written.
#![allow(
    clippy::disallowed_methods,
    reason = "this door is the one place that listens to the network"
)]

mod address;
mod answers;
mod client;
mod desk;
mod editor;
mod guard;
mod hub;
mod http;
mod list;
mod marks;
mod open;
mod port;
mod preview;
mod problems;
mod range;
mod server;
mod shown;
mod state;

pub use editor::Editor;
pub use preview::{Desk, Files, News, Rebuilt, Settings, preview};
pub use server::{Server, Stop};

use std::hash::{BuildHasher, RandomState};

/// A name nobody else can know or guess.
fn chance() -> String {
    // Each is keyed anew by the system.
    let [one, two] = [(); 2].map(|()| RandomState::new().hash_one("nutgraf"));
    format!("{one:016x}{two:016x}")
}
