//! The problems of what a writer accepts, and their words.

use crate::diagnostics::Code;

pub const BAD_ACCEPTANCE: Code = Code::error(
    "bad-acceptance",
    "A comment accepts a problem at one place: in the paragraph, list, table, heading, quote or block right behind it, or, \
standing within a paragraph, a list item or a table, in that. It names a code and gives the reason, for whoever reads the page after you.\n\n    \
<!-- desk: accept figure-uncited because \"our own count\" -->\n    We read five articles and found 32 conflicts.\n\nOnly problems \
whose severity a site may change can be accepted; a broken link or an unknown source stays an error. Other comments are free.",
);
pub const ACCEPTANCE_UNUSED: Code = Code::note(
    "acceptance-unused",
    "A comment accepts a problem that is not there: the text was mended, or the comment stands at another place than meant. One \
left over would hide the next problem of its kind. Remove it, or put it right before the paragraph or block it is for.\n\n    <!-- desk: \
accept figure-uncited because \"our own count\" -->\n    We found nothing.      # no figure, nothing to accept",
);

pub const CODES: &[Code] = &[BAD_ACCEPTANCE, ACCEPTANCE_UNUSED];
