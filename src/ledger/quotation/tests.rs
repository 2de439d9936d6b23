//! The rules of comparing, each with what it does not allow.

use super::*;

const SPEECH: &str = "She will not, under any circumstances, accept \u{201c}help\u{201d} from abroad.\n\
    \"That wouldn\u{2019}t solve anything. It takes 500,000 troops and two or three years,\" she added.\n\
    The long-standing partners met in the U.S. The partners [all of them] left… and came back by 5%.\n";

fn whole(words: &str) -> Found {
    match Snapshot::new(SPEECH).compare(words) {
        Outcome::Found(found) => found,
        missing => panic!("{words}: {missing:?}"),
    }
}

fn found(words: &str) -> Changes {
    whole(words).changes
}

fn is_found(words: &str) -> bool {
    matches!(Snapshot::new(SPEECH).compare(words), Outcome::Found(_))
}

#[test]
fn words_are_found_at_their_place() {
    let found = whole("\"It takes 500,000 troops\"");
    assert_eq!(found.lines, 2..=2);
    assert!(SPEECH[found.offset..].starts_with("It takes"));
    assert_eq!(found.changes, Changes::default());
}

#[test]
fn what_folding_makes_equal_is_equal_and_nothing_else() {
    for words in [
        "accept “help” from abroad",
        "accept 'help' from\n  abroad",
        "accept «help» from abroad.",
        "\"accept \"help\" from abroad,\"",
        "That wouldn't solve anything",
        "That wouldn\u{2019}t solve anything.",
        "years,\"",
    ] {
        assert!(is_found(words), "{words}");
    }
    for words in [
        "accept help from abroad",
        "She will not under any circumstances",
        "she will not",
        "Under any circumstances",
        "That would not solve anything",
        "That wouldnt solve anything",
        "solve anything, It takes",
        "accept “help” from abroad!",
        "accept “help” from abroad...",
        "longstanding partners",
        "under any circumstances accept",
        "abroad. That wouldn't",
        "",
        "\"\"",
        "…",
        "[sic]",
        "[she]",
        ".",
    ] {
        assert!(!is_found(words), "{words}");
    }
}

#[test]
fn a_quotation_has_whole_words_at_both_ends() {
    for words in [
        "will no",
        "he will not",
        "solve any",
        "standing partners",
        "500 troops",
        "It takes 500",
        "000 troops",
        "by 5",
        "t solve anything",
        "That wouldn",
        "the U",
        "long",
        "came b",
    ] {
        assert!(!is_found(words), "{words}");
    }
    assert!(is_found("met in the U.S"));
    assert!(is_found("met in the U.S."));
    assert!(is_found("by 5%"));
}

#[test]
fn omissions_leave_out_whole_words_of_one_paragraph() {
    let gone = found("She will … accept");
    assert_eq!(gone.left_out, ["not, under any circumstances"]);
    assert_eq!(gone.dropped_negations, ["not"]);
    for mark in ["…", "...", "[…]", "[...]"] {
        let gone = found(&format!("under any {mark} accept"));
        assert_eq!(gone.left_out, ["circumstances"], "{mark}");
        assert_eq!(gone.gravity().0, 0);
    }
    assert_eq!(
        found("It takes … years").dropped_numbers,
        ["500,000", "two", "three"]
    );
    assert_eq!(
        found("It … 500,000 … years").left_out,
        ["takes", "troops and two or three"]
    );
    for words in [
        "She … solve anything",
        "will … not",
        "acc… from abroad",
        "accept … om abroad",
        "accept … she",
        "circumstances … any",
        "… She will",
        "years … she added …",
    ] {
        assert!(!is_found(words), "{words}");
    }
}

#[test]
fn at_an_end_an_omission_or_bracket_answers_for_the_nearest_words() {
    assert_eq!(
        found("… under any circumstances").dropped_negations,
        ["not"]
    );
    assert_eq!(found("[they] accept").put_in, ["they"]);
    assert_eq!(found("[they] accept “help”").gravity().0, 0);
    assert_eq!(found("[it] solve anything").dropped_negations, ["not"]);
    assert_eq!(found("[never] accept").brought_negations, ["never"]);
    assert_eq!(found("She will [not]").gravity().0, 0);
    assert_eq!(found("She will [refuse]").dropped_negations, ["not"]);
    // The sentence before is another matter.
    assert_eq!(found("[It] takes 500,000 troops").gravity().0, 0);
}

#[test]
fn brackets_stand_for_nothing_or_up_to_three_words() {
    assert_eq!(found("accept [their] “help”").put_in, ["their"]);
    assert_eq!(
        found("She will not, [ever], accept").replaced,
        [("under any circumstances".to_string(), "ever".to_string())]
    );
    assert_eq!(found("and [some] years").dropped_numbers, ["two", "three"]);
    assert_eq!(found("[six] troops").brought_numbers, ["six"]);
    let turned = found("It [never] takes");
    assert_eq!(turned.brought_negations, ["never"]);
    let swapped = found("She will [never], under any");
    assert_eq!(
        (swapped.dropped_negations, swapped.brought_negations),
        (vec!["not".into()], vec!["never".into()])
    );
    for words in [
        "She will [x] circumstances, accept “help” abroad",
        "It takes [x] or three years, she",
        "She [x] circumstances",
        "will not [x] under",
        "accept[ed] “help”",
        "part[ners] met",
    ] {
        assert!(!is_found(words), "{words}");
    }
}

#[test]
fn a_letter_in_brackets_changes_its_case_and_no_more() {
    for words in [
        "[U]nder any circumstances",
        "[t]hat wouldn't",
        "will not, [U]nder any",
    ] {
        let found = found(words);
        assert_eq!(found.put_in, [""; 0], "{words}");
    }
    for words in [
        "[W]hat wouldn't",
        "[U]nder Any",
        "th[A]t wouldn't",
        "[e]r any circumstances",
    ] {
        assert!(!is_found(words), "{words}");
    }
}

#[test]
fn sic_stands_for_nothing() {
    assert_eq!(found("accept [sic] “help”"), found("accept “help”"));
    assert!(is_found("“help” [sic] from abroad [sic]"));
    assert!(!is_found("accept [sic] from"));
}

#[test]
fn brackets_and_ellipses_of_the_source_are_words() {
    assert_eq!(
        found("The partners [all of them] left... and").put_in,
        [""; 0]
    );
    assert!(!is_found("The partners [all of us] left … came … now"));
}

#[test]
fn of_several_readings_the_harmless_one_counts() {
    let snapshot = Snapshot::new("He did not go today. He did go yesterday, he did gladly go.");
    let Outcome::Found(found) = snapshot.compare("did [indeed] go") else {
        panic!("not found")
    };
    assert_eq!((found.offset, found.changes.gravity().0), (24, 0));
}

#[test]
fn words_are_looked_for_on_the_lines_named() {
    let snapshot = Snapshot::new("He did not go.\nHe did.\n\nHe did\ngladly go.\n");
    let on = |words: &str, place: &str| {
        let lines = Lines::read([place]).expect("lines");
        snapshot.find_on(words, &lines)
    };
    let offset = |words: &str, place: &str| on(words, place).map(|found| found.offset);
    assert_eq!(offset("He did", "L1"), Some(0));
    assert_eq!(offset("He did", "L2"), Some(15));
    assert_eq!(offset("He did", "L3"), None);
    assert_eq!(offset("", "L1"), None);
    // Words that reach over two lines stand on both.
    assert_eq!(offset("did gladly", "L5"), Some(27));
    assert_eq!(on("did gladly", "L4").map(|found| found.lines), Some(4..=5));
    // What an omission hides there counts, though another line would be harmless.
    let hides = |place: &str| on("did … go", place).map(|found| found.changes.gravity().0);
    assert_eq!((hides("L1"), hides("L4")), (Some(1), Some(0)));
}

#[test]
fn paragraphs_are_lines_or_blocks_of_short_lines() {
    let broken = Snapshot::new("one two\nthree four\n\nfive six\n");
    assert!(matches!(broken.compare("two three"), Outcome::Found(_)));
    assert!(matches!(broken.compare("one … four"), Outcome::Found(_)));
    assert!(matches!(
        broken.compare("four five"),
        Outcome::NotFound { .. }
    ));
    assert!(matches!(
        broken.compare("four … six"),
        Outcome::NotFound { .. }
    ));
    let lines = Snapshot::new("one two\r\nthree four\r\n");
    assert!(matches!(
        lines.compare("two three"),
        Outcome::NotFound { .. }
    ));
    assert!(matches!(
        lines.compare("one … four"),
        Outcome::NotFound { .. }
    ));
    let empty = Snapshot::new("");
    assert_eq!(empty.compare("x"), Outcome::NotFound { nearest: None });
}

#[test]
fn a_near_miss_shows_both_texts() {
    let near = |words: &str| match Snapshot::new(SPEECH).compare(words) {
        Outcome::NotFound { nearest } => {
            nearest.map(|near| (near.line, near.source_text(), near.quoted_text()))
        }
        found => panic!("{words}: {found:?}"),
    };
    assert_eq!(
        near("She would not, under no circumstances, accept"),
        Some((
            1,
            "She **will** not, under **any** circumstances, accept".into(),
            "She **would** not, under **no** circumstances, accept".into()
        ))
    );
    assert_eq!(
        near("It takes troops and two or three years"),
        Some((
            2,
            "It takes **500,000** troops and two or three years,'".into(),
            "It takes troops and two or three years".into()
        ))
    );
    assert_eq!(near("quite another matter altogether"), None);
}
