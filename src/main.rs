//! The doorstep: hands the arguments in and the exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    nutgraf::cli::run()
}
