//! Remembers what a stage made, by the value of what it was made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

/// Says whether work is still wanted; a preview stops it when another edit comes.
pub type GoOn<'g> = &'g (dyn Fn() -> bool + Sync);

/// For each key the input a stage saw last and what it made of it, in the order it was asked for.
pub struct Memory<K, I, O>(Vec<Remembered<K, I, O>>);

struct Remembered<K, I, O> {
    key: K,
    input: I,
    output: Arc<O>,
}

/// What is remembered of an item, if anything is.
type Kept<K, I, O> = Option<Remembered<K, I, O>>;

/// When an item was made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    Before,
    Now,
    Not,
}

impl<K, I, O> Default for Memory<K, I, O> {
    fn default() -> Memory<K, I, O> {
        Memory(Vec::new())
    }
}

/// The output for each item, and how many were made anew.
pub type Outputs<K, O> = (Vec<(K, Arc<O>)>, usize);

impl<K, I, O> Memory<K, I, O>
where
    K: Ord + Clone + Send + Sync,
    I: Eq + Send + Sync,
    O: Send + Sync,
{
    /// Gives the output for each item, in the items' order: the remembered one where the input is
    /// equal, else a new one from `make`, which also sees the old. Keys not among the items are
    /// forgotten. None if the work was stopped; what was made by then is remembered.
    pub fn outputs_while(
        &mut self,
        go_on: GoOn<'_>,
        items: Vec<(K, I)>,
        make: impl Fn(&K, &I, Option<&Arc<O>>) -> O + Sync,
    ) -> Option<Outputs<K, O>> {
        let old = self.take(items.iter().map(|(key, _)| key));
        let done: Vec<(Kept<K, I, O>, Done)> = items
            .into_par_iter()
            .zip(old)
            .map(|((key, input), old)| {
                if old.as_ref().is_some_and(|old| old.input == input) {
                    return (old, Done::Before);
                }
                if !go_on() {
                    // It is no answer to this input, but perhaps to the next.
                    return (old, Done::Not);
                }
                let output = Arc::new(make(&key, &input, old.as_ref().map(|old| &old.output)));
                let made = Remembered { key, input, output };
                (Some(made), Done::Now)
            })
            .collect();
        let count = |wanted| done.iter().filter(|(_, done)| *done == wanted).count();
        let (made, is_whole) = (count(Done::Now), count(Done::Not) == 0);
        self.0 = done.into_iter().filter_map(|(item, _)| item).collect();
        let outputs = self.0.iter();
        let outputs = outputs.map(|item| (item.key.clone(), item.output.clone()));
        is_whole.then(|| (outputs.collect(), made))
    }

    /// What is remembered of each key. Mostly the keys are those of the last time, in the same order.
    fn take<'k>(&mut self, keys: impl Iterator<Item = &'k K>) -> Vec<Kept<K, I, O>>
    where
        K: 'k,
    {
        let old = std::mem::take(&mut self.0).into_iter();
        let mut old: Vec<Kept<K, I, O>> = old.map(Some).collect();
        let mut next = 0;
        let mut places: Option<BTreeMap<K, usize>> = None;
        let find = |key: &K| {
            let in_place = old.get(next).and_then(Option::as_ref);
            let place = match in_place.is_some_and(|old| old.key == *key) {
                true => next,
                false => *places
                    .get_or_insert_with(|| {
                        let left = old.iter().enumerate();
                        left.filter_map(|(place, old)| Some((old.as_ref()?.key.clone(), place)))
                            .collect()
                    })
                    .get(key)?,
            };
            next = place + 1;
            old[place].take()
        };
        keys.map(find).collect()
    }

    /// [`Memory::outputs_while`] that is never stopped.
    pub fn outputs(
        &mut self,
        items: Vec<(K, I)>,
        make: impl Fn(&K, &I, Option<&Arc<O>>) -> O + Sync,
    ) -> Outputs<K, O> {
        let outputs = self.outputs_while(&|| true, items, make);
        outputs.unwrap_or_default()
    }
}

/// The input a stage saw last and what it made of it.
pub struct Latest<I, O>(Option<(I, Arc<O>)>);

impl<I, O> Default for Latest<I, O> {
    fn default() -> Latest<I, O> {
        Latest(None)
    }
}

impl<I: Eq, O> Latest<I, O> {
    /// The remembered output if the input is equal, else a new one from `make`, which also sees the
    /// old; and whether it is new.
    pub fn output(
        &mut self,
        input: I,
        make: impl FnOnce(&I, Option<&Arc<O>>) -> O,
    ) -> (Arc<O>, bool) {
        match &self.0 {
            Some((before, output)) if *before == input => (output.clone(), false),
            before => {
                let before = before.as_ref().map(|(_, output)| output);
                let output = Arc::new(make(&input, before));
                self.0 = Some((input, output.clone()));
                (output, true)
            }
        }
    }
}

/// Puts the old value in the place of an equal new one, so that later stages see at once that nothing
/// changed.
pub fn keep_equal<T: Eq>(new: &mut Arc<T>, old: &Arc<T>) {
    if new == old {
        *new = old.clone();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

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

    #[test]
    fn stopped_work_is_kept_and_not_taken_for_all() {
        let mut memory: Memory<usize, usize, usize> = Memory::default();
        let items = |count: usize| (0..count).map(|n| (n, n)).collect::<Vec<_>>();
        let double = |_: &usize, input: &usize, _: Option<&Arc<usize>>| input * 2;
        let left = AtomicUsize::new(10);
        let go_on = || {
            let some = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
            some.is_ok()
        };
        assert!(memory.outputs_while(&go_on, items(100), double).is_none());
        let (outputs, made) = memory.outputs(items(100), double);
        assert_eq!((outputs.len(), made), (100, 90));
    }

    #[test]
    fn the_latest_output_is_made_once_for_equal_inputs() {
        let mut latest: Latest<i32, i32> = Latest::default();
        assert_eq!(latest.output(1, |input, _| input * 2), (Arc::new(2), true));
        assert_eq!(latest.output(1, |_, _| 0), (Arc::new(2), false));
        let seen = latest.output(2, |_, old| old.map_or(0, |old| **old + 5));
        assert_eq!(seen, (Arc::new(7), true));
    }
}
