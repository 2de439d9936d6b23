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

use preview::{Answer, Preview, serve, wait_for};
use runner::{Site, program};

fn ready(site: &Site, options: &[&str]) -> Preview {
    let preview = serve(program(site.root(), &[]), site.root(), options);
    preview.hears("built ");
    preview
}

/// A request of which every line but the last is given.
fn raw(preview: &Preview, lines: &[&str]) -> Answer {
    let lines = lines
        .join("\r\n")
        .replace("PORT", &preview.port.to_string());
    preview.raw(format!("{lines}\r\nConnection: close\r\n\r\n").as_bytes())
}

#[test]
fn foreign_names_and_origins_are_refused_everywhere() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    for path in [
        "/",
        "/.nutgraf/client.js",
        "/.nutgraf/events?page=%2F",
        "/.nutgraf/",
    ] {
        let get = format!("GET {path} HTTP/1.1");
        for host in ["localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT"] {
            if path.contains("events") {
                continue;
            }
            let host = format!("Host: {host}");
            assert_eq!(raw(&preview, &[&get, &host]).status, 200, "{path} {host}");
        }
        for headers in [
            &["Host: evil.example:PORT"][..],
            &["Host: evil.example"],
            &["Host: localhost"],
            &["Host: localhost:1"],
            &["Host: localhost.evil.example:PORT"],
            &["Host: 192.168.0.1:PORT"],
            &["Host: "],
            &["X: no host"],
            &["Host: localhost:PORT", "Host: localhost:PORT"],
            &["Host: localhost:PORT", "Origin: http://evil.example"],
            &["Host: localhost:PORT", "Origin: http://localhost:3000"],
            &["Host: localhost:PORT", "Origin: https://localhost:PORT"],
            &["Host: localhost:PORT", "Origin: http://127.0.0.1:PORT"],
            &["Host: localhost:PORT", "Origin: null"],
        ] {
            let answer = raw(&preview, &[&[get.as_str()], headers].concat());
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            assert!(!answer.text().contains("<html"), "{path} {headers:?}");
        }
        let own = ["Host: localhost:PORT", "Origin: http://localhost:PORT"];
        if !path.contains("events") {
            let answer = raw(&preview, &[&[get.as_str()][..], &own].concat());
            assert_eq!(answer.status, 200);
        }
    }
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

#[test]
fn no_path_leads_out_of_the_site() {
    let site = Site::new();
    site.write("secret.txt", "SECRET");
    site.write("content/_notes.md", "+++\ntitle = \"Notes\"\n+++\nSECRET\n");
    let preview = ready(&site, &[]);
    let root = site.root().display();
    for path in [
        "/../secret.txt",
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
        "/%uff0e%uff0e/../secret.txt",
        "/index.html%00.txt",
        "/%00",
        "/index.html%0d%0aX:%20y",
        "/assets/../../secret.txt",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert!(!answer.text().contains("SECRET"), "{path}");
    }
    for path in [
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/secret.txt",
        "/content/index.md",
        "/content/site.toml",
        "/site.toml",
        "/ledger/sources.toml",
        "/_notes.html",
        "/_notes.md",
        &format!("/{root}/secret.txt"),
        &format!("//{root}/secret.txt"),
        "//evil.example/",
        "//evil.example/..;/",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("SECRET"), "{path}");
        assert_eq!(answer.header("location"), None, "{path}");
    }
    for request in [
        &b"GET /index.html\0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"[..],
        b"GET ../secret.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: local\0host\r\nConnection: close\r\n\r\n",
    ] {
        let answer = preview.raw(request);
        assert!(answer.status >= 400, "{}", String::from_utf8_lossy(request));
    }
    assert_eq!(preview.get("/").status, 200, "and it goes on");
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
