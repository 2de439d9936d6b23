//! New entries: what they hold, what stays as it was, and what is refused.

use super::*;
use crate::diagnostics::Severity;

fn tree(table: TableName, text: Option<&str>) -> InputTree {
    let mut files = InputTree::new();
    if let Some(text) = text {
        files.insert(table.path(), InputFile::new(text.as_bytes()));
    }
    files
}

fn draft(table: TableName, called: &str, values: Vec<(&'static str, Given)>) -> Draft {
    Draft {
        table,
        id: None,
        called: called.to_string(),
        values,
    }
}

fn added(table: TableName, old: &str) -> String {
    let draft = draft(table, "New", Vec::new());
    let new = add(&tree(table, Some(old)), &draft).expect("it can be added");
    assert!(new.bytes.starts_with(old.as_bytes()));
    String::from_utf8(new.bytes[old.len()..].to_vec()).expect("UTF-8")
}

const ADDABLE: [TableName; 5] = [
    TableName::Sources,
    TableName::Claims,
    TableName::People,
    TableName::Glossary,
    TableName::Timeline,
];

#[test]
fn an_entry_nobody_filled_in_is_an_error() {
    for table in ADDABLE {
        let files = tree(table, None);
        let new = add(&files, &draft(table, "New", Vec::new())).expect("added");
        assert_eq!((new.line, new.id.as_str()), (3, "new"));
        let reading = ledger::read(&tree(table, std::str::from_utf8(&new.bytes).ok()));
        let missing = reading.problems.iter();
        let missing: Vec<_> = missing
            .filter(|problem| problem.severity == Severity::Error)
            .map(|problem| problem.message.clone())
            .collect();
        assert_eq!(missing.len(), new.to_fill_in.len(), "{missing:#?}");
        for key in new.to_fill_in {
            let message = format!("`{key}` is missing in `new`");
            assert!(missing.contains(&message), "{message}: {missing:#?}");
        }
    }
}

/// Every example is one its reader takes, once its `#` is gone.
#[test]
fn every_line_behind_a_number_sign_can_be_taken_out_of_it() {
    for table in ADDABLE {
        let new = add(&tree(table, None), &draft(table, "New", Vec::new())).expect("added");
        let text = String::from_utf8(new.bytes).expect("UTF-8");
        let text: Vec<&str> = text
            .lines()
            .skip(1)
            .map(|line| line.strip_prefix("# ").unwrap_or(line))
            .collect();
        let reading = ledger::read(&tree(table, Some(&text.join("\n"))));
        // The ids of the examples lead nowhere.
        let others = reading.problems.iter();
        let others = others.filter(|problem| {
            problem.severity == Severity::Error && !problem.code.starts_with("unknown-")
        });
        let others: Vec<_> = others.collect();
        assert!(others.is_empty(), "{others:#?}");
        let unknown_key = reading.problems.iter();
        let mut unknown_key = unknown_key.filter(|problem| problem.code == "unknown-key");
        assert!(unknown_key.next().is_none());
    }
}

#[test]
fn what_stands_there_keeps_every_byte() {
    let table = TableName::Glossary;
    let entry = "[a]\nterm = 'A'\nshort = 'S'";
    for (old, between) in [
        ("", "# "),
        (entry, "\n\n["),
        (&format!("{entry}\n"), "\n["),
        (&format!("{entry}\n\n"), "["),
        (&format!("{entry}\n  "), "\n["),
        (&format!("{entry}\n# the end"), "\n\n["),
        (&format!("\u{feff}{entry}\n"), "\n["),
        (&entry.replace('\n', "\r\n"), "\r\n\r\n["),
    ] {
        let new = added(table, old);
        assert!(new.starts_with(between), "{old:?}: {new:?}");
        let windows = new.matches("\r\n").count();
        let all = new.matches('\n').count();
        assert!(
            windows == if old.contains('\r') { all } else { 0 },
            "{new:?}"
        );
        assert!(new.ends_with('\n'));
    }
}

#[test]
fn values_are_quoted_whatever_stands_in_them() {
    for text in [
        "plain",
        "she said \"no\" and 'yes'",
        "a\\b\tc\r\nd\u{7f}\u{1b}",
        "\"\"\"",
        "Coyoacán – 🌉 \u{feff}",
        "# no comment",
        "one line\nand another\n",
    ] {
        let table = TableName::Claims;
        let values = vec![("says", Given::Text(text.to_string()))];
        // In a file with the line ends of Windows, which are not the text's.
        let old = tree(table, Some("# Claims.\r\n"));
        let new = add(&old, &draft(table, text, values)).expect("added");
        let bytes = std::str::from_utf8(&new.bytes).expect("UTF-8");
        assert!(bytes.lines().all(|line| !line.contains('\u{1b}')));
        let reading = ledger::read(&tree(table, Some(bytes)));
        let claim = reading.ledger.claims.get(&new.id).expect("it is there");
        assert_eq!(claim.says, text);
    }
}

#[test]
fn ids_are_free_ones() {
    let table = TableName::People;
    let files = tree(
        table,
        Some(
            "[ruiz]\nkind = 'person'\nname = 'R'\nwas = ['ana-ruiz']\n[ana-ruiz-2]\nkind = 'person'\nname = 'A'\n",
        ),
    );
    let new = add(&files, &draft(table, "Ana Ruiz", Vec::new())).expect("added");
    assert_eq!(new.id, "ana-ruiz-3");
    let new = add(&files, &draft(table, "Ана", Vec::new())).expect("added");
    assert_eq!(new.id, "person");
    for (id, key) in [("ruiz", ""), ("ana-ruiz", "was")] {
        let draft = Draft {
            id: Some(id.to_string()),
            ..draft(table, "", Vec::new())
        };
        match add(&files, &draft) {
            Err(NotAdded::Taken(_, place, _)) => {
                assert_eq!(place, place_of(table, "ruiz", key))
            }
            _ => panic!("{id} is taken"),
        }
    }
}

#[test]
fn a_file_that_does_not_parse_is_left_alone() {
    let table = TableName::Timeline;
    for text in ["[a\ntitle = 1", "[a]\ntitle = \"\"\"open\n"] {
        match add(&tree(table, Some(text)), &draft(table, "x", Vec::new())) {
            Err(NotAdded::Broken(problems, _)) => {
                assert!(problems.iter().all(|problem| problem.code == "toml-syntax"));
                assert!(!problems.is_empty());
            }
            _ => panic!("{text}"),
        }
    }
}
