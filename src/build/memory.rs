//! Remembers what a stage made, by the value of what it was made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

/// For each key the input a stage saw last and what it made of it.
pub struct Memory<K, I, O>(BTreeMap<K, (I, Arc<O>)>);

impl<K, I, O> Default for Memory<K, I, O> {
    fn default() -> Memory<K, I, O> {
        Memory(BTreeMap::new())
    }
}

impl<K, I, O> Memory<K, I, O>
where
    K: Ord + Clone + Send + Sync,
    I: Eq + Send + Sync,
    O: Send + Sync,
{
    /// Gives the output for each item, in the items' order: the remembered one where the input is
    /// equal, else a new one from `make`, which also sees the old. Keys not among the items are
    /// forgotten. The second value is how many were made.
    pub fn outputs(
        &mut self,
        items: Vec<(K, I)>,
        make: impl Fn(&K, &I, Option<&Arc<O>>) -> O + Sync,
    ) -> (Vec<(K, Arc<O>)>, usize) {
        let old = &self.0;
        let done: Vec<(K, I, Arc<O>, bool)> = items
            .into_par_iter()
            .map(|(key, input)| match old.get(&key) {
                Some((before, output)) if *before == input => {
                    let output = output.clone();
                    (key, input, output, false)
                }
                before => {
                    let output = make(&key, &input, before.map(|(_, output)| output));
                    (key, input, Arc::new(output), true)
                }
            })
            .collect();
        let made = done.iter().filter(|(.., made)| *made).count();
        let outputs = done
            .iter()
            .map(|(key, _, output, _)| (key.clone(), output.clone()))
            .collect();
        self.0 = done
            .into_iter()
            .map(|(key, input, output, _)| (key, (input, output)))
            .collect();
        (outputs, made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_inputs_are_not_worked_on_again_and_lost_keys_are_forgotten() {
        let mut memory: Memory<&str, i32, i32> = Memory::default();
        let double = |_: &&str, input: &i32, _: Option<&Arc<i32>>| input * 2;
        assert_eq!(memory.outputs(vec![("a", 1), ("b", 2)], double).1, 2);
        let (outputs, made) = memory.outputs(vec![("b", 3), ("a", 1)], double);
        assert_eq!(made, 1);
        assert_eq!(
            outputs
                .iter()
                .map(|(_, output)| **output)
                .collect::<Vec<_>>(),
            [6, 2]
        );
        assert_eq!(memory.outputs(vec![("b", 3)], double).1, 0);
        assert_eq!(memory.outputs(vec![("a", 1)], double).1, 1);
    }
}
