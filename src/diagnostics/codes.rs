//! The kinds of problem: a stable name, how grave it is, and a page of explanation.

use std::fmt;

/// How grave a problem is. Errors stop a build from being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A kind of problem. Each room lists its own in its `problems.rs`; `nutgraf explain` shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// What messages, `site.toml` and `nutgraf explain` call it: `unknown-source`.
    pub name: &'static str,
    /// The severity unless `site.toml` says otherwise.
    pub severity: Severity,
    /// The severity where a site is checked rather than built; the same for nearly all codes.
    pub in_check: Severity,
    /// Whether `[severity]` in `site.toml` may change it. Broken structure stays an error.
    pub adjustable: bool,
    /// Whether it depends on the day or on archived texts too: an acceptance of it may be idle.
    pub comes_and_goes: bool,
    /// The page `nutgraf explain` prints: why it is a problem, an example, what to do.
    pub explanation: &'static str,
}

impl Code {
    /// A problem that stays an error whatever `site.toml` says.
    pub const fn error(name: &'static str, explanation: &'static str) -> Code {
        Code {
            name,
            severity: Severity::Error,
            in_check: Severity::Error,
            adjustable: false,
            comes_and_goes: false,
            explanation,
        }
    }

    /// A problem whose severity the site may change.
    pub const fn warning(name: &'static str, explanation: &'static str) -> Code {
        Code {
            name,
            severity: Severity::Warning,
            in_check: Severity::Warning,
            adjustable: true,
            comes_and_goes: false,
            explanation,
        }
    }

    /// A remark whose severity the site may change.
    pub const fn note(name: &'static str, explanation: &'static str) -> Code {
        Code {
            name,
            severity: Severity::Note,
            in_check: Severity::Note,
            adjustable: true,
            comes_and_goes: false,
            explanation,
        }
    }

    /// The same kind of problem, which comes and goes with the day or with the archived texts at hand.
    pub const fn at_times(mut self) -> Code {
        self.comes_and_goes = true;
        self
    }

    /// The same, and a warning where the site is checked: what does not stand against publishing
    /// and still is work for the desk.
    pub const fn warning_in_check(self) -> Code {
        Code {
            in_check: Severity::Warning,
            ..self
        }
    }

    /// What `nutgraf explain` prints: name and severity, then the explanation, set by whoever asks.
    pub fn page(&self, explanation: &str) -> String {
        let severity = match (self.adjustable, self.severity) {
            (true, _) => format!(
                "{}, unless [severity] in content/site.toml says otherwise",
                self.severity_in_words()
            ),
            (false, Severity::Error) => "always an error".to_string(),
            (false, severity) => format!("always a {severity}"),
        };
        format!("{}: {severity}\n\n{explanation}", self.name)
    }

    /// The severity as a sentence has it: `note`, or `note, a warning in check`.
    pub fn severity_in_words(&self) -> String {
        match self.in_check == self.severity {
            true => self.severity.to_string(),
            false => format!("{}, a {} in `check`", self.severity, self.in_check),
        }
    }
}
