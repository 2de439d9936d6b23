//! The commands that tell about nutgraf itself: explain, blocks, completions.

use std::process::Stdio;

use crate::runner::{Site, program, run};

fn outside() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn a_code_is_explained() {
    let explain = run(outside().path(), &["explain", "bad-menu"]);
    assert_eq!((explain.code, explain.err.as_str()), (0, ""));
    assert!(explain.out.starts_with("bad-menu: always an error\n\n"));
    assert!(
        explain
            .out
            .contains("\n    [[menu]]\n    page = \"timeline.md\"\n")
    );
    assert!(explain.out.lines().all(|line| line.chars().count() <= 80));
    let note = run(outside().path(), &["explain", "no-base-url"]);
    let start = "no-base-url: note, unless [severity] in content/site.toml says otherwise\n";
    assert!(note.out.starts_with(start), "{}", note.out);
}

#[test]
fn text_keeps_to_a_narrow_terminal() {
    let folder = outside();
    let mut command = program(folder.path(), &["explain", "no-base-url"]);
    command.env("COLUMNS", "50");
    let text = crate::runner::finish(command).out;
    let heading = text.lines().next().unwrap_or_default();
    let body = text.lines().filter(|line| *line != heading);
    assert!(body.clone().count() > 5);
    assert!(
        body.clone().all(|line| line.chars().count() <= 50),
        "{text}"
    );
}

#[test]
fn an_unknown_code_is_wrong_usage_with_a_suggestion() {
    let explain = run(outside().path(), &["explain", "unknown-sorce"]);
    assert_eq!((explain.code, explain.out.as_str()), (2, ""));
    assert_eq!(
        explain.err,
        "error: there is no code `unknown-sorce`\n  did you mean `unknown-source`?\n"
    );
    let far = run(outside().path(), &["explain", "weather"]);
    assert!(far.err.ends_with("`nutgraf explain` lists all codes\n"));
}

#[test]
fn without_a_code_all_are_listed() {
    let table = run(outside().path(), &["explain"]).out;
    for code in nutgraf::build::all_codes() {
        let line = table
            .lines()
            .find(|line| line.split_whitespace().next() == Some(code.name));
        let line = line.unwrap_or_else(|| panic!("{} is missing", code.name));
        assert!(line.contains(code.severity.name()), "{line}");
    }
}

#[test]
fn blocks_are_those_of_the_sites_theme() {
    let bundled = run(outside().path(), &["blocks"]);
    assert_eq!((bundled.code, bundled.err.as_str()), (0, ""));
    for block in [
        "disagreement of=…",
        "figure alt=… src=…",
        "numbers claims=…",
        "summary",
    ] {
        assert!(bundled.out.contains(&format!("::: {block}\n")), "{block}");
    }
    let site = Site::new();
    assert_eq!(site.run(&["blocks"]), bundled);

    site.write(
        "themes/default/components/blocks/verdict.html",
        "{% component verdict(score: integer = 3, id: string = \"\") {\"doc\": \"How sure we are.\", \
         \"body\": \"none\", \"args\": {\"score\": {\"kind\": \"int\", \"doc\": \"from 1 to 5\"}}} -%}\n\
         <p>{{ score }}</p>\n{%- endcomponent verdict %}\n",
    );
    let own = run(
        outside().path(),
        &["blocks", "--root", &site.root().to_string_lossy()],
    );
    let shown = "::: verdict\n    How sure we are.\n    Takes no text.\n    \
                 score=  from 1 to 5 (a whole number; else 3)\n";
    assert!(own.out.contains(shown), "{}", own.out);
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(outside().path(), &["completions", shell]);
        assert_eq!((script.code, script.err.as_str()), (0, ""));
        for word in ["nutgraf", "build", "explain", "strict"] {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let folder = outside();
    let mut command = program(folder.path(), &["completions", "bash"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stderr, b"");
}
