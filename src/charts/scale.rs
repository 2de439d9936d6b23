//! A linear scale that begins and ends at round numbers, with the ticks between them.

use super::decimal::Decimal;

/// From one round number to another, both of them ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    step: Step,
    /// The first and the last tick, in steps.
    first: i64,
    last: i64,
}

/// One, two or five times a power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    factor: i64,
    exponent: i32,
}

/// A round number on a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub value: f64,
    pub number: Decimal,
}

/// Numbers that differ by less than this part of themselves are drawn as equal: their ticks would have more
/// digits than there is room for.
const SAME: f64 = 1e-7;
/// How far from a whole number of steps a value may be by the error of its division.
const ERROR: f64 = 1e-6;

impl Scale {
    /// A scale of two to `most` ticks that holds all these values, and zero if that is asked for or
    /// near. Where all are equal it begins or ends at zero, so that they are not at its end alone.
    pub fn covering(values: impl Iterator<Item = f64>, with_zero: bool, most: usize) -> Scale {
        let extremes = values.fold(None, |found: Option<(f64, f64)>, value| match found {
            Some((low, high)) => Some((low.min(value), high.max(value))),
            None => Some((value, value)),
        });
        let (mut low, mut high) = extremes.unwrap_or((0.0, 1.0));
        let size = low.abs().max(high.abs());
        let is_one = high / 2.0 - low / 2.0 <= size * SAME;
        let is_near = low > 0.0 && low <= high - low || high < 0.0 && -high <= high - low;
        if with_zero || is_one || is_near {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if low == high {
            high = 1.0;
        }
        let most = most.max(3);
        let parts = (most - 1) as f64;
        let raw = high / parts - low / parts;
        let mut step = Step {
            factor: 1,
            exponent: raw.log10().floor() as i32,
        };
        loop {
            let (first, last) = (step.below(low), step.above(high));
            if (last - first) < most as i64 {
                return Scale { step, first, last };
            }
            step = step.next();
        }
    }

    pub fn ticks(&self) -> impl Iterator<Item = Tick> + '_ {
        (self.first..=self.last).map(|steps| Tick {
            value: self.step.times(steps),
            number: self.step.number(steps),
        })
    }

    /// Where a value stands: 0 at the first tick, 1 at the last.
    pub fn place(&self, value: f64) -> f64 {
        place(
            value,
            self.step.times(self.first),
            self.step.times(self.last),
        )
    }
}

/// Where a value stands between two others. Halves, since the difference of two numbers may be too
/// large for a number.
pub fn place(value: f64, low: f64, high: f64) -> f64 {
    let whole = high / 2.0 - low / 2.0;
    let part = value / 2.0 - low / 2.0;
    match whole > 0.0 {
        true => (part / whole).clamp(0.0, 1.0),
        false => 0.5,
    }
}

impl Step {
    fn next(self) -> Step {
        let (factor, exponent) = match self.factor {
            1 => (2, self.exponent),
            2 => (5, self.exponent),
            _ => (1, self.exponent + 1),
        };
        Step { factor, exponent }
    }

    fn number(self, steps: i64) -> Decimal {
        let digits = (steps * self.factor).unsigned_abs().to_string();
        Decimal::new(steps < 0, &digits, self.exponent)
    }

    fn times(self, steps: i64) -> f64 {
        self.number(steps).value()
    }

    /// The last step that is not above a value.
    fn below(self, value: f64) -> i64 {
        let steps = value / self.times(1);
        let near = steps.round();
        match (steps - near).abs() < ERROR && self.times(near as i64) <= value {
            true => near as i64,
            false => steps.floor() as i64 - i64::from(self.times(steps.floor() as i64) > value),
        }
    }

    /// The first step that is not below a value.
    fn above(self, value: f64) -> i64 {
        -self.below(-value)
    }
}
