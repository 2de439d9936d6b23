//! Files of a theme that go out as they are, under names that change with their content.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::input::{FilePath, InputTree};

/// One file of the theme's `assets/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// As templates ask for it: `style.css`.
    pub name: String,
    /// Where it is published: `assets/style.3f2a91bc.css`.
    pub address: String,
    pub bytes: Arc<[u8]>,
}

/// All assets in the order of their names. A style sheet's `url(…)` of another asset is changed to
/// that asset's published name before the sheet itself is named.
pub fn assets(inputs: &InputTree, files: &BTreeMap<String, FilePath>) -> Vec<Asset> {
    let mut plain = Vec::new();
    let mut sheets = Vec::new();
    for (rest, path) in files {
        let (Some(name), Some(file)) = (rest.strip_prefix("assets/"), inputs.get(path.as_str()))
        else {
            continue;
        };
        if name.ends_with(".css") {
            sheets.push((name, file.bytes().clone()));
        } else {
            plain.push(asset(name, file.bytes().clone()));
        }
    }
    let mut all: Vec<Asset> = Vec::new();
    for (name, bytes) in sheets {
        let bytes = match std::str::from_utf8(&bytes) {
            Ok(css) => Arc::from(with_published_urls(css, name, &plain).into_bytes()),
            Err(_) => bytes,
        };
        all.push(asset(name, bytes));
    }
    all.extend(plain);
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn asset(name: &str, bytes: Arc<[u8]>) -> Asset {
    let hash = blake3::hash(&bytes).to_hex();
    let hash = &hash[..8];
    let address = match name.rsplit_once('.') {
        Some((stem, ending)) => format!("assets/{stem}.{hash}.{ending}"),
        None => format!("assets/{name}.{hash}"),
    };
    Asset {
        name: name.to_string(),
        address,
        bytes,
    }
}

fn with_published_urls(css: &str, sheet: &str, assets: &[Asset]) -> String {
    let folder = sheet.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let (before, from) = rest.split_at(at + "url(".len());
        out.push_str(before);
        let Some(end) = from.find(')') else {
            rest = from;
            break;
        };
        let written = from[..end].trim().trim_matches(['"', '\'']);
        let wanted = match folder {
            "" => written.to_string(),
            folder => format!("{folder}/{written}"),
        };
        match assets.iter().find(|asset| asset.name == wanted) {
            Some(asset) => {
                // Sheet and asset lie in the same tree, so the way from one to the other is the
                // same as before; only the name changes.
                let published = asset.address.trim_start_matches("assets/");
                let published = published
                    .strip_prefix(folder)
                    .map_or(published, |rest| rest.trim_start_matches('/'));
                out.push('"');
                out.push_str(published);
                out.push('"');
            }
            None => out.push_str(&from[..end]),
        }
        rest = &from[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::InputFile;

    #[test]
    fn style_sheets_find_other_assets_by_their_published_names() {
        let mut inputs = InputTree::new();
        let mut files = BTreeMap::new();
        for (name, text) in [
            (
                "assets/x/style.css",
                "a{background:url('dot.svg')}b{background:url(data:x)}",
            ),
            ("assets/x/dot.svg", "<svg/>"),
        ] {
            let path = FilePath::new(format!("themes/t/{name}"));
            inputs.insert(path.clone(), InputFile::new(text.as_bytes()));
            files.insert(name.to_string(), path);
        }
        let assets = assets(&inputs, &files);
        let dot = &assets[0];
        let css = std::str::from_utf8(&assets[1].bytes).expect("text");
        let name = dot.address.rsplit('/').next().expect("a name");
        assert_eq!(
            css,
            format!("a{{background:url(\"{name}\")}}b{{background:url(data:x)}}")
        );
        assert!(dot.address.starts_with("assets/x/dot."), "{}", dot.address);
    }
}
