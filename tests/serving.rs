//! `serve` as browsers meet it: what is answered, what is refused, and what open tabs are told.

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

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use preview::{Preview, serve, serve_whole, wait_for};
use runner::{Site, files, program, run};

const DAY: [&str; 2] = ["--as-of", "2026-11-21"];

fn start(site: &Site, options: &[&str]) -> Preview {
    serve(program(site.root(), &[]), site.root(), options)
}

/// A started preview whose first build is whole.
fn ready(site: &Site, options: &[&str]) -> Preview {
    serve_whole(program(site.root(), &[]), site.root(), options)
}

/// What a clean build publishes, by address.
fn clean(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().expect("a temporary folder");
    let out = out.path().join("out");
    let path = out.to_str().expect("a name in UTF-8");
    let arguments = [&["build", "--out", path][..], &DAY].concat();
    let built = run(root, &arguments);
    assert_eq!(built.code, 0, "{}", built.err);
    let of_site = |path: &Path| {
        let address = path.strip_prefix(&out).expect("it is below");
        address.to_str().expect("UTF-8").to_string()
    };
    files(&out)
        .into_iter()
        .map(|(path, bytes)| (of_site(&path), bytes))
        .filter(|(address, _)| !address.starts_with(".nutgraf/"))
        .collect()
}

fn wait_for_text(preview: &Preview, path: &str, words: &str) {
    wait_for(&format!("{path} has {words:?}"), || {
        let answer = preview.get(path);
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        text.contains(words).then_some(()).ok_or(text)
    });
}

#[test]
fn every_answer_is_what_a_clean_build_publishes() {
    let site = Site::new();
    site.write(
        "content/sub/index.md",
        "+++\ntitle = \"Sub\"\n+++\nBelow.\n",
    );
    site.write("content/files/data é.csv", "a,b\n");
    let preview = ready(&site, &[]);
    let clean = clean(site.root());
    assert!(clean.len() > 10);
    for (address, bytes) in &clean {
        let path = address.replace(' ', "%20").replace('é', "%C3%A9");
        let answer = preview.get(&format!("/{path}"));
        assert_eq!(answer.status, 200, "{address}");
        if address.ends_with(".html") {
            assert_eq!(answer.page().as_bytes(), bytes, "{address}");
            let text = answer.text();
            let (head, _) = text.split_once("</head>").expect("a head");
            assert!(head.ends_with("</script>"), "{address}");
        } else {
            assert_eq!(&answer.body, bytes, "{address}");
        }
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    let of = |path: &str| preview.get(path).header("content-type").map(str::to_string);
    assert_eq!(of("/").as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(
        of("/claims.json").as_deref(),
        Some("application/json; charset=utf-8")
    );
    assert_eq!(
        of("/.nutgraf/client.js").as_deref(),
        Some("text/javascript; charset=utf-8")
    );
    assert!(!site.root().join("public").exists(), "nothing is written");
}

#[test]
fn folders_are_answered_by_their_index() {
    let site = Site::new();
    site.write(
        "content/sub/index.md",
        "+++\ntitle = \"Sub\"\n+++\nBelow.\n",
    );
    let preview = ready(&site, &[]);
    assert_eq!(
        preview.get("/sub/").page(),
        preview.get("/sub/index.html").page()
    );
    let sent = preview.get("/sub?a=b");
    assert_eq!(
        (sent.status, sent.header("location")),
        (307, Some("/sub/?a=b"))
    );
    for path in [
        "/sub/nothing",
        "/index",
        "/index.html/",
        "//",
        "//sub",
        "/.nutgraf/nothing",
    ] {
        assert_eq!(preview.get(path).status, 404, "{path}");
    }
    let missing = preview.get("/nothing/here.html");
    assert_eq!(missing.status, 404);
    let clean = clean(site.root());
    assert_eq!(
        missing.page().as_bytes(),
        clean["404.html"],
        "the site's own page"
    );
}

#[test]
fn an_edit_is_seen_within_a_second_and_told_to_the_tab_it_concerns() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    let home = preview.tab("/");
    let about = preview.tab("/about.html");
    let known = home.hears("page", |_| true);
    let of_about = about.hears("page", |_| true);
    assert_eq!(
        known.data["version"],
        *preview.get("/").said_to_client("version")
    );
    assert_eq!(known.data["status"], 200);
    about.hears("problems", |data| data["complete"] == true);
    let begun = Instant::now();
    let text = site.read("content/index.md") + "\nA new last paragraph.\n";
    site.write("content/index.md", &text);
    let told = home.hears("page", |_| true);
    assert!(
        told.at - begun < Duration::from_secs(1),
        "{:?}",
        told.at - begun
    );
    let now = preview.get("/");
    assert!(now.text().contains("A new last paragraph."));
    assert_eq!(told.data["version"], *now.said_to_client("version"));
    assert_eq!(told.data["epoch"], *now.said_to_client("epoch"));
    assert_eq!(
        told.data["generation"].to_string(),
        now.said_to_client("generation")
    );
    // Its page is the same, so that it hears of nothing but checks.
    about.hears("problems", |data| {
        data["generation"] == 2 && data["complete"] == true
    });
    assert!(about.heard().iter().all(|event| event.name == "problems"));
    // A tab that still has the old state, or another server's, learns at once.
    let late = preview.tab("/about.html");
    let told = late.hears("page", |_| true);
    assert_eq!(told.data["version"], of_about.data["version"]);
    assert_eq!(told.data["generation"], 2);
}

#[test]
fn a_deleted_page_is_gone_and_comes_back() {
    let site = Site::new();
    site.write("content/extra.md", "+++\ntitle = \"Extra\"\n+++\nMore.\n");
    let preview = ready(&site, &[]);
    let tab = preview.tab("/extra.html");
    let whole = tab.hears("page", |data| data["status"] == 200);
    fs::remove_file(site.root().join("content/extra.md")).expect("removed");
    let gone = tab.hears("page", |data| data["status"] == 404);
    let answer = preview.get("/extra.html");
    assert_eq!(answer.status, 404);
    assert_eq!(gone.data["version"], *answer.said_to_client("version"));
    site.write("content/extra.md", "+++\ntitle = \"Extra\"\n+++\nMore.\n");
    let back = tab.hears("page", |data| data["status"] == 200);
    assert_eq!(back.data["version"], whole.data["version"]);
    assert_eq!(preview.get("/extra.html").status, 200);
}

#[test]
fn the_last_sound_page_stays_while_it_is_broken() {
    let site = Site::new();
    site.write(
        "content/extra.md",
        "+++\ntitle = \"Extra\"\n+++\nIt was sound.\n",
    );
    let preview = ready(&site, &[]);
    let tab = preview.tab("/extra.html");
    let sound = tab.hears("page", |_| true);
    let broken = "+++\ntitle = \"Extra\"\n+++\nIt cites [@nobody].\n";
    site.write("content/extra.md", broken);
    let told = tab.hears("problems", |data| {
        data["errors"] == 1 && data["complete"] == true
    });
    assert_eq!(told.data["stale"], true);
    let problem = &told.data["problems"][0];
    assert_eq!(problem["code"], "unknown-source");
    assert_eq!(problem["file"], "content/extra.md");
    assert_eq!(problem["line"], 4);
    let text = problem["text"].as_str().expect("a text");
    let spoken = preview.said();
    for line in text.lines() {
        assert!(spoken.contains(line), "{line:?} in {spoken}");
    }
    let shown = preview.get("/extra.html");
    assert!(shown.text().contains("It was sound."));
    assert_ne!(
        shown.said_to_client("version"),
        sound.data["version"],
        "it says that it is old"
    );
    // Other pages are what they are, and stay so through further edits.
    site.edit("content/about.md", "title = \"", "title = \"All ");
    wait_for_text(&preview, "/about.html", "<title>All ");
    assert!(preview.get("/extra.html").text().contains("It was sound."));
    site.write("content/extra.md", &broken.replace(" [@nobody]", " nobody"));
    tab.hears("problems", |data| {
        data["errors"] == 0 && data["stale"] == false
    });
    wait_for_text(&preview, "/extra.html", "It cites nobody.");
}

#[test]
fn a_page_that_never_was_sound_is_shown_as_it_is() {
    let site = Site::with_error();
    let preview = start(&site, &[]);
    preview.hears("error[unknown-source]");
    let tab = preview.tab("/");
    let told = tab.hears("problems", |data| data["complete"] == true);
    assert_eq!(
        (&told.data["errors"], &told.data["stale"]),
        (&1.into(), &false.into())
    );
    assert_eq!(preview.get("/").status, 200);
    site.edit(
        "content/index.md",
        "[@survey, p. 1]",
        "[@user-survey, p. 1]",
    );
    tab.hears("problems", |data| data["errors"] == 0);
}

#[test]
fn a_tab_is_told_of_files_it_may_show() {
    let site = Site::new();
    site.write("content/files/table.csv", "1\n");
    let preview = ready(&site, &[]);
    let tab = preview.tab("/");
    tab.hears("problems", |_| true);
    assert_eq!(preview.get("/table.csv").text(), "1\n");
    site.write("content/files/table.csv", "2\n");
    let told = tab.hears("files", |_| true);
    assert_eq!(told.data["changed"], serde_json::json!(["table.csv"]));
    assert_eq!(preview.get("/table.csv").text(), "2\n");
    // A mistake that makes everything old changes no file.
    let config = site.read("content/site.toml");
    for (errors, text) in [(1, format!("titel = 1\n{config}")), (0, config.clone())] {
        site.write("content/site.toml", &text);
        loop {
            let event = tab.next();
            assert_ne!(event.name, "files", "{event:?}");
            if event.data["errors"] == errors && event.data["complete"] == true {
                break;
            }
        }
    }
}

#[test]
fn what_the_machine_refuses_is_told_and_the_last_state_stays() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    let tab = preview.tab("/");
    tab.hears("problems", |data| data["complete"] == true);
    let content = site.root().join("content");
    symlink("nowhere", content.join("dangling.md")).expect("linked");
    let told = tab.hears("problems", |data| data["errors"] == 1);
    let message = told.data["problems"][0]["message"]
        .as_str()
        .expect("a message");
    assert_eq!(
        message,
        "the symbolic link `content/dangling.md` leads nowhere"
    );
    preview.hears(message);
    assert_eq!(preview.get("/").status, 200);
    fs::remove_file(content.join("dangling.md")).expect("removed");
    tab.hears("problems", |data| data["errors"] == 0);
    // The whole folder goes, and comes back.
    let aside = site.root().join("aside");
    fs::rename(&content, &aside).expect("moved");
    tab.hears("problems", |data| data["errors"] != 0);
    assert_eq!(preview.get("/").status, 200);
    fs::rename(&aside, &content).expect("moved back");
    tab.hears("problems", |data| {
        data["errors"] == 0 && data["complete"] == true
    });
}

#[test]
fn a_link_out_of_the_site_is_not_served() {
    let site = Site::new();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let secret = elsewhere.path().join("secret.txt");
    fs::write(&secret, "SECRET").expect("written");
    let preview = ready(&site, &[]);
    let tab = preview.tab("/");
    let files = site.root().join("content/files");
    fs::create_dir_all(&files).expect("a folder");
    let link = files.join("secret.txt");
    let name = elsewhere.path().file_name().expect("a name");
    let relative = Path::new("../../..").join(name).join("secret.txt");
    // By way of another link.
    symlink(&secret, site.root().join("onwards")).expect("linked");
    for (target, address) in [
        (secret.as_path(), "/secret.txt"),
        (&relative, "/secret.txt"),
        (Path::new("../../onwards"), "/secret.txt"),
        (elsewhere.path(), "/secret.txt/secret.txt"),
        (Path::new("/"), "/secret.txt/etc/passwd"),
    ] {
        symlink(target, &link).expect("linked");
        let told = tab.hears("problems", |data| data["errors"] == 1);
        let message = told.data["problems"][0]["message"].as_str();
        let message = message.expect("a message");
        let place = "`content/files/secret.txt` leads out of the site's folder";
        assert!(message.contains(place), "{target:?}: {message}");
        assert_eq!(preview.get(address).status, 404, "{target:?}");
        fs::remove_file(&link).expect("removed");
        tab.hears("problems", |data| data["errors"] == 0);
    }
    // One that stays inside is a file like any other.
    site.write("kept.txt", "KEPT");
    symlink("../../kept.txt", &link).expect("linked");
    wait_for_text(&preview, "/secret.txt", "KEPT");
}
