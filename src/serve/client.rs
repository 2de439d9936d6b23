//! The script in the browser: its text, and its place in an answer. It is never in what is published.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// The parts of the script, in the order in which they run; they share one scope.
const PARTS: &[&str] = &[
    include_str!("client/preview.js"),
    include_str!("client/tree.js"),
    include_str!("client/server_page.js"),
    include_str!("client/touched.js"),
    include_str!("client/keep.js"),
    include_str!("client/assets.js"),
    include_str!("client/morph.js"),
    include_str!("client/mark.js"),
    include_str!("client/look.js"),
    include_str!("client/editor.js"),
    include_str!("client/problem.js"),
    include_str!("client/overlay.js"),
    include_str!("client/words.js"),
    include_str!("client/marks.js"),
    include_str!("client/stream.js"),
    include_str!("client/start.js"),
];

/// The script as it is sent.
pub fn script() -> String {
    format!("(() => {{\n\"use strict\";\n{}}})();\n", PARTS.concat())
}

/// The tag that loads the script and tells it which state of which page it is on.
pub fn tag(epoch: &str, generation: u64, version: &str) -> String {
    format!(
        "<script src=\"/.nutgraf/client.js\" data-epoch=\"{epoch}\" \
         data-generation=\"{generation}\" data-version=\"{version}\"></script>"
    )
}

/// The page with a tag right before the end of its head, or at its own end if it has none.
pub fn with_tag(page: &[u8], tag: &str) -> Vec<u8> {
    let at = end_of_head(page).unwrap_or(page.len());
    [&page[..at], tag.as_bytes(), &page[at..]].concat()
}

/// Where `</head>` stands: the tag, not the letters in a comment or a script.
fn end_of_head(page: &[u8]) -> Option<usize> {
    let callback = |event: CallbackEvent<'_>, span: Span<usize>| match event {
        CallbackEvent::EndTag { name: b"head" } => Some(span.start),
        _ => None,
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    let mut found = Tokenizer::new_with_emitter(page, emitter);
    found.next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(page: &str) -> String {
        String::from_utf8(with_tag(page.as_bytes(), "<X>")).expect("text")
    }

    #[test]
    fn the_tag_stands_before_the_end_of_the_head() {
        assert_eq!(
            placed("<head><title>á</title></head><body></head>"),
            "<head><title>á</title><X></head><body></head>"
        );
        for (before, after) in [
            ("<!-- </head> -->", "</head>"),
            ("<script>\"</head>\"</script>", "</HEAD >"),
            ("<style>a::after{content:\"</head>\"}</style>", "</head>"),
            ("<title></head></title>", "</head>"),
            ("<meta content=\"</head>\">", "</head>"),
            ("<noscript><style>p{}</style></noscript>", "</head>"),
            ("<p>no head", ""),
            ("", ""),
        ] {
            assert_eq!(
                placed(&format!("{before}{after}")),
                format!("{before}<X>{after}")
            );
        }
    }

    #[test]
    fn bytes_that_are_no_text_stay_as_they_are() {
        assert_eq!(with_tag(b"\xff</head>\xfe", "<X>"), b"\xff<X></head>\xfe");
    }
}
