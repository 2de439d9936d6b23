//! The preview is never wrong: whatever is edited, one engine that remembers gives after each step
//! what a new one gives: the same files, problems, places and reports.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the long run is asked for by an environment variable, and says how far it came"
)]

mod common;
#[path = "edits/site.rs"]
mod edited;
#[path = "edits/words.rs"]
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use edited::{Dice, Edit, Site};
use nutgraf::build::{Build, Engine, Report, build};
use nutgraf::diagnostics::Located;

/// Edits from one site on, before another is begun.
const STEPS: usize = 40;

/// What is done between two builds.
type Step = Vec<Edit>;

/// Fails with what differs between a build that remembers and one that does not.
fn compare(remembering: &Build, clean: &Build) -> Result<(), String> {
    let result = |what: &str, same: bool| match same {
        true => Ok(()),
        false => Err(what.to_string()),
    };
    let addresses = |build: &Build| {
        build
            .outputs
            .iter()
            .map(|(address, _)| address.to_string())
            .collect::<Vec<_>>()
    };
    result(
        "other addresses",
        addresses(remembering) == addresses(clean),
    )?;
    for (address, bytes) in clean.outputs.iter() {
        let ours = remembering
            .outputs
            .get(address)
            .expect("the same addresses");
        if ours != bytes {
            let (ours, theirs) = (
                String::from_utf8_lossy(ours),
                String::from_utf8_lossy(bytes),
            );
            let mut lines = ours.lines().zip(theirs.lines());
            let differ = lines.find(|(ours, theirs)| ours != theirs);
            return Err(format!("other bytes of {address}: {differ:#?}"));
        }
    }
    let (ours, theirs) = (remembering.located(), clean.located());
    if ours != theirs || remembering.problems != clean.problems {
        let only = |these: &[Located], those: &[Located]| {
            let only = these.iter().filter(|found| !those.contains(found));
            only.map(|found| format!("{found:?}")).collect::<Vec<_>>()
        };
        let (old, new) = (only(&ours, &theirs), only(&theirs, &ours));
        return Err(format!(
            "other problems: told {old:#?}, where a new engine tells {new:#?}"
        ));
    }
    // How much was worked on is the one thing that may differ.
    let told = |report: &Report| Report {
        pages_checked: 0,
        pages_read: 0,
        pages_rendered: 0,
        ..report.clone()
    };
    result(
        "another report",
        told(&remembering.report) == told(&clean.report),
    )?;
    result(
        "another report of the desk",
        remembering.desk_report() == clean.desk_report(),
    )?;
    result("another ledger", remembering.ledger == clean.ledger)?;
    result("other statuses", remembering.statuses == clean.statuses)?;
    let lock = |build: &Build| build.lockable.update().text;
    result("another desk.lock", lock(remembering) == lock(clean))
}

/// Builds both ways. A panic is a difference, too.
fn build_both(engine: &mut Engine, site: &Site) -> Result<Build, String> {
    let both = catch_unwind(AssertUnwindSafe(|| {
        let tree = site.tree();
        let clean = build(&tree, &site.options);
        compare(&engine.build(&tree, &site.options), &clean)?;
        Ok(clean)
    }));
    both.unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().cloned();
        Err(format!("a panic: {}", message.unwrap_or_default()))
    })
}

/// Makes the steps on a new site, and gives the first difference.
fn replay(tiny: bool, steps: &[Step]) -> Result<(), String> {
    let (mut engine, mut site) = (Engine::new(), Site::begun(tiny));
    build_both(&mut engine, &site)?;
    for step in steps {
        for edit in step {
            site.make(edit);
        }
        build_both(&mut engine, &site)?;
    }
    Ok(())
}

/// Leaves out steps as long as what is left still fails.
fn shrunk(tiny: bool, mut steps: Vec<Step>) -> Vec<Step> {
    let mut size = steps.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        while at < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(at..(at + size).min(steps.len()));
            match replay(tiny, &fewer) {
                Err(_) => steps = fewer,
                Ok(()) => at += size,
            }
        }
        if size == 1 {
            return steps;
        }
        size = size.div_ceil(2);
    }
}

/// Random steps from a seed; fails with the shortest sequence found that shows the difference.
fn walk(tiny: bool, seed: u64, count: usize) {
    let mut dice = Dice(seed);
    let (mut engine, mut site) = (Engine::new(), Site::begun(tiny));
    let mut past = vec![site.clone()];
    let mut steps: Vec<Step> = Vec::new();
    let mut built = build_both(&mut engine, &site);
    while steps.len() < count {
        let lock = match &built {
            Ok(built) => built.lockable.update().text,
            Err(why) => {
                let short = shrunk(tiny, steps.clone());
                let told: Vec<String> = short
                    .iter()
                    .map(|step| {
                        step.iter()
                            .map(Edit::to_string)
                            .collect::<Vec<_>>()
                            .join("\n  and ")
                    })
                    .collect();
                let now = replay(tiny, &short).expect_err("it failed before");
                panic!(
                    "seed {seed}, tiny: {tiny}, step {}: {why}\n\nin short: {now}\nafter\n- {}",
                    steps.len(),
                    told.join("\n- ")
                );
            }
        };
        let mut step = Step::new();
        // The first step makes the site another one; later ones are mostly single saves.
        let edits = if steps.is_empty() {
            dice.below(9)
        } else {
            1 + dice.below(5) / 4
        };
        for _ in 0..edits {
            let edits = match dice.one_in(12) {
                true => site.next(&mut dice, &past[..1], &lock),
                false => site.next(&mut dice, &past, &lock),
            };
            for edit in edits {
                site.make(&edit);
                step.push(edit);
            }
        }
        steps.push(step);
        past.push(site.clone());
        built = build_both(&mut engine, &site);
    }
    if let Err(why) = built {
        panic!("seed {seed}, tiny: {tiny}, the last step: {why}");
    }
}

/// As many steps as asked for, or as `NUTGRAF_EDITS` says; `NUTGRAF_SEED` says where to begin. Only
/// where all is decided (`NUTGRAF_CI`) there is time for all of them: elsewhere a quarter is walked.
fn walks(tiny: bool, steps: usize) {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .map(|text| text.parse::<u64>().expect("a number"))
    };
    let decides = std::env::var_os("NUTGRAF_CI").is_some();
    let steps = if decides { steps } else { steps / 4 };
    let steps = number("NUTGRAF_EDITS").map_or(steps, |wanted| wanted as usize);
    let first = number("NUTGRAF_SEED").unwrap_or(1);
    let last = first + steps.div_ceil(STEPS) as u64;
    for seed in first..last {
        walk(tiny, seed, STEPS);
    }
    println!("{steps} steps, tiny: {tiny}, seeds {first} to {}", last - 1);
}

#[test]
fn an_engine_that_remembers_a_small_theme_is_never_wrong() {
    walks(true, 1_600);
}

#[test]
fn an_engine_that_remembers_the_default_theme_is_never_wrong() {
    walks(false, 400);
}
