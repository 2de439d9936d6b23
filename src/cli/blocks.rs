//! `blocks`: what a page may put between fences of colons.

use std::path::Path;

use super::place;
use super::screen::Screen;
use super::words::wrap;
use super::{Ending, Failure};
use crate::build::{self, BlockArgInfo, BlockInfo};
use crate::disk;
use crate::input::InputTree;

/// Lists the blocks of the site's theme, or of the bundled one outside a site.
pub fn list(root: Option<&Path>, screen: &Screen) -> Result<Ending, Failure> {
    let inputs = match place::find_site(root)? {
        Some(root) => disk::read_site(&root)?,
        None => InputTree::new(),
    };
    let width = Screen::width();
    let mut text = String::new();
    for block in build::blocks(&inputs) {
        text.push_str(&one(&block, width));
        text.push('\n');
    }
    text.push_str(&wrap(
        "A block opens with `::: name key=value` at the margin and closes with a fence of as many \
         colons. Around another block, use more colons. Every block takes `id=`, an anchor for links.",
        width,
        "",
    ));
    screen.print(&text)?;
    Ok(Ending::Done)
}

fn one(block: &BlockInfo, width: usize) -> String {
    let mut text = format!("::: {}", block.name);
    for arg in block.args.iter().filter(|arg| arg.required) {
        text.push_str(&format!(" {}=…", arg.name));
    }
    text.push('\n');
    text.push_str(&wrap(&block.doc, width, "    "));
    let body = match block.body {
        "none" => "Takes no text.",
        "required" => "Needs text up to its closing fence.",
        _ => "May have text up to its closing fence.",
    };
    let reads = match block.reads.as_slice() {
        [] => String::new(),
        tables => format!(" Reads {} of the ledger.", tables.join(", ")),
    };
    text.push_str(&wrap(&format!("{body}{reads}"), width, "    "));
    let longest = block.args.iter().map(|arg| arg.name.len()).max();
    for arg in &block.args {
        let name = format!("{}=", arg.name);
        let gap = longest.unwrap_or(0) + 1;
        let meaning = wrap(&meaning(arg), width, &" ".repeat(4 + gap + 2));
        text.push_str(&format!("    {name:gap$}  {}", meaning.trim_start()));
    }
    text
}

fn meaning(arg: &BlockArgInfo) -> String {
    let mut kind = arg.kind.clone();
    match &arg.default {
        _ if arg.required => kind.push_str("; required"),
        Some(default) if !matches!(default.as_str(), "" | "\"\"" | "none" | "[]") => {
            kind.push_str(&format!("; else {default}"));
        }
        _ => {}
    }
    match arg.doc.as_str() {
        "" => kind,
        doc => format!("{doc} ({kind})"),
    }
}
