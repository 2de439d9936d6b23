//! The size of drawings.

/// The size an SVG gives itself by `width` and `height`, or else by its `viewBox`.
pub fn size(svg: &str) -> Option<(usize, usize)> {
    let start = svg.find("<svg")?;
    let tag = &svg[start..start + svg[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        tag[at..].split('"').next()
    };
    let pixels = |text: &str| {
        let number = text.trim().trim_end_matches("px");
        number
            .parse::<f64>()
            .ok()
            .filter(|size| *size > 0.0)
            .map(|size| size.round() as usize)
    };
    let sides = attribute("width")
        .and_then(pixels)
        .zip(attribute("height").and_then(pixels));
    sides.or_else(|| {
        let mut sides = attribute("viewBox")?
            .split([' ', ','])
            .filter(|part| !part.is_empty())
            .skip(2);
        Some((pixels(sides.next()?)?, pixels(sides.next()?)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_have_the_size_they_give_themselves() {
        assert_eq!(size("<svg width=\"20px\" height=\"10\">"), Some((20, 10)));
        assert_eq!(
            size("<?xml?><svg viewBox=\"0 0 640 480.4\">"),
            Some((640, 480))
        );
        assert_eq!(size("<svg width=\"100%\">"), None);
    }
}
