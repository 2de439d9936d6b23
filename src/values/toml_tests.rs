//! What reading TOML reports, and where.

use super::*;

fn problems(text: &str, read: impl FnOnce(Table<'_>)) -> Vec<(String, Option<Span>)> {
    let file = TomlFile::new(FilePath::new("t.toml"), 10);
    let ((), problems, _) = file.read_str(text, read);
    problems
        .into_iter()
        .map(|problem| {
            let span = match problem.place {
                Place::Span(_, span) => Some(span),
                _ => None,
            };
            (problem.message, span)
        })
        .collect()
}

#[test]
fn places_are_shifted_to_the_file() {
    let found = problems("a = 1\nb = \"x\"", |table| {
        table.text("a");
        table.finish();
    });
    assert_eq!(found.len(), 2);
    assert_eq!(
        found[0].0,
        "`a` is a number, expected a text in quotation marks"
    );
    assert_eq!(found[0].1, Some(Span::new(14, 15)));
    assert_eq!(found[1].1, Some(Span::new(16, 17)));
}

#[test]
fn everything_is_remembered_under_its_path() {
    let text = "[a]\nl = [{ x = 1 }]\n[a.b]\nc = 2\n";
    let file = TomlFile::new(FilePath::new("t.toml"), 0);
    let ((), _, spans) = file.read_str(text, |table| table.remember_all());
    let at = |key: &str| spans.find(key).map(|span| &text[span.start..span.end]);
    assert_eq!(at("a"), Some("[a]"));
    assert_eq!(at("a/b"), Some("[a.b]"));
    assert_eq!(at("a/b/c"), Some("2"));
    assert_eq!(at("a/l/0"), Some("{ x = 1 }"));
    assert_eq!(at("a/l/0/x"), Some("1"));
}

#[test]
fn a_word_in_place_of_a_day_is_told_about_not_given() {
    let found = problems("d = \"May\"\ne = \"not given\"", |table| {
        assert_eq!(table.date_or_not_given("d"), None);
        assert_eq!(table.date_or_not_given("e"), None);
        table.finish();
    });
    assert_eq!(
        found,
        [(
            "`d` is \"May\", expected a day or \"not given\"".to_string(),
            Some(Span::new(14, 19))
        )]
    );
}

#[test]
fn tables_keep_the_order_of_writing() {
    let file = TomlFile::new(FilePath::new("t.toml"), 0);
    let (keys, ..) = file.read_str("[z]\n[a]\n[m]\n", |table| {
        table
            .tables()
            .into_iter()
            .map(|(key, _)| key.to_string())
            .collect::<Vec<_>>()
    });
    assert_eq!(keys, ["z", "a", "m"]);
}

#[test]
fn a_broken_file_gives_its_syntax_error_alone() {
    let found = problems("title = Who\nx = 1\n", |table| {
        table.required_text("title");
        table.finish();
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0.starts_with("this is not valid TOML"));
}
