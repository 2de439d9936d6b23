//! Door: reads and watches the input files, and writes the finished site.
#![allow(
    clippy::disallowed_methods,
    reason = "this door is the one place that touches files"
)]

mod ground;
mod known;
mod manifest;
mod plan;
mod read;
mod trouble;
mod watch;
mod write;

pub use ground::{check_archive, check_place};
pub use read::{Reader, find_root, read_site, read_snapshots};
pub use trouble::{DiskError, Trouble, reason};
pub use watch::{Stopper, Watcher};
pub use write::{Written, write_file, write_site, write_site_by_steps};
