//! What a page asks of the desk over HTTP: to open the editor, to mark its text, to explain a code.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    reason = "these tests stand outside the doors: they save files and open sockets"
)]

#[path = "serving/preview.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod preview;
#[path = "cli/runner.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod runner;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use preview::{Answer, Preview, serve_whole, wait_for};
use runner::{Site, program};
use serde_json::{Value, json};

/// An editor that writes down its number and how it was called, then works on until it is ended.
struct Editor(tempfile::TempDir);

impl Editor {
    fn new() -> Editor {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let out = folder.path().join("called");
        let part = folder.path().join("part");
        let script = format!(
            "printf '%s\\n' $$ \"$@\" > '{}'\nmv '{}' '{}'\nexec sleep 60\n",
            part.display(),
            part.display(),
            out.display()
        );
        fs::write(folder.path().join("an editor.sh"), script).expect("written");
        Editor(folder)
    }

    fn option(&self) -> String {
        let script = self.0.path().join("an editor.sh");
        format!("sh '{}' {{file}} {{line}}:{{column}}", script.display())
    }

    /// Its number and how it was called.
    fn called(&self) -> (String, Vec<String>) {
        let called = wait_for("the editor is called", || {
            fs::read_to_string(self.0.path().join("called")).map_err(|error| error.to_string())
        });
        let mut lines = called.lines().map(str::to_string);
        (lines.next().expect("a number"), lines.collect())
    }

    fn was_called(&self) -> bool {
        self.0.path().join("called").exists()
    }
}

fn ready(site: &Site, options: &[&str]) -> Preview {
    let mut command = program(site.root(), &[]);
    for name in ["NUTGRAF_EDITOR", "VISUAL", "EDITOR"] {
        command.env_remove(name);
    }
    serve_whole(command, site.root(), options)
}

/// Asks with a body and these header lines besides the host.
fn post(preview: &Preview, headers: &[&str], body: &str) -> Answer {
    let mut request = format!(
        "POST /.nutgraf/open HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n",
        preview.port,
        body.len()
    );
    for header in headers {
        request.push_str(&format!("{header}\r\n"));
    }
    request.push_str(&format!("\r\n{body}"));
    preview.raw(request.as_bytes())
}

/// As our own page asks.
fn ask(preview: &Preview, body: &Value) -> Answer {
    let epoch = preview.get("/").said_to_client("epoch");
    let origin = format!("Origin: http://localhost:{}", preview.port);
    let own = format!("X-Nutgraf: {epoch}");
    post(preview, &[&origin, &own], &body.to_string())
}

fn as_json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

/// The processes a process has started and that are still known, the dead ones too.
#[cfg(target_os = "linux")]
fn children(of: u32) -> Vec<String> {
    let entries = fs::read_dir("/proc").expect("/proc");
    let stats =
        entries.filter_map(|entry| fs::read_to_string(entry.ok()?.path().join("stat")).ok());
    stats
        .filter(|stat| {
            let (_, rest) = stat.rsplit_once(')').expect("a name");
            rest.split_whitespace().nth(1) == Some(&of.to_string())
        })
        .collect()
}

fn end(number: &str) {
    let status = Command::new("kill").arg(number).status().expect("kill");
    assert!(status.success(), "{number}");
}

#[test]
fn the_editor_opens_at_the_place() {
    let (site, editor) = (Site::new(), Editor::new());
    let preview = ready(&site, &["--editor", &editor.option()]);
    let place = json!({"file": "content/index.md", "line": 2, "column": 4});
    let answer = ask(&preview, &place);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(as_json(&answer)["opened"], true, "{}", answer.text());
    let (number, arguments) = editor.called();
    let path = site.root().canonicalize().expect("a path");
    let path = path.join("content/index.md").display().to_string();
    assert_eq!(arguments, [&path, "2:4"]);

    // It is none of the preview's when that ends, and holds nothing of it.
    let port = preview.port;
    drop(preview);
    assert!(Path::new(&format!("/proc/{number}")).exists() || !cfg!(target_os = "linux"));
    TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
    end(&number);
}

#[test]
#[cfg(target_os = "linux")]
fn an_editor_that_ended_leaves_nothing_behind() {
    let (site, editor) = (Site::new(), Editor::new());
    let preview = ready(&site, &["--editor", &editor.option()]);
    ask(&preview, &json!({"file": "content/site.toml"}));
    let (number, arguments) = editor.called();
    assert!(arguments.contains(&"1:1".to_string()), "{arguments:?}");
    assert_eq!(children(preview.number()).len(), 1);
    end(&number);
    wait_for("the dead editor is gone", || {
        let left = children(preview.number());
        left.is_empty().then_some(()).ok_or(left.join("; "))
    });
}

#[test]
fn only_a_page_of_this_preview_opens_the_editor() {
    let (site, editor) = (Site::new(), Editor::new());
    let preview = ready(&site, &["--editor", &editor.option()]);
    let body = r#"{"file":"content/index.md","line":1,"column":1}"#;
    let epoch = preview.get("/").said_to_client("epoch");
    let own = format!("X-Nutgraf: {epoch}");
    let origin = format!("Origin: http://localhost:{}", preview.port);
    let elsewhere = format!("Origin: http://127.0.0.1:{}", preview.port);
    for headers in [
        &[own.as_str()][..],
        &[&origin],
        &[&origin, "X-Nutgraf: "],
        &[&origin, "X-Nutgraf: 0123456789abcdef"],
        &[&own, "Origin: http://evil.example"],
        &[&own, "Origin: null"],
        &[&own, &elsewhere],
        &[&own, &origin, "Sec-Fetch-Site: cross-site"],
    ] {
        let answer = post(&preview, headers, body);
        assert_eq!(answer.status, 403, "{headers:?}: {}", answer.text());
    }
    for method in ["GET", "HEAD", "PUT", "OPTIONS"] {
        let answer = preview.request(method, "/.nutgraf/open", &[&origin, &own]);
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), Some("POST"));
    }
    for body in [
        "",
        "content/index.md",
        "[]",
        r#"{"file":1}"#,
        &"9".repeat(200_000),
    ] {
        let answer = post(&preview, &[&origin, &own], body);
        assert_eq!(answer.status, 400, "{}", answer.text());
    }
    assert!(!editor.was_called());
    assert_eq!(post(&preview, &[&origin, &own], body).status, 200);
    end(&editor.called().0);
}

#[test]
fn only_files_of_the_site_are_opened() {
    let (site, editor) = (Site::new(), Editor::new());
    site.write("notes.md", "outside of content/");
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    fs::write(elsewhere.path().join("own.md"), "of somebody else").expect("written");
    let preview = ready(&site, &["--editor", &editor.option()]);
    // The site cannot be read with it, and stays what it was.
    let link = site.root().join("content/linked");
    std::os::unix::fs::symlink(elsewhere.path(), &link).expect("linked");
    preview.hears("`content/linked` leads out of the site's folder");
    let root = site.root().display();
    for file in [
        "notes.md",
        "content/linked",
        "content/linked/own.md",
        "/etc/passwd",
        "file:///etc/passwd",
        &format!("{root}/content/index.md"),
        "../content/index.md",
        "content/../notes.md",
        "content/%2e%2e/notes.md",
        "content\\..\\notes.md",
        "content/index.md/../../notes.md",
        "content/index.md\0",
        "./content/index.md",
        "content",
        "public/index.html",
        "--help",
        "",
    ] {
        let answer = ask(&preview, &json!({"file": file, "line": 1, "column": 1}));
        assert_eq!(answer.status, 403, "{file}: {}", answer.text());
        let told = as_json(&answer);
        assert_eq!(told["message"], "only files of the site can be opened");
        assert_eq!(told["place"], Value::Null);
    }
    let bundled = json!({"file": "themes/default/theme.toml"});
    let answer = ask(&preview, &bundled);
    assert_eq!(answer.status, 403);
    assert!(
        answer.text().contains("is part of nutgraf"),
        "{}",
        answer.text()
    );
    assert!(!editor.was_called());
    fs::remove_file(link).expect("removed");
    // A copy of it is the site's own.
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/theme.toml");
    site.write(
        "themes/default/theme.toml",
        &fs::read_to_string(own).expect("the theme"),
    );
    assert_eq!(ask(&preview, &bundled).status, 200);
    end(&editor.called().0);
}

#[test]
fn what_cannot_be_opened_is_told_with_its_place() {
    let site = Site::new();
    let place = json!({"file": "content/index.md", "line": 2, "column": 1});
    for (options, why) in [
        (&[][..], "no editor is named"),
        (
            &["--editor", "vim"],
            "vim (named by --editor) runs in a terminal",
        ),
        (
            &["--editor", "no-such-editor"],
            "no-such-editor cannot be started",
        ),
        (&["--editor", "false"], "false failed at once"),
    ] {
        let preview = ready(&site, options);
        let answer = ask(&preview, &place);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let told = as_json(&answer);
        assert_eq!(told["opened"], false);
        let message = told["message"].as_str().expect("words");
        assert!(message.starts_with(why), "{message}");
        assert!(
            message.contains("--editor \"code -g {file}:{line}:{column}\""),
            "{message}"
        );
        let place = told["place"].as_str().expect("a place");
        assert!(place.ends_with("/content/index.md:2:1"), "{place}");
    }
}

#[test]
fn marks_are_told_beside_the_page_and_never_in_it() {
    let site = Site::new();
    site.write(
        "content/piers.md",
        "+++\ntitle = \"Piers\"\n+++\n\nThe *old* bridge has 412 piers. Nobody knows why.\n",
    );
    let preview = ready(&site, &[]);
    let tab = preview.tab("/piers.html");
    tab.hears("problems", |data| data["complete"] == true);
    let told = as_json(&preview.get("/.nutgraf/marks?page=%2Fpiers.html"));
    assert_eq!(told["file"], "content/piers.md");
    let mark = &told["marks"][0];
    assert_eq!(mark["code"], "figure-uncited", "{told:#}");
    assert_eq!((&mark["line"], &mark["column"]), (&5.into(), &22.into()));
    let passage = mark["passage"].as_u64().expect("a passage") as usize;
    let text = told["passages"][passage]["text"].as_str().expect("a text");
    assert_eq!(text, "The old bridge has 412 piers. Nobody knows why.");
    assert_eq!(mark["words"], text[19..22]);
    assert_eq!((&mark["start"], &mark["end"]), (&19.into(), &22.into()));
    let page = preview.get("/piers.html");
    assert_eq!(told["version"], page.said_to_client("version"));
    assert!(!page.page().contains("nutgraf-"), "{}", page.page());

    // Nothing is wrong with a page, or it is none.
    for path in [
        "/",
        "/404.html",
        "/nothing.html",
        "/../etc/passwd",
        "/claims.json",
    ] {
        let path = path.replace('/', "%2F");
        let told = as_json(&preview.get(&format!("/.nutgraf/marks?page={path}")));
        assert_eq!(told["marks"], json!([]), "{path}");
        assert_eq!(told["passages"], json!([]), "{path}");
    }
    assert_eq!(preview.get("/.nutgraf/marks").status, 400);
}

#[test]
fn a_code_is_explained_as_in_the_terminal() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    let answer = preview.get("/.nutgraf/explain/broken-link");
    assert_eq!(answer.status, 200);
    let spoken = site.run(&["explain", "broken-link"]).out;
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_string).collect() };
    assert_eq!(words(&answer.text()), words(&spoken));
    for name in ["nothing", "", "broken-link/"] {
        let answer = preview.get(&format!("/.nutgraf/explain/{name}"));
        assert_eq!(answer.status, 404, "{name}");
    }
}

#[test]
fn thousands_of_problems_stay_a_short_message() {
    let site = Site::new();
    let lines = "The bridge has 412 piers and <b>tolls</b> of 9 dollars.\n\n".repeat(1500);
    site.write(
        "content/piers.md",
        &format!("+++\ntitle = \"Piers\"\n+++\n\n{lines}"),
    );
    let preview = ready(&site, &[]);
    let tab = preview.tab("/");
    let told = tab.hears("problems", |data| data["complete"] == true).data;
    assert!(
        told["warnings"].as_u64() > Some(1000),
        "{}",
        told["warnings"]
    );
    let listed = told["problems"].as_array().expect("a list");
    assert!((100..=200).contains(&listed.len()), "{}", listed.len());
    let bytes = told.to_string().len();
    assert!(bytes < 200_000, "{bytes} bytes");
}
