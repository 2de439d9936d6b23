//! What kind of file stands at an address, by the ending of its name.

/// Endings and types of text, which is told with its character set.
const TEXTS: &[(&str, &str)] = &[
    ("html", "text/html"),
    ("htm", "text/html"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("mjs", "text/javascript"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("geojson", "application/geo+json"),
    ("jsonld", "application/ld+json"),
    ("webmanifest", "application/manifest+json"),
    ("xml", "application/xml"),
    ("xsl", "application/xml"),
    ("rss", "application/rss+xml"),
    ("atom", "application/atom+xml"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("toml", "text/plain"),
    ("md", "text/markdown"),
    ("csv", "text/csv"),
    ("tsv", "text/tab-separated-values"),
    ("ics", "text/calendar"),
    ("vtt", "text/vtt"),
];

const BYTES: &[(&str, &str)] = &[
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("bmp", "image/bmp"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("flac", "audio/flac"),
    ("wav", "audio/wav"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
    ("epub", "application/epub+zip"),
    ("wasm", "application/wasm"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
];

/// Whether the client belongs into what stands there.
pub fn is_page(address: &str) -> bool {
    ending(address).is_some_and(|ending| matches!(&*ending, "html" | "htm"))
}

/// The content type of a file, with the character set where it is text that has it.
pub fn content_type(address: &str, bytes: &[u8]) -> String {
    let ending = ending(address).unwrap_or_default();
    let find = |types: &[(&str, &'static str)]| {
        let found = types.iter().find(|(known, _)| *known == ending);
        found.map(|(_, kind)| *kind)
    };
    match find(TEXTS) {
        // Another character set is for the browser to find out.
        Some(kind) if std::str::from_utf8(bytes).is_err() => kind.to_string(),
        Some(kind) => format!("{kind}; charset=utf-8"),
        None => find(BYTES)
            .unwrap_or("application/octet-stream")
            .to_string(),
    }
}

fn ending(address: &str) -> Option<String> {
    let name = address.rsplit('/').next()?;
    Some(name.rsplit_once('.')?.1.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_and_text_names_its_character_set() {
        for (address, kind) in [
            ("index.html", "text/html; charset=utf-8"),
            ("a/b.CSS", "text/css; charset=utf-8"),
            ("feed.xml", "application/xml; charset=utf-8"),
            ("a.v2.svg", "image/svg+xml; charset=utf-8"),
            ("a.png", "image/png"),
            ("a.woff2", "font/woff2"),
            ("CNAME", "application/octet-stream"),
            ("a.b/c", "application/octet-stream"),
        ] {
            assert_eq!(content_type(address, b"x"), kind, "{address}");
        }
        assert_eq!(content_type("latin.csv", b"ni\xf1o"), "text/csv");
        assert!(is_page("a/index.html") && is_page("A.HTM") && !is_page("html"));
    }
}
