//! Everything the server answers from, swapped as a whole.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::address::{self, Asked, Refused};
use super::problems::Problems;
use super::shown::{Look, Shown};

pub struct State {
    /// Counts upward with each swap.
    pub serial: u64,
    /// None when the site could not be read even once.
    pub shown: Option<Arc<Shown>>,
    pub problems: Arc<Problems>,
    /// `/`, or the path below which the site stands.
    pub base: Arc<str>,
}

/// What a path of the site leads to.
pub enum Found {
    File {
        address: String,
        look: Look,
    },
    /// The page for wrong addresses.
    Missing(Look),
    /// Elsewhere, to a path.
    Sent(String),
    /// There is nothing to show, and this page says why.
    Nothing(Look),
    Refused,
}

impl State {
    pub fn number(&self) -> u64 {
        self.shown.as_ref().map_or(0, |shown| shown.number)
    }

    /// What stands at the path of a request, as the browser writes it.
    pub fn find(&self, path: &str) -> Found {
        let asked = address::read(path, &self.base);
        let Some(shown) = &self.shown else {
            return match asked {
                Err(Refused) => Found::Refused,
                Ok(_) => Found::Nothing(own_page(UNREAD)),
            };
        };
        let address = match asked {
            Err(Refused) => return Found::Refused,
            Ok(Asked::Site(address)) => address,
            Ok(Asked::AboveBase) => {
                return Found::Sent(utf8_percent_encode(&self.base, PLAIN).to_string());
            }
            Ok(Asked::Ours(_) | Asked::Elsewhere) => return Found::Missing(own_page(MISSING)),
        };
        let file = match address.is_empty() || address.ends_with('/') {
            true => format!("{address}index.html"),
            false => address,
        };
        if let Some(look) = shown.look(&file) {
            return Found::File {
                address: file,
                look,
            };
        }
        if shown.look(&format!("{file}/index.html")).is_some() {
            return Found::Sent(format!("{path}/"));
        }
        Found::Missing(shown.look("404.html").unwrap_or_else(|| own_page(MISSING)))
    }
}

/// What stands in an address as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

const MISSING: &str = "Nothing is published at this address";
const UNREAD: &str = "The site could not be read";
const UNMADE: &str = "This page could not be made; that is a mistake in nutgraf";

/// In the place of a page whose making failed without a word.
pub fn unmade() -> Look {
    own_page(UNMADE)
}

/// A page for when the site has none.
fn own_page(title: &str) -> Look {
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n</body>\n</html>\n"
    );
    Look::new(Arc::from(page.into_bytes()), false, true)
}
