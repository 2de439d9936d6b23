//! timeline.toml: what happened and when, and the order in which it is shown.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::entries::Event;
use super::problems::EVENT_ORDER;
use super::row::{Links, Row, entries};
use super::tables::{Entries, Id, TableName};
use crate::diagnostics::{Diagnostic, Place};
use crate::values::{Date, EventDate, Precision, Table};

pub fn read(table: Table<'_>, links: &Links) -> Entries<Event> {
    entries(table, TableName::Timeline, links, event)
}

fn event(row: &Row<'_, '_>) -> Event {
    if !row.table.has("date") {
        row.table.missing("date");
    }
    Event {
        id: row.id.clone(),
        was: row.was(),
        date: row.event_date("date").unwrap_or_else(undated),
        shown: row.text("shown"),
        title: row.needed_text("title"),
        text: row.text("text"),
        after: row.links("after", TableName::Timeline, false),
        tags: row.texts("tags"),
        claims: row.links("claims", TableName::Claims, false),
        sources: row.links("sources", TableName::Sources, true),
        note: row.text("note"),
    }
}

fn undated() -> EventDate {
    EventDate {
        precision: Precision::Undated,
        from: None,
        to: None,
        about: false,
        written: "undated".to_string(),
    }
}

/// The events in the order shown: by day, undated ones last, otherwise as written. `after` decides
/// among events of one day or without one, and among imprecise dates that leave both orders open.
/// There must be no circle in `after`.
pub fn in_order(events: Entries<Event>) -> Entries<Event> {
    let events = events.into_pairs();
    let places: BTreeMap<&Id, usize> = events
        .iter()
        .enumerate()
        .map(|(index, (id, _))| (id, index))
        .collect();
    let mut waiting = vec![0usize; events.len()];
    let mut followers = vec![Vec::new(); events.len()];
    for (index, (_, event)) in events.iter().enumerate() {
        for first in event.after.iter().filter_map(|id| places.get(id)) {
            if clash(&events[*first].1, event).is_none() {
                waiting[index] += 1;
                followers[*first].push(index);
            }
        }
    }
    let key = |index: usize| Reverse((sort_key(&events[index].1), index));
    let mut ready: BinaryHeap<_> = (0..events.len())
        .filter(|index| waiting[*index] == 0)
        .map(key)
        .collect();
    let mut order = Vec::new();
    while let Some(Reverse((_, index))) = ready.pop() {
        order.push(index);
        for follower in &followers[index] {
            waiting[*follower] -= 1;
            if waiting[*follower] == 0 {
                ready.push(key(*follower));
            }
        }
    }
    let mut events: Vec<Option<(Id, Event)>> = events.into_iter().map(Some).collect();
    let shown = order.iter().filter_map(|index| events[*index].take());
    shown.collect()
}

/// Undated events come last.
fn sort_key(event: &Event) -> (bool, Option<Date>) {
    let day = event.date.sort_day();
    (day.is_none(), day)
}

/// Why `event` cannot be shown after `first`, though it says so.
fn clash(first: &Event, event: &Event) -> Option<Clash> {
    match (first.date.sort_day(), event.date.sort_day()) {
        (None, Some(day)) => Some(Clash::FirstIsUndated(event.date.to.unwrap_or(day))),
        (Some(_), Some(_)) => {
            let (begins, ends) = (first.date.from?, event.date.to?);
            (ends < begins).then_some(Clash::EndsBefore)
        }
        _ => None,
    }
}

enum Clash {
    /// The event itself is dated, at the latest on this day.
    FirstIsUndated(Date),
    EndsBefore,
}

/// Every `after` that contradicts the dates; `place` finds where one names the other.
pub fn check_order(
    events: &Entries<Event>,
    place: impl Fn(&str, &str) -> Place,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for event in events.iter() {
        for first in event.after.iter().filter_map(|id| events.get(id)) {
            let (message, hint) = match clash(first, event) {
                None => continue,
                Some(Clash::EndsBefore) => (
                    format!(
                        "`after` names \"{}\" ({}), but this event is dated {}",
                        first.id, first.date.written, event.date.written
                    ),
                    "correct one of the dates, or remove it from `after`; the dates decide the order"
                        .to_string(),
                ),
                Some(Clash::FirstIsUndated(day)) => (
                    format!(
                        "`after` names \"{}\", which is undated and so is shown behind this event",
                        first.id
                    ),
                    format!(
                        "if a source says so, date it: [{}] date = \"../{day}\"",
                        first.id
                    ),
                ),
            };
            let place = place(&event.id, &first.id);
            problems.push(Diagnostic::new(&EVENT_ORDER, place, message).hint(hint));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::ledger::TableName::Timeline;
    use crate::ledger::testing::{ledger_of, problems, read_one, tree};

    fn timeline(events: &[(&str, &str, &str)]) -> String {
        events
            .iter()
            .map(|(id, date, after)| {
                format!("[{id}]\ndate = '{date}'\ntitle = 'T'\nafter = [{after}]\n")
            })
            .collect()
    }

    fn order(events: &[(&str, &str, &str)]) -> Vec<String> {
        let ledger = ledger_of(&[(Timeline, &timeline(events))]);
        let ids = ledger.timeline.iter().map(|event| event.id.to_string());
        ids.collect()
    }

    #[test]
    fn dated_events_come_by_day_and_undated_ones_last() {
        assert_eq!(
            order(&[
                ("e", "undated", ""),
                ("c", "2025-03", ""),
                ("b", "../2024", ""),
                ("a", "19XX", ""),
                ("d", "2025-03-01", ""),
            ]),
            ["a", "b", "c", "d", "e"]
        );
    }

    #[test]
    fn events_of_one_day_keep_the_order_of_writing_unless_a_source_orders_them() {
        assert_eq!(
            order(&[("b", "1914", ""), ("a", "1914", ""), ("c", "1914", "")]),
            ["b", "a", "c"]
        );
        assert_eq!(
            order(&[("b", "1914", "'a'"), ("a", "1914", ""), ("c", "1914", "")]),
            ["a", "b", "c"]
        );
    }

    #[test]
    fn undated_events_follow_what_they_come_after() {
        assert_eq!(
            order(&[
                ("d", "undated", "'c'"),
                ("a", "undated", ""),
                ("c", "undated", "'b'"),
                ("b", "undated", "'z'"),
                ("z", "2000", ""),
            ]),
            ["z", "a", "b", "c", "d"]
        );
    }

    #[test]
    fn an_imprecise_date_leaves_the_order_to_after() {
        assert_eq!(
            order(&[("year", "1914", "'june'"), ("june", "1914-06", "")]),
            ["june", "year"]
        );
    }

    #[test]
    fn an_order_that_the_dates_deny_is_told_and_the_dates_win() {
        let text = timeline(&[
            ("a", "1914", "'b'"),
            ("b", "1920", ""),
            ("c", "1930", "'d'"),
            ("d", "undated", ""),
        ]);
        let files = tree(&[(Timeline, &text)]);
        let reading = crate::ledger::read(&files);
        assert_eq!(
            problems(&files, &reading),
            [
                "4:10 warning[event-order] `after` names \"b\" (1920), but this event is dated 1914 | \
                 correct one of the dates, or remove it from `after`; the dates decide the order",
                "12:10 warning[event-order] `after` names \"d\", which is undated and so is shown behind \
                 this event | if a source says so, date it: [d] date = \"../1930-12-31\"",
            ]
        );
        let ids: Vec<_> = reading
            .ledger
            .timeline
            .iter()
            .map(|event| &*event.id)
            .collect();
        assert_eq!(ids, ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_circle_is_told_once_and_loses_no_event() {
        let text = timeline(&[
            ("a", "undated", "'c'"),
            ("b", "undated", "'a'"),
            ("c", "undated", "'b'"),
            ("d", "undated", "'d'"),
        ]);
        let files = tree(&[(Timeline, &text)]);
        let reading = crate::ledger::read(&files);
        let found = problems(&files, &reading);
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(
            found[0].starts_with(
                "8:10 error[after-cycle] `after` goes round in a circle: `a` → `c` → `b` → `a`"
            ),
            "{found:#?}"
        );
        assert!(found[1].starts_with("16:10 error[names-itself] `after` names \"d\""));
        assert_eq!(reading.ledger.timeline.len(), 4);
    }

    #[test]
    fn dates_have_their_forms() {
        let found = read_one(
            Timeline,
            "[a]\ndate = 1914\ntitle = 'T'\n[b]\ndate = 'soon'\ntitle = 'T'\n[c]\ndate = 2024-06-03\n\
             title = 'T'\n[d]\ntitle = 'T'\n[e]\ndate = 'not given'\ntitle = 'T'\n",
        );
        let starts = [
            "2:8 error[bad-date] `date` is 1914, expected a date in quotation marks | write date = \"1914\"",
            "5:8 error[bad-date] `date` is \"soon\", expected a date in quotation marks | the forms are \"1914\",",
            "10:1 error[missing-key] `date` is missing in `d`",
            "13:8 error[bad-date] `date` is \"not given\", expected a date in quotation marks | write date = \"undated\"",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found}\n{start}");
        }
    }
}
