//! Numbers as writers write them, in two languages.

use super::{NumberKind, numbers, scale_in};

/// Each number as `kind value|value`, figures without their kind.
fn read(text: &str) -> Vec<String> {
    let numbers = numbers(text).into_iter();
    let shown = numbers.map(|number| {
        let values: Vec<String> = number.values.iter().map(ToString::to_string).collect();
        let values = values.join("|");
        match number.kind {
            NumberKind::Figure => values,
            NumberKind::Small => format!("small {values}"),
            NumberKind::Date => format!("date {values}"),
            NumberKind::Name => format!("name {values}"),
        }
    });
    shown.collect()
}

#[test]
fn digits_have_their_values() {
    for (text, found) in [
        ("55 operatives", &["55"][..]),
        (
            "1,250 tonnes and 1.250 toneladas",
            &["1250|1.25", "1250|1.25"],
        ),
        ("1,200,000 or 1.200.000", &["1200000", "1200000"]),
        ("1,234.5 and 1.234,5", &["1234.5", "1234.5"]),
        ("41.3% and 7,8 %", &["41.3", "7.8"]),
        ("2.5 million", &["2500000"]),
        (
            "$1.4bn, €40k, 38 km, 5 m",
            &["1400000000", "40000", "38", "5"],
        ),
        (
            "1.200 millones, 2 mil millones",
            &["1200000000|1200000", "2000000000"],
        ),
        ("15 mil", &["15000"]),
        ("2–3 per cent", &["2", "3"]),
        ("12\u{202f}500 people", &["12500"]),
        ("a 17-year-old", &["17"]),
        ("three hundred 2", &["300", "2"]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
}

#[test]
fn words_have_their_values() {
    for (text, found) in [
        ("fifty-five operatives", &["55"][..]),
        ("two hundred and fifty villages", &["250"]),
        ("cincuenta y cinco operadores", &["55"]),
        ("doscientas cincuenta", &["250"]),
        ("nearly a trillion dollars", &["1000000000000"]),
        ("the nearly trillion-dollar trade", &["1000000000000"]),
        ("half a million, medio millón", &["500000", "500000"]),
        ("quince mil estudiantes", &["15000"]),
        ("nine billion dollars", &["9000000000"]),
        ("dos mil millones", &["2000000000"]),
        ("two million five hundred thousand", &["2500000"]),
        ("a dozen, two dozen", &["12", "24"]),
        ("three per cent, four hours", &["3", "4"]),
        ("two things and nine more", &["small 2", "small 9"]),
        ("thirty and forty", &["30", "40"]),
        ("mil personas", &["1000"]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
}

#[test]
fn what_is_no_figure_says_so() {
    for (text, found) in [
        (
            "MS-13, G20 and COVID-19",
            &["name 13", "name 20", "name 19"][..],
        ),
        ("the Boeing 737 and Article 51", &["name 737", "name 51"]),
        ("the 12th, 3rd", &["name 12", "name 3"]),
        ("9/11 at 08:15", &["name 911", "name 815"]),
        ("in 2019 and the 1990s", &["date 2019", "date 1990"]),
        (
            "3 March 2025, June 12, 3 de marzo",
            &["date 3", "date 2025", "date 12", "date 3"],
        ),
        (
            "2010–2020, 2024-11-05",
            &["date 2010", "date 2020", "date 2024", "date 11", "date 5"],
        ),
        ("at 8 pm", &["date 8"]),
        ("version 2.4.1", &["name 241"]),
        ("two-thirds", &["name 2"]),
        ("hundreds, millones, dozens, half of it, once", &[]),
        ("a man and an hour", &[]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
}

#[test]
fn a_number_ends_where_it_ends() {
    let text = "some 2.5 million people, twenty-two of them";
    let found: Vec<&str> = numbers(text)
        .iter()
        .map(|number| &text[number.range.clone()])
        .collect();
    assert_eq!(found, ["2.5 million", "twenty-two"]);
    let text = "2–3 and $1.4bn";
    let found: Vec<&str> = numbers(text)
        .iter()
        .map(|number| &text[number.range.clone()])
        .collect();
    assert_eq!(found, ["2", "3", "1.4bn"]);
}

#[test]
fn a_label_may_hold_the_scale() {
    assert_eq!(scale_in("trillion dollars of trade"), Some(1e12));
    assert_eq!(scale_in("millones de pesos"), Some(1e6));
    assert_eq!(scale_in("operatives"), None);
}
