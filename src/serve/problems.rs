//! The problems of the site as far as they are known, and how the tabs are told of them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::list::List;
use crate::diagnostics::Located;
use crate::disk::Trouble;

/// What is wrong with the site.
pub struct Problems {
    /// Every check is through.
    pub complete: bool,
    pub located: Arc<Vec<Located>>,
    /// What the tabs list, with what the machine refused.
    list: List,
}

impl Problems {
    pub fn new(complete: bool, located: Arc<Vec<Located>>, troubles: &[Trouble]) -> Problems {
        Problems {
            complete,
            list: List::new(troubles, &located),
            located,
        }
    }

    /// Whether a tab that was told of the others knows these too.
    pub fn look_like(&self, others: &Problems) -> bool {
        self.complete == others.complete && self.list == others.list
    }

    /// The data of a `problems` event.
    pub fn event(&self, epoch: &str, generation: u64, is_stale: bool) -> Value {
        json!({
            "epoch": epoch,
            "generation": generation,
            "complete": self.complete,
            "errors": self.list.errors,
            "warnings": self.list.warnings,
            "notes": self.list.notes,
            "stale": is_stale,
            "problems": self.list.rows,
        })
    }
}
