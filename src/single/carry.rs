//! Files of the site as addresses that hold their bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::addresses::{Target, shown, target, whole};
use super::writer::Writer;
use crate::output::content_type;

/// What becomes of something that a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// The address with the bytes in it, or one that makes no request anyway.
    Address(String),
    /// It is asked of another host, or it is not there; that is noted.
    Nothing,
}

impl Writer<'_> {
    /// Where an address leads that stands in the file at `from`.
    pub fn target(&self, written: &str, from: &str) -> Target {
        target(written, from, self.page.address, self.page.base_url)
    }

    /// Where a link leads from a file of its own; None if nowhere.
    pub fn link(&self, written: &str) -> Option<String> {
        let written = written.trim();
        match self.target(written, &self.from) {
            // A whole address stays, even that of this very page.
            _ if is_whole(written) => Some(written.to_string()),
            Target::Here(anchor) => Some(anchor),
            Target::Site { address, behind } => whole(&address, &behind, self.page.base_url),
            Target::Host(url) => Some(url),
            Target::Other => Some(written.to_string()),
            Target::Nowhere => None,
        }
    }

    /// Where something lies that others are told of: programs, not readers of this page.
    pub fn public(&self, written: &str) -> Option<String> {
        match self.target(written, &self.from) {
            Target::Here(_) if !is_whole(written) => {
                whole(self.page.address, "", self.page.base_url)
            }
            _ => self.link(written),
        }
    }

    /// Something that is shown, as an address with its bytes in it.
    pub fn carry(&mut self, written: &str, from: &str) -> Carried {
        match self.target(written, from) {
            Target::Here(_) if !written.trim().starts_with('#') => Carried::Nothing,
            Target::Here(anchor) => Carried::Address(anchor),
            Target::Other => Carried::Address(written.trim().to_string()),
            Target::Site { address, behind } => match self.bytes(&address) {
                Some(bytes) => {
                    // Part of a drawing may be named.
                    let part = behind.find('#').map_or("", |at| &behind[at..]);
                    Carried::Address(data(&address, &bytes) + part)
                }
                None => Carried::Nothing,
            },
            elsewhere @ (Target::Host(_) | Target::Nowhere) => {
                self.leave_out(&elsewhere, written);
                Carried::Nothing
            }
        }
    }

    /// The text of a script or style sheet, and where it stands.
    pub fn text(&mut self, written: &str, from: &str) -> Option<(String, String)> {
        match self.target(written, from) {
            Target::Site { address, .. } => {
                let bytes = self.bytes(&address)?;
                let text = String::from_utf8_lossy(&bytes);
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_string();
                Some((address, text))
            }
            elsewhere => {
                self.leave_out(&elsewhere, written);
                None
            }
        }
    }

    /// Notes what is not in the file.
    pub fn leave_out(&mut self, target: &Target, written: &str) {
        let name = shown(target);
        self.left_out.insert(match name.is_empty() {
            true => written.trim().chars().take(100).collect(),
            false => name,
        });
    }

    fn bytes(&mut self, address: &str) -> Option<std::sync::Arc<[u8]>> {
        let bytes = (self.page.published)(address);
        if bytes.is_none() {
            self.cannot
                .insert(format!("{address}: no such file is published"));
        }
        bytes
    }
}

fn is_whole(written: &str) -> bool {
    let start = written.trim().to_ascii_lowercase();
    start.starts_with("https://") || start.starts_with("http://")
}

/// The address that holds some bytes.
pub fn data(address: &str, bytes: &[u8]) -> String {
    let kind = content_type(address, bytes).replace("; ", ";");
    format!("data:{kind};base64,{}", STANDARD.encode(bytes))
}
