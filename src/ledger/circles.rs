//! Entries that lead back to themselves: sources that credit, claims that supersede, events that follow.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entries::Ledger;
use super::links::place;
use super::problems::{AFTER_CYCLE, CREDITS_CYCLE, SUPERSEDES_CYCLE};
use super::row::Link;
use super::tables::{Id, TableName};
use crate::diagnostics::{Code, Diagnostic};

/// Reports every circle and takes out the link that closes it, so that no later room runs in one.
pub fn take_out(ledger: &mut Ledger, links: &[Link]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let graph = |pairs: Vec<(Id, Vec<Id>)>| Graph::new(pairs).circles();

    let sources = ledger.sources.iter();
    let found = graph(sources.map(|s| (s.id.clone(), s.credits.clone())).collect());
    for circle in &found {
        problems.push(circle.problem(&CREDITS_CYCLE, TableName::Sources, "credits", links));
        Arc::make_mut(&mut ledger.sources).change(&circle.from, |source| {
            source.credits.retain(|id| *id != circle.to);
        });
    }
    let claims = ledger.claims.iter();
    let found = graph(
        claims
            .map(|c| (c.id.clone(), c.supersedes.clone()))
            .collect(),
    );
    for circle in &found {
        problems.push(circle.problem(&SUPERSEDES_CYCLE, TableName::Claims, "supersedes", links));
        Arc::make_mut(&mut ledger.claims).change(&circle.from, |claim| {
            claim.supersedes.retain(|id| *id != circle.to);
        });
    }
    let events = ledger.timeline.iter();
    let found = graph(events.map(|e| (e.id.clone(), e.after.clone())).collect());
    for circle in &found {
        problems.push(circle.problem(&AFTER_CYCLE, TableName::Timeline, "after", links));
        Arc::make_mut(&mut ledger.timeline).change(&circle.from, |event| {
            event.after.retain(|id| *id != circle.to);
        });
    }
    problems
}

/// Links that lead back to where they began; the last goes from `from` to `to`.
struct Circle {
    path: Vec<Id>,
    from: Id,
    to: Id,
}

impl Circle {
    fn problem(&self, code: &Code, table: TableName, key: &str, links: &[Link]) -> Diagnostic {
        let mut path: Vec<String> = self.path.iter().map(|id| format!("`{id}`")).collect();
        path.extend(path.first().cloned());
        let message = format!("`{key}` goes round in a circle: {}", path.join(" → "));
        let last = place(links, table, &self.from, key, &self.to);
        let mut problem = Diagnostic::new(code, last, message)
            .hint("remove the one link of the circle that is wrong");
        for pair in self.path.windows(2) {
            let step = place(links, table, &pair[0], key, &pair[1]);
            problem = problem.related(step, format!("`{}` names `{}`", pair[0], pair[1]));
        }
        problem
    }
}

/// Entries as numbers, with the numbers each one names.
struct Graph {
    ids: Vec<Id>,
    edges: Vec<Vec<usize>>,
}

impl Graph {
    fn new(pairs: Vec<(Id, Vec<Id>)>) -> Graph {
        let numbers: BTreeMap<&Id, usize> = pairs
            .iter()
            .enumerate()
            .map(|(number, (id, _))| (id, number))
            .collect();
        let known = |ids: &[Id]| {
            ids.iter()
                .filter_map(|id| numbers.get(id).copied())
                .collect()
        };
        let edges = pairs.iter().map(|(_, named)| known(named)).collect();
        let ids = pairs.iter().map(|(id, _)| id.clone()).collect();
        Graph { ids, edges }
    }

    /// One circle for each link that closes one when the entries are walked as written.
    fn circles(&self) -> Vec<Circle> {
        let mut circles = Vec::new();
        let mut done = vec![false; self.ids.len()];
        let mut depth: Vec<Option<usize>> = vec![None; self.ids.len()];
        for start in 0..self.ids.len() {
            // Each step: an entry, and how many of its links were followed.
            let mut path: Vec<(usize, usize)> = Vec::new();
            if !done[start] {
                depth[start] = Some(0);
                path.push((start, 0));
            }
            while let Some((entry, followed)) = path.last_mut() {
                let (entry, link) = (*entry, *followed);
                *followed += 1;
                match self.edges[entry].get(link) {
                    None => {
                        depth[entry] = None;
                        done[entry] = true;
                        path.pop();
                    }
                    Some(next) if done[*next] => {}
                    Some(next) => match depth[*next] {
                        None => {
                            depth[*next] = Some(path.len());
                            path.push((*next, 0));
                        }
                        Some(begin) => circles.push(Circle {
                            path: path[begin..]
                                .iter()
                                .map(|(e, _)| self.ids[*e].clone())
                                .collect(),
                            from: self.ids[entry].clone(),
                            to: self.ids[*next].clone(),
                        }),
                    },
                }
            }
        }
        circles
    }
}

#[cfg(test)]
mod tests {
    use crate::ledger::TableName::{Claims, Sources};
    use crate::ledger::testing::{problems, read_one, tree};

    fn claim(id: &str, rest: &str) -> String {
        format!("[{id}]\nsays = 'S'\nkind = 'report'\n{rest}\n")
    }

    fn origin(id: &str, rest: &str) -> String {
        format!("[{id}]\nheld = false\nshort = '{id}'\n{rest}\n")
    }

    #[test]
    fn credits_name_sources_and_no_circle() {
        let text = origin("a", "credits = ['b']")
            + &origin("b", "credits = ['c', 'x']")
            + &origin("c", "credits = ['a']")
            + &origin("d", "credits = ['d', 'a']");
        let files = tree(&[(Sources, &text)]);
        let reading = crate::ledger::read(&files);
        assert_eq!(
            problems(&files, &reading),
            [
                "8:17 error[unknown-source] `credits` names \"x\", which is no source of the ledger | \
                 known here: `a`, `b`, `c`, `d`",
                "12:12 error[credits-cycle] `credits` goes round in a circle: `a` → `b` → `c` → `a` | \
                 remove the one link of the circle that is wrong > 4:12 `a` names `b` > 8:12 `b` names `c`",
                "16:12 error[names-itself] `credits` names \"d\", the entry it stands in | name another \
                 entry, or remove it",
            ]
        );
        let credits = |id: &str| reading.ledger.sources.get(id).expect(id).credits.len();
        assert_eq!((credits("a"), credits("c"), credits("d")), (1, 0, 1));
    }

    #[test]
    fn a_newer_claim_is_not_superseded_by_an_older_one() {
        let found = read_one(
            Claims,
            &(claim("a", "supersedes = ['b']") + &claim("b", "supersedes = ['a']")),
        );
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with("8:15 error[supersedes-cycle]"));
    }
}
