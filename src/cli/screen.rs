//! The terminal: results on stdout, problems and remarks on stderr, colours where they are wanted.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

use super::Failure;
use super::arguments::Color;
use crate::disk::Trouble;

/// Begins and ends red and bold; taken out again where no colours are wanted.
const RED: &str = "\u{1b}[1;31m";
const PLAIN: &str = "\u{1b}[0m";

pub struct Screen {
    choice: ColorChoice,
}

impl Screen {
    pub fn new(color: Color) -> Screen {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        Screen { choice }
    }

    /// Prints a result. A reader that has heard enough, such as `head`, is no failure.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        let mut stream = AutoStream::new(io::stdout(), self.choice);
        let printed = stream
            .write_all(text.as_bytes())
            .and_then(|()| stream.flush());
        match printed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::new(format!("could not print: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Tells the person at the terminal something; `text` may hold colours. If even that cannot be
    /// printed, the exit code still speaks.
    pub fn tell(&self, text: &str) {
        let mut stream = AutoStream::new(io::stderr(), self.choice);
        let _ = stream.write_all(text.as_bytes());
        let _ = stream.flush();
    }

    /// Tells why the command ended without doing its work.
    pub fn failure(&self, troubles: &[Trouble]) {
        for Trouble { message, hint } in troubles {
            self.tell(&format!("{RED}error{PLAIN}: {message}\n"));
            if let Some(hint) = hint {
                self.tell(&format!("  {hint}\n"));
            }
        }
    }

    /// Tells of something that went otherwise than asked, while the work goes on.
    pub fn remark(&self, Trouble { message, hint }: &Trouble) {
        self.tell(&format!("{message}\n"));
        if let Some(hint) = hint {
            self.tell(&format!("  {hint}\n"));
        }
    }

    /// How many columns running text may take.
    pub fn width() -> usize {
        std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse::<usize>().ok())
            .unwrap_or(80)
            .clamp(40, 100)
    }
}
