//! The problems that show only on finished pages, and their words.

use super::desk::{AGING_WORDS, DATE_UNCITED, FIGURE_UNCITED, QUOTE_UNCITED};
use crate::diagnostics::Code;

pub const BROKEN_ANCHOR: Code = Code::error(
    "broken-anchor",
    "What stands behind `#` in a link is the id of a place on the page it leads to: a heading's, a block's, or \
that of an entry of the ledger the page shows.\n\n    ## What does Mexico say? {#mexico}\n\n    [her \
answer](index.md#mexico)\n    [the landing at Veracruz](timeline.md#event-veracruz)\n\nA heading without \
`{#id}` takes its id from its words. To point at a claim of the ledger write `[#claim]` in square brackets, \
not a link.",
);
pub const BROKEN_LINK_TEMPLATE: Code = Code::error(
    "broken-link-template",
    "A link on a finished page leads nowhere, and it comes out of the theme, not out of a page's text. The \
message names the page, the tag as it stands there and the template.\n\nIn a template an address begins with \
`{{ base }}`, which leads to the site's root from wherever the page lies: `<a href=\"{{ base }}{{ \
page.next.address }}\">`, `<img src=\"{{ base }}{{ assets[\"logo.svg\"] }}\">`.",
);
pub const LINK_NOT_PORTABLE: Code = Code::warning(
    "link-not-portable",
    "A site may lie at a domain's root, in a folder, or be opened from the disk. A link that begins with `/` \
works only at the root, and a link to a folder only where a server looks for the `index.html` in it. In a \
template write `{{ base }}` before the address, and the whole address: `folder/index.html`.",
);
pub const EMPTY_LINK: Code = Code::warning(
    "empty-link",
    "A link without words cannot be heard by a reader who listens to the page, and hardly be seen by others. \
Give it words, or its picture an `alt`, or the tag an `aria-label`.",
);
pub const ID_TWICE: Code = Code::warning(
    "id-twice",
    "Two elements of a finished page have one id, so links to it find only the first. It happens when an entry \
of the ledger is listed by two blocks of a page, or when a heading's id is also used by the theme. Give the \
heading another `{#id}`, or list the entries once.",
);
pub const BLOCKED_BY_POLICY: Code = Code::warning(
    "blocked-by-policy",
    "Pages carry a content security policy, by which browsers load the site's own files and nothing of other hosts. \
What this page asks for beside them readers will not see: a picture or script of another host, a `style` attribute, \
a handler such as `onclick`. Keep a copy in the site, put style and script into files of the theme, or let a host in:\n\n    \
[security]\n    allow = [\"https://stats.example.org\"]\n\n`policy = false` leaves the policy out.",
);
pub const REQUEST_ELSEWHERE: Code = Code::warning(
    "request-elsewhere",
    "To show the page, browsers ask another host for a file, and that host learns who reads what and when. With a \
content security policy they would not; this site has `policy = false`. Keep a copy in the site, or say that the host is \
meant:\n\n    [security]\n    policy = false\n    allow = [\"https://stats.example.org\"]",
);
pub const SIZE_MISSING: Code = Code::warning(
    "size-missing",
    "A picture, film or frame without a width and height takes no room until it arrives, and then pushes what people are \
reading out of the way. Both attributes, in pixels, keep its place at any size it is shown in:\n\n    <img \
src=\"{{ base }}{{ image.address }}\" alt=\"\" width=\"{{ image.width }}\" height=\"{{ image.height }}\">\n\nPictures \
that pages show with `![…](…)` or `::: figure` have them by themselves.",
);
pub const PAGE_TOO_HEAVY: Code = Code::warning(
    "page-too-heavy",
    "A page and its style sheets are what readers wait for, on a phone with a bad connection for seconds. Compressed, as \
hosts send them, they have to stay within a budget, 50 KB unless site.toml says otherwise:\n\n    [budgets]\n    \
page = 80\n\nA KB is 1,000 bytes; pictures, scripts and fonts are not counted here. Divide a long page, list less of the \
ledger on it, or take out of the style sheets what no page needs.",
);
pub const SCRIPT_TOO_HEAVY: Code = Code::warning(
    "script-too-heavy",
    "Scripts are loaded, read and run before a page reacts, and on a cheap phone that takes long. All scripts of a page \
together, compressed, have to stay within a budget, 5 KB unless site.toml says otherwise:\n\n    [budgets]\n    \
script = 20\n\nA KB is 1,000 bytes; 0 allows none. Scripts of other hosts count as requests, as nobody here knows \
their weight. Take out what readers can do without, or load it on the pages that need it alone.",
);
pub const TOO_MANY_REQUESTS: Code = Code::warning(
    "too-many-requests",
    "Each file a browser has to ask for is a further wait where connections are bad. Counted are the page, its style \
sheets and what these name, scripts, pictures, films and frames, one icon, fonts: each file once, a picture in several sizes \
once. Pictures and frames with `loading=\"lazy\"` and films with `preload=\"none\"` are not counted, as they wait for the \
reader. Ten are allowed unless site.toml says otherwise:\n\n    [budgets]\n    requests = 15\n\nJoin files of the \
theme, and let pictures wait.",
);
pub const HEADING_SKIPPED: Code = Code::warning(
    "heading-skipped",
    "Headings are the page's contents: readers who listen jump from one to the next. After a heading of one \
level comes the same level, a higher one, or the next below: `##`, then `###`, not `####`.",
);
pub const MAIN_HEADING: Code = Code::warning(
    "main-heading",
    "Each page has one heading of the first level: its title, which the template shows. In the text begin with \
`##`.",
);

pub const REVIEW_OVERDUE: Code = Code::note(
    "review-overdue",
    "`review_by` is a promise to readers: by that day somebody looks at the page or the claim again. When the \
day has passed, the page says so in the reader's browser, without a new build. Look at it again, correct what no \
longer holds, and give it new dates:\n\n    as_of = 2026-09-01        # of a page: the day somebody read it\n    \
review_by = 2027-03-01    # the next review\n\nThe `as_of` of a claim is the day on which it held, so it stays. The message is a note in `nutgraf build`, so that a site can \
still be published on the day after, and a warning in `nutgraf check`. The day is that of `--as-of`; the bytes of a \
build do not depend on it.",
)
.warning_in_check()
.at_times();
pub const REVIEW_BEFORE_AS_OF: Code = Code::warning(
    "review-before-as-of",
    "`as_of` is the day for which the facts hold, `review_by` the day until which somebody looks again. A review \
that is due before the facts were established is a slip, often of the year:\n\n    as_of = 2026-02-10\n    \
review_by = 2026-09-01\n\nCorrect one of the two dates.",
);
pub const DATE_IN_FUTURE: Code = Code::warning(
    "date-in-future",
    "Nobody can have checked a fact, or corrected a mistake, on a day that is still to come. `as_of` of pages and \
claims and `date` of corrections are shown to readers, so a slip here is a false statement about the site. Correct \
the date. The day of the build is that of `--as-of`, of `SOURCE_DATE_EPOCH` or of the clock; a page that waits for its \
day takes `publish_at`.",
);

pub const QUOTATION_NOT_FOUND: Code = Code::error(
    "quotation-not-found",
    "Words in quotation marks are a promise that the source says just that. These are compared with its snapshot, \
word for word: Unicode form, white space and the kinds of quotation marks are let pass, and one final `.` or \
`,`; letter case and other punctuation are not. The message shows both texts and marks the words that differ.\n\n    \
[\"it is never enough\"](@s002#L9)      # the source: \u{201c}it\u{2019}s never enough\u{201d}\n    [\"[I]t's never \u{2026} for \
the U.S.\"](@s002#L9)   # right\n\nMark what you change: `\u{2026}` for words left out, `[T]he` for a letter, `[words]` for \
your own. Or say it without quotation marks.",
);
pub const QUOTATION_NEGATION: Code = Code::error(
    "quotation-negation",
    "An omission or a bracket takes a word such as not, no, never or without from a quotation, or brings one. That \
turns the sentence round, whatever else is quoted well.\n\n    [\"will \u{2026} accept intervention\"](@s004#L3)   # the \
source: will not, under any circumstances, accept\n\nQuote the word too. At an end of a quotation a bracket or \
omission answers for the three nearest words of the sentence.",
);
pub const QUOTATION_NUMBER: Code = Code::note(
    "quotation-number",
    "An omission or a bracket takes a number from a quotation, or brings one. That may be right: see that the figure \
still means what it means in the source.\n\n    [\"want to verify \u{2026} times\"](@s004#L5)    # the source: two or three times",
)
.at_times();
pub const QUOTATION_CHANGED: Code = Code::error(
    "quotation-changed",
    "When the quotations of this text were last compared with their sources, other words stood here, or these were \
ascribed to another source. The archived text is not on this machine, so nobody can tell whether the new words are true.\n\n    [\"it's never \
enough for the U.S.\"](@s002#L9)     # as it was checked\n    [\"it's never too much for the U.S.\"](@s002#L9)  # as it \
is now\n\nBring the checked words back, or compare the new ones where the archived texts are: `nutgraf check \
--update-lock --snapshots DIR`. Where they are lost for good, take the line out of `content/ledger/desk.lock`: the \
words then count as unchecked.",
);
pub const QUOTATION_REWORDED: Code = Code::warning(
    "quotation-reworded",
    "The source holds these words, but when quotations were last checked, others stood in this text. A shorter \
quotation, or another sentence of the same source, may be just what is meant; an unnoticed slip may be as well.\n\n    \
[\"never enough for the U.S.\"](@s002#L9)   # checked were: it's never enough for the U.S.\n\nIf it is meant, run \
`nutgraf check --update-lock`. Quoted words in running text that were edited are told so too where the archived text is \
not at hand.",
)
.at_times();
pub const QUOTATION_UNCHECKED: Code = Code::note(
    "quotation-unchecked",
    "The site has a `content/ledger/desk.lock`, which remembers the quotations that were checked, and this one is not \
among them. Its source has an archived text, but not on this machine.\n\n    nutgraf check --update-lock --snapshots \
../archive\n\nRun this where the archived texts are, and commit the file.",
)
.at_times();
pub const QUOTATION_PLACE: Code = Code::warning(
    "quotation-place",
    "The source holds the words, but not on the line that is named. Readers who look them up are sent to the wrong \
place. Lines are compared for sources with `locator = \"line\"`, and any line of a range will do.\n\n    [\"it's never \
enough\"](@s002#L9)\n    [\"a longer quotation\"](@s002#L9-L11)\n\nWrite the line that the message gives. Where the \
words stand in several places, any of them is right.",
)
.at_times();
pub const SNAPSHOT_MISSING: Code = Code::warning(
    "snapshot-missing",
    "`snapshot` of a source names a file that the snapshots folder does not hold, so quotations from it are not \
compared.\n\n    [s001]\n    snapshot = \"001_analysis.txt\"\n\nThe folder is named by `--snapshots DIR` or by \
`snapshots` in `site.toml`. Put the file there, or correct its name.",
);
pub const SNAPSHOT_CHANGED: Code = Code::warning(
    "snapshot-changed",
    "The snapshot of a source is not the one whose hash stands in the ledger: somebody changed it, or archived the \
text anew. What was checked against the old one is not checked against this.\n\n    [s001]\n    sha256 = \"f4518ce7\u{2026}\"     \
# the first word that `sha256sum` prints\n\nBring the old file back; or read the new one and write its hash.",
);

pub const QUOTED_WORDS_NOT_FOUND: Code = Code::warning(
    "quoted-words-not-found",
    "Four or more words stand in quotation marks, and no source cited in the sentence holds them. They are compared as \
quotations in a link are, and the message shows both texts. A claim stands for the sources that carry it, a citation at the \
end of a paragraph for sentences that cite nothing themselves.\n\n    She spoke of \"a clear line\" drawn long ago \
[@s002, L5].   # are these her words?\n\nQuote word for word, cite the source that has the words, or take the marks \
away. Titles of works are let be if their words have capitals or stand in italics.",
)
.at_times();
pub const SPEAKER_NOT_NAMED: Code = Code::warning(
    "speaker-not-named",
    "quotes.toml says who spoke these words, and neither the sentence nor the one before names that person. Readers would \
ascribe them to somebody else, or to the source. A name, an alias from `also` or a reference such as `[the president][Claudia \
Sheinbaum]` will do; a block quote is asked for it in its attribution.\n\n    Claudia Sheinbaum was clear. [\"That \
wouldn't solve anything\"](@s004#L4), she said.\n\nName the speaker, or correct `speaker` in quotes.toml.",
);
pub const FIGURE_DIFFERS: Code = Code::warning(
    "figure-differs",
    "A number is not the one of the claim it points at. Compared are numbers in words that a claim covers, and all figures of \
a sentence that cites one claim and nothing else, with `figures` of the claim, in digits or in words.\n\n    [54 \
operatives][#extradited]      # figures.operatives = { value = 55, \u{2026} }\n    [fifty-five operatives][#extradited]   # \
right\n\nCorrect the one that is wrong. A claim without `figures` is not asked, nor are dates, ordinals and names.",
);
pub const FIGURE_NOT_IN_SOURCE: Code = Code::note(
    "figure-not-in-source",
    "A figure stands in none of the archived texts that the sentence cites, neither in digits nor in words; or a figure of a \
claim in none that carry it. It may be reckoned from others, or mistyped.\n\n    Some 40 bolts are missing [@minutes, \
L1].   # the minutes: \u{201c}fifty-five bolts are missing\u{201d}\n\nRead the source again. What we reckon ourselves \
is said as our own, in a sentence that shows how.",
)
.at_times();
pub const GLOSS_MISSING: Code = Code::warning(
    "gloss-missing",
    "A quotation stands in the language of the source we hold. On a page in another language our translation follows, \
or many readers are left alone with it. `language` of the source says what it is written in.\n\n    [\"Mexico \
coordinates\"](@s001#L19 \"México coordina\")    # on a page in Spanish\n\nUnder a block quote the attribution takes it: \
\u{2014} [Name](@s001#L19 \"our translation\"). In quotes.toml it is `gloss`.",
);
pub const GLOSS_QUOTED: Code = Code::warning(
    "gloss-quoted",
    "Our translation is in quotation marks. Nobody said these words: a reader who sees marks takes them for the \
speaker's own, all the more if it was said in the language we translate into.\n\n    [\"Mexico \
coordinates\"](@s001#L19 \"\u{ab}México coordina\u{bb}\")    # wrong\n    [\"Mexico coordinates\"](@s001#L19 \"México \
coordina\")      # right\n\nTake the marks away. The theme shows it as our translation.",
);

pub const CODES: &[Code] = &[
    BROKEN_ANCHOR,
    BROKEN_LINK_TEMPLATE,
    LINK_NOT_PORTABLE,
    EMPTY_LINK,
    ID_TWICE,
    BLOCKED_BY_POLICY,
    REQUEST_ELSEWHERE,
    SIZE_MISSING,
    PAGE_TOO_HEAVY,
    SCRIPT_TOO_HEAVY,
    TOO_MANY_REQUESTS,
    HEADING_SKIPPED,
    MAIN_HEADING,
    REVIEW_OVERDUE,
    REVIEW_BEFORE_AS_OF,
    DATE_IN_FUTURE,
    QUOTATION_NOT_FOUND,
    QUOTATION_NEGATION,
    QUOTATION_NUMBER,
    QUOTATION_CHANGED,
    QUOTATION_REWORDED,
    QUOTATION_UNCHECKED,
    QUOTATION_PLACE,
    SNAPSHOT_MISSING,
    SNAPSHOT_CHANGED,
    QUOTED_WORDS_NOT_FOUND,
    SPEAKER_NOT_NAMED,
    FIGURE_DIFFERS,
    FIGURE_NOT_IN_SOURCE,
    GLOSS_MISSING,
    GLOSS_QUOTED,
    FIGURE_UNCITED,
    DATE_UNCITED,
    QUOTE_UNCITED,
    AGING_WORDS,
];
