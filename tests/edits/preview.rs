//! An engine that remembers beside one that does not, and whoever looks at its pages.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nutgraf::build::{Build, Engine, Generation, Options, Report};
use nutgraf::diagnostics::Located;
use nutgraf::input::InputTree;

use crate::edited::Dice;

/// States of the site that are still looked at.
const KEPT: usize = 3;

/// One state of the site, as both engines made it.
struct Shown {
    remembering: Arc<Generation>,
    clean: Arc<Generation>,
    addresses: Vec<String>,
}

/// An engine that remembers, and the states of the site that somebody still looks at.
#[derive(Default)]
pub struct Preview {
    engine: Engine,
    kept: VecDeque<Shown>,
}

impl Preview {
    /// Builds a site both ways, with some pages looked at before and while the rest is made, and
    /// gives what desk.lock would say; None if that build was interrupted.
    pub fn build(
        &mut self,
        tree: &InputTree,
        options: &Options,
        mut dice: Dice,
    ) -> Result<Option<String>, String> {
        let mut new = Engine::new();
        let clean = new.arrange(tree, options);
        let shown = Shown {
            remembering: self.engine.arrange(tree, options),
            addresses: clean
                .addresses()
                .map(|address| address.to_string())
                .collect(),
            clean,
        };
        self.kept.push_back(shown);
        // The oldest is let go only now: two states at once share what they have in common.
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
        for _ in 0..dice.below(4) {
            let shown = match dice.one_in(3) {
                true => &self.kept[dice.below(self.kept.len())],
                false => &self.kept[self.kept.len() - 1],
            };
            shown.glance(&mut dice)?;
        }
        let shown = &self.kept[self.kept.len() - 1];
        if dice.one_in(4) {
            let left = AtomicUsize::new(dice.below(12));
            let go_on = || {
                let count = |left: usize| left.checked_sub(1);
                left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, count)
                    .is_ok()
            };
            let is_left_so = dice.one_in(2);
            let built = self.engine.finish(&shown.remembering, &go_on);
            if built.is_none() && is_left_so {
                shown.glance(&mut dice)?;
                return Ok(None);
            }
            if let Some(built) = built {
                return shown
                    .compare(&built, &clean_build(&mut new, shown))
                    .map(Some);
            }
        }
        let finish = |engine: &mut Engine| engine.finish(&shown.remembering, &|| true);
        let built = match dice.one_in(4) {
            false => finish(&mut self.engine),
            // Somebody looks at pages while the rest is made.
            true => std::thread::scope(|scope| {
                let looking = scope.spawn(|| (0..4).try_for_each(|_| shown.glance(&mut dice)));
                let built = finish(&mut self.engine);
                looking
                    .join()
                    .map_err(|_| "a panic of who looks".to_string())??;
                Ok::<_, String>(built)
            })?,
        };
        let built = built.ok_or("an end nobody asked for")?;
        shown
            .compare(&built, &clean_build(&mut new, shown))
            .map(Some)
    }
}

fn clean_build(new: &mut Engine, shown: &Shown) -> Build {
    new.finish(&shown.clean, &|| true).expect("nobody said no")
}

impl Shown {
    /// Looks at one address, which may not be there.
    fn glance(&self, dice: &mut Dice) -> Result<(), String> {
        let gone = "gone.html".to_string();
        let at = dice.below(self.addresses.len() + 1);
        let address = self.addresses.get(at).unwrap_or(&gone);
        let (ours, theirs) = (self.remembering.get(address), self.clean.get(address));
        match (&ours, &theirs) {
            (Some(ours), Some(theirs)) => {
                same_bytes(address, &ours.bytes, &theirs.bytes)?;
                same("soundness", ours.is_sound == theirs.is_sound)?;
            }
            _ => same("addresses", ours.is_none() && theirs.is_none())?,
        }
        let source = |shown: &Generation| shown.source(address).cloned();
        same("source", source(&self.remembering) == source(&self.clean))
    }

    /// Fails with what differs; gives what desk.lock would say.
    fn compare(&self, remembering: &Build, clean: &Build) -> Result<String, String> {
        let addresses = |build: &Build| {
            let outputs = build.outputs.iter();
            outputs
                .map(|(address, _)| address.to_string())
                .collect::<Vec<_>>()
        };
        let of_both = addresses(clean);
        same("addresses", addresses(remembering) == of_both)?;
        let arranged: Vec<String> = self.remembering.addresses().collect();
        for mut listed in [arranged, self.addresses.clone()] {
            // A page that an error leaves out a part of shows fewer pictures than it would, and has no card.
            let may_lack =
                |address: &str| address.contains("-480w.") || address.starts_with("cards/");
            listed.retain(|address| of_both.contains(address) || !may_lack(address));
            same("addresses when arranged", listed == of_both)?;
        }
        for (address, bytes) in clean.outputs.iter() {
            let ours = remembering
                .outputs
                .get(address)
                .expect("the same addresses");
            same_bytes(address, ours, bytes)?;
        }
        same_problems(&remembering.located(), &clean.located())?;
        same("problems", remembering.problems == clean.problems)?;
        same_problems(&self.remembering.located(), &self.clean.located())?;
        same("report", told(&remembering.report) == told(&clean.report))?;
        same(
            "report of the desk",
            remembering.desk_report() == clean.desk_report(),
        )?;
        same("ledger", remembering.ledger == clean.ledger)?;
        same("statuses", remembering.statuses == clean.statuses)?;
        let lock = |build: &Build| build.lockable.update().text;
        let text = lock(clean);
        same("desk.lock", lock(remembering) == text)?;
        Ok(text)
    }
}

/// How much was worked on is the one thing that may differ.
fn told(report: &Report) -> Report {
    Report {
        pages_checked: 0,
        pages_read: 0,
        pages_rendered: 0,
        pictures_made: 0,
        twins_made: 0,
        cards_drawn: 0,
        is_arranged: false,
        ..report.clone()
    }
}

fn same(what: &str, is_same: bool) -> Result<(), String> {
    match is_same {
        true => Ok(()),
        false => Err(format!("other {what}")),
    }
}

fn same_bytes(address: &str, ours: &[u8], theirs: &[u8]) -> Result<(), String> {
    if ours == theirs {
        return Ok(());
    }
    let (ours, theirs) = (
        String::from_utf8_lossy(ours),
        String::from_utf8_lossy(theirs),
    );
    let mut lines = ours.lines().zip(theirs.lines());
    let differ = lines.find(|(ours, theirs)| ours != theirs);
    Err(format!("other bytes of {address}: {differ:#?}"))
}

fn same_problems(ours: &[Located], theirs: &[Located]) -> Result<(), String> {
    if ours == theirs {
        return Ok(());
    }
    let only = |these: &[Located], those: &[Located]| {
        let only = these.iter().filter(|found| !those.contains(found));
        only.map(|found| format!("{found:?}")).collect::<Vec<_>>()
    };
    let (old, new) = (only(ours, theirs), only(theirs, ours));
    Err(format!(
        "other problems: told {old:#?}, where a new engine tells {new:#?}"
    ))
}
