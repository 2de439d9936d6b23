//! Door: arguments, terminal, environment and clock on one side, plain values on the other.

#![allow(
    clippy::disallowed_methods,
    reason = "this room is the door to the terminal, the environment and the clock"
)]

mod add;
mod add_source;
mod arguments;
mod blocks;
mod day;
mod desk;
mod explain;
mod lock_file;
mod place;
mod report;
mod schema;
mod screen;
mod serve;
mod single;
mod starter;
mod translated;
mod watch;
mod words;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};
use screen::Screen;

use crate::disk::{DiskError, Trouble};

/// How a command ended when nothing went wrong around it.
enum Ending {
    /// Exit code 0.
    Done,
    /// The site has errors: exit code 1.
    SiteHasErrors,
}

/// Wrong usage, or the machine failed us: exit code 2.
struct Failure(Vec<Trouble>);

impl Failure {
    fn new(message: impl Into<String>) -> Failure {
        DiskError::new(message).into()
    }

    fn with_hint(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        DiskError::new(message).hint(hint).into()
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Failure {
        Failure(error.troubles)
    }
}

/// Runs the command the program was called with.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => {
            // Help goes to stdout and is no failure; the rest goes to stderr. Nobody is left to
            // tell if that cannot be printed.
            let _ = usage.print();
            return ExitCode::from(if usage.use_stderr() { 2 } else { 0 });
        }
    };
    let screen = Screen::new(arguments.color);
    let ending = match arguments.command {
        Command::Build(options) => match options.single_file.is_empty() {
            true => desk::build(&options, &screen),
            false => single::single(&options, &screen),
        },
        Command::Check(options) => desk::check(&options, &screen),
        Command::Serve(options) => serve::serve(&options, &screen),
        Command::New { dir } => starter::write(&dir, &screen),
        Command::Add { what } => add::add(&what, &screen),
        Command::Schema(options) => schema::schema(&options, &screen),
        Command::Blocks { root } => blocks::list(root.as_deref(), &screen),
        Command::Explain { code } => explain::explain(code.as_deref(), &screen),
        Command::Translated(options) => translated::translated(&options, &screen),
        Command::Completions { shell } => completions(shell, &screen),
    };
    match ending {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::SiteHasErrors) => ExitCode::from(1),
        Err(Failure(troubles)) => {
            screen.failure(&troubles);
            ExitCode::from(2)
        }
    }
}

fn completions(shell: clap_complete::Shell, screen: &Screen) -> Result<Ending, Failure> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(shell, &mut command, "nutgraf", &mut script);
    screen.print(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Done)
}
