//! The problems of sentences, and their words.

use crate::diagnostics::Code;

pub const FIGURE_UNCITED: Code = Code::warning(
    "figure-uncited",
    "A figure is the first thing a reader wants to check. A sentence with one needs a citation in it or at the end of its \
paragraph, where it covers the whole paragraph; a footnote that cites will do too. For a list the line that introduces it \
may cite, for a table its caption, its heading row or each row.\n\n    Turnout fell to 41 per cent [@results, p. 2].\n    \
[More than 400 homes][#homes-lost] lost their roofs.\n    | North | 12 [@ministry] |\n\nA reference to a claim counts, a link to \
a page or another site does not. Ordinals, small numbers in words, numbers in names (MS-13, Article 51, Boeing 737), headings, \
arguments of blocks and the block `summary` are let pass. A site without sources in its ledger is not asked.\n\nA count of your \
own, or a number the check should not have taken for a figure, is accepted where it stands:\n\n    <!-- desk: accept \
figure-uncited because \"our own count\" -->\n    We found 32 conflicts.",
);
pub const DATE_UNCITED: Code = Code::warning(
    "date-uncited",
    "A year, a decade, a month with its year or a day with its month is a statement like any other: it comes from somewhere. \
A citation in the sentence or at the end of its paragraph says from where.\n\n    The treaty was signed on 14 May 1998 [@archive, \
p. 3].\n\nTimes of day, weekdays, months alone and a year that is part of a name (the 2026 World Cup) are let pass, as are \
headings, arguments of blocks and the block `summary`. A site without sources in its ledger is not asked. Where no source is \
needed, accept it before the paragraph: <!-- desk: accept date-uncited because \"the date of this page\" -->",
);
pub const QUOTE_UNCITED: Code = Code::warning(
    "quote-uncited",
    "Four or more words between quotation marks are somebody's words, and a reader must be able to find them. Best name the \
source with the words, so that they are compared with it; or cite it in the sentence or at the end of its paragraph.\n\n    She \
said [\"we will not close a single school\"](@minutes#L12).\n\nOne to three words, and titles of works (in italics or with their \
words capitalised), are let pass, as are headings, arguments of blocks and the block `summary`. A site without sources in its \
ledger is not asked.",
);
pub const AGING_WORDS: Code = Code::note(
    "aging-words",
    "\u{201c}Today\u{201d}, \u{201c}last week\u{201d} or \u{201c}recently\u{201d} are true on the day they are written. An explainer is read for \
months, by readers who do not know that day.\n\n    The talks began last week.        # write: The talks began on 12 March.\n    \
Troops are currently at the border.   # write: In March 2026 troops were at the border.\n\nNothing is said inside quotation marks \
and block quotes, whose words are not yours to change; nor in headings; nor in a sentence that has a date to count from; nor on a page whose front \
matter has `as_of`, which tells readers the day.",
);
