//! Whatever a table has, its drawings are numbers, and everything is inside the picture.

use proptest::prelude::*;

use super::super::Width;
use super::super::metrics::{LINE, width as text_width};
use super::super::spec::{Chart, Kind};
use super::{Mark, charts, drawn, locale, marks, read};

/// By how much the width of a text may be wrong where it is broken.
const ERROR: f64 = 1.0;

fn assert_inside(svg: &str) -> Result<(), TestCaseError> {
    let marks = marks(svg);
    let (width, height) = (marks[0].number("width"), marks[0].number("height"));
    prop_assert_eq!(
        marks[0].get("viewbox").or(marks[0].get("viewBox")),
        Some(&*format!("0 0 {width} {height}"))
    );
    let inside = |x: f64, y: f64| {
        (-0.01..=width + 0.01).contains(&x) && (-0.01..=height + 0.01).contains(&y)
    };
    for mark in &marks[1..] {
        let number = |name: &str| mark.number(name);
        let corners = match mark.name.as_str() {
            "rect" => {
                prop_assert!(
                    number("width") >= 0.0 && number("height") >= 0.0,
                    "{mark:?}"
                );
                vec![
                    (number("x"), number("y")),
                    (
                        number("x") + number("width"),
                        number("y") + number("height"),
                    ),
                ]
            }
            "line" => vec![(number("x1"), number("y1")), (number("x2"), number("y2"))],
            "circle" => {
                let radius = number("r");
                vec![
                    (number("cx") - radius, number("cy") - radius),
                    (number("cx") + radius, number("cy") + radius),
                ]
            }
            "path" => mark.points(),
            "text" => text_corners(mark),
            "title" | "desc" => continue,
            other => return Err(TestCaseError::fail(format!("an element {other}"))),
        };
        for (x, y) in corners {
            prop_assert!(
                inside(x, y),
                "{x}, {y} of {mark:?} is outside of {width} by {height}"
            );
        }
    }
    assert_apart(&marks)
}

/// No two texts meet.
fn assert_apart(marks: &[Mark]) -> Result<(), TestCaseError> {
    let texts = marks.iter().filter(|mark| mark.name == "text");
    let boxes: Vec<(&Mark, Vec<(f64, f64)>)> =
        texts.map(|mark| (mark, text_corners(mark))).collect();
    for (index, (one, corners)) in boxes.iter().enumerate() {
        for (other, others) in &boxes[index + 1..] {
            let meet = corners[0].0 < others[1].0
                && others[0].0 < corners[1].0
                && corners[0].1 < others[1].1
                && others[0].1 < corners[1].1;
            prop_assert!(!meet, "{one:?} meets {other:?}");
        }
    }
    Ok(())
}

fn text_corners(mark: &Mark) -> Vec<(f64, f64)> {
    let (x, y) = (mark.number("x"), mark.number("y"));
    let wide = (text_width(&mark.text) - ERROR).max(0.0);
    let left = match mark.get("text-anchor") {
        None => x,
        Some("middle") => x - wide / 2.0,
        Some(_) => x - wide,
    };
    vec![(left, y - LINE * 0.75), (left + wide, y)]
}

fn assert_sound(chart: &Chart) -> Result<(), TestCaseError> {
    for language in ["en", "es"] {
        let locale = locale(language);
        for width in [Width::Narrow, Width::Wide] {
            assert_inside(&drawn(chart, &locale, width))?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn of_bars(chart in charts(Kind::Bar)) {
        assert_sound(&chart)?;
    }

    #[test]
    fn of_columns(chart in charts(Kind::Column)) {
        assert_sound(&chart)?;
    }

    #[test]
    fn of_lines(chart in charts(Kind::Line)) {
        assert_sound(&chart)?;
    }

    #[test]
    fn of_ranges(chart in charts(Kind::Range)) {
        assert_sound(&chart)?;
    }

    #[test]
    fn of_shares(chart in charts(Kind::Stacked)) {
        assert_sound(&chart)?;
    }
}

#[test]
fn a_drawing_says_what_it_is_and_has_no_style() {
    let chart = read(Kind::Bar, &["place,trips", "A & B,3", "<C>,"]);
    let svg = drawn(&chart, &locale("en"), Width::Narrow);
    assert!(svg.starts_with("<svg class=\"drawing narrow\""), "{svg}");
    assert!(
        svg.contains("role=\"img\" aria-labelledby=\"block-1-narrow-title block-1-narrow-desc\"")
    );
    assert!(svg.contains("<title id=\"block-1-narrow-title\">More &lt;of&gt; it</title>"));
    assert!(svg.contains("<desc id=\"block-1-narrow-desc\">Bars &amp; &quot;more&quot;</desc>"));
    assert!(
        svg.contains(">A &amp; B<") && svg.contains(">&lt;C&gt;<") && svg.contains(">no value<")
    );
    assert!(!svg.contains("style") && !svg.contains("#"), "{svg}");
}

#[test]
fn what_is_not_known_is_said() {
    let english = locale("en");
    let texts = |kind, lines: &[&str]| {
        let svg = drawn(&read(kind, lines), &english, Width::Wide);
        let marks = marks(&svg).into_iter();
        let said = marks
            .filter(|mark| mark.is("missing"))
            .map(|mark| mark.text);
        said.collect::<Vec<_>>()
    };
    let one = ["year,a", "2023,1", "2024,", "2025,3"];
    assert_eq!(texts(Kind::Bar, &one), ["no value"]);
    assert_eq!(texts(Kind::Column, &one), ["No value: 2024"]);
    assert_eq!(texts(Kind::Line, &one), ["No value: 2024"]);
    let two = ["year,a,b", "2023,1,2", "2024,,2", "2025,,"];
    assert_eq!(texts(Kind::Line, &two), ["No value: 2024 (a), 2025"]);
    assert_eq!(texts(Kind::Range, &two), ["no value", "No value: 2024 (a)"]);
    assert_eq!(texts(Kind::Stacked, &two), ["No value: a", "no value"]);
    assert_eq!(texts(Kind::Stacked, &["x,a,b", "z,0,0", "y,1,1"]), ["0"]);
    let many: Vec<String> = (1990..2020).map(|year| format!("{year},")).collect();
    let lines: Vec<&str> = ["year,a", "2020,1"]
        .into_iter()
        .chain(many.iter().map(String::as_str))
        .collect();
    let said = texts(Kind::Column, &lines).join(" ");
    assert!(said.ends_with("1997, …"), "{said}");
}

#[test]
fn a_line_is_broken_where_a_value_is_not_known() {
    let chart = read(
        Kind::Line,
        &[
            "year,a", "2020,1", "2021,2", "2022,", "2023,3", "2024,", "2025,4", "2026,5",
        ],
    );
    let marks = marks(&drawn(&chart, &locale("en"), Width::Narrow));
    let runs: Vec<usize> = marks
        .iter()
        .filter(|mark| mark.is("run"))
        .map(|mark| mark.points().len())
        .collect();
    assert_eq!(runs, [2, 2]);
    // The one between has no line, but a dot.
    assert_eq!(marks.iter().filter(|mark| mark.is("dot")).count(), 5);
}

#[test]
fn columns_without_room_for_their_names_are_bars() {
    let short = read(Kind::Column, &["place,n", "North,1", "South,2", "East,3"]);
    let long = read(
        Kind::Column,
        &[
            "place,n",
            "Northumberland and all around,1",
            "Southumberland,2",
            "Eastumberland,3",
            "West,4",
        ],
    );
    let english = locale("en");
    let is_bars = |chart: &Chart, width| !drawn(chart, &english, width).contains("class=\"tick\"");
    assert!(!is_bars(&short, Width::Narrow) && !is_bars(&short, Width::Wide));
    assert!(is_bars(&long, Width::Narrow) && !is_bars(&long, Width::Wide));
}

#[test]
fn names_stand_beside_their_marks() {
    let chart = read(
        Kind::Line,
        &["year,North,South,East", "2020,1,1,1", "2021,5,5.01,5.02"],
    );
    let marks = marks(&drawn(&chart, &locale("en"), Width::Wide));
    let mut names: Vec<(f64, &str)> = marks
        .iter()
        .filter(|mark| mark.is("mark-name"))
        .map(|mark| (mark.number("y"), &*mark.text))
        .collect();
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert_eq!(
        names.iter().map(|(_, name)| *name).collect::<Vec<_>>(),
        ["East", "South", "North"]
    );
    assert!(
        names
            .windows(2)
            .all(|two| two[1].0 - two[0].0 >= LINE - 0.02),
        "{names:?}"
    );
}

#[test]
fn no_line_of_a_name_runs_through_another() {
    let lines = [
        "question,for,against,undecided,did not say",
        "Open the ferry at night,44,38,12,6",
    ];
    for width in [Width::Narrow, Width::Wide] {
        let marks = marks(&drawn(&read(Kind::Stacked, &lines), &locale("en"), width));
        let names: Vec<&Mark> = marks.iter().filter(|mark| mark.is("mark-name")).collect();
        let leaders: Vec<&Mark> = marks.iter().filter(|mark| mark.is("leader")).collect();
        assert_eq!((names.len(), leaders.len()), (4, 4));
        for leader in leaders {
            let (x, top) = (leader.number("x1"), leader.number("y1"));
            let through = names.iter().find(|name| {
                let corners = text_corners(name);
                name.number("y") > top + LINE / 2.0 && corners[0].0 < x && x < corners[1].0
            });
            assert!(through.is_none(), "{leader:?} runs through {through:?}");
        }
    }
}

#[test]
fn equal_ends_of_a_range_are_both_to_be_seen_and_their_value_once() {
    let chart = read(Kind::Range, &["x,a,b", "one,3,3", "two,1,4"]);
    let marks = marks(&drawn(&chart, &locale("en"), Width::Wide));
    let dots: Vec<f64> = marks
        .iter()
        .filter(|mark| mark.is("dot"))
        .map(|mark| mark.number("r"))
        .collect();
    assert!(dots[1] < dots[0] && dots[2] == dots[3], "{dots:?}");
    let values = marks.iter().filter(|mark| mark.is("value"));
    let values: Vec<&str> = values.map(|mark| mark.text.as_str()).collect();
    assert_eq!(values, ["3", "1", "4"]);
}

#[test]
fn ticks_of_ranges_are_evenly_apart_with_zero_among_them() {
    let chart = read(Kind::Range, &["x,a", "one,-1e24", "two,9e24"]);
    for width in [Width::Narrow, Width::Wide] {
        let marks = marks(&drawn(&chart, &locale("en"), width));
        let words: Vec<&str> = marks
            .iter()
            .filter(|mark| mark.is("tick"))
            .map(|mark| mark.text.as_str())
            .collect();
        assert!(words.contains(&"0") && words.len() > 1, "{words:?}");
        let lines: Vec<f64> = marks
            .iter()
            .filter(|mark| mark.is("grid"))
            .map(|mark| mark.number("x1"))
            .collect();
        assert_eq!(lines.len(), words.len());
        let steps = || lines.windows(2).map(|two| two[1] - two[0]);
        assert!(
            steps().all(|step| (step - (lines[1] - lines[0])).abs() < 0.05),
            "{lines:?}"
        );
    }
}

#[test]
fn signs_stand_at_values_and_what_they_are_above() {
    let english = locale("en");
    let words = |svg: &str| {
        marks(svg)
            .into_iter()
            .map(|mark| mark.text)
            .collect::<Vec<_>>()
    };
    let share = words(&drawn(
        &read(Kind::Bar, &["x,share (%)", "a,4.5"]),
        &english,
        Width::Wide,
    ));
    assert!(
        share.contains(&"4.5%".to_string()) && share.contains(&"share".to_string()),
        "{share:?}"
    );
    let people = words(&drawn(
        &read(Kind::Bar, &["x,n (people)", "a,4500"]),
        &english,
        Width::Wide,
    ));
    assert!(
        people.contains(&"n (people)".to_string()) && people.contains(&"4,500".to_string()),
        "{people:?}"
    );
}
