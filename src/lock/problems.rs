//! The problems of desk.lock, and their words.

use crate::diagnostics::Code;

pub const DESK_LOCK_LINE: Code = Code::error(
    "desk-lock-line",
    "`content/ledger/desk.lock` remembers what was checked, one line an entry, sorted. A merge of two branches may \
leave marks of a conflict in it, a line twice, or lines out of order; then nobody can tell what was checked.\n\n    \
<<<<<<< HEAD\n    reference index.md source:s001 3\n    =======\n    reference index.md source:s001 4\n    >>>>>>> \
their-branch\n\nRun `nutgraf check --update-lock`. It drops what it cannot read, keeps every quotation that either \
side has checked, and writes the rest anew from the site. Nothing has to be resolved by hand.",
);
pub const DESK_LOCK_VERSION: Code = Code::error(
    "desk-lock-version",
    "`content/ledger/desk.lock` says on one of its first lines which version of its format it is in. This nutgraf is \
older than the one that wrote it, so it would misread the file and does not touch it.\n\n    version 3\n\nUpdate \
nutgraf. To go back to this one for good, delete the file and run `nutgraf check --update-lock` with the archived \
texts at hand.",
);
pub const DESK_LOCK_OUTDATED: Code = Code::note(
    "desk-lock-outdated",
    "Something that `content/ledger/desk.lock` remembers is no longer so: an entry of the ledger was changed or \
taken out, or a page cites, names or quotes less than it did. What was added is not told.\n\n    note: `index.md` no \
longer has `source:s001` (2 of 3 left)\n\nIf it was meant, run `nutgraf check --update-lock` and commit the file \
with the change, so that whoever reviews it sees both. If not, bring it back.",
);
pub const CLAIM_CHANGED: Code = Code::warning(
    "claim-changed",
    "What a claim says, its kind or a figure of it is not what it was when `content/ledger/desk.lock` was written, and \
no new correction names it. Readers may have taken the old wording home; a correction tells them.\n\n    \
[2026-03-01-extradited]\n    date = 2026-03-01\n    kind = \"correction\"\n    of = [\"claim:extradited\"]\n    \
was = \"We said 55 leaders were extradited.\"\n    now = \"The source says 55 high-level operatives.\"\n\nAdd one to \
`content/ledger/corrections.toml`. If the claim was not published yet, or only its spelling changed, run `nutgraf \
check --update-lock`.",
);

pub const TRANSLATION_OUTDATED: Code = Code::note(
    "translation-outdated",
    "A page, or an entry of the ledger, says something else than when its translation was made, as far as \
`content/ledger/desk.lock` remembers. Readers of the two languages may be told different things.\n\n    note: \
`questions/law.md` has changed since this was translated into `es`\n\nCompare the two and bring the translation up to \
date. Then run `nutgraf translated` with its file, which records that it belongs to the original as it is now.",
);

pub const CODES: &[Code] = &[
    DESK_LOCK_LINE,
    DESK_LOCK_VERSION,
    DESK_LOCK_OUTDATED,
    CLAIM_CHANGED,
    TRANSLATION_OUTDATED,
];
