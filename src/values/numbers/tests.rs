//! Numbers as writers write them, in two languages.

use super::{numbers, scale_in};

/// What each number may mean, small words marked.
fn read(text: &str) -> Vec<String> {
    let numbers = numbers(text).into_iter();
    let shown = numbers.map(|number| {
        let values: Vec<String> = number.values.iter().map(ToString::to_string).collect();
        let small = if number.is_small_word { "small " } else { "" };
        format!("{small}{}", values.join("|"))
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
            "$1.4bn, €40k, $5m, 38 km, 5 m, 5m",
            &["1400000000", "40000", "5000000", "38", "5", "5"],
        ),
        (
            "1.200 millones, 2 mil millones",
            &["1200000000|1200000", "2000000000"],
        ),
        ("15 mil", &["15000"]),
        ("2–3 per cent, 30-45", &["2", "3", "30", "45"]),
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
        ("two things and nine more", &["small 2", "small 9"]),
        ("thirty and forty", &["30", "40"]),
        ("mil personas", &["1000"]),
        ("a hundred, cien, ciento dos", &["100", "100", "102"]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
}

#[test]
fn what_is_vague_has_no_value() {
    for text in [
        "hundreds, millones, dozens, half of it, once",
        "two-thirds, tres cuartos, one quarter",
        "a man and an hour, un día",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_number_ends_where_it_ends() {
    for (text, found) in [
        (
            "some 2.5 million people, twenty-two of them",
            &["2.5 million", "twenty-two"][..],
        ),
        ("2–3 and $1.4bn.", &["2", "3", "1.4bn"]),
    ] {
        let numbers = numbers(text);
        let numbers: Vec<&str> = numbers
            .iter()
            .map(|number| &text[number.range.clone()])
            .collect();
        assert_eq!(numbers, found);
    }
}

#[test]
fn a_label_may_hold_the_scale() {
    assert_eq!(scale_in("trillion dollars of trade"), Some(1e12));
    assert_eq!(scale_in("millones de pesos"), Some(1e6));
    assert_eq!(scale_in("operatives, a dozen"), None);
}
