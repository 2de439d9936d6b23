//! One Markdown file -> Page { facts, body }; a page knows no other page.

mod facts;
mod front_matter;
mod problems;

pub use facts::{FrontMatter, Heading, LinkUse, PageFacts, SortBy};
pub use problems::CODES;
