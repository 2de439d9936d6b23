//! Scales hold what they are for, and their ticks are few, round and distinct.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::decimal::Decimal;
use super::super::scale::Scale;
use super::{locale, number};

/// Everything that is promised of a scale.
fn assert_sound(values: &[f64], with_zero: bool, most: usize) -> Result<(), TestCaseError> {
    let scale = Scale::covering(values.iter().copied(), with_zero, most);
    let ticks: Vec<_> = scale.ticks().collect();
    prop_assert!((2..=most).contains(&ticks.len()), "{} ticks", ticks.len());
    for two in ticks.windows(2) {
        prop_assert!(two[0].value < two[1].value);
    }
    let (first, last) = (&ticks[0], &ticks[ticks.len() - 1]);
    prop_assert!(first.value.is_finite() && last.value.is_finite());
    for value in values {
        prop_assert!(
            first.value <= *value && *value <= last.value,
            "{value} is not covered"
        );
        let place = scale.place(*value);
        prop_assert!((0.0..=1.0).contains(&place), "{value} at {place}");
    }
    if with_zero {
        prop_assert!(first.value <= 0.0 && 0.0 <= last.value);
    }
    // Round: each is so many times one, two or five times a power of ten, and evenly apart.
    let locale = locale("en");
    let texts: BTreeSet<String> = ticks
        .iter()
        .map(|tick| tick.number.write_tick(&locale.numbers))
        .collect();
    prop_assert_eq!(texts.len(), ticks.len(), "{:?}", texts);
    let step = ticks[1].value / 2.0 - ticks[0].value / 2.0;
    let digit = format!("{:e}", step * 2.0);
    let leading: f64 = digit
        .split('e')
        .next()
        .and_then(|text| text.parse().ok())
        .expect("digits");
    let size = last.value.abs().max(first.value.abs());
    let error = size / step.abs() * 1e-15 + 1e-9;
    let is_round = [1.0, 2.0, 5.0, 10.0]
        .iter()
        .any(|round| (leading - round).abs() <= round * error.max(1e-6));
    prop_assert!(is_round, "steps of {digit}");
    for (index, tick) in ticks.iter().enumerate() {
        let place = index as f64 / (ticks.len() - 1) as f64;
        prop_assert!((scale.place(tick.value) - place).abs() < 1e-6);
    }
    Ok(())
}

fn value() -> impl Strategy<Value = f64> {
    number().prop_map(|text| Decimal::parse(&text).expect("a number").value())
}

proptest! {
    #[test]
    fn of_any_values(values in prop::collection::vec(value(), 0..9), with_zero: bool, most in 3usize..=8) {
        assert_sound(&values, with_zero, most)?;
    }

    #[test]
    fn of_one_value_and_of_equal_ones(value in value(), count in 1usize..4, most in 3usize..=8) {
        assert_sound(&vec![value; count], false, most)?;
        assert_sound(&vec![value; count], true, most)?;
    }

    #[test]
    fn of_values_close_together(value in value(), part in 0.0..1e-5f64, most in 3usize..=8) {
        assert_sound(&[value, value * (1.0 + part), value * (1.0 + part / 3.0)], false, most)?;
    }
}

#[test]
fn ticks_are_those_a_person_would_choose() {
    let locale = locale("en");
    let ticks = |values: &[f64], with_zero, most| {
        let scale = Scale::covering(values.iter().copied(), with_zero, most);
        let texts = scale
            .ticks()
            .map(|tick| tick.number.write_tick(&locale.numbers));
        texts.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ticks(&[0.0, 97.0], true, 6), "0 20 40 60 80 100");
    assert_eq!(ticks(&[29.0, 26.0, 37.0], true, 5), "0 10 20 30 40");
    assert_eq!(ticks(&[0.1, 0.3], true, 5), "0.0 0.1 0.2 0.3");
    assert_eq!(ticks(&[-4.0, 7.0], false, 6), "−5 0 5 10");
    assert_eq!(
        ticks(&[1_020.0, 1_050.0], false, 5),
        "1,020 1,030 1,040 1,050"
    );
    assert_eq!(ticks(&[7.0], false, 5), "0 2 4 6 8");
    assert_eq!(ticks(&[-7.0], false, 5), "−8 −6 −4 −2 0");
    assert_eq!(ticks(&[0.0], true, 5), "0.0 0.5 1.0");
    assert_eq!(ticks(&[], true, 5), "0.0 0.5 1.0");
    assert_eq!(
        ticks(&[2.5e12, 9e12], true, 6),
        "0 2×10¹² 4×10¹² 6×10¹² 8×10¹² 1×10¹³"
    );
}
