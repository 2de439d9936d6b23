//! The keys of each table of the ledger, in the order in which a new entry shows them.

use super::keys::{DAY, Fresh, Key, MUST_SAY, SAYS, Takes, must_be, word};
use crate::ledger::TableName;
use crate::ledger::vocabulary::{
    ABOUT, BOUNDS, CLAIM_KINDS, CORRECTION_KINDS, DISAGREEMENT_KINDS, FORMS, GENRES, LOCATORS, OF,
    PERSON_KINDS, SIDES, SOURCE_KINDS, STATES,
};

use Fresh::{Absent, NotGiven};

/// The keys of a table's file.
pub fn table_keys(table: TableName) -> Takes {
    match table {
        TableName::Sources => Takes::ById(SOURCE),
        TableName::Claims => Takes::ById(CLAIM),
        TableName::People => Takes::ById(PERSON),
        TableName::Glossary => Takes::ById(TERM),
        TableName::Timeline => Takes::ById(EVENT),
        TableName::Positions => Takes::Table(POSITIONS),
        TableName::Disagreements => Takes::ById(DISAGREEMENT),
        TableName::Quotes => Takes::ById(QUOTE),
        TableName::Corrections => Takes::ById(CORRECTION),
    }
}

const WAS: Key = Key::new("was", Takes::EarlierIds, "earlier ids of this entry")
    .example("[\"old-id\"]")
    .fresh(Absent);
const SOURCES: Key = Key::new(
    "sources",
    Takes::Ids(TableName::Sources),
    "ids of sources we hold",
)
.example("[\"source-id\"]");

const SOURCE: &[Key] = &[
    Key::new("kind", word(&SOURCE_KINDS), "what it is").fresh(NotGiven),
    Key::new("genre", word(&GENRES), "how it speaks").fresh(NotGiven),
    Key::new(
        "short",
        MUST_SAY,
        "what a citation shows; no two sources share one",
    )
    .required()
    .example("\"council minutes\""),
    Key::new("title", SAYS, "its title").fresh(NotGiven),
    Key::new("publisher", SAYS, "who published it").fresh(NotGiven),
    Key::new("author", SAYS, "who wrote it").fresh(NotGiven),
    Key::new("published", DAY, "the day it was published").fresh(NotGiven),
    Key::new("retrieved", DAY, "the day we read it").fresh(NotGiven),
    Key::new(
        "language",
        Takes::Language { not_given: true },
        "the code of its language: en, es, pt-BR",
    )
    .fresh(NotGiven),
    Key::new("url", Takes::WebAddress, "where it can be read").fresh(NotGiven),
    Key::new("archive", Takes::WebAddress, "a copy that stays")
        .example("\"https://example.org/archived\""),
    Key::new(
        "snapshot",
        Takes::Snapshot,
        "its text, a file in the snapshots folder",
    )
    .example("\"minutes.txt\"")
    .fresh(Absent),
    Key::new("sha256", Takes::Hash, "the hash of the snapshot").fresh(Absent),
    Key::new(
        "locator",
        word(&LOCATORS),
        "what a place such as L5 or p. 5 counts",
    )
    .fresh(NotGiven),
    Key::new("state", must_be(&STATES), "what became of it").example("\"live\""),
    Key::new(
        "reliability",
        SAYS,
        "what a reader should know before trusting it",
    )
    .example("\"A summary by the clerk; speeches are shortened.\""),
    Key::new("notes", SAYS, "anything else, shown under the source").example("\"…\""),
    Key::new(
        "credits",
        Takes::Ids(TableName::Sources),
        "ids of sources it relays as a whole",
    )
    .example("[\"source-id\"]"),
    Key::new(
        "held",
        Takes::Bool,
        "false: others credit it and we have not read it; it cannot be cited",
    )
    .example("false")
    .fresh(Absent),
    WAS,
];

const CLAIM: &[Key] = &[
    Key::new(
        "says",
        MUST_SAY,
        "the claim as one sentence, in your own words",
    )
    .required()
    .example("\"Two piers of the old bridge need repair.\""),
    Key::new("kind", must_be(&CLAIM_KINDS), "what it is")
        .required()
        .example("\"report\""),
    Key::new(
        "carried",
        Takes::Tables(CARRIED),
        "one line for each source that carries it; where = [\"L5\"] names the places in it",
    )
    .example("[{ source = \"source-id\", where = [\"L5\"], origin = \"unknown\" }]"),
    Key::new("as_of", DAY, "the day for which it holds").fresh(NotGiven),
    Key::new("review_by", DAY, "the day somebody must look again").example("2026-09-01"),
    Key::new(
        "chain",
        Takes::Ids(TableName::People),
        "who is said to say it, ids of people, nearest first",
    )
    .example("[\"person-id\"]"),
    Key::new(
        "topics",
        Takes::ManySay,
        "words of your own, for ::: claims topic=…",
    )
    .example("[\"cost\"]"),
    Key::new(
        "figures",
        Takes::Named(FIGURE),
        "the numbers in it, each with a name of your own",
    )
    .example("{ piers = { value = 2, bound = \"exact\", label = \"piers that need repair\" } }"),
    Key::new(
        "contradicts",
        Takes::Ids(TableName::Claims),
        "ids of claims, declared once, on either side",
    )
    .example("[\"claim-id\"]"),
    Key::new(
        "supersedes",
        Takes::Ids(TableName::Claims),
        "ids of claims that are older states of the same matter",
    )
    .example("[\"claim-id\"]"),
    Key::new(
        "about",
        Takes::Targets(&ABOUT),
        "what a claim about a claim, a source or a quotation is about",
    )
    .example("[\"quote:quote-id\"]"),
    WAS,
];

const CARRIED: &[Key] = &[
    Key::new(
        "source",
        Takes::Id(TableName::Sources),
        "the id of a source we hold",
    )
    .required(),
    Key::new("where", Takes::ManySay, "the places in it"),
    Key::new(
        "origin",
        Takes::Origin,
        "how the source knows: \"own\", \"unknown\", or the ids of the sources it credits",
    ),
];

const FIGURE: &[Key] = &[
    Key::new(
        "value",
        Takes::Number,
        "the number; of a range the lower end",
    )
    .required(),
    Key::new("to", Takes::Number, "the upper end of a range"),
    Key::new("bound", must_be(&BOUNDS), "how the number is meant"),
    Key::new("unit", SAYS, "the unit: %, km …"),
    Key::new("label", MUST_SAY, "what is counted").required(),
];

const PERSON: &[Key] = &[
    Key::new("kind", must_be(&PERSON_KINDS), "who it is")
        .required()
        .example("\"person\""),
    Key::new("name", MUST_SAY, "the name; [name] in a page leads here")
        .required()
        .example("\"Ana Ruiz\""),
    Key::new("also", Takes::ManySay, "further names that lead here").example("[\"Ruiz\"]"),
    Key::new(
        "roles",
        Takes::Named(ROLE),
        "what they are, each with a name of your own; roles may conflict",
    )
    .example("{ engineer = { title = \"bridge engineer\", sources = [\"source-id\"] } }"),
    Key::new(
        "unnamed",
        Takes::Bool,
        "true: the source does not name them; only [words][id] leads here",
    )
    .example("true"),
    Key::new("note", SAYS, "anything else").example("\"…\""),
    WAS,
];

const ROLE: &[Key] = &[
    Key::new("title", MUST_SAY, "what they are").required(),
    SOURCES,
    Key::new("note", SAYS, "anything else"),
    Key::new(
        "from",
        Takes::EventDate { not_given: true },
        "since when; may be imprecise, as in the timeline",
    ),
    Key::new(
        "until",
        Takes::EventDate { not_given: true },
        "until when; may be imprecise, as in the timeline",
    ),
];

const TERM: &[Key] = &[
    Key::new("term", MUST_SAY, "the term; [term] in a page leads here")
        .required()
        .example("\"scour hole\""),
    Key::new("short", MUST_SAY, "what it means, in a sentence")
        .required()
        .example("\"A hole that the river digs at the foot of a pier.\""),
    Key::new("also", Takes::ManySay, "other forms that lead here").example("[\"scour holes\"]"),
    Key::new("long", SAYS, "more, for themes that show it")
        .example("\"It grows when the river is high.\""),
    SOURCES,
    WAS,
];

const EVENT: &[Key] = &[
    Key::new(
        "date",
        Takes::EventDate { not_given: false },
        "2026-02-10, or less exact in quotation marks: \"1931\" \"2026-02\" \"195X\" \"19XX\" \"1846/1848\" \
         \"../2024\" \"1990/..\" \"1990~\" \"undated\"",
    )
    .required()
    .example("\"undated\""),
    Key::new("title", MUST_SAY, "what happened")
        .required()
        .example("\"The old bridge opens\""),
    Key::new("text", SAYS, "more, under the title").example("\"…\""),
    SOURCES,
    Key::new(
        "claims",
        Takes::Ids(TableName::Claims),
        "ids of the claims about it",
    )
    .example("[\"claim-id\"]"),
    Key::new("shown", SAYS, "shown instead of the wording of the date")
        .example("\"one winter in the 1950s\""),
    Key::new(
        "after",
        Takes::Ids(TableName::Timeline),
        "ids of events that came before, only where a source says so",
    )
    .example("[\"event-id\"]"),
    Key::new(
        "tags",
        Takes::ManySay,
        "words of your own, for ::: timeline tag=…",
    )
    .example("[\"river\"]"),
    Key::new("note", SAYS, "anything else").example("\"…\""),
    WAS,
];

const POSITIONS: &[Key] = &[
    Key::new(
        "questions",
        Takes::ById(QUESTION),
        "what actors take sides on, by id",
    ),
    Key::new(
        "stances",
        Takes::ByTwoIds(STANCE),
        "who takes which side: [stances.PERSON.QUESTION]",
    ),
];

const QUESTION: &[Key] = &[Key::new("title", MUST_SAY, "the question").required(), WAS];

const STANCE: &[Key] = &[
    Key::new("side", must_be(&SIDES), "the side taken").required(),
    Key::new(
        "says",
        SAYS,
        "the stance in a sentence; required unless the side is none-stated",
    ),
    SOURCES,
];

const DISAGREEMENT: &[Key] = &[
    Key::new("kind", must_be(&DISAGREEMENT_KINDS), "how they disagree").required(),
    Key::new("question", MUST_SAY, "what they disagree on").required(),
    Key::new(
        "claims",
        Takes::Ids(TableName::Claims),
        "ids of the claims side by side",
    )
    .required(),
    Key::new("common", SAYS, "what they share"),
    Key::new("open", SAYS, "what stays open"),
    Key::new("note", SAYS, "anything else"),
    WAS,
];

const QUOTE: &[Key] = &[
    Key::new("words", MUST_SAY, "exactly as in the source").required(),
    Key::new(
        "source",
        Takes::Id(TableName::Sources),
        "the id of a source we hold",
    )
    .required(),
    Key::new(
        "speaker",
        Takes::Id(TableName::People),
        "the id of a person",
    ),
    Key::new("where", Takes::ManySay, "the places in the source"),
    Key::new("said", DAY, "the day it was said"),
    Key::new(
        "spoken_in",
        Takes::Language { not_given: true },
        "the code of the language it was said in, if not that of the source",
    ),
    Key::new("form", word(&FORMS), "how it was said"),
    Key::new("gloss", SAYS, "what it means in the language of the site"),
    WAS,
];

const CORRECTION: &[Key] = &[
    Key::new(
        "date",
        Takes::Day { not_given: false },
        "the day of the correction",
    )
    .required(),
    Key::new("kind", must_be(&CORRECTION_KINDS), "what it is").required(),
    Key::new(
        "of",
        Takes::Targets(&OF),
        "what is corrected: claim:ID, page:FILE …",
    )
    .required(),
    Key::new("was", MUST_SAY, "what we said").required(),
    Key::new("now", MUST_SAY, "what we say").required(),
    Key::new("prominent", Takes::Bool, "for themes that show a banner"),
];
