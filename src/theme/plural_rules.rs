//! Which plural form of a string goes with a number: rules in the notation of Unicode's CLDR.

use std::ops::RangeInclusive;

/// The forms that rules choose among, in the order they are tried. `other` is for all the rest.
pub const CHOSEN: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// The plural rules of a language. Without a rule `zero`, `one` and `two` stand for just these numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PluralRules {
    rules: Vec<(&'static str, Condition)>,
}

impl PluralRules {
    /// The rules of a language, by form; those that cannot be read are left out.
    pub fn new<'r>(written: impl Fn(&str) -> Option<&'r str>) -> PluralRules {
        let exactly = |name| match name {
            "zero" => Some("n = 0"),
            "one" => Some("n = 1"),
            "two" => Some("n = 2"),
            _ => None,
        };
        let rules = CHOSEN.into_iter().filter_map(|name| {
            let rule = written(name).or_else(|| exactly(name))?;
            Some((name, Condition::parse(rule).ok()?))
        });
        PluralRules {
            rules: rules.collect(),
        }
    }

    /// The first form the rules allow for a number that `form` has; else its `other`.
    pub fn choose<T>(&self, number: i64, form: impl Fn(&str) -> Option<T>) -> Option<T> {
        let fitting = self.rules.iter().filter(|(_, rule)| rule.holds(number));
        fitting
            .map(|(name, _)| *name)
            .chain(["other"])
            .find_map(form)
    }
}

/// `n % 10 = 2..4 and n % 100 != 12..14`: relations joined by `and`, and those by `or`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    any: Vec<Vec<Relation>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Relation {
    operand: Operand,
    remainder_of: Option<u64>,
    is_equal: bool,
    ranges: Vec<RangeInclusive<u64>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Operand {
    /// `n`, `i`: the number itself.
    Number,
    /// `v`, `w`, `f`, `t`, `c`, `e`: digits behind the decimal point and exponents. Whole numbers have none.
    Fraction,
}

impl Condition {
    /// What cannot be read comes back. Samples from `@` on are passed over, as CLDR writes them.
    pub fn parse(text: &str) -> Result<Condition, String> {
        let rule = text.split('@').next().unwrap_or("");
        let any = rule.split(" or ").map(|all| {
            let relations = all.split(" and ");
            relations
                .map(|relation| {
                    Relation::parse(relation.trim()).ok_or_else(|| relation.trim().to_string())
                })
                .collect()
        });
        Ok(Condition {
            any: any.collect::<Result<_, String>>()?,
        })
    }

    fn holds(&self, number: i64) -> bool {
        let holds = |all: &Vec<Relation>| all.iter().all(|relation| relation.holds(number));
        self.any.iter().any(holds)
    }
}

impl Relation {
    fn parse(text: &str) -> Option<Relation> {
        let (left, right, is_equal) = match text.split_once("!=") {
            Some((left, right)) => (left, right, false),
            None => text
                .split_once('=')
                .map(|(left, right)| (left, right, true))?,
        };
        let (operand, remainder_of) = match left.split_once('%') {
            Some((operand, of)) => (operand, Some(of.trim().parse().ok().filter(|of| *of > 0)?)),
            None => (left, None),
        };
        let number = |text: &str| text.trim().parse::<u64>().ok();
        let ranges = right.split(',').map(|range| match range.split_once("..") {
            Some((from, to)) => Some(number(from)?..=number(to)?),
            None => number(range).map(|number| number..=number),
        });
        Some(Relation {
            operand: match operand.trim() {
                "n" | "i" => Operand::Number,
                "v" | "w" | "f" | "t" | "c" | "e" => Operand::Fraction,
                _ => return None,
            },
            remainder_of,
            is_equal,
            ranges: ranges.collect::<Option<_>>()?,
        })
    }

    fn holds(&self, number: i64) -> bool {
        let value = match self.operand {
            Operand::Number => number.unsigned_abs(),
            Operand::Fraction => 0,
        };
        let value = self.remainder_of.map_or(value, |of| value % of);
        self.ranges.iter().any(|range| range.contains(&value)) == self.is_equal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

    fn form(rules: &PluralRules, number: i64, forms: &[&'static str]) -> &'static str {
        let has = |name: &str| forms.iter().find(|form| **form == name).copied();
        rules.choose(number, has).expect("a form")
    }

    #[test]
    fn without_rules_the_first_numbers_are_meant_exactly() {
        let rules = PluralRules::new(|_| None);
        let chosen = [0, 1, 2, 3, 21].map(|number| form(&rules, number, &ALL));
        assert_eq!(chosen, ["zero", "one", "two", "other", "other"]);
        assert_eq!(form(&rules, 0, &["one", "other"]), "other");
    }

    #[test]
    fn rules_are_read_as_cldr_writes_them() {
        // Polish, with its samples.
        let rules = PluralRules::new(|name| match name {
            "one" => Some("i = 1 and v = 0 @integer 1"),
            "few" => Some("v = 0 and i % 10 = 2..4 and i % 100 != 12..14 @integer 2~4"),
            "many" => Some(
                "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14",
            ),
            _ => None,
        });
        let forms = ["one", "few", "many", "other"];
        let chosen = [1, 3, 5, 12, 22, 100, 111].map(|number| form(&rules, number, &forms));
        assert_eq!(
            chosen,
            ["one", "few", "many", "many", "few", "many", "many"]
        );
        // An exact form goes before the rule that holds as well.
        assert_eq!(form(&rules, 2, &["two", "few", "other"]), "two");
    }

    #[test]
    fn what_is_no_rule_is_told() {
        for (rule, wrong) in [
            ("n = 1 and x = 2", "x = 2"),
            ("n % 0 = 1", "n % 0 = 1"),
            ("one", "one"),
            ("", ""),
            ("n = 1 or n = a..b", "n = a..b"),
        ] {
            assert_eq!(Condition::parse(rule), Err(wrong.to_string()), "{rule}");
        }
    }
}
