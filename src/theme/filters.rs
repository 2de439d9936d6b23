//! The filters themes have beside Tera's own.

use tera::value::{Key, Map};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

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

/// Adds the filters to an engine.
pub fn register(tera: &mut Tera) {
    tera.register_filter("fill", fill);
    tera.register_filter("plural", plural);
    tera.register_filter("number", number);
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
    let mut filled = text.to_string();
    for (key, value) in kwargs.iter() {
        filled = filled.replace(&format!("{{{key}}}"), &value.to_string());
    }
    filled
}

/// Chooses the plural form for `n` and puts the values into it.
fn plural(forms: &Value, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let n = kwargs.must_get::<i64>("n")?;
    let form = |name: &'static str| {
        forms
            .as_map()
            .and_then(|map| map.get(&Key::from(name)))
            .and_then(Value::as_str)
    };
    let text = plural_form(n)
        .and_then(form)
        .or_else(|| form("other"))
        .or_else(|| forms.as_str())
        .ok_or_else(|| {
            Error::message("`plural` takes a string with the forms `one` and `other`")
        })?;
    Ok(fill_places(text, &kwargs))
}

/// The form that stands for exactly this number, if there is one; `other` stands for all the rest.
pub fn plural_form(n: i64) -> Option<&'static str> {
    match n {
        0 => Some("zero"),
        1 => Some("one"),
        2 => Some("two"),
        _ => None,
    }
}

/// A number with the separators of a language.
fn number(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let lang = kwargs.get::<&str>("lang")?.unwrap_or("en");
    Ok(format_number(&value.to_string(), lang))
}

/// Groups the digits of a plain decimal number as a language does.
pub fn format_number(plain: &str, lang: &str) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", plain),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    // Spanish leaves numbers of four digits whole and parts longer ones with a space.
    let (separator, point, least) = match lang {
        "es" => ("\u{202f}", ",", 5),
        "de" => (".", ",", 4),
        "fr" => ("\u{202f}", ",", 4),
        _ => (",", ".", 4),
    };
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if index > 0 && left % 3 == 0 && whole.len() >= least {
            grouped.push_str(separator);
        }
        grouped.push(digit);
    }
    match fraction {
        "" => format!("{sign}{grouped}"),
        fraction => format!("{sign}{grouped}{point}{fraction}"),
    }
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

/// The text of a piece of HTML without its tags.
fn plain(html: &str, _: Kwargs, _: &State) -> TeraResult<String> {
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
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    Ok(text)
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
mod tests {
    use super::*;
    use tera::context;

    fn render(template: &str) -> String {
        let mut tera = Tera::default();
        register(&mut tera);
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
        register(&mut tera);
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
    fn numbers_by_language() {
        assert_eq!(format_number("500000", "en"), "500,000");
        assert_eq!(format_number("1234", "es"), "1234");
        assert_eq!(format_number("-12345.5", "es"), "−12\u{202f}345,5");
    }

    #[test]
    fn json_cannot_end_a_script() {
        assert!(!render("{{ \"</script>&\" | json }}").contains(['<', '&']));
    }
}
