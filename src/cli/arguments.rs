//! What may stand on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config;
use crate::values::Date;

/// Builds explainer microsites in which every claim carries its source.
#[derive(Parser)]
#[command(
    name = "nutgraf",
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 the site has errors, 2 wrong usage or the machine failed."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// When to use colours; `auto` honours NO_COLOR
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

#[derive(Subcommand)]
pub enum Command {
    /// Check the site and write it to public/
    Build(BuildOptions),

    /// Do everything `build` does but write nothing
    Check(CheckOptions),

    /// Show the site in a browser while it is written
    Serve(ServeOptions),

    /// Make a small complete explainer to start from
    New {
        /// The folder to make; it must be new or empty
        dir: PathBuf,
    },

    /// Add an entry to the ledger, ready to be filled in
    Add {
        #[command(subcommand)]
        what: Addition,
    },

    /// Record that translations are up to date with their originals
    Translated(TranslatedOptions),

    /// Write JSON Schemas of the site's files, with which editors complete and check
    Schema(SchemaOptions),

    /// List the blocks a page may use, with their arguments
    Blocks {
        /// The site's folder [default: the nearest one upward with content/site.toml]
        #[arg(long, value_name = "DIR")]
        root: Option<PathBuf>,
    },

    /// Explain a message by the code in its square brackets, or list all codes
    Explain {
        /// The code, such as `broken-link`
        code: Option<String>,
    },

    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Subcommand)]
pub enum Addition {
    /// A source: its text is archived, its hash and what is known of it are recorded
    Source(SourceOptions),
    /// A claim
    Claim {
        #[command(flatten)]
        entry: EntryOptions,
        /// The id of a source that carries it; may be given more than once
        #[arg(long, value_name = "ID")]
        source: Vec<String>,
        /// The claim as one sentence, in your own words
        #[arg(long, value_name = "TEXT")]
        says: Option<String>,
        /// What it is: report, statement, figure, opinion, prediction, legal, historical, inference
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
    },
    /// A person, state, agency, organisation or group
    Person {
        #[command(flatten)]
        entry: EntryOptions,
        /// The name, as pages write it
        #[arg(long, value_name = "TEXT")]
        name: Option<String>,
        /// Who it is: person, state, agency, organisation, group
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
    },
    /// A term of the glossary
    Term {
        #[command(flatten)]
        entry: EntryOptions,
        /// The id of a source for it; may be given more than once
        #[arg(long, value_name = "ID")]
        source: Vec<String>,
        /// The term, as pages write it
        #[arg(long, value_name = "TEXT")]
        term: Option<String>,
        /// What it means, in a sentence
        #[arg(long, value_name = "TEXT")]
        short: Option<String>,
    },
    /// An event of the timeline
    Event {
        #[command(flatten)]
        entry: EntryOptions,
        /// The id of a source for it; may be given more than once
        #[arg(long, value_name = "ID")]
        source: Vec<String>,
        /// What happened
        #[arg(long, value_name = "TEXT")]
        title: Option<String>,
        /// When: 2026-02-10, 2026-02, 1931, 195X, 19XX, 1846/1848, ../2024, 1990/.., 1990~, undated
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
}

#[derive(Args)]
pub struct SourceOptions {
    /// The file with its text, or - for standard input
    pub file: Option<PathBuf>,

    /// The entry's id [default: made from the title or the file's name]
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,

    /// What a citation shows; no two sources share one
    #[arg(long, value_name = "TEXT")]
    pub short: Option<String>,

    /// Its title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,

    /// Who published it
    #[arg(long, value_name = "TEXT")]
    pub publisher: Option<String>,

    /// Who wrote it
    #[arg(long, value_name = "TEXT")]
    pub author: Option<String>,

    /// The day it was published
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub published: Option<Date>,

    /// Where it can be read; it is recorded, never fetched
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,

    /// The site's folder [default: the nearest one upward with content/site.toml]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,

    /// The folder for the archived texts of the sources, instead of `snapshots` in site.toml
    #[arg(long, value_name = "DIR")]
    pub snapshots: Option<PathBuf>,

    /// The day it was read [default: that of SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

/// What all entries but sources take.
#[derive(Args)]
pub struct EntryOptions {
    /// The entry's id [default: made from its words]
    pub id: Option<String>,

    /// The site's folder [default: the nearest one upward with content/site.toml]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

#[derive(Args)]
pub struct SchemaOptions {
    /// Print one schema instead: site, page, or a table of the ledger such as claims
    pub name: Option<String>,

    /// Where to write them all [default: .nutgraf/schema in the site's folder]
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    pub out: Option<PathBuf>,

    /// The site's folder [default: the nearest one upward with content/site.toml]
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    pub root: Option<PathBuf>,
}

#[derive(Args)]
pub struct BuildOptions {
    /// Where to write the site [default: public in the site's folder], or the single file
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Write only this page, as one file with all it shows in it, to mail or to keep; named as
    /// claims.md or es/claims.html, and perhaps more than once [to: claims.html where you are]
    #[arg(long, value_name = "PAGE", conflicts_with = "watch")]
    pub single_file: Vec<String>,

    /// Build again whenever a file of the site changes, until Ctrl-C
    #[arg(long)]
    pub watch: bool,

    /// Look at the files from time to time instead of waiting to be told, as on network folders
    #[arg(long, requires = "watch")]
    pub poll: bool,

    #[command(flatten)]
    pub site: SiteOptions,
}

#[derive(Args)]
pub struct ServeOptions {
    /// The port; where it is taken one of the next, and 0 picks any that is free
    #[arg(long, default_value_t = 4000)]
    pub port: u16,

    /// The address of this machine to listen at; others can see the site if it is not 127.0.0.1
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,

    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,

    /// Show the site below the path of its base URL, as its host will
    #[arg(long)]
    pub base_path: bool,

    /// Look at the files from time to time instead of waiting to be told, as on network folders
    #[arg(long)]
    pub poll: bool,

    /// The editor that opens where the page points, with a window of its own, such as
    /// "code -g {file}:{line}:{column}" [default: that of NUTGRAF_EDITOR, VISUAL or EDITOR]
    #[arg(long, value_name = "COMMAND")]
    pub editor: Option<String>,

    #[command(flatten)]
    pub site: SiteOptions,
}

#[derive(Args)]
pub struct CheckOptions {
    /// Write down in content/ledger/desk.lock what was checked, unless the site has errors
    #[arg(long)]
    pub update_lock: bool,

    /// Print what the fact desk knows: claims by status, sources by use, every quotation; with
    /// --format json as one JSON object on the last line
    #[arg(long)]
    pub report: bool,

    #[command(flatten)]
    pub site: SiteOptions,
}

#[derive(Args)]
pub struct TranslatedOptions {
    /// The translation, such as content/timeline.es.md, or a page whose translations are all meant; of
    /// content/ledger/claims.es.toml perhaps one entry, behind a `#`
    #[arg(required = true, value_name = "FILE")]
    pub pages: Vec<PathBuf>,

    #[command(flatten)]
    pub site: SiteOptions,
}

#[derive(Args)]
pub struct SiteOptions {
    /// The site's folder [default: the nearest one upward with content/site.toml]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,

    /// The address the site will have, instead of `base_url` in site.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// The folder with the archived texts of the sources, instead of `snapshots` in site.toml;
    /// quotations are compared with them
    #[arg(long, value_name = "DIR")]
    pub snapshots: Option<PathBuf>,

    /// Publish drafts too
    #[arg(long)]
    pub drafts: bool,

    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,

    /// Print problems only, no summary
    #[arg(long)]
    pub quiet: bool,

    /// How problems are shown: `human` and `short` on stderr, `json` and `github` on stdout
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// The day to build for, such as 2026-03-01 [default: that of SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the lines they are about
    Human,
    /// One line each: file, line, column, message
    Short,
    /// One JSON object a line
    Json,
    /// Notes on the lines of a GitHub pull request
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

fn base_url(text: &str) -> Result<String, String> {
    config::check_base_url(text).map_err(|_| {
        "expected the whole address of the published site, such as https://example.org/story/"
            .to_string()
    })
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text)
        .ok_or_else(|| "expected a day of the calendar, such as 2026-03-01".to_string())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
