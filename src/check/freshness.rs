//! Whether what pages and claims say of their own age holds on the day of the build.

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ledger::{Ledger, TableName, place_of};
use crate::page::PageFacts;
use crate::values::Date;

use super::problems::{DATE_IN_FUTURE, REVIEW_BEFORE_AS_OF, REVIEW_OVERDUE};

/// Review dates that have passed, and dates that cannot be right. Only these messages depend on
/// the day; what is published does not.
pub fn freshness<'p>(
    pages: impl Iterator<Item = &'p PageFacts>,
    ledger: &Ledger,
    today: Date,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for page in pages {
        let dates = Dates {
            subject: "this page".to_string(),
            next: "read it again, then set `as_of` to the day you did and `review_by` to the next",
            as_of: page.front.as_of,
            review_by: page.front.review_by,
        };
        let place = |key: &str| Place::Item(page.path.clone(), key.into());
        dates.check(today, place, &mut problems);
    }
    for claim in ledger.claims.iter() {
        let dates = Dates {
            subject: format!("the claim `{}`", claim.id),
            // Its `as_of` is the day on which it held, whenever somebody looks.
            next: "look at it again, correct what no longer holds, and set a new `review_by`",
            as_of: claim.as_of,
            review_by: claim.review_by,
        };
        let place = |key: &str| place_of(TableName::Claims, &claim.id, key);
        dates.check(today, place, &mut problems);
    }
    for correction in ledger.corrections.iter() {
        let place = place_of(TableName::Corrections, &correction.id, "date");
        problems.extend(in_future("date", correction.date, today, place));
    }
    problems
}

/// The day for which a page or claim holds, and the day until which nobody need look again.
struct Dates {
    subject: String,
    /// What to do once the review is due.
    next: &'static str,
    as_of: Option<Date>,
    review_by: Option<Date>,
}

impl Dates {
    fn check(&self, today: Date, place: impl Fn(&str) -> Place, out: &mut Vec<Diagnostic>) {
        let as_of = self.as_of;
        if let Some(as_of) = as_of {
            out.extend(in_future("as_of", as_of, today, place("as_of")));
        }
        let Some(review_by) = self.review_by else {
            return;
        };
        let mut report = |code: &Code, message: String, hint: &str| {
            out.push(Diagnostic::new(code, place("review_by"), message).hint(hint));
        };
        if let Some(as_of) = as_of.filter(|as_of| review_by < *as_of) {
            report(
                &REVIEW_BEFORE_AS_OF,
                format!("`review_by` ({review_by}) lies before `as_of` ({as_of})"),
                "a review comes after the day for which the facts hold; correct one of the two dates",
            );
        } else if review_by < today {
            let subject = &self.subject;
            report(
                &REVIEW_OVERDUE,
                format!("{subject} was due for review by {review_by}, and today is {today}"),
                self.next,
            );
        }
    }
}

fn in_future(key: &str, date: Date, today: Date, place: Place) -> Option<Diagnostic> {
    let message = format!("`{key}` is {date}, which lies after today, {today}");
    let problem = Diagnostic::new(&DATE_IN_FUTURE, place, message);
    (date > today)
        .then(|| problem.hint("correct the date; `--as-of` names another day to build for"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{InputFile, InputTree};

    /// The codes of a claim with these dates, on 1 March 2026.
    fn codes(lines: &str) -> Vec<&'static str> {
        let text = format!("[c]\nsays = 'S'\nkind = 'report'\n{lines}\n");
        let files: InputTree = [(TableName::Claims.path(), InputFile::new(text.as_bytes()))]
            .into_iter()
            .collect();
        let ledger = crate::ledger::read(&files).ledger;
        let today = Date::parse("2026-03-01").expect("a day");
        let found = freshness(std::iter::empty(), &ledger, today);
        found.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn a_review_is_due_on_its_day_and_overdue_on_the_next() {
        assert!(codes("review_by = 2026-03-01").is_empty());
        assert_eq!(codes("review_by = 2026-02-28"), ["review-overdue"]);
        assert!(codes("as_of = 2026-03-01\nreview_by = 2027-01-01").is_empty());
        assert!(codes("as_of = 'not given'\nreview_by = 'not given'").is_empty());
    }

    #[test]
    fn dates_that_cannot_be_right_are_told_once() {
        assert_eq!(codes("as_of = 2026-03-02"), ["date-in-future"]);
        assert_eq!(
            codes("as_of = 2026-02-02\nreview_by = 2026-02-01"),
            ["review-before-as-of"]
        );
    }
}
