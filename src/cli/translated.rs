//! `translated`: records in desk.lock that translations belong to their originals as they are now.

use super::arguments::TranslatedOptions;
use super::desk::{self, Desk};
use super::screen::Screen;
use super::words::count;
use super::{Ending, Failure, place};
use crate::disk;
use crate::lock::{self, State};

/// Records what was translated.
pub fn translated(options: &TranslatedOptions, screen: &Screen) -> Result<Ending, Failure> {
    let root = place::site(options.site.root.as_deref())?;
    let inputs = desk::read(&root, &options.site)?;
    let mut desk = Desk::new(&inputs, &options.site, &desk::usual_out(&root))?;
    let build = desk.check(&inputs);
    let path = lock::path();
    if inputs.get(path.as_str()).is_none() {
        return Err(Failure::with_hint(
            format!("there is no {path}, which remembers what was translated"),
            "run `nutgraf check --update-lock`; it writes the file, with all translations there are",
        ));
    }
    if build.lockable.state() != State::Whole {
        return Err(Failure::with_hint(
            format!("{path} cannot be read as a whole"),
            "run `nutgraf check`, which says what is wrong with it",
        ));
    }
    let named: Vec<String> = options
        .pages
        .iter()
        .map(|page| place::in_site(&root, page))
        .collect();
    let (text, changed) = build.lockable.translated(&named).map_err(|unknown| {
        let listed: Vec<String> = unknown.iter().map(|name| format!("`{name}`")).collect();
        Failure::with_hint(
            format!("no translation is called {}", listed.join(", ")),
            "name its file, such as content/timeline.es.md, or one entry of it: \
             content/ledger/claims.es.toml#extradited",
        )
    })?;
    disk::write_file(&root.join(path.as_str()), text.as_bytes())?;
    if !options.site.quiet {
        screen.tell(&format!(
            "wrote {path}: {} recorded\n",
            count(changed, "translation")
        ));
    }
    Ok(Ending::Done)
}
