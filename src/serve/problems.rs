//! The problems of the site as they are sent to the browser.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::diagnostics::{Located, Severity, human};
use crate::disk::Trouble;

/// What is wrong with the site as far as is known.
#[derive(PartialEq, Eq)]
pub struct Problems {
    /// Every check is through.
    pub complete: bool,
    pub located: Arc<Vec<Located>>,
    /// What the machine refused.
    pub troubles: Vec<Trouble>,
}

impl Problems {
    fn count(&self, severity: Severity) -> usize {
        let located = self.located.iter();
        located
            .filter(|problem| problem.severity == severity)
            .count()
    }

    /// The data of a `problems` event.
    pub fn event(&self, epoch: &str, generation: u64, is_stale: bool) -> Value {
        let troubles = self.troubles.iter().map(trouble);
        let located = self.located.iter().map(problem);
        json!({
            "epoch": epoch,
            "generation": generation,
            "complete": self.complete,
            "errors": self.count(Severity::Error) + self.troubles.len(),
            "warnings": self.count(Severity::Warning),
            "notes": self.count(Severity::Note),
            "stale": is_stale,
            "problems": troubles.chain(located).collect::<Vec<_>>(),
        })
    }
}

fn problem(problem: &Located) -> Value {
    let spot = problem.spot.as_ref();
    let start = spot
        .and_then(|spot| spot.range.as_ref())
        .map(|range| range.start);
    json!({
        "severity": problem.severity.to_string(),
        "code": problem.code,
        "message": problem.message,
        "file": spot.map(|spot| spot.file.as_str()),
        "line": start.map(|start| start.line),
        "column": start.map(|start| start.column),
        "hint": problem.hint,
        "text": human(std::slice::from_ref(problem), false),
    })
}

fn trouble(trouble: &Trouble) -> Value {
    let mut text = format!("error: {}\n", trouble.message);
    if let Some(hint) = &trouble.hint {
        text.push_str(&format!("  {hint}\n"));
    }
    json!({
        "severity": "error",
        "code": null,
        "message": trouble.message,
        "file": null,
        "line": null,
        "column": null,
        "hint": trouble.hint,
        "text": text,
    })
}
