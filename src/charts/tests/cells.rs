//! Every name, cell and unit is checked, with a place and what to do.

use super::super::spec::{At, Kind, Problem, Spec, chart};
use super::table;

/// What is wrong, each as place, message and hint.
fn problems(
    kind: Kind,
    labels: Option<&str>,
    values: &[&str],
    lines: &[&str],
) -> Vec<(At, String, String)> {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    let spec = Spec {
        kind,
        labels,
        values: &values,
    };
    let found = chart(&table(lines), &spec).err().unwrap_or_default();
    let told = |problem: Problem| {
        (
            problem.at,
            problem.message,
            problem.hint.unwrap_or_default(),
        )
    };
    found.into_iter().map(told).collect()
}

fn one(kind: Kind, labels: Option<&str>, values: &[&str], lines: &[&str]) -> (At, String, String) {
    let mut found = problems(kind, labels, values, lines);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn a_misspelt_column_is_told_with_the_near_one() {
    let lines = ["place,trips (n)", "A,1"];
    let (at, message, hint) = one(Kind::Bar, None, &["tripps"], &lines);
    assert_eq!(
        (at, &*message),
        (At::Argument("values"), "the table has no column \"tripps\"")
    );
    assert_eq!(hint, "did you mean `trips`?");
    let (at, ..) = one(Kind::Bar, Some("plaice"), &[], &lines);
    assert_eq!(at, At::Argument("labels"));
}

#[test]
fn a_cell_that_is_no_number_is_told_with_what_to_do() {
    let table = [
        (
            "1,200",
            "write it as 1234.5: a point before decimals, nothing between thousands",
        ),
        (
            "1 200",
            "write it as 1234.5: a point before decimals, nothing between thousands",
        ),
        (
            "12 %",
            "write the number alone; its unit stands behind the column's name: `share (%)`",
        ),
        ("n/a", "leave the cell empty where the value is not known"),
    ];
    for (cell, hint) in table {
        let mut wrong = super::table(&["place,trips", "A,1", "B,?"]);
        wrong.rows[1][1] = cell.to_string();
        let spec = Spec {
            kind: Kind::Bar,
            labels: None,
            values: &[],
        };
        let found = chart(&wrong, &spec).expect_err(cell);
        assert_eq!(found[0].at, At::Cell { row: 1, column: 1 });
        assert_eq!(
            found[0].message,
            format!("\"{cell}\" in the column \"trips\" is no number")
        );
        assert_eq!(found[0].hint.as_deref(), Some(hint));
    }
}

#[test]
fn shares_are_not_negative_and_rows_have_labels() {
    let (at, message, _) = one(Kind::Stacked, None, &[], &["x,a,b", "y,1,-2"]);
    assert_eq!(
        (at, &*message),
        (
            At::Cell { row: 0, column: 2 },
            "-2 in the column \"b\" is negative"
        )
    );
    let over = ["x,a (%),b (%)", "y,50,50.4", "z,80,50.25"];
    let (at, message, _) = one(Kind::Stacked, None, &[], &over);
    assert_eq!(
        (at, &*message),
        (
            At::Cell { row: 1, column: 2 },
            "the shares of this row make 130.3 %, more than a whole"
        )
    );
    let (at, message, _) = one(Kind::Bar, None, &[], &["x,a", "y,1", ",2"]);
    assert_eq!(
        (at, &*message),
        (At::Cell { row: 1, column: 0 }, "this row has no label")
    );
    let (at, message, _) = one(Kind::Line, None, &[], &["x,a", "2024-01,1", "2024-13,2"]);
    assert_eq!(
        (at, &*message),
        (
            At::Cell { row: 1, column: 0 },
            "\"2024-13\" is no date, as the first row has one"
        )
    );
    assert!(problems(Kind::Bar, None, &[], &["x,a", "2024-01,1", "later,2"]).is_empty());
}

#[test]
fn a_chart_shows_as_many_columns_as_it_can_of_one_unit() {
    let lines = ["x,a (%),b (%),c (people)", "y,1,2,3"];
    let (_, message, hint) = one(Kind::Bar, None, &["a", "b"], &lines);
    assert_eq!(message, "`bar` shows one column of values, and not 2");
    assert_eq!(hint, "choose in `values` from: a, b");
    let (_, message, _) = one(Kind::Line, None, &[], &lines);
    assert_eq!(
        message,
        "one scale has one unit: \"a\" has \"%\", \"c\" has \"people\""
    );
    let (_, message, _) = one(Kind::Stacked, None, &["a"], &lines);
    assert_eq!(
        message,
        "`stacked` shows 2 to 6 columns of values, and not 1"
    );
    let (_, message, _) = one(Kind::Bar, None, &[], &["x,a", "y,"]);
    assert_eq!(message, "no row has a value");
}

#[test]
fn columns_may_have_other_names_for_readers() {
    let spec = Spec {
        kind: Kind::Bar,
        labels: Some("lugar: Lugar"),
        values: &["trips: viajes".to_string()],
    };
    let shown = chart(&table(&["place,trips (n),lugar", "A,1,B"]), &spec).expect("a chart");
    assert_eq!(shown.rows.written(), "Lugar");
    assert_eq!(shown.series[0].column.written(), "viajes (n)");
    let spec = Spec {
        values: &["trips: viajes (por día)".to_string()],
        ..spec
    };
    let shown = chart(&table(&["place,trips (n),lugar", "A,1,B"]), &spec).expect("a chart");
    assert_eq!(shown.unit, "por día");
}
