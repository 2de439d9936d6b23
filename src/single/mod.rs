//! A page as one file that holds all it shows and asks nothing of anybody.

mod addresses;
mod carry;
mod elements;
mod pictures;
mod scripts;
mod sheets;
mod tags;
mod writer;

use std::sync::Arc;

use crate::config::Security;
use crate::render::{Inline, policy_of_one_file};

use writer::Writer;

/// Stands in every such file, so that it is known again when it is made anew.
pub const MARK: &str = "<!-- Made by nutgraf build --single-file -->";

/// Stands where the policy belongs, which is known when all else is.
const POLICY: &str = "\u{f0000}policy of one file\u{f0000}";

/// A page as it is published, and what there is to know of the site around it.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    pub address: &'a str,
    pub html: &'a str,
    /// With a slash at its end. Without it links to other pages lead nowhere from a file.
    pub base_url: Option<&'a str>,
    pub security: &'a Security,
    /// What is published at an address.
    pub published: &'a dyn Fn(&str) -> Option<Arc<[u8]>>,
}

/// The page with everything in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneFile {
    pub html: String,
    /// What the page shows of other hosts or of other pages, and the file does not.
    pub left_out: Vec<String>,
    /// What the page needs and the file cannot hold, each with the reason: it would be broken.
    pub cannot: Vec<String>,
}

/// Puts everything a page shows into the page.
pub fn one_file(page: &Page<'_>) -> OneFile {
    let mut writer = Writer::new(page);
    let html = writer.document(page.html);
    let html = marked(html);
    let mut inline = Inline::of(&html);
    inline.extend(&writer.inline);
    let policy = policy_of_one_file(&inline, page.base_url, page.security);
    let html = html.replace(POLICY, &tags::escaped(&policy));
    writer.look_again(&html);
    OneFile {
        html,
        left_out: writer.left_out.into_iter().collect(),
        cannot: writer.cannot.into_iter().collect(),
    }
}

/// Behind the doctype: what stood before it would put browsers into the ways of old.
fn marked(mut html: String) -> String {
    let blank = html.len() - html.trim_start().len();
    let is_doctype = html[blank..]
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    let at = match html[blank..].find('>') {
        Some(end) if is_doctype => blank + end + 1,
        _ => 0,
    };
    html.insert_str(at, &format!("\n{MARK}"));
    html
}
