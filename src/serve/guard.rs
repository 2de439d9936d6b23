//! Who may ask: pages and people on this machine, under this server's own name. A page from elsewhere
//! may not read a site that is not published yet, nor may a name that was made to point here.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, Uri, header};

/// The names by which this server may be called.
#[derive(Clone, Debug)]
pub struct Names {
    port: u16,
    hosts: Vec<String>,
    /// It listens on every address of the machine, so that any of them may be its name. A name that
    /// was made to point here is no address.
    any_address: bool,
}

impl Names {
    pub fn new(host: &str, address: IpAddr, port: u16) -> Names {
        let mut hosts = ["localhost", "127.0.0.1", "[::1]"]
            .map(str::to_string)
            .to_vec();
        hosts.push(in_url(host));
        hosts.push(in_url(&address.to_string()));
        Names {
            port,
            hosts,
            any_address: address.is_unspecified(),
        }
    }

    /// Whether `host:port` is us; 80 goes without saying.
    fn include(&self, authority: &str) -> bool {
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
            _ => (authority, Some(80)),
        };
        let is_address = || {
            let plain = host.trim_start_matches('[').trim_end_matches(']');
            plain.parse::<IpAddr>().is_ok()
        };
        let is_known = self
            .hosts
            .iter()
            .any(|known| known.eq_ignore_ascii_case(host));
        port == Some(self.port) && (is_known || self.any_address && is_address())
    }

    /// Why a request is refused, in words; None if it may be answered.
    pub fn refusal(&self, uri: &Uri, headers: &HeaderMap) -> Option<String> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = match (
            hosts.next().and_then(|host| host.to_str().ok()),
            hosts.next(),
        ) {
            (Some(host), None) => host,
            _ => return Some("The request does not say once which host it is for.".to_string()),
        };
        let named = uri.authority().map(|authority| authority.as_str());
        if let Some(stranger) = [Some(host), named]
            .into_iter()
            .flatten()
            .find(|name| !self.include(name))
        {
            return Some(format!(
                "This preview does not answer to the name {stranger:?}. It can be seen at \
                 http://localhost:{}/.",
                self.port
            ));
        }
        for origin in headers.get_all(header::ORIGIN) {
            let origin = String::from_utf8_lossy(origin.as_bytes());
            let is_own = origin
                .strip_prefix("http://")
                .is_some_and(|name| name.eq_ignore_ascii_case(host));
            if !is_own {
                return Some(format!("A page of {origin:?} may not use this preview."));
            }
        }
        None
    }
}

/// Whether a browser says that a page from elsewhere asks. What is ours is for our own pages alone.
pub fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get(HeaderName::from_static("sec-fetch-site"));
    site.is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"))
}

/// An address of the sixth version stands in brackets.
pub fn in_url(host: &str) -> String {
    match host.contains(':') && !host.starts_with('[') {
        true => format!("[{host}]"),
        false => host.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(names: &Names, uri: &str, headers: &[(&'static str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(
                HeaderName::from_static(name),
                value.parse().expect("a value"),
            );
        }
        let uri = uri.parse().expect("an address");
        names.refusal(&uri, &map).is_some()
    }

    #[test]
    fn only_our_own_names_are_answered() {
        let names = Names::new("127.0.0.1", [127, 0, 0, 1].into(), 4000);
        for host in [
            "localhost:4000",
            "LOCALHOST:4000",
            "127.0.0.1:4000",
            "[::1]:4000",
        ] {
            assert!(!refused(&names, "/", &[("host", host)]), "{host}");
        }
        for host in [
            "evil.example:4000",
            "localhost",
            "localhost:4001",
            "localhost:4000x",
            "localhost.evil.example:4000",
            "127.0.0.1.nip.io:4000",
            "192.168.1.2:4000",
            "127.0.0.2:4000",
            "user@localhost:4000",
            "",
        ] {
            assert!(refused(&names, "/", &[("host", host)]), "{host}");
        }
        assert!(refused(&names, "/", &[]));
        let twice = [("host", "localhost:4000"), ("host", "localhost:4000")];
        assert!(refused(&names, "/", &twice));
        let ours = [("host", "localhost:4000")];
        assert!(refused(&names, "http://evil.example/", &ours));
        assert!(!refused(&names, "http://localhost:4000/", &ours));
    }

    #[test]
    fn what_was_asked_to_listen_elsewhere_answers_there() {
        let named = Names::new("desk.example", [10, 0, 0, 7].into(), 4000);
        assert!(!refused(&named, "/", &[("host", "desk.example:4000")]));
        assert!(!refused(&named, "/", &[("host", "10.0.0.7:4000")]));
        assert!(refused(&named, "/", &[("host", "10.0.0.8:4000")]));
        let everywhere = Names::new("0.0.0.0", [0, 0, 0, 0].into(), 4000);
        assert!(!refused(&everywhere, "/", &[("host", "10.0.0.8:4000")]));
        assert!(!refused(&everywhere, "/", &[("host", "[fe80::1]:4000")]));
        assert!(refused(&everywhere, "/", &[("host", "evil.example:4000")]));
        let plain = Names::new("localhost", [127, 0, 0, 1].into(), 80);
        assert!(!refused(&plain, "/", &[("host", "localhost")]));
    }

    #[test]
    fn pages_from_elsewhere_are_refused() {
        let names = Names::new("127.0.0.1", [127, 0, 0, 1].into(), 4000);
        let from = |origin| {
            let headers = [("host", "localhost:4000"), ("origin", origin)];
            refused(&names, "/", &headers)
        };
        assert!(!from("http://localhost:4000"));
        for origin in [
            "null",
            "https://localhost:4000",
            "http://localhost:3000",
            "http://127.0.0.1:4000",
            "http://evil.example",
            "http://localhost:4000.evil.example",
            "",
        ] {
            assert!(from(origin), "{origin}");
        }
        let asked = |site: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("sec-fetch-site", site.parse().expect("a value"));
            is_from_elsewhere(&headers)
        };
        assert!(asked("cross-site") && asked("same-site"));
        assert!(!asked("same-origin") && !asked("none"));
        assert!(!is_from_elsewhere(&HeaderMap::new()));
    }
}
