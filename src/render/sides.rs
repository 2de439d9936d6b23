//! What holds a disagreement together: the sources that carry more than one of its claims.

use tera::Value;

use super::context::Table;
use super::entries::EntryValues;
use crate::ledger::{Claim, Disagreement, Id};
use crate::theme::EntryKind;

impl EntryValues<'_> {
    /// Each source that carries several claims of a disagreement, with the numbers they have there.
    pub(super) fn carries_several(&self, disagreement: &Disagreement) -> Value {
        let find = |id: &Id| self.inputs.ledger.claims.get(id).map(|claim| &**claim);
        let claims: Vec<&Claim> = disagreement.claims.iter().filter_map(find).collect();
        let mut sources: Vec<&Id> = Vec::new();
        for carried in claims.iter().flat_map(|claim| &claim.carried) {
            if !sources.contains(&&carried.source) {
                sources.push(&carried.source);
            }
        }
        let rows = sources.into_iter().filter_map(|source| {
            let carries = |claim: &Claim| claim.carried.iter().any(|line| line.source == *source);
            let numbers = claims
                .iter()
                .zip(1i64..)
                .filter(|(claim, _)| carries(claim));
            let numbers: Vec<Value> = numbers.map(|(_, number)| Value::from(number)).collect();
            let row = Table::new()
                .with("source", self.entry(EntryKind::Source, source))
                .with("claims", Value::from(numbers.clone()));
            (numbers.len() > 1).then(|| row.value())
        });
        Value::from(rows.collect::<Vec<_>>())
    }
}
