//! The languages a site is published in: `[languages.es]` of `site.toml`.

use std::sync::Arc;

use super::problems::{BAD_LANGUAGE, OWN_LANGUAGE, UNTRANSLATED};
use super::{Config, MenuTarget};
use crate::diagnostics::Diagnostic;
use crate::values::{Data, Table, is_language, listed};

/// So many things without a translation are named.
const NAMED: usize = 6;

/// A language the site is published in beside its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// `es`: what stands in the names of its files, `index.es.md`, and the folder of its addresses.
    pub key: String,
    /// The tag its pages carry and whose strings of the theme they show, such as `es-MX`.
    pub tag: String,
    pub title: Option<String>,
    pub description: Option<String>,
    /// Who signs, if they are called otherwise in this language.
    pub authors: Option<Vec<String>>,
    /// In the place of the site's names for them.
    topics: Vec<(String, String)>,
    /// Laid over those of the site.
    theme_settings: Data,
    extra: Data,
}

/// Reads `[languages]`.
pub(super) fn languages(
    table: &Table<'_>,
    own: &str,
    topics: &[(String, String)],
) -> Vec<Translation> {
    let Some(languages) = table.table("languages") else {
        return Vec::new();
    };
    languages.remember();
    let mut translations = Vec::new();
    for (key, inner) in languages.tables() {
        inner.remember();
        let translation = Translation {
            key: key.to_string(),
            tag: inner.text("tag").unwrap_or_else(|| key.to_string()),
            title: inner.text("title"),
            description: inner.text("description"),
            authors: inner.texts("authors"),
            topics: super::named_texts(&inner, "topics"),
            theme_settings: super::settings(&inner, "theme_settings"),
            extra: super::settings(&inner, "extra"),
        };
        if is_language(key) && key != own {
            untranslated(table, topics, &inner, &translation);
        }
        inner.finish();
        if !is_language(key) {
            let message = format!("`{key}` is no code of a language");
            let hint = "write the code: [languages.es] for Spanish, [languages.pt-BR] for Brazilian Portuguese";
            languages.report(languages.problem(&BAD_LANGUAGE, key, message).hint(hint));
        } else if key == own {
            let message = format!("`{key}` is the site's own language already");
            let hint =
                format!("remove [languages.{key}]; what it says belongs at the top of the file");
            languages.report(languages.problem(&OWN_LANGUAGE, key, message).hint(hint));
        } else {
            translations.push(translation);
        }
    }
    languages.finish();
    translations
}

/// Tells what of the site itself has no words in a language.
fn untranslated(
    site: &Table<'_>,
    topics: &[(String, String)],
    inner: &Table<'_>,
    to: &Translation,
) {
    let texts = ["title", "description"].into_iter();
    let texts = texts.filter(|key| site.has(key) && !inner.has(key));
    let is_named = |id: &str| to.topics.iter().any(|(named, _)| named == id);
    let topics = topics.iter().filter(|(id, _)| !is_named(id));
    let topics = topics.map(|(id, _)| format!("`topics.{id}`"));
    let lacking: Vec<String> = texts.map(|key| format!("`{key}`")).chain(topics).collect();
    if !lacking.is_empty() {
        let message = format!(
            "the site's {} not translated into `{}`",
            listed(&lacking, NAMED),
            to.key
        );
        let hint = format!("add it to [languages.{}]", to.key);
        inner.report(Diagnostic::new(&UNTRANSLATED, inner.place(), message).hint(hint));
    }
}

impl Config {
    /// The tags of all its languages, its own first, each with the key of `site.toml` that asks for it.
    pub fn tags(&self) -> Vec<(String, Arc<str>)> {
        let own = (self.language.clone(), Arc::from("language"));
        let others = self.languages.iter();
        let others = others.map(|to| (to.tag.clone(), format!("languages/{}", to.key).into()));
        [own].into_iter().chain(others).collect()
    }

    /// The site as it is in another language: a site like any other, whose pages lie in a folder.
    pub fn translated(&self, to: &Translation) -> Config {
        let mut config = self.clone();
        config.edition = Some(to.key.clone());
        config.language.clone_from(&to.tag);
        if let Some(title) = &to.title {
            config.title.clone_from(title);
        }
        if let Some(description) = &to.description {
            config.description.clone_from(description);
        }
        if let Some(authors) = &to.authors {
            config.authors.clone_from(authors);
        }
        for item in config.menus.values_mut().flatten() {
            match (item.labels.get(&to.key), &item.target) {
                (Some(label), _) => item.label = Some(label.clone()),
                // The page has a title in this language, or at least its own.
                (None, MenuTarget::Page(_)) => item.label = None,
                (None, MenuTarget::Url(_)) => {}
            }
        }
        // One without a name of its own is better named as it is written than in another language.
        config.topics.clone_from(&to.topics);
        config.theme_settings = config.theme_settings.overlaid(&to.theme_settings);
        config.extra = config.extra.overlaid(&to.extra);
        config
    }
}

#[cfg(test)]
mod tests {
    use crate::config::tests::reading;

    #[test]
    fn another_language_lies_over_the_site() {
        let reading = reading(
            "title = 'T'\ndescription = 'D'\n[topics]\ncost = 'The cost'\nlaw = 'The law'\n[extra]\na = 1\nb = 2\n[languages.es]\ntag = 'es-MX'\n\
             title = 'U'\nextra.b = 3\ntopics.cost = 'El costo'\n[[menu]]\npage = 'a.md'\nlabel = 'A'\n[[menu]]\npage = 'b.md'\n\
             label = 'B'\nlabels.es = 'Be'\n[[menu]]\nurl = 'https://a.example'\nlabel = 'C'\n",
        );
        let es = reading.config.translated(&reading.config.languages[0]);
        assert_eq!(es.topics, [("cost".into(), "El costo".into())]);
        let untranslated = reading
            .problems
            .iter()
            .find(|one| one.code == "untranslated");
        let message = &untranslated.expect("told").message;
        assert!(
            message.contains("`description` and `topics.law`"),
            "{message}"
        );
        assert_eq!((es.title.as_str(), es.description.as_str()), ("U", "D"));
        assert_eq!(
            (es.language.as_str(), es.edition.as_deref()),
            ("es-MX", Some("es"))
        );
        let labels = es.menus["main"].iter().map(|item| item.label.as_deref());
        assert_eq!(labels.collect::<Vec<_>>(), [None, Some("Be"), Some("C")]);
        assert_eq!(
            format!("{:?}", es.extra),
            format!("{:?}", {
                let both = crate::values::Data::empty_map();
                both.overlaid(
                    &super::super::tests::reading("title = 'T'\n[extra]\na = 1\nb = 3\n")
                        .config
                        .extra,
                )
            })
        );
    }

    #[test]
    fn what_is_no_language_is_told() {
        let reading = reading(
            "title = 'T'\nlanguage = 'en'\nbase_url = 'https://a.example'\n[languages.en]\n[languages.Spanish]\n",
        );
        let codes: Vec<_> = reading
            .problems
            .iter()
            .map(|problem| problem.code)
            .collect();
        assert_eq!(codes, ["own-language", "bad-language"]);
        assert!(reading.config.languages.is_empty());
    }
}
