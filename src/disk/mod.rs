//! Door: reads and watches the input files, and writes the finished site.
#![allow(
    clippy::disallowed_methods,
    reason = "this door is the one place that touches files"
)]

mod aside;
mod ground;
mod hints;
mod known;
mod live;
#[cfg(all(test, unix))]
mod live_tests;
mod manifest;
mod mounts;
mod pictures;
mod plan;
mod read;
mod trouble;
mod walk;
mod watch;
mod write;

pub use ground::{check_archive, check_file, check_place};
pub use live::{LiveFiles, Seen, find_snapshots};
pub use pictures::{published_pictures, remember_pictures};
pub use read::{find_root, read_site, read_snapshots};
pub use trouble::{DiskError, Trouble, reason};
pub use watch::News;
pub use write::{Written, write_file, write_site, write_site_by_steps};
