//! How a file's keys are described: what each takes and means, for editors and for new entries.

use crate::ledger::TableName;

/// A key that a reader knows.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub name: &'static str,
    pub takes: Takes,
    pub required: bool,
    /// What it means, for whoever fills it in.
    pub means: &'static str,
    /// A value as it may be written; empty where the kind of value says enough.
    pub example: &'static str,
    pub fresh: Fresh,
}

/// How a key that nobody has given a value stands in a new entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// `"not given"`, the ledger's word for unknown.
    NotGiven,
    /// Behind `#`, with an example: whoever knows takes the `#` away.
    Comment,
    /// Not at all.
    Absent,
}

/// What stands at a key.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Any text.
    Text,
    /// A text that says something. With `not_given` it may be the ledger's word for unknown.
    Says {
        not_given: bool,
    },
    /// A list of any texts.
    Texts,
    /// A list of texts that say something.
    ManySay,
    /// One of a fixed set of words.
    Word {
        words: &'static [&'static str],
        not_given: bool,
    },
    Bool,
    Int,
    /// A whole number of zero or more.
    Count,
    /// A whole number from 1 to this.
    UpTo(usize),
    /// A number, whole or not.
    Number,
    /// A day, without quotation marks.
    Day {
        not_given: bool,
    },
    /// A date that may be imprecise.
    EventDate {
        not_given: bool,
    },
    /// The code of a language.
    Language {
        not_given: bool,
    },
    /// An address of the web, or the ledger's word for unknown.
    WebAddress,
    /// An address of the web.
    SiteAddress,
    /// Where a site will be.
    BaseUrl,
    /// A list of addresses of hosts, perhaps of all below one.
    Hosts,
    /// Hours and minutes from Greenwich.
    Offset,
    /// A part of an address: lower case, `-` between words.
    Slug,
    /// The name of a file in the snapshots folder.
    Snapshot,
    /// The SHA-256 hash of a file.
    Hash,
    /// The id of an entry; `"not given"` where nobody is named.
    Id(TableName),
    /// A list of ids of entries.
    Ids(TableName),
    /// A list of ids that need not be there any more.
    EarlierIds,
    /// A list of kinds and ids such as `claim:two-piers`.
    Targets(&'static [&'static str]),
    /// From where a source has it: `own`, `unknown` or a list of sources.
    Origin,
    /// A table with these keys.
    Table(&'static [Key]),
    /// A list of tables.
    Tables(&'static [Key]),
    /// A table of tables, by names of the writer's own.
    Named(&'static [Key]),
    /// A table of tables by the codes of languages.
    ByLanguage(&'static [Key]),
    /// A table of tables by ids.
    ById(&'static [Key]),
    /// A table of tables of tables, by two ids.
    ByTwoIds(&'static [Key]),
    /// A table of lists of tables.
    NamedTables(&'static [Key]),
    /// A table of texts by names of the writer's own.
    NamedTexts,
    /// The severities by code.
    Severities,
    /// A table of anything.
    Anything,
}

impl Key {
    pub const fn new(name: &'static str, takes: Takes, means: &'static str) -> Key {
        Key {
            name,
            takes,
            required: false,
            means,
            example: "",
            fresh: Fresh::Comment,
        }
    }

    pub const fn required(mut self) -> Key {
        self.required = true;
        self
    }

    pub const fn example(mut self, example: &'static str) -> Key {
        self.example = example;
        self
    }

    pub const fn fresh(mut self, fresh: Fresh) -> Key {
        self.fresh = fresh;
        self
    }
}

/// A text the ledger may not know.
pub const SAYS: Takes = Takes::Says { not_given: true };
/// A text an entry cannot do without.
pub const MUST_SAY: Takes = Takes::Says { not_given: false };
/// A day the ledger may not know.
pub const DAY: Takes = Takes::Day { not_given: true };

/// A word the ledger may not know.
pub const fn word(words: &'static [&'static str]) -> Takes {
    Takes::Word {
        words,
        not_given: true,
    }
}

/// A word that has to be one of these.
pub const fn must_be(words: &'static [&'static str]) -> Takes {
    Takes::Word {
        words,
        not_given: false,
    }
}
