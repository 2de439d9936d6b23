//! What `serve` refuses, in requests written byte by byte, and how it speaks HTTP otherwise.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    reason = "these tests stand outside the doors: they open sockets"
)]

#[path = "serving/preview.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod preview;
#[path = "cli/runner.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod runner;

use std::io::{Read, Write};

use preview::{Answer, Preview, serve_whole, wait_for};
use runner::{Site, program};

fn ready(site: &Site, options: &[&str]) -> Preview {
    serve_whole(program(site.root(), &[]), site.root(), options)
}

/// A request of which every line but the last is given.
fn raw(preview: &Preview, lines: &[&str]) -> Answer {
    let lines = lines
        .join("\r\n")
        .replace("PORT", &preview.port.to_string());
    preview.raw(format!("{lines}\r\nConnection: close\r\n\r\n").as_bytes())
}

/// Something of each kind that is answered.
const ANSWERED: [&str; 6] = [
    "/",
    "/nothing.html",
    "/.nutgraf/client.js",
    "/.nutgraf/events?page=%2F",
    "/.nutgraf/marks?page=%2F",
    "/.nutgraf/",
];

/// Each of these headers is refused wherever it comes.
#[track_caller]
fn are_refused(preview: &Preview, refused: &[&[&str]]) {
    for path in ANSWERED {
        for method in ["GET", "HEAD"] {
            let request = format!("{method} {path} HTTP/1.1");
            for headers in refused {
                let answer = raw(preview, &[&[request.as_str()], *headers].concat());
                assert_eq!(answer.status, 403, "{request} {headers:?}");
                let text = answer.text();
                assert!(!text.contains("<html"), "{request} {headers:?}");
            }
        }
    }
}

/// Where each of these headers comes, the same is answered as without.
#[track_caller]
fn are_let_through(preview: &Preview, headers: &[&[&str]]) {
    // A stream has no end.
    for path in ANSWERED.iter().filter(|path| !path.contains("events")) {
        let wanted = preview.get(path).status;
        assert_ne!(wanted, 403, "{path}");
        for headers in headers {
            let request = format!("GET {path} HTTP/1.1");
            let answer = raw(preview, &[&[request.as_str()], *headers].concat());
            assert_eq!(answer.status, wanted, "{path} {headers:?}");
        }
    }
}

#[test]
fn foreign_hosts_are_refused_everywhere() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    are_let_through(
        &preview,
        &[
            &["Host: localhost:PORT"],
            &["Host: 127.0.0.1:PORT"],
            &["Host: [::1]:PORT"],
        ],
    );
    are_refused(
        &preview,
        &[
            &["Host: evil.example:PORT"],
            &["Host: evil.example"],
            &["Host: localhost"],
            &["Host: localhost:1"],
            &["Host: localhost.evil.example:PORT"],
            &["Host: 127.0.0.1.evil.example:PORT"],
            &["Host: localhost@evil.example:PORT"],
            &["Host: evil.example:PORT@localhost:PORT"],
            &["Host: 192.168.0.1:PORT"],
            &["Host: 2130706433:PORT"],
            &["Host: 0.0.0.0:PORT"],
            &["Host: "],
            &["X: no host"],
            &["Host: localhost:PORT", "Host: localhost:PORT"],
            &["Host: localhost:PORT", "Host: evil.example"],
        ],
    );
    let foreign = "GET http://evil.example/ HTTP/1.1";
    assert_eq!(
        raw(&preview, &[foreign, "Host: localhost:PORT"]).status,
        403
    );
    let own = "GET http://localhost:PORT/ HTTP/1.1";
    assert_eq!(raw(&preview, &[own, "Host: localhost:PORT"]).status, 200);
    // HTTP of before names had to be told.
    assert_eq!(preview.raw(b"GET / HTTP/1.0\r\n\r\n").status, 403);
}

#[test]
fn foreign_origins_are_refused_everywhere() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    let host = "Host: localhost:PORT";
    are_let_through(
        &preview,
        &[
            &[host, "Origin: http://localhost:PORT"],
            &["Host: 127.0.0.1:PORT", "Origin: http://127.0.0.1:PORT"],
        ],
    );
    are_refused(
        &preview,
        &[
            &[host, "Origin: http://evil.example"],
            &[host, "Origin: http://evil.example:PORT"],
            &[host, "Origin: http://localhost.evil.example:PORT"],
            &[host, "Origin: http://localhost:PORT.evil.example"],
            &[host, "Origin: http://localhost:3000"],
            &[host, "Origin: http://localhost"],
            &[host, "Origin: https://localhost:PORT"],
            &[host, "Origin: http://127.0.0.1:PORT"],
            &[host, "Origin: file://"],
            &[host, "Origin: null"],
            &[host, "Origin: "],
        ],
    );
}

#[test]
fn what_is_ours_is_not_for_pages_from_elsewhere() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    for (from, status) in [
        ("cross-site", 403),
        ("same-site", 403),
        ("same-origin", 200),
        ("none", 200),
    ] {
        let header = format!("Sec-Fetch-Site: {from}");
        let answer = preview.request("GET", "/.nutgraf/client.js", &[&header]);
        assert_eq!(answer.status, status, "{from}");
        // A link on another site may lead here.
        assert_eq!(preview.request("GET", "/", &[&header]).status, 200);
    }
    let kept = preview
        .get("/")
        .header("cross-origin-resource-policy")
        .map(str::to_string);
    assert_eq!(kept.as_deref(), Some("same-origin"));
}

/// A preview of a site with files that are not for readers, which hold the word SECRET.
fn with_secrets() -> (Site, Preview) {
    let site = Site::new();
    site.write("secret.txt", "SECRET");
    site.write("content/_notes.md", "+++\ntitle = \"Notes\"\n+++\nSECRET\n");
    let preview = ready(&site, &[]);
    (site, preview)
}

/// Each of these paths has this status, and nothing else.
#[track_caller]
fn are_nowhere(preview: &Preview, status: u16, paths: &[&str]) {
    for path in paths {
        let answer = preview.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert!(!answer.text().contains("SECRET"), "{path}");
        assert_eq!(answer.header("location"), None, "{path}");
    }
}

#[test]
fn dots_lead_out_of_the_site_in_no_encoding() {
    let (_site, preview) = with_secrets();
    let refused = [
        "/../secret.txt",
        "/..",
        "/./index.html",
        "/%2e%2e/secret.txt",
        "/%2E%2E/secret.txt",
        "/%2E./secret.txt",
        "/.%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2fsecret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/%5c%2e%2e%5csecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%c0%ae%c0%ae%c0%afsecret.txt",
        "/%e0%80%ae%e0%80%ae/secret.txt",
        "/%f0%80%80%ae%f0%80%80%ae/secret.txt",
        "/%uff0e%uff0e/../secret.txt",
        "/index.html%00.txt",
        "/%00",
        "/index.html%0d%0aX:%20y",
        "/assets/../../secret.txt",
        "/.nutgraf/../../secret.txt",
        "/.nutgraf/%2e%2e/%2e%2e/secret.txt",
    ];
    are_nowhere(&preview, 400, &refused);
    let names = [
        // Encoded twice, or dots of other kinds: names that nothing has.
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/%25252e%25252e/secret.txt",
        "/%u002e%u002e/secret.txt",
        "/%ef%bc%8e%ef%bc%8e/secret.txt",
        "/%e2%80%a5/secret.txt",
        "/..;/secret.txt",
        "/.../secret.txt",
        "/..../secret.txt",
        "//evil.example/..;/",
    ];
    are_nowhere(&preview, 404, &names);
    for request in [
        &b"GET /index.html\0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"[..],
        b"GET ../secret.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: local\0host\r\nConnection: close\r\n\r\n",
    ] {
        let answer = preview.raw(request);
        assert!(answer.status >= 400, "{}", String::from_utf8_lossy(request));
    }
    // What comes behind `?` is no path.
    assert_eq!(preview.get("/?/../secret.txt").status, 200, "it goes on");
}

#[test]
fn dots_lead_out_of_the_base_path_in_no_encoding() {
    let site = Site::new();
    site.write("secret.txt", "SECRET");
    let url = "https://example.org/deep/";
    let preview = ready(&site, &["--base-path", "--base-url", url]);
    let refused = [
        "/deep/../secret.txt",
        "/deep/%2e%2e/%2e%2e/secret.txt",
        "/deep/..%2fsecret.txt",
        "/deep/..%5c..%5csecret.txt",
    ];
    are_nowhere(&preview, 400, &refused);
    are_nowhere(
        &preview,
        404,
        &["/deep/%252e%252e/secret.txt", "/deepsecret.txt"],
    );
    assert_eq!(preview.get("/deep/").status, 200);
}

#[test]
fn absolute_paths_are_names_like_any_other() {
    let (site, preview) = with_secrets();
    let root = site.root().display().to_string();
    let encoded = root.replace('/', "%2F");
    let paths = [
        format!("{root}/secret.txt"),
        format!("/{root}/secret.txt"),
        format!("//{root}/secret.txt"),
        format!("/file://{root}/secret.txt"),
        format!("/C:{root}/secret.txt"),
    ];
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    are_nowhere(&preview, 404, &paths);
    let path = format!("/{encoded}%2Fsecret.txt");
    let answer = preview.get(&path);
    assert!([400, 404].contains(&answer.status), "{path}");
    assert!(!answer.text().contains("SECRET"), "{path}");
    let request = format!("GET file://{root}/secret.txt HTTP/1.1");
    let answer = raw(&preview, &[&request, "Host: localhost:PORT"]);
    assert!(answer.status >= 400, "{request}");
    are_nowhere(
        &preview,
        404,
        &["/etc/passwd", "//etc/passwd", "//evil.example/"],
    );
}

#[test]
fn what_is_not_published_is_not_served() {
    let (_site, preview) = with_secrets();
    let paths = [
        "/secret.txt",
        "/content/index.md",
        "/content/site.toml",
        "/site.toml",
        "/ledger/sources.toml",
        "/_notes.html",
        "/_notes.md",
    ];
    are_nowhere(&preview, 404, &paths);
}

#[test]
fn only_reading_is_possible() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"] {
        let answer = preview.request(method, "/", &["Content-Length: 0"]);
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, Some("GET, HEAD"))
        );
    }
    assert!(
        preview
            .raw(b"CONNECT evil.example:80 HTTP/1.1\r\nConnection: close\r\n\r\n")
            .status
            >= 400
    );
}

#[test]
fn an_answer_can_be_asked_for_by_its_tag_and_in_parts() {
    let site = Site::new();
    site.write("content/files/film.mp4", "0123456789");
    let preview = ready(&site, &[]);
    for path in ["/film.mp4", "/index.html"] {
        let whole = preview.get(path);
        let tag = whole.header("etag").expect("a tag").to_string();
        let length = whole.body.len().to_string();
        assert_eq!(whole.header("content-length"), Some(length.as_str()));
        let head = preview.request("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0));
        for name in ["etag", "content-length", "content-type", "accept-ranges"] {
            assert_eq!(head.header(name), whole.header(name), "{path} {name}");
        }
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"x\", {tag}"),
            "*".to_string(),
        ] {
            let answer = preview.request("GET", path, &[&format!("If-None-Match: {known}")]);
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{known}");
            assert_eq!(answer.header("etag"), Some(tag.as_str()));
        }
        let other = preview.request("GET", path, &["If-None-Match: \"other\""]);
        assert_eq!((other.status, &other.body), (200, &whole.body));
        let part = preview.request("GET", path, &["Range: bytes=2-4"]);
        assert_eq!((part.status, &part.body[..]), (206, &whole.body[2..5]));
        let told = format!("bytes 2-4/{length}");
        assert_eq!(part.header("content-range"), Some(told.as_str()));
        assert_eq!(part.header("content-length"), Some("3"));
        let end = preview.request("GET", path, &["Range: bytes=-3"]);
        assert_eq!(end.body, whole.body[whole.body.len() - 3..]);
        let none = preview.request("GET", path, &["Range: bytes=99999999-"]);
        assert_eq!((none.status, none.body.len()), (416, 0));
        let told = format!("bytes */{length}");
        assert_eq!(none.header("content-range"), Some(told.as_str()));
        let same = preview.request(
            "GET",
            path,
            &["Range: bytes=2-4", &format!("If-Range: {tag}")],
        );
        assert_eq!(same.status, 206);
        let changed = preview.request("GET", path, &["Range: bytes=2-4", "If-Range: \"other\""]);
        assert_eq!((changed.status, &changed.body), (200, &whole.body));
    }
    // The tag is that of these very bytes: another state is another tag.
    let before = preview.get("/film.mp4").header("etag").map(str::to_string);
    site.write("content/files/film.mp4", "0123456780");
    wait_for("the film is another", || {
        let answer = preview.get("/film.mp4");
        let is_new = answer.body.ends_with(b"80") && answer.header("etag") != before.as_deref();
        is_new.then_some(()).ok_or(answer.text())
    });
}

#[test]
fn a_connection_serves_more_than_one_request() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    let mut stream = preview.connect();
    let request = format!(
        "HEAD / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
        preview.port
    );
    for _ in 0..3 {
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        let mut byte = [0];
        while !answer.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("an answer");
            answer.push(byte[0]);
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"));
    }
}

#[test]
fn the_site_is_shown_below_its_base_path_on_request() {
    let site = Site::new();
    let options = [
        "--base-path",
        "--base-url",
        "https://example.org/deep/stör y/",
    ];
    let refused = program(site.root(), &["serve"]).args(options).output();
    assert_eq!(
        refused.expect("it runs").status.code(),
        Some(2),
        "a space is no part of it"
    );
    let preview = ready(
        &site,
        &[
            "--base-path",
            "--base-url",
            "https://example.org/deep/st%C3%B6ry/",
        ],
    );
    for path in ["/", "/deep/st%C3%B6ry"] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 307, "{path}");
        assert_eq!(
            answer.header("location"),
            Some("/deep/st%C3%B6ry/"),
            "{path}"
        );
    }
    assert_eq!(preview.get("/deep/st%C3%B6ry/").status, 200);
    assert_eq!(preview.get("/deep/st%C3%B6ry/about.html").status, 200);
    for path in ["/about.html", "/deep/", "/deep/st%C3%B6ry/deep/st%C3%B6ry/"] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains("/.nutgraf/client.js"));
    }
    let tab = preview.tab("/deep/st%C3%B6ry/");
    let told = tab.hears("page", |_| true);
    assert_eq!(told.data["status"], 200);
}
