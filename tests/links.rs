//! Our own site, walked as a reader may get it: opened from the disk, served at `/`, and served
//! under `/deep/er/`. Every link, picture, style and anchor of every page must lead somewhere.

#![allow(
    clippy::disallowed_methods,
    reason = "the test writes a site and serves it"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};

use common::{attributes, ids, own_site};
use nutgraf::cards;
use nutgraf::search::is_of_search;

/// Builds our own site into a folder; gives its addresses.
fn built_into(folder: &Path) -> BTreeSet<String> {
    let built = own_site().build().clean();
    for (address, bytes) in built.build.outputs.iter() {
        let path = folder.join(&**address);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    built.addresses().into_iter().map(str::to_string).collect()
}

/// What one file of the site refers to, as a browser would ask for it.
fn references(address: &str, bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    if address.ends_with(".css") {
        for (at, _) in text.match_indices("url(") {
            let rest = &text[at + "url(".len()..];
            let url = rest[..rest.find(')').expect("url( ends")].trim_matches(['"', '\'', ' ']);
            found.push(url.to_string());
        }
    }
    if is_page(address) {
        for name in ["href", "src", "poster", "data", "action"] {
            found.extend(attributes(&text, name).into_iter().map(unescaped));
        }
        for set in attributes(&text, "srcset") {
            let urls = set
                .split(',')
                .filter_map(|part| part.split_whitespace().next());
            found.extend(urls.map(unescaped));
        }
        for meta in attributes(&text, "content") {
            if let Some((_, url)) = meta.split_once("url=") {
                found.push(unescaped(url));
            }
        }
    }
    found
}

/// A page by its address; a host answers a folder with the page in it.
fn is_page(address: &str) -> bool {
    address.ends_with(".html") || address.ends_with('/')
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).expect("a link in UTF-8")
}

/// Leads out of the site, or nowhere by intent.
fn is_elsewhere(link: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:", "data:"]
        .iter()
        .any(|scheme| link.starts_with(scheme))
}

/// A way to get the bytes at an address of the site, and to follow a link from there.
trait Reader {
    /// The place a link on the page at `from` leads to; an error if it is none of the site's.
    fn follow(&self, from: &str, link: &str) -> Result<String, String>;
    fn get(&self, place: &str) -> Result<Vec<u8>, String>;
}

/// Walks from the home page over every reference. Gives the places seen, or all that is broken.
fn walk(reader: &dyn Reader, home: &str) -> Result<BTreeSet<String>, Vec<String>> {
    let mut seen: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut to_see = VecDeque::from([home.to_string()]);
    let mut anchors: BTreeSet<(String, String, String)> = BTreeSet::new();
    let mut broken = Vec::new();
    while let Some(place) = to_see.pop_front() {
        if seen.contains_key(&place) {
            continue;
        }
        let bytes = match reader.get(&place) {
            Ok(bytes) => bytes,
            Err(why) => {
                broken.push(format!("{place}: {why}"));
                continue;
            }
        };
        for link in references(&place, &bytes) {
            if is_elsewhere(&link) {
                continue;
            }
            if link.starts_with('/') || link.is_empty() {
                broken.push(format!(
                    "{place}: the link \"{link}\" depends on where the site lies"
                ));
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = match path {
                "" => Ok(place.clone()),
                path => reader.follow(&place, path),
            };
            match target {
                Ok(target) => {
                    if !anchor.is_empty() && is_page(&target) {
                        anchors.insert((target.clone(), percent_decoded(anchor), place.clone()));
                    }
                    to_see.push_back(target);
                }
                Err(why) => broken.push(format!("{place}: {link}: {why}")),
            }
        }
        seen.insert(place, bytes);
    }
    let of_pages: BTreeMap<&String, BTreeSet<String>> = seen
        .iter()
        .map(|(place, bytes)| (place, ids(&String::from_utf8_lossy(bytes))))
        .collect();
    for (target, anchor, place) in anchors {
        if !of_pages
            .get(&target)
            .is_some_and(|ids| ids.contains(&anchor))
        {
            broken.push(format!("{place}: no #{anchor} at {target}"));
        }
    }
    match broken.is_empty() {
        true => Ok(seen.into_keys().collect()),
        false => Err(broken),
    }
}

/// Files opened from the disk: a link is a path from the file's folder.
struct Disk {
    root: PathBuf,
}

impl Reader for Disk {
    fn follow(&self, from: &str, link: &str) -> Result<String, String> {
        let link = percent_decoded(link.split('?').next().unwrap_or(""));
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<String> = Vec::new();
        for part in Path::new(folder).join(link).components() {
            match part {
                Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
                Component::ParentDir if parts.pop().is_some() => {}
                Component::CurDir => {}
                _ => return Err("leaves the site".to_string()),
            }
        }
        Ok(parts.join("/"))
    }

    fn get(&self, place: &str) -> Result<Vec<u8>, String> {
        // A folder has no index when it is opened from the disk.
        std::fs::read(self.root.join(place)).map_err(|error| error.to_string())
    }
}

/// A host that serves the folder below a path.
struct Host {
    address: SocketAddr,
    below: String,
}

impl Host {
    /// Serves a folder until the test ends.
    fn start(root: &Path, below: &str) -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (root, prefix) = (root.to_path_buf(), below.to_string());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &root, &prefix);
            }
        });
        Host {
            address,
            below: below.to_string(),
        }
    }
}

fn answer(mut stream: TcpStream, root: &Path, below: &str) {
    let mut line = String::new();
    let mut lines = BufReader::new(stream.try_clone().expect("a stream"));
    let _ = lines.read_line(&mut line);
    let mut header = String::new();
    while lines.read_line(&mut header).is_ok_and(|length| length > 2) {
        header.clear();
    }
    let asked = line
        .split(' ')
        .nth(1)
        .unwrap_or("")
        .split('?')
        .next()
        .unwrap_or("");
    let inside = percent_decoded(asked)
        .strip_prefix(below)
        .map(str::to_string);
    let file = inside.map(|inside| match inside.as_str() {
        folder if folder.is_empty() || folder.ends_with('/') => format!("{folder}index.html"),
        _ => inside,
    });
    let bytes = file.and_then(|file| std::fs::read(root.join(file)).ok());
    let (status, bytes) = match bytes {
        Some(bytes) => ("200 OK", bytes),
        None => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        bytes.len()
    );
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(&bytes));
}

impl Reader for Host {
    fn follow(&self, from: &str, link: &str) -> Result<String, String> {
        let mut parts: Vec<&str> = from.split('/').collect();
        parts.pop();
        for part in link.split('/') {
            match part {
                "." => {}
                // A browser stays at the host's root.
                ".." if parts.len() > 1 => {
                    parts.pop();
                }
                ".." => {}
                part => parts.push(part),
            }
        }
        let place = parts.join("/");
        match place.starts_with(&self.below) {
            true => Ok(place),
            false => Err(format!("leads to {place}, out of the site")),
        }
    }

    fn get(&self, place: &str) -> Result<Vec<u8>, String> {
        let mut stream = TcpStream::connect(self.address).map_err(|error| error.to_string())?;
        let request = format!("GET {place} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        stream
            .write_all(request.as_bytes())
            .map_err(|error| error.to_string())?;
        let mut answer = Vec::new();
        stream
            .read_to_end(&mut answer)
            .map_err(|error| error.to_string())?;
        let end = answer
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .ok_or("no answer")?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        match head.starts_with("HTTP/1.1 200") {
            true => Ok(answer[end + 4..].to_vec()),
            false => Err(head.lines().next().unwrap_or("").to_string()),
        }
    }
}

#[test]
fn our_site_is_whole_from_the_disk_at_the_root_and_below_a_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let addresses = built_into(folder.path());
    let root = folder.path().to_path_buf();
    let seen = walk(&Disk { root }, "index.html").unwrap_or_else(|broken| panic!("{broken:#?}"));
    for below in ["/", "/deep/er/"] {
        let host = Host::start(folder.path(), below);
        for home in [below.to_string(), format!("{below}index.html")] {
            let served = walk(&host, &home).unwrap_or_else(|broken| panic!("{home}: {broken:#?}"));
            let inside: BTreeSet<String> = served
                .iter()
                .map(|place| percent_decoded(place.strip_prefix(below).unwrap_or(place)))
                .filter(|place| !place.is_empty())
                .collect();
            assert_eq!(inside, seen, "{home}");
        }
    }
    // Every page and asset is reached by links alone.
    let alone = [
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "feed.xml",
        "es/404.html",
        "es/feed.xml",
        "llms.txt",
        "es/llms.txt",
        "_redirects",
        "_headers",
        // The ledger as data names it.
        "claims-1.schema.json",
    ];
    let unreached: Vec<&String> = addresses
        .difference(&seen)
        .filter(|address| !alone.contains(&address.as_str()))
        // What searches is asked for by script.
        .filter(|address| !is_of_search(address) && !address.starts_with("assets/find."))
        // Cards are for those who share a link, and no links themselves.
        .filter(|address| !address.starts_with(cards::FOLDER))
        .collect();
    assert!(unreached.is_empty(), "{unreached:?}");
}

#[test]
fn the_page_for_wrong_addresses_is_self_contained() {
    let built = own_site().build();
    let page = built.text("404.html");
    for link in references("404.html", page.as_bytes()) {
        assert!(is_elsewhere(&link), "{link}");
    }
    assert!(
        !page.contains("@import") && !page.contains("url("),
        "{page}"
    );
}

#[test]
fn a_broken_site_is_seen_to_be_broken() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write(
        "index.html",
        "<a href=\"a/b.html#x\"></a><a href=\"a/\"></a><img src=\"/dot.png\"><a href=\"#y\"></a>",
    );
    write(
        "a/b.html",
        "<link href=\"../s.css\"><a href=\"../../out.html\"></a><img srcset=\"c.png 1x, d.png 2x\">",
    );
    write("s.css", "a { background: url('gone.png') }");
    write("a/c.png", "");
    let disk = Disk {
        root: folder.path().to_path_buf(),
    };
    let broken = walk(&disk, "index.html").expect_err("it is broken");
    for part in [
        "#x",
        "a:",
        "\"/dot.png\"",
        "#y",
        "out.html",
        "d.png",
        "gone.png",
    ] {
        assert!(
            broken.iter().any(|line| line.contains(part)),
            "{part}: {broken:#?}"
        );
    }
    assert_eq!(broken.len(), 7, "{broken:#?}");
    // A host answers a folder, and a link too far up stays at its root.
    write("a/index.html", "");
    let host = Host::start(folder.path(), "/deep/");
    let broken = walk(&host, "/deep/index.html").expect_err("it is broken");
    assert!(
        broken
            .iter()
            .any(|line| line.contains("out.html: leads to /out.html")),
        "{broken:#?}"
    );
    assert_eq!(broken.len(), 6, "{broken:#?}");
}
