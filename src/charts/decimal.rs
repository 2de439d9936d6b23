//! Numbers exactly as a table has them, and as a language writes them.

use crate::theme::NumberForms;

/// A decimal number: digits times a power of ten, so that `12.50` stays what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    is_negative: bool,
    /// Without zeros in front, but for a single one.
    digits: String,
    exponent: i32,
}

/// Numbers farther from one than this are refused: they could not be told from infinity or zero.
const FARTHEST: i32 = 300;
/// A number with more characters is written with a power of ten in tables.
const LONGEST: usize = 24;
/// The same in pictures, where it is also rounded.
const LONGEST_DRAWN: usize = 10;
/// To so many digits.
const DRAWN_DIGITS: usize = 4;
/// Zero keeps so many decimals.
const DECIMALS_OF_ZERO: i32 = 6;

impl Decimal {
    /// Reads `1234`, `-0.5`, `1.2e6`.
    pub fn parse(text: &str) -> Option<Decimal> {
        let text = text.trim();
        let (is_negative, number) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (number, power) = match number.split_once(['e', 'E']) {
            Some((number, power)) => (number, power.parse::<i16>().ok()?),
            None => (number, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let all = format!("{whole}{fraction}");
        let is_number = !all.is_empty() && all.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || number.ends_with('.') || all.len() > FARTHEST as usize {
            return None;
        }
        let decimals = i32::try_from(fraction.len()).ok()?;
        let read = Decimal::new(is_negative, &all, i32::from(power) - decimals);
        let is_near = read.is_zero() || read.magnitude().abs() < FARTHEST;
        is_near.then_some(read)
    }

    pub(super) fn new(is_negative: bool, digits: &str, exponent: i32) -> Decimal {
        let (digits, exponent) = match digits.trim_start_matches('0') {
            // Zero has no power of ten, though it may have decimals.
            "" => ("0", exponent.clamp(-DECIMALS_OF_ZERO, 0)),
            digits => (digits, exponent),
        };
        Decimal {
            is_negative: is_negative && digits != "0",
            digits: digits.to_string(),
            exponent,
        }
    }

    pub fn value(&self) -> f64 {
        let sign = if self.is_negative { "-" } else { "" };
        let text = format!("{sign}{}e{}", self.digits, self.exponent);
        text.parse().unwrap_or(0.0)
    }

    pub fn is_zero(&self) -> bool {
        self.digits == "0"
    }

    /// The power of ten of its first digit.
    fn magnitude(&self) -> i32 {
        self.digits.len() as i32 - 1 + self.exponent
    }

    /// As a language writes it.
    pub fn write(&self, forms: &NumberForms) -> String {
        self.write_within(forms, LONGEST)
    }

    /// The same for a picture, where a long number is rounded.
    pub fn write_short(&self, forms: &NumberForms) -> String {
        match self.length() <= LONGEST_DRAWN {
            true => self.write(forms),
            false => self
                .rounded(DRAWN_DIGITS)
                .write_within(forms, LONGEST_DRAWN),
        }
    }

    /// For a picture, and never rounded.
    pub fn write_tick(&self, forms: &NumberForms) -> String {
        self.write_within(forms, LONGEST_DRAWN)
    }

    fn write_within(&self, forms: &NumberForms, longest: usize) -> String {
        match self.length() <= longest {
            true => forms.write(&self.plain()),
            false => self.with_power(forms),
        }
    }

    /// How many characters it has without a power of ten.
    fn length(&self) -> usize {
        let zeros = self.exponent.max(0) as usize;
        let decimals = self.exponent.min(0).unsigned_abs() as usize;
        (self.digits.len() + zeros).max(decimals + 2)
    }

    fn sign(&self) -> &'static str {
        if self.is_negative { "-" } else { "" }
    }

    fn plain(&self) -> String {
        let sign = self.sign();
        if self.exponent >= 0 {
            let zeros = "0".repeat(self.exponent as usize);
            return format!("{sign}{}{zeros}", self.digits);
        }
        let decimals = self.exponent.unsigned_abs() as usize;
        let digits = format!("{:0>width$}", self.digits, width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        format!("{sign}{whole}.{fraction}")
    }

    /// `1.5×10²¹`
    fn with_power(&self, forms: &NumberForms) -> String {
        let (first, rest) = self.digits.split_at(1);
        let rest = rest.trim_end_matches('0');
        let point = if rest.is_empty() { "" } else { "." };
        let number = forms.write(&format!("{}{first}{point}{rest}", self.sign()));
        let power = self.magnitude().to_string();
        let raised = power.chars().map(|sign| match sign.to_digit(10) {
            Some(digit) => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize],
            None => '⁻',
        });
        format!("{number}×10{}", raised.collect::<String>())
    }

    /// With so many digits; halves are rounded away from zero.
    pub(super) fn rounded(&self, keep: usize) -> Decimal {
        let Some(next) = self.digits.as_bytes().get(keep) else {
            return self.clone();
        };
        let mut digits: Vec<u8> = self.digits.bytes().take(keep).collect();
        let mut dropped = (self.digits.len() - keep) as i32;
        if *next >= b'5' {
            while digits.last() == Some(&b'9') {
                digits.pop();
                dropped += 1;
            }
            match digits.last_mut() {
                Some(last) => *last += 1,
                None => digits.push(b'1'),
            }
        }
        while digits.len() > 1 && digits.last() == Some(&b'0') {
            digits.pop();
            dropped += 1;
        }
        let digits: String = digits.into_iter().map(char::from).collect();
        Decimal::new(self.is_negative, &digits, self.exponent + dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::locale;
    use super::*;

    #[test]
    fn numbers_stay_as_they_were_written() {
        let (english, spanish) = (locale("en"), locale("es"));
        let table = [
            ("1234.50", "1,234.50", "1234,50"),
            ("-12345", "−12,345", "−12\u{202f}345"),
            ("\u{2212}.5", "−0.5", "−0,5"),
            ("0.00", "0.00", "0,00"),
            ("-0", "0", "0"),
            ("007", "7", "7"),
            ("1.2e6", "1,200,000", "1\u{202f}200\u{202f}000"),
            ("0e9", "0", "0"),
            (
                "15e20",
                "1,500,000,000,000,000,000,000",
                "1\u{202f}500\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000",
            ),
            ("-15e200", "−1.5×10²⁰¹", "−1,5×10²⁰¹"),
            ("25e-100", "2.5×10⁻⁹⁹", "2,5×10⁻⁹⁹"),
        ];
        for (text, en, es) in table {
            let number = Decimal::parse(text).expect(text);
            assert_eq!(number.write(&english.numbers), en);
            assert_eq!(number.write(&spanish.numbers), es);
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", "1,200", "1.2.3", "12 %", "n/a", "1e", "1e999", "1e-999", "5.", ".", "٣",
            "NaN", "inf", "1_000",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn long_numbers_are_rounded_in_pictures() {
        let english = locale("en");
        let table = [
            ("123456789.123456", "123,500,000"),
            ("99999999999.99", "1×10¹¹"),
            ("0.00012345678912", "0.0001235"),
            ("123456789012345678", "1.235×10¹⁷"),
            ("123456.789", "123,456.789"),
        ];
        for (text, shown) in table {
            let number = Decimal::parse(text).expect(text);
            assert_eq!(number.write_short(&english.numbers), shown);
        }
    }
}
