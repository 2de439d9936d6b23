//! The filter `fit`: a text in lines for a drawing, which wraps none itself.

use tera::value::{Key, Map};
use tera::{Error, Kwargs, TeraResult, Value};

use crate::cards::{Fonts, Space};

/// The text in lines that fit a box, in letters as large as it allows.
pub fn fit(text: &str, kwargs: &Kwargs, fonts: Option<&Fonts>) -> TeraResult<Map> {
    let Some(fonts) = fonts else {
        let message = "`fit` measures letters for cards, which this nutgraf was built without";
        return Err(Error::message(message));
    };
    let largest = size(kwargs, "largest")?.unwrap_or(LARGEST);
    let space = Space {
        width: kwargs.must_get::<f64>("width")?.max(1.0),
        height: kwargs.get("height")?.unwrap_or(f64::from(largest)),
        largest,
        smallest: size(kwargs, "smallest")?.unwrap_or(SMALLEST),
        leading: kwargs.get("leading")?.unwrap_or(LEADING),
        spacing: kwargs.get("spacing")?.unwrap_or(0.0),
        lines: size(kwargs, "lines")?.map_or(usize::MAX, |lines| lines as usize),
        font: kwargs.get::<&str>("font")?.unwrap_or("serif").to_string(),
        weight: kwargs.get("weight")?.unwrap_or(WEIGHT),
    };
    let fitted = fonts.fit(text, &space);
    let lines = fitted.lines.iter().map(|line| Value::from(line.as_str()));
    let lines: Vec<Value> = lines.collect();
    let number = |number: u32| Value::from(i64::from(number));
    Ok([
        ("size", number(fitted.size)),
        ("leading", number(fitted.leading)),
        ("capital", number(fitted.capital)),
        ("width", number(fitted.width)),
        ("lines", Value::from(lines)),
    ]
    .map(|(key, value)| (Key::from(key), value))
    .into_iter()
    .collect())
}

const LARGEST: u32 = 48;
const SMALLEST: u32 = 16;
const LEADING: f64 = 1.2;
const WEIGHT: u16 = 400;

/// Larger letters than these no card has room for.
const MOST: u32 = 600;

fn size(kwargs: &Kwargs, name: &str) -> TeraResult<Option<u32>> {
    Ok(kwargs.get::<u32>(name)?.map(|size| size.min(MOST)))
}
