//! Door: reads the input files and writes the finished site.

#![allow(
    clippy::disallowed_methods,
    reason = "this room is the door to the disk; the others get and give files as values"
)]

mod manifest;
mod read;
mod write;

pub use read::{DiskError, find_root, read_site};
pub use write::{WriteError, Written, write_site};
