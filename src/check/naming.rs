//! Which attributes of which elements name addresses, and which of these browsers fetch by themselves.

/// The attributes of an element that hold addresses.
pub fn links_of(tag: &str) -> &'static [&'static str] {
    match tag {
        "a" | "area" => &["href", "xlink:href"],
        "link" => &["href", "imagesrcset"],
        "script" | "iframe" | "embed" | "track" | "audio" => &["src"],
        "img" => &["src", "srcset"],
        "source" => &["src", "srcset"],
        "video" => &["src", "poster"],
        "object" => &["data"],
        "form" => &["action"],
        "button" => &["formaction"],
        "input" => &["src", "formaction"],
        "use" | "image" | "textpath" | "mpath" => &["href", "xlink:href"],
        "blockquote" | "q" | "ins" | "del" => &["cite"],
        _ => &[],
    }
}

/// The addresses of a `srcset`, each with its width or density.
pub fn candidates(srcset: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = srcset;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == ',');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (url, after) = rest.split_at(end);
        let bare = url.trim_end_matches(',');
        let (descriptor, after) = match bare.len() == url.len() {
            true => after.split_once(',').unwrap_or((after, "")),
            false => ("", after),
        };
        rest = after;
        Some((bare, descriptor.trim()))
    })
}

/// Whether an element's addresses are fetched to show the page; `rel` is that of a `<link>`.
pub fn is_fetched(tag: &str, rel: Option<&str>) -> bool {
    let fetches = |rel: &str| {
        matches!(
            &*rel.to_ascii_lowercase(),
            "stylesheet" | "icon" | "apple-touch-icon" | "preload" | "modulepreload" | "manifest"
        )
    };
    match tag {
        "link" => rel.unwrap_or_default().split_whitespace().any(fetches),
        "script" | "iframe" | "embed" | "track" | "audio" | "img" | "source" | "video"
        | "object" | "use" | "image" | "input" => true,
        _ => false,
    }
}

/// Whether an address names a host.
pub fn is_elsewhere(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    let starts = ["https:", "http:", "//"];
    starts.iter().any(|start| address.starts_with(start))
}
