//! The filters themes have beside Tera's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::{Key, Map};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::fitting::fit;
use super::languages::Language;
use super::locale::{self, Locale};
use crate::cards::Fonts;

/// Every filter a theme may use, Tera's own among them.
pub const NAMES: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "fill",
    "first",
    "fit",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "json",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "number",
    "pairs",
    "plain",
    "plural",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "slug",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// How the languages of a theme write and what their letters measure, for the filters that hang on it.
#[derive(Clone)]
pub struct Writing {
    by_tag: Arc<BTreeMap<String, Arc<Locale>>>,
    /// The site's language, which is among them.
    language: String,
    fonts: Option<Arc<Fonts>>,
}

impl Writing {
    pub fn new(
        languages: &BTreeMap<String, Language>,
        language: &str,
        fonts: &Option<Arc<Fonts>>,
    ) -> Writing {
        let locales = languages.iter();
        let locales = locales.map(|(tag, language)| (tag.clone(), language.locale.clone()));
        Writing {
            by_tag: Arc::new(locales.collect()),
            language: language.to_string(),
            fonts: fonts.clone(),
        }
    }

    /// A language's, or the site's.
    fn locale(&self, tag: Option<&str>) -> &Locale {
        let known = tag.and_then(|tag| self.by_tag.get(tag));
        known.unwrap_or_else(|| &self.by_tag[&self.language])
    }
}

/// Adds the filters to an engine.
pub fn register(tera: &mut Tera, writing: &Writing) {
    tera.register_filter("fill", fill);
    let forms = writing.clone();
    let plural = move |words: &Value, kwargs: Kwargs, _: &State| plural(words, &kwargs, &forms);
    tera.register_filter("plural", plural);
    let forms = writing.clone();
    let number = move |value: &Value, kwargs: Kwargs, _: &State| number(value, &kwargs, &forms);
    tera.register_filter("number", number);
    let fonts = writing.fonts.clone();
    let fit = move |text: &str, kwargs: Kwargs, _: &State| fit(text, &kwargs, fonts.as_deref());
    tera.register_filter("fit", fit);
    tera.register_filter("json", json);
    tera.register_filter("slug", slug);
    tera.register_filter("plain", plain);
    // Tera's own goes through a hash map, so its order changes from run to run.
    tera.register_filter("group_by", group_by);
}

/// Puts values into the `{name}` places of a text.
fn fill(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    Ok(fill_places(text, &kwargs))
}

fn fill_places(text: &str, kwargs: &Kwargs) -> String {
    let values: Vec<(String, String)> = kwargs
        .iter()
        .map(|(key, value)| (key.to_string(), value.to_string()))
        .collect();
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(key, value)| (&**key, &**value))
        .collect();
    locale::fill(text, &values)
}

/// Chooses the plural form for `n` by the rules of the string's language and puts the values into it.
fn plural(words: &Value, kwargs: &Kwargs, writing: &Writing) -> TeraResult<String> {
    let n = kwargs.must_get::<i64>("n")?;
    let form = |name: &str| words.as_map()?.get(&Key::from(name.to_string()))?.as_str();
    let rules = &writing.locale(form("lang")).plurals;
    let text = rules
        .choose(n, form)
        .or_else(|| words.as_str())
        .ok_or_else(|| {
            Error::message("`plural` takes a string with the forms `one` and `other`")
        })?;
    Ok(fill_places(text, kwargs))
}

/// A number with the separators of a language.
fn number(value: &Value, kwargs: &Kwargs, writing: &Writing) -> TeraResult<String> {
    let locale = writing.locale(kwargs.get::<&str>("lang")?);
    Ok(locale.numbers.write(&value.to_string()))
}

/// A value as JSON that may stand inside a script element.
fn json(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = serde_json::to_string(value).map_err(Error::message)?;
    let text = text
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    Ok(Value::safe_string(&text))
}

fn slug(text: &str, _: Kwargs, _: &State) -> TeraResult<String> {
    Ok(crate::values::slug(text))
}

fn plain(html: &str, _: Kwargs, _: &State) -> TeraResult<String> {
    Ok(without_tags(html))
}

/// The text of a piece of HTML without its tags.
pub fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// The items of a list by the value of an attribute, groups in the order of their first item.
fn group_by(items: &[Value], kwargs: Kwargs, _: &State) -> TeraResult<Map> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    for item in items {
        let Some(value) = item.get_from_path(attribute) else {
            return Err(Error::message(format!(
                "an item has no `{attribute}` to group by"
            )));
        };
        if value.is_none() {
            continue;
        }
        match groups.iter_mut().find(|(key, _)| key == value) {
            Some((_, group)) => group.push(item.clone()),
            None => groups.push((value.clone(), vec![item.clone()])),
        }
    }
    Ok(groups
        .into_iter()
        .map(|(key, group)| (Key::from(key.to_string()), Value::from(group)))
        .collect())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::input::{InputTree, with_bundled_theme};
    use tera::context;

    /// As the program's own theme writes English.
    pub(in super::super) fn writing() -> Writing {
        let files = with_bundled_theme(&InputTree::new());
        let english = [("en".to_string(), "language".into())];
        let languages =
            super::super::languages::read(&files, "themes/default", false, &english, &[]);
        Writing::new(&languages.by_tag, "en", &None)
    }

    fn render(template: &str) -> String {
        let mut tera = Tera::default();
        register(&mut tera, &writing());
        tera.add_raw_template("t.html", template)
            .expect("a template");
        let items = vec![("b", 1), ("a", 2), ("b", 3)];
        let items: Vec<_> = items
            .into_iter()
            .map(|(kind, n)| Value::from_serializable(&serde_json::json!({"kind": kind, "n": n})))
            .collect();
        let forms = Value::from_serializable(
            &serde_json::json!({"one": "{n} source", "other": "{n} sources"}),
        );
        tera.render("t.html", &context! { items => &items, forms => &forms })
            .expect("rendered")
    }

    #[test]
    fn every_filter_named_is_there() {
        let mut tera = Tera::default();
        register(&mut tera, &writing());
        for name in NAMES {
            let used = tera.add_raw_template("t.html", &format!("{{{{ x | {name} }}}}"));
            assert!(used.is_ok(), "{name}");
        }
    }

    #[test]
    fn plurals_and_places() {
        assert_eq!(
            render("{{ forms | plural(n=1) }}, {{ forms | plural(n=3) }}"),
            "1 source, 3 sources"
        );
        assert_eq!(render("{{ \"{a} of {b}\" | fill(a=1, b=2) }}"), "1 of 2");
    }

    #[test]
    fn groups_keep_the_order_of_writing() {
        let template = "{% for key, group in items | group_by(attribute=\"kind\") %}{{ key }}{% for item in group %}{{ item.n }}{% endfor %} {% endfor %}";
        assert_eq!(render(template), "b13 a2 ");
    }

    #[test]
    fn json_cannot_end_a_script() {
        assert!(!render("{{ \"</script>&\" | json }}").contains(['<', '&']));
    }
}
