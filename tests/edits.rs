//! The preview is never wrong: whatever is edited, and whatever is looked at in between, one engine
//! that remembers gives after each step what a new one gives: the same files, problems and reports.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the long run is asked for by an environment variable, and says how far it came"
)]

mod common;
#[path = "edits/preview.rs"]
mod preview;
#[path = "edits/site.rs"]
mod edited;
#[path = "edits/words.rs"]
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use edited::{Dice, Edit, Look, Site};
use preview::Preview;

/// Edits from one site on, before another is begun.
const STEPS: usize = 40;

/// What is done between two builds.
#[derive(Clone)]
struct Step {
    edits: Vec<Edit>,
    /// What is looked at before the build is through, and whether it is interrupted.
    glances: u64,
}

/// What desk.lock would say now, unless the build was interrupted; or how it differs from what a new
/// engine makes. A panic is a difference, too.
fn build_both(preview: &mut Preview, site: &Site, glances: u64) -> Result<Option<String>, String> {
    let both = catch_unwind(AssertUnwindSafe(|| {
        preview.build(&site.tree(), &site.options, Dice(glances))
    }));
    both.unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().cloned();
        Err(format!("a panic: {}", message.unwrap_or_default()))
    })
}

/// Makes the steps on a new site, and gives the first difference.
fn replay(look: Look, steps: &[Step]) -> Result<(), String> {
    let (mut preview, mut site) = (Preview::default(), Site::begun(look));
    build_both(&mut preview, &site, 0)?;
    for step in steps {
        for edit in &step.edits {
            site.make(edit);
        }
        build_both(&mut preview, &site, step.glances)?;
    }
    Ok(())
}

/// Leaves out steps as long as what is left still fails.
fn shrunk(look: Look, mut steps: Vec<Step>) -> Vec<Step> {
    let mut size = steps.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        while at < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(at..(at + size).min(steps.len()));
            match replay(look, &fewer) {
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

/// The shortest sequence found that shows a difference, in words.
fn story(look: Look, steps: Vec<Step>) -> String {
    let short = shrunk(look, steps);
    let Err(now) = replay(look, &short) else {
        return "made again, the same steps show nothing".to_string();
    };
    let told = short.iter().map(|step| {
        let edits: Vec<String> = step.edits.iter().map(Edit::to_string).collect();
        format!("\n- (glances {}) {}", step.glances, edits.join("\n  and "))
    });
    format!("in short: {now}\nafter{}", told.collect::<String>())
}

/// Random steps from a seed; fails with the shortest sequence found that shows the difference.
fn walk(look: Look, seed: u64, count: usize) {
    let mut dice = Dice(seed);
    let (mut preview, mut site) = (Preview::default(), Site::begun(look));
    let mut past = vec![site.clone()];
    let mut steps: Vec<Step> = Vec::new();
    let mut lock = String::new();
    let mut built = build_both(&mut preview, &site, 0);
    loop {
        match built {
            Ok(now) => lock = now.unwrap_or(lock),
            Err(why) => panic!(
                "seed {seed}, {look:?}, step {}: {why}\n\n{}",
                steps.len(),
                story(look, steps)
            ),
        }
        if steps.len() == count {
            return;
        }
        let mut edits = Vec::new();
        // The first step makes the site another one; later ones are mostly single saves.
        let saves = if steps.is_empty() {
            dice.below(9)
        } else {
            1 + dice.below(5) / 4
        };
        for _ in 0..saves {
            let past = if dice.one_in(12) { &past[..1] } else { &past };
            for edit in site.next(&mut dice, past, &lock) {
                site.make(&edit);
                edits.push(edit);
            }
        }
        let glances = dice.below(usize::MAX) as u64;
        steps.push(Step { edits, glances });
        past.push(site.clone());
        built = build_both(&mut preview, &site, glances);
    }
}

/// As many steps as asked for, or as `NUTGRAF_EDITS` says; `NUTGRAF_SEED` says where to begin. Only
/// where all is decided (`NUTGRAF_CI`) there is time for all of them: elsewhere a quarter is walked.
fn walks(looks: &[Look], steps: usize) {
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
        walk(looks[seed as usize % looks.len()], seed, STEPS);
    }
    println!("{steps} steps, {looks:?}, seeds {first} to {}", last - 1);
}

#[test]
fn an_engine_that_remembers_a_small_theme_is_never_wrong() {
    walks(&[Look::Tiny, Look::Telling], 1_600);
}

#[test]
fn an_engine_that_remembers_the_default_theme_is_never_wrong() {
    walks(&[Look::Default], 400);
}
