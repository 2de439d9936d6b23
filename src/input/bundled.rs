//! The default theme inside the binary, as ordinary input files.

use std::sync::LazyLock;

use super::{FilePath, InputFile, InputTree};

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../themes/default/", $path)))),*]
    };
}

/// Path inside `themes/default/` and content of each file. A test compares the list with the folder.
const FILES: &[(&str, &[u8])] = files![
    "assets/choose.js",
    "assets/favicon.svg",
    "assets/find.js",
    "assets/reader.js",
    "assets/review.js",
    "assets/search.js",
    "assets/style.css",
    "components/blocks/chart.html",
    "components/blocks/choose.html",
    "components/blocks/claims.html",
    "components/blocks/corrections.html",
    "components/blocks/disagreement.html",
    "components/blocks/figure.html",
    "components/blocks/glossary.html",
    "components/blocks/note.html",
    "components/blocks/numbers.html",
    "components/blocks/people.html",
    "components/blocks/positions.html",
    "components/blocks/question.html",
    "components/blocks/sources.html",
    "components/blocks/summary.html",
    "components/blocks/timeline.html",
    "components/blocks/unknowns.html",
    "components/inline/alert.html",
    "components/inline/attributed_quote.html",
    "components/inline/cite.html",
    "components/inline/claim_ref.html",
    "components/inline/footnote_ref.html",
    "components/inline/footnotes.html",
    "components/inline/heading.html",
    "components/inline/name_ref.html",
    "components/inline/picture.html",
    "components/inline/quotation.html",
    "strings/en.toml",
    "strings/es-MX.toml",
    "strings/es.toml",
    "templates/404.html",
    "templates/base.html",
    "templates/card.svg",
    "templates/feed.xml",
    "templates/llms.txt",
    "templates/page.html",
    "templates/parts/anchor.html",
    "templates/parts/asides.html",
    "templates/parts/before_now.html",
    "templates/parts/card_colour.html",
    "templates/parts/claim_lines.html",
    "templates/parts/contents_list.html",
    "templates/parts/corrected_on.html",
    "templates/parts/correction_lines.html",
    "templates/parts/date_text.html",
    "templates/parts/dated.html",
    "templates/parts/kicker.html",
    "templates/parts/languages.html",
    "templates/parts/look.html",
    "templates/parts/overdue.html",
    "templates/parts/page_list.html",
    "templates/parts/person_cards.html",
    "templates/parts/person_names.html",
    "templates/parts/role_text.html",
    "templates/parts/search_form.html",
    "templates/parts/source_line.html",
    "templates/parts/source_names.html",
    "templates/parts/sources_line.html",
    "templates/parts/timeline_event.html",
    "templates/parts/used_in.html",
    "templates/parts/words.html",
    "templates/redirect.html",
    "templates/robots.txt",
    "templates/section.html",
    "templates/sitemap.xml",
    "templates/tag.html",
    "templates/tags.html",
    "templates/twin.html",
    "theme.toml",
];

/// The files of a site with those of the bundled theme under them.
pub fn with_bundled_theme(files: &InputTree) -> InputTree {
    // Hashed once: they are the same in every build.
    static BUNDLED: LazyLock<InputTree> = LazyLock::new(|| {
        let files = FILES.iter().map(|(path, bytes)| {
            let path = FilePath::new(format!("themes/default/{path}"));
            (path, InputFile::new(*bytes))
        });
        files.collect()
    });
    let mut all = files.clone();
    for (path, file) in BUNDLED.iter() {
        if !all.contains(path.as_str()) {
            all.insert(path.clone(), file.clone());
        }
    }
    all
}

/// Whether a file is one of the bundled theme's, at its place and unchanged.
pub fn is_bundled(path: &str, file: &InputFile) -> bool {
    FILES.iter().any(|(rest, bytes)| {
        let name = path.strip_prefix("themes/default/");
        name == Some(*rest) && **file.bytes() == **bytes
    })
}

/// The paths of the bundled theme's files.
pub fn bundled_paths() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(path, _)| *path)
}
