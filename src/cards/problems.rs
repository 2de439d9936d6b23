//! The problems of pictures for sharing, and their words.

use crate::diagnostics::Code;

pub const CARD_LETTER: Code = Code::warning(
    "card-letter",
    "The picture that stands for a page where its link is shared is drawn with fonts inside the program, which have the \
letters of Latin, Greek and Cyrillic script. A letter that no font has would be an empty box.\n\nPut a font file that has it \
into `themes/default/fonts/` of the site, or into `fonts/` of your theme; its kind is TTF or OTF. Or leave the letter \
out of the title, or give the page an `image` of its own.",
);
pub const BAD_CARD: Code = Code::error(
    "bad-card",
    "The theme's `templates/card.svg` makes the picture that stands for a page where its link is shared. What it gave for \
this page is no SVG drawing: a tag is not closed, a character is not allowed, or it has no size.\n\n    <svg \
xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\" viewBox=\"0 0 1200 630\">",
);
pub const BAD_FONT: Code = Code::error(
    "bad-font",
    "A theme's `fonts/` folder holds fonts for the pictures that stand for pages where their links are shared. This file \
is none that can be read: TTF, OTF and TTC files are, those for the web (WOFF) are not. Fonts that pages load belong into \
`assets/`.",
);
pub const CARDS_NOT_BUILT: Code = Code::note(
    "cards-not-built",
    "What draws the pictures that stand for pages where their links are shared is large, so a program built from its source \
has it only if it was asked for. Pages name no picture then, unless their front matter has an `image`.\n\n    cargo \
install --path . --locked --features cards\n\nReleased programs have it.",
);

pub const CODES: &[Code] = &[CARD_LETTER, BAD_CARD, BAD_FONT, CARDS_NOT_BUILT];
