//! The problems of a ledger, and their words.

use super::tables::TableName;
use crate::diagnostics::Code;

pub const UNKNOWN_SOURCE: Code = Code::error(
    "unknown-source",
    "A page or an entry of the ledger cites a source that `content/ledger/sources.toml` does not have. A reader \
could not look it up, so the site is not built.\n\n    The price doubled [@s01].       # sources.toml has [s001]\n\n\
Correct the id, or add the source to `content/ledger/sources.toml`. A source that was renamed keeps \
its old id in `was`, but is cited by the new one.",
);
pub const UNKNOWN_CLAIM: Code = Code::error(
    "unknown-claim",
    "A page or an entry of the ledger points at a claim that `content/ledger/claims.toml` does not have.\n\n    \
[55 operatives][#extradicted]    # claims.toml has [extradited]\n    contradicts = [\"strikes\"]\n\nCorrect the id, or \
add the claim to `content/ledger/claims.toml`.",
);
pub const UNKNOWN_PERSON: Code = Code::error(
    "unknown-person",
    "An id stands where a person, state, agency or group is expected, and `content/ledger/people.toml` has none of \
that id. Here the id is wanted, not the name.\n\n    speaker = \"Claudia Sheinbaum\"   # wrong: a name\n    speaker = \
\"sheinbaum\"           # right: the id, from [sheinbaum]\n\nAdd who is missing to `content/ledger/people.toml`.",
);
pub const UNKNOWN_TERM: Code = Code::error(
    "unknown-term",
    "An id stands where a term is expected, and `content/ledger/glossary.toml` has none of that id.\n\n    of = \
[\"term:kingpin\"]            # glossary.toml has [kingpin-strategy]\n\nCorrect the id, or add the term to `content/ledger/glossary.toml`.",
);
pub const UNKNOWN_EVENT: Code = Code::error(
    "unknown-event",
    "An id stands where an event is expected, and `content/ledger/timeline.toml` has none of that id.\n\n    after = \
[\"directve\"]               # timeline.toml has [directive]\n\nCorrect the id, or add the event to `content/ledger/timeline.toml`.",
);
pub const UNKNOWN_POSITION: Code = Code::error(
    "unknown-position",
    "A stance or a block names a question that `content/ledger/positions.toml` does not ask. Stances are written as \
actor and question; the question needs a table of its own.\n\n    [questions.unilateral-strikes]\n    title = \"Should the US strike \
alone?\"\n    [stances.sheinbaum.unilateral-strikes]\n    side = \"against\"",
);
pub const UNKNOWN_DISAGREEMENT: Code = Code::error(
    "unknown-disagreement",
    "A block names a disagreement that `content/ledger/disagreements.toml` does not have.\n\n    ::: disagreement \
of=authorised    # disagreements.toml has [authorised-or-weighed]\n    :::\n\nCorrect the id, or add the entry.",
);
pub const UNKNOWN_QUOTE: Code = Code::error(
    "unknown-quote",
    "An id stands where a quotation is expected, and `content/ledger/quotes.toml` has none of that id.\n\n    about = \
[\"quote:coordinate\"]       # quotes.toml has [coordinates]\n\nCorrect the id, or add the quotation.",
);
pub const UNKNOWN_CORRECTION: Code = Code::error(
    "unknown-correction",
    "An id stands where a correction is expected, and `content/ledger/corrections.toml` has none of that \
id.\n\n    [2026-02-11-extradited]           # the id of a correction\n\nCorrect the id. An entry of this table is \
never deleted, so a correction that was there should still be.",
);
pub const SOURCE_NOT_HELD: Code = Code::error(
    "source-not-held",
    "The source is there, but with `held = false`: others credit it and we have not read it. It can be the origin of \
what a source says, never the source itself.\n\n    carried = [{ source = \"reuters\" }]                       # \
wrong\n    carried = [{ source = \"s004\", origin = [\"reuters\"] }]    # right: s004 credits it\n\nOr get the text, \
read it, and remove `held = false`.",
);
pub const NOT_GIVEN_MISSING: Code = Code::warning(
    "not-given-missing",
    "Readers ask of every source its title, publisher, date and address. Where the source does not say, the ledger \
does, so that nobody has to wonder whether it was forgotten. Nothing is ever invented.\n\n    [s004]\n    title = \
\"not given\"\n    published = \"not given\"\n\nOrigins we have not read (`held = false`) are not asked.",
);
pub const BAD_ID: Code = Code::error(
    "bad-id",
    "Ids are public: a page's address ends in `#source-s004`, and people link to it. They are made of lower-case \
letters a to z, digits and `-`, and stay as they are.\n\n    [S_004]     # wrong\n    [s-004]     # right\n\nA public \
id that has to change keeps the old one: was = [\"old-id\"].",
);
pub const ID_TAKEN: Code = Code::error(
    "id-taken",
    "`was` keeps the old id of a renamed entry, so that links from outside still arrive. An old id can lead to one \
entry only: it must not be an id in use, and no other entry of the table may claim it.\n\n    [s004]\n    was = \
[\"four\"]\n    [four]              # wrong: `four` already leads to s004\n    short = \"…\"",
);
pub const NAMES_ITSELF: Code = Code::error(
    "names-itself",
    "An entry names itself where another one is expected, nearly always because an entry was copied.\n\n    [strikes-weighed]\n    \
contradicts = [\"strikes-weighed\"]    # name the claim it contradicts\n\nA source that saw or heard a thing itself \
has origin = \"own\".",
);
pub const NAMED_TWICE: Code = Code::warning(
    "named-twice",
    "A list names the same entry twice. It counts once; perhaps another one was meant.\n\n    sources = [\"s001\", \
\"s001\"]    # did the second mean s002?",
);
pub const CARRIED_TWICE: Code = Code::error(
    "carried-twice",
    "`carried` has one line for each source, since a claim counts its sources. All places of a source stand in \
one `where`.\n\n    carried = [\n      { source = \"s001\", where = [\"L5\"] },\n      { source = \"s001\", where = [\"L9\"] },  \
# wrong: write where = [\"L5\", \"L9\"] above\n    ]",
);
pub const SHORT_TWICE: Code = Code::error(
    "short-twice",
    "`short` is what a citation shows the reader. Two sources with the same one could not be told apart.\n\n    \
[s001]\n    short = \"The Times, 3 May\"\n    [s002]\n    short = \"The Times, 5 May\"",
);
pub const LABEL_TWICE: Code = Code::error(
    "label-twice",
    "A page writes `[kingpin strategy]` or `[Rubio]`, and the ledger says who or what is meant. If two entries \
have the same name or alias, or a person and a term the same id, it cannot. Terms also answer to a capital first letter.\n\n    \
[rubio]\n    name = \"Marco Rubio\"\n    also = [\"Rubio\"]\n    [rubio-agency]\n    name = \"Rubio\"          # wrong: \
`[Rubio]` could mean either\n\nWrite the longer name of one, or leave it out of `also`.",
);
pub const CREDITS_CYCLE: Code = Code::error(
    "credits-cycle",
    "`credits` says whom a source relays as a whole, and leads to the origin: the one that credits nobody. In a circle \
there is no origin, and the status of claims could not be computed.\n\n    [s001]\n    credits = [\"s002\"]\n    [s002]\n    \
credits = [\"s001\"]     # wrong: one of the two had it first",
);
pub const SUPERSEDES_CYCLE: Code = Code::error(
    "supersedes-cycle",
    "`supersedes` stands in the newer claim and names the older ones. Two claims cannot each be the newer one. Claims \
that deny each other have `contradicts`.\n\n    [toll-in-may]\n    supersedes = [\"toll-in-april\"]\n    [toll-in-april]\n    \
supersedes = [\"toll-in-may\"]     # wrong: remove it",
);
pub const AFTER_CYCLE: Code = Code::error(
    "after-cycle",
    "`after` orders events where a source says so. In a circle every event would have to come after itself.\n\n    \
[denial]\n    after = [\"directive\"]\n    [directive]\n    after = [\"denial\"]     # wrong: remove the one no source says",
);
pub const EVENT_ORDER: Code = Code::warning(
    "event-order",
    "`after` says one order, the dates say another. The timeline follows the dates: events by their day, undated ones \
last.\n\n    [war]\n    date = \"1846\"\n    after = [\"peace\"]      # but [peace] has date = \"1848\"\n\nCorrect the dates \
or `after`. An undated event that came before a dated one can say so itself: date = \"../1846\".",
);
pub const CLAIM_UNSOURCED: Code = Code::warning(
    "claim-unsourced",
    "Nobody we read carries this claim: `carried` has no line, or each names a source that was retracted. Readers see \
it as \u{201c}no source yet\u{201d}.\n\n    [extradited]\n    says = \"55 people have been extradited.\"\n    carried = [{ \
source = \"s002\", where = [\"L7\"] }]\n\nA conclusion of our own (`kind = \"inference\"`) may do without, if `about` \
names the claims, sources or quotations it is drawn from: about = [\"claim:extradited\"].",
);
pub const SOURCE_UNUSED: Code = Code::note(
    "source-unused",
    "A source we hold and nothing needs: no page cites it, no claim, role, term, event, stance or quotation rests on \
it. A list such as `::: sources` does not count.\n\n    Two piers need repair [@hearing, L12].    # now it is \
used\n\nCite it, or remove it. A source that was retracted stays, as a record.",
);
pub const UNKNOWN_LEDGER_FILE: Code = Code::warning(
    "unknown-ledger-file",
    "A file in `content/ledger/` that is none of its tables: nothing reads it, so nothing in it is published or \
checked. The tables are sources, claims, people, glossary, timeline, positions, disagreements, quotes and \
corrections.\n\n    source.toml        # wrong: sources.toml\n    sources.es.toml    # the Spanish texts of sources.toml\n\n\
Rename it, or put notes in a file whose name begins with `_`.",
);

pub const UNKNOWN_TOPIC: Code = Code::warning(
    "unknown-topic",
    "`[topics]` in site.toml says what a topic is called where readers choose among claims or events, and nothing in \
the ledger has this one.\n\n    [topics]\n    us-plan = \"US plans\"      # claims.toml has topics = [\"us-plans\"]\n\nCorrect the \
topic, or remove the line.",
);
pub const UNKNOWN_TRANSLATION: Code = Code::error(
    "unknown-translation",
    "A file of the ledger's texts in another language has the keys of the original and nothing else: the texts readers \
see, under the same ids. Figures, dates, sources and everything else stand in the original alone.\n\n    [extradited] \
     # in claims.es.toml\n    says = \"Cincuenta y cinco personas fueron extraditadas.\"\n    figures.extradited.label = \
\"personas\"\n    topics = [\"cooperation\"]    # wrong: remove it",
);
pub const TRANSLATION_DIFFERS: Code = Code::warning(
    "translation-differs",
    "A translated page cites other sources or claims than its original, quotes other words, has another figure of ten or \
more, or lacks a section; or a text of the ledger has another figure. Readers of two languages would be told different things.\n\n    ## Costs {#costs}     # in the \
original\n    ## Costos {#costs}    # in the translation: the same id\n\nBring the two together. Names of people and terms \
are not compared, since each language says them where it needs them.",
);

pub const CODES: &[Code] = &[
    UNKNOWN_SOURCE,
    UNKNOWN_CLAIM,
    UNKNOWN_PERSON,
    UNKNOWN_TERM,
    UNKNOWN_EVENT,
    UNKNOWN_POSITION,
    UNKNOWN_DISAGREEMENT,
    UNKNOWN_QUOTE,
    UNKNOWN_CORRECTION,
    SOURCE_NOT_HELD,
    NOT_GIVEN_MISSING,
    BAD_ID,
    ID_TAKEN,
    NAMES_ITSELF,
    NAMED_TWICE,
    CARRIED_TWICE,
    SHORT_TWICE,
    LABEL_TWICE,
    CREDITS_CYCLE,
    SUPERSEDES_CYCLE,
    AFTER_CYCLE,
    EVENT_ORDER,
    CLAIM_UNSOURCED,
    SOURCE_UNUSED,
    UNKNOWN_LEDGER_FILE,
    UNKNOWN_TOPIC,
    UNKNOWN_TRANSLATION,
    TRANSLATION_DIFFERS,
];

/// The code of an id that a table does not have.
pub fn unknown_code(table: TableName) -> &'static Code {
    match table {
        TableName::Sources => &UNKNOWN_SOURCE,
        TableName::Claims => &UNKNOWN_CLAIM,
        TableName::People => &UNKNOWN_PERSON,
        TableName::Glossary => &UNKNOWN_TERM,
        TableName::Timeline => &UNKNOWN_EVENT,
        TableName::Positions => &UNKNOWN_POSITION,
        TableName::Disagreements => &UNKNOWN_DISAGREEMENT,
        TableName::Quotes => &UNKNOWN_QUOTE,
        TableName::Corrections => &UNKNOWN_CORRECTION,
    }
}
