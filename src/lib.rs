//! nutgraf turns Markdown into an explainer microsite in which every claim carries its source.
//!
//! The modules are the rooms of the house, ground floor first; each imports only from those above
//! it in this list. `src/README.md` is the plan.

pub mod input;
pub mod diagnostics;
pub mod values;
pub mod output;
pub mod pictures;
pub mod cards;
pub mod config;
pub mod ledger;
pub mod theme;
pub mod charts;
pub mod page;
pub mod lock;
pub mod site;
pub mod render;
pub mod search;
pub mod check;
pub mod build;
pub mod single;
pub mod editing;
pub mod disk;
pub mod serve;
pub mod cli;
